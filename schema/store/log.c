/* The log, and undoing: what was done to this file, in order. */
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "schema/store/db.h"

static int
undo_in_transaction(struct store *st, uint32_t source, struct err *e)
{
	struct stmt *s = stmt_get(st, Q_undo_source);
	char now[21], what[32];

	time_now_iso(now);
	stmt_text(s, ":at", sv(now));
	stmt_i64(s, ":id", source);
	if (stmt_end(s, e))
		return -1;
	if (sqlite3_changes(st->db) == 0)
		return err_set(e, ERR_NOTFOUND, NULL,
			       "there is no import %u that counts "
			       "(see landschap log)",
			       source);
	snprintf(what, sizeof(what), "%u", source);
	s = stmt_get(st, Q_put_event);
	stmt_text(s, ":at", sv(now));
	stmt_text(s, ":action", SV("undo"));
	stmt_i64(s, ":source", source);
	stmt_text(s, ":what", sv(what));
	return stmt_end(s, e);
}

int
store_undo(struct store *st, uint32_t source, struct err *e)
{
	struct err ignored = { 0 };

	if (stmt_run(st, Q_begin, e))
		return -1;
	if (undo_in_transaction(st, source, e)) {
		stmt_run(st, Q_rollback, &ignored);
		return -1;
	}
	return stmt_run(st, Q_commit, e);
}

static int
read_events(struct store *st, struct arena *mem, struct log_line **ret,
	    uint32_t *ret_n, struct err *e)
{
	struct stmt *s = stmt_get(st, Q_events);
	struct log_line *v = NULL;
	uint32_t n = 0, cap = 0;

	while (stmt_row(s)) {
		VEC_ROOM(v, n, cap);
		v[n++] = (struct log_line){
			.seq = (uint32_t)col_i64(s, EVENTS_seq),
			.at = arena_sv(mem, col_text(s, EVENTS_at)).p,
			.action = arena_sv(mem, col_text(s, EVENTS_action)).p,
			.source = (uint32_t)col_i64(s, EVENTS_source),
			.what = arena_sv(mem, col_text(s, EVENTS_what)).p,
			.kind = "",
			.series = "",
			.board = "",
			.sha256 = "",
			.signer = "",
			.algorithm = "",
		};
	}
	*ret = arena_array(mem, n, sizeof(*v));
	if (n)
		memcpy(*ret, v, n * sizeof(*v));
	*ret_n = n;
	free(v);
	return stmt_end(s, e);
}

int
store_log(struct store *st, struct arena *mem, struct log_line **ret,
	  uint32_t *ret_n, struct err *e)
{
	struct live live;
	struct stmt *s;

	if (read_events(st, mem, ret, ret_n, e) ||
	    live_load(st, NULL, mem, &live, e))
		return -1;
	s = stmt_get(st, Q_sources);
	while (stmt_row(s)) {
		uint32_t id = (uint32_t)col_i64(s, SOURCES_id);

		for (uint32_t i = 0; i < *ret_n; i++) {
			struct log_line *x = &(*ret)[i];

			if (x->source != id)
				continue;
			x->kind = arena_sv(mem, col_text(s, SOURCES_kind)).p;
			x->series =
				arena_sv(mem, col_text(s, SOURCES_series)).p;
			x->board = arena_sv(mem, col_text(s, SOURCES_board)).p;
			x->sha256 =
				arena_sv(mem, col_text(s, SOURCES_sha256)).p;
			x->signer =
				arena_sv(mem, col_text(s, SOURCES_signer)).p;
			x->algorithm =
				arena_sv(mem, col_text(s, SOURCES_algorithm)).p;
			x->valid_until = col_date(s, SOURCES_valid_until);
			x->as_of = col_date(s, SOURCES_as_of);
			x->facts = (uint64_t)col_i64(s, SOURCES_facts);
			x->refused = (uint64_t)col_i64(s, SOURCES_refused);
			x->is_live = live.source[id].flags != 0;
			x->is_reference = live.source[id].is_reference;
		}
	}
	return stmt_end(s, e);
}

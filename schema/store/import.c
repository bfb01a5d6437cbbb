/*
 * Records in: one import is one transaction. Maps the refs of a document to
 * nodes, writes claims, and at the end tells how this edition differs from the
 * one before. Refuses records that point at refs it has not seen: records may
 * come from a reader that a hostile document has taken over.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "schema/store/mentioned.h"
#include "schema/store/put.h"

struct store_import {
	struct sink sink; /* first: the sink is the import */
	struct store *st;
	struct arena mem;
	struct source_info info;
	int64_t source;
	struct mentioned names;
	struct puts puts;
	uint64_t facts;
	struct tally_record tally;
	const char *signer, *algorithm; /* or NULL */
	int32_t valid_until;
};

static const char *
copy(struct arena *mem, const char *s)
{
	return s ? arena_str(mem, s) : NULL;
}

static int
wrong_record(struct err *e)
{
	return err_set(e, ERR_INPUT, NULL,
		       "the reader of this file went wrong (please report it "
		       "with the file)");
}

static int
put_fact(struct store_import *im, const struct fact_record *f, struct err *e)
{
	const struct fact_shape *shape = fact_shape(f->kind);
	int64_t node[FACT_REFS_MAX] = { 0 };

	for (int i = 0; shape->ref[i]; i++) {
		if (f->ref[i] > im->names.n)
			return wrong_record(e);
		if (f->ref[i])
			node[i] = im->names.of[f->ref[i]].node;
	}
	if (puts_fact(&im->puts, f, node, e))
		return -1;
	im->facts++;
	return 0;
}

static int
put_node(struct store_import *im, const struct node_record *n, struct err *e)
{
	if (n->ref != im->names.n + 1 || n->scope > im->names.n)
		return wrong_record(e);
	return mentioned_put(&im->names, n, e);
}

static int
put_part(struct store_import *im, const struct part_record *p, struct err *e)
{
	struct stmt *s = stmt_get(im->st, Q_put_part);

	stmt_i64(s, ":source", im->source);
	stmt_i64(s, ":part", p->part);
	stmt_text(s, ":name", p->name);
	stmt_i64(s, ":style", p->style);
	return stmt_end(s, e);
}

static int
put_column(struct store_import *im, const struct column_record *c,
	   struct err *e)
{
	struct stmt *s = stmt_get(im->st, Q_put_column);

	stmt_i64(s, ":source", im->source);
	stmt_i64(s, ":part", c->part);
	stmt_i64(s, ":col", c->col);
	stmt_text(s, ":field", c->field);
	stmt_text(s, ":header", c->header);
	return stmt_end(s, e);
}

static int
import_put(struct sink *sink, const struct record *r, struct err *e)
{
	struct store_import *im = (struct store_import *)sink;

	switch (r->type) {
	case RECORD_PART: return put_part(im, &r->part, e);
	case RECORD_COLUMN: return put_column(im, &r->column, e);
	case RECORD_NODE: return put_node(im, &r->node, e);
	case RECORD_SAID:
		if (r->said.ref == 0 || r->said.ref > im->names.n)
			return wrong_record(e);
		return mentioned_said(&im->names, &r->said, e);
	case RECORD_FACT: return put_fact(im, &r->fact, e);
	case RECORD_TALLY: im->tally = r->tally; return 0;
	}
	return 0;
}

struct sink *
store_sink(struct store *st)
{
	return &st->import->sink;
}

void
store_import_signed(struct store *st, const char *signer, const char *algorithm,
		    int32_t valid_until)
{
	struct store_import *im = st->import;

	im->signer = copy(&im->mem, signer);
	im->algorithm = copy(&im->mem, algorithm);
	im->valid_until = valid_until;
}

void
store_import_dated(struct store *st, int32_t as_of, const char *series)
{
	struct store_import *im = st->import;

	if (as_of && im->info.as_of == 0)
		im->info.as_of = as_of;
	if (series && !im->info.series)
		im->info.series = copy(&im->mem, series);
}

/* The live source with these bytes, kind and board; 0 when there is none. */
static int
find_same(struct store *st, const struct source_info *info, uint32_t *ret,
	  struct err *e)
{
	struct arena mem = { 0 };
	struct live live;
	struct stmt *s;
	int rc = live_load(st, NULL, &mem, &live, e);

	*ret = 0;
	if (rc == 0) {
		s = stmt_get(st, Q_sources);
		while (stmt_row(s)) {
			uint32_t id = (uint32_t)col_i64(s, SOURCES_id);

			if (sv_is(col_text(s, SOURCES_sha256), info->sha256) &&
			    sv_is(col_text(s, SOURCES_kind), info->kind) &&
			    sv_is(col_text(s, SOURCES_board), info->board) &&
			    (info->as_of == 0 ||
			     info->as_of == col_date(s, SOURCES_as_of)) &&
			    (!info->signer || sv_is(col_text(s, SOURCES_signer),
						    info->signer)) &&
			    live.source[id].flags)
				*ret = id;
		}
		rc = stmt_end(s, e);
	}
	arena_done(&mem);
	return rc;
}

static int
put_source(struct store_import *im, struct err *e)
{
	const struct source_info *i = &im->info;
	struct stmt *s = stmt_get(im->st, Q_put_source);
	char now[21];

	stmt_text(s, ":kind", sv(i->kind));
	stmt_text(s, ":name", sv(i->name));
	stmt_text(s, ":series", sv(i->series ? i->series : i->name));
	stmt_text(s, ":board", sv(i->board));
	stmt_text(s, ":sha256", sv(i->sha256));
	stmt_i64(s, ":size", (int64_t)i->size);
	stmt_date(s, ":as_of", i->as_of ? i->as_of : date_today());
	stmt_text(s, ":recorded_at", sv(time_now_iso(now)));
	stmt_i64(s, ":is_reference", i->is_reference);
	stmt_text(s, ":program", SV("landschap " LANDSCHAP_VERSION));
	if (stmt_end(s, e))
		return -1;
	im->source = sqlite3_last_insert_rowid(im->st->db);
	return 0;
}

int
store_import_begin(struct store *st, const struct source_info *info,
		   enum import_begin *ret, struct import_counts *ret_counts,
		   struct err *e)
{
	struct store_import *im;
	uint32_t same;

	assert(!st->import && st->mode != STORE_READ);
	store_forget_names(st);
	/*
	 * Every reference below is to a row that this import found or wrote:
	 * looking each up again costs more than the claim itself.
	 */
	if (stmt_run(st, Q_unset_foreign_keys, e) || stmt_run(st, Q_begin, e))
		return -1;
	im = mem_realloc(NULL, 1, sizeof(*im));
	*im = (struct store_import){ .sink.put = import_put, .st = st };
	st->import = im;
	im->info = *info;
	im->info.kind = copy(&im->mem, info->kind);
	im->info.name = copy(&im->mem, info->name);
	im->info.series = copy(&im->mem, info->series);
	im->info.board = copy(&im->mem, info->board ? info->board : "");
	im->info.sha256 = copy(&im->mem, info->sha256);
	if (find_same(st, &im->info, &same, e))
		goto fail;
	if (same) {
		*ret_counts = (struct import_counts){ .source = same };
		*ret = IMPORT_SAME;
		store_import_abort(st);
		return 0;
	}
	if (put_source(im, e))
		goto fail;
	im->puts = (struct puts){ st, im->source, info->rung, { NULL } };
	im->names = (struct mentioned){ .st = st, .source = im->source };
	*ret = IMPORT_STARTED;
	return 0;
fail:
	store_import_abort(st);
	return -1;
}

void
store_import_abort(struct store *st)
{
	struct store_import *im = st->import;
	struct err ignored = { 0 };

	if (!im)
		return;
	st->import = NULL;
	puts_done(&im->puts);
	if (!sqlite3_get_autocommit(st->db))
		stmt_run(st, Q_rollback, &ignored);
	/*
	 * When a page could not be written half-way, SQLite leaves the undoing
	 * to the next who reads the file: that is done here and now.
	 */
	stmt_run(st, Q_user_version, &ignored);
	stmt_run(st, Q_set_foreign_keys, &ignored);
	mentioned_done(&im->names);
	arena_done(&im->mem);
	free(im);
}

static int
put_messages(struct store_import *im, const struct diag *d, struct err *e)
{
	static const char *const level[] = { "note", "warning", "refused" };

	for (uint32_t i = 0; d && i < d->n; i++) {
		struct stmt *s = stmt_get(im->st, Q_put_message);

		stmt_i64(s, ":source", im->source);
		stmt_i64(s, ":seq", i + 1);
		stmt_text(s, ":level", sv(level[d->message[i].level]));
		stmt_text(s, ":place", sv(d->message[i].where));
		stmt_text(s, ":text", sv(d->message[i].text));
		if (stmt_end(s, e))
			return -1;
	}
	return 0;
}

static int
finish_source(struct store_import *im, struct err *e)
{
	const struct source_info *i = &im->info;
	struct stmt *s = stmt_get(im->st, Q_finish_source);

	stmt_i64(s, ":id", im->source);
	stmt_text(s, ":series", sv(i->series ? i->series : i->name));
	stmt_date(s, ":as_of", i->as_of ? i->as_of : date_today());
	stmt_text(s, ":signer", sv(im->signer));
	stmt_text(s, ":algorithm", sv(im->algorithm));
	stmt_date(s, ":valid_until", im->valid_until);
	stmt_i64(s, ":facts", (int64_t)im->facts);
	stmt_i64(s, ":read", (int64_t)im->tally.read);
	stmt_i64(s, ":used", (int64_t)im->tally.used);
	stmt_i64(s, ":refused", (int64_t)im->tally.refused);
	stmt_i64(s, ":empty", (int64_t)im->tally.empty);
	if (stmt_end(s, e))
		return -1;
	s = stmt_get(im->st, Q_put_event);
	{
		char now[21];

		stmt_text(s, ":at", sv(time_now_iso(now)));
	}
	stmt_text(s, ":action", SV("import"));
	stmt_i64(s, ":source", im->source);
	stmt_text(s, ":what", sv(i->name));
	return stmt_end(s, e);
}

/* The edition that this one follows: newest of its series not after it. */
static int
find_previous(struct store_import *im, uint32_t *ret, struct err *e)
{
	const struct source_info *i = &im->info;
	const char *series = i->series ? i->series : i->name;
	int32_t as_of = i->as_of ? i->as_of : date_today(), best = 0;
	struct stmt *s = stmt_get(im->st, Q_sources);

	*ret = 0;
	while (stmt_row(s)) {
		int32_t d = col_date(s, SOURCES_as_of);

		if (col_i64(s, SOURCES_id) == im->source || d > as_of ||
		    d < best || !col_is_null(s, SOURCES_undone_at) ||
		    !sv_is(col_text(s, SOURCES_series), series) ||
		    !sv_is(col_text(s, SOURCES_kind), i->kind) ||
		    !sv_is(col_text(s, SOURCES_board), i->board) ||
		    (col_i64(s, SOURCES_is_reference) != 0) != i->is_reference)
			continue;
		best = d;
		*ret = (uint32_t)col_i64(s, SOURCES_id);
	}
	return stmt_end(s, e);
}

/* Keys of this import are in their table as soon as they are told. */
static int
count_gone(struct store *st, struct edition_before *b, struct err *e)
{
	struct stmt *s = stmt_get(st, Q_entities_gone);

	stmt_i64(s, ":now", st->import->source);
	stmt_i64(s, ":old", b->source);
	stmt_i64(s, ":kind", NODE_PRODUCT);
	if (stmt_row(s)) {
		b->entities = (uint64_t)col_i64(s, ENTITIES_GONE_entities);
		b->gone = (uint64_t)col_i64(s, ENTITIES_GONE_gone);
	}
	return stmt_end(s, e);
}

int
store_import_before(struct store *st, struct edition_before *ret, struct err *e)
{
	struct edition_before b = { 0 };
	struct stmt *s;

	if (find_previous(st->import, &b.source, e))
		return -1;
	if (b.source) {
		s = stmt_get(st, Q_source_vouched);
		stmt_i64(s, ":id", b.source);
		if (stmt_row(s)) {
			b.is_verified =
				col_text(s, SOURCE_VOUCHED_signer).n > 0;
			b.valid_until = col_date(s, SOURCE_VOUCHED_valid_until);
		}
		if (stmt_end(s, e))
			return -1;
	}
	if (b.source && (mentioned_put_keys(&st->import->names, e) ||
			 count_gone(st, &b, e)))
		return -1;
	*ret = b;
	return 0;
}

int
store_import_end(struct store *st, bool keep, const struct diag *d,
		 struct import_counts *ret, struct err *e)
{
	struct store_import *im = st->import;
	struct import_counts c = { 0 };

	if (puts_flush(&im->puts, e) ||
	    mentioned_end(&im->names, &c.names, e) || put_messages(im, d, e) ||
	    finish_source(im, e) || find_previous(im, &c.replaces, e))
		goto fail;
	c.facts = im->facts;
	c.is_new = im->facts;
	if (c.replaces &&
	    store_compare(st, (uint32_t)im->source, c.replaces, &c, e))
		goto fail;
	c.names_new = im->names.nodes_new;
	c.rows = im->tally;
	c.source = (uint32_t)im->source;
	if (keep && stmt_run(st, Q_commit, e))
		goto fail;
	store_import_abort(st);
	/* pages full of claims: what comes next reads other ones */
	sqlite3_db_release_memory(st->db);
	*ret = c;
	return 0;
fail:
	store_import_abort(st);
	return -1;
}

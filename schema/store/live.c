/*
 * Which sources count on a day, with what was known on another. Sources of one
 * series are editions; undoing one brings the edition before it back. Of
 * reference data the newest edition counts on every day: what it says without
 * a date was not made true by the day on which somebody looked it up.
 */
#include <stdlib.h>

#include "base/date.h"
#include "base/sort.h"
#include "schema/store/db.h"

struct edition {
	uint32_t id;
	char *series; /* reference flag, kind, board and series in one */
	int32_t as_of;
	bool is_reference, is_feed, is_sign_on;
};

static int
cmp_edition(const void *pa, const void *pb)
{
	const struct edition *a = pa, *b = pb;
	int c = strcmp(a->series, b->series);

	if (c)
		return c;
	if (a->as_of != b->as_of)
		return a->as_of < b->as_of ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* "2026-11-24" means the whole of that day. */
static struct sv
end_of_known(const char *known_at, struct arena *mem)
{
	if (!known_at || !known_at[0])
		return SV_NONE;
	if (strlen(known_at) == 10)
		return sv(arena_printf(mem, "%sT23:59:59Z", known_at));
	return sv(known_at);
}

static bool
was_known(struct stmt *s, struct sv known)
{
	struct sv recorded = col_text(s, SOURCES_recorded_at);
	struct sv undone;

	if (known.n && sv_cmp(recorded, known) > 0)
		return false;
	if (col_is_null(s, SOURCES_undone_at))
		return true;
	undone = col_text(s, SOURCES_undone_at);
	return known.n && sv_cmp(undone, known) > 0;
}

static void
choose(struct edition *ed, uint32_t n, struct live *l)
{
	sort(ed, n, sizeof(*ed), cmp_edition);
	for (uint32_t i = 0, k; i < n; i = k) {
		uint32_t held = UINT32_MAX;

		for (k = i; k < n && strcmp(ed[k].series, ed[i].series) == 0;
		     k++)
			if (ed[k].as_of <= l->at || ed[k].is_reference)
				held = k;
		l->source[ed[k - 1].id].flags |= LIVE_DATED;
		if (held != UINT32_MAX)
			l->source[ed[held].id].flags |= LIVE_UNDATED;
	}
}

int
live_load(struct store *st, const struct load_options *o, struct arena *mem,
	  struct live *ret, struct err *e)
{
	struct sv known = end_of_known(o ? o->known_at : NULL, mem);
	struct stmt *s = stmt_get(st, Q_sources);
	struct edition *ed = NULL;
	uint32_t n = 0, cap = 0, top = 0;

	while (stmt_row(s)) {
		struct edition *x;

		top = (uint32_t)col_i64(s, SOURCES_id);
		if (!was_known(s, known))
			continue;
		VEC_ROOM(ed, n, cap);
		x = &ed[n++];
		x->id = top;
		x->as_of = col_date(s, SOURCES_as_of);
		x->is_reference = col_i64(s, SOURCES_is_reference) != 0;
		x->is_feed = is_feed_kind(col_text(s, SOURCES_kind));
		x->is_sign_on = is_sign_on_kind(col_text(s, SOURCES_kind));
		x->series = arena_printf(mem, "%d\x1f%.*s\x1f%.*s\x1f%.*s",
					 x->is_reference,
					 SV_ARG(col_text(s, SOURCES_kind)),
					 SV_ARG(col_text(s, SOURCES_board)),
					 SV_ARG(col_text(s, SOURCES_series)));
	}
	if (stmt_end(s, e)) {
		free(ed);
		return -1;
	}
	ret->at = o && o->at ? o->at : date_today();
	ret->n = top + 1;
	ret->source = arena_array(mem, ret->n, sizeof(*ret->source));
	for (uint32_t i = 0; i < n; i++) {
		ret->source[ed[i].id].as_of = ed[i].as_of;
		ret->source[ed[i].id].is_reference = ed[i].is_reference;
		ret->source[ed[i].id].is_feed = ed[i].is_feed;
		ret->source[ed[i].id].is_sign_on = ed[i].is_sign_on;
	}
	choose(ed, n, ret);
	free(ed);
	return 0;
}

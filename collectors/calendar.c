/*
 * Reads the dates of the school year: CSV with a header, columns by name.
 *
 *   id,from,to,sector,functions,name_nl,name_en,source,checked
 *
 * id and from are needed; to is from when empty; --10-01 is every year (as in
 * XML Schema's gMonthDay). Refuses 29 February as a yearly date, and whatever
 * it does not understand: a date that is left out would be missed.
 */
#include "collectors/calendar.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/sort.h"
#include "collectors/syntax/csv.h"
#include "schema/model/refdata.h"

enum field {
	FIELD_ID,
	FIELD_FROM,
	FIELD_TO,
	FIELD_SECTOR,
	FIELD_FUNCTIONS,
	FIELD_NAME_NL,
	FIELD_NAME_EN,
	FIELD_SOURCE,
	FIELD_CHECKED,
	FIELDS
};
static const char *const fields[FIELDS] = {
	"id",      "from",    "to",     "sector",  "functions",
	"name_nl", "name_en", "source", "checked",
};

struct reader {
	struct table_handler h; /* first: the reader calls back with it */
	struct calendar *c;
	const char *file;
	uint32_t col[FIELDS]; /* from 1; 0: there is no such column */
	bool has_header;
};

static int
on_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	(void)h;
	(void)s;
	(void)e;
	return 0;
}

static int
read_header(struct reader *r, const struct row *row, struct err *e)
{
	struct at at = { .file = r->file, .line = row->number };

	for (uint32_t i = 0; i < row->ncell; i++) {
		struct sv text = sv_trim(row->cell[i].text);
		int f = 0;

		while (f < FIELDS && !sv_is(text, fields[f]))
			f++;
		at.col = row->cell[i].col;
		if (f == FIELDS)
			return err_set(e, ERR_INPUT, &at,
				       "unknown column '%.*s' (expected id, "
				       "from, to, sector, functions, name_nl, "
				       "name_en, source, checked)",
				       SV_ARG(text));
		r->col[f] = row->cell[i].col;
	}
	at.col = 0;
	if (!r->col[FIELD_ID] || !r->col[FIELD_FROM])
		return err_set(e, ERR_INPUT, &at,
			       "not a calendar (expected a first line with the "
			       "columns id and from)");
	r->has_header = true;
	return 0;
}

/* "--10-01": a day of every year. */
static bool
read_yearly(struct sv s, int32_t *ret)
{
	uint64_t month, day;

	if (s.n != 7 || !sv_starts(s, SV("--")) || s.p[4] != '-' ||
	    !sv_u64(sv_n(s.p + 2, 2), 12, &month) ||
	    !sv_u64(sv_n(s.p + 5, 2), 31, &day) ||
	    !date_is_valid(2027, (int)month, (int)day)) /* no leap year */
		return false;
	*ret = (int32_t)(month * 100 + day);
	return true;
}

static bool
read_date(struct sv s, bool *ret_yearly, int32_t *ret)
{
	*ret_yearly = sv_starts(s, SV("--"));
	return *ret_yearly ? read_yearly(s, ret)
			   : s.n == 10 && date_from_iso(s, ret);
}

static int
read_dates(const struct reader *r, const struct sv f[FIELDS], struct at *at,
	   struct calendar_row *ret, struct err *e)
{
	bool is_yearly;

	at->col = r->col[FIELD_FROM];
	if (!read_date(f[FIELD_FROM], &ret->is_yearly, &ret->from))
		return err_set(e, ERR_INPUT, at,
			       "no date: '%.*s' (expected 2027-05-14, or "
			       "--10-01 for every year)",
			       SV_ARG(f[FIELD_FROM]));
	ret->to = ret->from;
	if (f[FIELD_TO].n == 0)
		return 0;
	at->col = r->col[FIELD_TO];
	if (!read_date(f[FIELD_TO], &is_yearly, &ret->to) ||
	    is_yearly != ret->is_yearly)
		return err_set(e, ERR_INPUT, at,
			       "no date: '%.*s' (expected one of the same form "
			       "as from, '%.*s')",
			       SV_ARG(f[FIELD_TO]), SV_ARG(f[FIELD_FROM]));
	if (!is_yearly && ret->to < ret->from)
		return err_set(e, ERR_INPUT, at,
			       "it ends on '%.*s', before it begins (expected "
			       "'%.*s' or later)",
			       SV_ARG(f[FIELD_TO]), SV_ARG(f[FIELD_FROM]));
	return 0;
}

static int
read_row(struct reader *r, const struct row *row, struct err *e)
{
	struct at at = { .file = r->file, .line = row->number };
	struct sv f[FIELDS] = { SV_NONE };
	struct calendar_row x = { .is_yearly = false };
	struct calendar *c = r->c;
	struct map_entry *entry;
	bool is_new;

	for (uint32_t i = 0; i < row->ncell; i++)
		for (int k = 0; k < FIELDS; k++)
			if (r->col[k] == row->cell[i].col)
				f[k] = text_clean(&c->mem, row->cell[i].text);
	at.col = r->col[FIELD_ID];
	if (f[FIELD_ID].n == 0)
		return err_set(e, ERR_INPUT, &at,
			       "a date without an id (expected a short name, "
			       "such as 'examens-2027')");
	if (read_dates(r, f, &at, &x, e))
		return -1;
	x.id = arena_sv(&c->mem, f[FIELD_ID]);
	x.sector = arena_sv(&c->mem, f[FIELD_SECTOR]);
	x.functions = arena_sv(&c->mem, f[FIELD_FUNCTIONS]);
	x.name_nl = arena_sv(&c->mem, f[FIELD_NAME_NL]);
	x.name_en = arena_sv(&c->mem, f[FIELD_NAME_EN]);
	x.source = arena_sv(&c->mem, f[FIELD_SOURCE]);
	if (!x.name_nl.n)
		x.name_nl = x.name_en.n ? x.name_en : x.id;
	if (!x.name_en.n)
		x.name_en = x.name_nl;
	entry = map_put(&c->id, x.id, c->n, &is_new);
	if (!is_new) {
		c->row[entry->value] = x;
		return 0;
	}
	if (c->n == LIMIT_CALENDAR_ROWS)
		return err_set(e, ERR_LIMIT, &at,
			       "more than %u dates in a calendar",
			       LIMIT_CALENDAR_ROWS);
	VEC_ROOM(c->row, c->n, c->cap);
	c->row[c->n++] = x;
	return 0;
}

static int
on_row(struct table_handler *h, const struct row *row, struct err *e)
{
	struct reader *r = (struct reader *)h;

	if (row->ncell == 0)
		return 0;
	return r->has_header ? read_row(r, row, e) : read_header(r, row, e);
}

int
calendar_read(struct calendar *c, const struct input *in, struct err *e)
{
	struct reader r = { .h = { .sheet = on_sheet, .row = on_row },
			    .c = c,
			    .file = in->name };
	struct diag d = { 0 };
	struct at at = { .file = in->name };
	int rc = csv_read(in, &r.h, &d, e);

	diag_done(&d);
	if (rc == 0 && !r.has_header)
		return err_set(e, ERR_INPUT, &at,
			       "not a calendar (expected a first line with the "
			       "columns id and from)");
	return rc;
}

void
calendar_load(struct calendar *ret)
{
	struct arena tmp = { 0 };
	struct err e = { 0 };
	struct input in;

	*ret = (struct calendar){ 0 };
	/* our own data: tests look at every row of it */
	if (input_from_bytes(&in, "calendar.csv", refdata_get("calendar.csv"),
			     &tmp, &e) == 0) {
		calendar_read(ret, &in, &e);
		input_done(&in);
	}
	arena_done(&tmp);
}

void
calendar_done(struct calendar *c)
{
	free(c->row);
	map_done(&c->id);
	arena_done(&c->mem);
	*c = (struct calendar){ 0 };
}

static int
cmp_day(const void *pa, const void *pb)
{
	const struct calendar_day *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return sv_cmp(a->row->id, b->row->id);
}

uint32_t
calendar_between(const struct calendar *c, int32_t from, int32_t to,
		 struct arena *mem, struct calendar_day **ret)
{
	int32_t first = from / 10000 - 1, last = to / 10000;
	uint32_t years = last < first ? 0 : (uint32_t)(last - first + 1);
	struct calendar_day *day;
	uint32_t n = 0;

	day = arena_array(mem, (size_t)c->n * (years ? years : 1),
			  sizeof(*day));
	for (uint32_t i = 0; i < c->n; i++) {
		const struct calendar_row *r = &c->row[i];

		for (int32_t y = first; y <= last; y++) {
			struct calendar_day d = { r->from, r->to, r };

			if (r->is_yearly) {
				d.from += y * 10000;
				d.to += (r->to < r->from ? y + 1 : y) * 10000;
			}
			if (d.to >= from && d.from <= to)
				day[n++] = d;
			if (!r->is_yearly)
				break;
		}
	}
	sort(day, n, sizeof(*day), cmp_day);
	*ret = day;
	return n;
}

bool
calendar_is_for(const struct calendar_row *r, struct sv id, struct sv name,
		struct sv sector)
{
	struct sv rest = r->functions, word;

	if (r->sector.n && sector.n && !sv_ieq(r->sector, sector))
		return false;
	while (sv_split(&rest, '|', &word)) {
		word = sv_trim(word);
		if (word.n && (sv_ieq(word, id) || sv_ieq(word, name)))
			return true;
	}
	return false;
}

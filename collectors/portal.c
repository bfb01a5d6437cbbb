/*
 * The skeleton of portal exports: finds the header row, tells of columns that
 * are not read, walks the rows, counts what became of them. Refuses a table
 * without the fields that its kind cannot do without.
 */
#include "collectors/portal.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "collectors/say.h"

/* The field that a cell of the header names, or -1. */
static int
field_of(const struct portal_kind *k, const struct words *w, struct sv folded)
{
	struct sv name = words_field(w, folded);

	for (int i = 0; k->field[i]; i++)
		if (sv_is(name, k->field[i]))
			return i;
	return -1;
}

static bool
row_has(const struct portal_kind *k, const struct words *w,
	const struct head_row *r, struct sv field)
{
	for (uint32_t i = 0; i < r->ncell; i++) {
		int f = field_of(k, w, r->cell[i].folded);

		if (f >= 0 && sv_is(field, k->field[f]))
			return true;
	}
	return false;
}

/* How many of the mandatory fields a row lacks, and names them. */
static uint32_t
lacks(const struct portal_kind *k, const struct words *w,
      const struct head_row *r, struct buf *ret_names)
{
	struct sv rest = sv(k->must), all, one;
	uint32_t n = 0;

	while (sv_split(&rest, ' ', &all)) {
		struct sv name = all;
		bool found = false;

		while (sv_split(&all, '|', &one))
			found = found || row_has(k, w, r, one);
		if (found)
			continue;
		if (ret_names && n)
			buf_str(ret_names, ", ");
		if (ret_names)
			buf_sv(ret_names, name);
		n++;
	}
	return n;
}

static uint32_t
musts(const struct portal_kind *k)
{
	struct sv rest = sv(k->must), all;
	uint32_t n = 0;

	while (sv_split(&rest, ' ', &all))
		n++;
	return n;
}

/* The row that lacks least, the first of equals; NULL when all lack all. */
static const struct head_row *
best_row(const struct portal_kind *k, const struct words *w,
	 const struct head_sheet *s, uint32_t *ret_lacks)
{
	const struct head_row *best = NULL;
	uint32_t least = musts(k);

	for (uint32_t i = 0; i < s->nrow; i++) {
		uint32_t n = lacks(k, w, &s->row[i], NULL);

		if (n < least) {
			least = n;
			best = &s->row[i];
		}
	}
	*ret_lacks = least;
	return best;
}

enum probe
portal_probe(const struct head *h, const struct portal_kind *kind)
{
	enum probe sure = PROBE_NO;
	struct words w;

	words_headers(&w, kind->name);
	for (uint32_t i = 0; i < h->nsheet && sure != PROBE_YES; i++) {
		uint32_t n;

		best_row(kind, &w, &h->sheet[i], &n);
		if (n == 0)
			sure = PROBE_YES;
	}
	words_done(&w);
	return sure;
}

/* The row that looks most like a header; NULL: none has any of its words. */
static const struct head_row *
nearest(const struct portal *p)
{
	const struct head_row *best = NULL;
	uint32_t least = UINT32_MAX;

	for (uint32_t i = 0; i < p->head->nsheet; i++) {
		uint32_t n;
		const struct head_row *r =
			best_row(p->kind, &p->words, &p->head->sheet[i], &n);

		if (r && n < least) {
			least = n;
			best = r;
		}
	}
	return best;
}

/*
 * No sheet has the header: says what is missing, and what stands there. Of a
 * row that is no header nothing is shown: it may be about persons.
 */
static int
no_header(struct portal *p, struct err *e)
{
	static const struct head_row nothing;
	const struct head_row *r = nearest(p);
	struct buf missing = { 0 }, there = { 0 };
	struct at at = { .file = p->s.im->in->name };

	lacks(p->kind, &p->words, r ? r : &nothing, &missing);
	if (!r) {
		err_set(e, ERR_INPUT, &at,
			"no header that is known here (expected columns for "
			"%s)",
			missing.p);
		buf_done(&missing);
		return -1;
	}
	at.line = r->number;
	for (uint32_t i = 0; i < r->ncell; i++) {
		if (words_field(&p->words, r->cell[i].folded).n)
			continue;
		buf_str(&there, there.n ? ", '" : "'");
		buf_sv(&there,
		       sv_cut(say_impersonal(&p->s.scratch, r->cell[i].text),
			      40));
		buf_char(&there, '\'');
	}
	err_set(e, ERR_INPUT, &at,
		"no column for %s (headers that are not known: %s)", missing.p,
		there.p ? there.p : "-");
	buf_done(&missing);
	buf_done(&there);
	return -1;
}

static struct at
header_at(const struct portal *p, uint32_t col)
{
	return (struct at){
		.file = p->s.im->in->name,
		.part = p->sheet.name.n ? p->sheet.name.p : NULL,
		.line = p->from->number,
		.col = col,
	};
}

/*
 * The header above a cell, for people who ask where a claim stands. The field's
 * name begins with the collector's: it is no column of a fact.
 */
static int
send_column(struct portal *p, int field, struct sv header, struct err *e)
{
	struct record r = { .type = RECORD_COLUMN };

	r.column.part = portal_place(p, field).part;
	r.column.col = p->col[field];
	r.column.field = sv(arena_printf(&p->s.scratch, "%s.%s", p->kind->name,
					 p->kind->field[field]));
	r.column.header = sv_cut(header, LIMIT_NAME_BYTES);
	return p->s.im->sink->put(p->s.im->sink, &r, e);
}

/* Finds the columns; the first of two with one meaning is read. */
static int
take_header(struct portal *p, struct err *e)
{
	struct diag *d = p->s.im->diag;

	memset(p->col, 0, sizeof(p->col));
	for (uint32_t i = 0; i < p->from->ncell; i++) {
		const struct head_cell *c = &p->from->cell[i];
		struct sv name = words_field(&p->words, c->folded);
		int f = field_of(p->kind, &p->words, c->folded);
		struct at at = header_at(p, c->col);
		struct sv shown =
			sv_cut(say_impersonal(&p->s.scratch, c->text), 80);

		if (sv_is(name, "personal"))
			diag_note(d, &at,
				  "column '%.*s' names persons and is not read",
				  SV_ARG(shown));
		else if (name.n == 0)
			diag_note(d, &at,
				  "column '%.*s' is not known and not read",
				  SV_ARG(shown));
		else if (f >= 0 && p->col[f])
			diag_warn(d, &at,
				  "column '%.*s' means the same as another "
				  "before it and is not read",
				  SV_ARG(shown));
		else if (f >= 0) {
			p->col[f] = c->col;
			if (send_column(p, f, c->text, e))
				return -1;
		}
	}
	return 0;
}

static int
on_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct portal *p = (struct portal *)h;
	uint32_t n = 1;

	p->sheet = *s;
	p->sheet.name = arena_sv(p->s.im->mem, s->name);
	p->from = NULL;
	for (uint32_t i = 0; i < p->head->nsheet; i++)
		if (p->head->sheet[i].number == s->number)
			p->from = best_row(p->kind, &p->words,
					   &p->head->sheet[i], &n);
	h->skip_sheet = n > 0;
	return n == 0 ? take_header(p, e) : 0;
}

static int
on_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct portal *p = (struct portal *)h;
	bool any = false;
	int rc;

	if (r->number <= p->from->number)
		return 0;
	signon_next(&p->s);
	p->number = r->number;
	for (int f = 0; f < PORTAL_FIELDS; f++)
		p->raw[f] = p->cell[f] = SV_NONE;
	for (uint32_t i = 0; i < r->ncell; i++)
		for (int f = 0; f < PORTAL_FIELDS; f++)
			if (p->col[f] == r->cell[i].col) {
				p->raw[f] = r->cell[i].text;
				p->cell[f] = text_clean(&p->s.scratch,
							r->cell[i].text);
				any = any || p->cell[f].n;
			}
	rc = any ? p->kind->row(p, e) : PORTAL_EMPTY;
	if (rc < 0)
		return -1;
	p->s.tally.read += r->nrepeat;
	if (rc == PORTAL_USED)
		p->s.tally.used += r->nrepeat;
	else if (rc == PORTAL_REFUSED)
		p->s.tally.refused += r->nrepeat;
	else
		p->s.tally.empty += r->nrepeat;
	return 0;
}

static int
read_all(struct portal *p, struct err *e)
{
	struct import *im = p->s.im;
	uint32_t n, found = 0;

	for (uint32_t i = 0; i < p->head->nsheet; i++) {
		best_row(p->kind, &p->words, &p->head->sheet[i], &n);
		found += n == 0;
	}
	if (found == 0)
		return no_header(p, e);
	if ((p->kind->begin && p->kind->begin(p, e)) ||
	    table_read(im->in, &p->handler, im->diag, e) ||
	    (p->kind->end && p->kind->end(p, e)))
		return -1;
	return signon_end(&p->s, e);
}

int
portal_import(struct import *im, const struct portal_kind *kind, void *state,
	      struct err *e)
{
	struct portal p = { .handler = { .sheet = on_sheet, .row = on_row },
			    .kind = kind,
			    .head = im->head,
			    .state = state };
	CLEANUP(head_done) struct head own = { 0 };
	int rc;

	if (!p.head) {
		if (head_read(im->in, im->mem, &own, e))
			return -1;
		p.head = &own;
	}
	if (signon_begin(&p.s, im, RUNG_REGISTER, e))
		return -1;
	words_headers(&p.words, kind->name);
	rc = read_all(&p, e);
	words_done(&p.words);
	signon_done(&p.s);
	return rc;
}

struct place
portal_place(struct portal *p, int field)
{
	return signon_place(&p->s, p->sheet.has_cells ? PLACE_CELL : PLACE_LINE,
			    p->sheet.name.p ? p->sheet.name.p : "", p->number,
			    field < 0 ? 0 : p->col[field]);
}

int
portal_refuse(struct portal *p, int field, const char *fmt, ...)
{
	struct at at = { .file = p->s.im->in->name,
			 .part = p->sheet.name.n ? p->sheet.name.p : NULL };
	char text[sizeof(((struct err *)0)->msg)], letters[4];
	va_list ap;

	if (p->sheet.has_cells && field >= 0) {
		snprintf(p->cell_name, sizeof(p->cell_name), "%s%u",
			 column_letters(p->col[field], letters), p->number);
		at.path = p->cell_name;
	} else {
		at.line = p->number;
		at.col = field >= 0 ? p->col[field] : 0;
	}
	va_start(ap, fmt);
	message_format(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_refuse(p->s.im->diag, &at, "%s", text);
	return PORTAL_REFUSED;
}

int
portal_bool(struct portal *p, int field, int *ret)
{
	static const char *const yes[] = { "true", "yes", "ja", "1", "waar" };
	static const char *const no[] = { "false", "no", "nee", "0", "onwaar" };
	struct sv s = p->cell[field];

	*ret = -1;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++) {
		if (sv_ieq(s, sv(yes[i])))
			*ret = 1;
		if (sv_ieq(s, sv(no[i])))
			*ret = 0;
	}
	if (s.n && *ret < 0)
		return portal_refuse(p, field,
				     "this is no answer (expected "
				     "true or false)");
	return PORTAL_USED;
}

bool
portal_is_guid(struct sv s)
{
	if (s.n != 36)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (i == 8 || i == 13 || i == 18 || i == 23) {
			if (c != '-')
				return false;
		} else if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f') &&
			   !(c >= 'A' && c <= 'F')) {
			return false;
		}
	}
	return true;
}

int
portal_guid(struct portal *p, int field, struct sv *ret)
{
	if (p->cell[field].n && !portal_is_guid(p->cell[field]))
		return portal_refuse(p, field,
				     "this is no id (expected one such as "
				     "00000000-0000-0000-0000-000000000000)");
	*ret = p->cell[field];
	return PORTAL_USED;
}

bool
portal_list(struct sv *cur, struct sv *ret)
{
	while (cur->n) {
		size_t i = 0;
		struct sv one;

		while (i < cur->n && !strchr(",;|\n[]", cur->p[i]))
			i++;
		one = sv_trim(sv_n(cur->p, i));
		*cur = sv_from(*cur, i < cur->n ? i + 1 : i);
		if (one.n >= 2 && one.p[0] == '"' && one.p[one.n - 1] == '"')
			one = sv_trim(sv_n(one.p + 1, one.n - 2));
		if (one.n) {
			*ret = one;
			return true;
		}
	}
	return false;
}

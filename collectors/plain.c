/*
 * The skeleton of the plain tables: finds the columns by their exact names,
 * walks sheets and rows, counts what became of them. Refuses a table without
 * its mandatory columns, or with one of its columns twice.
 */
#include "collectors/plain.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/limits.h"
#include "collectors/say.h"

enum { SCRATCH_BYTES = 256 * 1024 };

const struct plain_kind *const plain_kinds[] = {
	&plain_usage,           &plain_products,
	&plain_organisations,   &plain_dependencies,
	&plain_indicators,      &plain_countries,
	&plain_functions,       &plain_aliases,
	&plain_data_categories, NULL,
};

/* Is this one of the names in "a|b"? Plain tables: a capital is another. */
static bool
head_has(const struct head_row *r, bool is_folded, struct sv name)
{
	for (uint32_t i = 0; i < r->ncell; i++)
		if (sv_eq(is_folded ? r->cell[i].folded : r->cell[i].text,
			  name))
			return true;
	return false;
}

/* "product board|school": product, and one of the other two. */
static bool
head_is(const struct head_row *r, const struct plain_kind *kind)
{
	struct sv rest = sv(kind->must), all, one;

	while (sv_split(&rest, ' ', &all)) {
		bool found = false;

		while (sv_split(&all, '|', &one))
			found = found || head_has(r, kind->is_folded, one);
		if (!found)
			return false;
	}
	return true;
}

/* The first row with text, where the header must be; NULL: none. */
static const struct head_row *
first_row(const struct head_sheet *s)
{
	for (uint32_t i = 0; i < s->nrow; i++)
		if (s->row[i].ncell)
			return &s->row[i];
	return NULL;
}

bool
plain_stands_in(const struct head *h, const struct plain_kind *kind)
{
	for (uint32_t i = 0; i < h->nsheet; i++) {
		const struct head_row *r = first_row(&h->sheet[i]);

		if (r && head_is(r, kind))
			return true;
	}
	return false;
}

/* The kind of one sheet, by its first row with text; NULL: none. */
static const struct plain_kind *
kind_of(const struct head_sheet *s)
{
	const struct head_row *r = first_row(s);

	for (int k = 0; r && plain_kinds[k]; k++)
		if (head_is(r, plain_kinds[k]))
			return plain_kinds[k];
	return NULL;
}

enum probe
plain_probe(const struct head *h, const struct plain_kind *kind)
{
	enum probe p = PROBE_NO;

	for (uint32_t i = 0; i < h->nsheet; i++) {
		const struct plain_kind *k = kind_of(&h->sheet[i]);

		if (k && k != kind)
			return PROBE_NO;
		if (k)
			p = PROBE_YES;
	}
	return p;
}

bool
plain_is_mixed(const struct head *h)
{
	const struct plain_kind *first = NULL;

	for (uint32_t i = 0; i < h->nsheet; i++) {
		const struct plain_kind *k = kind_of(&h->sheet[i]);

		if (first && k && k != first)
			return true;
		first = first ? first : k;
	}
	return false;
}

/* "list.csv:2:3", or "list.xlsx:usage:C2" for what has cells. */
static struct at
at(struct plain *p, uint32_t row, uint32_t col)
{
	struct at at = { .file = p->im->in->name };
	char letters[4];

	if (!p->sheet.has_cells) {
		at.line = row;
		at.col = col;
		return at;
	}
	snprintf(p->cell_name, sizeof(p->cell_name), "%s%u",
		 col ? column_letters(col, letters) : "", row);
	at.part = p->sheet.name.n ? p->sheet.name.p : NULL;
	at.path = p->cell_name;
	return at;
}

struct place
plain_place(const struct plain *p, int field)
{
	return (struct place){ p->part, p->row, field < 0 ? 0 : p->col[field] };
}

int
plain_refuse(struct plain *p, int field, const char *fmt, ...)
{
	struct at where = at(p, p->row, field < 0 ? 0 : p->col[field]);
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	message_format(text, sizeof(text), fmt, ap);
	va_end(ap);
	diag_refuse(p->im->diag, &where, "%s", text);
	return PLAIN_REFUSED;
}

/* A new sheet: its first row with text must be the header. */
static int
take_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct plain *p = (struct plain *)h;

	(void)e;
	h->skip_sheet = false;
	p->sheet = *s;
	p->sheet.name = arena_sv(p->im->mem, s->name);
	p->part = 0;
	p->kind = NULL;
	return 0;
}

static int
put_part(struct plain *p, struct err *e)
{
	struct record r = { .type = RECORD_PART };

	p->part = ++p->parts;
	r.part.part = p->part;
	r.part.name = p->sheet.name;
	r.part.style = p->sheet.has_cells ? PLACE_CELL : PLACE_LINE;
	return p->im->sink->put(p->im->sink, &r, e);
}

/* "site school": one COLUMN for each field that this column fills. */
static int
put_column(struct plain *p, int field, struct sv header, struct err *e)
{
	struct record r = { .type = RECORD_COLUMN };
	struct sv rest = sv(p->kind->fills[field]);

	r.column.part = p->part;
	r.column.col = p->col[field];
	r.column.header = header;
	while (sv_split(&rest, ' ', &r.column.field))
		if (p->im->sink->put(p->im->sink, &r, e))
			return -1;
	return 0;
}

/* The header as it is compared: as written, or folded. */
static struct sv
header_key(struct plain *p, const struct plain_kind *kind, struct sv raw)
{
	struct sv header = text_clean(&p->scratch, raw);

	return kind->is_folded ? text_fold_header(&p->scratch, header) : header;
}

static int
field_by_header(const struct plain_kind *kind, struct sv key)
{
	struct sv rest, one;

	for (int f = 0; kind->header[f]; f++) {
		rest = sv(kind->header[f]);
		while (sv_split(&rest, '|', &one))
			if (sv_ieq(key, one))
				return f;
	}
	return -1;
}

static void
tell_unknown(struct plain *p, const struct buf *unknown, uint32_t row)
{
	struct at where = at(p, row, 0);

	if (unknown->n)
		diag_note(p->im->diag, &where,
			  "columns that are not read here: %.*s",
			  (int)unknown->n, unknown->p);
}

/* One cell of the header. Names that are not ours go to unknown. */
static int
map_column(struct plain *p, const struct cell *c, uint32_t row,
	   struct buf *unknown, struct err *e)
{
	struct sv key = header_key(p, p->kind, c->text);
	int f = field_by_header(p->kind, key), taken = 0;
	struct at where = at(p, row, c->col);
	struct sv shown = sv_cut(say_impersonal(&p->scratch, c->text), 60);

	if (f < 0 && p->kind->other)
		taken = p->kind->other(p, c->col, c->text, e);
	if (taken < 0)
		return -1;
	if (f < 0 && !taken && unknown->n < 200)
		buf_printf(unknown, "%s'%.*s'", unknown->n ? ", " : "",
			   SV_ARG(shown));
	if (f < 0)
		return 0;
	if (p->col[f])
		return err_set(e, ERR_INPUT, &where,
			       "a second column '%.*s' (expected each once)",
			       SV_ARG(shown));
	p->col[f] = c->col;
	p->field_of[c->col] = (unsigned char)(f + 1);
	return put_column(p, f, text_clean(&p->scratch, c->text), e);
}

static int
map_columns(struct plain *p, const struct row *r, struct buf *unknown,
	    struct err *e)
{
	uint32_t last = r->cell[r->ncell - 1].col;

	p->width = r->width > last ? r->width : last;
	p->field_of = arena_alloc(p->im->mem, (size_t)p->width + 1);
	memset(p->col, 0, sizeof(p->col));
	memset(p->word, 0, sizeof(p->word));
	for (uint32_t i = 0; i < r->ncell; i++)
		if (map_column(p, &r->cell[i], r->number, unknown, e))
			return -1;
	return p->kind->begin ? p->kind->begin(p, e) : 0;
}

static bool
has_mandatory(struct plain *p, const struct plain_kind *kind,
	      const struct row *r)
{
	struct sv rest = sv(kind->must), all, one;

	while (sv_split(&rest, ' ', &all)) {
		bool found = false;

		while (sv_split(&all, '|', &one))
			for (uint32_t i = 0; i < r->ncell; i++)
				found = found ||
					sv_ieq(header_key(p, kind,
							  r->cell[i].text),
					       one);
		if (!found)
			return false;
	}
	return true;
}

static int
take_header(struct plain *p, const struct row *r, struct err *e)
{
	struct at where = at(p, r->number, 0);
	struct buf unknown = { 0 };
	int rc;

	for (int k = 0; p->kinds[k] && !p->kind; k++)
		if (has_mandatory(p, p->kinds[k], r))
			p->kind = p->kinds[k];
	if (!p->kind && p->sheet.syntax == SYNTAX_CSV)
		return err_set(e, ERR_INPUT, &where,
			       "not the header of a table of %s (expected the "
			       "columns %s)",
			       p->kinds[0]->name, p->kinds[0]->must);
	if (!p->kind) {
		diag_warn(p->im->diag, &where,
			  "this sheet is passed over: not the header of a "
			  "table of %s (expected the columns %s)",
			  p->kinds[0]->name, p->kinds[0]->must);
		p->handler.skip_sheet = true;
		return 0;
	}
	rc = put_part(p, e);
	if (rc == 0)
		rc = map_columns(p, r, &unknown, e);
	if (rc == 0)
		tell_unknown(p, &unknown, r->number);
	buf_done(&unknown);
	return rc;
}

/* The row's cells by field; false when there is nothing of ours in it. */
static bool
take_cells(struct plain *p, const struct row *r)
{
	bool any = false;

	for (int f = 0; f < PLAIN_FIELDS; f++)
		p->cell[f] = SV_NONE;
	for (uint32_t i = 0; i < r->ncell; i++) {
		uint32_t col = r->cell[i].col;
		int f = col <= p->width ? (int)p->field_of[col] - 1 : -1;

		if (f < 0)
			continue;
		p->cell[f] = sv_trim(r->cell[i].text);
		p->type[f] = r->cell[i].type;
		any = true;
	}
	return any;
}

static int
read_row(struct plain *p, const struct row *r, struct err *e)
{
	if (p->sheet.syntax == SYNTAX_CSV && r->ncell &&
	    r->cell[r->ncell - 1].col > p->width)
		return plain_refuse(p, -1,
				    "%u cells (expected %u, as in the header)",
				    r->width, p->width);
	for (int f = 0; p->kind->header[f]; f++)
		if (p->type[f] == CELL_ERROR && p->cell[f].n)
			return plain_refuse(p, f,
					    "'%.*s' (expected a value, not an "
					    "error of the spreadsheet)",
					    SV_ARG(plain_shown(p->cell[f])));
	return p->kind->row(p, e);
}

static int
take_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct plain *p = (struct plain *)h;
	int rc;

	if (h->skip_sheet)
		return 0;
	if (!p->part)
		return r->ncell ? take_header(p, r, e) : 0;
	p->row = r->number;
	p->tally.read += r->nrepeat;
	if (!take_cells(p, r)) {
		p->tally.empty += r->nrepeat;
		return 0;
	}
	if (p->scratch.used > SCRATCH_BYTES) {
		arena_done(&p->scratch);
		p->scratch = (struct arena){ 0 };
	}
	p->r = r;
	rc = read_row(p, r, e);
	if (rc < 0)
		return -1;
	if (rc == PLAIN_REFUSED)
		p->tally.refused += r->nrepeat;
	else
		p->tally.used += r->nrepeat;
	return 0;
}

static int
finish(struct plain *p, struct err *e)
{
	struct at where = { .file = p->im->in->name };
	struct record r = { .type = RECORD_TALLY };

	if (p->parts == 0)
		return err_set(e, ERR_INPUT, &where,
			       "no table of %s in it (expected the columns "
			       "%s)",
			       p->kinds[0]->name, p->kinds[0]->must);
	for (int k = 0; p->kinds[k]; k++)
		if (p->kinds[k]->end && p->kinds[k]->end(p, e))
			return -1;
	if (mentions_finish(&p->names, e))
		return -1;
	r.tally = p->tally;
	if (p->im->sink->put(p->im->sink, &r, e))
		return -1;
	if (p->as_of)
		p->im->ret_as_of = p->as_of;
	return 0;
}

int
plain_import(struct import *im, const struct plain_kind *const *kinds,
	     void *state, struct err *e)
{
	struct plain p = { .handler = { .sheet = take_sheet, .row = take_row },
			   .im = im,
			   .kinds = kinds,
			   .state = state };
	struct at where = { .file = im->in->name };
	int rc;

	if (im->mapping && im->mapping->n)
		diag_warn(im->diag, &where,
			  "the mapping is not used: the columns of this table "
			  "have fixed names");
	mentions_init(&p.names, im->sink, sv(im->in->sha256));
	rc = table_read(im->in, &p.handler, im->diag, e);
	if (rc == 0)
		rc = finish(&p, e);
	mentions_done(&p.names);
	for (int f = 0; f < PLAIN_FIELDS; f++)
		map_done(&p.seen[f].map);
	map_done(&p.once);
	buf_done(&p.key);
	arena_done(&p.scratch);
	return rc;
}

void
plain_fact(struct plain *p, enum fact_kind kind, int source_field,
	   struct fact_record *ret)
{
	enum rung rung = p->kind->rung;

	if (rung == RUNG_DECLARED && source_field >= 0 &&
	    plain_is_url(p->cell[source_field]))
		rung = RUNG_PUBLISHED;
	fact_init(ret, kind, rung, plain_place(p, -1));
}

int
plain_put(struct plain *p, const struct fact_record *f, struct err *e)
{
	struct record r = { .type = RECORD_FACT };

	r.fact = *f;
	return p->im->sink->put(p->im->sink, &r, e);
}

bool
plain_once(struct plain *p, enum fact_kind kind, uint32_t a, uint32_t b,
	   int64_t c, int64_t d)
{
	struct plain_key key = { c, d, kind, a, b, 1 }, *recent;
	uint32_t hash = (a * 0x9e3779b1u) ^ (b * 0x85ebca6bu) ^
			((uint32_t)c * 0xc2b2ae35u) ^ kind;
	bool is_new;

	if (!p->recent)
		p->recent =
			ARENA_ARRAY(p->im->mem, PLAIN_RECENT, struct plain_key);
	recent = &p->recent[(hash ^ hash >> 15) % PLAIN_RECENT];
	if (memcmp(recent, &key, sizeof(key)) == 0)
		return false;
	*recent = key;
	map_put(&p->once, sv_n((const char *)&key, sizeof(key)), 0, &is_new);
	return is_new;
}

int
plain_attribute(struct plain *p, uint32_t node, const char *name,
		struct sv value, int field, int source_field, struct err *e)
{
	struct fact_record f;

	if (value.n == 0 || node == 0)
		return 0;
	plain_fact(p, FACT_ATTRIBUTE, source_field, &f);
	f.place.col = p->col[field];
	f.ref[ATTRIBUTE_node] = node;
	f.text[ATTRIBUTE_name] = sv(name);
	f.text[ATTRIBUTE_value] = value;
	return plain_put(p, &f, e);
}

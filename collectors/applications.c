/*
 * Application lists: what a school board wrote down about its software, in
 * whatever shape. CSV, XLSX, ODS and FODS. Refuses a list without a known
 * header, a list of which nobody knows whose it is, and a list of which at
 * least half of the rows had to be refused: a reader that misses that much has
 * not understood the rest.
 *
 * Reads title rows (board, school, date), a header of one or two rows in the
 * first 40, several sheets, a sheet for each school, cross-tables of products
 * and schools, example rows, totals, several names in a cell. Words of doubt
 * stay words of doubt (say.h). Names of persons are not read: of an owner
 * stays a role, or that there is one.
 */
#include "collectors/applications.h"

#include <stdlib.h>

#include "base/text.h"
#include "collectors/mapping.h"
#include "schema/model/keys.h"

static enum probe
applications_probe(const struct head *h)
{
	struct words w;
	uint32_t best = 0;

	words_headers(&w, "applications");
	for (uint32_t i = 0; i < h->nsheet; i++) {
		uint32_t score = layout_score(&w, &h->sheet[i], h->mem);

		if (score > best)
			best = score;
	}
	words_done(&w);
	/* never sure: plain tables have such headers too, and are exact */
	return best >= 2 ? PROBE_MAYBE : PROBE_NO;
}

static const char *const facts_of[APP_FIELDS] = {
#define FIELD(ID, name, how, facts) [APP_##ID] = (facts),
#include "collectors/applications.def"
#undef FIELD
};

static int
send_column(struct apps *a, const struct app_column *c, struct sv field,
	    struct err *e)
{
	struct record r = { .type = RECORD_COLUMN };

	r.column = (struct column_record){ a->part, c->col, field, c->header };
	return a->im->sink->put(a->im->sink, &r, e);
}

/* Tells the store what is read from which column. */
static int
send_columns(struct apps *a, struct err *e)
{
	for (uint32_t i = 0; i < a->now->ncolumn; i++) {
		const struct app_column *c = &a->now->column[i];
		struct sv rest = sv(c->field ? facts_of[c->field] : NULL);
		struct sv field;

		if (c->is_site && send_column(a, c, SV("site"), e))
			return -1;
		if (c->is_site || rest.n == 0 || a->now->of[c->field] != i + 1)
			continue;
		while (sv_split(&rest, ' ', &field))
			if (send_column(a, c, field, e))
				return -1;
	}
	return 0;
}

static void
index_columns(struct apps *a)
{
	const struct layout *now = a->now;

	a->nindex = now->ncolumn ? now->column[now->ncolumn - 1].col + 1 : 0;
	a->index = mem_realloc(a->index, a->nindex + 1, sizeof(*a->index));
	memset(a->index, 0, (a->nindex + 1) * sizeof(*a->index));
	for (uint32_t i = 0; i < now->ncolumn; i++)
		a->index[now->column[i].col] = i + 1;
}

/* The board that titles of other sheets name, when they agree. */
static struct app_site
workbook_board(const struct apps *a)
{
	struct app_site r = { 0 };

	for (uint32_t i = 0; i < a->nlayout; i++) {
		const struct app_site *b = &a->layout[i].board;

		if (b->name.n + b->number.n == 0)
			continue;
		if (r.name.n + r.number.n &&
		    !(sv_eq(r.name, b->name) && sv_eq(r.number, b->number)))
			return (struct app_site){ 0 };
		r = *b;
	}
	return r;
}

/*
 * --board, else the title of this sheet, else the one of the workbook; 0
 * without e: not known.
 */
static uint32_t
list_board(struct apps *a, struct err *e)
{
	struct import *im = a->im;
	struct app_site s = a->now->board;
	struct node_record n = { .kind = NODE_BOARD };
	struct at at = { .file = im->in->name };

	n.place = (struct place){ a->part, a->now->header, 0 };
	if (s.name.n + s.number.n == 0)
		s = workbook_board(a);
	if (im->board.n) {
		struct app_site given =
			app_site_of(im->board, KEY_BOARD_NUMBER, im->mem);

		if (s.number.n && given.number.n && !a->told_board &&
		    !sv_eq(s.number, given.number)) {
			a->told_board = true;
			diag_warn(im->diag, &at,
				  "the list says board %.*s, --board says "
				  "%.*s, which is used",
				  SV_ARG(s.number), SV_ARG(given.number));
		}
		s = given;
		if (s.number.n == 0 && key_normalise(KEY_BOARD_KVK, im->board,
						     im->mem, &s.number)) {
			n.key[n.nkeys].scheme = KEY_BOARD_KVK;
			n.key[n.nkeys++].value = s.number;
			return mention(&a->mentions, &n, e);
		}
		/* a number alone is no name */
		if (sv_eq(s.name, im->board) && s.number.n)
			s.name = SV_NONE;
	}
	a->board_is = s;
	n.name = s.name;
	if (s.number.n) {
		n.key[n.nkeys].scheme = KEY_BOARD_NUMBER;
		n.key[n.nkeys++].value = s.number;
	}
	return mention(&a->mentions, &n, e);
}

static const struct layout *
layout_of(const struct apps *a, uint32_t sheet)
{
	for (uint32_t i = 0; i < a->nlayout; i++)
		if (a->layout[i].sheet == sheet)
			return &a->layout[i];
	return NULL;
}

static int
begin_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct apps *a = (struct apps *)h;
	const struct layout *l = layout_of(a, s->number);
	struct record r = { .type = RECORD_PART };

	a->now = l && l->is_list ? l : NULL;
	a->has_cells = s->has_cells;
	h->skip_sheet = !a->now;
	if (!a->now)
		return 0;
	a->part++;
	r.part = (struct part_record){ a->part, l->name,
				       s->has_cells ? PLACE_CELL : PLACE_LINE };
	cells_reset(a, l->ncolumn);
	index_columns(a);
	if (a->im->sink->put(a->im->sink, &r, e) || send_columns(a, e))
		return -1;
	a->default_board = list_board(a, e);
	return e->kind == ERR_NONE ? 0 : -1;
}

static int
take_row(struct table_handler *h, const struct row *row, struct err *e)
{
	struct apps *a = (struct apps *)h;

	if (!a->now || row->number <= a->now->header)
		return 0;
	return apps_row(a, row, e);
}

static int
no_header(const struct import *im, struct err *e)
{
	struct at at = { .file = im->in->name };

	return err_set(e, ERR_INPUT, &at,
		       "no header of an application list in the first %u rows "
		       "(expected a column such as 'Applicatie', "
		       "'Leverancier', 'Functie', 'School', 'Eigenaar', "
		       "'Status', 'Verwerkersovereenkomst'; or --map)",
		       LIMIT_HEADER_ROWS);
}

/* Fields of --map that do not exist, and headers that no sheet has. */
static int
check_mapping(const struct import *im, struct err *e)
{
	const struct mapping *m = im->mapping;

	for (uint32_t i = 0; m && i < m->n; i++) {
		enum app_field f;

		if (!app_field_from(m->line[i].field, &f))
			return err_set(e, ERR_USAGE, NULL,
				       "the mapping names the field '%.*s', "
				       "which an application list does not "
				       "have",
				       SV_ARG(m->line[i].field));
	}
	return 0;
}

static int
find_layouts(struct apps *a, struct err *e)
{
	struct import *im = a->im;
	const struct head *h = im->head;
	bool has_cells = h->syntax != SYNTAX_CSV;
	uint32_t lists = 0;

	a->nlayout = h->nsheet;
	a->layout = ARENA_ARRAY(im->mem, h->nsheet, struct layout);
	for (uint32_t i = 0; i < h->nsheet; i++) {
		struct at at = { .file = im->in->name,
				 .part = h->sheet[i].name.p };

		if (layout_find(im, &a->words, &h->sheet[i], has_cells,
				&a->layout[i], e))
			return -1;
		lists += a->layout[i].is_list;
		if (!a->layout[i].is_list && h->nsheet > 1)
			diag_note(im->diag, &at,
				  "no header of an application list: this "
				  "sheet is passed over");
	}
	if (lists == 0)
		return no_header(im, e);
	layout_settle(im, &a->words, a->layout, a->nlayout);
	return 0;
}

/* What only the whole list tells. */
static int
judge_list(struct apps *a, struct err *e)
{
	const struct tally_record *t = &a->tally;
	struct at at = { .file = a->im->in->name };

	if (t->read == 0)
		diag_warn(a->im->diag, &at, "no rows below the header");
	if (a->functions_only)
		diag_note(a->im->diag, &at,
			  "rows that name a function and no product, passed "
			  "over: %llu",
			  (unsigned long long)a->functions_only);
	if (a->unmarked)
		diag_note(a->im->diag, &at,
			  "products that are marked for no school: %llu",
			  (unsigned long long)a->unmarked);
	if (t->read && t->used == 0 && t->refused == 0)
		return err_set(e, ERR_INPUT, &at,
			       "no row names a product (expected at least one "
			       "of %llu rows to)",
			       (unsigned long long)t->read);
	if (t->refused && t->refused >= t->used)
		return err_set(e, ERR_INPUT, &at,
			       "rows refused: %llu, rows that could be read: "
			       "%llu; nothing is kept (expected a list of "
			       "which most rows can be read)",
			       (unsigned long long)t->refused,
			       (unsigned long long)t->used);
	return 0;
}

static int
finish(struct apps *a, struct err *e)
{
	struct record r = { .type = RECORD_TALLY };

	r.tally = a->tally;
	if (judge_list(a, e) || mentions_finish(&a->mentions, e))
		return -1;
	return a->im->sink->put(a->im->sink, &r, e);
}

static int
applications_import(struct import *im, struct err *e)
{
	struct apps a = { .handler = { begin_sheet, take_row, false, false },
			  .im = im };
	int rc;

	words_load(&a.words, "applications");
	mentions_init(&a.mentions, im->sink, sv(im->in->sha256));
	rc = check_mapping(im, e) || find_layouts(&a, e) ||
			     table_read(im->in, &a.handler, im->diag, e) ||
			     finish(&a, e)
		     ? -1
		     : 0;
	cells_reset(&a, 0);
	free(a.index);
	free(a.memo);
	free(a.other);
	for (int i = 0; i < ROLES; i++)
		pairs_done(&a.supplies[i]);
	pairs_done(&a.seats);
	map_done(&a.told);
	mentions_done(&a.mentions);
	words_done(&a.words);
	return rc;
}

const struct collector collector_applications = {
	.name = "applications",
	.summary = N_("a list of applications that a school board keeps"),
	.needs_table = true,
	.rung = RUNG_DECLARED,
	.probe = applications_probe,
	.import = applications_import,
};

/*
 * How a sheet of an application list is laid out: where its header is, what
 * each column holds, what the titles above say. Refuses a header in which one
 * known column stands twice, since nobody can tell which of them is meant.
 *
 * The header is the row, or pair of rows, among the first LIMIT_HEADER_ROWS
 * with the most different known columns; the first of equals. Of a pair, the
 * upper row groups the lower: a group reaches to the right until the next one
 * ("Contract" over "Start" and "Einde" gives "Contract Start").
 */
#include "collectors/applications.h"

#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "collectors/mapping.h"
#include "schema/model/keys.h"

enum { CROSS_MIN = 2, TITLE_WORDS = 3 };

static const struct {
	const char *name;
	enum app_how how;
} fields[APP_FIELDS] = {
	[APP_NONE] = { "-", HOW_PASS },
#define FIELD(ID, name, how, facts) [APP_##ID] = { #name, HOW_##how },
#include "collectors/applications.def"
#undef FIELD
};

enum app_how
app_how(enum app_field f)
{
	return fields[f].how;
}

const char *
app_field_name(enum app_field f)
{
	return fields[f].name;
}

bool
app_field_from(struct sv name, enum app_field *ret)
{
	for (int f = 0; f < APP_FIELDS; f++) {
		if (sv_is(name, fields[f].name)) {
			*ret = (enum app_field)f;
			return true;
		}
	}
	return false;
}

struct app_site
app_site_of(struct sv text, enum key_scheme scheme, struct arena *mem)
{
	struct app_site r = { text, SV_NONE };
	size_t i = 0;

	while (i < text.n) {
		size_t from = i;
		struct sv left, right;

		while (i < text.n && !strchr(" ()[],:;-", text.p[i]))
			i++;
		/* a number of four digits may be a year */
		if (i - from >= 4 &&
		    (scheme != KEY_BOARD_NUMBER || i - from == 5) &&
		    key_normalise(scheme, sv_n(text.p + from, i - from), mem,
				  &r.number)) {
			left = sv_n(text.p, from);
			right = sv_n(text.p + i, text.n - i);
			while (left.n && strchr(" ([-:,", left.p[left.n - 1]))
				left.n--;
			while (right.n && strchr(" )]-:,", right.p[0]))
				right = sv_n(right.p + 1, right.n - 1);
			r.name = left.n ? left : right;
			return r;
		}
		r.number = SV_NONE;
		i++;
	}
	return r;
}

/* One way to read the header: a row, or a pair of rows. */
struct candidate {
	const struct head_row *upper, *lower; /* upper may be NULL */
	struct app_column *column;
	uint32_t ncolumn;
	uint32_t score; /* different known fields; 0 without a product */
	uint32_t above; /* row of a lesser header above it; 0: none */
};

/* What is looked at while searching one sheet. */
struct search {
	const struct import *im; /* NULL in a probe */
	const struct words *w;
	const struct head_sheet *s;
	struct arena *mem;
};

static const struct head_cell *
cell_at(const struct head_row *r, uint32_t col)
{
	for (uint32_t i = 0; r && i < r->ncell; i++)
		if (r->cell[i].col == col)
			return &r->cell[i];
	return NULL;
}

/* The cell at col, or the nearest one to its left: a group over columns. */
static const struct head_cell *
group_at(const struct head_row *r, uint32_t col)
{
	const struct head_cell *best = NULL;

	for (uint32_t i = 0; r && i < r->ncell && r->cell[i].col <= col; i++)
		best = &r->cell[i];
	return best;
}

/* The field of a folded header; "name?" in the data means a weak one. */
static enum app_field
field_of(const struct search *q, struct sv folded, struct app_column *c)
{
	const struct mapping *m = q->im ? q->im->mapping : NULL;
	struct sv name = mapping_field(m, q->s->name, folded, q->mem);
	enum app_field f = APP_NONE;

	c->is_mapped = name.n > 0;
	c->is_weak = false;
	if (!c->is_mapped)
		name = words_field(q->w, folded);
	if (sv_is(name, "headcount")) {
		c->is_weak = true; /* pupils or users: its position tells */
		return APP_USERS;
	}
	if (sv_ends(name, SV("?"))) {
		c->is_weak = true;
		name.n--;
	}
	return app_field_from(name, &f) ? f : APP_NONE;
}

static struct sv
join(struct arena *mem, struct sv a, struct sv b)
{
	return sv(arena_printf(mem, "%.*s %.*s", SV_ARG(a), SV_ARG(b)));
}

static struct app_column
column_of(const struct search *q, const struct head_row *upper,
	  const struct head_cell *own)
{
	const struct head_cell *group = group_at(upper, own->col);
	struct app_column c = { .col = own->col, .header = own->text };
	struct sv both;

	if (group && group != own && group->folded.n) {
		both = join(q->mem, group->text, own->text);
		c.field = field_of(q, text_fold_header(q->mem, both), &c);
		if (c.field || c.is_mapped) {
			c.header = both;
			return c;
		}
	}
	c.field = field_of(q, own->folded, &c);
	return c;
}

/* Adds the columns of both rows in order of column. */
static void
take_columns(const struct search *q, struct candidate *k)
{
	uint32_t n = k->lower->ncell + (k->upper ? k->upper->ncell : 0);
	uint32_t i = 0, u = 0;

	k->column = ARENA_ARRAY(q->mem, n, struct app_column);
	while (i < k->lower->ncell || (k->upper && u < k->upper->ncell)) {
		const struct head_cell *low =
			i < k->lower->ncell ? &k->lower->cell[i] : NULL;
		const struct head_cell *up = k->upper && u < k->upper->ncell
						     ? &k->upper->cell[u]
						     : NULL;

		if (up && (!low || up->col < low->col)) {
			/* nothing below it: a header over two rows */
			k->column[k->ncolumn++] = column_of(q, NULL, up);
			u++;
			continue;
		}
		k->column[k->ncolumn++] = column_of(q, k->upper, low);
		u += up && up->col == low->col;
		i++;
	}
}

static bool
is_mark(const struct search *q, const struct head_cell *c)
{
	uint64_t n;

	return words_mean(q->w, WORDS_MARK, c->text) ||
	       (c->type == CELL_BOOL && sv_is(c->text, "true")) ||
	       (c->text.n < 6 && sv_u64(c->text, 99999, &n));
}

/* A word that may stand between marks: no, unknown, a dash. */
static bool
is_no_mark(const struct search *q, const struct head_cell *c)
{
	return say_answer(q->w, c->text) != ANSWER_WORDS ||
	       words_mean(q->w, WORDS_STATUS, c->text);
}

/* Do the cells below look like marks, at least one of them a real one? */
static bool
has_marks_below(const struct search *q, const struct candidate *k, uint32_t col)
{
	bool any = false;

	for (uint32_t i = 0; i < q->s->nrow; i++) {
		const struct head_row *r = &q->s->row[i];
		const struct head_cell *c = cell_at(r, col);

		if (r->number <= k->lower->number || !c)
			continue;
		if (is_mark(q, c))
			any = true;
		else if (!is_no_mark(q, c))
			return false;
	}
	return any;
}

/*
 * Schools as columns: a header with a BRIN, or an unknown header to the right
 * of the product over nothing but marks, when there are at least two and no
 * column names the school.
 */
static uint32_t
find_crosses(const struct search *q, struct candidate *k)
{
	uint32_t product = 0, n = 0;

	for (uint32_t i = 0; i < k->ncolumn; i++) {
		if (k->column[i].field == APP_PRODUCT && product == 0)
			product = k->column[i].col;
		if (k->column[i].field == APP_SCHOOL ||
		    k->column[i].field == APP_BRIN)
			return 0;
	}
	for (uint32_t i = 0; product && i < k->ncolumn; i++) {
		struct app_column *c = &k->column[i];

		if (c->field || c->is_mapped || c->col < product)
			continue;
		c->school = app_site_of(c->header, KEY_BRIN, q->mem);
		c->is_site =
			c->school.number.n || has_marks_below(q, k, c->col);
		n += c->is_site;
	}
	if (n >= CROSS_MIN)
		return n;
	for (uint32_t i = 0; i < k->ncolumn; i++)
		k->column[i].is_site = false;
	return 0;
}

static void
rate(const struct search *q, struct candidate *k)
{
	bool seen[APP_FIELDS] = { false };
	bool is_sure = false;
	uint32_t known = 0;

	take_columns(q, k);
	for (uint32_t i = 0; i < k->ncolumn; i++) {
		enum app_field f = k->column[i].field;

		if (f && !seen[f])
			known++;
		seen[f] = true;
		is_sure =
			is_sure || (f == APP_PRODUCT && !k->column[i].is_weak);
	}
	/* "naam" is a product only beside somebody who supplies it */
	if (!is_sure &&
	    !(seen[APP_PRODUCT] && (seen[APP_VENDOR] || seen[APP_MAKER])))
		return;
	k->score = known + (find_crosses(q, k) ? 2 : 0);
}

/* Takes the better of two headers, and remembers the lesser one above it. */
static void
improve(struct candidate *best, const struct candidate *k)
{
	uint32_t above = best->above;

	if (k->score <= best->score)
		return;
	if (best->score >= 2 && best->lower->number + 1 < k->lower->number)
		above = best->lower->number;
	*best = *k;
	best->above = above;
}

/* The header of a sheet; score 0 when there is none. */
static struct candidate
best_header(const struct search *q)
{
	struct candidate best = { .score = 0 };

	for (uint32_t i = 0; i < q->s->nrow; i++) {
		struct candidate one = { .lower = &q->s->row[i] };
		struct candidate two = one;

		rate(q, &one);
		improve(&best, &one);
		if (i == 0 || q->s->row[i - 1].ncell < 2)
			continue;
		two.upper = &q->s->row[i - 1];
		rate(q, &two);
		improve(&best, &two);
	}
	return best;
}

uint32_t
layout_score(const struct words *w, const struct head_sheet *s,
	     struct arena *mem)
{
	struct search q = { NULL, w, s, mem };

	return best_header(&q).score;
}

/* A place in the header, for messages. */
static struct at
header_at(const struct import *im, const struct layout *l, bool has_cells,
	  uint32_t col, struct arena *mem)
{
	struct at at = { .file = im->in->name };
	char letters[4];

	if (!has_cells) {
		at.line = l->header;
		at.col = col;
		return at;
	}
	at.part = arena_sv(mem, l->name).p;
	at.path = arena_printf(mem, "%s%u", column_letters(col, letters),
			       l->header);
	return at;
}

/* Weak headers count only where no better one stands for the field. */
static void
settle_weak(struct layout *l)
{
	uint32_t product = 0;
	bool has_school = false;

	for (uint32_t i = 0; i < l->ncolumn; i++) {
		enum app_field f = l->column[i].field;

		if (f == APP_PRODUCT && !product)
			product = l->column[i].col;
		has_school = has_school || f == APP_SCHOOL || f == APP_BRIN;
	}
	for (uint32_t i = 0; i < l->ncolumn; i++) {
		struct app_column *c = &l->column[i];
		bool has_better = false;

		if (!c->is_weak)
			continue;
		/* "leerlingen" left of the product describe the school */
		if (c->field == APP_USERS && has_school && c->col < product)
			c->field = APP_PUPILS;
		for (uint32_t k = 0; k < l->ncolumn; k++)
			has_better =
				has_better ||
				(l->column[k].field == c->field && k != i &&
				 (!l->column[k].is_weak || k < i));
		if (has_better) {
			c->field = APP_NONE;
			c->is_double = true;
		}
	}
}

static int
same_twice(const struct import *im, const struct layout *l, bool has_cells,
	   const struct app_column *c, const struct app_column *first,
	   struct err *e)
{
	struct at at = header_at(im, l, has_cells, c->col, im->mem);
	struct sv a = text_fold_header(im->mem, c->header);
	struct sv b = text_fold_header(im->mem, first->header);

	if (c->is_mapped && first->is_mapped)
		return err_set(e, ERR_INPUT, &at,
			       "the mapping gives the field '%s' to two "
			       "columns ('%.*s' and '%.*s')",
			       app_field_name(c->field), SV_ARG(first->header),
			       SV_ARG(c->header));
	if (sv_eq(a, b))
		return err_set(e, ERR_INPUT, &at,
			       "the column '%.*s' stands here twice (expected "
			       "once; rename one, or choose with --map)",
			       SV_ARG(c->header));
	diag_warn(im->diag, &at,
		  "'%.*s' means the same as '%.*s' and is not read (choose "
		  "with --map)",
		  SV_ARG(c->header), SV_ARG(first->header));
	return 0;
}

/* Which column is read for each field. */
static int
settle_fields(const struct import *im, struct layout *l, bool has_cells,
	      struct err *e)
{
	for (uint32_t i = 0; i < l->ncolumn; i++) {
		struct app_column *c = &l->column[i];
		uint32_t *of = &l->of[c->field];
		enum app_how how = app_how(c->field);

		if (c->is_site) {
			l->ncross++;
			l->last = c->col;
		}
		if (how == HOW_PASS || how == HOW_PERSON)
			continue;
		if (*of == 0) {
			*of = i + 1;
			l->last = c->col;
			continue;
		}
		/* what the user mapped goes before what we recognise */
		if (same_twice(im, l, has_cells, c, &l->column[*of - 1], e))
			return -1;
		if (c->is_mapped) {
			l->column[*of - 1].field = APP_NONE;
			l->column[*of - 1].is_double = true;
			*of = i + 1;
		} else {
			c->field = APP_NONE;
			c->is_double = true;
		}
	}
	return 0;
}

/* The first columns that `is` picks, as one text for a message. */
static struct sv
columns_text(const struct import *im, const struct layout *l,
	     bool (*is)(const struct app_column *c))
{
	struct buf b = { .max = 300 };
	uint32_t more = 0;
	struct sv r;

	for (uint32_t i = 0; i < l->ncolumn; i++) {
		const struct app_column *c = &l->column[i];

		if (!is(c))
			continue;
		if (b.n + c->header.n + 8 > b.max) {
			more++;
			continue;
		}
		buf_printf(&b, "%s'%.*s'", b.n ? ", " : "", SV_ARG(c->header));
	}
	if (more)
		buf_printf(&b, " +%u", more);
	r = arena_sv(im->mem, buf_view(&b));
	buf_done(&b);
	return r;
}

static bool
is_unknown(const struct app_column *c)
{
	return c->field == APP_NONE && !c->is_site && !c->is_mapped &&
	       !c->is_double;
}

/* What settle_fields() has not warned of: a general word beside a better. */
static bool
is_weak_double(const struct app_column *c)
{
	return c->is_double && c->is_weak;
}

static bool
is_passed(const struct app_column *c)
{
	return c->field != APP_NONE && app_how(c->field) == HOW_PASS &&
	       c->field != APP_NUMBER;
}

static bool
is_personal(const struct app_column *c)
{
	return app_how(c->field) == HOW_PERSON;
}

static bool
is_by_place(const struct app_column *c)
{
	return c->is_site && c->school.number.n == 0;
}

/* What is not read, or read otherwise than it says: once for each sheet. */
static const struct {
	bool (*is)(const struct app_column *c);
	const char *what;
} remarks[] = {
	{ is_unknown, N_("columns that are not known here and not read (name "
			 "them with --map)") },
	{ is_weak_double, N_("columns that say in general what another says, "
			     "not read (choose with --map)") },
	{ is_passed, N_("columns that have no place in a landscape and are not "
			"read") },
	{ is_personal, N_("columns with personal data, not read") },
	{ is_by_place, N_("columns that are read as schools") },
};

static void
tell(const struct import *im, const struct layout *l, bool has_cells)
{
	struct at at = header_at(im, l, has_cells, 0, im->mem);

	at.path = has_cells ? arena_printf(im->mem, "%u", l->header) : NULL;
	for (size_t i = 0; i < sizeof(remarks) / sizeof(remarks[0]); i++) {
		struct sv s = columns_text(im, l, remarks[i].is);

		if (s.n)
			diag_note(im->diag, &at, "%s: %.*s", _(remarks[i].what),
				  SV_ARG(s));
	}
}

static void
tell_above(const struct import *im, const struct layout *l, bool has_cells,
	   uint32_t above)
{
	struct at at = header_at(im, l, has_cells, 0, im->mem);

	at.path = has_cells ? arena_printf(im->mem, "%u", l->header) : NULL;
	diag_warn(im->diag, &at,
		  "the header is read here; row %u looks like one as well, and "
		  "what stands between them is not read (expected one list on "
		  "a sheet)",
		  above);
}

static void
write_mapping(const struct import *im, const struct layout *l)
{
	for (uint32_t i = 0; im->ret_mapping && i < l->ncolumn; i++)
		if (!l->column[i].is_site)
			mapping_write(im->ret_mapping, l->name,
				      sv(app_field_name(l->column[i].field)),
				      l->column[i].header);
}

/* "Bestuur: 41234" in one cell or two; false when the cell is no such title. */
static bool
title_value(const struct search *q, const struct head_row *r, uint32_t i,
	    enum word_title *ret_what, struct sv *ret_value)
{
	struct sv text = r->cell[i].text;
	ptrdiff_t colon = sv_find(text, ':');
	struct sv label = colon < 0 ? text : sv_n(text.p, (size_t)colon);
	uint32_t what = words_mean(q->w, WORDS_TITLE, sv_trim(label));

	if (!what)
		return false;
	*ret_what = (enum word_title)what;
	*ret_value = colon < 0 ? SV_NONE
			       : sv_trim(sv_n(text.p + colon + 1,
					      text.n - (size_t)colon - 1));
	if (ret_value->n == 0 && i + 1 < r->ncell)
		*ret_value = r->cell[i + 1].text;
	return ret_value->n > 0;
}

/* "... stand per 1 oktober 2025": a label anywhere, then a day to the end. */
static int32_t
dated_title(const struct search *q, struct sv text)
{
	int32_t date;

	if (date_from_text(text, &date))
		return date;
	for (size_t from = 0; from < text.n;) {
		size_t end = from;

		for (int k = 0; k < TITLE_WORDS && end < text.n; k++) {
			struct sv rest;

			while (end < text.n && !strchr(" :(", text.p[end]))
				end++;
			rest = sv_trim(sv_n(text.p + end, text.n - end));
			while (rest.n && strchr(" :(", rest.p[0]))
				rest = sv_n(rest.p + 1, rest.n - 1);
			for (size_t i = 0; i < rest.n; i++)
				if (strchr(",;)", rest.p[i]))
					rest.n = i;
			rest = sv_trim(rest);
			if (words_mean(q->w, WORDS_TITLE,
				       sv_n(text.p + from, end - from)) ==
				    TITLE_DATE &&
			    say_date(q->w, rest, false, &date) == SAY_OK)
				return date;
			end++;
		}
		while (from < text.n && text.p[from] != ' ')
			from++;
		from++;
	}
	return 0;
}

/* What stands above the header: whose list it is, and of which day. */
static int32_t
read_titles(const struct search *q, struct layout *l, uint32_t first)
{
	int32_t as_of = 0;

	for (uint32_t i = 0; i < q->s->nrow; i++) {
		const struct head_row *r = &q->s->row[i];

		if (r->number >= first)
			break;
		for (uint32_t k = 0; k < r->ncell; k++) {
			enum word_title what = TITLE_DATE;
			struct sv value = SV_NONE;
			bool is = title_value(q, r, k, &what, &value);

			if (is && what == TITLE_BOARD && !l->board.name.n)
				l->board = app_site_of(value, KEY_BOARD_NUMBER,
						       q->mem);
			else if (is && what == TITLE_SCHOOL)
				l->school =
					app_site_of(value, KEY_BRIN, q->mem);
			else if (as_of == 0)
				as_of = dated_title(q, r->cell[k].text);
			if (is && what == TITLE_DATE && as_of == 0)
				(void)say_date(q->w, value, false, &as_of);
		}
	}
	return as_of;
}

int
layout_find(struct import *im, const struct words *w,
	    const struct head_sheet *s, bool has_cells, struct layout *ret,
	    struct err *e)
{
	struct search q = { im, w, s, im->mem };
	struct candidate best = best_header(&q);
	int32_t as_of;

	*ret = (struct layout){ .sheet = s->number, .name = s->name };
	if (best.score == 0)
		return 0;
	ret->is_list = true;
	ret->header = best.lower->number;
	ret->column = best.column;
	ret->ncolumn = best.ncolumn;
	settle_weak(ret);
	if (settle_fields(im, ret, has_cells, e))
		return -1;
	as_of = read_titles(&q, ret,
			    best.upper ? best.upper->number : ret->header);
	if (as_of > im->ret_as_of)
		im->ret_as_of = as_of;
	if (best.above)
		tell_above(im, ret, has_cells, best.above);
	tell(im, ret, has_cells);
	write_mapping(im, ret);
	return 0;
}

/* Does the name of a sheet say nothing about which school it is for? */
static bool
is_general(const struct words *w, struct sv name)
{
	struct sv word = name;
	uint64_t year;

	if (words_mean(w, WORDS_SHEET, name) ||
	    words_mean(w, WORDS_SITE, name) || name.n == 0)
		return true;
	/* "Blad4", "Lijst 2025" */
	while (word.n &&
	       (word.p[word.n - 1] == ' ' || word.p[word.n - 1] == '-' ||
		(word.p[word.n - 1] >= '0' && word.p[word.n - 1] <= '9')))
		word.n--;
	return word.n == 0 || words_mean(w, WORDS_SHEET, word) ||
	       sv_u64(name, 9999, &year);
}

static void
tell_sheet(const struct import *im, const struct layout *l, bool is_school)
{
	struct at at = { .file = im->in->name,
			 .part = arena_sv(im->mem, l->name).p };

	if (is_school)
		diag_note(im->diag, &at,
			  "this sheet is read as the list of "
			  "the school '%.*s'",
			  SV_ARG(l->name));
	else
		diag_note(im->diag, &at,
			  "this sheet is read as the list of "
			  "the function '%.*s'",
			  SV_ARG(l->name));
}

void
layout_settle(const struct import *im, const struct words *w,
	      struct layout *layout, uint32_t n)
{
	uint32_t lists = 0;

	for (uint32_t i = 0; i < n; i++)
		lists += layout[i].is_list;
	for (uint32_t i = 0; i < n; i++) {
		struct layout *l = &layout[i];
		struct app_site site;
		bool has_school = l->of[APP_SCHOOL] || l->of[APP_BRIN] ||
				  l->ncross || l->school.name.n ||
				  l->school.number.n;

		if (!l->is_list || is_general(w, l->name))
			continue;
		if (words_know(w, KNOWN_FUNCTION, l->name)) {
			if (!l->of[APP_FUNCTION]) {
				l->function = l->name;
				tell_sheet(im, l, false);
			}
			continue;
		}
		site = app_site_of(l->name, KEY_BRIN, im->mem);
		if (has_school || (lists < 2 && site.number.n == 0))
			continue;
		l->school = site;
		tell_sheet(im, l, true);
	}
}

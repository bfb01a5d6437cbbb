/*
 * One worksheet (ECMA-376 part 1, 18.3) as a stream of rows. Memory follows
 * the cells of one row, whatever the sheet says about its size. Formulas give
 * the value they had when the file was saved. Refuses cells whose name is not
 * one, is not in its row, or stands there twice, and rows out of order.
 */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "collectors/syntax/notes.h"
#include "collectors/syntax/rowbuf.h"
#include "collectors/syntax/xlsx_parts.h"

enum value_type {
	T_NUMBER,
	T_SHARED,
	T_STR,
	T_INLINE,
	T_BOOL,
	T_ERROR,
	T_DATE
};

/* For what is rare, so that what is done for every cell stays small. */
#define APART __attribute__((noinline))

enum { ROW_DIGITS = 7 };

struct sheet_reader {
	struct xml_handler xml; /* first */
	struct xlsx *x;
	const char *name; /* for messages */
	struct rowbuf cells;
	char cell_name[CELL_NAME_SIZE];
	/* the row and the cell being read */
	uint32_t row, col;
	char digits[ROW_DIGITS]; /* of the row, as its cells have them */
	size_t ndigits;          /* 0: the row does not say */
	bool is_hidden;
	enum value_type type;
	enum number_style style;
	size_t start; /* of its text in cells.text */
	bool has_formula, has_value, in_inline;
	/* what the sheet is told about at its end */
	bool seen_data;
	struct notes notes;
	uint32_t uncached, uncached_row, uncached_col;
};

static struct at
place(struct sheet_reader *r)
{
	return cell_place(r->x->in->name, r->name, r->row, r->col,
			  r->cell_name);
}

static APART int
refuse_ref(struct sheet_reader *r, struct sv ref, const char *want,
	   struct err *e)
{
	struct at at =
		cell_place(r->x->in->name, r->name, r->row, 0, r->cell_name);
	struct buf shown = { 0 };

	if (ref.n > 40)
		ref.n = 40;
	text_visible(&shown, ref);
	err_set(e, ERR_INPUT, &at, "a cell named '%.*s' (expected %s)",
		SV_ARG(buf_view(&shown)), want);
	buf_done(&shown);
	return -1;
}

static APART int
refuse_row(struct sheet_reader *r, uint64_t number, struct err *e)
{
	struct at at =
		cell_place(r->x->in->name, r->name, r->row, 0, r->cell_name);

	if (number == 0 || number > LIMIT_ROWS)
		return err_set(e, ERR_LIMIT, &at,
			       "a row number past the end of a sheet (expected "
			       "1 to %u)",
			       LIMIT_ROWS);
	return err_set(e, ERR_INPUT, &at,
		       "followed by row %u (expected rows once, in "
		       "ascending order)",
		       (unsigned)number);
}

/* "123" of <row r="123">, for its cells; nothing of "0123". */
static void
keep_digits(struct sheet_reader *r, struct sv number)
{
	r->ndigits = 0;
	if (number.n == 0 || number.n > ROW_DIGITS || number.p[0] == '0')
		return;
	memcpy(r->digits, number.p, number.n);
	r->ndigits = number.n;
}

static int
row_start(struct sheet_reader *r, const struct xml_attr *attr, uint32_t n,
	  struct err *e)
{
	struct sv said = SV_NONE;
	uint64_t number = r->row + 1ull;

	r->is_hidden = false;
	for (uint32_t i = 0; i < n; i++) {
		if (attr[i].id == A_HIDDEN)
			r->is_hidden = xlsx_is_true(attr[i].value);
		else if (attr[i].id == A_R)
			said = attr[i].value;
	}
	if (said.p && !sv_u64(said, UINT32_MAX, &number))
		number = 0;
	if (number > LIMIT_ROWS || number <= r->row)
		return refuse_row(r, number, e);
	r->row = (uint32_t)number;
	r->col = 0;
	keep_digits(r, said);
	rowbuf_clear(&r->cells);
	return 0;
}

static APART enum value_type
type_of_word(struct sheet_reader *r, struct sv t)
{
	struct at at;

	if (sv_is(t, "str"))
		return T_STR;
	if (sv_is(t, "inlineStr"))
		return T_INLINE;
	at = place(r);
	if (r->x->d)
		diag_warn(r->x->d, &at,
			  "a cell of an unknown type (expected s, n, str, "
			  "inlineStr, b, e or d; read as text)");
	return T_STR;
}

/* Asked for every cell: most types are one letter. */
static enum value_type
type_of(struct sheet_reader *r, struct sv t)
{
	switch (t.n == 1 ? t.p[0] : '\0') {
	case 's': return T_SHARED;
	case 'n': return T_NUMBER;
	case 'b': return T_BOOL;
	case 'e': return T_ERROR;
	case 'd': return T_DATE;
	default: return type_of_word(r, t);
	}
}

/* The column of a cell that is named by the digits of its row; or 0. */
static inline uint32_t
column_here(const struct sheet_reader *r, struct sv ref)
{
	size_t n = ref.n - r->ndigits;
	uint32_t col = 0;

	if (r->ndigits == 0 || ref.n <= r->ndigits || n > 3 ||
	    memcmp(ref.p + n, r->digits, r->ndigits) != 0)
		return 0;
	for (size_t i = 0; i < n; i++) {
		if (ref.p[i] < 'A' || ref.p[i] > 'Z')
			return 0;
		col = col * 26 + (uint32_t)(ref.p[i] - 'A' + 1);
	}
	return col <= LIMIT_COLUMNS ? col : 0;
}

static APART int
take_odd_ref(struct sheet_reader *r, const struct xml_attr *a, struct err *e)
{
	uint32_t row = 0, col = 0;

	if (!a) {
		if (r->col < LIMIT_COLUMNS) {
			r->col++;
			return 0;
		}
		return refuse_ref(r, SV("?"), "at most 16384 columns", e);
	}
	if (!cell_parse(a->value, &col, &row))
		return refuse_ref(r, a->value, "a name from A1 to XFD1048576",
				  e);
	if (row != r->row)
		return refuse_ref(r, a->value, "a cell of this row", e);
	r->col = col;
	return 0;
}

/* Where the cell stands: its own name, else right of the one before. */
static inline int
take_ref(struct sheet_reader *r, const struct xml_attr *a, struct err *e)
{
	uint32_t col = a ? column_here(r, a->value) : 0;

	if (col == 0)
		return take_odd_ref(r, a, e);
	r->col = col;
	return 0;
}

/* A number of at most 32 bits; `none` when it is not one. */
static APART uint32_t
long_number(struct sv s, uint32_t none)
{
	uint64_t number;

	return sv_u64(s, UINT32_MAX, &number) ? (uint32_t)number : none;
}

static inline uint32_t
number_of(struct sv s, uint32_t none)
{
	uint32_t number = 0;

	if (s.n == 0 || s.n > 9)
		return long_number(s, none);
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned)(s.p[i] - '0');

		if (d > 9)
			return none;
		number = number * 10 + d;
	}
	return number;
}

static inline enum number_style
style_of(const struct xlsx *x, const struct xml_attr *a)
{
	uint32_t i = a ? number_of(a->value, 0) : 0;

	return i < x->nstyle ? x->style[i] : STYLE_NUMBER;
}

static inline int
cell_start(struct sheet_reader *r, const struct xml_attr *attr, uint32_t n,
	   struct err *e)
{
	const struct xml_attr *ref = NULL, *type = NULL, *style = NULL;

	for (uint32_t i = 0; i < n; i++) {
		switch (attr[i].id) {
		case A_R: ref = &attr[i]; break;
		case A_T: type = &attr[i]; break;
		case A_S: style = &attr[i]; break;
		default: break;
		}
	}
	if (take_ref(r, ref, e))
		return -1;
	r->type = type ? type_of(r, type->value) : T_NUMBER;
	r->style = style_of(r->x, style);
	r->start = r->cells.text.n;
	r->has_formula = r->has_value = r->in_inline = false;
	return 0;
}

static void
add_text(struct sheet_reader *r, enum cell_type type, struct sv text)
{
	r->cells.text.n = r->start;
	buf_sv(&r->cells.text, text);
	rowbuf_add_own(&r->cells, type, r->col, r->start);
}

static APART int
refuse_index(struct sheet_reader *r, struct err *e)
{
	struct at at = place(r);

	return err_set(e, ERR_INPUT, &at,
		       "points at a shared text that is not there "
		       "(expected a number below %u)",
		       r->x->strings.n);
}

static APART int
check_length(struct sheet_reader *r, struct sv text, struct err *e)
{
	struct at at;

	if (text_length(text) <= LIMIT_CELL_CHARS)
		return 0;
	at = place(r);
	return err_set(e, ERR_LIMIT, &at,
		       "a cell of more than %u characters (expected "
		       "less)",
		       LIMIT_CELL_CHARS);
}

static inline int
add_shared(struct sheet_reader *r, struct sv index, struct err *e)
{
	struct xlsx_strings *s = &r->x->strings;
	struct sv text;
	uint32_t i;

	if (!s->is_read && xlsx_read_strings(r->x, e))
		return -1;
	i = number_of(index, UINT32_MAX);
	if (i >= s->n)
		return refuse_index(r, e);
	text = sv_n(s->bytes.p + s->begin[i], s->begin[i + 1] - s->begin[i]);
	if (text.n == 0)
		return 0;
	if (text.n > LIMIT_CELL_CHARS && check_length(r, text, e))
		return -1;
	rowbuf_add_shared(&r->cells, r->col, text, i + 1);
	return 0;
}

/* Said of a cell that is shown as a date; what is no number says so itself. */
static const char *const odd_dates[SERIAL_NONE + 1] = {
	[SERIAL_EARLY] = N_("a date before March 1900, on which spreadsheet "
			    "programs differ by a day (expected a later "
			    "date)"),
	[SERIAL_ZERO] = N_("shown as a date, but zero (read as a number)"),
	[SERIAL_FALSE] = N_("29 February 1900, a day that never was (read as "
			    "a number)"),
	[SERIAL_NEGATIVE] = N_("shown as a date, but negative (read as a "
			       "number)"),
	[SERIAL_LARGE] = N_("shown as a date, but past the year 9999 (read as "
			    "a number)"),
};

static APART void
add_number(struct sheet_reader *r, struct sv v)
{
	char out[NUMBER_SIZE];
	struct sv text;
	struct at at;
	enum serial s;

	if (r->style != STYLE_NUMBER) {
		s = serial_text(v, r->x->is_1904, r->style, out, &text);
		if (odd_dates[s] && r->x->d) {
			at = place(r);
			diag_warn(r->x->d, &at, "%s", _(odd_dates[s]));
		}
		if (s == SERIAL_DATE || s == SERIAL_EARLY || s == SERIAL_TIME) {
			add_text(r, s == SERIAL_TIME ? CELL_TEXT : CELL_DATE,
				 text);
			return;
		}
	}
	if (!number_text(v, out, &text)) {
		at = place(r);
		if (r->x->d)
			diag_warn(r->x->d, &at,
				  "not a number, though it says so (read as "
				  "text)");
		rowbuf_add_own(&r->cells, CELL_TEXT, r->col, r->start);
	} else if (text.p == v.p) {
		rowbuf_add_own(&r->cells, CELL_NUMBER, r->col, r->start);
	} else {
		add_text(r, CELL_NUMBER, text);
	}
}

static APART void
add_date(struct sheet_reader *r, struct sv v)
{
	char out[NUMBER_SIZE];
	struct sv text;
	struct at at = place(r);

	if (iso_text(v, out, &text)) {
		add_text(r, CELL_DATE, text);
		return;
	}
	if (clock_text(v, out, &text)) {
		add_text(r, CELL_TEXT, text);
		return;
	}
	if (r->x->d)
		diag_warn(r->x->d, &at,
			  "not a date, though it says so (read as text)");
	rowbuf_add_own(&r->cells, CELL_TEXT, r->col, r->start);
}

static APART int
add_own_text(struct sheet_reader *r, struct err *e)
{
	struct sv text;

	xlsx_unescape(&r->cells.text, r->start);
	text = sv_from(buf_view(&r->cells.text), r->start);
	if (sv_trim(text).n == 0)
		return 0;
	if (text.n > LIMIT_CELL_CHARS && check_length(r, text, e))
		return -1;
	rowbuf_add_own(&r->cells, CELL_TEXT, r->col, r->start);
	return 0;
}

static inline int
cell_end(struct sheet_reader *r, struct err *e)
{
	struct sv v = sv_from(buf_view(&r->cells.text), r->start);

	if (v.n == 0) {
		if (r->has_formula && !r->has_value && r->uncached++ == 0) {
			r->uncached_row = r->row;
			r->uncached_col = r->col;
		}
		return 0;
	}
	switch (r->type) {
	case T_SHARED: return add_shared(r, v, e);
	case T_STR:
	case T_INLINE: return add_own_text(r, e);
	case T_NUMBER: add_number(r, v); return 0;
	case T_DATE: add_date(r, v); return 0;
	case T_ERROR:
		notes_error(&r->notes, r->row, r->col, v);
		rowbuf_add_own(&r->cells, CELL_ERROR, r->col, r->start);
		return 0;
	case T_BOOL:
		add_text(r, CELL_BOOL,
			 xlsx_is_true(v) ? SV("true") : SV("false"));
		return 0;
	}
	return 0;
}

static APART int
row_end(struct sheet_reader *r, struct err *e)
{
	struct row row = { .number = r->row,
			   .nrepeat = 1,
			   .is_hidden = r->is_hidden };
	uint32_t twice = rowbuf_finish(&r->cells);
	struct at at;

	if (twice) {
		r->col = twice;
		at = place(r);
		return err_set(e, ERR_INPUT, &at,
			       "this cell stands in its row twice (expected "
			       "once)");
	}
	if (r->cells.n == 0)
		return 0;
	row.ncell = r->cells.n;
	row.cell = r->cells.cell;
	notes_row(&r->notes, &row);
	if (r->x->h->row(r->x->h, &row, e))
		return -1;
	r->xml.stop = r->x->h->stop || r->x->h->skip_sheet;
	return 0;
}

/* Merged over rows that were read: all but the first have no value there. */
static void
take_merge(struct sheet_reader *r, const struct xml_attr *attr, uint32_t n)
{
	const struct xml_attr *ref = xml_find(attr, n, A_REF);
	struct sv rest = ref ? ref->value : SV_NONE, first;
	uint32_t row1, row2, col1, col2;

	if (!sv_split(&rest, ':', &first) || !cell_parse(first, &col1, &row1) ||
	    !cell_parse(rest, &col2, &row2) || row1 >= row2 ||
	    row1 >= r->notes.last_row || col1 > r->notes.max_col)
		return;
	notes_merge(&r->notes, row1, col1);
}

static void
take_column(struct sheet_reader *r, const struct xml_attr *attr, uint32_t n)
{
	const struct xml_attr *hidden = xml_find(attr, n, A_HIDDEN);
	const struct xml_attr *min = xml_find(attr, n, A_MIN);
	uint64_t first;

	if (hidden && xlsx_is_true(hidden->value) && min &&
	    sv_u64(min->value, LIMIT_COLUMNS, &first))
		notes_hidden_column(&r->notes, (uint32_t)first);
}

/* Elements right under the worksheet. */
static int
top_start(struct sheet_reader *r, struct xml *xml, uint16_t id, struct err *e)
{
	struct at at = { .file = r->x->in->name, .part = r->name };

	if (id == E_SHEETDATA) {
		if (r->seen_data)
			return err_set(e, ERR_INPUT, &at,
				       "a second set of rows (expected one)");
		r->seen_data = true;
	} else if (id != E_COLS && id != E_MERGECELLS) {
		xml_skip(xml);
	}
	return 0;
}

/* Elements in a cell that are not just its value. */
static int
inner_start(struct sheet_reader *r, struct xml *xml, uint32_t depth,
	    uint16_t id)
{
	if (depth == 5 && id == E_F)
		r->has_formula = true;
	if (depth == 5 && id == E_IS && r->type == T_INLINE) {
		r->in_inline = true;
		return 0;
	}
	if (depth == 6 && id == E_R && r->in_inline)
		return 0;
	if (depth > 5 && id == E_T && r->in_inline) {
		xml_want_text(xml, true);
		return 0;
	}
	xml_skip(xml);
	return 0;
}

static APART int
outer_start(struct sheet_reader *r, struct xml *xml, uint16_t id,
	    const struct xml_attr *attr, uint32_t n, struct err *e)
{
	struct at at = { .file = r->x->in->name, .part = r->name };
	uint32_t depth = xml_depth(xml);

	if (depth > 3)
		return inner_start(r, xml, depth, id);
	if (depth == 3 && id == E_ROW)
		return row_start(r, attr, n, e);
	if (depth == 2)
		return top_start(r, xml, id, e);
	if (depth == 1 && id != E_WORKSHEET)
		return err_set(e, ERR_INPUT, &at,
			       "not a worksheet (expected SpreadsheetML)");
	if (depth == 1)
		return 0;
	if (id == E_MERGECELL)
		take_merge(r, attr, n);
	else if (id == E_COL)
		take_column(r, attr, n);
	xml_skip(xml);
	return 0;
}

/* Nearly all elements of a sheet are cells and their values. */
static int
sheet_start(struct xml_handler *h, struct xml *xml, uint16_t id,
	    const struct xml_attr *attr, uint32_t n, struct err *e)
{
	struct sheet_reader *r = (struct sheet_reader *)h;
	uint32_t depth = xml_depth(xml);

	if (depth == 4 && id == E_C)
		return cell_start(r, attr, n, e);
	if (depth == 5 && id == E_V && r->type != T_INLINE) {
		r->has_value = true;
		xml_want_text(xml, true);
		return 0;
	}
	return outer_start(r, xml, id, attr, n, e);
}

static int
sheet_end(struct xml_handler *h, struct xml *xml, uint16_t id, struct err *e)
{
	struct sheet_reader *r = (struct sheet_reader *)h;
	uint32_t depth = xml_depth(xml);

	if (depth == 4 && id == E_C)
		return cell_end(r, e);
	if (depth == 3 && id == E_ROW)
		return row_end(r, e);
	xml_want_text(xml, false);
	return 0;
}

static APART int
refuse_text(struct sheet_reader *r, struct err *e)
{
	struct at at;

	if (buf_ok(&r->cells.text)) {
		at = place(r);
		return err_set(e, ERR_LIMIT, &at,
			       "a cell of more than %llu KiB (expected at "
			       "most %u characters)",
			       LIMIT_CELL_BYTES / KIB, LIMIT_CELL_CHARS);
	}
	at = cell_place(r->x->in->name, r->name, r->row, 0, r->cell_name);
	return err_set(e, ERR_LIMIT, &at,
		       "a row of more than %llu MiB (expected less)",
		       LIMIT_ROW_BYTES / MIB);
}

static int
sheet_text(struct xml_handler *h, struct xml *xml, struct sv text,
	   struct err *e)
{
	struct sheet_reader *r = (struct sheet_reader *)h;

	(void)xml;
	if (r->cells.text.n - r->start + text.n > LIMIT_CELL_BYTES)
		return refuse_text(r, e);
	buf_put(&r->cells.text, text.p, text.n);
	return buf_ok(&r->cells.text) ? 0 : refuse_text(r, e);
}

static void
tell_uncached(struct sheet_reader *r)
{
	struct at at = cell_place(r->x->in->name, r->name, r->uncached_row,
				  r->uncached_col, r->cell_name);

	if (r->uncached && r->x->d)
		diag_warn(r->x->d, &at,
			  "formulas without a value: %u, the first is here "
			  "(open and save the file once in a spreadsheet "
			  "program)",
			  r->uncached);
}

int
xlsx_read_sheet(struct xlsx *x, const struct xlsx_sheet *sheet,
		const struct package_member *m, struct err *e)
{
	struct sheet_reader r = {
		.xml = { sheet_start, sheet_end, sheet_text, false },
		.x = x,
		.cells.text.max = LIMIT_ROW_BYTES,
	};
	struct buf shown = { 0 };
	int rc;

	text_visible(&shown, sheet->name);
	r.name = shown.p ? shown.p : "";
	notes_begin(&r.notes, x->in->name, r.name, x->d);
	rc = xlsx_part(x, m, &r.xml, e);
	if (rc == 0 && !x->h->stop) {
		notes_end(&r.notes);
		tell_uncached(&r);
	}
	rowbuf_done(&r.cells);
	buf_done(&shown);
	return rc;
}

/*
 * OpenDocument spreadsheets: ODF 1.0 to 1.3, zipped (.ods) or flat (.fods), as
 * a stream of rows. A value attribute wins over the text shown; comments,
 * covered cells and drawings are left out; padding by repetition costs
 * nothing. Linked tables are never fetched, formulas never evaluated. Refuses
 * repetition of filled cells past a limit, and what is encrypted.
 */
#include "collectors/syntax/ods.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/map.h"
#include "collectors/syntax/rowbuf.h"
#include "collectors/syntax/notes.h"
#include "collectors/syntax/number.h"
#include "collectors/syntax/xml.h"
#include "collectors/syntax/zip.h"

enum { NS_OFFICE = 1, NS_TABLE, NS_TEXT, NS_STYLE, NS_CALC, NS_MANIFEST };

enum ods_word {
	E_CONTENT = 1,
	E_FLAT,
	E_STYLES,
	E_STYLE,
	E_TABLE_PROPERTIES,
	E_BODY,
	E_SPREADSHEET,
	E_TABLE,
	E_GROUP, /* of rows or columns: only its content matters */
	E_COLUMN,
	E_ROW,
	E_CELL,
	E_COVERED,
	E_P,
	E_S,
	E_TAB,
	E_BREAK,
	E_NOTE, /* text that is not the cell's */
	E_TEXT, /* any other text element */
	E_MANIFEST,
	E_FILE_ENTRY,
	E_ENCRYPTION,
	A_MIMETYPE,
	A_NAME, /* style:name */
	A_FAMILY,
	A_DISPLAY,
	A_TABLE_NAME,
	A_STYLE_NAME,
	A_VISIBILITY,
	A_ROWS,
	A_COLUMNS,
	A_ROWS_SPANNED,
	A_FORMULA,
	A_VALUE_TYPE,
	A_CALC_TYPE,
	A_VALUE,
	A_DATE,
	A_TIME,
	A_BOOLEAN,
	A_STRING,
	A_C,
};

static const struct xml_ns namespaces[] = {
	{ NS_OFFICE, "urn:oasis:names:tc:opendocument:xmlns:office:1.0" },
	{ NS_TABLE, "urn:oasis:names:tc:opendocument:xmlns:table:1.0" },
	{ NS_TEXT, "urn:oasis:names:tc:opendocument:xmlns:text:1.0" },
	{ NS_STYLE, "urn:oasis:names:tc:opendocument:xmlns:style:1.0" },
	{ NS_CALC, "urn:org:documentfoundation:names:experimental:calc:"
		   "xmlns:calcext:1.0" },
	{ NS_MANIFEST, "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" },
	{ 0, NULL },
};

static const struct xml_word words[] = {
	{ E_CONTENT, NS_OFFICE, "document-content" },
	{ E_FLAT, NS_OFFICE, "document" },
	{ E_STYLES, NS_OFFICE, "automatic-styles" },
	{ E_STYLE, NS_STYLE, "style" },
	{ E_TABLE_PROPERTIES, NS_STYLE, "table-properties" },
	{ E_BODY, NS_OFFICE, "body" },
	{ E_SPREADSHEET, NS_OFFICE, "spreadsheet" },
	{ E_TABLE, NS_TABLE, "table" },
	{ E_GROUP, NS_TABLE, "table-row-group" },
	{ E_GROUP, NS_TABLE, "table-header-rows" },
	{ E_GROUP, NS_TABLE, "table-rows" },
	{ E_GROUP, NS_TABLE, "table-column-group" },
	{ E_GROUP, NS_TABLE, "table-header-columns" },
	{ E_GROUP, NS_TABLE, "table-columns" },
	{ E_COLUMN, NS_TABLE, "table-column" },
	{ E_ROW, NS_TABLE, "table-row" },
	{ E_CELL, NS_TABLE, "table-cell" },
	{ E_COVERED, NS_TABLE, "covered-table-cell" },
	{ E_P, NS_TEXT, "p" },
	{ E_P, NS_TEXT, "h" },
	{ E_S, NS_TEXT, "s" },
	{ E_TAB, NS_TEXT, "tab" },
	{ E_BREAK, NS_TEXT, "line-break" },
	{ E_NOTE, NS_TEXT, "note" },
	{ E_NOTE, NS_TEXT, "ruby-text" },
	{ A_C, NS_TEXT, "c" },
	{ E_TEXT, NS_TEXT, "*" },
	{ E_MANIFEST, NS_MANIFEST, "manifest" },
	{ E_FILE_ENTRY, NS_MANIFEST, "file-entry" },
	{ E_ENCRYPTION, NS_MANIFEST, "encryption-data" },
	{ A_MIMETYPE, NS_OFFICE, "mimetype" },
	{ A_NAME, NS_STYLE, "name" },
	{ A_FAMILY, NS_STYLE, "family" },
	{ A_DISPLAY, NS_TABLE, "display" },
	{ A_TABLE_NAME, NS_TABLE, "name" },
	{ A_STYLE_NAME, NS_TABLE, "style-name" },
	{ A_VISIBILITY, NS_TABLE, "visibility" },
	{ A_ROWS, NS_TABLE, "number-rows-repeated" },
	{ A_COLUMNS, NS_TABLE, "number-columns-repeated" },
	{ A_ROWS_SPANNED, NS_TABLE, "number-rows-spanned" },
	{ A_FORMULA, NS_TABLE, "formula" },
	{ A_VALUE_TYPE, NS_OFFICE, "value-type" },
	{ A_CALC_TYPE, NS_CALC, "value-type" },
	{ A_VALUE, NS_OFFICE, "value" },
	{ A_DATE, NS_OFFICE, "date-value" },
	{ A_TIME, NS_OFFICE, "time-value" },
	{ A_BOOLEAN, NS_OFFICE, "boolean-value" },
	{ A_STRING, NS_OFFICE, "string-value" },
	{ 0, 0, NULL },
};

static const struct xml_vocabulary vocabulary = { namespaces, words };

/* The element whose children are being told. */
enum where {
	IN_NOTHING,
	IN_DOCUMENT,
	IN_STYLES,
	IN_STYLE,
	IN_BODY,
	IN_SPREADSHEET,
	IN_TABLE,
	IN_ROW,
	IN_CELL,
};

struct ods {
	struct xml_handler xml; /* first */
	const struct input *in;
	struct table_handler *h;
	struct diag *d; /* may be NULL */
	struct arena mem;
	enum where where;
	enum syntax syntax;
	bool is_encrypted; /* the manifest says so */
	bool seen_spreadsheet;
	struct map hidden_styles; /* of tables that are not displayed */
	struct sv style;          /* the table style being read, in mem */
	uint32_t sheets;
	/* the sheet, the row and the cell being read */
	const char *name; /* for messages, in mem */
	struct rowbuf cells;
	char cell_name[CELL_NAME_SIZE];
	uint64_t row, col; /* may point past the last one */
	uint32_t row_repeat, col_repeat;
	bool is_hidden, is_covered, is_error, has_value;
	bool has_formula, is_spanned;
	enum cell_type type;
	size_t start;  /* of the cell's text in cells.text */
	uint32_t in_p; /* paragraphs open */
	bool is_blank; /* collapsible space stands in front */
	/* what the sheet is told about at its end */
	uint64_t column; /* of the next table-column */
	struct notes notes;
};

static struct at
sheet_at(const struct ods *o)
{
	return (struct at){ .file = o->in->name, .part = o->name };
}

/* Padding may run past the end of a sheet; a place does not. */
static uint32_t
cell_row(const struct ods *o)
{
	return o->row < LIMIT_ROWS ? (uint32_t)o->row : LIMIT_ROWS;
}

static uint32_t
cell_col(const struct ods *o)
{
	return o->col < LIMIT_COLUMNS ? (uint32_t)o->col : LIMIT_COLUMNS;
}

static struct at
here(struct ods *o)
{
	return cell_place(o->in->name, o->name, cell_row(o), cell_col(o),
			  o->cell_name);
}

static bool
is(const struct xml_attr *a, const char *value)
{
	return a && sv_is(a->value, value);
}

/* A count of repeats: from 1 to max; absent is 1. */
static int
take_count(struct ods *o, const struct xml_attr *a, uint32_t max, uint32_t *ret,
	   struct err *e)
{
	struct at at;
	uint64_t n = 1;

	if (a && (!sv_u64(a->value, max, &n) || n == 0)) {
		at = here(o);
		return err_set(e, ERR_INPUT, &at,
			       "a repeat that is no number from 1 to %u", max);
	}
	*ret = (uint32_t)n;
	return 0;
}

static int
document_start(struct ods *o, uint16_t id, const struct xml_attr *attr,
	       uint32_t n, struct err *e)
{
	const struct xml_attr *mime = xml_find(attr, n, A_MIMETYPE);
	struct at at = { .file = o->in->name };

	if (id != E_CONTENT && id != E_FLAT)
		return err_set(e, ERR_INPUT, &at,
			       "not an OpenDocument file (expected a "
			       "spreadsheet)");
	if (mime && !sv_starts(mime->value, SV("application/vnd.oasis."
					       "opendocument.spreadsheet")))
		return err_set(e, ERR_INPUT, &at,
			       "an OpenDocument file, but no spreadsheet "
			       "(expected a list)");
	o->where = IN_DOCUMENT;
	return 0;
}

static int
style_start(struct ods *o, const struct xml_attr *attr, uint32_t n)
{
	const struct xml_attr *name = xml_find(attr, n, A_NAME);

	if (!name || !is(xml_find(attr, n, A_FAMILY), "table"))
		return 1;
	o->style = arena_sv(&o->mem, name->value);
	o->where = IN_STYLE;
	return 0;
}

static int
take_display(struct ods *o, const struct xml_attr *attr, uint32_t n,
	     struct err *e)
{
	struct at at = { .file = o->in->name };

	if (!is(xml_find(attr, n, A_DISPLAY), "false"))
		return 0;
	if (o->hidden_styles.n >= LIMIT_SHEETS)
		return err_set(e, ERR_LIMIT, &at,
			       "more than %u styles of hidden sheets "
			       "(expected less)",
			       LIMIT_SHEETS);
	map_put(&o->hidden_styles, o->style, 1, NULL);
	return 0;
}

static const char *
shown(struct ods *o, struct sv s)
{
	struct buf b = { 0 };
	const char *text;

	text_visible(&b, s);
	text = arena_sv(&o->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

static void
begin_sheet(struct ods *o, struct sv name)
{
	o->name = shown(o, name);
	o->where = IN_TABLE;
	o->row = o->column = 1;
	notes_begin(&o->notes, o->in->name, o->name, o->d);
}

/* 0: its rows follow; 1: it is passed over. */
static int
table_start(struct ods *o, const struct xml_attr *attr, uint32_t n,
	    struct err *e)
{
	const struct xml_attr *name = xml_find(attr, n, A_TABLE_NAME);
	const struct xml_attr *style = xml_find(attr, n, A_STYLE_NAME);
	struct at at = { .file = o->in->name };
	struct sheet sheet = { .number = o->sheets + 1,
			       .name = name ? name->value : SV_NONE,
			       .has_cells = true,
			       .syntax = o->syntax };

	/* what LibreOffice keeps of other files that formulas point at */
	if (is(style, "ta_extref"))
		return 1;
	if (++o->sheets > LIMIT_SHEETS)
		return err_set(e, ERR_LIMIT, &at,
			       "more than %u sheets (expected less)",
			       LIMIT_SHEETS);
	if (sheet.name.n > LIMIT_NAME_BYTES)
		return err_set(e, ERR_LIMIT, &at,
			       "a sheet's name of %zu bytes (expected at most "
			       "%u)",
			       sheet.name.n, LIMIT_NAME_BYTES);
	sheet.is_hidden = style && map_get(&o->hidden_styles, style->value, 0);
	sheet.name = arena_sv(&o->mem, sheet.name);
	begin_sheet(o, sheet.name);
	o->h->skip_sheet = false;
	if (o->h->sheet(o->h, &sheet, e))
		return -1;
	o->xml.stop = o->h->stop;
	if (sheet.is_hidden)
		notes_hidden_sheet(&o->notes);
	if (!sheet.is_hidden && !o->h->skip_sheet)
		return 0;
	o->where = IN_SPREADSHEET;
	return 1;
}

static bool
is_unseen(const struct xml_attr *visibility)
{
	return is(visibility, "collapse") || is(visibility, "filter");
}

static int
column_start(struct ods *o, const struct xml_attr *attr, uint32_t n,
	     struct err *e)
{
	uint32_t repeat;

	o->col = o->column;
	if (take_count(o, xml_find(attr, n, A_COLUMNS), LIMIT_ROWS, &repeat, e))
		return -1;
	if (is_unseen(xml_find(attr, n, A_VISIBILITY)) &&
	    o->column <= LIMIT_COLUMNS)
		notes_hidden_column(&o->notes, (uint32_t)o->column);
	o->column += repeat;
	return 0;
}

static int
row_start(struct ods *o, const struct xml_attr *attr, uint32_t n, struct err *e)
{
	o->col = 1;
	if (take_count(o, xml_find(attr, n, A_ROWS), LIMIT_ROWS, &o->row_repeat,
		       e))
		return -1;
	o->is_hidden = is_unseen(xml_find(attr, n, A_VISIBILITY));
	rowbuf_clear(&o->cells);
	o->where = IN_ROW;
	return 0;
}

/* Appends to the cell's text, within the limits of a cell and a row. */
static int
put(struct ods *o, struct sv text, struct err *e)
{
	struct at at;

	if (o->cells.text.n - o->start + text.n <= LIMIT_CELL_BYTES) {
		buf_sv(&o->cells.text, text);
		if (buf_ok(&o->cells.text))
			return 0;
	}
	at = here(o);
	if (!buf_ok(&o->cells.text))
		return err_set(e, ERR_LIMIT, &at,
			       "a row of more than %llu MiB (expected less)",
			       LIMIT_ROW_BYTES / MIB);
	return err_set(e, ERR_LIMIT, &at,
		       "a cell of more than %llu KiB (expected less)",
		       LIMIT_CELL_BYTES / KIB);
}

static void
odd_value(struct ods *o)
{
	struct at at = here(o);

	if (o->d)
		diag_warn(o->d, &at,
			  "a value that is not of its type (the text shown "
			  "was read)");
}

/* The value that an attribute gives; without one, the text decides. */
static int
take_value(struct ods *o, const struct xml_attr *attr, uint32_t n,
	   struct err *e)
{
	const struct xml_attr *type = xml_find(attr, n, A_VALUE_TYPE), *v;
	char out[NUMBER_SIZE];
	struct sv text = SV_NONE;

	if (!type)
		return 0;
	if (is(type, "string")) {
		v = xml_find(attr, n, A_STRING);
		text = v ? v->value : SV_NONE;
		o->has_value = v != NULL && !o->is_error;
	} else if (is(type, "date")) {
		v = xml_find(attr, n, A_DATE);
		o->has_value = v && iso_text(v->value, out, &text);
		o->type = o->has_value ? CELL_DATE : CELL_TEXT;
	} else if (is(type, "time")) {
		v = xml_find(attr, n, A_TIME);
		o->has_value = v && duration_text(v->value, out, &text);
	} else if (is(type, "boolean")) {
		v = xml_find(attr, n, A_BOOLEAN);
		o->has_value = is(v, "true") || is(v, "false");
		o->type = o->has_value ? CELL_BOOL : CELL_TEXT;
		text = v ? v->value : SV_NONE;
	} else if (is(type, "float") || is(type, "percentage") ||
		   is(type, "currency")) {
		v = xml_find(attr, n, A_VALUE);
		o->has_value = v && number_text(v->value, out, &text);
		o->type = o->has_value ? CELL_NUMBER : CELL_TEXT;
	} else {
		v = NULL;
	}
	if (v && !o->has_value && !o->is_error)
		odd_value(o);
	return o->has_value ? put(o, text, e) : 0;
}

static int
cell_start(struct ods *o, uint16_t id, const struct xml_attr *attr, uint32_t n,
	   struct err *e)
{
	const struct xml_attr *span = xml_find(attr, n, A_ROWS_SPANNED);
	uint64_t rows;

	o->start = o->cells.text.n;
	o->type = CELL_TEXT;
	o->is_covered = id == E_COVERED;
	o->is_error = is(xml_find(attr, n, A_CALC_TYPE), "error");
	o->has_value = false;
	o->in_p = 0;
	o->is_spanned =
		span && sv_u64(span->value, UINT32_MAX, &rows) && rows > 1;
	o->where = IN_CELL;
	if (take_count(o, xml_find(attr, n, A_COLUMNS), LIMIT_ROWS,
		       &o->col_repeat, e))
		return -1;
	return take_value(o, attr, n, e);
}

static int
paragraph_start(struct ods *o, struct xml *xml, struct err *e)
{
	if (o->in_p++)
		return 0;
	xml_want_text(xml, !o->has_value);
	o->is_blank = true;
	if (o->has_value || o->cells.text.n == o->start)
		return 0;
	return put(o, SV("\n"), e);
}

/* text:s stands for c spaces. */
static int
put_spaces(struct ods *o, const struct xml_attr *attr, uint32_t n,
	   struct err *e)
{
	const struct xml_attr *c = xml_find(attr, n, A_C);
	uint64_t count = 1;
	struct at at;

	if (c && !sv_u64(c->value, LIMIT_CELL_BYTES, &count)) {
		at = here(o);
		return err_set(e, ERR_LIMIT, &at,
			       "a cell of more than %llu KiB (expected less)",
			       LIMIT_CELL_BYTES / KIB);
	}
	o->is_blank = false;
	while (count--)
		if (put(o, SV(" "), e))
			return -1;
	return 0;
}

/* What stands in a cell, at any depth. 1: pass over it. */
static int
text_start(struct ods *o, struct xml *xml, uint16_t id,
	   const struct xml_attr *attr, uint32_t n, struct err *e)
{
	bool wanted = o->in_p && !o->has_value;

	switch ((enum ods_word)id) {
	case E_P: return paragraph_start(o, xml, e);
	case E_TEXT: return 0;
	case E_S: return wanted && put_spaces(o, attr, n, e) ? -1 : 1;
	case E_TAB:
	case E_BREAK:
		o->is_blank = false;
		if (wanted && put(o, id == E_TAB ? SV("\t") : SV("\n"), e))
			return -1;
		return 1;
	default: return 1;
	}
}

/* 0: go in; 1: pass over; -1: refuse. */
static int
enter(struct ods *o, struct xml *xml, uint16_t id, const struct xml_attr *attr,
      uint32_t n, struct err *e)
{
	switch (o->where) {
	case IN_NOTHING: return document_start(o, id, attr, n, e);
	case IN_DOCUMENT:
		if (id == E_STYLES)
			o->where = IN_STYLES;
		else if (id == E_BODY)
			o->where = IN_BODY;
		return id != E_STYLES && id != E_BODY;
	case IN_STYLES: return id == E_STYLE ? style_start(o, attr, n) : 1;
	case IN_STYLE:
		if (id == E_TABLE_PROPERTIES && take_display(o, attr, n, e))
			return -1;
		return 1;
	case IN_BODY:
		if (id != E_SPREADSHEET)
			return 1;
		o->where = IN_SPREADSHEET;
		o->seen_spreadsheet = true;
		return 0;
	case IN_SPREADSHEET:
		return id == E_TABLE ? table_start(o, attr, n, e) : 1;
	case IN_TABLE:
		if (id == E_ROW)
			return row_start(o, attr, n, e);
		if (id == E_COLUMN && column_start(o, attr, n, e))
			return -1;
		return id != E_GROUP;
	case IN_ROW:
		return id == E_CELL || id == E_COVERED
			       ? cell_start(o, id, attr, n, e)
			       : 1;
	case IN_CELL: return text_start(o, xml, id, attr, n, e);
	}
	return 1;
}

static int
ods_start(struct xml_handler *h, struct xml *xml, uint16_t id,
	  const struct xml_attr *attr, uint32_t n, struct err *e)
{
	int rc = enter((struct ods *)h, xml, id, attr, n, e);

	if (rc > 0)
		xml_skip(xml);
	return rc < 0 ? -1 : 0;
}

/* Runs of white space are one space, and none begins a paragraph. */
static int
ods_text(struct xml_handler *h, struct xml *xml, struct sv text, struct err *e)
{
	struct ods *o = (struct ods *)h;
	size_t i = 0;

	(void)xml;
	while (i < text.n) {
		size_t from = i;
		bool blank;

		while (i < text.n && text.p[i] != ' ' && text.p[i] != '\t' &&
		       text.p[i] != '\n' && text.p[i] != '\r')
			i++;
		if (i > from) {
			if (put(o, sv_n(text.p + from, i - from), e))
				return -1;
			o->is_blank = false;
		}
		blank = o->is_blank || i == text.n;
		o->is_blank = o->is_blank || i < text.n;
		if (!blank && put(o, SV(" "), e))
			return -1;
		i += i < text.n;
	}
	return 0;
}

static void
paragraph_end(struct ods *o, struct xml *xml)
{
	if (--o->in_p)
		return;
	xml_want_text(xml, false);
	if (!o->has_value && o->is_blank && o->cells.text.n > o->start &&
	    o->cells.text.p[o->cells.text.n - 1] == ' ')
		o->cells.text.n--;
}

/* A filled cell, as often as it is repeated. */
static int
add_cells(struct ods *o, struct err *e)
{
	struct at at = here(o);

	if (o->col + o->col_repeat - 1 > LIMIT_COLUMNS)
		return err_set(e, ERR_LIMIT, &at,
			       "cells past column %u (expected less)",
			       LIMIT_COLUMNS);
	if (o->col_repeat > LIMIT_ODS_REPEAT)
		return err_set(e, ERR_LIMIT, &at,
			       "a filled cell repeated %u times (expected at "
			       "most %u)",
			       o->col_repeat, LIMIT_ODS_REPEAT);
	for (uint32_t i = 0; i < o->col_repeat; i++)
		rowbuf_add_own(&o->cells, o->type, (uint32_t)o->col + i,
			       o->start);
	return 0;
}

static int
cell_end(struct ods *o, struct err *e)
{
	struct sv text = sv_from(buf_view(&o->cells.text), o->start);
	struct at at;
	int rc = 0;

	o->where = IN_ROW;
	if (o->cells.text.n == o->start || sv_trim(text).n == 0) {
		o->cells.text.n = o->start;
	} else if (o->is_covered) {
		at = here(o);
		o->cells.text.n = o->start;
		if (o->d)
			diag_warn(o->d, &at,
				  "a value under a merged cell, which was "
				  "not read");
	} else {
		if (o->is_error) {
			o->type = CELL_ERROR;
			notes_error(&o->notes, cell_row(o), cell_col(o), text);
		}
		if (o->is_spanned)
			notes_merge(&o->notes, cell_row(o), cell_col(o));
		rc = add_cells(o, e);
	}
	o->col += o->col_repeat;
	return rc;
}

static int
deliver(struct ods *o, struct err *e)
{
	struct row row = { .number = (uint32_t)o->row,
			   .nrepeat = o->row_repeat,
			   .ncell = o->cells.n,
			   .is_hidden = o->is_hidden,
			   .cell = o->cells.cell };
	struct at at = sheet_at(o);

	rowbuf_finish(&o->cells);
	if (o->row + o->row_repeat - 1 > LIMIT_ROWS)
		return err_set(e, ERR_LIMIT, &at,
			       "filled rows past row %u (expected less)",
			       LIMIT_ROWS);
	at.line = row.number;
	if (row.nrepeat > 1 &&
	    (uint64_t)row.nrepeat * row.ncell > LIMIT_ODS_REPEAT)
		return err_set(e, ERR_LIMIT, &at,
			       "%u filled cells repeated over %u rows "
			       "(expected at most %u in all)",
			       row.ncell, row.nrepeat, LIMIT_ODS_REPEAT);
	notes_row(&o->notes, &row);
	return o->h->row(o->h, &row, e);
}

static int
row_end(struct ods *o, struct err *e)
{
	o->where = IN_TABLE;
	if (o->cells.n && deliver(o, e))
		return -1;
	o->row += o->row_repeat;
	o->xml.stop = o->h->stop;
	return 0;
}

static int
ods_end(struct xml_handler *h, struct xml *xml, uint16_t id, struct err *e)
{
	struct ods *o = (struct ods *)h;

	switch ((enum ods_word)id) {
	case E_P: paragraph_end(o, xml); return 0;
	case E_CELL:
	case E_COVERED: return cell_end(o, e);
	case E_ROW: return row_end(o, e);
	case E_TABLE:
		notes_end(&o->notes);
		o->where = IN_SPREADSHEET;
		return 0;
	case E_SPREADSHEET: o->where = IN_BODY; return 0;
	case E_STYLE: o->where = IN_STYLES; return 0;
	case E_STYLES:
	case E_BODY: o->where = IN_DOCUMENT; return 0;
	default: return 0;
	}
}

static int
manifest_start(struct xml_handler *h, struct xml *xml, uint16_t id,
	       const struct xml_attr *attr, uint32_t n, struct err *e)
{
	(void)attr;
	(void)n;
	(void)e;
	if (id == E_ENCRYPTION) {
		((struct ods *)h)->is_encrypted = true;
		h->stop = true;
	}
	if (id != E_MANIFEST && id != E_FILE_ENTRY)
		xml_skip(xml);
	return 0;
}

static int
read_part(struct ods *o, struct package *p, const struct package_member *m,
	  struct err *e)
{
	struct at place = { .file = o->in->name, .part = shown(o, m->name) };
	struct package_stream s;
	int rc = package_stream_open(&s, p, m, e);

	if (rc == 0)
		rc = xml_read(&s.source, &place, &vocabulary, &o->xml, e);
	package_stream_done(&s);
	return rc;
}

/* A password shows in the manifest, or as one member for all. */
static int
check_password(struct ods *o, struct package *p, struct err *e)
{
	const struct package_member *m =
		package_find(p, SV("META-INF/manifest.xml"));
	struct at at = { .file = o->in->name };

	o->xml = (struct xml_handler){ .start = manifest_start };
	if (m && read_part(o, p, m, e))
		return -1;
	if (o->is_encrypted || package_find(p, SV("encrypted-package")))
		return err_set(e, ERR_INPUT, &at,
			       "a password-protected spreadsheet (save it "
			       "without a password)");
	return 0;
}

static int
read_package(struct ods *o, struct package *p, struct err *e)
{
	const struct package_member *m = package_find(p, SV("content.xml"));
	struct at at = { .file = o->in->name };

	if (check_password(o, p, e))
		return -1;
	if (!m)
		return err_set(e, ERR_INPUT, &at,
			       "no content.xml inside (expected a "
			       "spreadsheet)");
	if (!package_find(p, SV("mimetype")) && o->d)
		diag_warn(o->d, &at,
			  "does not say what it is (no mimetype inside): read "
			  "as ODS");
	o->xml = (struct xml_handler){ ods_start, ods_end, ods_text, false };
	return read_part(o, p, m, e);
}

static int
read_flat(struct ods *o, struct err *e)
{
	struct at place = { .file = o->in->name };
	struct xml_input source;

	xml_from_input(&source, o->in);
	o->xml = (struct xml_handler){ ods_start, ods_end, ods_text, false };
	return xml_read(&source.source, &place, &vocabulary, &o->xml, e);
}

int
ods_read(const struct input *in, struct table_handler *h, struct diag *d,
	 struct err *e)
{
	struct ods o = {
		.in = in, .h = h, .d = d, .cells.text.max = LIMIT_ROW_BYTES
	};
	struct at at = { .file = in->name };
	struct package *p = NULL;
	int rc;

	if (in->nhead >= 2 && memcmp(in->head, "PK", 2) == 0) {
		rc = package_open(in, &p, e);
		if (rc == 0)
			rc = read_package(&o, p, e);
		package_close(p);
	} else {
		o.syntax = SYNTAX_FODS;
		rc = read_flat(&o, e);
	}
	if (rc == 0 && !o.seen_spreadsheet && !h->stop)
		rc = err_set(e, ERR_INPUT, &at,
			     "no spreadsheet inside (expected a list)");
	rowbuf_done(&o.cells);
	map_done(&o.hidden_styles);
	arena_done(&o.mem);
	return rc;
}

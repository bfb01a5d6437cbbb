/*
 * A result as rows and columns: what every command prints, in every format.
 * Renderers (reports/tables/) turn it into table, CSV, TSV, JSON or NDJSON.
 *
 * How to add a renderer
 *   1. write reports/tables/NAME.c with the function;
 *   2. add one line to reports/tables/formats.def;
 *   3. `make bless` makes its golden cases in tests/golden/tables.
 */
#ifndef REPORTS_TABLE_H
#define REPORTS_TABLE_H

#include "base/arena.h"
#include "base/buf.h"
#include "schema/model/landscape.h"

enum column_type {
	COLUMN_TEXT,
	COLUMN_INTEGER,
	COLUMN_DECIMAL, /* text made of digits with '.' as point */
	COLUMN_DATE,    /* yyyymmdd */
	COLUMN_BOOL,
};

struct column {
	const char *name;  /* English key for CSV and JSON, never translated */
	const char *title; /* N_() for people */
	const char *unit;  /* N_() "pupils", "%" or ""; NULL is "" */
	enum column_type type;
};

enum value_state { VALUE_KNOWN, VALUE_UNKNOWN, VALUE_NOT_APPLICABLE };

struct value {
	enum value_state state;
	int64_t integer; /* INTEGER, DATE, BOOL */
	struct sv text;  /* TEXT, DECIMAL */
};

struct coverage_line {
	const char *key;     /* "schools_with_pupils" */
	const char *text;    /* N_(), for people */
	int64_t part, whole; /* part of whole; whole 0: just a count */
};

/* {0} plus a name is a valid, empty table. All memory is in mem. */
struct table {
	struct arena *mem;
	const char *name; /* the command's name, for JSON */
	int32_t as_of;    /* yyyymmdd or 0 */
	const struct column *column;
	uint32_t ncolumn;
	struct value *value; /* nrow * ncolumn */
	uint32_t nrow, cap;
	struct coverage_line *coverage;
	uint32_t ncoverage, coverage_cap;
	const char **warning; /* whole sentences, translated */
	uint32_t nwarning, warning_cap;
	const char **note; /* lines under the table, people only */
	uint32_t nnote, note_cap;
};

/* The columns are borrowed and outlive the table. */
void table_init(struct table *t, struct arena *mem, const char *name,
		const struct column *columns, uint32_t n);
/* Room for n rows, when their number is known beforehand. */
void table_reserve(struct table *t, uint32_t n);
/* A new row, every value unknown; the pointer is valid until the next. */
struct value *table_row(struct table *t);
struct value value_int(int64_t v);
struct value value_text(struct sv s); /* not copied; empty = unknown */
struct value value_str(const char *s);
struct value value_date(int32_t yyyymmdd); /* 0 = unknown */
struct value value_bool(bool b);
struct value value_na(void);
void table_warn(struct table *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void table_note(struct table *t, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void table_coverage(struct table *t, const char *key, const char *text,
		    int64_t part, int64_t whole);
/* The standard lines of a landscape, and its date: sources, boards, schools. */
void table_coverage_of(struct table *t, const struct landscape *l);

enum format {
#define FORMAT(ID, name, function) FORMAT_##ID,
#include "reports/tables/formats.def"
#undef FORMAT
	FORMATS,
};

struct render_options {
	enum format format;
	bool is_excel_nl; /* CSV with ; CRLF, BOM, decimal comma */
	bool is_raw;      /* cells that look like formulas are left alone */
	bool has_color;
	bool is_terminal; /* CSV goes to a screen: controls are shown */
	uint32_t width;   /* of the terminal; 0 = do not cut */
	uint32_t limit;   /* rows; 0 = all; the table says what it left out */
};

const char *format_name(enum format format);
bool format_from(struct sv name, enum format *ret);
/*
 * The whole result. CSV and TSV have no place for coverage, warnings and
 * notes: print table_remarks() to stderr beside them.
 */
void table_render(struct buf *out, const struct table *t,
		  const struct render_options *o);
/* Coverage, warnings and notes as lines for people; FORMAT_TABLE has them. */
void table_remarks(struct buf *out, const struct table *t,
		   const struct render_options *o);

/* 2026-11-23, or 23-11-2026 where the language writes the day first. */
void table_date(struct buf *out, int32_t date);
/* "0.5" with the decimal sign of the language. */
void table_decimal(struct buf *out, struct sv text);

/* What renderers share. */
typedef void table_renderer(struct buf *out, const struct table *t,
			    const struct render_options *o);
#define FORMAT(ID, name, function) table_renderer function;
#include "reports/tables/formats.def"
#undef FORMAT
/* Number of rows that a limit lets through. */
uint32_t table_shown(const struct table *t, const struct render_options *o);
/* A known value as data: ISO date, true/false, plain number. */
void
value_plain(struct buf *out, const struct column *c, const struct value *v);

#endif

/*
 * A result as rows and columns: what every command prints, in every format.
 * Renderers (reports/tables/) turn it into table, CSV, TSV, JSON or NDJSON.
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
	const char *unit;  /* N_() "pupils", "%" or "" */
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
	uint32_t ncoverage;
	const char **warning; /* whole sentences, translated */
	uint32_t nwarning;
	const char **note; /* lines under the table, people only */
	uint32_t nnote;
};

void table_init(struct table *t, struct arena *mem, const char *name,
		const struct column *columns, uint32_t n);
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
/* The standard lines of a landscape: sources, boards, schools, pupils. */
void table_coverage_of(struct table *t, const struct landscape *l);

enum format {
	FORMAT_TABLE,
	FORMAT_CSV,
	FORMAT_TSV,
	FORMAT_JSON,
	FORMAT_NDJSON,
};
struct render_options {
	enum format format;
	bool is_excel_nl; /* CSV with ; CRLF, BOM, decimal comma */
	bool is_raw;      /* cells that look like formulas are left alone */
	bool has_color;
	uint32_t width; /* of the terminal; 0 = do not cut */
	uint32_t limit; /* rows; 0 = all; the table says what it left out */
};

bool format_from(struct sv name, enum format *ret);
void table_render(struct buf *out, const struct table *t,
		  const struct render_options *o);

#endif

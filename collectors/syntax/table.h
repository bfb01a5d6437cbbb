/*
 * Tabular files (CSV, XLSX, ODS, FODS) as one stream of rows. The reader knows
 * encodings, separators, date systems and repeats; it knows no meaning.
 */
#ifndef COLLECTORS_SYNTAX_TABLE_H
#define COLLECTORS_SYNTAX_TABLE_H

#include "base/diag.h"
#include "collectors/syntax/input.h"

enum syntax {
	SYNTAX_UNKNOWN,
	SYNTAX_CSV,
	SYNTAX_XLSX,
	SYNTAX_ODS,
	SYNTAX_FODS,
	SYNTAX_ZIP, /* an archive of files, to be walked */
	SYNTAX_XML,
	SYNTAX_JSON,
	SYNTAX_JWT,     /* a signed token */
	SYNTAX_REFUSED, /* known, cannot be read: the message says what it is */
};

enum cell_type {
	CELL_EMPTY,
	CELL_TEXT,
	CELL_NUMBER, /* text is the shortest decimal, '.' as point */
	CELL_BOOL,   /* text is "true" or "false" */
	CELL_DATE,   /* text is ISO: 2026-11-24, or with T10:00:00 */
	CELL_ERROR,  /* text is the error, "#REF!" */
};

struct cell {
	enum cell_type type;
	uint32_t col;   /* from 1 */
	struct sv text; /* UTF-8, raw: not trimmed, not folded */
	/* Cells of one document with one number have one text; 0: none. */
	uint32_t shared;
};

struct row {
	uint32_t number;  /* sheet row, or physical line where it begins */
	uint32_t nrepeat; /* this row stands here so many times, >= 1 */
	uint32_t ncell;   /* non-empty cells, ascending col, no duplicates */
	uint32_t width;   /* CSV: fields on the line, empty ones included */
	bool is_hidden;
	const struct cell *cell; /* valid during the call */
};

struct sheet {
	uint32_t number; /* from 1, in workbook order */
	struct sv name;  /* empty for CSV */
	bool is_hidden;  /* hidden sheets are told of and not read */
	bool has_cells;  /* places are A1 cells; false for CSV lines */
	enum syntax syntax;
};

/* Callbacks; -1 with e set ends reading. A row always follows its sheet. */
struct table_handler {
	int (*sheet)(struct table_handler *h, const struct sheet *s,
		     struct err *e);
	int (*row)(struct table_handler *h, const struct row *r, struct err *e);
	/* Non-zero: enough of this sheet, go to the next (used by probes). */
	bool skip_sheet;
	/* Non-zero: enough altogether; table_read returns 0 at once. */
	bool stop;
};

/* What the bytes are. Names only break ties. O(head). */
enum syntax syntax_of(const struct input *in);
/* For SYNTAX_REFUSED: why, and what to do, as a message. */
const char *syntax_refusal(const struct input *in);

/*
 * Streams all rows of all visible sheets. Non-fatal remarks (hidden rows,
 * merged cells, error cells, odd dates) go to d, which may be NULL. Memory is
 * flat in the number of rows, shared strings of XLSX excepted.
 */
int table_read(const struct input *in, struct table_handler *h, struct diag *d,
	       struct err *e);

/* "AB" for 28; out has room for 4 bytes. Returns out. */
char *column_letters(uint32_t col, char out[4]);

#endif

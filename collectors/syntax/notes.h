/*
 * What a sheet is told about besides its rows: things that a person sees in a
 * spreadsheet program and a reader of rows would pass over in silence.
 */
#ifndef COLLECTORS_SYNTAX_NOTES_H
#define COLLECTORS_SYNTAX_NOTES_H

#include "collectors/syntax/table.h"

enum { NOTES_COLUMNS = 64 };

struct notes {
	const char *file, *sheet;   /* for messages, somebody else's */
	struct diag *d;             /* may be NULL: nothing is told */
	uint32_t last_row, max_col; /* with a cell */
	uint32_t hidden_rows, first_hidden;
	uint32_t merges;
	uint32_t hidden[NOTES_COLUMNS]; /* first column of each hidden range */
	uint32_t nhidden;
};

void notes_begin(struct notes *n, const char *file, const char *sheet,
		 struct diag *d);
/* Every row that is handed on, before or after. */
void notes_row(struct notes *n, const struct row *r);
/* Columns that are not shown, from `first` on. */
void notes_hidden_column(struct notes *n, uint32_t first);
/* A cell that is merged with rows below it. */
void notes_merge(struct notes *n, uint32_t row, uint32_t col);
/* A cell that holds "#REF!" instead of a value. */
void notes_error(struct notes *n, uint32_t row, uint32_t col, struct sv text);
/* The sheet itself is hidden and will not be read. */
void notes_hidden_sheet(struct notes *n);
/* The sheet ends: tells what is told once. */
void notes_end(struct notes *n);

#endif

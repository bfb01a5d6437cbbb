/* Messages about sheets. Told one by one up to a number, then counted. */
#include "collectors/syntax/notes.h"

#include "base/limits.h"
#include "collectors/syntax/rowbuf.h"

enum { MERGES_TOLD = 20, ERROR_BYTES = 20 };

void
notes_begin(struct notes *n, const char *file, const char *sheet,
	    struct diag *d)
{
	*n = (struct notes){ .file = file, .sheet = sheet, .d = d };
}

void
notes_row(struct notes *n, const struct row *r)
{
	if (r->cell[r->ncell - 1].col > n->max_col)
		n->max_col = r->cell[r->ncell - 1].col;
	n->last_row = r->number + r->nrepeat - 1;
	if (!r->is_hidden)
		return;
	if (n->hidden_rows == 0)
		n->first_hidden = r->number;
	n->hidden_rows += r->nrepeat;
}

void
notes_hidden_column(struct notes *n, uint32_t first)
{
	if (first && first <= LIMIT_COLUMNS && n->nhidden < NOTES_COLUMNS)
		n->hidden[n->nhidden++] = first;
}

void
notes_merge(struct notes *n, uint32_t row, uint32_t col)
{
	char name[CELL_NAME_SIZE];
	struct at at = cell_place(n->file, n->sheet, row, col, name);

	if (n->merges++ < MERGES_TOLD && n->d)
		diag_warn(n->d, &at,
			  "merged with rows below: only the first row has "
			  "this value (fill it in on every row if it belongs "
			  "there)");
}

void
notes_error(struct notes *n, uint32_t row, uint32_t col, struct sv text)
{
	char name[CELL_NAME_SIZE];
	struct at at = cell_place(n->file, n->sheet, row, col, name);
	struct buf shown = { 0 };

	if (!n->d)
		return;
	if (text.n > ERROR_BYTES)
		text.n = ERROR_BYTES;
	text_visible(&shown, text);
	diag_warn(n->d, &at, "the error '%.*s' instead of a value",
		  SV_ARG(buf_view(&shown)));
	buf_done(&shown);
}

void
notes_hidden_sheet(struct notes *n)
{
	struct at at = { .file = n->file, .part = n->sheet };

	if (n->d)
		diag_warn(n->d, &at,
			  "a hidden sheet, which was not read (show it first "
			  "if it belongs to the list)");
}

void
notes_end(struct notes *n)
{
	struct at at = { .file = n->file, .part = n->sheet };
	char letters[4];

	if (!n->d)
		return;
	if (n->hidden_rows)
		diag_warn(n->d, &at,
			  "hidden rows were read as well: %u, the first is "
			  "row %u",
			  n->hidden_rows, n->first_hidden);
	for (uint32_t i = 0; i < n->nhidden; i++)
		if (n->hidden[i] <= n->max_col)
			diag_warn(n->d, &at,
				  "hidden columns were read as well, from "
				  "column %s on",
				  column_letters(n->hidden[i], letters));
	if (n->merges > MERGES_TOLD)
		diag_warn(n->d, &at, "more cells merged over rows: %u",
			  n->merges - MERGES_TOLD);
}

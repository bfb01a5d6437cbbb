/* Rows of sheets and names of cells. Refuses no row: the caller judges it. */
#include "collectors/syntax/rowbuf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/sort.h"

void
rowbuf_clear(struct rowbuf *c)
{
	c->n = 0;
	c->is_disordered = false;
	buf_clear(&c->text);
}

void
rowbuf_done(struct rowbuf *c)
{
	free(c->cell);
	free(c->start);
	buf_done(&c->text);
	*c = (struct rowbuf){ .text.max = c->text.max };
}

static void
put(struct rowbuf *c, struct cell cell, size_t start)
{
	uint32_t n = c->n;

	if (n && c->cell[n - 1].col >= cell.col)
		c->is_disordered = true;
	VEC_ROOM(c->start, n, c->start_cap);
	VEC_ROOM(c->cell, n, c->cap);
	c->start[n] = start;
	c->cell[n] = cell;
	c->n++;
}

void
rowbuf_add_shared(struct rowbuf *c, uint32_t col, struct sv text,
		  uint32_t shared)
{
	put(c, (struct cell){ CELL_TEXT, col, text, shared }, SIZE_MAX);
}

void
rowbuf_add_own(struct rowbuf *c, enum cell_type type, uint32_t col,
	       size_t start)
{
	struct sv text = sv_n(NULL, c->text.n - start);

	put(c, (struct cell){ type, col, text, 0 }, start);
}

static int
by_column(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;

	return (x->col > y->col) - (x->col < y->col);
}

uint32_t
rowbuf_finish(struct rowbuf *c)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->start[i] != SIZE_MAX)
			c->cell[i].text.p = c->text.p + c->start[i];
	if (!c->is_disordered)
		return 0;
	sort(c->cell, c->n, sizeof(*c->cell), by_column);
	for (uint32_t i = 1; i < c->n; i++)
		if (c->cell[i].col == c->cell[i - 1].col)
			return c->cell[i].col;
	return 0;
}

bool
cell_parse(struct sv ref, uint32_t *ret_col, uint32_t *ret_row)
{
	uint32_t col = 0, row = 0;
	size_t i = 0;

	while (i < ref.n && i < 3 && ref.p[i] >= 'A' && ref.p[i] <= 'Z')
		col = col * 26 + (uint32_t)(ref.p[i++] - 'A' + 1);
	if (col == 0 || col > LIMIT_COLUMNS || i == ref.n || ref.n - i > 7 ||
	    ref.p[i] == '0')
		return false;
	for (; i < ref.n; i++) {
		if (ref.p[i] < '0' || ref.p[i] > '9')
			return false;
		row = row * 10 + (uint32_t)(ref.p[i] - '0');
	}
	if (row > LIMIT_ROWS)
		return false;
	*ret_col = col;
	*ret_row = row;
	return true;
}

struct at
cell_place(const char *file, const char *sheet, uint32_t row, uint32_t col,
	   char name[CELL_NAME_SIZE])
{
	struct at at = { .file = file, .part = sheet };
	char letters[4];

	if (col == 0) {
		at.line = row;
		return at;
	}
	snprintf(name, CELL_NAME_SIZE, "%s%u", column_letters(col, letters),
		 row);
	at.path = name;
	return at;
}

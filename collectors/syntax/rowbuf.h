/*
 * One row being put together, for the readers of sheets. No allocation for
 * each cell: texts that are the row's own go into one buffer.
 */
#ifndef COLLECTORS_SYNTAX_ROWBUF_H
#define COLLECTORS_SYNTAX_ROWBUF_H

#include "base/buf.h"
#include "collectors/syntax/table.h"

/* {0} with text.max set is a valid, empty row. */
struct rowbuf {
	struct cell *cell; /* heap; texts are right after rowbuf_finish() */
	size_t *start;     /* heap: of own texts; SIZE_MAX for others */
	uint32_t n, cap, start_cap;
	struct buf text;
	bool is_disordered; /* a column stood left of the one before it */
};

void rowbuf_clear(struct rowbuf *c);
void rowbuf_done(struct rowbuf *c);
/* A cell whose text outlives the row, and its number in the document. */
void rowbuf_add_shared(struct rowbuf *c, uint32_t col, struct sv text,
		       uint32_t shared);
/* A cell whose text is in c->text, from start to its end. */
void rowbuf_add_own(struct rowbuf *c, enum cell_type type, uint32_t col,
		    size_t start);
/*
 * Makes all texts point where they are, in ascending columns. Returns a
 * column that stands there twice, or 0. O(cells), O(n log n) out of order.
 */
uint32_t rowbuf_finish(struct rowbuf *c);

/* The cell "AB12"; false when it is not one, or past the limits. */
bool cell_parse(struct sv ref, uint32_t *ret_col, uint32_t *ret_row);

enum { CELL_NAME_SIZE = 16 };

/*
 * The place "file:sheet:B12"; name has to live as long as the place does.
 * col 0: the row only.
 */
struct at cell_place(const char *file, const char *sheet, uint32_t row,
		     uint32_t col, char name[CELL_NAME_SIZE]);

#endif

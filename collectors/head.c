/*
 * The head of a document, for probes: the first rows of every sheet, cleaned
 * and folded, which are for finding the header too; or the tree of JSON. Reads
 * no more than it keeps.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "collectors/collector.h"
#include "collectors/syntax/json.h"

struct head_reader {
	struct table_handler handler; /* first */
	struct head *head;
	struct head_sheet *sheet; /* heap until the end */
	uint32_t nsheet, cap;
	uint32_t row_cap; /* of the last sheet; heap */
};

static int
head_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct head_reader *r = (struct head_reader *)h;

	(void)e;
	h->skip_sheet = false;
	VEC_ROOM(r->sheet, r->nsheet, r->cap);
	r->sheet[r->nsheet++] =
		(struct head_sheet){ .number = s->number,
				     .name = arena_sv(r->head->mem, s->name) };
	r->row_cap = 0;
	return 0;
}

static void
take_cells(struct head_reader *r, const struct row *from, struct head_row *to)
{
	struct arena *mem = r->head->mem;
	uint32_t n = from->ncell;

	if (n > LIMIT_CSV_COLUMNS)
		n = LIMIT_CSV_COLUMNS;
	to->cell = ARENA_ARRAY(mem, n, struct head_cell);
	for (uint32_t i = 0; i < n; i++) {
		const struct cell *c = &from->cell[i];
		struct head_cell *x = &to->cell[to->ncell];
		struct sv text = text_clean(mem, c->text);

		/* a text this long is no header and no title */
		if (text.n == 0 || text.n > LIMIT_NAME_BYTES)
			continue;
		x->col = c->col;
		x->type = c->type;
		x->text = arena_sv(mem, text);
		x->folded = text_fold_header(mem, text);
		to->ncell++;
	}
}

static int
head_row(struct table_handler *h, const struct row *row, struct err *e)
{
	struct head_reader *r = (struct head_reader *)h;
	struct head_sheet *s = &r->sheet[r->nsheet - 1];
	struct head_row *to;

	(void)e;
	if (row->ncell) {
		VEC_ROOM(s->row, s->nrow, r->row_cap);
		to = &s->row[s->nrow++];
		*to = (struct head_row){ .number = row->number };
		take_cells(r, row, to);
	}
	h->skip_sheet = s->nrow == LIMIT_HEADER_ROWS;
	return 0;
}

/* Moves what was read from the heap to the head's arena. */
static void
keep(struct head_reader *r)
{
	struct head *h = r->head;

	h->nsheet = r->nsheet;
	h->sheet = ARENA_ARRAY(h->mem, r->nsheet, struct head_sheet);
	for (uint32_t i = 0; i < r->nsheet; i++) {
		struct head_sheet *s = &h->sheet[i];
		struct head_row *row = r->sheet[i].row;

		*s = r->sheet[i];
		s->row = ARENA_ARRAY(h->mem, s->nrow, struct head_row);
		if (s->nrow)
			memcpy(s->row, row, s->nrow * sizeof(*row));
		free(row);
	}
	free(r->sheet);
}

int
head_read(const struct input *in, struct arena *mem, struct head *ret,
	  struct err *e)
{
	struct head_reader r = {
		.handler = { head_sheet, head_row, false, false }, .head = ret
	};
	int rc = 0;

	*ret = (struct head){ .syntax = syntax_of(in), .in = in, .mem = mem };
	switch (ret->syntax) {
	case SYNTAX_CSV:
	case SYNTAX_XLSX:
	case SYNTAX_ODS:
	case SYNTAX_FODS: rc = table_read(in, &r.handler, NULL, e); break;
	case SYNTAX_JSON: rc = json_read(in, &ret->json, e); break;
	case SYNTAX_UNKNOWN:
	case SYNTAX_ZIP:
	case SYNTAX_XML:
	case SYNTAX_JWT:
	case SYNTAX_REFUSED: break;
	}
	keep(&r);
	return rc;
}

void
head_done(struct head *h)
{
	json_done(&h->json);
}

/*
 * What every table reader promises, whatever the bytes: the same outcome
 * twice, rows and columns in ascending order, valid UTF-8 within the limits,
 * rows only behind their sheet, a reason when it refuses.
 */
#ifndef TESTS_FUZZ_ROWS_H
#define TESTS_FUZZ_ROWS_H

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "collectors/syntax/table.h"

#define MUST(claim)                                                            \
	do {                                                                   \
		if (!(claim))                                                  \
			abort();                                               \
	} while (0)

struct rows {
	struct table_handler h; /* first */
	uint64_t hash, cells, repeated;
	uint32_t sheets, last_row;
	bool in_sheet, is_hidden;
};

static inline void
rows_mix(struct rows *r, struct sv s)
{
	r->hash = (r->hash ^ sv_hash(s)) * 0x100000001b3ull + s.n;
}

static inline int
rows_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct rows *r = (struct rows *)h;

	(void)e;
	MUST(s->number > r->sheets && s->number <= LIMIT_SHEETS);
	MUST(text_utf8_bad(s->name) < 0 && s->name.n <= LIMIT_NAME_BYTES);
	r->sheets = s->number;
	r->last_row = 0;
	r->in_sheet = true;
	r->is_hidden = s->is_hidden;
	rows_mix(r, s->name);
	return 0;
}

static inline int
rows_row(struct table_handler *h, const struct row *row, struct err *e)
{
	struct rows *r = (struct rows *)h;
	uint32_t col = 0;

	(void)e;
	MUST(r->in_sheet && !r->is_hidden);
	MUST(row->number > r->last_row && row->nrepeat >= 1);
	r->last_row = row->number + (row->nrepeat - 1);
	MUST(r->last_row >= row->number);
	for (uint32_t i = 0; i < row->ncell; i++) {
		const struct cell *c = &row->cell[i];

		MUST(c->col > col && c->col <= LIMIT_COLUMNS);
		MUST(c->type > CELL_EMPTY && c->type <= CELL_ERROR);
		MUST(c->text.n && c->text.n <= LIMIT_CELL_BYTES);
		MUST(sv_trim(c->text).n);
		MUST(text_utf8_bad(c->text) < 0);
		MUST(memchr(c->text.p, '\0', c->text.n) == NULL);
		col = c->col;
		rows_mix(r, c->text);
	}
	r->cells += row->ncell;
	if (row->nrepeat > 1)
		r->repeated += (uint64_t)row->nrepeat * row->ncell;
	return 0;
}

/* One reading; its outcome as a number. */
static inline uint64_t
rows_read(const char *name, struct sv bytes)
{
	struct rows r = { .h = { rows_sheet, rows_row, false, false } };
	struct arena mem = { 0 };
	struct diag d = { 0 };
	struct err e = { 0 };
	struct input in;

	MUST(input_from_bytes(&in, name, bytes, &mem, &e) == 0);
	if (table_read(&in, &r.h, &d, &e)) {
		MUST(e.kind != ERR_NONE && e.msg[0]);
		rows_mix(&r, sv(e.where));
		rows_mix(&r, sv(e.msg));
	} else {
		MUST(e.kind == ERR_NONE);
	}
	MUST(text_utf8_bad(sv(e.msg)) < 0);
	for (uint32_t i = 0; i < d.n; i++)
		rows_mix(&r, sv(d.message[i].text));
	rows_mix(&r, sv_n((const char *)&r.cells, sizeof(r.cells)));
	input_done(&in);
	diag_done(&d);
	arena_done(&mem);
	return r.hash;
}

static inline void
rows_twice(const char *name, struct sv bytes)
{
	MUST(rows_read(name, bytes) == rows_read(name, bytes));
}

#endif

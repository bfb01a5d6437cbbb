/*
 * CSV: the promises of rows.h, and that lines add up: rows begin on ascending
 * lines of the file, no more than it has, and each has the fields it counts.
 */
#include <stdint.h>

#include "collectors/syntax/csv.h"
#include "tests/fuzz/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct count {
	struct table_handler h; /* first */
	uint64_t rows;
	uint32_t line;
};

static int
count_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	(void)h;
	(void)e;
	MUST(s->number == 1 && s->syntax == SYNTAX_CSV && !s->has_cells);
	return 0;
}

static int
count_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct count *c = (struct count *)h;

	(void)e;
	MUST(r->width >= r->ncell && r->width <= LIMIT_CSV_COLUMNS);
	MUST(r->ncell == 0 || r->cell[r->ncell - 1].col <= r->width);
	MUST(r->number > c->line && r->nrepeat == 1 && !r->is_hidden);
	c->line = r->number;
	c->rows++;
	return 0;
}

/* Lines add up: no row begins past the last line, one line holds one row. */
static void
check_lines(struct sv bytes)
{
	struct count c = { .h = { count_sheet, count_row, false, false } };
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct input in;
	uint64_t ends = 1;

	for (size_t i = 0; i < bytes.n; i++)
		ends += bytes.p[i] == '\n' || bytes.p[i] == '\r';
	MUST(input_from_bytes(&in, "x", bytes, &mem, &e) == 0);
	if (csv_read(&in, &c.h, NULL, &e) == 0) {
		MUST(c.rows <= ends);
		MUST(c.line <= ends);
	}
	input_done(&in);
	arena_done(&mem);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = sv_n((const char *)data, size);

	if (size > 256 * 1024)
		return 0;
	rows_twice("x.csv", bytes);
	check_lines(bytes);
	return 0;
}

/*
 * Prints what a table reader gives, as TSV:
 *   table_dump [-n] [-t] FILE
 * one line "#SHEET NUMBER NAME" for each sheet, then for each row its number
 * ("12x3" when it repeats) and its cells; -t puts the type in front of each
 * cell (t n b d e), -n prints only the totals. Messages go to stderr. Exits 3
 * when the file is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/syntax/table.h"

struct dump {
	struct table_handler h; /* first */
	bool quiet, typed;
	uint64_t sheets, rows, cells, bytes;
};

static void
print_text(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == '\\' || c == '\t' || c == '\n' || c == '\r')
			printf("\\%c", c == '\t'   ? 't'
				       : c == '\n' ? 'n'
				       : c == '\r' ? 'r'
						   : c);
		else
			putchar(c);
	}
}

static int
on_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct dump *d = (struct dump *)h;

	(void)e;
	d->sheets++;
	if (d->quiet)
		return 0;
	printf("#SHEET\t%u\t", s->number);
	print_text(s->name);
	puts(s->is_hidden ? "\thidden" : "");
	return 0;
}

static int
on_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct dump *d = (struct dump *)h;
	uint32_t col = 1;

	(void)e;
	d->rows += r->nrepeat;
	d->cells += (uint64_t)r->ncell * r->nrepeat;
	for (uint32_t i = 0; i < r->ncell; i++)
		d->bytes += r->cell[i].text.n;
	if (d->quiet)
		return 0;
	printf("%u", r->number);
	if (r->nrepeat > 1)
		printf("x%u", r->nrepeat);
	if (r->is_hidden)
		putchar('h');
	for (uint32_t i = 0; i < r->ncell; i++) {
		for (; col <= r->cell[i].col; col++)
			putchar('\t');
		if (d->typed)
			printf("%c:", "-tnbde"[r->cell[i].type]);
		print_text(r->cell[i].text);
	}
	putchar('\n');
	return 0;
}

static void
print_messages(const struct diag *d)
{
	static const char *const level[] = { "note", "warning", "refused" };

	for (uint32_t i = 0; i < d->n; i++)
		fprintf(stderr, "%s: %s: %s\n", d->message[i].where,
			level[d->message[i].level], d->message[i].text);
}

int
main(int argc, char **argv)
{
	struct dump d = { .h = { on_sheet, on_row, false, false } };
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct err e = { 0 };
	struct input in;
	int i = 1, rc;

	for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		d.quiet = d.quiet || strcmp(argv[i], "-n") == 0;
		d.typed = d.typed || strcmp(argv[i], "-t") == 0;
	}
	if (i + 1 != argc) {
		fprintf(stderr, "usage: table_dump [-n] [-t] FILE\n");
		return 2;
	}
	rc = input_open(&in, argv[i], false, &mem, &e);
	if (rc == 0) {
		rc = table_read(&in, &d.h, &diag, &e);
		input_done(&in);
	}
	print_messages(&diag);
	if (rc)
		fprintf(stderr, "%s: %s\n", e.where, e.msg);
	else if (d.quiet)
		printf("%llu sheets %llu rows %llu cells %llu bytes\n",
		       (unsigned long long)d.sheets, (unsigned long long)d.rows,
		       (unsigned long long)d.cells,
		       (unsigned long long)d.bytes);
	diag_done(&diag);
	arena_done(&mem);
	return rc ? 3 : 0;
}

/*
 * Prints what a collector makes of one document, as lines of TAB-separated
 * words: the collector, its messages, and every record in order. For golden
 * tests, and for looking.
 *
 *	facts_dump [--as KIND] [--board NUMBER] [--map FILE] [--write-map]
 *	           [--allow-expired] FILE
 *
 * Names stand in the place of refs ("product:Magister"), silent columns are
 * left out, dates are as they are stored. Exits 0, 3 when something was
 * refused, 2 for wrong usage.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "collectors/confine.h"
#include "collectors/mapping.h"

struct dump {
	struct sink sink; /* first */
	struct arena mem;
	struct sv *name; /* by ref; heap */
	uint32_t n, cap;
	uint32_t nsaid; /* names of which it was printed how often */
};

/* TAB, line ends and backslashes would break the lines. */
static void
print(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\t')
			fputs("\\t", stdout);
		else if (s.p[i] == '\n')
			fputs("\\n", stdout);
		else if (s.p[i] == '\\')
			fputs("\\\\", stdout);
		else
			putchar(s.p[i]);
	}
}

static void
print_place(struct place p)
{
	printf("\t%u:%u:%u", p.part, p.row, p.col);
}

static void
dump_node(struct dump *d, const struct node_record *n)
{
	struct buf b = { 0 };

	buf_printf(&b, "%s:%.*s", node_kind_name(n->kind), SV_ARG(n->name));
	if (n->name.n == 0 && n->nkeys)
		buf_sv(&b, n->key[0].value);
	VEC_ROOM(d->name, d->n, d->cap);
	d->name[d->n++] = arena_sv(&d->mem, buf_view(&b));
	buf_done(&b);
	printf("node");
	print_place(n->place);
	putchar('\t');
	print(d->name[d->n - 1]);
	for (uint32_t i = 0; i < n->nkeys; i++) {
		printf("\t%s=", key_scheme_name(n->key[i].scheme));
		print(n->key[i].value);
	}
	if (n->scope)
		printf("\twithin=%.*s", SV_ARG(d->name[n->scope - 1]));
	putchar('\n');
}

static void
dump_fact(struct dump *d, const struct fact_record *f)
{
	const struct fact_shape *shape = fact_shape(f->kind);

	printf("%s", shape->table);
	print_place(f->place);
	printf("\t%s", rung_name(f->rung));
	if (f->valid_from || f->valid_to)
		printf("\tvalid=%d..%d", f->valid_from, f->valid_to);
	for (int i = 0; shape->ref[i]; i++) {
		if (f->ref[i] == 0)
			continue;
		printf("\t%s=", shape->ref[i]);
		print(d->name[f->ref[i] - 1]);
	}
	for (int i = 0; shape->num[i]; i++)
		if (f->num[i] != FACT_SILENT)
			printf("\t%s=%lld", shape->num[i],
			       (long long)f->num[i]);
	for (int i = 0; shape->text[i]; i++) {
		if (f->text[i].n == 0)
			continue;
		printf("\t%s=", shape->text[i]);
		print(f->text[i]);
	}
	putchar('\n');
}

static void
dump_said(struct dump *d, uint32_t times)
{
	printf("said\t%u\t", times);
	print(d->name[d->nsaid++]);
	putchar('\n');
}

/* Of names before this ref nothing was sent: they stand there once. */
static void
dump_said_once(struct dump *d, uint32_t ref)
{
	while (d->nsaid + 1 < ref)
		dump_said(d, 1);
}

static int
dump_put(struct sink *s, const struct record *r, struct err *e)
{
	struct dump *d = (struct dump *)s;

	(void)e;
	switch (r->type) {
	case RECORD_PART:
		printf("part\t%u\t", r->part.part);
		print(r->part.name);
		printf("\t%s\n",
		       (const char *const[]){ "lines", "cells", "xpath",
					      "pointer" }[r->part.style]);
		break;
	case RECORD_COLUMN:
		printf("column\t%u:%u\t", r->column.part, r->column.col);
		print(r->column.field);
		putchar('\t');
		print(r->column.header);
		putchar('\n');
		break;
	case RECORD_NODE: dump_node(d, &r->node); break;
	case RECORD_SAID:
		dump_said_once(d, r->said.ref);
		dump_said(d, r->said.times);
		break;
	case RECORD_FACT: dump_fact(d, &r->fact); break;
	case RECORD_TALLY:
		dump_said_once(d, d->n + 1);
		printf("tally\tread=%llu\tused=%llu\trefused=%llu\t"
		       "empty=%llu\n",
		       (unsigned long long)r->tally.read,
		       (unsigned long long)r->tally.used,
		       (unsigned long long)r->tally.refused,
		       (unsigned long long)r->tally.empty);
		break;
	}
	return 0;
}

static int
chosen(void *ctx, const struct collector *c, bool *ret_stop, struct err *e)
{
	(void)ctx;
	(void)ret_stop;
	(void)e;
	printf("collector\t%s\n", c->name);
	return 0;
}

static void
dump_messages(const struct diag *d)
{
	static const char *const levels[] = { "note", "warning", "refused" };

	for (uint32_t i = 0; i < d->n; i++)
		printf("%s\t%s\t%s\n", levels[d->message[i].level],
		       d->message[i].where, d->message[i].text);
}

static struct sv
read_all(const char *path, struct arena *mem, struct err *e)
{
	struct input in;
	char *p;

	if (input_open(&in, path, false, mem, e))
		return SV_NONE;
	p = arena_alloc(mem, in.size + 1);
	if (input_read(&in, p, in.size, 0) != (ssize_t)in.size)
		err_set(e, ERR_IO, NULL, "cannot read %s", path);
	input_done(&in);
	return sv_n(p, in.size);
}

static int
dump(struct dump *d, struct import *im, const char *path, const char *as,
     struct err *e)
{
	struct input in;
	int rc;

	if (input_open(&in, path, false, &d->mem, e))
		return -1;
	im->in = &in;
	rc = collector_run(im, as, chosen, NULL, e);
	input_done(&in);
	return rc;
}

static int
usage(void)
{
	fputs("usage: facts_dump [--as KIND] [--board NUMBER] [--map FILE] "
	      "[--write-map] [--allow-expired] FILE\n",
	      stderr);
	return 2;
}

int
main(int argc, char **argv)
{
	struct dump d = { .sink.put = dump_put };
	struct diag diag = { 0 };
	struct buf mapping = { 0 };
	struct mapping map;
	struct err e = { 0 };
	struct import im = { .sink = &d.sink,
			     .diag = &diag,
			     .mem = &d.mem,
			     .today = date_today() };
	const char *as = NULL;
	int i = 1, rc;

	setlocale(LC_CTYPE, "");
	for (; i < argc && argv[i][0] == '-'; i++) {
		if (strcmp(argv[i], "--write-map") == 0)
			im.ret_mapping = &mapping;
		else if (strcmp(argv[i], "--allow-expired") == 0)
			im.allow_expired = true;
		else if (strcmp(argv[i], "--as") == 0 && i + 1 < argc)
			as = argv[++i];
		else if (strcmp(argv[i], "--board") == 0 && i + 1 < argc)
			im.board = sv(argv[++i]);
		else if (strcmp(argv[i], "--map") == 0 && i + 1 < argc &&
			 mapping_read(read_all(argv[i + 1], &d.mem, &e),
				      argv[i + 1], &d.mem, &map, &e) == 0)
			im.mapping = &map, i++;
		else
			break;
	}
	if (i + 1 != argc && e.kind == ERR_NONE)
		return usage();
	rc = e.kind ? -1 : dump(&d, &im, argv[i], as, &e);
	dump_messages(&diag);
	if (im.ret_as_of)
		printf("as of\t%d\n", im.ret_as_of);
	if (im.ret_series)
		printf("series\t%s\n", im.ret_series);
	if (mapping.n)
		printf("%s", mapping.p);
	if (rc)
		printf("error\t%s\t%s\n", e.where, e.msg);
	buf_done(&mapping);
	rc = rc || diag.count[DIAG_REFUSE] ? 3 : 0;
	diag_done(&diag);
	free(d.name);
	arena_done(&d.mem);
	return rc;
}

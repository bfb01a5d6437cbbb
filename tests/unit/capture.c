/* Facts as text, for tests of collectors. See capture.h. */
#include "tests/unit/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void
take_node(struct capture *c, const struct node_record *n)
{
	const char *kind = node_kind_name(n->kind);
	const char *scope = n->scope ? c->label[n->scope] : "";
	struct buf b = { 0 };

	VEC_ROOM(c->label, c->nlabel, c->cap);
	buf_printf(&b, "%s:", kind);
	if (n->nkeys)
		buf_sv(&b, n->key[0].value);
	for (uint32_t i = 1; i < n->nkeys; i++)
		buf_printf(&b, "+%s:%.*s", key_scheme_name(n->key[i].scheme),
			   SV_ARG(n->key[i].value));
	if (n->nkeys && n->name.n)
		buf_char(&b, '=');
	if (n->scope)
		buf_printf(&b, "%s/", scope);
	buf_sv(&b, n->name);
	c->label[n->ref] = arena_sv(&c->mem, buf_view(&b)).p;
	c->nlabel = n->ref + 1;
	buf_done(&b);
}

static void
take_fact(struct capture *c, const struct fact_record *f)
{
	const struct fact_shape *s = fact_shape(f->kind);
	struct buf *b = &c->text;

	c->facts[f->kind]++;
	buf_str(b, s->table);
	for (int i = 0; s->ref[i]; i++)
		if (f->ref[i])
			buf_printf(b, " %s=%s", s->ref[i], c->label[f->ref[i]]);
	for (int i = 0; s->num[i]; i++)
		if (f->num[i] != FACT_SILENT)
			buf_printf(b, " %s=%lld", s->num[i],
				   (long long)f->num[i]);
	for (int i = 0; s->text[i]; i++)
		if (f->text[i].n)
			buf_printf(b, " %s='%.*s'", s->text[i],
				   SV_ARG(f->text[i]));
	if (f->rung != RUNG_DECLARED)
		buf_printf(b, " %s", rung_name(f->rung));
	if (f->valid_from || f->valid_to)
		buf_printf(b, " %d..%d", f->valid_from, f->valid_to);
	buf_printf(b, " @%u:%u\n", f->place.row, f->place.col);
}

static int
put(struct sink *sink, const struct record *r, struct err *e)
{
	struct capture *c = (struct capture *)sink;

	(void)e;
	switch (r->type) {
	case RECORD_NODE: take_node(c, &r->node); break;
	case RECORD_FACT: take_fact(c, &r->fact); break;
	case RECORD_TALLY: c->tally = r->tally; break;
	case RECORD_PART:
	case RECORD_COLUMN:
	case RECORD_SAID: break;
	}
	return 0;
}

static void
run(struct capture *c, const struct collector *k, const char *board)
{
	c->nlabel = 1;
	c->cap = 1024;
	c->label = mem_realloc(NULL, c->cap, sizeof(*c->label));
	c->im = (struct import){ .in = &c->in,
				 .sink = &c->sink,
				 .diag = &c->diag,
				 .mem = &c->mem,
				 .board = sv(board) };
	c->rc = k->import(&c->im, &c->e);
}

void
capture_bytes(struct capture *c, const struct collector *k, const char *name,
	      struct sv bytes)
{
	*c = (struct capture){ .sink.put = put };
	c->rc = input_from_bytes(&c->in, name, bytes, &c->mem, &c->e);
	if (c->rc == 0)
		run(c, k, NULL);
}

void
capture_with_board(struct capture *c, const struct collector *k,
		   const char *board, struct sv bytes)
{
	*c = (struct capture){ .sink.put = put };
	c->rc = input_from_bytes(&c->in, "t.csv", bytes, &c->mem, &c->e);
	if (c->rc == 0)
		run(c, k, board);
}

void
capture_file(struct capture *c, const struct collector *k, const char *path)
{
	*c = (struct capture){ .sink.put = put };
	c->rc = input_open(&c->in, path, false, &c->mem, &c->e);
	if (c->rc == 0)
		run(c, k, NULL);
}

void
capture_done(struct capture *c)
{
	if (c->in.fd > 0) /* 0: nothing was captured, a test was skipped */
		input_done(&c->in);
	diag_done(&c->diag);
	buf_done(&c->text);
	free(c->label);
	arena_done(&c->mem);
}

bool
capture_has(const struct capture *c, const char *line)
{
	struct sv rest = buf_view(&c->text), one;

	while (sv_split(&rest, '\n', &one))
		if (sv_is(one, line))
			return true;
	return false;
}

const char *
capture_messages(struct capture *c, enum diag_level level)
{
	struct buf b = { 0 };
	const char *text;

	for (uint32_t i = 0; i < c->diag.n; i++)
		if (c->diag.message[i].level == level)
			buf_printf(&b, "%s: %s\n", c->diag.message[i].where,
				   c->diag.message[i].text);
	text = arena_sv(&c->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

const char *
shared_file(const char *path, char *out, size_t size)
{
	const char *root = getenv("LANDSCHAP_SHARED");

	snprintf(out, size, "%s/%s", root ? root : "../shared", path);
	if (access(out, R_OK) == 0)
		return out;
	fprintf(stderr, "skipped: %s is not there (LANDSCHAP_SHARED)\n", out);
	return NULL;
}

/*
 * Reading probabilities of failing, in a child, since the file is foreign.
 * Refuses to guess: what may fail needs a row, or a row "*" for the others.
 */
#include "cli/probabilities.h"

#include <stddef.h>
#include <stdio.h>

#include "base/text.h"
#include "collectors/confine.h"
#include "collectors/syntax/table.h"

enum { DECIMALS = 15 };
static const int64_t ONE = 1000000000000000; /* 10^DECIMALS */

struct reading {
	struct confined confined; /* first */
	struct table_handler handler;
	/* In the child. */
	struct confine_out *out;
	const char *file;
	uint32_t name_col, number_col; /* 0: header not seen yet */
	struct arena mem;
	/* In the parent. */
	struct cli *c;
	const struct landscape *l;
	const bool *is_event;
	struct probabilities *p;
	double others; /* of "*"; negative: no such row */
};

static struct reading *
reading_of(struct table_handler *h)
{
	return (struct reading *)((char *)h -
				  offsetof(struct reading, handler));
}

static int
read_header(struct reading *r, const struct row *row, struct err *e)
{
	struct at at = { .file = r->file, .line = row->number };

	for (uint32_t i = 0; i < row->ncell; i++) {
		struct sv h = text_fold_header(&r->mem, row->cell[i].text);

		if (sv_is(h, "name"))
			r->name_col = row->cell[i].col;
		else if (sv_is(h, "probability"))
			r->number_col = row->cell[i].col;
	}
	if (r->name_col && r->number_col)
		return 0;
	return err_set(e, ERR_INPUT, &at,
		       "no columns 'name' and 'probability' (expected both in "
		       "the first row)");
}

/* Sends the place, the name and the number as they are. */
static int
on_row(struct table_handler *h, const struct row *row, struct err *e)
{
	struct reading *r = reading_of(h);
	struct frame frame = { .type = FRAME_MESSAGE, .level = DIAG_NOTE };
	struct at at = { .file = r->file, .line = row->number };
	struct sv name = SV_NONE, number = SV_NONE;
	char where[160];

	if (!r->name_col)
		return read_header(r, row, e);
	for (uint32_t i = 0; i < row->ncell; i++) {
		if (row->cell[i].col == r->name_col)
			name = text_clean(&r->mem, row->cell[i].text);
		if (row->cell[i].col == r->number_col)
			number = text_clean(&r->mem, row->cell[i].text);
	}
	if (row->ncell == 0)
		return 0;
	at_format(&at, where, sizeof(where));
	frame.where = sv(where);
	frame.text = sv(arena_printf(&r->mem, "%.*s\x1f%.*s", SV_ARG(number),
				     SV_ARG(name)));
	return confine_send(r->out, &frame, e);
}

static int
on_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct reading *r = reading_of(h);

	(void)s;
	(void)e;
	r->name_col = r->number_col = 0;
	return 0;
}

static int
read_inside(struct confined *w, const struct input *in, struct confine_out *out,
	    struct err *e)
{
	struct reading *r = (struct reading *)w;

	r->out = out;
	r->file = in->name;
	return table_read(in, &r->handler, NULL, e);
}

/* A number from 0 to 1, with a point or a comma. */
static bool
number_from(struct sv s, double *ret)
{
	int64_t v;

	if (!sv_fixed(s, '.', DECIMALS, &v) && !sv_fixed(s, ',', DECIMALS, &v))
		return false;
	if (v < 0 || v > ONE)
		return false;
	*ret = (double)v / (double)ONE;
	return true;
}

static int
take_name(struct reading *r, struct sv name, double p, const struct at *at,
	  struct err *e)
{
	uint32_t node;

	if (sv_is(name, "*")) {
		if (r->others >= 0)
			return err_set(e, ERR_INPUT, at,
				       "'*' stands there twice (expected one "
				       "row)");
		r->others = p;
		return 0;
	}
	if (cli_find_node(r->c, r->l, arena_sv(&r->c->mem, name).p,
			  1u << NODE_PRODUCT | 1u << NODE_ORGANISATION |
				  1u << NODE_COUNTRY,
			  &node, e)) {
		snprintf(e->where, sizeof(e->where), "%s", at->file);
		e->kind = ERR_INPUT;
		return -1;
	}
	if (r->p->is_given[node])
		return err_set(e, ERR_INPUT, at,
			       "'%.*s' stands there twice (expected one row "
			       "for each)",
			       SV_ARG(name));
	r->p->is_given[node] = true;
	r->p->of[node] = p;
	if (!r->is_event[node] && r->p->nunused++ == 0)
		r->p->unused = node;
	return 0;
}

static int
take_row(struct confined *w, const struct frame *frame, bool *ret_stop,
	 struct err *e)
{
	struct reading *r = (struct reading *)w;
	struct sv name = frame->text, number;
	char where[160];
	struct at at = { .file = where };
	double p;

	(void)ret_stop;
	if (frame->type != FRAME_MESSAGE || !sv_split(&name, '\x1f', &number))
		return 0;
	snprintf(where, sizeof(where), "%.*s", SV_ARG(frame->where));
	if (name.n == 0)
		return err_set(e, ERR_INPUT, &at,
			       "a probability without a name (expected a "
			       "product, organisation, country or '*')");
	if (!number_from(number, &p))
		return err_set(e, ERR_INPUT, &at,
			       "not a probability: '%.*s' (expected a number "
			       "from 0 to 1, such as 0.01)",
			       SV_ARG(number));
	return take_name(r, name, p, &at, e);
}

/* What may fail and has no row gets that of "*". */
static int
fill_others(struct reading *r, const char *path, uint32_t nnode, struct err *e)
{
	uint32_t missing = 0, first = 0;
	struct at at = { .file = path };

	for (uint32_t i = 0; i < nnode; i++) {
		if (r->p->is_given[i])
			continue;
		r->p->of[i] = r->others < 0 ? 0 : r->others;
		if (r->is_event[i] && r->others < 0 && missing++ == 0)
			first = i;
	}
	if (!missing)
		return 0;
	return err_set(e, ERR_INPUT, &at,
		       "no probability of '%s', nor of %u others (expected a "
		       "row for each, or '*' for all others)",
		       r->l->node[first].name, missing - 1);
}

int
probabilities_read(struct cli *c, const struct landscape *l, const char *path,
		   const bool *is_event, uint32_t nnode,
		   struct probabilities *ret, struct err *e)
{
	struct reading r = {
		.confined = { read_inside, take_row },
		.handler = { on_sheet, on_row, false, false },
		.c = c,
		.l = l,
		.is_event = is_event,
		.p = ret,
		.others = -1,
	};
	struct input in;
	int rc;

	*ret = (struct probabilities){
		.of = ARENA_ARRAY(&c->mem, nnode, double),
		.is_given = ARENA_ARRAY(&c->mem, nnode, bool),
	};
	if (input_open(&in, path, false, &c->mem, e))
		return -1;
	rc = confine_run(&r.confined, &in, e);
	if (rc == 0)
		rc = fill_others(&r, in.name, nnode, e);
	input_done(&in);
	arena_done(&r.mem);
	return rc;
}

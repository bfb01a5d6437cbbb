/*
 * landschap review: names that may be one thing. Lists them, and writes a
 * person's verdicts: all that are given, or none.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "cli/cli.h"
#include "collectors/confine.h"

const struct option options_review[] = {
	{ "state", 0, OPTION_TEXT, N_("STATE"),
	  N_("open (else), assumed, accepted, rejected or all") },
	{ "accept", 0, OPTION_LIST, N_("ID"), N_("these are one thing") },
	{ "reject", 0, OPTION_LIST, N_("ID"), N_("these are two things") },
	{ "from", 0, OPTION_TEXT, N_("FILE"),
	  N_("verdicts from a table with columns id and decision (accept, "
	     "reject or empty)") },
	{ NULL },
};

const struct help help_review = {
	N_("Pairs of names that look alike. Nothing is joined by itself: "
	   "accept says that two names are one thing, reject that they are "
	   "not. Names that were taken for one because they are equal are "
	   "'assumed' and can be rejected. Every verdict is a line in the log "
	   "that can be undone."),
	{
		{ "landschap review", N_("what waits for a verdict") },
		{ "landschap review --accept r-4f2a91c7 --reject r-0b11d2e3",
		  N_("decide two pairs") },
		{ "landschap review -f csv -o pairs.csv",
		  N_("fill in the column decision of this file, then:") },
		{ "landschap review --from pairs.csv",
		  N_("take all verdicts of the file, or none") },
	},
};

static const struct column columns[] = {
	{ "id", N_("pair"), "", COLUMN_TEXT },
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "a", N_("name"), "", COLUMN_TEXT },
	{ "b", N_("other name"), "", COLUMN_TEXT },
	{ "score", N_("likeness"), N_("of 1000"), COLUMN_INTEGER },
	{ "why", N_("why"), "", COLUMN_TEXT },
	{ "state", N_("state"), "", COLUMN_TEXT },
	{ "decision", N_("decision"), "", COLUMN_TEXT },
	{ "import", N_("import"), "", COLUMN_INTEGER },
	{ "a_key", N_("known as"), "", COLUMN_TEXT },
	{ "b_key", N_("other known as"), "", COLUMN_TEXT },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

static const char *const states[] = { "open",     "assumed", "accepted",
				      "rejected", "all",     NULL };

/* Values of by_id besides an index. */
#define NOBODY  UINT32_MAX
#define SEVERAL (UINT32_MAX - 1)

/* The pairs, and the verdicts that the command line asks for. */
struct review {
	struct cli *c;
	struct proposal *pair;
	uint32_t npair;
	struct map by_id;        /* id -> index in pair */
	struct verdict *verdict; /* heap */
	uint32_t n, cap;
	struct map decided; /* id -> 0 or 1, to find contradictions */
};

static int
add_verdict(struct review *r, struct sv id, bool accept, const struct at *at,
	    struct err *e)
{
	enum err_kind kind = at ? ERR_INPUT : ERR_NOTFOUND;
	uint32_t i = map_get(&r->by_id, id, NOBODY);
	struct map_entry *before;
	bool is_new;

	if (i == NOBODY)
		return err_set(e, kind, at,
			       "there is no pair '%.*s' (landschap review "
			       "lists them)",
			       SV_ARG(id));
	if (i == SEVERAL)
		return err_set(e, kind, at,
			       "more than one pair has the id '%.*s' (decide "
			       "others first)",
			       SV_ARG(id));
	before = map_put(&r->decided, id, accept, &is_new);
	if (!is_new && before->value != accept)
		return err_set(e, at ? ERR_INPUT : ERR_USAGE, at,
			       "pair '%.*s' is accepted and rejected (expected "
			       "one verdict)",
			       SV_ARG(id));
	if (!is_new ||
	    strcmp(r->pair[i].state, accept ? "accepted" : "rejected") == 0)
		return 0;
	VEC_ROOM(r->verdict, r->n, r->cap);
	r->verdict[r->n++] = (struct verdict){ &r->pair[i], accept, 0 };
	return 0;
}

/* Reads the file in a child and sends "id US decision" for each row. */
struct verdict_file {
	struct confined confined; /* first */
	struct table_handler handler;
	struct confine_out *out;
	struct review *r;
	const char *name;
	uint32_t id_col, decision_col; /* 0: header not seen yet */
	struct arena mem;
};

static struct sv
cell_of(const struct row *row, uint32_t col, struct arena *mem)
{
	for (uint32_t i = 0; i < row->ncell; i++)
		if (row->cell[i].col == col)
			return text_clean(mem, row->cell[i].text);
	return SV_NONE;
}

static int
take_header(struct verdict_file *f, const struct row *row, struct err *e)
{
	struct at at = { .file = f->name, .line = row->number };

	for (uint32_t i = 0; i < row->ncell; i++) {
		struct sv h = text_fold_header(&f->mem, row->cell[i].text);

		if (sv_is(h, "id") || sv_is(h, "pair"))
			f->id_col = row->cell[i].col;
		else if (sv_is(h, "decision"))
			f->decision_col = row->cell[i].col;
	}
	if (f->id_col && f->decision_col)
		return 0;
	return err_set(e, ERR_INPUT, &at,
		       "no columns 'id' and 'decision' (expected both in the "
		       "first row)");
}

static struct verdict_file *
file_of(struct table_handler *h)
{
	return (struct verdict_file *)((char *)h -
				       offsetof(struct verdict_file, handler));
}

static int
on_row(struct table_handler *h, const struct row *row, struct err *e)
{
	struct verdict_file *f = file_of(h);
	struct frame frame = { .type = FRAME_MESSAGE, .level = DIAG_NOTE };
	struct at at = { .file = f->name, .line = row->number };
	struct sv decision;
	char where[160];

	if (!f->id_col)
		return take_header(f, row, e);
	decision = cell_of(row, f->decision_col, &f->mem);
	if (decision.n == 0)
		return 0;
	at_format(&at, where, sizeof(where));
	frame.where = sv(where);
	frame.text = sv(arena_printf(&f->mem, "%.*s\x1f%.*s",
				     SV_ARG(cell_of(row, f->id_col, &f->mem)),
				     SV_ARG(decision)));
	return confine_send(f->out, &frame, e);
}

static int
on_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct verdict_file *f = file_of(h);

	(void)e;
	(void)s;
	f->id_col = f->decision_col = 0;
	return 0;
}

static int
read_inside(struct confined *w, const struct input *in, struct confine_out *out,
	    struct err *e)
{
	struct verdict_file *f = (struct verdict_file *)w;

	f->out = out;
	f->name = in->name;
	return table_read(in, &f->handler, NULL, e);
}

static int
take_verdict(struct confined *w, const struct frame *frame, bool *ret_stop,
	     struct err *e)
{
	struct verdict_file *f = (struct verdict_file *)w;
	struct sv rest = frame->text, id;
	char where[160];
	struct at at = { .file = where };

	(void)ret_stop;
	if (frame->type != FRAME_MESSAGE || !sv_split(&rest, '\x1f', &id))
		return 0;
	snprintf(where, sizeof(where), "%.*s", SV_ARG(frame->where));
	if (!sv_is(rest, "accept") && !sv_is(rest, "reject"))
		return err_set(e, ERR_INPUT, &at,
			       "unknown decision '%.*s' (expected accept, "
			       "reject or an empty cell)",
			       SV_ARG(rest));
	return add_verdict(f->r, id, sv_is(rest, "accept"), &at, e);
}

static int
read_file(struct review *r, const char *path, struct err *e)
{
	struct verdict_file f = {
		.confined = { read_inside, take_verdict },
		.handler = { on_sheet, on_row, false, false },
		.r = r,
	};
	struct input in;
	int rc;

	if (!path)
		return 0;
	if (input_open(&in, path, false, &r->c->mem, e))
		return -1;
	rc = confine_run(&f.confined, &in, e);
	input_done(&in);
	arena_done(&f.mem);
	return rc;
}

static int
read_verdicts(struct review *r, struct err *e)
{
	const char *id;

	for (uint32_t i = 0; i < r->npair; i++) {
		bool is_new;
		struct map_entry *x =
			map_put(&r->by_id, sv(r->pair[i].id), i, &is_new);

		if (!is_new)
			x->value = SEVERAL;
	}
	for (unsigned i = 0; (id = cli_list(r->c, "accept", i)) != NULL; i++)
		if (add_verdict(r, sv(id), true, NULL, e))
			return -1;
	for (unsigned i = 0; (id = cli_list(r->c, "reject", i)) != NULL; i++)
		if (add_verdict(r, sv(id), false, NULL, e))
			return -1;
	return read_file(r, cli_text(r->c, "from"), e);
}

/* Two entities may have one name: people then see which is which. */
static struct value
pair_name(const struct cli *c, struct table *t, const struct proposal *p,
	  const char *name, const char *key)
{
	if (cli_format(c) != FORMAT_TABLE || strcmp(p->a, p->b) != 0 ||
	    strncmp(key, "name:", 5) == 0)
		return value_str(name);
	return value_str(arena_printf(t->mem, "%s (%s)", name, key));
}

static struct value *
add_pair(const struct cli *c, struct table *t, const struct proposal *p)
{
	struct value *v = table_row(t);

	v[0] = value_str(p->id);
	v[1] = value_str(cli_word(c, node_kind_name(p->kind)));
	v[2] = pair_name(c, t, p, p->a, p->a_key);
	v[3] = pair_name(c, t, p, p->b, p->b_key);
	v[4] = p->score ? value_int(p->score) : value_na();
	v[5] = value_str(cli_word(c, p->why));
	v[6] = value_str(cli_word(c, p->state));
	v[8] = value_na();
	v[9] = value_str(p->a_key);
	v[10] = value_str(p->b_key);
	if (strcmp(p->state, "accepted") == 0)
		v[7] = value_str(cli_word(c, "accept"));
	else if (strcmp(p->state, "rejected") == 0)
		v[7] = value_str(cli_word(c, "reject"));
	return v;
}

static int
decide(struct review *r, struct table *t, struct err *e)
{
	if (!r->c->is_dry && r->n &&
	    store_decide_all(r->c->store, r->verdict, r->n, e))
		return -1;
	for (uint32_t i = 0; i < r->n; i++) {
		const struct verdict *x = &r->verdict[i];
		struct value *v = add_pair(r->c, t, x->proposal);

		v[7] = value_str(
			cli_word(r->c, x->accept ? "accept" : "reject"));
		if (r->c->is_dry)
			continue;
		v[6] = value_str(
			cli_word(r->c, x->accept ? "accepted" : "rejected"));
		v[8] = value_int(x->ret_source);
	}
	return 0;
}

static int
check_state(const char *state, struct err *e)
{
	for (int i = 0; states[i]; i++)
		if (strcmp(states[i], state) == 0)
			return 0;
	return err_set(e, ERR_USAGE, NULL,
		       "option '--state': '%s' (expected open, assumed, "
		       "accepted, rejected, all)",
		       state);
}

static void
list(struct review *r, struct table *t, const char *state)
{
	uint32_t other = 0;

	for (uint32_t i = 0; i < r->npair; i++) {
		if (strcmp(state, "all") == 0 ||
		    strcmp(state, r->pair[i].state) == 0)
			add_pair(r->c, t, &r->pair[i]);
		else
			other++;
	}
	if (other)
		table_note(t,
			   "pairs in another state: %u (--state all shows "
			   "them)",
			   other);
}

static int
run(struct review *r, struct table *t, const char *state, struct err *e)
{
	struct cli *c = r->c;
	bool decides = cli_list(c, "accept", 0) || cli_list(c, "reject", 0) ||
		       cli_text(c, "from");
	bool writes = decides && !c->is_dry;

	if (check_state(state, e) ||
	    cli_open(c, writes ? STORE_WRITE : STORE_READ, e) ||
	    (writes && cli_reference(c, e)) ||
	    store_review(c->store, NULL, &c->mem, &r->pair, &r->npair, e) ||
	    read_verdicts(r, e))
		return -1;
	if (!decides)
		list(r, t, state);
	return decides ? decide(r, t, e) : 0;
}

int cmd_review(struct cli *c, struct err *e);

int
cmd_review(struct cli *c, struct err *e)
{
	struct review r = { .c = c };
	const char *state = cli_text(c, "state");
	struct table t;
	int rc;

	table_init(&t, &c->mem, c->command->name, columns, COLUMNS);
	rc = run(&r, &t, state ? state : "open", e);
	free(r.verdict);
	map_done(&r.by_id);
	map_done(&r.decided);
	if (rc)
		return -1;
	cli_narrow(c, &t, "id kind a b score why state decision import");
	return cli_print(c, &t, e);
}

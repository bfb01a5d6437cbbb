/*
 * Why something stops when an entity fails: back from the functions, along what
 * made each thing fail. Refuses to show an edge that nothing failed by.
 */
#include "analyzer/figure_failure.h"

#include "analyzer/failing.h"

/* Nodes that are explained, functions at sites first. */
struct trail {
	const struct failing *f;
	const struct andor_failure *failed;
	bool *is_seen;
	uint32_t *queue, n;
};

static void
enqueue(struct trail *t, uint32_t node)
{
	if (!t->is_seen[node])
		t->queue[t->n++] = node;
	t->is_seen[node] = true;
}

static bool
fails_a_top(const struct failing *f, const struct andor_failure *failed)
{
	for (uint32_t i = 0; i < failed->nfailed; i++)
		if (failed->failed[i] >= f->first_top)
			return true;
	return false;
}

static void
add_cells(struct trail *t, struct edges_used *ret)
{
	const struct cells *c = t->f->cells;

	for (uint32_t i = 0; i < c->ncell; i++) {
		const struct cell *cell = &c->cell[i];
		uint32_t top = t->f->top[i];

		if (top == NODE_NONE || !andor_is_failed(t->failed, top))
			continue;
		enqueue(t, top);
		for (uint32_t k = cell->first; k < cell->first + cell->n; k++)
			figure_add_use(c->l, c->fill[k].usage, ret);
	}
}

static void
add_sites(const struct trail *t, struct edges_used *ret)
{
	const struct cells *c = t->f->cells;

	for (uint32_t i = 0; i < c->ncell; i++)
		if (t->f->top[i] != NODE_NONE &&
		    andor_is_failed(t->failed, t->f->top[i]))
			figure_add_site(c->l, c->cell[i].site, ret);
}

/*
 * What made a node fail: members of the group that was lost first, as far as
 * they failed before it.
 */
static void
add_causes(struct trail *t, uint32_t node, struct edges_used *ret,
	   struct figure_rest *rest)
{
	const struct andor *g = t->failed->g;
	uint32_t cause = t->failed->cause[node];

	if (cause == ANDOR_NONE)
		return;
	for (uint32_t i = g->member_at[cause]; i < g->member_at[cause + 1];
	     i++) {
		const struct andor_member *m = &g->member[i];
		struct edge_used edge;

		if (!andor_is_failed(t->failed, m->node) ||
		    t->failed->step[m->node] >= t->failed->step[node])
			continue;
		if (failing_edge_used(t->f, m->label, &edge))
			edges_used_add(ret, &edge);
		else
			rest->unknown++;
		enqueue(t, m->node);
	}
}

static void
explain(const struct failing *f, const struct andor_failure *failed,
	struct edges_used *ret, struct figure_rest *rest)
{
	struct arena tmp = { 0 };
	struct trail t = {
		.f = f,
		.failed = failed,
		.is_seen = ARENA_ARRAY(&tmp, f->nnode, bool),
		.queue = ARENA_ARRAY(&tmp, f->nnode, uint32_t),
	};

	add_cells(&t, ret);
	add_sites(&t, ret);
	for (uint32_t at = 0; at < t.n; at++)
		add_causes(&t, t.queue[at], ret, rest);
	arena_done(&tmp);
}

void
figure_failure_edges(const struct figure *f, const struct cells *c,
		     const struct levels *v, struct edges_used *ret,
		     struct figure_rest *ret_rest)
{
	uint32_t struck[FAILING_STRUCK] = { f->entity };
	struct andor_failure failed;
	struct failing x;

	failing_build(c->l, c, v, &x);
	andor_failure_init(&x.low, &failed);
	andor_fail(&failed, struck, 1);
	if (!fails_a_top(&x, &failed)) {
		ret_rest->is_not_certain = true;
		andor_failure_done(&failed);
		andor_failure_init(&x.high, &failed);
		andor_fail(&failed, struck,
			   failing_struck(&x, f->entity, struck));
	}
	explain(&x, &failed, ret, ret_rest);
	andor_failure_done(&failed);
	failing_done(&x);
}

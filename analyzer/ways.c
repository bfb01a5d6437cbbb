/*
 * Ways by breadth first search from the tops down, so that thousands of chains
 * cost as much as one. Refuses to go through what something else stands in for,
 * unless all of it fails together.
 */
#include "analyzer/ways.h"

#include <stdlib.h>

#include "analyzer/rings.h"

static void
descend(const struct andor *g, struct ways *w, uint32_t *queue, uint32_t n)
{
	for (uint32_t at = 0; at < n; at++) {
		uint32_t v = queue[at];

		for (uint32_t k = g->group_at[v]; k < g->group_at[v + 1]; k++) {
			if (g->spare[k])
				continue;
			for (uint32_t i = g->member_at[k];
			     i < g->member_at[k + 1]; i++) {
				uint32_t m = g->member[i].node;

				if (w->steps[m] != ANDOR_NONE)
					continue;
				w->steps[m] = w->steps[v] + 1;
				w->up[m] = v;
				w->end[m] = w->end[v];
				queue[n++] = m;
			}
		}
	}
}

/* The nearest end by something that fails with x alone; false when none. */
static bool
go_up(const struct andor *g, struct ways *w, uint32_t x)
{
	uint32_t best = ANDOR_NONE;

	for (uint32_t i = g->user_at[x]; i < g->user_at[x + 1]; i++) {
		uint32_t v = g->node_of[g->user[i]];

		if (g->spare[g->user[i]] || w->steps[v] == ANDOR_NONE)
			continue;
		if (best == ANDOR_NONE || w->steps[v] < w->steps[best])
			best = v;
	}
	if (best == ANDOR_NONE)
		return false;
	w->up[x] = best;
	w->steps[x] = w->steps[best] + 1;
	w->end[x] = w->end[best];
	return true;
}

/* The failed top of the fewest steps; the first of `rank` among equals. */
static uint32_t
nearest_top(const struct andor_failure *f, const uint32_t *rank)
{
	uint32_t best = ANDOR_NONE;

	for (uint32_t i = 0; i < f->nfailed; i++) {
		uint32_t v = f->failed[i];

		if (!rank[v])
			continue;
		if (best == ANDOR_NONE || f->step[v] < f->step[best] ||
		    (f->step[v] == f->step[best] && rank[v] < rank[best]))
			best = v;
	}
	return best;
}

/* x takes more than one way at once: what that fails. */
static void
fail_open(struct andor_failure *f, struct ways *w, const uint32_t *rank,
	  uint32_t x)
{
	struct arena tmp = { 0 };
	struct andor_link *link;
	uint32_t top, n;

	andor_fail(f, &x, 1);
	top = nearest_top(f, rank);
	if (top == ANDOR_NONE)
		return;
	n = andor_chain(f, top, &tmp, &link);
	w->steps[x] = n;
	w->end[x] = top;
	while (w->node_cap < w->nnode + WAYS_SHOWN) {
		w->node_cap = w->node_cap ? w->node_cap * 2 : 256;
		w->node = mem_realloc(w->node, w->node_cap, sizeof(*w->node));
	}
	w->whole[x] = w->nnode + 1;
	w->node[w->nnode] = x;
	for (uint32_t i = 1; i < WAYS_SHOWN; i++)
		w->node[w->nnode + i] = i <= n ? link[i - 1].node : ANDOR_NONE;
	w->nnode += WAYS_SHOWN;
	arena_done(&tmp);
}

/* What needs something comes before it, so that it can be gone by. */
static void
find_order(const struct andor *g, struct arena *mem, struct rings *ret)
{
	uint32_t *first = ARENA_ARRAY(mem, (size_t)g->nnode + 1, uint32_t);
	uint32_t *to = ARENA_ARRAY(mem, g->nmember, uint32_t);

	for (uint32_t v = 0; v <= g->nnode; v++)
		first[v] = g->member_at[g->group_at[v]];
	for (uint32_t i = 0; i < g->nmember; i++)
		to[i] = g->member[i].node;
	rings_find(&(struct links){ g->nnode, first, to }, mem, ret);
}

static void
find_open(const struct andor *g, const bool *open, const uint32_t *rank,
	  struct ways *w)
{
	struct andor_failure f;
	struct arena tmp = { 0 };
	struct rings order;
	bool is_any = false;

	for (uint32_t v = 0; v < g->nnode && !is_any; v++)
		is_any = open[v] && w->steps[v] == ANDOR_NONE;
	if (!is_any)
		return;
	find_order(g, &tmp, &order);
	andor_failure_init(g, &f);
	for (uint32_t i = g->nnode; i-- > 0;) {
		uint32_t x = order.node[i];

		if (w->steps[x] == ANDOR_NONE && !go_up(g, w, x) && open[x])
			fail_open(&f, w, rank, x);
	}
	andor_failure_done(&f);
	arena_done(&tmp);
}

void
ways_find(const struct andor *g, const uint32_t *top, uint32_t n,
	  const bool *open, struct arena *mem, struct ways *ret)
{
	struct arena tmp = { 0 };
	uint32_t *queue = ARENA_ARRAY(&tmp, g->nnode, uint32_t);
	uint32_t *rank = ARENA_ARRAY(&tmp, g->nnode, uint32_t);

	*ret = (struct ways){
		.up = ARENA_ARRAY(mem, g->nnode, uint32_t),
		.steps = ARENA_ARRAY(mem, g->nnode, uint32_t),
		.end = ARENA_ARRAY(mem, g->nnode, uint32_t),
		.whole = ARENA_ARRAY(mem, g->nnode, uint32_t),
	};
	for (uint32_t v = 0; v < g->nnode; v++)
		ret->up[v] = ret->steps[v] = ret->end[v] = ANDOR_NONE;
	for (uint32_t i = 0; i < n; i++) {
		ret->steps[top[i]] = 0;
		ret->end[top[i]] = queue[i] = top[i];
		rank[top[i]] = i + 1;
	}
	descend(g, ret, queue, n);
	find_open(g, open, rank, ret);
	arena_done(&tmp);
}

void
ways_done(struct ways *w)
{
	free(w->node);
	*w = (struct ways){ 0 };
}

uint32_t
ways_from(const struct ways *w, uint32_t x, uint32_t ret[WAYS_SHOWN])
{
	uint32_t n = 0;

	if (w->steps[x] == ANDOR_NONE)
		return 0;
	while (n < WAYS_SHOWN && x != ANDOR_NONE && !w->whole[x]) {
		ret[n++] = x;
		x = w->up[x];
	}
	if (n == WAYS_SHOWN || x == ANDOR_NONE)
		return n;
	for (const uint32_t *v = w->node + w->whole[x] - 1;
	     n < WAYS_SHOWN && v < w->node + w->whole[x] - 1 + WAYS_SHOWN &&
	     *v != ANDOR_NONE;
	     v++)
		ret[n++] = *v;
	return n;
}

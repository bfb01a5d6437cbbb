/*
 * Start-up rings: strongly connected parts of what certainly needs what.
 * Refuses to see a ring where an alternative can start first.
 */
#include "analyzer/startup.h"

#include <stdlib.h>

#include "analyzer/rings.h"
#include "base/sort.h"

/* The next thing that `node` needs and nothing stands in for, or NODE_NONE. */
static uint32_t
next_need(const struct failing *f, uint32_t node, uint32_t *group)
{
	const struct andor *g = &f->low;

	if (*group < g->group_at[node])
		*group = g->group_at[node];
	for (; *group < g->group_at[node + 1]; ++*group) {
		const struct andor_member *m = &g->member[g->member_at[*group]];

		if (g->member_at[*group + 1] - g->member_at[*group] != 1 ||
		    f->edge[m->label].fact != FACT_NEEDS ||
		    m->node >= f->l->nnode || m->node == node)
			continue;
		++*group;
		return m->node;
	}
	return NODE_NONE;
}

bool
startup_needs(const struct failing *f, uint32_t dependent, uint32_t provider)
{
	uint32_t group = 0, to;

	while ((to = next_need(f, dependent, &group)) != NODE_NONE)
		if (to == provider)
			return true;
	return false;
}

struct ring {
	uint32_t least, ring;
};

static int
cmp_ring(const void *pa, const void *pb)
{
	const struct ring *a = pa, *b = pb;

	return a->least < b->least ? -1 : a->least > b->least;
}

static void
find_rings(const struct failing *f, struct arena *mem, struct rings *ret)
{
	struct links g = { .n = f->l->nnode };
	uint32_t *first = ARENA_ARRAY(mem, (size_t)g.n + 1, uint32_t);
	uint32_t *to = NULL, n = 0, cap = 0;

	for (uint32_t i = 0; i < g.n; i++) {
		uint32_t group = 0, on;

		while ((on = next_need(f, i, &group)) != NODE_NONE) {
			VEC_ROOM(to, n, cap);
			to[n++] = on;
		}
		first[i + 1] = n;
	}
	g.first = first;
	g.to = to;
	rings_find(&g, mem, ret);
	free(to);
}

void
startup_find(const struct failing *f, struct arena *mem, struct startup *ret)
{
	struct arena tmp = { 0 };
	bool *is_candidate = ARENA_ARRAY(&tmp, f->l->nnode, bool);
	struct ring *ring;
	struct rings r;
	uint32_t n = 0;

	for (uint32_t i = 0; i < f->ncandidate; i++)
		is_candidate[f->candidate[i]] = true;
	find_rings(f, &tmp, &r);
	ring = ARENA_ARRAY(&tmp, r.nring, struct ring);
	for (uint32_t i = 0; i < r.nring; i++)
		if (r.first[i + 1] - r.first[i] > 1 &&
		    is_candidate[r.node[r.first[i]]])
			ring[n++] = (struct ring){ r.node[r.first[i]], i };
	sort(ring, n, sizeof(*ring), cmp_ring);
	*ret = (struct startup){
		.node = ARENA_ARRAY(mem, f->l->nnode, uint32_t),
		.first = ARENA_ARRAY(mem, (size_t)n + 1, uint32_t),
		.nring = n,
	};
	for (uint32_t i = 0; i < n; i++) {
		uint32_t from = r.first[ring[i].ring];
		uint32_t k = r.first[ring[i].ring + 1] - from;

		memcpy(ret->node + ret->first[i], r.node + from,
		       k * sizeof(*r.node));
		ret->first[i + 1] = ret->first[i] + k;
	}
	arena_done(&tmp);
}

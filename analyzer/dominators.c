/*
 * Immediate dominators by semi-NCA: a depth first search numbers the nodes, a
 * semidominator is the least number from which a node can be reached through
 * larger ones only, and the dominator is the nearest common ancestor of the
 * two in the tree so far. Refuses to recurse.
 *
 * Worked example: r -> a, r -> b, a -> c, b -> c, c -> d. All routes to d go
 * through c, but none of a, b is needed for c: parent(d) = c, parent(c) = r.
 */
#include "analyzer/dominators.h"

#include <assert.h>

/* Everything but `number`, `node` and the links is by number. */
struct search {
	const struct links *g;
	uint32_t *number; /* by node: in order of discovery; NONE = not seen */
	uint32_t *node;   /* by number */
	uint32_t n;
	uint32_t *parent; /* in the tree of the search */
	uint32_t *above;  /* ditto, but paths are made shorter */
	uint32_t *least;  /* on the path so far: whose `semi` is least */
	uint32_t *semi;
	uint32_t *path;
};

static void
number(struct search *s, uint32_t v, uint32_t parent)
{
	s->number[v] = s->n;
	s->node[s->n] = v;
	s->parent[s->n++] = parent;
}

/* Numbers what the root reaches, depth first. */
static void
explore(struct search *s, uint32_t root, struct arena *mem)
{
	uint32_t *next = ARENA_ARRAY(mem, s->g->n, uint32_t), at = 0;

	for (uint32_t v = 0; v < s->g->n; v++) {
		s->number[v] = DOMINATORS_NONE;
		next[v] = s->g->first[v];
	}
	number(s, root, 0);
	for (;;) {
		uint32_t v = s->node[at], to;

		if (next[v] == s->g->first[v + 1]) {
			if (!at)
				return;
			at = s->parent[at];
			continue;
		}
		to = s->g->to[next[v]++];
		if (s->number[to] != DOMINATORS_NONE)
			continue;
		number(s, to, at);
		at = s->n - 1;
	}
}

/* Links backwards between reached nodes, by number. */
static void
turn_round(const struct search *s, struct arena *mem, struct links *ret)
{
	uint32_t *first = ARENA_ARRAY(mem, (size_t)s->n + 1, uint32_t), *from;
	const struct links *g = s->g;

	for (uint32_t i = 0; i < s->n; i++)
		for (uint32_t k = g->first[s->node[i]];
		     k < g->first[s->node[i] + 1]; k++)
			first[s->number[g->to[k]]]++;
	for (uint32_t i = 0; i < s->n; i++)
		first[i + 1] += first[i];
	from = ARENA_ARRAY(mem, first[s->n], uint32_t);
	for (uint32_t i = s->n; i--;)
		for (uint32_t k = g->first[s->node[i]];
		     k < g->first[s->node[i] + 1]; k++)
			from[--first[s->number[g->to[k]]]] = i;
	*ret = (struct links){ s->n, first, from };
}

/*
 * Of the nodes above v, itself included, whose parent is not below `done`: the
 * one whose semidominator is least.
 */
static uint32_t
least_above(struct search *s, uint32_t v, uint32_t done)
{
	uint32_t n = 0, top;

	for (; s->above[v] >= done; v = s->above[v])
		s->path[n++] = v;
	for (top = v; n; v = s->path[n]) {
		uint32_t u = s->path[--n];

		s->above[u] = s->above[top];
		if (s->semi[s->least[v]] < s->semi[s->least[u]])
			s->least[u] = s->least[v];
	}
	return s->least[v];
}

static void
find_semi(struct search *s, const struct links *back)
{
	for (uint32_t i = 0; i < s->n; i++) {
		s->above[i] = s->parent[i];
		s->least[i] = s->semi[i] = i;
	}
	for (uint32_t i = s->n; --i;)
		for (uint32_t k = back->first[i]; k < back->first[i + 1]; k++) {
			uint32_t v = least_above(s, back->to[k], i + 1);

			if (s->semi[v] < s->semi[i])
				s->semi[i] = s->semi[v];
		}
}

void
dominators_find(const struct links *g, uint32_t root, struct arena *mem,
		struct dominators *ret)
{
	struct arena tmp = { 0 };
	struct search s = {
		.g = g,
		.number = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.node = ARENA_ARRAY(mem, g->n, uint32_t),
		.parent = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.above = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.least = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.semi = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.path = ARENA_ARRAY(&tmp, g->n, uint32_t),
	};
	struct links back;

	assert(root < g->n);
	*ret = (struct dominators){ .root = root, .node = s.node };
	ret->parent = ARENA_ARRAY(mem, g->n, uint32_t);
	explore(&s, root, &tmp);
	ret->nnode = s.n;
	turn_round(&s, &tmp, &back);
	find_semi(&s, &back);
	for (uint32_t v = 0; v < g->n; v++)
		ret->parent[v] = DOMINATORS_NONE;
	for (uint32_t i = 1; i < s.n; i++) {
		while (s.parent[i] > s.semi[i])
			s.parent[i] = s.parent[s.parent[i]];
		ret->parent[s.node[i]] = s.node[s.parent[i]];
	}
	arena_done(&tmp);
}

void
dominators_sum(const struct dominators *d, int64_t *weight)
{
	for (uint32_t i = d->nnode; i-- > 1;)
		weight[d->parent[d->node[i]]] += weight[d->node[i]];
}

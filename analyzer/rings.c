/*
 * Strongly connected components by Tarjan's algorithm with a stack of its own:
 * foreign depth never becomes the depth of calls.
 */
#include "analyzer/rings.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/sort.h"

struct walk {
	const struct links *g;
	uint32_t *index; /* by node: order of discovery + 1; 0 = not seen */
	uint32_t *low;   /* by node: least index that it can go back to */
	uint32_t *next;  /* by node: link to follow next */
	bool *is_open;   /* by node: its ring is not complete */
	uint32_t *path, npath; /* nodes whose links are being followed */
	uint32_t *open, nopen; /* nodes of rings that are not complete */
	uint32_t seen, left;
};

static void
enter(struct walk *w, uint32_t v)
{
	w->index[v] = w->low[v] = ++w->seen;
	w->next[v] = w->g->first[v];
	w->path[w->npath++] = v;
	w->open[w->nopen++] = v;
	w->is_open[v] = true;
}

static int
cmp_node(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return a < b ? -1 : a > b;
}

static void
close_ring(struct walk *w, uint32_t v, struct rings *r)
{
	uint32_t from = r->first[r->nring], n = from, u;

	do {
		u = w->open[--w->nopen];
		w->is_open[u] = false;
		r->of[u] = r->nring;
		r->node[n++] = u;
	} while (u != v);
	sort(r->node + from, n - from, sizeof(*r->node), cmp_node);
	r->first[++r->nring] = n;
}

/* Follows one more link of the last node on the path, or leaves that node. */
static void
step(struct walk *w, struct rings *r)
{
	uint32_t v = w->path[w->npath - 1];

	if (w->next[v] < w->g->first[v + 1]) {
		uint32_t u = w->g->to[w->next[v]++];

		if (!w->index[u])
			enter(w, u);
		else if (w->is_open[u] && w->index[u] < w->low[v])
			w->low[v] = w->index[u];
		return;
	}
	w->npath--;
	r->left[v] = w->left++;
	if (w->npath) {
		uint32_t above = w->path[w->npath - 1];

		if (w->low[v] < w->low[above])
			w->low[above] = w->low[v];
	}
	if (w->low[v] == w->index[v])
		close_ring(w, v, r);
}

void
rings_find(const struct links *g, struct arena *mem, struct rings *ret)
{
	struct arena tmp = { 0 };
	struct walk w = {
		.g = g,
		.index = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.low = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.next = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.is_open = ARENA_ARRAY(&tmp, g->n, bool),
		.path = ARENA_ARRAY(&tmp, g->n, uint32_t),
		.open = ARENA_ARRAY(&tmp, g->n, uint32_t),
	};

	*ret = (struct rings){
		.node = ARENA_ARRAY(mem, g->n, uint32_t),
		.first = ARENA_ARRAY(mem, (size_t)g->n + 1, uint32_t),
		.of = ARENA_ARRAY(mem, g->n, uint32_t),
		.left = ARENA_ARRAY(mem, g->n, uint32_t),
	};
	for (uint32_t v = 0; v < g->n; v++) {
		if (w.index[v])
			continue;
		enter(&w, v);
		while (w.npath)
			step(&w, ret);
	}
	arena_done(&tmp);
}

/*
 * Dominators: through which nodes every route from a root goes. They answer
 * "what is cut off when this one is gone" where one route is enough; what
 * needs several things at once is a matter of AND/OR graphs (andor.h), of
 * which they know nothing.
 */
#ifndef ANALYZER_DOMINATORS_H
#define ANALYZER_DOMINATORS_H

#include "analyzer/rings.h"

#define DOMINATORS_NONE UINT32_MAX

struct dominators {
	uint32_t root;
	uint32_t *parent; /* by node: the last node, other than itself, that
			     all routes to it go through; NONE: the root, or no
			     route leads there */
	uint32_t *node;   /* reached nodes, the root first; each after its
			     parent */
	uint32_t nnode;   /* reached */
};

/*
 * Parallel links and links to oneself do not matter. root < g->n. The arrays
 * live in mem. Semi-NCA (Georgiadis 2005): O(nodes * links) at worst, in
 * practice linear; no recursion.
 */
void dominators_find(const struct links *g, uint32_t root, struct arena *mem,
		     struct dominators *ret);
/*
 * Weights by node become sums over all that is cut off without that node,
 * itself included. Nodes that are not reached keep theirs. O(nodes).
 */
void dominators_sum(const struct dominators *d, int64_t *weight);

#endif

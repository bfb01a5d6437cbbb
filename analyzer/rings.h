/*
 * Rings in a directed graph: strongly connected components. A node that is in
 * no cycle is a ring of its own.
 */
#ifndef ANALYZER_RINGS_H
#define ANALYZER_RINGS_H

#include <stdint.h>

#include "base/arena.h"

/* Links of node i: to[first[i] .. first[i + 1]), each below n. */
struct links {
	uint32_t n;
	const uint32_t *first; /* n + 1 */
	const uint32_t *to;
};

struct rings {
	uint32_t *node;  /* n, ring by ring; within a ring ascending */
	uint32_t *first; /* nring + 1: where a ring starts in node */
	uint32_t *of;    /* by node: its ring */
	uint32_t *left;  /* by node: its place in an order in which it comes
			    after all that it has links to, but for links that
			    lead back within a ring */
	uint32_t nring;
};

/*
 * Every ring comes after all rings that it has links to. Parallel links and
 * links to oneself do not matter; n == 0 gives no rings. The arrays live in
 * mem. Tarjan's algorithm, O(nodes + links), no recursion.
 */
void rings_find(const struct links *g, struct arena *mem, struct rings *ret);

#endif

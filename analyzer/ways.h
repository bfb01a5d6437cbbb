/*
 * Shortest ways from what fails up to what stops, for all nodes of an AND/OR
 * graph at once: "XCORP -> IDPX -> pE -> ELO" for each of thousands.
 */
#ifndef ANALYZER_WAYS_H
#define ANALYZER_WAYS_H

#include "analyzer/andor.h"

enum { WAYS_SHOWN = 16 };

struct ways {
	uint32_t *up;    /* by node: what fails with it, on the way; NONE */
	uint32_t *steps; /* by node: links to the end; NONE: there is no way */
	uint32_t *end;   /* by node: the top where it ends */
	uint32_t *whole; /* by node: its way in `node` + 1; 0: follow up */
	uint32_t *node;  /* heap: WAYS_SHOWN for each */
	uint32_t nnode, node_cap;
};

/*
 * The ways to top[0 .. n), the first of these where there is a choice. Each
 * link is enough by itself: a group that can spare a member is no way. A node
 * of `open` that fails a top all the same, since it takes a whole group, has
 * the chain of andor_chain(), and who fails with it alone goes by it. Arrays
 * live in mem. O(nodes + members), and what fails with an open node for each
 * that nothing above it explains.
 */
void ways_find(const struct andor *g, const uint32_t *top, uint32_t n,
	       const bool *open, struct arena *mem, struct ways *ret);
void ways_done(struct ways *w);
/*
 * The nodes of the way from x, itself first, at most WAYS_SHOWN of them.
 * Returns how many are in ret; 0 when there is no way. O(1).
 */
uint32_t ways_from(const struct ways *w, uint32_t x, uint32_t ret[WAYS_SHOWN]);

#endif

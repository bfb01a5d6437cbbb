/*
 * Start-up rings: things that need each other, so that none of them can be
 * started again by itself once all are down (scoring.md 4.3). They do not fail
 * by themselves.
 */
#ifndef ANALYZER_STARTUP_H
#define ANALYZER_STARTUP_H

#include "analyzer/failing.h"

struct startup {
	uint32_t *node;  /* of the landscape; ring by ring, then ascending */
	uint32_t *first; /* nring + 1: where a ring starts in node */
	uint32_t nring;
};

/*
 * Rings of two or more by needs that are certain and that nothing else stands
 * in for, of what something in scope needs; by their smallest node. Who
 * supplies or owns whom is no ring of this kind. The arrays live in mem.
 * O(nodes + edges), no recursion.
 */
void
startup_find(const struct failing *f, struct arena *mem, struct startup *ret);
/* Whether `dependent` needs `provider` in that sense. O(needs of one). */
bool
startup_needs(const struct failing *f, uint32_t dependent, uint32_t provider);

#endif

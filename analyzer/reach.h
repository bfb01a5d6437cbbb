/*
 * Reach: whom a product, organisation or country touches, at each level and
 * through any chain of known dependencies (scoring.md 3, 5.2).
 */
#ifndef ANALYZER_REACH_H
#define ANALYZER_REACH_H

#include "analyzer/concentration.h"

/* Ways in which a node may touch a site: at a level, or through others. */
enum {
	REACH_THROUGH = LEVELS,
	REACH_WAYS,
};
const char *reach_way_name(int way); /* "vendor", "through" */

struct reached {
	bool applies; /* a country is no vendor, and so on */
	struct reach reach;
};

/*
 * The reach of a node in a selection. Way THROUGH: sites of which a product in
 * use, or its named vendor, needs the node by a chain of needs that are not
 * optional, of supplies (a product needs who supplies it), of owners that are
 * followed upwards, and of seats. There, and at each level, a site that is not
 * touched but has something unknown at that level may be: the upper end; for
 * THROUGH that is an unknown product, owner or host.
 * O(edges log edges + products in the cells).
 */
void reach_find(struct meter *m, struct selection s, uint32_t node,
		struct reached ret[REACH_WAYS]);

/*
 * Finding C4: the pupils who depend on it critically through others are at
 * least twice those who do so directly (as product or contract party).
 */
bool reach_is_amplified(const struct reached r[REACH_WAYS]);

#endif

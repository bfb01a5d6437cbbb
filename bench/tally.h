/*
 * Weights by scenario: of the lanes of a sweep (andor.h), how much fails in
 * each.
 */
#ifndef BENCH_TALLY_H
#define BENCH_TALLY_H

#include "analyzer/andor.h"

/*
 * For each lane the sum of weight[i] over those node[i] whose bit is set there.
 * some: room for 2 n + 1. O(n * bits of the weights). Sums stay below 2^62.
 */
void tally(const struct andor_lanes *lanes, const uint32_t *node,
	   const uint32_t *weight, uint32_t n, uint32_t *some,
	   int64_t ret[ANDOR_LANES]);

#endif

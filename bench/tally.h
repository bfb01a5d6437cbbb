/*
 * Weights by scenario: of the lanes of a sweep (andor.h), how much fails in
 * each. Bits are added 512 at a time, in planes, as one adds by hand.
 */
#ifndef BENCH_TALLY_H
#define BENCH_TALLY_H

#include "analyzer/andor.h"

enum { TALLY_BITS = 62 }; /* sums stay below 2^62 */

/* {0} is a valid, empty tally. */
struct tally {
	struct andor_lanes sum[TALLY_BITS], held[TALLY_BITS];
	uint64_t is_held; /* bit i: held[i] counts as well */
};

/*
 * Adds weight, at least 0, to each lane whose bit is set. O(bits of weight),
 * and nothing when no bit is set.
 */
void
tally_add(struct tally *t, const struct andor_lanes *lanes, int64_t weight);
/* The sum of each lane. */
void tally_read(const struct tally *t, int64_t ret[ANDOR_LANES]);
/* Empty again. */
void tally_clear(struct tally *t);

#endif

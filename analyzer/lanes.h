/*
 * Arithmetic on the lanes of a sweep (andor.h), in registers that every
 * machine has. Only for what is done millions of times.
 */
#ifndef ANALYZER_LANES_H
#define ANALYZER_LANES_H

#include "analyzer/andor.h"

typedef uint64_t lane_part __attribute__((vector_size(16), may_alias));

/* The value of struct andor_lanes. {0}: no lane. */
struct lanes {
	lane_part a, b, c, d;
};

static inline struct lanes
lanes_load(const struct andor_lanes *from)
{
	const lane_part *p = (const lane_part *)from->word;

	return (struct lanes){ p[0], p[1], p[2], p[3] };
}

static inline void
lanes_store(struct andor_lanes *to, struct lanes x)
{
	lane_part *p = (lane_part *)to->word;

	p[0] = x.a;
	p[1] = x.b;
	p[2] = x.c;
	p[3] = x.d;
}

static inline struct lanes
lanes_or(struct lanes x, struct lanes y)
{
	return (struct lanes){ x.a | y.a, x.b | y.b, x.c | y.c, x.d | y.d };
}

static inline struct lanes
lanes_and(struct lanes x, struct lanes y)
{
	return (struct lanes){ x.a & y.a, x.b & y.b, x.c & y.c, x.d & y.d };
}

static inline struct lanes
lanes_xor(struct lanes x, struct lanes y)
{
	return (struct lanes){ x.a ^ y.a, x.b ^ y.b, x.c ^ y.c, x.d ^ y.d };
}

/* In x and not in y. */
static inline struct lanes
lanes_without(struct lanes x, struct lanes y)
{
	return (struct lanes){ x.a & ~y.a, x.b & ~y.b, x.c & ~y.c, x.d & ~y.d };
}

static inline bool
lanes_any(struct lanes x)
{
	lane_part all = x.a | x.b | x.c | x.d;

	return all[0] | all[1];
}

/*
 * Adds 1 in each lane to a number of which plane i has the bits i; what is
 * carried out of the last plane comes back.
 */
static inline struct lanes
lanes_count(struct andor_lanes *plane, uint32_t bits, struct lanes one)
{
	for (uint32_t i = 0; i < bits && lanes_any(one); i++) {
		struct lanes was = lanes_load(&plane[i]);

		lanes_store(&plane[i], lanes_xor(was, one));
		one = lanes_and(was, one);
	}
	return one;
}

#endif

/*
 * Sums of weights for 512 scenarios at once, bit by bit of the weights: how
 * many of those with the bit fail is counted in planes, eight lines at a time
 * (Harley and Seal), so that most of the adding stays in registers.
 */
#include "bench/tally.h"

#include <string.h>

#include "analyzer/lanes.h"

enum { COUNT_BITS = 32, AT_ONCE = 8, LANE_PARTS = 4 };

/* Of three, what stays and what is carried. */
static inline lane_part
carry(lane_part *sum, lane_part a, lane_part b)
{
	lane_part both = a ^ b, out = (a & b) | (both & *sum);

	*sum ^= both;
	return out;
}

static inline lane_part
part_of(const struct andor_lanes *l, int part)
{
	return ((const lane_part *)l->word)[part];
}

/* Eight lines; count[0..2] take what is left, the eights come back. */
static void
count_eight(struct andor_lanes *count, const struct andor_lanes *lanes,
	    const uint32_t *v, struct andor_lanes *ret)
{
	for (int k = 0; k < LANE_PARTS; k++) {
		lane_part *one = (lane_part *)count[0].word + k;
		lane_part *two = (lane_part *)count[1].word + k;
		lane_part *four = (lane_part *)count[2].word + k;
		lane_part a = carry(one, part_of(&lanes[v[0]], k),
				    part_of(&lanes[v[1]], k));
		lane_part b = carry(one, part_of(&lanes[v[2]], k),
				    part_of(&lanes[v[3]], k));
		lane_part c = carry(two, a, b);

		a = carry(one, part_of(&lanes[v[4]], k),
			  part_of(&lanes[v[5]], k));
		b = carry(one, part_of(&lanes[v[6]], k),
			  part_of(&lanes[v[7]], k));
		a = carry(two, a, b);
		((lane_part *)ret->word)[k] = carry(four, c, a);
	}
}

static void
read_count(const struct andor_lanes *count, int bit, int64_t ret[ANDOR_LANES])
{
	for (int plane = 0; plane < COUNT_BITS; plane++)
		for (int i = 0; i < ANDOR_WORDS; i++) {
			uint64_t left = count[plane].word[i];

			for (; left; left &= left - 1)
				ret[i * 64 + __builtin_ctzll(left)] +=
					(int64_t)1 << (bit + plane);
		}
}

static void
count_bit(const struct andor_lanes *lanes, const uint32_t *v, uint32_t n,
	  int bit, int64_t ret[ANDOR_LANES])
{
	struct andor_lanes count[COUNT_BITS], eight;

	memset(count, 0, sizeof(count));
	for (; n >= AT_ONCE; n -= AT_ONCE, v += AT_ONCE) {
		count_eight(count, lanes, v, &eight);
		lanes_count(&count[3], COUNT_BITS - 3, lanes_load(&eight));
	}
	for (; n; n--)
		lanes_count(count, COUNT_BITS, lanes_load(&lanes[*v++]));
	read_count(count, bit, ret);
}

void
tally(const struct andor_lanes *lanes, const uint32_t *node,
      const uint32_t *weight, uint32_t n, uint32_t *some,
      int64_t ret[ANDOR_LANES])
{
	uint32_t all = 0, live = 0, *list = some + n;

	memset(ret, 0, ANDOR_LANES * sizeof(*ret));
	for (uint32_t i = 0; i < n; i++) {
		if (!lanes_any(lanes_load(&lanes[node[i]])))
			continue;
		some[live++] = i;
		all |= weight[i];
	}
	for (int bit = 0; all >> bit; bit++) {
		uint32_t k = 0;

		for (uint32_t i = 0; i < live; i++) {
			list[k] = node[some[i]];
			k += weight[some[i]] >> bit & 1;
		}
		count_bit(lanes, list, k, bit, ret);
	}
}

/*
 * Sums of weights for 512 scenarios at once. Refuses to overflow: a sum that
 * does not fit is a bug.
 */
#include "bench/tally.h"

#include <assert.h>
#include <string.h>

#include "analyzer/lanes.h"

/*
 * Adds 2^bit in each lane of x. A second line of the same bit is held until a
 * third comes: of three, one stays and one is carried, so that on average one
 * addition is done for each line that is added, however far a carry goes.
 */
static inline void
add_bit(struct tally *t, unsigned bit, struct lanes x)
{
	for (;; bit++) {
		struct lanes sum, held, two;

		assert(bit < TALLY_BITS);
		if (!(t->is_held >> bit & 1)) {
			t->is_held |= (uint64_t)1 << bit;
			lanes_store(&t->held[bit], x);
			return;
		}
		t->is_held ^= (uint64_t)1 << bit;
		sum = lanes_load(&t->sum[bit]);
		held = lanes_load(&t->held[bit]);
		two = lanes_xor(sum, held);
		lanes_store(&t->sum[bit], lanes_xor(two, x));
		x = lanes_or(lanes_and(sum, held), lanes_and(two, x));
		if (!lanes_any(x))
			return;
	}
}

void
tally_add(struct tally *t, const struct andor_lanes *lanes, int64_t weight)
{
	struct lanes x = lanes_load(lanes);

	assert(weight >= 0);
	if (!lanes_any(x))
		return;
	for (uint64_t left = (uint64_t)weight; left; left &= left - 1)
		add_bit(t, (unsigned)__builtin_ctzll(left), x);
}

static void
read_bit(const struct andor_lanes *from, int bit, int64_t ret[ANDOR_LANES])
{
	for (int i = 0; i < ANDOR_WORDS; i++)
		for (uint64_t left = from->word[i]; left; left &= left - 1)
			ret[i * 64 + __builtin_ctzll(left)] += (int64_t)1
							       << bit;
}

void
tally_read(const struct tally *t, int64_t ret[ANDOR_LANES])
{
	memset(ret, 0, ANDOR_LANES * sizeof(*ret));
	for (int bit = 0; bit < TALLY_BITS; bit++) {
		read_bit(&t->sum[bit], bit, ret);
		if (t->is_held >> bit & 1)
			read_bit(&t->held[bit], bit, ret);
	}
}

void
tally_clear(struct tally *t)
{
	memset(t, 0, sizeof(*t));
}

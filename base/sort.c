/* Radix sort for large arrays of numbers; digits that all share cost nothing.
 */
#include "base/sort.h"

#include <string.h>

#include "base/arena.h"

enum { DIGIT_BITS = 11, DIGITS = 6, DIGIT_VALUES = 1 << DIGIT_BITS };

static unsigned
digit(uint64_t v, int d)
{
	return (unsigned)(v >> d * DIGIT_BITS) & (DIGIT_VALUES - 1);
}

void
sort_u64(uint64_t *v, size_t n)
{
	size_t(*count)[DIGIT_VALUES];
	uint64_t *from = v, *to;

	if (n < 2)
		return;
	to = mem_realloc(NULL, n, sizeof(*to));
	count = mem_realloc(NULL, DIGITS, sizeof(*count));
	memset(count, 0, DIGITS * sizeof(*count));
	for (size_t i = 0; i < n; i++)
		for (int d = 0; d < DIGITS; d++)
			count[d][digit(v[i], d)]++;
	for (int d = 0; d < DIGITS; d++) {
		uint64_t *t;
		size_t at = 0;

		if (count[d][digit(v[0], d)] == n)
			continue;
		for (int k = 0; k < DIGIT_VALUES; k++) {
			size_t here = count[d][k];

			count[d][k] = at;
			at += here;
		}
		for (size_t i = 0; i < n; i++)
			to[count[d][digit(from[i], d)]++] = from[i];
		t = from;
		from = to;
		to = t;
	}
	if (from != v) {
		memcpy(v, from, n * sizeof(*v));
		to = from;
	}
	free(to);
	free(count);
}

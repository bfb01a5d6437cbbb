/* Sorting: qsort that accepts an empty array, and a fast one for numbers. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

static inline void
sort(void *p, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	if (n > 1)
		qsort(p, n, size, cmp);
}

/* Whether an ascending array has x. O(log n). */
static inline bool
sorted_has(const uint32_t *v, size_t n, uint32_t x)
{
	size_t lo = 0, hi = n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (v[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && v[lo] == x;
}

/* Ascending. A radix sort: O(n), and n numbers of extra memory meanwhile. */
void sort_u64(uint64_t *v, size_t n);

#endif

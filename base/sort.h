/* Sorting: qsort that accepts an empty array, and a fast one for numbers. */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stdint.h>
#include <stdlib.h>

static inline void
sort(void *p, size_t n, size_t size, int (*cmp)(const void *, const void *))
{
	if (n > 1)
		qsort(p, n, size, cmp);
}

/* Ascending. A radix sort: O(n), and n numbers of extra memory meanwhile. */
void sort_u64(uint64_t *v, size_t n);

#endif

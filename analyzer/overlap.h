/*
 * Overlap: two or more known products in use for one function at one site. It
 * may be meant so; the list of alternatives does not say.
 */
#ifndef ANALYZER_OVERLAP_H
#define ANALYZER_OVERLAP_H

#include "analyzer/cells.h"

/* Sites of one board with the same products for one function. */
struct overlap {
	uint32_t board; /* or NODE_NONE */
	uint32_t function;
	uint32_t cell;     /* first of them, in cells.cell */
	uint32_t products; /* known products, each once */
	uint32_t sites;
	int64_t pupils; /* lower ends */
};

/*
 * By pupils descending, then function, board, first cell. A function NODE_NONE
 * never overlaps: two unknown functions may differ. O(n log n) in the products
 * of the cells.
 */
void overlap_find(const struct cells *c, struct arena *mem,
		  struct overlap **ret, uint32_t *ret_n);

#endif

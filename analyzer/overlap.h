/*
 * Overlap: two or more known products in use for one function at one site. It
 * may be meant so; the list of alternatives does not say.
 */
#ifndef ANALYZER_OVERLAP_H
#define ANALYZER_OVERLAP_H

#include "analyzer/cells.h"
#include "analyzer/fraction.h"

/* Sites of one board with the same products for one function. */
struct overlap {
	uint32_t board; /* or NODE_NONE */
	uint32_t function;
	uint32_t cell;     /* first of them, in cells.cell */
	uint32_t *product; /* known products, ascending, each once */
	uint32_t products;
	uint32_t sites;
	int64_t pupils; /* lower ends */
	/*
	 * Prices a year of what lists say of these products for this function,
	 * at these sites and at their board; cents. A school's row without a
	 * price is part of its board's (price.h).
	 */
	wide cost;
	uint32_t uses, no_price; /* rows; of which without a price */
	/*
	 * Somebody says that they can stand in for each other: one group of
	 * alternatives of the function has all of them.
	 */
	bool is_said;
	int32_t tested; /* yyyymmdd, the oldest; 0: one never was */
};

/*
 * By pupils descending, then function, board, first cell. A function NODE_NONE
 * never overlaps: two unknown functions may differ. Arrays live in mem.
 * O(n log n) in the products of the cells and the uses.
 */
void overlap_find(const struct cells *c, struct arena *mem,
		  struct overlap **ret, uint32_t *ret_n);

#endif

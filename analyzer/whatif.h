/*
 * What if: a product or a vendor is replaced by another (scoring.md 5.2). The
 * cells stay; only what fills them changes, so that before and after are
 * measured over the same whole.
 *
 * Worked example: shares .6 V1, .3 V2, .1 V3 and G owns V1 and V2. When all of
 * V2 moves to V3, HHI by vendor rises by 600 (4600 to 5200) while HHI by
 * parent falls by 3000 (8200 to 5200).
 */
#ifndef ANALYZER_WHATIF_H
#define ANALYZER_WHATIF_H

#include "analyzer/concentration.h"

struct move {
	uint32_t from;  /* product or organisation (contract party) */
	uint32_t to;    /* ditto */
	uint32_t board; /* only there; NODE_NONE: everywhere */
};

struct moved {
	uint32_t cells, sites, boards; /* that change */
	uint32_t no_product; /* cells: which product of the new vendor is not
				known, so neither is its hosting */
};

/*
 * Cells as they would be after the moves, one after another. Fills keep the
 * usage that they came from. A product that comes to a cell twice is added up.
 * To an organisation: its one product that is known for the function; when
 * there is none, or more than one, a product of it that is not known. `ret`
 * gets arrays of its own; cells_done(ret). O(cells + products in them).
 */
void whatif_move(const struct cells *c, struct levels *levels,
		 const struct move *moves, uint32_t nmoves, struct cells *ret,
		 struct moved *ret_moved);

#endif

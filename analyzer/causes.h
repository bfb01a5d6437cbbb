/*
 * Common causes: what fails two products at once, so that one cannot stand in
 * for the other when it happens (scoring.md 4.1, INDaaS).
 *
 * For each product it is kept which single failures of a product, organisation
 * or country fail it: certainly (low), and possibly (high). What two products
 * share is the intersection.
 */
#ifndef ANALYZER_CAUSES_H
#define ANALYZER_CAUSES_H

#include "analyzer/failing.h"

/* {0} is a valid, empty value: nothing is known to be shared. */
struct causes {
	const struct landscape *l;
	struct arena mem;
	uint32_t *node; /* single failures that matter, ascending */
	uint32_t n, words;
	uint32_t *row;        /* by landscape node: its row + 1, or 0 */
	uint64_t *counts;     /* a bit for each node that is no country */
	uint64_t *low, *high; /* rows of `words` words, a bit for each node */
};

/*
 * Of these products. The landscape of f must stay. O(what they need, in blocks
 * of 512 of those).
 */
void causes_find(const struct failing *f, const uint32_t *product,
		 uint32_t nproduct, struct causes *ret);
void causes_done(struct causes *c);

/*
 * Products and organisations that fail all of these n products when they fail;
 * no countries. Ascending, in mem. O(single failures * n / 64). None when
 * nothing was found out about one of them.
 */
uint32_t causes_shared(const struct causes *c, const uint32_t *product,
		       uint32_t n, struct arena *mem, uint32_t **ret);
/* How many more may do so, when what is unknown turns out badly. */
uint32_t
causes_possible(const struct causes *c, const uint32_t *product, uint32_t n);

#endif

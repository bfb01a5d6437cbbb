/*
 * Common causes: what fails several products at once, so that one cannot stand
 * in for another when it happens (scoring.md 4.1, INDaaS).
 *
 * Each product, organisation and country fails by itself, once in the graph of
 * what is certain and once in that of what is possible. What fails all of the
 * products is a common cause; a country is none: everything here shares one.
 */
#ifndef ANALYZER_CAUSES_H
#define ANALYZER_CAUSES_H

#include "analyzer/failing.h"

/* A question about some products, and its answer. */
struct causes {
	const uint32_t *product; /* borrowed; n == 0: nothing is shared */
	uint32_t n;
	uint32_t *cause;   /* the caller's: room for some of them, ascending */
	uint32_t room;     /* 0: they are only counted */
	uint32_t certain;  /* fail them all; may be more than room */
	uint32_t possible; /* may do so, these included */
};

/*
 * Answers all questions in one go. Memory does not grow with what may fail.
 * O(what the products need, in blocks of 512, times questions and products).
 */
void causes_find(const struct failing *f, struct causes *q, uint32_t nq);

#endif

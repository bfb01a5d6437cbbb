/*
 * What has to fail together before a function stops at a school: the minimal
 * cut sets of tops (failing.h), at one level.
 *
 * Who may fail by itself, at each level:
 *   parent          ultimate owners: organisations that nobody is known to
 *                   own, of a ring of owners the smallest; products that need
 *                   nothing that is known
 *   vendor          organisations that supply, operate or host, whoever owns
 *                   them (holdings are left out); ditto of products
 *   product         products
 *   infrastructure  as parent, but only who hosts something
 *   country         countries; as parent, who has no country
 * What is needed through others that cannot fail at that level still counts.
 *
 * Certain sets fail the function in failing.low. Possible ones are minimal in
 * failing.high and fail it only when what is unknown is against you, or when
 * a redundancy that nobody tested does not hold. A layer of what is unknown
 * is one thing there, that fails by itself: "an unknown owner".
 */
#ifndef ANALYZER_FAILSETS_H
#define ANALYZER_FAILSETS_H

#include "analyzer/cutsets.h"
#include "analyzer/failing.h"

struct failsets_options {
	enum level level;
	uint32_t max_order; /* as in cutsets.h, for each function at a site */
	uint32_t max_sets;
	const double *probability; /* by node of failing; NULL: structural */
};

/* One answer: a function at all sites where it has the same sets. */
struct failset {
	uint32_t function;  /* or NODE_NONE */
	uint32_t *cell;     /* ncell cells that it holds for, ascending */
	uint32_t ncell;     /* >= 1 */
	struct cutsets low; /* certain */
	struct cutsets high;
	uint32_t *possible; /* sets of high that are not certain, ascending */
	uint32_t npossible;
};

struct failsets {
	struct failset *v; /* by function, cells (descending), first cell */
	uint32_t n;
};

/*
 * By node of failing: whether it may fail by itself at a level, in high or
 * (without layers) in low. The array lives in mem. O(nodes + members).
 */
bool *failsets_events(const struct failing *f, enum level level, bool is_high,
		      struct arena *mem);
/*
 * The answer of every top; arrays live in mem. ERR_LIMIT, with the function and
 * the site before it, when cutsets_find() gives that for one of them.
 */
int failsets_find(const struct failing *f, const struct failsets_options *o,
		  struct arena *mem, struct failsets *ret, struct err *e);

#endif

/*
 * Decision diagrams: functions of failures that only grow (AND, OR), and
 * families of sets. Both are nodes "if variable then hi else lo" over one
 * table, each node there once, so that the same function is the same number.
 *
 * As a function (binary decision diagram) 0 is never and 1 is always; a node
 * whose branches are the same is its branch. As a family (zero-suppressed) 0
 * has no set and 1 the empty set; a node without sets in hi is its lo. The
 * same node may be both: it means what its reader takes it for.
 *
 * A branch always has a lower number than its node: who goes by number meets
 * branches first, and needs no recursion. Nor do the operations.
 */
#ifndef ANALYZER_DIAGRAM_H
#define ANALYZER_DIAGRAM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

enum { DIAGRAM_0, DIAGRAM_1, DIAGRAM_FIRST };
#define DIAGRAM_NO_VAR UINT32_MAX /* of 0 and 1: below all variables */

struct diagram_node {
	uint32_t var; /* smaller ones are nearer to the root */
	uint32_t hi, lo;
};

struct diagram {
	struct diagram_node *node; /* heap; 0 and 1, then the others */
	uint32_t *next;            /* heap; by node: next one in its bucket */
	uint32_t n, cap;
	uint32_t *bucket; /* heap; nbucket first nodes, a power of two */
	uint32_t nbucket;
	struct diagram_memo *memo; /* heap; results that may be needed again */
	uint32_t nmemo, memo_put;  /* how many were put there since it grew */
	struct diagram_frame *frame; /* heap; operations that wait */
	uint32_t nframe, frame_cap;
	uint64_t steps; /* looks at the table of results, and more */
	bool is_full;   /* a limit was passed: results mean nothing */
};

void diagram_init(struct diagram *d);
void diagram_done(struct diagram *d);

/* The function that is true with this variable. */
uint32_t diagram_variable(struct diagram *d, uint32_t var);
/*
 * AND or OR of n functions that may be sorted; those that decide last come
 * first, so that what is done already is not walked again.
 */
uint32_t diagram_fold(struct diagram *d, bool is_and, uint32_t *f, uint32_t n);
/*
 * At least k of these, 1 <= k <= n; they may be sorted. O(k (n - k))
 * operations.
 */
uint32_t
diagram_at_least(struct diagram *d, uint32_t k, uint32_t *f, uint32_t n);
/*
 * The minimal sets of variables that make a growing function true, as a
 * family: minsol(v F1 + F0) = {v} x (minsol F1 without what contains a set of
 * minsol F0), and minsol F0 (Rauzy 1993).
 */
uint32_t diagram_minimal(struct diagram *d, uint32_t f);

/*
 * Counts work that is done elsewhere; false when it is too much. Nothing here
 * looks at a clock, so that a limit is passed on every machine or on none.
 */
bool diagram_work(struct diagram *d, uint64_t steps);
/* 0, or -1 with ERR_LIMIT when is_full. */
int diagram_check(const struct diagram *d, struct err *e);

#endif

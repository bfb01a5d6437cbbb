/*
 * Minimal cut sets: the smallest combinations of failures that fail one node
 * of an AND/OR graph (scoring.md 4.4, 4.5). A binary decision diagram in depth
 * first order (Rauzy 1993), its minimal solutions as a zero-suppressed one:
 * sets are counted without being listed. Rings are solved as least fixpoints.
 */
#ifndef ANALYZER_CUTSETS_H
#define ANALYZER_CUTSETS_H

#include "analyzer/andor.h"
#include "analyzer/fraction.h"
#include "base/err.h"

struct cutsets_options {
	const bool *is_event; /* by node: may fail by itself; NULL: nodes
				 without groups */
	uint32_t max_order;   /* list sets up to this order (LIMIT_CUT_ORDER at
				 most); 0: none */
	uint32_t max_sets;    /* list at most so many, lowest order first
				 (LIMIT_CUT_SETS at most) */
	/*
	 * By node: probability of failing by itself, 0..1; NULL: 1/2 each, and
	 * the importances are structural.
	 */
	const double *probability;
};

/*
 * Importance of one event (scoring.md 4.5); NAN where it is not defined: when
 * the top never fails, and rrw when nothing is left without the event.
 */
struct importance {
	uint32_t node;
	wide sets;        /* minimal cut sets that it is in */
	double birnbaum;  /* P(top | failed) - P(top | works) */
	double critical;  /* birnbaum * p / P(top) */
	double diagnosis; /* Fussell-Vesely: P(top | failed) * p / P(top) */
	double raw;       /* risk achievement worth: P(top | failed) / P(top) */
	double rrw;       /* risk reduction worth: P(top) / P(top | works) */
};

struct cutsets {
	wide *count;     /* by order, 0 .. norder - 1; order 0: fails anyway */
	uint32_t norder; /* highest order that occurs, plus one */
	wide total;
	bool is_capped;     /* counts passed 2^126 and stand there */
	uint32_t *set_at;   /* nset + 1 */
	uint32_t *event;    /* by set: nodes ascending */
	uint32_t nset;      /* by order, then nodes */
	bool is_cut_short;  /* there are more sets up to max_order */
	double probability; /* exact */
	double rare_event;  /* sum over the sets, at most 1 */
	double upper_bound; /* 1 - product over the sets of (1 - p) */
	struct importance *importance; /* by birnbaum, then node; events that
					  are in a set */
	uint32_t nimportance;
};

/*
 * The minimal cut sets of `top`; arrays live in mem. ERR_LIMIT when a diagram
 * passes LIMIT_DIAGRAM nodes, or the work LIMIT_DIAGRAM_STEPS. Exponential in
 * the worst case; the order of what is found does not depend on the order of
 * the input. No recursion on the depth of the graph.
 */
int cutsets_find(const struct andor *g, uint32_t top,
		 const struct cutsets_options *o, struct arena *mem,
		 struct cutsets *ret, struct err *e);

#endif

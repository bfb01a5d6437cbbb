/*
 * From what was struck to a use that failed with it: the shortest way there is,
 * in nodes that people know. "XCORP -> IDPX -> FED -> pL".
 */
#ifndef ANALYZER_CHAIN_H
#define ANALYZER_CHAIN_H

#include "analyzer/failing.h"

enum { CHAIN_NO_LABEL = UINT32_MAX };

/* One thing in a chain. */
struct chain_step {
	uint32_t node;    /* of the landscape; NODE_NONE: something unknown of
			     `layer` */
	enum layer layer; /* with NODE_NONE */
	uint32_t label;   /* why it failed: failing.edge; CHAIN_NO_LABEL for the
			     first, and where nobody says so */
};

/*
 * The chain to a failed node of one end (failure is of f->low or f->high), in
 * mem: what was struck first; uses and tops are left out, so that the last
 * step is the product in use. Where the unknown layer was struck in place of
 * one of struck[0 .. n), that comes before it. *ret_end is the label of the
 * use, or CHAIN_NO_LABEL. Returns the number of steps; 0 when it works.
 */
uint32_t
chain_find(const struct failing *f, const struct andor_failure *failure,
	   uint32_t node, const uint32_t *struck, uint32_t n, struct arena *mem,
	   struct chain_step **ret, uint32_t *ret_end);
/* "vendor", "hosting", "login": what is unknown; N_() */
const char *layer_name(enum layer layer);

#endif

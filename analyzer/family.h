/* Inside blast: outcomes, and who controls whom. */
#ifndef ANALYZER_FAMILY_H
#define ANALYZER_FAMILY_H

#include "analyzer/blast.h"

enum { LOW, HIGH, ENDS };

/* What one end of one scenario came to. */
struct outcome {
	struct toll toll;
	int64_t weight[ENDS]; /* both ends of what fails */
	uint64_t mix;         /* the same when the same tops fail */
	bool is_shared;
};

/* Those that x controls and that are felt. */
struct kin {
	uint32_t only; /* the first of them, or NODE_NONE */
	bool is_several;
	int64_t heaviest; /* what the one costs that costs most */
};
struct family {
	const struct failing *f;
	struct arena mem;
	uint32_t *at;    /* by node: its outcome + 1; 0 is none */
	bool *is_named;  /* by node: a list names it or what it controls */
	bool *is_needed; /* by node of the graph: some top needs it in low */
	uint8_t *direct; /* by node: what is known of it so far */
	uint32_t *path;
	const uint32_t *node; /* by outcome */
	uint32_t n;
	const struct outcome *low; /* by outcome */
	struct kin *kin;           /* ditto */
};

/* The tolls in `low` belong to node[0 .. n); all must stay. */
void family_make(struct family *y, const struct failing *f,
		 const uint32_t *node, uint32_t n, const struct outcome *low);
void family_done(struct family *y);
/* Mask of enum blast_tag for node[i]. Amortised O(1). */
unsigned family_tags(struct family *y, uint32_t i);
/*
 * Whom x controls, as far as it certainly fails with x: the next from *at on,
 * or NODE_NONE; *at is 0 at first. One that needs x twice comes twice.
 */
uint32_t family_next(const struct failing *f, uint32_t x, uint32_t *at);

#endif

/*
 * What stops when some things fail together, function by function: who is hit
 * for certain and at most, through which products, what still stands in, and
 * what the lists say about doing without.
 */
#ifndef ANALYZER_IMPACT_H
#define ANALYZER_IMPACT_H

#include "analyzer/blast.h"
#include "analyzer/fallback.h"

/* What becomes of a function at a site, worst first. */
enum fate {
	FATE_STOPS,    /* for certain */
	FATE_CLAIMED,  /* may stop: what stands in was not tested */
	FATE_MAY_STOP, /* something unknown may be what failed */
	FATE_HOLDS,    /* something failed; what stands in was tested */
	FATE_UNTOUCHED,
	FATES,
};
const char *fate_name(enum fate fate); /* "stops"; N_() */

/* Tops of a row, the last one first; may stand there twice. */
struct impact_top {
	uint32_t top;
	struct impact_top *next;
};

/* A function at a board, or at one site. */
struct impact_row {
	uint32_t board;    /* or NODE_NONE */
	uint32_t site;     /* NODE_NONE: the whole board */
	uint32_t function; /* or NODE_NONE */
	int8_t criticality;
	enum fate fate;      /* the worst */
	uint32_t sites;      /* where the function is registered */
	uint32_t sites_low;  /* where it certainly stops */
	uint32_t sites_high; /* where it may */
	int64_t pupils_low;  /* of those that certainly stop, at least */
	int64_t pupils_high; /* of those that may, at most */
	uint32_t unknown;    /* sites hit of which pupils are not known */
	uint32_t top;        /* of the largest site with that fate */
	uint32_t usage;      /* in the landscape, of a failing use with words
				about a fallback; UINT32_MAX: none has */
	struct fallback fallback; /* the worst of the sites */
	const char *sector; /* of all sites hit, when they have one together;
			       else "" */
	struct impact_top *tops; /* what it is made of */
};

struct impact {
	struct impact_row *v; /* by fate, criticality, pupils low and high (all
				 descending), board, site, function */
	uint32_t n;
};

/*
 * Rows of what is touched at all. by_site: one row for each site. Everything
 * lives in mem. O(cells + members of tops), and the rows sorted.
 */
void impact_find(const struct failing *f, const struct blast_scene *scene,
		 bool by_site, struct arena *mem, struct impact *ret);
/*
 * Products in use in a row: those that failed with it (in low when it stops or
 * holds, else in high), or those that did not. Ascending, each once;
 * NODE_NONE last: it is not known which. Returns their number.
 */
uint32_t
impact_products(const struct failing *f, const struct blast_scene *scene,
		const struct impact_row *row, bool failed, struct arena *mem,
		uint32_t **ret);
/* What becomes of a top. O(its members). */
enum fate
fate_of(const struct failing *f, const struct blast_scene *scene, uint32_t top);

#endif

/*
 * Redundancy that shares something: what is there twice, and fails at once all
 * the same (scoring.md 4.1, 5.3: the order-1 sets that cut every member).
 *
 * Looked at is whatever needs some of several things in the graph `low`: a
 * function at a site with two or more products in use, and each group of
 * alternatives among the needs of something that is used. Shared is each
 * product, organisation or country whose failure alone takes so many members
 * that the rest is too few. What is not known is not taken for shared.
 *
 *   ELO   A or B; A needs sign-on X and cloud C1, B needs X and cloud C2; Y
 *         operates C1 and C2: X and Y are shared. The owner of X is shared as
 *         well, but only because X is: it stands behind X.
 */
#ifndef ANALYZER_REDUNDANCY_H
#define ANALYZER_REDUNDANCY_H

#include "analyzer/failing.h"

/* What a member has from the shared entity. */
enum shared_way {
	SHARED_NOT,    /* this member works without it */
	SHARED_ITSELF, /* it is the member */
	SHARED_LOGIN,
	SHARED_HOSTING,
	SHARED_NETWORK,
	SHARED_NEED,     /* something else, or one thing through another */
	SHARED_SUPPLIER, /* the entity makes, sells or operates it */
	SHARED_OWNER,    /* the entity controls who does */
	SHARED_COUNTRY,  /* the entity is where that owner is */
};

/*
 * How one member fails with the entity; the entity's end first. What stands
 * behind another has a way and no links.
 */
struct shared_chain {
	const struct andor_link *link;
	uint32_t n;
	enum shared_way way;
};

struct shared_entity {
	uint32_t node;       /* of the landscape */
	uint32_t behind;     /* index in shared of what it fails them through;
				ANDOR_NONE: it is news by itself */
	uint32_t steps;      /* links to the member that is farthest */
	enum shared_way way; /* the same for all that it takes (but the one
				that it is), else SHARED_NEED */
	struct shared_chain *chain; /* by member, of the first ones; of news:
				       without the news that is nearer */
	uint32_t nchain;
};

struct redundancy {
	uint32_t board;     /* NODE_NONE: none, or a group of needs */
	uint32_t dependent; /* what has the alternatives: a function at sites of
			       the board, or what has this group of needs */
	bool is_need;       /* a group of needs */
	uint32_t cell;      /* first of its cells; ANDOR_NONE for needs */
	const uint32_t *member; /* products (needs: whatever is needed) */
	uint32_t nmember, needed;
	int8_t criticality;     /* highest of its cells, 1..3; 0 for needs */
	bool is_said;           /* somebody says that they are alternatives */
	bool is_stack;          /* nobody does, and one takes all by itself */
	int32_t tested;         /* yyyymmdd, the oldest; 0: one never was */
	struct evidence ev;     /* of what says so, else of the first use */
	enum fact_kind fact;    /* of ev: NEEDS or USES */
	uint32_t sites;         /* 0 for needs */
	uint32_t sites_unknown; /* without a number of pupils */
	int64_t pupils;         /* of those sites, lower bound */
	const struct shared_entity *shared; /* by steps, kind, id */
	uint32_t nshared;
	uint32_t more;    /* that are shared as well, past REDUNDANCY_SHARED */
	uint32_t pattern; /* the same number: the same members, and shared */
};

enum { REDUNDANCY_SHARED = 64, REDUNDANCY_CHAINS = 64 };

struct redundancies {
	struct redundancy *v; /* by pupils, sites (descending), dependent,
				 board, members */
	uint32_t n;
};

/*
 * All of them, also those that share nothing; none with a product that is not
 * known. Sites of one board with the same products for one function, and the
 * same that they share, are one. Arrays live in mem.
 * O((nodes + members) * candidates / 512), and for each entity that is shared
 * what fails with it.
 */
void redundancy_find(const struct failing *f, struct arena *mem,
		     struct redundancies *ret);

/*
 * The same, whatever the board: board is NODE_NONE when there are several.
 * O(n log n).
 */
void redundancy_merge(const struct redundancies *r, struct arena *mem,
		      struct redundancies *ret);

/*
 * The news in it, nearest first: shared, no country, and behind nothing; none
 * in a stack: what runs on another was never there twice. At most n of them in
 * ret; returns how many there are.
 */
uint32_t redundancy_news(const struct landscape *l, const struct redundancy *r,
			 uint32_t n, const struct shared_entity **ret);

#endif

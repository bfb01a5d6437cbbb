/*
 * Alternatives: what else does the same, how much of it is really something
 * else, and where there is nothing (question 20; E2 in scoring.md 5.4).
 *
 * A product does a function when somebody in the landscape uses it for that
 * (in use or being phased out) or is known to sell it for that. An alternative
 * on the market is no redundancy: nothing fails less because it exists.
 *
 * Counting what is different. Of n products, K distinct owners are known, and
 * u products have an owner that is not known: there are at least max(K, 1) and
 * at most K + u. The same for vendors and hosts. A product is of the EEA when
 * all its ultimate parents are; when one is not known it may be.
 */
#ifndef ANALYZER_ALTERNATIVES_H
#define ANALYZER_ALTERNATIVES_H

#include "analyzer/causes.h"
#include "analyzer/concentration.h"

struct range {
	uint32_t low, high;
};

/* One product that does a function. */
struct alternative {
	uint32_t product;
	bool is_used;            /* by somebody in the landscape */
	uint32_t boards, sites;  /* in the cells that use it for this */
	int64_t pupils;          /* ditto; lower ends */
	enum certainty eea;      /* all its ultimate parents are there */
	enum certainty adequate; /* there, or where the law is adequate */
	uint32_t first, nparty;  /* in alternatives.party */
};

/* What the products of a function amount to. */
enum choice_kind {
	CHOICE_NONE,      /* one product */
	CHOICE_ONE_OWNER, /* several, all of one owner */
	CHOICE_ONE_HOST,  /* several owners, all with one host */
	CHOICE_PERHAPS,   /* there may be but one product, or one owner */
	CHOICE_UNKNOWN,   /* no product is known */
	CHOICE_SEVERAL,
};
const char *choice_name(enum choice_kind kind); /* "none"; N_() */

struct choice {
	uint32_t function;
	int8_t criticality;
	struct alternative *product; /* by pupils, sites, id */
	uint32_t n;
	uint32_t cells;         /* sites in scope that have or miss it */
	uint32_t in_use;        /* products in use in the cells */
	uint32_t boards, sites; /* with a known product */
	int64_t pupils;         /* ditto; lower ends */
	uint32_t sites_unknown; /* with a product in use that is not known */
	struct range vendors, parents, hosts;
	struct range eea, adequate; /* products */
	enum choice_kind kind;
};

struct alternatives {
	const struct landscape *l;
	struct levels *levels;
	struct choice *choice; /* fewest choice first; then criticality,
				  pupils, id */
	uint32_t n;
	uint32_t *party; /* contract parties that lists name for an
			    alternative; NODE_NONE when none does */
	enum certainty *eea, *adequate; /* by country node */
};

/*
 * For every function of the cells, and every other that a product is known to
 * do. Whether a country is in the EEA comes from
 * landscape.property; without it that is not known. Arrays live in mem.
 * O((uses + fulfilments) log + products in the cells).
 */
void alternatives_find(const struct cells *c, struct levels *levels,
		       struct arena *mem, struct alternatives *ret);

/* What one product shares with another that does the same. */
struct kinship {
	enum certainty vendor, parent, host, country;
	uint32_t certain, possible; /* as in causes */
};
/* Whether they share anything that fails both, or an owner or host. */
enum certainty kinship_is(const struct kinship *k);

/* `q` is what was asked about the two of them, and answered. */
void alternatives_compare(const struct alternatives *a, const struct causes *q,
			  const struct alternative *x,
			  const struct alternative *y, struct kinship *ret);
/* The alternative in a choice that is this product, or NULL. O(products). */
const struct alternative *choice_of(const struct choice *c, uint32_t product);
/*
 * Other products in a choice that share nothing with x: at least, at most. `q`
 * are the questions about x and each of them, in their order; what is asked of
 * x itself does not matter.
 */
struct range
alternatives_apart(const struct alternatives *a, const struct causes *q,
		   const struct choice *c, const struct alternative *x);

#endif

/*
 * The five levels at which concentration is looked at, and to whom a product
 * belongs at each. Nothing known is NODE_NONE: unknown, never "itself".
 *
 *   product         the product
 *   vendor          the contract party: whom the list names, else who sells
 *                   it, else its vendor, maker, operator
 *   parent          ultimate parents of the maker (else of the vendor)
 *   infrastructure  ultimate parents of those who host it, at the end of the
 *                   chain of required hosting
 *   country         where those ultimate parents (level parent) are seated
 *
 * A product with m entities at a level is divided over them: 1/m each. Two
 * members with one known owner are one entity; unknown members each count, so
 * that learning who they are can only add to what is known.
 */
#ifndef ANALYZER_LEVELS_H
#define ANALYZER_LEVELS_H

#include "base/map.h"
#include "base/sv.h"
#include "schema/model/landscape.h"

enum level {
	LEVEL_PRODUCT,
	LEVEL_VENDOR,
	LEVEL_PARENT,
	LEVEL_INFRASTRUCTURE,
	LEVEL_COUNTRY,
	LEVELS,
};
enum weight { WEIGHT_PUPILS, WEIGHT_SCHOOLS, WEIGHT_BOARDS };

const char *level_name(enum level level); /* "vendor" */
bool level_from(struct sv name, enum level *ret);
const char *weight_name(enum weight weight);
bool weight_from(struct sv name, enum weight *ret);

/* A part of something that belongs to an entity. */
struct part {
	uint32_t entity;   /* node, or NODE_NONE: unknown */
	uint32_t num, den; /* num/den of the whole, den > 0 */
};
struct parts {
	const struct part *part; /* by entity ascending; sums to 1 */
	uint32_t n;              /* >= 1 */
};

/* Remembers answers while one landscape is looked at. */
struct levels {
	const struct landscape *l;
	struct arena mem;
	struct part *self;     /* by node: all of it is its own */
	struct parts *parent;  /* by organisation node */
	struct parts *vendor;  /* by product node, without a named vendor */
	struct parts *maker;   /* by product node: level parent, ditto */
	struct parts *host;    /* by node: level infrastructure */
	struct parts *country; /* by organisation node; n == 0: not yet */
	struct parts *seat;    /* by product node: country; n == 0: not yet */
	bool *has_maker;       /* by product node */
	bool *has_host; /* by node: something about its hosting is said */
};

/* O(nodes + holdings + supplies); the landscape must stay. No recursion. */
void levels_init(struct levels *v, const struct landscape *l);
void levels_done(struct levels *v);

/*
 * Ultimate parents of an organisation: follow control, else capital of more
 * than half, else two holders of exactly half, until one is known to have no
 * parent. A holding of unknown kind counts as control when it is more than
 * half or has no percentage. Participations are no parents. Holders of more
 * than half together, of whom none has half, leave it its own parent. A ring
 * of owners is one: its smallest node, and the owners of the ring from outside
 * as well. No ownership data is unknown.
 */
struct parts levels_parents(const struct levels *v, uint32_t organisation);
/*
 * Whom that rule follows one step up: indices in landscape.holding, at most
 * LIMIT_ATTRIBUTION. OWNERS_NONE: known to have no parent.
 */
enum owners { OWNERS_UNKNOWN, OWNERS_NONE, OWNERS_KNOWN };
enum owners levels_owners(const struct landscape *l, uint32_t organisation,
			  uint32_t *ret_holding, uint32_t *ret_n);
/* Whether it is its own ultimate parent, alone or with others. */
bool levels_is_own_parent(const struct levels *v, uint32_t organisation);
/*
 * To whom `product` belongs at a level, when the list names `vendor` (or
 * NODE_NONE) as the contract party. A product NODE_NONE of a named vendor is
 * known at the levels vendor, parent and country. Amortised O(1).
 */
struct parts levels_of(struct levels *v, enum level level, uint32_t product,
		       uint32_t vendor);

/* One edge of the landscape that an answer of levels_of() rests on. */
struct edge_used {
	enum fact_kind fact; /* SUPPLIES, OWNS, NEEDS or SEATED_IN here */
	uint32_t index;      /* in landscape.supply, holding, need or seat */
	uint32_t from, to;   /* first and second node of the fact */
	const char *field;   /* column with what the edge adds: "parent" */
	struct evidence ev;  /* claims in the landscape */
};
/* {0} is a valid, empty list. */
struct edges_used {
	struct edge_used *edge; /* heap */
	uint32_t n, cap;
	struct map seen;
};

/*
 * Adds the edges behind levels_of(v, level, product, vendor), from the product
 * upwards. An edge is added once, whatever the number of calls. O(edges).
 */
void levels_edges(const struct levels *v, enum level level, uint32_t product,
		  uint32_t vendor, struct edges_used *ret);
/* Adds one edge unless it is there already. O(1). */
void edges_used_add(struct edges_used *e, const struct edge_used *edge);
void edges_used_done(struct edges_used *e);

#endif

/*
 * The five levels at which concentration is looked at, and to whom a product
 * belongs at each. Nothing known is NODE_NONE: unknown, never "itself".
 *
 *   product         the product
 *   vendor          the contract party: whom the list names, else who sells
 *                   it, else its maker, else its operator
 *   parent          ultimate parents of the maker (else of the vendor)
 *   infrastructure  ultimate parents of those who host it, at the end of the
 *                   chain of required hosting
 *   country         where those ultimate parents (level parent) are seated
 *
 * A product with m entities at a level is divided over them: 1/m each.
 */
#ifndef ANALYZER_LEVELS_H
#define ANALYZER_LEVELS_H

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
	struct parts *parent;  /* by organisation node; n == 0: not yet */
	struct parts *maker;   /* by product node: level parent */
	struct parts *host;    /* by product node: level infrastructure */
	struct parts *country; /* by product node, without a vendor */
	bool *has_maker;       /* by product node */
};

void levels_init(struct levels *v, const struct landscape *l);
void levels_done(struct levels *v);

/*
 * Ultimate parents of an organisation: follow control, else capital of more
 * than half, else two holders of exactly half, until one is known to have no
 * parent. A cycle is its smallest node. Participations are no parents. No
 * ownership data is unknown. No recursion; O(holdings) for all together.
 */
struct parts levels_parents(struct levels *v, uint32_t organisation);
/*
 * To whom `product` belongs at a level, when the list names `vendor` (or
 * NODE_NONE) as the contract party. product NODE_NONE is unknown everywhere.
 */
struct parts levels_of(struct levels *v, enum level level, uint32_t product,
		       uint32_t vendor);

#endif

/*
 * Price: what a year costs, now and when a product, vendor or owner changes
 * its prices or is replaced.
 *
 * Who pays. Every row of a list that is in use is a use with a price of its
 * own, in cents a year. A school's row without a price is part of the price
 * that its board's row of the same product and function has. Boards pay; a
 * school without a board pays itself.
 *
 * What changes. A change of V is felt by uses whose product, named contract
 * party, contract party, maker or owner (directly or through others) is V; by
 * others perhaps, when that is not known. Per cents come first, one after
 * another, each use rounded half up to a cent; then amounts, once for each
 * payer that feels them. No price falls below nothing.
 *
 * Unknown. A use without a price costs something between nothing and no end;
 * so does what replaces another. What is known is an interval: [low, high],
 * each end absent when it has none.
 *
 * Worked example: uses of V of 100.00, 0.05 and without a price become 30 %
 * dearer: 100.05 or more becomes 130.07 or more (0.065 rounds to 0.07), and
 * the difference is 30.02 or more.
 */
#ifndef ANALYZER_PRICE_H
#define ANALYZER_PRICE_H

#include "analyzer/cells.h"
#include "analyzer/fraction.h"

struct price_change {
	uint32_t node;  /* product or organisation */
	bool is_amount; /* `by` is in cents a year for each payer */
	int64_t by;     /* else in 1/100 of a per cent, -10000 or more */
};

enum {
	PRICE_CHANGES = 32,
	PRICE_PERCENT_MAX = 1000000, /* 1/100 of a per cent */
};
#define PRICE_AMOUNT_MAX 100000000000000 /* cents: a million million euro */

/*
 * "+30%", "-2.5%", "+2500", "-0,50": a sign, at most two decimals, and "%" or
 * euro a year. False, and nothing set, for anything else or out of range.
 */
bool price_change_from(struct sv text, struct price_change *ret);

/* Cents a year. */
struct money {
	wide low, high;
	bool has_low, has_high; /* known at that end */
};

struct price {
	uint32_t payer;      /* board or school; NODE_NONE: all together */
	struct money before; /* of all uses in scope */
	struct money after;  /* ditto */
	struct money change; /* after - before, of each use by itself */
	uint32_t uses;       /* that have or need a price of their own */
	uint32_t no_price;   /* of those */
	uint32_t no_price_after;
	uint32_t felt;          /* certainly feel a change of price */
	uint32_t maybe;         /* ditto, perhaps */
	uint32_t felt_no_price; /* feel it, perhaps, and have no price */
	uint32_t replaced;
};

struct prices {
	struct price all;
	struct price *payer; /* that have a use, ascending */
	uint32_t n;
};

/*
 * `after` are the cells once things are replaced, made from `before`; or
 * `before` again. Arrays live in mem. ERR_USAGE when one use would come to
 * cost more than INT64_MAX. O(uses log uses + changes * (uses + holdings)).
 */
int price_find(const struct cells *before, const struct cells *after,
	       struct levels *levels, const struct price_change *change,
	       uint32_t nchange, struct arena *mem, struct prices *ret,
	       struct err *e);

#endif

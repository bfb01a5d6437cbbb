/* What the files of `landschap whatif` share: one run and its table. */
#ifndef CLI_WHATIF_H
#define CLI_WHATIF_H

#include "analyzer/blast.h"
#include "analyzer/price.h"
#include "analyzer/whatif.h"
#include "cli/look.h"

enum {
	WHATIF_MOVES = 32,
	WHATIF_STRUCK = 32,
	WHATIF_TOP = 5, /* single failures shown, unless --top says else */
	WHATIF_TOP_MAX = 1000,
};

enum {
	WHATIF_RESULT,
	WHATIF_OF,
	WHATIF_OF_ID,
	WHATIF_UNIT,
	WHATIF_WEIGHT,
	WHATIF_BEFORE_LOW,
	WHATIF_BEFORE_HIGH,
	WHATIF_AFTER_LOW,
	WHATIF_AFTER_HIGH,
	WHATIF_CHANGE_LOW,
	WHATIF_CHANGE_HIGH,
	WHATIF_EXTRA_LOW,
	WHATIF_EXTRA_HIGH,
	WHATIF_NO_PRICE,
	WHATIF_NO_PRICE_AFTER,
	WHATIF_LARGEST,
	WHATIF_LARGEST_ID,
	WHATIF_LARGEST_AFTER,
	WHATIF_LARGEST_AFTER_ID,
	WHATIF_ID,
	WHATIF_COLUMNS
};

struct whatif {
	struct look k;
	struct failing failing; /* as it is */
	struct table t;
	struct move move[WHATIF_MOVES];
	uint32_t nmove;
	uint32_t struck[WHATIF_STRUCK];
	uint32_t nstruck;
	struct price_change price[PRICE_CHANGES];
	uint32_t nprice;
	uint32_t top;
	struct moved moved;
	struct cells cells;           /* once things are replaced */
	struct failing failing_after; /* ditto; only when something moves */
};

/* A row about one result; values that do not apply are so already. */
struct value *
whatif_row(struct whatif *w, const char *result, const char *unit);
/* Numbers before and after, and how both ends change. */
void
whatif_ends(const struct whatif *w, struct value *v, struct interval before,
	    struct interval after, int power, int digits);

/* What fails together, and the largest single failures. */
int whatif_failures(struct whatif *w, struct err *e);
/* What it costs. */
int whatif_costs(struct whatif *w, struct err *e);

#endif

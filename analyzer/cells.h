/*
 * Cells: every (site, function) of a scope, with the products that fill it.
 * All measures are sums over cells; this file decides which cells exist.
 *
 * Sites. A use listed at a school belongs to that school. A use listed at a
 * board belongs to all schools of the board, or to the board as one site when
 * it has no schools. Products of both lists are in use together; where both
 * name the same product, the school's own row decides (status, share, vendor).
 *
 * Products. Only uses in use or being phased out count, and those without a
 * status. A school's row of a function without a product that says "not
 * applicable" takes the function away from that school (a board's row from
 * all its schools). A use of an unknown product is a product of its own:
 * unknown.
 *
 * Shares. What is said counts; the rest of the cell is divided equally over
 * the products of which no share is said, as an assumption. Said shares of
 * less than the whole leave the rest unknown; shares of more than the whole
 * are scaled down to it. Both are counted for a warning.
 *
 * Expected cells. A board that reports (it lists at least one use, whatever its
 * status) has a cell for each basic function at each site of the function's
 * sector, whether or not it is filled: unknown is never left out. Other
 * functions exist where they are listed. A basic function of one sector is not
 * expected at a site whose sector is not known. Boards that report nothing are
 * left out, unless the whole is asked: then all they have is expected cells.
 * A school without a board reports for itself.
 *
 * A use of an unknown function belongs to a function of its own, NODE_NONE, of
 * the lowest criticality: what it depends on counts, and a warning says so.
 *
 * Criticality of a cell is the highest that its rows say, else the function's.
 */
#ifndef ANALYZER_CELLS_H
#define ANALYZER_CELLS_H

#include "analyzer/levels.h"
#include "base/err.h"

struct scope {
	const uint32_t *board; /* nodes; nboard == 0: all boards */
	uint32_t nboard;
	const uint32_t *function; /* nodes; nfunction == 0: all */
	uint32_t nfunction;
	const uint32_t *school; /* nodes; nschool == 0: all sites */
	uint32_t nschool;
	const char *sector; /* "PO"; NULL or "": all */
	bool is_whole;      /* boards that report nothing as well */
};

/* One product in one cell: num / cell.den of it. */
struct fill {
	uint32_t product; /* or NODE_NONE: in use, which is not known */
	uint32_t vendor;  /* named contract party, or NODE_NONE */
	uint32_t usage;   /* index in landscape.usage */
	int64_t num;
};

struct cell {
	uint32_t site;      /* school, or board without schools */
	uint32_t board;     /* or NODE_NONE */
	uint32_t function;  /* or NODE_NONE */
	uint32_t first, n;  /* fill[first..first + n), by product; n == 0:
			       nothing is listed. Cells may share a run. */
	int64_t den;        /* > 0; sum of num <= den, the rest is unknown */
	uint32_t peers;     /* cells with the same board and function, >= 1 */
	int8_t criticality; /* 1..3 */
	bool is_basic;      /* a basic function at this site */
	bool is_assumed;    /* divided equally, as an assumption */
	bool is_over;       /* said shares were more than the whole */
	bool is_under;      /* said shares were less than the whole */
};

struct cells_count {
	uint32_t sites;            /* that have a cell */
	uint32_t boards;           /* ditto */
	uint32_t no_pupils;        /* sites: cannot be weighed by pupils */
	uint32_t no_board;         /* sites: cannot be weighed by boards */
	uint32_t no_sector;        /* sites left out of a sector scope */
	uint32_t silent_boards;    /* left out: they report nothing */
	uint32_t silent_schools;   /* left out: of those, or of no board */
	uint32_t cells_unlisted;   /* basic, and nothing is listed */
	uint32_t cells_assumed;    /* divided equally, as an assumption */
	uint32_t cells_over;       /* shares were more than the whole */
	uint32_t cells_under;      /* shares were less than the whole */
	uint32_t uses;             /* in scope that count */
	uint32_t uses_idle;        /* planned, stopped, not applicable */
	uint32_t uses_no_function; /* count as function NODE_NONE */
	uint32_t uses_no_product;  /* in use, which is not known */
};

struct cells {
	const struct landscape *l;
	struct arena mem;
	struct cell *cell; /* heap; by board, site, function; NODE_NONE last */
	uint32_t ncell, cell_cap;
	struct fill *fill; /* heap */
	uint32_t nfill, fill_cap;
	uint32_t
		*function; /* functions that occur, ascending, NODE_NONE last */
	uint32_t nfunction;
	uint32_t *by_function; /* cells of function[0], then function[1], ... */
	uint32_t *function_at; /* nfunction + 1: where each starts */
	uint32_t *board; /* boards that occur, ascending, NODE_NONE last */
	uint32_t nboard;
	uint32_t *board_at; /* nboard + 1: first cell of each */
	struct cells_count count;
};

/*
 * ERR_LIMIT when there would be more than LIMIT_CELLS cells or LIMIT_FILLS
 * products in them. O((uses + cells) log uses). cells_done() also after -1.
 */
int cells_build(const struct landscape *l, const struct scope *scope,
		struct cells *ret, struct err *e);
void cells_done(struct cells *c);
/* Fills in the lists of functions and boards; for who makes cells by hand. */
void cells_index(struct cells *c);

/* Some of the cells, in their order. */
struct selection {
	const uint32_t *cell; /* indices; NULL: first, first + 1, ... */
	uint32_t first, n;
	bool is_one; /* one function: criticality does not weigh */
};
struct selection cells_all(const struct cells *c);
/* Empty when there is no such function or board. */
struct selection cells_of_function(const struct cells *c, uint32_t function);
struct selection cells_of_board(const struct cells *c, uint32_t board);

static inline uint32_t
selected(const struct selection *s, uint32_t i)
{
	return s->cell ? s->cell[i] : s->first + i;
}

/* Pupils of a site as [low, high]; false when they are not known. */
bool site_pupils(const struct landscape *l, uint32_t site, int64_t *ret_low,
		 int64_t *ret_high);
/* Whether a known product is in use in a cell. */
bool cell_is_known(const struct cells *c, const struct cell *cell);
/* Whether a use counts as being in use. */
bool is_in_use(const struct usage *u);

#endif

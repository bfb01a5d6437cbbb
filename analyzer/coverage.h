/*
 * Coverage: what is filled, what is not, and how much of the sector speaks.
 * These are counts of the list, not of the schools: an empty basic function is
 * unknown, not absent.
 */
#ifndef ANALYZER_COVERAGE_H
#define ANALYZER_COVERAGE_H

#include "analyzer/concentration.h"

/* One function. Known: at least one known product in use. */
struct function_coverage {
	uint32_t function; /* or NODE_NONE */
	bool is_basic;
	uint32_t boards, boards_known;
	uint32_t sites, sites_known;
	int64_t pupils, pupils_known; /* upper and lower ends */
	uint32_t sites_several;       /* two or more products in use */
	uint32_t products;            /* distinct, known */
	/* K / N at each level, by the weight asked; no number without weight */
	struct fraction completeness[LEVELS];
};
/* One for each function of the cells, in their order. O(products in them). */
void coverage_functions(struct meter *m, struct arena *mem,
			struct function_coverage **ret, uint32_t *ret_n);

/* One board. */
struct board_coverage {
	uint32_t board;
	bool reports;
	uint32_t sites;              /* schools; the board itself counts when it
					has none and reports */
	int64_t pupils;              /* lower ends */
	uint32_t no_pupils;          /* sites of which they are not known */
	uint32_t basic, basic_known; /* cells */
	uint32_t uses;               /* rows in use or not */
	uint32_t unlisted; /* cells of basic functions, nothing listed */
};
/*
 * One for each board of the landscape that is in scope, in order of id; cells
 * of the whole (scope.is_whole) give the silent boards theirs as well.
 */
void coverage_boards(const struct cells *c, const struct scope *scope,
		     struct arena *mem, struct board_coverage **ret,
		     uint32_t *ret_n);

/* How much of what DUO knows has reported; sector "" is all. */
struct sector_coverage {
	const char *sector;
	uint32_t boards, boards_reporting;
	uint32_t schools, schools_reporting;
	int64_t pupils, pupils_reporting; /* lower ends */
	uint32_t no_pupils;               /* schools */
};
/*
 * All first, then each sector that occurs, in byte order. A board is of every
 * sector in which it has a school; a school reports when its board does.
 */
void coverage_sectors(const struct landscape *l, struct arena *mem,
		      struct sector_coverage **ret, uint32_t *ret_n);

#endif

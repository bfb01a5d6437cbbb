/*
 * Concentration: how much of a scope hangs on few products, vendors, owners,
 * hosts or countries (scoring.md 3 and 5.2).
 *
 * Every cell weighs P: pupils [low, high] (times the criticality of its
 * function, where a scope has several), or schools, or boards divided over
 * their cells. N = sum of the upper weights. K_v = what is known to be of
 * entity v, at the lower weights; K = sum K_v; the rest U = N - K is unknown.
 *
 *   share of v   [K_v / N, (K_v + U) / N]
 *   HHI          [sum K_v^2 / N^2, ((K_1 + U)^2 + sum_{v>1} K_v^2) / N^2]
 *   N_eff        1 / HHI         CR_k  [K_1 + .. + K_k, .. + U] / N
 *
 * with K_1 >= K_2 >= ... A fraction of 1 stands for 10,000 points of HHI.
 *
 * Why the bounds hold. Let T <= N be the true total and M_v the true mass of v:
 * M_v >= K_v, also when a weight is an interval, for only its lower end is
 * in K_v. So the true share x_v = M_v / T >= K_v / N, and x lies in the simplex
 * { x >= K / N, sum x = 1 }. Over it, the convex sum x^2 is largest in a corner
 * (all of U with one entity, worst with the largest) and at least
 * sum (K_v / N)^2. A narrower weight or a newly known product gives a smaller
 * simplex inside this one: evidence never widens an interval.
 *
 * Exactness. Weights are counted in units of 1/D, with D a common multiple of
 * all divisions in the selection. When that passes 2^62 / N, D is a fixed round
 * number and every mass is rounded down, every weight up: what is lost by
 * rounding becomes unknown, so the bounds still hold; is_rounded says so.
 *
 * Worked example: boards of 6000, 3000, 1000 and 2000 pupils with V1, V2, V3
 * and unknown: K = 6000, 3000, 1000, N = 12000, U = 2000.
 * HHI = [46, 74] million / 144 million = [3194.44, 5138.89].
 */
#ifndef ANALYZER_CONCENTRATION_H
#define ANALYZER_CONCENTRATION_H

#include "analyzer/cells.h"
#include "analyzer/fraction.h"

enum band { BAND_LOW, BAND_MODERATE, BAND_HIGH, BAND_VERY_HIGH };
/* "low", "moderate", "high", "very high": a key, and N_() for people. */
const char *band_name(enum band band);
/* The band of an HHI as a fraction of 1: limits 0.10, 0.18 and 0.40. */
enum band band_of(struct fraction hhi);

/* How many of something are touched: certainly, and at most. */
struct reach {
	int64_t pupils_low, pupils_high; /* sites of known pupils only */
	uint32_t schools_low, schools_high;
	uint32_t boards_low, boards_high;
	int64_t critical_pupils;  /* certainly touched, and nothing else in
				     use for the function */
	uint32_t critical_boards; /* boards with such a site */
};

/* One entity of a level. */
struct holder {
	uint32_t entity;       /* node */
	wide known;            /* K_v in units */
	struct interval share; /* of N */
	struct reach reach;
};

struct concentration {
	enum level level;
	struct holder *holder; /* by share lo, pupils, id */
	uint32_t n;
	wide total, known, unknown; /* N, K, U in units */
	wide unit;                  /* D: units for each pupil, school, board */
	bool is_rounded;
	struct fraction completeness; /* K / N */
	struct interval hhi, n_eff, cr1, cr3;
	/* Of what is known only, K for N; not a statement about the whole. */
	struct fraction known_hhi, known_n_eff, known_cr1, known_cr3;
	struct fraction known_hhi_norm;   /* (H - 1/n) / (1 - 1/n); 1 for n=1 */
	struct fraction known_rosenbluth; /* 1 / (2 sum i s_i - 1) */
	enum band band_lo, band_hi;
};

/* What is the same for all levels of a selection. */
struct totals {
	uint32_t cells, sites, boards;
	uint32_t sites_no_weight;        /* left out: they cannot be weighed */
	int64_t pupils_low, pupils_high; /* distinct sites */
	/* Part of the weight at cells with two or more products in use. */
	struct fraction multi_homed;
	bool is_multi_homed; /* above a tenth: reach is the headline */
};

struct slot;

/* Looks at one set of cells, again and again. */
struct meter {
	const struct cells *c;
	struct levels *levels;
	enum weight weight;
	struct arena mem;
	uint32_t *slot_of; /* by node: index in slot + 1, or 0 */
	struct slot *slot; /* heap */
	uint32_t nslot, slot_cap;
};

void meter_init(struct meter *m, const struct cells *c, struct levels *levels,
		enum weight weight);
void meter_done(struct meter *m);

/*
 * Concentration of a selection at all levels; arrays live in mem. An empty
 * selection, or one without weight, has total 0, no numbers and band low.
 * O(products in the cells) for each level, besides sorting the entities.
 */
void
concentration_find(struct meter *m, struct selection s, struct arena *mem,
		   struct concentration ret[LEVELS], struct totals *ret_totals);
/* The holder of an entity, or NULL. */
const struct holder *
concentration_of(const struct concentration *c, uint32_t entity);

/* Orders the holders by pupils touched, then share, id: reach as headline. */
void concentration_sort_by_reach(struct concentration *c);

/* Findings C1 and C2 (scoring.md 5.2). */
enum certainty { CERTAINTY_NO, CERTAINTY_POSSIBLE, CERTAINTY_CERTAIN };
const char *certainty_name(enum certainty c); /* "no", "possible", "certain" */
/* C1: HHI of 1,800 or more. */
enum certainty concentration_is_high(const struct concentration *c);

/* C2: what a step to a higher level adds. */
struct jump {
	struct fraction delta; /* HHI_lo(to) - HHI_lo(from) */
	struct fraction known; /* the same of what is known only */
	/* CERTAIN: lo(to) - hi(from) >= 100; POSSIBLE: delta >= 100 */
	enum certainty is_hidden;
};
struct jump concentration_jump(const struct concentration *from,
			       const struct concentration *to);

/* One use behind a figure. */
struct term {
	uint32_t cell; /* in cells.cell */
	uint32_t fill; /* in cells.fill, or UINT32_MAX: nothing listed */
};
/*
 * The terms that make up K_v of entity v, or (NODE_NONE) the unknown part, in
 * order of cells. The array lives in mem. O(products in the cells).
 */
struct term *
concentration_terms(struct meter *m, struct selection s, enum level level,
		    uint32_t entity, struct arena *mem, uint32_t *ret_n);

/* The same for all of a selection: every use, and every unlisted cell. */
struct term *concentration_uses(struct meter *m, struct selection s,
				struct arena *mem, uint32_t *ret_n);

#endif

/*
 * Blast radius: what a failure costs, in pupils and functions, as an interval
 * (scoring.md 5.3).
 *
 *   BR(x) = sum of P_s c_f over (s, f) that fail when x fails
 *           / sum of P_s c_f over all registered (s, f)
 *
 * low: what certainly fails, weighed with the fewest pupils, against a whole
 * with the most elsewhere; high: the other way round. Cells where nothing is
 * listed are not registered; sites of unknown size cannot be weighed, and are
 * counted.
 */
#ifndef ANALYZER_BLAST_H
#define ANALYZER_BLAST_H

#include "analyzer/failing.h"
#include "analyzer/fraction.h"

/* On the low end: >= 1/2, >= 1/4, >= 1/10, > 0, 0. */
enum blast_class {
	BLAST_NONE,
	BLAST_LOW,
	BLAST_MEDIUM,
	BLAST_HIGH,
	BLAST_CRITICAL,
};
const char *blast_class_name(enum blast_class c); /* "critical"; N_() */

enum blast_tag {
	/* The board has it in a list, or a contract with it or with the one
	   party that it controls. */
	BLAST_DIRECT = 1 << 0,
	BLAST_HIDDEN = 1 << 1, /* no list names it or what it controls */
	BLAST_SHARED = 1 << 2, /* some board loses two functions everywhere */
	/* A country, or it controls two or more that are each felt. */
	BLAST_GROUP = 1 << 3,
	BLAST_JUMP = 1 << 4, /* costs more than any that it controls alone */
	/* Nothing certainly fails with it, since something else stands in. */
	BLAST_REDUNDANT = 1 << 5,
};
enum { BLAST_TAGS = 6 };
const char *blast_tag_name(int bit); /* "direct"; N_() */

/* What one end of the interval costs. */
struct toll {
	int64_t weight;       /* P_s c_f that fails */
	int64_t pupils;       /* at sites where something fails */
	int64_t vital_pupils; /* at sites where criticality 3 fails */
	uint32_t cells, functions, sites, boards;
	uint32_t vital_sites; /* where criticality 3 fails */
};

struct blast {
	uint32_t node; /* of the landscape */
	struct toll low, high;
	struct interval share;
	enum blast_class class;
	unsigned tags;
	uint32_t set; /* index in blasts.v of the first that fails the same
			 cells, in low and in high */
};

struct blasts {
	struct blast *v; /* by share lo, share hi, vital pupils, functions (all
			    descending), id */
	uint32_t n;
	int64_t weight_low, weight_high; /* of all registered cells */
	uint32_t cells;                  /* registered */
	uint32_t sites_no_weight;        /* sites with registered cells that
					    cannot be weighed */
};

/*
 * All single failures. weight: pupils, or schools (each 1); ERR_USAGE for
 * boards. Arrays live in mem. O((members + cells) * candidates / 512).
 */
int blast_all(const struct failing *f, enum weight weight, struct arena *mem,
	      struct blasts *ret, struct err *e);
/* Only these candidates: a sample, or one. By the same order. */
int
blast_some(const struct failing *f, enum weight weight, const uint32_t *node,
	   uint32_t n, struct arena *mem, struct blasts *ret, struct err *e);

/* One scenario in full: these nodes fail together. */
struct blast_scene {
	struct andor_failure low, high;
	struct toll low_toll, high_toll;
	struct interval share;
	int64_t weight_low, weight_high; /* of all registered cells */
	uint32_t sites_no_weight;
};
/* blast_scene_done(ret) also after -1. */
int blast_scene_find(const struct failing *f, enum weight weight,
		     const uint32_t *node, uint32_t n, struct blast_scene *ret,
		     struct err *e);
void blast_scene_done(struct blast_scene *s);

#endif

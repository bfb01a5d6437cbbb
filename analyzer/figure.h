/*
 * Figures: a name for one number of a concentration, or of what stops when
 * something fails, and the way back from it to the uses and edges that it rests
 * on.
 *
 *   concentration:LEVEL[:CLAUSE...][:ENTITY]
 *   failure[:CLAUSE...]:ENTITY
 *
 * Clauses, each at most once: function:ID (function:? is the unknown one),
 * board:ID, school:ID, sector:NAME, whole, weight:NAME (left out: pupils).
 * ENTITY is the id of a product, organisation or country; "unknown" is the
 * unknown part; left out, the figure is about all.
 * "concentration:parent:function:las: organisation:kvk:12345678" (on one line)
 * is the share of that parent in las.
 */
#ifndef ANALYZER_FIGURE_H
#define ANALYZER_FIGURE_H

#include "analyzer/concentration.h"

enum figure_of { FIGURE_CONCENTRATION, FIGURE_FAILURE };
enum figure_about { FIGURE_ALL, FIGURE_ENTITY, FIGURE_UNKNOWN };

struct figure {
	enum figure_of of;
	enum level level; /* of a concentration */
	enum weight weight;
	bool has_function;
	uint32_t function; /* with has_function; NODE_NONE: the unknown one */
	uint32_t board;    /* or NODE_NONE: all */
	bool has_school;
	uint32_t school;    /* with has_school */
	const char *sector; /* or NULL */
	bool is_whole;
	enum figure_about about;
	uint32_t entity; /* with FIGURE_ENTITY */
};

/* Its name, in mem. */
const char *
figure_id(const struct figure *f, const struct landscape *l, struct arena *mem);
/* Whether text looks like one at all: "concentration:" or "failure:". */
bool figure_is(struct sv text);
/*
 * Reads a name; ERR_NOTFOUND when a part of it is not in the landscape,
 * ERR_USAGE when it is no figure. Texts live in mem.
 */
int figure_parse(struct sv text, const struct landscape *l, struct arena *mem,
		 struct figure *ret, struct err *e);

/*
 * What a figure rests on, each edge once: the uses (FACT_USES, index in
 * landscape.usage) in order of site, function and product; then pupils and
 * boards of their sites (FACT_PUPILS, FACT_GOVERNS, index is the node); then
 * the edges from product to entity. Of a failure they are those by which the
 * entity fails a function for certain; when it fails none, those by which it
 * possibly does. Cells where nothing is listed have no edge. The landscape of
 * a failure has what documents of sign-on say. edges_used_done(ret) also after
 * -1.
 */
struct figure_rest {
	uint32_t unlisted;   /* cells where nothing is listed */
	uint32_t unknown;    /* links of a failure that nobody says */
	bool is_not_certain; /* a failure, and only possible */
};
int figure_edges(const struct figure *f, const struct landscape *l,
		 struct edges_used *ret, struct figure_rest *ret_rest,
		 struct err *e);

#endif

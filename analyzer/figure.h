/*
 * Figures: a name for one number of a concentration, and the way back from it
 * to the uses and edges that it rests on.
 *
 *   concentration:LEVEL[:CLAUSE...][:ENTITY]
 *
 * Clauses, each at most once: function:ID (function:? is the unknown one),
 * board:ID, sector:NAME, whole, weight:NAME (left out: pupils). ENTITY is the
 * id of a product, organisation or country; "unknown" is the unknown part; left
 * out, the figure is about all. "concentration:parent:function:las:
 * organisation:kvk:12345678" (on one line) is the share of that parent in las.
 */
#ifndef ANALYZER_FIGURE_H
#define ANALYZER_FIGURE_H

#include "analyzer/concentration.h"

enum figure_about { FIGURE_ALL, FIGURE_ENTITY, FIGURE_UNKNOWN };

struct figure {
	enum level level;
	enum weight weight;
	bool has_function;
	uint32_t function;  /* with has_function; NODE_NONE: the unknown one */
	uint32_t board;     /* or NODE_NONE: all */
	const char *sector; /* or NULL */
	bool is_whole;
	enum figure_about about;
	uint32_t entity; /* with FIGURE_ENTITY */
};

/* Its name, in mem. */
const char *
figure_id(const struct figure *f, const struct landscape *l, struct arena *mem);
/* Whether text looks like a figure at all: starts with "concentration:". */
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
 * the edges from product to entity. Cells where nothing is listed have no
 * edge; *ret_unlisted counts them. edges_used_done(ret) also after -1.
 */
int figure_edges(const struct figure *f, const struct landscape *l,
		 struct edges_used *ret, uint32_t *ret_unlisted, struct err *e);

#endif

/*
 * A map in the making: nodes and edges that can still be merged. Every school
 * that a node or an edge touches is remembered, so that after a merge pupils
 * are still counted once.
 */
#ifndef REPORTS_MAPS_DRAFT_H
#define REPORTS_MAPS_DRAFT_H

#include "base/map.h"
#include "reports/maps/map.h"

struct map_draft {
	const struct landscape *l;
	struct map_node *node; /* heap; names are NULL until draft_finish */
	uint32_t nnode, node_cap;
	struct map_edge *edge; /* heap */
	uint32_t nedge, edge_cap;
	struct map nodes; /* (layer, node) -> index */
	struct map edges; /* (from, to, relation) -> index */
	uint64_t *touch;  /* heap: item << 32 | school or board */
	size_t ntouch, touch_cap;
	bool is_sorted; /* touches are sorted and unique, weights right */
	uint32_t schools_folded;  /* drawn as their boards */
	uint32_t products_folded; /* drawn as their vendors */
	bool is_direct;           /* builders of layers: leave products out */
};

void draft_done(struct map_draft *d);
/* The node for `node` (NODE_NONE: the unknown one) in a layer, made once. */
uint32_t draft_node(struct map_draft *d, enum map_layer layer, uint32_t node);
/*
 * The edge, made once. It stays assumed, and in conflict, until one piece of
 * evidence is not. label is borrowed; the first one stays.
 */
uint32_t draft_edge(struct map_draft *d, uint32_t from, uint32_t to,
		    enum map_relation relation, const struct evidence *ev,
		    const char *label);
/*
 * The node or edge touches this school (or board without schools); a node
 * also takes the functions that depend on it.
 */
void draft_touch_node(struct map_draft *d, uint32_t n, uint32_t site);
void draft_touch_edge(struct map_draft *d, uint32_t e, uint32_t site);
/* Counts pupils: after this, .w of nodes and edges is right. */
void draft_weigh(struct map_draft *d);
/* Number of nodes in a layer. */
uint32_t draft_count(const struct map_draft *d, enum map_layer layer);
/*
 * Node i becomes part of node into[i] (itself: it stays; NODE_NONE: it goes,
 * with its edges). into[into[i]] == into[i]. stands_for adds up when adds is
 * true. Edges within one node go; parallel edges become one.
 */
void draft_merge(struct map_draft *d, const uint32_t *into, bool adds);
/* Weighs, sorts and names; fills the lists of g. */
void draft_finish(struct map_draft *d, struct map_graph *g);
void map_note(struct map_graph *g, const char *text); /* copied */

/* Makes the draft of g once more, without products. */
void map_rebuild_direct(struct map_graph *g);

/* Builders and their common start. */
typedef int
map_builder(struct map_draft *d, struct map_graph *g, struct err *e);
#define MAP(ID, name, build, summary) map_builder build;
#include "reports/maps/kinds.def"
#undef MAP

/* Which schools stand for a site: those of a board, or itself. */
struct sites {
	uint32_t *school; /* by board */
	uint32_t *first;  /* by node: index in school, n + 1 of them */
};
void sites_init(struct sites *s, const struct landscape *l, struct arena *mem);
/* The schools of a site; *ret_one is room for the case that it is one. */
const uint32_t *sites_of(const struct sites *s, const struct landscape *l,
			 uint32_t site, uint32_t *ret_one, uint32_t *ret_n);
/* By node, in mem: an organisation that supplies something. */
bool *find_suppliers(const struct landscape *l, struct arena *mem);
/* The layer that a node is drawn in; suppliers as above. */
enum map_layer
layer_of_node(const struct landscape *l, const bool *suppliers, uint32_t node);
/* Does this use belong on the map: in use, and in scope? */
bool use_counts(const struct map_graph *g, const struct usage *u);

#endif

/*
 * Maps: a landscape as nodes and edges on one page. First map_build() makes a
 * plain list (and folds it when it would not be readable), then map_draw()
 * has Graphviz lay it out in a confined child.
 *
 * How to add a kind of map
 *   1. write reports/maps/NAME.c with build_NAME (reports/maps/draft.h);
 *   2. add one MAP line to reports/maps/kinds.def;
 *   3. `make bless` makes its golden DOT in tests/golden/maps.
 */
#ifndef REPORTS_MAPS_MAP_H
#define REPORTS_MAPS_MAP_H

#include "analyzer/levels.h"
#include "base/buf.h"
#include "base/err.h"
#include "reports/table.h"
#include "schema/model/landscape.h"

enum {
	MAP_PLAIN = 60,     /* nodes up to here: everything, edge labels too */
	MAP_CLUSTERED = 200 /* up to here: in groups; beyond: folded */
};

enum map_kind {
#define MAP(ID, name, build, summary) MAP_##ID,
#include "reports/maps/kinds.def"
#undef MAP
	MAP_KINDS,
};
enum map_layer {
#define LAYER(ID, name, one, many) LAYER_##ID,
#include "reports/maps/kinds.def"
#undef LAYER
	LAYERS,
};
enum map_relation {
#define RELATION(ID, name, title) RELATION_##ID,
#include "reports/maps/kinds.def"
#undef RELATION
	RELATIONS,
};
enum map_format { MAP_SVG, MAP_PNG, MAP_PDF, MAP_DOT, MAP_FORMATS };

const char *map_kind_name(enum map_kind kind);
const char *map_kind_summary(enum map_kind kind); /* untranslated */
bool map_kind_from(struct sv name, enum map_kind *ret);
const char *map_format_name(enum map_format format);
bool map_format_from(struct sv name, enum map_format *ret);

struct map_options {
	enum map_kind kind;
	uint32_t of;       /* ego: around this node; failure: it fails */
	uint32_t depth;    /* ego: steps, 0 = 2 */
	uint32_t board;    /* only this board, or NODE_NONE */
	uint32_t function; /* only this function, or NODE_NONE */
	enum level level;  /* function map: who delivers, at this level */
	bool all;          /* never fold */
};

/* How much a node or an edge carries: distinct schools, each counted once. */
struct map_weight {
	int64_t pupils; /* of those that are known; lower bounds */
	uint32_t sites;
	uint32_t sites_unknown; /* of them, without a number of pupils */
	uint32_t functions;     /* nodes: that depend on it */
};

struct map_node {
	enum map_layer layer;
	uint32_t node; /* of the landscape; NODE_NONE: unknown, or many */
	bool is_unknown;
	bool is_major;  /* an organisation behind half the pupils for a third
			   of the functions, or more */
	bool is_centre; /* ego: what the map is about */
	uint32_t stands_for; /* 1, or how many were folded into it */
	const char *name;    /* as in the landscape, or "+17 products" */
	const char *group;   /* title of its cluster; NULL: in none */
	struct map_weight w;
};

struct map_edge {
	uint32_t from, to; /* indices of nodes */
	enum map_relation relation;
	uint32_t stands_for; /* parallel edges that became this one */
	bool is_assumed;     /* expected or inferred only, or said by nobody */
	bool is_conflict;    /* documents disagree about all of it */
	const char *label;   /* "60 %", or "" */
	struct map_weight w;
};

struct map_draft; /* what is needed to fold again */

struct map_graph {
	struct arena mem;
	const struct landscape *l;
	struct map_options o;
	struct map_node *node; /* by layer, weight, id: n1, n2, ... */
	uint32_t nnode;
	struct map_edge *edge; /* by from, to, relation: e1, e2, ... */
	uint32_t nedge;
	uint32_t nodes_before; /* before folding */
	int64_t pupils;        /* of all schools on the map together */
	uint32_t functions;    /* on the map, before folding */
	const char *title, *subtitle;
	const char **note; /* what was folded and left out; translated */
	uint32_t nnote, note_cap;
	struct map_draft *draft;
};

/*
 * The map of l, folded unless o->all. ERR_NOTFOUND when there is nothing to
 * draw. l must live as long as ret. O(uses log uses).
 */
int map_build(const struct landscape *l, const struct map_options *o,
	      struct map_graph *ret, struct err *e);
/* Folds further, to at most `most` nodes; says so in a note. */
void map_fold(struct map_graph *g, uint32_t most);
void map_graph_done(struct map_graph *g);

/* The same facts as a table: nodes, then edges. Rows live in mem. */
void map_table(const struct map_graph *g, struct arena *mem, struct table *ret);

struct map_drawing {
	enum map_format format;
	uint32_t seconds;         /* budget; 0 = 10 */
	const char *lang;         /* of the text: "nl" or "en" */
	bool (*is_stopped)(void); /* asked ten times a second; or NULL */
};

/*
 * Draws g. A layout that would run too long falls back to a coarser fold and
 * then to a looser layout, and says so in g's notes. ERR_IO when nothing
 * helps, when it was stopped, or when it could not start.
 */
int map_draw(struct map_graph *g, const struct map_drawing *d, struct buf *out,
	     struct err *e);

#endif

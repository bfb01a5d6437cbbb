/*
 * From a map to Graphviz: the graph, its layout in a child, and what is made
 * of the SVG that comes out. Private to this room.
 */
#ifndef REPORTS_MAPS_GRAPHVIZ_H
#define REPORTS_MAPS_GRAPHVIZ_H

#include <graphviz/gvc.h>

#include "reports/maps/map.h"

enum map_engine { ENGINE_DOT, ENGINE_SFDP };

/* Sizes in points at which a map is made; print may shrink them to 7. */
enum { FONT = 10, FONT_PRINTED = 7 };

/* An empty directed graph whose objects are numbered as they come. */
Agraph_t *map_open_graph(char *name);
/*
 * The map as a cgraph graph, the same bytes each time. The caller does
 * agclose(). Runs in the child: cgraph has no answer to a lack of memory.
 */
Agraph_t *map_cgraph(const struct map_graph *g, enum map_engine engine,
		     enum map_format format);
/* The graph as DOT. */
void map_dot(Agraph_t *graph, struct buf *out);
/* "Somtoday": the whole name, or what an edge says, for a <title>. */
void map_say(struct buf *out, const struct map_graph *g, struct sv id);

/*
 * Rewrites Graphviz's SVG: elements and attributes that we know, our own
 * titles, a description, no link, no reference. -1 when it is not SVG.
 */
int svg_rewrite(struct buf *out, struct sv svg, const struct map_graph *g,
		const char *lang, struct err *e);

#endif

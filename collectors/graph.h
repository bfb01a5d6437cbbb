/*
 * Microsoft Graph v1.0 as it is exported to files, as far as its two files
 * tell each other:
 *
 *   graph.c       the document: pages, items, what becomes of them
 *   graph_item.c  one item into facts
 */
#ifndef COLLECTORS_GRAPH_H
#define COLLECTORS_GRAPH_H

#include <jansson.h>

#include "collectors/entra.h"

struct graph {
	struct signon s;
	struct entra entra;
	struct map permission; /* id of a role or scope -> index + 1 */
	struct sv *name;       /* of those: "Mail.Read"; views; heap */
	uint32_t nname, cap;
	struct digests granted; /* client, scope and necessity: sent already */
	const char *base;       /* path of the item, "/value/{row}" */
	uint32_t row;           /* its number among those, from 1 */
};

/* What became of an item; -1 (with e set) ends the import. */
enum { GRAPH_USED = 0, GRAPH_REFUSED = 1, GRAPH_EMPTY = 2 };

/* Remembers the names of permissions that a service principal defines. */
void graph_permissions(struct graph *g, const json_t *o);
/* A service principal, application, grant or assignment. */
int graph_item(struct graph *g, const json_t *o, struct err *e);
/* The place of a member of this item; col from 1, or 0. */
struct place graph_place(struct graph *g, const char *member, uint32_t col);

#endif

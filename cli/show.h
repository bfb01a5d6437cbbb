/*
 * Inside `landschap show`: one node and the table of what is known about it.
 * cmd_show.c has lists and registers, show_sign_on.c the plane of sign-on.
 */
#ifndef CLI_SHOW_H
#define CLI_SHOW_H

#include "cli/cli.h"

enum {
	COL_PART,
	COL_WHAT,
	COL_VALUE,
	COL_ID,
	COL_RUNG,
	COL_SAID,
	COL_FROM,
	COL_TO,
	COL_CONFLICT,
	COLUMNS
};

struct show {
	struct cli *c;
	struct landscape l;
	uint32_t node;
	struct table t;
};

/* A row; value NULL is unknown. part and what are words or translated. */
struct value *
show_add(struct show *s, const char *part, const char *what, const char *value);
void show_evidence(struct show *s, struct value *v, const struct evidence *ev);
/* An edge with another node; dates come from its strongest claim. */
int
show_edge(struct show *s, const char *what, uint32_t other, const char *extra,
	  enum fact_kind fact, const struct evidence *ev, struct err *e);

/* Attributes; of keys also which other nodes have the same. O(properties). */
void show_properties(struct show *s);
/* Hosts and who operates them, federations, data. O(edges). */
int show_sign_on(struct show *s, struct err *e);

#endif

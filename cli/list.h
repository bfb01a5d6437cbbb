/*
 * Inside `landschap list`: the landscape, the filters and the table, shared by
 * its subjects. cmd_list.c has those of lists and registers, list_sign_on.c
 * those of sign-on.
 */
#ifndef CLI_LIST_H
#define CLI_LIST_H

#include "cli/cli.h"

/* What the filters ask for. */
struct filter {
	uint32_t board, function, product; /* NODE_NONE: all */
	int32_t ends_before;               /* 0: all */
};

struct lister {
	struct cli *c;
	struct landscape l;
	struct filter f;
	struct table t;
};

/* Nodes to be named; {0} is empty. */
struct list_names {
	uint32_t *v; /* heap */
	uint32_t n, cap;
};
void list_add(struct list_names *x, uint32_t node); /* NODE_NONE: nothing */
/* How many they are, each once. */
uint32_t list_settle(struct list_names *x);
/*
 * "a, b", in order of node; past the first `most` (0: all) only how many.
 * Unknown when there is none. Empties x.
 */
struct value list_join(const struct landscape *l, struct list_names *x,
		       uint32_t most, struct arena *mem);

/* The board of a site; NODE_NONE when it is not known. */
uint32_t list_board_of(const struct landscape *l, uint32_t site);
/* Id and name; unknown for NODE_NONE. */
struct value list_id(const struct landscape *l, uint32_t node);
struct value list_name(const struct landscape *l, uint32_t node);
struct value list_rung(const struct cli *c, const struct evidence *ev);

int list_identities(struct lister *x, struct err *e);
int list_hosts(struct lister *x, struct err *e);
int list_attributes(struct lister *x, struct err *e);
int list_data(struct lister *x, struct err *e);

#endif

/*
 * Large landscapes, and landscapes with any name, for tests of maps and
 * exports: nodes by number, in any order, then made_finish() sorts all as the
 * store would.
 */
#ifndef TESTS_UNIT_MADE_H
#define TESTS_UNIT_MADE_H

#include "schema/model/landscape.h"

struct made {
	struct landscape l; /* right after made_finish() */
	uint32_t node_cap, usage_cap, supply_cap, holding_cap, seat_cap;
	uint32_t need_cap;
};

/* Nodes are numbered as they come; edges use those numbers. */
uint32_t made_node(struct made *m, enum node_kind kind, const char *name);
uint32_t
made_named(struct made *m, enum node_kind kind, const char *id, struct sv name);
uint32_t
made_school(struct made *m, const char *name, uint32_t board, int32_t pupils);
void
made_use(struct made *m, uint32_t site, uint32_t function, uint32_t product);
void made_supply(struct made *m, uint32_t product, uint32_t organisation);
/* percent in 1/100; parent NODE_NONE: known to have none. */
void
made_owner(struct made *m, uint32_t child, uint32_t parent, int32_t percent);
void made_seat(struct made *m, uint32_t organisation, uint32_t country);
void
made_need(struct made *m, uint32_t from, uint32_t to, enum carrier carrier);
void made_finish(struct made *m);
void made_done(struct made *m);

/*
 * An invented sector: boards of four schools each, products spread over
 * functions, vendors, owners and countries. About boards * 5 + functions +
 * products + products / 2 nodes.
 */
void made_sector(struct made *m, uint32_t boards, uint32_t functions,
		 uint32_t products);

#endif

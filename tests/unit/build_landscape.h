/*
 * Landscapes by hand, for tests of the analyzer. Nodes are named by their
 * public id ("product:P") and made when first named. "-" is nothing known.
 */
#ifndef TESTS_UNIT_BUILD_LANDSCAPE_H
#define TESTS_UNIT_BUILD_LANDSCAPE_H

#include "schema/model/landscape.h"

/* {0} is a valid, empty sketch. Indices are its own until it is finished. */
struct sketch {
	struct landscape l;
	uint32_t node_cap, usage_cap, supply_cap, holding_cap, seat_cap;
	uint32_t need_cap, fulfils_cap, claim_cap;
	uint32_t processing_cap, serving_cap, operation_cap, membership_cap;
	uint32_t property_cap;
};

/* The node with this id; NODE_NONE for "-". */
uint32_t sketch_node(struct sketch *s, const char *id);
/* Pupils of a site; -1 is unknown. */
void
sketch_pupils(struct sketch *s, const char *site, int32_t low, int32_t high);
void sketch_school(struct sketch *s, const char *school, const char *board,
		   const char *sector, int32_t pupils);
void sketch_function(struct sketch *s, const char *function, int criticality,
		     bool is_basic);
/* In use, share not said; the pointer is valid until the next use. */
struct usage *sketch_use(struct sketch *s, const char *site,
			 const char *function, const char *product);
/* Known to do this, whoever uses it. */
void sketch_fulfil(struct sketch *s, const char *product, const char *function);
void sketch_supply(struct sketch *s, const char *organisation,
		   const char *product, enum role role);
void sketch_hold(struct sketch *s, const char *parent, const char *child,
		 int32_t percent, enum ownership kind);
/* Known to have no parent. */
void sketch_root(struct sketch *s, const char *organisation);
void
sketch_seat(struct sketch *s, const char *organisation, const char *country);
/* The pointer is valid until the next need. */
struct need *
sketch_need(struct sketch *s, const char *dependent, const char *provider,
	    enum carrier carrier, enum necessity necessity);
/* Hosting that is required. */
void sketch_host(struct sketch *s, const char *dependent, const char *host);
/* What documents of sign-on say. */
void sketch_property(struct sketch *s, const char *node, const char *name,
		     const char *value);
void sketch_serve(struct sketch *s, const char *product, const char *host,
		  enum endpoint endpoint);
void
sketch_operate(struct sketch *s, const char *host, const char *organisation);
void
sketch_member(struct sketch *s, const char *product, const char *federation);
void sketch_data(struct sketch *s, const char *product, const char *category,
		 const char *giver, const char *attribute);
/*
 * Board B uses R, L and T for a function each and signs on at I. Hub H leads
 * to all three and has I as a member. R and L are Reuzen's and Boom's; L is
 * served from a host of Wolk's, whom nobody names, and shares its key with T,
 * which is Tel's. S is in the hub and nobody's.
 */
void sketch_sign_on(struct sketch *s);
/*
 * Worked example 1 of the scoring rules: boards A, B, C and D of 6,000, 3,000,
 * 1,000 and 2,000 pupils; one function. A uses P1 of V1, B P2 of V2, C P3 of
 * V3, D something unknown. G1 owns V1 and V2. P1 and P2 run on I1, P3 on I1
 * and I2.
 */
void sketch_example_1(struct sketch *s);
/*
 * Worked example 2: schools S1 and S2 of board E, 400 and 600 pupils, with las,
 * elo and lm. `host_of_pb` is where pB runs: "product:I1" there, "-" in the
 * variant, NULL to say nothing.
 */
void sketch_example_2(struct sketch *s, const char *host_of_pb);
/* Everything sorted as the store does; the sketch is empty afterwards. */
void sketch_finish(struct sketch *s, struct landscape *ret);
/* The node with this id in a finished landscape; fails the test otherwise. */
uint32_t node_of(const struct landscape *l, const char *id);

#endif

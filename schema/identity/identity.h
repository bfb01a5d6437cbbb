/*
 * Which names are one thing. Pure: nodes, names, keys and decisions in,
 * components out. The answer does not depend on the order of rows.
 *
 *   1. nodes that share a deciding key are one;
 *   2. accepted reviews join, rejected ones keep apart; entityIDs and issuers
 *      are no obstacle: a service may have one for its test;
 *   3. the alias catalogue joins;
 *   4. equal names join, first by strict fold, then by loose fold. That is an
 *      assumption, and it is recorded. Nodes with different keys of one
 *      exclusive scheme (two KvK numbers) are never joined by name, and a
 *      name that two such nodes share joins neither.
 * Near matches only propose.
 */
#ifndef SCHEMA_IDENTITY_IDENTITY_H
#define SCHEMA_IDENTITY_IDENTITY_H

#include "base/arena.h"
#include "schema/model/model.h"

#define IDENTITY_NONE UINT32_MAX

struct identity_key {
	uint32_t node;
	enum key_scheme scheme;
	struct sv value;
};

struct identity_name {
	uint32_t node;
	struct sv name;    /* clean, as written */
	uint32_t said;     /* how often */
	bool is_catalogue; /* from shipped reference data */
	bool is_alias;     /* "also known as", not its name */
};

struct identity_node {
	enum node_kind kind;
	struct sv key;  /* unique within its kind */
	uint32_t scope; /* board of a school known by name; IDENTITY_NONE */
	bool is_remote; /* a federation names it, and nobody here */
};

struct identity_decision {
	uint32_t a, b; /* nodes */
	bool is_same;
};

struct identity_input {
	const struct identity_node *node; /* sorted by kind, then key */
	uint32_t nnode;
	const struct identity_name *name; /* sorted by node, then name */
	uint32_t nname;
	const struct identity_key *key; /* sorted by node, scheme, value */
	uint32_t nkey;
	const struct identity_decision *decision;
	uint32_t ndecision;
};

struct identity_assumption {
	uint32_t node;   /* of the component */
	struct sv name;  /* the other name */
	const char *why; /* "name", "spelling", "catalogue", "review" */
};

struct identity {
	uint32_t *component; /* by node: the smallest node it is one with */
	struct sv *loose;    /* by name: its loose fold */
	struct identity_assumption *assumption;
	uint32_t nassumption;
};

/* Everything lives in mem. O(n log n) in names. */
void identity_resolve(const struct identity_input *in, struct arena *mem,
		      struct identity *ret);

struct near_match {
	uint32_t a, b; /* components, a < b */
	struct sv name_a, name_b;
	unsigned score;  /* thousandths */
	const char *why; /* "spelling" or "words" */
};
/*
 * Pairs of components of one kind (and board) whose names are near: one letter
 * apart or swapped with Jaro-Winkler >= 920, or one name is the other plus a
 * few letters of extra words. Two things of the catalogue are known apart and
 * are never proposed, nor are two that only federations name. Sorted by score
 * descending, then names. At most `max` are returned; *ret_n tells how many.
 * O(n * length).
 */
void identity_near(const struct identity_input *in, const struct identity *id,
		   struct arena *mem, uint32_t max, struct near_match **ret,
		   uint32_t *ret_n);

/*
 * How many of all such pairs nobody has decided on; what identity_near() would
 * return is not made.
 */
uint32_t identity_near_open(const struct identity_input *in,
			    const struct identity *id, struct arena *mem);

/* True when two nodes with different keys of this scheme are two things. */
bool identity_is_exclusive(enum key_scheme scheme);
/* True when a person cannot say otherwise either. */
bool identity_is_strict(enum key_scheme scheme);

#endif

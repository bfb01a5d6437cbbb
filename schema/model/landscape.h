/*
 * The resolved landscape: what the live claims say together on one date. Plain
 * arrays in one arena, sorted, the same bytes for any row order. This is all
 * that the analyzer and the reports ever see.
 */
#ifndef SCHEMA_MODEL_LANDSCAPE_H
#define SCHEMA_MODEL_LANDSCAPE_H

#include "base/arena.h"
#include "schema/model/model.h"

#define NODE_NONE UINT32_MAX /* unknown */

/*
 * Evidence for an edge: claim[first .. first + said) of the landscape,
 * strongest first; the store can walk from a claim to a cell. said == 0: the
 * program assumed it (a function filled in from the catalogue, say).
 */
struct evidence {
	uint32_t first;   /* index in landscape.claim */
	uint32_t said;    /* number of live claims that say so */
	uint8_t rung;     /* enum rung of the strongest */
	bool is_conflict; /* live claims disagree; the strongest is used */
};

struct node {
	enum node_kind kind;
	const char *id;     /* stable public id, "organisation:kvk:12345678" */
	const char *name;   /* for people; never NULL */
	const char *folded; /* loose fold of name; may be "" */
	int32_t pupils_low, pupils_high; /* schools, boards; -1 = unknown */
	struct evidence pupils_ev;
	int8_t criticality; /* functions: 1..3; 0 = not a function */
	bool is_basic;      /* functions every board is expected to fill */
	const char *sector; /* schools: "PO", "VO", ...; "" = unknown */
	const char *country_code; /* countries: "NL"; else "" */
	uint32_t board;           /* schools: governing board, or NODE_NONE */
	struct evidence board_ev;
	bool is_gone; /* schools, boards: closed, merged or yet to open */
};

/* One resolved use: unique by (site, function, product). */
struct usage {
	uint32_t site;     /* a school, or a board: all its schools */
	uint32_t function; /* or NODE_NONE */
	uint32_t product;  /* or NODE_NONE: in use, but which is not known */
	uint32_t vendor;   /* contract party named in the list, or NODE_NONE */
	int32_t share; /* of the function at the site, 1/10000; -1 unknown */
	int8_t status; /* enum status */
	int8_t criticality;   /* board's own 1..3; 0 = not said */
	int32_t since, until; /* yyyymmdd or 0 */
	int64_t cost;         /* cents a year; -1 = not said */
	const char *owner, *fallback, *sign_on, *hosting, *agreement, *dpia;
	const char *data, *biv, *ai, *platform, *exit_plan, *alternatives;
	const char *links; /* each "" when not said; reserved first character,
			      see kinds.def */
	int32_t agreed;
	bool is_listed; /* by a list or a register */
	bool is_seen;   /* by a document of sign-on */
	struct evidence ev;
};

struct supply {
	uint32_t organisation, product;
	enum role role;
	struct evidence ev;
};

struct holding {
	uint32_t parent; /* NODE_NONE: unknown, or none when kind says so */
	uint32_t child;
	int32_t percent; /* 1/100 of a per cent; -1 = not said */
	enum ownership kind;
	struct evidence ev;
};

struct seat {
	uint32_t organisation, country;
	struct evidence ev;
};

struct need {
	uint32_t dependent; /* product, organisation, country or function */
	uint32_t provider;  /* ditto; NODE_NONE: something, unknown which */
	enum carrier carrier;
	enum necessity necessity;
	const char *group; /* "" outside alternatives */
	int32_t n;         /* members of the group that are needed, >= 1 */
	int32_t tested;    /* yyyymmdd or 0: redundancy only claimed */
	struct evidence ev;
};

struct fulfilment {
	uint32_t product, function;
	struct evidence ev;
};

/*
 * What documents of sign-on say; loaded only when load_options ask for it. One
 * edge for each combination of all that is not marked "the best that is said".
 */

/* A product gets personal data. */
struct processing {
	uint32_t product;
	uint32_t category; /* NODE_NONE: it is not known which */
	uint32_t giver;    /* product that hands it over; NODE_NONE: not said */
	enum necessity necessity; /* the best that is said */
	const char *attribute;    /* as documents call it: an OID, a scope */
	const char *subject;      /* "pupil", "staff"; "" = not said */
	const char *purpose;      /* the best that is said, or "" */
	struct evidence ev;
};

/* A product is reached at a host. */
struct serving {
	uint32_t product, host;
	enum endpoint endpoint;
	const char *binding;  /* "HTTP-POST"; "" = not said */
	const char *location; /* URL without query and fragment, or "" */
	struct evidence ev;
};

/* An organisation operates a host. */
struct operation {
	uint32_t host, organisation;
	struct evidence ev;
};

/* A product is a member of a federation or behind a hub. */
struct membership {
	uint32_t product;    /* the member */
	uint32_t federation; /* a product; NODE_NONE: only who registered it */
	const char *authority; /* who registered it, or "" */
	struct evidence ev;
};

/* Anything else, by name: docs/attributes.md. */
struct property {
	uint32_t node;
	const char *name, *value; /* never NULL */
	struct evidence ev;
};

/* A key that documents give to a node. */
struct node_key {
	uint32_t node;
	enum key_scheme scheme;
	const char *value;
};

/*
 * Two live claims that cannot both hold. The first one won: the stronger rung,
 * then the newer source, then the smaller value.
 */
struct conflict {
	enum fact_kind fact;
	const char *field; /* column of the fact, "country" */
	uint32_t node;     /* about this node: site, organisation, product */
	uint32_t other;    /* second node of the edge, or NODE_NONE */
	const char *value_used, *value_other;
	uint64_t claim_used, claim_other;
};

/* Two names that were taken for one, and why. */
struct assumption {
	uint32_t node;    /* resolved node that came out of it */
	const char *name; /* other name, as written */
	const char *why;  /* "name", "review", "catalogue" */
};

struct coverage_counts {
	uint32_t sources;          /* live sources, reference data excluded */
	uint32_t boards, schools;  /* known; closed schools do not count */
	uint32_t boards_reporting; /* boards with at least one use loaded */
	uint32_t schools_unknown_pupils;
};

struct landscape {
	struct arena mem;
	int32_t at;           /* yyyymmdd: what was true on that day */
	const char *known_at; /* ISO time, or "" for everything known */
	struct node *node;    /* sorted by kind, then id in byte order */
	uint32_t nnode;
	uint32_t first[NODE_KINDS + 1]; /* node[first[k]..first[k+1]) are k */
	struct usage *usage;            /* by site, function, product */
	uint32_t nusage;
	struct supply *supply; /* by product, role, organisation */
	uint32_t nsupply;
	struct holding *holding; /* by child, parent */
	uint32_t nholding;
	struct seat *seat; /* by organisation */
	uint32_t nseat;
	struct need *need; /* by dependent, carrier, group, ... */
	uint32_t nneed;
	struct fulfilment *fulfils; /* by product, function */
	uint32_t nfulfils;
	bool has_sign_on;              /* the next six were loaded */
	struct processing *processing; /* by product, category, giver, ... */
	uint32_t nprocessing;
	struct serving *serving; /* by product, host, endpoint, ... */
	uint32_t nserving;
	struct operation *operation; /* by host, organisation */
	uint32_t noperation;
	struct membership *membership; /* by product, federation */
	uint32_t nmembership;
	struct property *property; /* by node, name, value */
	uint32_t nproperty;
	struct node_key *key; /* by node, scheme, value */
	uint32_t nkey;
	struct assumption *assumption; /* by node, name */
	uint32_t nassumption;
	struct conflict *conflict; /* by fact, node, other, field */
	uint32_t nconflict;
	uint64_t *claim; /* ids in the tables of the facts; see evidence */
	uint32_t nclaim;
	struct coverage_counts coverage;
};

void landscape_done(struct landscape *l);
/* The node with this public id, or NODE_NONE. O(log n). */
uint32_t landscape_find_id(const struct landscape *l, struct sv id);
/* Edges of one node are one run: first index with product >= p, and so on. */
uint32_t landscape_supplies_of(const struct landscape *l, uint32_t product);
uint32_t landscape_holdings_of(const struct landscape *l, uint32_t child);
uint32_t landscape_seats_of(const struct landscape *l, uint32_t organisation);
uint32_t landscape_needs_of(const struct landscape *l, uint32_t dependent);
uint32_t landscape_serving_of(const struct landscape *l, uint32_t product);
uint32_t landscape_operation_of(const struct landscape *l, uint32_t host);
uint32_t landscape_membership_of(const struct landscape *l, uint32_t product);
/*
 * First property of the node that is not before `name` in byte order: the run
 * with this name when there is one; all of the node when name is "".
 */
uint32_t landscape_property_of(const struct landscape *l, uint32_t node,
			       const char *name);
uint32_t landscape_key_of(const struct landscape *l, uint32_t node);
/* The property with this name and the smallest value, or NULL. O(log n). */
const struct property *
landscape_property(const struct landscape *l, uint32_t node, const char *name);

#endif

/*
 * Inside the store: the stages of loading. Database nodes are joined into
 * resolved nodes first (load_nodes.c), then claims are resolved into edges
 * (load_facts.c, load_uses.c, load_sign_on.c).
 */
#ifndef SCHEMA_STORE_LOAD_H
#define SCHEMA_STORE_LOAD_H

#include "schema/identity/identity.h"
#include "schema/store/db.h"

struct loader {
	struct store *st;
	struct landscape *l;
	struct arena tmp; /* freed when loading ends */
	struct live live;
	bool with_hosts; /* of no use but to sign-on, and there are many */
	struct identity_input in; /* database nodes, sorted by kind and key */
	struct identity id;
	uint32_t *index_of; /* by database id: node index, or NODE_NONE */
	uint32_t nindex;
	uint32_t *resolved; /* by database node index: landscape node */
	uint32_t claim_cap, conflict_cap;
};

/* What every claim has; the rest of its columns follows in the caller. */
struct claim {
	uint64_t id;
	int32_t as_of, valid_from;
	uint8_t rung;
};

/* Reads claim columns 0..4; false when the claim does not count. */
bool claim_read(const struct loader *ld, struct stmt *s, struct claim *ret);
/* The landscape node of a reference column; NODE_NONE for NULL. */
uint32_t claim_ref(const struct loader *ld, struct stmt *s, int col);
/* Below 0 when a is the better evidence; the ids break ties for `why` only. */
int claim_cmp(const struct claim *a, const struct claim *b);
/* The same without ids: 0 means equally strong and equally new. */
int claim_strength(const struct claim *a, const struct claim *b);
void
claim_conflict(struct loader *ld, enum fact_kind fact, const char *field,
	       uint32_t node, uint32_t other, const char *used,
	       const char *not_used, uint64_t claim_used, uint64_t claim_other);
/* A number of a claim as it reads: a code's name, a date, "60.00 %". */
const char *claim_number(enum fact_kind fact, const char *column, int64_t v,
			 struct arena *mem);

/* What gives the same names and claims again. */
struct load_options load_again(const struct landscape *l);
/* Sources and nodes only, in a read transaction of its own. */
int
load_identity(struct loader *ld, const struct load_options *o, struct err *e);
/* Names, keys and what joins them: no landscape is needed yet. */
int load_names(struct loader *ld, struct err *e);
/* The same, and the landscape's nodes. */
int load_nodes(struct loader *ld, struct err *e);
int load_facts(struct loader *ld, struct err *e);
int load_uses(struct loader *ld, struct err *e);
/* What documents of sign-on say besides. */
int load_sign_on(struct loader *ld, struct err *e);
void loader_done(struct loader *ld);

#endif

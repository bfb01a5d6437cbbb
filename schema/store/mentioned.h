/*
 * Inside the store: what a document names, on its way into nodes, keys and
 * names. What stays in memory of a mention is 12 bytes.
 */
#ifndef SCHEMA_STORE_MENTIONED_H
#define SCHEMA_STORE_MENTIONED_H

#include "base/buf.h"
#include "schema/store/db.h"

/* What is remembered of one ref. */
struct mention_in {
	uint32_t node;  /* database id */
	uint32_t alias; /* its name's row, from first_alias; 0: none yet */
	uint32_t said;  /* once, unless the document says more */
};

/* A name whose count is not known yet; its bytes are in `names`, in order. */
struct waiting_name {
	uint32_t ref, nbytes;
	struct place place;
};

/* A key on its way; its bytes are in `values`, in order. */
struct waiting_key {
	uint32_t node, nbytes;
	enum key_scheme scheme;
	struct place place;
};

enum { MENTIONED_ROWS = 16 }; /* of one statement, as claims have */

/* Mentions of one import. {0} with st and source set is valid. */
struct mentioned {
	struct store *st;
	int64_t source;
	struct mention_in *of; /* by ref, [0] unused; heap */
	uint32_t n, cap;
	uint64_t nodes_new; /* that nobody had named before */
	struct waiting_name *wait;
	uint32_t nwait, wait_cap;
	struct buf names;
	int64_t first_alias;
	struct waiting_key wait_key[MENTIONED_ROWS];
	uint32_t nwait_key;
	struct buf values;
	struct buf key, scope_key;
	uint32_t scope; /* whose key scope_key is, or 0 */
	struct arena tmp;
};

/* The next ref, which n has. Copies what it keeps. */
int
mentioned_put(struct mentioned *m, const struct node_record *n, struct err *e);
/* How often; the last time counts. */
int
mentioned_said(struct mentioned *m, const struct said_record *s, struct err *e);
/* Writes the keys that wait: for who asks for them before the end. */
int mentioned_put_keys(struct mentioned *m, struct err *e);
/* Writes what waits; *ret is how often anything was named. */
int mentioned_end(struct mentioned *m, uint64_t *ret, struct err *e);
void mentioned_done(struct mentioned *m);

#endif

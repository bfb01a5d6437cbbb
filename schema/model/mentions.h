/*
 * A collector's notebook of names: the same mention gets the same ref, so that
 * a name that stands in 300 rows is sent once and counted. Names are known
 * again by their digest, so memory does not grow with their length.
 */
#ifndef SCHEMA_MODEL_MENTIONS_H
#define SCHEMA_MODEL_MENTIONS_H

#include "base/buf.h"
#include "base/digest.h"
#include "schema/model/sink.h"

struct mentions {
	struct sink *sink;
	struct digest_key key;
	struct digests seen; /* of kind, scope, keys and name -> ref */
	uint32_t *times;     /* by ref; heap */
	uint32_t n, cap;     /* refs given out */
	struct buf tmp;      /* scratch */
};

/* seed: what no writer of the document can foresee, its SHA-256. */
void mentions_init(struct mentions *m, struct sink *sink, struct sv seed);
/*
 * Ref of the node that n describes (n->ref is ignored); sends it when it is
 * new. Name must be clean. Returns 0 with e set when the sink refuses, and 0
 * without e for a node without name and keys (unknown).
 */
uint32_t
mention(struct mentions *m, const struct node_record *n, struct err *e);
/*
 * The same for a node that the caller knows to be new: it costs four bytes,
 * and is never found again.
 */
uint32_t
mention_new(struct mentions *m, const struct node_record *n, struct err *e);
/* Counts one more mention of a ref that mention() gave. */
void mention_again(struct mentions *m, uint32_t ref);
/* Sends the counts. */
int mentions_finish(struct mentions *m, struct err *e);
void mentions_done(struct mentions *m);

#endif

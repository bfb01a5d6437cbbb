/*
 * Inside the store: claims on their way into their tables, some at a time.
 */
#ifndef SCHEMA_STORE_PUT_H
#define SCHEMA_STORE_PUT_H

#include "schema/store/db.h"

struct putter;

/* Claims of one import. {0} with st, source and rung set is valid. */
struct puts {
	struct store *st;
	int64_t source;
	int rung;                      /* of every claim, or -1 */
	struct putter *of[FACT_KINDS]; /* NULL until first used; heap */
};

/*
 * One claim about these nodes (database ids by column; 0: unknown). Copies
 * what it keeps. It may be written later, so its error may come later too.
 */
int puts_fact(struct puts *ps, const struct fact_record *f,
	      const int64_t node[FACT_REFS_MAX], struct err *e);
/* Writes what waits. */
int puts_flush(struct puts *ps, struct err *e);
/* Forgets what waits. */
void puts_done(struct puts *ps);

#endif

/*
 * What a reader has to say about its input while it goes on: notes, warnings
 * and refusals, each with its place. The caller of the library shows them.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum diag_level {
	DIAG_NOTE,   /* the reader did something the user may want to know */
	DIAG_WARN,   /* imported, but look at it */
	DIAG_REFUSE, /* this row or value was not imported: exit 3 */
};

struct diag_message {
	enum diag_level level;
	char *where; /* "file:sheet:row:column" in mem */
	char *text;  /* in mem */
};

/* {0} is a valid, empty diag. */
struct diag {
	struct diag_message *message; /* the first DIAG_KEEP of each level */
	uint32_t n, cap;
	uint64_t count[3]; /* all of them, by level */
	struct arena mem;
};

enum { DIAG_KEEP = 1000 }; /* messages kept for each level; all are counted */

void diag_add(struct diag *d, enum diag_level level, const struct at *at,
	      const char *fmt, ...) __attribute__((format(printf, 4, 5)));
void diag_done(struct diag *d);

#define diag_note(d, at, ...)   diag_add((d), DIAG_NOTE, (at), __VA_ARGS__)
#define diag_warn(d, at, ...)   diag_add((d), DIAG_WARN, (at), __VA_ARGS__)
#define diag_refuse(d, at, ...) diag_add((d), DIAG_REFUSE, (at), __VA_ARGS__)

#endif

/* What `landschap help TOPIC` and the manual page tell. */
#ifndef CLI_TOPICS_H
#define CLI_TOPICS_H

#include "cli/cli.h"

enum { TOPIC_LINES = 12 };
struct topic {
	const char *name;
	const char *summary; /* N_() */
	const char *about;   /* N_(), may be "" */
	unsigned column;     /* where the right-hand side starts */
	struct {
		const char *left;  /* NULL ends */
		const char *right; /* N_() */
	} line[TOPIC_LINES];
};
extern const struct topic topics[]; /* ends with name NULL */

/* The manual page from the same tables, as roff, to the result. */
int help_man(struct cli *c, struct err *e);

#endif

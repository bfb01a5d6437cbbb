/*
 * Command lines: options from tables. Long options take "=value" or the next
 * argument, "--" ends them, nothing is abbreviated, a near miss is suggested.
 * Pure, so that it can be tested.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

enum option_type {
	OPTION_FLAG,
	OPTION_TEXT, /* one value; the last one counts */
	OPTION_LIST, /* one or more values, up to the next option */
};

struct option {
	const char *name; /* long, without "--"; NULL ends a table */
	char letter;      /* short, or 0 */
	enum option_type type;
	const char *value; /* N_(): "FILE"; NULL for flags */
	const char *help;  /* N_(): one line */
};

struct option_value {
	const struct option *option;
	const char *text; /* NULL for flags; borrowed from argv */
};

struct options {
	struct option_value *value; /* in order of the command line */
	unsigned nvalue;
	const char **arg; /* positional, in order */
	unsigned narg;
};

/*
 * Reads argv[0..argc) with the options of both tables (b may be NULL). With
 * stop_at_arg the first positional ends it. *ret_used (may be NULL) tells how
 * many were read. Memory is in mem. ERR_USAGE on anything that is not there.
 */
int options_parse(const struct option *a, const struct option *b, int argc,
		  char *const *argv, bool stop_at_arg, struct arena *mem,
		  struct options *ret, int *ret_used, struct err *e);
/* The option's last value; false when it was not given. */
bool options_has(const struct options *o, const char *name);
const char *options_text(const struct options *o, const char *name);
/* The table's row, or NULL. */
const struct option *
option_by_name(const struct option *table, const char *name);

/*
 * The candidate nearest to what was typed, or NULL when nothing is near.
 * next(ctx, i) gives the i-th candidate, NULL at the end.
 */
const char *
nearest(const char *typed, const char *(*next)(const void *ctx, unsigned i),
	const void *ctx);

#endif

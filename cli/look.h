/*
 * What the commands of measures share: a landscape cut to a scope, cells and
 * levels ready to be measured, and the warnings that go with them.
 */
#ifndef CLI_LOOK_H
#define CLI_LOOK_H

#include "analyzer/failing.h"
#include "analyzer/figure.h"
#include "cli/cli.h"

/* Options of a scope, for a command's own table. */
#define LOOK_OPTIONS                                                           \
	{ "function", 'F', OPTION_TEXT, N_("FUNCTION"),                        \
	  N_("this function only ('?' is the unknown one)") },                 \
		{ "school", 0, OPTION_TEXT, N_("SCHOOL"),                      \
		  N_("this school only") },                                    \
		{ "sector", 0, OPTION_TEXT, N_("SECTOR"),                      \
		  N_("schools of this sector only: PO, VO ...") },             \
	{                                                                      \
		"whole", 0, OPTION_FLAG, NULL,                                 \
			N_("boards that report nothing as well, as unknown")   \
	}

struct look {
	struct cli *c;
	struct landscape l;
	struct scope scope;
	struct figure figure; /* the scope as a figure; level and entity open */
	uint32_t board, function, school;
	struct cells cells;
	struct levels levels;
	struct meter meter;
	bool is_of_failure; /* set by who only fails things: shares of products
			       do not matter then, nor what is not listed */
};

/* Loads, resolves --board, --function, --school, --sector, and builds the
 * cells. */
int look_open(struct cli *c, struct look *ret, struct err *e);
/*
 * The same with the edges of sign-on, and what stops when something fails;
 * failing_done(ret) also after -1, before look_done().
 */
int look_open_failing(struct cli *c, struct look *k, struct failing *ret,
		      struct err *e);
void look_done(struct look *k); /* also after look_open() failed */
/* The id of a figure of this scope, for `landschap why`. */
const char *look_id(const struct look *k, const struct figure *f);

/*
 * What a person means by `text` as something that fails: a product, an
 * organisation, a country; "identity:NAME" is a product that others sign on
 * with.
 */
int look_find_failing(const struct look *k, const char *text, uint32_t *ret,
		      struct err *e);
/* "A, B and C", in the memory of the command. */
const char *look_names(const struct look *k, const uint32_t *node, uint32_t n);

/* Names; NODE_NONE is an unknown value. */
struct value look_name(const struct look *k, uint32_t node);
struct value look_node_id(const struct look *k, uint32_t node);
/* A fraction of 1 times 10^power; no number is unknown. */
struct value
look_number(const struct look *k, struct fraction f, int power, int digits);
/* Pupils at so many sites; unknown when none of all sites has a number. */
struct value look_pupils(const struct look *k, int64_t pupils, uint32_t sites);
/* A key as it is, but translated in a table for people; mark it N_(). */
struct value look_word(const struct look *k, const char *key);

/*
 * Adds coverage and warnings about the scope, leaves to people the columns in
 * `names` (as cli_narrow), and prints.
 */
int look_print(const struct look *k, struct table *t, const char *names,
	       struct err *e);

#endif

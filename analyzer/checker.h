/* Inside the checks: what a rule sees, and where its findings go. */
#ifndef ANALYZER_CHECKER_H
#define ANALYZER_CHECKER_H

#include "analyzer/checks.h"

struct checker {
	const struct landscape *l;
	const struct check_options *o;
	struct findings *to;
	bool *is_here;     /* by node: in scope */
	bool *is_listed;   /* by node: a list in scope says it is used */
	bool *is_identity; /* by node: identity provider or hub */
	bool *is_hub;      /* by node */
	enum check rule;   /* of which findings are added */
	uint32_t cap;
	uint32_t *mark; /* by node, for named_*; 0 at first */
	uint32_t stamp;
	struct arena tmp;
	struct failure *failure; /* what fails with what; NULL: not yet */
	struct err *e;           /* set when is_broken */
	bool is_broken;          /* a rule could not be applied */
};

/* A function of analyzer/checks.def. */
typedef void check_rule(struct checker *c);
#define CHECK(ID, name, severity, function, ...) check_rule function;
#include "analyzer/checks.def"
#undef CHECK

/* detail is borrowed, and lives as long as the findings. */
void
checker_add(struct checker *c, uint32_t node, uint32_t other,
	    const char *detail, enum fact_kind fact, const struct evidence *ev);
/* Is this use in scope: in use, and of the board that was asked for? */
bool checker_counts(const struct checker *c, const struct usage *u);
/* Made by the rules of check_failure.c when one of them is asked. */
void failure_free(struct failure *f);

#endif

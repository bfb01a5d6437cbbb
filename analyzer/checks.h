/*
 * Findings: what asks for an action, by rules of analyzer/checks.def. Each
 * points at the claim that it rests on. What is unknown is no finding.
 *
 * How to add a rule
 *   1. one line in analyzer/checks.def;
 *   2. its function in analyzer/check_*.c;
 *   3. a test: one landscape that has it, one that has not.
 */
#ifndef ANALYZER_CHECKS_H
#define ANALYZER_CHECKS_H

#include "base/err.h"
#include "schema/model/landscape.h"

enum severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITIES };
const char *severity_name(enum severity s); /* "low" */
bool severity_from(struct sv name, enum severity *ret);

enum check {
#define CHECK(ID, name, severity, function, ...) CHECK_##ID,
#include "analyzer/checks.def"
#undef CHECK
	CHECKS,
};

/* A rule as people see it; texts are untranslated. */
struct check_text {
	const char *name;
	enum severity severity;
	const char *summary, *sentence, *action, *actor;
};
const struct check_text *check_text(enum check rule);
bool check_from(struct sv name, enum check *ret);

struct redundancy;
struct finding {
	enum check rule;
	uint32_t node;          /* what it is about */
	uint32_t other;         /* or NODE_NONE */
	const char *detail;     /* a date, a host; never NULL */
	bool is_share;          /* detail is a percentage, "46.2" */
	enum fact_kind fact;    /* what ev is evidence of */
	struct evidence ev;     /* said == 0: nothing to show */
	int64_t pupils;         /* of the schools that use it; lower bound */
	uint32_t sites;         /* of them, distinct */
	uint32_t sites_unknown; /* without a number of pupils */
	uint32_t functions;     /* that they use it for */
	bool is_sized;          /* the rule said how large it is */
	const char *chain; /* how it comes about, with claims; never NULL */
	/* The sentence is of this, or NULL: of the rule. */
	const struct redundancy *redundancy;
};

struct check_options {
	bool all;        /* also what only a federation names */
	uint32_t board;  /* what this board uses; NODE_NONE: any board */
	enum check rule; /* CHECKS: every rule */
};

struct findings {
	struct arena mem;
	struct finding *v; /* by severity, pupils, rule, node, other */
	uint32_t n;
	uint32_t
		left_out; /* services of a federation that were not looked at */
};

/*
 * Findings of a landscape loaded with sign-on. Looked at is what boards use
 * and what that signs on through; everything when no board uses anything.
 * ERR_LIMIT as cells_build(), by the rules that look at what fails; those take
 * as long as blast_all(), the others O((edges + uses) log uses). Also after -1
 * findings_done().
 */
int checks_find(const struct landscape *l, const struct check_options *o,
		struct findings *ret, struct err *e);
void findings_done(struct findings *f);

#endif

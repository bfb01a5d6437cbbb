/* Probabilities of failing that a person gives, as a table with two columns. */
#ifndef CLI_PROBABILITIES_H
#define CLI_PROBABILITIES_H

#include "cli/cli.h"
#include "schema/model/landscape.h"

struct probabilities {
	double *of;       /* by node of failing; in the command's memory */
	bool *is_given;   /* ditto: a row says so */
	uint32_t nunused; /* rows of things that are not asked for */
	uint32_t unused;  /* the first of them */
};

/*
 * Reads a table (CSV, XLSX, ODS) with the columns name and probability; a
 * name may be an id, and "*" is all others. is_event: by node, who needs one.
 * ERR_INPUT with the place for a row that is wrong, and when one of is_event
 * has none.
 */
int probabilities_read(struct cli *c, const struct landscape *l,
		       const char *path, const bool *is_event, uint32_t nnode,
		       struct probabilities *ret, struct err *e);

#endif

/*
 * Parts of `landschap spof`. Its options are in cli/cmd_spof.c; those of
 * combinations of failures are read with
 *
 *   cli_number(k->c, "cutsets", ...)       combinations of up to so many
 *   cli_flag(k->c, "importance")           importance of each, instead
 *   cli_text(k->c, "probabilities")        CSV file, or NULL
 */
#ifndef CLI_SPOF_H
#define CLI_SPOF_H

#include "analyzer/failing.h"
#include "cli/look.h"

/*
 * `landschap spof --cutsets`: what only stops when several things fail
 * together. Prints its own table; returns as a command does.
 */
int spof_cutsets(struct look *k, const struct failing *f, struct err *e);

#endif

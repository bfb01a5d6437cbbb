/* The options that all commands share. */
#ifndef CLI_COMMON_H
#define CLI_COMMON_H

#include "cli/cli.h"

extern const struct option common_options[];

/* Fills the common fields of c from c->opt and c->command. */
int common_read(struct cli *c, struct err *e);
/* False for a common option that this command refuses. */
bool common_is_used(const struct command *cmd, const char *option);

/* Values of any option, with a message that names it. */
int
option_date(const char *name, const char *text, int32_t *ret, struct err *e);
int option_number(const char *name, const char *text, uint64_t max,
		  uint64_t *ret, struct err *e);

#endif

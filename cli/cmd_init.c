/* landschap init: a new database with nothing but reference data in it. */
#include <unistd.h>

#include "cli/cli.h"

const struct option options_init[] = {
	{ NULL },
};

const struct help help_init = {
	N_("Makes a new file that only you can read (mode 0600), with the "
	   "reference data of this program in it: countries, school "
	   "functions, known products and their owners. A file that exists "
	   "is left alone."),
	{
		{ "landschap init bestuur.db",
		  N_("a landscape for one board") },
		{ "landschap init -d sector.db", N_("the same, with -d") },
	},
};

int cmd_init(struct cli *c, struct err *e);

int
cmd_init(struct cli *c, struct err *e)
{
	if (cli_arg(c, 0))
		c->db = cli_arg(c, 0);
	if (cli_open(c, STORE_CREATE, e))
		return -1;
	if (cli_reference(c, e)) {
		unlink(c->db);
		return -1;
	}
	term_note(c, "%s: a new landscape (next: landschap import -d %s FILE)",
		  c->db, c->db);
	return EXIT_OK;
}

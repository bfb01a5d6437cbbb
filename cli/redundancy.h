/*
 * What seems to be there twice and stops at once, in one sentence for people
 * who do not know what a graph is.
 */
#ifndef CLI_REDUNDANCY_H
#define CLI_REDUNDANCY_H

#include "analyzer/redundancy.h"
#include "cli/cli.h"

/*
 * One whole sentence on a redundancy with news (redundancy_news()), in the
 * language of cli_word(); lives in c->mem.
 *   "Elektronische leeromgeving: Klasbrug en Leerhaven lijken elkaar te kunnen
 *   vervangen, maar ze stoppen tegelijk als SURFconext (inloggen) of de cloud
 *   van Nevelwal Inc. uitvalt; dat raakt 1000 leerlingen op 2 scholen"
 */
const char *redundancy_sentence(struct cli *c, const struct landscape *l,
				const struct redundancy *r);

#endif

/*
 * What seems to be there twice and stops at once, in one sentence for people
 * who do not know what a graph is.
 */
#ifndef CLI_REDUNDANCY_H
#define CLI_REDUNDANCY_H

#include "analyzer/redundancy.h"
#include "cli/cli.h"

/*
 * One whole sentence on a redundancy, in the user's language or, for data, in
 * English; lives in c->mem. Without news (redundancy_news()) it is about one
 * that was never tested.
 *   "Elektronische leeromgeving: Klasbrug en Leerhaven lijken elkaar te kunnen
 *   vervangen, maar ze vallen tegelijk uit als SURFconext (inloggen) of de
 *   cloud van Nevelwal Inc. uitvalt; dat raakt 1000 leerlingen op 2 scholen"
 */
const char *redundancy_sentence(struct cli *c, const struct landscape *l,
				const struct redundancy *r, bool for_people);
/*
 * Notes under a table: those sentences for what is in the scope of f, those of
 * the most pupils first; past a handful how many there are.
 */
void redundancy_notes(struct cli *c, const struct failing *f, struct table *t);

#endif

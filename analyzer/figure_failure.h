/*
 * The way back from a figure of failure, for figure.c: which edges fail a
 * function when the entity fails.
 */
#ifndef ANALYZER_FIGURE_FAILURE_H
#define ANALYZER_FIGURE_FAILURE_H

#include "analyzer/figure.h"

/*
 * As figure_edges(). A redundant group that is lost has an edge to each of the
 * members that had to fail for it. O(edges of what fails + cells).
 */
void figure_failure_edges(const struct figure *f, const struct cells *c,
			  const struct levels *v, struct edges_used *ret,
			  struct figure_rest *ret_rest);

/* One use, and what is known of one site: pupils and board. */
void figure_add_use(const struct landscape *l, uint32_t index,
		    struct edges_used *ret);
void figure_add_site(const struct landscape *l, uint32_t site,
		     struct edges_used *ret);

#endif

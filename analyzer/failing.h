/*
 * What stops when something fails: the landscape as two AND/OR graphs over the
 * same nodes (scoring.md 4, 5.3). `low` has only what is certain; `high` has
 * everything that is possible. What fails in low fails in high.
 *
 * Nodes, in this order: those of the landscape; one for each layer of which
 * something is unknown; one for each use (a product as one board has it, with
 * its contract party and its identity provider); one for each top (a function
 * at a site, shared by cells that are filled alike).
 *
 * What needs what.
 *   function at a site -> products in use there. One: it fails with that one.
 *     Several: low, only with all (a redundancy that is claimed); high, with
 *     any, but for alternatives of the function that were tested together.
 *     And what the function needs everywhere.
 *   use -> product; the contract party that the list names, else who sells it;
 *     the board's own identity provider, when sign-on goes through a hub that
 *     it is behind.
 *   product -> its maker, its operator, its vendor. Where several are named
 *     for one of these: low only with all of them, high with any.
 *   organisation -> who controls it (levels.h); the last of them -> country.
 *   needs: required, alternative (n of a group), unknown (high only). Optional
 *     ones never count, nor those that a reference model expects: they are
 *     counted in `questions`. Alternatives that were not tested are in high
 *     requirements.
 *   product -> who operates the hosts that serve its sign-on.
 *
 * Unknown. A thing of which something is unknown needs, in high, the layer of
 * what is unknown; who stands in that layer may be what is meant. So x has in
 * high, besides itself, the layers of failing_struck(). Who is not known to
 * stand in a layer is not taken for what is meant there: the upper end is that
 * of what is known today, and learning that somebody hosts raises his.
 */
#ifndef ANALYZER_FAILING_H
#define ANALYZER_FAILING_H

#include "analyzer/andor.h"
#include "analyzer/cells.h"

/* Layers of which something may be unknown; carriers come after these. */
enum layer {
	LAYER_OF_PRODUCT, /* in use, which product is not known */
	LAYER_OF_VENDOR,  /* nobody is known to supply it */
	LAYER_OF_OWNER,   /* who owns the organisation is not known */
	LAYER_OF_SEAT,    /* in which country the owner is is not known */
	LAYER_OF_CARRIER, /* + enum carrier: it needs something unknown */
	LAYERS_UNKNOWN = LAYER_OF_CARRIER + CARRIER_SAME_CODE + 1,
};

/* Why one node needs another: the label of a member. */
struct failing_edge {
	/*
	 * FACT_USES (of the first cell that the top or use stands for), NEEDS,
	 * SUPPLIES, OWNS, SEATED_IN, OPERATED_BY, FEDERATED_BY; FACT_KINDS:
	 * nobody says so, see layer.
	 */
	enum fact_kind fact;
	uint32_t index;   /* in landscape.usage, need, supply, ... */
	enum layer layer; /* with FACT_KINDS */
};

struct failing {
	const struct landscape *l;
	const struct cells *cells;
	struct arena mem;
	struct andor low, high;
	uint32_t nnode;
	uint32_t unknown;          /* first node of the layers */
	uint32_t use, nuse;        /* first node of the uses, and how many */
	uint32_t first_top, ntop;  /* ditto of the tops */
	uint32_t *use_product;     /* by use: product, or NODE_NONE */
	uint32_t *use_vendor;      /* by use: named party, or NODE_NONE */
	uint32_t *use_board;       /* by use: board, or NODE_NONE */
	uint32_t *top;             /* by cell: its top; NODE_NONE: nothing is
				      registered there */
	uint32_t *top_cell;        /* by top: a cell that it stands for */
	uint32_t *layers;          /* by landscape node: mask of enum layer */
	struct failing_edge *edge; /* by label */
	uint32_t nedge;
	bool *is_direct;     /* by landscape node: a product or contract party
				that a list in scope names */
	uint32_t *candidate; /* products, organisations and countries that some
				top needs in high, ascending */
	uint32_t ncandidate;
	uint32_t questions; /* needs that only a reference model expects */
};

/*
 * l and cells must stay as long as ret, levels only during the call.
 * O((nodes + edges + fills) log).
 */
void failing_build(const struct landscape *l, const struct cells *cells,
		   const struct levels *levels, struct failing *ret);
void failing_done(struct failing *f);

enum { FAILING_STRUCK = LAYERS_UNKNOWN + 1 };
/*
 * What is struck in high when x fails: x and the layers that x stands in (an
 * unknown product may be anything, so that layer always). In low only x.
 */
uint32_t failing_struck(const struct failing *f, uint32_t x,
			uint32_t ret[FAILING_STRUCK]);
/*
 * The edge behind a label for `why` (levels.h), with first and second node of
 * the fact; false when nobody says so.
 */
bool failing_edge_used(const struct failing *f, uint32_t label,
		       struct edge_used *ret);

#endif

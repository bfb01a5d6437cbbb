/* Inside failing: what its parts share while the two graphs are made. */
#ifndef ANALYZER_FAILING_BUILD_H
#define ANALYZER_FAILING_BUILD_H

#include "analyzer/failing.h"
#include "base/map.h"

/* In which graph something is needed. */
enum sure { CERTAIN = 1, POSSIBLE = 2, BOTH = CERTAIN | POSSIBLE };

/* Alternatives of one dependent, carrier and group: need[from..to). */
struct failing_group {
	uint32_t from, to;
	uint32_t needed, known, unknown; /* what a model expects is neither */
	bool is_tested;
};

struct failing_builder {
	const struct landscape *l;
	const struct cells *c;
	const struct levels *v;
	struct failing *f;
	struct andor_draft low, high;
	uint32_t edge_cap;
	struct arena tmp;
	bool *is_provider; /* by node: something needs it */
	struct hubs *hubs;
	struct map group_of;         /* (function, product): index in group */
	struct failing_group *group; /* heap: what stands in for what */
	uint32_t ngroup, group_cap;
};

/* Takes note of an edge; its label. */
uint32_t
failing_label(struct failing_builder *b, enum fact_kind fact, uint32_t index);
uint32_t failing_label_unknown(struct failing_builder *b, enum layer layer);
/* `node` needs `on`. */
void failing_need(struct failing_builder *b, enum sure sure, uint32_t node,
		  uint32_t on, uint32_t label);
/* `node` possibly needs whatever it is in that layer. */
void
failing_unknown(struct failing_builder *b, uint32_t node, enum layer layer);
/* Who supplies it is not known, nor who owns that, nor where they are. */
void failing_unknown_vendor(struct failing_builder *b, uint32_t node);
/*
 * `node` needs these, of which it is not known whether one can stand in for
 * another: certain only when all fail, possible when any does. One: it needs
 * it.
 */
void failing_any(struct failing_builder *b, uint32_t node,
		 const struct andor_member *m, uint32_t n);
static inline uint32_t
failing_layer(const struct failing_builder *b, enum layer layer)
{
	return b->f->unknown + layer;
}

/* Key of group_of: 8 bytes in ret. */
struct sv failing_pair(uint32_t a, uint32_t b, uint32_t ret[static 2]);

/* Looks at alternatives: is_provider, group_of. */
void failing_find_groups(struct failing_builder *b);
/* Numbers uses and tops, and adds what they need. */
void failing_add_uses(struct failing_builder *b);
/* What products, organisations and functions need. */
void failing_add_edges(struct failing_builder *b);

/* The board of a school; itself when it has none or is one. */
uint32_t failing_board(const struct landscape *l, uint32_t site);

/* Hubs of sign-on and the providers behind them; hubs_done() frees. */
struct hubs *hubs_new(const struct landscape *l, struct arena *mem);
void hubs_done(struct hubs *h);
/* Whether a need is only of a hub for one of the providers behind it. */
bool hubs_is_behind(const struct hubs *h, const struct need *n);
/*
 * Whether the product is signed on to through a hub behind which the board has
 * a provider of its own. Hubs are found along any chain of required sign-on of
 * at most LIMIT_ATTRIBUTION things, and remembered.
 */
bool hubs_has_own(struct hubs *h, uint32_t product, uint32_t board);
/* What a use of the product at the board (or NODE_NONE: any) needs for that. */
void hubs_add(struct hubs *h, struct failing_builder *b, uint32_t node,
	      uint32_t product, uint32_t board);

#endif

/*
 * The landscape as two AND/OR graphs: the frame, layers and candidates. Refuses
 * to count what only a reference model expects.
 */
#include "analyzer/failing.h"

#include <stdlib.h>

#include "analyzer/failing_build.h"

uint32_t
failing_label(struct failing_builder *b, enum fact_kind fact, uint32_t index)
{
	struct failing *f = b->f;

	VEC_ROOM(f->edge, f->nedge, b->edge_cap);
	f->edge[f->nedge] = (struct failing_edge){ fact, index, 0 };
	return f->nedge++;
}

uint32_t
failing_label_unknown(struct failing_builder *b, enum layer layer)
{
	uint32_t label = failing_label(b, FACT_KINDS, 0);

	b->f->edge[label].layer = layer;
	return label;
}

void
failing_need(struct failing_builder *b, enum sure sure, uint32_t node,
	     uint32_t on, uint32_t label)
{
	if (sure & CERTAIN)
		andor_need(&b->low, node, on, label);
	if (sure & POSSIBLE)
		andor_need(&b->high, node, on, label);
}

void
failing_unknown(struct failing_builder *b, uint32_t node, enum layer layer)
{
	failing_need(b, POSSIBLE, node, failing_layer(b, layer),
		     failing_label_unknown(b, layer));
}

void
failing_unknown_vendor(struct failing_builder *b, uint32_t node)
{
	failing_unknown(b, node, LAYER_OF_VENDOR);
	failing_unknown(b, node, LAYER_OF_OWNER);
	failing_unknown(b, node, LAYER_OF_SEAT);
}

void
failing_any(struct failing_builder *b, uint32_t node,
	    const struct andor_member *m, uint32_t n)
{
	andor_add(&b->low, node, 1, m, n);
	for (uint32_t i = 0; i < n; i++)
		andor_need(&b->high, node, m[i].node, m[i].label);
}

struct sv
failing_pair(uint32_t a, uint32_t b, uint32_t ret[static 2])
{
	ret[0] = a;
	ret[1] = b;
	return sv_n((const char *)ret, 2 * sizeof(*ret));
}

/* Layers */

static uint32_t
layer_bit(int layer)
{
	return (uint32_t)1 << layer;
}

static void
stand_in(struct failing *f, uint32_t node, int layer)
{
	if (node != NODE_NONE)
		f->layers[node] |= layer_bit(layer);
}

/* Which layers a node stands in by itself. */
static void
own_layers(struct failing *f)
{
	const struct landscape *l = f->l;

	for (uint32_t i = 0; i < l->nneed; i++)
		if (l->need[i].necessity != NECESSITY_OPTIONAL &&
		    l->need[i].ev.rung != RUNG_EXPECTED)
			stand_in(f, l->need[i].provider,
				 LAYER_OF_CARRIER + (int)l->need[i].carrier);
	for (uint32_t i = 0; i < l->noperation; i++)
		stand_in(f, l->operation[i].organisation,
			 LAYER_OF_CARRIER + CARRIER_HOSTING);
	for (uint32_t i = 0; i < l->nsupply; i++)
		stand_in(f, l->supply[i].organisation, LAYER_OF_VENDOR);
	for (uint32_t i = 0; i < l->nusage; i++)
		stand_in(f, l->usage[i].vendor, LAYER_OF_VENDOR);
	for (uint32_t i = 0; i < l->nholding; i++) {
		const struct holding *h = &l->holding[i];

		stand_in(f, h->kind == OWNERSHIP_NONE ? h->child : h->parent,
			 LAYER_OF_OWNER);
	}
	for (uint32_t i = 0; i < l->nseat; i++)
		stand_in(f, l->seat[i].country, LAYER_OF_SEAT);
}

static bool
is_upwards(const struct failing *f, uint32_t label)
{
	enum fact_kind fact = f->edge[label].fact;

	return fact == FACT_SUPPLIES || fact == FACT_OWNS ||
	       fact == FACT_SEATED_IN;
}

/*
 * Who supplies, owns or houses something stands where that stands. A node is
 * looked at again for each layer that it gains: at most LAYERS_UNKNOWN times.
 */
static void
spread_layers(struct failing *f)
{
	const struct andor *g = &f->high;
	uint32_t n = f->l->nnode, nqueue = 0;
	uint32_t *queue = mem_realloc(NULL, (size_t)n + 1, sizeof(*queue));
	bool *is_queued = mem_realloc(NULL, (size_t)n + 1, sizeof(*is_queued));

	for (uint32_t i = 0; i < n; i++) {
		is_queued[i] = true;
		queue[nqueue++] = i;
	}
	while (nqueue) {
		uint32_t from = queue[--nqueue];

		is_queued[from] = false;
		for (uint32_t k = g->member_at[g->group_at[from]];
		     k < g->member_at[g->group_at[from + 1]]; k++) {
			uint32_t to = g->member[k].node;

			if (!is_upwards(f, g->member[k].label) || to >= n ||
			    (f->layers[from] & ~f->layers[to]) == 0)
				continue;
			f->layers[to] |= f->layers[from];
			if (!is_queued[to])
				queue[nqueue++] = to;
			is_queued[to] = true;
		}
	}
	free(queue);
	free(is_queued);
}

uint32_t
failing_struck(const struct failing *f, uint32_t x,
	       uint32_t ret[FAILING_STRUCK])
{
	uint32_t n = 0;

	ret[n++] = x;
	ret[n++] = f->unknown + LAYER_OF_PRODUCT;
	for (int i = LAYER_OF_PRODUCT + 1; i < LAYERS_UNKNOWN; i++)
		if (x < f->l->nnode && f->layers[x] & layer_bit(i))
			ret[n++] = f->unknown + (uint32_t)i;
	return n;
}

/* Candidates */

/* What some top needs, through anything. */
static void
find_candidates(struct failing *f)
{
	const struct andor *g = &f->high;
	struct arena tmp = { 0 };
	bool *is_seen = ARENA_ARRAY(&tmp, f->nnode, bool);
	uint32_t *queue = ARENA_ARRAY(&tmp, f->nnode, uint32_t), n = 0;

	for (uint32_t i = f->first_top; i < f->nnode; i++) {
		is_seen[i] = true;
		queue[n++] = i;
	}
	for (uint32_t at = 0; at < n; at++) {
		uint32_t from = queue[at];

		for (uint32_t k = g->member_at[g->group_at[from]];
		     k < g->member_at[g->group_at[from + 1]]; k++) {
			uint32_t to = g->member[k].node;

			if (!is_seen[to])
				queue[n++] = to;
			is_seen[to] = true;
		}
	}
	f->candidate = ARENA_ARRAY(&f->mem, f->l->nnode, uint32_t);
	for (uint32_t i = 0; i < f->l->nnode; i++) {
		enum node_kind kind = f->l->node[i].kind;

		if (is_seen[i] &&
		    (kind == NODE_PRODUCT || kind == NODE_ORGANISATION ||
		     kind == NODE_COUNTRY))
			f->candidate[f->ncandidate++] = i;
	}
	arena_done(&tmp);
}

/* What a list in scope names. */
static void
find_direct(struct failing *f)
{
	for (uint32_t i = 0; i < f->cells->nfill; i++) {
		const struct fill *fill = &f->cells->fill[i];

		if (!f->l->usage[fill->usage].is_listed)
			continue;
		if (fill->product != NODE_NONE)
			f->is_direct[fill->product] = true;
		if (fill->vendor != NODE_NONE)
			f->is_direct[fill->vendor] = true;
	}
}

void
failing_build(const struct landscape *l, const struct cells *cells,
	      const struct levels *levels, struct failing *ret)
{
	struct failing_builder b = {
		.l = l, .c = cells, .v = levels, .f = ret
	};

	*ret = (struct failing){ .l = l, .cells = cells, .unknown = l->nnode };
	ret->layers = ARENA_ARRAY(&ret->mem, l->nnode, uint32_t);
	ret->is_direct = ARENA_ARRAY(&ret->mem, l->nnode, bool);
	b.is_provider = ARENA_ARRAY(&b.tmp, l->nnode, bool);
	b.hubs = hubs_new(l, &b.tmp);
	failing_find_groups(&b);
	failing_add_uses(&b);
	failing_add_edges(&b);
	andor_build(&b.low, ret->nnode, &ret->low);
	andor_build(&b.high, ret->nnode, &ret->high);
	own_layers(ret);
	spread_layers(ret);
	find_candidates(ret);
	find_direct(ret);
	hubs_done(b.hubs);
	map_done(&b.group_of);
	free(b.group);
	arena_done(&b.tmp);
}

void
failing_done(struct failing *f)
{
	andor_done(&f->low);
	andor_done(&f->high);
	free(f->edge);
	free(f->use_product);
	free(f->use_vendor);
	free(f->use_board);
	free(f->top_cell);
	arena_done(&f->mem);
	*f = (struct failing){ 0 };
}

/* Evidence */

bool
failing_edge_used(const struct failing *f, uint32_t label,
		  struct edge_used *ret)
{
	const struct failing_edge *x = &f->edge[label];
	const struct landscape *l = f->l;
	uint32_t i = x->index;

	*ret = (struct edge_used){ .fact = x->fact, .index = i };
	switch (x->fact) {
	case FACT_USES:
		ret->from = l->usage[i].site;
		ret->to = l->usage[i].product;
		ret->field = "product";
		ret->ev = l->usage[i].ev;
		return true;
	case FACT_NEEDS:
		ret->from = l->need[i].dependent;
		ret->to = l->need[i].provider;
		ret->field = "provider";
		ret->ev = l->need[i].ev;
		return true;
	case FACT_SUPPLIES:
		ret->from = l->supply[i].organisation;
		ret->to = l->supply[i].product;
		ret->field = "organisation";
		ret->ev = l->supply[i].ev;
		return true;
	case FACT_OWNS:
		ret->from = l->holding[i].parent;
		ret->to = l->holding[i].child;
		ret->field = "parent";
		ret->ev = l->holding[i].ev;
		return true;
	case FACT_SEATED_IN:
		ret->from = l->seat[i].organisation;
		ret->to = l->seat[i].country;
		ret->field = "country";
		ret->ev = l->seat[i].ev;
		return true;
	case FACT_OPERATED_BY:
		ret->from = l->operation[i].host;
		ret->to = l->operation[i].organisation;
		ret->field = "organisation";
		ret->ev = l->operation[i].ev;
		return true;
	case FACT_FEDERATED_BY:
		ret->from = l->membership[i].product;
		ret->to = l->membership[i].federation;
		ret->field = "federation";
		ret->ev = l->membership[i].ev;
		return true;
	case FACT_GOVERNS:
	case FACT_PUPILS:
	case FACT_FULFILS:
	case FACT_INDICATOR:
	case FACT_ATTRIBUTE:
	case FACT_PROCESSES:
	case FACT_SERVED_FROM:
	case FACT_KINDS: break;
	}
	return false;
}

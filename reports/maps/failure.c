/*
 * What fails when one thing fails: from that thing, along the shortest chains,
 * to the products in use, the functions and the schools that miss them. Refuses
 * to draw what may happen like what will: the first is a dash.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/chain.h"
#include "analyzer/impact.h"
#include "base/i18n.h"
#include "reports/maps/draft.h"

static const struct evidence certain = { .said = 1 };
static const struct evidence possible = { .said = 0 };

enum end { LOW, HIGH, ENDS };

/* The chain to one use, as it is drawn. */
struct way {
	uint32_t *node, *edge; /* of the draft */
	uint32_t nnode, nedge;
	uint32_t product; /* draft node at its end */
	bool is_made;
};

struct drawer {
	struct map_draft *d;
	struct map_graph *g;
	const struct landscape *l;
	struct cells cells;
	struct levels levels;
	struct failing f;
	struct blast_scene scene;
	struct arena tmp;
	struct way *way[ENDS]; /* by use */
	bool *supplies;        /* by node: an organisation that supplies */
	bool by_board;         /* sites are drawn as boards */
};

static const struct andor_failure *
failure_of(const struct drawer *b, enum end end)
{
	return end == LOW ? &b->scene.low : &b->scene.high;
}

static bool
has_failed(const struct drawer *b, enum end end, uint32_t node)
{
	return andor_is_failed(failure_of(b, end), node);
}

/* Things of the chain */

static enum map_layer
layer_of_unknown(enum layer layer)
{
	switch (layer) {
	case LAYER_OF_VENDOR: return LAYER_VENDOR;
	case LAYER_OF_OWNER: return LAYER_OWNER;
	case LAYER_OF_SEAT: return LAYER_COUNTRY;
	case LAYER_OF_PRODUCT:
	case LAYER_OF_CARRIER:
	case LAYERS_UNKNOWN: break;
	}
	return LAYER_PRODUCT;
}

static uint32_t
node_for(struct drawer *b, const struct chain_step *s)
{
	if (s->node == NODE_NONE)
		return draft_node(b->d, layer_of_unknown(s->layer), NODE_NONE);
	return draft_node(b->d, layer_of_node(b->l, b->supplies, s->node),
			  s->node);
}

/* What the one is to the other: "hosting", "60 %", "maker". */
static const char *
link_label(struct drawer *b, const struct chain_step *from, uint32_t label)
{
	const struct landscape *l = b->l;
	const struct failing_edge *x;
	int32_t percent;

	if (from->node == NODE_NONE && from->layer >= LAYER_OF_CARRIER)
		return _(layer_name(from->layer));
	if (label == CHAIN_NO_LABEL)
		return "";
	x = &b->f.edge[label];
	if (x->fact == FACT_NEEDS)
		return _(code_name(DOMAIN_CARRIER, l->need[x->index].carrier));
	if (x->fact == FACT_SUPPLIES)
		return _(code_name(DOMAIN_ROLE,
				   (int64_t)l->supply[x->index].role));
	if (x->fact != FACT_OWNS)
		return "";
	percent = l->holding[x->index].percent;
	return percent < 0 ? ""
			   : arena_printf(&b->g->mem, "%d %%",
					  (int)(percent / 100));
}

/* A chain of what is possible may run over what is certain. */
static uint32_t
link_for(struct drawer *b, enum end end, uint32_t from, uint32_t to,
	 const char *label)
{
	uint32_t key[3] = { from, to, RELATION_FAILS };
	uint32_t known = map_get(
		&b->d->edges, sv_n((const char *)key, sizeof(key)), UINT32_MAX);

	if (known != UINT32_MAX)
		return known;
	return draft_edge(b->d, from, to,
			  end == LOW ? RELATION_FAILS : RELATION_MAY_FAIL,
			  end == LOW ? &certain : &possible, label);
}

/* Draws the shortest chain to a failed node of the graph. */
static struct way
draw_way(struct drawer *b, enum end end, uint32_t node)
{
	struct way w = { .is_made = true };
	struct chain_step *step;
	uint32_t n, last;

	n = chain_find(&b->f, failure_of(b, end), node, &b->g->o.of, 1, &b->tmp,
		       &step, &last);
	w.node = ARENA_ARRAY(&b->tmp, n, uint32_t);
	w.edge = ARENA_ARRAY(&b->tmp, n, uint32_t);
	for (uint32_t i = 0; i < n; i++) {
		w.node[w.nnode++] = node_for(b, &step[i]);
		if (i)
			w.edge[w.nedge++] = link_for(
				b, end, w.node[i - 1], w.node[i],
				link_label(b, &step[i - 1], step[i].label));
	}
	w.product = w.node[n - 1];
	return w;
}

static const struct way *
way_to(struct drawer *b, enum end end, uint32_t use)
{
	struct way *w = &b->way[end][use];

	if (!w->is_made)
		*w = draw_way(b, end, b->f.use + use);
	return w;
}

static void
touch_way(struct drawer *b, const struct way *w, const struct cell *cell)
{
	for (uint32_t i = 0; i < w->nnode; i++) {
		draft_touch_node(b->d, w->node[i], cell->site);
		if (cell->function != NODE_NONE)
			draft_touch_node(b->d, w->node[i], cell->function);
	}
	for (uint32_t i = 0; i < w->nedge; i++)
		draft_touch_edge(b->d, w->edge[i], cell->site);
}

/* Cells */

static uint32_t
site_node(struct drawer *b, const struct cell *cell)
{
	if (b->by_board && cell->board != NODE_NONE)
		return draft_node(b->d, LAYER_BOARD, cell->board);
	return draft_node(b->d, layer_of_node(b->l, b->supplies, cell->site),
			  cell->site);
}

static uint32_t
spare_node(struct drawer *b, uint32_t use)
{
	return draft_node(b->d, LAYER_SPARE, b->f.use_product[use]);
}

static void
draw_link(struct drawer *b, uint32_t from, uint32_t to,
	  enum map_relation relation, const struct evidence *ev, uint32_t site)
{
	draft_touch_edge(b->d, draft_edge(b->d, from, to, relation, ev, ""),
			 site);
}

/* One use of a cell that fails, certainly or in the upper end only. */
static void
draw_failed(struct drawer *b, const struct cell *cell, enum fate fate,
	    uint32_t use, uint32_t function)
{
	enum end end = has_failed(b, LOW, b->f.use + use) ? LOW : HIGH;
	bool is_certain = fate == FATE_STOPS && end == LOW;
	const struct way *w = way_to(b, end, use);

	b->d->node[w->product].group = b->d->node[function].group;
	if (fate == FATE_HOLDS) /* nobody misses it */
		return;
	touch_way(b, w, cell);
	draw_link(b, w->product, function,
		  is_certain ? RELATION_FAILS : RELATION_MAY_FAIL,
		  is_certain ? &certain : &possible, cell->site);
}

/* A use that goes on: solid when it was tested with those that fail. */
static void
draw_stand_in(struct drawer *b, const struct cell *cell, enum fate fate,
	      uint32_t use, uint32_t function)
{
	uint32_t p = spare_node(b, use);

	b->d->node[p].group = b->d->node[function].group;
	draft_touch_node(b->d, p, cell->site);
	draw_link(b, p, function, RELATION_STANDS_IN,
		  fate == FATE_HOLDS ? &certain : &possible, cell->site);
}

/* From what fails to what stands in for it. */
static void
draw_catch(struct drawer *b, const struct cell *cell, uint32_t top,
	   uint32_t stand_in)
{
	const struct andor *g = &b->f.low;

	for (uint32_t k = g->member_at[g->group_at[top]];
	     k < g->member_at[g->group_at[top + 1]]; k++) {
		uint32_t node = g->member[k].node;

		if (node >= b->f.use && has_failed(b, LOW, node))
			draw_link(b, way_to(b, LOW, node - b->f.use)->product,
				  stand_in, RELATION_STANDS_IN, &certain,
				  cell->site);
	}
}

/* The function itself needs what fails, whatever is used for it. */
static void
draw_own(struct drawer *b, const struct cell *cell, uint32_t top,
	 uint32_t function)
{
	bool is_certain = has_failed(b, LOW, top);
	struct way w = draw_way(b, is_certain ? LOW : HIGH, top);

	touch_way(b, &w, cell);
	draw_link(b, w.product, function,
		  is_certain ? RELATION_FAILS : RELATION_MAY_FAIL,
		  is_certain ? &certain : &possible, cell->site);
}

static void
draw_uses(struct drawer *b, const struct cell *cell, enum fate fate,
	  uint32_t top, uint32_t function)
{
	const struct andor *g = &b->f.high;
	enum end end = fate == FATE_STOPS || fate == FATE_HOLDS ? LOW : HIGH;
	bool has_use = false;

	for (uint32_t k = g->member_at[g->group_at[top]];
	     k < g->member_at[g->group_at[top + 1]]; k++) {
		uint32_t node = g->member[k].node, use = node - b->f.use;

		if (node < b->f.use)
			continue;
		if (has_failed(b, end, node)) {
			has_use = true;
			draw_failed(b, cell, fate, use, function);
			continue;
		}
		if (fate == FATE_STOPS || fate == FATE_MAY_STOP)
			continue;
		draw_stand_in(b, cell, fate, use, function);
		if (fate == FATE_HOLDS)
			draw_catch(b, cell, top, spare_node(b, use));
	}
	if (!has_use)
		draw_own(b, cell, top, function);
}

static void
draw_cell(struct drawer *b, uint32_t i)
{
	static const enum map_relation relation[FATES] = {
		[FATE_STOPS] = RELATION_FAILS,
		[FATE_CLAIMED] = RELATION_MAY_FAIL,
		[FATE_MAY_STOP] = RELATION_MAY_FAIL,
		[FATE_HOLDS] = RELATION_STANDS_IN,
	};
	const struct cell *cell = &b->cells.cell[i];
	uint32_t top = b->f.top[i], function, site;
	enum fate fate;
	bool is_said;

	if (top == NODE_NONE)
		return;
	fate = fate_of(&b->f, &b->scene, top);
	if (fate == FATE_UNTOUCHED)
		return;
	is_said = fate == FATE_STOPS || fate == FATE_HOLDS;
	function = draft_node(b->d, LAYER_FUNCTION, cell->function);
	if (cell->function != NODE_NONE)
		b->d->node[function].group = b->l->node[cell->function].name;
	site = site_node(b, cell);
	draft_touch_node(b->d, function, cell->site);
	draft_touch_node(b->d, site, cell->site);
	draw_uses(b, cell, fate, top, function);
	draw_link(b, function, site, relation[fate],
		  is_said ? &certain : &possible, cell->site);
}

/* Certain ones first: what is possible then runs over their links. */
static void
draw_cells(struct drawer *b)
{
	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < b->cells.ncell; i++) {
			uint32_t top = b->f.top[i];
			bool is_certain =
				top != NODE_NONE && has_failed(b, LOW, top);

			if (is_certain == (pass == 0))
				draw_cell(b, i);
		}
}

/* What it is about, and how much that is of all. */
static const char *
title(const struct drawer *b)
{
	const char *name = b->l->node[b->g->o.of].name;
	struct interval share = b->scene.share;
	struct buf lo = { 0 }, hi = { 0 };
	const char *text;

	if (!fraction_is_number(share.hi))
		return arena_printf(&b->g->mem, _("When %s fails"), name);
	table_decimal(&lo, sv(fraction_text(&b->g->mem, share.lo, 2, 2)));
	table_decimal(&hi, sv(fraction_text(&b->g->mem, share.hi, 2, 2)));
	/* TRANSLATORS: of all functions of all pupils, weighed */
	if (fraction_cmp(share.lo, share.hi) == 0)
		text = arena_printf(&b->g->mem,
				    _("When %1$s fails: %2$s %% of all that is "
				      "registered stops"),
				    name, lo.p);
	else
		text = arena_printf(&b->g->mem,
				    _("When %1$s fails: %2$s %% to %3$s %% of "
				      "all that is registered stops"),
				    name, lo.p, hi.p);
	buf_done(&lo);
	buf_done(&hi);
	return text;
}

static int
draw(struct drawer *b, struct err *e)
{
	uint32_t centre;

	failing_build(b->l, &b->cells, &b->levels, &b->f);
	if (blast_scene_find(&b->f, WEIGHT_PUPILS, &b->g->o.of, 1, &b->scene,
			     e))
		return -1;
	b->by_board = b->cells.nboard > 1;
	for (int end = 0; end < ENDS; end++)
		b->way[end] = ARENA_ARRAY(&b->tmp, b->f.nuse, struct way);
	b->supplies = find_suppliers(b->l, &b->tmp);
	centre = draft_node(b->d, layer_of_node(b->l, b->supplies, b->g->o.of),
			    b->g->o.of);
	b->d->node[centre].is_centre = true;
	draw_cells(b);
	b->g->title = title(b);
	if (b->d->nnode == 1)
		return err_set(e, ERR_NOTFOUND, NULL,
			       "nothing to draw (nothing that is registered "
			       "here needs '%s')",
			       b->l->node[b->g->o.of].name);
	return 0;
}

int
build_failure(struct map_draft *d, struct map_graph *g, struct err *e)
{
	struct drawer b = { .d = d, .g = g, .l = g->l };
	struct scope scope = { .board = &g->o.board,
			       .nboard = g->o.board != NODE_NONE,
			       .function = &g->o.function,
			       .nfunction = g->o.function != NODE_NONE };
	int rc;

	if (g->o.of >= g->l->nnode)
		return err_set(e, ERR_USAGE, NULL,
			       "a map of a failure needs to know of what "
			       "(expected --of NAME)");
	levels_init(&b.levels, g->l);
	rc = cells_build(g->l, &scope, &b.cells, e);
	if (rc == 0)
		rc = draw(&b, e);
	blast_scene_done(&b.scene);
	failing_done(&b.f);
	cells_done(&b.cells);
	levels_done(&b.levels);
	arena_done(&b.tmp);
	return rc;
}

/*
 * Everything around one thing, a number of steps away, along every relation.
 * Refuses to walk on through schools, functions and countries: behind those
 * lies the whole landscape.
 */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "reports/maps/draft.h"

struct walk {
	struct map_draft *d;
	struct map_graph *g;
	const struct landscape *l;
	struct sites sites;
	struct arena tmp;
	uint32_t *step; /* by node: steps from the centre, NODE_NONE: not yet */
	bool *supplies; /* by node: an organisation that supplies something */
	uint32_t now;   /* the step being taken */
};

static bool
is_hub(const struct walk *w, uint32_t node)
{
	enum node_kind kind = w->l->node[node].kind;

	return node != w->g->o.of && kind != NODE_PRODUCT &&
	       kind != NODE_ORGANISATION;
}

/* Is there a step to take along an edge between a and b? */
static bool
is_open(const struct walk *w, uint32_t node)
{
	return node != NODE_NONE && w->step[node] == w->now && !is_hub(w, node);
}

static void
reach(struct walk *w, uint32_t node)
{
	if (node != NODE_NONE && w->step[node] == NODE_NONE)
		w->step[node] = w->now + 1;
}

static void
step_along(struct walk *w, uint32_t a, uint32_t b)
{
	bool from_a = is_open(w, a), from_b = is_open(w, b);

	if (from_a)
		reach(w, b);
	if (from_b)
		reach(w, a);
}

/* Every relation of the landscape once. */
static void
each_edge(struct walk *w, void (*visit)(struct walk *w, uint32_t a, uint32_t b))
{
	const struct landscape *l = w->l;

	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (!use_counts(w->g, u))
			continue;
		visit(w, u->site, u->product);
		visit(w, u->function, u->product);
		visit(w, u->vendor, u->product);
	}
	for (uint32_t i = 0; i < l->nsupply; i++)
		visit(w, l->supply[i].product, l->supply[i].organisation);
	for (uint32_t i = 0; i < l->nholding; i++)
		visit(w, l->holding[i].child, l->holding[i].parent);
	for (uint32_t i = 0; i < l->nseat; i++)
		visit(w, l->seat[i].organisation, l->seat[i].country);
	for (uint32_t i = 0; i < l->nneed; i++)
		visit(w, l->need[i].dependent, l->need[i].provider);
	for (uint32_t i = l->first[NODE_SCHOOL]; i < l->first[NODE_SCHOOL + 1];
	     i++)
		visit(w, i, l->node[i].board);
}

static enum map_layer
layer_of(const struct walk *w, uint32_t node)
{
	return layer_of_node(w->l, w->supplies, node);
}

/*
 * Both ends are on the map, and the edge was or could have been walked: an
 * edge between two hubs says nothing about the centre.
 */
static bool
is_drawn(const struct walk *w, uint32_t a, uint32_t b)
{
	return a != NODE_NONE && b != NODE_NONE && w->step[a] != NODE_NONE &&
	       w->step[b] != NODE_NONE && !(is_hub(w, a) && is_hub(w, b));
}

static uint32_t
draw(struct walk *w, uint32_t a, uint32_t b, enum map_relation relation,
     const struct evidence *ev, const char *label)
{
	uint32_t from = draft_node(w->d, layer_of(w, a), a);
	uint32_t to = draft_node(w->d, layer_of(w, b), b);

	return draft_edge(w->d, from, to, relation, ev, label);
}

static void
draw_use(struct walk *w, const struct usage *u)
{
	const uint32_t *site;
	uint32_t one, n, e[2], k = 0;

	if (is_drawn(w, u->site, u->product))
		e[k++] =
			draw(w, u->site, u->product, RELATION_USES, &u->ev, "");
	if (is_drawn(w, u->function, u->product))
		e[k++] = draw(w, u->function, u->product, RELATION_FULFILS,
			      &u->ev, "");
	if (is_drawn(w, u->product, u->vendor))
		draw(w, u->product, u->vendor, RELATION_SUPPLIES, &u->ev, "");
	if (k == 0)
		return;
	site = sites_of(&w->sites, w->l, u->site, &one, &n);
	for (uint32_t i = 0; i < n; i++) {
		for (uint32_t x = 0; x < k; x++) {
			struct map_edge *edge = &w->d->edge[e[x]];

			draft_touch_edge(w->d, e[x], site[i]);
			draft_touch_node(w->d, edge->from, site[i]);
			draft_touch_node(w->d, edge->to, site[i]);
		}
	}
}

static void
draw_organisations(struct walk *w)
{
	const struct landscape *l = w->l;

	for (uint32_t i = 0; i < l->nsupply; i++) {
		const struct supply *s = &l->supply[i];

		if (is_drawn(w, s->product, s->organisation))
			draw(w, s->product, s->organisation, RELATION_SUPPLIES,
			     &s->ev,
			     s->role == ROLE_VENDOR
				     ? ""
				     : code_name(DOMAIN_ROLE,
						 (int64_t)s->role));
	}
	for (uint32_t i = 0; i < l->nholding; i++) {
		const struct holding *h = &l->holding[i];

		if (!is_drawn(w, h->child, h->parent))
			continue;
		draw(w, h->child, h->parent, RELATION_OWNS, &h->ev,
		     h->percent < 0 ? code_name(DOMAIN_OWNERSHIP, h->kind)
				    : arena_printf(&w->g->mem, "%d %%",
						   (int)(h->percent / 100)));
	}
	for (uint32_t i = 0; i < l->nseat; i++)
		if (is_drawn(w, l->seat[i].organisation, l->seat[i].country))
			draw(w, l->seat[i].organisation, l->seat[i].country,
			     RELATION_SEATED_IN, &l->seat[i].ev, "");
}

static void
draw_needs(struct walk *w)
{
	const struct landscape *l = w->l;

	for (uint32_t i = 0; i < l->nneed; i++) {
		const struct need *n = &l->need[i];
		uint32_t from, to;

		if (n->provider == NODE_NONE && n->dependent != NODE_NONE &&
		    w->step[n->dependent] != NODE_NONE &&
		    !is_hub(w, n->dependent)) {
			from = draft_node(w->d, layer_of(w, n->dependent),
					  n->dependent);
			to = draft_node(w->d, LAYER_PRODUCT, NODE_NONE);
			draft_edge(w->d, from, to, RELATION_NEEDS, &n->ev,
				   code_name(DOMAIN_CARRIER, n->carrier));
		} else if (is_drawn(w, n->dependent, n->provider)) {
			draw(w, n->dependent, n->provider, RELATION_NEEDS,
			     &n->ev, code_name(DOMAIN_CARRIER, n->carrier));
		}
	}
}

static void
draw_edges(struct walk *w)
{
	const struct landscape *l = w->l;
	uint32_t centre;

	centre = draft_node(w->d, layer_of(w, w->g->o.of), w->g->o.of);
	w->d->node[centre].is_centre = true;
	for (uint32_t i = 0; i < l->nusage; i++)
		if (use_counts(w->g, &l->usage[i]))
			draw_use(w, &l->usage[i]);
	draw_organisations(w);
	draw_needs(w);
	for (uint32_t i = l->first[NODE_SCHOOL]; i < l->first[NODE_SCHOOL + 1];
	     i++)
		if (l->node[i].board != NODE_NONE &&
		    (i == w->g->o.of || l->node[i].board == w->g->o.of))
			draw(w, i, l->node[i].board, RELATION_GOVERNS,
			     &l->node[i].board_ev, "");
}

int
build_ego(struct map_draft *d, struct map_graph *g, struct err *e)
{
	struct walk w = { .d = d, .g = g, .l = g->l };
	uint32_t depth = g->o.depth ? g->o.depth : 2;

	if (g->o.of >= g->l->nnode)
		return err_set(e, ERR_USAGE, NULL,
			       "a map around something needs to know around "
			       "what (expected --of NAME)");
	sites_init(&w.sites, g->l, &w.tmp);
	w.step = arena_array(&w.tmp, g->l->nnode, sizeof(*w.step));
	w.supplies = find_suppliers(g->l, &w.tmp);
	memset(w.step, 0xff, g->l->nnode * sizeof(*w.step));
	w.step[g->o.of] = 0;
	for (w.now = 0; w.now < depth && w.now < LIMIT_MAP_DEPTH; w.now++)
		each_edge(&w, step_along);
	draw_edges(&w);
	g->title =
		arena_printf(&g->mem, _("Around %s"), g->l->node[g->o.of].name);
	arena_done(&w.tmp);
	return 0;
}

/*
 * The maps in layers: landscape, vendor and function. All three begin as the
 * whole landscape of the uses in scope; the last two leave layers out. Refuses
 * to draw past an unknown: what lies behind it is unknown too.
 */
#include <stdlib.h>

#include "base/i18n.h"
#include "base/sort.h"
#include "reports/maps/draft.h"

static const struct evidence assumed = { 0 };
static const struct evidence said = { .said = 1 };

struct builder {
	struct map_draft *d;
	struct map_graph *g;
	const struct landscape *l;
	struct levels levels;
	struct sites sites;
	struct arena tmp;
	uint64_t *pair; /* heap: function << 32 | site that uses it */
	size_t npair, pair_cap;
	bool is_direct; /* products are left out: function to vendor */
};

/* Whom one use is about: a run of schools, and the function. */
struct reach {
	const uint32_t *site;
	uint32_t n, one;
	uint32_t function; /* or NODE_NONE */
};

static void
touch_node(struct builder *b, uint32_t n, const struct reach *r)
{
	for (uint32_t i = 0; i < r->n; i++)
		draft_touch_node(b->d, n, r->site[i]);
	if (r->function != NODE_NONE)
		draft_touch_node(b->d, n, r->function);
}

static void
link_nodes(struct builder *b, uint32_t from, uint32_t to,
	   enum map_relation relation, const struct evidence *ev,
	   const char *label, const struct reach *r)
{
	uint32_t e = draft_edge(b->d, from, to, relation, ev, label);

	for (uint32_t i = 0; i < r->n; i++)
		draft_touch_edge(b->d, e, r->site[i]);
}

/* Evidence that an organisation supplies a product; else somebody's list. */
static const struct evidence *
supply_evidence(const struct landscape *l, uint32_t product, uint32_t org)
{
	for (uint32_t i = landscape_supplies_of(l, product);
	     i < l->nsupply && l->supply[i].product == product; i++)
		if (l->supply[i].organisation == org)
			return &l->supply[i].ev;
	return &said;
}

/* "60 %" of the holding, when it is known and there is no step between. */
static const char *
holding_label(struct builder *b, uint32_t child, uint32_t parent,
	      const struct evidence **ret_ev)
{
	const struct landscape *l = b->l;

	*ret_ev = &said;
	for (uint32_t i = landscape_holdings_of(l, child);
	     i < l->nholding && l->holding[i].child == child; i++) {
		const struct holding *h = &l->holding[i];

		if (h->parent != parent)
			continue;
		*ret_ev = &h->ev;
		if (h->percent < 0)
			return "";
		return arena_printf(&b->g->mem, "%d %%",
				    (int)(h->percent / 100));
	}
	return "";
}

static void
add_country(struct builder *b, uint32_t from, uint32_t organisation,
	    const struct reach *r)
{
	const struct landscape *l = b->l;
	uint32_t i = landscape_seats_of(l, organisation), country = NODE_NONE;
	const struct evidence *ev = &said;
	uint32_t n;

	if (i < l->nseat && l->seat[i].organisation == organisation) {
		country = l->seat[i].country;
		ev = &l->seat[i].ev;
	}
	n = draft_node(b->d, LAYER_COUNTRY, country);
	touch_node(b, n, r);
	link_nodes(b, from, n, RELATION_SEATED_IN, ev, "", r);
}

/* From a vendor to its ultimate owners and on to their countries. */
static void
add_owners(struct builder *b, uint32_t from, uint32_t vendor,
	   const struct reach *r)
{
	struct parts owners = levels_parents(&b->levels, vendor);

	for (uint32_t i = 0; i < owners.n; i++) {
		uint32_t owner = owners.part[i].entity, n;
		const struct evidence *ev = &said;
		const char *label;

		if (owner == vendor) {
			add_country(b, from, vendor, r);
			continue;
		}
		label = owner == NODE_NONE
				? ""
				: holding_label(b, vendor, owner, &ev);
		n = draft_node(b->d, LAYER_OWNER, owner);
		touch_node(b, n, r);
		link_nodes(b, from, n, RELATION_OWNS, ev, label, r);
		if (owner != NODE_NONE)
			add_country(b, n, owner, r);
	}
}

static void
add_vendors(struct builder *b, uint32_t from, const struct usage *u,
	    const struct reach *r)
{
	enum map_relation relation =
		b->is_direct ? RELATION_FULFILS : RELATION_SUPPLIES;
	struct parts vendors =
		levels_of(&b->levels, LEVEL_VENDOR, u->product, u->vendor);

	for (uint32_t i = 0; i < vendors.n; i++) {
		uint32_t vendor = vendors.part[i].entity;
		uint32_t n = draft_node(b->d, LAYER_VENDOR, vendor);
		const struct evidence *ev =
			vendor == NODE_NONE
				? &said
				: supply_evidence(b->l, u->product, vendor);

		touch_node(b, n, r);
		link_nodes(b, from, n, relation, ev, "", r);
		if (vendor != NODE_NONE)
			add_owners(b, n, vendor, r);
	}
}

/* Remembers who uses a function; the edges come when all is known. */
static void
remember(struct builder *b, uint32_t f, const struct reach *r)
{
	for (uint32_t i = 0; i < r->n; i++) {
		VEC_ROOM(b->pair, b->npair, b->pair_cap);
		b->pair[b->npair++] = (uint64_t)f << 32 | r->site[i];
	}
}

static void
add_use(struct builder *b, const struct usage *u)
{
	struct reach r;
	uint32_t f, p;

	r.site = sites_of(&b->sites, b->l, u->site, &r.one, &r.n);
	r.function = u->function;
	f = draft_node(b->d, LAYER_FUNCTION, u->function);
	touch_node(b, f, &r);
	remember(b, f, &r);
	if (b->is_direct && u->product != NODE_NONE) {
		add_vendors(b, f, u, &r);
		return;
	}
	p = draft_node(b->d, LAYER_PRODUCT, u->product);
	touch_node(b, p, &r);
	link_nodes(b, f, p, RELATION_FULFILS,
		   u->function == NODE_NONE ? &assumed : &u->ev, "", &r);
	if (u->product != NODE_NONE)
		add_vendors(b, p, u, &r);
}

static int
cmp_u64(const void *pa, const void *pb)
{
	const uint64_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

static uint32_t
board_of(const struct landscape *l, uint32_t site)
{
	return l->node[site].kind == NODE_SCHOOL ? l->node[site].board
						 : NODE_NONE;
}

/* Nodes for the sites; schools hang on their board when it has several. */
static uint32_t *
add_sites(struct builder *b)
{
	const struct landscape *l = b->l;
	uint32_t *members = arena_array(&b->tmp, l->nnode, sizeof(*members));
	bool *seen = arena_array(&b->tmp, l->nnode, sizeof(*seen));

	for (size_t i = 0; i < b->npair; i++) {
		uint32_t site = (uint32_t)b->pair[i];

		if (!seen[site] && board_of(l, site) != NODE_NONE)
			members[board_of(l, site)]++;
		seen[site] = true;
	}
	for (uint32_t i = 0; i < l->nnode; i++) {
		struct reach r = { &i, 1, 0, NODE_NONE };
		uint32_t board, n, m;

		if (!seen[i])
			continue;
		board = board_of(l, i);
		n = draft_node(b->d,
			       l->node[i].kind == NODE_BOARD ? LAYER_BOARD
							     : LAYER_SCHOOL,
			       i);
		touch_node(b, n, &r);
		if (board == NODE_NONE || members[board] < 2)
			continue;
		m = draft_node(b->d, LAYER_BOARD, board);
		touch_node(b, m, &r);
		link_nodes(b, n, m, RELATION_GOVERNS, &l->node[i].board_ev, "",
			   &r);
	}
	return members;
}

/*
 * Who uses function f: pair[i..k), sorted by site. A board stands for its
 * schools where all of them do.
 */
static void
link_users(struct builder *b, size_t i, size_t k, const uint32_t *members,
	   uint32_t *count)
{
	const struct landscape *l = b->l;
	uint32_t f = (uint32_t)(b->pair[i] >> 32);

	for (size_t n = i; n < k; n++) {
		uint32_t board = board_of(l, (uint32_t)b->pair[n]);

		if (board != NODE_NONE)
			count[board]++;
	}
	for (size_t n = i; n < k; n++) {
		uint32_t site = (uint32_t)b->pair[n], from;
		uint32_t board = board_of(l, site);
		struct reach r = { &site, 1, 0, NODE_NONE };

		if (board != NODE_NONE && members[board] > 1 &&
		    count[board] == members[board])
			from = draft_node(b->d, LAYER_BOARD, board);
		else
			from = draft_node(b->d,
					  l->node[site].kind == NODE_BOARD
						  ? LAYER_BOARD
						  : LAYER_SCHOOL,
					  site);
		link_nodes(b, from, f, RELATION_USES, &said, "", &r);
	}
	for (size_t n = i; n < k; n++) {
		uint32_t board = board_of(l, (uint32_t)b->pair[n]);

		if (board != NODE_NONE)
			count[board] = 0;
	}
}

static void
add_users(struct builder *b)
{
	uint32_t *members, *count;
	size_t n = 0;

	sort(b->pair, b->npair, sizeof(*b->pair), cmp_u64);
	for (size_t i = 0; i < b->npair; i++)
		if (n == 0 || b->pair[n - 1] != b->pair[i])
			b->pair[n++] = b->pair[i];
	b->npair = n;
	members = add_sites(b);
	count = arena_array(&b->tmp, b->l->nnode, sizeof(*count));
	for (size_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && b->pair[k] >> 32 == b->pair[i] >> 32; k++)
			continue;
		link_users(b, i, k, members, count);
	}
}

/* An organisation that is an owner as well as a vendor is drawn once. */
static void
join_owners(struct map_draft *d)
{
	uint32_t *into = mem_realloc(NULL, d->nnode, sizeof(*into));
	uint32_t *owner = mem_realloc(NULL, d->l->nnode, sizeof(*owner));

	memset(owner, 0xff, d->l->nnode * sizeof(*owner));
	for (uint32_t i = 0; i < d->nnode; i++)
		if (d->node[i].layer == LAYER_OWNER && !d->node[i].is_unknown)
			owner[d->node[i].node] = i;
	for (uint32_t i = 0; i < d->nnode; i++) {
		const struct map_node *n = &d->node[i];

		into[i] = i;
		if (n->layer == LAYER_VENDOR && !n->is_unknown &&
		    owner[n->node] != NODE_NONE)
			into[i] = owner[n->node];
	}
	draft_merge(d, into, false);
	free(into);
	free(owner);
}

/* Each product is grouped with the function that most pupils use it for. */
static void
group_by_function(struct map_draft *d)
{
	int64_t *best = mem_realloc(NULL, d->nnode, sizeof(*best));

	draft_weigh(d);
	for (uint32_t i = 0; i < d->nnode; i++) {
		struct map_node *n = &d->node[i];

		best[i] = -1;
		if (n->layer == LAYER_FUNCTION && !n->is_unknown)
			n->group = d->l->node[n->node].name;
	}
	for (uint32_t i = 0; i < d->nedge; i++) {
		const struct map_edge *e = &d->edge[i];
		const struct map_node *f = &d->node[e->from];
		struct map_node *p = &d->node[e->to];
		bool is_better;

		if (e->relation != RELATION_FULFILS || !f->group ||
		    p->is_unknown)
			continue;
		is_better = e->w.pupils > best[e->to] ||
			    (e->w.pupils == best[e->to] && p->group &&
			     strcmp(f->group, p->group) < 0);
		if (is_better) {
			best[e->to] = e->w.pupils;
			p->group = f->group;
		}
	}
	free(best);
}

static void
drop_layers(struct map_draft *d, const bool drop[LAYERS])
{
	uint32_t *into = mem_realloc(NULL, d->nnode, sizeof(*into));

	for (uint32_t i = 0; i < d->nnode; i++)
		into[i] = drop[d->node[i].layer] ? NODE_NONE : i;
	draft_merge(d, into, false);
	free(into);
}

static void
build_all(struct map_draft *d, struct map_graph *g, bool has_users)
{
	struct builder b = {
		.d = d, .g = g, .l = g->l, .is_direct = d->is_direct
	};

	levels_init(&b.levels, g->l);
	sites_init(&b.sites, g->l, &b.tmp);
	for (uint32_t i = 0; i < g->l->nusage; i++)
		if (use_counts(g, &g->l->usage[i]))
			add_use(&b, &g->l->usage[i]);
	if (has_users)
		add_users(&b);
	join_owners(d);
	group_by_function(d);
	levels_done(&b.levels);
	arena_done(&b.tmp);
	free(b.pair);
}

int
build_landscape(struct map_draft *d, struct map_graph *g, struct err *e)
{
	(void)e;
	build_all(d, g, true);
	g->title = _("Landscape");
	return 0;
}

int
build_vendor(struct map_draft *d, struct map_graph *g, struct err *e)
{
	static const bool drop[LAYERS] = { [LAYER_SCHOOL] = true,
					   [LAYER_BOARD] = true,
					   [LAYER_FUNCTION] = true };

	(void)e;
	build_all(d, g, false);
	drop_layers(d, drop);
	g->title = _("Vendors and their owners");
	return 0;
}

static const char *
urgency(const struct node *f)
{
	switch (f->criticality) {
	case 3: return _("stops the school within a day");
	case 2: return _("stops the school within a week");
	default: return _("supporting");
	}
}

static enum map_layer
layer_of_level(enum level level)
{
	switch (level) {
	case LEVEL_PRODUCT: return LAYER_PRODUCT;
	case LEVEL_VENDOR: return LAYER_VENDOR;
	case LEVEL_PARENT:
	case LEVEL_INFRASTRUCTURE: return LAYER_OWNER;
	case LEVEL_COUNTRY: return LAYER_COUNTRY;
	case LEVELS: break;
	}
	return LAYER_VENDOR;
}

int
build_function(struct map_draft *d, struct map_graph *g, struct err *e)
{
	static const char *const titles[LEVELS] = {
		[LEVEL_PRODUCT] = N_("Functions and products"),
		[LEVEL_VENDOR] = N_("Functions and vendors"),
		[LEVEL_PARENT] = N_("Functions and owners"),
		[LEVEL_INFRASTRUCTURE] = N_("Functions and infrastructure"),
		[LEVEL_COUNTRY] = N_("Functions and countries"),
	};
	struct builder b = { .d = d, .g = g, .l = g->l };

	(void)e;
	levels_init(&b.levels, g->l);
	sites_init(&b.sites, g->l, &b.tmp);
	for (uint32_t i = 0; i < g->l->nusage; i++) {
		const struct usage *u = &g->l->usage[i];
		struct parts parts;
		struct reach r;
		uint32_t f;

		if (!use_counts(g, u))
			continue;
		r.site = sites_of(&b.sites, b.l, u->site, &r.one, &r.n);
		r.function = u->function;
		f = draft_node(d, LAYER_FUNCTION, u->function);
		touch_node(&b, f, &r);
		if (u->function != NODE_NONE)
			d->node[f].group = urgency(&b.l->node[u->function]);
		parts = levels_of(&b.levels, g->o.level, u->product, u->vendor);
		for (uint32_t k = 0; k < parts.n; k++) {
			uint32_t n = draft_node(d, layer_of_level(g->o.level),
						parts.part[k].entity);

			touch_node(&b, n, &r);
			link_nodes(&b, f, n, RELATION_FULFILS, &u->ev, "", &r);
		}
	}
	g->title = _(titles[g->o.level]);
	levels_done(&b.levels);
	arena_done(&b.tmp);
	return 0;
}

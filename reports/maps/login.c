/*
 * The map of sign-on: who uses which identity provider, through which hub this
 * reaches which service, and who operates the hosts. An arrow goes the way a
 * user goes. Refuses to guess through whom a service is reached: what no
 * document says is drawn as unknown.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "reports/maps/draft.h"

/* What a product is on this map; the first that fits. */
enum stage { STAGE_NONE, STAGE_HUB, STAGE_IDENTITY, STAGE_SERVICE };

struct login {
	struct map_draft *d;
	struct map_graph *g;
	const struct landscape *l;
	struct sites sites;
	struct arena tmp;
	uint8_t *stage;     /* enum stage, by node */
	bool *is_drawn;     /* by node: a product in scope */
	bool *has_identity; /* by node: a site that uses an identity provider */
};

static enum stage
stage_of_role(const char *role)
{
	static const struct {
		const char *role;
		enum stage stage;
	} known[] = {
		{ "hub", STAGE_HUB },           { "idp", STAGE_IDENTITY },
		{ "op", STAGE_IDENTITY },       { "wsfed-sts", STAGE_IDENTITY },
		{ "sp", STAGE_SERVICE },        { "rp", STAGE_SERVICE },
		{ "wsfed-app", STAGE_SERVICE },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].role, role) == 0)
			return known[i].stage;
	return STAGE_NONE;
}

static void
take_stage(struct login *b, uint32_t node, enum stage stage)
{
	if (stage != STAGE_NONE &&
	    (b->stage[node] == STAGE_NONE || stage < b->stage[node]))
		b->stage[node] = (uint8_t)stage;
}

static void
find_stages(struct login *b)
{
	const struct landscape *l = b->l;

	for (uint32_t i = 0; i < l->nproperty; i++)
		if (strcmp(l->property[i].name, "role") == 0)
			take_stage(b, l->property[i].node,
				   stage_of_role(l->property[i].value));
	for (uint32_t i = 0; i < l->nneed; i++) {
		const struct need *n = &l->need[i];

		if (n->carrier != CARRIER_LOGIN ||
		    l->node[n->dependent].kind != NODE_PRODUCT)
			continue;
		if (b->stage[n->dependent] == STAGE_NONE)
			b->stage[n->dependent] = STAGE_SERVICE;
		if (n->provider != NODE_NONE &&
		    l->node[n->provider].kind == NODE_PRODUCT &&
		    b->stage[n->provider] != STAGE_HUB)
			b->stage[n->provider] = STAGE_IDENTITY;
	}
}

/* A hub asks for one of its identity providers: that is no reason to draw. */
static bool
leads_on(const struct login *b, const struct need *n)
{
	return n->carrier == CARRIER_LOGIN && n->provider != NODE_NONE &&
	       b->stage[n->dependent] != STAGE_HUB;
}

/* What this product is reached through. */
static void
draw_providers(struct login *b, uint32_t product)
{
	const struct landscape *l = b->l;

	for (uint32_t i = landscape_needs_of(l, product);
	     i < l->nneed && l->need[i].dependent == product; i++)
		if (leads_on(b, &l->need[i]))
			b->is_drawn[l->need[i].provider] = true;
	for (uint32_t i = landscape_membership_of(l, product);
	     i < l->nmembership && l->membership[i].product == product; i++)
		if (l->membership[i].federation != NODE_NONE &&
		    b->stage[l->membership[i].federation] == STAGE_HUB)
			b->is_drawn[l->membership[i].federation] = true;
}

/* One signs on for a function, so the identity provider is of each of them. */
static bool
counts(const struct login *b, const struct usage *u)
{
	struct map_graph all = *b->g;

	if (u->product == NODE_NONE)
		return false;
	if (b->stage[u->product] == STAGE_IDENTITY)
		all.o.function = NODE_NONE;
	return use_counts(&all, u);
}

/* Everything, or what the uses in scope lead to. */
static void
find_scope(struct login *b)
{
	const struct landscape *l = b->l;
	bool all = b->g->o.board == NODE_NONE && b->g->o.function == NODE_NONE;

	for (uint32_t i = 0; all && i < l->nnode; i++)
		b->is_drawn[i] = b->stage[i] != STAGE_NONE;
	for (uint32_t i = 0; !all && i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (!counts(b, u) || b->stage[u->product] == STAGE_NONE)
			continue;
		b->is_drawn[u->product] = true;
		draw_providers(b, u->product);
	}
}

static uint32_t
node_for(struct login *b, uint32_t product)
{
	static const enum map_layer layer[] = {
		[STAGE_NONE] = LAYER_PRODUCT,
		[STAGE_HUB] = LAYER_HUB,
		[STAGE_IDENTITY] = LAYER_IDENTITY,
		[STAGE_SERVICE] = LAYER_PRODUCT,
	};

	return draft_node(b->d, layer[b->stage[product]], product);
}

static const char *
necessity_label(enum necessity n)
{
	return n == NECESSITY_UNKNOWN
		       ? ""
		       : _(code_name(DOMAIN_NECESSITY, (int64_t)n));
}

/* From a provider, known or not, to who signs on through it. */
static uint32_t
link_need(struct login *b, const struct need *n)
{
	uint32_t to = node_for(b, n->dependent);
	uint32_t from = n->provider == NODE_NONE
				? draft_node(b->d, LAYER_HUB, NODE_NONE)
				: node_for(b, n->provider);

	return draft_edge(b->d, from, to, RELATION_SIGN_ON, &n->ev,
			  necessity_label(n->necessity));
}

static uint32_t
link_membership(struct login *b, const struct membership *m)
{
	return draft_edge(b->d, node_for(b, m->product),
			  node_for(b, m->federation), RELATION_SIGN_ON, &m->ev,
			  "");
}

static bool
is_link(const struct login *b, const struct membership *m)
{
	return m->federation != NODE_NONE &&
	       b->stage[m->federation] == STAGE_HUB &&
	       b->stage[m->product] == STAGE_IDENTITY &&
	       b->is_drawn[m->product] && b->is_drawn[m->federation];
}

static void
add_logins(struct login *b)
{
	const struct landscape *l = b->l;

	for (uint32_t i = 0; i < l->nnode; i++)
		if (b->is_drawn[i])
			node_for(b, i);
	for (uint32_t i = 0; i < l->nneed; i++) {
		const struct need *n = &l->need[i];

		if (n->carrier == CARRIER_LOGIN && b->is_drawn[n->dependent] &&
		    (n->provider == NODE_NONE || b->is_drawn[n->provider]))
			link_need(b, n);
	}
	for (uint32_t i = 0; i < l->nmembership; i++)
		if (is_link(b, &l->membership[i]))
			link_membership(b, &l->membership[i]);
}

/* The organisation that operates a host of the product, each once. */
static void
add_operators(struct login *b, uint32_t product)
{
	const struct landscape *l = b->l;

	for (uint32_t i = landscape_serving_of(l, product);
	     i < l->nserving && l->serving[i].product == product; i++) {
		uint32_t host = l->serving[i].host;

		/* pictures and statements: no user signs on there */
		if (l->serving[i].endpoint >= ENDPOINT_HOME)
			continue;
		for (uint32_t k = landscape_operation_of(l, host);
		     k < l->noperation && l->operation[k].host == host; k++)
			draft_edge(b->d, node_for(b, product),
				   draft_node(b->d, LAYER_OPERATOR,
					      l->operation[k].organisation),
				   RELATION_OPERATED_BY, &l->operation[k].ev,
				   "");
	}
}

/* Who supplies the cloud service that an identity provider runs on. */
static void
add_clouds(struct login *b, uint32_t product)
{
	const struct landscape *l = b->l;

	for (uint32_t i = landscape_needs_of(l, product);
	     i < l->nneed && l->need[i].dependent == product; i++) {
		const struct need *n = &l->need[i];

		if (n->carrier != CARRIER_HOSTING || n->provider == NODE_NONE)
			continue;
		for (uint32_t k = landscape_supplies_of(l, n->provider);
		     k < l->nsupply && l->supply[k].product == n->provider; k++)
			draft_edge(b->d, node_for(b, product),
				   draft_node(b->d, LAYER_OPERATOR,
					      l->supply[k].organisation),
				   RELATION_OPERATED_BY, &n->ev,
				   l->node[n->provider].name);
	}
}

static void
find_users(struct login *b)
{
	const struct landscape *l = b->l;

	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (counts(b, u) && b->stage[u->product] == STAGE_IDENTITY)
			b->has_identity[u->site] = true;
	}
}

/* The site itself, or its board, is known to have an identity provider. */
static bool
has_identity(const struct login *b, uint32_t site)
{
	uint32_t board = b->l->node[site].board;

	return b->has_identity[site] ||
	       (board != NODE_NONE && b->has_identity[board]);
}

static void
touch(struct login *b, uint32_t node, uint32_t edge, const struct usage *u)
{
	uint32_t one, n;
	const uint32_t *site = sites_of(&b->sites, b->l, u->site, &one, &n);

	for (uint32_t i = 0; i < n; i++) {
		if (node != NODE_NONE)
			draft_touch_node(b->d, node, site[i]);
		if (edge != NODE_NONE)
			draft_touch_edge(b->d, edge, site[i]);
	}
}

/* Uses are sorted by site. */
static uint32_t
first_use(const struct landscape *l, uint32_t site)
{
	uint32_t lo = 0, hi = l->nusage;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->usage[mid].site < site)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/*
 * The service is reached through a hub, and nothing says that the identity
 * provider of this site (or board) is behind it: there is no other way, so it
 * is drawn as an assumption.
 */
static void
assume_member(struct login *b, uint32_t hub, uint32_t site,
	      const struct usage *u)
{
	static const struct evidence assumed = { .said = 0 };
	const struct landscape *l = b->l;

	for (uint32_t i = first_use(l, site);
	     i < l->nusage && l->usage[i].site == site; i++) {
		const struct usage *x = &l->usage[i];

		if (!counts(b, x) || !b->is_drawn[x->product] ||
		    b->stage[x->product] != STAGE_IDENTITY)
			continue;
		touch(b, NODE_NONE,
		      draft_edge(b->d, node_for(b, x->product),
				 node_for(b, hub), RELATION_SIGN_ON, &assumed,
				 ""),
		      u);
	}
}

static void
assume_members(struct login *b, uint32_t hub, const struct usage *u)
{
	uint32_t board = b->l->node[u->site].board;

	assume_member(b, hub, u->site, u);
	if (board != NODE_NONE)
		assume_member(b, hub, board, u);
}

/*
 * What the use goes through: a hub before a service, or behind an identity. A
 * service that wants one identity provider is reached through it, whether or
 * not a document says that the site has it: an assumption again.
 */
static void
touch_way(struct login *b, uint32_t site, const struct usage *u)
{
	static const struct evidence assumed = { .said = 0 };
	const struct landscape *l = b->l;

	for (uint32_t i = landscape_needs_of(l, u->product);
	     i < l->nneed && l->need[i].dependent == u->product; i++) {
		const struct need *n = &l->need[i];

		if (!leads_on(b, n) || !b->is_drawn[n->provider])
			continue;
		touch(b, node_for(b, n->provider), link_need(b, n), u);
		if (!has_identity(b, u->site))
			continue;
		if (b->stage[n->provider] == STAGE_HUB)
			assume_members(b, n->provider, u);
		else
			touch(b, NODE_NONE,
			      draft_edge(b->d, site, node_for(b, n->provider),
					 RELATION_USES, &assumed, ""),
			      u);
	}
	for (uint32_t i = landscape_membership_of(l, u->product);
	     i < l->nmembership && l->membership[i].product == u->product; i++)
		if (is_link(b, &l->membership[i]))
			touch(b, node_for(b, l->membership[i].federation),
			      link_membership(b, &l->membership[i]), u);
}

static void
add_use(struct login *b, const struct usage *u)
{
	const struct node *site = &b->l->node[u->site];
	uint32_t p = node_for(b, u->product), s, e = NODE_NONE;

	s = draft_node(b->d,
		       site->kind == NODE_BOARD ? LAYER_BOARD : LAYER_SCHOOL,
		       u->site);
	/* a service is reached through the identity provider, when known */
	if (b->stage[u->product] != STAGE_SERVICE || !has_identity(b, u->site))
		e = draft_edge(b->d, s, p, RELATION_USES, &u->ev, "");
	touch(b, s, NODE_NONE, u);
	touch(b, p, e, u);
	touch_way(b, s, u);
}

/* Schools of a board that has the identity provider hang on the board. */
static void
add_schools(struct login *b)
{
	const struct landscape *l = b->l;
	uint32_t n = b->d->nnode;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t school = b->d->node[i].node, board, e;

		if (b->d->node[i].layer != LAYER_SCHOOL || school == NODE_NONE)
			continue;
		board = l->node[school].board;
		if (board == NODE_NONE || b->has_identity[school] ||
		    !b->has_identity[board])
			continue;
		e = draft_edge(b->d, i, draft_node(b->d, LAYER_BOARD, board),
			       RELATION_GOVERNS, &l->node[school].board_ev, "");
		draft_touch_edge(b->d, e, school);
	}
}

static void
draw(struct login *b)
{
	const struct landscape *l = b->l;

	find_stages(b);
	find_scope(b);
	find_users(b);
	add_logins(b);
	for (uint32_t i = 0; i < l->nnode; i++) {
		if (!b->is_drawn[i])
			continue;
		add_operators(b, i);
		add_clouds(b, i);
	}
	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (counts(b, u) && b->is_drawn[u->product])
			add_use(b, u);
	}
	add_schools(b);
}

int
build_login(struct map_draft *d, struct map_graph *g, struct err *e)
{
	struct login b = { .d = d, .g = g, .l = g->l };
	size_t n = g->l->nnode;

	b.stage = ARENA_ARRAY(&b.tmp, n, uint8_t);
	b.is_drawn = ARENA_ARRAY(&b.tmp, n, bool);
	b.has_identity = ARENA_ARRAY(&b.tmp, n, bool);
	sites_init(&b.sites, g->l, &b.tmp);
	draw(&b);
	arena_done(&b.tmp);
	g->title = _("Sign-on");
	if (d->nnode == 0)
		return err_set(e, ERR_NOTFOUND, NULL,
			       "nothing to draw (no document of sign-on says "
			       "anything about what is used here)");
	return 0;
}

/* What products, organisations and functions need, whoever uses them. */
#include <stdlib.h>

#include "analyzer/failing_build.h"
#include "base/limits.h"
#include "base/sort.h"

/* Members of one requirement, while it is gathered. */
struct members {
	struct andor_member *v; /* heap */
	uint32_t n, cap;
};

static void
add_member(struct members *m, uint32_t node, uint32_t label)
{
	VEC_ROOM(m->v, m->n, m->cap);
	m->v[m->n++] = (struct andor_member){ node, label };
}

/* Needs */

static bool
is_same_group(const struct need *a, const struct need *b)
{
	return a->dependent == b->dependent && a->carrier == b->carrier &&
	       a->necessity == b->necessity && strcmp(a->group, b->group) == 0;
}

/* The run of alternatives that starts at need `from`. */
static struct failing_group
read_group(const struct landscape *l, uint32_t from)
{
	struct failing_group g = { .from = from,
				   .needed = 1,
				   .is_tested = true };
	uint32_t i = from;

	for (; i < l->nneed && is_same_group(&l->need[from], &l->need[i]);
	     i++) {
		const struct need *n = &l->need[i];

		if (n->ev.rung == RUNG_EXPECTED)
			continue;
		if (n->n > 0 && (uint32_t)n->n > g.needed)
			g.needed = (uint32_t)n->n;
		g.known += n->provider != NODE_NONE;
		g.unknown += n->provider == NODE_NONE;
		g.is_tested = g.is_tested && n->tested > 0;
	}
	g.to = i;
	return g;
}

/* Products in use for each function that has alternatives. */
static void
find_uses(const struct failing_builder *b, struct map *ret)
{
	uint32_t key[2];

	for (uint32_t i = 0; i < b->l->nusage; i++) {
		const struct usage *u = &b->l->usage[i];

		if (u->function != NODE_NONE && u->product != NODE_NONE &&
		    is_in_use(u))
			map_put(ret, failing_pair(u->function, u->product, key),
				1, NULL);
	}
}

/*
 * Alternatives of a function of which one is in use for it: what stands in for
 * what at a school. Others are something that the function needs besides.
 */
static void
note_group(struct failing_builder *b, const struct failing_group *g,
	   const struct map *in_use)
{
	const struct landscape *l = b->l;
	bool is_used = false;
	uint32_t key[2];

	for (uint32_t i = g->from; i < g->to && !is_used; i++)
		is_used = l->need[i].provider != NODE_NONE &&
			  map_get(in_use,
				  failing_pair(l->need[i].dependent,
					       l->need[i].provider, key),
				  0);
	if (!is_used)
		return;
	VEC_ROOM(b->group, b->ngroup, b->group_cap);
	b->group[b->ngroup] = *g;
	for (uint32_t i = g->from; i < g->to; i++)
		if (l->need[i].provider != NODE_NONE &&
		    l->need[i].ev.rung != RUNG_EXPECTED)
			map_put(&b->group_of,
				failing_pair(l->need[i].dependent,
					     l->need[i].provider, key),
				b->ngroup, NULL);
	b->ngroup++;
}

void
failing_find_groups(struct failing_builder *b)
{
	const struct landscape *l = b->l;
	struct map in_use = { 0 };
	bool is_ready = false;

	for (uint32_t i = 0; i < l->nneed;) {
		const struct need *n = &l->need[i];
		struct failing_group g;

		if (n->provider != NODE_NONE)
			b->is_provider[n->provider] = true;
		if (n->necessity != NECESSITY_ALTERNATIVE ||
		    l->node[n->dependent].kind != NODE_FUNCTION) {
			i++;
			continue;
		}
		if (!is_ready)
			find_uses(b, &in_use);
		is_ready = true;
		g = read_group(l, i);
		for (; i < g.to; i++)
			if (l->need[i].provider != NODE_NONE)
				b->is_provider[l->need[i].provider] = true;
		note_group(b, &g, &in_use);
	}
	map_done(&in_use);
}

static enum layer
carrier_layer(const struct need *n)
{
	return (enum layer)(LAYER_OF_CARRIER + (int)n->carrier);
}

/*
 * Alternatives. What is unknown never certainly fails, so that a group with
 * more unknown members than it needs is never certainly lost.
 */
static void
add_group(struct failing_builder *b, const struct failing_group *g,
	  struct members *m)
{
	const struct need *first = &b->l->need[g->from];
	uint32_t node = first->dependent;

	m->n = 0;
	for (uint32_t i = g->from; i < g->to; i++)
		if (b->l->need[i].provider != NODE_NONE &&
		    b->l->need[i].ev.rung != RUNG_EXPECTED)
			add_member(m, b->l->need[i].provider,
				   failing_label(b, FACT_NEEDS, i));
	if (g->needed > g->unknown)
		andor_add(&b->low, node, g->needed - g->unknown, m->v, m->n);
	if (g->unknown)
		add_member(m, failing_layer(b, carrier_layer(first)),
			   failing_label_unknown(b, carrier_layer(first)));
	if (g->is_tested)
		andor_add(&b->high, node, g->needed, m->v, m->n);
	for (uint32_t i = 0; i < m->n && !g->is_tested; i++)
		andor_need(&b->high, node, m->v[i].node, m->v[i].label);
}

static void
add_one_need(struct failing_builder *b, uint32_t i)
{
	const struct need *n = &b->l->need[i];
	enum sure sure = n->necessity == NECESSITY_REQUIRED ? BOTH : POSSIBLE;

	if (n->necessity == NECESSITY_OPTIONAL)
		return;
	if (n->provider == NODE_NONE)
		failing_unknown(b, n->dependent, carrier_layer(n));
	else
		failing_need(b, sure, n->dependent, n->provider,
			     failing_label(b, FACT_NEEDS, i));
}

static void
add_needs(struct failing_builder *b)
{
	const struct landscape *l = b->l;
	struct members m = { 0 };
	struct failing_group g;
	uint32_t k = 0; /* next of the groups that stand in, which ascend */

	for (uint32_t i = 0; i < l->nneed;) {
		const struct need *n = &l->need[i];
		bool is_expected = n->ev.rung == RUNG_EXPECTED;

		b->f->questions += is_expected;
		if (n->necessity != NECESSITY_ALTERNATIVE) {
			if (!is_expected)
				add_one_need(b, i);
			i++;
			continue;
		}
		g = read_group(l, i);
		for (i++; i < g.to; i++)
			b->f->questions += l->need[i].ev.rung == RUNG_EXPECTED;
		if (k < b->ngroup && b->group[k].from == g.from)
			k++;
		else if (!hubs_is_behind(b->hubs, n))
			add_group(b, &g, &m);
	}
	free(m.v);
}

/* Suppliers */

/* The supplies of one product and role: supply[from..to). */
static uint32_t
same_role(const struct landscape *l, uint32_t from)
{
	uint32_t to = from;

	while (to < l->nsupply &&
	       l->supply[to].product == l->supply[from].product &&
	       l->supply[to].role == l->supply[from].role)
		to++;
	return to;
}

/* A seller is needed by who buys there, not by the product. */
static void
add_supplies(struct failing_builder *b)
{
	const struct landscape *l = b->l;
	bool *is_supplied = ARENA_ARRAY(&b->tmp, l->nnode, bool);
	struct members m = { 0 };

	for (uint32_t i = 0, to; i < l->nsupply; i = to) {
		to = same_role(l, i);
		is_supplied[l->supply[i].product] = true;
		if (l->supply[i].role == ROLE_SELLER)
			continue;
		m.n = 0;
		for (uint32_t k = i; k < to; k++)
			add_member(&m, l->supply[k].organisation,
				   failing_label(b, FACT_SUPPLIES, k));
		failing_any(b, l->supply[i].product, m.v, m.n);
	}
	for (uint32_t p = l->first[NODE_PRODUCT];
	     p < l->first[NODE_PRODUCT + 1]; p++)
		if (b->is_provider[p] && !is_supplied[p])
			failing_unknown_vendor(b, p);
	free(m.v);
}

/* Owners and countries */

static void
add_seat(struct failing_builder *b, uint32_t o)
{
	const struct landscape *l = b->l;
	uint32_t i = landscape_seats_of(l, o);

	if (i < l->nseat && l->seat[i].organisation == o)
		failing_need(b, BOTH, o, l->seat[i].country,
			     failing_label(b, FACT_SEATED_IN, i));
	else
		failing_unknown(b, o, LAYER_OF_SEAT);
}

static void
add_owners(struct failing_builder *b)
{
	const struct landscape *l = b->l;
	uint32_t holding[LIMIT_ATTRIBUTION], n;

	for (uint32_t o = l->first[NODE_ORGANISATION];
	     o < l->first[NODE_ORGANISATION + 1]; o++) {
		switch (levels_owners(l, o, holding, &n)) {
		case OWNERS_UNKNOWN:
			failing_unknown(b, o, LAYER_OF_OWNER);
			failing_unknown(b, o, LAYER_OF_SEAT);
			break;
		case OWNERS_NONE: break;
		case OWNERS_KNOWN:
			for (uint32_t i = 0; i < n; i++)
				failing_need(b, BOTH, o,
					     l->holding[holding[i]].parent,
					     failing_label(b, FACT_OWNS,
							   holding[i]));
			break;
		}
		if (levels_is_own_parent(b->v, o))
			add_seat(b, o);
	}
}

/* Hosts that serve sign-on */

static bool
is_sign_on(enum endpoint endpoint)
{
	switch (endpoint) {
	case ENDPOINT_LOGIN:
	case ENDPOINT_ASSERTION:
	case ENDPOINT_ARTIFACT:
	case ENDPOINT_ATTRIBUTE:
	case ENDPOINT_TOKEN:
	case ENDPOINT_USERINFO:
	case ENDPOINT_KEYS: return true;
	case ENDPOINT_UNKNOWN:
	case ENDPOINT_LOGOUT:
	case ENDPOINT_NAME_ID:
	case ENDPOINT_DISCOVERY:
	case ENDPOINT_FEDERATION:
	case ENDPOINT_HOME:
	case ENDPOINT_POLICY:
	case ENDPOINT_LOGO: break;
	}
	return false;
}

static int
cmp_serving(const void *pa, const void *pb)
{
	const struct serving *a = *(const struct serving *const *)pa;
	const struct serving *b = *(const struct serving *const *)pb;

	if (a->product != b->product)
		return a->product < b->product ? -1 : 1;
	if (a->endpoint != b->endpoint)
		return a->endpoint < b->endpoint ? -1 : 1;
	return a < b ? -1 : a > b;
}

/* Who operates the hosts of one kind of endpoint of one product. */
static void
add_operators(struct failing_builder *b, const struct serving *const *s,
	      uint32_t n, struct members *m)
{
	const struct landscape *l = b->l;
	bool is_all = true;

	m->n = 0;
	for (uint32_t k = 0; k < n; k++) {
		uint32_t i = landscape_operation_of(l, s[k]->host), to = i;

		for (;
		     to < l->noperation && l->operation[to].host == s[k]->host;
		     to++)
			add_member(m, l->operation[to].organisation,
				   failing_label(b, FACT_OPERATED_BY, to));
		is_all = is_all && to > i;
	}
	if (is_all)
		failing_any(b, s[0]->product, m->v, m->n);
	for (uint32_t k = 0; k < m->n && !is_all; k++)
		failing_need(b, POSSIBLE, s[0]->product, m->v[k].node,
			     m->v[k].label);
}

static void
add_hosts(struct failing_builder *b)
{
	const struct landscape *l = b->l;
	const struct serving **s =
		ARENA_ARRAY(&b->tmp, l->nserving, const struct serving *);
	struct members m = { 0 };
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->nserving; i++)
		if (is_sign_on(l->serving[i].endpoint))
			s[n++] = &l->serving[i];
	sort(s, n, sizeof(*s), cmp_serving);
	for (uint32_t i = 0, to; i < n; i = to) {
		for (to = i; to < n && s[to]->product == s[i]->product &&
			     s[to]->endpoint == s[i]->endpoint;
		     to++)
			;
		add_operators(b, s + i, to - i, &m);
	}
	free(m.v);
}

void
failing_add_edges(struct failing_builder *b)
{
	add_needs(b);
	add_supplies(b);
	add_owners(b);
	add_hosts(b);
}

/*
 * Sign-on through a hub: each board has a provider of its own there. Refuses to
 * take the identity providers of a hub for each other's spare.
 */
#include <stdlib.h>

#include "analyzer/failing_build.h"
#include "base/limits.h"
#include "base/sort.h"

/* A board signs on to a hub through a provider of its own. */
struct own_provider {
	uint32_t board, hub, provider;
	uint32_t membership; /* index in the landscape */
};

struct hubs {
	const struct landscape *l;
	bool *is_split;    /* by node: a hub where each board has its own */
	struct map behind; /* (provider, split hub) */
	struct own_provider *own; /* heap; by board, hub, provider */
	uint32_t nown, own_cap;
	uint32_t *hub_at, *nhub; /* by product: hubs that it is behind */
	bool *has_hubs;          /* by product: those were found */
	uint32_t *hub;           /* heap */
	uint32_t nhubs, hub_cap;
	uint32_t *seen; /* by node: product + 1 for which it was met last */
};

bool
hubs_is_behind(const struct hubs *h, const struct need *n)
{
	return n->carrier == CARRIER_LOGIN &&
	       n->necessity == NECESSITY_ALTERNATIVE &&
	       n->dependent != NODE_NONE && h->is_split[n->dependent];
}

/*
 * A hub signs on through providers that are members of it: each board has one
 * of its own among them.
 */
static void
find_split_hubs(struct hubs *h)
{
	const struct landscape *l = h->l;
	struct map members = { 0 };
	uint32_t key[2];

	for (uint32_t i = 0; i < l->nmembership; i++)
		map_put(&members,
			failing_pair(l->membership[i].product,
				     l->membership[i].federation, key),
			1, NULL);
	for (uint32_t i = 0; i < l->nneed && l->nmembership; i++) {
		const struct need *n = &l->need[i];

		if (n->carrier != CARRIER_LOGIN ||
		    n->necessity != NECESSITY_ALTERNATIVE ||
		    n->provider == NODE_NONE)
			continue;
		failing_pair(n->provider, n->dependent, key);
		if (!map_get(&members, sv_n((const char *)key, sizeof(key)), 0))
			continue;
		h->is_split[n->dependent] = true;
		map_put(&h->behind, sv_n((const char *)key, sizeof(key)), 1,
			NULL);
	}
	map_done(&members);
}

static int
cmp_own(const void *pa, const void *pb)
{
	const struct own_provider *a = pa, *b = pb;

	if (a->board != b->board)
		return a->board < b->board ? -1 : 1;
	if (a->hub != b->hub)
		return a->hub < b->hub ? -1 : 1;
	if (a->provider != b->provider)
		return a->provider < b->provider ? -1 : 1;
	return a->membership < b->membership ? -1
					     : a->membership > b->membership;
}

uint32_t
failing_board(const struct landscape *l, uint32_t site)
{
	uint32_t board = l->node[site].board;

	if (l->node[site].kind != NODE_SCHOOL || board == NODE_NONE)
		return site;
	return board;
}

/* A provider in use at a board, for each hub that it is behind. */
static void
find_own_providers(struct hubs *h)
{
	const struct landscape *l = h->l;
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->nusage && l->nmembership; i++) {
		const struct usage *u = &l->usage[i];

		if (u->product == NODE_NONE || !is_in_use(u))
			continue;
		for (uint32_t k = landscape_membership_of(l, u->product);
		     k < l->nmembership &&
		     l->membership[k].product == u->product;
		     k++) {
			uint32_t hub = l->membership[k].federation, key[2];

			if (!map_get(&h->behind,
				     failing_pair(u->product, hub, key), 0))
				continue;
			VEC_ROOM(h->own, h->nown, h->own_cap);
			h->own[h->nown++] = (struct own_provider){
				failing_board(l, u->site), hub, u->product, k
			};
		}
	}
	sort(h->own, h->nown, sizeof(*h->own), cmp_own);
	for (uint32_t i = 0; i < h->nown; i++)
		if (!n || h->own[n - 1].board != h->own[i].board ||
		    h->own[n - 1].hub != h->own[i].hub ||
		    h->own[n - 1].provider != h->own[i].provider)
			h->own[n++] = h->own[i];
	h->nown = n;
}

/* First provider of a board behind a hub, or where it would be. */
static uint32_t
first_own(const struct hubs *h, uint32_t board, uint32_t hub)
{
	uint32_t lo = 0, hi = h->nown;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct own_provider *o = &h->own[mid];

		if (o->board < board || (o->board == board && o->hub < hub))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
is_own(const struct hubs *h, uint32_t i, uint32_t board, uint32_t hub)
{
	return i < h->nown && h->own[i].board == board && h->own[i].hub == hub;
}

/*
 * The nearest hubs that a product is signed on to through, by any chain of
 * required sign-on of at most LIMIT_ATTRIBUTION things. Remembered.
 */
static void
find_hubs(struct hubs *h, uint32_t product)
{
	const struct landscape *l = h->l;
	uint32_t queue[LIMIT_ATTRIBUTION], n = 0;

	if (h->has_hubs[product])
		return;
	h->has_hubs[product] = true;
	h->hub_at[product] = h->nhubs;
	queue[n++] = product;
	h->seen[product] = product + 1;
	for (uint32_t at = 0; at < n; at++) {
		uint32_t from = queue[at];

		if (h->is_split[from] && from != product) {
			VEC_ROOM(h->hub, h->nhubs, h->hub_cap);
			h->hub[h->nhubs++] = from;
			continue;
		}
		for (uint32_t i = landscape_needs_of(l, from);
		     i < l->nneed && l->need[i].dependent == from; i++) {
			uint32_t to = l->need[i].provider;

			if (l->need[i].carrier != CARRIER_LOGIN ||
			    l->need[i].necessity != NECESSITY_REQUIRED ||
			    l->need[i].ev.rung == RUNG_EXPECTED ||
			    to == NODE_NONE || h->seen[to] == product + 1 ||
			    n == LIMIT_ATTRIBUTION)
				continue;
			h->seen[to] = product + 1;
			queue[n++] = to;
		}
	}
	h->nhub[product] = h->nhubs - h->hub_at[product];
}

bool
hubs_has_own(struct hubs *h, uint32_t product, uint32_t board)
{
	find_hubs(h, product);
	for (uint32_t i = 0; i < h->nhub[product]; i++) {
		uint32_t hub = h->hub[h->hub_at[product] + i];

		if (is_own(h, first_own(h, board, hub), board, hub))
			return true;
	}
	return false;
}

void
hubs_add(struct hubs *h, struct failing_builder *b, uint32_t node,
	 uint32_t product, uint32_t board)
{
	struct andor_member m[LIMIT_ATTRIBUTION];

	find_hubs(h, product);
	for (uint32_t k = 0; k < h->nhub[product]; k++) {
		uint32_t hub = h->hub[h->hub_at[product] + k], n = 0;
		uint32_t i =
			board == NODE_NONE ? h->nown : first_own(h, board, hub);

		for (; is_own(h, i, board, hub) && n < LIMIT_ATTRIBUTION; i++)
			m[n++] = (struct andor_member){
				h->own[i].provider,
				failing_label(b, FACT_FEDERATED_BY,
					      h->own[i].membership)
			};
		if (n == 0)
			failing_unknown(
				b, node,
				(enum layer)(LAYER_OF_CARRIER + CARRIER_LOGIN));
		failing_any(b, node, m, n);
	}
}

struct hubs *
hubs_new(const struct landscape *l, struct arena *mem)
{
	struct hubs *h = ARENA_NEW(mem, struct hubs);

	h->l = l;
	h->is_split = ARENA_ARRAY(mem, l->nnode, bool);
	h->hub_at = ARENA_ARRAY(mem, l->nnode, uint32_t);
	h->nhub = ARENA_ARRAY(mem, l->nnode, uint32_t);
	h->has_hubs = ARENA_ARRAY(mem, l->nnode, bool);
	h->seen = ARENA_ARRAY(mem, l->nnode, uint32_t);
	find_split_hubs(h);
	find_own_providers(h);
	return h;
}

void
hubs_done(struct hubs *h)
{
	free(h->own);
	free(h->hub);
	map_done(&h->behind);
}

/* Looking things up in a resolved landscape. */
#include "schema/model/landscape.h"

#include <string.h>

void
landscape_done(struct landscape *l)
{
	arena_done(&l->mem);
	*l = (struct landscape){ 0 };
}

uint32_t
landscape_find_id(const struct landscape *l, struct sv id)
{
	ptrdiff_t colon = sv_find(id, ':');
	enum node_kind kind;
	uint32_t lo, hi;

	if (colon < 0 || !node_kind_from(sv_n(id.p, (size_t)colon), &kind))
		return NODE_NONE;
	lo = l->first[kind];
	hi = l->first[kind + 1];
	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (sv_cmp(sv(l->node[mid].id), id) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < l->first[kind + 1] && sv_eq(sv(l->node[lo].id), id))
		return lo;
	return NODE_NONE;
}

/* First index in [0, n) whose key is not below `want`; keys ascend. */
#define LOWER_BOUND(array, n, field, want)                                     \
	do {                                                                   \
		uint32_t lo = 0, hi = (n);                                     \
		while (lo < hi) {                                              \
			uint32_t mid = lo + (hi - lo) / 2;                     \
			if ((array)[mid].field < (want))                       \
				lo = mid + 1;                                  \
			else                                                   \
				hi = mid;                                      \
		}                                                              \
		return lo;                                                     \
	} while (0)

uint32_t
landscape_supplies_of(const struct landscape *l, uint32_t product)
{
	LOWER_BOUND(l->supply, l->nsupply, product, product);
}

uint32_t
landscape_holdings_of(const struct landscape *l, uint32_t child)
{
	LOWER_BOUND(l->holding, l->nholding, child, child);
}

uint32_t
landscape_seats_of(const struct landscape *l, uint32_t organisation)
{
	LOWER_BOUND(l->seat, l->nseat, organisation, organisation);
}

uint32_t
landscape_needs_of(const struct landscape *l, uint32_t dependent)
{
	LOWER_BOUND(l->need, l->nneed, dependent, dependent);
}

uint32_t
landscape_serving_of(const struct landscape *l, uint32_t product)
{
	LOWER_BOUND(l->serving, l->nserving, product, product);
}

uint32_t
landscape_operation_of(const struct landscape *l, uint32_t host)
{
	LOWER_BOUND(l->operation, l->noperation, host, host);
}

uint32_t
landscape_membership_of(const struct landscape *l, uint32_t product)
{
	LOWER_BOUND(l->membership, l->nmembership, product, product);
}

uint32_t
landscape_key_of(const struct landscape *l, uint32_t node)
{
	LOWER_BOUND(l->key, l->nkey, node, node);
}

uint32_t
landscape_property_of(const struct landscape *l, uint32_t node,
		      const char *name)
{
	uint32_t lo = 0, hi = l->nproperty;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct property *p = &l->property[mid];

		if (p->node < node ||
		    (p->node == node && strcmp(p->name, name) < 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

const struct property *
landscape_property(const struct landscape *l, uint32_t node, const char *name)
{
	uint32_t i = landscape_property_of(l, node, name);

	if (i < l->nproperty && l->property[i].node == node &&
	    strcmp(l->property[i].name, name) == 0)
		return &l->property[i];
	return NULL;
}

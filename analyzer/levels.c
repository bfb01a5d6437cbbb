/*
 * Ownership, hosting and countries: to whom a product belongs at each level.
 * Refuses to take silence for independence: no data is unknown.
 */
#include "analyzer/levels.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/sort.h"

static const struct part unknown_part = { NODE_NONE, 1, 1 };
static const struct parts unknown = { &unknown_part, 1 };

static const char *const level_names[] = { "product", "vendor", "parent",
					   "infrastructure", "country" };
static const char *const weight_names[] = { "pupils", "schools", "boards" };

const char *
level_name(enum level level)
{
	return level_names[level];
}

bool
level_from(struct sv name, enum level *ret)
{
	for (int i = 0; i < LEVELS; i++) {
		if (sv_is(name, level_names[i])) {
			*ret = (enum level)i;
			return true;
		}
	}
	return false;
}

const char *
weight_name(enum weight weight)
{
	return weight_names[weight];
}

bool
weight_from(struct sv name, enum weight *ret)
{
	for (int i = 0; i < 3; i++) {
		if (sv_is(name, weight_names[i])) {
			*ret = (enum weight)i;
			return true;
		}
	}
	return false;
}

void
levels_init(struct levels *v, const struct landscape *l)
{
	*v = (struct levels){ .l = l };
	v->parent = arena_array(&v->mem, l->nnode, sizeof(struct parts));
	v->maker = arena_array(&v->mem, l->nnode, sizeof(struct parts));
	v->host = arena_array(&v->mem, l->nnode, sizeof(struct parts));
	v->country = arena_array(&v->mem, l->nnode, sizeof(struct parts));
	v->has_maker = arena_array(&v->mem, l->nnode, sizeof(bool));
}

void
levels_done(struct levels *v)
{
	arena_done(&v->mem);
	*v = (struct levels){ 0 };
}

static int
cmp_part(const void *pa, const void *pb)
{
	const struct part *a = pa, *b = pb;

	return a->entity < b->entity ? -1 : a->entity > b->entity;
}

/* Adds two fractions in place; false when the denominator grows too large. */
static bool
add_part(struct part *a, const struct part *b)
{
	uint64_t den = (uint64_t)a->den * b->den;
	uint64_t num = (uint64_t)a->num * b->den + (uint64_t)b->num * a->den;
	uint64_t x = num, y = den;

	while (y) {
		uint64_t t = x % y;

		x = y;
		y = t;
	}
	if (den / x > UINT32_MAX || num / x > UINT32_MAX)
		return false;
	a->num = (uint32_t)(num / x);
	a->den = (uint32_t)(den / x);
	return true;
}

/* Sorted, one part for each entity; too fine a division becomes unknown. */
static struct parts
settle(struct levels *v, struct part *p, uint32_t n)
{
	struct parts r;
	struct part *to;
	uint32_t k = 0;

	sort(p, n, sizeof(*p), cmp_part);
	for (uint32_t i = 0; i < n; i++) {
		if (k && p[k - 1].entity == p[i].entity) {
			if (!add_part(&p[k - 1], &p[i]))
				return unknown;
		} else {
			p[k++] = p[i];
		}
	}
	to = arena_array(&v->mem, k, sizeof(*to));
	memcpy(to, p, k * sizeof(*to));
	r.part = to;
	r.n = k;
	return r;
}

static struct parts
single(struct levels *v, uint32_t entity)
{
	struct part p = { entity, 1, 1 };

	return entity == NODE_NONE ? unknown : settle(v, &p, 1);
}

/*
 * Several entities of a level: each distinct one gets the same part. Where a
 * member is itself divided (two parents of half), its part is divided.
 */
static struct parts
divide(struct levels *v, const struct parts *member, uint32_t n)
{
	struct part p[LIMIT_ATTRIBUTION];
	uint32_t k = 0, distinct = 0;
	bool plain = true;

	for (uint32_t i = 0; i < n; i++)
		plain = plain && member[i].n == 1;
	for (uint32_t i = 0; i < n; i++) {
		bool seen = false;

		for (uint32_t j = 0; plain && j < i; j++)
			seen = seen || member[j].part[0].entity ==
					       member[i].part[0].entity;
		distinct += !seen;
	}
	for (uint32_t i = 0; i < n; i++) {
		bool seen = false;

		for (uint32_t j = 0; plain && j < i; j++)
			seen = seen || member[j].part[0].entity ==
					       member[i].part[0].entity;
		for (uint32_t m = 0; !seen && m < member[i].n; m++) {
			const struct part *from = &member[i].part[m];

			if (k == LIMIT_ATTRIBUTION ||
			    from->den > UINT32_MAX / distinct)
				return unknown;
			p[k++] = (struct part){ from->entity, from->num,
						from->den * distinct };
		}
	}
	return k ? settle(v, p, k) : unknown;
}

/* Whom to follow upwards: 0 = unknown, 1 = a root itself, else holders. */
struct step {
	enum { STEP_UNKNOWN, STEP_ROOT, STEP_UP } kind;
	uint32_t parent[LIMIT_ATTRIBUTION];
	uint32_t n;
};

static void
step_up(const struct landscape *l, uint32_t o, struct step *s)
{
	uint32_t from = landscape_holdings_of(l, o), halves = 0;
	uint32_t half[2] = { NODE_NONE, NODE_NONE }, major = NODE_NONE;

	s->kind = STEP_UNKNOWN;
	s->n = 0;
	for (uint32_t i = from; i < l->nholding && l->holding[i].child == o;
	     i++) {
		const struct holding *h = &l->holding[i];
		bool controls = h->kind == OWNERSHIP_CONTROL ||
				(h->kind == OWNERSHIP_UNKNOWN &&
				 (h->percent < 0 || h->percent > 5000));

		if (h->kind == OWNERSHIP_NONE) {
			s->kind = STEP_ROOT;
			return;
		}
		if (h->parent == NODE_NONE)
			continue;
		if (controls && s->n < LIMIT_ATTRIBUTION)
			s->parent[s->n++] = h->parent;
		if (h->kind == OWNERSHIP_CAPITAL && h->percent > 5000)
			major = h->parent;
		if (h->kind == OWNERSHIP_CAPITAL && h->percent == 5000 &&
		    halves < 2)
			half[halves++] = h->parent;
	}
	if (s->n == 0 && major != NODE_NONE)
		s->parent[s->n++] = major;
	if (s->n == 0 && halves == 2) {
		s->parent[s->n++] = half[0];
		s->parent[s->n++] = half[1];
	}
	if (s->n)
		s->kind = STEP_UP;
}

/* A walk upwards; `on` marks what is on the stack, at its depth + 1. */
struct climb {
	uint32_t *stack; /* organisations; heap */
	uint32_t n, cap;
	uint32_t *on; /* by node: depth + 1, or 0 */
};

static uint32_t
smallest_of_cycle(const struct climb *c, uint32_t depth)
{
	uint32_t least = c->stack[depth];

	for (uint32_t i = depth; i < c->n; i++)
		if (c->stack[i] < least)
			least = c->stack[i];
	return least;
}

static void
push(struct climb *c, uint32_t o)
{
	VEC_ROOM(c->stack, c->n, c->cap);
	c->stack[c->n++] = o;
	c->on[o] = c->n;
}

/* Settles the top of the stack, or pushes the parent that must come first. */
static void
climb_once(struct levels *v, struct climb *c)
{
	uint32_t o = c->stack[c->n - 1];
	struct parts member[LIMIT_ATTRIBUTION];
	struct step s;

	step_up(v->l, o, &s);
	for (uint32_t i = 0; i < s.n; i++) {
		uint32_t p = s.parent[i];

		if (v->parent[p].n == 0 && c->on[p] == 0) {
			push(c, p);
			return;
		}
		if (v->parent[p].n)
			member[i] = v->parent[p];
		else
			member[i] =
				single(v, smallest_of_cycle(c, c->on[p] - 1));
	}
	switch (s.kind) {
	case STEP_UNKNOWN: v->parent[o] = unknown; break;
	case STEP_ROOT: v->parent[o] = single(v, o); break;
	case STEP_UP: v->parent[o] = divide(v, member, s.n); break;
	}
	c->on[o] = 0;
	c->n--;
}

struct parts
levels_parents(struct levels *v, uint32_t organisation)
{
	struct climb c = { 0 };

	if (organisation == NODE_NONE)
		return unknown;
	if (v->parent[organisation].n)
		return v->parent[organisation];
	c.on = mem_realloc(NULL, v->l->nnode, sizeof(*c.on));
	memset(c.on, 0, v->l->nnode * sizeof(*c.on));
	push(&c, organisation);
	while (c.n)
		climb_once(v, &c);
	free(c.on);
	free(c.stack);
	return v->parent[organisation];
}

/* Organisations that supply a product in the first role that somebody has. */
static uint32_t
suppliers(const struct landscape *l, uint32_t product, const enum role *order,
	  uint32_t norder, uint32_t out[LIMIT_ATTRIBUTION], enum role *ret_role)
{
	uint32_t from = landscape_supplies_of(l, product), n = 0;

	for (uint32_t r = 0; r < norder && n == 0; r++) {
		for (uint32_t i = from;
		     i < l->nsupply && l->supply[i].product == product; i++)
			if (l->supply[i].role == order[r] &&
			    n < LIMIT_ATTRIBUTION)
				out[n++] = l->supply[i].organisation;
		*ret_role = order[r];
	}
	return n;
}

static struct parts
vendor_of(struct levels *v, uint32_t product, uint32_t vendor)
{
	static const enum role sold[] = { ROLE_SELLER, ROLE_VENDOR, ROLE_MAKER,
					  ROLE_OPERATOR };
	uint32_t org[LIMIT_ATTRIBUTION], n;
	struct parts member[LIMIT_ATTRIBUTION];
	enum role role;

	if (vendor != NODE_NONE)
		return single(v, vendor);
	n = suppliers(v->l, product, sold, 4, org, &role);
	for (uint32_t i = 0; i < n; i++)
		member[i] = single(v, org[i]);
	return n ? divide(v, member, n) : unknown;
}

/* Ultimate parents of whoever makes the product, or else supplies it. */
static struct parts
maker_of(struct levels *v, uint32_t product)
{
	static const enum role made[] = { ROLE_MAKER, ROLE_VENDOR, ROLE_SELLER,
					  ROLE_OPERATOR };
	uint32_t org[LIMIT_ATTRIBUTION], n;
	struct parts member[LIMIT_ATTRIBUTION];
	enum role role = ROLE_OPERATOR;

	if (v->maker[product].n)
		return v->maker[product];
	n = suppliers(v->l, product, made, 4, org, &role);
	for (uint32_t i = 0; i < n; i++)
		member[i] = levels_parents(v, org[i]);
	v->has_maker[product] = n && role == ROLE_MAKER;
	v->maker[product] = n ? divide(v, member, n) : unknown;
	return v->maker[product];
}

static struct parts
parent_of(struct levels *v, uint32_t product, uint32_t vendor)
{
	struct parts r = maker_of(v, product);

	if (v->has_maker[product] || vendor == NODE_NONE)
		return r;
	return levels_parents(v, vendor);
}

/* Owners of one place of hosting: a product's, or an organisation's own. */
static struct parts
owners_of_host(struct levels *v, uint32_t host)
{
	if (host == NODE_NONE)
		return unknown;
	if (v->l->node[host].kind == NODE_ORGANISATION)
		return levels_parents(v, host);
	return maker_of(v, host);
}

/* A node's hosting needs that count; *ret_n of them from the result on. */
static bool
hosting(const struct landscape *l, uint32_t node, uint32_t i)
{
	return i < l->nneed && l->need[i].dependent == node &&
	       l->need[i].carrier == CARRIER_HOSTING &&
	       l->need[i].necessity != NECESSITY_OPTIONAL;
}

static bool
has_hosting(const struct landscape *l, uint32_t node)
{
	for (uint32_t i = landscape_needs_of(l, node);
	     i < l->nneed && l->need[i].dependent == node; i++)
		if (hosting(l, node, i))
			return true;
	return false;
}

/* Ends of the chains of hosting below a product, each once. */
static uint32_t
hosts(struct levels *v, uint32_t product, uint32_t out[LIMIT_ATTRIBUTION])
{
	const struct landscape *l = v->l;
	uint32_t *queue = NULL, head = 0, n = 0, cap = 0, k = 0;
	struct map seen = { 0 };

	VEC_ROOM(queue, n, cap);
	queue[n++] = product;
	for (; head < n; head++) {
		uint32_t at = queue[head];

		for (uint32_t i = landscape_needs_of(l, at);
		     i < l->nneed && l->need[i].dependent == at; i++) {
			uint32_t to = l->need[i].provider;
			bool is_new;

			if (!hosting(l, at, i))
				continue;
			map_put(&seen, sv_n((const char *)&to, sizeof(to)), 0,
				&is_new);
			if (!is_new)
				continue;
			if (to != NODE_NONE && has_hosting(l, to)) {
				VEC_ROOM(queue, n, cap);
				queue[n++] = to;
			} else if (k < LIMIT_ATTRIBUTION) {
				out[k++] = to;
			}
		}
	}
	free(queue);
	map_done(&seen);
	return k;
}

static struct parts
host_of(struct levels *v, uint32_t product)
{
	uint32_t end[LIMIT_ATTRIBUTION], n;
	struct parts member[LIMIT_ATTRIBUTION];

	if (v->host[product].n)
		return v->host[product];
	n = hosts(v, product, end);
	for (uint32_t i = 0; i < n; i++)
		member[i] = owners_of_host(v, end[i]);
	v->host[product] = n ? divide(v, member, n) : unknown;
	return v->host[product];
}

static uint32_t
seat_of(const struct landscape *l, uint32_t organisation)
{
	uint32_t i;

	if (organisation == NODE_NONE)
		return NODE_NONE;
	i = landscape_seats_of(l, organisation);
	if (i < l->nseat && l->seat[i].organisation == organisation)
		return l->seat[i].country;
	return NODE_NONE;
}

static struct parts
country_of(struct levels *v, struct parts parent)
{
	struct part p[LIMIT_ATTRIBUTION];

	for (uint32_t i = 0; i < parent.n; i++) {
		p[i] = parent.part[i];
		p[i].entity = seat_of(v->l, parent.part[i].entity);
	}
	return settle(v, p, parent.n);
}

struct parts
levels_of(struct levels *v, enum level level, uint32_t product, uint32_t vendor)
{
	if (product == NODE_NONE)
		return unknown;
	switch (level) {
	case LEVEL_PRODUCT: return single(v, product);
	case LEVEL_VENDOR: return vendor_of(v, product, vendor);
	case LEVEL_PARENT: return parent_of(v, product, vendor);
	case LEVEL_INFRASTRUCTURE: return host_of(v, product);
	case LEVEL_COUNTRY:
		if (vendor != NODE_NONE && !v->has_maker[product] &&
		    (maker_of(v, product), !v->has_maker[product]))
			return country_of(v, parent_of(v, product, vendor));
		if (v->country[product].n == 0)
			v->country[product] =
				country_of(v, parent_of(v, product, NODE_NONE));
		return v->country[product];
	case LEVELS: break;
	}
	return unknown;
}

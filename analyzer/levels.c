/*
 * Ownership, hosting and countries: to whom a product belongs at each level.
 * Refuses to take silence for independence: no data is unknown.
 *
 * Worked example: product P is made by V. V is held half by G and half by H,
 * which are known to have no parent: parent(P) = G 1/2, H 1/2. P requires
 * hosting at I1 and at something unknown: infrastructure(P) = I1 1/2,
 * unknown 1/2.
 */
#include "analyzer/levels.h"

#include <stdlib.h>

#include "analyzer/rings.h"
#include "base/limits.h"
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

/* Dividing one thing over several members */

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
	uint64_t den = (uint64_t)a->den * b->den, num, x, y;

	if (__builtin_add_overflow((uint64_t)a->num * b->den,
				   (uint64_t)b->num * a->den, &num))
		return false;
	x = num;
	y = den;
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
	struct part *to;
	uint32_t k = 0;

	sort(p, n, sizeof(*p), cmp_part);
	for (uint32_t i = 0; i < n; i++) {
		if (!k || p[k - 1].entity != p[i].entity)
			p[k++] = p[i];
		else if (!add_part(&p[k - 1], &p[i]))
			return unknown;
	}
	to = ARENA_ARRAY(&v->mem, k, struct part);
	memcpy(to, p, k * sizeof(*to));
	return (struct parts){ to, k };
}

static struct parts
single(const struct levels *v, uint32_t entity)
{
	if (entity == NODE_NONE)
		return unknown;
	return (struct parts){ &v->self[entity], 1 };
}

/* Wholly known, and the same: one owner. */
static bool
same_owner(const struct parts *a, const struct parts *b)
{
	if (a->n != b->n)
		return false;
	for (uint32_t i = 0; i < a->n; i++)
		if (a->part[i].entity == NODE_NONE ||
		    a->part[i].entity != b->part[i].entity ||
		    a->part[i].num != b->part[i].num ||
		    a->part[i].den != b->part[i].den)
			return false;
	return true;
}

/*
 * The members of something, each with the same part; those with one known
 * owner are one member. A divided member divides its part.
 */
static struct parts
divide(struct levels *v, struct parts *member, uint32_t n)
{
	struct part p[LIMIT_ATTRIBUTION];
	uint32_t distinct = 0, k = 0;

	for (uint32_t i = 0; i < n; i++) {
		bool is_seen = false;

		for (uint32_t j = 0; j < distinct && !is_seen; j++)
			is_seen = same_owner(&member[j], &member[i]);
		if (!is_seen)
			member[distinct++] = member[i];
	}
	if (distinct < 2)
		return distinct ? member[0] : unknown;
	for (uint32_t i = 0; i < distinct; i++) {
		for (uint32_t m = 0; m < member[i].n; m++) {
			const struct part *from = &member[i].part[m];

			if (k == LIMIT_ATTRIBUTION ||
			    from->den > UINT32_MAX / distinct)
				return unknown;
			p[k++] = (struct part){ from->entity, from->num,
						from->den * distinct };
		}
	}
	return settle(v, p, k);
}

/* Ownership */

/* Whom to follow upwards from one organisation. */
struct step {
	enum { STEP_UNKNOWN, STEP_ROOT, STEP_UP } kind;
	uint32_t parent[LIMIT_ATTRIBUTION];
	uint32_t n;
};

static bool
is_control(const struct holding *h)
{
	return h->kind == OWNERSHIP_CONTROL ||
	       (h->kind == OWNERSHIP_UNKNOWN &&
		(h->percent < 0 || h->percent > 5000));
}

static bool
is_capital(const struct holding *h)
{
	return h->kind == OWNERSHIP_CAPITAL || h->kind == OWNERSHIP_UNKNOWN;
}

/* What the capital says when nobody has control. */
static void
step_by_capital(const struct landscape *l, uint32_t from, uint32_t to,
		struct step *s)
{
	const struct holding *major = NULL;
	uint32_t half[2], halves = 0;
	int64_t held = 0;

	for (uint32_t i = from; i < to; i++) {
		const struct holding *h = &l->holding[i];

		if (h->parent == NODE_NONE || h->percent < 0)
			continue;
		held += h->percent;
		if (!is_capital(h))
			continue;
		if (h->percent > 5000 &&
		    (!major || h->ev.rung < major->ev.rung))
			major = h;
		if (h->percent == 5000 && halves++ < 2)
			half[halves - 1] = h->parent;
	}
	if (major)
		s->parent[s->n++] = major->parent;
	else if (halves == 2) {
		s->parent[s->n++] = half[0];
		s->parent[s->n++] = half[1];
	} else if (held > 5000) {
		s->kind = STEP_ROOT;
	}
}

/* [*ret_from, *ret_to) are the holdings in organisation o. */
static void
holdings_in(const struct landscape *l, uint32_t o, uint32_t *ret_from,
	    uint32_t *ret_to)
{
	uint32_t i = landscape_holdings_of(l, o);

	*ret_from = i;
	while (i < l->nholding && l->holding[i].child == o)
		i++;
	*ret_to = i;
}

static void
step_up(const struct landscape *l, uint32_t o, struct step *s)
{
	uint32_t from, to;

	s->kind = STEP_UNKNOWN;
	s->n = 0;
	holdings_in(l, o, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		const struct holding *h = &l->holding[i];

		if (h->kind == OWNERSHIP_NONE) {
			s->kind = STEP_ROOT;
			s->n = 0;
			return;
		}
		if (h->parent == NODE_NONE || !is_control(h))
			continue;
		if (s->n == LIMIT_ATTRIBUTION) {
			s->n = 0;
			return;
		}
		s->parent[s->n++] = h->parent;
	}
	if (s->n == 0)
		step_by_capital(l, from, to, s);
	if (s->n)
		s->kind = STEP_UP;
}

struct parts
levels_parents(const struct levels *v, uint32_t organisation)
{
	if (organisation == NODE_NONE || v->parent[organisation].n == 0)
		return unknown;
	return v->parent[organisation];
}

/* Links between nodes, made in ascending order of where they start. */
struct maker {
	uint32_t *first; /* nnode + 1 */
	uint32_t *to;    /* heap */
	uint32_t n, cap;
};

static void
add_link(struct maker *m, uint32_t to)
{
	VEC_ROOM(m->to, m->n, m->cap);
	m->to[m->n++] = to;
}

/*
 * Owners of a ring of organisations that hold each other: the owners from
 * outside, and the ring itself under the name of its smallest.
 */
static struct parts
ring_parents(struct levels *v, const struct rings *r, uint32_t ring)
{
	struct parts member[LIMIT_ATTRIBUTION];
	uint32_t from = r->first[ring], to = r->first[ring + 1], n = 0;
	struct step s;

	member[n++] = single(v, r->node[from]);
	for (uint32_t i = from; i < to; i++) {
		step_up(v->l, r->node[i], &s);
		for (uint32_t k = 0; k < s.n; k++) {
			if (r->of[s.parent[k]] == ring)
				continue;
			if (n == LIMIT_ATTRIBUTION)
				return unknown;
			member[n++] = levels_parents(v, s.parent[k]);
		}
	}
	return divide(v, member, n);
}

static struct parts
own_parents(struct levels *v, uint32_t o)
{
	struct parts member[LIMIT_ATTRIBUTION];
	struct step s;

	step_up(v->l, o, &s);
	switch (s.kind) {
	case STEP_UNKNOWN: return unknown;
	case STEP_ROOT: return single(v, o);
	case STEP_UP: break;
	}
	for (uint32_t i = 0; i < s.n; i++)
		member[i] = s.parent[i] == o ? single(v, o)
					     : levels_parents(v, s.parent[i]);
	return divide(v, member, s.n);
}

static void
find_parents(struct levels *v)
{
	const struct landscape *l = v->l;
	struct arena tmp = { 0 };
	struct maker m = { .first = ARENA_ARRAY(&tmp, (size_t)l->nnode + 1,
						uint32_t) };
	struct rings r;

	for (uint32_t i = 0; i < l->nnode; i++) {
		struct step s = { .n = 0 };

		if (l->node[i].kind == NODE_ORGANISATION)
			step_up(l, i, &s);
		for (uint32_t k = 0; k < s.n; k++)
			add_link(&m, s.parent[k]);
		m.first[i + 1] = m.n;
	}
	rings_find(&(struct links){ l->nnode, m.first, m.to }, &tmp, &r);
	for (uint32_t k = 0; k < r.nring; k++) {
		uint32_t from = r.first[k], to = r.first[k + 1];
		struct parts p;

		if (l->node[r.node[from]].kind != NODE_ORGANISATION)
			continue;
		p = to - from > 1 ? ring_parents(v, &r, k)
				  : own_parents(v, r.node[from]);
		for (uint32_t i = from; i < to; i++)
			v->parent[r.node[i]] = p;
	}
	free(m.to);
	arena_done(&tmp);
}

/* Suppliers */

static const enum role by_sale[] = { ROLE_SELLER, ROLE_VENDOR, ROLE_MAKER,
				     ROLE_OPERATOR };
static const enum role by_make[] = { ROLE_MAKER, ROLE_VENDOR, ROLE_SELLER,
				     ROLE_OPERATOR };
static const enum role by_operation[] = { ROLE_OPERATOR, ROLE_MAKER,
					  ROLE_VENDOR, ROLE_SELLER };
enum { ROLES = 4 };

/*
 * Who supplies a product in the first role of `order` that somebody has: the
 * run of supplies [*ret_from, *ret_to); empty when nobody does.
 */
static void
suppliers(const struct landscape *l, uint32_t product, const enum role *order,
	  uint32_t *ret_from, uint32_t *ret_to)
{
	uint32_t from = landscape_supplies_of(l, product);

	for (int r = 0; r < ROLES; r++) {
		uint32_t i = from;

		while (i < l->nsupply && l->supply[i].product == product &&
		       l->supply[i].role != order[r])
			i++;
		*ret_from = i;
		while (i < l->nsupply && l->supply[i].product == product &&
		       l->supply[i].role == order[r])
			i++;
		*ret_to = i;
		if (*ret_to > *ret_from)
			return;
	}
}

static struct parts
supplied(struct levels *v, uint32_t product, const enum role *order,
	 bool is_parent, enum role *ret_role)
{
	const struct landscape *l = v->l;
	struct parts member[LIMIT_ATTRIBUTION];
	uint32_t from, to;

	suppliers(l, product, order, &from, &to);
	if (to - from > LIMIT_ATTRIBUTION)
		return unknown;
	for (uint32_t i = from; i < to; i++) {
		uint32_t o = l->supply[i].organisation;

		*ret_role = l->supply[i].role;
		member[i - from] =
			is_parent ? levels_parents(v, o) : single(v, o);
	}
	return divide(v, member, to - from);
}

static void
find_suppliers(struct levels *v)
{
	const struct landscape *l = v->l;

	for (uint32_t p = l->first[NODE_PRODUCT];
	     p < l->first[NODE_PRODUCT + 1]; p++) {
		enum role role = ROLE_VENDOR;

		v->vendor[p] = supplied(v, p, by_sale, false, &role);
		role = ROLE_VENDOR;
		v->maker[p] = supplied(v, p, by_make, true, &role);
		v->has_maker[p] = role == ROLE_MAKER;
	}
}

/* Infrastructure */

/* One end of a chain of hosting; unknown ends differ by what needs them. */
struct end {
	uint32_t node; /* NODE_NONE: unknown */
	uint32_t below;
};
struct ends {
	struct end *end; /* sorted, each once */
	uint32_t n;      /* above LIMIT_ATTRIBUTION: too many to divide */
};

static bool
is_hosting(const struct need *n)
{
	return n->carrier == CARRIER_HOSTING &&
	       n->necessity != NECESSITY_OPTIONAL;
}

static bool
has_hosting(const struct landscape *l, uint32_t node)
{
	for (uint32_t i = landscape_needs_of(l, node);
	     i < l->nneed && l->need[i].dependent == node; i++)
		if (is_hosting(&l->need[i]))
			return true;
	return false;
}

/*
 * A product of which no hosting is known runs where its operator (else maker,
 * vendor, seller) runs everything: the supplies [*ret_from, *ret_to), empty
 * when that is not known either.
 */
static void
hosting_suppliers(const struct landscape *l, uint32_t product,
		  uint32_t *ret_from, uint32_t *ret_to)
{
	suppliers(l, product, by_operation, ret_from, ret_to);
	for (uint32_t i = *ret_from; i < *ret_to; i++)
		if (has_hosting(l, l->supply[i].organisation))
			return;
	*ret_to = *ret_from;
}

struct hosting {
	struct levels *v;
	struct maker m;
	struct rings r;
	struct ends *ends; /* by ring */
	struct arena tmp;
};

static void
link_hosts(struct hosting *h, uint32_t node)
{
	const struct landscape *l = h->v->l;
	uint32_t from, to;

	for (uint32_t i = landscape_needs_of(l, node);
	     i < l->nneed && l->need[i].dependent == node; i++) {
		if (!is_hosting(&l->need[i]))
			continue;
		h->v->has_host[node] = true;
		if (l->need[i].provider != NODE_NONE)
			add_link(&h->m, l->need[i].provider);
	}
	if (h->v->has_host[node] || l->node[node].kind != NODE_PRODUCT)
		return;
	hosting_suppliers(l, node, &from, &to);
	for (uint32_t i = from; i < to; i++) {
		h->v->has_host[node] = true;
		add_link(&h->m, l->supply[i].organisation);
	}
}

static int
cmp_end(const void *pa, const void *pb)
{
	const struct end *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return a->below < b->below ? -1 : a->below > b->below;
}

/* A set of ends that stops growing one beyond the limit. */
struct end_set {
	struct end end[2 * LIMIT_ATTRIBUTION + 2];
	uint32_t n;
};

static void
tidy_ends(struct end_set *s)
{
	uint32_t k = 0;

	sort(s->end, s->n, sizeof(*s->end), cmp_end);
	for (uint32_t i = 0; i < s->n; i++)
		if (!k || cmp_end(&s->end[k - 1], &s->end[i]) != 0)
			s->end[k++] = s->end[i];
	s->n = k > LIMIT_ATTRIBUTION ? LIMIT_ATTRIBUTION + 1 : k;
}

static void
add_ends(struct end_set *s, const struct end *end, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		s->end[s->n++] = end[i];
		if (s->n == 2 * LIMIT_ATTRIBUTION + 2)
			tidy_ends(s);
	}
}

static bool
needs_unknown_host(const struct landscape *l, uint32_t node)
{
	for (uint32_t i = landscape_needs_of(l, node);
	     i < l->nneed && l->need[i].dependent == node; i++)
		if (is_hosting(&l->need[i]) && l->need[i].provider == NODE_NONE)
			return true;
	return false;
}

/* What a supplier that says nothing of hosting hosts on is unknown. */
static void
add_ends_of_links(const struct hosting *h, uint32_t ring, uint32_t node,
		  struct end_set *s)
{
	bool is_said = has_hosting(h->v->l, node);

	for (uint32_t k = h->m.first[node]; k < h->m.first[node + 1]; k++) {
		uint32_t to = h->m.to[k], below = h->r.of[to];
		struct end end = { is_said ? to : NODE_NONE, is_said ? 0 : to };

		if (below == ring)
			continue;
		if (h->v->has_host[to])
			add_ends(s, h->ends[below].end, h->ends[below].n);
		else
			add_ends(s, &end, 1);
	}
}

/* Ends below a ring; a ring of hosts that hold each other up has none. */
static struct ends
ring_ends(struct hosting *h, uint32_t ring)
{
	struct end_set s = { .n = 0 };
	struct ends r;

	for (uint32_t i = h->r.first[ring]; i < h->r.first[ring + 1]; i++) {
		uint32_t node = h->r.node[i];

		if (needs_unknown_host(h->v->l, node))
			add_ends(&s, &(struct end){ NODE_NONE, node }, 1);
		add_ends_of_links(h, ring, node, &s);
	}
	tidy_ends(&s);
	r.n = s.n;
	r.end = ARENA_ARRAY(&h->tmp, s.n, struct end);
	memcpy(r.end, s.end, s.n * sizeof(*s.end));
	return r;
}

/* Owners of one place of hosting: a product's, or an organisation's own. */
static struct parts
owners_of_host(const struct levels *v, uint32_t host)
{
	if (host == NODE_NONE)
		return unknown;
	switch (v->l->node[host].kind) {
	case NODE_ORGANISATION: return levels_parents(v, host);
	case NODE_PRODUCT: return v->maker[host];
	case NODE_BOARD:
	case NODE_SCHOOL:
	case NODE_FUNCTION:
	case NODE_COUNTRY:
	case NODE_HOST:
	case NODE_DATA_CATEGORY:
	case NODE_KINDS: break;
	}
	return unknown;
}

static struct parts
owners_of_ends(struct levels *v, const struct ends *e)
{
	struct parts member[LIMIT_ATTRIBUTION];

	if (e->n > LIMIT_ATTRIBUTION)
		return unknown;
	for (uint32_t i = 0; i < e->n; i++)
		member[i] = owners_of_host(v, e->end[i].node);
	return divide(v, member, e->n);
}

static void
find_hosts(struct levels *v)
{
	const struct landscape *l = v->l;
	struct hosting h = { .v = v };

	h.m.first = ARENA_ARRAY(&h.tmp, (size_t)l->nnode + 1, uint32_t);
	for (uint32_t i = 0; i < l->nnode; i++) {
		link_hosts(&h, i);
		h.m.first[i + 1] = h.m.n;
	}
	rings_find(&(struct links){ l->nnode, h.m.first, h.m.to }, &h.tmp,
		   &h.r);
	h.ends = ARENA_ARRAY(&h.tmp, h.r.nring, struct ends);
	for (uint32_t k = 0; k < h.r.nring; k++) {
		struct parts p = unknown;

		if (v->has_host[h.r.node[h.r.first[k]]]) {
			h.ends[k] = ring_ends(&h, k);
			p = owners_of_ends(v, &h.ends[k]);
		}
		for (uint32_t i = h.r.first[k]; i < h.r.first[k + 1]; i++)
			v->host[h.r.node[i]] = p;
	}
	free(h.m.to);
	arena_done(&h.tmp);
}

/* Countries */

/* The seat of an organisation: index in landscape.seat, or nseat. */
static uint32_t
seat_of(const struct landscape *l, uint32_t organisation)
{
	uint32_t i;

	if (organisation == NODE_NONE)
		return l->nseat;
	i = landscape_seats_of(l, organisation);
	if (i < l->nseat && l->seat[i].organisation == organisation)
		return i;
	return l->nseat;
}

static struct parts
country_of(struct levels *v, struct parts parent)
{
	struct part p[LIMIT_ATTRIBUTION];

	for (uint32_t i = 0; i < parent.n; i++) {
		uint32_t seat = seat_of(v->l, parent.part[i].entity);

		p[i] = parent.part[i];
		p[i].entity = seat == v->l->nseat ? NODE_NONE
						  : v->l->seat[seat].country;
	}
	return settle(v, p, parent.n);
}

static struct parts
remember(struct levels *v, struct parts *slot, struct parts parent)
{
	if (slot->n == 0)
		*slot = country_of(v, parent);
	return *slot;
}

/* Whether the named vendor, not the product, decides who owns it. */
static bool
vendor_decides(const struct levels *v, uint32_t product, uint32_t vendor)
{
	return vendor != NODE_NONE &&
	       (product == NODE_NONE || !v->has_maker[product]);
}

static struct parts
parent_of(const struct levels *v, uint32_t product, uint32_t vendor)
{
	if (vendor_decides(v, product, vendor))
		return levels_parents(v, vendor);
	return product == NODE_NONE ? unknown : v->maker[product];
}

static struct parts
nation_of(struct levels *v, uint32_t product, uint32_t vendor)
{
	struct parts p = parent_of(v, product, vendor);

	if (vendor_decides(v, product, vendor))
		return remember(v, &v->country[vendor], p);
	return product == NODE_NONE ? unknown
				    : remember(v, &v->seat[product], p);
}

/* Whether hosting of the named vendor stands in for that of the product. */
static bool
vendor_hosts(const struct levels *v, uint32_t product, uint32_t vendor)
{
	return vendor != NODE_NONE && !v->has_host[product] &&
	       v->has_host[vendor];
}

static struct parts
host_of(const struct levels *v, uint32_t product, uint32_t vendor)
{
	if (product == NODE_NONE)
		return unknown;
	return vendor_hosts(v, product, vendor) ? v->host[vendor]
						: v->host[product];
}

struct parts
levels_of(struct levels *v, enum level level, uint32_t product, uint32_t vendor)
{
	switch (level) {
	case LEVEL_PRODUCT: return single(v, product);
	case LEVEL_VENDOR:
		if (vendor != NODE_NONE)
			return single(v, vendor);
		return product == NODE_NONE ? unknown : v->vendor[product];
	case LEVEL_PARENT: return parent_of(v, product, vendor);
	case LEVEL_INFRASTRUCTURE: return host_of(v, product, vendor);
	case LEVEL_COUNTRY: return nation_of(v, product, vendor);
	case LEVELS: break;
	}
	return unknown;
}

/* Which edges an answer rests on */

static bool
is_first(struct edges_used *e, char what, uint32_t index)
{
	char key[1 + sizeof(index)];
	bool is_new;

	key[0] = what;
	memcpy(key + 1, &index, sizeof(index));
	map_put(&e->seen, sv_n(key, sizeof(key)), 0, &is_new);
	return is_new;
}

void
edges_used_add(struct edges_used *e, const struct edge_used *edge)
{
	if (!is_first(e, (char)edge->fact, edge->index))
		return;
	VEC_ROOM(e->edge, e->n, e->cap);
	e->edge[e->n++] = *edge;
}

/* Nodes whose edges are still to be added. */
struct queue {
	uint32_t *node; /* heap */
	uint32_t n, cap;
};

static void
enqueue(struct edges_used *e, struct queue *q, char what, uint32_t node)
{
	if (node == NODE_NONE || !is_first(e, what, node))
		return;
	VEC_ROOM(q->node, q->n, q->cap);
	q->node[q->n++] = node;
}

static bool
is_followed(const struct step *s, const struct holding *h)
{
	bool is_parent = false;

	if (s->kind == STEP_ROOT)
		return true;
	for (uint32_t i = 0; i < s->n && !is_parent; i++)
		is_parent = s->parent[i] == h->parent;
	return is_parent;
}

enum owners
levels_owners(const struct landscape *l, uint32_t organisation,
	      uint32_t *ret_holding, uint32_t *ret_n)
{
	uint32_t from, to;
	struct step s;

	*ret_n = 0;
	step_up(l, organisation, &s);
	holdings_in(l, organisation, &from, &to);
	for (uint32_t k = 0; k < s.n; k++) {
		uint32_t i = from;

		while (i < to && l->holding[i].parent != s.parent[k])
			i++;
		ret_holding[(*ret_n)++] = i;
	}
	switch (s.kind) {
	case STEP_UNKNOWN: break;
	case STEP_ROOT: return OWNERS_NONE;
	case STEP_UP: return OWNERS_KNOWN;
	}
	return OWNERS_UNKNOWN;
}

bool
levels_is_own_parent(const struct levels *v, uint32_t organisation)
{
	struct parts p = levels_parents(v, organisation);

	for (uint32_t i = 0; i < p.n; i++)
		if (p.part[i].entity == organisation)
			return true;
	return false;
}

static void
holdings_above(const struct levels *v, uint32_t organisation, bool seats,
	       struct edges_used *e)
{
	const struct landscape *l = v->l;
	struct queue q = { 0 };

	enqueue(e, &q, seats ? 's' : 'h', organisation);
	for (uint32_t at = 0; at < q.n; at++) {
		uint32_t o = q.node[at], from, to, seat = seat_of(l, o);
		struct step s;

		step_up(l, o, &s);
		holdings_in(l, o, &from, &to);
		for (uint32_t i = from; i < to; i++) {
			const struct holding *h = &l->holding[i];

			if (!is_followed(&s, h))
				continue;
			edges_used_add(e, &(struct edge_used){
						  FACT_OWNS, i, h->parent,
						  h->child, "parent", h->ev });
			if (s.kind == STEP_UP)
				enqueue(e, &q, seats ? 's' : 'h', h->parent);
		}
		if (seats && seat < l->nseat && levels_is_own_parent(v, o))
			edges_used_add(
				e, &(struct edge_used){ FACT_SEATED_IN, seat, o,
							l->seat[seat].country,
							"country",
							l->seat[seat].ev });
	}
	free(q.node);
}

static void
supply_edges(const struct landscape *l, uint32_t from, uint32_t to,
	     struct edges_used *e)
{
	for (uint32_t i = from; i < to; i++)
		edges_used_add(e, &(struct edge_used){
					  FACT_SUPPLIES, i,
					  l->supply[i].organisation,
					  l->supply[i].product, "organisation",
					  l->supply[i].ev });
}

static void
parent_edges(const struct levels *v, uint32_t product, uint32_t vendor,
	     bool seats, struct edges_used *e)
{
	uint32_t from, to;

	if (vendor_decides(v, product, vendor)) {
		holdings_above(v, vendor, seats, e);
		return;
	}
	if (product == NODE_NONE)
		return;
	suppliers(v->l, product, by_make, &from, &to);
	supply_edges(v->l, from, to, e);
	for (uint32_t i = from; i < to; i++)
		holdings_above(v, v->l->supply[i].organisation, seats, e);
}

/* Needs of one node, and whom its chain of hosting goes on to. */
static void
need_edges(const struct levels *v, uint32_t node, struct queue *q,
	   struct edges_used *e)
{
	const struct landscape *l = v->l;
	uint32_t from, to;

	for (uint32_t i = landscape_needs_of(l, node);
	     i < l->nneed && l->need[i].dependent == node; i++) {
		const struct need *n = &l->need[i];

		if (!is_hosting(n))
			continue;
		edges_used_add(e, &(struct edge_used){
					  FACT_NEEDS, i, n->dependent,
					  n->provider, "provider", n->ev });
		enqueue(e, q, 'q', n->provider);
	}
	if (has_hosting(l, node) || l->node[node].kind != NODE_PRODUCT)
		return;
	hosting_suppliers(l, node, &from, &to);
	supply_edges(l, from, to, e);
	for (uint32_t i = from; i < to; i++)
		enqueue(e, q, 'q', l->supply[i].organisation);
}

static void
host_edges(const struct levels *v, uint32_t product, uint32_t vendor,
	   struct edges_used *e)
{
	struct queue q = { 0 };

	if (product == NODE_NONE)
		return;
	enqueue(e, &q, 'q',
		vendor_hosts(v, product, vendor) ? vendor : product);
	for (uint32_t at = 0; at < q.n; at++) {
		uint32_t node = q.node[at];

		need_edges(v, node, &q, e);
		if (v->has_host[node])
			continue;
		if (v->l->node[node].kind == NODE_ORGANISATION)
			holdings_above(v, node, false, e);
		else if (node != product)
			parent_edges(v, node, NODE_NONE, false, e);
	}
	free(q.node);
}

void
levels_edges(const struct levels *v, enum level level, uint32_t product,
	     uint32_t vendor, struct edges_used *ret)
{
	uint32_t from, to;

	switch (level) {
	case LEVEL_PRODUCT:
	case LEVELS: break;
	case LEVEL_VENDOR:
		if (vendor != NODE_NONE || product == NODE_NONE)
			break;
		suppliers(v->l, product, by_sale, &from, &to);
		supply_edges(v->l, from, to, ret);
		break;
	case LEVEL_PARENT: parent_edges(v, product, vendor, false, ret); break;
	case LEVEL_INFRASTRUCTURE: host_edges(v, product, vendor, ret); break;
	case LEVEL_COUNTRY: parent_edges(v, product, vendor, true, ret); break;
	}
}

void
edges_used_done(struct edges_used *e)
{
	free(e->edge);
	map_done(&e->seen);
	*e = (struct edges_used){ 0 };
}

void
levels_init(struct levels *v, const struct landscape *l)
{
	*v = (struct levels){ .l = l };
	v->self = ARENA_ARRAY(&v->mem, l->nnode, struct part);
	v->parent = ARENA_ARRAY(&v->mem, l->nnode, struct parts);
	v->vendor = ARENA_ARRAY(&v->mem, l->nnode, struct parts);
	v->maker = ARENA_ARRAY(&v->mem, l->nnode, struct parts);
	v->host = ARENA_ARRAY(&v->mem, l->nnode, struct parts);
	v->country = ARENA_ARRAY(&v->mem, l->nnode, struct parts);
	v->seat = ARENA_ARRAY(&v->mem, l->nnode, struct parts);
	v->has_maker = ARENA_ARRAY(&v->mem, l->nnode, bool);
	v->has_host = ARENA_ARRAY(&v->mem, l->nnode, bool);
	for (uint32_t i = 0; i < l->nnode; i++)
		v->self[i] = (struct part){ i, 1, 1 };
	find_parents(v);
	find_suppliers(v);
	find_hosts(v);
}

void
levels_done(struct levels *v)
{
	arena_done(&v->mem);
	*v = (struct levels){ 0 };
}

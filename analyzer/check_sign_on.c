/*
 * Checks that the plane of sign-on can answer. Each function is one rule of
 * analyzer/checks.def. Metadata that is silent is no proof of absence: a
 * service that asks for nothing in its metadata is not accused of anything.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/checker.h"
#include "base/date.h"
#include "base/sort.h"

/*
 * Used or let in to according to documents of sign-on, and in no list. An
 * identity provider is how people sign on, not what they sign on to.
 */
void
check_seen_not_listed(struct checker *c)
{
	const struct landscape *l = c->l;
	const struct evidence **ev =
		ARENA_ARRAY(&c->tmp, l->nnode, const struct evidence *);
	enum fact_kind *fact = ARENA_ARRAY(&c->tmp, l->nnode, enum fact_kind);

	for (uint32_t i = 0; i < l->nneed; i++) {
		const struct need *n = &l->need[i];

		if (n->carrier != CARRIER_LOGIN || n->provider == NODE_NONE ||
		    ev[n->dependent] || c->is_hub[n->provider])
			continue;
		ev[n->dependent] = &n->ev;
		fact[n->dependent] = FACT_NEEDS;
	}
	for (uint32_t i = 0; i < l->nprocessing; i++) {
		const struct processing *p = &l->processing[i];

		if (p->giver == NODE_NONE || ev[p->product] ||
		    c->is_hub[p->giver])
			continue;
		ev[p->product] = &p->ev;
		fact[p->product] = FACT_PROCESSES;
	}
	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (!checker_counts(c, u) || !u->is_seen)
			continue;
		ev[u->product] = &u->ev;
		fact[u->product] = FACT_USES;
	}
	for (uint32_t i = 0; i < l->nnode; i++)
		if (ev[i] && c->is_here[i] && !c->is_listed[i] &&
		    !c->is_identity[i] && l->node[i].kind == NODE_PRODUCT &&
		    l->nusage)
			checker_add(c, i, NODE_NONE, "", fact[i], ev[i]);
}

/* Organisations that a document links to a product, and their owners. */
struct party {
	uint32_t *v; /* heap */
	uint32_t n, cap;
};

static void
party_add(struct checker *c, struct party *p, uint32_t organisation)
{
	if (organisation == NODE_NONE || c->mark[organisation] == c->stamp)
		return;
	c->mark[organisation] = c->stamp;
	VEC_ROOM(p->v, p->n, p->cap);
	p->v[p->n++] = organisation;
}

static void
party_add_suppliers(struct checker *c, struct party *p, uint32_t product)
{
	const struct landscape *l = c->l;

	for (uint32_t i = landscape_supplies_of(l, product);
	     i < l->nsupply && l->supply[i].product == product; i++)
		party_add(c, p, l->supply[i].organisation);
}

/* Owners of all in the list, to the top; marks end rings. */
static void
party_add_owners(struct checker *c, struct party *p)
{
	const struct landscape *l = c->l;

	for (uint32_t k = 0; k < p->n; k++) {
		uint32_t child = p->v[k];

		for (uint32_t i = landscape_holdings_of(l, child);
		     i < l->nholding && l->holding[i].child == child; i++)
			party_add(c, p, l->holding[i].parent);
	}
}

/* Suppliers, owners, and whoever it is said to need: all that is named. */
static void
name_parties(struct checker *c, uint32_t product, struct party *p)
{
	const struct landscape *l = c->l;

	c->stamp++;
	p->n = 0;
	party_add_suppliers(c, p, product);
	for (uint32_t i = landscape_needs_of(l, product);
	     i < l->nneed && l->need[i].dependent == product; i++) {
		uint32_t other = l->need[i].provider;

		if (other == NODE_NONE)
			continue;
		if (l->node[other].kind == NODE_ORGANISATION)
			party_add(c, p, other);
		else if (l->node[other].kind == NODE_PRODUCT)
			party_add_suppliers(c, p, other);
	}
	party_add_owners(c, p);
}

/* Is it, or one of its owners, marked as a named party? */
static bool
is_named(const struct checker *c, uint32_t organisation, struct party *tmp)
{
	const struct landscape *l = c->l;

	tmp->n = 0;
	VEC_ROOM(tmp->v, tmp->n, tmp->cap);
	tmp->v[tmp->n++] = organisation;
	for (uint32_t k = 0; k < tmp->n; k++) {
		uint32_t child = tmp->v[k];

		if (c->mark[child] == c->stamp)
			return true;
		for (uint32_t i = landscape_holdings_of(l, child);
		     i < l->nholding && l->holding[i].child == child; i++) {
			uint32_t parent = l->holding[i].parent, old = 0;

			while (old < tmp->n && tmp->v[old] != parent)
				old++;
			if (parent == NODE_NONE || old < tmp->n)
				continue;
			VEC_ROOM(tmp->v, tmp->n, tmp->cap);
			tmp->v[tmp->n++] = parent;
		}
	}
	return false;
}

/* Pictures and statements are read there, but nobody's data is sent to them. */
static bool
takes_data(enum endpoint e)
{
	return e != ENDPOINT_HOME && e != ENDPOINT_POLICY && e != ENDPOINT_LOGO;
}

/* Operators of one host; each other operator of a product once. */
static void
judge_host(struct checker *c, const struct serving *s, struct party *tmp)
{
	const struct landscape *l = c->l;

	for (uint32_t i = landscape_operation_of(l, s->host);
	     i < l->noperation && l->operation[i].host == s->host; i++) {
		uint32_t who = l->operation[i].organisation;

		if (is_named(c, who, tmp))
			continue;
		c->mark[who] = c->stamp; /* said once */
		checker_add(c, s->product, who, l->node[s->host].name,
			    FACT_OPERATED_BY, &l->operation[i].ev);
	}
}

void
check_host_operator(struct checker *c)
{
	const struct landscape *l = c->l;
	struct party named = { 0 }, tmp = { 0 };
	uint32_t product = NODE_NONE;

	for (uint32_t i = 0; i < l->nserving; i++) {
		const struct serving *s = &l->serving[i];

		if (!c->is_here[s->product] || !takes_data(s->endpoint))
			continue;
		if (s->product != product)
			name_parties(c, s->product, &named);
		product = s->product;
		judge_host(c, s, &tmp);
	}
	free(named.v);
	free(tmp.v);
}

static bool
is_key(const char *name)
{
	return strcmp(name, "key") == 0 || strcmp(name, "key_signing") == 0 ||
	       strcmp(name, "key_encryption") == 0;
}

static int
cmp_key(const void *pa, const void *pb)
{
	const struct property *a = *(const struct property *const *)pa;
	const struct property *b = *(const struct property *const *)pb;
	int c = strcmp(a->value, b->value);

	if (c)
		return c;
	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return a < b ? -1 : a > b;
}

static bool
has_supplier(const struct landscape *l, uint32_t product)
{
	uint32_t i = landscape_supplies_of(l, product);

	return i < l->nsupply && l->supply[i].product == product;
}

/* Both have a known supplier, and none of them is related to the other's. */
static bool
are_strangers(struct checker *c, uint32_t a, uint32_t b, struct party *tmp)
{
	const struct landscape *l = c->l;
	struct party named = { 0 };
	bool r = has_supplier(l, a) && has_supplier(l, b);

	c->stamp++;
	party_add_suppliers(c, &named, a);
	party_add_owners(c, &named);
	free(named.v);
	for (uint32_t i = landscape_supplies_of(l, b);
	     r && i < l->nsupply && l->supply[i].product == b; i++)
		r = !is_named(c, l->supply[i].organisation, tmp);
	return r;
}

/* The holders of one key; that of a hub is there for all behind it. */
static void
judge_key(struct checker *c, const struct property **key, uint32_t n,
	  struct party *tmp)
{
	uint32_t first = 0;

	for (uint32_t i = 0; i < n; i++)
		if (c->is_hub[key[i]->node])
			return;
	while (first < n && (!c->is_here[key[first]->node] ||
			     !has_supplier(c->l, key[first]->node)))
		first++;
	for (uint32_t i = 0; first < n && i < n; i++) {
		if (key[i]->node == key[first]->node ||
		    !are_strangers(c, key[first]->node, key[i]->node, tmp))
			continue;
		checker_add(c, key[first]->node, key[i]->node,
			    key[first]->value, FACT_ATTRIBUTE, &key[first]->ev);
		return;
	}
}

void
check_certificate_shared(struct checker *c)
{
	const struct landscape *l = c->l;
	const struct property **key =
		ARENA_ARRAY(&c->tmp, l->nproperty, const struct property *);
	struct party tmp = { 0 };
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->nproperty; i++)
		if (is_key(l->property[i].name))
			key[n++] = &l->property[i];
	sort(key, n, sizeof(*key), cmp_key);
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && strcmp(key[k]->value, key[i]->value) == 0;
		     k++)
			continue;
		if (key[i]->node != key[k - 1]->node)
			judge_key(c, &key[i], k - i, &tmp);
	}
	free(tmp.v);
}

void
check_metadata_expired(struct checker *c)
{
	const struct landscape *l = c->l;

	for (uint32_t i = 0; i < l->nnode; i++) {
		const struct property *p =
			c->is_here[i] ? landscape_property(l, i, "valid_until")
				      : NULL;
		int32_t until;

		if (p && date_from_iso(sv(p->value), &until) && until < l->at)
			checker_add(c, i, NODE_NONE, p->value, FACT_ATTRIBUTE,
				    &p->ev);
	}
}

/* "FINGERPRINT DATE": the first one that is over. */
void
check_certificate_expired(struct checker *c)
{
	const struct landscape *l = c->l;
	uint32_t last = NODE_NONE;

	for (uint32_t i = 0; i < l->nproperty; i++) {
		const struct property *p = &l->property[i];
		const char *date = strrchr(p->value, ' ');
		int32_t until;

		if (p->node == last || !c->is_here[p->node] ||
		    strcmp(p->name, "key_expires") != 0 || !date ||
		    !date_from_iso(sv(date + 1), &until) || until >= l->at)
			continue;
		last = p->node;
		checker_add(c, p->node, NODE_NONE, date + 1, FACT_ATTRIBUTE,
			    &p->ev);
	}
}

static bool
has_statement(const struct landscape *l, uint32_t product)
{
	uint32_t i = landscape_property_of(l, product, "privacy_statement");

	return i < l->nproperty && l->property[i].node == product &&
	       strncmp(l->property[i].name, "privacy_statement", 17) == 0;
}

void
check_privacy_statement(struct checker *c)
{
	const struct landscape *l = c->l;

	for (uint32_t i = 0, k; i < l->nprocessing; i = k) {
		const struct processing *p = &l->processing[i];

		for (k = i; k < l->nprocessing &&
			    l->processing[k].product == p->product;
		     k++)
			continue;
		if (c->is_here[p->product] && p->category != NODE_NONE &&
		    !c->is_hub[p->product] &&
		    landscape_property(l, p->product, "role") &&
		    !has_statement(l, p->product))
			checker_add(c, p->product, NODE_NONE,
				    l->node[p->category].name, FACT_PROCESSES,
				    &p->ev);
	}
}

/* By name, so that namesakes are neighbours. */
struct namesake {
	const char *folded;
	uint32_t node;
	bool is_entity; /* sign-on has a key for it */
};

static int
cmp_namesake(const void *pa, const void *pb)
{
	const struct namesake *a = pa, *b = pb;
	int c = strcmp(a->folded, b->folded);

	return c ? c : a->node < b->node ? -1 : a->node > b->node;
}

static bool
is_entity(const struct landscape *l, uint32_t node)
{
	for (uint32_t i = landscape_key_of(l, node);
	     i < l->nkey && l->key[i].node == node; i++)
		if (l->key[i].scheme == KEY_ENTITY_ID ||
		    l->key[i].scheme == KEY_ISSUER)
			return true;
	return false;
}

static void
judge_namesakes(struct checker *c, const struct namesake *v, uint32_t n)
{
	static const struct evidence none = { 0 };
	uint32_t entity = NODE_NONE, listed = NODE_NONE, entities = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (v[i].is_entity && entity == NODE_NONE)
			entity = v[i].node;
		entities += v[i].is_entity;
		if (!v[i].is_entity && c->is_listed[v[i].node])
			listed = v[i].node;
	}
	if (listed != NODE_NONE && entities)
		checker_add(c, listed, entity,
			    arena_printf(&c->to->mem, "%u", entities),
			    FACT_USES, &none);
}

void
check_name_ambiguous(struct checker *c)
{
	const struct landscape *l = c->l;
	uint32_t a = l->first[NODE_PRODUCT], z = l->first[NODE_PRODUCT + 1];
	struct namesake *v = ARENA_ARRAY(&c->tmp, z - a, struct namesake);
	uint32_t n = 0;

	for (uint32_t i = a; i < z; i++)
		if (l->node[i].folded[0])
			v[n++] = (struct namesake){ l->node[i].folded, i,
						    is_entity(l, i) };
	sort(v, n, sizeof(*v), cmp_namesake);
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i; k < n && strcmp(v[k].folded, v[i].folded) == 0; k++)
			continue;
		judge_namesakes(c, &v[i], k - i);
	}
}

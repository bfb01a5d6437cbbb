/*
 * Joins nodes into components by key, decision, catalogue and name. Refuses to
 * join what has two different exclusive keys or what a person kept apart.
 */
#include "schema/identity/identity.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/sort.h"
#include "base/text.h"

/* An exclusive key of a component, in a list. */
struct held {
	enum key_scheme scheme;
	struct sv value;
	struct held *next;
};

/* A node that a person kept apart from this component, in a list. */
struct apart {
	uint32_t node;
	struct apart *next;
};

struct join {
	const struct identity_input *in;
	struct arena *mem;
	uint32_t *parent;
	struct held **held;   /* by root */
	struct apart **apart; /* by root */
	struct identity *ret;
	uint32_t cap;
};

/* A name with its fold, for grouping. */
struct folded {
	struct sv fold;
	enum node_kind kind;
	uint32_t scope; /* component of the board, or IDENTITY_NONE */
	uint32_t name;  /* index in in->name */
};

bool
identity_is_exclusive(enum key_scheme scheme)
{
	switch (scheme) {
	case KEY_BOARD_NUMBER:
	case KEY_BRIN:
	case KEY_KVK:
	case KEY_OIN:
	case KEY_LEI:
	case KEY_FUNCTION_ID:
	case KEY_COUNTRY_CODE:
	case KEY_BOARD_KVK:
	case KEY_ENTITY_ID: /* "Login" and "Wiki" are many services */
	case KEY_ISSUER:
	case KEY_TENANT:
	case KEY_HOST_NAME:
	case KEY_CATEGORY_ID: return true;
	case KEY_DOMAIN:
	case KEY_CLIENT_ID:
	case KEY_APP_ID:
	case KEY_SCHEMES: break;
	}
	return false;
}

static uint32_t
root(struct join *j, uint32_t n)
{
	while (j->parent[n] != n) {
		j->parent[n] = j->parent[j->parent[n]];
		n = j->parent[n];
	}
	return n;
}

/*
 * Two entities of one service (its production and its test) are one thing when
 * a person says so; a school has one BRIN whoever says otherwise.
 */
bool
identity_is_strict(enum key_scheme scheme)
{
	return identity_is_exclusive(scheme) && scheme != KEY_ENTITY_ID &&
	       scheme != KEY_ISSUER;
}

static bool
keys_clash(const struct held *a, const struct held *b, bool by_person)
{
	for (; a; a = a->next)
		for (const struct held *h = b; h; h = h->next)
			if (a->scheme == h->scheme &&
			    (!by_person || identity_is_strict(a->scheme)) &&
			    !sv_eq(a->value, h->value))
				return true;
	return false;
}

static bool
kept_apart(struct join *j, uint32_t a, uint32_t b)
{
	for (const struct apart *x = j->apart[a]; x; x = x->next)
		if (root(j, x->node) == b)
			return true;
	return false;
}

static void
keep_apart(struct join *j, uint32_t a, uint32_t b)
{
	struct apart *x = ARENA_NEW(j->mem, struct apart);

	x->node = b;
	x->next = j->apart[a];
	j->apart[a] = x;
}

static void
assume(struct join *j, uint32_t node, struct sv name, const char *why)
{
	struct identity *r = j->ret;

	VEC_ROOM(r->assumption, r->nassumption, j->cap);
	r->assumption[r->nassumption++] =
		(struct identity_assumption){ node, name, why };
}

/* Joins two components; false when they must stay apart. */
static bool
unite(struct join *j, uint32_t a, uint32_t b, bool by_person)
{
	struct held **end;
	struct apart **last;

	a = root(j, a);
	b = root(j, b);
	if (a == b)
		return true;
	if (kept_apart(j, a, b) ||
	    keys_clash(j->held[a], j->held[b], by_person))
		return false;
	if (b < a) {
		uint32_t t = a;

		a = b;
		b = t;
	}
	for (end = &j->held[a]; *end; end = &(*end)->next)
		continue;
	*end = j->held[b];
	for (last = &j->apart[a]; *last; last = &(*last)->next)
		continue;
	*last = j->apart[b];
	j->parent[b] = a;
	return true;
}

/* What two equal keys have in common, as bytes in b. */
static struct sv
key_bytes(const struct join *j, const struct identity_key *k, struct buf *b)
{
	uint32_t head[2] = { j->in->node[k->node].kind, k->scheme };

	buf_clear(b);
	buf_put(b, head, sizeof(head));
	buf_sv(b, k->value);
	return buf_view(b);
}

static void
by_keys(struct join *j)
{
	struct map seen = { 0 };
	struct buf b = { 0 };

	for (uint32_t i = 0; i < j->in->nkey; i++) {
		const struct identity_key *k = &j->in->key[i];
		struct held *h;

		if (identity_is_exclusive(k->scheme)) {
			h = ARENA_NEW(j->mem, struct held);
			h->scheme = k->scheme;
			h->value = k->value;
			h->next = j->held[k->node];
			j->held[k->node] = h;
		}
		map_put(&seen, key_bytes(j, k, &b), k->node, NULL);
	}
	for (uint32_t i = 0; i < j->in->nkey; i++) {
		const struct identity_key *k = &j->in->key[i];

		unite(j, k->node, map_get(&seen, key_bytes(j, k, &b), k->node),
		      false);
	}
	buf_done(&b);
	map_done(&seen);
}

static void
by_decisions(struct join *j)
{
	for (uint32_t i = 0; i < j->in->ndecision; i++) {
		const struct identity_decision *d = &j->in->decision[i];

		if (d->is_same)
			unite(j, d->a, d->b, true);
	}
}

static int
cmp_folded(const void *pa, const void *pb)
{
	const struct folded *a = pa, *b = pb;
	int c;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->scope != b->scope)
		return a->scope < b->scope ? -1 : 1;
	c = sv_cmp(a->fold, b->fold);
	if (c)
		return c;
	return a->name < b->name ? -1 : a->name > b->name;
}

static bool
same_group(const struct folded *a, const struct folded *b)
{
	return a->kind == b->kind && a->scope == b->scope &&
	       sv_eq(a->fold, b->fold);
}

/* Joins the members of one group of equal folds. */
static void
join_group(struct join *j, const struct folded *f, uint32_t n, const char *why)
{
	const struct identity_name *name = j->in->name;
	uint32_t keyed = IDENTITY_NONE, first = IDENTITY_NONE;
	bool ambiguous = false, catalogue = false;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t r = root(j, name[f[i].name].node);

		catalogue |= name[f[i].name].is_alias;
		if (!j->held[r])
			continue;
		if (keyed == IDENTITY_NONE)
			keyed = r;
		else if (keyed != r &&
			 keys_clash(j->held[keyed], j->held[r], false))
			ambiguous = true;
	}
	first = ambiguous ? IDENTITY_NONE : keyed;
	for (uint32_t i = 0; i < n; i++) {
		const struct identity_name *m = &name[f[i].name];
		uint32_t r = root(j, m->node);

		if (ambiguous && j->held[r])
			continue;
		if (first == IDENTITY_NONE)
			first = r;
		if (root(j, first) == r || !unite(j, first, r, false))
			continue;
		assume(j, first, m->name, catalogue ? "catalogue" : why);
	}
}

static uint32_t
scope_of(struct join *j, uint32_t node)
{
	uint32_t s = j->in->node[node].scope;

	return s == IDENTITY_NONE ? s : root(j, s);
}

/* Every name that may join, with its fold; strict folds live in mem. */
static uint32_t
fold_names(struct join *j, bool schools, bool loose, struct arena *mem,
	   struct folded *f)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < j->in->nname; i++) {
		const struct identity_name *m = &j->in->name[i];
		enum node_kind kind = j->in->node[m->node].kind;
		struct folded *x = &f[n];

		if ((kind == NODE_SCHOOL) != schools)
			continue;
		x->scope = scope_of(j, m->node);
		if (kind == NODE_SCHOOL && x->scope == IDENTITY_NONE)
			continue;
		x->fold = loose ? j->ret->loose[i] : text_fold(mem, m->name);
		x->kind = kind;
		x->name = i;
		n += x->fold.n > 0;
	}
	return n;
}

/* Is there more than one component among these (hash, index) pairs? */
static bool
are_several(struct join *j, const struct folded *f, const uint64_t *at,
	    uint32_t n)
{
	const struct identity_name *name = j->in->name;
	uint32_t r = root(j, name[f[(uint32_t)at[0]].name].node);

	for (uint32_t i = 1; i < n; i++)
		if (root(j, name[f[(uint32_t)at[i]].name].node) != r)
			return true;
	return false;
}

/*
 * Of the names only those whose fold, by its hash, stands in two components:
 * the others have nothing to join, and sorting them was half of the work.
 */
static uint32_t
keep_shared(struct join *j, const struct folded *f, uint32_t n,
	    struct folded *ret)
{
	uint64_t *at = mem_realloc(NULL, n + 1, sizeof(*at));
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint64_t h = sv_hash(f[i].fold) ^
			     (f[i].kind * 0x9e3779b97f4a7c15u) ^
			     (f[i].scope * 0xff51afd7ed558ccdu);

		at[i] = (h ^ h >> 32) << 32 | i;
	}
	sort_u64(at, n);
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && at[k] >> 32 == at[i] >> 32; k++)
			continue;
		if (k - i > 1 && are_several(j, f, at + i, k - i))
			for (uint32_t m = i; m < k; m++)
				ret[kept++] = f[(uint32_t)at[m]];
	}
	free(at);
	return kept;
}

/* Schools are named within their board; two boards may share a name. */
static void
by_names(struct join *j, bool schools, bool loose)
{
	struct arena folds = { 0 };
	struct folded *all = mem_realloc(NULL, j->in->nname + 1, sizeof(*all));
	struct folded *f = mem_realloc(NULL, j->in->nname + 1, sizeof(*f));
	uint32_t n = fold_names(j, schools, loose, &folds, all);

	n = keep_shared(j, all, n, f);
	sort(f, n, sizeof(*f), cmp_folded);
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && same_group(&f[i], &f[k]); k++)
			continue;
		if (k - i > 1)
			join_group(j, f + i, k - i,
				   loose ? "spelling" : "name");
	}
	free(f);
	free(all);
	arena_done(&folds);
}

/* A bare BRIN is its only site, when there is just one. */
static void
by_institution(struct join *j)
{
	struct map site = { 0 }; /* first four characters -> a site's node */
	uint32_t *count = arena_array(j->mem, j->in->nkey + 1, sizeof(*count));

	for (uint32_t i = 0; i < j->in->nkey; i++) {
		const struct identity_key *k = &j->in->key[i];
		struct map_entry *e;

		if (k->scheme != KEY_BRIN || k->value.n != 6)
			continue;
		e = map_put(&site, sv_n(k->value.p, 4), k->node, NULL);
		count[e - site.entry] += count[e - site.entry] == 0 ||
					 root(j, e->value) != root(j, k->node);
	}
	for (uint32_t i = 0; i < j->in->nkey; i++) {
		const struct identity_key *k = &j->in->key[i];
		uint32_t hit;

		if (k->scheme != KEY_BRIN || k->value.n != 4)
			continue;
		hit = map_get(&site, k->value, IDENTITY_NONE);
		if (hit != IDENTITY_NONE &&
		    count[map_put(&site, k->value, hit, NULL) - site.entry] ==
			    1)
			j->parent[root(j, k->node)] = root(j, hit);
	}
	map_done(&site);
}

static int
cmp_assumption(const void *pa, const void *pb)
{
	const struct identity_assumption *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return sv_cmp(a->name, b->name);
}

static void
finish(struct join *j)
{
	struct identity *r = j->ret;
	struct identity_assumption *list;
	uint32_t *least = arena_array(j->mem, j->in->nnode, sizeof(*least));

	r->component = arena_array(j->mem, j->in->nnode, sizeof(uint32_t));
	for (uint32_t i = j->in->nnode; i-- > 0;)
		least[root(j, i)] = i;
	for (uint32_t i = 0; i < j->in->nnode; i++)
		r->component[i] = least[root(j, i)];
	list = arena_array(j->mem, r->nassumption, sizeof(*list));
	if (r->nassumption)
		memcpy(list, r->assumption, r->nassumption * sizeof(*list));
	free(r->assumption);
	r->assumption = list;
	for (uint32_t i = 0; i < r->nassumption; i++)
		list[i].node = r->component[list[i].node];
	sort(list, r->nassumption, sizeof(*list), cmp_assumption);
}

void
identity_resolve(const struct identity_input *in, struct arena *mem,
		 struct identity *ret)
{
	struct join j = { .in = in, .mem = mem, .ret = ret };

	*ret = (struct identity){ 0 };
	ret->loose = arena_array(mem, in->nname, sizeof(*ret->loose));
	for (uint32_t i = 0; i < in->nname; i++)
		ret->loose[i] = text_fold_loose(mem, in->name[i].name);
	j.parent = arena_array(mem, in->nnode, sizeof(*j.parent));
	j.held = arena_array(mem, in->nnode, sizeof(struct held *));
	j.apart = arena_array(mem, in->nnode, sizeof(struct apart *));
	for (uint32_t i = 0; i < in->nnode; i++)
		j.parent[i] = i;
	for (uint32_t i = 0; i < in->ndecision; i++) {
		const struct identity_decision *d = &in->decision[i];

		if (d->is_same)
			continue;
		keep_apart(&j, d->a, d->b);
		keep_apart(&j, d->b, d->a);
	}
	by_keys(&j);
	by_decisions(&j);
	by_institution(&j);
	/* Boards first: they are the scope in which schools are named. */
	for (int schools = 0; schools < 2; schools++) {
		by_names(&j, schools, false);
		by_names(&j, schools, true);
	}
	finish(&j);
}

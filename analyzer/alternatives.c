/*
 * What else does the same. Refuses to count two products of one owner as two
 * owners, and an unknown owner as another one.
 */
#include "analyzer/alternatives.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/sort.h"

/* A product does a function, with this contract party. */
struct pair {
	uint32_t function, product, party;
	bool is_used;
};
struct pairs_known {
	struct pair *v; /* heap */
	uint32_t n, cap;
};

struct finder {
	const struct cells *c;
	struct alternatives *a;
	struct arena *mem, tmp;
	struct pairs_known pairs;
	uint32_t *slot;   /* by product: its place in the choice + 1 */
	uint32_t *marked; /* by node: last mark */
	uint32_t mark;
};

static const char *const choice_names[] = {
	N_("none"),    N_("one owner"), N_("one host"),
	N_("perhaps"), N_("unknown"),   N_("several"),
};

const char *
choice_name(enum choice_kind kind)
{
	return choice_names[kind];
}

/* Countries */

static enum certainty
adequacy(const struct landscape *l, uint32_t country)
{
	const struct property *p = landscape_property(l, country, "adequacy");

	if (!p)
		return CERTAINTY_NO;
	return strcmp(p->value, "full") == 0 ? CERTAINTY_CERTAIN
					     : CERTAINTY_POSSIBLE;
}

static void
find_countries(struct alternatives *a, struct arena *mem)
{
	const struct landscape *l = a->l;

	a->eea = ARENA_ARRAY(mem, l->nnode, enum certainty);
	a->adequate = ARENA_ARRAY(mem, l->nnode, enum certainty);
	for (uint32_t i = l->first[NODE_COUNTRY];
	     i < l->first[NODE_COUNTRY + 1]; i++) {
		const struct property *p = landscape_property(l, i, "eea");

		a->eea[i] = !p                             ? CERTAINTY_POSSIBLE
			    : strcmp(p->value, "yes") == 0 ? CERTAINTY_CERTAIN
							   : CERTAINTY_NO;
		a->adequate[i] =
			a->eea[i] == CERTAINTY_NO ? adequacy(l, i) : a->eea[i];
	}
}

/* The worst of a product's countries; an unknown one may be good. */
static enum certainty
worst(struct parts p, const enum certainty *of)
{
	enum certainty r = CERTAINTY_CERTAIN;

	for (uint32_t i = 0; i < p.n; i++) {
		uint32_t country = p.part[i].entity;
		enum certainty one =
			country == NODE_NONE ? CERTAINTY_POSSIBLE : of[country];

		r = one < r ? one : r;
	}
	return r;
}

/* Contract parties that disagree leave it open. */
static enum certainty
standing(const struct alternatives *a, const struct alternative *x,
	 const enum certainty *of)
{
	enum certainty r = CERTAINTY_POSSIBLE;

	for (uint32_t i = 0; i < x->nparty; i++) {
		enum certainty one =
			worst(levels_of(a->levels, LEVEL_COUNTRY, x->product,
					a->party[x->first + i]),
			      of);

		if (i && one != r)
			return CERTAINTY_POSSIBLE;
		r = one;
	}
	return r;
}

/* Who does what */

static int
cmp_pair(const void *pa, const void *pb)
{
	const struct pair *a = pa, *b = pb;

	if (a->function != b->function)
		return a->function < b->function ? -1 : 1;
	if (a->product != b->product)
		return a->product < b->product ? -1 : 1;
	return a->party < b->party ? -1 : a->party > b->party;
}

static void
add_pair(struct pairs_known *p, uint32_t function, uint32_t product,
	 uint32_t party, bool is_used)
{
	if (function == NODE_NONE || product == NODE_NONE)
		return;
	VEC_ROOM(p->v, p->n, p->cap);
	p->v[p->n++] = (struct pair){ function, product, party, is_used };
}

static void
find_pairs(struct finder *f)
{
	const struct landscape *l = f->c->l;
	struct pairs_known *p = &f->pairs;
	uint32_t k = 0;

	for (uint32_t i = 0; i < l->nusage; i++)
		if (is_in_use(&l->usage[i]))
			add_pair(p, l->usage[i].function, l->usage[i].product,
				 l->usage[i].vendor, true);
	for (uint32_t i = 0; i < l->nfulfils; i++)
		add_pair(p, l->fulfils[i].function, l->fulfils[i].product,
			 NODE_NONE, false);
	sort(p->v, p->n, sizeof(*p->v), cmp_pair);
	for (uint32_t i = 0; i < p->n; i++) {
		if (k && cmp_pair(&p->v[k - 1], &p->v[i]) == 0)
			p->v[k - 1].is_used |= p->v[i].is_used;
		else
			p->v[k++] = p->v[i];
	}
	p->n = k;
	f->a->party = ARENA_ARRAY(f->mem, k, uint32_t);
	for (uint32_t i = 0; i < k; i++)
		f->a->party[i] = p->v[i].party;
}

static uint32_t
first_pair(const struct pairs_known *p, uint32_t function)
{
	uint32_t lo = 0, hi = p->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (p->v[mid].function < function)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/*
 * A product that lists name a party for in one place and none in another is
 * taken to be of that party.
 */
static void
find_products(struct finder *f, struct choice *c)
{
	const struct pairs_known *p = &f->pairs;
	uint32_t from = first_pair(p, c->function), to = from;

	while (to < p->n && p->v[to].function == c->function)
		to++;
	c->product = ARENA_ARRAY(f->mem, to - from, struct alternative);
	for (uint32_t i = from; i < to; i++) {
		const struct pair *x = &p->v[i];
		struct alternative *alt = &c->product[c->n - (c->n != 0)];

		if (c->n == 0 || alt->product != x->product) {
			alt = &c->product[c->n++];
			*alt = (struct alternative){ .product = x->product,
						     .first = i };
		}
		alt->is_used = alt->is_used || x->is_used;
		if (x->party != NODE_NONE || alt->nparty == 0)
			alt->nparty++;
	}
	for (uint32_t i = 0; i < c->n; i++) {
		c->product[i].eea = standing(f->a, &c->product[i], f->a->eea);
		c->product[i].adequate =
			standing(f->a, &c->product[i], f->a->adequate);
	}
}

/* Who uses what, in the cells */

static void
count_cell(struct finder *f, const struct cell *cell, bool is_new_board,
	   struct choice *c, uint32_t *board_of)
{
	const struct landscape *l = f->c->l;
	int64_t low = 0, high = 0;
	bool is_known = false, is_unknown = cell->is_under;

	site_pupils(l, cell->site, &low, &high);
	for (uint32_t k = cell->first; k < cell->first + cell->n; k++) {
		uint32_t p = f->c->fill[k].product, at;

		is_unknown = is_unknown || p == NODE_NONE;
		if (p == NODE_NONE || f->slot[p] == 0)
			continue;
		is_known = true;
		at = f->slot[p] - 1;
		c->in_use += c->product[at].sites == 0;
		c->product[at].sites++;
		c->product[at].pupils += low;
		c->product[at].boards +=
			cell->board != NODE_NONE && board_of[at] != cell->board;
		board_of[at] = cell->board;
	}
	c->sites += is_known;
	c->pupils += is_known ? low : 0;
	c->boards += is_known && is_new_board;
	c->sites_unknown += is_unknown;
}

static void
count_use(struct finder *f, struct choice *c)
{
	struct selection s = cells_of_function(f->c, c->function);
	struct arena tmp = { 0 };
	uint32_t *board_of = ARENA_ARRAY(&tmp, c->n, uint32_t);
	uint32_t board = NODE_NONE;

	for (uint32_t i = 0; i < c->n; i++) {
		f->slot[c->product[i].product] = i + 1;
		board_of[i] = NODE_NONE;
	}
	c->cells = s.n;
	for (uint32_t i = 0; i < s.n; i++) {
		const struct cell *cell = &f->c->cell[selected(&s, i)];
		bool is_new = cell->board != NODE_NONE && cell->board != board;
		uint32_t before = c->boards;

		if (cell->criticality > c->criticality)
			c->criticality = cell->criticality;
		count_cell(f, cell, is_new, c, board_of);
		if (c->boards != before)
			board = cell->board;
	}
	for (uint32_t i = 0; i < c->n; i++)
		f->slot[c->product[i].product] = 0;
	arena_done(&tmp);
}

/* How many are different */

static bool
has_unknown(struct parts p)
{
	for (uint32_t i = 0; i < p.n; i++)
		if (p.part[i].entity == NODE_NONE)
			return true;
	return false;
}

static struct range
distinct(struct finder *f, const struct choice *c, enum level level)
{
	struct range r = { 0, 0 };
	uint32_t unknown = 0;

	f->mark++;
	for (uint32_t i = 0; i < c->n; i++) {
		const struct alternative *x = &c->product[i];
		bool is_unknown = false;

		for (uint32_t k = 0; k < x->nparty; k++) {
			struct parts p =
				levels_of(f->a->levels, level, x->product,
					  f->a->party[x->first + k]);

			is_unknown = is_unknown || has_unknown(p);
			for (uint32_t m = 0; m < p.n; m++) {
				uint32_t e = p.part[m].entity;

				if (e == NODE_NONE || f->marked[e] == f->mark)
					continue;
				f->marked[e] = f->mark;
				r.low++;
			}
		}
		unknown += is_unknown;
	}
	r.high = r.low + unknown;
	if (r.low == 0 && c->n)
		r.low = 1;
	return r;
}

static void
count_standing(struct choice *c)
{
	for (uint32_t i = 0; i < c->n; i++) {
		const struct alternative *x = &c->product[i];

		c->eea.low += x->eea == CERTAINTY_CERTAIN;
		c->eea.high += x->eea != CERTAINTY_NO;
		c->adequate.low += x->adequate == CERTAINTY_CERTAIN;
		c->adequate.high += x->adequate != CERTAINTY_NO;
	}
}

static enum choice_kind
kind_of(const struct choice *c)
{
	if (c->n == 0)
		return CHOICE_UNKNOWN;
	if (c->n == 1)
		return c->sites_unknown ? CHOICE_PERHAPS : CHOICE_NONE;
	if (c->parents.high == 1 && !c->sites_unknown)
		return CHOICE_ONE_OWNER;
	if (c->parents.low == 1)
		return CHOICE_PERHAPS;
	return c->hosts.high == 1 ? CHOICE_ONE_HOST : CHOICE_SEVERAL;
}

static int
cmp_alternative(const void *pa, const void *pb)
{
	const struct alternative *a = pa, *b = pb;

	if (a->pupils != b->pupils)
		return a->pupils > b->pupils ? -1 : 1;
	if (a->sites != b->sites)
		return a->sites > b->sites ? -1 : 1;
	return a->product < b->product ? -1 : a->product > b->product;
}

static int
cmp_choice(const void *pa, const void *pb)
{
	const struct choice *a = pa, *b = pb;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->criticality != b->criticality)
		return a->criticality > b->criticality ? -1 : 1;
	if (a->pupils != b->pupils)
		return a->pupils > b->pupils ? -1 : 1;
	return a->function < b->function ? -1 : a->function > b->function;
}

/* False when nobody needs the function, and nothing does it. */
static bool
find_choice(struct finder *f, uint32_t function, struct choice *x)
{
	*x = (struct choice){ .function = function };
	x->criticality = f->c->l->node[function].criticality;
	find_products(f, x);
	count_use(f, x);
	x->vendors = distinct(f, x, LEVEL_VENDOR);
	x->parents = distinct(f, x, LEVEL_PARENT);
	x->hosts = distinct(f, x, LEVEL_INFRASTRUCTURE);
	count_standing(x);
	x->kind = kind_of(x);
	sort(x->product, x->n, sizeof(*x->product), cmp_alternative);
	return x->cells || x->n;
}

void
alternatives_find(const struct cells *c, struct levels *levels,
		  struct arena *mem, struct alternatives *ret)
{
	const struct landscape *l = c->l;
	struct finder f = { .c = c, .a = ret, .mem = mem };

	*ret = (struct alternatives){ .l = l, .levels = levels };
	f.slot = ARENA_ARRAY(&f.tmp, l->nnode, uint32_t);
	f.marked = ARENA_ARRAY(&f.tmp, l->nnode, uint32_t);
	find_countries(ret, mem);
	find_pairs(&f);
	ret->choice = ARENA_ARRAY(
		mem, l->first[NODE_FUNCTION + 1] - l->first[NODE_FUNCTION],
		struct choice);
	for (uint32_t i = l->first[NODE_FUNCTION];
	     i < l->first[NODE_FUNCTION + 1]; i++)
		if (find_choice(&f, i, &ret->choice[ret->n]))
			ret->n++;
	sort(ret->choice, ret->n, sizeof(*ret->choice), cmp_choice);
	free(f.pairs.v);
	arena_done(&f.tmp);
}

/* What two of them share */

/* Both sorted by entity; unknown is last. */
static enum certainty
shares(struct parts a, struct parts b)
{
	uint32_t i = 0, k = 0;

	while (i < a.n && k < b.n) {
		uint32_t x = a.part[i].entity, y = b.part[k].entity;

		if (x == y && x != NODE_NONE)
			return CERTAINTY_CERTAIN;
		if (x <= y)
			i++;
		else
			k++;
	}
	return has_unknown(a) || has_unknown(b) ? CERTAINTY_POSSIBLE
						: CERTAINTY_NO;
}

/* One party that shares it is enough to be careful; all must, to be sure. */
static enum certainty
shares_at(const struct alternatives *a, enum level level,
	  const struct alternative *x, const struct alternative *y)
{
	enum certainty r = CERTAINTY_POSSIBLE;

	for (uint32_t i = 0; i < x->nparty; i++) {
		for (uint32_t k = 0; k < y->nparty; k++) {
			enum certainty one =
				shares(levels_of(a->levels, level, x->product,
						 a->party[x->first + i]),
				       levels_of(a->levels, level, y->product,
						 a->party[y->first + k]));

			if ((i || k) && one != r)
				return CERTAINTY_POSSIBLE;
			r = one;
		}
	}
	return r;
}

void
alternatives_compare(const struct alternatives *a, const struct causes *q,
		     const struct alternative *x, const struct alternative *y,
		     struct kinship *ret)
{
	ret->vendor = shares_at(a, LEVEL_VENDOR, x, y);
	ret->parent = shares_at(a, LEVEL_PARENT, x, y);
	ret->host = shares_at(a, LEVEL_INFRASTRUCTURE, x, y);
	ret->country = shares_at(a, LEVEL_COUNTRY, x, y);
	ret->certain = q->certain;
	ret->possible = q->possible;
}

enum certainty
kinship_is(const struct kinship *k)
{
	enum certainty most = k->vendor > k->parent ? k->vendor : k->parent;

	if (k->host > most)
		most = k->host;
	if (k->certain)
		return CERTAINTY_CERTAIN;
	return k->possible && most == CERTAINTY_NO ? CERTAINTY_POSSIBLE : most;
}

const struct alternative *
choice_of(const struct choice *c, uint32_t product)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->product[i].product == product)
			return &c->product[i];
	return NULL;
}

struct range
alternatives_apart(const struct alternatives *a, const struct causes *q,
		   const struct choice *c, const struct alternative *x)
{
	struct range r = { 0, 0 };

	for (uint32_t i = 0; i < c->n; i++) {
		struct kinship k;
		enum certainty is;

		if (c->product[i].product == x->product)
			continue;
		alternatives_compare(a, &q[i], x, &c->product[i], &k);
		is = kinship_is(&k);
		r.low += is == CERTAINTY_NO;
		r.high += is != CERTAINTY_CERTAIN;
	}
	return r;
}

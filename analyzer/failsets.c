/*
 * Cut sets of functions at schools. Refuses to name as certain what rests on
 * something unknown, and what is only claimed to stand in for something else.
 *
 * Worked example: a function needs product P of V, whom G owns, and P needs
 * hosting at H. Parent: {G} {H}; vendor: {V} {H}; product: {P}, and {H} when
 * that is a product.
 */
#include "analyzer/failsets.h"

#include <stdlib.h>
#include <string.h>

#include "analyzer/rings.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/sort.h"

static enum fact_kind
fact_of(const struct failing *f, const struct andor_member *m)
{
	return f->edge[m->label].fact;
}

/* Members of all groups of a node: g->member[from..to). */
static void
members_of(const struct andor *g, uint32_t node, uint32_t *ret_from,
	   uint32_t *ret_to)
{
	*ret_from = g->member_at[g->group_at[node]];
	*ret_to = g->member_at[g->group_at[node + 1]];
}

static bool
has_fact(const struct failing *f, uint32_t node, enum fact_kind fact)
{
	uint32_t from, to;

	members_of(&f->low, node, &from, &to);
	for (uint32_t i = from; i < to; i++)
		if (fact_of(f, &f->low.member[i]) == fact)
			return true;
	return false;
}

/* Rings of landscape nodes: by holdings only, or by all that is certain. */
static void
find_rings(const struct failing *f, bool only_owners, struct arena *mem,
	   struct rings *ret)
{
	uint32_t n = f->l->nnode, *to = NULL, k = 0, cap = 0;
	uint32_t *first = ARENA_ARRAY(mem, (size_t)n + 1, uint32_t);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t from, end;

		members_of(&f->low, i, &from, &end);
		for (uint32_t m = from; m < end; m++) {
			const struct andor_member *x = &f->low.member[m];

			if (x->node >= n ||
			    (only_owners && fact_of(f, x) != FACT_OWNS))
				continue;
			VEC_ROOM(to, k, cap);
			to[k++] = x->node;
		}
		first[i + 1] = k;
	}
	rings_find(&(struct links){ n, first, to }, mem, ret);
	free(to);
}

/* Organisations that nobody owns; of those that own each other, the first. */
static void
mark_owners(const struct failing *f, enum level level, struct arena *mem,
	    bool *ret)
{
	struct rings r;

	find_rings(f, true, mem, &r);
	for (uint32_t k = 0; k < r.nring; k++) {
		uint32_t first = r.node[r.first[k]];
		bool is_ring = r.first[k + 1] - r.first[k] > 1;
		bool has_seat = false;

		if (f->l->node[first].kind != NODE_ORGANISATION ||
		    (!is_ring && has_fact(f, first, FACT_OWNS)))
			continue;
		for (uint32_t i = r.first[k]; i < r.first[k + 1]; i++)
			has_seat |= has_fact(f, r.node[i], FACT_SEATED_IN);
		ret[first] = level != LEVEL_COUNTRY || !has_seat;
	}
}

/* Products that need nothing but each other. */
static void
mark_last_products(const struct failing *f, struct arena *mem, bool *ret)
{
	struct rings r;

	find_rings(f, false, mem, &r);
	for (uint32_t k = 0; k < r.nring; k++) {
		uint32_t product = NODE_NONE, from, to;
		bool is_last = true;

		for (uint32_t i = r.first[k]; i < r.first[k + 1]; i++) {
			uint32_t v = r.node[i];

			members_of(&f->low, v, &from, &to);
			for (uint32_t m = from; m < to; m++)
				is_last &= r.of[f->low.member[m].node] == k;
			if (product == NODE_NONE &&
			    f->l->node[v].kind == NODE_PRODUCT)
				product = v;
		}
		if (is_last && product != NODE_NONE)
			ret[product] = true;
	}
}

static void
mark_kind(const struct failing *f, enum node_kind kind, bool *ret)
{
	for (uint32_t i = f->l->first[kind]; i < f->l->first[kind + 1]; i++)
		ret[i] = true;
}

static bool
is_hosting(const struct failing *f, const struct andor_member *m)
{
	const struct failing_edge *x = &f->edge[m->label];

	return x->fact == FACT_OPERATED_BY ||
	       (x->fact == FACT_NEEDS &&
		f->l->need[x->index].carrier == CARRIER_HOSTING);
}

/* Takes away who is not, through suppliers and owners, behind some hosting. */
static void
keep_hosts(const struct failing *f, struct arena *mem, bool *ret)
{
	const struct andor *g = &f->low;
	bool *is_host = ARENA_ARRAY(mem, f->nnode, bool);
	uint32_t *queue = ARENA_ARRAY(mem, f->nnode, uint32_t), n = 0, from, to;

	for (uint32_t i = 0; i < g->nmember; i++) {
		if (!is_hosting(f, &g->member[i]) || is_host[g->member[i].node])
			continue;
		is_host[g->member[i].node] = true;
		queue[n++] = g->member[i].node;
	}
	for (uint32_t at = 0; at < n; at++) {
		members_of(g, queue[at], &from, &to);
		for (uint32_t i = from; i < to; i++) {
			enum fact_kind fact = fact_of(f, &g->member[i]);
			uint32_t node = g->member[i].node;

			if ((fact != FACT_SUPPLIES && fact != FACT_OWNS) ||
			    is_host[node])
				continue;
			is_host[node] = true;
			queue[n++] = node;
		}
	}
	for (uint32_t i = 0; i < f->l->nnode; i++)
		ret[i] = ret[i] && is_host[i];
}

/* Layers that may be somebody at a level. */
static bool
is_layer_of(enum level level, enum layer layer)
{
	if (layer == LAYER_OF_PRODUCT)
		return true;
	switch (level) {
	case LEVEL_PRODUCT: return layer >= LAYER_OF_CARRIER;
	case LEVEL_VENDOR:
		return layer == LAYER_OF_VENDOR || layer >= LAYER_OF_CARRIER;
	case LEVEL_PARENT:
		return layer == LAYER_OF_OWNER || layer >= LAYER_OF_CARRIER;
	case LEVEL_INFRASTRUCTURE:
		return layer ==
		       (enum layer)(LAYER_OF_CARRIER + (int)CARRIER_HOSTING);
	case LEVEL_COUNTRY:
		return layer == LAYER_OF_SEAT || layer >= LAYER_OF_CARRIER;
	case LEVELS: break;
	}
	return false;
}

bool *
failsets_events(const struct failing *f, enum level level, bool is_high,
		struct arena *mem)
{
	bool *ret = ARENA_ARRAY(mem, f->nnode, bool);
	struct arena tmp = { 0 };

	switch (level) {
	case LEVEL_PRODUCT: mark_kind(f, NODE_PRODUCT, ret); break;
	case LEVEL_VENDOR: mark_kind(f, NODE_ORGANISATION, ret); break;
	case LEVEL_PARENT:
	case LEVEL_INFRASTRUCTURE: mark_owners(f, level, &tmp, ret); break;
	case LEVEL_COUNTRY:
		mark_owners(f, level, &tmp, ret);
		mark_kind(f, NODE_COUNTRY, ret);
		break;
	case LEVELS: break;
	}
	if (level != LEVEL_PRODUCT)
		mark_last_products(f, &tmp, ret);
	if (level == LEVEL_INFRASTRUCTURE)
		keep_hosts(f, &tmp, ret);
	for (int i = 0; i < LAYERS_UNKNOWN && is_high; i++)
		ret[f->unknown + (uint32_t)i] =
			is_layer_of(level, (enum layer)i);
	arena_done(&tmp);
	return ret;
}

/* Finding */

struct finder {
	const struct failing *f;
	const struct failsets_options *o;
	const struct andor *low, *high;
	struct andor own_low, own_high; /* without holdings */
	bool *low_event, *high_event;
	struct andor_failure certain; /* of low */
	struct map by_answer;         /* answer as bytes: index in v */
	struct failset *v;            /* heap */
	uint32_t n, cap;
	uint32_t *answer_of; /* by top: index in v */
	struct arena mem;    /* of the whole search */
	struct arena tmp;    /* of one top */
};

/* The same graph, and nobody fails with an owner. */
static void
without_owners(const struct failing *f, const struct andor *g,
	       struct andor *ret)
{
	struct andor_draft d = { 0 };

	for (uint32_t a = 0; a < g->ngroup; a++) {
		uint32_t from = g->member_at[a], n = g->member_at[a + 1] - from;

		if (n && fact_of(f, &g->member[from]) == FACT_OWNS)
			continue; /* holdings are never in a group */
		andor_add(&d, g->node_of[a], n - g->spare[a], g->member + from,
			  n);
	}
	andor_build(&d, g->nnode, ret);
}

static void
finder_init(struct finder *x, const struct failing *f,
	    const struct failsets_options *o)
{
	*x = (struct finder){
		.f = f, .o = o, .low = &f->low, .high = &f->high
	};
	x->low_event = failsets_events(f, o->level, false, &x->mem);
	x->high_event = failsets_events(f, o->level, true, &x->mem);
	x->answer_of = ARENA_ARRAY(&x->mem, f->ntop, uint32_t);
	if (o->level == LEVEL_VENDOR) {
		without_owners(f, &f->low, &x->own_low);
		without_owners(f, &f->high, &x->own_high);
		x->low = &x->own_low;
		x->high = &x->own_high;
	}
	andor_failure_init(x->low, &x->certain);
}

static void
finder_done(struct finder *x)
{
	andor_failure_done(&x->certain);
	andor_done(&x->own_low);
	andor_done(&x->own_high);
	map_done(&x->by_answer);
	free(x->v);
	arena_done(&x->mem);
	arena_done(&x->tmp);
}

static int
find_sets(struct finder *x, uint32_t top, bool is_high, struct cutsets *ret,
	  struct err *e)
{
	struct cutsets_options o = {
		.is_event = is_high ? x->high_event : x->low_event,
		.max_order = x->o->max_order,
		.max_sets = x->o->max_sets,
		.probability = x->o->probability,
	};

	return cutsets_find(is_high ? x->high : x->low, top, &o, &x->tmp, ret,
			    e);
}

/* Sets of high that do not fail the top in low. */
static void
find_possible(struct finder *x, uint32_t top, struct failset *s)
{
	const struct cutsets *c = &s->high;

	s->possible = ARENA_ARRAY(&x->tmp, c->nset, uint32_t);
	for (uint32_t i = 0; i < c->nset; i++) {
		andor_fail(&x->certain, c->event + c->set_at[i],
			   c->set_at[i + 1] - c->set_at[i]);
		if (!andor_is_failed(&x->certain, top))
			s->possible[s->npossible++] = i;
	}
}

static void
put_sets(struct buf *b, const struct cutsets *c)
{
	buf_put(b, &c->norder, sizeof(c->norder));
	buf_put(b, &c->nset, sizeof(c->nset));
	buf_put(b, c->count, c->norder * sizeof(*c->count));
	buf_put(b, c->set_at, ((size_t)c->nset + 1) * sizeof(*c->set_at));
	buf_put(b, c->event, c->set_at[c->nset] * sizeof(*c->event));
	for (uint32_t i = 0; i < c->nimportance; i++) {
		const struct importance *x = &c->importance[i];

		buf_put(b, &x->node, sizeof(x->node));
		buf_put(b, &x->sets, sizeof(x->sets));
		buf_put(b, &x->birnbaum, sizeof(x->birnbaum));
	}
}

static void *
copy(struct arena *mem, const void *p, size_t n, size_t size)
{
	void *to = arena_array(mem, n, size);

	if (n)
		memcpy(to, p, n * size);
	return to;
}

static void
keep_cutsets(struct arena *mem, struct cutsets *c)
{
	c->count = copy(mem, c->count, c->norder, sizeof(*c->count));
	c->event = copy(mem, c->event, c->set_at[c->nset], sizeof(*c->event));
	c->set_at =
		copy(mem, c->set_at, (size_t)c->nset + 1, sizeof(*c->set_at));
	c->importance = copy(mem, c->importance, c->nimportance,
			     sizeof(*c->importance));
}

/* Keeps an answer that is not there yet; the index of the same one. */
static uint32_t
keep(struct finder *x, struct failset *s, struct arena *mem)
{
	struct buf b = { 0 };
	bool is_new;
	uint32_t at;

	buf_put(&b, &s->function, sizeof(s->function));
	put_sets(&b, &s->low);
	put_sets(&b, &s->high);
	buf_put(&b, s->possible, s->npossible * sizeof(*s->possible));
	at = map_put(&x->by_answer, buf_view(&b), x->n, &is_new)->value;
	buf_done(&b);
	if (!is_new)
		return at;
	keep_cutsets(mem, &s->low);
	keep_cutsets(mem, &s->high);
	s->possible =
		copy(mem, s->possible, s->npossible, sizeof(*s->possible));
	VEC_ROOM(x->v, x->n, x->cap);
	x->v[x->n++] = *s;
	return at;
}

static const char *
name_of(const struct landscape *l, uint32_t node)
{
	return node == NODE_NONE ? "?" : l->node[node].name;
}

static int
find_top(struct finder *x, uint32_t t, struct arena *mem, struct err *e)
{
	const struct failing *f = x->f;
	const struct cell *cell = &f->cells->cell[f->top_cell[t]];
	struct failset s = { .function = cell->function };
	uint32_t top = f->first_top + t;

	arena_clear(&x->tmp);
	if (find_sets(x, top, false, &s.low, e) ||
	    find_sets(x, top, true, &s.high, e)) {
		err_prefix(e, "%s", name_of(f->l, cell->site));
		return err_prefix(e, "%s", name_of(f->l, cell->function));
	}
	find_possible(x, top, &s);
	x->answer_of[t] = keep(x, &s, mem);
	return 0;
}

/* Gives each answer the cells of its tops. */
static void
give_cells(struct finder *x, struct arena *mem)
{
	const struct failing *f = x->f;
	uint32_t n = f->cells->ncell, at = 0;
	uint32_t *cell = ARENA_ARRAY(mem, n, uint32_t);

	for (uint32_t i = 0; i < n; i++)
		if (f->top[i] != NODE_NONE)
			x->v[x->answer_of[f->top[i] - f->first_top]].ncell++;
	for (uint32_t i = 0; i < x->n; i++) {
		x->v[i].cell = cell + at;
		at += x->v[i].ncell;
		x->v[i].ncell = 0;
	}
	for (uint32_t i = 0; i < n; i++) {
		struct failset *s;

		if (f->top[i] == NODE_NONE)
			continue;
		s = &x->v[x->answer_of[f->top[i] - f->first_top]];
		s->cell[s->ncell++] = i;
	}
}

static int
cmp_failset(const void *pa, const void *pb)
{
	const struct failset *a = pa, *b = pb;

	if (a->function != b->function)
		return a->function < b->function ? -1 : 1;
	if (a->ncell != b->ncell)
		return a->ncell > b->ncell ? -1 : 1;
	return a->cell[0] < b->cell[0] ? -1 : a->cell[0] > b->cell[0];
}

int
failsets_find(const struct failing *f, const struct failsets_options *o,
	      struct arena *mem, struct failsets *ret, struct err *e)
{
	struct finder x;
	int rc = 0;

	finder_init(&x, f, o);
	for (uint32_t t = 0; t < f->ntop && rc == 0; t++)
		rc = find_top(&x, t, mem, e);
	if (rc == 0) {
		give_cells(&x, mem);
		sort(x.v, x.n, sizeof(*x.v), cmp_failset);
		ret->v = copy(mem, x.v, x.n, sizeof(*x.v));
		ret->n = x.n;
	}
	finder_done(&x);
	return rc;
}

/*
 * Minimal cut sets: an AND/OR graph as a decision diagram, its minimal sets as
 * a second one, and what can be read from both without listing. Refuses to
 * recurse, and says so when a diagram grows beyond its limit.
 *
 * A node fails when it is struck (its variable), or when one of its groups
 * lost more members than it can spare: spare + 1 of its n members failed.
 * Variables get their order where they are met first, depth first from the top.
 *
 * Rings. Nodes that need each other without anything to spare fail together,
 * whichever fails first: they are one class with one function. What is left
 * of rings goes through groups with something to spare; there the functions
 * start at "never" and grow until nothing changes.
 *
 * Worked example: the top needs x, and one of y and z. Its sets are {x} and
 * {y, z}. With 1/2 each: exact 5/8, rare event 1/2 + 1/4, upper bound
 * 1 - 1/2 * 3/4 = 5/8.
 */
#include "analyzer/cutsets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/diagram.h"
#include "analyzer/rings.h"
#include "base/limits.h"
#include "base/sort.h"

/* The part of the graph below the top; its nodes numbered as they are met. */
struct part {
	const struct andor *g;
	const struct cutsets_options *o;
	struct diagram d;
	struct arena mem;
	uint32_t *local; /* by node of the graph: number + 1; 0 = not below */
	uint32_t *node;  /* by number; heap */
	uint32_t n, cap;
	uint32_t *event; /* by variable: node of the graph */
	uint32_t *var;   /* by number; NO_VAR: cannot fail by itself */
	uint32_t nvar;
	struct rings class; /* nodes that fail together, by number */
	struct rings ring;  /* classes that need each other */
	uint32_t *value;    /* by class: its function */
	bool is_ring;       /* what was evaluated needs its own ring */
	uint32_t *term;     /* heap; functions to be joined */
	uint32_t nterm, term_cap;
};

static bool
is_event(const struct part *p, uint32_t node)
{
	if (p->o->is_event)
		return p->o->is_event[node];
	return p->g->group_at[node] == p->g->group_at[node + 1];
}

static uint32_t
first_member(const struct andor *g, uint32_t node)
{
	return g->member_at[g->group_at[node]];
}

/* Where a walk stands. */
struct visit {
	uint32_t node, next; /* member to look at next */
};

static void
add_node(struct part *p, uint32_t node)
{
	p->local[node] = p->n + 1;
	VEC_ROOM(p->node, p->n, p->cap);
	p->node[p->n++] = node;
}

/*
 * A node, and at once those that it needs and that need nothing themselves:
 * behind what lies deeper, a chain of them would make a diagram quadratic.
 */
static void
enter(struct part *p, uint32_t node, struct visit **path, uint32_t *n,
      uint32_t *cap)
{
	const struct andor *g = p->g;
	uint32_t from = first_member(g, node), to = first_member(g, node + 1);

	add_node(p, node);
	for (uint32_t m = from; m < to; m++) {
		uint32_t v = g->member[m].node;

		if (!p->local[v] && g->group_at[v] == g->group_at[v + 1])
			add_node(p, v);
	}
	VEC_ROOM(*path, *n, *cap);
	(*path)[(*n)++] = (struct visit){ node, from };
}

/* Numbers what is below the top, depth first. */
static void
number_nodes(struct part *p, uint32_t top)
{
	const struct andor *g = p->g;
	struct visit *path = NULL;
	uint32_t n = 0, cap = 0;

	p->local = ARENA_ARRAY(&p->mem, g->nnode, uint32_t);
	enter(p, top, &path, &n, &cap);
	while (n) {
		struct visit *v = &path[n - 1];
		uint32_t m;

		if (v->next == first_member(g, v->node + 1)) {
			n--;
			continue;
		}
		m = g->member[v->next++].node;
		if (!p->local[m])
			enter(p, m, &path, &n, &cap);
	}
	free(path);
}

static void
number_events(struct part *p)
{
	p->var = ARENA_ARRAY(&p->mem, p->n, uint32_t);
	p->event = ARENA_ARRAY(&p->mem, p->n, uint32_t);
	for (uint32_t i = 0; i < p->n; i++) {
		p->var[i] = DIAGRAM_NO_VAR;
		if (!is_event(p, p->node[i]))
			continue;
		p->event[p->nvar] = p->node[i];
		p->var[i] = p->nvar++;
	}
}

/* Number of member m of the graph. */
static uint32_t
member(const struct part *p, uint32_t m)
{
	return p->local[p->g->member[m].node] - 1;
}

/* Links being made; to is on the heap. */
struct maker {
	uint32_t *to, n, cap;
};

/* To all that node i needs, or to their classes. */
static void
add_links(const struct part *p, uint32_t i, bool classes, struct maker *to)
{
	const struct andor *g = p->g;
	uint32_t v = p->node[i];

	for (uint32_t m = first_member(g, v); m < first_member(g, v + 1); m++) {
		VEC_ROOM(to->to, to->n, to->cap);
		to->to[to->n++] =
			classes ? p->class.of[member(p, m)] : member(p, m);
	}
}

/* To what node i cannot do without, when none of a group can be spared. */
static void
add_hard_links(const struct part *p, uint32_t i, struct maker *to)
{
	const struct andor *g = p->g;
	uint32_t v = p->node[i];

	for (uint32_t a = g->group_at[v]; a < g->group_at[v + 1]; a++) {
		if (g->spare[a])
			continue;
		for (uint32_t m = g->member_at[a]; m < g->member_at[a + 1];
		     m++) {
			VEC_ROOM(to->to, to->n, to->cap);
			to->to[to->n++] = member(p, m);
		}
	}
}

/* Nodes that fail together. */
static void
find_classes(struct part *p)
{
	uint32_t *first = ARENA_ARRAY(&p->mem, (size_t)p->n + 1, uint32_t);
	struct maker to = { 0 };

	for (uint32_t i = 0; i < p->n; i++) {
		add_hard_links(p, i, &to);
		first[i + 1] = to.n;
	}
	rings_find(&(struct links){ p->n, first, to.to }, &p->mem, &p->class);
	free(to.to);
}

/* Classes that need each other. */
static void
find_rings(struct part *p)
{
	uint32_t n = p->class.nring;
	uint32_t *first = ARENA_ARRAY(&p->mem, (size_t)n + 1, uint32_t);
	struct maker to = { 0 };

	for (uint32_t c = 0; c < n; c++) {
		for (uint32_t i = p->class.first[c]; i < p->class.first[c + 1];
		     i++)
			add_links(p, p->class.node[i], true, &to);
		first[c + 1] = to.n;
	}
	rings_find(&(struct links){ n, first, to.to }, &p->mem, &p->ring);
	free(to.to);
}

static void
add_term(struct part *p, uint32_t f)
{
	if (f == DIAGRAM_0)
		return;
	VEC_ROOM(p->term, p->nterm, p->term_cap);
	p->term[p->nterm++] = f;
}

/* What it takes to lose one group, as one function or as terms of an OR. */
static void
add_group(struct part *p, uint32_t group, uint32_t class)
{
	const struct andor *g = p->g;
	uint32_t from = p->nterm, spare = g->spare[group], f;

	for (uint32_t m = g->member_at[group]; m < g->member_at[group + 1];
	     m++) {
		uint32_t c = p->class.of[member(p, m)];

		if (!spare && c == class)
			continue;
		p->is_ring |= p->ring.of[c] == p->ring.of[class];
		add_term(p, p->value[c]);
	}
	if (!spare)
		return;
	f = p->nterm - from > spare
		    ? diagram_at_least(&p->d, spare + 1, p->term + from,
				       p->nterm - from)
		    : DIAGRAM_0;
	p->nterm = from;
	add_term(p, f);
}

static uint32_t
evaluate(struct part *p, uint32_t class)
{
	p->nterm = 0;
	for (uint32_t i = p->class.first[class]; i < p->class.first[class + 1];
	     i++) {
		uint32_t v = p->class.node[i], node = p->node[v];

		if (p->var[v] != DIAGRAM_NO_VAR)
			add_term(p, diagram_variable(&p->d, p->var[v]));
		for (uint32_t a = p->g->group_at[node];
		     a < p->g->group_at[node + 1] && !p->d.is_full; a++) {
			diagram_work(&p->d, 1);
			add_group(p, a, class);
		}
	}
	return diagram_fold(&p->d, false, p->term, p->nterm);
}

/*
 * Classes that need each other: what they need was met after them, so the last
 * one first, until nothing changes.
 */
static void
evaluate_ring(struct part *p, const uint32_t *class, uint32_t n)
{
	bool changes = true;

	p->is_ring = true;
	while (changes && p->is_ring && !p->d.is_full) {
		changes = p->is_ring = false;
		for (uint32_t i = n; i-- > 0;) {
			uint32_t f = evaluate(p, class[i]);

			changes |= f != p->value[class[i]];
			p->value[class[i]] = f;
		}
	}
}

/* The function of the top, which has number 0. */
static uint32_t
function_of_top(struct part *p)
{
	const struct rings *r = &p->ring;

	find_classes(p);
	find_rings(p);
	p->value = ARENA_ARRAY(&p->mem, p->class.nring, uint32_t);
	for (uint32_t i = 0; i < r->nring && !p->d.is_full; i++)
		evaluate_ring(p, r->node + r->first[i],
			      r->first[i + 1] - r->first[i]);
	return p->value[p->class.of[0]];
}

/* What is read from a diagram */

/* Only the nodes that a root needs, branches first; 0 and 1 stay there. */
struct tree {
	struct diagram_node *node; /* heap */
	uint32_t n, root;
};

static void
tree_of(const struct diagram *d, uint32_t root, struct tree *ret)
{
	uint32_t size = root < DIAGRAM_FIRST ? DIAGRAM_FIRST : root + 1;
	uint32_t *at = mem_realloc(NULL, size, sizeof(*at)), n = DIAGRAM_FIRST;

	memset(at, 0, size * sizeof(*at));
	at[root] = 1;
	for (uint32_t i = size - 1; i >= DIAGRAM_FIRST; i--) {
		if (!at[i])
			continue;
		n++;
		at[d->node[i].hi] = at[d->node[i].lo] = 1;
	}
	ret->node = mem_realloc(NULL, n, sizeof(*ret->node));
	ret->n = n = DIAGRAM_FIRST;
	for (uint32_t i = 0; i < DIAGRAM_FIRST; i++) {
		ret->node[i] = d->node[i];
		at[i] = i;
	}
	for (uint32_t i = DIAGRAM_FIRST; i < size; i++) {
		struct diagram_node x = d->node[i];

		if (!at[i])
			continue;
		ret->node[n] =
			(struct diagram_node){ x.var, at[x.hi], at[x.lo] };
		at[i] = n++;
	}
	ret->n = n;
	ret->root = at[root];
	free(at);
}

/* Counting */

static const wide COUNT_MAX = (wide)1 << 126;

static wide
add_capped(wide a, wide b, bool *capped)
{
	if (a > COUNT_MAX - b) {
		*capped = true;
		return COUNT_MAX;
	}
	return a + b;
}

static wide
times_capped(wide a, wide b, bool *capped)
{
	wide r;

	if (__builtin_mul_overflow(a, b, &r) || r > COUNT_MAX) {
		*capped = true;
		return COUNT_MAX;
	}
	return r;
}

/* Orders of the sets of each node, and what is counted of one order. */
struct orders {
	const struct tree *t;
	struct span {
		uint32_t least, most;
	} * of;                /* by node; least > most: no sets */
	wide *before, *now;    /* by node, where an order is in its span */
	uint32_t *live, nlive; /* nodes with this order in their span */
};

static void
find_spans(struct orders *o)
{
	const struct tree *t = o->t;

	o->of[DIAGRAM_0] = (struct span){ UINT32_MAX, 0 };
	o->of[DIAGRAM_1] = (struct span){ 0, 0 };
	for (uint32_t i = DIAGRAM_FIRST; i < t->n; i++) {
		struct span hi = o->of[t->node[i].hi];
		struct span lo = o->of[t->node[i].lo];

		hi.least++;
		hi.most++;
		o->of[i].least = hi.least < lo.least ? hi.least : lo.least;
		o->of[i].most = hi.most > lo.most ? hi.most : lo.most;
	}
}

/* Sets of `node` with k events; count is of that order. */
static wide
sets_of(const struct orders *o, const wide *count, uint32_t node, uint32_t k)
{
	struct span s = o->of[node];

	return s.least <= k && k <= s.most ? count[node] : 0;
}

/* `starts` is by least order; both lists ascend, so that branches are first. */
static void
next_live(struct orders *o, uint32_t k, const uint32_t *starts, uint32_t n,
	  uint32_t *tmp)
{
	uint32_t *old = o->live, a = 0, b = 0, live = 0;

	while (a < o->nlive || b < n) {
		uint32_t i = b == n || (a < o->nlive && old[a] < starts[b])
				     ? old[a++]
				     : starts[b++];

		if (o->of[i].most >= k)
			tmp[live++] = i;
	}
	memcpy(old, tmp, live * sizeof(*old));
	o->nlive = live;
}
/* Nodes by their least order, ascending within it; first: norder + 1. */
static void
sort_by_least(const struct orders *o, uint32_t norder, uint32_t *first,
	      uint32_t *node)
{
	memset(first, 0, ((size_t)norder + 1) * sizeof(*first));
	for (uint32_t i = DIAGRAM_1; i < o->t->n; i++)
		if (o->of[i].least < norder)
			first[o->of[i].least + 1]++;
	for (uint32_t k = 0; k < norder; k++)
		first[k + 1] += first[k];
	for (uint32_t i = o->t->n; i-- > DIAGRAM_1;)
		if (o->of[i].least < norder)
			node[--first[o->of[i].least + 1]] = i;
	memmove(first, first + 1, norder * sizeof(*first));
	first[norder] = o->t->n - DIAGRAM_1;
}

static wide
count_order(struct orders *o, uint32_t k, bool *capped)
{
	for (uint32_t j = 0; j < o->nlive; j++) {
		uint32_t i = o->live[j];
		const struct diagram_node *x = &o->t->node[i];

		if (i == DIAGRAM_1)
			o->now[i] = 1;
		else
			o->now[i] = add_capped(
				k ? sets_of(o, o->before, x->hi, k - 1) : 0,
				sets_of(o, o->now, x->lo, k), capped);
	}
	return sets_of(o, o->now, o->t->root, k);
}

/*
 * Sets of each order: those of one order from those of the order before. Only
 * two orders are kept, and only nodes that have sets of it are looked at: a
 * chain of 100,000 has as many orders, each in few nodes.
 */
static void
count_orders(struct part *p, const struct tree *t, struct arena *mem,
	     struct cutsets *ret)
{
	struct arena tmp = { 0 };
	struct orders o = {
		.t = t,
		.of = ARENA_ARRAY(&tmp, t->n, struct span),
		.before = ARENA_ARRAY(&tmp, t->n, wide),
		.now = ARENA_ARRAY(&tmp, t->n, wide),
		.live = ARENA_ARRAY(&tmp, t->n, uint32_t),
	};
	uint32_t *node = ARENA_ARRAY(&tmp, t->n, uint32_t);
	uint32_t *merged = ARENA_ARRAY(&tmp, t->n, uint32_t), *first;

	find_spans(&o);
	ret->norder = t->root == DIAGRAM_0 ? 0 : o.of[t->root].most + 1;
	ret->count = ARENA_ARRAY(mem, ret->norder, wide);
	first = ARENA_ARRAY(&tmp, (size_t)ret->norder + 1, uint32_t);
	sort_by_least(&o, ret->norder, first, node);
	for (uint32_t k = 0; k < ret->norder; k++) {
		wide *swap = o.before;

		next_live(&o, k, node + first[k], first[k + 1] - first[k],
			  merged);
		if (!diagram_work(&p->d, o.nlive / 4))
			break;
		ret->count[k] = count_order(&o, k, &ret->is_capped);
		ret->total =
			add_capped(ret->total, ret->count[k], &ret->is_capped);
		o.before = o.now;
		o.now = swap;
	}
	arena_done(&tmp);
}

/* Sets that each event is in: ways to come to its nodes, times what follows. */
static void
count_events(const struct part *p, const struct tree *t, wide *ret)
{
	wide *below = mem_realloc(NULL, t->n, sizeof(*below));
	wide *ways = mem_realloc(NULL, t->n, sizeof(*ways));
	bool capped = false;

	memset(ret, 0, p->nvar * sizeof(*ret));
	memset(ways, 0, t->n * sizeof(*ways));
	below[DIAGRAM_0] = 0;
	below[DIAGRAM_1] = 1;
	for (uint32_t i = DIAGRAM_FIRST; i < t->n; i++)
		below[i] = add_capped(below[t->node[i].hi],
				      below[t->node[i].lo], &capped);
	ways[t->root] = 1;
	for (uint32_t i = t->n - 1; i >= DIAGRAM_FIRST; i--) {
		const struct diagram_node *x = &t->node[i];

		ways[x->hi] = add_capped(ways[x->hi], ways[i], &capped);
		ways[x->lo] = add_capped(ways[x->lo], ways[i], &capped);
		ret[x->var] = add_capped(
			ret[x->var],
			times_capped(ways[i], below[x->hi], &capped), &capped);
	}
	free(below);
	free(ways);
}

/* Listing */

struct listing {
	uint32_t *event; /* heap; set after set */
	uint32_t n, cap, nset;
	uint64_t *orders; /* by node: bit k says that it has a set of order k */
	uint32_t chosen[LIMIT_CUT_ORDER];
	struct pick {
		uint32_t node, depth; /* so many are chosen before it */
		uint32_t event;       /* the last of them */
	} * pick;                     /* heap; branches to go into */
	uint32_t npick, pick_cap;
};

static void
push(struct listing *s, uint32_t node, uint32_t depth, uint32_t event)
{
	VEC_ROOM(s->pick, s->npick, s->pick_cap);
	s->pick[s->npick++] = (struct pick){ node, depth, event };
}

static int
cmp_u32(const void *pa, const void *pb)
{
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;

	return a < b ? -1 : a > b;
}

static void
add_set(struct listing *s, uint32_t order)
{
	for (uint32_t i = 0; i < order; i++) {
		VEC_ROOM(s->event, s->n, s->cap);
		s->event[s->n++] = s->chosen[i];
	}
	sort(s->event + s->n - order, order, sizeof(*s->event), cmp_u32);
	s->nset++;
}

/* Sets of one order, in the order of the variables, until there are max. */
static void
list_order(struct part *p, const struct tree *t, uint32_t order, uint32_t max,
	   struct listing *s)
{
	s->npick = 0;
	if (s->orders[t->root] >> order & 1)
		push(s, t->root, 0, 0);
	while (s->npick && s->nset < max && diagram_work(&p->d, 1)) {
		struct pick at = s->pick[--s->npick];
		const struct diagram_node *x = &t->node[at.node];
		uint32_t left = order - at.depth;

		if (at.depth)
			s->chosen[at.depth - 1] = at.event;
		if (at.node == DIAGRAM_1) {
			add_set(s, order);
			continue;
		}
		if (s->orders[x->lo] >> left & 1)
			push(s, x->lo, at.depth, at.event);
		if (left && s->orders[x->hi] >> (left - 1) & 1)
			push(s, x->hi, at.depth + 1, p->event[x->var]);
	}
}

struct set {
	const uint32_t *event;
	uint32_t n;
};

static int
cmp_set(const void *pa, const void *pb)
{
	const struct set *a = pa, *b = pb;

	for (uint32_t i = 0; i < a->n; i++)
		if (a->event[i] != b->event[i])
			return a->event[i] < b->event[i] ? -1 : 1;
	return 0;
}

/* Sorts the sets of one order that were listed last, and keeps them. */
static void
keep_sets(const struct listing *s, uint32_t order, struct cutsets *ret)
{
	uint32_t n = s->nset - ret->nset, at = ret->set_at[ret->nset];
	struct set *set = mem_realloc(NULL, (size_t)n + 1, sizeof(*set));

	for (uint32_t i = 0; i < n; i++)
		set[i] = (struct set){ s->event + at + i * order, order };
	sort(set, n, sizeof(*set), cmp_set);
	for (uint32_t i = 0; i < n; i++, at += order) {
		for (uint32_t k = 0; k < order; k++)
			ret->event[at + k] = set[i].event[k];
		ret->set_at[++ret->nset] = at + order;
	}
	free(set);
}

static void
find_orders(const struct tree *t, uint64_t *orders)
{
	orders[DIAGRAM_0] = 0;
	orders[DIAGRAM_1] = 1;
	for (uint32_t i = DIAGRAM_FIRST; i < t->n; i++)
		orders[i] = orders[t->node[i].hi] << 1 | orders[t->node[i].lo];
}

/* How many of the sets up to `order` are to be listed, and room for them. */
static void
make_room(const struct part *p, uint32_t order, uint32_t max, struct arena *mem,
	  struct cutsets *ret)
{
	wide sets = 0, events = 0;

	for (uint32_t k = 0; k < ret->norder && k <= p->o->max_order; k++) {
		wide left = max - sets, n = ret->count[k];

		if (n > left || (k > order && n)) {
			ret->is_cut_short = true;
			n = k > order ? 0 : left;
		}
		sets += n;
		events += n * k;
	}
	ret->set_at = ARENA_ARRAY(mem, (size_t)sets + 1, uint32_t);
	ret->event = ARENA_ARRAY(mem, (size_t)events, uint32_t);
}

static uint32_t
least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static void
list_sets(struct part *p, const struct tree *t, struct arena *mem,
	  struct cutsets *ret)
{
	struct listing s = { 0 };
	uint32_t most = least(p->o->max_order, LIMIT_CUT_ORDER);
	uint32_t max = least(p->o->max_sets, LIMIT_CUT_SETS);

	make_room(p, most, max, mem, ret);
	s.orders = mem_realloc(NULL, t->n, sizeof(*s.orders));
	find_orders(t, s.orders);
	for (uint32_t k = 0; k < ret->norder && k <= most; k++) {
		list_order(p, t, k, max, &s);
		keep_sets(&s, k, ret);
	}
	free(s.orders);
	free(s.event);
	free(s.pick);
}

/* Probability */

/* By variable. */
static double *
probabilities(struct part *p)
{
	double *ret = ARENA_ARRAY(&p->mem, p->nvar, double);

	for (uint32_t i = 0; i < p->nvar; i++)
		ret[i] = p->o->probability ? p->o->probability[p->event[i]]
					   : 0.5;
	return ret;
}

/* P(top), and dP(top)/dp of each event. */
static void
exact(const struct tree *t, const double *p, double *ret_p, double *birnbaum)
{
	double *up = mem_realloc(NULL, t->n, sizeof(*up));
	double *down = mem_realloc(NULL, t->n, sizeof(*down));

	up[DIAGRAM_0] = 0;
	up[DIAGRAM_1] = 1;
	for (uint32_t i = 0; i < t->n; i++)
		down[i] = 0;
	for (uint32_t i = DIAGRAM_FIRST; i < t->n; i++) {
		const struct diagram_node *x = &t->node[i];

		up[i] = p[x->var] * up[x->hi] + (1 - p[x->var]) * up[x->lo];
	}
	down[t->root] = 1;
	for (uint32_t i = t->n - 1; i >= DIAGRAM_FIRST; i--) {
		const struct diagram_node *x = &t->node[i];

		birnbaum[x->var] += down[i] * (up[x->hi] - up[x->lo]);
		down[x->hi] += down[i] * p[x->var];
		down[x->lo] += down[i] * (1 - p[x->var]);
	}
	*ret_p = up[t->root];
	free(up);
	free(down);
}

/* Sum over the sets of their probability to the power j. */
static double
power_sum(const struct tree *t, const double *pj, double *tmp)
{
	tmp[DIAGRAM_0] = 0;
	tmp[DIAGRAM_1] = 1;
	for (uint32_t i = DIAGRAM_FIRST; i < t->n; i++)
		tmp[i] = pj[t->node[i].var] * tmp[t->node[i].hi] +
			 tmp[t->node[i].lo];
	return tmp[t->root];
}

/*
 * ln of the product of (1 - P) over the sets that are likelier than a half;
 * their probabilities go to *heavy. With a sum of at most 40 there are fewer
 * than 80 of them.
 */
static double
heavy_sets(struct part *p, const struct tree *t, const double *pr, double *most,
	   double **heavy, uint32_t *n)
{
	struct {
		uint32_t node;
		double p;
	} *path = NULL;
	uint32_t npath = 0, cap = 0, heavy_cap = 0;
	double ret = 0;

	most[DIAGRAM_0] = 0;
	most[DIAGRAM_1] = 1;
	for (uint32_t i = DIAGRAM_FIRST; i < t->n; i++) {
		double hi = pr[t->node[i].var] * most[t->node[i].hi];

		most[i] = fmax(hi, most[t->node[i].lo]);
	}
	VEC_ROOM(path, npath, cap);
	path[npath].node = t->root;
	path[npath++].p = 1;
	while (npath && diagram_work(&p->d, 1)) {
		uint32_t i = path[--npath].node;
		double q = path[npath].p;

		if (q * most[i] <= 0.5)
			continue;
		if (i == DIAGRAM_1) {
			VEC_ROOM(*heavy, *n, heavy_cap);
			(*heavy)[(*n)++] = q;
			ret += log1p(-q);
			continue;
		}
		VEC_ROOM(path, npath, cap);
		path[npath].node = t->node[i].lo;
		path[npath++].p = q;
		VEC_ROOM(path, npath, cap);
		path[npath].node = t->node[i].hi;
		path[npath++].p = q * pr[t->node[i].var];
	}
	free(path);
	return ret;
}

/*
 * 1 - product of (1 - P) over the sets, without listing them:
 *   ln(1 - P) = -(P + P^2/2 + P^3/3 + ...)
 * and a sum of powers over all sets is one walk. Sets likelier than a half are
 * taken apart, so that the terms halve at least.
 */
static double
upper_bound(struct part *p, const struct tree *t, const double *pr, double sum)
{
	double *tmp, *pj, *heavy = NULL, ln;
	uint32_t nheavy = 0;

	if (sum > 40) /* e^-40 is less than what 1 can be told from */
		return 1;
	tmp = mem_realloc(NULL, t->n, sizeof(*tmp));
	pj = mem_realloc(NULL, (size_t)p->nvar + 1, sizeof(*pj));
	for (uint32_t i = 0; i < p->nvar; i++)
		pj[i] = 1;
	ln = heavy_sets(p, t, pr, tmp, &heavy, &nheavy);
	for (int j = 1; j <= 64 && diagram_work(&p->d, t->n / 8); j++) {
		double term;

		for (uint32_t i = 0; i < p->nvar; i++)
			pj[i] *= pr[i];
		term = power_sum(t, pj, tmp);
		for (uint32_t i = 0; i < nheavy; i++)
			term -= pow(heavy[i], j);
		ln -= term / j;
		if (term <= fabs(ln) * 0x1p-56)
			break;
	}
	free(tmp);
	free(pj);
	free(heavy);
	return -expm1(ln);
}

/* Importance */

/* Twelve digits: equal events come by node, whatever the last bit says. */
static double
coarse(double x)
{
	int e;
	double m = frexp(x, &e);

	return ldexp(rint(m * 0x1p40), e - 40);
}

static int
cmp_importance(const void *pa, const void *pb)
{
	const struct importance *a = pa, *b = pb;
	double x = coarse(a->birnbaum), y = coarse(b->birnbaum);

	if (x != y)
		return x > y ? -1 : 1;
	return a->node < b->node ? -1 : a->node > b->node;
}

/*
 * is_always: in every set, so that nothing fails without it. A rest that is
 * less than what doubles can tell apart is no number to divide by.
 */
static struct importance
importance_of(uint32_t node, wide sets, double birnbaum, double p, double top,
	      bool is_always)
{
	double works = is_always ? 0 : fmax(0, top - p * birnbaum);
	double fails = works + birnbaum;
	bool is_defined = top > 0;

	return (struct importance){
		.node = node,
		.sets = sets,
		.birnbaum = birnbaum,
		.critical = is_defined ? birnbaum * p / top : NAN,
		.diagnosis = is_defined ? fails * p / top : NAN,
		.raw = is_defined ? fails / top : NAN,
		.rrw = is_defined && works > top * 1e-12 ? top / works : NAN,
	};
}

static void
find_importance(struct part *p, const struct tree *sets, const double *pr,
		const double *birnbaum, struct arena *mem, struct cutsets *ret)
{
	wide *in = ARENA_ARRAY(&p->mem, p->nvar, wide);

	count_events(p, sets, in);
	ret->importance = ARENA_ARRAY(mem, p->nvar, struct importance);
	for (uint32_t i = 0; i < p->nvar; i++) {
		if (!in[i])
			continue;
		ret->importance[ret->nimportance++] =
			importance_of(p->event[i], in[i], birnbaum[i], pr[i],
				      ret->probability,
				      !ret->is_capped && in[i] == ret->total);
	}
	sort(ret->importance, ret->nimportance, sizeof(*ret->importance),
	     cmp_importance);
}

static void
measure(struct part *p, const struct tree *function, const struct tree *sets,
	struct arena *mem, struct cutsets *ret)
{
	double *pr = probabilities(p), *tmp, sum;
	double *birnbaum = ARENA_ARRAY(&p->mem, p->nvar, double);

	exact(function, pr, &ret->probability, birnbaum);
	tmp = mem_realloc(NULL, sets->n, sizeof(*tmp));
	sum = power_sum(sets, pr, tmp);
	free(tmp);
	ret->rare_event = fmin(sum, 1);
	ret->upper_bound = upper_bound(p, sets, pr, sum);
	find_importance(p, sets, pr, birnbaum, mem, ret);
}

static int
find(struct part *p, uint32_t top, struct arena *mem, struct cutsets *ret,
     struct err *e)
{
	struct tree function, sets;
	uint32_t f, family;

	number_nodes(p, top);
	number_events(p);
	f = function_of_top(p);
	family = diagram_minimal(&p->d, f);
	if (diagram_check(&p->d, e))
		return -1;
	tree_of(&p->d, f, &function);
	tree_of(&p->d, family, &sets);
	count_orders(p, &sets, mem, ret);
	if (!p->d.is_full)
		list_sets(p, &sets, mem, ret);
	if (!p->d.is_full)
		measure(p, &function, &sets, mem, ret);
	free(function.node);
	free(sets.node);
	return diagram_check(&p->d, e);
}

int
cutsets_find(const struct andor *g, uint32_t top,
	     const struct cutsets_options *o, struct arena *mem,
	     struct cutsets *ret, struct err *e)
{
	struct part p = { .g = g, .o = o };
	struct cutsets found = { 0 };
	int rc;

	diagram_init(&p.d);
	rc = find(&p, top, mem, &found, e);
	if (rc == 0)
		*ret = found;
	diagram_done(&p.d);
	free(p.node);
	free(p.term);
	arena_done(&p.mem);
	return rc;
}

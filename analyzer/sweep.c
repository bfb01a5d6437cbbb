/*
 * Many failures at once: 512 scenarios in the bits of one cache line for each
 * node. Refuses to keep more than one block of them.
 *
 * Before the first block the graph is rewritten for it. Groups that can spare
 * nothing are plain links. Nodes in a ring of plain links fail together, and
 * are one unit. Units come after what they need; those that need each other
 * through groups that can spare something stay together in a ring, and only
 * there a fixpoint has to be found, by passing on what is new.
 *
 * In one block most nodes fail in no scenario at all. A bit for each node says
 * so, and lines that are zero are neither read nor cleared.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/andor.h"
#include "analyzer/lanes.h"
#include "analyzer/rings.h"
#include "base/sort.h"

/* A group that can spare something. */
struct soft {
	uint32_t spare;
	uint32_t first, n; /* in soft_member */
	uint32_t bits;     /* planes of its counter */
	uint32_t plane;    /* the first of them */
};

/* Within a ring: whom a unit passes failure on to. */
struct push {
	uint32_t to;   /* unit */
	uint32_t soft; /* group that counts it, or NONE */
};

struct sweep {
	struct arena mem;
	const struct andor *g;
	/* Units in the order of the sweep. */
	uint32_t nunit;
	uint32_t *node_at, *node; /* nodes of a unit; the first has
				     its line */
	uint32_t *unit;           /* by node */
	uint32_t *hard_at, *hard; /* lines that it needs, of before it */
	uint32_t *soft_at;        /* groups of a unit */
	struct soft *soft;
	uint32_t *soft_member;    /* lines */
	uint32_t *ring_at, nring; /* units of a ring */
	uint32_t *push_at;        /* by unit */
	struct push *push;
	struct andor_lanes *line;  /* by node: what fails */
	struct andor_lanes *fresh; /* by unit of the ring at hand: what
				      is to be passed on */
	struct andor_lanes *plane; /* counters of rings */
	bool *is_live;             /* by node: its line is not zero */
	uint64_t *is_due;          /* by unit of the ring at hand */
	uint32_t *live, nlive;     /* nodes */
	uint32_t *some;            /* room for the longest list */
};

/* Lists of lines */

static inline struct lanes
or_all(struct lanes sum, const struct andor_lanes *line, const uint32_t *of,
       uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		sum = lanes_or(sum, lanes_load(&line[of[i]]));
	return sum;
}

static struct lanes
and_all(const struct andor_lanes *line, const uint32_t *of, uint32_t n)
{
	struct lanes all = lanes_load(&line[of[0]]);

	for (uint32_t i = 1; i < n; i++)
		all = lanes_and(all, lanes_load(&line[of[i]]));
	return all;
}

/*
 * A counter for each lane starts at 2^bits - 1 - spare, so that a carry out of
 * the last plane is the failure that is one too many. It may go round again,
 * but by then the group is lost.
 */
static void
count_from(struct andor_lanes *plane, const struct soft *s)
{
	for (uint32_t i = 0; i < s->bits; i++)
		memset(&plane[i], s->spare >> i & 1 ? 0 : 0xff, sizeof(*plane));
}

static struct lanes
count_all(struct andor_lanes *plane, const struct soft *s,
	  const struct andor_lanes *line, const uint32_t *of, uint32_t n)
{
	struct lanes lost = { 0 };

	for (uint32_t i = 0; i < n; i++)
		lost = lanes_or(lost, lanes_count(plane, s->bits,
						  lanes_load(&line[of[i]])));
	return lost;
}

/* Which nodes fail somewhere */

static inline bool
is_live(const struct sweep *w, uint32_t node)
{
	return w->is_live[node];
}

static inline void
wake(struct sweep *w, uint32_t node)
{
	if (is_live(w, node))
		return;
	w->is_live[node] = true;
	w->live[w->nlive++] = node;
}

/* Those of a list that are live, into `some`; without branches. */
static inline uint32_t
live_of(const struct sweep *w, const uint32_t *list, uint32_t n)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < n; i++) {
		w->some[k] = list[i];
		k += is_live(w, list[i]);
	}
	return k;
}

static void
forget(struct sweep *w)
{
	for (uint32_t i = 0; i < w->nlive; i++)
		memset(&w->line[w->live[i]], 0, sizeof(*w->line));
	memset(w->is_live, 0, w->g->nnode);
	w->nlive = 0;
}

/* One block */

/* What fails of a list of lines; nothing when none is live. */
static inline struct lanes
any_of(const struct sweep *w, const uint32_t *list, uint32_t n)
{
	n = live_of(w, list, n);
	return or_all((struct lanes){ 0 }, w->line, w->some, n);
}

static struct lanes
struck(const struct sweep *w, uint32_t u)
{
	uint32_t from = w->node_at[u];

	return any_of(w, &w->node[from], w->node_at[u + 1] - from);
}

static struct lanes
hard_of(const struct sweep *w, uint32_t u)
{
	uint32_t from = w->hard_at[u];

	return any_of(w, &w->hard[from], w->hard_at[u + 1] - from);
}

/* All nodes of a unit get its line. */
static inline void
share(struct sweep *w, uint32_t u, struct lanes x)
{
	if (!lanes_any(x))
		return;
	for (uint32_t i = w->node_at[u]; i < w->node_at[u + 1]; i++) {
		lanes_store(&w->line[w->node[i]], x);
		wake(w, w->node[i]);
	}
}

/* Lost only with all of its members, and with one that works it is not. */
static inline bool
all_live(const struct sweep *w, const uint32_t *list, uint32_t n)
{
	bool all = true;

	for (uint32_t i = 0; i < n && all; i++)
		all = is_live(w, list[i]);
	return all;
}

static inline struct lanes
soft_of(const struct sweep *w, const struct soft *s)
{
	const uint32_t *member = &w->soft_member[s->first];
	uint32_t n;

	if (s->spare == s->n - 1)
		return all_live(w, member, s->n)
			       ? and_all(w->line, member, s->n)
			       : (struct lanes){ 0 };
	n = live_of(w, member, s->n);
	if (n <= s->spare)
		return (struct lanes){ 0 };
	count_from(w->plane, s);
	return count_all(w->plane, s, w->line, w->some, n);
}

/* A unit that needs only what came before it. */
static void
settle(struct sweep *w, uint32_t u)
{
	struct lanes x = lanes_or(struck(w, u), hard_of(w, u));

	for (uint32_t i = w->soft_at[u]; i < w->soft_at[u + 1]; i++)
		x = lanes_or(x, soft_of(w, &w->soft[i]));
	share(w, u, x);
}

/* Rings */

static void
due(struct sweep *w, uint32_t from, uint32_t u, struct lanes x)
{
	struct andor_lanes *fresh = &w->fresh[u - from];

	if (!lanes_any(x))
		return;
	lanes_store(fresh, lanes_or(lanes_load(fresh), x));
	w->is_due[(u - from) / 64] |= (uint64_t)1 << (u - from) % 64;
}

/* What comes into the ring from outside; false when nothing does. */
static bool
enter(struct sweep *w, uint32_t from, uint32_t to)
{
	bool is_any = false;

	for (uint32_t u = from; u < to; u++) {
		struct lanes x = lanes_or(struck(w, u), hard_of(w, u));

		memset(&w->line[w->node[w->node_at[u]]], 0, sizeof(*w->line));
		is_any |= lanes_any(x);
		for (uint32_t i = w->soft_at[u]; i < w->soft_at[u + 1]; i++) {
			const struct soft *s = &w->soft[i];
			uint32_t n =
				live_of(w, &w->soft_member[s->first], s->n);

			is_any |= n > 0;
			count_from(&w->plane[s->plane], s);
			x = lanes_or(x, count_all(&w->plane[s->plane], s,
						  w->line, w->some, n));
		}
		due(w, from, u, x);
	}
	return is_any;
}

/* What is new in one unit, to those of the ring that need it. */
static void
pass_on(struct sweep *w, uint32_t from, uint32_t u)
{
	struct andor_lanes *line = &w->line[w->node[w->node_at[u]]];
	struct lanes known = lanes_load(line);
	struct lanes fresh =
		lanes_without(lanes_load(&w->fresh[u - from]), known);

	memset(&w->fresh[u - from], 0, sizeof(*w->fresh));
	if (!lanes_any(fresh))
		return;
	lanes_store(line, lanes_or(known, fresh));
	for (uint32_t i = w->push_at[u]; i < w->push_at[u + 1]; i++) {
		const struct push *p = &w->push[i];
		struct lanes x = fresh;

		if (p->soft != ANDOR_NONE) {
			const struct soft *s = &w->soft[p->soft];

			x = lanes_count(&w->plane[s->plane], s->bits, x);
		}
		due(w, from, p->to, x);
	}
}

/* Upwards through what is due, also when it becomes so on the way. */
static bool
pass_up(struct sweep *w, uint32_t from, uint32_t n)
{
	bool is_any = false;

	for (uint32_t i = 0; i <= n / 64; i++)
		while (w->is_due[i]) {
			uint32_t bit = (uint32_t)__builtin_ctzll(w->is_due[i]);

			w->is_due[i] &= w->is_due[i] - 1;
			pass_on(w, from, from + i * 64 + bit);
			is_any = true;
		}
	return is_any;
}

static bool
pass_down(struct sweep *w, uint32_t from, uint32_t n)
{
	bool is_any = false;

	for (uint32_t i = n / 64 + 1; i--;)
		while (w->is_due[i]) {
			uint32_t bit =
				63 - (uint32_t)__builtin_clzll(w->is_due[i]);

			w->is_due[i] ^= (uint64_t)1 << bit;
			pass_on(w, from, from + i * 64 + bit);
			is_any = true;
		}
	return is_any;
}

/*
 * Up and down in turn: a wave through the ring is then seldom met more than
 * once, however many scenarios started it and wherever. In the worst case each
 * scenario is passed on by itself, as it would be outside a sweep.
 */
static void
settle_ring(struct sweep *w, uint32_t from, uint32_t to)
{
	if (!enter(w, from, to))
		return;
	while (pass_up(w, from, to - from) && pass_down(w, from, to - from))
		;
	for (uint32_t u = from; u < to; u++)
		share(w, u, lanes_load(&w->line[w->node[w->node_at[u]]]));
}

static void
settle_all(struct sweep *w, uint32_t first)
{
	uint32_t lo = 0, hi = w->nring;

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (w->ring_at[mid] <= first)
			lo = mid;
		else
			hi = mid;
	}
	for (uint32_t i = lo; i < w->nring; i++) {
		uint32_t from = w->ring_at[i], to = w->ring_at[i + 1];

		if (to - from == 1)
			settle(w, from);
		else
			settle_ring(w, from, to);
	}
}

/* Nothing before the first unit that is struck can fail. */
static void
sweep_block(struct sweep *w, const struct andor_scenarios *s, uint32_t from,
	    uint32_t n)
{
	uint32_t first = ANDOR_NONE;

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = s->struck_at[from + i];
		     k < s->struck_at[from + i + 1]; k++) {
			uint32_t v = s->struck[k];

			assert(v < w->g->nnode);
			wake(w, v);
			w->line[v].word[i / 64] |= (uint64_t)1 << i % 64;
			if (w->unit[v] < first)
				first = w->unit[v];
		}
	if (first != ANDOR_NONE)
		settle_all(w, first);
}

/* The graph, rewritten */

struct plan {
	struct arena mem;
	struct rings hard, all; /* over plain links; over all of them */
	uint32_t *seen;         /* by unit: unit + 1 that has it as a link */
	struct {
		uint32_t from, to, soft;
	} * push; /* heap */
	size_t npush, push_cap;
};

static void
find_rings(const struct andor *g, struct plan *p)
{
	struct arena tmp = { 0 };
	uint32_t *first = ARENA_ARRAY(&tmp, (size_t)g->nnode + 1, uint32_t);
	uint32_t *to = ARENA_ARRAY(&tmp, g->nmember, uint32_t), n = 0;
	struct links links = { g->nnode, first, to };

	for (uint32_t v = 0; v <= g->nnode; v++)
		first[v] = g->member_at[g->group_at[v]];
	for (uint32_t i = 0; i < g->nmember; i++)
		to[i] = g->member[i].node;
	rings_find(&links, &p->mem, &p->all);
	for (uint32_t v = 0; v < g->nnode; v++) {
		first[v] = n;
		for (uint32_t i = g->group_at[v]; i < g->group_at[v + 1]; i++)
			for (uint32_t m = g->member_at[i];
			     !g->spare[i] && m < g->member_at[i + 1]; m++)
				to[n++] = g->member[m].node;
	}
	first[g->nnode] = n;
	rings_find(&links, &p->mem, &p->hard);
	arena_done(&tmp);
}

/* A unit of a ring, by its place in the order. */
static uint64_t
place_of(const struct plan *p, uint32_t hard)
{
	return (uint64_t)p->all.left[p->hard.node[p->hard.first[hard]]] << 32 |
	       hard;
}

/* Units of one ring, needs first as far as that goes. */
static uint32_t
order_ring(const struct plan *p, uint32_t ring, uint64_t *key)
{
	uint32_t n = 0;

	for (uint32_t i = p->all.first[ring]; i < p->all.first[ring + 1]; i++) {
		uint32_t v = p->all.node[i], hard = p->hard.of[v];

		if (p->hard.node[p->hard.first[hard]] == v)
			key[n++] = place_of(p, hard);
	}
	sort_u64(key, n);
	return n;
}

/*
 * Rings by how far they are below what nobody needs, the deepest first. Then
 * what fails little, since little needs it, is near the end, and a block of
 * such scenarios need not look at the rest.
 */
static uint64_t *
order_rings(const struct andor *g, struct plan *p)
{
	uint64_t *key = ARENA_ARRAY(&p->mem, p->all.nring, uint64_t);
	uint32_t *depth = ARENA_ARRAY(&p->mem, p->all.nring, uint32_t);

	for (uint32_t i = g->nnode; i--;) {
		uint32_t v = p->all.node[i], ring = p->all.of[v];
		uint32_t m = g->member_at[g->group_at[v]];

		for (; m < g->member_at[g->group_at[v + 1]]; m++) {
			uint32_t on = p->all.of[g->member[m].node];

			if (on != ring && depth[on] <= depth[ring])
				depth[on] = depth[ring] + 1;
		}
	}
	for (uint32_t ring = 0; ring < p->all.nring; ring++)
		key[ring] = (uint64_t)(UINT32_MAX - depth[ring]) << 32 | ring;
	sort_u64(key, p->all.nring);
	return key;
}

static void
order_units(struct sweep *w, struct plan *p)
{
	uint64_t *ring = order_rings(w->g, p);
	uint64_t *key = ARENA_ARRAY(&p->mem, p->hard.nring, uint64_t);
	uint32_t at = 0, n;

	w->node_at = ARENA_ARRAY(&w->mem, (size_t)p->hard.nring + 1, uint32_t);
	w->node = ARENA_ARRAY(&w->mem, w->g->nnode, uint32_t);
	w->unit = ARENA_ARRAY(&w->mem, w->g->nnode, uint32_t);
	w->ring_at = ARENA_ARRAY(&w->mem, (size_t)p->all.nring + 1, uint32_t);
	for (uint32_t r = 0; r < p->all.nring; r++) {
		n = order_ring(p, (uint32_t)ring[r], key);
		for (uint32_t i = 0; i < n; i++, w->nunit++) {
			uint32_t hard = (uint32_t)key[i];

			for (uint32_t k = p->hard.first[hard];
			     k < p->hard.first[hard + 1]; k++) {
				w->unit[p->hard.node[k]] = w->nunit;
				w->node[at++] = p->hard.node[k];
			}
			w->node_at[w->nunit + 1] = at;
		}
		w->ring_at[++w->nring] = w->nunit;
	}
}

static uint32_t
line_of(const struct sweep *w, uint32_t unit)
{
	return w->node[w->node_at[unit]];
}

static bool
in_one_ring(const struct sweep *w, const struct plan *p, uint32_t a, uint32_t b)
{
	return p->all.of[line_of(w, a)] == p->all.of[line_of(w, b)];
}

static void
add_push(struct plan *p, uint32_t from, uint32_t to, uint32_t soft)
{
	VEC_ROOM(p->push, p->npush, p->push_cap);
	p->push[p->npush].from = from;
	p->push[p->npush].to = to;
	p->push[p->npush++].soft = soft;
}

/* Members of the groups of node v that it needs all: links, each once. */
static void
add_hard_of(struct sweep *w, struct plan *p, uint32_t u, uint32_t v,
	    uint32_t *n)
{
	const struct andor *g = w->g;

	for (uint32_t i = g->group_at[v]; i < g->group_at[v + 1]; i++) {
		if (g->spare[i])
			continue;
		for (uint32_t m = g->member_at[i]; m < g->member_at[i + 1];
		     m++) {
			uint32_t on = w->unit[g->member[m].node];

			if (p->seen[on] == u + 1)
				continue;
			p->seen[on] = u + 1;
			if (in_one_ring(w, p, u, on))
				add_push(p, on, u, ANDOR_NONE);
			else
				w->hard[(*n)++] = line_of(w, on);
		}
	}
}

static void
fill_hard(struct sweep *w, struct plan *p, uint32_t u, uint32_t *n)
{
	p->seen[u] = u + 1;
	for (uint32_t i = w->node_at[u]; i < w->node_at[u + 1]; i++)
		add_hard_of(w, p, u, w->node[i], n);
	w->hard_at[u + 1] = *n;
}

/*
 * A group with so many members that the unit needs anyway, itself included,
 * that it is not lost before one of those fails, says nothing.
 */
static bool
is_idle(const struct sweep *w, const struct plan *p, uint32_t u, uint32_t group)
{
	const struct andor *g = w->g;
	uint32_t others = 0;

	for (uint32_t m = g->member_at[group]; m < g->member_at[group + 1]; m++)
		others += p->seen[w->unit[g->member[m].node]] != u + 1;
	return others <= g->spare[group];
}

static void
add_soft_group(struct sweep *w, struct plan *p, uint32_t u, uint32_t group,
	       uint32_t nsoft, uint32_t *nmember)
{
	const struct andor *g = w->g;
	struct soft *s = &w->soft[nsoft];

	*s = (struct soft){ .spare = g->spare[group], .first = *nmember };
	while (s->spare >> s->bits)
		s->bits++;
	for (uint32_t m = g->member_at[group]; m < g->member_at[group + 1];
	     m++) {
		uint32_t on = w->unit[g->member[m].node];

		if (on == u)
			continue;
		if (in_one_ring(w, p, u, on))
			add_push(p, on, u, nsoft);
		else
			w->soft_member[(*nmember)++] = line_of(w, on);
	}
	s->n = *nmember - s->first;
}

static void
fill_soft(struct sweep *w, struct plan *p, uint32_t u, uint32_t *nsoft,
	  uint32_t *nmember)
{
	const struct andor *g = w->g;

	for (uint32_t i = w->node_at[u]; i < w->node_at[u + 1]; i++) {
		uint32_t v = w->node[i];

		for (uint32_t k = g->group_at[v]; k < g->group_at[v + 1]; k++)
			if (g->spare[k] && !is_idle(w, p, u, k))
				add_soft_group(w, p, u, k, (*nsoft)++, nmember);
	}
	w->soft_at[u + 1] = *nsoft;
}

static void
fill_lists(struct sweep *w, struct plan *p)
{
	const struct andor *g = w->g;
	size_t n = (size_t)w->nunit + 1;
	uint32_t soft = 0, hard = 0;

	for (uint32_t i = 0; i < g->ngroup; i++) {
		uint32_t members = g->member_at[i + 1] - g->member_at[i];

		*(g->spare[i] ? &soft : &hard) += members;
	}
	p->seen = ARENA_ARRAY(&p->mem, w->nunit, uint32_t);
	w->hard_at = ARENA_ARRAY(&w->mem, n, uint32_t);
	w->hard = ARENA_ARRAY(&w->mem, hard, uint32_t);
	w->soft_at = ARENA_ARRAY(&w->mem, n, uint32_t);
	w->soft_member = ARENA_ARRAY(&w->mem, soft, uint32_t);
	/* A group that can spare something has two members at least. */
	w->soft = ARENA_ARRAY(&w->mem, soft / 2, struct soft);
	hard = soft = 0;
	for (uint32_t u = 0, member = 0; u < w->nunit; u++) {
		fill_hard(w, p, u, &hard);
		fill_soft(w, p, u, &soft, &member);
	}
}

static void
fill_push(struct sweep *w, const struct plan *p)
{
	uint32_t *at;

	w->push_at = at = ARENA_ARRAY(&w->mem, (size_t)w->nunit + 1, uint32_t);
	w->push = ARENA_ARRAY(&w->mem, p->npush, struct push);
	for (size_t i = 0; i < p->npush; i++)
		at[p->push[i].from + 1]++;
	for (uint32_t u = 0; u < w->nunit; u++)
		at[u + 1] += at[u];
	for (size_t i = 0; i < p->npush; i++)
		w->push[at[p->push[i].from]++] =
			(struct push){ p->push[i].to, p->push[i].soft };
	memmove(at + 1, at, w->nunit * sizeof(*at));
	at[0] = 0;
}

static struct andor_lanes *
lines(struct arena *mem, size_t n)
{
	char *p = arena_array(mem, n + 1, sizeof(struct andor_lanes));

	return (struct andor_lanes *)(p + (-(uintptr_t)p & 63));
}

/* Longest list and ring, and planes of counters in rings. */
static void
make_room(struct sweep *w)
{
	uint32_t list = 0, ring = 0, planes = 32;

	for (uint32_t i = 0; i < w->nring; i++) {
		uint32_t from = w->ring_at[i], to = w->ring_at[i + 1];

		if (to - from > 1 && to - from > ring)
			ring = to - from;
		for (uint32_t u = from; u < to; u++) {
			if (w->hard_at[u + 1] - w->hard_at[u] > list)
				list = w->hard_at[u + 1] - w->hard_at[u];
			if (w->node_at[u + 1] - w->node_at[u] > list)
				list = w->node_at[u + 1] - w->node_at[u];
			for (uint32_t k = w->soft_at[u]; k < w->soft_at[u + 1];
			     k++) {
				if (w->soft[k].n > list)
					list = w->soft[k].n;
				if (to - from == 1)
					continue;
				w->soft[k].plane = planes;
				planes += w->soft[k].bits;
			}
		}
	}
	w->line = lines(&w->mem, w->g->nnode);
	w->fresh = lines(&w->mem, ring);
	w->plane = lines(&w->mem, planes);
	w->is_live = ARENA_ARRAY(&w->mem, w->g->nnode, bool);
	w->is_due = ARENA_ARRAY(&w->mem, ring / 64 + 1, uint64_t);
	w->live = ARENA_ARRAY(&w->mem, w->g->nnode, uint32_t);
	w->some = ARENA_ARRAY(&w->mem, (size_t)list + 1, uint32_t);
}

static void
prepare(const struct andor *g, struct sweep *w)
{
	struct plan p = { 0 };

	*w = (struct sweep){ .g = g };
	find_rings(g, &p);
	order_units(w, &p);
	fill_lists(w, &p);
	fill_push(w, &p);
	free(p.push);
	arena_done(&p.mem);
	make_room(w);
}

void
andor_sweep(const struct andor *g, const struct andor_scenarios *s,
	    andor_visit *visit, void *ctx)
{
	struct sweep w;

	prepare(g, &w);
	for (uint32_t from = 0, n; from < s->n; from += n) {
		n = s->n - from < ANDOR_LANES ? s->n - from : ANDOR_LANES;
		sweep_block(&w, s, from, n);
		visit(ctx, from, n, w.line);
		forget(&w);
	}
	arena_done(&w.mem);
}

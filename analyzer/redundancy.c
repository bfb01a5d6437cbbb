/*
 * Redundancy that shares something. First what each candidate takes, many at
 * once; then, for what is shared, by which way, and whether that is only
 * through something nearer. Refuses to take unknown for shared, and several
 * suppliers of one product for redundancy.
 */
#include "analyzer/redundancy.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/sort.h"

/* A group of which some members are enough. */
struct choice {
	uint32_t group;   /* of low */
	uint32_t pattern; /* same products, same shared */
	uint32_t nshared; /* also those that are not kept */
	uint64_t digest;  /* of all that is shared */
};

/* What choices of the same products that share the same have in common. */
struct pattern {
	uint32_t choice;        /* the first */
	const uint32_t *member; /* products, ascending */
	const uint32_t *place;  /* by member: where it is in the group */
	struct shared_entity *shared;
	uint32_t nshared;
};

struct finder {
	const struct failing *f;
	const struct andor *g; /* low */
	struct arena *mem;     /* of the result */
	struct arena tmp, brief;
	struct choice *choice; /* heap */
	uint32_t nchoice, choice_cap;
	uint32_t *choice_of; /* by top: choice + 1, or 0 */
	uint64_t *pair;      /* heap: choice, candidate */
	size_t npair, pair_cap;
	struct pattern *pattern; /* heap */
	uint32_t npattern, pattern_cap;
	struct andor_failure fail;
	/* One region: nodes through which a choice fails. */
	uint32_t *mark, *group_mark, stamp; /* by node, by group */
	uint32_t *lost;                     /* by group */
	uint32_t *kept;                     /* by node: stamp, works anyway */
	struct andor_link *via;             /* by node; group NONE: struck */
	bool *is_down;                      /* by node, when marked */
	uint32_t *node, nnode, node_cap;    /* heap: of the region */
	uint32_t *queue;                    /* heap */
	uint32_t queue_cap;
};

static uint32_t
members(const struct andor *g, uint32_t group)
{
	return g->member_at[group + 1] - g->member_at[group];
}

static const struct andor_member *
first_member(const struct andor *g, uint32_t group)
{
	return &g->member[g->member_at[group]];
}

/* Which groups */

static bool
is_use(const struct failing *f, uint32_t node)
{
	return node >= f->use && node < f->use + f->nuse;
}

/* The product of a use; any other node is itself. */
static uint32_t
product_of(const struct failing *f, uint32_t node)
{
	return is_use(f, node) ? f->use_product[node - f->use] : node;
}

static bool
is_choice(const struct finder *b, uint32_t group)
{
	const struct failing *f = b->f;
	const struct andor_member *m = first_member(b->g, group);
	uint32_t n = members(b->g, group);

	if (n < 2 || b->g->spare[group] == 0)
		return false;
	for (uint32_t i = 0; i < n; i++) {
		if (product_of(f, m[i].node) >= f->l->nnode)
			return false; /* not known which */
		if (!is_use(f, m[i].node) &&
		    f->edge[m[i].label].fact != FACT_NEEDS)
			return false;
	}
	return true;
}

static void
add_choices(struct finder *b, uint32_t node)
{
	for (uint32_t g = b->g->group_at[node]; g < b->g->group_at[node + 1];
	     g++) {
		if (!is_choice(b, g))
			continue;
		VEC_ROOM(b->choice, b->nchoice, b->choice_cap);
		b->choice[b->nchoice++] =
			(struct choice){ .group = g, .digest = 0x9e3779b9 };
		if (node >= b->f->first_top)
			b->choice_of[node - b->f->first_top] = b->nchoice;
	}
}

/* Those of tops, and of whatever some top needs. */
static void
find_choices(struct finder *b)
{
	const struct andor *g = b->g;
	const struct failing *f = b->f;
	bool *is_used = ARENA_ARRAY(&b->tmp, f->nnode, bool);
	uint32_t *stack = ARENA_ARRAY(&b->tmp, f->nnode, uint32_t), n = 0;

	for (uint32_t i = 0; i < f->ntop; i++) {
		add_choices(b, f->first_top + i);
		stack[n++] = f->first_top + i;
	}
	while (n) {
		uint32_t v = stack[--n], to;

		for (uint32_t i = g->member_at[g->group_at[v]];
		     i < g->member_at[g->group_at[v + 1]]; i++) {
			to = g->member[i].node;
			if (!is_used[to])
				stack[n++] = to;
			is_used[to] = true;
		}
	}
	for (uint32_t v = 0; v < f->l->nnode; v++)
		if (is_used[v])
			add_choices(b, v);
}

/* What takes all: 64 candidates in a word */

enum { PLANES = 32 };

/* Bits of which more than `spare` members of the group are set. */
static uint64_t
lost_in(const struct andor *g, uint32_t group, const struct andor_lanes *lanes,
	uint32_t word)
{
	const struct andor_member *m = first_member(g, group);
	uint32_t n = members(g, group), need = g->spare[group] + 1, top = 0;
	uint64_t plane[PLANES] = { 0 }, more = 0, same = UINT64_MAX;

	for (uint32_t i = 0; i < n; i++) {
		uint64_t carry = lanes[m[i].node].word[word];

		for (uint32_t p = 0; carry && p < PLANES; p++) {
			uint64_t next = plane[p] & carry;

			plane[p] ^= carry;
			carry = next;
			top = p >= top ? p + 1 : top;
		}
	}
	if (top < PLANES && need >> top)
		return 0;
	for (uint32_t p = top; p-- > 0;) {
		if (need >> p & 1) {
			same &= plane[p];
		} else {
			more |= same & plane[p];
			same &= ~plane[p];
		}
	}
	return more | same;
}

static void
add_shared(struct finder *b, uint32_t choice, uint32_t candidate)
{
	struct choice *c = &b->choice[choice];

	c->digest = (c->digest ^ candidate) * 0x9e3779b97f4a7c15u;
	c->digest ^= c->digest >> 29;
	if (c->nshared++ >= REDUNDANCY_SHARED)
		return;
	VEC_ROOM(b->pair, b->npair, b->pair_cap);
	b->pair[b->npair++] = (uint64_t)choice << 32 | candidate;
}

static void
look_at_block(void *ctx, uint32_t first, uint32_t n,
	      const struct andor_lanes *lanes)
{
	struct finder *b = ctx;

	for (uint32_t i = 0; i < b->nchoice; i++) {
		for (uint32_t w = 0; w * 64 < n; w++) {
			uint64_t lost =
				lost_in(b->g, b->choice[i].group, lanes, w);

			for (; lost; lost &= lost - 1)
				add_shared(
					b, i,
					b->f->candidate[first + w * 64 +
							(uint32_t)
								__builtin_ctzll(
									lost)]);
		}
	}
}

static void
find_shared(struct finder *b)
{
	uint32_t n = b->f->ncandidate;
	uint32_t *at = ARENA_ARRAY(&b->tmp, (size_t)n + 1, uint32_t);
	struct andor_scenarios s = { n, at, b->f->candidate };

	for (uint32_t i = 0; i <= n; i++)
		at[i] = i;
	if (b->nchoice)
		andor_sweep(b->g, &s, look_at_block, b);
	sort_u64(b->pair, b->npair);
}

/* Patterns: what is looked at once */

/* Members stand in a result by product, in the graph by use. */
static void
order_members(const struct finder *b, uint32_t group, uint64_t *by_product,
	      uint32_t *ret_member, uint32_t *ret_place)
{
	const struct andor_member *m = first_member(b->g, group);
	uint32_t n = members(b->g, group);

	for (uint32_t i = 0; i < n; i++)
		by_product[i] = (uint64_t)product_of(b->f, m[i].node) << 32 | i;
	sort_u64(by_product, n);
	for (uint32_t i = 0; i < n; i++) {
		ret_member[i] = (uint32_t)(by_product[i] >> 32);
		ret_place[i] = (uint32_t)by_product[i];
	}
}

static void
add_pattern(struct finder *b, uint32_t choice, const uint32_t *member,
	    const uint32_t *place, size_t pair)
{
	const struct choice *c = &b->choice[choice];
	uint32_t n =
		c->nshared < REDUNDANCY_SHARED ? c->nshared : REDUNDANCY_SHARED;
	uint32_t nmember = members(b->g, c->group);
	uint32_t *kept = ARENA_ARRAY(b->mem, nmember, uint32_t);
	uint32_t *where = ARENA_ARRAY(b->mem, nmember, uint32_t);

	memcpy(kept, member, nmember * sizeof(*kept));
	memcpy(where, place, nmember * sizeof(*where));
	VEC_ROOM(b->pattern, b->npattern, b->pattern_cap);
	b->pattern[b->npattern] =
		(struct pattern){ choice, kept, where,
				  ARENA_ARRAY(b->mem, n, struct shared_entity),
				  n };
	for (uint32_t i = 0; i < n; i++)
		b->pattern[b->npattern].shared[i].node =
			(uint32_t)b->pair[pair + i];
	b->npattern++;
}

static void
find_patterns(struct finder *b)
{
	struct arena tmp = { 0 };
	struct map known = { 0 };
	struct buf key = { 0 };
	size_t pair = 0;

	for (uint32_t i = 0; i < b->nchoice; i++) {
		struct choice *c = &b->choice[i];
		uint32_t n = members(b->g, c->group);
		uint32_t *member = ARENA_ARRAY(&tmp, n, uint32_t);
		uint32_t *place = ARENA_ARRAY(&tmp, n, uint32_t);
		struct map_entry *entry;
		bool is_new;

		while (pair < b->npair && b->pair[pair] >> 32 < i)
			pair++;
		order_members(b, c->group, ARENA_ARRAY(&tmp, n, uint64_t),
			      member, place);
		key.n = 0;
		buf_put(&key, member, n * sizeof(*member));
		buf_put(&key, &b->g->spare[c->group], sizeof(uint32_t));
		buf_put(&key, &c->digest, sizeof(c->digest));
		entry = map_put(&known, buf_view(&key), b->npattern, &is_new);
		c->pattern = entry->value;
		if (is_new)
			add_pattern(b, i, member, place, pair);
		arena_clear(&tmp);
	}
	buf_done(&key);
	map_done(&known);
	arena_done(&tmp);
}

/* Regions: how something takes a choice */

static void
region_add(struct finder *b, uint32_t node)
{
	if (b->mark[node] == b->stamp || !andor_is_failed(&b->fail, node))
		return;
	b->mark[node] = b->stamp;
	b->is_down[node] = false;
	VEC_ROOM(b->node, b->nnode, b->node_cap);
	b->node[b->nnode++] = node;
}

/* All that fails now and through which the choice may have been lost. */
static void
region_find(struct finder *b, uint32_t group, uint32_t x)
{
	const struct andor *g = b->g;

	b->nnode = 0;
	for (uint32_t i = g->member_at[group]; i < g->member_at[group + 1]; i++)
		region_add(b, g->member[i].node);
	for (uint32_t k = 0; k < b->nnode; k++) {
		uint32_t v = b->node[k];

		if (v == x || b->kept[v] == b->stamp)
			continue;
		for (uint32_t i = g->group_at[v]; i < g->group_at[v + 1]; i++)
			for (uint32_t m = g->member_at[i];
			     b->fail.lost[i] > g->spare[i] &&
			     m < g->member_at[i + 1];
			     m++)
				region_add(b, g->member[m].node);
	}
}

/* One more member of the group is lost: does what needs it fail? */
static bool
region_lose(struct finder *b, uint32_t group, uint32_t on)
{
	uint32_t v = b->g->node_of[group];

	if (b->mark[v] != b->stamp || b->is_down[v] || b->kept[v] == b->stamp)
		return false;
	if (b->group_mark[group] != b->stamp)
		b->lost[group] = 0;
	b->group_mark[group] = b->stamp;
	if (++b->lost[group] <= b->g->spare[group])
		return false;
	b->is_down[v] = true;
	b->via[v] =
		(struct andor_link){ v, on, group,
				     andor_member_of(b->g, group, on)->label };
	return true;
}

/*
 * What of a choice fails with x while the first `nkept` shared entities that
 * fail with it keep working. Returns whether the choice is lost.
 */
static bool
region_fail(struct finder *b, const struct pattern *p, uint32_t x,
	    uint32_t nkept)
{
	const struct andor *g = b->g;
	uint32_t group = b->choice[p->choice].group, n = 0, down = 0;

	b->stamp++;
	for (uint32_t i = 0; i < nkept; i++)
		if (andor_is_failed(&b->fail, p->shared[i].node))
			b->kept[p->shared[i].node] = b->stamp;
	region_find(b, group, x);
	if (b->mark[x] != b->stamp)
		return false;
	if (b->nnode > b->queue_cap) {
		b->queue_cap = b->nnode * 2;
		b->queue =
			mem_realloc(b->queue, b->queue_cap, sizeof(*b->queue));
	}
	b->is_down[x] = true;
	b->via[x].group = ANDOR_NONE;
	b->queue[n++] = x;
	for (uint32_t k = 0; k < n; k++)
		for (uint32_t i = g->user_at[b->queue[k]];
		     i < g->user_at[b->queue[k] + 1]; i++)
			if (region_lose(b, g->user[i], b->queue[k]))
				b->queue[n++] = g->node_of[g->user[i]];
	for (uint32_t i = g->member_at[group]; i < g->member_at[group + 1]; i++)
		down += b->mark[g->member[i].node] == b->stamp &&
			b->is_down[g->member[i].node];
	return down > g->spare[group];
}

/* Ways */

static enum shared_way
way_of_carrier(enum carrier carrier)
{
	switch (carrier) {
	case CARRIER_LOGIN: return SHARED_LOGIN;
	case CARRIER_HOSTING: return SHARED_HOSTING;
	case CARRIER_NETWORK: return SHARED_NETWORK;
	case CARRIER_PROVISIONING:
	case CARRIER_DATA_OUT:
	case CARRIER_DATA_BACK:
	case CARRIER_ADMIN:
	case CARRIER_PLATFORM:
	case CARRIER_AI_MODEL:
	case CARRIER_SAME_CODE: break;
	}
	return SHARED_NEED;
}

/* What one link is needed for; SHARED_NOT when it only says whose it is. */
static enum shared_way
way_of_link(const struct failing *f, const struct andor_link *link)
{
	const struct failing_edge *x = &f->edge[link->label];

	if (x->fact == FACT_NEEDS)
		return way_of_carrier(f->l->need[x->index].carrier);
	if (x->fact == FACT_FEDERATED_BY)
		return SHARED_LOGIN;
	return x->fact == FACT_OPERATED_BY ? SHARED_HOSTING : SHARED_NOT;
}

/* Sign-on that is hosted somewhere is neither: something through another. */
static enum shared_way
way_of_chain(const struct failing *f, const struct shared_chain *c)
{
	uint32_t entity = c->n ? c->link[0].on : NODE_NONE;
	enum shared_way way = SHARED_NOT;

	if (entity == NODE_NONE)
		return SHARED_ITSELF;
	if (f->l->node[entity].kind == NODE_COUNTRY)
		return SHARED_COUNTRY;
	for (uint32_t i = 0; i < c->n; i++) {
		enum shared_way here = way_of_link(f, &c->link[i]);

		if (here == SHARED_NOT || here == way)
			continue;
		way = way == SHARED_NOT ? here : SHARED_NEED;
	}
	if (way != SHARED_NOT)
		return way;
	if (f->l->node[entity].kind != NODE_ORGANISATION)
		return SHARED_ITSELF;
	return f->edge[c->link[0].label].fact == FACT_OWNS ? SHARED_OWNER
							   : SHARED_SUPPLIER;
}

/* The chain to one member, from the entity on; in mem. */
static struct shared_chain
chain_to(const struct finder *b, uint32_t node, struct arena *mem)
{
	struct shared_chain c = { .way = SHARED_NOT };
	struct andor_link *link;
	uint32_t n = 0;

	if (b->mark[node] != b->stamp || !b->is_down[node])
		return c;
	for (uint32_t v = node; b->via[v].group != ANDOR_NONE; v = b->via[v].on)
		n++;
	link = ARENA_ARRAY(mem, n, struct andor_link);
	c.link = link;
	c.n = n;
	for (uint32_t v = node; n; v = b->via[v].on)
		link[--n] = b->via[v];
	c.way = way_of_chain(b->f, &c);
	return c;
}

static enum shared_way
way_of_all(const struct shared_entity *e)
{
	enum shared_way way = SHARED_ITSELF;

	for (uint32_t i = 0; i < e->nchain; i++) {
		enum shared_way here = e->chain[i].way;

		if (here == SHARED_NOT || here == SHARED_ITSELF || here == way)
			continue;
		way = way == SHARED_ITSELF ? here : SHARED_NEED;
	}
	return way;
}

static void
put_chains(struct finder *b, const struct pattern *p, struct shared_entity *e)
{
	uint32_t group = b->choice[p->choice].group;
	uint32_t n = members(b->g, group);
	const struct andor_member *m = first_member(b->g, group);

	e->nchain = n < REDUNDANCY_CHAINS ? n : REDUNDANCY_CHAINS;
	e->chain = ARENA_ARRAY(b->mem, e->nchain, struct shared_chain);
	for (uint32_t i = 0; i < e->nchain; i++) {
		uint32_t node = m[p->place[i]].node;

		if (e->behind == ANDOR_NONE) {
			e->chain[i] = chain_to(b, node, b->mem);
			continue;
		}
		e->chain[i].way = chain_to(b, node, &b->brief).way;
		arena_clear(&b->brief);
	}
	e->way = way_of_all(e);
}

/* Passes over what is shared: for each entity, what fails with it */

typedef void take_entity(struct finder *b, struct pattern *p, uint32_t i);

struct visit {
	uint32_t node, pattern, index;
};

static int
cmp_visit(const void *pa, const void *pb)
{
	const struct visit *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return a->pattern < b->pattern ? -1 : a->pattern > b->pattern;
}

static void
visit_shared(struct finder *b, take_entity *take)
{
	struct visit *v;
	size_t n = 0;

	for (uint32_t i = 0; i < b->npattern; i++)
		n += b->pattern[i].nshared;
	v = ARENA_ARRAY(&b->tmp, n, struct visit);
	n = 0;
	for (uint32_t i = 0; i < b->npattern; i++)
		for (uint32_t k = 0; k < b->pattern[i].nshared; k++)
			v[n++] = (struct visit){ b->pattern[i].shared[k].node,
						 i, k };
	sort(v, n, sizeof(*v), cmp_visit);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || v[i].node != v[i - 1].node)
			andor_fail(&b->fail, &v[i].node, 1);
		take(b, &b->pattern[v[i].pattern], v[i].index);
	}
}

static void
take_steps(struct finder *b, struct pattern *p, uint32_t i)
{
	uint32_t group = b->choice[p->choice].group;

	for (uint32_t k = b->g->member_at[group];
	     k < b->g->member_at[group + 1]; k++) {
		uint32_t step = b->fail.step[b->g->member[k].node];

		if (step != ANDOR_NONE && step > p->shared[i].steps)
			p->shared[i].steps = step;
	}
}

/* Whatever is nearer keeps working: is the choice lost all the same? */
static void
take_way(struct finder *b, struct pattern *p, uint32_t i)
{
	struct shared_entity *e = &p->shared[i];

	e->behind = ANDOR_NONE;
	if (!region_fail(b, p, e->node, i)) {
		e->behind = 0;
		while (!andor_is_failed(&b->fail, p->shared[e->behind].node))
			e->behind++;
		region_fail(b, p, e->node, 0);
	}
	put_chains(b, p, e);
}

static int
kind_rank(enum node_kind kind)
{
	return kind == NODE_PRODUCT ? 0 : kind == NODE_ORGANISATION ? 1 : 2;
}

struct ranked {
	struct shared_entity e;
	int rank;
};

static int
cmp_ranked(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	if (a->e.steps != b->e.steps)
		return a->e.steps < b->e.steps ? -1 : 1;
	if (a->rank != b->rank)
		return a->rank - b->rank;
	return a->e.node < b->e.node ? -1 : a->e.node > b->e.node;
}

static void
order_shared(struct finder *b)
{
	struct ranked v[REDUNDANCY_SHARED];

	for (uint32_t i = 0; i < b->npattern; i++) {
		struct pattern *p = &b->pattern[i];

		for (uint32_t k = 0; k < p->nshared; k++)
			v[k] = (struct ranked){
				p->shared[k],
				kind_rank(b->f->l->node[p->shared[k].node].kind)
			};
		sort(v, p->nshared, sizeof(*v), cmp_ranked);
		for (uint32_t k = 0; k < p->nshared; k++)
			p->shared[k] = v[k].e;
	}
}

/* The result */

/* The needs of one group: [*ret_from, *ret_to). */
static void
need_run(const struct landscape *l, uint32_t at, uint32_t *ret_from,
	 uint32_t *ret_to)
{
	const struct need *n = &l->need[at];
	uint32_t from = at, to = at;

#define IS_SAME(i)                                                             \
	(l->need[i].dependent == n->dependent &&                               \
	 l->need[i].carrier == n->carrier &&                                   \
	 l->need[i].necessity == n->necessity &&                               \
	 strcmp(l->need[i].group, n->group) == 0)
	while (from && IS_SAME(from - 1))
		from--;
	while (to < l->nneed && IS_SAME(to))
		to++;
#undef IS_SAME
	*ret_from = from;
	*ret_to = to;
}

/* Needs that name all members as alternatives; each of them names another. */
static void
read_test(const struct landscape *l, struct redundancy *r, uint32_t from,
	  uint32_t to)
{
	int32_t tested = INT32_MAX;
	uint32_t n = 0;

	for (uint32_t i = from; i < to; i++) {
		if (l->need[i].provider == NODE_NONE ||
		    !sorted_has(r->member, r->nmember, l->need[i].provider))
			continue;
		n++;
		if (l->need[i].tested < tested)
			tested = l->need[i].tested;
	}
	if (n < r->nmember)
		return;
	r->is_said = true;
	r->tested = tested;
	r->ev = l->need[from].ev;
	r->fact = FACT_NEEDS;
}

/* Alternatives of the function, whoever says them. */
static void
find_test(const struct landscape *l, struct redundancy *r)
{
	uint32_t i, from, to;

	for (i = landscape_needs_of(l, r->dependent);
	     i < l->nneed && l->need[i].dependent == r->dependent &&
	     !r->is_said;
	     i = to) {
		need_run(l, i, &from, &to);
		if (l->need[i].necessity == NECESSITY_ALTERNATIVE)
			read_test(l, r, from, to);
	}
}

static struct redundancy
start(const struct finder *b, uint32_t choice)
{
	const struct choice *c = &b->choice[choice];
	const struct pattern *p = &b->pattern[c->pattern];
	uint32_t n = members(b->g, c->group);

	return (struct redundancy){
		.board = NODE_NONE,
		.cell = ANDOR_NONE,
		.member = p->member,
		.nmember = n,
		.needed = n - b->g->spare[c->group],
		.shared = p->shared,
		.nshared = p->nshared,
		.more = c->nshared - p->nshared,
		.fact = FACT_KINDS,
		.pattern = c->pattern,
	};
}

/* A cell of which the function has a choice; equal but for the cell is one. */
struct entry {
	uint32_t function, board, pattern, choice, cell;
};

static int
cmp_entry(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;
	int c = memcmp(a, b, offsetof(struct entry, choice));

	/* Any order that brings equal ones together will do. */
	return c ? c : a->cell < b->cell ? -1 : a->cell > b->cell;
}

static void
add_cell(const struct failing *f, struct redundancy *r, uint32_t index)
{
	const struct cell *cell = &f->cells->cell[index];
	int64_t low, high;

	r->sites++;
	if (cell->criticality > r->criticality)
		r->criticality = cell->criticality;
	if (site_pupils(f->l, cell->site, &low, &high))
		r->pupils += low;
	else
		r->sites_unknown++;
}

static bool
is_stack(const struct redundancy *r)
{
	for (uint32_t i = 0; i < r->nshared && !r->is_said; i++)
		if (sorted_has(r->member, r->nmember, r->shared[i].node))
			return true;
	return false;
}

static void
start_cells(const struct finder *b, const struct entry *e, struct redundancy *r)
{
	const struct failing *f = b->f;
	const struct cell *cell = &f->cells->cell[e->cell];
	const struct fill *fill = &f->cells->fill[cell->first];

	*r = start(b, e->choice);
	r->board = e->board;
	r->dependent = e->function;
	r->cell = e->cell;
	r->ev = f->l->usage[fill->usage].ev;
	r->fact = FACT_USES;
	find_test(f->l, r);
	r->is_stack = is_stack(r);
}

static void
start_needs(const struct finder *b, uint32_t choice, struct redundancy *r)
{
	uint32_t group = b->choice[choice].group, from, to;
	uint32_t label = first_member(b->g, group)->label;

	*r = start(b, choice);
	r->is_need = true;
	r->dependent = b->g->node_of[group];
	need_run(b->f->l, b->f->edge[label].index, &from, &to);
	read_test(b->f->l, r, from, to);
}

static int
cmp_members(const struct redundancy *a, const struct redundancy *b)
{
	for (uint32_t i = 0; i < a->nmember && i < b->nmember; i++)
		if (a->member[i] != b->member[i])
			return a->member[i] < b->member[i] ? -1 : 1;
	return a->nmember < b->nmember ? -1 : a->nmember > b->nmember;
}

static int
cmp_redundancy(const void *pa, const void *pb)
{
	const struct redundancy *a = pa, *b = pb;
	int c;

	if (a->pupils != b->pupils)
		return a->pupils > b->pupils ? -1 : 1;
	if (a->sites != b->sites)
		return a->sites > b->sites ? -1 : 1;
	if (a->dependent != b->dependent)
		return a->dependent < b->dependent ? -1 : 1;
	if (a->board != b->board)
		return a->board < b->board ? -1 : 1;
	c = cmp_members(a, b);
	return c ? c : a->cell < b->cell ? -1 : a->cell > b->cell;
}

static uint32_t
find_entries(struct finder *b, struct entry *ret)
{
	const struct failing *f = b->f;
	uint32_t n = 0;

	for (uint32_t i = 0; i < f->cells->ncell; i++) {
		const struct cell *cell = &f->cells->cell[i];
		uint32_t choice;

		/* Two unknown functions may differ. */
		if (f->top[i] == NODE_NONE || cell->function == NODE_NONE)
			continue;
		choice = b->choice_of[f->top[i] - f->first_top];
		if (choice)
			ret[n++] =
				(struct entry){ cell->function, cell->board,
						b->choice[choice - 1].pattern,
						choice - 1, i };
	}
	sort(ret, n, sizeof(*ret), cmp_entry);
	return n;
}

static void
put_results(struct finder *b, struct redundancies *ret)
{
	const struct failing *f = b->f;
	struct entry *e = ARENA_ARRAY(&b->tmp, f->cells->ncell, struct entry);
	uint32_t n = find_entries(b, e), k = 0;

	ret->v = ARENA_ARRAY(b->mem, (size_t)n + b->nchoice, struct redundancy);
	for (uint32_t i = 0; i < n; i++) {
		if (i == 0 ||
		    memcmp(&e[i - 1], &e[i], offsetof(struct entry, choice)))
			start_cells(b, &e[i], &ret->v[k++]);
		add_cell(f, &ret->v[k - 1], e[i].cell);
	}
	for (uint32_t i = 0; i < b->nchoice; i++)
		if (b->g->node_of[b->choice[i].group] < f->l->nnode)
			start_needs(b, i, &ret->v[k++]);
	ret->n = k;
	sort(ret->v, k, sizeof(*ret->v), cmp_redundancy);
}

static void
finder_init(struct finder *b)
{
	uint32_t n = b->f->nnode;

	b->choice_of = ARENA_ARRAY(&b->tmp, b->f->ntop, uint32_t);
	b->mark = ARENA_ARRAY(&b->tmp, n, uint32_t);
	b->kept = ARENA_ARRAY(&b->tmp, n, uint32_t);
	b->is_down = ARENA_ARRAY(&b->tmp, n, bool);
	b->via = ARENA_ARRAY(&b->tmp, n, struct andor_link);
	b->group_mark = ARENA_ARRAY(&b->tmp, b->g->ngroup, uint32_t);
	b->lost = ARENA_ARRAY(&b->tmp, b->g->ngroup, uint32_t);
	andor_failure_init(b->g, &b->fail);
}

static void
finder_done(struct finder *b)
{
	andor_failure_done(&b->fail);
	free(b->choice);
	free(b->pair);
	free(b->pattern);
	free(b->node);
	free(b->queue);
	arena_done(&b->tmp);
	arena_done(&b->brief);
}

void
redundancy_find(const struct failing *f, struct arena *mem,
		struct redundancies *ret)
{
	struct finder b = { .f = f, .g = &f->low, .mem = mem };

	finder_init(&b);
	find_choices(&b);
	find_shared(&b);
	find_patterns(&b);
	visit_shared(&b, take_steps);
	order_shared(&b);
	visit_shared(&b, take_way);
	put_results(&b, ret);
	finder_done(&b);
}

static int
cmp_merge(const void *pa, const void *pb)
{
	const struct redundancy *a = *(const struct redundancy *const *)pa;
	const struct redundancy *b = *(const struct redundancy *const *)pb;

	if (a->dependent != b->dependent)
		return a->dependent < b->dependent ? -1 : 1;
	if (a->is_need != b->is_need)
		return a->is_need - b->is_need;
	if (a->pattern != b->pattern)
		return a->pattern < b->pattern ? -1 : 1;
	return a < b ? -1 : a > b;
}

void
redundancy_merge(const struct redundancies *r, struct arena *mem,
		 struct redundancies *ret)
{
	const struct redundancy **v =
		ARENA_ARRAY(mem, r->n, const struct redundancy *);
	struct redundancy *to = ARENA_ARRAY(mem, r->n, struct redundancy);
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->n; i++)
		v[i] = &r->v[i];
	sort(v, r->n, sizeof(*v), cmp_merge);
	for (uint32_t i = 0; i < r->n; i++) {
		struct redundancy *x = &to[n - (n > 0)];

		if (i == 0 || v[i]->dependent != x->dependent ||
		    v[i]->is_need != x->is_need ||
		    v[i]->pattern != x->pattern) {
			to[n++] = *v[i];
			continue;
		}
		x->board = NODE_NONE;
		x->pupils += v[i]->pupils;
		x->sites += v[i]->sites;
		x->sites_unknown += v[i]->sites_unknown;
		if (v[i]->criticality > x->criticality)
			x->criticality = v[i]->criticality;
	}
	sort(to, n, sizeof(*to), cmp_redundancy);
	*ret = (struct redundancies){ to, n };
}

uint32_t
redundancy_news(const struct landscape *l, const struct redundancy *r,
		uint32_t n, const struct shared_entity **ret)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < r->nshared && !r->is_stack; i++) {
		const struct shared_entity *e = &r->shared[i];

		if (e->behind != ANDOR_NONE ||
		    l->node[e->node].kind == NODE_COUNTRY)
			continue;
		if (k < n)
			ret[k] = e;
		k++;
	}
	return k;
}

/*
 * Builds AND/OR graphs and finds what fails, for one scenario by breadth first
 * search with counters. Refuses to recurse, and to know what a node stands for.
 *
 * Worked example: school needs a and one of b, c. Striking b: nothing more
 * fails, since its group can spare one. Striking b and c: the group is lost,
 * the school fails, cause = that group, by = c, step = 1.
 */
#include "analyzer/andor.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/rings.h"
#include "base/sort.h"

/* A group of the draft in canonical form: members ascending, each once. */
struct neat {
	const struct andor_member *member;
	uint32_t n, spare, node;
};

void
andor_add(struct andor_draft *d, uint32_t node, uint32_t needed,
	  const struct andor_member *member, uint32_t n)
{
	assert(needed);
	if (!n)
		return;
	VEC_ROOM(d->group, d->ngroup, d->group_cap);
	d->group[d->ngroup].node = node;
	d->group[d->ngroup].needed = needed;
	d->group[d->ngroup].first = d->nmember;
	d->group[d->ngroup++].n = n;
	for (uint32_t i = 0; i < n; i++) {
		VEC_ROOM(d->member, d->nmember, d->member_cap);
		d->member[d->nmember++] = member[i];
	}
}

void
andor_need(struct andor_draft *d, uint32_t node, uint32_t on, uint32_t label)
{
	struct andor_member member = { on, label };

	andor_add(d, node, 1, &member, 1);
}

static uint64_t
key_of(struct andor_member m)
{
	return (uint64_t)m.node << 32 | m.label;
}

/* Few are sorted in place; many through numbers, which is linear. */
static void
sort_members(struct andor_member *m, uint32_t n)
{
	uint64_t *key;

	if (n > 32) {
		key = mem_realloc(NULL, n, sizeof(*key));
		for (uint32_t i = 0; i < n; i++)
			key[i] = key_of(m[i]);
		sort_u64(key, n);
		for (uint32_t i = 0; i < n; i++)
			m[i] = (struct andor_member){
				(uint32_t)(key[i] >> 32),
				(uint32_t)key[i],
			};
		free(key);
		return;
	}
	for (uint32_t i = 1; i < n; i++) {
		struct andor_member one = m[i];
		uint32_t at = i;

		for (; at && key_of(m[at - 1]) > key_of(one); at--)
			m[at] = m[at - 1];
		m[at] = one;
	}
}

/* Sorts the members of one group of the draft and drops those that are twice.
 */
static struct neat
tidy(struct andor_draft *d, uint32_t group, uint32_t nnode)
{
	struct andor_member *m = &d->member[d->group[group].first];
	uint32_t n = d->group[group].n, needed = d->group[group].needed, k = 0;

	sort_members(m, n);
	for (uint32_t i = 0; i < n; i++)
		if (!k || m[k - 1].node != m[i].node)
			m[k++] = m[i];
	assert(m[k - 1].node < nnode && d->group[group].node < nnode);
	return (struct neat){
		.member = m,
		.n = k,
		.spare = needed < k ? k - needed : 0,
		.node = d->group[group].node,
	};
}

static int
cmp_neat(const void *pa, const void *pb)
{
	const struct neat *a = pa, *b = pb;

	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	if (a->spare != b->spare)
		return a->spare < b->spare ? -1 : 1;
	for (uint32_t i = 0; i < a->n; i++) {
		uint64_t ka = key_of(a->member[i]), kb = key_of(b->member[i]);

		if (ka != kb)
			return ka < kb ? -1 : 1;
	}
	return 0;
}

static uint32_t
first_of(const struct neat *g)
{
	return g->member[0].node;
}

static uint32_t
owner_of(const struct neat *g)
{
	return g->node;
}

/* Counting sort, stable; at is nnode + 1 and gets where each key starts. */
static void
sort_neat(const struct neat *from, struct neat *to, uint32_t n,
	  uint32_t (*key)(const struct neat *), uint32_t *at, uint32_t nnode)
{
	memset(at, 0, ((size_t)nnode + 1) * sizeof(*at));
	for (uint32_t i = 0; i < n; i++)
		at[key(&from[i])]++;
	for (uint32_t v = 0, sum = 0; v <= nnode; v++) {
		uint32_t here = at[v];

		at[v] = sum;
		sum += here;
	}
	for (uint32_t i = 0; i < n; i++)
		to[at[key(&from[i])]++] = from[i];
	memmove(at + 1, at, (size_t)nnode * sizeof(*at));
	at[0] = 0;
}

/* Groups by node, first member, and the rest of what tells them apart. */
static void
order_groups(struct andor_draft *d, struct andor *g, struct neat *group,
	     struct neat *tmp)
{
	for (uint32_t i = 0; i < d->ngroup; i++)
		group[i] = tidy(d, i, g->nnode);
	sort_neat(group, tmp, d->ngroup, first_of, g->group_at, g->nnode);
	sort_neat(tmp, group, d->ngroup, owner_of, g->group_at, g->nnode);
	for (uint32_t i = 0, end; i < d->ngroup; i = end) {
		end = i + 1;
		while (end < d->ngroup && group[end].node == group[i].node &&
		       first_of(&group[end]) == first_of(&group[i]))
			end++;
		sort(group + i, end - i, sizeof(*group), cmp_neat);
	}
}

static void
fill_groups(struct andor *g, const struct neat *group)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < g->ngroup; i++) {
		g->member_at[i] = at;
		g->spare[i] = group[i].spare;
		g->node_of[i] = group[i].node;
		memcpy(&g->member[at], group[i].member,
		       group[i].n * sizeof(*g->member));
		at += group[i].n;
	}
	g->member_at[g->ngroup] = at;
}

static void
fill_users(struct andor *g)
{
	uint32_t *at = g->user_at;

	for (uint32_t i = 0; i < g->nmember; i++)
		at[g->member[i].node + 1]++;
	for (uint32_t v = 0; v < g->nnode; v++)
		at[v + 1] += at[v];
	for (uint32_t i = 0; i < g->ngroup; i++)
		for (uint32_t m = g->member_at[i]; m < g->member_at[i + 1]; m++)
			g->user[at[g->member[m].node]++] = i;
	memmove(at + 1, at, (size_t)g->nnode * sizeof(*at));
	at[0] = 0;
}

void
andor_build(struct andor_draft *d, uint32_t nnode, struct andor *ret)
{
	struct arena tmp = { 0 };
	struct neat *group = ARENA_ARRAY(&tmp, d->ngroup, struct neat);
	struct neat *spare = ARENA_ARRAY(&tmp, d->ngroup, struct neat);
	struct andor g = { .nnode = nnode, .ngroup = d->ngroup };

	g.group_at = ARENA_ARRAY(&g.mem, (size_t)nnode + 1, uint32_t);
	g.user_at = ARENA_ARRAY(&g.mem, (size_t)nnode + 1, uint32_t);
	order_groups(d, &g, group, spare);
	for (uint32_t i = 0; i < g.ngroup; i++)
		g.nmember += group[i].n;
	g.member_at = ARENA_ARRAY(&g.mem, (size_t)g.ngroup + 1, uint32_t);
	g.spare = ARENA_ARRAY(&g.mem, g.ngroup, uint32_t);
	g.node_of = ARENA_ARRAY(&g.mem, g.ngroup, uint32_t);
	g.member = ARENA_ARRAY(&g.mem, g.nmember, struct andor_member);
	g.user = ARENA_ARRAY(&g.mem, g.nmember, uint32_t);
	fill_groups(&g, group);
	fill_users(&g);
	arena_done(&tmp);
	free(d->group);
	free(d->member);
	*d = (struct andor_draft){ 0 };
	*ret = g;
}

void
andor_done(struct andor *g)
{
	arena_done(&g->mem);
	*g = (struct andor){ 0 };
}

/* One scenario */

static uint32_t *
filled(struct arena *mem, uint32_t n, uint32_t value)
{
	uint32_t *v = ARENA_ARRAY(mem, n, uint32_t);

	for (uint32_t i = 0; i < n; i++)
		v[i] = value;
	return v;
}

void
andor_failure_init(const struct andor *g, struct andor_failure *ret)
{
	*ret = (struct andor_failure){ .g = g };
	ret->failed = ARENA_ARRAY(&ret->mem, g->nnode, uint32_t);
	ret->cause = filled(&ret->mem, g->nnode, ANDOR_NONE);
	ret->by = filled(&ret->mem, g->nnode, ANDOR_NONE);
	ret->step = filled(&ret->mem, g->nnode, ANDOR_NONE);
	ret->lost = filled(&ret->mem, g->ngroup, 0);
}

void
andor_failure_done(struct andor_failure *f)
{
	arena_done(&f->mem);
	*f = (struct andor_failure){ 0 };
}

static void
repair(struct andor_failure *f)
{
	const struct andor *g = f->g;

	for (uint32_t i = 0; i < f->nfailed; i++) {
		uint32_t v = f->failed[i];

		f->step[v] = f->cause[v] = f->by[v] = ANDOR_NONE;
		for (uint32_t u = g->user_at[v]; u < g->user_at[v + 1]; u++)
			f->lost[g->user[u]] = 0;
	}
	f->nfailed = 0;
}

/* What failed is the queue itself. */
void
andor_fail(struct andor_failure *f, const uint32_t *struck, uint32_t n)
{
	const struct andor *g = f->g;

	repair(f);
	for (uint32_t i = 0; i < n; i++) {
		assert(struck[i] < g->nnode);
		if (andor_is_failed(f, struck[i]))
			continue;
		f->step[struck[i]] = 0;
		f->failed[f->nfailed++] = struck[i];
	}
	for (uint32_t i = 0; i < f->nfailed; i++) {
		uint32_t v = f->failed[i];

		for (uint32_t u = g->user_at[v]; u < g->user_at[v + 1]; u++) {
			uint32_t group = g->user[u], w = g->node_of[group];

			if (f->lost[group]++ != g->spare[group] ||
			    andor_is_failed(f, w))
				continue;
			f->cause[w] = group;
			f->by[w] = v;
			f->step[w] = f->step[v] + 1;
			f->failed[f->nfailed++] = w;
		}
	}
}

/* The member of a group that this node is. */
static const struct andor_member *
member_of(const struct andor *g, uint32_t group, uint32_t node)
{
	uint32_t lo = g->member_at[group], hi = g->member_at[group + 1];

	while (hi - lo > 1) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (g->member[mid].node <= node)
			lo = mid;
		else
			hi = mid;
	}
	assert(g->member[lo].node == node);
	return &g->member[lo];
}

uint32_t
andor_chain(const struct andor_failure *f, uint32_t node, struct arena *mem,
	    struct andor_link **ret)
{
	uint32_t n = f->step[node];

	assert(andor_is_failed(f, node));
	*ret = ARENA_ARRAY(mem, n, struct andor_link);
	for (uint32_t i = n; i--; node = f->by[node])
		(*ret)[i] = (struct andor_link){
			.node = node,
			.on = f->by[node],
			.group = f->cause[node],
			.label = member_of(f->g, f->cause[node], f->by[node])
					 ->label,
		};
	return n;
}

/* Many scenarios */

static void
or_into(struct andor_lanes *to, const struct andor_lanes *from)
{
	for (int i = 0; i < ANDOR_WORDS; i++)
		to->word[i] |= from->word[i];
}

/*
 * Lanes in which more than `spare` members failed. Counts in planes of bits
 * from 2^n - 1 - spare on, so that what is carried out of the last is the loss.
 */
static void
count_group(const struct andor *g, uint32_t group,
	    const struct andor_lanes *state, struct andor_lanes *ret)
{
	struct andor_lanes plane[32];
	uint32_t spare = g->spare[group], bits = 0;

	while (bits < 32 && spare >> bits)
		bits++;
	for (uint32_t b = 0; b < bits; b++)
		memset(&plane[b], ~spare >> b & 1 ? 0xff : 0, sizeof(plane[b]));
	for (uint32_t m = g->member_at[group]; m < g->member_at[group + 1];
	     m++) {
		struct andor_lanes carry = state[g->member[m].node];

		for (uint32_t b = 0; b < bits; b++)
			for (int i = 0; i < ANDOR_WORDS; i++) {
				uint64_t both =
					plane[b].word[i] & carry.word[i];

				plane[b].word[i] ^= carry.word[i];
				carry.word[i] = both;
			}
		or_into(ret, &carry);
	}
}

/* True when it fails in more scenarios than was known. */
static bool
settle(const struct andor *g, uint32_t v, struct andor_lanes *state)
{
	struct andor_lanes now = state[v];

	for (uint32_t i = g->group_at[v]; i < g->group_at[v + 1]; i++)
		count_group(g, i, state, &now);
	if (!memcmp(&now, &state[v], sizeof(now)))
		return false;
	state[v] = now;
	return true;
}

static void
find_rings(const struct andor *g, struct arena *mem, struct rings *ret)
{
	uint32_t *first = ARENA_ARRAY(mem, (size_t)g->nnode + 1, uint32_t);
	uint32_t *to = ARENA_ARRAY(mem, g->nmember, uint32_t);
	struct links links = { g->nnode, first, to };

	for (uint32_t v = 0; v <= g->nnode; v++)
		first[v] = g->member_at[g->group_at[v]];
	for (uint32_t i = 0; i < g->nmember; i++)
		to[i] = g->member[i].node;
	rings_find(&links, mem, ret);
}

static void
settle_all(const struct andor *g, const struct rings *r,
	   struct andor_lanes *state)
{
	for (uint32_t i = 0; i < r->nring; i++) {
		bool again = true;

		while (again) {
			again = false;
			for (uint32_t n = r->first[i]; n < r->first[i + 1]; n++)
				again |= settle(g, r->node[n], state);
			again &= r->first[i + 1] - r->first[i] > 1;
		}
	}
}

void
andor_sweep(const struct andor *g, const struct andor_scenarios *s,
	    andor_visit *visit, void *ctx)
{
	struct arena mem = { 0 };
	struct andor_lanes *state;
	struct rings r;
	size_t bytes = (size_t)g->nnode * sizeof(*state);

	find_rings(g, &mem, &r);
	state = arena_alloc(&mem, bytes + sizeof(*state));
	state = (void *)(((uintptr_t)state + 63) & ~(uintptr_t)63);
	for (uint32_t from = 0, n; from < s->n; from += n) {
		n = s->n - from < ANDOR_LANES ? s->n - from : ANDOR_LANES;
		memset(state, 0, bytes);
		for (uint32_t i = 0; i < n; i++)
			for (uint32_t k = s->struck_at[from + i];
			     k < s->struck_at[from + i + 1]; k++)
				state[s->struck[k]].word[i / 64] |= (uint64_t)1
								    << i % 64;
		settle_all(g, &r, state);
		visit(ctx, from, n, state);
	}
	arena_done(&mem);
}

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

#include "base/sort.h"

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

/*
 * Members ascending, each once; `needed` becomes what can be spared, which is
 * how the graph has it.
 */
static void
tidy(struct andor_draft *d, uint32_t group, uint32_t nnode)
{
	struct andor_member *m = &d->member[d->group[group].first];
	uint32_t n = d->group[group].n, needed = d->group[group].needed, k = 0;

	sort_members(m, n);
	for (uint32_t i = 0; i < n; i++)
		if (!k || m[k - 1].node != m[i].node)
			m[k++] = m[i];
	assert(m[k - 1].node < nnode && d->group[group].node < nnode);
	d->group[group].n = k;
	d->group[group].needed = needed < k ? k - needed : 0;
}

static int
cmp_group(const void *pa, const void *pb, void *ctx)
{
	const struct andor_draft *d = ctx;
	uint32_t a = *(const uint32_t *)pa, b = *(const uint32_t *)pb;
	const struct andor_member *ma = &d->member[d->group[a].first];
	const struct andor_member *mb = &d->member[d->group[b].first];

	if (d->group[a].n != d->group[b].n)
		return d->group[a].n < d->group[b].n ? -1 : 1;
	if (d->group[a].needed != d->group[b].needed)
		return d->group[a].needed < d->group[b].needed ? -1 : 1;
	for (uint32_t i = 0; i < d->group[a].n; i++)
		if (key_of(ma[i]) != key_of(mb[i]))
			return key_of(ma[i]) < key_of(mb[i]) ? -1 : 1;
	return 0;
}

static uint32_t
first_of(const struct andor_draft *d, uint32_t group)
{
	return d->member[d->group[group].first].node;
}

static uint32_t
owner_of(const struct andor_draft *d, uint32_t group)
{
	return d->group[group].node;
}

/* From counts of keys, at[key + 1], to where each key starts. */
static void
accumulate(uint32_t *at, uint32_t n)
{
	for (uint32_t v = 0; v < n; v++)
		at[v + 1] += at[v];
}

/* After at[key] was used to fill: it has moved on to the next key. */
static void
rewind_starts(uint32_t *at, uint32_t n)
{
	memmove(at + 1, at, (size_t)n * sizeof(*at));
	at[0] = 0;
}

/* Counting sort of groups, stable; at gets where each key starts. */
static void
sort_groups(const struct andor_draft *d, const uint32_t *from, uint32_t *to,
	    uint32_t (*key)(const struct andor_draft *, uint32_t), uint32_t *at,
	    uint32_t nnode)
{
	memset(at, 0, ((size_t)nnode + 1) * sizeof(*at));
	for (uint32_t i = 0; i < d->ngroup; i++)
		at[key(d, i) + 1]++;
	accumulate(at, nnode);
	for (uint32_t i = 0; i < d->ngroup; i++)
		to[at[key(d, from[i])]++] = from[i];
	rewind_starts(at, nnode);
}

/* Groups by node, first member, and the rest of what tells them apart. */
static void
order_groups(struct andor_draft *d, struct andor *g, uint32_t *order)
{
	uint32_t *tmp = mem_realloc(NULL, d->ngroup, sizeof(*tmp));

	for (uint32_t i = 0; i < d->ngroup; i++) {
		tidy(d, i, g->nnode);
		order[i] = i;
	}
	sort_groups(d, order, tmp, first_of, g->group_at, g->nnode);
	sort_groups(d, tmp, order, owner_of, g->group_at, g->nnode);
	for (uint32_t i = 0, end; i < d->ngroup; i = end) {
		end = i + 1;
		while (end < d->ngroup &&
		       owner_of(d, order[end]) == owner_of(d, order[i]) &&
		       first_of(d, order[end]) == first_of(d, order[i]))
			end++;
		if (end - i > 1)
			qsort_r(order + i, end - i, sizeof(*order), cmp_group,
				d);
	}
	free(tmp);
}

static void
fill_groups(struct andor *g, const struct andor_draft *d, const uint32_t *order)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < g->ngroup; i++) {
		uint32_t from = order[i], n = d->group[from].n;

		g->member_at[i] = at;
		g->spare[i] = d->group[from].needed;
		g->node_of[i] = d->group[from].node;
		memcpy(&g->member[at], &d->member[d->group[from].first],
		       n * sizeof(*g->member));
		at += n;
	}
	g->member_at[g->ngroup] = at;
}

static void
fill_users(struct andor *g)
{
	uint32_t *at = g->user_at;

	for (uint32_t i = 0; i < g->nmember; i++)
		at[g->member[i].node + 1]++;
	accumulate(at, g->nnode);
	for (uint32_t i = 0; i < g->ngroup; i++)
		for (uint32_t m = g->member_at[i]; m < g->member_at[i + 1]; m++)
			g->user[at[g->member[m].node]++] = i;
	rewind_starts(at, g->nnode);
}

void
andor_build(struct andor_draft *d, uint32_t nnode, struct andor *ret)
{
	uint32_t *order = mem_realloc(NULL, d->ngroup, sizeof(*order));
	struct andor g = { .nnode = nnode, .ngroup = d->ngroup };

	g.group_at = ARENA_ARRAY(&g.mem, (size_t)nnode + 1, uint32_t);
	g.user_at = ARENA_ARRAY(&g.mem, (size_t)nnode + 1, uint32_t);
	order_groups(d, &g, order);
	for (uint32_t i = 0; i < g.ngroup; i++)
		g.nmember += d->group[i].n;
	g.member_at = ARENA_ARRAY(&g.mem, (size_t)g.ngroup + 1, uint32_t);
	g.spare = ARENA_ARRAY(&g.mem, g.ngroup, uint32_t);
	g.node_of = ARENA_ARRAY(&g.mem, g.ngroup, uint32_t);
	g.member = ARENA_ARRAY(&g.mem, g.nmember, struct andor_member);
	fill_groups(&g, d, order);
	free(order);
	free(d->group);
	free(d->member);
	*d = (struct andor_draft){ 0 };
	g.user = ARENA_ARRAY(&g.mem, g.nmember, uint32_t);
	fill_users(&g);
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

const struct andor_member *
andor_member_of(const struct andor *g, uint32_t group, uint32_t node)
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
			.label = andor_member_of(f->g, f->cause[node],
						 f->by[node])
					 ->label,
		};
	return n;
}

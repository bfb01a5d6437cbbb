/*
 * What fails two products at once. Refuses to call a shared country a common
 * cause: everything here shares one.
 */
#include "analyzer/causes.h"

#include <stdlib.h>

struct sweeper {
	struct causes *c;
	const uint32_t *product;
	uint32_t nproduct;
	uint64_t *rows; /* c->low or c->high */
};

/* Nodes of a graph that these products need, through anything. */
static bool *
find_needed(const struct failing *f, const uint32_t *product, uint32_t n,
	    struct arena *tmp)
{
	const struct andor *g = &f->high;
	bool *needed = ARENA_ARRAY(tmp, g->nnode, bool);
	uint32_t *queue = ARENA_ARRAY(tmp, g->nnode, uint32_t), end = 0;

	for (uint32_t i = 0; i < n; i++) {
		if (needed[product[i]])
			continue;
		needed[product[i]] = true;
		queue[end++] = product[i];
	}
	for (uint32_t at = 0; at < end; at++) {
		uint32_t from = g->group_at[queue[at]];
		uint32_t to = g->group_at[queue[at] + 1];

		for (uint32_t m = g->member_at[from]; m < g->member_at[to];
		     m++) {
			uint32_t node = g->member[m].node;

			if (needed[node])
				continue;
			needed[node] = true;
			queue[end++] = node;
		}
	}
	return needed;
}

static bool
may_fail(enum node_kind kind)
{
	return kind == NODE_PRODUCT || kind == NODE_ORGANISATION ||
	       kind == NODE_COUNTRY;
}

/* Whatever stands in a layer of which something unknown is needed counts. */
static void
find_nodes(const struct failing *f, const bool *needed, struct causes *c)
{
	const struct landscape *l = f->l;
	uint32_t mask = 0;

	for (uint32_t k = 0; k < LAYERS_UNKNOWN; k++)
		if (needed[f->unknown + k])
			mask |= 1u << k;
	c->node = ARENA_ARRAY(&c->mem, l->nnode, uint32_t);
	for (uint32_t i = 0; i < l->nnode; i++)
		if (may_fail(l->node[i].kind) &&
		    (needed[i] || f->layers[i] & mask))
			c->node[c->n++] = i;
}

static void
keep(void *ctx, uint32_t first, uint32_t n, const struct andor_lanes *lanes)
{
	const struct sweeper *s = ctx;

	for (uint32_t i = 0; i < s->nproduct; i++) {
		uint32_t row = s->c->row[s->product[i]] - 1;
		uint64_t *to = s->rows + (size_t)row * s->c->words + first / 64;

		for (uint32_t w = 0; w * 64 < n; w++)
			to[w] = lanes[s->product[i]].word[w];
	}
}

static void
sweep(struct sweeper *s, const struct failing *f, bool is_high)
{
	struct causes *c = s->c;
	struct arena tmp = { 0 };
	uint32_t each = is_high ? FAILING_STRUCK : 1;
	uint32_t *at = ARENA_ARRAY(&tmp, (size_t)c->n + 1, uint32_t);
	uint32_t *struck = ARENA_ARRAY(&tmp, (size_t)c->n * each, uint32_t);

	for (uint32_t i = 0; i < c->n; i++) {
		at[i + 1] = at[i] + 1;
		if (is_high)
			at[i + 1] = at[i] + failing_struck(f, c->node[i],
							   struck + at[i]);
		else
			struck[at[i]] = c->node[i];
	}
	s->rows = is_high ? c->high : c->low;
	andor_sweep(is_high ? &f->high : &f->low,
		    &(struct andor_scenarios){ c->n, at, struck }, keep, s);
	arena_done(&tmp);
}

void
causes_find(const struct failing *f, const uint32_t *product, uint32_t nproduct,
	    struct causes *ret)
{
	struct sweeper s = { ret, product, nproduct, NULL };
	struct arena tmp = { 0 };
	uint32_t rows = 0;

	*ret = (struct causes){ .l = f->l };
	ret->row = ARENA_ARRAY(&ret->mem, f->l->nnode, uint32_t);
	find_nodes(f, find_needed(f, product, nproduct, &tmp), ret);
	arena_done(&tmp);
	for (uint32_t i = 0; i < nproduct; i++)
		if (ret->row[product[i]] == 0)
			ret->row[product[i]] = ++rows;
	ret->words = (ret->n + 63) / 64;
	ret->low = ARENA_ARRAY(&ret->mem, (size_t)rows * ret->words, uint64_t);
	ret->high = ARENA_ARRAY(&ret->mem, (size_t)rows * ret->words, uint64_t);
	ret->counts = ARENA_ARRAY(&ret->mem, ret->words, uint64_t);
	for (uint32_t i = 0; i < ret->n; i++)
		if (f->l->node[ret->node[i]].kind != NODE_COUNTRY)
			ret->counts[i / 64] |= (uint64_t)1 << (i % 64);
	if (ret->n == 0)
		return;
	sweep(&s, f, false);
	sweep(&s, f, true);
}

void
causes_done(struct causes *c)
{
	arena_done(&c->mem);
	*c = (struct causes){ 0 };
}

static bool
has_all(const struct causes *c, const uint32_t *product, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++)
		if (c->n == 0 || c->row[product[k]] == 0)
			return false;
	return n > 0;
}

/* Single failures, of one word, that fail all of them; no countries. */
static uint64_t
common(const struct causes *c, const uint64_t *rows, uint32_t word,
       const uint32_t *product, uint32_t n)
{
	uint64_t bits = c->counts[word];

	for (uint32_t k = 0; k < n && bits; k++)
		bits &= rows[(size_t)(c->row[product[k]] - 1) * c->words +
			     word];
	return bits;
}

uint32_t
causes_shared(const struct causes *c, const uint32_t *product, uint32_t n,
	      struct arena *mem, uint32_t **ret)
{
	uint32_t words = has_all(c, product, n) ? c->words : 0;
	uint32_t k = 0, at = 0;

	for (uint32_t w = 0; w < words; w++)
		k += (uint32_t)__builtin_popcountll(
			common(c, c->low, w, product, n));
	*ret = ARENA_ARRAY(mem, k, uint32_t);
	for (uint32_t w = 0; at < k; w++) {
		uint64_t bits = common(c, c->low, w, product, n);

		for (; bits; bits &= bits - 1)
			(*ret)[at++] = c->node[w * 64 +
					       (uint32_t)__builtin_ctzll(bits)];
	}
	return k;
}

uint32_t
causes_possible(const struct causes *c, const uint32_t *product, uint32_t n)
{
	uint32_t words = has_all(c, product, n) ? c->words : 0, k = 0;

	for (uint32_t w = 0; w < words; w++)
		k += (uint32_t)__builtin_popcountll(
			common(c, c->high, w, product, n) &
			~common(c, c->low, w, product, n));
	return k;
}

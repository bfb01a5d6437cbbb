/*
 * What fails several products at once. Refuses to call a shared country a
 * common cause, and to keep what every product needs.
 */
#include "analyzer/causes.h"

#include <string.h>

struct sweeper {
	struct causes *q;
	uint32_t nq;
	const uint32_t *node; /* single failures, ascending */
	bool is_high;
};

static void
enqueue(uint32_t node, bool *needed, uint32_t *queue, uint32_t *end)
{
	if (!needed[node])
		queue[(*end)++] = node;
	needed[node] = true;
}

/* Nodes that the products need, through anything, as far as is possible. */
static bool *
find_needed(const struct failing *f, const struct causes *q, uint32_t nq,
	    struct arena *tmp)
{
	const struct andor *g = &f->high;
	bool *needed = ARENA_ARRAY(tmp, g->nnode, bool);
	uint32_t *queue = ARENA_ARRAY(tmp, g->nnode, uint32_t), end = 0;

	for (uint32_t i = 0; i < nq; i++)
		for (uint32_t k = 0; k < q[i].n; k++)
			enqueue(q[i].product[k], needed, queue, &end);
	for (uint32_t at = 0; at < end; at++) {
		uint32_t from = g->group_at[queue[at]];
		uint32_t to = g->group_at[queue[at] + 1];

		for (uint32_t m = g->member_at[from]; m < g->member_at[to]; m++)
			enqueue(g->member[m].node, needed, queue, &end);
	}
	return needed;
}

/* Whatever stands in a layer of which something unknown is needed counts. */
static uint32_t
find_nodes(const struct failing *f, const bool *needed, uint32_t *ret)
{
	const struct landscape *l = f->l;
	uint32_t mask = 0, n = 0;

	for (uint32_t k = 0; k < LAYERS_UNKNOWN; k++)
		if (needed[f->unknown + k])
			mask |= 1u << k;
	for (uint32_t i = 0; i < l->nnode; i++)
		if ((l->node[i].kind == NODE_PRODUCT ||
		     l->node[i].kind == NODE_ORGANISATION) &&
		    (needed[i] || f->layers[i] & mask))
			ret[n++] = i;
	return n;
}

/* The single failures of one word that fail all products of a question. */
static void
answer(struct causes *q, const uint32_t *node, uint64_t bits)
{
	uint32_t at = q->certain;

	q->certain += (uint32_t)__builtin_popcountll(bits);
	for (; bits && at < q->room; bits &= bits - 1)
		q->cause[at++] = node[__builtin_ctzll(bits)];
}

static void
visit(void *ctx, uint32_t first, uint32_t n, const struct andor_lanes *lanes)
{
	const struct sweeper *s = ctx;
	uint32_t words = (n + 63) / 64;

	for (uint32_t i = 0; i < s->nq; i++) {
		struct causes *q = &s->q[i];

		for (uint32_t w = 0; w < words && q->n; w++) {
			uint64_t bits = lanes[q->product[0]].word[w];

			for (uint32_t k = 1; k < q->n && bits; k++)
				bits &= lanes[q->product[k]].word[w];
			if (s->is_high)
				q->possible +=
					(uint32_t)__builtin_popcountll(bits);
			else
				answer(q, s->node + first + w * 64, bits);
		}
	}
}

static void
sweep(struct sweeper *s, const struct failing *f, uint32_t n)
{
	struct arena tmp = { 0 };
	uint32_t each = s->is_high ? FAILING_STRUCK : 1;
	uint32_t *at = ARENA_ARRAY(&tmp, (size_t)n + 1, uint32_t);
	uint32_t *struck = ARENA_ARRAY(&tmp, (size_t)n * each, uint32_t);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t *to = struck + at[i];

		*to = s->node[i];
		at[i + 1] =
			at[i] + (s->is_high ? failing_struck(f, *to, to) : 1);
	}
	andor_sweep(s->is_high ? &f->high : &f->low,
		    &(struct andor_scenarios){ n, at, struck }, visit, s);
	arena_done(&tmp);
}

void
causes_find(const struct failing *f, struct causes *q, uint32_t nq)
{
	struct arena tmp = { 0 };
	uint32_t *node = ARENA_ARRAY(&tmp, f->l->nnode, uint32_t);
	struct sweeper s = { .q = q, .nq = nq, .node = node };
	uint32_t n = find_nodes(f, find_needed(f, q, nq, &tmp), node);

	for (uint32_t i = 0; i < nq; i++)
		q[i].certain = q[i].possible = 0;
	if (n) {
		sweep(&s, f, n);
		s.is_high = true;
		sweep(&s, f, n);
	}
	arena_done(&tmp);
}

/*
 * Decision diagrams with a table of nodes and one of results. Refuses to
 * recurse (a stack of its own holds operations that wait), and stops when a
 * limit is passed; it never collects what is no longer needed.
 *
 * Worked example: f = a(b + c) with a < b < c is (a, (b, 1, (c, 1, 0)), 0); its
 * minimal sets are the same three nodes, read as the family {ab, ac}.
 */
#include "analyzer/diagram.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/sort.h"

enum op { OP_AND, OP_OR, OP_WITHOUT };
enum { OP_SHIFT = 30 }; /* LIMIT_DIAGRAM leaves these bits free */
_Static_assert(LIMIT_DIAGRAM <= 1u << OP_SHIFT, "op fits beside a node");

/* op and a in one; 0 = empty (0 AND 0 is never looked for). */
struct diagram_memo {
	uint32_t op_a, b, ret;
};

struct diagram_frame {
	uint32_t a, b;
	uint32_t part; /* what the first branch gave */
	uint8_t op, stage;
};

enum { START_NODES = 1u << 8, MEMO_MAX = 1u << 22 };

static uint32_t
mix(uint32_t a, uint32_t b, uint32_t c)
{
	uint64_t h = a * 0x9E3779B97F4A7C15ull;

	h = (h ^ (h >> 32) ^ b) * 0xC2B2AE3D27D4EB4Full;
	h = (h ^ (h >> 29) ^ c) * 0x165667B19E3779F9ull;
	return (uint32_t)(h >> 32);
}

static void *
zeroed(uint32_t n, size_t size)
{
	void *p = mem_realloc(NULL, n, size);

	memset(p, 0, n * size);
	return p;
}

void
diagram_init(struct diagram *d)
{
	*d = (struct diagram){ .n = DIAGRAM_FIRST, .cap = START_NODES };
	d->node = mem_realloc(NULL, d->cap, sizeof(*d->node));
	d->next = mem_realloc(NULL, d->cap, sizeof(*d->next));
	d->nbucket = d->nmemo = START_NODES;
	d->bucket = zeroed(d->nbucket, sizeof(*d->bucket));
	d->memo = zeroed(d->nmemo, sizeof(*d->memo));
	for (uint32_t i = 0; i < DIAGRAM_FIRST; i++)
		d->node[i] = (struct diagram_node){ DIAGRAM_NO_VAR, i, i };
}

void
diagram_done(struct diagram *d)
{
	free(d->node);
	free(d->next);
	free(d->bucket);
	free(d->memo);
	free(d->frame);
	*d = (struct diagram){ 0 };
}

bool
diagram_work(struct diagram *d, uint64_t steps)
{
	d->steps += steps;
	if (d->steps > LIMIT_DIAGRAM_STEPS)
		d->is_full = true;
	return !d->is_full;
}

int
diagram_check(const struct diagram *d, struct err *e)
{
	if (!d->is_full)
		return 0;
	if (d->steps > LIMIT_DIAGRAM_STEPS)
		return err_set(e, ERR_LIMIT, NULL,
			       "combinations of failures take too long to find "
			       "(expected at most %u million steps)",
			       (unsigned)(LIMIT_DIAGRAM_STEPS / 1000000));
	return err_set(e, ERR_LIMIT, NULL,
		       "too many combinations of failures to keep apart "
		       "(expected at most %u nodes of a diagram)",
		       LIMIT_DIAGRAM);
}

/* The table of nodes */

static void
enter_bucket(struct diagram *d, uint32_t i)
{
	const struct diagram_node *x = &d->node[i];
	uint32_t h = mix(x->var, x->hi, x->lo) & (d->nbucket - 1);

	d->next[i] = d->bucket[h];
	d->bucket[h] = i;
}

static struct diagram_memo *
memo_slot(const struct diagram *d, uint32_t op_a, uint32_t b)
{
	return &d->memo[mix(op_a, b, 0) & (d->nmemo - 1)];
}

/* Results outnumber nodes: a table as small as those loses most of them. */
static void
grow_memo(struct diagram *d)
{
	struct diagram_memo *old = d->memo;
	uint32_t n = d->nmemo;

	d->nmemo *= 2;
	d->memo_put = 0;
	d->memo = zeroed(d->nmemo, sizeof(*d->memo));
	for (uint32_t i = 0; i < n; i++)
		if (old[i].op_a || old[i].b)
			*memo_slot(d, old[i].op_a, old[i].b) = old[i];
	free(old);
}

static void
memo_put(struct diagram *d, uint32_t op_a, uint32_t b, uint32_t ret)
{
	if (d->memo_put++ == d->nmemo && d->nmemo < MEMO_MAX)
		grow_memo(d);
	*memo_slot(d, op_a, b) = (struct diagram_memo){ op_a, b, ret };
}

static void
grow(struct diagram *d)
{
	d->cap *= 2;
	d->node = mem_realloc(d->node, d->cap, sizeof(*d->node));
	d->next = mem_realloc(d->next, d->cap, sizeof(*d->next));
	free(d->bucket);
	d->nbucket = d->cap;
	d->bucket = zeroed(d->nbucket, sizeof(*d->bucket));
	for (uint32_t i = DIAGRAM_FIRST; i < d->n; i++)
		enter_bucket(d, i);
}

static uint32_t
make(struct diagram *d, uint32_t var, uint32_t hi, uint32_t lo)
{
	uint32_t i = d->bucket[mix(var, hi, lo) & (d->nbucket - 1)];

	for (; i; i = d->next[i]) {
		const struct diagram_node *x = &d->node[i];

		if (x->var == var && x->hi == hi && x->lo == lo)
			return i;
	}
	if (d->n == LIMIT_DIAGRAM) {
		d->is_full = true;
		return DIAGRAM_0;
	}
	if (d->n == d->cap)
		grow(d);
	d->node[d->n] = (struct diagram_node){ var, hi, lo };
	enter_bucket(d, d->n);
	return d->n++;
}

uint32_t
diagram_variable(struct diagram *d, uint32_t var)
{
	return make(d, var, DIAGRAM_1, DIAGRAM_0);
}

/* Operations */

/* What needs no look at the branches; false when they have to be. */
static bool
is_plain(enum op op, uint32_t a, uint32_t b, uint32_t *ret)
{
	switch (op) {
	case OP_AND:
		if (a == DIAGRAM_0 || b == DIAGRAM_1 || a == b)
			return *ret = a, true;
		if (b == DIAGRAM_0 || a == DIAGRAM_1)
			return *ret = b, true;
		return false;
	case OP_OR:
		if (a == DIAGRAM_1 || b == DIAGRAM_0 || a == b)
			return *ret = a, true;
		if (b == DIAGRAM_1 || a == DIAGRAM_0)
			return *ret = b, true;
		return false;
	case OP_WITHOUT:
		/* A family of minimal sets has the empty one as its only. */
		if (b == DIAGRAM_1 || a == b)
			return *ret = DIAGRAM_0, true;
		if (a <= DIAGRAM_1 || b == DIAGRAM_0)
			return *ret = a, true;
		return false;
	}
	return false;
}

static void
push(struct diagram *d, enum op op, uint32_t a, uint32_t b)
{
	VEC_ROOM(d->frame, d->nframe, d->frame_cap);
	d->frame[d->nframe++] =
		(struct diagram_frame){ a, b, 0, (uint8_t)op, 0 };
}

static uint32_t
memo_key(enum op op, uint32_t a)
{
	return a | (uint32_t)op << OP_SHIFT;
}

/* The result of the last frame, when it is known; that frame goes then. */
static bool
is_known(struct diagram *d, uint32_t *ret)
{
	struct diagram_frame *f = &d->frame[d->nframe - 1];
	const struct diagram_memo *m;
	uint32_t key;

	if (f->stage)
		return false;
	if (!diagram_work(d, 1) || is_plain(f->op, f->a, f->b, ret)) {
		d->nframe--;
		return true;
	}
	if (f->op != OP_WITHOUT && f->a > f->b) { /* a and b alike */
		uint32_t t = f->a;

		f->a = f->b;
		f->b = t;
	}
	key = memo_key(f->op, f->a);
	m = memo_slot(d, key, f->b);
	if (m->op_a != key || m->b != f->b)
		return false;
	*ret = m->ret;
	d->nframe--;
	return true;
}

static void
leave(struct diagram *d, uint32_t result, uint32_t *ret)
{
	const struct diagram_frame *f = &d->frame[--d->nframe];

	memo_put(d, memo_key(f->op, f->a), f->b, result);
	*ret = result;
}

/* AND, OR: one more step of the last frame. *ret: what the one above gave. */
static void
step_function(struct diagram *d, uint32_t *ret)
{
	struct diagram_frame *f = &d->frame[d->nframe - 1];
	struct diagram_node a = d->node[f->a], b = d->node[f->b];
	uint32_t var = a.var < b.var ? a.var : b.var;
	bool in_a = a.var == var, in_b = b.var == var;

	switch (f->stage++) {
	case 0: push(d, f->op, in_a ? a.hi : f->a, in_b ? b.hi : f->b); break;
	case 1:
		f->part = *ret;
		push(d, f->op, in_a ? a.lo : f->a, in_b ? b.lo : f->b);
		break;
	default:
		leave(d, f->part == *ret ? *ret : make(d, var, f->part, *ret),
		      ret);
	}
}

/* Sets of a that contain no set of b. */
static void
step_without(struct diagram *d, uint32_t *ret)
{
	enum { HI, HI_OF_BOTH, LO, MADE, PASS };
	struct diagram_frame *f = &d->frame[d->nframe - 1];
	struct diagram_node a = d->node[f->a], b = d->node[f->b];

	switch (f->stage) {
	case HI:
		if (b.var < a.var) { /* sets of b with it are in no set of a */
			f->stage = PASS;
			push(d, OP_WITHOUT, f->a, b.lo);
			break;
		}
		f->stage = a.var == b.var ? HI_OF_BOTH : LO;
		push(d, OP_WITHOUT, a.hi, a.var == b.var ? b.hi : f->b);
		break;
	case HI_OF_BOTH:
		f->stage = LO;
		push(d, OP_WITHOUT, *ret, b.lo);
		break;
	case LO:
		f->stage = MADE;
		f->part = *ret;
		push(d, OP_WITHOUT, a.lo, a.var == b.var ? b.lo : f->b);
		break;
	case MADE:
		leave(d, f->part ? make(d, a.var, f->part, *ret) : *ret, ret);
		break;
	default: leave(d, *ret, ret);
	}
}

static uint32_t
run(struct diagram *d, enum op op, uint32_t a, uint32_t b)
{
	uint32_t ret = DIAGRAM_0;

	d->nframe = 0;
	push(d, op, a, b);
	while (d->nframe && !d->is_full) {
		if (is_known(d, &ret))
			continue;
		if (d->frame[d->nframe - 1].op == OP_WITHOUT)
			step_without(d, &ret);
		else
			step_function(d, &ret);
	}
	return ret;
}

static int
cmp_key(const void *pa, const void *pb)
{
	uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

	return a < b ? -1 : a > b;
}

/*
 * Sorts functions by their first variable, the last ones first; how many are
 * left when each stays once.
 */
static uint32_t
arrange(struct diagram *d, uint32_t *f, uint32_t n, bool once)
{
	uint64_t *key = mem_realloc(NULL, (size_t)n + 1, sizeof(*key));
	uint32_t k = 0;

	for (uint32_t i = 0; i < n; i++)
		key[i] = (uint64_t)~d->node[f[i]].var << 32 | f[i];
	sort(key, n, sizeof(*key), cmp_key);
	for (uint32_t i = 0; i < n; i++)
		if (!once || !i || key[i] != key[i - 1])
			f[k++] = (uint32_t)key[i];
	free(key);
	return k;
}

uint32_t
diagram_fold(struct diagram *d, bool is_and, uint32_t *f, uint32_t n)
{
	uint32_t ret = is_and ? DIAGRAM_1 : DIAGRAM_0;

	n = arrange(d, f, n, true);
	for (uint32_t i = 0; i < n && !d->is_full; i++)
		ret = run(d, is_and ? OP_AND : OP_OR, f[i], ret);
	return ret;
}

/*
 * None of them is never true. From the last to the first: at[j] is "at least j
 * of those seen", and grows by one more function x to at[j] + x at[j - 1].
 */
uint32_t
diagram_at_least(struct diagram *d, uint32_t k, uint32_t *f, uint32_t n)
{
	uint32_t *at, ret;

	if (k == 1 || k == n)
		return diagram_fold(d, k == n, f, n);
	n = arrange(d, f, n, false);
	at = zeroed(k + 1, sizeof(*at));
	at[0] = DIAGRAM_1;
	for (uint32_t i = 0; i < n && !d->is_full; i++) {
		uint32_t most = i + 1 < k ? i + 1 : k;
		/* What the rest cannot make up for is not needed. */
		uint32_t least = k > n - i - 1 ? k - (n - i - 1) : 1;

		for (uint32_t j = most; j >= least && !d->is_full; j--)
			at[j] = run(d, OP_OR, at[j],
				    run(d, OP_AND, f[i], at[j - 1]));
	}
	ret = at[k];
	free(at);
	return ret;
}

uint32_t
diagram_minimal(struct diagram *d, uint32_t f)
{
	uint32_t *family, ret;
	bool *is_needed;

	if (f < DIAGRAM_FIRST || d->is_full)
		return f;
	family = zeroed(f + 1, sizeof(*family));
	is_needed = zeroed(f + 1, sizeof(*is_needed));
	is_needed[f] = true;
	for (uint32_t i = f; i >= DIAGRAM_FIRST; i--)
		if (is_needed[i])
			is_needed[d->node[i].hi] = is_needed[d->node[i].lo] =
				true;
	family[DIAGRAM_1] = DIAGRAM_1;
	for (uint32_t i = DIAGRAM_FIRST; i <= f && !d->is_full; i++) {
		struct diagram_node x = d->node[i];
		uint32_t hi;

		if (!is_needed[i])
			continue;
		hi = run(d, OP_WITHOUT, family[x.hi], family[x.lo]);
		family[i] =
			hi ? make(d, x.var, hi, family[x.lo]) : family[x.lo];
	}
	ret = family[f];
	free(family);
	free(is_needed);
	return ret;
}

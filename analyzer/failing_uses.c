/*
 * Tops and uses: a function at a site, and a product as a board has it. Cells
 * that are filled alike share a top. Refuses to take a second product for a
 * spare one in the upper end, unless the two were tested together.
 */
#include <stdlib.h>

#include "analyzer/failing_build.h"
#include "base/buf.h"
#include "base/limits.h"
#include "base/sort.h"

/* A use in a top, and a row of a list that says so. */
struct filled {
	uint32_t use, usage;
};

struct tops {
	struct failing_builder *b;
	struct map use_of;
	struct map top_of;
	uint32_t use_cap, top_cap;
	uint32_t *filled_at; /* heap; by top */
	uint32_t filled_at_cap;
	struct filled *filled; /* heap */
	uint32_t nfilled, filled_cap;
};

/* Numbering */

static uint32_t
use_of(struct tops *t, const struct cell *cell, const struct fill *fill)
{
	struct failing *f = t->b->f;
	uint32_t board = failing_board(f->l, cell->site), key[3];
	struct map_entry *entry;
	bool is_new;

	if (fill->product == NODE_NONE ||
	    !hubs_has_own(t->b->hubs, fill->product, board))
		board = NODE_NONE;
	key[0] = fill->product;
	key[1] = fill->vendor;
	key[2] = board;
	entry = map_put(&t->use_of, sv_n((const char *)key, sizeof(key)),
			f->nuse, &is_new);
	if (!is_new)
		return entry->value;
	if (f->nuse == t->use_cap) {
		t->use_cap = t->use_cap ? t->use_cap * 2 : 64;
		f->use_product = mem_realloc(f->use_product, t->use_cap,
					     sizeof(*f->use_product));
		f->use_vendor = mem_realloc(f->use_vendor, t->use_cap,
					    sizeof(*f->use_vendor));
		f->use_board = mem_realloc(f->use_board, t->use_cap,
					   sizeof(*f->use_board));
	}
	f->use_product[f->nuse] = fill->product;
	f->use_vendor[f->nuse] = fill->vendor;
	f->use_board[f->nuse] = board;
	return f->nuse++;
}

/* The top of a cell that nobody looked at yet. */
static uint32_t
top_of(struct tops *t, uint32_t index, struct buf *key)
{
	struct failing *f = t->b->f;
	const struct cell *cell = &f->cells->cell[index];
	struct map_entry *entry;
	bool is_new;

	key->n = 0;
	buf_sv(key,
	       sv_n((const char *)&cell->function, sizeof(cell->function)));
	for (uint32_t k = cell->first; k < cell->first + cell->n; k++) {
		const struct fill *fill = &f->cells->fill[k];
		struct filled x = { use_of(t, cell, fill), fill->usage };

		buf_sv(key, sv_n((const char *)&x.use, sizeof(x.use)));
		VEC_ROOM(t->filled, t->nfilled, t->filled_cap);
		t->filled[t->nfilled++] = x;
	}
	entry = map_put(&t->top_of, buf_view(key), f->ntop, &is_new);
	if (!is_new) {
		t->nfilled -= cell->n;
		return entry->value;
	}
	VEC_ROOM(t->filled_at, f->ntop, t->filled_at_cap);
	t->filled_at[f->ntop] = t->nfilled - cell->n;
	if (f->ntop == t->top_cap) {
		t->top_cap = t->top_cap ? t->top_cap * 2 : 64;
		f->top_cell = mem_realloc(f->top_cell, t->top_cap,
					  sizeof(*f->top_cell));
	}
	f->top_cell[f->ntop] = index;
	return f->ntop++;
}

static void
number_tops(struct tops *t)
{
	struct failing *f = t->b->f;
	const struct cells *c = f->cells;
	/* Schools share the run of their board's list. */
	uint32_t *of_run =
		ARENA_ARRAY(&t->b->tmp, (size_t)c->nfill + 1, uint32_t);
	struct buf key = { 0 };

	f->top = ARENA_ARRAY(&f->mem, c->ncell, uint32_t);
	for (uint32_t i = 0; i < c->ncell; i++) {
		const struct cell *cell = &c->cell[i];

		f->top[i] = NODE_NONE;
		if (cell->n == 0)
			continue;
		if (!of_run[cell->first])
			of_run[cell->first] = top_of(t, i, &key) + 1;
		f->top[i] = of_run[cell->first] - 1;
	}
	buf_done(&key);
	f->use = f->unknown + LAYERS_UNKNOWN;
	f->first_top = f->use + f->nuse;
	f->nnode = f->first_top + f->ntop;
	for (uint32_t i = 0; i < c->ncell; i++)
		if (f->top[i] != NODE_NONE)
			f->top[i] += f->first_top;
}

/* What uses need */

/* The contract party when no list names one: who sells it. */
static void
add_sellers(struct tops *t, uint32_t node, uint32_t product)
{
	const struct landscape *l = t->b->l;
	struct andor_member m[LIMIT_ATTRIBUTION];
	uint32_t i = landscape_supplies_of(l, product), n = 0;

	if (i == l->nsupply || l->supply[i].product != product) {
		if (!t->b->is_provider[product])
			failing_unknown_vendor(t->b, node);
		return;
	}
	for (; i < l->nsupply && l->supply[i].product == product; i++) {
		if (l->supply[i].role != ROLE_SELLER)
			continue;
		if (n == LIMIT_ATTRIBUTION) {
			failing_unknown_vendor(t->b, node);
			return;
		}
		m[n++] = (struct andor_member){
			l->supply[i].organisation,
			failing_label(t->b, FACT_SUPPLIES, i)
		};
	}
	failing_any(t->b, node, m, n);
}

static void
add_use(struct tops *t, uint32_t use, uint32_t usage)
{
	struct failing_builder *b = t->b;
	const struct failing *f = b->f;
	uint32_t product = f->use_product[use], vendor = f->use_vendor[use];
	uint32_t node = f->use + use;
	const struct levels *v = b->v;
	uint32_t label = failing_label(b, FACT_USES, usage);

	if (vendor != NODE_NONE)
		failing_need(b, BOTH, node, vendor, label);
	if (product == NODE_NONE) {
		failing_unknown(b, node, LAYER_OF_PRODUCT);
		return;
	}
	failing_need(b, BOTH, node, product, label);
	if (vendor == NODE_NONE)
		add_sellers(t, node, product);
	if (!v->has_host[product] &&
	    (vendor == NODE_NONE || !v->has_host[vendor]))
		failing_unknown(
			b, node,
			(enum layer)(LAYER_OF_CARRIER + CARRIER_HOSTING));
	hubs_add(b->hubs, b, node, product, f->use_board[use]);
}

/* What tops need */

/* A use of one top, with the group of alternatives that its product is in. */
struct spare {
	uint32_t group; /* in builder.group, or UINT32_MAX */
	struct andor_member m;
};

/* Those of one top, by group. */
struct spares {
	struct spare *v;        /* heap */
	struct andor_member *m; /* heap: the same members */
	uint32_t cap;
};

static int
cmp_spare(const void *pa, const void *pb)
{
	const struct spare *a = pa, *b = pb;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return a->m.node < b->m.node ? -1 : a->m.node > b->m.node;
}

static uint32_t
group_of(const struct failing_builder *b, uint32_t function, uint32_t product)
{
	uint32_t key[2];

	if (function == NODE_NONE || product == NODE_NONE)
		return UINT32_MAX;
	return map_get(&b->group_of, failing_pair(function, product, key),
		       UINT32_MAX);
}

/* In high: what was tested together is one requirement, the rest one each. */
static void
add_possible(struct failing_builder *b, uint32_t node, const struct spares *s,
	     uint32_t n)
{
	for (uint32_t i = 0, to; i < n; i = to) {
		uint32_t group = s->v[i].group;

		for (to = i + 1; to < n && s->v[to].group == group;)
			to++;
		if (group != UINT32_MAX && b->group[group].is_tested) {
			andor_add(&b->high, node, b->group[group].needed,
				  s->m + i, to - i);
			continue;
		}
		for (uint32_t k = i; k < to; k++)
			andor_need(&b->high, node, s->m[k].node, s->m[k].label);
	}
}

/* In low: one of all, or as many as the one group that all are in needs. */
static uint32_t
needed_in_low(const struct failing_builder *b, const struct spares *s,
	      uint32_t n)
{
	uint32_t group = s->v[0].group;

	if (group == UINT32_MAX || group != s->v[n - 1].group)
		return 1;
	return b->group[group].needed;
}

static bool
has_needs(const struct landscape *l, uint32_t node)
{
	uint32_t i = landscape_needs_of(l, node);

	return i < l->nneed && l->need[i].dependent == node;
}

static void
add_top(struct tops *t, uint32_t top, uint32_t to, struct spares *s)
{
	struct failing_builder *b = t->b;
	const struct failing *f = b->f;
	uint32_t from = t->filled_at[top], n = to - from;
	uint32_t node = f->first_top + top;
	uint32_t function = f->cells->cell[f->top_cell[top]].function;

	if (n > s->cap) {
		s->cap = n * 2;
		s->v = mem_realloc(s->v, s->cap, sizeof(*s->v));
		s->m = mem_realloc(s->m, s->cap, sizeof(*s->m));
	}
	for (uint32_t i = 0; i < n; i++) {
		const struct filled *x = &t->filled[from + i];

		s->v[i] = (struct spare){
			group_of(b, function, f->use_product[x->use]),
			{ f->use + x->use,
			  failing_label(b, FACT_USES, x->usage) }
		};
	}
	sort(s->v, n, sizeof(*s->v), cmp_spare);
	for (uint32_t i = 0; i < n; i++)
		s->m[i] = s->v[i].m;
	andor_add(&b->low, node, needed_in_low(b, s, n), s->m, n);
	add_possible(b, node, s, n);
	if (function != NODE_NONE && has_needs(b->l, function))
		failing_need(
			b, BOTH, node, function,
			failing_label(b, FACT_USES, t->filled[from].usage));
}

static struct tops *
tops_new(struct failing_builder *b)
{
	struct tops *t = ARENA_NEW(&b->tmp, struct tops);

	t->b = b;
	return t;
}

static void
tops_done(struct tops *t)
{
	free(t->filled_at);
	free(t->filled);
	map_done(&t->use_of);
	map_done(&t->top_of);
}

void
failing_add_uses(struct failing_builder *b)
{
	struct tops *t = tops_new(b);
	struct failing *f = b->f;
	struct spares s = { 0 };
	uint32_t *usage;

	number_tops(t);
	usage = ARENA_ARRAY(&b->tmp, f->nuse, uint32_t);
	for (uint32_t i = t->nfilled; i-- > 0;)
		usage[t->filled[i].use] = t->filled[i].usage;
	for (uint32_t i = 0; i < f->nuse; i++)
		add_use(t, i, usage[i]);
	for (uint32_t i = 0; i < f->ntop; i++)
		add_top(t, i,
			i + 1 < f->ntop ? t->filled_at[i + 1] : t->nfilled, &s);
	free(s.v);
	free(s.m);
	tops_done(t);
}

/* Sites that use several products for one function, grouped by board. */
#include "analyzer/overlap.h"

#include <stdlib.h>

#include "base/sort.h"

struct candidate {
	const struct cells *c;
	uint32_t cell;
};

static uint32_t
known_products(const struct cells *c, const struct cell *cell)
{
	uint32_t n = 0;

	for (uint32_t k = cell->first; k < cell->first + cell->n; k++)
		n += c->fill[k].product != NODE_NONE;
	return n;
}

/* Runs of fills are by product, so equal lists are equal item by item. */
static int
cmp_products(const struct cells *c, const struct cell *a, const struct cell *b)
{
	if (a->first == b->first && a->n == b->n)
		return 0;
	for (uint32_t k = 0; k < a->n && k < b->n; k++) {
		uint32_t p = c->fill[a->first + k].product;
		uint32_t q = c->fill[b->first + k].product;

		if (p != q)
			return p < q ? -1 : 1;
	}
	return a->n < b->n ? -1 : a->n > b->n;
}

static int
cmp_group(const struct candidate *a, const struct candidate *b)
{
	const struct cell *x = &a->c->cell[a->cell], *y = &b->c->cell[b->cell];

	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	if (x->board != y->board)
		return x->board < y->board ? -1 : 1;
	return cmp_products(a->c, x, y);
}

static int
cmp_candidate(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;
	int c = cmp_group(a, b);

	return c ? c : a->cell < b->cell ? -1 : a->cell > b->cell;
}

static int
cmp_overlap(const void *pa, const void *pb)
{
	const struct overlap *a = pa, *b = pb;

	if (a->pupils != b->pupils)
		return a->pupils > b->pupils ? -1 : 1;
	if (a->function != b->function)
		return a->function < b->function ? -1 : 1;
	if (a->board != b->board)
		return a->board < b->board ? -1 : 1;
	return a->cell < b->cell ? -1 : a->cell > b->cell;
}

void
overlap_find(const struct cells *c, struct arena *mem, struct overlap **ret,
	     uint32_t *ret_n)
{
	struct arena tmp = { 0 };
	struct candidate *v = ARENA_ARRAY(&tmp, c->ncell, struct candidate);
	struct overlap *o;
	uint32_t n = 0, k = 0;

	for (uint32_t i = 0; i < c->ncell; i++)
		if (c->cell[i].n > 1 && c->cell[i].function != NODE_NONE &&
		    known_products(c, &c->cell[i]) > 1)
			v[n++] = (struct candidate){ c, i };
	sort(v, n, sizeof(*v), cmp_candidate);
	o = ARENA_ARRAY(mem, n, struct overlap);
	for (uint32_t i = 0; i < n; i++) {
		const struct cell *cell = &c->cell[v[i].cell];
		int64_t low = 0, high = 0;

		if (i == 0 || cmp_group(&v[i - 1], &v[i]) != 0)
			o[k++] = (struct overlap){
				.board = cell->board,
				.function = cell->function,
				.cell = v[i].cell,
				.products = known_products(c, cell),
			};
		site_pupils(c->l, cell->site, &low, &high);
		o[k - 1].sites++;
		o[k - 1].pupils += low;
	}
	sort(o, k, sizeof(*o), cmp_overlap);
	*ret = o;
	*ret_n = k;
	arena_done(&tmp);
}

/* Sites that use several products for one function, grouped by board. */
#include "analyzer/overlap.h"

#include <stdlib.h>
#include <string.h>

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

/* What is said of the products together */

static int
cmp_index(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

static bool
is_same_group(const struct need *a, const struct need *b)
{
	return a->dependent == b->dependent && a->carrier == b->carrier &&
	       a->necessity == b->necessity && strcmp(a->group, b->group) == 0;
}

/* The first group of alternatives of the function that has them all. */
static void
find_group(const struct landscape *l, struct overlap *o)
{
	uint32_t i = landscape_needs_of(l, o->function);

	while (i < l->nneed && l->need[i].dependent == o->function) {
		const struct need *first = &l->need[i];
		int32_t oldest = INT32_MAX;
		uint32_t n = 0;

		for (; i < l->nneed && is_same_group(first, &l->need[i]); i++) {
			const struct need *x = &l->need[i];

			if (x->necessity != NECESSITY_ALTERNATIVE ||
			    !bsearch(&x->provider, o->product, o->products,
				     sizeof(*o->product), cmp_index))
				continue;
			n++;
			oldest = x->tested < oldest ? x->tested : oldest;
		}
		if (n < o->products)
			continue;
		o->is_said = true;
		o->tested = oldest;
		return;
	}
}

/* Prices */

struct rows {
	uint32_t *v; /* heap: indices in landscape.usage */
	uint32_t n, cap;
};

/* The row of this list with this function and product, or nusage. */
static uint32_t
row_of(const struct landscape *l, uint32_t site, uint32_t function,
       uint32_t product)
{
	uint32_t lo = 0, hi = l->nusage;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct usage *u = &l->usage[mid];
		bool is_before = u->site != site ? u->site < site
				 : u->function != function
					 ? u->function < function
					 : u->product < product;

		if (is_before)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < l->nusage && l->usage[lo].site == site &&
	    l->usage[lo].function == function &&
	    l->usage[lo].product == product)
		return lo;
	return l->nusage;
}

static void
add_row(struct rows *r, uint32_t usage)
{
	VEC_ROOM(r->v, r->n, r->cap);
	r->v[r->n++] = usage;
}

/* Rows that fill these cells, and those of the board that schools override. */
static void
find_rows(const struct cells *c, const struct candidate *v, uint32_t n,
	  const struct overlap *o, struct rows *r)
{
	const struct landscape *l = c->l;
	uint32_t k = 0;

	r->n = 0;
	for (uint32_t i = 0; i < n; i++) {
		const struct cell *x = &c->cell[v[i].cell];

		if (i && x->first == c->cell[v[i - 1].cell].first)
			continue;
		for (uint32_t f = x->first; f < x->first + x->n; f++)
			if (c->fill[f].product != NODE_NONE)
				add_row(r, c->fill[f].usage);
	}
	for (uint32_t p = 0; o->board != NODE_NONE && p < o->products; p++) {
		uint32_t i = row_of(l, o->board, o->function, o->product[p]);

		if (i < l->nusage && is_in_use(&l->usage[i]))
			add_row(r, i);
	}
	sort(r->v, r->n, sizeof(*r->v), cmp_index);
	for (uint32_t i = 0; i < r->n; i++)
		if (k == 0 || r->v[k - 1] != r->v[i])
			r->v[k++] = r->v[i];
	r->n = k;
}

static void
add_prices(const struct landscape *l, const struct rows *r, struct overlap *o)
{
	for (uint32_t i = 0; i < r->n; i++) {
		const struct usage *u = &l->usage[r->v[i]];
		uint32_t wide_row = l->nusage;

		if (u->cost < 0 && u->site != o->board && o->board != NODE_NONE)
			wide_row = row_of(l, o->board, u->function, u->product);
		if (wide_row < l->nusage && l->usage[wide_row].cost >= 0 &&
		    is_in_use(&l->usage[wide_row]))
			continue;
		o->uses++;
		o->no_price += u->cost < 0;
		o->cost += u->cost < 0 ? 0 : u->cost;
	}
}

static void
find_products(const struct cells *c, struct arena *mem, struct overlap *o)
{
	const struct cell *cell = &c->cell[o->cell];

	o->product = ARENA_ARRAY(mem, cell->n, uint32_t);
	for (uint32_t k = cell->first; k < cell->first + cell->n; k++) {
		uint32_t p = c->fill[k].product;

		if (p != NODE_NONE)
			o->product[o->products++] = p;
	}
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

/* One overlap of the n candidates that are alike. */
static void
add_overlap(const struct cells *c, const struct candidate *v, uint32_t n,
	    struct rows *rows, struct arena *mem, struct overlap *o)
{
	const struct cell *cell = &c->cell[v[0].cell];

	*o = (struct overlap){ .board = cell->board,
			       .function = cell->function,
			       .cell = v[0].cell,
			       .sites = n };
	for (uint32_t i = 0; i < n; i++) {
		int64_t low = 0, high = 0;

		site_pupils(c->l, c->cell[v[i].cell].site, &low, &high);
		o->pupils += low;
	}
	find_products(c, mem, o);
	find_rows(c, v, n, o, rows);
	add_prices(c->l, rows, o);
	find_group(c->l, o);
}

void
overlap_find(const struct cells *c, struct arena *mem, struct overlap **ret,
	     uint32_t *ret_n)
{
	struct arena tmp = { 0 };
	struct candidate *v = ARENA_ARRAY(&tmp, c->ncell, struct candidate);
	struct rows rows = { 0 };
	struct overlap *o;
	uint32_t n = 0, k = 0, to;

	for (uint32_t i = 0; i < c->ncell; i++)
		if (c->cell[i].n > 1 && c->cell[i].function != NODE_NONE &&
		    known_products(c, &c->cell[i]) > 1)
			v[n++] = (struct candidate){ c, i };
	sort(v, n, sizeof(*v), cmp_candidate);
	o = ARENA_ARRAY(mem, n, struct overlap);
	for (uint32_t i = 0; i < n; i = to) {
		to = i + 1;
		while (to < n && cmp_group(&v[i], &v[to]) == 0)
			to++;
		add_overlap(c, &v[i], to - i, &rows, mem, &o[k++]);
	}
	sort(o, k, sizeof(*o), cmp_overlap);
	*ret = o;
	*ret_n = k;
	free(rows.v);
	arena_done(&tmp);
}

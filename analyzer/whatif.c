/*
 * Replacing products or vendors in a set of cells. Refuses to guess which
 * product of a vendor would come: when that is open it stays unknown.
 */
#include "analyzer/whatif.h"

#include <stdlib.h>

#include "base/sort.h"

struct mover {
	const struct landscape *l;
	struct levels *levels;
	const struct move *move;
	uint32_t *product_of; /* by function node (nnode: the unknown one):
				 product of move->to, or NODE_NONE */
	struct cells *c;
	struct moved *moved;
	bool *is_moved;  /* by cell */
	struct run *run; /* by first fill: cells may share a run */
};

/* What the move at hand did to a run of fills. */
struct run {
	uint32_t seen; /* number of the move + 1 */
	uint32_t n;
	bool is_moved;
};

static bool
is_product(const struct landscape *l, uint32_t node)
{
	return l->node[node].kind == NODE_PRODUCT;
}

/* The contract party of a product, when it is the one. */
static bool
is_sold_by(struct levels *v, uint32_t product, uint32_t named, uint32_t vendor)
{
	struct parts p = levels_of(v, LEVEL_VENDOR, product, named);

	for (uint32_t i = 0; i < p.n; i++)
		if (p.part[i].entity == vendor)
			return true;
	return false;
}

static void
offer(uint32_t *product_of, bool *is_open, uint32_t function, uint32_t product)
{
	if (is_open[function] || product_of[function] == product)
		return;
	is_open[function] = product_of[function] != NODE_NONE;
	product_of[function] = is_open[function] ? NODE_NONE : product;
}

/* For each function the only product that move->to sells for it. */
static void
find_products(struct mover *m, struct arena *tmp)
{
	const struct landscape *l = m->l;
	bool *is_open = ARENA_ARRAY(tmp, (size_t)l->nnode + 1, bool);
	uint32_t to = m->move->to;

	for (uint32_t i = 0; i <= l->nnode; i++)
		m->product_of[i] = is_product(l, to) ? to : NODE_NONE;
	if (is_product(l, to))
		return;
	for (uint32_t i = 0; i < l->nfulfils; i++)
		if (is_sold_by(m->levels, l->fulfils[i].product, NODE_NONE, to))
			offer(m->product_of, is_open, l->fulfils[i].function,
			      l->fulfils[i].product);
	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (u->product != NODE_NONE && is_in_use(u) &&
		    is_sold_by(m->levels, u->product, u->vendor, to))
			offer(m->product_of, is_open,
			      u->function == NODE_NONE ? l->nnode : u->function,
			      u->product);
	}
}

static bool
leaves(const struct mover *m, const struct fill *f)
{
	uint32_t from = m->move->from;

	if (is_product(m->l, from))
		return f->product == from;
	return is_sold_by(m->levels, f->product, f->vendor, from);
}

static int
cmp_fill(const void *pa, const void *pb)
{
	const struct fill *a = pa, *b = pb;

	if (a->product != b->product)
		return a->product < b->product ? -1 : 1;
	if (a->vendor != b->vendor)
		return a->vendor < b->vendor ? -1 : 1;
	return a->usage < b->usage ? -1 : a->usage > b->usage;
}

/* Sorts a cell's fills; one known product of two rows becomes one. */
static void
merge(struct cells *c, struct cell *cell)
{
	struct fill *f = c->fill + cell->first;
	uint32_t k = 0;

	sort(f, cell->n, sizeof(*f), cmp_fill);
	for (uint32_t i = 0; i < cell->n; i++) {
		if (k && f[i].product != NODE_NONE &&
		    f[k - 1].product == f[i].product)
			f[k - 1].num += f[i].num;
		else
			f[k++] = f[i];
	}
	cell->n = k;
}

/* Whether the move changes the fills of a cell; it then does. */
static bool
move_fills(struct mover *m, struct cell *cell)
{
	const struct landscape *l = m->l;
	uint32_t function =
		cell->function == NODE_NONE ? l->nnode : cell->function;
	bool any = false;

	for (uint32_t i = cell->first; i < cell->first + cell->n; i++) {
		struct fill *f = &m->c->fill[i];

		if (!leaves(m, f))
			continue;
		any = true;
		f->product = m->product_of[function];
		f->vendor =
			is_product(l, m->move->to) ? NODE_NONE : m->move->to;
	}
	if (any)
		merge(m->c, cell);
	return any;
}

/* Cells that share a run are of one board and function: one move for all. */
static void
move_cell(struct mover *m, uint32_t index, uint32_t number)
{
	struct cell *cell = &m->c->cell[index];
	struct run *r = &m->run[cell->first];
	uint32_t function =
		cell->function == NODE_NONE ? m->l->nnode : cell->function;

	if (cell->n == 0)
		return;
	if (r->seen != number + 1) {
		r->is_moved = move_fills(m, cell);
		r->seen = number + 1;
		r->n = cell->n;
	}
	cell->n = r->n;
	if (!r->is_moved)
		return;
	m->is_moved[index] = true;
	m->moved->no_product += m->product_of[function] == NODE_NONE;
}

static void
copy_cells(const struct cells *from, struct cells *to)
{
	*to = (struct cells){ .l = from->l,
			      .count = from->count,
			      .ncell = from->ncell,
			      .cell_cap = from->ncell,
			      .nfill = from->nfill,
			      .fill_cap = from->nfill };
	to->cell =
		mem_realloc(NULL, (size_t)from->ncell + 1, sizeof(*to->cell));
	to->fill =
		mem_realloc(NULL, (size_t)from->nfill + 1, sizeof(*to->fill));
	if (from->ncell)
		memcpy(to->cell, from->cell, from->ncell * sizeof(*to->cell));
	if (from->nfill)
		memcpy(to->fill, from->fill, from->nfill * sizeof(*to->fill));
}

static void
count_moved(const struct mover *m)
{
	uint32_t site = NODE_NONE, board = NODE_NONE;

	for (uint32_t i = 0; i < m->c->ncell; i++) {
		const struct cell *c = &m->c->cell[i];

		if (!m->is_moved[i])
			continue;
		m->moved->cells++;
		m->moved->sites += c->site != site;
		m->moved->boards += c->board != board && c->board != NODE_NONE;
		site = c->site;
		board = c->board;
	}
}

void
whatif_move(const struct cells *c, struct levels *levels,
	    const struct move *moves, uint32_t nmoves, struct cells *ret,
	    struct moved *ret_moved)
{
	struct arena tmp = { 0 };
	struct mover m = {
		.l = c->l, .levels = levels, .c = ret, .moved = ret_moved
	};

	*ret_moved = (struct moved){ 0 };
	copy_cells(c, ret);
	m.product_of = ARENA_ARRAY(&tmp, (size_t)c->l->nnode + 1, uint32_t);
	m.is_moved = ARENA_ARRAY(&tmp, c->ncell, bool);
	m.run = ARENA_ARRAY(&tmp, (size_t)c->nfill + 1, struct run);
	for (uint32_t k = 0; k < nmoves; k++) {
		m.move = &moves[k];
		find_products(&m, &tmp);
		for (uint32_t i = 0; i < ret->ncell; i++)
			if (m.move->board == NODE_NONE ||
			    m.move->board == ret->cell[i].board)
				move_cell(&m, i, k);
	}
	count_moved(&m);
	cells_index(ret);
	arena_done(&tmp);
}

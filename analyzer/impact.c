/*
 * One scenario, function by function. Refuses to add up what is certain and
 * what is possible: a row has both.
 */
#include "analyzer/impact.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/sort.h"

const char *
fate_name(enum fate fate)
{
	switch (fate) {
	case FATE_STOPS: return N_("stops");
	case FATE_MAY_STOP: return N_("may stop");
	case FATE_CLAIMED: return N_("only claimed to hold");
	case FATE_HOLDS: return N_("holds");
	case FATE_UNTOUCHED:
	case FATES: break;
	}
	return N_("untouched");
}

/* Whether some use of a top failed in this end, or some use did not. */
static bool
has_use(const struct failing *f, const struct andor_failure *failure,
	uint32_t top, bool failed)
{
	const struct andor *g = failure->g;

	for (uint32_t k = g->member_at[g->group_at[top]];
	     k < g->member_at[g->group_at[top + 1]]; k++)
		if (g->member[k].node >= f->use &&
		    andor_is_failed(failure, g->member[k].node) == failed)
			return true;
	return false;
}

enum fate
fate_of(const struct failing *f, const struct blast_scene *scene, uint32_t top)
{
	bool is_hit;

	if (andor_is_failed(&scene->low, top))
		return FATE_STOPS;
	is_hit = has_use(f, &scene->low, top, true);
	if (!andor_is_failed(&scene->high, top))
		return is_hit ? FATE_HOLDS : FATE_UNTOUCHED;
	return is_hit && has_use(f, &scene->high, top, false) ? FATE_CLAIMED
							      : FATE_MAY_STOP;
}

struct finder {
	const struct failing *f;
	const struct blast_scene *scene;
	struct arena *mem;
	struct arena tmp;
	uint8_t *fate;    /* by top: enum fate, FATES: not looked at yet */
	uint32_t *row_of; /* by node, nnode: NODE_NONE: row + 1 of a board */
	int64_t *most;    /* heap; by row: pupils of its largest site */
	uint32_t most_cap;
	struct impact_row *v; /* heap */
	uint32_t n, cap;
};

static enum fate
fate_of_cell(struct finder *x, uint32_t i)
{
	uint32_t top = x->f->top[i];
	uint8_t *fate;

	if (top == NODE_NONE)
		return FATE_UNTOUCHED;
	fate = &x->fate[top - x->f->first_top];
	if (*fate == FATES)
		*fate = (uint8_t)fate_of(x->f, x->scene, top);
	return (enum fate) * fate;
}

static const struct andor_failure *
end_of(const struct blast_scene *scene, enum fate fate)
{
	return fate == FATE_MAY_STOP ? &scene->high : &scene->low;
}

/* Whether this product as listed is a use of the top that failed. */
static bool
is_failed_fill(const struct finder *x, const struct fill *fill, uint32_t top,
	       const struct andor_failure *end)
{
	const struct failing *f = x->f;
	const struct andor *g = end->g;

	for (uint32_t k = g->member_at[g->group_at[top]];
	     k < g->member_at[g->group_at[top + 1]]; k++) {
		uint32_t node = g->member[k].node;

		if (node >= f->use && node < f->first_top &&
		    f->use_product[node - f->use] == fill->product &&
		    f->use_vendor[node - f->use] == fill->vendor &&
		    andor_is_failed(end, node))
			return true;
	}
	return false;
}

/* What the lists say about doing without at one site. */
static struct fallback
fallback_of(const struct finder *x, uint32_t i, enum fate fate,
	    uint32_t *ret_usage)
{
	const struct cells *c = x->f->cells;
	const struct cell *cell = &c->cell[i];
	struct fallback best = { FALLBACK_UNKNOWN, FALLBACK_HOURS_UNKNOWN,
				 FALLBACK_HOURS_UNKNOWN };
	bool is_first = true;

	*ret_usage = UINT32_MAX;
	for (uint32_t k = cell->first; k < cell->first + cell->n; k++) {
		const struct fill *fill = &c->fill[k];
		const char *text = c->l->usage[fill->usage].fallback;
		struct fallback one;

		if (!is_failed_fill(x, fill, x->f->top[i],
				    end_of(x->scene, fate)))
			continue;
		one = fallback_read(sv(text));
		best = is_first ? one : fallback_best(best, one);
		is_first = false;
		if (*ret_usage == UINT32_MAX && text[0])
			*ret_usage = fill->usage;
	}
	return best;
}

static struct impact_row *
row_for(struct finder *x, uint32_t i, bool by_site)
{
	const struct cell *cell = &x->f->cells->cell[i];
	uint32_t function =
		cell->function == NODE_NONE ? x->f->l->nnode : cell->function;
	uint32_t *at = &x->row_of[function];

	if (!by_site && *at && x->v[*at - 1].board == cell->board &&
	    cell->board != NODE_NONE)
		return &x->v[*at - 1];
	VEC_ROOM(x->v, x->n, x->cap);
	if (x->n == x->most_cap) {
		x->most_cap = x->cap;
		x->most = mem_realloc(x->most, x->most_cap, sizeof(*x->most));
	}
	x->most[x->n] = -2;
	x->v[x->n] = (struct impact_row){
		.board = cell->board,
		/* schools without a board are not one board */
		.site = by_site || cell->board == NODE_NONE ? cell->site
							    : NODE_NONE,
		.function = cell->function,
		.fate = FATE_UNTOUCHED,
		.sites = by_site || cell->board == NODE_NONE ? 1 : cell->peers,
		.top = NODE_NONE,
		.usage = UINT32_MAX,
	};
	*at = ++x->n;
	return &x->v[x->n - 1];
}

static void
add_pupils(struct impact_row *r, enum fate fate, int64_t low, int64_t high,
	   bool is_known)
{
	bool is_possible = fate != FATE_HOLDS;

	r->sites_low += fate == FATE_STOPS;
	r->sites_high += is_possible;
	r->unknown += is_possible && !is_known;
	if (is_known && fate == FATE_STOPS)
		r->pupils_low += low;
	if (is_known && is_possible)
		r->pupils_high += high;
}

static void
add_cell(struct finder *x, uint32_t i, bool by_site)
{
	const struct cell *cell = &x->f->cells->cell[i];
	const struct landscape *l = x->f->l;
	enum fate fate = fate_of_cell(x, i);
	const char *sector = l->node[cell->site].sector;
	struct fallback fallback;
	struct impact_row *r;
	struct impact_top *top;
	int64_t low = 0, high = 0;
	uint32_t usage;
	bool is_known, is_first;

	if (fate == FATE_UNTOUCHED)
		return;
	r = row_for(x, i, by_site);
	is_known = site_pupils(l, cell->site, &low, &high);
	is_first = r->tops == NULL;
	add_pupils(r, fate, low, high, is_known);
	fallback = fallback_of(x, i, fate, &usage);
	r->fallback =
		is_first ? fallback : fallback_worst(r->fallback, fallback);
	if (r->usage == UINT32_MAX)
		r->usage = usage;
	if (is_first)
		r->sector = sector;
	else if (strcmp(r->sector, sector) != 0)
		r->sector = "";
	if (cell->criticality > r->criticality)
		r->criticality = cell->criticality;
	if (is_first || r->tops->top != x->f->top[i]) {
		top = ARENA_NEW(x->mem, struct impact_top);
		*top = (struct impact_top){ x->f->top[i], r->tops };
		r->tops = top;
	}
	if (fate < r->fate || (fate == r->fate && low > x->most[r - x->v])) {
		r->fate = fate;
		r->top = x->f->top[i];
		x->most[r - x->v] = is_known ? low : -1;
	}
}

static int
cmp_number(int64_t a, int64_t b)
{
	return a > b ? -1 : a < b;
}

static int
cmp_row(const void *pa, const void *pb)
{
	const struct impact_row *a = pa, *b = pb;
	int c = -cmp_number(a->fate, b->fate);

	if (!c)
		c = cmp_number(a->criticality, b->criticality);
	if (!c)
		c = cmp_number(a->pupils_low, b->pupils_low);
	if (!c)
		c = cmp_number(a->pupils_high, b->pupils_high);
	if (!c)
		c = -cmp_number(a->board, b->board);
	if (!c)
		c = -cmp_number(a->site, b->site);
	return c ? c : -cmp_number(a->function, b->function);
}

void
impact_find(const struct failing *f, const struct blast_scene *scene,
	    bool by_site, struct arena *mem, struct impact *ret)
{
	struct finder x = { .f = f, .scene = scene, .mem = mem };

	x.fate = ARENA_ARRAY(&x.tmp, f->ntop, uint8_t);
	memset(x.fate, FATES, f->ntop);
	x.row_of = ARENA_ARRAY(&x.tmp, (size_t)f->l->nnode + 1, uint32_t);
	for (uint32_t i = 0; i < f->cells->ncell; i++)
		add_cell(&x, i, by_site);
	sort(x.v, x.n, sizeof(*x.v), cmp_row);
	ret->n = x.n;
	ret->v = ARENA_ARRAY(mem, x.n, struct impact_row);
	if (x.n)
		memcpy(ret->v, x.v, x.n * sizeof(*x.v));
	free(x.v);
	free(x.most);
	arena_done(&x.tmp);
}

static int
cmp_u32(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

/* The products of one top that failed in `end`, or did not. */
static uint32_t
products_of(const struct failing *f, const struct andor_failure *end,
	    uint32_t top, bool failed, uint32_t *ret)
{
	const struct andor *g = end->g;
	uint32_t n = 0;

	for (uint32_t k = g->member_at[g->group_at[top]];
	     k < g->member_at[g->group_at[top + 1]]; k++) {
		uint32_t node = g->member[k].node;

		if (node < f->use || node >= f->first_top ||
		    andor_is_failed(end, node) != failed)
			continue;
		if (ret)
			ret[n] = f->use_product[node - f->use];
		n++;
	}
	return n;
}

uint32_t
impact_products(const struct failing *f, const struct blast_scene *scene,
		const struct impact_row *row, bool failed, struct arena *mem,
		uint32_t **ret)
{
	uint32_t n = 0, k = 0;

	for (int pass = 0; pass < 2; pass++) {
		uint32_t *v = NULL;

		if (pass)
			v = *ret = ARENA_ARRAY(mem, n, uint32_t);
		n = 0;
		for (struct impact_top *t = row->tops; t; t = t->next) {
			enum fate fate = fate_of(f, scene, t->top);

			n += products_of(f, end_of(scene, fate), t->top, failed,
					 v ? v + n : NULL);
		}
	}
	sort(*ret, n, sizeof(**ret), cmp_u32);
	for (uint32_t i = 0; i < n; i++)
		if (k == 0 || (*ret)[k - 1] != (*ret)[i])
			(*ret)[k++] = (*ret)[i];
	return k;
}

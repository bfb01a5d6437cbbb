/*
 * Whom a node touches. Refuses to count a site twice, however many of its
 * products lead to the node.
 */
#include "analyzer/reach.h"

#include <stdlib.h>

#include "base/sort.h"

/* What one use says about the node. */
enum { TOUCHES = 1, UNKNOWN = 2 };

struct seeker {
	struct meter *m;
	uint32_t node;
	int way;
	const bool *depends; /* by node: for REACH_THROUGH */
};

/* Counting sites and boards, in the order of cells. */
struct tally {
	struct reach r;
	uint32_t site, board;
	bool touched, critical, unknown;             /* the site at hand */
	bool any_touched, any_critical, any_unknown; /* the board at hand */
};

const char *
reach_way_name(int way)
{
	return way == REACH_THROUGH ? N_("through")
				    : level_name((enum level)way);
}

static int
judge_parts(struct parts p, uint32_t node)
{
	int r = 0;

	for (uint32_t i = 0; i < p.n; i++) {
		if (p.part[i].entity == node)
			r |= TOUCHES;
		else if (p.part[i].entity == NODE_NONE)
			r |= UNKNOWN;
	}
	return r;
}

static int
judge(const struct seeker *s, const struct fill *f)
{
	struct levels *v = s->m->levels;
	int r = 0;

	if (s->way < LEVELS)
		return judge_parts(
			levels_of(v, (enum level)s->way, f->product, f->vendor),
			s->node);
	if (f->product == NODE_NONE)
		r = UNKNOWN;
	else if (s->depends[f->product])
		return TOUCHES;
	if (f->vendor != NODE_NONE && s->depends[f->vendor])
		return TOUCHES;
	r |= judge_parts(levels_of(v, LEVEL_PARENT, f->product, f->vendor),
			 NODE_NONE - 1);
	return r | judge_parts(levels_of(v, LEVEL_INFRASTRUCTURE, f->product,
					 f->vendor),
			       NODE_NONE - 1);
}

static void
close_site(struct tally *t, const struct landscape *l)
{
	int64_t low = 0, high = 0;

	if (t->site == NODE_NONE)
		return;
	site_pupils(l, t->site, &low, &high);
	t->r.pupils_low += t->touched ? low : 0;
	t->r.critical_pupils += t->critical ? low : 0;
	t->r.pupils_high += t->touched || t->unknown ? high : 0;
	t->r.schools_low += t->touched;
	t->r.schools_high += t->touched || t->unknown;
	t->any_touched = t->any_touched || t->touched;
	t->any_critical = t->any_critical || t->critical;
	t->any_unknown = t->any_unknown || t->unknown;
	t->touched = t->critical = t->unknown = false;
}

static void
close_board(struct tally *t)
{
	if (t->board != NODE_NONE) {
		t->r.boards_low += t->any_touched;
		t->r.boards_high += t->any_touched || t->any_unknown;
		t->r.critical_boards += t->any_critical;
	}
	t->any_touched = t->any_critical = t->any_unknown = false;
}

static struct reach
count(const struct seeker *s, const struct selection *sel)
{
	const struct cells *c = s->m->c;
	struct tally t = { .site = NODE_NONE, .board = NODE_NONE };

	for (uint32_t i = 0; i < sel->n; i++) {
		const struct cell *cell = &c->cell[selected(sel, i)];
		uint32_t hits = 0;

		if (cell->site != t.site) {
			close_site(&t, c->l);
			if (cell->board != t.board)
				close_board(&t);
			t.site = cell->site;
			t.board = cell->board;
		}
		for (uint32_t k = cell->first; k < cell->first + cell->n; k++) {
			int r = judge(s, &c->fill[k]);

			hits += (r & TOUCHES) != 0;
			t.unknown = t.unknown || (r & UNKNOWN);
		}
		t.touched = t.touched || hits;
		t.unknown = t.unknown || cell->n == 0 || cell->is_under;
		t.critical = t.critical ||
			     (hits && hits == cell->n && !cell->is_under);
	}
	close_site(&t, c->l);
	close_board(&t);
	return t.r;
}

/* Everything that needs a node, through others */

struct link {
	uint32_t provider, dependent;
};
struct link_list {
	struct link *v; /* heap */
	uint32_t n, cap;
};

static void
add(struct link_list *l, uint32_t provider, uint32_t dependent)
{
	if (provider == NODE_NONE || dependent == NODE_NONE)
		return;
	VEC_ROOM(l->v, l->n, l->cap);
	l->v[l->n++] = (struct link){ provider, dependent };
}

static int
cmp_link(const void *pa, const void *pb)
{
	const struct link *a = pa, *b = pb;

	if (a->provider != b->provider)
		return a->provider < b->provider ? -1 : 1;
	return a->dependent < b->dependent ? -1 : a->dependent > b->dependent;
}

static void
collect(struct levels *v, struct link_list *out)
{
	const struct landscape *l = v->l;
	struct edges_used owns = { 0 };

	for (uint32_t i = 0; i < l->nneed; i++)
		if (l->need[i].necessity != NECESSITY_OPTIONAL)
			add(out, l->need[i].provider, l->need[i].dependent);
	for (uint32_t i = 0; i < l->nsupply; i++)
		add(out, l->supply[i].organisation, l->supply[i].product);
	for (uint32_t i = 0; i < l->nseat; i++)
		add(out, l->seat[i].country, l->seat[i].organisation);
	/* at level parent a vendor leads to the owners that are followed */
	for (uint32_t o = l->first[NODE_ORGANISATION];
	     o < l->first[NODE_ORGANISATION + 1]; o++)
		levels_edges(v, LEVEL_PARENT, NODE_NONE, o, &owns);
	for (uint32_t i = 0; i < owns.n; i++)
		if (l->holding[owns.edge[i].index].kind !=
		    OWNERSHIP_PARTICIPATION)
			add(out, owns.edge[i].from, owns.edge[i].to);
	edges_used_done(&owns);
	sort(out->v, out->n, sizeof(*out->v), cmp_link);
}

static uint32_t
first_link(const struct link_list *l, uint32_t provider)
{
	uint32_t lo = 0, hi = l->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->v[mid].provider < provider)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Marks all that needs `node`, itself included. */
static void
mark(struct levels *v, uint32_t node, bool *depends)
{
	struct link_list links = { 0 };
	struct arena tmp = { 0 };
	uint32_t *queue = ARENA_ARRAY(&tmp, v->l->nnode, uint32_t), n = 0;

	collect(v, &links);
	queue[n++] = node;
	depends[node] = true;
	for (uint32_t at = 0; at < n; at++) {
		for (uint32_t i = first_link(&links, queue[at]);
		     i < links.n && links.v[i].provider == queue[at]; i++) {
			uint32_t to = links.v[i].dependent;

			if (depends[to])
				continue;
			depends[to] = true;
			queue[n++] = to;
		}
	}
	free(links.v);
	arena_done(&tmp);
}

static bool
applies(enum node_kind kind, int way)
{
	switch (way) {
	case LEVEL_PRODUCT: return kind == NODE_PRODUCT;
	case LEVEL_VENDOR:
	case LEVEL_PARENT:
	case LEVEL_INFRASTRUCTURE: return kind == NODE_ORGANISATION;
	case LEVEL_COUNTRY: return kind == NODE_COUNTRY;
	default: return true;
	}
}

void
reach_find(struct meter *m, struct selection s, uint32_t node,
	   struct reached ret[REACH_WAYS])
{
	const struct landscape *l = m->c->l;
	struct arena tmp = { 0 };
	bool *depends = ARENA_ARRAY(&tmp, l->nnode, bool);

	mark(m->levels, node, depends);
	for (int way = 0; way < REACH_WAYS; way++) {
		struct seeker seek = {
			.m = m, .node = node, .way = way, .depends = depends
		};

		ret[way] = (struct reached){ 0 };
		if (!applies(l->node[node].kind, way))
			continue;
		ret[way].applies = true;
		ret[way].reach = count(&seek, &s);
	}
	arena_done(&tmp);
}

bool
reach_is_amplified(const struct reached r[REACH_WAYS])
{
	int64_t direct = r[LEVEL_PRODUCT].reach.critical_pupils +
			 r[LEVEL_VENDOR].reach.critical_pupils;
	int64_t all = r[REACH_THROUGH].reach.critical_pupils;

	return all > 0 && all / 2 >= direct;
}

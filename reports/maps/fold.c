/*
 * Folding: what makes a large map readable. First what loses nothing (schools
 * become their board, twins become "+17"), then the smallest of each function,
 * then the smallest of each layer. Refuses to fold the unknown away, and never
 * folds without saying so.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/sort.h"
#include "reports/maps/draft.h"

enum {
	TWINS_MIN = 3,
	TAIL_MIN = 2,
	BOARDS_MAX = 4,     /* more become one box: each would reach each box */
	FUNCTIONS_MAX = 16, /* kept by name */
	COLUMN_MAX = 17     /* boxes above each other on one A4 */
};

static uint32_t *
all_stay(const struct map_draft *d)
{
	uint32_t *into = mem_realloc(NULL, d->nnode, sizeof(*into));

	for (uint32_t i = 0; i < d->nnode; i++)
		into[i] = i;
	return into;
}

/* A sector: schools become their boards, where those are on the map. */
static void
fold_schools(struct map_draft *d)
{
	uint32_t *board = mem_realloc(NULL, d->l->nnode, sizeof(*board));
	uint32_t *into = all_stay(d);

	memset(board, 0xff, d->l->nnode * sizeof(*board));
	for (uint32_t i = 0; i < d->nnode; i++)
		if (d->node[i].layer == LAYER_BOARD &&
		    d->node[i].node != NODE_NONE)
			board[d->node[i].node] = i;
	for (uint32_t i = 0; i < d->nnode; i++) {
		const struct map_node *n = &d->node[i];
		uint32_t b = n->layer == LAYER_SCHOOL && n->node != NODE_NONE
				     ? d->l->node[n->node].board
				     : NODE_NONE;

		if (b == NODE_NONE || n->is_centre)
			continue;
		d->schools_folded += n->stands_for;
		if (board[b] != NODE_NONE) {
			into[i] = board[b];
		} else { /* its only school: that is the board */
			d->node[i].layer = LAYER_BOARD;
			d->node[i].node = b;
		}
	}
	draft_merge(d, into, false);
	free(board);
	free(into);
}

/* One end of an edge, as seen from the node at the other end. */
struct side {
	uint32_t node, other;
	uint32_t what; /* relation * 2 + direction */
};

static int
cmp_side(const void *pa, const void *pb)
{
	const struct side *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	if (a->other != b->other)
		return a->other < b->other ? -1 : 1;
	return a->what < b->what ? -1 : a->what > b->what;
}

/* A node and all its edges; equal ones are twins. */
struct twin {
	uint32_t node, layer, first, n; /* side[first .. first + n) */
	const struct side *side;
};

static int
cmp_neighbours(const struct twin *a, const struct twin *b)
{
	if (a->layer != b->layer)
		return a->layer < b->layer ? -1 : 1;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct side *x = &a->side[a->first + i];
		const struct side *y = &b->side[b->first + i];

		if (x->other != y->other)
			return x->other < y->other ? -1 : 1;
		if (x->what != y->what)
			return x->what < y->what ? -1 : 1;
	}
	return 0;
}

static int
cmp_twin(const void *pa, const void *pb)
{
	const struct twin *a = pa, *b = pb;
	int c = cmp_neighbours(a, b);

	return c ? c : a->node < b->node ? -1 : a->node > b->node;
}

static struct twin *
find_twins(const struct map_draft *d, struct side **ret_side)
{
	struct side *side =
		mem_realloc(NULL, (size_t)d->nedge * 2, sizeof(*side));
	struct twin *twin = mem_realloc(NULL, d->nnode, sizeof(*twin));
	uint32_t n = 0, at = 0;

	for (uint32_t i = 0; i < d->nedge; i++) {
		const struct map_edge *e = &d->edge[i];
		uint32_t what = (uint32_t)e->relation * 2;

		side[n++] = (struct side){ e->from, e->to, what };
		side[n++] = (struct side){ e->to, e->from, what + 1 };
	}
	sort(side, n, sizeof(*side), cmp_side);
	for (uint32_t i = 0; i < d->nnode; i++) {
		uint32_t first = at;

		while (at < n && side[at].node == i)
			at++;
		twin[i] = (struct twin){ i, d->node[i].layer, first, at - first,
					 side };
	}
	sort(twin, d->nnode, sizeof(*twin), cmp_twin);
	*ret_side = side;
	return twin;
}

/* From now on this node stands for several, and has no name of its own. */
static void
make_rest(struct map_draft *d, uint32_t i)
{
	d->node[i].node = NODE_NONE;
}

static bool
may_fold(const struct map_node *n)
{
	return !n->is_unknown && !n->is_centre;
}

/* Nodes in the order in which they are worth drawing. */
struct worth {
	const struct map_node *n;
	uint32_t index;
};

/* Pupils, once for each function that they get from it. */
static int64_t
importance(const struct map_node *n)
{
	return n->w.pupils * (n->w.functions ? n->w.functions : 1);
}

static int
cmp_worth(const void *pa, const void *pb)
{
	const struct worth *a = pa, *b = pb;
	const struct map_node *x = a->n, *y = b->n;

	if (x->layer != y->layer)
		return x->layer < y->layer ? -1 : 1;
	if (may_fold(x) != may_fold(y))
		return may_fold(x) ? 1 : -1;
	if ((x->node == NODE_NONE) != (y->node == NODE_NONE))
		return x->node == NODE_NONE ? 1 : -1;
	if (importance(x) != importance(y))
		return importance(x) > importance(y) ? -1 : 1;
	if (x->w.sites != y->w.sites)
		return x->w.sites > y->w.sites ? -1 : 1;
	if (x->node != y->node)
		return x->node < y->node ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static struct worth *
rank(struct map_draft *d)
{
	struct worth *w = mem_realloc(NULL, d->nnode, sizeof(*w));

	draft_weigh(d);
	for (uint32_t i = 0; i < d->nnode; i++)
		w[i] = (struct worth){ &d->node[i], i };
	sort(w, d->nnode, sizeof(*w), cmp_worth);
	return w;
}

/* A node that has twins: group is the number of its first twin. */
struct candidate {
	struct worth worth;
	uint32_t group;
};

/* Rests first, since they have no name to lose; then the least important. */
static int
cmp_candidate(const void *pa, const void *pb)
{
	const struct candidate *a = pa, *b = pb;
	bool rest_a = a->worth.n->node == NODE_NONE;
	bool rest_b = b->worth.n->node == NODE_NONE;

	if (rest_a != rest_b)
		return rest_a ? -1 : 1;
	if (importance(a->worth.n) != importance(b->worth.n))
		return importance(a->worth.n) < importance(b->worth.n) ? -1 : 1;
	return -cmp_worth(&a->worth, &b->worth);
}

/* All nodes that have at least TWINS_MIN - 1 twins, least important first. */
static struct candidate *
find_candidates(const struct map_draft *d, bool idle, uint32_t *ret_n)
{
	struct candidate *c = mem_realloc(NULL, d->nnode, sizeof(*c));
	struct side *side;
	struct twin *twin = find_twins(d, &side);
	uint32_t n = 0;

	for (uint32_t i = 0, k; i < d->nnode; i = k) {
		uint32_t from = n;

		for (k = i; k < d->nnode && !cmp_neighbours(&twin[i], &twin[k]);
		     k++) {
			const struct map_node *x = &d->node[twin[k].node];

			if (may_fold(x) && (!idle || x->w.sites == 0))
				c[n++] =
					(struct candidate){ { x, twin[k].node },
							    i };
		}
		if (n - from < TWINS_MIN)
			n = from;
	}
	free(twin);
	free(side);
	sort(c, n, sizeof(*c), cmp_candidate);
	*ret_n = n;
	return c;
}

/*
 * Nodes of one kind with the very same edges become one, the least important
 * first, until `most` are left. idle: only those that no school here uses.
 */
static void
fold_some_twins(struct map_draft *d, uint32_t most, bool idle)
{
	uint32_t need = d->nnode > most ? d->nnode - most : 0, n;
	uint32_t *into, *first, *count;
	struct candidate *c;

	draft_weigh(d);
	c = find_candidates(d, idle, &n);
	into = all_stay(d);
	first = mem_realloc(NULL, d->nnode, sizeof(*first));
	count = mem_realloc(NULL, d->nnode, sizeof(*count));
	memset(count, 0, d->nnode * sizeof(*count));
	for (uint32_t i = 0; i < n && need; i++) {
		uint32_t group = c[i].group;

		if (count[group]++ == 0) {
			first[group] = c[i].worth.index;
			continue;
		}
		into[c[i].worth.index] = first[group];
		make_rest(d, first[group]);
		need--;
	}
	draft_merge(d, into, true);
	free(into);
	free(first);
	free(count);
	free(c);
}

static void
fold_twins(struct map_draft *d, uint32_t most)
{
	fold_some_twins(d, most, false);
}

/* Products beyond the `keep` largest of their function become one. */
static void
fold_products(struct map_draft *d, uint32_t keep)
{
	struct worth *w = rank(d);
	uint32_t *into = all_stay(d);
	struct map count = { 0 }, rest = { 0 };

	for (uint32_t i = 0; i < d->nnode; i++) {
		const struct map_node *n = w[i].n;
		struct map_entry *e;
		bool is_new;

		if (n->layer != LAYER_PRODUCT || !may_fold(n) || !n->group)
			continue;
		e = map_put(&count, sv(n->group), 0, NULL);
		if (e->value++ < keep)
			continue;
		e = map_put(&rest, sv(n->group), w[i].index, &is_new);
		into[w[i].index] = e->value;
	}
	for (uint32_t i = 0; i < rest.n; i++)
		if (map_get(&count, rest.entry[i].key, 0) >= keep + TAIL_MIN)
			make_rest(d, rest.entry[i].value);
	draft_merge(d, into, true);
	map_done(&count);
	map_done(&rest);
	free(into);
	free(w);
}

/* On the map of a failure: what stands in for a function becomes one. */
static void
fold_spares(struct map_draft *d)
{
	uint32_t *into = all_stay(d);
	struct map first = { 0 };

	for (uint32_t i = 0; i < d->nnode; i++) {
		const struct map_node *n = &d->node[i];
		struct map_entry *e;
		bool is_new;

		if (n->layer != LAYER_SPARE || !may_fold(n) || !n->group)
			continue;
		e = map_put(&first, sv(n->group), i, &is_new);
		into[i] = e->value;
		if (!is_new)
			make_rest(d, e->value);
	}
	draft_merge(d, into, true);
	map_done(&first);
	free(into);
}

/* Of one layer all but the `keep` most important become one. */
static void
fold_layer(struct map_draft *d, enum map_layer layer, uint32_t keep)
{
	struct worth *w = rank(d);
	uint32_t *into = all_stay(d);
	uint32_t rest = NODE_NONE, seen = 0;

	for (uint32_t i = 0; i < d->nnode; i++) {
		const struct map_node *n = w[i].n;

		if (n->layer != layer || !may_fold(n) || seen++ < keep)
			continue;
		if (rest == NODE_NONE)
			rest = w[i].index;
		into[w[i].index] = rest;
	}
	if (rest != NODE_NONE && seen > keep + 1)
		make_rest(d, rest);
	draft_merge(d, into, true);
	free(into);
	free(w);
}

/* The largest number of nodes a layer may keep so that all fit in `most`. */
static uint32_t
quota(const struct map_draft *d, uint32_t most)
{
	uint32_t q = COLUMN_MAX;

	for (; q > 2; q--) {
		uint32_t sum = 0;

		for (int i = 0; i < LAYERS; i++) {
			uint32_t n = draft_count(d, (enum map_layer)i);

			sum += n < q ? n : q;
		}
		if (sum <= most)
			break;
	}
	return q;
}

/* In each layer the smallest nodes become one; the unknown stays. */
static void
fold_tails(struct map_draft *d, uint32_t most)
{
	uint32_t q = quota(d, most);

	for (int i = 0; i < LAYERS; i++) {
		uint32_t n = draft_count(d, (enum map_layer)i), fixed = 0;

		for (uint32_t k = 0; k < d->nnode; k++)
			fixed += (int)d->node[k].layer == i &&
				 !may_fold(&d->node[k]);
		if (n > q)
			fold_layer(d, (enum map_layer)i,
				   q > fixed + 1 ? q - fixed - 1 : 0);
	}
}

static const char *const many[LAYERS] = {
#define LAYER(ID, name, one, plural) [LAYER_##ID] = plural,
#include "reports/maps/kinds.def"
#undef LAYER
};

/* "213 products, 97 vendors": what stands behind a +. */
static void
put_folded(struct buf *out, const struct map_graph *g)
{
	for (int layer = 0; layer < LAYERS; layer++) {
		uint32_t n = 0;

		for (uint32_t i = 0; i < g->nnode; i++)
			if ((int)g->node[i].layer == layer &&
			    g->node[i].node == NODE_NONE)
				n += g->node[i].is_unknown
					     ? 0
					     : g->node[i].stands_for;
		if (n)
			buf_printf(out, "%s%u %s", out->n ? ", " : "", n,
				   _(many[layer]));
	}
}

static void
tell(struct map_graph *g)
{
	struct buf b = { 0 }, folded = { 0 };

	g->nnote = 0;
	buf_printf(&b,
		   _("folded to stay readable: %1$u things in %2$u boxes "
		     "(--all draws every one)"),
		   g->nodes_before, g->nnode);
	map_note(g, b.p);
	buf_clear(&b);
	if (g->draft->schools_folded) {
		buf_printf(&b,
			   NG("%u school is drawn as its board",
			      "%u schools are drawn as their boards",
			      g->draft->schools_folded),
			   g->draft->schools_folded);
		map_note(g, b.p);
		buf_clear(&b);
	}
	if (g->draft->products_folded) {
		buf_printf(&b,
			   NG("%u product is drawn as its vendor",
			      "%u products are drawn as their vendors",
			      g->draft->products_folded),
			   g->draft->products_folded);
		map_note(g, b.p);
		buf_clear(&b);
	}
	put_folded(&folded, g);
	if (folded.n) {
		buf_printf(&b, _("in boxes that begin with +: %s"), folded.p);
		map_note(g, b.p);
	}
	buf_done(&b);
	buf_done(&folded);
}

/* Schools of more than one board. */
static bool
has_boards(const struct map_draft *d)
{
	uint32_t first = NODE_NONE;

	for (uint32_t i = 0; i < d->nnode; i++) {
		const struct map_node *n = &d->node[i];
		uint32_t board = n->node;

		if (n->node == NODE_NONE || n->layer > LAYER_BOARD)
			continue;
		if (n->layer == LAYER_SCHOOL)
			board = d->l->node[n->node].board;
		if (first == NODE_NONE)
			first = board;
		if (board != NODE_NONE && board != first)
			return true;
	}
	return false;
}

/* Steps that lose nothing, or only who the users are. */
static void
fold_users(struct map_draft *d, uint32_t most)
{
	if (has_boards(d))
		fold_schools(d);
	if (draft_count(d, LAYER_BOARD) > BOARDS_MAX)
		fold_layer(d, LAYER_BOARD, 0);
	fold_twins(d, most);
}

void
map_fold(struct map_graph *g, uint32_t most)
{
	struct map_draft *d = g->draft;
	bool has_layers = g->o.kind == MAP_LANDSCAPE || g->o.kind == MAP_VENDOR;

	if (g->o.kind == MAP_LOGIN) /* members of a federation, and no user */
		fold_some_twins(d, 0, true);
	if (g->o.kind == MAP_FAILURE)
		fold_spares(d);
	if (d->nnode > most)
		fold_users(d, most);
	for (uint32_t keep = 3; keep > 0 && d->nnode > most; keep--) {
		fold_products(d, keep);
		fold_twins(d, most);
	}
	if (d->nnode > most && has_layers && !d->is_direct) {
		map_rebuild_direct(g);
		fold_users(d, most);
	}
	if (d->nnode > most) {
		fold_layer(d, LAYER_FUNCTION, FUNCTIONS_MAX);
		fold_twins(d, most);
	}
	fold_tails(d, most);
	draft_finish(d, g);
	tell(g);
}

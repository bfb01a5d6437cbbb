/*
 * Nodes and edges of a map while it is made and folded. Refuses to add up
 * pupils: a school that is reached twice still has the pupils it has.
 */
#include "reports/maps/draft.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/sort.h"

static const char *const unknown_names[LAYERS] = {
	[LAYER_SCHOOL] = N_("school unknown"),
	[LAYER_BOARD] = N_("board unknown"),
	[LAYER_IDENTITY] = N_("identity provider unknown"),
	[LAYER_HUB] = N_("hub or identity provider unknown"),
	[LAYER_FUNCTION] = N_("function unknown"),
	[LAYER_PRODUCT] = N_("product unknown"),
	[LAYER_SPARE] = N_("product unknown"),
	[LAYER_VENDOR] = N_("vendor unknown"),
	[LAYER_OWNER] = N_("owner unknown"),
	[LAYER_OPERATOR] = N_("operator unknown"),
	[LAYER_COUNTRY] = N_("country unknown"),
};

static const struct {
	const char *one, *many;
} layer_titles[LAYERS] = {
#define LAYER(ID, name, one, many) [LAYER_##ID] = { one, many },
#include "reports/maps/kinds.def"
#undef LAYER
};

void
draft_done(struct map_draft *d)
{
	free(d->node);
	free(d->edge);
	free(d->touch);
	map_done(&d->nodes);
	map_done(&d->edges);
	*d = (struct map_draft){ 0 };
}

uint32_t
draft_node(struct map_draft *d, enum map_layer layer, uint32_t node)
{
	uint32_t key[2] = { (uint32_t)layer, node };
	struct map_entry *e;
	bool is_new;

	e = map_put(&d->nodes, sv_n((const char *)key, sizeof(key)), d->nnode,
		    &is_new);
	if (!is_new)
		return e->value;
	VEC_ROOM(d->node, d->nnode, d->node_cap);
	d->node[d->nnode] = (struct map_node){ .layer = layer,
					       .node = node,
					       .is_unknown = node == NODE_NONE,
					       .stands_for = 1 };
	return d->nnode++;
}

uint32_t
draft_edge(struct map_draft *d, uint32_t from, uint32_t to,
	   enum map_relation relation, const struct evidence *ev,
	   const char *label)
{
	bool assumed = ev->said == 0 || ev->rung >= RUNG_EXPECTED;
	uint32_t key[3] = { from, to, (uint32_t)relation };
	struct map_entry *e;
	struct map_edge *x;
	bool is_new;

	e = map_put(&d->edges, sv_n((const char *)key, sizeof(key)), d->nedge,
		    &is_new);
	if (is_new) {
		VEC_ROOM(d->edge, d->nedge, d->edge_cap);
		d->edge[d->nedge++] = (struct map_edge){
			.from = from,
			.to = to,
			.relation = relation,
			.stands_for = 1,
			.is_assumed = true,
			.is_conflict = true,
			.label = label,
		};
	}
	x = &d->edge[e->value];
	x->is_assumed = x->is_assumed && assumed;
	x->is_conflict = x->is_conflict && ev->is_conflict;
	return e->value;
}

static int
cmp_touch(const void *pa, const void *pb)
{
	const uint64_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

static void
settle(struct map_draft *d)
{
	size_t n = 0;

	sort(d->touch, d->ntouch, sizeof(*d->touch), cmp_touch);
	for (size_t i = 0; i < d->ntouch; i++)
		if (n == 0 || d->touch[n - 1] != d->touch[i])
			d->touch[n++] = d->touch[i];
	d->ntouch = n;
}

/* Nodes are even items, edges odd ones. */
static void
touch(struct map_draft *d, uint32_t item, uint32_t site)
{
	uint64_t t = (uint64_t)item << 32 | site;

	if (d->ntouch && d->touch[d->ntouch - 1] == t)
		return;
	if (d->ntouch == d->touch_cap) {
		settle(d); /* many are said twice: only then grow */
		if (d->ntouch >= d->touch_cap / 2)
			VEC_ROOM(d->touch, d->touch_cap, d->touch_cap);
	}
	d->touch[d->ntouch++] = t;
	d->is_sorted = false;
}

void
draft_touch_node(struct map_draft *d, uint32_t n, uint32_t site)
{
	touch(d, n * 2, site);
}

void
draft_touch_edge(struct map_draft *d, uint32_t e, uint32_t site)
{
	touch(d, e * 2 + 1, site);
}

static void
carry(struct map_weight *w, const struct node *site)
{
	if (site->kind == NODE_FUNCTION) {
		w->functions++;
		return;
	}
	w->sites++;
	if (site->pupils_low < 0)
		w->sites_unknown++;
	else
		w->pupils += site->pupils_low;
}

void
draft_weigh(struct map_draft *d)
{
	if (d->is_sorted)
		return;
	settle(d);
	for (uint32_t i = 0; i < d->nnode; i++)
		d->node[i].w = (struct map_weight){ 0 };
	for (uint32_t i = 0; i < d->nedge; i++)
		d->edge[i].w = (struct map_weight){ 0 };
	for (size_t i = 0; i < d->ntouch; i++) {
		uint32_t item = (uint32_t)(d->touch[i] >> 32);
		const struct node *site = &d->l->node[(uint32_t)d->touch[i]];

		carry(item & 1 ? &d->edge[item / 2].w : &d->node[item / 2].w,
		      site);
	}
	d->is_sorted = true;
}

uint32_t
draft_count(const struct map_draft *d, enum map_layer layer)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < d->nnode; i++)
		n += d->node[i].layer == layer;
	return n;
}

/* Nodes that stay, with their new numbers; the others point at them. */
static uint32_t *
renumber(struct map_draft *d, const uint32_t *into, bool adds)
{
	uint32_t *to = mem_realloc(NULL, d->nnode, sizeof(*to)), n = 0;

	for (uint32_t i = 0; i < d->nnode; i++) {
		struct map_node *x = &d->node[i];

		if (into[i] != i && into[i] != NODE_NONE && adds)
			d->node[into[i]].stands_for += x->stands_for;
	}
	for (uint32_t i = 0; i < d->nnode; i++) {
		to[i] = NODE_NONE;
		if (into[i] == i) {
			to[i] = n;
			d->node[n++] = d->node[i];
		}
	}
	for (uint32_t i = 0; i < d->nnode; i++)
		if (into[i] != i && into[i] != NODE_NONE)
			to[i] = to[into[i]];
	d->nnode = n;
	return to;
}

/* Edges between the nodes that stay; parallel ones become the first. */
static uint32_t *
join_edges(struct map_draft *d, const uint32_t *node_to)
{
	uint32_t *to = mem_realloc(NULL, d->nedge, sizeof(*to));
	struct map_edge *old = d->edge;
	uint32_t nold = d->nedge;

	map_done(&d->edges);
	d->edges = (struct map){ 0 };
	d->edge = NULL;
	d->nedge = d->edge_cap = 0;
	for (uint32_t i = 0; i < nold; i++) {
		uint32_t from = node_to[old[i].from], k;
		uint32_t end = node_to[old[i].to];
		struct evidence ev = { .said = old[i].is_assumed ? 0 : 1,
				       .is_conflict = old[i].is_conflict };

		to[i] = NODE_NONE;
		if (from == NODE_NONE || end == NODE_NONE || from == end)
			continue;
		k = d->nedge;
		to[i] = draft_edge(d, from, end, old[i].relation, &ev,
				   old[i].label);
		if (to[i] == k) {
			d->edge[k].stands_for = old[i].stands_for;
		} else {
			d->edge[to[i]].stands_for += old[i].stands_for;
			d->edge[to[i]].label = "";
		}
	}
	free(old);
	return to;
}

void
draft_merge(struct map_draft *d, const uint32_t *into, bool adds)
{
	uint32_t *node_to = renumber(d, into, adds);
	uint32_t *edge_to = join_edges(d, node_to);
	size_t n = 0;

	for (size_t i = 0; i < d->ntouch; i++) {
		uint32_t item = (uint32_t)(d->touch[i] >> 32);
		uint32_t site = (uint32_t)d->touch[i];
		uint32_t to = item & 1 ? edge_to[item / 2] : node_to[item / 2];

		if (to != NODE_NONE)
			d->touch[n++] =
				(uint64_t)(to * 2 + (item & 1)) << 32 | site;
	}
	d->ntouch = n;
	d->is_sorted = false;
	map_done(&d->nodes); /* numbers have changed: no more draft_node */
	d->nodes = (struct map){ 0 };
	free(node_to);
	free(edge_to);
}

/* What draft_finish sorts: the order of the picture. */
struct ranked {
	const struct map_node *n;
	const struct landscape *l;
	uint32_t index;
};

static int
cmp_ranked(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;
	const struct map_node *x = a->n, *y = b->n;

	if (x->layer != y->layer)
		return x->layer < y->layer ? -1 : 1;
	if (x->is_unknown != y->is_unknown)
		return x->is_unknown ? 1 : -1;
	if ((x->node == NODE_NONE) != (y->node == NODE_NONE))
		return x->node == NODE_NONE ? 1 : -1;
	if (x->w.pupils != y->w.pupils)
		return x->w.pupils > y->w.pupils ? -1 : 1;
	if (x->node != y->node) /* the landscape is sorted by id */
		return x->node < y->node ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static int
cmp_edge(const void *pa, const void *pb)
{
	const struct map_edge *a = pa, *b = pb;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->to != b->to)
		return a->to < b->to ? -1 : 1;
	return a->relation < b->relation ? -1 : a->relation > b->relation;
}

static const char *
name_of(const struct map_draft *d, struct arena *mem, const struct map_node *n)
{
	uint32_t many = n->stands_for;

	if (n->node != NODE_NONE)
		return d->l->node[n->node].name;
	if (n->is_unknown)
		return _(unknown_names[n->layer]);
	return arena_printf(mem, "+%u %s", many,
			    many == 1 ? _(layer_titles[n->layer].one)
				      : _(layer_titles[n->layer].many));
}

/* All sites and functions on the map, each once. */
static struct map_weight
weigh_all(const struct map_draft *d)
{
	uint64_t *site = mem_realloc(NULL, d->ntouch, sizeof(*site));
	struct map_weight w = { 0 };
	size_t n = d->ntouch;

	for (size_t i = 0; i < n; i++)
		site[i] = (uint32_t)d->touch[i];
	sort(site, n, sizeof(*site), cmp_touch);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || site[i] != site[i - 1])
			carry(&w, &d->l->node[site[i]]);
	free(site);
	return w;
}

static bool
is_major(const struct map_graph *g, const struct map_node *n)
{
	return g->o.kind != MAP_FAILURE &&
	       (n->layer == LAYER_VENDOR || n->layer == LAYER_OWNER) &&
	       n->node != NODE_NONE && g->functions > 3 && g->pupils > 0 &&
	       n->w.pupils * 2 >= g->pupils &&
	       n->w.functions * 3 >= g->functions;
}

void
draft_finish(struct map_draft *d, struct map_graph *g)
{
	struct map_weight all;
	struct ranked *rank;
	uint32_t *to;

	draft_weigh(d);
	rank = mem_realloc(NULL, d->nnode, sizeof(*rank));
	to = mem_realloc(NULL, d->nnode, sizeof(*to));
	for (uint32_t i = 0; i < d->nnode; i++)
		rank[i] = (struct ranked){ &d->node[i], d->l, i };
	sort(rank, d->nnode, sizeof(*rank), cmp_ranked);
	g->nnode = d->nnode;
	g->node = arena_array(&g->mem, d->nnode, sizeof(*g->node));
	for (uint32_t i = 0; i < d->nnode; i++) {
		g->node[i] = *rank[i].n;
		g->node[i].name = name_of(d, &g->mem, rank[i].n);
		to[rank[i].index] = i;
	}
	g->nedge = d->nedge;
	g->edge = arena_array(&g->mem, d->nedge, sizeof(*g->edge));
	for (uint32_t i = 0; i < d->nedge; i++) {
		g->edge[i] = d->edge[i];
		g->edge[i].from = to[d->edge[i].from];
		g->edge[i].to = to[d->edge[i].to];
	}
	sort(g->edge, g->nedge, sizeof(*g->edge), cmp_edge);
	all = weigh_all(d);
	g->pupils = all.pupils;
	g->functions = all.functions;
	for (uint32_t i = 0; i < g->nnode; i++)
		g->node[i].is_major = is_major(g, &g->node[i]);
	free(rank);
	free(to);
}

void
map_note(struct map_graph *g, const char *text)
{
	const char **more;

	if (g->nnote == g->note_cap) {
		g->note_cap = g->note_cap ? g->note_cap * 2 : 8;
		more = arena_array(&g->mem, g->note_cap, sizeof(*more));
		if (g->nnote)
			memcpy(more, g->note, g->nnote * sizeof(*more));
		g->note = more;
	}
	g->note[g->nnote++] = arena_str(&g->mem, text);
}

void
sites_init(struct sites *s, const struct landscape *l, struct arena *mem)
{
	uint32_t from = l->first[NODE_SCHOOL], to = l->first[NODE_SCHOOL + 1];
	uint32_t *next = arena_array(mem, l->nnode, sizeof(*next)), sum = 0;

	s->first = arena_array(mem, (size_t)l->nnode + 1, sizeof(*s->first));
	s->school = arena_array(mem, to - from, sizeof(*s->school));
	for (uint32_t i = from; i < to; i++)
		if (l->node[i].board != NODE_NONE)
			next[l->node[i].board]++;
	for (uint32_t i = 0; i < l->nnode; i++) {
		s->first[i] = sum;
		sum += next[i];
		next[i] = s->first[i];
	}
	s->first[l->nnode] = sum;
	for (uint32_t i = from; i < to; i++)
		if (l->node[i].board != NODE_NONE)
			s->school[next[l->node[i].board]++] = i;
}

const uint32_t *
sites_of(const struct sites *s, const struct landscape *l, uint32_t site,
	 uint32_t *ret_one, uint32_t *ret_n)
{
	uint32_t n = s->first[site + 1] - s->first[site];

	if (l->node[site].kind == NODE_BOARD && n) {
		*ret_n = n;
		return s->school + s->first[site];
	}
	*ret_one = site;
	*ret_n = 1;
	return ret_one;
}

bool *
find_suppliers(const struct landscape *l, struct arena *mem)
{
	bool *is = ARENA_ARRAY(mem, l->nnode, bool);

	for (uint32_t i = 0; i < l->nsupply; i++)
		is[l->supply[i].organisation] = true;
	return is;
}

enum map_layer
layer_of_node(const struct landscape *l, const bool *suppliers, uint32_t node)
{
	switch (l->node[node].kind) {
	case NODE_BOARD: return LAYER_BOARD;
	case NODE_SCHOOL: return LAYER_SCHOOL;
	case NODE_PRODUCT: return LAYER_PRODUCT;
	case NODE_FUNCTION: return LAYER_FUNCTION;
	case NODE_COUNTRY: return LAYER_COUNTRY;
	case NODE_ORGANISATION:
	case NODE_HOST:
	case NODE_DATA_CATEGORY:
	case NODE_KINDS: break;
	}
	return suppliers[node] ? LAYER_VENDOR : LAYER_OWNER;
}

bool
use_counts(const struct map_graph *g, const struct usage *u)
{
	const struct landscape *l = g->l;
	const struct node *site = &l->node[u->site];

	if (u->status == STATUS_PLANNED || u->status == STATUS_STOPPED ||
	    u->status == STATUS_NOT_APPLICABLE)
		return false;
	if (g->o.board != NODE_NONE && u->site != g->o.board &&
	    !(site->kind == NODE_SCHOOL && site->board == g->o.board))
		return false;
	return g->o.function == NODE_NONE || u->function == g->o.function;
}

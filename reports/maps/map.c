/*
 * Maps by name, and a map from landscape to lists. Refuses to make an empty
 * map: nothing to draw is an answer in words.
 */
#include "reports/maps/map.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "reports/maps/draft.h"

enum { PRODUCTS_MAX = 2000 }; /* more are not built, only to be folded */

static const struct {
	const char *name, *summary;
	map_builder *build;
} kinds[MAP_KINDS] = {
#define MAP(ID, name, build, summary) [MAP_##ID] = { #name, summary, build },
#include "reports/maps/kinds.def"
#undef MAP
};

static const char *const format_names[MAP_FORMATS] = { "svg", "png", "pdf",
						       "dot" };

const char *
map_kind_name(enum map_kind kind)
{
	return kinds[kind].name;
}

const char *
map_kind_summary(enum map_kind kind)
{
	return kinds[kind].summary;
}

bool
map_kind_from(struct sv name, enum map_kind *ret)
{
	for (int i = 0; i < MAP_KINDS; i++) {
		if (sv_is(name, kinds[i].name)) {
			*ret = (enum map_kind)i;
			return true;
		}
	}
	return false;
}

const char *
map_format_name(enum map_format format)
{
	return format_names[format];
}

bool
map_format_from(struct sv name, enum map_format *ret)
{
	for (int i = 0; i < MAP_FORMATS; i++) {
		if (sv_is(name, format_names[i])) {
			*ret = (enum map_format)i;
			return true;
		}
	}
	return false;
}

/* "Stichting X · LAS · 24-11-2026": what the map is of. */
static void
put_subject(struct buf *out, const struct map_graph *g)
{
	const struct landscape *l = g->l;
	uint32_t board = g->o.board;

	if (board == NODE_NONE &&
	    l->first[NODE_BOARD + 1] - l->first[NODE_BOARD] == 1)
		board = l->first[NODE_BOARD];
	if (board != NODE_NONE)
		buf_printf(out, "%s \u00b7 ", l->node[board].name);
	if (g->o.function != NODE_NONE)
		buf_printf(out, "%s \u00b7 ", l->node[g->o.function].name);
	table_date(out, l->at);
}

/* Schools of the board of the map, or all; and how many have pupils. */
static void
count_schools(const struct map_graph *g, uint32_t *ret_all, uint32_t *ret_known)
{
	const struct landscape *l = g->l;
	uint32_t all = 0, known = 0;

	for (uint32_t i = l->first[NODE_SCHOOL]; i < l->first[NODE_SCHOOL + 1];
	     i++) {
		if (g->o.board != NODE_NONE && l->node[i].board != g->o.board)
			continue;
		all++;
		known += l->node[i].pupils_low >= 0;
	}
	*ret_all = all;
	*ret_known = known;
}

/* Subject, and what it rests on: documents, boards, schools with pupils. */
static const char *
subtitle(struct map_graph *g)
{
	const struct coverage_counts *c = &g->l->coverage;
	struct buf b = { 0 };
	uint32_t all, known;
	const char *text;

	put_subject(&b, g);
	buf_str(&b, " \u00b7 ");
	buf_printf(&b, NG("%u document", "%u documents", c->sources),
		   c->sources);
	buf_str(&b, ", ");
	if (g->o.board == NODE_NONE) {
		/* TRANSLATORS: boards that have said what they use */
		buf_printf(&b, _("%1$u of %2$u boards"), c->boards_reporting,
			   c->boards);
		buf_str(&b, ", ");
	}
	count_schools(g, &all, &known);
	buf_printf(&b, _("pupils known of %1$u of %2$u schools"), known, all);
	text = arena_sv(&g->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

/* Products in use that the map would have. */
static uint32_t
count_products(const struct map_graph *g)
{
	struct arena tmp = { 0 };
	bool *seen = arena_array(&tmp, g->l->nnode, sizeof(*seen));
	uint32_t n = 0;

	for (uint32_t i = 0; i < g->l->nusage; i++) {
		const struct usage *u = &g->l->usage[i];

		if (u->product == NODE_NONE || seen[u->product] ||
		    !use_counts(g, u))
			continue;
		seen[u->product] = true;
		n++;
	}
	arena_done(&tmp);
	return n;
}

/* So many products are folded into their vendors anyhow: begin without. */
static void
begin_direct(struct map_graph *g)
{
	uint32_t n;

	if (g->o.all || (g->o.kind != MAP_LANDSCAPE && g->o.kind != MAP_VENDOR))
		return;
	n = count_products(g);
	g->draft->is_direct = n > PRODUCTS_MAX;
	g->draft->products_folded = g->draft->is_direct ? n : 0;
}

/* Members of a federation come without functions to group them by. */
static uint32_t
fold_past(enum map_kind kind)
{
	return kind == MAP_LOGIN ? MAP_PLAIN : MAP_CLUSTERED;
}

int
map_build(const struct landscape *l, const struct map_options *o,
	  struct map_graph *ret, struct err *e)
{
	struct map_draft *d = mem_realloc(NULL, 1, sizeof(*d));

	*d = (struct map_draft){ .l = l };
	*ret = (struct map_graph){ .l = l, .o = *o, .draft = d };
	begin_direct(ret);
	if (kinds[o->kind].build(d, ret, e)) {
		map_graph_done(ret);
		return -1;
	}
	if (d->nnode == 0) {
		map_graph_done(ret);
		return err_set(e, ERR_NOTFOUND, NULL,
			       "nothing to draw (no use of any product is "
			       "known here)");
	}
	ret->nodes_before = d->nnode + d->products_folded;
	ret->subtitle = subtitle(ret);
	if (ret->nodes_before > fold_past(o->kind) && !o->all)
		map_fold(ret, MAP_PLAIN);
	else
		draft_finish(d, ret);
	return 0;
}

void
map_rebuild_direct(struct map_graph *g)
{
	struct map_draft *d = g->draft;
	const struct landscape *l = d->l;
	uint32_t products = 0;
	struct err e = { 0 };

	for (uint32_t i = 0; i < d->nnode; i++)
		if (d->node[i].layer == LAYER_PRODUCT && !d->node[i].is_unknown)
			products += d->node[i].stands_for;
	draft_done(d);
	*d = (struct map_draft){ .l = l,
				 .is_direct = true,
				 .products_folded = products };
	kinds[g->o.kind].build(d, g, &e);
}

void
map_graph_done(struct map_graph *g)
{
	if (g->draft)
		draft_done(g->draft);
	free(g->draft);
	arena_done(&g->mem);
	*g = (struct map_graph){ 0 };
}

static const struct column columns[] = {
	{ "part", N_("Part"), "", COLUMN_TEXT },
	{ "id", N_("On the map"), "", COLUMN_TEXT },
	{ "kind", N_("Kind"), "", COLUMN_TEXT },
	{ "name", N_("Name"), "", COLUMN_TEXT },
	{ "node", N_("Node"), "", COLUMN_TEXT },
	{ "from", N_("From"), "", COLUMN_TEXT },
	{ "to", N_("To"), "", COLUMN_TEXT },
	{ "pupils", N_("Pupils"), "", COLUMN_INTEGER },
	{ "schools", N_("Schools"), "", COLUMN_INTEGER },
	{ "schools_without_pupils", N_("Number of pupils unknown"), "",
	  COLUMN_INTEGER },
	{ "stands_for", N_("Stands for"), "", COLUMN_INTEGER },
	{ "is_unknown", N_("Unknown"), "", COLUMN_BOOL },
	{ "is_assumed", N_("Assumed"), "", COLUMN_BOOL },
	{ "is_conflict", N_("Documents disagree"), "", COLUMN_BOOL },
};
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

static const char *const layer_names[LAYERS] = {
#define LAYER(ID, name, one, many) [LAYER_##ID] = #name,
#include "reports/maps/kinds.def"
#undef LAYER
};
static const char *const relation_names[RELATIONS] = {
#define RELATION(ID, name, title) [RELATION_##ID] = #name,
#include "reports/maps/kinds.def"
#undef RELATION
};

static void
put_weight(struct value *v, const struct map_weight *w)
{
	bool is_counted = w->sites > w->sites_unknown;

	v[7] = is_counted ? value_int(w->pupils)
	       : w->sites ? (struct value){ .state = VALUE_UNKNOWN }
			  : value_na();
	v[8] = w->sites ? value_int(w->sites) : value_na();
	v[9] = w->sites ? value_int(w->sites_unknown) : value_na();
}

void
map_table(const struct map_graph *g, struct arena *mem, struct table *ret)
{
	table_init(ret, mem, "map", columns, COLUMNS);
	table_coverage_of(ret, g->l);
	for (uint32_t i = 0; i < g->nnode; i++) {
		const struct map_node *n = &g->node[i];
		struct value *v = table_row(ret);

		v[0] = value_str("node");
		v[1] = value_str(arena_printf(mem, "n%u", i + 1));
		v[2] = value_str(layer_names[n->layer]);
		if (n->node != NODE_NONE) {
			v[3] = value_str(n->name);
			v[4] = value_str(g->l->node[n->node].id);
		} else if (!n->is_unknown) {
			v[3] = v[4] = value_na(); /* stands for several */
		}
		v[5] = v[6] = v[12] = v[13] = value_na();
		put_weight(v, &n->w);
		v[10] = value_int(n->stands_for);
		v[11] = value_bool(n->is_unknown);
	}
	for (uint32_t i = 0; i < g->nedge; i++) {
		const struct map_edge *x = &g->edge[i];
		struct value *v = table_row(ret);

		v[0] = value_str("edge");
		v[1] = value_str(arena_printf(mem, "e%u", i + 1));
		v[2] = value_str(relation_names[x->relation]);
		v[3] = x->label[0] ? value_str(x->label) : value_na();
		v[4] = v[11] = value_na();
		v[5] = value_str(arena_printf(mem, "n%u", x->from + 1));
		v[6] = value_str(arena_printf(mem, "n%u", x->to + 1));
		put_weight(v, &x->w);
		v[10] = value_int(x->stands_for);
		v[12] = value_bool(x->is_assumed);
		v[13] = value_bool(x->is_conflict);
	}
	for (uint32_t i = 0; i < g->nnote; i++)
		table_note(ret, "%s", g->note[i]);
}

/*
 * A map as a cgraph graph: shapes, hues, lines, heading and legend. Refuses to
 * paste strings: every name goes through esc_dot or esc_html into the API, and
 * names of nodes are our own.
 *
 * Shape is kind, hue is meaning, a dash is an assumption, thickness is pupils,
 * stripes are unknown; the words are always there too.
 */
#include <stdio.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/text.h"
#include "reports/escape.h"
#include "reports/maps/graphviz.h"

enum {
	NAME_WIDTH = 24, /* columns in one line of a label */
	NAME_LINES = 3,
	THIN = 80, /* hundredths of a point */
	THICK = 320,
	COLUMNS_MAX = 7,
	PUPILS_MAX = 40,  /* nodes; past it a line has no number of pupils */
	SPLINES_MAX = 400 /* edges; past it straight lines */
};

#define FACE "DejaVu Sans"

#define INK     "#222222"
#define LINE    "#767676"
#define GROUP   "#949494"
#define RISK    "#882255"
#define HOLDS   "#117733"
#define STRIPES "#D4D4D4:#F6F6F6:#D4D4D4:#F6F6F6:#D4D4D4:#F6F6F6:#D4D4D4"

/* How a layer is drawn; the glyph shows its shape in the legend. */
static const struct look {
	const char *shape, *style, *color, *fill, *glyph, *one;
} looks[LAYERS] = {
	[LAYER_SCHOOL] = { "house", "filled", "#332288", "#E9E7F4", "\u2302",
			   N_("school") },
	[LAYER_BOARD] = { "folder", "filled", "#332288", "#E9E7F4", "\u25a4",
			  N_("board") },
	[LAYER_IDENTITY] = { "box3d", "filled", "#CC6677", "#FBEDEF", "\u2751",
			     N_("identity provider") },
	[LAYER_HUB] = { "hexagon", "filled", "#CC6677", "#FBEDEF", "\u2b22",
			N_("hub") },
	[LAYER_FUNCTION] = { "box", "rounded,filled", "#117733", "#E4F1E7",
			     "\u25a2", N_("function") },
	[LAYER_PRODUCT] = { "box", "filled", "#444444", "#FFFFFF", "\u25a1",
			    N_("product") },
	[LAYER_SPARE] = { "box", "filled", HOLDS, "#FFFFFF", "\u25a1",
			  N_("product that stands in") },
	[LAYER_VENDOR] = { "box", "diagonals,filled", "#AA4499", "#F7EAF4",
			   "\u2b21", N_("vendor or owner") },
	[LAYER_OWNER] = { "box", "diagonals,filled", "#AA4499", "#F7EAF4",
			  "\u2b21", N_("vendor or owner") },
	[LAYER_OPERATOR] = { "box", "diagonals,filled", "#AA4499", "#F7EAF4",
			     "\u2b21", N_("operator of hosts") },
	[LAYER_COUNTRY] = { "ellipse", "filled", "#999933", "#F5F5E6", "\u25ef",
			    N_("country") },
};

static const char *const relation_titles[RELATIONS] = {
#define RELATION(ID, name, title) [RELATION_##ID] = title,
#include "reports/maps/kinds.def"
#undef RELATION
};
static const char *const relation_classes[RELATIONS] = {
#define RELATION(ID, name, title) [RELATION_##ID] = #name,
#include "reports/maps/kinds.def"
#undef RELATION
};
static const char *const layer_classes[LAYERS] = {
#define LAYER(ID, name, one, many) [LAYER_##ID] = #name,
#include "reports/maps/kinds.def"
#undef LAYER
};

/* cgraph takes char * and does not write to it. */
static char *
loose(const char *s)
{
	return (char *)(uintptr_t)s;
}

static void
set(void *item, const char *name, const char *value)
{
	agsafeset(item, loose(name), loose(value), loose(""));
}

static void __attribute__((format(printf, 3, 4)))
set_printf(void *item, const char *name, const char *fmt, ...)
{
	char text[64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	set(item, name, text);
}

/* Width of a character of DejaVu Sans, in hundredths of the font's size. */
static unsigned
advance(int32_t c)
{
	static const unsigned char ascii[95] = {
		32,  40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34,
		64,  64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
		100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79,
		60,  79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
		50,  61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61,
		63,  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
	};

	return c >= 32 && c < 127 ? ascii[c - 32] : 64;
}

/* Lines of a label (parted by \\n) and the width of the widest, in points. */
static void
measure(struct sv label, unsigned *ret_lines, unsigned *ret_width)
{
	unsigned width = 0, most = 0, lines = 1;

	for (size_t i = 0; i < label.n;) {
		int32_t c = text_next(label, &i);

		if (c == '\\' && i < label.n && label.p[i] == 'n') {
			lines++;
			i++;
			width = 0;
			continue;
		}
		width += advance(c);
		most = width > most ? width : most;
	}
	*ret_lines = lines;
	*ret_width = most * FONT / 100;
}

/* The longest beginning that fits a line, ended at a blank where it can. */
static struct sv
take_line(struct sv *rest, bool is_last)
{
	struct sv line = text_cut(*rest, NAME_WIDTH);
	size_t end = line.n;

	if (line.n < rest->n && !is_last) {
		for (size_t i = 1; i < line.n; i++)
			if (line.p[i] == ' ' || line.p[i - 1] == '-')
				end = i;
		if (rest->p[line.n] == ' ')
			end = line.n;
	}
	line = sv_n(rest->p, end);
	*rest = sv_trim(sv_n(rest->p + end, rest->n - end));
	return line;
}

/* A name in at most NAME_LINES lines; what does not fit ends in "...". */
static void
put_name(struct buf *out, const char *name)
{
	struct sv rest = sv(name);

	for (int i = 0; rest.n && i < NAME_LINES; i++) {
		if (i)
			buf_str(out, "\\n");
		esc_dot(out, take_line(&rest, i + 1 == NAME_LINES));
	}
	if (rest.n)
		buf_str(out, "\u2026");
}

static int64_t
percent(int64_t part, int64_t whole)
{
	return whole > 0 ? (int64_t)((__int128)part * 100 / whole) : 0;
}

/* "62 % (5)": of the pupils, for five functions. */
static void
put_share(struct buf *out, const struct map_graph *g, const struct map_node *n,
	  bool is_known)
{
	if (!is_known || g->pupils <= 0)
		return;
	buf_printf(out, "\\n%lld %%",
		   (long long)percent(n->w.pupils, g->pupils));
	if (n->w.functions)
		buf_printf(out, " (%u)", n->w.functions);
}

/* The second line: how many pupils, as a number or as a share. */
static void
put_pupils(struct buf *out, const struct map_graph *g, const struct map_node *n)
{
	bool is_known = n->w.sites > n->w.sites_unknown;

	if (n->w.sites == 0)
		return;
	switch (n->layer) {
	case LAYER_SCHOOL:
	case LAYER_BOARD:
		buf_str(out, "\\n");
		if (is_known)
			buf_printf(out,
				   NG("%lld pupil", "%lld pupils", n->w.pupils),
				   (long long)n->w.pupils);
		else
			buf_str(out, _("pupils unknown"));
		break;
	case LAYER_VENDOR:
	case LAYER_OWNER:
	case LAYER_HUB:
	case LAYER_OPERATOR:
	case LAYER_COUNTRY: put_share(out, g, n, is_known); break;
	case LAYER_IDENTITY:
	case LAYER_FUNCTION:
	case LAYER_PRODUCT:
	case LAYER_SPARE:
	case LAYERS: break;
	}
}

/* Square root, rounded down. */
static uint64_t
root(uint64_t v)
{
	uint64_t r = 0;

	for (uint64_t bit = 1ull << 31; bit; bit >>= 1)
		if ((r + bit) * (r + bit) <= v)
			r += bit;
	return r;
}

/* Thickness in hundredths of a point: the root of the share of pupils. */
static unsigned
thickness(const struct map_graph *g, const struct map_weight *w)
{
	uint64_t share;

	if (g->pupils <= 0 || w->pupils <= 0)
		return THIN;
	share = (uint64_t)((__int128)w->pupils * 1000000 / g->pupils);
	return THIN + (unsigned)((THICK - THIN) * root(share) / 1000);
}

/* On the map of a failure: what is certain, possible, or holds. */
enum state { STATE_NONE, STATE_HOLDS, STATE_POSSIBLE, STATE_CERTAIN };

static enum state
state_of(enum map_relation relation)
{
	switch (relation) {
	case RELATION_FAILS: return STATE_CERTAIN;
	case RELATION_MAY_FAIL: return STATE_POSSIBLE;
	case RELATION_STANDS_IN: return STATE_HOLDS;
	case RELATION_GOVERNS:
	case RELATION_USES:
	case RELATION_FULFILS:
	case RELATION_SUPPLIES:
	case RELATION_OWNS:
	case RELATION_SEATED_IN:
	case RELATION_NEEDS:
	case RELATION_SIGN_ON:
	case RELATION_OPERATED_BY:
	case RELATIONS: break;
	}
	return STATE_NONE;
}

/* By node: the worst that its links say; what fails first is certain. */
static enum state *
find_states(const struct map_graph *g)
{
	enum state *s = mem_realloc(NULL, g->nnode, sizeof(*s));

	for (uint32_t i = 0; i < g->nnode; i++)
		s[i] = g->o.kind == MAP_FAILURE && g->node[i].is_centre
			       ? STATE_CERTAIN
			       : STATE_NONE;
	for (uint32_t i = 0; i < g->nedge; i++) {
		const struct map_edge *e = &g->edge[i];
		enum state x = state_of(e->relation);

		if (x > s[e->to])
			s[e->to] = x;
		/* what stands in has only links that lead on */
		if (x == STATE_HOLDS && s[e->from] == STATE_NONE)
			s[e->from] = x;
	}
	return s;
}

static void
style_state(Agnode_t *n, const struct look *look, enum state state)
{
	char style[48];

	switch (state) {
	case STATE_CERTAIN:
		set(n, "color", RISK);
		set(n, "penwidth", "2.6");
		break;
	case STATE_POSSIBLE:
		snprintf(style, sizeof(style), "%s,dashed", look->style);
		set(n, "style", style);
		set(n, "color", LINE);
		break;
	case STATE_HOLDS:
		set(n, "color", HOLDS);
		set(n, "penwidth", "2.6");
		break;
	case STATE_NONE: break;
	}
}

static void
style_node(Agnode_t *n, const struct map_node *from, enum state state)
{
	const struct look *look = &looks[from->layer];

	set_printf(n, "class", "%s%s%s", layer_classes[from->layer],
		   from->is_unknown ? " unknown" : "",
		   from->is_major ? " major" : "");
	if (from->is_unknown) {
		set(n, "shape", "box");
		set(n, "style", "striped,dashed");
		set(n, "fillcolor", STRIPES);
		set(n, "color", LINE);
		return;
	}
	if (from->layer == LAYER_VENDOR || from->layer == LAYER_OWNER ||
	    from->layer == LAYER_OPERATOR)
		set(n, "margin", "0.14,0.03"); /* the corners are cut */
	set(n, "shape", look->shape);
	set(n, "style", look->style);
	set(n, "color", from->is_major ? RISK : look->color);
	set(n, "fillcolor", look->fill);
	set(n, "penwidth", from->is_major || from->is_centre ? "2.6" : "1.2");
	style_state(n, look, state);
	if (from->stands_for > 1 && from->node == NODE_NONE)
		set(n, "peripheries", "2");
}

/*
 * Graphviz blows these shapes up until the text fits wherever it stands; we
 * know where it stands, and paper is dear.
 */
static void
size_node(Agnode_t *n, enum map_layer layer, struct sv label)
{
	unsigned lines, width, height;

	measure(label, &lines, &width);
	height = lines * (FONT + 2) + 6;
	switch (layer) {
	case LAYER_SCHOOL: /* room for the roof */
		height += 14;
		width += 14;
		set(n, "labelloc", "b");
		break;
	case LAYER_COUNTRY:
		width += 14 + width / 4;
		height += 6;
		break;
	case LAYER_BOARD:
	case LAYER_IDENTITY:
	case LAYER_HUB:
	case LAYER_FUNCTION:
	case LAYER_PRODUCT:
	case LAYER_SPARE:
	case LAYER_VENDOR:
	case LAYER_OWNER:
	case LAYER_OPERATOR:
	case LAYERS: return;
	}
	set(n, "fixedsize", "true");
	set_printf(n, "width", "%u.%02u", width / 72, width % 72 * 100 / 72);
	set_printf(n, "height", "%u.%02u", height / 72, height % 72 * 100 / 72);
}

static Agnode_t *
add_node(Agraph_t *to, const struct map_graph *g, uint32_t i, enum state state)
{
	const struct map_node *from = &g->node[i];
	struct buf label = { 0 };
	Agnode_t *n;
	char id[16];

	snprintf(id, sizeof(id), "n%u", i + 1);
	n = agnode(to, id, 1);
	put_name(&label, from->name);
	put_pupils(&label, g, from);
	set(n, "label", label.p ? label.p : "");
	set(n, "id", id);
	style_node(n, from, state);
	if (!from->is_unknown)
		size_node(n, from->layer, buf_view(&label));
	buf_done(&label);
	return n;
}

static bool
has_labels(const struct map_graph *g)
{
	return g->nnode <= MAP_PLAIN && g->nodes_before <= MAP_CLUSTERED;
}

static void
put_edge_label(struct buf *out, const struct map_graph *g,
	       const struct map_edge *e)
{
	bool is_ego = g->o.kind == MAP_EGO;

	if (is_ego)
		buf_str(out, _(relation_titles[e->relation]));
	if (e->label[0]) {
		buf_str(out, out->n ? ": " : "");
		esc_dot(out, sv(e->label));
	}
	if (e->is_conflict) {
		buf_str(out, out->n ? "\\n" : "");
		buf_str(out, _("documents disagree"));
	}
	if (g->o.kind == MAP_FUNCTION && g->nnode <= PUPILS_MAX &&
	    e->w.sites > e->w.sites_unknown)
		buf_printf(out, "%s%lld", out->n ? "\\n" : "",
			   (long long)e->w.pupils);
}

/* How many columns an edge spans, so that each kind keeps its own. */
static int
span(const struct map_graph *g, const struct map_edge *e)
{
	bool seen[LAYERS] = { false };
	int n = 0;
	enum map_layer from = g->node[e->from].layer;
	enum map_layer to = g->node[e->to].layer;

	for (uint32_t i = 0; i < g->nnode; i++)
		seen[g->node[i].layer] = true;
	for (int i = (int)from; i < (int)to; i++)
		n += seen[i];
	return n < 1 ? 1 : n;
}

static void
add_edge(Agraph_t *to, const struct map_graph *g, Agnode_t **node, uint32_t i)
{
	const struct map_edge *from = &g->edge[i];
	unsigned width = thickness(g, &from->w);
	struct buf label = { 0 };
	Agedge_t *e;
	char id[16];

	snprintf(id, sizeof(id), "e%u", i + 1);
	e = agedge(to, node[from->from], node[from->to], id, 1);
	set(e, "id", id);
	set_printf(e, "class", "%s%s%s", relation_classes[from->relation],
		   from->is_assumed ? " assumed" : "",
		   from->is_conflict ? " conflict" : "");
	set_printf(e, "penwidth", "%u.%02u", width / 100, width % 100);
	if (from->is_assumed)
		set(e, "style", "dashed");
	if (from->is_conflict || from->relation == RELATION_FAILS)
		set(e, "color", RISK);
	if (from->relation == RELATION_STANDS_IN)
		set(e, "color", HOLDS);
	if (g->o.kind != MAP_EGO && g->o.kind != MAP_LOGIN &&
	    g->o.kind != MAP_FAILURE)
		set_printf(e, "minlen", "%d", span(g, from));
	if (has_labels(g)) {
		put_edge_label(&label, g, from);
		if (label.n)
			set(e, "label", label.p);
	}
	buf_done(&label);
}

/* A function in its own cluster is title enough. */
static void
set_group(Agraph_t *cluster, const struct map_graph *g,
	  const struct map_node *first, uint32_t number)
{
	bool has_title = first->layer == LAYER_FUNCTION &&
			 first->node != NODE_NONE &&
			 g->l->node[first->node].name == first->group;
	struct buf label = { 0 };

	if (!has_title)
		put_name(&label, first->group);
	set(cluster, "label", label.p ? label.p : "");
	set_printf(cluster, "id", "c%u", number);
	set(cluster, "class", "group");
	set(cluster, "color", GROUP);
	set(cluster, "margin", "4");
	buf_done(&label);
}

/*
 * Clusters in the order in which their first node is drawn; one thing alone
 * needs no box around it.
 */
static void
add_clusters(Agraph_t *to, const struct map_graph *g, Agnode_t **node)
{
	struct map members = { 0 }, number = { 0 };

	for (uint32_t i = 0; i < g->nnode; i++)
		if (g->node[i].group)
			map_put(&members, sv(g->node[i].group), 0, NULL)
				->value++;
	for (uint32_t i = 0; i < g->nnode; i++) {
		struct map_entry *e;
		Agraph_t *cluster;
		char name[32];
		bool is_new;

		if (!g->node[i].group ||
		    map_get(&members, sv(g->node[i].group), 0) < 2)
			continue;
		e = map_put(&number, sv(g->node[i].group), number.n + 1,
			    &is_new);
		snprintf(name, sizeof(name), "cluster_%u", e->value);
		cluster = agsubg(to, name, 1);
		agsubnode(cluster, node[i], 1);
		if (is_new)
			set_group(cluster, g, &g->node[i], e->value);
	}
	map_done(&members);
	map_done(&number);
}

/* On the map of a failure: functions above each other, and who misses them. */
static void
add_ends(Agraph_t *to, const struct map_graph *g, Agnode_t **node)
{
	Agraph_t *functions = agsubg(to, loose("column_functions"), 1);
	Agraph_t *sites = agsubg(to, loose("column_sites"), 1);

	set(functions, "rank", "same");
	set(sites, "rank", "max");
	for (uint32_t i = 0; i < g->nnode; i++) {
		if (g->node[i].is_centre)
			continue;
		if (g->node[i].layer == LAYER_FUNCTION)
			agsubnode(functions, node[i], 1);
		else if (g->node[i].layer <= LAYER_BOARD)
			agsubnode(sites, node[i], 1);
	}
}

/*
 * One column for each layer, also when nothing links two of them: on the map of
 * sign-on it is a finding that a hub has no known identity provider.
 */
static void
add_columns(Agraph_t *to, const struct map_graph *g, Agnode_t **node)
{
	Agraph_t *column = NULL;
	Agnode_t *last = NULL;

	for (uint32_t i = 0; i < g->nnode; i++) {
		bool is_first =
			i == 0 || g->node[i].layer != g->node[i - 1].layer;
		Agedge_t *e;
		char name[32];

		if (is_first) {
			snprintf(name, sizeof(name), "column_%d",
				 (int)g->node[i].layer);
			column = agsubg(to, name, 1);
			set(column, "rank", "same");
			if (last) {
				e = agedge(to, last, node[i], name, 1);
				set(e, "style", "invis");
			}
			last = node[i];
		}
		agsubnode(column, node[i], 1);
	}
}

static void
row_open(struct buf *out)
{
	buf_str(out, "<TR><TD ALIGN=\"LEFT\">");
}

static void
row_close(struct buf *out)
{
	buf_str(out, "</TD></TR>");
}

/* Text in the heading: long lines are broken, since the map is not wider. */
static void
put_text(struct buf *out, const char *text, size_t width)
{
	struct sv rest = sv(text);

	while (rest.n) {
		struct sv line = text_cut(rest, width);

		if (line.n < rest.n)
			for (size_t i = line.n; i-- > line.n / 2;)
				if (line.p[i] == ' ') {
					line.n = i;
					break;
				}
		esc_html(out, line);
		rest = sv_trim(sv_n(rest.p + line.n, rest.n - line.n));
		if (rest.n)
			buf_str(out, "<BR ALIGN=\"LEFT\"/>");
	}
	buf_str(out, "<BR ALIGN=\"LEFT\"/>");
}

static void
put_key(struct buf *out, const char *color, const char *glyph, const char *text)
{
	buf_printf(out, "<FONT COLOR=\"%s\"><B>%s</B></FONT>&#160;", color,
		   glyph);
	esc_html(out, sv(_(text)));
	buf_str(out, "&#160;&#160;&#160;");
}

struct presence {
	bool layer[LAYERS];
	bool state[STATE_CERTAIN + 1];
	bool unknown, major, assumed, conflict, folded, share;
};

static struct presence
look_around(const struct map_graph *g)
{
	struct presence p = { .unknown = false };

	for (uint32_t i = 0; i < g->nnode; i++) {
		const struct map_node *n = &g->node[i];

		if (!n->is_unknown)
			p.layer[n->layer] = true;
		p.unknown = p.unknown || n->is_unknown;
		p.major = p.major || n->is_major;
		p.share = p.share || n->layer >= LAYER_VENDOR;
		p.folded = p.folded || (n->node == NODE_NONE && !n->is_unknown);
	}
	for (uint32_t i = 0; i < g->nedge; i++) {
		p.state[state_of(g->edge[i].relation)] = true;
		p.assumed = p.assumed ||
			    (g->edge[i].is_assumed && g->o.kind != MAP_FAILURE);
		p.conflict = p.conflict || g->edge[i].is_conflict;
	}
	p.layer[LAYER_OWNER] = p.layer[LAYER_OWNER] && !p.layer[LAYER_VENDOR];
	return p;
}

static void
put_legend(struct buf *out, const struct map_graph *g)
{
	struct presence p = look_around(g);

	row_open(out);
	for (int i = 0; i < LAYERS; i++)
		if (p.layer[i])
			put_key(out, looks[i].color, looks[i].glyph,
				looks[i].one);
	if (p.folded)
		put_key(out, INK, "+17", N_("several together"));
	buf_str(out, "<BR ALIGN=\"LEFT\"/>");
	row_close(out);
	row_open(out);
	put_key(out, LINE, "\u2501", N_("thicker: more pupils"));
	if (p.share && g->pupils > 0)
		put_key(out, LINE, "62 % (5)",
			N_("share of the pupils (number of functions)"));
	if (p.state[STATE_CERTAIN])
		put_key(out, RISK, "\u2501", N_("certainly fails with it"));
	if (p.state[STATE_POSSIBLE])
		put_key(out, LINE, "\u254c\u254c",
			N_("may fail: something is unknown or not tested"));
	if (p.state[STATE_HOLDS])
		put_key(out, HOLDS, "\u2501",
			N_("stands in (dashed: nobody says it was tested)"));
	if (p.assumed)
		put_key(out, LINE, "\u254c\u254c",
			N_("assumed or expected, not said by a source"));
	if (p.unknown)
		put_key(out, LINE, "\u25a5", N_("unknown"));
	if (p.major)
		put_key(out, RISK, "\u2b21",
			N_("half of the pupils and a third of the functions, "
			   "or more"));
	if (p.conflict)
		put_key(out, RISK, "\u2501", N_("documents disagree"));
	buf_str(out, "<BR ALIGN=\"LEFT\"/>");
	row_close(out);
}

/* Title, date and coverage, legend, and what was folded. */
static void
put_heading(struct buf *out, const struct map_graph *g)
{
	struct buf notes = { 0 };

	buf_str(out, "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"0\" "
		     "CELLPADDING=\"1\">");
	row_open(out);
	buf_str(out, "<FONT POINT-SIZE=\"16\"><B>");
	put_text(out, g->title, 60);
	buf_str(out, "</B></FONT>");
	row_close(out);
	row_open(out);
	put_text(out, g->subtitle, 120);
	row_close(out);
	put_legend(out, g);
	for (uint32_t i = 0; i < g->nnote; i++)
		buf_printf(&notes, "%s%s", i ? " \u00b7 " : "", g->note[i]);
	if (notes.n) {
		row_open(out);
		put_text(out, notes.p, 120);
		row_close(out);
	}
	buf_done(&notes);
	buf_str(out, "</TABLE>");
}

static void
set_heading(Agraph_t *to, const struct map_graph *g)
{
	struct buf heading = { 0 };
	char *html;

	put_heading(&heading, g);
	html = agstrdup_html(to, heading.p);
	set(to, "label", html);
	agstrfree(to, html);
	buf_done(&heading);
}

static int
count_layers(const struct map_graph *g)
{
	int n = 0;

	for (uint32_t i = 0; i < g->nnode; i++)
		n += i == 0 || g->node[i].layer != g->node[i - 1].layer;
	return n;
}

static void
set_graph(Agraph_t *to, const struct map_graph *g, enum map_engine engine)
{
	int gap = 35 + 20 * (COLUMNS_MAX - count_layers(g)); /* 1/100 inch */

	set(to, "charset", "UTF-8");
	set(to, "linelength", "0"); /* DOT without broken lines */
	set(to, "id", "map");
	set(to, "class", map_kind_name(g->o.kind));
	set(to, "fontname", FACE);
	set_printf(to, "fontsize", "%d", FONT);
	set(to, "fontcolor", INK);
	set(to, "labelloc", "t");
	set(to, "labeljust", "l");
	set(to, "bgcolor", "#FFFFFF");
	set(to, "pad", "0.1");
	set(to, "outputorder", "edgesfirst");
	if (engine == ENGINE_DOT) {
		set(to, "rankdir", "LR");
		set(to, "nodesep", "0.09");
		set_printf(to, "ranksep", "%d.%02d", gap / 100, gap % 100);
		set(to, "splines", g->nedge > SPLINES_MAX ? "line" : "true");
	} else {
		set(to, "overlap", "prism");
		set(to, "splines", "line");
		set(to, "start", "1");
	}
}

static void
set_defaults(Agraph_t *to)
{
	static const struct {
		int kind;
		const char *name, *value;
	} all[] = {
		{ AGNODE, "fontname", FACE },
		{ AGNODE, "fontcolor", INK },
		{ AGNODE, "margin", "0.08,0.03" },
		{ AGNODE, "height", "0.25" },
		{ AGNODE, "width", "0.4" },
		{ AGNODE, "penwidth", "1.2" },
		{ AGEDGE, "fontname", FACE },
		{ AGEDGE, "fontcolor", INK },
		{ AGEDGE, "color", LINE },
		{ AGEDGE, "arrowsize", "0.6" },
	};
	char size[8];

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		agattr(to, all[i].kind, loose(all[i].name),
		       loose(all[i].value));
	snprintf(size, sizeof(size), "%d", FONT);
	agattr(to, AGNODE, loose("fontsize"), size);
	snprintf(size, sizeof(size), "%d", FONT);
	agattr(to, AGEDGE, loose("fontsize"), size);
}

Agraph_t *
map_cgraph(const struct map_graph *g, enum map_engine engine,
	   enum map_format format)
{
	Agraph_t *to = map_open_graph(loose("landschap"));
	Agnode_t **node = mem_realloc(NULL, g->nnode, sizeof(Agnode_t *));
	enum state *state = find_states(g);
	bool has_direction = g->o.kind == MAP_EGO || g->o.kind == MAP_FAILURE;

	set_graph(to, g, engine);
	set_defaults(to);
	set_heading(to, g);
	if (format == MAP_PNG)
		set(to, "dpi", "150");
	agattr(to, AGEDGE, loose("dir"),
	       loose(has_direction ? "forward" : "none"));
	for (uint32_t i = 0; i < g->nnode; i++)
		node[i] = add_node(to, g, i, state[i]);
	for (uint32_t i = 0; i < g->nedge; i++)
		add_edge(to, g, node, i);
	if (g->nnode > MAP_PLAIN && g->nnode <= MAP_CLUSTERED &&
	    engine == ENGINE_DOT)
		add_clusters(to, g, node);
	if (g->o.kind == MAP_LOGIN && engine == ENGINE_DOT)
		add_columns(to, g, node);
	if (g->o.kind == MAP_FAILURE && engine == ENGINE_DOT)
		add_ends(to, g, node);
	free(state);
	free(node);
	return to;
}

/* cgraph writes through a table of functions; ours fills a buffer. */
static int
dot_put(void *chan, const char *text)
{
	buf_str(chan, text);
	return 0;
}

static int
dot_flush(void *chan)
{
	(void)chan;
	return 0;
}

void
map_dot(Agraph_t *graph, struct buf *out)
{
	Agiodisc_t io = { NULL, dot_put, dot_flush },
		   *old = graph->clos->disc.io;

	graph->clos->disc.io = &io;
	agwrite(graph, out);
	graph->clos->disc.io = old;
}

static void
say_node(struct buf *out, const struct map_graph *g, const struct map_node *n)
{
	esc_xml(out, sv(n->name));
	if (n->w.sites > n->w.sites_unknown && g->pupils > 0) {
		buf_str(out, ": ");
		buf_printf(out, NG("%lld pupil", "%lld pupils", n->w.pupils),
			   (long long)n->w.pupils);
	}
}

void
map_say(struct buf *out, const struct map_graph *g, struct sv id)
{
	uint64_t i;

	if (id.n < 2 || !sv_u64(sv_n(id.p + 1, id.n - 1), UINT32_MAX, &i) ||
	    i == 0)
		return;
	if (id.p[0] == 'n' && i <= g->nnode) {
		say_node(out, g, &g->node[i - 1]);
	} else if (id.p[0] == 'e' && i <= g->nedge) {
		const struct map_edge *e = &g->edge[i - 1];

		esc_xml(out, sv(g->node[e->from].name));
		buf_str(out, " \u2013 ");
		esc_xml(out, sv(_(relation_titles[e->relation])));
		buf_str(out, " \u2013 ");
		say_node(out, g, &g->node[e->to]);
	}
}

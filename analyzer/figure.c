/*
 * Names of figures, and the way back to evidence. Refuses to explain a figure
 * by anything but the edges that were used to calculate it.
 */
#include "analyzer/figure.h"

#include "base/limits.h"

static const char prefix[] = "concentration:";

const char *
figure_id(const struct figure *f, const struct landscape *l, struct arena *mem)
{
	struct buf b = { 0 };
	const char *s;

	buf_printf(&b, "%s%s", prefix, level_name(f->level));
	if (f->has_function && f->function == NODE_NONE)
		buf_str(&b, ":function:?");
	else if (f->has_function)
		buf_printf(&b, ":%s", l->node[f->function].id);
	if (f->board != NODE_NONE)
		buf_printf(&b, ":%s", l->node[f->board].id);
	if (f->sector && *f->sector)
		buf_printf(&b, ":sector:%s", f->sector);
	if (f->is_whole)
		buf_str(&b, ":whole");
	if (f->weight != WEIGHT_PUPILS)
		buf_printf(&b, ":weight:%s", weight_name(f->weight));
	switch (f->about) {
	case FIGURE_ALL: break;
	case FIGURE_ENTITY: buf_printf(&b, ":%s", l->node[f->entity].id); break;
	case FIGURE_UNKNOWN: buf_str(&b, ":unknown"); break;
	}
	s = arena_sv(mem, buf_view(&b)).p;
	buf_done(&b);
	return s;
}

bool
figure_is(struct sv text)
{
	return sv_starts(text, SV(prefix));
}

/* Reading */

struct reader {
	const struct landscape *l;
	struct arena *mem;
	struct figure f;
	bool has_board, has_weight;
};

static bool read_rest(struct reader *r, struct sv rest);

static struct sv
after(struct sv s, size_t n)
{
	return sv_n(s.p + n, s.n - n);
}

static bool
read_entity(struct reader *r, struct sv text)
{
	uint32_t node = landscape_find_id(r->l, text);

	if (sv_is(text, "unknown")) {
		r->f.about = FIGURE_UNKNOWN;
		return true;
	}
	if (node == NODE_NONE)
		return false;
	switch (r->l->node[node].kind) {
	case NODE_PRODUCT:
	case NODE_ORGANISATION:
	case NODE_COUNTRY: break;
	case NODE_BOARD:
	case NODE_SCHOOL:
	case NODE_FUNCTION:
	case NODE_HOST:
	case NODE_DATA_CATEGORY:
	case NODE_KINDS: return false;
	}
	r->f.about = FIGURE_ENTITY;
	r->f.entity = node;
	return true;
}

/* Function or board: an id may hold ':', so each end is tried. */
static bool
read_node(struct reader *r, struct sv rest, bool is_function)
{
	for (size_t n = 1; n <= rest.n; n++) {
		struct reader before = *r;
		struct sv id = sv_n(rest.p, n);
		bool is_unknown = is_function && sv_is(id, "function:?");
		uint32_t node;

		if (n < rest.n && rest.p[n] != ':')
			continue;
		node = landscape_find_id(r->l, id);
		if (node == NODE_NONE && !is_unknown)
			continue;
		if (is_function) {
			r->f.has_function = true;
			r->f.function = node;
		} else {
			r->has_board = true;
			r->f.board = node;
		}
		if (n == rest.n || read_rest(r, after(rest, n + 1)))
			return true;
		*r = before;
	}
	return false;
}

static bool
read_word(struct reader *r, struct sv rest)
{
	struct sv key, value;

	sv_split(&rest, ':', &key);
	if (sv_is(key, "whole") && !r->f.is_whole) {
		r->f.is_whole = true;
		return rest.n == 0 || read_rest(r, rest);
	}
	sv_split(&rest, ':', &value);
	if (sv_is(key, "sector") && !r->f.sector && value.n) {
		r->f.sector = arena_sv(r->mem, value).p;
		return rest.n == 0 || read_rest(r, rest);
	}
	if (sv_is(key, "weight") && !r->has_weight &&
	    weight_from(value, &r->f.weight)) {
		r->has_weight = true;
		return rest.n == 0 || read_rest(r, rest);
	}
	return false;
}

/* Goes no deeper than there are kinds of clauses: each is read once. */
static bool
read_rest(struct reader *r, struct sv rest)
{
	if (read_entity(r, rest))
		return true;
	if (sv_starts(rest, SV("function:")) && !r->f.has_function)
		return read_node(r, rest, true);
	if (sv_starts(rest, SV("board:")) && !r->has_board)
		return read_node(r, rest, false);
	return read_word(r, rest);
}

int
figure_parse(struct sv text, const struct landscape *l, struct arena *mem,
	     struct figure *ret, struct err *e)
{
	struct reader r = { .l = l,
			    .mem = mem,
			    .f = { .board = NODE_NONE, .entity = NODE_NONE } };
	struct sv rest = text, level;

	if (!figure_is(text) || text.n > 8 * LIMIT_NAME_BYTES)
		return err_set(e, ERR_USAGE, NULL,
			       "not a figure: '%.*s' (expected an id that "
			       "landschap concentration shows)",
			       (int)(text.n < 200 ? text.n : 200), text.p);
	rest = after(rest, sizeof(prefix) - 1);
	sv_split(&rest, ':', &level);
	if (!level_from(level, &r.f.level))
		return err_set(e, ERR_USAGE, NULL,
			       "unknown level '%.*s' (expected product, "
			       "vendor, parent, infrastructure or country)",
			       (int)(level.n < 200 ? level.n : 200), level.p);
	if ((rest.n == 0 && text.p[text.n - 1] == ':') ||
	    (rest.n && !read_rest(&r, rest)))
		return err_set(e, ERR_NOTFOUND, NULL,
			       "no such figure '%.*s' (expected an id that "
			       "landschap concentration shows)",
			       (int)(text.n < 200 ? text.n : 200), text.p);
	*ret = r.f;
	return 0;
}

/* The way back */

/* Uses first: pupils and edges come behind the last of them. */
static void
add_uses(const struct landscape *l, const struct cells *c, const struct term *t,
	 uint32_t n, struct edges_used *ret, uint32_t *ret_unlisted)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct usage *u;
		uint32_t index;

		if (t[i].fill == UINT32_MAX) {
			++*ret_unlisted;
			continue;
		}
		index = c->fill[t[i].fill].usage;
		u = &l->usage[index];
		edges_used_add(ret, &(struct edge_used){ FACT_USES, index,
							 u->site, u->product,
							 "product", u->ev });
	}
}

static void
add_sites(const struct landscape *l, const struct cells *c,
	  const struct term *t, uint32_t n, struct edges_used *ret)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t site = c->cell[t[i].cell].site;
		const struct node *node = &l->node[site];

		if (node->pupils_ev.said)
			edges_used_add(ret, &(struct edge_used){
						    FACT_PUPILS, site, site,
						    NODE_NONE, "low",
						    node->pupils_ev });
		if (node->board != NODE_NONE)
			edges_used_add(ret,
				       &(struct edge_used){
					       FACT_GOVERNS, site, node->board,
					       site, "board", node->board_ev });
	}
}

static void
add_edges(const struct figure *f, const struct levels *v, const struct cells *c,
	  const struct term *t, uint32_t n, struct edges_used *ret)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct fill *fill;

		if (t[i].fill == UINT32_MAX)
			continue;
		fill = &c->fill[t[i].fill];
		levels_edges(v, f->level, fill->product, fill->vendor, ret);
	}
}

static void
explain(const struct figure *f, struct meter *m, struct edges_used *ret,
	uint32_t *ret_unlisted)
{
	const struct cells *c = m->c;
	struct arena mem = { 0 };
	struct term *t;
	uint32_t n;

	if (f->about == FIGURE_ALL)
		t = concentration_uses(m, cells_all(c), &mem, &n);
	else
		t = concentration_terms(m, cells_all(c), f->level,
					f->about == FIGURE_ENTITY ? f->entity
								  : NODE_NONE,
					&mem, &n);
	add_uses(c->l, c, t, n, ret, ret_unlisted);
	add_sites(c->l, c, t, n, ret);
	add_edges(f, m->levels, c, t, n, ret);
	arena_done(&mem);
}

int
figure_edges(const struct figure *f, const struct landscape *l,
	     struct edges_used *ret, uint32_t *ret_unlisted, struct err *e)
{
	struct scope scope = { .board = &f->board,
			       .nboard = f->board != NODE_NONE,
			       .function = &f->function,
			       .nfunction = f->has_function,
			       .sector = f->sector,
			       .is_whole = f->is_whole };
	struct cells c;
	struct levels v;
	struct meter m;
	int rc = cells_build(l, &scope, &c, e);

	*ret = (struct edges_used){ 0 };
	*ret_unlisted = 0;
	if (rc == 0) {
		levels_init(&v, l);
		meter_init(&m, &c, &v, f->weight);
		explain(f, &m, ret, ret_unlisted);
		meter_done(&m);
		levels_done(&v);
	}
	cells_done(&c);
	return rc;
}

/*
 * Names of figures, and the way back to evidence. Refuses to explain a figure
 * by anything but the edges that were used to calculate it.
 */
#include "analyzer/figure.h"

#include "analyzer/figure_failure.h"
#include "base/limits.h"

const char *
figure_id(const struct figure *f, const struct landscape *l, struct arena *mem)
{
	struct buf b = { 0 };
	const char *s;

	if (f->of == FIGURE_FAILURE)
		buf_str(&b, "failure");
	else
		buf_printf(&b, "concentration:%s", level_name(f->level));
	if (f->has_function && f->function == NODE_NONE)
		buf_str(&b, ":function:?");
	else if (f->has_function)
		buf_printf(&b, ":%s", l->node[f->function].id);
	if (f->board != NODE_NONE)
		buf_printf(&b, ":%s", l->node[f->board].id);
	if (f->has_school)
		buf_printf(&b, ":%s", l->node[f->school].id);
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
	return sv_starts(text, SV("concentration:")) ||
	       sv_starts(text, SV("failure:"));
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

/* A clause of one node; false when it is none, or none of that kind. */
static bool
set_node(struct reader *r, struct sv id, enum node_kind kind)
{
	uint32_t node = landscape_find_id(r->l, id);
	bool is_unknown = sv_is(id, "function:?");

	if (node == NODE_NONE && !(kind == NODE_FUNCTION && is_unknown))
		return false;
	switch (kind) {
	case NODE_FUNCTION:
		r->f.has_function = true;
		r->f.function = node;
		return true;
	case NODE_BOARD:
		r->has_board = true;
		r->f.board = node;
		return true;
	case NODE_SCHOOL:
		r->f.has_school = true;
		r->f.school = node;
		return true;
	case NODE_ORGANISATION:
	case NODE_PRODUCT:
	case NODE_COUNTRY:
	case NODE_HOST:
	case NODE_DATA_CATEGORY:
	case NODE_KINDS: break;
	}
	return false;
}

/* Function, board or school: an id may hold ':', so each end is tried. */
static bool
read_node(struct reader *r, struct sv rest, enum node_kind kind)
{
	for (size_t n = 1; n <= rest.n; n++) {
		struct reader before = *r;

		if ((n < rest.n && rest.p[n] != ':') ||
		    !set_node(r, sv_n(rest.p, n), kind))
			continue;
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
		return read_node(r, rest, NODE_FUNCTION);
	if (sv_starts(rest, SV("board:")) && !r->has_board)
		return read_node(r, rest, NODE_BOARD);
	if (sv_starts(rest, SV("school:")) && !r->f.has_school)
		return read_node(r, rest, NODE_SCHOOL);
	return read_word(r, rest);
}

/* As much of a text as fits a message. */
static int
shown(struct sv text)
{
	return (int)(text.n < 200 ? text.n : 200);
}

int
figure_parse(struct sv text, const struct landscape *l, struct arena *mem,
	     struct figure *ret, struct err *e)
{
	struct reader r = { .l = l,
			    .mem = mem,
			    .f = { .board = NODE_NONE, .entity = NODE_NONE } };
	struct sv rest = text, word;
	bool is_whole;

	if (!figure_is(text) || text.n > 8 * LIMIT_NAME_BYTES)
		return err_set(e, ERR_USAGE, NULL,
			       "not a figure: '%.*s' (expected an id that "
			       "landschap concentration or spof shows)",
			       shown(text), text.p);
	sv_split(&rest, ':', &word);
	if (sv_is(word, "failure"))
		r.f.of = FIGURE_FAILURE;
	else {
		sv_split(&rest, ':', &word);
		if (!level_from(word, &r.f.level))
			return err_set(e, ERR_USAGE, NULL,
				       "unknown level '%.*s' (expected "
				       "product, vendor, parent, "
				       "infrastructure or country)",
				       shown(word), word.p);
	}
	is_whole = rest.n ? read_rest(&r, rest) : text.p[text.n - 1] != ':';
	if (!is_whole ||
	    (r.f.of == FIGURE_FAILURE && r.f.about != FIGURE_ENTITY))
		return err_set(e, ERR_NOTFOUND, NULL,
			       "no such figure '%.*s' (expected an id that "
			       "landschap concentration or spof shows)",
			       shown(text), text.p);
	*ret = r.f;
	return 0;
}

/* The way back */

void
figure_add_use(const struct landscape *l, uint32_t index,
	       struct edges_used *ret)
{
	const struct usage *u = &l->usage[index];

	edges_used_add(ret,
		       &(struct edge_used){ FACT_USES, index, u->site,
					    u->product, "product", u->ev });
}

void
figure_add_site(const struct landscape *l, uint32_t site,
		struct edges_used *ret)
{
	const struct node *node = &l->node[site];

	if (node->pupils_ev.said)
		edges_used_add(ret, &(struct edge_used){ FACT_PUPILS, site,
							 site, NODE_NONE, "low",
							 node->pupils_ev });
	if (node->board != NODE_NONE)
		edges_used_add(ret, &(struct edge_used){
					    FACT_GOVERNS, site, node->board,
					    site, "board", node->board_ev });
}

/* Uses first: pupils and edges come behind the last of them. */
static void
add_uses(const struct landscape *l, const struct cells *c, const struct term *t,
	 uint32_t n, struct edges_used *ret, uint32_t *ret_unlisted)
{
	for (uint32_t i = 0; i < n; i++) {
		if (t[i].fill == UINT32_MAX)
			++*ret_unlisted;
		else
			figure_add_use(l, c->fill[t[i].fill].usage, ret);
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
	for (uint32_t i = 0; i < n; i++)
		figure_add_site(c->l, c->cell[t[i].cell].site, ret);
	add_edges(f, m->levels, c, t, n, ret);
	arena_done(&mem);
}

int
figure_edges(const struct figure *f, const struct landscape *l,
	     struct edges_used *ret, struct figure_rest *ret_rest,
	     struct err *e)
{
	struct scope scope = { .board = &f->board,
			       .nboard = f->board != NODE_NONE,
			       .school = &f->school,
			       .nschool = f->has_school,
			       .function = &f->function,
			       .nfunction = f->has_function,
			       .sector = f->sector,
			       .is_whole = f->is_whole };
	struct cells c;
	struct levels v;
	struct meter m;
	int rc = cells_build(l, &scope, &c, e);

	*ret = (struct edges_used){ 0 };
	*ret_rest = (struct figure_rest){ 0 };
	if (rc == 0) {
		levels_init(&v, l);
		meter_init(&m, &c, &v, f->weight);
		if (f->of == FIGURE_FAILURE)
			figure_failure_edges(f, &c, &v, ret, ret_rest);
		else
			explain(f, &m, ret, &ret_rest->unlisted);
		meter_done(&m);
		levels_done(&v);
	}
	cells_done(&c);
	return rc;
}

/*
 * Checks of what stops when something fails. Each function is one rule of
 * analyzer/checks.def; the graph behind them is built once. Only what is
 * certain counts: what may fail because something is unknown is no finding,
 * and a country that fails is a scenario and nobody's to mend.
 */
#include <stdlib.h>
#include <string.h>

#include "analyzer/blast.h"
#include "analyzer/checker.h"
#include "analyzer/redundancy.h"
#include "analyzer/startup.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/sort.h"

enum {
	HEADLINE_FUNCTIONS = 2, /* scoring.md 5.3, or one that is vital */
	HIDDEN_BOARDS = 5,      /* that many lose something with it */
	VITAL = 3,
	NAMES = 8, /* shown of one list */
};

struct failure {
	struct cells cells;
	struct levels levels;
	struct failing f;
	struct andor_failure fail;
	struct blasts blasts;
	struct redundancies redundancies; /* over all boards */
	uint32_t *seen;                   /* by node */
	uint32_t stamp;
	struct arena mem;
	bool has_blasts, has_redundancies;
};

void
failure_free(struct failure *f)
{
	if (!f)
		return;
	andor_failure_done(&f->fail);
	failing_done(&f->f);
	levels_done(&f->levels);
	cells_done(&f->cells);
	arena_done(&f->mem);
	free(f);
}

/* NULL when it cannot be made: said once. */
static struct failure *
failure_of(struct checker *c)
{
	const struct check_options *o = c->o;
	struct scope scope = { .board = &o->board,
			       .nboard = o->board != NODE_NONE };
	struct failure *f = c->failure;

	if (f || c->is_broken)
		return f;
	f = mem_realloc(NULL, 1, sizeof(*f));
	*f = (struct failure){ 0 };
	if (cells_build(c->l, &scope, &f->cells, c->e)) {
		cells_done(&f->cells);
		free(f);
		c->is_broken = true;
		return NULL;
	}
	levels_init(&f->levels, c->l);
	failing_build(c->l, &f->cells, &f->levels, &f->f);
	andor_failure_init(&f->f.low, &f->fail);
	f->seen = ARENA_ARRAY(&f->mem, c->l->nnode, uint32_t);
	c->failure = f;
	return f;
}

/* Products before organisations before countries; then as they come. */
static int
rank(const struct landscape *l, uint32_t node)
{
	enum node_kind kind = l->node[node].kind;

	return kind == NODE_PRODUCT ? 0 : kind == NODE_ORGANISATION ? 1 : 2;
}

static const struct blasts *
blasts_of(struct checker *c)
{
	struct failure *f = failure_of(c);

	if (!f || f->has_blasts)
		return f ? &f->blasts : NULL;
	if (blast_all(&f->f, WEIGHT_PUPILS, &f->mem, &f->blasts, c->e)) {
		c->is_broken = true;
		return NULL;
	}
	f->has_blasts = true;
	return &f->blasts;
}

static const struct redundancies *
redundancies_of(struct checker *c)
{
	struct failure *f = failure_of(c);
	struct redundancies each;

	if (!f || f->has_redundancies)
		return f ? &f->redundancies : NULL;
	f->has_redundancies = true;
	redundancy_find(&f->f, &c->to->mem, &each);
	redundancy_merge(&each, &c->to->mem, &f->redundancies);
	return &f->redundancies;
}

static struct finding *
last_added(struct checker *c)
{
	return &c->to->v[c->to->n - 1];
}

/* One more site of which the pupils are or are not known. */
static void
add_site(const struct landscape *l, struct finding *x, uint32_t site)
{
	int64_t low, high;

	x->sites++;
	if (site_pupils(l, site, &low, &high))
		x->pupils += low;
	else
		x->sites_unknown++;
}

/* Sites and functions of the cells that fail now; cells are by site. */
static void
size_by_failure(struct failure *f, const struct landscape *l, struct finding *x)
{
	uint32_t last = NODE_NONE;

	x->is_sized = true;
	f->stamp++;
	for (uint32_t i = 0; i < f->cells.ncell; i++) {
		const struct cell *cell = &f->cells.cell[i];

		if (f->f.top[i] == NODE_NONE ||
		    !andor_is_failed(&f->fail, f->f.top[i]))
			continue;
		if (cell->site != last)
			add_site(l, x, cell->site);
		last = cell->site;
		if (cell->function == NODE_NONE)
			continue;
		x->functions += f->seen[cell->function] != f->stamp;
		f->seen[cell->function] = f->stamp;
	}
}

/* The landscape's node that a node of the graph stands for. */
static uint32_t
shown(const struct failing *f, uint32_t node)
{
	if (node >= f->first_top)
		return f->cells->cell[f->top_cell[node - f->first_top]]
			.function;
	return node >= f->use ? f->use_product[node - f->use] : node;
}

/*
 * "Nevelwal Inc. > Nevelwal West [owns:3] > Klasbrug [needs:12]": each with the
 * claim that it needs what stands before it.
 */
static void
tell_chain(const struct failing *f, const struct andor_link *link, uint32_t n,
	   struct buf *out)
{
	const struct landscape *l = f->l;

	if (n)
		buf_str(out, l->node[link[0].on].name);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t to = shown(f, link[i].node);
		struct edge_used x;

		if (to == NODE_NONE || to == shown(f, link[i].on))
			continue;
		buf_printf(out, " > %s", l->node[to].name);
		if (failing_edge_used(f, link[i].label, &x) && x.ev.said)
			buf_printf(out, " [%s:%llu]", fact_shape(x.fact)->table,
				   (unsigned long long)l->claim[x.ev.first]);
	}
}

/* The first link of a chain that somebody says. */
static void
cite(const struct failing *f, const struct andor_link *link, uint32_t n,
     struct finding *x)
{
	for (uint32_t i = 0; i < n; i++) {
		struct edge_used edge;

		if (!failing_edge_used(f, link[i].label, &edge) ||
		    !edge.ev.said)
			continue;
		x->ev = edge.ev;
		x->fact = edge.fact;
		return;
	}
}

static void
put_chain(struct checker *c, struct buf *text)
{
	last_added(c)->chain = arena_sv(&c->to->mem, buf_view(text)).p;
	buf_done(text);
}

/* The gravest of the tops that fail now; NODE_NONE: none does. */
static uint32_t
gravest(const struct failure *f)
{
	uint32_t best = NODE_NONE;
	int criticality = 0;

	for (uint32_t i = 0; i < f->f.ntop; i++) {
		const struct cell *cell = &f->cells.cell[f->f.top_cell[i]];

		if (cell->criticality <= criticality ||
		    !andor_is_failed(&f->fail, f->f.first_top + i))
			continue;
		criticality = cell->criticality;
		best = f->f.first_top + i;
	}
	return best;
}

/* Why that one fails. */
static void
cite_failure(struct checker *c)
{
	struct failure *f = c->failure;
	struct arena tmp = { 0 };
	struct andor_link *link;
	struct buf text = { 0 };
	uint32_t top = gravest(f), n;

	if (top != NODE_NONE) {
		n = andor_chain(&f->fail, top, &tmp, &link);
		cite(&f->f, link, n, last_added(c));
		tell_chain(&f->f, link, n, &text);
	}
	put_chain(c, &text);
	arena_done(&tmp);
}

static const struct evidence nothing = { 0 };

/* Something that fails alone, and what certainly fails with it. */
struct single {
	const struct blast *b;
	uint64_t digest; /* of the tops */
	bool is_listed;  /* or something that stops the same */
};

static uint64_t
digest_of_tops(const struct failure *f)
{
	uint64_t d = 0x9e3779b9;

	for (uint32_t i = 0; i < f->f.ntop; i++) {
		if (!andor_is_failed(&f->fail, f->f.first_top + i))
			continue;
		d = (d ^ (i + 1)) * 0x9e3779b97f4a7c15u;
		d ^= d >> 29;
	}
	return d;
}

/*
 * Of all that stops the same, people hear of one: a product rather than its
 * maker, its maker rather than who owns that; of those, one that they list.
 */
static int
cmp_single(const struct landscape *l, const struct single *a,
	   const struct single *b)
{
	int c = rank(l, a->b->node) - rank(l, b->b->node);

	if (c == 0)
		c = !(a->b->tags & BLAST_DIRECT) - !(b->b->tags & BLAST_DIRECT);
	return c ? c : a->b->node < b->b->node ? -1 : a->b->node > b->b->node;
}

static void
add_single(struct checker *c, const struct blast *b)
{
	struct failure *f = c->failure;
	const char *share = fraction_text(&c->to->mem, b->share.lo, 2, 1);

	checker_add(c, b->node, NODE_NONE, share, FACT_KINDS, &nothing);
	last_added(c)->is_share = true;
	andor_fail(&f->fail, &b->node, 1);
	size_by_failure(f, c->l, last_added(c));
	cite_failure(c);
}

/* What stands for x as well: another that stops the same. */
static void
join(const struct landscape *l, struct single *x, const struct single *other)
{
	x->is_listed |= other->is_listed;
	if (!x->b || cmp_single(l, other, x) < 0)
		x->b = other->b;
}

/* Grave ones: by set of blast.h, since one of each has to fail but once. */
static struct single *
find_sets(struct checker *c, const struct blasts *b,
	  bool (*is_grave)(const struct blast *b), struct arena *mem)
{
	struct single *v = ARENA_ARRAY(mem, b->n, struct single);

	for (uint32_t i = 0; i < b->n; i++) {
		const struct single x = { .b = &b->v[i],
					  .is_listed =
						  b->v[i].tags & BLAST_DIRECT };

		if (is_grave(x.b))
			join(c->l, &v[x.b->set], &x);
	}
	return v;
}

/* Sets that differ only in what is possible are one: v is v[0 .. return). */
static uint32_t
merge_sets(struct checker *c, struct single *v, uint32_t nset)
{
	struct map known = { 0 };
	uint32_t n = 0;

	for (uint32_t i = 0; i < nset; i++) {
		struct single x = v[i];
		struct map_entry *entry;
		bool is_new;

		if (!x.b)
			continue;
		andor_fail(&c->failure->fail, &x.b->node, 1);
		x.digest = digest_of_tops(c->failure);
		entry = map_put(&known,
				sv_n((const char *)&x.digest, sizeof(x.digest)),
				n, &is_new);
		if (is_new)
			v[n++] = x;
		else
			join(c->l, &v[entry->value], &x);
	}
	map_done(&known);
	return n;
}

static void
add_singles(struct checker *c, bool (*is_grave)(const struct blast *b),
	    bool is_hidden)
{
	const struct blasts *b = blasts_of(c);
	struct arena tmp = { 0 };
	struct single *v = NULL;
	uint32_t n = 0;

	if (b) {
		v = find_sets(c, b, is_grave, &tmp);
		n = merge_sets(c, v, b->n);
	}
	for (uint32_t i = 0; i < n; i++)
		if (rank(c->l, v[i].b->node) < 2 &&
		    (!is_hidden ||
		     (!v[i].is_listed && (v[i].b->tags & BLAST_HIDDEN))))
			add_single(c, v[i].b);
	arena_done(&tmp);
}

static bool
is_single_point(const struct blast *b)
{
	return b->class >= BLAST_HIGH &&
	       (b->low.functions >= HEADLINE_FUNCTIONS || b->low.vital_sites);
}

void
check_single_point(struct checker *c)
{
	add_singles(c, is_single_point, false);
}

static bool
is_much(const struct blast *b)
{
	return b->low.weight > 0 && (b->low.functions >= HEADLINE_FUNCTIONS ||
				     b->low.boards >= HIDDEN_BOARDS);
}

void
check_hidden_service(struct checker *c)
{
	add_singles(c, is_much, true);
}

/* "Klasbrug, Leerhaven"; of many the first, and "+17". */
static const char *
names_of(const struct checker *c, const uint32_t *node, uint32_t n)
{
	struct buf b = { 0 };
	const char *text;

	for (uint32_t i = 0; i < n && i < NAMES; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", c->l->node[node[i]].name);
	if (n > NAMES)
		buf_printf(&b, ", +%u", n - NAMES);
	text = arena_sv(&c->to->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

static void
add_redundancy(struct checker *c, const struct redundancy *r, uint32_t other)
{
	struct finding *x;

	checker_add(c, r->dependent, other, names_of(c, r->member, r->nmember),
		    r->fact, &r->ev);
	x = last_added(c);
	x->redundancy = r;
	if (r->is_need)
		return; /* as large as the use of what needs it */
	x->is_sized = true;
	x->pupils = r->pupils;
	x->sites = r->sites;
	x->sites_unknown = r->sites_unknown;
	x->functions = 1;
}

/* The chain of every member to each piece of news; the first is cited. */
static void
cite_shared(struct checker *c, const struct redundancy *r)
{
	const struct shared_entity *news[NAMES];
	const struct failing *f = &c->failure->f;
	uint32_t n = redundancy_news(c->l, r, NAMES, news);
	struct buf text = { 0 };

	for (uint32_t i = 0; i < n && i < NAMES; i++)
		for (uint32_t k = 0; k < news[i]->nchain && k < NAMES; k++) {
			const struct shared_chain *chain = &news[i]->chain[k];

			if (chain->n == 0)
				continue;
			if (text.n == 0)
				cite(f, chain->link, chain->n, last_added(c));
			buf_str(&text, text.n ? "; " : "");
			tell_chain(f, chain->link, chain->n, &text);
		}
	put_chain(c, &text);
}

void
check_redundancy_shared(struct checker *c)
{
	const struct redundancies *r = redundancies_of(c);

	for (uint32_t i = 0; r && i < r->n; i++) {
		const struct shared_entity *first;

		if (redundancy_news(c->l, &r->v[i], 1, &first) == 0)
			continue;
		add_redundancy(c, &r->v[i], first->node);
		cite_shared(c, &r->v[i]);
	}
}

/* Never tested, and nothing worse is known of it. */
static bool
is_untested(const struct checker *c, const struct redundancy *r)
{
	const struct shared_entity *first;

	return r->tested == 0 && !r->is_stack &&
	       redundancy_news(c->l, r, 1, &first) == 0;
}

/* The same function with other products; those of the most pupils are named. */
static void
grow(struct finding *x, const struct redundancy *r)
{
	x->pupils += r->pupils;
	x->sites += r->sites;
	x->sites_unknown += r->sites_unknown;
}

/*
 * Somebody says that they stand in for each other. Or they merely do the same:
 * that may be meant so, and is a finding when it is vital, one for a function.
 */
void
check_redundancy_untested(struct checker *c)
{
	const struct redundancies *r = redundancies_of(c);
	uint32_t *at = ARENA_ARRAY(&c->tmp, c->l->nnode, uint32_t);

	for (uint32_t i = 0; r && i < r->n; i++) {
		const struct redundancy *x = &r->v[i];

		if (!is_untested(c, x) ||
		    (!x->is_said && x->criticality < VITAL))
			continue;
		if (x->is_said || at[x->dependent] == 0) {
			add_redundancy(c, x, NODE_NONE);
			if (!x->is_said)
				at[x->dependent] = c->to->n;
			continue;
		}
		grow(&c->to->v[at[x->dependent] - 1], x);
	}
}

/* Rings */

/* The need of the first of a ring for another of it. */
static const struct need *
need_within(const struct failing *f, const uint32_t *node, uint32_t n)
{
	const struct landscape *l = f->l;

	for (uint32_t i = landscape_needs_of(l, node[0]);
	     i < l->nneed && l->need[i].dependent == node[0]; i++)
		if (l->need[i].necessity == NECESSITY_REQUIRED &&
		    sorted_has(node + 1, n - 1, l->need[i].provider) &&
		    startup_needs(f, node[0], l->need[i].provider))
			return &l->need[i];
	return NULL;
}

void
check_startup_ring(struct checker *c)
{
	struct failure *f = failure_of(c);
	struct arena tmp = { 0 };
	struct startup s = { 0 };

	if (f)
		startup_find(&f->f, &tmp, &s);
	for (uint32_t i = 0; i < s.nring; i++) {
		const uint32_t *node = s.node + s.first[i];
		uint32_t n = s.first[i + 1] - s.first[i];
		const struct need *need = need_within(&f->f, node, n);

		checker_add(c, node[0], need ? need->provider : node[1],
			    names_of(c, node, n), FACT_NEEDS,
			    need ? &need->ev : &nothing);
	}
	arena_done(&tmp);
}

/* Fallbacks */

/* "?..." is unknown, "-" not applicable, "0" that there is none. */
static bool
is_said(const char *fallback)
{
	return fallback[0] && !strchr("?-0", fallback[0]);
}

static bool
has_fallback(const struct failure *f, const struct cell *cell)
{
	for (uint32_t i = cell->first; i < cell->first + cell->n; i++)
		if (is_said(f->f.l->usage[f->cells.fill[i].usage].fallback))
			return true;
	return false;
}

void
check_fallback_missing(struct checker *c)
{
	struct failure *f = failure_of(c);

	for (uint32_t i = 0; f && i < f->cells.nfunction; i++) {
		bool is_first = true;

		if (f->cells.function[i] == NODE_NONE)
			continue;
		for (uint32_t k = f->cells.function_at[i];
		     k < f->cells.function_at[i + 1]; k++) {
			const struct cell *cell =
				&f->cells.cell[f->cells.by_function[k]];
			const struct usage *u;

			if (cell->criticality < VITAL || cell->n == 0 ||
			    has_fallback(f, cell))
				continue;
			u = &c->l->usage[f->cells.fill[cell->first].usage];
			if (is_first)
				checker_add(c, cell->function, NODE_NONE, "",
					    FACT_USES, &u->ev);
			is_first = false;
			last_added(c)->is_sized = true;
			last_added(c)->functions = 1;
			add_site(c->l, last_added(c), cell->site);
		}
	}
}

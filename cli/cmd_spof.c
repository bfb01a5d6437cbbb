/*
 * landschap spof: what every single failure costs, worst first, with the chain
 * to what stops. Refuses to rank by what is only possible: that is the upper
 * end of each line, not its place.
 */
#include <string.h>

#include "analyzer/blast.h"
#include "analyzer/chain.h"
#include "analyzer/startup.h"
#include "analyzer/ways.h"
#include "base/sort.h"
#include "cli/look.h"
#include "cli/redundancy.h"
#include "cli/spof.h"

const struct option options_spof[] = {
	{ "hidden", 0, OPTION_FLAG, NULL,
	  N_("only what no list names, nor anything that it controls") },
	{ "class", 0, OPTION_TEXT, N_("CLASS"),
	  N_("of this class or worse: critical, high, medium, low") },
	{ "all", 0, OPTION_FLAG, NULL,
	  N_("also what hits one function of less weight, or none for "
	     "certain") },
	{ "rings", 0, OPTION_FLAG, NULL,
	  N_("only things that need each other to start") },
	{ "cutsets", 0, OPTION_TEXT, N_("K"),
	  N_("instead: what stops a function only together, sets of up to K "
	     "things; --level says whose (else parent)") },
	{ "importance", 0, OPTION_FLAG, NULL,
	  N_("instead: how much each thing matters for each function") },
	{ "probabilities", 0, OPTION_TEXT, N_("FILE"),
	  N_("table with columns name and probability (0 to 1) for "
	     "--importance; the name '*' is all others") },
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_spof = {
	N_("Each line is one thing that may fail by itself: a product, an "
	   "organisation or a country, with everything that then stops "
	   "through any chain, as a share of pupils times the weight of "
	   "their functions: for certain, and at most, when everything "
	   "unknown is against you. Things that stop the same are one line "
	   "in a table for people. 'hidden' means that "
	   "no list names it; 'jump' that it costs more than any that it "
	   "controls alone. Give an id to 'landschap why' for the evidence."),
	{
		{ "landschap spof", N_("the worst first") },
		{ "landschap spof --hidden",
		  N_("shared services that nobody's list names") },
		{ "landschap spof -F las --class high",
		  N_("what takes pupil administration down for a quarter") },
		{ "landschap spof --school 'De Regenboog' --all",
		  N_("everything that one school depends on") },
		{ "landschap spof --level country --all",
		  N_("what a country would take along") },
	},
};

static const struct column columns[] = {
	{ "name", N_("what fails"), "", COLUMN_TEXT },
	{ "name_id", N_("id of what fails"), "", COLUMN_TEXT },
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "same", N_("the same as"), "", COLUMN_TEXT },
	{ "class", N_("class"), "", COLUMN_TEXT },
	{ "tags", N_("what it is"), "", COLUMN_TEXT },
	{ "share_certain", N_("stops for certain"), "%", COLUMN_DECIMAL },
	{ "share_possible", N_("at most"), "%", COLUMN_DECIMAL },
	{ "weight_certain", N_("lost weight"), "", COLUMN_INTEGER },
	{ "weight_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "pupils_certain", N_("pupils hit"), "", COLUMN_INTEGER },
	{ "pupils_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "vital_pupils_certain", N_("of a vital function"), "",
	  COLUMN_INTEGER },
	{ "vital_pupils_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "functions_certain", N_("functions"), "", COLUMN_INTEGER },
	{ "functions_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "sites_certain", N_("schools"), "", COLUMN_INTEGER },
	{ "sites_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "boards_certain", N_("boards"), "", COLUMN_INTEGER },
	{ "boards_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "chain", N_("shortest chain"), "", COLUMN_TEXT },
	{ "chain_certain", N_("certain"), "", COLUMN_BOOL },
	{ "headline", N_("headline"), "", COLUMN_BOOL },
	{ "set", N_("stops the same as"), "", COLUMN_TEXT },
	{ "id", N_("id"), "", COLUMN_TEXT },
};
enum {
	COL_NAME,
	COL_NAME_ID,
	COL_KIND,
	COL_SAME,
	COL_CLASS,
	COL_TAGS,
	COL_SHARE,
	COL_SHARE_HIGH,
	COL_WEIGHT,
	COL_WEIGHT_HIGH,
	COL_PUPILS,
	COL_PUPILS_HIGH,
	COL_VITAL,
	COL_VITAL_HIGH,
	COL_FUNCTIONS,
	COL_FUNCTIONS_HIGH,
	COL_SITES,
	COL_SITES_HIGH,
	COL_BOARDS,
	COL_BOARDS_HIGH,
	COL_CHAIN,
	COL_CERTAIN,
	COL_HEADLINE,
	COL_SET,
	COL_ID,
	COLUMNS
};
static const char names[] =
	"name same class tags share_certain share_possible pupils_certain "
	"vital_pupils_certain functions_certain boards_certain chain "
	"chain_certain";

/* More names of one set would fill the line. */
enum { SAME_SHOWN = 5 };

struct run {
	struct look k;
	struct failing f;
	struct table t;
	struct blasts b;
	struct ways low, high;
	bool *has_level; /* by node; NULL: all */
	enum blast_class least;
	bool hidden, all;
	uint32_t left_out; /* not for the headlines */
};

/* A line: one blast, or for people several that stop the same. */
struct line {
	const struct blast *b;
	const char *chain;
	bool is_certain;
	uint32_t next; /* next line of the same set + 1, or 0 */
};

/* Chains */

struct ranked {
	uint32_t top;
	int8_t criticality;
};

static int
cmp_ranked(const void *pa, const void *pb)
{
	const struct ranked *a = pa, *b = pb;

	if (a->criticality != b->criticality)
		return a->criticality > b->criticality ? -1 : 1;
	return a->top < b->top ? -1 : a->top > b->top;
}

/* Tops, the weightiest first. */
static uint32_t *
rank_tops(const struct run *r, struct arena *mem)
{
	const struct failing *f = &r->f;
	uint32_t *top = ARENA_ARRAY(mem, f->ntop, uint32_t);
	struct ranked *v = ARENA_ARRAY(mem, f->ntop, struct ranked);

	for (uint32_t i = 0; i < f->ntop; i++)
		v[i] = (struct ranked){
			f->first_top + i,
			r->k.cells.cell[f->top_cell[i]].criticality
		};
	sort(v, f->ntop, sizeof(*v), cmp_ranked);
	for (uint32_t i = 0; i < f->ntop; i++)
		top[i] = v[i].top;
	return top;
}

static void
find_ways(struct run *r)
{
	struct arena tmp = { 0 }, *mem = &r->k.c->mem;
	uint32_t *top = rank_tops(r, &tmp);
	bool *low = ARENA_ARRAY(&tmp, r->f.nnode, bool);
	bool *high = ARENA_ARRAY(&tmp, r->f.nnode, bool);

	for (uint32_t i = 0; i < r->b.n; i++) {
		const struct blast *b = &r->b.v[i];

		low[b->node] = b->low.cells > 0;
		high[b->node] = b->low.cells == 0 && b->high.cells > 0;
	}
	ways_find(&r->f.low, top, r->f.ntop, low, mem, &r->low);
	ways_find(&r->f.high, top, r->f.ntop, high, mem, &r->high);
	arena_done(&tmp);
}

/* What people call a node; NULL when a chain goes without it. */
static const char *
step_name(const struct run *r, uint32_t node)
{
	const struct failing *f = &r->f;

	if (node >= f->first_top)
		return NULL;
	if (node >= f->use)
		node = f->use_product[node - f->use];
	else if (node >= f->unknown)
		return arena_printf(
			&r->k.c->mem, "? (%s)",
			cli_word(r->k.c,
				 layer_name((enum layer)(node - f->unknown))));
	if (node == NODE_NONE)
		return arena_printf(
			&r->k.c->mem, "? (%s)",
			cli_word(r->k.c, layer_name(LAYER_OF_PRODUCT)));
	if (r->k.l.node[node].kind == NODE_FUNCTION)
		return NULL;
	return r->k.l.node[node].name;
}

/* "XCORP -> IDPX -> pE -> ELO"; before is who may be the first, or NULL. */
static const char *
chain_text(const struct run *r, const struct ways *w, uint32_t from,
	   const char *before)
{
	uint32_t node[WAYS_SHOWN], n = ways_from(w, from, node), function;
	const char *last = before, *text;
	struct buf b = { 0 };

	if (n == 0)
		return NULL;
	if (before)
		buf_printf(&b, "%s -> ", before);
	for (uint32_t i = 0; i < n; i++) {
		const char *name = step_name(r, node[i]);

		if (!name || (last && strcmp(name, last) == 0))
			continue;
		buf_printf(&b, "%s -> ", name);
		last = name;
	}
	if (n == WAYS_SHOWN && node[n - 1] != w->end[from])
		buf_printf(&b, "+%u -> ", w->steps[from] - n);
	function = r->k.cells.cell[r->f.top_cell[w->end[from] - r->f.first_top]]
			   .function;
	buf_str(&b, function == NODE_NONE ? "?" : r->k.l.node[function].name);
	text = arena_sv(&r->k.c->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

/* The chain to what stops first; what is certain goes before what is not. */
static void
find_chain(struct run *r, struct line *x)
{
	uint32_t node = x->b->node, struck[FAILING_STRUCK], n, best;

	x->is_certain = x->b->low.cells > 0;
	if (x->is_certain) {
		x->chain = chain_text(r, &r->low, node, NULL);
		return;
	}
	if (x->b->high.cells == 0)
		return;
	x->chain = chain_text(r, &r->high, node, NULL);
	n = failing_struck(&r->f, node, struck);
	best = struck[n - 1];
	for (uint32_t i = 1; i < n; i++)
		if (r->high.steps[struck[i]] < r->high.steps[best])
			best = struck[i];
	if (!x->chain)
		x->chain =
			chain_text(r, &r->high, best, r->k.l.node[node].name);
}

/* Which lines there are */

static void
mark_parts(bool *mark, struct parts p)
{
	for (uint32_t i = 0; i < p.n; i++)
		if (p.part[i].entity != NODE_NONE)
			mark[p.part[i].entity] = true;
}

/* Who stands at --level for anything in use or needed by it. */
static void
find_level(struct run *r)
{
	const struct landscape *l = &r->k.l;
	const struct cells *c = &r->k.cells;
	enum level level = r->k.c->level;

	if (!r->k.c->has_level)
		return;
	r->has_level = ARENA_ARRAY(&r->k.c->mem, l->nnode, bool);
	for (uint32_t i = 0; i < r->f.ncandidate; i++)
		if (l->node[r->f.candidate[i]].kind == NODE_PRODUCT)
			mark_parts(r->has_level,
				   levels_of(&r->k.levels, level,
					     r->f.candidate[i], NODE_NONE));
	for (uint32_t i = 0; i < c->nfill; i++)
		mark_parts(r->has_level,
			   levels_of(&r->k.levels, level, c->fill[i].product,
				     c->fill[i].vendor));
}

/* Scoring 5.3: two functions, or one that is vital. */
static bool
is_headline(const struct blast *b)
{
	return b->low.functions >= 2 || b->low.vital_sites > 0;
}

static bool
is_asked(struct run *r, const struct blast *b)
{
	if ((r->hidden && !(b->tags & BLAST_HIDDEN)) || b->class < r->least ||
	    (r->has_level && !r->has_level[b->node]))
		return false;
	if (!r->all && !is_headline(b)) {
		r->left_out++;
		return false;
	}
	return true;
}

/*
 * Lines that stop the same, those that a list names apart from those that none
 * does. To people one speaks for all: who is farthest from what stops, since
 * the others are on its way.
 */
struct set {
	uint32_t first, last, best; /* lines + 1 */
	uint32_t n;
};

static struct set *
set_of(struct set *sets, const struct line *x)
{
	return &sets[x->b->set * 2 + !!(x->b->tags & BLAST_HIDDEN)];
}

static uint32_t
steps_of(const struct run *r, const struct line *x)
{
	uint32_t steps = r->low.steps[x->b->node];

	return steps == ANDOR_NONE ? r->high.steps[x->b->node] : steps;
}

static struct set *
find_sets(struct run *r, struct line *line, uint32_t n)
{
	struct set *sets =
		ARENA_ARRAY(&r->k.c->mem, (size_t)r->b.n * 2, struct set);

	for (uint32_t i = 0; i < n; i++) {
		struct set *s = set_of(sets, &line[i]);

		if (s->n++)
			line[s->last - 1].next = i + 1;
		else
			s->first = s->best = i + 1;
		s->last = i + 1;
		if (steps_of(r, &line[i]) > steps_of(r, &line[s->best - 1]))
			s->best = i + 1;
	}
	return sets;
}

/* "IDPX, IDPX-beheer +12" */
static struct value
same_as(const struct run *r, const struct line *line, const struct set *s,
	uint32_t self)
{
	struct buf b = { 0 };
	uint32_t n = 0;
	struct value v;

	if (s->n == 1)
		return value_na();
	for (uint32_t i = s->first; i && n < SAME_SHOWN; i = line[i - 1].next) {
		if (i - 1 == self)
			continue;
		buf_printf(&b, "%s%s", n++ ? ", " : "",
			   r->k.l.node[line[i - 1].b->node].name);
	}
	if (s->n - 1 > n)
		buf_printf(&b, " +%u", s->n - 1 - n);
	v = value_text(arena_sv(&r->k.c->mem, buf_view(&b)));
	buf_done(&b);
	return v;
}

/* Rows */

static struct value
tags_text(const struct run *r, unsigned tags)
{
	struct buf b = { 0 };
	struct value v;

	if (!tags)
		return value_na();
	for (int i = 0; i < BLAST_TAGS; i++)
		if (tags & 1u << i)
			buf_printf(&b, "%s%s", b.n ? ", " : "",
				   cli_word(r->k.c, blast_tag_name(i)));
	v = value_text(arena_sv(&r->k.c->mem, buf_view(&b)));
	buf_done(&b);
	return v;
}

static void
set_tolls(const struct blast *b, struct value *v)
{
	const struct toll *lo = &b->low, *hi = &b->high;

	v[COL_WEIGHT] = value_int(lo->weight);
	v[COL_WEIGHT_HIGH] = value_int(hi->weight);
	v[COL_PUPILS] = value_int(lo->pupils);
	v[COL_PUPILS_HIGH] = value_int(hi->pupils);
	v[COL_VITAL] = value_int(lo->vital_pupils);
	v[COL_VITAL_HIGH] = value_int(hi->vital_pupils);
	v[COL_FUNCTIONS] = value_int(lo->functions);
	v[COL_FUNCTIONS_HIGH] = value_int(hi->functions);
	v[COL_SITES] = value_int(lo->sites);
	v[COL_SITES_HIGH] = value_int(hi->sites);
	v[COL_BOARDS] = value_int(lo->boards);
	v[COL_BOARDS_HIGH] = value_int(hi->boards);
}

static void
add_row(struct run *r, const struct line *line, uint32_t i, const struct set *s)
{
	const struct line *x = &line[i];
	const struct look *k = &r->k;
	const struct node *node = &k->l.node[x->b->node];
	struct value *v = table_row(&r->t);
	struct figure f = k->figure;

	f.of = FIGURE_FAILURE;
	f.about = FIGURE_ENTITY;
	f.entity = x->b->node;
	v[COL_NAME] = look_name(k, x->b->node);
	v[COL_NAME_ID] = look_node_id(k, x->b->node);
	v[COL_KIND] = look_word(k, node_kind_name(node->kind));
	v[COL_SAME] = same_as(r, line, s, i);
	v[COL_CLASS] = look_word(k, blast_class_name(x->b->class));
	v[COL_TAGS] = tags_text(r, x->b->tags);
	v[COL_SHARE] = look_number(k, x->b->share.lo, 2, 2);
	v[COL_SHARE_HIGH] = look_number(k, x->b->share.hi, 2, 2);
	set_tolls(x->b, v);
	v[COL_CHAIN] = v[COL_CERTAIN] = value_na();
	if (x->chain) {
		v[COL_CHAIN] = value_str(x->chain);
		v[COL_CERTAIN] = value_bool(x->is_certain);
	}
	v[COL_HEADLINE] = value_bool(is_headline(x->b));
	v[COL_SET] = look_node_id(k, r->b.v[x->b->set].node);
	v[COL_ID] = value_str(look_id(k, &f));
}

static void
add_rows(struct run *r)
{
	struct line *line = ARENA_ARRAY(&r->k.c->mem, r->b.n, struct line);
	bool is_merged = cli_format(r->k.c) == FORMAT_TABLE;
	struct set *sets;
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->b.n; i++) {
		if (!is_asked(r, &r->b.v[i]))
			continue;
		line[n].b = &r->b.v[i];
		find_chain(r, &line[n++]);
	}
	sets = find_sets(r, line, n);
	for (uint32_t i = 0; i < n; i++) {
		const struct set *s = set_of(sets, &line[i]);

		if (!is_merged || s->best == i + 1)
			add_row(r, line, i, s);
	}
}

/* Remarks */

static bool
has_spare(const struct andor *g, uint32_t node)
{
	for (uint32_t i = g->group_at[node]; i < g->group_at[node + 1]; i++)
		if (g->spare[i])
			return true;
	return false;
}

/* Where something is there twice, and nobody tested one without the other. */
static bool
is_untested(const struct failing *f, uint32_t node)
{
	return has_spare(&f->low, node) && !has_spare(&f->high, node);
}

static void
warn_untested(struct run *r)
{
	const struct cells *c = &r->k.cells;
	uint32_t cells = 0, things = 0;

	for (uint32_t i = 0; i < c->ncell; i++)
		cells += r->f.top[i] != NODE_NONE &&
			 is_untested(&r->f, r->f.top[i]);
	for (uint32_t i = 0; i < r->f.ncandidate; i++)
		things += is_untested(&r->f, r->f.candidate[i]);
	if (cells)
		table_warn(&r->t,
			   "functions at schools with several products, of "
			   "which it was never tested that one can do without "
			   "another: %u (certain: all have to fail; at most: "
			   "one is enough)",
			   cells);
	if (things)
		table_warn(&r->t,
			   "things with alternatives that were never tested: "
			   "%u (certain: all have to fail; at most: one is "
			   "enough)",
			   things);
}

static void
remark(struct run *r, const struct startup *rings)
{
	warn_untested(r);
	if (r->f.questions)
		table_warn(&r->t,
			   "needs that only a reference model expects: %u "
			   "(questions for a supplier; they do not count)",
			   r->f.questions);
	/* quiet data has no place for notes, and these take time */
	if (!r->k.c->is_quiet || cli_format(r->k.c) == FORMAT_TABLE)
		redundancy_notes(r->k.c, &r->f, &r->t);
	if (rings->nring)
		table_note(&r->t,
			   "start-up rings: %u (things that need each other "
			   "to start; landschap spof --rings)",
			   rings->nring);
	if (r->left_out)
		table_note(&r->t,
			   "not shown, since they hit one function that is "
			   "not vital, or none for certain: %u (--all shows "
			   "them)",
			   r->left_out);
}

/* Start-up rings */

static const struct column ring_columns[] = {
	{ "ring", N_("start-up ring"), "", COLUMN_INTEGER },
	{ "name", N_("name"), "", COLUMN_TEXT },
	{ "name_id", N_("id of name"), "", COLUMN_TEXT },
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "needs", N_("needs to start"), "", COLUMN_TEXT },
	{ "members", N_("how many"), "", COLUMN_INTEGER },
};

/* The other members of its ring that a node needs. */
static struct value
needs_in(const struct run *r, uint32_t node, const uint32_t *member, uint32_t n)
{
	uint32_t shown = 0;
	struct buf b = { 0 };
	struct value v;

	for (uint32_t i = 0; i < n && shown < SAME_SHOWN; i++)
		if (startup_needs(&r->f, node, member[i]))
			buf_printf(&b, "%s%s", shown++ ? ", " : "",
				   r->k.l.node[member[i]].name);
	v = value_text(arena_sv(&r->k.c->mem, buf_view(&b)));
	buf_done(&b);
	return v;
}

static void
add_rings(struct run *r, const struct startup *s)
{
	for (uint32_t i = 0; i < s->nring; i++) {
		const uint32_t *member = s->node + s->first[i];
		uint32_t n = s->first[i + 1] - s->first[i];

		for (uint32_t k = 0; k < n; k++) {
			struct value *v = table_row(&r->t);
			enum node_kind kind = r->k.l.node[member[k]].kind;

			v[0] = value_int(i + 1);
			v[1] = look_name(&r->k, member[k]);
			v[2] = look_node_id(&r->k, member[k]);
			v[3] = look_word(&r->k, node_kind_name(kind));
			v[4] = needs_in(r, member[k], member, n);
			v[5] = value_int(n);
		}
	}
	if (!s->nring)
		table_note(&r->t, "nothing needs itself to start");
}

static int
read_options(struct run *r, struct err *e)
{
	const char *text = cli_text(r->k.c, "class");

	r->hidden = cli_flag(r->k.c, "hidden");
	/* of one function that is asked for, everything is a headline */
	r->all = cli_flag(r->k.c, "all") || r->k.figure.has_function;
	for (int i = BLAST_LOW; text && i <= BLAST_CRITICAL; i++)
		if (strcmp(text, blast_class_name((enum blast_class)i)) == 0)
			r->least = (enum blast_class)i;
	if (text && r->least == BLAST_NONE)
		return err_set(e, ERR_USAGE, NULL,
			       "unknown class '%s' (expected critical, high, "
			       "medium or low)",
			       text);
	return 0;
}

static int
show_rings(struct run *r, const struct startup *rings, struct err *e)
{
	table_init(&r->t, &r->k.c->mem, r->k.c->command->name, ring_columns,
		   sizeof(ring_columns) / sizeof(*ring_columns));
	add_rings(r, rings);
	return look_print(&r->k, &r->t, NULL, e);
}

static int
run(struct run *r, struct err *e)
{
	struct cli *c = r->k.c;
	struct startup rings;

	if (read_options(r, e))
		return -1;
	if (cli_text(c, "cutsets") || cli_flag(c, "importance"))
		return spof_cutsets(&r->k, &r->f, e);
	if (cli_text(c, "probabilities"))
		return err_set(e, ERR_USAGE, NULL,
			       "--probabilities without --importance "
			       "(expected both)");
	startup_find(&r->f, &c->mem, &rings);
	if (cli_flag(c, "rings"))
		return show_rings(r, &rings, e);
	if (blast_all(&r->f, c->weight, &c->mem, &r->b, e))
		return -1;
	table_init(&r->t, &c->mem, c->command->name, columns, COLUMNS);
	find_level(r);
	find_ways(r);
	add_rows(r);
	ways_done(&r->low);
	ways_done(&r->high);
	remark(r, &rings);
	return look_print(&r->k, &r->t, names, e);
}

int cmd_spof(struct cli *c, struct err *e);

int
cmd_spof(struct cli *c, struct err *e)
{
	struct run r = { 0 };
	int rc = look_open_failing(c, &r.k, &r.f, e);

	r.k.is_of_failure = true;
	if (rc == 0)
		rc = run(&r, e);
	failing_done(&r.f);
	look_done(&r.k);
	return rc;
}

/*
 * landschap spof --cutsets: the smallest combinations of failures that stop a
 * function at a school, and how much each member matters. Refuses to hide what
 * it does not list: how many sets there are of each order is always told.
 */
#include <math.h>

#include "analyzer/chain.h"
#include "analyzer/failsets.h"
#include "base/limits.h"
#include "cli/probabilities.h"
#include "cli/spof.h"

/* Sets of one function that are listed at most, and names of schools. */
enum { SETS_SHOWN = 1000, SCHOOLS_SHOWN = 3 };

static const struct column set_columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "schools", N_("schools"), "", COLUMN_TEXT },
	{ "sites", N_("how many schools"), "", COLUMN_INTEGER },
	{ "first_site_id", N_("id of first school"), "", COLUMN_TEXT },
	{ "certainty", N_("how certain"), "", COLUMN_TEXT },
	{ "order", N_("fail together"), "", COLUMN_INTEGER },
	{ "sets", N_("sets of so many"), "", COLUMN_DECIMAL },
	{ "set", N_("what has to fail"), "", COLUMN_TEXT },
	{ "set_ids", N_("ids of what has to fail"), "", COLUMN_TEXT },
};
static const char set_names[] =
	"function schools sites certainty order sets set";
enum { SET_CERTAINTY = 5, SET_ORDER, SET_COUNT, SET_SET, SET_IDS };

static const struct column importance_columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "schools", N_("schools"), "", COLUMN_TEXT },
	{ "sites", N_("how many schools"), "", COLUMN_INTEGER },
	{ "first_site_id", N_("id of first school"), "", COLUMN_TEXT },
	{ "name", N_("what fails"), "", COLUMN_TEXT },
	{ "name_id", N_("id of what fails"), "", COLUMN_TEXT },
	{ "sets", N_("sets with it"), "", COLUMN_DECIMAL },
	{ "probability", N_("probability"), "", COLUMN_DECIMAL },
	{ "birnbaum", "Birnbaum", "", COLUMN_DECIMAL },
	{ "criticality", N_("criticality"), "", COLUMN_DECIMAL },
	{ "diagnosis", N_("diagnosis"), "", COLUMN_DECIMAL },
	{ "raw", "RAW", "", COLUMN_DECIMAL },
	{ "rrw", "RRW", "", COLUMN_DECIMAL },
	{ "function_probability", N_("function stops"), "", COLUMN_DECIMAL },
	{ "function_rare_event", N_("sum over sets"), "", COLUMN_DECIMAL },
	{ "function_upper_bound", N_("upper bound"), "", COLUMN_DECIMAL },
};
static const char importance_names[] =
	"function schools name sets probability birnbaum criticality raw rrw "
	"function_probability";
enum {
	IMP_NAME = 5,
	IMP_NAME_ID,
	IMP_SETS,
	IMP_P,
	IMP_BIRNBAUM,
	IMP_CRITICALITY,
	IMP_DIAGNOSIS,
	IMP_RAW,
	IMP_RRW,
	IMP_TOP,
	IMP_RARE,
	IMP_BOUND,
};

struct sets {
	struct look *k;
	const struct failing *f;
	struct table t;
	struct failsets found;
	struct failsets_options o;
	struct probabilities p; /* of == NULL: none given */
	uint32_t cut_short;     /* answers with more sets than are listed */
	bool is_capped;
};

/* Values */

/* Counts pass what an integer column holds. */
static struct value
count(const struct sets *s, wide n)
{
	char digit[40];
	size_t at = sizeof(digit);

	do {
		digit[--at] = (char)('0' + (int)(n % 10));
		n /= 10;
	} while (n);
	return value_text(
		arena_sv(&s->k->c->mem, sv_n(digit + at, sizeof(digit) - at)));
}

static struct value
number(const struct sets *s, double x)
{
	if (isnan(x))
		return value_na();
	return value_str(arena_printf(&s->k->c->mem, "%.6f", x));
}

static struct value
kept(const struct sets *s, struct buf *b)
{
	struct value v = value_text(arena_sv(&s->k->c->mem, buf_view(b)));

	buf_done(b);
	return v;
}

/* "De Regenboog, De Zonnebloem, Het Anker +12" */
static struct value
schools(const struct sets *s, const struct failset *a)
{
	struct buf b = { 0 };

	for (uint32_t i = 0; i < a->ncell && i < SCHOOLS_SHOWN; i++) {
		uint32_t site = s->k->cells.cell[a->cell[i]].site;

		buf_printf(&b, "%s%s", i ? ", " : "", s->k->l.node[site].name);
	}
	if (a->ncell > SCHOOLS_SHOWN)
		buf_printf(&b, " +%u", a->ncell - SCHOOLS_SHOWN);
	return kept(s, &b);
}

/* "GCORP + I1CORP"; what is unknown as "? (owner)", "unknown:owner". */
static struct value
members(const struct sets *s, const struct cutsets *c, uint32_t set, bool ids)
{
	const struct landscape *l = &s->k->l;
	struct buf b = { 0 };

	for (uint32_t i = c->set_at[set]; i < c->set_at[set + 1]; i++) {
		uint32_t node = c->event[i];
		const char *layer;

		if (b.n)
			buf_str(&b, ids ? "; " : " + ");
		if (node < l->nnode) {
			buf_str(&b,
				ids ? l->node[node].id : l->node[node].name);
			continue;
		}
		layer = layer_name((enum layer)(node - s->f->unknown));
		if (ids)
			buf_printf(&b, "unknown:%s", layer);
		else
			buf_printf(&b, "? (%s)", cli_word(s->k->c, layer));
	}
	return kept(s, &b);
}

static struct value *
new_row(struct sets *s, const struct failset *a)
{
	struct value *v = table_row(&s->t);
	const struct cell *first = &s->k->cells.cell[a->cell[0]];

	v[0] = look_name(s->k, a->function);
	v[1] = look_node_id(s->k, a->function);
	v[2] = schools(s, a);
	v[3] = value_int(a->ncell);
	v[4] = look_node_id(s->k, first->site);
	return v;
}

/* Sets */

static void
add_set(struct sets *s, const struct failset *a, const struct cutsets *c,
	uint32_t set)
{
	uint32_t order = c->set_at[set + 1] - c->set_at[set];
	struct value *v = new_row(s, a);

	v[SET_CERTAINTY] =
		look_word(s->k, c == &a->low ? N_("certain") : N_("possible"));
	v[SET_ORDER] = value_int(order);
	v[SET_COUNT] = count(s, c->count[order]);
	v[SET_SET] = members(s, c, set, false);
	v[SET_IDS] = members(s, c, set, true);
}

/* So many sets of an order, of which none is listed. */
static void
add_count(struct sets *s, const struct failset *a, uint32_t order)
{
	struct value *v = new_row(s, a);

	v[SET_CERTAINTY] = look_word(s->k, N_("certain"));
	v[SET_ORDER] = order ? value_int(order) : value_na();
	v[SET_COUNT] = count(s, order ? a->low.count[order] : 0);
	v[SET_SET] = v[SET_IDS] = value_na();
}

static void
add_sets(struct sets *s, const struct failset *a)
{
	const struct cutsets *c = &a->low;
	uint32_t set = 0;

	for (uint32_t k = 1; k < c->norder; k++) {
		uint32_t from = set;

		for (;
		     set < c->nset && c->set_at[set + 1] - c->set_at[set] == k;
		     set++)
			add_set(s, a, c, set);
		if (set == from && c->count[k])
			add_count(s, a, k);
	}
	if (c->total == 0)
		add_count(s, a, 0);
	for (uint32_t i = 0; i < a->npossible; i++)
		add_set(s, a, &a->high, a->possible[i]);
	s->cut_short += c->is_cut_short || a->high.is_cut_short;
	s->is_capped |= c->is_capped || a->high.is_capped;
}

static void
remark(struct sets *s)
{
	if (s->cut_short)
		table_warn(&s->t,
			   "more sets than shown: of %u functions (of each at "
			   "most %u are listed; how many there are of each "
			   "order is complete)",
			   s->cut_short, s->o.max_sets);
	if (s->is_capped)
		table_warn(&s->t,
			   "more sets than can be counted: such counts stop "
			   "at 2^126");
}

static int
show_sets(struct sets *s, struct err *e)
{
	table_init(&s->t, &s->k->c->mem, s->k->c->command->name, set_columns,
		   sizeof(set_columns) / sizeof(*set_columns));
	for (uint32_t i = 0; i < s->found.n; i++)
		add_sets(s, &s->found.v[i]);
	remark(s);
	table_note(&s->t,
		   "each set is enough to stop the function, and no part of "
		   "it is; level: %s",
		   cli_word(s->k->c, level_name(s->o.level)));
	return look_print(s->k, &s->t, set_names, e);
}

/* Importance */

static void
add_importance(struct sets *s, const struct failset *a,
	       const struct importance *x)
{
	struct value *v = new_row(s, a);

	v[IMP_NAME] = look_name(s->k, x->node);
	v[IMP_NAME_ID] = look_node_id(s->k, x->node);
	v[IMP_SETS] = count(s, x->sets);
	v[IMP_BIRNBAUM] = number(s, x->birnbaum);
	v[IMP_CRITICALITY] = number(s, x->critical);
	v[IMP_DIAGNOSIS] = number(s, x->diagnosis);
	v[IMP_RAW] = number(s, x->raw);
	v[IMP_RRW] = number(s, x->rrw);
	v[IMP_P] = v[IMP_TOP] = v[IMP_RARE] = v[IMP_BOUND] = value_na();
	if (!s->p.of)
		return;
	v[IMP_P] = number(s, s->p.of[x->node]);
	v[IMP_TOP] = number(s, a->low.probability);
	v[IMP_RARE] = number(s, a->low.rare_event);
	v[IMP_BOUND] = number(s, a->low.upper_bound);
}

static int
show_importance(struct sets *s, struct err *e)
{
	table_init(&s->t, &s->k->c->mem, s->k->c->command->name,
		   importance_columns,
		   sizeof(importance_columns) / sizeof(*importance_columns));
	for (uint32_t i = 0; i < s->found.n; i++) {
		const struct failset *a = &s->found.v[i];

		for (uint32_t k = 0; k < a->low.nimportance; k++)
			add_importance(s, a, &a->low.importance[k]);
	}
	if (!s->p.of)
		table_warn(&s->t,
			   "structural importance: every thing fails or works "
			   "alike, since no probabilities are given "
			   "(--probabilities FILE)");
	if (s->p.nunused)
		table_warn(&s->t,
			   "probabilities of things that do not fail by "
			   "themselves here: %u ('%s' ...)",
			   s->p.nunused, s->k->l.node[s->p.unused].name);
	table_note(&s->t,
		   "importance is of what is certain; what is not known does "
		   "not count");
	return look_print(s->k, &s->t, importance_names, e);
}

/* Options */

/* Who needs a probability: what may fail and something asked for needs. */
static int
read_probabilities(struct sets *s, struct err *e)
{
	struct cli *c = s->k->c;
	const char *path = cli_text(c, "probabilities");
	bool *may_fail, *is_event;

	if (!path)
		return 0;
	may_fail = failsets_events(s->f, s->o.level, false, &c->mem);
	is_event = ARENA_ARRAY(&c->mem, s->f->nnode, bool);
	for (uint32_t i = 0; i < s->f->ncandidate; i++)
		is_event[s->f->candidate[i]] = may_fail[s->f->candidate[i]];
	if (probabilities_read(c, &s->k->l, path, is_event, s->f->nnode, &s->p,
			       e))
		return -1;
	s->o.probability = s->p.of;
	return 0;
}

int
spof_cutsets(struct look *k, const struct failing *f, struct err *e)
{
	struct cli *c = k->c;
	bool importance = cli_flag(c, "importance");
	struct sets s = { .k = k, .f = f };
	uint64_t order = 1;

	if (cli_number(c, "cutsets", UINT32_MAX, &order, e))
		return -1;
	if (order == 0 || order > LIMIT_CUT_ORDER)
		return err_set(e, ERR_USAGE, NULL,
			       "sets of '%s' things (expected a number from 1 "
			       "to %u)",
			       cli_text(c, "cutsets"), LIMIT_CUT_ORDER);
	s.o.level = c->has_level ? c->level : LEVEL_PARENT;
	s.o.max_order = (uint32_t)order;
	s.o.max_sets = SETS_SHOWN;
	if (read_probabilities(&s, e) ||
	    failsets_find(f, &s.o, &c->mem, &s.found, e))
		return -1;
	return importance ? show_importance(&s, e) : show_sets(&s, e);
}

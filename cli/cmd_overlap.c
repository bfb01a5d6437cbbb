/*
 * landschap overlap: where two products do the same, what they cost together
 * and whether one can stand in for the other. Says nothing on why.
 */
#include "analyzer/overlap.h"

#include "analyzer/causes.h"
#include "cli/look.h"

const struct option options_overlap[] = {
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_overlap = {
	N_("A line for each board and function with two or more known products "
	   "at one school; schools with the same products are one line. It may "
	   "be meant so: learning material usually has many. 'what stops all' "
	   "is a redundancy that is none: when that fails, none of the "
	   "products works. 'tested' is when they last were tried as each "
	   "other's replacement."),
	{
		{ "landschap overlap", N_("everywhere") },
		{ "landschap overlap -F kantoor",
		  N_("who runs two office suites") },
	},
};

/* Names shown of what stops all products, and ids in data. */
enum { SHOWN = 6, KEPT = 32 };

static const struct column columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "board_id", N_("id of board"), "", COLUMN_TEXT },
	{ "n", N_("how many"), "", COLUMN_INTEGER },
	{ "products", N_("products"), "", COLUMN_TEXT },
	{ "product_ids", N_("ids of products"), "", COLUMN_TEXT },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "first_site", N_("first school"), "", COLUMN_TEXT },
	{ "first_site_id", N_("id of first school"), "", COLUMN_TEXT },
	{ "also_for", N_("together also for"), "", COLUMN_TEXT },
	{ "cost_low", N_("at least"), N_("euro a year"), COLUMN_DECIMAL },
	{ "cost_high", N_("at most"), N_("euro a year"), COLUMN_DECIMAL },
	{ "no_price", N_("without a price"), "", COLUMN_INTEGER },
	{ "same_owner", N_("one owner"), "", COLUMN_TEXT },
	{ "same_host", N_("one owner of hosts"), "", COLUMN_TEXT },
	{ "shared", N_("what stops all"), "", COLUMN_TEXT },
	{ "shared_ids", N_("ids of what stops all"), "", COLUMN_TEXT },
	{ "shared_certain", N_("how many"), "", COLUMN_INTEGER },
	{ "shared_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "is_alternative", N_("said to replace each other"), "", COLUMN_BOOL },
	{ "tested", N_("tested"), "", COLUMN_DATE },
};
static const char names[] = "function board products sites pupils also_for "
			    "cost_low cost_high same_owner shared tested";

struct run {
	struct look k;
	struct failing failing;
	struct causes *q; /* by overlap */
	struct table t;
	struct overlap *o;
	uint32_t n;
	struct map sets; /* board and products: a list of overlaps */
	uint32_t *next;  /* by overlap: the next in its list; NODE_NONE */
};

/* Names or ids, "; " between; past `shown` names only how many. */
static struct value
list(const struct look *k, const uint32_t *node, uint32_t n, uint32_t shown,
     bool ids)
{
	struct buf b = { 0 };
	struct value v;

	for (uint32_t i = 0; i < n; i++) {
		if (!ids && i == shown) {
			buf_printf(&b, "; +%u", n - i);
			break;
		}
		buf_printf(&b, "%s%s", b.n ? "; " : "",
			   ids ? k->l.node[node[i]].id
			       : k->l.node[node[i]].name);
	}
	v = value_text(arena_sv(&k->c->mem, buf_view(&b)));
	buf_done(&b);
	return n ? v : value_na();
}

static struct sv
key_of(const struct overlap *o, struct arena *tmp)
{
	uint32_t *key = ARENA_ARRAY(tmp, (size_t)o->products + 1, uint32_t);

	key[0] = o->board;
	memcpy(key + 1, o->product, o->products * sizeof(*key));
	return sv_n((const char *)key,
		    ((size_t)o->products + 1) * sizeof(*key));
}

/* Which overlaps are of the same products at the same board. */
static void
find_sets(struct run *r)
{
	struct arena tmp = { 0 };

	r->next = ARENA_ARRAY(&r->k.c->mem, r->n, uint32_t);
	for (uint32_t i = r->n; i-- > 0;) {
		struct map_entry *x = map_put(&r->sets, key_of(&r->o[i], &tmp),
					      NODE_NONE, NULL);

		r->next[i] = x->value;
		x->value = i;
		arena_clear(&tmp);
	}
	arena_done(&tmp);
}

/* Other functions of the same products at the same board, each in one line. */
static struct value
also_for(const struct run *r, const struct overlap *o)
{
	struct arena tmp = { 0 };
	uint32_t first = map_get(&r->sets, key_of(o, &tmp), NODE_NONE);
	uint32_t *function, n = 0, all = 0;
	struct value v;

	for (uint32_t i = first; i != NODE_NONE; i = r->next[i])
		all++;
	function = ARENA_ARRAY(&tmp, all, uint32_t);
	for (uint32_t i = first; i != NODE_NONE; i = r->next[i])
		if (r->o[i].function != o->function)
			function[n++] = r->o[i].function;
	v = list(&r->k, function, n, SHOWN, false);
	arena_done(&tmp);
	return v;
}

/* Whether all of them are of the same at a level. */
static const char *
same_at(struct run *r, const struct overlap *o, enum level level)
{
	const struct cells *c = &r->k.cells;
	const struct cell *cell = &c->cell[o->cell];
	struct parts first = { 0 };
	bool is_unknown = false, is_same = true;

	for (uint32_t i = cell->first; i < cell->first + cell->n; i++) {
		struct parts p;

		if (c->fill[i].product == NODE_NONE)
			continue;
		p = levels_of(&r->k.levels, level, c->fill[i].product,
			      c->fill[i].vendor);
		if (first.n == 0)
			first = p;
		for (uint32_t m = 0; m < p.n; m++)
			is_unknown =
				is_unknown || p.part[m].entity == NODE_NONE;
		is_same = is_same && p.n == first.n;
		for (uint32_t m = 0; is_same && m < p.n; m++)
			is_same = p.part[m].entity == first.part[m].entity;
	}
	if (is_unknown)
		return certainty_name(CERTAINTY_POSSIBLE);
	return certainty_name(is_same ? CERTAINTY_CERTAIN : CERTAINTY_NO);
}

static struct value
shared(const struct look *k, const struct causes *q, bool ids)
{
	uint32_t n = q->certain < q->room ? q->certain : q->room;

	return list(k, q->cause, n, SHOWN, ids);
}

static void
add_row(struct run *r, const struct overlap *o, const struct causes *q)
{
	const struct look *k = &r->k;
	const struct cell *cell = &k->cells.cell[o->cell];
	struct value *v = table_row(&r->t);

	*v++ = look_name(k, o->function);
	*v++ = look_node_id(k, o->function);
	*v++ = look_name(k, o->board);
	*v++ = look_node_id(k, o->board);
	*v++ = value_int(o->products);
	*v++ = list(k, o->product, o->products, UINT32_MAX, false);
	*v++ = list(k, o->product, o->products, UINT32_MAX, true);
	*v++ = value_int(o->sites);
	*v++ = look_pupils(k, o->pupils, o->sites);
	*v++ = look_name(k, cell->site);
	*v++ = look_node_id(k, cell->site);
	*v++ = also_for(r, o);
	if (o->no_price < o->uses)
		*v = look_number(k, (struct fraction){ o->cost, 100 }, 0, 2);
	v++;
	if (o->no_price == 0)
		*v = look_number(k, (struct fraction){ o->cost, 100 }, 0, 2);
	v++;
	*v++ = value_int(o->no_price);
	*v++ = look_word(k, same_at(r, o, LEVEL_PARENT));
	*v++ = look_word(k, same_at(r, o, LEVEL_INFRASTRUCTURE));
	*v++ = shared(k, q, false);
	*v++ = shared(k, q, true);
	*v++ = value_int(q->certain);
	*v++ = value_int(q->possible);
	*v++ = value_bool(o->is_said);
	*v = o->is_said ? value_date(o->tested) : value_na();
}

static void
find_causes(struct run *r)
{
	struct arena *mem = &r->k.c->mem;

	r->q = ARENA_ARRAY(mem, r->n, struct causes);
	for (uint32_t i = 0; i < r->n; i++)
		r->q[i] = (struct causes){
			.product = r->o[i].product,
			.n = r->o[i].products,
			.cause = ARENA_ARRAY(mem, KEPT, uint32_t),
			.room = KEPT,
		};
	causes_find(&r->failing, r->q, r->n);
}

static int
run(struct run *r, struct err *e)
{
	struct cli *c = r->k.c;
	uint32_t none = 0;

	table_init(&r->t, &c->mem, c->command->name, columns,
		   sizeof(columns) / sizeof(*columns));
	overlap_find(&r->k.cells, &c->mem, &r->o, &r->n);
	find_causes(r);
	find_sets(r);
	for (uint32_t i = 0; i < r->n; i++) {
		add_row(r, &r->o[i], &r->q[i]);
		none += r->o[i].is_said && r->o[i].tested == 0;
	}
	if (none)
		table_warn(&r->t,
			   "products that are said to replace each other, and "
			   "were never tested as such: %u",
			   none);
	return look_print(&r->k, &r->t, names, e);
}

int cmd_overlap(struct cli *c, struct err *e);

int
cmd_overlap(struct cli *c, struct err *e)
{
	struct run r = { 0 };
	int rc = look_open_failing(c, &r.k, &r.failing, e);

	if (rc == 0)
		rc = run(&r, e);
	map_done(&r.sets);
	failing_done(&r.failing);
	look_done(&r.k);
	return rc;
}

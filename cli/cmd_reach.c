/*
 * landschap reach: how many pupils, schools and boards a product, organisation
 * or country touches, at each level and through others.
 */
#include <string.h>

#include "analyzer/reach.h"
#include "cli/look.h"

const struct option options_reach[] = {
	{ "top", 0, OPTION_FLAG, NULL,
	  N_("no NODE: all of the level (else parent), who touches most "
	     "first") },
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_reach = {
	N_("'touched' counts every site that uses it for something; 'at most' "
	   "adds the sites of which something is not known at that level. "
	   "'without another' counts those that use nothing else for the same "
	   "function. The line 'through' follows every chain of needs, "
	   "suppliers, owners and seats."),
	{
		{ "landschap reach Magister", N_("a product") },
		{ "landschap reach 'Iddink Group'", N_("an owner") },
		{ "landschap reach --top --level infrastructure --limit 10",
		  N_("the ten hosts that touch most pupils") },
	},
};

static const struct column columns[] = {
	{ "way", N_("as"), "", COLUMN_TEXT },
	{ "name", N_("who"), "", COLUMN_TEXT },
	{ "name_id", N_("id of who"), "", COLUMN_TEXT },
	{ "pupils_certain", N_("pupils touched"), "", COLUMN_INTEGER },
	{ "pupils_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "pupils_certain_share", N_("of all pupils"), "%", COLUMN_DECIMAL },
	{ "pupils_possible_share", N_("at most"), "%", COLUMN_DECIMAL },
	{ "sites_certain", N_("schools touched"), "", COLUMN_INTEGER },
	{ "sites_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "sites", N_("of schools"), "", COLUMN_INTEGER },
	{ "boards_certain", N_("boards touched"), "", COLUMN_INTEGER },
	{ "boards_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "boards", N_("of boards"), "", COLUMN_INTEGER },
	{ "pupils_critical", N_("pupils without another"), "", COLUMN_INTEGER },
	{ "boards_critical", N_("boards without another"), "", COLUMN_INTEGER },
	{ "id", N_("id"), "", COLUMN_TEXT },
};
enum {
	COL_WAY,
	COL_NAME,
	COL_NAME_ID,
	COL_PUPILS,
	COL_PUPILS_HIGH,
	COL_SHARE,
	COL_SHARE_HIGH,
	COL_SITES,
	COL_SITES_HIGH,
	COL_ALL_SITES,
	COL_BOARDS,
	COL_BOARDS_HIGH,
	COL_ALL_BOARDS,
	COL_CRITICAL,
	COL_CRITICAL_BOARDS,
	COL_ID,
	COLUMNS
};
static const char names[] =
	"way name pupils_certain pupils_possible pupils_certain_share "
	"pupils_possible_share sites_certain boards_certain boards_possible "
	"pupils_critical";

struct run {
	struct look k;
	struct table t;
	struct totals totals;
};

static struct value
share(const struct run *r, int64_t pupils)
{
	return look_number(&r->k,
			   (struct fraction){ pupils, r->totals.pupils_high },
			   2, 2);
}

static void
add_row(struct run *r, int way, uint32_t node, const struct reach *x)
{
	struct value *v = table_row(&r->t);
	struct figure f = r->k.figure;

	v[COL_WAY] = look_word(&r->k, reach_way_name(way));
	v[COL_NAME] = look_name(&r->k, node);
	v[COL_NAME_ID] = look_node_id(&r->k, node);
	v[COL_PUPILS] = value_int(x->pupils_low);
	v[COL_PUPILS_HIGH] = value_int(x->pupils_high);
	v[COL_SHARE] = share(r, x->pupils_low);
	v[COL_SHARE_HIGH] = share(r, x->pupils_high);
	v[COL_SITES] = value_int(x->schools_low);
	v[COL_SITES_HIGH] = value_int(x->schools_high);
	v[COL_ALL_SITES] = value_int(r->totals.sites);
	v[COL_BOARDS] = value_int(x->boards_low);
	v[COL_BOARDS_HIGH] = value_int(x->boards_high);
	v[COL_ALL_BOARDS] = value_int(r->totals.boards);
	v[COL_CRITICAL] = value_int(x->critical_pupils);
	v[COL_CRITICAL_BOARDS] = value_int(x->critical_boards);
	v[COL_ID] = value_na();
	if (way == REACH_THROUGH)
		return;
	f.level = (enum level)way;
	f.about = FIGURE_ENTITY;
	f.entity = node;
	v[COL_ID] = value_str(look_id(&r->k, &f));
}

static int
one_node(struct run *r, struct err *e)
{
	struct reached found[REACH_WAYS];
	const struct cli *c = r->k.c;
	uint32_t node;

	if (cli_find_node(r->k.c, &r->k.l, cli_arg(c, 0),
			  1u << NODE_PRODUCT | 1u << NODE_ORGANISATION |
				  1u << NODE_COUNTRY,
			  &node, e))
		return -1;
	reach_find(&r->k.meter, cells_all(&r->k.cells), node, found);
	for (int way = 0; way < REACH_WAYS; way++)
		if (found[way].applies &&
		    (!c->has_level || (int)c->level == way))
			add_row(r, way, node, &found[way].reach);
	if (!c->has_level && reach_is_amplified(found))
		table_note(&r->t,
			   "amplified through others: at least twice as many "
			   "pupils depend on it as do so directly");
	return 0;
}

static void
all_of_level(struct run *r, struct concentration *c)
{
	concentration_sort_by_reach(c);
	for (uint32_t i = 0; i < c->n; i++)
		add_row(r, (int)c->level, c->holder[i].entity,
			&c->holder[i].reach);
}

static int
run(struct run *r, struct err *e)
{
	struct cli *c = r->k.c;
	bool top = cli_flag(c, "top");
	struct concentration at[LEVELS];

	if (top == (cli_nargs(c) > 0))
		return err_set(e, ERR_USAGE, NULL,
			       "%s (expected a product, organisation or "
			       "country, or --top)",
			       top ? _("a name and --top together")
				   : _("nothing to look for"));
	table_init(&r->t, &c->mem, c->command->name, columns, COLUMNS);
	concentration_find(&r->k.meter, cells_all(&r->k.cells), &c->mem, at,
			   &r->totals);
	if (top)
		all_of_level(r, &at[c->has_level ? c->level : LEVEL_PARENT]);
	else if (one_node(r, e))
		return -1;
	return look_print(&r->k, &r->t, names, e);
}

int cmd_reach(struct cli *c, struct err *e);

int
cmd_reach(struct cli *c, struct err *e)
{
	struct run r = { 0 };
	int rc = look_open(c, &r.k, e);

	if (rc == 0)
		rc = run(&r, e);
	look_done(&r.k);
	return rc;
}

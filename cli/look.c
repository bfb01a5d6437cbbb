/*
 * The scope of a measure, from options to cells. Refuses a sector that no
 * school is of: an empty answer would look like one.
 */
#include "cli/look.h"

#include <string.h>

static int
find_function(struct look *k, struct err *e)
{
	const char *text = cli_text(k->c, "function");

	if (!text)
		return 0;
	k->figure.has_function = true;
	k->function = NODE_NONE;
	if (strcmp(text, "?") != 0 &&
	    cli_find_node(k->c, &k->l, text, 1u << NODE_FUNCTION, &k->function,
			  e))
		return -1;
	k->figure.function = k->function;
	k->scope.function = &k->function;
	k->scope.nfunction = 1;
	return 0;
}

static int
find_school(struct look *k, struct err *e)
{
	const char *text = cli_text(k->c, "school");

	if (!text)
		return 0;
	if (cli_find_node(k->c, &k->l, text, 1u << NODE_SCHOOL, &k->school, e))
		return -1;
	if (k->board != NODE_NONE && k->l.node[k->school].board != k->board)
		return err_set(
			e, ERR_NOTFOUND, NULL, "'%s' is no school of '%s'",
			k->l.node[k->school].name, k->l.node[k->board].name);
	k->figure.has_school = true;
	k->figure.school = k->school;
	k->scope.school = &k->school;
	k->scope.nschool = 1;
	return 0;
}

static int
find_sector(struct look *k, struct err *e)
{
	const char *text = cli_text(k->c, "sector");
	struct sector_list {
		const char *v[8];
		unsigned n;
	} there = { .n = 0 };
	struct buf b = { 0 };

	if (!text)
		return 0;
	for (uint32_t i = k->l.first[NODE_SCHOOL];
	     i < k->l.first[NODE_SCHOOL + 1]; i++) {
		const char *s = k->l.node[i].sector;
		unsigned n = 0;

		if (sv_ieq(sv(s), sv(text))) {
			k->scope.sector = k->figure.sector = s;
			return 0;
		}
		while (n < there.n && strcmp(there.v[n], s) != 0)
			n++;
		if (*s && n == there.n && n < 8)
			there.v[there.n++] = s;
	}
	for (unsigned i = 0; i < there.n; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", there.v[i]);
	err_set(e, ERR_NOTFOUND, NULL,
		"no school of sector '%s' (expected one of: %s)", text,
		b.n ? b.p : "-");
	buf_done(&b);
	return -1;
}

static int
open_with(struct cli *c, struct look *k,
	  int (*load)(struct cli *c, struct landscape *ret, struct err *e),
	  struct err *e)
{
	*k = (struct look){ .c = c,
			    .board = NODE_NONE,
			    .function = NODE_NONE,
			    .school = NODE_NONE };
	k->figure = (struct figure){ .weight = c->weight,
				     .board = NODE_NONE,
				     .entity = NODE_NONE };
	if (load(c, &k->l, e) || cli_find_board(c, &k->l, &k->board, e) ||
	    find_function(k, e) || find_school(k, e) || find_sector(k, e))
		return -1;
	k->figure.board = k->board;
	if (k->board != NODE_NONE) {
		k->scope.board = &k->board;
		k->scope.nboard = 1;
	} else if (k->school != NODE_NONE &&
		   k->l.node[k->school].board != NODE_NONE) {
		k->scope.board = &k->l.node[k->school].board;
		k->scope.nboard = 1;
	}
	k->scope.is_whole = k->figure.is_whole = cli_flag(c, "whole");
	if (cells_build(&k->l, &k->scope, &k->cells, e))
		return -1;
	levels_init(&k->levels, &k->l);
	meter_init(&k->meter, &k->cells, &k->levels, c->weight);
	return 0;
}

int
look_open(struct cli *c, struct look *ret, struct err *e)
{
	return open_with(c, ret, cli_load, e);
}

int
look_open_failing(struct cli *c, struct look *k, struct failing *ret,
		  struct err *e)
{
	*ret = (struct failing){ 0 };
	if (open_with(c, k, cli_load_sign_on, e))
		return -1;
	failing_build(&k->l, &k->cells, &k->levels, ret);
	return 0;
}

void
look_done(struct look *k)
{
	meter_done(&k->meter);
	levels_done(&k->levels);
	cells_done(&k->cells);
	landscape_done(&k->l);
}

/* Others sign on through it: a provider of logins, or so called by itself. */
static bool
is_identity(const struct landscape *l, uint32_t node)
{
	static const char *const roles[] = { "hub", "idp", "op", "wsfed-sts" };

	for (uint32_t i = 0; i < l->nneed; i++)
		if (l->need[i].carrier == CARRIER_LOGIN &&
		    l->need[i].provider == node)
			return true;
	for (uint32_t i = landscape_property_of(l, node, "role");
	     i < l->nproperty && l->property[i].node == node &&
	     strcmp(l->property[i].name, "role") == 0;
	     i++)
		for (size_t k = 0; k < sizeof(roles) / sizeof(roles[0]); k++)
			if (strcmp(l->property[i].value, roles[k]) == 0)
				return true;
	return false;
}

int
look_find_failing(const struct look *k, const char *text, uint32_t *ret,
		  struct err *e)
{
	static const struct sv identity = { "identity:", 9 };
	unsigned kinds = 1u << NODE_PRODUCT | 1u << NODE_ORGANISATION |
			 1u << NODE_COUNTRY;
	bool is_prefixed = sv_starts(sv(text), identity);

	if (!is_prefixed)
		return cli_find_node(k->c, &k->l, text, kinds, ret, e);
	text += identity.n;
	if (cli_find_node(k->c, &k->l, text, 1u << NODE_PRODUCT, ret, e))
		return -1;
	if (!is_identity(&k->l, *ret))
		return err_set(e, ERR_NOTFOUND, NULL,
			       "'%s' is no identity provider or hub: nothing "
			       "signs on through it (expected one, or the name "
			       "without 'identity:')",
			       text);
	return 0;
}

const char *
look_id(const struct look *k, const struct figure *f)
{
	return figure_id(f, &k->l, &k->c->mem);
}

struct value
look_name(const struct look *k, uint32_t node)
{
	return value_str(node == NODE_NONE ? NULL : k->l.node[node].name);
}

struct value
look_node_id(const struct look *k, uint32_t node)
{
	return value_str(node == NODE_NONE ? NULL : k->l.node[node].id);
}

struct value
look_number(const struct look *k, struct fraction f, int power, int digits)
{
	return value_str(fraction_text(&k->c->mem, f, power, digits));
}

struct value
look_pupils(const struct look *k, int64_t pupils, uint32_t sites)
{
	const struct cells_count *n = &k->cells.count;

	if (sites && n->no_pupils == n->sites)
		return value_str(NULL);
	return value_int(pupils);
}

struct value
look_word(const struct look *k, const char *key)
{
	return value_str(cli_word(k->c, key));
}

const char *
look_names(const struct look *k, const uint32_t *node, uint32_t n)
{
	struct buf b = { 0 };
	const char *text;

	for (uint32_t i = 0; i < n; i++) {
		buf_str(&b, i == 0 ? "" : i + 1 == n ? _(" and ") : ", ");
		buf_str(&b, k->l.node[node[i]].name);
	}
	text = arena_sv(&k->c->mem, buf_view(&b)).p;
	buf_done(&b);
	return text;
}

static void
warn_sites(struct table *t, const struct look *k)
{
	const struct cells_count *n = &k->cells.count;

	if (k->c->weight == WEIGHT_PUPILS && n->no_pupils)
		table_warn(t,
			   "sites of which the number of pupils is not known, "
			   "left out of shares: %u",
			   n->no_pupils);
	if (k->c->weight == WEIGHT_BOARDS && n->no_board)
		table_warn(t,
			   "schools of which the board is not known, left out "
			   "of shares: %u",
			   n->no_board);
	if (n->no_sector)
		table_warn(t,
			   "sites of which the sector is not known, left out: "
			   "%u",
			   n->no_sector);
	if (n->silent_boards)
		table_note(t,
			   "boards that report nothing, left out: %u (--whole "
			   "counts them as unknown)",
			   n->silent_boards);
}

static void
warn_uses(struct table *t, const struct look *k)
{
	const struct cells_count *n = &k->cells.count;

	if (n->uses_no_function)
		table_warn(t,
			   "uses without a known function: %u (they count as "
			   "one function of the lowest weight)",
			   n->uses_no_function);
	if (n->uses_no_product)
		table_warn(t, "uses of an unknown product: %u",
			   n->uses_no_product);
	if (n->cells_unlisted && k->is_of_failure)
		table_warn(t,
			   "basic functions at schools of which nothing is "
			   "listed: %u (what stops there is not known)",
			   n->cells_unlisted);
	if (k->is_of_failure)
		return; /* shares do not matter */
	if (n->cells_unlisted)
		table_warn(t,
			   "basic functions at schools of which nothing is "
			   "listed: %u (they count as unknown)",
			   n->cells_unlisted);
	if (n->cells_assumed)
		table_warn(t,
			   "functions at schools with several products and no "
			   "said shares: %u (assumption: equal shares)",
			   n->cells_assumed);
	if (n->cells_over)
		table_warn(t,
			   "functions at schools with shares of more than 100 "
			   "%%: %u (scaled down)",
			   n->cells_over);
	if (n->cells_under)
		table_warn(t,
			   "functions at schools with shares of less than 100 "
			   "%%: %u (the rest is unknown)",
			   n->cells_under);
}

/* People ask for evidence by an id that would fill their screen. */
static void
tell_why(const struct look *k, struct table *t)
{
	if (cli_format(k->c) != FORMAT_TABLE || k->c->verbose || t->nrow == 0)
		return;
	for (uint32_t i = 0; i < t->ncolumn; i++)
		if (strcmp(t->column[i].name, "id") == 0 &&
		    t->value[i].state == VALUE_KNOWN)
			table_note(t,
				   "what a figure is made of: landschap why "
				   "%.*s (-v shows the id of each row)",
				   SV_ARG(t->value[i].text));
}

int
look_print(const struct look *k, struct table *t, const char *names,
	   struct err *e)
{
	table_coverage_of(t, &k->l);
	table_coverage(t, "boards_in_scope", N_("boards counted here"),
		       k->cells.count.boards, 0);
	table_coverage(t, "sites_in_scope", N_("schools counted here"),
		       k->cells.count.sites, 0);
	warn_sites(t, k);
	warn_uses(t, k);
	tell_why(k, t);
	cli_narrow(k->c, t, names);
	return cli_print(k->c, t, e);
}

/*
 * landschap alternatives: what else does the same, how much of it is really
 * something else, and where nothing is known. Says nothing on quality.
 */
#include "analyzer/alternatives.h"

#include <string.h>

#include "base/limits.h"
#include "base/sort.h"
#include "cli/look.h"

const struct option options_alternatives[] = {
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_alternatives = {
	N_("A product is an alternative when somebody in the landscape uses it "
	   "for the function, or is known to offer it for that. An alternative "
	   "on the market is not redundancy: nothing keeps working because it "
	   "exists. With a PRODUCT: what each alternative shares with it, for "
	   "two products that share an owner, a host or a sign-on stop "
	   "together. What is not known is counted as 'at most'. --board asks "
	   "which products of that board have no alternative."),
	{
		{ "landschap alternatives",
		  N_("functions, least choice first") },
		{ "landschap alternatives las", N_("what does one function") },
		{ "landschap alternatives Magister",
		  N_("what else does what it does, and what they share") },
		{ "landschap alternatives --board 41234",
		  N_("what one board uses, and what else there is") },
	},
};

/* Names shown of what two products share, and ids in data. */
enum { SHOWN = 8, KEPT = 64 };

struct run {
	struct look k;
	struct failing failing;
	struct alternatives a;
	struct table t;
};

/* All functions */

static const struct column columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "choice", N_("choice"), "", COLUMN_TEXT },
	{ "products", N_("products"), "", COLUMN_INTEGER },
	{ "in_use", N_("in use"), "", COLUMN_INTEGER },
	{ "vendors_low", N_("vendors"), "", COLUMN_INTEGER },
	{ "vendors_high", N_("at most"), "", COLUMN_INTEGER },
	{ "owners_low", N_("owners"), "", COLUMN_INTEGER },
	{ "owners_high", N_("at most"), "", COLUMN_INTEGER },
	{ "hosts_low", N_("owners of hosts"), "", COLUMN_INTEGER },
	{ "hosts_high", N_("at most"), "", COLUMN_INTEGER },
	{ "eea_low", N_("owner in the EEA"), "", COLUMN_INTEGER },
	{ "eea_high", N_("at most"), "", COLUMN_INTEGER },
	{ "adequate_low", N_("EEA or adequate law"), "", COLUMN_INTEGER },
	{ "adequate_high", N_("at most"), "", COLUMN_INTEGER },
	{ "boards", N_("boards"), "", COLUMN_INTEGER },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "sites_unknown", N_("schools with an unknown product"), "",
	  COLUMN_INTEGER },
	{ "largest", N_("most used"), "", COLUMN_TEXT },
	{ "largest_id", N_("id of most used"), "", COLUMN_TEXT },
};
static const char names[] =
	"function choice products in_use owners_low owners_high eea_low "
	"eea_high boards pupils largest";

static struct value *
put_range(struct value *v, struct range r)
{
	v[0] = value_int(r.low);
	v[1] = value_int(r.high);
	return v + 2;
}

static void
add_choice(struct run *r, const struct choice *c)
{
	const struct look *k = &r->k;
	struct value *v = table_row(&r->t);
	uint32_t top = c->in_use ? c->product[0].product : NODE_NONE;

	*v++ = look_name(k, c->function);
	*v++ = look_node_id(k, c->function);
	*v++ = look_word(k, choice_name(c->kind));
	*v++ = value_int(c->n);
	*v++ = value_int(c->in_use);
	v = put_range(v, c->vendors);
	v = put_range(v, c->parents);
	v = put_range(v, c->hosts);
	v = put_range(v, c->eea);
	v = put_range(v, c->adequate);
	*v++ = value_int(c->boards);
	*v++ = value_int(c->sites);
	*v++ = look_pupils(k, c->pupils, c->sites);
	*v++ = value_int(c->sites_unknown);
	*v++ = c->in_use ? look_name(k, top) : value_na();
	*v++ = c->in_use ? look_node_id(k, top) : value_na();
}

static int
show_functions(struct run *r, struct err *e)
{
	uint32_t few = 0;

	table_init(&r->t, &r->k.c->mem, r->k.c->command->name, columns,
		   sizeof(columns) / sizeof(*columns));
	for (uint32_t i = 0; i < r->a.n; i++) {
		const struct choice *c = &r->a.choice[i];

		if (c->cells == 0)
			continue;
		add_choice(r, c);
		few += c->kind == CHOICE_NONE || c->kind == CHOICE_ONE_OWNER;
	}
	if (few)
		table_note(&r->t,
			   "functions without an alternative of another owner: "
			   "%u",
			   few);
	return look_print(&r->k, &r->t, names, e);
}

/* One function */

static const struct column function_columns[] = {
	{ "product", N_("product"), "", COLUMN_TEXT },
	{ "product_id", N_("id of product"), "", COLUMN_TEXT },
	{ "is_used", N_("used by somebody"), "", COLUMN_BOOL },
	{ "boards", N_("boards"), "", COLUMN_INTEGER },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "vendor", N_("vendor"), "", COLUMN_TEXT },
	{ "owner", N_("owner"), "", COLUMN_TEXT },
	{ "host", N_("owner of host"), "", COLUMN_TEXT },
	{ "country", N_("country"), "", COLUMN_TEXT },
	{ "eea", N_("owner in the EEA"), "", COLUMN_TEXT },
	{ "adequate", N_("EEA or adequate law"), "", COLUMN_TEXT },
};
static const char function_names[] =
	"product is_used boards pupils vendor owner host country eea";

/* Whose it is at a level, "; " between; "?" beside known ones. */
static struct value
holders(const struct run *r, const struct alternative *x, enum level level)
{
	struct buf b = { 0 };
	struct value v;
	bool is_unknown = false;

	for (uint32_t i = 0; i < x->nparty; i++) {
		struct parts p = levels_of(r->a.levels, level, x->product,
					   r->a.party[x->first + i]);

		if (i && level != LEVEL_VENDOR)
			break;
		for (uint32_t k = 0; k < p.n; k++) {
			uint32_t e = p.part[k].entity;

			is_unknown = is_unknown || e == NODE_NONE;
			if (e != NODE_NONE)
				buf_printf(&b, "%s%s", b.n ? "; " : "",
					   r->k.l.node[e].name);
		}
	}
	if (b.n && is_unknown)
		buf_str(&b, "; ?");
	v = value_text(arena_sv(&r->k.c->mem, buf_view(&b)));
	buf_done(&b);
	return v;
}

static int
show_function(struct run *r, uint32_t function, struct err *e)
{
	const struct look *k = &r->k;
	const struct choice *c = NULL;

	table_init(&r->t, &k->c->mem, k->c->command->name, function_columns,
		   sizeof(function_columns) / sizeof(*function_columns));
	for (uint32_t i = 0; i < r->a.n; i++)
		if (r->a.choice[i].function == function)
			c = &r->a.choice[i];
	for (uint32_t i = 0; c && i < c->n; i++) {
		const struct alternative *x = &c->product[i];
		struct value *v = table_row(&r->t);

		v[0] = look_name(k, x->product);
		v[1] = look_node_id(k, x->product);
		v[2] = value_bool(x->is_used);
		v[3] = value_int(x->boards);
		v[4] = value_int(x->sites);
		v[5] = look_pupils(k, x->pupils, x->sites);
		v[6] = holders(r, x, LEVEL_VENDOR);
		v[7] = holders(r, x, LEVEL_PARENT);
		v[8] = holders(r, x, LEVEL_INFRASTRUCTURE);
		v[9] = holders(r, x, LEVEL_COUNTRY);
		v[10] = look_word(k, certainty_name(x->eea));
		v[11] = look_word(k, certainty_name(x->adequate));
	}
	if (!c || c->n == 0)
		table_warn(&r->t,
			   "no product is known that does this: an empty list "
			   "is not proof that there is none");
	return look_print(k, &r->t, function_names, e);
}

/* One product */

static const struct column product_columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "alternative", N_("alternative"), "", COLUMN_TEXT },
	{ "alternative_id", N_("id of alternative"), "", COLUMN_TEXT },
	{ "is_used", N_("used by somebody"), "", COLUMN_BOOL },
	{ "boards", N_("boards"), "", COLUMN_INTEGER },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "eea", N_("owner in the EEA"), "", COLUMN_TEXT },
	{ "stops_together", N_("may stop together"), "", COLUMN_TEXT },
	{ "same_vendor", N_("same vendor"), "", COLUMN_TEXT },
	{ "same_owner", N_("same owner"), "", COLUMN_TEXT },
	{ "same_host", N_("same owner of host"), "", COLUMN_TEXT },
	{ "same_country", N_("same country"), "", COLUMN_TEXT },
	{ "shared", N_("what stops both"), "", COLUMN_TEXT },
	{ "shared_ids", N_("ids of what stops both"), "", COLUMN_TEXT },
	{ "shared_certain", N_("how many"), "", COLUMN_INTEGER },
	{ "shared_possible", N_("at most"), "", COLUMN_INTEGER },
};
enum { PRODUCT_COLUMNS = sizeof(product_columns) / sizeof(struct column) };
static const char product_names[] =
	"function alternative is_used boards pupils eea stops_together "
	"same_owner same_host shared";

/* One line of the answer: least in common first. */
struct line {
	const struct choice *choice;
	const struct alternative *alternative; /* NULL: nothing is known */
	struct kinship kin;
	enum certainty is;
	uint32_t pair[2];
	const struct causes *q;
};

static int
cmp_line(const void *pa, const void *pb)
{
	const struct line *a = pa, *b = pb;
	const struct alternative *x = a->alternative, *y = b->alternative;

	if (a->choice != b->choice)
		return a->choice < b->choice ? -1 : 1;
	if (a->is != b->is)
		return a->is < b->is ? -1 : 1;
	if (x->pupils != y->pupils)
		return x->pupils > y->pupils ? -1 : 1;
	return x->product < y->product ? -1 : x->product > y->product;
}

/* Names or ids of what stops both; the last one says how many more. */
static struct value
shared(const struct run *r, const struct causes *q, bool ids)
{
	uint32_t room = ids ? q->room : SHOWN;
	uint32_t n = q->certain < room ? q->certain : room;
	struct buf b = { 0 };
	struct value v;

	for (uint32_t i = 0; i < n; i++) {
		const struct node *x = &r->k.l.node[q->cause[i]];

		buf_printf(&b, "%s%s", b.n ? "; " : "", ids ? x->id : x->name);
	}
	if (!ids && q->certain > n)
		buf_printf(&b, "; +%u", q->certain - n);
	v = value_text(arena_sv(&r->k.c->mem, buf_view(&b)));
	buf_done(&b);
	return q->certain ? v : value_na();
}

static void
add_line(struct run *r, const struct line *x)
{
	const struct look *k = &r->k;
	struct value *v = table_row(&r->t);

	v[0] = look_name(k, x->choice->function);
	v[1] = look_node_id(k, x->choice->function);
	if (!x->alternative) {
		for (int i = 2; i < PRODUCT_COLUMNS; i++)
			v[i] = value_na();
		return;
	}
	v[2] = look_name(k, x->alternative->product);
	v[3] = look_node_id(k, x->alternative->product);
	v[4] = value_bool(x->alternative->is_used);
	v[5] = value_int(x->alternative->boards);
	v[6] = value_int(x->alternative->sites);
	v[7] = look_pupils(k, x->alternative->pupils, x->alternative->sites);
	v[8] = look_word(k, certainty_name(x->alternative->eea));
	v[9] = look_word(k, certainty_name(x->is));
	v[10] = look_word(k, certainty_name(x->kin.vendor));
	v[11] = look_word(k, certainty_name(x->kin.parent));
	v[12] = look_word(k, certainty_name(x->kin.host));
	v[13] = look_word(k, certainty_name(x->kin.country));
	v[14] = shared(r, x->q, false);
	v[15] = shared(r, x->q, true);
	v[16] = value_int(x->kin.certain);
	v[17] = value_int(x->kin.possible);
}

/* Other products of the choice, and what is to be asked about each. */
static uint32_t
find_lines(struct run *r, const struct choice *c, uint32_t product,
	   struct line *line, struct causes *q)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->n; i++) {
		const struct alternative *y = &c->product[i];

		if (y->product == product)
			continue;
		line[n] = (struct line){ .choice = c,
					 .alternative = y,
					 .pair = { product, y->product },
					 .q = &q[n] };
		q[n] = (struct causes){
			.product = line[n].pair,
			.n = 2,
			.cause = ARENA_ARRAY(&r->k.c->mem, KEPT, uint32_t),
			.room = KEPT,
		};
		n++;
	}
	return n;
}

static void
add_product(struct run *r, const struct choice *c, const struct alternative *x)
{
	struct arena tmp = { 0 };
	struct line *line = ARENA_ARRAY(&tmp, c->n, struct line);
	struct causes *q = ARENA_ARRAY(&tmp, c->n, struct causes);
	uint32_t n = find_lines(r, c, x->product, line, q);

	causes_find(&r->failing, q, n);
	for (uint32_t i = 0; i < n; i++) {
		alternatives_compare(&r->a, &q[i], x, line[i].alternative,
				     &line[i].kin);
		line[i].is = kinship_is(&line[i].kin);
	}
	sort(line, n, sizeof(*line), cmp_line);
	for (uint32_t i = 0; i < n; i++)
		add_line(r, &line[i]);
	if (n == 0)
		add_line(r, &(struct line){ .choice = c });
	arena_done(&tmp);
}

static int
show_product(struct run *r, uint32_t product, struct err *e)
{
	uint32_t functions = 0, alone = 0;

	table_init(&r->t, &r->k.c->mem, r->k.c->command->name, product_columns,
		   PRODUCT_COLUMNS);
	for (uint32_t i = 0; i < r->a.n; i++) {
		const struct choice *c = &r->a.choice[i];
		const struct alternative *x = choice_of(c, product);

		if (!x)
			continue;
		add_product(r, c, x);
		functions++;
		alone += c->n == 1;
	}
	if (functions == 0)
		table_warn(&r->t,
			   "for which function '%s' is used is not known, so "
			   "neither is what else does that",
			   r->k.l.node[product].name);
	if (alone)
		table_warn(&r->t,
			   "functions for which no other product is known: %u",
			   alone);
	return look_print(&r->k, &r->t, product_names, e);
}

/* One board */

static const struct column board_columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "product", N_("product"), "", COLUMN_TEXT },
	{ "product_id", N_("id of product"), "", COLUMN_TEXT },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "alternatives", N_("alternatives"), "", COLUMN_INTEGER },
	{ "alternatives_used", N_("used by somebody"), "", COLUMN_INTEGER },
	{ "alternatives_eea_low", N_("owner in the EEA"), "", COLUMN_INTEGER },
	{ "alternatives_eea_high", N_("at most"), "", COLUMN_INTEGER },
	{ "apart_low", N_("that share nothing with it"), "", COLUMN_INTEGER },
	{ "apart_high", N_("at most"), "", COLUMN_INTEGER },
};
static const char board_names[] =
	"function product pupils alternatives alternatives_used apart_low "
	"apart_high";

struct own {
	const struct choice *choice;
	const struct alternative *product;
	uint32_t first; /* of its questions, one for each of the choice */
	bool is_compared;
	struct range apart;
};

/* Whatever else there is stops with it. */
static bool
is_tied(const struct own *x)
{
	return x->is_compared && x->apart.high == 0;
}

static int
cmp_own(const void *pa, const void *pb)
{
	const struct own *a = pa, *b = pb;

	if ((a->choice->n == 1) != (b->choice->n == 1))
		return a->choice->n == 1 ? -1 : 1;
	if (is_tied(a) != is_tied(b))
		return is_tied(a) ? -1 : 1;
	if (a->choice->criticality != b->choice->criticality)
		return a->choice->criticality > b->choice->criticality ? -1 : 1;
	if (a->product->pupils != b->product->pupils)
		return a->product->pupils > b->product->pupils ? -1 : 1;
	if (a->choice->function != b->choice->function)
		return a->choice->function < b->choice->function ? -1 : 1;
	return a->product->product < b->product->product ? -1 : 1;
}

static void
add_own(struct run *r, const struct own *x)
{
	const struct look *k = &r->k;
	const struct choice *c = x->choice;
	struct value *v = table_row(&r->t);
	uint32_t used = 0;

	for (uint32_t i = 0; i < c->n; i++)
		used += c->product[i].is_used && &c->product[i] != x->product;
	v[0] = look_name(k, c->function);
	v[1] = look_node_id(k, c->function);
	v[2] = look_name(k, x->product->product);
	v[3] = look_node_id(k, x->product->product);
	v[4] = value_int(x->product->sites);
	v[5] = look_pupils(k, x->product->pupils, x->product->sites);
	v[6] = value_int((int64_t)c->n - 1);
	v[7] = value_int(used);
	v[8] = value_int((int64_t)c->eea.low -
			 (x->product->eea == CERTAINTY_CERTAIN));
	v[9] = value_int((int64_t)c->eea.high -
			 (x->product->eea != CERTAINTY_NO));
	if (!x->is_compared)
		return;
	v[10] = value_int(x->apart.low);
	v[11] = value_int(x->apart.high);
}

/* Products in use; *ret_pairs: so many are compared with an alternative. */
static uint32_t
find_own(const struct alternatives *a, struct own **ret, uint32_t *ret_pairs)
{
	uint32_t n = 0, cap = 0;
	struct own *v = NULL;

	*ret_pairs = 0;
	for (uint32_t i = 0; i < a->n; i++) {
		const struct choice *c = &a->choice[i];

		for (uint32_t m = 0; m < c->n; m++) {
			struct own x = { .choice = c,
					 .product = &c->product[m],
					 .first = *ret_pairs };

			if (x.product->sites == 0)
				continue;
			x.is_compared = c->n <= LIMIT_COMPARED - *ret_pairs;
			*ret_pairs += x.is_compared ? c->n : 0;
			VEC_ROOM(v, n, cap);
			v[n++] = x;
		}
	}
	*ret = v;
	return n;
}

/* What each shares with everything that does the same. */
static void
find_apart(struct run *r, struct own *v, uint32_t n, uint32_t pairs)
{
	struct arena tmp = { 0 };
	struct causes *q = ARENA_ARRAY(&tmp, pairs, struct causes);
	uint32_t(*pair)[2] = arena_array(&tmp, pairs, sizeof(*pair));

	for (uint32_t i = 0; i < n; i++) {
		const struct choice *c = v[i].choice;

		for (uint32_t k = 0; v[i].is_compared && k < c->n; k++) {
			uint32_t at = v[i].first + k;

			pair[at][0] = v[i].product->product;
			pair[at][1] = c->product[k].product;
			q[at] = (struct causes){ .product = pair[at], .n = 2 };
		}
	}
	causes_find(&r->failing, q, pairs);
	for (uint32_t i = 0; i < n; i++)
		if (v[i].is_compared)
			v[i].apart =
				alternatives_apart(&r->a, q + v[i].first,
						   v[i].choice, v[i].product);
	arena_done(&tmp);
}

static int
show_board(struct run *r, struct err *e)
{
	struct own *v;
	uint32_t n, pairs, left = 0, none = 0, same = 0;

	table_init(&r->t, &r->k.c->mem, r->k.c->command->name, board_columns,
		   sizeof(board_columns) / sizeof(*board_columns));
	n = find_own(&r->a, &v, &pairs);
	find_apart(r, v, n, pairs);
	sort(v, n, sizeof(*v), cmp_own);
	for (uint32_t i = 0; i < n; i++) {
		add_own(r, &v[i]);
		none += v[i].choice->n == 1;
		left += !v[i].is_compared;
		same += v[i].choice->n > 1 && is_tied(&v[i]);
	}
	free(v);
	if (none)
		table_warn(&r->t, "products without a known alternative: %u",
			   none);
	if (same)
		table_warn(&r->t,
			   "products whose alternatives all share an owner, a "
			   "host or a sign-on with them: %u",
			   same);
	if (left)
		table_warn(&r->t,
			   "products that were not compared with their "
			   "alternatives, of which there are too many: %u",
			   left);
	return look_print(&r->k, &r->t, board_names, e);
}

static int
run(struct run *r, struct err *e)
{
	const unsigned kinds = 1u << NODE_PRODUCT | 1u << NODE_FUNCTION;
	struct cli *c = r->k.c;
	uint32_t node;

	alternatives_find(&r->k.cells, &r->k.levels, &c->mem, &r->a);
	if (cli_nargs(c) == 0 && r->k.board == NODE_NONE)
		return show_functions(r, e);
	if (cli_nargs(c) == 0)
		return show_board(r, e);
	if (cli_find_node(c, &r->k.l, cli_arg(c, 0), kinds, &node, e))
		return -1;
	return r->k.l.node[node].kind == NODE_FUNCTION
		       ? show_function(r, node, e)
		       : show_product(r, node, e);
}

int cmd_alternatives(struct cli *c, struct err *e);

int
cmd_alternatives(struct cli *c, struct err *e)
{
	struct run r = { 0 };
	int rc = look_open_failing(c, &r.k, &r.failing, e);

	if (rc == 0)
		rc = run(&r, e);
	failing_done(&r.failing);
	look_done(&r.k);
	return rc;
}

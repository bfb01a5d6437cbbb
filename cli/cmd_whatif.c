/*
 * landschap whatif: results before and after products or vendors are replaced,
 * something fails or prices change, together. Changes nothing in the landscape.
 */
#include <string.h>

#include "cli/whatif.h"

const struct option options_whatif[] = {
	{ "replace", 0, OPTION_LIST, N_("A=B"),
	  N_("product or vendor A is replaced by B; one after another") },
	{ "moving", 0, OPTION_TEXT, N_("BOARD"),
	  N_("only this board moves; the result is about all") },
	{ "fail", 0, OPTION_LIST, N_("NODE"),
	  N_("product, organisation or country that fails; all together") },
	{ "price", 0, OPTION_LIST, N_("V=+30%"),
	  N_("product, vendor or owner V gets dearer (+30%), cheaper (-10%), "
	     "or asks euros a year more of each board (+2500)") },
	{ "top", 0, OPTION_TEXT, N_("N"),
	  N_("with --replace: so many of the largest single failures (5)") },
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_whatif = {
	N_("Options can be repeated and are taken together. --replace shows "
	   "concentration at every level, the largest single failures and "
	   "costs before and after: a move can raise concentration by vendor "
	   "and lower it by owner. A vendor that has several products for the "
	   "function, or none that is known, brings a product that is not "
	   "known. --fail shows what stops, and with --replace whether the "
	   "replacement would help. --price counts known prices only; what has "
	   "no price makes an end of the range unknown, as does the price of a "
	   "replacement. --board cuts the whole question to one board; "
	   "--moving lets one board move and measures all."),
	{
		{ "landschap whatif --replace Magister=SomToday",
		  N_("one product by another, everywhere") },
		{ "landschap whatif --replace 'Vendor A=Vendor B' --moving "
		  "41234",
		  N_("at one board") },
		{ "landschap whatif --fail Microsoft --fail country:US",
		  N_("two failures at once") },
		{ "landschap whatif --fail Microsoft --replace Teams=Jitsi",
		  N_("whether a replacement helps when something fails") },
		{ "landschap whatif --price 'Vendor A=+30%' --board 41234",
		  N_("what a dearer vendor costs one board") },
	},
};

static const struct column columns[] = {
	[WHATIF_RESULT] = { "result", N_("result"), "", COLUMN_TEXT },
	[WHATIF_OF] = { "of", N_("of what"), "", COLUMN_TEXT },
	[WHATIF_OF_ID] = { "of_id", N_("id of what"), "", COLUMN_TEXT },
	[WHATIF_UNIT] = { "unit", N_("unit"), "", COLUMN_TEXT },
	[WHATIF_WEIGHT] = { "weight", N_("weight"), "", COLUMN_TEXT },
	[WHATIF_BEFORE_LOW] = { "before_low", N_("now from"), "",
				COLUMN_DECIMAL },
	[WHATIF_BEFORE_HIGH] = { "before_high", N_("to"), "", COLUMN_DECIMAL },
	[WHATIF_AFTER_LOW] = { "after_low", N_("then from"), "",
			       COLUMN_DECIMAL },
	[WHATIF_AFTER_HIGH] = { "after_high", N_("to"), "", COLUMN_DECIMAL },
	[WHATIF_CHANGE_LOW] = { "change_low", N_("change of low end"), "",
				COLUMN_DECIMAL },
	[WHATIF_CHANGE_HIGH] = { "change_high", N_("change of high end"), "",
				 COLUMN_DECIMAL },
	[WHATIF_EXTRA_LOW] = { "extra_low", N_("extra from"), "",
			       COLUMN_DECIMAL },
	[WHATIF_EXTRA_HIGH] = { "extra_high", N_("to"), "", COLUMN_DECIMAL },
	[WHATIF_NO_PRICE] = { "no_price", N_("without a price"), "",
			      COLUMN_INTEGER },
	[WHATIF_NO_PRICE_AFTER] = { "no_price_after", N_("then"), "",
				    COLUMN_INTEGER },
	[WHATIF_LARGEST] = { "largest", N_("largest"), "", COLUMN_TEXT },
	[WHATIF_LARGEST_ID] = { "largest_id", N_("id of largest"), "",
				COLUMN_TEXT },
	[WHATIF_LARGEST_AFTER] = { "largest_after", N_("largest then"), "",
				   COLUMN_TEXT },
	[WHATIF_LARGEST_AFTER_ID] = { "largest_after_id",
				      N_("id of largest then"), "",
				      COLUMN_TEXT },
	[WHATIF_ID] = { "id", N_("id"), "", COLUMN_TEXT },
};
static const char names[] =
	"result of unit before_low before_high after_low after_high change_low "
	"change_high extra_low extra_high no_price no_price_after largest "
	"largest_after";

struct value *
whatif_row(struct whatif *w, const char *result, const char *unit)
{
	struct value *v = table_row(&w->t);

	for (int i = 0; i < WHATIF_COLUMNS; i++)
		v[i] = value_na();
	v[WHATIF_RESULT] = look_word(&w->k, result);
	v[WHATIF_UNIT] = look_word(&w->k, unit);
	return v;
}

void
whatif_ends(const struct whatif *w, struct value *v, struct interval before,
	    struct interval after, int power, int digits)
{
	const struct look *k = &w->k;

	v[WHATIF_WEIGHT] = look_word(k, weight_name(k->c->weight));
	v[WHATIF_BEFORE_LOW] = look_number(k, before.lo, power, digits);
	v[WHATIF_BEFORE_HIGH] = look_number(k, before.hi, power, digits);
	if (w->nmove == 0)
		return;
	v[WHATIF_AFTER_LOW] = look_number(k, after.lo, power, digits);
	v[WHATIF_AFTER_HIGH] = look_number(k, after.hi, power, digits);
	v[WHATIF_CHANGE_LOW] = look_number(k, fraction_sub(after.lo, before.lo),
					   power, digits);
	v[WHATIF_CHANGE_HIGH] = look_number(
		k, fraction_sub(after.hi, before.hi), power, digits);
}

/* What is asked */

enum { PARTIES = 1u << NODE_PRODUCT | 1u << NODE_ORGANISATION };

/* Names may hold '=': the first place where both sides are something. */
static int
read_move(struct whatif *w, const char *text, struct move *ret, struct err *e)
{
	struct cli *c = w->k.c;
	struct err first = { 0 };

	for (const char *at = strchr(text, '='); at; at = strchr(at + 1, '=')) {
		struct err one = { 0 };
		struct sv from = sv_n(text, (size_t)(at - text));

		if (from.n && at[1] &&
		    !cli_find_node(c, &w->k.l, arena_sv(&c->mem, from).p,
				   PARTIES, &ret->from, &one) &&
		    !cli_find_node(c, &w->k.l, at + 1, PARTIES, &ret->to, &one))
			return 0;
		if (first.kind == ERR_NONE)
			first = one;
	}
	if (first.kind != ERR_NONE) {
		*e = first;
		return -1;
	}
	return err_set(e, ERR_USAGE, NULL,
		       "not a replacement: '%s' (expected A=B, two products or "
		       "vendors)",
		       text);
}

static int
read_moves(struct whatif *w, struct err *e)
{
	const char *moving = cli_text(w->k.c, "moving"), *text;
	uint32_t board = NODE_NONE;

	if (moving &&
	    cli_find_node(w->k.c, &w->k.l, moving, 1u << NODE_BOARD, &board, e))
		return -1;
	while ((text = cli_list(w->k.c, "replace", w->nmove))) {
		if (w->nmove == WHATIF_MOVES)
			return err_set(e, ERR_USAGE, NULL,
				       "more than %d replacements",
				       WHATIF_MOVES);
		if (read_move(w, text, &w->move[w->nmove], e))
			return -1;
		w->move[w->nmove++].board = board;
	}
	if (moving && w->nmove == 0)
		return err_set(e, ERR_USAGE, NULL,
			       "--moving without anything that moves (expected "
			       "--replace A=B)");
	return 0;
}

static int
read_failures(struct whatif *w, struct err *e)
{
	const char *text;

	while ((text = cli_list(w->k.c, "fail", w->nstruck))) {
		if (w->nstruck == WHATIF_STRUCK)
			return err_set(e, ERR_USAGE, NULL,
				       "more than %d failures", WHATIF_STRUCK);
		if (look_find_failing(&w->k, text, &w->struck[w->nstruck], e))
			return -1;
		w->nstruck++;
	}
	return 0;
}

static int
read_prices(struct whatif *w, struct err *e)
{
	struct cli *c = w->k.c;
	const char *text;

	while ((text = cli_list(c, "price", w->nprice))) {
		struct price_change *to = &w->price[w->nprice];
		const char *at = strrchr(text, '=');

		if (w->nprice == PRICE_CHANGES)
			return err_set(e, ERR_USAGE, NULL,
				       "more than %d changes of price",
				       PRICE_CHANGES);
		if (!at || at == text || !price_change_from(sv(at + 1), to))
			return err_set(e, ERR_USAGE, NULL,
				       "not a change of price: '%s' (expected "
				       "V=+30%%, V=-10%% or, in euros a year, "
				       "V=+2500)",
				       text);
		if (cli_find_node(
			    c, &w->k.l,
			    arena_sv(&c->mem, sv_n(text, (size_t)(at - text)))
				    .p,
			    PARTIES, &to->node, e))
			return -1;
		w->nprice++;
	}
	return 0;
}

static int
read_options(struct whatif *w, struct err *e)
{
	uint64_t top = WHATIF_TOP;

	if (cli_number(w->k.c, "top", WHATIF_TOP_MAX, &top, e) ||
	    read_moves(w, e) || read_failures(w, e) || read_prices(w, e))
		return -1;
	w->top = (uint32_t)top;
	if (w->nmove || w->nstruck || w->nprice)
		return 0;
	return err_set(e, ERR_USAGE, NULL,
		       "nothing to change (expected --replace A=B, --fail NODE "
		       "or --price V=+30%%)");
}

/* Concentration */

static void
set_largest(const struct look *k, const struct concentration *c,
	    struct value *v)
{
	uint32_t top =
		c->n && c->holder[0].known ? c->holder[0].entity : NODE_NONE;

	v[0] = look_name(k, top);
	v[1] = look_node_id(k, top);
}

static struct interval
exactly(struct fraction f)
{
	return (struct interval){ f, f };
}

/* One measure at one level. */
struct measure {
	const char *result, *unit;
	int power, digits;
	bool for_people; /* not only in data, or with -v */
};
enum { MEASURES = 5 };
static const struct measure measures[MEASURES] = {
	{ N_("concentration"), N_("HHI"), 4, 1, true },
	{ N_("concentration of what is known"), N_("HHI"), 4, 1, true },
	{ N_("effective number of what is known"), "", 0, 3, false },
	{ N_("largest share"), "%", 2, 2, false },
	{ N_("known"), "%", 2, 2, false },
};

static struct interval
measured(const struct concentration *c, int i)
{
	switch (i) {
	case 0: return c->hhi;
	case 1: return exactly(c->known_hhi);
	case 2: return exactly(c->known_n_eff);
	case 3: return c->cr1;
	default: return exactly(c->completeness);
	}
}

static void
add_measure(struct whatif *w, int i, enum level level,
	    const struct concentration *a, const struct concentration *b)
{
	const struct measure *m = &measures[i];
	const struct look *k = &w->k;
	struct figure f = k->figure;
	struct value *v;

	if (!m->for_people && cli_format(k->c) == FORMAT_TABLE &&
	    !k->c->verbose)
		return;
	f.level = level;
	v = whatif_row(w, m->result, m->unit);
	v[WHATIF_OF] = look_word(k, level_name(level));
	v[WHATIF_OF_ID] = value_str(level_name(level));
	whatif_ends(w, v, measured(a, i), measured(b, i), m->power, m->digits);
	set_largest(k, a, v + WHATIF_LARGEST);
	set_largest(k, b, v + WHATIF_LARGEST_AFTER);
	v[WHATIF_ID] = value_str(look_id(k, &f));
}

static void
add_concentration(struct whatif *w)
{
	struct cli *c = w->k.c;
	struct concentration a[LEVELS], b[LEVELS];
	struct totals totals;
	struct meter m;

	meter_init(&m, &w->cells, &w->k.levels, c->weight);
	concentration_find(&w->k.meter, cells_all(&w->k.cells), &c->mem, a,
			   &totals);
	concentration_find(&m, cells_all(&w->cells), &c->mem, b, &totals);
	meter_done(&m);
	for (int i = 0; i < MEASURES; i++)
		for (int level = 0; level < LEVELS; level++)
			if (!c->has_level || (int)c->level == level)
				add_measure(w, i, (enum level)level, &a[level],
					    &b[level]);
}

static void
remark_moves(struct whatif *w)
{
	const struct moved *m = &w->moved;

	if (m->cells == 0)
		table_warn(&w->t, "nothing moves: it is not in use in this "
				  "scope");
	else
		table_note(&w->t, "what moves: boards %u, schools %u",
			   m->boards, m->sites);
	if (m->no_product)
		table_warn(&w->t,
			   "which product of the new vendor would come is not "
			   "known, nor where it is hosted: %u functions at "
			   "schools",
			   m->no_product);
}

static int
run(struct whatif *w, struct err *e)
{
	struct cli *c = w->k.c;

	if (read_options(w, e))
		return -1;
	table_init(&w->t, &c->mem, c->command->name, columns, WHATIF_COLUMNS);
	whatif_move(&w->k.cells, &w->k.levels, w->move, w->nmove, &w->cells,
		    &w->moved);
	if (w->nmove)
		failing_build(&w->k.l, &w->cells, &w->k.levels,
			      &w->failing_after);
	if (w->nmove)
		add_concentration(w);
	if (whatif_failures(w, e) || whatif_costs(w, e))
		return -1;
	if (w->nmove)
		remark_moves(w);
	return look_print(&w->k, &w->t, names, e);
}

int cmd_whatif(struct cli *c, struct err *e);

int
cmd_whatif(struct cli *c, struct err *e)
{
	struct whatif w = { 0 };
	int rc = look_open_failing(c, &w.k, &w.failing, e);

	if (rc == 0)
		rc = run(&w, e);
	failing_done(&w.failing_after);
	cells_done(&w.cells);
	failing_done(&w.failing);
	look_done(&w.k);
	return rc;
}

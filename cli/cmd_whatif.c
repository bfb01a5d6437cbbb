/*
 * landschap whatif: concentration before and after products or vendors are
 * replaced by others. Changes nothing in the landscape.
 */
#include <string.h>

#include "analyzer/whatif.h"
#include "cli/look.h"

enum { MOVES = 32 };

const struct option options_whatif[] = {
	{ "replace", 0, OPTION_LIST, N_("A=B"),
	  N_("product or vendor A is replaced by B; one after another") },
	{ "moving", 0, OPTION_TEXT, N_("BOARD"),
	  N_("only this board moves; the result is about all") },
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_whatif = {
	N_("A move can raise concentration by vendor and lower it by owner: "
	   "look at every level. A vendor that has several products for the "
	   "function, or none that is known, brings a product that is not "
	   "known. --board cuts the whole question to one board; --moving "
	   "lets one board move and measures all."),
	{
		{ "landschap whatif --replace Magister=SomToday",
		  N_("one product by another, everywhere") },
		{ "landschap whatif --replace 'Vendor A=Vendor B' --moving "
		  "41234",
		  N_("at one board") },
	},
};

static const struct column columns[] = {
	{ "level", N_("level"), "", COLUMN_TEXT },
	{ "weight", N_("weight"), "", COLUMN_TEXT },
	{ "hhi_low", N_("HHI from"), "", COLUMN_DECIMAL },
	{ "hhi_high", N_("to"), "", COLUMN_DECIMAL },
	{ "hhi_low_after", N_("then from"), "", COLUMN_DECIMAL },
	{ "hhi_high_after", N_("to"), "", COLUMN_DECIMAL },
	{ "change_low", N_("change of low end"), "", COLUMN_DECIMAL },
	{ "change_high", N_("change of high end"), "", COLUMN_DECIMAL },
	{ "hhi_known", N_("HHI of what is known"), "", COLUMN_DECIMAL },
	{ "hhi_known_after", N_("then"), "", COLUMN_DECIMAL },
	{ "change_known", N_("change"), "", COLUMN_DECIMAL },
	{ "effective_known", N_("effective number of what is known"), "",
	  COLUMN_DECIMAL },
	{ "effective_known_after", N_("then"), "", COLUMN_DECIMAL },
	{ "completeness", N_("known"), "%", COLUMN_DECIMAL },
	{ "completeness_after", N_("then"), "%", COLUMN_DECIMAL },
	{ "largest", N_("largest"), "", COLUMN_TEXT },
	{ "largest_id", N_("id of largest"), "", COLUMN_TEXT },
	{ "cr1_low", N_("its share from"), "%", COLUMN_DECIMAL },
	{ "cr1_high", N_("to"), "%", COLUMN_DECIMAL },
	{ "largest_after", N_("largest then"), "", COLUMN_TEXT },
	{ "largest_after_id", N_("id of largest then"), "", COLUMN_TEXT },
	{ "cr1_low_after", N_("its share from"), "%", COLUMN_DECIMAL },
	{ "cr1_high_after", N_("to"), "%", COLUMN_DECIMAL },
	{ "id", N_("id"), "", COLUMN_TEXT },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };
static const char names[] =
	"level hhi_low hhi_high hhi_low_after hhi_high_after hhi_known "
	"hhi_known_after change_known largest largest_after";

struct run {
	struct look k;
	struct table t;
	struct move move[MOVES];
	uint32_t nmove;
	struct concentration before[LEVELS], after[LEVELS];
};

/* Names may hold '=': the first place where both sides are something. */
static int
read_move(struct run *r, const char *text, struct move *ret, struct err *e)
{
	const unsigned kinds = 1u << NODE_PRODUCT | 1u << NODE_ORGANISATION;
	struct cli *c = r->k.c;
	struct err first = { 0 };

	for (const char *at = strchr(text, '='); at; at = strchr(at + 1, '=')) {
		struct err one = { 0 };
		struct sv from = sv_n(text, (size_t)(at - text));

		if (from.n && at[1] &&
		    !cli_find_node(c, &r->k.l, arena_sv(&c->mem, from).p, kinds,
				   &ret->from, &one) &&
		    !cli_find_node(c, &r->k.l, at + 1, kinds, &ret->to, &one))
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
read_moves(struct run *r, struct err *e)
{
	const char *moving = cli_text(r->k.c, "moving"), *text;
	uint32_t board = NODE_NONE;

	if (moving &&
	    cli_find_node(r->k.c, &r->k.l, moving, 1u << NODE_BOARD, &board, e))
		return -1;
	while ((text = cli_list(r->k.c, "replace", r->nmove))) {
		if (r->nmove == MOVES)
			return err_set(e, ERR_USAGE, NULL,
				       "more than %d replacements", MOVES);
		if (read_move(r, text, &r->move[r->nmove], e))
			return -1;
		r->move[r->nmove++].board = board;
	}
	if (r->nmove)
		return 0;
	return err_set(e, ERR_USAGE, NULL,
		       "nothing to replace (expected --replace A=B)");
}

static void
set_largest(const struct look *k, const struct concentration *c,
	    struct value *v)
{
	uint32_t top =
		c->n && c->holder[0].known ? c->holder[0].entity : NODE_NONE;

	v[0] = look_name(k, top);
	v[1] = look_node_id(k, top);
	v[2] = look_number(k, c->cr1.lo, 2, 2);
	v[3] = look_number(k, c->cr1.hi, 2, 2);
}

static void
add_level(struct run *r, enum level level)
{
	const struct concentration *a = &r->before[level];
	const struct concentration *b = &r->after[level];
	const struct look *k = &r->k;
	struct value *v = table_row(&r->t);
	struct figure f = k->figure;

	f.level = level;
	*v++ = look_word(k, level_name(level));
	*v++ = look_word(k, weight_name(k->c->weight));
	*v++ = look_number(k, a->hhi.lo, 4, 1);
	*v++ = look_number(k, a->hhi.hi, 4, 1);
	*v++ = look_number(k, b->hhi.lo, 4, 1);
	*v++ = look_number(k, b->hhi.hi, 4, 1);
	*v++ = look_number(k, fraction_sub(b->hhi.lo, a->hhi.lo), 4, 1);
	*v++ = look_number(k, fraction_sub(b->hhi.hi, a->hhi.hi), 4, 1);
	*v++ = look_number(k, a->known_hhi, 4, 1);
	*v++ = look_number(k, b->known_hhi, 4, 1);
	*v++ = look_number(k, fraction_sub(b->known_hhi, a->known_hhi), 4, 1);
	*v++ = look_number(k, a->known_n_eff, 0, 3);
	*v++ = look_number(k, b->known_n_eff, 0, 3);
	*v++ = look_number(k, a->completeness, 2, 2);
	*v++ = look_number(k, b->completeness, 2, 2);
	set_largest(k, a, v);
	set_largest(k, b, v + 4);
	v[8] = value_str(look_id(k, &f));
}

static void
remark(struct run *r, const struct moved *m)
{
	if (m->cells == 0)
		table_warn(&r->t, "nothing moves: it is not in use in this "
				  "scope");
	else
		table_note(&r->t, "what moves: boards %u, schools %u",
			   m->boards, m->sites);
	if (m->no_product)
		table_warn(&r->t,
			   "which product of the new vendor would come is not "
			   "known, nor where it is hosted: %u functions at "
			   "schools",
			   m->no_product);
}

static int
run(struct run *r, struct err *e)
{
	struct cli *c = r->k.c;
	struct totals totals;
	struct moved moved;
	struct cells cells;
	struct meter m;

	if (read_moves(r, e))
		return -1;
	table_init(&r->t, &c->mem, c->command->name, columns, COLUMNS);
	whatif_move(&r->k.cells, &r->k.levels, r->move, r->nmove, &cells,
		    &moved);
	meter_init(&m, &cells, &r->k.levels, c->weight);
	concentration_find(&r->k.meter, cells_all(&r->k.cells), &c->mem,
			   r->before, &totals);
	concentration_find(&m, cells_all(&cells), &c->mem, r->after, &totals);
	meter_done(&m);
	cells_done(&cells);
	for (int level = 0; level < LEVELS; level++)
		if (!c->has_level || (int)c->level == level)
			add_level(r, (enum level)level);
	remark(r, &moved);
	return look_print(&r->k, &r->t, names, e);
}

int cmd_whatif(struct cli *c, struct err *e);

int
cmd_whatif(struct cli *c, struct err *e)
{
	struct run r = { 0 };
	int rc = look_open(c, &r.k, e);

	if (rc == 0)
		rc = run(&r, e);
	look_done(&r.k);
	return rc;
}

/*
 * landschap concentration: how much depends on few products, vendors, owners,
 * hosts or countries. One line for each level, or for each of its entities.
 */
#include <string.h>

#include "cli/look.h"

const struct option options_concentration[] = {
	{ "by", 0, OPTION_TEXT, N_("function|board"),
	  N_("a line for each function or board, not for all together") },
	{ "holders", 0, OPTION_FLAG, NULL,
	  N_("a line for each product, vendor, ... of the level") },
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_concentration = {
	N_("HHI is the sum of squared shares, from 0 to 10,000: 10,000 is one "
	   "for all. What is not known lies between the two ends: the low "
	   "end spreads it thin, the high end gives all of it to the largest. "
	   "The effective number says: as if so many equal ones. Hidden "
	   "concentration is what a level adds to the level before it. Give "
	   "an id to 'landschap why' for the evidence."),
	{
		{ "landschap concentration", N_("all functions, five levels") },
		{ "landschap concentration --level parent --holders",
		  N_("owners, largest first") },
		{ "landschap concentration --by function --level parent",
		  N_("each function") },
		{ "landschap concentration -F las --weight boards",
		  N_("one function, each board counts once") },
	},
};

static const struct column level_columns[] = {
	{ "by", N_("by"), "", COLUMN_TEXT },
	{ "name", N_("name"), "", COLUMN_TEXT },
	{ "name_id", N_("id of name"), "", COLUMN_TEXT },
	{ "level", N_("level"), "", COLUMN_TEXT },
	{ "weight", N_("weight"), "", COLUMN_TEXT },
	{ "headline", N_("look first at"), "", COLUMN_TEXT },
	{ "largest", N_("largest"), "", COLUMN_TEXT },
	{ "largest_id", N_("id of largest"), "", COLUMN_TEXT },
	{ "cr1_low", N_("its share from"), "%", COLUMN_DECIMAL },
	{ "cr1_high", N_("to"), "%", COLUMN_DECIMAL },
	{ "cr3_low", N_("largest three from"), "%", COLUMN_DECIMAL },
	{ "cr3_high", N_("to"), "%", COLUMN_DECIMAL },
	{ "hhi_low", N_("HHI from"), "", COLUMN_DECIMAL },
	{ "hhi_high", N_("to"), "", COLUMN_DECIMAL },
	{ "band_low", N_("is at least"), "", COLUMN_TEXT },
	{ "band_high", N_("is at most"), "", COLUMN_TEXT },
	{ "effective_low", N_("effective number from"), "", COLUMN_DECIMAL },
	{ "effective_high", N_("to"), "", COLUMN_DECIMAL },
	{ "completeness", N_("known"), "%", COLUMN_DECIMAL },
	{ "hhi_known", N_("HHI of what is known"), "", COLUMN_DECIMAL },
	{ "effective_known", N_("effective number of what is known"), "",
	  COLUMN_DECIMAL },
	{ "cr1_known", N_("largest of what is known"), "%", COLUMN_DECIMAL },
	{ "cr3_known", N_("largest three of what is known"), "%",
	  COLUMN_DECIMAL },
	{ "hhi_normalised_known", N_("normalised HHI of what is known"), "",
	  COLUMN_DECIMAL },
	{ "rosenbluth_known", N_("Rosenbluth of what is known"), "",
	  COLUMN_DECIMAL },
	{ "added", N_("added by this level"), "", COLUMN_DECIMAL },
	{ "added_known", N_("added, of what is known"), "", COLUMN_DECIMAL },
	{ "hidden", N_("hidden"), "", COLUMN_TEXT },
	{ "several", N_("with several products"), "%", COLUMN_DECIMAL },
	{ "entities", N_("how many"), "", COLUMN_INTEGER },
	{ "boards", N_("boards"), "", COLUMN_INTEGER },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils_low", N_("pupils from"), "", COLUMN_INTEGER },
	{ "pupils_high", N_("to"), "", COLUMN_INTEGER },
	{ "rounded", N_("rounded"), "", COLUMN_BOOL },
	{ "high", N_("high concentration"), "", COLUMN_TEXT },
	{ "id", N_("id"), "", COLUMN_TEXT },
};
enum {
	L_BY,
	L_NAME,
	L_NAME_ID,
	L_LEVEL,
	L_WEIGHT,
	L_HEADLINE,
	L_LARGEST,
	L_LARGEST_ID,
	L_CR1_LOW,
	L_CR1_HIGH,
	L_CR3_LOW,
	L_CR3_HIGH,
	L_HHI_LOW,
	L_HHI_HIGH,
	L_BAND_LOW,
	L_BAND_HIGH,
	L_EFFECTIVE_LOW,
	L_EFFECTIVE_HIGH,
	L_COMPLETENESS,
	L_HHI_KNOWN,
	L_EFFECTIVE_KNOWN,
	L_CR1_KNOWN,
	L_CR3_KNOWN,
	L_NORMALISED,
	L_ROSENBLUTH,
	L_ADDED,
	L_ADDED_KNOWN,
	L_HIDDEN,
	L_SEVERAL,
	L_ENTITIES,
	L_BOARDS,
	L_SITES,
	L_PUPILS_LOW,
	L_PUPILS_HIGH,
	L_ROUNDED,
	L_HIGH,
	L_ID,
	L_COLUMNS
};
static const char level_names[] =
	"name level largest cr1_low cr1_high hhi_low hhi_high hhi_known "
	"band_low band_high effective_low effective_high completeness hidden";

static const struct column holder_columns[] = {
	{ "by", N_("by"), "", COLUMN_TEXT },
	{ "name", N_("name"), "", COLUMN_TEXT },
	{ "name_id", N_("id of name"), "", COLUMN_TEXT },
	{ "level", N_("level"), "", COLUMN_TEXT },
	{ "weight", N_("weight"), "", COLUMN_TEXT },
	{ "rank", N_("rank"), "", COLUMN_INTEGER },
	{ "holder", N_("who"), "", COLUMN_TEXT },
	{ "holder_id", N_("id of who"), "", COLUMN_TEXT },
	{ "share_low", N_("share from"), "%", COLUMN_DECIMAL },
	{ "share_high", N_("to"), "%", COLUMN_DECIMAL },
	{ "pupils_certain", N_("pupils touched"), "", COLUMN_INTEGER },
	{ "pupils_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "pupils_certain_share", N_("of all pupils"), "%", COLUMN_DECIMAL },
	{ "pupils_possible_share", N_("at most"), "%", COLUMN_DECIMAL },
	{ "sites_certain", N_("schools touched"), "", COLUMN_INTEGER },
	{ "sites_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "boards_certain", N_("boards touched"), "", COLUMN_INTEGER },
	{ "boards_possible", N_("at most"), "", COLUMN_INTEGER },
	{ "pupils_critical", N_("pupils without another"), "", COLUMN_INTEGER },
	{ "boards_critical", N_("boards without another"), "", COLUMN_INTEGER },
	{ "id", N_("id"), "", COLUMN_TEXT },
};
enum {
	H_BY,
	H_NAME,
	H_NAME_ID,
	H_LEVEL,
	H_WEIGHT,
	H_RANK,
	H_HOLDER,
	H_HOLDER_ID,
	H_SHARE_LOW,
	H_SHARE_HIGH,
	H_PUPILS,
	H_PUPILS_HIGH,
	H_PUPILS_SHARE,
	H_PUPILS_SHARE_HIGH,
	H_SITES,
	H_SITES_HIGH,
	H_BOARDS,
	H_BOARDS_HIGH,
	H_CRITICAL,
	H_CRITICAL_BOARDS,
	H_ID,
	H_COLUMNS
};
static const char holder_names[] =
	"name level rank holder share_low share_high pupils_certain "
	"pupils_possible boards_certain boards_possible";

/* What is shown together: all, one function, or one board. */
struct part_of {
	const char *by;
	bool has_name;
	uint32_t node;
	struct selection cells;
	struct figure figure;
};

struct run {
	struct look k;
	struct table t;
	bool holders;
	bool is_split; /* --by */
	struct concentration at[LEVELS];
	struct totals totals;
	uint32_t several; /* parts of which reach is the headline */
	bool is_rounded;
};

static void
set_part(const struct run *r, const struct part_of *p, struct value *v)
{
	v[0] = look_word(&r->k, p->by);
	v[1] = p->has_name ? look_name(&r->k, p->node) : value_na();
	v[2] = p->has_name ? look_node_id(&r->k, p->node) : value_na();
	v[4] = look_word(&r->k, weight_name(r->k.c->weight));
}

static struct value
percent(const struct run *r, struct fraction f)
{
	return look_number(&r->k, f, 2, 2);
}

static struct value
points(const struct run *r, struct fraction f)
{
	return look_number(&r->k, f, 4, 1);
}

static void
set_known(const struct run *r, const struct concentration *c, struct value *v)
{
	const struct look *k = &r->k;

	v[L_COMPLETENESS] = percent(r, c->completeness);
	v[L_HHI_KNOWN] = points(r, c->known_hhi);
	v[L_EFFECTIVE_KNOWN] = look_number(k, c->known_n_eff, 0, 3);
	v[L_CR1_KNOWN] = percent(r, c->known_cr1);
	v[L_CR3_KNOWN] = percent(r, c->known_cr3);
	v[L_NORMALISED] = look_number(k, c->known_hhi_norm, 0, 6);
	v[L_ROSENBLUTH] = look_number(k, c->known_rosenbluth, 0, 6);
}

/* What the step to this level adds; nothing for the first and the last. */
static void
set_jump(struct run *r, enum level level, struct value *v)
{
	struct buf points_text = { 0 };
	struct jump j;

	v[L_ADDED] = v[L_ADDED_KNOWN] = v[L_HIDDEN] = value_na();
	if (level != LEVEL_PARENT && level != LEVEL_INFRASTRUCTURE)
		return;
	j = concentration_jump(&r->at[level - 1], &r->at[level]);
	v[L_ADDED] = points(r, j.delta);
	v[L_ADDED_KNOWN] = points(r, j.known);
	v[L_HIDDEN] = look_word(&r->k, certainty_name(j.is_hidden));
	if (j.is_hidden == CERTAINTY_NO || r->holders || r->is_split)
		return;
	table_decimal(&points_text,
		      sv(fraction_text(&r->k.c->mem, j.delta, 4, 1)));
	table_note(&r->t,
		   level == LEVEL_PARENT
			   ? N_("hidden by ownership: HHI by parent is %s "
				"above HHI by vendor")
			   : N_("hidden by infrastructure: HHI by owner of the "
				"host is %s above HHI by parent"),
		   points_text.p);
	buf_done(&points_text);
}

static void
add_level(struct run *r, const struct part_of *p, enum level level)
{
	const struct concentration *c = &r->at[level];
	const struct look *k = &r->k;
	struct value v[L_COLUMNS];
	struct figure f = p->figure;
	uint32_t top =
		c->n && c->holder[0].known ? c->holder[0].entity : NODE_NONE;

	f.level = level;
	set_part(r, p, v);
	v[L_LEVEL] = look_word(k, level_name(level));
	v[L_HEADLINE] = look_word(k, r->totals.is_multi_homed ? N_("reach")
							      : N_("hhi"));
	v[L_LARGEST] = look_name(k, top);
	v[L_LARGEST_ID] = look_node_id(k, top);
	v[L_CR1_LOW] = percent(r, c->cr1.lo);
	v[L_CR1_HIGH] = percent(r, c->cr1.hi);
	v[L_CR3_LOW] = percent(r, c->cr3.lo);
	v[L_CR3_HIGH] = percent(r, c->cr3.hi);
	v[L_HHI_LOW] = points(r, c->hhi.lo);
	v[L_HHI_HIGH] = points(r, c->hhi.hi);
	v[L_BAND_LOW] = v[L_BAND_HIGH] = value_str(NULL);
	if (c->total) {
		v[L_BAND_LOW] = look_word(k, band_name(c->band_lo));
		v[L_BAND_HIGH] = look_word(k, band_name(c->band_hi));
	}
	v[L_EFFECTIVE_LOW] = look_number(k, c->n_eff.lo, 0, 3);
	v[L_EFFECTIVE_HIGH] = look_number(k, c->n_eff.hi, 0, 3);
	set_known(r, c, v);
	set_jump(r, level, v);
	v[L_SEVERAL] = percent(r, r->totals.multi_homed);
	v[L_ENTITIES] = value_int(c->n);
	v[L_BOARDS] = value_int(r->totals.boards);
	v[L_SITES] = value_int(r->totals.sites);
	v[L_PUPILS_LOW] = value_int(r->totals.pupils_low);
	v[L_PUPILS_HIGH] = value_int(r->totals.pupils_high);
	v[L_HIGH] = look_word(k, certainty_name(concentration_is_high(c)));
	v[L_ROUNDED] = value_bool(c->is_rounded);
	v[L_ID] = value_str(look_id(k, &f));
	memcpy(table_row(&r->t), v, sizeof(v));
}

static struct fraction
of_pupils(const struct run *r, int64_t pupils)
{
	return (struct fraction){ pupils, r->totals.pupils_high };
}

static void
add_holder(struct run *r, const struct part_of *p, enum level level,
	   uint32_t rank, const struct holder *h)
{
	struct figure f = p->figure;
	struct value v[H_COLUMNS];

	f.level = level;
	f.about = FIGURE_ENTITY;
	f.entity = h->entity;
	set_part(r, p, v);
	v[H_LEVEL] = look_word(&r->k, level_name(level));
	v[H_RANK] = value_int(rank);
	v[H_HOLDER] = look_name(&r->k, h->entity);
	v[H_HOLDER_ID] = look_node_id(&r->k, h->entity);
	v[H_SHARE_LOW] = percent(r, h->share.lo);
	v[H_SHARE_HIGH] = percent(r, h->share.hi);
	v[H_PUPILS] = value_int(h->reach.pupils_low);
	v[H_PUPILS_HIGH] = value_int(h->reach.pupils_high);
	v[H_PUPILS_SHARE] = percent(r, of_pupils(r, h->reach.pupils_low));
	v[H_PUPILS_SHARE_HIGH] = percent(r, of_pupils(r, h->reach.pupils_high));
	v[H_SITES] = value_int(h->reach.schools_low);
	v[H_SITES_HIGH] = value_int(h->reach.schools_high);
	v[H_BOARDS] = value_int(h->reach.boards_low);
	v[H_BOARDS_HIGH] = value_int(h->reach.boards_high);
	v[H_CRITICAL] = value_int(h->reach.critical_pupils);
	v[H_CRITICAL_BOARDS] = value_int(h->reach.critical_boards);
	v[H_ID] = value_str(look_id(&r->k, &f));
	memcpy(table_row(&r->t), v, sizeof(v));
}

/* The unknown part is a line of its own, without a rank. */
static void
add_unknown(struct run *r, const struct part_of *p, enum level level)
{
	const struct concentration *c = &r->at[level];
	struct figure f = p->figure;
	struct value v[H_COLUMNS];

	if (c->unknown == 0)
		return;
	f.level = level;
	f.about = FIGURE_UNKNOWN;
	for (int i = 0; i < H_COLUMNS; i++)
		v[i] = value_na();
	set_part(r, p, v);
	v[H_LEVEL] = look_word(&r->k, level_name(level));
	v[H_HOLDER] = v[H_HOLDER_ID] = value_str(NULL);
	v[H_SHARE_LOW] = percent(r, (struct fraction){ 0, 1 });
	v[H_SHARE_HIGH] = percent(r, (struct fraction){ c->unknown, c->total });
	v[H_ID] = value_str(look_id(&r->k, &f));
	memcpy(table_row(&r->t), v, sizeof(v));
}

static void
add_part(struct run *r, const struct part_of *p)
{
	const struct cli *c = r->k.c;
	struct arena mem = { 0 };

	concentration_find(&r->k.meter, p->cells, &mem, r->at, &r->totals);
	r->several += r->totals.is_multi_homed;
	r->is_rounded = r->is_rounded || r->at[0].is_rounded;
	for (int level = 0; level < LEVELS; level++) {
		struct concentration *k = &r->at[level];

		if (c->has_level && (int)c->level != level)
			continue;
		if (!r->holders) {
			add_level(r, p, (enum level)level);
			continue;
		}
		if (r->totals.is_multi_homed)
			concentration_sort_by_reach(k);
		for (uint32_t i = 0; i < k->n; i++)
			add_holder(r, p, (enum level)level, i + 1,
				   &k->holder[i]);
		add_unknown(r, p, (enum level)level);
	}
	arena_done(&mem);
}

static void
add_functions(struct run *r)
{
	const struct cells *c = &r->k.cells;

	for (uint32_t i = 0; i < c->nfunction; i++) {
		struct part_of p = { .by = N_("function"),
				     .has_name = true,
				     .node = c->function[i],
				     .cells = cells_of_function(c,
								c->function[i]),
				     .figure = r->k.figure };

		p.figure.has_function = true;
		p.figure.function = c->function[i];
		add_part(r, &p);
	}
}

static void
add_boards(struct run *r)
{
	const struct cells *c = &r->k.cells;

	for (uint32_t i = 0; i < c->nboard; i++) {
		struct part_of p = { .by = N_("board"),
				     .has_name = true,
				     .node = c->board[i],
				     .cells = cells_of_board(c, c->board[i]),
				     .figure = r->k.figure };

		if (c->board[i] == NODE_NONE)
			continue;
		p.figure.board = c->board[i];
		add_part(r, &p);
	}
}

static void
remark(struct run *r)
{
	struct table *t = &r->t;

	if (r->several)
		table_warn(t, "more than a tenth is at schools with several "
			      "products for one function: look at reach first; "
			      "HHI assumes equal shares");
	if (r->is_rounded)
		table_warn(t, "some shares cannot be divided exactly; what is "
			      "lost by rounding counts as unknown");
	if (!r->holders)
		table_note(t, "Bands (1,000, 1,800 and 4,000) come from "
			      "competition law: they describe prices, not "
			      "continuity.");
}

static int
run(struct run *r, struct err *e)
{
	const char *by = cli_text(r->k.c, "by");
	struct part_of all = { .by = N_("all"),
			       .cells = cells_all(&r->k.cells),
			       .figure = r->k.figure };

	r->holders = cli_flag(r->k.c, "holders");
	r->is_split = by != NULL;
	if (by && strcmp(by, "function") != 0 && strcmp(by, "board") != 0)
		return err_set(e, ERR_USAGE, NULL,
			       "unknown value '%s' of --by (expected function "
			       "or board)",
			       by);
	table_init(&r->t, &r->k.c->mem, r->k.c->command->name,
		   r->holders ? holder_columns : level_columns,
		   r->holders ? H_COLUMNS : L_COLUMNS);
	if (!by)
		add_part(r, &all);
	else if (*by == 'f')
		add_functions(r);
	else
		add_boards(r);
	remark(r);
	return look_print(&r->k, &r->t, r->holders ? holder_names : level_names,
			  e);
}

int cmd_concentration(struct cli *c, struct err *e);

int
cmd_concentration(struct cli *c, struct err *e)
{
	struct run r = { 0 };
	int rc = look_open(c, &r.k, e);

	if (rc == 0)
		rc = run(&r, e);
	look_done(&r.k);
	return rc;
}

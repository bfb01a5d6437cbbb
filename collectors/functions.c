/*
 * functions.csv: what a school needs done, how soon it hurts when it stops
 * (criticality 3: within a day, 2: a week, 1: later), whether every board is
 * expected to have something for it, and by what other words it goes. Refuses
 * rows without an id.
 */
#include "collectors/plain.h"

enum {
	FUNCTION,
	NAME,
	NAME_EN,
	CRITICALITY,
	BASIC,
	SECTOR,
	FORA,
	ALIASES,
	SOURCE,
	CHECKED,
};

/* An alias, when it is not the name itself. */
static int
put_alias(struct plain *p, uint32_t function, int field, struct sv alias,
	  struct err *e)
{
	struct sv text = text_clean(&p->scratch, sv_trim(alias));

	if (sv_eq(text, text_clean(&p->scratch, p->cell[NAME])))
		return 0;
	return plain_attribute(p, function, "alias", text, field, SOURCE, e);
}

static int
put_aliases(struct plain *p, uint32_t function, struct err *e)
{
	struct sv rest = p->cell[ALIASES], one;

	if (put_alias(p, function, FUNCTION, p->cell[FUNCTION], e) ||
	    put_alias(p, function, NAME_EN, p->cell[NAME_EN], e))
		return -1;
	while (sv_split(&rest, '|', &one))
		if (put_alias(p, function, ALIASES, one, e))
			return -1;
	return 0;
}

static int
check(struct plain *p, int32_t *ret_checked)
{
	struct sv id = p->cell[FUNCTION], basic = p->cell[BASIC];
	struct sv sector = p->cell[SECTOR];
	int64_t criticality;

	if (id.n == 0 || id.n > 100)
		return plain_refuse(p, FUNCTION,
				    "no function id (expected a short word)");
	if (p->cell[NAME].n == 0)
		return plain_refuse(p, NAME, "no name (expected one)");
	if (basic.n && !sv_is(basic, "yes") && !sv_is(basic, "no"))
		return plain_refuse(p, BASIC,
				    "basic '%.*s' (expected yes or no)",
				    SV_ARG(plain_shown(basic)));
	if (sector.n && !sv_is(sector, "PO") && !sv_is(sector, "VO"))
		return plain_refuse(p, SECTOR,
				    "sector '%.*s' (expected PO, VO or "
				    "nothing)",
				    SV_ARG(plain_shown(sector)));
	return plain_number(p, CRITICALITY, 1, 3, &criticality) ||
			       plain_date(p, CHECKED, false, ret_checked)
		       ? PLAIN_REFUSED
		       : 0;
}

static int
row(struct plain *p, struct err *e)
{
	struct node_record n = { .kind = NODE_FUNCTION, .nkeys = 1 };
	int32_t checked = 0;
	uint32_t function;

	if (check(p, &checked))
		return PLAIN_REFUSED;
	n.key[0].scheme = KEY_FUNCTION_ID;
	n.key[0].value = p->cell[FUNCTION];
	n.name = text_clean(&p->scratch, p->cell[NAME]);
	n.place = plain_place(p, NAME);
	function = mention(&p->names, &n, e);
	if (!function)
		return -1;
	if (checked > p->as_of)
		p->as_of = checked;
	if (plain_attribute(p, function, "criticality", p->cell[CRITICALITY],
			    CRITICALITY, SOURCE, e) ||
	    plain_attribute(p, function, "basic", p->cell[BASIC], BASIC, SOURCE,
			    e) ||
	    plain_attribute(p, function, "sector", p->cell[SECTOR], SECTOR,
			    SOURCE, e) ||
	    plain_attribute(p, function, "fora", p->cell[FORA], FORA, SOURCE,
			    e))
		return -1;
	return put_aliases(p, function, e);
}

const struct plain_kind plain_functions = {
	.name = "functions",
	.header = { "function", "name", "name_en", "criticality", "basic",
		    "sector", "fora", "aliases", "source", "checked" },
	.fills = { "node", "name", "name_en", "criticality", "basic", "sector",
		   "fora", "alias", "url", "checked" },
	.must = "function name criticality",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(functions, N_("plain table: functions and their criticality"),
		RUNG_PUBLISHED);

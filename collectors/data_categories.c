/*
 * data-categories.csv: kinds of personal data, as agreements of Dutch schools
 * call them. Refuses rows without an id, a name, or a word on how special they
 * are and how near they come to a person.
 */
#include "collectors/plain.h"

enum {
	ID,
	NAME,
	NAME_EN,
	DPV,
	SPECIAL,
	DIRECT,
	SOURCE,
	CHECKED,
};

static int
check(struct plain *p, int32_t *ret_checked)
{
	struct sv id = p->cell[ID], special = p->cell[SPECIAL];
	struct sv direct = p->cell[DIRECT];

	if (id.n == 0 || id.n > 100)
		return plain_refuse(p, ID,
				    "no category id (expected a short word)");
	if (p->cell[NAME].n == 0)
		return plain_refuse(p, NAME, "no name (expected one)");
	if (!sv_is(special, "yes") && !sv_is(special, "no"))
		return plain_refuse(p, SPECIAL,
				    "special '%.*s' (expected yes or no)",
				    SV_ARG(plain_shown(special)));
	if (!sv_is(direct, "direct") && !sv_is(direct, "pseudonym") &&
	    !sv_is(direct, "none"))
		return plain_refuse(p, DIRECT,
				    "direct '%.*s' (expected direct, "
				    "pseudonym or none)",
				    SV_ARG(plain_shown(direct)));
	return plain_date(p, CHECKED, false, ret_checked);
}

static int
row(struct plain *p, struct err *e)
{
	struct node_record n = { .kind = NODE_DATA_CATEGORY, .nkeys = 1 };
	int32_t checked = 0;
	uint32_t category;

	if (check(p, &checked))
		return PLAIN_REFUSED;
	n.key[0].scheme = KEY_CATEGORY_ID;
	n.key[0].value = p->cell[ID];
	n.name = text_clean(&p->scratch, p->cell[NAME]);
	n.place = plain_place(p, NAME);
	category = mention(&p->names, &n, e);
	if (!category)
		return -1;
	if (checked > p->as_of)
		p->as_of = checked;
	if (plain_attribute(p, category, "alias",
			    text_clean(&p->scratch, p->cell[NAME_EN]), NAME_EN,
			    SOURCE, e) ||
	    plain_attribute(p, category, "dpv", p->cell[DPV], DPV, SOURCE, e) ||
	    plain_attribute(p, category, "special", p->cell[SPECIAL], SPECIAL,
			    SOURCE, e))
		return -1;
	return plain_attribute(p, category, "direct", p->cell[DIRECT], DIRECT,
			       SOURCE, e);
}

const struct plain_kind plain_data_categories = {
	.name = "data_categories",
	.header = { "id", "name", "name_en", "dpv", "special", "direct",
		    "source", "checked" },
	.fills = { "node", "name", "alias", "dpv", "special", "direct", "url",
		   "checked" },
	.must = "id name special direct",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(data_categories, N_("plain table: kinds of personal data"),
		RUNG_PUBLISHED);

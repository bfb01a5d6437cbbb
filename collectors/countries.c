/*
 * countries.csv: codes, names, membership of the EEA and adequacy decisions
 * with their dates. Refuses rows without a code of two letters.
 */
#include "collectors/plain.h"
#include "schema/model/keys.h"

enum {
	ISO_CODE,
	NAME,
	NAME_NL,
	EEA,
	ADEQUACY,
	ADEQUACY_FROM,
	ADEQUACY_TO,
	SOURCE,
	CHECKED,
};

static int
put_adequacy(struct plain *p, uint32_t country, int32_t from, int32_t to,
	     struct err *e)
{
	struct fact_record f;

	if (p->cell[ADEQUACY].n == 0)
		return 0;
	plain_fact(p, FACT_ATTRIBUTE, SOURCE, &f);
	f.place.col = p->col[ADEQUACY];
	f.ref[ATTRIBUTE_node] = country;
	f.text[ATTRIBUTE_name] = SV("adequacy");
	f.text[ATTRIBUTE_value] = plain_text(p, ADEQUACY);
	f.valid_from = from;
	f.valid_to = plain_day_after(to);
	return plain_put(p, &f, e);
}

static int
row(struct plain *p, struct err *e)
{
	struct node_record n = { .kind = NODE_COUNTRY, .nkeys = 1 };
	struct sv eea = p->cell[EEA];
	int32_t from = 0, to = 0, checked = 0;
	uint32_t country;

	n.key[0].scheme = KEY_COUNTRY_CODE;
	if (!key_normalise(KEY_COUNTRY_CODE, p->cell[ISO_CODE], &p->scratch,
			   &n.key[0].value))
		return plain_refuse(p, ISO_CODE,
				    "country code '%.*s' (expected two "
				    "letters)",
				    SV_ARG(plain_shown(p->cell[ISO_CODE])));
	if (eea.n && !sv_is(eea, "yes") && !sv_is(eea, "no"))
		return plain_refuse(p, EEA, "eea '%.*s' (expected yes or no)",
				    SV_ARG(plain_shown(eea)));
	if (plain_date(p, ADEQUACY_FROM, false, &from) ||
	    plain_date(p, ADEQUACY_TO, true, &to) ||
	    plain_date(p, CHECKED, false, &checked))
		return PLAIN_REFUSED;
	n.name = text_clean(&p->scratch, p->cell[NAME]);
	n.place = plain_place(p, ISO_CODE);
	country = mention(&p->names, &n, e);
	if (!country)
		return -1;
	if (checked > p->as_of)
		p->as_of = checked;
	if (plain_attribute(p, country, "alias",
			    text_clean(&p->scratch, p->cell[NAME_NL]), NAME_NL,
			    SOURCE, e) ||
	    plain_attribute(p, country, "eea", eea, EEA, SOURCE, e))
		return -1;
	return put_adequacy(p, country, from, to, e);
}

const struct plain_kind plain_countries = {
	.name = "countries",
	.header = { "code", "name", "name_nl", "eea", "adequacy",
		    "adequacy_from", "adequacy_to", "source", "checked" },
	.fills = { "node", "name", "alias", "eea", "value", "valid_from",
		   "valid_to", "url", "checked" },
	.must = "code name eea",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(countries,
		N_("plain table: countries, EEA and adequacy decisions"),
		RUNG_PUBLISHED);

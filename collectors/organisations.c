/*
 * organisations.csv: where an organisation is seated and who owns it, from
 * when until when. An empty parent says nothing, "?" says that it is unknown,
 * "-" that there is none. Refuses rows without an organisation, and a kind or
 * percentage without a parent.
 */
#include "base/limits.h"
#include "collectors/plain.h"
#include "schema/model/keys.h"

enum {
	ORGANISATION,
	KVK,
	COUNTRY,
	PARENT,
	PERCENT,
	KIND,
	FROM,
	TO,
	SOURCE,
	CHECKED,
};

/* The organisation by its name, and by its KvK number when that is given. */
static int
organisation(struct plain *p, uint32_t *ret, struct err *e)
{
	struct sv name = p->cell[ORGANISATION], kvk = p->cell[KVK];
	struct node_record n = { .kind = NODE_ORGANISATION, .nkeys = 1 };

	if (name.n == 0 || plain_says_unknown(p, ORGANISATION) ||
	    plain_says_none(p, ORGANISATION))
		return plain_refuse(p, ORGANISATION,
				    "no organisation (expected a name)");
	if (kvk.n == 0 || plain_says_unknown(p, KVK) || plain_says_none(p, KVK))
		return plain_node(p, ORGANISATION, NODE_ORGANISATION, 0, ret,
				  e);
	if (name.n > LIMIT_NAME_BYTES)
		return plain_refuse(p, ORGANISATION,
				    "a name of %zu bytes (expected at most %u)",
				    name.n, LIMIT_NAME_BYTES);
	n.key[0].scheme = KEY_KVK;
	if (!key_normalise(KEY_KVK, kvk, &p->scratch, &n.key[0].value))
		return plain_refuse(p, KVK,
				    "KvK number '%.*s' (expected 8 digits)",
				    SV_ARG(plain_shown(kvk)));
	n.name = text_clean(&p->scratch, name);
	n.place = plain_place(p, ORGANISATION);
	*ret = mention(&p->names, &n, e);
	return *ret ? 0 : -1;
}

/* What the row says of ownership; no fact for an empty parent. */
static int
read_ownership(struct plain *p, struct fact_record *f)
{
	bool none = plain_says_none(p, PARENT);
	int32_t from = 0, to = 0;

	plain_fact(p, FACT_OWNS, SOURCE, f);
	f->place.col = p->col[PARENT];
	f->text[OWNS_url] = p->cell[SOURCE];
	if (plain_percent(p, PERCENT, &f->num[OWNS_percent]) ||
	    plain_code(p, KIND, DOMAIN_OWNERSHIP, &f->num[OWNS_kind]) ||
	    plain_date(p, FROM, false, &from) || plain_date(p, TO, true, &to))
		return PLAIN_REFUSED;
	if (from && to && to < from)
		return plain_refuse(p, TO,
				    "to lies before from (expected a later "
				    "day)");
	if (none && f->num[OWNS_kind] != FACT_SILENT &&
	    f->num[OWNS_kind] != OWNERSHIP_NONE)
		return plain_refuse(p, KIND,
				    "kind '%.*s' of no parent (expected none "
				    "or nothing)",
				    SV_ARG(plain_shown(p->cell[KIND])));
	if (!none && f->num[OWNS_kind] == OWNERSHIP_NONE)
		return plain_refuse(p, PARENT,
				    "kind none with parent '%.*s' (expected "
				    "-)",
				    SV_ARG(plain_shown(p->cell[PARENT])));
	if (none)
		f->num[OWNS_kind] = OWNERSHIP_NONE;
	f->valid_from = from;
	f->valid_to = plain_day_after(to);
	return 0;
}

static int
put_seat(struct plain *p, uint32_t child, uint32_t country, struct err *e)
{
	struct fact_record f;

	if (!country || !plain_once(p, FACT_SEATED_IN, child, country, 0, 0))
		return 0;
	plain_fact(p, FACT_SEATED_IN, SOURCE, &f);
	f.place.col = p->col[COUNTRY];
	f.ref[SEATED_IN_organisation] = child;
	f.ref[SEATED_IN_country] = country;
	f.text[SEATED_IN_url] = p->cell[SOURCE];
	return plain_put(p, &f, e);
}

static int
row(struct plain *p, struct err *e)
{
	uint32_t child, country, parent;
	struct fact_record f;
	int32_t checked = 0;
	int rc;

	if (read_ownership(p, &f) || plain_date(p, CHECKED, false, &checked))
		return PLAIN_REFUSED;
	if ((rc = organisation(p, &child, e)) ||
	    (rc = plain_node(p, COUNTRY, NODE_COUNTRY, 0, &country, e)) ||
	    (rc = plain_node(p, PARENT, NODE_ORGANISATION, 0, &parent, e)))
		return rc;
	if (checked > p->as_of)
		p->as_of = checked;
	if (put_seat(p, child, country, e))
		return -1;
	if (p->cell[PARENT].n == 0)
		return 0;
	f.ref[OWNS_child] = child;
	f.ref[OWNS_parent] = parent;
	return plain_put(p, &f, e);
}

const struct plain_kind plain_organisations = {
	.name = "organisations",
	.header = { "organisation", "kvk", "country", "parent", "percent",
		    "kind", "from", "to", "source", "checked" },
	.fills = { "organisation child", "kvk", "country", "parent", "percent",
		   "kind", "from valid_from", "to valid_to", "url", "checked" },
	.must = "organisation parent|country|kvk",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(organisations,
		N_("plain table: seats and owners of organisations"),
		RUNG_DECLARED);

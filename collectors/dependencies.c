/*
 * dependencies.csv: what needs what to work. "?" needs something of this
 * carrier, unknown which. The alternatives of one `from` with one group need n
 * of them; without a group they are the alternatives of their carrier. Strength
 * "expected" is what a reference model says: a question, never a fact. Refuses
 * rows without from, to or carrier.
 */
#include "collectors/plain.h"

enum {
	FROM,
	TO,
	CARRIER,
	NECESSITY,
	GROUP,
	N,
	TESTED,
	SOURCE,
	CHECKED,
	STRENGTH,
};

enum { GROUP_MAX = 10000 };

/* Group and n belong to alternatives only. */
static int
read_group(struct plain *p, struct fact_record *f)
{
	bool alternative = f->num[NEEDS_necessity] == NECESSITY_ALTERNATIVE;

	if (!alternative && (p->cell[GROUP].n || f->num[NEEDS_n] > 1))
		return plain_refuse(p, p->cell[GROUP].n ? GROUP : N,
				    "a group of something that is not an "
				    "alternative (expected necessity "
				    "alternative)");
	if (!alternative) {
		f->num[NEEDS_n] = FACT_SILENT;
		return 0;
	}
	f->text[NEEDS_grp] = text_clean(&p->scratch, p->cell[GROUP]);
	if (f->text[NEEDS_grp].n == 0)
		f->text[NEEDS_grp] =
			sv(code_name(DOMAIN_CARRIER, f->num[NEEDS_carrier]));
	return 0;
}

static int
read_values(struct plain *p, struct fact_record *f)
{
	int32_t tested = 0;
	bool untested = sv_ieq(p->cell[TESTED], SV("no")) ||
			sv_ieq(p->cell[TESTED], SV("nee"));

	if (plain_code(p, CARRIER, DOMAIN_CARRIER, &f->num[NEEDS_carrier]) ||
	    plain_code(p, NECESSITY, DOMAIN_NECESSITY,
		       &f->num[NEEDS_necessity]) ||
	    plain_number(p, N, 1, GROUP_MAX, &f->num[NEEDS_n]) ||
	    (!untested && plain_date(p, TESTED, false, &tested)))
		return PLAIN_REFUSED;
	if (f->num[NEEDS_carrier] == FACT_SILENT)
		return plain_refuse(p, CARRIER,
				    "no carrier (expected login, hosting, "
				    "platform, ...)");
	if (tested)
		f->num[NEEDS_tested] = tested;
	f->text[NEEDS_url] = p->cell[SOURCE];
	return read_group(p, f);
}

/* A table cannot make itself stronger than it is. */
static int
read_strength(struct plain *p, struct fact_record *f)
{
	struct sv text = sv_trim(p->cell[STRENGTH]);
	enum rung rung;

	if (text.n == 0)
		return 0;
	if (!rung_from(text, &rung) ||
	    (rung != RUNG_PUBLISHED && rung != RUNG_DECLARED &&
	     rung != RUNG_EXPECTED))
		return plain_refuse(p, STRENGTH,
				    "'%.*s' (expected published, declared or "
				    "expected)",
				    SV_ARG(plain_shown(text)));
	f->rung = rung;
	return 0;
}

static int
row(struct plain *p, struct err *e)
{
	struct fact_record f;
	int32_t checked = 0;
	int rc;

	plain_fact(p, FACT_NEEDS, SOURCE, &f);
	f.place.col = p->col[TO];
	if (read_values(p, &f) || read_strength(p, &f) ||
	    plain_date(p, CHECKED, false, &checked))
		return PLAIN_REFUSED;
	if ((rc = plain_any_node(p, FROM, &f.ref[NEEDS_dependent], e)) ||
	    (rc = plain_any_node(p, TO, &f.ref[NEEDS_provider], e)))
		return rc;
	if (!f.ref[NEEDS_dependent])
		return plain_refuse(p, FROM, "no from (expected a product)");
	if (!f.ref[NEEDS_provider] && !plain_says_unknown(p, TO))
		return plain_refuse(p, TO,
				    "no to (expected a product, or ? for "
				    "something unknown)");
	if (f.ref[NEEDS_provider] == f.ref[NEEDS_dependent])
		return plain_refuse(p, TO,
				    "'%.*s' needs itself (expected something "
				    "else)",
				    SV_ARG(plain_shown(p->cell[TO])));
	if (checked > p->as_of)
		p->as_of = checked;
	return plain_put(p, &f, e);
}

const struct plain_kind plain_dependencies = {
	.name = "dependencies",
	.header = { "from", "to", "carrier", "necessity", "group", "n",
		    "tested", "source", "checked", "strength" },
	.fills = { "dependent", "provider", "carrier", "necessity", "grp", "n",
		   "tested", "url", "checked", "" },
	.must = "from to carrier",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(dependencies, N_("plain table: what needs what to work"),
		RUNG_DECLARED);

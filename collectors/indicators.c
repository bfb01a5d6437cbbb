/*
 * indicators.csv: facts for the autonomy ladder that no document gave. Steps
 * run from 0 to 4; one step alone is both ends. Refuses indicators that the
 * ladder does not have.
 */
#include "collectors/plain.h"

enum {
	PRODUCT,
	INDICATOR,
	LOW,
	HIGH,
	STATE,
	SOURCE,
	CHECKED,
};

static const char *const ladder[] = { "Z1", "Z2", "Z3", "L1", "L2",
				      "K1", "K2", "M1", "E1", "E2",
				      "E3", "O1", "O2", "O3", "D1" };

static int
read_indicator(struct plain *p, struct fact_record *f)
{
	for (size_t i = 0; i < sizeof(ladder) / sizeof(*ladder); i++) {
		if (sv_ieq(p->cell[INDICATOR], sv(ladder[i]))) {
			f->text[INDICATOR_indicator] = sv(ladder[i]);
			return 0;
		}
	}
	return plain_refuse(p, INDICATOR,
			    "indicator '%.*s' (expected Z1-Z3, L1, L2, K1, K2, "
			    "M1, E1-E3, O1-O3 or D1)",
			    SV_ARG(plain_shown(p->cell[INDICATOR])));
}

/* A value needs a step; what is unknown or not applicable has none. */
static int
read_values(struct plain *p, struct fact_record *f)
{
	int64_t *low = &f->num[INDICATOR_low], *high = &f->num[INDICATOR_high];
	int64_t *state = &f->num[INDICATOR_state];
	bool valued;

	if (read_indicator(p, f) || plain_number(p, LOW, 0, 4, low) ||
	    plain_number(p, HIGH, 0, 4, high) ||
	    plain_code(p, STATE, DOMAIN_INDICATOR_STATE, state))
		return PLAIN_REFUSED;
	if (*state == FACT_SILENT)
		*state = *low == FACT_SILENT && *high == FACT_SILENT
				 ? INDICATOR_UNKNOWN
				 : INDICATOR_KNOWN;
	valued = *state != INDICATOR_UNKNOWN &&
		 *state != INDICATOR_NOT_APPLICABLE;
	if (*low == FACT_SILENT)
		*low = *high;
	if (*high == FACT_SILENT)
		*high = *low;
	if (valued && *low == FACT_SILENT)
		return plain_refuse(p, LOW,
				    "no step (expected 0 to 4, or state "
				    "unknown)");
	if (!valued && *low != FACT_SILENT)
		return plain_refuse(p, LOW,
				    "a step with state '%.*s' (expected none)",
				    SV_ARG(plain_shown(p->cell[STATE])));
	if (valued && *low > *high)
		return plain_refuse(p, HIGH,
				    "high lies below low (expected at least "
				    "%lld)",
				    (long long)*low);
	f->text[INDICATOR_url] = p->cell[SOURCE];
	return 0;
}

static int
row(struct plain *p, struct err *e)
{
	struct fact_record f;
	int32_t checked = 0;
	int rc;

	plain_fact(p, FACT_INDICATOR, SOURCE, &f);
	f.place.col = p->col[INDICATOR];
	if (read_values(p, &f) || plain_date(p, CHECKED, false, &checked))
		return PLAIN_REFUSED;
	rc = plain_node(p, PRODUCT, NODE_PRODUCT, 0, &f.ref[INDICATOR_product],
			e);
	if (rc)
		return rc;
	if (!f.ref[INDICATOR_product])
		return plain_refuse(p, PRODUCT, "no product (expected a name)");
	if (checked > p->as_of)
		p->as_of = checked;
	return plain_put(p, &f, e);
}

const struct plain_kind plain_indicators = {
	.name = "indicators",
	.header = { "product", "indicator", "low", "high", "state", "source",
		    "checked" },
	.fills = { "product", "indicator", "low", "high", "state", "url",
		   "checked" },
	.must = "product indicator",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(indicators, N_("plain table: steps on the autonomy ladder"),
		RUNG_DECLARED);

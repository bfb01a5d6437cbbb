/*
 * usage.csv: what is used where, for what, bought from whom. One row is one
 * use; the pupils of a site and who governs it are said by the way, once.
 * Refuses rows that name neither a board nor a school.
 */
#include "collectors/plain.h"

enum {
	BOARD,
	SCHOOL,
	PUPILS,
	FUNCTION,
	PRODUCT,
	VENDOR,
	SHARE,
	STATUS,
	CRITICALITY,
	OWNER,
	FALLBACK,
	COST,
	SINCE,
	UNTIL,
};

/* A row without a board is of --board. */
static int
board_of(struct plain *p, uint32_t *ret, struct err *e)
{
	struct sv cell = p->cell[BOARD];
	int rc;

	if (cell.n == 0)
		p->cell[BOARD] = p->im->board;
	rc = plain_node(p, BOARD, NODE_BOARD, 0, ret, e);
	p->cell[BOARD] = cell;
	return rc;
}

static int
read_values(struct plain *p, struct fact_record *f)
{
	int32_t since = 0, until = 0;

	if (plain_code(p, STATUS, DOMAIN_STATUS, &f->num[USES_status]) ||
	    plain_share(p, SHARE, &f->num[USES_share]) ||
	    plain_number(p, CRITICALITY, 1, 3, &f->num[USES_criticality]) ||
	    plain_cost(p, COST, &f->num[USES_cost]) ||
	    plain_date(p, SINCE, false, &since) ||
	    plain_date(p, UNTIL, true, &until))
		return PLAIN_REFUSED;
	if (since && until && until < since)
		return plain_refuse(p, UNTIL,
				    "until lies before since (expected a later "
				    "day)");
	if (since)
		f->num[USES_since] = since;
	if (until)
		f->num[USES_until] = until;
	f->valid_from = since;
	f->valid_to = plain_day_after(until);
	f->text[USES_owner] = plain_text(p, OWNER);
	f->text[USES_fallback] = plain_text(p, FALLBACK);
	/* known to have nothing for this function */
	if (plain_says_none(p, PRODUCT) && f->num[USES_status] == FACT_SILENT)
		f->num[USES_status] = STATUS_NOT_APPLICABLE;
	return 0;
}

static int
put_governs(struct plain *p, uint32_t board, uint32_t school, struct err *e)
{
	struct fact_record f;

	if (!board || !school ||
	    !plain_once(p, FACT_GOVERNS, board, school, 0, 0))
		return 0;
	plain_fact(p, FACT_GOVERNS, -1, &f);
	f.place.col = p->col[BOARD];
	f.ref[GOVERNS_board] = board;
	f.ref[GOVERNS_school] = school;
	return plain_put(p, &f, e);
}

static int
put_pupils(struct plain *p, uint32_t site, int64_t low, int64_t high,
	   struct err *e)
{
	struct fact_record f;

	if (low == FACT_SILENT ||
	    !plain_once(p, FACT_PUPILS, site, 0, low, high))
		return 0;
	plain_fact(p, FACT_PUPILS, -1, &f);
	f.place.col = p->col[PUPILS];
	f.ref[PUPILS_site] = site;
	f.num[PUPILS_low] = low;
	f.num[PUPILS_high] = high;
	return plain_put(p, &f, e);
}

static int
put_supplies(struct plain *p, uint32_t vendor, uint32_t product, struct err *e)
{
	struct fact_record f;

	if (!vendor || !product ||
	    !plain_once(p, FACT_SUPPLIES, vendor, product, 0, 0))
		return 0;
	plain_fact(p, FACT_SUPPLIES, -1, &f);
	f.place.col = p->col[VENDOR];
	f.ref[SUPPLIES_organisation] = vendor;
	f.ref[SUPPLIES_product] = product;
	f.num[SUPPLIES_role] = ROLE_VENDOR;
	return plain_put(p, &f, e);
}

static int
row(struct plain *p, struct err *e)
{
	int64_t low = FACT_SILENT, high = FACT_SILENT;
	uint32_t board, school, site;
	struct fact_record f;
	int rc;

	plain_fact(p, FACT_USES, -1, &f);
	f.place.col = p->col[PRODUCT];
	if (read_values(p, &f) || plain_range(p, PUPILS, &low, &high))
		return PLAIN_REFUSED;
	if ((rc = board_of(p, &board, e)) ||
	    (rc = plain_node(p, SCHOOL, NODE_SCHOOL, board, &school, e)))
		return rc;
	site = school ? school : board;
	if (!site)
		return plain_refuse(p, -1,
				    "no board and no school (expected a "
				    "number, a BRIN or a name)");
	f.ref[USES_site] = site;
	if ((rc = plain_node(p, FUNCTION, NODE_FUNCTION, 0,
			     &f.ref[USES_function], e)) ||
	    (rc = plain_node(p, PRODUCT, NODE_PRODUCT, 0, &f.ref[USES_product],
			     e)) ||
	    (rc = plain_node(p, VENDOR, NODE_ORGANISATION, 0,
			     &f.ref[USES_vendor], e)))
		return rc;
	if (put_governs(p, board, school, e) ||
	    put_pupils(p, site, low, high, e) ||
	    put_supplies(p, f.ref[USES_vendor], f.ref[USES_product], e))
		return -1;
	return plain_put(p, &f, e);
}

const struct plain_kind plain_usage = {
	.name = "usage",
	.header = { "board", "school", "pupils", "function", "product",
		    "vendor", "share", "status", "criticality", "owner",
		    "fallback", "cost", "since", "until" },
	.fills = { "board", "school site", "pupils low high", "function",
		   "product", "vendor organisation", "share", "status",
		   "criticality", "owner", "fallback", "cost",
		   "since valid_from", "until valid_to" },
	.must = "product board|school",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(usage, N_("plain table: which board or school uses what"),
		RUNG_DECLARED);

/*
 * products.csv: who makes, sells or operates a product, under what licence,
 * for which functions. Refuses rows without a product.
 */
#include "collectors/plain.h"

enum {
	PRODUCT,
	VENDOR,
	ROLE,
	LICENCE,
	AI,
	SOURCE,
	FUNCTION,
	CHECKED,
};

static int
put_supplier(struct plain *p, uint32_t product, uint32_t vendor, int64_t role,
	     struct err *e)
{
	struct fact_record f;

	if (!vendor)
		return 0;
	plain_fact(p, FACT_SUPPLIES, SOURCE, &f);
	f.place.col = p->col[VENDOR];
	f.ref[SUPPLIES_product] = product;
	f.ref[SUPPLIES_organisation] = vendor;
	f.num[SUPPLIES_role] = role;
	f.text[SUPPLIES_url] = p->cell[SOURCE];
	return plain_put(p, &f, e);
}

/* "las|lvs": each function that the product can fill. */
static int
put_functions(struct plain *p, uint32_t product, struct err *e)
{
	struct sv whole = p->cell[FUNCTION], rest = whole, one;
	struct fact_record f;
	int rc = 0;

	while (rc == 0 && sv_split(&rest, '|', &one)) {
		p->cell[FUNCTION] = sv_trim(one);
		plain_fact(p, FACT_FULFILS, SOURCE, &f);
		f.place.col = p->col[FUNCTION];
		f.ref[FULFILS_product] = product;
		rc = plain_node(p, FUNCTION, NODE_FUNCTION, 0,
				&f.ref[FULFILS_function], e);
		if (rc == 0 && f.ref[FULFILS_function] &&
		    plain_once(p, FACT_FULFILS, product,
			       f.ref[FULFILS_function], 0, 0))
			rc = plain_put(p, &f, e);
	}
	p->cell[FUNCTION] = whole;
	return rc;
}

static int
row(struct plain *p, struct err *e)
{
	int64_t role = ROLE_VENDOR;
	int32_t checked = 0;
	uint32_t product, vendor;
	int rc;

	if (plain_code(p, ROLE, DOMAIN_ROLE, &role) ||
	    plain_date(p, CHECKED, false, &checked))
		return PLAIN_REFUSED;
	if ((rc = plain_node(p, PRODUCT, NODE_PRODUCT, 0, &product, e)) ||
	    (rc = plain_node(p, VENDOR, NODE_ORGANISATION, 0, &vendor, e)))
		return rc;
	if (!product)
		return plain_refuse(p, PRODUCT, "no product (expected a name)");
	if (checked > p->as_of)
		p->as_of = checked;
	if (put_supplier(p, product, vendor, role, e) ||
	    plain_attribute(p, product, "licence", plain_text(p, LICENCE),
			    LICENCE, SOURCE, e) ||
	    plain_attribute(p, product, "ai", plain_text(p, AI), AI, SOURCE, e))
		return -1;
	return put_functions(p, product, e);
}

const struct plain_kind plain_products = {
	.name = "products",
	.header = { "product", "vendor", "role", "licence", "ai", "source",
		    "function", "checked" },
	.fills = { "product node", "vendor organisation", "role", "licence",
		   "ai", "url", "function", "checked" },
	.must = "product vendor role|licence|ai|function|source",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(products, N_("plain table: who supplies a product"),
		RUNG_DECLARED);

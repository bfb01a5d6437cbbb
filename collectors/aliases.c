/*
 * aliases.csv: other names of products, organisations, functions, countries,
 * boards, and schools that are named by their BRIN.
 * Two names joined this way are one thing; the join is listed as an
 * assumption. Refuses an alias of nothing, and a school without a BRIN.
 */
#include "base/limits.h"
#include "collectors/plain.h"

enum {
	KIND,
	NAME,
	ALIAS,
	SOURCE,
	CHECKED,
};

static int
row(struct plain *p, struct err *e)
{
	struct node_record described;
	enum node_kind kind;
	int32_t checked = 0;
	struct sv alias;
	uint32_t node;
	int rc;

	if (!node_kind_from(p->cell[KIND], &kind))
		return plain_refuse(p, KIND,
				    "kind '%.*s' (expected product, "
				    "organisation, function, country, board "
				    "or school)",
				    SV_ARG(plain_shown(p->cell[KIND])));
	plain_describe(p, kind, p->cell[NAME], &described);
	if (kind == NODE_SCHOOL && described.nkeys == 0)
		return plain_refuse(p, NAME,
				    "school '%.*s' (expected its BRIN: two "
				    "boards may have a school of one name)",
				    SV_ARG(plain_shown(p->cell[NAME])));
	if (p->cell[ALIAS].n == 0 || p->cell[ALIAS].n > LIMIT_NAME_BYTES)
		return plain_refuse(p, ALIAS,
				    "no alias (expected a name of at most %u "
				    "bytes)",
				    LIMIT_NAME_BYTES);
	if (plain_date(p, CHECKED, false, &checked))
		return PLAIN_REFUSED;
	rc = plain_node(p, NAME, kind, 0, &node, e);
	if (rc)
		return rc;
	if (!node)
		return plain_refuse(p, NAME, "no name (expected one)");
	if (checked > p->as_of)
		p->as_of = checked;
	alias = text_clean(&p->scratch, p->cell[ALIAS]);
	return plain_attribute(p, node, "alias", alias, ALIAS, SOURCE, e);
}

const struct plain_kind plain_aliases = {
	.name = "aliases",
	.header = { "kind", "name", "alias", "source", "checked" },
	.fills = { "kind", "node", "alias value", "url", "checked" },
	.must = "kind name alias",
	.rung = RUNG_DECLARED,
	.row = row,
};

PLAIN_COLLECTOR(aliases, N_("plain table: other names of the same thing"),
		RUNG_PUBLISHED);

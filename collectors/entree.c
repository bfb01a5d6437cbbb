/*
 * Attribute sets of Entree Federatie: which service gets which attribute of
 * pupils and staff, and what for. One row for each service and attribute, or
 * several attributes in one cell. Refuses rows without a service or an
 * attribute. Values of attributes are never in such a set, and not looked for.
 */
#include "collectors/portal.h"

#define ENTREE SV("Entree Federatie")

enum { SERVICE, ENTITY, ATTRIBUTE, PURPOSE, NEEDED, STATUS };

struct entree {
	uint32_t hub;
	struct digests sent; /* product and status: said already */
};

/* "Actief", "Inactief": is the connection switched on? */
static enum status
status_of(struct sv s)
{
	static const char *const off[] = { "inactief", "inactive", "nee",
					   "no",       "uit",      "off",
					   "gestopt",  "stopped" };

	for (size_t i = 0; i < sizeof(off) / sizeof(off[0]); i++)
		if (sv_ieq(s, sv(off[i])))
			return STATUS_STOPPED;
	return STATUS_IN_USE;
}

/* That it signs on through Entree is said once, not for each attribute. */
static int
put_service(struct portal *p, uint32_t product, struct err *e)
{
	struct entree *x = p->state;
	struct place place = portal_place(p, SERVICE);
	uint32_t head[2] = { product, status_of(p->cell[STATUS]) };
	bool is_new;

	digests_put(&x->sent,
		    digest_of(&p->s.names.key,
			      sv_n((const char *)head, sizeof(head))),
		    1, &is_new);
	if (!is_new)
		return 0;
	if (signon_login(&p->s, product, x->hub, NECESSITY_REQUIRED, SV_NONE,
			 place, e))
		return -1;
	return signon_use(&p->s, product, NULL, (enum status)head[1], place, e);
}

/* "uid givenName" are two attributes; words that are none stay together. */
static struct sv
next_name(struct portal *p, struct sv *part)
{
	struct sv rest = *part, first = SV_NONE;
	uint32_t n = 0;

	if (sv_split(&rest, ' ', &first))
		attributes_find(&p->s.attributes, ATTRIBUTE_ENTREE, first, &n);
	if (n == 0) {
		first = *part;
		rest = SV_NONE;
	}
	*part = rest;
	return first;
}

static int
put_attributes(struct portal *p, uint32_t product, int needed, struct err *e)
{
	struct entree *x = p->state;
	struct sv rest = p->raw[ATTRIBUTE], part;
	enum necessity asked = needed < 0 ? NECESSITY_UNKNOWN
			       : needed   ? NECESSITY_REQUIRED
					  : NECESSITY_OPTIONAL;

	while (portal_list(&rest, &part))
		while (part.n)
			if (signon_data(&p->s, product, x->hub,
					ATTRIBUTE_ENTREE, next_name(p, &part),
					asked, p->cell[PURPOSE],
					portal_place(p, ATTRIBUTE), e))
				return -1;
	return 0;
}

static int
row(struct portal *p, struct err *e)
{
	struct signon_key key = { KEY_ENTITY_ID, p->cell[ENTITY] };
	struct entree *x = p->state;
	struct place place = portal_place(p, SERVICE);
	uint32_t product;
	int needed;

	if (p->cell[SERVICE].n == 0)
		return portal_refuse(p, SERVICE, "no service (expected one)");
	if (p->cell[ATTRIBUTE].n == 0)
		return portal_refuse(p, ATTRIBUTE,
				     "no attribute (expected one)");
	if (portal_bool(p, NEEDED, &needed))
		return PORTAL_REFUSED;
	if (x->hub == 0) {
		x->hub = signon_known(&p->s, NODE_PRODUCT, ENTREE, place, e);
		if (x->hub == 0 || signon_attribute(&p->s, x->hub, "role",
						    SV("hub"), place, e))
			return -1;
	}
	product = signon_product(&p->s, &key, 1, p->cell[SERVICE], place, e);
	if (product == 0)
		return -1;
	if (put_service(p, product, e) || put_attributes(p, product, needed, e))
		return -1;
	return PORTAL_USED;
}

const struct portal_kind portal_entree = {
	.name = "entree",
	.field = { "service", "entity", "attribute", "purpose", "needed",
		   "status" },
	.must = "service attribute purpose",
	.row = row,
};

static enum probe
entree_probe(const struct head *h)
{
	return portal_probe(h, &portal_entree);
}

static int
entree_import(struct import *im, struct err *e)
{
	struct entree x = { 0 };
	int rc = portal_import(im, &portal_entree, &x, e);

	digests_done(&x.sent);
	return rc;
}

const struct collector collector_entree = {
	.name = "entree",
	.summary = N_("Entree Federatie: attributes that services get, and "
		      "why"),
	.needs_table = true,
	.rung = RUNG_REGISTER,
	.probe = entree_probe,
	.import = entree_import,
};

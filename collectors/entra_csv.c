/*
 * Enterprise applications of Microsoft Entra as tables: the portal's
 * "EnterpriseAppsList.csv" (the list of 2022, the later one with homepageUrl,
 * what Excel makes of them) and the CSV of CLI for Microsoft 365. Refuses rows
 * without a name or with an appId that is none. Owners, notes and addresses
 * for notices are not read.
 */
#include "collectors/entra.h"
#include "collectors/portal.h"

enum {
	ID,
	NAME,
	APPID,
	TYPE,
	ENABLED,
	ASSIGNMENT,
	PROXY,
	CREATED,
	HOMEPAGE,
	OWNER,
	PUBLISHER,
	MODE,
	IDENTIFIERS,
	REPLY,
	LOGIN,
	LOGOUT,
};

static int
begin(struct portal *p, struct err *e)
{
	(void)e;
	entra_begin(p->state, &p->s);
	return 0;
}

static int
end(struct portal *p, struct err *e)
{
	(void)e;
	entra_end(p->state);
	return 0;
}

/*
 * "Enterprise Applications & Managed Identity": kinds joined. An identity
 * that is an application as well is an application.
 */
static void
read_type(struct sv type, struct entra_app *a)
{
	struct sv one;
	bool is_app = false;

	while (sv_split(&type, '&', &one)) {
		one = sv_trim(one);
		if (sv_ieq(one, SV("Microsoft Application")) ||
		    sv_ieq(one, SV("Microsoft Applications")))
			a->is_first_party = true;
		else if (sv_ieq(one, SV("Managed Identity")) ||
			 sv_ieq(one, SV("Managed Identities")) ||
			 sv_ieq(one, SV("ManagedIdentity")))
			a->is_managed = true;
		else if (one.n)
			is_app = true;
	}
	if (is_app)
		a->is_managed = false;
}

static int
read_row(struct portal *p, struct entra_app *a)
{
	struct sv rest = p->raw[IDENTIFIERS], one;
	int n = 0;

	if (p->cell[NAME].n == 0)
		return portal_refuse(p, NAME, "no name (expected one)");
	if (portal_guid(p, ID, &a->object_id) ||
	    portal_guid(p, APPID, &a->app_id) ||
	    portal_guid(p, OWNER, &a->owner) ||
	    portal_bool(p, ENABLED, &a->is_enabled) ||
	    portal_bool(p, ASSIGNMENT, &a->needs_assignment) ||
	    portal_bool(p, PROXY, &a->is_proxied))
		return PORTAL_REFUSED;
	if (a->app_id.n == 0 && a->object_id.n == 0)
		return portal_refuse(p, APPID, "no appId (expected one)");
	a->name = p->cell[NAME];
	a->publisher = p->cell[PUBLISHER];
	a->mode = p->cell[MODE];
	a->created = p->cell[CREATED];
	read_type(p->cell[TYPE], a);
	while (n < ENTRA_IDENTIFIERS && portal_list(&rest, &one))
		if (entra_is_identifier(one))
			a->identifier[n++] = one;
	return PORTAL_USED;
}

static int
put_endpoints(struct portal *p, uint32_t product, struct err *e)
{
	static const struct {
		int field;
		enum endpoint endpoint;
	} one[] = { { HOMEPAGE, ENDPOINT_HOME },
		    { LOGIN, ENDPOINT_LOGIN },
		    { LOGOUT, ENDPOINT_LOGOUT } };
	struct sv rest = p->raw[REPLY], url;

	for (size_t i = 0; i < sizeof(one) / sizeof(one[0]); i++)
		if (signon_endpoint(&p->s, product, one[i].endpoint,
				    p->cell[one[i].field], SV_NONE,
				    portal_place(p, one[i].field), e))
			return -1;
	while (portal_list(&rest, &url))
		if (entra_reply(p->state, product, url, portal_place(p, REPLY),
				e))
			return -1;
	return 0;
}

static int
row(struct portal *p, struct err *e)
{
	struct entra_app a = { 0 };
	uint32_t product;
	bool is_own;

	if (read_row(p, &a))
		return PORTAL_REFUSED;
	product =
		entra_product(p->state, &a, portal_place(p, NAME), &is_own, e);
	if (product == 0)
		return -1;
	return is_own || put_endpoints(p, product, e) == 0 ? PORTAL_USED : -1;
}

const struct portal_kind portal_entra_apps = {
	.name = "entra_apps",
	.field = { "id", "name", "appid", "type", "enabled", "assignment",
		   "proxy", "created", "homepage", "owner", "publisher", "mode",
		   "identifiers", "reply", "login", "logout" },
	.must = "name appid type|enabled|owner",
	.begin = begin,
	.row = row,
	.end = end,
};

PORTAL_COLLECTOR(entra_apps,
		 N_("Microsoft Entra: list of enterprise applications"),
		 struct entra);

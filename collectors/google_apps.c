/*
 * Google Admin: "API controls, app access control" as it is downloaded: which
 * apps may reach which data of Google Workspace, and how far they are trusted.
 * Known by the words of its headers in Dutch and English. Refuses rows without
 * a name or an id. Who uses an app is not read; how many do, is.
 */
#include "collectors/portal.h"

#define WORKSPACE SV("Google Workspace for Education")

enum { NAME, ID, TYPE, ACCESS, VERIFIED, USERS, SERVICES, SCOPES };

struct google {
	uint32_t provider;
};

/* Access that is none, in the words of the console. */
static bool
is_blocked(struct sv access)
{
	return sv_ieq(sv_cut(access, 7), SV("blocked")) ||
	       sv_ieq(sv_cut(access, 11), SV("geblokkeerd"));
}

static int
put_data(struct portal *p, uint32_t product, int field, struct err *e)
{
	struct google *g = p->state;
	struct sv rest = p->raw[field], one, scope;

	while (portal_list(&rest, &one)) {
		/* scopes stand behind blanks, names of services have them */
		while (field == SCOPES ? sv_split(&one, ' ', &scope)
				       : (scope = one, one = SV_NONE, scope.n))
			if (signon_data(&p->s, product, g->provider,
					ATTRIBUTE_SCOPE, scope,
					NECESSITY_UNKNOWN, SV_NONE,
					portal_place(p, field), e))
				return -1;
	}
	return 0;
}

static int
put_facts(struct portal *p, uint32_t product, struct err *e)
{
	struct google *g = p->state;
	struct place place = portal_place(p, NAME);
	enum status status =
		is_blocked(p->cell[ACCESS]) ? STATUS_STOPPED : STATUS_IN_USE;

	if (signon_login(&p->s, product, g->provider, NECESSITY_UNKNOWN,
			 SV_NONE, place, e) ||
	    signon_use(&p->s, product, NULL, status, place, e) ||
	    signon_attribute(&p->s, product, "access_level", p->cell[ACCESS],
			     portal_place(p, ACCESS), e) ||
	    signon_attribute(&p->s, product, "verified", p->cell[VERIFIED],
			     portal_place(p, VERIFIED), e) ||
	    signon_attribute(&p->s, product, "users", p->cell[USERS],
			     portal_place(p, USERS), e) ||
	    put_data(p, product, SERVICES, e))
		return -1;
	return put_data(p, product, SCOPES, e);
}

static int
row(struct portal *p, struct err *e)
{
	struct signon_key key = { KEY_CLIENT_ID, p->cell[ID] };
	struct google *g = p->state;
	uint32_t product;
	uint64_t users;

	if (p->cell[NAME].n == 0 && p->cell[ID].n == 0)
		return portal_refuse(p, NAME,
				     "no name and no id (expected one)");
	if (p->cell[USERS].n && !sv_u64(p->cell[USERS], UINT32_MAX, &users))
		return portal_refuse(p, USERS,
				     "this is no number of users (expected "
				     "digits)");
	if (g->provider == 0)
		g->provider = signon_known(&p->s, NODE_PRODUCT, WORKSPACE,
					   portal_place(p, NAME), e);
	product = signon_product(&p->s, &key, 1, p->cell[NAME],
				 portal_place(p, NAME), e);
	if (g->provider == 0 || product == 0)
		return -1;
	return put_facts(p, product, e) ? -1 : PORTAL_USED;
}

const struct portal_kind portal_google_apps = {
	.name = "google_apps",
	.field = { "name", "id", "type", "access", "verified", "users",
		   "services", "scopes" },
	.must = "name id access verified|services|scopes",
	.row = row,
};

PORTAL_COLLECTOR(google_apps,
		 N_("Google Admin: access of apps to Google Workspace"),
		 struct google);

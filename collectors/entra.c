/*
 * What Microsoft Entra says of one application, as facts. Reads nothing and
 * refuses nothing itself.
 *
 * Nine in ten applications of a tenant are Microsoft's own parts; they are one
 * product here, or every count would be a count of those parts.
 */
#include "collectors/entra.h"

#define ENTRA       SV("Microsoft Entra ID")
#define FIRST_PARTY SV("Microsoft 365")
#define MANAGED     SV("Microsoft Azure")

void
entra_begin(struct entra *x, struct signon *s)
{
	*x = (struct entra){ .s = s };
}

uint32_t
entra_provider(struct entra *x, struct place place, struct err *e)
{
	if (x->provider == 0)
		x->provider = signon_known(x->s, NODE_PRODUCT, ENTRA, place, e);
	return x->provider;
}

static bool
is_first_party(const struct entra_app *a)
{
	struct service s;

	return a->is_first_party ||
	       (service_find(a->owner, &s) && s.is_first_party) ||
	       (service_find(a->app_id, &s) && s.is_first_party);
}

static enum necessity
necessity_of(struct sv mode)
{
	if (sv_ieq(mode, SV("saml")) || sv_ieq(mode, SV("oidc")))
		return NECESSITY_REQUIRED;
	if (sv_ieq(mode, SV("password")))
		return NECESSITY_OPTIONAL;
	return NECESSITY_UNKNOWN;
}

static int
put_answer(struct entra *x, uint32_t product, const char *name, int answer,
	   struct place place, struct err *e)
{
	struct sv value = answer < 0 ? SV_NONE : answer ? SV("yes") : SV("no");

	return signon_attribute(x->s, product, name, value, place, e);
}

/* Who registered it: a tenant, which may have a name. */
static int
put_supplier(struct entra *x, const struct entra_app *a, uint32_t product,
	     struct place place, struct err *e)
{
	struct signon_key tenant = { KEY_TENANT, a->owner };
	struct sv name = a->verified.n ? a->verified : a->publisher;
	uint32_t org;

	if (a->owner.n == 0 && name.n == 0)
		return 0;
	org = signon_organisation(x->s, &tenant, 1, name, place, e);
	if (org == 0)
		return e->kind ? -1 : 0;
	return signon_supplier(x->s, org, product, ROLE_VENDOR, place, e);
}

static int
put_facts(struct entra *x, const struct entra_app *a, uint32_t product,
	  struct place place, struct err *e)
{
	uint32_t provider = entra_provider(x, place, e);
	/* nobody can sign on to what is switched off */
	enum status status =
		a->is_enabled == 0 ? STATUS_STOPPED : STATUS_IN_USE;

	if (provider == 0 ||
	    signon_login(x->s, product, provider, necessity_of(a->mode),
			 SV_NONE, place, e) ||
	    signon_use(x->s, product, NULL, status, place, e))
		return -1;
	if (put_answer(x, product, "account_enabled", a->is_enabled, place,
		       e) ||
	    put_answer(x, product, "assignment_required", a->needs_assignment,
		       place, e) ||
	    put_answer(x, product, "app_proxy", a->is_proxied == 1 ? 1 : -1,
		       place, e) ||
	    signon_attribute(x->s, product, "sso_mode", a->mode, place, e) ||
	    signon_attribute(x->s, product, "registered",
			     sv_cut(a->created, 10), place, e) ||
	    signon_attribute(x->s, product, "verified_publisher", a->verified,
			     place, e))
		return -1;
	return put_supplier(x, a, product, place, e);
}

/* One product for all that Microsoft adds to a tenant by itself. */
static uint32_t
put_own(struct entra *x, const struct entra_app *a, struct place place,
	struct err *e)
{
	struct signon_key keys[] = { { KEY_APP_ID, a->app_id },
				     { KEY_CLIENT_ID, a->object_id } };
	bool managed = a->is_managed && !is_first_party(a);
	uint32_t provider, product;

	if (managed)
		x->managed++;
	else
		x->first_party++;
	/* its ids lead grants of other files to that product */
	product = signon_product(x->s, keys, 2, managed ? MANAGED : FIRST_PARTY,
				 place, e);
	provider = entra_provider(x, place, e);
	if (product == 0 || provider == 0 ||
	    (!managed && signon_login(x->s, product, provider,
				      NECESSITY_UNKNOWN, SV_NONE, place, e)) ||
	    signon_use(x->s, product, NULL, STATUS_IN_USE, place, e))
		return 0;
	return product;
}

uint32_t
entra_product(struct entra *x, const struct entra_app *a, struct place place,
	      bool *ret_is_own, struct err *e)
{
	struct signon_key keys[2 + ENTRA_IDENTIFIERS] = {
		{ KEY_APP_ID, a->app_id }, { KEY_CLIENT_ID, a->object_id }
	};
	uint32_t product;

	*ret_is_own = is_first_party(a) || a->is_managed;
	if (*ret_is_own)
		return put_own(x, a, place, e);
	for (int i = 0; i < ENTRA_IDENTIFIERS; i++)
		keys[2 + i] =
			(struct signon_key){ KEY_ENTITY_ID, a->identifier[i] };
	product = signon_product(x->s, keys, 2 + ENTRA_IDENTIFIERS, a->name,
				 place, e);
	if (product == 0 || put_facts(x, a, product, place, e))
		return 0;
	return product;
}

static bool
is_web(struct sv url)
{
	return (url.n > 8 && sv_ieq(sv_n(url.p, 8), SV("https://"))) ||
	       (url.n > 7 && sv_ieq(sv_n(url.p, 7), SV("http://")));
}

int
entra_reply(struct entra *x, uint32_t product, struct sv url,
	    struct place place, struct err *e)
{
	struct host h;

	url = sv_trim(url);
	if (!is_web(url))
		return 0;
	if (host_of(&x->s->hosts, url, false, &x->s->scratch, &h) == HOST_OK &&
	    (sv_is(h.name, "localhost") || sv_is(h.name, "127.0.0.1") ||
	     sv_is(h.name, "::1")))
		return 0;
	return signon_endpoint(x->s, product, ENDPOINT_ASSERTION, url, SV_NONE,
			       place, e);
}

bool
entra_is_identifier(struct sv name)
{
	return is_web(name) ||
	       (name.n > 4 && sv_ieq(sv_n(name.p, 4), SV("urn:")));
}

void
entra_end(struct entra *x)
{
	struct at at = { .file = x->s->im->in->name };

	if (x->first_party)
		diag_note(x->s->im->diag, &at,
			  "applications of Microsoft itself, taken together as "
			  "'%.*s': %llu",
			  SV_ARG(FIRST_PARTY),
			  (unsigned long long)x->first_party);
	if (x->managed)
		diag_note(x->s->im->diag, &at,
			  "identities of Azure resources, taken together as "
			  "'%.*s': %llu",
			  SV_ARG(MANAGED), (unsigned long long)x->managed);
}

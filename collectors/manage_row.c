/*
 * One row of what Manage pushes to the hub (EngineBlock): columns side by
 * side, the compound ones as PHP's serialised objects. Refuses a row of which
 * such a column cannot be read; reads no contact but its domain, and no script
 * ("manipulation").
 */
#include "collectors/manage.h"

#include "base/i18n.h"
#include "collectors/syntax/php.h"

/* A column with a serialised value; *ret is NULL for PHP's or JSON's null. */
static int
read_php(struct manage *m, const json_t *row, const char *name, json_t **ret,
	 struct err *e)
{
	const json_t *v = json_object_get(row, name);
	struct at at = oidc_at(&m->o, name);

	*ret = NULL;
	if (!v || json_is_null(v))
		return 0;
	if (!json_is_string(v))
		return err_set(e, ERR_INPUT, &at,
			       "'%s' is something else (expected %s)", name,
			       _("text"));
	if (php_read(sv_n(json_string_value(v), json_string_length(v)), &at,
		     ret, e))
		return -1;
	if (json_is_null(*ret))
		json_done(ret);
	return 0;
}

int
manage_check_row(struct manage *m, const json_t *row, struct err *e)
{
	static const char *const names[] = {
		"assertion_consumer_services",
		"single_sign_on_services",
		"single_logout_service",
		"logo",
		"organization_nl_name",
		"organization_en_name",
		"certificates",
		"contact_persons",
		"shib_md_scopes",
		"requested_attributes",
		"attribute_release_policy",
		"allowed_idp_entity_ids",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		CLEANUP(json_done) json_t *ignored = NULL;

		if (read_php(m, row, names[i], &ignored, e))
			return -1;
	}
	return 0;
}

typedef int item_fn(struct manage *m, const json_t *item, enum endpoint kind,
		    struct place place, struct err *e);

/* Each of the values of a column; a single object is one value. */
static int
each(struct manage *m, const json_t *row, const char *name, item_fn *fn,
     enum endpoint kind, struct err *e)
{
	struct place place = oidc_place(&m->o, name, 0);
	CLEANUP(json_done) json_t *all = NULL;
	const char *key;
	json_t *item;

	if (read_php(m, row, name, &all, e))
		return -1;
	if (!all)
		return 0;
	if (json_has(all, "location") || json_has(all, "url") ||
	    json_has(all, "name"))
		return fn(m, all, kind, place, e);
	json_object_foreach(all, key,
			    item) if (fn(m, item, kind, place, e)) return -1;
	return 0;
}

static int
send_endpoint(struct manage *m, const json_t *item, enum endpoint kind,
	      struct place place, struct err *e)
{
	struct sv binding = json_sv(json_object_get(item, "binding"));
	struct sv url = json_sv(json_object_get(
		item, kind == ENDPOINT_LOGO ? "url" : "location"));

	for (size_t i = binding.n; i > 0; i--)
		if (binding.p[i - 1] == ':') {
			binding = sv_from(binding, i);
			break;
		}
	return oidc_endpoint(&m->o, m->product, kind, url, binding, place, e);
}

static int
send_certificate(struct manage *m, const json_t *item, enum endpoint kind,
		 struct place place, struct err *e)
{
	(void)kind;
	return manage_certificate(m, json_sv(json_object_get(item, "certData")),
				  place, e);
}

static int
send_contact(struct manage *m, const json_t *item, enum endpoint kind,
	     struct place place, struct err *e)
{
	(void)kind;
	return manage_contact(m, json_sv(json_object_get(item, "contactType")),
			      json_sv(json_object_get(item, "emailAddress")),
			      place, e);
}

static int
send_scope(struct manage *m, const json_t *item, enum endpoint kind,
	   struct place place, struct err *e)
{
	struct sv v = json_sv(json_object_get(item, "allowed"));

	(void)kind;
	if (json_is_true(json_object_get(item, "regexp")))
		v = sv(arena_printf(&m->o.s.scratch, "regexp:%.*s", SV_ARG(v)));
	return signon_attribute(&m->o.s, m->product, "scope", v, place, e);
}

static int
send_organisation(struct manage *m, const json_t *item, enum endpoint kind,
		  struct place place, struct err *e)
{
	struct sv name = json_sv(json_object_get(item, "displayName"));

	(void)kind;
	if (name.n == 0)
		name = json_sv(json_object_get(item, "name"));
	return manage_organisation(m, name, place, e);
}

static int
send_requested(struct manage *m, const json_t *item, enum endpoint kind,
	       struct place place, struct err *e)
{
	bool required = json_is_true(json_object_get(item, "required"));

	(void)kind;
	return signon_data(&m->o.s, m->product, m->hub, ATTRIBUTE_SAML,
			   json_sv(json_object_get(item, "name")),
			   required ? NECESSITY_REQUIRED : NECESSITY_OPTIONAL,
			   SV("requested_attributes"), place, e);
}

static int
send_allowed(struct manage *m, const json_t *row, struct err *e)
{
	static const char name[] = "allowed_idp_entity_ids";
	struct place place = oidc_place(&m->o, name, 0);
	CLEANUP(json_done) json_t *all = NULL;
	const char *key;
	json_t *item;

	if (m->kind == MANAGE_IDP)
		return 0;
	if (read_php(m, row, name, &all, e))
		return -1;
	if (!all)
		return signon_attribute(&m->o.s, m->product, "allowed_idp",
					SV("all"), place, e);
	json_object_foreach(
		all, key,
		item) if (signon_attribute(&m->o.s, m->product, "allowed_idp",
					   json_sv(item), place, e)) return -1;
	return 0;
}

/*
 * The policy is an object with its rules by attribute. None at all means that
 * everything is released; one without rules, that nothing is.
 */
static int
send_policy(struct manage *m, const json_t *row, struct err *e)
{
	static const char name[] = "attribute_release_policy";
	struct place place = oidc_place(&m->o, name, 0);
	CLEANUP(json_done) json_t *all = NULL;
	const char *attribute;
	json_t *rules;

	if (read_php(m, row, name, &all, e))
		return -1;
	if (!all)
		return manage_release_all(m, place, e);
	json_object_foreach(json_object_get(all, "attributeRules"), attribute,
			    rules) if (json_object_size(rules) &&
				       manage_release(m, sv(attribute), SV_NONE,
						      place, e)) return -1;
	return 0;
}

static int
send_url(struct manage *m, const json_t *row, const char *name,
	 enum endpoint kind, struct err *e)
{
	return oidc_endpoint(&m->o, m->product, kind,
			     json_sv(json_object_get(row, name)), SV_NONE,
			     oidc_place(&m->o, name, 0), e);
}

int
manage_send_row(struct manage *m, const json_t *row, struct err *e)
{
	const char *organisation =
		sv_starts(json_sv(json_object_get(row, "organization_nl_name")),
			  SV("O:"))
			? "organization_nl_name"
			: "organization_en_name";

	if (each(m, row, "assertion_consumer_services", send_endpoint,
		 ENDPOINT_ASSERTION, e) ||
	    each(m, row, "single_sign_on_services", send_endpoint,
		 ENDPOINT_LOGIN, e) ||
	    each(m, row, "single_logout_service", send_endpoint,
		 ENDPOINT_LOGOUT, e) ||
	    each(m, row, "logo", send_endpoint, ENDPOINT_LOGO, e) ||
	    send_url(m, row, "terms_of_service_url", ENDPOINT_POLICY, e) ||
	    send_url(m, row, "support_url_nl", ENDPOINT_HOME, e) ||
	    send_url(m, row, "support_url_en", ENDPOINT_HOME, e))
		return -1;
	if (each(m, row, organisation, send_organisation, ENDPOINT_UNKNOWN,
		 e) ||
	    each(m, row, "certificates", send_certificate, ENDPOINT_UNKNOWN,
		 e) ||
	    each(m, row, "contact_persons", send_contact, ENDPOINT_UNKNOWN,
		 e) ||
	    each(m, row, "shib_md_scopes", send_scope, ENDPOINT_UNKNOWN, e) ||
	    each(m, row, "requested_attributes", send_requested,
		 ENDPOINT_UNKNOWN, e))
		return -1;
	return send_policy(m, row, e) ? -1 : send_allowed(m, row, e);
}

/*
 * One record of Manage: its metaDataFields ("AssertionConsumerService:0:
 * Location"), its attribute release policy and who may sign on to it. Refuses
 * fields of another type than theirs; fields that are not listed are passed
 * over, secrets among them.
 */
#include "base/limits.h"
#include "collectors/manage.h"

enum sense {
	FIELD_ENDPOINT,
	FIELD_PRIVACY_NL,
	FIELD_PRIVACY_EN,
	FIELD_CERTIFICATE,
	FIELD_CONTACT,
	FIELD_SCOPE,
	FIELD_GRANT,
};

/* '#' stands for a number: one of several. Texts, or lists of texts. */
static const struct field {
	const char *name;
	enum sense sense;
	enum endpoint endpoint;
} fields[] = {
	{ "AssertionConsumerService:#:Location", FIELD_ENDPOINT,
	  ENDPOINT_ASSERTION },
	{ "SingleSignOnService:#:Location", FIELD_ENDPOINT, ENDPOINT_LOGIN },
	{ "SingleLogoutService:#:Location", FIELD_ENDPOINT, ENDPOINT_LOGOUT },
	{ "SingleLogoutService_Location", FIELD_ENDPOINT, ENDPOINT_LOGOUT },
	{ "DiscoveryResponse:#:Location", FIELD_ENDPOINT, ENDPOINT_DISCOVERY },
	{ "logo:#:url", FIELD_ENDPOINT, ENDPOINT_LOGO },
	{ "url:nl", FIELD_ENDPOINT, ENDPOINT_HOME },
	{ "url:en", FIELD_ENDPOINT, ENDPOINT_HOME },
	{ "coin:application_url", FIELD_ENDPOINT, ENDPOINT_HOME },
	{ "coin:eula", FIELD_ENDPOINT, ENDPOINT_POLICY },
	{ "mdui:PrivacyStatementURL:nl", FIELD_PRIVACY_NL, ENDPOINT_POLICY },
	{ "mdui:PrivacyStatementURL:en", FIELD_PRIVACY_EN, ENDPOINT_POLICY },
	{ "certData", FIELD_CERTIFICATE, ENDPOINT_UNKNOWN },
	{ "certData2", FIELD_CERTIFICATE, ENDPOINT_UNKNOWN },
	{ "certData3", FIELD_CERTIFICATE, ENDPOINT_UNKNOWN },
	{ "oidc:signingCertificate", FIELD_CERTIFICATE, ENDPOINT_UNKNOWN },
	{ "oidc:signingCertificateUrl", FIELD_ENDPOINT, ENDPOINT_KEYS },
	{ "contacts:#:emailAddress", FIELD_CONTACT, ENDPOINT_UNKNOWN },
	{ "shibmd:scope:#:allowed", FIELD_SCOPE, ENDPOINT_UNKNOWN },
	{ "redirectUrls", FIELD_ENDPOINT, ENDPOINT_ASSERTION },
	{ "grants", FIELD_GRANT, ENDPOINT_UNKNOWN },
	{ NULL, FIELD_ENDPOINT, ENDPOINT_UNKNOWN },
};

/* The number where pattern has '#', + 1; 0: key is not of this pattern. */
static bool
fits(const char *pattern, struct sv key, uint32_t *ret_number)
{
	struct sv front = sv(pattern), back, digits;
	ptrdiff_t at = sv_find(front, '#');
	uint64_t number = 0;

	*ret_number = 0;
	if (at < 0)
		return sv_eq(front, key);
	back = sv_from(front, (size_t)at + 1);
	front = sv_n(front.p, (size_t)at);
	if (!sv_starts(key, front) || !sv_ends(key, back) ||
	    key.n <= front.n + back.n)
		return false;
	digits = sv_n(key.p + front.n, key.n - front.n - back.n);
	if (!sv_u64(digits, LIMIT_ROWS, &number))
		return false;
	*ret_number = (uint32_t)number + 1;
	return true;
}

/* "data/metaDataFields/contacts:{col}:emailAddress" */
static struct place
field_place(struct manage *m, const struct field *f, uint32_t number)
{
	const char *hash = strchr(f->name, '#');
	const char *path;

	path = hash ? arena_printf(&m->o.s.scratch,
				   "data/metaDataFields/%.*s{col}%s",
				   (int)(hash - f->name), f->name, hash + 1)
		    : arena_printf(&m->o.s.scratch, "data/metaDataFields/%s",
				   f->name);
	return oidc_place(&m->o, path, number);
}

/* A neighbour of a numbered field: "Binding" beside "Location". */
static struct sv
beside(const json_t *all, const struct field *f, uint32_t number,
       const char *name)
{
	const char *hash = strchr(f->name, '#');
	struct buf key = { 0 };
	struct sv value;

	if (!hash)
		return SV_NONE;
	buf_printf(&key, "%.*s%u:%s", (int)(hash - f->name), f->name,
		   number - 1, name);
	value = json_sv(json_object_get(all, key.p));
	buf_done(&key);
	return value;
}

/* "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" is "HTTP-POST". */
static struct sv
short_binding(struct sv binding)
{
	for (size_t i = binding.n; i > 0; i--)
		if (binding.p[i - 1] == ':')
			return sv_from(binding, i);
	return binding;
}

static int
send_scope(struct manage *m, const json_t *all, const struct field *f,
	   uint32_t number, struct sv v, struct place place, struct err *e)
{
	struct sv regexp = beside(all, f, number, "regexp");

	if (sv_is(regexp, "1") || sv_is(regexp, "true"))
		v = sv(arena_printf(&m->o.s.scratch, "regexp:%.*s", SV_ARG(v)));
	return signon_attribute(&m->o.s, m->product, "scope", v, place, e);
}

static int
send_field(struct manage *m, const json_t *all, const struct field *f,
	   uint32_t number, struct sv v, struct place place, struct err *e)
{
	struct signon *s = &m->o.s;

	if (v.n == 0)
		return 0;
	switch (f->sense) {
	case FIELD_PRIVACY_NL:
	case FIELD_PRIVACY_EN:
		if (signon_attribute(s, m->product,
				     f->sense == FIELD_PRIVACY_NL
					     ? "privacy_statement@nl"
					     : "privacy_statement@en",
				     url_bare(v, &s->scratch), place, e))
			return -1;
		return oidc_endpoint(&m->o, m->product, f->endpoint, v, SV_NONE,
				     place, e);
	case FIELD_ENDPOINT:
		return oidc_endpoint(
			&m->o, m->product, f->endpoint, v,
			short_binding(beside(all, f, number, "Binding")), place,
			e);
	case FIELD_CERTIFICATE: return manage_certificate(m, v, place, e);
	case FIELD_CONTACT:
		return manage_contact(m, beside(all, f, number, "contactType"),
				      v, place, e);
	case FIELD_SCOPE: return send_scope(m, all, f, number, v, place, e);
	case FIELD_GRANT:
		return signon_attribute(s, m->product, "grant_type", v, place,
					e);
	}
	return 0;
}

/* A list has its own places: metaDataFields/redirectUrls/0. */
static int
send_list(struct manage *m, const json_t *all, const struct field *f,
	  const json_t *list, struct err *e)
{
	const char *path = arena_printf(
		&m->o.s.scratch, "data/metaDataFields/%s/{col}", f->name);
	const json_t *item;
	size_t i;

	json_array_foreach(
		list, i,
		item) if (send_field(m, all, f, 0, json_sv(item),
				     oidc_place(&m->o, path, (uint32_t)i + 1),
				     e)) return -1;
	return 0;
}

static int
send_fields(struct manage *m, const json_t *all, struct err *e)
{
	const struct field *f;
	const json_t *v;
	const char *key;
	uint32_t number;

	json_object_foreach((json_t *)all, key, v)
	{
		for (f = fields; f->name && !fits(f->name, sv(key), &number);)
			f++;
		if (!f->name)
			continue;
		if (json_is_array(v)) {
			if (send_list(m, all, f, v, e))
				return -1;
		} else if (send_field(m, all, f, number, json_sv(v),
				      field_place(m, f, number), e)) {
			return -1;
		}
	}
	return 0;
}

static int
send_organisation(struct manage *m, const json_t *all, struct err *e)
{
	static const char *const names[] = { "OrganizationDisplayName:nl",
					     "OrganizationDisplayName:en",
					     "OrganizationName:nl",
					     "OrganizationName:en" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct sv name = json_sv(json_object_get(all, names[i]));

		if (sv_trim(name).n == 0)
			continue;
		return manage_organisation(
			m, name,
			oidc_place(&m->o,
				   arena_printf(&m->o.s.scratch,
						"data/metaDataFields/%s",
						names[i]),
				   0),
			e);
	}
	return 0;
}

/* Scopes that a client may ask for: texts, or objects with a name. */
static int
send_scopes(struct manage *m, const json_t *all, struct err *e)
{
	const json_t *list = json_object_get(all, "scopes"), *item;
	size_t i;

	json_array_foreach(list, i, item)
	{
		struct place place =
			oidc_place(&m->o, "data/metaDataFields/scopes/{col}",
				   (uint32_t)i + 1);
		struct sv name = json_sv(json_is_object(item)
						 ? json_object_get(item, "name")
						 : item);

		/* a resource server gives what is behind its scopes */
		if (m->kind == MANAGE_RP &&
		    signon_data(&m->o.s, m->product, m->hub, ATTRIBUTE_SCOPE,
				name, NECESSITY_UNKNOWN, SV_NONE, place, e))
			return -1;
	}
	return 0;
}

/* The motivation given with the first rule of an attribute that has one. */
static struct sv
motivation(const json_t *rules)
{
	const json_t *rule;
	struct sv text = SV_NONE;
	size_t i;

	json_array_foreach(rules, i, rule)
	{
		text = sv_trim(json_sv(json_object_get(rule, "motivation")));
		if (text.n)
			break;
	}
	return text;
}

static int
send_policy(struct manage *m, const json_t *data, struct err *e)
{
	struct place place = oidc_place(&m->o, "data/arp/attributes", 0);
	struct at at = oidc_at(&m->o, "data");
	const json_t *arp, *attributes, *rules;
	const char *name;
	int enabled;

	if (json_get_object(data, "arp", &at, &arp, e) ||
	    json_get_bool(arp, "enabled", &at, &enabled, e) ||
	    json_get_object(arp, "attributes", &at, &attributes, e))
		return -1;
	if (!arp)
		return 0; /* this export has no policies: unknown */
	if (enabled == 0)
		return manage_release_all(m, oidc_place(&m->o, "data/arp", 0),
					  e);
	json_object_foreach((json_t *)attributes, name,
			    rules) if (manage_release(m, sv(name),
						      motivation(rules), place,
						      e)) return -1;
	return 0;
}

static int
send_allowed(struct manage *m, const json_t *data, struct err *e)
{
	struct at at = oidc_at(&m->o, "data");
	const json_t *list, *item;
	int all;
	size_t i;

	if (json_get_bool(data, "allowedall", &at, &all, e) ||
	    json_get_list(data, "allowedEntities", &at, &list, e))
		return -1;
	if (m->kind == MANAGE_IDP || m->kind == MANAGE_RESOURCE)
		return 0;
	if (all == 1)
		return signon_attribute(
			&m->o.s, m->product, "allowed_idp", SV("all"),
			oidc_place(&m->o, "data/allowedall", 0), e);
	json_array_foreach(
		list, i,
		item) if (signon_attribute(&m->o.s, m->product, "allowed_idp",
					   json_sv(json_object_get(item,
								   "name")),
					   oidc_place(
						   &m->o,
						   "data/allowedEntities/{col}",
						   (uint32_t)i + 1),
					   e)) return -1;
	return 0;
}

int
manage_check_record(struct manage *m, const json_t *record, struct err *e)
{
	const json_t *data = json_object_get(record, "data"), *v, *arp;
	struct at at = oidc_at(&m->o, "data");
	int yes;

	/* read_front() has looked at data and its metaDataFields */
	if (json_get_object(data, "arp", &at, &arp, e) ||
	    json_get_bool(arp, "enabled", &at, &yes, e) ||
	    json_get_object(arp, "attributes", &at, &v, e) ||
	    json_get_bool(data, "allowedall", &at, &yes, e))
		return -1;
	return json_get_list(data, "allowedEntities", &at, &v, e);
}

int
manage_send_record(struct manage *m, const json_t *record, struct err *e)
{
	const json_t *data = json_object_get(record, "data");
	const json_t *all = json_object_get(data, "metaDataFields");

	if (send_fields(m, all, e) || send_organisation(m, all, e) ||
	    send_scopes(m, all, e) || send_policy(m, data, e))
		return -1;
	return send_allowed(m, data, e);
}

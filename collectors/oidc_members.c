/*
 * The members of provider and client metadata, and what each tells. Refuses
 * members of another type than their specification gives them; members that
 * are not listed are extensions, which are passed over as RFC 8414 wants.
 */
#include "collectors/oidc.h"

#include "base/i18n.h"
#include "collectors/syntax/jwk.h"

#define URL(name, endpoint)                                                    \
	{                                                                      \
		name, OIDC_TEXT, OIDC_ENDPOINT, endpoint, NULL                 \
	}
#define URLS(name, endpoint)                                                   \
	{                                                                      \
		name, OIDC_LIST, OIDC_ENDPOINT, endpoint, NULL                 \
	}
#define SAYS(name, form, attribute)                                            \
	{                                                                      \
		name, form, OIDC_ATTRIBUTE, ENDPOINT_UNKNOWN, attribute        \
	}
#define OTHER(name, form, sense)                                               \
	{                                                                      \
		name, form, sense, ENDPOINT_UNKNOWN, NULL                      \
	}

const struct oidc_member oidc_provider_members[] = {
	URL("authorization_endpoint", ENDPOINT_LOGIN),
	URL("device_authorization_endpoint", ENDPOINT_LOGIN),
	URL("pushed_authorization_request_endpoint", ENDPOINT_LOGIN),
	URL("backchannel_authentication_endpoint", ENDPOINT_LOGIN),
	URL("token_endpoint", ENDPOINT_TOKEN),
	URL("introspection_endpoint", ENDPOINT_TOKEN),
	URL("introspect_endpoint", ENDPOINT_TOKEN), /* SURFconext's spelling */
	URL("revocation_endpoint", ENDPOINT_TOKEN),
	URL("userinfo_endpoint", ENDPOINT_USERINFO),
	URL("jwks_uri", ENDPOINT_KEYS),
	URL("signed_jwks_uri", ENDPOINT_KEYS),
	URL("end_session_endpoint", ENDPOINT_LOGOUT),
	URL("check_session_iframe", ENDPOINT_LOGIN),
	URL("registration_endpoint", ENDPOINT_UNKNOWN),
	URL("service_documentation", ENDPOINT_HOME),
	URL("homepage_uri", ENDPOINT_HOME),
	URL("organization_uri", ENDPOINT_HOME),
	URL("logo_uri", ENDPOINT_LOGO),
	URL("op_tos_uri", ENDPOINT_POLICY),
	OTHER("op_policy_uri", OIDC_TEXT, OIDC_PRIVACY),
	OTHER("policy_uri", OIDC_TEXT, OIDC_PRIVACY),
	URL("federation_registration_endpoint", ENDPOINT_FEDERATION),
	OTHER("scopes_supported", OIDC_LIST, OIDC_SCOPE),
	OTHER("claims_supported", OIDC_LIST, OIDC_CLAIM),
	SAYS("token_endpoint_auth_methods_supported", OIDC_LIST, "auth_method"),
	SAYS("grant_types_supported", OIDC_LIST, "grant_type"),
	SAYS("subject_types_supported", OIDC_LIST, "subject_type"),
	OTHER("response_types_supported", OIDC_LIST, OIDC_NOTHING),
	OTHER("contacts", OIDC_LIST, OIDC_CONTACT),
	{ NULL, OIDC_TEXT, OIDC_NOTHING, ENDPOINT_UNKNOWN, NULL },
};

const struct oidc_member oidc_client_members[] = {
	OTHER("client_id", OIDC_TEXT, OIDC_NOTHING),
	OTHER("client_name", OIDC_TEXT, OIDC_NAME),
	URLS("redirect_uris", ENDPOINT_ASSERTION),
	URL("client_uri", ENDPOINT_HOME),
	URL("homepage_uri", ENDPOINT_HOME),
	URL("organization_uri", ENDPOINT_HOME),
	URL("logo_uri", ENDPOINT_LOGO),
	OTHER("policy_uri", OIDC_TEXT, OIDC_PRIVACY),
	URL("tos_uri", ENDPOINT_POLICY),
	URL("jwks_uri", ENDPOINT_KEYS),
	URL("signed_jwks_uri", ENDPOINT_KEYS),
	URL("sector_identifier_uri", ENDPOINT_UNKNOWN),
	URL("initiate_login_uri", ENDPOINT_LOGIN),
	URLS("post_logout_redirect_uris", ENDPOINT_LOGOUT),
	URL("backchannel_logout_uri", ENDPOINT_LOGOUT),
	URL("frontchannel_logout_uri", ENDPOINT_LOGOUT),
	URLS("request_uris", ENDPOINT_UNKNOWN),
	OTHER("scope", OIDC_WORDS, OIDC_SCOPE),
	OTHER("contacts", OIDC_LIST, OIDC_CONTACT),
	SAYS("software_id", OIDC_TEXT, "software"),
	SAYS("token_endpoint_auth_method", OIDC_TEXT, "auth_method"),
	SAYS("grant_types", OIDC_LIST, "grant_type"),
	SAYS("subject_type", OIDC_TEXT, "subject_type"),
	OTHER("response_types", OIDC_LIST, OIDC_NOTHING),
	OTHER("jwks", OIDC_OBJECT, OIDC_NOTHING),
	{ NULL, OIDC_TEXT, OIDC_NOTHING, ENDPOINT_UNKNOWN, NULL },
};

struct place
oidc_place(struct oidc *o, const char *path, uint32_t col)
{
	const char *full = o->base;

	if (path[0])
		full = arena_printf(&o->s.scratch, "%s/%s", o->base, path);
	return signon_place(&o->s, PLACE_POINTER, full, o->row, col);
}

struct at
oidc_at(struct oidc *o, const char *path)
{
	struct at at = signon_at(&o->s, oidc_place(o, path, 0));

	if (at.path && at.path[0] == '\0')
		at.path = NULL; /* the document itself */
	return at;
}

/* The row of a member's name; *lang: what follows a '#', or empty. */
static const struct oidc_member *
member_of(const struct oidc_member *table, const char *key, struct sv *lang)
{
	struct sv name = sv(key);
	ptrdiff_t at = sv_find(name, '#');

	*lang = SV_NONE;
	if (at >= 0) {
		*lang = sv_from(name, (size_t)at + 1);
		name = sv_n(name.p, (size_t)at);
	}
	for (; table->name; table++)
		if (sv_is(name, table->name))
			return table;
	return NULL;
}

/* As json_get_text() and its likes say it. */
static const char *const form_names[] = {
	[OIDC_TEXT] = N_("text"),
	[OIDC_WORDS] = N_("text or a list of texts"),
	[OIDC_LIST] = N_("a list of texts"),
	[OIDC_OBJECT] = N_("an object"),
};

static bool
has_form(const json_t *v, enum oidc_form form)
{
	size_t i;
	const json_t *item;

	if (json_is_null(v))
		return true;
	if (form == OIDC_OBJECT)
		return json_is_object(v);
	if (!json_is_array(v))
		return json_is_string(v) &&
		       (json_sv(v).n || json_string_length(v) == 0);
	if (form == OIDC_TEXT)
		return false;
	json_array_foreach(v, i,
			   item) if (!json_is_string(item) ||
				     (json_sv(item).n == 0 &&
				      json_string_length(item))) return false;
	return true;
}

int
oidc_check(struct oidc *o, const struct oidc_member *table, const json_t *m,
	   struct err *e)
{
	const struct oidc_member *row;
	const json_t *v;
	const char *key;
	struct at at;
	struct sv lang;

	json_object_foreach((json_t *)m, key, v)
	{
		row = member_of(table, key, &lang);
		if (!row || has_form(v, row->form))
			continue;
		at = oidc_at(o, row->name);
		return err_set(e, ERR_INPUT, &at,
			       "'%s' is something else (expected %s)",
			       row->name, _(form_names[row->form]));
	}
	return 0;
}

static bool
is_nl(struct sv lang)
{
	return lang.n >= 2 && sv_ieq(sv_n(lang.p, 2), SV("nl"));
}

bool
oidc_is_local(struct sv url)
{
	static const struct sv end = { ".localhost", 10 };
	ptrdiff_t at = sv_find_sv(url, SV("://"));
	struct sv host = at < 0 ? url : sv_from(url, (size_t)at + 3);
	size_t n = 0;

	if (sv_starts(host, SV("[::1]")))
		return true;
	while (n < host.n && !strchr("/:?#", host.p[n]))
		n++;
	host = sv_n(host.p, n);
	return sv_ieq(host, SV("localhost")) || sv_starts(host, SV("127.")) ||
	       (n > end.n && sv_ieq(sv_from(host, n - end.n), end));
}

bool
oidc_is_address(struct sv text)
{
	ptrdiff_t at = sv_find(text, '@');

	return at > 0 && (size_t)at + 1 < text.n && text.p[at + 1] != '/';
}

bool
oidc_is_template(struct sv text)
{
	return sv_find(text, '{') >= 0 || sv_find_sv(text, SV("%7B")) >= 0 ||
	       sv_find_sv(text, SV("%7b")) >= 0;
}

int
oidc_endpoint(struct oidc *o, uint32_t product, enum endpoint endpoint,
	      struct sv url, struct sv binding, struct place place,
	      struct err *e)
{
	struct at at;

	if (!oidc_is_local(sv_trim(url)))
		return signon_endpoint(&o->s, product, endpoint, url, binding,
				       place, e);
	at = signon_at(&o->s, place);
	diag_warn(o->s.im->diag, &at,
		  "a location on this very computer ('localhost'): left out "
		  "(expected the host where the service runs)");
	return 0;
}

/* Of an address the domain; what is no address may be a telephone number. */
static int
contact(struct oidc *o, uint32_t product, struct sv text, struct place place,
	struct err *e)
{
	ptrdiff_t at = sv_find(text, '@');
	struct host h;

	if (at < 0)
		return 0;
	text = sv_from(text, (size_t)at + 1);
	if (host_of(&o->s.hosts, text, true, &o->s.scratch, &h) != HOST_OK ||
	    h.domain.n == 0)
		return 0;
	return signon_attribute(&o->s, product, "contact_domain", h.name, place,
				e);
}

/* A scope that is not known, with the name of a claim, asks for that claim. */
static enum attribute_kind
kind_of_scope(struct oidc *o, struct sv name)
{
	uint32_t n;

	attributes_find(&o->s.attributes, ATTRIBUTE_SCOPE, name, &n);
	if (n)
		return ATTRIBUTE_SCOPE;
	attributes_find(&o->s.attributes, ATTRIBUTE_CLAIM, name, &n);
	return n ? ATTRIBUTE_CLAIM : ATTRIBUTE_SCOPE;
}

/* One value of a member. */
static int
send_value(struct oidc *o, const struct oidc_member *row, uint32_t product,
	   struct sv lang, struct sv v, struct place place, struct err *e)
{
	struct sv purpose = SV_NONE;

	/* what a provider supports is the most that it gives, not what it
	 * gives to anybody */
	if (sv_ends(sv(row->name), SV("_supported")))
		purpose = sv(row->name);
	switch (row->sense) {
	case OIDC_NOTHING: break;
	case OIDC_PRIVACY:
		if (!oidc_is_local(v) &&
		    signon_attribute(&o->s, product,
				     lang.n == 0   ? "privacy_statement"
				     : is_nl(lang) ? "privacy_statement@nl"
						   : "privacy_statement@en",
				     url_bare(v, &o->s.scratch), place, e))
			return -1;
		return oidc_endpoint(o, product, ENDPOINT_POLICY, v, SV_NONE,
				     place, e);
	case OIDC_ENDPOINT:
		return oidc_endpoint(o, product, row->endpoint, v, SV_NONE,
				     place, e);
	case OIDC_ATTRIBUTE:
		return signon_attribute(&o->s, product, row->attribute, v,
					place, e);
	case OIDC_SCOPE:
		return signon_data(&o->s, product, 0, kind_of_scope(o, v), v,
				   NECESSITY_UNKNOWN, purpose, place, e);
	case OIDC_CLAIM:
		return signon_data(&o->s, product, 0, ATTRIBUTE_CLAIM, v,
				   NECESSITY_UNKNOWN, purpose, place, e);
	case OIDC_CONTACT: return contact(o, product, v, place, e);
	case OIDC_NAME:
		if (lang.n == 0)
			break;
		return signon_attribute(&o->s, product,
					is_nl(lang) ? "display_name@nl"
						    : "display_name@en",
					v, place, e);
	}
	return 0;
}

static int
send_words(struct oidc *o, const struct oidc_member *row, uint32_t product,
	   struct sv text, struct err *e)
{
	struct place place = oidc_place(o, row->name, 0);
	struct sv word;

	while (sv_split(&text, ' ', &word))
		if (word.n &&
		    send_value(o, row, product, SV_NONE, word, place, e))
			return -1;
	return 0;
}

/* Only these two: an attribute has a name for no other language. */
static bool
is_kept(const struct oidc_member *row, struct sv lang)
{
	bool of_people = row->sense == OIDC_NAME || row->sense == OIDC_PRIVACY;

	return lang.n == 0 || !of_people || is_nl(lang) ||
	       (lang.n >= 2 && sv_ieq(sv_n(lang.p, 2), SV("en")));
}

static int
send_member(struct oidc *o, const struct oidc_member *row, uint32_t product,
	    struct sv lang, const json_t *v, struct err *e)
{
	const char *path;
	const json_t *item;
	size_t i;

	if (row->sense == OIDC_NOTHING || !is_kept(row, lang))
		return 0;
	if (!json_is_array(v)) {
		if (row->form == OIDC_WORDS)
			return send_words(o, row, product, json_sv(v), e);
		return send_value(o, row, product, lang, json_sv(v),
				  oidc_place(o, row->name, 0), e);
	}
	path = arena_printf(&o->s.scratch, "%s/{col}", row->name);
	json_array_foreach(
		v, i, item) if (send_value(o, row, product, lang, json_sv(item),
					   oidc_place(o, path, (uint32_t)i + 1),
					   e)) return -1;
	return 0;
}

int
oidc_send(struct oidc *o, const struct oidc_member *table, uint32_t product,
	  const json_t *m, struct err *e)
{
	const struct oidc_member *row;
	const json_t *v;
	const char *key;
	struct sv lang;

	json_object_foreach((json_t *)m, key, v)
	{
		row = member_of(table, key, &lang);
		/* the product's own name says it already */
		if (row && row->sense == OIDC_NAME &&
		    sv_eq(json_sv(v), oidc_name(m, row->name)))
			continue;
		if (row && send_member(o, row, product, lang, v, e))
			return -1;
	}
	return 0;
}

static int
send_key(struct oidc *o, uint32_t product, const json_t *key,
	 struct place place, struct err *e)
{
	struct at at = signon_at(&o->s, place);
	struct err why = { 0 };
	struct jwk k;
	const char *name;
	int rc;

	if (jwk_read(key, &at, &k, &why)) {
		diag_warn(o->s.im->diag, &at, "%s: passed over", why.msg);
		return 0;
	}
	name = sv_is(k.use, "sig")   ? "key_signing"
	       : sv_is(k.use, "enc") ? "key_encryption"
				     : "key";
	rc = signon_attribute(&o->s, product, name, sv(k.thumbprint), place, e);
	jwk_done(&k);
	return rc;
}

int
oidc_keys(struct oidc *o, uint32_t product, const json_t *jwks,
	  const char *path, struct err *e)
{
	const json_t *keys = json_object_get(jwks, "keys"), *key;
	size_t i;

	path = arena_printf(&o->s.scratch, "%s/keys/{col}", path);
	json_array_foreach(
		keys, i, key) if (send_key(o, product, key,
					   oidc_place(o, path, (uint32_t)i + 1),
					   e)) return -1;
	return 0;
}

struct sv
oidc_name(const json_t *m, const char *key)
{
	static const char *const lang[] = { "#nl", "#en", "" };
	struct sv name = SV_NONE;

	for (size_t i = 0; i < 3 && name.n == 0; i++) {
		struct buf b = { 0 };

		buf_printf(&b, "%s%s", key, lang[i]);
		name = json_sv(json_object_get(m, b.p));
		buf_done(&b);
	}
	return name;
}

int
oidc_known(struct oidc *o, uint32_t product, struct sv identifier,
	   struct place place, struct err *e)
{
	struct fact_record f;
	struct service known;

	if (!service_find(identifier, &known))
		return 0;
	if (known.is_hub)
		return signon_attribute(&o->s, product, "role", SV("hub"),
					place, e);
	if (!known.is_software)
		return 0;
	fact_init(&f, FACT_NEEDS, o->s.rung, place);
	f.ref[NEEDS_dependent] = product;
	f.ref[NEEDS_provider] =
		signon_known(&o->s, NODE_PRODUCT, known.product, place, e);
	if (f.ref[NEEDS_provider] == 0)
		return -1;
	f.num[NEEDS_carrier] =
		known.is_cloud ? CARRIER_HOSTING : CARRIER_PLATFORM;
	f.num[NEEDS_necessity] = NECESSITY_REQUIRED;
	f.text[NEEDS_url] = known.source;
	return signon_put(&o->s, &f, e);
}

static bool
list_has(const json_t *list, const char *word)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i,
			   item) if (sv_is(json_sv(item), word)) return true;
	return false;
}

bool
oidc_is_op(const json_t *m)
{
	return json_has(m, "id_token_signing_alg_values_supported") ||
	       json_has(m, "subject_types_supported") ||
	       json_has(m, "userinfo_endpoint") ||
	       list_has(json_object_get(m, "scopes_supported"), "openid");
}

int
oidc_provider(struct oidc *o, uint32_t product, const json_t *m, struct err *e)
{
	struct place place = oidc_place(o, "", 0);
	bool is_op = oidc_is_op(m);

	if (signon_attribute(&o->s, product, "role",
			     is_op ? SV("op") : SV("as"), place, e) ||
	    signon_attribute(&o->s, product, "protocol",
			     is_op ? SV("oidc") : SV("oauth2"), place, e) ||
	    oidc_send(o, oidc_provider_members, product, m, e))
		return -1;
	return oidc_keys(o, product, json_object_get(m, "jwks"), "jwks", e);
}

bool
oidc_signs_users_on(const json_t *grants)
{
	const json_t *item;
	bool all_machine = json_array_size(grants) > 0;
	size_t i;

	json_array_foreach(grants, i, item) if (!sv_is(json_sv(item),
						       "client_credentials"))
		all_machine = false;
	return !all_machine;
}

int
oidc_client(struct oidc *o, uint32_t product, uint32_t provider,
	    const json_t *m, struct err *e)
{
	struct place place = oidc_place(o, "", 0);

	if (signon_attribute(&o->s, product, "role", SV("rp"), place, e) ||
	    signon_attribute(&o->s, product, "protocol", SV("oidc"), place, e))
		return -1;
	if (oidc_signs_users_on(json_object_get(m, "grant_types")) &&
	    signon_login(&o->s, product, provider, NECESSITY_REQUIRED, SV_NONE,
			 place, e))
		return -1;
	if (oidc_send(o, oidc_client_members, product, m, e))
		return -1;
	return oidc_keys(o, product, json_object_get(m, "jwks"), "jwks", e);
}

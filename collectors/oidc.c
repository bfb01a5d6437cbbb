/*
 * Documents of OpenID Connect and OAuth 2.0: what a provider says of itself
 * (OpenID Connect Discovery 1.0, RFC 8414), and what a client was registered
 * with (RFC 7591; one, or a list of them). Refuses what only looks like one: a
 * provider whose issuer is a form to fill in or this very computer, answers
 * about a person, tables of names, key sets. Reads no secret and no token.
 */
#include "collectors/oidc.h"

#include "base/i18n.h"
#include "base/limits.h"

enum kind {
	KIND_OTHER,
	KIND_PROVIDER,
	KIND_CLIENT,
	KIND_CLIENTS,
	KIND_USERINFO,
	KIND_CLAIM_TABLE,
	KIND_DICTIONARY,
	KIND_SCHEMA,
	KIND_KEYS,
};

/* Is any of these a member? The names end with NULL. */
static bool
has_any(const json_t *o, const char *const *name)
{
	for (; *name; name++)
		if (json_has(o, *name))
			return true;
	return false;
}

static bool
is_provider(const json_t *o)
{
	static const char *const more[] = {
		"authorization_endpoint",   "token_endpoint", "jwks_uri",
		"response_types_supported", "jwks",           NULL,
	};

	return json_has(o, "issuer") && has_any(o, more);
}

static bool
is_client(const json_t *o)
{
	static const char *const more[] = {
		"client_id",      "grant_types", "token_endpoint_auth_method",
		"client_name",    "scope",       "response_types",
		"logo_uri",       "client_uri",  "software_id",
		"client_name#nl", NULL,
	};

	return (json_has(o, "redirect_uris") || json_has(o, "client_id") ||
		json_has(o, "client_name")) &&
	       has_any(o, more) && !json_has(o, "iss");
}

/* An answer of the userinfo endpoint has an address or a subject. */
static bool
is_userinfo(const json_t *o)
{
	static const char *const who[] = { "sub", "email", "preferred_username",
					   NULL };
	static const char *const more[] = { "given_name", "family_name", "name",
					    "nickname", NULL };

	return has_any(o, who) && has_any(o, more);
}

static enum kind
kind_of_object(const json_t *o)
{
	if (json_has(o, "$schema") ||
	    (json_has(o, "properties") && json_has(o, "type")))
		return KIND_SCHEMA;
	if (is_provider(o))
		return KIND_PROVIDER;
	if (is_client(o))
		return KIND_CLIENT;
	if (is_userinfo(o))
		return KIND_USERINFO;
	if (json_has(o, "urn:mace:dir:attribute-def:cn"))
		return KIND_DICTIONARY;
	if (json_is_array(json_object_get(o, "keys")) &&
	    json_object_size(o) == 1)
		return KIND_KEYS;
	return KIND_OTHER;
}

static enum kind
kind_of(const json_t *v)
{
	const json_t *first = json_array_get(v, 0);

	if (json_is_object(v))
		return kind_of_object(v);
	if (json_has(first, "saml") && json_has(first, "oidc"))
		return KIND_CLAIM_TABLE;
	return is_client(first) ? KIND_CLIENTS : KIND_OTHER;
}

static enum probe
probe(const struct head *h)
{
	if (kind_of(h->json) != KIND_OTHER)
		return PROBE_YES;
	/* the bare minimum: an issuer and nothing that is known */
	return json_is_string(json_object_get(h->json, "issuer")) ? PROBE_MAYBE
								  : PROBE_NO;
}

/*
 * The node of a provider. A form such as ".../{tenantid}/v2.0" is nobody's
 * issuer, but may show whose software it is.
 */
static int
provider_node(struct oidc *o, struct sv issuer, uint32_t *ret, struct err *e)
{
	struct signon_key key = { KEY_ISSUER, issuer };
	struct place place = oidc_place(o, "issuer", 0);
	struct at at = signon_at(&o->s, place);
	struct service known;
	struct host h;

	*ret = 0;
	if (oidc_is_template(issuer) && service_find(issuer, &known)) {
		diag_warn(o->s.im->diag, &at,
			  "the issuer is a form to fill in, not an identity: "
			  "read as '%.*s' in general",
			  SV_ARG(known.product));
		*ret = signon_known(&o->s, NODE_PRODUCT, known.product, place,
				    e);
		return *ret ? 0 : -1;
	}
	if (oidc_is_template(issuer))
		return err_set(e, ERR_INPUT, &at,
			       "the issuer is a form to fill in, not an "
			       "identity (expected the document as the service "
			       "gives it)");
	if (oidc_is_local(issuer))
		return err_set(e, ERR_INPUT, &at,
			       "the issuer is this very computer "
			       "('localhost'), not an identity (expected the "
			       "document as the service gives it)");
	if (host_of(&o->s.hosts, issuer, false, &o->s.scratch, &h) != HOST_OK)
		return err_set(e, ERR_INPUT, &at,
			       "the issuer is no URL (expected "
			       "https://host/...)");
	*ret = signon_product(&o->s, &key, 1, SV_NONE, place, e);
	return *ret ? oidc_known(o, *ret, issuer, place, e) : -1;
}

/* A board that imports its provider's document signs on there. */
static int
use_provider(struct oidc *o, uint32_t product, struct sv issuer, struct err *e)
{
	struct place place = oidc_place(o, "issuer", 0);
	struct service known;
	bool is_known = service_find(issuer, &known);

	if (is_known && known.is_hub)
		return 0;
	return signon_use(&o->s, product,
			  !is_known || known.is_software ? "identiteit" : NULL,
			  STATUS_IN_USE, place, e);
}

static int
import_provider(struct oidc *o, const json_t *m, struct err *e)
{
	struct at at = oidc_at(o, "");
	struct sv issuer;
	uint32_t product;

	if (json_get_text(m, "issuer", &at, &issuer, e) ||
	    oidc_check(o, oidc_provider_members, m, e))
		return -1;
	issuer = sv_trim(issuer);
	if (issuer.n > LIMIT_NAME_BYTES)
		return err_set(e, ERR_INPUT, &at,
			       "an identifier of more than %u bytes (expected "
			       "less)",
			       LIMIT_NAME_BYTES);
	if (issuer.n == 0)
		return err_set(e, ERR_INPUT, &at,
			       "'issuer' is empty (expected https://host/...)");
	/* files of all providers have one name */
	o->s.im->ret_series =
		arena_printf(o->s.im->mem, "oidc %.*s",
			     SV_ARG(sv_cut(signon_text(&o->s, issuer), 200)));
	if (provider_node(o, issuer, &product, e) ||
	    oidc_provider(o, product, m, e) ||
	    (oidc_is_op(m) && use_provider(o, product, issuer, e)))
		return -1;
	o->s.tally.used++;
	return 0;
}

static int
import_client(struct oidc *o, const json_t *m, struct err *e)
{
	struct signon_key key = { KEY_CLIENT_ID, SV_NONE };
	struct at at = oidc_at(o, "");
	uint32_t product;

	if (oidc_check(o, oidc_client_members, m, e))
		return -1;
	key.value = sv_trim(json_sv(json_object_get(m, "client_id")));
	if (key.value.n > LIMIT_NAME_BYTES || oidc_is_address(key.value))
		return err_set(e, ERR_INPUT, &at,
			       "a client id that is too long, or an address "
			       "(expected at most %u bytes, without '@')",
			       LIMIT_NAME_BYTES);
	product = signon_product(&o->s, &key, 1, oidc_name(m, "client_name"),
				 oidc_place(o, "", 0), e);
	if (product == 0)
		return err_set(e, ERR_INPUT, &at,
			       "a client without 'client_id' and 'client_name' "
			       "(expected one of them)");
	return oidc_client(o, product, 0, m, e);
}

/* One bad client never loses the others. */
static int
import_clients(struct oidc *o, const json_t *list, struct err *e)
{
	const json_t *m;
	size_t i;

	o->base = "/{row}";
	json_array_foreach(list, i, m)
	{
		struct err why = { 0 };
		struct at at;

		signon_next(&o->s);
		o->row = (uint32_t)i + 1;
		o->s.tally.read++;
		if (import_client(o, m, &why) == 0) {
			o->s.tally.used++;
			continue;
		}
		if (why.kind != ERR_INPUT) {
			*e = why;
			return -1;
		}
		at = oidc_at(o, "");
		o->s.tally.refused++;
		diag_refuse(o->s.im->diag, &at, "%s", why.msg);
	}
	return 0;
}

static int
import_one_client(struct oidc *o, const json_t *m, struct err *e)
{
	struct sv id = json_sv(json_object_get(m, "client_id"));

	if (id.n)
		o->s.im->ret_series = arena_printf(
			o->s.im->mem, "oauth client %.*s",
			SV_ARG(sv_cut(signon_text(&o->s, id), 200)));
	if (import_client(o, m, e))
		return -1;
	o->s.tally.used++;
	return 0;
}

static int
refuse(struct oidc *o, const char *what, struct err *e)
{
	struct at at = oidc_at(o, "");

	return err_set(e, ERR_INPUT, &at, "%s", _(what));
}

static int
import_kind(struct oidc *o, const json_t *v, struct err *e)
{
	switch (kind_of(v)) {
	case KIND_PROVIDER: o->s.tally.read++; return import_provider(o, v, e);
	case KIND_CLIENT: o->s.tally.read++; return import_one_client(o, v, e);
	case KIND_CLIENTS: return import_clients(o, v, e);
	case KIND_USERINFO:
		return refuse(o,
			      N_("an answer about one person (userinfo), of "
				 "which nothing is kept (expected metadata of "
				 "a provider or a client)"),
			      e);
	case KIND_CLAIM_TABLE:
		return refuse(o,
			      N_("a table of SAML attributes and OIDC claims, "
				 "which this program knows already (expected "
				 "metadata of a provider or a client)"),
			      e);
	case KIND_DICTIONARY:
		return refuse(o,
			      N_("a dictionary of SAML attributes, which this "
				 "program knows already (expected metadata of "
				 "a provider or a client)"),
			      e);
	case KIND_SCHEMA:
		return refuse(o,
			      N_("a JSON Schema, which tells about no service "
				 "(expected metadata of a provider or a "
				 "client)"),
			      e);
	case KIND_KEYS:
		return refuse(o,
			      N_("a key set alone, which does not say whose "
				 "it is (expected metadata of a provider or a "
				 "client; or give it to --verify)"),
			      e);
	case KIND_OTHER: break;
	}
	if (json_has(v, "issuer")) {
		o->s.tally.read++;
		return import_provider(o, v, e);
	}
	return refuse(
		o,
		N_("no metadata of a provider or a client (expected a "
		   "member 'issuer', or 'client_id' and 'redirect_uris')"),
		e);
}

static int
import(struct import *im, struct err *e)
{
	struct oidc o = { .base = "", .row = 1 };
	int rc;

	if (signon_begin(&o.s, im, RUNG_OBSERVED, e))
		return -1;
	rc = import_kind(&o, im->head->json, e);
	if (rc == 0)
		rc = signon_end(&o.s, e);
	signon_done(&o.s);
	return rc;
}

const struct collector collector_oidc = {
	.name = "oidc",
	.summary = N_("OpenID Connect and OAuth metadata of providers and "
		      "clients (JSON)"),
	.rung = RUNG_OBSERVED,
	.probe = probe,
	.import = import,
};

/*
 * OpenID Federation 1.0: a file with one statement or trust mark (.jwt), or a
 * trust chain (a JSON array of them, leaf first). Refuses what is not signed,
 * has expired, or does not hold together; with --verify also what does not end
 * at the anchor named there. A place in a .jwt file is a place in its payload.
 */
#include "collectors/oidfed.h"

#include "base/date.h"

static const struct oidc_member entity_members[] = {
	{ "federation_fetch_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "federation_list_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "federation_resolve_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "federation_status_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "federation_trust_mark_status_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "federation_trust_mark_list_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "federation_trust_mark_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "federation_historical_keys_endpoint", OIDC_TEXT, OIDC_ENDPOINT,
	  ENDPOINT_FEDERATION, NULL },
	{ "homepage_uri", OIDC_TEXT, OIDC_ENDPOINT, ENDPOINT_HOME, NULL },
	{ "organization_uri", OIDC_TEXT, OIDC_ENDPOINT, ENDPOINT_HOME, NULL },
	{ "logo_uri", OIDC_TEXT, OIDC_ENDPOINT, ENDPOINT_LOGO, NULL },
	{ "policy_uri", OIDC_TEXT, OIDC_PRIVACY, ENDPOINT_POLICY, NULL },
	{ "contacts", OIDC_LIST, OIDC_CONTACT, ENDPOINT_UNKNOWN, NULL },
	{ NULL, OIDC_TEXT, OIDC_NOTHING, ENDPOINT_UNKNOWN, NULL },
};

/* The types of metadata, and the table of each. */
static const struct type {
	const char *name;
	const struct oidc_member *members;
	bool is_provider, is_client;
	const char *label; /* member that names it */
} types[] = {
	{ "openid_provider", oidc_provider_members, true, false, "op_name" },
	{ "oauth_authorization_server", oidc_provider_members, true, false,
	  "op_name" },
	{ "openid_relying_party", oidc_client_members, false, true,
	  "client_name" },
	{ "oauth_client", oidc_client_members, false, true, "client_name" },
	{ "federation_entity", entity_members, false, false,
	  "organization_name" },
	{ NULL, NULL, false, false, NULL },
};

struct oidfed {
	struct oidc o; /* first */
	struct statement statement[LIMIT_JWT_CHAIN];
	uint32_t n;
	const char *top;  /* pointer of the statement at hand: "" or "/{row}" */
	uint32_t product; /* what it is about */
};

static bool
is_token(const json_t *v)
{
	return json_is_string(v) && jwt_begins(json_sv(v));
}

static enum probe
probe(const struct head *h)
{
	return h->syntax == SYNTAX_JWT || is_token(json_array_get(h->json, 0))
		       ? PROBE_YES
		       : PROBE_NO;
}

/* Its name for people: the first type of metadata that has one. */
static struct sv
name_of(const json_t *metadata)
{
	for (const struct type *t = types; t->name; t++) {
		const json_t *m = json_object_get(metadata, t->name);
		struct sv name = oidc_name(m, t->label);

		if (name.n == 0)
			name = oidc_name(m, "display_name");
		if (name.n == 0)
			name = oidc_name(m, "name"); /* of drafts */
		if (name.n == 0)
			name = oidc_name(m, "organization_name");
		if (name.n)
			return name;
	}
	return SV_NONE;
}

/*
 * The node of an entity, by its identifier. Providers have it as issuer too,
 * clients as client id; that is told where the metadata says so.
 */
static uint32_t
entity(struct oidfed *f, struct sv id, const json_t *metadata,
       struct place place, struct err *e)
{
	const json_t *op = json_object_get(metadata, "openid_provider");
	const json_t *rp = json_object_get(metadata, "openid_relying_party");
	struct sv issuer = json_sv(json_object_get(op, "issuer"));
	struct sv client = json_sv(json_object_get(rp, "client_id"));
	struct signon_key key[] = {
		{ KEY_ENTITY_ID, id },
		/* both are the identifier itself; others would be strangers */
		{ KEY_ISSUER, sv_eq(issuer, id) ? issuer : SV_NONE },
		{ KEY_CLIENT_ID, sv_eq(client, id) ? client : SV_NONE },
	};

	return signon_product(&f->o.s, key, 3, name_of(metadata), place, e);
}

/* Entities are named by a URL: no address, no form to fill in. */
static bool
is_entity(struct oidfed *f, struct sv id)
{
	struct host h;

	return id.n <= LIMIT_NAME_BYTES && !oidc_is_template(id) &&
	       !oidc_is_address(id) &&
	       host_of(&f->o.s.hosts, id, false, &f->o.s.scratch, &h) ==
		       HOST_OK;
}

/* Base of the object under a path of the statement. */
static void
go_to(struct oidfed *f, const char *path)
{
	f->o.base =
		path[0] ? arena_printf(&f->o.s.scratch, "%s/%s", f->top, path)
			: f->top;
}

static const char *
metadata_path(struct oidfed *f, const struct type *t)
{
	return arena_printf(&f->o.s.scratch, "metadata/%s", t->name);
}

static int
check_metadata(struct oidfed *f, const json_t *metadata, struct err *e)
{
	struct at at = oidc_at(&f->o, "metadata");
	const json_t *m;

	for (const struct type *t = types; t->name; t++) {
		if (json_get_object(metadata, t->name, &at, &m, e))
			return -1;
		go_to(f, metadata_path(f, t));
		if (oidc_check(&f->o, t->members, m, e))
			return -1;
	}
	go_to(f, "");
	return 0;
}

static int
send_organisation(struct oidfed *f, const json_t *m, struct err *e)
{
	struct place place = oidc_place(&f->o, "organization_name", 0);
	struct sv name = oidc_name(m, "organization_name");
	uint32_t org;

	if (name.n == 0)
		return 0;
	org = signon_organisation(&f->o.s, NULL, 0, name, place, e);
	if (org == 0)
		return e->kind == ERR_NONE ? 0 : -1;
	return signon_supplier(&f->o.s, org, f->product, ROLE_OPERATOR, place,
			       e);
}

/* An entity that others ask about their subordinates is a superior. */
static int
send_superior(struct oidfed *f, const struct statement *s, const json_t *m,
	      struct err *e)
{
	bool has_superior = json_array_size(json_object_get(
				    s->jwt.payload, "authority_hints")) > 0;

	if (!json_has(m, "federation_fetch_endpoint") || !statement_is_self(s))
		return 0;
	return signon_attribute(&f->o.s, f->product, "role",
				has_superior ? SV("intermediate")
					     : SV("trust-anchor"),
				oidc_place(&f->o, "", 0), e);
}

static int
send_type(struct oidfed *f, const struct statement *s, const struct type *t,
	  const json_t *m, struct err *e)
{
	go_to(f, metadata_path(f, t));
	if (send_organisation(f, m, e))
		return -1;
	if (t->is_provider)
		return oidc_provider(&f->o, f->product, m, e);
	if (t->is_client)
		return oidc_client(&f->o, f->product, 0, m, e);
	return send_superior(f, s, m, e) ||
			       oidc_send(&f->o, t->members, f->product, m, e)
		       ? -1
		       : 0;
}

static int
send_metadata(struct oidfed *f, const struct statement *s,
	      const json_t *metadata, struct err *e)
{
	for (const struct type *t = types; t->name; t++) {
		const json_t *m = json_object_get(metadata, t->name);

		if (m && send_type(f, s, t, m, e))
			return -1;
	}
	go_to(f, "");
	return 0;
}

/* Who it says is above it; or who is, when somebody else says it. */
static int
send_superiors(struct oidfed *f, const struct statement *s, struct err *e)
{
	const json_t *hints =
		json_object_get(s->jwt.payload, "authority_hints");
	struct place place = oidc_place(&f->o, "iss", 0);
	const json_t *hint;
	uint32_t superior;
	size_t i;

	if (!statement_is_self(s)) {
		superior = entity(f, s->iss, NULL, place, e);
		if (superior == 0)
			return e->kind == ERR_NONE ? 0 : -1;
		return signon_member(&f->o.s, f->product, superior, SV_NONE,
				     place, e);
	}
	json_array_foreach(hints, i, hint)
	{
		place = oidc_place(&f->o, "authority_hints/{col}",
				   (uint32_t)i + 1);
		superior = entity(f, json_sv(hint), NULL, place, e);
		if (superior == 0 && e->kind != ERR_NONE)
			return -1;
		if (superior && signon_member(&f->o.s, f->product, superior,
					      SV_NONE, place, e))
			return -1;
	}
	return 0;
}

/* "openid_provider subject_types_supported value": what is laid down. */
static int
send_policy(struct oidfed *f, const json_t *policy, struct err *e)
{
	struct place place = oidc_place(&f->o, "metadata_policy", 0);
	const json_t *parameters, *rules, *rule;
	const char *type, *name, *operator;

	json_object_foreach((json_t *)policy, type, parameters)
		json_object_foreach((json_t *)parameters, name, rules)
			json_object_foreach((json_t *)rules, operator, rule)
	{
		const char *text = arena_printf(&f->o.s.scratch,
						"%.80s %.80s "
						"%.80s",
						type, name, operator);

		if (signon_attribute(&f->o.s, f->product, "metadata_policy",
				     sv(text), place, e))
			return -1;
	}
	return 0;
}

static int
send_constraints(struct oidfed *f, const json_t *c, struct err *e)
{
	struct place place = oidc_place(&f->o, "constraints", 0);
	const json_t *names = json_object_get(c, "naming_constraints"), *list,
		     *item;
	const json_t *most = json_object_get(c, "max_path_length");
	const char *kind;
	size_t i;

	if (json_is_integer(most) &&
	    signon_attribute(
		    &f->o.s, f->product, "constraint",
		    sv(arena_printf(&f->o.s.scratch, "max_path_length %lld",
				    json_integer_value(most))),
		    place, e))
		return -1;
	json_object_foreach((json_t *)names, kind, list)
		json_array_foreach(list, i, item)
	{
		const char *text = arena_printf(
			&f->o.s.scratch, "%.40s %.*s", kind,
			SV_ARG(sv_cut(json_sv(item), LIMIT_NAME_BYTES / 2)));

		if (signon_attribute(&f->o.s, f->product, "constraint",
				     sv(text), place, e))
			return -1;
	}
	return 0;
}

/* "TYPE ISSUER"; the issuer when it is known. */
static int
send_mark(struct oidfed *f, const char *name, struct sv type, struct sv issuer,
	  struct place place, struct err *e)
{
	const char *text;

	if (type.n == 0)
		return 0;
	text = arena_printf(&f->o.s.scratch, "%.*s%s%.*s",
			    SV_ARG(sv_cut(type, LIMIT_NAME_BYTES / 2)),
			    issuer.n ? " " : "",
			    SV_ARG(sv_cut(issuer, LIMIT_NAME_BYTES / 2 - 1)));
	return signon_attribute(&f->o.s, f->product, name, sv(text), place, e);
}

static struct sv
mark_type(const json_t *mark)
{
	struct sv type = json_sv(json_object_get(mark, "trust_mark_type"));

	/* of drafts */
	return type.n ? type : json_sv(json_object_get(mark, "id"));
}

/* A mark inside a statement: its token tells who gives it. */
static int
send_inner_mark(struct oidfed *f, const json_t *mark, struct place place,
		struct err *e)
{
	struct sv token = json_sv(json_object_get(mark, "trust_mark"));
	struct at at = signon_at(&f->o.s, place);
	struct err why = { 0 };
	struct statement s = { 0 };
	struct sv issuer = SV_NONE;
	int rc;

	if (token.n == 0)
		return send_mark(f, "trust_mark", mark_type(mark), SV_NONE,
				 place, e);
	if (statement_read(token, &at, f->o.s.im->today, true, &f->o.s.scratch,
			   &s, &why))
		diag_warn(f->o.s.im->diag, &at,
			  "a trust mark that cannot be read: %s", why.msg);
	else if (s.is_mark)
		issuer = s.iss;
	rc = send_mark(f, "trust_mark", mark_type(mark), issuer, place, e);
	statement_done(&s);
	return rc;
}

static int
send_marks(struct oidfed *f, const json_t *p, struct err *e)
{
	const json_t *marks = json_object_get(p, "trust_marks"), *mark, *list;
	const json_t *issuers = json_object_get(p, "trust_mark_issuers"), *item;
	const char *name = "trust_mark_issuers", *type;
	size_t i;

	json_array_foreach(
		marks, i,
		mark) if (send_inner_mark(f, mark,
					  oidc_place(&f->o, "trust_marks/{col}",
						     (uint32_t)i + 1),
					  e)) return -1;
	if (!issuers) { /* of drafts */
		name = "trust_marks_issuers";
		issuers = json_object_get(p, name);
	}
	json_object_foreach((json_t *)issuers, type, list) json_array_foreach(
		list, i,
		item) if (send_mark(f, "trust_mark_issuer", sv(type),
				    json_sv(item), oidc_place(&f->o, name, 0),
				    e)) return -1;
	return 0;
}

static void
tell_odd(struct oidfed *f, const struct statement *s)
{
	struct at at = oidc_at(&f->o, "sub");

	if (s->is_untyped)
		diag_warn(f->o.s.im->diag, &at,
			  "a trust mark without 'typ', as drafts had it "
			  "(expected trust-mark+jwt)");
	/* a test federation has its entities on one computer */
	if (oidc_is_local(s->sub))
		diag_warn(f->o.s.im->diag, &at,
			  "an entity on this very computer: a test, which "
			  "nobody else can reach");
}

static int
send_statement(struct oidfed *f, const struct statement *s, struct err *e)
{
	const json_t *p = s->jwt.payload;
	const json_t *metadata = json_object_get(p, "metadata");
	struct place place = oidc_place(&f->o, "sub", 0);
	char until[DATE_ISO_SIZE];

	f->product = entity(f, s->sub, metadata, place, e);
	if (f->product == 0)
		return e->kind == ERR_NONE ? 0 : -1;
	if (s->is_mark)
		return send_mark(f, "trust_mark", mark_type(p), s->iss, place,
				 e);
	if (signon_attribute(&f->o.s, f->product, "valid_until",
			     sv(date_iso(s->until, until)),
			     oidc_place(&f->o, "exp", 0), e) ||
	    send_superiors(f, s, e) || send_metadata(f, s, metadata, e) ||
	    oidc_keys(&f->o, f->product, json_object_get(p, "jwks"), "jwks",
		      e) ||
	    send_policy(f, json_object_get(p, "metadata_policy"), e) ||
	    send_constraints(f, json_object_get(p, "constraints"), e))
		return -1;
	return send_marks(f, p, e);
}

static int
read_token(struct oidfed *f, struct sv token, struct err *e)
{
	struct import *im = f->o.s.im;
	struct at at = oidc_at(&f->o, "");
	struct statement *s = &f->statement[f->n++];
	const json_t *metadata;

	if (statement_read(token, &at, im->today, im->allow_expired, im->mem, s,
			   e) ||
	    json_get_object(s->jwt.payload, "metadata", &at, &metadata, e))
		return -1;
	if (!is_entity(f, s->iss) || !is_entity(f, s->sub))
		return err_set(
			e, ERR_INPUT, &at,
			"'iss' or 'sub' is no URL (expected those of the "
			"entities)");
	return check_metadata(f, metadata, e);
}

static int
read_file(struct oidfed *f, struct err *e)
{
	const struct input *in = f->o.s.im->in;
	struct at at = { .file = in->name };
	char *p;

	if (in->size > LIMIT_JWT_BYTES)
		return err_set(e, ERR_LIMIT, &at,
			       "a token of more than %llu KiB (expected less)",
			       LIMIT_JWT_BYTES / KIB);
	p = arena_alloc(f->o.s.im->mem, (size_t)in->size);
	if (input_read(in, p, (size_t)in->size, 0) != (ssize_t)in->size)
		return err_set(e, ERR_IO, &at, "cannot read");
	return read_token(f, sv_trim(sv_n(p, (size_t)in->size)), e);
}

static int
read_chain(struct oidfed *f, const json_t *list, struct err *e)
{
	struct at at = { .file = f->o.s.im->in->name };
	const json_t *item;
	size_t i;

	if (json_array_size(list) > LIMIT_JWT_CHAIN)
		return err_set(e, ERR_LIMIT, &at,
			       "a chain of more than %u statements (expected "
			       "fewer)",
			       LIMIT_JWT_CHAIN);
	f->top = f->o.base = "/{row}";
	json_array_foreach(list, i, item)
	{
		f->o.row = (uint32_t)i + 1;
		if (read_token(f, json_sv(item), e))
			return -1;
	}
	return 0;
}

/* The day on which the first of them ends. */
static int32_t
earliest(const struct oidfed *f)
{
	int32_t until = 0;

	for (uint32_t i = 0; i < f->n; i++)
		if (f->statement[i].until &&
		    (until == 0 || f->statement[i].until < until))
			until = f->statement[i].until;
	return until;
}

static int
verify(struct oidfed *f, struct err *e)
{
	struct import *im = f->o.s.im;
	const char *signer = NULL;
	struct anchors a = { 0 };
	bool is_pinned = im->pinned.n > 0;
	int rc = is_pinned ? anchors_read(im->pinned, im->mem, &a, e) : 0;

	if (rc == 0)
		rc = chain_verify(f->statement, f->n, is_pinned ? &a : NULL,
				  &signer, e);
	if (rc == 0 && signer)
		im->ret_signature = (struct signature){
			.signer = arena_str(im->mem, signer),
			.algorithm = f->statement[f->n - 1].jwt.algorithm,
			.valid_until = earliest(f),
		};
	anchors_done(&a);
	return rc;
}

/* Files of one entity are often called the same as another's. */
static void
set_series(struct oidfed *f)
{
	const struct statement *s = &f->statement[0];
	struct sv type = mark_type(s->jwt.payload);

	f->o.s.im->ret_series = arena_printf(
		f->o.s.im->mem, "openid federation%s %.*s %.*s %.*s",
		f->n > 1 ? " chain" : "",
		SV_ARG(sv_cut(signon_text(&f->o.s, s->iss), 80)),
		SV_ARG(sv_cut(signon_text(&f->o.s, s->sub), 80)),
		SV_ARG(s->is_mark ? sv_cut(type, 80) : SV("statement")));
}

static int
import_all(struct oidfed *f, struct err *e)
{
	const struct head *h = f->o.s.im->head;

	if (json_is_array(h->json) ? read_chain(f, h->json, e)
				   : read_file(f, e))
		return -1;
	if (verify(f, e))
		return -1;
	set_series(f);
	for (uint32_t i = 0; i < f->n; i++) {
		signon_next(&f->o.s);
		f->o.base = f->top;
		f->o.row = i + 1;
		tell_odd(f, &f->statement[i]);
		f->o.s.tally.read++;
		f->o.s.tally.used++;
		if (send_statement(f, &f->statement[i], e))
			return -1;
	}
	return 0;
}

static int
import(struct import *im, struct err *e)
{
	struct oidfed *f = ARENA_NEW(im->mem, struct oidfed);
	int rc;

	f->o.row = 1;
	f->o.base = f->top = "";
	if (signon_begin(&f->o.s, im, RUNG_OBSERVED, e))
		return -1;
	rc = import_all(f, e);
	if (rc == 0)
		rc = signon_end(&f->o.s, e);
	for (uint32_t i = 0; i < f->n; i++)
		statement_done(&f->statement[i]);
	signon_done(&f->o.s);
	return rc;
}

const struct collector collector_oidfed = {
	.name = "oidfed",
	.summary = N_("statements, trust marks and trust chains of OpenID "
		      "Federation (JWT, JSON)"),
	.is_signed = true,
	.rung = RUNG_OBSERVED,
	.probe = probe,
	.import = import,
};

/*
 * Records of OpenConext Manage: exports of its metadata (objects with "type"
 * and "data"), and what it pushes to the hub (rows with "entity_id", of which
 * some columns are PHP's serialised objects). Refuses records without an
 * identifier, or with one on this very computer; a bad record never loses the
 * others. Secrets, names of people and scripts have no reader here.
 *
 * Neither form says whose records they are. In Dutch education that is
 * SURFconext, which is told as the assumption that it is.
 */
#include "collectors/manage.h"

#include "base/date.h"
#include "base/limits.h"

static const struct sv group = { "identity providers", 18 };

/* What Manage calls them, and what its push does. */
static const struct {
	const char *type;
	enum manage_kind kind;
} types[] = {
	{ "saml20_sp", MANAGE_SP }, { "saml20_idp", MANAGE_IDP },
	{ "oidc10_rp", MANAGE_RP }, { "oauth20_rs", MANAGE_RESOURCE },
	{ "sram", MANAGE_SP },      { "single_tenant_template", MANAGE_SP },
	{ "sp", MANAGE_SP },        { "idp", MANAGE_IDP },
	{ "saml20-sp", MANAGE_SP }, { "saml20-idp", MANAGE_IDP },
};

static const struct {
	const char *role, *protocol;
	enum key_scheme scheme;
} kinds[MANAGE_KINDS] = {
	[MANAGE_SP] = { "sp", "saml2", KEY_ENTITY_ID },
	[MANAGE_IDP] = { "idp", "saml2", KEY_ENTITY_ID },
	[MANAGE_RP] = { "rp", "oidc", KEY_CLIENT_ID },
	[MANAGE_RESOURCE] = { "", "oauth2", KEY_CLIENT_ID },
};

bool
manage_kind_of(struct sv type, enum manage_kind *ret)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (sv_is(type, types[i].type)) {
			*ret = types[i].kind;
			return true;
		}
	return false;
}

bool
manage_is_row(const json_t *record)
{
	return json_has(record, "entity_id") && json_has(record, "type") &&
	       json_has(record, "workflow_state");
}

static bool
is_record(const json_t *record)
{
	const json_t *data = json_object_get(record, "data");
	enum manage_kind kind;

	return json_has(data, "entityid") &&
	       manage_kind_of(json_sv(json_object_get(record, "type")), &kind);
}

static const json_t *
first_of(const json_t *v)
{
	return json_is_array(v) ? json_array_get(v, 0) : v;
}

static enum probe
probe(const struct head *h)
{
	const json_t *first = first_of(h->json);

	return is_record(first) || manage_is_row(first) ? PROBE_YES : PROBE_NO;
}

int
manage_release(struct manage *m, struct sv name, struct sv purpose,
	       struct place place, struct err *e)
{
	return signon_data(&m->o.s, m->product, m->hub, ATTRIBUTE_SAML, name,
			   NECESSITY_UNKNOWN, purpose, place, e);
}

int
manage_release_all(struct manage *m, struct place place, struct err *e)
{
	if (m->kind == MANAGE_IDP)
		return 0;
	return signon_attribute(&m->o.s, m->product, "attribute_release",
				SV("unrestricted"), place, e);
}

int
manage_certificate(struct manage *m, struct sv base64, struct place place,
		   struct err *e)
{
	struct at at = signon_at(&m->o.s, place);
	struct certificate c;
	const char *until;
	char date[DATE_ISO_SIZE];

	if (base64.n == 0)
		return 0;
	if (certificate_read(&m->certificates, base64, &c) != CERTIFICATE_OK) {
		diag_warn(m->o.s.im->diag, &at,
			  "not a certificate (expected X.509 in base64): "
			  "passed over");
		return 0;
	}
	if (signon_attribute(&m->o.s, m->product, "key", sv(c.sha256), place,
			     e))
		return -1;
	until = arena_printf(&m->o.s.scratch, "%s %s", c.sha256,
			     date_iso(c.until, date));
	return signon_attribute(&m->o.s, m->product, "key_expires", sv(until),
				place, e);
}

int
manage_organisation(struct manage *m, struct sv name, struct place place,
		    struct err *e)
{
	uint32_t org;

	if (name.n == 0)
		return 0;
	org = signon_organisation(&m->o.s, NULL, 0, name, place, e);
	if (org == 0)
		return e->kind == ERR_NONE ? 0 : -1;
	return signon_supplier(&m->o.s, org, m->product, ROLE_OPERATOR, place,
			       e);
}

int
manage_contact(struct manage *m, struct sv type, struct sv address,
	       struct place place, struct err *e)
{
	struct host h;
	ptrdiff_t at = sv_find(address, '@');

	if (!sv_is(type, "technical") && !sv_is(type, "support"))
		return 0;
	if (at < 0 || host_of(&m->o.s.hosts, sv_from(address, (size_t)at + 1),
			      true, &m->o.s.scratch, &h) != HOST_OK)
		return 0;
	return signon_attribute(&m->o.s, m->product, "contact_domain", h.name,
				place, e);
}

/* Of a record its identifier, state and names. */
struct front {
	struct sv type, id, state;
	struct sv nl, en;
	const char *path;     /* of the identifier */
	const json_t *grants; /* of a client; or NULL */
};

static int
read_names(const json_t *o, const char *nl, const char *en, struct front *ret)
{
	if (ret->nl.n == 0)
		ret->nl = sv_trim(json_sv(json_object_get(o, nl)));
	if (ret->en.n == 0)
		ret->en = sv_trim(json_sv(json_object_get(o, en)));
	return 0;
}

static int
read_front(struct manage *m, const json_t *r, struct front *ret, struct err *e)
{
	const json_t *data, *fields;
	struct at at = oidc_at(&m->o, "");

	*ret = (struct front){ .path = "entity_id" };
	if (json_get_text(r, "type", &at, &ret->type, e))
		return -1;
	if (manage_is_row(r)) {
		read_names(r, "display_name_nl", "display_name_en", ret);
		read_names(r, "name_nl", "name_en", ret);
		return json_get_text(r, "entity_id", &at, &ret->id, e) ||
				       json_get_text(r, "workflow_state", &at,
						     &ret->state, e)
			       ? -1
			       : 0;
	}
	ret->path = "data/entityid";
	if (json_get_object(r, "data", &at, &data, e) ||
	    json_get_text(data, "entityid", &at, &ret->id, e) ||
	    json_get_text(data, "state", &at, &ret->state, e) ||
	    json_get_object(data, "metaDataFields", &at, &fields, e))
		return -1;
	ret->grants = json_object_get(fields, "grants");
	return read_names(fields, "name:nl", "name:en", ret);
}

static int
check_front(struct manage *m, const struct front *f, struct err *e)
{
	struct at at = oidc_at(&m->o, f->path);

	if (f->id.n == 0)
		return err_set(e, ERR_INPUT, &at,
			       "a record without an identifier (expected an "
			       "entityID or a client id)");
	if (f->id.n > LIMIT_NAME_BYTES)
		return err_set(e, ERR_LIMIT, &at,
			       "an identifier of more than %u bytes (expected "
			       "less)",
			       LIMIT_NAME_BYTES);
	if (oidc_is_address(f->id))
		return err_set(e, ERR_INPUT, &at,
			       "an identifier that is an address (expected an "
			       "entityID or a client id)");
	if (oidc_is_local(f->id))
		return err_set(e, ERR_INPUT, &at,
			       "an identifier on this very computer "
			       "('localhost'), which is no identity");
	if (!manage_kind_of(f->type, &m->kind))
		return err_set(e, ERR_INPUT, &at,
			       "a record of a type that is not known (expected "
			       "saml20_sp, saml20_idp, oidc10_rp or "
			       "oauth20_rs)");
	return 0;
}

/* Who signs on through whom. */
static int
send_logins(struct manage *m, const json_t *grants, struct place place,
	    struct err *e)
{
	struct signon *s = &m->o.s;

	switch (m->kind) {
	case MANAGE_IDP:
		if (signon_member(s, m->product, m->hub, SV_NONE, place, e))
			return -1;
		return signon_login(s, m->hub, m->product,
				    NECESSITY_ALTERNATIVE, group, place, e);
	case MANAGE_RP:
		if (!oidc_signs_users_on(grants))
			return 0;
		return signon_login(s, m->product, m->hub, NECESSITY_REQUIRED,
				    SV_NONE, place, e);
	case MANAGE_SP:
		return signon_login(s, m->product, m->hub, NECESSITY_REQUIRED,
				    SV_NONE, place, e);
	case MANAGE_RESOURCE: /* gets tokens, asks nobody to sign on */
	case MANAGE_KINDS: break;
	}
	return 0;
}

static int
send_front(struct manage *m, const struct front *f, struct err *e)
{
	struct signon_key key = { kinds[m->kind].scheme, f->id };
	struct place place = oidc_place(&m->o, f->path, 0);
	struct signon *s = &m->o.s;

	m->product =
		signon_product(s, &key, 1, f->nl.n ? f->nl : f->en, place, e);
	if (m->product == 0)
		return e->kind == ERR_NONE
			       ? err_set(e, ERR_INPUT, NULL,
					 "a record without an identifier "
					 "(expected an entityID or a client "
					 "id)")
			       : -1;
	if (signon_attribute(s, m->product, "role", sv(kinds[m->kind].role),
			     place, e) ||
	    signon_attribute(s, m->product, "protocol",
			     sv(kinds[m->kind].protocol), place, e) ||
	    signon_attribute(s, m->product, "workflow_state", f->state, place,
			     e) ||
	    /* one of them is the product's own name */
	    (f->nl.n && !sv_eq(f->en, f->nl) &&
	     signon_attribute(s, m->product, "display_name@en", f->en, place,
			      e)))
		return -1;
	if (m->product == m->hub)
		return 0;
	if (m->kind == MANAGE_IDP &&
	    oidc_known(&m->o, m->product, f->id, place, e))
		return -1;
	return send_logins(m, f->grants, place, e);
}

static int
import_record(struct manage *m, const json_t *r, struct err *e)
{
	struct front f;

	/* all of it is looked at before any of it is sent */
	if (read_front(m, r, &f, e) || check_front(m, &f, e) ||
	    (manage_is_row(r) ? manage_check_row(m, r, e)
			      : manage_check_record(m, r, e)) ||
	    send_front(m, &f, e))
		return -1;
	return manage_is_row(r) ? manage_send_row(m, r, e)
				: manage_send_record(m, r, e);
}

/* What is wrong with one record is said; the others are read. */
static int
next_record(struct manage *m, const json_t *r, struct err *e)
{
	struct err why = { 0 };
	struct signon *s = &m->o.s;
	struct at at;

	signon_next(s);
	s->tally.read++;
	if (import_record(m, r, &why) == 0) {
		s->tally.used++;
		return 0;
	}
	if (why.kind != ERR_INPUT && why.kind != ERR_LIMIT) {
		*e = why;
		return -1;
	}
	s->tally.refused++;
	at = oidc_at(&m->o, "");
	diag_refuse(s->im->diag, &at, "%s", why.msg);
	return 0;
}

static int
import_all(struct manage *m, const json_t *v, struct err *e)
{
	struct at at = { .file = m->o.s.im->in->name };
	struct place place = oidc_place(&m->o, "", 0);
	size_t i;
	const json_t *r;

	diag_note(m->o.s.im->diag, &at,
		  "records of OpenConext Manage: the hub is taken to be "
		  "SURFconext");
	m->hub =
		signon_known(&m->o.s, NODE_PRODUCT, SV("SURFconext"), place, e);
	if (m->hub == 0 ||
	    signon_attribute(&m->o.s, m->hub, "role", SV("hub"), place, e))
		return -1;
	if (!json_is_array(v))
		return next_record(m, v, e);
	m->o.base = "/{row}";
	json_array_foreach(v, i, r)
	{
		m->o.row = (uint32_t)i + 1;
		if (next_record(m, r, e))
			return -1;
	}
	return 0;
}

static int
import(struct import *im, struct err *e)
{
	struct manage m = { .o.base = "", .o.row = 1 };
	int rc;

	if (signon_begin(&m.o.s, im, RUNG_REGISTER, e))
		return -1;
	certificates_init(&m.certificates);
	rc = import_all(&m, im->head->json, e);
	if (rc == 0)
		rc = signon_end(&m.o.s, e);
	certificates_done(&m.certificates);
	signon_done(&m.o.s);
	return rc;
}

const struct collector collector_manage = {
	.name = "manage",
	.summary = N_("records of the hub SURFconext: services, clients, "
		      "identity providers and what they are given (JSON)"),
	.is_complete = true,
	.rung = RUNG_REGISTER,
	.probe = probe,
	.import = import,
};

/*
 * Elements of one entity into struct saml_entity. Refuses no entity: what is
 * wrong with an element costs that element, and a warning with its place.
 */
#include "collectors/saml.h"

#include "base/date.h"
#include "base/text.h"
#include "schema/model/place.h"

/* Behind the entity or its role; {col} is how many-th of its kind it is. */
static const char *const step_path[SAML_STEPS] = {
	[STEP_ENTITY] = "",
	[STEP_REGISTRATION] = "/md:Extensions/mdrpi:RegistrationInfo",
	[STEP_ENTITY_ATTRIBUTE] =
		"/md:Extensions/mdattr:EntityAttributes/saml:Attribute[{col}]",
	[STEP_ENTITY_SCOPE] = "/md:Extensions/shibmd:Scope[{col}]",
	[STEP_ORGANIZATION] = "/md:Organization",
	[STEP_CONTACT] = "/md:ContactPerson[{col}]",
	[STEP_ROLE] = "",
	[STEP_SCOPE] = "/md:Extensions/shibmd:Scope[{col}]",
	[STEP_DISPLAY_NAME] =
		"/md:Extensions/mdui:UIInfo/mdui:DisplayName[{col}]",
	[STEP_PRIVACY] =
		"/md:Extensions/mdui:UIInfo/mdui:PrivacyStatementURL[{col}]",
	[STEP_LOGO] = "/md:Extensions/mdui:UIInfo/mdui:Logo[{col}]",
	[STEP_KEY] = "/md:KeyDescriptor[{col}]",
	[STEP_SINGLE_SIGN_ON] = "/md:SingleSignOnService[{col}]",
	[STEP_SINGLE_LOGOUT] = "/md:SingleLogoutService[{col}]",
	[STEP_ARTIFACT] = "/md:ArtifactResolutionService[{col}]",
	[STEP_MANAGE_NAME_ID] = "/md:ManageNameIDService[{col}]",
	[STEP_NAME_ID_MAPPING] = "/md:NameIDMappingService[{col}]",
	[STEP_ASSERTION_ID] = "/md:AssertionIDRequestService[{col}]",
	[STEP_ASSERTION_CONSUMER] = "/md:AssertionConsumerService[{col}]",
	[STEP_ATTRIBUTE_SERVICE] = "/md:AttributeService[{col}]",
	[STEP_AUTHN_QUERY] = "/md:AuthnQueryService[{col}]",
	[STEP_AUTHZ] = "/md:AuthzService[{col}]",
	[STEP_DISCOVERY] = "/md:Extensions/idpdisc:DiscoveryResponse[{col}]",
	[STEP_CONSUMING] = "/md:AttributeConsumingService[{col}]",
	[STEP_REQUESTED] = "/md:RequestedAttribute[{col}]",
	[STEP_OFFERED] = "/saml:Attribute[{col}]",
	[STEP_MEMBER] = "/md:AffiliateMember[{col}]",
	[STEP_TOKEN_ENDPOINT] = "/fed:SecurityTokenServiceEndpoint[{col}]",
	[STEP_PASSIVE_ENDPOINT] = "/fed:PassiveRequestorEndpoint[{col}]",
	[STEP_APPLICATION_ENDPOINT] = "/fed:ApplicationServiceEndpoint[{col}]",
	[STEP_SIGN_OUT_ENDPOINT] =
		"/fed:SingleSignOutNotificationEndpoint[{col}]",
	[STEP_TARGET_SCOPE] = "/fed:TargetScopes/wsa:EndpointReference[{col}]",
	[STEP_CLAIM_OFFERED] = "/fed:ClaimTypesOffered/auth:ClaimType[{col}]",
	[STEP_CLAIM_REQUESTED] =
		"/fed:ClaimTypesRequested/auth:ClaimType[{col}]",
};

static const enum endpoint step_endpoint[SAML_STEPS] = {
	[STEP_SINGLE_SIGN_ON] = ENDPOINT_LOGIN,
	[STEP_SINGLE_LOGOUT] = ENDPOINT_LOGOUT,
	[STEP_ARTIFACT] = ENDPOINT_ARTIFACT,
	[STEP_MANAGE_NAME_ID] = ENDPOINT_NAME_ID,
	[STEP_NAME_ID_MAPPING] = ENDPOINT_NAME_ID,
	[STEP_ASSERTION_ID] = ENDPOINT_ARTIFACT,
	[STEP_ASSERTION_CONSUMER] = ENDPOINT_ASSERTION,
	[STEP_ATTRIBUTE_SERVICE] = ENDPOINT_ATTRIBUTE,
	[STEP_AUTHN_QUERY] = ENDPOINT_LOGIN,
	[STEP_AUTHZ] = ENDPOINT_UNKNOWN,
	[STEP_DISCOVERY] = ENDPOINT_DISCOVERY,
	[STEP_LOGO] = ENDPOINT_LOGO,
	[STEP_TOKEN_ENDPOINT] = ENDPOINT_TOKEN,
	[STEP_APPLICATION_ENDPOINT] = ENDPOINT_ASSERTION,
	[STEP_SIGN_OUT_ENDPOINT] = ENDPOINT_LOGOUT,
};

static void
put_path(const struct saml *d, enum saml_step step, struct buf *out)
{
	buf_str(out, "(//md:EntityDescriptor)[{row}]");
	if (step >= STEP_ENTITY_END)
		buf_printf(out, "/%s[%u]", d->r.element, d->r.index);
	if (step == STEP_REQUESTED)
		buf_printf(out, "/md:AttributeConsumingService[%u]",
			   d->r.count[STEP_CONSUMING]);
	buf_str(out, step_path[step]);
}

struct place
saml_place(struct saml *d, enum saml_step step)
{
	bool usual = step < STEP_ENTITY_END ||
		     (d->r.index == 1 && (step != STEP_REQUESTED ||
					  d->r.count[STEP_CONSUMING] == 1));
	uint32_t *part = &d->part[d->r.role][step];
	struct place p = { 0, d->en.row, d->r.count[step] };
	struct buf path = { 0 };

	if (usual && *part) {
		p.part = *part;
		return p;
	}
	put_path(d, step, &path);
	p = signon_place(&d->s, PLACE_XPATH, path.p, p.row, p.col);
	if (usual)
		*part = p.part;
	buf_done(&path);
	return p;
}

struct at
saml_at(struct saml *d, enum diag_level level, enum saml_step step)
{
	struct at at = { .file = d->im->in->name };
	struct buf path = { 0 }, full = { 0 };

	if (d->im->diag->count[level] >= DIAG_KEEP)
		return at;
	put_path(d, step, &path);
	place_text(&full, PLACE_XPATH, buf_view(&path), d->en.row,
		   d->r.count[step]);
	at.path = arena_sv(&d->mem, buf_view(&full)).p;
	buf_done(&path);
	buf_done(&full);
	return at;
}

/*
 * Adds what waits for the end of the entity; texts are copied. Of an entity
 * that is too large nothing more is kept: it will be refused.
 */
static struct saml_item *
add_item(struct saml *d, enum saml_item_kind kind, enum saml_step step,
	 struct sv text)
{
	struct saml_item *item = &d->spare;

	d->en.is_too_large =
		d->en.is_too_large || d->mem.used + text.n > LIMIT_ENTITY_BYTES;
	if (!d->en.is_too_large) {
		item = ARENA_NEW(&d->mem, struct saml_item);
		*d->en.end = item;
		d->en.end = &item->next;
		item->text = arena_sv(&d->mem, text);
	}
	item->kind = kind;
	item->of_idp = d->r.role == SAML_IDP && step >= STEP_ENTITY_END;
	item->place = saml_place(d, step);
	return item;
}

static struct sv
value_of(const struct xml_attr *attr, uint32_t nattr, enum saml_word word)
{
	const struct xml_attr *a = xml_find(attr, nattr, (uint16_t)word);

	return a ? sv_trim(a->value) : SV_NONE;
}

static bool
is_true(struct sv s)
{
	return sv_is(s, "true") || sv_is(s, "1");
}

/* mdrpi:RegistrationInfo of the entity itself. */
int
saml_registration(struct saml *d, int arg, const struct xml_attr *attr,
		  uint32_t nattr, struct err *e)
{
	struct sv when = value_of(attr, nattr, W_registrationInstant);

	(void)arg;
	(void)e;
	d->en.authority = arena_sv(
		&d->mem, value_of(attr, nattr, W_registrationAuthority));
	d->en.registration = saml_place(d, STEP_REGISTRATION);
	if (when.n && !saml_date_time(when, &d->en.registered)) {
		struct at at = saml_at(d, DIAG_WARN, STEP_REGISTRATION);

		diag_warn(d->im->diag, &at,
			  "registrationInstant '%.*s' (expected a date and "
			  "time such as 2026-11-24T10:00:00Z)",
			  SV_ARG(saml_shown_date(when)));
	}
	return 0;
}

static enum saml_role
role_of_type(struct sv type)
{
	ptrdiff_t colon = sv_find(type, ':');

	if (colon >= 0)
		type = sv_from(type, (size_t)colon + 1);
	if (sv_is(type, "SecurityTokenServiceType"))
		return SAML_STS;
	if (sv_is(type, "ApplicationServiceType"))
		return SAML_APP;
	return SAML_OTHER;
}

static void
read_protocols(struct saml *d, struct sv all)
{
	struct sv one;

	if (all.n == 0 && d->r.role != SAML_AFFILIATION) {
		struct at at = saml_at(d, DIAG_WARN, STEP_ROLE);

		diag_warn(d->im->diag, &at,
			  "a role without protocolSupportEnumeration (expected "
			  "the URIs of protocols)");
	}
	while (sv_split(&all, ' ', &one)) {
		uint32_t bit = saml_protocol_bit(sv_trim(one));

		d->en.protocols |= bit;
		if (bit == 0 && sv_trim(one).n)
			add_item(d, ITEM_ATTRIBUTE, STEP_ROLE, one)->name =
				"protocol";
	}
}

/* Any role: of_kind counts elements, and RoleDescriptor is one of them. */
int
saml_role(struct saml *d, int arg, const struct xml_attr *attr, uint32_t nattr,
	  struct err *e)
{
	static const char *const element[SAML_ROLES] = {
		"md:IDPSSODescriptor",
		"md:SPSSODescriptor",
		"md:AttributeAuthorityDescriptor",
		"md:AuthnAuthorityDescriptor",
		"md:PDPDescriptor",
		"md:AffiliationDescriptor",
		"md:RoleDescriptor",
		"md:RoleDescriptor",
		"md:RoleDescriptor",
	};
	struct saml_reading *r = &d->r;
	struct sv name = value_of(attr, nattr, W_ServiceDisplayName);

	(void)e;
	memset(r->count + STEP_ENTITY_END, 0,
	       sizeof(r->count) - STEP_ENTITY_END * sizeof(r->count[0]));
	r->index = ++r->of_kind[arg];
	r->element = element[arg];
	r->role = (enum saml_role)arg;
	if (arg == SAML_OTHER)
		r->role = role_of_type(value_of(attr, nattr, W_type));
	d->en.roles |= 1u << r->role;
	if (name.n && d->en.service_display.n == 0)
		d->en.service_display = arena_sv(&d->mem, name);
	read_protocols(d, value_of(attr, nattr, W_protocolSupportEnumeration));
	return 0;
}

int
saml_organization(struct saml *d, int arg, const struct xml_attr *attr,
		  uint32_t nattr, struct err *e)
{
	(void)arg;
	(void)attr;
	(void)nattr;
	(void)e;
	if (d->en.organisation_place.part == 0)
		d->en.organisation_place = saml_place(d, STEP_ORGANIZATION);
	return 0;
}

/* Of a person only whether there is one, and of which domain. */
int
saml_contact(struct saml *d, int arg, const struct xml_attr *attr,
	     uint32_t nattr, struct err *e)
{
	struct sv type = value_of(attr, nattr, W_contactType);
	struct sv more = value_of(attr, nattr, W_securityContactType);

	(void)arg;
	(void)e;
	d->r.count[STEP_CONTACT]++;
	d->r.is_contact = sv_is(type, "technical") || sv_is(type, "support");
	if (sv_ends(more, SV("/contactType/security")) &&
	    !d->en.has_security_contact) {
		d->en.has_security_contact = true;
		d->en.security_place = saml_place(d, STEP_CONTACT);
	}
	return 0;
}

/* Attributes of the entity that say something here; NULL: another. */
static const char *
kept_attribute(struct sv name)
{
	static const struct {
		const char *uri, *name;
	} kept[] = {
		{ "http://macedir.org/entity-category", "entity_category" },
		{ "http://macedir.org/entity-category-support",
		  "entity_category_support" },
		{ "urn:oasis:names:tc:SAML:attribute:assurance-certification",
		  "assurance" },
		{ "urn:oasis:names:tc:SAML:profiles:subject-id:req",
		  "subject_id" },
	};

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (sv_is(name, kept[i].uri))
			return kept[i].name;
	return NULL;
}

int
saml_entity_attribute(struct saml *d, int arg, const struct xml_attr *attr,
		      uint32_t nattr, struct err *e)
{
	(void)arg;
	(void)e;
	d->r.count[STEP_ENTITY_ATTRIBUTE]++;
	d->r.attribute = kept_attribute(value_of(attr, nattr, W_Name));
	if (!d->r.attribute)
		saml_leave_out(d);
	return 0;
}

int
saml_key(struct saml *d, int arg, const struct xml_attr *attr, uint32_t nattr,
	 struct err *e)
{
	struct sv use = value_of(attr, nattr, W_use);

	(void)e;
	d->r.count[arg]++;
	d->r.key_name = sv_is(use, "signing")      ? "key_signing"
			: sv_is(use, "encryption") ? "key_encryption"
						   : "key";
	return 0;
}

static void
add_endpoint(struct saml *d, enum saml_step step, struct sv location,
	     struct sv binding)
{
	struct saml_item *item = add_item(d, ITEM_ENDPOINT, step, location);

	item->endpoint = (uint8_t)step_endpoint[step];
	/* a passive client is a browser: its user comes to sign in, or back */
	if (step == STEP_PASSIVE_ENDPOINT)
		item->endpoint = d->r.role == SAML_STS ? ENDPOINT_LOGIN
						       : ENDPOINT_ASSERTION;
	item->is_legacy = sv_starts(binding, SV("urn:mace:shibboleth:1.0")) ||
			  sv_starts(binding, SV("urn:oasis:names:tc:SAML:1.0"));
	item->more = arena_sv(&d->mem, saml_binding(binding));
}

int
saml_endpoint(struct saml *d, int arg, const struct xml_attr *attr,
	      uint32_t nattr, struct err *e)
{
	enum saml_step step = (enum saml_step)arg;
	struct sv location = value_of(attr, nattr, W_Location);
	struct sv response = value_of(attr, nattr, W_ResponseLocation);
	struct sv binding = value_of(attr, nattr, W_Binding);

	(void)e;
	d->r.count[step]++;
	if (location.n == 0) {
		struct at at = saml_at(d, DIAG_WARN, step);

		diag_warn(d->im->diag, &at,
			  "an endpoint without Location (expected a URL)");
	} else {
		add_endpoint(d, step, location, binding);
	}
	if (response.n)
		add_endpoint(d, step, response, binding);
	return 0;
}

int
saml_consuming(struct saml *d, int arg, const struct xml_attr *attr,
	       uint32_t nattr, struct err *e)
{
	(void)attr;
	(void)nattr;
	(void)e;
	d->r.count[arg]++;
	d->r.count[STEP_REQUESTED] = 0;
	return 0;
}

int
saml_requested(struct saml *d, int arg, const struct xml_attr *attr,
	       uint32_t nattr, struct err *e)
{
	enum saml_step step = (enum saml_step)arg;
	struct sv name = value_of(attr, nattr, W_Name);
	struct saml_item *item;

	(void)e;
	d->r.count[step]++;
	if (name.n == 0) {
		struct at at = saml_at(d, DIAG_WARN, step);

		diag_warn(d->im->diag, &at,
			  "an attribute without Name (expected its URI)");
		return 0;
	}
	item = add_item(d, ITEM_DATA, step, name);
	item->necessity = is_true(value_of(attr, nattr, W_isRequired))
				  ? NECESSITY_REQUIRED
				  : NECESSITY_OPTIONAL;
	return 0;
}

/* saml:Attribute in a role: what an identity provider says it can give. */
int
saml_offered(struct saml *d, int arg, const struct xml_attr *attr,
	     uint32_t nattr, struct err *e)
{
	struct sv name = value_of(attr, nattr, W_Name);

	(void)e;
	d->r.count[arg]++;
	if (name.n)
		add_item(d, ITEM_ATTRIBUTE, (enum saml_step)arg, name)->name =
			"claim_offered";
	return 0;
}

int
saml_claim_offered(struct saml *d, int arg, const struct xml_attr *attr,
		   uint32_t nattr, struct err *e)
{
	struct sv uri = value_of(attr, nattr, W_Uri);

	(void)e;
	d->r.count[arg]++;
	if (uri.n)
		add_item(d, ITEM_ATTRIBUTE, (enum saml_step)arg, uri)->name =
			"claim_offered";
	return 0;
}

int
saml_claim_requested(struct saml *d, int arg, const struct xml_attr *attr,
		     uint32_t nattr, struct err *e)
{
	const struct xml_attr *optional = xml_find(attr, nattr, W_Optional);
	struct sv uri = value_of(attr, nattr, W_Uri);
	struct saml_item *item;

	(void)e;
	d->r.count[arg]++;
	if (uri.n == 0)
		return 0;
	item = add_item(d, ITEM_DATA, (enum saml_step)arg, uri);
	item->necessity = !optional ? NECESSITY_UNKNOWN
			  : is_true(sv_trim(optional->value))
				  ? NECESSITY_OPTIONAL
				  : NECESSITY_REQUIRED;
	return 0;
}

/* An endpoint of WS-Federation: its address is the text of an element. */
int
saml_ws_endpoint(struct saml *d, int arg, const struct xml_attr *attr,
		 uint32_t nattr, struct err *e)
{
	(void)attr;
	(void)nattr;
	(void)e;
	d->r.step = (enum saml_step)arg;
	/* of a TargetScopes each reference is counted, not the element */
	if (d->r.step != STEP_TARGET_SCOPE)
		d->r.count[arg]++;
	return 0;
}

static bool
is_lang(struct sv lang, const char *of)
{
	return lang.n >= 2 && sv_ieq(sv_n(lang.p, 2), sv(of)) &&
	       (lang.n == 2 || lang.p[2] == '-');
}

int
saml_leaf(struct saml *d, int arg, const struct xml_attr *attr, uint32_t nattr,
	  struct err *e)
{
	struct sv lang = value_of(attr, nattr, W_lang);

	(void)arg;
	(void)e;
	d->r.is_nl = is_lang(lang, "nl");
	d->r.is_en = is_lang(lang, "en");
	buf_clear(&d->text);
	xml_want_text(d->x, true);
	return 0;
}

/* The text of the element that ends here; empty with a warning: too long. */
static struct sv
text_here(struct saml *d, enum saml_step step)
{
	struct at at;

	if (buf_ok(&d->text))
		return sv_trim(buf_view(&d->text));
	at = saml_at(d, DIAG_WARN, step);
	diag_warn(d->im->diag, &at,
		  "a text of more than %llu KiB is left out (expected less)",
		  LIMIT_CELL_BYTES / KIB);
	return SV_NONE;
}

int
saml_words_end(struct saml *d, int arg, struct err *e)
{
	struct saml_words *const all[] = {
		[WORDS_DISPLAY] = &d->en.display,
		[WORDS_SERVICE] = &d->en.service,
		[WORDS_ORGANISATION] = &d->en.organisation,
		[WORDS_LEGAL] = &d->en.legal,
	};
	enum saml_step step = arg == WORDS_DISPLAY   ? STEP_DISPLAY_NAME
			      : arg == WORDS_SERVICE ? STEP_CONSUMING
						     : STEP_ORGANIZATION;
	struct saml_words *w = all[arg];
	struct sv text;

	(void)e;
	if (arg == WORDS_DISPLAY)
		d->r.count[step]++;
	text = text_here(d, step);
	if (text.n == 0 || d->mem.used > LIMIT_ENTITY_BYTES)
		return 0;
	text = arena_sv(&d->mem, sv_cut(text, 4 * LIMIT_NAME_BYTES));
	if (w->first.n == 0)
		w->first = text;
	if (d->r.is_nl && w->nl.n == 0) {
		w->nl = text;
		w->nl_place = saml_place(d, step);
	} else if (d->r.is_en && w->en.n == 0) {
		w->en = text;
		w->en_place = saml_place(d, step);
	}
	return 0;
}

int
saml_scope(struct saml *d, int arg, const struct xml_attr *attr, uint32_t nattr,
	   struct err *e)
{
	d->r.is_regexp = is_true(value_of(attr, nattr, W_regexp));
	return saml_leaf(d, arg, attr, nattr, e);
}

int
saml_scope_end(struct saml *d, int arg, struct err *e)
{
	enum saml_step step = (enum saml_step)arg;
	struct sv text;
	struct saml_item *item;

	(void)e;
	d->r.count[step]++;
	text = text_here(d, step);
	if (text.n == 0)
		return 0;
	item = add_item(d, ITEM_ATTRIBUTE, step, text);
	item->name = "scope";
	if (d->r.is_regexp && item->text.n)
		item->text =
			sv(arena_printf(&d->mem, "regexp:%.*s", SV_ARG(text)));
	return 0;
}

int
saml_value_end(struct saml *d, int arg, struct err *e)
{
	struct sv text = text_here(d, STEP_ENTITY_ATTRIBUTE);

	(void)arg;
	(void)e;
	if (text.n)
		add_item(d, ITEM_ATTRIBUTE, STEP_ENTITY_ATTRIBUTE, text)->name =
			d->r.attribute;
	return 0;
}

int
saml_member_end(struct saml *d, int arg, struct err *e)
{
	struct sv text;

	(void)e;
	d->r.count[arg]++;
	text = text_here(d, (enum saml_step)arg);
	if (text.n && text.n <= LIMIT_ENTITY_ID)
		add_item(d, ITEM_MEMBER, (enum saml_step)arg, text);
	return 0;
}

/* Signing and encryption often share one certificate: read it once. */
static enum certificate_verdict
read_certificate(struct saml *d, struct sv text)
{
	if (sv_eq(buf_view(&d->cert), text))
		return d->last_verdict;
	buf_clear(&d->cert);
	buf_sv(&d->cert, text);
	d->last_verdict = certificate_read(&d->certificates, text, &d->last);
	return d->last_verdict;
}

int
saml_certificate_end(struct saml *d, int arg, struct err *e)
{
	struct sv text = text_here(d, STEP_KEY);
	enum certificate_verdict verdict;
	struct saml_item *item;
	struct at at;

	(void)arg;
	(void)e;
	verdict = read_certificate(d, text);
	if (verdict != CERTIFICATE_OK &&
	    ++d->nodd_certificates <= SAML_CERTIFICATES_TOLD) {
		at = saml_at(d, DIAG_WARN, STEP_KEY);
		diag_warn(d->im->diag, &at,
			  "a certificate that cannot be read (expected X.509 "
			  "in base64)");
	}
	if (verdict == CERTIFICATE_NONE)
		return 0;
	item = add_item(d, ITEM_KEY, STEP_KEY, sv(d->last.sha256));
	item->name = d->r.key_name;
	item->until = d->last.until;
	return 0;
}

int
saml_privacy_end(struct saml *d, int arg, struct err *e)
{
	struct sv text;

	(void)arg;
	(void)e;
	d->r.count[STEP_PRIVACY]++;
	text = text_here(d, STEP_PRIVACY);
	if (text.n && (d->r.is_nl || d->r.is_en))
		add_item(d, ITEM_ATTRIBUTE, STEP_PRIVACY, text)->name =
			d->r.is_nl ? "privacy_statement@nl"
				   : "privacy_statement@en";
	return 0;
}

/* A logo that stands elsewhere tells that place who signs in. */
int
saml_logo_end(struct saml *d, int arg, struct err *e)
{
	enum saml_step step = (enum saml_step)arg;
	struct sv text = buf_view(&d->text);

	(void)e;
	d->r.count[step]++;
	text = sv_trim(text);
	if (!buf_ok(&d->text) || text.n == 0 || sv_starts(text, SV("data:")))
		return 0;
	add_endpoint(d, step, text, SV_NONE);
	return 0;
}

int
saml_email_end(struct saml *d, int arg, struct err *e)
{
	struct sv domain;

	(void)arg;
	(void)e;
	if (!d->r.is_contact || !buf_ok(&d->text))
		return 0;
	domain = saml_mail_domain(buf_view(&d->text), &d->mem);
	if (domain.n)
		add_item(d, ITEM_ATTRIBUTE, STEP_CONTACT, domain)->name =
			"contact_domain";
	return 0;
}

int
saml_address_end(struct saml *d, int arg, struct err *e)
{
	enum saml_step step = d->r.step;
	struct sv text;

	(void)arg;
	(void)e;
	if (step == STEP_TARGET_SCOPE)
		d->r.count[step]++;
	text = text_here(d, step);
	if (text.n == 0)
		return 0;
	if (step == STEP_TARGET_SCOPE)
		add_item(d, ITEM_ATTRIBUTE, step, text)->name = "target_scope";
	else
		add_endpoint(d, step, text, SV_NONE);
	return 0;
}

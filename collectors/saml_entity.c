/*
 * One entity as facts: the product, its roles and names, where it is served,
 * which data it asks for, who operates it and through whom its users come in.
 * What a document says of itself is believed as far as the rung goes; nothing
 * is made of what it does not say.
 */
#include "collectors/saml.h"

#include "base/date.h"

/* Dutch, else English, else whatever came first. */
static struct sv
best(const struct saml_words *w)
{
	return w->nl.n ? w->nl : w->en.n ? w->en : w->first;
}

static struct sv
name_of(const struct saml_entity *en)
{
	if (en->display.first.n)
		return best(&en->display);
	return en->service.first.n ? best(&en->service) : en->service_display;
}

static int
put_bits(struct saml *d, uint32_t ref, const char *name, uint32_t bits,
	 const char *const *values, struct err *e)
{
	struct place place = saml_place(d, STEP_ENTITY);

	for (int i = 0; bits >> i; i++)
		if (bits >> i & 1 && values[i] &&
		    signon_own(&d->s, ref, name, sv(values[i]), place, e))
			return -1;
	return 0;
}

static int
put_day(struct saml *d, uint32_t ref, const char *name, int32_t day,
	struct place place, struct err *e)
{
	char iso[DATE_ISO_SIZE];

	return signon_own(&d->s, ref, name, sv(date_iso(day, iso)), place, e);
}

/* What is true of the whole entity. */
static int
put_entity(struct saml *d, uint32_t ref, struct err *e)
{
	static const char *const roles[SAML_ROLES] = {
		"idp",         "sp",        "aa",        "authn", "pdp",
		"affiliation", "wsfed-sts", "wsfed-app", NULL,
	};
	static const char *const protocols[SAML_PROTOCOLS] = { "saml2", "saml1",
							       "wsfed" };
	const struct saml_entity *en = &d->en;
	struct place place = saml_place(d, STEP_ENTITY);

	if (put_bits(d, ref, "role", en->roles, roles, e) ||
	    put_bits(d, ref, "protocol", en->protocols, protocols, e) ||
	    put_day(d, ref, "valid_until", en->valid_until, place, e) ||
	    put_day(d, ref, "registered", en->registered,
		    en->registration.part ? en->registration : place, e))
		return -1;
	/* where the product's own name is another one */
	if (!sv_eq(en->display.nl, name_of(en)) &&
	    signon_attribute(&d->s, ref, "display_name@nl", en->display.nl,
			     en->display.nl_place, e))
		return -1;
	if (!sv_eq(en->display.en, name_of(en)) &&
	    signon_attribute(&d->s, ref, "display_name@en", en->display.en,
			     en->display.en_place, e))
		return -1;
	return en->has_security_contact
		       ? signon_attribute(&d->s, ref, "security_contact",
					  SV("yes"), en->security_place, e)
		       : 0;
}

static int
put_key(struct saml *d, uint32_t ref, const struct saml_item *item,
	struct err *e)
{
	char iso[DATE_ISO_SIZE];
	const char *expires;

	if (signon_own(&d->s, ref, item->name, item->text, item->place, e))
		return -1;
	if (item->until == 0)
		return 0;
	expires = arena_printf(&d->s.scratch, "%.*s %s", SV_ARG(item->text),
			       date_iso(item->until, iso));
	return signon_own(&d->s, ref, "key_expires", sv(expires), item->place,
			  e);
}

static int
put_member(struct saml *d, uint32_t affiliation, const struct saml_item *item,
	   struct err *e)
{
	struct signon_key key = { KEY_ENTITY_ID, item->text };
	uint32_t ref = signon_product(&d->s, &key, 1, SV_NONE, item->place, e);

	if (ref == 0)
		return e->kind == ERR_NONE ? 0 : -1;
	return signon_member(&d->s, ref, affiliation, SV_NONE, item->place, e);
}

int
saml_item_put(struct saml *d, uint32_t product, const struct saml_item *item,
	      struct err *e)
{
	switch (item->kind) {
	case ITEM_ENDPOINT:
		return signon_endpoint(&d->s, product,
				       (enum endpoint)item->endpoint,
				       item->text, item->more, item->place, e);
	case ITEM_KEY: return put_key(d, product, item, e);
	case ITEM_ATTRIBUTE:
		return signon_attribute(&d->s, product, item->name, item->text,
					item->place, e);
	case ITEM_DATA:
	case ITEM_MEMBER: break;
	}
	return 0;
}

/* "www.school.nl" is of "school.nl". */
static bool
is_within(struct sv host, struct sv domain)
{
	return domain.n && host.n >= domain.n &&
	       sv_ieq(sv_from(host, host.n - domain.n), domain) &&
	       (host.n == domain.n || host.p[host.n - domain.n - 1] == '.');
}

/* The domain of a host; empty: it has none. Mostly it is the same host. */
static struct sv
domain_of(struct saml *d, struct sv host)
{
	struct host h = { .is_ip = false };

	if (d->en.host.n && sv_eq(host, d->en.host))
		return d->en.domain;
	host_of(&d->s.hosts, host, true, &d->s.scratch, &h);
	d->en.host = host;
	d->en.domain = h.domain;
	return h.domain;
}

/* At this host, or at another one of its domain. */
static bool
is_near(struct saml *d, struct sv host, struct sv other)
{
	if (other.n == 0)
		return false;
	/* the usual case, without a look at the list of suffixes */
	return is_within(host, other) || is_within(host, domain_of(d, other));
}

/*
 * Logos of one's own, or of the hub before it, tell nothing; those at others
 * tell them who signs in.
 */
static void
drop_own_logos(struct saml *d, struct sv hub)
{
	struct sv own = saml_authority(d->en.id);
	struct saml_item **i = &d->en.item;

	while (*i) {
		struct sv host;

		if ((*i)->kind == ITEM_ENDPOINT &&
		    (*i)->endpoint == ENDPOINT_LOGO) {
			host = saml_authority((*i)->text);
			if (is_near(d, host, own) || is_near(d, host, hub)) {
				*i = (*i)->next;
				continue;
			}
		}
		i = &(*i)->next;
	}
}

/* Names of Entree Federatie are bare, and are asked for as they are. */
static enum attribute_kind
kind_of(const struct saml *d, struct sv name)
{
	uint32_t n;

	attributes_find(&d->s.attributes, ATTRIBUTE_SAML, name, &n);
	if (n == 0)
		attributes_find(&d->s.attributes, ATTRIBUTE_ENTREE, name, &n);
	else
		return ATTRIBUTE_SAML;
	return n ? ATTRIBUTE_ENTREE : ATTRIBUTE_SAML;
}

/*
 * Of several locations at one host for one purpose (an SP may have 144) the
 * first says it all: who serves them is the same.
 */
bool
saml_is_first(struct saml *d, const struct saml_item *item)
{
	struct sv host = saml_authority(item->text);
	struct buf *b = &d->text;
	bool is_new;

	/* no URL: each is worth a warning */
	if (sv_find_sv(item->text, SV("://")) < 0)
		return true;
	buf_clear(b);
	buf_char(b, (char)item->endpoint);
	buf_put(b, host.p, host.n);
	digests_put(&d->places, digest_of(&d->s.names.key, buf_view(b)), 0,
		    &is_new);
	return is_new;
}

/* The domain of its technical contact tells when it is not its own. */
static bool
is_own_contact(struct saml *d, const struct saml_item *item)
{
	return strcmp(item->name, "contact_domain") == 0 &&
	       is_near(d, item->text, saml_authority(d->en.id));
}

static int
put_item(struct saml *d, uint32_t ref, uint32_t giver,
	 const struct saml_item *i, struct err *e)
{
	switch (i->kind) {
	case ITEM_DATA:
		return signon_data(&d->s, ref, giver, kind_of(d, i->text),
				   i->text, (enum necessity)i->necessity,
				   SV_NONE, i->place, e);
	case ITEM_MEMBER: return put_member(d, ref, i, e);
	case ITEM_ENDPOINT:
		return saml_is_first(d, i) ? saml_item_put(d, ref, i, e) : 0;
	case ITEM_ATTRIBUTE:
		return is_own_contact(d, i) ? 0 : saml_item_put(d, ref, i, e);
	case ITEM_KEY: break;
	}
	return saml_item_put(d, ref, i, e);
}

/* Endpoints of SAML 1 come last: of several at one host they tell least. */
static int
put_items(struct saml *d, uint32_t ref, uint32_t giver, enum saml_stand stand,
	  struct sv host, struct err *e)
{
	bool has_legacy = false;
	int rc = 0;

	for (struct saml_item *i = d->en.item; i && rc == 0; i = i->next) {
		has_legacy = has_legacy || i->is_legacy;
		if (!i->is_legacy &&
		    (stand == SAML_ALONE || !saml_hub_has(i, host)))
			rc = put_item(d, ref, giver, i, e);
	}
	for (struct saml_item *i = d->en.item; has_legacy && i && rc == 0;
	     i = i->next)
		if (i->is_legacy &&
		    (stand == SAML_ALONE || !saml_hub_has(i, host)))
			rc = put_item(d, ref, giver, i, e);
	return rc;
}

static int
put_operator(struct saml *d, uint32_t ref, struct err *e)
{
	const struct saml_entity *en = &d->en;
	struct sv name =
		best(en->organisation.first.n ? &en->organisation : &en->legal);
	uint32_t org;

	if (name.n == 0)
		return 0;
	org = signon_organisation(&d->s, NULL, 0, name, en->organisation_place,
				  e);
	if (org == 0)
		return e->kind == ERR_NONE ? 0 : -1;
	return signon_supplier(&d->s, org, ref, ROLE_OPERATOR,
			       en->organisation_place, e);
}

/* The software of which the entityID has the form. */
static int
put_software(struct saml *d, uint32_t ref, const struct service *known,
	     struct err *e)
{
	struct fact_record f;

	if (!known || !known->is_software)
		return 0;
	fact_init(&f, FACT_NEEDS, RUNG_OBSERVED, saml_place(d, STEP_ENTITY));
	f.ref[NEEDS_dependent] = ref;
	f.ref[NEEDS_provider] =
		signon_known(&d->s, NODE_PRODUCT, known->product, f.place, e);
	if (f.ref[NEEDS_provider] == 0)
		return -1;
	f.num[NEEDS_carrier] =
		known->is_cloud ? CARRIER_HOSTING : CARRIER_PLATFORM;

	f.num[NEEDS_necessity] = NECESSITY_REQUIRED;
	return signon_put(&d->s, &f, e);
}

static bool
has_role(const struct saml_entity *en, enum saml_role role)
{
	return en->roles >> role & 1;
}

/* Whom its users come through, and whose member it is. */
static int
put_federation(struct saml *d, uint32_t ref, uint32_t hub, bool is_idp,
	       enum saml_stand stand, struct err *e)
{
	const struct saml_entity *en = &d->en;
	struct place place = saml_place(d, STEP_ENTITY);
	bool is_service = has_role(en, SAML_SP) || has_role(en, SAML_APP);

	if (stand == SAML_ALONE && (en->authority.n || hub) &&
	    signon_member(&d->s, ref, hub, en->authority,
			  en->registration.part ? en->registration : place, e))
		return -1;
	if (!is_service || is_idp)
		return 0;
	return signon_login(&d->s, ref, hub, NECESSITY_REQUIRED, SV_NONE, place,
			    e);
}

static void
count(struct saml *d, uint32_t ref, bool is_idp)
{
	struct saml_entity *en = &d->en;

	if (is_idp) {
		d->nidp++;
		d->idp = ref;
		d->idp_place = saml_place(d, STEP_ENTITY);
	} else if (has_role(en, SAML_SP) || has_role(en, SAML_APP)) {
		d->nsp++;
	}
	if (en->protocols >> SAML_SAML1 & 1 &&
	    !(en->protocols >> SAML_SAML2 & 1))
		d->nlegacy++;
	if (en->roles == 0) {
		struct at at = saml_at(d, DIAG_WARN, STEP_ENTITY);

		diag_warn(d->im->diag, &at,
			  "an entity without a role (expected "
			  "IDPSSODescriptor, SPSSODescriptor or another)");
	}
}

int
saml_entity_put(struct saml *d, struct err *e)
{
	struct signon_key key = { KEY_ENTITY_ID, d->en.id };
	bool is_idp = has_role(&d->en, SAML_IDP) || has_role(&d->en, SAML_STS);
	struct place place = saml_place(d, STEP_ENTITY);
	enum saml_stand stand = SAML_ALONE;
	const struct service *known;
	struct sv host = SV_NONE;
	uint32_t ref, hub = 0;

	signon_next(&d->s);
	digests_clear(&d->places);
	ref = signon_entity(&d->s, key, name_of(&d->en), place, &known, e);
	if (ref == 0)
		return -1;
	count(d, ref, is_idp);
	if (saml_hub_of(d,
			d->en.authority.n ? d->en.authority
			: d->name.n       ? d->name
					  : d->publisher,
			place, &hub, e) ||
	    (has_role(&d->en, SAML_IDP) &&
	     saml_hub_judge(d, ref, place, hub, &stand, &host, e)))
		return -1;
	drop_own_logos(d, host);
	if (put_entity(d, ref, e) ||
	    put_federation(d, ref, hub, is_idp, stand, e) ||
	    put_items(d, ref, hub, stand, host, e) || put_operator(d, ref, e))
		return -1;
	return put_software(d, ref, known, e);
}

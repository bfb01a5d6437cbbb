/*
 * What sign-on documents call a piece of personal data, and which category of
 * data that is: schema/reference/attributes.csv (SAML names by URN, OID and
 * bare, OIDC claims, scopes of Microsoft Graph and Google) and
 * data-categories.csv. Embedded data only.
 */
#ifndef COLLECTORS_ATTRIBUTES_H
#define COLLECTORS_ATTRIBUTES_H

#include "base/arena.h"
#include "base/map.h"

/* What kind of name it is; one spelling may be in more than one. */
enum attribute_kind {
	ATTRIBUTE_SAML,   /* Name of a SAML attribute, or its bare name */
	ATTRIBUTE_CLAIM,  /* of OpenID Connect */
	ATTRIBUTE_SCOPE,  /* of OAuth 2.0 or OpenID Connect */
	ATTRIBUTE_ENTREE, /* of Entree Federatie, knf prefix included */
	ATTRIBUTE_KINDS
};

/* Views into embedded data. */
struct attribute_row {
	enum attribute_kind kind;
	struct sv name;     /* as in the reference data */
	struct sv label;    /* short name for people: "givenName" */
	struct sv category; /* id in data-categories.csv; empty: no data about
			       a person (a scope such as "openid") */
};

struct attributes {
	struct map name;           /* kind and name -> index + 1 */
	struct attribute_row *row; /* one name may have several rows */
	uint32_t nrow;
	struct arena mem;
};

/* O(rows). */
void attributes_load(struct attributes *a);
void attributes_done(struct attributes *a);
/*
 * The rows of a name, adjacent; *ret_n of them, 0 when it is not known. SAML
 * names are compared byte for byte, bare names, claims and scopes without
 * case. Categories of one name differ. O(1).
 */
const struct attribute_row *
attributes_find(const struct attributes *a, enum attribute_kind kind,
		struct sv name, uint32_t *ret_n);

#endif

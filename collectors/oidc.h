/*
 * Metadata of OpenID Connect and OAuth 2.0, member by member: what providers
 * (OpenID Connect Discovery 1.0, RFC 8414) and clients (RFC 7591) say about
 * themselves, alone or inside another document. Secrets and tokens that such
 * documents hold have no member here, so that nothing looks at them.
 */
#ifndef COLLECTORS_OIDC_H
#define COLLECTORS_OIDC_H

#include "collectors/signon.h"
#include "collectors/syntax/json.h"

struct oidc {
	struct signon s;
	const char *base; /* JSON pointer of the object at hand: "/{row}" */
	uint32_t row;     /* from 1 */
};

/* base and, when path is not empty, "/" path; col as in schema/model/place.h */
struct place oidc_place(struct oidc *o, const char *path, uint32_t col);
/* The same for messages; lives in scratch. */
struct at oidc_at(struct oidc *o, const char *path);

/* What a member is, and what it tells. */
enum oidc_form {
	OIDC_TEXT,   /* one text */
	OIDC_WORDS,  /* a text of words with blanks between, or a list */
	OIDC_LIST,   /* a list of texts, or one text */
	OIDC_OBJECT, /* anything in it is somebody else's */
};
enum oidc_sense {
	OIDC_NOTHING,   /* only its form is looked at */
	OIDC_ENDPOINT,  /* a URL of `endpoint` */
	OIDC_PRIVACY,   /* ditto, and the attribute privacy_statement */
	OIDC_ATTRIBUTE, /* the attribute `attribute` */
	OIDC_SCOPE,     /* data: may be asked for, or supported */
	OIDC_CLAIM,
	OIDC_CONTACT, /* a mail address: its domain is kept */
	OIDC_NAME,    /* display_name */
};
struct oidc_member {
	const char *name; /* the array ends with NULL */
	enum oidc_form form;
	enum oidc_sense sense;
	enum endpoint endpoint;
	const char *attribute;
};
extern const struct oidc_member oidc_provider_members[];
extern const struct oidc_member oidc_client_members[];

/* Is every member that the table has of its form? 0, or -1 with e set. */
int oidc_check(struct oidc *o, const struct oidc_member *table, const json_t *m,
	       struct err *e);
/*
 * Sends what the members tell about product, in the order of the document.
 * Names with a language ("client_name#nl") are taken for that language.
 */
int oidc_send(struct oidc *o, const struct oidc_member *table, uint32_t product,
	      const json_t *m, struct err *e);
/*
 * Attributes key_signing, key_encryption and key: RFC 7638 thumbprints of a key
 * set (RFC 7517). Keys that are none are told of and passed over.
 */
int oidc_keys(struct oidc *o, uint32_t product, const json_t *jwks,
	      const char *path, struct err *e);
/* The name for people: with "#nl" behind key, else "#en", else without. */
struct sv oidc_name(const json_t *m, const char *key);
/* A URL of this very computer: no host, no identity. */
bool oidc_is_local(struct sv url);
/* A mail address, which names a person; "https@//sp.example" is none. */
bool oidc_is_address(struct sv text);
/* "{tenantid}": a form to fill in, not a value. */
bool oidc_is_template(struct sv text);
/* One endpoint; this very computer is told of and left out. */
int oidc_endpoint(struct oidc *o, uint32_t product, enum endpoint endpoint,
		  struct sv url, struct sv binding, struct place place,
		  struct err *e);
/*
 * What is known of an issuer or entity identifier: the software that it runs
 * on, or that it is a hub.
 */
int oidc_known(struct oidc *o, uint32_t product, struct sv identifier,
	       struct place place, struct err *e);
/* Users sign on there: what OpenID Connect demands and RFC 8414 leaves out. */
bool oidc_is_op(const json_t *m);
/* False when all grants are between computers ("client_credentials"). */
bool oidc_signs_users_on(const json_t *grants);
/* Role, protocol, data, endpoints: the whole of a provider or client. */
int
oidc_provider(struct oidc *o, uint32_t product, const json_t *m, struct err *e);
int oidc_client(struct oidc *o, uint32_t product, uint32_t provider,
		const json_t *m, struct err *e);

#endif

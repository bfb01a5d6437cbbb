/*
 * OpenID Federation 1.0: what entities say of themselves (entity
 * configurations) and superiors of them (subordinate statements, trust marks),
 * each a signed token, alone or as a chain from a leaf up to a trust anchor.
 */
#ifndef COLLECTORS_OIDFED_H
#define COLLECTORS_OIDFED_H

#include "collectors/oidc.h"
#include "collectors/syntax/jwt.h"

/* One token. */
struct statement {
	struct jwt jwt;     /* owned */
	struct at at;       /* the token as a whole */
	struct sv iss, sub; /* views of the payload */
	bool is_mark;       /* a trust mark; else an entity statement */
	bool is_untyped;    /* a trust mark of a draft, without "typ" */
	struct jwk *key;    /* of sub; owned, in an arena */
	uint32_t nkey;
	int32_t until; /* yyyymmdd, or 0 */
};

/*
 * Decodes a token: type, issuer, subject, times, keys. today and allow_expired
 * as for jwt_times(). Everything lives in mem but what statement_done() frees,
 * which is owed in any case.
 */
int statement_read(struct sv token, const struct at *at, int32_t today,
		   bool allow_expired, struct arena *mem, struct statement *ret,
		   struct err *e);
void statement_done(struct statement *s);
/* About itself: an entity configuration. */
bool statement_is_self(const struct statement *s);

/* What the user trusts: keys, or the SHA-256 of one. */
struct anchors {
	struct jwk *key; /* owned, in an arena; kid may be empty */
	uint32_t n;
	char thumbprint[JWK_THUMBPRINT_HEX]; /* RFC 7638; "" when not given */
	json_t *document;                    /* owned: the keys have views */
};
/*
 * pinned: a key set or one key in JSON, a public key or certificate in PEM or
 * DER, or the 32 bytes of a thumbprint. anchors_done() is owed in any case.
 */
int anchors_read(struct sv pinned, struct arena *mem, struct anchors *ret,
		 struct err *e);
void anchors_done(struct anchors *a);

/*
 * Do the statements hold together, from leaf (first) to anchor? Each is about
 * the issuer of the one before and is signed with a key that the one after
 * lists for its issuer; the first, and the last when it is the anchor's own,
 * is about itself. With anchors the last must be signed with one of their
 * keys; *ret_signer is then its thumbprint, else NULL. A single statement is a
 * chain of one, which need not be about itself. O(statements).
 */
int chain_verify(const struct statement *s, uint32_t n,
		 const struct anchors *anchors, const char **ret_signer,
		 struct err *e);

#endif

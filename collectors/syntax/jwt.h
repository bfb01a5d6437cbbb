/*
 * Signed JSON Web Tokens in compact form (RFC 7515, 7519, with the rules of
 * RFC 8725). One fixed list of algorithms, each for one type of key; the key
 * comes from the caller, never from the token. "none", HMAC, encryption,
 * "crit" and keys in the header are refused, so is base64url that has another
 * spelling for the same bytes.
 */
#ifndef COLLECTORS_SYNTAX_JWT_H
#define COLLECTORS_SYNTAX_JWT_H

#include "base/limits.h"
#include "collectors/syntax/jwk.h"

struct jwt {
	json_t *header, *payload; /* owned; the payload is an object */
	struct sv kid, typ;       /* views of header; typ may be empty */
	const char *algorithm;    /* "RS256" */
	struct sv signed_text;    /* header and payload, as they came */
	struct sv signature;      /* bytes, in mem */
};

/*
 * Decodes a token of at most LIMIT_JWT_BYTES and judges its header; verifies
 * nothing. Views into token stay; the rest lives in mem. Places of payload
 * errors are those of at. On success jwt_done() is owed.
 */
int jwt_read(struct sv token, const struct at *at, struct arena *mem,
	     struct jwt *ret, struct err *e);
void jwt_done(struct jwt *t);
/*
 * Did this key sign it? 0, or -1 with e set: the algorithm is for another type
 * of key, or the signature is not the key's.
 */
int jwt_check(const struct jwt *t, const struct jwk *key, const struct at *at,
	      struct err *e);
/*
 * Is the payload valid on a day? today is yyyymmdd in UTC; five minutes of skew
 * are allowed around the whole of that day, since collectors know no clock.
 * "exp" past that, or "iat" and "nbf" to come, are refused; allow_expired
 * passes over the first. *ret_until: the day of "exp", or 0 when there is none.
 */
int jwt_times(const struct jwt *t, int32_t today, bool allow_expired,
	      const struct at *at, int32_t *ret_until, struct err *e);

/* Does s, the whole or the head of something, look like a compact token? */
bool jwt_begins(struct sv s);

#endif

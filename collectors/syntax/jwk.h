/*
 * Public keys as JSON Web Keys (RFC 7517, 7518 section 6, 8037), their
 * thumbprints (RFC 7638), and base64url (RFC 4648 section 5). Private and
 * symmetric keys are refused: they have no place in a document that is shown.
 */
#ifndef COLLECTORS_SYNTAX_JWK_H
#define COLLECTORS_SYNTAX_JWK_H

#include <jansson.h>
#include <openssl/evp.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/sv.h"

enum jwk_kind { JWK_RSA, JWK_P256, JWK_P384, JWK_P521, JWK_ED25519 };

enum { JWK_THUMBPRINT_HEX = 65 };

struct jwk {
	EVP_PKEY *key; /* owned */
	enum jwk_kind kind;
	struct sv kid, use, alg; /* views of the document; empty: not said */
	char thumbprint[JWK_THUMBPRINT_HEX]; /* SHA-256, lower-case hex */
};

/*
 * 0, or -1 with e set: not a key of these kinds, RSA of less than
 * LIMIT_RSA_BITS_MIN or more than LIMIT_RSA_BITS_MAX bits, a point that is not
 * on its curve, a private or symmetric key. On success jwk_done() is owed.
 */
int jwk_read(const json_t *key, const struct at *at, struct jwk *ret,
	     struct err *e);
void jwk_done(struct jwk *k);

/*
 * The bytes of base64url text, in mem; false when it is not exactly that: no
 * padding, no other letters, no line ends, no bits left over.
 */
bool base64url(struct sv text, struct arena *mem, struct sv *ret);
/* SHA-256 of bytes in lower-case hex; returns out. */
char *sha256_hex(struct sv bytes, char out[JWK_THUMBPRINT_HEX]);

#endif

/*
 * Tokens: three parts in base64url with dots between. Refuses what is not
 * exactly that, and every header that asks for more than a fixed algorithm
 * with a key of ours.
 */
#include "collectors/syntax/jwt.h"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

#include "base/date.h"
#include "collectors/syntax/json.h"

enum { SKEW = 300 /* seconds */, DAY = 86400 };

static const struct algorithm {
	const char *name;
	const char *digest; /* NULL: the algorithm has its own */
	enum jwk_kind kind;
	bool is_pss;
	int bytes; /* of each half of an ECDSA signature */
} algorithms[] = {
	{ "RS256", "SHA256", JWK_RSA, false, 0 },
	{ "RS384", "SHA384", JWK_RSA, false, 0 },
	{ "RS512", "SHA512", JWK_RSA, false, 0 },
	{ "PS256", "SHA256", JWK_RSA, true, 0 },
	{ "PS384", "SHA384", JWK_RSA, true, 0 },
	{ "PS512", "SHA512", JWK_RSA, true, 0 },
	{ "ES256", "SHA256", JWK_P256, false, 32 },
	{ "ES384", "SHA384", JWK_P384, false, 48 },
	{ "ES512", "SHA512", JWK_P521, false, 66 },
	{ "EdDSA", NULL, JWK_ED25519, false, 0 },
};

static const struct algorithm *
algorithm_of(struct sv name)
{
	for (size_t i = 0; i < sizeof(algorithms) / sizeof(*algorithms); i++)
		if (sv_is(name, algorithms[i].name))
			return &algorithms[i];
	return NULL;
}

static int
not_token(const struct at *at, struct err *e)
{
	return err_set(e, ERR_INPUT, at,
		       "not a signed token (expected three parts in base64url "
		       "with dots between)");
}

static int
check_header(struct jwt *t, const struct at *at, struct err *e)
{
	/* each would let the token choose its own key or meaning */
	static const char *const never[] = { "crit", "jwk", "jku", "x5u",
					     "x5c",  "b64", "enc", "zip" };
	const struct algorithm *a;
	struct sv alg;

	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (json_object_get(t->header, never[i]))
			return err_set(e, ERR_INPUT, at,
				       "a token with '%s' in its header, which "
				       "is never believed",
				       never[i]);
	if (json_get_text(t->header, "alg", at, &alg, e) ||
	    json_get_text(t->header, "kid", at, &t->kid, e) ||
	    json_get_text(t->header, "typ", at, &t->typ, e))
		return -1;
	a = algorithm_of(alg);
	if (!a)
		return err_set(e, ERR_INPUT, at,
			       "a token without a signature that counts "
			       "(expected algorithm RS, PS or ES with 256, 384 "
			       "or 512, or EdDSA)");
	if (t->kid.n == 0 || t->kid.n > LIMIT_KID_BYTES)
		return err_set(e, ERR_INPUT, at,
			       "a token that does not name its key (expected "
			       "'kid', at most %u bytes)",
			       LIMIT_KID_BYTES);
	t->algorithm = a->name;
	return 0;
}

static int
read_part(struct sv part, const struct at *at, struct arena *mem, json_t **ret,
	  struct err *e)
{
	struct sv text;

	if (part.n == 0 || !base64url(part, mem, &text))
		return not_token(at, e);
	if (json_parse(text, at, ret, e))
		return -1;
	if (json_is_object(*ret))
		return 0;
	return err_set(e, ERR_INPUT, at,
		       "a token without an object in it (expected a header and "
		       "a payload that are objects)");
}

/* Off the end of *s, from its last dot on. */
static bool
take_last(struct sv *s, struct sv *ret)
{
	for (size_t i = s->n; i > 0; i--)
		if (s->p[i - 1] == '.') {
			*ret = sv_from(*s, i);
			*s = sv_n(s->p, i - 1);
			return true;
		}
	return false;
}

static int
read_parts(struct sv token, const struct at *at, struct arena *mem,
	   struct jwt *t, struct err *e)
{
	struct sv header = token, payload, signature;

	if (!take_last(&header, &signature))
		return not_token(at, e);
	t->signed_text = header;
	if (!take_last(&header, &payload) || sv_find(header, '.') >= 0)
		return not_token(at, e);
	if (header.n > LIMIT_JWT_HEADER_BYTES)
		return err_set(e, ERR_LIMIT, at,
			       "a token with a header of more than %llu KiB "
			       "(expected less)",
			       LIMIT_JWT_HEADER_BYTES / KIB);
	if (read_part(header, at, mem, &t->header, e) ||
	    check_header(t, at, e) ||
	    read_part(payload, at, mem, &t->payload, e))
		return -1;
	if (signature.n == 0 || !base64url(signature, mem, &t->signature))
		return not_token(at, e);
	return 0;
}

int
jwt_read(struct sv token, const struct at *at, struct arena *mem,
	 struct jwt *ret, struct err *e)
{
	struct jwt t = { 0 };

	if (token.n > LIMIT_JWT_BYTES)
		return err_set(e, ERR_LIMIT, at,
			       "a token of more than %llu KiB (expected less)",
			       LIMIT_JWT_BYTES / KIB);
	if (read_parts(token, at, mem, &t, e)) {
		jwt_done(&t);
		return -1;
	}
	*ret = t;
	return 0;
}

void
jwt_done(struct jwt *t)
{
	json_done(&t->header);
	json_done(&t->payload);
}

/* r and s side by side, as RFC 7518 has them, to what OpenSSL reads. */
static unsigned char *
to_der(struct sv raw, int *ret_n)
{
	const unsigned char *p = (const unsigned char *)raw.p;
	int half = (int)raw.n / 2;
	ECDSA_SIG *sig = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(p, half, NULL);
	BIGNUM *s = BN_bin2bn(p + half, half, NULL);
	unsigned char *der = NULL;

	if (!sig || !r || !s)
		mem_fail();
	ECDSA_SIG_set0(sig, r, s);
	*ret_n = i2d_ECDSA_SIG(sig, &der);
	ECDSA_SIG_free(sig);
	if (*ret_n <= 0)
		mem_fail();
	return der;
}

static bool
verify(const struct algorithm *a, const struct jwk *key, struct sv text,
       const unsigned char *sig, size_t nsig)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx = NULL; /* of md */
	bool ok;

	if (!md)
		mem_fail();
	ok = EVP_DigestVerifyInit_ex(md, &ctx, a->digest, NULL, NULL, key->key,
				     NULL) == 1;
	if (ok && a->is_pss)
		ok = EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) ==
			     1 &&
		     EVP_PKEY_CTX_set_rsa_pss_saltlen(
			     ctx, RSA_PSS_SALTLEN_DIGEST) == 1;
	ok = ok && EVP_DigestVerify(md, sig, nsig,
				    (const unsigned char *)text.p, text.n) == 1;
	EVP_MD_CTX_free(md);
	return ok;
}

int
jwt_check(const struct jwt *t, const struct jwk *key, const struct at *at,
	  struct err *e)
{
	const struct algorithm *a = algorithm_of(sv(t->algorithm));
	const unsigned char *sig = (const unsigned char *)t->signature.p;
	unsigned char *der = NULL;
	size_t n = t->signature.n;
	int nder = 0;
	bool ok;

	if (a->kind != key->kind || (key->alg.n && !sv_is(key->alg, a->name)) ||
	    sv_is(key->use, "enc"))
		return err_set(e, ERR_INPUT, at,
			       "a token signed with an algorithm that is not "
			       "its key's");
	ok = !a->bytes || n == 2 * (size_t)a->bytes;
	if (ok && a->bytes) {
		der = to_der(t->signature, &nder);
		sig = der;
		n = (size_t)nder;
	}
	ok = ok && verify(a, key, t->signed_text, sig, n);
	OPENSSL_free(der);
	if (ok)
		return 0;
	return err_set(e, ERR_INPUT, at,
		       "the signature of a token does not fit its key "
		       "(altered, or signed by somebody else)");
}

/* A NumericDate as seconds; far away is refused, not wrapped around. */
static int
time_of(const struct jwt *t, const char *name, const struct at *at, bool *has,
	int64_t *ret, struct err *e)
{
	if (json_get_number(t->payload, name, at, has, ret, e))
		return -1;
	if (!*has || (*ret >= 0 && *ret < LIMIT_JWT_SECONDS))
		return 0;
	return err_set(e, ERR_INPUT, at,
		       "'%s' is no time (expected seconds since 1970)", name);
}

static int
to_come(const struct jwt *t, const char *name, int64_t end_of_day,
	const struct at *at, struct err *e)
{
	char day[DATE_ISO_SIZE];
	int64_t when;
	bool has;

	if (time_of(t, name, at, &has, &when, e))
		return -1;
	if (!has || when <= end_of_day + SKEW)
		return 0;
	return err_set(e, ERR_INPUT, at,
		       "a token that is not valid before %s (expected one that "
		       "is valid today)",
		       date_iso(date_from_days(when / DAY), day));
}

int
jwt_times(const struct jwt *t, int32_t today, bool allow_expired,
	  const struct at *at, int32_t *ret_until, struct err *e)
{
	int64_t begin = date_to_days(today) * DAY, exp;
	char day[DATE_ISO_SIZE];
	bool has;

	if (to_come(t, "iat", begin + DAY, at, e) ||
	    to_come(t, "nbf", begin + DAY, at, e) ||
	    time_of(t, "exp", at, &has, &exp, e))
		return -1;
	*ret_until = has ? date_from_days(exp / DAY) : 0;
	if (!has || allow_expired || exp + SKEW >= begin)
		return 0;
	return err_set(e, ERR_INPUT, at,
		       "expired on %s (expected a valid document, or "
		       "--allow-expired)",
		       date_iso(*ret_until, day));
}

bool
jwt_begins(struct sv s)
{
	s = sv_trim(s);
	/* '{"' in base64 */
	if (!sv_starts(s, SV("eyJ")))
		return false;
	/* padding and the other alphabet are for the reader to refuse */
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '\0' ||
		    !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
			    "yz0123456789-_.=+/",
			    s.p[i]))
			return false;
	return true;
}

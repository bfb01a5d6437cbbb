/*
 * Keys from JSON to OpenSSL. Refuses whatever is weak or odd before OpenSSL
 * computes with it: a modulus of a megabit costs seconds.
 */
#include "collectors/syntax/jwk.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "collectors/syntax/json.h"

static int
value_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool
base64url(struct sv text, struct arena *mem, struct sv *ret)
{
	unsigned char *out;
	uint32_t bits = 0;
	size_t n = 0;
	int have = 0;

	if (text.n % 4 == 1)
		return false;
	out = arena_alloc(mem, text.n / 4 * 3 + 3);
	for (size_t i = 0; i < text.n; i++) {
		int v = value_of((unsigned char)text.p[i]);

		if (v < 0)
			return false;
		bits = (bits << 6 | (uint32_t)v) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (unsigned char)(bits >> have);
		}
	}
	/* one text for one value: the bits that are left are zero */
	if (bits & ((1u << have) - 1))
		return false;
	*ret = sv_n((const char *)out, n);
	return true;
}

char *
sha256_hex(struct sv bytes, char out[JWK_THUMBPRINT_HEX])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (!EVP_Digest(bytes.p ? bytes.p : "", bytes.n, digest, &n,
			EVP_sha256(), NULL))
		mem_fail();
	for (unsigned i = 0; i < 32; i++) {
		out[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	out[64] = '\0';
	return out;
}

/* What is read of one key. */
struct parts {
	struct at at;
	struct arena mem;
	struct buf canonical; /* the members of RFC 7638 in their order */
	OSSL_PARAM_BLD *build;
	BIGNUM *n, *e;
	const char *type; /* of OpenSSL */
};

static int
bad(const struct parts *p, const char *what, struct err *e)
{
	return err_set(e, ERR_INPUT, &p->at,
		       "not a key that is accepted here: %s", _(what));
}

/* A member in base64url, as text and as bytes. */
static int
bytes_of(struct parts *p, const json_t *key, const char *name, struct sv *ret,
	 struct err *e)
{
	struct sv text;

	if (json_get_text(key, name, &p->at, &text, e))
		return -1;
	if (text.n > LIMIT_JWK_BYTES)
		return bad(p, N_("a member that is too long"), e);
	if (text.n == 0 || !base64url(text, &p->mem, ret))
		return bad(p, N_("a member that is no base64url"), e);
	buf_printf(&p->canonical, "\"%s\":\"%.*s\"", name, SV_ARG(text));
	return 0;
}

static BIGNUM *
number(struct sv bytes)
{
	BIGNUM *n =
		BN_bin2bn((const unsigned char *)bytes.p, (int)bytes.n, NULL);

	if (!n)
		mem_fail();
	return n;
}

static int
read_rsa(struct parts *p, const json_t *key, struct err *e)
{
	struct sv n, exponent;

	buf_char(&p->canonical, '{');
	if (bytes_of(p, key, "e", &exponent, e))
		return -1;
	buf_str(&p->canonical, ",\"kty\":\"RSA\",");
	if (bytes_of(p, key, "n", &n, e))
		return -1;
	buf_char(&p->canonical, '}');
	p->n = number(n);
	p->e = number(exponent);
	if (BN_num_bits(p->n) < LIMIT_RSA_BITS_MIN ||
	    BN_num_bits(p->n) > LIMIT_RSA_BITS_MAX)
		return bad(p,
			   N_("RSA of less than 2048 or more than 8192 bits"),
			   e);
	if (!BN_is_odd(p->n) || !BN_is_odd(p->e) || BN_num_bits(p->e) < 2 ||
	    BN_num_bits(p->e) > 33)
		return bad(p, N_("RSA with a weak exponent or modulus"), e);
	p->type = "RSA";
	if (!OSSL_PARAM_BLD_push_BN(p->build, OSSL_PKEY_PARAM_RSA_N, p->n) ||
	    !OSSL_PARAM_BLD_push_BN(p->build, OSSL_PKEY_PARAM_RSA_E, p->e))
		mem_fail();
	return 0;
}

static const struct curve {
	const char *crv, *group;
	size_t bytes; /* of a coordinate */
	enum jwk_kind kind;
} curves[] = {
	{ "P-256", "P-256", 32, JWK_P256 },
	{ "P-384", "P-384", 48, JWK_P384 },
	{ "P-521", "P-521", 66, JWK_P521 },
};

static const struct curve *
curve_of(struct sv crv)
{
	for (size_t i = 0; i < sizeof(curves) / sizeof(*curves); i++)
		if (sv_is(crv, curves[i].crv))
			return &curves[i];
	return NULL;
}

static int
read_ec(struct parts *p, const json_t *key, struct sv crv, enum jwk_kind *kind,
	struct err *e)
{
	const struct curve *c = curve_of(crv);
	struct sv x, y;
	char *point;

	if (!c)
		return bad(p, N_("a curve other than P-256, P-384 and P-521"),
			   e);
	buf_printf(&p->canonical, "{\"crv\":\"%s\",\"kty\":\"EC\",", c->crv);
	if (bytes_of(p, key, "x", &x, e))
		return -1;
	buf_char(&p->canonical, ',');
	if (bytes_of(p, key, "y", &y, e))
		return -1;
	buf_char(&p->canonical, '}');
	if (x.n != c->bytes || y.n != c->bytes)
		return bad(p, N_("a point of another length than its curve's"),
			   e);
	point = arena_alloc(&p->mem, 1 + 2 * c->bytes);
	point[0] = 4; /* not compressed */
	memcpy(point + 1, x.p, c->bytes);
	memcpy(point + 1 + c->bytes, y.p, c->bytes);
	*kind = c->kind;
	p->type = "EC";
	if (!OSSL_PARAM_BLD_push_utf8_string(
		    p->build, OSSL_PKEY_PARAM_GROUP_NAME, c->group, 0) ||
	    !OSSL_PARAM_BLD_push_octet_string(p->build, OSSL_PKEY_PARAM_PUB_KEY,
					      point, 1 + 2 * c->bytes))
		mem_fail();
	return 0;
}

static int
read_okp(struct parts *p, const json_t *key, struct sv crv, struct err *e)
{
	struct sv x;

	if (!sv_is(crv, "Ed25519"))
		return bad(p, N_("a curve other than Ed25519"), e);
	buf_str(&p->canonical, "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",");
	if (bytes_of(p, key, "x", &x, e))
		return -1;
	buf_char(&p->canonical, '}');
	if (x.n != 32)
		return bad(p, N_("a point of another length than its curve's"),
			   e);
	p->type = "ED25519";
	if (!OSSL_PARAM_BLD_push_octet_string(p->build, OSSL_PKEY_PARAM_PUB_KEY,
					      x.p, x.n))
		mem_fail();
	return 0;
}

static int
read_kind(struct parts *p, const json_t *key, struct jwk *ret, struct err *e)
{
	struct sv kty, crv;

	if (json_get_text(key, "kty", &p->at, &kty, e) ||
	    json_get_text(key, "crv", &p->at, &crv, e) ||
	    json_get_text(key, "kid", &p->at, &ret->kid, e) ||
	    json_get_text(key, "use", &p->at, &ret->use, e) ||
	    json_get_text(key, "alg", &p->at, &ret->alg, e))
		return -1;
	if (json_has(key, "d") || json_has(key, "k"))
		return bad(p, N_("it holds a secret (expected a public key)"),
			   e);
	if (sv_is(kty, "RSA")) {
		ret->kind = JWK_RSA;
		return read_rsa(p, key, e);
	}
	if (sv_is(kty, "EC"))
		return read_ec(p, key, crv, &ret->kind, e);
	ret->kind = JWK_ED25519;
	if (sv_is(kty, "OKP"))
		return read_okp(p, key, crv, e);
	return bad(p, N_("another type than RSA, EC and OKP"), e);
}

/* OpenSSL looks whether the point is on the curve. */
static EVP_PKEY *
build(struct parts *p)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(p->build);
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, p->type, NULL);
	EVP_PKEY *key = NULL;

	if (!params || !ctx)
		mem_fail();
	if (EVP_PKEY_fromdata_init(ctx) != 1 ||
	    EVP_PKEY_fromdata(ctx, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(ctx);
	OSSL_PARAM_free(params);
	return key;
}

static int
read_parts(struct parts *p, const json_t *key, struct jwk *ret, struct err *e)
{
	if (!json_is_object(key))
		return bad(p, N_("no object"), e);
	if (read_kind(p, key, ret, e))
		return -1;
	ret->key = build(p);
	if (!ret->key)
		return bad(p, N_("its numbers are no key"), e);
	sha256_hex(buf_view(&p->canonical), ret->thumbprint);
	return 0;
}

int
jwk_read(const json_t *key, const struct at *at, struct jwk *ret, struct err *e)
{
	struct parts p = { .at = *at, .build = OSSL_PARAM_BLD_new() };
	int rc;

	if (!p.build)
		mem_fail();
	*ret = (struct jwk){ 0 };
	rc = read_parts(&p, key, ret, e);
	OSSL_PARAM_BLD_free(p.build);
	BN_free(p.n);
	BN_free(p.e);
	buf_done(&p.canonical);
	arena_done(&p.mem);
	return rc;
}

void
jwk_done(struct jwk *k)
{
	EVP_PKEY_free(k->key);
	k->key = NULL;
}

/*
 * Chains of trust of OpenID Federation 1.0 (section 10.2), as far as that goes
 * without a network. Refuses a chain with a gap, a signature that does not fit,
 * and an end that is not the anchor the user named. Metadata policies are not
 * applied: they are told as what they are.
 */
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "collectors/oidfed.h"

static int
not_anchor(struct err *e)
{
	return err_set(e, ERR_USAGE, NULL,
		       "what was given to --verify is no key of a trust anchor "
		       "(expected a key set in JSON, a public key or "
		       "certificate, or the SHA-256 of a key)");
}

/* Bytes in base64url. */
static void
put_base64url(struct buf *out, const unsigned char *p, size_t n)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				      "opqrstuvwxyz0123456789-_";
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < n; i++) {
		bits = (bits << 8 | p[i]) & 0xffffff;
		for (have += 8; have >= 6; have -= 6)
			buf_char(out, letters[bits >> (have - 6) & 63]);
	}
	if (have)
		buf_char(out, letters[bits << (6 - have) & 63]);
}

/* A number of a key; with width 0 as short as it can be. */
static bool
put_number(struct buf *out, const EVP_PKEY *key, const char *name,
	   const char *param, int width)
{
	unsigned char bytes[LIMIT_RSA_BITS_MAX / 8];
	BIGNUM *n = NULL;
	bool ok;

	ok = EVP_PKEY_get_bn_param(key, param, &n) == 1 &&
	     BN_num_bytes(n) <= (int)sizeof(bytes);
	if (ok) {
		if (width == 0)
			width = BN_num_bytes(n);
		ok = BN_bn2binpad(n, bytes, width) == width;
	}
	if (ok) {
		buf_printf(out, ",\"%s\":\"", name);
		put_base64url(out, bytes, (size_t)width);
		buf_char(out, '"');
	}
	BN_free(n);
	return ok;
}

static bool
put_ec(struct buf *out, const EVP_PKEY *key)
{
	static const struct {
		const char *group, *crv;
		int bytes;
	} groups[] = { { "prime256v1", "P-256", 32 },
		       { "secp384r1", "P-384", 48 },
		       { "secp521r1", "P-521", 66 } };
	char group[64] = "";
	size_t n;

	EVP_PKEY_get_group_name((EVP_PKEY *)key, group, sizeof(group), &n);
	for (size_t i = 0; i < sizeof(groups) / sizeof(*groups); i++) {
		if (strcmp(group, groups[i].group) != 0)
			continue;
		buf_printf(out, "{\"kty\":\"EC\",\"crv\":\"%s\"",
			   groups[i].crv);
		return put_number(out, key, "x", OSSL_PKEY_PARAM_EC_PUB_X,
				  groups[i].bytes) &&
		       put_number(out, key, "y", OSSL_PKEY_PARAM_EC_PUB_Y,
				  groups[i].bytes);
	}
	return false;
}

/* A key of OpenSSL as JSON: so that keys are judged in one place. */
static bool
put_key(struct buf *out, const EVP_PKEY *key)
{
	unsigned char raw[64];
	size_t n = sizeof(raw);

	if (EVP_PKEY_is_a(key, "RSA")) {
		buf_str(out, "{\"kty\":\"RSA\"");
		return put_number(out, key, "n", OSSL_PKEY_PARAM_RSA_N, 0) &&
		       put_number(out, key, "e", OSSL_PKEY_PARAM_RSA_E, 0);
	}
	if (EVP_PKEY_is_a(key, "EC"))
		return put_ec(out, key);
	if (!EVP_PKEY_is_a(key, "ED25519") ||
	    EVP_PKEY_get_raw_public_key(key, raw, &n) != 1)
		return false;
	buf_str(out, "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"");
	put_base64url(out, raw, n);
	buf_char(out, '"');
	return true;
}

static EVP_PKEY *
key_of_certificate(X509 *certificate)
{
	EVP_PKEY *key = certificate ? X509_get_pubkey(certificate) : NULL;

	X509_free(certificate);
	return key;
}

/* PEM or DER, key or certificate; NULL: none of them. */
static EVP_PKEY *
key_in(struct sv s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	BIO *bio = BIO_new_mem_buf(s.p, (int)s.n);
	EVP_PKEY *key;

	if (!bio)
		mem_fail();
	key = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);
	if (!key) {
		BIO_reset(bio);
		key = key_of_certificate(
			PEM_read_bio_X509(bio, NULL, NULL, NULL));
	}
	BIO_free(bio);
	if (!key)
		key = key_of_certificate(d2i_X509(NULL, &p, (long)s.n));
	p = (const unsigned char *)s.p;
	return key ? key : d2i_PUBKEY(NULL, &p, (long)s.n);
}

/* The same keys as JSON. */
static int
to_json(struct sv pinned, json_t **ret, struct err *e)
{
	struct at none = { .file = NULL };
	struct buf text = { 0 };
	EVP_PKEY *key = key_in(pinned);
	bool ok = key && put_key(&text, key);
	int rc;

	buf_char(&text, '}');
	EVP_PKEY_free(key);
	rc = ok ? json_parse(buf_view(&text), &none, ret, e) : not_anchor(e);
	buf_done(&text);
	return rc;
}

static int
add_keys(struct anchors *a, struct arena *mem, struct err *e)
{
	const json_t *keys = json_object_get(a->document, "keys"), *key;
	struct at none = { .file = NULL };
	size_t i, n = keys ? json_array_size(keys) : 1;

	if (n == 0 || n > LIMIT_JWK_SET)
		return not_anchor(e);
	a->key = ARENA_ARRAY(mem, n, struct jwk);
	if (!keys)
		return jwk_read(a->document, &none, &a->key[a->n++], e);
	json_array_foreach(
		keys, i,
		key) if (jwk_read(key, &none, &a->key[a->n++], e)) return -1;
	return 0;
}

int
anchors_read(struct sv pinned, struct arena *mem, struct anchors *ret,
	     struct err *e)
{
	struct at none = { .file = NULL };
	struct sv text = sv_trim(pinned);

	*ret = (struct anchors){ 0 };
	if (pinned.n == 32) {
		for (size_t i = 0; i < 32; i++) {
			unsigned char c = (unsigned char)pinned.p[i];

			ret->thumbprint[2 * i] = "0123456789abcdef"[c >> 4];
			ret->thumbprint[2 * i + 1] = "0123456789abcdef"[c & 15];
		}
		return 0;
	}
	if (pinned.n > LIMIT_JWT_BYTES)
		return not_anchor(e);
	if (text.n && text.p[0] == '{'
		    ? json_parse(text, &none, &ret->document, e)
		    : to_json(pinned, &ret->document, e))
		return -1;
	return add_keys(ret, mem, e);
}

void
anchors_done(struct anchors *a)
{
	for (uint32_t i = 0; i < a->n; i++)
		jwk_done(&a->key[i]);
	json_done(&a->document);
}

static const struct jwk *
find_key(const struct jwk *key, uint32_t n, struct sv kid)
{
	for (uint32_t i = 0; i < n; i++)
		if (sv_eq(key[i].kid, kid))
			return &key[i];
	return NULL;
}

/* Is it signed with one of these keys, the one it names? */
static int
check(const struct statement *s, const struct jwk *keys, uint32_t n,
      const struct jwk **ret, struct err *e)
{
	const struct jwk *key = find_key(keys, n, s->jwt.kid);

	*ret = key;
	if (!key)
		return err_set(e, ERR_INPUT, &s->at,
			       "signed with a key that its issuer does not "
			       "list");
	return jwt_check(&s->jwt, key, &s->at, e);
}

static bool
is_anchor(const struct anchors *a, const struct jwk *key)
{
	if (strcmp(a->thumbprint, key->thumbprint) == 0)
		return true;
	for (uint32_t i = 0; i < a->n; i++)
		if (strcmp(a->key[i].thumbprint, key->thumbprint) == 0)
			return true;
	return false;
}

static int
not_trusted(const struct statement *s, struct err *e)
{
	return err_set(e, ERR_INPUT, &s->at,
		       "not signed with the key given to --verify");
}

/* The end of the chain, or a statement alone. */
static int
check_last(const struct statement *s, const struct anchors *a,
	   const char **ret_signer, struct err *e)
{
	const struct jwk *key;

	if (statement_is_self(s)) {
		if (check(s, s->key, s->nkey, &key, e))
			return -1;
		if (!a)
			return 0;
		*ret_signer = key->thumbprint;
		return is_anchor(a, key) ? 0 : not_trusted(s, e);
	}
	if (!a)
		return 0;
	if (a->n == 0)
		return err_set(e, ERR_INPUT, &s->at,
			       "the key of its issuer is not in this document "
			       "(expected the key itself at --verify, not its "
			       "SHA-256)");
	for (uint32_t i = 0; i < a->n; i++) {
		struct err ignored = { 0 };

		/* a key from PEM has no name */
		if ((a->key[i].kid.n == 0 ||
		     sv_eq(a->key[i].kid, s->jwt.kid)) &&
		    jwt_check(&s->jwt, &a->key[i], &s->at, &ignored) == 0) {
			*ret_signer = a->key[i].thumbprint;
			return 0;
		}
	}
	return not_trusted(s, e);
}

/*
 * A superior signs with its own key. When the key of the one it is about fits,
 * that one made the statement up.
 */
static int
check_stranger(const struct statement *s, struct err *e)
{
	const struct jwk *key = find_key(s->key, s->nkey, s->jwt.kid);
	struct err ignored = { 0 };

	if (s->is_mark || statement_is_self(s) || !key ||
	    jwt_check(&s->jwt, key, &s->at, &ignored) != 0)
		return 0;
	return err_set(e, ERR_INPUT, &s->at,
		       "a statement about another entity signed with that "
		       "entity's own key (expected the key of its issuer)");
}

/* How many may stand between the issuer and the leaf. */
static int
check_length(const struct statement *s, uint32_t n, struct err *e)
{
	const json_t *constraints;
	int64_t most;
	bool has;

	if (json_get_object(s->jwt.payload, "constraints", &s->at, &constraints,
			    e) ||
	    json_get_number(constraints, "max_path_length", &s->at, &has, &most,
			    e))
		return -1;
	if (!has || (int64_t)n <= most)
		return 0;
	return err_set(e, ERR_INPUT, &s->at,
		       "a chain that is longer than its anchor allows");
}

/* Entities between the issuer of statement i and the leaf. */
static uint32_t
between(const struct statement *s, uint32_t i)
{
	uint32_t above = statement_is_self(&s[i]) ? 2 : 1;

	return i < above ? 0 : i - above;
}

static int
check_place(const struct statement *s, uint32_t i, uint32_t n, struct err *e)
{
	bool is_end = i == 0 || i + 1 == n;

	if (s[i].is_mark || (statement_is_self(&s[i]) && !is_end))
		return err_set(e, ERR_INPUT, &s[i].at,
			       "not part of a chain (expected the leaf's own "
			       "statement, then one of each superior about the "
			       "one before)");
	if (i == 0 && !statement_is_self(&s[0]))
		return err_set(e, ERR_INPUT, &s[i].at,
			       "a chain that does not begin with the leaf's "
			       "own statement");
	if (i > 0 && !sv_eq(s[i].sub, s[i - 1].iss))
		return err_set(e, ERR_INPUT, &s[i].at,
			       "a chain with a gap: this is not about the "
			       "issuer of the statement before it");
	return check_length(&s[i], between(s, i), e);
}

static int
check_signed(const struct statement *s, uint32_t i, uint32_t n, struct err *e)
{
	const struct jwk *key;

	if (i == 0 && check(&s[0], s[0].key, s[0].nkey, &key, e))
		return -1;
	if (i + 1 == n)
		return 0;
	return check(&s[i], s[i + 1].key, s[i + 1].nkey, &key, e);
}

int
chain_verify(const struct statement *s, uint32_t n,
	     const struct anchors *anchors, const char **ret_signer,
	     struct err *e)
{
	*ret_signer = NULL;
	if (n == 0)
		return err_set(
			e, ERR_INPUT, NULL,
			"a chain without statements (expected the leaf's "
			"own statement first)");
	for (uint32_t i = 0; i < n; i++)
		if (check_stranger(&s[i], e) ||
		    (n > 1 && check_place(s, i, n, e)))
			return -1;
	for (uint32_t i = 0; n > 1 && i < n; i++)
		if (check_signed(s, i, n, e))
			return -1;
	if (anchors && s[n - 1].is_untyped)
		return err_set(e, ERR_INPUT, &s[n - 1].at,
			       "a trust mark without a type, which cannot be "
			       "verified (expected 'typ' trust-mark+jwt)");
	return check_last(&s[n - 1], anchors, ret_signer, e);
}

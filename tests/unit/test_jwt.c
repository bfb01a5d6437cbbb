/*
 * Signed tokens: the examples of RFC 7515 and RFC 8037, tokens signed here with
 * every algorithm, and everything a token may not be.
 */
#include <check.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/rsa.h>
#include <stdlib.h>

#include "base/buf.h"
#include "collectors/syntax/json.h"
#include "collectors/syntax/jwt.h"

Suite *suite_jwt(void);

enum { TODAY = 20261124 };

static const struct at place = { .file = "x.jwt" };
static struct arena mem;
static struct err e;

static void
setup(void)
{
	e = (struct err){ 0 };
}

static void
teardown(void)
{
	arena_done(&mem);
}

/* RFC 7515 appendix A.2, A.3 and A.4, RFC 8037 appendix A.4. */
static const struct {
	const char *algorithm, *key, *text, *signature;
} examples[] = {
	{ "RS256",
	  "{\"kty\":\"RSA\",\"n\":\"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoT"
	  "bji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-"
	  "pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXnd"
	  "S5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3"
	  "qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs"
	  "91kzk2PAcDTW9gb54h4FRWyuXpoQ\",\"e\":\"AQAB\"}",
	  "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQ"
	  "ogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
	  "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuH"
	  "Im4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdi"
	  "uB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN"
	  "9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2"
	  "w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77"
	  "Rw" },
	{ "ES256",
	  "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMz"
	  "V76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI"
	  "5a0\"}",
	  "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQ"
	  "ogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ",
	  "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQ"
	  "xfKTUJqPP3-Kg6NU1Q" },
	{ "ES512",
	  "{\"kty\":\"EC\",\"crv\":\"P-521\",\"x\":\"AekpBQ8ST8a8VcfVOTNl353vSr"
	  "DCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk\","
	  "\"y\":\"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79a"
	  "jL4Kkd0AZMaZmh9ubmf63e3kyMj2\"}",
	  "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA",
	  "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2"
	  "SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqO"
	  "gzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn" },
	{ "EdDSA",
	  "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7"
	  "hcvPapiMlrwIaaPcHURo\"}",
	  "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc",
	  "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsP"
	  "t9g7sVvpAr_MuM0KAg" },
};

START_TEST(examples_of_the_rfcs_are_verified_and_altered_ones_are_not)
{
	CLEANUP(json_done) json_t *key = NULL;
	struct jwt t = { .algorithm = examples[_i].algorithm,
			 .signed_text = sv(examples[_i].text) };
	struct jwk k;

	ck_assert_int_eq(json_parse(sv(examples[_i].key), &place, &key, &e), 0);
	ck_assert_msg(jwk_read(key, &place, &k, &e) == 0, "%s", e.msg);
	ck_assert(base64url(sv(examples[_i].signature), &mem, &t.signature));

	ck_assert_msg(jwt_check(&t, &k, &place, &e) == 0, "%s", e.msg);
	t.signed_text.n--;
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	t.signed_text.n++;
	t.signature.n--;
	e = (struct err){ 0 };
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	t.signature.n = 0;
	e = (struct err){ 0 };
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	jwk_done(&k);
}
END_TEST

static void
put_base64url(struct buf *b, struct sv s)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmn"
				      "opqrstuvwxyz0123456789-_";
	uint32_t bits = 0;
	int have = 0;

	for (size_t i = 0; i < s.n; i++) {
		bits = bits << 8 | (unsigned char)s.p[i];
		for (have += 8; have >= 6; have -= 6)
			buf_char(b, letters[bits >> (have - 6) & 63]);
	}
	if (have)
		buf_char(b, letters[bits << (6 - have) & 63]);
}

/* A token of these two parts; its signature is of nobody. */
static struct sv
token_of(const char *header, const char *payload)
{
	struct buf b = { 0 };
	struct sv t;

	put_base64url(&b, sv(header));
	buf_char(&b, '.');
	put_base64url(&b, sv(payload));
	buf_str(&b, ".AAAA");
	t = arena_sv(&mem, buf_view(&b));
	buf_done(&b);
	return t;
}

static const struct {
	const char *algorithm, *type, *detail, *digest;
	int half;
	enum jwk_kind kind;
} made[] = {
	{ "RS384", "RSA", "2048", "SHA384", 0, JWK_RSA },
	{ "RS512", "RSA", "2048", "SHA512", 0, JWK_RSA },
	{ "PS256", "RSA", "2048", "SHA256", 0, JWK_RSA },
	{ "PS384", "RSA", "2048", "SHA384", 0, JWK_RSA },
	{ "PS512", "RSA", "2048", "SHA512", 0, JWK_RSA },
	{ "ES384", "EC", "P-384", "SHA384", 48, JWK_P384 },
};

static struct sv
sign(EVP_PKEY *key, int i, struct sv text)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx = NULL;
	unsigned char *sig = arena_alloc(&mem, 1024);
	size_t n = 1024;

	ck_assert_int_eq(EVP_DigestSignInit_ex(md, &ctx, made[i].digest, NULL,
					       NULL, key, NULL),
			 1);
	if (made[i].algorithm[0] == 'P') {
		EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING);
		EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST);
	}
	ck_assert_int_eq(EVP_DigestSign(md, sig, &n,
					(const unsigned char *)text.p, text.n),
			 1);
	EVP_MD_CTX_free(md);
	return sv_n((char *)sig, n);
}

/* DER to r and s side by side. */
static struct sv
to_raw(struct sv der, int half)
{
	const unsigned char *p = (const unsigned char *)der.p;
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &p, (long)der.n);
	unsigned char *raw = arena_alloc(&mem, 2 * (size_t)half);

	BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, half);
	BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + half, half);
	ECDSA_SIG_free(sig);
	return sv_n((char *)raw, 2 * (size_t)half);
}

START_TEST(every_other_algorithm_is_verified_as_well)
{
	struct jwk k = { .kind = made[_i].kind };
	struct jwt t = { .algorithm = made[_i].algorithm,
			 .signed_text = SV("header.payload") };

	k.key = made[_i].half ? EVP_EC_gen(made[_i].detail) : EVP_RSA_gen(2048);
	t.signature = sign(k.key, _i, t.signed_text);
	if (made[_i].half) {
		/* DER itself is not what a token has */
		ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
		e = (struct err){ 0 };
		t.signature = to_raw(t.signature, made[_i].half);
	}

	ck_assert_msg(jwt_check(&t, &k, &place, &e) == 0, "%s", e.msg);
	t.signed_text = SV("header.Payload");
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	jwk_done(&k);
}
END_TEST

START_TEST(an_algorithm_is_for_one_type_of_key)
{
	struct jwk k = { .kind = JWK_RSA, .key = EVP_RSA_gen(2048) };
	struct jwt t = { .algorithm = "PS512",
			 .signed_text = SV("header.payload") };

	t.signature = sign(k.key, 4, t.signed_text);
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), 0);
	k.alg = SV("RS256");
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "not its key's"));
	k.alg = SV_NONE;
	k.use = SV("enc");
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	k.use = SV("sig");
	k.kind = JWK_P256;
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	jwk_done(&k);
}
END_TEST

START_TEST(zero_is_no_signature)
{
	struct jwk k = { .kind = JWK_P256, .key = EVP_EC_gen("P-256") };
	struct jwt t = { .algorithm = "ES256", .signed_text = SV("a.b") };

	t.signature = sv_n(arena_alloc(&mem, 64), 64);
	ck_assert_int_eq(jwt_check(&t, &k, &place, &e), -1);
	jwk_done(&k);
}
END_TEST

static const struct {
	const char *header, *payload, *why;
} refused[] = {
	{ "{\"alg\":\"none\",\"kid\":\"k\"}", "{}", "without a signature" },
	{ "{\"alg\":\"HS256\",\"kid\":\"k\"}", "{}", "without a signature" },
	{ "{\"alg\":\"rs256\",\"kid\":\"k\"}", "{}", "without a signature" },
	{ "{\"kid\":\"k\"}", "{}", "without a signature" },
	{ "{\"alg\":7,\"kid\":\"k\"}", "{}", "expected text" },
	{ "{\"alg\":\"RS256\"}", "{}", "name its key" },
	{ "{\"alg\":\"RS256\",\"kid\":\"\"}", "{}", "name its key" },
	{ "{\"alg\":\"RS256\",\"kid\":\"k\",\"crit\":[]}", "{}", "'crit'" },
	{ "{\"alg\":\"RS256\",\"kid\":\"k\",\"jwk\":null}", "{}", "'jwk'" },
	{ "{\"alg\":\"RS256\",\"kid\":\"k\",\"jku\":\"x\"}", "{}", "'jku'" },
	{ "{\"alg\":\"RS256\",\"kid\":\"k\",\"x5c\":[]}", "{}", "'x5c'" },
	{ "{\"alg\":\"RS256\",\"kid\":\"k\",\"b64\":true}", "{}", "'b64'" },
	{ "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"k\"}", "{}", "twice" },
	{ "{\"alg\":\"RS256\",\"kid\":\"k\"}", "[]", "that are objects" },
	{ "[]", "{}", "that are objects" },
	{ "{\"alg\":\"RS256\",\"kid\":\"k\"}", "{\"a\":1,\"a\":2}", "twice" },
	{ "x", "{}", "not JSON" },
	{ "", "{}", "three parts" },
};

START_TEST(headers_and_payloads_that_are_refused)
{
	struct sv token = token_of(refused[_i].header, refused[_i].payload);
	struct jwt t;

	ck_assert_int_eq(jwt_read(token, &place, &mem, &t, &e), -1);
	ck_assert_msg(strstr(e.msg, refused[_i].why) != NULL, "%s", e.msg);
}
END_TEST

#define HEADER "{\"alg\":\"RS256\",\"kid\":\"k\",\"typ\":\"x\",\"other\":[1]}"

START_TEST(a_token_is_three_parts_and_nothing_else)
{
	struct sv good = token_of(HEADER, "{\"iss\":\"x\"}");
	static const char *const bad[] = { "", ".", "..", "a.b", "a.b.c.d.e" };
	struct buf b = { 0 };
	struct jwt t;

	ck_assert_int_eq(jwt_read(good, &place, &mem, &t, &e), 0);
	ck_assert(sv_is(t.kid, "k") && sv_is(t.typ, "x"));
	ck_assert_str_eq(t.algorithm, "RS256");
	ck_assert_uint_eq(t.signature.n, 3);
	jwt_done(&t);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		ck_assert_int_eq(jwt_read(sv(bad[i]), &place, &mem, &t, &e),
				 -1);
	for (size_t i = 0; i < good.n; i++) {
		buf_clear(&b);
		buf_put(&b, good.p, i);
		buf_char(&b, '=');
		buf_put(&b, good.p + i, good.n - i);
		e = (struct err){ 0 };
		ck_assert_int_eq(jwt_read(buf_view(&b), &place, &mem, &t, &e),
				 -1);
	}
	buf_done(&b);
}
END_TEST

/* A token with a header of about so many bytes in base64url. */
static int
read_header(size_t n)
{
	struct buf b = { 0 };
	struct jwt t;
	int rc;

	buf_str(&b, "{\"alg\":\"RS256\",\"kid\":\"k\",\"x\":\"");
	while (b.n < n / 4 * 3 - 2)
		buf_char(&b, 'x');
	buf_str(&b, "\"}");
	e = (struct err){ 0 };
	rc = jwt_read(token_of(b.p, "{}"), &place, &mem, &t, &e);
	buf_done(&b);
	if (rc == 0)
		jwt_done(&t);
	return rc;
}

START_TEST(lengths_are_refused_one_past_the_limit)
{
	struct buf b = { 0 };
	struct jwt t;

	ck_assert_int_eq(read_header(LIMIT_JWT_HEADER_BYTES), 0);
	ck_assert_int_eq(read_header(LIMIT_JWT_HEADER_BYTES + 4), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	for (int past = 0; past < 2; past++) {
		buf_clear(&b);
		buf_str(&b, "{\"alg\":\"RS256\",\"kid\":\"");
		for (unsigned i = 0; i < LIMIT_KID_BYTES + (unsigned)past; i++)
			buf_char(&b, 'k');
		buf_str(&b, "\"}");
		e = (struct err){ 0 };
		ck_assert_int_eq(
			jwt_read(token_of(b.p, "{}"), &place, &mem, &t, &e),
			-past);
		if (!past)
			jwt_done(&t);
	}
	buf_clear(&b);
	for (size_t i = 0; i <= LIMIT_JWT_BYTES; i++)
		buf_char(&b, 'e');
	e = (struct err){ 0 };
	ck_assert_int_eq(jwt_read(buf_view(&b), &place, &mem, &t, &e), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	buf_done(&b);
}
END_TEST

/* 2026-11-24 00:00:00 UTC */
#define BEGIN 1795478400ll
#define END   (BEGIN + 86400)

static const struct {
	const char *name;
	int64_t seconds;
	bool expired_too, ok;
} times[] = {
	{ "exp", BEGIN, false, true },
	{ "exp", BEGIN - 300, false, true },
	{ "exp", BEGIN - 301, false, false },
	{ "exp", BEGIN - 301, true, true },
	{ "iat", END + 300, false, true },
	{ "iat", END + 301, false, false },
	{ "iat", END + 301, true, false },
	{ "nbf", END + 300, false, true },
	{ "nbf", END + 301, false, false },
	{ "exp", -1, true, false },
	{ "exp", LIMIT_JWT_SECONDS - 1, false, true },
	{ "exp", LIMIT_JWT_SECONDS, false, false },
};

START_TEST(times_are_judged_by_the_day_with_five_minutes_of_skew)
{
	char payload[80];
	int32_t until;
	struct jwt t;

	snprintf(payload, sizeof(payload), "{\"%s\":%lld}", times[_i].name,
		 (long long)times[_i].seconds);
	ck_assert_int_eq(
		jwt_read(token_of(HEADER, payload), &place, &mem, &t, &e), 0);
	ck_assert_int_eq(
		jwt_times(&t, TODAY, times[_i].expired_too, &place, &until, &e),
		times[_i].ok ? 0 : -1);
	jwt_done(&t);
}
END_TEST

START_TEST(times_may_be_fractions_but_not_text)
{
	int32_t until = 0;
	struct jwt t;

	ck_assert_int_eq(jwt_read(token_of(HEADER, "{\"exp\":1795478400.5}"),
				  &place, &mem, &t, &e),
			 0);
	ck_assert_int_eq(jwt_times(&t, TODAY, false, &place, &until, &e), 0);
	ck_assert_int_eq(until, TODAY);
	jwt_done(&t);
	ck_assert_int_eq(jwt_read(token_of(HEADER, "{\"exp\":\"1795478400\"}"),
				  &place, &mem, &t, &e),
			 0);
	ck_assert_int_eq(jwt_times(&t, TODAY, true, &place, &until, &e), -1);
	jwt_done(&t);
}
END_TEST

START_TEST(an_expired_token_says_when)
{
	int32_t until;
	struct jwt t;

	ck_assert_int_eq(jwt_read(token_of(HEADER, "{\"exp\":1600000000}"),
				  &place, &mem, &t, &e),
			 0);
	ck_assert_int_eq(jwt_times(&t, TODAY, false, &place, &until, &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "expired on 2020-09-13"));
	jwt_done(&t);
}
END_TEST

Suite *
suite_jwt(void)
{
	Suite *s = suite_create("jwt");
	TCase *t = tcase_create("jwt");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(
		t, examples_of_the_rfcs_are_verified_and_altered_ones_are_not,
		0, sizeof(examples) / sizeof(*examples));
	tcase_add_loop_test(t, every_other_algorithm_is_verified_as_well, 0,
			    sizeof(made) / sizeof(*made));
	tcase_add_test(t, an_algorithm_is_for_one_type_of_key);
	tcase_add_test(t, zero_is_no_signature);
	tcase_add_loop_test(t, headers_and_payloads_that_are_refused, 0,
			    sizeof(refused) / sizeof(*refused));
	tcase_add_test(t, a_token_is_three_parts_and_nothing_else);
	tcase_add_test(t, lengths_are_refused_one_past_the_limit);
	tcase_add_loop_test(
		t, times_are_judged_by_the_day_with_five_minutes_of_skew, 0,
		sizeof(times) / sizeof(*times));
	tcase_add_test(t, times_may_be_fractions_but_not_text);
	tcase_add_test(t, an_expired_token_says_when);
	suite_add_tcase(s, t);
	return s;
}

/* Keys, thumbprints and base64url, against the examples of the RFCs. */
#include <check.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/limits.h"
#include "collectors/syntax/json.h"
#include "collectors/syntax/jwk.h"

Suite *suite_jwk(void);

static const struct at place = { .file = "x.json", .path = "/keys/0" };
static struct err e;

/* RFC 7638 section 3.1 */
#define RSA_N                                                                  \
	"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1R" \
	"K"                                                                    \
	"7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-"             \
	"5JsGY4Hc5n9yB"                                                        \
	"XArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_"                                \
	"FDW2QvzqY368QQMicAtaSqzs8KJZgnYb"                                     \
	"9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-"                    \
	"bFTWhAI4vMQFh6WeZu0f"                                                 \
	"M4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"

/* The thumbprint of a key, or "refused". */
static const char *
read_key(const char *text)
{
	static char out[JWK_THUMBPRINT_HEX];
	CLEANUP(json_done) json_t *v = NULL;
	struct jwk k;

	e = (struct err){ 0 };
	ck_assert_int_eq(json_parse(sv(text), &place, &v, &e), 0);
	if (jwk_read(v, &place, &k, &e))
		return "refused";
	memcpy(out, k.thumbprint, sizeof(out));
	ck_assert_ptr_nonnull(k.key);
	jwk_done(&k);
	return out;
}

/* "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs" as hex. */
static const char *
hex_of(const char *text)
{
	static char out[JWK_THUMBPRINT_HEX];
	struct arena mem = { 0 };
	struct sv bytes;

	ck_assert(base64url(sv(text), &mem, &bytes));
	ck_assert_uint_eq(bytes.n, 32);
	for (size_t i = 0; i < 32; i++)
		snprintf(out + 2 * i, 3, "%02x", (unsigned char)bytes.p[i]);
	arena_done(&mem);
	return out;
}

START_TEST(thumbprints_are_those_of_the_rfcs)
{
	ck_assert_str_eq(read_key("{\"kty\":\"RSA\",\"n\":\"" RSA_N
				  "\",\"e\":\"AQAB\","
				  "\"alg\":\"RS256\",\"kid\":\"2011-04-29\"}"),
			 hex_of("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"));
	/* RFC 8037 appendix A.3 */
	ck_assert_str_eq(
		read_key("{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":"
			 "\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}"),
		hex_of("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"));
	/* RFC 7517 appendix A.1, order and members of RFC 7638 */
	ck_assert_str_ne(
		read_key("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"
			 "\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4\","
			 "\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\""
			 "}"),
		"refused");
}
END_TEST

static const struct {
	const char *key, *why;
} refused[] = {
	{ "[]", "no object" },
	{ "{}", "another type" },
	{ "{\"kty\":\"oct\",\"k\":\"R0VIRUlN\"}", "a secret" },
	{ "{\"kty\":\"oct\"}", "another type" },
	{ "{\"kty\":\"RSA\",\"d\":\"AQAB\",\"n\":\"" RSA_N "\",\"e\":\"AQAB\"}",
	  "a secret" },
	{ "{\"kty\":\"RSA\",\"n\":\"" RSA_N "\",\"e\":\"AQ\"}", "weak" },
	{ "{\"kty\":\"RSA\",\"n\":\"" RSA_N "\",\"e\":\"BA\"}", "weak" },
	{ "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}", "less than" },
	{ "{\"kty\":\"RSA\",\"n\":\"" RSA_N "=\",\"e\":\"AQAB\"}",
	  "no base64url" },
	{ "{\"kty\":\"RSA\",\"n\":7,\"e\":\"AQAB\"}", "expected text" },
	{ "{\"kty\":\"EC\",\"crv\":\"P-192\",\"x\":\"AQ\",\"y\":\"AQ\"}",
	  "a curve" },
	{ "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQ\",\"y\":\"AQ\"}",
	  "another length" },
	{ "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"
	  "\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D5\",\"y\":"
	  "\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}",
	  "base64url" }, /* bits left over */
	{ "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":"
	  "\"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D8\",\"y\":"
	  "\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM\"}",
	  "no key" }, /* not on the curve */
	{ "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AQ\"}", "Ed25519" },
	{ "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQ\"}",
	  "another length" },
};

START_TEST(weak_odd_and_secret_keys_are_refused)
{
	ck_assert_str_eq(read_key(refused[_i].key), "refused");
	ck_assert_str_eq(e.where, "x.json:/keys/0");
	ck_assert_msg(strstr(e.msg, refused[_i].why) != NULL, "%s", e.msg);
	ck_assert_ptr_null(strstr(e.msg, "R0VIRUlN"));
}
END_TEST

/* An RSA key of so many bits; its numbers mean nothing. */
static const char *
read_rsa(unsigned bits)
{
	struct buf b = { 0 };
	const char *got;
	unsigned letters = bits / 6;

	buf_str(&b, "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"");
	for (unsigned i = 0; i < letters; i++)
		buf_char(&b, '_');
	/* whole bytes: what the last letter has over is zero */
	buf_str(&b, bits % 6 == 2 ? "w" : bits % 6 == 4 ? "8" : "");
	buf_str(&b, "\"}");
	got = read_key(b.p);
	buf_done(&b);
	return got;
}

START_TEST(rsa_is_refused_one_past_its_limits)
{
	ck_assert_str_ne(read_rsa(LIMIT_RSA_BITS_MIN), "refused");
	ck_assert_str_eq(read_rsa(LIMIT_RSA_BITS_MIN - 8), "refused");
	ck_assert_str_ne(read_rsa(LIMIT_RSA_BITS_MAX), "refused");
	ck_assert_str_eq(read_rsa(LIMIT_RSA_BITS_MAX + 8), "refused");
	ck_assert_str_eq(read_rsa(LIMIT_JWK_BYTES * 6 + 24), "refused");
	ck_assert_ptr_nonnull(strstr(e.msg, "too long"));
}
END_TEST

START_TEST(base64url_has_one_spelling)
{
	struct arena mem = { 0 };
	struct sv bytes;

	ck_assert(base64url(SV(""), &mem, &bytes) && bytes.n == 0);
	ck_assert(base64url(SV("Zg"), &mem, &bytes) && sv_is(bytes, "f"));
	ck_assert(base64url(SV("Zm9v"), &mem, &bytes) && sv_is(bytes, "foo"));
	ck_assert(base64url(SV("-_8"), &mem, &bytes) &&
		  sv_is(bytes, "\xfb\xff"));
	ck_assert(!base64url(SV("Z"), &mem, &bytes));
	ck_assert(!base64url(SV("Zg=="), &mem, &bytes));
	ck_assert(!base64url(SV("Zh"), &mem, &bytes));
	ck_assert(!base64url(SV("+/8"), &mem, &bytes));
	ck_assert(!base64url(SV("Zm 9v"), &mem, &bytes));
	arena_done(&mem);
}
END_TEST

Suite *
suite_jwk(void)
{
	Suite *s = suite_create("jwk");
	TCase *t = tcase_create("jwk");

	tcase_add_test(t, thumbprints_are_those_of_the_rfcs);
	tcase_add_loop_test(t, weak_odd_and_secret_keys_are_refused, 0,
			    sizeof(refused) / sizeof(*refused));
	tcase_add_test(t, rsa_is_refused_one_past_its_limits);
	tcase_add_test(t, base64url_has_one_spelling);
	suite_add_tcase(s, t);
	return s;
}

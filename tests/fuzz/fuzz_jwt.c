/*
 * Signed tokens: what is decoded has one spelling; nothing is ever signed with
 * keys of which nobody has the secret; a statement that its own key signed is
 * not that any more with one letter changed. Chains of the same.
 */
#include "collectors/oidfed.h"
#include "tests/fuzz/watch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct at place = { .file = "x.jwt" };

/* RFC 7638, RFC 7517 appendix A.1: their secrets are not told. */
static const char *const keys[] = {
	"{\"kty\":\"RSA\",\"n\":\"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWh"
	"M78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjh"
	"Mstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2Qvz"
	"qY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLy"
	"rdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csF"
	"Cur-kEgU8awapJzKnqDKgw\",\"e\":\"AQAB\"}",
	"{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"MKBCTNIcKUSDii11ySs3526iDZ8A"
	"iTo7Tu6KPAqv7D4\",\"y\":\"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM"
	"\"}",
};

static void
check_strangers(const struct jwt *t)
{
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		CLEANUP(json_done) json_t *doc = NULL;
		struct err e = { 0 };
		struct jwk k;

		MUST(json_parse(sv(keys[i]), &place, &doc, &e) == 0);
		MUST(jwk_read(doc, &place, &k, &e) == 0);
		MUST(jwt_check(t, &k, &place, &e) != 0);
		jwk_done(&k);
	}
}

/* base64url has one spelling, so the bytes tell the text. */
static size_t
letters(size_t bytes)
{
	return (bytes * 8 + 5) / 6;
}

static void
check_token(struct sv token)
{
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct jwt t;
	int rc = jwt_read(token, &place, &mem, &t, &e);

	MUST((rc == 0) == (e.kind == ERR_NONE));
	if (rc == 0) {
		MUST(json_is_object(t.header) && json_is_object(t.payload));
		MUST(t.signed_text.n + 1 + letters(t.signature.n) == token.n);
		MUST(t.kid.n > 0 && t.algorithm);
		check_strangers(&t);
		jwt_done(&t);
	}
	arena_done(&mem);
}

/* Does it hold together by itself, unexpired or not? */
static bool
holds(struct sv token, struct arena *mem, bool *is_self)
{
	struct err e = { 0 };
	struct statement s;
	const char *signer;
	bool ok = statement_read(token, &place, 20261124, true, mem, &s, &e) ==
			  0 &&
		  chain_verify(&s, 1, NULL, &signer, &e) == 0;

	*is_self = ok && statement_is_self(&s);
	statement_done(&s);
	return ok;
}

static void
check_statement(struct sv token, size_t where)
{
	struct arena mem = { 0 };
	struct sv copy = arena_sv(&mem, token);
	char *p = (char *)copy.p;
	bool is_self;

	if (holds(token, &mem, &is_self) && is_self) {
		where %= token.n;
		p[where] = p[where] == 'A' ? 'B' : 'A';
		MUST(!holds(copy, &mem, &is_self) || !is_self);
	}
	arena_done(&mem);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = sv_n((const char *)data, size);
	struct watch a = { 0 }, b = { 0 };
	int rc;

	if (size > LIMIT_JWT_BYTES)
		return 0;
	check_token(sv_trim(bytes));
	check_statement(sv_trim(bytes), size * 2654435761u);
	rc = watch_import(&a, bytes, "oidfed");
	MUST(watch_import(&b, bytes, "oidfed") == rc);
	MUST(a.hash == b.hash && a.nodes == b.nodes && a.facts == b.facts);
	return 0;
}

/*
 * OpenID Federation: what the fourteen statements of a test federation say, and
 * whether chains of them hold together up to the key that is trusted.
 */
#include <check.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>

#include "collectors/confine.h"
#include "collectors/oidfed.h"

Suite *suite_oidfed(void);

#define TA  "http://127.0.0.1:8000/"
#define OP  "http://127.0.0.1:8000/oidc/op/"
#define RP  "http://127.0.0.1:8000/oidc/rp/"
#define RP1 "http://127.0.0.1:8001/"
#define OP2 "http://127.0.0.1:8002/oidc/op/"

/* One import, and its edges as text. */
struct trial {
	struct sink sink; /* first */
	struct import im;
	struct input in;
	struct arena mem;
	struct diag diag;
	struct err e;
	const char *label[256]; /* by ref */
	struct buf edges;
	uint64_t records, entities; /* records but parts: they tell nothing */
	int rc;
};

static struct trial t;

static int
put(struct sink *sink, const struct record *r, struct err *e)
{
	const struct fact_record *f = &r->fact;

	(void)sink;
	(void)e;
	t.records += r->type != RECORD_PART;
	if (r->type == RECORD_NODE) {
		ck_assert_uint_lt(r->node.ref, 256);
		t.label[r->node.ref] =
			arena_sv(&t.mem, r->node.nkeys ? r->node.key[0].value
						       : r->node.name)
				.p;
	}
	if (r->type == RECORD_TALLY)
		t.entities = r->tally.used;
	if (r->type == RECORD_FACT && f->kind == FACT_FEDERATED_BY)
		buf_printf(&t.edges, "%s -> %s\n",
			   t.label[f->ref[FEDERATED_BY_product]],
			   t.label[f->ref[FEDERATED_BY_federation]]);
	if (r->type == RECORD_FACT && f->kind == FACT_ATTRIBUTE &&
	    (sv_is(f->text[ATTRIBUTE_name], "role") ||
	     sv_is(f->text[ATTRIBUTE_name], "trust_mark")))
		buf_printf(&t.edges, "%s %.*s %.*s\n",
			   t.label[f->ref[ATTRIBUTE_node]],
			   SV_ARG(f->text[ATTRIBUTE_name]),
			   SV_ARG(f->text[ATTRIBUTE_value]));
	return 0;
}

static int
chosen(void *ctx, const struct collector *c, bool *stop, struct err *e)
{
	(void)ctx;
	(void)stop;
	(void)e;
	ck_assert_str_eq(c->name, "oidfed");
	return 0;
}

static void
prepare(void)
{
	t = (struct trial){ .sink.put = put };
	t.im = (struct import){ .in = &t.in,
				.sink = &t.sink,
				.diag = &t.diag,
				.mem = &t.mem,
				.allow_expired = true,
				.today = 20261124 };
}

static void
done(void)
{
	input_done(&t.in);
	diag_done(&t.diag);
	buf_done(&t.edges);
	arena_done(&t.mem);
}

static int
run(struct sv pinned)
{
	t.im.pinned = pinned;
	t.rc = collector_run_here(&t.im, NULL, chosen, NULL, &t.e);
	return t.rc;
}

/* A file of tests/data/signon; done() is owed. */
static int
import_file(const char *name, struct sv pinned)
{
	char path[200];

	prepare();
	snprintf(path, sizeof(path), "tests/data/signon/%s", name);
	ck_assert_int_eq(input_open(&t.in, path, false, &t.mem, &t.e), 0);
	return run(pinned);
}

static int
import_bytes(struct sv bytes, struct sv pinned)
{
	prepare();
	ck_assert_int_eq(input_from_bytes(&t.in, "x", bytes, &t.mem, &t.e), 0);
	return run(pinned);
}

static char file_bytes[65536];

/* The bytes of a file, until the next call. */
static struct sv
bytes_of(const char *name)
{
	char path[200];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "tests/data/signon/%s", name);
	f = fopen(path, "rb");
	ck_assert_ptr_nonnull(f);
	n = fread(file_bytes, 1, sizeof(file_bytes), f);
	fclose(f);
	return sv_n(file_bytes, n);
}

#define SPID   "https://www.spid.gov.it/"
#define AGREED SPID "openid-federation/agreement/"

static const struct {
	const char *file, *edges;
} statements[] = {
	{ "oidfed-01-ec-8000.jwt", TA " role trust-anchor\n" },
	{ "oidfed-02-ss-8000-oidc-op.jwt",
	  OP " -> " TA "\n" OP " trust_mark " AGREED "op-public/ " TA "\n" },
	{ "oidfed-03-ss-8000-oidc-rp.jwt",
	  RP " -> " TA "\n" RP " trust_mark " AGREED "sp-public/ " TA "\n" RP
	     " trust_mark " AGREED "sp-private " TA "\n" },
	{ "oidfed-04-ss-8001.jwt",
	  RP1 " -> " TA "\n" RP1 " trust_mark " AGREED "sp-public/ " TA "\n" },
	{ "oidfed-05-ss-8002-oidc-op.jwt",
	  OP2 " -> " TA "\n" OP2 " trust_mark " AGREED "op-public/ " TA "\n" },
	{ "oidfed-06-ec-8000-oidc-op.jwt", OP " -> " TA "\n" OP " role op\n" },
	{ "oidfed-07-ec-8000-oidc-rp.jwt",
	  RP " -> " TA "\n" RP " role rp\n" RP " trust_mark " AGREED
	     "sp-public/ " TA "\n" },
	{ "oidfed-08-ec-8001.jwt",
	  RP1 " -> " TA "\n" RP1 " role rp\n" RP1 " trust_mark " AGREED
	      "sp-public/ " TA "\n" },
	{ "oidfed-09-ec-8002-oidc-op.jwt",
	  OP2 " -> " TA "\n" OP2 " role op\n" },
	{ "oidfed-10-tm-8000-oidc-op.jwt",
	  OP " trust_mark " SPID "certification/op " TA "\n" },
	{ "oidfed-11-tm-8000-oidc-rp.jwt",
	  RP " trust_mark " SPID "certification/rp " TA "\n" },
	{ "oidfed-12-tm-8001.jwt",
	  RP1 " trust_mark " SPID "certification/rp " TA "\n" },
	{ "oidfed-13-tm-8002-oidc-op.jwt",
	  OP2 " trust_mark " SPID "certification/op " TA "\n" },
	{ "oidfed-14-tm-8000-oidc-rp.jwt",
	  RP " trust_mark " SPID "certification/rp " TA "\n" },
};

START_TEST(all_fourteen_statements_have_the_right_edges)
{
	int rc = import_file(statements[_i].file, SV_NONE);

	ck_assert_msg(rc == 0, "%s: %s", t.e.where, t.e.msg);
	ck_assert_str_eq(t.edges.p, statements[_i].edges);
	ck_assert_uint_eq(t.entities, 1);
	ck_assert_ptr_null(t.im.ret_signature.signer);
	done();
}
END_TEST

/* RFC 7638 thumbprint of the anchor's key: its kid is the same in base64url. */
static const char anchor_hex[] =
	"057bdfae59e100cb87474eda8d4980701450712ce6c3473f4408099e94bef564";

static const char *const chains[] = { "chain-rp.json", "chain-op.json" };

START_TEST(a_chain_is_verified_with_the_key_of_its_anchor)
{
	int rc = import_file(chains[_i], bytes_of("anchor-jwks.json"));

	ck_assert_msg(rc == 0, "%s: %s", t.e.where, t.e.msg);
	ck_assert_str_eq(t.im.ret_signature.signer, anchor_hex);
	ck_assert_str_eq(t.im.ret_signature.algorithm, "RS256");
	ck_assert_int_eq(t.im.ret_signature.valid_until, 20220423);
	ck_assert_uint_eq(t.entities, 3);
	done();
}
END_TEST

START_TEST(a_chain_fails_with_another_key)
{
	ck_assert_int_eq(import_file(chains[_i], bytes_of("other-jwks.json")),
			 -1);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "not signed with the key given"));
	ck_assert_ptr_null(t.im.ret_signature.signer);
	ck_assert_uint_eq(t.records, 0);
	done();
}
END_TEST

START_TEST(a_chain_without_an_anchor_given_is_not_verified)
{
	ck_assert_int_eq(import_file(chains[_i], SV_NONE), 0);
	ck_assert_ptr_null(t.im.ret_signature.signer);
	done();
}
END_TEST

START_TEST(an_expired_chain_is_refused)
{
	char path[200];

	prepare();
	snprintf(path, sizeof(path), "tests/data/signon/%s", chains[_i]);
	ck_assert_int_eq(input_open(&t.in, path, false, &t.mem, &t.e), 0);
	t.im.allow_expired = false;
	ck_assert_int_eq(run(bytes_of("anchor-jwks.json")), -1);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "expired on 2022-04-25"));
	done();
}
END_TEST

static const char hex_digits[] = "0123456789abcdef";

/* The anchor's key in another form. */
static struct sv
anchor_as(const char *form, struct arena *mem)
{
	json_t *doc = NULL;
	struct at none = { .file = NULL };
	struct err e = { 0 };
	struct jwk k;
	struct sv out;
	BIO *bio = BIO_new(BIO_s_mem());
	char *p;
	long n;

	if (strcmp(form, "thumbprint") == 0) {
		char *raw = arena_alloc(mem, 32);

		for (size_t i = 0; i < 32; i++)
			raw[i] = (char)((strchr(hex_digits, anchor_hex[2 * i]) -
					 hex_digits) *
						16 +
					(strchr(hex_digits,
						anchor_hex[2 * i + 1]) -
					 hex_digits));
		BIO_free(bio);
		return sv_n(raw, 32);
	}
	ck_assert_int_eq(
		json_parse(bytes_of("anchor-jwks.json"), &none, &doc, &e), 0);
	ck_assert_int_eq(
		jwk_read(json_array_get(json_object_get(doc, "keys"), 0), &none,
			 &k, &e),
		0);
	if (strcmp(form, "pem") == 0)
		PEM_write_bio_PUBKEY(bio, k.key);
	else
		i2d_PUBKEY_bio(bio, k.key);
	n = BIO_get_mem_data(bio, &p);
	out = arena_sv(mem, sv_n(p, (size_t)n));
	BIO_free(bio);
	jwk_done(&k);
	json_done(&doc);
	return out;
}

static const char *const forms[] = { "pem", "der", "thumbprint" };

START_TEST(the_anchor_may_be_given_as_pem_der_or_thumbprint)
{
	struct arena mem = { 0 };
	struct sv pinned = anchor_as(forms[_i], &mem);
	int rc = import_file("chain-rp.json", pinned);

	ck_assert_msg(rc == 0, "%s", t.e.msg);
	ck_assert_str_eq(t.im.ret_signature.signer, anchor_hex);
	done();
	arena_done(&mem);
}
END_TEST

START_TEST(a_chain_may_end_at_the_anchors_statement_about_another)
{
	struct arena mem = { 0 };
	int rc = import_file("chain-rp-without-anchor.json",
			     anchor_as("pem", &mem));

	ck_assert_msg(rc == 0, "%s", t.e.msg);
	ck_assert_str_eq(t.im.ret_signature.signer, anchor_hex);
	done();
	/* the key is not in there, so its thumbprint does not help */
	ck_assert_int_eq(import_file("chain-rp-without-anchor.json",
				     anchor_as("thumbprint", &mem)),
			 -1);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "expected the key itself"));
	done();
	arena_done(&mem);
}
END_TEST

/* What OpenSSL needs for them is there before the child is shut in. */
START_TEST(a_confined_reader_verifies_as_well)
{
	struct arena mem = { 0 };
	struct sv pinned = anchor_as(forms[_i], &mem);

	prepare();
	ck_assert_int_eq(input_open(&t.in, "tests/data/signon/chain-rp.json",
				    false, &t.mem, &t.e),
			 0);
	t.im.pinned = pinned;
	t.rc = collector_run(&t.im, NULL, chosen, NULL, &t.e);
	ck_assert_msg(t.rc == 0, "%s", t.e.msg);
	ck_assert_uint_eq(t.entities, 3);
	done();
	prepare();
	ck_assert_int_eq(input_open(&t.in, "tests/data/signon/chain-rp.json",
				    false, &t.mem, &t.e),
			 0);
	t.im.pinned = bytes_of("other-jwks.json");
	ck_assert_int_eq(collector_run(&t.im, NULL, chosen, NULL, &t.e), -1);
	done();
	arena_done(&mem);
}
END_TEST

/* A set of n keys, the anchor's the last of them. */
static int
read_set(unsigned n)
{
	struct buf b = { 0 };
	struct arena mem = { 0 };
	struct anchors a;
	struct err e = { 0 };
	struct sv key = bytes_of("anchor-jwks.json");
	int rc;

	key = sv_from(key, (size_t)sv_find(key, '[') + 1);
	key = sv_n(key.p, (size_t)sv_find(key, ']'));
	buf_str(&b, "{\"keys\":[");
	for (unsigned i = 0; i < n; i++) {
		buf_str(&b, i ? "," : "");
		buf_sv(&b, key);
	}
	buf_str(&b, "]}");
	rc = anchors_read(buf_view(&b), &mem, &a, &e);
	anchors_done(&a);
	buf_done(&b);
	arena_done(&mem);
	return rc;
}

START_TEST(a_set_of_keys_is_refused_one_past_its_limit)
{
	ck_assert_int_eq(read_set(LIMIT_JWK_SET), 0);
	ck_assert_int_eq(read_set(LIMIT_JWK_SET + 1), -1);
}
END_TEST

static const char *const no_anchors[] = { "{}", "{\"keys\":[]}", "[1]", "x",
					  "-----BEGIN PUBLIC KEY-----\n" };

START_TEST(what_is_no_key_is_no_anchor)
{
	ck_assert_int_eq(import_file("chain-rp.json", sv(no_anchors[_i])), -1);
	ck_assert_uint_eq(t.records, 0);
	done();
}
END_TEST

START_TEST(single_statements_are_verified_as_well)
{
	ck_assert_int_eq(import_file("oidfed-01-ec-8000.jwt",
				     bytes_of("anchor-jwks.json")),
			 0);
	ck_assert_str_eq(t.im.ret_signature.signer, anchor_hex);
	done();
	ck_assert_int_eq(import_file("oidfed-02-ss-8000-oidc-op.jwt",
				     bytes_of("anchor-jwks.json")),
			 0);
	ck_assert_str_eq(t.im.ret_signature.signer, anchor_hex);
	done();
	ck_assert_int_eq(import_file("oidfed-10-tm-8000-oidc-op.jwt",
				     bytes_of("anchor-jwks.json")),
			 0);
	ck_assert_str_eq(t.im.ret_signature.signer, anchor_hex);
	done();
	ck_assert_int_eq(import_file("oidfed-10-tm-8000-oidc-op.jwt",
				     bytes_of("other-jwks.json")),
			 -1);
	done();
	/* the leaf is not the anchor */
	ck_assert_int_eq(import_file("oidfed-07-ec-8000-oidc-rp.jwt",
				     bytes_of("anchor-jwks.json")),
			 -1);
	done();
	ck_assert_int_eq(import_file("oidfed-14-tm-8000-oidc-rp.jwt",
				     bytes_of("anchor-jwks.json")),
			 -1);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "without a type"));
	done();
}
END_TEST

/* A JSON array of these files. */
static struct sv
chain_of(const char *const *file, size_t n, struct arena *mem)
{
	struct buf b = { 0 };
	struct sv s;

	for (size_t i = 0; i < n; i++) {
		buf_str(&b, i ? ",\"" : "[\"");
		buf_sv(&b, sv_trim(bytes_of(file[i])));
		buf_char(&b, '"');
	}
	buf_char(&b, ']');
	s = arena_sv(mem, buf_view(&b));
	buf_done(&b);
	return s;
}

#define EC_TA "oidfed-01-ec-8000.jwt"
#define SS_OP "oidfed-02-ss-8000-oidc-op.jwt"
#define SS_RP "oidfed-03-ss-8000-oidc-rp.jwt"
#define EC_RP "oidfed-07-ec-8000-oidc-rp.jwt"
#define MARK  "oidfed-11-tm-8000-oidc-rp.jwt"

static const struct {
	const char *file[3];
	size_t n;
	const char *why;
} broken[] = {
	{ { SS_RP, EC_TA }, 2, "does not begin with the leaf" },
	{ { EC_RP, SS_OP, EC_TA }, 3, "a gap" },
	{ { EC_RP, EC_TA }, 2, "a gap" },
	{ { EC_TA, SS_RP, EC_RP }, 3, "a gap" },
	{ { EC_RP, MARK, EC_TA }, 3, "not part of a chain" },
	{ { EC_RP, EC_RP, SS_RP }, 3, "not part of a chain" },
	{ { EC_RP, SS_RP, SS_RP }, 3, "a gap" },
};

START_TEST(a_chain_with_a_gap_is_refused_with_or_without_an_anchor)
{
	struct arena mem = { 0 };
	struct sv chain = chain_of(broken[_i].file, broken[_i].n, &mem);

	ck_assert_int_eq(import_bytes(chain, SV_NONE), -1);
	ck_assert_msg(strstr(t.e.msg, broken[_i].why) != NULL, "%s", t.e.msg);
	done();
	ck_assert_int_eq(import_bytes(chain, bytes_of("anchor-jwks.json")), -1);
	ck_assert_uint_eq(t.records, 0);
	done();
	arena_done(&mem);
}
END_TEST

START_TEST(one_altered_letter_anywhere_in_a_chain_is_refused)
{
	struct arena mem = { 0 };
	struct sv chain = arena_sv(&mem, bytes_of("chain-rp.json"));
	char *p = (char *)chain.p;
	unsigned n = 0;

	for (size_t i = 0; i < chain.n; i += 97) {
		char was = p[i];

		if (was == '"' || was == '.' || was == '\n' || was == ' ' ||
		    was == ',')
			continue;
		p[i] = was == 'A' ? 'B' : 'A';
		ck_assert_msg(import_bytes(chain, SV_NONE) == -1, "byte %zu",
			      i);
		ck_assert_uint_eq(t.records, 0);
		done();
		p[i] = was;
		n++;
	}
	ck_assert_uint_gt(n, 80);
	arena_done(&mem);
}
END_TEST

START_TEST(a_chain_is_refused_one_past_its_limit)
{
	struct arena mem = { 0 };
	const char *file[LIMIT_JWT_CHAIN + 1];

	for (size_t i = 0; i <= LIMIT_JWT_CHAIN; i++)
		file[i] = EC_RP;
	ck_assert_int_eq(import_bytes(chain_of(file, LIMIT_JWT_CHAIN + 1, &mem),
				      SV_NONE),
			 -1);
	ck_assert_int_eq(t.e.kind, ERR_LIMIT);
	done();
	ck_assert_int_eq(
		import_bytes(chain_of(file, LIMIT_JWT_CHAIN, &mem), SV_NONE),
		-1);
	ck_assert_int_eq(t.e.kind, ERR_INPUT);
	done();
	arena_done(&mem);
}
END_TEST

enum { VECTORS = 36 }; /* lines of class jwt in MANIFEST.tsv */

/* Line i of that class: its path and outcome. */
static bool
vector_at(int i, char path[64], char expect[16])
{
	FILE *f = fopen("tests/hostile/MANIFEST.tsv", "r");
	char line[1024], class[16];
	bool found = false;

	ck_assert_ptr_nonnull(f);
	while (!found && fgets(line, sizeof(line), f))
		found = sscanf(line, "%63[^\t]\t%15[^\t]\t%15[^\t]", path,
			       class, expect) == 3 &&
			strcmp(class, "jwt") == 0 && i-- == 0;
	fclose(f);
	return found;
}

static struct sv
hostile_bytes(const char *path, struct arena *mem)
{
	char full[128];
	struct buf b = { 0 };
	char chunk[4096];
	struct sv s;
	size_t n;
	FILE *f;

	snprintf(full, sizeof(full), "tests/hostile/%s", path);
	f = fopen(full, "rb");
	ck_assert_ptr_nonnull(f);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_put(&b, chunk, n);
	fclose(f);
	s = arena_sv(mem, buf_view(&b));
	buf_done(&b);
	return s;
}

/* A collector may not even be found: what is no token is no statement. */
static int
import_vector(struct sv bytes, struct sv pinned)
{
	prepare();
	t.im.allow_expired = false;
	ck_assert_int_eq(input_from_bytes(&t.in, "x", bytes, &t.mem, &t.e), 0);
	t.im.pinned = pinned;
	return collector_run_here(&t.im, "oidfed", chosen, NULL, &t.e);
}

START_TEST(every_vector_has_its_outcome_with_the_anchors_key)
{
	char path[64], expect[16];
	struct arena mem = { 0 };
	struct sv anchor = hostile_bytes("jwt/keys/jwks.json", &mem), bytes;
	int rc;

	ck_assert(vector_at(_i, path, expect));
	bytes = hostile_bytes(path, &mem);

	rc = import_vector(bytes, anchor);

	/* the anchor itself is no statement */
	if (strcmp(path, "jwt/keys/jwks.json") == 0)
		ck_assert_int_eq(rc, -1);
	else
		ck_assert_msg(rc == 0 ? strcmp(expect, "REJECT") != 0
				      : strcmp(expect, "ACCEPT") != 0,
			      "%s: %s", path, t.e.msg);
	ck_assert_int_eq(rc == 0, t.im.ret_signature.signer != NULL);
	ck_assert_int_eq(rc == 0, t.records > 0);
	done();
	ck_assert_int_eq(
		import_vector(bytes, hostile_bytes("jwt/keys/evil.pub", &mem)),
		-1);
	ck_assert_uint_eq(t.records, 0);
	done();
	arena_done(&mem);
}
END_TEST

START_TEST(no_vector_is_left_out)
{
	char path[64], expect[16];

	ck_assert(vector_at(VECTORS - 1, path, expect));
	ck_assert(!vector_at(VECTORS, path, expect));
}
END_TEST

Suite *
suite_oidfed(void)
{
	Suite *s = suite_create("oidfed");
	TCase *c = tcase_create("oidfed");

	tcase_add_loop_test(c, all_fourteen_statements_have_the_right_edges, 0,
			    sizeof(statements) / sizeof(*statements));
	tcase_add_loop_test(c, a_chain_is_verified_with_the_key_of_its_anchor,
			    0, 2);
	tcase_add_loop_test(c, a_chain_fails_with_another_key, 0, 2);
	tcase_add_loop_test(c, a_chain_without_an_anchor_given_is_not_verified,
			    0, 2);
	tcase_add_loop_test(c, an_expired_chain_is_refused, 0, 2);
	tcase_add_loop_test(c, the_anchor_may_be_given_as_pem_der_or_thumbprint,
			    0, 3);
	tcase_add_test(c,
		       a_chain_may_end_at_the_anchors_statement_about_another);
	tcase_add_loop_test(c, what_is_no_key_is_no_anchor, 0,
			    sizeof(no_anchors) / sizeof(*no_anchors));
	tcase_add_loop_test(c, a_confined_reader_verifies_as_well, 0, 3);
	tcase_add_test(c, a_set_of_keys_is_refused_one_past_its_limit);
	tcase_add_test(c, single_statements_are_verified_as_well);
	tcase_add_loop_test(
		c, a_chain_with_a_gap_is_refused_with_or_without_an_anchor, 0,
		sizeof(broken) / sizeof(*broken));
	tcase_add_test(c, one_altered_letter_anywhere_in_a_chain_is_refused);
	tcase_add_test(c, a_chain_is_refused_one_past_its_limit);
	tcase_add_loop_test(c,
			    every_vector_has_its_outcome_with_the_anchors_key,
			    0, VECTORS);
	tcase_add_test(c, no_vector_is_left_out);
	suite_add_tcase(s, c);
	return s;
}

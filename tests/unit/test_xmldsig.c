/*
 * Signatures of metadata: documents are signed here with keys that were made
 * here, rightly and in every way that libxmlsec1 takes for right and this
 * program does not; and the real signed files of ../shared.
 */
#include <check.h>
#include <libxml/parser.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <xmlsec/crypto.h>
#include <xmlsec/errors.h>
#include <xmlsec/openssl/evp.h>
#include <xmlsec/xmldsig.h>
#include <xmlsec/xmlsec.h>
#include <xmlsec/xmltree.h>

#include "base/limits.h"
#include "collectors/certificate.h"
#include "collectors/xmldsig.h"
#include "tests/unit/shared.h"

Suite *suite_xmldsig(void);

#define EXC       "http://www.w3.org/2001/10/xml-exc-c14n#"
#define MORE      "http://www.w3.org/2001/04/xmldsig-more#"
#define DS        "http://www.w3.org/2000/09/xmldsig#"
#define INCL      "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
#define SHA256    "http://www.w3.org/2001/04/xmlenc#sha256"
#define ENVELOPED DS "enveloped-signature"

#define TRANSFORM(uri, in)                                                     \
	"<ds:Transform Algorithm='" uri "'>" in "</ds:Transform>"
#define BOTH TRANSFORM(ENVELOPED, "") TRANSFORM(EXC, "")
#define REFERENCE(uri, transforms, digest)                                     \
	"<ds:Reference URI='" uri "'><ds:Transforms>" transforms               \
	"</ds:Transforms><ds:DigestMethod Algorithm='" digest "'/>"            \
	"<ds:DigestValue></ds:DigestValue></ds:Reference>"
#define SIGNATURE(canonical, method, references, more)                         \
	"<ds:Signature xmlns:ds='" DS "'><ds:SignedInfo>"                      \
	"<ds:CanonicalizationMethod Algorithm='" canonical "'/>"               \
	"<ds:SignatureMethod Algorithm='" method "'/>" references              \
	"</ds:SignedInfo><ds:SignatureValue></ds:SignatureValue>" more         \
	"</ds:Signature>"
#define USUAL(uri)                                                             \
	SIGNATURE(EXC, MORE "rsa-sha256", REFERENCE(uri, BOTH, SHA256), "")
#define DOCUMENT(attrs, in)                                                    \
	"<md:EntityDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata'" \
	" entityID='https://dienst.example/sp' " attrs ">" in                  \
	"</md:EntityDescriptor>"
#define UNTIL "validUntil='2099-01-01T00:00:00Z' "
#define ROLE                                                                   \
	"<md:SPSSODescriptor protocolSupportEnumeration="                      \
	"'urn:oasis:names:tc:SAML:2.0:protocol'/>"

static EVP_PKEY *rsa, *other, *weak, *ec;

static struct {
	struct input in;
	struct arena mem;
	struct diag diag;
	struct err e;
	struct import im;
	struct buf signed_bytes, certificate;
} t;

static void
make_keys(void)
{
	rsa = EVP_RSA_gen(2048);
	other = EVP_RSA_gen(2048);
	weak = EVP_RSA_gen(1024);
	ec = EVP_EC_gen("P-256");
	ck_assert(rsa && other && weak && ec);
}

static void
free_keys(void)
{
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(other);
	EVP_PKEY_free(weak);
	EVP_PKEY_free(ec);
}

static void
forget(void)
{
	if (t.im.in)
		input_done(&t.in);
	diag_done(&t.diag);
	arena_done(&t.mem);
	buf_done(&t.signed_bytes);
	buf_done(&t.certificate);
	memset(&t, 0, sizeof(t));
}

/* A certificate of this key, in DER. */
static struct sv
certificate_of(EVP_PKEY *key)
{
	X509 *x = X509_new();
	unsigned char *der = NULL;
	int n;

	X509_set_pubkey(x, key);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	ck_assert_int_gt(X509_sign(x, key, EVP_sha256()), 0);
	n = i2d_X509(x, &der);
	ck_assert_int_gt(n, 0);
	buf_clear(&t.certificate);
	buf_put(&t.certificate, der, (size_t)n);
	OPENSSL_free(der);
	X509_free(x);
	return buf_view(&t.certificate);
}

/* Signs the first signature in the document, as libxmlsec1 likes it. */
static struct sv
sign(const char *xml, EVP_PKEY *key)
{
	static const xmlChar *ids[] = { BAD_CAST "ID", BAD_CAST "Id", NULL };
	xmlDocPtr doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, 0);
	xmlSecDSigCtxPtr ctx;
	xmlChar *out = NULL;
	int n = 0;

	ck_assert(doc != NULL);
	xmlSecErrorsDefaultCallbackEnableOutput(0);
	ck_assert(xmlSecInit() == 0 && xmlSecCryptoInit() == 0);
	xmlSecAddIDs(doc, xmlDocGetRootElement(doc), ids);
	ctx = xmlSecDSigCtxCreate(NULL);
	ctx->signKey = xmlSecKeyCreate();
	EVP_PKEY_up_ref(key);
	xmlSecKeySetValue(ctx->signKey, xmlSecOpenSSLEvpKeyAdopt(key));
	ck_assert_int_eq(
		xmlSecDSigCtxSign(ctx, xmlSecFindNode(xmlDocGetRootElement(doc),
						      xmlSecNodeSignature,
						      xmlSecDSigNs)),
		0);
	xmlSecDSigCtxDestroy(ctx);
	xmlSecCryptoShutdown();
	xmlSecShutdown();
	xmlDocDumpMemory(doc, &out, &n);
	buf_clear(&t.signed_bytes);
	buf_put(&t.signed_bytes, out, (size_t)n);
	xmlFree(out);
	xmlFreeDoc(doc);
	return buf_view(&t.signed_bytes);
}

static int
verify(struct sv bytes, struct sv pinned)
{
	bool allow_sha1 = t.im.allow_sha1;

	if (t.im.in)
		input_done(&t.in);
	ck_assert_int_eq(
		input_from_bytes(&t.in, "feed.xml", bytes, &t.mem, &t.e), 0);
	t.e = (struct err){ 0 };
	t.im = (struct import){ .in = &t.in,
				.diag = &t.diag,
				.mem = &t.mem,
				.pinned = pinned,
				.allow_sha1 = allow_sha1 };
	return xmldsig_verify(&t.im, &t.e);
}

static void
accepts(const char *xml, EVP_PKEY *key, const char *algorithm)
{
	char hex[65];
	struct sv cert = certificate_of(key);

	ck_assert_msg(verify(sign(xml, key), cert) == 0, "%s", t.e.msg);
	ck_assert(pinned_certificate(cert, hex));
	ck_assert_str_eq(t.im.ret_signature.signer, hex);
	ck_assert_str_eq(t.im.ret_signature.algorithm, algorithm);
}

/* Signed with this key, and it is the pinned one: but for the rule. */
static void
refuses(const char *xml, EVP_PKEY *key, const char *why)
{
	ck_assert_int_eq(verify(sign(xml, key), certificate_of(key)), -1);
	ck_assert_msg(strstr(t.e.msg, why) != NULL, "%s: %s", t.e.where,
		      t.e.msg);
	ck_assert_ptr_null(t.im.ret_signature.signer);
}

START_TEST(what_the_pinned_key_signed_as_a_whole_is_believed)
{
	accepts(DOCUMENT("ID='_1' " UNTIL, USUAL("#_1") ROLE), rsa,
		"rsa-sha256");
	ck_assert_int_eq(t.im.ret_signature.valid_until, 20990101);
	accepts(DOCUMENT(UNTIL, USUAL("") ROLE), rsa, "rsa-sha256");
	accepts(DOCUMENT(UNTIL "ID='_1'", USUAL("") ROLE), rsa, "rsa-sha256");
	accepts(DOCUMENT(UNTIL,
			 SIGNATURE(EXC, MORE "ecdsa-sha256",
				   REFERENCE("", BOTH, SHA256), "") ROLE),
		ec, "ecdsa-sha256");
	accepts(DOCUMENT(UNTIL,
			 SIGNATURE(EXC "WithComments", MORE "rsa-sha512",
				   REFERENCE("",
					     TRANSFORM(ENVELOPED, "") TRANSFORM(
						     EXC,
						     "<e:InclusiveNamespaces "
						     "xmlns:e='" EXC
						     "' PrefixList='md xs'/>"),
					     MORE "sha384"),
				   "<ds:KeyInfo><ds:KeyName>x</ds:KeyName>"
				   "</ds:KeyInfo>") ROLE),
		rsa, "rsa-sha512");
	ck_assert_uint_eq(t.diag.count[DIAG_WARN], 0);
}
END_TEST

START_TEST(another_key_is_not_believed)
{
	struct sv bytes = sign(DOCUMENT(UNTIL, USUAL("") ROLE), rsa);

	ck_assert_int_eq(verify(bytes, certificate_of(other)), -1);
	ck_assert(strstr(t.e.msg, "was not made with the key of") != NULL);
	ck_assert_int_eq(verify(bytes, certificate_of(ec)), -1);
	ck_assert(strstr(t.e.msg, "has a key for EC") != NULL);
	ck_assert_int_eq(verify(bytes, SV("no certificate")), -1);
	ck_assert(strstr(t.e.msg, "not one certificate") != NULL);
}
END_TEST

START_TEST(any_byte_that_changes_is_found)
{
	struct sv good = sign(DOCUMENT(UNTIL, USUAL("") ROLE), rsa);
	struct sv cert = certificate_of(rsa);
	char *p = arena_alloc(&t.mem, good.n);
	size_t done = 0;

	for (size_t i = 0; i < good.n; i += 3) {
		memcpy(p, good.p, good.n);
		/* letters and digits: others may be white space or quotes */
		if (p[i] < '0' || (p[i] > '9' && p[i] < 'a') || p[i] > 'y')
			continue;
		p[i] = (char)(p[i] ^ 1);
		done++;
		if (verify(sv_n(p, good.n), cert) == 0)
			ck_abort_msg("byte %zu: %.40s", i, p + i);
	}
	ck_assert_uint_gt(done, 100);
}
END_TEST

START_TEST(edited_content_is_said_to_differ)
{
	struct sv good = sign(DOCUMENT(UNTIL, USUAL("") ROLE), rsa);
	ptrdiff_t at = sv_find_sv(good, SV("2099"));

	ck_assert_int_ge(at, 0);
	((char *)good.p)[at] = '3';
	ck_assert_int_eq(verify(good, certificate_of(rsa)), -1);
	ck_assert(strstr(t.e.msg, "the content differs") != NULL);
}
END_TEST

START_TEST(a_fingerprint_finds_its_certificate_in_the_signature_only)
{
	struct buf xml = { 0 };
	struct sv cert = certificate_of(rsa);
	unsigned char text[4096], bytes[32];
	char hex[65];

	ck_assert_int_gt(EVP_EncodeBlock(text, (const unsigned char *)cert.p,
					 (int)cert.n),
			 0);
	ck_assert(pinned_certificate(cert, hex));
	ck_assert(pinned_fingerprint(sv(hex), bytes));
	buf_printf(
		&xml,
		DOCUMENT(UNTIL, SIGNATURE(EXC, MORE "rsa-sha256",
					  REFERENCE("", BOTH, SHA256),
					  "<ds:KeyInfo><ds:X509Data>"
					  "<ds:X509Certificate>%s"
					  "</ds:X509Certificate></ds:X509Data>"
					  "</ds:KeyInfo>") ROLE),
		(const char *)text);
	ck_assert_msg(verify(sign(xml.p, rsa), sv_n((const char *)bytes, 32)) ==
			      0,
		      "%s", t.e.msg);
	ck_assert_str_eq(t.im.ret_signature.signer, hex);
	/* the certificate is there, but the key was another one */
	ck_assert_int_eq(
		verify(sign(xml.p, other), sv_n((const char *)bytes, 32)), -1);
	ck_assert(strstr(t.e.msg, "was not made with the key of") != NULL);
	ck_assert_int_eq(verify(sign(DOCUMENT(UNTIL, USUAL("") ROLE), rsa),
				sv_n((const char *)bytes, 32)),
			 -1);
	ck_assert(strstr(t.e.msg, "does not carry the certificate") != NULL);
	buf_done(&xml);
}
END_TEST

START_TEST(fingerprints_have_64_digits_with_or_without_colons)
{
	static const char *const bad[] = {
		"",
		"ab",
		"ab:",
		":0123456789abcdef0123456789abcdef0123456789abcdef0123456789abc"
		"def",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd"
		"e",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd"
		"ef0",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd"
		"eg",
		"0:"
		"123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"
		"f",
	};
	unsigned char bytes[32];

	ck_assert(pinned_fingerprint(
		SV(" 0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789"
		   "abcdef\n"),
		bytes));
	ck_assert_uint_eq(bytes[31], 0xef);
	ck_assert(pinned_fingerprint(
		SV("01:23:45:67:89:AB:CD:EF:01:23:45:67:89:ab:cd:ef:01:23:45:"
		   "67:89:ab:cd:ef:01:23:45:67:89:ab:cd:ee"),
		bytes));
	ck_assert_uint_eq(bytes[31], 0xee);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(!pinned_fingerprint(sv(bad[i]), bytes), "%s",
			      bad[i]);
}
END_TEST

/* All of these libxmlsec1 itself takes for valid. */
static const struct {
	const char *xml, *why;
} rules[] = {
	{ DOCUMENT(UNTIL, ROLE USUAL("")), "not the first element" },
	{ DOCUMENT(UNTIL "ID='_1'",
		   "<md:Extensions>" USUAL("#_1") "</md:Extensions>" ROLE),
	  "of a part of the document" },
	{ DOCUMENT(UNTIL "ID='_1'",
		   USUAL("#_1") "<md:Extensions><x Id='_1'/></md:Extensions>"),
	  "a second element has the root's ID" },
	{ DOCUMENT(UNTIL "ID='_1'", USUAL("") "<x xml:id='_1'/>"),
	  "a second element has the root's ID" },
	{ DOCUMENT(UNTIL "ID='_1' wsuId=' _1 '", USUAL("") ROLE),
	  "a second element has the root's ID" },
	{ DOCUMENT(UNTIL, USUAL("") "<x><ds:Signature xmlns:ds='" DS "'/></x>"),
	  "a second signature" },
	{ DOCUMENT(UNTIL, USUAL("#_2") "<md:Extensions ID='_2'/>" ROLE),
	  "a signature of '#_2'" },
	{ DOCUMENT(UNTIL "ID='_1'", USUAL("#xpointer(/)") ROLE),
	  "a signature of '#xpointer(/)'" },
	{ DOCUMENT(UNTIL, SIGNATURE(EXC, MORE "rsa-sha256",
				    REFERENCE("", BOTH, SHA256)
					    REFERENCE("", BOTH, SHA256),
				    "") ROLE),
	  "a second reference" },
	{ DOCUMENT(UNTIL,
		   SIGNATURE(EXC, MORE "rsa-sha256",
			     REFERENCE("", TRANSFORM(ENVELOPED, ""), SHA256),
			     "") ROLE),
	  "without Transform" },
	{ DOCUMENT(UNTIL, SIGNATURE(EXC, MORE "rsa-sha256",
				    REFERENCE("",
					      TRANSFORM(ENVELOPED, "")
						      TRANSFORM(INCL, ""),
					      SHA256),
				    "") ROLE),
	  "expected exclusive canonical XML" },
	{ DOCUMENT(UNTIL,
		   SIGNATURE(EXC, MORE "rsa-sha256",
			     REFERENCE("", BOTH TRANSFORM(EXC, ""), SHA256), "")
			   ROLE),
	  "more than two transforms" },
	{ DOCUMENT(UNTIL, SIGNATURE(INCL, MORE "rsa-sha256",
				    REFERENCE("", BOTH, SHA256), "") ROLE),
	  "expected exclusive canonical XML" },
	{ DOCUMENT(UNTIL, SIGNATURE(EXC, MORE "rsa-sha256",
				    REFERENCE("", BOTH, SHA256),
				    "<ds:Object><x/></ds:Object>") ROLE),
	  "expected nothing more after KeyInfo" },
	{ DOCUMENT(UNTIL,
		   SIGNATURE(EXC, MORE "rsa-sha256",
			     REFERENCE("", BOTH, SHA256), "<!--x-->") ROLE),
	  "a comment or instruction within" },
	{ DOCUMENT(UNTIL, SIGNATURE(EXC, MORE "rsa-sha224",
				    REFERENCE("", BOTH, SHA256), "") ROLE),
	  "expected RSA or ECDSA" },
	{ DOCUMENT(UNTIL, SIGNATURE(EXC, DS "rsa-sha1",
				    REFERENCE("", BOTH, SHA256), "") ROLE),
	  "rsa-sha1, which is too weak" },
	{ DOCUMENT(UNTIL, SIGNATURE(EXC, MORE "rsa-sha256",
				    REFERENCE("", BOTH, DS "sha1"), "") ROLE),
	  "sha1, which is too weak" },
	{ "<!DOCTYPE md:EntityDescriptor>" DOCUMENT(UNTIL, USUAL("") ROLE),
	  "a DOCTYPE" },
};

START_TEST(what_libxmlsec1_takes_for_valid_is_refused_by_rule)
{
	refuses(rules[_i].xml, rsa, rules[_i].why);
}
END_TEST

START_TEST(weak_keys_are_refused)
{
	refuses(DOCUMENT(UNTIL, USUAL("") ROLE), weak, "a key of 1024 bits");
}
END_TEST

START_TEST(sha1_is_for_those_who_ask_for_it_and_are_told)
{
	t.im.allow_sha1 = true;
	accepts(DOCUMENT(UNTIL,
			 SIGNATURE(EXC, DS "rsa-sha1",
				   REFERENCE("", BOTH, DS "sha1"), "") ROLE),
		rsa, "rsa-sha1");
	ck_assert_uint_eq(t.diag.count[DIAG_WARN], 1);
}
END_TEST

static void
warns(const char *attrs, const char *why)
{
	struct buf xml = { 0 };
	uint64_t before = t.diag.count[DIAG_WARN];

	buf_printf(&xml, DOCUMENT("%s", USUAL("") ROLE), attrs);
	accepts(xml.p, rsa, "rsa-sha256");
	ck_assert_uint_eq(t.diag.count[DIAG_WARN], before + 1);
	ck_assert(strstr(t.diag.message[t.diag.n - 1].text, why) != NULL);
	buf_done(&xml);
}

START_TEST(freshness_that_is_not_known_is_told)
{
	warns("", "without validUntil");
	warns("validUntil='9999-12-31T23:59:59Z'", "it never ends");
	warns("validUntil='2099-01-01T00:00:00'", "expected a Z");
}
END_TEST

START_TEST(prefixes_of_one_too_many_are_refused)
{
	struct buf xml = { 0 }, list = { 0 };

	for (unsigned n = 0; n <= LIMIT_SIGNED_PREFIXES; n++) {
		buf_printf(&list, " p%u", n);
		if (n + 1 < LIMIT_SIGNED_PREFIXES)
			continue;
		buf_clear(&xml);
		buf_printf(
			&xml,
			DOCUMENT(UNTIL,
				 SIGNATURE(
					 EXC, MORE "rsa-sha256",
					 REFERENCE(
						 "",
						 TRANSFORM(ENVELOPED, "")
							 TRANSFORM(
								 EXC,
								 "<e:"
								 "InclusiveName"
								 "space"
								 "s "
								 "xmlns:e='" EXC
								 "' "
								 "PrefixList='%"
								 "s'"
								 "/>"),
						 SHA256),
					 "") ROLE),
			list.p);
		if (n < LIMIT_SIGNED_PREFIXES)
			accepts(xml.p, rsa, "rsa-sha256");
		else
			refuses(xml.p, rsa, "a PrefixList of 33 prefixes");
	}
	buf_done(&xml);
	buf_done(&list);
}
END_TEST

START_TEST(utf16_and_what_is_too_large_are_not_verified)
{
	struct sv cert = certificate_of(rsa);

	ck_assert_int_eq(verify(SV("\xff\xfe<\0a\0/\0>\0"), cert), -1);
	ck_assert(strstr(t.e.msg, "UTF-16") != NULL);
	/* it is refused by its size, before a byte is read */
	t.in.size = LIMIT_SIGNED_BYTES + 1;
	t.e = (struct err){ 0 };
	ck_assert_int_eq(xmldsig_verify(&t.im, &t.e), -1);
	ck_assert_int_eq(t.e.kind, ERR_LIMIT);
}
END_TEST

START_TEST(a_pinned_file_of_one_byte_too_many_is_no_certificate)
{
	struct sv cert = certificate_of(rsa);
	X509 *x;
	const unsigned char *p = (const unsigned char *)cert.p;
	BIO *bio = BIO_new(BIO_s_mem());
	struct buf file = { 0 };
	char *pem, hex[65];
	long n;

	x = d2i_X509(NULL, &p, (long)cert.n);
	PEM_write_bio_X509(bio, x);
	n = BIO_get_mem_data(bio, &pem);
	buf_put(&file, pem, (size_t)n);
	ck_assert(pinned_certificate(buf_view(&file), hex));
	while (file.n < LIMIT_PINNED_BYTES)
		buf_char(&file, '\n');
	ck_assert(pinned_certificate(buf_view(&file), hex));
	buf_char(&file, '\n');
	ck_assert(!pinned_certificate(buf_view(&file), hex));
	/* two certificates: which one is meant? */
	buf_clear(&file);
	buf_put(&file, pem, (size_t)n);
	buf_put(&file, pem, (size_t)n);
	ck_assert(!pinned_certificate(buf_view(&file), hex));
	buf_done(&file);
	BIO_free(bio);
	X509_free(x);
}
END_TEST

/* A real file: its own certificate, and one byte that differs. */
static const struct {
	const char *path, *algorithm;
	bool is_sha1;
} real[] = {
	{ "data/saml/nl-surfconext-idps-old.xml", "rsa-sha1", true },
	{ "data/saml/nl-surfconext-idps-new.xml", "rsa-sha256", false },
	{ "data/saml/nl-adfs-stc-r.xml", "rsa-sha256", false },
	{ "data/saml/own-signed-entity.xml", "rsa-sha256", false },
};

static struct sv
read_file(const char *path)
{
	struct input in;
	struct sv bytes;
	char *p;

	ck_assert_int_eq(input_open(&in, path, false, &t.mem, &t.e), 0);
	p = arena_alloc(&t.mem, (size_t)in.size);
	ck_assert_int_eq(input_read(&in, p, (size_t)in.size, 0),
			 (ssize_t)in.size);
	bytes = sv_n(p, (size_t)in.size);
	input_done(&in);
	return bytes;
}

/* The first certificate in it: that of the signature. */
static struct sv
own_certificate(struct sv bytes)
{
	struct certificates all;
	ptrdiff_t from = sv_find_sv(bytes, SV("X509Certificate>"));
	struct sv text, cert;

	ck_assert_int_ge(from, 0);
	text = sv_from(bytes, (size_t)from + 16);
	text.n = (size_t)sv_find(text, '<');
	certificates_init(&all);
	ck_assert(base64_read(&all, text, &t.certificate));
	cert = buf_view(&t.certificate);
	certificates_done(&all);
	return cert;
}

START_TEST(real_feeds_verify_and_one_altered_byte_is_refused)
{
	char path[4096];
	struct sv bytes, cert;
	char *p;

	if (!shared_path(real[_i].path, path))
		return;
	bytes = read_file(path);
	cert = own_certificate(bytes);
	t.im.allow_sha1 = real[_i].is_sha1;
	ck_assert_msg(verify(bytes, cert) == 0, "%s", t.e.msg);
	ck_assert_str_eq(t.im.ret_signature.algorithm, real[_i].algorithm);
	/* in its last attribute, and in one in the middle */
	p = (char *)bytes.p;
	for (size_t part = 1; part <= 2; part++) {
		size_t i = bytes.n / 2 * part - 1;

		while (p[i] != '=' || (p[i + 1] != '"' && p[i + 1] != '\'') ||
		       p[i + 2] < 'a' || p[i + 2] > 'y')
			i--;
		p[i + 2]++;
		ck_assert_int_eq(verify(bytes, cert), -1);
		/* in a small file the byte is one of the signature's own */
		ck_assert_msg(strstr(t.e.msg, "the content differs") != NULL ||
				      bytes.n < 64 * KIB,
			      "%s", t.e.msg);
		p[i + 2]--;
	}
	ck_assert_int_eq(verify(bytes, cert), 0);
}
END_TEST

Suite *
suite_xmldsig(void)
{
	Suite *s = suite_create("xmldsig");
	TCase *c = tcase_create("all");

	tcase_add_unchecked_fixture(c, make_keys, free_keys);
	tcase_add_checked_fixture(c, NULL, forget);
	tcase_add_test(c, what_the_pinned_key_signed_as_a_whole_is_believed);
	tcase_add_test(c, another_key_is_not_believed);
	tcase_add_test(c, any_byte_that_changes_is_found);
	tcase_add_test(c, edited_content_is_said_to_differ);
	tcase_add_test(
		c, a_fingerprint_finds_its_certificate_in_the_signature_only);
	tcase_add_test(c, fingerprints_have_64_digits_with_or_without_colons);
	tcase_add_loop_test(c,
			    what_libxmlsec1_takes_for_valid_is_refused_by_rule,
			    0, (int)(sizeof(rules) / sizeof(rules[0])));
	tcase_add_test(c, weak_keys_are_refused);
	tcase_add_test(c, sha1_is_for_those_who_ask_for_it_and_are_told);
	tcase_add_test(c, freshness_that_is_not_known_is_told);
	tcase_add_test(c, prefixes_of_one_too_many_are_refused);
	tcase_add_test(c, utf16_and_what_is_too_large_are_not_verified);
	tcase_add_test(c, a_pinned_file_of_one_byte_too_many_is_no_certificate);
	tcase_add_loop_test(c,
			    real_feeds_verify_and_one_altered_byte_is_refused,
			    0, (int)(sizeof(real) / sizeof(real[0])));
	suite_add_tcase(s, c);
	return s;
}

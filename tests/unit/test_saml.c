/*
 * SAML metadata: values, places, what is refused and what is not, limits one
 * beyond, and the real files of ../shared. Whole documents as facts: see
 * tests/golden/saml.
 */
#include <check.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "collectors/saml.h"
#include "tests/unit/capture.h"
#include "tests/unit/shared.h"

Suite *suite_saml(void);

extern const struct collector collector_saml;

#define MD "xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata'"
#define P2 "protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'"

static struct capture c;

static void
teardown(void)
{
	capture_done(&c);
	memset(&c, 0, sizeof(c));
}

static void
import(const char *xml)
{
	capture_bytes(&c, &collector_saml, "feed.xml", sv(xml));
}

static void
says(const char *line)
{
	if (!capture_has(&c, line))
		ck_abort_msg("no fact: %s\nbut:\n%s", line,
			     c.text.p ? c.text.p : "");
}

static void
check_time(const char *text, int32_t expected)
{
	int32_t day = 0;

	ck_assert_msg(saml_date_time(sv(text), &day) == (expected != 0), "%s",
		      text);
	ck_assert_msg(day == expected, "%s: %d", text, day);
}

START_TEST(moments_are_days_in_utc)
{
	check_time("2026-11-24T10:00:00Z", 20261124);
	check_time(" 2026-11-24T10:00:00\n", 20261124);
	check_time("2026-11-24T23:30:00.250-01:00", 20261125);
	check_time("2027-01-01T00:30:00+01:00", 20261231);
	check_time("2099-01-01T00:00:00.000+14:00", 20981231);
	check_time("2026-12-31T24:00:00Z", 20270101);
	check_time("2024-02-29T23:59:60Z", 20240229);
}
END_TEST

START_TEST(what_is_no_moment_is_refused)
{
	static const char *const bad[] = {
		"",
		"2026-11-24",
		"2024-02-30T10:00:00Z",
		"2026-11-24T25:00:00Z",
		"2026-11-24T24:00:01Z",
		"2026-11-24T10:61:00Z",
		"2026-11-24T10:00:00.Z",
		"2026-11-24T10:00:00+15:00",
		"2026-11-24T10:00:00+1:00",
		"2026-11-24T10:00:00ZZ",
		"2026-11-24 10:00:00Z",
		"12026-11-24T10:00:00Z",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check_time(bad[i], 0);
}
END_TEST

START_TEST(of_an_address_only_the_domain_is_left)
{
	struct arena mem = { 0 };

	ck_assert(sv_is(saml_mail_domain(SV("mailto:J.Jansen@School.NL"), &mem),
			"school.nl"));
	ck_assert(sv_is(saml_mail_domain(SV("a@b@c.example"), &mem),
			"c.example"));
	ck_assert_uint_eq(saml_mail_domain(SV("jansen"), &mem).n, 0);
	ck_assert_uint_eq(saml_mail_domain(SV("jan@"), &mem).n, 0);
	ck_assert_uint_eq(saml_mail_domain(SV("jan@school.nl?x=1"), &mem).n, 0);
	arena_done(&mem);
}
END_TEST

static void
check_base64(const char *text, const char *expected)
{
	struct certificates all;
	struct buf out = { 0 };

	certificates_init(&all);
	ck_assert_msg(base64_read(&all, sv(text), &out) == (expected != NULL),
		      "%s", text);
	if (expected)
		ck_assert_msg(sv_is(buf_view(&out), expected), "%s", text);
	certificates_done(&all);
	buf_done(&out);
}

START_TEST(base64_with_any_line_ends_and_with_or_without_its_end)
{
	check_base64("", "");
	check_base64("aGVs\nbG8=", "hello");
	check_base64(" a G\tV\r\nsbG8 = \n", "hello");
	check_base64("aGVsbG8", "hello");
	check_base64("aGVsbA==", "hell");
	check_base64("aGVsbG8hYW5kIHNvbWUgbW9yZSB0ZXh0",
		     "hello!and some more text");
}
END_TEST

START_TEST(what_is_no_base64_is_refused)
{
	check_base64("aGVsbG8=x", NULL);
	check_base64("aGVsb", NULL);
	check_base64("aGVsbA=", NULL);
	check_base64("aGVsbA===", NULL);
	check_base64("aGVsbG8==", NULL);
	check_base64("aGV_bG8=", NULL);
	check_base64("=", NULL);
}
END_TEST

START_TEST(a_place_is_a_path_to_the_element)
{
	import("<md:EntitiesDescriptor " MD "><md:EntityDescriptor "
	       "entityID='a'/><md:EntityDescriptor entityID='b'>"
	       "<md:SPSSODescriptor " P2 "/><md:SPSSODescriptor " P2 ">"
	       "<md:SingleLogoutService Binding='x' "
	       "Location='https://b.example/1'/>"
	       "<md:SingleLogoutService Binding='x' Location='b.example'/>"
	       "</md:SPSSODescriptor></md:EntityDescriptor>"
	       "</md:EntitiesDescriptor>");

	ck_assert_int_eq(c.rc, 0);
	ck_assert_str_eq(
		capture_messages(&c, DIAG_WARN),
		"feed.xml:(//md:EntityDescriptor)[1]: an entity without a role "
		"(expected IDPSSODescriptor, SPSSODescriptor or another)\n"
		"feed.xml:(//md:EntityDescriptor)[2]/md:SPSSODescriptor[2]/"
		"md:SingleLogoutService[2]: a location without a usable host: "
		"'b.example' (expected https://host/...)\n");
}
END_TEST

START_TEST(nothing_of_a_person_is_kept)
{
	import("<md:EntityDescriptor " MD " entityID='https://a.example/'>"
	       "<md:SPSSODescriptor " P2 "/>"
	       "<md:ContactPerson contactType='technical'>"
	       "<md:GivenName>Jan</md:GivenName><md:SurName>Jansen</md:SurName>"
	       "<md:EmailAddress>mailto:j.jansen@b.example</md:EmailAddress>"
	       "<md:TelephoneNumber>0990000000</md:TelephoneNumber>"
	       "</md:ContactPerson></md:EntityDescriptor>");

	ck_assert_int_eq(c.rc, 0);
	ck_assert_ptr_null(strstr(c.text.p, "ansen"));
	ck_assert_ptr_null(strstr(c.text.p, "Jan"));
	ck_assert_ptr_null(strstr(c.text.p, "0990000000"));
	says("attribute node=product:https://a.example/ name='contact_domain' "
	     "value='b.example' observed @1:1");
}
END_TEST

/* An entity with one name of n bytes in each of `many` roles. */
static char *
of_size(size_t n, size_t many)
{
	struct buf b = { 0 };

	buf_str(&b,
		"<md:EntityDescriptor " MD " entityID='https://a.example/'>");
	for (size_t i = 0; i < many; i++) {
		buf_str(&b, "<md:SPSSODescriptor " P2 "><md:Extensions>"
			    "<s:Scope xmlns:s="
			    "'urn:mace:shibboleth:metadata:1.0'>");
		for (size_t k = 0; k < n; k++)
			buf_char(&b, 'x');
		buf_str(&b, "</s:Scope></md:Extensions></md:SPSSODescriptor>");
	}
	buf_str(&b, "</md:EntityDescriptor>");
	return b.p;
}

START_TEST(one_byte_more_than_a_text_may_have_is_left_out)
{
	char *xml = of_size(LIMIT_CELL_BYTES - 1, 1);

	import(xml);
	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.diag.count[DIAG_WARN], 0);
	free(xml);
	teardown();
	xml = of_size(LIMIT_CELL_BYTES + 1, 1);
	import(xml);

	ck_assert_int_eq(c.rc, 0);
	ck_assert_ptr_nonnull(strstr(capture_messages(&c, DIAG_WARN),
				     "a text of more than 128 KiB"));
	free(xml);
}
END_TEST

START_TEST(an_entity_of_more_than_its_limit_is_refused)
{
	size_t each = LIMIT_CELL_BYTES - 64;
	size_t fit = LIMIT_ENTITY_BYTES / LIMIT_CELL_BYTES - 1;
	char *xml = of_size(each, fit);

	import(xml);
	ck_assert_int_eq(c.rc, 0);
	free(xml);
	teardown();
	xml = of_size(each, fit + 2);
	import(xml);

	ck_assert_int_eq(c.rc, -1);
	ck_assert_int_eq(c.e.kind, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(c.e.msg, "more than 4 MiB of text"));
	free(xml);
}
END_TEST

static char *
with_id(size_t n)
{
	struct buf b = { 0 };

	buf_str(&b, "<md:EntityDescriptor " MD " entityID='");
	for (size_t k = 0; k < n; k++)
		buf_char(&b, 'x');
	buf_str(&b, "'/>");
	return b.p;
}

/* A file of n bytes that begins as metadata; the rest is a hole. */
static int
open_large(uint64_t n)
{
	static const char head[] = "<?xml version='1.0'?>\n"
				   "<md:EntitiesDescriptor " MD ">";
	char path[] = "/tmp/landschap-saml-XXXXXX";
	int fd = mkstemp(path), rc;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, head, sizeof(head) - 1),
			 (int)sizeof(head) - 1);
	ck_assert_int_eq(ftruncate(fd, (off_t)n), 0);
	close(fd);
	rc = input_open(&c.in, path, false, &c.mem, &c.e);
	unlink(path);
	return rc;
}

START_TEST(metadata_may_be_larger_than_other_documents)
{
	ck_assert_int_eq(open_large(LIMIT_INPUT_BYTES + 1), 0);
	input_done(&c.in);

	ck_assert_int_eq(open_large(LIMIT_METADATA_BYTES + 1), -1);
	ck_assert_int_eq(c.e.kind, ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(c.e.msg, "at most 2048 MiB"));
}
END_TEST

START_TEST(an_entity_id_has_at_most_1024_bytes)
{
	char *xml = with_id(LIMIT_ENTITY_ID);

	import(xml);
	ck_assert_int_eq(c.rc, 0);
	free(xml);
	teardown();
	xml = with_id(LIMIT_ENTITY_ID + 1);
	import(xml);

	ck_assert_int_eq(c.rc, -1);
	ck_assert_ptr_nonnull(strstr(c.e.msg, "an entityID of 1025 bytes"));
	free(xml);
}
END_TEST

/* Identity providers of n domains, all served by one host with one key. */
static char *
front_of(int n, bool same_key)
{
	struct buf b = { 0 };

	buf_str(&b, "<md:EntitiesDescriptor " MD ">");
	for (int i = 0; i < n; i++)
		buf_printf(
			&b,
			"<md:EntityDescriptor entityID='https://s%d.example/'>"
			"<md:IDPSSODescriptor " P2 "><md:KeyDescriptor>"
			"<d:KeyInfo xmlns:d="
			"'http://www.w3.org/2000/09/xmldsig#'>"
			"<d:X509Certificate>AAA%c</d:X509Certificate>"
			"</d:KeyInfo></md:KeyDescriptor>"
			"<md:SingleSignOnService Binding='x' "
			"Location='https://poort.example/%d'/>"
			"</md:IDPSSODescriptor></md:EntityDescriptor>",
			i, same_key ? 'A' : 'A' + i, i);
	buf_str(&b, "</md:EntitiesDescriptor>");
	return b.p;
}

START_TEST(eight_domains_behind_one_host_and_key_have_a_hub)
{
	char *xml = front_of(8, true);

	import(xml);

	ck_assert_uint_eq(c.facts[FACT_FEDERATED_BY], 8);
	ck_assert_uint_eq(c.facts[FACT_NEEDS], 8);
	ck_assert_uint_eq(c.facts[FACT_SERVED_FROM], 1);
	says("served_from product=product:poort.example "
	     "host=host:poort.example "
	     "endpoint=1 binding='x' location='https://poort.example' observed "
	     "@8:1");
	free(xml);
}
END_TEST

START_TEST(seven_domains_or_other_keys_have_none)
{
	char *xml = front_of(7, true);

	import(xml);
	ck_assert_uint_eq(c.facts[FACT_FEDERATED_BY], 0);
	ck_assert_uint_eq(c.facts[FACT_SERVED_FROM], 7);
	free(xml);
	teardown();
	xml = front_of(20, false);
	import(xml);

	ck_assert_uint_eq(c.facts[FACT_FEDERATED_BY], 0);
	ck_assert_uint_eq(c.facts[FACT_SERVED_FROM], 20);
	free(xml);
}
END_TEST

START_TEST(what_waits_for_a_hub_past_its_limit_stands_by_itself)
{
	struct buf b = { 0 };
	int n = 0;

	buf_str(&b, "<md:EntitiesDescriptor " MD ">");
	for (; b.n < 3 * LIMIT_HUB_BYTES; n++)
		buf_printf(
			&b,
			"<md:EntityDescriptor entityID='https://s%d.example/'>"
			"<md:IDPSSODescriptor " P2 "><md:KeyDescriptor>"
			"<d:KeyInfo xmlns:d="
			"'http://www.w3.org/2000/09/xmldsig#'>"
			"<d:X509Certificate>AAAA</d:X509Certificate>"
			"</d:KeyInfo></md:KeyDescriptor>"
			"<md:SingleSignOnService Binding='x' "
			"Location='https://poort%d.example/'/>"
			"</md:IDPSSODescriptor></md:EntityDescriptor>",
			n, n);
	buf_str(&b, "</md:EntitiesDescriptor>");
	import(b.p);
	buf_done(&b);

	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.facts[FACT_SERVED_FROM], (uint64_t)n);
	ck_assert_uint_eq(c.tally.used, (uint64_t)n);
}
END_TEST

/* Parts as they are told. */
struct parts {
	struct sink sink; /* first */
	uint32_t n;
	bool has_root;
};

static int
count_parts(struct sink *sink, const struct record *r, struct err *e)
{
	struct parts *p = (struct parts *)sink;

	(void)e;
	if (r->type == RECORD_PART) {
		p->n++;
		p->has_root = sv_is(r->part.name, "/*");
	}
	if (r->type == RECORD_FACT)
		ck_assert(r->fact.place.part > 0 && r->fact.place.part <= p->n);
	return 0;
}

/* One service with `many` roles: each is a place of its own. */
static void
count_roles(uint32_t many, struct parts *ret)
{
	struct buf b = { 0 };

	*ret = (struct parts){ .sink.put = count_parts };
	buf_str(&b,
		"<md:EntityDescriptor " MD " entityID='https://a.example/'>");
	for (uint32_t i = 0; i < many; i++)
		buf_printf(&b,
			   "<md:SPSSODescriptor " P2
			   "><md:AssertionConsumerService Binding='x' "
			   "Location='https://h%u.example/'/>"
			   "</md:SPSSODescriptor>",
			   i);
	buf_str(&b, "</md:EntityDescriptor>");
	ck_assert_int_eq(
		input_from_bytes(&c.in, "feed.xml", buf_view(&b), &c.mem, &c.e),
		0);
	buf_done(&b);
	c.im = (struct import){
		.in = &c.in, .sink = &ret->sink, .diag = &c.diag, .mem = &c.mem
	};
	ck_assert_int_eq(collector_saml.import(&c.im, &c.e), 0);
}

START_TEST(places_past_their_limit_are_those_of_the_document)
{
	struct parts p;

	/* each of the roles, and the entity */
	count_roles(LIMIT_PATHS - 1, &p);
	ck_assert_uint_eq(p.n, LIMIT_PATHS);
	ck_assert(!p.has_root);
	teardown();
	count_roles(LIMIT_PATHS, &p);

	ck_assert_uint_eq(p.n, LIMIT_PATHS + 1);
	ck_assert(p.has_root);
}
END_TEST

START_TEST(utf_16_is_recognised_and_read)
{
	static const char xml[] =
		"<?xml version='1.0' encoding='UTF-16'?>"
		"<md:EntityDescriptor " MD " entityID='https://a.example/'/>";
	char wide[2 * sizeof(xml) + 2] = "\xff\xfe";
	struct head h;

	for (size_t i = 0; i < sizeof(xml) - 1; i++)
		wide[2 + 2 * i] = xml[i];
	capture_bytes(&c, &collector_saml, "feed.xml",
		      sv_n(wide, 2 * sizeof(xml)));

	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.tally.used, 1);
	ck_assert_int_eq(head_read(&c.in, &c.mem, &h, &c.e), 0);
	ck_assert_int_eq(h.syntax, SYNTAX_XML);
	ck_assert_int_eq(collector_saml.probe(&h), PROBE_YES);
}
END_TEST

START_TEST(a_root_behind_a_long_comment_is_found)
{
	struct buf b = { 0 };
	struct head h;

	buf_str(&b, "<?xml version='1.0'?>\n<!--");
	for (int i = 0; i < 10000; i++)
		buf_char(&b, '.');
	buf_str(&b, "--><x:EntityDescriptor xmlns:x='urn:oasis:names:tc:SAML:"
		    "2.0:metadata' entityID='a'/>");
	capture_bytes(&c, &collector_saml, "feed.xml", buf_view(&b));
	buf_done(&b);

	ck_assert_int_eq(head_read(&c.in, &c.mem, &h, &c.e), 0);
	ck_assert_int_eq(collector_saml.probe(&h), PROBE_YES);
}
END_TEST

/* The day that OpenSSL reads, or 0. */
static int32_t
openssl_until(struct sv der)
{
	const unsigned char *p = (const unsigned char *)der.p;
	X509 *x = d2i_X509(NULL, &p, (long)der.n);
	struct tm tm;
	int32_t day = 0;

	if (x && ASN1_TIME_to_tm(X509_get0_notAfter(x), &tm))
		day = date_make(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
	X509_free(x);
	return day;
}

/* Every certificate of a file, read by us and by OpenSSL; how many. */
static unsigned
compare_certificates(struct sv xml)
{
	struct certificates all;
	struct buf der = { 0 };
	unsigned n = 0;
	ptrdiff_t at;

	certificates_init(&all);
	while ((at = sv_find_sv(xml, SV("X509Certificate>"))) >= 0) {
		int32_t until = 0;
		size_t end = 0;

		xml = sv_from(xml, (size_t)at + 16);
		while (end < xml.n && xml.p[end] != '<')
			end++;
		buf_clear(&der);
		if (end && base64_read(&all, sv_n(xml.p, end), &der)) {
			der_not_after(buf_view(&der), &until);
			ck_assert_int_eq(until, openssl_until(buf_view(&der)));
			n += until != 0;
		}
	}
	certificates_done(&all);
	buf_done(&der);
	return n;
}

START_TEST(certificates_end_on_the_day_that_openssl_says)
{
	static const char *const file[] = {
		"clarin-spf-sps-big.xml",     "nl-adfs-stc-r.xml",
		"nl-surfconext-idps-new.xml", "nl-surfconext-idps-old.xml",
		"wayf-edugain-2019.xml",      "wayf-external.xml",
		"pyff-test-sp.xml",           "testshib.xml",
	};
	char path[4096], name[128];
	unsigned n = 0;

	for (size_t i = 0; i < sizeof(file) / sizeof(file[0]); i++) {
		snprintf(name, sizeof(name), "data/saml/%s", file[i]);
		if (!shared_path(name, path))
			return;
		capture_file(&c, &collector_saml, path);
		{
			struct buf b = { 0 };

			buf_reserve(&b, (size_t)c.in.size);
			b.n = (size_t)input_read(&c.in, b.p, (size_t)c.in.size,
						 0);
			n += compare_certificates(buf_view(&b));
			buf_done(&b);
		}
		teardown();
	}

	ck_assert_uint_gt(n, 700);
}
END_TEST

/* Entities as counted by xmllint --xpath, and what is refused. */
static const struct {
	const char *file;
	unsigned entities, legacy;
	const char *hub, *refused;
} real[] = {
	{ "adfs-role-descriptor.xml", 0, 0, NULL, "a piece of SAML metadata" },
	{ "clarin-spf-sps-big.xml", 68, 0, NULL, NULL },
	{ "fkooman-multi_idp.xml", 3, 0, "SURFconext", NULL },
	{ "google-workspace-idp.xml", 1, 0, NULL, NULL },
	{ "manage-edugain_sniplet.xml", 2, 0, NULL, NULL },
	{ "manage-metadata_with_attribute_authority_cert.xml", 1, 0, NULL,
	  NULL },
	{ "manage-saml1.x_providers.xml", 2, 0, NULL, NULL },
	{ "nl-adfs-stc-r.xml", 1, 0, NULL, NULL },
	{ "nl-surfconext-idps-new.xml", 204, 0, "SURFconext", NULL },
	{ "nl-surfconext-idps-old.xml", 345, 0, "SURFconext", NULL },
	{ "own-signed-entity.xml", 1, 0, NULL, NULL },
	{ "pyff-test-sp.xml", 6, 0, NULL, NULL },
	{ "testshib.xml", 2, 0, NULL, NULL },
	{ "ukf-ukf-meta-200-idp.xml", 1, 0, NULL, NULL },
	{ "wayf-edugain-2019.xml", 77, 0, NULL, NULL },
	{ "wayf-external.xml", 4, 0, NULL, NULL },
};

START_TEST(every_real_file_gives_the_entities_that_are_in_it)
{
	char path[4096], name[128], note[128];

	snprintf(name, sizeof(name), "data/saml/%s", real[_i].file);
	if (!shared_path(name, path))
		return;
	capture_file(&c, &collector_saml, path);

	ck_assert_int_eq(c.rc, real[_i].refused ? -1 : 0);
	if (real[_i].refused) {
		ck_assert_ptr_nonnull(strstr(c.e.msg, real[_i].refused));
		return;
	}
	ck_assert_uint_eq(c.tally.read, real[_i].entities);
	ck_assert_uint_eq(c.tally.used, real[_i].entities);
	snprintf(note, sizeof(note), "that speak SAML 1 only: %u ",
		 real[_i].legacy);
	ck_assert_int_eq(strstr(capture_messages(&c, DIAG_NOTE), note) != NULL,
			 real[_i].legacy > 0);
	if (real[_i].hub) {
		snprintf(note, sizeof(note),
			 "behind the hub '%s': ", real[_i].hub);
		ck_assert_ptr_nonnull(
			strstr(capture_messages(&c, DIAG_NOTE), note));
	}
}
END_TEST

/* Files that ship with the tests; see the NOTICE there. */
static const struct {
	const char *file, *says;
	unsigned entities;
} shipped[] = {
	{ "manage-edugain_sniplet.xml",
	  "federated_by product=product:https://impacter.eu/sso/metadata="
	  "Impacter federation=product:SURFconext "
	  "authority='http://www.surfconext.nl/' observed @2:0",
	  2 },
	{ "manage-saml1.x_providers.xml",
	  "served_from product=product:https://samltest.id/saml/idp=SAMLtest "
	  "IdP host=host:samltest.id endpoint=1 binding='HTTP-POST' location="
	  "'https://samltest.id/idp/profile/SAML2/POST/SSO' observed @1:2",
	  2 },
	{ "own-signed-entity.xml",
	  "attribute node=product:https://school.example/sp name='valid_until' "
	  "value='2036-01-01' observed @1:0",
	  1 },
	{ "ukf-ukf-meta-200-idp.xml",
	  "attribute node=product:https://test-idp.ukfederation.org.uk/idp/"
	  "shibboleth name='scope' value='test.ukfederation.org.uk' observed "
	  "@1:1",
	  1 },
};

START_TEST(files_that_ship_are_read)
{
	char path[128];

	snprintf(path, sizeof(path), "tests/data/saml/%s", shipped[_i].file);
	capture_file(&c, &collector_saml, path);

	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.tally.used, shipped[_i].entities);
	ck_assert_uint_eq(c.tally.read, shipped[_i].entities);
	says(shipped[_i].says);
}
END_TEST

START_TEST(both_surfconext_feeds_are_editions_of_one_another)
{
	char path[4096];

	if (!shared_path("data/saml/nl-surfconext-idps-old.xml", path))
		return;
	capture_file(&c, &collector_saml, path);
	ck_assert_str_eq(c.im.ret_series, "engine.surfconext.nl idp");
	teardown();
	shared_path("data/saml/nl-surfconext-idps-new.xml", path);
	capture_file(&c, &collector_saml, path);

	ck_assert_str_eq(c.im.ret_series, "engine.surfconext.nl idp");
}
END_TEST

/* Unpacked by xz, which is no part of the program. */
static bool
unpack(const char *path, char *to)
{
	char command[8300];
	FILE *f;
	int out = mkstemp(to);

	if (out < 0)
		return false;
	close(out);
	snprintf(command, sizeof(command), "xz -dc '%s' >'%s'", path, to);
	f = popen(command, "r");
	return f && pclose(f) == 0;
}

START_TEST(edugain_of_2014_has_2208_entities_of_which_61_speak_saml_1)
{
	char path[4096], plain[] = "/tmp/landschap-edugain-XXXXXX";

	if (!shared_path("data/saml/edugain-2014-assembled.xml.xz", path))
		return;
	ck_assert(unpack(path, plain));
	capture_file(&c, &collector_saml, plain);
	unlink(plain);

	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.tally.used, 2208);
	ck_assert_uint_eq(c.tally.read, 2208);
	ck_assert_ptr_nonnull(strstr(capture_messages(&c, DIAG_NOTE),
				     "that speak SAML 1 only: 61 "));
}
END_TEST

Suite *
suite_saml(void)
{
	Suite *s = suite_create("saml");
	TCase *t = tcase_create("values");

	tcase_add_test(t, moments_are_days_in_utc);
	tcase_add_test(t, what_is_no_moment_is_refused);
	tcase_add_test(t, of_an_address_only_the_domain_is_left);
	tcase_add_test(t,
		       base64_with_any_line_ends_and_with_or_without_its_end);
	tcase_add_test(t, what_is_no_base64_is_refused);
	suite_add_tcase(s, t);
	t = tcase_create("documents");
	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_add_test(t, a_place_is_a_path_to_the_element);
	tcase_add_test(t, nothing_of_a_person_is_kept);
	tcase_add_test(t, one_byte_more_than_a_text_may_have_is_left_out);
	tcase_add_test(t, an_entity_of_more_than_its_limit_is_refused);
	tcase_add_test(t, an_entity_id_has_at_most_1024_bytes);
	tcase_add_test(t, metadata_may_be_larger_than_other_documents);
	tcase_add_test(t, eight_domains_behind_one_host_and_key_have_a_hub);
	tcase_add_test(t, seven_domains_or_other_keys_have_none);
	tcase_add_test(t, what_waits_for_a_hub_past_its_limit_stands_by_itself);
	tcase_add_test(t, places_past_their_limit_are_those_of_the_document);
	tcase_add_test(t, utf_16_is_recognised_and_read);
	tcase_add_test(t, a_root_behind_a_long_comment_is_found);
	suite_add_tcase(s, t);
	tcase_add_loop_test(t, files_that_ship_are_read, 0,
			    sizeof(shipped) / sizeof(shipped[0]));
	t = tcase_create("real");
	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, certificates_end_on_the_day_that_openssl_says);
	tcase_add_loop_test(t,
			    every_real_file_gives_the_entities_that_are_in_it,
			    0, sizeof(real) / sizeof(real[0]));
	tcase_add_test(t, both_surfconext_feeds_are_editions_of_one_another);
	tcase_add_test(
		t, edugain_of_2014_has_2208_entities_of_which_61_speak_saml_1);
	suite_add_tcase(s, t);
	return s;
}

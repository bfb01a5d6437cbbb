/*
 * Hosts of URLs: what is one, what only looks like one, whose it is, and what
 * of a URL is kept.
 */
#include <check.h>
#include <stdio.h>

#include "collectors/hosts.h"

Suite *suite_hosts(void);

static struct hosts h;
static struct arena mem;

static void
setup(void)
{
	hosts_load(&h);
}

static void
teardown(void)
{
	hosts_done(&h);
	arena_done(&mem);
}

/* NULL as name: no URL with a host; "!": an odd one. */
static const struct {
	const char *url, *name, *domain;
} urls[] = {
	{ "https://www.school.example/acs", "www.school.example",
	  "school.example" },
	{ " HTTPS://Login.School.NL:8443/a?b#c ", "login.school.nl",
	  "school.nl" },
	{ "http://a.b.co.uk", "a.b.co.uk", "b.co.uk" },
	{ "https://school.nl./acs", "school.nl", "school.nl" },
	{ "https://school.nl:/acs", "school.nl", "school.nl" },
	{ "https://school.nl?x=https://other.nl", "school.nl", "school.nl" },
	{ "https://school.nl\\@evil.example/", "school.nl", "school.nl" },
	{ "https://sch\xc3\xb6n.example/", "xn--schn-7qa.example",
	  "xn--schn-7qa.example" },
	{ "https://xn--sch-hoa.example./acs", "xn--sch-hoa.example",
	  "xn--sch-hoa.example" },
	{ "https://app.azurewebsites.net/x", "app.azurewebsites.net",
	  "app.azurewebsites.net" },
	{ "https://co.uk/", "co.uk", "" },
	{ "https://localhost/", "localhost", "" },
	{ "https://my_app.school.nl/", "my_app.school.nl", "school.nl" },
	{ "https://192.0.2.7:443/", "192.0.2.7", "" },
	{ "https://[2001:DB8::1]/acs", "2001:db8::1", "" },
	{ "https://[2001:db8:0:0::1]:8443/", "2001:db8::1", "" },
	{ "javascript:alert(1)", NULL, NULL },
	{ "urn:x-simplesamlphp:some.example", NULL, NULL },
	{ "data:text/html,https://x.example/", NULL, NULL },
	{ "//no-scheme.example/acs", NULL, NULL },
	{ "/saml/acs", NULL, NULL },
	{ "school.nl", NULL, NULL },
	{ "https:school.nl", NULL, NULL },
	{ "https:///acs", NULL, NULL },
	{ "ldaps://school.nl", NULL, NULL },
	{ "", NULL, NULL },
	{ "https://user:pw@evil.example:99999/a?b#c", "!", NULL },
	{ "https://user@evil.example/", "!", NULL },
	{ "https://evil.example:99999/", "!", NULL },
	{ "https://evil.example:0/", "!", NULL },
	{ "https://evil.example:44x/", "!", NULL },
	{ "https://evil.example:1:2/", "!", NULL },
	{ "https://*.school.nl/", "!", NULL },
	{ "https://sch%6fol.nl/", "!", NULL },
	{ "https://school..nl/", "!", NULL },
	{ "https://-school.nl/", "!", NULL },
	{ "https://sch ool.nl/", "!", NULL },
	{ "https://1.2.3/", "!", NULL },
	{ "https://1.2.3.256/", "!", NULL },
	{ "https://01.2.3.4/", "!", NULL },
	{ "https://[2001:db8::1/", "!", NULL },
	{ "https://[fe80::1%25eth0]/", "!", NULL },
	{ "https://[::1]x/", "!", NULL },
	{ "https://\xe2\x80\xae.example/", "!", NULL },
};
enum { NURLS = sizeof(urls) / sizeof(urls[0]) };

START_TEST(a_url_has_one_host_or_none_that_can_be_trusted)
{
	struct host r = { 0 };
	enum host_verdict v = host_of(&h, sv(urls[_i].url), false, &mem, &r);

	if (!urls[_i].name || urls[_i].name[0] == '!') {
		ck_assert_msg(v == (urls[_i].name ? HOST_ODD : HOST_NONE),
			      "%s: verdict %d", urls[_i].url, (int)v);
		return;
	}
	ck_assert_msg(v == HOST_OK, "%s: verdict %d", urls[_i].url, (int)v);
	ck_assert_msg(sv_is(r.name, urls[_i].name), "%s: %.*s", urls[_i].url,
		      SV_ARG(r.name));
	ck_assert_msg(sv_is(r.domain, urls[_i].domain), "%s: %.*s",
		      urls[_i].url, SV_ARG(r.domain));
}
END_TEST

START_TEST(an_address_is_known_to_be_one)
{
	struct host a, b, c;

	ck_assert_int_eq(host_of(&h, SV("https://[::1]/"), false, &mem, &a),
			 HOST_OK);
	ck_assert_int_eq(host_of(&h, SV("192.0.2.7"), true, &mem, &b), HOST_OK);
	ck_assert_int_eq(host_of(&h, SV("School.NL"), true, &mem, &c), HOST_OK);

	ck_assert(a.is_ip && b.is_ip && !c.is_ip);
	ck_assert(sv_is(c.name, "school.nl"));
}
END_TEST

START_TEST(a_name_by_itself_has_no_port_and_no_path)
{
	struct host r;

	ck_assert_int_eq(host_of(&h, SV("school.nl:443"), true, &mem, &r),
			 HOST_ODD);
	ck_assert_int_eq(host_of(&h, SV("school.nl/x"), true, &mem, &r),
			 HOST_ODD);
}
END_TEST

START_TEST(names_and_labels_are_as_long_as_dns_permits)
{
	char label[80], url[700] = "https://";
	struct host r;

	memset(label, 'a', sizeof(label));
	snprintf(url, sizeof(url), "https://%.63s.nl/", label);
	ck_assert_int_eq(host_of(&h, sv(url), false, &mem, &r), HOST_OK);
	snprintf(url, sizeof(url), "https://%.64s.nl/", label);
	ck_assert_int_eq(host_of(&h, sv(url), false, &mem, &r), HOST_ODD);

	snprintf(url, sizeof(url), "https://%.62s.%.62s.%.62s.%.61s.nl/", label,
		 label, label, label);
	ck_assert_int_eq(host_of(&h, sv(url), false, &mem, &r), HOST_OK);
	ck_assert_uint_eq(r.name.n, 253);
	snprintf(url, sizeof(url), "https://%.62s.%.62s.%.62s.%.62s.nl/", label,
		 label, label, label);
	ck_assert_int_eq(host_of(&h, sv(url), false, &mem, &r), HOST_ODD);
}
END_TEST

START_TEST(the_longest_suffix_tells_who_is_behind_a_host)
{
	const struct host_owner *o;

	o = host_owner(&h, SV("login.microsoftonline.com"));
	ck_assert_ptr_nonnull(o);
	ck_assert(sv_is(o->organisation, "Microsoft Corporation"));
	ck_assert(sv_is(o->service, "Microsoft Entra ID"));
	ck_assert(sv_starts(o->source, SV("https://")));
	ck_assert_ptr_nonnull(host_owner(&h, SV("microsoftonline.com")));

	ck_assert_ptr_null(host_owner(&h, SV("notmicrosoftonline.com")));
	ck_assert_ptr_null(host_owner(&h, SV("school.example")));
	ck_assert_ptr_null(host_owner(&h, SV("com")));
	ck_assert_ptr_null(host_owner(&h, SV("")));
	ck_assert_ptr_null(host_owner(&h, SV("suffix")));
}
END_TEST

static const struct {
	const char *url, *bare;
} bare[] = {
	{ "https://a.nl/acs", "https://a.nl/acs" },
	{ "https://a.nl/acs?token=geheim", "https://a.nl/acs" },
	{ "https://a.nl/#access_token=geheim", "https://a.nl/" },
	{ "https://wietske:geheim@a.nl:8443/x", "https://a.nl:8443/x" },
	{ "https://a@b@a.nl/x", "https://a.nl/x" },
	{ "//wietske:geheim@a.nl/x?y", "//a.nl/x" },
	{ "https://a.nl/@x", "https://a.nl/@x" },
	{ "urn:mace:x?+resolve", "urn:mace:x" },
	{ "?https://w:g@a.nl", "" },
	{ "", "" },
};
enum { NBARE = sizeof(bare) / sizeof(bare[0]) };

START_TEST(what_is_kept_of_a_url_holds_no_secret)
{
	struct sv r = url_bare(sv(bare[_i].url), &mem);

	ck_assert_msg(sv_is(r, bare[_i].bare), "%s: %.*s", bare[_i].url,
		      SV_ARG(r));
}
END_TEST

Suite *
suite_hosts(void)
{
	Suite *s = suite_create("hosts");
	TCase *t = tcase_create("hosts");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_url_has_one_host_or_none_that_can_be_trusted,
			    0, NURLS);
	tcase_add_test(t, an_address_is_known_to_be_one);
	tcase_add_test(t, a_name_by_itself_has_no_port_and_no_path);
	tcase_add_test(t, names_and_labels_are_as_long_as_dns_permits);
	tcase_add_test(t, the_longest_suffix_tells_who_is_behind_a_host);
	tcase_add_loop_test(t, what_is_kept_of_a_url_holds_no_secret, 0, NBARE);
	suite_add_tcase(s, t);
	return s;
}

/* The dictionaries of sign-on: attributes, claims, scopes, known services. */
#include <check.h>

#include "collectors/attributes.h"
#include "collectors/services.h"

Suite *suite_attributes(void);

static struct attributes a;

static void
setup(void)
{
	attributes_load(&a);
}

static void
teardown(void)
{
	attributes_done(&a);
}

/* The categories of a name, "naam" or "rol+instelling"; "?": not known. */
static const char *
categories(enum attribute_kind kind, const char *name, char *out, size_t size)
{
	const struct attribute_row *row;
	uint32_t n;
	size_t at = 0;

	row = attributes_find(&a, kind, sv(name), &n);
	if (n == 0)
		return "?";
	out[0] = '\0';
	for (uint32_t i = 0; i < n; i++) {
		struct sv c = row[i].category;

		ck_assert_int_eq(row[i].kind, kind);
		ck_assert_uint_lt(at + c.n + 2, size);
		if (i)
			out[at++] = '+';
		memcpy(out + at, c.p, c.n);
		at += c.n;
		out[at] = '\0';
	}
	return out;
}

static const struct {
	enum attribute_kind kind;
	const char *name, *categories;
} names[] = {
	{ ATTRIBUTE_SAML, "urn:oid:2.5.4.42", "naam" },
	{ ATTRIBUTE_SAML, "urn:mace:dir:attribute-def:givenName", "naam" },
	{ ATTRIBUTE_SAML, "urn:mace:dir:attribute-def:givenname", "?" },
	{ ATTRIBUTE_SAML,
	  "urn:mace:dir:attribute-def:eduPersonScopedAffiliation",
	  "instelling+rol" },
	{ ATTRIBUTE_SAML, "urn:mace:surf.nl:attribute-def:eckid", "eckid" },
	{ ATTRIBUTE_SAML, "givenName", "naam" },
	{ ATTRIBUTE_SAML, "GIVENNAME", "naam" },
	{ ATTRIBUTE_SAML, "urn:oid:1.3.6.1.4.1.1466.115.121.1.15",
	  "instelling+rol" },
	{ ATTRIBUTE_SAML, "urn:oid:1.3.6.1.4.1.1076.20.40.20.10.3",
	  "onderwijsdeelnemernummer" },
	{ ATTRIBUTE_SAML,
	  "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
	  "contactgegevens" },
	{ ATTRIBUTE_ENTREE, "uid", "pseudoniem" },
	{ ATTRIBUTE_SAML, "uid", "account" },
	{ ATTRIBUTE_ENTREE, "knfEduPersonProfileId",
	  "onderwijsdeelnemernummer" },
	{ ATTRIBUTE_ENTREE, "eckid", "eckid" },
	{ ATTRIBUTE_CLAIM, "email_verified", "" },
	{ ATTRIBUTE_CLAIM, "eduperson_affiliation", "rol" },
	{ ATTRIBUTE_SCOPE, "openid", "" },
	{ ATTRIBUTE_SCOPE, "mail.readwrite", "berichten" },
	{ ATTRIBUTE_SCOPE, "https://www.googleapis.com/auth/drive.readonly",
	  "bestanden" },
	{ ATTRIBUTE_SCOPE, "https://mail.google.com/", "berichten" },
	{ ATTRIBUTE_SAML, "", "?" },
	{ ATTRIBUTE_CLAIM, "urn:oid:2.5.4.42", "?" },
};
enum { NNAMES = sizeof(names) / sizeof(names[0]) };

START_TEST(a_name_leads_to_its_categories)
{
	char out[200];
	const char *got =
		categories(names[_i].kind, names[_i].name, out, sizeof(out));

	ck_assert_msg(strcmp(got, names[_i].categories) == 0, "%s: %s",
		      names[_i].name, got);
}
END_TEST

START_TEST(a_name_without_end_is_not_known)
{
	static char name[100000];
	uint32_t n = 7;

	memset(name, 'a', sizeof(name));

	ck_assert_ptr_null(attributes_find(&a, ATTRIBUTE_SAML,
					   sv_n(name, sizeof(name)), &n));
	ck_assert_uint_eq(n, 0);
}
END_TEST

/* Spellings that differ in case only would share a key, apart from each other.
 */
START_TEST(every_row_is_found_by_its_own_name)
{
	for (uint32_t i = 0; i < a.nrow; i++) {
		const struct attribute_row *r = &a.row[i], *found;
		uint32_t n;

		found = attributes_find(&a, r->kind, r->name, &n);
		ck_assert_msg(found <= r && r < found + n, "%.*s",
			      SV_ARG(r->name));
		ck_assert_msg(sv_eq(found->name, r->name), "%.*s",
			      SV_ARG(r->name));
	}
}
END_TEST

static const struct {
	const char *id, *product;
} ids[] = {
	{ "http://sts.school.example/adfs/services/trust", "AD FS" },
	{ "http://sts.school.example/ADFS/Services/Trust/", "AD FS" },
	{ "https://sts.windows.net/11111111-2222-3333-4444-555555555555/",
	  "Microsoft Entra ID" },
	{ "https://accounts.google.com/o/saml2?idpid=C0000",
	  "Google Workspace for Education" },
	{ "https://engine.surfconext.nl/authentication/idp/metadata",
	  "SURFconext" },
	{ "http://www.surfconext.nl/", "SURFconext" },
	{ "https://aselect.entree.kennisnet.nl/", "Entree Federatie" },
	/* the host is more exact than a part of the path */
	{ "https://hub.entree.kennisnet.nl/openaselect/profiles/saml/",
	  "Entree Federatie" },
	{ "00000003-0000-0000-C000-000000000000", "Microsoft 365" },
	{ "https://accounts.google.com", "Google Workspace for Education" },
	{ "https://accounts.magister.net", "Magister" },
	{ "https://inloggen.somtoday.nl/oauth2", "Somtoday" },
	{ "https://school.example/openaselect/sso", "OpenASelect" },
	{ "https://engine.surfconext.nl.evil.example/", NULL },
	{ "https://evil.example/engine.surfconext.nl", NULL },
	{ "https://school.example/", NULL },
	{ "pattern", NULL },
	{ "", NULL },
};
enum { NIDS = sizeof(ids) / sizeof(ids[0]) };

START_TEST(an_identifier_leads_to_what_made_it)
{
	struct service s = { 0 };
	bool found = service_find(sv(ids[_i].id), &s);

	ck_assert_msg(found == (ids[_i].product != NULL), "%s: %.*s",
		      ids[_i].id, SV_ARG(s.product));
	if (found)
		ck_assert_msg(sv_is(s.product, ids[_i].product), "%s: %.*s",
			      ids[_i].id, SV_ARG(s.product));
}
END_TEST

START_TEST(software_is_told_from_a_hub_and_from_a_cloud)
{
	struct service adfs, entra, hub, own;

	ck_assert(service_find(SV("http://x.example/adfs/services/trust"),
			       &adfs));
	ck_assert(service_find(SV("https://sts.windows.net/x/"), &entra));
	ck_assert(service_find(SV("https://engine.surfconext.nl/x"), &hub));
	ck_assert(
		service_find(SV("F8CDEF31-a31e-4b4a-93e4-5f571e91255a"), &own));

	ck_assert(adfs.is_software && !adfs.is_cloud && !adfs.is_hub);
	ck_assert(entra.is_software && entra.is_cloud && !entra.is_hub);
	ck_assert(hub.is_hub && !hub.is_software && !hub.is_first_party);
	ck_assert(own.is_first_party && !own.is_software);
	ck_assert(sv_starts(hub.source, SV("https://")));
}
END_TEST

START_TEST(a_hub_is_known_by_its_host_and_by_its_authority)
{
	struct service s;

	ck_assert(service_hub(SV("engine.surfconext.nl"), &s));
	ck_assert(service_hub(SV("http://www.surfconext.nl/"), &s));
	ck_assert(!service_hub(SV("sts.windows.net"), &s));
	ck_assert(!service_hub(SV("http://x.example/adfs/services/trust"), &s));
	ck_assert(!service_hub(SV(""), &s));
}
END_TEST

Suite *
suite_attributes(void)
{
	Suite *s = suite_create("attributes");
	TCase *t = tcase_create("attributes");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_name_leads_to_its_categories, 0, NNAMES);
	tcase_add_test(t, a_name_without_end_is_not_known);
	tcase_add_test(t, every_row_is_found_by_its_own_name);
	tcase_add_loop_test(t, an_identifier_leads_to_what_made_it, 0, NIDS);
	tcase_add_test(t, software_is_told_from_a_hub_and_from_a_cloud);
	tcase_add_test(t, a_hub_is_known_by_its_host_and_by_its_authority);
	suite_add_tcase(s, t);
	return s;
}

/*
 * Exports of sign-on services: each is recognised and nothing else takes it,
 * persons are dropped, lists in cells are taken apart, public samples are read.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "collectors/portal.h"
#include "tests/unit/capture.h"

Suite *suite_portal(void);

static struct arena mem;

static void
setup(void)
{
	mem = (struct arena){ 0 };
}

static void
teardown(void)
{
	arena_done(&mem);
}

static const struct collector *
choose(struct input *in)
{
	const struct collector *k = NULL;
	CLEANUP(head_done) struct head head = { 0 };
	struct err e = { 0 };

	ck_assert_msg(head_read(in, &mem, &head, &e) == 0, "%s", e.msg);
	ck_assert_msg(collector_choose(&head, &k, &e) == 0, "%s: %s", in->name,
		      e.msg);
	return k;
}

static const struct {
	const char *file, *collector;
} exports[] = {
	{ "entra-2022.csv", "entra_apps" },
	{ "entra-later.csv", "entra_apps" },
	{ "entra-m365.csv", "entra_apps" },
	{ "graph-service-principals-1.json", "graph" },
	{ "graph-service-principals-2.json", "graph" },
	{ "graph-grants.json", "graph" },
	{ "graph-assignments.json", "graph" },
	{ "graph-applications.json", "graph" },
	{ "graph-m365.json", "graph" },
	{ "google-apps-nl.csv", "google_apps" },
	{ "google-apps-en.csv", "google_apps" },
	{ "gam-tokens.csv", "gam_tokens" },
	{ "gam-tokens-counted.csv", "gam_tokens" },
	{ "entree-set.csv", "entree" },
};
enum { NEXPORTS = sizeof(exports) / sizeof(exports[0]) };

static char *
path_of(const char *file)
{
	return arena_printf(&mem, "tests/data/signon/%s", file);
}

START_TEST(an_export_is_recognised_and_taken_by_nobody_else)
{
	struct input in;
	struct err e = { 0 };

	ck_assert_msg(input_open(&in, path_of(exports[_i].file), false, &mem,
				 &e) == 0,
		      "%s", e.msg);
	ck_assert_str_eq(choose(&in)->name, exports[_i].collector);
	input_done(&in);
}
END_TEST

static const char *const persons[] = {
	"Wietske",
	"Onzichtbaar",
	"wietske@",
	"w.onzichtbaar",
	"0dd0b0b0-5ec4-4e70-9e4e-6e4e1c4e700",
	"geheim-teken",
	"100000000000000000001",
};

static void
assert_impersonal(const char *where, const char *text)
{
	for (size_t i = 0; i < sizeof(persons) / sizeof(persons[0]); i++)
		ck_assert_msg(!text || !strstr(text, persons[i]), "%s: %s",
			      where, persons[i]);
}

START_TEST(no_person_comes_out)
{
	const struct collector *k =
		collector_by_name(sv(exports[_i].collector));
	struct capture c;

	capture_file(&c, k, path_of(exports[_i].file));

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	assert_impersonal(exports[_i].file, c.text.p);
	for (uint32_t i = 1; i < c.nlabel; i++)
		assert_impersonal(exports[_i].file, c.label[i]);
	for (int level = 0; level < 3; level++)
		assert_impersonal(exports[_i].file,
				  capture_messages(&c, level));
	capture_done(&c);
}
END_TEST

START_TEST(every_row_is_accounted_for)
{
	const struct collector *k =
		collector_by_name(sv(exports[_i].collector));
	struct capture c;

	capture_file(&c, k, path_of(exports[_i].file));

	ck_assert_uint_gt(c.tally.used, 0);
	ck_assert_uint_eq(c.tally.read,
			  c.tally.used + c.tally.refused + c.tally.empty);
	ck_assert_uint_eq(c.tally.refused, c.diag.count[DIAG_REFUSE]);
	capture_done(&c);
}
END_TEST

static const struct {
	const char *text, *parts;
} lists[] = {
	{ "", "" },
	{ " , ;; ", "" },
	{ "uid", "uid" },
	{ "givenName, sn;mail|ou\nuid", "givenName/sn/mail/ou/uid" },
	{ "[\"https://a.example/x\",\"b\"]", "https://a.example/x/b" },
	{ "[]", "" },
	{ "\"", "\"" },
	{ "a b, c", "a b/c" },
};
enum { NLISTS = sizeof(lists) / sizeof(lists[0]) };

static const struct {
	const char *text;
	const char *kind; /* NULL: nobody */
} others[] = {
	{ "Naam;ID;Toegang;Leverancier\nRekenreus;1;iedereen;X\n",
	  "applications" },
	{ "Applicatie;Type;Status;Doel\nRekenreus;web;actief;rekenen\n",
	  "applications" },
	{ "Dienst;Leverancier;Doel\nRekenreus;X;rekenen\n", "applications" },
	{ "name,id\nRekenreus,1\n", NULL },
	{ "clientId,scopes\n1,openid\n", NULL },
};
enum { NOTHERS = sizeof(others) / sizeof(others[0]) };

START_TEST(a_list_with_some_of_the_words_stays_a_list)
{
	const struct collector *k = NULL;
	CLEANUP(head_done) struct head head = { 0 };
	struct input in;
	struct err e = { 0 };

	ck_assert_int_eq(
		input_from_bytes(&in, "t.csv", sv(others[_i].text), &mem, &e),
		0);
	ck_assert_int_eq(head_read(&in, &mem, &head, &e), 0);
	collector_choose(&head, &k, &e);

	if (others[_i].kind)
		ck_assert_str_eq(k ? k->name : e.msg, others[_i].kind);
	else
		ck_assert_msg(!k, "%s", k->name);
	input_done(&in);
}
END_TEST

START_TEST(values_in_one_cell_are_taken_apart)
{
	struct sv rest = sv(lists[_i].text), one;
	struct buf b = { 0 };

	while (portal_list(&rest, &one)) {
		if (b.n)
			buf_char(&b, '/');
		buf_sv(&b, one);
	}

	ck_assert_str_eq(b.p ? b.p : "", lists[_i].parts);
	buf_done(&b);
}
END_TEST

START_TEST(a_guid_has_one_shape)
{
	ck_assert(portal_is_guid(SV("0dd0b0b0-5ec4-4e70-9E4E-6e4e1c4e7001")));
	ck_assert(!portal_is_guid(SV("0dd0b0b0-5ec4-4e70-9e4e-6e4e1c4e700")));
	ck_assert(!portal_is_guid(SV("0dd0b0b0-5ec4-4e70-9e4e-6e4e1c4e70012")));
	ck_assert(!portal_is_guid(SV("0dd0b0b05ec4-4e70-9e4e--6e4e1c4e7001")));
	ck_assert(!portal_is_guid(SV("0dd0b0b0-5ec4-4e70-9e4e-6e4e1c4e700g")));
	ck_assert(!portal_is_guid(SV_NONE));
}
END_TEST

static const char header[] = "displayName,appId,applicationType\n";

START_TEST(title_rows_above_the_header_are_passed_over)
{
	struct capture c;

	capture_bytes(&c, collector_by_name(SV("entra_apps")), "t.csv",
		      SV("Bedrijfstoepassingen,,\n,,\n"
			 "displayName,appId,applicationType\n"
			 "Rekenreus,20000000-0000-4000-8000-000000000001,\n"));

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.used, 1);
	capture_done(&c);
}
END_TEST

START_TEST(a_mandatory_column_that_is_missing_refuses_the_file)
{
	struct capture c;

	capture_bytes(&c, collector_by_name(SV("entra_apps")), "t.csv",
		      SV("displayName,iets anders\nRekenreus,x\n"));

	ck_assert_int_eq(c.rc, -1);
	ck_assert_str_eq(c.e.msg,
			 "no column for appid, type|enabled|owner (headers "
			 "that are not known: 'iets anders')");
	capture_done(&c);
}
END_TEST

/* Its first row is about persons, and no message shows it. */
START_TEST(a_table_without_a_header_is_refused_unseen)
{
	struct capture c;

	capture_bytes(&c, collector_by_name(SV("gam_tokens")), "t.csv",
		      SV("wietske@geheim.example,1,Rekenreus,Wietske\n"));

	ck_assert_int_eq(c.rc, -1);
	ck_assert_str_eq(c.e.msg, "no header that is known here (expected "
				  "columns for client, name, scopes)");
	capture_done(&c);
}
END_TEST

START_TEST(no_rows_at_all_is_told)
{
	struct capture c;

	capture_bytes(&c, collector_by_name(SV("entree")), "t.csv", SV("\n"));

	ck_assert_int_eq(c.rc, -1);
	ck_assert_int_eq(c.e.kind, ERR_INPUT);
	capture_done(&c);
}
END_TEST

START_TEST(an_address_in_a_path_loses_its_person)
{
	struct capture c;

	capture_bytes(&c, collector_by_name(SV("graph")), "t.json",
		      SV("{\"value\":[{\"appId\":\"x\","
			 "\"servicePrincipalType\":\"Application\","
			 "\"displayName\":\"Rekenreus\",\"homepage\":"
			 "\"https://a.example/wietske@geheim.example/\"}]}"));

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.facts[FACT_SERVED_FROM], 1);
	assert_impersonal("path", c.text.p);
	capture_done(&c);
}
END_TEST

/* Hundreds of applications of Microsoft itself: one product. */
START_TEST(microsofts_own_parts_are_one_product)
{
	struct capture c;
	struct buf b = { 0 };

	buf_str(&b, header);
	for (int i = 0; i < 500; i++)
		buf_printf(&b,
			   "Deel %d,30000000-0000-4000-8000-%012d,"
			   "Microsoft Application\n",
			   i, i);
	capture_bytes(&c, collector_by_name(SV("entra_apps")), "t.csv",
		      buf_view(&b));

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.used, 500);
	for (uint32_t i = 1; i < c.nlabel; i++)
		ck_assert_msg(sv_ends(sv(c.label[i]), SV("Microsoft 365")) ||
				      sv_ends(sv(c.label[i]),
					      SV("Microsoft Entra ID")),
			      "%s", c.label[i]);
	capture_done(&c);
	buf_done(&b);
}
END_TEST

/* A thousand users who gave the same say it once. */
START_TEST(a_grant_is_told_once_and_not_for_each_user)
{
	struct capture c;
	struct buf b = { 0 };

	buf_str(&b, "{\"value\":[");
	for (int i = 0; i < 1000; i++)
		buf_printf(&b,
			   "%s{\"clientId\":\"x\",\"consentType\":"
			   "\"Principal\",\"principalId\":\"%d\","
			   "\"scope\":\"Mail.Read Mail.Read\"}",
			   i ? "," : "", i);
	buf_str(&b, "]}");
	capture_bytes(&c, collector_by_name(SV("graph")), "t.json",
		      buf_view(&b));

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.used, 1000);
	ck_assert_uint_eq(c.facts[FACT_PROCESSES], 1);
	capture_done(&c);
	buf_done(&b);
}
END_TEST

static const char *const no_graph[] = {
	"{}",
	"[]x",
	"{\"value\":{}}",
	"{\"value\":[{\"iets\":1}]}",
	"[1,2,3]",
	"{\"value\":[{\"appId\":5}]}",
	"[[[]]]",
};
enum { NNOGRAPH = sizeof(no_graph) / sizeof(no_graph[0]) };

START_TEST(json_without_graph_in_it_is_refused)
{
	struct capture c;

	capture_bytes(&c, collector_by_name(SV("graph")), "t.json",
		      sv(no_graph[_i]));

	ck_assert_msg(c.rc == -1, "%s", no_graph[_i]);
	ck_assert_int_eq(c.e.kind, ERR_INPUT);
	capture_done(&c);
}
END_TEST

START_TEST(a_tenant_without_applications_is_an_answer)
{
	struct capture c;

	capture_bytes(&c, collector_by_name(SV("graph")), "t.json",
		      SV("{\"value\":[]}"));

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.read, 0);
	capture_done(&c);
}
END_TEST

static const struct {
	const char *path, *collector;
	uint32_t used;
} samples[] = {
	{ "data/oidc/entra-EnterpriseAppsList.sample.csv", "entra_apps", 8 },
	{ "data/oidc/msgraph-servicePrincipals.sample.json", "graph", 2 },
	{ "data/oidc/msgraph-oauth2PermissionGrants.sample.json", "graph", 2 },
};
enum { NSAMPLES = sizeof(samples) / sizeof(samples[0]) };

START_TEST(samples_of_the_makers_are_read_whole)
{
	char path[512];
	struct capture c;
	struct input in;
	struct err e = { 0 };

	if (!shared_file(samples[_i].path, path, sizeof(path)))
		return;
	ck_assert_int_eq(input_open(&in, path, false, &mem, &e), 0);
	ck_assert_str_eq(choose(&in)->name, samples[_i].collector);
	input_done(&in);

	capture_file(&c, collector_by_name(sv(samples[_i].collector)), path);

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.used, samples[_i].used);
	ck_assert_uint_eq(c.tally.refused, 0);
	capture_done(&c);
}
END_TEST

Suite *
suite_portal(void)
{
	Suite *s = suite_create("portal");
	TCase *t = tcase_create("portal");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, an_export_is_recognised_and_taken_by_nobody_else,
			    0, NEXPORTS);
	tcase_add_loop_test(t, no_person_comes_out, 0, NEXPORTS);
	tcase_add_loop_test(t, every_row_is_accounted_for, 0, NEXPORTS);
	tcase_add_loop_test(t, a_list_with_some_of_the_words_stays_a_list, 0,
			    NOTHERS);
	tcase_add_loop_test(t, values_in_one_cell_are_taken_apart, 0, NLISTS);
	tcase_add_test(t, a_guid_has_one_shape);
	tcase_add_test(t, title_rows_above_the_header_are_passed_over);
	tcase_add_test(t, a_mandatory_column_that_is_missing_refuses_the_file);
	tcase_add_test(t, a_table_without_a_header_is_refused_unseen);
	tcase_add_test(t, no_rows_at_all_is_told);
	tcase_add_test(t, an_address_in_a_path_loses_its_person);
	tcase_add_test(t, microsofts_own_parts_are_one_product);
	tcase_add_test(t, a_grant_is_told_once_and_not_for_each_user);
	tcase_add_loop_test(t, json_without_graph_in_it_is_refused, 0,
			    NNOGRAPH);
	tcase_add_test(t, a_tenant_without_applications_is_an_answer);
	tcase_add_loop_test(t, samples_of_the_makers_are_read_whole, 0,
			    NSAMPLES);
	suite_add_tcase(s, t);
	return s;
}

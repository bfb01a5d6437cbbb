/* Findings: each rule with a landscape that has it and one that has not. */
#include <check.h>
#include <stdlib.h>

#include "analyzer/checks.h"
#include "tests/unit/build_landscape.h"

Suite *suite_checks(void);

static struct sketch s;
static struct landscape l;
static struct findings f;
static struct check_options o;
static struct err e;

static void
setup(void)
{
	s = (struct sketch){ 0 };
	o = (struct check_options){ .board = NODE_NONE, .rule = CHECKS };
	sketch_sign_on(&s);
}

static void
teardown(void)
{
	findings_done(&f);
	landscape_done(&l);
}

/* The number of findings of one rule. */
static uint32_t
find(enum check rule)
{
	sketch_finish(&s, &l);
	o.rule = rule;
	ck_assert_int_eq(checks_find(&l, &o, &f, &e), 0);
	for (uint32_t i = 0; i < f.n; i++)
		ck_assert_int_eq((int)f.v[i].rule, (int)rule);
	return f.n;
}

#define IS(i, what, want) ck_assert_str_eq(l.node[f.v[i].what].id, want)

START_TEST(a_host_of_a_stranger_is_found_once)
{
	sketch_serve(&s, "product:L", "host:l2.example", ENDPOINT_LOGOUT);
	sketch_operate(&s, "host:l2.example", "organisation:Wolk");
	ck_assert_uint_eq(find(CHECK_HOST_OPERATOR), 1);
	IS(0, node, "product:L");
	IS(0, other, "organisation:Wolk");
	ck_assert_str_eq(f.v[0].detail, "l.example");
	ck_assert_int_eq(f.v[0].pupils, 100);
	ck_assert_uint_eq(f.v[0].functions, 1);
}
END_TEST

START_TEST(a_host_of_the_suppliers_owner_is_named)
{
	sketch_hold(&s, "organisation:Wolk", "organisation:Boom", -1,
		    OWNERSHIP_CONTROL);
	ck_assert_uint_eq(find(CHECK_HOST_OPERATOR), 0);
}
END_TEST

START_TEST(a_host_that_a_list_names_is_named)
{
	sketch_host(&s, "product:L", "organisation:Wolk");
	ck_assert_uint_eq(find(CHECK_HOST_OPERATOR), 0);
}
END_TEST

START_TEST(a_logo_elsewhere_is_no_finding)
{
	sketch_serve(&s, "product:R", "host:l.example", ENDPOINT_LOGO);
	ck_assert_uint_eq(find(CHECK_HOST_OPERATOR), 1);
	IS(0, node, "product:L");
}
END_TEST

START_TEST(strangers_with_one_key_are_found)
{
	ck_assert_uint_eq(find(CHECK_CERTIFICATE_SHARED), 1);
	IS(0, node, "product:L");
	IS(0, other, "product:T");
	ck_assert_str_eq(f.v[0].detail, "aabb");
}
END_TEST

START_TEST(relatives_may_have_one_key)
{
	sketch_hold(&s, "organisation:Groep", "organisation:Boom", -1,
		    OWNERSHIP_CONTROL);
	sketch_hold(&s, "organisation:Groep", "organisation:Tel", -1,
		    OWNERSHIP_CONTROL);
	ck_assert_uint_eq(find(CHECK_CERTIFICATE_SHARED), 0);
}
END_TEST

START_TEST(the_key_of_a_hub_is_for_all_behind_it)
{
	sketch_property(&s, "product:H", "key_signing", "aabb");
	ck_assert_uint_eq(find(CHECK_CERTIFICATE_SHARED), 0);
}
END_TEST

START_TEST(personal_data_without_a_statement_is_found)
{
	ck_assert_uint_eq(find(CHECK_PRIVACY_STATEMENT), 1);
	IS(0, node, "product:L");
	ck_assert_int_eq(f.v[0].fact, FACT_PROCESSES);
}
END_TEST

START_TEST(a_statement_in_any_language_is_one)
{
	sketch_property(&s, "product:L", "privacy_statement@en", "https://l");
	ck_assert_uint_eq(find(CHECK_PRIVACY_STATEMENT), 0);
}
END_TEST

START_TEST(metadata_ends_after_its_last_day)
{
	sketch_property(&s, "product:L", "valid_until", "2026-11-22");
	sketch_property(&s, "product:R", "valid_until", "2026-11-23");
	sketch_property(&s, "product:T", "valid_until", "someday");
	ck_assert_uint_eq(find(CHECK_METADATA_EXPIRED), 1);
	IS(0, node, "product:L");
	ck_assert_str_eq(f.v[0].detail, "2026-11-22");
}
END_TEST

START_TEST(a_certificate_ends_as_well)
{
	sketch_property(&s, "product:L", "key_expires", "aabb 2026-11-22");
	sketch_property(&s, "product:R", "key_expires", "ccdd 2026-11-23");
	ck_assert_uint_eq(find(CHECK_CERTIFICATE_EXPIRED), 1);
	IS(0, node, "product:L");
	ck_assert_str_eq(f.v[0].detail, "2026-11-22");
}
END_TEST

START_TEST(what_is_seen_and_not_listed_is_found)
{
	struct usage *u = sketch_use(&s, "board:B", "-", "product:X");

	u->is_seen = true;
	u->is_listed = false;
	u = sketch_use(&s, "board:B", "-", "product:R");
	u->is_seen = true;
	u->is_listed = false; /* but another use of it is */
	ck_assert_uint_eq(find(CHECK_SEEN_NOT_LISTED), 1);
	IS(0, node, "product:X");
}
END_TEST

START_TEST(what_the_boards_own_identity_provider_feeds_is_seen)
{
	sketch_data(&s, "product:Y", "data_category:naam", "product:I", "uid");
	ck_assert_uint_eq(find(CHECK_SEEN_NOT_LISTED), 1);
	IS(0, node, "product:Y");
}
END_TEST

START_TEST(a_service_that_only_the_federation_has_is_left_out)
{
	sketch_property(&s, "product:S", "valid_until", "2020-01-01");
	ck_assert_uint_eq(find(CHECK_METADATA_EXPIRED), 0);
	ck_assert_uint_eq(f.left_out, 1);
}
END_TEST

START_TEST(unless_everything_is_asked_for)
{
	sketch_property(&s, "product:S", "valid_until", "2020-01-01");
	o.all = true;
	ck_assert_uint_eq(find(CHECK_METADATA_EXPIRED), 1);
	ck_assert_uint_eq(f.left_out, 0);
	ck_assert_uint_eq(f.v[0].sites, 0);
}
END_TEST

START_TEST(another_board_has_no_findings)
{
	sketch_pupils(&s, "board:C", 5, 5);
	sketch_finish(&s, &l);
	o.board = node_of(&l, "board:C");
	ck_assert_int_eq(checks_find(&l, &o, &f, &e), 0);
	ck_assert_uint_eq(f.n, 0);
}
END_TEST

START_TEST(an_empty_landscape_has_no_findings)
{
	struct landscape none = { 0 };

	ck_assert_int_eq(checks_find(&none, &o, &f, &e), 0);
	ck_assert_uint_eq(f.n, 0);
	sketch_finish(&s, &l);
}
END_TEST

static void
give_key(struct landscape *to, const char *node, const char *value)
{
	struct node_key *v =
		ARENA_ARRAY(&to->mem, to->nkey + 1, struct node_key);

	for (uint32_t i = 0; i < to->nkey; i++)
		v[i] = to->key[i];
	v[to->nkey++] =
		(struct node_key){ node_of(to, node), KEY_ENTITY_ID, value };
	to->key = v;
}

START_TEST(a_listed_name_of_two_entities_waits)
{
	sketch_use(&s, "board:B", "function:x", "product:X");
	sketch_node(&s, "product:X1");
	sketch_node(&s, "product:X2");
	sketch_finish(&s, &l);
	l.node[node_of(&l, "product:X")].folded = "x";
	l.node[node_of(&l, "product:X1")].folded = "x";
	l.node[node_of(&l, "product:X2")].folded = "x";
	give_key(&l, "product:X1", "https://1");
	give_key(&l, "product:X2", "https://2");
	o.rule = CHECK_NAME_AMBIGUOUS;
	ck_assert_int_eq(checks_find(&l, &o, &f, &e), 0);
	ck_assert_uint_eq(f.n, 1);
	IS(0, node, "product:X");
	IS(0, other, "product:X1");
	ck_assert_str_eq(f.v[0].detail, "2");
}
END_TEST

START_TEST(an_entity_that_is_the_listed_one_does_not_wait)
{
	sketch_finish(&s, &l);
	l.node[node_of(&l, "product:R")].folded = "r";
	give_key(&l, "product:R", "https://r");
	o.rule = CHECK_NAME_AMBIGUOUS;
	ck_assert_int_eq(checks_find(&l, &o, &f, &e), 0);
	ck_assert_uint_eq(f.n, 0);
}
END_TEST

START_TEST(rules_and_levels_are_found_by_name)
{
	for (int i = 0; i < CHECKS; i++) {
		enum check rule;

		ck_assert(
			check_from(sv(check_text((enum check)i)->name), &rule));
		ck_assert_int_eq((int)rule, i);
	}
	for (int i = 0; i < SEVERITIES; i++) {
		enum severity level;

		ck_assert(severity_from(sv(severity_name((enum severity)i)),
					&level));
		ck_assert_int_eq((int)level, i);
	}
	sketch_finish(&s, &l);
}
END_TEST

Suite *
suite_checks(void)
{
	Suite *suite = suite_create("checks");
	TCase *t = tcase_create("rules");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_host_of_a_stranger_is_found_once);
	tcase_add_test(t, a_host_of_the_suppliers_owner_is_named);
	tcase_add_test(t, a_host_that_a_list_names_is_named);
	tcase_add_test(t, a_logo_elsewhere_is_no_finding);
	tcase_add_test(t, strangers_with_one_key_are_found);
	tcase_add_test(t, relatives_may_have_one_key);
	tcase_add_test(t, the_key_of_a_hub_is_for_all_behind_it);
	tcase_add_test(t, personal_data_without_a_statement_is_found);
	tcase_add_test(t, a_statement_in_any_language_is_one);
	tcase_add_test(t, metadata_ends_after_its_last_day);
	tcase_add_test(t, a_certificate_ends_as_well);
	tcase_add_test(t, what_is_seen_and_not_listed_is_found);
	tcase_add_test(t, what_the_boards_own_identity_provider_feeds_is_seen);
	tcase_add_test(t, a_service_that_only_the_federation_has_is_left_out);
	tcase_add_test(t, unless_everything_is_asked_for);
	tcase_add_test(t, another_board_has_no_findings);
	tcase_add_test(t, an_empty_landscape_has_no_findings);
	tcase_add_test(t, a_listed_name_of_two_entities_waits);
	tcase_add_test(t, an_entity_that_is_the_listed_one_does_not_wait);
	tcase_add_test(t, rules_and_levels_are_found_by_name);
	suite_add_tcase(suite, t);
	return suite;
}

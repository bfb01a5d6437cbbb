/* Findings on failure: a landscape that has it and one that has not. */
#include <check.h>
#include <stdio.h>

#include "analyzer/checks.h"
#include "analyzer/redundancy.h"
#include "base/limits.h"
#include "tests/unit/build_landscape.h"

Suite *suite_check_failure(void);

static struct sketch s;
static struct landscape l;
static struct findings f;
static struct check_options o;
static struct err e;

/* Two schools of one board; A does two functions, B and C the third. */
static void
setup(void)
{
	s = (struct sketch){ 0 };
	o = (struct check_options){ .board = NODE_NONE, .rule = CHECKS };
	e = (struct err){ 0 };
	sketch_school(&s, "school:1", "board:X", "VO", 600);
	sketch_school(&s, "school:2", "board:X", "VO", 400);
	sketch_function(&s, "function:las", 3, false);
	sketch_function(&s, "function:elo", 2, false);
	sketch_function(&s, "function:rooster", 2, false);
	sketch_use(&s, "board:X", "function:las", "product:A")->fallback = "p";
	sketch_use(&s, "board:X", "function:rooster", "product:A");
	sketch_use(&s, "board:X", "function:elo", "product:B");
	sketch_use(&s, "board:X", "function:elo", "product:C");
}

static void
teardown(void)
{
	findings_done(&f);
	landscape_done(&l);
}

static uint32_t
find(enum check rule)
{
	sketch_finish(&s, &l);
	l.has_sign_on = true;
	o.rule = rule;
	ck_assert_int_eq(checks_find(&l, &o, &f, &e), 0);
	return f.n;
}

#define IS(i, what, want) ck_assert_str_eq(l.node[f.v[i].what].id, want)

START_TEST(what_stops_half_is_a_single_point)
{
	ck_assert_uint_eq(find(CHECK_SINGLE_POINT), 1);
	IS(0, node, "product:A");
	ck_assert_str_eq(f.v[0].detail, "71.4"); /* 5 of 7 */
	ck_assert_int_eq(f.v[0].pupils, 1000);
	ck_assert_uint_eq(f.v[0].sites, 2);
	ck_assert_uint_eq(f.v[0].functions, 2);
	ck_assert_int_eq(f.v[0].fact, FACT_USES);
	ck_assert_uint_gt(f.v[0].ev.said, 0);
}
END_TEST

START_TEST(a_product_and_all_behind_it_are_one_single_point)
{
	sketch_supply(&s, "organisation:M", "product:A", ROLE_MAKER);
	sketch_hold(&s, "organisation:G", "organisation:M", -1,
		    OWNERSHIP_CONTROL);
	sketch_root(&s, "organisation:G");
	sketch_seat(&s, "organisation:G", "country:nl");
	ck_assert_uint_eq(find(CHECK_SINGLE_POINT), 1);
	IS(0, node, "product:A");
}
END_TEST

START_TEST(an_owner_who_stops_more_is_another_single_point)
{
	sketch_supply(&s, "organisation:M", "product:A", ROLE_MAKER);
	sketch_supply(&s, "organisation:M", "product:B", ROLE_MAKER);
	sketch_supply(&s, "organisation:M", "product:C", ROLE_MAKER);
	ck_assert_uint_eq(find(CHECK_SINGLE_POINT), 2);
	IS(0, node, "organisation:M");
	ck_assert_str_eq(f.v[0].detail, "100.0");
	ck_assert_str_eq(f.v[0].chain, "M > A [supplies:5] > las [uses:1]");
	IS(1, node, "product:A");
}
END_TEST

START_TEST(a_country_is_nobodys_to_mend)
{
	sketch_supply(&s, "organisation:MB", "product:B", ROLE_MAKER);
	sketch_supply(&s, "organisation:MC", "product:C", ROLE_MAKER);
	sketch_root(&s, "organisation:MB");
	sketch_root(&s, "organisation:MC");
	sketch_seat(&s, "organisation:MB", "country:us");
	sketch_seat(&s, "organisation:MC", "country:us");
	ck_assert_uint_eq(find(CHECK_SINGLE_POINT), 1);
	IS(0, node, "product:A");
}
END_TEST

START_TEST(what_stops_little_is_no_single_point)
{
	sketch_use(&s, "school:1", "function:las", "product:D")->criticality =
		3;
	sketch_use(&s, "school:2", "function:las", "product:D")->criticality =
		3;
	sketch_use(&s, "board:X", "function:rooster", "product:E");
	ck_assert_uint_eq(find(CHECK_SINGLE_POINT), 0);
}
END_TEST

/* Both sign on at I. */
static void
share(void)
{
	sketch_need(&s, "product:B", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_need(&s, "product:C", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
}

START_TEST(a_shared_sign_on_is_found_with_its_claim)
{
	share();
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_SHARED), 1);
	IS(0, node, "function:elo");
	IS(0, other, "product:I");
	ck_assert_str_eq(f.v[0].detail, "B, C");
	ck_assert_int_eq(f.v[0].fact, FACT_NEEDS);
	ck_assert_int_eq(f.v[0].pupils, 1000);
	ck_assert_ptr_nonnull(f.v[0].redundancy);
	ck_assert_str_eq(f.v[0].chain, "I > B [needs:5]; I > C [needs:6]");
}
END_TEST

START_TEST(two_that_share_nothing_are_no_finding)
{
	sketch_need(&s, "product:B", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_need(&s, "product:C", "product:J", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_SHARED), 0);
}
END_TEST

START_TEST(one_that_runs_on_the_other_was_never_there_twice)
{
	sketch_host(&s, "product:B", "product:C");
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_SHARED), 0);
}
END_TEST

START_TEST(unless_somebody_says_that_it_stands_in)
{
	sketch_host(&s, "product:B", "product:C");
	sketch_need(&s, "function:elo", "product:B", CARRIER_PLATFORM,
		    NECESSITY_ALTERNATIVE);
	sketch_need(&s, "function:elo", "product:C", CARRIER_PLATFORM,
		    NECESSITY_ALTERNATIVE);
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_SHARED), 1);
	IS(0, other, "product:C");
}
END_TEST

START_TEST(boards_with_the_same_twins_are_one_finding)
{
	share();
	sketch_school(&s, "school:3", "board:Y", "VO", 50);
	sketch_use(&s, "school:3", "function:elo", "product:B");
	sketch_use(&s, "school:3", "function:elo", "product:C");
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_SHARED), 1);
	ck_assert_int_eq(f.v[0].pupils, 1050);
	ck_assert_uint_eq(f.v[0].sites, 3);
}
END_TEST

START_TEST(another_boards_twins_are_not_asked_for)
{
	share();
	sketch_school(&s, "school:3", "board:Y", "VO", 50);
	sketch_use(&s, "school:3", "function:las", "product:D");
	sketch_finish(&s, &l);
	o.board = node_of(&l, "board:Y");
	o.rule = CHECK_REDUNDANCY_SHARED;
	ck_assert_int_eq(checks_find(&l, &o, &f, &e), 0);
	ck_assert_uint_eq(f.n, 0);
}
END_TEST

static void
say_alternatives(int32_t tested)
{
	sketch_need(&s, "function:elo", "product:B", CARRIER_PLATFORM,
		    NECESSITY_ALTERNATIVE)
		->tested = tested;
	sketch_need(&s, "function:elo", "product:C", CARRIER_PLATFORM,
		    NECESSITY_ALTERNATIVE)
		->tested = tested;
}

START_TEST(a_claimed_stand_in_that_was_never_tested_is_found)
{
	say_alternatives(0);
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_UNTESTED), 1);
	IS(0, node, "function:elo");
	ck_assert_str_eq(f.v[0].detail, "B, C");
}
END_TEST

START_TEST(a_tested_one_is_no_finding)
{
	say_alternatives(20260101);
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_UNTESTED), 0);
}
END_TEST

START_TEST(two_for_one_function_that_nobody_calls_stand_ins_may_be_meant_so)
{
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_UNTESTED), 0);
}
END_TEST

START_TEST(unless_the_function_is_vital)
{
	sketch_use(&s, "school:1", "function:las", "product:D");
	sketch_use(&s, "school:2", "function:las", "product:E");
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_UNTESTED), 1);
	IS(0, node, "function:las");
	ck_assert_str_eq(f.v[0].detail, "A, D");
	ck_assert_int_eq(f.v[0].pupils, 1000);
}
END_TEST

START_TEST(what_shares_something_is_not_told_twice)
{
	share();
	say_alternatives(0);
	ck_assert_uint_eq(find(CHECK_REDUNDANCY_UNTESTED), 0);
}
END_TEST

START_TEST(a_host_in_no_list_behind_two_functions_is_found)
{
	sketch_host(&s, "product:A", "product:H");
	ck_assert_uint_eq(find(CHECK_HIDDEN_SERVICE), 0);
	findings_done(&f);
	landscape_done(&l);
	setup();
	sketch_host(&s, "product:A", "product:H");
	sketch_host(&s, "product:B", "product:H");
	sketch_host(&s, "product:C", "product:H");
	sketch_supply(&s, "organisation:HC", "product:H", ROLE_OPERATOR);
	ck_assert_uint_eq(find(CHECK_HIDDEN_SERVICE), 1);
	IS(0, node, "product:H");
	ck_assert_str_eq(f.v[0].detail, "100.0");
	ck_assert_str_eq(f.v[0].chain, "H > A [needs:5] > las [uses:1]");
}
END_TEST

START_TEST(a_host_behind_one_function_of_few_boards_is_none)
{
	sketch_host(&s, "product:B", "product:H");
	sketch_host(&s, "product:C", "product:H");
	ck_assert_uint_eq(find(CHECK_HIDDEN_SERVICE), 0);
}
END_TEST

/* Five more boards for one function, with B or D. */
static void
more_boards(void)
{
	for (int i = 0; i < 5; i++) {
		char school[16], board[16];

		snprintf(school, sizeof(school), "school:%d", 10 + i);
		snprintf(board, sizeof(board), "board:%d", 10 + i);
		sketch_school(&s, school, board, "VO", 10);
		sketch_use(&s, school, "function:elo",
			   i < 2 ? "product:B" : "product:D");
	}
	sketch_host(&s, "product:D", "product:H");
}

START_TEST(one_function_of_many_boards_is_much)
{
	more_boards();
	sketch_host(&s, "product:B", "product:H");
	ck_assert_uint_eq(find(CHECK_HIDDEN_SERVICE), 1);
	IS(0, node, "product:H");
	ck_assert_uint_eq(f.v[0].sites, 5);
}
END_TEST

START_TEST(the_host_of_one_listed_product_is_no_other_news)
{
	more_boards();
	sketch_host(&s, "product:D", "product:0 before it");
	ck_assert_uint_eq(find(CHECK_HIDDEN_SERVICE), 0);
}
END_TEST

START_TEST(a_host_that_a_list_has_is_not_hidden)
{
	sketch_host(&s, "product:A", "product:H");
	sketch_host(&s, "product:B", "product:H");
	sketch_host(&s, "product:C", "product:H");
	sketch_use(&s, "board:X", "function:hosting", "product:H");
	ck_assert_uint_eq(find(CHECK_HIDDEN_SERVICE), 0);
}
END_TEST

START_TEST(two_that_need_each_other_are_a_ring)
{
	sketch_need(&s, "product:A", "product:B", CARRIER_DATA_OUT,
		    NECESSITY_REQUIRED);
	sketch_need(&s, "product:B", "product:A", CARRIER_DATA_BACK,
		    NECESSITY_REQUIRED);
	ck_assert_uint_eq(find(CHECK_STARTUP_RING), 1);
	IS(0, node, "product:A");
	IS(0, other, "product:B");
	ck_assert_str_eq(f.v[0].detail, "A, B");
	ck_assert_int_eq(f.v[0].fact, FACT_NEEDS);
}
END_TEST

START_TEST(of_a_long_ring_the_first_are_named)
{
	for (int i = 0; i < 12; i++) {
		char from[16], to[16];

		snprintf(from, sizeof(from), "product:%c", 'A' + i);
		snprintf(to, sizeof(to), "product:%c", 'A' + (i + 1) % 12);
		sketch_host(&s, from, to);
	}
	ck_assert_uint_eq(find(CHECK_STARTUP_RING), 1);
	ck_assert_str_eq(f.v[0].detail, "A, B, C, D, E, F, G, H, +4");
}
END_TEST

START_TEST(a_ring_with_a_stand_in_can_start)
{
	sketch_need(&s, "product:A", "product:B", CARRIER_DATA_OUT,
		    NECESSITY_ALTERNATIVE);
	sketch_need(&s, "product:A", "product:D", CARRIER_DATA_OUT,
		    NECESSITY_ALTERNATIVE);
	sketch_need(&s, "product:B", "product:A", CARRIER_DATA_BACK,
		    NECESSITY_REQUIRED);
	ck_assert_uint_eq(find(CHECK_STARTUP_RING), 0);
}
END_TEST

START_TEST(a_ring_that_nobody_uses_is_none)
{
	sketch_host(&s, "product:P", "product:Q");
	sketch_host(&s, "product:Q", "product:P");
	ck_assert_uint_eq(find(CHECK_STARTUP_RING), 0);
}
END_TEST

START_TEST(owners_in_a_ring_are_no_ring_of_starting)
{
	sketch_supply(&s, "organisation:M", "product:A", ROLE_MAKER);
	sketch_hold(&s, "organisation:M", "organisation:N", -1,
		    OWNERSHIP_CONTROL);
	sketch_hold(&s, "organisation:N", "organisation:M", -1,
		    OWNERSHIP_CONTROL);
	ck_assert_uint_eq(find(CHECK_STARTUP_RING), 0);
}
END_TEST

START_TEST(a_vital_function_needs_a_fallback)
{
	sketch_use(&s, "school:1", "function:net", "product:N")->criticality =
		3;
	sketch_use(&s, "school:2", "function:net", "product:N")->criticality =
		3;
	ck_assert_uint_eq(find(CHECK_FALLBACK_MISSING), 1);
	IS(0, node, "function:net");
	ck_assert_uint_eq(f.v[0].sites, 2);
	ck_assert_int_eq(f.v[0].pupils, 1000);
}
END_TEST

START_TEST(a_fallback_that_is_not_known_is_none)
{
	sketch_use(&s, "school:1", "function:las", "product:N")->fallback =
		"?weet niet";
	s.l.usage[0].fallback = "0";
	ck_assert_uint_eq(find(CHECK_FALLBACK_MISSING), 1);
	IS(0, node, "function:las");
}
END_TEST

START_TEST(one_fallback_of_a_function_is_enough)
{
	sketch_use(&s, "school:1", "function:las", "product:N");
	ck_assert_uint_eq(find(CHECK_FALLBACK_MISSING), 0);
}
END_TEST

START_TEST(a_function_of_less_weight_needs_none)
{
	ck_assert_uint_eq(find(CHECK_FALLBACK_MISSING), 0);
}
END_TEST

Suite *
suite_check_failure(void)
{
	Suite *suite = suite_create("check_failure");
	TCase *t = tcase_create("check_failure");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, what_stops_half_is_a_single_point);
	tcase_add_test(t, a_product_and_all_behind_it_are_one_single_point);
	tcase_add_test(t, an_owner_who_stops_more_is_another_single_point);
	tcase_add_test(t, a_country_is_nobodys_to_mend);
	tcase_add_test(t, what_stops_little_is_no_single_point);
	tcase_add_test(t, a_shared_sign_on_is_found_with_its_claim);
	tcase_add_test(t, two_that_share_nothing_are_no_finding);
	tcase_add_test(t, one_that_runs_on_the_other_was_never_there_twice);
	tcase_add_test(t, unless_somebody_says_that_it_stands_in);
	tcase_add_test(t, boards_with_the_same_twins_are_one_finding);
	tcase_add_test(t, another_boards_twins_are_not_asked_for);
	tcase_add_test(t, a_claimed_stand_in_that_was_never_tested_is_found);
	tcase_add_test(t, a_tested_one_is_no_finding);
	tcase_add_test(
		t,
		two_for_one_function_that_nobody_calls_stand_ins_may_be_meant_so);
	tcase_add_test(t, unless_the_function_is_vital);
	tcase_add_test(t, what_shares_something_is_not_told_twice);
	tcase_add_test(t, a_host_in_no_list_behind_two_functions_is_found);
	tcase_add_test(t, a_host_behind_one_function_of_few_boards_is_none);
	tcase_add_test(t, one_function_of_many_boards_is_much);
	tcase_add_test(t, the_host_of_one_listed_product_is_no_other_news);
	tcase_add_test(t, a_host_that_a_list_has_is_not_hidden);
	tcase_add_test(t, two_that_need_each_other_are_a_ring);
	tcase_add_test(t, of_a_long_ring_the_first_are_named);
	tcase_add_test(t, a_ring_with_a_stand_in_can_start);
	tcase_add_test(t, a_ring_that_nobody_uses_is_none);
	tcase_add_test(t, owners_in_a_ring_are_no_ring_of_starting);
	tcase_add_test(t, a_vital_function_needs_a_fallback);
	tcase_add_test(t, a_fallback_that_is_not_known_is_none);
	tcase_add_test(t, one_fallback_of_a_function_is_enough);
	tcase_add_test(t, a_function_of_less_weight_needs_none);
	suite_add_tcase(suite, t);
	return suite;
}

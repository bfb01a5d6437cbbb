/* Redundancy that shares something: what, by which way, and what is news. */
#include <check.h>
#include <stdio.h>

#include "analyzer/redundancy.h"
#include "tests/unit/build_landscape.h"

Suite *suite_redundancy(void);

static struct sketch s;
static struct landscape l;
static struct cells c;
static struct levels v;
static struct failing f;
static struct arena mem;
static struct redundancies r;

static void
setup(void)
{
	s = (struct sketch){ 0 };
}

static void
teardown(void)
{
	failing_done(&f);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	arena_done(&mem);
}

static void
find(void)
{
	struct scope scope = { 0 };
	struct err e = { 0 };

	sketch_finish(&s, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	levels_init(&v, &l);
	failing_build(&l, &c, &v, &f);
	redundancy_find(&f, &mem, &r);
}

/* A and B do the same for two schools of one board. */
static void
sketch_twins(void)
{
	sketch_school(&s, "school:1", "board:X", "VO", 600);
	sketch_school(&s, "school:2", "board:X", "VO", 400);
	sketch_function(&s, "function:elo", 2, false);
	sketch_use(&s, "board:X", "function:elo", "product:A");
	sketch_use(&s, "board:X", "function:elo", "product:B");
	sketch_supply(&s, "organisation:VA", "product:A", ROLE_MAKER);
	sketch_supply(&s, "organisation:VB", "product:B", ROLE_MAKER);
}

/* Both sign on at I; A runs on C1 and B on C2, which are Y's. */
static void
sketch_shared(void)
{
	sketch_twins();
	sketch_need(&s, "product:A", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_need(&s, "product:B", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_host(&s, "product:A", "product:C1");
	sketch_host(&s, "product:B", "product:C2");
	sketch_supply(&s, "organisation:VI", "product:I", ROLE_OPERATOR);
	sketch_supply(&s, "organisation:Y1", "product:C1", ROLE_OPERATOR);
	sketch_supply(&s, "organisation:Y2", "product:C2", ROLE_OPERATOR);
	sketch_hold(&s, "organisation:Y", "organisation:Y1", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&s, "organisation:Y", "organisation:Y2", 10000,
		    OWNERSHIP_CAPITAL);
}

static void
expect_shared(uint32_t i, const char *id, enum shared_way way, bool is_news)
{
	const struct shared_entity *e = &r.v[0].shared[i];

	ck_assert_uint_lt(i, r.v[0].nshared);
	ck_assert_str_eq(l.node[e->node].id, id);
	ck_assert_int_eq((int)e->way, (int)way);
	ck_assert_int_eq(e->behind == ANDOR_NONE, is_news);
}

START_TEST(two_that_share_nothing_are_one_redundancy_of_the_board)
{
	sketch_twins();
	find();
	ck_assert_uint_eq(r.n, 1);
	ck_assert_uint_eq(r.v[0].nshared, 0);
	ck_assert_uint_eq(r.v[0].sites, 2);
	ck_assert_int_eq(r.v[0].pupils, 1000);
	ck_assert_uint_eq(r.v[0].board, node_of(&l, "board:X"));
	ck_assert_uint_eq(r.v[0].dependent, node_of(&l, "function:elo"));
	ck_assert_uint_eq(r.v[0].needed, 1);
	ck_assert(!r.v[0].is_said && !r.v[0].is_need);
	ck_assert_int_eq(r.v[0].fact, FACT_USES);
}
END_TEST

START_TEST(a_sign_on_and_the_owner_of_two_clouds_are_shared)
{
	sketch_shared();
	find();
	ck_assert_uint_eq(r.v[0].nshared, 3);
	expect_shared(0, "product:I", SHARED_LOGIN, true);
	expect_shared(1, "organisation:VI", SHARED_LOGIN, false);
	expect_shared(2, "organisation:Y", SHARED_HOSTING, true);
	ck_assert_uint_eq(r.v[0].shared[1].behind, 0);
}
END_TEST

START_TEST(the_chain_of_each_member_ends_at_its_use)
{
	const struct shared_chain *chain;

	sketch_shared();
	find();
	chain = r.v[0].shared[2].chain;
	ck_assert_uint_eq(r.v[0].shared[2].nchain, 2);
	for (int i = 0; i < 2; i++) {
		ck_assert_uint_eq(chain[i].n, 4);
		ck_assert_uint_eq(chain[i].link[0].on,
				  node_of(&l, "organisation:Y"));
		ck_assert_uint_eq(chain[i].link[2].node, r.v[0].member[i]);
	}
}
END_TEST

START_TEST(whoever_has_both_the_sign_on_and_the_clouds_is_news)
{
	sketch_shared();
	sketch_hold(&s, "organisation:Y", "organisation:VI", 10000,
		    OWNERSHIP_CAPITAL);
	find();
	expect_shared(0, "product:I", SHARED_LOGIN, true);
	expect_shared(2, "organisation:Y", SHARED_HOSTING, true);
}
END_TEST

START_TEST(who_owns_only_what_is_shared_is_no_news)
{
	const struct shared_entity *news[4];

	sketch_twins();
	sketch_need(&s, "product:A", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_need(&s, "product:B", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_host(&s, "product:A", "product:C");
	sketch_host(&s, "product:B", "product:C");
	sketch_supply(&s, "organisation:M", "product:I", ROLE_OPERATOR);
	sketch_supply(&s, "organisation:M", "product:C", ROLE_OPERATOR);
	sketch_root(&s, "organisation:M");
	sketch_seat(&s, "organisation:M", "country:us");
	find();
	ck_assert_uint_eq(r.v[0].nshared, 4);
	ck_assert_uint_eq(redundancy_news(&l, &r.v[0], 4, news), 2);
	ck_assert_str_eq(l.node[news[0]->node].id, "product:C");
	ck_assert_str_eq(l.node[news[1]->node].id, "product:I");
}
END_TEST

START_TEST(one_country_is_no_news)
{
	const struct shared_entity *news[1];

	sketch_twins();
	sketch_root(&s, "organisation:VA");
	sketch_root(&s, "organisation:VB");
	sketch_seat(&s, "organisation:VA", "country:nl");
	sketch_seat(&s, "organisation:VB", "country:nl");
	find();
	ck_assert_uint_eq(r.v[0].nshared, 1);
	expect_shared(0, "country:nl", SHARED_COUNTRY, true);
	ck_assert_uint_eq(redundancy_news(&l, &r.v[0], 1, news), 0);
}
END_TEST

START_TEST(one_that_needs_the_other_shares_it)
{
	sketch_twins();
	sketch_need(&s, "product:A", "product:B", CARRIER_DATA_OUT,
		    NECESSITY_REQUIRED);
	find();
	expect_shared(0, "product:B", SHARED_NEED, true);
	expect_shared(1, "organisation:VB", SHARED_NEED, false);
	ck_assert_int_eq((int)r.v[0].shared[0].chain[1].way,
			 (int)SHARED_ITSELF);
}
END_TEST

START_TEST(a_host_of_one_and_of_the_others_sign_on_is_something_else)
{
	sketch_twins();
	sketch_need(&s, "product:A", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_host(&s, "product:I", "product:C");
	sketch_host(&s, "product:B", "product:C");
	find();
	ck_assert_uint_eq(r.v[0].nshared, 1);
	expect_shared(0, "product:C", SHARED_NEED, true);
}
END_TEST

START_TEST(one_contract_party_of_both_is_shared)
{
	sketch_twins();
	s.l.usage[0].vendor = sketch_node(&s, "organisation:W");
	s.l.usage[1].vendor = sketch_node(&s, "organisation:W");
	find();
	ck_assert_uint_eq(r.v[0].nshared, 1);
	expect_shared(0, "organisation:W", SHARED_SUPPLIER, true);
}
END_TEST

START_TEST(one_owner_of_both_makers_is_shared)
{
	sketch_twins();
	sketch_hold(&s, "organisation:G", "organisation:VA", -1,
		    OWNERSHIP_CONTROL);
	sketch_hold(&s, "organisation:G", "organisation:VB", -1,
		    OWNERSHIP_CONTROL);
	find();
	expect_shared(0, "organisation:G", SHARED_OWNER, true);
}
END_TEST

START_TEST(unknown_hosts_are_not_taken_for_one)
{
	sketch_twins();
	sketch_host(&s, "product:A", "-");
	sketch_host(&s, "product:B", "-");
	find();
	ck_assert_uint_eq(r.v[0].nshared, 0);
}
END_TEST

START_TEST(an_unknown_product_is_no_stand_in)
{
	sketch_twins();
	sketch_function(&s, "function:las", 3, false);
	sketch_use(&s, "board:X", "function:las", "product:A");
	sketch_use(&s, "board:X", "function:las", "-");
	find();
	ck_assert_uint_eq(r.n, 1);
}
END_TEST

START_TEST(two_makers_of_one_product_are_no_redundancy)
{
	sketch_school(&s, "school:1", "board:X", "VO", 600);
	sketch_function(&s, "function:elo", 2, false);
	sketch_use(&s, "school:1", "function:elo", "product:A");
	sketch_supply(&s, "organisation:VA", "product:A", ROLE_MAKER);
	sketch_supply(&s, "organisation:VB", "product:A", ROLE_MAKER);
	find();
	ck_assert_uint_eq(r.n, 0);
}
END_TEST

static struct need *
alternative(const char *from, const char *to, int32_t n, int32_t tested)
{
	struct need *x = sketch_need(&s, from, to, CARRIER_PLATFORM,
				     NECESSITY_ALTERNATIVE);

	x->group = "g";
	x->n = n;
	x->tested = tested;
	return x;
}

START_TEST(what_is_said_to_be_tested_has_the_oldest_day)
{
	sketch_twins();
	alternative("function:elo", "product:A", 1, 20260912);
	alternative("function:elo", "product:B", 1, 20250101);
	find();
	ck_assert(r.v[0].is_said);
	ck_assert_int_eq(r.v[0].tested, 20250101);
	ck_assert_int_eq(r.v[0].fact, FACT_NEEDS);
}
END_TEST

START_TEST(half_a_test_is_none)
{
	sketch_twins();
	alternative("function:elo", "product:A", 1, 20260912);
	alternative("function:elo", "product:B", 1, 0);
	find();
	ck_assert(r.v[0].is_said);
	ck_assert_int_eq(r.v[0].tested, 0);
}
END_TEST

/* P needs two of K, L and M, and is used. */
static void
sketch_two_of_three(void)
{
	sketch_school(&s, "school:1", "board:X", "VO", 600);
	sketch_function(&s, "function:elo", 2, false);
	sketch_use(&s, "school:1", "function:elo", "product:P");
	alternative("product:P", "product:K", 2, 0);
	alternative("product:P", "product:L", 2, 0);
	alternative("product:P", "product:M", 2, 0);
}

START_TEST(of_two_in_three_a_thing_that_takes_two_is_shared)
{
	sketch_two_of_three();
	sketch_host(&s, "product:K", "product:C");
	sketch_host(&s, "product:M", "product:C");
	sketch_host(&s, "product:L", "product:D");
	find();
	ck_assert_uint_eq(r.n, 1);
	ck_assert(r.v[0].is_need);
	ck_assert_uint_eq(r.v[0].needed, 2);
	ck_assert_uint_eq(r.v[0].dependent, node_of(&l, "product:P"));
	ck_assert_uint_eq(r.v[0].nshared, 1);
	expect_shared(0, "product:C", SHARED_HOSTING, true);
	ck_assert_int_eq((int)r.v[0].shared[0].chain[1].way, (int)SHARED_NOT);
}
END_TEST

START_TEST(alternatives_of_what_nobody_uses_are_left_out)
{
	sketch_two_of_three();
	alternative("product:Q", "product:K", 1, 0);
	alternative("product:Q", "product:L", 1, 0);
	find();
	ck_assert_uint_eq(r.n, 1);
}
END_TEST

START_TEST(boards_with_the_same_products_are_merged)
{
	struct redundancies all;

	sketch_shared();
	sketch_school(&s, "school:3", "board:Z", "VO", -1);
	sketch_use(&s, "school:3", "function:elo", "product:A");
	sketch_use(&s, "school:3", "function:elo", "product:B");
	find();
	ck_assert_uint_eq(r.n, 2);
	redundancy_merge(&r, &mem, &all);
	ck_assert_uint_eq(all.n, 1);
	ck_assert_uint_eq(all.v[0].board, NODE_NONE);
	ck_assert_uint_eq(all.v[0].sites, 3);
	ck_assert_uint_eq(all.v[0].sites_unknown, 1);
	ck_assert_int_eq(all.v[0].pupils, 1000);
	ck_assert_uint_eq(all.v[0].nshared, 3);
}
END_TEST

START_TEST(more_than_the_limit_is_counted)
{
	char from[32] = "product:A", to[32];

	sketch_twins();
	sketch_host(&s, "product:B", "product:H0");
	for (int i = 0; i <= REDUNDANCY_SHARED; i++) {
		snprintf(to, sizeof(to), "product:H%d", i);
		sketch_host(&s, from, to);
		snprintf(from, sizeof(from), "%s", to);
	}
	find();
	ck_assert_uint_eq(r.v[0].nshared, REDUNDANCY_SHARED);
	ck_assert_uint_eq(r.v[0].more, 1);
}
END_TEST

/* A long chain below A, with B on its last thing. */
START_TEST(a_deep_chain_is_walked_without_recursion)
{
	enum { DEPTH = 8000 };
	char from[32] = "product:A", to[32];

	sketch_twins();
	for (int i = 0; i < DEPTH; i++) {
		snprintf(to, sizeof(to), "product:H%d", i);
		sketch_host(&s, from, to);
		snprintf(from, sizeof(from), "%s", to);
	}
	sketch_host(&s, "product:B", from);
	find();
	ck_assert_uint_eq(r.v[0].nshared, 1);
	ck_assert_uint_eq(r.v[0].shared[0].steps, DEPTH + 1);
	expect_shared(0, from, SHARED_HOSTING, true);
}
END_TEST

START_TEST(of_many_alternatives_all_count_and_the_first_have_chains)
{
	enum { WIDTH = 8000 };
	char to[32];

	sketch_school(&s, "school:1", "board:X", "VO", 600);
	sketch_function(&s, "function:elo", 2, false);
	sketch_use(&s, "school:1", "function:elo", "product:P");
	for (int i = 0; i < WIDTH; i++) {
		snprintf(to, sizeof(to), "product:H%d", i);
		alternative("product:P", to, 1, 20260101);
		sketch_host(&s, to, "product:Z");
	}
	find();
	ck_assert_uint_eq(r.v[0].nmember, WIDTH);
	ck_assert_int_eq(r.v[0].tested, 20260101);
	expect_shared(0, "product:Z", SHARED_HOSTING, true);
	ck_assert_uint_eq(r.v[0].shared[0].nchain, REDUNDANCY_CHAINS);
}
END_TEST

START_TEST(many_groups_in_rings_are_looked_at_once_each)
{
	enum { RINGS = 2000 };
	char a[32], b[32], c1[32];

	sketch_school(&s, "school:1", "board:X", "VO", 600);
	sketch_function(&s, "function:elo", 2, false);
	sketch_use(&s, "school:1", "function:elo", "product:P");
	for (int i = 0; i < RINGS; i++) {
		snprintf(a, sizeof(a), "product:A%d", i);
		snprintf(b, sizeof(b), "product:B%d", i);
		snprintf(c1, sizeof(c1), "group %d", i);
		sketch_need(&s, "product:P", a, CARRIER_PLATFORM,
			    NECESSITY_ALTERNATIVE)
			->group = arena_str(&s.l.mem, c1);
		sketch_need(&s, "product:P", b, CARRIER_PLATFORM,
			    NECESSITY_ALTERNATIVE)
			->group = arena_str(&s.l.mem, c1);
		sketch_host(&s, a, b);
		sketch_host(&s, b, a);
	}
	find();
	ck_assert_uint_eq(r.n, RINGS);
	for (uint32_t i = 0; i < r.n; i++)
		ck_assert_uint_eq(r.v[i].nshared, 2);
}
END_TEST

START_TEST(an_empty_landscape_has_none)
{
	find();
	ck_assert_uint_eq(r.n, 0);
}
END_TEST

/* Small random landscapes; what is shared is asked one failure at a time. */
static uint32_t seed;

static uint32_t
next(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static const char *
thing(const char *kind)
{
	static char text[4][32];
	static int at;

	at = (at + 1) % 4;
	snprintf(text[at], sizeof(text[at]), "%s:%u", kind, next(9));
	return text[at];
}

static void
sketch_random(void)
{
	for (int i = 0; i < 9; i++) {
		char id[32];

		snprintf(id, sizeof(id), "school:%d", i);
		sketch_school(&s, id, i < 5 ? "board:A" : "board:B", "PO",
			      i * 10);
		snprintf(id, sizeof(id), "product:%d", i);
		sketch_node(&s, id);
	}
	sketch_function(&s, "function:0", 3, false);
	sketch_function(&s, "function:1", 1, false);
	for (int i = 0; i < 12; i++)
		sketch_use(&s, thing("school"),
			   next(2) ? "function:0" : "function:1",
			   thing("product"));
	for (int i = 0; i < 9; i++)
		sketch_supply(&s, thing("organisation"), thing("product"),
			      ROLE_MAKER);
	for (int i = 0; i < 4; i++)
		sketch_hold(&s, thing("organisation"), thing("organisation"),
			    -1, OWNERSHIP_CONTROL);
	for (int i = 0; i < 8; i++)
		sketch_need(&s, thing("product"), thing("product"),
			    next(2) ? CARRIER_LOGIN : CARRIER_HOSTING,
			    next(3) ? NECESSITY_REQUIRED
				    : NECESSITY_ALTERNATIVE);
}

/* Whether x alone takes too many of the members of a cell's top. */
static bool
takes(struct andor_failure *a, uint32_t cell, uint32_t x)
{
	const struct andor *g = &f.low;
	uint32_t group = g->group_at[f.top[cell]];

	andor_fail(a, &x, 1);
	return a->lost[group] > g->spare[group];
}

START_TEST(what_is_shared_is_what_takes_all_by_itself)
{
	struct andor_failure a;

	seed = (uint32_t)_i;
	sketch_random();
	find();
	andor_failure_init(&f.low, &a);
	for (uint32_t i = 0; i < r.n; i++) {
		if (r.v[i].is_need)
			continue;
		for (uint32_t k = 0; k < f.ncandidate; k++) {
			bool is_in = false;

			for (uint32_t m = 0; m < r.v[i].nshared; m++)
				is_in |=
					r.v[i].shared[m].node == f.candidate[k];
			ck_assert_int_eq(
				is_in, takes(&a, r.v[i].cell, f.candidate[k]));
		}
		for (uint32_t m = 0; m < r.v[i].nshared; m++) {
			const struct shared_entity *e = &r.v[i].shared[m];

			ck_assert(e->behind == ANDOR_NONE || e->behind < m);
			if (e->behind == ANDOR_NONE)
				continue;
			andor_fail(&a, &e->node, 1);
			ck_assert(andor_is_failed(
				&a, r.v[i].shared[e->behind].node));
			ck_assert_uint_eq(r.v[i].shared[e->behind].behind,
					  ANDOR_NONE);
		}
	}
	andor_failure_done(&a);
}
END_TEST

Suite *
suite_redundancy(void)
{
	Suite *suite = suite_create("redundancy");
	TCase *t = tcase_create("redundancy");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t,
		       two_that_share_nothing_are_one_redundancy_of_the_board);
	tcase_add_test(t, a_sign_on_and_the_owner_of_two_clouds_are_shared);
	tcase_add_test(t, the_chain_of_each_member_ends_at_its_use);
	tcase_add_test(t, whoever_has_both_the_sign_on_and_the_clouds_is_news);
	tcase_add_test(t, who_owns_only_what_is_shared_is_no_news);
	tcase_add_test(t, one_country_is_no_news);
	tcase_add_test(t, one_that_needs_the_other_shares_it);
	tcase_add_test(
		t, a_host_of_one_and_of_the_others_sign_on_is_something_else);
	tcase_add_test(t, one_contract_party_of_both_is_shared);
	tcase_add_test(t, one_owner_of_both_makers_is_shared);
	tcase_add_test(t, unknown_hosts_are_not_taken_for_one);
	tcase_add_test(t, an_unknown_product_is_no_stand_in);
	tcase_add_test(t, two_makers_of_one_product_are_no_redundancy);
	tcase_add_test(t, what_is_said_to_be_tested_has_the_oldest_day);
	tcase_add_test(t, half_a_test_is_none);
	tcase_add_test(t, of_two_in_three_a_thing_that_takes_two_is_shared);
	tcase_add_test(t, alternatives_of_what_nobody_uses_are_left_out);
	tcase_add_test(t, boards_with_the_same_products_are_merged);
	tcase_add_test(t, more_than_the_limit_is_counted);
	tcase_add_test(t, a_deep_chain_is_walked_without_recursion);
	tcase_add_test(
		t, of_many_alternatives_all_count_and_the_first_have_chains);
	tcase_add_test(t, many_groups_in_rings_are_looked_at_once_each);
	tcase_add_test(t, an_empty_landscape_has_none);
	tcase_add_loop_test(t, what_is_shared_is_what_takes_all_by_itself, 0,
			    300);
	suite_add_tcase(suite, t);
	return suite;
}

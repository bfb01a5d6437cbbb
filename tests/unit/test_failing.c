/* The landscape as two AND/OR graphs: what needs what, and how surely. */
#include <check.h>

#include "analyzer/failing.h"
#include "tests/unit/build_landscape.h"

Suite *suite_failing(void);

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct levels v;
static struct failing f;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
}

static void
teardown(void)
{
	failing_done(&f);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
}

static void
finish(void)
{
	struct scope scope = { 0 };
	struct err e = { 0 };

	sketch_finish(&sk, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	levels_init(&v, &l);
	failing_build(&l, &c, &v, &f);
}

/* Weight (pupils times criticality) that fails with `id`. */
static int64_t
lost(const char *id, bool high)
{
	uint32_t struck[FAILING_STRUCK], n = 1;
	struct andor_failure x;
	int64_t sum = 0;

	struck[0] = node_of(&l, id);
	if (high)
		n = failing_struck(&f, struck[0], struck);
	andor_failure_init(high ? &f.high : &f.low, &x);
	andor_fail(&x, struck, n);
	for (uint32_t i = 0; i < c.ncell; i++)
		if (f.top[i] != NODE_NONE && andor_is_failed(&x, f.top[i]))
			sum += (int64_t)l.node[c.cell[i].site].pupils_low *
			       c.cell[i].criticality;
	andor_failure_done(&x);
	return sum;
}

static void
expect(const char *id, int64_t low, int64_t high)
{
	int64_t got = lost(id, false), most = lost(id, true);

	ck_assert_msg(got == low && most == high,
		      "%s loses [%lld, %lld] (expected [%lld, %lld])", id,
		      (long long)got, (long long)most, (long long)low,
		      (long long)high);
}

static bool
is_candidate(const char *id)
{
	uint32_t x = node_of(&l, id);

	for (uint32_t i = 0; i < f.ncandidate; i++)
		if (f.candidate[i] == x)
			return true;
	return false;
}

START_TEST(worked_example_2_comes_out)
{
	static const struct {
		const char *id;
		int64_t lost;
	} expected[] = {
		{ "organisation:XCORP", 5800 },
		{ "product:IDPX", 5800 },
		{ "organisation:I1CORP", 5000 },
		{ "product:I1", 5000 },
		{ "product:FED", 5000 },
		{ "organisation:fedop", 5000 },
		{ "organisation:VLCORP", 3000 },
		{ "organisation:VL", 3000 },
		{ "product:pL", 3000 },
		{ "organisation:GCORP", 2800 },
		{ "product:I2", 2800 },
		{ "organisation:I2site", 2800 },
		{ "organisation:VT", 2000 },
		{ "product:pT", 2000 },
		{ "organisation:VECORP", 800 },
		{ "organisation:VE", 800 },
		{ "product:pE", 800 },
		{ "organisation:VB", 0 },
		{ "organisation:VBCORP", 0 },
		{ "product:pB", 0 },
	};

	sketch_example_2(&sk, "product:I1");
	finish();
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		ck_assert(is_candidate(expected[i].id));
		expect(expected[i].id, expected[i].lost, expected[i].lost);
	}
	ck_assert_uint_eq(f.ntop, 4); /* las and lm are filled alike */
}
END_TEST

/* Said to be unknown, or not said at all: the same. */
START_TEST(unknown_hosting_may_be_any_host)
{
	sketch_example_2(&sk, _i ? "-" : NULL);
	finish();
	expect("organisation:XCORP", 5800, 7000);
	expect("organisation:I1CORP", 5000, 5000);
	expect("product:I2", 2800, 4000);
	expect("organisation:I2site", 2800, 4000);
	expect("organisation:GCORP", 2800, 2800); /* hosts nothing */
	expect("product:IDPX", 5800, 5800);
}
END_TEST

static void
two_products(const char *first, const char *second)
{
	sketch_function(&sk, "function:elo", 1, false);
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_use(&sk, "board:A", "function:elo", first);
	sketch_use(&sk, "board:A", "function:elo", second);
	sketch_host(&sk, first, "product:H");
	sketch_host(&sk, second, "product:H");
	sketch_supply(&sk, "organisation:V", first, ROLE_MAKER);
	sketch_supply(&sk, "organisation:W", second, ROLE_MAKER);
}

START_TEST(a_redundancy_that_is_only_claimed_is_an_interval)
{
	two_products("product:P", "product:Q");
	finish();
	expect("product:P", 0, 10);
	expect("organisation:W", 0, 10);
	expect("product:H", 10, 10);
}
END_TEST

static void
spare(const char *function, const char *product, int32_t n, int32_t tested)
{
	struct need *x = sketch_need(&sk, function, product, CARRIER_PLATFORM,
				     NECESSITY_ALTERNATIVE);

	x->group = "spare";
	x->n = n;
	x->tested = tested;
}

START_TEST(a_tested_redundancy_holds_in_both)
{
	two_products("product:P", "product:Q");
	spare("function:elo", "product:P", 1, 20260101);
	spare("function:elo", "product:Q", 1, 20260101);
	finish();
	expect("product:P", 0, 0);
	expect("product:H", 10, 10);
}
END_TEST

START_TEST(a_redundancy_of_which_one_was_not_tested_is_claimed)
{
	two_products("product:P", "product:Q");
	spare("function:elo", "product:P", 1, 20260101);
	spare("function:elo", "product:Q", 1, 0);
	finish();
	expect("product:P", 0, 10);
}
END_TEST

START_TEST(two_of_two_needed_is_no_redundancy)
{
	two_products("product:P", "product:Q");
	spare("function:elo", "product:P", 2, 20260101);
	spare("function:elo", "product:Q", 2, 20260101);
	finish();
	expect("product:P", 10, 10);
}
END_TEST

START_TEST(a_third_product_beside_a_tested_pair_fails_in_high)
{
	two_products("product:P", "product:Q");
	sketch_use(&sk, "board:A", "function:elo", "product:R");
	spare("function:elo", "product:P", 1, 20260101);
	spare("function:elo", "product:Q", 1, 20260101);
	finish();
	expect("product:P", 0, 0);
	expect("product:R", 0, 10);
	expect("product:H", 0, 10);
}
END_TEST

START_TEST(what_a_function_needs_everywhere_is_needed)
{
	two_products("product:P", "product:Q");
	sketch_need(&sk, "function:elo", "product:internet", CARRIER_NETWORK,
		    NECESSITY_REQUIRED);
	finish();
	expect("product:internet", 10, 10);
}
END_TEST

/* Neither group is about products in use: the function needs both groups. */
START_TEST(one_thing_may_stand_in_two_groups_that_a_function_needs)
{
	two_products("product:P", "product:Q");
	spare("function:elo", "product:X", 1, 0);
	spare("function:elo", "product:Y", 1, 0);
	sketch_need(&sk, "function:elo", "product:X", CARRIER_NETWORK,
		    NECESSITY_ALTERNATIVE)
		->group = "lines";
	sketch_need(&sk, "function:elo", "product:Z", CARRIER_NETWORK,
		    NECESSITY_ALTERNATIVE)
		->group = "lines";
	finish();
	expect("product:Y", 0, 10);
	expect("product:Z", 0, 10);
}
END_TEST

static void
one_product(void)
{
	sketch_function(&sk, "function:las", 1, false);
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_host(&sk, "product:P", "product:H");
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_MAKER);
	sketch_root(&sk, "organisation:V");
}

START_TEST(necessity_decides_what_counts)
{
	one_product();
	sketch_need(&sk, "product:P", "product:O", CARRIER_LOGIN,
		    NECESSITY_OPTIONAL);
	sketch_need(&sk, "product:P", "product:U", CARRIER_PROVISIONING,
		    NECESSITY_UNKNOWN);
	sketch_need(&sk, "product:P", "product:E", CARRIER_DATA_OUT,
		    NECESSITY_REQUIRED)
		->ev.rung = RUNG_EXPECTED;
	finish();
	expect("product:O", 0, 0);
	expect("product:U", 0, 10);
	expect("product:E", 0, 0);
	ck_assert(!is_candidate("product:E"));
	ck_assert_uint_eq(f.questions, 1);
}
END_TEST

START_TEST(an_unknown_alternative_never_certainly_fails)
{
	one_product();
	spare("product:P", "product:X", 1, 20260101);
	spare("product:P", "-", 1, 20260101);
	finish();
	/* X is a platform, and so may be what is not known. */
	expect("product:X", 0, 10);
}
END_TEST

START_TEST(two_makers_fail_it_together_for_certain)
{
	one_product();
	sketch_supply(&sk, "organisation:W", "product:P", ROLE_MAKER);
	finish();
	expect("organisation:V", 0, 10);
}
END_TEST

START_TEST(an_unknown_owner_may_be_any_owner)
{
	one_product();
	sketch_supply(&sk, "organisation:W", "product:H", ROLE_OPERATOR);
	sketch_hold(&sk, "organisation:G", "organisation:K", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:G");
	sketch_need(&sk, "product:P", "organisation:K", CARRIER_ADMIN,
		    NECESSITY_UNKNOWN);
	finish();
	/* Who owns W is not known: G, and V, which has no owner itself. */
	expect("organisation:G", 0, 10);
	expect("organisation:V", 10, 10);
}
END_TEST

START_TEST(a_ring_of_owners_is_seated_where_its_smallest_is)
{
	one_product();
	sk.l.nholding = 0;
	sketch_hold(&sk, "organisation:A", "organisation:V", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:V", "organisation:A", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_seat(&sk, "organisation:A", "country:US");
	sketch_seat(&sk, "organisation:V", "country:NL");
	finish();
	expect("country:US", 10, 10);
	expect("country:NL", 0, 10); /* hosting is not known to be elsewhere */
}
END_TEST

/* Boards A and B sign on to the same hub, each with a provider of its own. */
static void
two_boards(void)
{
	static const char *const board[] = { "board:A", "board:B" };
	static const char *const provider[] = { "product:IA", "product:IB" };

	sketch_function(&sk, "function:las", 1, false);
	sketch_function(&sk, "function:identiteit", 1, false);
	for (int i = 0; i < 2; i++) {
		sketch_pupils(&sk, board[i], 10 * (i + 1), 10 * (i + 1));
		sketch_use(&sk, board[i], "function:las", "product:P");
		sketch_use(&sk, board[i], "function:identiteit", provider[i]);
		sketch_need(&sk, "product:HUB", provider[i], CARRIER_LOGIN,
			    NECESSITY_ALTERNATIVE)
			->group = "identity providers";
		sketch_member(&sk, provider[i], "product:HUB");
	}
	sketch_need(&sk, "product:P", "product:HUB", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_member(&sk, "product:P", "product:HUB");
}

START_TEST(a_board_needs_its_own_identity_provider)
{
	two_boards();
	finish();
	ck_assert_uint_eq(f.nuse, 4);
	/* las and identiteit of A only; in high more is unknown. */
	ck_assert_int_eq(lost("product:IA", false), 20);
	ck_assert_int_eq(lost("product:IB", false), 40);
	ck_assert_int_eq(lost("product:HUB", false), 30);
}
END_TEST

START_TEST(a_board_of_unknown_provider_may_need_any)
{
	two_boards();
	sketch_pupils(&sk, "board:C", 100, 100);
	sketch_use(&sk, "board:C", "function:las", "product:P");
	finish();
	ck_assert_int_eq(lost("product:IA", false), 20);
	ck_assert_int_ge(lost("product:IA", true), 120);
	ck_assert_int_eq(lost("product:HUB", false), 130);
}
END_TEST

START_TEST(who_operates_the_host_of_sign_on_is_needed)
{
	one_product();
	sketch_serve(&sk, "product:P", "host:a.example", ENDPOINT_LOGIN);
	sketch_operate(&sk, "host:a.example", "organisation:Wolk");
	sketch_serve(&sk, "product:P", "host:b.example", ENDPOINT_LOGO);
	sketch_operate(&sk, "host:b.example", "organisation:Logo");
	finish();
	ck_assert_int_eq(lost("organisation:Wolk", false), 10);
	ck_assert(!is_candidate("organisation:Logo"));
}
END_TEST

START_TEST(a_chain_ends_at_evidence)
{
	struct andor_failure x;
	struct arena mem = { 0 };
	struct andor_link *link;
	struct edge_used edge;
	uint32_t n, from;

	sketch_example_2(&sk, "product:I1");
	finish();
	from = node_of(&l, "organisation:XCORP");
	andor_failure_init(&f.low, &x);
	andor_fail(&x, &from, 1);
	for (uint32_t i = 0; i < c.ncell; i++) {
		if (!andor_is_failed(&x, f.top[i]))
			continue;
		n = andor_chain(&x, f.top[i], &mem, &link);
		ck_assert_uint_ge(n, 3);
		ck_assert_uint_eq(link[0].on, from);
		ck_assert_uint_eq(link[n - 1].node, f.top[i]);
		for (uint32_t k = 0; k < n; k++) {
			ck_assert(failing_edge_used(&f, link[k].label, &edge));
			ck_assert_uint_gt(edge.ev.said, 0);
			if (k)
				ck_assert_uint_eq(link[k].on, link[k - 1].node);
		}
	}
	andor_failure_done(&x);
	arena_done(&mem);
}
END_TEST

Suite *
suite_failing(void)
{
	Suite *s = suite_create("failing");
	TCase *t = tcase_create("failing");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, worked_example_2_comes_out);
	tcase_add_loop_test(t, unknown_hosting_may_be_any_host, 0, 2);
	tcase_add_test(t, a_redundancy_that_is_only_claimed_is_an_interval);
	tcase_add_test(t, a_tested_redundancy_holds_in_both);
	tcase_add_test(t, a_redundancy_of_which_one_was_not_tested_is_claimed);
	tcase_add_test(t, two_of_two_needed_is_no_redundancy);
	tcase_add_test(t, a_third_product_beside_a_tested_pair_fails_in_high);
	tcase_add_test(t, what_a_function_needs_everywhere_is_needed);
	tcase_add_test(t,
		       one_thing_may_stand_in_two_groups_that_a_function_needs);
	tcase_add_test(t, necessity_decides_what_counts);
	tcase_add_test(t, an_unknown_alternative_never_certainly_fails);
	tcase_add_test(t, two_makers_fail_it_together_for_certain);
	tcase_add_test(t, an_unknown_owner_may_be_any_owner);
	tcase_add_test(t, a_ring_of_owners_is_seated_where_its_smallest_is);
	tcase_add_test(t, a_board_needs_its_own_identity_provider);
	tcase_add_test(t, a_board_of_unknown_provider_may_need_any);
	tcase_add_test(t, who_operates_the_host_of_sign_on_is_needed);
	tcase_add_test(t, a_chain_ends_at_evidence);
	suite_add_tcase(s, t);
	return s;
}

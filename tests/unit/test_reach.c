/* Reach of one node, coverage of the list, and overlap. */
#include <check.h>

#include "analyzer/coverage.h"
#include "analyzer/overlap.h"
#include "analyzer/reach.h"
#include "tests/unit/build_landscape.h"

Suite *suite_reach(void);

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct scope scope;
static struct levels v;
static struct meter m;
static struct arena mem;
static struct reached r[REACH_WAYS];

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	scope = (struct scope){ 0 };
}

static void
teardown(void)
{
	meter_done(&m);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	arena_done(&mem);
}

static void
finish(void)
{
	struct err e = { 0 };

	sketch_finish(&sk, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	levels_init(&v, &l);
	meter_init(&m, &c, &v, WEIGHT_PUPILS);
}

static void
seek(const char *id)
{
	reach_find(&m, cells_all(&c), node_of(&l, id), r);
}

/* A uses P of V; V is owned by G in US; P runs on H and signs on with L. */
static void
chain(void)
{
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_pupils(&sk, "board:B", 20, 25);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_use(&sk, "board:B", "function:las", "-");
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_MAKER);
	sketch_hold(&sk, "organisation:G", "organisation:V", -1,
		    OWNERSHIP_CONTROL);
	sketch_root(&sk, "organisation:G");
	sketch_seat(&sk, "organisation:G", "country:US");
	sketch_host(&sk, "product:P", "product:H");
	sketch_supply(&sk, "organisation:HO", "product:H", ROLE_OPERATOR);
	sketch_root(&sk, "organisation:HO");
	sketch_need(&sk, "product:P", "product:L", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_need(&sk, "product:L", "product:LL", CARRIER_PLATFORM,
		    NECESSITY_UNKNOWN);
	sketch_need(&sk, "product:P", "product:O", CARRIER_DATA_OUT,
		    NECESSITY_OPTIONAL);
	finish();
}

START_TEST(a_level_reaches_what_belongs_to_it)
{
	chain();

	seek("organisation:V");
	ck_assert_int_eq(r[LEVEL_VENDOR].reach.pupils_low, 10);
	ck_assert_int_eq(r[LEVEL_VENDOR].reach.pupils_high, 35);
	ck_assert_int_eq(r[LEVEL_PARENT].reach.pupils_low, 0);
	ck_assert(!r[LEVEL_PRODUCT].applies);
	ck_assert(!r[LEVEL_COUNTRY].applies);
	seek("organisation:G");
	ck_assert_int_eq(r[LEVEL_PARENT].reach.critical_pupils, 10);
	ck_assert_uint_eq(r[LEVEL_PARENT].reach.boards_low, 1);
	ck_assert_uint_eq(r[LEVEL_PARENT].reach.boards_high, 2);
	seek("country:US");
	ck_assert_int_eq(r[LEVEL_COUNTRY].reach.pupils_low, 10);
}
END_TEST

START_TEST(reach_agrees_with_the_holders_of_concentration)
{
	struct concentration at[LEVELS];
	struct totals totals;

	chain();
	concentration_find(&m, cells_all(&c), &mem, at, &totals);

	for (int level = 0; level < LEVELS; level++)
		for (uint32_t i = 0; i < at[level].n; i++) {
			const struct holder *h = &at[level].holder[i];

			reach_find(&m, cells_all(&c), h->entity, r);
			ck_assert_mem_eq(&r[level].reach, &h->reach,
					 sizeof(h->reach));
		}
}
END_TEST

static const char *const through[] = {
	"product:P", "organisation:V",  "organisation:G", "country:US",
	"product:H", "organisation:HO", "product:L",      "product:LL",
};

START_TEST(what_is_needed_through_others_is_reached)
{
	chain();
	seek(through[_i]);

	ck_assert_int_eq(r[REACH_THROUGH].reach.pupils_low, 10);
	ck_assert_int_eq(r[REACH_THROUGH].reach.pupils_high, 35);
	ck_assert_uint_eq(r[REACH_THROUGH].reach.critical_boards, 1);
}
END_TEST

START_TEST(what_is_optional_is_not_reached)
{
	chain();
	seek("product:O");

	ck_assert_int_eq(r[REACH_THROUGH].reach.pupils_low, 0);
	ck_assert_int_eq(r[REACH_THROUGH].reach.pupils_high, 25);
}
END_TEST

START_TEST(needs_in_a_ring_end)
{
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_need(&sk, "product:P", "product:Q", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_need(&sk, "product:Q", "product:P", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	finish();
	seek("product:Q");

	ck_assert_int_eq(r[REACH_THROUGH].reach.pupils_low, 10);
	ck_assert_int_eq(r[LEVEL_PRODUCT].reach.pupils_low, 0);
}
END_TEST

START_TEST(a_second_product_makes_it_touched_but_not_critical)
{
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_use(&sk, "board:A", "function:las", "product:Q");
	finish();
	seek("product:Q");

	ck_assert_int_eq(r[LEVEL_PRODUCT].reach.pupils_low, 10);
	ck_assert_int_eq(r[LEVEL_PRODUCT].reach.critical_pupils, 0);
}
END_TEST

START_TEST(twice_as_many_through_others_is_amplified)
{
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_pupils(&sk, "board:B", _i ? 10 : 9, _i ? 10 : 9);
	sketch_use(&sk, "board:A", "function:las", "product:H");
	sketch_use(&sk, "board:B", "function:las", "product:P");
	sketch_host(&sk, "product:P", "product:H");
	finish();
	seek("product:H");

	ck_assert_int_eq(reach_is_amplified(r), _i == 1);
}
END_TEST

/* Coverage */

static void
some_list(void)
{
	sketch_function(&sk, "function:las", 3, true);
	sketch_function(&sk, "function:mail", 2, true);
	sketch_school(&sk, "school:S1", "board:A", "PO", 10);
	sketch_school(&sk, "school:S2", "board:A", "VO", -1);
	sketch_school(&sk, "school:S3", "board:Silent", "PO", 30);
	sketch_node(&sk, "board:Bare");
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	sketch_use(&sk, "school:S1", "function:las", "product:Q");
	sketch_use(&sk, "school:S2", "function:las", "-");
	sketch_use(&sk, "school:S1", "function:toets", "product:P");
}

START_TEST(a_function_is_known_where_a_known_product_is_in_use)
{
	struct function_coverage *f;
	uint32_t n;

	some_list();
	finish();
	coverage_functions(&m, &mem, &f, &n);

	ck_assert_uint_eq(n, 3);
	ck_assert_uint_eq(f[0].function, node_of(&l, "function:las"));
	ck_assert_uint_eq(f[0].sites, 2);
	ck_assert_uint_eq(f[0].sites_known, 1);
	ck_assert_uint_eq(f[0].sites_several, 1);
	ck_assert_uint_eq(f[0].boards, 1);
	ck_assert_uint_eq(f[0].boards_known, 1);
	ck_assert_uint_eq(f[0].products, 2);
	ck_assert_int_eq(f[0].pupils_known, 10);
	ck_assert_str_eq(fraction_text(&mem, f[0].completeness[0], 0, 1),
			 "1.0");
	ck_assert_str_eq(fraction_text(&mem, f[0].completeness[1], 0, 1),
			 "0.0");
	ck_assert(f[1].is_basic);
	ck_assert_uint_eq(f[1].sites, 2);
	ck_assert_uint_eq(f[1].sites_known, 0);
	ck_assert_uint_eq(f[1].products, 0);
}
END_TEST

START_TEST(silent_boards_are_listed_as_silent)
{
	struct board_coverage *b;
	uint32_t n;

	some_list();
	finish();
	coverage_boards(&c, &scope, &mem, &b, &n);

	ck_assert_uint_eq(n, 2);
	ck_assert(b[0].reports);
	ck_assert_uint_eq(b[0].uses, 4);
	ck_assert_uint_eq(b[0].basic, 4);
	ck_assert_uint_eq(b[0].basic_known, 1);
	ck_assert_uint_eq(b[0].unlisted, 2);
	ck_assert_uint_eq(b[0].no_pupils, 1);
	ck_assert(!b[1].reports);
	ck_assert_int_eq(b[1].pupils, 30);
	ck_assert_uint_eq(b[1].basic, 0);
}
END_TEST

START_TEST(sectors_compare_who_reports_with_who_is_known)
{
	struct sector_coverage *s;
	uint32_t n;

	some_list();
	finish();
	coverage_sectors(&l, &mem, &s, &n);

	ck_assert_uint_eq(n, 3);
	ck_assert_str_eq(s[0].sector, "");
	ck_assert_uint_eq(s[0].boards, 3);
	ck_assert_uint_eq(s[0].boards_reporting, 1);
	ck_assert_uint_eq(s[0].schools, 3);
	ck_assert_uint_eq(s[0].schools_reporting, 2);
	ck_assert_int_eq(s[0].pupils, 40);
	ck_assert_int_eq(s[0].pupils_reporting, 10);
	ck_assert_uint_eq(s[0].no_pupils, 1);
	ck_assert_str_eq(s[1].sector, "PO");
	ck_assert_uint_eq(s[1].boards, 2);
	ck_assert_str_eq(s[2].sector, "VO");
	ck_assert_uint_eq(s[2].boards, 1);
}
END_TEST

/* Overlap */

START_TEST(sites_of_a_board_with_the_same_products_are_one_overlap)
{
	struct overlap *o;
	uint32_t n;

	for (int i = 0; i < 3; i++) {
		static const char *const school[] = { "school:S1", "school:S2",
						      "school:S3" };

		sketch_school(&sk, school[i], "board:A", "PO", 10 + i);
	}
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_use(&sk, "school:S1", "function:las", "product:Q");
	sketch_use(&sk, "school:S3", "function:las", "product:Q");
	sketch_use(&sk, "school:S2", "function:las", "-");
	sketch_use(&sk, "school:S2", "-", "product:P");
	sketch_use(&sk, "school:S2", "-", "product:Q");
	finish();
	overlap_find(&c, &mem, &o, &n);

	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(o[0].sites, 2);
	ck_assert_int_eq(o[0].pupils, 22);
	ck_assert_uint_eq(o[0].products, 2);
}
END_TEST

Suite *
suite_reach(void)
{
	Suite *s = suite_create("reach");
	TCase *t = tcase_create("reach"), *k = tcase_create("coverage");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_level_reaches_what_belongs_to_it);
	tcase_add_test(t, reach_agrees_with_the_holders_of_concentration);
	tcase_add_loop_test(t, what_is_needed_through_others_is_reached, 0,
			    sizeof(through) / sizeof(*through));
	tcase_add_test(t, what_is_optional_is_not_reached);
	tcase_add_test(t, needs_in_a_ring_end);
	tcase_add_test(t, a_second_product_makes_it_touched_but_not_critical);
	tcase_add_loop_test(t, twice_as_many_through_others_is_amplified, 0, 2);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(k, setup, teardown);
	tcase_add_test(k, a_function_is_known_where_a_known_product_is_in_use);
	tcase_add_test(k, silent_boards_are_listed_as_silent);
	tcase_add_test(k, sectors_compare_who_reports_with_who_is_known);
	tcase_add_test(k,
		       sites_of_a_board_with_the_same_products_are_one_overlap);
	suite_add_tcase(s, k);
	return s;
}

/* Exact fractions: comparing, subtracting and printing without overflow. */
#include <check.h>

#include "analyzer/fraction.h"

Suite *suite_fraction(void);

static struct arena mem;

static void
teardown(void)
{
	arena_done(&mem);
}

static const char *
text(wide num, wide den, int power, int digits)
{
	return fraction_text(&mem, (struct fraction){ num, den }, power,
			     digits);
}

START_TEST(a_half_rounds_up_and_away_from_zero)
{
	ck_assert_str_eq(text(1, 8, 0, 2), "0.13");
	ck_assert_str_eq(text(-1, 8, 0, 2), "-0.13");
	ck_assert_str_eq(text(1, 2, 0, 0), "1");
	ck_assert_str_eq(text(49, 100, 0, 0), "0");
	ck_assert_str_eq(text(-1, 1000, 0, 2), "0.00");
	ck_assert_str_eq(text(9995, 10000, 0, 3), "1.000");
}
END_TEST

START_TEST(a_power_of_ten_moves_the_point)
{
	ck_assert_str_eq(text(37, 72, 4, 2), "5138.89");
	ck_assert_str_eq(text(23, 72, 4, 2), "3194.44");
	ck_assert_str_eq(text(1, 6, 2, 2), "16.67");
	ck_assert_str_eq(text(0, 6, 4, 1), "0.0");
	ck_assert_str_eq(text(5, 1, 0, 0), "5");
}
END_TEST

START_TEST(no_number_prints_nothing)
{
	ck_assert_str_eq(text(1, 0, 0, 2), "");
	ck_assert(!fraction_is_number((struct fraction){ 0 }));
}
END_TEST

START_TEST(printing_is_exact_at_the_largest_denominator)
{
	wide den = ((wide)1 << 126) - 1;

	/* one third, and one unit above a half */
	ck_assert_str_eq(text(den / 3, den, 0, 18), "0.333333333333333333");
	ck_assert_str_eq(text(den / 2 + 1, den, 0, 0), "1");
	ck_assert_str_eq(text(den / 2, den, 0, 0), "0");
}
END_TEST

START_TEST(beyond_ten_to_the_eighteenth_stops)
{
	ck_assert_str_eq(text((wide)1 << 124, 1, 0, 0), "1000000000000000000");
}
END_TEST

START_TEST(comparing_needs_no_product)
{
	wide big = ((wide)1 << 126) - 1;
	struct fraction a = { big - 1, big }, b = { big - 2, big - 1 };

	ck_assert_int_gt(fraction_cmp(a, b), 0);
	ck_assert_int_lt(fraction_cmp(b, a), 0);
	ck_assert_int_eq(fraction_cmp(a, a), 0);
	ck_assert_int_eq(fraction_cmp((struct fraction){ 2, 6 },
				      (struct fraction){ 1, 3 }),
			 0);
	ck_assert_int_lt(fraction_cmp((struct fraction){ -1, 2 },
				      (struct fraction){ -1, 3 }),
			 0);
	ck_assert_int_lt(fraction_cmp((struct fraction){ -1, 2 },
				      (struct fraction){ 0, 1 }),
			 0);
}
END_TEST

START_TEST(comparing_agrees_with_products_for_all_small_fractions)
{
	for (int a = -7; a < 8; a++)
		for (int b = 1; b < 8; b++)
			for (int c = -7; c < 8; c++)
				for (int d = 1; d < 8; d++) {
					int want = (a * d > c * b) -
						   (a * d < c * b);
					int got = fraction_cmp(
						(struct fraction){ a, b },
						(struct fraction){ c, d });

					ck_assert_int_eq(got, want);
				}
}
END_TEST

START_TEST(a_difference_is_exact_when_it_fits)
{
	struct fraction f = fraction_sub((struct fraction){ 1, 2 },
					 (struct fraction){ 2, 3 });

	ck_assert(f.num == -1 && f.den == 6);
	f = fraction_sub((struct fraction){ 1, 0 }, (struct fraction){ 2, 3 });
	ck_assert(!fraction_is_number(f));
}
END_TEST

START_TEST(a_difference_that_does_not_fit_has_eighteen_decimals)
{
	wide p = ((wide)1 << 89) - 1, q = ((wide)1 << 107) - 1; /* primes */
	struct fraction f = fraction_sub((struct fraction){ p / 2, p },
					 (struct fraction){ q / 4, q });

	ck_assert_str_eq(fraction_text(&mem, f, 0, 18), "0.250000000000000000");
}
END_TEST

START_TEST(a_least_common_multiple_stops_at_its_limit)
{
	wide r = 0;

	ck_assert(wide_lcm(4, 6, 12, &r));
	ck_assert(r == 12);
	ck_assert(!wide_lcm(4, 6, 11, &r));
	ck_assert(!wide_lcm(((wide)1 << 89) - 1, ((wide)1 << 61) - 1,
			    (wide)1 << 126, &r));
}
END_TEST

Suite *
suite_fraction(void)
{
	Suite *s = suite_create("fraction");
	TCase *t = tcase_create("fraction");

	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_add_test(t, a_half_rounds_up_and_away_from_zero);
	tcase_add_test(t, a_power_of_ten_moves_the_point);
	tcase_add_test(t, no_number_prints_nothing);
	tcase_add_test(t, printing_is_exact_at_the_largest_denominator);
	tcase_add_test(t, beyond_ten_to_the_eighteenth_stops);
	tcase_add_test(t, comparing_needs_no_product);
	tcase_add_test(t,
		       comparing_agrees_with_products_for_all_small_fractions);
	tcase_add_test(t, a_difference_is_exact_when_it_fits);
	tcase_add_test(t, a_difference_that_does_not_fit_has_eighteen_decimals);
	tcase_add_test(t, a_least_common_multiple_stops_at_its_limit);
	suite_add_tcase(s, t);
	return s;
}

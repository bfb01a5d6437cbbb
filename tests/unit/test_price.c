/* What a year costs, and what it costs when prices or products change. */
#include <check.h>

#include "analyzer/price.h"
#include "analyzer/whatif.h"
#include "tests/unit/build_landscape.h"

Suite *suite_price(void);

static struct sketch sk;
static struct landscape l;
static struct cells before, after;
static struct levels v;
static struct arena mem;
static struct prices got;
static struct err err;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	err = (struct err){ 0 };
}

static void
teardown(void)
{
	cells_done(&before);
	cells_done(&after);
	levels_done(&v);
	landscape_done(&l);
	arena_done(&mem);
}

/* A use of a product of V's with this price. */
static void
use(const char *site, const char *function, const char *product, int64_t cost)
{
	sketch_use(&sk, site, function, product)->cost = cost;
}

struct asked {
	const char *node, *by;
};

/* What these changes cost, once `from` (or NULL) is replaced by `to`. */
static int
price(const struct asked *asked, uint32_t n, const char *from, const char *to)
{
	struct price_change change[PRICE_CHANGES];
	struct scope scope = { 0 };
	struct moved moved;
	struct move move;

	sketch_finish(&sk, &l);
	levels_init(&v, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &before, &err), 0);
	if (from)
		move = (struct move){ node_of(&l, from), node_of(&l, to),
				      NODE_NONE };
	whatif_move(&before, &v, &move, from ? 1 : 0, &after, &moved);
	for (uint32_t i = 0; i < n; i++) {
		ck_assert(price_change_from(sv(asked[i].by), &change[i]));
		change[i].node = node_of(&l, asked[i].node);
	}
	return price_find(&before, &after, &v, change, n, &mem, &got, &err);
}

static void
price_one(const char *node, const char *by)
{
	ck_assert_int_eq(price(&(struct asked){ node, by }, 1, NULL, NULL), 0);
}

/* "100 .. 200", "100 .." and ".. 200". */
static const char *
text(struct money m)
{
	return arena_printf(
		&mem, "%s..%s",
		m.has_low ? arena_printf(&mem, "%lld ", (long long)m.low) : "",
		m.has_high ? arena_printf(&mem, " %lld", (long long)m.high)
			   : "");
}

START_TEST(the_worked_example_is_rounded_for_each_use_and_open_at_the_top)
{
	use("board:A", "function:f", "product:P", 10000);
	use("board:A", "function:g", "product:P", 5);
	use("board:A", "function:h", "product:P", -1);
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_VENDOR);

	price_one("organisation:V", "+30%");

	ck_assert_str_eq(text(got.all.before), "10005 ..");
	ck_assert_str_eq(text(got.all.after), "13007 ..");
	ck_assert_str_eq(text(got.all.change), "3002 ..");
	ck_assert_uint_eq(got.all.uses, 3);
	ck_assert_uint_eq(got.all.no_price, 1);
	ck_assert_uint_eq(got.all.felt, 3);
	ck_assert_uint_eq(got.all.felt_no_price, 1);
}
END_TEST

START_TEST(half_a_cent_goes_up_also_when_it_gets_cheaper)
{
	use("board:A", "function:f", "product:P", 5);

	price_one("product:P", "-10%"); /* 4.5 */

	ck_assert_str_eq(text(got.all.after), "5 .. 5");
	ck_assert_str_eq(text(got.all.change), "0 .. 0");
}
END_TEST

START_TEST(what_is_not_of_the_vendor_keeps_its_price)
{
	use("board:A", "function:f", "product:P", 1000);
	use("board:A", "function:g", "product:Q", 1000);
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_VENDOR);
	sketch_supply(&sk, "organisation:W", "product:Q", ROLE_VENDOR);
	sketch_root(&sk, "organisation:V");
	sketch_root(&sk, "organisation:W");

	price_one("organisation:V", "+30%");

	ck_assert_str_eq(text(got.all.before), "2000 .. 2000");
	ck_assert_str_eq(text(got.all.after), "2300 .. 2300");
	ck_assert_str_eq(text(got.all.change), "300 .. 300");
	ck_assert_uint_eq(got.all.felt, 1);
	ck_assert_uint_eq(got.all.maybe, 0);
}
END_TEST

START_TEST(an_owner_is_felt_through_everybody_under_it)
{
	static const char *const up[] = { "organisation:V", "organisation:M",
					  "organisation:G" };

	use("board:A", "function:f", "product:P", 1000);
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_MAKER);
	sketch_hold(&sk, "organisation:M", "organisation:V", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:G", "organisation:M", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:G");

	price_one(up[_i], "+10%");

	ck_assert_str_eq(text(got.all.change), "100 .. 100");
}
END_TEST

START_TEST(the_contract_party_that_a_list_names_feels_it_too)
{
	struct usage *u = sketch_use(&sk, "board:A", "function:f", "product:P");

	u->cost = 1000;
	u->vendor = sketch_node(&sk, "organisation:R");

	price_one("organisation:R", "+10%");

	ck_assert_str_eq(text(got.all.change), "100 .. 100");
}
END_TEST

START_TEST(whose_it_is_not_known_may_be_dearer)
{
	use("board:A", "function:f", "product:P", 1000);
	sketch_node(&sk, "organisation:V");

	price_one("organisation:V", "+30%");

	ck_assert_str_eq(text(got.all.change), "0 .. 300");
	ck_assert_str_eq(text(got.all.after), "1000 .. 1300");
	ck_assert_uint_eq(got.all.maybe, 1);
	ck_assert_uint_eq(got.all.felt, 0);
}
END_TEST

START_TEST(a_daughter_cannot_be_the_unknown_owner)
{
	use("board:A", "function:f", "product:P", 1000);
	sketch_supply(&sk, "organisation:W", "product:P", ROLE_VENDOR);
	sketch_hold(&sk, "organisation:G", "organisation:V", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:G");

	price_one("organisation:V", "+30%");

	ck_assert_str_eq(text(got.all.change), "0 .. 0");
	ck_assert_uint_eq(got.all.maybe, 0);
}
END_TEST

START_TEST(without_a_price_cheaper_is_open_at_the_bottom)
{
	use("board:A", "function:f", "product:P", -1);

	price_one("product:P", "-10%");

	ck_assert_str_eq(text(got.all.before), "0 ..");
	ck_assert_str_eq(text(got.all.after), "0 ..");
	ck_assert_str_eq(text(got.all.change), ".. 0");
}
END_TEST

START_TEST(per_cents_come_one_after_another)
{
	static const struct asked twice[] = { { "product:P", "+50%" },
					      { "product:P", "+50%" } };

	use("board:A", "function:f", "product:P", 1000);

	ck_assert_int_eq(price(twice, 2, NULL, NULL), 0);

	ck_assert_str_eq(text(got.all.after), "2250 .. 2250");
}
END_TEST

START_TEST(an_amount_is_paid_once_by_each_board)
{
	sketch_school(&sk, "school:A1", "board:A", "PO", 10);
	sketch_school(&sk, "school:A2", "board:A", "PO", 10);
	use("school:A1", "function:f", "product:P", 100);
	use("school:A2", "function:f", "product:P", -1);
	use("board:B", "function:f", "product:P", 100);
	use("board:C", "function:f", "product:Q", 100);

	price_one("product:P", "+2500");

	ck_assert_str_eq(text(got.all.change), "500000 .. 500000");
	ck_assert_str_eq(text(got.all.after), "500300 ..");
	ck_assert_uint_eq(got.n, 3);
	ck_assert_str_eq(text(got.payer[0].change), "250000 .. 250000");
	ck_assert_str_eq(text(got.payer[2].change), "0 .. 0");
}
END_TEST

START_TEST(an_amount_off_is_never_more_than_is_paid)
{
	static const char *const by[] = { "-3", "-2500" };
	static const char *const change[] = { "-300 .. -300",
					      "-1000 .. -1000" };

	use("board:A", "function:f", "product:P", 1000);
	use("board:A", "function:f", "product:Q", 50);

	price_one("product:P", by[_i]);

	ck_assert_str_eq(text(got.all.change), change[_i]);
	ck_assert_str_eq(text(got.all.after), _i ? "50 .. 50" : "750 .. 750");
}
END_TEST

START_TEST(an_amount_off_what_has_no_price_may_be_all_of_it_or_nothing)
{
	use("board:A", "function:f", "product:P", -1);

	price_one("product:P", "-25");

	ck_assert_str_eq(text(got.all.change), "-2500 .. 0");
	ck_assert_str_eq(text(got.all.after), "0 ..");
}
END_TEST

START_TEST(two_amounts_off_hold_what_can_be_true)
{
	static const struct asked two[] = { { "product:P", "-8" },
					    { "product:P", "-8" } };

	use("board:A", "function:f", "product:P", 1000);

	ck_assert_int_eq(price(two, 2, NULL, NULL), 0);

	ck_assert_str_eq(text(got.all.after), "0 .. 200");
	ck_assert_str_eq(text(got.all.change), "-1000 .. -800");
}
END_TEST

START_TEST(what_comes_instead_has_no_known_price)
{
	static const struct asked dearer[] = { { "product:P", "+30%" } };

	use("board:A", "function:f", "product:P", 1000);
	use("board:B", "function:f", "product:Q", 700);

	ck_assert_int_eq(price(dearer, 1, "product:P", "product:Q"), 0);

	ck_assert_str_eq(text(got.all.before), "1700 .. 1700");
	ck_assert_str_eq(text(got.all.after), "700 ..");
	ck_assert_str_eq(text(got.all.change), "-1000 ..");
	ck_assert_uint_eq(got.all.replaced, 1);
	ck_assert_uint_eq(got.all.felt, 0);
	ck_assert_uint_eq(got.all.no_price, 0);
	ck_assert_uint_eq(got.all.no_price_after, 1);
}
END_TEST

START_TEST(a_school_without_a_price_is_part_of_its_boards)
{
	sketch_school(&sk, "school:A1", "board:A", "PO", 10);
	sketch_school(&sk, "school:A2", "board:A", "PO", 10);
	use("board:A", "function:f", "product:P", 5000);
	use("school:A1", "function:f", "product:P", -1);
	use("school:A2", "function:f", "product:P", -1);

	price_one("product:P", "+10%");

	ck_assert_str_eq(text(got.all.before), "5000 .. 5000");
	ck_assert_str_eq(text(got.all.change), "500 .. 500");
	ck_assert_uint_eq(got.all.uses, 1);
}
END_TEST

START_TEST(what_is_planned_or_out_of_scope_costs_nothing)
{
	use("board:A", "function:f", "product:P", 5000);
	sk.l.usage[0].status = STATUS_PLANNED;
	use("board:A", "function:g", "product:P", 100);

	price_one("product:P", "+10%");

	ck_assert_str_eq(text(got.all.before), "100 .. 100");
}
END_TEST

START_TEST(a_price_that_cannot_be_counted_is_refused)
{
	static const struct asked much[] = { { "product:P", "+10000%" } };

	use("board:A", "function:f", "product:P", INT64_MAX / 50);

	ck_assert_int_eq(price(much, 1, NULL, NULL), -1);

	ck_assert_int_eq(err.kind, ERR_USAGE);
}
END_TEST

START_TEST(the_largest_prices_add_up)
{
	use("board:A", "function:f", "product:P", INT64_MAX);
	use("board:A", "function:g", "product:P", INT64_MAX);

	price_one("product:P", "-50%");

	ck_assert(got.all.before.high == (wide)INT64_MAX * 2);
	ck_assert(got.all.after.low == (wide)INT64_MAX + 1);
}
END_TEST

START_TEST(an_empty_landscape_costs_nothing)
{
	ck_assert_int_eq(price(NULL, 0, NULL, NULL), 0);

	ck_assert_str_eq(text(got.all.before), "0 .. 0");
	ck_assert_uint_eq(got.n, 0);
}
END_TEST

/* Everything that is not said may turn out to be anything */

static uint32_t
draw(uint32_t *state, uint32_t n)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % n;
}

/*
 * Three boards and five products of three vendors, two of one owner. What is
 * left out, a third of prices, vendors and owners, is there when `all` is.
 */
static void
sketch_prices(uint32_t seed, bool all)
{
	static const char *const boards[] = { "board:A", "board:B", "board:C" };
	static const char *const vendors[] = { "organisation:V0",
					       "organisation:V1",
					       "organisation:V2" };

	sk = (struct sketch){ 0 };
	for (uint32_t i = 0; i < 5; i++) {
		const char *p = arena_printf(&mem, "product:P%u", i);
		const char *vendor = vendors[draw(&seed, 3)];

		sketch_node(&sk, p);
		if (draw(&seed, 3) || all)
			sketch_supply(&sk, vendor, p, ROLE_VENDOR);
	}
	for (uint32_t i = 0; i < 3; i++)
		sketch_node(&sk, vendors[i]);
	for (uint32_t i = 0; i < 12; i++) {
		const char *p =
			arena_printf(&mem, "product:P%u", draw(&seed, 5));
		const char *f = arena_printf(&mem, "function:f%u", i / 3);
		int64_t cost = draw(&seed, 100000);

		use(boards[i % 3], f, p, draw(&seed, 3) || all ? cost : -1);
	}
	if (draw(&seed, 2) || all)
		sketch_hold(&sk, "organisation:V1", "organisation:V0", 10000,
			    OWNERSHIP_CAPITAL);
	if (draw(&seed, 2) || all)
		sketch_root(&sk, "organisation:V1");
	if (draw(&seed, 2) || all)
		sketch_root(&sk, "organisation:V2");
}

static bool
is_inside(struct money inner, struct money outer)
{
	return (!outer.has_low || (inner.has_low && inner.low >= outer.low)) &&
	       (!outer.has_high ||
		(inner.has_high && inner.high <= outer.high));
}

static void
narrows(const struct price *all, const struct price *some)
{
	ck_assert_uint_eq(all->payer == NODE_NONE, some->payer == NODE_NONE);
	ck_assert(is_inside(all->before, some->before));
	ck_assert(is_inside(all->after, some->after));
	ck_assert(is_inside(all->change, some->change));
}

START_TEST(what_becomes_known_narrows_every_end)
{
	static const char *const nodes[] = { "organisation:V0",
					     "organisation:V1",
					     "organisation:V2", "product:P1" };
	static const char *const by[] = { "+30%", "-12.5%", "+150",
					  "-200", "-60%",   "-400" };
	uint32_t seed = (uint32_t)_i * 7919 + 1;
	struct asked asked[2];
	struct prices some;
	const char *from = NULL;

	asked[0] = (struct asked){ nodes[draw(&seed, 4)], by[draw(&seed, 6)] };
	asked[1] = (struct asked){ nodes[draw(&seed, 4)], by[draw(&seed, 6)] };
	if (_i % 3 == 0)
		from = "product:P2";
	sketch_prices(seed, false);
	ck_assert_int_eq(price(asked, 2, from, "product:P3"), 0);
	some = got;
	cells_done(&before);
	cells_done(&after);
	levels_done(&v);
	landscape_done(&l);

	sketch_prices(seed, true);
	ck_assert_int_eq(price(asked, 2, from, "product:P3"), 0);

	narrows(&got.all, &some.all);
	ck_assert_uint_eq(got.n, some.n);
	for (uint32_t i = 0; i < got.n; i++)
		narrows(&got.payer[i], &some.payer[i]);
}
END_TEST

static const struct {
	const char *text;
	int64_t by; /* 0: refused */
	bool is_amount;
} writing[] = {
	{ "+30%", 3000, false },
	{ " +30 % ", 3000, false },
	{ "-2.5%", -250, false },
	{ "-2,5%", -250, false },
	{ "+10000%", 1000000, false },
	{ "-100%", -10000, false },
	{ "+2500", 250000, true },
	{ "-0,50", -50, true },
	{ "+1000000000000", PRICE_AMOUNT_MAX, true },
	{ "+1000000000000.01", 0, false },
	{ "+10000.01%", 0, false },
	{ "-100.01%", 0, false },
	{ "30%", 0, false },
	{ "+", 0, false },
	{ "+%", 0, false },
	{ "", 0, false },
	{ "+-3%", 0, false },
	{ "+3.123%", 0, false },
	{ "+1.234,50", 0, false },
	{ "+3%%", 0, false },
	{ "+veel", 0, false },
	{ "+99999999999999999999", 0, false },
};

START_TEST(a_change_is_written_with_its_sign)
{
	struct price_change c = { .by = 0 };

	ck_assert_int_eq(price_change_from(sv(writing[_i].text), &c),
			 writing[_i].by != 0);

	ck_assert_int_eq(c.by, writing[_i].by);
	ck_assert(c.is_amount == writing[_i].is_amount);
}
END_TEST

Suite *
suite_price(void)
{
	Suite *s = suite_create("price");
	TCase *t = tcase_create("price");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(
		t,
		the_worked_example_is_rounded_for_each_use_and_open_at_the_top);
	tcase_add_test(t, half_a_cent_goes_up_also_when_it_gets_cheaper);
	tcase_add_test(t, what_is_not_of_the_vendor_keeps_its_price);
	tcase_add_loop_test(t, an_owner_is_felt_through_everybody_under_it, 0,
			    3);
	tcase_add_test(t, the_contract_party_that_a_list_names_feels_it_too);
	tcase_add_test(t, whose_it_is_not_known_may_be_dearer);
	tcase_add_test(t, a_daughter_cannot_be_the_unknown_owner);
	tcase_add_test(t, without_a_price_cheaper_is_open_at_the_bottom);
	tcase_add_test(t, per_cents_come_one_after_another);
	tcase_add_test(t, an_amount_is_paid_once_by_each_board);
	tcase_add_loop_test(t, an_amount_off_is_never_more_than_is_paid, 0, 2);
	tcase_add_test(
		t, an_amount_off_what_has_no_price_may_be_all_of_it_or_nothing);
	tcase_add_test(t, two_amounts_off_hold_what_can_be_true);
	tcase_add_test(t, what_comes_instead_has_no_known_price);
	tcase_add_test(t, a_school_without_a_price_is_part_of_its_boards);
	tcase_add_test(t, what_is_planned_or_out_of_scope_costs_nothing);
	tcase_add_test(t, a_price_that_cannot_be_counted_is_refused);
	tcase_add_test(t, the_largest_prices_add_up);
	tcase_add_test(t, an_empty_landscape_costs_nothing);
	tcase_add_loop_test(t, what_becomes_known_narrows_every_end, 0, 200);
	tcase_add_loop_test(t, a_change_is_written_with_its_sign, 0,
			    sizeof(writing) / sizeof(*writing));
	suite_add_tcase(s, t);
	return s;
}

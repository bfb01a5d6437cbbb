/* Replacing products and vendors, and what that does at each level. */
#include <check.h>

#include "analyzer/whatif.h"
#include "tests/unit/build_landscape.h"

Suite *suite_whatif(void);

static struct sketch sk;
static struct landscape l;
static struct cells before, after;
static struct levels v;
static struct moved moved;
static struct arena mem;
static struct concentration old[LEVELS], new[LEVELS];

static void
setup(void)
{
	sk = (struct sketch){ 0 };
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

static void
look(const struct cells *c, struct concentration ret[LEVELS])
{
	struct totals totals;
	struct meter m;

	meter_init(&m, c, &v, WEIGHT_PUPILS);
	concentration_find(&m, cells_all(c), &mem, ret, &totals);
	meter_done(&m);
}

/* From "a" to "b", at one board or ("-") everywhere. */
static void
move(const char *from, const char *to, const char *board)
{
	struct scope scope = { 0 };
	struct err e = { 0 };
	struct move x;

	sketch_finish(&sk, &l);
	x.from = node_of(&l, from);
	x.to = node_of(&l, to);
	x.board = *board == '-' ? NODE_NONE : node_of(&l, board);
	levels_init(&v, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &before, &e), 0);
	whatif_move(&before, &v, &x, 1, &after, &moved);
	look(&before, old);
	look(&after, new);
}

static const char *
change(enum level level)
{
	return fraction_text(
		&mem, fraction_sub(new[level].known_hhi, old[level].known_hhi),
		4, 0);
}

START_TEST(example_1_raises_the_vendor_level_and_lowers_the_parent_level)
{
	static const char *const from[] = { "product:P2", "organisation:V2" };
	static const char *const to[] = { "product:P3", "organisation:V3" };

	sketch_example_1(&sk);
	move(from[_i], to[_i], "board:B");

	ck_assert_str_eq(change(LEVEL_VENDOR), "600");
	ck_assert_str_eq(change(LEVEL_PARENT), "-3000");
	ck_assert_str_eq(fraction_text(&mem, new[LEVEL_VENDOR].known_hhi, 4, 0),
			 "5200");
	ck_assert_str_eq(fraction_text(&mem, new[LEVEL_PARENT].known_hhi, 4, 0),
			 "5200");
	ck_assert_uint_eq(moved.cells, 1);
	ck_assert_uint_eq(moved.no_product, 0);
}
END_TEST

/* Moving d from v to w changes HHI by 2 d (d - (s_v - s_w)). */
START_TEST(a_part_that_moves_changes_hhi_as_the_formula_says)
{
	wide d = 1 + _i, from = 10, to = 4, n = 20;
	struct fraction want = { 2 * d * (d - (from - to)), n * n };
	struct fraction got;

	sketch_pupils(&sk, "board:A", (int)(from - d), (int)(from - d));
	sketch_pupils(&sk, "board:B", (int)d, (int)d);
	sketch_pupils(&sk, "board:C", (int)to, (int)to);
	sketch_pupils(&sk, "board:D", 6, 6);
	sketch_use(&sk, "board:A", "function:las", "product:V");
	sketch_use(&sk, "board:B", "function:las", "product:V");
	sketch_use(&sk, "board:C", "function:las", "product:W");
	sketch_use(&sk, "board:D", "function:las", "-");
	move("product:V", "product:W", "board:B");

	got = fraction_sub(new[0].hhi.lo, old[0].hhi.lo);
	ck_assert_int_eq(fraction_cmp(got, want), 0);
}
END_TEST

START_TEST(a_move_leaves_the_whole_and_the_unknown_as_they_were)
{
	sketch_example_1(&sk);
	move("product:P2", "product:P3", "-");

	for (int i = 0; i < 3; i++) {
		ck_assert(old[i].total == new[i].total);
		ck_assert(old[i].unknown == new[i].unknown);
	}
}
END_TEST

START_TEST(another_board_is_left_alone)
{
	sketch_example_1(&sk);
	move("product:P2", "product:P3", "board:A");

	ck_assert_uint_eq(moved.cells, 0);
	ck_assert_str_eq(change(LEVEL_VENDOR), "0");
}
END_TEST

START_TEST(a_vendor_without_one_product_for_it_brings_an_unknown_product)
{
	sketch_example_1(&sk);
	/* a second product of V3 for the function: either may come */
	sketch_use(&sk, "board:C", "function:las", "product:P4");
	sketch_supply(&sk, "organisation:V3", "product:P4", ROLE_VENDOR);
	move("organisation:V1", "organisation:V3", "-");

	ck_assert_uint_eq(moved.no_product, 1);
	ck_assert(new[LEVEL_PRODUCT].unknown > old[LEVEL_PRODUCT].unknown);
	ck_assert(new[LEVEL_VENDOR].unknown == old[LEVEL_VENDOR].unknown);
	ck_assert(new[LEVEL_PARENT].unknown == old[LEVEL_PARENT].unknown);
}
END_TEST

START_TEST(a_product_that_is_there_already_takes_the_share_over)
{
	sketch_school(&sk, "school:S1", "board:A", "PO", 10);
	sketch_school(&sk, "school:S2", "board:A", "PO", 10);
	sketch_use(&sk, "board:A", "function:las", "product:P")->share = 7000;
	sketch_use(&sk, "board:A", "function:las", "product:Q")->share = 3000;
	move("product:P", "product:Q", "-");

	ck_assert_uint_eq(moved.cells, 2);
	ck_assert_uint_eq(moved.sites, 2);
	ck_assert_uint_eq(moved.boards, 1);
	ck_assert_uint_eq(after.cell[0].n, 1);
	ck_assert_uint_eq(after.cell[1].n, 1);
	ck_assert_int_eq(after.fill[after.cell[1].first].num, 10000);
	ck_assert_uint_eq(before.cell[0].n, 2);
}
END_TEST

START_TEST(moves_follow_one_another)
{
	struct move x[2];
	struct cells twice;

	sketch_example_1(&sk);
	move("product:P1", "product:P2", "-");
	x[0] = (struct move){ node_of(&l, "product:P1"),
			      node_of(&l, "product:P2"), NODE_NONE };
	x[1] = (struct move){ node_of(&l, "product:P2"),
			      node_of(&l, "product:P3"), NODE_NONE };
	whatif_move(&before, &v, x, 2, &twice, &moved);

	ck_assert_uint_eq(moved.cells, 2);
	for (uint32_t i = 0; i < 3; i++)
		ck_assert_uint_eq(twice.fill[twice.cell[i].first].product,
				  node_of(&l, "product:P3"));
	cells_done(&twice);
}
END_TEST

Suite *
suite_whatif(void)
{
	Suite *s = suite_create("whatif");
	TCase *t = tcase_create("whatif");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(
		t,
		example_1_raises_the_vendor_level_and_lowers_the_parent_level,
		0, 2);
	tcase_add_loop_test(
		t, a_part_that_moves_changes_hhi_as_the_formula_says, 0, 10);
	tcase_add_test(t, a_move_leaves_the_whole_and_the_unknown_as_they_were);
	tcase_add_test(t, another_board_is_left_alone);
	tcase_add_test(
		t,
		a_vendor_without_one_product_for_it_brings_an_unknown_product);
	tcase_add_test(t, a_product_that_is_there_already_takes_the_share_over);
	tcase_add_test(t, moves_follow_one_another);
	suite_add_tcase(s, t);
	return s;
}

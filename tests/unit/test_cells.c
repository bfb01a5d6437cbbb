/* Which cells a scope has, what fills them, and that nothing vanishes. */
#include <check.h>
#include <stdio.h>

#include "analyzer/cells.h"
#include "base/limits.h"
#include "tests/unit/build_landscape.h"

Suite *suite_cells(void);

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct scope scope;
static struct err e;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	scope = (struct scope){ 0 };
	e = (struct err){ 0 };
	sketch_function(&sk, "function:las", 3, true);
	sketch_function(&sk, "function:toets", 2, false);
}

static void
teardown(void)
{
	cells_done(&c);
	landscape_done(&l);
}

static void
finish(void)
{
	sketch_finish(&sk, &l);
	ck_assert_msg(cells_build(&l, &scope, &c, &e) == 0, "%s", e.msg);
}

/* The cell of a site and a function ("-": unknown), or NULL. */
static const struct cell *
cell_of(const char *site, const char *function)
{
	uint32_t s = node_of(&l, site);
	uint32_t f = *function == '-' ? NODE_NONE : node_of(&l, function);

	for (uint32_t i = 0; i < c.ncell; i++)
		if (c.cell[i].site == s && c.cell[i].function == f)
			return &c.cell[i];
	return NULL;
}

/* "P 1/2, ? 1/2", or "none" without a cell, "" for an unlisted cell. */
static const char *
fills(const char *site, const char *function)
{
	static char out[256];
	const struct cell *cell = cell_of(site, function);
	size_t n = 0;

	if (!cell)
		return "none";
	out[0] = '\0';
	for (uint32_t i = cell->first;
	     i < cell->first + cell->n && n < sizeof(out); i++) {
		uint32_t p = c.fill[i].product;

		n += (size_t)snprintf(
			out + n, sizeof(out) - n, "%s%s %lld/%lld",
			n ? ", " : "", p == NODE_NONE ? "?" : l.node[p].name,
			(long long)c.fill[i].num, (long long)cell->den);
	}
	return out;
}

/* Two schools S1 (PO, 100) and S2 (VO, 200) of board B. */
static void
two_schools(void)
{
	sketch_school(&sk, "school:S1", "board:B", "PO", 100);
	sketch_school(&sk, "school:S2", "board:B", "VO", 200);
}

START_TEST(a_use_of_a_board_belongs_to_all_its_schools)
{
	two_schools();
	sketch_use(&sk, "board:B", "function:las", "product:P");
	finish();

	ck_assert_uint_eq(c.ncell, 2);
	ck_assert_str_eq(fills("school:S1", "function:las"), "P 1/1");
	ck_assert_str_eq(fills("school:S2", "function:las"), "P 1/1");
	ck_assert_uint_eq(c.nfill, 1); /* schools share one run */
	ck_assert_uint_eq(c.cell[0].peers, 2);
	ck_assert_int_eq(c.cell[0].criticality, 3);
}
END_TEST

START_TEST(a_board_without_schools_is_one_site)
{
	sketch_pupils(&sk, "board:B", 300, 300);
	sketch_use(&sk, "board:B", "function:las", "product:P");
	finish();

	ck_assert_uint_eq(c.ncell, 1);
	ck_assert_uint_eq(c.cell[0].board, c.cell[0].site);
	ck_assert_uint_eq(c.count.no_pupils, 0);
}
END_TEST

START_TEST(products_of_board_and_school_are_in_use_together)
{
	two_schools();
	sketch_use(&sk, "board:B", "function:las", "product:P");
	sketch_use(&sk, "school:S1", "function:las", "product:Q");
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "P 1/2, Q 1/2");
	ck_assert_str_eq(fills("school:S2", "function:las"), "P 1/1");
	ck_assert_uint_eq(c.count.cells_assumed, 1);
	ck_assert(cell_of("school:S1", "function:las")->is_assumed);
}
END_TEST

START_TEST(a_row_of_the_school_decides_about_its_product)
{
	two_schools();
	sketch_use(&sk, "board:B", "function:las", "product:P");
	sketch_use(&sk, "board:B", "function:las", "product:Q");
	sketch_use(&sk, "school:S1", "function:las", "product:P")->status =
		STATUS_STOPPED;
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "Q 1/1");
	ck_assert_str_eq(fills("school:S2", "function:las"), "P 1/2, Q 1/2");
}
END_TEST

START_TEST(what_is_planned_stopped_or_not_applicable_does_not_count)
{
	static const int8_t idle[] = { STATUS_PLANNED, STATUS_STOPPED,
				       STATUS_NOT_APPLICABLE };
	char p[] = "product:0";

	sketch_school(&sk, "school:S1", "board:B", "PO", 100);
	for (int i = 0; i < 3; i++) {
		p[8]++;
		sketch_use(&sk, "school:S1", "function:las", p)->status =
			idle[i];
	}
	sketch_use(&sk, "school:S1", "function:toets", "product:T")->status =
		STATUS_PLANNED;
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "");
	ck_assert_str_eq(fills("school:S1", "function:toets"), "none");
	ck_assert_uint_eq(c.count.uses_idle, 4);
	ck_assert_uint_eq(c.count.uses, 0);
	ck_assert_uint_eq(c.count.cells_unlisted, 1);
}
END_TEST

START_TEST(phasing_out_and_no_status_count)
{
	sketch_school(&sk, "school:S1", "board:B", "PO", 100);
	sketch_use(&sk, "school:S1", "function:las", "product:P")->status =
		STATUS_PHASING_OUT;
	sketch_use(&sk, "school:S1", "function:las", "product:Q")->status =
		STATUS_UNKNOWN;
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "P 1/2, Q 1/2");
}
END_TEST

START_TEST(a_function_that_does_not_apply_has_no_cell)
{
	two_schools();
	sketch_use(&sk, "board:B", "function:las", "product:P");
	sketch_use(&sk, "school:S1", "function:las", "-")->status =
		STATUS_NOT_APPLICABLE;
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "none");
	ck_assert_str_eq(fills("school:S2", "function:las"), "P 1/1");
}
END_TEST

START_TEST(a_school_may_use_what_does_not_apply_to_its_board)
{
	two_schools();
	sketch_use(&sk, "board:B", "function:las", "-")->status =
		STATUS_NOT_APPLICABLE;
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "P 1/1");
	ck_assert_str_eq(fills("school:S2", "function:las"), "none");
}
END_TEST

START_TEST(a_basic_function_that_nobody_lists_is_an_unknown_cell)
{
	two_schools();
	sketch_use(&sk, "school:S1", "function:toets", "product:T");
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "");
	ck_assert_str_eq(fills("school:S2", "function:las"), "");
	ck_assert_str_eq(fills("school:S2", "function:toets"), "none");
	ck_assert_uint_eq(c.count.cells_unlisted, 2);
	ck_assert(cell_of("school:S1", "function:las")->is_basic);
}
END_TEST

START_TEST(a_basic_function_is_expected_in_its_sector_only)
{
	uint32_t las;

	sketch_school(&sk, "school:S3", "board:B", "", 50);
	two_schools();
	las = sketch_node(&sk, "function:las");
	sk.l.node[las].sector = "VO";
	sketch_use(&sk, "school:S1", "function:toets", "product:T");
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "none");
	ck_assert_str_eq(fills("school:S2", "function:las"), "");
	ck_assert_str_eq(fills("school:S3", "function:las"), "none");
}
END_TEST

START_TEST(boards_that_report_nothing_are_outside_unless_the_whole_is_asked)
{
	two_schools();
	sketch_school(&sk, "school:S4", "board:Silent", "PO", 10);
	sketch_node(&sk, "board:Empty");
	sketch_school(&sk, "school:S5", "-", "PO", 10);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	finish();

	ck_assert_str_eq(fills("school:S4", "function:las"), "none");
	ck_assert_uint_eq(c.count.silent_boards, 2);
	ck_assert_uint_eq(c.count.silent_schools, 2);
	cells_done(&c);
	scope.is_whole = true;
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	ck_assert_str_eq(fills("school:S4", "function:las"), "");
	ck_assert_str_eq(fills("school:S5", "function:las"), "");
	ck_assert_uint_eq(c.ncell, 4);
	ck_assert_uint_eq(c.count.silent_boards, 0);
}
END_TEST

START_TEST(a_board_that_only_plans_reports_too)
{
	two_schools();
	sketch_use(&sk, "board:B", "function:toets", "product:T")->status =
		STATUS_PLANNED;
	finish();

	ck_assert_str_eq(fills("school:S1", "function:las"), "");
}
END_TEST

START_TEST(a_school_without_a_board_reports_for_itself)
{
	sketch_school(&sk, "school:S1", "-", "PO", 100);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	finish();

	ck_assert_uint_eq(c.ncell, 1);
	ck_assert_uint_eq(c.cell[0].board, NODE_NONE);
	ck_assert_uint_eq(c.count.no_board, 1);
	ck_assert_uint_eq(c.count.boards, 0);
}
END_TEST

START_TEST(a_site_without_pupils_is_counted)
{
	sketch_school(&sk, "school:S1", "board:B", "PO", -1);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	finish();

	ck_assert_uint_eq(c.ncell, 1);
	ck_assert_uint_eq(c.count.no_pupils, 1);
}
END_TEST

START_TEST(an_unknown_function_is_a_function_of_its_own)
{
	sketch_school(&sk, "school:S1", "board:B", "PO", 100);
	sketch_use(&sk, "school:S1", "-", "product:P");
	finish();

	ck_assert_str_eq(fills("school:S1", "-"), "P 1/1");
	ck_assert_int_eq(cell_of("school:S1", "-")->criticality, 1);
	ck_assert_uint_eq(c.count.uses_no_function, 1);
	ck_assert_uint_eq(c.nfunction, 2);
	ck_assert_uint_eq(c.function[1], NODE_NONE);
	ck_assert_uint_eq(cells_of_function(&c, NODE_NONE).n, 1);
}
END_TEST

START_TEST(the_highest_own_criticality_goes_before_the_default)
{
	sketch_school(&sk, "school:S1", "board:B", "PO", 100);
	sketch_use(&sk, "school:S1", "function:toets", "product:P")
		->criticality = 1;
	sketch_use(&sk, "school:S1", "function:toets", "product:Q")
		->criticality = 3;
	sketch_use(&sk, "school:S1", "function:las", "product:P")->criticality =
		1;
	finish();

	ck_assert_int_eq(cell_of("school:S1", "function:toets")->criticality,
			 3);
	ck_assert_int_eq(cell_of("school:S1", "function:las")->criticality, 1);
}
END_TEST

struct share_case {
	int32_t share[3]; /* -2: no such product */
	const char *want;
	bool assumed, over, under;
};

static const struct share_case share_cases[] = {
	{ { -1, -2, -2 }, "A 1/1", false, false, false },
	{ { -1, -1, -1 }, "A 1/3, B 1/3, C 1/3", true, false, false },
	{ { 7000, 3000, -2 },
	  "A 7000/10000, B 3000/10000",
	  false,
	  false,
	  false },
	{ { 5000, -1, -1 },
	  "A 10000/20000, B 5000/20000, C 5000/20000",
	  true,
	  false,
	  false },
	{ { 5000, 4000, -1 },
	  "A 5000/10000, B 4000/10000, C 1000/10000",
	  true,
	  false,
	  false },
	{ { 6000, -2, -2 }, "A 6000/10000", false, false, true },
	{ { 3333, 3333, 3333 },
	  "A 3333/10000, B 3333/10000, C 3333/10000",
	  false,
	  false,
	  true },
	{ { 7900, 4500, -2 },
	  "A 7900/12400, B 4500/12400",
	  false,
	  true,
	  false },
	{ { 10000, -1, -2 }, "A 10000/10000, B 0/10000", false, true, false },
	{ { 12000, -1, -2 }, "A 12000/12000, B 0/12000", false, true, false },
	{ { 0, 0, -2 }, "A 1/2, B 1/2", true, false, true },
	{ { 0, -1, -2 }, "A 0/10000, B 10000/10000", true, false, false },
};

START_TEST(shares_are_settled)
{
	const struct share_case *k = &share_cases[_i];
	const struct cell *cell;
	char p[] = "product:A";

	sketch_school(&sk, "school:S1", "board:B", "PO", 100);
	for (int i = 0; i < 3 && k->share[i] > -2; i++, p[8]++)
		sketch_use(&sk, "school:S1", "function:las", p)->share =
			k->share[i];
	finish();
	cell = cell_of("school:S1", "function:las");

	ck_assert_str_eq(fills("school:S1", "function:las"), k->want);
	ck_assert_int_eq(cell->is_assumed, k->assumed);
	ck_assert_int_eq(cell->is_over, k->over);
	ck_assert_int_eq(cell->is_under, k->under);
}
END_TEST

START_TEST(a_scope_of_one_sector_counts_sites_of_no_sector)
{
	sketch_school(&sk, "school:S3", "board:B", "", 50);
	two_schools();
	sketch_use(&sk, "board:B", "function:las", "product:P");
	scope.sector = "VO";
	finish();

	ck_assert_uint_eq(c.ncell, 1);
	ck_assert_str_eq(fills("school:S2", "function:las"), "P 1/1");
	ck_assert_uint_eq(c.count.no_sector, 1);
	ck_assert_uint_eq(c.cell[0].peers, 1);
}
END_TEST

START_TEST(a_scope_of_one_board_and_function_has_nothing_else)
{
	uint32_t board, function;

	two_schools();
	sketch_school(&sk, "school:S4", "board:C", "PO", 10);
	sketch_school(&sk, "school:S5", "-", "PO", 10);
	sketch_use(&sk, "board:B", "function:las", "product:P");
	sketch_use(&sk, "board:B", "function:toets", "product:T");
	sketch_use(&sk, "board:C", "function:las", "product:P");
	sketch_use(&sk, "school:S5", "function:las", "product:P");
	sketch_finish(&sk, &l);
	board = node_of(&l, "board:B");
	function = node_of(&l, "function:toets");
	scope.board = &board;
	scope.nboard = 1;
	scope.function = &function;
	scope.nfunction = 1;
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);

	ck_assert_uint_eq(c.ncell, 2);
	ck_assert_uint_eq(cells_of_board(&c, board).n, 2);
	ck_assert_uint_eq(cells_of_board(&c, node_of(&l, "board:C")).n, 0);
	ck_assert_uint_eq(cells_of_function(&c, function).n, 2);
	ck_assert_uint_eq(c.count.uses, 1);
	ck_assert(cells_all(&c).is_one);
}
END_TEST

START_TEST(cells_are_by_board_site_and_function)
{
	sketch_school(&sk, "school:S1", "board:Z", "PO", 1);
	sketch_school(&sk, "school:S2", "board:A", "PO", 1);
	sketch_school(&sk, "school:S3", "-", "PO", 1);
	sketch_use(&sk, "school:S1", "-", "product:P");
	sketch_use(&sk, "school:S2", "function:toets", "product:P");
	sketch_use(&sk, "school:S3", "function:toets", "product:P");
	finish();

	ck_assert_uint_eq(c.ncell, 6);
	for (uint32_t i = 1; i < c.ncell; i++) {
		const struct cell *a = &c.cell[i - 1], *b = &c.cell[i];

		ck_assert(a->board < b->board ||
			  (a->board == b->board && a->site < b->site) ||
			  (a->site == b->site && a->function < b->function));
	}
	ck_assert_uint_eq(c.nboard, 3);
	ck_assert_uint_eq(c.board[2], NODE_NONE);
}
END_TEST

START_TEST(an_empty_landscape_has_no_cells)
{
	finish();

	ck_assert_uint_eq(c.ncell, 0);
	ck_assert_uint_eq(cells_all(&c).n, 0);
}
END_TEST

/* `sites` schools of one board, `functions` uses of it; made by hand. */
static void
large_board(uint32_t sites, uint32_t functions)
{
	char id[32];

	sketch_node(&sk, "board:B");
	sketch_node(&sk, "product:P");
	for (uint32_t i = 0; i < sites + functions; i++) {
		bool is_school = i < sites;

		snprintf(id, sizeof(id), "%s:%08u",
			 is_school ? "school" : "function", i);
		VEC_ROOM(sk.l.node, sk.l.nnode, sk.node_cap);
		sk.l.node[sk.l.nnode++] = (struct node){
			.kind = is_school ? NODE_SCHOOL : NODE_FUNCTION,
			.id = arena_str(&sk.l.mem, id),
			.name = "",
			.sector = "",
			.criticality = 1,
			.board = is_school ? sketch_node(&sk, "board:B")
					   : NODE_NONE,
		};
	}
	for (uint32_t i = 0; i < functions; i++) {
		snprintf(id, sizeof(id), "function:%08u", sites + i);
		sketch_use(&sk, "board:B", id, "product:P");
	}
}

START_TEST(the_limit_of_cells_is_exact)
{
	/* las is basic: one cell more for each school */
	large_board(4096, LIMIT_CELLS / 4096 - 1);
	sketch_finish(&sk, &l);

	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	ck_assert_uint_eq(c.ncell, LIMIT_CELLS);
}
END_TEST

START_TEST(one_cell_beyond_the_limit_is_refused)
{
	large_board(4096, LIMIT_CELLS / 4096 - 1);
	sketch_school(&sk, "school:extra", "board:B", "PO", 1);
	sketch_finish(&sk, &l);

	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	ck_assert_str_eq(e.msg,
			 "more than 4194304 functions at schools (ask for one "
			 "board, sector or function)");
}
END_TEST

START_TEST(products_that_schools_share_count_for_each)
{
	char p[32];

	large_board(16400, 1);
	for (uint32_t i = 0; i < 1023; i++) {
		snprintf(p, sizeof(p), "product:%u", i);
		sketch_use(&sk, "board:B", "function:00016400", p);
	}
	sketch_finish(&sk, &l);

	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
}
END_TEST

/* Each of `sites` schools has a product of its own beside the board's. */
static void
many_fills(uint32_t sites, uint32_t products)
{
	struct usage *u;
	char id[32];

	large_board(sites, 1);
	snprintf(id, sizeof(id), "function:%08u", sites);
	for (uint32_t i = 0; i < products - 1; i++) {
		char p[32];

		snprintf(p, sizeof(p), "product:%u", i);
		sketch_use(&sk, "board:B", id, p);
	}
	u = sketch_use(&sk, "board:B", id, "product:own");
	u->status = STATUS_STOPPED;
	for (uint32_t i = 0; i < sites; i++) {
		char s[32];

		snprintf(s, sizeof(s), "school:%08u", i);
		sketch_use(&sk, s, id, "product:own");
	}
}

START_TEST(one_product_beyond_the_limit_of_fills_is_refused)
{
	/* (1023 + 1) for each of 16383 schools, 1023 for the board's run */
	many_fills(16383, 1023);
	sketch_finish(&sk, &l);

	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	ck_assert_uint_eq(c.nfill, LIMIT_FILLS - 1);
	cells_done(&c);
	landscape_done(&l);
	sk = (struct sketch){ 0 };
	many_fills(16384, 1023);
	sketch_finish(&sk, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
}
END_TEST

Suite *
suite_cells(void)
{
	Suite *s = suite_create("cells");
	TCase *t = tcase_create("cells"), *big = tcase_create("limits");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_use_of_a_board_belongs_to_all_its_schools);
	tcase_add_test(t, a_board_without_schools_is_one_site);
	tcase_add_test(t, products_of_board_and_school_are_in_use_together);
	tcase_add_test(t, a_row_of_the_school_decides_about_its_product);
	tcase_add_test(
		t, what_is_planned_stopped_or_not_applicable_does_not_count);
	tcase_add_test(t, phasing_out_and_no_status_count);
	tcase_add_test(t, a_function_that_does_not_apply_has_no_cell);
	tcase_add_test(t, a_school_may_use_what_does_not_apply_to_its_board);
	tcase_add_test(t,
		       a_basic_function_that_nobody_lists_is_an_unknown_cell);
	tcase_add_test(t, a_basic_function_is_expected_in_its_sector_only);
	tcase_add_test(
		t,
		boards_that_report_nothing_are_outside_unless_the_whole_is_asked);
	tcase_add_test(t, a_board_that_only_plans_reports_too);
	tcase_add_test(t, a_school_without_a_board_reports_for_itself);
	tcase_add_test(t, a_site_without_pupils_is_counted);
	tcase_add_test(t, an_unknown_function_is_a_function_of_its_own);
	tcase_add_test(t, the_highest_own_criticality_goes_before_the_default);
	tcase_add_loop_test(t, shares_are_settled, 0,
			    sizeof(share_cases) / sizeof(*share_cases));
	tcase_add_test(t, a_scope_of_one_sector_counts_sites_of_no_sector);
	tcase_add_test(t, a_scope_of_one_board_and_function_has_nothing_else);
	tcase_add_test(t, cells_are_by_board_site_and_function);
	tcase_add_test(t, an_empty_landscape_has_no_cells);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(big, setup, teardown);
	tcase_set_tags(big, "slow");
	tcase_set_timeout(big, 60);
	tcase_add_test(big, the_limit_of_cells_is_exact);
	tcase_add_test(big, one_cell_beyond_the_limit_is_refused);
	tcase_add_test(big, products_that_schools_share_count_for_each);
	tcase_add_test(big, one_product_beyond_the_limit_of_fills_is_refused);
	suite_add_tcase(s, big);
	return s;
}

/* One scenario, function by function, and the shortest way to it. */
#include <check.h>

#include "analyzer/chain.h"
#include "analyzer/impact.h"
#include "base/buf.h"
#include "tests/unit/build_landscape.h"

Suite *suite_impact(void);

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct levels v;
static struct failing f;
static struct blast_scene scene;
static struct arena mem;
static struct impact found;
static uint32_t struck[4], nstruck;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	nstruck = 0;
}

static void
teardown(void)
{
	blast_scene_done(&scene);
	failing_done(&f);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	arena_done(&mem);
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

static void
strike(const char *id, bool by_site)
{
	struct err e = { 0 };

	struck[nstruck++] = node_of(&l, id);
	blast_scene_done(&scene);
	ck_assert_int_eq(blast_scene_find(&f, WEIGHT_PUPILS, struck, nstruck,
					  &scene, &e),
			 0);
	impact_find(&f, &scene, by_site, &mem, &found);
}

/* "organisation:XCORP > ?hosting > product:pB" */
static const char *
chain(const struct andor_failure *end, uint32_t node)
{
	struct chain_step *step = NULL;
	struct buf b = { 0 };
	const char *text;
	uint32_t last, n;

	n = chain_find(&f, end, node, struck, nstruck, &mem, &step, &last);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s%s", i ? " > " : "",
			   step[i].node == NODE_NONE ? "?" : "",
			   step[i].node == NODE_NONE ? layer_name(step[i].layer)
						     : l.node[step[i].node].id);
	text = arena_sv(&mem, buf_view(&b)).p;
	buf_done(&b);
	return text ? text : "";
}

static const struct impact_row *
row(const char *site, const char *function)
{
	for (uint32_t i = 0; i < found.n; i++)
		if (found.v[i].function == node_of(&l, function) &&
		    (!site || found.v[i].site == node_of(&l, site)))
			return &found.v[i];
	ck_abort_msg("no row of %s", function);
}

static void
has_products(const struct impact_row *r, bool failed, const char *expected)
{
	struct buf b = { 0 };
	uint32_t *p, n;

	n = impact_products(&f, &scene, r, failed, &mem, &p);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(&b, "%s%s", i ? " " : "",
			   p[i] == NODE_NONE ? "?" : l.node[p[i]].id);
	ck_assert_str_eq(b.p ? b.p : "", expected);
	buf_done(&b);
}

START_TEST(what_fails_at_a_board_is_added_up_by_function)
{
	const struct impact_row *r;

	sketch_example_2(&sk, "product:I1");
	finish();
	strike("organisation:XCORP", false);

	ck_assert_uint_eq(found.n, 3);
	r = &found.v[0]; /* vital ones first */
	ck_assert_uint_eq(r->function, node_of(&l, "function:las"));
	ck_assert_int_eq(r->fate, FATE_STOPS);
	ck_assert_uint_eq(r->sites_low, 2);
	ck_assert_int_eq(r->pupils_low, 1000);
	r = row(NULL, "function:elo");
	ck_assert_int_eq(r->fate, FATE_STOPS);
	ck_assert_uint_eq(r->sites, 2);
	ck_assert_uint_eq(r->sites_low, 1);
	ck_assert_uint_eq(r->sites_high, 1);
	ck_assert_int_eq(r->pupils_high, 400);
	has_products(r, true, "product:pE");
	has_products(r, false, "product:pB");
}
END_TEST

START_TEST(a_site_that_holds_is_told_and_not_counted)
{
	const struct impact_row *r;

	sketch_example_2(&sk, "product:I1");
	finish();
	strike("organisation:XCORP", true);

	ck_assert_uint_eq(found.n, 6);
	r = row("school:S2", "function:elo");
	ck_assert_int_eq(r->fate, FATE_HOLDS);
	ck_assert_uint_eq(r->sites_high, 0);
	ck_assert_int_eq(r->pupils_high, 0);
}
END_TEST

START_TEST(a_spare_of_which_something_is_unknown_may_stop)
{
	const struct impact_row *r;

	sketch_example_2(&sk, "-");
	finish();
	strike("organisation:XCORP", true);

	r = row("school:S2", "function:elo");
	ck_assert_int_eq(r->fate, FATE_MAY_STOP);
	ck_assert_int_eq(r->pupils_low, 0);
	ck_assert_int_eq(r->pupils_high, 600);
	has_products(r, true, "product:pB product:pE");
}
END_TEST

START_TEST(a_spare_that_nobody_tested_is_only_claimed)
{
	const struct impact_row *r;

	sketch_school(&sk, "school:S", "board:B", "PO", 100);
	sketch_function(&sk, "function:f", 2, false);
	for (int i = 0; i < 2; i++) {
		const char *p = i ? "product:P" : "product:Q";
		const char *o = i ? "organisation:O" : "organisation:N";

		sketch_use(&sk, "school:S", "function:f", p);
		sketch_supply(&sk, o, p, ROLE_MAKER);
		sketch_root(&sk, o);
		sketch_seat(&sk, o, "country:NL");
		sketch_host(&sk, p, "product:H");
	}
	finish();
	strike("product:P", false);

	r = row(NULL, "function:f");
	ck_assert_int_eq(r->fate, FATE_CLAIMED);
	ck_assert_uint_eq(r->sites_low, 0);
	ck_assert_uint_eq(r->sites_high, 1);
	has_products(r, false, "product:Q");
	nstruck = 0;
	strike("product:H", false);
	ck_assert_int_eq(row(NULL, "function:f")->fate, FATE_STOPS);
}
END_TEST

START_TEST(nothing_touched_gives_no_rows)
{
	sketch_example_2(&sk, "product:I1");
	sketch_node(&sk, "product:loose");
	finish();
	strike("product:loose", false);

	ck_assert_uint_eq(found.n, 0);
}
END_TEST

START_TEST(a_chain_names_what_people_know_and_no_more)
{
	sketch_example_2(&sk, "product:I1");
	finish();
	strike("organisation:XCORP", false);

	ck_assert_str_eq(chain(&scene.low, row(NULL, "function:las")->top),
			 "organisation:XCORP > organisation:IDPX-beheer > "
			 "product:IDPX > product:FED > product:pL");
	nstruck = 0;
	strike("product:pL", false);
	ck_assert_str_eq(chain(&scene.low, row(NULL, "function:las")->top),
			 "product:pL");
	ck_assert_str_eq(chain(&scene.low, node_of(&l, "product:pT")), "");
}
END_TEST

START_TEST(a_chain_through_the_unknown_says_so)
{
	sketch_example_2(&sk, "-");
	finish();
	strike("product:I2", true);

	ck_assert_str_eq(
		chain(&scene.high, row("school:S2", "function:elo")->top),
		"product:I2 > ?hosting > product:pB");
}
END_TEST

START_TEST(the_words_of_the_list_come_with_the_row)
{
	const struct impact_row *r;

	sketch_school(&sk, "school:S", "board:B", "PO", 100);
	sketch_school(&sk, "school:T", "board:B", "VO", 300);
	sketch_function(&sk, "function:f", 2, false);
	sketch_use(&sk, "school:S", "function:f", "product:P")->fallback =
		"papier, 3 dagen";
	sketch_use(&sk, "school:T", "function:f", "product:P")->fallback =
		"een week";
	finish();
	strike("product:P", false);

	r = row(NULL, "function:f");
	ck_assert_int_eq(r->fallback.hours_low, 72);
	ck_assert_int_eq(r->fallback.answer, FALLBACK_SOME);
	ck_assert_str_eq(l.usage[r->usage].fallback, "papier, 3 dagen");
	ck_assert_str_eq(r->sector, ""); /* two sectors */
}
END_TEST

Suite *
suite_impact(void)
{
	Suite *s = suite_create("impact");
	TCase *tc = tcase_create("impact");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_fails_at_a_board_is_added_up_by_function);
	tcase_add_test(tc, a_site_that_holds_is_told_and_not_counted);
	tcase_add_test(tc, a_spare_of_which_something_is_unknown_may_stop);
	tcase_add_test(tc, a_spare_that_nobody_tested_is_only_claimed);
	tcase_add_test(tc, nothing_touched_gives_no_rows);
	tcase_add_test(tc, a_chain_names_what_people_know_and_no_more);
	tcase_add_test(tc, a_chain_through_the_unknown_says_so);
	tcase_add_test(tc, the_words_of_the_list_come_with_the_row);
	suite_add_tcase(s, tc);
	return s;
}

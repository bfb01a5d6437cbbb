/* Figures have a name, and lead back to the uses and edges behind them. */
#include <check.h>

#include "analyzer/figure.h"
#include "tests/unit/build_landscape.h"

Suite *suite_figure(void);

static struct sketch sk;
static struct landscape l;
static struct arena mem;
static struct err e;
static struct edges_used edges;

/* Names with ':' and words of the grammar in them. */
static void
setup(void)
{
	sk = (struct sketch){ 0 };
	e = (struct err){ 0 };
	sketch_school(&sk, "school:S1", "board:A", "PO", 10);
	sketch_school(&sk, "school:S2", "board:A:whole", "VO", 20);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	sketch_use(&sk, "school:S2", "function:las", "-");
	sketch_use(&sk, "school:S2", "function:las:board:A", "product:Q");
	sketch_use(&sk, "school:S2", "-", "product:P");
	sketch_supply(&sk, "organisation:kvk:1", "product:P", ROLE_MAKER);
	sketch_hold(&sk, "organisation:G", "organisation:kvk:1", -1,
		    OWNERSHIP_CONTROL);
	sketch_root(&sk, "organisation:G");
	sketch_seat(&sk, "organisation:G", "country:US");
	sketch_finish(&sk, &l);
}

static void
teardown(void)
{
	edges_used_done(&edges);
	landscape_done(&l);
	arena_done(&mem);
}

static const char *const names[] = {
	"concentration:parent",
	"concentration:parent:organisation:G",
	"concentration:vendor:function:las:organisation:kvk:1",
	"concentration:product:function:?:product:P",
	"concentration:country:board:A:country:US",
	"concentration:country:board:A:whole:country:US",
	"concentration:country:board:A:whole:whole:country:US",
	"concentration:product:function:las:board:A:unknown",
	"concentration:product:function:las:board:A:board:A:unknown",
	"concentration:parent:function:las:board:A:sector:PO:whole:"
	"weight:boards:organisation:G",
	"concentration:infrastructure:weight:schools",
	"concentration:parent:school:S1",
	"concentration:parent:board:A:school:S1:organisation:G",
	"failure:organisation:kvk:1",
	"failure:function:las:board:A:school:S1:whole:weight:schools:"
	"product:P",
	"failure:function:?:country:US",
};

START_TEST(a_name_is_read_and_written_back)
{
	struct figure f;

	ck_assert_msg(figure_parse(sv(names[_i]), &l, &mem, &f, &e) == 0, "%s",
		      e.msg);
	ck_assert_str_eq(figure_id(&f, &l, &mem), names[_i]);
}
END_TEST

START_TEST(the_longest_id_is_not_always_meant)
{
	struct figure f;

	ck_assert_int_eq(figure_parse(SV("concentration:product:function:las:"
					 "board:A:product:P"),
				      &l, &mem, &f, &e),
			 0);
	ck_assert_uint_eq(f.function, node_of(&l, "function:las"));
	ck_assert_uint_eq(f.board, node_of(&l, "board:A"));
}
END_TEST

static const char *const no_names[] = {
	"product:P",
	"concentration:",
	"concentration:owner",
	"concentration:parent:",
	"concentration:parent:organisation:nobody",
	"concentration:parent:school:S9",
	"concentration:parent:school:S1:school:S1",
	"failure",
	"failure:",
	"failure:unknown",
	"failure:board:A",
	"failure:parent:organisation:G",
	"failure:product:nothing",
	"concentration:parent:function:nothing",
	"concentration:parent:whole:whole",
	"concentration:parent:weight:pounds",
	"concentration:parent:sector:",
	"concentration:parent:unknown:unknown",
	"concentration:parent:board:A:board:A",
};

START_TEST(what_is_no_figure_is_refused)
{
	struct figure f;

	ck_assert_int_eq(figure_parse(sv(no_names[_i]), &l, &mem, &f, &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "expected"));
}
END_TEST

/* "uses 1, pupils 1, ..." without what is not there. */
static const char *
count(const char *id)
{
	struct buf b = { 0 };
	struct figure f;
	struct figure_rest rest;
	uint32_t n[FACT_KINDS] = { 0 };
	const char *s;

	ck_assert_msg(figure_parse(sv(id), &l, &mem, &f, &e) == 0, "%s", e.msg);
	edges_used_done(&edges);
	ck_assert_int_eq(figure_edges(&f, &l, &edges, &rest, &e), 0);
	for (uint32_t i = 0; i < edges.n; i++) {
		ck_assert_uint_gt(edges.edge[i].ev.said +
					  (edges.edge[i].fact == FACT_PUPILS) +
					  (edges.edge[i].fact == FACT_GOVERNS),
				  0);
		n[edges.edge[i].fact]++;
	}
	for (int k = 0; k < FACT_KINDS; k++)
		if (n[k])
			buf_printf(&b, "%s %u, ",
				   fact_shape((enum fact_kind)k)->table, n[k]);
	buf_printf(&b, "unlisted %u", rest.unlisted);
	s = arena_sv(&mem, buf_view(&b)).p;
	buf_done(&b);
	return s;
}

START_TEST(a_share_leads_to_uses_and_owners)
{
	ck_assert_str_eq(count("concentration:parent:function:las:"
			       "organisation:G"),
			 "governs 1, uses 1, supplies 1, owns 2, unlisted 0");
	ck_assert_int_eq(edges.edge[0].fact, FACT_USES);
	ck_assert_str_eq(count("concentration:country:country:US"),
			 "governs 2, uses 2, supplies 1, owns 2, "
			 "seated_in 1, unlisted 0");
}
END_TEST

START_TEST(a_failure_leads_to_every_edge_that_something_failed_by)
{
	ck_assert_str_eq(count("failure:country:US"),
			 "governs 2, uses 2, supplies 1, owns 1, "
			 "seated_in 1, unlisted 0");
	ck_assert_int_eq(edges.edge[0].fact, FACT_USES);
	ck_assert_str_eq(count("failure:school:S1:organisation:kvk:1"),
			 "governs 1, uses 1, supplies 1, unlisted 0");
	ck_assert_str_eq(count("failure:product:Q"),
			 "governs 1, uses 1, unlisted 0");
}
END_TEST

START_TEST(the_unknown_part_leads_to_what_is_not_known)
{
	ck_assert_str_eq(count("concentration:product:unknown"),
			 "governs 1, uses 1, unlisted 0");
}
END_TEST

START_TEST(a_figure_about_all_leads_to_every_use)
{
	ck_assert_str_eq(count("concentration:product"),
			 "governs 2, uses 4, unlisted 0");
	ck_assert_str_eq(count("concentration:product:board:A"),
			 "governs 1, uses 1, unlisted 0");
}
END_TEST

Suite *
suite_figure(void)
{
	Suite *s = suite_create("figure");
	TCase *t = tcase_create("figure");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, a_name_is_read_and_written_back, 0,
			    sizeof(names) / sizeof(*names));
	tcase_add_test(t, the_longest_id_is_not_always_meant);
	tcase_add_loop_test(t, what_is_no_figure_is_refused, 0,
			    sizeof(no_names) / sizeof(*no_names));
	tcase_add_test(t, a_share_leads_to_uses_and_owners);
	tcase_add_test(t,
		       a_failure_leads_to_every_edge_that_something_failed_by);
	tcase_add_test(t, the_unknown_part_leads_to_what_is_not_known);
	tcase_add_test(t, a_figure_about_all_leads_to_every_use);
	suite_add_tcase(s, t);
	return s;
}

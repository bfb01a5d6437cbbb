/* Shortest ways to what stops, and rings of what needs itself to start. */
#include <check.h>

#include "analyzer/startup.h"
#include "analyzer/ways.h"
#include "base/buf.h"
#include "tests/unit/build_landscape.h"

Suite *suite_ways(void);

static struct andor_draft draft;
static struct andor g;
static struct ways w;
static struct arena mem;
static uint32_t seed;

static void
setup(void)
{
	draft = (struct andor_draft){ 0 };
	g = (struct andor){ 0 };
	w = (struct ways){ 0 };
}

static void
teardown(void)
{
	ways_done(&w);
	andor_done(&g);
	arena_done(&mem);
}

static uint32_t
below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)(seed >> 8) * n) >> 24);
}

static void
any_of(uint32_t node, uint32_t a, uint32_t b)
{
	struct andor_member m[] = { { a, 0 }, { b, 0 } };

	andor_add(&draft, node, 1, m, 2);
}

/* "4 2 0": the way from x. */
static const char *
way(uint32_t x)
{
	uint32_t node[WAYS_SHOWN], n = ways_from(&w, x, node);
	struct buf b = { 0 };
	const char *s;

	for (uint32_t i = 0; i < n; i++)
		buf_printf(&b, "%s%u", i ? " " : "", node[i]);
	s = arena_sv(&mem, buf_view(&b)).p;
	buf_done(&b);
	return s;
}

START_TEST(a_way_is_shortest_and_ends_at_the_first_top)
{
	static const uint32_t top[] = { 1, 0 };
	static const bool open[6] = { false };

	andor_need(&draft, 0, 2, 0);
	andor_need(&draft, 1, 2, 0);
	andor_need(&draft, 2, 3, 0);
	andor_need(&draft, 3, 4, 0);
	andor_need(&draft, 2, 4, 0);
	andor_build(&draft, 6, &g);
	ways_find(&g, top, 2, open, &mem, &w);

	ck_assert_str_eq(way(4), "4 2 1");
	ck_assert_uint_eq(w.end[4], 1);
	ck_assert_uint_eq(w.steps[3], 2);
	ck_assert_str_eq(way(1), "1");
	ck_assert_str_eq(way(5), "");
}
END_TEST

/* 0 needs 1 or 2, which both need 3; 4 is behind 3, 5 behind 1. */
START_TEST(who_takes_a_whole_group_has_a_way_and_who_is_behind_goes_by_it)
{
	static const uint32_t top[] = { 0 };
	bool open[6] = { [3] = true, [4] = true };

	any_of(0, 1, 2);
	andor_need(&draft, 1, 3, 0);
	andor_need(&draft, 2, 3, 0);
	andor_need(&draft, 3, 4, 0);
	andor_need(&draft, 1, 5, 0);
	andor_build(&draft, 6, &g);
	ways_find(&g, top, 1, open, &mem, &w);

	ck_assert_str_eq(way(3), "3 2 0");
	ck_assert_str_eq(way(4), "4 3 2 0");
	ck_assert_uint_eq(w.steps[4], 3);
	ck_assert_uint_eq(w.end[4], 0);
	ck_assert_str_eq(way(5), "");
	ck_assert_str_eq(way(1), "");
}
END_TEST

START_TEST(a_long_way_is_shown_as_far_as_there_is_room)
{
	enum { LONG = 100000 };
	static const uint32_t top[] = { 0 };
	uint32_t node[WAYS_SHOWN];
	bool *open = ARENA_ARRAY(&mem, LONG, bool);

	for (uint32_t i = 0; i + 1 < LONG; i++)
		andor_need(&draft, i, i + 1, 0);
	for (uint32_t i = 0; i < LONG; i++)
		open[i] = true;
	andor_build(&draft, LONG, &g);
	ways_find(&g, top, 1, open, &mem, &w);

	ck_assert_uint_eq(w.steps[LONG - 1], LONG - 1);
	ck_assert_uint_eq(ways_from(&w, LONG - 1, node), WAYS_SHOWN);
	ck_assert_uint_eq(node[WAYS_SHOWN - 1], LONG - WAYS_SHOWN);
}
END_TEST

enum { NODES = 30, TOPS = 4 };

static void
random_graph(void)
{
	for (uint32_t i = 0; i < 45; i++) {
		struct andor_member m[4];
		uint32_t n = 1 + below(3), from = below(NODES);

		for (uint32_t k = 0; k < n; k++)
			m[k] = (struct andor_member){
				TOPS + below(NODES - TOPS), 0
			};
		andor_add(&draft, from, 1 + below(n), m, n);
	}
	andor_build(&draft, NODES, &g);
}

/* Whether failing x alone fails `up` by one group that can spare none. */
static bool
is_link(uint32_t x, uint32_t up)
{
	for (uint32_t i = g.user_at[x]; i < g.user_at[x + 1]; i++)
		if (g.node_of[g.user[i]] == up && !g.spare[g.user[i]])
			return true;
	return false;
}

START_TEST(random_ways_fail_what_they_say)
{
	static const uint32_t top[TOPS] = { 0, 1, 2, 3 };
	bool open[NODES] = { false };
	struct andor_failure f;

	seed = (uint32_t)_i + 1;
	random_graph();
	andor_failure_init(&g, &f);
	for (uint32_t x = 0; x < NODES; x++) {
		andor_fail(&f, &x, 1);
		for (uint32_t t = 0; t < TOPS; t++)
			open[x] = open[x] || andor_is_failed(&f, t);
	}
	ways_find(&g, top, TOPS, open, &mem, &w);

	for (uint32_t x = 0; x < NODES; x++) {
		uint32_t node[WAYS_SHOWN], n = ways_from(&w, x, node), least;

		ck_assert_int_eq(n > 0, open[x]);
		if (!open[x])
			continue;
		andor_fail(&f, &x, 1);
		least = ANDOR_NONE;
		for (uint32_t t = 0; t < TOPS; t++)
			if (f.step[t] < least)
				least = f.step[t];
		ck_assert_uint_ge(w.steps[x], least);
		ck_assert_uint_eq(node[0], x);
		for (uint32_t i = 0; i < n; i++)
			ck_assert(andor_is_failed(&f, node[i]));
		if (n < WAYS_SHOWN) {
			ck_assert_uint_eq(node[n - 1], w.end[x]);
			ck_assert_uint_eq(w.steps[x], n - 1);
		}
		if (w.up[x] != ANDOR_NONE)
			ck_assert(is_link(x, w.up[x]));
	}
	andor_failure_done(&f);
}
END_TEST

/* Start-up rings */

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct levels v;
static struct failing f;
static struct startup s;

static void
ring_setup(void)
{
	sk = (struct sketch){ 0 };
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_use(&sk, "board:A", "function:las", "product:P");
}

static void
ring_teardown(void)
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
	struct err e = { 0 };

	sketch_finish(&sk, &l);
	ck_assert_int_eq(cells_build(&l, &(struct scope){ 0 }, &c, &e), 0);
	levels_init(&v, &l);
	failing_build(&l, &c, &v, &f);
	startup_find(&f, &mem, &s);
}

static void
need(const char *from, const char *to, enum necessity necessity)
{
	sketch_need(&sk, from, to, CARRIER_PLATFORM, necessity)->group = "g";
}

START_TEST(what_needs_each_other_is_a_ring_with_members_in_order)
{
	need("product:P", "product:B", NECESSITY_REQUIRED);
	need("product:B", "organisation:O", NECESSITY_REQUIRED);
	need("organisation:O", "product:A", NECESSITY_REQUIRED);
	need("product:A", "product:B", NECESSITY_REQUIRED);
	find();

	ck_assert_uint_eq(s.nring, 1);
	ck_assert_uint_eq(s.first[1], 3);
	ck_assert_uint_eq(s.node[0], node_of(&l, "organisation:O"));
	ck_assert_uint_eq(s.node[1], node_of(&l, "product:A"));
	ck_assert(startup_needs(&f, s.node[0], s.node[1]));
	ck_assert(!startup_needs(&f, s.node[1], s.node[0]));
}
END_TEST

/* Optional, possible, an alternative, oneself, a supplier, nobody's. */
START_TEST(what_can_start_otherwise_is_no_ring)
{
	need("product:P", "product:A", NECESSITY_REQUIRED);
	switch (_i) {
	case 0: need("product:A", "product:P", NECESSITY_OPTIONAL); break;
	case 1: need("product:A", "product:P", NECESSITY_UNKNOWN); break;
	case 2:
		need("product:A", "product:P", NECESSITY_ALTERNATIVE);
		need("product:A", "product:B", NECESSITY_ALTERNATIVE);
		break;
	case 3: need("product:A", "product:A", NECESSITY_REQUIRED); break;
	case 4:
		sketch_supply(&sk, "organisation:V", "product:P", ROLE_MAKER);
		need("organisation:V", "product:P", NECESSITY_REQUIRED);
		break;
	case 5:
		need("product:X", "product:Y", NECESSITY_REQUIRED);
		need("product:Y", "product:X", NECESSITY_REQUIRED);
		break;
	}
	find();

	ck_assert_uint_eq(s.nring, 0);
}
END_TEST

START_TEST(ten_thousand_rings_are_found)
{
	enum { RINGS = 10000 };
	struct andor_draft rings = { 0 };

	/* by number, for a sketch looks its nodes up one by one */
	sketch_finish(&sk, &l);
	f = (struct failing){ .l = &l };
	f.edge = mem_realloc(NULL, 1, sizeof(*f.edge));
	f.edge[0] = (struct failing_edge){ .fact = FACT_NEEDS };
	l.nnode = 2 * RINGS;
	for (uint32_t i = 0; i < RINGS; i++) {
		andor_need(&rings, 2 * i, 2 * i + 1, 0);
		andor_need(&rings, 2 * i + 1, 2 * i, 0);
	}
	andor_build(&rings, l.nnode, &f.low);
	f.candidate = ARENA_ARRAY(&f.mem, l.nnode, uint32_t);
	for (uint32_t i = 0; i < l.nnode; i++)
		f.candidate[f.ncandidate++] = i;
	startup_find(&f, &mem, &s);

	ck_assert_uint_eq(s.nring, RINGS);
	ck_assert_uint_eq(s.node[2 * RINGS - 1], 2 * RINGS - 1);
}
END_TEST

Suite *
suite_ways(void)
{
	Suite *suite = suite_create("ways");
	TCase *t = tcase_create("ways"), *r = tcase_create("rings");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_way_is_shortest_and_ends_at_the_first_top);
	tcase_add_test(
		t,
		who_takes_a_whole_group_has_a_way_and_who_is_behind_goes_by_it);
	tcase_add_test(t, a_long_way_is_shown_as_far_as_there_is_room);
	tcase_add_loop_test(t, random_ways_fail_what_they_say, 0, 200);
	suite_add_tcase(suite, t);
	tcase_add_checked_fixture(r, ring_setup, ring_teardown);
	tcase_add_test(r,
		       what_needs_each_other_is_a_ring_with_members_in_order);
	tcase_add_loop_test(r, what_can_start_otherwise_is_no_ring, 0, 6);
	tcase_add_test(r, ten_thousand_rings_are_found);
	suite_add_tcase(suite, r);
	return suite;
}

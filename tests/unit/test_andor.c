/*
 * What fails in AND/OR graphs: small cases by hand, and thousands of random
 * graphs against a fixpoint that is computed in another, naive way.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/andor.h"

Suite *suite_andor(void);

static struct andor_draft draft;
static struct andor g;
static struct andor_failure f;
static struct arena mem;

static void
setup(void)
{
	draft = (struct andor_draft){ 0 };
	mem = (struct arena){ 0 };
}

static void
teardown(void)
{
	andor_failure_done(&f);
	andor_done(&g);
	arena_done(&mem);
}

static void
finish(uint32_t nnode)
{
	andor_build(&draft, nnode, &g);
	andor_failure_init(&g, &f);
}

static void
strike(uint32_t node)
{
	andor_fail(&f, &node, 1);
}

static void
need_of(uint32_t node, uint32_t needed, uint32_t a, uint32_t b, uint32_t c)
{
	struct andor_member m[] = { { a, a }, { b, b }, { c, c } };

	andor_add(&draft, node, needed, m, 3);
}

static void
either(uint32_t node, uint32_t a, uint32_t b)
{
	struct andor_member m[] = { { a, a }, { b, b } };

	andor_add(&draft, node, 1, m, 2);
}

START_TEST(empty_graph_has_nothing_to_fail)
{
	finish(0);

	andor_fail(&f, NULL, 0);

	ck_assert_uint_eq(f.nfailed, 0);
	ck_assert_uint_eq(g.group_at[0], 0);
	ck_assert_uint_eq(g.user_at[0], 0);
}
END_TEST

START_TEST(requirement_passes_failure_on)
{
	andor_need(&draft, 0, 1, 7);
	andor_need(&draft, 1, 2, 8);
	finish(4);

	strike(2);

	ck_assert_uint_eq(f.nfailed, 3);
	ck_assert(andor_is_failed(&f, 0));
	ck_assert(!andor_is_failed(&f, 3));
}
END_TEST

START_TEST(alternative_holds_until_the_last_fails)
{
	uint32_t both[] = { 1, 2 };

	either(0, 1, 2);
	finish(3);

	strike(1);
	ck_assert(!andor_is_failed(&f, 0));

	andor_fail(&f, both, 2);
	ck_assert(andor_is_failed(&f, 0));
	ck_assert_uint_eq(f.by[0], 2);
}
END_TEST

START_TEST(two_of_three_spares_one)
{
	uint32_t two[] = { 3, 1 };

	need_of(0, 2, 1, 2, 3);
	finish(4);

	strike(2);
	ck_assert(!andor_is_failed(&f, 0));

	andor_fail(&f, two, 2);
	ck_assert(andor_is_failed(&f, 0));
	ck_assert_uint_eq(f.step[0], 1);
	ck_assert_uint_eq(f.by[0], 1);
}
END_TEST

START_TEST(member_that_stands_there_twice_counts_once)
{
	struct andor_member m[] = { { 1, 9 }, { 2, 2 }, { 1, 4 } };

	andor_add(&draft, 0, 2, m, 3);
	finish(3);

	ck_assert_uint_eq(g.nmember, 2);
	ck_assert_uint_eq(g.spare[0], 0);
	ck_assert_uint_eq(g.member[0].label, 4);
	strike(1);
	ck_assert(andor_is_failed(&f, 0));
}
END_TEST

START_TEST(needing_more_than_there_are_needs_all)
{
	struct andor_member m[] = { { 1, 1 }, { 2, 2 } };

	andor_add(&draft, 0, 5, m, 2);
	andor_add(&draft, 0, 1, m, 0);
	finish(3);

	ck_assert_uint_eq(g.ngroup, 1);
	strike(2);
	ck_assert(andor_is_failed(&f, 0));
}
END_TEST

START_TEST(ring_does_not_fail_by_itself)
{
	andor_need(&draft, 0, 1, 0);
	andor_need(&draft, 1, 0, 0);
	andor_need(&draft, 1, 2, 0);
	andor_need(&draft, 3, 3, 0);
	finish(5);

	strike(4);
	ck_assert_uint_eq(f.nfailed, 1);

	strike(2);
	ck_assert_uint_eq(f.nfailed, 3);
	ck_assert(!andor_is_failed(&f, 3));
}
END_TEST

START_TEST(earlier_scenario_is_forgotten)
{
	andor_need(&draft, 0, 1, 0);
	either(0, 2, 3);
	finish(4);

	strike(1);
	strike(2);
	strike(3);

	ck_assert_uint_eq(f.nfailed, 1);
	ck_assert_uint_eq(f.step[0], ANDOR_NONE);
	ck_assert_uint_eq(f.cause[0], ANDOR_NONE);
}
END_TEST

START_TEST(what_is_struck_twice_fails_once)
{
	uint32_t twice[] = { 0, 0 };

	finish(1);

	andor_fail(&f, twice, 2);

	ck_assert_uint_eq(f.nfailed, 1);
	ck_assert_uint_eq(f.cause[0], ANDOR_NONE);
}
END_TEST

START_TEST(chain_goes_from_what_was_struck_to_the_node)
{
	struct andor_link *link;

	andor_need(&draft, 0, 1, 10);
	andor_need(&draft, 1, 2, 21);
	andor_need(&draft, 2, 3, 32);
	andor_need(&draft, 0, 2, 20);
	finish(4);
	strike(3);

	ck_assert_uint_eq(andor_chain(&f, 0, &mem, &link), 2);
	ck_assert_uint_eq(link[0].on, 3);
	ck_assert_uint_eq(link[0].node, 2);
	ck_assert_uint_eq(link[0].label, 32);
	ck_assert_uint_eq(link[1].on, 2);
	ck_assert_uint_eq(link[1].label, 20);
	ck_assert_uint_eq(andor_chain(&f, 3, &mem, &link), 0);
}
END_TEST

/* Random graphs */

enum { NODES = 24, GROUPS = 64, MEMBERS = 6, GRAPHS = 4000 };

/* As it was drawn: in no order, with members that stand there twice. */
struct drawn {
	struct {
		uint32_t node, needed, n;
		struct andor_member member[MEMBERS];
	} group[GROUPS];
	uint32_t nnode, ngroup;
};

static uint64_t seed;

/* splitmix64 */
static uint32_t
draw(uint32_t below)
{
	uint64_t z = seed += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ z >> 31) >> 32) % below;
}

static void
draw_group(struct drawn *d, uint32_t node)
{
	uint32_t i = d->ngroup++, n = 1 + draw(draw(2) ? 2 : MEMBERS);

	d->group[i].node = node;
	d->group[i].n = n;
	d->group[i].needed = 1 + draw(n + 1);
	for (uint32_t k = 0; k < n; k++)
		d->group[i].member[k] = (struct andor_member){
			draw(d->nnode),
			draw(5),
		};
}

static void
draw_graph(struct drawn *d, uint64_t number)
{
	uint32_t groups;

	seed = number;
	d->nnode = 1 + draw(NODES);
	d->ngroup = 0;
	groups = draw(draw(3) ? d->nnode + 1 : GROUPS);
	while (d->ngroup < groups)
		draw_group(d, draw(d->nnode));
}

static void
build(const struct drawn *d, struct andor *ret)
{
	struct andor_draft to = { 0 };

	for (uint32_t i = 0; i < d->ngroup; i++)
		andor_add(&to, d->group[i].node, d->group[i].needed,
			  d->group[i].member, d->group[i].n);
	andor_build(&to, d->nnode, ret);
}

/* Different members that work are fewer than are needed. */
static bool
is_lost(const struct drawn *d, uint32_t group, uint32_t failed)
{
	uint32_t all = 0, needed = d->group[group].needed;

	for (uint32_t k = 0; k < d->group[group].n; k++)
		all |= 1u << d->group[group].member[k].node;
	if ((int)needed > __builtin_popcount(all))
		needed = (uint32_t)__builtin_popcount(all);
	return __builtin_popcount(all & ~failed) < (int)needed;
}

/* The least fixpoint by definition, as a set of nodes. */
static uint32_t
oracle(const struct drawn *d, uint32_t struck)
{
	uint32_t failed = struck, before;

	do {
		before = failed;
		for (uint32_t i = d->ngroup; i--;)
			if (is_lost(d, i, before))
				failed |= 1u << d->group[i].node;
	} while (failed != before);
	return failed;
}

static uint32_t
failed_set(const struct andor_failure *at)
{
	uint32_t set = 0;

	for (uint32_t v = 0; v < at->g->nnode; v++)
		set |= (uint32_t)andor_is_failed(at, v) << v;
	return set;
}

static uint32_t
fail_set(struct andor_failure *at, uint32_t struck)
{
	uint32_t list[32], n = 0;

	for (uint32_t v = 0; v < 32; v++)
		if (struck >> v & 1)
			list[n++] = v;
	andor_fail(at, list, n);
	return failed_set(at);
}

START_TEST(failure_is_the_least_fixpoint)
{
	static struct drawn d;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		draw_graph(&d, i);
		build(&d, &g);
		andor_failure_init(&g, &f);
		for (int times = 0; times < 8; times++) {
			uint32_t struck =
				1u << draw(d.nnode) | 1u << draw(d.nnode);

			ck_assert_uint_eq(fail_set(&f, struck),
					  oracle(&d, struck));
		}
		teardown();
	}
}
END_TEST

/* Sweeps */

static void
expect_lanes(void *ctx, uint32_t first, uint32_t n,
	     const struct andor_lanes *lanes)
{
	uint32_t *expected = ctx;

	for (uint32_t i = 0; i < ANDOR_LANES; i++) {
		uint32_t set = 0;

		for (uint32_t v = 0; v < g.nnode; v++)
			set |= (uint32_t)(lanes[v].word[i / 64] >> i % 64 & 1)
			       << v;
		ck_assert_uint_eq(set, i < n ? expected[first + i] : 0);
	}
}

enum { SCENARIOS = 2 * ANDOR_LANES + 3 };

/* Struck: each node alone, then draws of none to three. */
static void
sweep_drawn(const struct drawn *d, uint32_t n)
{
	static uint32_t at[SCENARIOS + 1], struck[3 * SCENARIOS];
	static uint32_t expected[SCENARIOS];
	struct andor_scenarios s = { n, at, struck };
	uint32_t k = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t set = 0, m = i < d->nnode ? 1 : draw(4);

		at[i] = k;
		for (uint32_t j = 0; j < m; j++) {
			struck[k] = i < d->nnode ? i : draw(d->nnode);
			set |= 1u << struck[k++];
		}
		expected[i] = oracle(d, set);
	}
	at[n] = k;
	andor_sweep(&g, &s, expect_lanes, expected);
}

START_TEST(sweep_equals_one_scenario_after_another)
{
	static struct drawn d;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		draw_graph(&d, i);
		build(&d, &g);
		sweep_drawn(&d, i % 100 ? d.nnode : SCENARIOS);
		teardown();
	}
}
END_TEST

Suite *
suite_andor(void)
{
	Suite *s = suite_create("andor");
	TCase *c = tcase_create("cases"), *r = tcase_create("random");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, empty_graph_has_nothing_to_fail);
	tcase_add_test(c, requirement_passes_failure_on);
	tcase_add_test(c, alternative_holds_until_the_last_fails);
	tcase_add_test(c, two_of_three_spares_one);
	tcase_add_test(c, member_that_stands_there_twice_counts_once);
	tcase_add_test(c, needing_more_than_there_are_needs_all);
	tcase_add_test(c, ring_does_not_fail_by_itself);
	tcase_add_test(c, earlier_scenario_is_forgotten);
	tcase_add_test(c, what_is_struck_twice_fails_once);
	tcase_add_test(c, chain_goes_from_what_was_struck_to_the_node);
	suite_add_tcase(s, c);
	tcase_add_checked_fixture(r, setup, NULL);
	tcase_add_test(r, failure_is_the_least_fixpoint);
	tcase_add_test(r, sweep_equals_one_scenario_after_another);
	tcase_set_timeout(r, 60);
	suite_add_tcase(s, r);
	return s;
}

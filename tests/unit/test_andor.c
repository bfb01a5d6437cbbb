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

/* Other laws, on the same graphs */

static uint32_t
failed_when(const struct drawn *d, uint32_t struck)
{
	uint32_t set;

	build(d, &g);
	andor_failure_init(&g, &f);
	set = fail_set(&f, struck);
	teardown();
	return set;
}

START_TEST(nothing_fails_by_itself)
{
	static struct drawn d;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		draw_graph(&d, i);
		ck_assert_uint_eq(failed_when(&d, 0), 0);
	}
}
END_TEST

START_TEST(needing_fewer_of_a_group_never_fails_more)
{
	static struct drawn d;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		uint32_t struck, before;

		draw_graph(&d, i);
		if (!d.ngroup)
			continue;
		struck = 1u << draw(d.nnode) | 1u << draw(d.nnode);
		before = failed_when(&d, struck);
		d.group[draw(d.ngroup)].needed = 1;
		ck_assert_uint_eq(failed_when(&d, struck) & ~before, 0);
	}
}
END_TEST

START_TEST(one_more_requirement_never_fails_fewer)
{
	static struct drawn d;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		uint32_t struck, before;

		draw_graph(&d, i);
		if (d.ngroup == GROUPS)
			continue;
		struck = 1u << draw(d.nnode) | 1u << draw(d.nnode);
		before = failed_when(&d, struck);
		draw_group(&d, draw(d.nnode));
		ck_assert_uint_eq(before & ~failed_when(&d, struck), 0);
	}
}
END_TEST

/* Of the groups only those whose bit is set. */
static uint32_t
failed_with(const struct drawn *d, uint64_t groups, uint32_t struck)
{
	static struct drawn some;

	some.nnode = d->nnode;
	some.ngroup = 0;
	for (uint32_t i = 0; i < d->ngroup; i++)
		if (groups >> i & 1)
			some.group[some.ngroup++] = d->group[i];
	return failed_when(&some, struck);
}

/*
 * Certain requirements are in low, possible ones in high as well. Evidence
 * makes a possible one certain, or takes it away.
 */
START_TEST(evidence_never_widens_an_interval)
{
	static struct drawn d;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		uint64_t possible, certain, one;
		uint32_t struck, low, high;

		draw_graph(&d, i);
		if (!d.ngroup)
			continue;
		possible = (uint64_t)draw(UINT32_MAX) << 32 | draw(UINT32_MAX);
		certain = possible & (uint64_t)draw(UINT32_MAX) << 16;
		one = (uint64_t)1 << draw(d.ngroup);
		possible |= one;
		certain &= ~one;
		struck = 1u << draw(d.nnode) | 1u << draw(d.nnode);
		low = failed_with(&d, certain, struck);
		high = failed_with(&d, possible, struck);

		ck_assert_uint_eq(low & ~high, 0);
		ck_assert_uint_eq(low & ~failed_with(&d, certain | one, struck),
				  0);
		ck_assert_uint_eq(
			failed_with(&d, certain | one, struck) & ~high, 0);
		ck_assert_uint_eq(
			failed_with(&d, possible & ~one, struck) & ~high, 0);
		ck_assert_uint_eq(
			low & ~failed_with(&d, possible & ~one, struck), 0);
	}
}
END_TEST

static void
shuffle(struct drawn *d)
{
	for (uint32_t i = d->ngroup; i-- > 1;) {
		uint32_t k = draw(i + 1);
		__typeof__(d->group[0]) one = d->group[i];

		d->group[i] = d->group[k];
		d->group[k] = one;
	}
	for (uint32_t i = 0; i < d->ngroup; i++)
		for (uint32_t m = d->group[i].n; m-- > 1;) {
			uint32_t k = draw(m + 1);
			struct andor_member one = d->group[i].member[m];

			d->group[i].member[m] = d->group[i].member[k];
			d->group[i].member[k] = one;
		}
}

static void
expect_same(const struct andor *a, const struct andor *b)
{
	size_t n = sizeof(uint32_t);

	ck_assert_uint_eq(a->ngroup, b->ngroup);
	ck_assert_uint_eq(a->nmember, b->nmember);
	ck_assert_mem_eq(a->group_at, b->group_at, (a->nnode + 1) * n);
	ck_assert_mem_eq(a->member_at, b->member_at, (a->ngroup + 1) * n);
	ck_assert_mem_eq(a->spare, b->spare, a->ngroup * n);
	ck_assert_mem_eq(a->node_of, b->node_of, a->ngroup * n);
	ck_assert_mem_eq(a->member, b->member, a->nmember * sizeof(*a->member));
	ck_assert_mem_eq(a->user_at, b->user_at, (a->nnode + 1) * n);
	ck_assert_mem_eq(a->user, b->user, a->nmember * n);
}

START_TEST(order_of_groups_and_members_does_not_matter)
{
	static struct drawn d;
	struct andor other;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		draw_graph(&d, i);
		build(&d, &g);
		shuffle(&d);
		build(&d, &other);

		expect_same(&g, &other);
		andor_done(&other);
		teardown();
	}
}
END_TEST

/* The round of the naive fixpoint in which a node fails. */
static uint32_t
round_of(const struct drawn *d, uint32_t struck, uint32_t node)
{
	uint32_t failed = struck, round = 0;

	for (; !(failed >> node & 1); round++) {
		uint32_t before = failed;

		for (uint32_t i = 0; i < d->ngroup; i++)
			if (is_lost(d, i, before))
				failed |= 1u << d->group[i].node;
		ck_assert_uint_ne(failed, before);
	}
	return round;
}

/* A link says that a group of the node has that member, and was lost. */
static void
expect_link(const struct andor_link *l)
{
	uint32_t failed = 0;
	bool is_member = false;

	ck_assert_uint_eq(g.node_of[l->group], l->node);
	for (uint32_t m = g.member_at[l->group]; m < g.member_at[l->group + 1];
	     m++) {
		failed += andor_is_failed(&f, g.member[m].node);
		is_member |= g.member[m].node == l->on &&
			     g.member[m].label == l->label;
	}
	ck_assert(is_member);
	ck_assert(andor_is_failed(&f, l->on));
	ck_assert_uint_gt(failed, g.spare[l->group]);
}

static void
expect_chain(const struct drawn *d, uint32_t struck, uint32_t node)
{
	struct andor_link *link;
	uint32_t n = andor_chain(&f, node, &mem, &link);

	ck_assert_uint_eq(n, round_of(d, struck, node));
	for (uint32_t i = 0; i < n; i++) {
		expect_link(&link[i]);
		ck_assert_uint_eq(link[i].node,
				  i + 1 < n ? link[i + 1].on : node);
	}
	if (n)
		ck_assert(struck >> link[0].on & 1);
}

START_TEST(chains_are_real_and_shortest)
{
	static struct drawn d;

	for (uint64_t i = 0; i < GRAPHS; i++) {
		uint32_t struck;

		draw_graph(&d, i);
		build(&d, &g);
		andor_failure_init(&g, &f);
		struck = 1u << draw(d.nnode) | 1u << draw(d.nnode);
		fail_set(&f, struck);
		for (uint32_t v = 0; v < d.nnode; v++)
			if (andor_is_failed(&f, v))
				expect_chain(&d, struck, v);
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

/* Larger graphs, of which each node is struck alone */

struct alone {
	struct andor_failure one;
	uint64_t failed;
};

static void
compare_lanes(void *ctx, uint32_t first, uint32_t n,
	      const struct andor_lanes *lanes)
{
	struct alone *a = ctx;
	const uint32_t nnode = a->one.g->nnode;

	for (uint32_t i = 0; i < n; i++) {
		uint32_t struck = first + i, differ = 0;

		andor_fail(&a->one, &struck, 1);
		a->failed += a->one.nfailed;
		for (uint32_t v = 0; v < nnode; v++)
			differ += (lanes[v].word[i / 64] >> i % 64 & 1) !=
				  andor_is_failed(&a->one, v);
		ck_assert_uint_eq(differ, 0);
	}
}

/* How many nodes fail, over the scenarios 0 .. n - 1. */
static uint64_t
sweep_alone(uint32_t n)
{
	uint32_t *v = ARENA_ARRAY(&mem, n + 1, uint32_t);
	struct andor_scenarios s = { n, v, v };
	struct alone a = { .failed = 0 };

	for (uint32_t i = 0; i <= n; i++)
		v[i] = i;
	andor_failure_init(&g, &a.one);
	andor_sweep(&g, &s, compare_lanes, &a);
	andor_failure_done(&a.one);
	return a.failed;
}

/* Members near the node, mostly, so that there are many rings of many sizes. */
static void
draw_large(uint64_t number)
{
	uint32_t nodes, groups, width;

	seed = number;
	nodes = 100 + draw(600);
	groups = nodes / 2 + draw(nodes);
	width = 2 + draw(draw(2) ? 8 : nodes);
	for (uint32_t i = 0; i < groups; i++) {
		struct andor_member m[8];
		uint32_t node = draw(nodes), n = 1 + draw(draw(2) ? 8 : 3);

		for (uint32_t k = 0; k < n; k++)
			m[k] = (struct andor_member){
				(node + draw(width)) % nodes, k
			};
		andor_add(&draft, node, 1 + draw(n), m, n);
	}
	finish(nodes);
}

START_TEST(sweep_equals_every_node_alone)
{
	for (uint64_t i = 0; i < 60; i++) {
		setup();
		draw_large(i);
		ck_assert_uint_ge(sweep_alone(g.nnode), g.nnode);
		teardown();
	}
}
END_TEST

enum { LONG = 100000, SOME = 600 };

/* Node i needs i - 1. */
START_TEST(chain_of_100000_fails_to_its_end)
{
	struct andor_link *link;

	for (uint32_t i = LONG; --i;)
		andor_need(&draft, i, i - 1, i);
	finish(LONG);

	strike(0);

	ck_assert_uint_eq(f.nfailed, LONG);
	ck_assert_uint_eq(andor_chain(&f, LONG - 1, &mem, &link), LONG - 1);
	ck_assert_uint_eq(link[LONG - 2].label, LONG - 1);
	ck_assert_uint_eq(sweep_alone(3), 3 * LONG - 3);
}
END_TEST

static void
ring(uint32_t first, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		andor_need(&draft, first + i, first + (i + 1) % n, 0);
}

START_TEST(ring_of_100000_fails_as_one)
{
	ring(0, LONG);
	finish(LONG);

	strike(LONG / 2);

	ck_assert_uint_eq(f.nfailed, LONG);
	ck_assert_uint_eq(sweep_alone(3), 3 * LONG);
}
END_TEST

START_TEST(ten_thousand_rings_fail_apart)
{
	for (uint32_t i = 0; i < LONG; i += 10)
		ring(i, 10);
	finish(LONG);

	strike(77);

	ck_assert_uint_eq(f.nfailed, 10);
	ck_assert_uint_eq(sweep_alone(SOME), 10 * SOME);
}
END_TEST

/* Node i needs two of i + 1, i + 2 and LONG; whether or not that works. */
static void
soft_ring(void)
{
	for (uint32_t i = 0; i < LONG; i++)
		need_of(i, 2, (i + 1) % LONG, (i + 2) % LONG, LONG);
}

/* Of two rings only the first is struck. */
START_TEST(ring_that_nothing_enters_works)
{
	for (uint32_t i = 0; i < 6; i += 3)
		for (uint32_t k = 0; k < 3; k++)
			either(i + k, i + (k + 1) % 3, i + (k + 2) % 3);
	finish(6);

	ck_assert_uint_eq(sweep_alone(2), 2);
}
END_TEST

START_TEST(ring_of_100000_that_can_spare_one_works)
{
	soft_ring();
	finish(LONG + 1);

	strike(LONG / 3);
	ck_assert_uint_eq(f.nfailed, 1);
	strike(LONG);
	ck_assert_uint_eq(f.nfailed, 1);
	ck_assert_uint_eq(sweep_alone(SOME), SOME);
}
END_TEST

/* ctx: how many blocks in which all fail in every scenario. */
static void
count_full(void *ctx, uint32_t first, uint32_t n,
	   const struct andor_lanes *lanes)
{
	uint32_t short_of = 0;

	(void)first;
	for (uint32_t v = 0; v <= LONG; v++) {
		uint32_t failed = 0;

		for (int i = 0; i < ANDOR_WORDS; i++)
			failed += (uint32_t)__builtin_popcountll(
				lanes[v].word[i]);
		short_of += failed != n;
	}
	*(int *)ctx += short_of == 0;
}

/* What it can spare fails always: 600 waves through the ring at once. */
START_TEST(waves_through_a_ring_of_100000_end)
{
	uint32_t *struck = ARENA_ARRAY(&mem, 2 * SOME, uint32_t);
	uint32_t *at = ARENA_ARRAY(&mem, SOME + 1, uint32_t);
	struct andor_scenarios s = { SOME, at, struck };
	int full = 0;

	soft_ring();
	finish(LONG + 1);
	for (uint32_t i = 0; i < SOME; i++) {
		struck[2 * i] = LONG;
		struck[2 * i + 1] = i * (LONG / SOME);
		at[i + 1] = 2 * i + 2;
	}

	andor_sweep(&g, &s, count_full, &full);

	ck_assert_int_eq(full, 2);
}
END_TEST

static void
keep_first(void *ctx, uint32_t first, uint32_t n,
	   const struct andor_lanes *lanes)
{
	(void)first, (void)n;
	*(uint64_t *)ctx = lanes[0].word[0];
}

/* Node 0 needs half of 100,000: one too few, just enough, and others. */
START_TEST(half_of_100000_is_counted)
{
	struct andor_member *m = ARENA_ARRAY(&mem, LONG, struct andor_member);
	uint32_t *struck = ARENA_ARRAY(&mem, 2 * LONG, uint32_t), n = 0;
	uint32_t at[4] = { 0, LONG / 2, LONG + 1, LONG + LONG / 2 + 2 };
	struct andor_scenarios s = { 3, at, struck };
	uint64_t lost = 0;

	for (uint32_t i = 0; i < LONG; i++)
		m[i] = (struct andor_member){ LONG - i, i };
	andor_add(&draft, 0, LONG / 2, m, LONG);
	finish(LONG + 1);
	for (uint32_t i = 1; i <= LONG / 2; i++)
		struck[n++] = i;
	for (uint32_t i = 1; i <= LONG / 2 + 1; i++)
		struck[n++] = i;
	for (uint32_t i = LONG / 2; i <= LONG; i++)
		struck[n++] = i;

	andor_sweep(&g, &s, keep_first, &lost);

	ck_assert_uint_eq(lost, 6);
	andor_fail(&f, struck, LONG / 2);
	ck_assert(!andor_is_failed(&f, 0));
	andor_fail(&f, struck + LONG / 2, LONG / 2 + 1);
	ck_assert(andor_is_failed(&f, 0));
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
	tcase_add_test(c, chain_of_100000_fails_to_its_end);
	tcase_add_test(c, ring_of_100000_fails_as_one);
	tcase_add_test(c, ten_thousand_rings_fail_apart);
	tcase_add_test(c, ring_that_nothing_enters_works);
	tcase_add_test(c, ring_of_100000_that_can_spare_one_works);
	tcase_add_test(c, waves_through_a_ring_of_100000_end);
	tcase_add_test(c, half_of_100000_is_counted);
	tcase_set_timeout(c, 60);
	tcase_add_checked_fixture(r, setup, NULL);
	tcase_add_test(r, nothing_fails_by_itself);
	tcase_add_test(r, needing_fewer_of_a_group_never_fails_more);
	tcase_add_test(r, one_more_requirement_never_fails_fewer);
	tcase_add_test(r, evidence_never_widens_an_interval);
	tcase_add_test(r, order_of_groups_and_members_does_not_matter);
	tcase_add_test(r, chains_are_real_and_shortest);
	tcase_add_test(r, sweep_equals_every_node_alone);
	tcase_add_test(r, failure_is_the_least_fixpoint);
	tcase_add_test(r, sweep_equals_one_scenario_after_another);
	tcase_set_timeout(r, 60);
	suite_add_tcase(s, r);
	return s;
}

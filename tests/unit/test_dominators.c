/*
 * Dominators: graphs of the literature, and random ones against the definition
 * (take a node away and see what can no longer be reached).
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/dominators.h"

Suite *suite_dominators(void);

enum { NODES = 64, EDGES = 256 };

static struct arena mem;
static struct dominators d;

/* A graph as it was drawn. */
static struct {
	uint32_t from[EDGES], to[EDGES], n, nnode;
} drawn;

static void
setup(void)
{
	mem = (struct arena){ 0 };
	drawn.n = drawn.nnode = 0;
}

static void
teardown(void)
{
	arena_done(&mem);
}

static void
edge(uint32_t from, uint32_t to)
{
	ck_assert_uint_lt(drawn.n, EDGES);
	drawn.from[drawn.n] = from;
	drawn.to[drawn.n++] = to;
	drawn.nnode = from < drawn.nnode ? drawn.nnode : from + 1;
	drawn.nnode = to < drawn.nnode ? drawn.nnode : to + 1;
}

static void
find(uint32_t root)
{
	uint32_t *first = ARENA_ARRAY(&mem, (size_t)drawn.nnode + 1, uint32_t);
	uint32_t *to = ARENA_ARRAY(&mem, drawn.n, uint32_t), k = 0;
	struct links links = { drawn.nnode, first, to };

	for (uint32_t v = 0; v < drawn.nnode; v++) {
		for (uint32_t i = 0; i < drawn.n; i++)
			if (drawn.from[i] == v)
				to[k++] = drawn.to[i];
		first[v + 1] = k;
	}
	dominators_find(&links, root, &mem, &d);
}

/* Nodes that the root reaches when `gone` is not there. */
static uint64_t
reached(uint32_t root, uint32_t gone)
{
	uint64_t set = root == gone ? 0 : (uint64_t)1 << root, before;

	do {
		before = set;
		for (uint32_t i = 0; i < drawn.n; i++)
			if (set >> drawn.from[i] & 1 && drawn.to[i] != gone)
				set |= (uint64_t)1 << drawn.to[i];
	} while (set != before);
	return set;
}

START_TEST(graphs_of_the_literature_have_their_dominators)
{
	FILE *f = fopen("tests/data/dominators.tsv", "r");
	char line[1024], name[64], edges[512], parents[512];
	int seen = 0;

	ck_assert_ptr_nonnull(f);
	while (fgets(line, sizeof(line), f)) {
		uint32_t root, a, b, expected[NODES];
		int n;

		if (*line == '#')
			continue;
		ck_assert_int_eq(sscanf(line,
					"%63[^\t]\t%u\t%511[^\t]\t%511[^\n]",
					name, &root, edges, parents),
				 4);
		setup();
		for (const char *p = edges;
		     sscanf(p, "%u>%u%n", &a, &b, &n) > 1; p += n)
			edge(a, b);
		memset(expected, 0xff, sizeof(expected));
		for (const char *p = parents;
		     sscanf(p, "%u:%u%n", &a, &b, &n) > 1; p += n)
			expected[a] = b;

		find(root);

		for (uint32_t v = 0; v < drawn.nnode; v++)
			ck_assert_msg(d.parent[v] == expected[v], "%s: node %u",
				      name, v);
		seen++;
		teardown();
	}
	fclose(f);
	ck_assert_int_eq(seen, 11);
}
END_TEST

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
draw_graph(uint64_t number)
{
	uint32_t nodes, n;

	setup();
	seed = number;
	nodes = 1 + draw(NODES);
	n = draw(draw(2) ? nodes + nodes / 2 : EDGES - 1);
	edge(0, nodes - 1);
	while (drawn.n < n)
		edge(draw(nodes), draw(nodes));
}

/*
 * a is above b when b is lost without a; the parent is the one above b that
 * has most above itself.
 */
static bool
is_parent(uint32_t v, uint32_t root)
{
	uint64_t all = reached(root, NODES);
	uint32_t p = d.parent[v];

	if (v == root || !(all >> v & 1))
		return p == DOMINATORS_NONE;
	for (uint32_t a = 0; a < drawn.nnode; a++) {
		bool is_above = a != v && !(reached(root, a) >> v & 1);
		bool is_above_parent = a == p || !(reached(root, a) >> p & 1);

		if (is_above != is_above_parent)
			return false;
	}
	return true;
}

START_TEST(parents_are_what_the_definition_says)
{
	for (uint64_t i = 0; i < 400; i++) {
		draw_graph(i);
		find(0);

		for (uint32_t v = 0; v < drawn.nnode; v++)
			ck_assert_msg(is_parent(v, 0), "graph %u, node %u",
				      (unsigned)i, v);
		teardown();
	}
}
END_TEST

START_TEST(sums_are_of_all_that_is_cut_off)
{
	for (uint64_t i = 0; i < 400; i++) {
		int64_t weight[NODES];
		uint64_t all;

		draw_graph(i);
		find(0);
		all = reached(0, NODES);
		for (uint32_t v = 0; v < drawn.nnode; v++)
			weight[v] = 1 + v * v;

		dominators_sum(&d, weight);

		for (uint32_t v = 0; v < drawn.nnode; v++) {
			uint64_t lost = all & ~reached(0, v);
			int64_t sum = 0;

			for (uint32_t u = 0; u < drawn.nnode; u++)
				sum += lost >> u & 1 ? 1 + u * u : 0;
			ck_assert_int_eq(weight[v],
					 all >> v & 1 ? sum : 1 + v * v);
		}
		teardown();
	}
}
END_TEST

START_TEST(order_of_links_does_not_matter)
{
	for (uint64_t i = 0; i < 200; i++) {
		struct dominators before;

		draw_graph(i);
		find(0);
		before = d;
		for (uint32_t k = drawn.n; k-- > 1;) {
			uint32_t other = draw(k + 1), from = drawn.from[k];
			uint32_t to = drawn.to[k];

			drawn.from[k] = drawn.from[other];
			drawn.to[k] = drawn.to[other];
			drawn.from[other] = from;
			drawn.to[other] = to;
		}
		find(0);

		ck_assert_mem_eq(before.parent, d.parent,
				 drawn.nnode * sizeof(*d.parent));
		ck_assert_uint_eq(before.nnode, d.nnode);
		teardown();
	}
}
END_TEST

START_TEST(root_alone_has_no_parent)
{
	uint32_t first[] = { 0, 0 };
	struct links links = { 1, first, NULL };
	int64_t weight = 5;

	dominators_find(&links, 0, &mem, &d);
	dominators_sum(&d, &weight);

	ck_assert_uint_eq(d.nnode, 1);
	ck_assert_uint_eq(d.parent[0], DOMINATORS_NONE);
	ck_assert_int_eq(weight, 5);
}
END_TEST

enum { LONG = 100000 };

/* A chain with a way back from each node to the one before. */
START_TEST(chain_of_100000_is_no_depth_of_calls)
{
	uint32_t *first = ARENA_ARRAY(&mem, LONG + 1, uint32_t), n = 0;
	uint32_t *to = ARENA_ARRAY(&mem, 2 * LONG, uint32_t);
	struct links links = { LONG, first, to };

	for (uint32_t v = 0; v < LONG; v++) {
		if (v + 1 < LONG)
			to[n++] = v + 1;
		if (v)
			to[n++] = v - 1;
		first[v + 1] = n;
	}

	dominators_find(&links, 0, &mem, &d);

	for (uint32_t v = 1; v < LONG; v++)
		ck_assert_uint_eq(d.parent[v], v - 1);
}
END_TEST

Suite *
suite_dominators(void)
{
	Suite *s = suite_create("dominators");
	TCase *c = tcase_create("cases"), *r = tcase_create("random");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, root_alone_has_no_parent);
	tcase_add_test(c, chain_of_100000_is_no_depth_of_calls);
	suite_add_tcase(s, c);
	tcase_add_test(r, graphs_of_the_literature_have_their_dominators);
	tcase_add_test(r, parents_are_what_the_definition_says);
	tcase_add_test(r, sums_are_of_all_that_is_cut_off);
	tcase_add_test(r, order_of_links_does_not_matter);
	tcase_set_timeout(r, 60);
	suite_add_tcase(s, r);
	return s;
}

/*
 * Minimal cut sets: published fault trees, what trying all combinations gives
 * for random graphs, rings, and graphs of hostile width and depth.
 */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "analyzer/cutsets.h"
#include "base/limits.h"
#include "tests/unit/fault_tree.h"
#include "tests/unit/shared.h"

Suite *suite_cutsets(void);

static struct fault_tree tree;
static struct arena mem;
static struct cutsets found;
static struct err err;

static void
teardown(void)
{
	fault_tree_done(&tree);
	arena_done(&mem);
}

static void
find(uint32_t top, uint32_t order)
{
	struct cutsets_options o = { .max_order = order,
				     .max_sets = 1000,
				     .probability = tree.probability };

	memset(&err, 0, sizeof(err));
	if (cutsets_find(&tree.g, top, &o, &mem, &found, &err))
		ck_abort_msg("%s", err.msg);
}

static const struct importance *
importance_named(const char *name)
{
	uint32_t node = map_get(&tree.name, sv(name), ANDOR_NONE);

	for (uint32_t i = 0; i < found.nimportance; i++)
		if (found.importance[i].node == node)
			return &found.importance[i];
	ck_abort_msg("no importance of '%s'", name);
	return NULL;
}

static bool
is_set(const uint32_t *event, uint32_t n)
{
	for (uint32_t s = 0; s < found.nset; s++)
		if (found.set_at[s + 1] - found.set_at[s] == n &&
		    memcmp(found.event + found.set_at[s], event,
			   n * sizeof(*event)) == 0)
			return true;
	return false;
}

static void
ck_near(double got, double want, double tolerance)
{
	ck_assert_msg(fabs(got - want) <= tolerance, "%.12g, expected %.12g",
		      got, want);
}

/* Published trees */

/* Words after the first, as nodes. */
static uint32_t
words(char *line, uint32_t *ret)
{
	uint32_t n = 0;
	char *save = NULL;

	for (char *w = strtok_r(line, " \n", &save); w;
	     w = strtok_r(NULL, " \n", &save))
		ret[n++] = fault_tree_node(&tree, sv(w));
	return n;
}

static void
read_gate(const char *name, char *rest)
{
	char word[64];
	int used;
	uint32_t input[16], n, k = 1, gate = fault_tree_node(&tree, sv(name));

	ck_assert_int_eq(sscanf(rest, "%63s%n", word, &used), 1);
	n = words(rest + used, input);
	if (strcmp(word, "and") == 0)
		k = n;
	else if (strcmp(word, "or") != 0)
		ck_assert_int_eq(sscanf(word, "%u", &k), 1);
	fault_tree_gate(&tree, gate, k, input, n);
}

static int
cmp_u32(const void *a, const void *b)
{
	return *(const uint32_t *)a < *(const uint32_t *)b
		       ? -1
		       : *(const uint32_t *)a > *(const uint32_t *)b;
}

static uint32_t sets_seen;

/* One line that expects something of the tree that was found. */
static void
expect(const char *key, char *rest)
{
	double a, b;
	uint32_t event[16], n;

	if (strcmp(key, "set") == 0) {
		n = words(rest, event);
		qsort(event, n, sizeof(*event), cmp_u32);
		ck_assert(is_set(event, n));
		sets_seen++;
		return;
	}
	ck_assert_int_eq(sscanf(rest, "%lf %lf", &a, &b), 2);
	if (strcmp(key, "exact") == 0)
		ck_near(found.probability, a, b);
	else if (strcmp(key, "rare") == 0)
		ck_near(found.rare_event, a, b);
	else if (strcmp(key, "bound") == 0)
		ck_near(found.upper_bound, a, b);
	else
		ck_abort_msg("unknown key '%s'", key);
}

static void
expect_importance(char *rest)
{
	const struct importance *i;
	char name[64];
	double v[6];

	ck_assert_int_eq(sscanf(rest, "%63s %lf %lf %lf %lf %lf %lf", name,
				&v[0], &v[1], &v[2], &v[3], &v[4], &v[5]),
			 7);
	i = importance_named(name);
	ck_near((double)i->sets, v[0], 0);
	ck_near(i->birnbaum, v[1], v[1] / 1000);
	ck_near(i->critical, v[2], v[2] / 1000);
	ck_near(i->diagnosis, v[3], v[3] / 1000);
	ck_near(i->raw, v[4], v[4] / 1000);
	ck_near(i->rrw, v[5], v[5] / 1000);
}

static const char *const trees[] = {
	"abc",     "ab_bc", "two_of_three", "two_train", "two_train_importance",
	"theatre", "ne574"
};

START_TEST(published_trees_have_their_sets_probabilities_and_importances)
{
	FILE *f = fopen("tests/data/fault-trees.txt", "r");
	char line[256], key[64], word[64];
	bool is_here = false, is_built = false;
	int used, expected = 0;

	ck_assert_ptr_nonnull(f);
	sets_seen = 0;
	while (fgets(line, sizeof(line), f)) {
		if (*line == '#')
			continue;
		ck_assert_int_eq(sscanf(line, "%63s %63s%n", key, word, &used),
				 2);
		if (strcmp(key, "tree") == 0) {
			is_here = strcmp(word, trees[_i]) == 0;
			continue;
		}
		if (!is_here)
			continue;
		if (strcmp(key, "gate") == 0) {
			read_gate(word, line + used);
			continue;
		}
		if (strcmp(key, "p") == 0) {
			ck_assert_int_eq(
				sscanf(line + used, "%lf",
				       &tree.probability[fault_tree_node(
					       &tree, sv(word))]),
				1);
			continue;
		}
		if (!is_built) {
			fault_tree_build(&tree);
			find(fault_tree_top(&tree), 10);
			is_built = true;
		}
		if (strcmp(key, "imp") == 0)
			expect_importance(line + strlen(key));
		else
			expect(key, line + strlen(key));
		expected++;
	}
	fclose(f);
	ck_assert_int_gt(expected, 0);
	ck_assert_uint_eq(found.nset, sets_seen);
	ck_assert(found.total == found.nset && !found.is_cut_short);
}
END_TEST

/* Aralia: facts in the shared data, trees read in place */

static const char *const aralia[] = { "baobab1", "baobab2", "chinese",
				      "das9201", "das9203", "das9205",
				      "das9208", "das9209", "edf9202",
				      "ftr10",   "isp9605", "isp9606" };

/* The tree's line of expectations. */
static bool
expected_line(const char *name, char line[static 1024])
{
	char path[4096];
	size_t n = strlen(name);
	bool is_found = false;
	FILE *f;

	if (!shared_path("data/graphs/aralia_expected.tsv", path))
		return false;
	f = fopen(path, "r");
	ck_assert_ptr_nonnull(f);
	while (!is_found && fgets(line, 1024, f))
		is_found = strncmp(line, name, n) == 0 && line[n] == '\t';
	fclose(f);
	ck_assert(is_found);
	return true;
}

/* Nodes that fail the top by themselves, found by failing each. */
static uint64_t
single_failures(uint32_t top)
{
	struct andor_failure f;
	uint64_t n = 0;

	andor_failure_init(&tree.g, &f);
	for (uint32_t i = 0; i < tree.g.nnode; i++) {
		if (tree.g.group_at[i] != tree.g.group_at[i + 1])
			continue;
		andor_fail(&f, &i, 1);
		n += andor_is_failed(&f, top);
	}
	andor_failure_done(&f);
	return n;
}

static void
ck_orders(const char *counts)
{
	unsigned long long want;
	uint32_t k = 0;
	int used;

	for (; sscanf(counts, "%llu%n", &want, &used) == 1; counts += used) {
		ck_assert_uint_lt(k, found.norder);
		ck_assert_uint_eq((uint64_t)found.count[k], want);
		k++;
	}
	ck_assert_uint_eq(found.norder, k);
}

START_TEST(aralia_trees_have_their_published_counts_and_probabilities)
{
	char line[1024], path[4096], file[64], p[32];
	unsigned long long total, order1, order2;
	int used;

	snprintf(file, sizeof(file), "data/graphs/aralia/%s.xml", aralia[_i]);
	if (!expected_line(aralia[_i], line) || !shared_path(file, path))
		return;
	ck_assert_int_eq(sscanf(line,
				"%*s %*s coherent %llu %31s %*s %*s "
				"%*[^\t] %llu %llu %n",
				&total, p, &order1, &order2, &used),
			 4);
	fault_tree_read_xml(&tree, path);

	find(fault_tree_top(&tree), 2);

	ck_assert_uint_eq((uint64_t)found.total, total);
	ck_orders(line + used);
	ck_assert_uint_eq(order1, single_failures(fault_tree_top(&tree)));
	snprintf(file, sizeof(file), "%.6e", found.probability);
	ck_assert_str_eq(file, p);
	ck_assert_uint_eq(found.nset,
			  order1 + order2 < 1000 ? order1 + order2 : 1000);
}
END_TEST

/* Random graphs against all combinations */

enum { ORACLE_EVENTS = 14, ORACLE_NODES = 26 };

static uint32_t seed;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

struct oracle {
	uint32_t event[ORACLE_EVENTS], n, top; /* nodes that may be struck */
	bool is_event[ORACLE_NODES];
	bool fails[1u << ORACLE_EVENTS];
};

/* Groups of random size and slack; links in all directions, so rings too. */
static void
draw_graph(struct oracle *o)
{
	struct andor_member m[6];
	uint32_t n = 6 + draw(ORACLE_NODES - 6), gates = 2 + draw(n - 4);

	for (uint32_t i = 0; i < n; i++)
		fault_tree_node(&tree, sv_n((const char *)&i, sizeof(i)));
	for (uint32_t i = 0; i < gates; i++) {
		for (uint32_t k = draw(10) ? 1 + draw(2) : 0; k; k--) {
			uint32_t size = 1 + draw(6);

			for (uint32_t j = 0; j < size; j++)
				m[j] = (struct andor_member){ draw(n), j };
			andor_add(&tree.draft, i, 1 + draw(size), m, size);
		}
	}
	fault_tree_build(&tree);
	o->n = 0;
	for (uint32_t i = n; i-- > 0;) {
		o->is_event[i] = o->n < ORACLE_EVENTS &&
				 (i >= gates ? draw(8) > 0 : draw(5) == 0);
		tree.probability[i] = (1 + draw(99)) / 100.0;
		if (o->is_event[i])
			o->event[o->n++] = i;
	}
	o->top = 0;
}

/* The least fixpoint of one combination, by the definition. */
static bool
fails_with(const struct oracle *o, uint32_t mask)
{
	const struct andor *g = &tree.g;
	bool failed[ORACLE_NODES] = { false }, changes = true;

	for (uint32_t i = 0; i < o->n; i++)
		failed[o->event[i]] = mask >> i & 1;
	while (changes) {
		changes = false;
		for (uint32_t a = 0; a < g->ngroup; a++) {
			uint32_t lost = 0;

			for (uint32_t m = g->member_at[a];
			     m < g->member_at[a + 1]; m++)
				lost += failed[g->member[m].node];
			if (lost > g->spare[a] && !failed[g->node_of[a]])
				failed[g->node_of[a]] = changes = true;
		}
	}
	return failed[o->top];
}

static double
probability_of(const struct oracle *o, uint32_t mask, uint32_t fixed)
{
	double p = 1;

	for (uint32_t i = 0; i < o->n; i++) {
		double pi = tree.probability[o->event[i]];

		if (!(fixed >> i & 1))
			p *= mask >> i & 1 ? pi : 1 - pi;
	}
	return p;
}

static void
ck_set(const struct oracle *o, uint32_t mask)
{
	uint32_t event[ORACLE_EVENTS], n = 0;

	for (uint32_t i = o->n; i-- > 0;)
		if (mask >> i & 1)
			event[n++] = o->event[i];
	ck_assert(is_set(event, n));
}

/* The sets are the minimal combinations, and nothing else. */
static void
ck_sets(const struct oracle *o)
{
	uint64_t count[ORACLE_EVENTS + 1] = { 0 };
	double rare = 0, works = 1;

	for (uint32_t mask = 0; mask < 1u << o->n; mask++) {
		bool is_minimal = o->fails[mask];
		double p = 1;

		for (uint32_t i = 0; i < o->n; i++) {
			if (!(mask >> i & 1))
				continue;
			is_minimal &= !o->fails[mask & ~(1u << i)];
			p *= tree.probability[o->event[i]];
		}
		if (!is_minimal)
			continue;
		count[__builtin_popcount(mask)]++;
		ck_set(o, mask);
		rare += p;
		works *= 1 - p;
	}
	for (uint32_t k = 0; k < found.norder; k++)
		ck_assert_uint_eq((uint64_t)found.count[k], count[k]);
	ck_assert(found.nset == found.total && !found.is_cut_short);
	ck_near(found.rare_event, rare < 1 ? rare : 1, 1e-9);
	ck_near(found.upper_bound, 1 - works, 1e-9);
}

/* Importance, from the probability with an event fixed. */
static void
ck_importance(const struct oracle *o, uint32_t i, double top)
{
	const struct importance *x = NULL;
	double p = tree.probability[o->event[i]], with = 0, without = 0;

	for (uint32_t mask = 0; mask < 1u << o->n; mask++) {
		if (!o->fails[mask])
			continue;
		if (mask >> i & 1)
			with += probability_of(o, mask, 1u << i);
		else
			without += probability_of(o, mask, 1u << i);
	}
	for (uint32_t k = 0; k < found.nimportance; k++)
		if (found.importance[k].node == o->event[i])
			x = &found.importance[k];
	if (!x) {
		ck_near(with, without, 1e-12);
		return;
	}
	ck_near(x->birnbaum, with - without, 1e-9);
	ck_near(x->critical, (with - without) * p / top, 1e-9);
	ck_near(x->diagnosis, with * p / top, 1e-9);
	ck_near(x->raw, with / top, 1e-9 * x->raw);
	if (without > 1e-9)
		ck_near(x->rrw, top / without, 1e-6 * x->rrw);
	else if (without <= 0)
		ck_assert(isnan(x->rrw));
}

START_TEST(random_graphs_agree_with_trying_all_combinations)
{
	static struct oracle o;
	struct cutsets_options opt = { .is_event = o.is_event,
				       .max_order = ORACLE_EVENTS,
				       .max_sets = LIMIT_CUT_SETS,
				       .probability = tree.probability };
	double top;

	for (uint32_t round = 0; round < 60; round++) {
		seed = (uint32_t)_i * 1000 + round;
		draw_graph(&o);
		top = 0;
		for (uint32_t mask = 0; mask < 1u << o.n; mask++) {
			o.fails[mask] = fails_with(&o, mask);
			if (o.fails[mask])
				top += probability_of(&o, mask, 0);
		}

		ck_assert_int_eq(
			cutsets_find(&tree.g, o.top, &opt, &mem, &found, &err),
			0);

		ck_sets(&o);
		ck_near(found.probability, top, 1e-9);
		for (uint32_t i = 0; i < o.n; i++)
			ck_importance(&o, i, top);
		fault_tree_done(&tree);
		arena_clear(&mem);
	}
}
END_TEST

/* By hand */

static struct andor big;
static struct andor_draft draft;

static void
done_big(void)
{
	andor_done(&big);
	teardown();
}

static int
find_big(uint32_t top, const bool *is_event, uint32_t order, uint32_t sets)
{
	struct cutsets_options o = { .is_event = is_event,
				     .max_order = order,
				     .max_sets = sets };

	memset(&err, 0, sizeof(err));
	return cutsets_find(&big, top, &o, &mem, &found, &err);
}

/* Node 0 needs `needed` of nodes 1 .. n. */
static void
star(uint32_t n, uint32_t needed)
{
	struct andor_member *m = ARENA_ARRAY(&mem, n, struct andor_member);

	for (uint32_t i = 0; i < n; i++)
		m[i] = (struct andor_member){ i + 1, 0 };
	andor_add(&draft, 0, needed, m, n);
	andor_build(&draft, n + 1, &big);
}

/* The message names the limit that was passed. */
static void
ck_expects(unsigned long long limit, const char *unit)
{
	char want[64];

	snprintf(want, sizeof(want), "at most %llu %s", limit, unit);
	ck_assert_ptr_nonnull(strstr(err.msg, want));
}

START_TEST(what_needs_nothing_fails_only_when_it_is_struck)
{
	andor_build(&draft, 1, &big);

	ck_assert_int_eq(find_big(0, NULL, 2, 10), 0);

	ck_assert(found.total == 1 && found.nset == 1 && found.norder == 2);
	ck_assert_uint_eq(found.event[0], 0);
	ck_near(found.probability, 0.5, 0);
	ck_near(found.importance[0].birnbaum, 1, 0);
	ck_assert(isnan(found.importance[0].rrw));
}
END_TEST

START_TEST(what_never_fails_has_no_sets)
{
	bool none[1] = { false };

	andor_build(&draft, 1, &big);

	ck_assert_int_eq(find_big(0, none, 2, 10), 0);

	ck_assert(found.total == 0 && found.nset == 0 && found.norder == 0);
	ck_assert(!found.is_cut_short && found.nimportance == 0);
	ck_near(found.probability + found.rare_event + found.upper_bound, 0, 0);
}
END_TEST

/* 0 needs 1, which needs 2, which needs 1; 2 needs event 3. */
START_TEST(a_ring_does_not_fail_by_itself)
{
	andor_need(&draft, 0, 1, 0);
	andor_need(&draft, 1, 2, 0);
	andor_need(&draft, 2, 1, 0);
	andor_need(&draft, 2, 3, 0);
	andor_build(&draft, 4, &big);

	ck_assert_int_eq(find_big(0, NULL, 3, 10), 0);

	ck_assert(found.total == 1 && found.nset == 1);
	ck_assert_uint_eq(found.event[0], 3);
}
END_TEST

/* Each of two needs the other or an event of its own. */
START_TEST(alternatives_in_a_ring_hold_each_other_up_for_ever)
{
	struct andor_member a[2] = { { 1, 0 }, { 2, 0 } };
	struct andor_member b[2] = { { 0, 0 }, { 3, 0 } };

	andor_add(&draft, 0, 1, a, 2);
	andor_add(&draft, 1, 1, b, 2);
	andor_build(&draft, 4, &big);

	ck_assert_int_eq(find_big(0, NULL, 3, 10), 0);

	ck_assert(found.total == 0);
}
END_TEST

START_TEST(events_may_have_needs_of_their_own)
{
	bool is_event[3] = { false, true, true };

	andor_need(&draft, 0, 1, 0);
	andor_need(&draft, 1, 2, 0);
	andor_build(&draft, 3, &big);

	ck_assert_int_eq(find_big(0, is_event, 3, 10), 0);

	ck_assert(found.count[1] == 2 && found.total == 2);
}
END_TEST

START_TEST(sets_are_listed_lowest_order_first_and_cut_short_honestly)
{
	struct andor_member pair[2] = { { 1, 0 }, { 2, 0 } };

	andor_add(&draft, 0, 1, pair, 2);
	for (uint32_t i = 3; i < 8; i++)
		andor_need(&draft, 0, i, 0);
	andor_build(&draft, 8, &big);

	ck_assert_int_eq(find_big(0, NULL, 2, 6), 0);
	ck_assert(found.nset == 6 && !found.is_cut_short);
	ck_assert_uint_eq(found.event[found.set_at[0]], 3);
	ck_assert_uint_eq(found.event[found.set_at[5]], 1);
	ck_assert_uint_eq(found.event[found.set_at[5] + 1], 2);

	ck_assert_int_eq(find_big(0, NULL, 2, 5), 0);
	ck_assert(found.nset == 5 && found.is_cut_short);
	ck_assert(found.total == 6);

	ck_assert_int_eq(find_big(0, NULL, 1, 5), 0);
	ck_assert(found.nset == 5 && !found.is_cut_short);

	ck_assert_int_eq(find_big(0, NULL, 2, 0), 0);
	ck_assert(found.nset == 0 && found.is_cut_short);
}
END_TEST

/* Hostile size */

START_TEST(a_hundred_thousand_needs_are_as_many_sets_of_one)
{
	star(100000, 100000);

	ck_assert_int_eq(find_big(0, NULL, 2, 10), 0);

	ck_assert(found.total == 100000 && found.count[1] == 100000);
	ck_assert(found.nset == 10 && found.is_cut_short);
	ck_near(found.probability, 1, 0);
	ck_near(found.upper_bound, 1, 0);
}
END_TEST

START_TEST(a_hundred_thousand_alternatives_are_one_set)
{
	star(100000, 1);

	ck_assert_int_eq(find_big(0, NULL, 100000, 10), 0);

	ck_assert(found.total == 1 && found.norder == 100001);
	ck_assert(found.nset == 0 && found.is_cut_short);
}
END_TEST

START_TEST(half_of_three_hundred_is_counted_without_listing)
{
	star(300, 200); /* fails with 101 */

	ck_assert_int_eq(find_big(0, NULL, 101, 10), 0);

	ck_assert(found.is_capped && found.norder == 102);
}
END_TEST

START_TEST(counts_below_the_cap_are_exact)
{
	star(60, 31); /* 60 over 30 */

	ck_assert_int_eq(find_big(0, NULL, 30, 10), 0);

	ck_assert(!found.is_capped);
	ck_assert_uint_eq((uint64_t)found.total, 118264581564861424ull);
	ck_assert(found.nset == 10 && found.is_cut_short);
	ck_assert(found.importance[0].sets * 2 == found.total);
}
END_TEST

START_TEST(half_of_a_hundred_thousand_is_refused)
{
	star(100000, 50000);

	ck_assert_int_eq(find_big(0, NULL, 2, 10), -1);

	ck_assert_int_eq(err.kind, ERR_LIMIT);
	ck_expects(LIMIT_DIAGRAM, "nodes");
}
END_TEST

/* a1 (b1 + a2 (b2 + ...)): every gate has sets of all orders below it. */
START_TEST(work_that_takes_too_long_is_refused)
{
	enum { PAIRS = 30000 };

	for (uint32_t i = 0; i < PAIRS; i++) {
		struct andor_member m[2] = { { 2 * i + 1, 0 },
					     { 2 * PAIRS + 1 + i, 0 } };

		andor_add(&draft, 2 * i, 1, m, 2);
		andor_need(&draft, 2 * i + 1, 2 * i + 2, 0);
		andor_need(&draft, 2 * i + 1, 3 * PAIRS + 1 + i, 0);
	}
	andor_build(&draft, 4 * PAIRS + 1, &big);

	ck_assert_int_eq(find_big(0, NULL, 2, 10), -1);

	ck_assert_int_eq(err.kind, ERR_LIMIT);
	ck_expects(LIMIT_DIAGRAM_STEPS / 1000000, "million steps");
}
END_TEST

START_TEST(sets_beyond_the_highest_order_are_counted_and_not_listed)
{
	star(LIMIT_CUT_ORDER, 1);
	ck_assert_int_eq(find_big(0, NULL, UINT32_MAX, 10), 0);
	ck_assert(found.nset == 1 && found.set_at[1] == LIMIT_CUT_ORDER);
	andor_done(&big);

	star(LIMIT_CUT_ORDER + 1, 1);
	ck_assert_int_eq(find_big(0, NULL, UINT32_MAX, 10), 0);
	ck_assert(found.total == 1 && found.nset == 0 && found.is_cut_short);
}
END_TEST

START_TEST(no_more_than_a_million_sets_are_listed)
{
	star(LIMIT_CUT_SETS + 1, LIMIT_CUT_SETS + 1);

	ck_assert_int_eq(find_big(0, NULL, 1, UINT32_MAX), 0);

	ck_assert(found.total == LIMIT_CUT_SETS + 1);
	ck_assert(found.nset == LIMIT_CUT_SETS && found.is_cut_short);
}
END_TEST

START_TEST(depth_costs_no_stack)
{
	enum { DEEP = 100000 };
	bool *is_event = ARENA_ARRAY(&mem, DEEP, bool);

	for (uint32_t i = 0; i + 1 < DEEP; i++)
		andor_need(&draft, i, i + 1, 0);
	andor_build(&draft, DEEP, &big);

	ck_assert_int_eq(find_big(0, NULL, 2, 10), 0);
	ck_assert(found.total == 1 && found.event[0] == DEEP - 1);

	memset(is_event, true, DEEP);
	ck_assert_int_eq(find_big(0, is_event, 2, 10), 0);
	ck_assert(found.count[1] == DEEP);
}
END_TEST

START_TEST(a_ring_of_a_hundred_thousand_fails_as_one)
{
	enum { RING = 100000 };
	bool *is_event = ARENA_ARRAY(&mem, RING, bool);

	for (uint32_t i = 0; i < RING; i++)
		andor_need(&draft, i, (i + 1) % RING, 0);
	andor_build(&draft, RING, &big);
	memset(is_event, true, RING);

	ck_assert_int_eq(find_big(0, is_event, 2, 10), 0);

	ck_assert(found.count[1] == RING && found.total == RING);
}
END_TEST

/* Each link has a spare; every set must take one of two at all of them. */
START_TEST(a_chain_of_pairs_has_two_to_the_n_sets)
{
	enum { PAIRS = 100 };

	for (uint32_t i = 0; i < PAIRS; i++) {
		struct andor_member m[2] = { { 3 * i + 1, 0 },
					     { 3 * i + 3, 0 } };

		andor_need(&draft, 3 * i + 1, 3 * i + 2, 0);
		andor_need(&draft, 3 * i + 1, 3 * PAIRS + 1 + i, 0);
		andor_add(&draft, 3 * i, 1, m, 2);
	}
	andor_build(&draft, 4 * PAIRS + 1, &big);

	ck_assert_int_eq(find_big(0, NULL, 2, 10), 0);

	ck_assert(found.total == (wide)1 << PAIRS);
	ck_assert(found.count[PAIRS + 1] == found.total && !found.is_capped);
}
END_TEST

Suite *
suite_cutsets(void)
{
	Suite *s = suite_create("cutsets");
	TCase *published = tcase_create("published"),
	      *random = tcase_create("random"), *hand = tcase_create("hand");

	tcase_add_checked_fixture(published, NULL, teardown);
	tcase_set_timeout(published, 120);
	tcase_add_loop_test(
		published,
		published_trees_have_their_sets_probabilities_and_importances,
		0, sizeof(trees) / sizeof(*trees));
	tcase_add_loop_test(
		published,
		aralia_trees_have_their_published_counts_and_probabilities, 0,
		sizeof(aralia) / sizeof(*aralia));
	suite_add_tcase(s, published);
	tcase_add_checked_fixture(random, NULL, teardown);
	tcase_set_timeout(random, 120);
	tcase_add_loop_test(
		random, random_graphs_agree_with_trying_all_combinations, 0, 5);
	suite_add_tcase(s, random);
	tcase_add_checked_fixture(hand, NULL, done_big);
	tcase_set_timeout(hand, 120);
	tcase_add_test(hand, what_needs_nothing_fails_only_when_it_is_struck);
	tcase_add_test(hand, what_never_fails_has_no_sets);
	tcase_add_test(hand, a_ring_does_not_fail_by_itself);
	tcase_add_test(hand,
		       alternatives_in_a_ring_hold_each_other_up_for_ever);
	tcase_add_test(hand, events_may_have_needs_of_their_own);
	tcase_add_test(
		hand,
		sets_are_listed_lowest_order_first_and_cut_short_honestly);
	tcase_add_test(hand, a_hundred_thousand_needs_are_as_many_sets_of_one);
	tcase_add_test(hand, a_hundred_thousand_alternatives_are_one_set);
	tcase_add_test(hand, half_of_three_hundred_is_counted_without_listing);
	tcase_add_test(hand, counts_below_the_cap_are_exact);
	tcase_add_test(hand, half_of_a_hundred_thousand_is_refused);
	tcase_add_test(hand, work_that_takes_too_long_is_refused);
	tcase_add_test(
		hand, sets_beyond_the_highest_order_are_counted_and_not_listed);
	tcase_add_test(hand, no_more_than_a_million_sets_are_listed);
	tcase_add_test(hand, depth_costs_no_stack);
	tcase_add_test(hand, a_ring_of_a_hundred_thousand_fails_as_one);
	tcase_add_test(hand, a_chain_of_pairs_has_two_to_the_n_sets);
	suite_add_tcase(s, hand);
	return s;
}

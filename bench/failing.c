/*
 * All single failures of a generated graph of dependencies, through the same
 * code as the program: load, sweep, dominators, components. Refuses to be a
 * reader of foreign files: only those of bench/graph.py are safe.
 *
 *   failing PREFIX PHASE...
 *
 * PREFIX.nodes: node kind pupils; PREFIX.edges: from to group kind (from needs
 * to; edges of one group are alternatives). Each phase prints its processor
 * seconds; `seconds` at the end is the last one's, for bench/run.py.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "analyzer/andor.h"
#include "analyzer/dominators.h"
#include "analyzer/rings.h"
#include "bench/tally.h"

struct graph {
	uint32_t n, nedge;
	uint32_t *pupils; /* by node */
	struct andor andor;
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
fail(const char *what, const char *about)
{
	fprintf(stderr, "failing: %s '%s'\n", what, about);
	exit(2);
}

/* Reading */

struct text {
	const char *p, *end;
	size_t size;
};

static struct text
open_text(const char *prefix, const char *suffix)
{
	char path[4096];
	struct stat st;
	int fd;
	char *p;

	snprintf(path, sizeof(path), "%s%s", prefix, suffix);
	fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) || !st.st_size)
		fail("no graph at", path);
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		fail("cannot read", path);
	close(fd);
	return (struct text){ p, p + st.st_size, (size_t)st.st_size };
}

static void
close_text(struct text *t)
{
	munmap((void *)(t->end - t->size), t->size);
}

static uint32_t
number(struct text *t)
{
	uint32_t v = 0;

	while (t->p < t->end && (unsigned)*t->p - '0' > 9)
		t->p++;
	for (; t->p < t->end && (unsigned)*t->p - '0' <= 9; t->p++)
		v = v * 10 + (uint32_t)(*t->p - '0');
	return v;
}

static uint32_t
lines_of(const struct text *t)
{
	uint32_t n = 0;

	for (const char *p = t->p; (p = memchr(p, '\n', (size_t)(t->end - p)));
	     p++)
		n++;
	return n;
}

static void
load_nodes(const char *prefix, struct graph *g)
{
	struct text t = open_text(prefix, ".nodes");

	g->n = lines_of(&t);
	g->pupils = mem_realloc(NULL, g->n, sizeof(*g->pupils));
	for (uint32_t i = 0; i < g->n; i++) {
		if (number(&t) != i)
			fail("nodes are not in order in", prefix);
		number(&t);
		g->pupils[i] = number(&t);
	}
	close_text(&t);
}

/* Edges of one group stand together. */
static void
load_edges(const char *prefix, struct graph *g)
{
	struct text t = open_text(prefix, ".edges");
	struct andor_draft d = { 0 };
	struct andor_member *member = NULL;
	uint32_t n = 0, cap = 0, from = 0, group = 0;

	g->nedge = lines_of(&t);
	for (uint32_t i = 0; i <= g->nedge; i++) {
		uint32_t u = ANDOR_NONE, v = 0, k = 0;

		if (i < g->nedge) {
			u = number(&t);
			v = number(&t);
			k = number(&t);
			number(&t);
			if (u >= g->n || v >= g->n)
				fail("an edge to nowhere in", prefix);
		}
		if (u != from || k != group) {
			andor_add(&d, from, 1, member, n);
			n = 0;
		}
		from = u;
		group = k;
		VEC_ROOM(member, n, cap);
		member[n++] = (struct andor_member){ v, i };
	}
	free(member);
	close_text(&t);
	andor_build(&d, g->n, &g->andor);
}

/* Phases; each gives a figure that depends on all that it found. */

/* Every node alone, in order. */
static struct andor_scenarios
each_alone(const struct graph *g)
{
	uint32_t *v = mem_realloc(NULL, (size_t)g->n + 1, sizeof(*v));

	for (uint32_t i = 0; i <= g->n; i++)
		v[i] = i;
	return (struct andor_scenarios){ g->n, v, v };
}

/* Which nodes are counted for what, and what is lost by scenario. */
struct loss {
	uint32_t *node, *weight, n;
	uint32_t *some; /* room */
	int64_t *lost;
};

static void
loss_init(struct loss *l, const struct graph *g)
{
	*l = (struct loss){ .n = 0 };
	l->node = mem_realloc(NULL, g->n, sizeof(*l->node));
	l->weight = mem_realloc(NULL, g->n, sizeof(*l->weight));
	l->some = mem_realloc(NULL, 2 * (size_t)g->n + 1, sizeof(*l->some));
	l->lost = mem_realloc(NULL, g->n, sizeof(*l->lost));
}

static void
loss_add(struct loss *l, uint32_t node, uint32_t weight)
{
	l->node[l->n] = node;
	l->weight[l->n++] = weight;
}

/* What is lost is the caller's. */
static int64_t *
loss_done(struct loss *l)
{
	free(l->node);
	free(l->weight);
	free(l->some);
	return l->lost;
}

static void
weigh(void *ctx, uint32_t first, uint32_t n, const struct andor_lanes *lanes)
{
	struct loss *l = ctx;
	int64_t sum[ANDOR_LANES];

	tally(lanes, l->node, l->weight, l->n, l->some, sum);
	memcpy(&l->lost[first], sum, n * sizeof(*sum));
}

/* Pupils lost by what fails alone, by node. */
static int64_t *
all_losses(const struct graph *g)
{
	struct andor_scenarios s = each_alone(g);
	struct loss l;

	loss_init(&l, g);
	for (uint32_t v = 0; v < g->n; v++)
		if (g->pupils[v])
			loss_add(&l, v, g->pupils[v]);
	andor_sweep(&g->andor, &s, weigh, &l);
	free((void *)s.struck);
	return loss_done(&l);
}

static int64_t
total(const int64_t *v, uint32_t n)
{
	int64_t sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += v[i];
	return sum;
}

static int64_t
failures(const struct graph *g)
{
	int64_t *lost = all_losses(g), sum = total(lost, g->n);

	free(lost);
	return sum;
}

/* By counters, one after another: some in C, and without any of the sweep. */
static int64_t
check(const struct graph *g)
{
	int64_t *lost = all_losses(g), same = 0;
	uint32_t step = g->n / 300 + 1;
	struct andor_failure f;

	andor_failure_init(&g->andor, &f);
	for (uint32_t v = 0; v < g->n; v += step) {
		int64_t sum = 0;

		andor_fail(&f, &v, 1);
		for (uint32_t i = 0; i < f.nfailed; i++)
			sum += g->pupils[f.failed[i]];
		if (sum != lost[v])
			fail("the sweep disagrees with", "one by one");
		same++;
	}
	andor_failure_done(&f);
	free(lost);
	return same;
}

/* How many nodes have a route to each: every edge counts, groups do not. */
static int64_t
reach(const struct graph *g)
{
	struct andor_scenarios s = each_alone(g);
	struct andor_draft d = { 0 };
	struct loss l;
	struct andor every;
	int64_t *lost, sum;

	for (uint32_t i = 0; i < g->andor.ngroup; i++)
		for (uint32_t m = g->andor.member_at[i];
		     m < g->andor.member_at[i + 1]; m++)
			andor_need(&d, g->andor.node_of[i],
				   g->andor.member[m].node, 0);
	andor_build(&d, g->n, &every);
	loss_init(&l, g);
	for (uint32_t v = 0; v < g->n; v++)
		loss_add(&l, v, 1);
	andor_sweep(&every, &s, weigh, &l);
	lost = loss_done(&l);
	sum = total(lost, g->n);
	free(lost);
	free((void *)s.struck);
	andor_done(&every);
	return sum;
}

/* From what needs nothing to what needs it; the root is one more node. */
static void
flow(const struct graph *g, struct arena *mem, struct links *ret)
{
	const struct andor *a = &g->andor;
	uint32_t *first = ARENA_ARRAY(mem, (size_t)g->n + 2, uint32_t);
	uint32_t *to = ARENA_ARRAY(mem, (size_t)a->nmember + g->n, uint32_t);
	uint32_t n = a->nmember;

	memcpy(first, a->user_at, ((size_t)g->n + 1) * sizeof(*first));
	for (uint32_t i = 0; i < a->nmember; i++)
		to[i] = a->node_of[a->user[i]];
	for (uint32_t v = 0; v < g->n; v++)
		if (a->group_at[v] == a->group_at[v + 1])
			to[n++] = v;
	first[g->n + 1] = n;
	*ret = (struct links){ g->n + 1, first, to };
}

/* Pupils that are cut off from all that needs nothing. */
static int64_t
dominators(const struct graph *g)
{
	struct arena mem = { 0 };
	struct dominators d;
	struct links links;
	int64_t *weight, sum;

	flow(g, &mem, &links);
	dominators_find(&links, g->n, &mem, &d);
	weight = ARENA_ARRAY(&mem, (size_t)g->n + 1, int64_t);
	for (uint32_t v = 0; v < g->n; v++)
		weight[v] = g->pupils[v];
	dominators_sum(&d, weight);
	sum = total(weight, g->n);
	arena_done(&mem);
	return sum;
}

static int64_t
components(const struct graph *g)
{
	struct arena mem = { 0 };
	struct links links;
	struct rings r;
	int64_t n;

	flow(g, &mem, &links);
	rings_find(&links, &mem, &r);
	n = r.nring - 1;
	arena_done(&mem);
	return n;
}

static const struct {
	const char *name, *gives;
	int64_t (*run)(const struct graph *g);
} phases[] = {
	{ "failures", "pupils lost, over all nodes", failures },
	{ "dominators", "pupils cut off, over all nodes", dominators },
	{ "components", "components", components },
	{ "reach", "nodes that reach a node, over all nodes", reach },
	{ "check", "nodes are the same one by one", check },
};

static double
run(const struct graph *g, const char *name)
{
	for (size_t i = 0; i < sizeof(phases) / sizeof(*phases); i++) {
		double start = now();

		if (strcmp(name, phases[i].name) != 0)
			continue;
		printf("%-10s %lld %s", name, (long long)phases[i].run(g),
		       phases[i].gives);
		start = now() - start;
		printf(", %.4f s\n", start);
		return start;
	}
	fail("no phase", name);
	return 0;
}

int
main(int argc, char **argv)
{
	struct graph g = { 0 };
	double start = now();

	if (argc < 2)
		fail("usage: failing PREFIX PHASE...", "");
	load_nodes(argv[1], &g);
	load_edges(argv[1], &g);
	start = now() - start;
	printf("load       %u nodes, %u edges, %u groups, %.4f s\n", g.n,
	       g.nedge, g.andor.ngroup, start);
	for (int i = 2; i < argc; i++)
		start = run(&g, argv[i]);
	printf("seconds %.6f\n", start);
	andor_done(&g.andor);
	free(g.pupils);
	return 0;
}

/*
 * Blast radius: worked example 2, intervals, tags, and random landscapes
 * against an oracle that fails one thing at a time and counts cell by cell.
 */
#include <check.h>
#include <stdlib.h>

#include "analyzer/blast.h"
#include "tests/unit/build_landscape.h"

Suite *suite_blast(void);

static struct sketch sk;
static struct landscape l;
static struct scope scope;
static struct cells c;
static struct levels v;
static struct failing f;
static struct arena mem;
static struct blasts all;
static struct err e;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	scope = (struct scope){ 0 };
	e = (struct err){ 0 };
	f = (struct failing){ 0 };
}

static void
teardown(void)
{
	failing_done(&f);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	arena_done(&mem);
}

static void
finish(void)
{
	sketch_finish(&sk, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	levels_init(&v, &l);
	failing_build(&l, &c, &v, &f);
	ck_assert_int_eq(blast_all(&f, WEIGHT_PUPILS, &mem, &all, &e), 0);
}

static const struct blast *
blast_of(const struct blasts *b, uint32_t node)
{
	for (uint32_t i = 0; i < b->n; i++)
		if (b->v[i].node == node)
			return &b->v[i];
	return NULL;
}

static const struct blast *
of(const char *id)
{
	const struct blast *b = blast_of(&all, node_of(&l, id));

	ck_assert_msg(b != NULL, "%s is no candidate", id);
	return b;
}

static const char *
percent(struct fraction x)
{
	return fraction_text(&mem, x, 2, 2);
}

static void
ck_share(const char *id, const char *lo, const char *hi)
{
	ck_assert_str_eq(percent(of(id)->share.lo), lo);
	ck_assert_str_eq(percent(of(id)->share.hi), hi);
}

/* Worked example 2 */

static const struct {
	const char *id;
	int weight, pupils, vital, functions;
	const char *share;
	enum blast_class class;
	unsigned tags;
} row[] = {
	{ "organisation:XCORP", 5800, 1000, 1000, 3, "82.86", BLAST_CRITICAL,
	  BLAST_HIDDEN | BLAST_SHARED | BLAST_GROUP },
	{ "product:IDPX", 5800, 1000, 1000, 3, "82.86", BLAST_CRITICAL,
	  BLAST_HIDDEN | BLAST_SHARED },
	{ "organisation:I1CORP", 5000, 1000, 1000, 2, "71.43", BLAST_CRITICAL,
	  BLAST_HIDDEN | BLAST_SHARED },
	{ "product:I1", 5000, 1000, 1000, 2, "71.43", BLAST_CRITICAL,
	  BLAST_HIDDEN | BLAST_SHARED },
	{ "product:FED", 5000, 1000, 1000, 2, "71.43", BLAST_CRITICAL,
	  BLAST_HIDDEN | BLAST_SHARED },
	{ "organisation:fedop", 5000, 1000, 1000, 2, "71.43", BLAST_CRITICAL,
	  BLAST_HIDDEN | BLAST_SHARED },
	{ "organisation:VLCORP", 3000, 1000, 1000, 1, "42.86", BLAST_HIGH,
	  BLAST_DIRECT },
	{ "organisation:VL", 3000, 1000, 1000, 1, "42.86", BLAST_HIGH,
	  BLAST_DIRECT },
	{ "product:pL", 3000, 1000, 1000, 1, "42.86", BLAST_HIGH,
	  BLAST_DIRECT },
	{ "organisation:GCORP", 2800, 1000, 0, 2, "40.00", BLAST_HIGH,
	  BLAST_GROUP | BLAST_JUMP },
	{ "product:I2", 2800, 1000, 0, 2, "40.00", BLAST_HIGH, BLAST_HIDDEN },
	{ "organisation:I2site", 2800, 1000, 0, 2, "40.00", BLAST_HIGH,
	  BLAST_HIDDEN },
	{ "organisation:VT", 2000, 1000, 0, 1, "28.57", BLAST_HIGH,
	  BLAST_DIRECT },
	{ "product:pT", 2000, 1000, 0, 1, "28.57", BLAST_HIGH, BLAST_DIRECT },
	{ "organisation:VE", 800, 400, 0, 1, "11.43", BLAST_MEDIUM,
	  BLAST_DIRECT },
	{ "organisation:VECORP", 800, 400, 0, 1, "11.43", BLAST_MEDIUM,
	  BLAST_DIRECT },
	{ "product:pE", 800, 400, 0, 1, "11.43", BLAST_MEDIUM, BLAST_DIRECT },
	{ "organisation:VB", 0, 0, 0, 0, "0.00", BLAST_NONE, BLAST_REDUNDANT },
	{ "organisation:VBCORP", 0, 0, 0, 0, "0.00", BLAST_NONE,
	  BLAST_REDUNDANT },
	{ "product:pB", 0, 0, 0, 0, "0.00", BLAST_NONE, BLAST_REDUNDANT },
};
enum { ROWS = sizeof(row) / sizeof(*row) };

START_TEST(worked_example_2_comes_out_exactly)
{
	const struct blast *b;

	sketch_example_2(&sk, "product:I1");
	finish();
	b = of(row[_i].id);

	ck_assert_int_eq(all.weight_low, 7000);
	ck_assert_int_eq(all.weight_high, 7000);
	ck_assert_uint_eq(all.cells, 6);
	ck_assert_int_eq(b->low.weight, row[_i].weight);
	ck_assert_int_eq(b->low.pupils, row[_i].pupils);
	ck_assert_int_eq(b->low.vital_pupils, row[_i].vital);
	ck_assert_uint_eq(b->low.functions, (unsigned)row[_i].functions);
	ck_assert_str_eq(percent(b->share.lo), row[_i].share);
	ck_assert_int_eq(b->class, row[_i].class);
	ck_assert_uint_eq(b->tags, row[_i].tags);
}
END_TEST

START_TEST(rows_are_in_order_and_sets_are_the_same_cells)
{
	sketch_example_2(&sk, "product:I1");
	finish();

	ck_assert_uint_eq(all.v[0].node, node_of(&l, "organisation:IDPX-"
						     "beheer"));
	ck_assert_uint_eq(of("organisation:XCORP")->set, 0);
	ck_assert_uint_eq(of("product:IDPX")->set, 0);
	ck_assert_uint_eq(of("product:I2")->set, of("organisation:GCORP")->set);
	ck_assert_uint_ne(of("product:I2")->set, of("product:pT")->set);
	for (uint32_t i = 1; i < all.n; i++) {
		int k = fraction_cmp(all.v[i - 1].share.lo, all.v[i].share.lo);

		ck_assert_int_ge(k, 0);
		ck_assert_uint_le(all.v[i].set, i);
	}
}
END_TEST

START_TEST(unknown_hosting_widens_only_who_may_be_meant)
{
	sketch_example_2(&sk, "-");
	finish();

	ck_share("organisation:XCORP", "82.86", "100.00");
	ck_share("organisation:I1CORP", "71.43", "71.43");
	ck_share("organisation:VB", "0.00", "0.00");
}
END_TEST

/* Intervals */

START_TEST(weights_that_are_intervals_are_set_against_the_rest)
{
	sketch_pupils(&sk, "board:A", 1, 4); /* fewer than five */
	sketch_pupils(&sk, "board:B", 10, 10);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_use(&sk, "board:B", "function:las", "product:Q");
	finish();

	ck_assert_int_eq(all.weight_low, 11);
	ck_assert_int_eq(all.weight_high, 14);
	ck_share("product:P", "9.09", "28.57"); /* 1/11, 4/14 */
	ck_share("product:Q", "71.43", "90.91");
	ck_assert_int_eq(of("product:P")->low.pupils, 1);
	ck_assert_int_eq(of("product:P")->high.pupils, 4);
}
END_TEST

START_TEST(a_site_of_unknown_size_is_counted_and_not_weighed)
{
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_pupils(&sk, "board:B", -1, -1);
	sketch_use(&sk, "board:A", "function:las", "product:Q");
	sketch_use(&sk, "board:B", "function:las", "product:P");
	finish();

	ck_assert_uint_eq(all.sites_no_weight, 1);
	ck_assert_uint_eq(of("product:P")->low.sites, 1);
	ck_assert_uint_eq(of("product:P")->low.boards, 1);
	ck_share("product:P", "0.00", "0.00");
	ck_share("product:Q", "100.00", "100.00");
	ck_assert_uint_eq(of("product:P")->tags, BLAST_DIRECT);
}
END_TEST

START_TEST(without_any_weight_there_is_no_share)
{
	sketch_pupils(&sk, "board:A", _i ? 0 : -1, _i ? 0 : -1);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	finish();

	ck_assert_int_eq(of("product:P")->share.lo.den == 0, 1);
	ck_assert_int_eq(of("product:P")->class, BLAST_NONE);
}
END_TEST

START_TEST(what_is_possibly_nobody_is_all_when_somebody_is_there)
{
	sketch_pupils(&sk, "board:A", 0, 4);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	finish();

	ck_share("product:P", "100.00", "100.00");
}
END_TEST

START_TEST(schools_weigh_one_each_and_boards_cannot)
{
	struct blasts b;

	sketch_school(&sk, "school:S1", "board:A", "PO", 500);
	sketch_school(&sk, "school:S2", "board:A", "PO", -1);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	sketch_use(&sk, "school:S2", "function:las", "product:Q");
	finish();

	ck_assert_int_eq(blast_all(&f, WEIGHT_SCHOOLS, &mem, &b, &e), 0);
	ck_assert_str_eq(percent(b.v[0].share.lo), "50.00");
	ck_assert_uint_eq(b.sites_no_weight, 0);
	ck_assert_int_eq(blast_all(&f, WEIGHT_BOARDS, &mem, &b, &e), -1);
	ck_assert_int_eq(e.kind, ERR_USAGE);
}
END_TEST

START_TEST(nothing_registered_costs_nothing)
{
	sketch_function(&sk, "function:las", 3, true);
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_use(&sk, "board:A", "function:x", "product:P")->status =
		STATUS_STOPPED;
	finish();

	ck_assert_uint_eq(all.n, 0);
	ck_assert_uint_eq(all.cells, 0);
	ck_assert_int_eq(all.weight_high, 0);
}
END_TEST

/* Tags */

static void
board_of(const char *site, const char *las, const char *lm)
{
	sketch_school(&sk, site, "board:A", "PO", 10);
	sketch_use(&sk, site, "function:las", las);
	if (lm)
		sketch_use(&sk, site, "function:lm", lm);
}

START_TEST(shared_is_two_functions_at_all_sites_that_have_them)
{
	board_of("school:S1", "product:P", "product:Q");
	board_of("school:S2", _i == 0 ? "product:P" : "product:R", NULL);
	board_of("school:S3", "product:P", _i == 2 ? NULL : "product:Q");
	sketch_host(&sk, "product:P", "product:H");
	sketch_host(&sk, "product:Q", "product:H");
	finish();

	ck_assert_int_eq(!!(of("product:H")->tags & BLAST_SHARED), _i == 0);
	ck_assert(!(of("product:P")->tags & BLAST_SHARED));
}
END_TEST

START_TEST(an_owner_of_one_contracted_company_is_direct_at_any_height)
{
	board_of("school:S1", "product:P", NULL);
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_MAKER);
	sketch_hold(&sk, "organisation:G", "organisation:V", -1,
		    OWNERSHIP_CONTROL);
	sketch_hold(&sk, "organisation:GG", "organisation:G", -1,
		    OWNERSHIP_CONTROL);
	if (_i)
		sketch_hold(&sk, "organisation:G", "organisation:GG", -1,
			    OWNERSHIP_CONTROL);
	else
		sketch_root(&sk, "organisation:GG");
	sketch_seat(&sk, "organisation:GG", "country:US");
	finish();

	ck_assert_uint_eq(of("organisation:V")->tags, BLAST_DIRECT);
	ck_assert(!(of("organisation:G")->tags & BLAST_HIDDEN));
	ck_assert(!(of("organisation:GG")->tags & BLAST_HIDDEN));
	if (_i == 0) {
		ck_assert_uint_eq(of("organisation:GG")->tags, BLAST_DIRECT);
		ck_assert_uint_eq(of("country:US")->tags,
				  BLAST_DIRECT | BLAST_GROUP);
	}
}
END_TEST

START_TEST(one_blast_is_what_all_blasts_say_of_it)
{
	struct blasts one;

	sketch_example_2(&sk, _i ? "-" : "product:I1");
	finish();

	for (uint32_t i = 0; i < all.n; i++) {
		ck_assert_int_eq(blast_some(&f, WEIGHT_PUPILS, &all.v[i].node,
					    1, &mem, &one, &e),
				 0);
		ck_assert_uint_eq(one.n, 1);
		ck_assert_uint_eq(one.v[0].tags, all.v[i].tags);
		ck_assert_uint_eq(one.v[0].set, 0);
		ck_assert_int_eq(one.v[0].low.weight, all.v[i].low.weight);
		ck_assert_int_eq(
			fraction_cmp(one.v[0].share.hi, all.v[i].share.hi), 0);
	}
}
END_TEST

START_TEST(two_that_fail_together_cost_what_neither_costs_alone)
{
	struct blast_scene s;
	uint32_t node[2];

	sketch_example_2(&sk, "product:I1");
	finish();
	node[0] = node_of(&l, "organisation:GCORP");
	node[1] = node_of(&l, "organisation:VBCORP");

	ck_assert_int_eq(blast_scene_find(&f, WEIGHT_PUPILS, node, 2, &s, &e),
			 0);
	ck_assert_int_eq(s.low_toll.weight, 2800 + 1200);
	ck_assert_int_eq(s.weight_high, 7000);
	ck_assert_str_eq(percent(s.share.lo), "57.14");
	blast_scene_done(&s);
}
END_TEST

/* Random landscapes */

static uint32_t seed;

static uint32_t
below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)(seed >> 8) * n) >> 24);
}

static const char *
name_of(const char *kind, uint32_t n)
{
	return arena_printf(&mem, "%s:%u", kind, n);
}

static const char *
maybe(const char *kind, uint32_t n, uint32_t one_in)
{
	return below(one_in) ? name_of(kind, below(n)) : "-";
}

enum { BOARDS = 3, SCHOOLS = 6, FUNCTIONS = 4, PRODUCTS = 9, COMPANIES = 8 };

static void
random_uses(void)
{
	for (uint32_t b = 0; b < BOARDS; b++)
		if (below(2))
			sketch_pupils(&sk, name_of("board", b), 5, 7);
	for (uint32_t s = 0; s < SCHOOLS; s++) {
		const char *site = name_of("school", s);

		sketch_school(&sk, site, name_of("board", below(BOARDS)), "PO",
			      below(5) ? (int32_t)below(90) : -1);
		if (below(4) == 0)
			sketch_pupils(&sk, site, 1, 4);
		if (below(5) == 0)
			sk.l.node[sketch_node(&sk, site)].board = NODE_NONE;
	}
	for (uint32_t i = 0; i < FUNCTIONS; i++)
		sketch_function(&sk, name_of("function", i), 1 + (int)below(3),
				below(3) == 0);
	for (uint32_t i = 0; i < 14; i++) {
		const char *site = below(3) ? name_of("school", below(SCHOOLS))
					    : name_of("board", below(BOARDS));
		const char *function = maybe("function", FUNCTIONS, 9);
		const char *product = maybe("product", PRODUCTS, 9);
		uint32_t vendor =
			below(4) ? NODE_NONE
				 : sketch_node(&sk, name_of("organisation",
							    below(4)));
		bool is_there = false;

		for (uint32_t k = 0; k < sk.l.nusage; k++) {
			const struct usage *u = &sk.l.usage[k];

			is_there = is_there ||
				   (u->site == sketch_node(&sk, site) &&
				    u->function == sketch_node(&sk, function) &&
				    u->product == sketch_node(&sk, product));
		}
		if (!is_there)
			sketch_use(&sk, site, function, product)->vendor =
				vendor;
	}
}

static void
random_needs(void)
{
	for (uint32_t i = 0; i < 14; i++) {
		static const enum necessity how[] = { NECESSITY_REQUIRED,
						      NECESSITY_REQUIRED,
						      NECESSITY_UNKNOWN,
						      NECESSITY_OPTIONAL };
		const char *from =
			below(6) ? name_of("product", below(PRODUCTS))
				 : name_of("organisation", below(COMPANIES));
		const char *to = below(4) ? maybe("product", PRODUCTS, 8)
					  : maybe("organisation", COMPANIES, 8);

		sketch_need(&sk, from, to, (enum carrier)below(3),
			    how[below(4)]);
	}
	for (uint32_t i = 0; i < 3; i++) {
		const char *from = name_of("product", below(PRODUCTS));

		for (uint32_t k = 0; k < 2 + below(2); k++) {
			struct need *n = sketch_need(
				&sk, from, maybe("product", PRODUCTS, 9),
				CARRIER_NETWORK, NECESSITY_ALTERNATIVE);

			n->group = "g";
			n->tested = i ? 20260101 : 0;
		}
	}
}

static void
random_owners(void)
{
	for (uint32_t i = 0; i < PRODUCTS; i++)
		for (uint32_t k = below(3); k; k--)
			sketch_supply(
				&sk, name_of("organisation", below(COMPANIES)),
				name_of("product", i), (enum role)below(4));
	for (uint32_t i = 0; i < COMPANIES; i++) {
		const char *o = name_of("organisation", i);

		if (below(3) == 0)
			sketch_root(&sk, o);
		else if (below(3))
			sketch_hold(
				&sk, name_of("organisation", below(COMPANIES)),
				o, below(2) ? 5000 : 10000, OWNERSHIP_CAPITAL);
		if (below(2))
			sketch_seat(&sk, o, name_of("country", below(2)));
	}
}

static void
random_landscape(uint32_t from)
{
	seed = from;
	random_uses();
	random_needs();
	random_owners();
	finish();
}

/* The oracle: what fails, node by node until nothing changes. */
static bool *
oracle_fails(const struct andor *g, const uint32_t *struck, uint32_t n)
{
	bool *is_failed = ARENA_ARRAY(&mem, g->nnode, bool);
	bool is_changed = true;

	for (uint32_t i = 0; i < n; i++)
		is_failed[struck[i]] = true;
	while (is_changed) {
		is_changed = false;
		for (uint32_t k = 0; k < g->ngroup; k++) {
			uint32_t lost = 0;

			for (uint32_t i = g->member_at[k];
			     i < g->member_at[k + 1]; i++)
				lost += is_failed[g->member[i].node];
			if (lost > g->spare[k] && !is_failed[g->node_of[k]])
				is_changed = is_failed[g->node_of[k]] = true;
		}
	}
	return is_failed;
}

struct bill {
	struct toll toll;
	int64_t fails[2]; /* by end of the weights */
	bool is_shared;
	bool *cell; /* by cell: fails */
};

/* Whether all cells with this board, site and function fail. */
static bool
loses(const struct bill *b, const struct cell *like)
{
	for (uint32_t i = 0; i < c.ncell; i++) {
		const struct cell *k = &c.cell[i];
		bool is_same = k->board == like->board &&
			       k->function == like->function &&
			       (k->board != NODE_NONE || k->site == like->site);

		if (is_same && f.top[i] != NODE_NONE && !b->cell[i])
			return false;
	}
	return true;
}

/* Counts each distinct site, board or function of the failing cells once. */
static uint32_t
distinct(const struct bill *b, uint32_t (*what)(const struct cell *))
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < c.ncell; i++) {
		bool is_new = b->cell[i];

		for (uint32_t k = 0; k < i; k++)
			if (b->cell[k] && what(&c.cell[k]) == what(&c.cell[i]))
				is_new = false;
		n += is_new;
	}
	return n;
}

static uint32_t
site_of(const struct cell *x)
{
	return x->site;
}

static uint32_t
function_of(const struct cell *x)
{
	return x->function;
}

static uint32_t
board_of_cell(const struct cell *x)
{
	return x->board;
}

static void
oracle_pupils(struct bill *b, int end)
{
	for (uint32_t i = 0; i < c.ncell; i++) {
		int64_t p[2] = { 0, 0 };
		bool is_first = b->cell[i], is_first_vital = b->cell[i];

		is_first_vital = is_first_vital && c.cell[i].criticality == 3;
		site_pupils(&l, c.cell[i].site, &p[0], &p[1]);
		for (uint32_t k = 0; k < i; k++) {
			if (!b->cell[k] || c.cell[k].site != c.cell[i].site)
				continue;
			is_first = false;
			if (c.cell[k].criticality == 3)
				is_first_vital = false;
		}
		b->toll.pupils += is_first ? p[end] : 0;
		b->toll.vital_pupils += is_first_vital ? p[end] : 0;
		b->toll.vital_sites += is_first_vital;
	}
}

static struct bill
oracle(const struct andor *g, const uint32_t *struck, uint32_t n, int end)
{
	struct bill b = { .cell = ARENA_ARRAY(&mem, c.ncell, bool) };
	bool *is_failed = oracle_fails(g, struck, n);
	uint32_t none = 0;

	for (uint32_t i = 0; i < c.ncell; i++) {
		int64_t p[2] = { 0, 0 };

		b.cell[i] = f.top[i] != NODE_NONE && is_failed[f.top[i]];
		if (!b.cell[i])
			continue;
		site_pupils(&l, c.cell[i].site, &p[0], &p[1]);
		b.toll.cells++;
		b.fails[0] += p[0] * c.cell[i].criticality;
		b.fails[1] += p[1] * c.cell[i].criticality;
		none += c.cell[i].board == NODE_NONE;
	}
	b.toll.weight = b.fails[end];
	b.toll.sites = distinct(&b, site_of);
	b.toll.functions = distinct(&b, function_of);
	b.toll.boards = distinct(&b, board_of_cell) - (none > 0);
	oracle_pupils(&b, end);
	for (uint32_t i = 0; i < c.ncell; i++)
		for (uint32_t k = 0; k < i; k++)
			if (b.cell[i] && b.cell[k] &&
			    c.cell[i].board == c.cell[k].board &&
			    (c.cell[i].board != NODE_NONE ||
			     c.cell[i].site == c.cell[k].site) &&
			    c.cell[i].function != c.cell[k].function &&
			    loses(&b, &c.cell[i]) && loses(&b, &c.cell[k]))
				b.is_shared = true;
	return b;
}

static void
ck_toll(const struct toll *a, const struct toll *b)
{
	ck_assert_int_eq(a->weight, b->weight);
	ck_assert_int_eq(a->pupils, b->pupils);
	ck_assert_int_eq(a->vital_pupils, b->vital_pupils);
	ck_assert_uint_eq(a->cells, b->cells);
	ck_assert_uint_eq(a->functions, b->functions);
	ck_assert_uint_eq(a->sites, b->sites);
	ck_assert_uint_eq(a->boards, b->boards);
	ck_assert_uint_eq(a->vital_sites, b->vital_sites);
}

/* a / (a + b) is what the share says, unless nothing can be weighed. */
static void
ck_part(struct fraction share, int64_t a, int64_t b)
{
	if (a + b)
		ck_assert_int_eq(
			fraction_cmp(share,
				     (struct fraction){ a, (wide)a + b }),
			0);
}

/* All that failing x costs, in both graphs. */
struct pair_of_bills {
	struct bill low, high;
};

static struct pair_of_bills
oracle_of(uint32_t x)
{
	uint32_t struck[FAILING_STRUCK];
	uint32_t n = failing_struck(&f, x, struck);

	return (struct pair_of_bills){ oracle(&f.low, &x, 1, 0),
				       oracle(&f.high, struck, n, 1) };
}

static void
ck_blast(const struct blast *b, const struct pair_of_bills *o)
{
	ck_toll(&b->low, &o->low.toll);
	ck_toll(&b->high, &o->high.toll);
	ck_assert_int_eq(!!(b->tags & BLAST_SHARED), o->low.is_shared);
	if (all.weight_high == 0)
		return;
	ck_part(b->share.lo, o->low.fails[0],
		all.weight_high - o->low.fails[1]);
	ck_part(b->share.hi, o->high.fails[1],
		all.weight_low - o->high.fails[0]);
	ck_assert_int_le(fraction_cmp(b->share.lo, b->share.hi), 0);
}

START_TEST(random_landscapes_cost_what_counting_says)
{
	struct pair_of_bills *o;

	random_landscape((uint32_t)_i + 1);
	o = ARENA_ARRAY(&mem, all.n, struct pair_of_bills);
	for (uint32_t i = 0; i < all.n; i++)
		o[i] = oracle_of(all.v[i].node);

	for (uint32_t i = 0; i < all.n; i++)
		ck_blast(&all.v[i], &o[i]);
	for (uint32_t i = 0; i < all.n; i++) {
		uint32_t first = 0;

		while (memcmp(o[first].low.cell, o[i].low.cell, c.ncell) ||
		       memcmp(o[first].high.cell, o[i].high.cell, c.ncell))
			first++;
		ck_assert_uint_eq(all.v[i].set, first);
	}
}
END_TEST

START_TEST(a_scene_of_one_is_its_blast)
{
	random_landscape((uint32_t)_i + 1000);
	for (uint32_t i = 0; i < all.n; i++) {
		const struct blast *b = &all.v[i];
		struct blast_scene s;

		ck_assert_int_eq(blast_scene_find(&f, WEIGHT_PUPILS, &b->node,
						  1, &s, &e),
				 0);
		ck_toll(&s.low_toll, &b->low);
		ck_toll(&s.high_toll, &b->high);
		ck_assert_int_eq(s.share.lo.den == 0, b->share.lo.den == 0);
		if (s.share.lo.den) {
			ck_assert_int_eq(fraction_cmp(s.share.lo, b->share.lo),
					 0);
			ck_assert_int_eq(fraction_cmp(s.share.hi, b->share.hi),
					 0);
		}
		ck_assert_int_eq(s.weight_low, all.weight_low);
		ck_assert_uint_eq(s.sites_no_weight, all.sites_no_weight);
		blast_scene_done(&s);
	}
}
END_TEST

START_TEST(what_fails_in_low_fails_in_high)
{
	random_landscape((uint32_t)_i + 2000);
	for (uint32_t i = 0; i < all.n; i++) {
		struct pair_of_bills o = oracle_of(all.v[i].node);

		for (uint32_t k = 0; k < c.ncell; k++)
			ck_assert(!o.low.cell[k] || o.high.cell[k]);
	}
}
END_TEST

/* More candidates than a block has lanes, and most of them everywhere. */
START_TEST(many_candidates_cost_what_counting_says)
{
	enum { MANY = 1100 };

	seed = 77;
	for (uint32_t b = 0; b < 4; b++) {
		sketch_pupils(&sk, name_of("board", b), 10 + (int32_t)b, 20);
		sketch_use(&sk, name_of("board", b), "function:0", "-");
		sketch_use(&sk, name_of("board", b), "function:1",
			   name_of("product", b));
	}
	sketch_function(&sk, "function:1", 3, false);
	for (uint32_t i = 0; i < MANY; i++)
		sketch_need(&sk, name_of("product", below(4)),
			    name_of("product", 4 + i), CARRIER_HOSTING,
			    NECESSITY_REQUIRED);
	finish();

	ck_assert_uint_eq(all.n, MANY + 4);
	for (uint32_t i = 0; i < all.n; i += 97) {
		struct pair_of_bills o = oracle_of(all.v[i].node);

		ck_blast(&all.v[i], &o);
	}
}
END_TEST

/* Evidence */

/* The same landscape, with one more thing known. */
static void
learn(uint32_t what)
{
	for (uint32_t i = 0; i < sk.l.nusage; i++)
		if (what == 0 && sk.l.usage[i].product == NODE_NONE)
			sk.l.usage[i].product = sketch_node(&sk, "product:new");
	for (uint32_t i = 0; i < sk.l.nnode; i++)
		if (what == 1 && sk.l.node[i].pupils_high == 4)
			sk.l.node[i].pupils_low = sk.l.node[i].pupils_high = 2;
	for (uint32_t i = 0; what == 2 && i < sk.l.nneed; i++)
		if (sk.l.need[i].provider == NODE_NONE)
			sk.l.need[i].provider = sketch_node(&sk, "product:end");
	for (uint32_t i = 0; what == 3 && i < sk.l.nneed; i++)
		if (sk.l.need[i].necessity == NECESSITY_UNKNOWN)
			sk.l.need[i].necessity = NECESSITY_REQUIRED;
	for (uint32_t i = 0; what == 4 && i < sk.l.nneed; i++)
		if (sk.l.need[i].necessity == NECESSITY_UNKNOWN &&
		    sk.l.need[i].carrier != CARRIER_HOSTING)
			sk.l.need[i].necessity = NECESSITY_OPTIONAL;
}

static void
known_or_not(uint32_t from, int what)
{
	seed = from;
	random_uses();
	random_needs();
	random_owners();
	/* who is learned to be needed stood there already, and is known */
	for (int k = 0; k < CARRIER_SAME_CODE + 1; k++)
		sketch_need(&sk, "product:aside", "product:end",
			    (enum carrier)k, NECESSITY_REQUIRED);
	sketch_supply(&sk, "organisation:end", "product:end", ROLE_MAKER);
	sketch_root(&sk, "organisation:end");
	sketch_seat(&sk, "organisation:end", "country:0");
	if (what >= 0)
		learn((uint32_t)what);
	finish();
}

START_TEST(evidence_never_widens_an_interval)
{
	uint32_t from = (uint32_t)_i / 5 + 3000;
	struct blasts before;
	const char **id;

	known_or_not(from, -1);
	before = all;
	id = ARENA_ARRAY(&mem, before.n, const char *);
	for (uint32_t i = 0; i < before.n; i++)
		id[i] = arena_str(&mem, l.node[before.v[i].node].id);
	failing_done(&f);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	known_or_not(from, _i % 5);

	for (uint32_t i = 0; i < before.n; i++) {
		uint32_t node = landscape_find_id(&l, sv(id[i]));
		const struct blast *now =
			node == NODE_NONE ? NULL : blast_of(&all, node);

		if (!now || !now->share.lo.den)
			continue;
		ck_assert_msg(
			fraction_cmp(before.v[i].share.lo, now->share.lo) <= 0,
			"low of %s", id[i]);
		ck_assert_msg(
			fraction_cmp(before.v[i].share.hi, now->share.hi) >= 0,
			"high of %s", id[i]);
	}
}
END_TEST

/* The same numbers under the same names, whatever came first. */
START_TEST(an_added_requirement_never_lowers_a_blast_radius)
{
	struct blasts before;

	random_landscape((uint32_t)_i + 4000);
	before = all;
	failing_done(&f);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	seed = (uint32_t)_i + 4000;
	random_uses();
	random_needs();
	random_owners();
	sketch_need(&sk, name_of("product", below(PRODUCTS)),
		    name_of("product", below(PRODUCTS)), CARRIER_PLATFORM,
		    NECESSITY_REQUIRED);
	finish();

	for (uint32_t i = 0; i < before.n; i++) {
		const struct blast *now = blast_of(&all, before.v[i].node);

		ck_assert_ptr_nonnull(now);
		ck_assert_int_ge(now->low.weight, before.v[i].low.weight);
		ck_assert_int_ge(now->high.weight, before.v[i].high.weight);
		ck_assert_uint_ge(now->low.cells, before.v[i].low.cells);
	}
}
END_TEST

Suite *
suite_blast(void)
{
	Suite *s = suite_create("blast");
	TCase *t = tcase_create("example"), *i = tcase_create("interval");
	TCase *k = tcase_create("tags"), *r = tcase_create("random");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, worked_example_2_comes_out_exactly, 0, ROWS);
	tcase_add_test(t, rows_are_in_order_and_sets_are_the_same_cells);
	tcase_add_test(t, unknown_hosting_widens_only_who_may_be_meant);
	tcase_add_test(t, two_that_fail_together_cost_what_neither_costs_alone);
	tcase_add_loop_test(t, one_blast_is_what_all_blasts_say_of_it, 0, 2);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(i, setup, teardown);
	tcase_add_test(i, weights_that_are_intervals_are_set_against_the_rest);
	tcase_add_test(i, a_site_of_unknown_size_is_counted_and_not_weighed);
	tcase_add_loop_test(i, without_any_weight_there_is_no_share, 0, 2);
	tcase_add_test(i,
		       what_is_possibly_nobody_is_all_when_somebody_is_there);
	tcase_add_test(i, schools_weigh_one_each_and_boards_cannot);
	tcase_add_test(i, nothing_registered_costs_nothing);
	suite_add_tcase(s, i);
	tcase_add_checked_fixture(k, setup, teardown);
	tcase_add_loop_test(
		k, shared_is_two_functions_at_all_sites_that_have_them, 0, 3);
	tcase_add_loop_test(
		k, an_owner_of_one_contracted_company_is_direct_at_any_height,
		0, 2);
	suite_add_tcase(s, k);
	tcase_add_checked_fixture(r, setup, teardown);
	tcase_add_loop_test(r, random_landscapes_cost_what_counting_says, 0,
			    100);
	tcase_add_loop_test(r, a_scene_of_one_is_its_blast, 0, 20);
	tcase_add_loop_test(r, what_fails_in_low_fails_in_high, 0, 20);
	tcase_add_test(r, many_candidates_cost_what_counting_says);
	tcase_add_loop_test(r, evidence_never_widens_an_interval, 0, 500);
	tcase_add_loop_test(r, an_added_requirement_never_lowers_a_blast_radius,
			    0, 30);
	suite_add_tcase(s, r);
	return s;
}

/*
 * Concentration: worked example 1, published vectors, and what must hold for
 * any landscape: bounds, order, evidence, mergers.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzer/concentration.h"
#include "base/sort.h"
#include "tests/unit/build_landscape.h"

Suite *suite_concentration(void);

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct scope scope;
static struct levels v;
static struct meter m;
static struct concentration at[LEVELS];
static struct totals totals;
static struct arena mem;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	scope = (struct scope){ 0 };
}

static void
clear(void)
{
	meter_done(&m);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	arena_done(&mem);
}

static void
look(enum weight weight)
{
	struct err e = { 0 };

	ck_assert_msg(cells_build(&l, &scope, &c, &e) == 0, "%s", e.msg);
	levels_init(&v, &l);
	meter_init(&m, &c, &v, weight);
	concentration_find(&m, cells_all(&c), &mem, at, &totals);
}

static void
finish(enum weight weight)
{
	sketch_finish(&sk, &l);
	look(weight);
}

static const char *
text(struct fraction f, int power, int digits)
{
	return fraction_text(&mem, f, power, digits);
}

static const char *
range(struct interval i, int power, int digits)
{
	return arena_printf(&mem, "[%s, %s]", text(i.lo, power, digits),
			    text(i.hi, power, digits));
}

/* "V1 1/2, V2 1/4": shares that are certain */
static const char *
shares(const struct concentration *k)
{
	struct buf b = { 0 };
	const char *s;

	for (uint32_t i = 0; i < k->n; i++) {
		struct fraction f = k->holder[i].share.lo;
		wide g = wide_gcd(f.num, f.den);

		buf_printf(&b, "%s%s %lld/%lld", i ? ", " : "",
			   l.node[k->holder[i].entity].name,
			   (long long)(f.num / g), (long long)(f.den / g));
	}
	s = arena_sv(&mem, buf_view(&b)).p;
	buf_done(&b);
	return s;
}

static const struct holder *
holder(enum level level, const char *id)
{
	const struct holder *h = concentration_of(&at[level], node_of(&l, id));

	ck_assert_msg(h != NULL, "no holder %s", id);
	return h;
}

/* Worked example 1 of the scoring design */

struct example_row {
	enum level level;
	const char *shares, *hhi, *known, *n_eff, *cr1;
};

static const struct example_row example_rows[] = {
	{ LEVEL_VENDOR, "V1 1/2, V2 1/4, V3 1/12", "[3194.44, 5138.89]", "4600",
	  "[1.946, 3.130]", "[0.5000, 0.6667]" },
	{ LEVEL_PARENT, "G1 3/4, V3 1/12", "[5694.44, 8472.22]", "8200",
	  "[1.180, 1.756]", "[0.7500, 0.9167]" },
	{ LEVEL_INFRASTRUCTURE, "I1 19/24, I2 1/24", "[6284.72, 9201.39]",
	  "9050", "[1.087, 1.591]", "[0.7917, 0.9583]" },
};

START_TEST(example_1_gives_every_figure_of_the_design)
{
	const struct example_row *r = &example_rows[_i];
	const struct concentration *k = &at[r->level];

	sketch_example_1(&sk);
	finish(WEIGHT_PUPILS);

	ck_assert_str_eq(shares(k), r->shares);
	ck_assert_str_eq(range(k->hhi, 4, 2), r->hhi);
	ck_assert_str_eq(text(k->known_hhi, 4, 0), r->known);
	ck_assert_str_eq(range(k->n_eff, 0, 3), r->n_eff);
	ck_assert_str_eq(range(k->cr1, 0, 4), r->cr1);
	ck_assert_str_eq(text(k->completeness, 0, 4), "0.8333");
	ck_assert(!k->is_rounded);
}
END_TEST

START_TEST(example_1_jumps_2500_to_the_owner_and_590_to_the_host)
{
	struct jump owner, host;

	sketch_example_1(&sk);
	finish(WEIGHT_PUPILS);
	owner = concentration_jump(&at[LEVEL_VENDOR], &at[LEVEL_PARENT]);
	host = concentration_jump(&at[LEVEL_PARENT], &at[LEVEL_INFRASTRUCTURE]);

	ck_assert_str_eq(text(owner.delta, 4, 2), "2500.00");
	ck_assert_str_eq(text(host.delta, 4, 2), "590.28");
	ck_assert_int_eq(owner.is_hidden, CERTAINTY_CERTAIN);
	ck_assert_int_eq(host.is_hidden, CERTAINTY_POSSIBLE);
}
END_TEST

START_TEST(example_1_host_reaches_three_of_four_boards)
{
	struct reach r;

	sketch_example_1(&sk);
	finish(WEIGHT_PUPILS);
	r = holder(LEVEL_INFRASTRUCTURE, "organisation:I1")->reach;

	ck_assert_uint_eq(r.boards_low, 3);
	ck_assert_uint_eq(r.boards_high, 4);
	ck_assert_int_eq(r.pupils_low, 10000);
	ck_assert_int_eq(r.pupils_high, 12000);
	ck_assert_int_eq(r.critical_pupils, 10000);
	ck_assert_uint_eq(r.critical_boards, 3);
	ck_assert_uint_eq(totals.boards, 4);
	ck_assert_int_eq(totals.pupils_high, 12000);
	/* I2 is required by P3: all of board C, though it has half of it */
	r = holder(LEVEL_INFRASTRUCTURE, "organisation:I2")->reach;
	ck_assert_int_eq(r.pupils_low, 1000);
	ck_assert_int_eq(r.critical_pupils, 1000);
}
END_TEST

START_TEST(example_1_is_high_at_every_level_that_is_known)
{
	sketch_example_1(&sk);
	finish(WEIGHT_PUPILS);

	ck_assert_int_eq(concentration_is_high(&at[LEVEL_VENDOR]),
			 CERTAINTY_CERTAIN);
	ck_assert_int_eq(at[LEVEL_VENDOR].band_lo, BAND_HIGH);
	ck_assert_int_eq(at[LEVEL_VENDOR].band_hi, BAND_VERY_HIGH);
	/* no country is known: anything may be true */
	ck_assert_int_eq(concentration_is_high(&at[LEVEL_COUNTRY]),
			 CERTAINTY_POSSIBLE);
	ck_assert_str_eq(range(at[LEVEL_COUNTRY].hhi, 4, 1), "[0.0, 10000.0]");
	ck_assert_str_eq(range(at[LEVEL_COUNTRY].n_eff, 0, 1), "[1.0, ]");
	ck_assert_str_eq(text(at[LEVEL_COUNTRY].known_hhi, 4, 1), "");
}
END_TEST

START_TEST(example_1_by_boards_weighs_each_board_once)
{
	sketch_example_1(&sk);
	finish(WEIGHT_BOARDS);

	ck_assert_str_eq(shares(&at[LEVEL_PARENT]), "G1 1/2, V3 1/4");
	ck_assert_str_eq(range(at[LEVEL_VENDOR].hhi, 4, 1), "[1875.0, 3750.0]");
}
END_TEST

/* Published vectors */

/* Pupils of vendor i are value[i]; `fringe` pupils use something unknown. */
static void
market(const int64_t *value, int n, int64_t fringe)
{
	char board[32], product[32];

	for (int i = 0; i < n + (fringe > 0); i++) {
		int32_t p = (int32_t)(i < n ? value[i] : fringe);

		snprintf(board, sizeof(board), "board:%02d", i);
		snprintf(product, sizeof(product), "product:%02d", i);
		sketch_pupils(&sk, board, p, p);
		sketch_use(&sk, board, "function:las", i < n ? product : "-");
	}
	finish(WEIGHT_PUPILS);
}

struct vector {
	char values[256], measure[32], expected[32];
};

static const char *
measured(const struct concentration *k, const char *measure, int digits)
{
	if (strcmp(measure, "HHI") == 0)
		return text(k->known_hhi, 0, digits);
	if (strcmp(measure, "HHI_1e4") == 0)
		return text(k->known_hhi, 4, digits);
	if (strcmp(measure, "HHI_lo_1e4") == 0)
		return text(k->hhi.lo, 4, digits);
	if (strcmp(measure, "N_eff") == 0)
		return text(k->known_n_eff, 0, digits);
	if (strcmp(measure, "HHI_norm") == 0)
		return text(k->known_hhi_norm, 0, digits);
	if (strcmp(measure, "Rosenbluth") == 0)
		return text(k->known_rosenbluth, 0, digits);
	return NULL;
}

/* "20,50.25,..." in hundredths; "#10" is a fringe of unknown vendors. */
static int
parse_values(const char *s, int64_t value[32], int64_t *ret_fringe)
{
	struct sv rest = sv(s), part;
	int n = 0;

	*ret_fringe = 0;
	while (sv_split(&rest, ',', &part)) {
		bool is_fringe = part.n && part.p[0] == '#';

		if (is_fringe)
			part = sv_n(part.p + 1, part.n - 1);
		ck_assert(n < 32);
		ck_assert(sv_fixed(part, '.', 2,
				   is_fringe ? ret_fringe : &value[n]));
		n += !is_fringe;
	}
	return n;
}

START_TEST(published_vectors_are_reproduced)
{
	FILE *f = fopen("tests/data/concentration-vectors.tsv", "r");
	char line[1024];
	int seen = 0;

	ck_assert_ptr_nonnull(f);
	while (fgets(line, sizeof(line), f)) {
		struct vector x;
		int64_t value[32], fringe;
		const char *got, *point;
		int n;

		if (*line == '#')
			continue;
		ck_assert_int_eq(sscanf(line, "%255[^\t]\t%31[^\t]\t%31[^\t]",
					x.values, x.measure, x.expected),
				 3);
		n = parse_values(x.values, value, &fringe);
		market(value, n, fringe);
		point = strchr(x.expected, '.');
		got = measured(&at[LEVEL_PRODUCT], x.measure,
			       point ? (int)strlen(point + 1) : 0);
		ck_assert_msg(got != NULL, "no measure %s", x.measure);
		ck_assert_msg(strcmp(got, x.expected) == 0, "%s of %s: %s",
			      x.measure, x.values, got);
		seen++;
		clear();
		setup();
	}
	fclose(f);
	ck_assert_int_eq(seen, 10);
}
END_TEST

START_TEST(two_equal_vendors_are_half_each)
{
	const int64_t value[] = { 7, 7 };

	market(value, 2, 0);

	ck_assert_str_eq(text(at[0].known_hhi_norm, 0, 3), "0.000");
	ck_assert_str_eq(text(at[0].known_n_eff, 0, 3), "2.000");
	ck_assert_str_eq(range(at[0].cr3, 0, 3), "[1.000, 1.000]");
}
END_TEST

START_TEST(one_vendor_is_a_normalised_one)
{
	const int64_t value[] = { 7 };

	market(value, 1, 0);

	ck_assert_str_eq(text(at[0].known_hhi_norm, 0, 3), "1.000");
	ck_assert_str_eq(text(at[0].known_rosenbluth, 0, 3), "1.000");
	ck_assert_int_eq(at[0].band_lo, BAND_VERY_HIGH);
}
END_TEST

START_TEST(bands_start_at_1000_1800_and_4000)
{
	ck_assert_int_eq(band_of((struct fraction){ 9999, 100000 }), BAND_LOW);
	ck_assert_int_eq(band_of((struct fraction){ 1, 10 }), BAND_MODERATE);
	ck_assert_int_eq(band_of((struct fraction){ 17999, 100000 }),
			 BAND_MODERATE);
	ck_assert_int_eq(band_of((struct fraction){ 18, 100 }), BAND_HIGH);
	ck_assert_int_eq(band_of((struct fraction){ 39999, 100000 }),
			 BAND_HIGH);
	ck_assert_int_eq(band_of((struct fraction){ 2, 5 }), BAND_VERY_HIGH);
}
END_TEST

START_TEST(an_empty_landscape_has_no_numbers)
{
	finish(WEIGHT_PUPILS);

	ck_assert(at[LEVEL_VENDOR].total == 0);
	ck_assert(!fraction_is_number(at[LEVEL_VENDOR].hhi.lo));
	ck_assert_int_eq(concentration_is_high(&at[LEVEL_VENDOR]),
			 CERTAINTY_NO);
	ck_assert(!totals.is_multi_homed);
}
END_TEST

/* Weights */

START_TEST(an_interval_of_pupils_is_known_at_its_lower_end)
{
	sketch_pupils(&sk, "board:A", 1, 4);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_pupils(&sk, "board:B", 6, 6);
	sketch_use(&sk, "board:B", "function:las", "product:Q");
	finish(WEIGHT_PUPILS);

	ck_assert_str_eq(shares(&at[0]), "Q 3/5, P 1/10");
	ck_assert_str_eq(text(at[0].completeness, 0, 1), "0.7");
	ck_assert_int_eq(holder(0, "product:P")->reach.pupils_low, 1);
	ck_assert_int_eq(holder(0, "product:P")->reach.pupils_high, 4);
	ck_assert_int_eq(holder(0, "product:Q")->reach.pupils_high, 6);
}
END_TEST

START_TEST(criticality_weighs_functions_but_not_within_one)
{
	sketch_pupils(&sk, "board:A", 10, 10);
	sketch_function(&sk, "function:las", 3, false);
	sketch_function(&sk, "function:toets", 1, false);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_use(&sk, "board:A", "function:toets", "product:Q");
	finish(WEIGHT_PUPILS);

	ck_assert_str_eq(shares(&at[0]), "P 3/4, Q 1/4");
	concentration_find(&m,
			   cells_of_function(&c, node_of(&l, "function:toets")),
			   &mem, at, &totals);
	ck_assert_str_eq(shares(&at[0]), "Q 1/1");
	ck_assert(at[0].total == 10);
}
END_TEST

START_TEST(a_site_counts_once_in_reach_over_functions)
{
	sketch_school(&sk, "school:S1", "board:A", "PO", 10);
	sketch_school(&sk, "school:S2", "board:A", "PO", 5);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	sketch_use(&sk, "school:S1", "function:toets", "product:P");
	sketch_use(&sk, "school:S2", "function:las", "product:P");
	sketch_use(&sk, "school:S2", "function:las", "product:Q");
	finish(WEIGHT_PUPILS);

	ck_assert_int_eq(holder(0, "product:P")->reach.pupils_low, 15);
	ck_assert_uint_eq(holder(0, "product:P")->reach.schools_low, 2);
	ck_assert_uint_eq(holder(0, "product:P")->reach.boards_low, 1);
	ck_assert_int_eq(holder(0, "product:P")->reach.critical_pupils, 10);
	ck_assert_int_eq(holder(0, "product:Q")->reach.critical_pupils, 0);
	ck_assert_int_eq(totals.pupils_low, 15);
}
END_TEST

START_TEST(a_board_is_divided_over_its_schools)
{
	sketch_school(&sk, "school:S1", "board:A", "PO", 10);
	sketch_school(&sk, "school:S2", "board:A", "PO", 500);
	sketch_school(&sk, "school:S3", "board:B", "PO", 20);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	sketch_use(&sk, "school:S2", "function:las", "product:Q");
	sketch_use(&sk, "school:S3", "function:las", "product:P");
	finish(WEIGHT_BOARDS);

	ck_assert_str_eq(shares(&at[0]), "P 3/4, Q 1/4");
}
END_TEST

START_TEST(sites_that_cannot_be_weighed_are_counted)
{
	sketch_school(&sk, "school:S1", "-", "PO", 10);
	sketch_school(&sk, "school:S2", "board:A", "PO", -1);
	sketch_use(&sk, "school:S1", "function:las", "product:P");
	sketch_use(&sk, "school:S2", "function:las", "product:P");
	finish(WEIGHT_PUPILS);

	ck_assert_uint_eq(totals.sites_no_weight, 1);
	ck_assert_uint_eq(totals.sites, 2);
	ck_assert(at[0].total == 10);
	meter_done(&m);
	meter_init(&m, &c, &v, WEIGHT_BOARDS);
	concentration_find(&m, cells_all(&c), &mem, at, &totals);
	ck_assert_uint_eq(totals.sites_no_weight, 1);
	ck_assert(at[0].total == 1);
	meter_done(&m);
	meter_init(&m, &c, &v, WEIGHT_SCHOOLS);
	concentration_find(&m, cells_all(&c), &mem, at, &totals);
	ck_assert_uint_eq(totals.sites_no_weight, 0);
	ck_assert(at[0].total == 2);
}
END_TEST

START_TEST(above_a_tenth_of_the_pupils_with_two_products_is_multi_homed)
{
	int twice = _i ? 11 : 10;

	sketch_pupils(&sk, "board:A", twice, twice);
	sketch_pupils(&sk, "board:B", 100 - twice, 100 - twice);
	sketch_use(&sk, "board:A", "function:las", "product:P");
	sketch_use(&sk, "board:A", "function:las", "product:Q");
	sketch_use(&sk, "board:B", "function:las", "product:P");
	finish(WEIGHT_PUPILS);

	ck_assert_int_eq(totals.is_multi_homed, _i == 1);
	ck_assert_str_eq(text(totals.multi_homed, 0, 2), _i ? "0.11" : "0.10");
}
END_TEST

/* Boards of 1 to 40 schools: no unit divides them all within 2^62. */
START_TEST(what_is_lost_by_rounding_becomes_unknown)
{
	char school[32], board[32];

	for (int b = 1; b <= 47; b++) {
		snprintf(board, sizeof(board), "board:%02d", b);
		for (int s = 0; s < b; s++) {
			snprintf(school, sizeof(school), "school:%02d-%02d", b,
				 s);
			sketch_school(&sk, school, board, "PO", 10);
			sketch_use(&sk, school, "function:las",
				   s % 2 ? "product:P" : "product:Q");
		}
	}
	finish(WEIGHT_BOARDS);

	ck_assert(at[0].is_rounded);
	ck_assert(at[0].unknown > 0);
	ck_assert(at[0].unknown < at[0].total / 1000000000);
	ck_assert(at[0].known + at[0].unknown == at[0].total);
	/* Q: sum of ceil(b/2)/b over 47 boards = 24.785 of them */
	ck_assert_str_eq(range(holder(0, "product:Q")->share, 0, 6),
			 "[0.527349, 0.527349]");
}
END_TEST

/* What must hold for any landscape */

/* A small generator of our own: the same numbers on every machine. */
static uint32_t seed;

static uint32_t
below(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (uint32_t)(((uint64_t)(seed >> 8) * n) >> 24);
}

enum { SITES = 5, PRODUCTS = 4 };

/* A landscape as numbers, so that it can be completed and built again. */
struct plan {
	int32_t low[SITES], high[SITES];
	int product[SITES][2];         /* 0..PRODUCTS-1; -1 unknown, -2 none */
	int32_t share[SITES];          /* of the first */
	int vendor[PRODUCTS + SITES];  /* 0..2; -1 unknown */
	bool all[PRODUCTS + SITES];    /* a known vendor: all three supply it */
	int owner[3];                  /* 0..2: group; -1 unknown; 3: itself */
	int host[PRODUCTS + SITES][2]; /* 0..2; -1 unknown; -2 none */
};

static struct plan
any_plan(void)
{
	struct plan p;

	for (int i = 0; i < SITES; i++) {
		p.low[i] = (int32_t)below(20);
		p.high[i] = p.low[i] + (int32_t)(below(3) ? 0 : below(5));
		p.product[i][0] = (int)below(PRODUCTS + 1) - 1;
		p.product[i][1] = below(3) ? -2 : (int)below(PRODUCTS + 1) - 1;
		if (p.product[i][1] == p.product[i][0])
			p.product[i][1] = -2;
		p.share[i] = below(2) ? -1 : (int32_t)below(10001);
	}
	for (int i = 0; i < PRODUCTS + SITES; i++) {
		p.vendor[i] = (int)below(4) - 1;
		p.all[i] = p.vendor[i] >= 0 && below(4) == 0;
		p.host[i][0] = (int)below(5) - 2;
		p.host[i][1] = (int)below(5) - 2;
	}
	for (int i = 0; i < 3; i++)
		p.owner[i] = (int)below(5) - 1;
	return p;
}

static const char *
name(const char *kind, int i)
{
	return i < 0 ? "-" : arena_printf(&sk.l.mem, "%s:%d", kind, i);
}

static void
build_use(const struct plan *p, int site, int which)
{
	int k = p->product[site][which];
	struct usage *u;

	if (k == -2)
		return;
	u = sketch_use(&sk, name("board", site), "function:las",
		       name("product", k));
	if (which == 0)
		u->share = p->share[site];
}

/* `backwards`: the same rows in the opposite order. */
static void
build(const struct plan *p, bool backwards)
{
	for (int k = 0; k < SITES; k++) {
		int i = backwards ? SITES - 1 - k : k;

		sketch_pupils(&sk, name("board", i), p->low[i], p->high[i]);
		build_use(p, i, backwards);
		build_use(p, i, !backwards);
	}
	for (int k = 0; k < PRODUCTS + SITES; k++) {
		int i = backwards ? PRODUCTS + SITES - 1 - k : k;

		for (int w = 0; w < 3; w++)
			if (p->vendor[i] == w || p->all[i])
				sketch_supply(&sk, name("organisation:v", w),
					      name("product", i), ROLE_VENDOR);
		for (int h = 0; h < 2; h++) {
			if (p->host[i][h] == -2 ||
			    (h && p->host[i][1] == p->host[i][0] &&
			     p->host[i][1] >= 0))
				continue;
			sketch_host(&sk, name("product", i),
				    name("organisation:h", p->host[i][h]));
		}
	}
	for (int i = 0; i < 3; i++) {
		sketch_root(&sk, name("organisation:g", i));
		sketch_root(&sk, name("organisation:h", i));
		sketch_seat(&sk, name("organisation:g", i),
			    i ? "country:NL" : "country:US");
		if (p->owner[i] == 3)
			sketch_root(&sk, name("organisation:v", i));
		else if (p->owner[i] >= 0)
			sketch_hold(&sk, name("organisation:g", p->owner[i]),
				    name("organisation:v", i), -1,
				    OWNERSHIP_CONTROL);
	}
	finish(WEIGHT_PUPILS);
}

/* Everything that is open gets an answer, at random. */
static void
complete(struct plan *p)
{
	for (int i = 0; i < SITES; i++) {
		bool is_under = p->share[i] >= 0 && p->product[i][1] == -2;

		p->low[i] +=
			(int32_t)below((uint32_t)(p->high[i] - p->low[i] + 1));
		p->high[i] = p->low[i];
		/* a rest that nobody lists is somebody's, or nobody's */
		if (is_under && below(2)) {
			p->product[i][1] = PRODUCTS + i;
			continue;
		}
		for (int w = 0; w < 2; w++) {
			int other = p->product[i][!w];
			int k = (int)below(PRODUCTS + 1);

			if (p->product[i][w] != -1)
				continue;
			if (k == PRODUCTS || k == other)
				k = PRODUCTS + i;
			p->product[i][w] = k;
		}
	}
	for (int i = 0; i < PRODUCTS + SITES; i++) {
		if (p->vendor[i] == -1)
			p->vendor[i] = (int)below(3);
		for (int h = 0; h < 2; h++)
			if (p->host[i][h] == -1)
				p->host[i][h] = (int)below(3);
		if (p->host[i][0] == -2 && p->host[i][1] == -2)
			p->host[i][0] = (int)below(3);
	}
	for (int i = 0; i < 3; i++)
		if (p->owner[i] == -1)
			p->owner[i] = (int)below(4);
}

struct bounds {
	struct interval hhi, cr1, cr3, n_eff;
	bool has_numbers;
};

static void
take_bounds(struct bounds b[LEVELS])
{
	for (int i = 0; i < LEVELS; i++)
		b[i] = (struct bounds){ at[i].hhi, at[i].cr1, at[i].cr3,
					at[i].n_eff, at[i].total > 0 };
}

static bool
within(struct interval in, struct interval out)
{
	return fraction_cmp(out.lo, in.lo) <= 0 &&
	       (!fraction_is_number(out.hi) ||
		(fraction_is_number(in.hi) &&
		 fraction_cmp(in.hi, out.hi) <= 0));
}

START_TEST(every_completion_lies_within_the_bounds)
{
	for (int run = 0; run < 400; run++) {
		struct plan open, full;
		struct bounds b[LEVELS];

		seed = (uint32_t)(_i * 1000 + run + 1);
		open = any_plan();
		build(&open, false);
		take_bounds(b);
		clear();
		setup();
		for (int k = 0; k < 10; k++) {
			full = open;
			complete(&full);
			build(&full, false);
			for (int i = 0; i < LEVELS; i++) {
				if (at[i].total == 0)
					continue;
				ck_assert(b[i].has_numbers);
				ck_assert_msg(
					within(at[i].hhi, b[i].hhi) &&
						within(at[i].cr1, b[i].cr1) &&
						within(at[i].cr3, b[i].cr3) &&
						within(at[i].n_eff, b[i].n_eff),
					"run %d.%d level %s", run, k,
					level_name((enum level)i));
			}
			clear();
			setup();
		}
	}
}
END_TEST

/* All of 4^4 ways in which four unknown sites can be filled. */
START_TEST(every_completion_of_a_small_market_lies_within_the_bounds)
{
	struct plan p = any_plan();
	struct bounds b[LEVELS];
	bool reaches_top = false;

	for (int i = 0; i < SITES; i++) {
		p.low[i] = p.high[i] = 10 * (i + 1);
		p.product[i][0] = i == SITES - 1 ? 0 : -1;
		p.product[i][1] = -2;
		p.share[i] = -1;
	}
	build(&p, false);
	take_bounds(b);
	for (int code = 0; code < 256; code++) {
		for (int i = 0; i < 4; i++)
			p.product[i][0] = (code >> (2 * i)) & 3;
		clear();
		setup();
		build(&p, false);
		ck_assert(within(at[0].hhi, b[0].hhi));
		ck_assert(within(at[0].cr1, b[0].cr1));
		reaches_top = reaches_top ||
			      fraction_cmp(at[0].hhi.hi, b[0].hhi.hi) == 0;
	}
	/* the upper bound is reached: it cannot be lower */
	ck_assert(reaches_top);
}
END_TEST

/* One more fact: a product, an owner, a vendor, a host, a count. */
static void
learn(struct plan *p)
{
	struct plan full = *p;
	int i = (int)below(SITES), k = (int)below(PRODUCTS + SITES);

	complete(&full);
	switch (below(5)) {
	case 0:
		if (p->product[i][0] == -1)
			p->product[i][0] = full.product[i][0];
		break;
	case 1:
		if (p->product[i][1] == -1)
			p->product[i][1] = full.product[i][1];
		break;
	case 2: p->vendor[k] = full.vendor[k]; break;
	case 3: p->owner[k % 3] = full.owner[k % 3]; break;
	case 4:
		p->low[i] = full.low[i];
		p->high[i] = full.low[i];
		break;
	}
}

START_TEST(evidence_never_widens_an_interval)
{
	for (int run = 0; run < 1000; run++) {
		struct plan p;
		struct bounds b[LEVELS];

		seed = (uint32_t)(run + 7777);
		p = any_plan();
		build(&p, false);
		take_bounds(b);
		for (int k = 0; k < 4; k++) {
			learn(&p);
			clear();
			setup();
			build(&p, false);
			for (int i = 0; i < LEVELS; i++)
				ck_assert_msg(
					at[i].total == 0 ||
						within(at[i].hhi, b[i].hhi),
					"run %d.%d level %s", run, k,
					level_name((enum level)i));
			take_bounds(b);
		}
		clear();
		setup();
	}
}
END_TEST

START_TEST(merging_two_vendors_never_lowers_hhi)
{
	for (int run = 0; run < 500; run++) {
		struct plan p;
		struct interval before;

		seed = (uint32_t)(run + 31);
		p = any_plan();
		build(&p, false);
		before = at[LEVEL_VENDOR].hhi;
		for (int i = 0; i < PRODUCTS + SITES; i++)
			if (p.vendor[i] == 1)
				p.vendor[i] = 0;
		clear();
		setup();
		build(&p, false);
		if (at[LEVEL_VENDOR].total) {
			ck_assert(fraction_cmp(before.lo,
					       at[LEVEL_VENDOR].hhi.lo) <= 0);
			ck_assert(fraction_cmp(before.hi,
					       at[LEVEL_VENDOR].hhi.hi) <= 0);
		}
		clear();
		setup();
	}
}
END_TEST

/* All results as text. */
static const char *
dump(struct arena *to)
{
	struct buf b = { 0 };
	const char *s;

	for (int i = 0; i < LEVELS; i++) {
		const struct concentration *k = &at[i];

		buf_printf(&b, "%s %s %s %s %s\n", level_name((enum level)i),
			   range(k->hhi, 4, 4), range(k->cr3, 0, 6),
			   text(k->known_rosenbluth, 0, 9), shares(k));
		for (uint32_t h = 0; h < k->n; h++) {
			const struct reach *r = &k->holder[h].reach;

			buf_printf(&b, "%lld %lld %u %u %lld\n",
				   (long long)r->pupils_low,
				   (long long)r->pupils_high, r->boards_low,
				   r->boards_high,
				   (long long)r->critical_pupils);
		}
	}
	s = arena_sv(to, buf_view(&b)).p;
	buf_done(&b);
	return s;
}

START_TEST(the_order_of_rows_is_irrelevant)
{
	struct arena keep = { 0 };

	for (int run = 0; run < 300; run++) {
		struct plan p;
		const char *forwards;

		seed = (uint32_t)(run + 99);
		p = any_plan();
		build(&p, false);
		forwards = dump(&keep);
		clear();
		setup();
		build(&p, true);
		ck_assert_str_eq(dump(&keep), forwards);
		clear();
		setup();
	}
	arena_done(&keep);
}
END_TEST

START_TEST(reach_is_between_certain_and_possible_for_every_completion)
{
	for (int run = 0; run < 300; run++) {
		struct plan open, full;
		int64_t low[LEVELS][8], high[LEVELS][8];
		char id[LEVELS][8][32];
		uint32_t n[LEVELS];

		seed = (uint32_t)(run + 5);
		open = any_plan();
		build(&open, false);
		for (int i = 0; i < LEVELS; i++) {
			n[i] = at[i].n < 8 ? at[i].n : 8;
			for (uint32_t k = 0; k < n[i]; k++) {
				const struct holder *h = &at[i].holder[k];

				low[i][k] = h->reach.pupils_low;
				high[i][k] = h->reach.pupils_high;
				snprintf(id[i][k], 32, "%s",
					 l.node[h->entity].id);
			}
		}
		clear();
		setup();
		full = open;
		complete(&full);
		build(&full, false);
		for (int i = 0; i < LEVELS; i++)
			for (uint32_t k = 0; k < n[i]; k++) {
				const struct reach *r =
					&holder((enum level)i, id[i][k])->reach;

				ck_assert_int_ge(r->pupils_low, low[i][k]);
				ck_assert_int_le(r->pupils_high, high[i][k]);
			}
		clear();
		setup();
	}
}
END_TEST

START_TEST(terms_walk_from_a_share_to_its_uses)
{
	struct term *t;
	uint32_t n;

	sketch_example_1(&sk);
	finish(WEIGHT_PUPILS);

	t = concentration_terms(&m, cells_all(&c), LEVEL_PARENT,
				node_of(&l, "organisation:G1"), &mem, &n);
	ck_assert_uint_eq(n, 2);
	ck_assert_uint_eq(c.cell[t[0].cell].site, node_of(&l, "board:A"));
	ck_assert_uint_eq(c.fill[t[1].fill].product, node_of(&l, "product:P2"));
	t = concentration_terms(&m, cells_all(&c), LEVEL_PARENT, NODE_NONE,
				&mem, &n);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(c.cell[t[0].cell].site, node_of(&l, "board:D"));
}
END_TEST

Suite *
suite_concentration(void)
{
	Suite *s = suite_create("concentration");
	TCase *t = tcase_create("concentration");
	TCase *any = tcase_create("properties"), *all = tcase_create("all");

	tcase_add_checked_fixture(t, setup, clear);
	tcase_add_loop_test(t, example_1_gives_every_figure_of_the_design, 0,
			    3);
	tcase_add_test(t,
		       example_1_jumps_2500_to_the_owner_and_590_to_the_host);
	tcase_add_test(t, example_1_host_reaches_three_of_four_boards);
	tcase_add_test(t, example_1_is_high_at_every_level_that_is_known);
	tcase_add_test(t, example_1_by_boards_weighs_each_board_once);
	tcase_add_test(t, published_vectors_are_reproduced);
	tcase_add_test(t, two_equal_vendors_are_half_each);
	tcase_add_test(t, one_vendor_is_a_normalised_one);
	tcase_add_test(t, bands_start_at_1000_1800_and_4000);
	tcase_add_test(t, an_empty_landscape_has_no_numbers);
	tcase_add_test(t, an_interval_of_pupils_is_known_at_its_lower_end);
	tcase_add_test(t, criticality_weighs_functions_but_not_within_one);
	tcase_add_test(t, a_site_counts_once_in_reach_over_functions);
	tcase_add_test(t, a_board_is_divided_over_its_schools);
	tcase_add_test(t, sites_that_cannot_be_weighed_are_counted);
	tcase_add_loop_test(
		t, above_a_tenth_of_the_pupils_with_two_products_is_multi_homed,
		0, 2);
	tcase_add_test(t, what_is_lost_by_rounding_becomes_unknown);
	tcase_add_test(t, terms_walk_from_a_share_to_its_uses);
	suite_add_tcase(s, t);
	tcase_add_checked_fixture(any, setup, clear);
	tcase_set_timeout(any, 60);
	tcase_add_checked_fixture(all, setup, clear);
	tcase_set_timeout(all, 60);
	tcase_set_tags(all, "slow");
	tcase_add_loop_test(all, every_completion_lies_within_the_bounds, 0, 4);
	tcase_add_test(
		any, every_completion_of_a_small_market_lies_within_the_bounds);
	tcase_add_test(any, evidence_never_widens_an_interval);
	tcase_add_test(any, merging_two_vendors_never_lowers_hhi);
	tcase_add_test(any, the_order_of_rows_is_irrelevant);
	tcase_add_test(
		any,
		reach_is_between_certain_and_possible_for_every_completion);
	suite_add_tcase(s, any);
	suite_add_tcase(s, all);
	return s;
}

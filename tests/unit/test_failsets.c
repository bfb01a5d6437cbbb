/* What has to fail together before a function stops: sets at each level. */
#include <check.h>
#include <string.h>

#include "analyzer/failsets.h"
#include "base/buf.h"
#include "tests/unit/build_landscape.h"

Suite *suite_failsets(void);

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct levels v;
static struct failing f;
static struct failsets found;
static struct arena mem;
static struct buf text;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
}

static void
teardown(void)
{
	failing_done(&f);
	levels_done(&v);
	cells_done(&c);
	landscape_done(&l);
	arena_done(&mem);
	buf_done(&text);
}

static void
find(enum level level, uint32_t order)
{
	struct failsets_options o = { .level = level,
				      .max_order = order,
				      .max_sets = 100 };
	struct err e = { 0 };

	ck_assert_int_eq(failsets_find(&f, &o, &mem, &found, &e), 0);
}

static void
finish(enum level level, uint32_t order)
{
	struct scope scope = { 0 };
	struct err e = { 0 };

	sketch_finish(&sk, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	levels_init(&v, &l);
	failing_build(&l, &c, &v, &f);
	find(level, order);
}

static const char *
name(uint32_t node)
{
	static const char *const layers[] = { "?product", "?vendor", "?owner",
					      "?seat" };

	if (node < l.nnode)
		return l.node[node].name;
	ck_assert_uint_lt(node, f.unknown + LAYERS_UNKNOWN);
	node -= f.unknown;
	return node < LAYER_OF_CARRIER ? layers[node] : "?carrier";
}

static void
put_set(const struct cutsets *s, uint32_t i)
{
	buf_char(&text, '{');
	for (uint32_t k = s->set_at[i]; k < s->set_at[i + 1]; k++)
		buf_printf(&text, "%s%s", k > s->set_at[i] ? "," : "",
			   name(s->event[k]));
	buf_char(&text, '}');
}

static const struct failset *
answer(const char *site, const char *function)
{
	uint32_t s = node_of(&l, site), fn = node_of(&l, function);

	for (uint32_t i = 0; i < found.n; i++)
		for (uint32_t k = 0; k < found.v[i].ncell; k++) {
			const struct cell *x = &c.cell[found.v[i].cell[k]];

			if (x->site == s && x->function == fn)
				return &found.v[i];
		}
	ck_abort_msg("no answer for %s at %s", function, site);
	return NULL;
}

/* "{A}{B,C}" */
static const char *
certain(const char *site, const char *function)
{
	const struct failset *a = answer(site, function);

	buf_clear(&text);
	for (uint32_t i = 0; i < a->low.nset; i++)
		put_set(&a->low, i);
	buf_char(&text, '\0');
	return buf_view(&text).p;
}

static const char *
possible(const char *site, const char *function)
{
	const struct failset *a = answer(site, function);

	buf_clear(&text);
	for (uint32_t i = 0; i < a->npossible; i++)
		put_set(&a->high, a->possible[i]);
	buf_char(&text, '\0');
	return buf_view(&text).p;
}

#define S1  "school:S1"
#define S2  "school:S2"
#define LAS "function:las"
#define ELO "function:elo"
#define LM  "function:lm"

START_TEST(worked_example_2_has_its_sets)
{
	sketch_example_2(&sk, "product:I1");
	finish(LEVEL_PARENT, 2);

	ck_assert_str_eq(certain(S1, LAS), "{I1CORP}{VLCORP}{XCORP}{fedop}");
	ck_assert_ptr_eq(answer(S1, LAS), answer(S2, LAS));
	ck_assert_str_eq(certain(S1, ELO), "{GCORP}{I2site}{XCORP}");
	ck_assert_str_eq(certain(S1, LM),
			 "{GCORP}{I1CORP}{I2site}{XCORP}{fedop}");
	ck_assert_ptr_eq(answer(S1, LM), answer(S2, LM));
	ck_assert_str_eq(certain(S2, ELO),
			 "{GCORP,I1CORP}{GCORP,VBCORP}{I1CORP,I2site}"
			 "{I1CORP,XCORP}{I2site,VBCORP}{VBCORP,XCORP}");
	ck_assert_uint_eq(found.n, 4);
}
END_TEST

START_TEST(nothing_is_only_possible_when_all_is_known)
{
	sketch_example_2(&sk, "product:I1");
	finish(LEVEL_PARENT, 2);

	ck_assert_str_eq(possible(S1, LAS), "");
	ck_assert_str_eq(possible(S2, ELO), "");
}
END_TEST

START_TEST(vendors_fail_without_their_owners)
{
	sketch_example_2(&sk, "product:I1");
	finish(LEVEL_VENDOR, 1);

	ck_assert_str_eq(certain(S1, ELO), "{I2-beheer}{I2site}{IDPX-beheer}"
					   "{VE}");
	ck_assert_str_eq(certain(S1, LM),
			 "{I1-beheer}{I2-beheer}{I2site}{IDPX-beheer}{VT}"
			 "{fedop}");
}
END_TEST

START_TEST(products_fail_without_their_suppliers)
{
	sketch_example_2(&sk, "product:I1");
	finish(LEVEL_PRODUCT, 2);

	ck_assert_str_eq(certain(S1, LAS), "{FED}{I1}{IDPX}{pL}");
	ck_assert_str_eq(certain(S2, ELO),
			 "{I1,I2}{I1,IDPX}{I1,pE}{I2,pB}{IDPX,pB}{pB,pE}");
}
END_TEST

START_TEST(infrastructure_is_who_hosts)
{
	sketch_example_2(&sk, "product:I1");
	finish(LEVEL_INFRASTRUCTURE, 1);

	ck_assert_str_eq(certain(S1, LAS), "{I1CORP}{XCORP}");
	ck_assert_str_eq(certain(S1, LM), "{I1CORP}{I2site}{XCORP}");
}
END_TEST

/* A country stands for its owners; who has none stands for itself. */
START_TEST(countries_take_their_owners_along)
{
	sketch_example_2(&sk, "product:I1");
	sketch_seat(&sk, "organisation:XCORP", "country:us");
	sketch_seat(&sk, "organisation:I1CORP", "country:us");
	finish(LEVEL_COUNTRY, 1);

	ck_assert_ptr_nonnull(strstr(certain(S1, LAS), "{us}"));
	ck_assert_ptr_nonnull(strstr(certain(S1, LAS), "{VLCORP}"));
	ck_assert_ptr_null(strstr(certain(S1, LAS), "{XCORP}"));
	ck_assert_str_eq(certain(S2, ELO), "{us}");
}
END_TEST

START_TEST(an_unknown_host_is_a_thing_that_may_fail)
{
	sketch_example_2(&sk, "-");
	finish(LEVEL_PARENT, 2);

	ck_assert_str_eq(certain(S2, ELO), "{GCORP,VBCORP}{I2site,VBCORP}"
					   "{VBCORP,XCORP}");
	ck_assert_str_eq(possible(S2, ELO), "{GCORP,?carrier}{I2site,?carrier}"
					    "{XCORP,?carrier}");
}
END_TEST

START_TEST(a_spare_that_nobody_tested_is_only_claimed)
{
	sketch_school(&sk, S1, "board:B", "VO", 10);
	sketch_function(&sk, LAS, 3, false);
	for (int i = 0; i < 2; i++) {
		const char *product = i ? "product:Q" : "product:P";
		const char *vendor = i ? "organisation:W" : "organisation:V";

		sketch_use(&sk, S1, LAS, product);
		sketch_supply(&sk, vendor, product, ROLE_VENDOR);
		sketch_root(&sk, vendor);
		sketch_host(&sk, product, vendor);
	}
	finish(LEVEL_PARENT, 2);

	ck_assert_str_eq(certain(S1, LAS), "{V,W}");
	ck_assert_str_eq(possible(S1, LAS), "{V}{W}");
}
END_TEST

/* A owns B and B owns A: one owner, by the name of the first. */
START_TEST(owners_that_own_each_other_are_one)
{
	sketch_school(&sk, S1, "board:B", "VO", 10);
	sketch_function(&sk, LAS, 3, false);
	sketch_use(&sk, S1, LAS, "product:P");
	sketch_supply(&sk, "organisation:B", "product:P", ROLE_MAKER);
	sketch_hold(&sk, "organisation:A", "organisation:B", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:B", "organisation:A", 10000,
		    OWNERSHIP_CAPITAL);
	finish(LEVEL_PARENT, 1);

	ck_assert_str_eq(certain(S1, LAS), "{A}");
}
END_TEST

START_TEST(a_product_of_nobody_fails_by_itself)
{
	sketch_school(&sk, S1, "board:B", "VO", 10);
	sketch_function(&sk, LAS, 3, false);
	sketch_use(&sk, S1, LAS, "product:P");
	finish(LEVEL_PARENT, 1);

	ck_assert_str_eq(certain(S1, LAS), "{P}");
	ck_assert_ptr_nonnull(strstr(possible(S1, LAS), "{?owner}"));
}
END_TEST

START_TEST(an_unknown_product_is_never_certain)
{
	sketch_school(&sk, S1, "board:B", "VO", 10);
	sketch_function(&sk, LAS, 3, false);
	sketch_use(&sk, S1, LAS, "-");
	finish(LEVEL_PARENT, 1);

	ck_assert_str_eq(certain(S1, LAS), "");
	ck_assert_str_eq(possible(S1, LAS), "{?product}");
}
END_TEST

START_TEST(nothing_registered_has_no_answers)
{
	sketch_school(&sk, S1, "board:B", "VO", 10);
	finish(LEVEL_PARENT, 1);

	ck_assert_uint_eq(found.n, 0);
}
END_TEST

/* Whatever fails by itself in low is a set of one, and the other way round. */
START_TEST(sets_of_one_are_the_single_failures)
{
	struct andor_failure x;

	sketch_example_2(&sk, "product:I1");
	finish(LEVEL_PARENT, 1);
	for (int level = 0; level < LEVELS; level++) {
		bool *is_event =
			failsets_events(&f, (enum level)level, false, &mem);

		if (level == LEVEL_VENDOR)
			continue; /* owners are left out there */
		find((enum level)level, 1);
		andor_failure_init(&f.low, &x);
		for (uint32_t i = 0; i < found.n; i++) {
			const struct failset *s = &found.v[i];
			uint32_t n = 0;

			for (uint32_t node = 0; node < l.nnode; node++) {
				if (!is_event[node])
					continue;
				andor_fail(&x, &node, 1);
				n += andor_is_failed(&x, f.top[s->cell[0]]);
			}
			ck_assert_uint_eq(s->low.nset, n);
		}
		andor_failure_done(&x);
	}
}
END_TEST

Suite *
suite_failsets(void)
{
	Suite *s = suite_create("failsets");
	TCase *t = tcase_create("core");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, worked_example_2_has_its_sets);
	tcase_add_test(t, nothing_is_only_possible_when_all_is_known);
	tcase_add_test(t, vendors_fail_without_their_owners);
	tcase_add_test(t, products_fail_without_their_suppliers);
	tcase_add_test(t, infrastructure_is_who_hosts);
	tcase_add_test(t, countries_take_their_owners_along);
	tcase_add_test(t, an_unknown_host_is_a_thing_that_may_fail);
	tcase_add_test(t, a_spare_that_nobody_tested_is_only_claimed);
	tcase_add_test(t, owners_that_own_each_other_are_one);
	tcase_add_test(t, a_product_of_nobody_fails_by_itself);
	tcase_add_test(t, an_unknown_product_is_never_certain);
	tcase_add_test(t, nothing_registered_has_no_answers);
	tcase_add_test(t, sets_of_one_are_the_single_failures);
	suite_add_tcase(s, t);
	return s;
}

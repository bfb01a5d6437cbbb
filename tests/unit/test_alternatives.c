/* What else does the same, and what two products have in common. */
#include <check.h>

#include "analyzer/alternatives.h"
#include "analyzer/overlap.h"
#include "tests/unit/build_landscape.h"

Suite *suite_alternatives(void);

static struct sketch sk;
static struct landscape l;
static struct cells c;
static struct levels v;
static struct failing f;
static struct causes q;
static uint32_t both[2], kept[8];
static struct alternatives a;
static struct arena mem;
static struct kinship kin;

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	f = (struct failing){ 0 };
}

static void
teardown(void)
{
	failing_done(&f);
	cells_done(&c);
	levels_done(&v);
	landscape_done(&l);
	arena_done(&mem);
}

/* At all boards, or the one with this id. */
static void
look_at(const char *board)
{
	struct scope scope = { 0 };
	struct err e = { 0 };
	uint32_t node;

	sketch_finish(&sk, &l);
	if (board) {
		node = node_of(&l, board);
		scope.board = &node;
		scope.nboard = 1;
	}
	levels_init(&v, &l);
	ck_assert_int_eq(cells_build(&l, &scope, &c, &e), 0);
	failing_build(&l, &c, &v, &f);
	alternatives_find(&c, &v, &mem, &a);
}

static void
look(void)
{
	look_at(NULL);
}

static const struct choice *
choice(const char *function)
{
	uint32_t node = node_of(&l, function);

	for (uint32_t i = 0; i < a.n; i++)
		if (a.choice[i].function == node)
			return &a.choice[i];
	ck_abort_msg("no choice for %s", function);
}

static const struct alternative *
of(const struct choice *x, const char *product)
{
	const struct alternative *r = choice_of(x, node_of(&l, product));

	ck_assert_ptr_nonnull(r);
	return r;
}

static void
ask(const char *x, const char *y)
{
	both[0] = node_of(&l, x);
	both[1] = node_of(&l, y);
	q = (struct causes){
		.product = both, .n = 2, .cause = kept, .room = 8
	};
	causes_find(&f, &q, 1);
}

/* What P and Q share for function f. */
static enum certainty
compare(void)
{
	const struct choice *x = choice("function:f");

	ask("product:P", "product:Q");
	alternatives_compare(&a, &q, of(x, "product:P"), of(x, "product:Q"),
			     &kin);
	return kinship_is(&kin);
}

/* A product with a vendor of its own that has no parent, and a seat. */
static void
product(const char *id, const char *vendor, const char *country)
{
	sketch_supply(&sk, vendor, id, ROLE_VENDOR);
	sketch_root(&sk, vendor);
	sketch_seat(&sk, vendor, country);
}

/* Boards use P and Q for f, each with its own vendor and host. */
static void
two_apart(void)
{
	sketch_use(&sk, "board:A", "function:f", "product:P");
	sketch_use(&sk, "board:B", "function:f", "product:Q");
	product("product:P", "organisation:V", "country:NL");
	product("product:Q", "organisation:W", "country:US");
	product("product:H1", "organisation:H1", "country:NL");
	product("product:H2", "organisation:H2", "country:NL");
	sketch_host(&sk, "product:P", "product:H1");
	sketch_host(&sk, "product:Q", "product:H2");
	sketch_property(&sk, "country:NL", "eea", "yes");
	sketch_property(&sk, "country:US", "eea", "no");
	sketch_property(&sk, "country:US", "adequacy", "listed: some");
}

static void
range_is(struct range r, uint32_t low, uint32_t high)
{
	ck_assert_uint_eq(r.low, low);
	ck_assert_uint_eq(r.high, high);
}

START_TEST(one_product_is_no_choice)
{
	sketch_use(&sk, "board:A", "function:f", "product:P");
	sketch_use(&sk, "board:B", "function:f", "product:P");
	look();

	ck_assert_int_eq(choice("function:f")->kind, CHOICE_NONE);
	ck_assert_uint_eq(choice("function:f")->n, 1);
	ck_assert_uint_eq(of(choice("function:f"), "product:P")->boards, 2);
}
END_TEST

START_TEST(an_unknown_product_may_be_another_one)
{
	sketch_use(&sk, "board:A", "function:f", "product:P");
	sketch_use(&sk, "board:B", "function:f", "-");
	look();

	ck_assert_int_eq(choice("function:f")->kind, CHOICE_PERHAPS);
	ck_assert_uint_eq(choice("function:f")->sites_unknown, 1);
}
END_TEST

START_TEST(an_empty_basic_function_is_unknown_and_not_without_choice)
{
	sketch_function(&sk, "function:b", 2, true);
	sketch_use(&sk, "board:A", "function:f", "product:P");
	look();

	ck_assert_int_eq(choice("function:b")->kind, CHOICE_UNKNOWN);
	ck_assert_uint_eq(choice("function:b")->cells, 1);
	range_is(choice("function:b")->parents, 0, 0);
}
END_TEST

START_TEST(two_owners_are_two_and_one_is_in_the_eea)
{
	two_apart();
	look();

	ck_assert_int_eq(choice("function:f")->kind, CHOICE_SEVERAL);
	range_is(choice("function:f")->vendors, 2, 2);
	range_is(choice("function:f")->parents, 2, 2);
	range_is(choice("function:f")->hosts, 2, 2);
	range_is(choice("function:f")->eea, 1, 1);
	range_is(choice("function:f")->adequate, 1, 2);
}
END_TEST

START_TEST(two_vendors_of_one_owner_are_one_owner)
{
	sketch_use(&sk, "board:A", "function:f", "product:P");
	sketch_use(&sk, "board:B", "function:f", "product:Q");
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_VENDOR);
	sketch_supply(&sk, "organisation:W", "product:Q", ROLE_VENDOR);
	sketch_hold(&sk, "organisation:G", "organisation:V", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:G", "organisation:W", 10000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:G");
	look();

	ck_assert_int_eq(choice("function:f")->kind, CHOICE_ONE_OWNER);
	range_is(choice("function:f")->vendors, 2, 2);
	range_is(choice("function:f")->parents, 1, 1);
}
END_TEST

START_TEST(an_unknown_owner_may_be_the_same_or_another)
{
	two_apart();
	sketch_use(&sk, "board:C", "function:f", "product:R");
	look();

	range_is(choice("function:f")->parents, 2, 3);
	range_is(choice("function:f")->eea, 1, 2);
}
END_TEST

START_TEST(two_owners_on_one_host_are_one_host)
{
	two_apart();
	sketch_host(&sk, "product:H2", "product:H1");
	look();

	range_is(choice("function:f")->hosts, 1, 1);
	ck_assert_int_eq(choice("function:f")->kind, CHOICE_ONE_HOST);
}
END_TEST

START_TEST(without_properties_no_country_is_known_to_be_in_the_eea)
{
	two_apart();
	sk.l.nproperty = 0;
	look();

	range_is(choice("function:f")->eea, 0, 2);
}
END_TEST

START_TEST(what_is_only_offered_is_an_alternative_that_nobody_uses)
{
	struct usage *u;

	sketch_use(&sk, "board:A", "function:f", "product:P");
	u = sketch_use(&sk, "board:B", "function:f", "product:S");
	u->status = STATUS_STOPPED;
	sketch_use(&sk, "board:B", "function:g", "product:Q");
	sketch_fulfil(&sk, "product:Q", "function:f");
	look();

	ck_assert_uint_eq(choice("function:f")->n, 2);
	ck_assert_uint_eq(choice("function:f")->in_use, 1);
	ck_assert(of(choice("function:f"), "product:P")->is_used);
	ck_assert(!of(choice("function:f"), "product:Q")->is_used);
}
END_TEST

START_TEST(one_board_still_sees_what_others_use)
{
	two_apart();
	look_at("board:A");

	ck_assert_uint_eq(choice("function:f")->n, 2);
	ck_assert_uint_eq(choice("function:f")->in_use, 1);
	ck_assert(of(choice("function:f"), "product:Q")->is_used);
	ck_assert_uint_eq(of(choice("function:f"), "product:Q")->sites, 0);
}
END_TEST

START_TEST(the_party_that_a_list_names_counts_as_vendor)
{
	sketch_use(&sk, "board:A", "function:f", "product:P")->vendor =
		sketch_node(&sk, "organisation:R");
	sketch_use(&sk, "board:B", "function:f", "product:P");
	look();

	range_is(choice("function:f")->vendors, 1, 1);
}
END_TEST

START_TEST(products_apart_share_nothing)
{
	two_apart();
	look();

	ck_assert_int_eq(compare(), CERTAINTY_NO);

	ck_assert_uint_eq(kin.certain, 0);
	ck_assert_int_eq(kin.country, CERTAINTY_NO);
}
END_TEST

START_TEST(one_country_is_no_common_cause)
{
	two_apart();
	sketch_host(&sk, "product:Q", "product:H3");
	product("product:H3", "organisation:H3", "country:US");
	look();

	ck_assert_int_eq(compare(), CERTAINTY_NO);
}
END_TEST

START_TEST(a_shared_sign_on_stops_both)
{
	two_apart();
	product("product:I", "organisation:I", "country:NL");
	sketch_need(&sk, "product:P", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_need(&sk, "product:Q", "product:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	look();

	ck_assert_int_eq(compare(), CERTAINTY_CERTAIN);

	ck_assert_uint_eq(kin.certain, 2);
	ck_assert_uint_eq(q.cause[0], node_of(&l, "organisation:I"));
	ck_assert_uint_eq(q.cause[1], node_of(&l, "product:I"));
	ck_assert_int_eq(kin.parent, CERTAINTY_NO);
	ck_assert_int_eq(kin.host, CERTAINTY_NO);
}
END_TEST

START_TEST(what_one_needs_of_the_other_is_shared)
{
	two_apart();
	sketch_need(&sk, "product:Q", "product:P", CARRIER_DATA_OUT,
		    NECESSITY_REQUIRED);
	look();

	ck_assert_int_eq(compare(), CERTAINTY_CERTAIN);

	ck_assert_uint_eq(q.cause[q.certain - 1], node_of(&l, "product:P"));
}
END_TEST

START_TEST(an_unknown_host_may_be_the_same_one)
{
	two_apart();
	sketch_need(&sk, "product:Q", "-", CARRIER_HOSTING, NECESSITY_UNKNOWN);
	look();

	ck_assert_int_eq(compare(), CERTAINTY_POSSIBLE);

	ck_assert_uint_eq(kin.certain, 0);
	ck_assert_uint_gt(kin.possible, 0);
}
END_TEST

/* Others that share nothing with this product, at least and at most. */
static struct range
apart(const char *product)
{
	const struct choice *x = choice("function:f");
	struct causes *all = ARENA_ARRAY(&mem, x->n, struct causes);
	uint32_t(*pair)[2] = arena_array(&mem, x->n, sizeof(*pair));

	for (uint32_t i = 0; i < x->n; i++) {
		pair[i][0] = node_of(&l, product);
		pair[i][1] = x->product[i].product;
		all[i] = (struct causes){ .product = pair[i], .n = 2 };
	}
	causes_find(&f, all, x->n);
	return alternatives_apart(&a, all, x, of(x, product));
}

START_TEST(apart_counts_who_shares_nothing)
{
	two_apart();
	sketch_use(&sk, "board:C", "function:f", "product:R");
	sketch_supply(&sk, "organisation:V", "product:R", ROLE_VENDOR);
	look();

	/* Q shares nothing with P; R is of P's vendor */
	range_is(apart("product:P"), 1, 1);
	/* where R runs is not known */
	range_is(apart("product:Q"), 1, 2);
}
END_TEST

START_TEST(more_than_512_single_failures_keep_their_places)
{
	sketch_use(&sk, "board:A", "function:f", "product:P");
	sketch_use(&sk, "board:A", "function:f", "product:Q");
	for (int i = 0; i < 1200; i++) {
		const char *id = arena_printf(&mem, "product:x%04d", i);

		sketch_need(&sk, "product:P", id, CARRIER_DATA_OUT,
			    NECESSITY_REQUIRED);
		if (i % 400 == 7)
			sketch_need(&sk, "product:Q", id, CARRIER_DATA_OUT,
				    NECESSITY_REQUIRED);
	}
	look();

	ask("product:P", "product:Q");

	ck_assert_uint_eq(q.certain, 3);
	ck_assert_uint_eq(kept[0], node_of(&l, "product:x0007"));
	ck_assert_uint_eq(kept[2], node_of(&l, "product:x0807"));
}
END_TEST

START_TEST(what_finds_no_room_is_counted)
{
	sketch_use(&sk, "board:A", "function:f", "product:P");
	sketch_use(&sk, "board:A", "function:f", "product:Q");
	for (int i = 0; i < 9; i++) {
		const char *id = arena_printf(&mem, "product:x%d", i);

		sketch_need(&sk, "product:P", id, CARRIER_DATA_OUT,
			    NECESSITY_REQUIRED);
		sketch_need(&sk, "product:Q", id, CARRIER_DATA_OUT,
			    NECESSITY_REQUIRED);
	}
	look();

	ask("product:P", "product:Q");

	ck_assert_uint_eq(q.certain, 9);
	ck_assert_uint_ge(q.possible, 9);
	ck_assert_uint_eq(kept[7], node_of(&l, "product:x7"));
}
END_TEST

START_TEST(nothing_is_shared_by_nothing)
{
	look();
	q = (struct causes){ .certain = 7 };
	causes_find(&f, &q, 1);

	ck_assert_uint_eq(q.certain, 0);
	ck_assert_uint_eq(q.possible, 0);
}
END_TEST

START_TEST(an_empty_landscape_has_no_choices)
{
	look();

	ck_assert_uint_eq(a.n, 0);
}
END_TEST

/* Overlap: prices, and what was said of replacing each other */

static struct overlap *o;
static uint32_t no;

static void
overlap(void)
{
	look();
	overlap_find(&c, &mem, &o, &no);
	ck_assert_uint_eq(no, 1);
}

static void
both_in_use(int64_t first, int64_t second)
{
	sketch_use(&sk, "board:A", "function:f", "product:P")->cost = first;
	sketch_use(&sk, "board:A", "function:f", "product:Q")->cost = second;
}

START_TEST(an_overlap_costs_what_both_cost)
{
	both_in_use(100, 250);
	overlap();

	ck_assert(o->cost == 350);
	ck_assert_uint_eq(o->no_price, 0);
	ck_assert_uint_eq(o->uses, 2);
}
END_TEST

START_TEST(an_overlap_of_the_largest_prices_is_counted)
{
	both_in_use(INT64_MAX, INT64_MAX);
	overlap();

	ck_assert(o->cost == (wide)INT64_MAX * 2);
}
END_TEST

START_TEST(an_overlap_without_prices_says_so)
{
	both_in_use(100, -1);
	overlap();

	ck_assert(o->cost == 100);
	ck_assert_uint_eq(o->no_price, 1);
}
END_TEST

START_TEST(a_boards_price_covers_its_schools_in_an_overlap)
{
	sketch_school(&sk, "school:A1", "board:A", "PO", 10);
	sketch_use(&sk, "board:A", "function:f", "product:P")->cost = 1000;
	sketch_use(&sk, "school:A1", "function:f", "product:P");
	sketch_use(&sk, "school:A1", "function:f", "product:Q")->cost = 50;
	overlap();

	ck_assert(o->cost == 1050);
	ck_assert_uint_eq(o->no_price, 0);
}
END_TEST

static void
alternative(const char *provider, const char *group, int32_t tested)
{
	struct need *n = sketch_need(&sk, "function:f", provider,
				     CARRIER_PLATFORM, NECESSITY_ALTERNATIVE);

	n->group = group;
	n->tested = tested;
}

START_TEST(an_overlap_was_tested_when_all_were_in_one_group)
{
	both_in_use(-1, -1);
	alternative("product:P", "g", 20250101);
	alternative("product:Q", "g", 20240101);
	overlap();

	ck_assert(o->is_said);
	ck_assert_int_eq(o->tested, 20240101);
}
END_TEST

START_TEST(an_overlap_of_two_groups_is_no_redundancy)
{
	both_in_use(-1, -1);
	alternative("product:P", "g", 20250101);
	alternative("product:Q", "h", 20240101);
	overlap();

	ck_assert(!o->is_said);
	ck_assert_int_eq(o->tested, 0);
}
END_TEST

START_TEST(one_that_was_never_tested_leaves_the_overlap_untested)
{
	both_in_use(-1, -1);
	alternative("product:P", "g", 20250101);
	alternative("product:Q", "g", 0);
	overlap();

	ck_assert(o->is_said);
	ck_assert_int_eq(o->tested, 0);
}
END_TEST

static TCase *
overlaps(void)
{
	TCase *t = tcase_create("overlaps");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, an_overlap_costs_what_both_cost);
	tcase_add_test(t, an_overlap_of_the_largest_prices_is_counted);
	tcase_add_test(t, an_overlap_without_prices_says_so);
	tcase_add_test(t, a_boards_price_covers_its_schools_in_an_overlap);
	tcase_add_test(t, an_overlap_was_tested_when_all_were_in_one_group);
	tcase_add_test(t, an_overlap_of_two_groups_is_no_redundancy);
	tcase_add_test(t,
		       one_that_was_never_tested_leaves_the_overlap_untested);
	return t;
}

Suite *
suite_alternatives(void)
{
	Suite *s = suite_create("alternatives");
	TCase *t = tcase_create("alternatives");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, one_product_is_no_choice);
	tcase_add_test(t, an_unknown_product_may_be_another_one);
	tcase_add_test(
		t, an_empty_basic_function_is_unknown_and_not_without_choice);
	tcase_add_test(t, two_owners_are_two_and_one_is_in_the_eea);
	tcase_add_test(t, two_vendors_of_one_owner_are_one_owner);
	tcase_add_test(t, an_unknown_owner_may_be_the_same_or_another);
	tcase_add_test(t, two_owners_on_one_host_are_one_host);
	tcase_add_test(t,
		       without_properties_no_country_is_known_to_be_in_the_eea);
	tcase_add_test(t,
		       what_is_only_offered_is_an_alternative_that_nobody_uses);
	tcase_add_test(t, one_board_still_sees_what_others_use);
	tcase_add_test(t, the_party_that_a_list_names_counts_as_vendor);
	tcase_add_test(t, products_apart_share_nothing);
	tcase_add_test(t, one_country_is_no_common_cause);
	tcase_add_test(t, a_shared_sign_on_stops_both);
	tcase_add_test(t, what_one_needs_of_the_other_is_shared);
	tcase_add_test(t, an_unknown_host_may_be_the_same_one);
	tcase_add_test(t, apart_counts_who_shares_nothing);
	tcase_add_test(t, more_than_512_single_failures_keep_their_places);
	tcase_add_test(t, what_finds_no_room_is_counted);
	tcase_add_test(t, nothing_is_shared_by_nothing);
	tcase_add_test(t, an_empty_landscape_has_no_choices);
	suite_add_tcase(s, t);
	suite_add_tcase(s, overlaps());
	return s;
}

/* To whom a product belongs: owners, rings, hosts, countries. */
#include <check.h>
#include <stdio.h>

#include "analyzer/levels.h"
#include "base/limits.h"
#include "tests/unit/build_landscape.h"

Suite *suite_levels(void);

static struct sketch sk;
static struct landscape l;
static struct levels v;
static char out[512];

static void
setup(void)
{
	sk = (struct sketch){ 0 };
	l = (struct landscape){ 0 };
}

static void
finish(void)
{
	sketch_finish(&sk, &l);
	levels_init(&v, &l);
}

static void
teardown(void)
{
	levels_done(&v);
	landscape_done(&l);
}

/* "G 1/2, ? 1/2" */
static const char *
show(struct parts p)
{
	size_t n = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < p.n && n < sizeof(out); i++) {
		const struct part *part = &p.part[i];
		const char *name = part->entity == NODE_NONE
					   ? "?"
					   : l.node[part->entity].name;

		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s",
				      i ? ", " : "", name);
		if (part->den != 1 && n < sizeof(out))
			n += (size_t)snprintf(out + n, sizeof(out) - n,
					      " %u/%u", part->num, part->den);
	}
	return out;
}

static const char *
parents(const char *id)
{
	return show(levels_parents(&v, node_of(&l, id)));
}

static const char *
at(enum level level, const char *product, const char *vendor)
{
	return show(levels_of(
		&v, level, *product == '-' ? NODE_NONE : node_of(&l, product),
		*vendor == '-' ? NODE_NONE : node_of(&l, vendor)));
}

static void
control(const char *parent, const char *child)
{
	sketch_hold(&sk, parent, child, -1, OWNERSHIP_CONTROL);
}

START_TEST(no_ownership_data_is_unknown_not_itself)
{
	sketch_node(&sk, "organisation:A");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "?");
}
END_TEST

START_TEST(known_to_have_no_parent_is_its_own)
{
	sketch_root(&sk, "organisation:A");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "A");
}
END_TEST

START_TEST(control_and_more_than_half_are_followed_to_the_root)
{
	control("organisation:B", "organisation:A");
	sketch_hold(&sk, "organisation:C", "organisation:B", 5001,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:D", "organisation:C", 6000,
		    OWNERSHIP_UNKNOWN);
	sketch_root(&sk, "organisation:D");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "D");
	ck_assert_str_eq(parents("organisation:C"), "D");
}
END_TEST

START_TEST(a_chain_that_ends_in_no_data_is_unknown)
{
	control("organisation:B", "organisation:A");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "?");
}
END_TEST

START_TEST(control_goes_before_capital)
{
	control("organisation:B", "organisation:A");
	sketch_hold(&sk, "organisation:C", "organisation:A", 9000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:B");
	sketch_root(&sk, "organisation:C");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "B");
}
END_TEST

START_TEST(two_holders_of_half_get_half_each)
{
	sketch_hold(&sk, "organisation:B", "organisation:A", 5000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:C", "organisation:A", 5000,
		    OWNERSHIP_UNKNOWN);
	sketch_root(&sk, "organisation:B");
	sketch_root(&sk, "organisation:C");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "B 1/2, C 1/2");
}
END_TEST

START_TEST(two_halves_of_one_group_are_one_parent)
{
	sketch_hold(&sk, "organisation:B", "organisation:A", 5000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:C", "organisation:A", 5000,
		    OWNERSHIP_CAPITAL);
	control("organisation:G", "organisation:B");
	control("organisation:G", "organisation:C");
	sketch_root(&sk, "organisation:G");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "G");
}
END_TEST

START_TEST(one_half_alone_is_unknown)
{
	sketch_hold(&sk, "organisation:B", "organisation:A", 5000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:B");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "?");
}
END_TEST

START_TEST(half_of_an_unknown_owner_stays_unknown)
{
	sketch_hold(&sk, "organisation:B", "organisation:A", 5000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:C", "organisation:A", 5000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:B");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "B 1/2, ? 1/2");
}
END_TEST

START_TEST(spread_holders_leave_it_its_own_parent)
{
	sketch_hold(&sk, "organisation:B", "organisation:A", 4000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:C", "organisation:A", 3000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:C", "organisation:D", 3000,
		    OWNERSHIP_CAPITAL);
	finish();

	ck_assert_str_eq(parents("organisation:A"), "A");
	/* seven tenths of D may be one unknown holder */
	ck_assert_str_eq(parents("organisation:D"), "?");
}
END_TEST

START_TEST(a_participation_is_no_parent)
{
	sketch_hold(&sk, "organisation:B", "organisation:A", 9900,
		    OWNERSHIP_PARTICIPATION);
	sketch_hold(&sk, "organisation:B", "organisation:C", -1,
		    OWNERSHIP_PARTICIPATION);
	sketch_root(&sk, "organisation:B");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "A");
	ck_assert_str_eq(parents("organisation:C"), "?");
}
END_TEST

START_TEST(a_ring_of_owners_is_its_smallest)
{
	control("organisation:B", "organisation:A");
	control("organisation:C", "organisation:B");
	control("organisation:A", "organisation:C");
	control("organisation:C", "organisation:X");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "A");
	ck_assert_str_eq(parents("organisation:B"), "A");
	ck_assert_str_eq(parents("organisation:C"), "A");
	ck_assert_str_eq(parents("organisation:X"), "A");
}
END_TEST

START_TEST(an_owner_of_itself_is_its_own_parent)
{
	control("organisation:A", "organisation:A");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "A");
}
END_TEST

START_TEST(all_of_a_ring_have_the_owners_from_outside)
{
	control("organisation:B", "organisation:A");
	sketch_hold(&sk, "organisation:A", "organisation:B", 5000,
		    OWNERSHIP_CAPITAL);
	sketch_hold(&sk, "organisation:X", "organisation:B", 5000,
		    OWNERSHIP_CAPITAL);
	sketch_root(&sk, "organisation:X");
	finish();

	ck_assert_str_eq(parents("organisation:A"), "A 1/2, X 1/2");
	ck_assert_str_eq(parents("organisation:B"), "A 1/2, X 1/2");
}
END_TEST

START_TEST(a_chain_of_100000_owners_needs_no_depth)
{
	char a[32], b[32];

	/* by hand, for sketch_node() looks for each name */
	for (uint32_t i = 0; i < 100000; i++) {
		snprintf(a, sizeof(a), "organisation:%06u", i);
		VEC_ROOM(sk.l.node, sk.l.nnode, sk.node_cap);
		sk.l.node[sk.l.nnode++] =
			(struct node){ .kind = NODE_ORGANISATION,
				       .id = arena_str(&sk.l.mem, a),
				       .name = "",
				       .sector = "",
				       .board = NODE_NONE };
		VEC_ROOM(sk.l.holding, sk.l.nholding, sk.holding_cap);
		sk.l.holding[sk.l.nholding++] = (struct holding){
			.parent = i < 99999 ? i + 1 : NODE_NONE,
			.child = i,
			.percent = -1,
			.kind = i < 99999 ? OWNERSHIP_CONTROL : OWNERSHIP_NONE
		};
	}
	finish();

	snprintf(b, sizeof(b), "organisation:%06u", 0);
	ck_assert_uint_eq(levels_parents(&v, node_of(&l, b)).part[0].entity,
			  99999);
}
END_TEST

START_TEST(more_controllers_than_can_be_divided_is_unknown)
{
	char a[32];

	for (uint32_t i = 0; i < LIMIT_ATTRIBUTION + 1; i++) {
		snprintf(a, sizeof(a), "organisation:%u", i + 1000);
		if (i < LIMIT_ATTRIBUTION)
			control(a, "organisation:A");
		control(a, "organisation:B");
		sketch_root(&sk, a);
	}
	finish();

	ck_assert_uint_eq(levels_parents(&v, node_of(&l, "organisation:A")).n,
			  LIMIT_ATTRIBUTION);
	ck_assert_str_eq(parents("organisation:B"), "?");
}
END_TEST

START_TEST(the_named_vendor_goes_before_the_catalogue)
{
	sketch_supply(&sk, "organisation:M", "product:P", ROLE_MAKER);
	sketch_supply(&sk, "organisation:S", "product:P", ROLE_SELLER);
	sketch_node(&sk, "organisation:V");
	finish();

	ck_assert_str_eq(at(LEVEL_VENDOR, "product:P", "organisation:V"), "V");
	ck_assert_str_eq(at(LEVEL_VENDOR, "product:P", "-"), "S");
	ck_assert_str_eq(at(LEVEL_VENDOR, "-", "-"), "?");
	ck_assert_str_eq(at(LEVEL_PRODUCT, "-", "organisation:V"), "?");
}
END_TEST

START_TEST(the_parent_is_of_the_maker_not_of_who_sells_it)
{
	sketch_supply(&sk, "organisation:M", "product:P", ROLE_MAKER);
	sketch_supply(&sk, "organisation:S", "product:Q", ROLE_SELLER);
	sketch_root(&sk, "organisation:M");
	sketch_root(&sk, "organisation:S");
	sketch_root(&sk, "organisation:V");
	finish();

	ck_assert_str_eq(at(LEVEL_PARENT, "product:P", "organisation:V"), "M");
	ck_assert_str_eq(at(LEVEL_PARENT, "product:Q", "organisation:V"), "V");
	ck_assert_str_eq(at(LEVEL_PARENT, "product:Q", "-"), "S");
}
END_TEST

START_TEST(an_unknown_product_of_a_named_vendor_has_its_owner)
{
	sketch_root(&sk, "organisation:V");
	sketch_seat(&sk, "organisation:V", "country:NL");
	finish();

	ck_assert_str_eq(at(LEVEL_VENDOR, "-", "organisation:V"), "V");
	ck_assert_str_eq(at(LEVEL_PARENT, "-", "organisation:V"), "V");
	ck_assert_str_eq(at(LEVEL_COUNTRY, "-", "organisation:V"), "NL");
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "-", "organisation:V"), "?");
}
END_TEST

START_TEST(hosting_is_followed_to_its_end)
{
	sketch_host(&sk, "product:P", "product:Region");
	sketch_host(&sk, "product:Region", "product:Cloud");
	sketch_supply(&sk, "organisation:I", "product:Cloud", ROLE_MAKER);
	control("organisation:IG", "organisation:I");
	sketch_root(&sk, "organisation:IG");
	finish();

	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:P", "-"), "IG");
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:Cloud", "-"), "?");
}
END_TEST

START_TEST(optional_hosting_and_other_needs_are_not_followed)
{
	sketch_need(&sk, "product:P", "organisation:I", CARRIER_HOSTING,
		    NECESSITY_OPTIONAL);
	sketch_need(&sk, "product:P", "organisation:I", CARRIER_LOGIN,
		    NECESSITY_REQUIRED);
	sketch_root(&sk, "organisation:I");
	finish();

	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:P", "-"), "?");
}
END_TEST

START_TEST(each_unknown_host_keeps_its_part)
{
	sketch_host(&sk, "product:P", "organisation:I");
	sketch_host(&sk, "product:P", "-");
	sketch_host(&sk, "product:P", "product:R");
	sketch_host(&sk, "product:R", "-");
	sketch_root(&sk, "organisation:I");
	finish();

	/* with the two unknown hosts known it may be a third */
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:P", "-"),
			 "I 1/3, ? 2/3");
}
END_TEST

START_TEST(one_host_by_two_ways_counts_once)
{
	sketch_host(&sk, "product:P", "product:R");
	sketch_host(&sk, "product:P", "product:S");
	sketch_host(&sk, "product:R", "organisation:I");
	sketch_host(&sk, "product:S", "organisation:I");
	sketch_host(&sk, "product:S", "organisation:J");
	sketch_root(&sk, "organisation:I");
	sketch_root(&sk, "organisation:J");
	finish();

	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:P", "-"),
			 "I 1/2, J 1/2");
}
END_TEST

START_TEST(hosts_in_a_ring_are_unknown)
{
	sketch_host(&sk, "product:P", "product:Q");
	sketch_host(&sk, "product:Q", "product:P");
	sketch_host(&sk, "product:S", "product:S");
	sketch_supply(&sk, "organisation:M", "product:P", ROLE_MAKER);
	sketch_root(&sk, "organisation:M");
	finish();

	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:P", "-"), "?");
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:Q", "-"), "?");
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:S", "-"), "?");
}
END_TEST

START_TEST(a_product_runs_where_its_vendor_runs_everything)
{
	sketch_supply(&sk, "organisation:V", "product:P", ROLE_VENDOR);
	sketch_host(&sk, "organisation:V", "organisation:I");
	sketch_root(&sk, "organisation:I");
	sketch_node(&sk, "product:Q");
	finish();

	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:P", "-"), "I");
	ck_assert_str_eq(
		at(LEVEL_INFRASTRUCTURE, "product:Q", "organisation:V"), "I");
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:Q", "-"), "?");
}
END_TEST

START_TEST(more_hosts_than_can_be_divided_is_unknown)
{
	char a[32];

	for (uint32_t i = 0; i < LIMIT_ATTRIBUTION + 1; i++) {
		snprintf(a, sizeof(a), "organisation:%u", i + 1000);
		sketch_root(&sk, a);
		if (i < LIMIT_ATTRIBUTION)
			sketch_host(&sk, "product:P", a);
		sketch_host(&sk, "product:Q", a);
	}
	sketch_host(&sk, "product:R", "product:Q");
	finish();

	ck_assert_uint_eq(levels_of(&v, LEVEL_INFRASTRUCTURE,
				    node_of(&l, "product:P"), NODE_NONE)
				  .n,
			  LIMIT_ATTRIBUTION);
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:Q", "-"), "?");
	ck_assert_str_eq(at(LEVEL_INFRASTRUCTURE, "product:R", "-"), "?");
}
END_TEST

START_TEST(the_country_is_that_of_the_ultimate_parent)
{
	sketch_supply(&sk, "organisation:M", "product:P", ROLE_MAKER);
	control("organisation:G", "organisation:M");
	sketch_root(&sk, "organisation:G");
	sketch_seat(&sk, "organisation:M", "country:NL");
	sketch_seat(&sk, "organisation:G", "country:US");
	finish();

	ck_assert_str_eq(at(LEVEL_COUNTRY, "product:P", "-"), "US");
}
END_TEST

START_TEST(two_parents_in_one_country_are_one_country)
{
	sketch_supply(&sk, "organisation:M", "product:P", ROLE_MAKER);
	control("organisation:G", "organisation:M");
	control("organisation:H", "organisation:M");
	sketch_root(&sk, "organisation:G");
	sketch_root(&sk, "organisation:H");
	sketch_seat(&sk, "organisation:G", "country:US");
	sketch_seat(&sk, "organisation:H", "country:US");
	finish();

	ck_assert_str_eq(at(LEVEL_PARENT, "product:P", "-"), "G 1/2, H 1/2");
	ck_assert_str_eq(at(LEVEL_COUNTRY, "product:P", "-"), "US");
}
END_TEST

static uint32_t
count_edges(const struct edges_used *e, enum fact_kind fact)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < e->n; i++)
		n += e->edge[i].fact == fact;
	return n;
}

START_TEST(every_edge_behind_an_answer_is_told_once)
{
	struct edges_used e = { 0 };
	uint32_t p;

	sketch_supply(&sk, "organisation:M", "product:P", ROLE_MAKER);
	control("organisation:G", "organisation:M");
	sketch_root(&sk, "organisation:G");
	sketch_seat(&sk, "organisation:M", "country:NL");
	sketch_seat(&sk, "organisation:G", "country:US");
	sketch_host(&sk, "product:P", "product:R");
	sketch_supply(&sk, "organisation:I", "product:R", ROLE_OPERATOR);
	sketch_root(&sk, "organisation:I");
	finish();
	p = node_of(&l, "product:P");

	levels_edges(&v, LEVEL_COUNTRY, p, NODE_NONE, &e);
	levels_edges(&v, LEVEL_COUNTRY, p, NODE_NONE, &e);
	ck_assert_uint_eq(count_edges(&e, FACT_SUPPLIES), 1);
	ck_assert_uint_eq(count_edges(&e, FACT_OWNS), 2);
	ck_assert_uint_eq(count_edges(&e, FACT_SEATED_IN), 1);
	edges_used_done(&e);
	levels_edges(&v, LEVEL_INFRASTRUCTURE, p, NODE_NONE, &e);
	ck_assert_uint_eq(count_edges(&e, FACT_NEEDS), 1);
	ck_assert_uint_eq(count_edges(&e, FACT_SUPPLIES), 1);
	ck_assert_uint_eq(count_edges(&e, FACT_OWNS), 1);
	edges_used_done(&e);
}
END_TEST

Suite *
suite_levels(void)
{
	Suite *s = suite_create("levels");
	TCase *t = tcase_create("levels");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 30);
	tcase_add_test(t, no_ownership_data_is_unknown_not_itself);
	tcase_add_test(t, known_to_have_no_parent_is_its_own);
	tcase_add_test(t, control_and_more_than_half_are_followed_to_the_root);
	tcase_add_test(t, a_chain_that_ends_in_no_data_is_unknown);
	tcase_add_test(t, control_goes_before_capital);
	tcase_add_test(t, two_holders_of_half_get_half_each);
	tcase_add_test(t, two_halves_of_one_group_are_one_parent);
	tcase_add_test(t, one_half_alone_is_unknown);
	tcase_add_test(t, half_of_an_unknown_owner_stays_unknown);
	tcase_add_test(t, spread_holders_leave_it_its_own_parent);
	tcase_add_test(t, a_participation_is_no_parent);
	tcase_add_test(t, a_ring_of_owners_is_its_smallest);
	tcase_add_test(t, an_owner_of_itself_is_its_own_parent);
	tcase_add_test(t, all_of_a_ring_have_the_owners_from_outside);
	tcase_add_test(t, a_chain_of_100000_owners_needs_no_depth);
	tcase_add_test(t, more_controllers_than_can_be_divided_is_unknown);
	tcase_add_test(t, the_named_vendor_goes_before_the_catalogue);
	tcase_add_test(t, the_parent_is_of_the_maker_not_of_who_sells_it);
	tcase_add_test(t, an_unknown_product_of_a_named_vendor_has_its_owner);
	tcase_add_test(t, hosting_is_followed_to_its_end);
	tcase_add_test(t, optional_hosting_and_other_needs_are_not_followed);
	tcase_add_test(t, each_unknown_host_keeps_its_part);
	tcase_add_test(t, one_host_by_two_ways_counts_once);
	tcase_add_test(t, hosts_in_a_ring_are_unknown);
	tcase_add_test(t, a_product_runs_where_its_vendor_runs_everything);
	tcase_add_test(t, more_hosts_than_can_be_divided_is_unknown);
	tcase_add_test(t, the_country_is_that_of_the_ultimate_parent);
	tcase_add_test(t, two_parents_in_one_country_are_one_country);
	tcase_add_test(t, every_edge_behind_an_answer_is_told_once);
	suite_add_tcase(s, t);
	return s;
}

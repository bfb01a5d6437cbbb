/* Which names are one thing, and which only may be. */
#include <check.h>
#include <stdlib.h>

#include "schema/identity/identity.h"

Suite *suite_identity(void);

enum { MAX = 32 };

/* A small world: nodes, names and keys in the order the interface wants. */
struct world {
	struct identity_node node[MAX];
	struct identity_name name[MAX];
	struct identity_key key[MAX];
	struct identity_decision decision[MAX];
	struct identity_input in;
	struct arena mem;
	struct identity id;
};

static uint32_t
add(struct world *w, enum node_kind kind, const char *key, const char *name)
{
	uint32_t n = w->in.nnode++;

	w->node[n] =
		(struct identity_node){ kind, sv(key), IDENTITY_NONE, false };
	if (name)
		w->name[w->in.nname++] =
			(struct identity_name){ n, sv(name), 1, false, false };
	return n;
}

static void
give_key(struct world *w, uint32_t n, enum key_scheme scheme, const char *v)
{
	w->key[w->in.nkey++] = (struct identity_key){ n, scheme, sv(v) };
}

static void
resolve(struct world *w)
{
	w->in.node = w->node;
	w->in.name = w->name;
	w->in.key = w->key;
	w->in.decision = w->decision;
	identity_resolve(&w->in, &w->mem, &w->id);
}

START_TEST(one_key_joins_two_names)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_ORGANISATION, "kvk:12345678", "Rekenreus");
	uint32_t b = add(&w, NODE_ORGANISATION, "name:other", "Iets anders");

	give_key(&w, a, KEY_KVK, "12345678");
	give_key(&w, b, KEY_KVK, "12345678");
	resolve(&w);
	ck_assert_uint_eq(w.id.component[a], w.id.component[b]);
	ck_assert_uint_eq(w.id.nassumption, 0);
	arena_done(&w.mem);
}
END_TEST

START_TEST(a_loose_name_joins_as_an_assumption)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_ORGANISATION, "name:rekenreus", "Rekenreus");
	uint32_t b = add(&w, NODE_ORGANISATION, "name:rekenreus b.v.",
			 "Rekenreus B.V.");

	resolve(&w);
	ck_assert_uint_eq(w.id.component[a], w.id.component[b]);
	ck_assert_uint_eq(w.id.nassumption, 1);
	ck_assert_str_eq(w.id.assumption[0].why, "spelling");
	arena_done(&w.mem);
}
END_TEST

START_TEST(two_kvk_numbers_keep_one_name_apart_and_the_bare_name_too)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_ORGANISATION, "kvk:11111111", "Tabella");
	uint32_t b = add(&w, NODE_ORGANISATION, "kvk:22222222", "Tabella");
	uint32_t c = add(&w, NODE_ORGANISATION, "name:tabella", "Tabella");

	give_key(&w, a, KEY_KVK, "11111111");
	give_key(&w, b, KEY_KVK, "22222222");
	resolve(&w);
	ck_assert_uint_ne(w.id.component[a], w.id.component[b]);
	ck_assert_uint_ne(w.id.component[c], w.id.component[a]);
	ck_assert_uint_ne(w.id.component[c], w.id.component[b]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(a_bare_name_joins_the_only_keyed_node)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_ORGANISATION, "kvk:11111111", "Tabella BV");
	uint32_t b = add(&w, NODE_ORGANISATION, "name:tabella", "Tabella");

	give_key(&w, a, KEY_KVK, "11111111");
	resolve(&w);
	ck_assert_uint_eq(w.id.component[a], w.id.component[b]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(the_alias_catalogue_joins_and_says_so)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_PRODUCT, "name:reken 365", "Reken 365");
	uint32_t b;

	w.name[w.in.nname++] =
		(struct identity_name){ a, SV("Rekenkantoor"), 0, true, true };
	b = add(&w, NODE_PRODUCT, "name:rekenkantoor", "Rekenkantoor");
	resolve(&w);
	ck_assert_uint_eq(w.id.component[a], w.id.component[b]);
	ck_assert_str_eq(w.id.assumption[0].why, "catalogue");
	arena_done(&w.mem);
}
END_TEST

START_TEST(kinds_never_mix)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_ORGANISATION, "name:prisma", "Prisma");
	uint32_t b = add(&w, NODE_PRODUCT, "name:prisma", "Prisma");

	resolve(&w);
	ck_assert_uint_ne(w.id.component[a], w.id.component[b]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(a_rejected_pair_stays_apart)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_PRODUCT, "name:rooster", "Rooster");
	uint32_t b = add(&w, NODE_PRODUCT, "name:rooster bv", "Rooster BV");

	w.decision[w.in.ndecision++] =
		(struct identity_decision){ a, b, false };
	resolve(&w);
	ck_assert_uint_ne(w.id.component[a], w.id.component[b]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(an_accepted_pair_is_one)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_PRODUCT, "name:aap", "Aap");
	uint32_t b = add(&w, NODE_PRODUCT, "name:noot", "Noot");

	w.decision[w.in.ndecision++] = (struct identity_decision){ a, b, true };
	resolve(&w);
	ck_assert_uint_eq(w.id.component[a], w.id.component[b]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(schools_of_two_boards_may_share_a_name)
{
	struct world w = { 0 };
	uint32_t x = add(&w, NODE_BOARD, "bestuursnummer:11111", NULL);
	uint32_t y = add(&w, NODE_BOARD, "bestuursnummer:22222", NULL);
	uint32_t a = add(&w, NODE_SCHOOL, "name:b1/regenboog", "De Regenboog");
	uint32_t b = add(&w, NODE_SCHOOL, "name:b2/regenboog", "De Regenboog");
	uint32_t c = add(&w, NODE_SCHOOL, "brin:99ZZ00", "de regenboog");

	give_key(&w, x, KEY_BOARD_NUMBER, "11111");
	give_key(&w, y, KEY_BOARD_NUMBER, "22222");
	give_key(&w, c, KEY_BRIN, "99ZZ00");
	w.node[a].scope = x;
	w.node[b].scope = y;
	w.node[c].scope = y;
	resolve(&w);
	ck_assert_uint_ne(w.id.component[a], w.id.component[b]);
	ck_assert_uint_eq(w.id.component[b], w.id.component[c]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(an_institution_is_its_only_site)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_SCHOOL, "brin:99ZZ", "De Regenboog");
	uint32_t b = add(&w, NODE_SCHOOL, "brin:99ZZ00", "De Regenboog");
	uint32_t c = add(&w, NODE_SCHOOL, "brin:98ZZ", "Twee");
	uint32_t d = add(&w, NODE_SCHOOL, "brin:98ZZ00", "Twee");
	uint32_t f = add(&w, NODE_SCHOOL, "brin:98ZZ01", "Twee");

	give_key(&w, a, KEY_BRIN, "99ZZ");
	give_key(&w, b, KEY_BRIN, "99ZZ00");
	give_key(&w, c, KEY_BRIN, "98ZZ");
	give_key(&w, d, KEY_BRIN, "98ZZ00");
	give_key(&w, f, KEY_BRIN, "98ZZ01");
	resolve(&w);
	ck_assert_uint_eq(w.id.component[a], w.id.component[b]);
	ck_assert_uint_ne(w.id.component[c], w.id.component[d]);
	ck_assert_uint_ne(w.id.component[c], w.id.component[f]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(near_names_are_proposed_and_not_joined)
{
	struct world w = { 0 };
	struct near_match *m = NULL;
	uint32_t n = 0, a, b;

	a = add(&w, NODE_PRODUCT, "name:rekenrijk online", "Rekenrijk Online");
	b = add(&w, NODE_PRODUCT, "name:rekenirjk online", "Rekenirjk Online");
	add(&w, NODE_PRODUCT, "name:taalzee", "Taalzee");
	add(&w, NODE_PRODUCT, "name:groep 7", "Leesmap groep 7");
	add(&w, NODE_PRODUCT, "name:groep 8", "Leesmap groep 8");
	resolve(&w);
	ck_assert_uint_ne(w.id.component[a], w.id.component[b]);
	identity_near(&w.in, &w.id, &w.mem, 100, &m, &n);
	ck_assert_uint_eq(n, 1);
	ck_assert_uint_eq(m[0].a, a);
	ck_assert_uint_eq(m[0].b, b);
	ck_assert_str_eq(m[0].why, "spelling");
	arena_done(&w.mem);
}
END_TEST

START_TEST(two_names_of_the_catalogue_are_known_apart)
{
	struct world w = { 0 };
	struct near_match *m = NULL;
	uint32_t n = 0;

	add(&w, NODE_PRODUCT, "name:rekenrijk online", "Rekenrijk Online");
	add(&w, NODE_PRODUCT, "name:rekenrijk inline", "Rekenrijk Inline");
	w.name[0].is_catalogue = w.name[1].is_catalogue = true;
	resolve(&w);
	identity_near(&w.in, &w.id, &w.mem, 100, &m, &n);
	ck_assert_uint_eq(n, 0);

	w.name[1].is_catalogue = false;
	identity_near(&w.in, &w.id, &w.mem, 100, &m, &n);
	ck_assert_uint_eq(n, 1);

	arena_done(&w.mem);
}
END_TEST

START_TEST(nothing_in_nothing_out)
{
	struct world w = { 0 };
	struct near_match *m = NULL;
	uint32_t n = 1;

	resolve(&w);
	identity_near(&w.in, &w.id, &w.mem, 100, &m, &n);
	ck_assert_uint_eq(n, 0);
	arena_done(&w.mem);
}
END_TEST

/* Two entities of a federation, and a name in a list. */
static void
two_entities(struct world *w, uint32_t *ret_list, uint32_t *ret_a,
	     uint32_t *ret_b)
{
	*ret_a = add(w, NODE_PRODUCT, "entityid:https://a.example", "Zermelo");
	*ret_b = add(w, NODE_PRODUCT, "entityid:https://b.example", "Zermelo");
	*ret_list = add(w, NODE_PRODUCT, "name:zermelo", "Zermelo");
	w->node[*ret_a].is_remote = w->node[*ret_b].is_remote = true;
	give_key(w, *ret_a, KEY_ENTITY_ID, "https://a.example");
	give_key(w, *ret_b, KEY_ENTITY_ID, "https://b.example");
}

START_TEST(a_listed_product_is_the_only_entity_of_its_name)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_PRODUCT, "entityid:https://a", "Zermelo");
	uint32_t list = add(&w, NODE_PRODUCT, "name:zermelo", "Zermelo");

	give_key(&w, a, KEY_ENTITY_ID, "https://a");
	resolve(&w);
	ck_assert_uint_eq(w.id.component[list], w.id.component[a]);
	ck_assert_str_eq(w.id.assumption[0].why, "name");
	arena_done(&w.mem);
}
END_TEST

START_TEST(a_name_of_two_entities_is_proposed_with_each_and_joins_neither)
{
	struct world w = { 0 };
	uint32_t list, a, b, n;
	struct near_match *m;

	two_entities(&w, &list, &a, &b);
	resolve(&w);
	identity_near(&w.in, &w.id, &w.mem, 10, &m, &n);

	ck_assert_uint_eq(w.id.component[a], a);
	ck_assert_uint_eq(w.id.component[b], b);
	ck_assert_uint_eq(w.id.component[list], list);
	ck_assert_uint_eq(n, 2); /* not the two entities with each other */
	for (uint32_t i = 0; i < n; i++) {
		ck_assert_uint_eq(m[i].b, list);
		ck_assert_str_eq(m[i].why, "same name");
		ck_assert_uint_eq(m[i].score, 1000);
	}
	arena_done(&w.mem);
}
END_TEST

START_TEST(a_person_joins_two_entities_of_one_service)
{
	struct world w = { 0 };
	uint32_t list, a, b;

	two_entities(&w, &list, &a, &b);
	w.decision[0] = (struct identity_decision){ list, a, true };
	w.decision[1] = (struct identity_decision){ list, b, true };
	w.in.ndecision = 2;
	resolve(&w);
	ck_assert_uint_eq(w.id.component[list], w.id.component[a]);
	ck_assert_uint_eq(w.id.component[list], w.id.component[b]);
	arena_done(&w.mem);
}
END_TEST

START_TEST(a_person_does_not_join_two_chambers_of_commerce_numbers)
{
	struct world w = { 0 };
	uint32_t a = add(&w, NODE_ORGANISATION, "kvk:11111111", "A");
	uint32_t b = add(&w, NODE_ORGANISATION, "kvk:22222222", "B");

	give_key(&w, a, KEY_KVK, "11111111");
	give_key(&w, b, KEY_KVK, "22222222");
	w.decision[0] = (struct identity_decision){ a, b, true };
	w.in.ndecision = 1;
	resolve(&w);
	ck_assert_uint_ne(w.id.component[a], w.id.component[b]);
	arena_done(&w.mem);
}
END_TEST

Suite *
suite_identity(void)
{
	Suite *s = suite_create("identity");
	TCase *t = tcase_create("identity");

	tcase_add_test(t, one_key_joins_two_names);
	tcase_add_test(t, a_loose_name_joins_as_an_assumption);
	tcase_add_test(
		t, two_kvk_numbers_keep_one_name_apart_and_the_bare_name_too);
	tcase_add_test(t, a_bare_name_joins_the_only_keyed_node);
	tcase_add_test(t, the_alias_catalogue_joins_and_says_so);
	tcase_add_test(t, kinds_never_mix);
	tcase_add_test(t, a_rejected_pair_stays_apart);
	tcase_add_test(t, an_accepted_pair_is_one);
	tcase_add_test(t, schools_of_two_boards_may_share_a_name);
	tcase_add_test(t, an_institution_is_its_only_site);
	tcase_add_test(t, near_names_are_proposed_and_not_joined);
	tcase_add_test(t, two_names_of_the_catalogue_are_known_apart);
	tcase_add_test(t, nothing_in_nothing_out);
	tcase_add_test(t, a_listed_product_is_the_only_entity_of_its_name);
	tcase_add_test(
		t,
		a_name_of_two_entities_is_proposed_with_each_and_joins_neither);
	tcase_add_test(t, a_person_joins_two_entities_of_one_service);
	tcase_add_test(t,
		       a_person_does_not_join_two_chambers_of_commerce_numbers);
	suite_add_tcase(s, t);
	return s;
}

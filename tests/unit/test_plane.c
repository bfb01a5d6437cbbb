/* The plane of sign-on in the store: what claims resolve to, and what changed.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "collectors/collector.h"
#include "schema/model/mentions.h"
#include "schema/store/store.h"
#include "tests/unit/build_landscape.h"

Suite *suite_plane(void);

static char path[64];
static struct store *st;
static struct mentions m;
static struct err e;

static void
setup(void)
{
	snprintf(path, sizeof(path), "/tmp/landschap-plane-%d.db",
		 (int)getpid());
	unlink(path);
	setenv("SOURCE_DATE_EPOCH", "1795000000", 1); /* 2026-11-18 */
	e = (struct err){ 0 };
	ck_assert_int_eq(store_open(path, STORE_CREATE, &st, &e), 0);
}

static void
teardown(void)
{
	store_close(st);
	unlink(path);
}

static void
begin(const char *kind, const char *name, const char *sha, int32_t as_of)
{
	struct source_info info = { .kind = kind,
				    .name = name,
				    .board = "",
				    .sha256 = sha,
				    .size = 1,
				    .as_of = as_of,
				    .rung = -1 };
	struct import_counts c;
	enum import_begin b;

	ck_assert_int_eq(store_import_begin(st, &info, &b, &c, &e), 0);
	ck_assert_int_eq(b, IMPORT_STARTED);
	mentions_init(&m, store_sink(st), SV("seed"));
}

static struct import_counts
end(void)
{
	struct import_counts c = { 0 };

	ck_assert_int_eq(mentions_finish(&m, &e), 0);
	mentions_done(&m);
	ck_assert_msg(store_import_end(st, true, NULL, &c, &e) == 0, "%s",
		      e.msg);
	return c;
}

static uint32_t
thing(enum node_kind kind, enum key_scheme scheme, const char *key,
      const char *name)
{
	struct node_record n = { .kind = kind, .name = sv(name), .nkeys = 1 };
	uint32_t ref;

	n.key[0].scheme = scheme;
	n.key[0].value = sv(key);
	n.place = (struct place){ 1, 1, 0 };
	ref = mention(&m, &n, &e);
	ck_assert_uint_ne(ref, 0);
	return ref;
}

static uint32_t
entity(const char *key, const char *name)
{
	return thing(NODE_PRODUCT, KEY_ENTITY_ID, key, name);
}

static void
put(struct fact_record *f)
{
	struct record r = { .type = RECORD_FACT, .fact = *f };
	struct sink *sink = store_sink(st);

	ck_assert_int_eq(sink->put(sink, &r, &e), 0);
}

static void
asks(uint32_t product, uint32_t category, enum rung rung,
     enum necessity necessity, const char *purpose)
{
	struct fact_record f;

	fact_init(&f, FACT_PROCESSES, rung, (struct place){ 1, 2, 0 });
	f.ref[PROCESSES_product] = product;
	f.ref[PROCESSES_category] = category;
	f.num[PROCESSES_necessity] = necessity;
	f.text[PROCESSES_attribute] = SV("mail");
	f.text[PROCESSES_purpose] = sv(purpose);
	put(&f);
}

static void
attribute(uint32_t node, const char *name, const char *value)
{
	struct fact_record f;

	fact_init(&f, FACT_ATTRIBUTE, RUNG_OBSERVED, (struct place){ 1, 3, 0 });
	f.ref[ATTRIBUTE_node] = node;
	f.text[ATTRIBUTE_name] = sv(name);
	f.text[ATTRIBUTE_value] = sv(value);
	put(&f);
}

static void
serves(uint32_t product, uint32_t host, enum endpoint endpoint)
{
	struct fact_record f;

	fact_init(&f, FACT_SERVED_FROM, RUNG_OBSERVED,
		  (struct place){ 1, 4, 0 });
	f.ref[SERVED_FROM_product] = product;
	f.ref[SERVED_FROM_host] = host;
	f.num[SERVED_FROM_endpoint] = endpoint;
	put(&f);
}

static struct landscape
load(bool with_sign_on)
{
	struct load_options o = { .with_sign_on = with_sign_on };
	struct landscape l;

	ck_assert_msg(store_load(st, &o, &l, &e) == 0, "%s", e.msg);
	return l;
}

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define SHA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

START_TEST(the_stronger_document_says_what_is_required)
{
	struct landscape l;
	uint32_t p, c;

	begin("saml", "a.xml", SHA_A, 0);
	p = entity("https://p", "P");
	c = thing(NODE_DATA_CATEGORY, KEY_CATEGORY_ID, "naam", "Naam");
	asks(p, c, RUNG_OBSERVED, NECESSITY_OPTIONAL, "");
	end();
	begin("entra", "b.json", SHA_B, 0);
	p = entity("https://p", "P");
	c = thing(NODE_DATA_CATEGORY, KEY_CATEGORY_ID, "naam", "Naam");
	asks(p, c, RUNG_REGISTER, NECESSITY_REQUIRED, "les");
	end();
	l = load(true);

	ck_assert_uint_eq(l.nprocessing, 1);
	ck_assert_int_eq(l.processing[0].necessity, NECESSITY_REQUIRED);
	ck_assert_str_eq(l.processing[0].purpose, "les");
	ck_assert_uint_eq(l.processing[0].giver, NODE_NONE);
	ck_assert_uint_eq(l.processing[0].ev.said, 2);
	ck_assert_int_eq(l.processing[0].ev.rung, RUNG_REGISTER);
	ck_assert(l.processing[0].ev.is_conflict);
	ck_assert_uint_eq(l.nconflict, 1);
	ck_assert_str_eq(l.conflict[0].value_used, "required");
	ck_assert_str_eq(l.conflict[0].value_other, "optional");
	landscape_done(&l);
}
END_TEST

START_TEST(edges_of_a_node_are_one_run)
{
	struct landscape l;
	uint32_t p, q, h, i, n;

	begin("saml", "a.xml", SHA_A, 0);
	q = entity("https://q", "Q");
	p = entity("https://p", "P");
	h = thing(NODE_HOST, KEY_HOST_NAME, "h.example", "");
	i = thing(NODE_HOST, KEY_HOST_NAME, "i.example", "");
	serves(q, i, ENDPOINT_LOGIN);
	serves(p, i, ENDPOINT_LOGOUT);
	serves(p, h, ENDPOINT_LOGIN);
	serves(p, i, ENDPOINT_LOGIN);
	attribute(q, "scope", "z.example");
	attribute(p, "scope", "b.example");
	attribute(p, "scope", "a.example");
	attribute(p, "role", "idp");
	end();
	l = load(true);

	n = node_of(&l, "product:saml:https://p");
	i = landscape_serving_of(&l, n);
	ck_assert_str_eq(l.node[l.serving[i].host].name, "h.example");
	ck_assert_int_eq(l.serving[i + 1].endpoint, ENDPOINT_LOGIN);
	ck_assert_int_eq(l.serving[i + 2].endpoint, ENDPOINT_LOGOUT);
	ck_assert_uint_ne(l.serving[i + 3].product, n);
	i = landscape_property_of(&l, n, "scope");
	ck_assert_str_eq(l.property[i].value, "a.example");
	ck_assert_str_eq(l.property[i + 1].value, "b.example");
	ck_assert_ptr_eq(landscape_property(&l, n, "scope"), &l.property[i]);
	ck_assert_ptr_null(landscape_property(&l, n, "score"));
	i = landscape_key_of(&l, n);
	ck_assert_str_eq(l.key[i].value, "https://p");
	ck_assert_uint_ne(l.key[i + 1].node, n);
	landscape_done(&l);
}
END_TEST

START_TEST(without_sign_on_there_are_no_hosts_and_the_same_products)
{
	struct landscape with, without;
	uint32_t p;

	begin("saml", "a.xml", SHA_A, 0);
	p = entity("https://p", "P");
	serves(p, thing(NODE_HOST, KEY_HOST_NAME, "h.example", ""),
	       ENDPOINT_LOGIN);
	attribute(p, "role", "sp");
	end();
	with = load(true);
	without = load(false);

	ck_assert(with.has_sign_on && !without.has_sign_on);
	ck_assert_uint_eq(with.nproperty, 1);
	ck_assert_uint_eq(without.nproperty, 0);
	ck_assert_uint_eq(without.first[NODE_HOST + 1],
			  without.first[NODE_HOST]);
	ck_assert_uint_eq(with.first[NODE_HOST + 1], with.first[NODE_HOST] + 1);
	node_of(&without, "product:saml:https://p");
	landscape_done(&with);
	landscape_done(&without);
}
END_TEST

START_TEST(a_code_that_nobody_knows_is_not_said)
{
	struct landscape l;
	uint32_t p;

	begin("saml", "a.xml", SHA_A, 0);
	p = entity("https://p", "P");
	asks(p, 0, RUNG_OBSERVED, (enum necessity)99, "");
	serves(p, thing(NODE_HOST, KEY_HOST_NAME, "h.example", ""),
	       (enum endpoint)99);
	end();
	l = load(true);

	ck_assert_int_eq(l.processing[0].necessity, NECESSITY_UNKNOWN);
	ck_assert_uint_eq(l.processing[0].category, NODE_NONE);
	ck_assert_int_eq(l.serving[0].endpoint, ENDPOINT_UNKNOWN);
	landscape_done(&l);
}
END_TEST

/* Two editions of one feed: Q goes, R comes, P asks for more. */
static struct import_counts
two_editions(void)
{
	uint32_t p, c;

	begin("saml", "a.xml", SHA_A, 20260101);
	p = entity("https://p", "P");
	c = thing(NODE_DATA_CATEGORY, KEY_CATEGORY_ID, "naam", "Naam");
	asks(p, c, RUNG_OBSERVED, NECESSITY_OPTIONAL, "");
	attribute(entity("https://q", "Q"), "role", "sp");
	attribute(p, "scope", "a");
	attribute(p, "scope", "b");
	end();
	begin("saml", "a.xml", SHA_B, 20260601);
	attribute(entity("https://r", "R"), "role", "sp");
	p = entity("https://p", "P");
	c = thing(NODE_DATA_CATEGORY, KEY_CATEGORY_ID, "naam", "Naam");
	asks(p, c, RUNG_OBSERVED, NECESSITY_REQUIRED, "");
	attribute(p, "scope", "b");
	attribute(p, "scope", "c");
	attribute(p, "scope", "d");
	return end();
}

START_TEST(an_edition_is_compared_with_the_one_before_it)
{
	struct import_counts c = two_editions();
	struct arena mem = { 0 };
	struct diff d;

	ck_assert_int_eq(store_diff_import(st, c.source, &mem, &d, &e), 0);
	ck_assert_uint_eq(d.source_before, c.replaces);
	ck_assert_uint_eq(d.nthing, 2);
	ck_assert(!d.thing[0].is_new);
	ck_assert_str_eq(d.thing[0].id, "product:saml:https://q");
	ck_assert_str_eq(d.thing[0].name, "Q");
	ck_assert(d.thing[1].is_new);
	ck_assert_str_eq(d.thing[1].id, "product:saml:https://r");
	arena_done(&mem);
}
END_TEST

START_TEST(an_import_counts_what_its_diff_shows)
{
	struct import_counts c = two_editions();
	uint64_t count[3] = { 0, 0, 0 };
	struct arena mem = { 0 };
	uint32_t implied = 0;
	struct diff d;

	ck_assert_int_eq(store_diff_import(st, c.source, &mem, &d, &e), 0);
	for (uint32_t i = 0; i < d.nclaim; i++) {
		count[d.claim[i].before == 0  ? 0
		      : d.claim[i].after == 0 ? 2
					      : 1]++;
		implied += d.claim[i].is_implied;
	}
	ck_assert_uint_eq(c.is_new, 3); /* R, scopes c and d */
	ck_assert_uint_eq(c.changed, 1);
	ck_assert_uint_eq(c.gone, 2);
	ck_assert_uint_eq(count[0], c.is_new);
	ck_assert_uint_eq(count[1], c.changed);
	ck_assert_uint_eq(count[2], c.gone);
	ck_assert_uint_eq(implied, 2);
	arena_done(&mem);
}
END_TEST

START_TEST(days_are_compared_as_their_editions)
{
	struct arena mem = { 0 };
	struct diff d;

	two_editions();
	ck_assert_int_eq(
		store_diff_dates(st, 20260301, 20260701, NULL, &mem, &d, &e),
		0);
	ck_assert_uint_eq(d.nthing, 2);
	ck_assert_uint_eq(d.nclaim, 6);
	ck_assert_int_eq(
		store_diff_dates(st, 20260601, 20260701, NULL, &mem, &d, &e),
		0);
	ck_assert_uint_eq(d.nthing + d.nclaim, 0);
	ck_assert_int_eq(store_diff_import(st, 99, &mem, &d, &e), -1);
	ck_assert_int_eq(e.kind, ERR_NOTFOUND);
	arena_done(&mem);
}
END_TEST

START_TEST(two_names_of_a_federation_are_not_proposed)
{
	struct proposal *p;
	struct arena mem = { 0 };
	struct node_record list = { .kind = NODE_PRODUCT,
				    .name = SV("Rekenreuss") };
	struct fact_record f;
	uint32_t n;

	begin("saml", "a.xml", SHA_A, 0);
	entity("https://p", "Rekenreus");
	entity("https://q", "Rekenreus.");
	entity("https://r", "Taaltijger");
	entity("https://s", "Taaltijgers");
	end();
	ck_assert_int_eq(store_review(st, NULL, &mem, &p, &n, &e), 0);
	ck_assert_uint_eq(n, 0);

	begin("usage", "b.csv", SHA_B, 0);
	fact_init(&f, FACT_USES, RUNG_DECLARED, (struct place){ 1, 2, 0 });
	f.ref[USES_product] = mention(&m, &list, &e);
	put(&f);
	end();
	ck_assert_int_eq(store_review(st, NULL, &mem, &p, &n, &e), 0);
	ck_assert_uint_eq(n, 2); /* with each of its two namesakes */
	arena_done(&mem);
}
END_TEST

START_TEST(collectors_of_sign_on_are_known_as_such)
{
	static const struct {
		const char *name;
		bool is_feed, is_sign_on;
	} known[] = {
		{ "saml", true, true },           { "oidc", true, true },
		{ "oidfed", true, true },         { "manage", true, true },
		{ "entra_apps", false, true },    { "graph", false, true },
		{ "google_apps", false, true },   { "gam_tokens", false, true },
		{ "entree", false, true },        { "usage", false, false },
		{ "applications", false, false },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		struct sv name = sv(known[i].name);

		ck_assert_msg(collector_by_name(name) != NULL, "%s",
			      known[i].name);
		ck_assert(is_feed_kind(name) == known[i].is_feed);
		ck_assert(is_sign_on_kind(name) == known[i].is_sign_on);
	}
}
END_TEST

Suite *
suite_plane(void)
{
	Suite *s = suite_create("plane");
	TCase *t = tcase_create("sign-on");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, the_stronger_document_says_what_is_required);
	tcase_add_test(t, edges_of_a_node_are_one_run);
	tcase_add_test(
		t, without_sign_on_there_are_no_hosts_and_the_same_products);
	tcase_add_test(t, a_code_that_nobody_knows_is_not_said);
	tcase_add_test(t, an_edition_is_compared_with_the_one_before_it);
	tcase_add_test(t, an_import_counts_what_its_diff_shows);
	tcase_add_test(t, days_are_compared_as_their_editions);
	tcase_add_test(t, two_names_of_a_federation_are_not_proposed);
	tcase_add_test(t, collectors_of_sign_on_are_known_as_such);
	suite_add_tcase(s, t);
	return s;
}

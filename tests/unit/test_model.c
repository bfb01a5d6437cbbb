/* The vocabulary, keys, mentions and frames. */
#include <check.h>
#include <stdlib.h>

#include "schema/model/codec.h"
#include "schema/model/keys.h"
#include "schema/model/mentions.h"

Suite *suite_model(void);

START_TEST(names_and_codes_are_inverse)
{
	for (int d = 0; d < CODE_DOMAINS; d++) {
		enum code_domain domain = (enum code_domain)d;
		int64_t c = 0, back;

		ck_assert_ptr_nonnull(code_name(domain, 0));
		for (; code_name(domain, c); c++) {
			ck_assert(code_from(domain, sv(code_name(domain, c)),
					    &back));
			ck_assert_int_eq(back, c);
		}
	}
	ck_assert_str_eq(code_name(DOMAIN_CARRIER, CARRIER_SAME_CODE),
			 "same-code");
	ck_assert_str_eq(code_name(DOMAIN_OWNERSHIP, OWNERSHIP_NONE), "none");
	ck_assert_str_eq(code_name(DOMAIN_STATUS, STATUS_NOT_APPLICABLE),
			 "not_applicable");
	ck_assert_str_eq(fact_shape(FACT_USES)->ref[USES_vendor], "vendor");
	ck_assert_ptr_null(fact_shape(FACT_GOVERNS)->num[0]);
}
END_TEST

static const struct {
	enum key_scheme scheme;
	const char *raw, *want; /* NULL: refused */
} keys[] = {
	{ KEY_KVK, " 1234567 ", "01234567" },
	{ KEY_KVK, "12345678.0", "12345678" },
	{ KEY_KVK, "12 34 56 78", "12345678" },
	{ KEY_KVK, "123456", NULL },
	{ KEY_KVK, "123456789", NULL },
	{ KEY_KVK, "1234567a", NULL },
	{ KEY_BOARD_NUMBER, "41516", "41516" },
	{ KEY_BOARD_NUMBER, "1516", "01516" },
	{ KEY_BOARD_NUMBER, "415160", NULL },
	{ KEY_BRIN, "16sw03", "16SW03" },
	{ KEY_BRIN, "16SW", "16SW" },
	{ KEY_BRIN, "16S03", NULL },
	{ KEY_COUNTRY_CODE, "nl", "NL" },
	{ KEY_COUNTRY_CODE, "NLD", NULL },
	{ KEY_DOMAIN, "https://www.Voorbeeld.nl/pad?x", "voorbeeld.nl" },
	{ KEY_DOMAIN, "voorbeeld.nl.", "voorbeeld.nl" },
	{ KEY_DOMAIN, "localhost", NULL },
	{ KEY_DOMAIN, "a b.nl", NULL },
	{ KEY_LEI, "529900t8bm49aursdo55", "529900T8BM49AURSDO55" },
	{ KEY_LEI, "short", NULL },
	{ KEY_ENTITY_ID, " https://sso.voorbeeld.nl/x ",
	  "https://sso.voorbeeld.nl/x" },
	{ KEY_ENTITY_ID, "", NULL },
};

START_TEST(keys_have_one_normal_form)
{
	struct arena mem = { 0 };
	struct sv got = SV_NONE;
	bool ok = key_normalise(keys[_i].scheme, sv(keys[_i].raw), &mem, &got);

	ck_assert_msg(ok == (keys[_i].want != NULL), "%s", keys[_i].raw);
	if (ok)
		ck_assert_msg(sv_is(got, keys[_i].want), "%s: %.*s",
			      keys[_i].raw, SV_ARG(got));
	arena_done(&mem);
}
END_TEST

struct counter {
	struct sink sink;
	uint32_t nodes, said_total;
};

static int
count(struct sink *s, const struct record *r, struct err *e)
{
	struct counter *c = (struct counter *)s;

	(void)e;
	if (r->type == RECORD_NODE)
		ck_assert_uint_eq(r->node.ref, ++c->nodes);
	if (r->type == RECORD_SAID) {
		/* of the second one nothing is told: it is there but once */
		ck_assert_uint_eq(r->said.ref, 1);
		c->said_total += r->said.times;
	}
	return 0;
}

START_TEST(a_name_is_sent_once_and_counted)
{
	struct counter c = { .sink.put = count };
	struct node_record n = { .kind = NODE_PRODUCT, .name = SV("Taalzee") };
	struct mentions m;
	struct err e = { 0 };

	mentions_init(&m, &c.sink, SV("test"));
	ck_assert_uint_eq(mention(&m, &n, &e), 1);
	ck_assert_uint_eq(mention(&m, &n, &e), 1);
	n.kind = NODE_ORGANISATION;
	ck_assert_uint_eq(mention(&m, &n, &e), 2);
	n.name = SV_NONE;
	ck_assert_uint_eq(mention(&m, &n, &e), 0);
	ck_assert_int_eq(mentions_finish(&m, &e), 0);
	ck_assert_uint_eq(c.nodes, 2);
	ck_assert_uint_eq(c.said_total, 2);
	mentions_done(&m);
}
END_TEST

static struct frame
sample_fact(void)
{
	struct frame f = { .type = FRAME_RECORD };

	f.record.type = RECORD_FACT;
	fact_init(&f.record.fact, FACT_USES, RUNG_DECLARED,
		  (struct place){ 1, 20, 3 });
	f.record.fact.ref[USES_site] = 4;
	f.record.fact.num[USES_share] = 2500;
	f.record.fact.text[USES_owner] = SV("functioneel beheerder");
	f.record.fact.valid_from = 20260101;
	return f;
}

START_TEST(a_fact_survives_the_pipe)
{
	struct frame f = sample_fact(), g;
	struct buf b = { 0 };

	frame_put(&b, &f);
	ck_assert(frame_get(sv_n(b.p + 4, b.n - 4), &g));
	ck_assert_int_eq(g.record.fact.kind, FACT_USES);
	ck_assert_uint_eq(g.record.fact.place.row, 20);
	ck_assert_uint_eq(g.record.fact.ref[USES_site], 4);
	ck_assert_int_eq(g.record.fact.num[USES_share], 2500);
	ck_assert_int_eq(g.record.fact.num[USES_cost], FACT_SILENT);
	ck_assert(
		sv_is(g.record.fact.text[USES_owner], "functioneel beheerder"));
	ck_assert_uint_eq(g.record.fact.text[USES_biv].n, 0);
	ck_assert_int_eq(g.record.fact.valid_from, 20260101);
	buf_done(&b);
}
END_TEST

START_TEST(a_cut_or_altered_frame_is_refused_or_whole)
{
	struct frame f = sample_fact(), g;
	struct buf b = { 0 };

	frame_put(&b, &f);
	for (size_t n = 4; n < b.n; n++)
		ck_assert(!frame_get(sv_n(b.p + 4, n - 4), &g));
	for (size_t i = 4; i < b.n; i++) {
		for (int bit = 0; bit < 8; bit++) {
			b.p[i] = (char)(b.p[i] ^ 1 << bit);
			if (frame_get(sv_n(b.p + 4, b.n - 4), &g))
				ck_assert_int_le(g.type, FRAME_DONE);
			b.p[i] = (char)(b.p[i] ^ 1 << bit);
		}
	}
	buf_done(&b);
}
END_TEST

START_TEST(a_frame_with_bad_text_or_a_day_that_is_none_is_refused)
{
	struct frame f = sample_fact(), g;
	struct buf b = { 0 };

	f.record.fact.text[USES_owner] = SV("kapot \xff");
	frame_put(&b, &f);
	ck_assert(!frame_get(sv_n(b.p + 4, b.n - 4), &g));

	buf_clear(&b);
	f.record.fact.text[USES_owner] = SV("a\0b");
	frame_put(&b, &f);
	ck_assert(!frame_get(sv_n(b.p + 4, b.n - 4), &g));

	buf_clear(&b);
	f = sample_fact();
	f.record.fact.valid_from = 20260231;
	frame_put(&b, &f);
	ck_assert(!frame_get(sv_n(b.p + 4, b.n - 4), &g));
	buf_done(&b);
}
END_TEST

START_TEST(messages_and_the_end_survive_the_pipe)
{
	struct frame f = { .type = FRAME_MESSAGE,
			   .level = DIAG_REFUSE,
			   .where = SV("a.csv:3"),
			   .text = SV("no") };
	struct frame g, h = { .type = FRAME_DONE,
			      .as_of = 20251001,
			      .series = SV("duo") };
	struct buf b = { 0 };

	frame_put(&b, &f);
	ck_assert(frame_get(sv_n(b.p + 4, b.n - 4), &g));
	ck_assert_int_eq(g.level, DIAG_REFUSE);
	ck_assert(sv_is(g.where, "a.csv:3"));
	buf_clear(&b);
	frame_put(&b, &h);
	ck_assert(frame_get(sv_n(b.p + 4, b.n - 4), &g));
	ck_assert_int_eq(g.as_of, 20251001);
	ck_assert(sv_is(g.series, "duo"));
	buf_done(&b);
}
END_TEST

Suite *
suite_model(void)
{
	Suite *s = suite_create("model");
	TCase *t = tcase_create("model");

	tcase_add_test(t, names_and_codes_are_inverse);
	tcase_add_loop_test(t, keys_have_one_normal_form, 0,
			    (int)(sizeof(keys) / sizeof(keys[0])));
	tcase_add_test(t, a_name_is_sent_once_and_counted);
	tcase_add_test(t, a_fact_survives_the_pipe);
	tcase_add_test(t, a_cut_or_altered_frame_is_refused_or_whole);
	tcase_add_test(t,
		       a_frame_with_bad_text_or_a_day_that_is_none_is_refused);
	tcase_add_test(t, messages_and_the_end_survive_the_pipe);
	suite_add_tcase(s, t);
	return s;
}

/* base/personal: what names a person by its form, and what only looks so. */
#include <check.h>
#include <string.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/personal.h"
#include "collectors/impersonal.h"

Suite *suite_personal(void);

static struct buf b;
static struct arena mem;

static const char *
left(const char *text, bool is_key)
{
	buf_clear(&b);
	personal_cut(&b, sv(text), is_key);
	ck_assert_msg(personal_in(sv(text), is_key) ==
			      !sv_is(buf_view(&b), text),
		      "%s: looked for and cut differ", text);
	return arena_sv(&mem, buf_view(&b)).p;
}

#define HEX20  "0123456789abcdefABCD"
#define HEX100 HEX20 HEX20 HEX20 HEX20 HEX20

static const struct {
	const char *text, *left;
} texts[] = {
	{ "wietske@geheim.example", "@geheim.example" },
	{ "mailto:w.onz+x@geheim.example?", "mailto:@geheim.example?" },
	{ "vraag 'o'brien@geheim.example'", "vraag '@geheim.example'" },
	{ "(\"Wietske O\"@geheim.example)", "(@geheim.example)" },
	{ "https://a.example/u/wietske%40geheim.example",
	  "https://a.example/u/%40geheim.example" },
	{ "a@geheim.example, b@geheim.example; <c@geheim.example>",
	  "@geheim.example, @geheim.example; <@geheim.example>" },
	{ "a@geheim@geheim.example", "@@geheim.example" },
	{ "wietske@[192.0.2.1]", "@[192.0.2.1]" },
	{ "bel 06-12345678", "bel ..." },
	{ "tel:0612345678.", "tel:..."
			     "." },
	{ "020 123 45 67 of 0182-123456", "... of ..." },
	{ "+31 (0)6 1234 56 78", "..." },
	{ "tel.06-12345678", "tel...." },
	{ "eyJhbGciOiJFUzI1NiJ9.e30.c2ln!", "...!" },
	{ "x=eyJhbGciOiJFUzI1NiJ9", "x=..." },
	{ "https://ketenid.nl/201703/0badcafe ja", "https://... ja" },
	{ "id " HEX100 ".", "id ...." },
	{ "", "" },
};

START_TEST(what_names_a_person_by_its_form_is_cut)
{
	ck_assert_str_eq(left(texts[_i].text, false), texts[_i].left);
}
END_TEST

static const char *const kept[] = {
	"",
	"@",
	"apenstaartje @ school",
	"@odata.nextLink",
	"klas 3@",
	"https@//oud.example",
	"*@geheim.example",
	"00000003-0000-0ff1-ce00-000000000000",
	"12345678-0123-4567-8901-234567890123",
	"00000000-0000-0000-0000-000000000000",
	"urn:oid:0.9.2342.19200300.100.1.3",
	"1.3.0123456789",
	"2026-11-24T10:00:00Z",
	"01-02-2024 10:00",
	"01-09-2024 tot 31-07-2025",
	"KvK 01234567",
	"100000000000000000001",
	"+31",
	"eyJ",
	"heyJude is een lied van de Beatles",
	"https://ketenid.nl/",
	"0f35575ffb0a2914f457f43be2c95218ec98b0acecdaf312119e219defd12f7a",
	"123450001.apps.googleusercontent.com",
};

START_TEST(what_only_looks_like_it_is_kept)
{
	ck_assert_str_eq(left(kept[_i], false), kept[_i]);
}
END_TEST

START_TEST(digits_of_a_key_are_no_telephone_number)
{
	ck_assert_str_eq(left("0612345678", true), "0612345678");
	ck_assert_str_eq(left("a@geheim.example", true), "@geheim.example");
}
END_TEST

START_TEST(a_message_cut_short_shows_no_half_of_an_address)
{
	struct err e = { 0 };
	char filler[500];

	memset(filler, '-', sizeof(filler));
	filler[sizeof(filler) - 1] = ' ';
	err_set(&e, ERR_INPUT, NULL, "%.*s wietske.onzichtbaar@geheim.example",
		(int)sizeof(filler), filler);

	ck_assert_ptr_null(strstr(e.msg, "wietske"));
	ck_assert_ptr_nonnull(strstr(e.msg, "*@geheim"));
}
END_TEST

START_TEST(a_place_keeps_the_name_of_its_file_only)
{
	char where[160];
	struct at at = { .file = "jan@school.csv",
			 .part = "wietske@geheim.example",
			 .line = 3,
			 .path = "/wietske@geheim.example/0" };

	at_format(&at, where, sizeof(where));

	ck_assert_str_eq(where, "jan@school.csv:@geheim.example:3:/@geheim."
				"example/0");
}
END_TEST

struct last {
	struct sink sink;
	struct record r;
};

static int
keep(struct sink *s, const struct record *r, struct err *e)
{
	struct last *l = (struct last *)s;

	(void)e;
	l->r = *r;
	if (r->type == RECORD_NODE)
		l->r.node.name = arena_sv(&mem, r->node.name);
	return 0;
}

START_TEST(a_key_that_names_a_person_is_left_out)
{
	struct last last = { .sink.put = keep };
	struct impersonal door;
	struct err e = { 0 };
	struct record r = { .type = RECORD_NODE };

	r.node.ref = 1;
	r.node.kind = NODE_PRODUCT;
	r.node.nkeys = 2;
	r.node.key[0].scheme = KEY_CLIENT_ID;
	r.node.key[0].value = SV("wietske@geheim.example");
	r.node.key[1].scheme = KEY_CLIENT_ID;
	r.node.key[1].value = SV("0612345678");
	impersonal_init(&door, &last.sink);
	ck_assert_int_eq(door.sink.put(&door.sink, &r, &e), 0);
	ck_assert_uint_eq(last.r.node.nkeys, 1);
	ck_assert(sv_is(last.r.node.key[0].value, "0612345678"));
	ck_assert_uint_eq(last.r.node.name.n, 0);

	r.node.nkeys = 1;
	ck_assert_int_eq(door.sink.put(&door.sink, &r, &e), 0);
	ck_assert_uint_eq(last.r.node.nkeys, 0);
	ck_assert(sv_is(last.r.node.name, "@geheim.example"));
	impersonal_done(&door);
}
END_TEST

/* The quick look and the slow one must never differ. */
START_TEST(what_is_told_innocent_has_nothing_to_cut)
{
	static const char letters[] = "eyJktnidl./@%4+0123456789 -(aB_";
	char text[160];
	uint32_t seed = 1, found = 0;

	for (uint32_t i = 0; i < 200000; i++) {
		size_t n;

		seed = seed * 1664525u + 1013904223u;
		n = (seed >> 8) % sizeof(text);
		for (size_t k = 0; k < n; k++) {
			seed = seed * 1664525u + 1013904223u;
			text[k] = letters[(seed >> 8) % (sizeof(letters) - 1)];
		}
		if (i % 3 == 0 && n > 12)
			memcpy(text + n / 2 - 5, "ketenid.nl/", 11);
		if (i % 7 == 0 && n > 12)
			memcpy(text + n / 2 - 5, "06123456789", 11 - i % 2);
		buf_clear(&b);
		personal_cut(&b, sv_n(text, n), i % 2);
		found += !sv_eq(buf_view(&b), sv_n(text, n));
		ck_assert_int_eq(personal_in(sv_n(text, n), i % 2),
				 !sv_eq(buf_view(&b), sv_n(text, n)));
	}
	ck_assert_uint_gt(found, 1000);
	ck_assert_uint_lt(found, 199000);
}
END_TEST

static void
teardown(void)
{
	buf_done(&b);
	arena_done(&mem);
}

Suite *
suite_personal(void)
{
	Suite *s = suite_create("personal");
	TCase *c = tcase_create("all");

	tcase_add_checked_fixture(c, NULL, teardown);
	tcase_add_test(c, what_is_told_innocent_has_nothing_to_cut);
	tcase_add_loop_test(c, what_names_a_person_by_its_form_is_cut, 0,
			    sizeof(texts) / sizeof(texts[0]));
	tcase_add_loop_test(c, what_only_looks_like_it_is_kept, 0,
			    sizeof(kept) / sizeof(kept[0]));
	tcase_add_test(c, digits_of_a_key_are_no_telephone_number);
	tcase_add_test(c, a_message_cut_short_shows_no_half_of_an_address);
	tcase_add_test(c, a_place_keeps_the_name_of_its_file_only);
	tcase_add_test(c, a_key_that_names_a_person_is_left_out);
	suite_add_tcase(s, c);
	return s;
}

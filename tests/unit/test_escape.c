/* Escapes: each context keeps its promise for every hostile string. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/text.h"
#include "reports/escape.h"
#include "tests/unit/hostile.h"

Suite *suite_escape(void);

static struct arena mem;
static const struct hostile *h;
static struct buf out;

static void
setup(void)
{
	h = hostile_strings(&mem);
	buf_clear(&out);
}

static void
teardown(void)
{
	buf_done(&out);
	arena_done(&mem);
}

/* Bytes that stand in out and are any of these characters. */
static bool
holds(const char *any)
{
	for (; *any; any++)
		if (sv_find(buf_view(&out), *any) >= 0)
			return true;
	return false;
}

static bool
holds_control(void)
{
	struct sv s = buf_view(&out);

	for (size_t i = 0; i < s.n;)
		if (text_is_control(text_next(s, &i)))
			return true;
	return false;
}

START_TEST(html_attr_and_xml_leave_no_markup_and_no_control)
{
	void (*const esc[])(struct buf *, struct sv) = { esc_html, esc_attr,
							 esc_xml };

	for (int e = 0; e < 3; e++) {
		buf_clear(&out);
		esc[e](&out, h[_i].text);
		ck_assert_msg(!holds("<>\"'`"), "%s: %s", h[_i].id, out.p);
		ck_assert_msg(!holds_control(), "%s", h[_i].id);
		ck_assert_int_eq(text_utf8_bad(buf_view(&out)), -1);
		for (size_t i = 0; i < out.n; i++)
			if (out.p[i] == '&')
				ck_assert_ptr_nonnull(
					memchr(out.p + i, ';', out.n - i));
	}
}
END_TEST

START_TEST(a_terminal_sees_one_line_without_controls)
{
	esc_terminal(&out, h[_i].text);
	ck_assert_msg(!holds_control(), "%s", h[_i].id);
	ck_assert_int_eq(text_utf8_bad(buf_view(&out)), -1);
}
END_TEST

START_TEST(dot_has_only_doubled_backslashes_and_our_own_entity)
{
	esc_dot(&out, h[_i].text);
	ck_assert_msg(!holds_control(), "%s", h[_i].id);
	for (size_t i = 0; i < out.n; i++) {
		if (out.p[i] == '\\')
			ck_assert_int_eq(out.p[++i], '\\');
		else if (out.p[i] == '&')
			ck_assert(sv_starts(sv_n(out.p + i, out.n - i),
					    SV("&amp;")));
	}
}
END_TEST

START_TEST(json_comes_back_byte_for_byte_and_is_safe_in_a_script)
{
	json_t *back;

	esc_json(&out, h[_i].text);
	ck_assert_msg(!holds("<>"), "%s", h[_i].id);
	ck_assert_msg(!holds_control(), "%s", h[_i].id);
	back = json_loadb(out.p, out.n, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	ck_assert_msg(back != NULL, "%s: %s", h[_i].id, out.p);
	ck_assert(sv_eq(h[_i].text, sv_n(json_string_value(back),
					 json_string_length(back))));
	json_decref(back);
}
END_TEST

START_TEST(tsv_comes_back_through_the_escapes_of_json)
{
	struct buf quoted = { 0 };
	json_t *back;

	esc_tsv(&out, h[_i].text);
	ck_assert_msg(!holds_control(), "%s", h[_i].id);
	buf_char(&quoted, '"');
	for (size_t i = 0; i < out.n; i++) {
		if (out.p[i] == '"')
			buf_char(&quoted, '\\');
		buf_char(&quoted, out.p[i]);
	}
	buf_char(&quoted, '"');
	back = json_loadb(quoted.p, quoted.n, JSON_DECODE_ANY | JSON_ALLOW_NUL,
			  NULL);
	ck_assert_msg(back != NULL, "%s: %s", h[_i].id, quoted.p);
	ck_assert(sv_eq(h[_i].text, sv_n(json_string_value(back),
					 json_string_length(back))));
	json_decref(back);
	buf_done(&quoted);
}
END_TEST

static void
csv_is(const char *in, const char *want, bool defuse)
{
	buf_clear(&out);
	esc_csv(&out, sv(in), ',', defuse);
	ck_assert_str_eq(out.p, want);
}

START_TEST(csv_defuses_what_a_spreadsheet_would_run)
{
	csv_is("=1+1", "'=1+1", true);
	csv_is("+31 20 1", "'+31 20 1", true);
	csv_is("-1", "'-1", true);
	csv_is("-", "-", true);
	csv_is("@SUM(1)", "'@SUM(1)", true);
	csv_is("\t=1", "\"'\t=1\"", true);
	csv_is("\r=1", "\"'\r=1\"", true);
	csv_is(" =1", "\"' =1\"", true);
	csv_is("\xef\xbc\x9d"
	       "1",
	       "'\xef\xbc\x9d"
	       "1",
	       true);
	csv_is("\xef\xbb\xbf=1", "'\xef\xbb\xbf=1", true);
	csv_is("a=1", "a=1", true);
	csv_is("=1+1", "=1+1", false);
	csv_is("a\"b;c", "\"a\"\"b;c\"", true);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_become_the_replacement_character)
{
	esc_json(&out, SV("a\xff\xc3"));
	ck_assert_str_eq(out.p, "\"a\xef\xbf\xbd\xef\xbf\xbd\"");
}
END_TEST

START_TEST(width_is_what_a_terminal_shows)
{
	ck_assert_uint_eq(text_width(SV("abc")), 3);
	ck_assert_uint_eq(text_width(SV("Caf\xc3\xa9")), 4);
	ck_assert_uint_eq(text_width(SV("Cafe\xcc\x81")), 4);
	ck_assert_uint_eq(text_width(SV("\xe5\xad\xa6\xe6\xa0\xa1")), 4);
	ck_assert_uint_eq(text_width(SV("\xf0\x9f\x93\x9a")), 2);
	ck_assert_uint_eq(text_cut(SV("\xe5\xad\xa6\xe6\xa0\xa1"), 3).n, 3);
	ck_assert_uint_eq(text_cut(SV("e\xcc\x81x"), 1).n, 3);
	ck_assert_uint_eq(text_cut(SV("abc"), 9).n, 3);
}
END_TEST

Suite *
suite_escape(void)
{
	Suite *s = suite_create("escape");
	TCase *t = tcase_create("escape");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_loop_test(t, html_attr_and_xml_leave_no_markup_and_no_control,
			    0, HOSTILE_STRINGS);
	tcase_add_loop_test(t, a_terminal_sees_one_line_without_controls, 0,
			    HOSTILE_STRINGS);
	tcase_add_loop_test(t,
			    dot_has_only_doubled_backslashes_and_our_own_entity,
			    0, HOSTILE_STRINGS);
	tcase_add_loop_test(
		t, json_comes_back_byte_for_byte_and_is_safe_in_a_script, 0,
		HOSTILE_STRINGS);
	tcase_add_loop_test(t, tsv_comes_back_through_the_escapes_of_json, 0,
			    HOSTILE_STRINGS);
	tcase_add_test(t, csv_defuses_what_a_spreadsheet_would_run);
	tcase_add_test(t,
		       bytes_that_are_no_utf8_become_the_replacement_character);
	tcase_add_test(t, width_is_what_a_terminal_shows);
	suite_add_tcase(s, t);
	return s;
}

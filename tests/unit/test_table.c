/* Tables: every format carries every string, and unknown is never a value. */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>

#include "base/text.h"
#include "collectors/syntax/csv.h"
#include "reports/table.h"
#include "tests/unit/golden.h"
#include "tests/unit/hostile.h"

Suite *suite_table(void);

static struct arena mem;
static struct buf out;
static struct table t;
static const struct hostile *h;

static const struct column columns[] = {
	{ "name", N_("Name"), "", COLUMN_TEXT },
	{ "pupils", N_("Pupils"), "", COLUMN_INTEGER },
	{ "share", N_("Share"), "%", COLUMN_DECIMAL },
	{ "since", N_("Since"), "", COLUMN_DATE },
	{ "is_used", N_("In use"), "", COLUMN_BOOL },
};
enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

static void
setup(void)
{
	h = hostile_strings(&mem);
	buf_clear(&out);
	table_init(&t, &mem, "test", columns, COLUMNS);
	t.as_of = 20261124;
}

static void
teardown(void)
{
	buf_done(&out);
	arena_done(&mem);
}

static void
row(struct sv name, int64_t pupils)
{
	struct value *v = table_row(&t);

	v[0] = value_text(name);
	v[1] = value_int(pupils);
	v[2] = value_str("-12.50");
	v[3] = value_date(20240801);
	v[4] = value_bool(true);
}

static void
render(struct render_options o)
{
	buf_clear(&out);
	table_render(&out, &t, &o);
	ck_assert(buf_ok(&out));
}

static void
all_strings(void)
{
	for (int64_t i = 0; i < HOSTILE_STRINGS; i++)
		row(h[i].text, i);
}

static void
check_json_row(json_t *r, int64_t i)
{
	json_t *name = json_object_get(r, "name");

	if (h[i].text.n == 0) {
		ck_assert(json_is_null(name));
	} else {
		struct sv back =
			sv_n(json_string_value(name), json_string_length(name));

		ck_assert_msg(sv_eq(back, h[i].text), "%s", h[i].id);
	}
	ck_assert_int_eq(json_integer_value(json_object_get(r, "pupils")), i);
	ck_assert(json_real_value(json_object_get(r, "share")) == -12.5);
	ck_assert_str_eq(json_string_value(json_object_get(r, "since")),
			 "2024-08-01");
}

START_TEST(json_carries_every_string_without_loss)
{
	json_t *doc, *rows;

	all_strings();
	table_warn(&t, "%d of %s", 3, "\x1b[2J</script>");
	table_coverage(&t, "schools_with_pupils", "schools", 7, 8);
	render((struct render_options){ .format = FORMAT_JSON });
	ck_assert_ptr_null(strstr(out.p, "</script"));
	doc = json_loadb(out.p, out.n, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
			 NULL);
	ck_assert_ptr_nonnull(doc);
	ck_assert_int_eq(json_integer_value(json_object_get(doc, "format")), 1);
	ck_assert_str_eq(json_string_value(json_object_get(doc, "as_of")),
			 "2026-11-24");
	ck_assert_str_eq(json_string_value(json_array_get(
				 json_object_get(doc, "warnings"), 0)),
			 "3 of \x1b[2J</script>");
	rows = json_object_get(doc, "rows");
	ck_assert_uint_eq(json_array_size(rows), HOSTILE_STRINGS);
	for (int64_t i = 0; i < HOSTILE_STRINGS; i++)
		check_json_row(json_array_get(rows, (size_t)i), i);
	json_decref(doc);
}
END_TEST

START_TEST(ndjson_is_a_head_and_one_object_a_line)
{
	struct sv rest, line;
	int64_t n = -1;

	all_strings();
	render((struct render_options){ .format = FORMAT_NDJSON });
	rest = buf_view(&out);
	for (; sv_split(&rest, '\n', &line) && line.n; n++) {
		json_t *doc = json_loadb(line.p, line.n, JSON_ALLOW_NUL, NULL);

		ck_assert_ptr_nonnull(doc);
		if (n < 0)
			ck_assert_ptr_nonnull(json_object_get(doc, "columns"));
		else
			check_json_row(doc, n);
		json_decref(doc);
	}
	ck_assert_int_eq(n, HOSTILE_STRINGS);
}
END_TEST

/* Compares what our own reader finds with what went in. */
struct reader {
	struct table_handler h;
	int64_t row; /* -1: header */
	bool is_raw;
};

static int
on_sheet(struct table_handler *r, const struct sheet *s, struct err *e)
{
	(void)r;
	(void)s;
	(void)e;
	return 0;
}

static int
on_row(struct table_handler *handler, const struct row *r, struct err *e)
{
	struct reader *me = (struct reader *)handler;
	int64_t i = me->row++;
	struct sv got;

	(void)e;
	if (i < 0)
		return 0;
	while (sv_find(h[i].text, '\0') >= 0) /* left out: no CSV has NUL */
		i = me->row++;
	ck_assert_uint_eq(r->width, COLUMNS);
	if (r->cell[0].col != 1) {
		ck_assert_uint_eq(sv_trim(h[i].text).n, 0);
		return 0;
	}
	got = r->cell[0].text;
	if (!me->is_raw && got.n > 1 && got.p[0] == '\'' &&
	    !sv_eq(got, h[i].text))
		got = sv_n(got.p + 1, got.n - 1);
	ck_assert_msg(sv_eq(got, h[i].text), "%s: %.*s", h[i].id, SV_ARG(got));
	ck_assert(sv_is(r->cell[2].text, "-12.50") ||
		  sv_is(r->cell[2].text, "-12,50"));
	return 0;
}

static void
read_back(bool is_raw)
{
	struct reader r = { { on_sheet, on_row, false, false }, -1, is_raw };
	struct input in = { 0 };
	struct err e = { 0 };

	ck_assert_int_eq(
		input_from_bytes(&in, "t.csv", buf_view(&out), &mem, &e), 0);
	ck_assert_msg(csv_read(&in, &r.h, NULL, &e) == 0, "%s %s", e.where,
		      e.msg);
	ck_assert_int_eq(r.row, HOSTILE_STRINGS);
	input_done(&in);
}

START_TEST(csv_is_read_back_by_our_own_reader)
{
	for (int64_t i = 0; i < HOSTILE_STRINGS; i++)
		if (sv_find(h[i].text, '\0') < 0)
			row(h[i].text, i);
	render((struct render_options){ .format = FORMAT_CSV, .is_raw = true });
	read_back(true);
	render((struct render_options){ .format = FORMAT_CSV });
	read_back(false);
	render((struct render_options){ .format = FORMAT_CSV,
					.is_excel_nl = true });
	read_back(false);
}
END_TEST

START_TEST(excel_nl_is_semicolons_crlf_bom_and_a_comma)
{
	row(SV("=1"), -3);
	render((struct render_options){ .format = FORMAT_CSV,
					.is_excel_nl = true });
	ck_assert_str_eq(out.p,
			 "\xef\xbb\xbfname;pupils;share;since;is_used\r\n"
			 "'=1;-3;-12,50;2024-08-01;true\r\n");
}
END_TEST

START_TEST(unknown_and_not_applicable_are_told_apart)
{
	struct value *v = table_row(&t);

	v[1] = value_na();
	render((struct render_options){ .format = FORMAT_CSV });
	ck_assert_ptr_nonnull(strstr(out.p, "\r\n,n/a,,,\r\n"));
	render((struct render_options){ .format = FORMAT_TSV });
	ck_assert_ptr_nonnull(strstr(out.p, "\n\tn/a\t\t\t\n"));
	render((struct render_options){ .format = FORMAT_NDJSON });
	ck_assert_ptr_nonnull(
		strstr(out.p, "{\"name\":null,\"pupils\":null,\"share\":null,"
			      "\"since\":null,\"is_used\":null,"
			      "\"not_applicable\":[\"pupils\"]}\n"));
	render((struct render_options){ .format = FORMAT_TABLE });
	ck_assert_ptr_nonnull(strstr(out.p, "unknown"));
	ck_assert_ptr_nonnull(strstr(out.p, "n/a"));
}
END_TEST

START_TEST(an_empty_table_is_still_a_document)
{
	json_t *doc;

	render((struct render_options){ .format = FORMAT_JSON });
	doc = json_loadb(out.p, out.n, 0, NULL);
	ck_assert_ptr_nonnull(doc);
	json_decref(doc);
	render((struct render_options){ .format = FORMAT_CSV });
	ck_assert_str_eq(out.p, "name,pupils,share,since,is_used\r\n");
	render((struct render_options){ .format = FORMAT_TABLE });
	ck_assert_ptr_nonnull(strstr(out.p, "nothing found"));
}
END_TEST

START_TEST(columns_line_up_by_what_is_shown)
{
	row(SV("\xe5\xad\xa6\xe6\xa0\xa1"), 5);
	row(SV("Cafe\xcc\x81"), 12345);
	render((struct render_options){ .format = FORMAT_TABLE });
	ck_assert_str_eq(
		out.p,
		"Name  Pupils  Share (%)  Since       In use\n"
		"\xe5\xad\xa6\xe6\xa0\xa1       5     -12.50  2024-08-01  yes\n"
		"Cafe\xcc\x81   12345     -12.50  2024-08-01  yes\n"
		"\nCoverage on 2026-11-24:\n");
}
END_TEST

/* Width of the widest line before the remarks. */
static size_t
widest(void)
{
	struct sv rest = buf_view(&out), line;
	size_t most = 0;

	while (sv_split(&rest, '\n', &line) && line.n)
		if (text_width(line) > most)
			most = text_width(line);
	return most;
}

START_TEST(a_narrow_screen_cuts_texts_and_never_numbers)
{
	row(SV("A very long name that nobody can read in one go"), 123456789);
	render((struct render_options){ .format = FORMAT_TABLE, .width = 60 });
	ck_assert_uint_le(widest(), 60);
	ck_assert_ptr_nonnull(strstr(out.p, "\xe2\x80\xa6"));
	ck_assert_ptr_nonnull(strstr(out.p, "123456789"));
	render((struct render_options){ .format = FORMAT_TABLE, .width = 5 });
	ck_assert_ptr_nonnull(strstr(out.p, "123456789"));
	ck_assert_ptr_nonnull(strstr(out.p, "-12.50"));
}
END_TEST

START_TEST(a_screen_gets_no_control_from_any_string)
{
	static const enum format formats[] = { FORMAT_TABLE, FORMAT_TSV,
					       FORMAT_CSV, FORMAT_JSON };

	all_strings();
	for (int f = 0; f < 4; f++) {
		struct sv s;

		render((struct render_options){ .format = formats[f],
						.width = 80,
						.is_terminal = true });
		s = buf_view(&out);
		for (size_t i = 0; i < s.n;) {
			int32_t c = text_next(s, &i);

			ck_assert(c == '\n' || c == '\t' ||
				  !text_is_control(c));
		}
	}
}
END_TEST

START_TEST(a_limit_says_what_it_left_out)
{
	json_t *doc;

	row(SV("a"), 1);
	row(SV("b"), 2);
	row(SV("c"), 3);
	render((struct render_options){ .format = FORMAT_TABLE, .limit = 1 });
	ck_assert_ptr_nonnull(strstr(out.p, "2 more rows (--limit 1)"));
	render((struct render_options){ .format = FORMAT_JSON, .limit = 1 });
	doc = json_loadb(out.p, out.n, 0, NULL);
	ck_assert_uint_eq(json_array_size(json_object_get(doc, "rows")), 1);
	ck_assert_int_eq(json_integer_value(json_object_get(doc, "total_rows")),
			 3);
	json_decref(doc);
}
END_TEST

START_TEST(coverage_is_whole_only_when_nothing_is_missing)
{
	table_coverage(&t, "a", "schools", 9999, 10000);
	table_coverage(&t, "b", "boards", 2, 2);
	table_coverage(&t, "c", "documents", 3, 0);
	render((struct render_options){ .format = FORMAT_TABLE });
	ck_assert_ptr_nonnull(strstr(out.p, "schools: 9999 of 10000 (99.9 %)"));
	ck_assert_ptr_nonnull(strstr(out.p, "boards: 2 of 2 (100 %)"));
	ck_assert_ptr_nonnull(strstr(out.p, "documents: 3\n"));
}
END_TEST

/* A bit of everything that a table can hold. */
static void
typical(void)
{
	struct value *v;

	row(SV("Rekenreus"), 1240);
	row(SV("Caf\xc3\xa9 \"De, Puntkomma; \xe2\x82\xac\""), -3);
	row(SV("=1+1"), 0);
	row(SV("\xe5\xad\xa6\xe6\xa0\xa1 Cafe\xcc\x81 \xf0\x9f\x93\x9a"), 5);
	row(SV("twee\nregels\ten een tab \\"), 6);
	row(SV("<b>vet</b> \x1b[31mrood\x1b[0m \xe2\x80\xaegnp.exe"), 7);
	v = table_row(&t);
	v[1] = value_na();
	v[4] = value_bool(false);
	table_warn(&t, "%d schools have no number of pupils", 2);
	table_note(&t, "shares are split equally");
	table_coverage(&t, "schools_with_pupils", "schools", 5, 7);
	table_coverage(&t, "sources", "documents", 3, 0);
}

START_TEST(every_format_has_its_golden_rendering)
{
	char path[100];

	typical();
	for (int i = 0; i < FORMATS; i++) {
		render((struct render_options){ .format = (enum format)i });
		snprintf(path, sizeof(path), "tests/golden/tables/%s",
			 format_name((enum format)i));
		golden(path, buf_view(&out));
	}
	render((struct render_options){ .format = FORMAT_TABLE,
					.width = 60,
					.limit = 4,
					.has_color = true });
	golden("tests/golden/tables/table-narrow", buf_view(&out));
	render((struct render_options){ .format = FORMAT_CSV,
					.is_excel_nl = true });
	golden("tests/golden/tables/csv-excel-nl", buf_view(&out));
}
END_TEST

START_TEST(every_format_is_found_by_its_name)
{
	enum format f = FORMATS;

	for (int i = 0; i < FORMATS; i++) {
		ck_assert(format_from(sv(format_name((enum format)i)), &f));
		ck_assert_int_eq(f, i);
	}
	ck_assert(!format_from(SV("xml"), &f));
}
END_TEST

Suite *
suite_table(void)
{
	Suite *s = suite_create("table");
	TCase *c = tcase_create("table");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_add_test(c, json_carries_every_string_without_loss);
	tcase_add_test(c, ndjson_is_a_head_and_one_object_a_line);
	tcase_add_test(c, csv_is_read_back_by_our_own_reader);
	tcase_add_test(c, excel_nl_is_semicolons_crlf_bom_and_a_comma);
	tcase_add_test(c, unknown_and_not_applicable_are_told_apart);
	tcase_add_test(c, an_empty_table_is_still_a_document);
	tcase_add_test(c, columns_line_up_by_what_is_shown);
	tcase_add_test(c, a_narrow_screen_cuts_texts_and_never_numbers);
	tcase_add_test(c, a_screen_gets_no_control_from_any_string);
	tcase_add_test(c, a_limit_says_what_it_left_out);
	tcase_add_test(c, coverage_is_whole_only_when_nothing_is_missing);
	tcase_add_test(c, every_format_has_its_golden_rendering);
	tcase_add_test(c, every_format_is_found_by_its_name);
	suite_add_tcase(s, c);
	return s;
}

/* CSV: separators, quotes, encodings, limits; csv-spectrum in place. */
#include <check.h>
#include <jansson.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "tests/unit/grid.h"
#include "tests/unit/shared.h"

Suite *suite_csv(void);

static struct grid g;

static void
teardown(void)
{
	grid_done(&g);
}

static void
read_csv(const char *text)
{
	grid_done(&g);
	grid_bytes(&g, "x.csv", sv(text));
}

/* n times `part`, between a beginning and an end. */
static void
read_long(const char *begin, const char *part, size_t n, const char *end)
{
	struct buf b = { 0 };

	buf_str(&b, begin);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, part);
	buf_str(&b, end);
	grid_done(&g);
	grid_bytes(&g, "x.csv", buf_view(&b));
	buf_done(&b);
}

START_TEST(semicolons_commas_tabs_and_bars_are_found_by_themselves)
{
	static const char separators[] = { ';', ',', '\t', '|' };
	char text[32];

	snprintf(text, sizeof(text), "a%cb%cc\n1%c2%c3\n", separators[_i],
		 separators[_i], separators[_i], separators[_i]);
	read_csv(text);

	ck_grid(&g, "1 A=a B=b C=c\n2 A=1 B=2 C=3\n");
}
END_TEST

START_TEST(commas_within_quotes_do_not_choose_the_separator)
{
	read_csv("Applicatie,naam;Leverancier\n\"a,b,c,d\";x\n");

	ck_grid(&g, "1 A=Applicatie,naam B=Leverancier\n2 A=a,b,c,d B=x\n");
}
END_TEST

START_TEST(a_sep_line_decides_and_is_no_row)
{
	read_csv("sep=|\r\na;b|c\r\n");

	ck_grid(&g, "2 A=a;b B=c\n");
}
END_TEST

START_TEST(line_ends_of_all_three_kinds_end_a_row_once)
{
	read_csv("a;b\r\nc;d\re;f\ng;h");

	ck_grid(&g, "1 A=a B=b\n2 A=c B=d\n3 A=e B=f\n4 A=g B=h\n");
}
END_TEST

START_TEST(a_quoted_cell_holds_separators_lines_and_quotes)
{
	read_csv("a;b\n\"x;\"\"y\"\"\nz\";2\nc;d\n");

	ck_grid(&g, "1 A=a B=b\n2 A=x;\"y\"\nz B=2\n4 A=c B=d\n");
}
END_TEST

START_TEST(blanks_around_quotes_are_not_text)
{
	read_csv("a;b\n \"x\" ; \"y\"\n");

	ck_grid(&g, "1 A=a B=b\n2 A=x B=y\n");
}
END_TEST

START_TEST(a_quote_in_the_middle_is_a_character)
{
	read_csv("a;b\nReken\"reis\";x\n\"Reken\"reis;y\n");

	ck_grid(&g, "1 A=a B=b\n2 A=Reken\"reis\" B=x\n3 A=\"Reken\"reis "
		    "B=y\n");
}
END_TEST

START_TEST(a_quote_that_never_closes_names_the_line_it_opened_on)
{
	read_csv("a;b\n1;2\nx;\"y\nz;w\n");

	ck_refused(&g, "x.csv:3:2", "never closes");
}
END_TEST

START_TEST(an_open_quote_behind_a_quoted_line_end_names_its_own_line)
{
	read_csv("a;b\n\"1\n1\";\"y\nz\n");

	ck_refused(&g, "x.csv:3:2", "never closes");
}
END_TEST

START_TEST(short_and_long_rows_keep_their_cells)
{
	read_csv("a;b;c\n1\n1;2;3;4\n;;\n");

	ck_grid(&g, "1 A=a B=b C=c\n2 A=1\n3 A=1 B=2 C=3 D=4\n4\n");
}
END_TEST

START_TEST(a_byte_order_mark_is_not_in_the_first_cell)
{
	read_csv("\xef\xbb\xbf"
		 "a;b\n1;2\n");

	ck_grid(&g, "1 A=a B=b\n2 A=1 B=2\n");
}
END_TEST

START_TEST(windows_1252_is_read_and_told)
{
	read_csv("naam;prijs\nCaf\xe9;\x80 5\n");

	ck_grid(&g, "1 A=naam B=prijs\n2 A=Caf\xc3\xa9 B=\xe2\x82\xac 5\n");
	ck_assert(grid_says(&g, "Windows-1252"));
}
END_TEST

START_TEST(utf16_is_read_in_both_orders_pairs_included)
{
	static const char le[] = "\xff\xfe"
				 "a\0;\0b\0\n\0=\xd8\x00\xde;\0x\0";
	static const char be[] = "\xfe\xff"
				 "\0a\0;\0b\0\n\xd8=\xde\x00\0;\0x";

	grid_done(&g);
	grid_bytes(&g, "x.csv", _i ? SV(be) : SV(le));

	ck_grid(&g, "1 A=a B=b\n2 A=\xf0\x9f\x98\x80 B=x\n");
}
END_TEST

START_TEST(a_lone_surrogate_in_utf16_becomes_a_replacement)
{
	grid_done(&g);
	grid_bytes(&g, "x.csv",
		   SV("\xff\xfe"
		      "\0\xd8"
		      "a\0"));

	ck_grid(&g, "1 A=\xef\xbf\xbd"
		    "a\n");
}
END_TEST

START_TEST(two_encodings_in_one_file_are_refused_with_line_and_byte)
{
	read_csv("a;b\nCaf\xc3\xa9;x\nCaf\xe9;y\n");

	ck_refused(&g, "x.csv:3", "byte 15");
}
END_TEST

START_TEST(bad_utf8_behind_a_mark_is_refused)
{
	read_csv("\xef\xbb\xbf"
		 "a;b\n\xe9;y\n");

	ck_refused(&g, "x.csv:2", "not UTF-8");
}
END_TEST

START_TEST(an_encoded_surrogate_is_refused)
{
	read_csv("a;b\n\xed\xa0\x80;x\n");

	ck_refused(&g, "x.csv:2", "not UTF-8");
}
END_TEST

START_TEST(a_nul_byte_is_refused_where_it_stands)
{
	grid_done(&g);
	grid_bytes(&g, "x.csv", SV("a;b\nx;y\0z\n"));

	ck_refused(&g, "x.csv:2:2", "NUL byte");
}
END_TEST

START_TEST(a_nul_byte_within_quotes_is_refused_too)
{
	grid_done(&g);
	grid_bytes(&g, "x.csv", SV("a;b\nx;\"y\0z\"\n"));

	ck_refused(&g, "x.csv:2:2", "NUL byte");
}
END_TEST

START_TEST(an_empty_file_is_refused)
{
	read_csv("");

	ck_refused(&g, "x.csv", "empty file");
}
END_TEST

START_TEST(cells_that_excel_changed_are_told)
{
	static const char *const cells[] = { "1,23E+07", "1.2E+11", "mrt-24",
					     "Sep-03" };
	char text[64];

	snprintf(text, sizeof(text), "a;b\n%s;x\n", cells[_i]);
	read_csv(text);

	ck_assert(grid_says(&g, "x.csv:2:1"));
	ck_assert(grid_says(&g, "looks changed"));
}
END_TEST

START_TEST(names_that_only_resemble_damage_are_not_told)
{
	read_csv("a;b\nOffice 2024;E+07\nabc-12;mrt-2024\n12-34;N+23\n");

	ck_assert_int_eq(g.rc, 0);
	ck_assert_uint_eq(g.diag.n, 0);
}
END_TEST

START_TEST(formulas_and_control_bytes_come_through_unchanged)
{
	read_csv("a;b\n=1+1;\x1b[31mred\n");

	ck_grid(&g, "1 A=a B=b\n2 A==1+1 B=\x1b[31mred\n");
}
END_TEST

START_TEST(cells_cut_by_the_window_are_whole)
{
	struct buf b = { 0 };
	uint64_t rows = 0;

	/* rows of 29 bytes: a window of 256 KiB ends at each place in one */
	for (int i = 0; i < _i; i++)
		buf_char(&b, 'x');
	buf_str(&b, ";begin\r\n");
	while (b.n < 270000) {
		buf_printf(&b, "%07llu;\"a\"\"b\" ;xyz;\"q\"%c%c",
			   (unsigned long long)++rows, '\r', '\n');
	}
	grid_done(&g);
	grid_bytes(&g, "x.csv", buf_view(&b));

	ck_assert_msg(g.rc == 0, "%s", g.e.msg);
	ck_assert_uint_eq(g.rows, rows + 1);
	ck_assert_uint_eq(g.cells, 4 * rows + (_i ? 2 : 1));
	ck_assert(g.is_ascending);
	for (uint64_t i = 1; i <= rows; i++) {
		char want[64];

		if (i % 1000 && i < rows - 500)
			continue;
		snprintf(want, sizeof(want),
			 "\n%llu A=%07llu B=a\"b C=xyz D=q\n",
			 (unsigned long long)i + 1, (unsigned long long)i);
		ck_assert_ptr_nonnull(strstr(g.text.p, want));
	}
	buf_done(&b);
}
END_TEST

START_TEST(folders_links_and_missing_files_are_refused)
{
	char folder[] = "/tmp/landschap-csv-XXXXXX", link[64];
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct input in;

	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(link, sizeof(link), "%s/link.csv", folder);
	ck_assert_int_eq(symlink("/etc/passwd", link), 0);

	ck_assert_int_ne(input_open(&in, folder, false, &mem, &e), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "not a regular file"));
	e = (struct err){ 0 };
	ck_assert_int_ne(input_open(&in, link, true, &mem, &e), 0);
	ck_assert_str_eq(e.where, "link.csv");
	ck_assert_ptr_nonnull(strstr(e.msg, "a symbolic link"));
	e = (struct err){ 0 };
	unlink(link);
	ck_assert_int_ne(input_open(&in, link, false, &mem, &e), 0);
	ck_assert_int_eq(e.kind, ERR_IO);
	e = (struct err){ 0 };
	ck_assert_int_ne(input_open(&in, "/dev/null", false, &mem, &e), 0);
	ck_assert_int_eq(e.kind, ERR_INPUT);
	rmdir(folder);
	arena_done(&mem);
}
END_TEST

START_TEST(an_archive_of_files_is_no_table)
{
	struct made_zip z = { 0 };

	zip_add(&z, "a.csv", SV("a;b\n"));
	grid_done(&g);
	grid_bytes(&g, "x.zip", zip_finish(&z));
	zip_free(&z);

	ck_refused(&g, "x.zip", "an archive of files");
}
END_TEST

START_TEST(one_column_too_many_is_refused)
{
	read_long("", ";", LIMIT_CSV_COLUMNS - 1, "\n");
	ck_assert_int_eq(g.rc, 0);

	read_long("", ";", LIMIT_CSV_COLUMNS, "\n");
	ck_refused(&g, "x.csv:1:1025", "1024 columns");
}
END_TEST

START_TEST(one_byte_too_many_in_a_cell_is_refused)
{
	read_long("a;", "x", LIMIT_CELL_BYTES, "\n");
	ck_assert_int_eq(g.rc, 0);

	read_long("a;", "x", LIMIT_CELL_BYTES + 1, "\n");
	ck_refused(&g, "x.csv:1:2", "131073 bytes");
}
END_TEST

/* A line of so many bytes, its end included, in eight cells. */
static void
read_line(size_t n)
{
	struct buf b = { 0 };

	for (size_t i = 0; i + 1 < n; i++)
		buf_char(&b, i % (n / 8) ? 'x' : ';');
	buf_char(&b, '\n');
	grid_done(&g);
	grid_bytes(&g, "x.csv", buf_view(&b));
	buf_done(&b);
}

START_TEST(one_byte_too_many_on_a_line_is_refused)
{
	read_line(LIMIT_CSV_LINE_BYTES);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_line(LIMIT_CSV_LINE_BYTES + 1);
	ck_refused(&g, "x.csv:1", "a line of more than 1024 KiB");
}
END_TEST

START_TEST(a_record_of_many_quoted_lines_is_refused_past_the_limit)
{
	struct buf b = { 0 };

	/* 15 cells of 70,000 bytes: none of them too long */
	for (int i = 0; i < 15; i++) {
		buf_char(&b, '"');
		for (int k = 0; k < 35000; k++)
			buf_str(&b, "x\n");
		buf_str(&b, "\";");
	}
	buf_str(&b, "\n");
	grid_done(&g);
	grid_bytes(&g, "x.csv", buf_view(&b));
	buf_done(&b);

	ck_refused(&g, "x.csv:1", "a line of more than 1024 KiB");
}
END_TEST

START_TEST(one_row_too_many_is_refused)
{
	read_long("", "a\n", LIMIT_CSV_ROWS, "");
	ck_assert_int_eq(g.rc, 0);

	read_long("", "a\n", LIMIT_CSV_ROWS + 1, "");
	ck_refused(&g, "x.csv:4194305", "4194304 rows");
}
END_TEST

START_TEST(a_file_past_the_limit_is_not_read)
{
	char path[] = "/tmp/landschap-csv-XXXXXX";
	int fd = mkstemp(path);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ftruncate(fd, (off_t)LIMIT_INPUT_BYTES + 1), 0);
	grid_done(&g);
	grid_file(&g, path);
	close(fd);
	unlink(path);

	ck_assert_int_eq(g.e.kind, ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(g.e.msg, "256 MiB"));
}
END_TEST

START_TEST(names_that_say_something_else_are_told)
{
	grid_done(&g);
	grid_bytes(&g, "lijst.xlsx", SV("a;b\n1;2\n"));

	ck_grid(&g, "1 A=a B=b\n2 A=1 B=2\n");
	ck_assert(grid_says(&g, "named .xlsx, but it is CSV"));
}
END_TEST

START_TEST(other_kinds_of_file_are_refused_by_name)
{
	static const struct {
		struct sv bytes;
		const char *words;
	} kinds[] = {
		{ { "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8 }, ".xls workbook" },
		{ { "%PDF-1.7\n", 9 }, "a PDF" },
		{ { "<!DOCTYPE html><html>", 21 }, "an HTML page" },
		{ { "SQLite format 3\0", 16 }, "an SQLite database" },
		{ { "{\\rtf1}", 7 }, "not a kind of file" },
		{ { "{\"a\":1}", 7 }, "not a table" },
		{ { "<a/>", 4 }, "not a table" },
	};

	grid_done(&g);
	grid_bytes(&g, "x.csv", kinds[_i].bytes);

	ck_refused(&g, "x.csv", kinds[_i].words);
}
END_TEST

/*
 * Two of csv-spectrum's answers do not fit their files, which came through git
 * on Windows and were edited: newlines_crlf.json has CR LF where the CSV has
 * LF, and location_coordinates.json (one object, no array) has another phone
 * number. So CR is not compared, and neither is that number.
 */
static bool
is_answer(const char *header, struct sv got, const char *want)
{
	size_t i = 0;

	if (strcmp(header, "Contact Phone Number") == 0)
		return true;
	for (; *want; want++) {
		if (*want == '\r')
			continue;
		if (i == got.n || got.p[i++] != *want)
			return false;
	}
	return i == got.n;
}

struct answer {
	struct table_handler h; /* first */
	json_t *rows;           /* array of objects */
	struct arena mem;
	struct sv header[64];
	uint32_t nheader;
	uint32_t row, wrong;
};

static int
answer_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	(void)h;
	(void)s;
	(void)e;
	return 0;
}

static struct sv
cell_of(const struct row *r, uint32_t col)
{
	for (uint32_t i = 0; i < r->ncell; i++)
		if (r->cell[i].col == col)
			return r->cell[i].text;
	return SV_NONE;
}

static int
answer_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct answer *a = (struct answer *)h;
	json_t *want;

	(void)e;
	if (a->nheader == 0) {
		a->nheader = r->width;
		for (uint32_t i = 0; i < r->width && i < 64; i++)
			a->header[i] = arena_sv(&a->mem, cell_of(r, i + 1));
		return 0;
	}
	want = json_array_get(a->rows, a->row++);
	for (uint32_t i = 0; i < a->nheader; i++) {
		const char *text = json_string_value(
			json_object_get(want, a->header[i].p));

		if (!text ||
		    !is_answer(a->header[i].p, cell_of(r, i + 1), text))
			a->wrong++;
	}
	return 0;
}

static const char *const spectrum[] = {
	"comma_in_quotes", "empty",         "empty_crlf",
	"escaped_quotes",  "json",          "location_coordinates",
	"newlines",        "newlines_crlf", "quotes_and_newlines",
	"simple",          "simple_crlf",   "utf8",
};
enum { SPECTRUM = sizeof(spectrum) / sizeof(*spectrum) };

START_TEST(csv_spectrum_gives_its_published_answer)
{
	struct answer a = { .h = { answer_sheet, answer_row, false, false } };
	char name[256], path[4096];
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct input in;
	json_error_t je;

	snprintf(name, sizeof(name),
		 "data/hostile-misc/corpora/csv-spectrum/csvs/%s.csv",
		 spectrum[_i]);
	if (!shared_path(name, path))
		return;
	ck_assert_int_eq(input_open(&in, path, false, &mem, &e), 0);
	snprintf(name, sizeof(name),
		 "data/hostile-misc/corpora/csv-spectrum/json/%s.json",
		 spectrum[_i]);
	ck_assert(shared_path(name, path));
	a.rows = json_load_file(path, 0, &je);
	ck_assert_ptr_nonnull(a.rows);
	if (json_is_object(a.rows))
		a.rows = json_pack("[o]", a.rows);

	ck_assert_int_eq(table_read(&in, &a.h, NULL, &e), 0);

	ck_assert_uint_eq(a.row, json_array_size(a.rows));
	ck_assert_uint_eq(a.wrong, 0);
	json_decref(a.rows);
	input_done(&in);
	arena_done(&a.mem);
	arena_done(&mem);
}
END_TEST

Suite *
suite_csv(void)
{
	Suite *s = suite_create("csv");
	TCase *t = tcase_create("csv"), *big = tcase_create("big");

	tcase_add_checked_fixture(t, NULL, teardown);
	tcase_add_checked_fixture(big, NULL, teardown);
	tcase_set_tags(big, "slow");
	tcase_set_timeout(big, 60);
	tcase_set_timeout(t, 60);
	tcase_add_loop_test(
		t, semicolons_commas_tabs_and_bars_are_found_by_themselves, 0,
		4);
	tcase_add_test(t, commas_within_quotes_do_not_choose_the_separator);
	tcase_add_test(t, a_sep_line_decides_and_is_no_row);
	tcase_add_test(t, line_ends_of_all_three_kinds_end_a_row_once);
	tcase_add_test(t, a_quoted_cell_holds_separators_lines_and_quotes);
	tcase_add_test(t, blanks_around_quotes_are_not_text);
	tcase_add_test(t, a_quote_in_the_middle_is_a_character);
	tcase_add_test(t,
		       a_quote_that_never_closes_names_the_line_it_opened_on);
	tcase_add_test(
		t, an_open_quote_behind_a_quoted_line_end_names_its_own_line);
	tcase_add_test(t, short_and_long_rows_keep_their_cells);
	tcase_add_test(t, a_byte_order_mark_is_not_in_the_first_cell);
	tcase_add_test(t, windows_1252_is_read_and_told);
	tcase_add_loop_test(t, utf16_is_read_in_both_orders_pairs_included, 0,
			    2);
	tcase_add_test(t, a_lone_surrogate_in_utf16_becomes_a_replacement);
	tcase_add_test(
		t, two_encodings_in_one_file_are_refused_with_line_and_byte);
	tcase_add_test(t, bad_utf8_behind_a_mark_is_refused);
	tcase_add_test(t, an_encoded_surrogate_is_refused);
	tcase_add_test(t, a_nul_byte_is_refused_where_it_stands);
	tcase_add_test(t, a_nul_byte_within_quotes_is_refused_too);
	tcase_add_test(t, an_empty_file_is_refused);
	tcase_add_loop_test(t, cells_that_excel_changed_are_told, 0, 4);
	tcase_add_test(t, names_that_only_resemble_damage_are_not_told);
	tcase_add_test(t, formulas_and_control_bytes_come_through_unchanged);
	tcase_add_loop_test(t, cells_cut_by_the_window_are_whole, 0, 29);
	tcase_add_test(t, folders_links_and_missing_files_are_refused);
	tcase_add_test(t, an_archive_of_files_is_no_table);
	tcase_add_test(t, one_column_too_many_is_refused);
	tcase_add_test(t, one_byte_too_many_in_a_cell_is_refused);
	tcase_add_test(t, one_byte_too_many_on_a_line_is_refused);
	tcase_add_test(t,
		       a_record_of_many_quoted_lines_is_refused_past_the_limit);
	tcase_add_test(big, one_row_too_many_is_refused);
	tcase_add_test(t, a_file_past_the_limit_is_not_read);
	tcase_add_test(t, names_that_say_something_else_are_told);
	tcase_add_loop_test(t, other_kinds_of_file_are_refused_by_name, 0, 7);
	tcase_add_loop_test(t, csv_spectrum_gives_its_published_answer, 0,
			    SPECTRUM);
	suite_add_tcase(s, t);
	suite_add_tcase(s, big);
	return s;
}

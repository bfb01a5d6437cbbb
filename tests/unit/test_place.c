/* Places as people find them back. */
#include <check.h>

#include "schema/model/place.h"

Suite *suite_place(void);

static void
check(enum place_style style, const char *part, uint32_t row, uint32_t col,
      const char *expected)
{
	struct buf b = { 0 };

	place_text(&b, style, sv(part), row, col);
	buf_char(&b, '\0');
	ck_assert_str_eq(b.p, expected);
	buf_done(&b);
}

START_TEST(a_sheet_has_cells_and_a_file_has_lines)
{
	check(PLACE_CELL, "Blad1", 12, 2, "B12");
	check(PLACE_CELL, "Blad1", 1, 16384, "XFD1");
	check(PLACE_CELL, "Blad1", 12, 0, "12");
	check(PLACE_LINE, "", 12, 2, "12:2");
	check(PLACE_LINE, "", 12, 0, "12");
	check(PLACE_LINE, "", 0, 0, "");
}
END_TEST

START_TEST(a_path_gets_its_numbers)
{
	check(PLACE_XPATH, "(//md:EntityDescriptor)[{row}]/@entityID", 7, 0,
	      "(//md:EntityDescriptor)[7]/@entityID");
	check(PLACE_XPATH, "(//e)[{row}]/a[1]/b[{col}]", 7, 3,
	      "(//e)[7]/a[1]/b[3]");
	check(PLACE_POINTER, "/value/{row}/replyUrls/{col}", 1, 3,
	      "/value/0/replyUrls/2");
	check(PLACE_POINTER, "/issuer", 0, 0, "/issuer");
}
END_TEST

START_TEST(without_a_column_the_path_ends_before_it)
{
	check(PLACE_XPATH, "(//e)[{row}]/a[1]/b[{col}]/@c", 7, 0,
	      "(//e)[7]/a[1]");
	check(PLACE_POINTER, "/value/{row}/replyUrls/{col}", 2, 0,
	      "/value/1/replyUrls");
}
END_TEST

Suite *
suite_place(void)
{
	Suite *s = suite_create("place");
	TCase *t = tcase_create("place");

	tcase_add_test(t, a_sheet_has_cells_and_a_file_has_lines);
	tcase_add_test(t, a_path_gets_its_numbers);
	tcase_add_test(t, without_a_column_the_path_ends_before_it);
	suite_add_tcase(s, t);
	return s;
}

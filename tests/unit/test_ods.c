/* ODS and FODS: each quirk of real spreadsheets, and one beyond each limit. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "collectors/syntax/number.h"
#include "tests/unit/grid.h"

Suite *suite_ods(void);

#define CELL(text)                                                             \
	"<table:table-cell><text:p>" text "</text:p></table:table-cell>"
#define ROW(cells) "<table:table-row>" cells "</table:table-row>"

static struct grid g;

static void
setup(void)
{
	g = (struct grid){ 0 };
}

static void
teardown(void)
{
	grid_done(&g);
}

static void
read_rows(const char *rows)
{
	grid_done(&g);
	grid_ods_rows(&g, rows);
}

START_TEST(value_attributes_win_over_the_text_shown)
{
	static const struct {
		const char *attributes, *want;
	} cells[] = {
		{ "office:value-type=\"float\" office:value=\"12345678\"",
		  "#12345678" },
		{ "office:value-type=\"percentage\" office:value=\"0.50\"",
		  "#0.5" },
		{ "office:value-type=\"currency\" office:currency=\"EUR\" "
		  "office:value=\"1250.0\"",
		  "#1250" },
		{ "office:value-type=\"date\" office:date-value="
		  "\"2026-11-24\"",
		  "@2026-11-24" },
		{ "office:value-type=\"date\" office:date-value="
		  "\"2026-11-24T08:30:00.123\"",
		  "@2026-11-24T08:30:00" },
		{ "office:value-type=\"time\" office:time-value="
		  "\"PT10H30M05.5S\"",
		  "10:30:05" },
		{ "office:value-type=\"boolean\" office:boolean-value="
		  "\"true\"",
		  "?true" },
		{ "office:value-type=\"string\" office:string-value=\"a "
		  "&amp; b\"",
		  "a & b" },
		{ "office:value-type=\"string\"", "shown" },
		{ "office:value-type=\"unheard\"", "shown" },
		{ "", "shown" },
	};
	char rows[512], want[128];

	snprintf(rows, sizeof(rows),
		 ROW("<table:table-cell %s><text:p>shown</text:p>"
		     "</table:table-cell>"),
		 cells[_i].attributes);
	snprintf(want, sizeof(want), "[Blad1]\n1 A=%s\n", cells[_i].want);
	read_rows(rows);

	ck_grid(&g, want);
	ck_assert_uint_eq(g.diag.n, 0);
}
END_TEST

START_TEST(a_value_that_is_not_of_its_type_gives_the_text_and_is_told)
{
	static const char *const attributes[] = {
		"office:value-type=\"float\" office:value=\"veel\"",
		"office:value-type=\"date\" office:date-value=\"2026-13-01\"",
		"office:value-type=\"time\" office:time-value=\"10:00\"",
		"office:value-type=\"boolean\" office:boolean-value=\"ja\"",
	};
	char rows[512];

	snprintf(rows, sizeof(rows),
		 ROW("<table:table-cell %s><text:p>shown</text:p>"
		     "</table:table-cell>"),
		 attributes[_i]);
	read_rows(rows);

	ck_grid(&g, "[Blad1]\n1 A=shown\n");
	ck_assert(grid_says(&g, "not of its type"));
	ck_assert(grid_says(&g, "x.ods:Blad1:A1"));
}
END_TEST

START_TEST(errors_are_told_and_typed)
{
	read_rows(ROW("<table:table-cell office:value-type=\"string\" "
		      "office:string-value=\"\" calcext:value-type=\"error\">"
		      "<text:p>#REF!</text:p></table:table-cell>"));

	ck_grid(&g, "[Blad1]\n1 A=!#REF!\n");
	ck_assert(grid_says(&g, "'#REF!'"));
}
END_TEST

START_TEST(durations_are_read_as_hours)
{
	static const struct {
		const char *in, *want;
	} times[] = {
		{ "PT10H00M00S", "10:00:00" },
		{ "PT36H", "36:00:00" },
		{ "PT5M", "00:05:00" },
		{ "PT1H2M3.9S", "01:02:03" },
		{ "PT255H10M10S", "255:10:10" },
		{ "PT", NULL },
		{ "P1D", NULL },
		{ "PT5", NULL },
		{ "PTH", NULL },
		{ "PT5X", NULL },
		{ "PT9999999H", NULL },
		{ "", NULL },
	};
	char out[NUMBER_SIZE];
	struct sv got = SV_NONE;
	bool ok = duration_text(sv(times[_i].in), out, &got);

	ck_assert_int_eq(ok, times[_i].want != NULL);
	if (ok)
		ck_assert(sv_is(got, times[_i].want));
}
END_TEST

START_TEST(spaces_tabs_and_breaks_are_what_they_stand_for)
{
	read_rows(ROW(CELL(
		"  a \n\t b<text:s/>c<text:s text:c=\"3\"/>d"
		"<text:tab/>e<text:line-break/>f ") "<table:table-cell><text:p>"
						    "een</text:p><text:p/>"
						    "<text:p> "
						    "<text:span>tw</"
						    "text:span><text:a>ee</"
						    "text:a>"
						    "</text:p></"
						    "table:table-cell>"));

	ck_grid(&g, "[Blad1]\n1 A=a b c   d\te\nf B=een\n\ntwee\n");
}
END_TEST

START_TEST(white_space_across_elements_is_one_space)
{
	read_rows(ROW(CELL("a <text:span> b</text:span> <text:span> c"
			   "</text:span>")));

	ck_grid(&g, "[Blad1]\n1 A=a b c\n");
}
END_TEST

START_TEST(comments_notes_and_drawings_are_not_the_value)
{
	read_rows(ROW("<table:table-cell><office:annotation><dc:creator>J. "
		      "Jansen</dc:creator><text:p>prive</text:p>"
		      "</office:annotation><text:p>Reken<office:annotation>"
		      "<text:p>x</text:p></office:annotation>reis"
		      "<text:note><text:note-body><text:p>noot</text:p>"
		      "</text:note-body></text:note><text:ruby><text:ruby-base>"
		      "!</text:ruby-base><text:ruby-text>y</text:ruby-text>"
		      "</text:ruby></text:p><table:table><table:table-row>"
		      "<table:table-cell><text:p>inner</text:p>"
		      "</table:table-cell></table:table-row></table:table>"
		      "</table:table-cell>"));

	ck_grid(&g, "[Blad1]\n1 A=Rekenreis!\n");
}
END_TEST

START_TEST(repeated_cells_stand_in_every_column)
{
	read_rows(ROW("<table:table-cell table:number-columns-repeated=\"2\"/>"
		      "<table:table-cell table:number-columns-repeated=\"3\">"
		      "<text:p>x</text:p></table:table-cell>" CELL("y")));

	ck_grid(&g, "[Blad1]\n1 C=x D=x E=x F=y\n");
}
END_TEST

START_TEST(repeated_rows_are_told_once_with_their_number)
{
	read_rows("<table:table-row table:number-rows-repeated=\"2\">"
		  "<table:table-cell/></table:table-row>"
		  "<table:table-row table:number-rows-repeated=\"3\">" CELL(
			  "x") "</table:table-row>" ROW(CELL("y")));

	ck_grid(&g, "[Blad1]\n3x3 A=x\n6 A=y\n");
	ck_assert_uint_eq(g.rows, 4);
}
END_TEST

START_TEST(padding_to_the_end_of_the_sheet_costs_nothing)
{
	read_rows(ROW(CELL("x") "<table:table-cell "
				"table:number-columns-repeated=\"16383\"/"
				">") "<table:table-row "
				     "table:number-rows-repeated="
				     "\"1048575\">"
				     "<table:table-cell "
				     "table:number-columns-repeated="
				     "\"16384\"/>"
				     "</table:table-row>"
				     "<table:table-row "
				     "table:number-rows-repeated="
				     "\"1048576\">"
				     "<table:table-cell/></"
				     "table:table-row>");

	ck_grid(&g, "[Blad1]\n1 A=x\n");
}
END_TEST

START_TEST(repeats_that_are_no_number_are_refused)
{
	static const char *const numbers[] = { "-1",      "4294967297", "1e3",
					       "",        "0",          "1.5",
					       "1048577", " 2",         "0x2" };
	char rows[512];

	snprintf(rows, sizeof(rows),
		 _i % 2 ? "<table:table-row table:number-rows-repeated=\"%s\">"
			  "</table:table-row>"
			: ROW("<table:table-cell "
			      "table:number-columns-repeated=\"%s\"/>"),
		 numbers[_i / 2]);
	read_rows(rows);

	ck_refused(&g, "x.ods:Blad1:A1", "a repeat that is no number");
}
END_TEST

static void
read_repeat(unsigned columns, unsigned rows)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "<table:table-row table:number-rows-repeated=\"%u\">"
		 "<table:table-cell table:number-columns-repeated=\"%u\">"
		 "<text:p>x</text:p></table:table-cell></table:table-row>",
		 rows, columns);
	read_rows(text);
}

START_TEST(one_filled_cell_too_many_from_a_repeat_is_refused)
{
	read_repeat(LIMIT_ODS_REPEAT, 1);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);
	ck_assert_uint_eq(g.cells, LIMIT_ODS_REPEAT);
	read_repeat(1, LIMIT_ODS_REPEAT);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_repeat(LIMIT_ODS_REPEAT + 1, 1);
	ck_refused(&g, "x.ods:Blad1:A1", "repeated 10001 times");
	read_repeat(1, LIMIT_ODS_REPEAT + 1);
	ck_refused(&g, "x.ods:Blad1:1", "over 10001 rows");
	read_repeat(101, 100);
	ck_refused(&g, "x.ods:Blad1:1", "101 filled cells");
}
END_TEST

START_TEST(filled_cells_past_the_last_column_are_refused)
{
	read_rows(ROW("<table:table-cell table:number-columns-repeated="
		      "\"16383\"/>" CELL("x")));
	ck_grid(&g, "[Blad1]\n1 XFD=x\n");

	read_rows(ROW("<table:table-cell table:number-columns-repeated="
		      "\"16384\"/>" CELL("x")));
	ck_refused(&g, "x.ods:Blad1:XFD1", "cells past column 16384");
}
END_TEST

START_TEST(filled_rows_past_the_last_row_are_refused)
{
	read_rows(
		"<table:table-row table:number-rows-repeated=\"1048575\"/>" ROW(
			CELL("x")));
	ck_grid(&g, "[Blad1]\n1048576 A=x\n");

	read_rows(
		"<table:table-row table:number-rows-repeated=\"1048576\"/>" ROW(
			CELL("x")));
	ck_assert_int_ne(g.rc, 0);
	ck_assert_ptr_nonnull(strstr(g.e.msg, "past row 1048576"));
}
END_TEST

START_TEST(covered_cells_are_left_out_and_told)
{
	read_rows(
		ROW("<table:table-cell table:number-columns-spanned=\"2\" "
		    "table:number-rows-spanned=\"2\"><text:p>x</text:p>"
		    "</table:table-cell><table:covered-table-cell><text:p>"
		    "HIDDEN</text:p></table:covered-table-cell>" CELL("y"))
			ROW("<table:covered-table-cell "
			    "table:number-columns-repeated=\"2\"/>" CELL("z")));

	ck_grid(&g, "[Blad1]\n1 A=x C=y\n2 C=z\n");
	ck_assert_uint_eq(g.diag.n, 2);
	ck_assert(grid_says(&g, "x.ods:Blad1:B1"));
	ck_assert(grid_says(&g, "under a merged cell"));
	ck_assert(grid_says(&g, "merged with rows below"));
}
END_TEST

START_TEST(hidden_rows_and_columns_are_read_and_told)
{
	read_rows("<table:table-column/><table:table-column "
		  "table:visibility=\"collapse\"/><table:table-column "
		  "table:visibility=\"filter\" "
		  "table:number-columns-repeated=\"16000\"/>"
		  "<table:table-row table:visibility=\"filter\">" CELL("x")
			  CELL("y") "</table:table-row><table:table-row "
				    "table:visibility=\"collapse\">" CELL(
					    "z") "</table:table-row>");

	ck_grid(&g, "[Blad1]\n1h A=x B=y\n2h A=z\n");
	ck_assert_uint_eq(g.diag.n, 2);
	ck_assert(grid_says(&g, "2, the first is row 1"));
	ck_assert(grid_says(&g, "from column B on"));
}
END_TEST

START_TEST(groups_are_looked_through)
{
	read_rows("<table:table-header-rows>" ROW(CELL(
		"h")) "</table:table-header-rows><table:table-row-group>"
		      "<table:table-rows>" ROW(CELL(
			      "a")) "</table:table-rows>"
				    "<table:table-row-group>" ROW(CELL(
					    "b")) "</table:table-row-group></"
						  "table:table-row-group>");

	ck_grid(&g, "[Blad1]\n1 A=h\n2 A=a\n3 A=b\n");
}
END_TEST

static void
read_groups(unsigned n)
{
	struct buf b = { 0 };

	for (unsigned i = 0; i < n; i++)
		buf_str(&b, "<table:table-row-group>");
	buf_str(&b, ROW(CELL("x")));
	for (unsigned i = 0; i < n; i++)
		buf_str(&b, "</table:table-row-group>");
	read_rows(b.p);
	buf_done(&b);
}

START_TEST(one_element_too_deep_is_refused)
{
	/* content, body, spreadsheet, table, row, cell, p */
	read_groups(LIMIT_XML_DEPTH - 7);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_groups(LIMIT_XML_DEPTH - 6);
	ck_assert_int_ne(g.rc, 0);
	ck_assert_ptr_nonnull(strstr(g.e.msg, "more than 256 deep"));
}
END_TEST

START_TEST(hidden_tables_are_told_and_linked_ones_not_fetched)
{
	grid_ods(&g,
		 "<table:tracked-changes><table:table-cell><text:p>weg"
		 "</text:p></table:table-cell></table:tracked-changes>"
		 "<table:table table:name=\"Weg\" "
		 "table:style-name=\"ta2\">" ROW(CELL(
			 "x")) "</table:table>"
			       "<table:table "
			       "table:name=\"'file:///c:/x.ods'#$A\" "
			       "table:style-name=\"ta_extref\"><table:table-"
			       "source/>" ROW(CELL(
				       "cached")) "</table:table>"
						  "<table:table "
						  "table:name=\"Lijst\">"
						  "<table:table-source "
						  "xlink:href=\"http://"
						  "127.0.0.1:9/\" "
						  "xmlns:xlink=\"http://"
						  "www.w3.org/1999/xlink\"/"
						  ">" ROW(CELL(
							  "y")) "</"
								"table:table>");

	ck_grid(&g, "[-Weg]\n[Lijst]\n1 A=y\n");
	ck_assert_uint_eq(g.diag.n, 1);
	ck_assert(grid_says(&g, "x.ods:Weg"));
}
END_TEST

START_TEST(flat_files_are_read_as_well)
{
	grid_fods(
		&g,
		"<table:table table:name=\"A\">\n  " ROW("\n " CELL(
			"\n  x\n  y\n ") "\n") "</table:table>"
					       "<table:table>" ROW(CELL(
						       "z")) "</table:table>");

	ck_grid(&g, "[A]\n1 A=x y\n[]\n1 A=z\n");
}
END_TEST

START_TEST(what_is_no_spreadsheet_is_refused)
{
	static const struct {
		const char *text, *words;
	} files[] = {
		{ "<o:document xmlns:o=\"urn:oasis:names:tc:opendocument:"
		  "xmlns:office:1.0\" o:mimetype=\"application/vnd.oasis."
		  "opendocument.text\"/>",
		  "no spreadsheet" },
		{ "<o:document xmlns:o=\"urn:oasis:names:tc:opendocument:"
		  "xmlns:office:1.0\"><o:body><o:text/></o:body></o:document>",
		  "no spreadsheet inside" },
		{ "<o:other xmlns:o=\"urn:oasis:names:tc:opendocument:"
		  "xmlns:office:1.0\"/>",
		  "not an OpenDocument file" },
		{ "<!DOCTYPE o><o:document xmlns:o=\"urn:oasis:names:tc:"
		  "opendocument:xmlns:office:1.0\"/>",
		  "DOCTYPE" },
	};

	grid_bytes(&g, "x.fods", sv(files[_i].text));

	ck_assert_int_ne(g.rc, 0);
	ck_assert_msg(strstr(g.e.msg, files[_i].words), "%s", g.e.msg);
}
END_TEST

START_TEST(packages_without_content_are_refused)
{
	struct made_zip z = { 0 };

	zip_add(&z, "mimetype",
		SV("application/vnd.oasis.opendocument.spreadsheet"));
	grid_bytes(&g, "x.ods", zip_finish(&z));
	zip_free(&z);

	ck_refused(&g, "x.ods", "no content.xml");
}
END_TEST

START_TEST(a_password_is_said)
{
	struct made_zip z = { 0 };

	zip_add(&z, "mimetype",
		SV("application/vnd.oasis.opendocument.spreadsheet"));
	if (_i == 0) {
		zip_add(&z, "content.xml", SV("garbage"));
		zip_add(&z, "META-INF/manifest.xml",
			SV("<m:manifest xmlns:m=\"urn:oasis:names:tc:"
			   "opendocument:xmlns:manifest:1.0\"><m:file-entry/>"
			   "<m:file-entry><m:encryption-data/></m:file-entry>"
			   "</m:manifest>"));
	} else {
		zip_add(&z, "encrypted-package", SV("garbage"));
	}
	grid_bytes(&g, "x.ods", zip_finish(&z));
	zip_free(&z);

	ck_refused(&g, "x.ods", "password-protected");
}
END_TEST

START_TEST(a_missing_mimetype_is_told)
{
	struct made_zip z = { 0 };

	zip_add_deflated(&z, "content.xml",
			 SV("<o:document-content xmlns:o=\"urn:oasis:names:tc:"
			    "opendocument:xmlns:office:1.0\"><o:body>"
			    "<o:spreadsheet/></o:body></o:document-content>"));
	grid_bytes(&g, "x.ods", zip_finish(&z));
	zip_free(&z);

	ck_grid(&g, "");
	ck_assert(grid_says(&g, "no mimetype"));
}
END_TEST

/* One cell of n bytes: as text, as spaces or as a value. */
static void
read_long(size_t n, int how)
{
	struct buf b = { 0 };

	if (how == 1) {
		buf_printf(&b, ROW(CELL("x<text:s text:c=\"%zu\"/>")), n - 1);
	} else {
		buf_str(&b, how == 0 ? "<table:table-row><table:table-cell>"
				       "<text:p>"
				     : "<table:table-row><table:table-cell "
				       "office:value-type=\"string\"><text:p>"
				       "<text:span>");
		for (size_t i = 0; i < n; i++)
			buf_char(&b, 'x');
		buf_str(&b, how == 0 ? "</text:p></table:table-cell>"
				       "</table:table-row>"
				     : "</text:span></text:p>"
				       "</table:table-cell></table:table-row>");
	}
	read_rows(b.p);
	buf_done(&b);
}

START_TEST(one_byte_too_many_in_a_cell_is_refused)
{
	read_long(LIMIT_CELL_BYTES, _i);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_long(LIMIT_CELL_BYTES + 1, _i);
	ck_refused(&g, "x.ods:Blad1:A1", "128 KiB");
}
END_TEST

START_TEST(spaces_by_the_billion_are_refused)
{
	read_rows(ROW(CELL("a<text:s text:c=\"2000000000\"/>b")));

	ck_refused(&g, "x.ods:Blad1:A1", "128 KiB");
}
END_TEST

START_TEST(a_row_of_too_many_bytes_is_refused)
{
	struct buf b = { 0 };

	buf_str(&b, "<table:table-row>");
	for (size_t n = 0; n <= LIMIT_ROW_BYTES; n += 131072)
		buf_str(&b, CELL("x<text:s text:c=\"131071\"/>"));
	buf_str(&b, "</table:table-row>");
	read_rows(b.p);
	buf_done(&b);

	ck_assert_int_ne(g.rc, 0);
	ck_assert_ptr_nonnull(strstr(g.e.msg, "a row of more than 16 MiB"));
}
END_TEST

static void
read_long_name(unsigned n)
{
	struct buf b = { 0 };

	buf_str(&b, "<table:table table:name=\"");
	for (unsigned i = 0; i < n; i++)
		buf_char(&b, 'n');
	buf_str(&b, "\"/>");
	grid_done(&g);
	grid_ods(&g, b.p);
	buf_done(&b);
}

START_TEST(one_byte_too_many_in_a_tables_name_is_refused)
{
	read_long_name(LIMIT_NAME_BYTES);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_long_name(LIMIT_NAME_BYTES + 1);
	ck_refused(&g, "x.ods", "a sheet's name of 1025 bytes");
}
END_TEST

static void
read_hidden_styles(unsigned n)
{
	struct buf b = { 0 };

	buf_str(&b, "<o:document xmlns:o=\"urn:oasis:names:tc:opendocument:"
		    "xmlns:office:1.0\" xmlns:s=\"urn:oasis:names:tc:"
		    "opendocument:xmlns:style:1.0\" xmlns:t=\"urn:oasis:names:"
		    "tc:opendocument:xmlns:table:1.0\"><o:automatic-styles>");
	for (unsigned i = 0; i < n; i++)
		buf_printf(&b,
			   "<s:style s:family=\"table\" s:name=\"s%u\">"
			   "<s:table-properties t:display=\"false\"/>"
			   "</s:style>",
			   i);
	buf_str(&b, "</o:automatic-styles><o:body><o:spreadsheet/></o:body>"
		    "</o:document>");
	grid_done(&g);
	grid_bytes(&g, "x.fods", buf_view(&b));
	buf_done(&b);
}

START_TEST(one_style_of_hidden_tables_too_many_is_refused)
{
	read_hidden_styles(LIMIT_SHEETS);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_hidden_styles(LIMIT_SHEETS + 1);
	ck_refused(&g, "x.fods", "more than 1024 styles");
}
END_TEST

START_TEST(many_merges_are_told_as_a_number)
{
	struct buf b = { 0 };

	for (int i = 0; i < 30; i++)
		buf_str(&b, ROW("<table:table-cell "
				"table:number-rows-spanned=\"2\"><text:p>x"
				"</text:p></table:table-cell>"));
	read_rows(b.p);
	buf_done(&b);

	ck_assert_uint_eq(g.diag.n, 21);
	ck_assert(grid_says(&g, "more cells merged over rows: 10"));
}
END_TEST

START_TEST(one_table_too_many_is_refused)
{
	struct buf b = { 0 };

	for (unsigned i = 0; i < LIMIT_SHEETS + (unsigned)_i; i++)
		buf_str(&b, "<table:table/>");
	grid_ods(&g, b.p);
	buf_done(&b);

	if (_i == 0)
		ck_assert_msg(g.rc == 0, "%s", g.e.msg);
	else
		ck_refused(&g, "x.ods", "more than 1024 sheets");
}
END_TEST

#define LOOP(test, n) tcase_add_loop_test(t, test, 0, n)

static void
add_values(TCase *t)
{
	LOOP(value_attributes_win_over_the_text_shown, 11);
	LOOP(a_value_that_is_not_of_its_type_gives_the_text_and_is_told, 4);
	tcase_add_test(t, errors_are_told_and_typed);
	LOOP(durations_are_read_as_hours, 12);
	tcase_add_test(t, spaces_tabs_and_breaks_are_what_they_stand_for);
	tcase_add_test(t, white_space_across_elements_is_one_space);
	tcase_add_test(t, comments_notes_and_drawings_are_not_the_value);
	tcase_add_test(t, covered_cells_are_left_out_and_told);
}

static void
add_tables(TCase *t)
{
	tcase_add_test(t, repeated_cells_stand_in_every_column);
	tcase_add_test(t, repeated_rows_are_told_once_with_their_number);
	tcase_add_test(t, padding_to_the_end_of_the_sheet_costs_nothing);
	tcase_add_test(t, hidden_rows_and_columns_are_read_and_told);
	tcase_add_test(t, groups_are_looked_through);
	tcase_add_test(t, hidden_tables_are_told_and_linked_ones_not_fetched);
	tcase_add_test(t, flat_files_are_read_as_well);
	LOOP(what_is_no_spreadsheet_is_refused, 4);
	tcase_add_test(t, packages_without_content_are_refused);
	LOOP(a_password_is_said, 2);
	tcase_add_test(t, a_missing_mimetype_is_told);
	tcase_add_test(t, many_merges_are_told_as_a_number);
}

static void
add_limits(TCase *t)
{
	LOOP(repeats_that_are_no_number_are_refused, 18);
	tcase_add_test(t, one_filled_cell_too_many_from_a_repeat_is_refused);
	tcase_add_test(t, filled_cells_past_the_last_column_are_refused);
	tcase_add_test(t, filled_rows_past_the_last_row_are_refused);
	tcase_add_test(t, one_element_too_deep_is_refused);
	LOOP(one_byte_too_many_in_a_cell_is_refused, 3);
	tcase_add_test(t, spaces_by_the_billion_are_refused);
	tcase_add_test(t, a_row_of_too_many_bytes_is_refused);
	tcase_add_test(t, one_byte_too_many_in_a_tables_name_is_refused);
	tcase_add_test(t, one_style_of_hidden_tables_too_many_is_refused);
	LOOP(one_table_too_many_is_refused, 2);
}

Suite *
suite_ods(void)
{
	static void (*const add[])(TCase *) = { add_values, add_tables,
						add_limits };
	Suite *s = suite_create("ods");

	for (size_t i = 0; i < sizeof(add) / sizeof(*add); i++) {
		TCase *t = tcase_create("ods");

		tcase_add_checked_fixture(t, setup, teardown);
		tcase_set_timeout(t, 60);
		add[i](t);
		suite_add_tcase(s, t);
	}
	return s;
}

/* XLSX: each quirk of real workbooks, and one beyond each limit. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/limits.h"
#include "collectors/syntax/number.h"
#include "tests/unit/grid.h"

Suite *suite_xlsx(void);

static struct grid g;

static void
teardown(void)
{
	grid_done(&g);
}

static void
setup(void)
{
	g = (struct grid){ 0 };
}

/* A workbook of these rows, with dates in style 1 (14) and 2 (own). */
static void
read_rows(const char *rows)
{
	grid_done(&g);
	grid_xlsx(&g,
		  &(struct made_xlsx){
			  .rows = rows,
			  .strings = "<si><t>nul</t></si><si><t>een</t></si>",
			  .formats = "<numFmt numFmtId=\"164\" "
				     "formatCode=\"dd\\-mm\\-yyyy\"/>",
			  .xfs = "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/>"
				 "<xf numFmtId=\"164\"/>"
				 "<xf numFmtId=\"21\"/>" });
}

START_TEST(every_type_of_cell_is_read_as_what_it_is)
{
	read_rows("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>1</v></c>"
		  "<c r=\"B1\"><v>12.50</v></c>"
		  "<c r=\"C1\" t=\"n\"><v>3</v></c>"
		  "<c r=\"D1\" t=\"b\"><v>1</v></c>"
		  "<c r=\"E1\" t=\"b\"><v>0</v></c>"
		  "<c r=\"F1\" t=\"str\"><f>A1</f><v>tekst</v></c>"
		  "<c r=\"G1\" t=\"inlineStr\"><is><t>binnen</t></is></c>"
		  "<c r=\"H1\" t=\"d\"><v>2026-11-24T00:00:00Z</v></c>"
		  "<c r=\"I1\" t=\"d\"><v>2026-11-24T08:30:00</v></c>"
		  "<c r=\"J1\" t=\"d\"><v>10:10:10</v></c>"
		  "<c r=\"K1\" s=\"1\"/><c r=\"L1\"><v></v></c></row>");

	ck_grid(&g, "[Blad1]\n1 A=een B=#12.5 C=#3 D=?true E=?false F=tekst "
		    "G=binnen H=@2026-11-24 I=@2026-11-24T08:30:00 "
		    "J=10:10:10\n");
	ck_assert_uint_eq(g.diag.n, 0);
}
END_TEST

START_TEST(error_cells_are_told_and_typed)
{
	read_rows("<row r=\"2\"><c r=\"B2\" t=\"e\"><v>#REF!</v></c></row>");

	ck_grid(&g, "[Blad1]\n2 B=!#REF!\n");
	ck_assert(grid_says(&g, "x.xlsx:Blad1:B2"));
	ck_assert(grid_says(&g, "'#REF!'"));
}
END_TEST

START_TEST(dates_follow_style_and_date_system)
{
	static const struct {
		const char *system, *value, *want, *says;
	} dates[] = {
		{ "", "45505", "@2024-08-01", NULL },
		{ "", "45505.5", "@2024-08-01T12:00:00", NULL },
		{ "", "45505.99999999", "@2024-08-02", NULL },
		{ "", "61", "@1900-03-01", NULL },
		{ "", "59", "@1900-02-28", "differ by a day" },
		{ "", "1", "@1900-01-01", "differ by a day" },
		{ "", "60", "#60", "never was" },
		{ "", "0", "#0", "but zero" },
		{ "", "0.5", "12:00:00", NULL },
		{ "", "-1", "#-1", "but negative" },
		{ "", "2958465", "@9999-12-31", NULL },
		{ "", "2958466", "#2958466", "past the year 9999" },
		{ "", "1E+300", "#1E+300", "past the year 9999" },
		{ "1", "45505", "@2028-08-02", NULL },
		{ "1", "0", "@1904-01-01", NULL },
		{ "1", "60", "@1904-03-01", NULL },
		{ "true", "2957003", "@9999-12-31", NULL },
		{ "true", "2957004", "#2957004", "past the year 9999" },
		{ "0", "45505", "@2024-08-01", NULL },
	};
	char workbook[64], rows[128], want[64];

	snprintf(workbook, sizeof(workbook), "<workbookPr date1904=\"%s\"/>",
		 dates[_i].system);
	snprintf(rows, sizeof(rows),
		 "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>%s</v></c></row>",
		 dates[_i].value);
	snprintf(want, sizeof(want), "[Blad1]\n1 A=%s\n", dates[_i].want);
	grid_xlsx(&g, &(struct made_xlsx){ .rows = rows,
					   .workbook = workbook,
					   .xfs = "<xf/><xf numFmtId=\"14\"/"
						  ">" });

	ck_grid(&g, want);
	ck_assert_uint_eq(g.diag.n, dates[_i].says ? 1 : 0);
	if (dates[_i].says)
		ck_assert(grid_says(&g, dates[_i].says));
}
END_TEST

START_TEST(own_formats_decide_what_is_a_date)
{
	static const struct {
		const char *code;
		enum number_style want;
	} codes[] = {
		{ "General", STYLE_NUMBER },
		{ "dd\\-mm\\-yyyy", STYLE_DATE },
		{ "[$-413]d mmmm yyyy;@", STYLE_DATE },
		{ "m/d/yy h:mm", STYLE_DATE },
		{ "mmm\\-yy", STYLE_DATE },
		{ "mmmm", STYLE_DATE },
		{ "h:mm AM/PM", STYLE_TIME },
		{ "mm:ss", STYLE_TIME },
		{ "[h]:mm:ss", STYLE_TIME },
		{ "[mm]", STYLE_TIME },
		{ "#,##0.00 \"dagen\"", STYLE_NUMBER },
		{ "0.00E+00", STYLE_NUMBER },
		{ "\"jaar \"0", STYLE_NUMBER },
		{ "[Magenta]0;[Red]-0", STYLE_NUMBER },
		{ "0;dd-mm-yyyy", STYLE_NUMBER },
		{ "\\d\\m\\y 0", STYLE_NUMBER },
		{ "_d0_m", STYLE_NUMBER },
		{ "# ?/?", STYLE_NUMBER },
		{ "@", STYLE_NUMBER },
		{ "", STYLE_NUMBER },
		{ "\"open", STYLE_NUMBER },
		{ "[open", STYLE_NUMBER },
		{ "\\", STYLE_NUMBER },
	};

	ck_assert_int_eq(number_style_of_code(sv(codes[_i].code)),
			 codes[_i].want);
}
END_TEST

START_TEST(built_in_formats_decide_what_is_a_date)
{
	static const struct {
		uint32_t id;
		enum number_style want;
	} ids[] = {
		{ 0, STYLE_NUMBER },  { 13, STYLE_NUMBER },
		{ 14, STYLE_DATE },   { 17, STYLE_DATE },
		{ 18, STYLE_TIME },   { 21, STYLE_TIME },
		{ 22, STYLE_DATE },   { 23, STYLE_NUMBER },
		{ 27, STYLE_DATE },   { 36, STYLE_DATE },
		{ 37, STYLE_NUMBER }, { 45, STYLE_TIME },
		{ 47, STYLE_TIME },   { 48, STYLE_NUMBER },
		{ 50, STYLE_DATE },   { 58, STYLE_DATE },
		{ 59, STYLE_NUMBER }, { 164, STYLE_NUMBER },
	};

	ck_assert_int_eq(number_style_of_id(ids[_i].id), ids[_i].want);
}
END_TEST

START_TEST(what_is_no_date_or_time_is_not_read_as_one)
{
	static const char *const words[] = {
		"2026-11-24T",      "2026-11-24T25:00",
		"2026-11-24T10:60", "24-11-2026",
		"2026-02-30",       "10:00",
		"10:00:61",         "x"
	};
	char out[NUMBER_SIZE];
	struct sv got;

	ck_assert(!iso_text(sv(words[_i]), out, &got));
	ck_assert(_i == 5 || !clock_text(sv(words[_i]), out, &got));
	ck_assert_int_eq(
		serial_text(sv(words[_i]), false, STYLE_DATE, out, &got),
		SERIAL_NONE);
}
END_TEST

START_TEST(numbers_are_the_shortest_decimal_that_people_see)
{
	static const struct {
		const char *in, *want;
	} numbers[] = {
		{ "12345678", "12345678" },
		{ "1.0", "1" },
		{ "007", "7" },
		{ "-0", "0" },
		{ "0.0", "0" },
		{ "-12.30", "-12.3" },
		{ "+5", "5" },
		{ ".5", "0.5" },
		{ "5.", "5" },
		{ "1.0000000000000002", "1" },
		{ "0.30000000000000004", "0.3" },
		{ "0.1", "0.1" },
		{ "4.5999999999999996", "4.6" },
		{ "9.9999999999999996", "10" },
		{ "123456789012345", "123456789012345" },
		{ "1234567890123456", "1234567890123460" },
		{ "999999999999999999", "1000000000000000000" },
		{ "1E+308", "1E+308" },
		{ "1.7976931348623157E+308", "1.79769313486232E+308" },
		{ "1e21", "1E+21" },
		{ "1e20", "100000000000000000000" },
		{ "1.5e3", "1500" },
		{ "1.5E-3", "0.0015" },
		{ "0.000001", "0.000001" },
		{ "0.0000001", "1E-7" },
		{ "-1.25e-10", "-1.25E-10" },
	};
	char out[NUMBER_SIZE];
	struct sv got;

	ck_assert(number_text(sv(numbers[_i].in), out, &got));

	ck_assert_msg(sv_is(got, numbers[_i].want), "%s gives %.*s",
		      numbers[_i].in, SV_ARG(got));
}
END_TEST

START_TEST(what_is_no_number_is_not_read_as_one)
{
	static const char *const words[] = { "",     "-",     ".",
					     "1,5",  "abc",   "1e",
					     "1e+",  "NaN",   "INF",
					     "0x10", "1.2.3", "1 ",
					     "--1",  "1e999", "1e2147483648" };
	char out[NUMBER_SIZE];
	struct sv got;

	ck_assert(!number_text(sv(words[_i]), out, &got));
}
END_TEST

START_TEST(a_number_that_is_none_is_told_and_kept_as_text)
{
	read_rows("<row r=\"1\"><c r=\"A1\"><v>twaalf</v></c></row>");

	ck_grid(&g, "[Blad1]\n1 A=twaalf\n");
	ck_assert(grid_says(&g, "not a number"));
}
END_TEST

START_TEST(times_and_elapsed_hours_are_read_as_times)
{
	read_rows("<row r=\"1\"><c r=\"A1\" s=\"3\"><v>0.4375</v></c>"
		  "<c r=\"B1\" s=\"3\"><v>1.5</v></c>"
		  "<c r=\"C1\" s=\"3\"><v>45505.4375</v></c></row>");

	ck_grid(&g, "[Blad1]\n1 A=10:30:00 B=36:00:00 "
		    "C=@2024-08-01T10:30:00\n");
}
END_TEST

START_TEST(rich_text_is_joined_and_phonetic_text_left_out)
{
	grid_xlsx(&g,
		  &(struct made_xlsx){
			  .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v>"
				  "</c><c r=\"B1\" t=\"inlineStr\"><is><r><t>"
				  "in</t></r><r><rPr><b/></rPr><t>een</t></r>"
				  "<rPh sb=\"0\" eb=\"1\"><t>X</t></rPh></is>"
				  "</c></row>",
			  .strings = "<si><r><t>Reken</t></r><r><rPr><b/>"
				     "</rPr><t>reis</t></r><rPh sb=\"0\" "
				     "eb=\"1\"><t>PHONETIC</t></rPh>"
				     "<phoneticPr fontId=\"1\"/></si>" });

	ck_grid(&g, "[Blad1]\n1 A=Rekenreis B=ineen\n");
}
END_TEST

START_TEST(escaped_characters_are_restored)
{
	grid_xlsx(&g,
		  &(struct made_xlsx){
			  .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v>"
				  "</c><c r=\"B1\" t=\"str\"><v>x_x005F_y"
				  "</v></c><c r=\"C1\" t=\"str\"><v>_x0000_"
				  "_xD800_ _xZZZZ_ _x20AC_</v></c></row>",
			  .strings = "<si><t>a_x000D_b &amp; c</t></si>" });

	ck_grid(&g, "[Blad1]\n1 A=a\rb & c B=x_y C=_x0000__xD800_ _xZZZZ_ "
		    "\xe2\x82\xac\n");
}
END_TEST

START_TEST(a_shared_text_that_is_not_there_is_refused)
{
	static const char *const index[] = { "2", "-1", "x", "4294967296" };
	char rows[128];

	snprintf(rows, sizeof(rows),
		 "<row r=\"3\"><c r=\"D3\" t=\"s\"><v>%s</v></c></row>",
		 index[_i]);
	read_rows(rows);

	ck_refused(&g, "x.xlsx:Blad1:D3", "shared text that is not there");
}
END_TEST

START_TEST(shared_texts_without_their_part_are_refused)
{
	grid_xlsx(&g,
		  &(struct made_xlsx){ .rows = "<row r=\"1\"><c r=\"A1\" "
					       "t=\"s\"><v>0</v></c></row>" });

	ck_refused(&g, "x.xlsx:Blad1:A1", "shared text that is not there");
}
END_TEST

START_TEST(empty_shared_texts_are_no_cells)
{
	grid_xlsx(&g,
		  &(struct made_xlsx){
			  .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v>"
				  "</c><c r=\"B1\" t=\"s\"><v>1</v></c>"
				  "<c r=\"C1\" t=\"s\"><v>2</v></c></row>",
			  .strings = "<si><t/></si><si></si><si><t>c</t>"
				     "</si>" });

	ck_grid(&g, "[Blad1]\n1 C=c\n");
}
END_TEST

START_TEST(formulas_give_their_cached_value_or_are_told)
{
	read_rows("<row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c>"
		  "<c r=\"B1\"><f>NOW()</f></c><c r=\"C1\"><f>X</f><v/></c>"
		  "</row>");

	ck_grid(&g, "[Blad1]\n1 A=#2\n");
	ck_assert_uint_eq(g.diag.n, 1);
	ck_assert(grid_says(&g, "x.xlsx:Blad1:B1"));
	ck_assert(grid_says(&g, "formulas without a value: 1"));
}
END_TEST

START_TEST(cells_without_a_name_stand_right_of_the_one_before)
{
	read_rows("<row><c><v>1</v></c><c r=\"D1\"><v>2</v></c>"
		  "<c><v>3</v></c></row><row><c><v>4</v></c></row>");

	ck_grid(&g, "[Blad1]\n1 A=#1 D=#2 E=#3\n2 A=#4\n");
}
END_TEST

START_TEST(cells_out_of_order_are_sorted)
{
	read_rows("<row r=\"1\"><c r=\"C1\"><v>3</v></c><c r=\"A1\"><v>1</v>"
		  "</c><c r=\"B1\" t=\"str\"><v>b</v></c></row>");

	ck_grid(&g, "[Blad1]\n1 A=#1 B=b C=#3\n");
}
END_TEST

START_TEST(a_cell_that_stands_there_twice_is_refused)
{
	read_rows("<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v>"
		  "</c><c r=\"B1\"><v>2</v></c></row>");

	ck_refused(&g, "x.xlsx:Blad1:B1", "twice");
}
END_TEST

START_TEST(names_that_are_no_cell_of_the_row_are_refused)
{
	static const char *const names[] = {
		"XFE2", "A1048577", "A0", "2A",    "a2",
		"$A$2", "",         "A",  "AAAA2", "A02",
		"A3",   "A2 ",      "2",  "ZZZ2",  "A99999999999999999999",
	};
	char rows[128];

	snprintf(rows, sizeof(rows),
		 "<row r=\"2\"><c r=\"%s\"><v>1</v></c></row>", names[_i]);
	read_rows(rows);

	ck_refused(&g, "x.xlsx:Blad1:2", "a cell named");
}
END_TEST

START_TEST(the_last_cell_of_a_sheet_is_read_and_no_cell_below)
{
	char rows[128];

	snprintf(rows, sizeof(rows),
		 "<row r=\"%u\"><c r=\"XFD%u\"><v>1</v></c></row>",
		 LIMIT_ROWS + (unsigned)_i, LIMIT_ROWS + (unsigned)_i);
	read_rows(rows);

	if (_i == 0)
		ck_grid(&g, "[Blad1]\n1048576 XFD=#1\n");
	else
		ck_refused(&g, "x.xlsx:Blad1", "past the end of a sheet");
}
END_TEST

START_TEST(a_cell_right_of_the_last_column_is_refused)
{
	read_rows("<row r=\"1\"><c r=\"XFD1\"><v>1</v></c><c><v>2</v></c>"
		  "</row>");

	ck_refused(&g, "x.xlsx:Blad1:1", "16384 columns");
}
END_TEST

START_TEST(a_row_past_the_end_of_a_sheet_is_refused)
{
	static const char *const rows[] = {
		"<row r=\"1048577\"><c><v>1</v></c></row>",
		"<row r=\"0\"><c><v>1</v></c></row>",
		"<row r=\"x\"><c><v>1</v></c></row>",
		"<row r=\"1048576\"/><row><c><v>1</v></c></row>",
	};

	read_rows(rows[_i]);

	ck_assert_int_ne(g.rc, 0);
	ck_assert_ptr_nonnull(strstr(g.e.msg, "past the end of a sheet"));
}
END_TEST

START_TEST(rows_twice_or_out_of_order_are_refused)
{
	char rows[128];

	snprintf(rows, sizeof(rows),
		 "<row r=\"5\"><c><v>1</v></c></row>"
		 "<row r=\"%d\"><c><v>2</v></c></row>",
		 5 - _i);
	read_rows(rows);

	ck_refused(&g, "x.xlsx:Blad1:5", "in ascending order");
}
END_TEST

START_TEST(empty_rows_cost_nothing_and_are_not_told)
{
	read_rows("<row r=\"1\"/><row r=\"7\"><c r=\"A7\" s=\"1\"/></row>"
		  "<row r=\"9\"><c r=\"A9\"><v>1</v></c></row>");

	ck_grid(&g, "[Blad1]\n9 A=#1\n");
}
END_TEST

START_TEST(strict_workbooks_are_read_too)
{
	struct made_zip z = { 0 };

	zip_add(&z, "[Content_Types].xml", SV("<Types/>"));
	zip_add(&z, "_rels/.rels",
		SV("<Relationships xmlns=\"http://schemas.openxmlformats.org/"
		   "package/2006/relationships\"><Relationship Id=\"a\" "
		   "Type=\"http://purl.oclc.org/ooxml/officeDocument/"
		   "relationships/officeDocument\" Target=\"/elders/boek.xml"
		   "\"/></Relationships>"));
	zip_add(&z, "elders/boek.xml",
		SV("<x:workbook xmlns:x=\"http://purl.oclc.org/ooxml/"
		   "spreadsheetml/main\" xmlns:q=\"http://purl.oclc.org/ooxml/"
		   "officeDocument/relationships\"><x:sheets><x:sheet "
		   "name=\"S\" q:id=\"b\"/></x:sheets></x:workbook>"));
	zip_add(&z, "elders/_rels/boek.xml.rels",
		SV("<Relationships xmlns=\"http://schemas.openxmlformats.org/"
		   "package/2006/relationships\"><Relationship Id=\"b\" "
		   "Type=\"http://purl.oclc.org/ooxml/officeDocument/"
		   "relationships/worksheet\" Target=\"../xl/./blad.xml\"/>"
		   "</Relationships>"));
	zip_add(&z, "xl/blad.xml",
		SV("<worksheet xmlns=\"http://purl.oclc.org/ooxml/"
		   "spreadsheetml/main\"><sheetData><row r=\"1\"><c r=\"A1\">"
		   "<v>5</v></c></row></sheetData></worksheet>"));
	grid_bytes(&g, "x.xlsx", zip_finish(&z));
	zip_free(&z);

	ck_grid(&g, "[S]\n1 A=#5\n");
}
END_TEST

START_TEST(sheets_are_found_within_the_package_only)
{
	static const struct {
		const char *target, *member;
		bool is_found;
	} targets[] = {
		{ "worksheets/sheet1.xml", NULL, true },
		{ "../xl/worksheets/sheet1.xml", NULL, true },
		{ "/xl/worksheets/sheet1.xml", NULL, true },
		{ "worksheets/SHEET1.xml", NULL, true },
		{ "./worksheets//sheet1.xml", NULL, true },
		{ "worksheets/sheet1.xml", "xl\\worksheets\\sheet1.xml", true },
		{ "../../xl/worksheets/sheet1.xml", NULL, false },
		{ "../../../../etc/passwd", NULL, false },
		{ "file:///etc/passwd", NULL, false },
		{ "http://127.0.0.1:9/x.xml", NULL, false },
		{ "worksheets/sheet1.xml%00", NULL, false },
		{ "", NULL, false },
		{ "worksheets/sheet1.xml\" TargetMode=\"External", NULL,
		  false },
	};

	grid_xlsx(&g, &(struct made_xlsx){
			      .rows = "<row r=\"1\"><c><v>1</v></c></row>",
			      .target = targets[_i].target,
			      .sheet_member = targets[_i].member });

	if (targets[_i].is_found)
		ck_grid(&g, "[Blad1]\n1 A=#1\n");
	else
		ck_refused(&g, "x.xlsx:Blad1", "not in the file");
}
END_TEST

START_TEST(hidden_sheets_are_told_and_charts_passed_over)
{
	grid_xlsx(&g, &(struct made_xlsx){
			      .rows = "<row r=\"1\"><c><v>1</v></c></row>",
			      .sheets = "<sheet name=\"Grafiek\" r:id=\"r4\"/>"
					"<sheet name=\"Weg\" state=\"hidden\" "
					"r:id=\"r1\"/><sheet name=\"Diep\" "
					"state=\"veryHidden\" r:id=\"r1\"/>"
					"<sheet name=\"Lijst &amp; &lt;x>\" "
					"state=\"visible\" r:id=\"r1\"/>" });

	ck_grid(&g, "[-Weg]\n[-Diep]\n[Lijst & <x>]\n1 A=#1\n");
	ck_assert_uint_eq(g.diag.n, 2);
	ck_assert(grid_says(&g, "x.xlsx:Diep"));
}
END_TEST

START_TEST(hidden_rows_and_columns_are_read_and_told)
{
	grid_xlsx(&g,
		  &(struct made_xlsx){
			  .before = "<cols><col min=\"2\" max=\"3\" "
				    "hidden=\"1\"/><col min=\"50\" "
				    "max=\"16384\" hidden=\"1\"/></cols>",
			  .rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c>"
				  "<c r=\"C1\"><v>2</v></c></row>"
				  "<row r=\"2\" hidden=\"1\"><c><v>3</v></c>"
				  "</row><row r=\"3\" hidden=\"true\"><c>"
				  "<v>4</v></c></row>" });

	ck_grid(&g, "[Blad1]\n1 A=#1 C=#2\n2h A=#3\n3h A=#4\n");
	ck_assert_uint_eq(g.diag.n, 2);
	ck_assert(grid_says(&g, "2, the first is row 2"));
	ck_assert(grid_says(&g, "from column B on"));
}
END_TEST

START_TEST(cells_merged_over_rows_that_were_read_are_told)
{
	grid_xlsx(&g,
		  &(struct made_xlsx){
			  .rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c>"
				  "<c r=\"C1\"><v>2</v></c></row>"
				  "<row r=\"2\"><c r=\"B2\"><v>3</v></c></row>",
			  .after = "<mergeCells><mergeCell ref=\"A1:A2\"/>"
				   "<mergeCell ref=\"A1:C1\"/>"
				   "<mergeCell ref=\"A8:B9\"/>"
				   "<mergeCell ref=\"A2:A9\"/>"
				   "<mergeCell ref=\"junk\"/></mergeCells>" });

	ck_assert_int_eq(g.rc, 0);
	ck_assert_uint_eq(g.diag.n, 1);
	ck_assert(grid_says(&g, "x.xlsx:Blad1:A1"));
	ck_assert(grid_says(&g, "merged with rows below"));
}
END_TEST

START_TEST(many_merges_are_told_as_a_number)
{
	struct buf rows = { 0 }, merges = { 0 };

	buf_str(&merges, "<mergeCells>");
	for (int i = 1; i <= 60; i++) {
		buf_printf(&rows, "<row r=\"%d\"><c><v>1</v></c></row>", i);
		if (i % 2)
			buf_printf(&merges, "<mergeCell ref=\"A%d:A%d\"/>", i,
				   i + 1);
	}
	buf_str(&merges, "</mergeCells>");
	grid_xlsx(&g, &(struct made_xlsx){ .rows = rows.p, .after = merges.p });
	buf_done(&merges);
	buf_done(&rows);

	ck_assert_uint_eq(g.diag.n, 21);
	ck_assert(grid_says(&g, "more cells merged over rows: 10"));
}
END_TEST

START_TEST(what_is_not_the_sheets_own_rows_is_passed_over)
{
	grid_xlsx(&g,
		  &(struct made_xlsx){
			  .before =
				  "<dimension ref=\"A1:XFD1048576\"/>"
				  "<mc:AlternateContent xmlns:mc=\"http://"
				  "schemas.openxmlformats.org/markup-"
				  "compatibility/2006\"><mc:Choice><sheetData>"
				  "<row r=\"1\"><c><v>9</v></c></row>"
				  "</sheetData></mc:Choice>"
				  "</mc:AlternateContent>",
			  .rows = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\">"
				  "<v>0</v><is><t>goed</t></is></c>"
				  "<c r=\"B1\"><v>1</v><extLst><ext><v>2</v>"
				  "</ext></extLst></c><extLst/></row>"
				  "<other:row xmlns:other=\"urn:x\" r=\"1\"/>",
			  .after = "<extLst><ext><sheetData><row r=\"1\"/>"
				   "</sheetData></ext></extLst>" });

	ck_grid(&g, "[Blad1]\n1 A=goed B=#1\n");
}
END_TEST

START_TEST(a_second_set_of_rows_is_refused)
{
	grid_xlsx(&g, &(struct made_xlsx){ .after = "<sheetData/>" });

	ck_refused(&g, "x.xlsx:Blad1", "a second set of rows");
}
END_TEST

START_TEST(parts_that_are_something_else_are_refused)
{
	struct made_zip z = { 0 };

	zip_add(&z, "[Content_Types].xml", SV("<Types/>"));
	zip_add(&z, "xl/workbook.xml", SV("<workbook/>"));
	grid_bytes(&g, "x.xlsx", zip_finish(&z));
	zip_free(&z);

	ck_refused(&g, "x.xlsx", "not a workbook");
}
END_TEST

START_TEST(a_workbook_without_sheets_is_refused)
{
	grid_xlsx(&g, &(struct made_xlsx){ .sheets = " " });

	ck_refused(&g, "x.xlsx", "without sheets");
}
END_TEST

START_TEST(unknown_types_are_read_as_text_and_told)
{
	read_rows("<row r=\"1\"><c r=\"A1\" t=\"z\"><v>5</v></c>"
		  "<c r=\"B1\" t=\"d\"><v>morgen</v></c></row>");

	ck_grid(&g, "[Blad1]\n1 A=5 B=morgen\n");
	ck_assert(grid_says(&g, "unknown type"));
	ck_assert(grid_says(&g, "not a date"));
}
END_TEST

START_TEST(a_style_that_is_not_there_is_a_plain_number)
{
	read_rows("<row r=\"1\"><c r=\"A1\" s=\"9\"><v>5</v></c>"
		  "<c r=\"B1\" s=\"-1\"><v>6</v></c>"
		  "<c r=\"C1\" s=\"2\"><v>45505</v></c></row>");

	ck_grid(&g, "[Blad1]\n1 A=#5 B=#6 C=@2024-08-01\n");
}
END_TEST

/* One cell of n characters, each of `bytes` bytes. */
static void
read_long_cell(const char *type, size_t n, const char *one)
{
	struct buf b = { 0 };

	buf_printf(&b, "<row r=\"1\"><c r=\"A1\" t=\"%s\">%s", type,
		   strcmp(type, "str") ? "<is><t>" : "<v>");
	for (size_t i = 0; i < n; i++)
		buf_str(&b, one);
	buf_str(&b,
		strcmp(type, "str") ? "</t></is></c></row>" : "</v></c></row>");
	read_rows(b.p);
	buf_done(&b);
}

START_TEST(one_character_too_many_in_a_cell_is_refused)
{
	static const char *const types[] = { "str", "inlineStr" };

	read_long_cell(types[_i], LIMIT_CELL_CHARS, "\xe2\x82\xac");
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_long_cell(types[_i], LIMIT_CELL_CHARS + 1, "x");
	ck_refused(&g, "x.xlsx:Blad1:A1", "32767 characters");

	read_long_cell(types[_i], LIMIT_CELL_BYTES + 1, "x");
	ck_refused(&g, "x.xlsx:Blad1:A1", "128 KiB");
}
END_TEST

START_TEST(one_character_too_many_in_a_shared_text_is_refused)
{
	struct buf b = { 0 };

	buf_str(&b, "<si><t>");
	for (size_t i = 0; i <= LIMIT_CELL_CHARS; i++)
		buf_char(&b, 'x');
	buf_str(&b, "</t></si>");
	grid_xlsx(&g, &(struct made_xlsx){ .rows = "<row r=\"1\"><c r=\"A1\" "
						   "t=\"s\"><v>0</v></c></row>",
					   .strings = b.p });
	buf_done(&b);

	ck_refused(&g, "x.xlsx:Blad1:A1", "32767 characters");
}
END_TEST

START_TEST(a_row_of_too_many_bytes_is_refused)
{
	struct buf b = { 0 }, cell = { 0 };

	for (int i = 0; i < 32000; i++)
		buf_str(&cell, "\xe2\x82\xac");
	buf_str(&b, "<row r=\"1\">");
	for (size_t n = 0; n <= LIMIT_ROW_BYTES; n += cell.n)
		buf_printf(&b, "<c t=\"str\"><v>%s</v></c>", cell.p);
	buf_str(&b, "</row>");
	read_rows(b.p);
	buf_done(&b);
	buf_done(&cell);

	ck_assert_int_ne(g.rc, 0);
	ck_assert_ptr_nonnull(strstr(g.e.msg, "a row of more than 16 MiB"));
}
END_TEST

static void
read_many_sheets(unsigned n)
{
	struct buf b = { 0 };

	for (unsigned i = 0; i < n; i++)
		buf_printf(&b, "<sheet name=\"s%u\" r:id=\"r4\"/>", i);
	grid_done(&g);
	grid_xlsx(&g, &(struct made_xlsx){ .sheets = b.p });
	buf_done(&b);
}

START_TEST(one_sheet_too_many_is_refused)
{
	read_many_sheets(LIMIT_SHEETS);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_many_sheets(LIMIT_SHEETS + 1);
	ck_refused(&g, "x.xlsx", "more than 1024 sheets");
}
END_TEST

static void
read_many_formats(unsigned n)
{
	struct buf b = { 0 };

	for (unsigned i = 0; i < n; i++)
		buf_str(&b, "<xf/>");
	grid_done(&g);
	grid_xlsx(&g, &(struct made_xlsx){ .xfs = b.p });
	buf_done(&b);
}

START_TEST(one_cell_format_too_many_is_refused)
{
	read_many_formats(LIMIT_STYLES);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_many_formats(LIMIT_STYLES + 1);
	ck_refused(&g, "x.xlsx:styles", "more than 65536 formats");
}
END_TEST

START_TEST(one_shared_text_too_many_is_refused)
{
	struct buf b = { 0 };

	for (unsigned i = 0; i <= LIMIT_SHARED_STRINGS; i++)
		buf_str(&b, "<si/>");
	grid_xlsx(&g, &(struct made_xlsx){ .rows = "<row r=\"1\"><c r=\"A1\" "
						   "t=\"s\"><v>0</v></c></row>",
					   .strings = b.p });
	buf_done(&b);

	ck_refused(&g, "x.xlsx:sharedStrings", "4194304 different texts");
}
END_TEST

START_TEST(too_many_bytes_of_shared_texts_are_refused)
{
	struct made_zip z = { 0 };
	struct buf b = { 0 };
	uint32_t r = 1;

	/* noise enough for an honest ratio */
	buf_str(&b, "<sst xmlns=\"http://schemas.openxmlformats.org/"
		    "spreadsheetml/2006/main\">");
	while (b.n < LIMIT_SHARED_BYTES + 4 * MIB) {
		buf_str(&b, "<si><t>");
		for (int i = 0; i < 100000; i++) {
			if (i % 100 == 0)
				r = r * 1103515245 + 12345;
			buf_char(&b, (char)('a' + (i % 100 ? 0 : r >> 28)));
		}
		buf_str(&b, "</t></si>");
	}
	buf_str(&b, "</sst>");
	made_workbook(&z, &(struct made_xlsx){ 0 });
	zip_add_deflated(&z, "xl/sharedStrings.xml", buf_view(&b));
	buf_done(&b);
	zip_add(&z, "xl/worksheets/sheet1.xml",
		SV("<worksheet xmlns=\"http://schemas.openxmlformats.org/"
		   "spreadsheetml/2006/main\"><sheetData><row><c t=\"s\">"
		   "<v>0</v></c></row></sheetData></worksheet>"));
	grid_bytes(&g, "x.xlsx", zip_finish(&z));
	zip_free(&z);

	ck_refused(&g, "x.xlsx:sharedStrings", "128 MiB of different texts");
}
END_TEST

START_TEST(a_shared_text_of_too_many_bytes_is_refused)
{
	struct buf b = { 0 };

	buf_str(&b, "<si><t>");
	for (size_t i = 0; i <= LIMIT_CELL_BYTES; i++)
		buf_char(&b, 'x');
	buf_str(&b, "</t></si>");
	grid_xlsx(&g, &(struct made_xlsx){
			      .rows = "<row><c t=\"s\"><v>0</v></c></row>",
			      .strings = b.p });
	buf_done(&b);

	ck_refused(&g, "x.xlsx:sharedStrings", "a text of more than 128 KiB");
}
END_TEST

static void
read_long_name(unsigned n)
{
	struct buf b = { 0 };

	buf_str(&b, "<sheet r:id=\"r1\" name=\"");
	for (unsigned i = 0; i < n; i++)
		buf_char(&b, 'n');
	buf_str(&b, "\"/>");
	grid_done(&g);
	grid_xlsx(&g, &(struct made_xlsx){ .sheets = b.p });
	buf_done(&b);
}

START_TEST(one_byte_too_many_in_a_sheets_name_is_refused)
{
	read_long_name(LIMIT_NAME_BYTES);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_long_name(LIMIT_NAME_BYTES + 1);
	ck_refused(&g, "x.xlsx", "a sheet's name of 1025 bytes");
}
END_TEST

static void
read_many_relations(unsigned n)
{
	struct made_zip z = { 0 };
	struct buf b = { 0 };

	buf_str(&b, "<Relationships xmlns=\"http://schemas.openxmlformats."
		    "org/package/2006/relationships\"><Other/>");
	for (unsigned i = 0; i < n; i++)
		buf_str(&b, "<Relationship/>");
	buf_str(&b, "</Relationships>");
	zip_add(&z, "[Content_Types].xml", SV("<Types/>"));
	zip_add(&z, "_rels/.rels", buf_view(&b));
	grid_done(&g);
	grid_bytes(&g, "x.xlsx", zip_finish(&z));
	zip_free(&z);
	buf_done(&b);
}

START_TEST(one_relation_too_many_is_refused)
{
	read_many_relations(LIMIT_RELATIONS);
	ck_refused(&g, "x.xlsx", "no workbook inside");

	read_many_relations(LIMIT_RELATIONS + 1);
	ck_refused(&g, "x.xlsx", "more than 8192 relations");
}
END_TEST

static void
read_many_codes(unsigned n)
{
	struct buf b = { 0 };

	buf_str(&b, "<numFmt numFmtId=\"x\" formatCode=\"0\"/><numFmt/>");
	for (unsigned i = 0; i < n; i++)
		buf_printf(&b, "<numFmt numFmtId=\"%u\" formatCode=\"0\"/>", i);
	grid_done(&g);
	grid_xlsx(&g, &(struct made_xlsx){ .formats = b.p,
					   .xfs = "<xf numFmtId=\"z\"/>" });
	buf_done(&b);
}

START_TEST(one_number_format_too_many_is_refused)
{
	read_many_codes(LIMIT_STYLES);
	ck_assert_msg(g.rc == 0, "%s", g.e.msg);

	read_many_codes(LIMIT_STYLES + 1);
	ck_refused(&g, "x.xlsx:styles", "more than 65536 formats");
}
END_TEST

START_TEST(a_doctype_in_any_part_is_refused)
{
	struct made_zip z = { 0 };

	zip_add(&z, "[Content_Types].xml", SV("<Types/>"));
	zip_add(&z, "xl/workbook.xml",
		SV("<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>"
		   "<workbook>&e;</workbook>"));
	grid_bytes(&g, "x.xlsx", zip_finish(&z));
	zip_free(&z);

	ck_refused(&g, "x.xlsx:xl/workbook.xml:1", "DOCTYPE");
}
END_TEST

/* Wants one row of each sheet, and no more after the second sheet. */
struct sampler {
	struct table_handler h; /* first */
	uint32_t sheets, rows;
};

static int
sample_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct sampler *p = (struct sampler *)h;

	(void)s;
	(void)e;
	p->sheets++;
	return 0;
}

static int
sample_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct sampler *p = (struct sampler *)h;

	(void)r;
	(void)e;
	p->rows++;
	h->skip_sheet = true;
	h->stop = p->sheets == 2;
	return 0;
}

START_TEST(a_handler_that_has_enough_is_asked_no_more)
{
	static const struct made_xlsx three = {
		.rows = "<row><c><v>1</v></c></row><row><c><v>2</v></c></row>",
		.sheets = "<sheet name=\"a\" r:id=\"r1\"/><sheet name=\"b\" "
			  "r:id=\"r1\"/><sheet name=\"c\" r:id=\"r1\"/>",
	};
	struct sampler p = { .h = { sample_sheet, sample_row, false, false } };
	struct made_zip z = { 0 };
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct input in;

	made_xlsx(&z, &three);
	ck_assert_int_eq(
		input_from_bytes(&in, "x", buf_view(&z.bytes), &mem, &e), 0);
	ck_assert_int_eq(table_read(&in, &p.h, NULL, &e), 0);

	ck_assert_uint_eq(p.sheets, 2);
	ck_assert_uint_eq(p.rows, 2);
	input_done(&in);
	zip_free(&z);
	arena_done(&mem);
}
END_TEST

#define LOOP(test, n) tcase_add_loop_test(t, test, 0, n)

static void
add_cells(TCase *t)
{
	tcase_add_test(t, every_type_of_cell_is_read_as_what_it_is);
	tcase_add_test(t, error_cells_are_told_and_typed);
	LOOP(dates_follow_style_and_date_system, 19);
	LOOP(own_formats_decide_what_is_a_date, 23);
	LOOP(built_in_formats_decide_what_is_a_date, 18);
	LOOP(what_is_no_date_or_time_is_not_read_as_one, 8);
	LOOP(numbers_are_the_shortest_decimal_that_people_see, 26);
	LOOP(what_is_no_number_is_not_read_as_one, 15);
	tcase_add_test(t, a_number_that_is_none_is_told_and_kept_as_text);
	tcase_add_test(t, times_and_elapsed_hours_are_read_as_times);
	tcase_add_test(t, rich_text_is_joined_and_phonetic_text_left_out);
	tcase_add_test(t, escaped_characters_are_restored);
	LOOP(a_shared_text_that_is_not_there_is_refused, 4);
	tcase_add_test(t, shared_texts_without_their_part_are_refused);
	tcase_add_test(t, empty_shared_texts_are_no_cells);
	tcase_add_test(t, formulas_give_their_cached_value_or_are_told);
	tcase_add_test(t, cells_without_a_name_stand_right_of_the_one_before);
	tcase_add_test(t, cells_out_of_order_are_sorted);
	tcase_add_test(t, a_cell_that_stands_there_twice_is_refused);
	LOOP(names_that_are_no_cell_of_the_row_are_refused, 15);
	LOOP(the_last_cell_of_a_sheet_is_read_and_no_cell_below, 2);
	tcase_add_test(t, a_cell_right_of_the_last_column_is_refused);
	LOOP(a_row_past_the_end_of_a_sheet_is_refused, 4);
	LOOP(rows_twice_or_out_of_order_are_refused, 2);
	tcase_add_test(t, empty_rows_cost_nothing_and_are_not_told);
	tcase_add_test(t, unknown_types_are_read_as_text_and_told);
	tcase_add_test(t, a_style_that_is_not_there_is_a_plain_number);
}

static void
add_workbooks(TCase *t)
{
	tcase_add_test(t, strict_workbooks_are_read_too);
	LOOP(sheets_are_found_within_the_package_only, 13);
	tcase_add_test(t, hidden_sheets_are_told_and_charts_passed_over);
	tcase_add_test(t, hidden_rows_and_columns_are_read_and_told);
	tcase_add_test(t, cells_merged_over_rows_that_were_read_are_told);
	tcase_add_test(t, many_merges_are_told_as_a_number);
	tcase_add_test(t, what_is_not_the_sheets_own_rows_is_passed_over);
	tcase_add_test(t, a_second_set_of_rows_is_refused);
	tcase_add_test(t, parts_that_are_something_else_are_refused);
	tcase_add_test(t, a_workbook_without_sheets_is_refused);
	tcase_add_test(t, a_doctype_in_any_part_is_refused);
	tcase_add_test(t, a_handler_that_has_enough_is_asked_no_more);
}

static void
add_limits(TCase *t)
{
	LOOP(one_character_too_many_in_a_cell_is_refused, 2);
	tcase_add_test(t, one_character_too_many_in_a_shared_text_is_refused);
	tcase_add_test(t, a_row_of_too_many_bytes_is_refused);
	tcase_add_test(t, one_sheet_too_many_is_refused);
	tcase_add_test(t, one_cell_format_too_many_is_refused);
	tcase_add_test(t, a_shared_text_of_too_many_bytes_is_refused);
	tcase_add_test(t, one_byte_too_many_in_a_sheets_name_is_refused);
	tcase_add_test(t, one_relation_too_many_is_refused);
	tcase_add_test(t, one_number_format_too_many_is_refused);
}

static void
add_big(TCase *t)
{
	tcase_set_tags(t, "slow");
	tcase_add_test(t, one_shared_text_too_many_is_refused);
	tcase_add_test(t, too_many_bytes_of_shared_texts_are_refused);
}

Suite *
suite_xlsx(void)
{
	static void (*const add[])(TCase *) = { add_cells, add_workbooks,
						add_limits, add_big };
	Suite *s = suite_create("xlsx");

	for (size_t i = 0; i < sizeof(add) / sizeof(*add); i++) {
		TCase *t = tcase_create("xlsx");

		tcase_add_checked_fixture(t, setup, teardown);
		tcase_set_timeout(t, 60);
		add[i](t);
		suite_add_tcase(s, t);
	}
	return s;
}

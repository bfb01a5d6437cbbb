/* Plain tables: what a row says, and what each refusal names. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "tests/unit/capture.h"

Suite *suite_plain(void);

extern const struct collector collector_usage, collector_products,
	collector_organisations, collector_dependencies, collector_indicators;

static struct capture c;

static void
setup(void)
{
	c = (struct capture){ .in.fd = -1 };
}

static void
teardown(void)
{
	capture_done(&c);
}

/* Imports a table that must be read; its rows must add up. */
static void
read(const struct collector *k, const char *text)
{
	capture_bytes(&c, k, "t.csv", sv(text));
	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.read,
			  c.tally.used + c.tally.refused + c.tally.empty);
}

static void
says(const char *line)
{
	ck_assert_msg(capture_has(&c, line), "missing: %s\nin:\n%.*s", line,
		      (int)c.text.n, c.text.p ? c.text.p : "");
}

static void
refuses(const char *message)
{
	ck_assert_uint_eq(c.tally.refused, 1);
	ck_assert_str_eq(capture_messages(&c, DIAG_REFUSE), message);
}

START_TEST(a_row_of_usage_gives_use_board_pupils_and_supplier)
{
	read(&collector_usage,
	     "board,school,pupils,function,product,vendor,share,status,"
	     "criticality,owner,fallback,cost,since,until\n"
	     "41001,16sw03,<5,las,Rekenreus,Reus BV,25%,in use,3,ICT,geen,"
	     "\"1.234,50\",2024-08-01,31-07-2026\n");

	says("governs board=board:41001 school=school:16SW03 @2:1");
	says("pupils site=school:16SW03 low=1 high=4 @2:3");
	says("supplies organisation=organisation:Reus BV "
	     "product=product:Rekenreus role=0 @2:6");
	says("uses site=school:16SW03 product=product:Rekenreus "
	     "function=function:las vendor=organisation:Reus BV status=2 "
	     "share=2500 criticality=3 cost=123450 since=20240801 "
	     "until=20260731 owner='ICT' fallback='0' 20240801..20260801 "
	     "@2:5");
}
END_TEST

START_TEST(columns_stand_in_any_order_and_other_columns_are_told)
{
	read(&collector_usage, "product;note;board\nRekenreus;x;41001\n");

	says("uses site=board:41001 product=product:Rekenreus @2:1");
	ck_assert_str_eq(capture_messages(&c, DIAG_NOTE),
			 "t.csv:1: columns that are not read here: 'note'\n");
}
END_TEST

START_TEST(governs_and_pupils_are_said_once_for_each_site)
{
	read(&collector_usage, "board,school,pupils,product,vendor\n"
			       "41001,16SW03,120,A,V\n41001,16SW03,120,B,V\n"
			       "41001,16SW03,120,A,V\n41001,16SW04,120,A,V\n");

	ck_assert_uint_eq(c.facts[FACT_GOVERNS], 2);
	ck_assert_uint_eq(c.facts[FACT_PUPILS], 2);
	ck_assert_uint_eq(c.facts[FACT_SUPPLIES], 2);
	ck_assert_uint_eq(c.facts[FACT_USES], 4);
}
END_TEST

START_TEST(two_counts_for_one_site_are_both_kept)
{
	read(&collector_usage, "school,pupils,product\n16SW03,120,A\n"
			       "16SW03,130,B\n16SW03,120,C\n");

	ck_assert_uint_eq(c.facts[FACT_PUPILS], 2);
}
END_TEST

START_TEST(schools_known_by_name_are_named_within_their_board)
{
	read(&collector_usage, "board,school,product\n41001,De Es,A\n"
			       "41002,De Es,A\n");

	says("uses site=school:board:41001/De Es product=product:A @2:3");
	says("uses site=school:board:41002/De Es product=product:A @3:3");
}
END_TEST

START_TEST(an_unknown_product_is_a_use_all_the_same)
{
	read(&collector_usage, "board,function,product\n41001,las,\n"
			       "41002,las,?\n41003,las,-\n");

	says("uses site=board:41001 function=function:las @2:3");
	says("uses site=board:41002 function=function:las @3:3");
	says("uses site=board:41003 function=function:las status=5 @4:3");
}
END_TEST

START_TEST(a_row_without_a_site_is_refused)
{
	read(&collector_usage, "board,school,product\n,,A\n41001,,B\n");

	refuses("t.csv:2: no board and no school (expected a number, a BRIN "
		"or a name)\n");
	ck_assert_uint_eq(c.tally.used, 1);
}
END_TEST

START_TEST(the_board_of_the_command_fills_an_empty_one)
{
	capture_with_board(&c, &collector_usage, "41001",
			   SV("school,product\nDe Es,A\n"));

	ck_assert_int_eq(c.rc, 0);
	says("governs board=board:41001 school=school:board:41001/De Es @2:0");
}
END_TEST

static const struct {
	const char *cell, *line; /* line NULL: refused */
} shares[] = {
	{ "0.25", "share=2500" },
	{ "\"0,25\"", "share=2500" },
	{ "25 %", "share=2500" },
	{ "1/4", "share=2500" },
	{ "1/3", "share=3333" },
	{ "2/3", "share=6667" },
	{ "1", "share=10000" },
	{ "0", "share=0" },
	{ "100%", "share=10000" },
	{ "0.33333333333333331", "share=3333" },
	{ "\"12,5%\"", "share=1250" },
	{ "25", NULL },
	{ "101%", NULL },
	{ "-1", NULL },
	{ "4/1", NULL },
	{ "1/0", NULL },
	{ "half", NULL },
};

START_TEST(shares_are_read_as_fractions_or_refused)
{
	char text[200], line[200];

	snprintf(text, sizeof(text), "board,product,share\n41001,A,%s\n",
		 shares[_i].cell);
	read(&collector_usage, text);

	if (shares[_i].line) {
		snprintf(line, sizeof(line),
			 "uses site=board:41001 product=product:A %s @2:2",
			 shares[_i].line);
		says(line);
	} else {
		ck_assert_uint_eq(c.tally.refused, 1);
		ck_assert_ptr_nonnull(strstr(capture_messages(&c, DIAG_REFUSE),
					     "t.csv:2:3: share '"));
	}
}
END_TEST

static const struct {
	const char *cell, *line;
} pupils[] = {
	{ "120", "low=120 high=120" },
	{ "<5", "low=1 high=4" },
	{ "100-120", "low=100 high=120" },
	{ "100 \xe2\x80\x93 120", "low=100 high=120" },
	{ "100..120", "low=100 high=120" },
	{ "1.234", "low=1234 high=1234" },
	{ "\"1,234\"", "low=1234 high=1234" },
	{ "0", "low=0 high=0" },
	{ "1.5", NULL },
	{ "120-100", NULL },
	{ "12.34.567", NULL },
	{ "veel", NULL },
	{ "<1", NULL },
	{ "99999999999999999999", NULL },
};

START_TEST(pupils_are_counts_or_intervals_or_refused)
{
	char text[200], line[200];

	snprintf(text, sizeof(text), "board,pupils,product\n41001,%s,A\n",
		 pupils[_i].cell);
	read(&collector_usage, text);

	if (pupils[_i].line) {
		snprintf(line, sizeof(line), "pupils site=board:41001 %s @2:2",
			 pupils[_i].line);
		says(line);
	} else {
		ck_assert_uint_eq(c.tally.refused, 1);
		ck_assert_uint_eq(c.facts[FACT_USES], 0);
	}
}
END_TEST

static const struct {
	const char *cell;
	int64_t cents; /* -1: refused */
} costs[] = {
	{ "1234.50", 123450 },
	{ "\"1.234,50\"", 123450 },
	{ "\"1,234.50\"", 123450 },
	{ "1.234", 123400 },
	{ "\"\xe2\x82\xac 12\"", 1200 },
	{ "EUR 12.5", 1250 },
	{ "0", 0 },
	{ "\"12,\"", 1200 },
	{ "-5", -1 },
	{ "gratis", -1 },
	{ "1.2.3", -1 },
	{ "\"1.23,4,5\"", -1 },
};

START_TEST(cost_is_euro_in_cents_or_refused)
{
	char text[200], line[200];

	snprintf(text, sizeof(text), "board,product,cost\n41001,A,%s\n",
		 costs[_i].cell);
	read(&collector_usage, text);

	if (costs[_i].cents < 0) {
		ck_assert_uint_eq(c.tally.refused, 1);
		return;
	}
	snprintf(line, sizeof(line),
		 "uses site=board:41001 product=product:A cost=%lld @2:2",
		 (long long)costs[_i].cents);
	says(line);
}
END_TEST

START_TEST(until_includes_its_day_and_a_year_is_its_ends)
{
	read(&collector_usage, "board,product,since,until\n41001,A,2023,2024-02"
			       "\n");

	says("uses site=board:41001 product=product:A since=20230101 "
	     "until=20240229 20230101..20240301 @2:2");
}
END_TEST

START_TEST(until_before_since_is_refused)
{
	read(&collector_usage,
	     "board,product,since,until\n41001,A,2024-02-01,2024-01-01\n");

	refuses("t.csv:2:4: until lies before since (expected a later day)\n");
}
END_TEST

START_TEST(an_unknown_word_names_the_words_that_are_known)
{
	read(&collector_usage, "board,product,status\n41001,A,weg\n");

	refuses("t.csv:2:3: status 'weg' (expected unknown, planned, in_use, "
		"phasing_out, stopped, not_applicable)\n");
}
END_TEST

START_TEST(text_that_looks_reserved_is_kept_apart)
{
	read(&collector_usage, "board,product,owner,fallback\n"
			       "41001,A,06-1234,?n.t.b.\n41002,A,-,none\n"
			       "41003,A,--,\n");

	says("uses site=board:41001 product=product:A owner=' 06-1234' "
	     "fallback='?n.t.b.' @2:2");
	says("uses site=board:41002 product=product:A owner='-' fallback='0' "
	     "@3:2");
	says("uses site=board:41003 product=product:A owner=' --' @4:2");
}
END_TEST

START_TEST(products_have_suppliers_in_roles_and_functions)
{
	read(&collector_products,
	     "product,vendor,role,licence,ai,source,function,checked\n"
	     "Rekenreus,Reus BV,maker,gesloten,no,https://reus.example/,"
	     "las|lvs,2026-11-01\n");

	says("supplies organisation=organisation:Reus BV "
	     "product=product:Rekenreus role=1 url='https://reus.example/' "
	     "published @2:2");
	says("fulfils product=product:Rekenreus function=function:las "
	     "published @2:7");
	says("fulfils product=product:Rekenreus function=function:lvs "
	     "published @2:7");
	says("attribute node=product:Rekenreus name='licence' "
	     "value='gesloten' published @2:4");
	ck_assert_int_eq(c.im.ret_as_of, 20261101);
}
END_TEST

START_TEST(a_source_that_is_no_address_stays_declared)
{
	read(&collector_products, "product,vendor,role,source\n"
				  "A,V,seller,contract 12\n");

	says("supplies organisation=organisation:V product=product:A role=2 "
	     "url='contract 12' @2:2");
}
END_TEST

START_TEST(parents_are_unknown_none_or_named)
{
	read(&collector_organisations,
	     "organisation;kvk;country;parent;percent;kind;from;to;source\n"
	     "A;1234567;NL;;;;;;\nB;;;?;;;;;\nC;;;-;;;;;\n"
	     "D;;Nederland;C;50,1;capital;2021-03-01;2023;\n");

	ck_assert_uint_eq(c.facts[FACT_OWNS], 3);
	says("seated_in organisation=organisation:01234567=A "
	     "country=country:NL @2:3");
	says("owns child=organisation:B @3:4");
	says("owns child=organisation:C kind=4 @4:4");
	says("owns parent=organisation:C child=organisation:D percent=5010 "
	     "kind=1 20210301..20240101 @5:4");
	says("seated_in organisation=organisation:D "
	     "country=country:Nederland @5:3");
}
END_TEST

static const char *const bad_organisations[] = {
	",,NL,-,,,,,",
	"A,12,NL,-,,,,,",
	"A,,NL,-,,capital,,,",
	"A,,NL,B,,none,,,",
	"A,,NL,B,101,,,,",
	"A,,NL,B,,owner,,,",
	"A,,NL,B,,,2020-13-01,,",
	"A,,NL,B,,,2021,2020,",
};

START_TEST(wrong_organisations_are_refused)
{
	char text[200];

	snprintf(text, sizeof(text),
		 "organisation,kvk,country,parent,percent,kind,from,to,source\n"
		 "%s\n",
		 bad_organisations[_i]);
	read(&collector_organisations, text);

	ck_assert_uint_eq(c.tally.refused, 1);
	ck_assert_uint_eq(c.text.n, 0);
}
END_TEST

START_TEST(dependencies_join_products_organisations_and_countries)
{
	read(&collector_dependencies,
	     "from,to,carrier,necessity,group,n,tested,source\n"
	     "A,B,hosting,required,,,,\n"
	     "A,organisation:B,admin,optional,,,,\n"
	     "A,country:US,ai-model,,,,,\n"
	     "A,?,login,required,,,,\n"
	     "A,C,login,alternative,inlog,1,2025-06-01,\n"
	     "A,D,hosting,alternative,,2,no,\n");

	says("needs dependent=product:A provider=product:B carrier=1 "
	     "necessity=1 @2:2");
	says("needs dependent=product:A provider=organisation:B carrier=5 "
	     "necessity=3 @3:2");
	says("needs dependent=product:A provider=country:US carrier=8 @4:2");
	says("needs dependent=product:A carrier=0 necessity=1 @5:2");
	says("needs dependent=product:A provider=product:C carrier=0 "
	     "necessity=2 n=1 tested=20250601 grp='inlog' @6:2");
	says("needs dependent=product:A provider=product:D carrier=1 "
	     "necessity=2 n=2 grp='hosting' @7:2");
}
END_TEST

static const char *const bad_dependencies[] = {
	",B,hosting,,,,,,",
	"A,,hosting,,,,,,",
	"A,-,hosting,,,,,,",
	"A,B,,,,,,,",
	"A,B,kabel,,,,,,",
	"A,A,hosting,,,,,,",
	"A,B,hosting,required,g,,,,",
	"A,B,hosting,required,,2,,,",
	"A,B,login,alternative,g,0,,,",
	"A,B,login,,,,soms,,",
	"organisation:,B,login,,,,,,",
	"A,board:41001,login,,,,,,",
	"A,B,login,,,,,,signed",
	"A,B,login,,,,,,soms",
};

START_TEST(wrong_dependencies_are_refused)
{
	char text[200];

	snprintf(text, sizeof(text),
		 "from,to,carrier,necessity,group,n,tested,source,strength\n"
		 "%s\n",
		 bad_dependencies[_i]);
	read(&collector_dependencies, text);

	ck_assert_uint_eq(c.tally.refused, 1);
	ck_assert_uint_eq(c.text.n, 0);
}
END_TEST

START_TEST(indicators_have_steps_and_states)
{
	read(&collector_indicators,
	     "product,indicator,low,high,state,source\n"
	     "A,z1,1,,known,\nA,K1,2,3,partial,\nA,L2,,,unknown,\n"
	     "A,M1,,,not applicable,\n");

	says("indicator product=product:A low=1 high=1 state=0 "
	     "indicator='Z1' @2:2");
	says("indicator product=product:A low=2 high=3 state=1 "
	     "indicator='K1' @3:2");
	says("indicator product=product:A state=4 indicator='L2' @4:2");
	says("indicator product=product:A state=5 indicator='M1' @5:2");
}
END_TEST

static const char *const bad_indicators[] = {
	"A,Z9,1,,known,", "A,Z1,5,,known,", "A,Z1,3,2,known,",
	"A,Z1,,,known,",  ",Z1,1,,known,",  "A,Z1,1,,unknown,",
};

START_TEST(wrong_indicators_are_refused)
{
	char text[200];

	snprintf(text, sizeof(text),
		 "product,indicator,low,high,state,source\n%s\n",
		 bad_indicators[_i]);
	read(&collector_indicators, text);

	ck_assert_uint_eq(c.tally.refused, 1);
	ck_assert_uint_eq(c.text.n, 0);
}
END_TEST

START_TEST(a_row_wider_than_the_header_is_refused)
{
	read(&collector_usage, "board,product\n41001,A,B\n41001,A\n");

	refuses("t.csv:2: 3 cells (expected 2, as in the header)\n");
}
END_TEST

START_TEST(empty_rows_are_counted)
{
	read(&collector_usage, "board,product\n\n41001,A\n,\n");

	ck_assert_uint_eq(c.tally.read, 3);
	ck_assert_uint_eq(c.tally.empty, 2);
	ck_assert_uint_eq(c.tally.used, 1);
}
END_TEST

START_TEST(a_table_without_its_columns_is_refused)
{
	capture_bytes(&c, &collector_usage, "t.csv", SV("board,name\n1,2\n"));

	ck_assert_int_eq(c.rc, -1);
	ck_assert_str_eq(c.e.where, "t.csv:1");
	ck_assert_str_eq(c.e.msg,
			 "not the header of a table of usage (expected the "
			 "columns product board|school)");
}
END_TEST

START_TEST(a_long_value_is_shown_up_to_a_whole_character)
{
	struct buf b = { 0 };

	/* 80 bytes end within a letter when one byte stands before them */
	buf_str(&b, "organisation,kvk,parent\nA,x");
	for (int i = 0; i < 3000; i++)
		buf_str(&b, "\u00e9");
	buf_str(&b, ",-\n");
	capture_bytes(&c, &collector_organisations, "t.csv", buf_view(&b));
	buf_done(&b);

	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.diag.n, 1);
	ck_assert_int_lt(text_utf8_bad(sv(c.diag.message[0].text)), 0);
	ck_assert(sv_ends(sv(c.diag.message[0].text),
			  SV("\u00e9' (expected 8 digits)")));
}
END_TEST

START_TEST(a_long_header_is_shown_up_to_a_whole_character)
{
	struct buf b = { 0 };

	buf_str(&b, "organisation,parent,x");
	for (int i = 0; i < 60; i++)
		buf_str(&b, "\u00e9");
	buf_str(&b, "\nA,-,\n");
	capture_bytes(&c, &collector_organisations, "t.csv", buf_view(&b));
	buf_done(&b);

	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.diag.n, 1);
	ck_assert_int_lt(text_utf8_bad(sv(c.diag.message[0].text)), 0);
}
END_TEST

START_TEST(a_mapping_has_no_meaning_here_and_that_is_told)
{
	struct mapping_line line = { .field = SV("product"),
				     .header = SV("app") };
	struct mapping m = { .line = &line, .n = 1 };

	capture_bytes(&c, &collector_usage, "t.csv", SV("board,product\n"));
	c.im.mapping = &m;
	ck_assert_int_eq(collector_usage.import(&c.im, &c.e), 0);

	ck_assert_str_eq(capture_messages(&c, DIAG_WARN),
			 "t.csv: the mapping is not used: the columns of this "
			 "table have fixed names\n");
}
END_TEST

START_TEST(a_column_that_stands_twice_is_refused)
{
	capture_bytes(&c, &collector_usage, "t.csv",
		      SV("board,product,product\n1,2,3\n"));

	ck_assert_int_eq(c.rc, -1);
	ck_assert_str_eq(c.e.msg,
			 "a second column 'product' (expected each once)");
}
END_TEST

START_TEST(a_name_one_byte_past_the_limit_is_refused)
{
	struct buf b = { 0 };

	buf_str(&b, "board,product\n41001,");
	for (uint32_t i = 0; i < LIMIT_NAME_BYTES; i++)
		buf_char(&b, 'x');
	buf_str(&b, "\n41001,x");
	for (uint32_t i = 0; i < LIMIT_NAME_BYTES; i++)
		buf_char(&b, 'x');
	buf_str(&b, "\n");
	capture_bytes(&c, &collector_usage, "t.csv", buf_view(&b));
	buf_done(&b);

	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.tally.used, 1);
	refuses("t.csv:3:2: a name of 1025 bytes (expected at most 1024)\n");
}
END_TEST

/* What chooses by itself for these bytes; NULL: nothing. */
static const struct collector *
chosen(const char *text)
{
	const struct collector *k = NULL;
	struct arena mem = { 0 };
	struct input in;
	struct head h = { 0 };
	struct err e = { 0 };

	ck_assert_int_eq(input_from_bytes(&in, "t.csv", sv(text), &mem, &e), 0);
	if (head_read(&in, &mem, &h, &e) == 0)
		collector_choose(&h, &k, &e);
	head_done(&h);
	input_done(&in);
	arena_done(&mem);
	return k;
}

static const struct {
	const char *header, *name;
} headers[] = {
	{ "school,product,share\n", "usage" },
	{ "product,vendor,role\n", "products" },
	{ "organisation,parent\n", "organisations" },
	{ "from,to,carrier\n", "dependencies" },
	{ "product,indicator,low\n", "indicators" },
	{ "code,name,eea\n", "countries" },
	{ "function,name,criticality\n", "functions" },
	{ "kind,name,alias\n", "aliases" },
};

START_TEST(plain_tables_are_known_by_their_exact_header)
{
	const struct collector *k = chosen(headers[_i].header);

	ck_assert_ptr_nonnull(k);
	ck_assert_str_eq(k->name, headers[_i].name);
}
END_TEST

START_TEST(a_capital_in_the_header_is_not_a_plain_table)
{
	const struct collector *k = chosen("School,Product,Share\n");

	ck_assert(!k || strcmp(k->name, "usage") != 0);
}
END_TEST

#define COUNT(a) (int)(sizeof(a) / sizeof((a)[0]))

Suite *
suite_plain(void)
{
	Suite *s = suite_create("plain");
	TCase *t = tcase_create("plain");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_row_of_usage_gives_use_board_pupils_and_supplier);
	tcase_add_test(t,
		       columns_stand_in_any_order_and_other_columns_are_told);
	tcase_add_test(t, governs_and_pupils_are_said_once_for_each_site);
	tcase_add_test(t, two_counts_for_one_site_are_both_kept);
	tcase_add_test(t, schools_known_by_name_are_named_within_their_board);
	tcase_add_test(t, an_unknown_product_is_a_use_all_the_same);
	tcase_add_test(t, a_row_without_a_site_is_refused);
	tcase_add_test(t, the_board_of_the_command_fills_an_empty_one);
	tcase_add_loop_test(t, shares_are_read_as_fractions_or_refused, 0,
			    COUNT(shares));
	tcase_add_loop_test(t, pupils_are_counts_or_intervals_or_refused, 0,
			    COUNT(pupils));
	tcase_add_loop_test(t, cost_is_euro_in_cents_or_refused, 0,
			    COUNT(costs));
	tcase_add_test(t, until_includes_its_day_and_a_year_is_its_ends);
	tcase_add_test(t, until_before_since_is_refused);
	tcase_add_test(t, an_unknown_word_names_the_words_that_are_known);
	tcase_add_test(t, text_that_looks_reserved_is_kept_apart);
	tcase_add_test(t, products_have_suppliers_in_roles_and_functions);
	tcase_add_test(t, a_source_that_is_no_address_stays_declared);
	tcase_add_test(t, parents_are_unknown_none_or_named);
	tcase_add_loop_test(t, wrong_organisations_are_refused, 0,
			    COUNT(bad_organisations));
	tcase_add_test(t,
		       dependencies_join_products_organisations_and_countries);
	tcase_add_loop_test(t, wrong_dependencies_are_refused, 0,
			    COUNT(bad_dependencies));
	tcase_add_test(t, indicators_have_steps_and_states);
	tcase_add_loop_test(t, wrong_indicators_are_refused, 0,
			    COUNT(bad_indicators));
	tcase_add_test(t, a_row_wider_than_the_header_is_refused);
	tcase_add_test(t, empty_rows_are_counted);
	tcase_add_test(t, a_table_without_its_columns_is_refused);
	tcase_add_test(t, a_long_value_is_shown_up_to_a_whole_character);
	tcase_add_test(t, a_long_header_is_shown_up_to_a_whole_character);
	tcase_add_test(t, a_mapping_has_no_meaning_here_and_that_is_told);
	tcase_add_test(t, a_column_that_stands_twice_is_refused);
	tcase_add_test(t, a_name_one_byte_past_the_limit_is_refused);
	tcase_add_loop_test(t, plain_tables_are_known_by_their_exact_header, 0,
			    COUNT(headers));
	tcase_add_test(t, a_capital_in_the_header_is_not_a_plain_table);
	suite_add_tcase(s, t);
	return s;
}

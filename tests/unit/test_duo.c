/* DUO's files: both dialects, every trap, and nothing lost. Invented schools,
 * except where the real files are found through LANDSCHAP_SHARED. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "tests/unit/capture.h"

Suite *suite_duo(void);

extern const struct collector collector_duo_sites, collector_duo_pupils,
	collector_duo_boards;

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

static void
read(const struct collector *k, const char *name, const char *text)
{
	capture_bytes(&c, k, name, sv(text));
	ck_assert_msg(c.rc == 0, "%s %s", c.e.where, c.e.msg);
	ck_assert_uint_eq(c.tally.read,
			  c.tally.used + c.tally.refused + c.tally.empty);
}

static void
says(const char *line)
{
	ck_assert_msg(capture_has(&c, line), "missing: %s\nin:\n%.*s", line,
		      (int)c.text.n, c.text.p ? c.text.p : "");
}

/* "Ons Huis" with a Windows-1252 quote; the empty cell is one blank. */
#define PORTAL                                                                 \
	"PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;"       \
	"VESTIGINGSNAAM;STRAATNAAM;POSTCODE;GEMEENTENUMMER;GEMEENTENAAM;"      \
	"TELEFOONNUMMER\r\n"                                                   \
	"Drenthe;99001;99ZA;99ZA00;\x91t Kompas;Dorp;9999 ZZ;0327;VERZONNEN;"  \
	"0990000000\r\n"                                                       \
	"Drenthe;99001;99ZA;99ZA01;\"BS \"\"\"\"De Parel\"\"\"\"\";Dorp;"      \
	"9999 ZZ;0327; ;0990000000\r\n"

START_TEST(portal_sites_give_board_sector_and_municipality)
{
	read(&collector_duo_sites, "02.-alle-sites.2026-04.csv", PORTAL);

	says("governs board=board:99001 school=school:99ZA00=\u2018t Kompas "
	     "register @2:2");
	says("attribute node=school:99ZA00=\u2018t Kompas name='sector' "
	     "value='PO' register @2:4");
	says("attribute node=school:99ZA00=\u2018t Kompas "
	     "name='municipality' value='VERZONNEN' register @2:9");
	says("governs board=board:99001 school=school:99ZA01=BS \"De Parel\" "
	     "register @3:2");
	ck_assert_int_eq(c.im.ret_as_of, 20260401);
	ck_assert_str_eq(c.im.ret_series, "duo-sites-PO");
}
END_TEST

START_TEST(telephone_numbers_and_streets_stay_out)
{
	read(&collector_duo_sites, "02.csv", PORTAL);

	ck_assert_ptr_null(strstr(c.text.p, "0990000000"));
	ck_assert_ptr_null(strstr(c.text.p, "Dorp"));
}
END_TEST

START_TEST(catalogue_sites_of_secondary_schools_in_another_order)
{
	read(&collector_duo_sites, "vestigingenvo.csv",
	     "\xef\xbb\xbf\"GEMEENTENAAM\",\"VESTIGINGSNUMMER\","
	     "\"VESTIGINGSNAAM \",\"BRIN NUMMER\",\"BEVOEGD_GEZAGNUMMER\","
	     "\"POSTCODE\",\"ONDERWIJSSTRUCTUUR\"\n"
	     "\"VERZONNEN\",\"1\",\"Lyceum Nergens\",\"99ZB\",\"99002\","
	     "\"9999 ZZ\",\"HAVO/VWO\"\n");

	says("governs board=board:99002 school=school:99ZB01=Lyceum Nergens "
	     "register @2:5");
	says("attribute node=school:99ZB01=Lyceum Nergens name='sector' "
	     "value='VO' register @2:2");
	ck_assert_str_eq(c.im.ret_series, "duo-sites-VO");
}
END_TEST

START_TEST(sites_of_special_schools_tell_their_kind)
{
	read(&collector_duo_sites, "x.csv",
	     "SOORT PRIMAIR ONDERWIJS;PROVINCIE;BEVOEGD GEZAG NUMMER;"
	     "INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;GEMEENTENAAM\n"
	     "SBO;Drenthe;99001;99ZC;99ZC00;De Stap;VERZONNEN\n"
	     "VSO;Drenthe;99001;99ZC;99ZC01;De Sprong;VERZONNEN\n");

	says("attribute node=school:99ZC00=De Stap name='sector' value='PO' "
	     "register @2:1");
	says("attribute node=school:99ZC01=De Sprong name='sector' "
	     "value='SO' register @3:1");
}
END_TEST

START_TEST(a_site_without_code_or_board_is_refused)
{
	read(&collector_duo_sites, "x.csv",
	     "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;"
	     "VESTIGINGSNAAM;GEMEENTENAAM\n"
	     "Drenthe;99001;99ZC;9ZC00;De Stap;VERZONNEN\n"
	     "Drenthe;;99ZC;99ZC00;De Stap;VERZONNEN\n"
	     "Drenthe;x;99ZC;99ZC00;De Stap;VERZONNEN\n");

	ck_assert_uint_eq(c.tally.refused, 3);
	ck_assert_str_eq(
		capture_messages(&c, DIAG_REFUSE),
		"x.csv:2:4: site code '9ZC00' (expected a BRIN and two digits, "
		"as 00AP00)\n"
		"x.csv:3:2: no board number (expected 5 digits)\n"
		"x.csv:4:2: board number 'x' (expected 5 digits)\n");
}
END_TEST

#define HISTORY                                                                \
	"\xef\xbb\xbfINSTELLINGSCODE;VESTIGINGSCODE;NAAM_VESTIGING;"           \
	"SOORT_VESTIGING;DENOMINATIE_VESTIGING;BEVOEGD_GEZAG_NUMMER;"          \
	"GEMEENTECODE_VESTIGING;GEMEENTENAAM_VESTIGING;LEERLINGEN_2022;"       \
	"LEERLINGEN_2023;LEERLINGEN_2024;LEERLINGEN_2025\r\n"                  \
	"99ZA;99ZA00;De Es;BO;Openbaar;99001;285;VERZONNEN;120;118;<5;130\r\n" \
	"99ZA;99ZA01;De Iep;BO;Openbaar;99001;285;VERZONNEN;0;0;40;52\r\n"     \
	"99ZA;99ZA02;De Olm;SO/VSO;Openbaar;99001;285;VERZONNEN;30;22;0;0\r\n" \
	"50ZZ;50ZZ00;onbekend;SO;onbekend;0;9999;ONBEKEND;0;0;0;0\r\n"

START_TEST(history_gives_each_school_year_its_count)
{
	read(&collector_duo_pupils, "06.csv", HISTORY);

	says("pupils site=school:99ZA00=De Es low=120 high=120 register "
	     "20221001..20231001 @2:9");
	says("pupils site=school:99ZA00=De Es low=1 high=4 register "
	     "20241001..20251001 @2:11");
	says("pupils site=school:99ZA00=De Es low=130 high=130 register "
	     "20251001..20261001 @2:12");
	says("governs board=board:99001 school=school:99ZA00=De Es register "
	     "@2:6");
	ck_assert_int_eq(c.im.ret_as_of, 20251001);
	ck_assert_str_eq(c.im.ret_series, "duo-pupils-history");
}
END_TEST

START_TEST(zeros_before_the_first_pupil_say_nothing)
{
	read(&collector_duo_pupils, "06.csv", HISTORY);

	says("pupils site=school:99ZA01=De Iep low=40 high=40 register "
	     "20241001..20251001 @3:11");
	ck_assert_ptr_null(strstr(c.text.p, "De Iep low=0"));
}
END_TEST

START_TEST(a_closed_school_has_none_and_had_a_board_in_its_last_year)
{
	read(&collector_duo_pupils, "06.csv", HISTORY);

	says("pupils site=school:99ZA02=De Olm low=0 high=0 register "
	     "20241001..20251001 @4:11");
	says("governs board=board:99001 school=school:99ZA02=De Olm register "
	     "20231001..20241001 @4:6");
	ck_assert_ptr_null(strstr(c.text.p, "@4:12"));
}
END_TEST

START_TEST(a_site_that_nobody_remembers_is_kept_without_board_or_name)
{
	read(&collector_duo_pupils, "06.csv", HISTORY);

	says("pupils site=school:50ZZ00 low=0 high=0 register "
	     "20251001..20261001 @5:12");
	says("attribute node=school:50ZZ00 name='sector' value='SO' register "
	     "@5:4");
	ck_assert_uint_eq(c.tally.used, 4);
}
END_TEST

START_TEST(a_count_that_is_no_count_is_refused)
{
	read(&collector_duo_pupils, "06.csv",
	     "INSTELLINGSCODE;VESTIGINGSCODE;LEERLINGEN_2024;LEERLINGEN_2025\n"
	     "99ZA;99ZA00;12;veel\n99ZA;99ZA01; ;12\n");

	ck_assert_str_eq(capture_messages(&c, DIAG_REFUSE),
			 "06.csv:2: pupils of 2025 'veel' (expected a number, "
			 "<5 or nothing)\n");
	ck_assert_uint_eq(c.tally.used, 1);
	ck_assert_uint_eq(c.facts[FACT_PUPILS], 1);
}
END_TEST

START_TEST(catalogue_counts_are_added_up_over_kinds_of_school)
{
	read(&collector_duo_pupils, "poleerlingen-v1.csv",
	     "INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,"
	     "AANTAL_LEERLINGEN\n"
	     "99ZA,00,SO,2024,40\n99ZA,00,VSO,2024,-1\n99ZA,00,SO,2025,44\n");

	says("pupils site=school:99ZA00 low=41 high=44 register "
	     "20241001..20251001 @2:5");
	says("pupils site=school:99ZA00 low=44 high=44 register "
	     "20251001..20261001 @4:5");
	ck_assert_int_eq(c.im.ret_as_of, 20251001);
	ck_assert_str_eq(c.im.ret_series, "duo-pupils-PO");
}
END_TEST

START_TEST(counts_of_secondary_schools_take_their_year_from_the_name)
{
	read(&collector_duo_pupils,
	     "03.-leerlingen-vo-per-vestiging-en-bestuur-2025.csv",
	     "\"BEVOEGD GEZAG NUMMER\";\"INSTELLINGSCODE\";\"VESTIGINGSCODE\";"
	     "\"INSTELLINGSNAAM VESTIGING\";\"PLAATSNAAM\";"
	     "\"AANTAL LEERLINGEN\";"
	     "\"AANTAL VO LEERLINGEN UITBESTEED AAN VAVO\"\r\n"
	     "\"99002\";\"99ZB\";\"99ZB01\";\"Lyceum Nergens\";\"X\";\"812\";"
	     "\"<5\"\r\n");

	says("pupils site=school:99ZB01=Lyceum Nergens low=812 high=812 "
	     "register 20251001..20261001 @2:6");
	says("governs board=board:99002 school=school:99ZB01=Lyceum Nergens "
	     "register 20251001..20261001 @2:1");
	ck_assert_str_eq(c.im.ret_series, "duo-pupils-VO-2025");
}
END_TEST

START_TEST(counts_of_boards_weigh_the_board)
{
	read(&collector_duo_pupils, "pobestuur.csv",
	     "BEVOEGD_GEZAGNUMMER,TYPE_PO,PEILJAAR,AANTAL_LEERLINGEN\n"
	     "99001,BO,2025,1200\n");

	says("pupils site=board:99001 low=1200 high=1200 register "
	     "20251001..20261001 @2:4");
}
END_TEST

START_TEST(counts_divided_over_something_else_are_refused)
{
	capture_bytes(&c, &collector_duo_pupils, "brin6.csv",
		      SV("INSTELLINGSCODE,VESTIGINGSCODE,TYPE_PO,PEILJAAR,"
			 "ADVIES,AANTAL_LEERLINGEN\n99ZA,00,BO,2025,HAVO,3\n"));

	ck_assert_int_eq(c.rc, -1);
	ck_assert_ptr_nonnull(strstr(c.e.msg, "divides the pupils"));
}
END_TEST

START_TEST(counts_without_a_year_are_refused)
{
	capture_bytes(&c, &collector_duo_pupils, "leerlingen-vo.csv",
		      SV("VESTIGINGSCODE;AANTAL LEERLINGEN\n99ZB01;3\n"));

	ck_assert_int_eq(c.rc, -1);
	ck_assert_ptr_nonnull(strstr(c.e.msg, "year"));
}
END_TEST

/* A history with n columns of years. */
static void
read_years(uint32_t n)
{
	struct buf b = { 0 };

	buf_str(&b, "VESTIGINGSCODE");
	for (uint32_t i = 0; i < n; i++)
		buf_printf(&b, ";LEERLINGEN_%u", 1950 + i);
	buf_str(&b, "\n99ZA00");
	for (uint32_t i = 0; i < n; i++)
		buf_str(&b, ";7");
	capture_bytes(&c, &collector_duo_pupils, "06.csv", buf_view(&b));
	buf_done(&b);
}

START_TEST(a_history_of_one_year_past_the_limit_is_refused)
{
	read_years(LIMIT_YEARS);
	ck_assert_int_eq(c.rc, 0);
	ck_assert_uint_eq(c.facts[FACT_PUPILS], LIMIT_YEARS);
	capture_done(&c);

	read_years(LIMIT_YEARS + 1);
	ck_assert_int_eq(c.rc, -1);
	ck_assert_int_eq(c.e.kind, ERR_LIMIT);
}
END_TEST

START_TEST(boards_get_back_the_zero_of_their_kvk_number)
{
	read(&collector_duo_boards, "besturenvo.csv",
	     "\"BEVOEGD GEZAG NUMMER\",\"BEVOEGD GEZAG NAAM\",\"GEMEENTENAAM\","
	     "\"TELEFOONNUMMER\",\"ADMINISTRATIEKANTOORNUMMER\","
	     "\"KVK-NUMMER\"\n"
	     "\"99002\",\"Stg. Nergens\",\"VERZONNEN\",\"099\",\"\","
	     "\"1234567\"\n\"9003\",\"St. Ergens\",\"\",\"\",\"\",\"\"\n");

	says("attribute node=board:99002+kvk:01234567=Stg. Nergens "
	     "name='municipality' value='VERZONNEN' register @2:3");
	ck_assert_uint_eq(c.tally.used, 2);
	ck_assert_str_eq(c.im.ret_series, "duo-boards-VO");
	ck_assert_ptr_null(strstr(c.text.p, "099"));
}
END_TEST

START_TEST(all_sites_of_the_real_file_arrive)
{
	char path[512];
	const char *f = shared_file("data/duo/02.-alle-schoolvestigingen-"
				    "basisonderwijs.2026-04.csv",
				    path, sizeof(path));

	if (!f)
		return;
	capture_file(&c, &collector_duo_sites, f);

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.read, 6107);
	ck_assert_uint_eq(c.tally.used, 6107);
	ck_assert_uint_eq(c.facts[FACT_GOVERNS], 6107);
}
END_TEST

static unsigned
count_lines(const char *part)
{
	unsigned n = 0;

	for (const char *p = c.text.p; (p = strstr(p, part)) != NULL; p++)
		n++;
	return n;
}

START_TEST(all_history_of_the_real_file_arrives_with_its_intervals)
{
	char path[512];
	const char *f = shared_file("data/duo/06.-historisch-overzicht-aantal-"
				    "leerlingen-per-schoolvestiging.csv",
				    path, sizeof(path));

	if (!f)
		return;
	capture_file(&c, &collector_duo_pupils, f);

	ck_assert_msg(c.rc == 0, "%s", c.e.msg);
	ck_assert_uint_eq(c.tally.read, 9737);
	ck_assert_uint_eq(c.tally.used, 9737);
	/* of the year 2025: 6,941 counts and 13 that are published as <5 */
	ck_assert_uint_eq(count_lines(" low=1 high=4 register 20251001.."), 13);
	ck_assert_uint_eq(count_lines(" register 20251001..20261001 @") -
				  count_lines(" low=0 high=0 register "
					      "20251001..20261001 @"),
			  6954);
}
END_TEST

/* What chooses by itself for these bytes. */
static const char *
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
	return k ? k->name : "";
}

START_TEST(each_file_is_known_by_its_header)
{
	ck_assert_str_eq(chosen(PORTAL), "duo_sites");
	ck_assert_str_eq(chosen(HISTORY), "duo_pupils");
	ck_assert_str_eq(chosen("BEVOEGD_GEZAGNUMMER,TYPE_PO,PEILJAAR,"
				"AANTAL_LEERLINGEN\n99001,BO,2025,1\n"),
			 "duo_pupils");
	ck_assert_str_eq(chosen("BEVOEGD GEZAG NUMMER,BEVOEGD GEZAG NAAM,"
				"KVK-NUMMER\n99001,X,1234567\n"),
			 "duo_boards");
}
END_TEST

Suite *
suite_duo(void)
{
	Suite *s = suite_create("duo");
	TCase *t = tcase_create("duo");

	tcase_set_timeout(t, 60);
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, portal_sites_give_board_sector_and_municipality);
	tcase_add_test(t, telephone_numbers_and_streets_stay_out);
	tcase_add_test(t,
		       catalogue_sites_of_secondary_schools_in_another_order);
	tcase_add_test(t, sites_of_special_schools_tell_their_kind);
	tcase_add_test(t, a_site_without_code_or_board_is_refused);
	tcase_add_test(t, history_gives_each_school_year_its_count);
	tcase_add_test(t, zeros_before_the_first_pupil_say_nothing);
	tcase_add_test(
		t, a_closed_school_has_none_and_had_a_board_in_its_last_year);
	tcase_add_test(
		t, a_site_that_nobody_remembers_is_kept_without_board_or_name);
	tcase_add_test(t, a_count_that_is_no_count_is_refused);
	tcase_add_test(t, catalogue_counts_are_added_up_over_kinds_of_school);
	tcase_add_test(
		t, counts_of_secondary_schools_take_their_year_from_the_name);
	tcase_add_test(t, counts_of_boards_weigh_the_board);
	tcase_add_test(t, counts_divided_over_something_else_are_refused);
	tcase_add_test(t, counts_without_a_year_are_refused);
	tcase_add_test(t, a_history_of_one_year_past_the_limit_is_refused);
	tcase_add_test(t, boards_get_back_the_zero_of_their_kvk_number);
	tcase_add_test(t, all_sites_of_the_real_file_arrive);
	tcase_add_test(t,
		       all_history_of_the_real_file_arrives_with_its_intervals);
	tcase_add_test(t, each_file_is_known_by_its_header);
	suite_add_tcase(s, t);
	return s;
}

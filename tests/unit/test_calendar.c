/* Dates of the school year: what ships, and what a user puts over it. */
#include <check.h>
#include <stdlib.h>

#include "base/limits.h"
#include "collectors/calendar.h"

Suite *suite_calendar(void);

static struct arena mem;
static struct calendar cal;
static struct err e;

static void
setup(void)
{
	e = (struct err){ 0 };
	cal = (struct calendar){ 0 };
}

static void
teardown(void)
{
	calendar_done(&cal);
	arena_done(&mem);
}

static int
read_text(struct sv text)
{
	struct input in;
	int rc;

	ck_assert_int_eq(input_from_bytes(&in, "own.csv", text, &mem, &e), 0);
	rc = calendar_read(&cal, &in, &e);
	input_done(&in);
	return rc;
}

static void
refuses(const char *text, const char *message)
{
	ck_assert_int_eq(read_text(sv(text)), -1);
	ck_assert_str_eq(arena_printf(&mem, "%s: %s", e.where, e.msg), message);
	e = (struct err){ 0 };
}

static struct calendar_day *day;

static uint32_t
between(int32_t from, int32_t to)
{
	return calendar_between(&cal, from, to, &mem, &day);
}

START_TEST(what_ships_is_read_whole)
{
	calendar_load(&cal);

	ck_assert_uint_gt(cal.n, 20);
	ck_assert_uint_lt(map_get(&cal.id, SV("teldatum-po"), UINT32_MAX),
			  cal.n);
}
END_TEST

START_TEST(a_yearly_date_comes_every_year)
{
	ck_assert_int_eq(read_text(SV("id,from\na,--10-01\n")), 0);

	ck_assert_uint_eq(between(20261002, 20281001), 2);
	ck_assert_int_eq(day[0].from, 20271001);
	ck_assert_int_eq(day[0].to, 20271001);
	ck_assert_int_eq(day[1].from, 20281001);
	ck_assert_uint_eq(between(20261002, 20270930), 0);
}
END_TEST

START_TEST(a_yearly_time_may_pass_the_turn_of_the_year)
{
	ck_assert_int_eq(read_text(SV("id,from,to\na,--12-20,--01-05\n")), 0);

	ck_assert_uint_eq(between(20270101, 20270102), 1);
	ck_assert_int_eq(day[0].from, 20261220);
	ck_assert_int_eq(day[0].to, 20270105);
}
END_TEST

START_TEST(what_is_going_on_counts_and_what_is_over_does_not)
{
	ck_assert_int_eq(read_text(SV("id,from,to\n"
				      "b,2027-01-10,2027-01-20\n"
				      "a,2027-01-10,2027-01-20\n"
				      "c,2027-01-01,2027-01-09\n")),
			 0);

	ck_assert_uint_eq(between(20270110, 20270110), 2);
	ck_assert(sv_is(day[0].row->id, "a"));
	ck_assert_uint_eq(between(20270120, 20270130), 2);
	ck_assert_uint_eq(between(20270121, 20270130), 0);
}
END_TEST

START_TEST(a_row_of_the_user_replaces_the_one_with_its_id)
{
	uint32_t before, at;

	calendar_load(&cal);
	before = cal.n;

	ck_assert_int_eq(read_text(SV("id;from;to;functions;name_nl\n"
				      "teldatum-po;2027-02-01;;las;Onze dag\n"
				      "open-dag;2027-01-15;;website;\n")),
			 0);

	ck_assert_uint_eq(cal.n, before + 1);
	at = map_get(&cal.id, SV("teldatum-po"), 0);
	ck_assert(!cal.row[at].is_yearly);
	ck_assert(sv_is(cal.row[at].name_nl, "Onze dag"));
	ck_assert(sv_is(cal.row[at].name_en, "Onze dag"));
	ck_assert(sv_is(cal.row[before].name_nl, "open-dag"));
}
END_TEST

START_TEST(a_function_suffers_by_id_or_name_in_its_sector)
{
	const struct calendar_row *r;

	ck_assert_int_eq(read_text(SV("id,from,sector,functions\n"
				      "a,2027-01-10,VO,las| Rooster app\n"
				      "b,2027-01-10,,\n")),
			 0);
	r = &cal.row[0];

	ck_assert(calendar_is_for(r, SV("LAS"), SV("x"), SV("VO")));
	ck_assert(calendar_is_for(r, SV("x"), SV("rooster app"), SV("")));
	ck_assert(!calendar_is_for(r, SV("las"), SV("x"), SV("PO")));
	ck_assert(!calendar_is_for(r, SV("la"), SV(""), SV("VO")));
	ck_assert(!calendar_is_for(&cal.row[1], SV(""), SV(""), SV("")));
}
END_TEST

START_TEST(a_wrong_row_refuses_the_file_by_place)
{
	refuses("id,when\na,2027\n",
		"own.csv:1:2: unknown column 'when' (expected id, from, to, "
		"sector, functions, name_nl, name_en, source, checked)");
	refuses("from,to\n2027-01-01,\n",
		"own.csv:1: not a calendar (expected a first line with the "
		"columns id and from)");
	refuses("id,from\na,1-10-2027\n",
		"own.csv:2:2: no date: '1-10-2027' (expected 2027-05-14, or "
		"--10-01 for every year)");
	refuses("id,from\na,--02-29\n",
		"own.csv:2:2: no date: '--02-29' (expected 2027-05-14, or "
		"--10-01 for every year)");
	refuses("id,from,to\na,2027-01-10,2027-01-09\n",
		"own.csv:2:3: it ends on '2027-01-09', before it begins "
		"(expected '2027-01-10' or later)");
	refuses("id,from,to\na,2027-01-10,--01-12\n",
		"own.csv:2:3: no date: '--01-12' (expected one of the same "
		"form as from, '2027-01-10')");
	refuses("id,from\n,2027-01-10\n",
		"own.csv:2:1: a date without an id (expected a short name, "
		"such as 'examens-2027')");
}
END_TEST

START_TEST(one_date_beyond_the_limit_is_refused)
{
	struct buf b = { 0 };

	buf_str(&b, "id,from\n");
	for (uint32_t i = 0; i < LIMIT_CALENDAR_ROWS; i++)
		buf_printf(&b, "d%u,2027-01-01\n", i);
	ck_assert_int_eq(read_text(buf_view(&b)), 0);
	ck_assert_int_eq(read_text(SV("id,from\nmore,2027-01-01\n")), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	buf_done(&b);
}
END_TEST

Suite *
suite_calendar(void)
{
	Suite *s = suite_create("calendar");
	TCase *tc = tcase_create("calendar");

	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_ships_is_read_whole);
	tcase_add_test(tc, a_yearly_date_comes_every_year);
	tcase_add_test(tc, a_yearly_time_may_pass_the_turn_of_the_year);
	tcase_add_test(tc, what_is_going_on_counts_and_what_is_over_does_not);
	tcase_add_test(tc, a_row_of_the_user_replaces_the_one_with_its_id);
	tcase_add_test(tc, a_function_suffers_by_id_or_name_in_its_sector);
	tcase_add_test(tc, a_wrong_row_refuses_the_file_by_place);
	tcase_add_test(tc, one_date_beyond_the_limit_is_refused);
	suite_add_tcase(s, tc);
	return s;
}

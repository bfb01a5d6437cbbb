/* What lists say about doing without, in the words that lists use. */
#include <check.h>
#include <stdlib.h>

#include "analyzer/fallback.h"
#include "base/buf.h"

Suite *suite_fallback(void);

enum {
	NONE = FALLBACK_NONE,
	SOME = FALLBACK_SOME,
	WHO = FALLBACK_UNKNOWN,
	NA = FALLBACK_NOT_APPLICABLE,
	ANY = FALLBACK_HOURS_UNKNOWN,
	EVER = FALLBACK_HOURS_UNLIMITED,
};

static const struct {
	const char *text;
	int answer;
	int32_t low, high;
} cases[] = {
	{ "", WHO, ANY, ANY },
	{ "?", WHO, ANY, ANY },
	{ "?n.t.b.", WHO, ANY, ANY },
	{ "-", NA, ANY, ANY },
	{ "-nvt", NA, ANY, ANY },
	{ "0", NONE, ANY, ANY },
	{ "0geen", NONE, ANY, ANY },
	{ "geen", NONE, ANY, ANY },
	{ "Geen.", NONE, ANY, ANY },
	{ "nee", NONE, ANY, ANY },
	{ "none", NONE, ANY, ANY },
	{ "No fallback", NONE, ANY, ANY },
	{ "er is geen alternatief", NONE, ANY, ANY },
	{ "nog niet", NONE, ANY, ANY },
	{ "op dit moment niets", NONE, ANY, ANY },
	{ "geen; max 4 uur uitval", NONE, 0, 4 },
	{ "Geen probleem: papier", SOME, ANY, ANY },
	{ "n.v.t.", NA, ANY, ANY },
	{ "nvt", NA, ANY, ANY },
	{ "N/A", NA, ANY, ANY },
	{ "onbekend", WHO, ANY, ANY },
	{ "nog te bepalen", WHO, ANY, ANY },
	{ "nog uit te zoeken", WHO, ANY, ANY },
	{ "tbd", WHO, ANY, ANY },
	{ "...", WHO, ANY, ANY },
	{ "ja", SOME, ANY, ANY },
	{ "papieren lijsten", SOME, ANY, ANY },
	{ "papieren lijsten, 3 dagen", SOME, 72, 72 },
	{ " -papier (2 dagen)", SOME, 48, 48 },
	{ "max 2 weken", SOME, 0, 336 },
	{ "max. 2 weken", SOME, 0, 336 },
	{ "Maximaal een week", SOME, 0, 168 },
	{ "4 uur", SOME, 4, 4 },
	{ "4u", SOME, 4, 4 },
	{ "een week", SOME, 168, 168 },
	{ "één week", SOME, 168, 168 },
	{ "RTO 4h", SOME, 4, 4 },
	{ "RTO: 4h, RPO: 24h", SOME, 4, 4 },
	{ "1-2 dagen", SOME, 24, 48 },
	{ "1 – 2 dagen", SOME, 24, 48 },
	{ "1 tot 2 dagen", SOME, 24, 48 },
	{ "1 t/m 3 dagen", SOME, 24, 72 },
	{ "1 tot en met 3 dagen", SOME, 24, 72 },
	{ "1 à 2 weken", SOME, 168, 336 },
	{ "een of twee dagen", SOME, 24, 48 },
	{ "een dag of drie", SOME, 24, 72 },
	{ "tussen 1 en 3 dagen", SOME, 24, 72 },
	{ "between 4 and 8 hours", SOME, 4, 8 },
	{ "4 uur tot 2 dagen", SOME, 4, 48 },
	{ "4-8h", SOME, 4, 8 },
	{ "minimaal 1 dag", SOME, 24, ANY },
	{ "at least two weeks", SOME, 336, ANY },
	{ "langer dan een maand", SOME, 720, ANY },
	{ "> 3 dagen", SOME, 72, ANY },
	{ "< 4 uur", SOME, 0, 4 },
	{ "binnen 24 uur op papier", SOME, 0, 24 },
	{ "up to 3 working days", SOME, 0, 72 },
	{ "5 werkdagen", SOME, 120, 120 },
	{ "anderhalve week", SOME, 252, 252 },
	{ "een half uur", SOME, 0, 1 },
	{ "halve dag", SOME, 12, 12 },
	{ "2,5 dagen", SOME, 60, 60 },
	{ "2.5 days", SOME, 60, 60 },
	{ "2½ dag", SOME, 60, 60 },
	{ "30 min", SOME, 0, 1 },
	{ "90 minuten", SOME, 1, 2 },
	{ "een paar dagen", SOME, 48, ANY },
	{ "enkele weken met Excel", SOME, 336, ANY },
	{ "1 week en 2 dagen", SOME, 216, 216 },
	{ "1 dag 4 uur", SOME, 28, 28 },
	{ "papier: 3 dagen; Excel: 2 weken", SOME, 72, 336 },
	{ "onbeperkt op papier", SOME, EVER, EVER },
	{ "Handmatig via mentor (ca. 1 week)", SOME, 168, 168 },
	{ "3 dagdelen", SOME, 12, 12 },
	{ "een papieren lijst", SOME, ANY, ANY },
	{ "elke 4 uur een uitdraai", SOME, ANY, ANY },
	{ "24 uur per dag bereikbaar", SOME, ANY, ANY },
	{ "helpdesk 24/7", SOME, ANY, ANY },
	{ "vanaf 9:00 uur bellen", SOME, ANY, ANY },
	{ "versie 3 van het draaiboek", SOME, ANY, ANY },
	{ "lijst 2026-11-01", SOME, ANY, ANY },
	{ "2 personen, 3 dagen", SOME, 72, 72 },
	{ "3 dagen - 5 personen", SOME, 72, 72 },
	{ "99999999999999999999 jaar", SOME, 876000, 876000 },
	{ "0 dagen", NONE, ANY, ANY },
	{ "5 tot 2 dagen", SOME, ANY, ANY },
};

START_TEST(a_phrase_is_an_answer_and_a_duration)
{
	struct fallback f = fallback_read(sv(cases[_i].text));

	ck_assert_msg((int)f.answer == cases[_i].answer &&
			      f.hours_low == cases[_i].low &&
			      f.hours_high == cases[_i].high,
		      "'%s': %s %d-%d", cases[_i].text,
		      fallback_answer_name(f.answer), f.hours_low,
		      f.hours_high);
}
END_TEST

START_TEST(words_past_the_limit_are_not_read)
{
	struct buf b = { 0 };
	struct fallback f;

	for (int i = 0; i < 256; i++)
		buf_str(&b, "een ");
	buf_str(&b, "3 dagen");
	f = fallback_read(buf_view(&b));

	ck_assert_int_eq(f.answer, FALLBACK_SOME);
	ck_assert_int_eq(f.hours_low, FALLBACK_HOURS_UNKNOWN);
	buf_done(&b);
}
END_TEST

START_TEST(hostile_bytes_give_an_interval_or_nothing)
{
	static const char *const part[] = {
		"\xff",   "9",    "uur ", "\xe2\x80\xae", "tot ", "- ",
		"een ",   ",",    ".",    "min ",         "n.",   "/",
		"dagen ", "\xf0", "½",    "max ",         ": ",   "en ",
	};
	enum { PARTS = sizeof(part) / sizeof(part[0]) };
	uint32_t seed = 12345;

	for (int round = 0; round < 20000; round++) {
		struct buf b = { 0 };
		struct fallback f;

		for (int i = 0; i < 12; i++) {
			seed = seed * 1664525u + 1013904223u;
			buf_str(&b, part[seed / 65536 % PARTS]);
		}
		f = fallback_read(buf_view(&b));
		ck_assert_int_ge(f.hours_low, FALLBACK_HOURS_UNKNOWN);
		ck_assert_int_le(f.hours_low, 876000);
		ck_assert(f.hours_high < 0 || f.hours_low <= f.hours_high);
		buf_done(&b);
	}
}
END_TEST

START_TEST(of_two_places_the_shortest_decides)
{
	struct fallback days = fallback_read(SV("3 dagen"));
	struct fallback week = fallback_read(SV("een week"));
	struct fallback none = fallback_read(SV("geen"));
	struct fallback silent = fallback_read(SV(""));
	struct fallback idle = fallback_read(SV("-"));
	struct fallback f = fallback_worst(week, days);

	ck_assert_int_eq(f.hours_low, 72);
	ck_assert_int_eq(f.hours_high, 72);
	ck_assert_int_eq(fallback_worst(days, none).answer, FALLBACK_NONE);
	f = fallback_worst(days, silent);
	ck_assert_int_eq(f.answer, FALLBACK_UNKNOWN);
	ck_assert_int_eq(f.hours_low, FALLBACK_HOURS_UNKNOWN);
	ck_assert_int_eq(f.hours_high, 72);
	ck_assert_int_eq(fallback_worst(idle, days).hours_low, 72);
}
END_TEST

START_TEST(of_two_ways_at_one_place_the_better_is_taken)
{
	struct fallback days = fallback_read(SV("3 dagen"));
	struct fallback most = fallback_read(SV("max een week"));
	struct fallback none = fallback_read(SV("geen"));
	struct fallback silent = fallback_read(SV(""));
	struct fallback f = fallback_best(days, most);

	ck_assert_int_eq(f.hours_low, 72);
	ck_assert_int_eq(f.hours_high, 168);
	ck_assert_int_eq(fallback_best(none, days).hours_low, 72);
	ck_assert_int_eq(fallback_best(none, silent).answer, FALLBACK_UNKNOWN);
	ck_assert_int_eq(fallback_best(none, none).answer, FALLBACK_NONE);
}
END_TEST

Suite *
suite_fallback(void)
{
	Suite *s = suite_create("fallback");
	TCase *tc = tcase_create("fallback");

	tcase_add_loop_test(tc, a_phrase_is_an_answer_and_a_duration, 0,
			    (int)(sizeof(cases) / sizeof(cases[0])));
	tcase_add_test(tc, words_past_the_limit_are_not_read);
	tcase_add_test(tc, hostile_bytes_give_an_interval_or_nothing);
	tcase_add_test(tc, of_two_places_the_shortest_decides);
	tcase_add_test(tc, of_two_ways_at_one_place_the_better_is_taken);
	suite_add_tcase(s, tc);
	return s;
}

/* The small libraries: views, numbers, dates, buffers, maps, messages. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/sort.h"
#include "base/sv.h"
#include "base/text.h"

Suite *suite_base(void);

START_TEST(of_a_mail_address_a_message_keeps_the_domain)
{
	static const char *const cases[][2] = {
		{ "'jan.jansen@school.example' (expected a date)",
		  "'*@school.example' (expected a date)" },
		{ "https://jan:geheim@host.example/",
		  "https://*@host.example/" },
		{ "a@b c@d", "*@b *@d" },
		{ "mailto:jan@school.example", "mailto:*@school.example" },
		{ "@school, x @ y", "@school, x @ y" },
		{ "j\xc3\xbcrgen@school.example", "*@school.example" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct err e = { 0 };

		err_set(&e, ERR_INPUT, NULL, "%s", cases[i][0]);
		ck_assert_str_eq(e.msg, cases[i][1]);
	}
}
END_TEST

START_TEST(numbers_need_full_consumption_and_range)
{
	uint64_t v = 7;

	ck_assert(sv_u64(SV("18446744073709551615"), UINT64_MAX, &v));
	ck_assert_uint_eq(v, UINT64_MAX);
	ck_assert(!sv_u64(SV("18446744073709551616"), UINT64_MAX, &v));
	ck_assert(!sv_u64(SV("12 "), 100, &v));
	ck_assert(!sv_u64(SV(""), 100, &v));
	ck_assert(!sv_u64(SV("101"), 100, &v));
	ck_assert(!sv_u64(SV("-1"), 100, &v));
	ck_assert_uint_eq(v, UINT64_MAX);
}
END_TEST

START_TEST(fixed_point_reads_both_decimal_signs)
{
	int64_t v = 0;

	ck_assert(sv_fixed(SV("17,49"), ',', 2, &v));
	ck_assert_int_eq(v, 1749);
	ck_assert(sv_fixed(SV("-0.5"), '.', 2, &v));
	ck_assert_int_eq(v, -50);
	ck_assert(sv_fixed(SV("12"), ',', 2, &v));
	ck_assert_int_eq(v, 1200);
	ck_assert(sv_fixed(SV("1.5000"), '.', 2, &v));
	ck_assert_int_eq(v, 150);
	ck_assert(!sv_fixed(SV("1.234,5"), ',', 2, &v));
	ck_assert(!sv_fixed(SV("1.255"), '.', 2, &v));
	ck_assert(!sv_fixed(SV("99999999999999999999"), '.', 2, &v));
}
END_TEST

START_TEST(split_gives_every_part_also_empty_ones)
{
	struct sv cur = SV("a;;b;"), part;
	size_t n = 0, bytes = 0;

	while (sv_split(&cur, ';', &part)) {
		n++;
		bytes += part.n;
	}
	ck_assert_uint_eq(n, 4);
	ck_assert_uint_eq(bytes, 2);
}
END_TEST

START_TEST(trim_also_takes_no_break_spaces)
{
	ck_assert(sv_is(sv_trim(SV("\xc2\xa0 x \t\xc2\xa0")), "x"));
	ck_assert_uint_eq(sv_trim(SV(" \n ")).n, 0);
}
END_TEST

START_TEST(dates_are_read_in_iso_and_dutch_and_checked)
{
	int32_t d = 0;
	char iso[DATE_ISO_SIZE];

	ck_assert(date_from_text(SV("2024-02-29"), &d));
	ck_assert_int_eq(d, 20240229);
	ck_assert(date_from_text(SV(" 1-8-2025 "), &d));
	ck_assert_int_eq(d, 20250801);
	ck_assert(date_from_text(SV("31/12/2025"), &d));
	ck_assert(date_from_text(SV("2025-01-02T03:04:05Z"), &d));
	ck_assert_str_eq(date_iso(d, iso), "2025-01-02");
	ck_assert(!date_from_text(SV("29-02-2023"), &d));
	ck_assert(!date_from_text(SV("2024-13-01"), &d));
	ck_assert(!date_from_text(SV("1-8-25"), &d));
	ck_assert(!date_from_text(SV("01-02"), &d));
	ck_assert(!date_from_text(SV(""), &d));
	ck_assert_str_eq(date_iso(0, iso), "");
}
END_TEST

START_TEST(days_and_dates_are_inverse_for_eight_centuries)
{
	for (int64_t day = -300000; day < 300000; day += 13) {
		int32_t d = date_from_days(day);

		ck_assert_int_ne(d, 0);
		ck_assert_int_eq(date_to_days(d), day);
	}
	ck_assert_int_eq(date_to_days(20000301) - date_to_days(20000228), 2);
}
END_TEST

START_TEST(source_date_epoch_fixes_the_clock)
{
	char now[21];

	setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
	ck_assert_str_eq(time_now_iso(now), "2023-11-14T22:13:20Z");
	ck_assert_int_eq(date_today(), 20231114);
	unsetenv("SOURCE_DATE_EPOCH");
}
END_TEST

START_TEST(buffer_stops_at_its_cap_and_says_so)
{
	struct buf b = { .max = 10 };

	buf_str(&b, "12345");
	ck_assert(buf_ok(&b));
	buf_str(&b, "678901");
	ck_assert(!buf_ok(&b));
	ck_assert_uint_eq(b.n, 5);
	buf_char(&b, 'x');
	ck_assert_uint_eq(b.n, 5);
	buf_done(&b);
}
END_TEST

START_TEST(map_keeps_insertion_order_past_many_growths)
{
	struct map m = { 0 };
	char key[16];

	for (uint32_t i = 0; i < 5000; i++) {
		bool is_new = false;

		snprintf(key, sizeof(key), "k%u", i);
		map_put(&m, sv(key), i, &is_new);
		ck_assert(is_new);
		map_put(&m, sv(key), 77, &is_new);
		ck_assert(!is_new);
	}
	ck_assert_uint_eq(m.n, 5000);
	for (uint32_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "k%u", i);
		ck_assert_uint_eq(m.entry[i].value, i);
		ck_assert_uint_eq(map_get(&m, sv(key), 9), i);
	}
	ck_assert_uint_eq(map_get(&m, SV("absent"), 9), 9);
	map_done(&m);
}
END_TEST

static int
cmp_u64(const void *pa, const void *pb)
{
	const uint64_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

START_TEST(a_pair_is_new_once_also_past_growth)
{
	struct pairs p = { 0 };
	uint32_t fresh = 0, again = 0;

	for (uint32_t a = 1; a <= 300; a++)
		for (uint32_t b = 1; b <= 10; b++)
			fresh += pairs_add(&p, a, b);
	for (uint32_t a = 1; a <= 300; a++)
		again += pairs_add(&p, a, a % 10 + 1);

	ck_assert_uint_eq(fresh, 3000);
	ck_assert_uint_eq(again, 0);
	ck_assert(pairs_add(&p, UINT32_MAX, 1));
	ck_assert_uint_eq(p.n, 3001);
	pairs_done(&p);
}
END_TEST

START_TEST(texts_differ_in_any_one_byte_at_every_length)
{
	char a[40], b[40];

	for (size_t n = 0; n <= sizeof(a); n++) {
		memset(a, 'x', sizeof(a));
		memset(b, 'x', sizeof(b));
		ck_assert(sv_eq(sv_n(a, n), sv_n(b, n)));
		ck_assert(sv_hash_quick(sv_n(a, n)) ==
			  sv_hash_quick(sv_n(b, n)));
		for (size_t i = 0; i < n; i++) {
			b[i] = 'y';
			ck_assert(!sv_eq(sv_n(a, n), sv_n(b, n)));
			ck_assert(sv_hash_quick(sv_n(a, n)) !=
				  sv_hash_quick(sv_n(b, n)));
			b[i] = 'x';
		}
	}
}
END_TEST

START_TEST(the_first_stop_is_found_from_any_offset)
{
	struct sv_stops stops = sv_stops(';', '\n', '\r', '\0');
	char text[50];

	for (size_t at = 0; at < sizeof(text); at++) {
		memset(text, (int)(':' + at % 2 * 2), sizeof(text));
		text[at] = ";\n\r\0"[at % 4];
		for (size_t i = 0; i <= sizeof(text); i++)
			ck_assert_uint_eq(
				sv_stop(sv_n(text, sizeof(text)), i, &stops),
				i <= at ? at : sizeof(text));
		ck_assert_uint_eq(sv_stop(sv_n(text, at), 0, &stops), at);
	}
}
END_TEST

START_TEST(numbers_sort_as_qsort_sorts_them)
{
	static const size_t sizes[] = { 0, 1, 2, 3, 1000, 5000 };
	uint64_t v[5000], w[5000], x = 88172645463325252u;

	for (size_t k = 0; k < sizeof(sizes) / sizeof(sizes[0]); k++) {
		for (int bits = 0; bits <= 64; bits += 16) {
			for (size_t i = 0; i < sizes[k]; i++) {
				x ^= x << 13;
				x ^= x >> 7;
				x ^= x << 17;
				v[i] = w[i] = bits ? x >> (64 - bits) : 7;
			}
			sort_u64(v, sizes[k]);
			sort(w, sizes[k], sizeof(*w), cmp_u64);
			ck_assert_mem_eq(v, w, sizes[k] * sizeof(*v));
		}
	}
}
END_TEST

START_TEST(the_first_error_wins_and_keeps_its_place)
{
	struct err e = { 0 };
	struct at at = { .file = "list.csv", .line = 17, .col = 4 };

	ck_assert_int_eq(err_set(&e, ERR_INPUT, &at, "no %s", "name"), -1);
	err_set(&e, ERR_IO, NULL, "later");
	ck_assert_int_eq(e.kind, ERR_INPUT);
	ck_assert_str_eq(e.where, "list.csv:17:4");
	ck_assert_str_eq(e.msg, "no name");
	err_prefix(&e, "sheet %d", 2);
	ck_assert_str_eq(e.msg, "sheet 2: no name");
}
END_TEST

START_TEST(messages_are_bounded_but_all_counted)
{
	struct diag d = { 0 };
	struct at at = { .file = "x", .line = 1 };

	for (int i = 0; i < DIAG_KEEP + 1; i++)
		diag_refuse(&d, &at, "row %d", i);
	diag_warn(&d, &at, "one");
	ck_assert_uint_eq(d.count[DIAG_REFUSE], DIAG_KEEP + 1);
	ck_assert_uint_eq(d.n, DIAG_KEEP + 1);
	ck_assert_str_eq(d.message[DIAG_KEEP].text, "one");
	diag_done(&d);
}
END_TEST

START_TEST(a_cut_never_leaves_half_a_character)
{
	/* "a", two bytes, three bytes, four bytes */
	struct sv s = SV("a\u00e9\u20ac\U0001f600");
	static const size_t whole[] = { 0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10 };

	for (size_t n = 0; n < sizeof(whole) / sizeof(*whole); n++)
		ck_assert_uint_eq(sv_cut(s, n).n, whole[n]);
	ck_assert_uint_eq(sv_cut(SV_NONE, 5).n, 0);
	ck_assert_uint_eq(sv_cut(sv_n(s.p, 5), SIZE_MAX).n, 3);
}
END_TEST

/* More letters of two bytes than any message holds, from either parity. */
static void
say_much(struct diag *d, struct err *e, const char *first)
{
	struct buf b = { 0 };
	struct at at = { .line = 1 };

	buf_str(&b, first);
	for (int i = 0; i < 600; i++)
		buf_str(&b, "\u00e9");
	at.file = b.p;
	diag_warn(d, &at, "%s", b.p);
	err_set(e, ERR_INPUT, &at, "%s", b.p);
	err_prefix(e, "%s", first);
	buf_done(&b);
}

START_TEST(what_does_not_fit_in_a_message_is_cut_at_a_character)
{
	static const char *const first[] = { "", "x" };

	for (int i = 0; i < 2; i++) {
		struct diag d = { 0 };
		struct err e = { 0 };

		say_much(&d, &e, first[i]);
		ck_assert_int_lt(text_utf8_bad(sv(d.message[0].text)), 0);
		ck_assert_int_lt(text_utf8_bad(sv(d.message[0].where)), 0);
		ck_assert_int_lt(text_utf8_bad(sv(e.msg)), 0);
		ck_assert_int_lt(text_utf8_bad(sv(e.where)), 0);
		diag_done(&d);
	}
}
END_TEST

Suite *
suite_base(void)
{
	Suite *s = suite_create("base");
	TCase *t = tcase_create("base");

	tcase_add_test(t, of_a_mail_address_a_message_keeps_the_domain);
	tcase_add_test(t, numbers_need_full_consumption_and_range);
	tcase_add_test(t, fixed_point_reads_both_decimal_signs);
	tcase_add_test(t, split_gives_every_part_also_empty_ones);
	tcase_add_test(t, trim_also_takes_no_break_spaces);
	tcase_add_test(t, dates_are_read_in_iso_and_dutch_and_checked);
	tcase_add_test(t, days_and_dates_are_inverse_for_eight_centuries);
	tcase_add_test(t, source_date_epoch_fixes_the_clock);
	tcase_add_test(t, buffer_stops_at_its_cap_and_says_so);
	tcase_add_test(t, map_keeps_insertion_order_past_many_growths);
	tcase_add_test(t, a_pair_is_new_once_also_past_growth);
	tcase_add_test(t, texts_differ_in_any_one_byte_at_every_length);
	tcase_add_test(t, the_first_stop_is_found_from_any_offset);
	tcase_add_test(t, numbers_sort_as_qsort_sorts_them);
	tcase_add_test(t, the_first_error_wins_and_keeps_its_place);
	tcase_add_test(t, a_cut_never_leaves_half_a_character);
	tcase_add_test(t, what_does_not_fit_in_a_message_is_cut_at_a_character);
	tcase_add_test(t, messages_are_bounded_but_all_counted);
	suite_add_tcase(s, t);
	return s;
}

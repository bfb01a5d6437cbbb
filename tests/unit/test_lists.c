/* Cells, names, words and mappings of hand-made lists. */
#include <check.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "collectors/applications.h"
#include "collectors/mapping.h"
#include "schema/model/refdata.h"

Suite *suite_lists(void);

/* One vocabulary for each test; Check runs each in a process of its own. */
static struct words words;
static struct arena mem;

static void
setup(void)
{
	words_load(&words, "applications");
}

static void
teardown(void)
{
	words_done(&words);
	arena_done(&mem);
}

static const struct {
	const char *text, *first, *last; /* ISO; NULL: not understood */
} dates[] = {
	{ "2024-08-01", "2024-08-01", "2024-08-01" },
	{ "1-8-2024", "2024-08-01", "2024-08-01" },
	{ "01/08/24", "2024-08-01", "2024-08-01" },
	{ "01.08.1998", "1998-08-01", "1998-08-01" },
	{ "1 augustus 2024", "2024-08-01", "2024-08-01" },
	{ "1 aug. 2024", "2024-08-01", "2024-08-01" },
	{ "per 1 Augustus 2024", "2024-08-01", "2024-08-01" },
	{ "donderdag 1 augustus 2024", "2024-08-01", "2024-08-01" },
	{ "aug-24", "2024-08-01", "2024-08-31" },
	{ "februari 2024", "2024-02-01", "2024-02-29" },
	{ "feb 2023", "2023-02-01", "2023-02-28" },
	{ "08-2024", "2024-08-01", "2024-08-31" },
	{ "2024-08", "2024-08-01", "2024-08-31" },
	{ "2024", "2024-01-01", "2024-12-31" },
	{ "schooljaar 2024-2025", "2024-08-01", "2025-07-31" },
	{ "2024/2025", "2024-08-01", "2025-07-31" },
	{ "2024-25", "2024-08-01", "2025-07-31" },
	{ "may 2024", "2024-05-01", "2024-05-31" },
	{ "31-02-2024", NULL, NULL },
	{ "45505", NULL, NULL },
	{ "4520", NULL, NULL },
	{ "3 maanden", NULL, NULL },
	{ "1-2-3-4", NULL, NULL },
	{ "binnenkort", NULL, NULL },
	{ "01-13-2024", NULL, NULL },
};

START_TEST(days_are_read_as_dutch_schools_write_them)
{
	int32_t got = 0;
	char iso[DATE_ISO_SIZE];

	for (int end = 0; end < 2; end++) {
		const char *want = end ? dates[_i].last : dates[_i].first;
		enum say s = say_date(&words, sv(dates[_i].text), end, &got);

		ck_assert_msg(s == (want ? SAY_OK : SAY_BAD), "%s",
			      dates[_i].text);
		if (want)
			ck_assert_msg(strcmp(date_iso(got, iso), want) == 0,
				      "%s: %s", dates[_i].text, iso);
	}
}
END_TEST

START_TEST(no_day_is_no_error)
{
	int32_t day = 1;

	ck_assert_int_eq(say_date(&words, SV("n.t.b."), false, &day),
			 SAY_UNKNOWN);
	ck_assert_int_eq(say_date(&words, SV("onbepaalde tijd"), true, &day),
			 SAY_UNKNOWN);
	ck_assert_int_eq(say_date(&words, SV("nvt"), false, &day), SAY_SILENT);
	ck_assert_int_eq(say_date(&words, SV("-"), false, &day), SAY_SILENT);
	ck_assert_int_eq(day, 1);
}
END_TEST

static const struct {
	const char *text;
	enum say say;
	int64_t low, high;
} counts[] = {
	{ "0", SAY_OK, 0, 0 },
	{ "120", SAY_OK, 120, 120 },
	{ "1.234", SAY_OK, 1234, 1234 },
	{ "1 234 567", SAY_OK, 1234567, 1234567 },
	{ "120.0", SAY_OK, 120, 120 },
	{ "<5", SAY_OK, 0, 4 },
	{ "< 5", SAY_OK, 0, 4 },
	{ "<0", SAY_OK, 0, 0 },
	{ "<=5", SAY_OK, 0, 5 },
	{ "minder dan 5", SAY_OK, 0, 4 },
	{ "max. 30", SAY_OK, 0, 30 },
	{ ">500", SAY_OK, 501, -1 },
	{ "meer dan 500", SAY_OK, 501, -1 },
	{ "500+", SAY_OK, 500, -1 },
	{ "100-150", SAY_OK, 100, 150 },
	{ "100 \xe2\x80\x93 150", SAY_OK, 100, 150 },
	{ "100 tot 150 leerlingen", SAY_OK, 100, 150 },
	{ "tussen 100 en 150", SAY_OK, 100, 150 },
	{ "150-100", SAY_BAD, 0, 0 },
	{ "ca. 200", SAY_OK, 180, 220 },
	{ "\xc2\xb1 85", SAY_OK, 77, 94 },
	{ "ongeveer 7", SAY_OK, 7, 8 },
	{ "120 lln", SAY_OK, 120, 120 },
	{ "120 olifanten", SAY_BAD, 0, 0 },
	{ "1.23", SAY_BAD, 0, 0 },
	{ "1.2345", SAY_BAD, 0, 0 },
	{ "-5", SAY_BAD, 0, 0 },
	{ "12,5", SAY_BAD, 0, 0 },
	{ "9999999999999999999999", SAY_BAD, 0, 0 },
	{ "veel", SAY_BAD, 0, 0 },
	{ "onbekend", SAY_UNKNOWN, 0, 0 },
	{ "nvt", SAY_SILENT, 0, 0 },
};

START_TEST(numbers_of_users_are_intervals)
{
	int64_t low = 0, high = 0;
	enum say s = say_count(&words, sv(counts[_i].text), &low, &high);

	ck_assert_msg(s == counts[_i].say, "%s: %d", counts[_i].text, s);
	ck_assert_msg(low == counts[_i].low && high == counts[_i].high,
		      "%s: %lld-%lld", counts[_i].text, (long long)low,
		      (long long)high);
}
END_TEST

static const struct {
	const char *text;
	bool is_number;
	enum say say;
	int64_t cents;
} amounts[] = {
	{ "1234", false, SAY_OK, 123400 },
	{ "1.234", false, SAY_OK, 123400 },
	{ "1.234", true, SAY_BAD, 0 }, /* three decimals are no cents */
	{ "1234.5", true, SAY_OK, 123450 },
	{ "1.234,56", false, SAY_OK, 123456 },
	{ "1234,5", false, SAY_OK, 123450 },
	{ "12.50", false, SAY_OK, 1250 },
	{ "\xe2\x82\xac 1.234,-", false, SAY_OK, 123400 },
	{ "\xe2\x82\xac"
	  "1.234,--",
	  false, SAY_OK, 123400 },
	{ "EUR 99,5", false, SAY_OK, 9950 },
	{ "100 euro per jaar", false, SAY_OK, 10000 },
	{ "\xe2\x82\xac 100 per maand", false, SAY_OK, 120000 },
	{ "gratis", false, SAY_OK, 0 },
	{ "0", false, SAY_OK, 0 },
	{ "1,234", false, SAY_BAD, 0 }, /* a thousand, or one and a bit */
	{ "1.234.56", false, SAY_BAD, 0 },
	{ "\xe2\x82\xac 2,50 per leerling", false, SAY_BAD, 0 },
	{ "$ 100", false, SAY_BAD, 0 },
	{ "100 pond", false, SAY_BAD, 0 },
	{ "-5", false, SAY_BAD, 0 },
	{ "999999999999999999", false, SAY_BAD, 0 },
	{ "onbekend", false, SAY_UNKNOWN, 0 },
	{ "-", false, SAY_SILENT, 0 },
};

START_TEST(amounts_are_cents_a_year_or_nothing)
{
	int64_t cents = 0;
	enum say s = say_amount(&words, sv(amounts[_i].text),
				amounts[_i].is_number, &cents);

	ck_assert_msg(s == amounts[_i].say && cents == amounts[_i].cents,
		      "%s: %d %lld", amounts[_i].text, s, (long long)cents);
}
END_TEST

static const struct {
	const char *text;
	int64_t share; /* -1: not understood */
} shares[] = {
	{ "50%", 5000 },   { "50 %", 5000 }, { "12,5%", 1250 },
	{ "0,5", 5000 },   { "0.25", 2500 }, { "1", 10000 },
	{ "1%", 100 },     { "33", 3300 },   { "100", 10000 },
	{ "0", 0 },        { "101", -1 },    { "150%", -1 },
	{ "-5%", -1 },     { "half", -1 },   { "%", -1 },
	{ "0,00001", -1 },
};

START_TEST(shares_are_parts_or_percents)
{
	int64_t share = -1;
	enum say s = say_share(sv(shares[_i].text), &share);

	ck_assert_msg(s == (shares[_i].share < 0 ? SAY_BAD : SAY_OK), "%s",
		      shares[_i].text);
	ck_assert_msg(share == shares[_i].share, "%s: %lld", shares[_i].text,
		      (long long)share);
}
END_TEST

static const struct {
	const char *text, *want;
} texts[] = {
	{ "ja", "yes" },
	{ "JA", "yes" },
	{ "\xe2\x9c\x93", "yes" },
	{ "x", "yes" },
	{ "nee", "0" },
	{ "geen", "0" },
	{ "n.v.t.", "-" },
	{ "NVT", "-" },
	{ "Niet van toepassing", "-" },
	{ "-", "" },
	{ "\xe2\x80\x94", "" },
	{ "n.t.b.", "?n.t.b." },
	{ "te verifi\xc3\xabren", "?te verifi\xc3\xabren" },
	{ "mogelijk Ierland", "?mogelijk Ierland" },
	{ "Nog te controleren door FG", "?Nog te controleren door FG" },
	{ "?", "?" },
	{ "? navragen", "?navragen" },
	{ "DE?", "?DE?" },
	{ "wereldwijd", "?wereldwijd" },
	{ "geen BSN", "geen BSN" },
	{ "India/NL", "India/NL" },
	{ "0800-nummer", " 0800-nummer" },
	{ "-2+3", " -2+3" },
	{ "bel p.voorbeeld@school.example nu", "bel @school.example nu" },
	{ "a@b.example;c@d.example", "@b.example;@d.example" },
	{ "onbekend: vraag a@b.example", "?onbekend: vraag @b.example" },
};

START_TEST(four_values_stay_apart_and_addresses_go)
{
	struct sv got = say_text(&words, &mem, sv(texts[_i].text));

	ck_assert_msg(sv_is(got, texts[_i].want), "%s: %.*s", texts[_i].text,
		      SV_ARG(got));
}
END_TEST

static const struct {
	const char *text, *want;
} owners[] = {
	{ "ICT", "ICT" },
	{ "Hoofd ICT", "Hoofd ICT" },
	{ "directeur-bestuurder", "directeur-bestuurder" },
	{ "IB-er / intern begeleider", "IB-er / intern begeleider" },
	{ "Onderwijsteam", "Onderwijsteam" },
	{ "leermiddelenco\xc3\xb6rdinator", "leermiddelenco\xc3\xb6rdinator" },
	{ "Head of ICT", "Head of ICT" },
	{ "Jip Voorbeeld", "named" },
	{ "Jip Voorbeeld (ICT)", "named" },
	{ "ICT - Jip", "named" },
	{ "jip@school.example", "named" },
	{ "J. de Voorbeeld", "named" },
	{ "onbekend (Jip?)", "?" },
	{ "geen", "0" },
	{ "nvt", "-" },
	{ "-", "" },
};

START_TEST(an_owner_is_a_role_or_only_that_there_is_one)
{
	struct sv got = say_owner(&words, &mem, sv(owners[_i].text));

	ck_assert_msg(sv_is(got, owners[_i].want), "%s: %.*s", owners[_i].text,
		      SV_ARG(got));
}
END_TEST

static const struct {
	const char *text, *want; /* NULL: not understood */
} bivs[] = {
	{ "321", "3-2-1" },
	{ "HML", "3-2-1" },
	{ "3-2-1", "3-2-1" },
	{ "H/M/L", "3-2-1" },
	{ "hoog, midden, laag", "3-2-1" },
	{ "B3 I2 V1", "3-2-1" },
	{ "B=3 I=2 V=1", "3-2-1" },
	{ "B: hoog, I: midden, V: laag", "3-2-1" },
	{ "32", NULL },
	{ "3-2-1-1", NULL },
	{ "941", NULL },
	{ "hoog", NULL },
	{ "", NULL },
};

START_TEST(biv_is_three_levels)
{
	char out[6] = "";
	enum say s = say_biv(&words, sv(bivs[_i].text), out);

	ck_assert_msg(s == (bivs[_i].want ? SAY_OK : SAY_BAD), "%s",
		      bivs[_i].text);
	if (bivs[_i].want)
		ck_assert_str_eq(out, bivs[_i].want);
}
END_TEST

START_TEST(damage_by_spreadsheets_is_seen_and_names_are_not_damage)
{
	static const char *const bad[] = { "1,23E+07", "4.10E+07", "mrt-24",
					   "1-mrt",    "01-02-03", "WAAR",
					   "#VERW!",   "#N/B",     "#NAAM?" };
	static const char *const good[] = { "365",    "Rekenreis 3", "Route-8",
					    "E-mail", "24/7",        "#durf",
					    "A4",     "mei en juni", "TRUE-X",
					    "" };

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert_msg(say_damage(&words, sv(bad[i])) != NULL, "%s",
			      bad[i]);
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_msg(say_damage(&words, sv(good[i])) == NULL, "%s",
			      good[i]);
}
END_TEST

/* Parts joined by '|', then '?' when in doubt. */
static const struct {
	enum names_of of;
	const char *cell, *want;
} splits[] = {
	{ NAMES_PRODUCT, "Pennenstreek", "Pennenstreek" },
	{ NAMES_PRODUCT, " A / B ", "A|B" },
	{ NAMES_PRODUCT, "A\nB\r\nC", "A|B|C" },
	{ NAMES_PRODUCT, "A;B; ;A", "A|B" },
	{ NAMES_PRODUCT, "- A\n- B", "A|B" },
	{ NAMES_PRODUCT, "A (x; y / z)", "A (x; y / z)" },
	{ NAMES_PRODUCT, "A/B", "A/B?" },
	{ NAMES_PRODUCT, "a,b,c", "a,b,c?" },
	{ NAMES_PRODUCT, "3,5", "3,5" },
	{ NAMES_PRODUCT, "Woord en Beeld", "Woord en Beeld?" },
	{ NAMES_PRODUCT, ";=1", ";=1" },
	{ NAMES_PRODUCT, "|calc", "|calc" },
	{ NAMES_VENDOR, "Prowise & Co", "Prowise & Co" },
	{ NAMES_VENDOR, "Noordhoff Uitgevers / Infinitas",
	  "Noordhoff Uitgevers / Infinitas?" },
	{ NAMES_VENDOR, "A\nB", "A|B" },
	{ NAMES_FUNCTION, "LAS / ELO", "LAS|ELO" },
	{ NAMES_FUNCTION, "LAS, LVS", "LAS|LVS" },
	{ NAMES_FUNCTION, "Printen en kopi\xc3\xabren",
	  "Printen en kopi\xc3\xabren" },
	{ NAMES_FUNCTION, "LAS / iets", "LAS / iets?" },
	{ NAMES_SCHOOL, "De Wiekslag, De Klimop", "De Wiekslag|De Klimop" },
	{ NAMES_SCHOOL, "Heen en Weer", "Heen en Weer" },
	{ NAMES_SCHOOL, "16SW00 / 16SW01", "16SW00|16SW01" },
};

START_TEST(names_part_where_the_rule_says)
{
	struct buf b = { 0 };
	struct names n;

	names_split(&words, splits[_i].of, sv(splits[_i].cell), &mem, &n);
	for (uint32_t i = 0; i < n.n; i++)
		buf_printf(&b, "%s%.*s", i ? "|" : "", SV_ARG(n.part[i]));
	if (n.in_doubt)
		buf_char(&b, '?');
	ck_assert_str_eq(b.p, splits[_i].want);
	ck_assert(!n.too_many);
	buf_done(&b);
}
END_TEST

START_TEST(one_name_more_than_the_limit_is_too_many)
{
	struct buf b = { 0 };
	struct names n;

	for (unsigned i = 0; i < LIMIT_PARTS; i++)
		buf_printf(&b, "%sp%u", i ? ";" : "", i);
	names_split(&words, NAMES_PRODUCT, buf_view(&b), &mem, &n);
	ck_assert(!n.too_many);
	ck_assert_uint_eq(n.n, LIMIT_PARTS);
	buf_str(&b, ";more");
	names_split(&words, NAMES_PRODUCT, buf_view(&b), &mem, &n);
	ck_assert(n.too_many);
	buf_done(&b);
}
END_TEST

static const struct {
	const char *text;
	enum key_scheme scheme;
	const char *number, *name;
} sites[] = {
	{ "16SW00 De Wiekslag", KEY_BRIN, "16SW00", "De Wiekslag" },
	{ "De Wiekslag (16sw)", KEY_BRIN, "16SW", "De Wiekslag" },
	{ "De Wiekslag - 16SW01", KEY_BRIN, "16SW01", "De Wiekslag" },
	{ "De Wiekslag", KEY_BRIN, "", "De Wiekslag" },
	{ "16SW00", KEY_BRIN, "16SW00", "" },
	{ "41234", KEY_BOARD_NUMBER, "41234", "" },
	{ "Stichting X (41234)", KEY_BOARD_NUMBER, "41234", "Stichting X" },
	{ "Stichting 2025", KEY_BOARD_NUMBER, "", "Stichting 2025" },
};

START_TEST(a_number_beside_a_name_is_found)
{
	struct app_site s =
		app_site_of(sv(sites[_i].text), sites[_i].scheme, &mem);

	ck_assert_msg(sv_is(s.number, sites[_i].number), "%s: %.*s",
		      sites[_i].text, SV_ARG(s.number));
	ck_assert_msg(sv_is(s.name, sites[_i].name), "%s: %.*s", sites[_i].text,
		      SV_ARG(s.name));
}
END_TEST

START_TEST(every_header_names_a_field_and_no_header_names_two)
{
	struct sv cur = refdata_get("headers.csv"), f[8], known;
	struct map seen = { 0 };
	uint32_t n, rows = 0;

	ck_assert(words_line(&cur, &mem, f, 8, &n)); /* the header */
	while (words_line(&cur, &mem, f, 8, &n)) {
		enum app_field field;
		struct sv name = f[1];
		bool is_new;

		ck_assert_uint_eq(n, 5);
		if (!sv_is(f[0], "applications"))
			continue;
		if (sv_ends(name, SV("?")))
			name.n--;
		ck_assert_msg(sv_is(name, "headcount") ||
				      app_field_from(name, &field),
			      "%.*s", SV_ARG(f[1]));
		known = text_fold_header(&mem, f[2]);
		ck_assert_uint_gt(known.n, 0);
		map_put(&seen, known, 1, &is_new);
		ck_assert_msg(is_new, "twice: %.*s", SV_ARG(f[2]));
		ck_assert(sv_eq(words_field(&words, known), f[1]));
		ck_assert(sv_is(f[3], "nl") || sv_is(f[3], "en"));
		rows++;
	}
	ck_assert_uint_ge(rows, 250);
	map_done(&seen);
}
END_TEST

START_TEST(every_word_means_what_its_row_says)
{
	struct sv cur = refdata_get("values.csv"), f[8];
	struct map seen = { 0 };
	uint32_t n;

	ck_assert(words_line(&cur, &mem, f, 8, &n));
	while (words_line(&cur, &mem, f, 8, &n)) {
		ptrdiff_t colon = sv_find(f[0], ':');
		struct sv group =
			colon < 0 ? f[0] : sv_n(f[0].p, (size_t)colon);
		struct buf key = { 0 };
		bool is_new;
		int g = 0;

		ck_assert_uint_eq(n, 4);
		while (g < WORDS_GROUPS &&
		       !sv_is(group, words_group_name((enum word_group)g)))
			g++;
		ck_assert_msg(g < WORDS_GROUPS, "%.*s", SV_ARG(f[0]));
		ck_assert_msg(words_mean(&words, (enum word_group)g, f[1]) != 0,
			      "%.*s: %.*s", SV_ARG(f[0]), SV_ARG(f[1]));
		buf_printf(&key, "%d:%.*s", g, SV_ARG(text_fold(&mem, f[1])));
		map_put(&seen, buf_view(&key), 1, &is_new);
		ck_assert_msg(is_new, "twice: %.*s: %.*s", SV_ARG(f[0]),
			      SV_ARG(f[1]));
		buf_done(&key);
	}
	map_done(&seen);
}
END_TEST

START_TEST(what_the_reference_data_names_is_known)
{
	ck_assert(words_know(&words, KNOWN_FUNCTION, SV("LAS")));
	ck_assert(
		words_know(&words, KNOWN_FUNCTION, SV("leerling volgsysteem")));
	ck_assert(words_know(&words, KNOWN_COUNTRY, SV("nl")));
	ck_assert(words_know(&words, KNOWN_COUNTRY, SV("Ierland")));
	ck_assert(words_know(&words, KNOWN_COUNTRY, SV("Ireland")));
	ck_assert(!words_know(&words, KNOWN_COUNTRY, SV("Atlantis")));
	ck_assert(!words_know(&words, KNOWN_COUNTRY, SV("name")));
	ck_assert(!words_know(&words, KNOWN_FUNCTION, SV("")));
}
END_TEST

START_TEST(a_written_mapping_reads_back_the_same)
{
	struct buf b = { 0 };
	struct mapping m;
	struct err e = { 0 };

	mapping_write(&b, SV("Blad \"1\", oud"), SV("product"), SV("Wat, hoe"));
	mapping_write(&b, SV_NONE, SV("-"), SV("Naam"));
	ck_assert_int_eq(mapping_read(buf_view(&b), "m.csv", &mem, &m, &e), 0);
	ck_assert_uint_eq(m.n, 2);
	ck_assert(sv_is(m.line[0].sheet, "Blad \"1\", oud"));
	ck_assert(sv_is(m.line[0].field, "product"));
	ck_assert(sv_is(m.line[0].header, "Wat, hoe"));
	ck_assert(sv_is(
		mapping_field(&m, SV("Blad \"1\", oud"), SV("wathoe"), &mem),
		"product"));
	ck_assert_uint_eq(mapping_field(&m, SV("Ander"), SV("wathoe"), &mem).n,
			  0);
	ck_assert(sv_is(mapping_field(&m, SV("Ander"), SV("naam"), &mem), "-"));
	buf_done(&b);
}
END_TEST

static const struct {
	const char *text, *where;
} bad_mappings[] = {
	{ "field,header\na,b\n", "m.csv:1" },
	{ "sheet,field,header\n,product\n", "m.csv:2" },
	{ "sheet,field,header\n\n,,Naam\n", "m.csv:3" },
	{ "sheet,field,header\n,product,\n", "m.csv:2" },
	{ "sheet,field,header\n,product,Na\xffm\n", "m.csv" },
};

START_TEST(a_mapping_that_is_none_is_refused_with_its_line)
{
	struct mapping m;
	struct err e = { 0 };

	ck_assert_int_eq(
		mapping_read(sv(bad_mappings[_i].text), "m.csv", &mem, &m, &e),
		-1);
	ck_assert_int_eq(e.kind, ERR_INPUT);
	ck_assert_str_eq(e.where, bad_mappings[_i].where);
}
END_TEST

START_TEST(one_line_more_than_a_mapping_may_have_is_refused)
{
	struct buf b = { 0 };
	struct mapping m;
	struct err e = { 0 };

	for (unsigned i = 0; i < LIMIT_CSV_COLUMNS; i++)
		mapping_write(&b, SV_NONE, SV("-"), SV("x"));
	ck_assert_int_eq(mapping_read(buf_view(&b), "m.csv", &mem, &m, &e), 0);
	ck_assert_uint_eq(m.n, LIMIT_CSV_COLUMNS);
	mapping_write(&b, SV_NONE, SV("-"), SV("x"));
	ck_assert_int_eq(mapping_read(buf_view(&b), "m.csv", &mem, &m, &e), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	buf_done(&b);
}
END_TEST

#define LOOP(t, test, rows)                                                    \
	tcase_add_loop_test(t, test, 0, (int)(sizeof(rows) / sizeof((rows)[0])))

Suite *
suite_lists(void)
{
	Suite *s = suite_create("lists");
	TCase *t = tcase_create("lists");

	tcase_add_checked_fixture(t, setup, teardown);
	LOOP(t, days_are_read_as_dutch_schools_write_them, dates);
	tcase_add_test(t, no_day_is_no_error);
	LOOP(t, numbers_of_users_are_intervals, counts);
	LOOP(t, amounts_are_cents_a_year_or_nothing, amounts);
	LOOP(t, shares_are_parts_or_percents, shares);
	LOOP(t, four_values_stay_apart_and_addresses_go, texts);
	LOOP(t, an_owner_is_a_role_or_only_that_there_is_one, owners);
	LOOP(t, biv_is_three_levels, bivs);
	tcase_add_test(t,
		       damage_by_spreadsheets_is_seen_and_names_are_not_damage);
	LOOP(t, names_part_where_the_rule_says, splits);
	tcase_add_test(t, one_name_more_than_the_limit_is_too_many);
	LOOP(t, a_number_beside_a_name_is_found, sites);
	tcase_add_test(t, every_header_names_a_field_and_no_header_names_two);
	tcase_add_test(t, every_word_means_what_its_row_says);
	tcase_add_test(t, what_the_reference_data_names_is_known);
	tcase_add_test(t, a_written_mapping_reads_back_the_same);
	LOOP(t, a_mapping_that_is_none_is_refused_with_its_line, bad_mappings);
	tcase_add_test(t, one_line_more_than_a_mapping_may_have_is_refused);
	suite_add_tcase(s, t);
	return s;
}

/* The command line from tables, and what was probably meant. */
#include <check.h>
#include <stdlib.h>

#include "cli/options.h"

Suite *suite_options(void);

static const struct option common[] = {
	{ "db", 'd', OPTION_TEXT, "FILE", "" },
	{ "quiet", 'q', OPTION_FLAG, NULL, "" },
	{ "verbose", 'v', OPTION_FLAG, NULL, "" },
	{ NULL },
};
static const struct option own[] = {
	{ "accept", 0, OPTION_LIST, "ID", "" },
	{ "from", 0, OPTION_TEXT, "FILE", "" },
	{ NULL },
};

enum { WORDS = 16 };

/* One command line, split at blanks. */
struct line {
	struct arena mem;
	struct options o;
	struct err e;
	int used, rc;
};

static void
parse_until(struct line *x, const char *text, bool stop_at_arg)
{
	struct sv rest = sv(text), word;
	char *argv[WORDS];
	int argc = 0;

	while (text[0] && sv_split(&rest, ' ', &word))
		argv[argc++] = (char *)(uintptr_t)arena_sv(&x->mem, word).p;
	x->rc = options_parse(common, own, argc, argv, stop_at_arg, &x->mem,
			      &x->o, &x->used, &x->e);
}

static void
parse(struct line *x, const char *text)
{
	parse_until(x, text, false);
}

START_TEST(empty_line_has_nothing)
{
	struct line x = { 0 };

	parse(&x, "");

	ck_assert_int_eq(x.rc, 0);
	ck_assert_uint_eq(x.o.narg, 0);
	ck_assert_uint_eq(x.o.nvalue, 0);
	arena_done(&x.mem);
}
END_TEST

static const char *const spellings[] = {
	"--db=a.db", "--db a.db", "-d a.db", "-da.db", "-qda.db", "-qd a.db",
};

START_TEST(every_spelling_of_a_value_gives_it)
{
	struct line x = { 0 };

	parse(&x, spellings[_i]);

	ck_assert_int_eq(x.rc, 0);
	ck_assert_str_eq(options_text(&x.o, "db"), "a.db");
	ck_assert_uint_eq(x.o.narg, 0);
	arena_done(&x.mem);
}
END_TEST

START_TEST(last_value_counts)
{
	struct line x = { 0 };

	parse(&x, "--db a --db b");

	ck_assert_str_eq(options_text(&x.o, "db"), "b");
	arena_done(&x.mem);
}
END_TEST

START_TEST(an_empty_value_is_a_value)
{
	struct line x = { 0 };

	parse(&x, "--from=");

	ck_assert_int_eq(x.rc, 0);
	ck_assert_str_eq(options_text(&x.o, "from"), "");
	arena_done(&x.mem);
}
END_TEST

START_TEST(two_dashes_end_the_options)
{
	struct line x = { 0 };

	parse(&x, "-q -- --db -v");

	ck_assert_int_eq(x.rc, 0);
	ck_assert_uint_eq(x.o.narg, 2);
	ck_assert_str_eq(x.o.arg[0], "--db");
	ck_assert_str_eq(x.o.arg[1], "-v");
	ck_assert(!options_has(&x.o, "verbose"));
	arena_done(&x.mem);
}
END_TEST

START_TEST(one_dash_is_an_argument)
{
	struct line x = { 0 };

	parse(&x, "- -q");

	ck_assert_uint_eq(x.o.narg, 1);
	ck_assert_str_eq(x.o.arg[0], "-");
	arena_done(&x.mem);
}
END_TEST

START_TEST(options_may_stand_behind_arguments)
{
	struct line x = { 0 };

	parse(&x, "a -q b");

	ck_assert_uint_eq(x.o.narg, 2);
	ck_assert(options_has(&x.o, "quiet"));
	arena_done(&x.mem);
}
END_TEST

START_TEST(a_list_takes_values_up_to_the_next_option)
{
	struct line x = { 0 };

	parse(&x, "--accept r-1 r-2 -q --accept=r-3 x");

	ck_assert_int_eq(x.rc, 0);
	ck_assert_uint_eq(x.o.nvalue, 4);
	ck_assert_str_eq(x.o.value[1].text, "r-2");
	ck_assert_str_eq(x.o.value[3].text, "r-3");
	ck_assert_uint_eq(x.o.narg, 1);
	arena_done(&x.mem);
}
END_TEST

START_TEST(reading_stops_at_the_command)
{
	struct line x = { 0 };

	parse_until(&x, "-q import -v", true);

	ck_assert_int_eq(x.rc, 0);
	ck_assert_int_eq(x.used, 1);
	ck_assert(!options_has(&x.o, "verbose"));
	arena_done(&x.mem);
}
END_TEST

static const struct {
	const char *line, *message;
} wrong[] = {
	{ "--db", "option '--db' needs a value (expected FILE)" },
	{ "-d", "option '-d' needs a value (expected FILE)" },
	{ "--db --quiet", "option '--db' needs a value (expected FILE)" },
	{ "--quiet=yes", "option '--quiet' takes no value (found 'yes')" },
	{ "--quite", "unknown option '--quite' (did you mean '--quiet'?)" },
	{ "--qui", "unknown option '--qui' (did you mean '--quiet'?)" },
	{ "--form=x", "unknown option '--form' (did you mean '--from'?)" },
	{ "--zebra", "unknown option '--zebra' (-h lists the options)" },
	{ "-x", "unknown option '-x' (-h lists the options)" },
	{ "-qx", "unknown option '-x' (-h lists the options)" },
	{ "-verbose", "unknown option '-e' (-h lists the options)" },
	{ "--=x", "unknown option '--' (-h lists the options)" },
};

START_TEST(a_wrong_line_says_what_is_wrong)
{
	struct line x = { 0 };

	parse(&x, wrong[_i].line);

	ck_assert_int_eq(x.rc, -1);
	ck_assert_int_eq(x.e.kind, ERR_USAGE);
	ck_assert_str_eq(x.e.msg, wrong[_i].message);
	arena_done(&x.mem);
}
END_TEST

static const char *
word(const void *ctx, unsigned i)
{
	static const char *const words[] = { "log", "list", "import",
					     "concentration" };

	(void)ctx;
	return i < 4 ? words[i] : NULL;
}

static const struct {
	const char *typed, *meant;
} typos[] = {
	{ "lgo", "log" },
	{ "lst", "list" },
	{ "improt", "import" },
	{ "concentratoin", "concentration" },
	{ "conc", "concentration" },
	{ "x", NULL },
	{ "", NULL },
	{ "abcdefgh", NULL },
	{ "logarithm", NULL },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NULL },
};

START_TEST(a_near_miss_is_found_and_nothing_else)
{
	const char *found = nearest(typos[_i].typed, word, NULL);

	ck_assert_pstr_eq(found, typos[_i].meant);
}
END_TEST

Suite *
suite_options(void)
{
	Suite *s = suite_create("options");
	TCase *t = tcase_create("options");

	tcase_add_test(t, empty_line_has_nothing);
	tcase_add_loop_test(t, every_spelling_of_a_value_gives_it, 0,
			    sizeof(spellings) / sizeof(spellings[0]));
	tcase_add_test(t, last_value_counts);
	tcase_add_test(t, an_empty_value_is_a_value);
	tcase_add_test(t, two_dashes_end_the_options);
	tcase_add_test(t, one_dash_is_an_argument);
	tcase_add_test(t, options_may_stand_behind_arguments);
	tcase_add_test(t, a_list_takes_values_up_to_the_next_option);
	tcase_add_test(t, reading_stops_at_the_command);
	tcase_add_loop_test(t, a_wrong_line_says_what_is_wrong, 0,
			    sizeof(wrong) / sizeof(wrong[0]));
	tcase_add_loop_test(t, a_near_miss_is_found_and_nothing_else, 0,
			    sizeof(typos) / sizeof(typos[0]));
	suite_add_tcase(s, t);
	return s;
}

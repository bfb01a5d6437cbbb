/*
 * The one way to open JSON: what it gives, and every guard. The vectors of
 * class json, and JSONTestSuite in place.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "collectors/syntax/input.h"
#include "collectors/syntax/json.h"
#include "tests/unit/shared.h"

Suite *suite_json(void);

static const struct at place = { .file = "x.json", .path = "/keys/0" };
static json_t *v;
static struct err e;

static void
setup(void)
{
	v = NULL;
	e = (struct err){ 0 };
}

static void
teardown(void)
{
	json_done(&v);
}

/* Through a file, as a collector gets it. */
static int
read_bytes(struct sv bytes)
{
	struct arena mem = { 0 };
	struct input in;
	int rc;

	json_done(&v);
	e = (struct err){ 0 };
	ck_assert_int_eq(input_from_bytes(&in, "x.json", bytes, &mem, &e), 0);
	rc = json_read(&in, &v, &e);
	input_done(&in);
	arena_done(&mem);
	return rc;
}

static int
read_text(const char *s)
{
	return read_bytes(sv(s));
}

#define ck_refused(text, kind_, where_, part)                                  \
	do {                                                                   \
		ck_assert_int_eq(read_text(text), -1);                         \
		ck_assert_int_eq(e.kind, kind_);                               \
		ck_assert_str_eq(e.where, where_);                             \
		ck_assert_ptr_nonnull(strstr(e.msg, part));                    \
	} while (0)

START_TEST(objects_and_arrays_are_read_with_and_without_bom)
{
	ck_assert_int_eq(read_text("{\"a\":[1,2.5,true,null]}"), 0);
	ck_assert_uint_eq(json_array_size(json_object_get(v, "a")), 4);
	ck_assert_int_eq(read_text("\xef\xbb\xbf[]"), 0);
	ck_assert(json_is_array(v));
}
END_TEST

START_TEST(what_is_no_json_is_refused_with_line_and_column)
{
	ck_refused("\"x\"", ERR_INPUT, "x.json:1:3", "not JSON");
	ck_refused("{\n \"a\":\n  tru}", ERR_INPUT, "x.json:3:5", "not JSON");
	ck_refused("[1,]", ERR_INPUT, "x.json:1:4", "not JSON");
	ck_refused("[01]", ERR_INPUT, "x.json:1:2", "not JSON");
	ck_refused("[\"\x01\"]", ERR_INPUT, "x.json:1:2", "not JSON");
	ck_refused("[1] x", ERR_INPUT, "x.json:1:5", "its end");
	ck_refused("{\"a\":1", ERR_INPUT, "x.json:1:6", "too early");
	ck_refused("", ERR_INPUT, "x.json:1", "too early");
}
END_TEST

START_TEST(a_name_twice_in_one_object_is_refused)
{
	ck_refused("{\"a\":1,\n\"a\":2}", ERR_INPUT, "x.json:2:3", "twice");
	ck_assert_int_eq(read_text("{\"a\":1,\"A\":{\"a\":2}}"), 0);
}
END_TEST

START_TEST(nul_in_names_and_half_characters_are_refused)
{
	ck_refused("{\"a\\u0000b\":1}", ERR_INPUT, "x.json:1:11", "NUL");
	ck_refused("[\"\\ud800\"]", ERR_INPUT, "x.json:1:9", "not JSON");
	ck_refused("[1,\n\"\xff\"]", ERR_INPUT, "x.json:2", "no UTF-8");
}
END_TEST

START_TEST(numbers_that_do_not_fit_are_refused)
{
	ck_refused("[9223372036854775808]", ERR_INPUT, "x.json:1:20",
		   "too large");
	ck_refused("[1e400]", ERR_INPUT, "x.json:1:6", "too large");
	ck_assert_int_eq(read_text("[9223372036854775807]"), 0);
	ck_assert_int_eq(json_integer_value(json_array_get(v, 0)), INT64_MAX);
}
END_TEST

/* `deep` lists in one another. */
static int
read_deep(unsigned deep)
{
	struct buf b = { 0 };
	int rc;

	for (unsigned i = 0; i < deep; i++)
		buf_char(&b, '[');
	for (unsigned i = 0; i < deep; i++)
		buf_char(&b, ']');
	rc = read_bytes(buf_view(&b));
	buf_done(&b);
	return rc;
}

START_TEST(depth_is_refused_one_past_the_limit)
{
	ck_assert_int_eq(read_deep(LIMIT_JSON_DEPTH), 0);
	ck_assert_int_eq(read_deep(LIMIT_JSON_DEPTH + 1), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	ck_assert_str_eq(e.where, "x.json:1:65");
}
END_TEST

START_TEST(brackets_in_a_text_are_no_depth)
{
	struct buf b = { 0 };

	buf_str(&b, "[\"\\\"\\\\");
	for (unsigned i = 0; i < 2 * LIMIT_JSON_DEPTH; i++)
		buf_char(&b, '[');
	buf_str(&b, "\"]");

	ck_assert_int_eq(read_bytes(buf_view(&b)), 0);
	buf_done(&b);
}
END_TEST

/* open, n times c, close. */
static int
read_run(const char *open, size_t n, const char *part, const char *close)
{
	struct buf b = { 0 };
	int rc;

	buf_str(&b, open);
	for (size_t i = 0; i < n; i++)
		buf_str(&b, part);
	buf_str(&b, close);
	rc = read_bytes(buf_view(&b));
	buf_done(&b);
	return rc;
}

START_TEST(long_numbers_are_refused_one_past_the_limit)
{
	/* "0." and its digits */
	ck_assert_int_eq(read_run("[0.", LIMIT_JSON_NUMBER_BYTES - 2, "1", "]"),
			 0);
	ck_assert_int_eq(read_run("[0.", LIMIT_JSON_NUMBER_BYTES - 1, "1", "]"),
			 -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	ck_assert_str_eq(e.where, "x.json:1:130");
}
END_TEST

START_TEST(long_texts_are_refused_one_past_the_limit)
{
	/* the closing quote is counted too */
	ck_assert_int_eq(read_run("[\"", LIMIT_JSON_TEXT_BYTES - 1, "x", "\"]"),
			 0);
	ck_assert_int_eq(read_run("[\"", LIMIT_JSON_TEXT_BYTES, "x", "\"]"),
			 -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
}
END_TEST

START_TEST(a_tree_that_fills_the_memory_is_refused)
{
	/* empty objects, 3 bytes each, are the dearest: 576 bytes at most */
	ck_assert_int_eq(read_run("[", 100000, "{},", "{}]"), 0);
	ck_assert_int_eq(
		read_run("[", LIMIT_JSON_MEMORY / 576 + 1, "{},", "{}]"), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(e.msg, "512 MiB"));
}
END_TEST

START_TEST(a_document_is_refused_one_byte_past_the_limit)
{
	size_t n = LIMIT_JSON_BYTES - 2;

	ck_assert_int_eq(read_run("[", n, " ", "]"), 0);
	ck_assert_int_eq(read_run("[", n + 1, " ", "]"), -1);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
	ck_assert_str_eq(e.where, "x.json");
}
END_TEST

START_TEST(messages_never_quote_the_document)
{
	static const char *const bad[] = {
		"{\"a\":geheim}",   "{\"geheim\":1,\"geheim\":2}",
		"[1]geheim",        "{\"geheim\\u0000\":1}",
		"[\"geheim\xff\"]",
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		ck_assert_int_eq(read_text(bad[i]), -1);
		ck_assert_ptr_null(strstr(e.msg, "geheim"));
	}
}
END_TEST

START_TEST(members_are_absent_or_of_their_type)
{
	const json_t *list = NULL;
	struct sv s = SV("untouched");
	bool has = true;
	int yes = 7;

	read_text("{\"t\":\"x\\n\",\"l\":[],\"n\":null,\"b\":false}");

	ck_assert_int_eq(json_get_text(v, "t", &place, &s, &e), 0);
	ck_assert(sv_is(s, "x\n"));
	ck_assert_int_eq(json_get_text(v, "n", &place, &s, &e), 0);
	ck_assert_uint_eq(s.n, 0);
	ck_assert_int_eq(json_get_list(v, "l", &place, &list, &e), 0);
	ck_assert_ptr_nonnull(list);
	ck_assert_int_eq(json_get_object(v, "none", &place, &list, &e), 0);
	ck_assert_ptr_null(list);
	ck_assert_int_eq(json_get_bool(v, "b", &place, &yes, &e), 0);
	ck_assert_int_eq(yes, 0);
	ck_assert_int_eq(json_get_bool(v, "x", &place, &yes, &e), 0);
	ck_assert_int_eq(yes, -1);
	ck_assert_int_eq(
		json_get_number(v, "x", &place, &has, &(int64_t){ 0 }, &e), 0);
	ck_assert(!has);
}
END_TEST

START_TEST(a_wrong_type_is_named_with_its_place)
{
	const json_t *list;
	struct sv s = SV("untouched");

	read_text("{\"t\":7,\"c\":\"a\\u001bb\",\"z\":\"a\\u0000b\"}");

	ck_assert_int_eq(json_get_text(v, "t", &place, &s, &e), -1);
	ck_assert_str_eq(e.where, "x.json:/keys/0");
	ck_assert_str_eq(e.msg, "'t' is something else (expected text)");
	ck_assert(sv_is(s, "untouched"));
	e = (struct err){ 0 };
	ck_assert_int_eq(json_get_text(v, "c", &place, &s, &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "control characters"));
	e = (struct err){ 0 };
	ck_assert_int_eq(json_get_list(v, "c", &place, &list, &e), -1);
	ck_assert_uint_eq(json_sv(json_object_get(v, "c")).n, 0);
	ck_assert_uint_eq(json_sv(json_object_get(v, "z")).n, 0);
	e = (struct err){ 0 };
	ck_assert_int_eq(json_get_text(v, "z", &place, &s, &e), -1);
}
END_TEST

START_TEST(numbers_are_whole_also_when_written_as_reals)
{
	bool has = false;
	int64_t n = 0;

	read_text("{\"i\":1668000000,\"f\":1668000000.9,\"m\":-0.5,"
		  "\"x\":1e200}");

	ck_assert_int_eq(json_get_number(v, "i", &place, &has, &n, &e), 0);
	ck_assert(has && n == 1668000000);
	ck_assert_int_eq(json_get_number(v, "f", &place, &has, &n, &e), 0);
	ck_assert(n == 1668000000);
	ck_assert_int_eq(json_get_number(v, "m", &place, &has, &n, &e), 0);
	ck_assert(n == -1);
	ck_assert_int_eq(json_get_number(v, "x", &place, &has, &n, &e), -1);
}
END_TEST

static int
read_path(const char *path)
{
	struct arena mem = { 0 };
	struct input in;
	int rc;

	json_done(&v);
	e = (struct err){ 0 };
	rc = input_open(&in, path, false, &mem, &e);
	if (rc == 0) {
		rc = json_read(&in, &v, &e);
		input_done(&in);
	}
	arena_done(&mem);
	return rc;
}

/*
 * JSONTestSuite: y_ accepted, n_ refused, i_ either. The files of y_ with a
 * scalar at the top, a name twice or a NUL are refused here on purpose.
 */
static bool
is_stricter(const char *name)
{
	static const char *const names[] = {
		"y_object_duplicated_key.json",
		"y_object_duplicated_key_and_value.json",
		"y_object_escaped_null_in_key.json",
		"y_string_space.json",
		"y_structure_lonely_false.json",
		"y_structure_lonely_int.json",
		"y_structure_lonely_negative_real.json",
		"y_structure_lonely_null.json",
		"y_structure_lonely_string.json",
		"y_structure_lonely_true.json",
		"y_structure_string_empty.json",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

START_TEST(the_whole_json_test_suite_has_its_outcome)
{
	char folder[4096], path[5000];
	struct dirent *d;
	unsigned n = 0;
	DIR *dir;

	if (!shared_path("data/hostile-misc/corpora/jsontestsuite/test_parsing",
			 folder))
		return;
	dir = opendir(folder);
	while ((d = readdir(dir))) {
		int rc;

		if (d->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
		rc = read_path(path);
		n++;
		if (d->d_name[0] == 'i')
			continue;
		ck_assert_msg((rc == 0) == (d->d_name[0] == 'y' &&
					    !is_stricter(d->d_name)),
			      "%s: %d %s", d->d_name, rc, e.msg);
	}
	closedir(dir);
	ck_assert_uint_gt(n, 300);
}
END_TEST

Suite *
suite_json(void)
{
	Suite *s = suite_create("json");
	TCase *t = tcase_create("json");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, objects_and_arrays_are_read_with_and_without_bom);
	tcase_add_test(t, what_is_no_json_is_refused_with_line_and_column);
	tcase_add_test(t, a_name_twice_in_one_object_is_refused);
	tcase_add_test(t, nul_in_names_and_half_characters_are_refused);
	tcase_add_test(t, numbers_that_do_not_fit_are_refused);
	tcase_add_test(t, depth_is_refused_one_past_the_limit);
	tcase_add_test(t, brackets_in_a_text_are_no_depth);
	tcase_add_test(t, long_numbers_are_refused_one_past_the_limit);
	tcase_add_test(t, long_texts_are_refused_one_past_the_limit);
	tcase_add_test(t, a_tree_that_fills_the_memory_is_refused);
	tcase_add_test(t, a_document_is_refused_one_byte_past_the_limit);
	tcase_add_test(t, messages_never_quote_the_document);
	tcase_add_test(t, members_are_absent_or_of_their_type);
	tcase_add_test(t, a_wrong_type_is_named_with_its_place);
	tcase_add_test(t, numbers_are_whole_also_when_written_as_reals);
	tcase_add_test(t, the_whole_json_test_suite_has_its_outcome);
	suite_add_tcase(s, t);
	return s;
}

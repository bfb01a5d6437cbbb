/* PHP's serialize() format, and what is refused of it. */
#include <check.h>

#include "base/buf.h"
#include "base/limits.h"
#include "collectors/syntax/json.h"
#include "collectors/syntax/php.h"

Suite *suite_php(void);

static const struct at place = { .file = "x.json", .path = "/0/logo" };
static struct err e;

/* The tree of a text as compact JSON, or "refused". */
static const char *
read_sv(struct sv s)
{
	static char out[512];
	json_t *v = NULL;
	size_t n;

	e = (struct err){ 0 };
	if (php_read(s, &place, &v, &e))
		return "refused";
	n = json_dumpb(v, out, sizeof(out) - 1, JSON_COMPACT | JSON_ENCODE_ANY);
	ck_assert_uint_lt(n, sizeof(out));
	out[n] = '\0';
	json_done(&v);
	return out;
}

#define READ(literal) read_sv(SV(literal))

START_TEST(values_of_every_type_are_read)
{
	ck_assert_str_eq(READ("N;"), "null");
	ck_assert_str_eq(READ("b:1;"), "true");
	ck_assert_str_eq(READ("i:-7;"), "-7");
	ck_assert_str_eq(READ("d:0.5;"), "null");
	ck_assert_str_eq(READ("s:3:\"a\"b\";"), "\"a\\\"b\"");
	ck_assert_str_eq(READ("a:2:{i:0;s:1:\"x\";s:1:\"k\";a:0:{}}"),
			 "{\"0\":\"x\",\"k\":{}}");
	ck_assert_str_eq(READ("O:3:\"A\\B\":1:{s:1:\"k\";i:1;}"), "{\"k\":1}");
}
END_TEST

START_TEST(private_members_have_their_bare_name)
{
	ck_assert_str_eq(READ("O:1:\"A\":2:{s:6:\"\0A\0key\";i:1;"
			      "s:6:\"\0*\0own\";i:2;}"),
			 "{\"key\":1,\"own\":2}");
}
END_TEST

START_TEST(references_are_null_and_nothing_grows)
{
	ck_assert_str_eq(READ("a:2:{i:0;O:1:\"A\":0:{}i:1;r:2;}"),
			 "{\"0\":{},\"1\":null}");
}
END_TEST

static const char *const broken[] = {
	"",
	"N",
	"x:1;",
	"i:1",
	"i:x;",
	"s:4:\"abc\";",
	"s:2:\"abc\";",
	"s:99999999999999999999:\"a\";",
	"a:1:{}",
	"a:1:{i:0;}",
	"a:1:{i:0;N;i:1;N;}",
	"a:1:{N;N;}",
	"a:99:{i:0;N;}",
	"N;N;",
	"O:1:\"A\":1:{i:0;N;",
	"C:1:\"A\":3:{abc}",
	"a:2:{i:0;N;s:1:\"0\";N;}",
	"s:1:\"\xff\";",
	"a:1:{s:1:\"\xff\";N;}",
	"a:-1:{}",
	"s:-1:\"\";",
	"}",
	"a:0:{",
	"a:0:}",
};

START_TEST(what_is_not_whole_is_refused_with_its_place)
{
	ck_assert_str_eq(read_sv(sv(broken[_i])), "refused");
	ck_assert_int_eq(e.kind, ERR_INPUT);
	ck_assert_str_eq(e.where, "x.json:/0/logo");
}
END_TEST

/* `deep` lists in one another. */
static const char *
read_deep(unsigned deep)
{
	struct buf b = { 0 };
	const char *got;

	for (unsigned i = 0; i < deep; i++)
		buf_str(&b, "a:1:{i:0;");
	buf_str(&b, "N;");
	for (unsigned i = 0; i < deep; i++)
		buf_char(&b, '}');
	got = read_sv(buf_view(&b));
	buf_done(&b);
	return got;
}

START_TEST(depth_is_refused_one_past_the_limit)
{
	ck_assert_str_ne(read_deep(LIMIT_JSON_DEPTH), "refused");
	ck_assert_str_eq(read_deep(LIMIT_JSON_DEPTH + 1), "refused");
	ck_assert_int_eq(e.kind, ERR_LIMIT);
}
END_TEST

Suite *
suite_php(void)
{
	Suite *s = suite_create("php");
	TCase *t = tcase_create("php");

	tcase_add_test(t, values_of_every_type_are_read);
	tcase_add_test(t, private_members_have_their_bare_name);
	tcase_add_test(t, references_are_null_and_nothing_grows);
	tcase_add_loop_test(t, what_is_not_whole_is_refused_with_its_place, 0,
			    sizeof(broken) / sizeof(*broken));
	tcase_add_test(t, depth_is_refused_one_past_the_limit);
	suite_add_tcase(s, t);
	return s;
}

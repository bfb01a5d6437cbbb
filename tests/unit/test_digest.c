/* Keyed hashes instead of texts, and the sets of them. */
#include <check.h>
#include <stdio.h>

#include "base/digest.h"

Suite *suite_digest(void);

/* Of each beginning of 00 01 02 ..., with one key. */
static struct digest
of_bytes(size_t n, const char *seed)
{
	struct digest_key key = digest_key(sv(seed));
	char bytes[64];

	for (size_t i = 0; i < n; i++)
		bytes[i] = (char)i;
	return digest_of(&key, sv_n(bytes, n));
}

static struct digest
of_number(uint32_t i)
{
	struct digest_key key = digest_key(SV("seed"));
	char text[16];
	int n = snprintf(text, sizeof(text), "%u", i);

	return digest_of(&key, sv_n(text, (size_t)n));
}

START_TEST(texts_of_every_length_differ_from_each_other)
{
	struct digests set = { 0 };
	bool is_new;

	for (size_t n = 0; n < 64; n++) {
		digests_put(&set, of_bytes(n, "a"), (uint32_t)n, &is_new);
		ck_assert(is_new);
	}

	ck_assert_uint_eq(set.n, 64);
	digests_done(&set);
}
END_TEST

START_TEST(the_seed_decides_what_a_text_becomes)
{
	struct digest a = of_bytes(9, "a"), b = of_bytes(9, "b");

	ck_assert(memcmp(&a, &b, sizeof(a)) != 0);
	b = of_bytes(9, "a");
	ck_assert_mem_eq(&a, &b, sizeof(a));
}
END_TEST

START_TEST(a_set_keeps_the_first_value_of_100000_texts)
{
	enum { MANY = 100000 };
	struct digests set = { 0 };
	bool is_new;

	for (uint32_t i = 0; i < MANY; i++) {
		digests_put(&set, of_number(i), i, &is_new);
		ck_assert(is_new);
	}

	for (uint32_t i = 0; i < MANY; i++) {
		ck_assert_uint_eq(digests_get(&set, of_number(i), MANY), i);
		ck_assert_uint_eq(
			digests_put(&set, of_number(i), i + 1, &is_new), i);
		ck_assert(!is_new);
	}
	ck_assert_uint_eq(digests_get(&set, of_number(MANY), 7), 7);
	ck_assert_uint_eq(set.n, MANY);
	digests_done(&set);
}
END_TEST

START_TEST(a_cleared_set_knows_nothing_and_can_be_used_again)
{
	struct digests set = { 0 };
	bool is_new;

	for (uint32_t n = 10; n <= 10000; n *= 10) {
		for (uint32_t i = 0; i < n; i++)
			digests_put(&set, of_number(i), 0, &is_new);
		digests_clear(&set);
		ck_assert_uint_eq(set.n, 0);
		ck_assert_uint_eq(digests_get(&set, of_number(0), 5), 5);
	}

	digests_done(&set);
}
END_TEST

Suite *
suite_digest(void)
{
	Suite *s = suite_create("digest");
	TCase *t = tcase_create("digest");

	tcase_add_test(t, texts_of_every_length_differ_from_each_other);
	tcase_add_test(t, the_seed_decides_what_a_text_becomes);
	tcase_add_test(t, a_set_keeps_the_first_value_of_100000_texts);
	tcase_add_test(t, a_cleared_set_knows_nothing_and_can_be_used_again);
	suite_add_tcase(s, t);
	return s;
}

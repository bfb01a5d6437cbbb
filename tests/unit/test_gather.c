/* Files and folders to import: what is found, in which order. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/gather.h"

Suite *suite_gather(void);

/* A folder of its own for each test. */
struct place {
	char root[64];
	struct arena mem;
	struct found_files files;
	struct err e;
};

static void
begin(struct place *p)
{
	*p = (struct place){ .root = "/tmp/landschap-gather-XXXXXX" };
	ck_assert_ptr_nonnull(mkdtemp(p->root));
}

static const char *
path(struct place *p, const char *name)
{
	return arena_printf(&p->mem, "%s/%s", p->root, name);
}

static void
touch(struct place *p, const char *name)
{
	int fd = open(path(p, name), O_CREAT | O_WRONLY, 0600);

	ck_assert_int_ge(fd, 0);
	close(fd);
}

static void
folder(struct place *p, const char *name)
{
	ck_assert_int_eq(mkdir(path(p, name), 0700), 0);
}

/* Removes the names, deepest last in the list first, and the root. */
static void
end(struct place *p, const char *const *names)
{
	for (; *names; names++)
		ck_assert_int_eq(remove(path(p, *names)), 0);
	ck_assert_int_eq(rmdir(p->root), 0);
	arena_done(&p->mem);
}

START_TEST(a_folder_is_walked_in_byte_order)
{
	static const char *const names[] = { "b.csv", "B.csv", "sub/a.csv",
					     "sub", NULL };
	struct place p;

	begin(&p);
	folder(&p, "sub");
	touch(&p, "b.csv");
	touch(&p, "sub/a.csv");
	touch(&p, "B.csv");

	ck_assert_int_eq(gather(&p.files, p.root, &p.mem, &p.e), 0);

	ck_assert_uint_eq(p.files.n, 3);
	ck_assert_str_eq(p.files.file[0].name, "B.csv");
	ck_assert_str_eq(p.files.file[1].name, "b.csv");
	ck_assert_str_eq(p.files.file[2].name, "sub/a.csv");
	ck_assert(p.files.file[2].is_in_folder);
	end(&p, names);
}
END_TEST

START_TEST(links_and_clutter_in_a_folder_are_left)
{
	static const char *const names[] = { ".hidden.csv", "~$open.xlsx",
					     "link.csv", "a.csv", NULL };
	struct place p;

	begin(&p);
	touch(&p, "a.csv");
	touch(&p, ".hidden.csv");
	touch(&p, "~$open.xlsx");
	ck_assert_int_eq(symlink("/etc/passwd", path(&p, "link.csv")), 0);

	ck_assert_int_eq(gather(&p.files, p.root, &p.mem, &p.e), 0);

	ck_assert_uint_eq(p.files.n, 1);
	ck_assert_str_eq(p.files.file[0].name, "a.csv");
	end(&p, names);
}
END_TEST

START_TEST(a_file_keeps_its_base_name)
{
	static const char *const names[] = { "a.csv", NULL };
	struct place p;

	begin(&p);
	touch(&p, "a.csv");

	ck_assert_int_eq(gather(&p.files, path(&p, "a.csv"), &p.mem, &p.e), 0);

	ck_assert_uint_eq(p.files.n, 1);
	ck_assert_str_eq(p.files.file[0].name, "a.csv");
	ck_assert(!p.files.file[0].is_in_folder);
	end(&p, names);
}
END_TEST

START_TEST(an_empty_folder_has_nothing)
{
	static const char *const names[] = { NULL };
	struct place p;

	begin(&p);

	ck_assert_int_eq(gather(&p.files, p.root, &p.mem, &p.e), 0);

	ck_assert_uint_eq(p.files.n, 0);
	end(&p, names);
}
END_TEST

START_TEST(what_is_not_there_is_said)
{
	static const char *const names[] = { NULL };
	struct place p;

	begin(&p);

	ck_assert_int_eq(gather(&p.files, path(&p, "none"), &p.mem, &p.e), -1);

	ck_assert_int_eq(p.e.kind, ERR_IO);
	end(&p, names);
}
END_TEST

START_TEST(one_file_beyond_the_limit_is_refused)
{
	static const char *const names[] = { "a.csv", NULL };
	struct place p;

	begin(&p);
	touch(&p, "a.csv");
	for (uint32_t i = 0; i < LIMIT_FILES; i++)
		ck_assert_int_eq(
			gather(&p.files, path(&p, "a.csv"), &p.mem, &p.e), 0);

	ck_assert_int_eq(gather(&p.files, path(&p, "a.csv"), &p.mem, &p.e), -1);

	ck_assert_int_eq(p.e.kind, ERR_LIMIT);
	end(&p, names);
}
END_TEST

Suite *
suite_gather(void)
{
	Suite *s = suite_create("gather");
	TCase *t = tcase_create("gather");

	tcase_add_test(t, a_folder_is_walked_in_byte_order);
	tcase_add_test(t, links_and_clutter_in_a_folder_are_left);
	tcase_add_test(t, a_file_keeps_its_base_name);
	tcase_add_test(t, an_empty_folder_has_nothing);
	tcase_add_test(t, what_is_not_there_is_said);
	tcase_add_test(t, one_file_beyond_the_limit_is_refused);
	suite_add_tcase(s, t);
	return s;
}

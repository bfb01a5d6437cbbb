/* Output: the old file or the new one, and a reason when it is the old one. */
#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reports/publish.h"

Suite *suite_publish(void);

static char folder[] = "/tmp/landschap-publish-XXXXXX";
static char path[200];
static struct err e;

static void
setup(void)
{
	snprintf(folder, sizeof(folder), "/tmp/landschap-publish-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/out", folder);
	e = (struct err){ 0 };
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
}

/* Number of entries in the folder, each removed. */
static unsigned
sweep(void)
{
	DIR *d = opendir(folder);
	struct dirent *entry;
	unsigned n = 0;

	while ((entry = readdir(d))) {
		char one[600];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(one, sizeof(one), "%s/%s", folder, entry->d_name);
		if (unlink(one) != 0)
			rmdir(one);
		n++;
	}
	closedir(d);
	return n;
}

/* All tests may run in one process: nothing of this may stay. */
static void
teardown(void)
{
	struct rlimit whole = { RLIM_INFINITY, RLIM_INFINITY };

	setrlimit(RLIMIT_FSIZE, &whole);
	umask(022);
	chmod(folder, 0700);
	sweep();
	rmdir(folder);
}

static const char *
content(const char *of)
{
	static char text[100];
	FILE *f = fopen(of, "rb");
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;

	text[n] = '\0';
	if (f)
		fclose(f);
	return text;
}

START_TEST(a_file_is_written_with_the_mode_of_the_umask)
{
	struct stat sb;

	umask(027);
	ck_assert_int_eq(publish_file(path, SV("abc"), &e), 0);
	ck_assert_str_eq(content(path), "abc");
	ck_assert_int_eq(stat(path, &sb), 0);
	ck_assert_int_eq(sb.st_mode & 0777, 0640);
	ck_assert_uint_eq(sweep(), 1); /* no temporary file stays */
}
END_TEST

START_TEST(a_file_that_is_replaced_keeps_its_mode)
{
	struct stat sb;

	ck_assert_int_eq(publish_file(path, SV("old"), &e), 0);
	ck_assert_int_eq(chmod(path, 0600), 0);
	ck_assert_int_eq(publish_file(path, SV("new"), &e), 0);
	ck_assert_str_eq(content(path), "new");
	ck_assert_int_eq(stat(path, &sb), 0);
	ck_assert_int_eq(sb.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_full_disk_leaves_the_old_file_and_no_other)
{
	struct rlimit small = { 10, RLIM_INFINITY };

	ck_assert_int_eq(publish_file(path, SV("old"), &e), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert_int_eq(publish_file(path, SV("0123456789abc"), &e), -1);
	ck_assert_int_eq(e.kind, ERR_IO);
	ck_assert_ptr_nonnull(strstr(e.where, "out"));
	ck_assert_ptr_nonnull(strstr(e.msg, "cannot write"));
	ck_assert_str_eq(content(path), "old");
	ck_assert_uint_eq(sweep(), 1);
}
END_TEST

START_TEST(dev_full_is_written_to_and_not_replaced)
{
	struct stat sb;

	ck_assert_int_eq(publish_file("/dev/full", SV("abc"), &e), -1);
	ck_assert_int_eq(e.kind, ERR_IO);
	ck_assert_int_eq(stat("/dev/full", &sb), 0);
	ck_assert(S_ISCHR(sb.st_mode));
	e = (struct err){ 0 };
	ck_assert_int_eq(publish_file("/dev/null", SV("abc"), &e), 0);
}
END_TEST

START_TEST(a_folder_is_refused_as_a_file_and_a_file_as_a_folder)
{
	const struct publication one = { "a.csv", SV("x") };

	ck_assert_int_eq(publish_file(folder, SV("abc"), &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "folder"));
	e = (struct err){ 0 };
	ck_assert_int_eq(publish_file(path, SV("abc"), &e), 0);
	ck_assert_int_eq(publish_folder(path, &one, 1, &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, "expected a folder"));
}
END_TEST

START_TEST(a_folder_that_may_not_be_written_is_told)
{
	char deep[300];

	snprintf(deep, sizeof(deep), "%s/none/out", folder);
	ck_assert_int_eq(publish_file(deep, SV("abc"), &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, strerror(ENOENT)));
	if (geteuid() == 0)
		return; /* root may write anywhere */
	e = (struct err){ 0 };
	chmod(folder, 0500);
	ck_assert_int_eq(publish_file(path, SV("abc"), &e), -1);
	ck_assert_ptr_nonnull(strstr(e.msg, strerror(EACCES)));
}
END_TEST

START_TEST(a_link_stays_a_link)
{
	char target[250];
	struct stat sb;

	snprintf(target, sizeof(target), "%s/target", folder);
	ck_assert_int_eq(publish_file(target, SV("old"), &e), 0);
	ck_assert_int_eq(symlink(target, path), 0);
	ck_assert_int_eq(publish_file(path, SV("new"), &e), 0);
	ck_assert_int_eq(lstat(path, &sb), 0);
	ck_assert(S_ISLNK(sb.st_mode));
	ck_assert_str_eq(content(target), "new");
}
END_TEST

START_TEST(a_folder_gets_all_its_files_or_none)
{
	const struct publication two[] = { { "a", SV("a") },
					   { "b", SV("0123456789abc") } };
	struct rlimit small = { 10, RLIM_INFINITY };
	char a[300];

	snprintf(a, sizeof(a), "%s/a", folder);
	ck_assert_int_eq(publish_file(a, SV("old"), &e), 0);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	ck_assert_int_eq(publish_folder(folder, two, 2, &e), -1);
	ck_assert_str_eq(content(a), "old");
	ck_assert_uint_eq(sweep(), 1);
	small.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &small);
	e = (struct err){ 0 };
	ck_assert_int_eq(publish_folder(folder, two, 2, &e), 0);
	ck_assert_uint_eq(sweep(), 2);
}
END_TEST

START_TEST(a_closed_descriptor_is_an_error_and_a_reader_that_left_is_none)
{
	bool gone = false;
	int fd[2];

	ck_assert_int_eq(publish_fd(-1, SV("abc"), NULL, &e), -1);
	ck_assert_int_eq(e.kind, ERR_IO);
	e = (struct err){ 0 };
	ck_assert_int_eq(pipe(fd), 0);
	close(fd[0]);
	ck_assert_int_eq(publish_fd(fd[1], SV("abc"), &gone, &e), 0);
	ck_assert(gone);
	close(fd[1]);
}
END_TEST

Suite *
suite_publish(void)
{
	Suite *s = suite_create("publish");
	TCase *t = tcase_create("publish");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, a_file_is_written_with_the_mode_of_the_umask);
	tcase_add_test(t, a_file_that_is_replaced_keeps_its_mode);
	tcase_add_test(t, a_full_disk_leaves_the_old_file_and_no_other);
	tcase_add_test(t, dev_full_is_written_to_and_not_replaced);
	tcase_add_test(t, a_folder_is_refused_as_a_file_and_a_file_as_a_folder);
	tcase_add_test(t, a_folder_that_may_not_be_written_is_told);
	tcase_add_test(t, a_link_stays_a_link);
	tcase_add_test(t, a_folder_gets_all_its_files_or_none);
	tcase_add_test(
		t,
		a_closed_descriptor_is_an_error_and_a_reader_that_left_is_none);
	suite_add_tcase(s, t);
	return s;
}

/*
 * tests/hostile as far as a reader decides: what MANIFEST.tsv lists for the
 * classes csv, zip, xlsx and ods. Outcomes that need a meaning (a header that
 * nobody knows, a row without a name) are judged by the command-level run; a
 * reader only has to give those rows. Also calamine's workbooks, in place.
 */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "tests/unit/grid.h"
#include "tests/unit/shared.h"

Suite *suite_hostile_syntax(void);

enum { VECTORS = 123 }; /* lines of those four classes */

struct vector {
	struct sv path, class, expect;
};

/* Refused or told by the collector: to a reader they are plain rows. */
static const char *const needs_meaning[] = {
	"csv/13-ragged-short.csv", /* a short row: title rows are short too */
	"csv/19-header-only.csv",  "csv/30-empty-quoted.csv",
	"xlsx/18-sparse.xlsx", /* far cells, without a name in their row */
	"xlsx/36-no-header.xlsx",  "xlsx/37-dup-header.xlsx",
};

/* What MANIFEST.tsv notes about the content of some of them. */
static const struct {
	const char *path, *has;
} contents[] = {
	{ "csv/03-utf8-bom.csv", "1 A=Applicatie B=" },
	{ "csv/04-utf16le-tab.csv", "2 A=Rekenreis B=Voorbeeld" },
	{ "csv/07-sep-line.csv", "3 A=Rekenreis" },
	{ "csv/15-trailing-separators.csv", "E=ja\n3\n" },
	{ "csv/16-cr-only.csv", "3 A=Somvolg" },
	{ "csv/21-formula.csv", "A==HYPERLINK(\"http://evil" },
	{ "csv/25-sniff-trap.csv", "2 A=a,b,c,d B=x" },
	{ "csv/31-spaces-around-quotes.csv", "2 A=Rekenreis B=" },
	{ "xlsx/06-sst-count-lie.xlsx", "2 A=Rekenreis" },
	{ "xlsx/07-sst-rich-phonetic.xlsx", "2 A=Rekenreis B=" },
	{ "xlsx/09-sst-empty.xlsx", "2 C=leermiddelen" },
	{ "xlsx/10-formula-cached.xlsx", "2 A=Rekenreis" },
	{ "xlsx/12-error-cells.xlsx", "2 A=!#N/A B=!#REF! C=!#VALUE!" },
	{ "xlsx/13-types.xlsx", "2 A=#12345678 B=?true C=#1 D=@2024-08-01 "
				"E=#1E+308\n" },
	{ "xlsx/14-dates-1904.xlsx", "D=@2028-08-02" },
	{ "xlsx/15-merged.xlsx", "3 C=toetsen\n" },
	{ "xlsx/18-sparse.xlsx", "1048576 XFD=far\n" },
	{ "xlsx/27-hidden-sheets.xlsx", "[-Verborgen]\n" },
	{ "xlsx/28-hidden-rows-cols.xlsx", "2h A=Rekenreis" },
	{ "xlsx/34-chartsheet.xlsx", "[Applicaties]\n1 A=Applicatie" },
	{ "xlsx/42-formula-injection.xlsx", "2 A==HYPERLINK(" },
	{ "xlsx/46-inline-and-v.xlsx", "2 A=goed\n" },
	{ "ods/06-covered.ods", "2 A=Rekenreis C=leermiddelen\n" },
	{ "ods/07-types.ods", "2 A=#12345678 B=?true C=#0.5 D=@2024-08-01 "
			      "E=10:00:00\n" },
	{ "ods/10-annotation.ods", "2 A=Rekenreis\n" },
	{ "ods/12-filtered-rows.ods", "3h A=Somvolg" },
	{ "zip/32-data-descriptor.xlsx", "2 A=Rekenreis" },
	{ "zip/43-csv-named-xlsx.xlsx", "2 A=Rekenreis B=Voorbeeld" },
};

static const char *const messages[][2] = {
	{ "csv/06-mixed-encoding.csv", ":3" },
	{ "csv/09-unclosed-quote.csv", ":2:1" },
	{ "csv/28-lone-surrogate.csv", ":2" },
	{ "xlsx/03-sst-index-oob.xlsx", ":Applicaties:D2" },
	{ "zip/35-encrypted-flag.xlsx", "password-protected" },
	{ "zip/41-ole2-encrypted.xlsx", "without a password" },
	{ "ods/13-encrypted.ods", "password-protected" },
};

static struct grid g;
static struct buf manifest;

/* The i-th vector of the four classes. */
static struct vector
vector_at(int i)
{
	struct sv cur, line;
	FILE *f = fopen("tests/hostile/MANIFEST.tsv", "rb");
	char chunk[4096];
	size_t n;

	ck_assert_ptr_nonnull(f);
	buf_clear(&manifest);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_put(&manifest, chunk, n);
	fclose(f);
	cur = buf_view(&manifest);
	while (sv_split(&cur, '\n', &line)) {
		struct vector v;

		if (!sv_split(&line, '\t', &v.path) ||
		    !sv_split(&line, '\t', &v.class) ||
		    !sv_split(&line, '\t', &v.expect))
			continue;
		if ((sv_is(v.class, "csv") || sv_is(v.class, "zip") ||
		     sv_is(v.class, "xlsx") || sv_is(v.class, "ods")) &&
		    i-- == 0)
			return v;
	}
	return (struct vector){ SV_NONE, SV_NONE, SV_NONE };
}

static bool
is_for_meaning(struct sv path)
{
	for (size_t i = 0; i < sizeof(needs_meaning) / sizeof(char *); i++)
		if (sv_is(path, needs_meaning[i]))
			return true;
	return false;
}

static void
ck_vector(const struct vector *v)
{
	struct sv name = v->path, folder;

	if (is_for_meaning(v->path) || sv_is(v->expect, "LIB")) {
		ck_assert(g.rc == 0 || g.e.msg[0]);
	} else if (sv_is(v->expect, "ACCEPT")) {
		ck_assert_msg(g.rc == 0, "%s: %s", g.e.where, g.e.msg);
		ck_assert_msg(g.diag.n == 0, "%s", g.diag.message[0].text);
	} else if (sv_is(v->expect, "WARN")) {
		ck_assert_msg(g.rc == 0, "%s: %s", g.e.where, g.e.msg);
		ck_assert_uint_gt(g.diag.n, 0);
	} else {
		ck_assert_int_ne(g.rc, 0);
		sv_split(&name, '/', &folder);
		ck_assert_msg(sv_starts(sv(g.e.where), name), "%s", g.e.where);
	}
}

START_TEST(every_vector_has_its_listed_outcome)
{
	struct vector v = vector_at(_i);
	clock_t before = clock();
	char path[256];

	ck_assert_uint_gt(v.path.n, 0);
	snprintf(path, sizeof(path), "tests/hostile/%.*s", SV_ARG(v.path));

	grid_file(&g, path);

	ck_vector(&v);
	ck_assert(g.is_ascending && g.is_utf8);
	ck_assert(!is_too_slow(before));
	grid_done(&g);
	buf_done(&manifest);
}
END_TEST

START_TEST(no_vector_is_left_out)
{
	ck_assert_uint_gt(vector_at(VECTORS - 1).path.n, 0);
	ck_assert_uint_eq(vector_at(VECTORS).path.n, 0);
	buf_done(&manifest);
}
END_TEST

START_TEST(contents_are_as_noted)
{
	char path[256];

	snprintf(path, sizeof(path), "tests/hostile/%s", contents[_i].path);

	grid_file(&g, path);

	ck_assert_msg(g.text.p && strstr(g.text.p, contents[_i].has), "%s",
		      g.text.p);
	grid_done(&g);
}
END_TEST

START_TEST(messages_name_the_place_and_the_reason)
{
	char path[256], all[700];

	snprintf(path, sizeof(path), "tests/hostile/%s", messages[_i][0]);

	grid_file(&g, path);

	snprintf(all, sizeof(all), "%s: %s", g.e.where, g.e.msg);
	ck_assert_msg(strstr(all, messages[_i][1]), "%s", all);
	grid_done(&g);
}
END_TEST

/* Of calamine's workbooks, those that are rightly refused. */
static bool
is_refused(const char *name)
{
	static const char *const names[] = {
		"issue252.xlsx",     /* declares fewer bytes than it has */
		"issue_594_dos.ods", /* repeats 2^31 times */
		"pass_protected.ods",
		"pass_protected.xlsx",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

START_TEST(workbooks_of_real_users_are_read)
{
	struct dirent *d;
	char folder[4096];
	DIR *dir;
	unsigned n = 0;

	if (!shared_path("data/hostile-misc/corpora/calamine/tests", folder))
		return;
	dir = opendir(folder);
	ck_assert_ptr_nonnull(dir);
	while ((d = readdir(dir))) {
		char path[8192];
		clock_t before = clock();

		if (d->d_type != DT_REG)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
		grid_file(&g, path);
		ck_assert_msg((g.rc != 0) == is_refused(d->d_name), "%s: %s",
			      d->d_name, g.e.msg);
		ck_assert_msg(g.is_ascending && g.is_utf8, "%s", d->d_name);
		ck_assert(!is_too_slow(before));
		grid_done(&g);
		n++;
	}
	closedir(dir);
	ck_assert_uint_gt(n, 80);
}
END_TEST

Suite *
suite_hostile_syntax(void)
{
	Suite *s = suite_create("hostile_syntax");
	TCase *t = tcase_create("vectors");

	tcase_set_timeout(t, 60);
	tcase_add_loop_test(t, every_vector_has_its_listed_outcome, 0, VECTORS);
	tcase_add_test(t, no_vector_is_left_out);
	tcase_add_loop_test(t, contents_are_as_noted, 0,
			    sizeof(contents) / sizeof(*contents));
	tcase_add_loop_test(t, messages_name_the_place_and_the_reason, 0,
			    sizeof(messages) / sizeof(*messages));
	tcase_add_test(t, workbooks_of_real_users_are_read);
	suite_add_tcase(s, t);
	return s;
}

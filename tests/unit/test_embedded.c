/* What the build embeds: reference data, queries and migrations. */
#include <check.h>
#include <sqlite3.h>

#include "queries.h"
#include "schema/model/refdata.h"
#include "schema/store/query.h"

static sqlite3 *
migrated(void)
{
	sqlite3 *db;
	char *message = NULL;

	ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
	for (const struct migration *m = migrations; m->number; m++) {
		sqlite3_exec(db, m->sql, NULL, NULL, &message);
		ck_assert_msg(!message, "%s: %s", m->name, message);
	}
	return db;
}

START_TEST(reference_files_are_sorted_by_name_and_found)
{
	uint32_t n;
	const struct refdata *all = refdata_all(&n);

	for (uint32_t i = 0; i < n; i++) {
		ck_assert(i == 0 || strcmp(all[i - 1].name, all[i].name) < 0);
		ck_assert_ptr_eq(refdata_get(all[i].name).p, all[i].bytes.p);
		ck_assert_uint_gt(all[i].bytes.n, 0);
		ck_assert_int_eq(all[i].bytes.p[all[i].bytes.n - 1], '\n');
		ck_assert_int_eq(all[i].bytes.p[all[i].bytes.n], '\0');
	}
	ck_assert_uint_eq(refdata_get("no such file.csv").n, 0);
}
END_TEST

START_TEST(migrations_are_numbered_from_one_without_gaps)
{
	int n = 0;

	for (; migrations[n].number; n++)
		ck_assert_int_eq(migrations[n].number, n + 1);

	ck_assert_int_eq(n, migration_count);
}
END_TEST

START_TEST(every_query_compiles_and_has_the_columns_it_declares)
{
	sqlite3 *db = migrated();
	sqlite3_stmt *s;
	const char *tail;

	for (int i = 0; i < QUERIES; i++) {
		const struct query_text *q = &queries[i];
		int rc = sqlite3_prepare_v2(db, q->sql, -1, &s, &tail);

		ck_assert_msg(rc == SQLITE_OK, "%s: %s", q->name,
			      sqlite3_errmsg(db));
		ck_assert_msg(sqlite3_column_count(s) == q->ncols,
			      "%s: %d columns, -- cols: names %d", q->name,
			      sqlite3_column_count(s), q->ncols);
		ck_assert_str_eq(tail, "\n");
		sqlite3_finalize(s);
	}
	sqlite3_close(db);
}
END_TEST

Suite *suite_embedded(void);

Suite *
suite_embedded(void)
{
	Suite *s = suite_create("embedded");
	TCase *t = tcase_create("embedded");

	tcase_add_test(t, reference_files_are_sorted_by_name_and_found);
	tcase_add_test(t, migrations_are_numbered_from_one_without_gaps);
	tcase_add_test(t, every_query_compiles_and_has_the_columns_it_declares);
	suite_add_tcase(s, t);
	return s;
}

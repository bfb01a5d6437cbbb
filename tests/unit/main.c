/*
 * Runs the suites of suites.def, all of them or those named as arguments.
 * Refuses a name that is not there. Check's own variables work: CK_FORK=no,
 * CK_TAP_LOG_FILE_NAME=-, CK_EXCLUDE_TAGS="slow confined" (what valgrind leaves
 * out).
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUITE(name) Suite *suite_##name(void);
#include "tests/unit/suites.def"
#undef SUITE

struct entry {
	const char *name;
	Suite *(*make)(void);
};

static const struct entry entries[] = {
#define SUITE(name) { #name, suite_##name },
#include "tests/unit/suites.def"
#undef SUITE
};
enum { ENTRIES = sizeof(entries) / sizeof(*entries) };

static int
add_named(SRunner *runner, const char *name)
{
	for (size_t i = 0; i < ENTRIES; i++) {
		if (strcmp(entries[i].name, name) == 0) {
			srunner_add_suite(runner, entries[i].make());
			return 0;
		}
	}
	fprintf(stderr, "unit: no suite '%s'; there are:", name);
	for (size_t i = 0; i < ENTRIES; i++)
		fprintf(stderr, " %s", entries[i].name);
	fprintf(stderr, "\n");
	return -1;
}

int
main(int argc, char **argv)
{
	SRunner *runner = srunner_create(NULL);
	int failed = 0;

	for (int i = 1; i < argc; i++) {
		if (add_named(runner, argv[i]))
			return 2;
	}
	for (size_t i = 0; argc == 1 && i < ENTRIES; i++)
		srunner_add_suite(runner, entries[i].make());
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	if (srunner_ntests_run(runner) == 0) {
		fprintf(stderr, "unit: no test was run\n");
		failed = 1;
	}
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

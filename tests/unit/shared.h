/*
 * Real and third-party data that stays out of the repository. A test finds it
 * through LANDSCHAP_SHARED, else beside the checkout (../shared), and says so
 * when it is not there: the runner counts that as skipped, not as passed.
 *
 *	char path[4096];
 *	if (!shared_path("data/duo/06.csv", path))
 *		return;
 */
#ifndef TESTS_UNIT_SHARED_H
#define TESTS_UNIT_SHARED_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The full path of name, or false after "SKIP: ..." on stdout. */
static inline bool
shared_path(const char *name, char out[static 4096])
{
	const char *top = getenv("LANDSCHAP_SHARED");

	snprintf(out, 4096, "%s/%s", top && *top ? top : "../shared", name);
	if (access(out, R_OK) == 0)
		return true;
	printf("SKIP: no %s (set LANDSCHAP_SHARED)\n", out);
	fflush(stdout);
	return false;
}

#endif

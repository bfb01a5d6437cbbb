/* Golden files of unit tests. Refuses a file that is not there. */
#include "tests/unit/golden.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"

static void
write_file(const char *path, struct sv bytes)
{
	FILE *f = fopen(path, "wb");

	ck_assert_msg(f != NULL, "cannot write %s", path);
	ck_assert_uint_eq(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	ck_assert_int_eq(fclose(f), 0);
}

void
golden(const char *path, struct sv got)
{
	const char *bless = getenv("BLESS");
	struct buf want = { 0 };
	char chunk[4096];
	size_t n;
	FILE *f;

	if (bless && bless[0])
		write_file(path, got);
	f = fopen(path, "rb");
	ck_assert_msg(f != NULL, "no %s (BLESS=1 make unit writes it)", path);
	while ((n = fread(chunk, 1, sizeof(chunk), f)) > 0)
		buf_put(&want, chunk, n);
	fclose(f);
	ck_assert_msg(sv_eq(buf_view(&want), got),
		      "%s differs (BLESS=1 make unit writes it): %.*s", path,
		      SV_ARG(got));
	buf_done(&want);
}

/*
 * ODS and FODS: the promises of rows.h, and that a flat file and a package
 * with the same content tell the same. Bytes that begin with "PK" are a
 * package; all others are content.xml.
 */
#include <stdint.h>

#include "collectors/syntax/ods.h"
#include "tests/fuzz/rows.h"
#include "tests/made_zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The rows alone, without names and messages. */
static uint64_t
read_ods(struct sv bytes, bool *ret_ok)
{
	struct rows r = { .h = { rows_sheet, rows_row, false, false } };
	struct arena mem = { 0 };
	struct err e = { 0 };
	struct input in;

	MUST(input_from_bytes(&in, "x", bytes, &mem, &e) == 0);
	*ret_ok = ods_read(&in, &r.h, NULL, &e) == 0;
	MUST(*ret_ok || e.msg[0]);
	/* filled cells never come from nowhere: each repeat has its limit */
	MUST(r.repeated <= (uint64_t)LIMIT_ODS_REPEAT * (r.cells + 1));
	input_done(&in);
	arena_done(&mem);
	return r.hash;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = sv_n((const char *)data, size);
	struct made_zip z = { 0 };
	bool flat, packed;
	uint64_t a, b;

	if (size > 512 * 1024)
		return 0;
	if (size >= 2 && memcmp(data, "PK", 2) == 0) {
		rows_twice("x.ods", bytes);
		return 0;
	}
	rows_twice("x.fods", bytes);
	zip_add(&z, "mimetype",
		SV("application/vnd.oasis.opendocument.spreadsheet"));
	zip_add(&z, "content.xml", bytes);
	a = read_ods(bytes, &flat);
	b = read_ods(zip_finish(&z), &packed);
	MUST(flat == packed && a == b);
	zip_free(&z);
	return 0;
}

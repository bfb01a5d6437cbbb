/*
 * XLSX: the promises of rows.h. Bytes that begin with "PK" are a package; all
 * others are the parts of one, so that a fuzzer need not find checksums:
 * sheet, shared strings, styles and workbook, a byte 0x1e between them.
 */
#include <stdint.h>

#include "tests/fuzz/rows.h"
#include "tests/made_zip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define OFFICE                                                                 \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATION(id, type, target)                                             \
	"<Relationship Id=\"" id "\" Type=\"" OFFICE "/" type                  \
	"\" Target=\"" target "\"/>"

static const char relations[] =
	"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/"
	"2006/relationships\">" RELATION("r1", "worksheet", "sheet.xml")
		RELATION("r2", "sharedStrings", "strings.xml")
			RELATION("r3", "styles", "styles.xml")
				RELATION("r4", "chartsheet",
					 "chart.xml") "</Relationships>";
static const char workbook[] =
	"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/"
	"2006/main\" xmlns:r=\"" OFFICE "\"><sheets><sheet name=\"S\" "
	"r:id=\"r1\"/></sheets></workbook>";

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "xl/sheet.xml", "xl/strings.xml",
					     "xl/styles.xml",
					     "xl/workbook.xml" };
	struct sv rest = sv_n((const char *)data, size), part;
	struct made_zip z = { 0 };
	size_t i = 0;

	if (size > 512 * 1024)
		return 0;
	if (size >= 2 && memcmp(data, "PK", 2) == 0) {
		rows_twice("x.xlsx", rest);
		return 0;
	}
	zip_add(&z, "[Content_Types].xml", SV("<Types/>"));
	zip_add(&z, "xl/_rels/workbook.xml.rels", SV(relations));
	while (i < 4 && sv_split(&rest, 0x1e, &part))
		zip_add(&z, names[i++], part);
	if (i < 4)
		zip_add(&z, names[3], SV(workbook));
	rows_twice("x.xlsx", zip_finish(&z));
	zip_free(&z);
	return 0;
}

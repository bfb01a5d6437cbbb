/*
 * A table read into text that a test can compare, and packages made on the
 * spot: a zip with any members, a workbook from its interesting part.
 */
#ifndef TESTS_UNIT_GRID_H
#define TESTS_UNIT_GRID_H

#include <time.h>

#include "base/buf.h"
#include "collectors/syntax/table.h"
#include "tests/made_zip.h"

/*
 * text is one line for each row, "2 A=Magister D=#42 E=@2026-11-24", a mark in
 * front of what is no text: # number, @ date, ? boolean, ! error; "2x3" for a
 * row that stands there three times, "2h" for a hidden one. A line
 * "[Applicaties]" begins a sheet; "[-Applicaties]" a hidden one.
 */
struct grid {
	int rc;
	struct err e;
	struct diag diag;
	struct buf text;
	uint64_t rows, cells; /* repeats counted */
	bool is_ascending;    /* columns and rows, everywhere */
	bool is_utf8;         /* all cells and names */
};

void grid_read(struct grid *g, const struct input *in);
void grid_bytes(struct grid *g, const char *name, struct sv bytes);
void grid_file(struct grid *g, const char *path);
void grid_done(struct grid *g);
/* Is there a message that contains this? */
bool grid_says(const struct grid *g, const char *what);
/*
 * More than two seconds of processor time since `before`; never under tools
 * that make everything slow (they set SLOW, or keep tests in one process).
 */
bool is_too_slow(clock_t before);
/* Fails the test unless the table was read and is exactly this. */
#define ck_grid(g, want)                                                       \
	do {                                                                   \
		ck_assert_msg((g)->rc == 0, "%s: %s", (g)->e.where,            \
			      (g)->e.msg);                                     \
		ck_assert_str_eq((g)->text.p ? (g)->text.p : "", (want));      \
	} while (0)
/* Fails the test unless the table was refused with these words. */
#define ck_refused(g, place, words)                                            \
	do {                                                                   \
		ck_assert_int_ne((g)->rc, 0);                                  \
		ck_assert_str_eq((g)->e.where, (place));                       \
		ck_assert_msg(strstr((g)->e.msg, (words)), "%s", (g)->e.msg);  \
	} while (0)

/* A workbook of one sheet "Blad1"; NULL leaves a part out. */
struct made_xlsx {
	const char *rows;         /* in sheetData */
	const char *before;       /* in front of sheetData */
	const char *after;        /* behind it */
	const char *strings;      /* in sst */
	const char *formats;      /* in numFmts */
	const char *xfs;          /* in cellXfs */
	const char *workbook;     /* workbookPr */
	const char *sheets;       /* instead of the one sheet */
	const char *target;       /* of the sheet's relation */
	const char *sheet_member; /* its name in the zip */
};
/* All of it, and all but strings, styles and the sheet. */
void made_xlsx(struct made_zip *z, const struct made_xlsx *x);
void made_workbook(struct made_zip *z, const struct made_xlsx *x);
void grid_xlsx(struct grid *g, const struct made_xlsx *x);
/* "x.ods" with these tables; "x.fods" when flat. */
void grid_ods(struct grid *g, const char *tables);
void grid_fods(struct grid *g, const char *tables);
/* One table "Blad1" with these rows. */
void grid_ods_rows(struct grid *g, const char *rows);

#endif

/* Tables as text, and packages made on the spot. Judges nothing. */
#include "tests/unit/grid.h"

struct grid_handler {
	struct table_handler h; /* first */
	struct grid *g;
	uint32_t last_row;
};

static int
on_sheet(struct table_handler *h, const struct sheet *s, struct err *e)
{
	struct grid_handler *gh = (struct grid_handler *)h;
	struct grid *g = gh->g;

	(void)e;
	gh->last_row = 0;
	if (text_utf8_bad(s->name) >= 0)
		g->is_utf8 = false;
	if (s->has_cells)
		buf_printf(&g->text, "[%s%.*s]\n", s->is_hidden ? "-" : "",
			   SV_ARG(s->name));
	return 0;
}

static int
on_row(struct table_handler *h, const struct row *r, struct err *e)
{
	struct grid_handler *gh = (struct grid_handler *)h;
	struct grid *g = gh->g;
	char letters[4];

	(void)e;
	if (r->number <= gh->last_row || r->nrepeat == 0)
		g->is_ascending = false;
	gh->last_row = r->number + r->nrepeat - 1;
	g->rows += r->nrepeat;
	g->cells += (uint64_t)r->nrepeat * r->ncell;
	buf_printf(&g->text, "%u", r->number);
	if (r->nrepeat > 1)
		buf_printf(&g->text, "x%u", r->nrepeat);
	if (r->is_hidden)
		buf_char(&g->text, 'h');
	for (uint32_t i = 0; i < r->ncell; i++) {
		const struct cell *c = &r->cell[i];

		if (i && c->col <= r->cell[i - 1].col)
			g->is_ascending = false;
		if (text_utf8_bad(c->text) >= 0)
			g->is_utf8 = false;
		buf_printf(&g->text, " %s=", column_letters(c->col, letters));
		if (c->type != CELL_TEXT)
			buf_char(&g->text, "? #?@!"[c->type]);
		buf_sv(&g->text, c->text);
	}
	buf_char(&g->text, '\n');
	return 0;
}

void
grid_read(struct grid *g, const struct input *in)
{
	struct grid_handler gh = { { on_sheet, on_row, false, false }, g, 0 };

	*g = (struct grid){ .is_ascending = true, .is_utf8 = true };
	g->rc = table_read(in, &gh.h, &g->diag, &g->e);
}

void
grid_bytes(struct grid *g, const char *name, struct sv bytes)
{
	struct arena mem = { 0 };
	struct input in;

	*g = (struct grid){ 0 };
	g->rc = input_from_bytes(&in, name, bytes, &mem, &g->e);
	if (g->rc == 0) {
		grid_read(g, &in);
		input_done(&in);
	}
	arena_done(&mem);
}

void
grid_file(struct grid *g, const char *path)
{
	struct arena mem = { 0 };
	struct input in;

	*g = (struct grid){ 0 };
	g->rc = input_open(&in, path, false, &mem, &g->e);
	if (g->rc == 0) {
		grid_read(g, &in);
		input_done(&in);
	}
	arena_done(&mem);
}

void
grid_done(struct grid *g)
{
	buf_done(&g->text);
	diag_done(&g->diag);
}

bool
is_too_slow(clock_t before)
{
	const char *fork = getenv("CK_FORK"), *slow = getenv("SLOW");

	return !(slow && *slow) && !(fork && strcmp(fork, "no") == 0) &&
	       clock() - before > 2 * CLOCKS_PER_SEC;
}

bool
grid_says(const struct grid *g, const char *what)
{
	for (uint32_t i = 0; i < g->diag.n; i++)
		if (strstr(g->diag.message[i].text, what) ||
		    strstr(g->diag.message[i].where, what))
			return true;
	return false;
}

#define MAIN                                                                   \
	"xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE                                                                 \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE                                                                \
	"xmlns=\"http://schemas.openxmlformats.org/package/2006/"              \
	"relationships\""

static const char *
or_empty(const char *s)
{
	return s ? s : "";
}

static void
add_text(struct made_zip *z, const char *name, struct buf *b)
{
	zip_add(z, name, buf_view(b));
	buf_clear(b);
}

void
made_workbook(struct made_zip *z, const struct made_xlsx *x)
{
	const char *one = "<sheet name=\"Blad1\" sheetId=\"1\" r:id=\"r1\"/>";
	struct buf b = { 0 };

	buf_str(&b, "<Types/>");
	add_text(z, "[Content_Types].xml", &b);
	buf_printf(&b,
		   "<workbook " MAIN " xmlns:r=\"" OFFICE "\">%s<sheets>%s"
		   "</sheets></workbook>",
		   or_empty(x->workbook), x->sheets ? x->sheets : one);
	add_text(z, "xl/workbook.xml", &b);
	buf_printf(&b,
		   "<Relationships " PACKAGE ">"
		   "<Relationship Id=\"r1\" Type=\"" OFFICE "/worksheet\" "
		   "Target=\"%s\"/>"
		   "<Relationship Id=\"r2\" Type=\"" OFFICE "/sharedStrings\" "
		   "Target=\"sharedStrings.xml\"/>"
		   "<Relationship Id=\"r3\" Type=\"" OFFICE "/styles\" "
		   "Target=\"styles.xml\"/>"
		   "<Relationship Id=\"r4\" Type=\"" OFFICE "/chartsheet\" "
		   "Target=\"chart.xml\"/></Relationships>",
		   x->target ? x->target : "worksheets/sheet1.xml");
	add_text(z, "xl/_rels/workbook.xml.rels", &b);
	buf_done(&b);
}

void
made_xlsx(struct made_zip *z, const struct made_xlsx *x)
{
	struct buf b = { 0 };

	made_workbook(z, x);
	if (x->strings) {
		buf_printf(&b, "<sst " MAIN ">%s</sst>", x->strings);
		add_text(z, "xl/sharedStrings.xml", &b);
	}
	if (x->xfs) {
		buf_printf(&b,
			   "<styleSheet " MAIN "><numFmts>%s</numFmts>"
			   "<cellXfs>%s</cellXfs></styleSheet>",
			   or_empty(x->formats), x->xfs);
		add_text(z, "xl/styles.xml", &b);
	}
	buf_printf(&b,
		   "<worksheet " MAIN ">%s<sheetData>%s</sheetData>%s"
		   "</worksheet>",
		   or_empty(x->before), or_empty(x->rows), or_empty(x->after));
	add_text(z,
		 x->sheet_member ? x->sheet_member : "xl/worksheets/sheet1.xml",
		 &b);
	zip_finish(z);
	buf_done(&b);
}

void
grid_xlsx(struct grid *g, const struct made_xlsx *x)
{
	struct made_zip z = { 0 };

	made_xlsx(&z, x);
	grid_bytes(g, "x.xlsx", buf_view(&z.bytes));
	zip_free(&z);
}

#define ODF                                                                    \
	"xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "   \
	"xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "     \
	"xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "       \
	"xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "     \
	"xmlns:calcext=\"urn:org:documentfoundation:names:experimental:calc:"  \
	"xmlns:calcext:1.0\" "                                                 \
	"xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
#define ODS_TYPE "application/vnd.oasis.opendocument.spreadsheet"
#define HIDDEN_STYLE                                                           \
	"<office:automatic-styles><style:style style:name=\"ta2\" "            \
	"style:family=\"table\"><style:table-properties "                      \
	"table:display=\"false\"/></style:style></office:automatic-styles>"

void
grid_ods(struct grid *g, const char *tables)
{
	struct made_zip z = { 0 };
	struct buf b = { 0 };

	zip_add(&z, "mimetype", SV(ODS_TYPE));
	buf_printf(&b,
		   "<office:document-content " ODF ">" HIDDEN_STYLE
		   "<office:body><office:spreadsheet>%s</office:spreadsheet>"
		   "</office:body></office:document-content>",
		   tables);
	add_text(&z, "content.xml", &b);
	grid_bytes(g, "x.ods", zip_finish(&z));
	zip_free(&z);
	buf_done(&b);
}

void
grid_fods(struct grid *g, const char *tables)
{
	struct buf b = { 0 };

	buf_printf(&b,
		   "<office:document " ODF " office:mimetype=\"" ODS_TYPE
		   "\">" HIDDEN_STYLE "<office:body><office:spreadsheet>%s"
		   "</office:spreadsheet></office:body></office:document>",
		   tables);
	grid_bytes(g, "x.fods", buf_view(&b));
	buf_done(&b);
}

void
grid_ods_rows(struct grid *g, const char *rows)
{
	struct buf b = { 0 };

	buf_printf(&b, "<table:table table:name=\"Blad1\">%s</table:table>",
		   rows);
	grid_ods(g, b.p);
	buf_done(&b);
}

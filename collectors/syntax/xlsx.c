/*
 * XLSX workbooks: ECMA-376 (OPC, SpreadsheetML), transitional and strict. Finds
 * the worksheets of a package, in workbook order. Relations are resolved
 * within the package and nowhere else; formulas are never evaluated, links
 * never followed, macros never looked at. Refuses a package without a
 * workbook, or with a sheet that points out of it.
 */
#include "collectors/syntax/xlsx.h"

#include <stdlib.h>

#include "base/limits.h"
#include "collectors/syntax/notes.h"
#include "collectors/syntax/xlsx_parts.h"

enum { NS_MAIN = 1, NS_RELATION, NS_PACKAGE };

static const struct xml_ns namespaces[] = {
	{ NS_MAIN,
	  "http://schemas.openxmlformats.org/spreadsheetml/2006/main" },
	{ NS_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main" },
	{ NS_RELATION, "http://schemas.openxmlformats.org/officeDocument/2006/"
		       "relationships" },
	{ NS_RELATION,
	  "http://purl.oclc.org/ooxml/officeDocument/relationships" },
	{ NS_PACKAGE, "http://schemas.openxmlformats.org/package/2006/"
		      "relationships" },
	{ 0, NULL },
};

static const struct xml_word words[] = {
	{ E_WORKBOOK, NS_MAIN, "workbook" },
	{ E_WORKBOOKPR, NS_MAIN, "workbookPr" },
	{ E_SHEETS, NS_MAIN, "sheets" },
	{ E_SHEET, NS_MAIN, "sheet" },
	{ E_SST, NS_MAIN, "sst" },
	{ E_SI, NS_MAIN, "si" },
	{ E_T, NS_MAIN, "t" },
	{ E_R, NS_MAIN, "r" },
	{ E_STYLESHEET, NS_MAIN, "styleSheet" },
	{ E_NUMFMTS, NS_MAIN, "numFmts" },
	{ E_NUMFMT, NS_MAIN, "numFmt" },
	{ E_CELLXFS, NS_MAIN, "cellXfs" },
	{ E_XF, NS_MAIN, "xf" },
	{ E_WORKSHEET, NS_MAIN, "worksheet" },
	{ E_COLS, NS_MAIN, "cols" },
	{ E_COL, NS_MAIN, "col" },
	{ E_SHEETDATA, NS_MAIN, "sheetData" },
	{ E_ROW, NS_MAIN, "row" },
	{ E_C, NS_MAIN, "c" },
	{ E_V, NS_MAIN, "v" },
	{ E_F, NS_MAIN, "f" },
	{ E_IS, NS_MAIN, "is" },
	{ E_MERGECELLS, NS_MAIN, "mergeCells" },
	{ E_MERGECELL, NS_MAIN, "mergeCell" },
	{ E_RELATIONSHIPS, NS_PACKAGE, "Relationships" },
	{ E_RELATIONSHIP, NS_PACKAGE, "Relationship" },
	{ A_DATE1904, XML_NO_NS, "date1904" },
	{ A_NAME, XML_NO_NS, "name" },
	{ A_STATE, XML_NO_NS, "state" },
	{ A_RID, NS_RELATION, "id" },
	{ A_NUMFMTID, XML_NO_NS, "numFmtId" },
	{ A_FORMATCODE, XML_NO_NS, "formatCode" },
	{ A_MIN, XML_NO_NS, "min" },
	{ A_MAX, XML_NO_NS, "max" },
	{ A_HIDDEN, XML_NO_NS, "hidden" },
	{ A_R, XML_NO_NS, "r" },
	{ A_S, XML_NO_NS, "s" },
	{ A_T, XML_NO_NS, "t" },
	{ A_REF, XML_NO_NS, "ref" },
	{ A_ID, XML_NO_NS, "Id" },
	{ A_TYPE, XML_NO_NS, "Type" },
	{ A_TARGET, XML_NO_NS, "Target" },
	{ A_TARGETMODE, XML_NO_NS, "TargetMode" },
	{ 0, 0, NULL },
};

const struct xml_vocabulary xlsx_words = { namespaces, words };

bool
xlsx_is_true(struct sv s)
{
	return sv_is(s, "1") || sv_is(s, "true");
}

int
xlsx_part(struct xlsx *x, const struct package_member *m, struct xml_handler *h,
	  struct err *e)
{
	struct at place = { .file = x->in->name };
	struct package_stream s;
	struct buf shown = { 0 };
	int rc = package_stream_open(&s, x->p, m, e);

	if (rc)
		return rc;
	text_visible(&shown, m->name);
	place.part = shown.p;
	rc = xml_read(&s.source, &place, &xlsx_words, h, e);
	package_stream_done(&s);
	buf_done(&shown);
	return rc;
}

/* Reads a list of relations. */
struct relations_reader {
	struct xml_handler xml; /* first */
	struct xlsx *x;
	struct xlsx_relations *to;
	struct at at;
};

static struct sv
keep(struct arena *mem, const struct xml_attr *a)
{
	return a ? arena_sv(mem, a->value) : SV_NONE;
}

static int
relation_start(struct xml_handler *h, struct xml *x, uint16_t id,
	       const struct xml_attr *attr, uint32_t n, struct err *e)
{
	struct relations_reader *r = (struct relations_reader *)h;
	struct xlsx_relations *to = r->to;
	const struct xml_attr *mode = xml_find(attr, n, A_TARGETMODE);
	struct arena *mem = &r->x->mem;

	if (id == E_RELATIONSHIPS)
		return 0;
	if (id != E_RELATIONSHIP) {
		xml_skip(x);
		return 0;
	}
	if (to->n >= LIMIT_RELATIONS)
		return err_set(e, ERR_LIMIT, &r->at,
			       "more than %u relations (expected less)",
			       LIMIT_RELATIONS);
	VEC_ROOM(to->relation, to->n, to->cap);
	to->relation[to->n++] = (struct xlsx_relation){
		.id = keep(mem, xml_find(attr, n, A_ID)),
		.type = keep(mem, xml_find(attr, n, A_TYPE)),
		.target = keep(mem, xml_find(attr, n, A_TARGET)),
		.is_external = mode && sv_ieq(mode->value, SV("External")),
	};
	return 0;
}

/* The folder of a part, its '/' included; empty for the root. */
static struct sv
folder_of(struct sv part)
{
	while (part.n && part.p[part.n - 1] != '/')
		part.n--;
	return part;
}

/*
 * Where target leads from a folder of the package; SV_NONE when that is not
 * in it. "." and ".." are resolved, nothing is decoded, no scheme is known.
 */
static struct sv
resolve(struct arena *mem, struct sv folder, struct sv target)
{
	struct sv part;
	char *out = arena_alloc(mem, folder.n + target.n + 2);
	size_t n = 0;

	if (target.n && target.p[0] == '/') {
		target = sv_n(target.p + 1, target.n - 1);
	} else if (folder.n) {
		memcpy(out, folder.p, folder.n);
		n = folder.n;
	}
	while (sv_split(&target, '/', &part)) {
		if (part.n == 0 || sv_is(part, "."))
			continue;
		if (sv_is(part, "..")) {
			if (n == 0)
				return SV_NONE;
			n = folder_of(sv_n(out, n - 1)).n;
			continue;
		}
		memcpy(out + n, part.p, part.n);
		n += part.n;
		out[n++] = '/';
	}
	return n ? sv_n(out, n - 1) : SV_NONE;
}

/* Is type an address that ends in "/last"? */
static bool
is_type(struct sv type, const char *last)
{
	struct sv end = sv(last);

	return type.n > end.n && sv_ends(type, end) &&
	       type.p[type.n - end.n - 1] == '/';
}

/* Relations of part, from "FOLDER/_rels/NAME.rels"; none is fine. */
static int
read_relations(struct xlsx *x, struct sv part, struct xlsx_relations *ret,
	       struct err *e)
{
	struct sv folder = folder_of(part);
	struct buf name = { 0 };
	const struct package_member *m;
	struct relations_reader r = {
		.xml = { .start = relation_start },
		.x = x,
		.to = ret,
		.at = { .file = x->in->name },
	};
	int rc;

	buf_sv(&name, folder);
	buf_str(&name, "_rels/");
	buf_sv(&name, sv_from(part, folder.n));
	buf_str(&name, ".rels");
	m = package_find(x->p, buf_view(&name));
	rc = m ? xlsx_part(x, m, &r.xml, e) : 0;
	buf_done(&name);
	return rc;
}

const struct package_member *
xlsx_member_of_type(struct xlsx *x, const char *type)
{
	for (uint32_t i = 0; i < x->relations.n; i++) {
		const struct xlsx_relation *r = &x->relations.relation[i];
		struct sv name;

		if (r->is_external || !is_type(r->type, type))
			continue;
		name = resolve(&x->mem, folder_of(x->main), r->target);
		return name.n ? package_find(x->p, name) : NULL;
	}
	return NULL;
}

/* The main part: what the package's own relations say, else the usual. */
static const struct package_member *
find_workbook(struct xlsx *x, struct err *e)
{
	struct at at = { .file = x->in->name };
	struct xlsx_relations root = { 0 };
	const struct package_member *m = NULL;

	if (read_relations(x, SV_NONE, &root, e)) {
		free(root.relation);
		return NULL;
	}
	for (uint32_t i = 0; i < root.n && !m; i++) {
		const struct xlsx_relation *r = &root.relation[i];
		struct sv name = resolve(&x->mem, SV_NONE, r->target);

		if (!r->is_external && is_type(r->type, "officeDocument") &&
		    name.n)
			m = package_find(x->p, name);
	}
	free(root.relation);
	if (!m)
		m = package_find(x->p, SV("xl/workbook.xml"));
	if (!m)
		err_set(e, ERR_INPUT, &at,
			"no workbook inside (expected xl/workbook.xml)");
	return m;
}

struct workbook_reader {
	struct xml_handler xml; /* first */
	struct xlsx *x;
	struct at at;
};

static int
take_sheet(struct workbook_reader *w, const struct xml_attr *attr, uint32_t n,
	   struct err *e)
{
	struct xlsx *x = w->x;
	const struct xml_attr *state = xml_find(attr, n, A_STATE);
	struct xlsx_sheet s = {
		.name = keep(&x->mem, xml_find(attr, n, A_NAME)),
		.rid = keep(&x->mem, xml_find(attr, n, A_RID))
	};

	if (x->nsheet >= LIMIT_SHEETS)
		return err_set(e, ERR_LIMIT, &w->at,
			       "more than %u sheets (expected less)",
			       LIMIT_SHEETS);
	if (s.name.n > LIMIT_NAME_BYTES)
		return err_set(e, ERR_LIMIT, &w->at,
			       "a sheet's name of %zu bytes (expected at most "
			       "%u)",
			       s.name.n, LIMIT_NAME_BYTES);
	s.is_hidden = state && (sv_is(state->value, "hidden") ||
				sv_is(state->value, "veryHidden"));
	VEC_ROOM(x->sheet, x->nsheet, x->sheet_cap);
	x->sheet[x->nsheet++] = s;
	return 0;
}

static int
workbook_start(struct xml_handler *h, struct xml *x, uint16_t id,
	       const struct xml_attr *attr, uint32_t n, struct err *e)
{
	struct workbook_reader *w = (struct workbook_reader *)h;
	const struct xml_attr *a;

	if (xml_depth(x) == 1 && id != E_WORKBOOK)
		return err_set(e, ERR_INPUT, &w->at,
			       "not a workbook (expected SpreadsheetML)");
	if (id == E_SHEET && xml_depth(x) == 3)
		return take_sheet(w, attr, n, e);
	if (id == E_WORKBOOKPR && xml_depth(x) == 2) {
		a = xml_find(attr, n, A_DATE1904);
		w->x->is_1904 = a && xlsx_is_true(a->value);
		return 0;
	}
	if (id != E_WORKBOOK && id != E_SHEETS)
		xml_skip(x);
	return 0;
}

static int
read_workbook(struct xlsx *x, struct err *e)
{
	struct workbook_reader w = {
		.xml = { .start = workbook_start },
		.x = x,
		.at = { .file = x->in->name },
	};
	const struct package_member *m = find_workbook(x, e);

	if (!m)
		return -1;
	x->main = m->name;
	if (xlsx_part(x, m, &w.xml, e) ||
	    read_relations(x, x->main, &x->relations, e))
		return -1;
	if (x->nsheet == 0)
		return err_set(e, ERR_INPUT, &w.at,
			       "a workbook without sheets (expected a list)");
	return xlsx_read_styles(x, e);
}

static const struct xlsx_relation *
relation_of(const struct xlsx *x, struct sv rid)
{
	for (uint32_t i = 0; i < x->relations.n; i++)
		if (sv_eq(x->relations.relation[i].id, rid))
			return &x->relations.relation[i];
	return NULL;
}

/* The sheet's name for messages. */
static const char *
shown_name(struct xlsx *x, struct sv name)
{
	struct buf b = { 0 };
	const char *shown;

	text_visible(&b, name);
	shown = arena_sv(&x->mem, buf_view(&b)).p;
	buf_done(&b);
	return shown;
}

/* The part of a worksheet; *ret NULL for charts and other sheets. */
static int
find_sheet(struct xlsx *x, const struct xlsx_sheet *s,
	   const struct package_member **ret, struct err *e)
{
	struct at at = { .file = x->in->name, .part = shown_name(x, s->name) };
	const struct xlsx_relation *r = relation_of(x, s->rid);
	struct sv name;

	*ret = NULL;
	if (r && (is_type(r->type, "chartsheet") ||
		  is_type(r->type, "dialogsheet") ||
		  is_type(r->type, "xlMacrosheet") ||
		  is_type(r->type, "xlIntlMacrosheet")))
		return 0;
	name = r && !r->is_external
		       ? resolve(&x->mem, folder_of(x->main), r->target)
		       : SV_NONE;
	*ret = name.n ? package_find(x->p, name) : NULL;
	if (*ret)
		return 0;
	return err_set(e, ERR_INPUT, &at,
		       "this sheet is not in the file (expected a part of the "
		       "workbook)");
}

static int
read_one(struct xlsx *x, uint32_t i, struct err *e)
{
	const struct xlsx_sheet *s = &x->sheet[i];
	struct sheet told = { .number = i + 1,
			      .name = s->name,
			      .is_hidden = s->is_hidden,
			      .has_cells = true,
			      .syntax = SYNTAX_XLSX };
	const struct package_member *m = NULL;
	struct notes notes;

	if (find_sheet(x, s, &m, e))
		return -1;
	if (!m)
		return 0;
	x->h->skip_sheet = false;
	if (x->h->sheet(x->h, &told, e))
		return -1;
	if (s->is_hidden) {
		notes_begin(&notes, x->in->name, shown_name(x, s->name), x->d);
		notes_hidden_sheet(&notes);
		return 0;
	}
	return x->h->stop || x->h->skip_sheet ? 0 : xlsx_read_sheet(x, s, m, e);
}

static int
read_all(struct xlsx *x, struct err *e)
{
	if (read_workbook(x, e))
		return -1;
	for (uint32_t i = 0; i < x->nsheet && !x->h->stop; i++)
		if (read_one(x, i, e))
			return -1;
	return 0;
}

int
xlsx_read(const struct input *in, struct table_handler *h, struct diag *d,
	  struct err *e)
{
	struct xlsx x = { .in = in, .h = h, .d = d };
	int rc = package_open(in, &x.p, e);

	if (rc == 0)
		rc = read_all(&x, e);
	package_close(x.p);
	free(x.relations.relation);
	free(x.sheet);
	free(x.style);
	free(x.strings.begin);
	buf_done(&x.strings.bytes);
	arena_done(&x.mem);
	return rc;
}

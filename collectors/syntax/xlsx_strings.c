/*
 * The parts of a workbook that sheets point into: shared strings (ECMA-376
 * part 1, 18.4) and number formats (18.8). Joins rich text, leaves phonetic
 * readings out. Declared counts are never believed. Refuses more strings,
 * bytes or formats than base/limits.h allows.
 */
#include <stdlib.h>

#include "base/limits.h"
#include "collectors/syntax/xlsx_parts.h"

struct strings_reader {
	struct xml_handler xml; /* first */
	struct xlsx *x;
	struct at at;
};

static int
hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character of "_xHHHH_" at p, or 0: control characters stay escaped. */
static uint32_t
escaped(const char *p, size_t n)
{
	uint32_t u = 0;

	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return 0;
	for (int i = 2; i < 6; i++) {
		if (hex(p[i]) < 0)
			return 0;
		u = u << 4 | (uint32_t)hex(p[i]);
	}
	if (u < 0x20 && u != '\t' && u != '\n' && u != '\r')
		return 0;
	return u >= 0xd800 && u < 0xe000 ? 0 : u;
}

void
xlsx_unescape(struct buf *b, size_t start)
{
	struct buf out = { .max = b->max };
	const char *p = sv_from(buf_view(b), start).p;
	size_t n = b->n - start, from = 0;

	if (n < 7 || !memmem(p, n, "_x", 2))
		return;
	for (size_t i = 0; i < n; i++) {
		uint32_t u = p[i] == '_' ? escaped(p + i, n - i) : 0;

		if (u == 0)
			continue;
		buf_put(&out, p + from, i - from);
		text_put_utf8(&out, u);
		from = i + 7;
		i += 6;
	}
	if (from) {
		buf_put(&out, p + from, n - from);
		b->n = start;
		buf_sv(b, buf_view(&out));
	}
	buf_done(&out);
}

static int
strings_start(struct xml_handler *h, struct xml *xml, uint16_t id,
	      const struct xml_attr *attr, uint32_t n, struct err *e)
{
	struct strings_reader *r = (struct strings_reader *)h;
	struct xlsx_strings *s = &r->x->strings;

	(void)attr;
	(void)n;
	if (id == E_SST || (id == E_R && xml_depth(xml) == 3))
		return 0;
	if (id == E_T && xml_depth(xml) > 2) {
		xml_want_text(xml, true);
		return 0;
	}
	if (id != E_SI || xml_depth(xml) != 2) {
		xml_skip(xml);
		return 0;
	}
	if (s->n >= LIMIT_SHARED_STRINGS)
		return err_set(e, ERR_LIMIT, &r->at,
			       "more than %u different texts (expected less)",
			       LIMIT_SHARED_STRINGS);
	return 0;
}

static int
strings_end(struct xml_handler *h, struct xml *xml, uint16_t id, struct err *e)
{
	struct strings_reader *r = (struct strings_reader *)h;
	struct xlsx_strings *s = &r->x->strings;

	xml_want_text(xml, false);
	if (id != E_SI)
		return 0;
	xlsx_unescape(&s->bytes, s->begin[s->n]);
	if (s->bytes.n - s->begin[s->n] > LIMIT_CELL_BYTES)
		return err_set(e, ERR_LIMIT, &r->at,
			       "a text of more than %llu KiB (expected at "
			       "most %u characters)",
			       LIMIT_CELL_BYTES / KIB, LIMIT_CELL_CHARS);
	/* blanks are no cell: asked here once, not for every cell */
	if (sv_trim(sv_from(buf_view(&s->bytes), s->begin[s->n])).n == 0)
		s->bytes.n = s->begin[s->n];
	s->n++;
	VEC_ROOM(s->begin, s->n, s->cap);
	s->begin[s->n] = (uint32_t)s->bytes.n;
	return 0;
}

static int
strings_text(struct xml_handler *h, struct xml *xml, struct sv text,
	     struct err *e)
{
	struct strings_reader *r = (struct strings_reader *)h;
	struct xlsx_strings *s = &r->x->strings;

	(void)xml;
	if (s->bytes.n + text.n > LIMIT_SHARED_BYTES)
		return err_set(e, ERR_LIMIT, &r->at,
			       "more than %llu MiB of different texts "
			       "(expected less)",
			       LIMIT_SHARED_BYTES / MIB);
	buf_sv(&s->bytes, text);
	return 0;
}

int
xlsx_read_strings(struct xlsx *x, struct err *e)
{
	struct strings_reader r = {
		.xml = { strings_start, strings_end, strings_text, false },
		.x = x,
		.at = { .file = x->in->name, .part = "sharedStrings" },
	};
	struct xlsx_strings *s = &x->strings;
	const struct package_member *m;

	s->is_read = true;
	VEC_ROOM(s->begin, s->n, s->cap);
	s->begin[0] = 0;
	m = xlsx_member_of_type(x, "sharedStrings");
	return m ? xlsx_part(x, m, &r.xml, e) : 0;
}

/* A number format of the workbook's own. */
struct format {
	uint32_t id;
	enum number_style style;
};

struct styles_reader {
	struct xml_handler xml; /* first */
	struct xlsx *x;
	struct at at;
	struct format *format; /* heap */
	uint32_t n, cap;
	bool in_xfs;
};

static int
too_many(const struct styles_reader *r, struct err *e)
{
	return err_set(e, ERR_LIMIT, &r->at,
		       "more than %u formats (expected less)", LIMIT_STYLES);
}

static int
take_format(struct styles_reader *r, const struct xml_attr *attr, uint32_t n,
	    struct err *e)
{
	const struct xml_attr *id = xml_find(attr, n, A_NUMFMTID);
	const struct xml_attr *code = xml_find(attr, n, A_FORMATCODE);
	uint64_t number;

	if (!id || !code || !sv_u64(id->value, UINT32_MAX, &number))
		return 0;
	if (r->n >= LIMIT_STYLES)
		return too_many(r, e);
	VEC_ROOM(r->format, r->n, r->cap);
	r->format[r->n++] =
		(struct format){ (uint32_t)number,
				 number_style_of_code(code->value) };
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct format *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static enum number_style
style_of(const struct styles_reader *r, uint32_t id)
{
	struct format key = { .id = id };
	const struct format *f =
		r->n ? bsearch(&key, r->format, r->n, sizeof(key), by_id)
		     : NULL;

	return f ? f->style : number_style_of_id(id);
}

static int
take_xf(struct styles_reader *r, const struct xml_attr *attr, uint32_t n,
	struct err *e)
{
	struct xlsx *x = r->x;
	const struct xml_attr *id = xml_find(attr, n, A_NUMFMTID);
	uint64_t number = 0;

	if (x->nstyle >= LIMIT_STYLES)
		return too_many(r, e);
	if (id && !sv_u64(id->value, UINT32_MAX, &number))
		number = 0;
	VEC_ROOM(x->style, x->nstyle, x->style_cap);
	x->style[x->nstyle++] = (uint8_t)style_of(r, (uint32_t)number);
	return 0;
}

static int
styles_start(struct xml_handler *h, struct xml *xml, uint16_t id,
	     const struct xml_attr *attr, uint32_t n, struct err *e)
{
	struct styles_reader *r = (struct styles_reader *)h;

	if (id == E_STYLESHEET || id == E_NUMFMTS)
		return 0;
	if (id == E_CELLXFS) {
		/* number formats stand in front of them */
		if (r->n)
			qsort(r->format, r->n, sizeof(*r->format), by_id);
		r->in_xfs = true;
		return 0;
	}
	if (id == E_NUMFMT && xml_depth(xml) == 3 && !r->in_xfs)
		return take_format(r, attr, n, e);
	if (id == E_XF && r->in_xfs)
		return take_xf(r, attr, n, e);
	xml_skip(xml);
	return 0;
}

static int
styles_end(struct xml_handler *h, struct xml *xml, uint16_t id, struct err *e)
{
	(void)xml;
	(void)e;
	if (id == E_CELLXFS)
		h->stop = true; /* the rest is looks */
	return 0;
}

int
xlsx_read_styles(struct xlsx *x, struct err *e)
{
	struct styles_reader r = {
		.xml = { .start = styles_start, .end = styles_end },
		.x = x,
		.at = { .file = x->in->name, .part = "styles" },
	};
	const struct package_member *m = xlsx_member_of_type(x, "styles");
	int rc = m ? xlsx_part(x, m, &r.xml, e) : 0;

	free(r.format);
	return rc;
}

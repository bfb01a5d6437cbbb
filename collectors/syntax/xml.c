/*
 * XML 1.0 with namespaces, through libxml2's SAX2 push parser. Refuses every
 * DOCTYPE (libxml2 2.9 can be hung by 474 bytes of one, and stopping it leaves
 * a document that calls itself well-formed: hence the flag of our own), tags
 * that are too long (their cost is quadratic, and paid before any callback),
 * and encodings in which '<' is not the byte '<'.
 */
#include "collectors/syntax/xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/limits.h"
#include "base/text.h"
#include "collectors/syntax/input.h"

enum {
	CHUNK = 64 * 1024,   /* read, measured and parsed at a time */
	CACHE = 1024,        /* names remembered; a power of two */
	MESSAGE_BYTES = 160, /* of libxml2's own words */
	XMLNS_UNDEFINED = XML_NS_ERR_UNDEFINED_NAMESPACE,
};

/* libxml2 keeps each name once, so a name is known by its two pointers. */
struct cached {
	const xmlChar *local, *uri;
	uint16_t id;
};

/* Are we within a start tag that the previous chunk did not finish? */
struct tag {
	bool is_open;
	bool is_new; /* only its '<' was seen */
	char quote;  /* or 0 */
	size_t n;    /* bytes of it so far */
};

struct xml {
	struct xml_source *source;
	struct at place;
	const struct xml_vocabulary *v;
	struct xml_handler *h;
	struct err *e;
	xmlParserCtxtPtr parser;
	uint32_t depth;
	uint32_t skip; /* depth of the element being skipped, or 0 */
	bool want_text;
	bool failed; /* e is set */
	struct tag tag;
	bool is_utf16, is_le;
	struct buf raw;    /* UTF-16: bytes not yet decoded */
	struct buf utf8;   /* UTF-16: decoded */
	struct buf values; /* attribute values with resolved entities */
	struct cached cache[CACHE];
	struct xml_attr attr[LIMIT_XML_ATTRS];
};

static struct at
here(const struct xml *x)
{
	struct at at = x->place;

	at.line = xml_line(x);
	return at;
}

uint32_t
xml_line(const struct xml *x)
{
	int line = x->parser && x->parser->input ? x->parser->input->line : 0;

	return line > 0 ? (uint32_t)line : 0;
}

uint32_t
xml_depth(const struct xml *x)
{
	return x->depth;
}

void
xml_skip(struct xml *x)
{
	x->skip = x->depth;
}

void
xml_want_text(struct xml *x, bool on)
{
	x->want_text = on;
}

const struct xml_attr *
xml_find(const struct xml_attr *attr, uint32_t nattr, uint16_t id)
{
	for (uint32_t i = 0; i < nattr; i++)
		if (attr[i].id == id)
			return &attr[i];
	return NULL;
}

/* Nothing more is told; libxml2 goes through no more than its buffer. */
static void
halt(struct xml *x)
{
	x->failed = x->failed || !x->h->stop;
	xmlStopParser(x->parser);
}

static uint8_t
ns_of(const struct xml_vocabulary *v, const char *uri)
{
	if (!uri)
		return XML_NO_NS;
	for (const struct xml_ns *n = v->ns; n->uri; n++)
		if (strcmp(n->uri, uri) == 0)
			return n->ns;
	return UINT8_MAX;
}

static uint16_t
look_up(const struct xml_vocabulary *v, const char *local, const char *uri)
{
	uint8_t ns = ns_of(v, uri);

	for (const struct xml_word *w = v->word; w->local; w++)
		if (w->ns == ns && (strcmp(w->local, local) == 0 ||
				    strcmp(w->local, "*") == 0))
			return w->id;
	return XML_OTHER;
}

/* Most names are found by two pointers in one slot. */
static inline uint16_t
id_of(struct xml *x, const xmlChar *local, const xmlChar *uri)
{
	uintptr_t h = (uintptr_t)local ^ (uintptr_t)uri >> 4;
	struct cached *c = &x->cache[(h ^ h >> 10) & (CACHE - 1)];

	if (c->local != local || c->uri != uri) {
		c->local = local;
		c->uri = uri;
		c->id = look_up(x->v, (const char *)local, (const char *)uri);
	}
	return c->id;
}

/* libxml2 leaves an ampersand in an attribute as "&#38;" for its tree. */
static struct sv
resolve(struct xml *x, struct sv s)
{
	size_t start = x->values.n, from = 0;

	for (size_t i = 0; i + 5 <= s.n; i++) {
		if (memcmp(s.p + i, "&#38;", 5) != 0)
			continue;
		buf_put(&x->values, s.p + from, i + 1 - from);
		from = i + 5;
		i += 4;
	}
	buf_put(&x->values, s.p + from, s.n - from);
	return sv_n(x->values.p + start, x->values.n - start);
}

/* atts: local name, prefix, URI, begin and end of the value. */
static void
take_attrs(struct xml *x, const xmlChar **atts, uint32_t n)
{
	size_t need = 0;

	for (uint32_t i = 0; i < n; i++) {
		const xmlChar **a = atts + 5 * (size_t)i;
		struct sv value =
			sv_n((const char *)a[3], (size_t)(a[4] - a[3]));

		x->attr[i].id = id_of(x, a[0], a[2]);
		x->attr[i].value = value;
		if (value.n >= 5 && memchr(value.p, '&', value.n))
			need += value.n;
	}
	if (need == 0)
		return;
	buf_clear(&x->values);
	buf_reserve(&x->values, need);
	for (uint32_t i = 0; i < n; i++) {
		struct sv value = x->attr[i].value;

		if (value.n >= 5 && memchr(value.p, '&', value.n))
			x->attr[i].value = resolve(x, value);
	}
}

static int
check_shape(struct xml *x, int nattr)
{
	struct at at;

	if (x->depth <= LIMIT_XML_DEPTH && nattr <= (int)LIMIT_XML_ATTRS)
		return 0;
	at = here(x);
	if (x->depth > LIMIT_XML_DEPTH)
		return err_set(x->e, ERR_LIMIT, &at,
			       "elements more than %u deep (expected less)",
			       LIMIT_XML_DEPTH);
	return err_set(x->e, ERR_LIMIT, &at,
		       "an element with more than %u attributes (expected "
		       "less)",
		       LIMIT_XML_ATTRS);
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix,
	 const xmlChar *uri, int nns, const xmlChar **ns, int nattr,
	 int ndefault, const xmlChar **atts)
{
	struct xml *x = ((xmlParserCtxtPtr)ctx)->_private;

	(void)prefix;
	(void)ns;
	(void)ndefault; /* none without a DTD */
	if (x->failed || x->h->stop)
		return;
	x->depth++;
	if (check_shape(x, nattr + nns)) {
		halt(x);
		return;
	}
	if (x->skip)
		return;
	take_attrs(x, atts, (uint32_t)nattr);
	if (x->h->start(x->h, x, id_of(x, local, uri), x->attr, (uint32_t)nattr,
			x->e) ||
	    x->h->stop)
		halt(x);
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix,
       const xmlChar *uri)
{
	struct xml *x = ((xmlParserCtxtPtr)ctx)->_private;
	bool skipped = x->skip != 0;

	(void)prefix;
	if (x->failed || x->h->stop)
		return;
	if (x->skip == x->depth)
		x->skip = 0;
	if (!skipped && x->h->end &&
	    (x->h->end(x->h, x, id_of(x, local, uri), x->e) || x->h->stop))
		halt(x);
	x->depth--;
}

static void
on_text(void *ctx, const xmlChar *p, int n)
{
	struct xml *x = ((xmlParserCtxtPtr)ctx)->_private;

	if (!x->want_text || !x->h->text || x->skip || x->failed || x->h->stop)
		return;
	if (x->h->text(x->h, x, sv_n((const char *)p, (size_t)n), x->e) ||
	    x->h->stop)
		halt(x);
}

/* <!DOCTYPE: before libxml2 reads a byte of what it declares. */
static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *external,
	   const xmlChar *system)
{
	struct xml *x = ((xmlParserCtxtPtr)ctx)->_private;
	struct at at = here(x);

	(void)name;
	(void)external;
	(void)system;
	err_set(x->e, ERR_INPUT, &at,
		"a DOCTYPE, which is not accepted (expected a document "
		"without one)");
	halt(x);
}

/* Errors become ours, with their line. Warnings about URIs are let go. */
static void
on_error(void *ctx, xmlErrorPtr error)
{
	xmlParserCtxtPtr parser = ctx;
	struct xml *x = parser->_private;
	struct at at = x->place;
	struct buf b = { 0 };
	struct sv message = sv(error->message), text;

	if (x->failed || x->h->stop ||
	    (error->level < XML_ERR_ERROR && error->code != XMLNS_UNDEFINED))
		return;
	if (error->code == XML_ERR_NO_MEMORY)
		mem_fail();
	/* its first line */
	sv_split(&message, '\n', &text);
	if (text.n > MESSAGE_BYTES)
		text.n = MESSAGE_BYTES;
	text_visible(&b, sv_trim(text));
	at.line = error->line > 0 ? (uint32_t)error->line : 0;
	err_set(x->e, ERR_INPUT, &at, "XML that is not well-formed: %.*s",
		SV_ARG(buf_view(&b)));
	buf_done(&b);
	halt(x);
}

/* Goes on within a tag that began in p or before; false when it is too long. */
static bool
follow_tag(struct tag *t, const char *p, size_t n)
{
	size_t i = 0;

	if (t->is_new && n) {
		/* comments, CDATA and instructions may be long */
		t->is_open = p[0] != '!' && p[0] != '?';
		t->is_new = false;
	}
	for (; t->is_open && i < n; i++) {
		if (p[i] == '<' || (p[i] == '>' && !t->quote))
			t->is_open = false;
		else if (t->quote && p[i] == t->quote)
			t->quote = 0;
		else if (!t->quote && (p[i] == '"' || p[i] == '\''))
			t->quote = p[i];
	}
	t->n += i;
	return t->n <= LIMIT_XML_TAG_BYTES;
}

/*
 * Tags that begin and end in one chunk are short enough by themselves, and
 * '<' stands in no well-formed tag: only what is open at the end of a chunk
 * has to be followed.
 */
static bool
measure(struct xml *x, const char *p, size_t n)
{
	const char *last;

	if (x->tag.is_open && !follow_tag(&x->tag, p, n))
		return false;
	last = memrchr(p, '<', n);
	if (!last)
		return true;
	x->tag = (struct tag){ .is_open = true, .is_new = true, .n = 1 };
	return follow_tag(&x->tag, last + 1, (size_t)(p + n - last - 1));
}

static int
parse(struct xml *x, const char *p, size_t n, bool is_last)
{
	struct at at;

	if (!measure(x, p, n)) {
		at = here(x);
		return err_set(x->e, ERR_LIMIT, &at,
			       "a tag of more than %llu KiB (expected less)",
			       LIMIT_XML_TAG_BYTES / KIB);
	}
	xmlParseChunk(x->parser, p, (int)n, is_last);
	if (!x->parser->wellFormed && !x->failed && !x->h->stop) {
		at = here(x);
		return err_set(x->e, ERR_INPUT, &at,
			       "XML that is not well-formed");
	}
	return x->failed ? -1 : 0;
}

/* UTF-16 is decoded first, so that the measure above sees real '<'. */
static int
parse_utf16(struct xml *x, const char *p, size_t n, bool is_last)
{
	size_t used;

	buf_put(&x->raw, p, n);
	buf_clear(&x->utf8);
	used = text_from_utf16(buf_view(&x->raw), x->is_le, &x->utf8);
	memmove(x->raw.p, x->raw.p + used, x->raw.n - used);
	x->raw.n -= used;
	for (size_t at = 0; at < x->utf8.n && !x->h->stop;) {
		size_t k = x->utf8.n - at < CHUNK ? x->utf8.n - at : CHUNK;

		if (parse(x, x->utf8.p + at, k, false))
			return -1;
		at += k;
	}
	return is_last && !x->h->stop ? parse(x, "", 0, true) : 0;
}

/* The value of a pseudo-attribute of the declaration; empty: it has none. */
static struct sv
declared(struct sv head, struct sv name)
{
	struct sv decl;
	ptrdiff_t at;
	char quote;

	if (sv_starts(head, SV("\xef\xbb\xbf")))
		head = sv_n(head.p + 3, head.n - 3);
	if (!sv_starts(head, SV("<?xml")))
		return SV_NONE;
	at = sv_find(head, '>');
	decl = at < 0 ? head : sv_n(head.p, (size_t)at);
	at = sv_find_sv(decl, name);
	if (at < 0)
		return SV_NONE;
	decl = sv_n(decl.p + at + name.n, decl.n - (size_t)at - name.n);
	while (decl.n && decl.p[0] != '"' && decl.p[0] != '\'')
		decl = sv_n(decl.p + 1, decl.n - 1);
	if (decl.n == 0)
		return SV_NONE;
	quote = decl.p[0];
	decl = sv_n(decl.p + 1, decl.n - 1);
	at = sv_find(decl, quote);
	decl.n = at < 0 ? decl.n : (size_t)at;
	return decl.n > 40 ? sv_n(decl.p, 40) : decl;
}

/* Only what libxml2 and the measure of tags above both understand. */
static int
check_declared(struct xml *x, struct sv version, struct sv encoding)
{
	static const char *const known[] = { "utf-8", "us-ascii", "ascii",
					     "iso-8859-1", "windows-1252" };
	struct buf shown = { 0 };
	bool is_known = encoding.n == 0;
	int rc = 0;

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		is_known = is_known || sv_ieq(encoding, sv(known[i]));
	if (version.n && !sv_is(version, "1.0")) {
		text_visible(&shown, version);
		rc = err_set(x->e, ERR_INPUT, &x->place,
			     "XML of version '%.*s' (expected 1.0)",
			     SV_ARG(buf_view(&shown)));
	} else if (!is_known) {
		text_visible(&shown, encoding);
		rc = err_set(x->e, ERR_INPUT, &x->place,
			     "XML in the encoding '%.*s' (expected UTF-8, "
			     "UTF-16, ISO-8859-1, US-ASCII or windows-1252)",
			     SV_ARG(buf_view(&shown)));
	}
	buf_done(&shown);
	return rc;
}

static bool
is_utf16(struct sv s, bool *ret_le)
{
	*ret_le = sv_starts(s, SV("\xff\xfe")) || sv_starts(s, SV("<\0"));
	return *ret_le || sv_starts(s, SV("\xfe\xff")) ||
	       sv_starts(s, SV("\0<"));
}

/* Looks at the first bytes; *ret_skip is the length of a UTF-16 mark. */
static int
choose_encoding(struct xml *x, struct sv head, size_t *ret_skip)
{
	*ret_skip = 0;
	x->is_utf16 = is_utf16(head, &x->is_le);
	if (!x->is_utf16)
		return check_declared(x, declared(head, SV("version")),
				      declared(head, SV("encoding")));
	*ret_skip = head.p[0] == '<' || head.p[0] == '\0' ? 0 : 2;
	xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
	return 0;
}

static int
read_chunks(struct xml *x, char *chunk)
{
	bool is_first = true;
	ssize_t n = 1;

	while (n > 0 && !x->h->stop) {
		size_t skip = 0;
		int rc;

		n = x->source->read(x->source, chunk, CHUNK, x->e);
		if (n < 0)
			return -1;
		if (is_first && n == 0)
			return err_set(x->e, ERR_INPUT, &x->place,
				       "no bytes (expected XML)");
		if (is_first &&
		    choose_encoding(x, sv_n(chunk, (size_t)n), &skip))
			return -1;
		is_first = false;
		if (x->is_utf16)
			rc = parse_utf16(x, chunk + skip, (size_t)n - skip,
					 n == 0);
		else
			rc = parse(x, chunk, (size_t)n, n == 0);
		if (rc)
			return -1;
	}
	return 0;
}

static void
free_parser(struct xml *x)
{
	if (x->parser)
		xmlFreeParserCtxt(x->parser);
	x->parser = NULL;
	buf_done(&x->raw);
	buf_done(&x->utf8);
	buf_done(&x->values);
}

int
xml_read(struct xml_source *s, const struct at *place,
	 const struct xml_vocabulary *v, struct xml_handler *h, struct err *e)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
			      .startElementNs = on_start,
			      .endElementNs = on_end,
			      .characters = on_text,
			      .ignorableWhitespace = on_text,
			      .cdataBlock = on_text,
			      .internalSubset = on_doctype,
			      .serror = on_error };
	struct xml *x = mem_realloc(NULL, 1, sizeof(*x));
	char *chunk = mem_realloc(NULL, CHUNK, 1);
	int rc;

	memset(x, 0, offsetof(struct xml, attr));
	x->source = s;
	x->place = *place;
	x->v = v;
	x->h = h;
	x->e = e;
	x->parser = xmlCreatePushParserCtxt(&sax, NULL, NULL, 0, NULL);
	if (!x->parser)
		mem_fail();
	x->parser->_private = x;
	/* never NOENT, DTDLOAD, DTDVALID, XINCLUDE or HUGE */
	xmlCtxtUseOptions(x->parser, XML_PARSE_NONET);
	rc = read_chunks(x, chunk);
	free_parser(x);
	free(chunk);
	free(x);
	return rc;
}

static ssize_t
read_input(struct xml_source *s, void *p, size_t n, struct err *e)
{
	struct xml_input *x = (struct xml_input *)s;
	struct at at = { .file = x->in->name };
	ssize_t got = input_read(x->in, p, n, x->offset);

	if (got < 0)
		return err_set(e, ERR_IO, &at, "cannot read the file");
	x->offset += (uint64_t)got;
	return got;
}

void
xml_from_input(struct xml_input *s, const struct input *in)
{
	*s = (struct xml_input){ .source.read = read_input, .in = in };
}

/*
 * XML 1.0 with namespaces, through libxml2's SAX2 parser. Refuses every
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
	CHUNK = 256 * 1024, /* read at a time: zlib copies 32 KiB at each */
	CACHE_BITS = 10,    /* of the number of names remembered */
	CACHE = 1 << CACHE_BITS,
	MESSAGE_BYTES = 160, /* of libxml2's own words */
	XMLNS_UNDEFINED = XML_NS_ERR_UNDEFINED_NAMESPACE,
};

/* For what is rare, so that the callbacks of every element stay small. */
#define APART __attribute__((noinline))

/* libxml2 keeps each name once, so a name is known by its two pointers. */
struct cached {
	const xmlChar *local, *uri;
	uint16_t id;
};

/* Are we within a start tag that the previous piece did not finish? */
struct tag {
	bool is_open;
	bool is_new; /* only its '<' was seen */
	char quote;  /* or 0 */
	size_t n;    /* bytes of it so far */
};

struct reader {
	struct xml xml; /* what callbacks see */
	bool is_over;   /* nothing more is told */
	bool failed;    /* e is set */
	struct xml_handler *h;
	struct err *e;
	xmlParserCtxtPtr parser;
	struct xml_source *source;
	struct at place;
	const struct xml_vocabulary *v;
	char *chunk;
	struct sv left;  /* of it, or of what it was decoded to */
	size_t measured; /* bytes of what is left: none of a tag too long */
	struct tag tag;
	bool is_utf16, is_le;
	struct buf raw;    /* UTF-16: bytes not yet decoded */
	struct buf utf8;   /* UTF-16: decoded */
	struct buf values; /* attribute values with resolved entities */
	struct cached cache[CACHE];
	uint16_t open[LIMIT_XML_DEPTH + 1]; /* elements, by their depth */
	struct xml_attr attr[LIMIT_XML_ATTRS];
};

static struct at
here(const struct reader *x)
{
	struct at at = x->place;
	int line = x->parser && x->parser->input ? x->parser->input->line : 0;

	at.line = line > 0 ? (uint32_t)line : 0;
	return at;
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
static APART void
halt(struct reader *x)
{
	x->failed = x->failed || !x->h->stop;
	x->is_over = true;
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

/* Two names that would have one slot: the one met last has it. */
static APART uint16_t
learn(struct reader *x, struct cached *c, const xmlChar *local,
      const xmlChar *uri)
{
	struct cached *other = &x->cache[(size_t)(c - x->cache) ^ 1];

	if (other->local == local && other->uri == uri)
		return other->id;
	*other = *c;
	c->local = local;
	c->uri = uri;
	c->id = look_up(x->v, (const char *)local, (const char *)uri);
	return c->id;
}

/* Most names are found by two pointers in one slot. */
static inline uint16_t
id_of(struct reader *x, const xmlChar *local, const xmlChar *uri)
{
	/* names lie in a row, an address or a few apart */
	uint32_t h = (uint32_t)((uintptr_t)local + 3 * (uintptr_t)uri);
	struct cached *c = &x->cache[h * 0x9e3779b1u >> (32 - CACHE_BITS)];

	return c->local == local && c->uri == uri ? c->id
						  : learn(x, c, local, uri);
}

/* libxml2 leaves an ampersand in an attribute as "&#38;" for its tree. */
static struct sv
resolve(struct reader *x, struct sv s)
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

static bool
has_entity(struct sv value)
{
	return value.n >= 5 && memchr(value.p, '&', value.n);
}

static APART void
resolve_attrs(struct reader *x, uint32_t n)
{
	size_t need = 0;

	for (uint32_t i = 0; i < n; i++)
		if (has_entity(x->attr[i].value))
			need += x->attr[i].value.n;
	if (need == 0)
		return;
	buf_clear(&x->values);
	buf_reserve(&x->values, need);
	for (uint32_t i = 0; i < n; i++)
		if (has_entity(x->attr[i].value))
			x->attr[i].value = resolve(x, x->attr[i].value);
}

/*
 * atts: local name, prefix, URI, begin and end of the value. A value that
 * stands in the parser's buffer is as it stands in the file, and has no '&':
 * libxml2 copies those that have.
 */
static inline void
take_attrs(struct reader *x, const xmlChar **atts, uint32_t n)
{
	const xmlParserInput *in = x->parser->input;
	uintptr_t begin = (uintptr_t)in->base, end = (uintptr_t)in->end;
	bool is_copied = false;

	for (uint32_t i = 0; i < n; i++, atts += 5) {
		struct xml_attr *a = &x->attr[i];
		uintptr_t p = (uintptr_t)atts[3];

		a->id = id_of(x, atts[0], atts[2]);
		a->value.p = (const char *)atts[3];
		a->value.n = (size_t)(atts[4] - atts[3]);
		is_copied = is_copied || p < begin || p >= end;
	}
	if (is_copied)
		resolve_attrs(x, n);
}

static APART int
refuse_shape(struct reader *x)
{
	struct at at = here(x);

	if (x->xml.depth > LIMIT_XML_DEPTH)
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
	struct reader *x = ctx;
	uint16_t id;

	(void)prefix;
	(void)ns;
	(void)ndefault; /* none without a DTD */
	if (x->is_over)
		return;
	if (++x->xml.depth > LIMIT_XML_DEPTH ||
	    nattr + nns > (int)LIMIT_XML_ATTRS) {
		refuse_shape(x);
		halt(x);
		return;
	}
	if (x->xml.skip)
		return;
	take_attrs(x, atts, (uint32_t)nattr);
	id = id_of(x, local, uri);
	x->open[x->xml.depth] = id;
	if (x->h->start(x->h, &x->xml, id, x->attr, (uint32_t)nattr, x->e) ||
	    x->h->stop)
		halt(x);
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix,
       const xmlChar *uri)
{
	struct reader *x = ctx;
	uint32_t depth = x->xml.depth;

	(void)local;
	(void)prefix;
	(void)uri;
	if (x->is_over)
		return;
	if (x->xml.skip) {
		if (x->xml.skip == depth)
			x->xml.skip = 0;
	} else if (x->h->end &&
		   (x->h->end(x->h, &x->xml, x->open[depth], x->e) ||
		    x->h->stop)) {
		halt(x);
	}
	x->xml.depth = depth - 1;
}

static void
on_text(void *ctx, const xmlChar *p, int n)
{
	struct reader *x = ctx;

	if (!x->xml.want_text || x->xml.skip || x->is_over || !x->h->text)
		return;
	if (x->h->text(x->h, &x->xml, sv_n((const char *)p, (size_t)n), x->e) ||
	    x->h->stop)
		halt(x);
}

/* <!DOCTYPE: before libxml2 reads a byte of what it declares. */
static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *external,
	   const xmlChar *system)
{
	struct reader *x = ctx;
	struct at at = here(x);

	(void)name;
	(void)external;
	(void)system;
	err_set(x->e, ERR_INPUT, &at,
		"a DOCTYPE, which is not accepted (expected a document "
		"without one)");
	halt(x);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* How much at p is a word of the document that a message quotes. */
static size_t
quoted_at(const xmlError *error, struct sv text, size_t p)
{
	const char *quoted[] = { error->str1, error->str2, error->str3 };
	struct sv rest = sv_from(text, p);
	size_t n = 0;

	if (p && is_letter(text.p[p - 1]))
		return 0;
	for (int i = 0; i < 3; i++) {
		struct sv q = sv(quoted[i]);

		if (q.n > n && sv_starts(rest, q) &&
		    (q.n == rest.n || !is_letter(rest.p[q.n])))
			n = q.n;
	}
	return n;
}

/*
 * Appends the first line of a message of libxml2, without the words of the
 * document that it quotes: in "<jan@school.example>" the name is an element.
 */
static void
add_message(struct buf *out, const xmlError *error)
{
	struct sv message = sv(error->message), text;
	struct buf b = { 0 };

	sv_split(&message, '\n', &text);
	text = sv_trim(text);
	for (size_t i = 0, n; i < text.n; i += n ? n : 1) {
		n = quoted_at(error, text, i);
		if (n)
			buf_str(&b, "...");
		else
			buf_char(&b, text.p[i]);
	}
	text_visible(out, sv_cut(buf_view(&b), MESSAGE_BYTES));
	buf_done(&b);
}

/*
 * Errors become ours, with their line. Warnings about URIs are let go, and so
 * is a namespace that is no URI: it is then another one than any known here.
 */
static void
on_error(void *ctx, xmlErrorPtr error)
{
	struct reader *x = ctx;
	struct at at = x->place;
	struct buf b = { 0 };

	if (x->is_over || error->code == XML_WAR_NS_URI ||
	    (error->level < XML_ERR_ERROR && error->code != XMLNS_UNDEFINED))
		return;
	if (error->code == XML_ERR_NO_MEMORY)
		mem_fail();
	add_message(&b, error);
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
 * Tags that begin and end in one piece are short enough by themselves, and
 * '<' stands in no well-formed tag: only what is open at the end of a piece
 * has to be followed.
 */
static bool
measure(struct reader *x, const char *p, size_t n)
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

/* UTF-16 is decoded first, so that the measure above sees real '<'. */
static struct sv
from_utf16(struct reader *x, struct sv bytes)
{
	size_t used;

	buf_put(&x->raw, bytes.p, bytes.n);
	buf_clear(&x->utf8);
	used = text_from_utf16(buf_view(&x->raw), x->is_le, &x->utf8);
	memmove(x->raw.p, x->raw.p + used, x->raw.n - used);
	x->raw.n -= used;
	return buf_view(&x->utf8);
}

/* The next bytes into x->left; none at the end. */
static int
refill(struct reader *x)
{
	ssize_t n = 1;

	/* half a character of UTF-16 gives none, and is not the end yet */
	while (n > 0 && x->left.n == 0) {
		n = x->source->read(x->source, x->chunk, CHUNK, x->e);
		if (n < 0)
			return -1;
		x->left = sv_n(x->chunk, (size_t)n);
		if (x->is_utf16 && n > 0)
			x->left = from_utf16(x, x->left);
	}
	return 0;
}

static int
refuse_tag(struct reader *x)
{
	struct at at = here(x);

	return err_set(x->e, ERR_LIMIT, &at,
		       "a tag of more than %llu KiB (expected less)",
		       LIMIT_XML_TAG_BYTES / KIB);
}

/* Looks ahead as far as a tag may go at most. */
static int
measure_piece(struct reader *x)
{
	size_t n = x->left.n;

	if (n > LIMIT_XML_TAG_BYTES)
		n = LIMIT_XML_TAG_BYTES;
	if (!measure(x, x->left.p, n))
		return refuse_tag(x);
	x->measured = n;
	return 0;
}

/* A piece of what is left, at most n bytes; 0 at the end. */
static ssize_t
give_piece(struct reader *x, char *to, size_t n)
{
	if (x->left.n == 0 && refill(x))
		return -1;
	if (x->measured == 0 && x->left.n && measure_piece(x))
		return -1;
	if (n > x->measured)
		n = x->measured;
	memcpy(to, x->left.p, n);
	x->left = sv_from(x->left, n);
	x->measured -= n;
	return (ssize_t)n;
}

/*
 * All that libxml2 asks for: it takes less for the end of the document, and
 * does not ask again. Nor does it after -1, but goes through what it has; the
 * parser must not be stopped in here.
 */
static int
give(void *ctx, char *to, int room)
{
	struct reader *x = ctx;
	int given = 0;

	while (given < room) {
		ssize_t n = give_piece(x, to + given, (size_t)(room - given));

		if (n < 0) {
			x->is_over = x->failed = true;
			return -1;
		}
		if (n == 0)
			break;
		given += (int)n;
	}
	return given;
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
check_declared(struct reader *x, struct sv version, struct sv encoding)
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

/* Looks at the first bytes, and passes over a mark of UTF-16. */
static int
choose_encoding(struct reader *x)
{
	struct sv head = x->left;

	x->is_utf16 = is_utf16(head, &x->is_le);
	if (!x->is_utf16)
		return check_declared(x, declared(head, SV("version")),
				      declared(head, SV("encoding")));
	if (head.p[0] != '<' && head.p[0] != '\0')
		head = sv_from(head, 2);
	x->left = from_utf16(x, head);
	return 0;
}

/* For what libxml2 says without a parser: else it would print it. */
static void
say_nothing(void *ctx, const char *fmt, ...)
{
	(void)ctx;
	(void)fmt;
}

static void
create_parser(struct reader *x)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
			      .startElementNs = on_start,
			      .endElementNs = on_end,
			      .characters = on_text,
			      .ignorableWhitespace = on_text,
			      .cdataBlock = on_text,
			      .internalSubset = on_doctype,
			      .serror = on_error };

	xmlSetGenericErrorFunc(NULL, say_nothing);
	/* it asks for bytes: pushing them costs an eighth more */
	x->parser = xmlCreateIOParserCtxt(&sax, x, give, NULL, x,
					  XML_CHAR_ENCODING_NONE);
	if (!x->parser)
		mem_fail();
	/* never NOENT, DTDLOAD, DTDVALID, XINCLUDE or HUGE */
	xmlCtxtUseOptions(x->parser,
			  x->is_utf16 ? XML_PARSE_NONET | XML_PARSE_IGNORE_ENC
				      : XML_PARSE_NONET);
}

/* Was that the whole document? libxml2 looks no further than a NUL. */
static int
check_end(struct reader *x)
{
	const xmlParserInput *in = x->parser->input;
	struct at at;

	if (x->left.n == 0 && refill(x))
		return -1;
	if (x->parser->wellFormed && in->cur == in->end && x->left.n == 0)
		return 0;
	at = here(x);
	return err_set(x->e, ERR_INPUT, &at, "XML that is not well-formed");
}

static int
read_document(struct reader *x)
{
	if (refill(x))
		return -1;
	if (x->left.n == 0)
		return err_set(x->e, ERR_INPUT, &x->place,
			       "no bytes (expected XML)");
	if (choose_encoding(x))
		return -1;
	create_parser(x);
	xmlParseDocument(x->parser);
	if (x->failed)
		return -1;
	return x->h->stop ? 0 : check_end(x);
}

static void
done(struct reader *x)
{
	if (x->parser)
		xmlFreeParserCtxt(x->parser);
	buf_done(&x->raw);
	buf_done(&x->utf8);
	buf_done(&x->values);
	free(x->chunk);
	free(x);
}

int
xml_read(struct xml_source *s, const struct at *place,
	 const struct xml_vocabulary *v, struct xml_handler *h, struct err *e)
{
	struct reader *x = mem_realloc(NULL, 1, sizeof(*x));
	int rc;

	memset(x, 0, offsetof(struct reader, attr));
	x->source = s;
	x->place = *place;
	x->v = v;
	x->h = h;
	x->e = e;
	x->chunk = mem_realloc(NULL, CHUNK, 1);
	rc = read_document(x);
	done(x);
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

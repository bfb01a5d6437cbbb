/*
 * The one place that opens XML. libxml2's SAX2 parser over a stream of
 * bytes, in flat memory, behind every guard that foreign XML needs: DOCTYPE is
 * refused (so no entities, no DTD, no network), start tags are measured before
 * the parser sees them, depth and attributes are capped, an undeclared prefix
 * is an error, other encodings than UTF-8, UTF-16, ISO-8859-1, US-ASCII and
 * windows-1252 are refused. Names arrive as small numbers from a vocabulary.
 */
#ifndef COLLECTORS_SYNTAX_XML_H
#define COLLECTORS_SYNTAX_XML_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/err.h"
#include "base/sv.h"

struct input;

enum { XML_OTHER = 0, XML_NO_NS = 0 };

/* Several URIs may share one number (OOXML transitional and strict). */
struct xml_ns {
	uint8_t ns; /* from 1; XML_NO_NS is "no namespace" */
	const char *uri;
};

/* Elements and attributes alike. "*" is every other name of that namespace. */
struct xml_word {
	uint16_t id; /* from 1; names that are not listed are XML_OTHER */
	uint8_t ns;
	const char *local;
};

struct xml_vocabulary {
	const struct xml_ns *ns;     /* ends with uri NULL */
	const struct xml_word *word; /* ends with local NULL */
};

struct xml_attr {
	uint16_t id;
	struct sv value; /* UTF-8, entities resolved; valid during the call */
};

/* Where the reader is: for the functions below, which are asked most. */
struct xml {
	uint32_t depth;
	uint32_t skip; /* depth of the element being skipped, or 0 */
	bool want_text;
};

/* Callbacks; -1 with e set ends reading. end and text may be NULL. */
struct xml_handler {
	int (*start)(struct xml_handler *h, struct xml *x, uint16_t id,
		     const struct xml_attr *attr, uint32_t nattr,
		     struct err *e);
	/* Only for elements that were not skipped. */
	int (*end)(struct xml_handler *h, struct xml *x, uint16_t id,
		   struct err *e);
	/* In pieces, cut anywhere; only while xml_want_text() is on. */
	int (*text)(struct xml_handler *h, struct xml *x, struct sv text,
		    struct err *e);
	bool stop; /* enough: xml_read returns 0 at once */
};

/* Where bytes come from: up to n of them, 0 at the end, -1 with e set. */
struct xml_source {
	ssize_t (*read)(struct xml_source *s, void *p, size_t n, struct err *e);
};

/*
 * Reads the document to its end. place names the file and, for a package, its
 * member; lines are added. O(bytes); memory does not grow with the document.
 */
int
xml_read(struct xml_source *s, const struct at *place,
	 const struct xml_vocabulary *v, struct xml_handler *h, struct err *e);
/* A source over a whole input, for XML that is not in a package. */
struct xml_input {
	struct xml_source source; /* first */
	const struct input *in;
	uint64_t offset;
};
void xml_from_input(struct xml_input *s, const struct input *in);

/* For use inside callbacks. */

/* In start(): pass over this element and all in it; its end is not told. */
static inline void
xml_skip(struct xml *x)
{
	x->skip = x->depth;
}

static inline void
xml_want_text(struct xml *x, bool on)
{
	x->want_text = on;
}

/* Elements open now, the one being started or ended included. */
static inline uint32_t
xml_depth(const struct xml *x)
{
	return x->depth;
}

/* The value of attribute id, or NULL. */
const struct xml_attr *
xml_find(const struct xml_attr *attr, uint32_t nattr, uint16_t id);

#endif

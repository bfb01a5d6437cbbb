/*
 * The floor under an import of SAML metadata: walk the file with libxml2's
 * SAX2, counting what comes by: elements, attributes, bytes of text. It refuses
 * to be a reader: no limits, and only files of our own generators are safe.
 */
#include <libxml/parser.h>
#include <stdio.h>

struct counts {
	unsigned long elements, attributes, bytes;
};

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
	 const xmlChar *uri, int nns, const xmlChar **ns, int nattr,
	 int ndefault, const xmlChar **attr)
{
	struct counts *n = data;

	(void)name, (void)prefix, (void)uri, (void)nns, (void)ns;
	(void)ndefault, (void)attr;
	n->elements++;
	n->attributes += (unsigned long)nattr;
}

static void
on_end(void *data, const xmlChar *name, const xmlChar *prefix,
       const xmlChar *uri)
{
	(void)data, (void)name, (void)prefix, (void)uri;
}

static void
on_text(void *data, const xmlChar *text, int bytes)
{
	struct counts *n = data;

	(void)text;
	n->bytes += (unsigned long)bytes;
}

int
main(int argc, char **argv)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
			      .startElementNs = on_start,
			      .endElementNs = on_end,
			      .characters = on_text,
			      .ignorableWhitespace = on_text };
	struct counts n = { 0, 0, 0 };

	if (argc != 2) {
		fprintf(stderr, "usage: saml_floor FILE.xml\n");
		return 2;
	}
	if (xmlSAXUserParseFile(&sax, &n, argv[1]) != 0) {
		fprintf(stderr, "saml_floor: %s: not well-formed\n", argv[1]);
		return 1;
	}
	printf("%lu elements, %lu attributes, %lu bytes of text\n", n.elements,
	       n.attributes, n.bytes);
	return 0;
}

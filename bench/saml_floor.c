/*
 * The floor under an import of SAML metadata: walk the file with libxml2's
 * SAX2, counting elements and nothing else. It refuses to be a reader: no
 * limits, and only files of our own generators are safe.
 */
#include <libxml/parser.h>
#include <stdio.h>

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
	 const xmlChar *uri, int nns, const xmlChar **ns, int nattr,
	 int ndefault, const xmlChar **attr)
{
	unsigned long *elements = data;

	(void)name, (void)prefix, (void)uri, (void)nns, (void)ns;
	(void)nattr, (void)ndefault, (void)attr;
	++*elements;
}

int
main(int argc, char **argv)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
			      .startElementNs = on_start };
	unsigned long elements = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: saml_floor FILE.xml\n");
		return 2;
	}
	if (xmlSAXUserParseFile(&sax, &elements, argv[1]) != 0) {
		fprintf(stderr, "saml_floor: %s: not well-formed\n", argv[1]);
		return 1;
	}
	printf("%lu elements\n", elements);
	return 0;
}

/*
 * The floor under an XLSX import: inflate every part of the package and walk
 * it with libxml2's SAX2, counting elements and nothing else. It refuses to be
 * a reader: no cells, no limits, no messages worth reading.
 */
#include <libxml/parser.h>
#include <stdio.h>
#include <string.h>
#include <zip.h>

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

static int
walk(zip_t *zip, zip_uint64_t i, unsigned long *elements)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
			      .startElementNs = on_start };
	zip_file_t *file = zip_fopen_index(zip, i, 0);
	xmlParserCtxt *parser =
		xmlCreatePushParserCtxt(&sax, elements, NULL, 0, NULL);
	static char chunk[64 * 1024];
	zip_int64_t n = -1;

	while (file && parser &&
	       (n = zip_fread(file, chunk, sizeof(chunk))) > 0)
		xmlParseChunk(parser, chunk, (int)n, 0);
	if (n == 0)
		xmlParseChunk(parser, chunk, 0, 1);
	if (parser && !parser->wellFormed)
		n = -1;
	xmlFreeParserCtxt(parser);
	if (file)
		zip_fclose(file);
	return n == 0 ? 0 : -1;
}

int
main(int argc, char **argv)
{
	zip_t *zip = argc == 2 ? zip_open(argv[1], ZIP_RDONLY, NULL) : NULL;
	unsigned long elements = 0;
	zip_int64_t n = zip ? zip_get_num_entries(zip, 0) : 0;
	int failed = n == 0;

	for (zip_int64_t i = 0; i < n; i++) {
		const char *name = zip_get_name(zip, (zip_uint64_t)i, 0);

		if (name && (strstr(name, ".xml") || strstr(name, ".rels")))
			failed |= walk(zip, (zip_uint64_t)i, &elements);
	}
	if (zip)
		zip_discard(zip);
	printf("%lu elements\n", elements);
	return failed != 0;
}

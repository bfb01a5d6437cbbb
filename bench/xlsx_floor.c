/*
 * The floor under an XLSX import: inflate every part of the package and walk
 * it with libxml2's SAX2, counting elements and nothing else. It refuses to be
 * a reader: no cells, no limits, and only files of bench/sector.py are safe.
 */
#include <fcntl.h>
#include <libxml/parser.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <zlib.h>

enum { END = 22, ENTRY = 46, LOCAL = 30 }; /* bytes of the zip records */

static uint32_t
le(const uint8_t *p, int n)
{
	uint32_t v = 0;

	while (n-- > 0)
		v = v << 8 | p[n];
	return v;
}

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

/* Inflates size bytes at data into the parser, 64 KiB at a time. */
static int
walk(const uint8_t *data, uint32_t size, unsigned long *elements)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
			      .startElementNs = on_start };
	xmlParserCtxt *parser =
		xmlCreatePushParserCtxt(&sax, elements, NULL, 0, NULL);
	z_stream z = { .next_in = (Bytef *)(uintptr_t)data, .avail_in = size };
	static uint8_t chunk[64 * 1024];
	int rc = inflateInit2(&z, -MAX_WBITS), ok;

	while (rc == Z_OK) {
		z.next_out = chunk;
		z.avail_out = sizeof(chunk);
		rc = inflate(&z, Z_NO_FLUSH);
		xmlParseChunk(parser, (const char *)chunk,
			      (int)(sizeof(chunk) - z.avail_out),
			      rc == Z_STREAM_END);
	}
	ok = rc == Z_STREAM_END && parser->wellFormed;
	inflateEnd(&z);
	xmlFreeParserCtxt(parser);
	return ok ? 0 : -1;
}

static int
walk_all(const uint8_t *file, size_t size, unsigned long *elements)
{
	const uint8_t *end = file + size - END;
	const uint8_t *entry = file + le(end + 16, 4);
	int failed = memcmp(end, "PK\5\6", 4) != 0;

	for (uint32_t n = le(end + 10, 2); n > 0 && !failed; n--) {
		const uint8_t *local = file + le(entry + 42, 4);

		failed = walk(local + LOCAL + le(local + 26, 2) +
				      le(local + 28, 2),
			      le(entry + 20, 4), elements);
		entry += ENTRY + le(entry + 28, 2) + le(entry + 30, 2) +
			 le(entry + 32, 2);
	}
	return failed;
}

int
main(int argc, char **argv)
{
	int fd = argc == 2 ? open(argv[1], O_RDONLY) : -1;
	unsigned long elements = 0;
	struct stat st;
	const uint8_t *file;

	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size < END) {
		fprintf(stderr, "usage: xlsx_floor FILE.xlsx\n");
		return 2;
	}
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (file == MAP_FAILED ||
	    walk_all(file, (size_t)st.st_size, &elements)) {
		fprintf(stderr, "xlsx_floor: %s: not a plain package\n",
			argv[1]);
		return 1;
	}
	printf("%lu elements\n", elements);
	return 0;
}

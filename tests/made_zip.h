/* Zip archives made on the spot, right unless a test then makes them wrong. */
#ifndef TESTS_MADE_ZIP_H
#define TESTS_MADE_ZIP_H

#include <stdlib.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"

/* {0} is an empty one. The whole archive is in bytes after zip_finish(). */
struct made_zip {
	struct buf bytes, directory;
	uint32_t n;
};

static inline void
zip_put16(struct buf *b, uint32_t v)
{
	buf_char(b, (char)(v & 255));
	buf_char(b, (char)(v >> 8 & 255));
}

static inline void
zip_put32(struct buf *b, uint32_t v)
{
	zip_put16(b, v & 0xffff);
	zip_put16(b, v >> 16);
}

/* What stands both in front of the data and in the directory. */
static inline void
zip_put_header(struct buf *b, uint32_t method, uint32_t crc, size_t csize,
	       size_t size, size_t name)
{
	zip_put16(b, 20);
	zip_put16(b, 0);
	zip_put16(b, method);
	zip_put32(b, 0x00210000); /* 1980-01-01 */
	zip_put32(b, crc);
	zip_put32(b, (uint32_t)csize);
	zip_put32(b, (uint32_t)size);
	zip_put16(b, (uint32_t)name);
	zip_put16(b, 0);
}

static inline void
zip_put(struct made_zip *z, const char *name, struct sv bytes, struct sv data,
	uint32_t method)
{
	uint32_t crc = (uint32_t)crc32_z(0, (const Bytef *)bytes.p, bytes.n);
	uint32_t offset = (uint32_t)z->bytes.n;
	size_t n = strlen(name);

	buf_put(&z->bytes, "PK\3\4", 4);
	zip_put_header(&z->bytes, method, crc, data.n, bytes.n, n);
	buf_str(&z->bytes, name);
	buf_sv(&z->bytes, data);
	buf_put(&z->directory, "PK\1\2\24\3", 6);
	zip_put_header(&z->directory, method, crc, data.n, bytes.n, n);
	zip_put16(&z->directory, 0);
	zip_put32(&z->directory, 0);
	zip_put32(&z->directory, 0100644u << 16);
	zip_put32(&z->directory, offset);
	buf_str(&z->directory, name);
	z->n++;
}

static inline void
zip_add(struct made_zip *z, const char *name, struct sv bytes)
{
	zip_put(z, name, bytes, bytes, 0);
}

static inline void
zip_add_deflated(struct made_zip *z, const char *name, struct sv bytes)
{
	z_stream s = { 0 };
	size_t room = bytes.n + bytes.n / 100 + 64;
	Bytef *out = mem_realloc(NULL, room, 1);

	deflateInit2(&s, 6, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
	s.next_in = (Bytef *)(uintptr_t)bytes.p;
	s.avail_in = (uInt)bytes.n;
	s.next_out = out;
	s.avail_out = (uInt)room;
	deflate(&s, Z_FINISH);
	zip_put(z, name, bytes, sv_n((char *)out, s.total_out), 8);
	deflateEnd(&s);
	free(out);
}

static inline struct sv
zip_finish(struct made_zip *z)
{
	uint32_t offset = (uint32_t)z->bytes.n;

	buf_sv(&z->bytes, buf_view(&z->directory));
	buf_put(&z->bytes, "PK\5\6\0\0\0\0", 8);
	zip_put16(&z->bytes, z->n);
	zip_put16(&z->bytes, z->n);
	zip_put32(&z->bytes, (uint32_t)z->directory.n);
	zip_put32(&z->bytes, offset);
	zip_put16(&z->bytes, 0);
	return buf_view(&z->bytes);
}

static inline void
zip_free(struct made_zip *z)
{
	buf_done(&z->bytes);
	buf_done(&z->directory);
	*z = (struct made_zip){ 0 };
}

#endif

/*
 * Zip packages, with every check: overlaps, lying sizes, double names, ratios,
 * totals, bytes before, between and behind. Nothing is ever extracted to disk.
 * What is not beyond doubt is refused as a whole: readers that disagree are
 * how files are smuggled.
 */
#ifndef COLLECTORS_SYNTAX_ZIP_H
#define COLLECTORS_SYNTAX_ZIP_H

#include "base/buf.h"
#include "collectors/syntax/table.h"
#include "collectors/syntax/xml.h"

enum { METHOD_STORED = 0, METHOD_DEFLATED = 8 };

struct package_member {
	struct sv name;          /* any bytes, also NUL; every \ is a / */
	uint64_t size;           /* inflated, as declared */
	uint64_t csize;          /* compressed */
	uint64_t offset;         /* of its local header */
	uint64_t data;           /* of its first compressed byte */
	uint32_t crc, made;      /* made: Unix mode in the upper half */
	uint16_t method, flags;  /* METHOD_STORED or METHOD_DEFLATED */
	bool is_folder, is_link; /* nothing to read; a symbolic link */
};

struct package; /* an open archive */

/*
 * Reads and checks the directory; inflates nothing. *ret is for
 * package_close(), which accepts NULL. O(members log members).
 */
int package_open(const struct input *in, struct package **ret, struct err *e);
void package_close(struct package *p);
uint32_t package_count(const struct package *p);
const struct package_member *package_at(const struct package *p, uint32_t i);
/* By name, ASCII letters without case (as OPC asks); NULL: not there. */
const struct package_member *
package_find(const struct package *p, struct sv name);

/*
 * The inflated bytes of one member. The read that returns 0 has also checked
 * size, CRC-32 and that nothing stands behind the compressed data.
 */
struct package_stream {
	struct xml_source source; /* first: xml_read takes it */
	struct package *package;
	const struct package_member *member;
	struct package_inflate *state; /* owned */
};
int package_stream_open(struct package_stream *s, struct package *p,
			const struct package_member *m, struct err *e);
void package_stream_done(struct package_stream *s);
/* A whole small member (mimetype, a list of relations), at most max bytes. */
int package_take(struct package *p, const struct package_member *m,
		 struct buf *ret, size_t max, struct err *e);

/* SYNTAX_XLSX, SYNTAX_ODS, SYNTAX_ZIP or SYNTAX_REFUSED, by its members. */
enum syntax zip_syntax(const struct input *in);
/* For SYNTAX_REFUSED: what it is and what to do. */
const char *zip_refusal(const struct input *in);
/* Does an archive begin later in the file, or end with it? For polyglots. */
bool zip_is_behind(const struct input *in);

/*
 * Walks an archive of files: members are inflated in a confined child and
 * handed to fn one by one, in directory order, as inputs in memory that fn
 * does not keep. The input's name is the member's path. Folders and what
 * macOS adds are passed over, links are told in d and passed over, a damaged
 * member is refused in d and the next one read. Non-zero from fn ends it.
 */
typedef int zip_member_fn(void *ctx, const struct input *member, struct err *e);
int zip_walk(const struct input *in, zip_member_fn *fn, void *ctx,
	     struct diag *d, struct err *e);

#endif

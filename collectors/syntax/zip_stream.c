/*
 * The inflated bytes of one member, through zlib. Refuses more bytes than
 * declared, too high a ratio, a wrong CRC-32, and bytes behind the end of the
 * compressed data.
 */
#include <stdlib.h>
#include <zlib.h>

#include "base/limits.h"
#include "collectors/syntax/package.h"

enum { IN_BYTES = 64 * 1024 };

struct package_inflate {
	z_stream z;
	uint64_t taken; /* compressed bytes read */
	bool is_ended;  /* the last byte was given */
	uint64_t given;
	uLong crc;
	unsigned char in[IN_BYTES];
};

static int
member_error(struct package_stream *s, enum err_kind kind, const char *what,
	     struct err *e)
{
	struct at at = package_place(s->package, s->member);

	return err_set(e, kind, &at, "%s", what);
}

/* The next compressed bytes into the inflater; 0 at their end. */
static int
refill(struct package_stream *s, struct err *e)
{
	struct package_inflate *f = s->state;
	uint64_t left = s->member->csize - f->taken;
	ssize_t n = input_read(s->package->in, f->in,
			       left < IN_BYTES ? left : IN_BYTES,
			       s->member->data + f->taken);

	if (n < 0)
		return member_error(
			s, ERR_IO, "cannot read this member of the archive", e);
	f->taken += (uint64_t)n;
	f->z.next_in = f->in;
	f->z.avail_in = (uInt)n;
	return 0;
}

/* All bytes were given: is everything as declared? */
static int
check_end(struct package_stream *s, struct err *e)
{
	struct package_inflate *f = s->state;

	f->is_ended = true;
	if (f->z.avail_in == 0 && refill(s, e))
		return -1;
	if (f->z.avail_in)
		return member_error(s, ERR_INPUT,
				    "bytes behind the compressed data of this "
				    "member (expected none)",
				    e);
	if (f->given != s->member->size)
		return member_error(s, ERR_INPUT,
				    "fewer bytes than this member declares "
				    "(expected an undamaged archive)",
				    e);
	if (f->crc != s->member->crc)
		return member_error(s, ERR_INPUT,
				    "a damaged member: its CRC-32 differs "
				    "(expected an undamaged archive)",
				    e);
	return 0;
}

/* Inflates, or copies, what fits; sets *ret_end behind the last byte. */
static int
step(struct package_stream *s, bool *ret_end, struct err *e)
{
	struct package_inflate *f = s->state;
	uInt n;
	int rc;

	if (s->member->method == METHOD_STORED) {
		n = f->z.avail_in < f->z.avail_out ? f->z.avail_in
						   : f->z.avail_out;
		memcpy(f->z.next_out, f->z.next_in, n);
		f->z.next_out += n;
		f->z.avail_out -= n;
		f->z.next_in += n;
		f->z.avail_in -= n;
		*ret_end = n == 0;
		return 0;
	}
	rc = inflate(&f->z, Z_NO_FLUSH);
	*ret_end = rc == Z_STREAM_END;
	if (rc == Z_MEM_ERROR)
		mem_fail();
	if (rc != Z_OK && rc != Z_STREAM_END)
		return member_error(s, ERR_INPUT,
				    "damaged compressed data (expected an "
				    "undamaged archive)",
				    e);
	return 0;
}

static ssize_t
stream_read(struct xml_source *source, void *p, size_t n, struct err *e)
{
	struct package_stream *s = (struct package_stream *)source;
	struct package_inflate *f = s->state;
	bool end = f->is_ended;
	size_t done;

	f->z.next_out = p;
	f->z.avail_out = n < UINT32_MAX ? (uInt)n : UINT32_MAX;
	n = f->z.avail_out;
	while (!end && f->z.avail_out) {
		if (f->z.avail_in == 0 && refill(s, e))
			return -1;
		if (step(s, &end, e))
			return -1;
	}
	done = n - f->z.avail_out;
	f->given += done;
	s->package->inflated += done;
	if (f->given > s->member->size)
		return member_error(s, ERR_INPUT,
				    "more bytes than this member declares "
				    "(expected an undamaged archive)",
				    e);
	if (s->package->inflated > LIMIT_ZIP_TOTAL_BYTES)
		return member_error(s, ERR_LIMIT,
				    "the archive inflates to too many bytes",
				    e);
	f->crc = crc32_z(f->crc, p, done);
	if (end && !f->is_ended && check_end(s, e))
		return -1;
	return (ssize_t)done;
}

static int
check_size(struct package_stream *s, struct err *e)
{
	const struct package_member *m = s->member;
	struct at at = package_place(s->package, m);

	if (m->size > LIMIT_ZIP_ENTRY_BYTES)
		return err_set(e, ERR_LIMIT, &at,
			       "%llu MiB when inflated (expected at most %llu "
			       "MiB)",
			       (unsigned long long)(m->size / MIB),
			       LIMIT_ZIP_ENTRY_BYTES / MIB);
	if (m->size > MIB && m->size / LIMIT_ZIP_RATIO > m->csize)
		return err_set(e, ERR_LIMIT, &at,
			       "inflates to more than %u times its size "
			       "(expected an honest document)",
			       LIMIT_ZIP_RATIO);
	return 0;
}

int
package_stream_open(struct package_stream *s, struct package *p,
		    const struct package_member *m, struct err *e)
{
	struct package_inflate *f;

	*s = (struct package_stream){ .source.read = stream_read,
				      .package = p,
				      .member = m };
	if (check_size(s, e))
		return -1;
	f = mem_realloc(NULL, 1, sizeof(*f));
	memset(f, 0, offsetof(struct package_inflate, in));
	s->state = f;
	f->crc = crc32(0, NULL, 0);
	if (inflateInit2(&f->z, -MAX_WBITS) != Z_OK)
		mem_fail();
	return 0;
}

void
package_stream_done(struct package_stream *s)
{
	if (!s->state)
		return;
	inflateEnd(&s->state->z);
	free(s->state);
	s->state = NULL;
}

int
package_take(struct package *p, const struct package_member *m, struct buf *ret,
	     size_t max, struct err *e)
{
	struct package_stream s;
	struct at at = package_place(p, m);
	ssize_t n = 1;

	if (m->size > max)
		return err_set(e, ERR_LIMIT, &at,
			       "%llu bytes (expected at most %zu)",
			       (unsigned long long)m->size, max);
	if (package_stream_open(&s, p, m, e))
		return -1;
	buf_reserve(ret, m->size + 1);
	while (n > 0) {
		char chunk[4096];

		n = stream_read(&s.source, chunk, sizeof(chunk), e);
		if (n > 0)
			buf_put(ret, chunk, (size_t)n);
	}
	package_stream_done(&s);
	return n < 0 ? -1 : 0;
}

/*
 * Opens one document and takes its measure in a single pass: size, digest,
 * encoding. Refuses what is not a regular file, or is too large.
 */
#include "collectors/syntax/input.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

enum { CHUNK = 256 * 1024 };

ssize_t
input_read(const struct input *in, void *p, size_t n, uint64_t offset)
{
	size_t done = 0;

	while (done < n) {
		ssize_t k = pread(in->fd, (char *)p + done, n - done,
				  (off_t)(offset + done));

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		if (k == 0)
			break;
		done += (size_t)k;
	}
	return (ssize_t)done;
}

/* Bytes at the end of p that may be the start of a longer character. */
static size_t
unfinished(const unsigned char *p, size_t n)
{
	for (size_t back = 1; back <= 3 && back <= n; back++) {
		unsigned char c = p[n - back];

		if (c < 0x80)
			return 0;
		if (c >= 0xc0) {
			size_t need = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

			return need > back ? back : 0;
		}
	}
	return 0;
}

static uint32_t
count_lines(const unsigned char *p, size_t n)
{
	uint32_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += p[i] == '\n' ||
			 (p[i] == '\r' && (i + 1 == n || p[i + 1] != '\n'));
	return lines;
}

/*
 * The physical line of a byte, by reading up to it once more: few files have
 * such a byte, and counting lines in all of them took a third of the time.
 */
static uint32_t
line_of(const struct input *in, uint64_t byte)
{
	unsigned char *chunk = mem_realloc(NULL, CHUNK, 1);
	uint32_t lines = 0;

	for (uint64_t offset = 0; offset < byte;) {
		size_t want = byte - offset < CHUNK ? byte - offset : CHUNK;
		ssize_t n = input_read(in, chunk, want, offset);

		if (n <= 0)
			break;
		lines += count_lines(chunk, (size_t)n);
		offset += (uint64_t)n;
		/* CR LF over the edge of a chunk is one line end */
		if (chunk[n - 1] == '\r' && offset < byte &&
		    input_read(in, chunk, 1, offset) == 1 && chunk[0] == '\n')
			lines--;
	}
	free(chunk);
	return lines + 1;
}

/* Looks at one chunk; returns the bytes to look at again with the next. */
static size_t
measure_chunk(struct input *in, const unsigned char *p, size_t n,
	      uint64_t offset, bool is_last)
{
	size_t keep = is_last ? 0 : unfinished(p, n);
	ptrdiff_t bad;

	/* XML says itself what it is, and its reader sees to that */
	in->is_xml = offset ? in->is_xml : n && p[0] == '<';
	if (in->utf8_bad != UINT64_MAX || in->is_xml)
		return 0;
	bad = text_utf8_bad(sv_n((const char *)p, n - keep));
	if (bad < 0)
		return keep;
	in->utf8_bad = offset + (uint64_t)bad;
	in->utf8_bad_line = line_of(in, in->utf8_bad);
	return 0;
}

static int
measure(struct input *in, EVP_MD_CTX *md, unsigned char *chunk, struct err *e)
{
	struct at at = { .file = in->name };
	uint64_t offset = 0;

	in->utf8_bad = UINT64_MAX;
	while (offset < in->size || offset == 0) {
		ssize_t n = input_read(in, chunk, CHUNK, offset);
		size_t again;

		if (n < 0)
			return err_set(e, ERR_IO, &at, "cannot read: %s",
				       strerror(errno));
		if (n == 0)
			break;
		again = measure_chunk(in, chunk, (size_t)n, offset,
				      offset + (size_t)n >= in->size);
		EVP_DigestUpdate(md, chunk, (size_t)n - again);
		offset += (size_t)n - again;
	}
	if (offset != in->size)
		return err_set(e, ERR_IO, &at,
			       "the file changed while it was read");
	return 0;
}

static int
take_measure(struct input *in, struct err *e)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	unsigned char *chunk = mem_realloc(NULL, CHUNK, 1);
	unsigned n = 0;
	ssize_t head;
	int rc;

	if (!md)
		mem_fail();
	EVP_DigestInit_ex(md, EVP_sha256(), NULL);
	rc = measure(in, md, chunk, e);
	EVP_DigestFinal_ex(md, digest, &n);
	EVP_MD_CTX_free(md);
	free(chunk);
	for (unsigned i = 0; i < 32; i++) {
		in->sha256[2 * i] = "0123456789abcdef"[digest[i] >> 4];
		in->sha256[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
	}
	in->sha256[64] = '\0';
	head = input_read(in, in->head, INPUT_HEAD, 0);
	in->nhead = head < 0 ? 0 : (size_t)head;
	return rc;
}

/* The last part of a path, control bytes shown. */
static const char *
base_name(const char *path, struct arena *mem)
{
	const char *slash = strrchr(path, '/');
	struct buf b = { 0 };
	const char *name;

	text_visible(&b, sv(slash && slash[1] ? slash + 1 : path));
	name = arena_sv(mem, buf_view(&b)).p;
	buf_done(&b);
	return name;
}

/*
 * Metadata of federations is read as a stream, and there is much of it; other
 * documents that large are somebody's mistake.
 */
static uint64_t
most_bytes(struct input *in)
{
	ssize_t n = input_read(in, in->head, INPUT_HEAD, 0);
	struct sv head = sv_trim(sv_n((char *)in->head, n > 0 ? (size_t)n : 0));

	if (sv_starts(head, SV("\xef\xbb\xbf")))
		head = sv_from(head, 3);
	if (sv_starts(head, SV("<")) &&
	    sv_find_sv(head, SV("urn:oasis:names:tc:SAML:2.0:metadata")) >= 0)
		return LIMIT_METADATA_BYTES;
	return LIMIT_INPUT_BYTES;
}

static int
too_large(struct input *in, uint64_t most, struct err *e)
{
	struct at at = { .file = in->name };

	input_done(in);
	return err_set(e, ERR_LIMIT, &at,
		       "%llu bytes is too large (expected at most %llu MiB)",
		       (unsigned long long)in->size,
		       (unsigned long long)(most / MIB));
}

int
input_open(struct input *in, const char *path, bool nofollow, struct arena *mem,
	   struct err *e)
{
	int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
	struct at at;
	struct stat sb;

	*in = (struct input){ .fd = -1, .name = base_name(path, mem) };
	at = (struct at){ .file = in->name };
	in->fd = open(path, nofollow ? flags | O_NOFOLLOW : flags);
	if (in->fd < 0 && errno == ELOOP)
		return err_set(e, ERR_INPUT, &at,
			       "a symbolic link, which is not followed here");
	if (in->fd < 0)
		return err_set(e, ERR_IO, &at, "cannot open: %s",
			       strerror(errno));
	if (fstat(in->fd, &sb) != 0 || !S_ISREG(sb.st_mode)) {
		input_done(in);
		return err_set(e, ERR_INPUT, &at,
			       "not a regular file (expected a document)");
	}
	in->size = (uint64_t)sb.st_size;
	if (in->size > LIMIT_INPUT_BYTES && in->size > most_bytes(in))
		return too_large(in, most_bytes(in), e);
	if (take_measure(in, e)) {
		input_done(in);
		return -1;
	}
	return 0;
}

static int
no_memory(const struct input *in, struct err *e)
{
	struct at at = { .file = in->name };

	return err_set(e, ERR_IO, &at, "cannot keep in memory: %s",
		       strerror(errno));
}

int
input_begin(struct input *in, const char *name, struct err *e)
{
	*in = (struct input){ .name = name,
			      .fd = memfd_create("input", MFD_CLOEXEC) };
	return in->fd < 0 ? no_memory(in, e) : 0;
}

int
input_append(struct input *in, struct sv bytes, struct err *e)
{
	struct at at = { .file = in->name };

	if (bytes.n > LIMIT_INPUT_BYTES - in->size)
		return err_set(e, ERR_LIMIT, &at,
			       "too large (expected at most %llu MiB)",
			       LIMIT_INPUT_BYTES / MIB);
	while (bytes.n) {
		ssize_t k = write(in->fd, bytes.p, bytes.n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return no_memory(in, e);
		in->size += (uint64_t)k;
		bytes = sv_n(bytes.p + k, bytes.n - (size_t)k);
	}
	return 0;
}

int
input_end(struct input *in, struct err *e)
{
	return take_measure(in, e);
}

int
input_from_bytes(struct input *in, const char *name, struct sv bytes,
		 struct arena *mem, struct err *e)
{
	if (input_begin(in, base_name(name, mem), e) ||
	    input_append(in, bytes, e) || input_end(in, e)) {
		input_done(in);
		return -1;
	}
	return 0;
}

int
input_hold(struct input *in, const struct input *from, struct err *e)
{
	struct at at = { .file = from->name };
	char *chunk = mem_realloc(NULL, CHUNK, 1);
	ssize_t n = 1;
	int rc = input_begin(in, from->name, e);

	while (rc == 0 && n > 0) {
		n = input_read(from, chunk, CHUNK, in->size);
		if (n < 0)
			rc = err_set(e, ERR_IO, &at, "cannot read: %s",
				     strerror(errno));
		else if (n > 0)
			rc = input_append(in, sv_n(chunk, (size_t)n), e);
	}
	free(chunk);
	if (rc == 0)
		rc = input_end(in, e);
	if (rc == 0 && strcmp(in->sha256, from->sha256) != 0)
		rc = err_set(e, ERR_INPUT, &at,
			     "the file changed while it was read");
	if (rc)
		input_done(in);
	return rc;
}

void
input_done(struct input *in)
{
	if (in->fd >= 0)
		close(in->fd);
	in->fd = -1;
}

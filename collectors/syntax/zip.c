/*
 * The directory of a zip archive. Specification: APPNOTE.TXT 6.3.3 as far as
 * OPC and ODF allow it (one file, stored or deflated, no encryption). Every
 * byte must belong to one member, the directory or the end records. Refuses the
 * archive otherwise. The records of zip64 are read, since writers that stream
 * put them in small files too; what two records say must be the same.
 *
 * Not libzip: it hides where members lie and where deflate ended, so all of
 * this would be here as well, and it refuses a whole archive for the name of a
 * member that nobody reads.
 */
#include "collectors/syntax/zip.h"

#include <errno.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/sort.h"
#include "collectors/syntax/package.h"

enum {
	END_BYTES = 22,
	END64_BYTES = 56, /* of version 1, which alone has a fixed size */
	LOCATOR_BYTES = 20,
	ENTRY_BYTES = 46,
	LOCAL_BYTES = 30,
	TAIL_BYTES = END_BYTES + 65535,
	FLAG_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13,
	FLAG_DESCRIPTOR = 1 << 3,
	MODE_TYPE = 0170000, /* Unix, also for archives read elsewhere */
	MODE_LINK = 0120000,
	SHOWN_BYTES = 80, /* of a member's name in a message */
};

struct directory {
	uint64_t offset, size;
	uint32_t n;
};

static uint16_t
le16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static uint32_t
le32(const unsigned char *p)
{
	return le16(p) | (uint32_t)le16(p + 2) << 16;
}

static uint64_t
le64(const unsigned char *p)
{
	return le32(p) | (uint64_t)le32(p + 4) << 32;
}

struct at
package_place(struct package *p, const struct package_member *m)
{
	struct at at = { .file = p->in->name };
	struct buf b = { 0 };
	struct sv name = m->name;

	if (name.n > SHOWN_BYTES)
		name.n = SHOWN_BYTES;
	text_visible(&b, name);
	at.part = arena_sv(&p->mem, buf_view(&b)).p;
	buf_done(&b);
	return at;
}

static int
damaged(struct package *p, struct err *e)
{
	struct at at = { .file = p->in->name };

	return err_set(e, ERR_INPUT, &at,
		       "a damaged zip archive: its directory does not fit the "
		       "file (expected the whole file; copy it again)");
}

/* Exactly n bytes, or not. */
static bool
read_exactly(const struct input *in, void *p, size_t n, uint64_t offset)
{
	return input_read(in, p, n, offset) == (ssize_t)n;
}

/* End records that reach the end of the file; *ret_at is the last one found. */
static uint32_t
count_ends(const unsigned char *tail, size_t n, size_t *ret_at)
{
	uint32_t found = 0;

	for (size_t i = 0; n >= END_BYTES && i <= n - END_BYTES; i++) {
		if (tail[i] != 'P' || memcmp(tail + i, "PK\5\6", 4) != 0)
			continue;
		if (i + END_BYTES + le16(tail + i + 20) == n) {
			found++;
			*ret_at = i;
		}
	}
	return found;
}

/* True when a value of the end record is `said`, or left to zip64. */
static bool
end_agrees(uint64_t *value, uint64_t marker, uint64_t said)
{
	if (*value != marker && *value != said)
		return false;
	*value = said;
	return true;
}

/*
 * The zip64 records in front of the end record, when they are there: *ret_end
 * moves to their start, and values that did not fit are taken from them. False
 * when they do not agree with each other or with the end record.
 */
static bool
take_end64(const struct package *p, struct directory *d, uint64_t *ret_end)
{
	unsigned char b[END64_BYTES + LOCATOR_BYTES];
	const unsigned char *locator = b + END64_BYTES;
	uint64_t at = *ret_end - sizeof(b), n = d->n;

	if (*ret_end < sizeof(b) || !read_exactly(p->in, b, sizeof(b), at) ||
	    memcmp(locator, "PK\6\7", 4) != 0)
		return true;
	if (memcmp(b, "PK\6\6", 4) != 0 || le64(b + 4) != END64_BYTES - 12 ||
	    le32(b + 16) || le32(b + 20) || le64(b + 24) != le64(b + 32) ||
	    le32(locator + 4) || le64(locator + 8) != at ||
	    le32(locator + 16) != 1 || le64(b + 32) > UINT32_MAX ||
	    !end_agrees(&n, 0xffff, le64(b + 32)) ||
	    !end_agrees(&d->size, UINT32_MAX, le64(b + 40)) ||
	    !end_agrees(&d->offset, UINT32_MAX, le64(b + 48)))
		return false;
	d->n = (uint32_t)n;
	*ret_end = at;
	return true;
}

static int
check_end(struct package *p, const unsigned char *end, uint64_t end_offset,
	  struct directory *ret, struct err *e)
{
	struct at at = { .file = p->in->name };
	struct directory d = { .n = le16(end + 10),
			       .size = le32(end + 12),
			       .offset = le32(end + 16) };

	if (le16(end + 4) || le16(end + 6) || le16(end + 8) != d.n)
		return err_set(e, ERR_INPUT, &at,
			       "a part of a split zip archive (expected one "
			       "file)");
	if (!take_end64(p, &d, &end_offset))
		return damaged(p, e);
	if (d.n > LIMIT_ZIP_ENTRIES)
		return err_set(e, ERR_LIMIT, &at,
			       "a zip archive of %u members (expected at most "
			       "%u)",
			       d.n, LIMIT_ZIP_ENTRIES);
	if (d.offset > end_offset || d.size != end_offset - d.offset)
		return damaged(p, e);
	if (d.size > LIMIT_ZIP_DIRECTORY_BYTES)
		return err_set(e, ERR_LIMIT, &at,
			       "a zip directory of %llu KiB (expected at most "
			       "%llu KiB)",
			       (unsigned long long)(d.size / KIB),
			       LIMIT_ZIP_DIRECTORY_BYTES / KIB);
	*ret = d;
	return 0;
}

static int
find_directory(struct package *p, struct directory *ret, struct err *e)
{
	struct at at = { .file = p->in->name };
	size_t n = p->in->size < TAIL_BYTES ? p->in->size : TAIL_BYTES;
	unsigned char *tail = mem_realloc(NULL, n, 1);
	uint32_t ends;
	size_t end = 0;
	int rc;

	if (!read_exactly(p->in, tail, n, p->in->size - n)) {
		free(tail);
		return err_set(e, ERR_IO, &at, "cannot read: %s",
			       strerror(errno));
	}
	ends = count_ends(tail, n, &end);
	if (ends == 1)
		rc = check_end(p, tail + end, p->in->size - n + end, ret, e);
	else if (ends == 0)
		rc = err_set(e, ERR_INPUT, &at,
			     "a zip archive without its end (expected the "
			     "whole file; copy it again)");
	else
		rc = err_set(e, ERR_INPUT, &at,
			     "a zip archive inside the end of another "
			     "(expected one archive)");
	free(tail);
	return rc;
}

/* Sizes that did not fit in 32 bits, from the extra field with id 1. */
static void
take_zip64(struct sv extra, uint64_t *value[3])
{
	const unsigned char *p = (const unsigned char *)extra.p;

	while (extra.n >= 4) {
		size_t n = le16(p + 2), at = 4;

		if (n > extra.n - 4)
			return;
		for (int i = 0; i < 3 && le16(p) == 1; i++) {
			if (!value[i] || *value[i] != UINT32_MAX)
				continue;
			if (at + 8 > n + 4)
				return;
			*value[i] = le64(p + at);
			at += 8;
		}
		p += n + 4;
		extra = sv_n((const char *)p, extra.n - n - 4);
	}
}

/* One entry of the directory; its bytes are used up from *cur. */
static int
take_entry(struct package *p, struct sv *cur, struct package_member *ret,
	   struct err *e)
{
	const unsigned char *c = (const unsigned char *)cur->p;
	struct package_member m = { 0 };
	size_t name, extra, comment;

	if (cur->n < ENTRY_BYTES || memcmp(c, "PK\1\2", 4) != 0)
		return damaged(p, e);
	name = le16(c + 28);
	extra = le16(c + 30);
	comment = le16(c + 32);
	if (ENTRY_BYTES + name + extra + comment > cur->n)
		return damaged(p, e);
	m.flags = le16(c + 8);
	m.method = le16(c + 10);
	m.crc = le32(c + 16);
	m.csize = le32(c + 20);
	m.size = le32(c + 24);
	m.made = le32(c + 38);
	m.offset = le32(c + 42);
	m.name = arena_sv(&p->mem, sv_n(cur->p + ENTRY_BYTES, name));
	take_zip64(sv_n(cur->p + ENTRY_BYTES + name, extra),
		   (uint64_t *[3]){ &m.size, &m.csize, &m.offset });
	m.is_folder = m.name.n && m.name.p[m.name.n - 1] == '/';
	/* 3: made on Unix, so that the upper half holds a mode */
	m.is_link = c[5] == 3 && (m.made >> 16 & MODE_TYPE) == MODE_LINK;
	*cur = sv_n(cur->p + ENTRY_BYTES + name + extra + comment,
		    cur->n - ENTRY_BYTES - name - extra - comment);
	*ret = m;
	return 0;
}

static int
check_kind(struct package *p, const struct package_member *m, struct err *e)
{
	struct at at = package_place(p, m);

	if (m->flags & FLAG_ENCRYPTED || m->method == 99)
		return err_set(e, ERR_INPUT, &at,
			       "password-protected (save it without a "
			       "password)");
	if (m->method != METHOD_STORED && m->method != METHOD_DEFLATED)
		return err_set(e, ERR_INPUT, &at,
			       "compression method %u (expected stored or "
			       "deflate)",
			       m->method);
	if (m->method == METHOD_STORED && m->size != m->csize)
		return err_set(e, ERR_INPUT, &at,
			       "stored, yet of two sizes (expected an "
			       "undamaged archive)");
	return 0;
}

static int
read_entries(struct package *p, const struct directory *d, struct err *e)
{
	struct at at = { .file = p->in->name };
	char *bytes = mem_realloc(NULL, d->size, 1);
	struct sv cur = sv_n(bytes, d->size);
	uint64_t total = 0;
	int rc = 0;

	if (!read_exactly(p->in, bytes, d->size, d->offset))
		rc = damaged(p, e);
	p->member = ARENA_ARRAY(&p->mem, d->n, struct package_member);
	while (rc == 0 && p->n < d->n) {
		struct package_member *m = &p->member[p->n];

		rc = take_entry(p, &cur, m, e);
		if (rc == 0)
			rc = check_kind(p, m, e);
		total += m->size < UINT32_MAX ? m->size : UINT32_MAX;
		p->n++;
	}
	if (rc == 0 && cur.n)
		rc = damaged(p, e);
	free(bytes);
	if (rc == 0 && total > LIMIT_ZIP_TOTAL_BYTES)
		rc = err_set(e, ERR_LIMIT, &at,
			     "a zip archive of %llu MiB when inflated "
			     "(expected at most %llu MiB)",
			     (unsigned long long)(total / MIB),
			     LIMIT_ZIP_TOTAL_BYTES / MIB);
	return rc;
}

/* Do the sizes in front of the data say what the directory says? */
static bool
sizes_agree(const struct package_member *m, const unsigned char *local,
	    struct sv extra)
{
	uint32_t crc = le32(local + 14);
	uint64_t csize = le32(local + 18), size = le32(local + 22);

	take_zip64(extra, (uint64_t *[3]){ &size, &csize, NULL });
	if (m->flags & FLAG_DESCRIPTOR && size == 0 && csize == 0)
		return crc == 0 || crc == m->crc;
	return crc == m->crc && csize == m->csize && size == m->size;
}

/* Compares the header in front of the data, and finds where that ends. */
static int
check_local(struct package *p, struct package_member *m, uint64_t limit,
	    uint64_t *ret_end, struct err *e)
{
	struct at at = package_place(p, m);
	unsigned char local[LOCAL_BYTES], *rest;
	size_t name, extra;
	bool ok;

	if (m->offset + LOCAL_BYTES > limit ||
	    !read_exactly(p->in, local, LOCAL_BYTES, m->offset) ||
	    memcmp(local, "PK\3\4", 4) != 0)
		return damaged(p, e);
	name = le16(local + 26);
	extra = le16(local + 28);
	rest = mem_realloc(NULL, name + extra, 1);
	ok = read_exactly(p->in, rest, name + extra, m->offset + LOCAL_BYTES) &&
	     sv_eq(sv_n((char *)rest, name), m->name) &&
	     le16(local + 8) == m->method &&
	     ((le16(local + 6) ^ m->flags) &
	      (FLAG_ENCRYPTED | FLAG_DESCRIPTOR)) == 0 &&
	     sizes_agree(m, local, sv_n((char *)rest + name, extra));
	free(rest);
	if (!ok)
		return err_set(e, ERR_INPUT, &at,
			       "named or measured in two ways within the zip "
			       "archive (expected one)");
	m->data = m->offset + LOCAL_BYTES + name + extra;
	*ret_end = m->data + m->csize;
	if (*ret_end > limit)
		return damaged(p, e);
	return 0;
}

static int
by_offset(const void *a, const void *b)
{
	const struct package_member *x = *(struct package_member *const *)a;
	const struct package_member *y = *(struct package_member *const *)b;

	return (x->offset > y->offset) - (x->offset < y->offset);
}

static int
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

/* ASCII letters compare without case: the names of OPC parts. */
static int
by_name(const void *a, const void *b)
{
	struct sv x = (*(struct package_member *const *)a)->name;
	struct sv y = (*(struct package_member *const *)b)->name;
	size_t n = x.n < y.n ? x.n : y.n;

	for (size_t i = 0; i < n; i++) {
		int c = lower(x.p[i]) - lower(y.p[i]);

		if (c)
			return c;
	}
	return (x.n > y.n) - (x.n < y.n);
}

/* A descriptor behind the data: with or without mark, of 4 or 8 byte sizes. */
static bool
is_gap_right(const struct package_member *m, uint64_t gap)
{
	if (m->flags & FLAG_DESCRIPTOR)
		return gap == 12 || gap == 16 || gap == 20 || gap == 24;
	return gap == 0;
}

/* One member behind the other, from the first byte to the directory. */
static int
check_layout(struct package *p, struct package_member **m, uint64_t directory,
	     struct err *e)
{
	struct at at = { .file = p->in->name };
	uint64_t end = 0;

	sort(m, p->n, sizeof(*m), by_offset);
	if (p->n && m[0]->offset != 0)
		return err_set(e, ERR_INPUT, &at,
			       "bytes in front of the zip archive (expected "
			       "the archive alone)");
	for (uint32_t i = 0; i < p->n; i++) {
		uint64_t next = i + 1 < p->n ? m[i + 1]->offset : directory;

		if (check_local(p, m[i], directory, &end, e))
			return -1;
		at = package_place(p, m[i]);
		if (end > next)
			return err_set(e, ERR_INPUT, &at,
				       "shares bytes with the next member of "
				       "the zip archive (expected none)");
		if (!is_gap_right(m[i], next - end))
			return err_set(e, ERR_INPUT, &at,
				       "followed by %llu bytes that belong to "
				       "no member (expected none)",
				       (unsigned long long)(next - end));
	}
	return 0;
}

/* Old Windows programs wrote "xl\\workbook.xml" and meant a folder. */
static void
turn_slashes(struct package *p)
{
	for (uint32_t i = 0; i < p->n; i++) {
		char *name = (char *)(uintptr_t)p->member[i].name.p;

		for (size_t k = 0; k < p->member[i].name.n; k++)
			if (name[k] == '\\')
				name[k] = '/';
	}
}

static int
check_names(struct package *p, struct package_member **m, struct err *e)
{
	turn_slashes(p);
	sort(m, p->n, sizeof(*m), by_name);
	for (uint32_t i = 1; i < p->n; i++) {
		struct at at = package_place(p, m[i]);

		if (by_name(&m[i - 1], &m[i]) == 0)
			return err_set(e, ERR_INPUT, &at,
				       "two members of this name in the zip "
				       "archive (expected one)");
	}
	return 0;
}

static int
read_directory(struct package *p, struct err *e)
{
	struct directory d = { 0 };
	struct package_member **order;
	int rc;

	if (find_directory(p, &d, e) || read_entries(p, &d, e))
		return -1;
	order = mem_realloc(NULL, p->n, sizeof(struct package_member *));
	for (uint32_t i = 0; i < p->n; i++)
		order[i] = &p->member[i];
	rc = check_layout(p, order, d.offset, e);
	if (rc == 0)
		rc = check_names(p, order, e);
	free(order);
	return rc;
}

int
package_open(const struct input *in, struct package **ret, struct err *e)
{
	struct at at = { .file = in->name };
	struct package *p;

	if (in->size > LIMIT_ZIP_INPUT_BYTES)
		return err_set(e, ERR_LIMIT, &at,
			       "%llu bytes is too large for a zip archive "
			       "(expected at most %llu MiB)",
			       (unsigned long long)in->size,
			       LIMIT_ZIP_INPUT_BYTES / MIB);
	p = mem_realloc(NULL, 1, sizeof(*p));
	*p = (struct package){ .in = in };
	if (read_directory(p, e)) {
		package_close(p);
		return -1;
	}
	*ret = p;
	return 0;
}

void
package_close(struct package *p)
{
	if (!p)
		return;
	arena_done(&p->mem);
	free(p);
}

uint32_t
package_count(const struct package *p)
{
	return p->n;
}

const struct package_member *
package_at(const struct package *p, uint32_t i)
{
	return &p->member[i];
}

const struct package_member *
package_find(const struct package *p, struct sv name)
{
	for (uint32_t i = 0; i < p->n; i++)
		if (sv_ieq(p->member[i].name, name))
			return &p->member[i];
	return NULL;
}

static bool
any_starts(const struct package *p, struct sv prefix)
{
	for (uint32_t i = 0; i < p->n; i++) {
		struct sv name = p->member[i].name;

		if (name.n > prefix.n && sv_ieq(sv_n(name.p, prefix.n), prefix))
			return true;
	}
	return false;
}

/* The text of a stored "mimetype"; empty when there is none. */
static struct sv
mimetype(const struct package *p, char out[128])
{
	const struct package_member *m = package_find(p, SV("mimetype"));
	ssize_t n;

	if (!m || m->method != METHOD_STORED || m->size >= 128)
		return SV_NONE;
	n = input_read(p->in, out, m->size, m->data);
	return sv_n(out, n < 0 ? 0 : (size_t)n);
}

/* What the members make of it; *ret_refusal only when it is refused. */
static enum syntax
classify(const struct package *p, const char **ret_refusal)
{
	bool is_opc = package_find(p, SV("[Content_Types].xml"));
	char type[128];
	struct sv mime = mimetype(p, type);

	if (sv_starts(mime,
		      SV("application/vnd.oasis.opendocument.spreadsheet")))
		return SYNTAX_ODS;
	if (mime.n && sv_starts(mime, SV("application/vnd."))) {
		*ret_refusal = "an OpenDocument file, but no spreadsheet "
			       "(expected a list: save it as .ods or .csv)";
		return SYNTAX_REFUSED;
	}
	if (package_find(p, SV("xl/workbook.bin"))) {
		*ret_refusal = "a binary workbook, .xlsb (save it as .xlsx)";
		return SYNTAX_REFUSED;
	}
	if (is_opc && any_starts(p, SV("xl/")))
		return SYNTAX_XLSX;
	if (is_opc &&
	    (any_starts(p, SV("word/")) || any_starts(p, SV("ppt/")))) {
		*ret_refusal = "a Word or PowerPoint file (expected a list: "
			       "save its table as .xlsx or .csv)";
		return SYNTAX_REFUSED;
	}
	if (is_opc)
		return SYNTAX_XLSX;
	if (package_find(p, SV("content.xml")))
		return SYNTAX_ODS;
	return SYNTAX_ZIP;
}

static enum syntax
look(const struct input *in, const char **ret_refusal)
{
	struct package p = { .in = in };
	enum syntax syntax;
	struct err e = { 0 };
	struct sv name = sv(in->name);

	if (read_directory(&p, &e) == 0)
		syntax = classify(&p, ret_refusal);
	/* damaged: whoever is to read it says how */
	else if (sv_ends(name, SV(".xlsx")) || sv_ends(name, SV(".xlsm")))
		syntax = SYNTAX_XLSX;
	else
		syntax = sv_ends(name, SV(".ods")) ? SYNTAX_ODS : SYNTAX_ZIP;
	arena_done(&p.mem);
	return syntax;
}

enum syntax
zip_syntax(const struct input *in)
{
	const char *refusal = NULL;

	return look(in, &refusal);
}

const char *
zip_refusal(const struct input *in)
{
	const char *refusal = NULL;

	look(in, &refusal);
	return refusal;
}

bool
zip_is_behind(const struct input *in)
{
	unsigned char end[END_BYTES];

	return in->size > END_BYTES &&
	       read_exactly(in, end, END_BYTES, in->size - END_BYTES) &&
	       memcmp(end, "PK\5\6", 4) == 0;
}

/*
 * Zip: an archive that opens has members whose bytes do not overlap, whose
 * names differ, and which give exactly the bytes they declare or refuse; the
 * walk hands out the same members, and all of it happens the same way twice.
 */
#include <stdint.h>

#include "collectors/syntax/zip.h"
#include "tests/fuzz/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	uint64_t hash, files, bytes;
};

static void
mix(struct seen *s, uint64_t v)
{
	s->hash = (s->hash ^ v) * 0x100000001b3ull;
}

static void
check_member(struct package *p, const struct package_member *m, struct seen *s)
{
	struct package_stream stream;
	struct err e = { 0 };
	uint64_t total = 0;
	char chunk[4096];
	ssize_t n = 1;

	if (package_stream_open(&stream, p, m, &e)) {
		MUST(e.msg[0]);
		return;
	}
	while (n > 0) {
		n = stream.source.read(&stream.source, chunk, sizeof(chunk),
				       &e);
		if (n > 0) {
			total += (uint64_t)n;
			mix(s, sv_hash(sv_n(chunk, (size_t)n)));
		}
		MUST(total <= m->size);
	}
	MUST(n == 0 ? total == m->size : e.msg[0] != '\0');
	package_stream_done(&stream);
	if (n == 0 && !m->is_folder && !m->is_link)
		s->files++;
	mix(s, total);
}

static void
check_members(struct package *p, uint64_t size, struct seen *s)
{
	uint64_t compressed = 0;

	MUST(package_count(p) <= LIMIT_ZIP_ENTRIES);
	for (uint32_t i = 0; i < package_count(p); i++) {
		const struct package_member *m = package_at(p, i);

		MUST(package_find(p, m->name) == m);
		MUST(m->data + m->csize <= size);
		compressed += m->csize;
		check_member(p, m, s);
	}
	MUST(compressed <= size);
}

static int
take(void *ctx, const struct input *member, struct err *e)
{
	struct seen *s = ctx;

	(void)e;
	MUST(text_utf8_bad(sv(member->name)) < 0);
	s->files++;
	s->bytes += member->size;
	return 0;
}

static struct seen
look(struct sv bytes)
{
	struct seen s = { 0 }, walked = { 0 };
	struct package *p = NULL;
	struct arena mem = { 0 };
	struct diag d = { 0 };
	struct err e = { 0 };
	struct input in;

	MUST(input_from_bytes(&in, "x.zip", bytes, &mem, &e) == 0);
	mix(&s, syntax_of(&in));
	if (package_open(&in, &p, &e) == 0)
		check_members(p, in.size, &s);
	else
		MUST(e.msg[0]);
	package_close(p);
	if (e.kind == ERR_NONE) {
		MUST(zip_walk(&in, take, &walked, &d, &e) == 0);
		MUST(walked.files <= s.files);
		mix(&s, walked.files + walked.bytes);
	}
	input_done(&in);
	diag_done(&d);
	arena_done(&mem);
	return s;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = sv_n((const char *)data, size);

	if (size > 512 * 1024)
		return 0;
	/* in this process, where the fuzzer sees it */
	setenv("LANDSCHAP_CONFINE", "off", 1);
	MUST(look(bytes).hash == look(bytes).hash);
	return 0;
}

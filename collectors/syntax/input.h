/*
 * One input file: opened once, read by offset, never mapped. Knows its size,
 * SHA-256, first bytes and whether it is valid UTF-8.
 */
#ifndef COLLECTORS_SYNTAX_INPUT_H
#define COLLECTORS_SYNTAX_INPUT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

enum { INPUT_HEAD = 4096 };

struct input {
	const char *name; /* base name for messages, control bytes escaped */
	int fd;           /* regular file or memfd; owned */
	uint64_t size;
	char sha256[65]; /* lower-case hex */
	unsigned char head[INPUT_HEAD];
	size_t nhead;
	bool is_xml;       /* begins with '<': utf8_bad is not looked for */
	uint64_t utf8_bad; /* offset of the first bad byte; UINT64_MAX: none */
	uint32_t utf8_bad_line; /* physical line of that byte, from 1 */
};

/*
 * Opens path: a regular file, no device, no more than LIMIT_INPUT_BYTES (SAML
 * metadata: LIMIT_METADATA_BYTES).
 * With nofollow a symbolic link is refused (files found in a folder).
 */
int input_open(struct input *in, const char *path, bool nofollow,
	       struct arena *mem, struct err *e);
/* From bytes in memory (a member of a zip); copies them to a memfd. */
int input_from_bytes(struct input *in, const char *name, struct sv bytes,
		     struct arena *mem, struct err *e);
/*
 * The same bytes in memory, where nobody can change them: for what is read
 * twice, once to be judged. ERR_INPUT when they are not what was measured.
 */
int input_hold(struct input *in, const struct input *from, struct err *e);
/* Reads up to n bytes at offset; returns bytes read, -1 on error. */
ssize_t input_read(const struct input *in, void *p, size_t n, uint64_t offset);
/*
 * The same in steps, for bytes that come in pieces. name is kept as it is. A
 * failed step leaves in to input_done().
 */
int input_begin(struct input *in, const char *name, struct err *e);
int input_append(struct input *in, struct sv bytes, struct err *e);
int input_end(struct input *in, struct err *e);
void input_done(struct input *in);

#endif

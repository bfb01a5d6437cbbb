/*
 * For tests of collectors: runs one on bytes, and keeps what it said as lines
 * of text, one for each fact:
 *   uses site=board:41001 product=Rekenreus share=2500 @2:5
 */
#ifndef TESTS_UNIT_CAPTURE_H
#define TESTS_UNIT_CAPTURE_H

#include "collectors/collector.h"

struct capture {
	struct sink sink; /* first */
	struct import im;
	struct input in;
	struct arena mem;
	struct diag diag;
	struct err e;
	struct buf text;    /* lines of facts */
	const char **label; /* by ref; heap */
	uint32_t nlabel, cap;
	uint64_t facts[FACT_KINDS];
	struct tally_record tally;
	int rc; /* of the import */
};

/* Imports bytes (or the file at path) under the given file name. */
void capture_bytes(struct capture *c, const struct collector *k,
		   const char *name, struct sv bytes);
/* The same with --board. */
void capture_with_board(struct capture *c, const struct collector *k,
			const char *board, struct sv bytes);
void
capture_file(struct capture *c, const struct collector *k, const char *path);
void capture_done(struct capture *c);
/* Is there a fact with exactly this line? */
bool capture_has(const struct capture *c, const char *line);
/* Messages of one level, each "place: text\n". */
const char *capture_messages(struct capture *c, enum diag_level level);
/* $LANDSCHAP_SHARED (or ../shared) and a path in it; NULL with a message. */
const char *shared_file(const char *path, char *out, size_t size);

#endif

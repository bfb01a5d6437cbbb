/*
 * Records and messages as bytes, for a pipe between a confined parser and the
 * program that writes the database. One frame is a length and that many bytes.
 * Decoding trusts nothing: a frame that is not exactly one record is refused.
 */
#ifndef SCHEMA_MODEL_CODEC_H
#define SCHEMA_MODEL_CODEC_H

#include "base/buf.h"
#include "base/diag.h"
#include "schema/model/sink.h"

enum frame_type {
	FRAME_CHOSEN, /* who reads the document; before all records */
	FRAME_RECORD,
	FRAME_MESSAGE, /* one diag message */
	FRAME_ERROR,   /* the parser gave up: kind, place, text */
	FRAME_FILE,    /* a member of an archive begins: its name is the text */
	FRAME_BYTES,   /* the next bytes of it */
	FRAME_FILE_END,
	FRAME_DONE, /* what the import leaves behind; the last frame */
};

enum { FRAME_MAX = 4 * 1024 * 1024 }; /* bytes of one frame */

struct frame {
	enum frame_type type;
	enum diag_level level;
	struct sv where, text; /* message, error; text: chosen, file */
	struct sv bytes;       /* any bytes */
	enum err_kind error;
	int32_t as_of; /* done */
	struct sv series, mapping;
	struct sv signer, algorithm; /* of a signature that was checked */
	int32_t valid_until;
	uint64_t count[3]; /* messages by level, also those not kept */
	/*
	 * Strings point into the decoded bytes. Last, and by far the largest:
	 * undefined in other frames, since there are half a million of them.
	 */
	struct record record;
};

/* Appends one frame, its length in front. */
void frame_put(struct buf *out, const struct frame *f);
/* The same of a FRAME_RECORD, whose record is not copied for it. */
void frame_put_record(struct buf *out, const struct record *r);
/* Decodes the bytes of one frame, without the length. False: not ours. */
bool frame_get(struct sv bytes, struct frame *ret);

#endif

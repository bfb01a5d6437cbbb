/*
 * Reference data that ships inside the program (schema/model/refdata.h) and
 * goes into the store as sources of their own, through the same collectors as
 * anybody's files. The caller does for each of reference_files, in order:
 *
 *   reference_open(r, &mem, &in, e)
 *   store_import_begin(st, { .kind = r->collector->name, .name = r->file,
 *                .sha256 = in.sha256, .size = in.size, .board = "",
 *                .is_reference = true, .rung = -1 }, ...)   IMPORT_SAME: next
 *   reference_read(r, &in, store_sink(st), &diag, &mem, &as_of, e)
 *   store_import_dated(st, as_of, NULL)
 *   store_import_end(st, true, &diag, ...)
 *   input_done(&in)
 *
 * Nothing is confined: the bytes are our own.
 */
#ifndef COLLECTORS_REFERENCE_H
#define COLLECTORS_REFERENCE_H

#include "collectors/collector.h"

struct reference {
	const char *file; /* "countries.csv", of refdata_all() */
	const struct collector *collector;
};

/* In import order; ends with file NULL. */
extern const struct reference reference_files[];

/* The embedded file as a document; input_done() it. */
int reference_open(const struct reference *r, struct arena *mem,
		   struct input *ret, struct err *e);
/*
 * Reads it into sink. *ret_as_of is the latest day on which a row was checked.
 * -1 also when a row was refused: shipped data has no excuse.
 */
int reference_read(const struct reference *r, const struct input *in,
		   struct sink *sink, struct diag *diag, struct arena *mem,
		   int32_t *ret_as_of, struct err *e);

#endif

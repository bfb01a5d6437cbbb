/*
 * Foreign documents are recognised and parsed in a child process that can do
 * nothing but read the document and write records to a pipe: limits on
 * processor time, clock time and memory, no files, no sockets, no other
 * processes. What goes wrong there costs that document and nothing else.
 */
#ifndef COLLECTORS_CONFINE_H
#define COLLECTORS_CONFINE_H

#include "collectors/collector.h"
#include "schema/model/codec.h"

/*
 * Told which collector the document gets, before its first record. Sets
 * *ret_stop when there is no need to read on (the same bytes are there
 * already). Non-zero, with e set, ends the run. im->sink is first used after
 * this, so it may be set here.
 */
typedef int collector_chosen(void *ctx, const struct collector *c,
			     bool *ret_stop, struct err *e);

/*
 * Recognises im->in and reads it: by the collector named `as`, or by the one
 * that knows it when as is NULL; a mapping is for application lists. All of
 * that happens in a confined child; records, messages, date, series and mapping
 * arrive in im as if it had happened here. A child that passes a limit, or
 * crashes, is an ERR_LIMIT or ERR_INPUT that says so. im->head is set only
 * while the collector runs. LANDSCHAP_CONFINE=off reads in this process (for
 * debuggers and coverage).
 */
int collector_run(struct import *im, const char *as, collector_chosen *chosen,
		  void *ctx, struct err *e);
/* The same in this process, for documents that ship with the program. */
int collector_run_here(struct import *im, const char *as,
		       collector_chosen *chosen, void *ctx, struct err *e);

/*
 * The child alone, for other work on foreign bytes (members of a zip).
 * inside() runs in the child and sends frames; each arrives at take() in the
 * parent, in order, but FRAME_ERROR, which ends the run as the error it
 * carries. The end that inside() returns ends the run: 0, or -1 with e set.
 */
struct confine_out;
struct confined {
	int (*inside)(struct confined *w, const struct input *in,
		      struct confine_out *out, struct err *e);
	int (*take)(struct confined *w, const struct frame *f, bool *ret_stop,
		    struct err *e);
	unsigned cpu_seconds;   /* processor time; 0: by the document's size */
	unsigned clock_seconds; /* 0: LIMIT_READER_PATIENCE times as much */
};
int confine_send(struct confine_out *out, const struct frame *f, struct err *e);
int confine_send_record(struct confine_out *out, const struct record *r,
			struct err *e);
/* Sends what waits; for a frame that the parent should see at once. */
int confine_flush(struct confine_out *out, struct err *e);
int confine_run(struct confined *w, const struct input *in, struct err *e);
/*
 * LANDSCHAP_CONFINE=off: the child keeps its rights, and callers that can read
 * in this process do so.
 */
bool confine_is_off(void);

/*
 * What of "seccomp, Landlock and limits" works on this system, tried in a
 * child. English; for doctor.
 */
const char *confine_describe(void);

#endif

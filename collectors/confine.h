/*
 * Foreign documents are parsed in a child process that can do nothing but
 * read the document and write records to a pipe: limits on processor time and
 * memory, no files, no sockets. What goes wrong there costs that document and
 * nothing else.
 */
#ifndef COLLECTORS_CONFINE_H
#define COLLECTORS_CONFINE_H

#include "collectors/collector.h"

/*
 * As c->import(im, e), but in a confined child; records, messages, date,
 * series and mapping arrive in im as if it had run here. A child that is
 * killed by a limit, or crashes, is an ERR_LIMIT or ERR_INPUT that says so.
 * LANDSCHAP_CONFINE=off runs it in this process (for debuggers).
 */
int collector_run(const struct collector *c, struct import *im, struct err *e);

/* "seccomp and limits", or what of it this system lacks. For doctor. */
const char *confine_describe(void);

#endif

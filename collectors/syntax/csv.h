/* CSV (RFC 4180 and what spreadsheets make of it). See table.h. */
#ifndef COLLECTORS_SYNTAX_CSV_H
#define COLLECTORS_SYNTAX_CSV_H

#include "collectors/syntax/table.h"

/*
 * Streams the records. A record's number is the physical line on which it
 * begins. A record without any text has ncell 0. `width` tells how many
 * fields stand on the line; whether a short row is wrong is for the collector
 * to judge, since title rows are short too. Refuses the whole file for: no
 * bytes, NUL, bytes of two encodings, a quote that never closes (its opening
 * line is named), and anything past base/limits.h.
 */
int csv_read(const struct input *in, struct table_handler *h, struct diag *d,
	     struct err *e);

#endif

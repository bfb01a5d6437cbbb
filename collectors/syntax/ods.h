/* OpenDocument spreadsheets (1.0 to 1.3), zipped or flat. See table.h. */
#ifndef COLLECTORS_SYNTAX_ODS_H
#define COLLECTORS_SYNTAX_ODS_H

#include "collectors/syntax/table.h"

int ods_read(const struct input *in, struct table_handler *h, struct diag *d,
	     struct err *e);

#endif

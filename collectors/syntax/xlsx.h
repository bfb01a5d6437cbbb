/* XLSX: SpreadsheetML of ECMA-376, transitional and strict. See table.h. */
#ifndef COLLECTORS_SYNTAX_XLSX_H
#define COLLECTORS_SYNTAX_XLSX_H

#include "collectors/syntax/table.h"

int xlsx_read(const struct input *in, struct table_handler *h, struct diag *d,
	      struct err *e);

#endif

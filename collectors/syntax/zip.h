/*
 * Zip packages, through libzip, with the checks that libzip leaves out:
 * overlaps, lying sizes, double names, ratios, totals. Nothing is ever
 * extracted to disk.
 */
#ifndef COLLECTORS_SYNTAX_ZIP_H
#define COLLECTORS_SYNTAX_ZIP_H

#include "collectors/syntax/table.h"

/* SYNTAX_XLSX, SYNTAX_ODS, SYNTAX_ZIP or SYNTAX_REFUSED, by its members. */
enum syntax zip_syntax(const struct input *in);

#endif

/*
 * Reference data that ships inside the program: the dated CSV files of
 * schema/reference, embedded at build time.
 */
#ifndef SCHEMA_MODEL_REFDATA_H
#define SCHEMA_MODEL_REFDATA_H

#include "base/sv.h"

struct refdata {
	const char *name; /* "countries.csv" */
	struct sv bytes;
};

/* All files in byte order of their names; *ret_n of them. */
const struct refdata *refdata_all(uint32_t *ret_n);
/* The file's bytes, or SV_NONE. */
struct sv refdata_get(const char *name);

#endif

/*
 * The text of --map and --write-map: CSV with a header line
 * `sheet,field,header`; sheet empty means every sheet.
 */
#ifndef COLLECTORS_MAPPING_H
#define COLLECTORS_MAPPING_H

#include "base/buf.h"
#include "collectors/collector.h"

/*
 * Reads a mapping; name is for messages. Lines live in mem. Unknown fields are
 * the collector's to refuse: it knows its own.
 */
int mapping_read(struct sv text, const char *name, struct arena *mem,
		 struct mapping *ret, struct err *e);
/* Appends the header line when out is empty, then this line. */
void mapping_write(struct buf *out, struct sv sheet, struct sv field,
		   struct sv header);
/*
 * The field that the mapping gives to a header of a sheet, or SV_NONE. Headers
 * compare by text_fold_header. m may be NULL.
 */
struct sv mapping_field(const struct mapping *m, struct sv sheet,
			struct sv folded, struct arena *mem);

#endif

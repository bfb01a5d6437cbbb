/*
 * Several names in one cell. The rule:
 *   - a line end or ';' always parts names, outside brackets;
 *   - " / " parts products and schools; ',' parts schools;
 *   - all else ('/', ',', " + ", " & ", " en ", " and ", and " / " in other
 *     names) also occurs within names ("Prowise & Co", "Noordhoff Uitgevers /
 *     Infinitas"). It parts only when every part is a name in the reference
 *     data; otherwise the cell stays one name, and the caller is told that
 *     this was in doubt.
 */
#ifndef COLLECTORS_NAMES_H
#define COLLECTORS_NAMES_H

#include "base/limits.h"
#include "collectors/words.h"

enum names_of { NAMES_PRODUCT, NAMES_VENDOR, NAMES_FUNCTION, NAMES_SCHOOL };

struct names {
	struct sv part[LIMIT_PARTS]; /* clean, none empty, none twice; in mem */
	uint32_t n;
	bool in_doubt; /* one name, though a separator stands in it */
	bool too_many; /* more than LIMIT_PARTS: the rest is not in part */
};

/* cell is raw: line ends still count. O(bytes of the cell). */
void names_split(const struct words *w, enum names_of of, struct sv cell,
		 struct arena *mem, struct names *ret);

#endif

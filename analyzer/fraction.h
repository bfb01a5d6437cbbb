/*
 * Exact fractions: counts and shares are compared as integers and become
 * decimals only when they are printed.
 */
#ifndef ANALYZER_FRACTION_H
#define ANALYZER_FRACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

typedef __int128 wide; /* the one typedef: C has no word for it */

struct fraction {
	wide num, den; /* den > 0; num >= 0 unless it is a difference */
};

/* Greatest common divisor of non-negative numbers; gcd(0, n) == n. */
wide wide_gcd(wide a, wide b);
/* Least common multiple; false on overflow or when it would pass `max`. */
bool wide_lcm(wide a, wide b, wide max, wide *ret);
/* a/b compared with c/d: -1, 0, 1. Denominators positive. No overflow. */
int fraction_cmp(struct fraction a, struct fraction b);
/*
 * Appends num/den with `digits` decimals, rounded half up (away from zero for
 * negative numbers), '.' as point: 5138.89. den == 0 appends nothing.
 */
void fraction_print(struct buf *out, struct fraction f, int digits);
/* The same in an arena, for tables. */
const char *fraction_text(struct arena *mem, struct fraction f, int digits);

#endif

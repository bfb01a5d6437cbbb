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

/*
 * den > 0; num >= 0 unless it is a difference. den == 0 is no number: an
 * effective number without any known share, say. {0} is no number.
 */
struct fraction {
	wide num, den;
};

struct interval {
	struct fraction lo, hi;
};

/* Greatest common divisor of non-negative numbers; gcd(0, n) == n. */
wide wide_gcd(wide a, wide b);
/*
 * Least common multiple of positive numbers; false on overflow or when it
 * would pass `max`.
 */
bool wide_lcm(wide a, wide b, wide max, wide *ret);
/* a/b compared with c/d: -1, 0, 1. Denominators positive. No overflow. */
int fraction_cmp(struct fraction a, struct fraction b);
/*
 * a - b. Exact when the common denominator fits 126 bits; else both are first
 * rounded to 18 decimals. No number when a or b is none.
 */
struct fraction fraction_sub(struct fraction a, struct fraction b);
/*
 * num/den * 10^digits, rounded half up on the exact fraction (away from zero
 * for negative numbers). digits 0..18; den > 0; beyond 10^18 is taken for
 * 10^18.
 */
wide fraction_fixed(struct fraction f, int digits);
/*
 * Appends num/den * 10^power with `digits` decimals, '.' as point, rounded as
 * fraction_fixed: a share of 37/72 with power 4, digits 2 is "5138.89".
 * digits + power <= 18. No number appends nothing.
 */
void fraction_print(struct buf *out, struct fraction f, int power, int digits);
/* The same in an arena, for tables; "" for no number. */
const char *
fraction_text(struct arena *mem, struct fraction f, int power, int digits);

static inline bool
fraction_is_number(struct fraction f)
{
	return f.den != 0;
}

#endif

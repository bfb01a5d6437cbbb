/* Exact fractions on 128-bit integers. Never rounds but when printing. */
#include "analyzer/fraction.h"

typedef unsigned __int128 uwide;

#define FIXED_MAX ((wide)1000000000000000000) /* 10^18 */

wide
wide_gcd(wide a, wide b)
{
	while (b) {
		wide t = a % b;

		a = b;
		b = t;
	}
	return a;
}

bool
wide_lcm(wide a, wide b, wide max, wide *ret)
{
	wide r;

	if (__builtin_mul_overflow(a / wide_gcd(a, b), b, &r) || r > max)
		return false;
	*ret = r;
	return true;
}

/* By continued fractions, so that no product can overflow. */
int
fraction_cmp(struct fraction a, struct fraction b)
{
	int sign = 1;

	if ((a.num < 0) != (b.num < 0))
		return a.num < 0 ? -1 : 1;
	if (a.num < 0) {
		a.num = -a.num;
		b.num = -b.num;
		sign = -1;
	}
	for (;;) {
		wide qa = a.num / a.den, qb = b.num / b.den;
		wide ra = a.num % a.den, rb = b.num % b.den;

		if (qa != qb)
			return qa < qb ? -sign : sign;
		if (ra == 0 || rb == 0)
			return ra == rb ? 0 : ra == 0 ? -sign : sign;
		a = (struct fraction){ a.den, ra };
		b = (struct fraction){ b.den, rb };
		sign = -sign;
	}
}

static struct fraction
reduce(struct fraction f)
{
	wide g = wide_gcd(f.num < 0 ? -f.num : f.num, f.den);

	return (struct fraction){ f.num / g, f.den / g };
}

struct fraction
fraction_sub(struct fraction a, struct fraction b)
{
	wide den, x, y, r;

	if (!fraction_is_number(a) || !fraction_is_number(b))
		return (struct fraction){ 0 };
	a = reduce(a);
	b = reduce(b);
	if (wide_lcm(a.den, b.den, (wide)1 << 126, &den) &&
	    !__builtin_mul_overflow(den / a.den, a.num, &x) &&
	    !__builtin_mul_overflow(den / b.den, b.num, &y) &&
	    !__builtin_sub_overflow(x, y, &r))
		return reduce((struct fraction){ r, den });
	return (struct fraction){ fraction_fixed(a, 18) - fraction_fixed(b, 18),
				  FIXED_MAX };
}

/* Long division; a remainder times ten may not fit, so it is added up. */
wide
fraction_fixed(struct fraction f, int digits)
{
	bool is_negative = f.num < 0;
	uwide den = (uwide)f.den;
	uwide num = is_negative ? -(uwide)f.num : (uwide)f.num;
	uwide rest = num % den;
	wide v = num / den < (uwide)FIXED_MAX ? (wide)(num / den) : FIXED_MAX;

	for (int i = 0; i < digits; i++) {
		uwide sum = 0;
		int digit = 0;

		for (int k = 0; k < 10; k++) {
			sum += rest;
			if (sum >= den) {
				sum -= den;
				digit++;
			}
		}
		v = v * 10 + digit;
		rest = sum;
	}
	if (rest >= den - rest)
		v++;
	return is_negative ? -v : v;
}

void
fraction_print(struct buf *out, struct fraction f, int power, int digits)
{
	char tmp[48];
	size_t n = sizeof(tmp);
	wide v;
	bool is_negative;

	if (!fraction_is_number(f))
		return;
	v = fraction_fixed(f, digits + power);
	is_negative = v < 0;
	if (is_negative)
		v = -v;
	for (int k = 0; v > 0 || k <= digits; k++) {
		if (digits > 0 && k == digits)
			tmp[--n] = '.';
		tmp[--n] = (char)('0' + (int)(v % 10));
		v /= 10;
	}
	if (is_negative)
		tmp[--n] = '-';
	buf_put(out, tmp + n, sizeof(tmp) - n);
}

const char *
fraction_text(struct arena *mem, struct fraction f, int power, int digits)
{
	struct buf b = { 0 };
	const char *s;

	fraction_print(&b, f, power, digits);
	s = arena_sv(mem, buf_view(&b)).p;
	buf_done(&b);
	return s;
}

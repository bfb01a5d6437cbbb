/* Exact fractions on 128-bit integers. Never rounds but when printing. */
#include "analyzer/fraction.h"

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

static void
put_wide(struct buf *out, wide v, int min_digits)
{
	char tmp[48];
	size_t n = sizeof(tmp);

	while (v > 0 || min_digits > 0) {
		tmp[--n] = (char)('0' + (int)(v % 10));
		v /= 10;
		min_digits--;
	}
	buf_put(out, tmp + n, sizeof(tmp) - n);
}

void
fraction_print(struct buf *out, struct fraction f, int digits)
{
	bool is_negative = f.num < 0;
	wide whole, rest, scale = 1, part = 0;

	if (f.den <= 0)
		return;
	if (is_negative)
		f.num = -f.num;
	whole = f.num / f.den;
	rest = f.num % f.den;
	for (int i = 0; i < digits; i++) {
		wide ten;

		while (__builtin_mul_overflow(rest, 10, &ten)) {
			/* beyond 2^124: the lowest bit cannot be seen */
			rest >>= 1;
			f.den >>= 1;
		}
		part = part * 10 + ten / f.den;
		rest = ten % f.den;
		scale *= 10;
	}
	if (rest >= f.den - rest)
		part++;
	if (part == scale) {
		part = 0;
		whole++;
	}
	if (is_negative && (whole || part))
		buf_char(out, '-');
	put_wide(out, whole, 1);
	if (digits > 0) {
		buf_char(out, '.');
		put_wide(out, part, digits);
	}
}

const char *
fraction_text(struct arena *mem, struct fraction f, int digits)
{
	struct buf b = { 0 };
	const char *s;

	fraction_print(&b, f, digits);
	s = arena_sv(mem, buf_view(&b)).p;
	buf_done(&b);
	return s;
}

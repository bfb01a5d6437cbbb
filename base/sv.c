/* String views: comparing, cutting and reading numbers. No locale, ever. */
#include "base/sv.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

bool
sv_is(struct sv a, const char *literal)
{
	return sv_eq(a, sv(literal));
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool
sv_ieq(struct sv a, struct sv b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (a.p[i] != b.p[i] && lower(a.p[i]) != lower(b.p[i]))
			return false;
	return true;
}

int
sv_cmp(struct sv a, struct sv b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	if (c)
		return c < 0 ? -1 : 1;
	return a.n < b.n ? -1 : a.n > b.n;
}

bool
sv_is_digits(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return s.n > 0;
}

bool
sv_starts(struct sv s, struct sv prefix)
{
	return s.n >= prefix.n && sv_eq(sv_n(s.p, prefix.n), prefix);
}

bool
sv_ends(struct sv s, struct sv suffix)
{
	return s.n >= suffix.n &&
	       sv_eq(sv_n(s.p + s.n - suffix.n, suffix.n), suffix);
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct sv
sv_trim_ends(struct sv s)
{
	for (;;) {
		if (s.n && is_space(s.p[0]))
			s.p++, s.n--;
		else if (s.n >= 2 && memcmp(s.p, "\xc2\xa0", 2) == 0)
			s.p += 2, s.n -= 2;
		else
			break;
	}
	for (;;) {
		if (s.n && is_space(s.p[s.n - 1]))
			s.n--;
		else if (s.n >= 2 && memcmp(s.p + s.n - 2, "\xc2\xa0", 2) == 0)
			s.n -= 2;
		else
			break;
	}
	return s;
}

struct sv
sv_cut_end(struct sv s, size_t max)
{
	size_t back = 1, need;

	if (s.n > max)
		s.n = max;
	while (back < 4 && back < s.n &&
	       ((unsigned char)s.p[s.n - back] & 0xc0) == 0x80)
		back++;
	if (s.n == 0 || (unsigned char)s.p[s.n - back] < 0xc0)
		return s;
	need = (unsigned char)s.p[s.n - back] >= 0xf0   ? 4
	       : (unsigned char)s.p[s.n - back] >= 0xe0 ? 3
							: 2;
	if (need > back)
		s.n -= back;
	return s;
}

struct sv_stops
sv_stops(char a, char b, char c, char d)
{
	struct sv_stops r;

	memset(r.byte[0], a, sizeof(r.byte[0]));
	memset(r.byte[1], b, sizeof(r.byte[1]));
	memset(r.byte[2], c, sizeof(r.byte[2]));
	memset(r.byte[3], d, sizeof(r.byte[3]));
	return r;
}

#ifdef __SSE2__
/* Which of 16 bytes are stops. */
static unsigned
stops_in(const char *p, const struct sv_stops *stops)
{
	const __m128i *stop = (const __m128i *)stops->byte;
	__m128i v = _mm_loadu_si128((const __m128i *)p);
	__m128i ab = _mm_or_si128(_mm_cmpeq_epi8(v, stop[0]),
				  _mm_cmpeq_epi8(v, stop[1]));
	__m128i cd = _mm_or_si128(_mm_cmpeq_epi8(v, stop[2]),
				  _mm_cmpeq_epi8(v, stop[3]));

	return (unsigned)_mm_movemask_epi8(_mm_or_si128(ab, cd));
}
#endif

size_t
sv_stop(struct sv s, size_t i, const struct sv_stops *stops)
{
#ifdef __SSE2__
	for (; i + 16 <= s.n; i += 16) {
		unsigned hits = stops_in(s.p + i, stops);

		if (hits)
			return i + (size_t)__builtin_ctz(hits);
	}
#endif
	for (; i < s.n; i++)
		for (int k = 0; k < 4; k++)
			if (s.p[i] == stops->byte[k][0])
				return i;
	return i;
}

ptrdiff_t
sv_find(struct sv s, char c)
{
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;

	return hit ? hit - s.p : -1;
}

ptrdiff_t
sv_find_sv(struct sv s, struct sv needle)
{
	const char *p = s.p;

	if (needle.n == 0)
		return 0;
	for (size_t left = s.n; left >= needle.n;) {
		const char *at = memchr(p, needle.p[0], left - needle.n + 1);

		if (!at)
			return -1;
		if (sv_eq(sv_n(at, needle.n), needle))
			return at - s.p;
		left -= (size_t)(at + 1 - p);
		p = at + 1;
	}
	return -1;
}

bool
sv_split(struct sv *cur, char sep, struct sv *ret_part)
{
	ptrdiff_t at;

	if (!cur->p)
		return false;
	at = sv_find(*cur, sep);
	if (at < 0) {
		*ret_part = *cur;
		*cur = SV_NONE;
		return true;
	}
	*ret_part = sv_n(cur->p, (size_t)at);
	cur->p += at + 1;
	cur->n -= (size_t)at + 1;
	return true;
}

bool
sv_u64(struct sv s, uint64_t max, uint64_t *ret)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned)(s.p[i] - '0');

		if (d > 9 || __builtin_mul_overflow(v, 10u, &v) ||
		    __builtin_add_overflow(v, d, &v) || v > max)
			return false;
	}
	*ret = v;
	return true;
}

bool
sv_i64(struct sv s, int64_t min, int64_t max, int64_t *ret)
{
	bool minus = s.n && s.p[0] == '-';
	uint64_t v;
	int64_t w;

	if (minus)
		s.p++, s.n--;
	if (!sv_u64(s, INT64_MAX, &v))
		return false;
	w = minus ? -(int64_t)v : (int64_t)v;
	if (w < min || w > max)
		return false;
	*ret = w;
	return true;
}

bool
sv_fixed(struct sv s, char decimal, int digits, int64_t *ret)
{
	ptrdiff_t at = sv_find(s, decimal);
	struct sv whole = at < 0 ? s : sv_n(s.p, (size_t)at);
	struct sv rest =
		at < 0 ? SV_NONE : sv_n(s.p + at + 1, s.n - (size_t)at - 1);
	bool minus = whole.n && whole.p[0] == '-';
	uint64_t w, f = 0;
	int64_t v;

	if (minus)
		whole.p++, whole.n--;
	while (rest.n > (size_t)digits && rest.p[rest.n - 1] == '0')
		rest.n--;
	if (!sv_u64(whole, INT64_MAX, &w) || rest.n > (size_t)digits ||
	    (at >= 0 && rest.n && !sv_u64(rest, INT64_MAX, &f)))
		return false;
	for (int i = 0; i < digits; i++) {
		if (__builtin_mul_overflow(w, 10u, &w))
			return false;
		if ((size_t)i >= rest.n && __builtin_mul_overflow(f, 10u, &f))
			return false;
	}
	if (__builtin_add_overflow(w, f, &w) || w > INT64_MAX)
		return false;
	v = (int64_t)w;
	*ret = minus ? -v : v;
	return true;
}

uint64_t
sv_hash(struct sv s)
{
	uint64_t h = 0x9e3779b97f4a7c15u ^ s.n;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		uint64_t w;

		memcpy(&w, s.p + i, 8);
		h = (h ^ w) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	for (; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	h ^= h >> 29;
	h *= 0xc4ceb9fe1a85ec53u;
	return h ^ (h >> 32);
}

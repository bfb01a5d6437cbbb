/*
 * String views: a pointer and a length into text that somebody else owns.
 * Foreign text may hold NUL, so nothing here looks for one.
 */
#ifndef BASE_SV_H
#define BASE_SV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct sv {
	const char *p; /* not NUL-terminated; NULL only when n == 0 */
	size_t n;      /* bytes */
};

#define SV(lit)   ((struct sv){ (lit), sizeof(lit) - 1 })
#define SV_NONE   ((struct sv){ NULL, 0 })
#define SV_ARG(s) (int)(s).n, (s).p ? (s).p : ""

static inline struct sv
sv(const char *s)
{
	return s ? (struct sv){ s, strlen(s) } : SV_NONE;
}

static inline struct sv
sv_n(const char *p, size_t n)
{
	return (struct sv){ p, n };
}

/* What stands behind the first n bytes; n <= s.n. */
static inline struct sv
sv_from(struct sv s, size_t n)
{
	return s.p ? (struct sv){ s.p + n, s.n - n } : SV_NONE;
}

static inline uint64_t
sv_load8(const char *p)
{
	uint64_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

static inline uint32_t
sv_load4(const char *p)
{
	uint32_t w;

	memcpy(&w, p, sizeof(w));
	return w;
}

/*
 * Inline: most are told apart by their length, and tables ask millions. Cells
 * and names are short: two loads that may overlap, rather than a call.
 */
static inline bool
sv_eq(struct sv a, struct sv b)
{
	size_t n = a.n;

	if (n != b.n)
		return false;
	if (n > 16)
		return memcmp(a.p, b.p, n) == 0;
	if (n >= 8)
		return ((sv_load8(a.p) ^ sv_load8(b.p)) |
			(sv_load8(a.p + n - 8) ^ sv_load8(b.p + n - 8))) == 0;
	if (n >= 4)
		return ((sv_load4(a.p) ^ sv_load4(b.p)) |
			(sv_load4(a.p + n - 4) ^ sv_load4(b.p + n - 4))) == 0;
	return n == 0 || (a.p[0] == b.p[0] && a.p[n / 2] == b.p[n / 2] &&
			  a.p[n - 1] == b.p[n - 1]);
}
bool sv_is(struct sv a, const char *literal);
/* ASCII letters compare without case; other bytes exactly. */
bool sv_ieq(struct sv a, struct sv b);
/* Byte order; a shorter prefix comes first. */
int sv_cmp(struct sv a, struct sv b);
/* One or more of 0-9, and nothing else. */
bool sv_is_digits(struct sv s);
bool sv_starts(struct sv s, struct sv prefix);
bool sv_ends(struct sv s, struct sv suffix);
struct sv sv_trim_ends(struct sv s);
/* Without leading and trailing ASCII white space and U+00A0. */
static inline struct sv
sv_trim(struct sv s)
{
	/* most texts have nothing to take off */
	if (s.n && (signed char)s.p[0] > ' ' && (signed char)s.p[s.n - 1] > ' ')
		return s;
	return sv_trim_ends(s);
}
struct sv sv_cut_end(struct sv s, size_t max);
/*
 * At most max bytes of s, and no character cut in two at the end: also of a
 * text that something else has cut.
 */
static inline struct sv
sv_cut(struct sv s, size_t max)
{
	if (s.n <= max && s.n && (unsigned char)s.p[s.n - 1] < 0x80)
		return s;
	return sv_cut_end(s, max);
}
/* The bytes at which sv_stop() stops, at most four; made by sv_stops(). */
struct sv_stops {
	_Alignas(16) char byte[4][16];
};
struct sv_stops sv_stops(char a, char b, char c, char d);
/* Offset of the first stop in s from offset i on, or s.n. */
size_t sv_stop(struct sv s, size_t i, const struct sv_stops *stops);
/* Offset of c or of needle in s, or -1. */
ptrdiff_t sv_find(struct sv s, char c);
ptrdiff_t sv_find_sv(struct sv s, struct sv needle);
/* Takes the part before the first `sep` off *cur; false at the end. */
bool sv_split(struct sv *cur, char sep, struct sv *ret_part);
/* Whole text as a decimal number in [0, max]; no sign, no space. */
bool sv_u64(struct sv s, uint64_t max, uint64_t *ret);
/* As sv_u64, but also "-". Range [min, max]. */
bool sv_i64(struct sv s, int64_t min, int64_t max, int64_t *ret);
/*
 * A decimal number with at most `digits` decimals as value * 10^digits.
 * decimal is '.' or ','; "1.234,5" and "1,234.5" are not accepted.
 */
bool sv_fixed(struct sv s, char decimal, int digits, int64_t *ret);
/* The same in every version: some ids that people see are made of it. */
uint64_t sv_hash(struct sv s);

/* For tables in memory: never kept, never shown, nothing is ordered by it. */
static inline uint64_t
sv_hash_quick(struct sv s)
{
	uint64_t h = 0x9e3779b97f4a7c15u ^ s.n, w = 0;
	size_t n = s.n;

	for (; n > 8; n -= 8, s.p += 8) {
		h = (h ^ sv_load8(s.p)) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
	}
	if (n >= 4)
		w = (uint64_t)sv_load4(s.p) << 32 | sv_load4(s.p + n - 4);
	else if (n)
		w = (uint64_t)(unsigned char)s.p[0] << 16 |
		    (uint64_t)(unsigned char)s.p[n / 2] << 8 |
		    (unsigned char)s.p[n - 1];
	h = (h ^ w) * 0xff51afd7ed558ccdu;
	h ^= h >> 29;
	h *= 0xc4ceb9fe1a85ec53u;
	return h ^ (h >> 32);
}

#endif

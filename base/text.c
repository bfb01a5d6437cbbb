/*
 * Unicode through ICU: encodings, normal forms and the folds by which names
 * are compared. Refuses nothing: invalid bytes become U+FFFD.
 */
#include "base/text.h"

#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "base/limits.h"

/* ICU's macros mix its own signed and unsigned code points. */
#pragma GCC diagnostic ignored "-Wsign-conversion"

enum { JARO_MAX = 128, MARKS_MAX = 3 };

#define HIGH_BITS 0x8080808080808080u

static bool
is_ascii_32(const char *p)
{
	return !((sv_load8(p) | sv_load8(p + 8) | sv_load8(p + 16) |
		  sv_load8(p + 24)) &
		 HIGH_BITS);
}

ptrdiff_t
text_utf8_bad(struct sv s)
{
	const uint8_t *p = (const uint8_t *)s.p;
	size_t i = 0;

	while (i < s.n) {
		int32_t at, end;
		UChar32 c;

		while (i + 32 <= s.n) {
			uint64_t w[4];

			memcpy(w, p + i, sizeof(w));
			if ((w[0] | w[1] | w[2] | w[3]) & 0x8080808080808080u)
				break;
			i += sizeof(w);
		}
		while (i + 32 <= s.n && is_ascii_32(s.p + i))
			i += 32;
		while (i + 8 <= s.n && !(sv_load8(s.p + i) & HIGH_BITS))
			i += 8;
		/* the last bytes together with some that were looked at */
		if (i >= s.n ||
		    (s.n >= 8 && !(sv_load8(s.p + s.n - 8) & HIGH_BITS) &&
		     i + 8 > s.n))
			break;
		if (p[i] < 0x80) {
			i++;
			continue;
		}
		at = 0;
		end = (int32_t)(s.n - i < 4 ? s.n - i : 4);
		U8_NEXT(p + i, at, end, c);
		if (c < 0)
			return (ptrdiff_t)i;
		i += (size_t)at;
	}
	return -1;
}

static void
put_char(struct buf *out, UChar32 c)
{
	uint8_t tmp[4];
	int32_t n = 0;
	UBool bad = false;

	U8_APPEND(tmp, n, 4, c, bad);
	if (bad)
		buf_str(out, "\xef\xbf\xbd");
	else
		buf_put(out, tmp, (size_t)n);
}

void
text_from_cp1252(struct sv s, struct buf *out)
{
	/* 0x80 to 0x9f; 0 = not assigned */
	static const uint16_t high[32] = {
		0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017d, 0,
		0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
	};

	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		UChar32 u = c;

		if (c >= 0x80 && c <= 0x9f)
			u = high[c - 0x80] ? high[c - 0x80] : 0xfffd;
		put_char(out, u);
	}
}

void
text_put_utf8(struct buf *out, uint32_t u)
{
	put_char(out, u > 0x10ffff ? 0xfffd : (UChar32)u);
}

size_t
text_from_utf16(struct sv s, bool is_le, struct buf *out)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t lo = is_le ? 0 : 1, hi = is_le ? 1 : 0, i = 0;

	while (i + 2 <= s.n) {
		UChar32 u = p[i + hi] << 8 | p[i + lo], low;

		if (U16_IS_LEAD(u) && i + 4 > s.n)
			break;
		i += 2;
		if (U16_IS_LEAD(u)) {
			low = p[i + hi] << 8 | p[i + lo];
			if (U16_IS_TRAIL(low)) {
				u = U16_GET_SUPPLEMENTARY(u, low);
				i += 2;
			}
		}
		if (u < 0x80)
			buf_char(out, (char)u);
		else
			put_char(out, U_IS_SURROGATE(u) ? 0xfffd : u);
	}
	return i;
}

/* Next code point; U+FFFD for a bad byte. */
static UChar32
next_char(struct sv s, size_t *i)
{
	int32_t at = 0, end = (int32_t)(s.n - *i < 4 ? s.n - *i : 4);
	UChar32 c;

	U8_NEXT((const uint8_t *)s.p + *i, at, end, c);
	*i += (size_t)at;
	return c < 0 ? 0xfffd : c;
}

static bool
is_blank(UChar32 c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') ||
	       (c >= 0x80 && u_isUWhiteSpace(c));
}

/* Above a blank and below DEL, all eight of them. */
static inline bool
is_graphic_8(uint64_t w)
{
	uint64_t low = w - 0x2121212121212121u;
	uint64_t del = w + 0x0101010101010101u;

	return !((w | low | del) & HIGH_BITS);
}

bool
text_is_plain(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c;

		while (i + 8 <= s.n && is_graphic_8(sv_load8(s.p + i)))
			i += 8;
		if (i == s.n)
			break;
		c = (unsigned char)s.p[i];
		if (c >= 0x80 || c < 0x20 || c == 0x7f)
			return false;
		if (c == ' ' && (i == 0 || i + 1 == s.n || s.p[i + 1] == ' '))
			return false;
	}
	return true;
}

/*
 * Plain, but for letters up to U+02FF, all of which are NFC as they stand: most
 * names with accents. Controls and U+00A0 have lead byte C2.
 */
static bool
is_plain_latin(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == 0x7f || c == 0xc2)
			return false;
		if (c == ' ' && (i == 0 || i + 1 == s.n || s.p[i + 1] == ' '))
			return false;
		if (c < 0x80)
			continue;
		if (c < 0xc3 || c > 0xcb || i + 1 == s.n ||
		    ((unsigned char)s.p[i + 1] & 0xc0) != 0x80)
			return false;
		i++;
	}
	return true;
}

/* NFC of s in mem. */
static struct sv
nfc(struct arena *mem, struct sv s)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *norm = unorm2_getNFCInstance(&status);
	int32_t n16 = 0, n = 0, out = 0;
	UChar *in, *to;
	char *p;

	if (s.n > INT32_MAX / 8)
		return s;
	in = arena_array(mem, s.n + 1, sizeof(*in));
	u_strFromUTF8WithSub(in, (int32_t)s.n + 1, &n16, s.p, (int32_t)s.n,
			     0xfffd, NULL, &status);
	if (U_FAILURE(status) || unorm2_isNormalized(norm, in, n16, &status))
		return s;
	to = arena_array(mem, (size_t)n16 * 3 + 16, sizeof(*to));
	n = unorm2_normalize(norm, in, n16, to, n16 * 3 + 16, &status);
	p = arena_alloc(mem, (size_t)n * 3 + 1);
	u_strToUTF8(p, n * 3 + 1, &out, to, n, &status);
	return U_FAILURE(status) ? s : sv_n(p, (size_t)out);
}

struct sv
text_clean(struct arena *mem, struct sv s)
{
	struct buf b = { .max = s.n * 3 + 16 };
	bool blank = false;
	struct sv r;

	s = sv_trim(s);
	if (s.n == 0 || text_is_plain(s) || is_plain_latin(s))
		return s;
	for (size_t i = 0; i < s.n;) {
		UChar32 c = next_char(s, &i);

		if (is_blank(c)) {
			blank = b.n > 0;
			continue;
		}
		if (blank)
			buf_char(&b, ' ');
		blank = false;
		put_char(&b, c);
	}
	r = arena_sv(mem, buf_view(&b));
	buf_done(&b);
	return nfc(mem, r);
}

static bool
is_ascii(struct sv s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static char
lower_ascii(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

struct sv
text_fold(struct arena *mem, struct sv s)
{
	struct buf b = { 0 };
	struct sv r;

	s = text_clean(mem, s);
	/* most names: no need of Unicode */
	if (is_ascii(s)) {
		char *p = arena_alloc(mem, s.n + 1);

		for (size_t i = 0; i < s.n; i++)
			p[i] = lower_ascii(s.p[i]);
		return sv_n(p, s.n);
	}
	for (size_t i = 0; i < s.n;) {
		UChar32 c = next_char(s, &i);

		if (c < 0x80)
			buf_char(&b, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c));
		else
			put_char(&b, u_foldCase(c, U_FOLD_CASE_DEFAULT));
	}
	r = arena_sv(mem, buf_view(&b));
	buf_done(&b);
	return r;
}

/* Compatibility decomposition of one character that may be taken apart. */
static int32_t
decompose(UChar32 c, UChar *out, int32_t size)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfkd = unorm2_getNFKDInstance(&status);
	int32_t n = -1;

	/* Dotted capital I and circled or vulgar numbers stay what they are. */
	if (c != 0x130 && u_charType(c) != U_OTHER_NUMBER)
		n = unorm2_getDecomposition(nfkd, c, out, size, &status);
	if (n < 0 || U_FAILURE(status)) {
		n = 0;
		U16_APPEND_UNSAFE(out, n, c);
	}
	return n;
}

/* Appends the full case folding of c. */
static void
put_folded(struct buf *out, UChar32 c)
{
	UChar in[2], to[8];
	int32_t n = 0, i = 0, len;
	UErrorCode status = U_ZERO_ERROR;

	if (c == 0x130) {
		put_char(out, c);
		return;
	}
	U16_APPEND_UNSAFE(in, n, c);
	len = u_strFoldCase(to, 8, in, n, U_FOLD_CASE_DEFAULT, &status);
	while (U_SUCCESS(status) && i < len) {
		UChar32 f;

		U16_NEXT(to, i, len, f);
		put_char(out, f);
	}
}

static bool
is_word_char(UChar32 c)
{
	return u_isalnum(c) || u_charType(c) == U_OTHER_NUMBER ||
	       u_charType(c) == U_LETTER_NUMBER;
}

/* Does out end with a word of one letter? */
static bool
ends_single(const struct buf *out)
{
	return out->n > 0 && out->p[out->n - 1] != ' ' &&
	       (out->n == 1 || out->p[out->n - 2] == ' ' ||
		out->p[out->n - 2] == '.');
}

/* Letters and digits go through; the rest parts words, or is nothing. */
static void
put_loose(struct buf *out, UChar32 c, unsigned *marks)
{
	if (c < 0x80) {
		*marks = 0;
		if (c >= 'A' && c <= 'Z')
			buf_char(out, (char)(c + 32));
		else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			buf_char(out, (char)c);
		else if (c == '.' && ends_single(out))
			buf_char(out, '.'); /* an abbreviation: undone later */
		else if (c != '\'' && out->n && out->p[out->n - 1] != ' ')
			buf_char(out, ' ');
		return;
	}
	if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) ||
	    c == 0x2019 || c == 0x2018)
		return;
	if (u_charType(c) == U_NON_SPACING_MARK) {
		if (++*marks > MARKS_MAX)
			put_char(out, c);
		return;
	}
	*marks = 0;
	if (is_word_char(c))
		put_folded(out, c);
	else if (out->n && out->p[out->n - 1] != ' ')
		buf_char(out, ' ');
}

/* Drops the dots of abbreviations and blanks at both ends, in place. */
static void
drop_dots(struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		if (b->p[i] != '.')
			b->p[n++] = b->p[i];
	while (n && b->p[n - 1] == ' ')
		n--;
	b->n = n;
}

static bool
is_legal_form(struct sv w)
{
	static const struct sv forms[] = {
		SV("bv"),           SV("nv"),        SV("vof"),
		SV("cv"),           SV("bvba"),      SV("inc"),
		SV("llc"),          SV("ltd"),       SV("llp"),
		SV("plc"),          SV("gmbh"),      SV("ag"),
		SV("kg"),           SV("ug"),        SV("sa"),
		SV("sas"),          SV("sarl"),      SV("srl"),
		SV("spa"),          SV("oy"),        SV("oyj"),
		SV("ab"),           SV("as"),        SV("asa"),
		SV("aps"),          SV("pvt"),       SV("pty"),
		SV("corp"),         SV("limited"),   SV("corporation"),
		SV("incorporated"), SV("stichting"), SV("stg"),
		SV("cooperatie"),   SV("ua"),
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (forms[i].n == w.n && forms[i].p[0] == w.p[0] &&
		    sv_eq(w, forms[i]))
			return true;
	return false;
}

/* Removes legal forms at either end; at least one word stays. */
static struct sv
drop_legal_forms(struct sv s)
{
	for (;;) {
		size_t first = 0, last = s.n;

		while (first < s.n && s.p[first] != ' ')
			first++;
		if (first == s.n)
			return s;
		while (last > 0 && s.p[last - 1] != ' ')
			last--;
		if (is_legal_form(sv_n(s.p + last, s.n - last)))
			s.n = last - 1;
		else if (s.n > 4 &&
			 (sv_ends(s, SV(" b v")) || sv_ends(s, SV(" n v"))))
			s.n -= 4;
		else if (is_legal_form(sv_n(s.p, first)))
			s = sv_n(s.p + first + 1, s.n - first - 1);
		else
			return s;
	}
}

static void
loose(struct buf *b, struct arena *mem, struct sv s)
{
	unsigned marks = 0;

	s = text_clean(mem, s);
	for (size_t i = 0; i < s.n;) {
		UChar32 c = next_char(s, &i);
		UChar part[40];
		int32_t n, at = 0;

		if (c < 0x80) {
			put_loose(b, c, &marks);
			continue;
		}
		n = decompose(c, part, 40);
		while (at < n) {
			U16_NEXT(part, at, n, c);
			put_loose(b, c, &marks);
		}
	}
	drop_dots(b);
}

struct sv
text_fold_loose(struct arena *mem, struct sv s)
{
	struct buf b = { 0 };
	struct sv r;

	buf_reserve(&b, s.n);
	loose(&b, mem, s);
	r = arena_sv(mem, drop_legal_forms(buf_view(&b)));
	buf_done(&b);
	return r;
}

struct sv
text_fold_header(struct arena *mem, struct sv s)
{
	struct buf b = { 0 };
	struct sv r;
	size_t n = 0;

	if (is_ascii(s)) {
		char *p = arena_alloc(mem, s.n + 1);

		for (size_t i = 0; i < s.n; i++) {
			char c = lower_ascii(s.p[i]);

			if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
				p[n++] = c;
		}
		return sv_n(p, n);
	}
	loose(&b, mem, s);
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] != ' ')
			b.p[n++] = b.p[i];
	r = arena_sv(mem, sv_n(b.p, n));
	buf_done(&b);
	return r;
}

bool
text_is_deceptive(struct sv s)
{
	bool seen[3] = { false, false, false };
	unsigned marks = 0;

	for (size_t i = 0; i < s.n;) {
		UChar32 c = next_char(s, &i);
		UErrorCode status = U_ZERO_ERROR;
		UScriptCode script;

		if (c < 0x80) {
			seen[0] = seen[0] || u_isalpha(c);
			marks = 0;
			continue;
		}
		if (u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT))
			return true;
		marks = u_charType(c) == U_NON_SPACING_MARK ? marks + 1 : 0;
		if (marks > MARKS_MAX)
			return true;
		script = uscript_getScript(c, &status);
		seen[0] = seen[0] || script == USCRIPT_LATIN;
		seen[1] = seen[1] || script == USCRIPT_GREEK;
		seen[2] = seen[2] || script == USCRIPT_CYRILLIC;
	}
	return seen[0] + seen[1] + seen[2] > 1;
}

static size_t
code_points(struct sv s, UChar32 out[JARO_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < s.n && n < JARO_MAX;)
		out[n++] = next_char(s, &i);
	return n;
}

/* Matching characters in the window, and half the transpositions. */
static unsigned
jaro_matches(const UChar32 *a, size_t na, const UChar32 *b, size_t nb,
	     unsigned *ret_transposed)
{
	bool hit_a[JARO_MAX] = { false }, hit_b[JARO_MAX] = { false };
	size_t longest = na > nb ? na : nb, k = 0;
	size_t window = longest / 2 ? longest / 2 - 1 : 0;
	unsigned m = 0, t = 0;

	for (size_t i = 0; i < na; i++) {
		size_t lo = i > window ? i - window : 0;
		size_t hi = i + window + 1 < nb ? i + window + 1 : nb;

		for (size_t j = lo; j < hi; j++) {
			if (hit_b[j] || a[i] != b[j])
				continue;
			hit_a[i] = hit_b[j] = true;
			m++;
			break;
		}
	}
	for (size_t i = 0; i < na; i++) {
		if (!hit_a[i])
			continue;
		while (!hit_b[k])
			k++;
		t += a[i] != b[k++];
	}
	*ret_transposed = t / 2;
	return m;
}

unsigned
text_jaro_winkler(struct sv a, struct sv b)
{
	UChar32 ca[JARO_MAX], cb[JARO_MAX];
	size_t na = code_points(a, ca), nb = code_points(b, cb), prefix = 0;
	unsigned t, m;
	uint64_t jaro, whole;

	if (na == 0 || nb == 0)
		return na == nb ? 1000 : 0;
	m = jaro_matches(ca, na, cb, nb, &t);
	if (m == 0)
		return 0;
	/* (m/na + m/nb + (m-t)/m) / 3 in millionths, exactly, rounded */
	whole = 3ull * na * nb * m;
	jaro = (1000000ull * ((uint64_t)m * m * (na + nb) +
			      (uint64_t)(m - t) * na * nb) +
		whole / 2) /
	       whole;
	while (prefix < 4 && prefix < na && prefix < nb &&
	       ca[prefix] == cb[prefix])
		prefix++;
	jaro += prefix * (1000000 - jaro) / 10;
	return (unsigned)((jaro + 500) / 1000);
}

bool
text_domain(struct arena *mem, struct sv s, struct sv *ret)
{
	enum { NAME_MAX_BYTES = 1024 }; /* DNS stops at 253 */
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UErrorCode ec = U_ZERO_ERROR;
	UIDNA *idna;
	int32_t n;
	char *p;

	if (s.n == 0 || s.n > NAME_MAX_BYTES)
		return false;
	idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII |
				       UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ,
			       &ec);
	if (U_FAILURE(ec))
		return false;
	p = arena_alloc(mem, NAME_MAX_BYTES);
	n = uidna_nameToASCII_UTF8(idna, s.p, (int32_t)s.n, p, NAME_MAX_BYTES,
				   &info, &ec);
	uidna_close(idna);
	if (U_FAILURE(ec) || info.errors || n <= 0 || n > NAME_MAX_BYTES)
		return false;
	*ret = sv_n(p, (size_t)n);
	return true;
}

size_t
text_length(struct sv s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

int32_t
text_next(struct sv s, size_t *i)
{
	return next_char(s, i);
}

static size_t
char_width(UChar32 c)
{
	int type = u_charType(c);
	int east;

	if (c < 0x300)
		return 1;
	if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK ||
	    type == U_FORMAT_CHAR || (c >= 0x1160 && c <= 0x11ff))
		return 0;
	east = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
	return east == U_EA_WIDE || east == U_EA_FULLWIDTH ? 2 : 1;
}

size_t
text_width(struct sv s)
{
	size_t w = 0;

	for (size_t i = 0; i < s.n;)
		w += char_width(next_char(s, &i));
	return w;
}

struct sv
text_cut(struct sv s, size_t width)
{
	size_t w = 0, end = 0;

	for (size_t i = 0; i < s.n; end = i) {
		w += char_width(next_char(s, &i));
		if (w > width)
			break;
	}
	return sv_n(s.p, end);
}

bool
text_is_control(int32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	       c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069) || (c & 0xfffe) == 0xfffe;
}

void
text_visible(struct buf *out, struct sv s)
{
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		UChar32 c = next_char(s, &i);
		bool bidi = (c >= 0x202a && c <= 0x202e) ||
			    (c >= 0x2066 && c <= 0x2069) || c == 0x200e ||
			    c == 0x200f || c == 0x61c;

		if (c == 0xfffd && i - from != 3)
			buf_printf(out, "\\x%02x", (unsigned char)s.p[from]);
		else if ((c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0) ||
			 bidi || c == 0x2028 || c == 0x2029)
			buf_printf(out, "\\u{%x}", (unsigned)c);
		else
			buf_put(out, s.p + from, i - from);
	}
}

void
text_library(struct buf *out)
{
	char text[U_MAX_VERSION_STRING_LENGTH];
	UVersionInfo version;

	u_getVersion(version);
	u_versionToString(version, text);
	buf_str(out, text);
}

struct sv
text_country(struct arena *mem, const char *code, const char *lang)
{
	UErrorCode status = U_ZERO_ERROR;
	char region[8], name[256];
	UChar wide[64];
	int32_t n, bytes = 0;

	if (strlen(code) != 2)
		return arena_sv(mem, sv(code));
	memcpy(region, "und_", 4);
	memcpy(region + 4, code, 3);
	n = uloc_getDisplayCountry(region, lang, wide,
				   sizeof(wide) / sizeof(*wide), &status);
	if (U_FAILURE(status) || n <= 0)
		return arena_sv(mem, sv(code));
	u_strToUTF8(name, sizeof(name), &bytes, wide, n, &status);
	if (U_FAILURE(status) || bytes <= 0)
		return arena_sv(mem, sv(code));
	return arena_sv(mem, sv_n(name, (size_t)bytes));
}

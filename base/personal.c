/*
 * Takes out of a text what its form gives away as personal. Refuses to judge
 * words: "Jansen" may be a firm.
 */
#include "base/personal.h"

#include <string.h>

enum {
	HEX_RUN = 100,      /* an ECK iD has 128, a SHA-256 has 64 */
	TOKEN_BYTES = 16,   /* of a token that begins with eyJ ('{"') */
	FEWEST = 3,         /* "a@b" */
	PHONE_DIGITS = 10,  /* that begins with 0 */
	FOREIGN_DIGITS = 9, /* at least, behind a + */
	FOREIGN_MOST = 14,
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_word(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool
is_local(char c)
{
	return is_word(c) || memchr("!#$%&+-.=^_`{|}~", c, 16);
}

static bool
is_base64(char c)
{
	return is_word(c) || c == '_' || c == '-' || c == '.' || c == '=';
}

/* '@', or as URLs write it, with anything behind it: its length, or 0. */
static size_t
at_sign(struct sv t, size_t i)
{
	size_t n = t.p[i] == '@' ? 1 : 0;

	if (t.p[i] == '%' && i + 3 <= t.n && t.p[i + 1] == '4' &&
	    t.p[i + 2] == '0')
		n = 3;
	/* OpenConext writes "https@//host" when it has to */
	if (i + n >= t.n || t.p[i + n] == ' ' || t.p[i + n] == '/')
		return 0;
	return n;
}

/* Where the local part of an address begins that ends before i; i: nowhere. */
static size_t
local_from(struct sv t, size_t from, size_t i)
{
	size_t k = i;

	if (k > from && t.p[k - 1] == '"') {
		for (k--; k > from && t.p[k - 1] != '"';)
			k--;
		return k > from ? k - 1 : i;
	}
	while (k > from &&
	       (is_local(t.p[k - 1]) ||
		(t.p[k - 1] == '\'' && k - 1 > from && is_word(t.p[k - 2]))))
		k--;
	return k;
}

/* A telephone number at i: one dash at most, blanks, "(0)". Its length or 0. */
static size_t
phone(struct sv t, size_t i)
{
	bool is_foreign = t.p[i] == '+';
	size_t digits = 0, dashes = 0, k = i + is_foreign, end = k;

	if (!is_foreign && t.p[i] != '0')
		return 0;
	/* "tel.06..." begins here, "1.3.06..." does not */
	if (i && is_word(t.p[i - 1]))
		return 0;
	if (i > 1 && memchr("-.+", t.p[i - 1], 3) && is_word(t.p[i - 2]) &&
	    (t.p[i - 1] != '.' || is_digit(t.p[i - 2])))
		return 0;
	for (; k < t.n; k++) {
		if (is_digit(t.p[k])) {
			digits++;
			end = k + 1;
		} else if (t.p[k] == '-' && dashes < 1) {
			dashes++;
		} else if (t.p[k] != ' ' && t.p[k] != '(' && t.p[k] != ')') {
			break;
		}
		if (digits == PHONE_DIGITS && !is_foreign)
			break;
		if (digits > FOREIGN_MOST)
			return 0;
	}
	if (end < t.n && (is_word(t.p[end]) || t.p[end] == '-'))
		return 0;
	if (is_foreign ? digits < FOREIGN_DIGITS : digits != PHONE_DIGITS)
		return 0;
	return end - i;
}

/* A token, an ECK iD or as many hexadecimal digits at i: its length, or 0. */
static size_t
secret(struct sv t, size_t i)
{
	static const char keten[] = "ketenid.nl/";
	size_t k = i;

	if (t.p[i] == 'e' && sv_starts(sv_from(t, i), SV("eyJ"))) {
		while (k < t.n && is_base64(t.p[k]))
			k++;
		return k - i >= TOKEN_BYTES ? k - i : 0;
	}
	if (t.p[i] == 'k' && sv_starts(sv_from(t, i), sv(keten))) {
		while (k < t.n &&
		       (is_word(t.p[k]) || t.p[k] == '.' || t.p[k] == '/'))
			k++;
		return k - i > sizeof(keten) - 1 ? k - i : 0;
	}
	if (!is_hex(t.p[i]) || (i && is_hex(t.p[i - 1])))
		return 0;
	while (k < t.n && is_hex(t.p[k]))
		k++;
	return k - i >= HEX_RUN ? k - i : 0;
}

/* Cheap, for what most texts consist of: whether anything can begin at i. */
static bool
may_begin(struct sv t, size_t i)
{
	char next = i + 1 < t.n ? t.p[i + 1] : '\0';

	switch (t.p[i]) {
	case '@':
	case '%':
	case '+': return true;
	case 'k': return next == 'e';
	case 'e':
		if (next == 'y')
			return true;
		break;
	case '0':
		if (is_digit(next) || next == '-' || next == ' ' || next == '(')
			return true;
		break;
	}
	return t.n >= HEX_RUN && is_hex(t.p[i]);
}

/*
 * The next thing at or after *at: *at is where it begins, *ret_end where it
 * ends, and whether it is the local part of an address.
 */
static bool
next_thing(struct sv t, bool is_key, size_t *at, size_t *ret_end,
	   bool *ret_mail)
{
	size_t n, begin, from = *at;

	for (size_t i = from; i < t.n; i++) {
		if (!may_begin(t, i))
			continue;
		n = at_sign(t, i);
		begin = n ? local_from(t, from, i) : i;
		*ret_mail = begin < i;
		if (begin == i)
			n = secret(t, i);
		if (begin == i && n == 0 && !is_key)
			n = phone(t, i);
		if (n == 0 && begin == i)
			continue;
		*at = begin;
		*ret_end = *ret_mail ? i : i + n;
		return true;
	}
	return false;
}

/* What the things looked for cannot do without. */
enum { A_ZERO = 1, A_SIGN = 2, A_TOKEN = 4, A_KETEN = 8 };
static const unsigned char needs[256] = {
	['0'] = A_ZERO, ['@'] = A_SIGN,  ['%'] = A_SIGN,
	['+'] = A_SIGN, ['J'] = A_TOKEN, ['k'] = A_KETEN,
};

/* Sixteen bytes at once: every processor that matters can. */
typedef unsigned char lanes __attribute__((vector_size(16)));

static inline lanes
needs_of(lanes v)
{
	lanes sign = (lanes)((v == '@') | (v == '%') | (v == '+'));

	return ((lanes)(v == '0') & A_ZERO) | (sign & A_SIGN) |
	       ((lanes)(v == 'J') & A_TOKEN) | ((lanes)(v == 'k') & A_KETEN);
}

static inline unsigned
any_of(lanes v)
{
	uint64_t half[2];

	memcpy(half, &v, sizeof(half));
	half[0] |= half[1];
	half[0] |= half[0] >> 32;
	half[0] |= half[0] >> 16;
	return (unsigned)(half[0] | half[0] >> 8) & 0xff;
}

/* Of at least eight bytes; the last ones are looked at with their like. */
static unsigned
needs_in_long(struct sv t)
{
	lanes all = { 0 }, v = { 0 };
	size_t i = 0;

	for (; i + sizeof(v) < t.n; i += sizeof(v)) {
		memcpy(&v, t.p + i, sizeof(v));
		all |= needs_of(v);
	}
	if (t.n >= sizeof(v)) {
		memcpy(&v, t.p + t.n - sizeof(v), sizeof(v));
	} else {
		memcpy(&v, t.p, 8);
		memcpy((char *)&v + 8, t.p + t.n - 8, 8);
	}
	return any_of(all | needs_of(v));
}

static unsigned
needs_in(struct sv t)
{
	unsigned all = 0;

	if (t.n >= 8)
		return needs_in_long(t);
	for (size_t i = 0; i < t.n; i++)
		all |= needs[(unsigned char)t.p[i]];
	return all;
}

/*
 * A zero with which a word begins, and behind it what a number goes on with:
 * fingerprints have none of the one within, nor versions ("2.0:") of the other.
 */
static bool
may_be_phone(struct sv t)
{
	for (size_t i = 0; i + PHONE_DIGITS <= t.n; i++) {
		const char *zero = memchr(t.p + i, '0', t.n - i);

		if (!zero)
			return false;
		i = (size_t)(zero - t.p);
		if ((i == 0 || !is_word(t.p[i - 1])) && may_begin(t, i))
			return true;
	}
	return false;
}

/* One look at each byte: nearly all texts of an import end here. */
static bool
is_innocent(struct sv t)
{
	unsigned all;

	if (t.n >= HEX_RUN)
		return false;
	all = needs_in(t);
	if (all & A_SIGN)
		return false;
	if (all & A_ZERO && t.n >= PHONE_DIGITS && may_be_phone(t))
		return false;
	if (all & A_TOKEN && sv_find_sv(t, SV("eyJ")) >= 0)
		return false;
	return !(all & A_KETEN) || sv_find_sv(t, SV("ketenid.nl/")) < 0;
}

bool
personal_in(struct sv text, bool is_key)
{
	size_t at = 0, end;
	bool is_mail;

	return text.n >= FEWEST && !is_innocent(text) &&
	       next_thing(text, is_key, &at, &end, &is_mail);
}

void
personal_cut(struct buf *out, struct sv text, bool is_key)
{
	size_t done = 0, at = 0, end;
	bool is_mail;

	while (next_thing(text, is_key, &at, &end, &is_mail)) {
		buf_sv(out, sv_n(text.p + done, at - done));
		if (!is_mail)
			buf_str(out, "...");
		done = at = end;
	}
	buf_sv(out, sv_from(text, done));
}

/* Normal forms of deciding keys. Refuses what does not have the shape. */
#include "schema/model/keys.h"

#include <string.h>

/* Digits of raw without blanks, dots and a ".0" that a spreadsheet added. */
static struct sv
digits_of(struct sv raw, struct arena *mem)
{
	char *p = arena_alloc(mem, raw.n + 1);
	size_t n = 0;

	if (sv_ends(raw, SV(".0")))
		raw.n -= 2;
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] != ' ' && raw.p[i] != '.')
			p[n++] = raw.p[i];
	return sv_n(p, n);
}

/* Left-padded with zeros to n digits. */
static struct sv
pad(struct sv s, size_t n, struct arena *mem)
{
	char *p;

	if (s.n >= n)
		return s;
	p = arena_alloc(mem, n + 1);
	memset(p, '0', n);
	memcpy(p + n - s.n, s.p, s.n);
	return sv_n(p, n);
}

static bool
number_key(struct sv raw, size_t min, size_t full, struct arena *mem,
	   struct sv *ret)
{
	struct sv d = digits_of(raw, mem);

	if (!sv_is_digits(d) || d.n < min || d.n > full)
		return false;
	*ret = pad(d, full, mem);
	return true;
}

static struct sv
upper(struct sv s, struct arena *mem)
{
	char *p = arena_alloc(mem, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)(s.p[i] >= 'a' && s.p[i] <= 'z' ? s.p[i] - 32
							     : s.p[i]);
	return sv_n(p, s.n);
}

static struct sv
lower(struct sv s, struct arena *mem)
{
	char *p = arena_alloc(mem, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] + 32
							     : s.p[i]);
	return sv_n(p, s.n);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_brin(struct sv s)
{
	return (s.n == 4 || s.n == 6) && is_digit(s.p[0]) && is_digit(s.p[1]) &&
	       is_upper(s.p[2]) && is_upper(s.p[3]) &&
	       (s.n == 4 || (is_digit(s.p[4]) && is_digit(s.p[5])));
}

bool
key_is_institution(struct sv brin)
{
	return brin.n == 4;
}

static bool
domain_key(struct sv raw, struct arena *mem, struct sv *ret)
{
	ptrdiff_t at = sv_find_sv(raw, SV("://"));
	char *p;
	size_t dots = 0;

	if (at >= 0)
		raw = sv_n(raw.p + at + 3, raw.n - (size_t)at - 3);
	for (size_t i = 0; i < raw.n; i++)
		if (raw.p[i] == '/' || raw.p[i] == '?' || raw.p[i] == '#' ||
		    raw.p[i] == ':') {
			raw.n = i;
			break;
		}
	if (raw.n && raw.p[raw.n - 1] == '.')
		raw.n--;
	if (raw.n < 3 || raw.n > 253)
		return false;
	p = arena_alloc(mem, raw.n + 1);
	for (size_t i = 0; i < raw.n; i++) {
		char c = raw.p[i];

		if (is_upper(c))
			c = (char)(c + 32);
		if (c == '.')
			dots++;
		else if (!is_digit(c) && !(c >= 'a' && c <= 'z') && c != '-')
			return false;
		p[i] = c;
	}
	*ret = sv_n(p, raw.n);
	if (sv_starts(*ret, SV("www.")))
		*ret = sv_n(p + 4, raw.n - 4), dots--;
	return dots > 0;
}

bool
key_normalise(enum key_scheme scheme, struct sv raw, struct arena *mem,
	      struct sv *ret)
{
	struct sv s = sv_trim(raw);

	if (s.n == 0 || s.n > 1024)
		return false;
	switch (scheme) {
	case KEY_BOARD_NUMBER: return number_key(s, 4, 5, mem, ret);
	case KEY_KVK:
	case KEY_BOARD_KVK: return number_key(s, 7, 8, mem, ret);
	case KEY_OIN: return number_key(s, 20, 20, mem, ret);
	case KEY_BRIN:
		s = upper(s, mem);
		*ret = s;
		return is_brin(s);
	case KEY_LEI:
		s = upper(s, mem);
		for (size_t i = 0; i < s.n; i++)
			if (!is_digit(s.p[i]) && !is_upper(s.p[i]))
				return false;
		*ret = s;
		return s.n == 20;
	case KEY_COUNTRY_CODE:
		s = upper(s, mem);
		*ret = s;
		return s.n == 2 && is_upper(s.p[0]) && is_upper(s.p[1]);
	case KEY_DOMAIN: return domain_key(s, mem, ret);
	case KEY_APP_ID:
	case KEY_TENANT:
	case KEY_HOST_NAME: *ret = lower(s, mem); return true;
	case KEY_ENTITY_ID:
	case KEY_CLIENT_ID:
	case KEY_ISSUER:
	case KEY_CATEGORY_ID:
	case KEY_FUNCTION_ID:
	case KEY_SCHEMES: break;
	}
	*ret = arena_sv(mem, s);
	return true;
}

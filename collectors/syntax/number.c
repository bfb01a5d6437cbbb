/*
 * Decimals and date serials on strings of digits. Spreadsheets write doubles
 * with 17 digits and show 15: rounding the decimal to 15 gives what people
 * saw, the same on every machine. Refuses what is not a plain number.
 */
#include "collectors/syntax/number.h"

#include <stdio.h>

#include "base/date.h"

enum {
	DIGITS = 15,
	EXPONENT_MAX = 400, /* a double ends at 308 */
	PLAIN_MAX = 21,     /* digits before the point, written plainly */
	PLAIN_MIN = -6,     /* zeros behind the point, written plainly */
	FRACTION = 12,      /* digits of a day */
	DAY_SECONDS = 86400,
	LAST_1900 = 2958465, /* 9999-12-31 */
	DAYS_1904 = 1462,    /* 1904-01-01 in the other system */
};

/* 0.DIGITS x 10^exponent; n == 0 is zero. */
struct decimal {
	bool is_negative;
	uint32_t n;
	char digit[DIGITS + 1];
	int64_t exponent;
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* One more digit behind the last that fits decides up or down. */
static void
round_up(struct decimal *d)
{
	uint32_t i = DIGITS;

	while (i > 0 && d->digit[i - 1] == '9')
		i--;
	if (i == 0) {
		d->digit[0] = '1';
		d->n = 1;
		d->exponent++;
		return;
	}
	d->digit[i - 1]++;
	d->n = i;
}

static bool
take_exponent(struct sv s, int64_t *exponent)
{
	bool is_negative = s.n && s.p[0] == '-';
	uint64_t v;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+'))
		s = sv_n(s.p + 1, s.n - 1);
	if (!sv_u64(s, EXPONENT_MAX, &v))
		return false;
	*exponent += is_negative ? -(int64_t)v : (int64_t)v;
	return true;
}

/* Digits and at most one point; *ret_at is where they end. */
static bool
take_digits(struct decimal *d, struct sv s, size_t *ret_at)
{
	bool point = false, any = false, up = false;
	uint64_t seen = 0; /* significant digits */
	size_t i = 0;

	for (; i < s.n; i++) {
		char c = s.p[i];

		if (c == '.' && !point) {
			point = true;
			continue;
		}
		if (!is_digit(c))
			break;
		any = true;
		if (!point && (seen || c != '0'))
			d->exponent++;
		if (point && seen == 0 && c == '0')
			d->exponent--;
		if (seen == 0 && c == '0')
			continue;
		if (seen < DIGITS)
			d->digit[d->n++] = c;
		else if (seen == DIGITS)
			up = c >= '5';
		seen++;
	}
	if (up)
		round_up(d);
	*ret_at = i;
	return any;
}

static bool
parse(struct sv s, struct decimal *ret)
{
	struct decimal d = { 0 };
	size_t at = 0;

	if (s.n && (s.p[0] == '-' || s.p[0] == '+')) {
		d.is_negative = s.p[0] == '-';
		s = sv_n(s.p + 1, s.n - 1);
	}
	if (!take_digits(&d, s, &at))
		return false;
	s = sv_n(s.p + at, s.n - at);
	if (s.n && (s.p[0] == 'e' || s.p[0] == 'E')) {
		if (!take_exponent(sv_n(s.p + 1, s.n - 1), &d.exponent))
			return false;
	} else if (s.n) {
		return false;
	}
	while (d.n && d.digit[d.n - 1] == '0')
		d.n--;
	if (d.n == 0)
		d = (struct decimal){ 0 };
	*ret = d;
	return true;
}

static struct sv
write_plain(const struct decimal *d, char *out)
{
	int64_t point = d->exponent;
	size_t n = 0;

	if (d->is_negative)
		out[n++] = '-';
	if (point <= 0) {
		out[n++] = '0';
		out[n++] = '.';
		for (int64_t i = point; i < 0; i++)
			out[n++] = '0';
	}
	for (uint32_t i = 0; i < d->n; i++) {
		if (i > 0 && point == (int64_t)i)
			out[n++] = '.';
		out[n++] = d->digit[i];
	}
	for (int64_t i = d->n; i < point; i++)
		out[n++] = '0';
	return sv_n(out, n);
}

static struct sv
write_scientific(const struct decimal *d, char *out)
{
	int64_t exponent = d->exponent - 1;
	size_t n = 0;

	if (d->is_negative)
		out[n++] = '-';
	out[n++] = d->digit[0];
	if (d->n > 1)
		out[n++] = '.';
	for (uint32_t i = 1; i < d->n; i++)
		out[n++] = d->digit[i];
	n += (size_t)snprintf(out + n, NUMBER_SIZE - n, "E%c%lld",
			      exponent < 0 ? '-' : '+',
			      (long long)(exponent < 0 ? -exponent : exponent));
	return sv_n(out, n);
}

/* Most numbers are short and canonical as they stand. */
static bool
is_canonical(struct sv s)
{
	if (s.n == 0 || s.n > DIGITS || (s.p[0] == '0' && s.n > 1))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return true;
}

bool
number_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret)
{
	struct decimal d;

	if (is_canonical(s)) {
		*ret = s;
		return true;
	}
	if (!parse(s, &d))
		return false;
	if (d.n == 0)
		*ret = SV("0");
	else if (d.exponent > PLAIN_MIN && d.exponent <= PLAIN_MAX)
		*ret = write_plain(&d, out);
	else
		*ret = write_scientific(&d, out);
	return true;
}

enum number_style
number_style_of_id(uint32_t id)
{
	if ((id >= 18 && id <= 21) || (id >= 45 && id <= 47))
		return STYLE_TIME;
	if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
	    (id >= 50 && id <= 58))
		return STYLE_DATE;
	return STYLE_NUMBER;
}

/* Behind what stands at s.p[i]: a quoted text, an escape, a bracket. */
static size_t
skip_literal(struct sv s, size_t i, bool *ret_elapsed)
{
	char c = s.p[i], first = i + 1 < s.n ? s.p[i + 1] : 0;
	size_t from = i + 1;

	if (c == '\\' || c == '_' || c == '*')
		return i + 2;
	if (c != '"' && c != '[')
		return i;
	while (from < s.n && s.p[from] != (c == '"' ? '"' : ']'))
		from++;
	if (c == '[' && (first == 'h' || first == 'H' || first == 'm' ||
			 first == 'M' || first == 's' || first == 'S')) {
		/* [h] [mm] [ss], but not [Magenta] */
		size_t k = i + 1;

		while (k < from && (s.p[k] | 0x20) == (first | 0x20))
			k++;
		*ret_elapsed = *ret_elapsed || k == from;
	}
	return from + 1;
}

enum number_style
number_style_of_code(struct sv code)
{
	bool has_day = false, has_time = false, has_month = false;
	bool elapsed = false;
	size_t i = 0;

	if (sv_ieq(code, SV("General")) || sv_ieq(code, SV("Standard")))
		return STYLE_NUMBER;
	while (i < code.n && code.p[i] != ';') {
		size_t next = skip_literal(code, i, &elapsed);
		char c = (char)(code.p[i] | 0x20);

		if (next != i) {
			i = next;
			continue;
		}
		has_day = has_day || c == 'd' || c == 'y';
		has_time = has_time || c == 'h' || c == 's';
		has_month = has_month || c == 'm';
		if (code.p[i] == '#' || code.p[i] == '?')
			return STYLE_NUMBER;
		i++;
	}
	if (has_day || (has_month && !has_time && !elapsed))
		return STYLE_DATE;
	return has_time || elapsed ? STYLE_TIME : STYLE_NUMBER;
}

/* Whole days and seconds of a day; false past what a date can be. */
static bool
split_days(const struct decimal *d, int64_t *ret_days, int64_t *ret_seconds)
{
	int64_t days = 0, fraction = 0, seconds, scale = 1;
	int64_t at = d->exponent;

	if (at > 8)
		return false;
	for (int64_t i = 0; i < at; i++)
		days = days * 10 + (i < d->n ? d->digit[i] - '0' : 0);
	for (int64_t k = 0; k < FRACTION; k++, at++) {
		char c = at >= 0 && at < d->n ? d->digit[at] : '0';

		fraction = fraction * 10 + (c - '0');
		scale *= 10;
	}
	seconds = (fraction * DAY_SECONDS + scale / 2) / scale;
	*ret_days = days + seconds / DAY_SECONDS;
	*ret_seconds = seconds % DAY_SECONDS;
	return true;
}

static struct sv
write_time(int64_t seconds, char *out, size_t at)
{
	at += (size_t)snprintf(
		out + at, NUMBER_SIZE - at, "%02lld:%02lld:%02lld",
		(long long)(seconds / 3600), (long long)(seconds / 60 % 60),
		(long long)(seconds % 60));
	return sv_n(out, at);
}

static struct sv
write_date(int64_t days, int64_t seconds, char out[NUMBER_SIZE])
{
	/* 1899-12-30 is day 0 for everything behind the false leap day */
	int64_t epoch = date_to_days(date_make(1899, 12, 30));

	date_iso(date_from_days(epoch + days), out);
	if (seconds == 0)
		return sv_n(out, DATE_ISO_SIZE - 1);
	out[DATE_ISO_SIZE - 1] = 'T';
	return write_time(seconds, out, DATE_ISO_SIZE);
}

enum serial
serial_text(struct sv number, bool is_1904, enum number_style style,
	    char out[NUMBER_SIZE], struct sv *ret)
{
	int64_t days = 0, seconds = 0;
	struct decimal d;
	bool fits;

	if (!parse(number, &d))
		return SERIAL_NONE;
	if (d.is_negative)
		return SERIAL_NEGATIVE;
	fits = split_days(&d, &days, &seconds);
	if (fits && (style == STYLE_TIME ? days < 100 : days == 0) &&
	    (style == STYLE_TIME || (seconds && !is_1904))) {
		*ret = write_time(days * DAY_SECONDS + seconds, out, 0);
		return SERIAL_TIME;
	}
	if (is_1904)
		days += DAYS_1904;
	if (!fits || days > LAST_1900)
		return SERIAL_LARGE;
	if (days == 0)
		return SERIAL_ZERO;
	if (days == 60)
		return SERIAL_FALSE;
	*ret = write_date(days < 60 ? days + 1 : days, seconds, out);
	return days < 60 ? SERIAL_EARLY : SERIAL_DATE;
}

/* "HH:MM" or "HH:MM:SS" in front of s; fractions and zones are let go. */
static bool
take_clock(struct sv s, int64_t *ret_seconds)
{
	uint64_t h, m, sec = 0;

	if (s.n < 5 || !sv_u64(sv_n(s.p, 2), 24, &h) || s.p[2] != ':' ||
	    !sv_u64(sv_n(s.p + 3, 2), 59, &m))
		return false;
	if (s.n >= 8 && s.p[5] == ':' && !sv_u64(sv_n(s.p + 6, 2), 60, &sec))
		return false;
	*ret_seconds = (int64_t)(h * 3600 + m * 60 + sec);
	return true;
}

bool
iso_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret)
{
	int64_t seconds = 0;
	int32_t date;

	if (!date_from_iso(s, &date))
		return false;
	if (s.n > 10 && !take_clock(sv_n(s.p + 11, s.n - 11), &seconds))
		return false;
	date_iso(date, out);
	*ret = sv_n(out, DATE_ISO_SIZE - 1);
	if (seconds) {
		out[DATE_ISO_SIZE - 1] = 'T';
		*ret = write_time(seconds, out, DATE_ISO_SIZE);
	}
	return true;
}

bool
clock_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret)
{
	int64_t seconds;

	if (!take_clock(s, &seconds))
		return false;
	*ret = write_time(seconds, out, 0);
	return true;
}

bool
duration_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret)
{
	int64_t total = 0;

	if (!sv_starts(s, SV("PT")) || s.n == 2)
		return false;
	s = sv_n(s.p + 2, s.n - 2);
	while (s.n) {
		size_t n = 0, skip;
		uint64_t v;

		while (n < s.n && is_digit(s.p[n]))
			n++;
		if (!sv_u64(sv_n(s.p, n), 999999, &v))
			return false;
		/* parts of a second, with either decimal sign */
		skip = n;
		if (skip < s.n && (s.p[skip] == '.' || s.p[skip] == ','))
			for (skip++; skip < s.n && is_digit(s.p[skip]);)
				skip++;
		if (skip >= s.n)
			return false;
		if (s.p[skip] != 'H' && s.p[skip] != 'M' && s.p[skip] != 'S')
			return false;
		total += (int64_t)v * (s.p[skip] == 'H'   ? 3600
				       : s.p[skip] == 'M' ? 60
							  : 1);
		s = sv_n(s.p + skip + 1, s.n - skip - 1);
	}
	*ret = write_time(total, out, 0);
	return true;
}

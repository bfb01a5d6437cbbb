/* Dates without the C library's locale and time zone. */
#include "base/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

bool
date_is_valid(int year, int month, int day)
{
	static const unsigned char len[] = { 31, 28, 31, 30, 31, 30,
					     31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1)
		return false;
	return day <= len[month - 1] + (month == 2 && leap);
}

int32_t
date_make(int year, int month, int day)
{
	return date_is_valid(year, month, day)
		       ? year * 10000 + month * 100 + day
		       : 0;
}

static bool
digits(struct sv s, size_t from, size_t n, int *ret)
{
	uint64_t v;

	if (from + n > s.n || !sv_u64(sv_n(s.p + from, n), 9999, &v))
		return false;
	*ret = (int)v;
	return true;
}

bool
date_from_iso(struct sv s, int32_t *ret)
{
	int y, m, d;

	if (s.n < 10 || s.p[4] != '-' || s.p[7] != '-' ||
	    (s.n > 10 && s.p[10] != 'T' && s.p[10] != ' '))
		return false;
	if (!digits(s, 0, 4, &y) || !digits(s, 5, 2, &m) ||
	    !digits(s, 8, 2, &d) || !date_is_valid(y, m, d))
		return false;
	*ret = date_make(y, m, d);
	return true;
}

static bool
is_date_separator(char c)
{
	return c == '-' || c == '/' || c == '.';
}

bool
date_from_text(struct sv s, int32_t *ret)
{
	size_t i = 0, a, b;
	int y, m, d;
	char sep;

	s = sv_trim(s);
	if (date_from_iso(s, ret))
		return true;
	while (i < s.n && i < 3 && !is_date_separator(s.p[i]))
		i++;
	if (i == 0 || i > 2 || i >= s.n)
		return false;
	sep = s.p[i];
	a = i + 1;
	for (i = a; i < s.n && i < a + 3 && s.p[i] != sep; i++)
		continue;
	if (i == a || i > a + 2 || i >= s.n)
		return false;
	b = i + 1;
	if (s.n != b + 4 || !digits(s, 0, a - 1, &d) ||
	    !digits(s, a, b - a - 1, &m) || !digits(s, b, 4, &y) ||
	    !date_is_valid(y, m, d))
		return false;
	*ret = date_make(y, m, d);
	return true;
}

/* Howard Hinnant's days-from-civil, in our own words: March-based years. */
int64_t
date_to_days(int32_t date)
{
	int64_t y = date / 10000, m = date / 100 % 100, d = date % 100;
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = y / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

int32_t
date_from_days(int64_t days)
{
	int64_t z = days + 719468, era, doe, yoe, doy, mp, y, m, d;

	if (z < 0)
		return 0;
	era = z / 146097;
	doe = z - era * 146097;
	yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	mp = (5 * doy + 2) / 153;
	d = doy - (153 * mp + 2) / 5 + 1;
	m = mp + (mp < 10 ? 3 : -9);
	y = yoe + era * 400 + (m <= 2);
	return y > 9999 ? 0 : date_make((int)y, (int)m, (int)d);
}

char *
date_iso(int32_t date, char out[DATE_ISO_SIZE])
{
	uint32_t v = date > 0 && date <= 99991231 ? (uint32_t)date : 0;

	out[0] = '\0';
	if (v == 0)
		return out;
	for (int i = 9; i >= 0; i--) {
		if (i == 4 || i == 7) {
			out[i] = '-';
			continue;
		}
		out[i] = (char)('0' + v % 10);
		v /= 10;
	}
	out[10] = '\0';
	return out;
}

static int64_t
now(void)
{
	const char *fixed = getenv("SOURCE_DATE_EPOCH");
	uint64_t v;

	if (fixed && sv_u64(sv(fixed), 253402300799u, &v))
		return (int64_t)v;
	return (int64_t)time(NULL);
}

int32_t
date_today(void)
{
	return date_from_days(now() / 86400);
}

char *
time_now_iso(char out[21])
{
	int64_t t = now();
	unsigned s = (unsigned)(t % 86400);
	char day[DATE_ISO_SIZE];

	snprintf(out, 21, "%sT%02u:%02u:%02uZ",
		 date_iso(date_from_days(t / 86400), day), s / 3600 % 24,
		 s / 60 % 60, s % 60);
	return out;
}

/*
 * Values in plain tables: numbers, shares, days, words of a fixed list. Every
 * refusal names the cell, what stands there and what was expected.
 */
#include "base/date.h"
#include "base/i18n.h"
#include "collectors/plain.h"

enum { COUNT_MAX = 1000 * 1000 * 1000 };

static bool
is_silent(const struct plain *p, int field)
{
	return p->cell[field].n == 0 || plain_says_unknown(p, field) ||
	       plain_says_none(p, field);
}

static int
wrong(struct plain *p, int field, const char *expected)
{
	return plain_refuse(p, field, "%s '%.*s' (expected %s)",
			    p->kind->header[field],
			    SV_ARG(plain_shown(p->cell[field])), expected);
}

/* Equal but for case, blanks, '-' and '_': "In use" is "in_use". */
static bool
same_word(struct sv a, struct sv b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a.n && strchr(" -_", a.p[i]))
			i++;
		while (k < b.n && strchr(" -_", b.p[k]))
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (!sv_ieq(sv_n(a.p + i, 1), sv_n(b.p + k, 1)))
			return false;
		i++, k++;
	}
}

/* Remembers the last word of a column: most rows repeat it. */
static void
remember(struct plain *p, int field, int64_t code)
{
	struct plain_word *w = &p->word[field];

	w->n = 0;
	if (p->cell[field].n > sizeof(w->text))
		return;
	w->n = p->cell[field].n;
	memcpy(w->text, p->cell[field].p, w->n);
	w->code = code;
}

int
plain_code(struct plain *p, int field, enum code_domain domain, int64_t *ret)
{
	const struct plain_word *last = &p->word[field];
	struct buf words = { .max = 300 };
	const char *name;

	if (is_silent(p, field))
		return 0;
	if (sv_eq(p->cell[field], sv_n(last->text, last->n))) {
		*ret = last->code;
		return 0;
	}
	for (int64_t c = 0; (name = code_name(domain, c)) != NULL; c++) {
		if (same_word(p->cell[field], sv(name))) {
			remember(p, field, c);
			*ret = c;
			return 0;
		}
	}
	for (int64_t c = 0; (name = code_name(domain, c)) != NULL; c++)
		buf_printf(&words, "%s%s", c ? ", " : "", name);
	wrong(p, field, words.p ? words.p : "");
	buf_done(&words);
	return PLAIN_REFUSED;
}

int
plain_number(struct plain *p, int field, int64_t min, int64_t max, int64_t *ret)
{
	int64_t v;

	if (is_silent(p, field))
		return 0;
	if (!sv_i64(p->cell[field], min, max, &v))
		return plain_refuse(p, field,
				    "%s '%.*s' (expected a number from %lld "
				    "to %lld)",
				    p->kind->header[field],
				    SV_ARG(plain_shown(p->cell[field])),
				    (long long)min, (long long)max);
	*ret = v;
	return 0;
}

/* Digits, thousands parted by one kind of point: "1.234", "1234". */
static bool
count(struct sv s, int64_t *ret)
{
	char digits[16];
	size_t n = 0, group = 0;
	char sep = '\0';
	uint64_t v;

	s = sv_trim(s);
	for (size_t i = 0; i < s.n; i++, group++) {
		char c = s.p[i];

		if (c == '.' || c == ',') {
			if ((sep && c != sep) || group == 0 ||
			    (sep ? group != 3 : group > 3))
				return false;
			sep = c;
			group = SIZE_MAX;
			continue;
		}
		if (n == sizeof(digits))
			return false;
		digits[n++] = c;
	}
	if ((sep && group != 3) || !sv_u64(sv_n(digits, n), COUNT_MAX, &v))
		return false;
	*ret = (int64_t)v;
	return true;
}

/* Where "100-120" parts: a hyphen, an en dash or "..". */
static bool
split_range(struct sv s, struct sv *ret_low, struct sv *ret_high)
{
	static const char *const dash[] = { "\xe2\x80\x93", "..", "-" };

	for (size_t i = 0; i < sizeof(dash) / sizeof(*dash); i++) {
		ptrdiff_t at = sv_find_sv(s, sv(dash[i]));
		size_t n = strlen(dash[i]);

		if (at <= 0)
			continue;
		*ret_low = sv_n(s.p, (size_t)at);
		*ret_high = sv_n(s.p + at + n, s.n - (size_t)at - n);
		return true;
	}
	return false;
}

int
plain_range(struct plain *p, int field, int64_t *ret_low, int64_t *ret_high)
{
	struct sv s = p->cell[field], a, b;
	int64_t low, high;

	if (is_silent(p, field))
		return 0;
	if (s.p[0] == '<' && count(sv_n(s.p + 1, s.n - 1), &high) && high > 1) {
		/* a published count is hidden only when there is somebody */
		*ret_low = 1;
		*ret_high = high - 1;
		return 0;
	}
	if (count(s, &low)) {
		*ret_low = *ret_high = low;
		return 0;
	}
	if (!split_range(s, &a, &b) || !count(a, &low) || !count(b, &high) ||
	    low > high)
		return wrong(p, field,
			     _("a number of pupils: 120, <5 or 100-120"));
	*ret_low = low;
	*ret_high = high;
	return 0;
}

/* A decimal number with ',' or '.', in units of 10^-digits, rounded. */
static bool
decimal(struct sv s, int digits, int64_t *ret)
{
	char point = sv_find(s, ',') >= 0 ? ',' : '.';
	ptrdiff_t at = sv_find(s, point);
	int64_t v;

	/* a spreadsheet may have computed more decimals than count */
	if (at >= 0 && s.n - (size_t)at - 1 > 12)
		s.n = (size_t)at + 1 + 12;
	if (!sv_fixed(s, point, 12, &v) || v < 0) {
		if (!sv_fixed(s, point, digits, &v) || v < 0)
			return false;
		*ret = v;
		return true;
	}
	for (int i = digits; i < 12; i++)
		v = i == 11 ? (v + 5) / 10 : v / 10;
	*ret = v;
	return true;
}

static bool
fraction(struct sv s, int64_t *ret)
{
	ptrdiff_t at = sv_find(s, '/');
	uint64_t num, den;

	if (at < 0 || !sv_u64(sv_trim(sv_n(s.p, (size_t)at)), 10000, &num) ||
	    !sv_u64(sv_trim(sv_n(s.p + at + 1, s.n - (size_t)at - 1)), 10000,
		    &den) ||
	    den == 0 || num > den)
		return false;
	*ret = (int64_t)((num * 20000 + den) / (2 * den));
	return true;
}

/* Takes a per cent sign off the end. */
static bool
take_percent(struct sv *s)
{
	if (!s->n || s->p[s->n - 1] != '%')
		return false;
	*s = sv_trim(sv_n(s->p, s->n - 1));
	return true;
}

int
plain_share(struct plain *p, int field, int64_t *ret)
{
	struct sv s = p->cell[field];
	int64_t v;
	bool ok;

	if (is_silent(p, field))
		return 0;
	ok = take_percent(&s) ? decimal(s, 2, &v)
			      : fraction(s, &v) || decimal(s, 4, &v);
	if (!ok || v > 10000)
		return wrong(p, field,
			     _("a share of at most one: 0.25, 25% or 1/4"));
	*ret = v;
	return 0;
}

int
plain_percent(struct plain *p, int field, int64_t *ret)
{
	struct sv s = p->cell[field];
	int64_t v;

	if (is_silent(p, field))
		return 0;
	take_percent(&s);
	if (!decimal(s, 2, &v) || v > 10000)
		return wrong(p, field, _("a percentage: 51 or 50.1"));
	*ret = v;
	return 0;
}

/* "50", "5" or nothing, behind the point: in cents. */
static bool
cents(struct sv s, int64_t *ret)
{
	uint64_t v = 0;

	if (s.n > 2 || (s.n && !sv_u64(s, 99, &v)))
		return false;
	*ret = (int64_t)(s.n == 1 ? v * 10 : v);
	return true;
}

/* Euro: the last point parts cents, unless three digits follow it. */
static bool
money(struct sv s, int64_t *ret)
{
	size_t end = s.n;
	int64_t whole, part = 0;

	while (end > 0 && s.p[end - 1] != '.' && s.p[end - 1] != ',')
		end--;
	if (end > 0 && s.n - end <= 2) {
		if (!cents(sv_n(s.p + end, s.n - end), &part))
			return false;
		s.n = end - 1;
	}
	if (s.n == 0 || !count(s, &whole))
		return false;
	*ret = whole * 100 + part;
	return true;
}

int
plain_cost(struct plain *p, int field, int64_t *ret)
{
	struct sv s = p->cell[field];
	int64_t v;
	bool ok;

	if (is_silent(p, field))
		return 0;
	if (sv_starts(s, SV("\xe2\x82\xac")))
		s = sv_trim(sv_n(s.p + 3, s.n - 3));
	else if (sv_starts(s, SV("EUR")))
		s = sv_trim(sv_n(s.p + 3, s.n - 3));
	ok = p->type[field] == CELL_NUMBER ? decimal(s, 2, &v) : money(s, &v);
	if (!ok)
		return wrong(p, field, _("euro: 1234.50 or 1.234,50"));
	*ret = v;
	return 0;
}

/* "2023" and "2023-07": the first or last day of it. */
static bool
part_date(struct sv s, bool last, int32_t *ret)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30,
				    31, 31, 30, 31, 30, 31 };
	uint64_t year, month = last ? 12 : 1;
	int day;

	if (s.n != 4 && !(s.n == 7 && s.p[4] == '-'))
		return false;
	if (!sv_u64(sv_n(s.p, 4), 9999, &year) ||
	    (s.n == 7 && !sv_u64(sv_n(s.p + 5, 2), 12, &month)) || month == 0)
		return false;
	day = last ? days[month - 1] : 1;
	if (last && date_is_valid((int)year, (int)month, day + 1))
		day++;
	if (!date_is_valid((int)year, (int)month, day))
		return false;
	*ret = date_make((int)year, (int)month, day);
	return true;
}

int
plain_date(struct plain *p, int field, bool last, int32_t *ret)
{
	int32_t v;

	if (is_silent(p, field))
		return 0;
	if (!date_from_text(p->cell[field], &v) &&
	    !part_date(p->cell[field], last, &v))
		return wrong(p, field, _("a day: 2026-11-24 or 24-11-2026"));
	*ret = v;
	return 0;
}

int32_t
plain_day_after(int32_t date)
{
	return date ? date_from_days(date_to_days(date) + 1) : 0;
}

struct sv
plain_text(struct plain *p, int field)
{
	struct sv s = p->cell[field];
	char *to;

	if (s.n == 0)
		return SV_NONE;
	if (p->type[field] == CELL_BOOL)
		return sv_is(s, "true") ? SV("yes") : SV("no");
	if (plain_says_none(p, field))
		return SV("-");
	if (sv_ieq(s, SV("none")) || sv_ieq(s, SV("geen")))
		return SV("0");
	s = text_clean(&p->scratch, s);
	if (s.p[0] != '-' && s.p[0] != '0')
		return s;
	to = arena_alloc(&p->scratch, s.n + 1);
	to[0] = ' ';
	memcpy(to + 1, s.p, s.n);
	return sv_n(to, s.n + 1);
}

bool
plain_is_url(struct sv s)
{
	return sv_starts(s, SV("https://")) || sv_starts(s, SV("http://"));
}

/*
 * Cells of hand-made lists, read with care. Refuses to choose between two
 * readings: "1,234" is neither a thousand nor one and a bit.
 */
#include "collectors/say.h"

#include "base/date.h"
#include "base/i18n.h"
#include "base/personal.h"
#include "base/text.h"

enum { TOKENS_MAX = 8, DOUBT_WORDS = 3 };

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Bytes of the first word of s, up to a blank or a sign that parts words. */
static size_t
word_end(struct sv s, size_t i)
{
	while (i < s.n && s.p[i] != ' ' && s.p[i] != ':' && s.p[i] != '(' &&
	       s.p[i] != ',' && s.p[i] != ';')
		i++;
	return i;
}

enum answer
say_answer(const struct words *w, struct sv text)
{
	enum answer a = (enum answer)words_mean(w, WORDS_ANSWER, text);
	size_t end = 0;

	if (text.n == 0)
		return ANSWER_SILENT;
	if (a != ANSWER_WORDS)
		return a;
	if (text.p[text.n - 1] == '?')
		return ANSWER_UNKNOWN;
	for (int k = 0; k < DOUBT_WORDS; k++) {
		end = word_end(text, end);
		if (end >= text.n)
			break;
		if (words_mean(w, WORDS_ANSWER, sv_n(text.p, end)) ==
		    ANSWER_UNKNOWN)
			return ANSWER_UNKNOWN;
		end++;
	}
	return ANSWER_WORDS;
}

struct sv
say_impersonal(struct arena *mem, struct sv text)
{
	struct buf b = { 0 };
	struct sv r;

	if (!personal_in(text, false))
		return text;
	personal_cut(&b, text, false);
	r = arena_sv(mem, buf_view(&b));
	buf_done(&b);
	return r;
}

static struct sv
with_first(struct arena *mem, char c, struct sv text)
{
	char *p = arena_alloc(mem, text.n + 2);

	p[0] = c;
	memcpy(p + 1, text.p, text.n);
	return sv_n(p, text.n + 1);
}

struct sv
say_text(const struct words *w, struct arena *mem, struct sv text)
{
	switch (say_answer(w, text)) {
	case ANSWER_YES: return SV("yes");
	case ANSWER_NO:
	case ANSWER_NONE: return SV("0");
	case ANSWER_NOT_APPLICABLE: return SV("-");
	case ANSWER_SILENT: return SV_NONE;
	case ANSWER_UNKNOWN:
		while (text.n && (text.p[0] == '?' || text.p[0] == ' '))
			text = sv_n(text.p + 1, text.n - 1);
		return with_first(mem, '?', say_impersonal(mem, text));
	case ANSWER_WORDS: break;
	}
	text = say_impersonal(mem, text);
	if (text.p[0] == '?' || text.p[0] == '-' || text.p[0] == '0')
		return with_first(mem, ' ', text);
	return text;
}

/* "leermiddelencoördinator": a compound whose last part is a role. */
static bool
is_role_word(const struct words *w, struct sv word)
{
	if (words_mean(w, WORDS_ROLE, word))
		return true;
	for (size_t i = 2; i + 4 <= word.n; i++)
		if (words_mean(w, WORDS_ROLE_END, sv_n(word.p + i, word.n - i)))
			return true;
	return false;
}

static bool
is_role(const struct words *w, struct sv text)
{
	size_t i = 0, from;

	if (words_mean(w, WORDS_ROLE, text))
		return true;
	while (i < text.n) {
		from = i;
		while (i < text.n && text.p[i] != ' ' && text.p[i] != '/' &&
		       text.p[i] != ',' && text.p[i] != ';' &&
		       text.p[i] != '(' && text.p[i] != ')')
			i++;
		if (i > from && !is_role_word(w, sv_n(text.p + from, i - from)))
			return false;
		i++;
	}
	return true;
}

struct sv
say_owner(const struct words *w, struct arena *mem, struct sv text)
{
	enum answer a = say_answer(w, text);

	if (a == ANSWER_UNKNOWN)
		return SV("?");
	if (a != ANSWER_WORDS || is_role(w, text))
		return say_text(w, mem, text);
	return SV("named");
}

/* A day in words: numbers and months, in the order in which they stand. */
struct token {
	int number; /* -1: a month */
	int month;
	size_t digits;
};

/* Words that say nothing about the day are left out; false: too much else. */
static bool
date_tokens(const struct words *w, struct sv s, struct token *t, int *ret_n)
{
	size_t i = 0;
	int n = 0;

	while (i < s.n) {
		size_t from = i;
		uint64_t v;
		struct sv word;
		uint32_t month;

		if (is_digit(s.p[i])) {
			while (i < s.n && is_digit(s.p[i]))
				i++;
			if (n == TOKENS_MAX || i - from > 4 ||
			    !sv_u64(sv_n(s.p + from, i - from), 9999, &v))
				return false;
			t[n++] = (struct token){ (int)v, 0, i - from };
			continue;
		}
		if (strchr(" -/.,:()'", s.p[i])) {
			i++;
			continue;
		}
		while (i < s.n && !is_digit(s.p[i]) && s.p[i] != ' ' &&
		       s.p[i] != '-' && s.p[i] != ',' && s.p[i] != ':')
			i++;
		word = sv_n(s.p + from, i - from);
		month = words_mean(w, WORDS_MONTH, word);
		if (month) {
			if (n == TOKENS_MAX)
				return false;
			t[n++] = (struct token){ -1, (int)month, 0 };
		} else if (!words_mean(w, WORDS_DATE, word)) {
			return false;
		}
	}
	*ret_n = n;
	return n > 0;
}

static int
full_year(const struct token *t)
{
	if (t->digits == 4)
		return t->number;
	if (t->digits != 2)
		return 0;
	return t->number < 70 ? 2000 + t->number : 1900 + t->number;
}

/* The first or last day of a month. */
static int32_t
of_month(int year, int month, bool is_end)
{
	int day = 31;

	while (is_end && day > 28 && !date_is_valid(year, month, day))
		day--;
	return date_make(year, month, is_end ? day : 1);
}

static int32_t
from_tokens(const struct token *t, int n, bool is_end)
{
	bool two = n == 2;

	if (n == 1 && t[0].digits == 4)
		return date_make(t[0].number, is_end ? 12 : 1, is_end ? 31 : 1);
	/* a school year runs from August to July */
	if (two && t[0].digits == 4 && full_year(&t[1]) == t[0].number + 1)
		return date_make(t[0].number + is_end, is_end ? 7 : 8,
				 is_end ? 31 : 1);
	if (two && t[0].digits == 4 && t[1].digits == 2 && t[1].number <= 12)
		return of_month(t[0].number, t[1].number, is_end);
	if (two && t[0].number < 0)
		return of_month(full_year(&t[1]), t[0].month, is_end);
	if (two && t[1].digits == 4 && t[0].number <= 12)
		return of_month(t[1].number, t[0].number, is_end);
	if (n != 3)
		return 0;
	if (t[1].number < 0)
		return date_make(full_year(&t[2]), t[1].month, t[0].number);
	if (t[0].digits <= 2 && t[1].digits <= 2 && t[2].digits == 2)
		return date_make(full_year(&t[2]), t[1].number, t[0].number);
	if (t[0].digits == 4 && t[1].digits <= 2 && t[2].digits <= 2)
		return date_make(t[0].number, t[1].number, t[2].number);
	if (t[2].digits == 4 && t[1].digits <= 2 && t[0].digits <= 2)
		return date_make(t[2].number, t[1].number, t[0].number);
	return 0;
}

enum say
say_date(const struct words *w, struct sv text, bool is_end, int32_t *ret)
{
	struct token t[TOKENS_MAX];
	int32_t date;
	int n;

	if (date_from_text(text, ret))
		return SAY_OK;
	switch (say_answer(w, text)) {
	case ANSWER_UNKNOWN: return SAY_UNKNOWN;
	case ANSWER_YES:
	case ANSWER_NO:
	case ANSWER_NONE:
	case ANSWER_NOT_APPLICABLE:
	case ANSWER_SILENT: return SAY_SILENT;
	case ANSWER_WORDS: break;
	}
	if (text.n > 64 || !date_tokens(w, text, t, &n))
		return SAY_BAD;
	date = from_tokens(t, n, is_end);
	/* a number such as 4520 is no year */
	if (date < 19000101 || date > 21001231)
		return SAY_BAD;
	*ret = date;
	return SAY_OK;
}

/* A whole number with points or blanks between thousands off the front. */
static bool
take_number(struct sv *s, int64_t *ret)
{
	uint64_t v = 0;
	size_t i = 0, group = 0;
	bool grouped = false;

	for (; i < s->n && group <= 12; i++) {
		char c = s->p[i];

		if (is_digit(c)) {
			v = v * 10 + (uint64_t)(c - '0');
			group++;
			continue;
		}
		if ((c != '.' && c != ' ') || i + 3 >= s->n ||
		    !is_digit(s->p[i + 1]) || !is_digit(s->p[i + 2]) ||
		    !is_digit(s->p[i + 3]) ||
		    (i + 4 < s->n && is_digit(s->p[i + 4])) || group == 0 ||
		    group > 3 || (grouped && group != 3))
			break;
		grouped = true;
		group = 0;
	}
	if (i == 0 || group == 0 || group > 12 || v > 1000000000)
		return false;
	s->p += i;
	s->n -= i;
	*ret = (int64_t)v;
	return true;
}

static bool
take_prefix(struct sv *s, struct sv prefix)
{
	if (!sv_starts(*s, prefix))
		return false;
	s->p += prefix.n;
	s->n -= prefix.n;
	*s = sv_trim(*s);
	return true;
}

/* Words such as "ca." off the front: the number is rough. */
static bool
take_about(const struct words *w, struct sv *s)
{
	size_t i = 0;

	while (i < s->n && s->p[i] != ' ' && !is_digit(s->p[i]))
		i++;
	if (i == 0 || i >= s->n || !words_mean(w, WORDS_ABOUT, sv_n(s->p, i)))
		return false;
	*s = sv_trim(sv_n(s->p + i, s->n - i));
	return true;
}

/* "-", "tot", "t/m" off the front: a second number follows. */
static bool
take_dash(struct sv *s)
{
	return take_prefix(s, SV("-")) || take_prefix(s, SV("\xe2\x80\x93")) ||
	       take_prefix(s, SV("tot en met ")) ||
	       take_prefix(s, SV("tot ")) || take_prefix(s, SV("t/m ")) ||
	       take_prefix(s, SV("to ")) || take_prefix(s, SV("en "));
}

enum limit { LIMIT_NONE, LIMIT_BELOW, LIMIT_UPTO, LIMIT_ABOVE, LIMIT_FROM };

static enum limit
take_limit(struct sv *s)
{
	if (take_prefix(s, SV("<=")) || take_prefix(s, SV("\xe2\x89\xa4")) ||
	    take_prefix(s, SV("max. ")) || take_prefix(s, SV("maximaal ")))
		return LIMIT_UPTO;
	if (take_prefix(s, SV(">=")) || take_prefix(s, SV("\xe2\x89\xa5")) ||
	    take_prefix(s, SV("min. ")) || take_prefix(s, SV("minimaal ")))
		return LIMIT_FROM;
	if (take_prefix(s, SV("<")) || take_prefix(s, SV("minder dan ")))
		return LIMIT_BELOW;
	if (take_prefix(s, SV(">")) || take_prefix(s, SV("meer dan ")))
		return LIMIT_ABOVE;
	return LIMIT_NONE;
}

static void
apply_limit(enum limit limit, int64_t v, int64_t *low, int64_t *high)
{
	*low = *high = v;
	switch (limit) {
	case LIMIT_BELOW:
		*low = 0;
		*high = v > 0 ? v - 1 : 0;
		return;
	case LIMIT_UPTO: *low = 0; return;
	case LIMIT_ABOVE:
		*low = v + 1;
		*high = -1;
		return;
	case LIMIT_FROM: *high = -1; return;
	case LIMIT_NONE: return;
	}
}

enum say
say_count(const struct words *w, struct sv text, int64_t *ret_low,
	  int64_t *ret_high)
{
	struct sv s = text;
	bool about = !take_prefix(&s, SV("tussen ")) && take_about(w, &s);
	enum limit limit = take_limit(&s);
	int64_t v, second, low, high;

	if (!take_number(&s, &v)) {
		enum answer a = say_answer(w, text);

		return a == ANSWER_UNKNOWN ? SAY_UNKNOWN
		       : a == ANSWER_WORDS ? SAY_BAD
					   : SAY_SILENT;
	}
	s = sv_trim(s);
	apply_limit(limit, v, &low, &high);
	if (take_prefix(&s, SV("+"))) {
		high = -1;
	} else if (limit == LIMIT_NONE && take_dash(&s)) {
		if (!take_number(&s, &second) || second < v)
			return SAY_BAD;
		high = second;
	}
	s = sv_trim(s);
	if (sv_starts(s, SV(".0")) && s.n == 2)
		s = SV_NONE;
	if (s.n && !words_mean(w, WORDS_UNIT, s))
		return SAY_BAD;
	if (about && high >= 0) {
		low -= low / 10;
		high += (high + 9) / 10;
	}
	*ret_low = low;
	*ret_high = high;
	return SAY_OK;
}

/* Bytes of s that belong to one number. */
static size_t
number_length(struct sv s)
{
	size_t i = 0;

	while (i < s.n && (is_digit(s.p[i]) || s.p[i] == '.' || s.p[i] == ','))
		i++;
	return i;
}

/* "1.234,56", "1234.5", "1234": cents. False when it can be read two ways. */
static bool
dutch_cents(struct sv s, bool is_number, int64_t *ret)
{
	ptrdiff_t comma = sv_find(s, ',');
	struct sv whole = comma < 0 ? s : sv_n(s.p, (size_t)comma);
	struct sv rest =
		comma < 0 ? SV_NONE
			  : sv_n(s.p + comma + 1, s.n - (size_t)comma - 1);
	uint64_t cents = 0;
	int64_t euros;

	if (is_number || (comma < 0 && s.n > 3 &&
			  (s.p[s.n - 3] == '.' || s.p[s.n - 2] == '.')))
		return sv_fixed(s, '.', 2, ret);
	if (comma >= 0 &&
	    (rest.n == 0 || rest.n > 2 || !sv_u64(rest, 99, &cents)))
		return false;
	if (rest.n == 1)
		cents *= 10;
	if (!take_number(&whole, &euros) || whole.n)
		return false;
	*ret = euros * 100 + (int64_t)cents;
	return true;
}

static enum say
no_amount(const struct words *w, struct sv text, int64_t *ret)
{
	enum answer a = say_answer(w, text);

	if (words_mean(w, WORDS_PER, text) == PER_FREE) {
		*ret = 0;
		return SAY_OK;
	}
	if (a == ANSWER_UNKNOWN)
		return SAY_UNKNOWN;
	return a == ANSWER_WORDS ? SAY_BAD : SAY_SILENT;
}

enum say
say_amount(const struct words *w, struct sv text, bool is_number,
	   int64_t *ret_cents)
{
	struct sv s = text;
	int64_t cents;
	size_t n;
	uint32_t per;

	while (take_prefix(&s, SV("\xe2\x82\xac")) ||
	       take_prefix(&s, SV("EUR")) || take_prefix(&s, SV("euro")))
		continue;
	n = number_length(s);
	if (n == 0)
		return no_amount(w, text, ret_cents);
	while (n && (s.p[n - 1] == ',' || s.p[n - 1] == '.'))
		n--;
	if (!dutch_cents(sv_n(s.p, n), is_number, &cents) || cents < 0)
		return SAY_BAD;
	s = sv_trim(sv_n(s.p + n, s.n - n));
	/* "1.500,-" and "1.500,--" */
	while (s.n && (s.p[0] == ',' || s.p[0] == '.' || s.p[0] == '-'))
		s = sv_n(s.p + 1, s.n - 1);
	s = sv_trim(s);
	while (take_prefix(&s, SV("\xe2\x82\xac")) ||
	       take_prefix(&s, SV("EUR ")) || take_prefix(&s, SV("euro ")))
		continue;
	per = s.n ? words_mean(w, WORDS_PER, s) : PER_YEAR;
	if (per == PER_MONTH)
		cents *= 12;
	else if (per != PER_YEAR)
		return SAY_BAD;
	*ret_cents = cents;
	return SAY_OK;
}

enum say
say_share(struct sv text, int64_t *ret)
{
	struct sv s = text;
	bool percent = sv_ends(s, SV("%"));
	int64_t v;

	if (percent)
		s = sv_trim(sv_n(s.p, s.n - 1));
	if (!sv_fixed(s, ',', 4, &v) && !sv_fixed(s, '.', 4, &v))
		return SAY_BAD;
	/* v is in 1/10000 of what is written */
	if (percent || v > 10000)
		v /= 100;
	if (v < 0 || v > 10000)
		return SAY_BAD;
	*ret = v;
	return SAY_OK;
}

/* Level of one word of a BIV code, or 0. "B3" and "B=3" are 3. */
static uint32_t
level_of(const struct words *w, struct sv s)
{
	uint32_t level = words_mean(w, WORDS_LEVEL, s);

	if (level || s.n < 2 || !strchr("BIVbivACac", s.p[0]))
		return level;
	s = sv_n(s.p + 1, s.n - 1);
	while (s.n && strchr("=: ", s.p[0]))
		s = sv_n(s.p + 1, s.n - 1);
	return words_mean(w, WORDS_LEVEL, s);
}

static enum say
biv_done(const uint32_t level[3], char out[6])
{
	for (int i = 0; i < 3; i++) {
		if (level[i] < 1 || level[i] > 3)
			return SAY_BAD;
		out[2 * i] = (char)('0' + level[i]);
		out[2 * i + 1] = i < 2 ? '-' : '\0';
	}
	return SAY_OK;
}

enum say
say_biv(const struct words *w, struct sv text, char out[6])
{
	uint32_t level[3];
	size_t i = 0;
	int n = 0;

	if (text.n == 3 && text.p[0] != ' ' && text.p[1] != '-') {
		for (; n < 3; n++)
			level[n] =
				words_mean(w, WORDS_LEVEL, sv_n(text.p + n, 1));
		return biv_done(level, out);
	}
	while (i < text.n) {
		size_t from = i;

		while (i < text.n && !strchr("-/,; |", text.p[i]))
			i++;
		/* "B: 3": a letter and its level */
		if (i > from && text.p[i - 1] == ':' && i < text.n)
			while (++i < text.n && !strchr("-/,; |", text.p[i]))
				continue;
		if (i > from) {
			if (n == 3)
				return SAY_BAD;
			level[n++] = level_of(w, sv_n(text.p + from, i - from));
		}
		i++;
	}
	return n == 3 ? biv_done(level, out) : SAY_BAD;
}

/* "1,23E+07" */
static bool
is_rounded(struct sv s)
{
	size_t i = 0, digits = 0;

	while (i < s.n && (is_digit(s.p[i]) || s.p[i] == ',' || s.p[i] == '.'))
		digits += is_digit(s.p[i++]);
	if (digits == 0 || i + 2 >= s.n || (s.p[i] != 'E' && s.p[i] != 'e') ||
	    (s.p[i + 1] != '+' && s.p[i + 1] != '-'))
		return false;
	for (i += 2; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return true;
}

/* "mrt-24", "1-mrt", "1-mrt-24", "01-02-03" */
static bool
is_dated(const struct words *w, struct sv s)
{
	struct token t[TOKENS_MAX];
	int n = 0, months = 0;
	size_t dashes = 0;

	for (size_t i = 0; i < s.n; i++)
		dashes += s.p[i] == '-' || s.p[i] == '/';
	if (s.n > 12 || dashes == 0 || sv_find(s, ' ') >= 0 ||
	    !date_tokens(w, s, t, &n))
		return false;
	for (int i = 0; i < n; i++)
		months += t[i].number < 0;
	if (n == 2 && dashes == 1)
		return months == 1;
	return n == 3 && dashes == 2;
}

const char *
say_damage(const struct words *w, struct sv text)
{
	static const char *const truths[] = { "WAAR", "ONWAAR", "TRUE",
					      "FALSE" };

	if (text.n == 0)
		return NULL;
	if (is_rounded(text))
		return N_("a number that a spreadsheet rounded");
	if (text.p[0] == '#' && text.n > 2 &&
	    (sv_ends(text, SV("!")) || sv_ends(text, SV("?")) ||
	     sv_is(text, "#N/A") || sv_is(text, "#N/B")))
		return N_("the error of a formula");
	for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++)
		if (sv_is(text, truths[i]))
			return N_("yes or no");
	if (is_dated(w, text))
		return N_("a date that a spreadsheet made of a name");
	return NULL;
}

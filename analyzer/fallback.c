/*
 * Free text about a fallback as an answer and a duration. Refuses to guess: a
 * word that is not in the tables adds nothing, and no duration is unknown.
 */
#include "analyzer/fallback.h"

#include "base/i18n.h"
#include "base/text.h"

enum {
	WORDS_MAX = 256,
	WORD_BYTES = 16, /* longer ones are in no table */
	THOUSAND = 1000, /* quantities are in thousandths */
	QUANTITY_MAX = 100000,
	HOURS_MAX = 876000, /* a hundred years */
};

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_SIGN };

struct token {
	enum token_kind kind;
	int64_t number;        /* in thousandths */
	char word[WORD_BYTES]; /* lower case, without accents; or one sign */
};

struct tokens {
	struct token t[WORDS_MAX + 1]; /* ends with an empty sign */
	int n;
};

static const struct {
	const char *word;
	int32_t minutes;
} units[] = {
	{ "minuut", 1 },
	{ "minuten", 1 },
	{ "minute", 1 },
	{ "minutes", 1 },
	{ "min", 1 },
	{ "mins", 1 },
	{ "kwartier", 15 },
	{ "uur", 60 },
	{ "uren", 60 },
	{ "u", 60 },
	{ "h", 60 },
	{ "hr", 60 },
	{ "hrs", 60 },
	{ "hour", 60 },
	{ "hours", 60 },
	{ "lesuur", 60 },
	{ "lesuren", 60 },
	{ "klokuur", 60 },
	{ "klokuren", 60 },
	{ "dagdeel", 240 },
	{ "dagdelen", 240 },
	{ "ochtend", 240 },
	{ "ochtenden", 240 },
	{ "dag", 1440 },
	{ "dagen", 1440 },
	{ "dgn", 1440 },
	{ "d", 1440 },
	{ "day", 1440 },
	{ "days", 1440 },
	{ "etmaal", 1440 },
	{ "etmalen", 1440 },
	{ "werkdag", 1440 },
	{ "werkdagen", 1440 },
	{ "schooldag", 1440 },
	{ "schooldagen", 1440 },
	{ "lesdag", 1440 },
	{ "lesdagen", 1440 },
	{ "weekend", 2880 },
	{ "week", 10080 },
	{ "weken", 10080 },
	{ "wk", 10080 },
	{ "wkn", 10080 },
	{ "w", 10080 },
	{ "weeks", 10080 },
	{ "wks", 10080 },
	{ "schoolweek", 10080 },
	{ "schoolweken", 10080 },
	{ "lesweek", 10080 },
	{ "lesweken", 10080 },
	{ "maand", 43200 },
	{ "maanden", 43200 },
	{ "mnd", 43200 },
	{ "month", 43200 },
	{ "months", 43200 },
	{ "kwartaal", 131040 },
	{ "quarter", 131040 },
	{ "jaar", 525600 },
	{ "jaren", 525600 },
	{ "jr", 525600 },
	{ "year", 525600 },
	{ "years", 525600 },
};

/* Adjectives that may stand before a unit and change nothing. */
static const char *const between[] = { "hele",    "volle", "school",
				       "werk",    "les",   "full",
				       "working", "whole", "business",
				       "calendar" };

/* In thousandths; `most` 0: how many more is not said. */
static const struct {
	const char *word;
	int32_t least, most;
} amounts[] = {
	{ "een", 1000, 1000 },        { "one", 1000, 1000 },
	{ "a", 1000, 1000 },          { "an", 1000, 1000 },
	{ "enkele", 2000, 0 },        { "enige", 2000, 0 },
	{ "paar", 2000, 0 },          { "meerdere", 2000, 0 },
	{ "several", 2000, 0 },       { "few", 2000, 0 },
	{ "half", 500, 500 },         { "halve", 500, 500 },
	{ "anderhalf", 1500, 1500 },  { "anderhalve", 1500, 1500 },
	{ "twee", 2000, 2000 },       { "two", 2000, 2000 },
	{ "drie", 3000, 3000 },       { "three", 3000, 3000 },
	{ "vier", 4000, 4000 },       { "four", 4000, 4000 },
	{ "vijf", 5000, 5000 },       { "five", 5000, 5000 },
	{ "zes", 6000, 6000 },        { "six", 6000, 6000 },
	{ "zeven", 7000, 7000 },      { "seven", 7000, 7000 },
	{ "acht", 8000, 8000 },       { "eight", 8000, 8000 },
	{ "negen", 9000, 9000 },      { "nine", 9000, 9000 },
	{ "tien", 10000, 10000 },     { "ten", 10000, 10000 },
	{ "twaalf", 12000, 12000 },   { "twelve", 12000, 12000 },
	{ "veertien", 14000, 14000 }, { "vierentwintig", 24000, 24000 },
};

/* A word right before a duration. */
enum before { BEFORE_NOTHING, BEFORE_MOST, BEFORE_LEAST, BEFORE_OTHER };
static const struct {
	const char *word;
	enum before means;
} befores[] = {
	{ "max", BEFORE_MOST },        { "maximaal", BEFORE_MOST },
	{ "maximum", BEFORE_MOST },    { "hooguit", BEFORE_MOST },
	{ "hoogstens", BEFORE_MOST },  { "tot", BEFORE_MOST },
	{ "to", BEFORE_MOST },         { "most", BEFORE_MOST },
	{ "binnen", BEFORE_MOST },     { "within", BEFORE_MOST },
	{ "korter", BEFORE_MOST },     { "uiterlijk", BEFORE_MOST },
	{ "<", BEFORE_MOST },          { "less", BEFORE_MOST },
	{ "more", BEFORE_LEAST },      { "longer", BEFORE_LEAST },
	{ "min", BEFORE_LEAST },       { "minimaal", BEFORE_LEAST },
	{ "minimum", BEFORE_LEAST },   { "minstens", BEFORE_LEAST },
	{ "tenminste", BEFORE_LEAST }, { "minste", BEFORE_LEAST },
	{ "least", BEFORE_LEAST },     { "langer", BEFORE_LEAST },
	{ "vanaf", BEFORE_LEAST },     { ">", BEFORE_LEAST },
	{ "elke", BEFORE_OTHER },      { "elk", BEFORE_OTHER },
	{ "iedere", BEFORE_OTHER },    { "ieder", BEFORE_OTHER },
	{ "every", BEFORE_OTHER },     { "each", BEFORE_OTHER },
	{ "per", BEFORE_OTHER },       { "om", BEFORE_OTHER },
	{ "rpo", BEFORE_OTHER },
};

/* What the words before the first one of `answers` may be. */
static const char *const fillers[] = {
	"er",        "is",     "zijn",   "nog",        "op",
	"dit",       "moment", "wij",    "we",         "hebben",
	"have",      "there",  "helaas", "currently",  "nu",
	"momenteel", "are",    "this",   "vooralsnog", "eigenlijk",
};

/* The answer that a first word gives; `but`: a next word that takes it back. */
static const struct {
	const char *word, *but;
	enum fallback_answer answer;
} answers[] = {
	{ "geen", "probleem", FALLBACK_NONE },
	{ "nee", NULL, FALLBACK_NONE },
	{ "neen", NULL, FALLBACK_NONE },
	{ "no", "problem", FALLBACK_NONE },
	{ "none", NULL, FALLBACK_NONE },
	{ "nothing", NULL, FALLBACK_NONE },
	{ "niets", NULL, FALLBACK_NONE },
	{ "niet", "nodig", FALLBACK_NONE },
	{ "not", "needed", FALLBACK_NONE },
	{ "nihil", NULL, FALLBACK_NONE },
	{ "onmogelijk", NULL, FALLBACK_NONE },
	{ "impossible", NULL, FALLBACK_NONE },
	{ "ontbreekt", NULL, FALLBACK_NONE },
	{ "onbekend", NULL, FALLBACK_UNKNOWN },
	{ "unknown", NULL, FALLBACK_UNKNOWN },
	{ "onduidelijk", NULL, FALLBACK_UNKNOWN },
	{ "unclear", NULL, FALLBACK_UNKNOWN },
	{ "ntb", NULL, FALLBACK_UNKNOWN },
	{ "nnb", NULL, FALLBACK_UNKNOWN },
	{ "tbd", NULL, FALLBACK_UNKNOWN },
	{ "tbc", NULL, FALLBACK_UNKNOWN },
	{ "te", NULL, FALLBACK_UNKNOWN }, /* "nog te bepalen" */
	{ "uitzoeken", NULL, FALLBACK_UNKNOWN },
	{ "uit", NULL, FALLBACK_UNKNOWN }, /* "nog uit te zoeken" */
	{ "navragen", NULL, FALLBACK_UNKNOWN },
	{ "misschien", NULL, FALLBACK_UNKNOWN },
	{ "?", NULL, FALLBACK_UNKNOWN },
	{ "nvt", NULL, FALLBACK_NOT_APPLICABLE },
	{ "na", NULL, FALLBACK_NOT_APPLICABLE },
};

#define COUNT(a) (int)(sizeof(a) / sizeof((a)[0]))

const char *
fallback_answer_name(enum fallback_answer a)
{
	switch (a) {
	case FALLBACK_NONE: return N_("none");
	case FALLBACK_SOME: return N_("some");
	case FALLBACK_NOT_APPLICABLE: return N_("not applicable");
	case FALLBACK_UNKNOWN: break;
	}
	return N_("unknown");
}

/* A letter as a table has it: lower case, the accents of Dutch off. */
static char
letter(int32_t c)
{
	static const char latin[] = "aaaaaaaceeeeiiiidnooooo*ouuuuyts"
				    "aaaaaaaceeeeiiiidnooooo/ouuuuyty";

	if (c >= 'A' && c <= 'Z')
		return (char)(c + 32);
	if (c >= 'a' && c <= 'z')
		return (char)c;
	if (c >= 0xc0 && c <= 0xff && c != 0xd7 && c != 0xf7)
		return latin[c - 0xc0];
	if (c >= 0x2000 && c < 0x2c00) /* dashes, quotes, arrows, signs */
		return 0;
	return c > 0xff && !text_is_control(c) ? '_' : 0;
}

static bool
is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

/* "2", "2,5", "2.5" from *i on; more than QUANTITY_MAX is as much. */
static int64_t
take_number(struct sv s, size_t *i)
{
	int64_t whole = 0, part = 0, place = THOUSAND;

	while (*i < s.n && is_digit(s.p[*i])) {
		whole = whole * 10 + (s.p[(*i)++] - '0');
		if (whole > QUANTITY_MAX)
			whole = QUANTITY_MAX;
	}
	if (*i + 1 < s.n && (s.p[*i] == ',' || s.p[*i] == '.') &&
	    is_digit(s.p[*i + 1]))
		for (++*i; *i < s.n && is_digit(s.p[*i]); ++*i) {
			place /= 10;
			part += (s.p[*i] - '0') * place;
		}
	return whole * THOUSAND + part;
}

/*
 * A word, with the points of an abbreviation left out ("n.v.t.", "n/a"); one
 * that is too long for the tables is "".
 */
static void
take_word(struct sv s, size_t *i, char ret[WORD_BYTES])
{
	size_t n = 0, since = 0; /* letters, and those since the last point */

	while (*i < s.n) {
		size_t next = *i;
		int32_t c = text_next(s, &next);
		char l = letter(c);

		if (!l && (c == '.' || c == '/') && since == 1) {
			size_t after = next;

			if (c == '/' && (after >= s.n || n != 1))
				break;
			if (after < s.n && letter(text_next(s, &after))) {
				*i = next;
				since = 0;
				continue;
			}
		}
		if (!l)
			break;
		*i = next;
		since++;
		if (n < WORD_BYTES)
			ret[n++] = l;
	}
	if (n == WORD_BYTES)
		n = 0;
	ret[n] = '\0';
}

static struct token
take_token(struct sv s, size_t *i)
{
	struct token t = { .kind = TOKEN_SIGN };
	size_t start = *i;
	int32_t c = text_next(s, i);

	if (is_digit(c)) {
		*i = start;
		t.kind = TOKEN_NUMBER;
		t.number = take_number(s, i);
	} else if (c == 0xbc || c == 0xbd || c == 0xbe) { /* 1/4 1/2 3/4 */
		t.kind = TOKEN_NUMBER;
		t.number = (c - 0xbb) * (THOUSAND / 4);
	} else if (letter(c)) {
		*i = start;
		t.kind = TOKEN_WORD;
		take_word(s, i, t.word);
	} else {
		t.word[0] = c == 0x2013 || c == 0x2014 ? '-' /* dashes */
			    : c > ' ' && c < 127       ? (char)c
						       : '\0';
	}
	return t;
}

static void
tokenise(struct sv s, struct tokens *ret)
{
	ret->n = 0;
	for (size_t i = 0; i < s.n && ret->n < WORDS_MAX;) {
		struct token t = take_token(s, &i);
		struct token *last = ret->n ? &ret->t[ret->n - 1] : NULL;
		bool is_part = t.kind == TOKEN_NUMBER && t.number < THOUSAND &&
			       t.number > 0 && last &&
			       last->kind == TOKEN_NUMBER;

		if (is_part) /* "2½" */
			last->number += t.number;
		else if (t.kind != TOKEN_SIGN || t.word[0])
			ret->t[ret->n++] = t;
	}
	ret->t[ret->n] = (struct token){ .kind = TOKEN_SIGN };
}

static bool
is_word(const struct tokens *t, int i, const char *word)
{
	return i >= 0 && i < t->n && strcmp(t->t[i].word, word) == 0;
}

static bool
is_one_of(const struct tokens *t, int i, const char *const *words, int n)
{
	for (int k = 0; k < n; k++)
		if (is_word(t, i, words[k]))
			return true;
	return false;
}

/* A unit at *i, and *i moves behind it; 0 when there is none. */
static int32_t
take_unit(const struct tokens *t, int *i)
{
	int at = *i;

	if (is_one_of(t, at, between, COUNT(between)))
		at++;
	for (int k = 0; k < COUNT(units); k++)
		if (is_word(t, at, units[k].word)) {
			*i = at + 1;
			return units[k].minutes;
		}
	return 0;
}

struct quantity {
	int64_t least, most; /* thousandths; most 0: not said */
};

/* A word of the table at *i. */
static bool
take_amount(const struct tokens *t, int *i, struct quantity *ret)
{
	for (int k = 0; k < COUNT(amounts); k++)
		if (is_word(t, *i, amounts[k].word)) {
			*ret = (struct quantity){ amounts[k].least,
						  amounts[k].most };
			++*i;
			return true;
		}
	return false;
}

/* "3", "drie", "een paar", "een halve" at *i. */
static bool
take_quantity(const struct tokens *t, int *i, struct quantity *ret)
{
	if (*i < t->n && t->t[*i].kind == TOKEN_NUMBER) {
		ret->least = ret->most = t->t[(*i)++].number;
		return true;
	}
	if (!take_amount(t, i, ret))
		return false;
	if (ret->least == THOUSAND) /* of "een paar" the second word counts */
		take_amount(t, i, ret);
	return true;
}

/* "-", "tot", "t/m", "of", "à", "to", and "en" after "tussen". */
static bool
take_range(const struct tokens *t, int start, int *i)
{
	static const char *const words[] = {
		"-", "tot", "a", "of", "or", "to"
	};
	bool is_between = is_word(t, start - 1, "tussen") ||
			  is_word(t, start - 1, "between");

	if (is_word(t, *i, "tm")) {
		++*i;
		return true;
	}
	if (is_word(t, *i, "tot") && is_word(t, *i + 1, "en") &&
	    is_word(t, *i + 2, "met")) {
		*i += 3;
		return true;
	}
	if (is_one_of(t, *i, words, COUNT(words)) ||
	    (is_between && (is_word(t, *i, "en") || is_word(t, *i, "and")))) {
		++*i;
		return true;
	}
	return false;
}

/* Words between "max" and its number: "max. 3", "langer dan ca. 3". */
static bool
is_padding(const struct tokens *t, int i)
{
	static const char *const words[] = { ".",        "dan", "than",
					     "ca",       "~",   "circa",
					     "ongeveer", "=",   "about" };

	return is_one_of(t, i, words, COUNT(words));
}

static bool
is_number(const struct tokens *t, int i)
{
	return i >= 0 && i < t->n && t->t[i].kind == TOKEN_NUMBER;
}

static enum before
means_before(const struct tokens *t, int start)
{
	int at = start - 1;

	if (is_word(t, at, ":") && is_number(t, at - 1))
		return BEFORE_OTHER; /* a time of day */
	while (is_padding(t, at) || is_word(t, at, ":"))
		at--;
	if (is_word(t, at, "min") && is_number(t, at - 1))
		return BEFORE_NOTHING; /* minutes */
	for (int k = 0; k < COUNT(befores); k++)
		if (is_word(t, at, befores[k].word))
			return befores[k].means;
	return BEFORE_NOTHING;
}

struct duration {
	int64_t least, most; /* minutes; most < 0: not said */
	int32_t unit;        /* of the end, in minutes */
};

static int64_t
minutes(int64_t thousandths, int32_t unit)
{
	return thousandths * unit / THOUSAND;
}

/*
 * The end of a span behind its begin: "-2 dagen", "tot 2 dagen". Without a unit
 * of its own only as in "een dag of drie". False: there is no end.
 */
static bool
take_end(const struct tokens *t, int start, int32_t unit, int *i,
	 struct quantity *ret, int32_t *ret_unit)
{
	bool is_or = is_word(t, *i, "of") || is_word(t, *i, "or");
	int at = *i;

	if (!take_range(t, start, &at) || !take_quantity(t, &at, ret))
		return false;
	*ret_unit = take_unit(t, &at);
	if (!*ret_unit && is_or)
		*ret_unit = unit;
	if (*ret_unit)
		*i = at;
	return *ret_unit != 0;
}

/* "1-2 dagen", "4 uur tot 2 dagen", "een dag of drie" at *i. */
static bool
take_span(const struct tokens *t, int *i, struct duration *ret)
{
	struct quantity a, b;
	int at = *i, start = *i;
	int32_t unit, last;

	if (!take_quantity(t, &at, &a))
		return false;
	unit = take_unit(t, &at);
	if (!take_end(t, start, unit, &at, &b, &last)) {
		b = a;
		last = unit;
	}
	if (!last)
		return false;
	ret->least = minutes(a.least, unit ? unit : last);
	ret->most = b.most ? minutes(b.most, last) : -1;
	ret->unit = last;
	*i = at;
	return ret->most < 0 || ret->least <= ret->most;
}

/* "24 u per dag", "4 uur/week": how often, not how long. */
static bool
is_frequency(const struct tokens *t, int i)
{
	int at = i + 1;

	return (is_word(t, i, "per") || is_word(t, i, "/") ||
		is_word(t, i, "x")) &&
	       take_unit(t, &at) != 0;
}

/* At *i; *i moves behind it. "1 week en 2 dagen" is one duration. */
static bool
take_duration(const struct tokens *t, int *i, struct duration *ret)
{
	enum before before = means_before(t, *i);
	struct duration more;
	int at;

	if (!take_span(t, i, ret))
		return false;
	at = *i;
	if (is_word(t, at, "en") || is_word(t, at, "and"))
		at++;
	if (take_span(t, &at, &more) && more.unit < ret->unit &&
	    more.most >= 0 && ret->most >= 0) {
		ret->least += more.least;
		ret->most += more.most;
		*i = at;
	}
	if (before == BEFORE_OTHER || is_frequency(t, *i) || ret->most == 0)
		return false;
	if (before == BEFORE_MOST)
		ret->least = 0;
	else if (before == BEFORE_LEAST)
		ret->most = -1;
	return true;
}

static int32_t
hours(int64_t m, bool is_up)
{
	int64_t h = (m + (is_up ? 59 : 0)) / 60;

	return (int32_t)(h > HOURS_MAX ? HOURS_MAX : h);
}

static bool
says_unlimited(const struct tokens *t, int i)
{
	static const char *const words[] = { "onbeperkt", "onbepaald",
					     "unlimited", "indefinitely",
					     "indefinite" };

	return is_one_of(t, i, words, COUNT(words));
}

static void
read_hours(const struct tokens *t, struct fallback *f)
{
	bool is_first = true;

	for (int i = 0; i < t->n;) {
		struct duration d;
		int at = i;
		int32_t low, high;

		if (says_unlimited(t, i)) {
			low = high = FALLBACK_HOURS_UNLIMITED;
			at++;
		} else if (take_duration(t, &at, &d)) {
			low = hours(d.least, false);
			high = d.most < 0 ? FALLBACK_HOURS_UNKNOWN
					  : hours(d.most, true);
		} else {
			i = at > i ? at : i + 1;
			continue;
		}
		i = at;
		if (is_first || low < f->hours_low)
			f->hours_low = low;
		if (is_first || high < 0 ||
		    (f->hours_high >= 0 && high > f->hours_high))
			f->hours_high = high;
		is_first = false;
	}
}

static enum fallback_answer
read_answer(const struct tokens *t)
{
	int i = 0;

	while (i < t->n &&
	       (is_one_of(t, i, fillers, COUNT(fillers)) || is_word(t, i, "(")))
		i++;
	/* Nothing but fillers, or signs: "..." */
	if (i == t->n)
		return FALLBACK_UNKNOWN;
	for (int k = 0; k < COUNT(answers); k++)
		if (is_word(t, i, answers[k].word) &&
		    (!answers[k].but || !is_word(t, i + 1, answers[k].but)))
			return answers[k].answer;
	for (; i < t->n; i++)
		if (t->t[i].kind != TOKEN_SIGN)
			return FALLBACK_SOME;
	return FALLBACK_UNKNOWN;
}

/* Words into f; its own function, since the words take room. */
static void
read_words(struct sv text, struct fallback *f)
{
	struct tokens t;

	tokenise(text, &t);
	read_hours(&t, f);
	f->answer = read_answer(&t);
}

struct fallback
fallback_read(struct sv text)
{
	struct fallback f = { FALLBACK_UNKNOWN, FALLBACK_HOURS_UNKNOWN,
			      FALLBACK_HOURS_UNKNOWN };

	if (text.n == 0)
		return f;
	switch (text.p[0]) {
	case '?':
		read_words(sv_from(text, 1), &f);
		f.answer = FALLBACK_UNKNOWN;
		break;
	case '-':
		read_words(sv_from(text, 1), &f);
		f.answer = FALLBACK_NOT_APPLICABLE;
		break;
	case '0':
		read_words(sv_from(text, 1), &f);
		f.answer = FALLBACK_NONE;
		break;
	default: read_words(text, &f);
	}
	return f;
}

/* The shorter of two ends; unknown when either is. */
static int32_t
shorter(int32_t a, int32_t b)
{
	if (a < 0 || b < 0)
		return FALLBACK_HOURS_UNKNOWN;
	return a < b ? a : b;
}

/* Worst first: none, unknown, some, not applicable. */
static int
rank(enum fallback_answer a)
{
	switch (a) {
	case FALLBACK_NONE: return 0;
	case FALLBACK_UNKNOWN: return 1;
	case FALLBACK_SOME: return 2;
	case FALLBACK_NOT_APPLICABLE: break;
	}
	return 3;
}

struct fallback
fallback_worst(struct fallback a, struct fallback b)
{
	struct fallback f = a;

	if (a.answer == FALLBACK_NOT_APPLICABLE)
		return b;
	if (b.answer == FALLBACK_NOT_APPLICABLE)
		return a;
	if (rank(b.answer) < rank(a.answer))
		f.answer = b.answer;
	f.hours_low = shorter(a.hours_low, b.hours_low);
	/* whatever the other holds, this one holds no longer */
	f.hours_high = a.hours_high < 0   ? b.hours_high
		       : b.hours_high < 0 ? a.hours_high
					  : shorter(a.hours_high, b.hours_high);
	return f;
}

struct fallback
fallback_best(struct fallback a, struct fallback b)
{
	bool is_equal = a.answer == b.answer;

	if (a.answer == FALLBACK_NOT_APPLICABLE)
		return b;
	if (b.answer == FALLBACK_NOT_APPLICABLE)
		return a;
	if (!is_equal)
		return rank(a.answer) > rank(b.answer) ? a : b;
	if (b.hours_low > a.hours_low)
		a.hours_low = b.hours_low;
	if (a.hours_high < 0 || b.hours_high < 0)
		a.hours_high = FALLBACK_HOURS_UNKNOWN;
	else if (b.hours_high > a.hours_high)
		a.hours_high = b.hours_high;
	return a;
}

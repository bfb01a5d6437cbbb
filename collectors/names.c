/* Parts a cell into names; refuses to part what may be one name. */
#include "collectors/names.h"

#include "base/text.h"

/* Bytes that separators have, so that the others need not be looked for. */
enum mark {
	MARK_SLASH = 1,
	MARK_COMMA = 2,
	MARK_PLUS = 4,
	MARK_AMPERSAND = 8,
	MARK_A = 16, /* a word that begins with an a */
	MARK_E = 32,
};

/* Words that stand between names, or within one. */
static const struct sep {
	const char *text;
	bool doubt_all; /* tells of doubt for every kind of name */
	enum mark mark;
} weak[] = {
	{ " / ", true, MARK_SLASH },      { "/", true, MARK_SLASH },
	{ ", ", true, MARK_COMMA },       { ",", true, MARK_COMMA },
	{ " + ", true, MARK_PLUS },       { " en ", false, MARK_E },
	{ " & ", false, MARK_AMPERSAND }, { " and ", false, MARK_A },
};
enum { WEAK = sizeof(weak) / sizeof(weak[0]) };

/* The marks in s, or'ed; most names have none. */
static unsigned
marks_in(struct sv s)
{
	unsigned marks = 0;

	for (size_t i = 0; i < s.n; i++) {
		char next = i + 1 < s.n ? s.p[i + 1] : '\0';

		switch (s.p[i]) {
		case '/': marks |= MARK_SLASH; break;
		case ',': marks |= MARK_COMMA; break;
		case '+': marks |= MARK_PLUS; break;
		case '&': marks |= MARK_AMPERSAND; break;
		case ' ':
			marks |= next == 'a' ? MARK_A : 0;
			marks |= next == 'e' ? MARK_E : 0;
			break;
		}
	}
	return marks;
}

static bool
is_strong(enum names_of of, struct sv s, size_t i, size_t *ret_skip)
{
	bool slash = of == NAMES_PRODUCT || of == NAMES_SCHOOL;

	*ret_skip = 1;
	if (s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == ';')
		return true;
	if (of == NAMES_SCHOOL && s.p[i] == ',')
		return true;
	if (slash && i + 2 < s.n && memcmp(s.p + i, " / ", 3) == 0) {
		*ret_skip = 3;
		return true;
	}
	/* a bullet at the start of a line */
	if (i + 2 < s.n && memcmp(s.p + i, "\xe2\x80\xa2", 3) == 0) {
		*ret_skip = 3;
		return true;
	}
	return false;
}

static void
add_part(struct names *to, struct arena *mem, struct sv raw)
{
	struct sv part = text_clean(mem, raw);

	/* "- Magister" in a list of lines */
	if (part.n > 2 && part.p[0] == '-' && part.p[1] == ' ')
		part = text_clean(mem, sv_n(part.p + 2, part.n - 2));
	if (part.n == 0)
		return;
	for (uint32_t i = 0; i < to->n; i++)
		if (sv_eq(to->part[i], part))
			return;
	if (to->n == LIMIT_PARTS) {
		to->too_many = true;
		return;
	}
	to->part[to->n++] = arena_sv(mem, part);
}

static void
split_strong(enum names_of of, struct sv s, struct arena *mem,
	     struct names *ret)
{
	size_t from = 0, skip = 1;
	int depth = 0;

	for (size_t i = 0; i < s.n; i += skip) {
		skip = 1;
		depth += s.p[i] == '(';
		depth -= s.p[i] == ')' && depth > 0;
		if (depth > 0 || !is_strong(of, s, i, &skip)) {
			skip = 1;
			continue;
		}
		add_part(ret, mem, sv_n(s.p + from, i - from));
		from = i + skip;
	}
	add_part(ret, mem, sv_n(s.p + from, s.n - from));
	/* what parts nothing is part of the name */
	if (ret->n == 1 && from > 0) {
		ret->n = 0;
		add_part(ret, mem, s);
	}
}

static enum known
known_kind(enum names_of of)
{
	switch (of) {
	case NAMES_PRODUCT: return KNOWN_PRODUCT;
	case NAMES_VENDOR: return KNOWN_ORGANISATION;
	case NAMES_FUNCTION: return KNOWN_FUNCTION;
	case NAMES_SCHOOL: break;
	}
	return KNOWN_FUNCTION;
}

static bool
is_digit(struct sv s, size_t i)
{
	return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

/* Next place of sep in s, not in brackets or in a number; or -1. */
static ptrdiff_t
find_outside(struct sv s, struct sv sep)
{
	int depth = 0;

	for (size_t i = 0; i + sep.n <= s.n; i++) {
		depth += s.p[i] == '(';
		depth -= s.p[i] == ')' && depth > 0;
		if (depth == 0 && s.p[i] == sep.p[0] &&
		    memcmp(s.p + i, sep.p, sep.n) == 0 &&
		    !(i && is_digit(s, i - 1) && is_digit(s, i + sep.n)))
			return (ptrdiff_t)i;
	}
	return -1;
}

/* All parts of one at sep, when each of them is a known name. */
static bool
split_known(const struct words *w, enum names_of of, struct sv one,
	    struct sv sep, struct arena *mem, struct names *ret)
{
	struct names parts = { .n = 0 };
	struct sv rest = one;
	ptrdiff_t at;

	while ((at = find_outside(rest, sep)) >= 0) {
		add_part(&parts, mem, sv_n(rest.p, (size_t)at));
		rest.p += (size_t)at + sep.n;
		rest.n -= (size_t)at + sep.n;
	}
	add_part(&parts, mem, rest);
	if (parts.n < 2 || parts.too_many)
		return false;
	for (uint32_t i = 0; i < parts.n; i++)
		if (!words_know(w, known_kind(of), parts.part[i]))
			return false;
	for (uint32_t i = 0; i < parts.n; i++)
		add_part(ret, mem, parts.part[i]);
	return true;
}

static void
split_weak(const struct words *w, enum names_of of, struct sv one,
	   struct arena *mem, struct names *ret)
{
	unsigned marks = marks_in(one);
	bool doubt = false;

	/* a name that is known as it stands is one name */
	if (marks == 0 || words_know(w, known_kind(of), one)) {
		add_part(ret, mem, one);
		return;
	}
	for (size_t i = 0; i < WEAK; i++) {
		struct sv sep = sv(weak[i].text);

		if (!(marks & weak[i].mark) || find_outside(one, sep) < 0)
			continue;
		if (split_known(w, of, one, sep, mem, ret))
			return;
		doubt = doubt || weak[i].doubt_all || of == NAMES_PRODUCT;
	}
	ret->in_doubt = ret->in_doubt || doubt;
	add_part(ret, mem, one);
}

void
names_split(const struct words *w, enum names_of of, struct sv cell,
	    struct arena *mem, struct names *ret)
{
	struct names strong = { .n = 0 };

	*ret = (struct names){ .n = 0 };
	split_strong(of, cell, mem, &strong);
	if (of == NAMES_SCHOOL) {
		*ret = strong;
		return;
	}
	ret->too_many = strong.too_many;
	for (uint32_t i = 0; i < strong.n; i++)
		split_weak(w, of, strong.part[i], mem, ret);
}

/*
 * Loads the vocabulary of lists. Refuses nothing: the data is our own, and
 * tests look at every row of it.
 */
#include "collectors/words.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"
#include "schema/model/model.h"
#include "schema/model/refdata.h"

enum {
	FIELDS_MAX = 16,
	WORD_BYTES = 64, /* no word in the data is longer */
};

static const char *const group_names[WORDS_GROUPS] = {
	[WORDS_ANSWER] = "answer",
	[WORDS_STATUS] = "status",
	[WORDS_CRITICALITY] = "criticality",
	[WORDS_LEVEL] = "level",
	[WORDS_MONTH] = "month",
	[WORDS_PER] = "per",
	[WORDS_UNIT] = "unit",
	[WORDS_ABOUT] = "about",
	[WORDS_ROLE] = "role",
	[WORDS_MARK] = "mark",
	[WORDS_ROW] = "row",
	[WORDS_SHEET] = "sheet",
	[WORDS_SITE] = "site",
	[WORDS_TITLE] = "title",
	[WORDS_ROLE_END] = "role_end",
	[WORDS_DATE] = "date",
};

const char *
words_group_name(enum word_group g)
{
	return group_names[g];
}

/* One field at s.p[*i]; *i ends behind its separator. */
static struct sv
csv_field(struct sv s, size_t *i, struct arena *mem)
{
	struct buf b = { 0 };
	size_t from = *i;
	struct sv r;

	if (*i >= s.n || s.p[*i] != '"') {
		while (*i < s.n && s.p[*i] != ',' && s.p[*i] != '\n')
			++*i;
		return sv_n(s.p + from, *i - from);
	}
	for (++*i; *i < s.n; ++*i) {
		if (s.p[*i] == '"' && (*i + 1 >= s.n || s.p[*i + 1] != '"'))
			break;
		*i += s.p[*i] == '"';
		buf_char(&b, s.p[*i]);
	}
	*i += *i < s.n;
	r = arena_sv(mem, buf_view(&b));
	buf_done(&b);
	return r;
}

bool
words_line(struct sv *cur, struct arena *mem, struct sv *field, uint32_t max,
	   uint32_t *ret_n)
{
	size_t i = 0;
	uint32_t n = 0;

	if (cur->n == 0)
		return false;
	for (;;) {
		struct sv f = csv_field(*cur, &i, mem);

		if (n < max)
			field[n++] = f;
		if (i >= cur->n || cur->p[i++] == '\n')
			break;
	}
	cur->p += i;
	cur->n -= i;
	*ret_n = n;
	return true;
}

/* A key of two parts, in tmp. */
static struct sv
key(struct buf *tmp, char group, struct sv text)
{
	buf_clear(tmp);
	buf_char(tmp, group);
	buf_sv(tmp, text);
	return buf_view(tmp);
}

static void
add_headers(struct words *w, const char *collector)
{
	struct sv cur = refdata_get("headers.csv"), f[FIELDS_MAX];
	struct map names = { 0 };
	uint32_t n, cap = 0;

	while (words_line(&cur, &w->mem, f, FIELDS_MAX, &n)) {
		struct map_entry *e;
		bool is_new;

		if (n < 3 || !sv_is(f[0], collector))
			continue;
		e = map_put(&names, f[1], w->nfield, &is_new);
		if (is_new) {
			VEC_ROOM(w->field, w->nfield, cap);
			w->field[w->nfield++] = f[1];
		}
		map_put(&w->header, text_fold_header(&w->mem, f[2]),
			e->value + 1, NULL);
	}
	map_done(&names);
}

static const struct {
	const char *group, *name;
	uint32_t code;
} codes[] = {
	{ "answer", "yes", ANSWER_YES },
	{ "answer", "no", ANSWER_NO },
	{ "answer", "none", ANSWER_NONE },
	{ "answer", "unknown", ANSWER_UNKNOWN },
	{ "answer", "not_applicable", ANSWER_NOT_APPLICABLE },
	{ "answer", "silent", ANSWER_SILENT },
	{ "per", "year", PER_YEAR },
	{ "per", "month", PER_MONTH },
	{ "per", "head", PER_HEAD },
	{ "per", "free", PER_FREE },
	{ "row", "total", ROW_TOTAL },
	{ "row", "example", ROW_EXAMPLE },
	{ "title", "board", TITLE_BOARD },
	{ "title", "school", TITLE_SCHOOL },
	{ "title", "date", TITLE_DATE },
};

/* "status:planned" -> its group and code; false when it is not ours. */
static bool
meaning(struct sv m, enum word_group *ret_group, uint32_t *ret_code)
{
	ptrdiff_t at = sv_find(m, ':');
	struct sv group = at < 0 ? m : sv_n(m.p, (size_t)at);
	struct sv name =
		at < 0 ? SV("1") : sv_n(m.p + at + 1, m.n - (size_t)at - 1);
	uint64_t number;
	int64_t code;
	int g = 0;

	while (g < WORDS_GROUPS && !sv_is(group, group_names[g]))
		g++;
	if (g == WORDS_GROUPS)
		return false;
	*ret_group = (enum word_group)g;
	if (sv_u64(name, 100, &number)) {
		*ret_code = (uint32_t)number;
		return true;
	}
	if (g == WORDS_STATUS && code_from(DOMAIN_STATUS, name, &code)) {
		*ret_code = (uint32_t)code;
		return true;
	}
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (sv_is(group, codes[i].group) &&
		    sv_is(name, codes[i].name)) {
			*ret_code = codes[i].code;
			return true;
		}
	}
	return false;
}

static void
add_values(struct words *w)
{
	struct sv cur = refdata_get("values.csv"), f[FIELDS_MAX];
	struct buf tmp = { 0 };
	uint32_t n, code;

	while (words_line(&cur, &w->mem, f, FIELDS_MAX, &n)) {
		enum word_group g;
		struct sv folded;

		if (n < 2 || !meaning(f[0], &g, &code))
			continue;
		folded = text_fold(&w->mem, f[1]);
		map_put(&w->value, key(&tmp, (char)g, folded), code, NULL);
		folded = text_fold_header(&w->mem, f[1]);
		if (folded.n)
			map_put(&w->value, key(&tmp, (char)g, folded), code,
				NULL);
	}
	buf_done(&tmp);
}

static void
know(struct words *w, enum known kind, struct sv name, struct buf *tmp)
{
	struct sv folded = text_fold_loose(&w->mem, name);

	if (folded.n)
		map_put(&w->known, key(tmp, (char)kind, folded), 1, NULL);
}

/* Columns `first` and `second` (0: none), and aliases parted by '|'. */
static void
add_known(struct words *w, const char *file, enum known kind, uint32_t first,
	  uint32_t second, uint32_t aliases)
{
	struct sv cur = refdata_get(file), f[FIELDS_MAX], part;
	struct buf tmp = { 0 };
	uint32_t n;
	bool is_header = true;

	while (words_line(&cur, &w->mem, f, FIELDS_MAX, &n)) {
		if (!is_header && first < n)
			know(w, kind, f[first], &tmp);
		if (!is_header && second && second < n)
			know(w, kind, f[second], &tmp);
		while (!is_header && aliases && aliases < n &&
		       sv_split(&f[aliases], '|', &part))
			know(w, kind, part, &tmp);
		is_header = false;
	}
	buf_done(&tmp);
}

/* aliases.csv: kind,name,alias,... */
static void
add_aliases(struct words *w)
{
	struct sv cur = refdata_get("aliases.csv"), f[FIELDS_MAX];
	struct buf tmp = { 0 };
	uint32_t n;

	while (words_line(&cur, &w->mem, f, FIELDS_MAX, &n)) {
		if (n < 3)
			continue;
		if (sv_is(f[0], "product"))
			know(w, KNOWN_PRODUCT, f[2], &tmp);
		else if (sv_is(f[0], "organisation"))
			know(w, KNOWN_ORGANISATION, f[2], &tmp);
		else if (sv_is(f[0], "function"))
			know(w, KNOWN_FUNCTION, f[2], &tmp);
	}
	buf_done(&tmp);
}

void
words_headers(struct words *w, const char *collector)
{
	*w = (struct words){ 0 };
	w->scratch = mem_realloc(NULL, 1, sizeof(*w->scratch));
	*w->scratch = (struct arena){ 0 };
	add_headers(w, collector);
	add_values(w);
}

void
words_load(struct words *w, const char *collector)
{
	words_headers(w, collector);
	add_known(w, "functions.csv", KNOWN_FUNCTION, 1, 2, 7);
	add_known(w, "products.csv", KNOWN_PRODUCT, 0, 0, 0);
	add_known(w, "products.csv", KNOWN_ORGANISATION, 1, 0, 0);
	add_known(w, "organisations.csv", KNOWN_ORGANISATION, 0, 0, 0);
	add_known(w, "countries.csv", KNOWN_COUNTRY, 1, 2, 0);
	add_known(w, "countries.csv", KNOWN_COUNTRY, 0, 0, 0);
	add_aliases(w);
}

void
words_done(struct words *w)
{
	map_done(&w->header);
	map_done(&w->value);
	map_done(&w->known);
	free(w->field);
	arena_done(&w->mem);
	if (w->scratch)
		arena_done(w->scratch);
	free(w->scratch);
	*w = (struct words){ 0 };
}

struct sv
words_field(const struct words *w, struct sv folded)
{
	uint32_t i = folded.n ? map_get(&w->header, folded, 0) : 0;

	return i ? w->field[i - 1] : SV_NONE;
}

/* Letters and digits of p, as text_fold_header() leaves them; their number. */
static size_t
drop_signs(char *p, size_t n)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if ((p[i] >= 'a' && p[i] <= 'z') ||
		    (p[i] >= '0' && p[i] <= '9'))
			p[k++] = p[i];
	return k;
}

/* words_mean() of plain text: most of a list is, and each cell asks often. */
static uint32_t
plain_mean(const struct words *w, enum word_group g, struct sv text)
{
	char folded[1 + WORD_BYTES];
	uint32_t code;
	size_t n;

	folded[0] = (char)g;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		folded[1 + i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	code = map_get(&w->value, sv_n(folded, 1 + text.n), 0);
	if (code)
		return code;
	n = drop_signs(folded + 1, text.n);
	/* without signs it is the same text */
	return n == 0 || n == text.n
		       ? 0
		       : map_get(&w->value, sv_n(folded, 1 + n), 0);
}

uint32_t
words_mean(const struct words *w, enum word_group g, struct sv text)
{
	struct arena *mem = w->scratch;
	struct sv plain = sv_trim(text), folded;
	struct buf tmp = { 0 };
	uint32_t code;

	if (text.n == 0 || text.n > WORD_BYTES)
		return 0;
	if (text_is_plain(plain))
		return plain_mean(w, g, plain);
	folded = text_fold(mem, text);
	code = map_get(&w->value, key(&tmp, (char)g, folded), 0);
	folded = code ? SV_NONE : text_fold_header(mem, text);
	if (folded.n)
		code = map_get(&w->value, key(&tmp, (char)g, folded), 0);
	buf_done(&tmp);
	arena_clear(mem);
	return code;
}

bool
words_know(const struct words *w, enum known kind, struct sv text)
{
	struct buf tmp = { 0 };
	bool known;

	if (text.n == 0 || text.n > LIMIT_NAME_BYTES)
		return false;
	known = map_get(&w->known,
			key(&tmp, (char)kind,
			    text_fold_loose(w->scratch, text)),
			0) != 0;
	buf_done(&tmp);
	arena_clear(w->scratch);
	return known;
}

/*
 * What one cell of a list says, by the column it stands in. The same text in
 * the same column reads the same, so each is read once; caches are emptied
 * when they hold CACHE_MAX cells, whatever the size of the document. Refuses
 * nothing itself: it says what is wrong, and apps_row() decides.
 */
#include "collectors/applications.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/text.h"
#include "schema/model/keys.h"

enum {
	CACHE_MAX = 200000,
	SHARED_MAX = 256 * 1024, /* shared texts found without a hash */
	CACHE_LINE = 64,
	PARSED_SIZE = 2 * CACHE_LINE, /* struct parsed and a short text */
	PARSED_TEXT = PARSED_SIZE - sizeof(struct parsed),
	PARSED_ROOM = 512, /* allocated at once */
};

struct at
apps_at(struct apps *a, uint32_t row, uint32_t col)
{
	struct at at = { .file = a->im->in->name };
	char letters[4], digits[10];
	size_t n = 0, k = 0;

	if (!a->has_cells) {
		at.line = row;
		at.col = col;
		return at;
	}
	/* by hand: asked for every cell that is new */
	if (col)
		for (column_letters(col, letters); letters[n]; n++)
			a->place[n] = letters[n];
	do
		digits[k++] = (char)('0' + row % 10);
	while (row /= 10);
	while (k)
		a->place[n++] = digits[--k];
	a->place[n] = '\0';
	/* sheet names come from the head, whose arena ends them with NUL */
	at.part = a->now->name.n ? a->now->name.p : NULL;
	at.path = a->place;
	return at;
}

static void
forget(struct apps *a)
{
	for (uint32_t i = 0; i < a->ncache; i++) {
		free(a->cache[i].slot);
		a->cache[i] = (struct cell_cache){ .slot = NULL };
	}
	free(a->shared);
	a->shared = NULL;
	a->nshared = 0;
	arena_done(&a->cache_mem);
	a->cache_mem = (struct arena){ 0 };
	a->room = NULL;
	a->nroom = 0;
	a->ncached = 0;
	a->board_name = a->board_number = NULL;
	a->board = 0;
}

void
cells_reset(struct apps *a, uint32_t ncolumns)
{
	forget(a);
	free(a->cache);
	a->cache = NULL;
	/* a number and a text of the same digits may read differently */
	a->ncache = 2 * ncolumns;
	if (ncolumns) {
		a->cache = mem_realloc(NULL, a->ncache, sizeof(*a->cache));
		memset(a->cache, 0, a->ncache * sizeof(*a->cache));
	}
}

void
cells_trim(struct apps *a)
{
	if (a->ncached >= CACHE_MAX)
		forget(a);
}

static enum names_of
names_of(enum app_field f)
{
	if (f == APP_PRODUCT)
		return NAMES_PRODUCT;
	if (f == APP_FUNCTION)
		return NAMES_FUNCTION;
	return f == APP_SCHOOL ? NAMES_SCHOOL : NAMES_VENDOR;
}

static bool
has_control(struct sv s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c < 0x20 || c == 0x7f ||
		    (c == 0xc2 && i + 1 < s.n &&
		     (unsigned char)s.p[i + 1] < 0xa0))
			return true;
	}
	return false;
}

/* "Totaal", "Voorbeeld": the row is none of the list. */
static enum word_row
row_word(const struct words *w, struct sv text)
{
	if (text.n && text.p[text.n - 1] == ':')
		text.n--;
	return (enum word_row)words_mean(w, WORDS_ROW, text);
}

/* "Voorbeeld: Magister", "(bijv. Magister)" */
static bool
is_example_name(const struct words *w, struct sv s)
{
	size_t end = 0;

	if (s.n && (s.p[0] == '(' || s.p[0] == '['))
		s = sv_n(s.p + 1, s.n - 1);
	else if (sv_find(s, ':') < 0)
		return false;
	while (end < s.n && !strchr(" :)]", s.p[end]))
		end++;
	return words_mean(w, WORDS_ROW, sv_n(s.p, end)) == ROW_EXAMPLE;
}

/* One name of a cell: what a person should look at. */
static void
look_at_name(struct apps *a, struct parsed *p, struct sv name, struct at *at)
{
	const char *damage = say_damage(&a->words, name);

	/* the reader of CSV files has warned of these two already */
	if (!a->has_cells && name.n > 5 &&
	    (name.p[3] == '-' || name.p[name.n - 3] == '+'))
		damage = NULL;
	if (name.n > LIMIT_NAME_BYTES)
		p->why = N_("a name of more than 1,024 bytes");
	else if (has_control(name))
		p->why = N_("a name with control characters");
	if (p->why)
		p->state = SAY_BAD;
	else if (damage)
		diag_warn(a->im->diag, at,
			  "'%.*s' looks like %s (expected a name)",
			  SV_ARG(name), _(damage));
	else if (text_is_deceptive(name))
		diag_warn(a->im->diag, at,
			  "'%.*s' has invisible letters, or letters of two "
			  "scripts: it may look like another name",
			  SV_ARG(name));
}

static void
keep_parts(struct arena *mem, struct parsed *p, const struct sv *part,
	   uint32_t n)
{
	struct sv *to = ARENA_ARRAY(mem, n, struct sv);

	for (uint32_t i = 0; i < n; i++)
		to[i] = part[i];
	p->part = to;
	p->npart = n;
}

/*
 * Names. A cell that says "onbekend" has none and is SAY_UNKNOWN; one that
 * says "geen" or "n.v.t." is SAY_SILENT.
 */
static void
read_names(struct apps *a, enum app_field f, const struct cell *c,
	   struct parsed *p, struct at *at)
{
	struct arena *mem = &a->cache_mem;
	struct sv text = text_clean(mem, c->text), folded;
	struct names n;

	/* "x" and "ja" are no names; "OK" or "V" may be */
	switch (say_answer(&a->words, text)) {
	case ANSWER_UNKNOWN: p->state = SAY_UNKNOWN; return;
	case ANSWER_NO:
	case ANSWER_NONE:
	case ANSWER_NOT_APPLICABLE:
		p->state = SAY_SILENT;
		/* there is software that is called so: see judge() */
		if (f != APP_PRODUCT)
			return;
		break;
	case ANSWER_SILENT: p->state = SAY_SILENT; return;
	case ANSWER_YES:
	case ANSWER_WORDS: break;
	}
	folded = text_fold_header(mem, text);
	if (folded.n == 0) {
		p->state = SAY_BAD;
		p->why = N_("no name");
		return;
	}
	p->is_header = f == APP_PRODUCT && words_field(&a->words, folded).n;
	names_split(&a->words, names_of(f), c->text, mem, &n);
	keep_parts(mem, p, n.part, n.n);
	if (n.too_many) {
		p->state = SAY_BAD;
		p->why = N_("more than 16 names in one cell");
		return;
	}
	if (n.in_doubt && !say_damage(&a->words, text))
		diag_note(a->im->diag, at,
			  "'%.*s' is read as one name (put each name on a line "
			  "of its own when they are more)",
			  SV_ARG(text));
	if (c->type == CELL_BOOL || c->type == CELL_DATE)
		diag_warn(a->im->diag, at,
			  "'%.*s' is no text (expected a name)", SV_ARG(text));
	for (uint32_t i = 0; i < n.n && p->state == SAY_OK; i++)
		look_at_name(a, p, n.part[i], at);
}

/* BRINs, parted by whatever is not of a BRIN; in names. */
static void
read_brins(struct apps *a, struct sv text, struct parsed *p)
{
	struct arena *mem = &a->cache_mem;
	struct sv part[LIMIT_PARTS];
	uint32_t n = 0;
	size_t i = 0;

	while (i < text.n) {
		size_t from = i;
		struct sv brin;

		while (i < text.n && !strchr(" ,;/|&+-", text.p[i]))
			i++;
		if (i > from) {
			if (n == LIMIT_PARTS ||
			    !key_normalise(KEY_BRIN,
					   sv_n(text.p + from, i - from), mem,
					   &brin)) {
				p->state = SAY_BAD;
				return;
			}
			part[n++] = brin;
		}
		i++;
	}
	keep_parts(mem, p, part, n);
}

static void
read_agreement(struct apps *a, struct sv text, struct parsed *p)
{
	int32_t date;

	if (say_date(&a->words, text, false, &date) == SAY_OK) {
		p->text = SV("yes");
		p->a = date;
		return;
	}
	p->text = say_text(&a->words, &a->cache_mem, text);
}

static void
read_status(struct apps *a, struct sv text, struct parsed *p)
{
	uint32_t code = words_mean(&a->words, WORDS_STATUS, text);

	p->a = code;
	if (code)
		return;
	switch (say_answer(&a->words, text)) {
	case ANSWER_UNKNOWN: p->a = STATUS_UNKNOWN; return;
	case ANSWER_NOT_APPLICABLE: p->a = STATUS_NOT_APPLICABLE; return;
	case ANSWER_NONE:
	case ANSWER_SILENT: p->state = SAY_SILENT; return;
	case ANSWER_YES:
	case ANSWER_NO:
	case ANSWER_WORDS: p->state = SAY_BAD; return;
	}
}

static enum say
code_state(struct apps *a, struct sv text)
{
	enum answer answer = say_answer(&a->words, text);

	if (answer == ANSWER_UNKNOWN)
		return SAY_UNKNOWN;
	return answer == ANSWER_WORDS ? SAY_BAD : SAY_SILENT;
}

static void
read_coded(struct apps *a, enum word_group g, struct sv text, struct parsed *p)
{
	p->a = words_mean(&a->words, g, text);
	if (p->a == 0)
		p->state = code_state(a, text);
}

static void
read_biv(struct apps *a, struct sv text, struct parsed *p)
{
	char biv[6];

	if (say_biv(&a->words, text, biv) == SAY_OK)
		p->text = arena_sv(&a->cache_mem, sv(biv));
	else
		p->text = say_text(&a->words, &a->cache_mem, text);
}

static void
read_kvk(struct apps *a, struct sv text, struct parsed *p, struct at *at)
{
	if (key_normalise(KEY_KVK, text, &a->cache_mem, &p->text)) {
		if (sv_eq(p->text, text) || sv_trim(text).n != 7)
			return;
		diag_warn(a->im->diag, at,
			  "'%.*s' has seven digits; read as '%.*s', since "
			  "spreadsheets drop a leading zero",
			  SV_ARG(text), SV_ARG(p->text));
		return;
	}
	p->text = SV_NONE;
	p->state = code_state(a, text);
}

static void
read_country(struct apps *a, struct sv text, struct parsed *p)
{
	p->text = text;
	if (!words_know(&a->words, KNOWN_COUNTRY, text))
		p->state = code_state(a, text);
}

static void
read_board(struct apps *a, enum app_field f, struct sv text, struct parsed *p)
{
	struct app_site site = { text, SV_NONE };
	struct arena *mem = &a->cache_mem;
	struct sv *part;

	if (code_state(a, text) != SAY_BAD) {
		p->state = code_state(a, text);
		return;
	}
	if (f == APP_BOARD_NUMBER) {
		site.name = SV_NONE;
		if (!key_normalise(KEY_BOARD_NUMBER, text, mem, &site.number))
			p->state = SAY_BAD;
	} else {
		site = app_site_of(text, KEY_BOARD_NUMBER, mem);
	}
	part = ARENA_ARRAY(mem, 2, struct sv);
	part[0] = site.name;
	part[1] = site.number;
	p->part = part;
}

/* What was expected of a cell that is not understood. */
static const char *
expected(enum app_how how)
{
	switch (how) {
	case HOW_BRINS: return N_("a BRIN such as 12AB or 12AB03");
	case HOW_BOARD: return N_("a board number of five digits");
	case HOW_COUNT: return N_("a number such as 120, 100-150 or <5");
	case HOW_SHARE: return N_("a share such as 50%");
	case HOW_STATUS: return N_("in gebruik, gepland, uitfaseren, gestopt");
	case HOW_CRITICALITY: return N_("hoog, midden, laag or 3, 2, 1");
	case HOW_AMOUNT: return N_("euros a year such as 1.250,00");
	case HOW_DATE: return N_("a date such as 1-8-2025, no day number");
	case HOW_LEVEL: return N_("hoog, midden, laag or 3, 2, 1");
	case HOW_KVK: return N_("eight digits");
	case HOW_COUNTRY: return N_("a country");
	case HOW_BRANCH: return N_("two digits");
	case HOW_NAMES:
	case HOW_AGREEMENT:
	case HOW_OWNER:
	case HOW_TEXT:
	case HOW_BIV:
	case HOW_ENTITY_ID:
	case HOW_PASS:
	case HOW_PERSON: break;
	}
	return N_("something else");
}

static void
read_text(struct apps *a, const struct app_column *col, const struct cell *c,
	  struct parsed *p, struct at *at)
{
	struct arena *mem = &a->cache_mem;
	const struct words *w = &a->words;
	struct sv text = say_impersonal(mem, text_clean(mem, c->text));
	bool is_end = col->field == APP_UNTIL;
	int32_t date = 0;
	uint64_t number;

	switch (app_how(col->field)) {
	case HOW_BRINS: read_brins(a, text, p); break;
	case HOW_BRANCH:
		if (sv_u64(text, 99, &number))
			p->a = (int64_t)number;
		else
			p->state = code_state(a, text);
		break;
	case HOW_BOARD: read_board(a, col->field, text, p); break;
	case HOW_COUNT: p->state = say_count(w, text, &p->a, &p->b); break;
	case HOW_SHARE:
		p->state = say_share(text, &p->a);
		if (p->state == SAY_BAD)
			p->state = code_state(a, text);
		break;
	case HOW_STATUS: read_status(a, text, p); break;
	case HOW_CRITICALITY: read_coded(a, WORDS_CRITICALITY, text, p); break;
	case HOW_LEVEL: read_coded(a, WORDS_LEVEL, text, p); break;
	case HOW_AMOUNT:
		p->state = say_amount(w, text, c->type == CELL_NUMBER, &p->a);
		break;
	case HOW_DATE:
		p->state = say_date(w, text, is_end, &date);
		p->a = date;
		break;
	case HOW_AGREEMENT: read_agreement(a, text, p); break;
	case HOW_OWNER: p->text = say_owner(w, mem, text); break;
	case HOW_TEXT: p->text = say_text(w, mem, text); break;
	case HOW_BIV: read_biv(a, text, p); break;
	case HOW_KVK: read_kvk(a, text, p, at); break;
	case HOW_ENTITY_ID:
		p->text = text;
		if (code_state(a, text) != SAY_BAD)
			p->text = SV_NONE;
		break;
	case HOW_COUNTRY: read_country(a, text, p); break;
	case HOW_NAMES:
	case HOW_PASS:
	case HOW_PERSON: break;
	}
	if (p->state == SAY_BAD)
		diag_warn(a->im->diag, at,
			  "'%.*s' under '%.*s' is not understood and left out "
			  "(expected %s)",
			  SV_ARG(text), SV_ARG(col->header),
			  _(expected(app_how(col->field))));
}

static void
read_cell(struct apps *a, const struct app_column *col, const struct cell *c,
	  uint32_t row, struct parsed *p)
{
	struct at at = apps_at(a, row, c->col);
	/* the cell's bytes are gone after the row */
	struct cell own = { c->type, c->col, p->raw, 0 };

	p->row = row_word(&a->words, sv_trim(own.text));
	if (col->field == APP_PRODUCT &&
	    is_example_name(&a->words, sv_trim(own.text)))
		p->row = ROW_EXAMPLE;
	if (c->type == CELL_ERROR)
		p->state = SAY_UNKNOWN; /* the reader has said so */
	else if (app_how(col->field) == HOW_NAMES)
		read_names(a, col->field, &own, p, &at);
	else
		read_text(a, col, &own, p, &at);
}

/* Where the text is, or is to be put. */
static struct cell_slot *
find_slot(const struct cell_cache *k, struct sv text, uint32_t hash)
{
	uint32_t i = hash & (k->nslot - 1);

	while (k->slot[i].read &&
	       (k->slot[i].hash != hash || !sv_eq(k->slot[i].read->raw, text)))
		i = (i + 1) & (k->nslot - 1);
	return &k->slot[i];
}

/* At most half full. */
static void
grow_cache(struct cell_cache *k)
{
	struct cell_cache to = { .nslot = k->nslot ? 2 * k->nslot : 32 };

	to.slot = mem_realloc(NULL, to.nslot, sizeof(*to.slot));
	memset(to.slot, 0, to.nslot * sizeof(*to.slot));
	for (uint32_t i = 0; i < k->nslot; i++)
		if (k->slot[i].read)
			*find_slot(&to, k->slot[i].read->raw, k->slot[i].hash) =
				k->slot[i];
	free(k->slot);
	k->slot = to.slot;
	k->nslot = to.nslot;
}

/* Keeps how a shared text reads, so that no hash is needed again. */
static void
share(struct apps *a, uint32_t column, const struct cell *c, struct parsed *p)
{
	uint32_t n = a->nshared;

	if (c->shared == 0 || c->shared >= SHARED_MAX)
		return;
	while (c->shared >= n)
		n = n ? 2 * n : 1024;
	if (n > a->nshared) {
		a->shared = mem_realloc(a->shared, n, sizeof(*a->shared));
		memset(a->shared + a->nshared, 0,
		       (n - a->nshared) * sizeof(*a->shared));
		a->nshared = n;
	}
	a->shared[c->shared] = (struct cell_shared){ p, column };
}

static struct cell_cache *
cache_of(struct apps *a, uint32_t column, const struct cell *c)
{
	return &a->cache[2 * column + (c->type != CELL_TEXT)];
}

/* By the number of its text, or because the row before says the same. */
static struct parsed *
known_at_once(const struct apps *a, const struct cell_cache *k,
	      const struct look *l)
{
	const struct cell *c = l->cell;

	if (c->shared < a->nshared && a->shared[c->shared].read &&
	    a->shared[c->shared].column == l->column)
		return a->shared[c->shared].read;
	return k->n && sv_eq(k->last->raw, c->text) ? k->last : NULL;
}

void
cells_known(struct apps *a, struct look *look, uint32_t n)
{
	struct look *end = look + n;

	/* what the next step needs is on its way while this one goes on */
	for (struct look *l = look; l < end; l++) {
		const struct cell_cache *k;

		k = l->cache = cache_of(a, l->column, l->cell);
		l->read = known_at_once(a, k, l);
		if (l->read) {
			__builtin_prefetch(l->read);
		} else if (k->n) {
			l->hash = (uint32_t)sv_hash_quick(l->cell->text);
			__builtin_prefetch(&k->slot[l->hash & (k->nslot - 1)]);
		}
	}
	for (struct look *l = look; l < end; l++) {
		const struct cell_cache *k = l->cache;

		if (!l->read && k->n)
			__builtin_prefetch(
				k->slot[l->hash & (k->nslot - 1)].read);
	}
	for (struct look *l = look; l < end; l++) {
		struct cell_cache *k = l->cache;

		if (l->read || k->n == 0)
			continue;
		l->read = find_slot(k, l->cell->text, l->hash)->read;
		if (!l->read)
			continue;
		k->last = l->read;
		share(a, l->column, l->cell, l->read);
	}
}

/* A struct parsed and its text, in two lines of the processor's cache. */
static struct parsed *
new_parsed(struct apps *a, struct sv text)
{
	struct parsed *p;

	if (a->nroom == 0) {
		char *room = arena_array(&a->cache_mem, PARSED_ROOM + 1,
					 PARSED_SIZE);

		a->room = room + CACHE_LINE - (uintptr_t)room % CACHE_LINE;
		a->nroom = PARSED_ROOM;
	}
	p = (struct parsed *)(void *)a->room;
	if (text.n < PARSED_TEXT)
		p->raw = sv_n(memcpy(p + 1, text.p, text.n), text.n);
	else
		p->raw = arena_sv(&a->cache_mem, text);
	a->room += PARSED_SIZE;
	a->nroom--;
	return p;
}

struct parsed *
cell_read(struct apps *a, uint32_t column, const struct cell *c, uint32_t row)
{
	struct cell_cache *k = cache_of(a, column, c);
	struct cell_slot *s;
	uint32_t hash;

	if (k->last && sv_eq(k->last->raw, c->text))
		return k->last;
	if (2 * k->n >= k->nslot)
		grow_cache(k);
	hash = (uint32_t)sv_hash_quick(c->text);
	s = find_slot(k, c->text, hash);
	k->last = s->read;
	if (k->last)
		return k->last;
	k->last = new_parsed(a, c->text);
	*s = (struct cell_slot){ k->last, hash };
	k->n++;
	a->ncached++;
	read_cell(a, &a->now->column[column], c, row, k->last);
	return k->last;
}

/*
 * Uses: the wide claims of application lists, resolved to one use for each
 * site, function and product. Each column takes the strongest claim that says
 * something about it. A use without a function gets those of its product.
 */
#include <stddef.h>
#include <stdlib.h>

#include "base/sort.h"
#include "schema/store/load.h"

enum { NUMBERS = 9, TEXTS = 13 };

/* Columns as they are numbered in kinds.def, and their names. */
static const int number_col[NUMBERS] = {
	[USES_status] = SCAN_USES_status,
	[USES_share] = SCAN_USES_share,
	[USES_users_low] = SCAN_USES_users_low,
	[USES_users_high] = SCAN_USES_users_high,
	[USES_criticality] = SCAN_USES_criticality,
	[USES_cost] = SCAN_USES_cost,
	[USES_since] = SCAN_USES_since,
	[USES_until] = SCAN_USES_until,
	[USES_agreed] = SCAN_USES_agreed,
};

static const struct {
	int col;
	size_t to; /* offset in struct usage */
} text_col[TEXTS] = {
	[USES_owner] = { SCAN_USES_owner, offsetof(struct usage, owner) },
	[USES_fallback] = { SCAN_USES_fallback,
			    offsetof(struct usage, fallback) },
	[USES_sign_on] = { SCAN_USES_sign_on, offsetof(struct usage, sign_on) },
	[USES_hosting] = { SCAN_USES_hosting, offsetof(struct usage, hosting) },
	[USES_agreement] = { SCAN_USES_agreement,
			     offsetof(struct usage, agreement) },
	[USES_dpia] = { SCAN_USES_dpia, offsetof(struct usage, dpia) },
	[USES_data] = { SCAN_USES_data, offsetof(struct usage, data) },
	[USES_biv] = { SCAN_USES_biv, offsetof(struct usage, biv) },
	[USES_ai] = { SCAN_USES_ai, offsetof(struct usage, ai) },
	[USES_platform] = { SCAN_USES_platform,
			    offsetof(struct usage, platform) },
	[USES_exit_plan] = { SCAN_USES_exit_plan,
			     offsetof(struct usage, exit_plan) },
	[USES_alternatives] = { SCAN_USES_alternatives,
				offsetof(struct usage, alternatives) },
	[USES_links] = { SCAN_USES_links, offsetof(struct usage, links) },
};

struct raw_use {
	struct claim c;
	uint32_t site, function, product, vendor;
	uint32_t words; /* index in words: the texts of the row */
	bool is_seen;   /* a document of sign-on says so, no list */
	int64_t num[NUMBERS];
};

/* The texts of a row, shared by all rows that say the same; NULL: silent. */
struct words {
	const char *text[TEXTS]; /* interned */
};

struct raw_uses {
	struct raw_use *v;
	uint32_t n, cap;
	struct words *words; /* [0] says nothing */
	uint32_t nwords, words_cap;
	struct map texts; /* text -> index in strings */
	struct map sets;  /* bytes of words -> its index */
	const char **string;
	uint32_t string_cap;
};

static const char *
intern(struct loader *ld, struct raw_uses *r, struct sv text)
{
	struct map_entry *e;
	bool is_new;

	if (text.n == 0)
		return NULL;
	e = map_put(&r->texts, text, r->texts.n, &is_new);
	if (is_new) {
		VEC_ROOM(r->string, e->value, r->string_cap);
		r->string[e->value] = arena_sv(&ld->l->mem, text).p;
	}
	return r->string[e->value];
}

static uint32_t
read_words(struct loader *ld, struct raw_uses *r, struct stmt *s)
{
	struct words w;
	struct map_entry *e;
	bool is_new, any = false;

	for (int i = 0; i < TEXTS; i++) {
		w.text[i] = intern(ld, r, col_text(s, text_col[i].col));
		any = any || w.text[i];
	}
	if (!any)
		return 0;
	e = map_put(&r->sets, sv_n((const char *)&w, sizeof(w)), r->nwords,
		    &is_new);
	if (is_new) {
		VEC_ROOM(r->words, r->nwords, r->words_cap);
		r->words[r->nwords++] = w;
	}
	return e->value;
}

/* Functions of a product in the catalogue: a run in landscape.fulfils. */
static uint32_t
first_fulfilment(const struct landscape *l, uint32_t product)
{
	uint32_t lo = 0, hi = l->nfulfils;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (l->fulfils[mid].product < product)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
push(struct raw_uses *r, const struct raw_use *u)
{
	VEC_ROOM(r->v, r->n, r->cap);
	r->v[r->n++] = *u;
}

static int
read_uses(struct loader *ld, struct raw_uses *r, struct err *e)
{
	const struct landscape *l = ld->l;
	struct stmt *s = stmt_get(ld->st, Q_scan_uses);

	VEC_ROOM(r->words, r->nwords, r->words_cap);
	r->words[r->nwords++] = (struct words){ 0 };
	while (stmt_row(s)) {
		struct raw_use u;
		uint32_t f;

		if (!claim_read(ld, s, &u.c))
			continue;
		u.is_seen = ld->live.source[col_i64(s, SCAN_USES_source)]
				    .is_sign_on;
		u.site = claim_ref(ld, s, SCAN_USES_site);
		u.product = claim_ref(ld, s, SCAN_USES_product);
		u.function = claim_ref(ld, s, SCAN_USES_function);
		u.vendor = claim_ref(ld, s, SCAN_USES_vendor);
		if (u.site == NODE_NONE)
			continue;
		for (int i = 0; i < NUMBERS; i++)
			u.num[i] = col_is_null(s, number_col[i])
					   ? FACT_SILENT
					   : col_i64(s, number_col[i]);
		u.words = read_words(ld, r, s);
		f = u.product == NODE_NONE || u.function != NODE_NONE
			    ? l->nfulfils
			    : first_fulfilment(l, u.product);
		if (f == l->nfulfils || l->fulfils[f].product != u.product) {
			push(r, &u);
			continue;
		}
		for (; f < l->nfulfils && l->fulfils[f].product == u.product;
		     f++) {
			u.function = l->fulfils[f].function;
			push(r, &u);
		}
	}
	return stmt_end(s, e);
}

static int
cmp_raw(const void *pa, const void *pb)
{
	const struct raw_use *a = pa, *b = pb;

	if (a->site != b->site)
		return a->site < b->site ? -1 : 1;
	if (a->function != b->function)
		return a->function < b->function ? -1 : 1;
	if (a->product != b->product)
		return a->product < b->product ? -1 : 1;
	return claim_cmp(&a->c, &b->c);
}

static bool
same_use(const struct raw_use *a, const struct raw_use *b)
{
	return a->site == b->site && a->function == b->function &&
	       a->product == b->product;
}

/* How one column of two rows compares; says() tells whether it is said. */
struct column_view {
	const struct raw_uses *r;
	int col;
	bool (*says)(const struct column_view *v, const struct raw_use *u);
	int (*cmp)(const struct column_view *v, const struct raw_use *a,
		   const struct raw_use *b);
};

static bool
number_says(const struct column_view *v, const struct raw_use *u)
{
	return u->num[v->col] != FACT_SILENT;
}

static int
number_cmp(const struct column_view *v, const struct raw_use *a,
	   const struct raw_use *b)
{
	int64_t x = a->num[v->col];
	int64_t y = b->num[v->col];

	return x < y ? -1 : x > y;
}

static bool
text_says(const struct column_view *v, const struct raw_use *u)
{
	return v->r->words[u->words].text[v->col] != NULL;
}

static int
text_cmp(const struct column_view *v, const struct raw_use *a,
	 const struct raw_use *b)
{
	return strcmp(v->r->words[a->words].text[v->col],
		      v->r->words[b->words].text[v->col]);
}

static bool
vendor_says(const struct column_view *v, const struct raw_use *u)
{
	(void)v;
	return u->vendor != NODE_NONE;
}

static int
vendor_cmp(const struct column_view *v, const struct raw_use *a,
	   const struct raw_use *b)
{
	(void)v;
	return a->vendor < b->vendor ? -1 : a->vendor > b->vendor;
}

/*
 * The row that decides: strongest, newest, smallest value. With `except` the
 * best of the rows that say something else. NULL when no row qualifies.
 */
static const struct raw_use *
decide(const struct column_view *v, uint32_t i, uint32_t k,
       const struct raw_use *except)
{
	const struct raw_use *best = NULL;

	for (; i < k; i++) {
		const struct raw_use *u = &v->r->v[i];
		int c;

		if (!v->says(v, u) || (except && v->cmp(v, u, except) == 0))
			continue;
		c = best ? claim_strength(&u->c, &best->c) : -1;
		if (c < 0 || (c == 0 && v->cmp(v, u, best) < 0))
			best = u;
	}
	return best;
}

static int64_t
pick_number(struct loader *ld, struct raw_uses *r, uint32_t i, uint32_t k,
	    int col, bool *is_conflict)
{
	struct column_view v = { r, col, number_says, number_cmp };
	const char *field = fact_shape(FACT_USES)->num[col];
	const struct raw_use *best = decide(&v, i, k, NULL), *other;

	if (!best)
		return FACT_SILENT;
	other = k - i > 1 ? decide(&v, i, k, best) : NULL;
	if (other) {
		*is_conflict = true;
		claim_conflict(ld, FACT_USES, field, best->site, best->product,
			       claim_number(FACT_USES, field, best->num[col],
					    &ld->l->mem),
			       claim_number(FACT_USES, field, other->num[col],
					    &ld->l->mem),
			       best->c.id, other->c.id);
	}
	return best->num[col];
}

static const char *
pick_text(struct loader *ld, struct raw_uses *r, uint32_t i, uint32_t k,
	  int col, bool *is_conflict)
{
	struct column_view v = { r, col, text_says, text_cmp };
	const struct raw_use *best = decide(&v, i, k, NULL), *other;

	if (!best)
		return "";
	other = k - i > 1 ? decide(&v, i, k, best) : NULL;
	if (other) {
		*is_conflict = true;
		claim_conflict(ld, FACT_USES, fact_shape(FACT_USES)->text[col],
			       best->site, best->product,
			       r->words[best->words].text[col],
			       r->words[other->words].text[col], best->c.id,
			       other->c.id);
	}
	return r->words[best->words].text[col];
}

static uint32_t
pick_vendor(struct loader *ld, struct raw_uses *r, uint32_t i, uint32_t k,
	    bool *is_conflict)
{
	struct column_view v = { r, 0, vendor_says, vendor_cmp };
	const struct raw_use *best = decide(&v, i, k, NULL), *other;

	if (!best)
		return NODE_NONE;
	other = k - i > 1 ? decide(&v, i, k, best) : NULL;
	if (other) {
		*is_conflict = true;
		claim_conflict(ld, FACT_USES, "vendor", best->site,
			       best->product, ld->l->node[best->vendor].id,
			       ld->l->node[other->vendor].id, best->c.id,
			       other->c.id);
	}
	return best->vendor;
}

static void
set_numbers(struct usage *to, const int64_t num[NUMBERS])
{
#define OR(col, silent) (num[col] == FACT_SILENT ? (silent) : num[col])
	to->status = code_name(DOMAIN_STATUS, num[USES_status])
			     ? (int8_t)num[USES_status]
			     : STATUS_UNKNOWN;
	to->share = (int32_t)OR(USES_share, -1);
	to->criticality = (int8_t)OR(USES_criticality, 0);
	to->since = (int32_t)OR(USES_since, 0);
	to->until = (int32_t)OR(USES_until, 0);
	to->agreed = (int32_t)OR(USES_agreed, 0);
	to->cost = OR(USES_cost, -1);
#undef OR
}

static void
set_text(struct usage *to, int n, const char *text)
{
	*(const char **)((char *)to + text_col[n].to) = text;
}

/* Several claims about one use: each column takes the best that says it. */
static bool
settle(struct loader *ld, struct raw_uses *r, uint32_t i, uint32_t k,
       struct usage *to)
{
	int64_t num[NUMBERS];
	bool is_conflict = false;

	to->vendor = pick_vendor(ld, r, i, k, &is_conflict);
	for (int n = 0; n < NUMBERS; n++)
		num[n] = pick_number(ld, r, i, k, n, &is_conflict);
	set_numbers(to, num);
	for (int n = 0; n < TEXTS; n++)
		set_text(to, n, pick_text(ld, r, i, k, n, &is_conflict));
	return is_conflict;
}

/* The common case: one claim is the use. */
static void
copy_claim(const struct raw_uses *r, const struct raw_use *u, struct usage *to)
{
	const struct words *w = &r->words[u->words];

	to->vendor = u->vendor;
	set_numbers(to, u->num);
	for (int n = 0; n < TEXTS; n++)
		set_text(to, n, w->text[n] ? w->text[n] : "");
}

static void
resolve(struct loader *ld, struct raw_uses *r, uint32_t i, uint32_t k)
{
	struct landscape *l = ld->l;
	struct usage *to = &l->usage[l->nusage++];
	bool is_conflict = false;

	to->site = r->v[i].site;
	to->function = r->v[i].function;
	to->product = r->v[i].product;
	if (k - i == 1)
		copy_claim(r, &r->v[i], to);
	else
		is_conflict = settle(ld, r, i, k, to);
	to->ev = (struct evidence){ .first = l->nclaim,
				    .said = k - i,
				    .rung = r->v[i].c.rung,
				    .is_conflict = is_conflict };
	for (; i < k; i++) {
		VEC_ROOM(l->claim, l->nclaim, ld->claim_cap);
		l->claim[l->nclaim++] = r->v[i].c.id;
		to->is_seen |= r->v[i].is_seen;
		to->is_listed |= !r->v[i].is_seen;
	}
}

/*
 * By site, function and product, best claim first. Sites are dealt out by
 * counting; only the few rows of one site are sorted.
 */
static void
sort_uses(const struct landscape *l, struct raw_uses *r)
{
	uint32_t *at = mem_realloc(NULL, (size_t)l->nnode + 1, sizeof(*at));
	struct raw_use *to = mem_realloc(NULL, r->n, sizeof(*to));

	memset(at, 0, ((size_t)l->nnode + 1) * sizeof(*at));
	for (uint32_t i = 0; i < r->n; i++)
		at[r->v[i].site + 1]++;
	for (uint32_t s = 0; s < l->nnode; s++)
		at[s + 1] += at[s];
	for (uint32_t i = 0; i < r->n; i++)
		to[at[r->v[i].site]++] = r->v[i];
	/* now at[s] is where the rows of site s end */
	for (uint32_t s = 0, from = 0; s < l->nnode; from = at[s++])
		sort(to + from, at[s] - from, sizeof(*to), cmp_raw);
	free(at);
	free(r->v);
	r->v = to;
	r->cap = r->n;
}

int
load_uses(struct loader *ld, struct err *e)
{
	struct landscape *l = ld->l;
	struct raw_uses r = { 0 };
	int rc = read_uses(ld, &r, e);

	if (rc == 0) {
		sort_uses(l, &r);
		l->usage = arena_array(&l->mem, r.n, sizeof(*l->usage));
		for (uint32_t i = 0, k; i < r.n; i = k) {
			for (k = i + 1; k < r.n && same_use(&r.v[i], &r.v[k]);
			     k++)
				continue;
			resolve(ld, &r, i, k);
		}
	}
	free(r.v);
	free(r.words);
	free(r.string);
	map_done(&r.texts);
	map_done(&r.sets);
	return rc;
}

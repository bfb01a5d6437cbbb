/*
 * Names that are nearly the same: proposals for a person, never a decision.
 * Candidates come from two kinds of buckets, so that no list is compared with
 * itself name by name: names that are equal after one letter is left out (a
 * missing, extra, wrong or swapped letter), and names that share a word.
 */
#include "schema/identity/identity.h"

#include <stdlib.h>

#include "base/sort.h"
#include "base/text.h"

enum {
	BUCKET_MAX = 24, /* a bucket with more is a common word */
	FOLD_MIN = 4,    /* shorter names are never near */
	FOLD_MAX = 200,  /* longer ones neither */
	SCORE_SPELLING = 920,
	EXTRA_MAX = 12,            /* letters of the extra words */
	BUCKETS_AT_ONCE = 1 << 17, /* about; more are made in turns */
	NEAR_BITS = 20, /* of a hash: which buckets hold a name from here */
	PAIRS_AT_ONCE =
		1 << 16, /* compared, each once, before there are more */
};

/* A name that may be near another; small, since a landscape has many. */
struct entry {
	uint32_t name; /* index in in->name */
	uint32_t component;
	uint32_t scope;
	enum node_kind kind;
};

struct search {
	const struct identity_input *in;
	const struct identity *id;
	struct arena *mem;
	struct entry *entry;
	uint32_t nentry;
	bool *is_known;   /* by component: the catalogue has it */
	bool *is_near;    /* by component: somebody here names it */
	uint64_t *bucket; /* hash << 32 | entry; heap */
	uint32_t nbucket, cap;
	uint64_t *near;       /* a bit for each hash of names from here; heap */
	bool is_marking;      /* those bits are being set; no buckets yet */
	uint32_t turns, turn; /* which part of all hashes is looked at */
	uint64_t *pair; /* entry << 32 | entry, PAIRS_AT_ONCE of them; heap */
	uint32_t npair;
	struct near_match *match; /* heap */
	uint32_t nmatch, match_cap;
};

static struct sv
fold_of(const struct search *s, const struct entry *x)
{
	return s->id->loose[x->name];
}

static struct sv
name_of(const struct search *s, const struct entry *x)
{
	return s->in->name[x->name].name;
}

static int
cmp_entry(const void *pa, const void *pb, void *ctx)
{
	const struct search *s = ctx;
	int c = sv_cmp(fold_of(s, pa), fold_of(s, pb));

	return c ? c : sv_cmp(name_of(s, pa), name_of(s, pb));
}

/* The fold itself, or a copy without blanks in tmp. */
static struct sv
packed(struct sv fold, char tmp[FOLD_MAX])
{
	size_t n = 0;

	if (sv_find(fold, ' ') < 0)
		return fold;
	for (size_t i = 0; i < fold.n; i++)
		if (fold.p[i] != ' ')
			tmp[n++] = fold.p[i];
	return sv_n(tmp, n);
}

/* Names that may be near another, in order of component; *ret_at is heap. */
static uint32_t
candidates(struct search *s, uint64_t **ret_at)
{
	uint64_t *at = mem_realloc(NULL, s->in->nname + 1ull, sizeof(*at));
	uint32_t n = 0;

	s->is_known = arena_array(s->mem, s->in->nnode, sizeof(bool));
	s->is_near = arena_array(s->mem, s->in->nnode, sizeof(bool));
	for (uint32_t i = 0; i < s->in->nnode; i++)
		if (!s->in->node[i].is_remote)
			s->is_near[s->id->component[i]] = true;
	for (uint32_t i = 0; i < s->in->nname; i++) {
		const struct identity_name *m = &s->in->name[i];
		uint32_t component = s->id->component[m->node];
		size_t length = s->id->loose[i].n;

		if (m->is_catalogue)
			s->is_known[component] = true;
		if (s->in->node[m->node].kind != NODE_COUNTRY &&
		    length >= FOLD_MIN && length <= FOLD_MAX)
			at[n++] = (uint64_t)component << 32 | i;
	}
	sort_u64(at, n);
	*ret_at = at;
	return n;
}

static struct entry
make_entry(const struct search *s, uint32_t i)
{
	uint32_t node = s->in->name[i].node;
	uint32_t scope = s->in->node[node].scope;

	return (struct entry){
		.name = i,
		.component = s->id->component[node],
		.scope = scope == IDENTITY_NONE ? scope
						: s->id->component[scope],
		.kind = s->in->node[node].kind,
	};
}

/* The entries of one component, each fold once. */
static void
add_entries(struct search *s, const uint64_t *at, uint32_t n)
{
	struct entry *v = &s->entry[s->nentry];
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		v[i] = make_entry(s, (uint32_t)at[i]);
	if (n > 1)
		qsort_r(v, n, sizeof(*v), cmp_entry, s);
	for (uint32_t i = 0; i < n; i++)
		if (kept == 0 ||
		    !sv_eq(fold_of(s, &v[kept - 1]), fold_of(s, &v[i])))
			v[kept++] = v[i];
	s->nentry += kept;
}

static void
collect(struct search *s)
{
	uint64_t *at;
	uint32_t n = candidates(s, &at);

	s->entry = arena_array(s->mem, n, sizeof(*s->entry));
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && at[k] >> 32 == at[i] >> 32; k++)
			continue;
		add_entries(s, at + i, k - i);
	}
	free(at);
}

static void
mark(struct search *s, uint32_t hash)
{
	s->near[hash >> (32 - NEAR_BITS + 6)] |=
		1ull << (hash >> (32 - NEAR_BITS) & 63);
}

static bool
is_marked(const struct search *s, uint32_t hash)
{
	return s->near[hash >> (32 - NEAR_BITS + 6)] >>
		       (hash >> (32 - NEAR_BITS) & 63) &
	       1;
}

static void
put_bucket(struct search *s, uint32_t entry, uint64_t hash)
{
	const struct entry *x = &s->entry[entry];

	hash ^= (uint64_t)x->kind * 0x9e3779b97f4a7c15u;
	if (x->kind == NODE_SCHOOL)
		hash ^= (uint64_t)x->scope * 0xff51afd7ed558ccdu;
	hash ^= hash >> 32;
	if (s->is_marking) {
		mark(s, (uint32_t)hash);
		return;
	}
	/* two names that only a federation has are never compared */
	if (!is_marked(s, (uint32_t)hash))
		return;
	if ((hash & UINT32_MAX) * s->turns >> 32 != s->turn)
		return;
	VEC_ROOM(s->bucket, s->nbucket, s->cap);
	s->bucket[s->nbucket++] = hash << 32 | entry;
}

/* The packed name, and the packed name without each of its bytes. */
static void
spell_buckets(struct search *s, uint32_t i)
{
	char whole[FOLD_MAX], tmp[FOLD_MAX];
	struct sv p = packed(fold_of(s, &s->entry[i]), whole);

	put_bucket(s, i, sv_hash(p));
	if (p.n < 5)
		return;
	memcpy(tmp, p.p + 1, p.n - 1);
	for (size_t k = 0; k < p.n; k++) {
		if (k)
			tmp[k - 1] = p.p[k - 1];
		put_bucket(s, i, sv_hash(sv_n(tmp, p.n - 1)));
	}
}

/* Names that share a word: which one is the telling one, nobody knows. */
static void
word_buckets(struct search *s, uint32_t i)
{
	struct sv rest = fold_of(s, &s->entry[i]), word;

	while (sv_split(&rest, ' ', &word))
		if (word.n >= FOLD_MIN)
			put_bucket(s, i, ~sv_hash(word));
}

/* Letters of the words of `big` that are not in `small`, or -1. */
static int
extra_letters(struct sv big, struct sv small)
{
	struct sv rest = big, word, want = SV_NONE, left = small;
	int extra = 0;
	bool more = sv_split(&left, ' ', &want);

	while (sv_split(&rest, ' ', &word)) {
		if (more && sv_eq(word, want))
			more = sv_split(&left, ' ', &want);
		else
			extra += (int)word.n;
	}
	return more ? -1 : extra;
}

static bool
has_digit_difference(struct sv a, struct sv b)
{
	size_t i = 0, k = 0;

	/* "Office 2016" and "Office 2019", "groep 7" and "groep 8" */
	for (;;) {
		while (i < a.n && (a.p[i] < '0' || a.p[i] > '9'))
			i++;
		while (k < b.n && (b.p[k] < '0' || b.p[k] > '9'))
			k++;
		if (i == a.n || k == b.n)
			return i != a.n || k != b.n;
		if (a.p[i++] != b.p[k++])
			return true;
	}
}

/* Two entries that may be one thing: not yet a look at the letters. */
static bool
are_comparable(const struct search *s, uint32_t ia, uint32_t ib)
{
	const struct entry *a = &s->entry[ia], *b = &s->entry[ib];

	return a->component != b->component && a->kind == b->kind &&
	       (s->is_near[a->component] || s->is_near[b->component]) &&
	       (a->kind != NODE_SCHOOL || a->scope == b->scope) &&
	       !(s->is_known[a->component] && s->is_known[b->component]);
}

static void
compare(struct search *s, uint32_t ia, uint32_t ib)
{
	const struct entry *a = &s->entry[ia], *b = &s->entry[ib];
	struct sv fa = fold_of(s, a), fb = fold_of(s, b), pa, pb;
	char ta[FOLD_MAX], tb[FOLD_MAX];
	const char *why = NULL;
	unsigned score;
	int extra;

	if (has_digit_difference(fa, fb))
		return;
	pa = packed(fa, ta);
	pb = packed(fb, tb);
	score = text_jaro_winkler(pa, pb);
	if (sv_eq(fa, fb))
		why = "same name"; /* and more than one has it */
	else if (score >= SCORE_SPELLING)
		why = "spelling";
	extra = fa.n >= fb.n ? extra_letters(fa, fb) : extra_letters(fb, fa);
	if (!why && extra > 0 && extra <= EXTRA_MAX) {
		why = "words";
		score = 900 - (unsigned)extra * 10;
	}
	if (!why)
		return;
	VEC_ROOM(s->match, s->nmatch, s->match_cap);
	s->match[s->nmatch++] =
		(struct near_match){ a->component,  b->component, name_of(s, a),
				     name_of(s, b), score,        why };
}

/* Names that are near share many buckets: each pair is compared once. */
static void
compare_pairs(struct search *s)
{
	uint64_t last = 0; /* no pair: an entry is not its own partner */

	sort_u64(s->pair, s->npair);
	for (uint32_t i = 0; i < s->npair; i++) {
		if (s->pair[i] != last)
			compare(s, (uint32_t)(s->pair[i] >> 32),
				(uint32_t)s->pair[i]);
		last = s->pair[i];
	}
	s->npair = 0;
}

static void
put_pair(struct search *s, uint32_t a, uint32_t b)
{
	if (a == b || !are_comparable(s, a, b))
		return;
	if (s->npair == PAIRS_AT_ONCE)
		compare_pairs(s);
	/* in ascending order, so that a pair has one form */
	s->pair[s->npair++] =
		a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
}

/*
 * What is named here moves to the front, so that it finds its like in a bucket
 * that a federation has filled. Returns how many those are.
 */
static uint32_t
near_first(const struct search *s, uint64_t *bucket, uint32_t n)
{
	uint32_t front = 0;

	for (uint32_t i = 0; i < n; i++) {
		uint64_t x = bucket[i];

		if (!s->is_near[s->entry[(uint32_t)x].component])
			continue;
		bucket[i] = bucket[front];
		bucket[front++] = x;
	}
	return front;
}

/* Each with each when they are few, else what is named here with as many. */
static void
compare_bucket(struct search *s, uint64_t *bucket, uint32_t n)
{
	uint32_t with = n, front = n;

	if (n > BUCKET_MAX) {
		front = near_first(s, bucket, n);
		if (front > BUCKET_MAX)
			return;
		if ((uint64_t)front * n > BUCKET_MAX * BUCKET_MAX)
			with = front;
	}
	for (uint32_t a = 0; a < front; a++)
		for (uint32_t b = a + 1; b < with; b++)
			put_pair(s, (uint32_t)bucket[a], (uint32_t)bucket[b]);
}

/* Two hashes that share their half cost a comparison, never a match. */
static void
compare_buckets(struct search *s)
{
	sort_u64(s->bucket, s->nbucket);
	for (uint32_t i = 0, k; i < s->nbucket; i = k) {
		uint64_t hash = s->bucket[i] >> 32;

		for (k = i + 1; k < s->nbucket && s->bucket[k] >> 32 == hash;
		     k++)
			continue;
		compare_bucket(s, &s->bucket[i], k - i);
	}
	compare_pairs(s);
	s->nbucket = 0;
}

/*
 * Which buckets have a name from here; others need not be made. Returns the
 * letters of those names.
 */
static uint64_t
mark_near(struct search *s, uint32_t from, uint32_t to)
{
	uint64_t n = 0;

	memset(s->near, 0, (1ull << NEAR_BITS) / 8);
	s->is_marking = true;
	for (uint32_t i = from; i < to; i++) {
		if (!s->is_near[s->entry[i].component])
			continue;
		n += fold_of(s, &s->entry[i]).n;
		spell_buckets(s, i);
		word_buckets(s, i);
	}
	s->is_marking = false;
	return n;
}

/* One turn; false: there are more buckets than `most`. */
static bool
search_turn(struct search *s, uint32_t from, uint32_t to, uint32_t most)
{
	for (uint32_t i = from; i < to; i++) {
		spell_buckets(s, i);
		word_buckets(s, i);
		if (s->nbucket > most) {
			s->nbucket = 0;
			return false;
		}
	}
	compare_buckets(s);
	return true;
}

/*
 * The entries of one kind, from `from` to `to`. Kinds share no bucket; if one
 * has too many buckets for the memory, a part of all hashes is taken in turn.
 */
static void
search_kind(struct search *s, uint32_t from, uint32_t to)
{
	uint64_t n = 0;

	s->turns = 1;
	s->turn = 0;
	/* a federation's names, most of which share nothing with ours */
	if (mark_near(s, from, to) < BUCKETS_AT_ONCE &&
	    search_turn(s, from, to, 2 * BUCKETS_AT_ONCE))
		return;
	for (uint32_t i = from; i < to; i++)
		n += fold_of(s, &s->entry[i]).n;
	s->turns = (uint32_t)(n / BUCKETS_AT_ONCE) + 1;
	for (s->turn = 0; s->turn < s->turns; s->turn++)
		search_turn(s, from, to, UINT32_MAX);
}

/* One match for a pair: the best, then the smallest names. */
static int
cmp_pair(const void *pa, const void *pb)
{
	const struct near_match *a = pa, *b = pb;
	int c;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	if (a->b != b->b)
		return a->b < b->b ? -1 : 1;
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	c = sv_cmp(a->name_a, b->name_a);
	return c ? c : sv_cmp(a->name_b, b->name_b);
}

static int
cmp_score(const void *pa, const void *pb)
{
	const struct near_match *a = pa, *b = pb;
	int c;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	c = sv_cmp(a->name_a, b->name_a);
	if (!c)
		c = sv_cmp(a->name_b, b->name_b);
	return c ? c : cmp_pair(pa, pb);
}

struct owned_key {
	uint32_t component;
	const struct identity_key *key;
};

static int
cmp_owned(const void *pa, const void *pb)
{
	const struct owned_key *a = pa, *b = pb;

	if (a->component != b->component)
		return a->component < b->component ? -1 : 1;
	return a->key < b->key ? -1 : a->key > b->key;
}

/* Keys that nobody can overrule, by component, so that a pair is judged in
 * O(log n). */
static struct owned_key *
owned_keys(const struct search *s, uint32_t *ret_n)
{
	struct owned_key *k = arena_array(s->mem, s->in->nkey + 1, sizeof(*k));

	*ret_n = 0;
	for (uint32_t i = 0; i < s->in->nkey; i++) {
		const struct identity_key *key = &s->in->key[i];

		if (identity_is_strict(key->scheme))
			k[(*ret_n)++] =
				(struct owned_key){ s->id->component[key->node],
						    key };
	}
	sort(k, *ret_n, sizeof(*k), cmp_owned);
	return k;
}

static uint32_t
first_owned(const struct owned_key *k, uint32_t n, uint32_t component)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (k[mid].component < component)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static bool
exclusive_clash(const struct owned_key *k, uint32_t n, uint32_t a, uint32_t b)
{
	uint32_t from = first_owned(k, n, b);

	for (uint32_t i = first_owned(k, n, a); i < n && k[i].component == a;
	     i++)
		for (uint32_t o = from; o < n && k[o].component == b; o++)
			if (k[i].key->scheme == k[o].key->scheme &&
			    !sv_eq(k[i].key->value, k[o].key->value))
				return true;
	return false;
}

/* All pairs that are near, each once, in order of component. */
static void
find_pairs(struct search *s)
{
	struct owned_key *keys;
	uint32_t n = 0, kept = 0, nkeys;

	collect(s);
	keys = owned_keys(s, &nkeys);
	s->pair = mem_realloc(NULL, PAIRS_AT_ONCE, sizeof(*s->pair));
	s->near = mem_realloc(NULL, (1u << NEAR_BITS) / 64, sizeof(*s->near));
	for (uint32_t i = 0, k; i < s->nentry; i = k) {
		for (k = i + 1;
		     k < s->nentry && s->entry[k].kind == s->entry[i].kind; k++)
			continue;
		search_kind(s, i, k);
	}
	sort(s->match, s->nmatch, sizeof(*s->match), cmp_pair);
	for (uint32_t i = 0; i < s->nmatch; i++)
		if (n == 0 || s->match[n - 1].a != s->match[i].a ||
		    s->match[n - 1].b != s->match[i].b)
			s->match[n++] = s->match[i];
	for (uint32_t i = 0; i < n; i++)
		if (!exclusive_clash(keys, nkeys, s->match[i].a, s->match[i].b))
			s->match[kept++] = s->match[i];
	s->nmatch = kept;
	free(s->bucket);
	free(s->pair);
	free(s->near);
}

void
identity_near(const struct identity_input *in, const struct identity *id,
	      struct arena *mem, uint32_t max, struct near_match **ret,
	      uint32_t *ret_n)
{
	struct search s = { .in = in, .id = id, .mem = mem };

	find_pairs(&s);
	sort(s.match, s.nmatch, sizeof(*s.match), cmp_score);
	*ret_n = s.nmatch < max ? s.nmatch : max;
	*ret = arena_array(mem, *ret_n, sizeof(**ret));
	if (*ret_n)
		memcpy(*ret, s.match, *ret_n * sizeof(**ret));
	free(s.match);
}

uint32_t
identity_near_open(const struct identity_input *in, const struct identity *id,
		   struct arena *mem)
{
	struct search s = { .in = in, .id = id, .mem = mem };
	uint64_t *decided = arena_array(mem, in->ndecision, sizeof(*decided));
	uint32_t open = 0;

	for (uint32_t i = 0; i < in->ndecision; i++)
		decided[i] =
			(uint64_t)in->decision[i].a << 32 | in->decision[i].b;
	sort_u64(decided, in->ndecision);
	find_pairs(&s);
	for (uint32_t i = 0, d = 0; i < s.nmatch; i++) {
		uint64_t pair = (uint64_t)s.match[i].a << 32 | s.match[i].b;

		while (d < in->ndecision && decided[d] < pair)
			d++;
		open += d == in->ndecision || decided[d] != pair;
	}
	free(s.match);
	return open;
}

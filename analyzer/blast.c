/*
 * Blast radius of single failures, 512 at a time, and of one scenario in full.
 * Refuses to weigh a site of unknown size: it is counted, and stays out.
 *
 * Worked example: LAS weighs 3, LM 2; school S1 has 400 pupils, S2 600. Both
 * use one product for LAS and another for LM. Whoever only the second needs
 * costs 2 * (400 + 600) = 2,000 of 5,000: 40.00 %, medium if it were 20.
 *
 * Weights are added up by top, pupils by kind of site: sites of one board that
 * are filled alike are one kind. So a board's list costs the same whatever the
 * number of its schools. Where most scenarios of a word fail, the others are
 * subtracted from all.
 */
#include "analyzer/blast.h"

#include <stdlib.h>

#include "analyzer/family.h"
#include "base/i18n.h"
#include "base/map.h"
#include "base/sort.h"

static const char *const class_names[] = { N_("none"), N_("low"), N_("medium"),
					   N_("high"), N_("critical") };
static const char *const tag_names[BLAST_TAGS] = {
	N_("direct"), N_("hidden"), N_("shared"),
	N_("group"),  N_("jump"),   N_("redundant"),
};

const char *
blast_class_name(enum blast_class c)
{
	return class_names[c];
}

const char *
blast_tag_name(int bit)
{
	return tag_names[bit];
}

/* What there is to lose */

/* Of a top: both ends of its weight, a random number, and its cells. */
enum { OF_LOW, OF_HIGH, OF_MIX, OF_CELLS, OF_TOP };
struct worth {
	uint64_t v[OF_TOP];
};

/* Sites of one board that are filled alike. */
struct kind {
	uint32_t first, n; /* in plan.entry */
	uint32_t sites;
	int64_t pupils[ENDS]; /* of those that are known */
};

/* One cell of a kind of site. */
struct entry {
	uint32_t top;
	uint32_t function; /* in cells.function */
	bool is_vital;
};

/* Schools without a board are each a board of their own, unnamed. */
struct board {
	uint32_t kind, nkind;
	uint32_t pair, npair;
	bool is_named;
};

struct plan {
	const struct failing *f;
	enum weight weight;
	struct arena mem;
	struct worth *worth;   /* by top */
	uint32_t *function_at; /* by node: in cells.function; nnode: NONE */
	struct kind *kind;     /* heap; board by board */
	uint32_t nkind, kind_cap;
	struct entry *entry; /* heap; kind by kind */
	uint32_t nentry, entry_cap;
	uint64_t *pair; /* heap; function << 32 | top, each once a board */
	uint32_t npair, pair_cap;
	struct board *board; /* heap */
	uint32_t nboard, board_cap;
	struct map seen; /* kinds by board and entries */
	uint32_t *key;   /* heap: of one of them */
	uint32_t nkey, key_cap;
	int64_t all[ENDS]; /* weight of all registered cells */
	uint32_t cells, sites_no_weight;
};

/* Weight of a site before criticality; false when it cannot be weighed. */
static bool
weigh(const struct landscape *l, enum weight weight, uint32_t site,
      int64_t ret[ENDS])
{
	ret[LOW] = ret[HIGH] = 1;
	if (weight == WEIGHT_SCHOOLS)
		return true;
	ret[LOW] = ret[HIGH] = 0;
	return site_pupils(l, site, &ret[LOW], &ret[HIGH]);
}

/* splitmix64: numbers without a pattern, the same on every machine. */
static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15u;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static void
add_cell(struct plan *p, const struct cell *cell, uint32_t top,
	 const int64_t w[ENDS])
{
	uint64_t *v = p->worth[top].v;

	v[OF_LOW] += (uint64_t)(w[LOW] * cell->criticality);
	v[OF_HIGH] += (uint64_t)(w[HIGH] * cell->criticality);
	v[OF_MIX] = mix(top);
	v[OF_CELLS]++;
	for (int end = LOW; end < ENDS; end++)
		p->all[end] += w[end] * cell->criticality;
	p->cells++;
	VEC_ROOM(p->entry, p->nentry, p->entry_cap);
	p->entry[p->nentry++] = (struct entry){
		top,
		p->function_at[cell->function == NODE_NONE ? p->f->l->nnode
							   : cell->function],
		cell->criticality == 3,
	};
}

static void
add_key(struct plan *p, uint32_t n)
{
	VEC_ROOM(p->key, p->nkey, p->key_cap);
	p->key[p->nkey++] = n;
}

/* The kind of a site whose entries were just added from `first` on. */
static struct kind *
kind_of(struct plan *p, uint32_t first)
{
	uint32_t board = p->nboard - 1;
	struct map_entry *at;
	bool is_new;

	p->nkey = 0;
	add_key(p, board);
	for (uint32_t i = first; i < p->nentry; i++) {
		add_key(p, p->entry[i].top);
		add_key(p, p->entry[i].function);
		add_key(p, p->entry[i].is_vital);
	}
	at = map_put(&p->seen,
		     sv_n((const char *)p->key, p->nkey * sizeof(*p->key)),
		     p->nkind, &is_new);
	if (!is_new) {
		p->nentry = first;
		return &p->kind[at->value];
	}
	VEC_ROOM(p->kind, p->nkind, p->kind_cap);
	p->kind[p->nkind] =
		(struct kind){ .first = first, .n = p->nentry - first };
	p->board[board].nkind++;
	return &p->kind[p->nkind++];
}

/* All cells of one site from `i` on; returns where the next site starts. */
static uint32_t
add_site(struct plan *p, uint32_t i)
{
	const struct cells *c = p->f->cells;
	uint32_t site = c->cell[i].site, first = p->nentry;
	int64_t w[ENDS], low = 0, high = 0;
	bool is_weighed = weigh(c->l, p->weight, site, w);
	struct kind *k;

	for (; i < c->ncell && c->cell[i].site == site; i++)
		if (p->f->top[i] != NODE_NONE)
			add_cell(p, &c->cell[i], p->f->top[i] - p->f->first_top,
				 w);
	if (p->nentry == first)
		return i;
	p->sites_no_weight += !is_weighed;
	site_pupils(c->l, site, &low, &high);
	k = kind_of(p, first);
	k->sites++;
	k->pupils[LOW] += low;
	k->pupils[HIGH] += high;
	return i;
}

static int
cmp_u64(const void *pa, const void *pb)
{
	uint64_t a = *(const uint64_t *)pa, b = *(const uint64_t *)pb;

	return a < b ? -1 : a > b;
}

/* Functions of a board with the tops that they have there. */
static void
add_pairs(struct plan *p, struct board *b)
{
	uint32_t first = p->npair, n = first;

	for (uint32_t k = b->kind; k < b->kind + b->nkind; k++) {
		for (uint32_t i = 0; i < p->kind[k].n; i++) {
			const struct entry *x = &p->entry[p->kind[k].first + i];

			VEC_ROOM(p->pair, p->npair, p->pair_cap);
			p->pair[p->npair++] =
				(uint64_t)x->function << 32 | x->top;
		}
	}
	sort(p->pair + first, p->npair - first, sizeof(*p->pair), cmp_u64);
	for (uint32_t i = first; i < p->npair; i++)
		if (i == first || p->pair[i] != p->pair[i - 1])
			p->pair[n++] = p->pair[i];
	p->npair = n;
	b->pair = first;
	b->npair = n - first;
}

static void
plan_make(struct plan *p, const struct failing *f, enum weight weight)
{
	const struct cells *c = f->cells;

	*p = (struct plan){ .f = f, .weight = weight };
	p->worth = ARENA_ARRAY(&p->mem, f->ntop, struct worth);
	p->function_at =
		ARENA_ARRAY(&p->mem, (size_t)f->l->nnode + 1, uint32_t);
	for (uint32_t i = 0; i < c->nfunction; i++)
		p->function_at[c->function[i] == NODE_NONE ? f->l->nnode
							   : c->function[i]] =
			i;
	for (uint32_t i = 0; i < c->ncell;) {
		uint32_t board = c->cell[i].board, site = c->cell[i].site;
		struct board *b;

		VEC_ROOM(p->board, p->nboard, p->board_cap);
		p->board[p->nboard++] =
			(struct board){ .kind = p->nkind,
					.is_named = board != NODE_NONE };
		do
			i = add_site(p, i);
		while (i < c->ncell && c->cell[i].board == board &&
		       (board != NODE_NONE || c->cell[i].site == site));
		b = &p->board[p->nboard - 1];
		add_pairs(p, b);
	}
}

static void
plan_done(struct plan *p)
{
	free(p->kind);
	free(p->entry);
	free(p->pair);
	free(p->board);
	free(p->key);
	map_done(&p->seen);
	arena_done(&p->mem);
}

/* Many scenarios at once */

/* Totals by lane while a block is looked at. */
struct block {
	uint64_t top[ANDOR_LANES * OF_TOP];
	uint64_t site[ANDOR_LANES * 2];  /* pupils, sites */
	uint64_t vital[ANDOR_LANES * 2]; /* ditto */
	uint64_t boards[ANDOR_LANES];
	uint64_t functions[ANDOR_LANES];
};

struct sweep {
	const struct plan *p;
	int end;
	const struct andor_lanes *lanes; /* by node */
	uint64_t valid[ANDOR_WORDS];
	struct block lane, all; /* all: by word, added to each of its lanes */
	struct andor_lanes *function; /* by function: fails somewhere */
	struct andor_lanes *shared;
	struct outcome *ret; /* by scenario */
};

static inline bool
is_empty(const struct andor_lanes *l)
{
	uint64_t any = 0;

	for (int w = 0; w < ANDOR_WORDS; w++)
		any |= l->word[w];
	return any == 0;
}

static inline void
join(struct andor_lanes *to, const struct andor_lanes *from)
{
	for (int w = 0; w < ANDOR_WORDS; w++)
		to->word[w] |= from->word[w];
}

/* Without an instruction for it, which older machines lack. */
static inline uint32_t
count_bits(uint64_t x)
{
	x -= x >> 1 & 0x5555555555555555u;
	x = (x & 0x3333333333333333u) + (x >> 2 & 0x3333333333333333u);
	x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return (uint32_t)(x * 0x0101010101010101u >> 56);
}

/* Adds v[0..n) to the lanes whose bit is set. Numbers wrap as they should. */
static inline void
add_lanes(const struct sweep *s, const struct andor_lanes *l, uint64_t *lane,
	  uint64_t *all, const uint64_t *v, int n)
{
	for (int w = 0; w < ANDOR_WORDS; w++) {
		uint64_t bits = l->word[w];
		bool is_most = count_bits(bits) > 32;

		for (int k = 0; is_most && k < n; k++)
			all[w * n + k] += v[k];
		if (is_most)
			bits = s->valid[w] & ~bits;
		for (; bits; bits &= bits - 1) {
			uint64_t *to =
				lane + (w * 64 + __builtin_ctzll(bits)) * n;

			for (int k = 0; k < n; k++)
				to[k] += is_most ? -v[k] : v[k];
		}
	}
}

static inline const struct andor_lanes *
lanes_of(const struct sweep *s, uint32_t top)
{
	return &s->lanes[s->p->f->first_top + top];
}

static void
add_tops(struct sweep *s)
{
	const struct plan *p = s->p;

	for (uint32_t t = 0; t < p->f->ntop; t++)
		add_lanes(s, lanes_of(s, t), s->lane.top, s->all.top,
			  p->worth[t].v, OF_TOP);
}

static void
add_kind(struct sweep *s, const struct kind *k)
{
	struct andor_lanes any = { { 0 } }, vital = { { 0 } };
	uint64_t v[2] = { (uint64_t)k->pupils[s->end], k->sites };

	for (uint32_t i = k->first; i < k->first + k->n; i++) {
		const struct entry *x = &s->p->entry[i];

		join(&any, lanes_of(s, x->top));
		if (x->is_vital)
			join(&vital, lanes_of(s, x->top));
	}
	add_lanes(s, &any, s->lane.site, s->all.site, v, 2);
	add_lanes(s, &vital, s->lane.vital, s->all.vital, v, 2);
}

/* A board loses a function when all tops that it has there fail. */
static void
add_board(struct sweep *s, const struct board *b)
{
	static const uint64_t one = 1;
	const uint64_t *pair = s->p->pair + b->pair;
	struct andor_lanes any = { { 0 } }, once = { { 0 } };

	for (uint32_t i = 0; i < b->npair;) {
		uint32_t function = (uint32_t)(pair[i] >> 32);
		struct andor_lanes lost, some = { { 0 } };

		memset(&lost, 0xff, sizeof(lost));
		for (; i < b->npair && pair[i] >> 32 == function; i++) {
			const struct andor_lanes *l =
				lanes_of(s, (uint32_t)pair[i]);

			join(&some, l);
			for (int w = 0; w < ANDOR_WORDS; w++)
				lost.word[w] &= l->word[w];
		}
		for (int w = 0; w < ANDOR_WORDS; w++) {
			s->shared->word[w] |= once.word[w] & lost.word[w];
			once.word[w] |= lost.word[w];
		}
		join(&s->function[function], &some);
		join(&any, &some);
	}
	if (is_empty(&any))
		return;
	if (b->is_named)
		add_lanes(s, &any, s->lane.boards, s->all.boards, &one, 1);
	for (uint32_t k = b->kind; k < b->kind + b->nkind; k++)
		add_kind(s, &s->p->kind[k]);
}

static void
add_functions(struct sweep *s)
{
	static const uint64_t one = 1;

	for (uint32_t i = 0; i < s->p->f->cells->nfunction; i++)
		add_lanes(s, &s->function[i], s->lane.functions,
			  s->all.functions, &one, 1);
}

static void
read_lane(const struct sweep *s, uint32_t i, struct outcome *ret)
{
	const struct block *a = &s->lane, *b = &s->all;
	uint32_t w = i / 64;
	uint64_t top[OF_TOP];

	for (uint32_t k = 0; k < OF_TOP; k++)
		top[k] = a->top[i * OF_TOP + k] + b->top[w * OF_TOP + k];
	ret->weight[LOW] = (int64_t)top[OF_LOW];
	ret->weight[HIGH] = (int64_t)top[OF_HIGH];
	ret->mix = top[OF_MIX];
	ret->is_shared = s->shared->word[w] >> (i % 64) & 1;
	ret->toll = (struct toll){
		.weight = ret->weight[s->end],
		.pupils = (int64_t)(a->site[i * 2] + b->site[w * 2]),
		.vital_pupils = (int64_t)(a->vital[i * 2] + b->vital[w * 2]),
		.cells = (uint32_t)top[OF_CELLS],
		.functions = (uint32_t)(a->functions[i] + b->functions[w]),
		.sites = (uint32_t)(a->site[i * 2 + 1] + b->site[w * 2 + 1]),
		.boards = (uint32_t)(a->boards[i] + b->boards[w]),
		.vital_sites =
			(uint32_t)(a->vital[i * 2 + 1] + b->vital[w * 2 + 1]),
	};
}

static void
visit(void *ctx, uint32_t first, uint32_t n, const struct andor_lanes *lanes)
{
	struct sweep *s = ctx;

	s->lanes = lanes;
	memset(s->valid, 0, sizeof(s->valid));
	for (uint32_t i = 0; i < n; i++)
		s->valid[i / 64] |= UINT64_C(1) << (i % 64);
	memset(&s->lane, 0, sizeof(s->lane));
	memset(&s->all, 0, sizeof(s->all));
	memset(s->shared, 0, sizeof(*s->shared));
	for (uint32_t i = 0; i < s->p->f->cells->nfunction; i++)
		memset(&s->function[i], 0, sizeof(*s->function));
	add_tops(s);
	for (uint32_t i = 0; i < s->p->nboard; i++)
		add_board(s, &s->p->board[i]);
	add_functions(s);
	for (uint32_t i = 0; i < n; i++)
		read_lane(s, i, &s->ret[first + i]);
}

/* In low only x is struck; in high also what x may be. */
static void
make_scenarios(const struct failing *f, const uint32_t *node, uint32_t n,
	       int end, struct arena *mem, struct andor_scenarios *ret)
{
	uint32_t *at = ARENA_ARRAY(mem, (size_t)n + 1, uint32_t), k = 0;
	uint32_t *struck = ARENA_ARRAY(
		mem, (size_t)n * (end == LOW ? 1 : FAILING_STRUCK), uint32_t);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t x[FAILING_STRUCK] = { node[i] };
		uint32_t nx = end == LOW ? 1 : failing_struck(f, node[i], x);

		memcpy(struck + k, x, nx * sizeof(*x));
		k += nx;
		at[i + 1] = k;
	}
	*ret = (struct andor_scenarios){ n, at, struck };
}

/* Aligned as lanes want to be, which is more than an arena promises. */
static struct andor_lanes *
make_lanes(struct arena *mem, uint32_t n)
{
	uintptr_t at =
		(uintptr_t)ARENA_ARRAY(mem, (size_t)n + 1, struct andor_lanes);
	uintptr_t unit = sizeof(struct andor_lanes);

	return (struct andor_lanes *)((at + unit - 1) / unit * unit);
}

static void
sweep_end(const struct plan *p, const uint32_t *node, uint32_t n, int end,
	  struct outcome *ret)
{
	struct arena tmp = { 0 };
	struct sweep *s = ARENA_NEW(&tmp, struct sweep);
	struct andor_scenarios scenarios;

	make_scenarios(p->f, node, n, end, &tmp, &scenarios);
	s->p = p;
	s->end = end;
	s->ret = ret;
	s->shared = make_lanes(&tmp, p->f->cells->nfunction + 1);
	s->function = s->shared + 1;
	andor_sweep(end == LOW ? &p->f->low : &p->f->high, &scenarios, visit,
		    s);
	arena_done(&tmp);
}

/* From outcomes to an answer */

/*
 * What fails against all: fails / (fails + works). When neither has any weight
 * it is all or nothing, by what may fail.
 */
static struct fraction
part(int64_t fails, int64_t works, bool may_weigh)
{
	if (fails + works)
		return (struct fraction){ fails, (wide)fails + works };
	return (struct fraction){ may_weigh, 1 };
}

static struct interval
share_of(const int64_t all[ENDS], const int64_t low[ENDS],
	 const int64_t high[ENDS])
{
	if (all[HIGH] == 0)
		return (struct interval){ 0 };
	return (struct interval){
		.lo = part(low[LOW], all[HIGH] - low[HIGH], low[HIGH] > 0),
		.hi = part(high[HIGH], all[LOW] - high[LOW], false),
	};
}

static enum blast_class
class_of(struct fraction share)
{
	static const struct fraction from[] = {
		[BLAST_MEDIUM] = { 1, 10 },
		[BLAST_HIGH] = { 1, 4 },
		[BLAST_CRITICAL] = { 1, 2 },
	};

	if (!fraction_is_number(share) || share.num == 0)
		return BLAST_NONE;
	for (int c = BLAST_CRITICAL; c > BLAST_LOW; c--)
		if (fraction_cmp(share, from[c]) >= 0)
			return (enum blast_class)c;
	return BLAST_LOW;
}

static int
cmp_share(struct fraction a, struct fraction b)
{
	if (!fraction_is_number(a) || !fraction_is_number(b))
		return fraction_is_number(a) - fraction_is_number(b);
	return fraction_cmp(a, b);
}

static int
cmp_i64(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* A blast with what tells whether another one fails the same cells. */
struct graded {
	struct blast b;
	uint64_t mix[ENDS];
};

static int
cmp_graded(const void *pa, const void *pb)
{
	const struct blast *a = &((const struct graded *)pa)->b;
	const struct blast *b = &((const struct graded *)pb)->b;
	int c = -cmp_share(a->share.lo, b->share.lo);

	c = c ? c : -cmp_share(a->share.hi, b->share.hi);
	c = c ? c : -cmp_i64(a->low.vital_pupils, b->low.vital_pupils);
	c = c ? c : -cmp_i64(a->low.functions, b->low.functions);
	c = c ? c : -cmp_i64(a->high.vital_pupils, b->high.vital_pupils);
	c = c ? c : -cmp_i64(a->high.functions, b->high.functions);
	return c ? c : cmp_i64(a->node, b->node);
}

static bool
same_toll(const struct toll *a, const struct toll *b)
{
	return a->weight == b->weight && a->pupils == b->pupils &&
	       a->vital_pupils == b->vital_pupils && a->cells == b->cells &&
	       a->functions == b->functions && a->sites == b->sites &&
	       a->boards == b->boards && a->vital_sites == b->vital_sites;
}

/*
 * The first with the same cells. Two random numbers of 64 bits that agree are
 * believed when all that is counted agrees as well.
 */
static void
find_sets(struct graded *g, uint32_t n)
{
	struct map seen = { 0 };

	for (uint32_t i = 0; i < n; i++) {
		const struct map_entry *at;
		const struct blast *first;

		at = map_put(&seen,
			     sv_n((const char *)g[i].mix, sizeof(g[i].mix)), i,
			     NULL);
		first = &g[at->value].b;
		g[i].b.set = i;
		if (same_toll(&first->low, &g[i].b.low) &&
		    same_toll(&first->high, &g[i].b.high))
			g[i].b.set = at->value;
	}
	map_done(&seen);
}

/* Only those that were asked for; the others say what they control. */
static void
grade(const struct plan *p, struct family *y, const struct outcome *high,
      const bool *is_asked, struct arena *mem, struct blasts *ret)
{
	struct arena tmp = { 0 };
	struct graded *g = ARENA_ARRAY(&tmp, y->n, struct graded);
	uint32_t n = 0;

	for (uint32_t i = 0; i < y->n; i++) {
		const struct outcome *low = &y->low[i];
		struct blast *b = &g[n].b;

		if (!is_asked[y->node[i]])
			continue;
		*b = (struct blast){ .node = y->node[i],
				     .low = low->toll,
				     .high = high[i].toll,
				     .tags = family_tags(y, i) };
		b->share = share_of(p->all, low->weight, high[i].weight);
		b->class = class_of(b->share.lo);
		g[n].mix[LOW] = low->mix;
		g[n++].mix[HIGH] = high[i].mix;
	}
	sort(g, n, sizeof(*g), cmp_graded);
	find_sets(g, n);
	*ret = (struct blasts){ .v = ARENA_ARRAY(mem, n, struct blast),
				.n = n,
				.weight_low = p->all[LOW],
				.weight_high = p->all[HIGH],
				.cells = p->cells,
				.sites_no_weight = p->sites_no_weight };
	for (uint32_t i = 0; i < n; i++)
		ret->v[i] = g[i].b;
	arena_done(&tmp);
}

/* Whom somebody controls decides on the tags, so they fail as well. */
static uint32_t
with_children(const struct failing *f, const uint32_t *node, uint32_t n,
	      struct arena *mem, bool *ret_asked, uint32_t **ret)
{
	uint32_t *v = ARENA_ARRAY(mem, f->l->nnode, uint32_t), k = 0;
	bool *is_there = ARENA_ARRAY(mem, f->l->nnode, bool);

	for (uint32_t i = 0; i < n; i++) {
		ret_asked[node[i]] = true;
		if (!is_there[node[i]])
			v[k++] = node[i];
		is_there[node[i]] = true;
	}
	for (uint32_t i = 0; i < k; i++) {
		uint32_t at = 0, child;

		while ((child = family_next(f, v[i], &at)) != NODE_NONE) {
			if (!is_there[child])
				v[k++] = child;
			is_there[child] = true;
		}
	}
	*ret = v;
	return k;
}

static int
check_weight(enum weight weight, struct err *e)
{
	if (weight == WEIGHT_BOARDS)
		return err_set(e, ERR_USAGE, NULL,
			       "a failure cannot be weighed by boards "
			       "(expected pupils or schools)");
	return 0;
}

int
blast_some(const struct failing *f, enum weight weight, const uint32_t *node,
	   uint32_t n, struct arena *mem, struct blasts *ret, struct err *e)
{
	struct arena tmp = { 0 };
	bool *is_asked = ARENA_ARRAY(&tmp, f->l->nnode, bool);
	struct outcome *end[ENDS];
	struct family y;
	struct plan p;
	uint32_t *v, k;

	if (check_weight(weight, e)) {
		arena_done(&tmp);
		return -1;
	}
	k = with_children(f, node, n, &tmp, is_asked, &v);
	plan_make(&p, f, weight);
	for (int i = LOW; i < ENDS; i++) {
		end[i] = ARENA_ARRAY(&tmp, k, struct outcome);
		sweep_end(&p, v, k, i, end[i]);
	}
	family_make(&y, f, v, k, end[LOW]);
	grade(&p, &y, end[HIGH], is_asked, mem, ret);
	family_done(&y);
	plan_done(&p);
	arena_done(&tmp);
	return 0;
}

int
blast_all(const struct failing *f, enum weight weight, struct arena *mem,
	  struct blasts *ret, struct err *e)
{
	return blast_some(f, weight, f->candidate, f->ncandidate, mem, ret, e);
}

/* One scenario in full */

static void
fail(const struct failing *f, const struct andor *g, const uint32_t *node,
     uint32_t n, int end, struct andor_failure *ret)
{
	struct andor_scenarios each;
	struct arena tmp = { 0 };

	make_scenarios(f, node, n, end, &tmp, &each);
	andor_failure_init(g, ret);
	andor_fail(ret, each.struck, each.struck_at[n]);
	arena_done(&tmp);
}

/* What fails at one site, added to a toll. */
struct counter {
	const struct failing *f;
	enum weight weight;
	int end;
	const struct andor_failure *failed;
	bool *function; /* by cells.function */
	struct toll toll;
	int64_t fails[ENDS];
	uint32_t board; /* last that something failed at */
};

static uint32_t
count_site(struct counter *k, const uint32_t *function_at, uint32_t i)
{
	const struct cells *c = k->f->cells;
	uint32_t site = c->cell[i].site, before = k->toll.cells;
	int64_t w[ENDS], pupils[ENDS] = { 0 };
	bool is_vital = false;

	weigh(c->l, k->weight, site, w);
	site_pupils(c->l, site, &pupils[LOW], &pupils[HIGH]);
	for (; i < c->ncell && c->cell[i].site == site; i++) {
		const struct cell *cell = &c->cell[i];

		if (k->f->top[i] == NODE_NONE ||
		    !andor_is_failed(k->failed, k->f->top[i]))
			continue;
		k->toll.cells++;
		for (int end = LOW; end < ENDS; end++)
			k->fails[end] += w[end] * cell->criticality;
		is_vital = is_vital || cell->criticality == 3;
		k->function[function_at[cell->function == NODE_NONE
						? c->l->nnode
						: cell->function]] = true;
	}
	if (k->toll.cells == before)
		return i;
	k->toll.sites++;
	k->toll.vital_sites += is_vital;
	k->toll.pupils += pupils[k->end];
	k->toll.vital_pupils += is_vital ? pupils[k->end] : 0;
	k->toll.boards += c->cell[i - 1].board != NODE_NONE &&
			  c->cell[i - 1].board != k->board;
	k->board = c->cell[i - 1].board;
	return i;
}

static void
count(const struct plan *p, const struct andor_failure *failed, int end,
      struct toll *ret, int64_t ret_fails[ENDS])
{
	const struct cells *c = p->f->cells;
	struct arena tmp = { 0 };
	struct counter k = {
		.f = p->f,
		.weight = p->weight,
		.end = end,
		.failed = failed,
		.function = ARENA_ARRAY(&tmp, c->nfunction, bool),
		.board = NODE_NONE,
	};

	for (uint32_t i = 0; i < c->ncell;)
		i = count_site(&k, p->function_at, i);
	for (uint32_t i = 0; i < c->nfunction; i++)
		k.toll.functions += k.function[i];
	k.toll.weight = k.fails[end];
	*ret = k.toll;
	memcpy(ret_fails, k.fails, sizeof(k.fails));
	arena_done(&tmp);
}

int
blast_scene_find(const struct failing *f, enum weight weight,
		 const uint32_t *node, uint32_t n, struct blast_scene *ret,
		 struct err *e)
{
	int64_t low[ENDS], high[ENDS];
	struct plan p;

	*ret = (struct blast_scene){ 0 };
	if (check_weight(weight, e))
		return -1;
	plan_make(&p, f, weight);
	fail(f, &f->low, node, n, LOW, &ret->low);
	fail(f, &f->high, node, n, HIGH, &ret->high);
	count(&p, &ret->low, LOW, &ret->low_toll, low);
	count(&p, &ret->high, HIGH, &ret->high_toll, high);
	ret->share = share_of(p.all, low, high);
	ret->weight_low = p.all[LOW];
	ret->weight_high = p.all[HIGH];
	ret->sites_no_weight = p.sites_no_weight;
	plan_done(&p);
	return 0;
}

void
blast_scene_done(struct blast_scene *s)
{
	andor_failure_done(&s->low);
	andor_failure_done(&s->high);
}

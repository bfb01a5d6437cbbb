/*
 * Concentration of a selection of cells at the five levels. Refuses to divide
 * by what is known only, but in figures that say so.
 */
#include "analyzer/concentration.h"

#include <stdlib.h>

#include "base/sort.h"

#define MASS_MAX ((wide)1 << 62) /* N; its square fits a wide */

/* Units of a division too fine to be exact: round numbers, finest first. */
static const int64_t round_units[] = { 145495350000, /* lcm(1..20) * 625 */
				       450450000,    /* lcm(1..16) * 625 */
				       630000, 10000, 1 };

/* Sums of one entity at one level, and where it was seen last. */
struct slot {
	uint32_t entity;
	wide known;
	int64_t pupils_low, pupils_high, pupils_both; /* both: and unknown */
	uint32_t schools, schools_both, boards, boards_both;
	int64_t critical_pupils;
	uint32_t critical_boards;
	uint32_t cell, hits; /* number of the last cell + 1, uses in it */
	uint32_t site, board;
	bool is_critical, is_board_critical;
};

struct list {
	uint32_t *v; /* heap */
	uint32_t n, cap;
};

/* One pass over a selection at one level. */
struct pass {
	struct meter *m;
	enum level level;
	wide unit;
	bool is_one;
	struct list in_cell, in_site, in_board; /* slots touched there */
	bool site_unknown, board_unknown;
	uint32_t site, board; /* where the pass is; NODE_NONE: nowhere */
	uint32_t nsite, nboard;
	int64_t unknown_pupils; /* sites with something unknown */
	uint32_t unknown_schools, unknown_boards;
};

static const char *const band_names[] = { N_("low"), N_("moderate"), N_("high"),
					  N_("very high") };
static const char *const certainty_names[] = { N_("no"), N_("possible"),
					       N_("certain") };

const char *
band_name(enum band band)
{
	return band_names[band];
}

const char *
certainty_name(enum certainty c)
{
	return certainty_names[c];
}

enum band
band_of(struct fraction hhi)
{
	static const int limit[] = { 10, 18, 40 }; /* hundredths */
	int band = 0;

	while (band < 3 &&
	       fraction_cmp(hhi, (struct fraction){ limit[band], 100 }) >= 0)
		band++;
	return (enum band)band;
}

void
meter_init(struct meter *m, const struct cells *c, struct levels *levels,
	   enum weight weight)
{
	*m = (struct meter){ .c = c, .levels = levels, .weight = weight };
	m->slot_of = ARENA_ARRAY(&m->mem, c->l->nnode, uint32_t);
}

void
meter_done(struct meter *m)
{
	free(m->slot);
	arena_done(&m->mem);
	*m = (struct meter){ 0 };
}

/* Weights */

/* a * b / c, rounded down; all positive. The quotient fits a wide. */
static wide
mul_div(wide a, int64_t b, int64_t c)
{
	uint64_t small;

	if (b == c)
		return a;
	if (a <= UINT64_MAX &&
	    !__builtin_mul_overflow((uint64_t)a, (uint64_t)b, &small))
		return (wide)(small / (uint64_t)c);
	return a * b / c;
}

/* Weight of a cell in units, from below and above; false: it has none. */
static bool
weigh(const struct meter *m, const struct cell *c, bool is_one, wide unit,
      wide *ret_low, wide *ret_high)
{
	int64_t low = 1, high = 1, by = is_one ? 1 : c->criticality;

	switch (m->weight) {
	case WEIGHT_PUPILS:
		if (!site_pupils(m->c->l, c->site, &low, &high))
			return false;
		break;
	case WEIGHT_SCHOOLS: break;
	case WEIGHT_BOARDS:
		if (c->board == NODE_NONE)
			return false;
		*ret_low = by * unit / c->peers;
		*ret_high = (by * unit + c->peers - 1) / c->peers;
		return true;
	}
	*ret_low = low * by * unit;
	*ret_high = high * by * unit;
	return true;
}

/* N without units, rounded up; at least 1. */
static wide
rough_total(const struct meter *m, const struct selection *s)
{
	enum { FINE = 1 << 20 };
	wide sum = 0, low, high;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct cell *c = &m->c->cell[selected(s, i)];

		if (weigh(m, c, s->is_one,
			  m->weight == WEIGHT_BOARDS ? FINE : 1, &low, &high))
			sum += high;
	}
	if (m->weight == WEIGHT_BOARDS)
		sum = sum / FINE + 1;
	return sum > 0 ? sum : 1;
}

/* Takes a division by a * b * c into the unit; false when too fine. */
static bool
divides(wide *unit, int64_t a, int64_t b, int64_t c, wide max)
{
	int64_t by;

	if (__builtin_mul_overflow(a, b, &by) ||
	    __builtin_mul_overflow(by, c, &by))
		return false;
	if (*unit % by == 0)
		return true;
	return wide_lcm(*unit, by, max, unit);
}

static bool
cell_divides(struct meter *m, const struct cell *c, wide *unit, wide max)
{
	int64_t peers = m->weight == WEIGHT_BOARDS ? c->peers : 1;

	for (uint32_t i = c->first; i < c->first + c->n; i++) {
		const struct fill *f = &m->c->fill[i];

		for (int level = 0; level < LEVELS; level++) {
			struct parts p = levels_of(m->levels, (enum level)level,
						   f->product, f->vendor);

			for (uint32_t k = 0; k < p.n; k++)
				if (!divides(unit, c->den, p.part[k].den, peers,
					     max))
					return false;
		}
	}
	return divides(unit, c->den, 1, peers, max);
}

static wide
find_unit(struct meter *m, const struct selection *s, bool *ret_is_rounded)
{
	wide max = MASS_MAX / rough_total(m, s), unit = 1;
	uint32_t first = UINT32_MAX, peers = 0;
	int k = 0;

	*ret_is_rounded = false;
	for (uint32_t i = 0; i < s->n; i++) {
		const struct cell *c = &m->c->cell[selected(s, i)];

		if (c->n && c->first == first && c->peers == peers)
			continue;
		first = c->n ? c->first : UINT32_MAX;
		peers = c->peers;
		if (!cell_divides(m, c, &unit, max)) {
			*ret_is_rounded = true;
			break;
		}
	}
	if (!*ret_is_rounded)
		return unit;
	while (round_units[k] > max && round_units[k] > 1)
		k++;
	return round_units[k];
}

/* One pass */

static struct slot *
slot_for(struct meter *m, uint32_t entity)
{
	if (!m->slot_of[entity]) {
		VEC_ROOM(m->slot, m->nslot, m->slot_cap);
		m->slot[m->nslot] = (struct slot){ .entity = entity };
		m->slot_of[entity] = ++m->nslot;
	}
	return &m->slot[m->slot_of[entity] - 1];
}

static void
list_add(struct list *l, uint32_t v)
{
	VEC_ROOM(l->v, l->n, l->cap);
	l->v[l->n++] = v;
}

static void
close_board(struct pass *p)
{
	if (p->board != NODE_NONE)
		p->unknown_boards += p->board_unknown;
	for (uint32_t i = 0; i < p->in_board.n; i++) {
		struct slot *s = &p->m->slot[p->in_board.v[i]];

		s->boards++;
		s->boards_both += p->board_unknown;
		s->critical_boards += s->is_board_critical;
	}
	p->in_board.n = 0;
	p->board_unknown = false;
	p->nboard++;
}

static void
close_site(struct pass *p)
{
	int64_t low = 0, high = 0;

	if (p->site == NODE_NONE)
		return;
	site_pupils(p->m->c->l, p->site, &low, &high);
	if (p->site_unknown) {
		p->unknown_pupils += high;
		p->unknown_schools++;
		p->board_unknown = true;
	}
	for (uint32_t i = 0; i < p->in_site.n; i++) {
		struct slot *s = &p->m->slot[p->in_site.v[i]];

		s->pupils_low += low;
		s->pupils_high += high;
		s->pupils_both += p->site_unknown ? high : 0;
		s->schools++;
		s->schools_both += p->site_unknown;
		s->critical_pupils += s->is_critical ? low : 0;
		if (p->board == NODE_NONE)
			continue;
		if (s->board != p->nboard + 1) {
			s->board = p->nboard + 1;
			s->is_board_critical = false;
			list_add(&p->in_board, p->in_site.v[i]);
		}
		s->is_board_critical = s->is_board_critical || s->is_critical;
	}
	p->in_site.n = 0;
	p->site_unknown = false;
	p->nsite++;
}

static void
move_to(struct pass *p, uint32_t site, uint32_t board)
{
	if (p->site == site)
		return;
	close_site(p);
	if (p->board != board)
		close_board(p);
	p->site = site;
	p->board = board;
}

static void
close_cell(struct pass *p, const struct cell *c)
{
	for (uint32_t i = 0; i < p->in_cell.n; i++) {
		struct slot *s = &p->m->slot[p->in_cell.v[i]];

		if (s->site != p->nsite + 1) {
			s->site = p->nsite + 1;
			s->is_critical = false;
			list_add(&p->in_site, p->in_cell.v[i]);
		}
		if (s->hits == c->n && !c->is_under)
			s->is_critical = true;
	}
	p->in_cell.n = 0;
	if (c->n == 0 || c->is_under)
		p->site_unknown = true;
}

static void
add_fill(struct pass *p, uint32_t number, const struct fill *f, wide mass)
{
	struct meter *m = p->m;
	struct parts parts =
		levels_of(m->levels, p->level, f->product, f->vendor);

	for (uint32_t k = 0; k < parts.n; k++) {
		const struct part *part = &parts.part[k];
		struct slot *s;

		if (part->entity == NODE_NONE) {
			p->site_unknown = true;
			continue;
		}
		s = slot_for(m, part->entity);
		s->known += mul_div(mass, part->num, part->den);
		if (s->cell != number + 1) {
			s->cell = number + 1;
			s->hits = 0;
			list_add(&p->in_cell, (uint32_t)(s - m->slot));
		}
		s->hits++;
	}
}

/* All slots of one level; N is added up as well. */
static wide
run_pass(struct pass *p, const struct selection *s)
{
	const struct cells *cells = p->m->c;
	wide total = 0;

	p->site = p->board = NODE_NONE;
	for (uint32_t i = 0; i < s->n; i++) {
		const struct cell *c = &cells->cell[selected(s, i)];
		wide low = 0, high = 0;

		move_to(p, c->site, c->board);
		if (weigh(p->m, c, p->is_one, p->unit, &low, &high))
			total += high;
		for (uint32_t k = c->first; k < c->first + c->n; k++)
			add_fill(p, i, &cells->fill[k],
				 mul_div(low, cells->fill[k].num, c->den));
		close_cell(p, c);
	}
	close_site(p);
	close_board(p);
	free(p->in_cell.v);
	free(p->in_site.v);
	free(p->in_board.v);
	return total;
}

/* Results */

static int
cmp_holder(const void *pa, const void *pb)
{
	const struct holder *a = pa, *b = pb;

	if (a->known != b->known)
		return a->known > b->known ? -1 : 1;
	if (a->reach.pupils_low != b->reach.pupils_low)
		return a->reach.pupils_low > b->reach.pupils_low ? -1 : 1;
	return a->entity < b->entity ? -1 : a->entity > b->entity;
}

static void
take_holders(const struct pass *p, struct arena *mem, struct concentration *c)
{
	struct meter *m = p->m;

	c->holder = ARENA_ARRAY(mem, m->nslot, struct holder);
	c->n = m->nslot;
	for (uint32_t i = 0; i < m->nslot; i++) {
		const struct slot *s = &m->slot[i];
		struct holder *h = &c->holder[i];

		h->entity = s->entity;
		h->known = s->known;
		c->known += s->known;
		h->reach = (struct reach){
			.pupils_low = s->pupils_low,
			.pupils_high = s->pupils_high + p->unknown_pupils -
				       s->pupils_both,
			.schools_low = s->schools,
			.schools_high = s->schools + p->unknown_schools -
					s->schools_both,
			.boards_low = s->boards,
			.boards_high =
				s->boards + p->unknown_boards - s->boards_both,
			.critical_pupils = s->critical_pupils,
			.critical_boards = s->critical_boards,
		};
		m->slot_of[s->entity] = 0;
	}
	m->nslot = 0;
	sort(c->holder, c->n, sizeof(*c->holder), cmp_holder);
}

/* (n H - 1) / (n - 1) with H = squares / whole; 1 for one entity. */
static struct fraction
normalised(wide squares, wide whole, uint32_t n)
{
	wide g = wide_gcd(squares, whole), num, den;

	if (n < 2)
		return (struct fraction){ 1, 1 };
	squares /= g;
	whole /= g;
	/* past 126 bits the lowest ones cannot be seen in any decimal */
	while (__builtin_mul_overflow(whole, (wide)n, &num)) {
		squares >>= 1;
		whole >>= 1;
	}
	num = squares * n - whole;
	den = whole * (n - 1);
	return (struct fraction){ num > 0 ? num : 0, den };
}

static void
measure_known(struct concentration *c, wide squares, wide ranks, wide top3)
{
	wide k = c->known;
	uint32_t n = 0;

	while (n < c->n && c->holder[n].known > 0)
		n++;
	c->known_hhi = (struct fraction){ squares, k * k };
	c->known_n_eff = (struct fraction){ k * k, squares };
	c->known_cr1 = (struct fraction){ c->holder[0].known, k };
	c->known_cr3 = (struct fraction){ top3, k };
	c->known_hhi_norm = normalised(squares, k * k, n);
	c->known_rosenbluth = (struct fraction){ k, 2 * ranks - k };
}

static void
measure(struct concentration *c)
{
	wide n = c->total, u, squares = 0, ranks = 0, top1, top3 = 0;

	c->unknown = u = n - c->known;
	if (n == 0)
		return;
	for (uint32_t i = 0; i < c->n; i++) {
		struct holder *h = &c->holder[i];

		h->share.lo = (struct fraction){ h->known, n };
		h->share.hi = (struct fraction){ h->known + u, n };
		squares += h->known * h->known;
		ranks += h->known * (i + 1);
		top3 += i < 3 ? h->known : 0;
	}
	top1 = c->n ? c->holder[0].known : 0;
	c->completeness = (struct fraction){ c->known, n };
	c->hhi.lo = (struct fraction){ squares, n * n };
	c->hhi.hi = (struct fraction){
		squares - top1 * top1 + (top1 + u) * (top1 + u), n * n
	};
	c->n_eff.lo = (struct fraction){ n * n, c->hhi.hi.num };
	if (squares)
		c->n_eff.hi = (struct fraction){ n * n, squares };
	c->cr1.lo = (struct fraction){ top1, n };
	c->cr1.hi = (struct fraction){ top1 + u, n };
	c->cr3.lo = (struct fraction){ top3, n };
	c->cr3.hi = (struct fraction){ top3 + u, n };
	c->band_lo = band_of(c->hhi.lo);
	c->band_hi = band_of(c->hhi.hi);
	if (c->known)
		measure_known(c, squares, ranks, top3);
}

static void
count_totals(const struct meter *m, const struct selection *s, struct totals *t)
{
	uint32_t site = NODE_NONE, board = NODE_NONE;
	wide low, high, total = 0, several = 0;

	*t = (struct totals){ .cells = s->n };
	for (uint32_t i = 0; i < s->n; i++) {
		const struct cell *c = &m->c->cell[selected(s, i)];
		int64_t pupils_low = 0, pupils_high = 0;
		bool has_weight = weigh(m, c, s->is_one, 1 << 20, &low, &high);

		if (has_weight) {
			total += high;
			several += c->n > 1 ? low : 0;
		}
		if (c->site == site)
			continue;
		t->sites++;
		t->sites_no_weight += !has_weight;
		t->boards += c->board != board && c->board != NODE_NONE;
		site = c->site;
		board = c->board;
		site_pupils(m->c->l, site, &pupils_low, &pupils_high);
		t->pupils_low += pupils_low;
		t->pupils_high += pupils_high;
	}
	if (total) {
		t->multi_homed = (struct fraction){ several, total };
		t->is_multi_homed = several * 10 > total;
	}
}

void
concentration_find(struct meter *m, struct selection s, struct arena *mem,
		   struct concentration ret[LEVELS], struct totals *ret_totals)
{
	bool is_rounded;
	wide unit = find_unit(m, &s, &is_rounded);

	for (int level = 0; level < LEVELS; level++) {
		struct concentration *c = &ret[level];
		struct pass p = { .m = m,
				  .level = (enum level)level,
				  .unit = unit,
				  .is_one = s.is_one };

		*c = (struct concentration){ .level = (enum level)level,
					     .unit = unit,
					     .is_rounded = is_rounded };
		c->total = run_pass(&p, &s);
		take_holders(&p, mem, c);
		measure(c);
	}
	count_totals(m, &s, ret_totals);
}

const struct holder *
concentration_of(const struct concentration *c, uint32_t entity)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->holder[i].entity == entity)
			return &c->holder[i];
	return NULL;
}

static int
cmp_reach(const void *pa, const void *pb)
{
	const struct holder *a = pa, *b = pb;

	if (a->reach.pupils_low != b->reach.pupils_low)
		return a->reach.pupils_low > b->reach.pupils_low ? -1 : 1;
	return cmp_holder(pa, pb);
}

void
concentration_sort_by_reach(struct concentration *c)
{
	sort(c->holder, c->n, sizeof(*c->holder), cmp_reach);
}

/* Findings */

enum certainty
concentration_is_high(const struct concentration *c)
{
	if (c->total == 0 || c->band_hi < BAND_HIGH)
		return CERTAINTY_NO;
	return c->band_lo >= BAND_HIGH ? CERTAINTY_CERTAIN : CERTAINTY_POSSIBLE;
}

struct jump
concentration_jump(const struct concentration *from,
		   const struct concentration *to)
{
	const struct fraction least = { 1, 100 }; /* 100 points */
	struct jump j = { .delta = fraction_sub(to->hhi.lo, from->hhi.lo),
			  .known = fraction_sub(to->known_hhi,
						from->known_hhi) };

	if (!fraction_is_number(j.delta) || fraction_cmp(j.delta, least) < 0)
		return j;
	j.is_hidden =
		fraction_cmp(fraction_sub(to->hhi.lo, from->hhi.hi), least) < 0
			? CERTAINTY_POSSIBLE
			: CERTAINTY_CERTAIN;
	return j;
}

/* Explaining */

static bool
is_of(struct meter *m, const struct fill *f, enum level level, uint32_t entity)
{
	struct parts p = levels_of(m->levels, level, f->product, f->vendor);

	for (uint32_t k = 0; k < p.n; k++)
		if (p.part[k].entity == entity)
			return true;
	return false;
}

/* Terms of one entity, or of all. */
static struct term *
find_terms(struct meter *m, const struct selection *s, enum level level,
	   uint32_t entity, bool is_all, struct arena *mem, uint32_t *ret_n)
{
	struct term *v = NULL, *r;
	uint32_t n = 0, cap = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t at = selected(s, i);
		const struct cell *c = &m->c->cell[at];

		for (uint32_t k = c->first; k < c->first + c->n; k++) {
			if (!is_all && !is_of(m, &m->c->fill[k], level, entity))
				continue;
			VEC_ROOM(v, n, cap);
			v[n++] = (struct term){ at, k };
		}
		if ((is_all || entity == NODE_NONE) &&
		    (c->n == 0 || c->is_under)) {
			VEC_ROOM(v, n, cap);
			v[n++] = (struct term){ at, UINT32_MAX };
		}
	}
	r = ARENA_ARRAY(mem, n, struct term);
	if (n)
		memcpy(r, v, n * sizeof(*r));
	free(v);
	*ret_n = n;
	return r;
}

struct term *
concentration_terms(struct meter *m, struct selection s, enum level level,
		    uint32_t entity, struct arena *mem, uint32_t *ret_n)
{
	return find_terms(m, &s, level, entity, false, mem, ret_n);
}

struct term *
concentration_uses(struct meter *m, struct selection s, struct arena *mem,
		   uint32_t *ret_n)
{
	return find_terms(m, &s, LEVEL_PRODUCT, NODE_NONE, true, mem, ret_n);
}

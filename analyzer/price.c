/*
 * What a year costs before and after a change. Refuses to take a use without a
 * price for a free one.
 */
#include "analyzer/price.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/sort.h"

enum { WHOLE = 10000 }; /* unit of price_change.by */

/* Whether a use feels a change. */
enum feels { FEELS_NOT, FEELS_MAYBE, FEELS };

struct row {
	uint32_t payer, usage;
	bool is_board; /* in the board's list */
	bool is_in;    /* fills a cell */
	bool is_kept;  /* still does, as the same product */
};

/* A change, and who stands under its node. */
struct felt {
	const struct price_change *change;
	bool *owned;  /* by organisation node */
	bool may_own; /* may be the unknown owner of something */
};

/* Uses of one payer that feel one amount. */
struct base {
	wide low_sure, low_all, high_sure, high_all;
	bool no_high_sure, no_high_all; /* something has no price */
	bool any_sure, any;
};

struct pricer {
	const struct landscape *l;
	struct levels *levels;
	struct felt *felt;
	uint32_t nfelt;
	struct row *row;
	uint32_t nrow;
	struct base *base; /* by change, of the payer at hand */
	struct price *now; /* payer at hand */
	struct err *e;
};

bool
price_change_from(struct sv text, struct price_change *ret)
{
	struct sv s = sv_trim(text);
	bool is_percent = s.n && s.p[s.n - 1] == '%';
	int64_t max = is_percent ? PRICE_PERCENT_MAX : PRICE_AMOUNT_MAX;
	int64_t v;
	char sign;

	if (s.n < 2 || (s.p[0] != '+' && s.p[0] != '-'))
		return false;
	sign = s.p[0];
	s = sv_from(s, 1);
	if (is_percent)
		s = sv_trim(sv_n(s.p, s.n - 1));
	if (s.n == 0 || s.p[0] < '0' || s.p[0] > '9' ||
	    !sv_fixed(s, sv_find(s, ',') < 0 ? '.' : ',', 2, &v) || v > max ||
	    (is_percent && sign == '-' && v > WHOLE))
		return false;
	ret->is_amount = !is_percent;
	ret->by = sign == '-' ? -v : v;
	return true;
}

/* Who feels it */

static bool
has_part(struct parts p, uint32_t entity)
{
	for (uint32_t i = 0; i < p.n; i++)
		if (p.part[i].entity == entity)
			return true;
	return false;
}

/* One step of ownership that is followed. */
struct step {
	uint32_t owner, owned;
};
struct steps {
	struct step *v; /* heap; by owner */
	uint32_t n, cap;
};

static int
cmp_step(const void *pa, const void *pb)
{
	const struct step *a = pa, *b = pb;

	if (a->owner != b->owner)
		return a->owner < b->owner ? -1 : 1;
	return a->owned < b->owned ? -1 : a->owned > b->owned;
}

static void
find_steps(const struct landscape *l, struct steps *s)
{
	uint32_t holding[LIMIT_ATTRIBUTION], n;

	for (uint32_t o = l->first[NODE_ORGANISATION];
	     o < l->first[NODE_ORGANISATION + 1]; o++) {
		levels_owners(l, o, holding, &n);
		for (uint32_t i = 0; i < n; i++) {
			VEC_ROOM(s->v, s->n, s->cap);
			s->v[s->n++] =
				(struct step){ l->holding[holding[i]].parent,
					       o };
		}
	}
	sort(s->v, s->n, sizeof(*s->v), cmp_step);
}

static uint32_t
first_step(const struct steps *s, uint32_t owner)
{
	uint32_t lo = 0, hi = s->n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (s->v[mid].owner < owner)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Marks all that `node` owns, itself and through whom it may be. */
static void
mark_owned(const struct steps *s, uint32_t node, uint32_t nnode, bool *owned)
{
	uint32_t *queue = mem_realloc(NULL, nnode, sizeof(*queue)), n = 0;

	queue[n++] = node;
	owned[node] = true;
	for (uint32_t at = 0; at < n; at++) {
		for (uint32_t i = first_step(s, queue[at]);
		     i < s->n && s->v[i].owner == queue[at]; i++) {
			if (owned[s->v[i].owned])
				continue;
			owned[s->v[i].owned] = true;
			queue[n++] = s->v[i].owned;
		}
	}
	free(queue);
}

static void
find_felt(struct pricer *p, const struct price_change *change, uint32_t n,
	  struct arena *tmp)
{
	const struct landscape *l = p->l;
	struct steps steps = { 0 };

	p->felt = ARENA_ARRAY(tmp, n, struct felt);
	p->base = ARENA_ARRAY(tmp, n, struct base);
	p->nfelt = n;
	if (n)
		find_steps(l, &steps);
	for (uint32_t i = 0; i < n; i++) {
		struct felt *f = &p->felt[i];
		uint32_t node = change[i].node;
		struct parts up;

		f->change = &change[i];
		if (l->node[node].kind != NODE_ORGANISATION)
			continue;
		f->owned = ARENA_ARRAY(tmp, l->nnode, bool);
		mark_owned(&steps, node, l->nnode, f->owned);
		up = levels_parents(p->levels, node);
		f->may_own = has_part(up, node) || has_part(up, NODE_NONE);
	}
	free(steps.v);
}

static bool
is_made_by_owned(const struct landscape *l, uint32_t product,
		 const struct felt *f)
{
	if (product == NODE_NONE)
		return false;
	for (uint32_t i = landscape_supplies_of(l, product);
	     i < l->nsupply && l->supply[i].product == product; i++)
		if (l->supply[i].role == ROLE_MAKER &&
		    f->owned[l->supply[i].organisation])
			return true;
	return false;
}

static enum feels
feels(const struct pricer *p, const struct usage *u, const struct felt *f)
{
	uint32_t node = f->change->node;
	struct parts seller, owner;

	if (p->l->node[node].kind == NODE_PRODUCT) {
		if (u->product == NODE_NONE)
			return FEELS_MAYBE;
		return u->product == node ? FEELS : FEELS_NOT;
	}
	seller = levels_of(p->levels, LEVEL_VENDOR, u->product, u->vendor);
	owner = levels_of(p->levels, LEVEL_PARENT, u->product, u->vendor);
	if ((u->vendor != NODE_NONE && f->owned[u->vendor]) ||
	    has_part(owner, node) || is_made_by_owned(p->l, u->product, f))
		return FEELS;
	for (uint32_t i = 0; i < seller.n; i++)
		if (seller.part[i].entity != NODE_NONE &&
		    f->owned[seller.part[i].entity])
			return FEELS;
	if (has_part(seller, NODE_NONE) ||
	    (f->may_own && has_part(owner, NODE_NONE)))
		return FEELS_MAYBE;
	return FEELS_NOT;
}

/* Sums */

static void
add(struct money *to, const struct money *m)
{
	to->low += m->low;
	to->high += m->high;
	to->has_low = to->has_low && m->has_low;
	to->has_high = to->has_high && m->has_high;
}

static const struct money nothing = { 0, 0, true, true };
static const struct money no_price = { 0, 0, true, false };

/* One price by so much: half up, and whole cents. */
static wide
dearer(wide cents, int64_t by)
{
	return (cents * (WHOLE + by) + WHOLE / 2) / WHOLE;
}

/*
 * What one use costs after the per cents: *m, which has both ends or is of no
 * known price; *change is how much that differs.
 */
static int
apply_percents(const struct pricer *p, const enum feels *how, struct money *m,
	       struct money *change)
{
	wide was = m->low;

	*change = nothing;
	for (uint32_t i = 0; i < p->nfelt; i++) {
		int64_t by = p->felt[i].change->by;
		wide low = dearer(m->low, by), high = dearer(m->high, by);

		if (p->felt[i].change->is_amount || how[i] == FEELS_NOT)
			continue;
		if (!m->has_high) {
			change->has_low = change->has_low && by >= 0;
			change->has_high = change->has_high && by <= 0;
			continue;
		}
		if (how[i] == FEELS || low < m->low)
			m->low = low;
		if (how[i] == FEELS || high > m->high)
			m->high = high;
		if (m->high > INT64_MAX)
			return err_set(p->e, ERR_USAGE, NULL,
				       "a price would pass what can be "
				       "counted (expected smaller changes)");
	}
	if (m->has_high) {
		change->low = m->low - was;
		change->high = m->high - was;
	}
	return 0;
}

static void
add_base(struct base *b, enum feels how, const struct money *m)
{
	bool is_sure = how == FEELS;

	b->any = true;
	b->any_sure = b->any_sure || is_sure;
	b->low_all += m->low;
	b->high_all += m->high;
	b->no_high_all = b->no_high_all || !m->has_high;
	b->low_sure += is_sure ? m->low : 0;
	b->high_sure += is_sure ? m->high : 0;
	b->no_high_sure = b->no_high_sure || (is_sure && !m->has_high);
}

static int
add_kept(struct pricer *p, const struct usage *u)
{
	struct price *now = p->now;
	struct money m = u->cost < 0 ? no_price : nothing, change;
	enum feels how[PRICE_CHANGES], most = FEELS_NOT;

	if (u->cost >= 0)
		m.low = m.high = u->cost;
	add(&now->before, &m);
	for (uint32_t i = 0; i < p->nfelt; i++) {
		how[i] = feels(p, u, &p->felt[i]);
		most = how[i] > most ? how[i] : most;
	}
	if (apply_percents(p, how, &m, &change))
		return -1;
	add(&now->after, &m);
	add(&now->change, &change);
	for (uint32_t i = 0; i < p->nfelt; i++)
		if (p->felt[i].change->is_amount && how[i] != FEELS_NOT)
			add_base(&p->base[i], how[i], &m);
	now->felt += most == FEELS;
	now->maybe += most == FEELS_MAYBE;
	now->felt_no_price += most != FEELS_NOT && u->cost < 0;
	now->no_price_after += u->cost < 0;
	return 0;
}

/* Its price goes, and that of what comes is not known. */
static void
add_replaced(struct pricer *p, const struct usage *u)
{
	struct money m = u->cost < 0 ? no_price : nothing;
	struct money change = { 0, 0, u->cost >= 0, false };

	if (u->cost >= 0) {
		m.low = m.high = u->cost;
		change.low = -u->cost;
	}
	add(&p->now->before, &m);
	add(&p->now->after, &no_price);
	add(&p->now->change, &change);
	p->now->replaced++;
	p->now->no_price_after++;
}

static wide
least(int64_t a, wide b)
{
	return a < b ? a : b;
}

/*
 * An amount that comes off: never more than is paid. A second one may find
 * less than the first did, and lowers only what is possible.
 */
static void
take_off(struct price *now, const struct base *b, int64_t amount, bool is_first)
{
	wide sure = b->any_sure ? least(amount, b->low_sure) : 0;
	wide most = b->no_high_all ? amount : least(amount, b->high_all);

	if (!is_first)
		sure = 0;
	now->after.low -= least(amount, b->low_all);
	if (now->after.low < 0)
		now->after.low = 0;
	if (is_first && b->any_sure)
		now->after.high -= least(amount, b->high_sure);
	now->change.low -= most;
	now->change.high -= sure;
}

static void
apply_amounts(struct pricer *p)
{
	struct price *now = p->now;
	bool is_first = true;

	for (uint32_t i = 0; i < p->nfelt; i++) {
		const struct base *b = &p->base[i];
		int64_t by = p->felt[i].change->by;

		if (!p->felt[i].change->is_amount || !b->any)
			continue;
		if (by < 0) {
			take_off(now, b, -by, is_first);
			is_first = false;
			continue;
		}
		now->after.high += by;
		now->change.high += by;
		now->after.low += b->any_sure ? by : 0;
		now->change.low += b->any_sure ? by : 0;
	}
	if (now->before.has_high && now->change.has_low &&
	    now->change.low < now->after.low - now->before.high)
		now->change.low = now->after.low - now->before.high;
}

/* Rows */

static int
cmp_row_group(const struct landscape *l, const struct row *a,
	      const struct row *b)
{
	const struct usage *x = &l->usage[a->usage], *y = &l->usage[b->usage];

	if (a->payer != b->payer)
		return a->payer < b->payer ? -1 : 1;
	if (x->function != y->function)
		return x->function < y->function ? -1 : 1;
	if (x->product != y->product)
		return x->product < y->product ? -1 : 1;
	return 0;
}

struct keyed {
	const struct landscape *l;
	struct row row;
};

static int
cmp_keyed(const void *pa, const void *pb)
{
	const struct keyed *a = pa, *b = pb;
	int c = cmp_row_group(a->l, &a->row, &b->row);

	if (c)
		return c;
	if (a->row.is_board != b->row.is_board)
		return a->row.is_board ? -1 : 1;
	return a->row.usage < b->row.usage ? -1 : a->row.usage > b->row.usage;
}

/* Which uses fill a cell, and which still do as what they are. */
static void
mark_fills(const struct cells *c, bool unchanged, bool *mark)
{
	for (uint32_t i = 0; i < c->ncell; i++) {
		const struct cell *cell = &c->cell[i];

		for (uint32_t k = cell->first; k < cell->first + cell->n; k++) {
			const struct fill *f = &c->fill[k];
			const struct usage *u = &c->l->usage[f->usage];

			if (!unchanged || (u->product == f->product &&
					   u->vendor == f->vendor))
				mark[f->usage] = true;
		}
	}
}

static void
find_rows(struct pricer *p, const struct cells *before,
	  const struct cells *after, struct arena *tmp)
{
	const struct landscape *l = p->l;
	bool *is_in = ARENA_ARRAY(tmp, l->nusage, bool);
	bool *is_kept = ARENA_ARRAY(tmp, l->nusage, bool);
	struct keyed *v = ARENA_ARRAY(tmp, l->nusage, struct keyed);
	uint32_t n = 0;

	mark_fills(before, false, is_in);
	mark_fills(after, true, is_kept);
	for (uint32_t i = 0; i < l->nusage; i++) {
		uint32_t site = l->usage[i].site, board = l->node[site].board;
		bool is_board = l->node[site].kind == NODE_BOARD;

		if (!is_in[i] && (!is_board || !is_in_use(&l->usage[i])))
			continue;
		v[n++] = (struct keyed){
			l,
			{ .payer =
				  is_board || board == NODE_NONE ? site : board,
			  .usage = i,
			  .is_board = is_board,
			  .is_in = is_in[i],
			  .is_kept = is_kept[i] }
		};
	}
	sort(v, n, sizeof(*v), cmp_keyed);
	p->row = ARENA_ARRAY(tmp, n, struct row);
	for (uint32_t i = 0; i < n; i++)
		p->row[i] = v[i].row;
	p->nrow = n;
}

/*
 * Rows of one payer, function and product: the board's comes first. It counts
 * also when each school has a row of its own, for its price stands there.
 */
static int
add_group(struct pricer *p, struct row *r, uint32_t n)
{
	const struct usage *usage = p->l->usage;
	bool any = false, is_covered;

	for (uint32_t i = 0; i < n; i++)
		any = any || r[i].is_in;
	if (!any)
		return 0;
	if (!r[0].is_in && n > 1)
		r[0].is_kept = r[1].is_kept;
	is_covered = r[0].is_board && usage[r[0].usage].cost >= 0 &&
		     usage[r[0].usage].product != NODE_NONE;
	for (uint32_t i = 0; i < n; i++) {
		const struct usage *u = &usage[r[i].usage];

		if (i && is_covered && u->cost < 0)
			continue;
		p->now->uses++;
		p->now->no_price += u->cost < 0;
		if (!r[i].is_kept)
			add_replaced(p, u);
		else if (add_kept(p, u))
			return -1;
	}
	return 0;
}

static void
add_counts(struct price *to, const struct price *from)
{
	add(&to->before, &from->before);
	add(&to->after, &from->after);
	add(&to->change, &from->change);
	to->uses += from->uses;
	to->no_price += from->no_price;
	to->no_price_after += from->no_price_after;
	to->felt += from->felt;
	to->maybe += from->maybe;
	to->felt_no_price += from->felt_no_price;
	to->replaced += from->replaced;
}

static int
find_payers(struct pricer *p, struct prices *ret)
{
	uint32_t i = 0;

	while (i < p->nrow) {
		uint32_t payer = p->row[i].payer;
		struct price *now = p->now = &ret->payer[ret->n];

		*now = (struct price){ .payer = payer,
				       .before = nothing,
				       .after = nothing,
				       .change = nothing };
		for (uint32_t k = 0; k < p->nfelt; k++)
			p->base[k] = (struct base){ 0 };
		while (i < p->nrow && p->row[i].payer == payer) {
			uint32_t k = i;

			while (k < p->nrow &&
			       cmp_row_group(p->l, &p->row[i], &p->row[k]) == 0)
				k++;
			if (add_group(p, &p->row[i], k - i))
				return -1;
			i = k;
		}
		apply_amounts(p);
		if (now->uses == 0)
			continue;
		add_counts(&ret->all, now);
		ret->n++;
	}
	return 0;
}

int
price_find(const struct cells *before, const struct cells *after,
	   struct levels *levels, const struct price_change *change,
	   uint32_t nchange, struct arena *mem, struct prices *ret,
	   struct err *e)
{
	struct arena tmp = { 0 };
	struct pricer p = { .l = before->l, .levels = levels, .e = e };
	struct prices r = { .all = { .payer = NODE_NONE,
				     .before = nothing,
				     .after = nothing,
				     .change = nothing } };
	int rc;

	find_felt(&p, change, nchange, &tmp);
	find_rows(&p, before, after, &tmp);
	r.payer = ARENA_ARRAY(mem, p.nrow, struct price);
	rc = find_payers(&p, &r);
	arena_done(&tmp);
	if (rc == 0)
		*ret = r;
	return rc;
}

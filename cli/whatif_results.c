/*
 * Failures and costs before and after a change. Refuses to leave out what may
 * fail, or a use without a price.
 */
#include "base/sort.h"
#include "cli/whatif.h"

/* Failures of what was asked */

struct scenes {
	struct blast_scene before, after;
	bool is_open, is_open_after; /* where something may fail, the number of
					pupils is not known everywhere */
};

static struct interval
whole(int64_t low, int64_t high)
{
	return (struct interval){ { low, 1 }, { high, 1 } };
}

/* Pupils; where some are not known there is no most, and none is no least. */
static struct interval
heads(int64_t low, int64_t high, bool is_open)
{
	struct interval r = whole(low, high);

	if (is_open)
		r.hi = (struct fraction){ 0, 0 };
	if (is_open && low == 0)
		r.lo = (struct fraction){ 0, 0 };
	return r;
}

/* One count of a failure. */
static struct value *
add_toll(struct whatif *w, const char *key, const char *of, const char *unit,
	 struct interval before, struct interval after, int power, int digits)
{
	struct value *v = whatif_row(w, N_("failure"), unit);

	v[WHATIF_OF] = look_word(&w->k, of);
	v[WHATIF_OF_ID] = value_str(key);
	whatif_ends(w, v, before, after, power, digits);
	return v;
}

#define TOLL(field)                                                            \
	whole(s->before.low_toll.field, s->before.high_toll.field),            \
		whole(s->after.low_toll.field, s->after.high_toll.field), 0, 0
#define HEADS(field)                                                           \
	heads(s->before.low_toll.field, s->before.high_toll.field,             \
	      s->is_open),                                                     \
		heads(s->after.low_toll.field, s->after.high_toll.field,       \
		      s->is_open_after),                                       \
		0, 0

/* Where the evidence is for what fails now. */
static struct value
failure_id(const struct whatif *w, uint32_t node)
{
	struct figure f = w->k.figure;

	f.of = FIGURE_FAILURE;
	f.about = FIGURE_ENTITY;
	f.entity = node;
	return value_str(look_id(&w->k, &f));
}

static void
add_tolls(struct whatif *w, const struct scenes *s)
{
	struct value *v;

	v = add_toll(w, "everything", N_("everything"), "%", s->before.share,
		     s->after.share, 2, 2);
	if (w->nstruck == 1)
		v[WHATIF_ID] = failure_id(w, w->struck[0]);
	add_toll(w, "pupils", N_("pupils"), N_("pupils"), HEADS(pupils));
	add_toll(w, "vital_pupils", N_("pupils who lose a vital function"),
		 N_("pupils"), HEADS(vital_pupils));
	add_toll(w, "functions", N_("functions"), N_("functions"),
		 TOLL(functions));
	add_toll(w, "schools", N_("schools"), N_("schools"), TOLL(sites));
	add_toll(w, "boards", N_("boards"), N_("boards"), TOLL(boards));
}
#undef TOLL
#undef HEADS

/* Pupils (or schools) who lose one function. */
struct loss {
	uint32_t function; /* index in cells.function */
	int64_t low, high, low_after, high_after;
	uint32_t sites;              /* where it may fail, before or after */
	bool is_open, is_open_after; /* as in scenes; never for schools */
};

static int
cmp_loss(const void *pa, const void *pb)
{
	const struct loss *a = pa, *b = pb;

	if (a->low != b->low)
		return a->low > b->low ? -1 : 1;
	if (a->low_after != b->low_after)
		return a->low_after > b->low_after ? -1 : 1;
	if (a->high != b->high)
		return a->high > b->high ? -1 : 1;
	return a->function < b->function ? -1 : a->function > b->function;
}

static bool
may_fail(const struct failing *f, const struct blast_scene *s, uint32_t cell)
{
	return f->top[cell] != NODE_NONE &&
	       andor_is_failed(&s->high, f->top[cell]);
}

static bool
must_fail(const struct failing *f, const struct blast_scene *s, uint32_t cell)
{
	return f->top[cell] != NODE_NONE &&
	       andor_is_failed(&s->low, f->top[cell]);
}

/* Pupils when some are known, unless schools are asked for. */
static bool
is_by_schools(const struct whatif *w)
{
	const struct cells_count *n = &w->k.cells.count;

	return w->k.c->weight != WEIGHT_PUPILS || n->no_pupils == n->sites;
}

/* Each cell of a function is a site of its own. */
static void
count_loss(const struct whatif *w, const struct scenes *s, struct loss *x)
{
	const struct cells *c = &w->k.cells;
	const struct failing *after =
		w->nmove ? &w->failing_after : &w->failing;

	for (uint32_t i = c->function_at[x->function];
	     i < c->function_at[x->function + 1]; i++) {
		uint32_t cell = c->by_function[i];
		bool was = may_fail(&w->failing, &s->before, cell);
		bool is = may_fail(after, &s->after, cell);
		int64_t low = 0, high = 0;

		if (!was && !is)
			continue;
		if (is_by_schools(w)) {
			low = high = 1;
		} else if (!site_pupils(c->l, c->cell[cell].site, &low,
					&high)) {
			x->is_open = x->is_open || was;
			x->is_open_after = x->is_open_after || is;
		}
		x->sites++;
		x->high += was ? high : 0;
		x->high_after += is ? high : 0;
		if (must_fail(&w->failing, &s->before, cell))
			x->low += low;
		if (must_fail(after, &s->after, cell))
			x->low_after += low;
	}
}

static uint32_t
find_losses(struct whatif *w, struct scenes *s, struct loss **ret)
{
	const struct cells *c = &w->k.cells;
	struct loss *v = ARENA_ARRAY(&w->k.c->mem, c->nfunction, struct loss);
	uint32_t n = 0;

	for (uint32_t i = 0; i < c->nfunction; i++) {
		v[n] = (struct loss){ .function = i };
		count_loss(w, s, &v[n]);
		n += v[n].sites != 0;
	}
	for (uint32_t i = 0; i < n; i++) {
		s->is_open = s->is_open || v[i].is_open;
		s->is_open_after = s->is_open_after || v[i].is_open_after;
	}
	if (w->k.cells.count.no_pupils == w->k.cells.count.sites)
		s->is_open = s->is_open_after = n != 0;
	sort(v, n, sizeof(*v), cmp_loss);
	*ret = v;
	return n;
}

/* What only may fail would fill a screen: people have it counted. */
static void
add_losses(struct whatif *w, const struct loss *v, uint32_t n)
{
	const struct cells *c = &w->k.cells;
	const char *unit = is_by_schools(w) ? N_("schools") : N_("pupils");
	bool all = cli_format(w->k.c) != FORMAT_TABLE || w->k.c->verbose;

	for (uint32_t i = 0; i < n; i++) {
		const struct loss *x = &v[i];
		uint32_t function = c->function[x->function];
		struct value *to;

		if (!all && x->low == 0 && x->low_after == 0)
			continue;
		to = whatif_row(w, N_("function that fails"), unit);
		to[WHATIF_OF] = look_name(&w->k, function);
		to[WHATIF_OF_ID] = look_node_id(&w->k, function);
		whatif_ends(
			w, to, heads(x->low, x->high, x->is_open),
			heads(x->low_after, x->high_after, x->is_open_after), 0,
			0);
	}
}

static const char *
percent(const struct whatif *w, struct fraction f)
{
	struct buf b = { 0 };
	const char *r;

	table_decimal(&b, sv(fraction_text(&w->k.c->mem, f, 2, 2)));
	r = arena_sv(&w->k.c->mem, buf_view(&b)).p;
	buf_done(&b);
	return r;
}

static bool
is_same(struct interval a, struct interval b)
{
	return fraction_is_number(a.lo) == fraction_is_number(b.lo) &&
	       (!fraction_is_number(a.lo) || (fraction_cmp(a.lo, b.lo) == 0 &&
					      fraction_cmp(a.hi, b.hi) == 0));
}

/* The answer in a sentence. */
static void
remark_failure(struct whatif *w, const struct scenes *s)
{
	const struct interval a = s->before.share, b = s->after.share;
	const char *who = look_names(&w->k, w->struck, w->nstruck);

	if (s->before.high_toll.cells == 0 && s->after.high_toll.cells == 0)
		table_warn(&w->t, "without %s nothing stops in this scope",
			   who);
	else if (!fraction_is_number(a.lo))
		table_warn(&w->t, "what stops cannot be weighed: no school "
				  "has a known number of pupils (--weight "
				  "schools counts schools)");
	else if (w->nmove == 0)
		table_note(&w->t,
			   "without %s, %s %% of everything stops, at most %s "
			   "%%",
			   who, percent(w, a.lo), percent(w, a.hi));
	else if (is_same(a, b))
		table_warn(&w->t,
			   "the replacement does not help: without %s, as much "
			   "stops then as now, %s %% of everything, at most %s "
			   "%%",
			   who, percent(w, a.lo), percent(w, a.hi));
	else
		table_note(&w->t,
			   "without %s, %s %% of everything stops now (at most "
			   "%s %%), and %s %% after the replacement (at most "
			   "%s %%)",
			   who, percent(w, a.lo), percent(w, a.hi),
			   percent(w, b.lo), percent(w, b.hi));
}

static int
add_struck(struct whatif *w, struct scenes *s, struct err *e)
{
	enum weight weight = w->k.c->weight;
	const struct failing *after =
		w->nmove ? &w->failing_after : &w->failing;
	struct loss *loss;
	uint32_t n;

	if (blast_scene_find(&w->failing, weight, w->struck, w->nstruck,
			     &s->before, e) ||
	    blast_scene_find(after, weight, w->struck, w->nstruck, &s->after,
			     e))
		return -1;
	n = find_losses(w, s, &loss);
	add_tolls(w, s);
	add_losses(w, loss, n);
	remark_failure(w, s);
	return 0;
}

/* The largest single failures */

static void
add_single(struct whatif *w, uint32_t node, const struct blasts *before,
	   const uint32_t *at_before, const struct blasts *after,
	   const uint32_t *at_after)
{
	const struct interval none = whole(0, 0);
	uint32_t a = at_before[node], b = at_after[node];
	struct value *v = whatif_row(w, N_("single failure"), "%");

	v[WHATIF_OF] = look_name(&w->k, node);
	v[WHATIF_OF_ID] = look_node_id(&w->k, node);
	whatif_ends(w, v, a ? before->v[a - 1].share : none,
		    b ? after->v[b - 1].share : none, 2, 2);
	v[WHATIF_ID] = failure_id(w, node);
}

/* By node: its place in b + 1. */
static uint32_t *
places(const struct blasts *b, uint32_t nnode, struct arena *tmp)
{
	uint32_t *at = ARENA_ARRAY(tmp, nnode, uint32_t);

	for (uint32_t i = 0; i < b->n; i++)
		at[b->v[i].node] = i + 1;
	return at;
}

static bool
is_struck(const struct whatif *w, uint32_t node)
{
	for (uint32_t i = 0; i < w->nstruck; i++)
		if (w->struck[i] == node)
			return true;
	return false;
}

/*
 * Which of those that fail the same is named: what was asked for, else who
 * owns the others, else the first.
 */
static int
rank(const struct whatif *w, uint32_t node)
{
	if (is_struck(w, node))
		return 2;
	return w->k.l.node[node].kind == NODE_ORGANISATION &&
	       levels_is_own_parent(&w->k.levels, node);
}

/* By place of the first of a set: the place of the one that is named. */
static uint32_t *
representatives(const struct whatif *w, const struct blasts *b,
		struct arena *tmp)
{
	uint32_t *of = ARENA_ARRAY(tmp, b->n, uint32_t);

	for (uint32_t i = 0; i < b->n; i++) {
		uint32_t set = b->v[i].set;

		if (set == i ||
		    rank(w, b->v[i].node) > rank(w, b->v[of[set]].node))
			of[set] = i;
	}
	return of;
}

/* The first `top` that are not the same failure as one before them. */
static uint32_t
largest(const struct whatif *w, const struct blasts *b, bool *is_shown,
	uint32_t *ret, uint32_t n)
{
	struct arena tmp = { 0 };
	uint32_t *named = representatives(w, b, &tmp);

	for (uint32_t i = 0, k = 0; i < b->n && k < w->top; i++) {
		uint32_t node = b->v[named[i]].node;

		if (b->v[i].set != i || b->v[i].high.cells == 0)
			continue;
		k++;
		if (!is_shown[node])
			ret[n++] = node;
		is_shown[node] = true;
	}
	arena_done(&tmp);
	return n;
}

static int
add_singles(struct whatif *w, struct err *e)
{
	struct blasts before, after;
	struct arena *mem = &w->k.c->mem, tmp = { 0 };
	uint32_t nnode = w->k.l.nnode, n, *node, *at[2];
	bool *is_shown;

	if (blast_all(&w->failing, w->k.c->weight, mem, &before, e) ||
	    blast_all(&w->failing_after, w->k.c->weight, mem, &after, e))
		return -1;
	node = ARENA_ARRAY(&tmp, (size_t)w->top * 2, uint32_t);
	is_shown = ARENA_ARRAY(&tmp, nnode, bool);
	at[0] = places(&before, nnode, &tmp);
	at[1] = places(&after, nnode, &tmp);
	n = largest(w, &before, is_shown, node, 0);
	n = largest(w, &after, is_shown, node, n);
	for (uint32_t i = 0; i < n; i++)
		add_single(w, node[i], &before, at[0], &after, at[1]);
	arena_done(&tmp);
	return 0;
}

int
whatif_failures(struct whatif *w, struct err *e)
{
	struct scenes s = { 0 };
	int rc = 0;

	if (w->nstruck) {
		rc = add_struck(w, &s, e);
		blast_scene_done(&s.before);
		blast_scene_done(&s.after);
	}
	if (rc || w->nmove == 0 || w->top == 0)
		return rc;
	if (w->k.c->weight != WEIGHT_BOARDS)
		return add_singles(w, e);
	table_note(&w->t, "single failures are counted by pupils or schools, "
			  "not by boards");
	return 0;
}

/* Costs */

static struct value
euros(const struct look *k, wide cents, bool is_known)
{
	if (!is_known)
		return value_str(NULL);
	return look_number(k, (struct fraction){ cents, 100 }, 0, 2);
}

/* Uses without a price cost something: nothing is the least that is known. */
static void
put_money(const struct look *k, const struct money *m, bool has_any,
	  struct value *v)
{
	v[0] = euros(k, m->low, m->has_low && has_any);
	v[1] = euros(k, m->high, m->has_high);
}

static void
add_cost(struct whatif *w, const struct price *p)
{
	const struct look *k = &w->k;
	struct value *v = whatif_row(w, N_("cost"), N_("euro a year"));

	v[WHATIF_OF] = p->payer == NODE_NONE ? look_word(k, N_("everybody"))
					     : look_name(k, p->payer);
	v[WHATIF_OF_ID] =
		p->payer == NODE_NONE ? value_na() : look_node_id(k, p->payer);
	put_money(k, &p->before, p->no_price < p->uses, v + WHATIF_BEFORE_LOW);
	put_money(k, &p->after, p->no_price_after < p->uses || p->after.low,
		  v + WHATIF_AFTER_LOW);
	put_money(k, &p->change, true, v + WHATIF_EXTRA_LOW);
	v[WHATIF_NO_PRICE] = value_int(p->no_price);
	v[WHATIF_NO_PRICE_AFTER] = value_int(p->no_price_after);
}

/* Who pays most more comes first; an open end is more than any number. */
static int
cmp_price(const void *pa, const void *pb)
{
	const struct price *a = pa, *b = pb;
	const struct money *x = &a->change, *y = &b->change;

	if (x->has_high != y->has_high)
		return x->has_high ? 1 : -1;
	if (x->has_high && x->high != y->high)
		return x->high > y->high ? -1 : 1;
	if (x->has_low != y->has_low)
		return x->has_low ? -1 : 1;
	if (x->has_low && x->low != y->low)
		return x->low > y->low ? -1 : 1;
	return a->payer < b->payer ? -1 : a->payer > b->payer;
}

/* People see who feels it, or is known to; data has all who may. */
static bool
is_worth_a_row(const struct whatif *w, const struct price *p)
{
	const struct money *m = &p->change;

	if (p->felt + p->replaced)
		return true;
	if (p->maybe == 0)
		return false;
	return cli_format(w->k.c) != FORMAT_TABLE || w->k.c->verbose ||
	       (m->has_low && m->low) || (m->has_high && m->high);
}

static void
remark_costs(struct whatif *w, const struct price *all)
{
	if (w->nprice && all->felt + all->maybe == 0)
		table_warn(&w->t, "no use in this scope feels the change of "
				  "price");
	if (w->k.figure.has_school || w->k.figure.sector)
		table_note(&w->t, "a price in the list of a board is for all "
				  "its schools, also those out of scope");
	if (all->felt)
		table_note(&w->t, "uses that feel the change of price: %u",
			   all->felt);
	if (all->maybe)
		table_warn(&w->t,
			   "uses that may feel the change of price, since it "
			   "is not known whose they are: %u",
			   all->maybe);
	if (all->felt_no_price)
		table_warn(&w->t,
			   "uses of those without a known price: %u (what they "
			   "cost comes on top)",
			   all->felt_no_price);
	if (all->replaced)
		table_warn(&w->t,
			   "uses that are replaced: %u (what comes instead has "
			   "no known price)",
			   all->replaced);
}

int
whatif_costs(struct whatif *w, struct err *e)
{
	struct prices p;

	if (w->nprice == 0 && w->nmove == 0)
		return 0;
	if (price_find(&w->k.cells, &w->cells, &w->k.levels, w->price,
		       w->nprice, &w->k.c->mem, &p, e))
		return -1;
	if (w->nprice == 0 && p.all.no_price == p.all.uses)
		return 0; /* nobody says what anything costs */
	add_cost(w, &p.all);
	sort(p.payer, p.n, sizeof(*p.payer), cmp_price);
	for (uint32_t i = 0; p.n > 1 && i < p.n; i++)
		if (is_worth_a_row(w, &p.payer[i]))
			add_cost(w, &p.payer[i]);
	remark_costs(w, &p.all);
	return 0;
}

/*
 * Claims to edges: for each edge the strongest claim wins, then the newest
 * source, then the smaller value, so that row order never matters. Claims that
 * cannot both hold are kept as conflicts.
 */
#include <stdlib.h>

#include "base/sort.h"
#include "schema/store/load.h"

bool
claim_read(const struct loader *ld, struct stmt *s, struct claim *ret)
{
	int64_t source = col_i64(s, 1);
	int32_t from, to;
	unsigned flags;

	if (source <= 0 || (uint64_t)source >= ld->live.n)
		return false;
	flags = ld->live.source[source].flags;
	if (!flags)
		return false;
	from = col_date(s, 3);
	to = col_date(s, 4);
	if (!from && !to) {
		if (!(flags & LIVE_UNDATED))
			return false;
	} else if (!(flags & LIVE_DATED) || from > ld->live.at ||
		   (to && to <= ld->live.at)) {
		return false;
	}
	ret->id = (uint64_t)col_i64(s, 0);
	ret->rung = (uint8_t)col_i64(s, 2);
	ret->as_of = ld->live.source[source].as_of;
	ret->valid_from = from;
	return true;
}

uint32_t
claim_ref(const struct loader *ld, struct stmt *s, int col)
{
	int64_t db = col_i64(s, col);

	if (db <= 0 || (uint64_t)db >= ld->nindex ||
	    ld->index_of[db] == NODE_NONE)
		return NODE_NONE;
	return ld->resolved[ld->index_of[db]];
}

int
claim_strength(const struct claim *a, const struct claim *b)
{
	if (a->rung != b->rung)
		return a->rung < b->rung ? -1 : 1;
	if (a->valid_from != b->valid_from)
		return a->valid_from > b->valid_from ? -1 : 1;
	if (a->as_of != b->as_of)
		return a->as_of > b->as_of ? -1 : 1;
	return 0;
}

int
claim_cmp(const struct claim *a, const struct claim *b)
{
	int c = claim_strength(a, b);

	if (c)
		return c;
	return a->id < b->id ? -1 : a->id > b->id;
}

void
claim_conflict(struct loader *ld, enum fact_kind fact, const char *field,
	       uint32_t node, uint32_t other, const char *used,
	       const char *not_used, uint64_t claim_used, uint64_t claim_other)
{
	struct landscape *l = ld->l;

	VEC_ROOM(l->conflict, l->nconflict, ld->conflict_cap);
	l->conflict[l->nconflict++] = (struct conflict){
		.fact = fact,
		.field = field,
		.node = node,
		.other = other,
		.value_used = used,
		.value_other = not_used,
		.claim_used = claim_used,
		.claim_other = claim_other,
	};
}

/* One claim of any of the small fact kinds. */
struct edge {
	struct claim c;
	uint32_t a, b;    /* landscape nodes */
	int64_t d;        /* what else tells edges apart: role, carrier */
	const char *text; /* ditto: group; never NULL */
	int64_t v[3];     /* values that may differ between claims */
};

struct edges {
	struct edge *v;
	uint32_t n, cap;
};

static int
cmp_edge_key(const struct edge *a, const struct edge *b)
{
	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	if (a->d != b->d)
		return a->d < b->d ? -1 : 1;
	if (strcmp(a->text, b->text))
		return strcmp(a->text, b->text);
	if (a->b != b->b)
		return a->b < b->b ? -1 : 1;
	return 0;
}

static int
cmp_values(const struct edge *a, const struct edge *b)
{
	for (int i = 0; i < 3; i++)
		if (a->v[i] != b->v[i])
			return a->v[i] < b->v[i] ? -1 : 1;
	return 0;
}

/* By key, best claim first; equal claims by value, then id. */
static int
cmp_edge(const void *pa, const void *pb)
{
	const struct edge *a = pa, *b = pb;
	int c = cmp_edge_key(a, b);

	if (!c)
		c = claim_strength(&a->c, &b->c);
	if (!c)
		c = cmp_values(a, b);
	return c ? c : claim_cmp(&a->c, &b->c);
}

static int64_t
number(struct stmt *s, int col)
{
	return col_is_null(s, col) ? FACT_SILENT : col_i64(s, col);
}

/* A code that this program knows, or `other`: the file may not be ours. */
static int64_t
code(enum code_domain domain, int64_t v, int64_t other)
{
	return v != FACT_SILENT && code_name(domain, v) ? v : other;
}

struct edge_shape {
	enum fact_kind fact;
	enum query query;
	int a, b, d, text, v[3]; /* columns; -1: none */
};

static int
read_edges(struct loader *ld, const struct edge_shape *shape, struct edges *out,
	   struct err *e)
{
	struct stmt *s = stmt_get(ld->st, shape->query);

	while (stmt_row(s)) {
		struct edge x = { .text = "" };

		if (!claim_read(ld, s, &x.c))
			continue;
		x.a = claim_ref(ld, s, shape->a);
		x.b = shape->b < 0 ? NODE_NONE : claim_ref(ld, s, shape->b);
		x.d = shape->d < 0 ? 0 : number(s, shape->d);
		if (shape->fact == FACT_SUPPLIES)
			x.d = code(DOMAIN_ROLE, x.d, ROLE_VENDOR);
		if (shape->fact == FACT_NEEDS)
			x.d = code(DOMAIN_CARRIER, x.d, FACT_SILENT);
		if (shape->text >= 0)
			x.text = arena_sv(&ld->l->mem, col_text(s, shape->text))
					 .p;
		for (int i = 0; i < 3; i++)
			x.v[i] = shape->v[i] < 0 ? 0 : number(s, shape->v[i]);
		if (x.a == NODE_NONE || x.d == FACT_SILENT)
			continue;
		VEC_ROOM(out->v, out->n, out->cap);
		out->v[out->n++] = x;
	}
	sort(out->v, out->n, sizeof(*out->v), cmp_edge);
	return stmt_end(s, e);
}

/* End of the run of claims about one edge that starts at i. */
static uint32_t
run_end(const struct edges *x, uint32_t i)
{
	uint32_t k = i + 1;

	while (k < x->n && cmp_edge_key(&x->v[i], &x->v[k]) == 0)
		k++;
	return k;
}

static struct evidence
run_evidence(struct loader *ld, const struct edges *x, uint32_t i, uint32_t k)
{
	struct landscape *l = ld->l;
	struct evidence ev = { .first = l->nclaim,
			       .said = k - i,
			       .rung = x->v[i].c.rung };

	for (uint32_t n = i; n < k; n++) {
		VEC_ROOM(l->claim, l->nclaim, ld->claim_cap);
		l->claim[l->nclaim++] = x->v[n].c.id;
	}
	return ev;
}

/* First value in the run, best claim first, that is said. */
static int64_t
run_value(const struct edges *x, uint32_t i, uint32_t k, int v)
{
	for (; i < k; i++)
		if (x->v[i].v[v] != FACT_SILENT)
			return x->v[i].v[v];
	return FACT_SILENT;
}

/* Notes every claim in the run that says another value than the first. */
static bool
run_conflicts(struct loader *ld, enum fact_kind fact, const char *field,
	      const struct edges *x, uint32_t i, uint32_t k, int v)
{
	uint32_t used = i;
	bool any = false;

	while (used < k && x->v[used].v[v] == FACT_SILENT)
		used++;
	for (uint32_t n = used + 1; n < k; n++) {
		if (x->v[n].v[v] == FACT_SILENT ||
		    x->v[n].v[v] == x->v[used].v[v])
			continue;
		claim_conflict(
			ld, fact, field, x->v[i].a, x->v[i].b,
			claim_number(fact, field, x->v[used].v[v], &ld->l->mem),
			claim_number(fact, field, x->v[n].v[v], &ld->l->mem),
			x->v[used].c.id, x->v[n].c.id);
		any = true;
		break;
	}
	return any;
}

static int
load_governs(struct loader *ld, struct err *e)
{
	struct landscape *l = ld->l;
	struct edges x = { 0 };
	struct stmt *s;

	s = stmt_get(ld->st, Q_scan_governs);
	while (stmt_row(s)) {
		struct edge one = { .text = "" };

		if (!claim_read(ld, s, &one.c))
			continue;
		one.a = claim_ref(ld, s, SCAN_GOVERNS_school);
		one.v[0] = claim_ref(ld, s, SCAN_GOVERNS_board);
		one.b = NODE_NONE;
		if (one.a == NODE_NONE || one.v[0] == NODE_NONE)
			continue;
		VEC_ROOM(x.v, x.n, x.cap);
		x.v[x.n++] = one;
	}
	sort(x.v, x.n, sizeof(*x.v), cmp_edge);
	for (uint32_t i = 0, k; i < x.n; i = k) {
		struct node *school = &l->node[x.v[i].a];

		k = run_end(&x, i);
		if (school->kind != NODE_SCHOOL)
			continue;
		school->board = (uint32_t)x.v[i].v[0];
		school->board_ev = run_evidence(ld, &x, i, k);
		for (uint32_t n = i + 1; n < k; n++) {
			if (x.v[n].v[0] == x.v[i].v[0])
				continue;
			school->board_ev.is_conflict = true;
			claim_conflict(ld, FACT_GOVERNS, "board", x.v[i].a,
				       NODE_NONE, l->node[x.v[i].v[0]].id,
				       l->node[x.v[n].v[0]].id, x.v[i].c.id,
				       x.v[n].c.id);
			break;
		}
	}
	free(x.v);
	return stmt_end(s, e);
}

/* A count is better when its rung is, or it is of a later day. */
static int
cmp_count(const struct claim *a, const struct claim *b)
{
	if (a->rung != b->rung)
		return a->rung < b->rung ? -1 : 1;
	if (a->valid_from != b->valid_from)
		return a->valid_from > b->valid_from ? -1 : 1;
	return 0;
}

static bool
read_count(const struct loader *ld, struct stmt *s, struct edge *to)
{
	int64_t source = col_i64(s, SCAN_PUPILS_source);
	int32_t from = col_date(s, SCAN_PUPILS_valid_from);

	if (source <= 0 || (uint64_t)source >= ld->live.n ||
	    !(ld->live.source[source].flags &
	      (from ? LIVE_DATED : LIVE_UNDATED)) ||
	    from > ld->live.at)
		return false;
	*to = (struct edge){ .text = "", .b = NODE_NONE };
	to->a = claim_ref(ld, s, SCAN_PUPILS_site);
	to->c = (struct claim){
		.id = (uint64_t)col_i64(s, SCAN_PUPILS_id),
		.rung = (uint8_t)col_i64(s, SCAN_PUPILS_rung),
		.as_of = ld->live.source[source].as_of,
		.valid_from = from,
	};
	to->v[0] = number(s, SCAN_PUPILS_low);
	to->v[1] = number(s, SCAN_PUPILS_high);
	return to->a != NODE_NONE && to->v[0] >= 0 && to->v[1] <= INT32_MAX;
}

/*
 * The counts of the best day of each site; earlier ones of a register are its
 * history, and no evidence. Thirty years pass by, a few rows stay.
 */
static int
read_counts(struct loader *ld, struct edges *x, struct err *e)
{
	uint32_t n = ld->l->nnode, kept = 0;
	struct claim *best = mem_realloc(NULL, n, sizeof(*best));
	struct stmt *s = stmt_get(ld->st, Q_scan_pupils);
	struct edge one;

	memset(best, 0, n * sizeof(*best));
	while (stmt_row(s)) {
		struct claim *b;

		if (!read_count(ld, s, &one))
			continue;
		b = &best[one.a];
		if (b->id && cmp_count(&one.c, b) > 0)
			continue;
		*b = one.c;
		VEC_ROOM(x->v, x->n, x->cap);
		x->v[x->n++] = one;
	}
	for (uint32_t i = 0; i < x->n; i++)
		if (cmp_count(&x->v[i].c, &best[x->v[i].a]) == 0)
			x->v[kept++] = x->v[i];
	x->n = kept;
	free(best);
	return stmt_end(s, e);
}

/*
 * Pupils: the latest count that is not after the day, also when the year it
 * was made for is over: a school does not lose its pupils on 1 October. A
 * school that closed has a count of zero.
 */
static int
load_pupils(struct loader *ld, struct err *e)
{
	struct landscape *l = ld->l;
	struct edges x = { 0 };
	int rc = read_counts(ld, &x, e);

	sort(x.v, x.n, sizeof(*x.v), cmp_edge);
	for (uint32_t i = 0, k; i < x.n; i = k) {
		struct node *site = &l->node[x.v[i].a];

		k = run_end(&x, i);
		site->pupils_low = (int32_t)x.v[i].v[0];
		site->pupils_high = (int32_t)x.v[i].v[1];
		site->pupils_ev = run_evidence(ld, &x, i, k);
		site->pupils_ev.is_conflict =
			run_conflicts(ld, FACT_PUPILS, "low", &x, i, k, 0);
	}
	free(x.v);
	return rc;
}

static int
load_supplies(struct loader *ld, struct err *e)
{
	const struct edge_shape shape = {
		FACT_SUPPLIES,         Q_scan_supplies,
		SCAN_SUPPLIES_product, SCAN_SUPPLIES_organisation,
		SCAN_SUPPLIES_role,    -1,
		{ -1, -1, -1 }
	};
	struct landscape *l = ld->l;
	struct edges x = { 0 };

	if (read_edges(ld, &shape, &x, e)) {
		free(x.v);
		return -1;
	}
	l->supply = arena_array(&l->mem, x.n, sizeof(*l->supply));
	for (uint32_t i = 0, k; i < x.n; i = k) {
		struct supply *to = &l->supply[l->nsupply];

		k = run_end(&x, i);
		if (x.v[i].b == NODE_NONE)
			continue;
		l->nsupply++;
		to->product = x.v[i].a;
		to->organisation = x.v[i].b;
		to->role = (enum role)x.v[i].d;
		to->ev = run_evidence(ld, &x, i, k);
	}
	free(x.v);
	return 0;
}

/*
 * "Known to have no parent" and a parent cannot both hold: the stronger stays.
 * A participation is no parent and stays either way.
 */
static void
settle_parents(struct loader *ld, struct edges *x)
{
	uint32_t n = 0;

	for (uint32_t i = 0, k; i < x->n; i = k) {
		const struct edge *none = NULL, *some = NULL;

		for (k = i; k < x->n && x->v[k].a == x->v[i].a; k++) {
			const struct edge **best =
				x->v[k].v[1] == OWNERSHIP_NONE ? &none : &some;

			if (x->v[k].v[1] == OWNERSHIP_PARTICIPATION)
				continue;
			if (!*best ||
			    claim_strength(&x->v[k].c, &(*best)->c) < 0)
				*best = &x->v[k];
		}
		for (uint32_t m = i; m < k; m++) {
			bool is_none = x->v[m].v[1] == OWNERSHIP_NONE;
			bool none_wins = none && some &&
					 claim_strength(&none->c, &some->c) < 0;

			if (none && some && is_none != none_wins &&
			    x->v[m].v[1] != OWNERSHIP_PARTICIPATION)
				continue;
			if (n != m)
				x->v[n] = x->v[m];
			n++;
		}
		if (none && some) {
			bool none_wins = claim_strength(&none->c, &some->c) < 0;
			const char *parent = ld->l->node[some->b].id;

			claim_conflict(ld, FACT_OWNS, "parent", some->a,
				       NODE_NONE, none_wins ? "-" : parent,
				       none_wins ? parent : "-",
				       none_wins ? none->c.id : some->c.id,
				       none_wins ? some->c.id : none->c.id);
		}
	}
	x->n = n;
}

static int
load_owns(struct loader *ld, struct err *e)
{
	const struct edge_shape shape = { FACT_OWNS,
					  Q_scan_owns,
					  SCAN_OWNS_child,
					  SCAN_OWNS_parent,
					  -1,
					  -1,
					  { SCAN_OWNS_percent, SCAN_OWNS_kind,
					    -1 } };
	struct landscape *l = ld->l;
	struct edges x = { 0 };
	uint32_t n = 0;

	if (read_edges(ld, &shape, &x, e)) {
		free(x.v);
		return -1;
	}
	for (uint32_t i = 0; i < x.n; i++)
		if (x.v[i].b != NODE_NONE || x.v[i].v[1] == OWNERSHIP_NONE)
			x.v[n++] = x.v[i];
	x.n = n;
	settle_parents(ld, &x);
	l->holding = arena_array(&l->mem, x.n, sizeof(*l->holding));
	for (uint32_t i = 0, k; i < x.n; i = k) {
		struct holding *to = &l->holding[l->nholding++];
		int64_t percent, kind;

		k = run_end(&x, i);
		percent = run_value(&x, i, k, 0);
		kind = run_value(&x, i, k, 1);
		to->child = x.v[i].a;
		to->parent = x.v[i].b;
		to->percent = percent == FACT_SILENT ? -1 : (int32_t)percent;
		to->kind = (enum ownership)code(DOMAIN_OWNERSHIP, kind,
						OWNERSHIP_UNKNOWN);
		to->ev = run_evidence(ld, &x, i, k);
		to->ev.is_conflict =
			run_conflicts(ld, FACT_OWNS, "percent", &x, i, k, 0) |
			run_conflicts(ld, FACT_OWNS, "kind", &x, i, k, 1);
	}
	free(x.v);
	return 0;
}

static int
load_seats(struct loader *ld, struct err *e)
{
	const struct edge_shape shape = { FACT_SEATED_IN,
					  Q_scan_seated_in,
					  SCAN_SEATED_IN_organisation,
					  SCAN_SEATED_IN_country,
					  -1,
					  -1,
					  { -1, -1, -1 } };
	struct landscape *l = ld->l;
	struct edges x = { 0 };

	if (read_edges(ld, &shape, &x, e)) {
		free(x.v);
		return -1;
	}
	l->seat = arena_array(&l->mem, x.n, sizeof(*l->seat));
	for (uint32_t i = 0, k; i < x.n; i = k) {
		struct seat *to;
		uint32_t best = i;

		for (k = i; k < x.n && x.v[k].a == x.v[i].a; k++)
			if (claim_strength(&x.v[k].c, &x.v[best].c) < 0)
				best = k;
		if (x.v[best].b == NODE_NONE)
			continue;
		to = &l->seat[l->nseat++];
		to->organisation = x.v[best].a;
		to->country = x.v[best].b;
		to->ev = run_evidence(ld, &x, best, run_end(&x, best));
		for (uint32_t m = i; m < k; m++) {
			if (x.v[m].b == x.v[best].b || x.v[m].b == NODE_NONE)
				continue;
			to->ev.is_conflict = true;
			claim_conflict(ld, FACT_SEATED_IN, "country",
				       x.v[best].a, NODE_NONE,
				       l->node[x.v[best].b].id,
				       l->node[x.v[m].b].id, x.v[best].c.id,
				       x.v[m].c.id);
			break;
		}
	}
	free(x.v);
	return 0;
}

static int
load_needs(struct loader *ld, struct err *e)
{
	const struct edge_shape shape = { FACT_NEEDS,
					  Q_scan_needs,
					  SCAN_NEEDS_dependent,
					  SCAN_NEEDS_provider,
					  SCAN_NEEDS_carrier,
					  SCAN_NEEDS_grp,
					  { SCAN_NEEDS_necessity, SCAN_NEEDS_n,
					    SCAN_NEEDS_tested } };
	struct landscape *l = ld->l;
	struct edges x = { 0 };

	if (read_edges(ld, &shape, &x, e)) {
		free(x.v);
		return -1;
	}
	l->need = arena_array(&l->mem, x.n, sizeof(*l->need));
	for (uint32_t i = 0, k; i < x.n; i = k) {
		struct need *to = &l->need[l->nneed++];
		int64_t necessity, n, tested;

		k = run_end(&x, i);
		necessity = run_value(&x, i, k, 0);
		n = run_value(&x, i, k, 1);
		tested = run_value(&x, i, k, 2);
		to->dependent = x.v[i].a;
		to->provider = x.v[i].b;
		to->carrier = (enum carrier)x.v[i].d;
		to->group = x.v[i].text;
		to->necessity = (enum necessity)code(
			DOMAIN_NECESSITY, necessity, NECESSITY_UNKNOWN);
		to->n = n == FACT_SILENT ? 1 : (int32_t)n;
		to->tested = tested == FACT_SILENT ? 0 : (int32_t)tested;
		to->ev = run_evidence(ld, &x, i, k);
		to->ev.is_conflict =
			run_conflicts(ld, FACT_NEEDS, "necessity", &x, i, k, 0);
	}
	free(x.v);
	return 0;
}

static int
load_fulfils(struct loader *ld, struct err *e)
{
	const struct edge_shape shape = { FACT_FULFILS,
					  Q_scan_fulfils,
					  SCAN_FULFILS_product,
					  SCAN_FULFILS_function,
					  -1,
					  -1,
					  { -1, -1, -1 } };
	struct landscape *l = ld->l;
	struct edges x = { 0 };

	if (read_edges(ld, &shape, &x, e)) {
		free(x.v);
		return -1;
	}
	l->fulfils = arena_array(&l->mem, x.n, sizeof(*l->fulfils));
	for (uint32_t i = 0, k; i < x.n; i = k) {
		struct fulfilment *to = &l->fulfils[l->nfulfils];

		k = run_end(&x, i);
		if (x.v[i].b == NODE_NONE)
			continue;
		l->nfulfils++;
		to->product = x.v[i].a;
		to->function = x.v[i].b;
		to->ev = run_evidence(ld, &x, i, k);
	}
	free(x.v);
	return 0;
}

/* What attributes say about functions and schools. */
static int
load_attributes(struct loader *ld, struct err *e)
{
	struct landscape *l = ld->l;
	struct claim *best =
		arena_array(&ld->tmp, (size_t)l->nnode * 3, sizeof(*best));
	struct stmt *s = stmt_get(ld->st, Q_catalogue_attributes);

	while (stmt_row(s)) {
		struct sv name = col_text(s, CATALOGUE_ATTRIBUTES_name);
		struct sv value = col_text(s, CATALOGUE_ATTRIBUTES_value);
		uint32_t i = claim_ref(ld, s, CATALOGUE_ATTRIBUTES_node);
		struct claim c, *b;
		uint64_t v;
		int which = sv_is(name, "criticality") ? 0
			    : sv_is(name, "basic")     ? 1
			    : sv_is(name, "sector")    ? 2
						       : -1;

		if (which < 0 || i == NODE_NONE || !claim_read(ld, s, &c))
			continue;
		b = &best[(size_t)i * 3 + (size_t)which];
		if (b->id && claim_cmp(&c, b) > 0)
			continue;
		*b = c;
		if (which == 0 && l->node[i].kind == NODE_FUNCTION &&
		    sv_u64(value, 3, &v) && v > 0)
			l->node[i].criticality = (int8_t)v;
		if (which == 1)
			l->node[i].is_basic = sv_is(value, "yes");
		if (which == 2)
			l->node[i].sector = arena_sv(&l->mem, value).p;
	}
	return stmt_end(s, e);
}

static int
cmp_conflict(const void *pa, const void *pb)
{
	const struct conflict *a = pa, *b = pb;
	int c;

	if (a->fact != b->fact)
		return a->fact < b->fact ? -1 : 1;
	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	if (a->other != b->other)
		return a->other < b->other ? -1 : 1;
	c = strcmp(a->field, b->field);
	if (!c)
		c = strcmp(a->value_used, b->value_used);
	if (!c)
		c = strcmp(a->value_other, b->value_other);
	if (c)
		return c;
	return a->claim_used < b->claim_used ? -1
					     : a->claim_used > b->claim_used;
}

/*
 * Does this school exist on the day? A register also names schools that closed
 * or that have yet to open: nobody governs them and they have no pupils.
 */
static bool
exists(const struct node *school, bool is_used)
{
	return is_used || school->board != NODE_NONE || school->pupils_high > 0;
}

/* Ditto of a board that merged: only its number is left, without a school. */
static bool
is_named(const struct node *board)
{
	const char *colon = strchr(board->id, ':');

	return colon && strcmp(colon + 1, board->name) != 0;
}

static void
count_coverage(struct loader *ld)
{
	struct landscape *l = ld->l;
	bool *reports = arena_array(&ld->tmp, l->nnode, sizeof(bool));
	bool *governs = arena_array(&ld->tmp, l->nnode, sizeof(bool));
	uint32_t b0 = l->first[NODE_BOARD], b1 = l->first[NODE_BOARD + 1];
	uint32_t s0 = l->first[NODE_SCHOOL], s1 = l->first[NODE_SCHOOL + 1];

	for (uint32_t i = 1; i < ld->live.n; i++)
		l->coverage.sources += ld->live.source[i].flags != 0 &&
				       !ld->live.source[i].is_reference;
	for (uint32_t i = 0; i < l->nusage; i++) {
		uint32_t site = l->usage[i].site, board = l->node[site].board;

		reports[site] = true;
		if (board != NODE_NONE)
			reports[board] = true;
	}
	for (uint32_t i = s0; i < s1; i++) {
		l->node[i].is_gone = !exists(&l->node[i], reports[i]);
		if (l->node[i].is_gone)
			continue;
		l->coverage.schools++;
		l->coverage.schools_unknown_pupils += l->node[i].pupils_low < 0;
		if (l->node[i].board != NODE_NONE)
			governs[l->node[i].board] = true;
	}
	for (uint32_t i = b0; i < b1; i++) {
		l->node[i].is_gone = !reports[i] && !governs[i] &&
				     l->node[i].pupils_high <= 0 &&
				     !is_named(&l->node[i]);
		l->coverage.boards_reporting += reports[i];
		l->coverage.boards += !l->node[i].is_gone;
	}
}

int
load_facts(struct loader *ld, struct err *e)
{
	if (load_governs(ld, e) || load_pupils(ld, e) ||
	    load_attributes(ld, e) || load_supplies(ld, e) ||
	    load_owns(ld, e) || load_seats(ld, e) || load_needs(ld, e) ||
	    load_fulfils(ld, e))
		return -1;
	return 0;
}

int
store_load(struct store *st, const struct load_options *o,
	   struct landscape *ret, struct err *e)
{
	struct loader ld = { .st = st,
			     .l = ret,
			     .with_hosts = o && o->with_sign_on };
	struct err ignored = { 0 };
	uint64_t *claims;
	struct conflict *conflicts;
	int rc;

	*ret = (struct landscape){ 0 };
	if (stmt_run(st, Q_begin_read, e))
		return -1;
	rc = live_load(st, o, &ld.tmp, &ld.live, e);
	ret->at = ld.live.at;
	ret->known_at =
		arena_str(&ret->mem, o && o->known_at ? o->known_at : "");
	if (rc == 0)
		rc = load_nodes(&ld, e);
	if (rc == 0)
		rc = load_facts(&ld, e);
	if (rc == 0)
		rc = load_uses(&ld, e);
	if (rc == 0 && o && o->with_sign_on)
		rc = load_sign_on(&ld, e);
	stmt_run(st, Q_rollback, &ignored);
	/* the growing arrays move into the landscape's arena */
	claims = arena_array(&ret->mem, ret->nclaim, sizeof(*claims));
	conflicts = arena_array(&ret->mem, ret->nconflict, sizeof(*conflicts));
	if (ret->nclaim)
		memcpy(claims, ret->claim, ret->nclaim * sizeof(*claims));
	if (ret->nconflict) {
		memcpy(conflicts, ret->conflict,
		       ret->nconflict * sizeof(*conflicts));
		sort(conflicts, ret->nconflict, sizeof(*conflicts),
		     cmp_conflict);
	}
	free(ret->claim);
	free(ret->conflict);
	ret->claim = claims;
	ret->conflict = conflicts;
	if (rc == 0)
		count_coverage(&ld);
	loader_done(&ld);
	if (rc)
		landscape_done(ret);
	return rc;
}

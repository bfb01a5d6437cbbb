/*
 * What changed between two days, or between two editions of a document: claims
 * as documents make them, and the things they name. A claim that stands in
 * another place, or that another document says too, has not changed.
 */
#include <stdlib.h>

#include "base/sort.h"
#include "schema/store/load.h"

enum { BEFORE, AFTER, SIDES };

/* Claims of one import, or those that count on a day. */
struct side {
	struct loader ld; /* names of that day */
	struct landscape l;
	uint32_t source; /* 0: by date */
	bool *is_named;  /* by index of database node */
	bool *is_there;  /* by node of l: some name of it is */
};

/* One claim on one side. */
struct entry {
	uint64_t subject, claim, id;
	uint32_t about; /* index of database node, or NODE_NONE */
	uint8_t fact, side;
};

struct differ {
	struct store *st;
	struct arena *mem;
	struct diff *ret;
	struct side side[SIDES];
	struct entry *v; /* heap */
	uint32_t n, cap;
	struct diff_claim *claim; /* heap */
	uint32_t nclaim, claim_cap;
};

static bool
is_source_of(const struct side *s, int64_t source)
{
	if (s->source)
		return source == s->source;
	/* the edition that held on the day; dated facts name things as well */
	return source > 0 && (uint64_t)source < s->ld.live.n &&
	       (s->ld.live.source[source].flags & LIVE_UNDATED);
}

static bool
is_claim_of(const struct side *side, struct stmt *s)
{
	struct claim c;

	return side->source ? col_i64(s, 1) == side->source
			    : claim_read(&side->ld, s, &c);
}

/* Indices of database nodes are those of both sides: one transaction. */
static uint32_t
index_of(const struct differ *d, int64_t db)
{
	const struct loader *ld = &d->side[AFTER].ld;

	return db > 0 && (uint64_t)db < ld->nindex ? ld->index_of[db]
						   : NODE_NONE;
}

static void
name_node(struct side *side, uint32_t node)
{
	uint32_t r;

	if (node == NODE_NONE)
		return;
	r = side->ld.resolved[node];
	side->is_named[node] = true;
	if (r != NODE_NONE)
		side->is_there[r] = true;
}

static int
read_fact(struct differ *d, enum fact_kind fact, struct err *e)
{
	const struct fact_shape *shape = fact_shape(fact);
	struct stmt *s = stmt_get(d->st, scan_query(fact));

	while (stmt_row(s)) {
		bool on[SIDES] = { is_claim_of(&d->side[BEFORE], s),
				   is_claim_of(&d->side[AFTER], s) };
		uint64_t digest[2];

		if (!on[BEFORE] && !on[AFTER])
			continue;
		compare_digest(s, fact, digest);
		for (int i = 0; i < SIDES; i++) {
			if (!on[i])
				continue;
			for (int k = 0; shape->ref[k]; k++)
				name_node(&d->side[i],
					  index_of(d, col_i64(s, 5 + k)));
			VEC_ROOM(d->v, d->n, d->cap);
			d->v[d->n++] = (struct entry){
				.subject = digest[1],
				.claim = digest[0],
				.id = (uint64_t)col_i64(s, 0),
				.about = index_of(d, col_i64(s, 5)),
				.fact = (uint8_t)fact,
				.side = (uint8_t)i,
			};
		}
	}
	return stmt_end(s, e);
}

static int
read_namings(struct differ *d, enum query query, struct err *e)
{
	_Static_assert((int)ALIASES_source == (int)IDENTIFIERS_source &&
			       (int)ALIASES_node == (int)IDENTIFIERS_node,
		       "both queries begin with id, source, node");
	struct stmt *s = stmt_get(d->st, query);

	while (stmt_row(s)) {
		uint32_t node = index_of(d, col_i64(s, ALIASES_node));

		for (int i = 0; i < SIDES; i++)
			if (is_source_of(&d->side[i],
					 col_i64(s, ALIASES_source)))
				name_node(&d->side[i], node);
	}
	return stmt_end(s, e);
}

/* The node that this one is part of on a side is not known on the other. */
static bool
is_only(const struct differ *d, uint32_t node, int side)
{
	const struct side *here = &d->side[side];
	const struct side *there = &d->side[!side];
	uint32_t r;

	if (node == NODE_NONE || !here->is_named[node])
		return false;
	if (there->is_named[node])
		return false;
	/* another name of the same thing may be */
	r = there->ld.resolved[node];
	return r == NODE_NONE || !there->is_there[r];
}

static const char *
id_of(const struct differ *d, uint32_t node)
{
	for (int i = AFTER; i >= BEFORE; i--) {
		const struct side *s = &d->side[i];
		uint32_t r = s->ld.resolved[node];

		if (r != NODE_NONE)
			return arena_str(d->mem, s->l.node[r].id);
	}
	return arena_printf(
		d->mem, "%s:%.*s",
		node_kind_name(d->side[AFTER].ld.in.node[node].kind),
		SV_ARG(d->side[AFTER].ld.in.node[node].key));
}

static int
cmp_entry(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->claim != b->claim)
		return a->claim < b->claim ? -1 : 1;
	if (a->side != b->side)
		return a->side < b->side ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

static void
put_claim(struct differ *d, const struct entry *before,
	  const struct entry *after)
{
	const struct entry *any = before ? before : after;
	struct diff_claim c = { .fact = (enum fact_kind)any->fact,
				.before = before ? before->id : 0,
				.after = after ? after->id : 0,
				.about = "" };

	if (any->about != NODE_NONE) {
		c.about = id_of(d, any->about);
		c.is_implied = is_only(d, any->about, BEFORE) ||
			       is_only(d, any->about, AFTER);
	}
	VEC_ROOM(d->claim, d->nclaim, d->claim_cap);
	d->claim[d->nclaim++] = c;
}

/*
 * The claims about one subject: v[0 .. n), equal ones adjacent. One that is
 * left on either side has changed; more of them came and went.
 */
static void
settle_subject(struct differ *d, const struct entry *v, uint32_t n)
{
	const struct entry *left[SIDES] = { NULL, NULL };
	uint32_t count[SIDES] = { 0, 0 };

	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0, k; i < n; i = k) {
			for (k = i; k < n && v[k].claim == v[i].claim; k++)
				continue;
			if (v[i].side != v[k - 1].side)
				continue;
			if (pass == 0) {
				count[v[i].side]++;
				left[v[i].side] = &v[i];
			} else {
				put_claim(d, v[i].side == BEFORE ? &v[i] : NULL,
					  v[i].side == AFTER ? &v[i] : NULL);
			}
		}
		if (count[BEFORE] == 1 && count[AFTER] == 1) {
			put_claim(d, left[BEFORE], left[AFTER]);
			return;
		}
	}
}

static int
cmp_claim(const void *pa, const void *pb)
{
	const struct diff_claim *a = pa, *b = pb;
	int c;

	if (a->fact != b->fact)
		return a->fact < b->fact ? -1 : 1;
	c = strcmp(a->about, b->about);
	if (c)
		return c;
	if (a->before != b->before)
		return a->before < b->before ? -1 : 1;
	return a->after < b->after ? -1 : a->after > b->after;
}

static void
settle_claims(struct differ *d)
{
	struct diff *ret = d->ret;

	sort(d->v, d->n, sizeof(*d->v), cmp_entry);
	for (uint32_t i = 0, k; i < d->n; i = k) {
		for (k = i; k < d->n && d->v[k].subject == d->v[i].subject; k++)
			continue;
		settle_subject(d, &d->v[i], k - i);
	}
	sort(d->claim, d->nclaim, sizeof(*d->claim), cmp_claim);
	ret->claim = ARENA_ARRAY(d->mem, d->nclaim, struct diff_claim);
	if (d->nclaim)
		memcpy(ret->claim, d->claim, d->nclaim * sizeof(*ret->claim));
	ret->nclaim = d->nclaim;
}

static int
cmp_thing(const void *pa, const void *pb)
{
	const struct diff_thing *a = pa, *b = pb;
	int c;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	c = strcmp(a->id, b->id);
	if (c)
		return c;
	return (int)b->is_new - (int)a->is_new;
}

/* Each resolved node once, though several names of it come or go. */
static void
settle_things(struct differ *d)
{
	uint32_t n = d->side[AFTER].ld.in.nnode, kept = 0;
	struct diff_thing *v =
		ARENA_ARRAY(d->mem, (size_t)n * 2, struct diff_thing);

	for (int i = 0; i < SIDES; i++) {
		const struct side *s = &d->side[i];
		bool *done = ARENA_ARRAY(&d->side[i].ld.tmp, s->l.nnode, bool);

		for (uint32_t k = 0; k < n; k++) {
			uint32_t r = s->ld.resolved[k];

			if (!is_only(d, k, i) || r == NODE_NONE || done[r])
				continue;
			done[r] = true;
			v[kept++] = (struct diff_thing){
				i == AFTER, s->l.node[r].kind,
				arena_str(d->mem, s->l.node[r].id),
				arena_str(d->mem, s->l.node[r].name)
			};
		}
	}
	sort(v, kept, sizeof(*v), cmp_thing);
	d->ret->thing = v;
	d->ret->nthing = kept;
}

static int
load_side(struct differ *d, int i, const struct load_options *o, struct err *e)
{
	struct side *s = &d->side[i];

	s->ld = (struct loader){ .st = d->st, .l = &s->l, .with_hosts = true };
	if (live_load(d->st, o, &s->ld.tmp, &s->ld.live, e))
		return -1;
	s->l.at = s->ld.live.at;
	if (load_nodes(&s->ld, e))
		return -1;
	s->is_named = ARENA_ARRAY(&s->ld.tmp, s->ld.in.nnode, bool);
	s->is_there = ARENA_ARRAY(&s->ld.tmp, s->l.nnode, bool);
	return 0;
}

static int
run(struct differ *d, const struct load_options o[SIDES], struct err *e)
{
	for (int i = 0; i < SIDES; i++)
		if (load_side(d, i, &o[i], e))
			return -1;
	d->ret->before = d->side[BEFORE].l.at;
	d->ret->after = d->side[AFTER].l.at;
	if (read_namings(d, Q_aliases, e) || read_namings(d, Q_identifiers, e))
		return -1;
	for (int k = 0; k < FACT_KINDS; k++)
		if (read_fact(d, (enum fact_kind)k, e))
			return -1;
	settle_claims(d);
	settle_things(d);
	return 0;
}

static void
done(struct differ *d)
{
	for (int i = 0; i < SIDES; i++) {
		loader_done(&d->side[i].ld);
		landscape_done(&d->side[i].l);
	}
	free(d->v);
	free(d->claim);
}

/* What tells editions of one document apart from other documents. */
struct series {
	int64_t id;
	int32_t as_of;
	struct sv kind, board, series;
	bool is_reference, is_undone;
};

static struct series
read_series(struct stmt *s, struct arena *mem)
{
	return (struct series){
		.id = col_i64(s, SOURCES_id),
		.as_of = col_date(s, SOURCES_as_of),
		.kind = arena_sv(mem, col_text(s, SOURCES_kind)),
		.board = arena_sv(mem, col_text(s, SOURCES_board)),
		.series = arena_sv(mem, col_text(s, SOURCES_series)),
		.is_reference = col_i64(s, SOURCES_is_reference) != 0,
		.is_undone = !col_is_null(s, SOURCES_undone_at),
	};
}

/* Is b a better edition before a than `best` (or than none)? */
static bool
is_before(const struct series *a, const struct series *b,
	  const struct series *best)
{
	if (b->id == a->id || b->is_undone || !sv_eq(a->kind, b->kind) ||
	    !sv_eq(a->board, b->board) || !sv_eq(a->series, b->series) ||
	    a->is_reference != b->is_reference || b->as_of > a->as_of ||
	    (b->as_of == a->as_of && b->id > a->id))
		return false;
	return !best || b->as_of > best->as_of ||
	       (b->as_of == best->as_of && b->id > best->id);
}

/* The import, and the edition that it took the place of, if any. */
static int
find_editions(struct differ *d, uint32_t source, struct load_options o[SIDES],
	      struct err *e)
{
	struct stmt *s = stmt_get(d->st, Q_sources);
	struct series *v = NULL;
	const struct series *now = NULL, *old = NULL;
	uint32_t n = 0, cap = 0;

	while (stmt_row(s)) {
		VEC_ROOM(v, n, cap);
		v[n++] = read_series(s, d->mem);
	}
	for (uint32_t i = 0; i < n; i++)
		if (v[i].id == source)
			now = &v[i];
	for (uint32_t i = 0; now && i < n; i++)
		if (is_before(now, &v[i], old))
			old = &v[i];
	if (now) {
		d->side[AFTER].source = d->ret->source_after = source;
		d->ret->source_before = old ? (uint32_t)old->id : 0;
		/* no source has the number of none */
		d->side[BEFORE].source = old ? (uint32_t)old->id : UINT32_MAX;
		o[AFTER].at = now->as_of;
		o[BEFORE].at = old ? old->as_of : now->as_of;
	}
	free(v);
	if (stmt_end(s, e))
		return -1;
	if (!now)
		return err_set(e, ERR_NOTFOUND, NULL,
			       "there is no import %u (see landschap log)",
			       source);
	return 0;
}

int
store_diff_import(struct store *st, uint32_t source, struct arena *mem,
		  struct diff *ret, struct err *e)
{
	struct differ d = { .st = st, .mem = mem, .ret = ret };
	struct load_options o[SIDES] = { 0 };
	struct err ignored = { 0 };
	int rc;

	*ret = (struct diff){ 0 };
	if (stmt_run(st, Q_begin_read, e))
		return -1;
	rc = find_editions(&d, source, o, e);
	if (rc == 0)
		rc = run(&d, o, e);
	stmt_run(st, Q_rollback, &ignored);
	done(&d);
	return rc;
}

int
store_diff_dates(struct store *st, int32_t before, int32_t after,
		 const char *known_at, struct arena *mem, struct diff *ret,
		 struct err *e)
{
	struct differ d = { .st = st, .mem = mem, .ret = ret };
	struct load_options o[SIDES] = {
		{ .at = before, .known_at = known_at },
		{ .at = after, .known_at = known_at },
	};
	struct err ignored = { 0 };
	int rc;

	*ret = (struct diff){ 0 };
	if (stmt_run(st, Q_begin_read, e))
		return -1;
	rc = run(&d, o, e);
	stmt_run(st, Q_rollback, &ignored);
	done(&d);
	return rc;
}

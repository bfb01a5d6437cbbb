/*
 * Claims in. A statement costs as much as the row it writes, so claims of one
 * kind wait until there are enough for one statement with many rows; what is
 * left at the end goes in one by one. Refuses nothing itself: the tables do.
 */
#include "schema/store/put.h"

#include <assert.h>
#include <stdlib.h>

#include "base/date.h"

/* Rows of one statement; with more, their columns leave the fastest cache. */
enum { ROWS = 16, TEXT_BYTES = 32 * 1024 };

/* What the parameters of one row hold: what stays is not bound again. */
struct slot {
	uint64_t bound;    /* bit i: parameter i is not NULL */
	int64_t last_part; /* bound value, or -1 */
	int last_rung;     /* ditto */
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE]; /* bound in place */
};

/* A claim that waits; its texts are in the putter. */
struct waiting {
	struct fact_record fact;
	int64_t node[FACT_REFS_MAX];
};

/* Claims of one fact kind: where the parameters of the first row are. */
struct putter {
	struct stmt *one;
	sqlite3_stmt *many; /* NULL until first used; the store's */
	int per_row;        /* parameters */
	int source, part, row, col, rung, valid_from, valid_to;
	int ref[FACT_REFS_MAX], num[FACT_INTS_MAX], text[FACT_TEXTS_MAX];
	struct slot slot[ROWS], single;
	struct waiting wait[ROWS];
	uint32_t n;
	size_t nbytes;
	char bytes[TEXT_BYTES];
};

/* Index of a parameter ":name", which must be there. */
static int
param(struct stmt *s, const char *name)
{
	char with_colon[64];
	size_t n = strlen(name);
	int i;

	assert(n + 2 <= sizeof(with_colon));
	with_colon[0] = ':';
	memcpy(with_colon + 1, name, n + 1);
	i = sqlite3_bind_parameter_index(s->s, with_colon);
	assert(i > 0);
	return i;
}

static void
find_params(struct putter *p, const struct fact_shape *shape)
{
	p->per_row = sqlite3_bind_parameter_count(p->one->s);
	p->source = param(p->one, "source");
	p->part = param(p->one, "part");
	p->row = param(p->one, "row");
	p->col = param(p->one, "col");
	p->rung = param(p->one, "rung");
	p->valid_from = param(p->one, "valid_from");
	p->valid_to = param(p->one, "valid_to");
	for (int i = 0; shape->ref[i]; i++)
		p->ref[i] = param(p->one, shape->ref[i]);
	for (int i = 0; shape->num[i]; i++)
		p->num[i] = param(p->one, shape->num[i]);
	for (int i = 0; shape->text[i]; i++)
		p->text[i] = param(p->one, shape->text[i]);
}

/* NULL with e set when the statement cannot be prepared. */
static struct putter *
putter(struct puts *ps, enum fact_kind kind, struct err *e)
{
	struct putter *p = ps->of[kind];
	struct stmt *one;

	if (p)
		return p;
	one = stmt_get(ps->st, put_query(kind));
	if (one->rc != SQLITE_OK) {
		db_error(ps->st, one->rc, e);
		return NULL;
	}
	p = ps->of[kind] = mem_realloc(NULL, 1, sizeof(*p));
	p->one = one;
	p->many = NULL;
	p->n = 0;
	p->nbytes = 0;
	find_params(p, fact_shape(kind));
	p->single = (struct slot){ .last_part = -1, .last_rung = -1 };
	for (int i = 0; i < ROWS; i++)
		p->slot[i] = p->single;
	sqlite3_bind_int64(one->s, p->source, ps->source);
	return p;
}

/* One row's parameters, of which the first of the statement is `first`. */
struct row {
	sqlite3_stmt *s;
	struct slot *slot;
	int first;
};

/* Most columns are silent in most claims: binding NULL twice costs time. */
static void
put_null(struct row *r, int i)
{
	if (r->slot->bound & 1ull << i)
		sqlite3_bind_null(r->s, r->first + i);
	r->slot->bound &= ~(1ull << i);
}

static void
put_i64(struct row *r, int i, int64_t v)
{
	sqlite3_bind_int64(r->s, r->first + i, v);
	r->slot->bound |= 1ull << i;
}

static void
put_text(struct row *r, int i, struct sv v)
{
	sqlite3_bind_text64(r->s, r->first + i, v.p, v.n, SQLITE_STATIC,
			    SQLITE_UTF8);
	r->slot->bound |= 1ull << i;
}

static void
put_date(struct row *r, int i, int32_t date, char iso[DATE_ISO_SIZE])
{
	if (date)
		put_text(r, i, sv_n(date_iso(date, iso), 10));
	else
		put_null(r, i);
}

static void
put_place(const struct putter *p, struct row *r, const struct fact_record *f,
	  int rung)
{
	if (r->slot->last_part != f->place.part)
		sqlite3_bind_int64(r->s, r->first + p->part, f->place.part);
	if (r->slot->last_rung != rung)
		sqlite3_bind_int64(r->s, r->first + p->rung, rung);
	r->slot->last_part = f->place.part;
	r->slot->last_rung = rung;
	sqlite3_bind_int64(r->s, r->first + p->row, f->place.row);
	sqlite3_bind_int64(r->s, r->first + p->col, f->place.col);
	put_date(r, p->valid_from, f->valid_from, r->slot->from);
	put_date(r, p->valid_to, f->valid_to, r->slot->to);
}

static void
put_row(const struct puts *ps, const struct putter *p, struct row *r,
	const struct fact_record *f, const int64_t node[FACT_REFS_MAX])
{
	const struct fact_shape *shape = fact_shape(f->kind);

	put_place(p, r, f, ps->rung >= 0 ? ps->rung : (int)f->rung);
	for (int i = 0; shape->ref[i]; i++) {
		if (node[i])
			put_i64(r, p->ref[i], node[i]);
		else
			put_null(r, p->ref[i]);
	}
	for (int i = 0; shape->num[i]; i++) {
		if (f->num[i] == FACT_SILENT)
			put_null(r, p->num[i]);
		else
			put_i64(r, p->num[i], f->num[i]);
	}
	for (int i = 0; shape->text[i]; i++) {
		if (f->text[i].n == 0)
			put_null(r, p->text[i]);
		else
			put_text(r, p->text[i], f->text[i]);
	}
}

static int
put_one(struct puts *ps, struct putter *p, const struct fact_record *f,
	const int64_t node[FACT_REFS_MAX], struct err *e)
{
	struct row r = { p->one->s, &p->single, 0 };

	put_row(ps, p, &r, f, node);
	return stmt_write(ps->st, p->one->s, e);
}

static int
put_many(struct puts *ps, struct putter *p, enum fact_kind kind, struct err *e)
{
	if (!p->many) {
		p->many = stmt_many(ps->st, put_query(kind), ROWS, e);
		if (!p->many)
			return -1;
		for (int i = 0; i < ROWS; i++)
			sqlite3_bind_int64(p->many, i * p->per_row + p->source,
					   ps->source);
	}
	for (int i = 0; i < ROWS; i++) {
		struct row r = { p->many, &p->slot[i], i * p->per_row };

		put_row(ps, p, &r, &p->wait[i].fact, p->wait[i].node);
	}
	return stmt_write(ps->st, p->many, e);
}

static int
flush(struct puts *ps, struct putter *p, enum fact_kind kind, struct err *e)
{
	uint32_t n = p->n;

	p->n = 0;
	p->nbytes = 0;
	if (n == ROWS)
		return put_many(ps, p, kind, e);
	for (uint32_t i = 0; i < n; i++)
		if (put_one(ps, p, &p->wait[i].fact, p->wait[i].node, e))
			return -1;
	return 0;
}

static size_t
text_bytes(const struct fact_record *f)
{
	const struct fact_shape *shape = fact_shape(f->kind);
	size_t n = 0;

	for (int i = 0; shape->text[i]; i++)
		n += f->text[i].n;
	return n;
}

static void
keep(struct putter *p, const struct fact_record *f,
     const int64_t node[FACT_REFS_MAX])
{
	const struct fact_shape *shape = fact_shape(f->kind);
	struct waiting *w = &p->wait[p->n++];

	w->fact = *f;
	memcpy(w->node, node, sizeof(w->node));
	for (int i = 0; shape->text[i]; i++) {
		struct sv *t = &w->fact.text[i];

		if (t->n == 0)
			continue;
		memcpy(p->bytes + p->nbytes, t->p, t->n);
		t->p = p->bytes + p->nbytes;
		p->nbytes += t->n;
	}
}

int
puts_fact(struct puts *ps, const struct fact_record *f,
	  const int64_t node[FACT_REFS_MAX], struct err *e)
{
	struct putter *p = putter(ps, f->kind, e);
	size_t bytes = text_bytes(f);

	if (!p)
		return -1;
	if (bytes > TEXT_BYTES - p->nbytes && flush(ps, p, f->kind, e))
		return -1;
	if (bytes > TEXT_BYTES)
		return put_one(ps, p, f, node, e);
	keep(p, f, node);
	return p->n < ROWS ? 0 : flush(ps, p, f->kind, e);
}

int
puts_flush(struct puts *ps, struct err *e)
{
	for (int k = 0; k < FACT_KINDS; k++)
		if (ps->of[k] && flush(ps, ps->of[k], (enum fact_kind)k, e))
			return -1;
	return 0;
}

void
puts_done(struct puts *ps)
{
	for (int k = 0; k < FACT_KINDS; k++) {
		struct putter *p = ps->of[k];

		if (!p)
			continue;
		/* texts were bound in place */
		sqlite3_clear_bindings(p->one->s);
		if (p->many)
			sqlite3_clear_bindings(p->many);
		free(p);
		ps->of[k] = NULL;
	}
}

/*
 * Records in: one import is one transaction. Maps the refs of a document to
 * nodes, writes claims, and at the end tells how this edition differs from the
 * one before. Refuses records that point at refs it has not seen: records may
 * come from a reader that a hostile document has taken over.
 */
#include <assert.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "schema/store/put.h"

/* What the import remembers of one ref until its count is known. */
struct named {
	int64_t node;
	struct sv key; /* node's key; scope of schools is made of it */
	struct sv name;
	struct place place;
	uint32_t said;
};

struct store_import {
	struct sink sink; /* first: the sink is the import */
	struct store *st;
	struct arena mem;
	struct source_info info;
	int64_t source;
	struct named *named; /* by ref, [0] unused; heap */
	uint32_t nnamed, cap;
	struct puts puts;
	uint64_t facts, names_new;
	struct tally_record tally;
};

static const char *
copy(struct arena *mem, const char *s)
{
	return s ? arena_str(mem, s) : NULL;
}

static int
wrong_record(struct err *e)
{
	return err_set(e, ERR_INPUT, NULL,
		       "the reader of this file went wrong (please report it "
		       "with the file)");
}

static int
put_fact(struct store_import *im, const struct fact_record *f, struct err *e)
{
	const struct fact_shape *shape = fact_shape(f->kind);
	int64_t node[FACT_REFS_MAX] = { 0 };

	for (int i = 0; shape->ref[i]; i++) {
		if (f->ref[i] > im->nnamed)
			return wrong_record(e);
		if (f->ref[i])
			node[i] = im->named[f->ref[i]].node;
	}
	if (puts_fact(&im->puts, f, node, e))
		return -1;
	im->facts++;
	return 0;
}

/* The key under which a mention is stored: its strongest key, or its name. */
static struct sv
node_key(struct store_import *im, const struct node_record *n)
{
	struct buf b = { 0 };
	struct sv key;
	uint32_t best = 0;

	for (uint32_t i = 1; i < n->nkeys; i++)
		if (n->key[i].scheme < n->key[best].scheme)
			best = i;
	if (n->nkeys) {
		buf_printf(&b, "%s:", key_scheme_name(n->key[best].scheme));
		buf_sv(&b, n->key[best].value);
	} else {
		buf_str(&b, "name:");
		if (n->scope) {
			buf_sv(&b, im->named[n->scope].key);
			buf_char(&b, '/');
		}
		buf_sv(&b, text_fold(&im->mem, n->name));
	}
	key = arena_sv(&im->mem, buf_view(&b));
	buf_done(&b);
	return key;
}

static int
find_node(struct store_import *im, enum node_kind kind, struct sv key,
	  int64_t *ret, struct err *e)
{
	struct stmt *s = stmt_get(im->st, Q_node_by_key);

	*ret = 0;
	stmt_i64(s, ":kind", kind);
	stmt_text_in_place(s, ":key", key);
	if (stmt_row(s))
		*ret = col_i64(s, NODE_BY_KEY_id);
	return stmt_end(s, e);
}

static int
make_node(struct store_import *im, const struct node_record *n, struct sv key,
	  int64_t *ret, struct err *e)
{
	struct stmt *s = stmt_get(im->st, Q_put_node);

	stmt_i64(s, ":kind", n->kind);
	stmt_text_in_place(s, ":key", key);
	if (n->scope && n->nkeys == 0)
		stmt_i64(s, ":scope", im->named[n->scope].node);
	else
		stmt_null(s, ":scope");
	if (stmt_end(s, e))
		return -1;
	*ret = sqlite3_last_insert_rowid(im->st->db);
	im->names_new++;
	return 0;
}

static void
bind_place(struct store_import *im, struct stmt *s, struct place p)
{
	stmt_i64(s, ":source", im->source);
	stmt_i64(s, ":part", p.part);
	stmt_i64(s, ":row", p.row);
	stmt_i64(s, ":col", p.col);
}

static int
put_node(struct store_import *im, const struct node_record *n, struct err *e)
{
	struct named *x;
	struct sv key;
	int64_t id;

	if (n->ref != im->nnamed + 1 || n->scope > im->nnamed)
		return wrong_record(e);
	key = node_key(im, n);
	if (find_node(im, n->kind, key, &id, e) ||
	    (id == 0 && make_node(im, n, key, &id, e)))
		return -1;
	for (uint32_t i = 0; i < n->nkeys; i++) {
		struct stmt *s = stmt_get(im->st, Q_put_identifier);

		bind_place(im, s, n->place);
		stmt_i64(s, ":node", id);
		stmt_i64(s, ":scheme", n->key[i].scheme);
		stmt_text_in_place(s, ":value", n->key[i].value);
		if (stmt_end(s, e))
			return -1;
	}
	im->nnamed++;
	if (im->nnamed + 1 > im->cap) {
		im->cap = im->cap ? im->cap * 2 : 256;
		im->named = mem_realloc(im->named, im->cap, sizeof(*x));
	}
	x = &im->named[im->nnamed];
	*x = (struct named){ id, key, arena_sv(&im->mem, n->name), n->place,
			     0 };
	return 0;
}

static int
put_part(struct store_import *im, const struct part_record *p, struct err *e)
{
	struct stmt *s = stmt_get(im->st, Q_put_part);

	stmt_i64(s, ":source", im->source);
	stmt_i64(s, ":part", p->part);
	stmt_text(s, ":name", p->name);
	stmt_i64(s, ":style", p->style);
	return stmt_end(s, e);
}

static int
put_column(struct store_import *im, const struct column_record *c,
	   struct err *e)
{
	struct stmt *s = stmt_get(im->st, Q_put_column);

	stmt_i64(s, ":source", im->source);
	stmt_i64(s, ":part", c->part);
	stmt_i64(s, ":col", c->col);
	stmt_text(s, ":field", c->field);
	stmt_text(s, ":header", c->header);
	return stmt_end(s, e);
}

static int
import_put(struct sink *sink, const struct record *r, struct err *e)
{
	struct store_import *im = (struct store_import *)sink;

	switch (r->type) {
	case RECORD_PART: return put_part(im, &r->part, e);
	case RECORD_COLUMN: return put_column(im, &r->column, e);
	case RECORD_NODE: return put_node(im, &r->node, e);
	case RECORD_SAID:
		if (r->said.ref == 0 || r->said.ref > im->nnamed)
			return wrong_record(e);
		im->named[r->said.ref].said = r->said.times;
		return 0;
	case RECORD_FACT: return put_fact(im, &r->fact, e);
	case RECORD_TALLY: im->tally = r->tally; return 0;
	}
	return 0;
}

struct sink *
store_sink(struct store *st)
{
	return &st->import->sink;
}

void
store_import_dated(struct store *st, int32_t as_of, const char *series)
{
	struct store_import *im = st->import;

	if (as_of && im->info.as_of == 0)
		im->info.as_of = as_of;
	if (series && !im->info.series)
		im->info.series = copy(&im->mem, series);
}

/* The live source with these bytes, kind and board; 0 when there is none. */
static int
find_same(struct store *st, const struct source_info *info, uint32_t *ret,
	  struct err *e)
{
	struct arena mem = { 0 };
	struct live live;
	struct stmt *s;
	int rc = live_load(st, NULL, &mem, &live, e);

	*ret = 0;
	if (rc == 0) {
		s = stmt_get(st, Q_sources);
		while (stmt_row(s)) {
			uint32_t id = (uint32_t)col_i64(s, SOURCES_id);

			if (sv_is(col_text(s, SOURCES_sha256), info->sha256) &&
			    sv_is(col_text(s, SOURCES_kind), info->kind) &&
			    sv_is(col_text(s, SOURCES_board), info->board) &&
			    (info->as_of == 0 ||
			     info->as_of == col_date(s, SOURCES_as_of)) &&
			    live.source[id].flags)
				*ret = id;
		}
		rc = stmt_end(s, e);
	}
	arena_done(&mem);
	return rc;
}

static int
put_source(struct store_import *im, struct err *e)
{
	const struct source_info *i = &im->info;
	struct stmt *s = stmt_get(im->st, Q_put_source);
	char now[21];

	stmt_text(s, ":kind", sv(i->kind));
	stmt_text(s, ":name", sv(i->name));
	stmt_text(s, ":series", sv(i->series ? i->series : i->name));
	stmt_text(s, ":board", sv(i->board));
	stmt_text(s, ":sha256", sv(i->sha256));
	stmt_i64(s, ":size", (int64_t)i->size);
	stmt_date(s, ":as_of", i->as_of ? i->as_of : date_today());
	stmt_text(s, ":recorded_at", sv(time_now_iso(now)));
	stmt_i64(s, ":is_reference", i->is_reference);
	stmt_text(s, ":program", SV("landschap " LANDSCHAP_VERSION));
	if (stmt_end(s, e))
		return -1;
	im->source = sqlite3_last_insert_rowid(im->st->db);
	return 0;
}

int
store_import_begin(struct store *st, const struct source_info *info,
		   enum import_begin *ret, struct import_counts *ret_counts,
		   struct err *e)
{
	struct store_import *im;
	uint32_t same;

	assert(!st->import && st->mode != STORE_READ);
	store_forget_names(st);
	/*
	 * Every reference below is to a row that this import found or wrote:
	 * looking each up again costs more than the claim itself.
	 */
	if (stmt_run(st, Q_unset_foreign_keys, e) || stmt_run(st, Q_begin, e))
		return -1;
	im = mem_realloc(NULL, 1, sizeof(*im));
	*im = (struct store_import){ .sink.put = import_put, .st = st };
	st->import = im;
	im->info = *info;
	im->info.kind = copy(&im->mem, info->kind);
	im->info.name = copy(&im->mem, info->name);
	im->info.series = copy(&im->mem, info->series);
	im->info.board = copy(&im->mem, info->board ? info->board : "");
	im->info.sha256 = copy(&im->mem, info->sha256);
	if (find_same(st, &im->info, &same, e))
		goto fail;
	if (same) {
		*ret_counts = (struct import_counts){ .source = same };
		*ret = IMPORT_SAME;
		store_import_abort(st);
		return 0;
	}
	if (put_source(im, e))
		goto fail;
	im->puts = (struct puts){ st, im->source, info->rung, { NULL } };
	*ret = IMPORT_STARTED;
	return 0;
fail:
	store_import_abort(st);
	return -1;
}

void
store_import_abort(struct store *st)
{
	struct store_import *im = st->import;
	struct err ignored = { 0 };

	if (!im)
		return;
	st->import = NULL;
	puts_done(&im->puts);
	if (!sqlite3_get_autocommit(st->db))
		stmt_run(st, Q_rollback, &ignored);
	stmt_run(st, Q_set_foreign_keys, &ignored);
	free(im->named);
	arena_done(&im->mem);
	free(im);
}

static int
put_aliases(struct store_import *im, uint64_t *ret_names, struct err *e)
{
	for (uint32_t ref = 1; ref <= im->nnamed; ref++) {
		const struct named *x = &im->named[ref];
		struct stmt *s;

		*ret_names += x->said;
		if (x->name.n == 0)
			continue;
		s = stmt_get(im->st, Q_put_alias);
		bind_place(im, s, x->place);
		stmt_i64(s, ":node", x->node);
		stmt_text_in_place(s, ":name", x->name);
		stmt_i64(s, ":said", x->said);
		if (stmt_end(s, e))
			return -1;
	}
	return 0;
}

static int
put_messages(struct store_import *im, const struct diag *d, struct err *e)
{
	static const char *const level[] = { "note", "warning", "refused" };

	for (uint32_t i = 0; d && i < d->n; i++) {
		struct stmt *s = stmt_get(im->st, Q_put_message);

		stmt_i64(s, ":source", im->source);
		stmt_i64(s, ":seq", i + 1);
		stmt_text(s, ":level", sv(level[d->message[i].level]));
		stmt_text(s, ":place", sv(d->message[i].where));
		stmt_text(s, ":text", sv(d->message[i].text));
		if (stmt_end(s, e))
			return -1;
	}
	return 0;
}

static int
finish_source(struct store_import *im, struct err *e)
{
	const struct source_info *i = &im->info;
	struct stmt *s = stmt_get(im->st, Q_finish_source);

	stmt_i64(s, ":id", im->source);
	stmt_text(s, ":series", sv(i->series ? i->series : i->name));
	stmt_date(s, ":as_of", i->as_of ? i->as_of : date_today());
	stmt_i64(s, ":facts", (int64_t)im->facts);
	stmt_i64(s, ":read", (int64_t)im->tally.read);
	stmt_i64(s, ":used", (int64_t)im->tally.used);
	stmt_i64(s, ":refused", (int64_t)im->tally.refused);
	stmt_i64(s, ":empty", (int64_t)im->tally.empty);
	if (stmt_end(s, e))
		return -1;
	s = stmt_get(im->st, Q_put_event);
	{
		char now[21];

		stmt_text(s, ":at", sv(time_now_iso(now)));
	}
	stmt_text(s, ":action", SV("import"));
	stmt_i64(s, ":source", im->source);
	stmt_text(s, ":what", sv(i->name));
	return stmt_end(s, e);
}

/* The edition that this one follows: newest of its series not after it. */
static int
find_previous(struct store_import *im, uint32_t *ret, struct err *e)
{
	const struct source_info *i = &im->info;
	const char *series = i->series ? i->series : i->name;
	int32_t as_of = i->as_of ? i->as_of : date_today(), best = 0;
	struct stmt *s = stmt_get(im->st, Q_sources);

	*ret = 0;
	while (stmt_row(s)) {
		int32_t d = col_date(s, SOURCES_as_of);

		if (col_i64(s, SOURCES_id) == im->source || d > as_of ||
		    d < best || !col_is_null(s, SOURCES_undone_at) ||
		    !sv_is(col_text(s, SOURCES_series), series) ||
		    !sv_is(col_text(s, SOURCES_kind), i->kind) ||
		    !sv_is(col_text(s, SOURCES_board), i->board) ||
		    (col_i64(s, SOURCES_is_reference) != 0) != i->is_reference)
			continue;
		best = d;
		*ret = (uint32_t)col_i64(s, SOURCES_id);
	}
	return stmt_end(s, e);
}

int
store_import_end(struct store *st, bool keep, const struct diag *d,
		 struct import_counts *ret, struct err *e)
{
	struct store_import *im = st->import;
	struct import_counts c = { 0 };

	if (puts_flush(&im->puts, e) || put_aliases(im, &c.names, e) ||
	    put_messages(im, d, e) || finish_source(im, e) ||
	    find_previous(im, &c.replaces, e))
		goto fail;
	c.facts = im->facts;
	c.is_new = im->facts;
	if (c.replaces &&
	    store_compare(st, (uint32_t)im->source, c.replaces, &c, e))
		goto fail;
	c.names_new = im->names_new;
	c.rows = im->tally;
	c.source = (uint32_t)im->source;
	if (keep && stmt_run(st, Q_commit, e))
		goto fail;
	store_import_abort(st);
	/* pages full of claims: what comes next reads other ones */
	sqlite3_db_release_memory(st->db);
	*ret = c;
	return 0;
fail:
	store_import_abort(st);
	return -1;
}

/*
 * Names in. A mention becomes a node, its keys, and a name with its count. The
 * count comes last, so names wait for it; when too many wait they are written
 * without, and their rows are changed later. Refuses nothing itself: the caller
 * has checked the refs.
 */
#include "schema/store/mentioned.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/text.h"

enum {
	WAIT_MAX = 65536,     /* as many as a sector's list has */
	WAIT_BYTES = 1 * MIB, /* ditto */
	TMP_BYTES = 64 * KIB,
};

/* The board under which a school is named has a key of its own. */
static int
read_scope(struct mentioned *m, uint32_t ref, struct err *e)
{
	struct stmt *s;

	if (m->scope == ref)
		return 0;
	m->scope = ref;
	buf_clear(&m->scope_key);
	s = stmt_get(m->st, Q_node_key);
	stmt_i64(s, ":id", m->of[ref].node);
	if (stmt_row(s))
		buf_sv(&m->scope_key, col_text(s, NODE_KEY_key));
	return stmt_end(s, e);
}

/* The key under which a mention is stored: its strongest key, or its name. */
static int
node_key(struct mentioned *m, const struct node_record *n, struct err *e)
{
	struct buf *b = &m->key;
	uint32_t best = 0;

	buf_clear(b);
	for (uint32_t i = 1; i < n->nkeys; i++)
		if (n->key[i].scheme < n->key[best].scheme)
			best = i;
	if (n->nkeys) {
		buf_str(b, key_scheme_name(n->key[best].scheme));
		buf_char(b, ':');
		buf_sv(b, n->key[best].value);
		return 0;
	}
	buf_str(b, "name:");
	if (n->scope) {
		if (read_scope(m, n->scope, e))
			return -1;
		buf_sv(b, buf_view(&m->scope_key));
		buf_char(b, '/');
	}
	buf_sv(b, text_fold(&m->tmp, n->name));
	if (m->tmp.used > TMP_BYTES)
		arena_done(&m->tmp);
	return 0;
}

static int
find_node(struct mentioned *m, enum node_kind kind, int64_t *ret, struct err *e)
{
	struct stmt *s = stmt_get(m->st, Q_node_by_key);

	*ret = 0;
	stmt_i64(s, ":kind", kind);
	stmt_text_in_place(s, ":key", buf_view(&m->key));
	if (stmt_row(s))
		*ret = col_i64(s, NODE_BY_KEY_id);
	return stmt_end(s, e);
}

/* 0 in *ret: it is there already. */
static int
make_node(struct mentioned *m, const struct node_record *n, int64_t *ret,
	  struct err *e)
{
	struct stmt *s = stmt_get(m->st, Q_put_node);

	stmt_i64(s, ":kind", n->kind);
	stmt_text_in_place(s, ":key", buf_view(&m->key));
	if (n->scope && n->nkeys == 0)
		stmt_i64(s, ":scope", m->of[n->scope].node);
	else
		stmt_null(s, ":scope");
	if (stmt_end(s, e))
		return -1;
	*ret = 0;
	if (sqlite3_changes(m->st->db) == 0)
		return 0;
	*ret = sqlite3_last_insert_rowid(m->st->db);
	m->nodes_new++;
	return 0;
}

/* For one row or for MENTIONED_ROWS; NULL with e set. */
static sqlite3_stmt *
rows_of(struct mentioned *m, enum query q, uint32_t rows, struct err *e)
{
	struct stmt *one;

	if (rows > 1)
		return stmt_many(m->st, q, MENTIONED_ROWS, e);
	one = stmt_get(m->st, q);
	if (one->rc != SQLITE_OK)
		db_error(m->st, one->rc, e);
	return one->s;
}

/* As many of these as the next statement takes. */
static uint32_t
rows_at_once(uint32_t waiting)
{
	return waiting >= MENTIONED_ROWS ? MENTIONED_ROWS : 1;
}

/* Seven parameters; these are common. `first` is the number of the first. */
static void
bind_row(sqlite3_stmt *s, int first, int64_t source, struct place p,
	 uint32_t node)
{
	sqlite3_bind_int64(s, first, source);
	sqlite3_bind_int64(s, first + 1, p.part);
	sqlite3_bind_int64(s, first + 2, p.row);
	sqlite3_bind_int64(s, first + 3, p.col);
	sqlite3_bind_int64(s, first + 4, node);
}

enum { ROW_PARAMETERS = 7 };

static void
bind_bytes(sqlite3_stmt *s, int i, const char *p, size_t n)
{
	sqlite3_bind_text64(s, i, p, n, SQLITE_STATIC, SQLITE_UTF8);
}

int
mentioned_put_keys(struct mentioned *m, struct err *e)
{
	const struct waiting_key *w = m->wait_key;
	const char *p = m->values.p;
	uint32_t left = m->nwait_key;

	while (left) {
		uint32_t rows = rows_at_once(left);
		sqlite3_stmt *s = rows_of(m, Q_put_identifier, rows, e);
		int at = 1;

		if (!s)
			return -1;
		for (uint32_t i = 0; i < rows; i++, w++) {
			bind_row(s, at, m->source, w->place, w->node);
			sqlite3_bind_int64(s, at + 5, w->scheme);
			bind_bytes(s, at + 6, p, w->nbytes);
			p += w->nbytes;
			at += ROW_PARAMETERS;
		}
		if (stmt_write(m->st, s, e))
			return -1;
		left -= rows;
	}
	m->nwait_key = 0;
	buf_clear(&m->values);
	return 0;
}

static int
keep_keys(struct mentioned *m, const struct node_record *n, int64_t node,
	  struct err *e)
{
	for (uint32_t i = 0; i < n->nkeys; i++) {
		struct sv value = n->key[i].value;

		m->wait_key[m->nwait_key++] =
			(struct waiting_key){ (uint32_t)node, (uint32_t)value.n,
					      n->key[i].scheme, n->place };
		buf_sv(&m->values, value);
		if (m->nwait_key == MENTIONED_ROWS && mentioned_put_keys(m, e))
			return -1;
	}
	return 0;
}

/* The rows of these names, of which the last was written just now. */
static void
number_rows(struct mentioned *m, const struct waiting_name *w, uint32_t n)
{
	int64_t row = sqlite3_last_insert_rowid(m->st->db) - n + 1;

	if (m->first_alias == 0)
		m->first_alias = row;
	for (uint32_t i = 0; i < n; i++)
		m->of[w[i].ref].alias =
			(uint32_t)(row + i - m->first_alias) + 1;
}

static int
put_names(struct mentioned *m, const struct waiting_name *w, uint32_t n,
	  const char *p, struct err *e)
{
	sqlite3_stmt *s = rows_of(m, Q_put_alias, n, e);
	int at = 1;

	if (!s)
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		const struct mention_in *x = &m->of[w[i].ref];

		bind_row(s, at, m->source, w[i].place, x->node);
		bind_bytes(s, at + 5, p, w[i].nbytes);
		sqlite3_bind_int64(s, at + 6, x->said);
		p += w[i].nbytes;
		at += ROW_PARAMETERS;
	}
	if (stmt_write(m->st, s, e))
		return -1;
	number_rows(m, w, n);
	return 0;
}

static int
put_waiting(struct mentioned *m, struct err *e)
{
	const char *p = m->names.p;

	for (uint32_t i = 0, n; i < m->nwait; i += n) {
		n = rows_at_once(m->nwait - i);
		if (put_names(m, m->wait + i, n, p, e))
			return -1;
		for (uint32_t k = i; k < i + n; k++)
			p += m->wait[k].nbytes;
	}
	m->nwait = 0;
	buf_clear(&m->names);
	return 0;
}

int
mentioned_put(struct mentioned *m, const struct node_record *n, struct err *e)
{
	int64_t node;

	/* most are new: trying costs no more than asking */
	if (node_key(m, n, e) || make_node(m, n, &node, e) ||
	    (node == 0 && find_node(m, n->kind, &node, e)))
		return -1;
	if (node > UINT32_MAX)
		return err_set(e, ERR_DB, NULL,
			       "more than four billion names (expected less)");
	if (keep_keys(m, n, node, e))
		return -1;
	m->n++;
	if (m->n + 1 > m->cap) {
		m->cap = m->cap ? m->cap / 2 * 3 : 256;
		m->of = mem_realloc(m->of, m->cap, sizeof(*m->of));
	}
	/* most names of a federation stand there but once */
	m->of[m->n] = (struct mention_in){ .node = (uint32_t)node, .said = 1 };
	if (n->name.n == 0)
		return 0;
	VEC_ROOM(m->wait, m->nwait, m->wait_cap);
	m->wait[m->nwait++] =
		(struct waiting_name){ m->n, (uint32_t)n->name.n, n->place };
	buf_sv(&m->names, n->name);
	if (m->nwait < WAIT_MAX && m->names.n < WAIT_BYTES)
		return 0;
	return put_waiting(m, e);
}

int
mentioned_said(struct mentioned *m, const struct said_record *r, struct err *e)
{
	struct mention_in *x = &m->of[r->ref];
	bool is_written = x->alias && x->said == r->times;
	struct stmt *s;

	x->said = r->times;
	if (x->alias == 0 || is_written)
		return 0;
	s = stmt_get(m->st, Q_said_alias);
	stmt_i64(s, ":said", x->said);
	stmt_i64(s, ":id", m->first_alias + x->alias - 1);
	return stmt_end(s, e);
}

int
mentioned_end(struct mentioned *m, uint64_t *ret, struct err *e)
{
	*ret = 0;
	for (uint32_t ref = 1; ref <= m->n; ref++)
		*ret += m->of[ref].said;
	return mentioned_put_keys(m, e) ? -1 : put_waiting(m, e);
}

void
mentioned_done(struct mentioned *m)
{
	free(m->of);
	free(m->wait);
	buf_done(&m->names);
	buf_done(&m->values);
	buf_done(&m->key);
	buf_done(&m->scope_key);
	arena_done(&m->tmp);
	*m = (struct mentioned){ 0 };
}

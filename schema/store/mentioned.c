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

static void
bind_place(struct mentioned *m, struct stmt *s, struct place p)
{
	stmt_i64(s, ":source", m->source);
	stmt_i64(s, ":part", p.part);
	stmt_i64(s, ":row", p.row);
	stmt_i64(s, ":col", p.col);
}

static int
put_keys(struct mentioned *m, const struct node_record *n, int64_t node,
	 struct err *e)
{
	for (uint32_t i = 0; i < n->nkeys; i++) {
		struct stmt *s = stmt_get(m->st, Q_put_identifier);

		bind_place(m, s, n->place);
		stmt_i64(s, ":node", node);
		stmt_i64(s, ":scheme", n->key[i].scheme);
		stmt_text_in_place(s, ":value", n->key[i].value);
		if (stmt_end(s, e))
			return -1;
	}
	return 0;
}

static int
put_alias(struct mentioned *m, const struct waiting_name *w, struct sv name,
	  struct err *e)
{
	struct mention_in *x = &m->of[w->ref];
	struct stmt *s = stmt_get(m->st, Q_put_alias);
	int64_t row;

	bind_place(m, s, w->place);
	stmt_i64(s, ":node", x->node);
	stmt_text_in_place(s, ":name", name);
	stmt_i64(s, ":said", x->said);
	if (stmt_end(s, e))
		return -1;
	row = sqlite3_last_insert_rowid(m->st->db);
	if (m->first_alias == 0)
		m->first_alias = row;
	x->alias = (uint32_t)(row - m->first_alias) + 1;
	return 0;
}

static int
put_waiting(struct mentioned *m, struct err *e)
{
	const char *p = m->names.p;

	for (uint32_t i = 0; i < m->nwait; i++) {
		const struct waiting_name *w = &m->wait[i];

		if (put_alias(m, w, sv_n(p, w->nbytes), e))
			return -1;
		p += w->nbytes;
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
	    (node == 0 && find_node(m, n->kind, &node, e)) ||
	    put_keys(m, n, node, e))
		return -1;
	if (node > UINT32_MAX)
		return err_set(e, ERR_DB, NULL,
			       "more than four billion names (expected less)");
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
	return put_waiting(m, e);
}

void
mentioned_done(struct mentioned *m)
{
	free(m->of);
	free(m->wait);
	buf_done(&m->names);
	buf_done(&m->key);
	buf_done(&m->scope_key);
	arena_done(&m->tmp);
	*m = (struct mentioned){ 0 };
}

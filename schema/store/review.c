/*
 * Names and verdicts: where a node is named, which names may be one, and what
 * a person decided. A verdict is a source of its own, so that it can be undone
 * like an import.
 */
#include <stdlib.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/sort.h"
#include "schema/store/load.h"

enum { PROPOSALS_MAX = 100000 };

struct load_options
load_again(const struct landscape *l)
{
	return (struct load_options){
		.at = l->at,
		.known_at = l->known_at[0] ? l->known_at : NULL,
		.with_sign_on = l->has_sign_on,
	};
}

/* What counts, and then `step`, in one state of the database. */
static int
load_step(struct loader *ld, const struct load_options *o,
	  int (*step)(struct loader *ld, struct err *e), struct err *e)
{
	struct err ignored = { 0 };
	int rc;

	if (stmt_run(ld->st, Q_begin_read, e))
		return -1;
	ld->with_hosts = o && o->with_sign_on;
	rc = live_load(ld->st, o, &ld->tmp, &ld->live, e);
	if (rc == 0)
		rc = step(ld, e);
	stmt_run(ld->st, Q_rollback, &ignored);
	return rc;
}

int
load_identity(struct loader *ld, const struct load_options *o, struct err *e)
{
	return load_step(ld, o, load_nodes, e);
}

struct namings {
	struct naming *v;
	uint32_t n, cap;
};

/* Is this database node one of those behind the landscape node? */
static bool
is_behind(const struct loader *ld, int64_t db, const char *id)
{
	uint32_t i, r;

	if (db <= 0 || (uint64_t)db >= ld->nindex ||
	    ld->index_of[db] == NODE_NONE)
		return false;
	i = ld->index_of[db];
	r = ld->resolved[i];
	return r != NODE_NONE && strcmp(ld->l->node[r].id, id) == 0;
}

static int
add_names(struct loader *ld, const char *id, struct arena *mem,
	  struct namings *out, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_aliases);

	while (stmt_row(s)) {
		int64_t source = col_i64(s, ALIASES_source);
		struct naming n = { .scheme = "", .value = "" };

		if (!is_behind(ld, col_i64(s, ALIASES_node), id) ||
		    (uint64_t)source >= ld->live.n ||
		    !ld->live.source[source].flags)
			continue;
		n.name = arena_sv(mem, col_text(s, ALIASES_name)).p;
		n.said = (uint32_t)col_i64(s, ALIASES_said);
		if (store_origin_at(ld->st, (uint32_t)source,
				    (uint32_t)col_i64(s, ALIASES_part),
				    (uint32_t)col_i64(s, ALIASES_row),
				    (uint32_t)col_i64(s, ALIASES_col), mem,
				    &n.origin, e))
			return -1;
		VEC_ROOM(out->v, out->n, out->cap);
		out->v[out->n++] = n;
	}
	return stmt_end(s, e);
}

static int
add_keys(struct loader *ld, const char *id, struct arena *mem,
	 struct namings *out, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_identifiers);

	while (stmt_row(s)) {
		int64_t source = col_i64(s, IDENTIFIERS_source);
		int64_t scheme = col_i64(s, IDENTIFIERS_scheme);
		struct naming n = { .name = "" };

		if (!is_behind(ld, col_i64(s, IDENTIFIERS_node), id) ||
		    (uint64_t)source >= ld->live.n ||
		    !ld->live.source[source].flags || scheme < 0 ||
		    scheme >= KEY_SCHEMES)
			continue;
		n.scheme = key_scheme_name((enum key_scheme)scheme);
		n.value = arena_sv(mem, col_text(s, IDENTIFIERS_value)).p;
		if (store_origin_at(ld->st, (uint32_t)source,
				    (uint32_t)col_i64(s, IDENTIFIERS_part),
				    (uint32_t)col_i64(s, IDENTIFIERS_row),
				    (uint32_t)col_i64(s, IDENTIFIERS_col), mem,
				    &n.origin, e))
			return -1;
		VEC_ROOM(out->v, out->n, out->cap);
		out->v[out->n++] = n;
	}
	return stmt_end(s, e);
}

static int
cmp_naming(const void *pa, const void *pb)
{
	const struct naming *a = pa, *b = pb;
	int c = strcmp(a->scheme, b->scheme);

	if (!c)
		c = strcmp(a->value, b->value);
	if (!c)
		c = strcmp(a->name, b->name);
	if (!c)
		c = strcmp(a->origin.file, b->origin.file);
	if (c)
		return c;
	if (a->origin.row != b->origin.row)
		return a->origin.row < b->origin.row ? -1 : 1;
	return a->origin.source < b->origin.source ? -1 : 1;
}

int
store_namings(struct store *st, const struct landscape *l, uint32_t node,
	      struct arena *mem, struct naming **ret, uint32_t *ret_n,
	      struct err *e)
{
	struct landscape again = { 0 };
	struct loader ld = { .st = st, .l = &again };
	struct load_options o = load_again(l);
	struct namings list = { 0 };
	int rc = load_identity(&ld, &o, e);

	if (rc == 0)
		rc = add_names(&ld, l->node[node].id, mem, &list, e);
	if (rc == 0)
		rc = add_keys(&ld, l->node[node].id, mem, &list, e);
	if (rc == 0) {
		sort(list.v, list.n, sizeof(*list.v), cmp_naming);
		*ret = arena_array(mem, list.n, sizeof(**ret));
		if (list.n)
			memcpy(*ret, list.v, list.n * sizeof(**ret));
		*ret_n = list.n;
	}
	free(list.v);
	loader_done(&ld);
	landscape_done(&again);
	return rc;
}

static void
add_node_name(const struct loader *ld, const struct landscape *l, uint32_t from,
	      struct sv name, struct arena *mem, struct node_name *v,
	      uint32_t *n)
{
	uint32_t r = ld->resolved[from];
	uint32_t node = r == NODE_NONE
				? NODE_NONE
				: landscape_find_id(l, sv(ld->l->node[r].id));

	if (node != NODE_NONE && name.n)
		v[(*n)++] = (struct node_name){ node, arena_sv(mem, name).p };
}

static int
cmp_node_name(const void *pa, const void *pb)
{
	const struct node_name *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	return strcmp(a->name, b->name);
}

int
store_names(struct store *st, const struct landscape *l, struct arena *mem,
	    struct node_name **ret, uint32_t *ret_n, struct err *e)
{
	struct landscape again = { 0 };
	struct loader ld = { .st = st, .l = &again };
	struct load_options o = load_again(l);
	int rc = load_identity(&ld, &o, e);
	struct node_name *v;
	uint32_t n = 0;

	if (rc == 0) {
		v = arena_array(mem, (size_t)ld.in.nname + ld.in.nkey,
				sizeof(*v));
		for (uint32_t i = 0; i < ld.in.nname; i++)
			add_node_name(&ld, l, ld.in.name[i].node,
				      ld.in.name[i].name, mem, v, &n);
		for (uint32_t i = 0; i < ld.in.nkey; i++)
			add_node_name(&ld, l, ld.in.key[i].node,
				      ld.in.key[i].value, mem, v, &n);
		sort(v, n, sizeof(*v), cmp_node_name);
		*ret = v;
		*ret_n = n;
	}
	loader_done(&ld);
	landscape_done(&again);
	return rc;
}

static const char *
proposal_id(struct arena *mem, enum node_kind kind, struct sv a, struct sv b)
{
	struct buf buf = { 0 };
	const char *id;

	buf_printf(&buf, "%s\x1f", node_kind_name(kind));
	buf_sv(&buf, a);
	buf_char(&buf, '\x1f');
	buf_sv(&buf, b);
	id = arena_printf(mem, "r-%08x", (unsigned)sv_hash(buf_view(&buf)));
	buf_done(&buf);
	return id;
}

static struct proposal
make_proposal(struct loader *ld, struct arena *mem, uint32_t a, uint32_t b,
	      struct sv name_a, struct sv name_b)
{
	const struct identity_node *na = &ld->in.node[a];
	const struct identity_node *nb = &ld->in.node[b];
	struct proposal p = { .kind = na->kind };

	p.a = arena_sv(mem, name_a).p;
	p.b = arena_sv(mem, name_b).p;
	p.a_key = arena_sv(mem, na->key).p;
	p.b_key = arena_sv(mem, nb->key).p;
	p.id = proposal_id(mem, na->kind, na->key, nb->key);
	return p;
}

/* A node that a document other than of a federation names is known here. */
static int
read_named_here(struct loader *ld, bool *is_here, bool *is_remote,
		struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_aliases);

	while (stmt_row(s)) {
		int64_t source = col_i64(s, ALIASES_source);
		int64_t db = col_i64(s, ALIASES_node);

		if (source <= 0 || (uint64_t)source >= ld->live.n ||
		    !ld->live.source[source].flags || db <= 0 ||
		    (uint64_t)db >= ld->nindex || ld->index_of[db] == NODE_NONE)
			continue;
		if (ld->live.source[source].is_feed)
			is_remote[ld->index_of[db]] = true;
		else
			is_here[ld->index_of[db]] = true;
	}
	return stmt_end(s, e);
}

/* Ditto of what a board uses, whoever says so. */
static int
read_used_here(struct loader *ld, bool *is_here, struct err *e)
{
	static const int column[] = { USED_NODES_product, USED_NODES_vendor };
	struct stmt *s = stmt_get(ld->st, Q_used_nodes);
	struct claim c;

	while (stmt_row(s)) {
		if (!claim_read(ld, s, &c))
			continue;
		for (int i = 0; i < 2; i++) {
			int64_t db = col_i64(s, column[i]);

			if (db > 0 && (uint64_t)db < ld->nindex &&
			    ld->index_of[db] != NODE_NONE)
				is_here[ld->index_of[db]] = true;
		}
	}
	return stmt_end(s, e);
}

static bool
has_feeds(const struct loader *ld)
{
	for (uint32_t i = 1; i < ld->live.n; i++)
		if (ld->live.source[i].flags && ld->live.source[i].is_feed)
			return true;
	return false;
}

/* Names, and which of them only federations use: none without federations. */
static int
load_review(struct loader *ld, struct err *e)
{
	struct identity_node *node;
	bool *is_here, *is_remote;

	if (load_names(ld, e))
		return -1;
	if (!has_feeds(ld))
		return 0;
	node = (void *)(uintptr_t)ld->in.node;
	is_here = ARENA_ARRAY(&ld->tmp, ld->in.nnode, bool);
	is_remote = ARENA_ARRAY(&ld->tmp, ld->in.nnode, bool);
	if (read_named_here(ld, is_here, is_remote, e) ||
	    read_used_here(ld, is_here, e))
		return -1;
	for (uint32_t i = 0; i < ld->in.nnode; i++)
		node[i].is_remote = is_remote[i] && !is_here[i];
	return 0;
}

struct proposals {
	struct proposal *v;
	uint32_t n, cap;
};

static void
add_near(struct loader *ld, struct arena *mem, struct proposals *out)
{
	struct near_match *m;
	uint32_t n;

	identity_near(&ld->in, &ld->id, &ld->tmp, PROPOSALS_MAX, &m, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct proposal p = make_proposal(ld, mem, m[i].a, m[i].b,
						  m[i].name_a, m[i].name_b);

		p.score = m[i].score;
		p.why = m[i].why;
		p.state = "open";
		VEC_ROOM(out->v, out->n, out->cap);
		out->v[out->n++] = p;
	}
}

/* The name that a database node carries, or its key. */
static struct sv
any_name(const struct loader *ld, uint32_t node)
{
	uint32_t lo = 0, hi = ld->in.nname;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (ld->in.name[mid].node < node)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < ld->in.nname && ld->in.name[lo].node == node)
		return ld->in.name[lo].name;
	return ld->in.node[node].key;
}

/* Verdicts take their place in the list; an open pair that got one goes. */
static void
add_decided(struct loader *ld, struct arena *mem, struct proposals *out)
{
	struct map at = { 0 };

	for (uint32_t i = 0; i < out->n; i++)
		map_put(&at, sv(out->v[i].id), i, NULL);
	for (uint32_t i = 0; i < ld->in.ndecision; i++) {
		const struct identity_decision *d = &ld->in.decision[i];
		struct proposal p =
			make_proposal(ld, mem, d->a, d->b, any_name(ld, d->a),
				      any_name(ld, d->b));
		struct map_entry *e;
		bool is_new;

		p.why = "review";
		p.state = d->is_same ? "accepted" : "rejected";
		e = map_put(&at, sv(p.id), out->n, &is_new);
		if (!is_new) {
			out->v[e->value].state = p.state;
			continue;
		}
		VEC_ROOM(out->v, out->n, out->cap);
		out->v[out->n++] = p;
	}
	map_done(&at);
}

/* A name and the component it belongs to. */
struct member {
	uint32_t component, name;
};

static int
cmp_member(const void *pa, const void *pb)
{
	const struct member *a = pa, *b = pb;

	if (a->component != b->component)
		return a->component < b->component ? -1 : 1;
	return a->name < b->name ? -1 : a->name > b->name;
}

/* Names by component, so that an assumption finds its name in O(log n). */
static struct member *
members(struct loader *ld)
{
	struct member *v = arena_array(&ld->tmp, ld->in.nname, sizeof(*v));

	for (uint32_t i = 0; i < ld->in.nname; i++)
		v[i] = (struct member){ ld->id.component[ld->in.name[i].node],
					i };
	sort(v, ld->in.nname, sizeof(*v), cmp_member);
	return v;
}

static uint32_t
first_member(const struct member *v, uint32_t n, uint32_t component)
{
	uint32_t lo = 0, hi = n;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;

		if (v[mid].component < component)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* Names that were taken for one: they can still be rejected. */
static void
add_assumed(struct loader *ld, struct arena *mem, struct proposals *out)
{
	const struct member *v = members(ld);
	uint32_t n = ld->in.nname;

	for (uint32_t i = 0; i < ld->id.nassumption; i++) {
		const struct identity_assumption *a = &ld->id.assumption[i];

		for (uint32_t k = first_member(v, n, a->node);
		     k < n && v[k].component == a->node; k++) {
			const struct identity_name *m = &ld->in.name[v[k].name];
			struct proposal p;

			if (m->node == a->node || m->is_alias ||
			    !sv_eq(m->name, a->name))
				continue;
			p = make_proposal(ld, mem, a->node, m->node,
					  any_name(ld, a->node), m->name);
			p.score = 1000;
			p.why = a->why;
			p.state = "assumed";
			VEC_ROOM(out->v, out->n, out->cap);
			out->v[out->n++] = p;
			break;
		}
	}
}

int
store_review(struct store *st, const struct load_options *o, struct arena *mem,
	     struct proposal **ret, uint32_t *ret_n, struct err *e)
{
	struct loader ld = { .st = st };
	struct proposals list = { 0 };
	int rc = load_step(&ld, o, load_review, e);

	if (rc == 0) {
		add_near(&ld, mem, &list);
		add_assumed(&ld, mem, &list);
		add_decided(&ld, mem, &list);
		*ret = arena_array(mem, list.n, sizeof(**ret));
		if (list.n)
			memcpy(*ret, list.v, list.n * sizeof(**ret));
		*ret_n = list.n;
	}
	free(list.v);
	loader_done(&ld);
	return rc;
}

int
store_review_open(struct store *st, const struct load_options *o, uint32_t *ret,
		  struct err *e)
{
	struct loader ld = { .st = st };
	int rc = load_step(&ld, o, load_review, e);

	*ret = 0;
	if (rc == 0) {
		*ret = identity_near_open(&ld.in, &ld.id, &ld.tmp);
		if (*ret > PROPOSALS_MAX)
			*ret = PROPOSALS_MAX;
	}
	loader_done(&ld);
	return rc;
}

static int
put_verdict(struct store *st, const struct proposal *p, bool accept,
	    uint32_t *ret, struct err *e)
{
	struct stmt *s = stmt_get(st, Q_put_source);
	char now[21];
	int64_t source;

	time_now_iso(now);
	stmt_text(s, ":kind", SV("review"));
	stmt_text(s, ":name", sv(p->id));
	stmt_text(s, ":series", sv(p->id));
	stmt_text(s, ":board", SV(""));
	stmt_text(s, ":sha256", SV(""));
	stmt_i64(s, ":size", 0);
	/* a verdict about names holds for the past as well */
	stmt_text(s, ":as_of", SV("1000-01-01"));
	stmt_text(s, ":recorded_at", sv(now));
	stmt_i64(s, ":is_reference", 0);
	stmt_text(s, ":program", SV("landschap " LANDSCHAP_VERSION));
	if (stmt_end(s, e))
		return -1;
	source = sqlite3_last_insert_rowid(st->db);
	*ret = (uint32_t)source;
	s = stmt_get(st, Q_put_decision);
	stmt_i64(s, ":source", source);
	stmt_i64(s, ":kind", p->kind);
	stmt_text(s, ":a_key", sv(p->a_key));
	stmt_text(s, ":b_key", sv(p->b_key));
	stmt_i64(s, ":is_same", accept);
	if (stmt_end(s, e))
		return -1;
	s = stmt_get(st, Q_put_event);
	stmt_text(s, ":at", sv(now));
	stmt_text(s, ":action", sv(accept ? "accept" : "reject"));
	stmt_i64(s, ":source", source);
	stmt_text(s, ":what", sv(p->id));
	return stmt_end(s, e);
}

int
store_decide_all(struct store *st, struct verdict *v, uint32_t n, struct err *e)
{
	struct err ignored = { 0 };

	if (stmt_run(st, Q_begin, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		if (put_verdict(st, v[i].proposal, v[i].accept,
				&v[i].ret_source, e)) {
			stmt_run(st, Q_rollback, &ignored);
			return -1;
		}
	}
	return stmt_run(st, Q_commit, e);
}

int
store_decide(struct store *st, const struct proposal *p, bool accept,
	     uint32_t *ret_source, struct err *e)
{
	struct verdict v = { .proposal = p, .accept = accept };

	if (store_decide_all(st, &v, 1, e))
		return -1;
	*ret_source = v.ret_source;
	return 0;
}

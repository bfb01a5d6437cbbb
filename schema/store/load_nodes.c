/*
 * Database nodes to landscape nodes: reads names, keys and decisions of the
 * sources that count, lets identity join them, and gives each a public id.
 */
#include <stdlib.h>

#include "base/sort.h"
#include "base/text.h"
#include "schema/store/load.h"

static uint32_t
node_index(const struct loader *ld, int64_t db)
{
	return db > 0 && (uint64_t)db < ld->nindex ? ld->index_of[db]
						   : NODE_NONE;
}

static bool
counts(const struct loader *ld, int64_t source)
{
	return source > 0 && (uint64_t)source < ld->live.n &&
	       ld->live.source[source].flags;
}

/* A row of the table, before the nodes are in order. */
struct raw_node {
	struct sv key;
	int64_t id, scope;
	enum node_kind kind;
};

static int
cmp_raw(const void *pa, const void *pb)
{
	const struct raw_node *a = pa, *b = pb;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	return sv_cmp(a->key, b->key);
}

static void
keep_nodes(struct loader *ld, const struct raw_node *raw, uint32_t n)
{
	struct identity_node *node = arena_array(&ld->tmp, n, sizeof(*node));
	int64_t top = 0;

	for (uint32_t i = 0; i < n; i++)
		if (raw[i].id > top)
			top = raw[i].id;
	ld->nindex = (uint32_t)top + 1;
	ld->index_of = arena_array(&ld->tmp, ld->nindex, sizeof(uint32_t));
	memset(ld->index_of, 0xff, ld->nindex * sizeof(uint32_t));
	for (uint32_t i = 0; i < n; i++)
		ld->index_of[raw[i].id] = i;
	for (uint32_t i = 0; i < n; i++)
		node[i] = (struct identity_node){
			.kind = raw[i].kind,
			.key = raw[i].key,
			.scope = node_index(ld, raw[i].scope),
		};
	ld->in.node = node;
	ld->in.nnode = n;
}

/* Sorted here: following the index to each row takes four times as long. */
static int
read_nodes(struct loader *ld, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_nodes);
	struct raw_node *raw = NULL;
	uint32_t n = 0, cap = 0;

	while (stmt_row(s)) {
		if (!ld->with_hosts && col_i64(s, NODES_kind) == NODE_HOST)
			continue;
		VEC_ROOM(raw, n, cap);
		raw[n++] = (struct raw_node){
			.kind = (enum node_kind)col_i64(s, NODES_kind),
			.key = arena_sv(&ld->tmp, col_text(s, NODES_key)),
			.id = col_i64(s, NODES_id),
			.scope = col_i64(s, NODES_scope),
		};
	}
	sort(raw, n, sizeof(*raw), cmp_raw);
	keep_nodes(ld, raw, n);
	free(raw);
	return stmt_end(s, e);
}

static int
cmp_name(const void *pa, const void *pb)
{
	const struct identity_name *a = pa, *b = pb;
	int c;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	c = sv_cmp(a->name, b->name);
	if (c)
		return c;
	if (a->is_alias != b->is_alias)
		return a->is_alias ? 1 : -1;
	return (int)b->is_catalogue - (int)a->is_catalogue;
}

struct names {
	struct identity_name *v;
	uint32_t n, cap;
};

/* Names from the alias table; those of dead sources do not count. */
static int
read_names(struct loader *ld, struct names *names, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_aliases);

	while (stmt_row(s)) {
		int64_t source = col_i64(s, ALIASES_source);
		uint32_t node = node_index(ld, col_i64(s, ALIASES_node));

		if (!counts(ld, source) || node == NODE_NONE)
			continue;
		VEC_ROOM(names->v, names->n, names->cap);
		names->v[names->n++] = (struct identity_name){
			.node = node,
			.name = arena_sv(&ld->tmp, col_text(s, ALIASES_name)),
			.said = (uint32_t)col_i64(s, ALIASES_said),
			.is_catalogue = ld->live.source[source].is_reference,
		};
	}
	return stmt_end(s, e);
}

/* "Also known as" from reference data. */
static int
read_catalogue(struct loader *ld, struct names *names, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_catalogue_attributes);

	while (stmt_row(s)) {
		uint32_t node =
			node_index(ld, col_i64(s, CATALOGUE_ATTRIBUTES_node));
		struct claim c;

		if (!sv_is(col_text(s, CATALOGUE_ATTRIBUTES_name), "alias") ||
		    node == NODE_NONE || !claim_read(ld, s, &c))
			continue;
		VEC_ROOM(names->v, names->n, names->cap);
		names->v[names->n++] = (struct identity_name){
			.node = node,
			.name = arena_sv(
				&ld->tmp,
				col_text(s, CATALOGUE_ATTRIBUTES_value)),
			.is_catalogue = true,
			.is_alias = true,
		};
	}
	return stmt_end(s, e);
}

/* By node first, which takes no comparisons; most nodes have few names. */
static void
sort_names(const struct names *names, struct identity_name *to)
{
	uint64_t *at = mem_realloc(NULL, names->n + 1ull, sizeof(*at));

	for (uint32_t i = 0; i < names->n; i++)
		at[i] = (uint64_t)names->v[i].node << 32 | i;
	sort_u64(at, names->n);
	for (uint32_t i = 0; i < names->n; i++)
		to[i] = names->v[(uint32_t)at[i]];
	free(at);
	for (uint32_t i = 0, k; i < names->n; i = k) {
		for (k = i + 1; k < names->n && to[k].node == to[i].node; k++)
			continue;
		sort(to + i, k - i, sizeof(*to), cmp_name);
	}
}

/* Sorted, one for each (node, name), counts added. */
static void
keep_names(struct loader *ld, struct names *names)
{
	struct identity_name *v;
	uint32_t n = 0;

	v = arena_array(&ld->tmp, names->n, sizeof(*v));
	sort_names(names, v);
	for (uint32_t i = 0; i < names->n; i++) {
		if (n && v[n - 1].node == v[i].node &&
		    sv_eq(v[n - 1].name, v[i].name)) {
			v[n - 1].said += v[i].said;
			v[n - 1].is_catalogue |= v[i].is_catalogue;
		} else {
			v[n++] = v[i];
		}
	}
	ld->in.name = v;
	ld->in.nname = n;
	free(names->v);
}

static int
cmp_key(const void *pa, const void *pb)
{
	const struct identity_key *a = pa, *b = pb;

	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	if (a->scheme != b->scheme)
		return a->scheme < b->scheme ? -1 : 1;
	return sv_cmp(a->value, b->value);
}

static int
read_keys(struct loader *ld, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_identifiers);
	struct identity_key *v = NULL, *to;
	uint32_t n = 0, cap = 0, kept = 0;

	while (stmt_row(s)) {
		uint32_t node = node_index(ld, col_i64(s, IDENTIFIERS_node));
		int64_t scheme = col_i64(s, IDENTIFIERS_scheme);

		if (!counts(ld, col_i64(s, IDENTIFIERS_source)) ||
		    node == NODE_NONE || scheme < 0 || scheme >= KEY_SCHEMES)
			continue;
		VEC_ROOM(v, n, cap);
		v[n++] = (struct identity_key){
			node, (enum key_scheme)scheme,
			arena_sv(&ld->tmp, col_text(s, IDENTIFIERS_value))
		};
	}
	sort(v, n, sizeof(*v), cmp_key);
	to = arena_array(&ld->tmp, n, sizeof(*to));
	for (uint32_t i = 0; i < n; i++)
		if (kept == 0 || cmp_key(&to[kept - 1], &v[i]) != 0)
			to[kept++] = v[i];
	ld->in.key = to;
	ld->in.nkey = kept;
	free(v);
	return stmt_end(s, e);
}

static uint32_t
find_key(const struct loader *ld, int64_t kind, struct sv key)
{
	uint32_t lo = 0, hi = ld->in.nnode;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct identity_node *n = &ld->in.node[mid];

		if ((int64_t)n->kind < kind ||
		    ((int64_t)n->kind == kind && sv_cmp(n->key, key) < 0))
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo < ld->in.nnode && (int64_t)ld->in.node[lo].kind == kind &&
	    sv_eq(ld->in.node[lo].key, key))
		return lo;
	return NODE_NONE;
}

static int
read_decisions(struct loader *ld, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_decisions);
	struct identity_decision *v = NULL, *to;
	uint32_t n = 0, cap = 0;

	while (stmt_row(s)) {
		int64_t kind = col_i64(s, DECISIONS_kind);
		uint32_t a = find_key(ld, kind, col_text(s, DECISIONS_a_key));
		uint32_t b = find_key(ld, kind, col_text(s, DECISIONS_b_key));

		if (!counts(ld, col_i64(s, DECISIONS_source)) ||
		    a == NODE_NONE || b == NODE_NONE)
			continue;
		VEC_ROOM(v, n, cap);
		v[n++] = (struct identity_decision){
			a, b, col_i64(s, DECISIONS_is_same) != 0
		};
	}
	to = arena_array(&ld->tmp, n, sizeof(*to));
	if (n)
		memcpy(to, v, n * sizeof(*to));
	ld->in.decision = to;
	ld->in.ndecision = n;
	free(v);
	return stmt_end(s, e);
}

/* Schools with a BRIN are named within the board that governs them. */
static int
read_scopes(struct loader *ld, struct err *e)
{
	struct stmt *s = stmt_get(ld->st, Q_scan_governs);
	struct identity_node *node = (void *)(uintptr_t)ld->in.node;
	struct claim *best = arena_array(&ld->tmp, ld->in.nnode, sizeof(*best));

	while (stmt_row(s)) {
		uint32_t school =
			node_index(ld, col_i64(s, SCAN_GOVERNS_school));
		uint32_t board = node_index(ld, col_i64(s, SCAN_GOVERNS_board));
		struct claim c;
		int cmp;

		if (school == NODE_NONE || board == NODE_NONE ||
		    sv_starts(node[school].key, SV("name:")) ||
		    !claim_read(ld, s, &c))
			continue;
		cmp = best[school].id ? claim_strength(&c, &best[school]) : -1;
		if (cmp < 0 || (cmp == 0 && board < node[school].scope)) {
			best[school] = c;
			node[school].scope = board;
		}
	}
	return stmt_end(s, e);
}

/* Display name: the catalogue's, else the most said, else the smallest. */
static bool
better_name(const struct identity_name *a, const struct identity_name *b)
{
	if (!b)
		return true;
	if (a->is_alias != b->is_alias)
		return !a->is_alias;
	if (a->is_catalogue != b->is_catalogue)
		return a->is_catalogue;
	if (a->said != b->said)
		return a->said > b->said;
	return sv_cmp(a->name, b->name) < 0;
}

static const char *
key_prefix(enum key_scheme scheme)
{
	switch (scheme) {
	case KEY_BOARD_NUMBER:
	case KEY_BRIN:
	case KEY_FUNCTION_ID:
	case KEY_COUNTRY_CODE: return "";
	case KEY_KVK:
	case KEY_BOARD_KVK: return "kvk:";
	case KEY_OIN: return "oin:";
	case KEY_LEI: return "lei:";
	case KEY_ENTITY_ID: return "saml:";
	case KEY_ISSUER: return "issuer:";
	case KEY_TENANT: return "tenant:";
	case KEY_DOMAIN:
	case KEY_CLIENT_ID:
	case KEY_APP_ID:
	case KEY_HOST_NAME:
	case KEY_CATEGORY_ID:
	case KEY_SCHEMES: break;
	}
	return "";
}

/* What a component is called, while landscape nodes are being made. */
struct face {
	const struct identity_name *name; /* NULL: only keys */
	const struct identity_key *key;   /* smallest exclusive key, or NULL */
	const struct identity_key *any;   /* smallest key of any kind */
	const char *id;
	uint32_t component;
	bool is_seen;
};

static void
find_faces(struct loader *ld, struct face *face)
{
	for (uint32_t i = 0; i < ld->in.nname; i++) {
		const struct identity_name *n = &ld->in.name[i];
		struct face *f = &face[ld->id.component[n->node]];

		f->is_seen = true;
		if (better_name(n, f->name))
			f->name = n;
	}
	for (uint32_t i = 0; i < ld->in.nkey; i++) {
		const struct identity_key *k = &ld->in.key[i];
		struct face *f = &face[ld->id.component[k->node]];

		f->is_seen = true;
		if (!f->any)
			f->any = k;
		if (!identity_is_exclusive(k->scheme))
			continue;
		/* a site's BRIN says more than the institution's */
		if (!f->key || k->scheme < f->key->scheme ||
		    (k->scheme == f->key->scheme &&
		     (k->value.n > f->key->value.n ||
		      (k->value.n == f->key->value.n &&
		       sv_cmp(k->value, f->key->value) < 0))))
			f->key = k;
	}
}

static const char *
public_id(struct loader *ld, struct face *face, uint32_t c)
{
	const struct identity_node *n = &ld->in.node[c];
	const char *kind = node_kind_name(n->kind);
	struct face *f = &face[c];
	struct sv fold;

	if (f->id)
		return f->id;
	if (f->key)
		return f->id = arena_printf(&ld->l->mem, "%s:%s%.*s", kind,
					    key_prefix(f->key->scheme),
					    SV_ARG(f->key->value));
	fold = f->name ? text_fold(&ld->tmp, f->name->name) : f->any->value;
	if (n->scope != IDENTITY_NONE) {
		const char *board =
			public_id(ld, face, ld->id.component[n->scope]);

		return f->id = arena_printf(&ld->l->mem, "%s:%s/%.*s", kind,
					    strchr(board, ':') + 1,
					    SV_ARG(fold));
	}
	return f->id = arena_printf(&ld->l->mem, "%s:%.*s", kind, SV_ARG(fold));
}

static int
cmp_face(const void *pa, const void *pb, void *ctx)
{
	const struct face *a = pa, *b = pb;
	const struct loader *ld = ctx;
	enum node_kind ka = ld->in.node[a->component].kind;
	enum node_kind kb = ld->in.node[b->component].kind;
	int c;

	if (ka != kb)
		return ka < kb ? -1 : 1;
	c = strcmp(a->id, b->id);
	if (c)
		return c;
	return a->component < b->component ? -1 : a->component > b->component;
}

static void
fill_node(struct loader *ld, const struct face *f, struct node *to)
{
	struct sv name = f->name ? f->name->name : f->any->value;

	*to = (struct node){
		.kind = ld->in.node[f->component].kind,
		.id = f->id,
		.name = arena_sv(&ld->l->mem, name).p,
		.pupils_low = -1,
		.pupils_high = -1,
		.sector = "",
		.country_code = "",
		.board = NODE_NONE,
	};
	to->folded = text_fold_loose(&ld->l->mem, name).p;
	if (!to->folded)
		to->folded = "";
	if (to->kind == NODE_COUNTRY && f->key)
		to->country_code = arena_sv(&ld->l->mem, f->key->value).p;
	if (to->kind == NODE_FUNCTION)
		to->criticality = 1;
}

static void
make_nodes(struct loader *ld)
{
	struct landscape *l = ld->l;
	uint32_t n = ld->in.nnode, seen = 0;
	struct face *face = arena_array(&ld->tmp, n, sizeof(*face));
	uint32_t *of = arena_array(&ld->tmp, n, sizeof(*of));
	struct face *list;

	find_faces(ld, face);
	list = arena_array(&ld->tmp, n, sizeof(*list));
	for (uint32_t i = 0; i < n; i++) {
		face[i].component = i;
		if (!face[i].is_seen)
			continue;
		public_id(ld, face, i);
		list[seen++] = face[i];
	}
	qsort_r(list, seen, sizeof(*list), cmp_face, ld);
	l->node = arena_array(&l->mem, seen, sizeof(*l->node));
	l->nnode = seen;
	memset(of, 0xff, n * sizeof(*of));
	for (uint32_t i = 0; i < seen; i++) {
		/* kept apart by a person, though named alike */
		if (i && strcmp(list[i].id, l->node[i - 1].id) == 0)
			list[i].id = arena_printf(&l->mem, "%s~%u", list[i].id,
						  list[i].component);
		fill_node(ld, &list[i], &l->node[i]);
		of[list[i].component] = i;
		l->first[l->node[i].kind + 1] = i + 1;
	}
	for (int k = 1; k <= NODE_KINDS; k++)
		if (l->first[k] < l->first[k - 1])
			l->first[k] = l->first[k - 1];
	ld->resolved = arena_array(&ld->tmp, n, sizeof(uint32_t));
	for (uint32_t i = 0; i < n; i++)
		ld->resolved[i] = of[ld->id.component[i]];
}

static void
make_assumptions(struct loader *ld)
{
	struct landscape *l = ld->l;

	l->assumption = arena_array(&l->mem, ld->id.nassumption,
				    sizeof(*l->assumption));
	for (uint32_t i = 0; i < ld->id.nassumption; i++) {
		const struct identity_assumption *a = &ld->id.assumption[i];

		if (ld->resolved[a->node] == NODE_NONE)
			continue;
		l->assumption[l->nassumption++] =
			(struct assumption){ ld->resolved[a->node],
					     arena_sv(&l->mem, a->name).p,
					     a->why };
	}
}

int
load_names(struct loader *ld, struct err *e)
{
	struct names names = { 0 };

	if (read_nodes(ld, e))
		return -1;
	if (read_names(ld, &names, e) || read_catalogue(ld, &names, e)) {
		free(names.v);
		return -1;
	}
	keep_names(ld, &names);
	if (read_keys(ld, e) || read_decisions(ld, e) || read_scopes(ld, e))
		return -1;
	identity_resolve(&ld->in, &ld->tmp, &ld->id);
	return 0;
}

int
load_nodes(struct loader *ld, struct err *e)
{
	if (load_names(ld, e))
		return -1;
	make_nodes(ld);
	make_assumptions(ld);
	return 0;
}

void
loader_done(struct loader *ld)
{
	arena_done(&ld->tmp);
}

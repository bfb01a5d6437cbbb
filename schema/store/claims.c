/*
 * Single claims: which ones are about a node, and what each says in its own
 * words. For people who ask who said so; the analyzer never sees them.
 */
#include <stdlib.h>

#include "base/date.h"
#include "base/sort.h"
#include "schema/store/load.h"

/* How the numbers of a column read. */
enum reading { PLAIN, CODE, DATE, MONEY, PERCENT };
static const struct {
	enum fact_kind fact;
	const char *column;
	enum reading reading;
	enum code_domain domain; /* of CODE */
} readings[] = {
	{ FACT_USES, "status", CODE, DOMAIN_STATUS },
	{ FACT_USES, "share", PERCENT, 0 },
	{ FACT_USES, "cost", MONEY, 0 },
	{ FACT_USES, "since", DATE, 0 },
	{ FACT_USES, "until", DATE, 0 },
	{ FACT_USES, "agreed", DATE, 0 },
	{ FACT_SUPPLIES, "role", CODE, DOMAIN_ROLE },
	{ FACT_OWNS, "percent", PERCENT, 0 },
	{ FACT_OWNS, "kind", CODE, DOMAIN_OWNERSHIP },
	{ FACT_NEEDS, "carrier", CODE, DOMAIN_CARRIER },
	{ FACT_NEEDS, "necessity", CODE, DOMAIN_NECESSITY },
	{ FACT_NEEDS, "tested", DATE, 0 },
	{ FACT_INDICATOR, "state", CODE, DOMAIN_INDICATOR_STATE },
	{ FACT_PROCESSES, "necessity", CODE, DOMAIN_NECESSITY },
	{ FACT_SERVED_FROM, "endpoint", CODE, DOMAIN_ENDPOINT },
};
enum { READINGS = sizeof(readings) / sizeof(readings[0]) };
enum { CLAIM_COLUMNS = 5 }; /* id source rung valid_from valid_to come first */

static const char *
plain_text(struct arena *mem, int64_t v)
{
	return arena_printf(mem, "%lld", (long long)v);
}

const char *
claim_number(enum fact_kind fact, const char *column, int64_t v,
	     struct arena *mem)
{
	char iso[DATE_ISO_SIZE];
	const char *name;
	int i = 0;

	while (i < READINGS && (readings[i].fact != fact ||
				strcmp(readings[i].column, column) != 0))
		i++;
	switch (i < READINGS ? readings[i].reading : PLAIN) {
	case PLAIN: break;
	case CODE:
		name = code_name(readings[i].domain, v);
		return name ? name : plain_text(mem, v);
	case DATE:
		if (v < INT32_MIN || v > INT32_MAX)
			break;
		return arena_str(mem, date_iso((int32_t)v, iso));
	case MONEY:
	case PERCENT:
		if (v < 0)
			break;
		return arena_printf(mem, "%lld.%02lld%s", (long long)(v / 100),
				    (long long)(v % 100),
				    readings[i].reading == PERCENT ? " %" : "");
	}
	return plain_text(mem, v);
}

static bool
is_in(const char *const *list, const char *name)
{
	for (; *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

/* Names by document and node: one scan, for a figure rests on many claims. */
static int
read_names(struct store *st, struct err *e)
{
	struct stmt *s = stmt_get(st, Q_names_in_sources);
	uint32_t n = 0, cap = 0;

	while (stmt_row(s)) {
		int64_t key[2] = { col_i64(s, NAMES_IN_SOURCES_source),
				   col_i64(s, NAMES_IN_SOURCES_node) };
		bool is_new;

		map_put(&st->names, sv_n((const char *)key, sizeof(key)), n,
			&is_new);
		if (!is_new)
			continue;
		VEC_ROOM(st->name, n, cap);
		st->name[n++] = arena_sv(&st->names.mem,
					 col_text(s, NAMES_IN_SOURCES_name))
					.p;
	}
	if (stmt_end(s, e)) {
		store_forget_names(st);
		return -1;
	}
	st->has_names = true;
	return 0;
}

void
store_forget_names(struct store *st)
{
	free(st->name);
	map_done(&st->names);
	st->name = NULL;
	st->has_names = false;
}

/* What the claim's document calls the node; else what it is stored under. */
static int
node_text(struct store *st, int64_t source, int64_t node, struct arena *mem,
	  const char **ret, struct err *e)
{
	int64_t key[2] = { source, node };
	struct stmt *s;
	uint32_t at;

	*ret = "";
	if (!st->has_names && read_names(st, e))
		return -1;
	at = map_get(&st->names, sv_n((const char *)key, sizeof(key)),
		     UINT32_MAX);
	if (at != UINT32_MAX) {
		*ret = st->name[at];
		if ((*ret)[0])
			return 0;
	}
	s = stmt_get(st, Q_node_key);
	stmt_i64(s, ":id", node);
	if (stmt_row(s)) {
		struct sv text = col_text(s, NODE_KEY_key), scheme;

		/* "brin:16SW00": the document has no more than 16SW00 */
		sv_split(&text, ':', &scheme);
		*ret = arena_sv(mem, text).p;
	}
	return stmt_end(s, e);
}

/* One column while the claim's row is open; nodes are looked up later. */
static struct claim_field
read_field(struct stmt *s, enum fact_kind fact, int col, struct arena *mem,
	   int64_t *ret_node)
{
	const struct fact_shape *shape = fact_shape(fact);
	const char *name = col_name(s, col);
	struct claim_field f = { .field = arena_str(mem, name) };

	*ret_node = 0;
	if (is_in(shape->ref, name)) {
		f.is_node = true;
		*ret_node = col_i64(s, col);
	} else if (is_in(shape->num, name)) {
		f.value = claim_number(fact, name, col_i64(s, col), mem);
	} else {
		f.value = arena_sv(mem, col_text(s, col)).p;
	}
	return f;
}

int
store_claim(struct store *st, enum fact_kind fact, uint64_t claim,
	    struct arena *mem, struct claim_field **ret, uint32_t *ret_n,
	    struct err *e)
{
	enum { MOST = FACT_REFS_MAX + FACT_INTS_MAX + FACT_TEXTS_MAX };
	struct claim_field *v = ARENA_ARRAY(mem, MOST, struct claim_field);
	struct stmt *s = stmt_get(st, claim_query(fact));
	int64_t node[MOST], source = 0;
	uint32_t n = 0;

	stmt_i64(s, ":id", (int64_t)claim);
	if (stmt_row(s)) {
		source = col_i64(s, 1);
		for (int c = CLAIM_COLUMNS; col_name(s, c); c++) {
			if (col_is_null(s, c))
				continue;
			v[n] = read_field(s, fact, c, mem, &node[n]);
			n++;
		}
	}
	if (stmt_end(s, e))
		return -1;
	if (source == 0)
		return err_set(e, ERR_NOTFOUND, NULL,
			       "there is no claim %llu of this kind",
			       (unsigned long long)claim);
	for (uint32_t i = 0; i < n; i++)
		if (v[i].is_node &&
		    node_text(st, source, node[i], mem, &v[i].value, e))
			return -1;
	*ret = v;
	*ret_n = n;
	return 0;
}

/* While claims about a node are gathered. */
struct gather {
	struct loader *ld;
	const struct landscape *l;
	uint32_t *as_node; /* by node of ld->l: node of l */
	uint32_t node, other;
	struct claim_about *v; /* heap */
	uint32_t n, cap;
};

static int
gather_fact(struct gather *g, enum fact_kind fact, struct err *e)
{
	const struct fact_shape *shape = fact_shape(fact);
	struct stmt *s = stmt_get(g->ld->st, scan_query(fact));

	while (stmt_row(s)) {
		struct claim_about x = { .fact = fact };
		bool is_about = false, is_other = g->other == NODE_NONE;
		struct claim c;

		for (int i = 0; i < FACT_REFS_MAX; i++)
			x.node[i] = NODE_NONE;
		for (int i = 0; shape->ref[i]; i++) {
			uint32_t r = claim_ref(g->ld, s, CLAIM_COLUMNS + i);

			if (r != NODE_NONE)
				x.node[i] = g->as_node[r];
			is_about |= x.node[i] == g->node;
			is_other |= x.node[i] == g->other;
		}
		if (!is_about || !is_other || !claim_read(g->ld, s, &c))
			continue;
		x.claim = c.id;
		x.rung = c.rung;
		x.as_of = c.as_of;
		x.valid_from = c.valid_from;
		VEC_ROOM(g->v, g->n, g->cap);
		g->v[g->n++] = x;
	}
	return stmt_end(s, e);
}

static int
cmp_about(const void *pa, const void *pb)
{
	const struct claim_about *a = pa, *b = pb;

	if (a->fact != b->fact)
		return a->fact < b->fact ? -1 : 1;
	for (int i = 0; i < FACT_REFS_MAX; i++)
		if (a->node[i] != b->node[i])
			return a->node[i] < b->node[i] ? -1 : 1;
	if (a->rung != b->rung)
		return a->rung < b->rung ? -1 : 1;
	if (a->valid_from != b->valid_from)
		return a->valid_from > b->valid_from ? -1 : 1;
	if (a->as_of != b->as_of)
		return a->as_of > b->as_of ? -1 : 1;
	return a->claim < b->claim ? -1 : a->claim > b->claim;
}

int
store_claims(struct store *st, const struct landscape *l, uint32_t node,
	     uint32_t other, struct arena *mem, struct claim_about **ret,
	     uint32_t *ret_n, struct err *e)
{
	struct landscape again = { 0 };
	struct loader ld = { .st = st, .l = &again };
	struct load_options o = load_again(l);
	struct gather g = { .ld = &ld, .l = l, .node = node, .other = other };
	int rc = load_identity(&ld, &o, e);

	if (rc == 0) {
		g.as_node = ARENA_ARRAY(&ld.tmp, again.nnode, uint32_t);
		for (uint32_t i = 0; i < again.nnode; i++)
			g.as_node[i] =
				landscape_find_id(l, sv(again.node[i].id));
	}
	for (int k = 0; rc == 0 && k < FACT_KINDS; k++)
		rc = gather_fact(&g, (enum fact_kind)k, e);
	if (rc == 0) {
		sort(g.v, g.n, sizeof(*g.v), cmp_about);
		*ret = ARENA_ARRAY(mem, g.n, struct claim_about);
		if (g.n)
			memcpy(*ret, g.v, g.n * sizeof(**ret));
		*ret_n = g.n;
	}
	free(g.v);
	loader_done(&ld);
	landscape_done(&again);
	return rc;
}

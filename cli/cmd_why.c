/*
 * landschap why: from a node, an edge, a claim or a figure back to the cell.
 * One line for each thing that a document says, in the document's own words.
 */
#include <string.h>

#include "analyzer/figure.h"
#include "base/limits.h"
#include "base/date.h"
#include "base/map.h"
#include "cli/cli.h"

const struct option options_why[] = {
	{ NULL },
};

const struct help help_why = {
	N_("One argument is a node, a claim (uses:17, as this command shows "
	   "it) or a figure of 'landschap concentration' or 'landschap spof'; "
	   "two nodes are the "
	   "edges between them. Each line is what one cell says: value, file, "
	   "sheet and cell, header, strength, dates, and the SHA-256 of the "
	   "file."),
	{
		{ "landschap why Magister", N_("who says what about it") },
		{ "landschap why Magister 'Iddink Group'",
		  N_("why one is linked to the other") },
		{ "landschap why uses:17", N_("one claim") },
		{ "landschap why concentration:parent:function:las",
		  N_("all that a figure rests on") },
		{ "landschap why -f csv -o bewijs.csv 16SW00",
		  N_("all evidence about a school, for an auditor") },
	},
};

static const struct column columns[] = {
	{ "fact", N_("fact"), "", COLUMN_TEXT },
	{ "field", N_("field"), "", COLUMN_TEXT },
	{ "value", N_("value"), "", COLUMN_TEXT },
	{ "place", N_("place"), "", COLUMN_TEXT },
	{ "header", N_("header"), "", COLUMN_TEXT },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
	{ "conflict", N_("conflict"), "", COLUMN_TEXT },
	{ "as_of", N_("as of"), "", COLUMN_DATE },
	{ "valid_from", N_("from"), "", COLUMN_DATE },
	{ "valid_to", N_("to"), "", COLUMN_DATE },
	{ "import", N_("import"), "", COLUMN_INTEGER },
	{ "recorded_at", N_("imported at"), "", COLUMN_TEXT },
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "id", N_("id"), "", COLUMN_TEXT },
	{ "claim", N_("claim"), "", COLUMN_TEXT },
	{ "url", N_("source"), "", COLUMN_TEXT },
	{ "sha256", N_("SHA-256"), "", COLUMN_TEXT },
	{ "signer", N_("verified signer"), "", COLUMN_TEXT },
	{ "algorithm", N_("algorithm"), "", COLUMN_TEXT },
	{ "valid_until", N_("vouched for until"), "", COLUMN_DATE },
};
enum {
	COL_FACT,
	COL_FIELD,
	COL_VALUE,
	COL_PLACE,
	COL_HEADER,
	COL_RUNG,
	COL_CONFLICT,
	COL_AS_OF,
	COL_FROM,
	COL_TO,
	COL_IMPORT,
	COL_RECORDED,
	COL_KIND,
	COL_BOARD,
	COL_ID,
	COL_CLAIM,
	COL_URL,
	COL_SHA256,
	COL_SIGNER,
	COL_ALGORITHM,
	COL_UNTIL,
	COLUMNS
};

struct why {
	struct cli *c;
	struct landscape l;
	struct map conflicts; /* fact, claim, field -> 1 used, 2 not used */
	struct table t;
	struct map documents; /* numbers of imports that were explained */
};

/*
 * People see "[12] B7 Blad1" and below the table, once, which document that
 * is: long names of files would leave no room for the cell.
 */
static const char *
place(struct why *w, const struct origin *o)
{
	struct arena *mem = &w->c->mem;
	char iso[DATE_ISO_SIZE];
	bool is_new;

	if (cli_format(w->c) != FORMAT_TABLE || w->c->verbose)
		return origin_text(mem, o);
	map_put(&w->documents, sv(arena_printf(mem, "%u", o->source)), 0,
		&is_new);
	if (is_new) {
		const char *said = cli_verified(w->c, o->kind, o->signer,
						o->algorithm, o->valid_until);

		table_note(&w->t,
			   "[%u] %s (%s, as of %s, imported at %s, SHA-256 %s)",
			   o->source, o->file, o->kind, date_iso(o->as_of, iso),
			   o->recorded_at, o->sha256);
		if (said[0])
			table_note(&w->t, "[%u] %s", o->source, said);
	}
	return arena_printf(mem, "[%u] %s%s%s", o->source, o->cell,
			    o->part[0] ? " " : "", o->part);
}

static struct value *
add(struct why *w, const struct origin *o)
{
	struct value *v = table_row(&w->t);

	v[COL_CLAIM] = v[COL_ID] = v[COL_CONFLICT] = value_na();
	v[COL_PLACE] = value_str(place(w, o));
	v[COL_HEADER] = o->header[0] ? value_str(o->header) : value_na();
	v[COL_RUNG] =
		o->rung[0] ? value_str(cli_word(w->c, o->rung)) : value_na();
	v[COL_AS_OF] = value_date(o->as_of);
	v[COL_FROM] = value_date(o->valid_from);
	v[COL_TO] = value_date(o->valid_to);
	v[COL_RECORDED] = value_str(o->recorded_at);
	v[COL_IMPORT] = value_int(o->source);
	v[COL_KIND] = value_str(o->kind);
	v[COL_BOARD] = o->board[0] ? value_str(o->board) : value_na();
	v[COL_SHA256] = value_str(o->sha256);
	v[COL_SIGNER] = o->signer[0] ? value_str(o->signer) : value_na();
	v[COL_ALGORITHM] = o->signer[0] ? value_str(o->algorithm) : value_na();
	v[COL_UNTIL] = o->valid_until ? value_date(o->valid_until) : value_na();
	v[COL_URL] = o->url[0] ? value_str(o->url) : value_na();
	return v;
}

/* A claim's field in the map of conflicts; the map copies it. */
static struct sv
conflict_key(struct buf *b, enum fact_kind fact, uint64_t claim,
	     const char *field)
{
	buf_clear(b);
	buf_printf(b, "%d:%llu:%s", (int)fact, (unsigned long long)claim,
		   field);
	return buf_view(b);
}

/* By claim, for a figure rests on many; the first conflict counts. */
static void
index_conflicts(struct why *w)
{
	struct buf b = { 0 };

	for (uint32_t i = 0; i < w->l.nconflict; i++) {
		const struct conflict *k = &w->l.conflict[i];

		map_put(&w->conflicts,
			conflict_key(&b, k->fact, k->claim_used, k->field), 1,
			NULL);
		map_put(&w->conflicts,
			conflict_key(&b, k->fact, k->claim_other, k->field), 2,
			NULL);
	}
	buf_done(&b);
}

/* Did this value of this claim win or lose against another document? */
static const char *
conflict_of(const struct why *w, const struct claim_about *x, const char *field)
{
	struct buf b = { 0 };
	uint32_t how = map_get(&w->conflicts,
			       conflict_key(&b, x->fact, x->claim, field), 0);

	buf_done(&b);
	return how == 0 ? NULL : how == 1 ? N_("used") : N_("not used");
}

/* The resolved node behind a column, when the claim has been gathered. */
static uint32_t
node_of(const struct claim_about *x, const char *field)
{
	const struct fact_shape *shape = fact_shape(x->fact);

	for (int i = 0; shape->ref[i]; i++)
		if (strcmp(shape->ref[i], field) == 0)
			return x->node[i];
	return NODE_NONE;
}

static int
why_claim(struct why *w, const struct claim_about *x, struct err *e)
{
	struct cli *c = w->c;
	const char *table = fact_shape(x->fact)->table;
	struct claim_field *f;
	uint32_t n = 0;

	if (store_claim(c->store, x->fact, x->claim, &c->mem, &f, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		const char *conflict = conflict_of(w, x, f[i].field);
		uint32_t node = node_of(x, f[i].field);
		struct origin o;
		struct value *v;

		if (strcmp(f[i].field, "url") == 0)
			continue;
		if (store_origin(c->store, x->fact, x->claim, f[i].field,
				 &c->mem, &o, e))
			return -1;
		v = add(w, &o);
		v[COL_CLAIM] =
			value_str(arena_printf(&c->mem, "%s:%llu", table,
					       (unsigned long long)x->claim));
		v[COL_FACT] = value_str(table);
		v[COL_FIELD] = value_str(f[i].field);
		v[COL_VALUE] = value_str(f[i].value);
		if (node != NODE_NONE)
			v[COL_ID] = value_str(w->l.node[node].id);
		if (conflict)
			v[COL_CONFLICT] = value_str(cli_word(c, conflict));
	}
	return 0;
}

static int
why_names(struct why *w, uint32_t node, struct err *e)
{
	struct cli *c = w->c;
	struct naming *name;
	uint32_t n = 0;

	if (store_namings(c->store, &w->l, node, &c->mem, &name, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		bool is_key = name[i].scheme[0];
		struct value *v = add(w, &name[i].origin);

		v[COL_FACT] = value_str(is_key ? "key" : "name");
		v[COL_FIELD] = value_str(is_key ? name[i].scheme : "name");
		v[COL_VALUE] = value_str(is_key ? name[i].value : name[i].name);
		v[COL_ID] = value_str(w->l.node[node].id);
		if (!is_key && name[i].said > 1)
			table_note(&w->t,
				   "%s: '%s' is written %u times; the first "
				   "place is shown",
				   name[i].origin.file, name[i].name,
				   name[i].said);
	}
	for (uint32_t i = 0; i < w->l.nassumption; i++)
		if (w->l.assumption[i].node == node)
			table_note(&w->t,
				   "'%s' is taken for the same (%s); "
				   "landschap review can tell it apart",
				   w->l.assumption[i].name,
				   w->l.assumption[i].why);
	return 0;
}

static int
why_nodes(struct why *w, uint32_t a, uint32_t b, struct err *e)
{
	struct claim_about *x;
	uint32_t n = 0;

	if (b == NODE_NONE && why_names(w, a, e))
		return -1;
	if (store_claims(w->c->store, &w->l, a, b, &w->c->mem, &x, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++)
		if (why_claim(w, &x[i], e))
			return -1;
	if (b != NODE_NONE && n == 0)
		return err_set(e, ERR_NOTFOUND, NULL,
			       "no document links '%s' to '%s'",
			       w->l.node[a].name, w->l.node[b].name);
	return 0;
}

/* "uses:17"; false when it is something else. */
static bool
is_claim(const char *text, struct claim_about *ret)
{
	struct sv rest = sv(text), table;

	if (!sv_split(&rest, ':', &table) ||
	    !sv_u64(rest, INT64_MAX, &ret->claim))
		return false;
	for (int i = 0; i < FACT_REFS_MAX; i++)
		ret->node[i] = NODE_NONE;
	for (int k = 0; k < FACT_KINDS; k++) {
		ret->fact = (enum fact_kind)k;
		if (sv_is(table, fact_shape(ret->fact)->table))
			return true;
	}
	return false;
}

/* What a figure rests on that no document says. */
static void
note_rest(struct why *w, const struct figure_rest *rest)
{
	if (rest->unlisted)
		table_note(&w->t,
			   "functions at schools of which nothing is listed: "
			   "%u (no document can be shown for them)",
			   rest->unlisted);
	if (rest->is_not_certain && w->t.nrow == 0)
		table_note(&w->t, "nothing stops with it, not even possibly");
	else if (rest->is_not_certain)
		table_note(&w->t, "nothing stops for certain: this is how "
				  "something may stop");
	if (rest->unknown)
		table_note(&w->t,
			   "links of which it is not known who is meant: %u "
			   "(no document can be shown for them)",
			   rest->unknown);
}

/* Every claim behind a figure: uses first, then what the level rests on. */
static int
why_figure(struct why *w, const char *text, struct err *e)
{
	struct edges_used used = { 0 };
	struct figure_rest rest = { 0 };
	struct figure f;
	uint64_t claims = 0;
	int rc = figure_parse(sv(text), &w->l, &w->c->mem, &f, e);

	if (rc == 0)
		rc = figure_edges(&f, &w->l, &used, &rest, e);
	for (uint32_t i = 0; i < used.n; i++)
		claims += used.edge[i].ev.said;
	if (rc == 0 && claims > LIMIT_WHY)
		rc = err_set(e, ERR_LIMIT, NULL,
			     "this figure rests on %llu claims (expected at "
			     "most %u; ask for one board or function)",
			     (unsigned long long)claims, LIMIT_WHY);
	for (uint32_t i = 0; rc == 0 && i < used.n; i++) {
		const struct edge_used *x = &used.edge[i];
		struct claim_about claim = { .fact = x->fact };

		for (int k = 0; k < FACT_REFS_MAX; k++)
			claim.node[k] = NODE_NONE;
		claim.node[0] = x->from;
		claim.node[1] = x->to;
		for (uint32_t k = 0; rc == 0 && k < x->ev.said; k++) {
			claim.claim = w->l.claim[x->ev.first + k];
			rc = why_claim(w, &claim, e);
		}
	}
	if (rc == 0)
		note_rest(w, &rest);
	edges_used_done(&used);
	return rc;
}

static int
run(struct why *w, struct err *e)
{
	const char *a = cli_arg(w->c, 0), *b = cli_arg(w->c, 1);
	uint32_t na, nb = NODE_NONE;
	struct claim_about claim;

	if (!b && is_claim(a, &claim))
		return why_claim(w, &claim, e);
	if (!b && figure_is(sv(a)))
		return why_figure(w, a, e);
	if (cli_find_node(w->c, &w->l, a, ANY_KIND, &na, e) ||
	    (b && cli_find_node(w->c, &w->l, b, ANY_KIND, &nb, e)))
		return -1;
	return why_nodes(w, na, nb, e);
}

int cmd_why(struct cli *c, struct err *e);

int
cmd_why(struct cli *c, struct err *e)
{
	struct why w = { .c = c };
	int rc;

	if (cli_load_sign_on(c, &w.l, e))
		return -1;
	index_conflicts(&w);
	table_init(&w.t, &c->mem, c->command->name, columns, COLUMNS);
	rc = run(&w, e);
	if (rc == 0) {
		cli_narrow(c, &w.t,
			   "fact field value place header rung conflict");
		rc = cli_print(c, &w.t, e);
	}
	map_done(&w.documents);
	map_done(&w.conflicts);
	landscape_done(&w.l);
	return rc;
}

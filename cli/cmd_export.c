/*
 * landschap export: the whole resolved landscape, to work on elsewhere or to
 * import again. Refuses to put several tables in one CSV stream.
 */
#include <string.h>

#include "cli/cli.h"
#include "reports/export.h"
#include "reports/publish.h"

const struct option options_export[] = {
	{ "table", 0, OPTION_TEXT, N_("NAME"), N_("this table only") },
	{ "claims", 0, OPTION_FLAG, NULL,
	  N_("also every claim, with its place in its document") },
	{ NULL },
};

const struct help help_export = {
	N_("The tables nodes, uses, fulfils, supplies, owns, seated_in, needs, "
	   "processes, served_from, operated_by, federated_by, attributes, "
	   "keys, conflicts, assumptions, sources and claims hold the "
	   "landscape "
	   "without loss; failures is what 'landschap spof' says of each. The "
	   "plain tables usage, products, organisations, "
	   "dependencies and aliases can be imported again (with --raw when "
	   "names begin with = + - or @). Without -o one JSON document."),
	{
		{ "landschap export -o folder", N_("every table as CSV") },
		{ "landschap export -o landscape.json",
		  N_("one JSON document") },
		{ "landschap export --table usage -f csv",
		  N_("one table, to stdout") },
		{ "landschap export --claims -o folder",
		  N_("with all evidence, down to the cell") },
	},
};

enum { TABLES_MAX = 24 };

/*
 * What is asked for, and where each table goes when it is made: they are large,
 * so there is one at a time.
 */
struct job {
	struct cli *c;
	struct landscape l;
	bool is_json;     /* one document */
	const char *only; /* --table, or NULL */
	int (*take)(struct job *j, const struct table *t, struct err *e);
	struct buf text[TABLES_MAX]; /* of each file; JSON: all in the first */
	const char *name[TABLES_MAX];
	uint32_t n;
};

static const struct column source_columns[] = {
	{ "source", "source", "", COLUMN_INTEGER },
	{ "file", "file", "", COLUMN_TEXT },
	{ "kind", "kind", "", COLUMN_TEXT },
	{ "board", "board", "", COLUMN_TEXT },
	{ "as_of", "as_of", "", COLUMN_DATE },
	{ "recorded_at", "recorded_at", "", COLUMN_TEXT },
	{ "facts", "facts", "", COLUMN_INTEGER },
	{ "refused", "refused", "", COLUMN_INTEGER },
	{ "live", "live", "", COLUMN_BOOL },
	{ "sha256", "sha256", "", COLUMN_TEXT },
};

static int
make_sources(struct job *j, struct table *t, struct err *e)
{
	struct log_line *line;
	uint32_t n = 0;

	table_init(t, t->mem, "sources", source_columns,
		   sizeof(source_columns) / sizeof(source_columns[0]));
	if (store_log(j->c->store, t->mem, &line, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		struct value *v;

		if (strcmp(line[i].action, "import") != 0)
			continue;
		v = table_row(t);
		v[0] = value_int(line[i].source);
		v[1] = value_str(line[i].what);
		v[2] = value_str(line[i].kind);
		v[3] = value_str(line[i].board);
		v[4] = value_date(line[i].as_of);
		v[5] = value_str(line[i].at);
		v[6] = value_int((int64_t)line[i].facts);
		v[7] = value_int((int64_t)line[i].refused);
		v[8] = value_bool(line[i].is_live);
		v[9] = value_str(line[i].sha256);
	}
	return 0;
}

static const struct column claim_columns[] = {
	{ "claim", "claim", "", COLUMN_TEXT },
	{ "node", "node", "", COLUMN_TEXT },
	{ "other", "other", "", COLUMN_TEXT },
	{ "source", "source", "", COLUMN_INTEGER },
	{ "file", "file", "", COLUMN_TEXT },
	{ "place", "place", "", COLUMN_TEXT },
	{ "rung", "rung", "", COLUMN_TEXT },
	{ "valid_from", "valid_from", "", COLUMN_DATE },
	{ "valid_to", "valid_to", "", COLUMN_DATE },
	{ "recorded_at", "recorded_at", "", COLUMN_TEXT },
	{ "url", "url", "", COLUMN_TEXT },
};

static struct value
node_id(const struct landscape *l, uint32_t node)
{
	return node == NODE_NONE ? (struct value){ .state = VALUE_UNKNOWN }
				 : value_str(l->node[node].id);
}

/* The claims behind one edge or attribute. */
static int
put_claims(struct job *j, struct table *t, enum fact_kind fact, uint32_t node,
	   uint32_t other, const struct evidence *ev, struct err *e)
{
	struct arena *mem = t->mem;

	for (uint32_t i = 0; i < ev->said; i++) {
		uint64_t claim = j->l.claim[ev->first + i];
		struct value *v = table_row(t);
		struct origin o;

		if (store_origin(j->c->store, fact, claim, NULL, mem, &o, e))
			return -1;
		v[0] = value_str(arena_printf(mem, "%s:%llu",
					      fact_shape(fact)->table,
					      (unsigned long long)claim));
		v[1] = node_id(&j->l, node);
		v[2] = node_id(&j->l, other);
		v[3] = value_int(o.source);
		v[4] = value_str(o.file);
		v[5] = value_str(origin_text(mem, &o));
		v[6] = value_str(o.rung);
		v[7] = value_date(o.valid_from);
		v[8] = value_date(o.valid_to);
		v[9] = value_str(o.recorded_at);
		v[10] = value_str(o.url);
	}
	return 0;
}

static int
claims_of_nodes(struct job *j, struct table *t, struct err *e)
{
	for (uint32_t i = 0; i < j->l.nnode; i++) {
		const struct node *n = &j->l.node[i];

		if (put_claims(j, t, FACT_PUPILS, i, NODE_NONE, &n->pupils_ev,
			       e) ||
		    put_claims(j, t, FACT_GOVERNS, n->board, i, &n->board_ev,
			       e))
			return -1;
	}
	return 0;
}

static int
claims_of_edges(struct job *j, struct table *t, struct err *e)
{
	const struct landscape *l = &j->l;
	int rc = 0;

	for (uint32_t i = 0; rc == 0 && i < l->nusage; i++)
		rc = put_claims(j, t, FACT_USES, l->usage[i].site,
				l->usage[i].product, &l->usage[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->nfulfils; i++)
		rc = put_claims(j, t, FACT_FULFILS, l->fulfils[i].product,
				l->fulfils[i].function, &l->fulfils[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->nsupply; i++)
		rc = put_claims(j, t, FACT_SUPPLIES, l->supply[i].organisation,
				l->supply[i].product, &l->supply[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->nholding; i++)
		rc = put_claims(j, t, FACT_OWNS, l->holding[i].parent,
				l->holding[i].child, &l->holding[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->nseat; i++)
		rc = put_claims(j, t, FACT_SEATED_IN, l->seat[i].organisation,
				l->seat[i].country, &l->seat[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->nneed; i++)
		rc = put_claims(j, t, FACT_NEEDS, l->need[i].dependent,
				l->need[i].provider, &l->need[i].ev, e);
	return rc;
}

static int
claims_of_sign_on(struct job *j, struct table *t, struct err *e)
{
	const struct landscape *l = &j->l;
	int rc = 0;

	for (uint32_t i = 0; rc == 0 && i < l->nproperty; i++)
		rc = put_claims(j, t, FACT_ATTRIBUTE, l->property[i].node,
				NODE_NONE, &l->property[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->nprocessing; i++)
		rc = put_claims(j, t, FACT_PROCESSES, l->processing[i].product,
				l->processing[i].category, &l->processing[i].ev,
				e);
	for (uint32_t i = 0; rc == 0 && i < l->nserving; i++)
		rc = put_claims(j, t, FACT_SERVED_FROM, l->serving[i].product,
				l->serving[i].host, &l->serving[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->noperation; i++)
		rc = put_claims(j, t, FACT_OPERATED_BY, l->operation[i].host,
				l->operation[i].organisation,
				&l->operation[i].ev, e);
	for (uint32_t i = 0; rc == 0 && i < l->nmembership; i++)
		rc = put_claims(
			j, t, FACT_FEDERATED_BY, l->membership[i].product,
			l->membership[i].federation, &l->membership[i].ev, e);
	return rc;
}

static int
make_claims(struct job *j, struct table *t, struct err *e)
{
	table_init(t, t->mem, "claims", claim_columns,
		   sizeof(claim_columns) / sizeof(claim_columns[0]));
	if (claims_of_nodes(j, t, e))
		return -1;
	return claims_of_edges(j, t, e) ? -1 : claims_of_sign_on(j, t, e);
}

static bool
wants(const struct job *j, const char *name)
{
	return !j->only || strcmp(j->only, name) == 0;
}

/* The tables that only the store can make. */
static int
make_stored(struct job *j, const char *name,
	    int (*make)(struct job *j, struct table *t, struct err *e),
	    struct err *e)
{
	struct arena mem = { 0 };
	struct table t = { .mem = &mem };
	int rc = 0;

	if (wants(j, name)) {
		rc = make(j, &t, e);
		table_coverage_of(&t, &j->l);
		if (rc == 0)
			rc = j->take(j, &t, e);
	}
	arena_done(&mem);
	return rc;
}

static int
make_tables(struct job *j, struct err *e)
{
	bool claims = cli_flag(j->c, "claims") || j->only;
	int rc = 0;

	for (const struct export_table *x = export_tables; rc == 0 && x->name;
	     x++) {
		struct arena mem = { 0 };
		struct table t;

		if (!wants(j, x->name))
			continue;
		export_make(x, &j->l, &mem, &t);
		rc = j->take(j, &t, e);
		arena_done(&mem);
	}
	if (rc == 0)
		rc = make_stored(j, "sources", make_sources, e);
	if (rc == 0 && claims)
		rc = make_stored(j, "claims", make_claims, e);
	return rc;
}

static int
take_print(struct job *j, const struct table *t, struct err *e)
{
	return cli_print(j->c, t, e);
}

static int
take_json(struct job *j, const struct table *t, struct err *e)
{
	(void)e;
	export_json_table(&j->text[0], t, j->n++ == 0);
	return 0;
}

static int
take_file(struct job *j, const struct table *t, struct err *e)
{
	struct render_options o = { .format = j->c->format,
				    .is_excel_nl = j->c->is_excel_nl,
				    .is_raw = j->c->is_raw };

	table_render(&j->text[j->n], t, &o);
	if (!buf_ok(&j->text[j->n]))
		return err_set(e, ERR_LIMIT, NULL,
			       "table '%s' is larger than 1 GiB", t->name);
	j->name[j->n++] = arena_printf(&j->c->mem, "%s.%s", t->name,
				       format_name(o.format));
	return 0;
}

/* One file for each table, all of them or none. */
static int
write_folder(struct job *j, struct err *e)
{
	struct publication file[TABLES_MAX];

	j->take = take_file;
	if (make_tables(j, e))
		return -1;
	for (uint32_t i = 0; i < j->n; i++) {
		file[i].name = j->name[i];
		file[i].bytes = buf_view(&j->text[i]);
	}
	if (publish_folder(j->c->output, file, j->n, e))
		return -1;
	term_note(j->c, "%s: %u tables", j->c->output, j->n);
	return 0;
}

static int
write_json(struct job *j, struct err *e)
{
	struct buf *out = &j->text[0];

	j->take = take_json;
	export_json_begin(out, &j->l);
	if (make_tables(j, e))
		return -1;
	export_json_end(out);
	if (!buf_ok(out))
		return err_set(e, ERR_LIMIT, NULL,
			       "the result is larger than 1 GiB (export it "
			       "with --table)");
	return cli_write(j->c, buf_view(out), e);
}

static bool
is_known_table(const char *name)
{
	return export_by_name(sv(name)) || strcmp(name, "sources") == 0 ||
	       strcmp(name, "claims") == 0;
}

static int
read_table(struct job *j, struct err *e)
{
	struct buf names = { 0 };

	j->only = cli_text(j->c, "table");
	if (!j->only || is_known_table(j->only))
		return 0;
	for (const struct export_table *x = export_tables; x->name; x++)
		buf_printf(&names, "%s, ", x->name);
	err_set(e, ERR_USAGE, NULL,
		"option '--table': '%s' (expected %ssources, claims)", j->only,
		names.p);
	buf_done(&names);
	return -1;
}

/* -f, else how -o ends; a folder gets CSV, stdout one JSON document. */
static int
read_wish(struct job *j, struct err *e)
{
	struct cli *c = j->c;
	const char *text = options_text(&c->opt, "format");
	const char *dot = c->output ? strrchr(c->output, '.') : NULL;
	bool is_file = c->output && strcmp(c->output, "-") != 0;

	if (read_table(j, e))
		return -1;
	if (text && !format_from(sv(text), &c->format))
		return err_set(e, ERR_USAGE, NULL,
			       "option '--format': '%s' (expected csv, tsv, "
			       "json, ndjson, table)",
			       text);
	if (!text && !(dot && format_from(sv(dot + 1), &c->format)))
		c->format = c->is_excel_nl || is_file || j->only ? FORMAT_CSV
								 : FORMAT_JSON;
	c->has_format = true;
	j->is_json = c->format == FORMAT_JSON && !j->only;
	if (!j->only && !j->is_json && !is_file)
		return err_set(e, ERR_USAGE, NULL,
			       "%s on stdout holds one table (expected --table "
			       "NAME, or -o FOLDER)",
			       format_name(c->format));
	return 0;
}

int cmd_export(struct cli *c, struct err *e);

int
cmd_export(struct cli *c, struct err *e)
{
	struct job j = { .c = c };
	int rc;

	if (read_wish(&j, e) || cli_load_sign_on(c, &j.l, e))
		return -1;
	if (j.only) {
		j.take = take_print;
		rc = make_tables(&j, e);
	} else {
		rc = j.is_json ? write_json(&j, e) : write_folder(&j, e);
	}
	for (uint32_t i = 0; i < TABLES_MAX; i++)
		buf_done(&j.text[i]);
	landscape_done(&j.l);
	return rc;
}

/*
 * landschap coverage: which functions are filled, which basic ones are not,
 * how old the documents are, and how much of the sector reports.
 */
#include <string.h>

#include "analyzer/coverage.h"
#include "base/date.h"
#include "cli/look.h"

const struct option options_coverage[] = {
	{ "by", 0, OPTION_TEXT, N_("function|board|sector"),
	  N_("a line for each function (this is the default), board or "
	     "sector") },
	{ "missing", 0, OPTION_FLAG, NULL,
	  N_("a line for each basic function of which a school lists nothing "
	     "known") },
	LOOK_OPTIONS,
	{ NULL },
};

const struct help help_coverage = {
	N_("'known' means that at least one known product is in use. The "
	   "percentages tell how much is known at each level: who sells it, "
	   "who owns that, where it runs, in which country. An empty basic "
	   "function is unknown, not absent; a list can say that a function "
	   "does not apply."),
	{
		{ "landschap coverage", N_("each function") },
		{ "landschap coverage --missing --board 41234",
		  N_("what the list of one board leaves open") },
		{ "landschap coverage --by board --whole",
		  N_("who reports, who does not") },
	},
};

struct run {
	struct look k;
	struct table t;
};

/* By function */

static const struct column function_columns[] = {
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id"), "", COLUMN_TEXT },
	{ "basic", N_("basic"), "", COLUMN_BOOL },
	{ "boards", N_("boards"), "", COLUMN_INTEGER },
	{ "boards_known", N_("known"), "", COLUMN_INTEGER },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "sites_known", N_("known"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "pupils_known", N_("known"), "", COLUMN_INTEGER },
	{ "sites_several", N_("schools with several products"), "",
	  COLUMN_INTEGER },
	{ "products", N_("products"), "", COLUMN_INTEGER },
	{ "product_known", N_("product known"), "%", COLUMN_DECIMAL },
	{ "vendor_known", N_("vendor"), "%", COLUMN_DECIMAL },
	{ "parent_known", N_("parent"), "%", COLUMN_DECIMAL },
	{ "infrastructure_known", N_("infrastructure"), "%", COLUMN_DECIMAL },
	{ "country_known", N_("country"), "%", COLUMN_DECIMAL },
};
static const char function_names[] =
	"function basic boards boards_known sites sites_known products "
	"product_known vendor_known parent_known infrastructure_known "
	"country_known";

static void
by_function(struct run *r)
{
	const struct look *k = &r->k;
	struct function_coverage *f;
	uint32_t n;

	table_init(&r->t, &k->c->mem, k->c->command->name, function_columns,
		   sizeof(function_columns) / sizeof(*function_columns));
	coverage_functions(&r->k.meter, &k->c->mem, &f, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct value *v = table_row(&r->t);

		v[0] = look_name(k, f[i].function);
		v[1] = look_node_id(k, f[i].function);
		v[2] = value_bool(f[i].is_basic);
		v[3] = value_int(f[i].boards);
		v[4] = value_int(f[i].boards_known);
		v[5] = value_int(f[i].sites);
		v[6] = value_int(f[i].sites_known);
		v[7] = value_int(f[i].pupils);
		v[8] = value_int(f[i].pupils_known);
		v[9] = value_int(f[i].sites_several);
		v[10] = value_int(f[i].products);
		for (int level = 0; level < LEVELS; level++)
			v[11 + level] =
				look_number(k, f[i].completeness[level], 2, 2);
	}
}

/* By board */

static const struct column board_columns[] = {
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "board_id", N_("id"), "", COLUMN_TEXT },
	{ "reports", N_("reports"), "", COLUMN_BOOL },
	{ "sites", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "sites_without_pupils", N_("schools without a number of pupils"), "",
	  COLUMN_INTEGER },
	{ "uses", N_("uses listed"), "", COLUMN_INTEGER },
	{ "basic", N_("basic functions at schools"), "", COLUMN_INTEGER },
	{ "basic_known", N_("known"), "", COLUMN_INTEGER },
	{ "basic_unlisted", N_("nothing listed"), "", COLUMN_INTEGER },
};
static const char board_names[] =
	"board board_id reports sites pupils uses basic basic_known "
	"basic_unlisted";

static void
by_board(struct run *r)
{
	const struct look *k = &r->k;
	struct board_coverage *b;
	uint32_t n;

	table_init(&r->t, &k->c->mem, k->c->command->name, board_columns,
		   sizeof(board_columns) / sizeof(*board_columns));
	coverage_boards(&k->cells, &k->scope, &k->c->mem, &b, &n);
	for (uint32_t i = 0; i < n; i++) {
		struct value *v = table_row(&r->t);

		v[0] = look_name(k, b[i].board);
		v[1] = look_node_id(k, b[i].board);
		v[2] = value_bool(b[i].reports);
		v[3] = value_int(b[i].sites);
		v[4] = value_int(b[i].pupils);
		v[5] = value_int(b[i].no_pupils);
		v[6] = value_int(b[i].uses);
		v[7] = value_int(b[i].basic);
		v[8] = value_int(b[i].basic_known);
		v[9] = value_int(b[i].unlisted);
	}
}

/* By sector */

static const struct column sector_columns[] = {
	{ "sector", N_("sector"), "", COLUMN_TEXT },
	{ "boards", N_("boards"), "", COLUMN_INTEGER },
	{ "boards_reporting", N_("report"), "", COLUMN_INTEGER },
	{ "boards_share", N_("part"), "%", COLUMN_DECIMAL },
	{ "schools", N_("schools"), "", COLUMN_INTEGER },
	{ "schools_reporting", N_("report"), "", COLUMN_INTEGER },
	{ "schools_share", N_("part"), "%", COLUMN_DECIMAL },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
	{ "pupils_reporting", N_("at schools that report"), "",
	  COLUMN_INTEGER },
	{ "pupils_share", N_("part"), "%", COLUMN_DECIMAL },
	{ "schools_without_pupils", N_("schools without a number of pupils"),
	  "", COLUMN_INTEGER },
};

static void
by_sector(struct run *r)
{
	const struct look *k = &r->k;
	struct sector_coverage *s;
	uint32_t n;

	table_init(&r->t, &k->c->mem, k->c->command->name, sector_columns,
		   sizeof(sector_columns) / sizeof(*sector_columns));
	coverage_sectors(&k->l, &k->c->mem, &s, &n);
	for (uint32_t i = 0; i < n; i++) {
		const struct fraction part[] = {
			{ s[i].boards_reporting, s[i].boards },
			{ s[i].schools_reporting, s[i].schools },
			{ s[i].pupils_reporting, s[i].pupils },
		};
		struct value *v = table_row(&r->t);

		v[0] = i ? value_str(s[i].sector) : look_word(k, N_("all"));
		v[1] = value_int(s[i].boards);
		v[2] = value_int(s[i].boards_reporting);
		v[3] = look_number(k, part[0], 2, 2);
		v[4] = value_int(s[i].schools);
		v[5] = value_int(s[i].schools_reporting);
		v[6] = look_number(k, part[1], 2, 2);
		v[7] = value_int(s[i].pupils);
		v[8] = value_int(s[i].pupils_reporting);
		v[9] = look_number(k, part[2], 2, 2);
		v[10] = value_int(s[i].no_pupils);
	}
}

/* What is missing */

static const struct column missing_columns[] = {
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "board_id", N_("id of board"), "", COLUMN_TEXT },
	{ "site", N_("school"), "", COLUMN_TEXT },
	{ "site_id", N_("id of school"), "", COLUMN_TEXT },
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "function_id", N_("id of function"), "", COLUMN_TEXT },
	{ "criticality", N_("weight"), "", COLUMN_INTEGER },
	{ "listed", N_("listed without a product"), "", COLUMN_BOOL },
	{ "pupils", N_("pupils"), "", COLUMN_INTEGER },
};
static const char missing_names[] =
	"board site function criticality listed pupils";

static void
add_missing(struct run *r, const struct cell *cell)
{
	const struct look *k = &r->k;
	struct value *v = table_row(&r->t);
	int64_t low, high;

	v[0] = look_name(k, cell->board);
	v[1] = look_node_id(k, cell->board);
	v[2] = look_name(k, cell->site);
	v[3] = look_node_id(k, cell->site);
	v[4] = look_name(k, cell->function);
	v[5] = look_node_id(k, cell->function);
	v[6] = value_int(cell->criticality);
	v[7] = value_bool(cell->n > 0);
	if (site_pupils(&k->l, cell->site, &low, &high))
		v[8] = value_int(low);
}

static void
missing(struct run *r)
{
	const struct cells *c = &r->k.cells;

	table_init(&r->t, &r->k.c->mem, r->k.c->command->name, missing_columns,
		   sizeof(missing_columns) / sizeof(*missing_columns));
	for (uint32_t i = 0; i < c->ncell; i++)
		if (c->cell[i].is_basic && !cell_is_known(c, &c->cell[i]))
			add_missing(r, &c->cell[i]);
}

/* Dates of the oldest and newest list of uses that counts today. */
static int
tell_age(struct run *r, struct err *e)
{
	struct cli *c = r->k.c;
	struct log_line *line;
	int32_t oldest = 0, newest = 0;
	char from[DATE_ISO_SIZE], to[DATE_ISO_SIZE];
	uint32_t n = 0;

	if (store_log(c->store, &c->mem, &line, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		const struct log_line *x = &line[i];

		if (!x->is_live || (strcmp(x->kind, "usage") != 0 &&
				    strcmp(x->kind, "applications") != 0))
			continue;
		if (!oldest || x->as_of < oldest)
			oldest = x->as_of;
		if (x->as_of > newest)
			newest = x->as_of;
	}
	if (newest)
		table_note(&r->t, "lists of uses are of %s to %s",
			   date_iso(oldest, from), date_iso(newest, to));
	return 0;
}

static int
run(struct run *r, struct err *e)
{
	const char *by = cli_text(r->k.c, "by");
	const char *names = NULL;

	if (cli_flag(r->k.c, "missing")) {
		missing(r);
		names = missing_names;
	} else if (!by || strcmp(by, "function") == 0) {
		by_function(r);
		names = function_names;
	} else if (strcmp(by, "board") == 0) {
		by_board(r);
		names = board_names;
	} else if (strcmp(by, "sector") == 0) {
		by_sector(r);
	} else {
		return err_set(e, ERR_USAGE, NULL,
			       "unknown value '%s' of --by (expected function, "
			       "board or sector)",
			       by);
	}
	if (tell_age(r, e))
		return -1;
	return look_print(&r->k, &r->t, names, e);
}

int cmd_coverage(struct cli *c, struct err *e);

int
cmd_coverage(struct cli *c, struct err *e)
{
	struct run r = { 0 };
	int rc = look_open(c, &r.k, e);

	if (rc == 0)
		rc = run(&r, e);
	look_done(&r.k);
	return rc;
}

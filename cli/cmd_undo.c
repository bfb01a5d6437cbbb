/*
 * landschap undo: takes one import or one verdict back. Nothing is deleted:
 * the source is hidden, and the edition before it counts again.
 */
#include <string.h>

#include "cli/cli.h"

const struct option options_undo[] = {
	{ NULL },
};

const struct help help_undo = {
	N_("Takes back import number IMPORT of 'landschap log': a document, "
	   "or a verdict of 'landschap review'. The landscape is then what it "
	   "was without it; the edition before it counts again."),
	{
		{ "landschap undo 12", N_("take back import 12") },
		{ "landschap undo -n 12", N_("only tell what that would do") },
	},
};

static const struct column columns[] = {
	{ "import", N_("import"), "", COLUMN_INTEGER },
	{ "what", N_("what"), "", COLUMN_TEXT },
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "as_of", N_("as of"), "", COLUMN_DATE },
	{ "result", N_("result"), "", COLUMN_TEXT },
	{ "counts_again", N_("counts again"), "", COLUMN_INTEGER },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

struct found {
	const struct log_line *line; /* of the import itself */
	bool is_undone;
	uint32_t again; /* live edition of its series, or 0 */
};

static bool
is_edition(const struct log_line *a, const struct log_line *b)
{
	return b->source && b->source != a->source && b->is_live &&
	       a->is_reference == b->is_reference &&
	       strcmp(a->series, b->series) == 0 &&
	       strcmp(a->kind, b->kind) == 0 && strcmp(a->board, b->board) == 0;
}

static int
find(struct cli *c, uint64_t number, struct found *ret, struct err *e)
{
	struct log_line *line;
	uint32_t n = 0;

	*ret = (struct found){ 0 };
	if (store_log(c->store, &c->mem, &line, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		if (line[i].source != number)
			continue;
		if (strcmp(line[i].action, "undo") == 0)
			ret->is_undone = true;
		else
			ret->line = &line[i];
	}
	for (uint32_t i = 0; ret->line && i < n; i++)
		if (is_edition(ret->line, &line[i]))
			ret->again = line[i].source;
	return 0;
}

static void
fill(struct cli *c, struct table *t, const struct found *f)
{
	struct value *v;

	table_init(t, &c->mem, c->command->name, columns, COLUMNS);
	v = table_row(t);
	v[0] = value_int(f->line->source);
	v[1] = value_str(f->line->what);
	v[2] = value_str(f->line->kind);
	v[3] = f->line->board[0] ? value_str(f->line->board) : value_na();
	v[4] = f->line->sha256[0] ? value_date(f->line->as_of) : value_na();
	v[5] = value_str(cli_word(c, c->is_dry ? N_("dry_run") : N_("undone")));
	v[6] = f->again ? value_int(f->again) : value_na();
}

int cmd_undo(struct cli *c, struct err *e);

int
cmd_undo(struct cli *c, struct err *e)
{
	struct table t;
	struct found f;
	uint64_t n;

	if (!sv_u64(sv(cli_arg(c, 0)), UINT32_MAX, &n) || n == 0)
		return err_set(e, ERR_USAGE, NULL,
			       "'%s' is not the number of an import (landschap "
			       "log lists them)",
			       cli_arg(c, 0));
	if (cli_open(c, c->is_dry ? STORE_READ : STORE_WRITE, e) ||
	    (!c->is_dry && cli_reference(c, e)) || find(c, n, &f, e))
		return -1;
	if (!f.line || f.is_undone)
		return err_set(
			e, ERR_NOTFOUND, NULL,
			f.line ? N_("import %u was undone before")
			       : N_("there is no import %u (landschap log "
				    "lists them)"),
			(unsigned)n);
	if (!c->is_dry &&
	    (store_undo(c->store, (uint32_t)n, e) || find(c, n, &f, e)))
		return -1;
	fill(c, &t, &f);
	return cli_print(c, &t, e);
}

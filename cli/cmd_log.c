/* landschap log: what was done to this file. Changes nothing. */
#include "cli/cli.h"

const struct option options_log[] = {
	{ NULL },
};

const struct help help_log = {
	N_("Every import, decision and undo, oldest first. 'live' tells "
	   "whether an import counts today: it does not when it was undone or "
	   "when a newer edition of the same document replaced it."),
	{
		{ "landschap log", N_("the whole log") },
		{ "landschap log -f csv -o log.csv", N_("for an auditor") },
	},
};

static const struct column columns[] = {
	{ "seq", N_("line"), "", COLUMN_INTEGER },
	{ "at", N_("when"), "", COLUMN_TEXT },
	{ "action", N_("action"), "", COLUMN_TEXT },
	{ "import", N_("import"), "", COLUMN_INTEGER },
	{ "what", N_("what"), "", COLUMN_TEXT },
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "as_of", N_("as of"), "", COLUMN_DATE },
	{ "facts", N_("facts"), "", COLUMN_INTEGER },
	{ "refused", N_("rows refused"), "", COLUMN_INTEGER },
	{ "live", N_("live"), "", COLUMN_BOOL },
	{ "sha256", N_("SHA-256"), "", COLUMN_TEXT },
	{ "signer", N_("verified signer"), "", COLUMN_TEXT },
	{ "algorithm", N_("algorithm"), "", COLUMN_TEXT },
	{ "valid_until", N_("vouched for until"), "", COLUMN_DATE },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) };

/* The fingerprint is too long for a column that people see. */
static void
add_signature(struct cli *c, struct table *t, struct value *v,
	      const struct log_line *x)
{
	const char *said = cli_verified(c, x->kind, x->signer, x->algorithm,
					x->valid_until);

	if (said[0] && cli_format(c) == FORMAT_TABLE)
		table_note(t, "import %u: %s", x->source, said);
	if (!x->signer[0])
		return;
	v[12] = value_str(x->signer);
	v[13] = value_str(x->algorithm);
	if (x->valid_until)
		v[14] = value_date(x->valid_until);
}

static void
add_line(struct cli *c, struct table *t, const struct log_line *x)
{
	struct value *v = table_row(t);

	v[0] = value_int(x->seq);
	v[1] = value_str(x->at);
	v[2] = value_str(cli_word(c, x->action));
	v[3] = x->source ? value_int(x->source) : value_na();
	v[4] = value_str(x->what);
	for (int i = 5; i < COLUMNS; i++)
		v[i] = value_na();
	if (x->source == 0)
		return;
	v[5] = value_str(x->kind);
	if (x->board[0])
		v[6] = value_str(x->board);
	v[10] = value_bool(x->is_live);
	if (!x->sha256[0])
		return;
	v[7] = value_date(x->as_of);
	v[8] = value_int((int64_t)x->facts);
	v[9] = value_int((int64_t)x->refused);
	v[11] = value_str(x->sha256);
	add_signature(c, t, v, x);
}

int cmd_log(struct cli *c, struct err *e);

int
cmd_log(struct cli *c, struct err *e)
{
	struct log_line *line;
	struct table t;
	uint32_t n = 0;

	if (store_log(c->store, &c->mem, &line, &n, e))
		return -1;
	table_init(&t, &c->mem, c->command->name, columns, COLUMNS);
	for (uint32_t i = 0; i < n; i++)
		add_line(c, &t, &line[i]);
	cli_narrow(c, &t,
		   "at action import what kind as_of facts refused live");
	return cli_print(c, &t, e);
}

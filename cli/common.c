/*
 * The options that mean the same in every command, and reading them. Refuses
 * an option that would change the result of a command that does not know it:
 * silence would be a wrong answer.
 */
#include "cli/common.h"

#include <stdlib.h>

#include "base/date.h"

const struct option common_options[] = {
	{ "db", 'd', OPTION_TEXT, N_("FILE"),
	  N_("the landscape (else LANDSCHAP_DB, else landschap.db)") },
	{ "format", 'f', OPTION_TEXT, N_("FORMAT"),
	  N_("table, csv, tsv, json or ndjson (else table on a terminal, tsv "
	     "in a pipe)") },
	{ "output", 'o', OPTION_TEXT, N_("FILE"),
	  N_("write the result to a file") },
	{ "limit", 0, OPTION_TEXT, N_("N"), N_("show at most N rows") },
	{ "at", 0, OPTION_TEXT, N_("DATE"),
	  N_("as it was on a date (else today)") },
	{ "known-at", 0, OPTION_TEXT, N_("DATE"),
	  N_("with what was imported by then") },
	{ "board", 0, OPTION_TEXT, N_("BOARD"),
	  N_("board number or name: this board only") },
	{ "weight", 0, OPTION_TEXT, N_("WEIGHT"),
	  N_("count pupils, schools or boards") },
	{ "level", 0, OPTION_TEXT, N_("LEVEL"),
	  N_("product, vendor, parent, infrastructure or country") },
	{ "dry-run", 'n', OPTION_FLAG, NULL,
	  N_("tell what would happen and change nothing") },
	{ "dialect", 0, OPTION_TEXT, N_("DIALECT"),
	  N_("excel-nl: csv with ; and decimal comma") },
	{ "raw", 0, OPTION_FLAG, NULL,
	  N_("leave cells that look like formulas as they are") },
	{ "lang", 0, OPTION_TEXT, N_("LANGUAGE"), N_("nl or en") },
	{ "no-color", 0, OPTION_FLAG, NULL, N_("no colours") },
	{ "quiet", 'q', OPTION_FLAG, NULL, N_("only results and errors") },
	{ "verbose", 'v', OPTION_FLAG, NULL, N_("say more") },
	{ "help", 'h', OPTION_FLAG, NULL, N_("explain, and stop") },
	{ "version", 0, OPTION_FLAG, NULL, N_("show the version, and stop") },
	{ NULL },
};

/* Options that only some commands know. */
static const struct {
	const char *name;
	unsigned uses;
} particular[] = {
	{ "at", USES_TIME },     { "known-at", USES_TIME },
	{ "board", USES_BOARD }, { "weight", USES_WEIGHT },
	{ "level", USES_LEVEL }, { "dry-run", USES_DRY },
};
enum { PARTICULAR = sizeof(particular) / sizeof(particular[0]) };

bool
common_is_used(const struct command *cmd, const char *option)
{
	for (unsigned i = 0; i < PARTICULAR; i++)
		if (strcmp(particular[i].name, option) == 0)
			return (cmd->uses & particular[i].uses) != 0;
	return true;
}

static int
check_used(const struct cli *c, struct err *e)
{
	for (unsigned i = 0; i < PARTICULAR; i++)
		if (options_has(&c->opt, particular[i].name) &&
		    !common_is_used(c->command, particular[i].name))
			return err_set(e, ERR_USAGE, NULL,
				       "option '--%s' means nothing to '%s' "
				       "(-h lists the options)",
				       particular[i].name, c->command->name);
	return 0;
}

static int
bad_value(const char *option, const char *found, const char *want,
	  struct err *e)
{
	return err_set(e, ERR_USAGE, NULL, "option '--%s': '%s' (expected %s)",
		       option, found, want);
}

int
option_date(const char *name, const char *text, int32_t *ret, struct err *e)
{
	if (date_from_text(sv(text), ret))
		return 0;
	return bad_value(name, text, _("a date such as 2026-11-24"), e);
}

int
option_number(const char *name, const char *text, uint64_t max, uint64_t *ret,
	      struct err *e)
{
	if (sv_u64(sv(text), max, ret))
		return 0;
	return bad_value(name, text, _("a whole number"), e);
}

/* -f, or what the name behind -o ends in. */
static int
read_format(struct cli *c, struct err *e)
{
	const char *text = options_text(&c->opt, "format");
	const char *dot = c->output ? strrchr(c->output, '.') : NULL;

	if (c->command->uses & USES_FORMAT)
		return 0;
	if (text) {
		c->has_format = format_from(sv(text), &c->format);
		if (!c->has_format)
			return bad_value("format", text,
					 "table, csv, tsv, json, ndjson", e);
		return 0;
	}
	if (c->is_excel_nl)
		c->format = FORMAT_CSV;
	c->has_format = c->is_excel_nl;
	if (dot && !c->has_format)
		c->has_format = format_from(sv(dot + 1), &c->format);
	return 0;
}

static int
read_measure(struct cli *c, struct err *e)
{
	const char *text = options_text(&c->opt, "weight");

	if (text && !weight_from(sv(text), &c->weight))
		return bad_value("weight", text, "pupils, schools, boards", e);
	c->has_weight = text != NULL;
	text = options_text(&c->opt, "level");
	if (text && !level_from(sv(text), &c->level))
		return bad_value("level", text,
				 "product, vendor, parent, infrastructure, "
				 "country",
				 e);
	c->has_level = text != NULL;
	return 0;
}

/* A date, or a time as the log shows it. */
static int
read_known_at(struct cli *c, struct err *e)
{
	const char *text = options_text(&c->opt, "known-at");
	char iso[DATE_ISO_SIZE];
	int32_t date;

	if (!text)
		return 0;
	if (!date_from_text(sv(text), &date))
		return bad_value("known-at", text,
				 _("a date such as 2026-11-24"), e);
	c->known_at = strlen(text) == 20
			      ? text
			      : arena_str(&c->mem, date_iso(date, iso));
	return 0;
}

static int
read_choices(struct cli *c, struct err *e)
{
	const char *text = options_text(&c->opt, "dialect");
	uint64_t n = 0;

	if (text && strcmp(text, "excel-nl") != 0)
		return bad_value("dialect", text, "excel-nl", e);
	c->is_excel_nl = text != NULL;
	text = options_text(&c->opt, "limit");
	if (text && option_number("limit", text, UINT32_MAX, &n, e))
		return -1;
	c->limit = (uint32_t)n;
	text = options_text(&c->opt, "at");
	if (text && option_date("at", text, &c->at, e))
		return -1;
	text = options_text(&c->opt, "lang");
	if (text && strcmp(text, "nl") != 0 && strcmp(text, "en") != 0)
		return bad_value("lang", text, "nl, en", e);
	return read_known_at(c, e);
}

/* Where the landscape is when nobody says. */
static const char *
default_db(void)
{
	const char *env = getenv("LANDSCHAP_DB");

	return env && env[0] ? env : "landschap.db";
}

int
common_read(struct cli *c, struct err *e)
{
	const struct options *o = &c->opt;

	c->output = options_text(o, "output");
	c->is_quiet = options_has(o, "quiet");
	c->is_dry = options_has(o, "dry-run");
	c->is_raw = options_has(o, "raw");
	c->no_color = options_has(o, "no-color");
	for (unsigned i = 0; i < o->nvalue; i++)
		c->verbose += strcmp(o->value[i].option->name, "verbose") == 0;
	c->board = options_text(o, "board") ? options_text(o, "board") : "";
	c->db = options_text(o, "db") ? options_text(o, "db") : default_db();
	if (check_used(c, e) || read_choices(c, e) || read_measure(c, e))
		return -1;
	return read_format(c, e);
}

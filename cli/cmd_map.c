/*
 * landschap map: the landscape as a picture, or the same facts as a table.
 * Refuses to guess a format from a name it does not know.
 */
#include <string.h>

#include "base/limits.h"
#include "cli/cli.h"
#include "reports/maps/map.h"

const struct option options_map[] = {
	{ "of", 0, OPTION_TEXT, N_("NODE"),
	  N_("ego: draw what lies around this; failure: what fails") },
	{ "depth", 0, OPTION_TEXT, N_("N"), N_("ego: so many steps (2)") },
	{ "function", 0, OPTION_TEXT, N_("FUNCTION"),
	  N_("this function only") },
	{ "all", 0, OPTION_FLAG, NULL,
	  N_("draw every single thing; nothing is folded") },
	{ "seconds", 0, OPTION_TEXT, N_("N"),
	  N_("time that the layout may take (10)") },
	{ NULL },
};

const struct help help_map = {
	N_("A map of more than 200 things (login: 60) is folded, and says how. "
	   "The format "
	   "follows from the name behind -o, or from -f: svg, png, pdf, dot; "
	   "csv, tsv, json, ndjson and table give the same facts as a table. "
	   "Shape is kind, stripes are unknown, a dash is an assumption, "
	   "thickness is pupils."),
	{
		{ "landschap map landscape -o map.svg",
		  N_("schools, functions, products, vendors, owners, "
		     "countries") },
		{ "landschap map function --level parent -o owners.pdf",
		  N_("who is behind each function, ready to print") },
		{ "landschap map failure --of Magister -o magister.svg",
		  N_("what stops without one product, and through what") },
		{ "landschap map login --board 41234 -o login.svg",
		  N_("who signs on where, through which hub") },
		{ "landschap map vendor -f csv",
		  N_("nodes and edges as a table") },
	},
};

/* A picture or a table; exactly one of the two. */
struct wish {
	bool is_table;
	enum map_format format;
};

static const char map_words[] = "svg, png, pdf, dot, csv, tsv, json, ndjson, "
				"table";

static bool
read_word(struct cli *c, const char *word, struct wish *ret)
{
	if (map_format_from(sv(word), &ret->format))
		return true;
	ret->is_table = format_from(sv(word), &c->format);
	c->has_format = ret->is_table;
	return ret->is_table;
}

/* -f, else how the name behind -o ends; else SVG, but not on a screen. */
static int
read_wish(struct cli *c, struct wish *ret, struct err *e)
{
	const char *text = options_text(&c->opt, "format");
	const char *dot = c->output ? strrchr(c->output, '.') : NULL;

	*ret = (struct wish){ .format = MAP_SVG };
	if (text && !read_word(c, text, ret))
		return err_set(e, ERR_USAGE, NULL,
			       "option '--format': '%s' (expected %s)", text,
			       map_words);
	if (text)
		return 0;
	if (c->is_excel_nl) {
		c->format = FORMAT_CSV;
		c->has_format = ret->is_table = true;
		return 0;
	}
	if (c->output && strcmp(c->output, "-") != 0) {
		if (!dot || !read_word(c, dot + 1, ret))
			return err_set(e, ERR_USAGE, NULL,
				       "'%s' does not tell a format (expected "
				       "a name that ends in one of %s, or -f)",
				       c->output, map_words);
		return 0;
	}
	ret->is_table = cli_is_terminal(c);
	return 0;
}

static int
read_kind(const struct cli *c, enum map_kind *ret, struct err *e)
{
	struct buf names = { 0 };

	if (map_kind_from(sv(cli_arg(c, 0)), ret))
		return 0;
	for (int i = 0; i < MAP_KINDS; i++)
		buf_printf(&names, "%s%s", i ? ", " : "",
			   map_kind_name((enum map_kind)i));
	err_set(e, ERR_USAGE, NULL, "unknown map '%s' (expected %s)",
		cli_arg(c, 0), names.p);
	buf_done(&names);
	return -1;
}

enum {
	MAY_FAIL = 1u << NODE_PRODUCT | 1u << NODE_ORGANISATION |
		   1u << NODE_COUNTRY
};

/* What --of, --depth, --function, --board and --level ask for. */
static int
read_options(struct cli *c, const struct landscape *l, struct map_options *o,
	     struct err *e)
{
	const char *of = cli_text(c, "of"), *f = cli_text(c, "function");
	uint64_t depth = 0;

	if (cli_number(c, "depth", LIMIT_MAP_DEPTH, &depth, e))
		return -1;
	o->of = o->board = o->function = NODE_NONE;
	o->depth = (uint32_t)depth;
	o->level = c->has_level ? c->level : LEVEL_VENDOR;
	o->all = cli_flag(c, "all");
	if (c->has_level && o->kind != MAP_FUNCTION)
		return err_set(e, ERR_USAGE, NULL,
			       "option '--level' is for the map 'function'");
	if ((of && o->kind != MAP_EGO && o->kind != MAP_FAILURE) ||
	    (depth && o->kind != MAP_EGO))
		return err_set(e, ERR_USAGE, NULL,
			       "options '--of' and '--depth' are for the map "
			       "'ego', and '--of' for 'failure'");
	if (of && cli_find_node(c, l, of,
				o->kind == MAP_FAILURE ? MAY_FAIL : ANY_KIND,
				&o->of, e))
		return -1;
	if (f && cli_find_node(c, l, f, 1u << NODE_FUNCTION, &o->function, e))
		return -1;
	return cli_find_board(c, l, &o->board, e);
}

static int
draw(struct cli *c, struct map_graph *g, enum map_format format, struct err *e)
{
	struct map_drawing d = { .format = format, .lang = c->lang };
	struct buf out = { .max = LIMIT_MAP_BYTES };
	uint64_t seconds = LIMIT_MAP_SECONDS;
	int rc;

	if (cli_number(c, "seconds", 3600, &seconds, e))
		return -1;
	d.seconds = (uint32_t)seconds;
	d.is_stopped = cli_interrupted;
	rc = map_draw(g, &d, &out, e);
	if (rc == 0)
		rc = cli_write(c, buf_view(&out), e);
	for (uint32_t i = 0; rc == 0 && i < g->nnote; i++)
		term_note(c, "%s", g->note[i]);
	buf_done(&out);
	return rc;
}

int cmd_map(struct cli *c, struct err *e);

int
cmd_map(struct cli *c, struct err *e)
{
	struct map_options o = { 0 };
	struct map_graph g = { 0 };
	struct landscape l;
	struct wish wish;
	struct table t;
	int rc;

	if (read_wish(c, &wish, e) || read_kind(c, &o.kind, e) ||
	    (o.kind == MAP_LOGIN || o.kind == MAP_FAILURE
		     ? cli_load_sign_on(c, &l, e)
		     : cli_load(c, &l, e)))
		return -1;
	if (!wish.is_table)
		cli_name_countries(c, &l);
	rc = read_options(c, &l, &o, e);
	if (rc == 0)
		rc = map_build(&l, &o, &g, e);
	if (rc == 0 && wish.is_table) {
		map_table(&g, &c->mem, &t);
		rc = cli_print(c, &t, e);
	} else if (rc == 0) {
		rc = draw(c, &g, wish.format, e);
	}
	map_graph_done(&g);
	landscape_done(&l);
	return rc;
}

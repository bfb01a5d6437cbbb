/*
 * landschap help: made from the tables of commands and options, so that it
 * cannot tell another story than the program.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/common.h"
#include "cli/topics.h"

const struct option options_help[] = {
	{ "man", 0, OPTION_FLAG, NULL, N_("the manual page, as roff") },
	{ NULL },
};

const struct help help_help = {
	N_("Without an argument: the list of commands and topics. Help of a "
	   "command is also what -h after it shows."),
	{
		{ "landschap help import", N_("one command") },
		{ "landschap help exit-codes", N_("one topic") },
		{ "landschap help --man | man -l -", N_("the manual page") },
	},
};

enum { INDENT = 2, GAP = 2, WIDTH_MIN = 40, WIDTH_DEFAULT = 80, LEFT_MAX = 30 };

/* Text being laid out for people. */
struct page {
	struct buf out;
	unsigned width;
};

static void
spaces(struct page *p, size_t n)
{
	while (n--)
		buf_char(&p->out, ' ');
}

/* Words of text from column `at` on; lines after the first get `indent`. */
static void
wrap(struct page *p, const char *text, size_t at, size_t indent)
{
	struct sv rest = sv(text), word;
	bool first = true;

	while (sv_split(&rest, ' ', &word)) {
		size_t n = text_length(word);

		if (!first && at + 1 + n > p->width) {
			buf_char(&p->out, '\n');
			spaces(p, indent);
			at = indent;
		} else if (!first) {
			buf_char(&p->out, ' ');
			at++;
		}
		buf_sv(&p->out, word);
		at += n;
		first = false;
	}
	buf_char(&p->out, '\n');
}

/* "  left      right, wrapped" */
static void
pair(struct page *p, const char *left, const char *right, size_t column)
{
	size_t n = INDENT + text_length(sv(left));

	spaces(p, INDENT);
	buf_str(&p->out, left);
	if (n + GAP > column) {
		buf_char(&p->out, '\n');
		n = 0;
	}
	spaces(p, column - n);
	wrap(p, right, column, column);
}

static void
title(struct page *p, const char *text)
{
	buf_printf(&p->out, "\n%s\n", text);
}

/* "-d, --db FILE" */
static const char *
option_left(struct arena *mem, const struct option *o)
{
	char letter[8] = "    ";

	if (o->letter)
		memcpy(letter, (char[]){ '-', o->letter, ',', ' ', 0 }, 5);
	return arena_printf(mem, "%s--%s%s%s%s", letter, o->name,
			    o->value ? " " : "", o->value ? _(o->value) : "",
			    o->type == OPTION_LIST ? "..." : "");
}

static void
show_options(struct cli *c, struct page *p, const struct option *o,
	     const struct command *cmd)
{
	for (; o && o->name; o++)
		if (!cmd || common_is_used(cmd, o->name))
			pair(p, option_left(&c->mem, o), _(o->help), LEFT_MAX);
}

static void
show_examples(struct page *p, const struct help *h)
{
	for (int i = 0; i < HELP_EXAMPLES && h->example[i].line; i++) {
		spaces(p, INDENT);
		buf_printf(&p->out, "%s\n", h->example[i].line);
		spaces(p, INDENT * 3);
		wrap(p, _(h->example[i].what), INDENT * 3, INDENT * 3);
	}
}

static struct page
page_new(const struct cli *c)
{
	unsigned width = c->output ? 0 : term_width();

	if (width == 0 || width > WIDTH_DEFAULT)
		width = WIDTH_DEFAULT;
	return (struct page){ .width = width < WIDTH_MIN ? WIDTH_MIN : width };
}

static int
page_show(struct cli *c, struct page *p, struct err *e)
{
	int rc = cli_write(c, buf_view(&p->out), e);

	buf_done(&p->out);
	return rc;
}

int
help_command(struct cli *c, const struct command *cmd, struct err *e)
{
	struct page p = page_new(c);

	buf_printf(&p.out, "landschap %s%s%s\n", cmd->name,
		   cmd->args[0] ? " " : "", cmd->args[0] ? _(cmd->args) : "");
	wrap(&p, _(cmd->summary), 0, 0);
	if (cmd->help->about[0]) {
		buf_char(&p.out, '\n');
		wrap(&p, _(cmd->help->about), 0, 0);
	}
	title(&p, _("Examples"));
	show_examples(&p, cmd->help);
	title(&p, _("Options"));
	show_options(c, &p, cmd->options, NULL);
	show_options(c, &p, common_options, cmd);
	return page_show(c, &p, e);
}

int
help_overview(struct cli *c, struct err *e)
{
	struct page p = page_new(c);
	size_t column = 0;

	for (const struct command *k = commands; k->name; k++)
		if (strlen(k->name) > column)
			column = strlen(k->name);
	for (const struct topic *t = topics; t->name; t++)
		if (strlen(t->name) > column)
			column = strlen(t->name);
	column += INDENT + GAP;
	buf_str(&p.out, _("landschap COMMAND [OPTIONS]\n"));
	wrap(&p,
	     _("What schools depend on: from the lists that a school board "
	       "has to a graph in which every fact knows its source."),
	     0, 0);
	title(&p, _("Commands"));
	for (const struct command *k = commands; k->name; k++)
		pair(&p, k->name, _(k->summary), column);
	title(&p, _("Topics (landschap help TOPIC)"));
	for (const struct topic *t = topics; t->name; t++)
		pair(&p, t->name, _(t->summary), column);
	title(&p, _("Options of every command (those that apply)"));
	show_options(c, &p, common_options, NULL);
	return page_show(c, &p, e);
}

static int
help_topic(struct cli *c, const struct topic *t, struct err *e)
{
	struct page p = page_new(c);

	wrap(&p, _(t->summary), 0, 0);
	if (t->about[0]) {
		buf_char(&p.out, '\n');
		wrap(&p, _(t->about), 0, 0);
	}
	buf_char(&p.out, '\n');
	for (int i = 0; i < TOPIC_LINES && t->line[i].left; i++)
		pair(&p, t->line[i].left, _(t->line[i].right), t->column);
	return page_show(c, &p, e);
}

static const char *
nth_subject(const void *ctx, unsigned i)
{
	(void)ctx;
	for (const struct command *k = commands; k->name; k++)
		if (i-- == 0)
			return k->name;
	for (const struct topic *t = topics; t->name; t++)
		if (i-- == 0)
			return t->name;
	return NULL;
}

int cmd_help(struct cli *c, struct err *e);

int
cmd_help(struct cli *c, struct err *e)
{
	const char *name = cli_arg(c, 0), *near;

	if (cli_flag(c, "man"))
		return help_man(c, e);
	if (!name)
		return help_overview(c, e);
	if (command_by_name(name))
		return help_command(c, command_by_name(name), e);
	for (const struct topic *t = topics; t->name; t++)
		if (strcmp(t->name, name) == 0)
			return help_topic(c, t, e);
	near = nearest(name, nth_subject, NULL);
	if (near)
		return err_set(e, ERR_USAGE, NULL,
			       "no help about '%s' (did you mean '%s'?)", name,
			       near);
	return err_set(e, ERR_USAGE, NULL,
		       "no help about '%s' (landschap help lists what there "
		       "is)",
		       name);
}

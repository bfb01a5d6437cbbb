/*
 * The manual page from the tables of commands, options and topics: roff that
 * man(1) and mandoc read.
 */
#include "base/buf.h"
#include "cli/common.h"
#include "cli/topics.h"

/* Text for roff: no line starts a request, '-' stays what it is. */
static void
roff(struct buf *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		buf_str(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			buf_str(out, "\\e");
		else if (*text == '-')
			buf_str(out, "\\-");
		else
			buf_char(out, *text);
	}
}

static void
paragraph(struct buf *out, const char *request, const char *text)
{
	buf_printf(out, "%s\n", request);
	roff(out, text);
	buf_char(out, '\n');
}

static void
item(struct buf *out, const char *left, const char *right)
{
	buf_str(out, ".TP\n.B ");
	roff(out, left);
	buf_char(out, '\n');
	roff(out, right);
	buf_char(out, '\n');
}

static void
put_options(struct cli *c, struct buf *out, const struct option *o)
{
	for (; o->name; o++) {
		const char *letter =
			o->letter ? arena_printf(&c->mem, "-%c, ", o->letter)
				  : "";

		item(out,
		     arena_printf(&c->mem, "%s--%s%s%s%s", letter, o->name,
				  o->value ? " " : "",
				  o->value ? _(o->value) : "",
				  o->type == OPTION_LIST ? "..." : ""),
		     _(o->help));
	}
}

static void
put_command(struct cli *c, struct buf *out, const struct command *k)
{
	const struct help *h = k->help;

	paragraph(out, ".SS",
		  arena_printf(&c->mem, "landschap %s%s%s", k->name,
			       k->args[0] ? " " : "",
			       k->args[0] ? _(k->args) : ""));
	roff(out, _(k->summary));
	buf_str(out, ".\n");
	if (h->about[0])
		paragraph(out, ".PP", _(h->about));
	put_options(c, out, k->options);
	for (int i = 0; i < HELP_EXAMPLES && h->example[i].line; i++) {
		paragraph(out, ".PP\n.EX", h->example[i].line);
		paragraph(out, ".EE", _(h->example[i].what));
	}
}

static void
put_topic(struct buf *out, const struct topic *t)
{
	paragraph(out, ".SS", _(t->summary));
	if (t->about[0])
		paragraph(out, ".PP", _(t->about));
	for (int i = 0; i < TOPIC_LINES && t->line[i].left; i++)
		item(out, t->line[i].left, _(t->line[i].right));
}

int
help_man(struct cli *c, struct err *e)
{
	struct buf out = { 0 };
	int rc;

	buf_str(&out,
		".TH LANDSCHAP 1 \"\" \"landschap " LANDSCHAP_VERSION "\"\n");
	paragraph(&out, ".SH NAME",
		  _("landschap - what schools depend on, with evidence"));
	paragraph(&out, ".SH SYNOPSIS", _("landschap COMMAND [OPTIONS]"));
	paragraph(&out, ".SH DESCRIPTION",
		  _("What schools depend on: from the lists that a school "
		    "board has to a graph in which every fact knows its "
		    "source."));
	buf_printf(&out, ".SH %s\n", _("COMMANDS"));
	for (const struct command *k = commands; k->name; k++)
		put_command(c, &out, k);
	buf_printf(&out, ".SH %s\n", _("OPTIONS OF EVERY COMMAND"));
	put_options(c, &out, common_options);
	buf_printf(&out, ".SH %s\n", _("TOPICS"));
	for (const struct topic *t = topics; t->name; t++)
		put_topic(&out, t);
	rc = cli_write(c, buf_view(&out), e);
	buf_done(&out);
	return rc;
}

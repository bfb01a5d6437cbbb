/*
 * Results out: to stdout, or through a temporary file to -o FILE. A reader
 * that goes away (a closed pipe) is no error; a full disk is.
 */
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/cli.h"
#include "reports/publish.h"

bool
cli_is_terminal(const struct cli *c)
{
	return !c->output && isatty(STDOUT_FILENO);
}

int
cli_write(struct cli *c, struct sv bytes, struct err *e)
{
	if (c->output && strcmp(c->output, "-") != 0)
		return publish_file(c->output, bytes, e);
	term_progress_end();
	return publish_fd(STDOUT_FILENO, bytes, NULL, e);
}

enum format
cli_format(const struct cli *c)
{
	if (c->has_format)
		return c->format;
	return cli_is_terminal(c) ? FORMAT_TABLE : FORMAT_TSV;
}

static bool
is_named(const char *names, const char *name)
{
	struct sv rest = sv(names), word;

	while (sv_split(&rest, ' ', &word))
		if (sv_is(word, name))
			return true;
	return false;
}

/* Not applicable from top to bottom. */
static bool
is_void(const struct table *t, uint32_t column)
{
	for (uint32_t r = 0; r < t->nrow; r++)
		if (t->value[(size_t)r * t->ncolumn + column].state !=
		    VALUE_NOT_APPLICABLE)
			return false;
	return t->nrow > 0;
}

void
cli_narrow(struct cli *c, struct table *t, const char *names)
{
	struct column *column;
	struct value *value;
	uint32_t *keep, n = 0;

	if (cli_format(c) != FORMAT_TABLE || c->verbose)
		return;
	keep = ARENA_ARRAY(t->mem, t->ncolumn, uint32_t);
	for (uint32_t i = 0; i < t->ncolumn; i++)
		if ((!names || is_named(names, t->column[i].name)) &&
		    !is_void(t, i))
			keep[n++] = i;
	column = ARENA_ARRAY(t->mem, n, struct column);
	value = arena_array(t->mem, (size_t)n * t->nrow, sizeof(*value));
	for (uint32_t i = 0; i < n; i++)
		column[i] = t->column[keep[i]];
	for (uint32_t r = 0; r < t->nrow; r++)
		for (uint32_t i = 0; i < n; i++)
			value[(size_t)r * n + i] =
				t->value[(size_t)r * t->ncolumn + keep[i]];
	t->column = column;
	t->value = value;
	t->ncolumn = n;
	t->cap = t->nrow;
}

int
cli_print(struct cli *c, const struct table *t, struct err *e)
{
	struct render_options o = {
		.format = cli_format(c),
		.is_excel_nl = c->is_excel_nl,
		.is_raw = c->is_raw,
		.has_color = term_has_color(c),
		.is_terminal = cli_is_terminal(c),
		.limit = c->limit,
	};
	struct buf out = { 0 };
	int rc;

	o.width = cli_is_terminal(c) ? term_width() : 0;
	table_render(&out, t, &o);
	rc = buf_ok(&out) ? cli_write(c, buf_view(&out), e)
			  : err_set(e, ERR_LIMIT, NULL,
				    "the result is larger than 1 GiB "
				    "(--limit makes it smaller)");
	if (rc == 0 && (o.format == FORMAT_CSV || o.format == FORMAT_TSV)) {
		buf_clear(&out);
		table_remarks(&out, t, &o);
		term_lines(c, buf_view(&out));
	}
	buf_done(&out);
	return rc;
}

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

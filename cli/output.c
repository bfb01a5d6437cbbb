/*
 * Results out: to stdout, or through a temporary file to -o FILE. A reader
 * that goes away (a closed pipe) is no error; a full disk is.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/cli.h"

bool
cli_is_terminal(const struct cli *c)
{
	return !c->output && isatty(STDOUT_FILENO);
}

/* Beside the file that is wanted, so that the rename is one step. */
static int
write_file(const char *path, struct sv bytes, struct arena *mem, struct err *e)
{
	struct at at = { .file = path };
	char *temp = arena_printf(mem, "%s.XXXXXX", path);
	int fd = mkostemp(temp, O_CLOEXEC);
	mode_t mask = umask(0);
	bool ok;

	umask(mask);
	if (fd < 0)
		return err_set(e, ERR_IO, &at, "cannot write: %s",
			       strerror(errno));
	ok = fchmod(fd, 0666 & ~mask) == 0 && term_write(fd, bytes) == 0 &&
	     fsync(fd) == 0;
	ok = close(fd) == 0 && ok;
	if (ok && rename(temp, path) == 0)
		return 0;
	err_set(e, ERR_IO, &at, "cannot write: %s", strerror(errno));
	unlink(temp);
	return -1;
}

int
cli_write(struct cli *c, struct sv bytes, struct err *e)
{
	if (c->output && strcmp(c->output, "-") != 0)
		return write_file(c->output, bytes, &c->mem, e);
	term_progress_end();
	if (term_write(STDOUT_FILENO, bytes) == 0 || errno == EPIPE)
		return 0;
	return err_set(e, ERR_IO, NULL, "cannot write the result: %s",
		       strerror(errno));
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

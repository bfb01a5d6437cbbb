/*
 * The terminal: the only file that writes to stderr. Everything passes
 * text_visible first, so that no document can move the cursor.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/text.h"
#include "cli/cli.h"
#include "reports/publish.h"

enum { PROGRESS_AFTER_MS = 500, PROGRESS_EVERY_MS = 100, WIDTH_MAX = 1000 };

/* What the progress line needs to know. */
static struct {
	bool is_terminal; /* stderr, and one that can go back a line */
	bool is_shown;
	int64_t start, last; /* milliseconds */
} progress;

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static bool
is_dumb(void)
{
	const char *term = getenv("TERM");

	return term && strcmp(term, "dumb") == 0;
}

void
term_init(struct cli *c)
{
	progress.is_terminal =
		isatty(STDERR_FILENO) && !is_dumb() && !c->is_quiet;
	progress.start = now_ms();
}

/* What cannot be written to stderr is lost: there is nobody to tell. */
static void
put(struct sv bytes)
{
	struct err ignored = { 0 };

	publish_fd(STDERR_FILENO, bytes, NULL, &ignored);
}

/* One line to stderr. */
static void
put_line(const char *prefix, const char *text)
{
	struct buf out = { 0 };

	term_progress_end();
	buf_str(&out, prefix);
	text_visible(&out, sv(text));
	buf_char(&out, '\n');
	put(buf_view(&out));
	buf_done(&out);
}

static void
put_format(const char *fmt, va_list ap)
{
	char *text = NULL;

	if (vasprintf(&text, fmt, ap) < 0)
		mem_fail();
	put_line("", text);
	free(text);
}

void
term_line(const char *text)
{
	put_line("", text);
}

void
term_say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	put_format(_(fmt), ap);
	va_end(ap);
}

void
term_note(const struct cli *c, const char *fmt, ...)
{
	va_list ap;

	if (c->is_quiet)
		return;
	va_start(ap, fmt);
	put_format(_(fmt), ap);
	va_end(ap);
}

void
term_err(const struct err *e)
{
	struct buf text = { 0 };

	if (e->where[0])
		buf_printf(&text, "%s: ", e->where);
	buf_str(&text, e->msg);
	put_line(e->where[0] ? "" : "landschap: ", text.p ? text.p : "");
	buf_done(&text);
}

void
term_lines(const struct cli *c, struct sv text)
{
	struct buf one = { 0 };
	struct sv line;

	while (!c->is_quiet && sv_split(&text, '\n', &line)) {
		if (!text.p && line.n == 0)
			break;
		buf_clear(&one);
		buf_sv(&one, line);
		put_line("", one.p ? one.p : "");
	}
	buf_done(&one);
}

unsigned
term_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize w;
	uint64_t n;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (columns && sv_u64(sv(columns), WIDTH_MAX, &n) && n)
		return (unsigned)n;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col)
		return w.ws_col;
	return 80;
}

bool
term_has_color(const struct cli *c)
{
	const char *no = getenv("NO_COLOR");

	return !c->output && !c->no_color && !(no && no[0]) && !is_dumb() &&
	       isatty(STDOUT_FILENO);
}

void
term_progress(const struct cli *c, const char *what, uint64_t done)
{
	struct buf out = { 0 };
	int64_t now;

	if (!progress.is_terminal || c->is_quiet)
		return;
	now = now_ms();
	if (now - progress.start < PROGRESS_AFTER_MS ||
	    now - progress.last < PROGRESS_EVERY_MS)
		return;
	progress.last = now;
	progress.is_shown = true;
	buf_str(&out, "\r\033[K");
	text_visible(&out, sv(what));
	if (done)
		buf_printf(&out, " %llu", (unsigned long long)done);
	put(buf_view(&out));
	buf_done(&out);
}

void
term_progress_end(void)
{
	if (!progress.is_shown)
		return;
	progress.is_shown = false;
	put(SV("\r\033[K"));
}

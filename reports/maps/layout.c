/*
 * Graphviz in a child: libgvc cannot be stopped, leaks, and gives up on the
 * whole process when memory fails. The child gets a budget of processor time
 * and memory, loads its plugins, then shuts the door (no new process, no
 * network, no file to write) and only then sees a name that somebody typed.
 *
 * The plugins are loaded by drawing one small box first, since libgvc opens
 * them when they are needed; fonts are still read afterwards, so opening files
 * for reading stays allowed.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/build.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "reports/maps/draft.h"
#include "reports/maps/graphviz.h"

enum { POLL_MS = 100, CHUNK = 64 * 1024, MARGIN = 12 };

/* What the child sends before the drawing. */
struct drawn {
	uint32_t magic; /* DRAWN */
	uint32_t paper; /* 4 = A4, 3 = A3, ...; NO_PAPER: larger than A0 */
};
enum { DRAWN = 0x4c414e44, NO_PAPER = 99 };

enum outcome { DONE, TOO_LONG, BROKEN, STOPPED };

/* One try: an engine, and how long it may take. */
struct
try {
	enum map_engine engine;
	int milliseconds;
	uint32_t paper; /* out */
};

static void
limit(enum __rlimit_resource resource, rlim_t value)
{
	struct rlimit r = { value, value };

	setrlimit(resource, &r);
}

static void
set_limits(int milliseconds)
{
	limit(RLIMIT_CPU, (rlim_t)milliseconds / 1000 + 1);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CORE, 0);
	/* a sanitizer reserves terabytes that it never uses */
	if (!BUILD_SANITIZED)
		limit(RLIMIT_AS, LIMIT_MAP_MEMORY);
	signal(SIGXFSZ, SIG_IGN);
}

/* Calls that layout, fonts and an open pipe need; the rest is EPERM. */
static bool
set_filter(void)
{
	static const int calls[] = {
		SCMP_SYS(read),          SCMP_SYS(pread64),
		SCMP_SYS(readv),         SCMP_SYS(write),
		SCMP_SYS(lseek),         SCMP_SYS(close),
		SCMP_SYS(fstat),         SCMP_SYS(newfstatat),
		SCMP_SYS(stat),          SCMP_SYS(lstat),
		SCMP_SYS(access),        SCMP_SYS(faccessat),
		SCMP_SYS(faccessat2),    SCMP_SYS(readlink),
		SCMP_SYS(readlinkat),    SCMP_SYS(getdents64),
		SCMP_SYS(fcntl),         SCMP_SYS(statfs),
		SCMP_SYS(fstatfs),       SCMP_SYS(brk),
		SCMP_SYS(mmap),          SCMP_SYS(munmap),
		SCMP_SYS(mremap),        SCMP_SYS(madvise),
		SCMP_SYS(mprotect),      SCMP_SYS(futex),
		SCMP_SYS(getrandom),     SCMP_SYS(exit),
		SCMP_SYS(exit_group),    SCMP_SYS(rt_sigreturn),
		SCMP_SYS(rt_sigaction),  SCMP_SYS(rt_sigprocmask),
		SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(times),         SCMP_SYS(getrusage),
		SCMP_SYS(getpid),        SCMP_SYS(gettid),
		SCMP_SYS(getcwd),        SCMP_SYS(sched_yield),
		SCMP_SYS(sysinfo),       SCMP_SYS(set_robust_list),
		SCMP_SYS(sigaltstack),   SCMP_SYS(nanosleep),
		SCMP_SYS(rseq),          SCMP_SYS(sched_getaffinity),
	};
	static const int opens[] = { SCMP_SYS(open), SCMP_SYS(openat) };
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = ctx != NULL;

	for (size_t i = 0; ok && i < sizeof(calls) / sizeof(calls[0]); i++)
		ok = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	/* Pango matches fonts in threads; clone3 hides its flags from us. */
	ok = ok &&
	     seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3),
			      0) == 0 &&
	     seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
			      SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD,
				      CLONE_THREAD)) == 0;
	for (unsigned i = 0; ok && i < 2; i++)
		ok = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, opens[i], 1,
				      SCMP_CMP(i + 1, SCMP_CMP_MASKED_EQ,
					       O_ACCMODE | O_CREAT | O_TRUNC,
					       O_RDONLY)) == 0;
	ok = ok && seccomp_load(ctx) == 0;
	if (ctx)
		seccomp_release(ctx);
	return ok;
}

/* Keeps only the pipe; what libraries print goes nowhere. */
static void
close_others(int pipe_fd)
{
	int null = open("/dev/null", O_RDWR);

	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	if (pipe_fd > 3)
		close_range(3, (unsigned)pipe_fd - 1, 0);
	close_range((unsigned)pipe_fd + 1, ~0u, 0);
}

static int
ignore_message(char *text)
{
	(void)text;
	return 0;
}

static const char *
engine_name(enum map_engine engine)
{
	return engine == ENGINE_DOT ? "dot" : "sfdp";
}

/* Lays out and draws one box, so that every plugin and font is there. */
static void
warm_up(GVC_t *gvc, enum map_engine engine, enum map_format format)
{
	char name[] = "warm", attribute[] = "fontname", font[] = "DejaVu Sans";
	char label[] = "label", html[] = "<B>\u2302 \u2b21</B> a";
	Agraph_t *g = agopen(name, Agdirected, NULL);
	Agnode_t *n = agnode(g, name, 1);
	unsigned size = 0;
	char *data = NULL;

	agattr(g, AGNODE, attribute, font);
	agsafeset(n, label, agstrdup_html(g, html), name);
	if (gvLayout(gvc, g, engine_name(engine)) == 0) {
		gvRenderData(gvc, g, map_format_name(format), &data, &size);
		gvFreeLayout(gvc, g);
	}
	agclose(g);
}

/*
 * The smallest paper on which the smallest text is still FONT_PRINTED points,
 * upright or on its side; the drawing is made to fit it.
 */
static uint32_t
fit_paper(Agraph_t *g)
{
	boxf box = GD_bb(g);
	double w = box.UR.x - box.LL.x + 2 * MARGIN;
	double h = box.UR.y - box.LL.y + 2 * MARGIN;
	double wide = w > h ? w : h, narrow = w > h ? h : w;
	double a = 842 - 2 * 28, b = 595 - 2 * 28; /* A4 less 1 cm all round */

	for (uint32_t paper = 4;; paper--) {
		double scale = a / wide < b / narrow ? a / wide : b / narrow;

		if (scale * FONT >= FONT_PRINTED || paper == 0) {
			bool fits = scale * FONT >= FONT_PRINTED;

			if (scale > 1)
				scale = 1;
			if (!fits)
				return NO_PAPER;
			GD_drawing(g)->size.x = w * scale;
			GD_drawing(g)->size.y = h * scale;
			return paper;
		}
		/* the next size is half as large again in area times two */
		a *= 1.41421356;
		b *= 1.41421356;
	}
}

static bool
write_all(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;

	while (n) {
		ssize_t k = write(fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* DOT needs no layout: it is the graph itself. */
static bool
send_dot(int fd, const struct map_graph *g)
{
	struct drawn head = { DRAWN, NO_PAPER };
	struct buf dot = { 0 };

	map_dot(map_cgraph(g, ENGINE_DOT, MAP_DOT), &dot);
	return buf_ok(&dot) && write_all(fd, &head, sizeof(head)) &&
	       write_all(fd, dot.p, dot.n);
}

static bool
send_drawing(int fd, GVC_t *gvc, const struct map_graph *g,
	     enum map_engine engine, enum map_format format)
{
	Agraph_t *graph = map_cgraph(g, engine, format);
	struct drawn head = { .magic = DRAWN };
	unsigned size = 0;
	char *data = NULL;

	if (gvLayout(gvc, graph, engine_name(engine)) != 0)
		return false;
	head.paper = fit_paper(graph);
	if (gvRenderData(gvc, graph, map_format_name(format), &data, &size) ||
	    !data || size == 0)
		return false;
	return write_all(fd, &head, sizeof(head)) && write_all(fd, data, size);
}

/* Nothing from outside may choose plugins, fonts or a time zone. */
static void
set_environment(void)
{
	unsetenv("GVBINDIR");
	unsetenv("GV_FILE_PATH");
	unsetenv("SERVER_NAME");
	unsetenv("DOTFONTPATH");
	setenv("TZ", "UTC", 1);
}

static void __attribute__((noreturn))
child(const struct map_graph *g, const struct try *try, enum map_format format,
      int fd)
{
	GVC_t *gvc = NULL;
	bool ok;

	signal(SIGINT, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	close_others(fd);
	set_environment();
	set_limits(try->milliseconds);
	agseterrf(ignore_message);
	if (format != MAP_DOT) {
		gvc = gvContext();
		if (gvc)
			warm_up(gvc, try->engine, format);
	}
	set_filter();
	if (format == MAP_DOT)
		ok = send_dot(fd, g);
	else
		ok = gvc && send_drawing(fd, gvc, g, try->engine, format);
	_exit(ok ? 0 : 1);
}

static int64_t
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Reads until the child is done, the time is up, or somebody says stop. */
static enum outcome
take(int fd, int milliseconds, bool (*is_stopped)(void), struct buf *out)
{
	int64_t end = now_ms() + milliseconds;
	char *chunk = mem_realloc(NULL, CHUNK, 1);
	enum outcome r = DONE;

	for (;;) {
		struct pollfd p = { .fd = fd, .events = POLLIN };
		int64_t left = end - now_ms();
		ssize_t n;

		if (is_stopped && is_stopped()) {
			r = STOPPED;
			break;
		}
		if (left <= 0) {
			r = TOO_LONG;
			break;
		}
		if (poll(&p, 1, left < POLL_MS ? (int)left : POLL_MS) <= 0)
			continue;
		n = read(fd, chunk, CHUNK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		buf_put(out, chunk, (size_t)n);
		if (!buf_ok(out)) {
			r = BROKEN;
			break;
		}
	}
	free(chunk);
	return r;
}

static enum outcome
judge(int status, enum outcome r)
{
	if (r != DONE)
		return r;
	if (WIFSIGNALED(status) &&
	    (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return TOO_LONG;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? DONE : BROKEN;
}

/* Runs one try; out gets the drawing. */
static enum outcome
attempt(const struct map_graph *g, const struct map_drawing *d, struct try *try,
	struct buf *out, struct err *e)
{
	struct buf raw = { .max = LIMIT_MAP_BYTES };
	struct drawn head = { 0 };
	int fd[2], status = 0;
	enum outcome r;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) != 0) {
		err_set(e, ERR_IO, NULL, "cannot make a pipe: %s",
			strerror(errno));
		return STOPPED;
	}
	pid = fork();
	if (pid < 0) {
		err_set(e, ERR_IO, NULL, "cannot start Graphviz: %s",
			strerror(errno));
		close(fd[0]);
		close(fd[1]);
		return STOPPED;
	}
	if (pid == 0) {
		close(fd[0]);
		child(g, try, d->format, fd[1]);
	}
	close(fd[1]);
	r = take(fd[0], try->milliseconds, d->is_stopped, &raw);
	close(fd[0]);
	if (r != DONE)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	r = judge(status, r);
	if (raw.n >= sizeof(head))
		memcpy(&head, raw.p, sizeof(head));
	if (r == DONE && head.magic != DRAWN)
		r = BROKEN;
	if (r == DONE) {
		try->paper = head.paper;
		buf_put(out, raw.p + sizeof(head), raw.n - sizeof(head));
	}
	buf_done(&raw);
	return r;
}

static void
note_paper(struct map_graph *g, uint32_t paper)
{
	char text[160];

	if (paper == 4)
		return;
	if (paper == NO_PAPER)
		snprintf(text, sizeof(text), "%s",
			 _("too large to be read on paper (fold it, or choose "
			   "one --board or --function)"));
	else
		snprintf(text, sizeof(text),
			 _("to be read on paper it needs A%u"), paper);
	map_note(g, text);
}

/* Why a try did not give a drawing; to be noted when another is made. */
static const char *
describe_failure(struct map_graph *g, const struct try *failed, enum outcome r)
{
	if (r == BROKEN)
		return arena_printf(&g->mem, _("the layout %s broke off"),
				    engine_name(failed->engine));
	return arena_printf(
		&g->mem,
		_("the layout %1$s of %2$u boxes and %3$u lines did not come "
		  "out in %4$d seconds"),
		engine_name(failed->engine), g->nnode, g->nedge,
		(failed->milliseconds + 999) / 1000);
}

static int
give_up(enum outcome r, int budget, struct err *e)
{
	if (r == BROKEN)
		return err_set(e, ERR_IO, NULL,
			       "Graphviz broke off (is it installed with its "
			       "plugins? -f csv gives the map as a table)");
	return err_set(e, ERR_IO, NULL,
		       "the map cannot be drawn in %d seconds (choose one "
		       "--board or --function, or ask for its table with -f "
		       "csv)",
		       budget / 1000);
}

/*
 * The tries, each with its part of the budget: as it is; folded further,
 * unless all was asked for; laid out loosely.
 */
static int
draw_somehow(struct map_graph *g, const struct map_drawing *d, struct buf *out,
	     struct err *e)
{
	int budget = (int)(d->seconds ? d->seconds : LIMIT_MAP_SECONDS) * 1000;
	struct try tries[] = {
		{ ENGINE_DOT, budget / 2, 0 },
		{ ENGINE_DOT, budget / 5, 0 },
		{ ENGINE_SFDP, budget * 3 / 10, 0 },
	};
	enum outcome r = BROKEN;

	for (size_t i = 0; i < 3; i++) {
		const char *why;

		if (i == 1 && (g->o.all || g->nnode <= MAP_PLAIN / 2))
			continue;
		r = attempt(g, d, &tries[i], out, e);
		if (r == DONE) {
			if (d->format != MAP_DOT)
				note_paper(g, tries[i].paper);
			return 0;
		}
		if (r == STOPPED)
			return err_set(e, ERR_IO, NULL,
				       "the drawing was stopped");
		why = describe_failure(g, &tries[i], r);
		if (i == 0 && !g->o.all && g->nnode > MAP_PLAIN / 2)
			map_fold(g, MAP_PLAIN / 2);
		map_note(g, why);
	}
	return give_up(r, budget, e);
}

/* A PDF carries a date: the landscape's, not the clock's. Same length. */
static void
date_pdf(struct buf *pdf, int32_t date)
{
	static const char mark[] = "/CreationDate (D:";
	ptrdiff_t at = sv_find_sv(buf_view(pdf), sv(mark));
	char digits[16];
	size_t from;

	if (at < 0)
		return;
	from = (size_t)at + sizeof(mark) - 1;
	snprintf(digits, sizeof(digits), "%08d000000", (int)date % 100000000);
	if (from + 14 <= pdf->n)
		memcpy(pdf->p + from, digits, 14);
}

int
map_draw(struct map_graph *g, const struct map_drawing *d, struct buf *out,
	 struct err *e)
{
	struct buf raw = { .max = LIMIT_MAP_BYTES };
	int rc = draw_somehow(g, d, &raw, e);

	if (rc == 0 && d->format == MAP_PDF)
		date_pdf(&raw, g->l->at);
	if (rc == 0 && d->format == MAP_SVG)
		rc = svg_rewrite(out, buf_view(&raw), g,
				 d->lang ? d->lang : "en", e);
	else if (rc == 0)
		buf_sv(out, buf_view(&raw));
	buf_done(&raw);
	return rc;
}

/*
 * Work on foreign bytes in a child, and its frames in the parent. Refuses
 * frames that are not exactly ours: the child may have been taken over by the
 * document. Knows nothing of what the frames mean.
 *
 * The child keeps two descriptors (the document and the pipe), may open none,
 * and may call what reading, allocating and writing to the pipe need. Whatever
 * a library reads from files (message catalogues, Unicode data) is therefore
 * loaded by the parent before the fork.
 */
#include "collectors/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/build.h"
#include "base/limits.h"
#include "base/text.h"

enum {
	OUT_BYTES = 256 * 1024, /* written to the pipe at once */
	PIPE_BYTES = 1024 * 1024,
	SLOW_BUILD = BUILD_SANITIZED ? 8 : 1, /* sanitizers take their time */
	CHILD_SECCOMP = 1, /* what confine() could set; also exit status */
	CHILD_LANDLOCK = 2,
};

struct confine_out {
	struct buf out;
	int fd;
	bool done; /* FRAME_DONE was sent */
};

int
confine_flush(struct confine_out *p, struct err *e)
{
	size_t at = 0;

	while (at < p->out.n) {
		ssize_t k = write(p->fd, p->out.p + at, p->out.n - at);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return err_set(e, ERR_IO, NULL,
				       "the reader lost its pipe");
		at += (size_t)k;
	}
	buf_clear(&p->out);
	return 0;
}

/* After a frame that begins at `before`. */
static int
after_frame(struct confine_out *p, size_t before, struct err *e)
{
	if (p->out.n - before > FRAME_MAX)
		return err_set(e, ERR_LIMIT, NULL,
			       "one record of more than %d MiB",
			       (int)(FRAME_MAX / MIB));
	return p->out.n < OUT_BYTES ? 0 : confine_flush(p, e);
}

int
confine_send(struct confine_out *p, const struct frame *f, struct err *e)
{
	size_t before = p->out.n;

	frame_put(&p->out, f);
	p->done = p->done || f->type == FRAME_DONE;
	return after_frame(p, before, e);
}

int
confine_send_record(struct confine_out *p, const struct record *r,
		    struct err *e)
{
	size_t before = p->out.n;

	frame_put_record(&p->out, r);
	return after_frame(p, before, e);
}

static unsigned
cpu_seconds(const struct confined *w, uint64_t input_bytes)
{
	if (w->cpu_seconds)
		return w->cpu_seconds;
	return SLOW_BUILD *
	       (LIMIT_READER_SECONDS +
		(unsigned)(input_bytes / LIMIT_READER_SECOND_BYTES));
}

/* A reader that waits for ever uses no processor time. */
static unsigned
clock_seconds(const struct confined *w, uint64_t input_bytes)
{
	return w->clock_seconds
		       ? w->clock_seconds
		       : cpu_seconds(w, input_bytes) * LIMIT_READER_PATIENCE;
}

static void
limit(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit r = { soft, hard };

	setrlimit(resource, &r);
}

static void
set_limits(const struct confined *w, uint64_t input_bytes)
{
	unsigned cpu = cpu_seconds(w, input_bytes);

	limit(RLIMIT_CPU, cpu, cpu + 2);
	alarm(clock_seconds(w, input_bytes));
	limit(RLIMIT_FSIZE, 0, 0);
	limit(RLIMIT_CORE, 0, 0);
	limit(RLIMIT_NOFILE, 0, 0);
	/* a sanitizer reserves terabytes that it never uses */
	if (!BUILD_SANITIZED)
		limit(RLIMIT_AS, LIMIT_READER_MEMORY, LIMIT_READER_MEMORY);
}

/* No file can be opened or changed, also where there is no seccomp. */
static bool
set_landlock(void)
{
	struct landlock_ruleset_attr all = {
		/* the rights of the first version: every kernel has them */
		.handled_access_fs = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1,
	};
	long fd = syscall(SYS_landlock_create_ruleset, &all,
			  sizeof(all.handled_access_fs), 0);
	bool ok;

	if (fd < 0)
		return false;
	ok = syscall(SYS_landlock_restrict_self, (int)fd, 0) == 0;
	close((int)fd);
	return ok;
}

static bool
allow(scmp_filter_ctx ctx, const int *calls, size_t n)
{
	bool ok = true;

	for (size_t i = 0; ok && i < n; i++)
		ok = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	return ok;
}

/* Memory may be mapped, but not to run code; only the pipe is written to. */
static bool
allow_some(scmp_filter_ctx ctx, int pipe_fd)
{
	struct scmp_arg_cmp no_code = SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0);
	struct scmp_arg_cmp to_pipe = SCMP_A0(SCMP_CMP_EQ, (unsigned)pipe_fd);
	struct scmp_arg_cmp to_stderr = SCMP_A0(SCMP_CMP_EQ, STDERR_FILENO);

	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				no_code) == 0 &&
	       seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				no_code) == 0 &&
	       seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
				to_pipe) == 0 &&
	       seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(write), 1,
				to_stderr) == 0;
}

/*
 * The calls that reading, allocating and writing to an open pipe need. All
 * others fail with EPERM: a library that looks for a file goes on without.
 */
static bool
set_filter(int pipe_fd)
{
	static const int calls[] = {
		SCMP_SYS(read),          SCMP_SYS(pread64),
		SCMP_SYS(lseek),         SCMP_SYS(close),
		SCMP_SYS(fstat),         SCMP_SYS(brk),
		SCMP_SYS(munmap),        SCMP_SYS(mremap),
		SCMP_SYS(madvise),       SCMP_SYS(futex),
		SCMP_SYS(getrandom),     SCMP_SYS(exit),
		SCMP_SYS(exit_group),    SCMP_SYS(rt_sigreturn),
		SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
		SCMP_SYS(sysinfo), /* qsort asks how much memory there is */
	};
	/* what the run-time of a sanitizer calls besides */
	static const int more[] = {
		SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigaction),
		SCMP_SYS(getpid),      SCMP_SYS(rt_sigprocmask),
		SCMP_SYS(gettid),      SCMP_SYS(sched_yield),
		SCMP_SYS(newfstatat),
	};
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = ctx != NULL;

	ok = ok && allow(ctx, calls, sizeof(calls) / sizeof(calls[0]));
	ok = ok && allow_some(ctx, pipe_fd);
	if (ok && BUILD_SANITIZED)
		ok = allow(ctx, more, sizeof(more) / sizeof(more[0]));
	ok = ok && seccomp_load(ctx) == 0;
	if (ctx)
		seccomp_release(ctx);
	return ok;
}

/* Closes every descriptor but 0, 1, 2 and these two, which are above. */
static void
close_others(int a, int b)
{
	unsigned lo = (unsigned)(a < b ? a : b);
	unsigned hi = (unsigned)(a < b ? b : a);

	if (lo > 3)
		close_range(3, lo - 1, 0);
	if (hi > lo + 1)
		close_range(lo + 1, hi - 1, 0);
	close_range(hi + 1, ~0u, 0);
}

/*
 * Nothing to read from, nothing to write to. A sanitizer keeps its voice; the
 * others have none, since the parent says what went wrong.
 */
static void
close_standard(void)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return;
	dup2(null, STDIN_FILENO);
	dup2(null, STDOUT_FILENO);
	if (!BUILD_SANITIZED)
		dup2(null, STDERR_FILENO);
	close(null);
}

static void
reset_signals(void)
{
	static const int fatal[] = { SIGINT, SIGXCPU, SIGALRM, SIGTERM };
	sigset_t none;

	for (size_t i = 0; i < sizeof(fatal) / sizeof(fatal[0]); i++)
		signal(fatal[i], SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

bool
confine_is_off(void)
{
	const char *off = getenv("LANDSCHAP_CONFINE");

	return off && strcmp(off, "off") == 0;
}

/* Gives up every right. Both descriptors are above 2. */
static int
confine(const struct confined *w, int in_fd, int pipe_fd, uint64_t input_bytes)
{
	int set = 0;

	reset_signals();
	close_others(in_fd, pipe_fd);
	close_standard();
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (set_landlock())
		set |= CHILD_LANDLOCK;
	set_limits(w, input_bytes);
	if (set_filter(pipe_fd))
		set |= CHILD_SECCOMP;
	return set;
}

static void __attribute__((noreturn))
child(struct confined *w, const struct input *from, int pipe_fd, pid_t parent)
{
	struct confine_out out = { .fd = fcntl(pipe_fd, F_DUPFD, 3) };
	struct input in = *from;
	struct frame f = { .type = FRAME_DONE };
	struct err e = { 0 };
	bool ok;

	in.fd = fcntl(from->fd, F_DUPFD, 3);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (in.fd < 0 || out.fd < 0 || getppid() != parent)
		_exit(1);
	if (!confine_is_off())
		confine(w, in.fd, out.fd, in.size);
	if (w->inside(w, &in, &out, &e)) {
		f = (struct frame){ .type = FRAME_ERROR,
				    .error = e.kind,
				    .where = sv(e.where),
				    .text = sv(e.msg) };
		frame_put(&out.out, &f);
	} else if (!out.done) {
		frame_put(&out.out, &f);
	}
	ok = confine_flush(&out, &e) == 0;
	_exit(ok ? 0 : 1);
}

/* The parent's end: bytes not yet made into frames. */
struct feed {
	struct confined *w;
	struct buf in;
	size_t at; /* consumed */
	struct frame frame;
	bool done, stop;
};

static int
went_wrong(struct err *e)
{
	return err_set(e, ERR_INPUT, NULL,
		       "the reader of this file went wrong (please report it "
		       "with the file)");
}

static int
take_frame(struct feed *in, struct sv bytes, struct err *e)
{
	struct frame *f = &in->frame;

	if (in->done || !frame_get(bytes, f))
		return went_wrong(e);
	if (f->type == FRAME_ERROR) {
		err_set(e, f->error == ERR_NONE ? ERR_INPUT : f->error, NULL,
			"%.*s", SV_ARG(f->text));
		snprintf(e->where, sizeof(e->where), "%.*s", SV_ARG(f->where));
		return -1;
	}
	in->done = f->type == FRAME_DONE;
	return in->w->take(in->w, f, &in->stop, e);
}

/* Every whole frame in the buffer. */
static int
take_frames(struct feed *in, struct err *e)
{
	while (!in->stop && in->in.n - in->at >= sizeof(uint32_t)) {
		uint32_t n;

		memcpy(&n, in->in.p + in->at, sizeof(n));
		if (n > FRAME_MAX)
			return went_wrong(e);
		if (in->in.n - in->at - sizeof(n) < n)
			break;
		if (take_frame(in, sv_n(in->in.p + in->at + sizeof(n), n), e))
			return -1;
		in->at += sizeof(n) + n;
	}
	memmove(in->in.p, in->in.p + in->at, in->in.n - in->at);
	in->in.n -= in->at;
	in->at = 0;
	return 0;
}

static int
replay(struct feed *in, int fd, struct err *e)
{
	int rc = 0;

	while (rc == 0 && !in->stop) {
		ssize_t n;

		buf_reserve(&in->in, OUT_BYTES);
		n = read(fd, in->in.p + in->in.n, OUT_BYTES);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		in->in.n += (size_t)n;
		rc = take_frames(in, e);
	}
	buf_done(&in->in);
	return rc;
}

/* Why a child that did not finish did not. */
static int
explain(const struct confined *w, int status, uint64_t input_bytes,
	struct err *e)
{
	int sig = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (sig == SIGXCPU || sig == SIGALRM)
		return err_set(e, ERR_LIMIT, NULL,
			       "reading this file takes too long (expected at "
			       "most %u seconds)",
			       sig == SIGXCPU ? cpu_seconds(w, input_bytes)
					      : clock_seconds(w, input_bytes));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 70)
		return err_set(e, ERR_LIMIT, NULL,
			       "reading this file takes too much memory "
			       "(expected at most %d MiB)",
			       (int)(LIMIT_READER_MEMORY / MIB));
	if (sig)
		return err_set(e, ERR_INPUT, NULL,
			       "the reader of this file was stopped by signal "
			       "%d (please report it with the file)",
			       sig);
	return err_set(e, ERR_INPUT, NULL,
		       "the reader of this file stopped (please report it "
		       "with the file)");
}

/*
 * What libraries load from files at their first use, they load now: the
 * message catalogue (any text of ours) and the Unicode data.
 */
static void
warm_up(void)
{
	static const char text[] = "Caf\xc3\xa9 \xc4\xb0\xef\xac\x81 N.V.";
	struct arena mem = { 0 };

	(void)_("cannot read: %s");
	(void)strerror(EPERM);
	text_fold(&mem, SV(text));
	text_fold_loose(&mem, SV(text));
	(void)text_is_deceptive(SV(text));
	arena_done(&mem);
}

/* 0: fd[] and *ret_pid are set. */
static int
start(struct confined *w, const struct input *in, int fd[2], pid_t *ret_pid,
      struct err *e)
{
	pid_t self = getpid();

	if (pipe2(fd, O_CLOEXEC) != 0)
		return err_set(e, ERR_IO, NULL, "cannot make a pipe: %s",
			       strerror(errno));
	/* a longer pipe means fewer turns; the default will do */
	(void)fcntl(fd[1], F_SETPIPE_SZ, PIPE_BYTES);
	warm_up();
	*ret_pid = fork();
	if (*ret_pid < 0) {
		err_set(e, ERR_IO, NULL, "cannot start a reader: %s",
			strerror(errno));
		close(fd[0]);
		close(fd[1]);
		return -1;
	}
	if (*ret_pid == 0) {
		close(fd[0]);
		child(w, in, fd[1], self);
	}
	close(fd[1]);
	return 0;
}

int
confine_run(struct confined *w, const struct input *in, struct err *e)
{
	struct feed feed = { .w = w, .in = { .max = 2 * FRAME_MAX } };
	int fd[2], status = 0, rc;
	pid_t pid;

	if (start(w, in, fd, &pid, e))
		return -1;
	rc = replay(&feed, fd[0], e);
	close(fd[0]);
	if (rc || feed.stop)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (rc == 0 && !feed.stop && !feed.done)
		rc = explain(w, status, in->size, e);
	if (rc && e->where[0] == '\0')
		snprintf(e->where, sizeof(e->where), "%s", in->name);
	return rc;
}

const char *
confine_describe(void)
{
	struct confined none = { .cpu_seconds = 1 };
	int fd[2], status = 0, set;
	pid_t pid;

	if (pipe2(fd, O_CLOEXEC) != 0)
		return N_("unknown (no pipe can be made)");
	pid = fork();
	if (pid == 0) {
		int in_fd = fcntl(fd[0], F_DUPFD, 3);
		int out_fd = fcntl(fd[1], F_DUPFD, 3);

		_exit(in_fd < 0 || out_fd < 0
			      ? 0
			      : confine(&none, in_fd, out_fd, 0));
	}
	close(fd[0]);
	close(fd[1]);
	if (pid < 0)
		return N_("unknown (no process can be started)");
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	set = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
	if (set == (CHILD_SECCOMP | CHILD_LANDLOCK))
		return N_("seccomp, Landlock and limits");
	if (set == CHILD_SECCOMP)
		return N_("seccomp and limits (this kernel has no Landlock)");
	if (set == CHILD_LANDLOCK)
		return N_("Landlock and limits (this kernel has no seccomp)");
	return N_("limits only (this kernel has no seccomp and no Landlock)");
}

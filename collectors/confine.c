/*
 * Runs a collector in a child and replays its frames. Refuses frames that are
 * not exactly ours: the child may have been taken over by the document.
 */
#include "collectors/confine.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "schema/model/codec.h"

enum {
	OUT_BYTES = 256 * 1024, /* written to the pipe at once */
	CPU_SECONDS = 10,       /* plus one for each CPU_BYTES of input */
	CPU_BYTES = 10 * 1024 * 1024,
};

/* The child's sink: frames into a buffer, the buffer into the pipe. */
struct pipe_sink {
	struct sink sink; /* first */
	struct buf out;
	int fd;
};

static bool
write_all(int fd, const char *p, size_t n)
{
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

static bool
flush(struct pipe_sink *p)
{
	bool ok = write_all(p->fd, p->out.p, p->out.n);

	buf_clear(&p->out);
	return ok;
}

static int
pipe_put(struct sink *s, const struct record *r, struct err *e)
{
	struct pipe_sink *p = (struct pipe_sink *)s;
	struct frame f = { .type = FRAME_RECORD, .record = *r };

	frame_put(&p->out, &f);
	if (p->out.n >= OUT_BYTES && !flush(p))
		return err_set(e, ERR_IO, NULL, "the reader lost its pipe");
	return 0;
}

static void
limit(int resource, rlim_t value)
{
	struct rlimit r = { value, value };

	setrlimit(resource, &r);
}

static void
set_limits(uint64_t input_bytes)
{
	limit(RLIMIT_CPU, CPU_SECONDS + input_bytes / CPU_BYTES);
	limit(RLIMIT_FSIZE, 0);
	limit(RLIMIT_CORE, 0);
#if !defined(__SANITIZE_ADDRESS__)
	limit(RLIMIT_AS, LIMIT_READER_MEMORY);
#endif
}

/*
 * The calls that reading, allocating and writing to an open pipe need. All
 * others fail with EPERM: a library that looks for a file goes on without.
 */
static bool
set_filter(void)
{
	static const int calls[] = {
		SCMP_SYS(read),         SCMP_SYS(pread64),
		SCMP_SYS(write),        SCMP_SYS(lseek),
		SCMP_SYS(close),        SCMP_SYS(fstat),
		SCMP_SYS(newfstatat),   SCMP_SYS(brk),
		SCMP_SYS(mmap),         SCMP_SYS(munmap),
		SCMP_SYS(mremap),       SCMP_SYS(madvise),
		SCMP_SYS(futex),        SCMP_SYS(getrandom),
		SCMP_SYS(exit),         SCMP_SYS(exit_group),
		SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime),
		SCMP_SYS(gettimeofday), SCMP_SYS(mprotect),
	};
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok = ctx != NULL;

	for (size_t i = 0; ok && i < sizeof(calls) / sizeof(calls[0]); i++)
		ok = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, calls[i], 0) == 0;
	ok = ok && seccomp_load(ctx) == 0;
	if (ctx)
		seccomp_release(ctx);
	return ok;
}

static void
send_messages(struct pipe_sink *p, const struct diag *d)
{
	for (uint32_t i = 0; i < d->n; i++) {
		struct frame f = { .type = FRAME_MESSAGE,
				   .level = d->message[i].level,
				   .where = sv(d->message[i].where),
				   .text = sv(d->message[i].text) };

		frame_put(&p->out, &f);
	}
}

static void
send_end(struct pipe_sink *p, const struct import *im, int rc,
	 const struct err *e)
{
	struct frame f = { .type = FRAME_DONE };

	send_messages(p, im->diag);
	if (rc) {
		f = (struct frame){ .type = FRAME_ERROR,
				    .error = e->kind,
				    .where = sv(e->where),
				    .text = sv(e->msg) };
		frame_put(&p->out, &f);
		return;
	}
	f.as_of = im->ret_as_of;
	f.series = sv(im->ret_series);
	if (im->ret_mapping)
		f.mapping = buf_view(im->ret_mapping);
	for (int i = 0; i < 3; i++)
		f.count[i] = im->diag->count[i];
	frame_put(&p->out, &f);
}

/* Closes every descriptor but the document and the pipe. */
static void
close_others(int keep, int pipe_fd)
{
	int lo = keep < pipe_fd ? keep : pipe_fd;
	int hi = keep < pipe_fd ? pipe_fd : keep;

	if (lo > 3)
		close_range(3, (unsigned)lo - 1, 0);
	if (hi > lo + 1)
		close_range((unsigned)lo + 1, (unsigned)hi - 1, 0);
	close_range((unsigned)hi + 1, ~0u, 0);
}

static void __attribute__((noreturn))
child(const struct collector *c, const struct import *from, int fd)
{
	struct pipe_sink out = { .sink.put = pipe_put, .fd = fd };
	struct import im = *from;
	struct diag diag = { 0 };
	struct err e = { 0 };
	int rc;

	signal(SIGINT, SIG_DFL);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	close_others(im.in->fd, fd);
	set_limits(im.in->size);
	set_filter();
	im.sink = &out.sink;
	im.diag = &diag;
	rc = c->import(&im, &e);
	send_end(&out, &im, rc, &e);
	_exit(flush(&out) ? 0 : 1);
}

/* The parent's end: bytes not yet made into frames. */
struct feed {
	struct import *im;
	struct buf in;
	size_t at; /* consumed */
	bool done, failed;
};

static void
add_message(struct diag *d, const struct frame *f)
{
	struct at at = { .file = NULL };
	char where[160];

	snprintf(where, sizeof(where), "%.*s", SV_ARG(f->where));
	at.file = where[0] ? where : NULL;
	diag_add(d, f->level, &at, "%.*s", SV_ARG(f->text));
}

static int
end_import(struct feed *in, const struct frame *f)
{
	struct import *im = in->im;

	in->done = true;
	im->ret_as_of = f->as_of;
	if (f->series.n)
		im->ret_series = arena_sv(im->mem, f->series).p;
	if (im->ret_mapping) {
		buf_clear(im->ret_mapping);
		buf_sv(im->ret_mapping, f->mapping);
	}
	for (int i = 0; i < 3; i++)
		if (f->count[i] > im->diag->count[i])
			im->diag->count[i] = f->count[i];
	return 0;
}

static int
take_frame(struct feed *in, struct sv bytes, struct err *e)
{
	struct frame f;

	if (in->done || !frame_get(bytes, &f))
		return err_set(e, ERR_INPUT, NULL,
			       "the reader of this file went wrong (please "
			       "report it with the file)");
	switch (f.type) {
	case FRAME_RECORD: return in->im->sink->put(in->im->sink, &f.record, e);
	case FRAME_MESSAGE: add_message(in->im->diag, &f); return 0;
	case FRAME_ERROR:
		in->failed = true;
		err_set(e, f.error == ERR_NONE ? ERR_INPUT : f.error, NULL,
			"%.*s", SV_ARG(f.text));
		snprintf(e->where, sizeof(e->where), "%.*s", SV_ARG(f.where));
		return -1;
	case FRAME_DONE: return end_import(in, &f);
	}
	return 0;
}

/* Every whole frame in the buffer. */
static int
take_frames(struct feed *in, struct err *e)
{
	for (;;) {
		uint32_t n;

		if (in->in.n - in->at < sizeof(n))
			break;
		memcpy(&n, in->in.p + in->at, sizeof(n));
		if (n > FRAME_MAX)
			return take_frame(in, SV_NONE, e);
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
	char *chunk = mem_realloc(NULL, OUT_BYTES, 1);
	int rc = 0;

	for (;;) {
		ssize_t n = read(fd, chunk, OUT_BYTES);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		buf_put(&in->in, chunk, (size_t)n);
		rc = take_frames(in, e);
		if (rc)
			break;
	}
	free(chunk);
	buf_done(&in->in);
	return rc;
}

/* Why a child that did not finish did not. */
static int
explain(int status, struct err *e)
{
	if (WIFSIGNALED(status) &&
	    (WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL))
		return err_set(e, ERR_LIMIT, NULL,
			       "reading this file takes too long (expected at "
			       "most %d seconds)",
			       CPU_SECONDS);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 70)
		return err_set(e, ERR_LIMIT, NULL,
			       "reading this file takes too much memory "
			       "(expected at most %d MiB)",
			       (int)(LIMIT_READER_MEMORY / MIB));
	return err_set(e, ERR_INPUT, NULL,
		       "the reader of this file stopped (please report it "
		       "with the file)");
}

int
collector_run(const struct collector *c, struct import *im, struct err *e)
{
	const char *off = getenv("LANDSCHAP_CONFINE");
	struct feed in = { .im = im, .in = { .max = FRAME_MAX + MIB } };
	int fd[2], status = 0, rc;
	pid_t pid;

	if (off && strcmp(off, "off") == 0)
		return c->import(im, e);
	if (pipe(fd) != 0)
		return err_set(e, ERR_IO, NULL, "cannot make a pipe: %s",
			       strerror(errno));
	pid = fork();
	if (pid < 0) {
		close(fd[0]);
		close(fd[1]);
		return err_set(e, ERR_IO, NULL, "cannot start a reader: %s",
			       strerror(errno));
	}
	if (pid == 0) {
		close(fd[0]);
		child(c, im, fd[1]);
	}
	close(fd[1]);
	rc = replay(&in, fd[0], e);
	close(fd[0]);
	if (rc)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (rc == 0 && !in.done)
		rc = explain(status, e);
	if (rc && e->where[0] == '\0')
		snprintf(e->where, sizeof(e->where), "%s", im->in->name);
	return rc;
}

const char *
confine_describe(void)
{
	return prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0
		       ? "limits only (this kernel has no seccomp)"
		       : "seccomp and limits";
}

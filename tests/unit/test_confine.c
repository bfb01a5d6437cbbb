/* The confined child: what it may not do, and how each failure is told. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/build.h"
#include "base/limits.h"
#include "collectors/confine.h"

Suite *suite_confine(void);

/* One run: what the child does, and what came of it. */
struct trial {
	struct confined confined; /* first */
	struct arena mem;
	struct input in;
	struct err e;
	uint32_t frames;  /* messages that arrived */
	uint32_t next;    /* number that the next one should carry */
	char last[64];    /* text of the last one */
	uint32_t stop_at; /* stop after so many; 0: never */
	bool done;
};

static int
take(struct confined *w, const struct frame *f, bool *ret_stop, struct err *e)
{
	struct trial *t = (struct trial *)w;

	(void)e;
	if (f->type == FRAME_DONE) {
		t->done = true;
		return 0;
	}
	ck_assert_int_eq(f->type, FRAME_MESSAGE);
	t->frames++;
	snprintf(t->last, sizeof(t->last), "%.*s", SV_ARG(f->text));
	*ret_stop = t->stop_at && t->frames >= t->stop_at;
	return 0;
}

static int
send_text(struct confine_out *out, const char *text, struct err *e)
{
	struct frame f = { .type = FRAME_MESSAGE, .text = sv(text) };

	return confine_send(out, &f, e);
}

/* Sends "EPERM", or what else became of a call that should not work. */
static int
send_errno(struct confine_out *out, long result, struct err *e)
{
	int error = errno;

	if (result >= 0)
		return send_text(out, "it worked", e);
	return send_text(out,
			 error == EPERM || error == EACCES || error == EMFILE
				 ? "EPERM"
				 : "another error",
			 e);
}

static int
run(struct trial *t, int (*inside)(struct confined *, const struct input *,
				   struct confine_out *, struct err *))
{
	int rc;

	t->confined.inside = inside;
	t->confined.take = take;
	ck_assert_int_eq(input_from_bytes(&t->in, "doc.csv", SV("a;b\n1;2\n"),
					  &t->mem, &t->e),
			 0);
	rc = confine_run(&t->confined, &t->in, &t->e);
	input_done(&t->in);
	return rc;
}

static void
done(struct trial *t)
{
	/* no child is left behind */
	ck_assert_int_eq(waitpid(-1, NULL, WNOHANG), -1);
	arena_done(&t->mem);
}

static int
open_file(struct confined *w, const struct input *in, struct confine_out *out,
	  struct err *e)
{
	(void)w;
	(void)in;
	return send_errno(out, open("/etc/passwd", O_RDONLY), e);
}

static int
make_file(struct confined *w, const struct input *in, struct confine_out *out,
	  struct err *e)
{
	(void)w;
	(void)in;
	return send_errno(out, open("confined.txt", O_CREAT | O_RDWR, 0600), e);
}

static int
open_socket(struct confined *w, const struct input *in, struct confine_out *out,
	    struct err *e)
{
	(void)w;
	(void)in;
	return send_errno(out, socket(AF_UNIX, SOCK_STREAM, 0), e);
}

static int
start_process(struct confined *w, const struct input *in,
	      struct confine_out *out, struct err *e)
{
	long pid = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);

	(void)w;
	(void)in;
	if (pid == 0)
		_exit(0);
	return send_errno(out, pid, e);
}

static int
run_program(struct confined *w, const struct input *in, struct confine_out *out,
	    struct err *e)
{
	char *const argv[] = { "/bin/true", NULL };

	(void)w;
	(void)in;
	return send_errno(out, execve(argv[0], argv, NULL), e);
}

static int
kill_parent(struct confined *w, const struct input *in, struct confine_out *out,
	    struct err *e)
{
	(void)w;
	(void)in;
	return send_errno(out, kill(getppid(), SIGKILL), e);
}

static int
change_document(struct confined *w, const struct input *in,
		struct confine_out *out, struct err *e)
{
	(void)w;
	return send_errno(out, write(in->fd, "x", 1), e);
}

static int
make_code(struct confined *w, const struct input *in, struct confine_out *out,
	  struct err *e)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)w;
	(void)in;
	return send_errno(out, p == MAP_FAILED ? -1 : 0, e);
}

static int
raise_limit(struct confined *w, const struct input *in, struct confine_out *out,
	    struct err *e)
{
	(void)w;
	(void)in;
	return send_errno(out, (long)alarm(0) == 0 ? 0 : -1, e);
}

static const struct {
	const char *name;
	int (*inside)(struct confined *, const struct input *,
		      struct confine_out *, struct err *);
} forbidden[] = {
	{ "open a file", open_file },
	{ "make a file", make_file },
	{ "open a socket", open_socket },
	{ "start a process", start_process },
	{ "run a program", run_program },
	{ "kill the parent", kill_parent },
	{ "change the document", change_document },
	{ "make code", make_code },
	{ "take off its alarm", raise_limit },
};
enum { FORBIDDEN = sizeof(forbidden) / sizeof(forbidden[0]) };

START_TEST(a_reader_may_only_read_and_write_to_its_pipe)
{
	struct trial t = { .stop_at = 0 };

	ck_assert_msg(run(&t, forbidden[_i].inside) == 0, "%s: %s",
		      forbidden[_i].name, t.e.msg);
	ck_assert_msg(strcmp(t.last, "EPERM") == 0, "%s: %s",
		      forbidden[_i].name, t.last);
	ck_assert(t.done);
	done(&t);
}
END_TEST

static int
read_document(struct confined *w, const struct input *in,
	      struct confine_out *out, struct err *e)
{
	char bytes[16] = "";

	(void)w;
	if (input_read(in, bytes, 7, 0) != 7)
		return -1;
	return send_text(out, bytes, e);
}

START_TEST(a_reader_reads_its_document)
{
	struct trial t = { .stop_at = 0 };

	ck_assert_int_eq(run(&t, read_document), 0);
	ck_assert_str_eq(t.last, "a;b\n1;2");
	done(&t);
}
END_TEST

START_TEST(a_document_may_be_on_a_standard_descriptor)
{
	struct trial t = { .confined = { read_document, take, 0, 0 } };
	int saved = dup(0), fd;

	ck_assert_int_eq(input_from_bytes(&t.in, "doc.csv", SV("a;b\n1;2\n"),
					  &t.mem, &t.e),
			 0);
	fd = t.in.fd;
	dup2(fd, 0);
	t.in.fd = 0;

	ck_assert_int_eq(confine_run(&t.confined, &t.in, &t.e), 0);
	ck_assert_str_eq(t.last, "a;b\n1;2");

	dup2(saved, 0);
	close(saved);
	close(fd);
	done(&t);
}
END_TEST

static int
loop(struct confined *w, const struct input *in, struct confine_out *out,
     struct err *e)
{
	(void)w;
	(void)in;
	(void)out;
	while (*(volatile enum err_kind *)&e->kind == ERR_NONE)
		continue;
	return -1;
}

/* LIMIT_READER_SECONDS and LIMIT_READER_SECOND_BYTES make this second. */
START_TEST(a_reader_that_never_ends_is_stopped_and_the_limit_is_named)
{
	struct trial t = { .confined.cpu_seconds = 1 };

	ck_assert_int_eq(run(&t, loop), -1);
	ck_assert_int_eq(t.e.kind, ERR_LIMIT);
	ck_assert_str_eq(t.e.where, "doc.csv");
	ck_assert_ptr_nonnull(strstr(t.e.msg, "at most 1 seconds"));
	done(&t);
}
END_TEST

static int
wait_for_ever(struct confined *w, const struct input *in,
	      struct confine_out *out, struct err *e)
{
	static const int never = 1;

	(void)w;
	(void)in;
	(void)out;
	/* FUTEX_WAIT: one of the few calls that a reader may sleep in */
	while (e->kind == ERR_NONE)
		syscall(SYS_futex, &never, 0, 1, NULL, NULL, 0);
	return -1;
}

/* In earnest LIMIT_READER_PATIENCE times the processor time. */
START_TEST(a_reader_that_waits_for_ever_is_stopped_too)
{
	struct trial t = { .confined.clock_seconds = 1 };

	ck_assert_int_eq(run(&t, wait_for_ever), -1);
	ck_assert_int_eq(t.e.kind, ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "at most 1 seconds"));
	done(&t);
}
END_TEST

static int
eat_memory(struct confined *w, const struct input *in, struct confine_out *out,
	   struct err *e)
{
	struct arena mem = { 0 };

	(void)w;
	(void)in;
	(void)out;
	while (e->kind == ERR_NONE)
		arena_alloc(&mem, 64 * MIB);
	return -1;
}

/* LIMIT_READER_MEMORY */
START_TEST(a_reader_that_eats_memory_is_stopped)
{
	struct trial t = { .stop_at = 0 };

	/* sanitizers reserve more address space than any limit allows */
	if (BUILD_SANITIZED)
		return;
	ck_assert_int_eq(run(&t, eat_memory), -1);
	ck_assert_int_eq(t.e.kind, ERR_LIMIT);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "at most 1024 MiB"));
	done(&t);
}
END_TEST

static int
crash(struct confined *w, const struct input *in, struct confine_out *out,
      struct err *e)
{
	(void)w;
	(void)in;
	(void)out;
	(void)e;
	signal(SIGSEGV, SIG_DFL);
	__builtin_trap();
}

START_TEST(a_reader_that_crashes_costs_its_document_only)
{
	struct trial t = { .stop_at = 0 };

	ck_assert_int_eq(run(&t, crash), -1);
	ck_assert_int_eq(t.e.kind, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "stopped"));
	ck_assert_str_eq(t.e.where, "doc.csv");
	done(&t);
}
END_TEST

static int
leave(struct confined *w, const struct input *in, struct confine_out *out,
      struct err *e)
{
	(void)w;
	(void)in;
	(void)out;
	(void)e;
	_exit(0);
}

START_TEST(a_reader_that_leaves_without_an_end_is_no_success)
{
	struct trial t = { .stop_at = 0 };

	ck_assert_int_eq(run(&t, leave), -1);
	ck_assert_int_eq(t.e.kind, ERR_INPUT);
	ck_assert(!t.done);
	done(&t);
}
END_TEST

static int
give_up(struct confined *w, const struct input *in, struct confine_out *out,
	struct err *e)
{
	struct at at = { .file = in->name, .line = 7, .col = 2 };

	(void)w;
	if (send_text(out, "so far", e))
		return -1;
	return err_set(e, ERR_LIMIT, &at, "too many of %s", "them");
}

START_TEST(an_error_of_the_reader_arrives_with_kind_place_and_words)
{
	struct trial t = { .stop_at = 0 };

	ck_assert_int_eq(run(&t, give_up), -1);
	ck_assert_int_eq(t.e.kind, ERR_LIMIT);
	ck_assert_str_eq(t.e.where, "doc.csv:7:2");
	ck_assert_str_eq(t.e.msg, "too many of them");
	ck_assert_str_eq(t.last, "so far");
	done(&t);
}
END_TEST

/* Writes bytes that confine_send() would not, to whatever is the pipe. */
static void
write_raw(const void *p, size_t n)
{
	for (int fd = 3; fd < 64; fd++)
		if (write(fd, p, n) == (ssize_t)n)
			return;
}

static int
send_huge_length(struct confined *w, const struct input *in,
		 struct confine_out *out, struct err *e)
{
	static const uint32_t n = FRAME_MAX + 1;

	(void)w;
	(void)in;
	(void)out;
	(void)e;
	write_raw(&n, sizeof(n));
	return 0;
}

static int
send_empty_frame(struct confined *w, const struct input *in,
		 struct confine_out *out, struct err *e)
{
	static const uint32_t n = 0;

	(void)w;
	(void)in;
	(void)out;
	(void)e;
	write_raw(&n, sizeof(n));
	return 0;
}

static int
send_after_end(struct confined *w, const struct input *in,
	       struct confine_out *out, struct err *e)
{
	struct frame f = { .type = FRAME_DONE };

	(void)w;
	(void)in;
	return confine_send(out, &f, e) || send_text(out, "more", e);
}

static int (*const wrong[])(struct confined *, const struct input *,
			    struct confine_out *, struct err *) = {
	send_huge_length, send_empty_frame, send_after_end
};

START_TEST(bytes_that_are_no_frame_are_refused)
{
	struct trial t = { .stop_at = 0 };

	ck_assert_int_eq(run(&t, wrong[_i]), -1);
	ck_assert_int_eq(t.e.kind, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(t.e.msg, "went wrong"));
	done(&t);
}
END_TEST

enum { MANY = 60000 };

static int
send_many(struct confined *w, const struct input *in, struct confine_out *out,
	  struct err *e)
{
	struct frame f = { .type = FRAME_MESSAGE };
	char text[16];

	(void)w;
	(void)in;
	for (unsigned i = 0; i < MANY; i++) {
		snprintf(text, sizeof(text), "%u", i);
		f.text = sv(text);
		if (confine_send(out, &f, e))
			return -1;
	}
	return 0;
}

static int
take_in_order(struct confined *w, const struct frame *f, bool *ret_stop,
	      struct err *e)
{
	struct trial *t = (struct trial *)w;
	uint64_t n = 0;

	(void)ret_stop;
	(void)e;
	if (f->type == FRAME_DONE)
		return 0;
	ck_assert(sv_u64(f->text, MANY, &n));
	ck_assert_uint_eq(n, t->next);
	t->next++;
	return 0;
}

static void
on_alarm(int sig)
{
	(void)sig;
}

START_TEST(frames_arrive_whole_and_in_order_while_signals_interrupt)
{
	struct sigaction act = { .sa_handler = on_alarm }; /* no SA_RESTART */
	struct itimerval often = { { 0, 500 }, { 0, 500 } },
			 off = { { 0, 0 }, { 0, 0 } };
	struct trial t = { .confined = { send_many, take_in_order, 0, 0 } };
	int rc;

	ck_assert_int_eq(
		input_from_bytes(&t.in, "doc.csv", SV("a"), &t.mem, &t.e), 0);
	sigaction(SIGALRM, &act, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	rc = confine_run(&t.confined, &t.in, &t.e);
	setitimer(ITIMER_REAL, &off, NULL);
	input_done(&t.in);

	ck_assert_msg(rc == 0, "%s", t.e.msg);
	ck_assert_uint_eq(t.next, MANY);
	done(&t);
}
END_TEST

static int
send_for_ever(struct confined *w, const struct input *in,
	      struct confine_out *out, struct err *e)
{
	(void)w;
	(void)in;
	while (send_text(out, "again", e) == 0)
		continue;
	return -1;
}

START_TEST(the_parent_can_stop_when_it_knows_enough)
{
	struct trial t = { .stop_at = 3 };

	ck_assert_int_eq(run(&t, send_for_ever), 0);
	ck_assert_uint_eq(t.frames, 3);
	ck_assert(!t.done);
	done(&t);
}
END_TEST

START_TEST(this_system_confines)
{
	ck_assert_ptr_nonnull(strstr(confine_describe(), "seccomp"));
	ck_assert_ptr_null(strstr(confine_describe(), "no seccomp"));
}
END_TEST

Suite *
suite_confine(void)
{
	Suite *s = suite_create("confine");
	TCase *t = tcase_create("confine");

	tcase_set_timeout(t, 60);
	tcase_set_tags(t, "confined");
	tcase_add_loop_test(t, a_reader_may_only_read_and_write_to_its_pipe, 0,
			    FORBIDDEN);
	tcase_add_test(t, a_reader_reads_its_document);
	tcase_add_test(t, a_document_may_be_on_a_standard_descriptor);
	tcase_add_test(
		t, a_reader_that_never_ends_is_stopped_and_the_limit_is_named);
	tcase_add_test(t, a_reader_that_waits_for_ever_is_stopped_too);
	tcase_add_test(t, a_reader_that_eats_memory_is_stopped);
	tcase_add_test(t, a_reader_that_crashes_costs_its_document_only);
	tcase_add_test(t, a_reader_that_leaves_without_an_end_is_no_success);
	tcase_add_test(
		t, an_error_of_the_reader_arrives_with_kind_place_and_words);
	tcase_add_loop_test(t, bytes_that_are_no_frame_are_refused, 0,
			    (int)(sizeof(wrong) / sizeof(wrong[0])));
	tcase_add_test(
		t, frames_arrive_whole_and_in_order_while_signals_interrupt);
	tcase_add_test(t, the_parent_can_stop_when_it_knows_enough);
	tcase_add_test(t, this_system_confines);
	suite_add_tcase(s, t);
	return s;
}

/*
 * The program: reads the command line, opens the database as the command
 * needs it, runs the command and turns the outcome into an exit status.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/common.h"

#define COMMAND(name, args, summary, needs, uses, min, max)                    \
	int cmd_##name(struct cli *c, struct err *e);                          \
	extern const struct option options_##name[];                           \
	extern const struct help help_##name;
#include "cli/commands.def"
#undef COMMAND

const struct command commands[] = {
#define COMMAND(name, args, summary, needs, uses, min, max)                    \
	{ #name, args, summary,        needs,        uses,                     \
	  min,   max,  options_##name, &help_##name, cmd_##name },
#include "cli/commands.def"
#undef COMMAND
	{ NULL },
};

/* What the signal handlers may look at. */
static struct {
	volatile sig_atomic_t is_writing; /* a transaction may be open */
	volatile sig_atomic_t stopped;
	struct store *store;
	pid_t pid;
} running;

bool
cli_interrupted(void)
{
	return running.stopped != 0;
}

/*
 * While a database is written the transaction is rolled back first; otherwise
 * there is nothing to put in order.
 */
static void
on_stop(int signal_number)
{
	(void)signal_number;
	if (!running.is_writing)
		_exit(EXIT_INTERRUPTED);
	running.stopped = 1;
	if (running.store)
		store_interrupt(running.store);
}

/* assert() has told what is wrong; a confined child just dies of it. */
static void
on_abort(int signal_number)
{
	static const char text[] = "landschap: internal error (please report "
				   "it)\n";

	if (getpid() != running.pid) {
		signal(signal_number, SIG_DFL);
		return;
	}
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(EXIT_INTERNAL);
	_exit(EXIT_INTERNAL);
}

static void
set_signals(void)
{
	static const int stop[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction a = { .sa_handler = on_stop };
	struct sigaction old;

	running.pid = getpid();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	signal(SIGABRT, on_abort);
	for (int i = 0; i < 3; i++) {
		/* nohup and background jobs ignore some of them: so do we */
		if (sigaction(stop[i], NULL, &old) == 0 &&
		    old.sa_handler != SIG_IGN)
			sigaction(stop[i], &a, NULL);
	}
}

/*
 * A closed descriptor 0, 1 or 2 must not become the database's. Of the three
 * only stderr may be lost: writing a result to nowhere is an error.
 */
static void
open_standard(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY) != fd)
			_exit(EXIT_FAILED);
}

const struct command *
command_by_name(const char *name)
{
	for (const struct command *k = commands; k->name; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

static const char *
nth_command(const void *ctx, unsigned i)
{
	(void)ctx;
	return commands[i].name;
}

/* --lang before anything else, so that a wrong line is told in it. */
static const char *
early_lang(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		const char *v = NULL;

		if (strncmp(argv[i], "--lang=", 7) == 0)
			v = argv[i] + 7;
		else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
			v = argv[i + 1];
		if (v && (strcmp(v, "nl") == 0 || strcmp(v, "en") == 0))
			return v;
	}
	return NULL;
}

static int
find_command(struct cli *c, const char *name, struct err *e)
{
	const char *near;

	c->command = command_by_name(name);
	if (c->command)
		return 0;
	near = nearest(name, nth_command, NULL);
	if (near)
		return err_set(e, ERR_USAGE, NULL,
			       "unknown command '%s' (did you mean '%s'?)",
			       name, near);
	return err_set(e, ERR_USAGE, NULL,
		       "unknown command '%s' (landschap help lists them)",
		       name);
}

static void
join(struct cli *c, const struct options *before, const struct options *after)
{
	unsigned n = before->nvalue + after->nvalue;

	c->opt = *after;
	c->opt.value = ARENA_ARRAY(&c->mem, n, struct option_value);
	c->opt.nvalue = n;
	for (unsigned i = 0; i < before->nvalue; i++)
		c->opt.value[i] = before->value[i];
	for (unsigned i = 0; i < after->nvalue; i++)
		c->opt.value[before->nvalue + i] = after->value[i];
}

/* 1: help or version was all that was asked, *ret_status is the answer. */
static int
asks_about(struct cli *c, const struct options *o, int *ret_status,
	   struct err *e)
{
	if (options_has(o, "version"))
		*ret_status = cli_write(
			c, SV("landschap " LANDSCHAP_VERSION "\n"), e);
	else if (options_has(o, "help"))
		*ret_status = c->command ? help_command(c, c->command, e)
					 : help_overview(c, e);
	else
		return 0;
	return 1;
}

static int
check_args(struct cli *c, struct err *e)
{
	const struct command *k = c->command;

	if (c->opt.narg >= k->min_args && c->opt.narg <= k->max_args)
		return 0;
	if (c->opt.narg < k->min_args)
		return err_set(e, ERR_USAGE, NULL,
			       "'%s' needs more (expected: landschap %s %s)",
			       k->name, k->name, _(k->args));
	return err_set(e, ERR_USAGE, NULL,
		       "'%s' does not take '%s' (expected: landschap %s%s%s)",
		       k->name, c->opt.arg[k->max_args], k->name,
		       k->args[0] ? " " : "", k->args[0] ? _(k->args) : "");
}

/*
 * Reads the command line. 0: c is complete; 1: nothing more to do and
 * *ret_status is the outcome; -1: e is set.
 */
static int
read_line(struct cli *c, int argc, char **argv, int *ret_status, struct err *e)
{
	struct options before, after;
	int used, rc;

	if (options_parse(common_options, NULL, argc - 1, argv + 1, true,
			  &c->mem, &before, &used, e))
		return -1;
	rc = asks_about(c, &before, ret_status, e);
	if (rc)
		return rc;
	argc -= 1 + used;
	argv += 1 + used;
	if (argc == 0)
		return err_set(e, ERR_USAGE, NULL,
			       "no command (landschap help lists them)");
	if (find_command(c, argv[0], e) ||
	    options_parse(common_options, c->command->options, argc - 1,
			  argv + 1, false, &c->mem, &after, NULL, e))
		return -1;
	join(c, &before, &after);
	rc = asks_about(c, &c->opt, ret_status, e);
	if (rc)
		return rc;
	if (common_read(c, e) || check_args(c, e))
		return -1;
	return 0;
}

int
cli_open(struct cli *c, enum store_mode mode, struct err *e)
{
	running.is_writing = mode != STORE_READ;
	if (store_open(c->db, mode, &c->store, e))
		return -1;
	running.store = c->store;
	return 0;
}

static int
open_store(struct cli *c, struct err *e)
{
	switch (c->command->needs) {
	case NEEDS_NONE: return 0;
	case NEEDS_READ: return cli_open(c, STORE_READ, e);
	case NEEDS_WRITE: return cli_open(c, STORE_WRITE, e);
	}
	return 0;
}

static int
status_of(const struct err *e)
{
	switch (e->kind) {
	case ERR_NONE: return EXIT_INTERNAL;
	case ERR_USAGE: return EXIT_USAGE;
	case ERR_INPUT:
	case ERR_LIMIT: return EXIT_REFUSED;
	case ERR_DB: return EXIT_DATABASE;
	case ERR_IO:
	case ERR_NOTFOUND: return EXIT_FAILED;
	}
	return EXIT_INTERNAL;
}

static int
run(struct cli *c, int argc, char **argv, struct err *e)
{
	int status = EXIT_OK;
	int rc = read_line(c, argc, argv, &status, e);

	if (rc > 0)
		return status;
	if (rc == 0) {
		term_init(c);
		rc = open_store(c, e);
	}
	return rc ? rc : c->command->run(c, e);
}

int
main(int argc, char **argv)
{
	struct cli c = { .db = "", .board = "" };
	struct err e = { 0 };
	int status;

	open_standard();
	set_signals();
	c.lang = locale_set(early_lang(argc, argv));
	status = run(&c, argc, argv, &e);
	term_progress_end();
	if (running.stopped)
		status = EXIT_INTERRUPTED;
	else if (status < 0) {
		term_err(&e);
		status = status_of(&e);
	}
	running.store = NULL;
	store_close(c.store);
	arena_done(&c.mem);
	return status;
}

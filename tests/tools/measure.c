/*
 * Runs a command and tells what it cost, its children included:
 *   measure [-t SECONDS] [-o FILE] COMMAND [ARGUMENT]...
 * FILE (or stderr) gets one line: user and system CPU in milliseconds, wall
 * in milliseconds, the largest resident set of one process in KiB, and how it
 * ended (exit status, or 128 + signal). Exits as the command did. After
 * SECONDS of wall time the whole process group is killed: status 124.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static pid_t group;
static volatile sig_atomic_t is_late;

static void
on_alarm(int signal)
{
	(void)signal;
	is_late = 1;
	kill(-group, SIGKILL);
}

static long
ms_of(struct timeval t)
{
	return (long)t.tv_sec * 1000 + (long)t.tv_usec / 1000;
}

static long
wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int
usage(void)
{
	fprintf(stderr, "usage: measure [-t SECONDS] [-o FILE] COMMAND...\n");
	return 2;
}

static int
run(char **command, unsigned seconds, FILE *out)
{
	long start = wall_ms();
	struct rusage r;
	int status, code;

	group = fork();
	if (group == 0) {
		setpgid(0, 0);
		execvp(command[0], command);
		fprintf(stderr, "measure: %s: %s\n", command[0],
			strerror(errno));
		_exit(127);
	}
	if (group < 0)
		return 126;
	signal(SIGALRM, on_alarm);
	alarm(seconds);
	while (wait4(group, &status, 0, &r) < 0) {
		if (errno != EINTR)
			return 126;
	}
	code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	if (is_late)
		code = 124;
	fprintf(out, "%ld\t%ld\t%ld\t%d\n",
		ms_of(r.ru_utime) + ms_of(r.ru_stime), wall_ms() - start,
		r.ru_maxrss, code);
	return code;
}

int
main(int argc, char **argv)
{
	unsigned seconds = 600;
	FILE *out = stderr;
	int i, code;

	for (i = 1; i + 1 < argc && argv[i][0] == '-'; i += 2) {
		if (strcmp(argv[i], "-t") == 0) {
			if (sscanf(argv[i + 1], "%u", &seconds) != 1)
				return usage();
		} else if (strcmp(argv[i], "-o") == 0) {
			out = fopen(argv[i + 1], "we");
			if (!out) {
				perror(argv[i + 1]);
				return 126;
			}
		} else {
			return usage();
		}
	}
	if (i >= argc)
		return usage();
	code = run(argv + i, seconds, out);
	if (out != stderr)
		fclose(out);
	return code;
}

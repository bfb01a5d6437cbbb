/*
 * Output that survives a full disk and a power cut: the old file or the new
 * one, never half of one. Refuses to replace a folder or a device.
 */
#include "reports/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

static int
fail(const char *path, struct err *e)
{
	struct at at = { .file = path };

	return err_set(e, ERR_IO, &at, "cannot write: %s", strerror(errno));
}

/* All of it: 0, or -1 with errno. */
static int
write_all(int fd, struct sv bytes)
{
	while (bytes.n) {
		ssize_t k = write(fd, bytes.p, bytes.n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		bytes.p += k;
		bytes.n -= (size_t)k;
	}
	return 0;
}

/* A file on its way: still under its temporary name. */
struct pending {
	char *path; /* what it will be; in mem */
	char *temp; /* in mem; NULL once renamed */
};

/* The mode that the file gets: as the one it replaces, else by the umask. */
static mode_t
mode_of(const char *path)
{
	struct stat sb;
	mode_t mask;

	if (stat(path, &sb) == 0)
		return sb.st_mode & 07777;
	mask = umask(0);
	umask(mask);
	return 0666 & ~mask;
}

static int
write_temp(struct pending *f, struct sv bytes, struct arena *mem, struct err *e)
{
	int fd, saved;
	bool ok;

	f->temp = arena_printf(mem, "%s.XXXXXX", f->path);
	fd = mkostemp(f->temp, O_CLOEXEC);
	if (fd < 0) {
		f->temp = NULL;
		return fail(f->path, e);
	}
	ok = fchmod(fd, mode_of(f->path)) == 0 && write_all(fd, bytes) == 0 &&
	     fsync(fd) == 0;
	saved = errno;
	if (close(fd) != 0 && ok) {
		saved = errno;
		ok = false;
	}
	if (ok)
		return 0;
	unlink(f->temp);
	f->temp = NULL;
	errno = saved;
	return fail(f->path, e);
}

/* The rename lasts only when the folder is on the disk too. */
static void
sync_folder(const char *path, struct arena *mem)
{
	char *folder = arena_str(mem, path);
	char *slash = strrchr(folder, '/');
	int fd;

	if (slash == folder)
		slash[1] = '\0';
	else if (slash)
		*slash = '\0';
	fd = open(slash ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	fsync(fd); /* some file systems cannot; the rename has been done */
	close(fd);
}

static int
finish(struct pending *f, struct err *e)
{
	int saved;

	if (rename(f->temp, f->path) == 0) {
		f->temp = NULL;
		return 0;
	}
	saved = errno;
	unlink(f->temp);
	f->temp = NULL;
	errno = saved;
	return fail(f->path, e);
}

static int
write_device(const char *path, struct sv bytes, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY), saved;
	bool ok;

	if (fd < 0)
		return fail(path, e);
	ok = write_all(fd, bytes) == 0;
	saved = errno;
	if (close(fd) != 0 && ok) {
		saved = errno;
		ok = false;
	}
	errno = saved;
	return ok ? 0 : fail(path, e);
}

int
publish_file(const char *path, struct sv bytes, struct err *e)
{
	struct arena mem = { 0 };
	struct pending f = { 0 };
	struct at at = { .file = path };
	char *target;
	struct stat sb;
	int rc;

	if (path[0] == '\0')
		return err_set(e, ERR_USAGE, NULL,
			       "no name to write to (expected a file)");
	if (stat(path, &sb) == 0 && S_ISDIR(sb.st_mode))
		return err_set(e, ERR_IO, &at,
			       "cannot write: this is a folder (expected a "
			       "file)");
	if (stat(path, &sb) == 0 && !S_ISREG(sb.st_mode))
		return write_device(path, bytes, e);
	target = realpath(path, NULL); /* what a link points at */
	f.path = arena_str(&mem, target ? target : path);
	free(target);
	rc = write_temp(&f, bytes, &mem, e);
	if (rc == 0)
		rc = finish(&f, e);
	if (rc == 0)
		sync_folder(f.path, &mem);
	arena_done(&mem);
	return rc;
}

static int
make_folder(const char *path, struct err *e)
{
	struct at at = { .file = path };
	struct stat sb;

	if (mkdir(path, 0777) == 0)
		return 0;
	if (errno != EEXIST)
		return fail(path, e);
	if (stat(path, &sb) != 0)
		return fail(path, e);
	if (!S_ISDIR(sb.st_mode))
		return err_set(e, ERR_IO, &at,
			       "cannot write: this is a file (expected a "
			       "folder)");
	return 0;
}

int
publish_folder(const char *path, const struct publication *file, uint32_t n,
	       struct err *e)
{
	struct arena mem = { 0 };
	struct pending *f = arena_array(&mem, n, sizeof(*f));
	int rc = make_folder(path, e);

	for (uint32_t i = 0; rc == 0 && i < n; i++) {
		f[i].path = arena_printf(&mem, "%s/%s", path, file[i].name);
		rc = write_temp(&f[i], file[i].bytes, &mem, e);
	}
	for (uint32_t i = 0; rc == 0 && i < n; i++)
		rc = finish(&f[i], e);
	for (uint32_t i = 0; i < n; i++)
		if (f[i].temp)
			unlink(f[i].temp);
	if (rc == 0 && n)
		sync_folder(f[0].path, &mem);
	arena_done(&mem);
	return rc;
}

int
publish_fd(int fd, struct sv bytes, bool *ret_gone, struct err *e)
{
	if (write_all(fd, bytes) == 0)
		return 0;
	if (errno == EPIPE) {
		if (ret_gone)
			*ret_gone = true;
		return 0;
	}
	return err_set(e, ERR_IO, NULL, "cannot write the result: %s",
		       strerror(errno));
}

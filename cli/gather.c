/*
 * Walks folders for `import`. Refuses symbolic links inside folders: a folder
 * from a stranger must not reach the rest of the disk.
 */
#include "cli/gather.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/sort.h"

/* Folders that wait, as paths below the first one. */
struct walk {
	const char *root;
	const char **folder; /* heap */
	uint32_t n, cap;
	struct arena *mem;
	struct found_files *out;
};

static int
no_such(const char *path, struct err *e)
{
	struct at at = { .file = path };

	return err_set(e, ERR_IO, &at, "cannot open: %s", strerror(errno));
}

static int
add_file(struct found_files *out, struct found_file f, struct arena *mem,
	 struct err *e)
{
	if (out->n == LIMIT_FILES)
		return err_set(e, ERR_LIMIT, NULL,
			       "too many files (expected at most %u)",
			       LIMIT_FILES);
	if (out->n == out->cap) {
		uint32_t cap = out->cap ? out->cap * 2 : 16;
		struct found_file *to =
			ARENA_ARRAY(mem, cap, struct found_file);

		if (out->n)
			memcpy(to, out->file, out->n * sizeof(*to));
		out->file = to;
		out->cap = cap;
	}
	out->file[out->n++] = f;
	return 0;
}

/* Hidden files, and what office programs leave beside an open document. */
static bool
is_clutter(const char *name)
{
	return name[0] == '.' || strncmp(name, "~$", 2) == 0;
}

static int
add_entry(struct walk *w, int fd, const char *below, const char *name,
	  struct err *e)
{
	struct found_file f = { .is_in_folder = true };
	struct stat sb;

	if (is_clutter(name) || fstatat(fd, name, &sb, AT_SYMLINK_NOFOLLOW))
		return 0;
	f.name = arena_printf(w->mem, "%s%s%s", below, below[0] ? "/" : "",
			      name);
	if (S_ISDIR(sb.st_mode)) {
		VEC_ROOM(w->folder, w->n, w->cap);
		w->folder[w->n++] = f.name;
		return 0;
	}
	if (!S_ISREG(sb.st_mode))
		return 0;
	f.path = arena_printf(w->mem, "%s/%s", w->root, f.name);
	return add_file(w->out, f, w->mem, e);
}

static int
read_folder(struct walk *w, const char *below, struct err *e)
{
	const char *path =
		below[0] ? arena_printf(w->mem, "%s/%s", w->root, below)
			 : w->root;
	/* the folder that was named may be a link; those below it may not */
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
				    (below[0] ? O_NOFOLLOW : 0));
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *d;
	int rc = 0;

	if (!dir) {
		no_such(path, e);
		if (fd >= 0)
			close(fd);
		return -1;
	}
	while (rc == 0 && (d = readdir(dir)) != NULL)
		rc = add_entry(w, dirfd(dir), below, d->d_name, e);
	closedir(dir);
	return rc;
}

static int
cmp_found(const void *pa, const void *pb)
{
	const struct found_file *a = pa, *b = pb;

	return strcmp(a->name, b->name);
}

static int
walk(struct found_files *out, const char *root, struct arena *mem,
     struct err *e)
{
	struct walk w = { .root = root, .mem = mem, .out = out };
	uint32_t first = out->n;
	int rc = read_folder(&w, "", e);

	while (rc == 0 && w.n)
		rc = read_folder(&w, w.folder[--w.n], e);
	free(w.folder);
	sort(out->file + first, out->n - first, sizeof(*out->file), cmp_found);
	return rc;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int
gather(struct found_files *out, const char *path, struct arena *mem,
       struct err *e)
{
	struct found_file f = { .path = path, .name = base_name(path) };
	struct stat sb;

	if (stat(path, &sb) != 0)
		return no_such(path, e);
	if (S_ISDIR(sb.st_mode))
		return walk(out, path, mem, e);
	return add_file(out, f, mem, e);
}

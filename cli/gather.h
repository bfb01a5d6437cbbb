/* Files to import: named ones, and those in folders. */
#ifndef CLI_GATHER_H
#define CLI_GATHER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

struct found_file {
	const char *path;  /* to open */
	const char *name;  /* as shown and stored: base name, or the path below
			      the folder that was named */
	bool is_in_folder; /* symbolic links are not followed there */
};

struct found_files {
	struct found_file *file; /* in mem; arguments in order, each folder
				    in byte order of its names */
	uint32_t n, cap;
};

/*
 * Adds path: a file, or everything in a folder and below it but hidden files,
 * lock files of office programs and symbolic links. More than LIMIT_FILES
 * files in all: ERR_LIMIT. Something that is not there: ERR_IO. No recursion.
 */
int gather(struct found_files *out, const char *path, struct arena *mem,
	   struct err *e);

#endif

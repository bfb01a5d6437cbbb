/*
 * Results become files: whole, or not at all. Nothing here knows what is in
 * them.
 */
#ifndef REPORTS_PUBLISH_H
#define REPORTS_PUBLISH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

/*
 * Writes bytes to the file `path`: a temporary file beside it, fsync, rename;
 * until then the old file stays. The mode follows the umask, or the mode of
 * the file that is replaced. A symbolic link is followed; a device or a pipe
 * is written to as it is; a folder is refused. ERR_IO names path and reason.
 */
int publish_file(const char *path, struct sv bytes, struct err *e);

/*
 * The same for several files in one folder, which is made (mode by umask) when
 * it is not there. Every file is written before the first is renamed, so a
 * full disk leaves the folder as it was. Names are plain: no slash.
 */
struct publication {
	const char *name;
	struct sv bytes;
};
int publish_folder(const char *path, const struct publication *file, uint32_t n,
		   struct err *e);

/*
 * Writes bytes to an open descriptor. A reader that went away is told by
 * *ret_gone (may be NULL) and is no error.
 */
int publish_fd(int fd, struct sv bytes, bool *ret_gone, struct err *e);

#endif

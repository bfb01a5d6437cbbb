/* Versions of the libraries that read foreign documents, for doctor. */
#ifndef COLLECTORS_LIBRARIES_H
#define COLLECTORS_LIBRARIES_H

struct library {
	const char *name;
	const char *(*version)(void); /* as loaded, where it says so */
};
extern const struct library collector_libraries[]; /* ends with name NULL */

#endif

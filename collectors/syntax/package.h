/* Shared by zip.c, zip_stream.c and zip_walk.c; nobody else looks inside. */
#ifndef COLLECTORS_SYNTAX_PACKAGE_H
#define COLLECTORS_SYNTAX_PACKAGE_H

#include "collectors/syntax/zip.h"

struct package {
	const struct input *in;
	struct package_member *member; /* directory order, in mem */
	uint32_t n;
	struct arena mem;
	uint64_t inflated; /* bytes, of all members read so far */
};

/* file:member, the name cut and made visible; lives in p->mem. */
struct at package_place(struct package *p, const struct package_member *m);

#endif

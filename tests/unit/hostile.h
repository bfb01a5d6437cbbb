/* The 148 strings that every report format must survive. */
#ifndef TESTS_UNIT_HOSTILE_H
#define TESTS_UNIT_HOSTILE_H

#include "base/arena.h"
#include "base/sv.h"

enum { HOSTILE_STRINGS = 148 };

struct hostile {
	const char *id;
	struct sv text;
};

/* All of them, in mem. Aborts the test when the file is not whole. */
const struct hostile *hostile_strings(struct arena *mem);

#endif

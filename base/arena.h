/*
 * Memory for our own data: one arena per phase, freed in one call.
 * Out of memory prints one line and exits 70; it never returns NULL.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "base/sv.h"

struct arena_block;

/* {0} is a valid, empty arena. */
struct arena {
	struct arena_block *head; /* newest block, or NULL */
	size_t used;              /* bytes handed out, for tests and limits */
};

/* Zeroed memory, aligned to 16. n == 0 gives a valid pointer. */
void *arena_alloc(struct arena *a, size_t n);
/* Like calloc: the product is checked; overflow is a bug and exits 70. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* A copy; NUL-terminated behind its end, so .p is also a C string. */
struct sv arena_sv(struct arena *a, struct sv s);
char *arena_str(struct arena *a, const char *s);
/* printf into the arena; the result is NUL-terminated. */
char *arena_printf(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void arena_done(struct arena *a);
/* Empty again, the newest block kept: for what is needed often and briefly. */
void arena_clear(struct arena *a);

/* Heap memory that exits 70 when there is none; for growing arrays. */
void *mem_realloc(void *p, size_t count, size_t size);
/* Prints "out of memory" and exits 70. The one place. */
void mem_fail(void) __attribute__((noreturn));

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

/* Grows a heap array `p` with count `n` and capacity `cap` by one slot. */
#define VEC_ROOM(p, n, cap)                                                    \
	do {                                                                   \
		if ((n) == (cap)) {                                            \
			(cap) = (cap) ? (cap)*2 : 16;                          \
			(p) = mem_realloc((p), (size_t)(cap), sizeof(*(p)));   \
		}                                                              \
	} while (0)

/* __attribute__((cleanup)) for foreign handles: CLEANUP(fclose_p) FILE *f. */
#define CLEANUP(fn) __attribute__((cleanup(fn)))

#endif

/* Arenas: bump allocation in blocks; the one place that meets out-of-memory. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_MIN = 64 * 1024, ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t size, used;
	_Alignas(16) unsigned char data[];
};

void
mem_fail(void)
{
	fputs("landschap: out of memory\n", stderr);
	exit(70);
}

void *
mem_realloc(void *p, size_t count, size_t size)
{
	size_t n;
	void *q;

	if (__builtin_mul_overflow(count, size, &n))
		mem_fail();
	q = realloc(p, n ? n : 1);
	if (!q)
		mem_fail();
	return q;
}

/* Memory as it comes. */
static inline void *
take(struct arena *a, size_t n)
{
	struct arena_block *b = a->head;
	size_t need;

	if (__builtin_add_overflow(n, ALIGN - 1, &need))
		mem_fail();
	need &= ~(size_t)(ALIGN - 1);
	if (!b || b->size - b->used < need) {
		size_t size = need > BLOCK_MIN ? need : BLOCK_MIN;

		if (b && size < b->size * 2 && b->size < (8u << 20))
			size = b->size * 2;
		b = mem_realloc(NULL, 1, sizeof(*b) + size);
		b->next = a->head;
		b->size = size;
		b->used = 0;
		a->head = b;
	}
	void *p = b->data + b->used;
	b->used += need;
	a->used += need;
	return p;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	return memset(take(a, n), 0, n);
}

void *
arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;

	if (__builtin_mul_overflow(count, size, &n))
		mem_fail();
	return arena_alloc(a, n);
}

struct sv
arena_sv(struct arena *a, struct sv s)
{
	char *p = take(a, s.n + 1);

	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct sv){ p, s.n };
}

char *
arena_str(struct arena *a, const char *s)
{
	return (char *)(uintptr_t)arena_sv(a, sv(s)).p;
}

char *
arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	char *p;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		mem_fail();
	p = arena_alloc(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return p;
}

void
arena_clear(struct arena *a)
{
	struct arena_block *newest = a->head;

	if (!newest)
		return;
	a->head = newest->next;
	arena_done(a);
	newest->next = NULL;
	newest->used = 0;
	a->head = newest;
}

void
arena_done(struct arena *a)
{
	while (a->head) {
		struct arena_block *next = a->head->next;

		free(a->head);
		a->head = next;
	}
	a->used = 0;
}

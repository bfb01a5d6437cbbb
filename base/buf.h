/*
 * Growable output with a cap given at birth. Errors stick: past the cap the
 * buffer stops growing and buf_ok() says so; no call in between can fail.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/sv.h"

struct buf {
	char *p;    /* heap, NUL-terminated behind n; NULL when empty */
	size_t n;   /* bytes written */
	size_t cap; /* bytes allocated */
	size_t max; /* never more than this; 0 means BUF_MAX */
	bool full;  /* something did not fit */
};

#define BUF_MAX ((size_t)1 << 30)

void buf_put_slow(struct buf *b, const void *p, size_t n);
/* Appends bytes. Inline: records are written a few bytes at a time. */
static inline void
buf_put(struct buf *b, const void *p, size_t n)
{
	if (b->full || b->cap - b->n <= n) {
		buf_put_slow(b, p, n);
		return;
	}
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}
void buf_sv(struct buf *b, struct sv s);
void buf_str(struct buf *b, const char *s);
static inline void
buf_char(struct buf *b, char c)
{
	if (b->full || b->cap - b->n <= 1) {
		buf_put_slow(b, &c, 1);
		return;
	}
	b->p[b->n++] = c;
	b->p[b->n] = '\0';
}
void buf_printf(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Room for n more bytes: until then .p stays where it is. */
void buf_reserve(struct buf *b, size_t n);
void buf_clear(struct buf *b);
void buf_done(struct buf *b);

static inline bool
buf_ok(const struct buf *b)
{
	return !b->full;
}

static inline struct sv
buf_view(const struct buf *b)
{
	return sv_n(b->p, b->n);
}

#endif

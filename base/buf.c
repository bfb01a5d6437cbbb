/* Growable output. Never fails in the middle: the error sticks. */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

static bool
room(struct buf *b, size_t n)
{
	size_t max = b->max ? b->max : BUF_MAX, want;

	if (b->full || n > max - b->n) {
		b->full = true;
		return false;
	}
	if (b->n + n + 1 > b->cap) {
		want = b->cap ? b->cap * 2 : 256;
		while (want < b->n + n + 1)
			want *= 2;
		if (want > max + 1) /* so that room in cap is room in max */
			want = max + 1;
		b->p = mem_realloc(b->p, want, 1);
		b->cap = want;
	}
	return true;
}

void
buf_put_slow(struct buf *b, const void *p, size_t n)
{
	if (!room(b, n))
		return;
	if (n)
		memcpy(b->p + b->n, p, n);
	b->n += n;
	b->p[b->n] = '\0';
}

void
buf_sv(struct buf *b, struct sv s)
{
	buf_put(b, s.p, s.n);
}

void
buf_str(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n >= 0 && room(b, (size_t)n)) {
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
		b->n += (size_t)n;
	}
	va_end(again);
}

void
buf_reserve(struct buf *b, size_t n)
{
	room(b, n);
}

void
buf_clear(struct buf *b)
{
	b->n = 0;
	b->full = false;
	if (b->p)
		b->p[0] = '\0';
}

void
buf_done(struct buf *b)
{
	free(b->p);
	*b = (struct buf){ .max = b->max };
}

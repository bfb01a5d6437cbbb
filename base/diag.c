/* Collects messages; bounded, so that a hostile file cannot fill memory. */
#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>

void
diag_add(struct diag *d, enum diag_level level, const struct at *at,
	 const char *fmt, ...)
{
	char where[160], text[512];
	struct diag_message *m;
	va_list ap;

	if (d->count[level]++ >= DIAG_KEEP)
		return;
	at_format(at, where, sizeof(where));
	va_start(ap, fmt);
	message_format(text, sizeof(text), fmt, ap);
	va_end(ap);
	VEC_ROOM(d->message, d->n, d->cap);
	m = &d->message[d->n++];
	m->level = level;
	m->where = arena_str(&d->mem, where);
	m->text = arena_str(&d->mem, text);
}

void
diag_done(struct diag *d)
{
	free(d->message);
	arena_done(&d->mem);
	*d = (struct diag){ 0 };
}

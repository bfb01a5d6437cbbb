/* Errors: one struct, one setter. Never prints, never exits. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/sv.h"

/* What vsnprintf cut off may have been half a character. */
static void
end_whole(char *s)
{
	s[sv_cut(sv(s), SIZE_MAX).n] = '\0';
}

static void
join(const struct at *at, char *out, size_t size)
{
	size_t n;

	n = (size_t)snprintf(out, size, "%s", at->file);
	if (at->part && n < size)
		n += (size_t)snprintf(out + n, size - n, ":%s", at->part);
	if (at->line && n < size)
		n += (size_t)snprintf(out + n, size - n, ":%u", at->line);
	if (at->line && at->col && n < size)
		n += (size_t)snprintf(out + n, size - n, ":%u", at->col);
	if (at->path && n < size)
		snprintf(out + n, size - n, ":%s", at->path);
}

void
at_format(const struct at *at, char *out, size_t size)
{
	out[0] = '\0';
	if (at && at->file)
		join(at, out, size);
	end_whole(out);
}

void
message_format(char *out, size_t size, const char *fmt, va_list ap)
{
	vsnprintf(out, size, _(fmt), ap);
	end_whole(out);
}

int
err_set(struct err *e, enum err_kind kind, const struct at *at, const char *fmt,
	...)
{
	va_list ap;

	if (e->kind != ERR_NONE)
		return -1;
	e->kind = kind;
	at_format(at, e->where, sizeof(e->where));
	va_start(ap, fmt);
	message_format(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return -1;
}

int
err_prefix(struct err *e, const char *fmt, ...)
{
	char rest[sizeof(e->msg)];
	va_list ap;
	size_t n;

	memcpy(rest, e->msg, sizeof(rest));
	va_start(ap, fmt);
	message_format(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	n = strlen(e->msg);
	snprintf(e->msg + n, sizeof(e->msg) - n, ": %s", rest);
	end_whole(e->msg);
	return -1;
}

/* Errors: one struct, one setter. Never prints, never exits. */
#include "base/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/personal.h"
#include "base/sv.h"

enum { MESSAGE_WHOLE = 8192 }; /* with a few names of 1,024 bytes in it */

/* What vsnprintf cut off may have been half a character. */
static void
end_whole(char *s)
{
	s[sv_cut(sv(s), SIZE_MAX).n] = '\0';
}

/* Copies into out what names nobody; what does not fit is cut. */
static void
impersonal(char *out, size_t size, const char *text)
{
	struct buf b = { 0 };

	if (!personal_in(sv(text), false)) {
		snprintf(out, size, "%s", text);
	} else {
		personal_cut(&b, sv(text), false);
		snprintf(out, size, "%.*s", SV_ARG(buf_view(&b)));
	}
	buf_done(&b);
	end_whole(out);
}

static void
join(const struct at *at, char *out, size_t size)
{
	char part[160], path[160];
	size_t n;

	impersonal(part, sizeof(part), at->part ? at->part : "");
	impersonal(path, sizeof(path), at->path ? at->path : "");
	n = (size_t)snprintf(out, size, "%s", at->file);
	if (at->part && n < size)
		n += (size_t)snprintf(out + n, size - n, ":%s", part);
	if (at->line && n < size)
		n += (size_t)snprintf(out + n, size - n, ":%u", at->line);
	if (at->line && at->col && n < size)
		n += (size_t)snprintf(out + n, size - n, ":%u", at->col);
	if (at->path && n < size)
		snprintf(out + n, size - n, ":%s", path);
}

void
at_format(const struct at *at, char *out, size_t size)
{
	out[0] = '\0';
	if (at && at->file)
		join(at, out, size);
	end_whole(out);
}

/* Of what stands before an '@'. */
static bool
is_of_address(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') ||
	       (u >= 'A' && u <= 'Z') || strchr("!#$%&*+-.?^_`{|}~", c);
}

/* Where the name before an '@' at the end of s begins; a password with it. */
static size_t
start_of_address(struct sv s)
{
	size_t n = s.n;

	while (n && is_of_address(s.p[n - 1]))
		n--;
	if (n == s.n || n == 0 || s.p[n - 1] != ':' ||
	    sv_ends(sv_n(s.p, n), SV("mailto:")))
		return n;
	n--;
	while (n && is_of_address(s.p[n - 1]))
		n--;
	return n;
}

/*
 * Who somebody is has no place in a message, also when the wrong column of a
 * list is quoted: a mail address becomes "*@school.example".
 */
static void
hide_addresses(char *s)
{
	size_t to = 0;

	for (size_t from = 0; s[from]; from++) {
		size_t start =
			s[from] == '@' ? start_of_address(sv_n(s, to)) : to;

		if (start < to) {
			to = start;
			s[to++] = '*';
		}
		s[to++] = s[from];
	}
	s[to] = '\0';
}

void
message_format(char *out, size_t size, const char *fmt, va_list ap)
{
	/* cut when it is known whom it names: half an address is a name */
	char whole[MESSAGE_WHOLE];

	vsnprintf(whole, sizeof(whole), _(fmt), ap);
	hide_addresses(whole);
	impersonal(out, size, whole);
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

/*
 * Errors and places. Every fallible function returns 0 or -1 and fills a
 * struct err; the first error wins. A bug is assert(), never an err.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

/* A place in the INPUT that a person can find by hand. */
struct at {
	const char *file; /* base name; NULL when the error is not in a file */
	const char *part; /* sheet, zip member or NULL */
	uint32_t line;    /* row or physical line, from 1; 0 = not known */
	uint32_t col;     /* column, from 1; 0 = not known */
	const char *path; /* XPath or JSON pointer, or NULL */
};

enum err_kind {
	ERR_NONE,
	ERR_USAGE,    /* the command line is wrong: exit 2 */
	ERR_INPUT,    /* the input file is wrong: exit 3 */
	ERR_LIMIT,    /* a named limit was passed: exit 3 */
	ERR_IO,       /* the operating system said no: exit 1 */
	ERR_DB,       /* the database is unusable: exit 4 */
	ERR_NOTFOUND, /* what was asked for is not there: exit 1 */
};

struct err {
	enum err_kind kind;
	char where[160]; /* "file:sheet:row:column", or "" */
	char msg[512];   /* lower case, no full stop, never personal data */
};

/*
 * Always -1, so that a caller can `return err_set(...)`. at may be NULL. fmt
 * is English and is translated here.
 */
int err_set(struct err *e, enum err_kind kind, const struct at *at,
	    const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Puts "prefix: " before the message. Always -1. */
int err_prefix(struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * A translated message without what names a person (base/personal.h; an
 * address becomes "*@school.example"); what does not fit is cut at a whole
 * character.
 */
void message_format(char *out, size_t size, const char *fmt, va_list ap)
	__attribute__((format(printf, 3, 0)));
/*
 * Writes "file:part:line:col" of at into out; missing parts are left out, and
 * all but the file's name loses what names a person.
 */
void at_format(const struct at *at, char *out, size_t size);

#endif

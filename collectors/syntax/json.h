/*
 * The one place that opens JSON (RFC 8259, ECMA-404), through jansson, behind
 * every guard that foreign JSON needs: UTF-8 only (a byte order mark is passed
 * over), depth, memory and the length of numbers and texts are measured before
 * the parser sees a byte, a name twice in one object is an error, so are NUL
 * in a name, numbers that do not fit, and anything behind the document. An
 * object or an array at the top. A text may hold NUL and other controls (PHP's
 * serialised objects do): json_get_text() and json_sv() refuse those. Messages
 * tell line and column and never quote the document: it may hold secrets.
 */
#ifndef COLLECTORS_SYNTAX_JSON_H
#define COLLECTORS_SYNTAX_JSON_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/sv.h"

struct input;

/*
 * The whole document; the caller owns *ret (json_decref). At most
 * LIMIT_JSON_BYTES. O(bytes), memory at most LIMIT_JSON_MEMORY.
 */
int json_read(const struct input *in, json_t **ret, struct err *e);
/* The same from memory, for JSON inside something else; at names that. */
int
json_parse(struct sv bytes, const struct at *at, json_t **ret, struct err *e);
void json_done(json_t **v); /* for CLEANUP */

/*
 * Members of an object that may be absent; null is the same as absent. Each is
 * 0, or -1 with e set when the member is something else than expected: the
 * place is at, which should name the object, the message names the member.
 * What is returned belongs to the document. o may be anything: what is no
 * object has no members.
 */

/* Empty when absent. Control characters but TAB and line ends are refused. */
int json_get_text(const json_t *o, const char *key, const struct at *at,
		  struct sv *ret, struct err *e);
/* NULL when absent. */
int json_get_list(const json_t *o, const char *key, const struct at *at,
		  const json_t **ret, struct err *e);
int json_get_object(const json_t *o, const char *key, const struct at *at,
		    const json_t **ret, struct err *e);
/* 1, 0, or -1 when absent. */
int json_get_bool(const json_t *o, const char *key, const struct at *at,
		  int *ret, struct err *e);
/* A whole number, or the whole part of a real one; *ret_has: is it there. */
int json_get_number(const json_t *o, const char *key, const struct at *at,
		    bool *ret_has, int64_t *ret, struct err *e);

/* For where a wrong type means "not this kind": probes, and what is lax. */
bool json_has(const json_t *o, const char *key);
/* The text of v, without control characters in it; empty otherwise. */
struct sv json_sv(const json_t *v);

#endif

/*
 * What PHP's serialize() writes, as a tree of JSON: lists and objects alike
 * become objects in the order of the text, whole numbers as keys become text,
 * of "\0Class\0name" the name is kept. Classes are never looked at, so nothing
 * is ever made of them. A reference, and a broken number, is null.
 */
#ifndef COLLECTORS_SYNTAX_PHP_H
#define COLLECTORS_SYNTAX_PHP_H

#include <jansson.h>

#include "base/err.h"
#include "base/sv.h"

/*
 * The caller owns *ret (json_decref). 0, or -1 with e set: not the whole of
 * s is one such value, a name occurs twice, it nests deeper than
 * LIMIT_JSON_DEPTH or holds bytes that are no UTF-8. O(bytes), no recursion.
 */
int php_read(struct sv s, const struct at *at, json_t **ret, struct err *e);

#endif

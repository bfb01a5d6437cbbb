/*
 * What names a person and can be told by its form alone: mail addresses,
 * telephone numbers, ECK iDs, tokens. A name cannot; collectors leave out the
 * fields that hold one.
 */
#ifndef BASE_PERSONAL_H
#define BASE_PERSONAL_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/sv.h"

/*
 * Whether personal_cut() would change the text. is_key: a digit string is a
 * number of something, not a telephone. O(n).
 */
bool personal_in(struct sv text, bool is_key);

/*
 * Adds the text without what names a person: of a mail address the domain
 * stays ("@school.example"), anything else becomes "...". O(n).
 */
void personal_cut(struct buf *out, struct sv text, bool is_key);

#endif

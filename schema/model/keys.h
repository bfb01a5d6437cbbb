/*
 * Deciding keys: how each is written down so that two spellings of one key
 * are equal. Pure.
 */
#ifndef SCHEMA_MODEL_KEYS_H
#define SCHEMA_MODEL_KEYS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/sv.h"
#include "schema/model/model.h"

/*
 * The normal form of a key, in mem: KvK gets its lost leading zero back, BRIN
 * is upper case, a domain loses scheme, path, "www." and the final dot.
 * False when raw is not a key of that scheme.
 */
bool key_normalise(enum key_scheme scheme, struct sv raw, struct arena *mem,
		   struct sv *ret);
/* BRIN of four characters (an institution) rather than six (a site). */
bool key_is_institution(struct sv brin);

#endif

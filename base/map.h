/*
 * A hash map from bytes to uint32_t, in insertion order. Keys are copied into
 * the map's own arena. Iterating goes over keys in the order they were added,
 * never in hash order, so that nothing depends on a seed.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/sv.h"

struct map_entry {
	struct sv key;
	uint32_t value;
};

/* The hash beside the index: other keys of a slot cost no look at them. */
struct map_slot {
	uint32_t hash;
	uint32_t index; /* of the entry + 1; 0 = empty */
};

/* {0} is a valid, empty map. */
struct map {
	struct map_entry *entry; /* n of them, in insertion order */
	struct map_slot *slot;   /* nslot of them, a power of two */
	uint32_t n, cap, nslot;
	struct arena mem; /* keys */
};

/* The value of key, or `missing`. O(1). */
uint32_t map_get(const struct map *m, struct sv key, uint32_t missing);
/*
 * The entry of key, added with `value` when it was not there; *ret_new (may be
 * NULL) tells which. The pointer is valid until the next map_put. O(1).
 */
struct map_entry *
map_put(struct map *m, struct sv key, uint32_t value, bool *ret_new);
void map_done(struct map *m);

/* A set of pairs of numbers from 1. {0} is a valid, empty set. */
struct pairs {
	uint64_t *slot; /* nslot of them, a power of two; heap */
	uint32_t n, nslot;
};

/* True when the pair was not there yet. O(1). */
bool pairs_add(struct pairs *p, uint32_t a, uint32_t b);
void pairs_done(struct pairs *p);

#endif

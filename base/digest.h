/*
 * Texts known again without being kept: 96 bits of a keyed hash (SipHash-1-3)
 * stand for each. With the hash of the document as the key nobody can make two
 * texts meet on purpose, and by chance a million of them meet once in 10^17
 * documents. A text costs 20 to 40 bytes, whatever its length.
 */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sv.h"

struct digest_key {
	uint64_t k[2];
};

struct digest {
	uint32_t w[3];
};

struct digest_slot {
	struct digest d;
	uint32_t value; /* + 1; 0: empty */
};

/* Sixteen tables by the digest's last bits, so that growing copies little. */
enum { DIGEST_TABLES = 16 };
/* {0} is a valid, empty set. */
struct digests {
	struct digest_table {
		struct digest_slot *slot;
		uint32_t n, nslot; /* nslot: a power of two, or 0 */
	} table[DIGEST_TABLES];
	uint32_t n;
};

/* From any bytes, say the SHA-256 of the document. */
struct digest_key digest_key(struct sv seed);
struct digest digest_of(const struct digest_key *key, struct sv s);
/*
 * The value of d, added when it was not there; *ret_new tells which. value is
 * below UINT32_MAX. O(1).
 */
uint32_t
digests_put(struct digests *t, struct digest d, uint32_t value, bool *ret_new);
/* The value of d, or `missing`. O(1). */
uint32_t
digests_get(const struct digests *t, struct digest d, uint32_t missing);
/* Empty again; keeps the memory of a small set only. */
void digests_clear(struct digests *t);
void digests_done(struct digests *t);

#endif

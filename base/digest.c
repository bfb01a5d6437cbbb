/* Sets of keyed hashes, and SipHash-1-3 with 128 bits of which 96 are kept. */
#include "base/digest.h"

#include <stdlib.h>

#include "base/arena.h"

enum { START = 16, KEPT = 32 };

struct sip {
	uint64_t v[4];
};

static inline uint64_t
turn(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static inline void
sip_round(struct sip *s)
{
	s->v[0] += s->v[1];
	s->v[2] += s->v[3];
	s->v[1] = turn(s->v[1], 13) ^ s->v[0];
	s->v[3] = turn(s->v[3], 16) ^ s->v[2];
	s->v[0] = turn(s->v[0], 32);
	s->v[2] += s->v[1];
	s->v[0] += s->v[3];
	s->v[1] = turn(s->v[1], 17) ^ s->v[2];
	s->v[3] = turn(s->v[3], 21) ^ s->v[0];
	s->v[2] = turn(s->v[2], 32);
}

static inline void
sip_word(struct sip *s, uint64_t w)
{
	s->v[3] ^= w;
	sip_round(s);
	s->v[0] ^= w;
}

static inline uint64_t
sip_end(struct sip *s)
{
	for (int i = 0; i < 3; i++)
		sip_round(s);
	return s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
}

static void
sip(const struct digest_key *key, struct sv s, uint64_t ret[2])
{
	struct sip h = { { key->k[0] ^ 0x736f6d6570736575u,
			   key->k[1] ^ 0x646f72616e646f6du ^ 0xee,
			   key->k[0] ^ 0x6c7967656e657261u,
			   key->k[1] ^ 0x7465646279746573u } };
	uint64_t w, last = (uint64_t)s.n << 56;
	size_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&w, s.p + i, 8);
		sip_word(&h, w);
	}
	w = 0;
	if (i < s.n)
		memcpy(&w, s.p + i, s.n - i);
	sip_word(&h, w | last);
	h.v[2] ^= 0xee;
	ret[0] = sip_end(&h);
	h.v[1] ^= 0xdd;
	ret[1] = sip_end(&h);
}

struct digest_key
digest_key(struct sv seed)
{
	const struct digest_key none = { { 0, 0 } };
	struct digest_key key;

	sip(&none, seed, key.k);
	return key;
}

struct digest
digest_of(const struct digest_key *key, struct sv s)
{
	uint64_t h[2];

	sip(key, s, h);
	return (struct digest){ { (uint32_t)h[0], (uint32_t)(h[0] >> 32),
				  (uint32_t)h[1] } };
}

static inline bool
same(struct digest a, struct digest b)
{
	return a.w[0] == b.w[0] && a.w[1] == b.w[1] && a.w[2] == b.w[2];
}

/* The slot of d, or the empty one where it belongs. */
static struct digest_slot *
find(const struct digest_table *t, struct digest d)
{
	uint32_t i = d.w[0] & (t->nslot - 1);

	while (t->slot[i].value && !same(t->slot[i].d, d))
		i = (i + 1) & (t->nslot - 1);
	return &t->slot[i];
}

static void
grow(struct digest_table *t)
{
	struct digest_table to = { .n = t->n,
				   .nslot = t->nslot ? t->nslot * 2 : START };

	to.slot = mem_realloc(NULL, to.nslot, sizeof(*to.slot));
	memset(to.slot, 0, to.nslot * sizeof(*to.slot));
	for (uint32_t i = 0; i < t->nslot; i++)
		if (t->slot[i].value)
			*find(&to, t->slot[i].d) = t->slot[i];
	free(t->slot);
	*t = to;
}

uint32_t
digests_put(struct digests *s, struct digest d, uint32_t value, bool *ret_new)
{
	struct digest_table *t = &s->table[d.w[2] % DIGEST_TABLES];
	struct digest_slot *slot;

	/* four fifths: memory counts for more than a second look */
	if ((t->n + 1) * 5ull > t->nslot * 4ull)
		grow(t);
	slot = find(t, d);
	*ret_new = slot->value == 0;
	if (*ret_new) {
		*slot = (struct digest_slot){ d, value + 1 };
		t->n++;
		s->n++;
	}
	return slot->value - 1;
}

uint32_t
digests_get(const struct digests *s, struct digest d, uint32_t missing)
{
	const struct digest_table *t = &s->table[d.w[2] % DIGEST_TABLES];
	const struct digest_slot *slot;

	if (t->n == 0)
		return missing;
	slot = find(t, d);
	return slot->value ? slot->value - 1 : missing;
}

void
digests_clear(struct digests *s)
{
	for (int i = 0; i < DIGEST_TABLES; i++) {
		struct digest_table *t = &s->table[i];

		if (t->nslot > KEPT) {
			free(t->slot);
			*t = (struct digest_table){ 0 };
		} else if (t->n) {
			memset(t->slot, 0, t->nslot * sizeof(*t->slot));
			t->n = 0;
		}
	}
	s->n = 0;
}

void
digests_done(struct digests *s)
{
	for (int i = 0; i < DIGEST_TABLES; i++)
		free(s->table[i].slot);
	*s = (struct digests){ 0 };
}

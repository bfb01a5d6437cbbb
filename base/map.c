/*
 * Open-addressing hash map over byte keys, and a set of pairs; grows at three
 * quarters full.
 */
#include "base/map.h"

#include <stdlib.h>

static struct map_slot *
probe(const struct map *m, struct sv key, uint32_t hash)
{
	uint32_t i = hash & (m->nslot - 1);

	while (m->slot[i].index) {
		if (m->slot[i].hash == hash &&
		    sv_eq(m->entry[m->slot[i].index - 1].key, key))
			break;
		i = (i + 1) & (m->nslot - 1);
	}
	return &m->slot[i];
}

static void
grow(struct map *m)
{
	uint32_t n = m->nslot ? m->nslot * 2 : 64;
	struct map_slot *slot = mem_realloc(NULL, n, sizeof(*slot));

	memset(slot, 0, n * sizeof(*slot));
	for (uint32_t s = 0; s < m->nslot; s++) {
		uint32_t i = m->slot[s].hash & (n - 1);

		if (m->slot[s].index == 0)
			continue;
		while (slot[i].index)
			i = (i + 1) & (n - 1);
		slot[i] = m->slot[s];
	}
	free(m->slot);
	m->slot = slot;
	m->nslot = n;
}

uint32_t
map_get(const struct map *m, struct sv key, uint32_t missing)
{
	const struct map_slot *s;

	if (m->n == 0)
		return missing;
	s = probe(m, key, (uint32_t)sv_hash_quick(key));
	return s->index ? m->entry[s->index - 1].value : missing;
}

struct map_entry *
map_put(struct map *m, struct sv key, uint32_t value, bool *ret_new)
{
	uint32_t hash = (uint32_t)sv_hash_quick(key);
	struct map_slot *s;

	if ((m->n + 1) * 4ull >= m->nslot * 3ull)
		grow(m);
	s = probe(m, key, hash);
	if (ret_new)
		*ret_new = s->index == 0;
	if (s->index)
		return &m->entry[s->index - 1];
	VEC_ROOM(m->entry, m->n, m->cap);
	m->entry[m->n] = (struct map_entry){ arena_sv(&m->mem, key), value };
	*s = (struct map_slot){ hash, ++m->n };
	return &m->entry[m->n - 1];
}

void
map_done(struct map *m)
{
	free(m->entry);
	free(m->slot);
	arena_done(&m->mem);
	*m = (struct map){ 0 };
}

/* Where the pair is, or is to be put. */
static uint64_t *
find_pair(const struct pairs *p, uint64_t pair)
{
	uint64_t hash = pair * 0x9e3779b97f4a7c15u;
	uint32_t i = (uint32_t)(hash >> 32) & (p->nslot - 1);

	while (p->slot[i] && p->slot[i] != pair)
		i = (i + 1) & (p->nslot - 1);
	return &p->slot[i];
}

static void
grow_pairs(struct pairs *p)
{
	struct pairs to = { .n = p->n, .nslot = p->nslot ? p->nslot * 2 : 64 };

	to.slot = mem_realloc(NULL, to.nslot, sizeof(*to.slot));
	memset(to.slot, 0, to.nslot * sizeof(*to.slot));
	for (uint32_t i = 0; i < p->nslot; i++)
		if (p->slot[i])
			*find_pair(&to, p->slot[i]) = p->slot[i];
	free(p->slot);
	*p = to;
}

bool
pairs_add(struct pairs *p, uint32_t a, uint32_t b)
{
	uint64_t pair = (uint64_t)a << 32 | b, *slot;

	if ((p->n + 1) * 4ull >= p->nslot * 3ull)
		grow_pairs(p);
	slot = find_pair(p, pair);
	if (*slot)
		return false;
	*slot = pair;
	p->n++;
	return true;
}

void
pairs_done(struct pairs *p)
{
	free(p->slot);
	*p = (struct pairs){ 0 };
}

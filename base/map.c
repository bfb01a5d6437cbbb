/* Open-addressing hash map over byte keys; grows at three quarters full. */
#include "base/map.h"

#include <stdlib.h>

static uint32_t
probe(const struct map *m, struct sv key, uint64_t hash)
{
	uint32_t i = (uint32_t)hash & (m->nslot - 1);

	while (m->slot[i]) {
		const struct map_entry *e = &m->entry[m->slot[i] - 1];

		if (e->hash == hash && sv_eq(e->key, key))
			break;
		i = (i + 1) & (m->nslot - 1);
	}
	return i;
}

static void
grow(struct map *m)
{
	uint32_t n = m->nslot ? m->nslot * 2 : 64;

	free(m->slot);
	m->slot = mem_realloc(NULL, n, sizeof(*m->slot));
	memset(m->slot, 0, n * sizeof(*m->slot));
	m->nslot = n;
	for (uint32_t e = 0; e < m->n; e++) {
		uint32_t i = (uint32_t)m->entry[e].hash & (n - 1);

		while (m->slot[i])
			i = (i + 1) & (n - 1);
		m->slot[i] = e + 1;
	}
}

uint32_t
map_get(const struct map *m, struct sv key, uint32_t missing)
{
	uint32_t i;

	if (m->n == 0)
		return missing;
	i = probe(m, key, sv_hash(key));
	return m->slot[i] ? m->entry[m->slot[i] - 1].value : missing;
}

struct map_entry *
map_put(struct map *m, struct sv key, uint32_t value, bool *ret_new)
{
	uint64_t hash = sv_hash(key);
	uint32_t i;

	if ((m->n + 1) * 4ull >= m->nslot * 3ull)
		grow(m);
	i = probe(m, key, hash);
	if (ret_new)
		*ret_new = m->slot[i] == 0;
	if (m->slot[i])
		return &m->entry[m->slot[i] - 1];
	VEC_ROOM(m->entry, m->n, m->cap);
	m->entry[m->n] =
		(struct map_entry){ arena_sv(&m->mem, key), hash, value };
	m->slot[i] = ++m->n;
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

/*
 * Numbers for cgraph's objects in the order in which they are made. Its own
 * allocator takes the address of the name, and then the order of clusters,
 * and with it the picture, depends on where the heap happens to be.
 *
 * Named objects get even numbers and anonymous ones odd, as cgraph expects. It
 * looks in front of a name for whether it is HTML: names are its own strings.
 */
#include <stdlib.h>

#include "base/arena.h"
#include "base/map.h"
#include "reports/maps/graphviz.h"

struct ids {
	struct map number; /* kind and name -> index in name */
	char **name;       /* heap; each of the graph */
	uint32_t n, cap;
	IDTYPE anonymous; /* the next one */
	Agraph_t *graph;
};

static void *
ids_open(Agraph_t *g, Agdisc_t *disc)
{
	struct ids *s = mem_realloc(NULL, 1, sizeof(*s));

	(void)disc;
	*s = (struct ids){ .anonymous = 1, .graph = g };
	return s;
}

static long
ids_map(void *state, int kind, char *name, IDTYPE *ret, int create)
{
	struct ids *s = state;
	struct buf key = { 0 };
	uint32_t i;

	if (!name) {
		*ret = s->anonymous;
		s->anonymous += 2;
		return 1;
	}
	buf_char(&key, (char)('0' + kind));
	buf_str(&key, name);
	i = map_get(&s->number, buf_view(&key), UINT32_MAX);
	if (i == UINT32_MAX && create) {
		i = s->n;
		map_put(&s->number, buf_view(&key), i, NULL);
		VEC_ROOM(s->name, s->n, s->cap);
		s->name[s->n++] = agstrdup(s->graph, name);
	}
	buf_done(&key);
	if (i == UINT32_MAX)
		return 0;
	*ret = ((IDTYPE)i + 1) * 2;
	return 1;
}

static long
ids_alloc(void *state, int kind, IDTYPE id)
{
	(void)state;
	(void)kind;
	(void)id;
	return 0; /* nobody chooses a number */
}

static void
ids_free(void *state, int kind, IDTYPE id)
{
	(void)state;
	(void)kind;
	(void)id;
}

static char *
ids_print(void *state, int kind, IDTYPE id)
{
	struct ids *s = state;

	(void)kind;
	if (id == 0 || id % 2 || id / 2 > s->n)
		return NULL;
	return s->name[id / 2 - 1];
}

static void
ids_close(void *state)
{
	struct ids *s = state;

	map_done(&s->number);
	free(s->name);
	free(s);
}

static void
ids_register(void *state, int kind, void *object)
{
	(void)state;
	(void)kind;
	(void)object;
}

Agraph_t *
map_open_graph(char *name)
{
	static const Agiddisc_t ids = { ids_open,    ids_map,   ids_alloc,
					ids_free,    ids_print, ids_close,
					ids_register };
	Agdisc_t disc = { &AgMemDisc, (Agiddisc_t *)(uintptr_t)&ids,
			  &AgIoDisc };

	return agopen(name, Agdirected, &disc);
}

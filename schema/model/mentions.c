/* Interning of names for collectors: one NODE record for each mention. */
#include "schema/model/mentions.h"

#include <stdlib.h>

#include "base/arena.h"

void
mentions_init(struct mentions *m, struct sink *sink, struct sv seed)
{
	*m = (struct mentions){ .sink = sink, .key = digest_key(seed) };
}

/* What tells mentions apart, as bytes: kind, scope, keys and name. */
static struct sv
identity_of(struct buf *b, const struct node_record *n)
{
	uint32_t head[2] = { n->kind, n->scope };

	buf_clear(b);
	buf_put(b, head, sizeof(head));
	for (uint32_t i = 0; i < n->nkeys; i++) {
		uint32_t key[2] = { n->key[i].scheme,
				    (uint32_t)n->key[i].value.n };

		buf_put(b, key, sizeof(key));
		buf_sv(b, n->key[i].value);
	}
	buf_sv(b, n->name);
	return buf_view(b);
}

uint32_t
mention_new(struct mentions *m, const struct node_record *n, struct err *e)
{
	struct record r = { .type = RECORD_NODE };
	uint32_t ref = ++m->n;

	if (ref >= m->cap) {
		m->cap = m->cap ? m->cap / 2 * 3 : 256;
		m->times = mem_realloc(m->times, m->cap, sizeof(*m->times));
	}
	m->times[ref] = 1;
	r.node = *n;
	r.node.ref = ref;
	return m->sink->put(m->sink, &r, e) ? 0 : ref;
}

uint32_t
mention(struct mentions *m, const struct node_record *n, struct err *e)
{
	uint32_t ref;
	bool is_new;

	if (n->name.n == 0 && n->nkeys == 0)
		return 0;
	ref = digests_put(&m->seen, digest_of(&m->key, identity_of(&m->tmp, n)),
			  m->n + 1, &is_new);
	if (is_new)
		return mention_new(m, n, e);
	m->times[ref]++;
	return ref;
}

void
mention_again(struct mentions *m, uint32_t ref)
{
	m->times[ref]++;
}

int
mentions_finish(struct mentions *m, struct err *e)
{
	for (uint32_t ref = 1; ref <= m->n; ref++) {
		struct record r = { .type = RECORD_SAID };

		/* as who keeps them believes of all */
		if (m->times[ref] == 1)
			continue;
		r.said.ref = ref;
		r.said.times = m->times[ref];
		if (m->sink->put(m->sink, &r, e))
			return -1;
	}
	return 0;
}

void
mentions_done(struct mentions *m)
{
	digests_done(&m->seen);
	buf_done(&m->tmp);
	free(m->times);
	*m = (struct mentions){ 0 };
}

void
fact_init(struct fact_record *f, enum fact_kind kind, enum rung rung,
	  struct place place)
{
	*f = (struct fact_record){ .kind = kind, .rung = rung, .place = place };
	for (int i = 0; i < FACT_INTS_MAX; i++)
		f->num[i] = FACT_SILENT;
}

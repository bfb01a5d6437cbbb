/*
 * Who controls whom, as far as somebody's failure is certain, and the tags that
 * follow from it. Refuses to call a company direct that only owns several.
 */
#include "analyzer/family.h"

enum direct { DIRECT_OPEN, DIRECT_BUSY, DIRECT_NO, DIRECT_YES };

static bool
is_control(const struct failing *f, uint32_t label)
{
	switch (f->edge[label].fact) {
	case FACT_OWNS:
	case FACT_SUPPLIES:
	case FACT_SEATED_IN: return true;
	case FACT_GOVERNS:
	case FACT_PUPILS:
	case FACT_USES:
	case FACT_FULFILS:
	case FACT_NEEDS:
	case FACT_INDICATOR:
	case FACT_ATTRIBUTE:
	case FACT_PROCESSES:
	case FACT_SERVED_FROM:
	case FACT_OPERATED_BY:
	case FACT_FEDERATED_BY:
	case FACT_KINDS: break;
	}
	return false;
}

uint32_t
family_next(const struct failing *f, uint32_t x, uint32_t *at)
{
	const struct andor *g = &f->low;

	if (*at < g->user_at[x])
		*at = g->user_at[x];
	while (*at < g->user_at[x + 1]) {
		uint32_t group = g->user[(*at)++];
		uint32_t child = g->node_of[group];

		if (child < f->l->nnode && child != x &&
		    is_control(f, andor_member_of(g, group, x)->label))
			return child;
	}
	return NODE_NONE;
}

static void
find_named(struct family *y)
{
	const struct failing *f = y->f;
	const struct andor *g = &f->low;
	uint32_t *queue = ARENA_ARRAY(&y->mem, f->l->nnode, uint32_t), n = 0;

	for (uint32_t i = 0; i < f->l->nnode; i++) {
		y->is_named[i] = f->is_direct[i];
		if (f->is_direct[i])
			queue[n++] = i;
	}
	for (uint32_t at = 0; at < n; at++) {
		uint32_t from = g->member_at[g->group_at[queue[at]]];
		uint32_t to = g->member_at[g->group_at[queue[at] + 1]];

		for (uint32_t i = from; i < to; i++) {
			uint32_t up = g->member[i].node;

			if (up >= f->l->nnode || y->is_named[up] ||
			    !is_control(f, g->member[i].label))
				continue;
			y->is_named[up] = true;
			queue[n++] = up;
		}
	}
}

static void
find_needed(struct family *y)
{
	const struct failing *f = y->f;
	const struct andor *g = &f->low;
	uint32_t *queue = ARENA_ARRAY(&y->mem, f->nnode, uint32_t), n = 0;

	for (uint32_t t = f->first_top; t < f->first_top + f->ntop; t++) {
		y->is_needed[t] = true;
		queue[n++] = t;
	}
	for (uint32_t at = 0; at < n; at++) {
		uint32_t from = g->member_at[g->group_at[queue[at]]];
		uint32_t to = g->member_at[g->group_at[queue[at] + 1]];

		for (uint32_t i = from; i < to; i++) {
			uint32_t down = g->member[i].node;

			if (y->is_needed[down])
				continue;
			y->is_needed[down] = true;
			queue[n++] = down;
		}
	}
}

static struct kin
kin_of(const struct family *y, uint32_t x)
{
	struct kin k = { .only = NODE_NONE };
	uint32_t at = 0, child;

	while ((child = family_next(y->f, x, &at)) != NODE_NONE) {
		const struct toll *t;

		if (!y->at[child])
			continue;
		t = &y->low[y->at[child] - 1].toll;
		if (t->cells == 0)
			continue;
		if (k.only == NODE_NONE)
			k.only = child;
		k.is_several = k.is_several || child != k.only;
		if (t->weight > k.heaviest)
			k.heaviest = t->weight;
	}
	return k;
}

/* Follows who is controlled alone, down to whom a list names. */
static bool
is_direct(struct family *y, uint32_t x)
{
	uint8_t answer;
	uint32_t n = 0;

	for (;;) {
		const struct kin *k;

		answer = y->direct[x];
		if (answer == DIRECT_OPEN && y->f->is_direct[x])
			answer = DIRECT_YES;
		if (answer == DIRECT_BUSY ||
		    (answer == DIRECT_OPEN && !y->at[x]))
			answer = DIRECT_NO;
		if (answer != DIRECT_OPEN)
			break;
		y->direct[x] = DIRECT_BUSY;
		y->path[n++] = x;
		k = &y->kin[y->at[x] - 1];
		if (k->only == NODE_NONE || k->is_several) {
			answer = DIRECT_NO;
			break;
		}
		x = k->only;
	}
	while (n)
		y->direct[y->path[--n]] = answer;
	return answer == DIRECT_YES;
}

void
family_make(struct family *y, const struct failing *f, const uint32_t *node,
	    uint32_t n, const struct outcome *low)
{
	uint32_t nnode = f->l->nnode;

	*y = (struct family){ .f = f, .node = node, .n = n, .low = low };
	y->at = ARENA_ARRAY(&y->mem, nnode, uint32_t);
	y->is_named = ARENA_ARRAY(&y->mem, nnode, bool);
	y->is_needed = ARENA_ARRAY(&y->mem, f->nnode, bool);
	y->direct = ARENA_ARRAY(&y->mem, nnode, uint8_t);
	y->path = ARENA_ARRAY(&y->mem, nnode, uint32_t);
	y->kin = ARENA_ARRAY(&y->mem, n, struct kin);
	for (uint32_t i = 0; i < n; i++)
		y->at[node[i]] = i + 1;
	for (uint32_t i = 0; i < n; i++)
		y->kin[i] = kin_of(y, node[i]);
	find_named(y);
	find_needed(y);
}

unsigned
family_tags(struct family *y, uint32_t i)
{
	const struct outcome *o = &y->low[i];
	const struct kin *k = &y->kin[i];
	uint32_t x = y->node[i];
	unsigned tags = 0;

	if (o->toll.cells == 0 && y->is_needed[x])
		tags |= BLAST_REDUNDANT;
	else if (is_direct(y, x))
		tags |= BLAST_DIRECT;
	if (!y->is_named[x])
		tags |= BLAST_HIDDEN;
	if (o->is_shared)
		tags |= BLAST_SHARED;
	if (k->is_several || y->f->l->node[x].kind == NODE_COUNTRY)
		tags |= BLAST_GROUP;
	if (k->only != NODE_NONE && o->toll.weight > k->heaviest)
		tags |= BLAST_JUMP;
	return tags;
}

void
family_done(struct family *y)
{
	arena_done(&y->mem);
}

/*
 * The shortest way from a failure to a use. Refuses to leave out the unknown: a
 * chain that only holds if something unknown is what failed says so.
 */
#include "analyzer/chain.h"

#include "base/i18n.h"
#include "schema/model/model.h"

const char *
layer_name(enum layer layer)
{
	switch (layer) {
	case LAYER_OF_PRODUCT: return N_("product");
	case LAYER_OF_VENDOR: return N_("vendor");
	case LAYER_OF_OWNER: return N_("owner");
	case LAYER_OF_SEAT: return N_("country");
	case LAYER_OF_CARRIER:
	case LAYERS_UNKNOWN: break;
	}
	return code_name(DOMAIN_CARRIER, (int64_t)layer - LAYER_OF_CARRIER);
}

struct chain {
	const struct failing *f;
	struct chain_step *step;
	uint32_t n;
};

static bool
is_layer(const struct failing *f, uint32_t node)
{
	return node >= f->unknown && node < f->unknown + LAYERS_UNKNOWN;
}

static uint32_t
said_by(const struct failing *f, uint32_t label)
{
	return f->edge[label].fact == FACT_KINDS ? CHAIN_NO_LABEL : label;
}

/* The thing that a node of the graph stands for, unless it is there already. */
static void
add(struct chain *c, uint32_t node, uint32_t label)
{
	const struct failing *f = c->f;
	struct chain_step s = { .node = node, .label = label }, *last;

	if (is_layer(f, node)) {
		s.node = NODE_NONE;
		s.layer = (enum layer)(node - f->unknown);
	} else if (node >= f->first_top ||
		   (node < f->unknown &&
		    f->l->node[node].kind == NODE_FUNCTION)) {
		return;
	} else if (node >= f->use) {
		s.node = f->use_product[node - f->use];
		s.layer = LAYER_OF_PRODUCT;
	}
	last = c->n ? &c->step[c->n - 1] : NULL;
	if (last && last->node == s.node &&
	    (s.node != NODE_NONE || last->layer == s.layer))
		return;
	c->step[c->n++] = s;
}

/* In whose place a layer was struck. */
static uint32_t
stands_in(const struct failing *f, uint32_t layer, const uint32_t *struck,
	  uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		uint32_t all[FAILING_STRUCK];
		uint32_t k = failing_struck(f, struck[i], all);

		while (k-- > 0)
			if (all[k] == layer)
				return struck[i];
	}
	return NODE_NONE;
}

uint32_t
chain_find(const struct failing *f, const struct andor_failure *failure,
	   uint32_t node, const uint32_t *struck, uint32_t n, struct arena *mem,
	   struct chain_step **ret, uint32_t *ret_end)
{
	struct chain c = { .f = f };
	struct andor_link *link;
	uint32_t nlink, from;

	*ret_end = CHAIN_NO_LABEL;
	if (!andor_is_failed(failure, node))
		return 0;
	nlink = andor_chain(failure, node, mem, &link);
	c.step = ARENA_ARRAY(mem, (size_t)nlink + 2, struct chain_step);
	from = nlink ? link[0].on : node;
	if (is_layer(f, from)) {
		uint32_t x = stands_in(f, from, struck, n);

		if (x != NODE_NONE)
			add(&c, x, CHAIN_NO_LABEL);
	}
	add(&c, from, CHAIN_NO_LABEL);
	for (uint32_t i = 0; i < nlink; i++) {
		add(&c, link[i].node, said_by(f, link[i].label));
		*ret_end = said_by(f, link[i].label);
	}
	*ret = c.step;
	return c.n;
}

/*
 * Running the rules: scope, order and size of findings. Refuses to weigh: a
 * finding says how many pupils it is about, not how bad that is.
 */
#include "analyzer/checker.h"

#include <stdlib.h>
#include <string.h>

#include "base/sort.h"

static const char *const severities[] = { N_("low"), N_("medium"), N_("high") };

static const struct check_text texts[CHECKS] = {
#define CHECK(ID, name, severity, function, ...)                               \
	[CHECK_##ID] = { #name, SEVERITY_##severity, __VA_ARGS__ },
#include "analyzer/checks.def"
#undef CHECK
};

static check_rule *const rules[CHECKS] = {
#define CHECK(ID, name, severity, function, ...) [CHECK_##ID] = function,
#include "analyzer/checks.def"
#undef CHECK
};

const char *
severity_name(enum severity s)
{
	return severities[s];
}

bool
severity_from(struct sv name, enum severity *ret)
{
	for (int i = 0; i < SEVERITIES; i++) {
		if (sv_is(name, severities[i])) {
			*ret = (enum severity)i;
			return true;
		}
	}
	return false;
}

const struct check_text *
check_text(enum check rule)
{
	return &texts[rule];
}

bool
check_from(struct sv name, enum check *ret)
{
	for (int i = 0; i < CHECKS; i++) {
		if (sv_is(name, texts[i].name)) {
			*ret = (enum check)i;
			return true;
		}
	}
	return false;
}

void
checker_add(struct checker *c, uint32_t node, uint32_t other,
	    const char *detail, enum fact_kind fact, const struct evidence *ev)
{
	struct findings *f = c->to;

	VEC_ROOM(f->v, f->n, c->cap);
	f->v[f->n++] = (struct finding){ .rule = c->rule,
					 .node = node,
					 .other = other,
					 .detail = detail,
					 .chain = "",
					 .fact = fact,
					 .ev = *ev };
}

bool
checker_counts(const struct checker *c, const struct usage *u)
{
	uint32_t board = c->o->board;

	return (u->status == STATUS_IN_USE || u->status == STATUS_PHASING_OUT ||
		u->status == STATUS_UNKNOWN) &&
	       u->product != NODE_NONE &&
	       (board == NODE_NONE || u->site == board ||
		c->l->node[u->site].board == board);
}

static void
find_roles(struct checker *c)
{
	const struct landscape *l = c->l;

	for (uint32_t i = 0; i < l->nproperty; i++) {
		const struct property *p = &l->property[i];

		if (strcmp(p->name, "role") != 0)
			continue;
		if (strcmp(p->value, "hub") == 0)
			c->is_hub[p->node] = true;
		if (strcmp(p->value, "hub") == 0 ||
		    strcmp(p->value, "idp") == 0 || strcmp(p->value, "op") == 0)
			c->is_identity[p->node] = true;
	}
}

/* What a used product signs on through is here as well; a hub's members not. */
static void
add_providers(struct checker *c, uint32_t product)
{
	const struct landscape *l = c->l;

	for (uint32_t i = landscape_needs_of(l, product);
	     i < l->nneed && l->need[i].dependent == product; i++)
		if (l->need[i].carrier == CARRIER_LOGIN &&
		    l->need[i].provider != NODE_NONE)
			c->is_here[l->need[i].provider] = true;
	for (uint32_t i = landscape_membership_of(l, product);
	     i < l->nmembership && l->membership[i].product == product; i++)
		if (l->membership[i].federation != NODE_NONE)
			c->is_here[l->membership[i].federation] = true;
}

/* A service that a board's own identity provider lets people in to. */
static void
add_reached(struct checker *c, const bool *is_own)
{
	const struct landscape *l = c->l;

	for (uint32_t i = 0; i < l->nneed; i++)
		if (l->need[i].carrier == CARRIER_LOGIN &&
		    l->need[i].provider != NODE_NONE &&
		    is_own[l->need[i].provider] &&
		    !c->is_hub[l->need[i].dependent])
			c->is_here[l->need[i].dependent] = true;
	for (uint32_t i = 0; i < l->nprocessing; i++)
		if (l->processing[i].giver != NODE_NONE &&
		    is_own[l->processing[i].giver])
			c->is_here[l->processing[i].product] = true;
}

static void
find_scope(struct checker *c)
{
	const struct landscape *l = c->l;
	bool *is_own = ARENA_ARRAY(&c->tmp, l->nnode, bool);
	bool any = false;

	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (!checker_counts(c, u))
			continue;
		any = true;
		c->is_here[u->product] = true;
		c->is_listed[u->product] |= u->is_listed;
		is_own[u->product] |=
			c->is_identity[u->product] && !c->is_hub[u->product];
		add_providers(c, u->product);
	}
	if (any)
		add_reached(c, is_own);
	for (uint32_t i = l->first[NODE_PRODUCT];
	     i < l->first[NODE_PRODUCT + 1]; i++) {
		if (c->o->all || (!any && c->o->board == NODE_NONE))
			c->is_here[i] = true;
		c->to->left_out +=
			!c->is_here[i] && landscape_property(l, i, "role");
	}
}

/* Sizes: (product, school) and (product, function), each once. */
struct pairs {
	uint64_t *v; /* heap */
	size_t n, cap;
};

static void
put_pair(struct pairs *p, uint32_t product, uint32_t other)
{
	VEC_ROOM(p->v, p->n, p->cap);
	p->v[p->n++] = (uint64_t)product << 32 | other;
}

/* Schools of each board: v[first[b] .. first[b + 1]). */
struct members {
	uint32_t *first, *v;
};

static struct members
find_members(struct checker *c)
{
	const struct landscape *l = c->l;
	uint32_t a = l->first[NODE_SCHOOL], z = l->first[NODE_SCHOOL + 1];
	struct members m;

	m.first = ARENA_ARRAY(&c->tmp, (size_t)l->nnode + 2, uint32_t);
	m.v = ARENA_ARRAY(&c->tmp, z - a, uint32_t);
	for (uint32_t i = a; i < z; i++)
		if (l->node[i].board != NODE_NONE)
			m.first[l->node[i].board + 2]++;
	for (uint32_t b = 0; b < l->nnode; b++)
		m.first[b + 2] += m.first[b + 1];
	for (uint32_t i = a; i < z; i++)
		if (l->node[i].board != NODE_NONE)
			m.v[m.first[l->node[i].board + 1]++] = i;
	return m;
}

/* A use at a board is one at all its schools. */
static void
put_use(struct checker *c, const struct members *m, struct pairs *sites,
	struct pairs *functions, uint32_t product, const struct usage *u)
{
	uint32_t a = m->first[u->site], z = m->first[u->site + 1];

	if (c->l->node[u->site].kind != NODE_BOARD || a == z)
		put_pair(sites, product, u->site);
	else
		for (; a < z; a++)
			put_pair(sites, product, m->v[a]);
	if (u->function != NODE_NONE)
		put_pair(functions, product, u->function);
}

/* Uses of a product count for what it signs on through, too. */
static void
put_uses(struct checker *c, struct pairs *sites, struct pairs *functions)
{
	const struct landscape *l = c->l;
	struct members m = find_members(c);

	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];

		if (!checker_counts(c, u))
			continue;
		put_use(c, &m, sites, functions, u->product, u);
		for (uint32_t k = landscape_needs_of(l, u->product);
		     k < l->nneed && l->need[k].dependent == u->product; k++)
			if (l->need[k].carrier == CARRIER_LOGIN &&
			    l->need[k].provider != NODE_NONE)
				put_use(c, &m, sites, functions,
					l->need[k].provider, u);
	}
	sort_u64(sites->v, sites->n);
	sort_u64(functions->v, functions->n);
}

static size_t
first_pair(const struct pairs *p, uint32_t product)
{
	size_t lo = 0, hi = p->n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (p->v[mid] >> 32 < product)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

static void
size_finding(const struct checker *c, const struct pairs *sites,
	     const struct pairs *functions, struct finding *f)
{
	for (size_t i = first_pair(sites, f->node);
	     i < sites->n && sites->v[i] >> 32 == f->node; i++) {
		const struct node *n = &c->l->node[(uint32_t)sites->v[i]];

		if (i && sites->v[i] == sites->v[i - 1])
			continue;
		f->sites++;
		f->sites_unknown += n->pupils_low < 0;
		f->pupils += n->pupils_low > 0 ? n->pupils_low : 0;
	}
	for (size_t i = first_pair(functions, f->node);
	     i < functions->n && functions->v[i] >> 32 == f->node; i++)
		f->functions +=
			i == 0 || functions->v[i] != functions->v[i - 1];
}

static int
cmp_finding(const void *pa, const void *pb)
{
	const struct finding *a = pa, *b = pb;

	if (texts[a->rule].severity != texts[b->rule].severity)
		return texts[a->rule].severity > texts[b->rule].severity ? -1
									 : 1;
	if (a->pupils != b->pupils)
		return a->pupils > b->pupils ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	if (a->node != b->node)
		return a->node < b->node ? -1 : 1;
	if (a->other != b->other)
		return a->other < b->other ? -1 : 1;
	return strcmp(a->detail, b->detail);
}

static void
finish(struct checker *c)
{
	struct findings *f = c->to;
	struct finding *v = ARENA_ARRAY(&f->mem, f->n, struct finding);
	struct pairs sites = { 0 }, functions = { 0 };

	put_uses(c, &sites, &functions);
	for (uint32_t i = 0; i < f->n; i++)
		if (!f->v[i].is_sized)
			size_finding(c, &sites, &functions, &f->v[i]);
	sort(f->v, f->n, sizeof(*f->v), cmp_finding);
	if (f->n)
		memcpy(v, f->v, f->n * sizeof(*v));
	free(f->v);
	f->v = v;
	free(sites.v);
	free(functions.v);
}

int
checks_find(const struct landscape *l, const struct check_options *o,
	    struct findings *ret, struct err *e)
{
	struct checker c = { .l = l, .o = o, .to = ret, .e = e };
	size_t n = l->nnode;

	*ret = (struct findings){ 0 };
	c.is_here = ARENA_ARRAY(&c.tmp, n, bool);
	c.is_listed = ARENA_ARRAY(&c.tmp, n, bool);
	c.is_identity = ARENA_ARRAY(&c.tmp, n, bool);
	c.is_hub = ARENA_ARRAY(&c.tmp, n, bool);
	c.mark = ARENA_ARRAY(&c.tmp, n, uint32_t);
	find_roles(&c);
	find_scope(&c);
	for (int i = 0; i < CHECKS; i++) {
		c.rule = (enum check)i;
		if (o->rule == CHECKS || o->rule == c.rule)
			rules[i](&c);
	}
	finish(&c);
	failure_free(c.failure);
	arena_done(&c.tmp);
	return c.is_broken ? -1 : 0;
}

void
findings_done(struct findings *f)
{
	arena_done(&f->mem);
	*f = (struct findings){ 0 };
}

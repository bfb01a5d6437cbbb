/*
 * landschap show: all that the landscape has about one node, one line each:
 * what it is, its names and keys, its edges in both directions, who owns it,
 * and where documents disagree. `why` tells where each line comes from.
 */
#include <stdlib.h>
#include <string.h>

#include "base/sort.h"
#include "cli/show.h"

const struct option options_show[] = {
	{ NULL },
};

const struct help help_show = {
	N_("NODE is an id, a kind and a name, or a name; see 'landschap help "
	   "identity'. Uses are counted by function; 'landschap list usage' "
	   "shows each. Owners are followed to the top."),
	{
		{ "landschap show Magister", N_("a product") },
		{ "landschap show organisation:kvk:12345678",
		  N_("an organisation, its owners and what it supplies") },
		{ "landschap show --at 2024-01-01 'Topicus B.V.'",
		  N_("who owned it on a date") },
		{ "landschap show host:login.microsoftonline.com",
		  N_("who operates a host, and what is served from it") },
	},
};

static const struct column columns[] = {
	{ "part", N_("part"), "", COLUMN_TEXT },
	{ "what", N_("what"), "", COLUMN_TEXT },
	{ "value", N_("value"), "", COLUMN_TEXT },
	{ "id", N_("id"), "", COLUMN_TEXT },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
	{ "said", N_("claims"), "", COLUMN_INTEGER },
	{ "from", N_("from"), "", COLUMN_DATE },
	{ "to", N_("to"), "", COLUMN_DATE },
	{ "conflict", N_("conflict"), "", COLUMN_BOOL },
};
struct value *
show_add(struct show *s, const char *part, const char *what, const char *value)
{
	struct value *v = table_row(&s->t);

	for (int i = COL_ID; i < COLUMNS; i++)
		v[i] = value_na();
	v[COL_PART] = value_str(cli_word(s->c, part));
	v[COL_WHAT] = value_str(cli_word(s->c, what));
	v[COL_VALUE] = value ? value_str(value)
			     : (struct value){ .state = VALUE_UNKNOWN };
	return v;
}

void
show_evidence(struct show *s, struct value *v, const struct evidence *ev)
{
	v[COL_RUNG] = value_str(cli_word(s->c, rung_name((enum rung)ev->rung)));
	v[COL_SAID] = value_int(ev->said);
	v[COL_CONFLICT] = value_bool(ev->is_conflict);
}

static const char *
number(struct show *s, int64_t v)
{
	return arena_printf(&s->c->mem, "%lld", (long long)v);
}

static void
show_pupils(struct show *s, const struct node *n)
{
	const char *text = NULL;
	struct value *v;

	if (n->kind != NODE_SCHOOL && n->kind != NODE_BOARD)
		return;
	if (n->pupils_low >= 0 && n->pupils_low == n->pupils_high)
		text = number(s, n->pupils_low);
	else if (n->pupils_low >= 0 && n->pupils_high >= 0)
		text = arena_printf(&s->c->mem, "%d-%d", n->pupils_low,
				    n->pupils_high);
	v = show_add(s, N_("node"), N_("pupils"), text);
	if (text)
		show_evidence(s, v, &n->pupils_ev);
}

static void
show_node(struct show *s)
{
	const struct node *n = &s->l.node[s->node];
	struct value *v;

	show_add(s, N_("node"), N_("kind"),
		 cli_word(s->c, node_kind_name(n->kind)))[COL_ID] =
		value_str(n->id);
	show_add(s, N_("node"), N_("name"), n->name);
	show_pupils(s, n);
	if (n->kind == NODE_FUNCTION) {
		show_add(s, N_("node"), N_("criticality"),
			 n->criticality ? number(s, n->criticality) : NULL);
		show_add(s, N_("node"), N_("basic"),
			 cli_word(s->c, n->is_basic ? N_("yes") : N_("no")));
	}
	if (n->kind == NODE_SCHOOL)
		show_add(s, N_("node"), N_("sector"),
			 n->sector[0] ? n->sector : NULL);
	else if (n->sector[0])
		show_add(s, N_("node"), N_("sector"), n->sector);
	if (n->kind == NODE_SCHOOL) {
		const struct node *b =
			n->board == NODE_NONE ? NULL : &s->l.node[n->board];

		v = show_add(s, N_("node"), N_("board"), b ? b->name : NULL);
		if (b) {
			v[COL_ID] = value_str(b->id);
			show_evidence(s, v, &n->board_ev);
		}
	}
}

/* Names and keys, each once with the number of documents' mentions. */
static int
show_names(struct show *s, struct err *e)
{
	struct naming *name;
	uint32_t n = 0;

	if (store_namings(s->c->store, &s->l, s->node, &s->c->mem, &name, &n,
			  e))
		return -1;
	for (uint32_t i = 0, k; i < n; i = k) {
		uint64_t said = 0;
		struct value *v;

		for (k = i;
		     k < n && strcmp(name[k].scheme, name[i].scheme) == 0 &&
		     strcmp(name[k].value, name[i].value) == 0 &&
		     strcmp(name[k].name, name[i].name) == 0;
		     k++)
			said += name[k].name[0] ? name[k].said : 1;
		if (name[i].name[0])
			v = show_add(s, N_("name"), N_("named"), name[i].name);
		else
			v = show_add(s, N_("key"), name[i].scheme,
				     name[i].value);
		v[COL_SAID] = value_int((int64_t)said);
	}
	for (uint32_t i = 0; i < s->l.nassumption; i++)
		if (s->l.assumption[i].node == s->node)
			show_add(s, N_("assumption"),
				 arena_printf(&s->c->mem, "%s (%s)",
					      cli_word(s->c, N_("same as")),
					      cli_word(s->c,
						       s->l.assumption[i].why)),
				 s->l.assumption[i].name);
	return 0;
}

/* One edge with another node; dates come from its strongest claim. */
int
show_edge(struct show *s, const char *what, uint32_t other, const char *extra,
	  enum fact_kind fact, const struct evidence *ev, struct err *e)
{
	const char *name = other == NODE_NONE ? NULL : s->l.node[other].name;
	struct origin o = { 0 };
	struct value *v;

	if (ev->said && store_origin(s->c->store, fact, s->l.claim[ev->first],
				     NULL, &s->c->mem, &o, e))
		return -1;
	if (extra && extra[0])
		what = arena_printf(&s->c->mem, "%s (%s)", cli_word(s->c, what),
				    extra);
	v = show_add(s, N_("edge"), what, name);
	if (other != NODE_NONE)
		v[COL_ID] = value_str(s->l.node[other].id);
	show_evidence(s, v, ev);
	if (o.valid_from || fact == FACT_OWNS)
		v[COL_FROM] = value_date(o.valid_from);
	if (o.valid_to)
		v[COL_TO] = value_date(o.valid_to);
	return 0;
}

static const char *
holding_text(struct show *s, const struct holding *h)
{
	const char *kind =
		cli_word(s->c, code_name(DOMAIN_OWNERSHIP, (int64_t)h->kind));

	if (h->percent < 0)
		return h->kind == OWNERSHIP_UNKNOWN ? "" : kind;
	return arena_printf(&s->c->mem, "%d.%02d %%%s%s", h->percent / 100,
			    h->percent % 100,
			    h->kind == OWNERSHIP_UNKNOWN ? "" : ", ",
			    h->kind == OWNERSHIP_UNKNOWN ? "" : kind);
}

static const char *
need_text(struct show *s, const struct need *n)
{
	const char *carrier =
		cli_word(s->c, code_name(DOMAIN_CARRIER, (int64_t)n->carrier));
	const char *need = cli_word(
		s->c, code_name(DOMAIN_NECESSITY, (int64_t)n->necessity));

	if (!n->group[0])
		return arena_printf(&s->c->mem, "%s, %s", carrier, need);
	return arena_printf(&s->c->mem, "%s, %s, %d (%s)", carrier, need, n->n,
			    n->group);
}

static int
show_supplies(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.nsupply; i++) {
		const struct supply *x = &s->l.supply[i];
		const char *role = cli_word(
			s->c, code_name(DOMAIN_ROLE, (int64_t)x->role));
		int rc = 0;

		if (x->product == s->node)
			rc = show_edge(s, N_("supplied by"), x->organisation,
				       role, FACT_SUPPLIES, &x->ev, e);
		else if (x->organisation == s->node)
			rc = show_edge(s, N_("supplies"), x->product, role,
				       FACT_SUPPLIES, &x->ev, e);
		if (rc)
			return -1;
	}
	return 0;
}

static int
show_fulfils(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.nfulfils; i++) {
		const struct fulfilment *x = &s->l.fulfils[i];
		int rc = 0;

		if (x->product == s->node)
			rc = show_edge(s, N_("can fulfil"), x->function, NULL,
				       FACT_FULFILS, &x->ev, e);
		else if (x->function == s->node)
			rc = show_edge(s, N_("can be fulfilled by"), x->product,
				       NULL, FACT_FULFILS, &x->ev, e);
		if (rc)
			return -1;
	}
	return 0;
}

static int
show_needs(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.nneed; i++) {
		const struct need *x = &s->l.need[i];
		int rc = 0;

		if (x->dependent == s->node)
			rc = show_edge(s, N_("needs"), x->provider,
				       need_text(s, x), FACT_NEEDS, &x->ev, e);
		else if (x->provider == s->node)
			rc = show_edge(s, N_("is needed by"), x->dependent,
				       need_text(s, x), FACT_NEEDS, &x->ev, e);
		if (rc)
			return -1;
	}
	return 0;
}

static int
show_seats(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.nseat; i++) {
		const struct seat *x = &s->l.seat[i];
		int rc = 0;

		if (x->organisation == s->node)
			rc = show_edge(s, N_("seated in"), x->country, NULL,
				       FACT_SEATED_IN, &x->ev, e);
		else if (x->country == s->node)
			rc = show_edge(s, N_("seat of"), x->organisation, NULL,
				       FACT_SEATED_IN, &x->ev, e);
		if (rc)
			return -1;
	}
	return 0;
}

static int
show_children(struct show *s, struct err *e)
{
	for (uint32_t i = 0; i < s->l.nholding; i++) {
		const struct holding *h = &s->l.holding[i];

		if (h->parent == s->node &&
		    show_edge(s, N_("owns"), h->child, holding_text(s, h),
			      FACT_OWNS, &h->ev, e))
			return -1;
	}
	for (uint32_t i = s->l.first[NODE_SCHOOL];
	     i < s->l.first[NODE_SCHOOL + 1]; i++) {
		const struct node *n = &s->l.node[i];

		if (n->board == s->node &&
		    show_edge(s, N_("governs"), i, NULL, FACT_GOVERNS,
			      &n->board_ev, e))
			return -1;
	}
	return 0;
}

/* Organisations whose owners are still to be shown. */
struct climb {
	bool *seen; /* by node */
	struct step {
		uint32_t node, height;
	} * step; /* heap */
	uint32_t n, cap;
};

static void
climb_to(struct climb *k, uint32_t node, uint32_t height)
{
	if (node == NODE_NONE || k->seen[node])
		return;
	k->seen[node] = true;
	VEC_ROOM(k->step, k->n, k->cap);
	k->step[k->n++] = (struct step){ node, height };
}

static const char *
owner_text(struct show *s, uint32_t height)
{
	return arena_printf(&s->c->mem, "%s %u", cli_word(s->c, N_("owner")),
			    height);
}

static int
owner_row(struct show *s, const struct holding *h, uint32_t height,
	  struct err *e)
{
	const char *what =
		h->kind == OWNERSHIP_NONE ? N_("has no owner") : N_("owned by");
	struct value *v;

	if (show_edge(s, what,
		      h->kind == OWNERSHIP_NONE ? NODE_NONE : h->parent,
		      h->kind == OWNERSHIP_NONE ? "" : holding_text(s, h),
		      FACT_OWNS, &h->ev, e))
		return -1;
	v = &s->t.value[(size_t)(s->t.nrow - 1) * COLUMNS];
	v[COL_PART] = value_str(owner_text(s, height));
	if (h->kind == OWNERSHIP_NONE)
		v[COL_VALUE] = value_str(s->l.node[h->child].name);
	if (h->child != s->node && h->kind != OWNERSHIP_NONE)
		v[COL_WHAT] = value_str(arena_printf(&s->c->mem, "%s %.*s",
						     s->l.node[h->child].name,
						     SV_ARG(v[COL_WHAT].text)));
	return 0;
}

/* The chain of owners, one step up at a time; rings end where they began. */
static int
show_owners(struct show *s, struct err *e)
{
	const struct landscape *l = &s->l;
	struct climb k = { 0 };
	int rc = 0;

	k.seen = ARENA_ARRAY(&s->c->mem, l->nnode, bool);
	if (l->node[s->node].kind == NODE_ORGANISATION)
		climb_to(&k, s->node, 1);
	for (uint32_t i = 0;
	     l->node[s->node].kind == NODE_PRODUCT && i < l->nsupply; i++)
		if (l->supply[i].product == s->node)
			climb_to(&k, l->supply[i].organisation, 1);
	for (uint32_t i = 0; rc == 0 && i < k.n; i++) {
		uint32_t child = k.step[i].node, height = k.step[i].height;
		uint32_t first = landscape_holdings_of(l, child);

		for (uint32_t h = first;
		     rc == 0 && h < l->nholding && l->holding[h].child == child;
		     h++) {
			rc = owner_row(s, &l->holding[h], height, e);
			if (l->holding[h].kind != OWNERSHIP_NONE)
				climb_to(&k, l->holding[h].parent, height + 1);
		}
		if (first == l->nholding || l->holding[first].child != child)
			show_add(s, owner_text(s, height),
				 arena_printf(&s->c->mem, "%s %s",
					      l->node[child].name,
					      cli_word(s->c, N_("owned by"))),
				 NULL);
	}
	free(k.step);
	return rc;
}

/* Uses of which the node is a part, by what stands on the other side. */
struct use_group {
	uint32_t function, other; /* other: product, or the site's product */
	uint32_t uses, claims;
	uint8_t rung;
	bool is_conflict;
};

static int
cmp_group(const void *pa, const void *pb)
{
	const struct use_group *a = pa, *b = pb;

	if (a->function != b->function)
		return a->function < b->function ? -1 : 1;
	return a->other < b->other ? -1 : a->other > b->other;
}

static void
merge(struct use_group *to, const struct use_group *g)
{
	to->uses += g->uses;
	to->claims += g->claims;
	if (g->rung < to->rung)
		to->rung = g->rung;
	to->is_conflict |= g->is_conflict;
}

static void
use_row(struct show *s, const struct use_group *g)
{
	const struct landscape *l = &s->l;
	enum node_kind kind = l->node[s->node].kind;
	const char *function = g->function == NODE_NONE
				       ? cli_word(s->c, N_("unknown function"))
				       : l->node[g->function].name;
	struct value *v =
		show_add(s, N_("use"), function,
			 g->other == NODE_NONE ? NULL : l->node[g->other].name);

	if (g->other != NODE_NONE)
		v[COL_ID] = value_str(l->node[g->other].id);
	if (kind == NODE_PRODUCT)
		v[COL_VALUE] = value_str(arena_printf(
			&s->c->mem, "%u %s", g->uses,
			cli_word(s->c, g->uses == 1 ? N_("use") : N_("uses"))));
	v[COL_SAID] = value_int(g->claims);
	v[COL_RUNG] = value_str(cli_word(s->c, rung_name((enum rung)g->rung)));
	v[COL_CONFLICT] = value_bool(g->is_conflict);
}

static void
show_uses(struct show *s)
{
	const struct landscape *l = &s->l;
	enum node_kind kind = l->node[s->node].kind;
	struct use_group *g = NULL;
	uint32_t n = 0, cap = 0;

	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];
		struct use_group x = { u->function, u->product,
				       1,           u->ev.said,
				       u->ev.rung,  u->ev.is_conflict };

		if (u->site != s->node && u->product != s->node &&
		    u->function != s->node && u->vendor != s->node)
			continue;
		if (kind == NODE_PRODUCT)
			x.other = u->function;
		VEC_ROOM(g, n, cap);
		g[n++] = x;
	}
	sort(g, n, sizeof(*g), cmp_group);
	for (uint32_t i = 0, k; i < n; i = k) {
		for (k = i + 1; k < n && cmp_group(&g[i], &g[k]) == 0; k++)
			merge(&g[i], &g[k]);
		use_row(s, &g[i]);
	}
	free(g);
}

static void
show_conflicts(struct show *s)
{
	for (uint32_t i = 0; i < s->l.nconflict; i++) {
		const struct conflict *k = &s->l.conflict[i];
		uint32_t other = k->node == s->node ? k->other : k->node;
		struct value *v;

		if (k->node != s->node && k->other != s->node)
			continue;
		v = show_add(s, N_("conflict"),
			     arena_printf(&s->c->mem, "%s.%s",
					  fact_shape(k->fact)->table, k->field),
			     arena_printf(&s->c->mem, "%s, %s %s",
					  cli_word(s->c, k->value_used),
					  cli_word(s->c, N_("and not")),
					  cli_word(s->c, k->value_other)));
		if (other != NODE_NONE)
			v[COL_ID] = value_str(s->l.node[other].id);
		v[COL_CONFLICT] = value_bool(true);
	}
}

/* Measures of autonomy and the like, as the documents say them. */
static int
show_indicators(struct show *s, struct err *e)
{
	struct claim_about *x;
	uint32_t n = 0;

	if (store_claims(s->c->store, &s->l, s->node, NODE_NONE, &s->c->mem, &x,
			 &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		struct claim_field *f;
		const char *name = "", *value = "";
		struct value *v;
		uint32_t nf = 0;

		if (x[i].fact != FACT_INDICATOR)
			continue;
		if (store_claim(s->c->store, x[i].fact, x[i].claim, &s->c->mem,
				&f, &nf, e))
			return -1;
		for (uint32_t k = 0; k < nf; k++) {
			if (strcmp(f[k].field, "indicator") == 0)
				name = f[k].value;
			else if (!f[k].is_node && strcmp(f[k].field, "url"))
				value = arena_printf(&s->c->mem, "%s%s%s %s",
						     value,
						     value[0] ? ", " : "",
						     f[k].field, f[k].value);
		}
		v = show_add(s, N_("attribute"), name, value[0] ? value : NULL);
		v[COL_RUNG] = value_str(
			cli_word(s->c, rung_name((enum rung)x[i].rung)));
		v[COL_SAID] = value_int(1);
	}
	return 0;
}

static int
show_all(struct show *s, struct err *e)
{
	show_node(s);
	if (show_names(s, e))
		return -1;
	show_properties(s);
	if (show_indicators(s, e) || show_supplies(s, e) ||
	    show_sign_on(s, e) || show_fulfils(s, e) || show_needs(s, e) ||
	    show_seats(s, e) || show_owners(s, e) || show_children(s, e))
		return -1;
	show_uses(s);
	show_conflicts(s);
	table_coverage_of(&s->t, &s->l);
	return 0;
}

int cmd_show(struct cli *c, struct err *e);

int
cmd_show(struct cli *c, struct err *e)
{
	struct show s = { .c = c };
	int rc;

	if (cli_load_sign_on(c, &s.l, e))
		return -1;
	table_init(&s.t, &c->mem, c->command->name, columns, COLUMNS);
	rc = cli_find_node(c, &s.l, cli_arg(c, 0), ANY_KIND, &s.node, e);
	if (rc == 0)
		rc = show_all(&s, e);
	if (rc == 0) {
		cli_narrow(c, &s.t, NULL);
		rc = cli_print(c, &s.t, e);
	}
	landscape_done(&s.l);
	return rc;
}

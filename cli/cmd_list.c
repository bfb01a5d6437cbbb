/*
 * landschap list: what is in the landscape, one table for each subject. Counts
 * come from resolved uses; unknown pupils make a sum unknown, never smaller.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/map.h"
#include "base/sort.h"
#include "cli/list.h"

const struct option options_list[] = {
	{ "by", 0, OPTION_TEXT, N_("school|board|function"),
	  N_("products: a row for each school, board or function that uses "
	     "it") },
	{ "function", 0, OPTION_TEXT, N_("FUNCTION"),
	  N_("what is used for this function only") },
	{ "product", 0, OPTION_TEXT, N_("PRODUCT"), N_("this product only") },
	{ "ends-before", 0, OPTION_TEXT, N_("DATE"),
	  N_("what ends before a date only") },
	{ NULL },
};

const struct help help_list = {
	N_("SUBJECT is products, schools, boards, organisations, functions, "
	   "countries, usage, sources, conflicts or assumptions; of sign-on "
	   "identities (identity providers, hubs and services), hosts, "
	   "attributes (what is asked or released) and data (categories of "
	   "each product)."),
	{
		{ "landschap list products --by school",
		  N_("which application at which school, for what") },
		{ "landschap list products --ends-before 2027-01-01",
		  N_("who uses something that stops") },
		{ "landschap list usage --board 41234 -f csv",
		  N_("everything that one board uses") },
		{ "landschap list conflicts", N_("where documents disagree") },
		{ "landschap list attributes --board 41234",
		  N_("which data the services of a board ask for at sign-on") },
	},
};

static bool
counts(const struct usage *u)
{
	return u->status == STATUS_IN_USE || u->status == STATUS_PHASING_OUT ||
	       u->status == STATUS_UNKNOWN;
}

uint32_t
list_board_of(const struct landscape *l, uint32_t site)
{
	if (site == NODE_NONE || l->node[site].kind == NODE_BOARD)
		return site;
	return l->node[site].board;
}

static bool
passes(const struct lister *x, const struct usage *u)
{
	const struct filter *f = &x->f;

	return (f->board == NODE_NONE ||
		list_board_of(&x->l, u->site) == f->board) &&
	       (f->function == NODE_NONE || u->function == f->function) &&
	       (f->product == NODE_NONE || u->product == f->product) &&
	       (!f->ends_before || (u->until && u->until < f->ends_before));
}

struct value
list_id(const struct landscape *l, uint32_t node)
{
	return node == NODE_NONE ? (struct value){ .state = VALUE_UNKNOWN }
				 : value_str(l->node[node].id);
}

struct value
list_name(const struct landscape *l, uint32_t node)
{
	return node == NODE_NONE ? (struct value){ .state = VALUE_UNKNOWN }
				 : value_str(l->node[node].name);
}

/* What a list says in words, with the reserved first characters taken off. */
static struct value
said_text(const char *s)
{
	if (s[0] == '-')
		return value_na();
	if (s[0] == '?')
		return (struct value){ .state = VALUE_UNKNOWN };
	if (s[0] == '0' && s[1] == '\0')
		return value_str("none");
	return value_str(s);
}

struct value
list_rung(const struct cli *c, const struct evidence *ev)
{
	return value_str(cli_word(c, rung_name((enum rung)ev->rung)));
}

static struct value
number_or_unknown(int64_t v)
{
	return v < 0 ? (struct value){ .state = VALUE_UNKNOWN } : value_int(v);
}

/* Amounts are kept in hundredths. */
static struct value
hundredths(struct arena *mem, int64_t v)
{
	if (v < 0)
		return (struct value){ .state = VALUE_UNKNOWN };
	return value_str(arena_printf(mem, "%lld.%02lld", (long long)(v / 100),
				      (long long)(v % 100)));
}

/* Schools of each board: school[first[b] .. first[b + 1]), b a node. */
struct sites {
	uint32_t *first, *school;
	uint32_t *seen; /* by node: number of the last sum that had it */
	uint32_t sum;
};

static void
sites_init(struct sites *s, const struct landscape *l, struct arena *mem)
{
	uint32_t a = l->first[NODE_SCHOOL], z = l->first[NODE_SCHOOL + 1];

	s->first = ARENA_ARRAY(mem, (size_t)l->nnode + 2, uint32_t);
	s->school = ARENA_ARRAY(mem, z - a, uint32_t);
	s->seen = ARENA_ARRAY(mem, l->nnode, uint32_t);
	s->sum = 0;
	for (uint32_t i = a; i < z; i++)
		if (l->node[i].board != NODE_NONE)
			s->first[l->node[i].board + 2]++;
	for (uint32_t b = 0; b < l->nnode; b++)
		s->first[b + 2] += s->first[b + 1];
	for (uint32_t i = a; i < z; i++)
		if (l->node[i].board != NODE_NONE)
			s->school[s->first[l->node[i].board + 1]++] = i;
}

/* Distinct sites and their pupils. */
struct reach {
	uint32_t schools, no_pupils;
	int64_t low, high;
};

static void
reach_one(const struct landscape *l, struct sites *s, struct reach *r,
	  uint32_t site)
{
	const struct node *n = &l->node[site];

	if (s->seen[site] == s->sum)
		return;
	s->seen[site] = s->sum;
	r->schools += n->kind == NODE_SCHOOL;
	if (n->pupils_low < 0 || n->pupils_high < 0) {
		r->no_pupils++;
		return;
	}
	r->low += n->pupils_low;
	r->high += n->pupils_high;
}

/* A use at a board is a use at all its schools, or at the board itself. */
static void
reach_add(const struct landscape *l, struct sites *s, struct reach *r,
	  uint32_t site)
{
	uint32_t a, z;

	if (site == NODE_NONE)
		return;
	a = s->first[site];
	z = s->first[site + 1];
	if (l->node[site].kind != NODE_BOARD || a == z)
		reach_one(l, s, r, site);
	for (uint32_t i = a; l->node[site].kind == NODE_BOARD && i < z; i++)
		reach_one(l, s, r, s->school[i]);
}

static const struct column product_columns[] = {
	{ "product", N_("product"), "", COLUMN_TEXT },
	{ "name", N_("name"), "", COLUMN_TEXT },
	{ "by", N_("by"), "", COLUMN_TEXT },
	{ "by_name", N_("name"), "", COLUMN_TEXT },
	{ "vendor", N_("vendor"), "", COLUMN_TEXT },
	{ "functions", N_("functions"), "", COLUMN_TEXT },
	{ "boards", N_("boards"), "", COLUMN_INTEGER },
	{ "schools", N_("schools"), "", COLUMN_INTEGER },
	{ "pupils_low", N_("pupils"), N_("at least"), COLUMN_INTEGER },
	{ "pupils_high", N_("pupils"), N_("at most"), COLUMN_INTEGER },
	{ "until", N_("first end"), "", COLUMN_DATE },
};
enum { PRODUCT_COLUMNS = sizeof(product_columns) / sizeof(struct column) };

/* One use under one heading of the list of products. */
struct entry {
	uint32_t product, by, site, usage;
};
struct entries {
	struct entry *v;
	uint32_t n, cap;
};

static int
cmp_entry(const void *pa, const void *pb)
{
	const struct entry *a = pa, *b = pb;

	if (a->product != b->product)
		return a->product < b->product ? -1 : 1;
	if (a->by != b->by)
		return a->by < b->by ? -1 : 1;
	if (a->site != b->site)
		return a->site < b->site ? -1 : 1;
	return a->usage < b->usage ? -1 : a->usage > b->usage;
}

static void
add_entry(struct entries *out, struct entry x)
{
	VEC_ROOM(out->v, out->n, out->cap);
	out->v[out->n++] = x;
}

/* by: a node kind, or NODE_KINDS for one row a product. */
static void
add_entries(const struct lister *x, const struct sites *s, enum node_kind by,
	    uint32_t usage, struct entries *out)
{
	const struct usage *u = &x->l.usage[usage];
	struct entry y = { u->product, NODE_NONE, u->site, usage };
	uint32_t a = 0, z = 0;

	if (by == NODE_BOARD)
		y.by = list_board_of(&x->l, u->site);
	else if (by == NODE_FUNCTION)
		y.by = u->function;
	else if (by == NODE_SCHOOL)
		y.by = u->site;
	if (by == NODE_SCHOOL && u->site != NODE_NONE &&
	    x->l.node[u->site].kind == NODE_BOARD) {
		a = s->first[u->site];
		z = s->first[u->site + 1];
	}
	if (a == z)
		add_entry(out, y);
	for (; a < z; a++) {
		y.by = y.site = s->school[a];
		add_entry(out, y);
	}
}

void
list_add(struct list_names *x, uint32_t node)
{
	if (node == NODE_NONE || (x->n && x->v[x->n - 1] == node))
		return;
	VEC_ROOM(x->v, x->n, x->cap);
	x->v[x->n++] = node;
}

static int
cmp_number(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return *a < *b ? -1 : *a > *b;
}

uint32_t
list_settle(struct list_names *x)
{
	uint32_t n = 0;

	sort(x->v, x->n, sizeof(*x->v), cmp_number);
	for (uint32_t i = 0; i < x->n; i++)
		if (n == 0 || x->v[n - 1] != x->v[i])
			x->v[n++] = x->v[i];
	return x->n = n;
}

struct value
list_join(const struct landscape *l, struct list_names *x, uint32_t most,
	  struct arena *mem)
{
	uint32_t n = list_settle(x);
	struct buf out = { 0 };
	struct value v;

	for (uint32_t i = 0; i < n && (!most || i < most); i++)
		buf_printf(&out, "%s%s", i ? ", " : "", l->node[x->v[i]].name);
	if (most && n > most)
		buf_printf(&out, ", +%u", n - most);
	v = value_text(arena_sv(mem, buf_view(&out)));
	buf_done(&out);
	free(x->v);
	*x = (struct list_names){ 0 };
	return v;
}

/* Who sells or makes it, when the lists do not name a contract party. */
static void
add_suppliers(const struct landscape *l, uint32_t product, struct list_names *x)
{
	if (product == NODE_NONE)
		return;
	for (uint32_t i = landscape_supplies_of(l, product);
	     i < l->nsupply && l->supply[i].product == product; i++)
		list_add(x, l->supply[i].organisation);
}

static void
product_row(struct lister *x, struct sites *s, const struct entry *e,
	    uint32_t n)
{
	const struct landscape *l = &x->l;
	struct list_names vendors = { 0 }, functions = { 0 }, boards = { 0 };
	struct reach r = { 0 };
	struct value *v = table_row(&x->t);
	int32_t until = 0;

	s->sum++;
	for (uint32_t i = 0; i < n; i++) {
		const struct usage *u = &l->usage[e[i].usage];

		reach_add(l, s, &r, e[i].site);
		list_add(&vendors, u->vendor);
		list_add(&functions, u->function);
		list_add(&boards, list_board_of(l, u->site));
		if (u->until && (!until || u->until < until))
			until = u->until;
	}
	if (vendors.n == 0)
		add_suppliers(l, e->product, &vendors);
	v[0] = list_id(l, e->product);
	v[1] = list_name(l, e->product);
	v[2] = list_id(l, e->by);
	v[3] = list_name(l, e->by);
	v[4] = list_join(l, &vendors, 0, x->t.mem);
	v[5] = list_join(l, &functions, 0, x->t.mem);
	v[6] = value_int(list_settle(&boards));
	v[7] = value_int(r.schools);
	if (r.no_pupils == 0) {
		v[8] = value_int(r.low);
		v[9] = value_int(r.high);
	} else if (r.low) {
		v[8] = value_int(r.low);
	}
	v[10] = value_date(until);
	free(boards.v);
}

static int
read_by(struct cli *c, enum node_kind *ret, struct err *e)
{
	const char *by = cli_text(c, "by");

	*ret = NODE_KINDS;
	if (!by)
		return 0;
	if (node_kind_from(sv(by), ret) &&
	    (*ret == NODE_SCHOOL || *ret == NODE_BOARD ||
	     *ret == NODE_FUNCTION))
		return 0;
	return err_set(e, ERR_USAGE, NULL,
		       "option '--by': '%s' (expected school, board, "
		       "function)",
		       by);
}

static int
list_products(struct lister *x, struct err *e)
{
	struct entries list = { 0 };
	struct sites s;
	enum node_kind by;
	uint32_t idle = 0;

	if (read_by(x->c, &by, e))
		return -1;
	table_init(&x->t, &x->c->mem, "list products", product_columns,
		   PRODUCT_COLUMNS);
	sites_init(&s, &x->l, &x->c->mem);
	for (uint32_t i = 0; i < x->l.nusage; i++) {
		if (!passes(x, &x->l.usage[i]))
			continue;
		if (counts(&x->l.usage[i]))
			add_entries(x, &s, by, i, &list);
		else
			idle++;
	}
	sort(list.v, list.n, sizeof(*list.v), cmp_entry);
	for (uint32_t i = 0, k; i < list.n; i = k) {
		for (k = i;
		     k < list.n && list.v[k].product == list.v[i].product &&
		     list.v[k].by == list.v[i].by;
		     k++)
			continue;
		product_row(x, &s, &list.v[i], k - i);
		if (by == NODE_KINDS) {
			struct value *v = &x->t.value[(size_t)(x->t.nrow - 1) *
						      PRODUCT_COLUMNS];

			v[2] = v[3] = value_na();
		}
	}
	free(list.v);
	if (idle)
		table_note(&x->t,
			   "left out because planned, stopped or not "
			   "applicable: %u (list usage shows them)",
			   idle);
	return 0;
}

static const struct column usage_columns[] = {
	{ "site", N_("site"), "", COLUMN_TEXT },
	{ "site_name", N_("name"), "", COLUMN_TEXT },
	{ "function", N_("function"), "", COLUMN_TEXT },
	{ "product", N_("product"), "", COLUMN_TEXT },
	{ "product_name", N_("name"), "", COLUMN_TEXT },
	{ "vendor", N_("vendor"), "", COLUMN_TEXT },
	{ "status", N_("status"), "", COLUMN_TEXT },
	{ "share", N_("share"), "%", COLUMN_DECIMAL },
	{ "criticality", N_("criticality"), "", COLUMN_INTEGER },
	{ "since", N_("since"), "", COLUMN_DATE },
	{ "until", N_("until"), "", COLUMN_DATE },
	{ "cost", N_("cost"), N_("euro a year"), COLUMN_DECIMAL },
	{ "owner", N_("owner"), "", COLUMN_TEXT },
	{ "fallback", N_("fallback"), "", COLUMN_TEXT },
	{ "sign_on", N_("sign-on"), "", COLUMN_TEXT },
	{ "hosting", N_("hosting"), "", COLUMN_TEXT },
	{ "agreement", N_("agreement"), "", COLUMN_TEXT },
	{ "agreed", N_("agreed on"), "", COLUMN_DATE },
	{ "dpia", N_("DPIA"), "", COLUMN_TEXT },
	{ "data", N_("data"), "", COLUMN_TEXT },
	{ "biv", N_("BIV"), "", COLUMN_TEXT },
	{ "ai", N_("AI"), "", COLUMN_TEXT },
	{ "platform", N_("platform"), "", COLUMN_TEXT },
	{ "exit_plan", N_("exit plan"), "", COLUMN_TEXT },
	{ "alternatives", N_("alternatives"), "", COLUMN_TEXT },
	{ "links", N_("links"), "", COLUMN_TEXT },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
	{ "said", N_("claims"), "", COLUMN_INTEGER },
	{ "conflict", N_("conflict"), "", COLUMN_BOOL },
};
enum { USAGE_COLUMNS = sizeof(usage_columns) / sizeof(struct column) };

static void
usage_row(struct lister *x, const struct usage *u)
{
	const struct landscape *l = &x->l;
	const char *const text[] = { u->dpia,         u->data,     u->biv,
				     u->ai,           u->platform, u->exit_plan,
				     u->alternatives, u->links };
	struct value *v = table_row(&x->t);

	v[0] = list_id(l, u->site);
	v[1] = list_name(l, u->site);
	v[2] = list_id(l, u->function);
	v[3] = list_id(l, u->product);
	v[4] = list_name(l, u->product);
	v[5] = list_id(l, u->vendor);
	v[6] = value_str(cli_word(x->c, code_name(DOMAIN_STATUS, u->status)));
	v[7] = hundredths(x->t.mem, u->share);
	v[8] = number_or_unknown(u->criticality ? u->criticality : -1);
	v[9] = value_date(u->since);
	v[10] = value_date(u->until);
	v[11] = hundredths(x->t.mem, u->cost);
	v[12] = said_text(u->owner);
	v[13] = said_text(u->fallback);
	v[14] = said_text(u->sign_on);
	v[15] = said_text(u->hosting);
	v[16] = said_text(u->agreement);
	v[17] = value_date(u->agreed);
	for (int i = 0; i < 8; i++)
		v[18 + i] = said_text(text[i]);
	v[26] = list_rung(x->c, &u->ev);
	v[27] = value_int(u->ev.said);
	v[28] = value_bool(u->ev.is_conflict);
}

static int
list_usage(struct lister *x, struct err *e)
{
	(void)e;
	table_init(&x->t, &x->c->mem, "list usage", usage_columns,
		   USAGE_COLUMNS);
	for (uint32_t i = 0; i < x->l.nusage; i++)
		if (passes(x, &x->l.usage[i]))
			usage_row(x, &x->l.usage[i]);
	return 0;
}

#define COLUMN_ID                                                              \
	{                                                                      \
		"id", N_("id"), "", COLUMN_TEXT                                \
	}
#define COLUMN_NAME                                                            \
	{                                                                      \
		"name", N_("name"), "", COLUMN_TEXT                            \
	}
#define COLUMN_USES                                                            \
	{                                                                      \
		"uses", N_("uses"), "", COLUMN_INTEGER                         \
	}
#define COLUMNS_PUPILS                                                         \
	{ "pupils_low", N_("pupils"), N_("at least"), COLUMN_INTEGER },        \
	{                                                                      \
		"pupils_high", N_("pupils"), N_("at most"), COLUMN_INTEGER     \
	}

static const struct column board_columns[] = {
	COLUMN_ID,
	COLUMN_NAME,
	{ "schools", N_("schools"), "", COLUMN_INTEGER },
	COLUMNS_PUPILS,
	COLUMN_USES,
};
static const struct column school_columns[] = {
	COLUMN_ID,
	COLUMN_NAME,
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "sector", N_("sector"), "", COLUMN_TEXT },
	COLUMNS_PUPILS,
	COLUMN_USES,
};
static const struct column organisation_columns[] = {
	COLUMN_ID,
	COLUMN_NAME,
	{ "country", N_("country"), "", COLUMN_TEXT },
	{ "owners", N_("owners"), "", COLUMN_TEXT },
	COLUMN_USES,
};
static const struct column function_columns[] = {
	COLUMN_ID,
	COLUMN_NAME,
	{ "sector", N_("sector"), "", COLUMN_TEXT },
	{ "criticality", N_("criticality"), "", COLUMN_INTEGER },
	{ "basic", N_("basic"), "", COLUMN_BOOL },
	COLUMN_USES,
};
static const struct column country_columns[] = {
	COLUMN_ID,
	COLUMN_NAME,
	{ "code", N_("code"), "", COLUMN_TEXT },
	{ "organisations", N_("organisations"), "", COLUMN_INTEGER },
};

/* In how many uses each node occurs. */
static uint32_t *
count_uses(const struct lister *x)
{
	uint32_t *n = ARENA_ARRAY(&x->c->mem, x->l.nnode, uint32_t);

	for (uint32_t i = 0; i < x->l.nusage; i++) {
		const struct usage *u = &x->l.usage[i];
		const uint32_t node[] = { u->site, u->function, u->product,
					  u->vendor };

		for (int k = 0; k < 4; k++)
			if (node[k] != NODE_NONE)
				n[node[k]]++;
	}
	return n;
}

/* Countries and owners of an organisation. */
static void
organisation_values(struct lister *x, uint32_t node, struct value *v)
{
	const struct landscape *l = &x->l;
	struct list_names seats = { 0 }, owners = { 0 };

	for (uint32_t i = landscape_seats_of(l, node);
	     i < l->nseat && l->seat[i].organisation == node; i++)
		list_add(&seats, l->seat[i].country);
	for (uint32_t i = landscape_holdings_of(l, node);
	     i < l->nholding && l->holding[i].child == node; i++) {
		if (l->holding[i].kind == OWNERSHIP_NONE)
			v[1] = value_str(cli_word(x->c, "none"));
		else
			list_add(&owners, l->holding[i].parent);
	}
	v[0] = list_join(l, &seats, 0, x->t.mem);
	if (owners.n)
		v[1] = list_join(l, &owners, 0, x->t.mem);
}

static uint32_t
count_seats(const struct landscape *l, uint32_t country)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < l->nseat; i++)
		n += l->seat[i].country == country;
	return n;
}

static void
pupils_values(const struct node *n, struct value *v)
{
	v[0] = number_or_unknown(n->pupils_low);
	v[1] = number_or_unknown(n->pupils_high);
}

/* The columns behind id and name; uses come last. */
static void
node_values(struct lister *x, const struct sites *s, uint32_t node,
	    struct value *v, uint32_t uses)
{
	const struct node *n = &x->l.node[node];

	switch (n->kind) {
	case NODE_BOARD:
		v[0] = value_int(s->first[node + 1] - s->first[node]);
		pupils_values(n, v + 1);
		v[3] = value_int(uses);
		break;
	case NODE_SCHOOL:
		v[0] = list_id(&x->l, n->board);
		v[1] = value_str(n->sector);
		pupils_values(n, v + 2);
		v[4] = value_int(uses);
		break;
	case NODE_ORGANISATION:
		organisation_values(x, node, v);
		v[2] = value_int(uses);
		break;
	case NODE_FUNCTION:
		v[0] = n->sector[0] ? value_str(n->sector) : value_na();
		v[1] = number_or_unknown(n->criticality ? n->criticality : -1);
		v[2] = value_bool(n->is_basic);
		v[3] = value_int(uses);
		break;
	case NODE_COUNTRY:
		v[0] = value_str(n->country_code);
		v[1] = value_int(count_seats(&x->l, node));
		break;
	case NODE_PRODUCT:
	case NODE_HOST:
	case NODE_DATA_CATEGORY:
	case NODE_KINDS: break;
	}
}

static int
list_nodes(struct lister *x, enum node_kind kind, const char *name,
	   const struct column *columns, uint32_t ncolumn)
{
	const struct landscape *l = &x->l;
	uint32_t *uses = count_uses(x);
	struct sites s;

	sites_init(&s, l, &x->c->mem);
	table_init(&x->t, &x->c->mem, name, columns, ncolumn);
	for (uint32_t i = l->first[kind]; i < l->first[kind + 1]; i++) {
		struct value *v;

		if (l->node[i].is_gone || (x->f.board != NODE_NONE &&
					   list_board_of(l, i) != x->f.board))
			continue;
		v = table_row(&x->t);
		v[0] = value_str(l->node[i].id);
		v[1] = value_str(l->node[i].name);
		node_values(x, &s, i, v + 2, uses[i]);
	}
	return 0;
}

#define LIST_NODES(what, KIND)                                                 \
	static int list_##what##s(struct lister *x, struct err *e)             \
	{                                                                      \
		(void)e;                                                       \
		return list_nodes(                                             \
			x, NODE_##KIND, "list " #what "s", what##_columns,     \
			sizeof(what##_columns) / sizeof(struct column));       \
	}
LIST_NODES(board, BOARD)
LIST_NODES(school, SCHOOL)
LIST_NODES(organisation, ORGANISATION)
LIST_NODES(function, FUNCTION)

static int
list_countries(struct lister *x, struct err *e)
{
	(void)e;
	return list_nodes(x, NODE_COUNTRY, "list countries", country_columns,
			  sizeof(country_columns) / sizeof(struct column));
}

static const struct column source_columns[] = {
	{ "import", N_("import"), "", COLUMN_INTEGER },
	{ "file", N_("file"), "", COLUMN_TEXT },
	{ "kind", N_("kind"), "", COLUMN_TEXT },
	{ "board", N_("board"), "", COLUMN_TEXT },
	{ "as_of", N_("as of"), "", COLUMN_DATE },
	{ "recorded_at", N_("imported at"), "", COLUMN_TEXT },
	{ "facts", N_("facts"), "", COLUMN_INTEGER },
	{ "refused", N_("rows refused"), "", COLUMN_INTEGER },
	{ "sha256", N_("SHA-256"), "", COLUMN_TEXT },
};
enum { SOURCE_COLUMNS = sizeof(source_columns) / sizeof(struct column) };

/* Documents that count today; log tells of the others as well. */
static int
list_sources(struct lister *x, struct err *e)
{
	struct log_line *line;
	uint32_t n = 0;

	table_init(&x->t, &x->c->mem, "list sources", source_columns,
		   SOURCE_COLUMNS);
	if (store_log(x->c->store, &x->c->mem, &line, &n, e))
		return -1;
	for (uint32_t i = 0; i < n; i++) {
		struct value *v;

		if (strcmp(line[i].action, "import") != 0 || !line[i].is_live)
			continue;
		v = table_row(&x->t);
		v[0] = value_int(line[i].source);
		v[1] = value_str(line[i].what);
		v[2] = value_str(line[i].kind);
		v[3] = line[i].board[0] ? value_str(line[i].board) : value_na();
		v[4] = value_date(line[i].as_of);
		v[5] = value_str(line[i].at);
		v[6] = value_int((int64_t)line[i].facts);
		v[7] = value_int((int64_t)line[i].refused);
		v[8] = value_str(line[i].sha256);
	}
	return 0;
}

static const struct column conflict_columns[] = {
	{ "fact", N_("fact"), "", COLUMN_TEXT },
	{ "field", N_("field"), "", COLUMN_TEXT },
	{ "about", N_("about"), "", COLUMN_TEXT },
	{ "with", N_("with"), "", COLUMN_TEXT },
	{ "used", N_("used"), "", COLUMN_TEXT },
	{ "used_place", N_("place"), "", COLUMN_TEXT },
	{ "other", N_("other"), "", COLUMN_TEXT },
	{ "other_place", N_("place"), "", COLUMN_TEXT },
};
enum { CONFLICT_COLUMNS = sizeof(conflict_columns) / sizeof(struct column) };

static int
list_conflicts(struct lister *x, struct err *e)
{
	const struct landscape *l = &x->l;

	table_init(&x->t, &x->c->mem, "list conflicts", conflict_columns,
		   CONFLICT_COLUMNS);
	for (uint32_t i = 0; i < l->nconflict; i++) {
		const struct conflict *k = &l->conflict[i];
		const char *used, *other;
		struct value *v;

		if (cli_place(x->c, k->fact, k->claim_used, k->field, &used,
			      e) ||
		    cli_place(x->c, k->fact, k->claim_other, k->field, &other,
			      e))
			return -1;
		v = table_row(&x->t);
		v[0] = value_str(fact_shape(k->fact)->table);
		v[1] = value_str(k->field);
		v[2] = list_id(l, k->node);
		v[3] = k->other == NODE_NONE ? value_na()
					     : list_id(l, k->other);
		v[4] = value_str(cli_word(x->c, k->value_used));
		v[5] = value_str(used);
		v[6] = value_str(cli_word(x->c, k->value_other));
		v[7] = value_str(other);
	}
	return 0;
}

static const struct column assumption_columns[] = {
	{ "id", N_("id"), "", COLUMN_TEXT },
	{ "name", N_("name"), "", COLUMN_TEXT },
	{ "taken_as_one", N_("taken for the same"), "", COLUMN_TEXT },
	{ "why", N_("why"), "", COLUMN_TEXT },
};

static int
list_assumptions(struct lister *x, struct err *e)
{
	const struct landscape *l = &x->l;

	(void)e;
	table_init(&x->t, &x->c->mem, "list assumptions", assumption_columns,
		   4);
	for (uint32_t i = 0; i < l->nassumption; i++) {
		struct value *v = table_row(&x->t);

		v[0] = list_id(l, l->assumption[i].node);
		v[1] = list_name(l, l->assumption[i].node);
		v[2] = value_str(l->assumption[i].name);
		v[3] = value_str(cli_word(x->c, l->assumption[i].why));
	}
	return 0;
}

enum { FILTER_BOARD = 1, FILTER_USES = 2, FILTER_BY = 4, FILTER_PRODUCT = 8 };
static const struct {
	const char *name;
	int (*list)(struct lister *x, struct err *e);
	unsigned filters;
	const char *narrow; /* columns for people; NULL: all */
} subjects[] = {
	{ "products", list_products, FILTER_BOARD | FILTER_USES | FILTER_BY,
	  "name by_name vendor functions boards schools pupils_low pupils_high "
	  "until" },
	{ "schools", list_schools, FILTER_BOARD, NULL },
	{ "boards", list_boards, FILTER_BOARD, NULL },
	{ "organisations", list_organisations, 0, NULL },
	{ "functions", list_functions, 0, NULL },
	{ "countries", list_countries, 0, NULL },
	{ "usage", list_usage, FILTER_BOARD | FILTER_USES,
	  "site_name function product_name status until rung conflict" },
	{ "sources", list_sources, 0,
	  "import file kind board as_of facts refused" },
	{ "conflicts", list_conflicts, 0, NULL },
	{ "assumptions", list_assumptions, 0, NULL },
	{ "identities", list_identities, FILTER_BOARD | FILTER_PRODUCT,
	  "name roles key protocol software federation provider valid_until "
	  "verified" },
	{ "hosts", list_hosts, FILTER_BOARD | FILTER_PRODUCT,
	  "host domain operators countries products endpoints" },
	{ "attributes", list_attributes, FILTER_BOARD | FILTER_PRODUCT,
	  "product_name attribute category_name necessity giver_name subject "
	  "purpose "
	  "rung conflict" },
	{ "data", list_data, FILTER_BOARD | FILTER_PRODUCT,
	  "product_name category_name special necessity attributes givers "
	  "rung" },
};
enum { SUBJECTS = sizeof(subjects) / sizeof(subjects[0]) };

static const char *
nth_subject(const void *ctx, unsigned i)
{
	(void)ctx;
	return i < SUBJECTS ? subjects[i].name : NULL;
}

static int
find_subject(const char *name, unsigned *ret, struct err *e)
{
	const char *near;

	for (*ret = 0; *ret < SUBJECTS; (*ret)++)
		if (strcmp(subjects[*ret].name, name) == 0)
			return 0;
	near = nearest(name, nth_subject, NULL);
	if (near)
		return err_set(e, ERR_USAGE, NULL,
			       "cannot list '%s' (did you mean '%s'?)", name,
			       near);
	return err_set(e, ERR_USAGE, NULL,
		       "cannot list '%s' (expected products, schools, boards, "
		       "organisations, functions, countries, usage, sources, "
		       "conflicts, assumptions, identities, hosts, "
		       "attributes, data)",
		       name);
}

/* A filter that a subject does not know would give a wrong answer. */
static int
check_filters(const struct cli *c, unsigned subject, struct err *e)
{
	static const struct {
		const char *option;
		unsigned filter;
	} known[] = {
		{ "board", FILTER_BOARD },
		{ "function", FILTER_USES },
		{ "product", FILTER_USES | FILTER_PRODUCT },
		{ "by", FILTER_BY },
		{ "ends-before", FILTER_USES },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (options_has(&c->opt, known[i].option) &&
		    !(subjects[subject].filters & known[i].filter))
			return err_set(e, ERR_USAGE, NULL,
				       "option '--%s' means nothing to '%s' "
				       "(-h lists the options)",
				       known[i].option, subjects[subject].name);
	return 0;
}

static int
read_filters(struct lister *x, struct err *e)
{
	struct cli *c = x->c;
	const char *function = cli_text(c, "function");
	const char *product = cli_text(c, "product");

	x->f.function = x->f.product = NODE_NONE;
	if (cli_find_board(c, &x->l, &x->f.board, e) ||
	    cli_date(c, "ends-before", &x->f.ends_before, e))
		return -1;
	if (function && cli_find_node(c, &x->l, function, 1u << NODE_FUNCTION,
				      &x->f.function, e))
		return -1;
	if (product && cli_find_node(c, &x->l, product, 1u << NODE_PRODUCT,
				     &x->f.product, e))
		return -1;
	return 0;
}

static bool
needs_sign_on(unsigned subject)
{
	return (subjects[subject].filters & FILTER_PRODUCT) ||
	       subjects[subject].list == list_conflicts;
}

int cmd_list(struct cli *c, struct err *e);

int
cmd_list(struct cli *c, struct err *e)
{
	struct lister x = { .c = c };
	unsigned subject;
	int rc;

	if (find_subject(cli_arg(c, 0), &subject, e) ||
	    check_filters(c, subject, e) ||
	    (needs_sign_on(subject) ? cli_load_sign_on(c, &x.l, e)
				    : cli_load(c, &x.l, e)))
		return -1;
	rc = read_filters(&x, e);
	if (rc == 0)
		rc = subjects[subject].list(&x, e);
	if (rc == 0) {
		cli_narrow(c, &x.t, subjects[subject].narrow);
		table_coverage_of(&x.t, &x.l);
		rc = cli_print(c, &x.t, e);
	}
	landscape_done(&x.l);
	return rc;
}

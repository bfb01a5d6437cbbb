/*
 * landschap list identities, hosts, attributes, data: the plane of sign-on.
 * What a document does not say stays unknown: no attributes asked in metadata
 * does not mean that none are given.
 */
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/sort.h"
#include "cli/list.h"
#include "collectors/attributes.h"

enum { NAMES_SHOWN = 5 }; /* of the products behind one host */

/*
 * Products that the filters let through, by node: all, one, or those that the
 * schools of a board use and what these sign on through.
 */
static bool *
wanted(const struct lister *x)
{
	const struct landscape *l = &x->l;
	bool *is = ARENA_ARRAY(&x->c->mem, l->nnode, bool);
	bool all = x->f.board == NODE_NONE && x->f.product == NODE_NONE;

	for (uint32_t i = 0; all && i < l->nnode; i++)
		is[i] = true;
	if (x->f.product != NODE_NONE)
		is[x->f.product] = true;
	for (uint32_t i = 0; x->f.board != NODE_NONE && i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];
		uint32_t p = u->product;

		if (p == NODE_NONE || list_board_of(l, u->site) != x->f.board ||
		    (x->f.product != NODE_NONE && p != x->f.product))
			continue;
		is[p] = true;
		for (uint32_t k = landscape_needs_of(l, p);
		     k < l->nneed && l->need[k].dependent == p; k++)
			if (l->need[k].carrier == CARRIER_LOGIN &&
			    l->need[k].provider != NODE_NONE &&
			    x->f.product == NODE_NONE)
				is[l->need[k].provider] = true;
	}
	return is;
}

/* Values of one property, "a, b"; unknown when there is none. */
static struct value
properties(const struct lister *x, uint32_t node, const char *name)
{
	const struct landscape *l = &x->l;
	struct buf out = { 0 };
	struct value v;

	for (uint32_t i = landscape_property_of(l, node, name);
	     i < l->nproperty && l->property[i].node == node &&
	     strcmp(l->property[i].name, name) == 0;
	     i++)
		buf_printf(&out, "%s%s", out.n ? ", " : "",
			   l->property[i].value);
	v = value_text(arena_sv(x->t.mem, buf_view(&out)));
	buf_done(&out);
	return v;
}

/* The keys by which sign-on knows it: entityID, issuer, client or app id. */
static struct value
sign_on_keys(const struct lister *x, uint32_t node)
{
	const struct landscape *l = &x->l;
	struct buf out = { 0 };
	struct value v;

	for (uint32_t i = landscape_key_of(l, node);
	     i < l->nkey && l->key[i].node == node; i++)
		if (l->key[i].scheme == KEY_ENTITY_ID ||
		    l->key[i].scheme == KEY_ISSUER ||
		    l->key[i].scheme == KEY_CLIENT_ID ||
		    l->key[i].scheme == KEY_APP_ID)
			buf_printf(&out, "%s%s", out.n ? ", " : "",
				   l->key[i].value);
	v = out.n ? value_text(arena_sv(x->t.mem, buf_view(&out))) : value_na();
	buf_done(&out);
	return v;
}

static void
need_values(const struct lister *x, uint32_t node, struct value *ret_software,
	    struct value *ret_provider)
{
	const struct landscape *l = &x->l;
	struct list_names software = { 0 }, provider = { 0 };

	for (uint32_t i = landscape_needs_of(l, node);
	     i < l->nneed && l->need[i].dependent == node; i++) {
		const struct need *n = &l->need[i];

		if (n->carrier == CARRIER_LOGIN)
			list_add(&provider, n->provider);
		else if (n->carrier == CARRIER_PLATFORM ||
			 n->carrier == CARRIER_HOSTING)
			list_add(&software, n->provider);
	}
	*ret_software = list_join(l, &software, 0, x->t.mem);
	*ret_provider = list_join(l, &provider, NAMES_SHOWN, x->t.mem);
}

static struct value
federations(const struct lister *x, uint32_t node)
{
	const struct landscape *l = &x->l;
	struct list_names names = { 0 };

	for (uint32_t i = landscape_membership_of(l, node);
	     i < l->nmembership && l->membership[i].product == node; i++)
		list_add(&names, l->membership[i].federation);
	return list_join(l, &names, 0, x->t.mem);
}

static const struct column identity_columns[] = {
	{ "id", N_("id"), "", COLUMN_TEXT },
	{ "name", N_("name"), "", COLUMN_TEXT },
	{ "roles", N_("roles"), "", COLUMN_TEXT },
	{ "key", N_("key"), "", COLUMN_TEXT },
	{ "protocol", N_("protocol"), "", COLUMN_TEXT },
	{ "software", N_("software"), "", COLUMN_TEXT },
	{ "federation", N_("federation"), "", COLUMN_TEXT },
	{ "provider", N_("signs on through"), "", COLUMN_TEXT },
	{ "valid_until", N_("valid until"), "", COLUMN_DATE },
	{ "expired", N_("expired"), "", COLUMN_BOOL },
	{ "verified", N_("verified"), "", COLUMN_BOOL },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
};
enum { IDENTITY_COLUMNS = sizeof(identity_columns) / sizeof(struct column) };

static int
identity_row(struct lister *x, uint32_t node, const struct property *role,
	     struct err *e)
{
	const struct landscape *l = &x->l;
	const struct property *until =
		landscape_property(l, node, "valid_until");
	struct value *v = table_row(&x->t);
	struct origin o;
	int32_t date = 0;

	if (store_origin(x->c->store, FACT_ATTRIBUTE, l->claim[role->ev.first],
			 NULL, &x->c->mem, &o, e))
		return -1;
	if (until && !date_from_iso(sv(until->value), &date))
		date = 0;
	v[0] = list_id(l, node);
	v[1] = list_name(l, node);
	v[2] = properties(x, node, "role");
	v[3] = sign_on_keys(x, node);
	v[4] = properties(x, node, "protocol");
	need_values(x, node, &v[5], &v[7]);
	v[6] = federations(x, node);
	v[8] = value_date(date);
	v[9] = date ? value_bool(date < l->at) : value_na();
	v[10] = value_bool(o.signer[0] != '\0');
	v[11] = list_rung(x->c, &role->ev);
	return 0;
}

int
list_identities(struct lister *x, struct err *e)
{
	const struct landscape *l = &x->l;
	const bool *is = wanted(x);

	table_init(&x->t, &x->c->mem, "list identities", identity_columns,
		   IDENTITY_COLUMNS);
	for (uint32_t i = l->first[NODE_PRODUCT];
	     i < l->first[NODE_PRODUCT + 1]; i++) {
		const struct property *role = landscape_property(l, i, "role");

		if (role && is[i] && identity_row(x, i, role, e))
			return -1;
	}
	return 0;
}

static const struct column host_columns[] = {
	{ "id", N_("id"), "", COLUMN_TEXT },
	{ "host", N_("host"), "", COLUMN_TEXT },
	{ "domain", N_("domain"), "", COLUMN_TEXT },
	{ "operators", N_("operated by"), "", COLUMN_TEXT },
	{ "countries", N_("seated in"), "", COLUMN_TEXT },
	{ "nproducts", N_("products"), "", COLUMN_INTEGER },
	{ "products", N_("products"), "", COLUMN_TEXT },
	{ "endpoints", N_("endpoints"), "", COLUMN_TEXT },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
};
enum { HOST_COLUMNS = sizeof(host_columns) / sizeof(struct column) };

/* What is served from each host: serving[at[first[h]] ...], h a node. */
struct by_host {
	uint32_t *first, *at;
};

static struct by_host
index_hosts(const struct lister *x, const bool *is)
{
	const struct landscape *l = &x->l;
	struct arena *mem = &x->c->mem;
	struct by_host b;

	b.first = ARENA_ARRAY(mem, (size_t)l->nnode + 2, uint32_t);
	b.at = ARENA_ARRAY(mem, l->nserving, uint32_t);
	for (uint32_t i = 0; i < l->nserving; i++)
		if (is[l->serving[i].product])
			b.first[l->serving[i].host + 2]++;
	for (uint32_t h = 0; h < l->nnode; h++)
		b.first[h + 2] += b.first[h + 1];
	for (uint32_t i = 0; i < l->nserving; i++)
		if (is[l->serving[i].product])
			b.at[b.first[l->serving[i].host + 1]++] = i;
	return b;
}

static void
operator_values(const struct lister *x, uint32_t host, struct value *v)
{
	const struct landscape *l = &x->l;
	struct list_names operators = { 0 }, countries = { 0 };

	v[2] = value_na();
	for (uint32_t i = landscape_operation_of(l, host);
	     i < l->noperation && l->operation[i].host == host; i++) {
		uint32_t o = l->operation[i].organisation;

		list_add(&operators, o);
		for (uint32_t k = landscape_seats_of(l, o);
		     k < l->nseat && l->seat[k].organisation == o; k++)
			list_add(&countries, l->seat[k].country);
		if (operators.n == 1)
			v[2] = list_rung(x->c, &l->operation[i].ev);
	}
	v[0] = list_join(l, &operators, 0, x->t.mem);
	v[1] = list_join(l, &countries, 0, x->t.mem);
}

static void
served_values(const struct lister *x, const struct by_host *b, uint32_t host,
	      struct value *v)
{
	const struct landscape *l = &x->l;
	struct list_names products = { 0 };
	struct buf kinds = { 0 };
	uint32_t seen = 0;

	for (uint32_t i = b->first[host]; i < b->first[host + 1]; i++) {
		const struct serving *s = &l->serving[b->at[i]];

		list_add(&products, s->product);
		seen |= 1u << s->endpoint;
	}
	for (int64_t k = 0; code_name(DOMAIN_ENDPOINT, k); k++)
		if (seen & 1u << k)
			buf_printf(
				&kinds, "%s%s", kinds.n ? ", " : "",
				cli_word(x->c, code_name(DOMAIN_ENDPOINT, k)));
	v[0] = value_int(list_settle(&products));
	v[1] = list_join(l, &products, NAMES_SHOWN, x->t.mem);
	v[2] = value_text(arena_sv(x->t.mem, buf_view(&kinds)));
	buf_done(&kinds);
}

int
list_hosts(struct lister *x, struct err *e)
{
	const struct landscape *l = &x->l;
	const bool *is = wanted(x);
	bool all = x->f.board == NODE_NONE && x->f.product == NODE_NONE;
	struct by_host b = index_hosts(x, is);

	(void)e;
	table_init(&x->t, &x->c->mem, "list hosts", host_columns, HOST_COLUMNS);
	for (uint32_t h = l->first[NODE_HOST]; h < l->first[NODE_HOST + 1];
	     h++) {
		struct value *v, operator[3];

		if (!all && b.first[h] == b.first[h + 1])
			continue;
		v = table_row(&x->t);
		v[0] = list_id(l, h);
		v[1] = list_name(l, h);
		v[2] = properties(x, h, "domain");
		operator_values(x, h, operator);
		v[3] = operator[0];
		v[4] = operator[1];
		v[8] = operator[2];
		served_values(x, &b, h, v + 5);
	}
	return 0;
}

static const struct column attribute_columns[] = {
	{ "product", N_("product"), "", COLUMN_TEXT },
	{ "product_name", N_("name"), "", COLUMN_TEXT },
	{ "attribute", N_("attribute"), "", COLUMN_TEXT },
	{ "category", N_("category"), "", COLUMN_TEXT },
	{ "category_name", N_("category"), "", COLUMN_TEXT },
	{ "necessity", N_("necessity"), "", COLUMN_TEXT },
	{ "giver", N_("given by"), "", COLUMN_TEXT },
	{ "giver_name", N_("given by"), "", COLUMN_TEXT },
	{ "subject", N_("about"), "", COLUMN_TEXT },
	{ "purpose", N_("purpose"), "", COLUMN_TEXT },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
	{ "said", N_("claims"), "", COLUMN_INTEGER },
	{ "conflict", N_("conflict"), "", COLUMN_BOOL },
};
enum { ATTRIBUTE_COLUMNS = sizeof(attribute_columns) / sizeof(struct column) };

static struct value
text_or_unknown(const char *s)
{
	return s[0] ? value_str(s) : (struct value){ .state = VALUE_UNKNOWN };
}

static struct value
necessity_value(const struct cli *c, enum necessity n)
{
	if (n == NECESSITY_UNKNOWN)
		return (struct value){ .state = VALUE_UNKNOWN };
	return value_str(cli_word(c, code_name(DOMAIN_NECESSITY, (int64_t)n)));
}

int
list_attributes(struct lister *x, struct err *e)
{
	const struct landscape *l = &x->l;
	const bool *is = wanted(x);
	struct attributes a;

	(void)e;
	attributes_load(&a);
	table_init(&x->t, &x->c->mem, "list attributes", attribute_columns,
		   ATTRIBUTE_COLUMNS);
	for (uint32_t i = 0; i < l->nprocessing; i++) {
		const struct processing *p = &l->processing[i];
		struct value *v;

		if (!is[p->product])
			continue;
		v = table_row(&x->t);
		v[0] = list_id(l, p->product);
		v[1] = list_name(l, p->product);
		v[2] = text_or_unknown(cli_attribute(x->c, &a, p->attribute));
		v[3] = list_id(l, p->category);
		v[4] = list_name(l, p->category);
		v[5] = necessity_value(x->c, p->necessity);
		v[6] = list_id(l, p->giver);
		v[7] = list_name(l, p->giver);
		v[8] = text_or_unknown(p->subject);
		v[9] = text_or_unknown(p->purpose);
		v[10] = list_rung(x->c, &p->ev);
		v[11] = value_int(p->ev.said);
		v[12] = value_bool(p->ev.is_conflict);
	}
	attributes_done(&a);
	return 0;
}

static const struct column data_columns[] = {
	{ "product", N_("product"), "", COLUMN_TEXT },
	{ "product_name", N_("name"), "", COLUMN_TEXT },
	{ "category", N_("category"), "", COLUMN_TEXT },
	{ "category_name", N_("category"), "", COLUMN_TEXT },
	{ "special", N_("special category"), "", COLUMN_BOOL },
	{ "necessity", N_("necessity"), "", COLUMN_TEXT },
	{ "attributes", N_("attributes"), "", COLUMN_TEXT },
	{ "givers", N_("given by"), "", COLUMN_TEXT },
	{ "rung", N_("evidence"), "", COLUMN_TEXT },
	{ "said", N_("claims"), "", COLUMN_INTEGER },
};
enum { DATA_COLUMNS = sizeof(data_columns) / sizeof(struct column) };

/* Required says more than optional, and that more than nothing. */
static int
weight_of(enum necessity n)
{
	static const int weight[] = {
		[NECESSITY_UNKNOWN] = 0,
		[NECESSITY_OPTIONAL] = 1,
		[NECESSITY_ALTERNATIVE] = 2,
		[NECESSITY_REQUIRED] = 3,
	};

	return weight[n];
}

static int
cmp_text(const void *pa, const void *pb)
{
	return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

/* Names of attributes, each once. */
static struct value
attribute_names(struct lister *x, const struct attributes *a,
		const struct processing *p, uint32_t n)
{
	struct arena *mem = x->t.mem;
	const char **name = ARENA_ARRAY(mem, n, const char *);
	struct buf out = { 0 };
	struct value v;

	for (uint32_t i = 0; i < n; i++)
		name[i] = cli_attribute(x->c, a, p[i].attribute);
	sort(name, n, sizeof(*name), cmp_text);
	for (uint32_t i = 0; i < n; i++)
		if (name[i][0] && (i == 0 || strcmp(name[i - 1], name[i]) != 0))
			buf_printf(&out, "%s%s", out.n ? ", " : "", name[i]);
	v = value_text(arena_sv(mem, buf_view(&out)));
	buf_done(&out);
	return v;
}

/* What is said of one product and one category: p[0 .. n). */
static void
data_row(struct lister *x, const struct attributes *a,
	 const struct processing *p, uint32_t n)
{
	const struct landscape *l = &x->l;
	struct list_names givers = { 0 };
	struct evidence ev = p->ev;
	enum necessity necessity = p->necessity;
	struct value *v = table_row(&x->t);

	for (uint32_t i = 0; i < n; i++) {
		list_add(&givers, p[i].giver);
		if (weight_of(p[i].necessity) > weight_of(necessity))
			necessity = p[i].necessity;
		if (i && p[i].ev.rung < ev.rung)
			ev.rung = p[i].ev.rung;
		if (i)
			ev.said += p[i].ev.said;
	}
	v[0] = list_id(l, p->product);
	v[1] = list_name(l, p->product);
	v[2] = list_id(l, p->category);
	v[3] = list_name(l, p->category);
	if (p->category != NODE_NONE)
		v[4] = value_bool(sv_is(
			cli_category(
				sv(strchr(l->node[p->category].id, ':') + 1),
				"special"),
			"yes"));
	v[5] = necessity_value(x->c, necessity);
	v[6] = attribute_names(x, a, p, n);
	v[7] = list_join(l, &givers, 0, x->t.mem);
	v[8] = list_rung(x->c, &ev);
	v[9] = value_int(ev.said);
}

int
list_data(struct lister *x, struct err *e)
{
	const struct landscape *l = &x->l;
	const bool *is = wanted(x);
	struct attributes a;

	(void)e;
	attributes_load(&a);
	table_init(&x->t, &x->c->mem, "list data", data_columns, DATA_COLUMNS);
	for (uint32_t i = 0, k; i < l->nprocessing; i = k) {
		const struct processing *p = &l->processing[i];

		for (k = i; k < l->nprocessing &&
			    l->processing[k].product == p->product &&
			    l->processing[k].category == p->category;
		     k++)
			continue;
		if (is[p->product])
			data_row(x, &a, p, k - i);
	}
	attributes_done(&a);
	return 0;
}

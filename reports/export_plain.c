/*
 * The plain tables: the landscape in the form in which it can be imported
 * again. What has a key is written by its key and gets its name in aliases;
 * the rest by its name. Refuses to say more than the landscape knows: dates of
 * ownership and sources stay behind, and a school without a use has no row.
 */
#include "reports/export.h"
#include "reports/export_columns.h"

/* What stands behind the kind in an id: a key, or a folded name. */
static const char *
rest_of_id(const struct node *n)
{
	return strchr(n->id, ':') + 1;
}

static bool
all_digits(const char *s)
{
	const char *p = s;

	while (*p >= '0' && *p <= '9')
		p++;
	return *p == '\0' && p > s;
}

/* A BRIN as key_normalise() writes it: two digits first, upper case. */
static bool
is_brin(const char *s)
{
	size_t n = strlen(s);

	if (n != 4 && n != 6)
		return false;
	for (size_t i = 0; i < n; i++) {
		bool digit = s[i] >= '0' && s[i] <= '9';

		if (!digit && (i < 2 || i > 3 || s[i] < 'A' || s[i] > 'Z'))
			return false;
	}
	return true;
}

/* The key by which a plain table can name this node, or NULL. */
static const char *
key_of(const struct node *n)
{
	const char *rest = rest_of_id(n);

	switch (n->kind) {
	case NODE_BOARD:
		if (strncmp(rest, "kvk:", 4) == 0)
			return rest + 4;
		return all_digits(rest) ? rest : NULL;
	case NODE_SCHOOL: return is_brin(rest) ? rest : NULL;
	case NODE_ORGANISATION:
		return strncmp(rest, "kvk:", 4) == 0 ? rest : NULL;
	case NODE_COUNTRY: return n->country_code[0] ? n->country_code : NULL;
	case NODE_FUNCTION:
	case NODE_PRODUCT:
	case NODE_HOST:
	case NODE_DATA_CATEGORY:
	case NODE_KINDS: break;
	}
	return NULL;
}

/* Function ids are slugs that only the shipped list knows: the name is sure. */
static struct value
named(const struct landscape *l, uint32_t node)
{
	const struct node *n;

	if (node == NODE_NONE)
		return (struct value){ .state = VALUE_UNKNOWN };
	n = &l->node[node];
	return value_str(key_of(n) ? key_of(n) : n->name);
}

/* v / 10^digits without zeroes at the end; negative is empty. */
static struct value
decimal(struct arena *mem, int64_t v, int digits)
{
	char *text, *end;
	int64_t unit = 1;

	if (v < 0)
		return (struct value){ .state = VALUE_UNKNOWN };
	for (int i = 0; i < digits; i++)
		unit *= 10;
	text = arena_printf(mem, "%lld.%0*lld", (long long)(v / unit), digits,
			    (long long)(v % unit));
	end = text + strlen(text);
	while (end[-1] == '0')
		*--end = '\0';
	if (end[-1] == '.')
		end[-1] = '\0';
	return value_str(text);
}

/* As plain_text() in collectors reads it: "0" is none, a blank protects. */
static struct value
words(const char *s)
{
	if (strcmp(s, "0") == 0)
		return value_str("none");
	if (s[0] == ' ' && (s[1] == '-' || s[1] == '0'))
		s++;
	return value_str(s);
}

static struct value
pupils(struct arena *mem, const struct node *site)
{
	if (site->pupils_low < 0)
		return (struct value){ .state = VALUE_UNKNOWN };
	if (site->pupils_low == site->pupils_high)
		return value_str(arena_printf(mem, "%d", site->pupils_low));
	return value_str(arena_printf(mem, "%d-%d", site->pupils_low,
				      site->pupils_high));
}

/*
 * In a plain table a use ends with `until`; in a list that is a contract date,
 * and the use may go on. A date that would end it today stays in table uses.
 */
static struct value
date_within(const struct landscape *l, int32_t date, bool is_end)
{
	bool ends = is_end ? date < l->at : date > l->at;

	return value_date(ends ? 0 : date);
}

static void
put_use(const struct landscape *l, struct table *t, const struct usage *u)
{
	const struct node *site = &l->node[u->site];
	bool is_school = site->kind == NODE_SCHOOL;
	struct value *v = table_row(t);

	v[0] = named(l, is_school ? site->board : u->site);
	if (is_school)
		v[1] = named(l, u->site);
	v[2] = pupils(t->mem, site);
	v[3] = named(l, u->function);
	v[4] = u->product != NODE_NONE              ? named(l, u->product)
	       : u->status == STATUS_NOT_APPLICABLE ? value_str("-")
						    : value_str("?");
	v[5] = named(l, u->vendor);
	v[6] = decimal(t->mem, u->share, 4);
	if (u->status != STATUS_UNKNOWN)
		v[7] = value_str(code_name(DOMAIN_STATUS, u->status));
	if (u->criticality)
		v[8] = value_int(u->criticality);
	v[9] = words(u->owner);
	v[10] = words(u->fallback);
	v[11] = decimal(t->mem, u->cost, 2);
	v[12] = date_within(l, u->since, false);
	v[13] = date_within(l, u->until, true);
}

void
export_usage(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("board"),    TEXT("school"),   TEXT("pupils"),
		TEXT("function"), TEXT("product"),  TEXT("vendor"),
		DECIMAL("share"), TEXT("status"),   INTEGER("criticality"),
		TEXT("owner"),    TEXT("fallback"), DECIMAL("cost"),
		DATE("since"),    DATE("until"),
	};

	table_init(t, t->mem, "usage", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nusage);
	for (uint32_t i = 0; i < l->nusage; i++)
		put_use(l, t, &l->usage[i]);
}

/* "las|lvs": the functions of a product; *at moves behind them. */
static const char *
functions_of(const struct landscape *l, struct arena *mem, uint32_t product,
	     uint32_t *at)
{
	const char *all = "";

	while (*at < l->nfulfils && l->fulfils[*at].product < product)
		++*at;
	for (; *at < l->nfulfils && l->fulfils[*at].product == product; ++*at)
		all = arena_printf(mem, "%s%s%s", all, all[0] ? "|" : "",
				   l->node[l->fulfils[*at].function].name);
	return all;
}

void
export_products(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("product"), TEXT("vendor"), TEXT("role"),
		TEXT("licence"), TEXT("ai"),     TEXT("source"),
		TEXT("function")
	};
	uint32_t supply = 0, fulfils = 0;

	table_init(t, t->mem, "products", columns,
		   sizeof(columns) / sizeof(*columns));
	for (uint32_t p = l->first[NODE_PRODUCT];
	     p < l->first[NODE_PRODUCT + 1]; p++) {
		const char *functions = functions_of(l, t->mem, p, &fulfils);
		struct value *v = table_row(t);

		v[0] = named(l, p);
		v[6] = value_str(functions);
		for (bool is_first = true;
		     supply < l->nsupply && l->supply[supply].product == p;
		     supply++, is_first = false) {
			const struct supply *s = &l->supply[supply];

			if (!is_first) {
				v = table_row(t);
				v[0] = named(l, p);
			}
			v[1] = named(l, s->organisation);
			v[2] = value_str(
				code_name(DOMAIN_ROLE, (int64_t)s->role));
		}
	}
}

/* Name, KvK and country; the country only in the first row of each. */
static struct value *
start_row(const struct landscape *l, struct table *t, uint32_t o, bool is_first)
{
	const char *key = key_of(&l->node[o]);
	struct value *v = table_row(t);
	uint32_t seat = landscape_seats_of(l, o);

	v[0] = value_str(l->node[o].name);
	v[1] = value_str(key ? key + 4 : "");
	if (is_first && seat < l->nseat && l->seat[seat].organisation == o)
		v[2] = named(l, l->seat[seat].country);
	return v;
}

void
export_organisations(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("organisation"), TEXT("kvk"),        TEXT("country"),
		TEXT("parent"),       DECIMAL("percent"), TEXT("kind"),
		DATE("from"),         DATE("to"),         TEXT("source")
	};
	uint32_t holding = 0;

	table_init(t, t->mem, "organisations", columns,
		   sizeof(columns) / sizeof(*columns));
	for (uint32_t o = l->first[NODE_ORGANISATION];
	     o < l->first[NODE_ORGANISATION + 1]; o++) {
		struct value *v = start_row(l, t, o, true);

		for (bool is_first = true;
		     holding < l->nholding && l->holding[holding].child == o;
		     holding++, is_first = false) {
			const struct holding *h = &l->holding[holding];
			bool is_none = h->kind == OWNERSHIP_NONE;

			if (!is_first)
				v = start_row(l, t, o, false);
			v[3] = is_none ? value_str("-") : named(l, h->parent);
			v[4] = decimal(t->mem, h->percent, 2);
			if (!is_none && h->kind != OWNERSHIP_UNKNOWN)
				v[5] = value_str(code_name(DOMAIN_OWNERSHIP,
							   (int64_t)h->kind));
		}
	}
}

/* A product by its name, anything else with its kind in front. */
static struct value
anything(const struct landscape *l, struct arena *mem, uint32_t node)
{
	struct value name = named(l, node);
	enum node_kind kind;

	if (node == NODE_NONE)
		return value_str("?");
	kind = l->node[node].kind;
	if (kind == NODE_PRODUCT && sv_find(name.text, ':') < 0)
		return name;
	return value_str(arena_printf(mem, "%s:%.*s", node_kind_name(kind),
				      SV_ARG(name.text)));
}

void
export_dependencies(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("from"),      TEXT("to"),     TEXT("carrier"),
		TEXT("necessity"), TEXT("group"),  INTEGER("n"),
		DATE("tested"),    TEXT("source"), TEXT("strength")
	};

	table_init(t, t->mem, "dependencies", columns,
		   sizeof(columns) / sizeof(*columns));
	for (uint32_t i = 0; i < l->nneed; i++) {
		const struct need *n = &l->need[i];
		bool is_group = n->necessity == NECESSITY_ALTERNATIVE;
		struct value *v = table_row(t);

		v[0] = anything(l, t->mem, n->dependent);
		v[1] = anything(l, t->mem, n->provider);
		v[2] = value_str(
			code_name(DOMAIN_CARRIER, (int64_t)n->carrier));
		v[3] = value_str(
			code_name(DOMAIN_NECESSITY, (int64_t)n->necessity));
		if (is_group) {
			v[4] = value_str(n->group);
			v[5] = value_int(n->n);
		}
		v[6] = value_date(n->tested);
		if (n->ev.rung == RUNG_EXPECTED)
			v[8] = value_str(rung_name(RUNG_EXPECTED));
	}
}

/* Boards and schools that usage names by their number. */
void
export_aliases(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("kind"), TEXT("name"),
						 TEXT("alias"),
						 TEXT("source") };

	table_init(t, t->mem, "aliases", columns,
		   sizeof(columns) / sizeof(*columns));
	for (uint32_t i = 0; i < l->nnode; i++) {
		const struct node *n = &l->node[i];
		struct value *v;

		if ((n->kind != NODE_BOARD && n->kind != NODE_SCHOOL) ||
		    !key_of(n) || strcmp(key_of(n), n->name) == 0)
			continue;
		v = table_row(t);
		v[0] = value_str(node_kind_name(n->kind));
		v[1] = value_str(key_of(n));
		v[2] = value_str(n->name);
	}
}

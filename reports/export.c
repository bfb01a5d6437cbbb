/*
 * The resolved landscape without loss: every node and edge with its evidence.
 * What is unknown is empty, never a word for it; codes are the words of
 * kinds.def. Refuses to translate: these tables are for programs.
 */
#include "reports/export.h"

#include "base/date.h"
#include "reports/escape.h"
#include "reports/export_columns.h"

const struct export_table export_tables[] = {
#define EXPORT(name, is_plain, summary)                                        \
	{ #name, is_plain, summary, export_##name },
#include "reports/exports.def"
#undef EXPORT
	{ 0 },
};

const struct export_table *
export_by_name(struct sv name)
{
	for (const struct export_table *x = export_tables; x->name; x++)
		if (sv_is(name, x->name))
			return x;
	return NULL;
}

void
export_make(const struct export_table *x, const struct landscape *l,
	    struct arena *mem, struct table *ret)
{
	*ret = (struct table){ .mem = mem };
	x->make(l, ret);
	table_coverage_of(ret, l);
}

void
export_json_begin(struct buf *out, const struct landscape *l)
{
	char day[DATE_ISO_SIZE];

	buf_str(out, "{\n\"format\":1,\n\"command\":\"export\",\n\"as_of\":");
	esc_json(out, sv(date_iso(l->at, day)));
	buf_str(out, ",\n\"tables\":{");
}

void
export_json_table(struct buf *out, const struct table *t, bool is_first)
{
	const struct render_options o = { .format = FORMAT_JSON };

	buf_str(out, is_first ? "\n" : ",\n");
	esc_json(out, sv(t->name));
	buf_char(out, ':');
	table_render(out, t, &o);
}

void
export_json_end(struct buf *out)
{
	buf_str(out, "}\n}\n");
}

void
export_evidence(struct value *v, const struct evidence *ev)
{
	v[0] = value_int(ev->said);
	v[1] = ev->said ? value_str(rung_name((enum rung)ev->rung))
			: value_str("assumed");
	v[2] = value_bool(ev->is_conflict);
}

static struct value
unknown(void)
{
	return (struct value){ .state = VALUE_UNKNOWN };
}

struct value
export_id(const struct landscape *l, uint32_t node)
{
	return node == NODE_NONE ? unknown() : value_str(l->node[node].id);
}

struct value
export_code(enum code_domain domain, int64_t v)
{
	const char *name = code_name(domain, v);

	return name && strcmp(name, "unknown") != 0 ? value_str(name)
						    : unknown();
}

/* A count or amount; negative is unknown. */
static struct value
count(int64_t v)
{
	return v < 0 ? unknown() : value_int(v);
}

/* v / 10^digits as a decimal, all digits; negative is unknown. */
static struct value
decimal(struct arena *mem, int64_t v, int digits)
{
	int64_t unit = 1;

	if (v < 0)
		return unknown();
	for (int i = 0; i < digits; i++)
		unit *= 10;
	return value_str(arena_printf(mem, "%lld.%0*lld", (long long)(v / unit),
				      digits, (long long)(v % unit)));
}

/*
 * What a list says in words, as the store keeps it: "?..." says that it is
 * unknown, "-" not applicable, "0" explicitly none.
 */
static struct value
words(const char *s)
{
	return value_str(s);
}

void
export_nodes(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("id"),      TEXT("kind"),           TEXT("name"),
		TEXT("board"),   INTEGER("pupils_low"),  INTEGER("pupils_high"),
		TEXT("sector"),  INTEGER("criticality"), BOOL("basic"),
		TEXT("country"),
	};

	table_init(t, t->mem, "nodes", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nnode);
	for (uint32_t i = 0; i < l->nnode; i++) {
		const struct node *n = &l->node[i];
		bool is_site = n->kind == NODE_BOARD || n->kind == NODE_SCHOOL;
		bool is_function = n->kind == NODE_FUNCTION;
		struct value *v = table_row(t);

		v[0] = value_str(n->id);
		v[1] = value_str(node_kind_name(n->kind));
		v[2] = value_str(n->name);
		v[3] = n->kind == NODE_SCHOOL ? export_id(l, n->board)
					      : value_na();
		v[4] = is_site ? count(n->pupils_low) : value_na();
		v[5] = is_site ? count(n->pupils_high) : value_na();
		v[6] = n->kind == NODE_SCHOOL ? value_str(n->sector)
					      : value_na();
		v[7] = !is_function     ? value_na()
		       : n->criticality ? value_int(n->criticality)
					: unknown();
		v[8] = is_function ? value_bool(n->is_basic) : value_na();
		v[9] = n->kind == NODE_COUNTRY ? value_str(n->country_code)
					       : value_na();
	}
}

void
export_uses(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("site"),
		TEXT("function"),
		TEXT("product"),
		TEXT("vendor"),
		DECIMAL("share"),
		TEXT("status"),
		INTEGER("criticality"),
		DATE("since"),
		DATE("until"),
		DECIMAL("cost"),
		TEXT("owner"),
		TEXT("fallback"),
		TEXT("sign_on"),
		TEXT("hosting"),
		TEXT("agreement"),
		DATE("agreed"),
		TEXT("dpia"),
		TEXT("data"),
		TEXT("biv"),
		TEXT("ai"),
		TEXT("platform"),
		TEXT("exit_plan"),
		TEXT("alternatives"),
		TEXT("links"),
		EVIDENCE,
	};
	enum { N = sizeof(columns) / sizeof(*columns) };

	table_init(t, t->mem, "uses", columns, N);
	table_reserve(t, l->nusage);
	for (uint32_t i = 0; i < l->nusage; i++) {
		const struct usage *u = &l->usage[i];
		const char *const text[] = { u->sign_on, u->hosting,
					     u->agreement };
		const char *const more[] = { u->dpia,         u->data,
					     u->biv,          u->ai,
					     u->platform,     u->exit_plan,
					     u->alternatives, u->links };
		struct value *v = table_row(t);

		v[0] = export_id(l, u->site);
		v[1] = export_id(l, u->function);
		v[2] = export_id(l, u->product);
		v[3] = export_id(l, u->vendor);
		v[4] = decimal(t->mem, u->share, 4);
		v[5] = export_code(DOMAIN_STATUS, u->status);
		v[6] = u->criticality ? value_int(u->criticality) : unknown();
		v[7] = value_date(u->since);
		v[8] = value_date(u->until);
		v[9] = decimal(t->mem, u->cost, 2);
		v[10] = words(u->owner);
		v[11] = words(u->fallback);
		for (int k = 0; k < 3; k++)
			v[12 + k] = words(text[k]);
		v[15] = value_date(u->agreed);
		for (int k = 0; k < 8; k++)
			v[16 + k] = words(more[k]);
		export_evidence(v + N - EVIDENCE_COLUMNS, &u->ev);
	}
}

void
export_fulfils(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("product"),
						 TEXT("function"), EVIDENCE };

	table_init(t, t->mem, "fulfils", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nfulfils);
	for (uint32_t i = 0; i < l->nfulfils; i++) {
		struct value *v = table_row(t);

		v[0] = export_id(l, l->fulfils[i].product);
		v[1] = export_id(l, l->fulfils[i].function);
		export_evidence(v + 2, &l->fulfils[i].ev);
	}
}

void
export_supplies(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("organisation"),
						 TEXT("product"), TEXT("role"),
						 EVIDENCE };

	table_init(t, t->mem, "supplies", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nsupply);
	for (uint32_t i = 0; i < l->nsupply; i++) {
		const struct supply *s = &l->supply[i];
		struct value *v = table_row(t);

		v[0] = export_id(l, s->organisation);
		v[1] = export_id(l, s->product);
		v[2] = export_code(DOMAIN_ROLE, (int64_t)s->role);
		export_evidence(v + 3, &s->ev);
	}
}

void
export_owns(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("parent"), TEXT("child"),
						 DECIMAL("percent"),
						 TEXT("kind"), EVIDENCE };

	table_init(t, t->mem, "owns", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nholding);
	for (uint32_t i = 0; i < l->nholding; i++) {
		const struct holding *h = &l->holding[i];
		struct value *v = table_row(t);

		v[0] = h->kind == OWNERSHIP_NONE ? value_na()
						 : export_id(l, h->parent);
		v[1] = export_id(l, h->child);
		v[2] = decimal(t->mem, h->percent, 2);
		v[3] = export_code(DOMAIN_OWNERSHIP, (int64_t)h->kind);
		export_evidence(v + 4, &h->ev);
	}
}

void
export_seated_in(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("organisation"),
						 TEXT("country"), EVIDENCE };

	table_init(t, t->mem, "seated_in", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nseat);
	for (uint32_t i = 0; i < l->nseat; i++) {
		struct value *v = table_row(t);

		v[0] = export_id(l, l->seat[i].organisation);
		v[1] = export_id(l, l->seat[i].country);
		export_evidence(v + 2, &l->seat[i].ev);
	}
}

void
export_needs(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("dependent"), TEXT("provider"), TEXT("carrier"),
		TEXT("necessity"), TEXT("group"),    INTEGER("n"),
		DATE("tested"),    EVIDENCE
	};

	table_init(t, t->mem, "needs", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nneed);
	for (uint32_t i = 0; i < l->nneed; i++) {
		const struct need *n = &l->need[i];
		struct value *v = table_row(t);

		v[0] = export_id(l, n->dependent);
		v[1] = export_id(l, n->provider);
		v[2] = export_code(DOMAIN_CARRIER, (int64_t)n->carrier);
		v[3] = export_code(DOMAIN_NECESSITY, (int64_t)n->necessity);
		v[4] = n->group[0] ? value_str(n->group) : value_na();
		v[5] = value_int(n->n);
		v[6] = value_date(n->tested);
		export_evidence(v + 7, &n->ev);
	}
}

void
export_conflicts(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("fact"),       TEXT("field"),      TEXT("node"),
		TEXT("other"),      TEXT("value_used"), TEXT("value_other"),
		TEXT("claim_used"), TEXT("claim_other")
	};

	table_init(t, t->mem, "conflicts", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nconflict);
	for (uint32_t i = 0; i < l->nconflict; i++) {
		const struct conflict *c = &l->conflict[i];
		const char *fact = fact_shape(c->fact)->table;
		struct value *v = table_row(t);

		v[0] = value_str(fact);
		v[1] = value_str(c->field);
		v[2] = export_id(l, c->node);
		v[3] = c->other == NODE_NONE ? value_na()
					     : export_id(l, c->other);
		v[4] = value_str(c->value_used);
		v[5] = value_str(c->value_other);
		v[6] = value_str(
			arena_printf(t->mem, "%s:%llu", fact,
				     (unsigned long long)c->claim_used));
		v[7] = value_str(
			arena_printf(t->mem, "%s:%llu", fact,
				     (unsigned long long)c->claim_other));
	}
}

void
export_assumptions(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("node"), TEXT("name"),
						 TEXT("why") };

	table_init(t, t->mem, "assumptions", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nassumption);
	for (uint32_t i = 0; i < l->nassumption; i++) {
		struct value *v = table_row(t);

		v[0] = export_id(l, l->assumption[i].node);
		v[1] = value_str(l->assumption[i].name);
		v[2] = value_str(l->assumption[i].why);
	}
}

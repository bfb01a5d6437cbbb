/*
 * The export of what documents of sign-on say. As export.c: without loss, for
 * programs.
 */
#include "reports/export.h"
#include "reports/export_columns.h"

void
export_processes(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("product"),   TEXT("category"),  TEXT("giver"),
		TEXT("necessity"), TEXT("attribute"), TEXT("subject"),
		TEXT("purpose"),   EVIDENCE
	};

	table_init(t, t->mem, "processes", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nprocessing);
	for (uint32_t i = 0; i < l->nprocessing; i++) {
		const struct processing *p = &l->processing[i];
		struct value *v = table_row(t);

		v[0] = export_id(l, p->product);
		v[1] = export_id(l, p->category);
		v[2] = export_id(l, p->giver);
		v[3] = export_code(DOMAIN_NECESSITY, (int64_t)p->necessity);
		v[4] = value_str(p->attribute);
		v[5] = value_str(p->subject);
		v[6] = value_str(p->purpose);
		export_evidence(v + 7, &p->ev);
	}
}

void
export_served_from(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = {
		TEXT("product"), TEXT("host"),     TEXT("endpoint"),
		TEXT("binding"), TEXT("location"), EVIDENCE
	};

	table_init(t, t->mem, "served_from", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nserving);
	for (uint32_t i = 0; i < l->nserving; i++) {
		const struct serving *s = &l->serving[i];
		struct value *v = table_row(t);

		v[0] = export_id(l, s->product);
		v[1] = export_id(l, s->host);
		v[2] = export_code(DOMAIN_ENDPOINT, (int64_t)s->endpoint);
		v[3] = value_str(s->binding);
		v[4] = value_str(s->location);
		export_evidence(v + 5, &s->ev);
	}
}

void
export_operated_by(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("host"),
						 TEXT("organisation"),
						 EVIDENCE };

	table_init(t, t->mem, "operated_by", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->noperation);
	for (uint32_t i = 0; i < l->noperation; i++) {
		struct value *v = table_row(t);

		v[0] = export_id(l, l->operation[i].host);
		v[1] = export_id(l, l->operation[i].organisation);
		export_evidence(v + 2, &l->operation[i].ev);
	}
}

void
export_federated_by(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("product"),
						 TEXT("federation"),
						 TEXT("authority"), EVIDENCE };

	table_init(t, t->mem, "federated_by", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nmembership);
	for (uint32_t i = 0; i < l->nmembership; i++) {
		struct value *v = table_row(t);

		v[0] = export_id(l, l->membership[i].product);
		v[1] = export_id(l, l->membership[i].federation);
		v[2] = value_str(l->membership[i].authority);
		export_evidence(v + 3, &l->membership[i].ev);
	}
}

void
export_attributes(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("node"), TEXT("name"),
						 TEXT("value"), EVIDENCE };

	table_init(t, t->mem, "attributes", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nproperty);
	for (uint32_t i = 0; i < l->nproperty; i++) {
		struct value *v = table_row(t);

		v[0] = export_id(l, l->property[i].node);
		v[1] = value_str(l->property[i].name);
		v[2] = value_str(l->property[i].value);
		export_evidence(v + 3, &l->property[i].ev);
	}
}

void
export_keys(const struct landscape *l, struct table *t)
{
	static const struct column columns[] = { TEXT("node"), TEXT("scheme"),
						 TEXT("value") };

	table_init(t, t->mem, "keys", columns,
		   sizeof(columns) / sizeof(*columns));
	table_reserve(t, l->nkey);
	for (uint32_t i = 0; i < l->nkey; i++) {
		struct value *v = table_row(t);

		v[0] = export_id(l, l->key[i].node);
		v[1] = value_str(key_scheme_name(l->key[i].scheme));
		v[2] = value_str(l->key[i].value);
	}
}

/*
 * The export of what every single failure costs, over all boards and weighed by
 * pupils: each end of the interval by itself. Refuses to leave out what costs
 * little.
 */
#include "analyzer/blast.h"
#include "reports/export.h"
#include "reports/export_columns.h"

static const struct column columns[] = {
	TEXT("node"),
	TEXT("same_as"),
	TEXT("class"),
	TEXT("tags"),
	DECIMAL("share_certain"),
	DECIMAL("share_possible"),
	INTEGER("weight_certain"),
	INTEGER("weight_possible"),
	INTEGER("weight_of"),
	INTEGER("weight_of_at_most"),
	INTEGER("pupils_certain"),
	INTEGER("pupils_possible"),
	INTEGER("vital_pupils_certain"),
	INTEGER("vital_pupils_possible"),
	INTEGER("functions_certain"),
	INTEGER("functions_possible"),
	INTEGER("sites_certain"),
	INTEGER("sites_possible"),
	INTEGER("boards_certain"),
	INTEGER("boards_possible"),
};
enum { COLUMNS = sizeof(columns) / sizeof(*columns), SHARE_DIGITS = 6 };

/* "hidden;shared": the words of blast.h. */
static struct value
tags(struct arena *mem, unsigned set)
{
	struct buf b = { 0 };
	struct value v;

	for (int i = 0; i < BLAST_TAGS; i++)
		if (set & 1u << i)
			buf_printf(&b, "%s%s", b.n ? ";" : "",
				   blast_tag_name(i));
	v = value_text(arena_sv(mem, buf_view(&b)));
	buf_done(&b);
	return v;
}

static void
put_failure(struct table *t, const struct landscape *l, const struct blasts *b,
	    const struct blast *x)
{
	const struct toll *lo = &x->low, *hi = &x->high;
	const int64_t ends[] = {
		lo->weight,       hi->weight,       b->weight_low,
		b->weight_high,   lo->pupils,       hi->pupils,
		lo->vital_pupils, hi->vital_pupils, lo->functions,
		hi->functions,    lo->sites,        hi->sites,
		lo->boards,       hi->boards,
	};
	struct value *v = table_row(t);

	v[0] = export_id(l, x->node);
	v[1] = export_id(l, b->v[x->set].node);
	v[2] = value_str(blast_class_name(x->class));
	v[3] = tags(t->mem, x->tags);
	v[4] = value_str(fraction_text(t->mem, x->share.lo, 0, SHARE_DIGITS));
	v[5] = value_str(fraction_text(t->mem, x->share.hi, 0, SHARE_DIGITS));
	for (uint32_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		v[6 + i] = value_int(ends[i]);
}

static void
put_failures(struct table *t, const struct landscape *l,
	     const struct cells *cells)
{
	struct arena mem = { 0 };
	struct levels levels;
	struct failing f;
	struct blasts b;
	struct err e = { 0 };

	levels_init(&levels, l);
	failing_build(l, cells, &levels, &f);
	if (blast_all(&f, WEIGHT_PUPILS, &mem, &b, &e))
		table_warn(t, "what fails is not known: %s", e.msg);
	else
		for (uint32_t i = 0; i < b.n; i++)
			put_failure(t, l, &b, &b.v[i]);
	failing_done(&f);
	levels_done(&levels);
	arena_done(&mem);
}

void
export_failures(const struct landscape *l, struct table *t)
{
	const struct scope scope = { 0 };
	struct cells cells;
	struct err e = { 0 };

	table_init(t, t->mem, "failures", columns, COLUMNS);
	if (cells_build(l, &scope, &cells, &e))
		table_warn(t, "what fails is not known: %s", e.msg);
	else
		put_failures(t, l, &cells);
	cells_done(&cells);
}

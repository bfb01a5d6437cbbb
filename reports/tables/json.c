/*
 * JSON and NDJSON. "format": 1 only grows. An unknown value is null; a value
 * that does not apply is null and its column is named in "not_applicable" of
 * the row. Keys are never translated. Refuses to round: decimals come through
 * digit by digit.
 */
#include "base/date.h"
#include "reports/escape.h"
#include "reports/table.h"

static const char *const types[] = { "text", "integer", "decimal", "date",
				     "boolean" };

/* A number by the grammar of JSON: no leading zero, no bare point. */
static bool
is_number(struct sv s)
{
	size_t i = 0, from;

	if (i < s.n && s.p[i] == '-')
		i++;
	from = i;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	if (i == from || (s.p[from] == '0' && i - from > 1))
		return false;
	if (i == s.n)
		return true;
	if (s.p[i++] != '.')
		return false;
	from = i;
	while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
		i++;
	return i == s.n && i > from;
}

static void
put_value(struct buf *out, const struct column *c, const struct value *v)
{
	struct buf plain = { 0 };

	if (v->state != VALUE_KNOWN) {
		buf_str(out, "null");
		return;
	}
	value_plain(&plain, c, v);
	if (c->type == COLUMN_INTEGER || c->type == COLUMN_BOOL ||
	    (c->type == COLUMN_DECIMAL && is_number(v->text)))
		buf_sv(out, buf_view(&plain));
	else
		esc_json(out, buf_view(&plain));
	buf_done(&plain);
}

static void
put_row(struct buf *out, const struct table *t, uint32_t r)
{
	const struct value *v = t->value + (size_t)r * t->ncolumn;
	uint32_t n = 0;

	buf_char(out, '{');
	for (uint32_t i = 0; i < t->ncolumn; i++) {
		if (i)
			buf_char(out, ',');
		esc_json(out, sv(t->column[i].name));
		buf_char(out, ':');
		put_value(out, &t->column[i], &v[i]);
	}
	for (uint32_t i = 0; i < t->ncolumn; i++) {
		if (v[i].state != VALUE_NOT_APPLICABLE)
			continue;
		buf_str(out, n++ ? "," : ",\"not_applicable\":[");
		esc_json(out, sv(t->column[i].name));
	}
	buf_str(out, n ? "]}" : "}");
}

static void
put_coverage(struct buf *out, const struct table *t)
{
	for (uint32_t i = 0; i < t->ncoverage; i++) {
		const struct coverage_line *c = &t->coverage[i];

		buf_str(out, i ? ",{\"key\":" : "{\"key\":");
		esc_json(out, sv(c->key));
		buf_printf(out, ",\"count\":%lld", (long long)c->part);
		if (c->whole)
			buf_printf(out, ",\"of\":%lld", (long long)c->whole);
		buf_char(out, '}');
	}
}

static void
put_columns(struct buf *out, const struct table *t)
{
	for (uint32_t i = 0; i < t->ncolumn; i++) {
		const struct column *c = &t->column[i];

		buf_str(out, i ? ",{\"name\":" : "{\"name\":");
		esc_json(out, sv(c->name));
		buf_printf(out, ",\"type\":\"%s\"", types[c->type]);
		if (c->unit && c->unit[0]) {
			buf_str(out, ",\"unit\":");
			esc_json(out, sv(c->unit));
		}
		buf_char(out, '}');
	}
}

/* All but the rows; `gap` stands between the members. */
static void
put_head(struct buf *out, const struct table *t, const char *gap)
{
	char day[DATE_ISO_SIZE];

	buf_printf(out, "\"format\":1,%s\"command\":", gap);
	esc_json(out, sv(t->name));
	buf_printf(out, ",%s\"as_of\":", gap);
	if (t->as_of)
		esc_json(out, sv(date_iso(t->as_of, day)));
	else
		buf_str(out, "null");
	buf_printf(out, ",%s\"coverage\":[", gap);
	put_coverage(out, t);
	buf_printf(out, "],%s\"warnings\":[", gap);
	for (uint32_t i = 0; i < t->nwarning; i++) {
		if (i)
			buf_char(out, ',');
		esc_json(out, sv(t->warning[i]));
	}
	buf_printf(out, "],%s\"columns\":[", gap);
	put_columns(out, t);
	buf_printf(out, "],%s\"total_rows\":%u", gap, t->nrow);
}

void
table_json(struct buf *out, const struct table *t,
	   const struct render_options *o)
{
	uint32_t n = table_shown(t, o);

	buf_str(out, "{\n");
	put_head(out, t, "\n");
	buf_str(out, ",\n\"rows\":[");
	for (uint32_t r = 0; r < n; r++) {
		buf_str(out, r ? ",\n" : "\n");
		put_row(out, t, r);
	}
	buf_str(out, n ? "\n]\n}\n" : "]\n}\n");
}

/* The first line says what the others are; it alone has "format". */
void
table_ndjson(struct buf *out, const struct table *t,
	     const struct render_options *o)
{
	uint32_t n = table_shown(t, o);

	buf_char(out, '{');
	put_head(out, t, "");
	buf_str(out, "}\n");
	for (uint32_t r = 0; r < n; r++) {
		put_row(out, t, r);
		buf_char(out, '\n');
	}
}

/*
 * CSV by RFC 4180 and TSV for pipes. Unknown is an empty field, not applicable
 * is n/a. Refuses to hand a spreadsheet a text that it would run.
 */
#include "reports/escape.h"
#include "reports/table.h"

static void
field(struct buf *out, const struct column *c, const struct value *v,
      const struct render_options *o, char separator)
{
	struct buf plain = { 0 };

	if (v->state == VALUE_UNKNOWN)
		return;
	if (v->state == VALUE_NOT_APPLICABLE) {
		buf_str(out, "n/a");
		return;
	}
	value_plain(&plain, c, v);
	if (o->is_excel_nl && c->type == COLUMN_DECIMAL)
		for (size_t i = 0; i < plain.n; i++)
			plain.p[i] = plain.p[i] == '.' ? ',' : plain.p[i];
	if (o->is_excel_nl && c->type == COLUMN_DECIMAL)
		buf_sv(out, buf_view(&plain)); /* a bare comma is no ';' */
	else
		esc_csv(out, buf_view(&plain), separator,
			!o->is_raw && c->type == COLUMN_TEXT);
	buf_done(&plain);
}

/* On a screen no control may come through but the ends of lines. */
static void
show(struct buf *out, struct sv s)
{
	while (s.n) {
		ptrdiff_t end = sv_find(s, '\n');
		size_t n = end < 0 ? s.n : (size_t)end;

		esc_terminal(out, sv_n(s.p, n));
		if (end < 0)
			break;
		buf_char(out, '\n');
		s = sv_n(s.p + n + 1, s.n - n - 1);
	}
}

void
table_csv(struct buf *out, const struct table *t,
	  const struct render_options *o)
{
	char separator = o->is_excel_nl ? ';' : ',';
	uint32_t n = table_shown(t, o);
	struct buf b = { 0 };

	if (o->is_excel_nl)
		buf_str(&b, "\xef\xbb\xbf");
	for (uint32_t i = 0; i < t->ncolumn; i++) {
		if (i)
			buf_char(&b, separator);
		esc_csv(&b, sv(t->column[i].name), separator, false);
	}
	buf_str(&b, "\r\n");
	for (uint32_t r = 0; r < n; r++) {
		const struct value *v = t->value + (size_t)r * t->ncolumn;
		size_t from = b.n;

		for (uint32_t i = 0; i < t->ncolumn; i++) {
			if (i)
				buf_char(&b, separator);
			field(&b, &t->column[i], &v[i], o, separator);
		}
		if (b.n == from) /* an empty line would be no row at all */
			buf_str(&b, "\"\"");
		buf_str(&b, "\r\n");
	}
	if (o->is_terminal)
		show(out, buf_view(&b));
	else
		buf_sv(out, buf_view(&b));
	out->full = out->full || b.full;
	buf_done(&b);
}

void
table_tsv(struct buf *out, const struct table *t,
	  const struct render_options *o)
{
	uint32_t n = table_shown(t, o);
	struct buf plain = { 0 };

	for (uint32_t i = 0; i < t->ncolumn; i++) {
		if (i)
			buf_char(out, '\t');
		esc_tsv(out, sv(t->column[i].name));
	}
	buf_char(out, '\n');
	for (uint32_t r = 0; r < n; r++) {
		const struct value *v = t->value + (size_t)r * t->ncolumn;

		for (uint32_t i = 0; i < t->ncolumn; i++) {
			if (i)
				buf_char(out, '\t');
			if (v[i].state == VALUE_NOT_APPLICABLE)
				buf_str(out, "n/a");
			if (v[i].state != VALUE_KNOWN)
				continue;
			buf_clear(&plain);
			value_plain(&plain, &t->column[i], &v[i]);
			esc_tsv(out, buf_view(&plain));
		}
		buf_char(out, '\n');
	}
	buf_done(&plain);
}

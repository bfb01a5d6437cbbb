/*
 * Tables as data: rows, coverage, warnings, notes, and the choice of renderer.
 * Refuses to guess: a value nobody set is unknown, and says so.
 */
#include "reports/table.h"

#include <stdio.h>

#include "base/date.h"
#include "base/i18n.h"

void
table_init(struct table *t, struct arena *mem, const char *name,
	   const struct column *columns, uint32_t n)
{
	*t = (struct table){
		.mem = mem, .name = name, .column = columns, .ncolumn = n
	};
}

/* A copy of an array with twice the room; the old one stays in the arena. */
static void *
grow(struct arena *mem, const void *old, uint32_t n, uint32_t *cap, size_t size)
{
	void *p;

	*cap = *cap ? *cap * 2 : 16;
	p = arena_array(mem, *cap, size);
	if (n)
		memcpy(p, old, n * size);
	return p;
}

void
table_reserve(struct table *t, uint32_t n)
{
	struct value *old = t->value;

	if (n <= t->cap)
		return;
	t->cap = n;
	t->value = arena_array(t->mem, n, t->ncolumn * sizeof(struct value));
	if (t->nrow)
		memcpy(t->value, old,
		       t->nrow * t->ncolumn * sizeof(struct value));
}

struct value *
table_row(struct table *t)
{
	struct value *v;

	if (t->nrow == t->cap)
		t->value = grow(t->mem, t->value, t->nrow, &t->cap,
				t->ncolumn * sizeof(struct value));
	v = t->value + (size_t)t->nrow++ * t->ncolumn;
	for (uint32_t i = 0; i < t->ncolumn; i++)
		v[i] = (struct value){ .state = VALUE_UNKNOWN };
	return v;
}

struct value
value_int(int64_t v)
{
	return (struct value){ .integer = v };
}

struct value
value_text(struct sv s)
{
	return (struct value){ .state = s.n ? VALUE_KNOWN : VALUE_UNKNOWN,
			       .text = s };
}

struct value
value_str(const char *s)
{
	return value_text(sv(s));
}

struct value
value_date(int32_t yyyymmdd)
{
	return (struct value){ .state = yyyymmdd ? VALUE_KNOWN : VALUE_UNKNOWN,
			       .integer = yyyymmdd };
}

struct value
value_bool(bool b)
{
	return (struct value){ .integer = b };
}

struct value
value_na(void)
{
	return (struct value){ .state = VALUE_NOT_APPLICABLE };
}

/* vsnprintf into the arena. */
static const char *__attribute__((format(printf, 2, 0)))
sentence(struct arena *mem, const char *fmt, va_list ap)
{
	va_list again;
	char *p;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (n < 0)
		return "";
	p = arena_alloc(mem, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return p;
}

void
table_warn(struct table *t, const char *fmt, ...)
{
	va_list ap;

	if (t->nwarning == t->warning_cap)
		t->warning = grow(t->mem, t->warning, t->nwarning,
				  &t->warning_cap, sizeof(*t->warning));
	va_start(ap, fmt);
	t->warning[t->nwarning++] = sentence(t->mem, _(fmt), ap);
	va_end(ap);
}

void
table_note(struct table *t, const char *fmt, ...)
{
	va_list ap;

	if (t->nnote == t->note_cap)
		t->note = grow(t->mem, t->note, t->nnote, &t->note_cap,
			       sizeof(*t->note));
	va_start(ap, fmt);
	t->note[t->nnote++] = sentence(t->mem, _(fmt), ap);
	va_end(ap);
}

void
table_coverage(struct table *t, const char *key, const char *text, int64_t part,
	       int64_t whole)
{
	if (t->ncoverage == t->coverage_cap)
		t->coverage = grow(t->mem, t->coverage, t->ncoverage,
				   &t->coverage_cap, sizeof(*t->coverage));
	t->coverage[t->ncoverage++] =
		(struct coverage_line){ key, text, part, whole };
}

void
table_coverage_of(struct table *t, const struct landscape *l)
{
	const struct coverage_counts *c = &l->coverage;

	t->as_of = l->at;
	table_coverage(t, "sources", N_("documents"), c->sources, 0);
	table_coverage(t, "boards_reporting", N_("boards that report"),
		       c->boards_reporting, c->boards);
	table_coverage(t, "schools_with_pupils",
		       N_("schools with a known number of pupils"),
		       (int64_t)c->schools - c->schools_unknown_pupils,
		       c->schools);
}

static const struct {
	const char *name;
	table_renderer *render;
} formats[] = {
#define FORMAT(ID, name, function) [FORMAT_##ID] = { #name, function },
#include "reports/tables/formats.def"
#undef FORMAT
};

const char *
format_name(enum format format)
{
	return formats[format].name;
}

bool
format_from(struct sv name, enum format *ret)
{
	for (int i = 0; i < FORMATS; i++) {
		if (sv_is(name, formats[i].name)) {
			*ret = (enum format)i;
			return true;
		}
	}
	return false;
}

void
table_render(struct buf *out, const struct table *t,
	     const struct render_options *o)
{
	formats[o->format].render(out, t, o);
}

uint32_t
table_shown(const struct table *t, const struct render_options *o)
{
	return o->limit && o->limit < t->nrow ? o->limit : t->nrow;
}

void
value_plain(struct buf *out, const struct column *c, const struct value *v)
{
	char day[DATE_ISO_SIZE];

	switch (c->type) {
	case COLUMN_TEXT:
	case COLUMN_DECIMAL: buf_sv(out, v->text); break;
	case COLUMN_INTEGER:
		buf_printf(out, "%lld", (long long)v->integer);
		break;
	case COLUMN_DATE:
		buf_str(out, date_iso((int32_t)v->integer, day));
		break;
	case COLUMN_BOOL: buf_str(out, v->integer ? "true" : "false"); break;
	}
}

/*
 * Tables for people: aligned by what a terminal shows, translated. What is too
 * wide for the screen gets its headings over several lines first, and then its
 * texts cut with an ellipsis. Refuses to cut numbers: a table too wide for its
 * screen is wider than its screen.
 */
#include "base/date.h"
#include "base/i18n.h"
#include "base/text.h"
#include "reports/escape.h"
#include "reports/table.h"

enum { GAP = 2, NARROWEST = 8, HEAD_LINES = 4 };
static const char ellipsis[] = "\xe2\x80\xa6";

/* A cell ready to be printed, and how wide it is. */
struct shown {
	struct sv text;
	uint32_t width;
};

struct layout {
	const struct table *t;
	const struct render_options *o;
	struct arena mem;
	struct shown *head; /* ncolumn, each on one line */
	struct shown *cell; /* nrow * ncolumn */
	uint32_t *width;    /* ncolumn */
	uint32_t nrow;
};

static bool
is_right(const struct column *c)
{
	return c->type == COLUMN_INTEGER || c->type == COLUMN_DECIMAL;
}

void
table_date(struct buf *out, int32_t date)
{
	/* TRANSLATORS: dd-mm-yyyy where the day comes first */
	bool is_day_first = _("yyyy-mm-dd")[0] == 'd';
	char day[DATE_ISO_SIZE];

	date_iso(date, day);
	if (is_day_first && day[0])
		buf_printf(out, "%.2s-%.2s-%.4s", day + 8, day + 5, day);
	else
		buf_str(out, day);
}

void
table_decimal(struct buf *out, struct sv text)
{
	/* TRANSLATORS: with the decimal sign of the language */
	char point = _("0.5")[1];

	for (size_t i = 0; i < text.n; i++)
		buf_char(out, text.p[i] == '.' ? point : text.p[i]);
}

static void
put_value(struct buf *out, const struct column *c, const struct value *v)
{
	if (v->state == VALUE_UNKNOWN) {
		buf_str(out, _("unknown"));
		return;
	}
	if (v->state == VALUE_NOT_APPLICABLE) {
		buf_str(out, _("n/a"));
		return;
	}
	switch (c->type) {
	case COLUMN_TEXT: esc_terminal(out, v->text); break;
	case COLUMN_INTEGER: value_plain(out, c, v); break;
	case COLUMN_DECIMAL: table_decimal(out, v->text); break;
	case COLUMN_DATE: table_date(out, (int32_t)v->integer); break;
	case COLUMN_BOOL: buf_str(out, v->integer ? _("yes") : _("no")); break;
	}
}

static struct shown
shown_of(struct sv text)
{
	return (struct shown){ text, (uint32_t)text_width(text) };
}

static struct shown
show(struct layout *y, const struct buf *b)
{
	return shown_of(arena_sv(&y->mem, buf_view(b)));
}

/*
 * Takes the words off *rest that fit in `width`, at least one; false when
 * there are none left.
 */
static bool
take_line(struct sv *rest, uint32_t width, struct sv *ret)
{
	struct sv line = SV_NONE, tail = *rest;

	while (tail.n) {
		ptrdiff_t at = sv_find(tail, ' ');
		size_t n = at < 0 ? tail.n : (size_t)at;
		struct sv longer =
			sv_n(rest->p, (size_t)(tail.p + n - rest->p));

		if (line.n && text_width(longer) > width)
			break;
		line = longer;
		tail = sv_n(tail.p + n, tail.n - n);
		if (tail.n)
			tail = sv_n(tail.p + 1, tail.n - 1);
	}
	*ret = line;
	*rest = tail;
	return line.n > 0;
}

/* Lines that a heading takes in `width`, and how wide they are. */
static uint32_t
count_lines(struct sv head, uint32_t width, uint32_t *ret_width)
{
	struct sv line;
	uint32_t n = 0;

	*ret_width = 0;
	while (take_line(&head, width, &line)) {
		uint32_t w = (uint32_t)text_width(line);

		if (w > *ret_width)
			*ret_width = w;
		n++;
	}
	return n;
}

/* The least width in which a heading takes no more than HEAD_LINES lines. */
static uint32_t
narrow_head(struct shown head)
{
	uint32_t width = 1, widest;

	while (count_lines(head.text, width, &widest) > HEAD_LINES)
		width++;
	return widest;
}

static uint32_t
sum_of(const struct layout *y)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < y->t->ncolumn; i++)
		sum += y->width[i] + (i ? GAP : 0);
	return sum;
}

static void
widen(struct layout *y, bool narrow)
{
	const struct table *t = y->t;

	for (uint32_t i = 0; i < t->ncolumn; i++)
		y->width[i] =
			narrow ? narrow_head(y->head[i]) : y->head[i].width;
	for (size_t k = 0; k < (size_t)y->nrow * t->ncolumn; k++)
		if (y->cell[k].width > y->width[k % t->ncolumn])
			y->width[k % t->ncolumn] = y->cell[k].width;
}

static void
measure(struct layout *y)
{
	const struct table *t = y->t;
	struct buf b = { 0 };

	for (uint32_t i = 0; i < t->ncolumn; i++) {
		const struct column *c = &t->column[i];

		buf_clear(&b);
		buf_str(&b, c->title ? _(c->title) : c->name);
		if (c->unit && c->unit[0])
			buf_printf(&b, " (%s)", _(c->unit));
		y->head[i] = show(y, &b);
	}
	for (size_t k = 0; k < (size_t)y->nrow * t->ncolumn; k++) {
		buf_clear(&b);
		put_value(&b, &t->column[k % t->ncolumn], &t->value[k]);
		y->cell[k] = show(y, &b);
	}
	buf_done(&b);
	widen(y, false);
	if (y->o->width && sum_of(y) > y->o->width)
		widen(y, true);
}

/* A number or a date that is cut is another one. */
static bool
may_cut(const struct column *c)
{
	return c->type == COLUMN_TEXT;
}

/* Takes columns off the widest texts until all fits, or nothing more can. */
static void
fit(struct layout *y)
{
	const struct table *t = y->t;
	uint32_t sum = sum_of(y), most, n, next;

	while (y->o->width && sum > y->o->width) {
		most = NARROWEST;
		next = NARROWEST;
		n = 0;
		for (uint32_t i = 0; i < t->ncolumn; i++)
			if (may_cut(&t->column[i]) && y->width[i] > most)
				most = y->width[i];
		for (uint32_t i = 0; i < t->ncolumn; i++) {
			if (!may_cut(&t->column[i]))
				continue;
			n += y->width[i] == most;
			if (y->width[i] < most && y->width[i] > next)
				next = y->width[i];
		}
		if (most == NARROWEST)
			return;
		if ((most - next) * n > sum - y->o->width)
			next = most - (sum - y->o->width + n - 1) / n;
		for (uint32_t i = 0; i < t->ncolumn; i++)
			if (may_cut(&t->column[i]) && y->width[i] == most)
				y->width[i] = next;
		sum -= (most - next) * n;
	}
}

static void
blanks(struct buf *out, uint32_t n)
{
	while (n--)
		buf_char(out, ' ');
}

static void
put_cell(struct buf *out, const struct layout *y, uint32_t i, struct shown s)
{
	bool is_last = i + 1 == y->t->ncolumn;
	uint32_t width = y->width[i];

	if (s.width > width) {
		s.text = text_cut(s.text, width - 1);
		s.width = (uint32_t)text_width(s.text) + 1;
		buf_sv(out, s.text);
		buf_str(out, ellipsis);
		if (!is_last)
			blanks(out, width - s.width);
		return;
	}
	if (is_right(&y->t->column[i]))
		blanks(out, width - s.width);
	buf_sv(out, s.text);
	if (!is_right(&y->t->column[i]) && !is_last)
		blanks(out, width - s.width);
}

/* Headings end on the line above the first row. */
static void
put_heads(struct buf *out, const struct layout *y)
{
	const struct table *t = y->t;
	bool color = y->o->has_color;
	uint32_t lines = 1, widest;

	for (uint32_t i = 0; i < t->ncolumn; i++) {
		uint32_t n = count_lines(y->head[i].text, y->width[i], &widest);

		lines = n > lines ? n : lines;
	}
	for (uint32_t left = lines; left > 0; left--) {
		for (uint32_t i = 0; i < t->ncolumn; i++) {
			struct sv *rest = &y->head[i].text, line = SV_NONE;

			if (count_lines(*rest, y->width[i], &widest) >= left)
				take_line(rest, y->width[i], &line);
			blanks(out, i ? GAP : 0);
			buf_str(out, color ? "\x1b[1m" : "");
			put_cell(out, y, i, shown_of(line));
			buf_str(out, color ? "\x1b[0m" : "");
		}
		buf_char(out, '\n');
	}
}

static void
put_rows(struct buf *out, const struct layout *y)
{
	const struct table *t = y->t;
	bool color = y->o->has_color;

	put_heads(out, y);
	for (size_t k = 0; k < (size_t)y->nrow * t->ncolumn; k++) {
		uint32_t i = (uint32_t)(k % t->ncolumn);
		bool is_dim = color && t->value[k].state != VALUE_KNOWN;

		blanks(out, i ? GAP : 0);
		buf_str(out, is_dim ? "\x1b[2m" : "");
		put_cell(out, y, i, y->cell[k]);
		buf_str(out, is_dim ? "\x1b[0m" : "");
		if (i + 1 == t->ncolumn)
			buf_char(out, '\n');
	}
}

/* Tenths of a per cent, rounded down: 100 only when nothing is missing. */
static void
put_percent(struct buf *out, int64_t part, int64_t whole)
{
	int64_t tenths = (int64_t)((__int128)part * 1000 / whole);
	struct buf number = { 0 };

	buf_printf(&number, "%lld", (long long)(tenths / 10));
	if (tenths % 10)
		buf_printf(&number, ".%lld", (long long)(tenths % 10));
	buf_str(out, " (");
	table_decimal(out, buf_view(&number));
	buf_str(out, " %)");
	buf_done(&number);
}

static void
put_coverage(struct buf *out, const struct coverage_line *c)
{
	buf_str(out, "  ");
	buf_str(out, _(c->text));
	if (c->whole) {
		buf_str(out, ": ");
		/* TRANSLATORS: 7 of 8 */
		buf_printf(out, _("%1$lld of %2$lld"), (long long)c->part,
			   (long long)c->whole);
		put_percent(out, c->part, c->whole);
	} else {
		buf_printf(out, ": %lld", (long long)c->part);
	}
	buf_char(out, '\n');
}

static void
put_line(struct buf *out, const char *label, const char *text)
{
	buf_str(out, label);
	esc_terminal(out, sv(text));
	buf_char(out, '\n');
}

void
table_remarks(struct buf *out, const struct table *t,
	      const struct render_options *o)
{
	uint32_t left = t->nrow - table_shown(t, o);

	if (left) {
		buf_printf(out,
			   NG("%u more row (--limit %u)",
			      "%u more rows (--limit %u)", left),
			   left, o->limit);
		buf_char(out, '\n');
	}
	for (uint32_t i = 0; i < t->nnote; i++)
		put_line(out, "", t->note[i]);
	for (uint32_t i = 0; i < t->nwarning; i++) {
		buf_str(out, o->has_color ? "\x1b[1m" : "");
		buf_str(out, _("warning"));
		buf_str(out, o->has_color ? "\x1b[0m" : "");
		put_line(out, ": ", t->warning[i]);
	}
	if (t->as_of) {
		struct buf day = { 0 };

		table_date(&day, t->as_of);
		/* TRANSLATORS: a date */
		buf_printf(out, _("Coverage on %s:"), day.p);
		buf_char(out, '\n');
		buf_done(&day);
	} else if (t->ncoverage) {
		buf_str(out, _("Coverage:"));
		buf_char(out, '\n');
	}
	for (uint32_t i = 0; i < t->ncoverage; i++)
		put_coverage(out, &t->coverage[i]);
}

void
table_for_people(struct buf *out, const struct table *t,
		 const struct render_options *o)
{
	struct layout y = { .t = t, .o = o, .nrow = table_shown(t, o) };
	struct buf remarks = { 0 };

	y.head = arena_array(&y.mem, t->ncolumn, sizeof(*y.head));
	y.width = arena_array(&y.mem, t->ncolumn, sizeof(*y.width));
	y.cell = arena_array(&y.mem, (size_t)y.nrow * t->ncolumn,
			     sizeof(*y.cell));
	measure(&y);
	fit(&y);
	if (t->ncolumn && y.nrow)
		put_rows(out, &y);
	else if (t->ncolumn)
		put_line(out, "", _("nothing found"));
	table_remarks(&remarks, t, o);
	if (remarks.n) {
		buf_char(out, '\n');
		buf_sv(out, buf_view(&remarks));
	}
	buf_done(&remarks);
	arena_done(&y.mem);
}

/*
 * CSV reader. Specification: RFC 4180, plus "sep=" lines, other separators,
 * Windows-1252, UTF-16 with a byte order mark, lone CR as line end, and blanks
 * outside quotes. Refuses to guess where a quote was meant to close.
 */
#include "collectors/syntax/csv.h"

#include <errno.h>
#include <stdlib.h>

#include "base/limits.h"

enum {
	CHUNK = 256 * 1024,
	SNIFF_ROWS = 40,
	SNIFF_BYTES = 64 * 1024,
};

/* Bytes of the file as UTF-8, a window at a time. */
struct window {
	const struct input *in;
	enum text_encoding encoding;
	uint64_t offset; /* next byte of the file */
	struct buf b;    /* decoded, from `at` on not yet consumed */
	size_t at;
	unsigned char *raw; /* chunk as read; heap */
	size_t nraw;        /* undecoded bytes kept in raw (UTF-16) */
	bool is_end;
};

struct csv {
	struct window w;
	struct table_handler *h;
	struct diag *d;
	char separator;
	uint32_t line; /* of the record at w.at */
	uint64_t records;
	struct cell *cell; /* heap */
	uint32_t ncell, cap, width;
	struct buf unquoted;   /* fields with doubled quotes, of one record */
	struct sv_stops stops; /* where a field without quotes ends */
	bool has_breaks; /* in quotes of the record: only there they are text */
};

enum take { TAKE_RECORD, TAKE_MORE, TAKE_END, TAKE_FAILED };

static struct at
place(const struct csv *c, uint32_t line, uint32_t col)
{
	return (struct at){ .file = c->w.in->name, .line = line, .col = col };
}

/* Decodes what is whole; the start of a pair waits for the next chunk. */
static void
put_utf16(struct window *w, size_t n)
{
	size_t used = text_from_utf16(sv_n((const char *)w->raw, n),
				      w->encoding == TEXT_UTF16LE, &w->b);

	memmove(w->raw, w->raw + used, n - used);
	w->nraw = n - used;
}

/* Appends the next chunk; false on a read error. */
static bool
refill(struct window *w)
{
	ssize_t n;
	size_t total;

	if (w->at) {
		memmove(w->b.p, w->b.p + w->at, w->b.n - w->at);
		w->b.n -= w->at;
		w->at = 0;
	}
	n = input_read(w->in, w->raw + w->nraw, CHUNK, w->offset);
	if (n < 0)
		return false;
	w->offset += (uint64_t)n;
	w->is_end = w->offset >= w->in->size || n == 0;
	total = w->nraw + (size_t)n;
	if (w->encoding == TEXT_UTF16LE || w->encoding == TEXT_UTF16BE) {
		put_utf16(w, total);
	} else if (w->encoding == TEXT_CP1252) {
		text_from_cp1252(sv_n((const char *)w->raw, total), &w->b);
	} else {
		buf_put(&w->b, w->raw, total);
	}
	return true;
}

/* Does the file also hold characters that are plainly UTF-8? */
static bool
is_mixed(const struct input *in, unsigned char *raw)
{
	for (uint64_t offset = 0; offset < in->size;) {
		ssize_t n = input_read(in, raw, CHUNK, offset);

		if (n <= 0)
			return false;
		for (ssize_t i = 0; i + 2 < n; i++) {
			bool two = raw[i] >= 0xc3 && raw[i] < 0xe0 &&
				   (raw[i + 1] & 0xc0) == 0x80;
			bool three = raw[i] >= 0xe0 && raw[i] < 0xf0 &&
				     (raw[i + 1] & 0xc0) == 0x80 &&
				     (raw[i + 2] & 0xc0) == 0x80;

			if (two || three)
				return true;
		}
		offset += n > 2 ? (uint64_t)n - 2 : (uint64_t)n;
		if (n <= 2)
			break;
	}
	return false;
}

static int
choose_encoding(struct csv *c, struct err *e)
{
	const struct input *in = c->w.in;
	struct at at = place(c, in->utf8_bad_line, 0);

	if (in->nhead >= 2 && in->head[0] == 0xff && in->head[1] == 0xfe) {
		c->w.encoding = TEXT_UTF16LE;
		c->w.offset = 2;
		return 0;
	}
	if (in->nhead >= 2 && in->head[0] == 0xfe && in->head[1] == 0xff) {
		c->w.encoding = TEXT_UTF16BE;
		c->w.offset = 2;
		return 0;
	}
	if (in->nhead >= 3 && memcmp(in->head, "\xef\xbb\xbf", 3) == 0)
		c->w.offset = 3;
	if (in->utf8_bad == UINT64_MAX)
		return 0;
	if (c->w.offset || is_mixed(in, c->w.raw))
		return err_set(e, ERR_INPUT, &at,
			       "byte %llu is not UTF-8, though the rest of the "
			       "file is (expected one encoding)",
			       (unsigned long long)in->utf8_bad);
	c->w.encoding = TEXT_CP1252;
	if (c->d)
		diag_note(c->d, &at, "read as Windows-1252");
	return 0;
}

/* Fields of each of the first records if this were the separator. */
static uint32_t
widths(struct sv s, char sep, uint32_t width[SNIFF_ROWS])
{
	uint32_t rows = 0, fields = 1;
	bool quoted = false, any = false, start = true;

	for (size_t i = 0; i < s.n && rows < SNIFF_ROWS; i++) {
		char ch = s.p[i];

		if (ch == '"' && (quoted || start)) {
			quoted = !quoted;
			any = true;
			start = false;
		} else if (quoted) {
			continue;
		} else if (ch == sep) {
			fields++;
			any = true;
			start = true;
		} else if (ch == '\n' || ch == '\r') {
			if (any)
				width[rows++] = fields;
			fields = 1;
			any = false;
			start = true;
		} else {
			any = true;
			start = start && ch == ' ';
		}
	}
	if (any && rows < SNIFF_ROWS)
		width[rows++] = fields;
	return rows;
}

/* Rows that share the most common width above one, and that width. */
static uint32_t
agreement(const uint32_t *width, uint32_t rows, uint32_t *ret_width)
{
	uint32_t best = 0;

	*ret_width = 1;
	for (uint32_t i = 0; i < rows; i++) {
		uint32_t same = 0;

		if (width[i] < 2)
			continue;
		for (uint32_t k = 0; k < rows; k++)
			same += width[k] == width[i];
		if (same > best || (same == best && width[i] > *ret_width)) {
			best = same;
			*ret_width = width[i];
		}
	}
	return best;
}

static char
choose_separator(struct sv head)
{
	static const char candidates[] = { ';', '\t', ',', '|' };
	char best = ';';
	uint32_t best_rows = 0, best_width = 0;

	for (size_t i = 0; i < sizeof(candidates); i++) {
		uint32_t width[SNIFF_ROWS], w, n, rows;

		n = widths(head, candidates[i], width);
		rows = agreement(width, n, &w);
		if (rows > best_rows || (rows == best_rows && w > best_width)) {
			best = candidates[i];
			best_rows = rows;
			best_width = w;
		}
	}
	return best;
}

/* A first line "sep=;" decides, and is no record. */
static bool
take_sep_line(struct csv *c)
{
	struct sv head = sv_from(buf_view(&c->w.b), c->w.at);
	size_t skip = 5;

	if (head.n < 5 || !sv_ieq(sv_n(head.p, 4), SV("sep=")))
		return false;
	if (head.n > 5 && head.p[5] != '\r' && head.p[5] != '\n')
		return false;
	c->separator = head.p[4];
	if (head.n > skip && head.p[skip] == '\r')
		skip++;
	if (head.n > skip && head.p[skip] == '\n')
		skip++;
	c->w.at += skip;
	c->line++;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * What Excel makes of a long number ("1,23E+07") and of a name such as 3-24
 * ("mrt-24"). Looks at a few bytes only: it is asked for every cell.
 */
static bool
is_mangled(struct sv s)
{
	static const char months[] = "jan feb mrt mar apr mei may jun jul aug "
				     "sep okt oct nov dec ";
	char month[5];

	if (s.n < 5 || s.n > 12 || !is_digit(s.p[s.n - 1]) ||
	    !is_digit(s.p[s.n - 2]))
		return false;
	if (s.p[s.n - 3] == '+')
		return s.p[s.n - 4] == 'E' && is_digit(s.p[0]);
	if (s.n != 6 || s.p[3] != '-')
		return false;
	for (int i = 0; i < 3; i++)
		month[i] = (char)(s.p[i] | 0x20);
	month[3] = ' ';
	month[4] = '\0';
	return strstr(months, month) != NULL;
}

static int __attribute__((cold))
too_large(const struct csv *c, struct sv text, struct err *e)
{
	struct at at = place(c, c->line, c->width);

	if (c->width > LIMIT_CSV_COLUMNS)
		return err_set(e, ERR_LIMIT, &at,
			       "more than %u columns (expected a list)",
			       LIMIT_CSV_COLUMNS);
	return err_set(e, ERR_LIMIT, &at,
		       "a cell of %zu bytes (expected at most %llu)", text.n,
		       (unsigned long long)LIMIT_CELL_BYTES);
}

static void __attribute__((cold))
tell_mangled(const struct csv *c, struct sv text)
{
	struct at at = place(c, c->line, c->width);

	diag_warn(c->d, &at,
		  "'%.*s' looks changed by a spreadsheet program (expected "
		  "the number or name that was typed)",
		  SV_ARG(text));
}

/* Most cells begin with a letter or digit. */
static bool
is_blank(struct sv s)
{
	return s.n == 0 || ((s.p[0] <= ' ' || (unsigned char)s.p[0] >= 0x80) &&
			    sv_trim(s).n == 0);
}

static int
add_cell(struct csv *c, struct sv text, struct err *e)
{
	c->width++;
	if (c->width > LIMIT_CSV_COLUMNS || text.n > LIMIT_CELL_BYTES)
		return too_large(c, text, e);
	if (is_blank(text))
		return 0;
	if (c->d && is_mangled(text))
		tell_mangled(c, text);
	VEC_ROOM(c->cell, c->ncell, c->cap);
	c->cell[c->ncell++] = (struct cell){ CELL_TEXT, c->width, text, 0 };
	return 0;
}

/* A field that opens with a quote at s.p[*i]; *ret gets its text. */
static enum take
quoted_field(struct csv *c, struct sv s, size_t *i, struct sv *ret)
{
	size_t from = ++*i, start = c->unquoted.n;
	bool copied = false;

	for (;;) {
		const char *q =
			*i < s.n ? memchr(s.p + *i, '"', s.n - *i) : NULL;

		if (!q) {
			*i = s.n;
			return TAKE_MORE;
		}
		*i = (size_t)(q - s.p);
		if (*i + 1 < s.n ? s.p[*i + 1] != '"' : c->w.is_end)
			break;
		if (*i + 1 >= s.n)
			return TAKE_MORE;
		buf_put(&c->unquoted, s.p + from, *i + 1 - from);
		copied = true;
		*i += 2;
		from = *i;
	}
	if (copied) {
		buf_put(&c->unquoted, s.p + from, *i - from);
		*ret = sv_n(c->unquoted.p + start, c->unquoted.n - start);
	} else {
		*ret = sv_n(s.p + from, *i - from);
	}
	++*i;
	c->has_breaks = c->has_breaks || sv_find(*ret, '\n') >= 0 ||
			sv_find(*ret, '\r') >= 0;
	return TAKE_RECORD;
}

static int
unclosed(struct csv *c, uint32_t line, struct err *e)
{
	struct at at = place(c, line, c->width + 1);

	return err_set(e, ERR_INPUT, &at,
		       "a quote opens here and never closes (expected \" "
		       "before the end of the cell)");
}

static uint32_t
lines_in(struct sv s)
{
	uint32_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n' ||
		     (s.p[i] == '\r' && (i + 1 == s.n || s.p[i + 1] != '\n'));
	return n;
}

static size_t
skip_blanks(struct sv s, size_t i)
{
	while (i < s.n && s.p[i] == ' ')
		i++;
	return i;
}

static enum take
refuse_nul(struct csv *c, struct err *e)
{
	struct at at = place(c, c->line, c->width + 1);

	err_set(e, ERR_INPUT, &at,
		"a NUL byte (expected text; save the list as CSV UTF-8)");
	return TAKE_FAILED;
}

/* One field from s.p[*i], up to its separator or line end. */
static enum take
take_field(struct csv *c, struct sv s, size_t *i, struct err *e)
{
	size_t from = *i, blank = skip_blanks(s, from), end;
	struct sv text = SV_NONE;

	if (blank < s.n && s.p[blank] == '"') {
		size_t q = blank;
		enum take t = quoted_field(c, s, &q, &text);

		if (t == TAKE_MORE) {
			if (c->w.is_end || s.n > LIMIT_CSV_LINE_BYTES) {
				unclosed(c,
					 c->line + lines_in(sv_n(s.p, blank)),
					 e);
				return TAKE_FAILED;
			}
			return t;
		}
		if (text.n && memchr(text.p, '\0', text.n))
			return refuse_nul(c, e);
		q = skip_blanks(s, q);
		if (q >= s.n && !c->w.is_end)
			return TAKE_MORE;
		if (q >= s.n || s.p[q] == c->separator || s.p[q] == '\n' ||
		    s.p[q] == '\r') {
			*i = q;
			return add_cell(c, text, e) ? TAKE_FAILED : TAKE_RECORD;
		}
		/* "abc"def: not a quoted cell after all; taken as it stands */
	}
	end = sv_stop(s, from, &c->stops);
	*i = end;
	if (end >= s.n && !c->w.is_end)
		return TAKE_MORE;
	if (end < s.n && s.p[end] == '\0')
		return refuse_nul(c, e);
	return add_cell(c, sv_n(s.p + from, end - from), e) ? TAKE_FAILED
							    : TAKE_RECORD;
}

/* One whole record at the window's start, or the need for more bytes. */
static enum take
take_record(struct csv *c, size_t *ret_bytes, uint32_t *ret_lines,
	    struct err *e)
{
	struct sv s = sv_from(buf_view(&c->w.b), c->w.at);
	size_t i = 0;

	c->ncell = c->width = 0;
	c->has_breaks = false;
	/* cells point into it: it must not move within a record */
	buf_clear(&c->unquoted);
	buf_reserve(&c->unquoted, s.n);
	if (s.n == 0)
		return c->w.is_end ? TAKE_END : TAKE_MORE;
	for (;;) {
		enum take t = take_field(c, s, &i, e);

		if (t != TAKE_RECORD)
			return t;
		if (i >= s.n)
			break;
		if (s.p[i] == c->separator) {
			i++;
			continue;
		}
		if (s.p[i] == '\r' && i + 1 >= s.n && !c->w.is_end)
			return TAKE_MORE;
		i += s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n' ? 2
									 : 1;
		break;
	}
	*ret_bytes = i;
	*ret_lines = c->has_breaks ? lines_in(sv_n(s.p, i)) : 1;
	return TAKE_RECORD;
}

static int
deliver(struct csv *c, struct err *e)
{
	struct row row = { .number = c->line,
			   .nrepeat = 1,
			   .ncell = c->ncell,
			   .width = c->width,
			   .cell = c->cell };
	struct at at = place(c, c->line, 0);

	if (++c->records > LIMIT_CSV_ROWS)
		return err_set(e, ERR_LIMIT, &at,
			       "more than %u rows (expected a smaller file)",
			       LIMIT_CSV_ROWS);
	return c->h->row(c->h, &row, e);
}

static int
too_long(struct csv *c, struct err *e)
{
	struct at at = place(c, c->line, 0);

	return err_set(e, ERR_LIMIT, &at,
		       "a line of more than %llu KiB (expected a list)",
		       LIMIT_CSV_LINE_BYTES / KIB);
}

static int
read_records(struct csv *c, struct err *e)
{
	while (!c->h->stop && !c->h->skip_sheet) {
		struct at at = place(c, c->line, 0);
		size_t bytes = 0;
		uint32_t lines = 0;
		enum take t = take_record(c, &bytes, &lines, e);

		if (t == TAKE_FAILED)
			return -1;
		if (t == TAKE_END)
			return 0;
		if (t == TAKE_MORE) {
			if (c->w.b.n - c->w.at > LIMIT_CSV_LINE_BYTES)
				return too_long(c, e);
			if (!refill(&c->w))
				return err_set(e, ERR_IO, &at,
					       "cannot read: %s",
					       strerror(errno));
			continue;
		}
		if (bytes > LIMIT_CSV_LINE_BYTES)
			return too_long(c, e);
		if (deliver(c, e))
			return -1;
		c->w.at += bytes;
		c->line += lines;
	}
	return 0;
}

static int
begin(struct csv *c, struct err *e)
{
	struct at at = { .file = c->w.in->name };
	struct sheet sheet = { .number = 1, .syntax = SYNTAX_CSV };
	struct sv head;

	if (c->w.in->size == 0)
		return err_set(e, ERR_INPUT, &at,
			       "an empty file (expected a list)");
	if (choose_encoding(c, e))
		return -1;
	if (!refill(&c->w))
		return err_set(e, ERR_IO, &at, "cannot read: %s",
			       strerror(errno));
	if (!take_sep_line(c)) {
		head = sv_n(c->w.b.p, c->w.b.n);
		if (head.n > SNIFF_BYTES)
			head.n = SNIFF_BYTES;
		c->separator = choose_separator(head);
	}
	c->stops = sv_stops(c->separator, '\n', '\r', '\0');
	return c->h->sheet(c->h, &sheet, e);
}

int
csv_read(const struct input *in, struct table_handler *h, struct diag *d,
	 struct err *e)
{
	struct csv c = { .w.in = in, .h = h, .d = d, .line = 1 };
	int rc;

	c.w.raw = mem_realloc(NULL, CHUNK + 4, 1);
	rc = begin(&c, e);
	if (rc == 0)
		rc = read_records(&c, e);
	buf_done(&c.w.b);
	buf_done(&c.unquoted);
	free(c.w.raw);
	free(c.cell);
	return rc;
}

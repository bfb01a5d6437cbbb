/*
 * Escaping, one function for each context. Refuses nothing: whatever a school
 * typed comes out as text, and never as markup, formula or control.
 */
#include "reports/escape.h"

#include <stdint.h>

#include "base/text.h"

static const char replacement[] = "\xef\xbf\xbd";

/* Calls put(out, bytes, code point) for every character of s. */
static void
each(struct buf *out, struct sv s,
     void (*put)(struct buf *out, struct sv bytes, int32_t c))
{
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		int32_t c = text_next(s, &i);
		struct sv bytes = sv_n(s.p + from, i - from);

		if (c == 0xfffd)
			bytes = sv(replacement);
		put(out, bytes, c);
	}
}

/* Control as JSON writes it: \u0007, and a pair past the first plane. */
static void
put_u(struct buf *out, int32_t c)
{
	if (c > 0xffff)
		buf_printf(out, "\\u%04x\\u%04x",
			   (unsigned)(0xd7c0 + (c >> 10)),
			   (unsigned)(0xdc00 + (c & 0x3ff)));
	else
		buf_printf(out, "\\u%04x", (unsigned)c);
}

static void
put_csv(struct buf *out, struct sv bytes, int32_t c)
{
	if (c == '"')
		buf_char(out, '"');
	buf_sv(out, bytes);
}

/*
 * A spreadsheet looks past blanks and invisible characters, and takes full
 * width signs for the plain ones. A hyphen alone is text to all of them, and
 * in plain tables it means "none".
 */
static bool
is_formula(struct sv s)
{
	if (sv_is(s, "-"))
		return false;
	for (size_t i = 0; i < s.n;) {
		switch (text_next(s, &i)) {
		case '=':
		case '+':
		case '-':
		case '@':
		case '\t':
		case '\r':
		case '\n':
		case 0xff1d:
		case 0xff0b:
		case 0xff0d:
		case 0xff20: return true;
		case ' ':
		case 0xa0:
		case 0x200b:
		case 0x2060:
		case 0xfeff: continue;
		}
		return false;
	}
	return false;
}

static bool
needs_quotes(struct sv s, char separator)
{
	if (s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))
		return true;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];

		if (c == separator || c == ',' || c == ';' || c == '\t' ||
		    c == '"' || c == '\r' || c == '\n' || c == '|')
			return true;
	}
	return false;
}

void
esc_csv(struct buf *out, struct sv s, char separator, bool defuse)
{
	bool quotes = needs_quotes(s, separator);

	if (quotes)
		buf_char(out, '"');
	if (defuse && is_formula(s))
		buf_char(out, '\'');
	each(out, s, put_csv);
	if (quotes)
		buf_char(out, '"');
}

static void
put_tsv(struct buf *out, struct sv bytes, int32_t c)
{
	switch (c) {
	case '\t': buf_str(out, "\\t"); return;
	case '\n': buf_str(out, "\\n"); return;
	case '\r': buf_str(out, "\\r"); return;
	case '\\': buf_str(out, "\\\\"); return;
	}
	if (text_is_control(c))
		put_u(out, c);
	else
		buf_sv(out, bytes);
}

void
esc_tsv(struct buf *out, struct sv s)
{
	each(out, s, put_tsv);
}

static void
put_json(struct buf *out, struct sv bytes, int32_t c)
{
	if (c == '"')
		buf_str(out, "\\\"");
	else if (c == '<' || c == '>')
		put_u(out, c);
	else
		put_tsv(out, bytes, c);
}

void
esc_json(struct buf *out, struct sv s)
{
	buf_char(out, '"');
	each(out, s, put_json);
	buf_char(out, '"');
}

/* A control made visible; the caller has dealt with all it wants to keep. */
static void
put_shown(struct buf *out, struct sv bytes, int32_t c)
{
	if (text_is_control(c))
		buf_printf(out, "\\u{%x}", (unsigned)c);
	else
		buf_sv(out, bytes);
}

static void
put_html(struct buf *out, struct sv bytes, int32_t c)
{
	switch (c) {
	case '&': buf_str(out, "&amp;"); return;
	case '<': buf_str(out, "&lt;"); return;
	case '>': buf_str(out, "&gt;"); return;
	case '"': buf_str(out, "&quot;"); return;
	case '\'': buf_str(out, "&#39;"); return;
	case '`': buf_str(out, "&#96;"); return;
	case '\t':
	case '\n': buf_char(out, ' '); return;
	}
	put_shown(out, bytes, c);
}

void
esc_html(struct buf *out, struct sv s)
{
	each(out, s, put_html);
}

void
esc_attr(struct buf *out, struct sv s)
{
	each(out, s, put_html);
}

void
esc_xml(struct buf *out, struct sv s)
{
	each(out, s, put_html);
}

static void
put_dot(struct buf *out, struct sv bytes, int32_t c)
{
	switch (c) {
	case '&': buf_str(out, "&amp;"); return;
	case '\\': buf_str(out, "\\\\"); return;
	case '\t':
	case '\n': buf_char(out, ' '); return;
	}
	if (text_is_control(c))
		buf_char(out, '\\'); /* the next one is doubled by it */
	put_shown(out, bytes, c);
}

void
esc_dot(struct buf *out, struct sv s)
{
	each(out, s, put_dot);
}

static void
put_terminal(struct buf *out, struct sv bytes, int32_t c)
{
	if (c == '\t')
		buf_char(out, ' ');
	else if (c == '\n')
		buf_str(out, "\u21b5");
	else
		put_shown(out, bytes, c);
}

void
esc_terminal(struct buf *out, struct sv s)
{
	each(out, s, put_terminal);
}

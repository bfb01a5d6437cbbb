/*
 * Escapes: whatever the bytes, each context keeps its promise. JSON and CSV
 * give valid UTF-8 back unchanged; nothing leaves markup, a control or a
 * single backslash where none may stand.
 */
#include <stdint.h>

#include "base/text.h"
#include "reports/escape.h"
#include "tests/fuzz/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
has_any(const struct buf *b, const char *any)
{
	for (; *any; any++)
		if (sv_find(buf_view(b), *any) >= 0)
			return true;
	return false;
}

static bool
has_control(const struct buf *b)
{
	for (size_t i = 0; i < b->n;)
		if (text_is_control(text_next(buf_view(b), &i)))
			return true;
	return false;
}

static void
check_markup(struct sv s)
{
	void (*const esc[])(struct buf *, struct sv) = { esc_html, esc_attr,
							 esc_xml };
	struct buf b = { 0 };

	for (int i = 0; i < 3; i++) {
		buf_clear(&b);
		esc[i](&b, s);
		MUST(!has_any(&b, "<>\"'`") && !has_control(&b));
		MUST(text_utf8_bad(buf_view(&b)) < 0);
	}
	buf_clear(&b);
	esc_terminal(&b, s);
	MUST(!has_control(&b));
	buf_done(&b);
}

static void
check_dot(struct sv s)
{
	struct buf b = { 0 };

	esc_dot(&b, s);
	MUST(!has_control(&b));
	for (size_t i = 0; i < b.n; i++)
		if (b.p[i] == '\\')
			MUST(b.p[++i] == '\\');
	buf_done(&b);
}

/* Four hex digits at p. */
static uint32_t
hex(const char *p)
{
	uint32_t v = 0;

	for (int i = 0; i < 4; i++) {
		const char *at = strchr("0123456789abcdef", p[i]);

		MUST(p[i] && at);
		v = v * 16 + (uint32_t)(at - "0123456789abcdef");
	}
	return v;
}

static void
put_utf8(struct buf *out, uint32_t c)
{
	if (c < 0x80) {
		buf_char(out, (char)c);
	} else if (c < 0x800) {
		buf_char(out, (char)(0xc0 | c >> 6));
		buf_char(out, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_char(out, (char)(0xe0 | c >> 12));
		buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(out, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_char(out, (char)(0xf0 | c >> 18));
		buf_char(out, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_char(out, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(out, (char)(0x80 | (c & 0x3f)));
	}
}

/* Undoes one escape behind its backslash; returns bytes taken. */
static size_t
unescape(struct buf *out, const char *p)
{
	static const char from[] = "tnr\\\"", to[] = "\t\n\r\\\"";
	const char *at = strchr(from, p[0]);
	uint32_t c;

	MUST(p[0]);
	if (at) {
		buf_char(out, to[at - from]);
		return 1;
	}
	MUST(p[0] == 'u');
	c = hex(p + 1);
	if (c < 0xd800 || c > 0xdbff) {
		put_utf8(out, c);
		return 5;
	}
	MUST(p[5] == '\\' && p[6] == 'u');
	put_utf8(out, 0x10000 + ((c - 0xd800) << 10) + hex(p + 7) - 0xdc00);
	return 11;
}

static void
check_json(struct sv s, bool is_valid)
{
	struct buf b = { 0 }, back = { 0 };

	esc_json(&b, s);
	MUST(!has_any(&b, "<>") && !has_control(&b));
	MUST(b.n >= 2 && b.p[0] == '"' && b.p[b.n - 1] == '"');
	for (size_t i = 1; i < b.n - 1; i++) {
		MUST(b.p[i] != '"');
		if (b.p[i] == '\\')
			i += unescape(&back, b.p + i + 1);
		else
			buf_char(&back, b.p[i]);
	}
	if (is_valid)
		MUST(sv_eq(s, buf_view(&back)));
	buf_done(&b);
	buf_done(&back);
}

/* A field, undone by the rule of RFC 4180 alone. */
static void
check_csv(struct sv s, bool is_valid)
{
	struct buf b = { 0 }, back = { 0 };
	bool quoted;

	esc_csv(&b, s, ';', false);
	quoted = b.n && b.p[0] == '"';
	for (size_t i = quoted; i < b.n - quoted; i++) {
		if (b.p[i] == '"')
			MUST(quoted && b.p[++i] == '"');
		else
			MUST(quoted || (b.p[i] != ';' && b.p[i] != '\n' &&
					b.p[i] != '\r'));
		buf_char(&back, b.p[i]);
	}
	if (is_valid)
		MUST(sv_eq(buf_view(&back), s));
	buf_done(&b);
	buf_done(&back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv s = sv_n((const char *)data, size);
	bool is_valid = text_utf8_bad(s) < 0;

	check_markup(s);
	check_dot(s);
	check_json(s, is_valid);
	check_csv(s, is_valid);
	return 0;
}

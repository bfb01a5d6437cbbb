/* Mappings of headers to fields, written and read back. */
#include "collectors/mapping.h"

#include "base/limits.h"
#include "base/text.h"
#include "collectors/words.h"

enum { FIELDS = 3 };

int
mapping_read(struct sv text, const char *name, struct arena *mem,
	     struct mapping *ret, struct err *e)
{
	struct at at = { .file = name };
	struct sv f[FIELDS + 1];
	uint32_t n;

	*ret = (struct mapping){ .n = 0 };
	ret->line = ARENA_ARRAY(mem, LIMIT_CSV_COLUMNS, struct mapping_line);
	if (sv_starts(text, SV("\xef\xbb\xbf")))
		text = sv_n(text.p + 3, text.n - 3);
	if (text_utf8_bad(text) >= 0)
		return err_set(e, ERR_INPUT, &at,
			       "not UTF-8 (expected a mapping)");
	while (words_line(&text, mem, f, FIELDS + 1, &n)) {
		at.line++;
		for (uint32_t i = 0; i < n && i <= FIELDS; i++)
			f[i] = text_clean(mem, f[i]);
		if (at.line == 1) {
			if (n != FIELDS || !sv_is(f[0], "sheet") ||
			    !sv_is(f[1], "field") || !sv_is(f[2], "header"))
				return err_set(e, ERR_INPUT, &at,
					       "not a mapping (expected the "
					       "first line "
					       "'sheet,field,header')");
			continue;
		}
		if (n == 1 && f[0].n == 0)
			continue;
		if (n != FIELDS || f[1].n == 0 || f[2].n == 0)
			return err_set(e, ERR_INPUT, &at,
				       "not a line of a mapping (expected "
				       "sheet,field,header)");
		if (ret->n == LIMIT_CSV_COLUMNS)
			return err_set(e, ERR_LIMIT, &at,
				       "more than %u lines in a mapping",
				       LIMIT_CSV_COLUMNS);
		ret->line[ret->n++] =
			(struct mapping_line){ arena_sv(mem, f[0]),
					       arena_sv(mem, f[1]),
					       arena_sv(mem, f[2]) };
	}
	return 0;
}

static void
put_quoted(struct buf *out, struct sv s)
{
	bool plain = true;

	for (size_t i = 0; i < s.n; i++)
		plain = plain && s.p[i] != ',' && s.p[i] != '"' &&
			s.p[i] != '\n' && s.p[i] != '\r';
	if (plain) {
		buf_sv(out, s);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"')
			buf_char(out, '"');
		buf_char(out, s.p[i]);
	}
	buf_char(out, '"');
}

void
mapping_write(struct buf *out, struct sv sheet, struct sv field,
	      struct sv header)
{
	if (out->n == 0)
		buf_str(out, "sheet,field,header\n");
	put_quoted(out, sheet);
	buf_char(out, ',');
	put_quoted(out, field);
	buf_char(out, ',');
	put_quoted(out, header);
	buf_char(out, '\n');
}

struct sv
mapping_field(const struct mapping *m, struct sv sheet, struct sv folded,
	      struct arena *mem)
{
	for (uint32_t i = 0; m && i < m->n; i++) {
		const struct mapping_line *l = &m->line[i];

		if ((l->sheet.n == 0 || sv_eq(l->sheet, sheet)) &&
		    sv_eq(text_fold_header(mem, l->header), folded))
			return l->field;
	}
	return SV_NONE;
}

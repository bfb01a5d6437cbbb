/* Rows and columns as places that people can find. Refuses nothing. */
#include "schema/model/place.h"

static void
put_letters(struct buf *out, uint32_t col)
{
	char letters[8];
	size_t n = sizeof(letters);

	for (uint32_t c = col; c > 0 && n > 0; c = (c - 1) / 26)
		letters[--n] = (char)('A' + (c - 1) % 26);
	buf_sv(out, sv_n(letters + n, sizeof(letters) - n));
}

/* The path as far as it is meant: without the step of a column not given. */
static struct sv
path_of(struct sv part, uint32_t col)
{
	ptrdiff_t at = sv_find_sv(part, SV("{col}"));

	if (col || at < 0)
		return part;
	while (at > 0 && part.p[at] != '/')
		at--;
	return sv_n(part.p, (size_t)at);
}

static void
put_path(struct buf *out, struct sv path, uint32_t row, uint32_t col)
{
	static const struct sv row_word = { "{row}", 5 };
	static const struct sv col_word = { "{col}", 5 };

	while (path.n) {
		bool is_row = sv_starts(path, row_word);

		if (is_row || sv_starts(path, col_word)) {
			buf_printf(out, "%u", is_row ? row : col);
			path = sv_n(path.p + row_word.n, path.n - row_word.n);
			continue;
		}
		buf_char(out, path.p[0]);
		path = sv_n(path.p + 1, path.n - 1);
	}
}

void
place_text(struct buf *out, enum place_style style, struct sv part,
	   uint32_t row, uint32_t col)
{
	uint32_t from = style == PLACE_POINTER ? 1 : 0;

	switch (style) {
	case PLACE_XPATH:
	case PLACE_POINTER:
		put_path(out, path_of(part, col), row - (row ? from : 0),
			 col - (col ? from : 0));
		return;
	case PLACE_LINE:
	case PLACE_CELL:
	case PLACE_STYLES: break;
	}
	if (row == 0)
		return;
	if (col && style == PLACE_CELL)
		put_letters(out, col);
	buf_printf(out, "%u", row);
	if (col && style != PLACE_CELL)
		buf_printf(out, ":%u", col);
}

/*
 * The rewriting of Graphviz's SVG: whatever comes in, what goes out holds the
 * elements that we know and no others, and no attribute that does something.
 */
#include <stdint.h>

#include "base/text.h"
#include "reports/maps/graphviz.h"
#include "tests/fuzz/rows.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Outside its quotes a tag holds no name that could do something. */
static void
check_attributes(struct sv tag)
{
	bool quoted = false;

	for (size_t i = 0; i < tag.n; i++) {
		struct sv rest = sv_n(tag.p + i, tag.n - i);

		quoted = quoted != (tag.p[i] == '"');
		MUST(quoted || (!sv_starts(rest, SV("href")) &&
				!sv_starts(rest, SV(" on")) &&
				!sv_starts(rest, SV("style"))));
	}
	MUST(!quoted);
}

/* The name of a tag, and no attribute in it that does something. */
static bool
is_known(struct sv tag)
{
	static const char *const known[] = { "svg",  "g",        "polygon",
					     "path", "polyline", "ellipse",
					     "text", "title",    "desc",
					     "?xml" };
	size_t n = 0;

	if (sv_starts(tag, SV("/")))
		tag = sv_n(tag.p + 1, tag.n - 1);
	if (sv_find(tag, '>') >= 0)
		tag.n = (size_t)sv_find(tag, '>');
	check_attributes(tag);
	while (n < tag.n && !strchr(" /", tag.p[n]))
		n++;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (sv_is(sv_n(tag.p, n), known[i]))
			return true;
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct map_graph g = { .title = "<a>", .subtitle = "\"&'" };
	struct buf out = { 0 };
	struct err e = { 0 };
	struct sv rest, before;

	if (svg_rewrite(&out, sv_n((const char *)data, size), &g, "nl", &e)) {
		MUST(e.kind == ERR_IO);
		buf_done(&out);
		return 0;
	}
	rest = buf_view(&out);
	while (sv_split(&rest, '<', &before))
		MUST(rest.n == 0 || is_known(rest));
	MUST(text_utf8_bad(buf_view(&out)) < 0);
	buf_done(&out);
	return 0;
}

/*
 * What Graphviz drew, made fit to be put in a page: SVG 1.1 with the elements
 * and attributes listed here and no others. Links, images, scripts, comments,
 * the document type and processing instructions are left out, whoever put them
 * in. Refuses text that does not end where it should.
 */
#include "base/i18n.h"
#include "base/text.h"
#include "reports/escape.h"
#include "reports/maps/graphviz.h"

struct scan {
	struct sv rest;
	struct buf *out;
	const struct map_graph *g;
	struct sv id; /* of the group that was opened last */
};

static bool
is_one_of(struct sv s, const char *const *list)
{
	for (; *list; list++)
		if (sv_is(s, *list))
			return true;
	return false;
}

static bool
is_element(struct sv name)
{
	static const char *const known[] = { "g",    "polygon", "polyline",
					     "path", "ellipse", "text",
					     "svg",  NULL };

	return is_one_of(name, known);
}

static bool
is_attribute(struct sv name)
{
	static const char *const known[] = { "width",
					     "height",
					     "viewBox",
					     "id",
					     "class",
					     "transform",
					     "fill",
					     "stroke",
					     "stroke-width",
					     "fill-opacity",
					     "stroke-opacity",
					     "stroke-dasharray",
					     "points",
					     "d",
					     "cx",
					     "cy",
					     "rx",
					     "ry",
					     "x",
					     "y",
					     "text-anchor",
					     "font-size",
					     "font-weight",
					     "font-style",
					     NULL };

	return is_one_of(name, known);
}

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '_' || c == ':';
}

static struct sv
take_name(struct sv *s)
{
	size_t n = 0;
	struct sv name;

	while (n < s->n && is_name_char(s->p[n]))
		n++;
	name = sv_n(s->p, n);
	*s = sv_n(s->p + n, s->n - n);
	return name;
}

/* Takes what stands before `end`, and `end` itself. */
static bool
take_until(struct sv *s, struct sv end, struct sv *ret)
{
	ptrdiff_t at = sv_find_sv(*s, end);

	if (at < 0)
		return false;
	*ret = sv_n(s->p, (size_t)at);
	*s = sv_n(s->p + at + end.n, s->n - (size_t)at - end.n);
	return true;
}

static void
skip_blanks(struct sv *s)
{
	while (s->n && (s->p[0] == ' ' || s->p[0] == '\n' || s->p[0] == '\t'))
		*s = sv_n(s->p + 1, s->n - 1);
}

/* name="value" of an open tag; false at its end. */
static bool
take_attribute(struct sv *tag, struct sv *ret_name, struct sv *ret_value)
{
	skip_blanks(tag);
	*ret_name = take_name(tag);
	if (ret_name->n == 0 || !sv_starts(*tag, SV("=\"")))
		return false;
	*tag = sv_n(tag->p + 2, tag->n - 2);
	return take_until(tag, SV("\""), ret_value);
}

/* Nothing that could end the tag early, or that is not text at all. */
static bool
is_plain_value(struct sv value)
{
	for (size_t i = 0; i < value.n;) {
		int32_t c = text_next(value, &i);

		if (c == '<' || c == 0xfffd || text_is_control(c))
			return false;
	}
	return true;
}

/* Our own beginning: who it is for, what it shows, no outside reference. */
static void
put_root(struct buf *out, const char *lang)
{
	buf_str(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" "
		     "version=\"1.1\" role=\"img\" xml:lang=\"");
	esc_attr(out, sv(lang));
	buf_str(out, "\" aria-labelledby=\"map-title map-desc\"");
}

static void
put_description(struct buf *out, const struct map_graph *g)
{
	buf_str(out, "\n<title id=\"map-title\">");
	esc_xml(out, sv(g->title));
	buf_str(out, "</title>\n<desc id=\"map-desc\">");
	esc_xml(out, sv(g->subtitle));
	buf_str(out, ". ");
	buf_printf(out, _("%1$u boxes and %2$u lines"), g->nnode, g->nedge);
	for (uint32_t i = 0; i < g->nnote; i++) {
		buf_str(out, ". ");
		esc_xml(out, sv(g->note[i]));
	}
	buf_str(out, ".</desc>\n");
}

static void
open_tag(struct scan *s, struct sv name, struct sv tag, const char *lang)
{
	bool is_empty = sv_ends(tag, SV("/"));
	bool is_root = sv_is(name, "svg");
	struct sv key, value;

	if (is_root)
		put_root(s->out, lang);
	else
		buf_printf(s->out, "<%.*s", SV_ARG(name));
	while (take_attribute(&tag, &key, &value)) {
		if (sv_is(name, "g") && sv_is(key, "id"))
			s->id = value;
		if (sv_is(value, "transparent")) /* no word of SVG 1.1 */
			value = SV("none");
		if (is_attribute(key) && is_plain_value(value))
			buf_printf(s->out, " %.*s=\"%.*s\"", SV_ARG(key),
				   SV_ARG(value));
	}
	if (sv_is(name, "text"))
		buf_str(s->out, " font-family=\"DejaVu Sans,Verdana,"
				"Helvetica,Arial,sans-serif\"");
	buf_str(s->out, is_empty ? "/>" : ">");
	if (is_root)
		put_description(s->out, s->g);
}

/* Graphviz titles are names of its own; ours are for people. */
static bool
replace_title(struct scan *s)
{
	struct buf say = { 0 };
	struct sv old;

	if (!take_until(&s->rest, SV("</title>"), &old))
		return false;
	map_say(&say, s->g, s->id);
	if (say.n) {
		buf_str(s->out, "<title>");
		buf_sv(s->out, buf_view(&say));
		buf_str(s->out, "</title>");
	}
	buf_done(&say);
	return true;
}

/* One tag, behind its '<'. */
static bool
take_tag(struct scan *s, const char *lang)
{
	bool is_end = sv_starts(s->rest, SV("/"));
	struct sv name, tag;

	if (sv_starts(s->rest, SV("!--")))
		return take_until(&s->rest, SV("-->"), &tag);
	if (sv_starts(s->rest, SV("?")) || sv_starts(s->rest, SV("!")))
		return take_until(&s->rest, SV(">"), &tag);
	if (is_end)
		s->rest = sv_n(s->rest.p + 1, s->rest.n - 1);
	name = take_name(&s->rest);
	if (!take_until(&s->rest, SV(">"), &tag))
		return false;
	if (sv_is(name, "title") && !is_end)
		return replace_title(s);
	if (!is_element(name))
		return true;
	if (is_end)
		buf_printf(s->out, "</%.*s>", SV_ARG(name));
	else
		open_tag(s, name, tag, lang);
	return true;
}

/* Text as Graphviz escaped it; a control would be a mistake of ours. */
static void
put_text(struct buf *out, struct sv text)
{
	for (size_t i = 0; i < text.n;) {
		size_t from = i;
		int32_t c = text_next(text, &i);

		if (c == 0xfffd)
			buf_str(out, "\ufffd");
		else if (c == '\n' || !text_is_control(c))
			buf_put(out, text.p + from, i - from);
	}
}

int
svg_rewrite(struct buf *out, struct sv svg, const struct map_graph *g,
	    const char *lang, struct err *e)
{
	struct scan s = { .rest = svg, .out = out, .g = g };
	struct sv text;

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	while (take_until(&s.rest, SV("<"), &text)) {
		text = sv_is(sv_trim(text), "") ? SV("\n") : text;
		if (!sv_ends(buf_view(out), SV("\n")) || !sv_is(text, "\n"))
			put_text(out, text);
		if (!take_tag(&s, lang))
			return err_set(e, ERR_IO, NULL,
				       "Graphviz wrote a picture that does "
				       "not end");
	}
	if (!sv_ends(buf_view(out), SV("</svg>")))
		return err_set(e, ERR_IO, NULL,
			       "Graphviz wrote no picture (expected SVG)");
	buf_char(out, '\n');
	return 0;
}

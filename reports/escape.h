/*
 * One escape function for each context in which foreign text is written. All
 * take any bytes; bytes that are not UTF-8 come out as U+FFFD. "Controls" are
 * those of text_is_control(): they are shown, never sent through.
 */
#ifndef REPORTS_ESCAPE_H
#define REPORTS_ESCAPE_H

#include "base/buf.h"
#include "base/sv.h"

/*
 * A field of RFC 4180, quoted where needed: also when another separator that
 * readers guess is inside. With defuse, text that a spreadsheet takes for a
 * formula (first character = + - @ TAB CR LF, also behind blanks or in full
 * width; not a lone -) gets a ' in front. Controls are kept as they are: this
 * is data.
 */
void esc_csv(struct buf *out, struct sv s, char separator, bool defuse);
/*
 * A field between tabs: \t \n \r \\ for those four, \uXXXX for any other
 * control. Undone by any reader of JSON escapes.
 */
void esc_tsv(struct buf *out, struct sv s);
/*
 * A JSON string with its quotes. Controls and < > are \uXXXX, so that it may
 * stand in a <script> and on a terminal.
 */
void esc_json(struct buf *out, struct sv s);
/* Text between HTML tags; controls become \u{..}. */
void esc_html(struct buf *out, struct sv s);
/* The inside of a quoted HTML or XML attribute. */
void esc_attr(struct buf *out, struct sv s);
/* Text between XML tags: as HTML. */
void esc_xml(struct buf *out, struct sv s);
/*
 * A label of Graphviz, to be handed to cgraph (which quotes it in DOT): no
 * \N \G \l escape, no entity and no control survives.
 */
void esc_dot(struct buf *out, struct sv s);
/* One line on a terminal: controls shown, a tab is a blank, a line end an
 * arrow. */
void esc_terminal(struct buf *out, struct sv s);

#endif

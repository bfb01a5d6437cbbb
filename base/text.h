/*
 * Unicode: encodings in, and the two ways in which names are folded.
 * ICU does the work. All functions are pure; results live in the arena.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/sv.h"

enum text_encoding {
	TEXT_UTF8,
	TEXT_UTF16LE,
	TEXT_UTF16BE,
	TEXT_CP1252,
};

/*
 * Offset of the first byte that is not part of valid UTF-8, or -1 when all of
 * it is. Surrogates and overlong forms are not valid.
 */
ptrdiff_t text_utf8_bad(struct sv s);
/* Windows-1252 to UTF-8, appended to out; undefined bytes give U+FFFD. */
void text_from_cp1252(struct sv s, struct buf *out);
/*
 * UTF-16 without its mark to UTF-8, appended to out; lone surrogates give
 * U+FFFD. Returns the bytes used: the start of a pair may be left over.
 */
size_t text_from_utf16(struct sv s, bool is_le, struct buf *out);
/* Appends one code point; surrogates and what is past U+10FFFF: U+FFFD. */
void text_put_utf8(struct buf *out, uint32_t u);

/*
 * Clean: NFC, trimmed, runs of white space (also U+00A0 and line ends) one
 * blank. What is shown to people. Latin text without such runs is returned as a
 * view into s, not copied.
 */
struct sv text_clean(struct arena *mem, struct sv s);
/* ASCII without controls, its only blanks single ones inside: clean already. */
bool text_is_plain(struct sv s);
/*
 * Strict fold: clean + full case folding. Two names with one strict fold are
 * the same name ("Malmberg" and "malmberg").
 */
struct sv text_fold(struct arena *mem, struct sv s);
/*
 * Loose fold: compatibility forms, accents, soft hyphens, punctuation and
 * legal forms (B.V., N.V., Stichting, Inc., GmbH, Pvt. Ltd., ...) off. Two
 * names with one loose fold are taken for the same, as an assumption. Never
 * empty for a name that has a letter or a digit; empty otherwise.
 */
struct sv text_fold_loose(struct arena *mem, struct sv s);
/* Header and keyword fold: lower case letters and digits only, no accents. */
struct sv text_fold_header(struct arena *mem, struct sv s);
/*
 * Text with invisible or direction-changing characters, or letters of more
 * than one script: a name made to look like another.
 */
bool text_is_deceptive(struct sv s);
/* Jaro-Winkler similarity in thousandths, over code points of a and b. */
unsigned text_jaro_winkler(struct sv a, struct sv b);
/*
 * Name of a country (ISO 3166-1 alpha-2) in a language ("nl", "en"), in mem;
 * the code itself when ICU knows no name for it.
 */
struct sv text_country(struct arena *mem, const char *code, const char *lang);
/*
 * An international domain name with A-labels, in lower case (UTS #46, not
 * transitional), in mem; false when it is none.
 */
bool text_domain(struct arena *mem, struct sv s, struct sv *ret);
/* Number of code points of valid UTF-8. */
size_t text_length(struct sv s);
/*
 * The code point at *i, and *i moves behind it; U+FFFD for bad bytes.
 */
int32_t text_next(struct sv s, size_t *i);
/*
 * Columns that s takes on a terminal: wide East Asian characters and emoji
 * two, combining marks and invisible characters none. s has no controls.
 */
size_t text_width(struct sv s);
/*
 * The longest beginning of s that takes at most `width` columns. A base
 * character keeps its combining marks.
 */
struct sv text_cut(struct sv s, size_t width);
/*
 * What must not reach a terminal, a page or a map as it is: C0 (TAB too), DEL,
 * C1, line and paragraph separators, bidi controls, noncharacters.
 */
bool text_is_control(int32_t c);
/*
 * Appends s with control characters (C0 but TAB, C1, DEL), bidi controls and
 * invalid bytes shown as \u{..} or \x..: safe for a terminal.
 */
void text_visible(struct buf *out, struct sv s);
/* Appends ICU's version, "72.1". */
void text_library(struct buf *out);

#endif

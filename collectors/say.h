/*
 * What a cell of a hand-made list says: dates, amounts, numbers of users,
 * levels, and words that are no value at all. Text is clean (text_clean).
 * Pure, but for the vocabulary in struct words. Nothing here guesses: what is
 * not understood is SAY_BAD, and the caller says so with its place.
 */
#ifndef COLLECTORS_SAY_H
#define COLLECTORS_SAY_H

#include "collectors/words.h"

enum say {
	SAY_OK,
	SAY_SILENT,  /* nothing is said, or that there is none */
	SAY_UNKNOWN, /* the list says that it is not known */
	SAY_BAD,     /* not understood */
};

/*
 * Yes, no, unknown and their like. Text that begins with a word of doubt
 * ("mogelijk Ierland") or ends in a question mark is ANSWER_UNKNOWN.
 */
enum answer say_answer(const struct words *w, struct sv text);

/*
 * A TEXT column as kinds.def wants it: "yes" for a yes; "0" for no and none;
 * "-" for not applicable; "?" and the words for unknown; empty when nothing is
 * said; else the words. Words that begin with one of those characters get a
 * blank in front, which no clean text has. E-mail addresses are cut down to
 * their domain. In mem, or a view of text.
 */
struct sv say_text(const struct words *w, struct arena *mem, struct sv text);

/* Without addresses' local parts, telephone numbers, ECK iDs and tokens. */
struct sv say_impersonal(struct arena *mem, struct sv text);

/*
 * Who owns something, without naming a person: the words when all of them are
 * words of roles and departments ("hoofd ICT"), else "named".
 */
struct sv say_owner(const struct words *w, struct arena *mem, struct sv text);

/*
 * A day. Besides date_from_text: "1 augustus 2024", "aug-24", "08-2024",
 * "2024", "schooljaar 2024-2025", "01-08-24"; words such as "per" and "vanaf"
 * are passed over. Of a longer period the first day, or with is_end the last.
 */
enum say
say_date(const struct words *w, struct sv text, bool is_end, int32_t *ret);

/*
 * How many: "120", "1.234", "<5" (0 to 4), "100-150", "500+" (*ret_high stays
 * -1: no limit), "ca. 200" (ten per cent either way, an assumption).
 */
enum say say_count(const struct words *w, struct sv text, int64_t *ret_low,
		   int64_t *ret_high);

/*
 * An amount in euro cents a year. A comma is decimal, groups of three behind
 * points are thousands; with is_number a point is decimal. Amounts a month are
 * taken twelve times. Amounts a head or in another currency are SAY_BAD.
 */
enum say say_amount(const struct words *w, struct sv text, bool is_number,
		    int64_t *ret_cents);

/* In 1/10000: "50%", "0,5" (up to 1 is a part of the whole), "50". */
enum say say_share(struct sv text, int64_t *ret);

/* Availability, integrity, confidentiality as "3-2-1", or SAY_BAD. */
enum say say_biv(const struct words *w, struct sv text, char out[6]);

/*
 * What a spreadsheet made of a name: "1,23E+07", "mrt-24", "01-02-03", "WAAR",
 * "#VERW!". NULL for a name; else what it looks like, English, for a message.
 */
const char *say_damage(const struct words *w, struct sv text);

#endif

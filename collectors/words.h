/*
 * The vocabulary of lists as reference data: which headers stand for which
 * field (schema/reference/headers.csv), what the words in cells mean
 * (values.csv), and the names that the program knows (functions, products,
 * organisations, countries). Embedded data only; opens nothing.
 */
#ifndef COLLECTORS_WORDS_H
#define COLLECTORS_WORDS_H

#include "base/map.h"

/* Groups of meanings in values.csv: "status:planned" is of WORDS_STATUS. */
enum word_group {
	WORDS_ANSWER,      /* enum answer */
	WORDS_STATUS,      /* enum status */
	WORDS_CRITICALITY, /* 1..3 */
	WORDS_LEVEL,       /* 1..3, of a BIV letter */
	WORDS_MONTH,       /* 1..12 */
	WORDS_PER,         /* enum word_per */
	WORDS_UNIT,        /* 1: follows a number of users ("leerlingen") */
	WORDS_ABOUT,       /* 1: precedes a rough number ("ca") */
	WORDS_ROLE,        /* 1: a word of a role or department */
	WORDS_MARK,        /* 1: a cross in a cross-table */
	WORDS_ROW,         /* enum word_row */
	WORDS_SHEET,       /* 1: a sheet name that names no school */
	WORDS_SITE,        /* 1: the whole board ("alle scholen") */
	WORDS_TITLE,       /* enum word_title */
	WORDS_ROLE_END,    /* 1: ends a compound that is a role ("team") */
	WORDS_DATE,        /* 1: stands by a date and adds nothing ("vanaf") */
	WORDS_GROUPS,
};

enum answer {
	ANSWER_WORDS, /* none of the below: other words */
	ANSWER_YES,
	ANSWER_NO,
	ANSWER_NONE,    /* explicitly none: "geen" */
	ANSWER_UNKNOWN, /* "onbekend", "n.t.b.", "mogelijk ..." */
	ANSWER_NOT_APPLICABLE,
	ANSWER_SILENT, /* a dash: nothing is said */
};
enum word_per { PER_YEAR = 1, PER_MONTH, PER_HEAD, PER_FREE };
enum word_row { ROW_TOTAL = 1, ROW_EXAMPLE };
enum word_title { TITLE_BOARD = 1, TITLE_SCHOOL, TITLE_DATE };

struct words {
	struct map header; /* folded header -> index in field + 1 */
	struct map value;  /* group, fold -> meaning */
	struct map known;  /* kind, loose fold: names that exist */
	struct sv *field;  /* names of fields, views into embedded data */
	uint32_t nfield;
	struct arena mem;
	struct arena *scratch; /* for one question; owned */
};

enum known { KNOWN_FUNCTION, KNOWN_PRODUCT, KNOWN_ORGANISATION, KNOWN_COUNTRY };

/*
 * Everything of one collector. Rows that this program does not understand are
 * its own bug and are caught by a test, not here. O(rows).
 */
void words_load(struct words *w, const char *collector);
/* Without the names that are known: enough to recognise a header. */
void words_headers(struct words *w, const char *collector);
void words_done(struct words *w);

/* The field that a header (text_fold_header) stands for, or SV_NONE. */
struct sv words_field(const struct words *w, struct sv folded);
/*
 * The meaning of a clean text in a group, or 0. Looks at the text as it
 * stands without case ("n.v.t.", "-"), then at its letters and digits.
 */
uint32_t words_mean(const struct words *w, enum word_group g, struct sv text);
/* Is this the name, or another name, of something in the reference data? */
bool words_know(const struct words *w, enum known kind, struct sv text);

/* "answer", "status", ...; for tests over values.csv. */
const char *words_group_name(enum word_group g);

/*
 * Takes one line of embedded CSV (comma, RFC 4180 quotes) off *cur as at most
 * max fields in mem. False at the end.
 */
bool words_line(struct sv *cur, struct arena *mem, struct sv *field,
		uint32_t max, uint32_t *ret_n);

#endif

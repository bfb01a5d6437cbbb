/*
 * What a list says about doing without a product: is there another way, and
 * how long does it hold? Free text, Dutch or English, often both in one cell:
 * "papieren lijsten, max 3 dagen".
 */
#ifndef ANALYZER_FALLBACK_H
#define ANALYZER_FALLBACK_H

#include <stdint.h>

#include "base/sv.h"

enum fallback_answer {
	FALLBACK_UNKNOWN, /* nothing is said, or that nobody knows */
	FALLBACK_NONE,    /* there is none */
	FALLBACK_SOME,    /* there is one */
	FALLBACK_NOT_APPLICABLE,
};
enum {
	FALLBACK_HOURS_UNKNOWN = -1,
	FALLBACK_HOURS_UNLIMITED = INT32_MAX,
};

/*
 * hours_low <= hours_high where both are known; "max 2 weeks" is 0 to 336, "at
 * least a day" is 24 to unknown. A month is 30 days. Several durations in one
 * text: from the least to the most.
 */
struct fallback {
	enum fallback_answer answer;
	int32_t hours_low, hours_high;
};

const char *fallback_answer_name(enum fallback_answer a); /* "some"; N_() */
/*
 * Reads a text column (reserved first character: kinds.def). Numbers without a
 * unit, times of day, frequencies ("elke 4 uur") and recovery points (RPO) are
 * no durations. Only the first 256 words count. O(length).
 */
struct fallback fallback_read(struct sv text);
/*
 * Two places that are hit: the one that holds shortest decides. What is not
 * known of one stays unknown, but for an upper end that the other bounds.
 */
struct fallback fallback_worst(struct fallback a, struct fallback b);
/* Two ways at one place: the better one is taken, the longer one holds. */
struct fallback fallback_best(struct fallback a, struct fallback b);

#endif

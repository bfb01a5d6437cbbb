/*
 * Dates of the school year on which it is worse when something fails: exam
 * days, tests, enrolment, count days (schema/reference/calendar.csv, or a file
 * of the same form).
 */
#ifndef COLLECTORS_CALENDAR_H
#define COLLECTORS_CALENDAR_H

#include "base/map.h"
#include "collectors/syntax/input.h"

struct calendar_row {
	struct sv id;
	int32_t from, to; /* yyyymmdd; is_yearly: mmdd, and to may be before
			     from (over the turn of the year) */
	bool is_yearly;
	struct sv sector;    /* "PO"; empty: all */
	struct sv functions; /* parted by '|', ids or names; empty: none, a
				time when little is asked of anything */
	struct sv name_nl, name_en;
	struct sv source; /* may be empty in a user's file */
};

/* {0} is a valid, empty calendar. */
struct calendar {
	struct calendar_row *row; /* heap, in order of first appearance */
	uint32_t n, cap;
	struct map id; /* -> index */
	struct arena mem;
};

/* The dates that ship. O(rows). */
void calendar_load(struct calendar *ret);
/*
 * Adds the rows of a CSV file; a row replaces the one with the same id. The
 * first row that is wrong refuses the file, by place.
 */
int calendar_read(struct calendar *c, const struct input *in, struct err *e);
void calendar_done(struct calendar *c);

/* One time that a row stands for. */
struct calendar_day {
	int32_t from, to; /* yyyymmdd, from <= to */
	const struct calendar_row *row;
};
/*
 * All that is not over on `from` and begins on or before `to`, by from, to and
 * id; in mem. A yearly row stands for each of its years.
 */
uint32_t calendar_between(const struct calendar *c, int32_t from, int32_t to,
			  struct arena *mem, struct calendar_day **ret);
/*
 * Whether a function suffers: its id ("las") or name is among the row's, and
 * the sector of the school, when both are known, is the row's.
 */
bool calendar_is_for(const struct calendar_row *r, struct sv id, struct sv name,
		     struct sv sector);

#endif

/*
 * Numbers of spreadsheets, as text and without floating point: decimals as
 * people see them, and the days that some of them stand for.
 */
#ifndef COLLECTORS_SYNTAX_NUMBER_H
#define COLLECTORS_SYNTAX_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sv.h"

enum { NUMBER_SIZE = 32 };

/*
 * The shortest decimal of at most 15 significant digits, which is what Excel
 * and LibreOffice show: "1.0" gives "1", "0.30000000000000004" gives "0.3".
 * Plain between 1E-7 and 1E21, else "1E+308". A view into out or into s
 * itself. False when s is no number.
 */
bool number_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret);

/* What a number format makes of a number. */
enum number_style {
	STYLE_NUMBER,
	STYLE_DATE, /* days, perhaps with a time */
	STYLE_TIME, /* a time of day, or elapsed hours */
};

/* ECMA-376 part 1, 18.8.30; also those of other languages. */
enum number_style number_style_of_id(uint32_t id);
/* Of a format code, its first section: "dd\-mm\-yyyy;@". */
enum number_style number_style_of_code(struct sv code);

/* What a serial number turned out to be. */
enum serial {
	SERIAL_DATE,  /* "2026-11-24", or with T10:00:00 */
	SERIAL_EARLY, /* a date before 1900-03-01: programs differ by a day */
	SERIAL_TIME,  /* "10:00:00" */
	SERIAL_ZERO,  /* day 0 of 1900 */
	SERIAL_FALSE, /* 29 February 1900, which never was */
	SERIAL_NEGATIVE,
	SERIAL_LARGE, /* past 9999 */
	SERIAL_NONE,  /* not a number */
};

/*
 * Days since 1900 (with Excel's false leap day) or since 1904, to the second.
 * *ret, in out, is set for the first three only.
 */
enum serial serial_text(struct sv number, bool is_1904, enum number_style style,
			char out[NUMBER_SIZE], struct sv *ret);

/* An ISO 8601 date or time: no "T00:00:00", no zone. False: not a date. */
bool iso_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret);
/* "10:30:05Z" as "10:30:05". */
bool clock_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret);
/* "PT10H30M05S" as "10:30:05". */
bool duration_text(struct sv s, char out[NUMBER_SIZE], struct sv *ret);

#endif

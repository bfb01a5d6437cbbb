/*
 * Calendar dates as int32 yyyymmdd (0 = no date), proleptic Gregorian, years
 * 1000 to 9999. Comparing the integers compares the dates.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/sv.h"

enum { DATE_ISO_SIZE = 11 };

bool date_is_valid(int year, int month, int day);
int32_t date_make(int year, int month, int day);
/* "2026-11-24", also with a time behind it ("2026-11-24T10:00:00Z"). */
bool date_from_iso(struct sv s, int32_t *ret);
/* ISO, or Dutch d-m-yyyy with - / or . between (one or two digits). */
bool date_from_text(struct sv s, int32_t *ret);
/* Days since 1970-01-01, and back. */
int64_t date_to_days(int32_t date);
int32_t date_from_days(int64_t days);
/* Writes "2026-11-24" or "" for 0; returns out. */
char *date_iso(int32_t date, char out[DATE_ISO_SIZE]);
/* Today in UTC; SOURCE_DATE_EPOCH wins when it is set to a number. */
int32_t date_today(void);
/* Now in UTC as "2026-11-24T10:00:00Z"; SOURCE_DATE_EPOCH wins. */
char *time_now_iso(char out[21]);

#endif

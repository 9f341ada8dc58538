/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: days, moments and zones, shared by the temporal_*.c and builtin_*.c files.
 */
#ifndef DECISION_TEMPORAL_H
#define DECISION_TEMPORAL_H

#include "function.h"

#define TEMPORAL_DAY_S INT64_C(86400)
#define TEMPORAL_MAX_YEAR 999999999
/** Largest distance of a zone from UTC. */
#define TEMPORAL_MAX_OFFSET_S INT64_C(64800)

/** A point on the time line (UTC if zoned, else a wall clock): seconds since 1970-01-01. */
typedef struct temporal_moment {
  int64_t seconds;
  int32_t nanoseconds; /**< 0 to 999999999 */
  bool zoned;
} temporal_moment;

/* Zones: the time zone database of the system, read file by file, no state kept. */

/** True if the database knows a zone by this name; names cannot leave the database's folder. */
bool temporal_zone_exists(const char *name);
/** Offset from UTC at a wall-clock time; in a gap or overlap the one before. False if unreadable.
 */
bool temporal_zone_offset(int32_t *offset_s, const char *name, int64_t local_seconds);
/** Offset from UTC at a moment of UTC. False if unreadable. */
bool temporal_zone_offset_utc(int32_t *offset_s, const char *name, int64_t utc_seconds);

/* Calendar */

/** True if the day exists and the year has at most nine digits. */
bool temporal_date_valid(int64_t year, int64_t month, int64_t day);
/** Days since 1970-01-01. */
int64_t temporal_day_number(feel_date date);
/** The date of a day number; false if its year has more than nine digits. */
bool temporal_date_of(feel_date *out, int64_t day);
/** Monday 1 to Sunday 7. */
int temporal_weekday(feel_date date);
/** Adds months; a day beyond the end of the month becomes its last day. */
bool temporal_add_months(feel_date *date, int64_t months);
/** Seconds since midnight. */
int64_t temporal_second_of_day(feel_time time);
/** Offset of a time on a date; false if it has none. */
bool temporal_offset(int32_t *offset_s, feel_date date, feel_time time);
/**
 * By how many seconds the clock of `a` is ahead of that of `b`. A time in a named zone has no
 * offset without a date, so that it goes only with the same zone. @return false if not defined
 */
bool temporal_clock_shift(int64_t *shift_s, feel_time a, feel_time b);
/** Places a date and time on the time line. */
bool temporal_moment_of(temporal_moment *out, feel_date date, feel_time time);
/** The same for a date, a date and time: a date counts as midnight UTC. */
bool temporal_moment_of_value(temporal_moment *out, const lu_value *value);

#endif

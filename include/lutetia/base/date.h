/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Days of the proleptic Gregorian calendar, and days of which only year or month is known.
 */
#ifndef LUTETIA_BASE_DATE_H
#define LUTETIA_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** A date, whole or partial. month 0: only the year is known; day 0: only year and month. year 0,
 * month 0, day 0 with known=false: no date. */
typedef struct lu_date {
  int32_t year;  /**< proleptic Gregorian year */
  uint8_t month; /**< 1 to 12, 0 if unknown */
  uint8_t day;   /**< 1 to 31, 0 if unknown */
  bool known;    /**< false: no date at all */
} lu_date;

/** No date. */
#define LU_DATE_NONE ((lu_date){0, 0, 0, false})

/**
 * Reads "2026", "2026-11" or "2026-11-24" (ISO 8601, nothing before or after).
 * Refuses days that do not exist. Fails with LU_BAD_INPUT.
 */
LU_API lu_status lu_date_parse(lu_date *out, const char *text, lu_error *error);
/** Writes a date as it was known ("2026-11"); "" for no date. @param buffer at least 16 bytes
 * @return buffer */
LU_API char *lu_date_format(char *buffer, lu_date date);
/** True if year, month and day are known and the day exists. */
LU_API bool lu_date_whole(lu_date date);
/** Days since 1970-01-01 of the first day that a (partial) date can mean; no date: far before any.
 */
LU_API int64_t lu_date_first_day(lu_date date);
/** Days since 1970-01-01 of the last day that a (partial) date can mean; no date: far after any. */
LU_API int64_t lu_date_last_day(lu_date date);
/** The date of a day number (days since 1970-01-01); none beyond about year 99 999. */
LU_API lu_date lu_date_from_day(int64_t day);
/** Day number of year, month 1-12, day 1-31 (not checked). Algorithm: H. Hinnant, days_from_civil.
 */
LU_API int64_t lu_days_from_civil(int64_t year, unsigned month, unsigned day);
/** Days in a month, 28 to 31; 0 for a month that does not exist. */
LU_API unsigned lu_days_in_month(int64_t year, unsigned month);
/** Three-way order that knows ignorance: -1 surely before, 1 surely after, 0 the same or not
 * decidable. */
LU_API int lu_date_compare(lu_date a, lu_date b);

LU_END_DECLS

#endif

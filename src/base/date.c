/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/date.h"

#include <stdio.h>
#include <string.h>

/** Years beyond this are no dates; keeps lu_date_format() within its 16 bytes. */
#define LAST_YEAR 99999

/** Far enough from any date, near enough to zero that differences of days do not overflow. */
#define FAR_DAY (INT64_MAX / 4)

static bool leap_year(int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

unsigned lu_days_in_month(int64_t year, unsigned month) {
  const unsigned char days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  return month == 2 && leap_year(year) ? 29u : days[month - 1];
}

int64_t lu_days_from_civil(int64_t year, unsigned month, unsigned day) {
  if (month <= 2) year--;
  int64_t era = (year >= 0 ? year : year - 399) / 400;
  int64_t year_of_era = year - era * 400;
  int64_t shifted_month = month > 2 ? (int64_t)month - 3 : (int64_t)month + 9;
  int64_t day_of_year = (153 * shifted_month + 2) / 5 + (int64_t)day - 1;
  int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

lu_date lu_date_from_day(int64_t day) {
  const int64_t limit = (int64_t)LAST_YEAR * 365;
  if (day < -limit || day > limit) return LU_DATE_NONE;
  day += 719468;
  int64_t era = (day >= 0 ? day : day - 146096) / 146097;
  int64_t day_of_era = day - era * 146097;
  int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int64_t shifted_month = (5 * day_of_year + 2) / 153;
  int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  lu_date date = {(int32_t)year, (uint8_t)month,
                  (uint8_t)(day_of_year - (153 * shifted_month + 2) / 5 + 1), true};
  return date;
}

/** Reads exactly `count` ASCII digits; -1 if they are not there. */
static int read_digits(const char *text, int count) {
  int number = 0;
  for (int i = 0; i < count; i++) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

static lu_status refuse(const char *text, const char *reason, lu_error *error) {
  return lu_fail(error, LU_BAD_INPUT,
                 "\"%.40s\" is not a date: %s; a date reads 2026, 2026-11 or 2026-11-24", text,
                 reason);
}

lu_status lu_date_parse(lu_date *out, const char *text, lu_error *error) {
  *out = LU_DATE_NONE;
  size_t length = strlen(text);
  if (length != 4 && length != 7 && length != 10) return refuse(text, "wrong length", error);
  int year = read_digits(text, 4);
  if (year < 0) return refuse(text, "it does not begin with a year of four digits", error);
  if (year == 0) return refuse(text, "there is no year 0000", error);
  int month = 0;
  int day = 0;
  if (length >= 7) {
    month = text[4] == '-' ? read_digits(text + 5, 2) : -1;
    if (month < 1 || month > 12) return refuse(text, "there is no such month", error);
  }
  if (length == 10) {
    day = text[7] == '-' ? read_digits(text + 8, 2) : -1;
    if (day < 1 || (unsigned)day > lu_days_in_month(year, (unsigned)month))
      return refuse(text, "there is no such day", error);
  }
  *out = (lu_date){year, (uint8_t)month, (uint8_t)day, true};
  return LU_OK;
}

char *lu_date_format(char *buffer, lu_date date) {
  const size_t size = 16;
  int written = 0;
  if (!date.known)
    buffer[0] = '\0';
  else if (date.month == 0)
    written = snprintf(buffer, size, "%04d", (int)date.year);
  else if (date.day == 0)
    written = snprintf(buffer, size, "%04d-%02u", (int)date.year, (unsigned)date.month);
  else
    written = snprintf(buffer, size, "%04d-%02u-%02u", (int)date.year, (unsigned)date.month,
                       (unsigned)date.day);
  if (written < 0) buffer[0] = '\0';
  return buffer;
}

bool lu_date_whole(lu_date date) {
  return date.known && date.day >= 1 && date.day <= lu_days_in_month(date.year, date.month);
}

int64_t lu_date_first_day(lu_date date) {
  if (!date.known) return -FAR_DAY;
  if (date.month < 1 || date.month > 12) return lu_days_from_civil(date.year, 1, 1);
  return lu_days_from_civil(date.year, date.month, date.day == 0 ? 1 : date.day);
}

int64_t lu_date_last_day(lu_date date) {
  if (!date.known) return FAR_DAY;
  if (date.month < 1 || date.month > 12) return lu_days_from_civil(date.year, 12, 31);
  return lu_days_from_civil(date.year, date.month,
                            date.day == 0 ? lu_days_in_month(date.year, date.month) : date.day);
}

int lu_date_compare(lu_date a, lu_date b) {
  if (lu_date_last_day(a) < lu_date_first_day(b)) return -1;
  if (lu_date_first_day(a) > lu_date_last_day(b)) return 1;
  return 0;
}

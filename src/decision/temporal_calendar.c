/* SPDX-License-Identifier: Apache-2.0 */
/* Days, months and moments; order of temporal values. */
#include <string.h>

#include "temporal.h"

bool temporal_date_valid(int64_t year, int64_t month, int64_t day) {
  if (year < -TEMPORAL_MAX_YEAR || year > TEMPORAL_MAX_YEAR) return false;
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= (int64_t)lu_days_in_month(year, (unsigned)month);
}

int64_t temporal_day_number(feel_date date) {
  return lu_days_from_civil(date.year, date.month, date.day);
}

bool temporal_date_of(feel_date *out, int64_t day) {
  /* Beyond these days the year has more than nine digits; 366 days are a bound for any year. */
  if (day > 366 * (int64_t)TEMPORAL_MAX_YEAR || day < -366 * (int64_t)TEMPORAL_MAX_YEAR) {
    return false;
  }
  /* H. Hinnant, civil_from_days: eras of 400 years that begin on 1 March. */
  int64_t shifted = day + 719468;
  int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  int64_t of_era = shifted - era * 146097;
  int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  int64_t month = (5 * of_year + 2) / 153;
  out->day = (uint8_t)(of_year - (153 * month + 2) / 5 + 1);
  out->month = (uint8_t)(month < 10 ? month + 3 : month - 9);
  out->year = year + era * 400 + (out->month <= 2 ? 1 : 0);
  return out->year >= -TEMPORAL_MAX_YEAR && out->year <= TEMPORAL_MAX_YEAR;
}

int temporal_weekday(feel_date date) {
  int64_t from_monday = (temporal_day_number(date) + 3) % 7; /* 1970-01-01 was a Thursday */
  return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

bool temporal_add_months(feel_date *date, int64_t months) {
  int64_t limit = 24 * (int64_t)TEMPORAL_MAX_YEAR;
  if (months > limit || months < -limit) return false;
  int64_t total = date->year * 12 + (date->month - 1) + months;
  int64_t year = total / 12, month = total % 12;
  if (month < 0) {
    month += 12;
    year--;
  }
  if (year < -TEMPORAL_MAX_YEAR || year > TEMPORAL_MAX_YEAR) return false;
  unsigned last = lu_days_in_month(year, (unsigned)month + 1);
  date->year = year;
  date->month = (uint8_t)(month + 1);
  if (date->day > last) date->day = (uint8_t)last;
  return true;
}

int64_t temporal_second_of_day(feel_time time) {
  return time.hour * 3600 + time.minute * 60 + time.second;
}

bool temporal_offset(int32_t *offset_s, feel_date date, feel_time time) {
  if (time.zone_kind == FEEL_ZONE_NONE) return false;
  if (time.zone_kind == FEEL_ZONE_OFFSET) {
    *offset_s = time.offset_s;
    return true;
  }
  int64_t local = temporal_day_number(date) * TEMPORAL_DAY_S + temporal_second_of_day(time);
  return temporal_zone_offset(offset_s, time.zone_name, local);
}

bool temporal_clock_shift(int64_t *shift_s, feel_time a, feel_time b) {
  *shift_s = 0;
  if (a.zone_kind != b.zone_kind) return false;
  if (a.zone_kind == FEEL_ZONE_NAMED) return strcmp(a.zone_name, b.zone_name) == 0;
  if (a.zone_kind == FEEL_ZONE_OFFSET) *shift_s = (int64_t)a.offset_s - b.offset_s;
  return true;
}

bool temporal_moment_of(temporal_moment *out, feel_date date, feel_time time) {
  int32_t offset = 0;
  out->zoned = time.zone_kind != FEEL_ZONE_NONE;
  if (out->zoned && !temporal_offset(&offset, date, time)) return false;
  out->seconds = temporal_day_number(date) * TEMPORAL_DAY_S + temporal_second_of_day(time) - offset;
  out->nanoseconds = (int32_t)time.nanosecond;
  return true;
}

bool temporal_moment_of_value(temporal_moment *out, const lu_value *value) {
  if (value->kind == LU_VALUE_DATE) {
    *out = (temporal_moment){temporal_day_number(value->as.date) * TEMPORAL_DAY_S, 0, true};
    return true;
  }
  return temporal_moment_of(out, value->as.date_time.date, value->as.date_time.time);
}

/* ---- order ------------------------------------------------------------------------------- */

static int order_of(int64_t a, int64_t b) {
  return (a > b) - (a < b);
}

/** FEEL tells moments apart to the millisecond. */
static int order_moments(int64_t seconds_a, int64_t nano_a, int64_t seconds_b, int64_t nano_b) {
  int order = order_of(seconds_a, seconds_b);
  return order != 0 ? order : order_of(nano_a / 1000000, nano_b / 1000000);
}

static feel_truth compare_times(int *order, feel_time a, feel_time b) {
  int64_t shift;
  if (!temporal_clock_shift(&shift, a, b)) return FEEL_NULL;
  *order = order_moments(temporal_second_of_day(a) - shift, a.nanosecond, temporal_second_of_day(b),
                         b.nanosecond);
  return FEEL_YES;
}

static feel_truth compare_date_times(int *order, const lu_value *a, const lu_value *b) {
  temporal_moment first, second;
  if (!temporal_moment_of_value(&first, a) || !temporal_moment_of_value(&second, b)) {
    return FEEL_NULL;
  }
  if (first.zoned != second.zoned) return FEEL_NULL;
  *order = order_moments(first.seconds, first.nanoseconds, second.seconds, second.nanoseconds);
  return FEEL_YES;
}

feel_truth feel_temporal_compare(int *order, const lu_value *a, const lu_value *b) {
  *order = 0;
  if (a->kind != b->kind) return FEEL_NULL;
  switch (a->kind) {
    case LU_VALUE_DATE:
      *order = order_of(temporal_day_number(a->as.date), temporal_day_number(b->as.date));
      return FEEL_YES;
    case LU_VALUE_TIME:
      return compare_times(order, a->as.time, b->as.time);
    case LU_VALUE_DATE_TIME:
      return compare_date_times(order, a, b);
    case LU_VALUE_YEARS_DURATION:
      *order = order_of(a->as.months, b->as.months);
      return FEEL_YES;
    case LU_VALUE_DAYS_DURATION:
      *order = order_of(a->as.duration.seconds, b->as.duration.seconds);
      if (*order == 0) {
        *order = order_of(a->as.duration.nanoseconds, b->as.duration.nanoseconds);
      }
      return FEEL_YES;
    default:
      return FEEL_NULL;
  }
}

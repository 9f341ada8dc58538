/* SPDX-License-Identifier: Apache-2.0 */
/* Temporal values as ISO text. */
#include <inttypes.h>
#include <stdio.h>

#include "temporal.h"

static void print_date(feel_date date, lu_text *out) {
  int64_t year = date.year < 0 ? -date.year : date.year;
  lu_text_printf(out, "%s%04" PRId64 "-%02u-%02u", date.year < 0 ? "-" : "", year, date.month,
                 date.day);
}

/** Writes ".5" for 500000000; nothing for 0. */
static void print_fraction(uint32_t nanoseconds, lu_text *out) {
  char digits[16];
  if (nanoseconds == 0) return;
  int length = snprintf(digits, sizeof digits, "%09" PRIu32, nanoseconds);
  while (digits[length - 1] == '0')
    length--;
  lu_text_printf(out, ".%.*s", length, digits);
}

static void print_offset(int32_t offset_s, lu_text *out) {
  int32_t size = offset_s < 0 ? -offset_s : offset_s;
  if (offset_s == 0) {
    lu_text_puts(out, "Z");
    return;
  }
  lu_text_printf(out, "%c%02d:%02d", offset_s < 0 ? '-' : '+', (int)(size / 3600),
                 (int)(size / 60 % 60));
  if (size % 60 != 0) lu_text_printf(out, ":%02d", (int)(size % 60));
}

static void print_time(feel_time time, lu_text *out) {
  lu_text_printf(out, "%02u:%02u:%02u", time.hour, time.minute, time.second);
  print_fraction(time.nanosecond, out);
  if (time.zone_kind == FEEL_ZONE_OFFSET) print_offset(time.offset_s, out);
  if (time.zone_kind == FEEL_ZONE_NAMED) lu_text_printf(out, "@%s", time.zone_name);
}

/** Magnitude of a signed number; also of the most negative one. */
static uint64_t magnitude(int64_t number) {
  return number < 0 ? 0u - (uint64_t)number : (uint64_t)number;
}

static void print_months(int64_t months, lu_text *out) {
  uint64_t size = magnitude(months);
  lu_text_puts(out, months < 0 ? "-P" : "P");
  if (size >= 12) lu_text_printf(out, "%" PRIu64 "Y", size / 12);
  if (size % 12 != 0 || size == 0) lu_text_printf(out, "%" PRIu64 "M", size % 12);
}

static void print_duration(feel_duration duration, lu_text *out) {
  uint64_t seconds = magnitude(duration.seconds);
  uint32_t nanoseconds = (uint32_t)magnitude(duration.nanoseconds);
  uint64_t hours = seconds / 3600 % 24, minutes = seconds / 60 % 60, rest = seconds % 60;
  bool negative = duration.seconds < 0 || duration.nanoseconds < 0;
  lu_text_puts(out, negative ? "-P" : "P");
  if (seconds >= TEMPORAL_DAY_S) lu_text_printf(out, "%" PRIu64 "D", seconds / TEMPORAL_DAY_S);
  bool zero = seconds == 0 && nanoseconds == 0;
  if (seconds % TEMPORAL_DAY_S == 0 && nanoseconds == 0 && !zero) return;
  lu_text_puts(out, "T");
  if (hours != 0) lu_text_printf(out, "%" PRIu64 "H", hours);
  if (minutes != 0) lu_text_printf(out, "%" PRIu64 "M", minutes);
  if (rest == 0 && nanoseconds == 0 && !zero) return;
  lu_text_printf(out, "%" PRIu64, rest);
  print_fraction(nanoseconds, out);
  lu_text_puts(out, "S");
}

void feel_temporal_print(const lu_value *value, lu_text *out) {
  switch (value->kind) {
    case LU_VALUE_DATE:
      print_date(value->as.date, out);
      break;
    case LU_VALUE_TIME:
      print_time(value->as.time, out);
      break;
    case LU_VALUE_DATE_TIME:
      print_date(value->as.date_time.date, out);
      lu_text_puts(out, "T");
      print_time(value->as.date_time.time, out);
      break;
    case LU_VALUE_DAYS_DURATION:
      print_duration(value->as.duration, out);
      break;
    case LU_VALUE_YEARS_DURATION:
      print_months(value->as.months, out);
      break;
    default:
      break;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Dates, times and durations from text (ISO 8601 as XML Schema and FEEL have it). */
#include <string.h>

#include "temporal.h"

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/** Reads exactly two digits. */
static bool read_two(unsigned *out, const char **text) {
  const char *t = *text;
  if (!is_digit(t[0]) || !is_digit(t[1])) return false;
  *out = (unsigned)(t[0] - '0') * 10 + (unsigned)(t[1] - '0');
  *text = t + 2;
  return true;
}

static bool read_char(const char **text, char c) {
  if (**text != c) return false;
  (*text)++;
  return true;
}

/** Reads [-]YYYY-MM-DD: four digits of year, or up to nine without leading zero. */
static bool read_date(feel_date *out, const char **text) {
  bool negative = read_char(text, '-');
  const char *start = *text;
  int64_t year = 0;
  unsigned month, day;
  while (is_digit(**text) && *text - start < 10)
    year = year * 10 + (*(*text)++ - '0');
  ptrdiff_t digits = *text - start;
  if (digits < 4 || digits > 9 || (digits > 4 && start[0] == '0')) return false;
  if (!read_char(text, '-') || !read_two(&month, text)) return false;
  if (!read_char(text, '-') || !read_two(&day, text)) return false;
  if (negative) year = -year;
  if (!temporal_date_valid(year, month, day)) return false;
  *out = (feel_date){year, (uint8_t)month, (uint8_t)day};
  return true;
}

/** Reads +HH:MM[:SS] or -HH:MM[:SS]. */
static bool read_offset(int32_t *out, const char **text) {
  unsigned hour, minute, second = 0;
  bool negative = **text == '-';
  (*text)++;
  if (!read_two(&hour, text) || !read_char(text, ':') || !read_two(&minute, text)) return false;
  if (**text == ':') {
    (*text)++;
    if (!read_two(&second, text)) return false;
  }
  if (minute > 59 || second > 59) return false;
  int32_t offset = (int32_t)(hour * 3600 + minute * 60 + second);
  if (offset > TEMPORAL_MAX_OFFSET_S) return false;
  *out = negative ? -offset : offset;
  return true;
}

/** Reads what follows the seconds: nothing, Z, an offset, or @ and a name of a zone. */
static bool read_zone(feel_time *time, const char **text, lu_arena *arena) {
  time->zone_kind = FEEL_ZONE_NONE;
  switch (**text) {
    case '\0':
      return true;
    case 'Z':
    case 'z':
      (*text)++;
      time->zone_kind = FEEL_ZONE_OFFSET;
      time->offset_s = 0;
      return true;
    case '+':
    case '-':
      time->zone_kind = FEEL_ZONE_OFFSET;
      return read_offset(&time->offset_s, text);
    case '@':
      (*text)++;
      if (!temporal_zone_exists(*text)) return false;
      time->zone_kind = FEEL_ZONE_NAMED;
      time->zone_name = lu_arena_strdup(arena, *text);
      *text += strlen(*text);
      return time->zone_name != NULL;
    default:
      return false;
  }
}

/** Reads HH:MM:SS[.f] and a zone. `next_day` is set for 24:00:00, which becomes 00:00:00. */
static bool read_time(feel_time *out, bool *next_day, const char **text, lu_arena *arena) {
  unsigned hour, minute, second;
  feel_time time = {0};
  if (!read_two(&hour, text) || !read_char(text, ':')) return false;
  if (!read_two(&minute, text) || !read_char(text, ':') || !read_two(&second, text)) return false;
  if (read_char(text, '.')) {
    uint32_t unit = 100000000;
    if (!is_digit(**text)) return false;
    for (; is_digit(**text); (*text)++, unit /= 10) {
      time.nanosecond += (uint32_t)(**text - '0') * unit;
    }
  }
  bool midnight = hour == 24 && minute == 0 && second == 0 && time.nanosecond == 0;
  if ((hour > 23 && !midnight) || minute > 59 || second > 59) return false;
  *next_day = midnight;
  time.hour = (uint8_t)(midnight ? 0 : hour);
  time.minute = (uint8_t)minute;
  time.second = (uint8_t)second;
  if (!read_zone(&time, text, arena) || **text != '\0') return false;
  *out = time;
  return true;
}

bool feel_parse_date(feel_date *out, const char *text) {
  return read_date(out, &text) && *text == '\0';
}

bool feel_parse_time(feel_time *out, const char *text, lu_arena *arena) {
  bool next_day;
  return read_time(out, &next_day, &text, arena);
}

bool feel_parse_date_time(feel_date *date, feel_time *time, const char *text, lu_arena *arena) {
  bool next_day = false;
  *time = (feel_time){0};
  if (!read_date(date, &text)) return false;
  if (*text == '\0') return true;
  if (!read_char(&text, 'T') || !read_time(time, &next_day, &text, arena)) return false;
  return !next_day || temporal_date_of(date, temporal_day_number(*date) + 1);
}

/* ---- durations --------------------------------------------------------------------------- */

/** One part of a duration: "12D", "3.5S". */
typedef struct part {
  int64_t number;
  int32_t nanoseconds;
  bool fraction;
  char unit;
} part;

static bool read_part(part *out, const char **text) {
  *out = (part){0, 0, false, '\0'};
  if (!is_digit(**text)) return false;
  for (; is_digit(**text); (*text)++) {
    if (__builtin_mul_overflow(out->number, 10, &out->number) ||
        __builtin_add_overflow(out->number, **text - '0', &out->number)) {
      return false;
    }
  }
  if (**text == '.') {
    int32_t unit = 100000000;
    out->fraction = true;
    (*text)++;
    if (!is_digit(**text)) return false;
    for (; is_digit(**text); (*text)++, unit /= 10)
      out->nanoseconds += (**text - '0') * unit;
  }
  out->unit = *(*text)++;
  return out->unit != '\0';
}

/** Adds number * factor to the total; false on overflow. */
static bool accumulate(int64_t *total, int64_t number, int64_t factor) {
  return !__builtin_mul_overflow(number, factor, &number) &&
         !__builtin_add_overflow(*total, number, total);
}

/** Reads what follows P in a duration of years and months. */
static bool read_months(int64_t *months, const char *text) {
  static const char order[] = "YM";
  const char *allowed = order;
  *months = 0;
  do {
    part next;
    if (!read_part(&next, &text) || next.fraction) return false;
    allowed = strchr(allowed, next.unit);
    if (allowed == NULL || *allowed == '\0') return false;
    if (!accumulate(months, next.number, *allowed == 'Y' ? 12 : 1)) return false;
    allowed++;
  } while (*text != '\0');
  return true;
}

/** Reads what follows P in a duration of days and time. */
static bool read_days(feel_duration *out, const char *text) {
  *out = (feel_duration){0, 0};
  if (*text != 'T') {
    part days;
    if (!read_part(&days, &text) || days.fraction || days.unit != 'D') return false;
    if (!accumulate(&out->seconds, days.number, TEMPORAL_DAY_S)) return false;
    if (*text == '\0') return true;
  }
  if (!read_char(&text, 'T')) return false;
  static const char order[] = "HMS";
  static const int64_t seconds[] = {3600, 60, 1};
  const char *allowed = order;
  do {
    part next;
    if (!read_part(&next, &text)) return false;
    allowed = strchr(allowed, next.unit);
    if (allowed == NULL || *allowed == '\0') return false;
    if (next.fraction && next.unit != 'S') return false;
    if (!accumulate(&out->seconds, next.number, seconds[allowed - order])) return false;
    out->nanoseconds = next.nanoseconds;
    allowed++;
  } while (*text != '\0');
  return true;
}

const lu_value *feel_parse_duration(const char *text, lu_arena *arena) {
  bool negative = read_char(&text, '-');
  int64_t months;
  feel_duration duration;
  if (!read_char(&text, 'P')) return NULL;
  if (read_months(&months, text)) return feel_months_value(arena, negative ? -months : months);
  if (!read_days(&duration, text)) return NULL;
  if (negative) duration = (feel_duration){-duration.seconds, -duration.nanoseconds};
  return feel_duration_value(arena, duration);
}

const lu_value *feel_parse_at_literal(feel_evaluator *evaluator, const char *text) {
  feel_date date;
  feel_time time;
  if (feel_parse_date(&date, text)) return feel_date_value(evaluator->arena, date);
  if (feel_parse_time(&time, text, evaluator->arena)) {
    return feel_time_value(evaluator->arena, time);
  }
  if (feel_parse_date_time(&date, &time, text, evaluator->arena)) {
    return feel_date_time_value(evaluator->arena, date, time);
  }
  const lu_value *duration = feel_parse_duration(text, evaluator->arena);
  if (duration != NULL) return duration;
  return feel_complain(evaluator, "@\"%s\" is no date, time or duration", text);
}

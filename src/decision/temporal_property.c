/* SPDX-License-Identifier: Apache-2.0 */
/* Properties of temporal values and ranges: date.year, duration.days, range.start. */
#include <string.h>

#include "temporal.h"

static bool is_name(const char *name, const char *expected) {
  return strcmp(name, expected) == 0;
}

static const lu_value *date_property(lu_arena *arena, feel_date date, const char *name) {
  if (is_name(name, "year")) return feel_integer(arena, date.year);
  if (is_name(name, "month")) return feel_integer(arena, date.month);
  if (is_name(name, "day")) return feel_integer(arena, date.day);
  if (is_name(name, "weekday")) return feel_integer(arena, temporal_weekday(date));
  return NULL;
}

/** The offset of a time; that of a named zone is known only together with a date. */
static const lu_value *offset_property(lu_arena *arena, const feel_date *date, feel_time time) {
  int32_t offset;
  if (date == NULL && time.zone_kind == FEEL_ZONE_NAMED) return &feel_null;
  feel_date none = {1970, 1, 1};
  if (!temporal_offset(&offset, date == NULL ? none : *date, time)) return &feel_null;
  return feel_duration_value(arena, (feel_duration){offset, 0});
}

static const lu_value *time_property(lu_arena *arena, const feel_date *date, feel_time time,
                                     const char *name) {
  if (is_name(name, "hour")) return feel_integer(arena, time.hour);
  if (is_name(name, "minute")) return feel_integer(arena, time.minute);
  if (is_name(name, "second")) return feel_integer(arena, time.second);
  if (is_name(name, "time offset")) return offset_property(arena, date, time);
  if (!is_name(name, "timezone")) return NULL;
  return time.zone_kind == FEEL_ZONE_NAMED ? feel_string_z(arena, time.zone_name) : &feel_null;
}

static const lu_value *days_property(lu_arena *arena, feel_duration duration, const char *name) {
  int64_t seconds = duration.seconds;
  if (is_name(name, "days")) return feel_integer(arena, seconds / TEMPORAL_DAY_S);
  if (is_name(name, "hours")) return feel_integer(arena, seconds / 3600 % 24);
  if (is_name(name, "minutes")) return feel_integer(arena, seconds / 60 % 60);
  if (!is_name(name, "seconds")) return NULL;
  decimal fraction =
      decimal_divide(decimal_from_integer(duration.nanoseconds), decimal_from_integer(1000000000));
  return feel_number(arena, decimal_add(decimal_from_integer(seconds % 60), fraction));
}

static const lu_value *range_property(const feel_range *range, const char *name) {
  if (is_name(name, "start included")) return feel_boolean(range->low_closed);
  if (is_name(name, "end included")) return feel_boolean(range->high_closed);
  if (is_name(name, "start")) return range->low == NULL ? &feel_null : range->low;
  if (is_name(name, "end")) return range->high == NULL ? &feel_null : range->high;
  return NULL;
}

const lu_value *feel_property(feel_evaluator *evaluator, const lu_value *value, const char *name) {
  lu_arena *arena = evaluator->arena;
  switch (value->kind) {
    case LU_VALUE_DATE:
      return date_property(arena, value->as.date, name);
    case LU_VALUE_TIME:
      return time_property(arena, NULL, value->as.time, name);
    case LU_VALUE_DATE_TIME: {
      const feel_date *date = &value->as.date_time.date;
      const lu_value *property = date_property(arena, *date, name);
      if (property != NULL) return property;
      return time_property(arena, date, value->as.date_time.time, name);
    }
    case LU_VALUE_DAYS_DURATION:
      return days_property(arena, value->as.duration, name);
    case LU_VALUE_YEARS_DURATION:
      if (is_name(name, "years")) return feel_integer(arena, value->as.months / 12);
      if (is_name(name, "months")) return feel_integer(arena, value->as.months % 12);
      return NULL;
    case LU_VALUE_RANGE:
      return range_property(&value->as.range, name);
    default:
      return NULL;
  }
}

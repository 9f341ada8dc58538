/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that make dates, times and durations, and those that look at days. */
#include "builtin.h"
#include "temporal.h"

const lu_value *builtin_date_from(feel_evaluator *evaluator, const lu_value *const *arguments,
                                  size_t count) {
  feel_date date;
  const lu_value *from = builtin_argument(arguments, count, 0);
  if (from == NULL) return feel_complain(evaluator, "date(): argument missing");
  from = builtin_item(from);
  if (from->kind == LU_VALUE_DATE) return from;
  if (from->kind == LU_VALUE_DATE_TIME) {
    return feel_date_value(evaluator->arena, from->as.date_time.date);
  }
  if (from->kind != LU_VALUE_STRING) return feel_complain(evaluator, "date(): not a text or date");
  if (feel_parse_date(&date, from->as.string.bytes)) return feel_date_value(evaluator->arena, date);
  return feel_complain(evaluator, "date(): \"%.100s\" is not a date", from->as.string.bytes);
}

/** Reads year, month, day from the first three arguments. */
static bool read_day(feel_date *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                     size_t count) {
  int64_t part[3];
  for (size_t i = 0; i < 3; i++) {
    if (!builtin_integer(&part[i], evaluator, arguments, count, i)) return false;
  }
  if (!temporal_date_valid(part[0], part[1], part[2])) {
    feel_complain(evaluator, "there is no such day");
    return false;
  }
  *out = (feel_date){part[0], (uint8_t)part[1], (uint8_t)part[2]};
  return true;
}

const lu_value *builtin_date_of_parts(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  feel_date date;
  if (!read_day(&date, evaluator, arguments, count)) return &feel_null;
  return feel_date_value(evaluator->arena, date);
}

const lu_value *builtin_time_from(feel_evaluator *evaluator, const lu_value *const *arguments,
                                  size_t count) {
  feel_time time;
  const lu_value *from = builtin_argument(arguments, count, 0);
  if (from == NULL) return feel_complain(evaluator, "time(): argument missing");
  from = builtin_item(from);
  if (from->kind == LU_VALUE_TIME) return from;
  if (from->kind == LU_VALUE_DATE_TIME) {
    return feel_time_value(evaluator->arena, from->as.date_time.time);
  }
  if (from->kind == LU_VALUE_DATE) { /* a date counts as midnight UTC */
    return feel_time_value(evaluator->arena, (feel_time){.zone_kind = FEEL_ZONE_OFFSET});
  }
  if (from->kind != LU_VALUE_STRING) return feel_complain(evaluator, "time(): not a text or time");
  if (feel_parse_time(&time, from->as.string.bytes, evaluator->arena)) {
    return feel_time_value(evaluator->arena, time);
  }
  return feel_complain(evaluator, "time(): \"%.100s\" is not a time", from->as.string.bytes);
}

/** Sets the offset of a time from an argument: absent, null, or a duration of at most 18 hours. */
static bool read_offset(feel_time *time, feel_evaluator *evaluator, const lu_value *offset) {
  if (offset == NULL || offset->kind == LU_VALUE_NULL) return true;
  offset = builtin_item(offset);
  if (offset->kind != LU_VALUE_DAYS_DURATION) {
    feel_complain(evaluator, "the offset of a time is a duration of days and time");
    return false;
  }
  int64_t seconds = offset->as.duration.seconds;
  if (seconds > TEMPORAL_MAX_OFFSET_S || seconds < -TEMPORAL_MAX_OFFSET_S) {
    feel_complain(evaluator, "the offset of a time is more than 18 hours");
    return false;
  }
  time->zone_kind = FEEL_ZONE_OFFSET;
  time->offset_s = (int32_t)seconds;
  return true;
}

/** Reads hour, minute, second (which may have a fraction) from three arguments. */
static bool read_clock(feel_time *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                       size_t count, size_t first) {
  int64_t hour, minute, second, nanosecond;
  decimal number;
  if (!builtin_integer(&hour, evaluator, arguments, count, first) ||
      !builtin_integer(&minute, evaluator, arguments, count, first + 1) ||
      !builtin_integer(&second, evaluator, arguments, count, first + 2) ||
      !builtin_number(&number, evaluator, arguments, count, first + 2)) {
    return false;
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      decimal_compare(number, decimal_from_integer(0)) < 0) {
    feel_complain(evaluator, "there is no such time of day");
    return false;
  }
  decimal fraction = decimal_subtract(number, decimal_from_integer(second));
  fraction = decimal_multiply(fraction, decimal_from_integer(1000000000));
  if (!decimal_to_integer(&nanosecond, decimal_floor(fraction))) return false;
  *out = (feel_time){.hour = (uint8_t)hour,
                     .minute = (uint8_t)minute,
                     .second = (uint8_t)second,
                     .nanosecond = (uint32_t)nanosecond};
  return true;
}

const lu_value *builtin_time_of_parts(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  feel_time time;
  if (!read_clock(&time, evaluator, arguments, count, 0)) return &feel_null;
  if (!read_offset(&time, evaluator, builtin_argument(arguments, count, 3))) return &feel_null;
  return feel_time_value(evaluator->arena, time);
}

const lu_value *builtin_date_time_from(feel_evaluator *evaluator, const lu_value *const *arguments,
                                       size_t count) {
  feel_date date;
  feel_time time = {0};
  const lu_value *from = builtin_argument(arguments, count, 0);
  if (from == NULL) return feel_complain(evaluator, "date and time(): argument missing");
  from = builtin_item(from);
  if (from->kind == LU_VALUE_DATE_TIME) return from;
  if (from->kind == LU_VALUE_DATE) {
    time.zone_kind = FEEL_ZONE_OFFSET;
    return feel_date_time_value(evaluator->arena, from->as.date, time);
  }
  if (from->kind != LU_VALUE_STRING) {
    return feel_complain(evaluator, "date and time(): not a text or date and time");
  }
  if (feel_parse_date_time(&date, &time, from->as.string.bytes, evaluator->arena)) {
    return feel_date_time_value(evaluator->arena, date, time);
  }
  return feel_complain(evaluator, "date and time(): \"%.100s\" is not a date and time",
                       from->as.string.bytes);
}

const lu_value *builtin_date_time_of_two(feel_evaluator *evaluator,
                                         const lu_value *const *arguments, size_t count) {
  const lu_value *date = builtin_argument(arguments, count, 0);
  const lu_value *time = builtin_of_kind(evaluator, arguments, count, 1, LU_VALUE_TIME);
  if (date == NULL || time == NULL) return &feel_null;
  date = builtin_item(date);
  if (date->kind == LU_VALUE_DATE) {
    return feel_date_time_value(evaluator->arena, date->as.date, time->as.time);
  }
  if (date->kind == LU_VALUE_DATE_TIME) {
    return feel_date_time_value(evaluator->arena, date->as.date_time.date, time->as.time);
  }
  return feel_complain(evaluator, "date and time(): argument 1 is not a date");
}

/** date and time(year, month, day, hour, minute, second[, offset or name of zone]). */
const lu_value *builtin_date_time_of_parts(feel_evaluator *evaluator,
                                           const lu_value *const *arguments, size_t count) {
  feel_date date;
  feel_time time;
  if (!read_day(&date, evaluator, arguments, count)) return &feel_null;
  if (!read_clock(&time, evaluator, arguments, count, 3)) return &feel_null;
  const lu_value *zone = builtin_argument(arguments, count, 6);
  if (zone != NULL && zone->kind == LU_VALUE_STRING) {
    if (!temporal_zone_exists(zone->as.string.bytes)) {
      return feel_complain(evaluator, "there is no zone \"%.64s\"", zone->as.string.bytes);
    }
    time.zone_kind = FEEL_ZONE_NAMED;
    time.zone_name = zone->as.string.bytes;
  } else if (!read_offset(&time, evaluator, zone)) {
    return &feel_null;
  }
  return feel_date_time_value(evaluator->arena, date, time);
}

const lu_value *builtin_duration(feel_evaluator *evaluator, const lu_value *const *arguments,
                                 size_t count) {
  const lu_value *from = builtin_argument(arguments, count, 0);
  if (from == NULL) return feel_complain(evaluator, "duration(): argument missing");
  from = builtin_item(from);
  if (from->kind == LU_VALUE_DAYS_DURATION || from->kind == LU_VALUE_YEARS_DURATION) return from;
  if (from->kind != LU_VALUE_STRING) return feel_complain(evaluator, "duration(): not a text");
  const lu_value *duration = feel_parse_duration(from->as.string.bytes, evaluator->arena);
  if (duration != NULL) return duration;
  return feel_complain(evaluator, "duration(): \"%.100s\" is not a duration",
                       from->as.string.bytes);
}

/** The day of an argument that is a date or a date and time. */
static bool read_date(feel_date *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                      size_t count, size_t index) {
  const lu_value *value = builtin_argument(arguments, count, index);
  if (value != NULL) value = builtin_item(value);
  if (value != NULL && value->kind == LU_VALUE_DATE) {
    *out = value->as.date;
    return true;
  }
  if (value != NULL && value->kind == LU_VALUE_DATE_TIME) {
    *out = value->as.date_time.date;
    return true;
  }
  feel_complain(evaluator, "argument %zu is not a date", index + 1);
  return false;
}

/** Whole months between two days, towards zero. */
const lu_value *builtin_months_between(feel_evaluator *evaluator, const lu_value *const *arguments,
                                       size_t count) {
  feel_date from, to;
  if (!read_date(&from, evaluator, arguments, count, 0) ||
      !read_date(&to, evaluator, arguments, count, 1)) {
    return &feel_null;
  }
  int64_t months = (to.year - from.year) * 12 + to.month - from.month;
  if (months > 0 && to.day < from.day) months--;
  if (months < 0 && to.day > from.day) months++;
  return feel_months_value(evaluator->arena, months);
}

/** The day that counts as today, so that an evaluation can be repeated. */
static feel_date today_of(feel_evaluator *evaluator) {
  lu_date today = lu_context_today(evaluator->context);
  return (feel_date){today.year, today.month, today.day};
}

const lu_value *builtin_now(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  (void)arguments;
  (void)count;
  return feel_date_time_value(evaluator->arena, today_of(evaluator), (feel_time){0});
}

const lu_value *builtin_today(feel_evaluator *evaluator, const lu_value *const *arguments,
                              size_t count) {
  (void)arguments;
  (void)count;
  return feel_date_value(evaluator->arena, today_of(evaluator));
}

static int64_t day_of_year(feel_date date) {
  return temporal_day_number(date) - lu_days_from_civil(date.year, 1, 1) + 1;
}

const lu_value *builtin_day_of_year(feel_evaluator *evaluator, const lu_value *const *arguments,
                                    size_t count) {
  feel_date date;
  if (!read_date(&date, evaluator, arguments, count, 0)) return &feel_null;
  return feel_integer(evaluator->arena, day_of_year(date));
}

const lu_value *builtin_day_of_week(feel_evaluator *evaluator, const lu_value *const *arguments,
                                    size_t count) {
  static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                      "Friday", "Saturday", "Sunday"};
  feel_date date;
  if (!read_date(&date, evaluator, arguments, count, 0)) return &feel_null;
  return feel_string_z(evaluator->arena, names[temporal_weekday(date) - 1]);
}

const lu_value *builtin_month_of_year(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  static const char *const names[] = {"January",   "February", "March",    "April",
                                      "May",       "June",     "July",     "August",
                                      "September", "October",  "November", "December"};
  feel_date date;
  if (!read_date(&date, evaluator, arguments, count, 0)) return &feel_null;
  return feel_string_z(evaluator->arena, names[date.month - 1]);
}

/** ISO 8601: the week belongs to the year that has its Thursday. */
const lu_value *builtin_week_of_year(feel_evaluator *evaluator, const lu_value *const *arguments,
                                     size_t count) {
  feel_date date, thursday;
  if (!read_date(&date, evaluator, arguments, count, 0)) return &feel_null;
  if (!temporal_date_of(&thursday, temporal_day_number(date) + 4 - temporal_weekday(date))) {
    return feel_complain(evaluator, "week of year(): the year is out of range");
  }
  return feel_integer(evaluator->arena, (day_of_year(thursday) - 1) / 7 + 1);
}

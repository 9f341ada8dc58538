/* SPDX-License-Identifier: Apache-2.0 */
/* Sums, differences, multiples and quotients of temporal values. */
#include "temporal.h"

#define NANO 1000000000

static const lu_value *undefined(feel_evaluator *evaluator, const char *operation) {
  return feel_complain(evaluator, "%s is not defined for these temporal values", operation);
}

static const lu_value *out_of_range(feel_evaluator *evaluator) {
  return feel_complain(evaluator, "a temporal value is out of range");
}

/** a + sign * b, normalised so that both parts have one sign; false on overflow. */
static bool add_durations(feel_duration *out, feel_duration a, feel_duration b, int sign) {
  int64_t seconds, nano = (int64_t)a.nanoseconds + sign * (int64_t)b.nanoseconds;
  if (sign > 0 ? __builtin_add_overflow(a.seconds, b.seconds, &seconds)
               : __builtin_sub_overflow(a.seconds, b.seconds, &seconds)) {
    return false;
  }
  if (__builtin_add_overflow(seconds, nano / NANO, &seconds)) return false;
  nano %= NANO;
  if (seconds > 0 && nano < 0) {
    seconds--;
    nano += NANO;
  } else if (seconds < 0 && nano > 0) {
    seconds++;
    nano -= NANO;
  }
  *out = (feel_duration){seconds, (int32_t)nano};
  return true;
}

/** Adds a duration to a second and nanosecond (0 to 999999999) of a clock; false on overflow. */
static bool advance(int64_t *seconds, uint32_t *nanosecond, feel_duration duration, int sign) {
  int64_t nano = (int64_t)*nanosecond + sign * (int64_t)duration.nanoseconds;
  bool overflow = sign > 0 ? __builtin_add_overflow(*seconds, duration.seconds, seconds)
                           : __builtin_sub_overflow(*seconds, duration.seconds, seconds);
  int64_t carry = nano < 0 ? -1 : nano / NANO;
  if (overflow || __builtin_add_overflow(*seconds, carry, seconds)) return false;
  *nanosecond = (uint32_t)(nano - carry * NANO);
  return true;
}

static int64_t floor_day(int64_t seconds) {
  return seconds / TEMPORAL_DAY_S - (seconds % TEMPORAL_DAY_S < 0 ? 1 : 0);
}

/** Sets date and clock from a wall-clock second; false if the year is out of range. */
static bool set_clock(feel_date *date, feel_time *time, int64_t seconds) {
  int64_t day = floor_day(seconds);
  int64_t rest = seconds - day * TEMPORAL_DAY_S;
  time->hour = (uint8_t)(rest / 3600);
  time->minute = (uint8_t)(rest / 60 % 60);
  time->second = (uint8_t)(rest % 60);
  return date == NULL || temporal_date_of(date, day);
}

static const lu_value *date_plus(feel_evaluator *evaluator, feel_date date, feel_duration duration,
                                 int sign) {
  int64_t seconds = temporal_day_number(date) * TEMPORAL_DAY_S;
  uint32_t nanosecond = 0;
  if (!advance(&seconds, &nanosecond, duration, sign) ||
      !temporal_date_of(&date, floor_day(seconds))) {
    return out_of_range(evaluator);
  }
  return feel_date_value(evaluator->arena, date);
}

static const lu_value *time_plus(feel_evaluator *evaluator, feel_time time, feel_duration duration,
                                 int sign) {
  int64_t seconds = temporal_second_of_day(time);
  if (!advance(&seconds, &time.nanosecond, duration, sign)) return out_of_range(evaluator);
  set_clock(NULL, &time, seconds);
  return feel_time_value(evaluator->arena, time);
}

/** In a named zone the sum is made on the line of UTC: a day with a change of clocks is not 24 h.
 */
static const lu_value *date_time_plus(feel_evaluator *evaluator, const lu_value *value,
                                      feel_duration duration, int sign) {
  feel_date date = value->as.date_time.date;
  feel_time time = value->as.date_time.time;
  int32_t offset = 0;
  bool named = time.zone_kind == FEEL_ZONE_NAMED;
  int64_t seconds = temporal_day_number(date) * TEMPORAL_DAY_S + temporal_second_of_day(time);
  if (named && !temporal_offset(&offset, date, time)) return out_of_range(evaluator);
  seconds -= offset;
  if (!advance(&seconds, &time.nanosecond, duration, sign)) return out_of_range(evaluator);
  if (named && !temporal_zone_offset_utc(&offset, time.zone_name, seconds)) {
    return out_of_range(evaluator);
  }
  if (__builtin_add_overflow(seconds, (int64_t)offset, &seconds) ||
      !set_clock(&date, &time, seconds)) {
    return out_of_range(evaluator);
  }
  return feel_date_time_value(evaluator->arena, date, time);
}

static const lu_value *plus_months(feel_evaluator *evaluator, const lu_value *value, int64_t months,
                                   int sign) {
  bool whole = value->kind == LU_VALUE_DATE;
  feel_date date = whole ? value->as.date : value->as.date_time.date;
  if (months == INT64_MIN || !temporal_add_months(&date, sign * months)) {
    return out_of_range(evaluator);
  }
  return whole ? feel_date_value(evaluator->arena, date)
               : feel_date_time_value(evaluator->arena, date, value->as.date_time.time);
}

/** A point in time plus or minus a duration. */
static const lu_value *shift(feel_evaluator *evaluator, const lu_value *point,
                             const lu_value *duration, int sign) {
  if (duration->kind == LU_VALUE_YEARS_DURATION) {
    if (point->kind == LU_VALUE_TIME) return undefined(evaluator, "the sum");
    return plus_months(evaluator, point, duration->as.months, sign);
  }
  if (point->kind == LU_VALUE_DATE) {
    return date_plus(evaluator, point->as.date, duration->as.duration, sign);
  }
  if (point->kind == LU_VALUE_TIME) {
    return time_plus(evaluator, point->as.time, duration->as.duration, sign);
  }
  return date_time_plus(evaluator, point, duration->as.duration, sign);
}

static const lu_value *combine_durations(feel_evaluator *evaluator, const lu_value *a,
                                         const lu_value *b, int sign) {
  if (a->kind != b->kind) return undefined(evaluator, "the sum");
  if (a->kind == LU_VALUE_DAYS_DURATION) {
    feel_duration sum;
    if (!add_durations(&sum, a->as.duration, b->as.duration, sign)) return out_of_range(evaluator);
    return feel_duration_value(evaluator->arena, sum);
  }
  int64_t months;
  bool overflow = sign > 0 ? __builtin_add_overflow(a->as.months, b->as.months, &months)
                           : __builtin_sub_overflow(a->as.months, b->as.months, &months);
  return overflow ? out_of_range(evaluator) : feel_months_value(evaluator->arena, months);
}

/** Difference of two points in time. */
static const lu_value *difference(feel_evaluator *evaluator, const lu_value *a, const lu_value *b) {
  feel_duration first = {0, 0}, second = {0, 0}, result;
  if ((a->kind == LU_VALUE_TIME) != (b->kind == LU_VALUE_TIME)) {
    return undefined(evaluator, "the difference");
  }
  if (a->kind == LU_VALUE_TIME) {
    int64_t ahead;
    if (!temporal_clock_shift(&ahead, a->as.time, b->as.time)) {
      return undefined(evaluator, "the difference");
    }
    first =
        (feel_duration){temporal_second_of_day(a->as.time) - ahead, (int32_t)a->as.time.nanosecond};
    second = (feel_duration){temporal_second_of_day(b->as.time), (int32_t)b->as.time.nanosecond};
  } else {
    temporal_moment from, to;
    if (!temporal_moment_of_value(&to, a) || !temporal_moment_of_value(&from, b) ||
        to.zoned != from.zoned) {
      return undefined(evaluator, "the difference");
    }
    first = (feel_duration){to.seconds, to.nanoseconds};
    second = (feel_duration){from.seconds, from.nanoseconds};
  }
  if (!add_durations(&result, first, second, -1)) return out_of_range(evaluator);
  return feel_duration_value(evaluator->arena, result);
}

static bool is_point(const lu_value *value) {
  return value->kind == LU_VALUE_DATE || value->kind == LU_VALUE_TIME ||
         value->kind == LU_VALUE_DATE_TIME;
}

static bool is_duration(const lu_value *value) {
  return value->kind == LU_VALUE_DAYS_DURATION || value->kind == LU_VALUE_YEARS_DURATION;
}

const lu_value *feel_temporal_add(feel_evaluator *evaluator, const lu_value *a, const lu_value *b,
                                  bool subtract) {
  int sign = subtract ? -1 : 1;
  if (is_point(a) && is_duration(b)) return shift(evaluator, a, b, sign);
  if (is_duration(a) && is_point(b) && !subtract) return shift(evaluator, b, a, sign);
  if (is_duration(a) && is_duration(b)) return combine_durations(evaluator, a, b, sign);
  if (is_point(a) && is_point(b) && subtract) return difference(evaluator, a, b);
  return undefined(evaluator, subtract ? "the difference" : "the sum");
}

/* ---- multiples --------------------------------------------------------------------------- */

static decimal duration_number(const lu_value *duration) {
  if (duration->kind == LU_VALUE_YEARS_DURATION) return decimal_from_integer(duration->as.months);
  decimal nano = decimal_divide(decimal_from_integer(duration->as.duration.nanoseconds),
                                decimal_from_integer(NANO));
  return decimal_add(decimal_from_integer(duration->as.duration.seconds), nano);
}

/** A duration of a kind from seconds or months; what does not fit a nanosecond or month is cut. */
static const lu_value *duration_from_number(feel_evaluator *evaluator, decimal number,
                                            lu_value_kind kind) {
  int64_t whole, nano;
  if (!decimal_is_finite(number)) return out_of_range(evaluator);
  decimal cut = decimal_round(number, 0, DECIMAL_DOWN);
  if (!decimal_to_integer(&whole, cut)) return out_of_range(evaluator);
  if (kind == LU_VALUE_YEARS_DURATION) return feel_months_value(evaluator->arena, whole);
  decimal rest = decimal_multiply(decimal_subtract(number, cut), decimal_from_integer(NANO));
  if (!decimal_to_integer(&nano, decimal_round(rest, 0, DECIMAL_DOWN))) {
    return out_of_range(evaluator);
  }
  return feel_duration_value(evaluator->arena, (feel_duration){whole, (int32_t)nano});
}

const lu_value *feel_temporal_scale(feel_evaluator *evaluator, const lu_value *a, const lu_value *b,
                                    bool divide) {
  decimal zero = decimal_from_integer(0);
  if (!divide && a->kind == LU_VALUE_NUMBER) {
    const lu_value *swap = a;
    a = b;
    b = swap;
  }
  if (!is_duration(a)) return undefined(evaluator, divide ? "the quotient" : "the product");
  if (divide && is_duration(b)) {
    if (a->kind != b->kind) return undefined(evaluator, "the quotient");
    decimal divisor = duration_number(b);
    if (decimal_compare(divisor, zero) == 0) return feel_complain(evaluator, "division by zero");
    return feel_number(evaluator->arena, decimal_divide(duration_number(a), divisor));
  }
  if (b->kind != LU_VALUE_NUMBER) {
    return undefined(evaluator, divide ? "the quotient" : "the product");
  }
  if (divide && decimal_compare(b->as.number, zero) == 0) {
    return feel_complain(evaluator, "division by zero");
  }
  decimal number = divide ? decimal_divide(duration_number(a), b->as.number)
                          : decimal_multiply(duration_number(a), b->as.number);
  return duration_from_number(evaluator, number, a->kind);
}

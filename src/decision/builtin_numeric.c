/* SPDX-License-Identifier: Apache-2.0 */
/* Functions on numbers. */
#include <stdint.h>

#include "builtin.h"

/** Range of scales that 34-digit decimals allow (DMN 1.5, table 75). */
#define MIN_SCALE (-6111)
#define MAX_SCALE 6176

/** Reads a scale; false with a message if it is no number or out of range. */
static bool read_scale(int64_t *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                       size_t count) {
  if (!builtin_integer(out, evaluator, arguments, count, 1)) return false;
  if (*out >= MIN_SCALE && *out <= MAX_SCALE) return true;
  feel_complain(evaluator, "a scale must lie between %d and %d", MIN_SCALE, MAX_SCALE);
  return false;
}

static const lu_value *round_to_scale(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count, decimal_rounding rounding) {
  decimal number;
  int64_t scale;
  if (!builtin_number(&number, evaluator, arguments, count, 0) ||
      !read_scale(&scale, evaluator, arguments, count)) {
    return &feel_null;
  }
  return feel_number(evaluator->arena, decimal_round(number, scale, rounding));
}

const lu_value *builtin_decimal(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  return round_to_scale(evaluator, arguments, count, DECIMAL_HALF_EVEN);
}

const lu_value *builtin_round_up(feel_evaluator *evaluator, const lu_value *const *arguments,
                                 size_t count) {
  return round_to_scale(evaluator, arguments, count, DECIMAL_UP);
}

const lu_value *builtin_round_down(feel_evaluator *evaluator, const lu_value *const *arguments,
                                   size_t count) {
  return round_to_scale(evaluator, arguments, count, DECIMAL_DOWN);
}

const lu_value *builtin_round_half_up(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  return round_to_scale(evaluator, arguments, count, DECIMAL_HALF_UP);
}

const lu_value *builtin_round_half_down(feel_evaluator *evaluator, const lu_value *const *arguments,
                                        size_t count) {
  return round_to_scale(evaluator, arguments, count, DECIMAL_HALF_DOWN);
}

/** floor and ceiling, with an optional scale: rounding up or down by the sign of the number. */
static const lu_value *round_to_side(feel_evaluator *evaluator, const lu_value *const *arguments,
                                     size_t count, bool down) {
  decimal number;
  int64_t scale = 0;
  if (!builtin_number(&number, evaluator, arguments, count, 0)) return &feel_null;
  if (builtin_argument(arguments, count, 1) != NULL &&
      !read_scale(&scale, evaluator, arguments, count)) {
    return &feel_null;
  }
  bool negative = decimal_compare(number, decimal_from_integer(0)) < 0;
  decimal_rounding rounding = negative == down ? DECIMAL_UP : DECIMAL_DOWN;
  return feel_number(evaluator->arena, decimal_round(number, scale, rounding));
}

const lu_value *builtin_floor(feel_evaluator *evaluator, const lu_value *const *arguments,
                              size_t count) {
  return round_to_side(evaluator, arguments, count, true);
}

const lu_value *builtin_ceiling(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  return round_to_side(evaluator, arguments, count, false);
}

const lu_value *builtin_abs(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  const lu_value *value = builtin_argument(arguments, count, 0);
  if (value == NULL) return feel_complain(evaluator, "abs(): argument missing");
  value = builtin_item(value);
  if (value->kind == LU_VALUE_DAYS_DURATION) {
    feel_duration duration = value->as.duration;
    if (duration.seconds >= 0 && duration.nanoseconds >= 0) return value;
    if (duration.seconds == INT64_MIN) return feel_complain(evaluator, "abs(): out of range");
    return feel_duration_value(evaluator->arena,
                               (feel_duration){-duration.seconds, -duration.nanoseconds});
  }
  if (value->kind == LU_VALUE_YEARS_DURATION) {
    if (value->as.months >= 0) return value;
    if (value->as.months == INT64_MIN) return feel_complain(evaluator, "abs(): out of range");
    return feel_months_value(evaluator->arena, -value->as.months);
  }
  decimal number;
  if (!builtin_number(&number, evaluator, arguments, count, 0)) return &feel_null;
  return feel_number(evaluator->arena, decimal_abs(number));
}

const lu_value *builtin_modulo(feel_evaluator *evaluator, const lu_value *const *arguments,
                               size_t count) {
  decimal dividend, divisor;
  if (!builtin_number(&dividend, evaluator, arguments, count, 0) ||
      !builtin_number(&divisor, evaluator, arguments, count, 1)) {
    return &feel_null;
  }
  if (decimal_compare(divisor, decimal_from_integer(0)) == 0) {
    return feel_complain(evaluator, "modulo(): division by zero");
  }
  return feel_number(evaluator->arena, decimal_modulo(dividend, divisor));
}

/** A function of one number; for all numbers, or for positive ones only, with or without zero. */
static const lu_value *apply(feel_evaluator *evaluator, const lu_value *const *arguments,
                             size_t count, decimal (*function)(decimal), bool positive_only,
                             bool zero_allowed, const char *name) {
  decimal number;
  if (!builtin_number(&number, evaluator, arguments, count, 0)) return &feel_null;
  int sign = decimal_compare(number, decimal_from_integer(0));
  if (positive_only && (sign < 0 || (sign == 0 && !zero_allowed))) {
    return feel_complain(evaluator, "%s() is not defined for this number", name);
  }
  decimal result = function(number);
  if (!decimal_is_finite(result)) return feel_complain(evaluator, "%s(): out of range", name);
  return feel_number(evaluator->arena, result);
}

const lu_value *builtin_sqrt(feel_evaluator *evaluator, const lu_value *const *arguments,
                             size_t count) {
  return apply(evaluator, arguments, count, decimal_sqrt, true, true, "sqrt");
}

const lu_value *builtin_log(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  return apply(evaluator, arguments, count, decimal_log, true, false, "log");
}

const lu_value *builtin_exp(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  return apply(evaluator, arguments, count, decimal_exp, false, true, "exp");
}

/** Whether |number| modulo 2 is `rest`; a number with a fraction is neither odd nor even. */
static const lu_value *has_rest(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count, int64_t rest) {
  decimal number;
  if (!builtin_number(&number, evaluator, arguments, count, 0)) return &feel_null;
  decimal modulo = decimal_modulo(number, decimal_from_integer(2));
  return feel_boolean(decimal_compare(modulo, decimal_from_integer(rest)) == 0);
}

const lu_value *builtin_odd(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  return has_rest(evaluator, arguments, count, 1);
}

const lu_value *builtin_even(feel_evaluator *evaluator, const lu_value *const *arguments,
                             size_t count) {
  return has_rest(evaluator, arguments, count, 0);
}

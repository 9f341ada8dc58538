/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic, comparison, between, instance of: on known values, and lifted to unknown ones. */
#include "feel_eval.h"

#include <stdint.h>
#include <string.h>

static bool is_temporal(const lu_value *value) {
  return value->kind >= LU_VALUE_DATE && value->kind <= LU_VALUE_YEARS_DURATION;
}

static bool is_duration(const lu_value *value) {
  return value->kind == LU_VALUE_DAYS_DURATION || value->kind == LU_VALUE_YEARS_DURATION;
}

static const char *operator_text(feel_operator op) {
  static const char *const texts[] = {"",   "=", "!=", "<", "<=", ">",
                                      ">=", "+", "-",  "*", "/",  "**"};
  return texts[op];
}

static const char *kind_text(const lu_value *value) {
  static const char *const texts[] = {"null",
                                      "a boolean",
                                      "a number",
                                      "a string",
                                      "a date",
                                      "a time",
                                      "a date and time",
                                      "a days and time duration",
                                      "a years and months duration",
                                      "a list",
                                      "a context",
                                      "a range",
                                      "a function",
                                      "unknown"};
  return texts[value->kind];
}

/* ---- arithmetic ---- */

static const lu_value *number_arithmetic(feel_evaluator *evaluator, feel_operator op, decimal a,
                                         decimal b) {
  decimal result;
  switch (op) {
    case OP_ADD:
      result = decimal_add(a, b);
      break;
    case OP_SUBTRACT:
      result = decimal_subtract(a, b);
      break;
    case OP_MULTIPLY:
      result = decimal_multiply(a, b);
      break;
    case OP_DIVIDE:
      if (decimal_compare(b, decimal_from_integer(0)) == 0) {
        return feel_complain(evaluator, "a number cannot be divided by zero");
      }
      result = decimal_divide(a, b);
      break;
    default:
      result = decimal_power(a, b);
      break;
  }
  if (!decimal_is_finite(result)) {
    return feel_complain(evaluator, "the result of %s is not a number within range",
                         operator_text(op));
  }
  return feel_number(evaluator->arena, result);
}

static const lu_value *join_strings(feel_evaluator *evaluator, const lu_value *a,
                                    const lu_value *b) {
  size_t left = a->as.string.length, right = b->as.string.length;
  if (!feel_charge(evaluator, (left + right) / 8)) return &feel_null;
  char *text = lu_arena_alloc(evaluator->arena, left + right + 1);
  lu_value *value = lu_arena_alloc(evaluator->arena, sizeof *value);
  if (text == NULL || value == NULL) return &feel_null;
  memcpy(text, a->as.string.bytes, left);
  memcpy(text + left, b->as.string.bytes, right);
  value->kind = LU_VALUE_STRING;
  value->as.string.bytes = text;
  value->as.string.length = left + right;
  return value;
}

static const lu_value *known_arithmetic(feel_evaluator *evaluator, feel_operator op,
                                        const lu_value *a, const lu_value *b) {
  if (a->kind == LU_VALUE_NUMBER && b->kind == LU_VALUE_NUMBER) {
    return number_arithmetic(evaluator, op, a->as.number, b->as.number);
  }
  if (op == OP_ADD && a->kind == LU_VALUE_STRING && b->kind == LU_VALUE_STRING) {
    return join_strings(evaluator, a, b);
  }
  bool null = a->kind == LU_VALUE_NULL || b->kind == LU_VALUE_NULL;
  if (!null && (op == OP_ADD || op == OP_SUBTRACT) && (is_temporal(a) || is_temporal(b))) {
    return feel_temporal_add(evaluator, a, b, op == OP_SUBTRACT);
  }
  if (!null && (op == OP_MULTIPLY || op == OP_DIVIDE) && (is_duration(a) || is_duration(b))) {
    return feel_temporal_scale(evaluator, a, b, op == OP_DIVIDE);
  }
  return feel_complain(evaluator, "'%s' is not defined for %s and %s", operator_text(op),
                       kind_text(a), kind_text(b));
}

static const lu_value *lifted_arithmetic(feel_evaluator *evaluator, const void *how,
                                         const lu_value *const *arguments, size_t count) {
  (void)count;
  return known_arithmetic(evaluator, *(const feel_operator *)how, arguments[0], arguments[1]);
}

const lu_value *feel_arithmetic(feel_evaluator *evaluator, feel_operator op, const lu_value *a,
                                const lu_value *b) {
  if (!feel_is_unknown(a) && !feel_is_unknown(b)) return known_arithmetic(evaluator, op, a, b);
  const lu_value *both[] = {a, b};
  return feel_lift(evaluator, lifted_arithmetic, &op, both, 2);
}

static const lu_value *lifted_negate(feel_evaluator *evaluator, const void *how,
                                     const lu_value *const *arguments, size_t count) {
  (void)how;
  (void)count;
  return feel_negate(evaluator, arguments[0]);
}

const lu_value *feel_negate(feel_evaluator *evaluator, const lu_value *value) {
  switch (value->kind) {
    case LU_VALUE_NUMBER:
      return feel_number(evaluator->arena, decimal_negate(value->as.number));
    case LU_VALUE_YEARS_DURATION:
      if (value->as.months == INT64_MIN) break;
      return feel_months_value(evaluator->arena, -value->as.months);
    case LU_VALUE_DAYS_DURATION: {
      feel_duration duration = value->as.duration;
      if (duration.seconds == INT64_MIN) break;
      duration.seconds = -duration.seconds;
      duration.nanoseconds = -duration.nanoseconds;
      return feel_duration_value(evaluator->arena, duration);
    }
    case LU_VALUE_UNKNOWN:
      return feel_lift(evaluator, lifted_negate, NULL, &value, 1);
    default:
      break;
  }
  return feel_complain(evaluator, "'-' is not defined for %s", kind_text(value));
}

/* ---- comparison ---- */

static const lu_value *not_comparable(feel_evaluator *evaluator, feel_operator op,
                                      const lu_value *a, const lu_value *b) {
  return feel_complain(evaluator, "'%s' does not compare %s with %s", operator_text(op),
                       kind_text(a), kind_text(b));
}

static const lu_value *known_comparison(feel_evaluator *evaluator, feel_operator op,
                                        const lu_value *a, const lu_value *b) {
  int order = 0;
  bool equality = op == OP_EQUAL || op == OP_NOT_EQUAL;
  feel_truth truth = equality ? feel_equal(a, b) : feel_compare(&order, a, b);
  if (truth == FEEL_NULL) return not_comparable(evaluator, op, a, b);
  if (truth == FEEL_MAYBE) {
    const lu_value *both[] = {a, b};
    return feel_unknown_because(evaluator->arena, both, 2);
  }
  switch (op) {
    case OP_EQUAL:
      return feel_boolean(truth == FEEL_YES);
    case OP_NOT_EQUAL:
      return feel_boolean(truth == FEEL_NO);
    case OP_LESS:
      return feel_boolean(order < 0);
    case OP_LESS_EQUAL:
      return feel_boolean(order <= 0);
    case OP_GREATER:
      return feel_boolean(order > 0);
    default:
      return feel_boolean(order >= 0);
  }
}

static const lu_value *lifted_comparison(feel_evaluator *evaluator, const void *how,
                                         const lu_value *const *arguments, size_t count) {
  (void)count;
  return known_comparison(evaluator, *(const feel_operator *)how, arguments[0], arguments[1]);
}

const lu_value *feel_comparison(feel_evaluator *evaluator, feel_operator op, const lu_value *a,
                                const lu_value *b) {
  if (!feel_is_unknown(a) && !feel_is_unknown(b)) return known_comparison(evaluator, op, a, b);
  const lu_value *both[] = {a, b};
  return feel_lift(evaluator, lifted_comparison, &op, both, 2);
}

static const lu_value *lifted_between(feel_evaluator *evaluator, const void *how,
                                      const lu_value *const *arguments, size_t count) {
  (void)how;
  (void)count;
  const lu_value *low = known_comparison(evaluator, OP_GREATER_EQUAL, arguments[0], arguments[1]);
  const lu_value *high = known_comparison(evaluator, OP_LESS_EQUAL, arguments[0], arguments[2]);
  return feel_and(evaluator->arena, low, high);
}

const lu_value *feel_between(feel_evaluator *evaluator, const lu_value *value, const lu_value *low,
                             const lu_value *high) {
  /* An unknown bound need not hide that the other one already fails. */
  if (!feel_is_unknown(value) || value->as.unknown.candidate_count == 0) {
    const lu_value *above = feel_comparison(evaluator, OP_GREATER_EQUAL, value, low);
    const lu_value *below = feel_comparison(evaluator, OP_LESS_EQUAL, value, high);
    return feel_and(evaluator->arena, above, below);
  }
  const lu_value *all[] = {value, low, high};
  return feel_lift(evaluator, lifted_between, NULL, all, 3);
}

/* ---- instance of ---- */

static const lu_value *lifted_instance(feel_evaluator *evaluator, const void *how,
                                       const lu_value *const *arguments, size_t count) {
  (void)count;
  return feel_instance(evaluator, arguments[0], how);
}

const lu_value *feel_instance(feel_evaluator *evaluator, const lu_value *value,
                              const feel_type *type) {
  if (feel_is_unknown(value)) return feel_lift(evaluator, lifted_instance, type, &value, 1);
  if (value->kind == LU_VALUE_NULL) return feel_boolean(type->kind == FEEL_TYPE_NULL);
  if (type->kind != FEEL_TYPE_ANY && feel_holds_unknown(value)) {
    return feel_unknown_because(evaluator->arena, &value, 1);
  }
  feel_type bare = *type; /* allowed values restrict what may be assigned, not what it is */
  bare.allowed = NULL;
  return feel_boolean(feel_conforms(evaluator, value, &bare) == FEEL_YES);
}

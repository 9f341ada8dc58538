/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that reduce a list to one value. */
#include <stdlib.h>

#include "builtin.h"

/** The smallest (sign -1) or largest (sign 1) item; null if two do not compare. */
static const lu_value *extreme(feel_evaluator *evaluator, const lu_value *const *arguments,
                               size_t count, int sign) {
  feel_list list;
  if (!builtin_items(&list, evaluator, arguments, count) || list.count == 0) return &feel_null;
  const lu_value *best = list.items[0];
  int order;
  for (size_t i = 0; i < list.count; i++) {
    if (feel_compare(&order, list.items[i], best) != FEEL_YES) {
      return feel_complain(evaluator, "min() or max(): the items cannot be compared");
    }
    if (order == sign) best = list.items[i];
  }
  return best;
}

const lu_value *builtin_min(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  return extreme(evaluator, arguments, count, -1);
}

const lu_value *builtin_max(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  return extreme(evaluator, arguments, count, 1);
}

/** Numbers of a list in an array of the arena; false with a message if an item is no number. */
static bool read_numbers(decimal **out, size_t *length, feel_evaluator *evaluator,
                         const lu_value *const *arguments, size_t count) {
  feel_list list;
  if (!builtin_items(&list, evaluator, arguments, count)) return false;
  *length = list.count;
  *out = lu_arena_array(evaluator->arena, list.count, sizeof **out);
  if (*out == NULL) return false;
  for (size_t i = 0; i < list.count; i++) {
    if (list.items[i]->kind != LU_VALUE_NUMBER) {
      feel_complain(evaluator, "item %zu is not a number", i + 1);
      return false;
    }
    (*out)[i] = list.items[i]->as.number;
  }
  return true;
}

static decimal sum_of(const decimal *numbers, size_t length) {
  decimal sum = decimal_from_integer(0);
  for (size_t i = 0; i < length; i++)
    sum = decimal_add(sum, numbers[i]);
  return sum;
}

static decimal mean_of(const decimal *numbers, size_t length) {
  return decimal_divide(sum_of(numbers, length), decimal_from_integer((int64_t)length));
}

const lu_value *builtin_sum(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  decimal *numbers;
  size_t length;
  if (!read_numbers(&numbers, &length, evaluator, arguments, count) || length == 0) {
    return &feel_null;
  }
  return feel_number(evaluator->arena, sum_of(numbers, length));
}

const lu_value *builtin_mean(feel_evaluator *evaluator, const lu_value *const *arguments,
                             size_t count) {
  decimal *numbers;
  size_t length;
  if (!read_numbers(&numbers, &length, evaluator, arguments, count) || length == 0) {
    return &feel_null;
  }
  return feel_number(evaluator->arena, mean_of(numbers, length));
}

const lu_value *builtin_product(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  decimal *numbers;
  size_t length;
  if (!read_numbers(&numbers, &length, evaluator, arguments, count) || length == 0) {
    return &feel_null;
  }
  decimal product = numbers[0];
  for (size_t i = 1; i < length; i++)
    product = decimal_multiply(product, numbers[i]);
  return feel_number(evaluator->arena, product);
}

/** Standard deviation of a sample: at least two numbers. */
const lu_value *builtin_stddev(feel_evaluator *evaluator, const lu_value *const *arguments,
                               size_t count) {
  decimal *numbers;
  size_t length;
  if (!read_numbers(&numbers, &length, evaluator, arguments, count) || length < 2) {
    return &feel_null;
  }
  decimal mean = mean_of(numbers, length), squares = decimal_from_integer(0);
  for (size_t i = 0; i < length; i++) {
    decimal difference = decimal_subtract(numbers[i], mean);
    squares = decimal_add(squares, decimal_multiply(difference, difference));
  }
  decimal variance = decimal_divide(squares, decimal_from_integer((int64_t)length - 1));
  return feel_number(evaluator->arena, decimal_sqrt(variance));
}

static int compare_numbers(const void *a, const void *b) {
  return decimal_compare(*(const decimal *)a, *(const decimal *)b);
}

const lu_value *builtin_median(feel_evaluator *evaluator, const lu_value *const *arguments,
                               size_t count) {
  decimal *numbers;
  size_t length;
  if (!read_numbers(&numbers, &length, evaluator, arguments, count) || length == 0) {
    return &feel_null;
  }
  qsort(numbers, length, sizeof *numbers, compare_numbers);
  decimal middle = numbers[length / 2];
  if (length % 2 == 0) {
    middle = decimal_divide(decimal_add(middle, numbers[length / 2 - 1]), decimal_from_integer(2));
  }
  return feel_number(evaluator->arena, middle);
}

/** The numbers that occur most often, in ascending order. */
const lu_value *builtin_mode(feel_evaluator *evaluator, const lu_value *const *arguments,
                             size_t count) {
  decimal *numbers;
  size_t length, most = 0, filled = 0;
  if (!read_numbers(&numbers, &length, evaluator, arguments, count)) return &feel_null;
  const lu_value **out = lu_arena_array(evaluator->arena, length, sizeof *out);
  if (out == NULL) return &feel_null;
  qsort(numbers, length, sizeof *numbers, compare_numbers);
  for (size_t i = 0; i < length;) {
    size_t end = i + 1;
    while (end < length && decimal_compare(numbers[i], numbers[end]) == 0)
      end++;
    if (end - i > most) {
      most = end - i;
      filled = 0;
    }
    if (end - i == most) out[filled++] = feel_number(evaluator->arena, numbers[i]);
    i = end;
  }
  return feel_list_value(evaluator->arena, out, filled);
}

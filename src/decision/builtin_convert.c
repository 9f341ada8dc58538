/* SPDX-License-Identifier: Apache-2.0 */
/* number(), string() and not(). */
#include <string.h>

#include "builtin.h"

/** A separator argument: absent, null or a string of one character. False if it is anything else.
 */
static bool separator(const char **out, const lu_value *const *arguments, size_t count,
                      size_t index, const char *allowed) {
  const lu_value *value = builtin_argument(arguments, count, index);
  *out = NULL;
  if (value == NULL || value->kind == LU_VALUE_NULL) return true;
  value = builtin_item(value);
  if (value->kind != LU_VALUE_STRING || value->as.string.length != 1) return false;
  *out = value->as.string.bytes;
  return strchr(allowed, **out) != NULL;
}

const lu_value *builtin_to_number(feel_evaluator *evaluator, const lu_value *const *arguments,
                                  size_t count) {
  const char *grouping, *point;
  const lu_value *from = builtin_argument(arguments, count, 0);
  if (from != NULL && builtin_item(from)->kind == LU_VALUE_NUMBER && count == 1) {
    return builtin_item(from);
  }
  from = builtin_of_kind(evaluator, arguments, count, 0, LU_VALUE_STRING);
  if (from == NULL) return &feel_null;
  if (!separator(&grouping, arguments, count, 1, " ,.") ||
      !separator(&point, arguments, count, 2, ",.")) {
    return feel_complain(evaluator, "number(): a separator is not one of those allowed");
  }
  char decimal_point = '.';
  if (point != NULL) decimal_point = *point;
  if (grouping != NULL && *grouping == decimal_point) {
    return feel_complain(evaluator, "number(): both separators are the same");
  }
  size_t length = 0;
  char *text = lu_arena_alloc(evaluator->arena, from->as.string.length + 1);
  if (text == NULL) return &feel_null;
  for (size_t i = 0; i < from->as.string.length; i++) {
    char c = from->as.string.bytes[i];
    if (grouping != NULL && c == *grouping) continue;
    if (c == '.' && decimal_point != '.') c = '!'; /* a point that is no separator is no number */
    if (c == decimal_point) c = '.';
    text[length++] = c;
  }
  decimal number;
  if (!decimal_parse(&number, text, length)) {
    return feel_complain(evaluator, "number(): \"%.100s\" is not a number", from->as.string.bytes);
  }
  return feel_number(evaluator->arena, number);
}

const lu_value *builtin_to_string(feel_evaluator *evaluator, const lu_value *const *arguments,
                                  size_t count) {
  const lu_value *from = builtin_argument(arguments, count, 0);
  if (from == NULL || from->kind == LU_VALUE_NULL) return &feel_null;
  if (from->kind == LU_VALUE_STRING) return from;
  lu_text text = LU_TEXT_INIT;
  feel_print(from, &text, false);
  return builtin_take_text(evaluator, &text);
}

const lu_value *builtin_not(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  const lu_value *value = builtin_argument(arguments, count, 0);
  if (value == NULL) return feel_complain(evaluator, "not(): argument missing");
  value = builtin_item(value);
  if (value->kind == LU_VALUE_BOOLEAN) return feel_boolean(!value->as.boolean);
  if (value->kind != LU_VALUE_UNKNOWN) {
    return value->kind == LU_VALUE_NULL ? &feel_null
                                        : feel_complain(evaluator, "not(): not a boolean");
  }
  /* Unknown: not() of each value that it may take. */
  const feel_unknown *unknown = &value->as.unknown;
  const lu_value **candidates =
      lu_arena_array(evaluator->arena, unknown->candidate_count, sizeof *candidates);
  if (candidates == NULL) return &feel_null;
  for (size_t i = 0; i < unknown->candidate_count; i++) {
    const lu_value *candidate = unknown->candidates[i];
    candidates[i] =
        candidate->kind == LU_VALUE_BOOLEAN ? feel_boolean(!candidate->as.boolean) : &feel_null;
  }
  return feel_unknown_value(evaluator->arena, unknown->reasons, candidates,
                            unknown->candidate_count);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* How the functions of the language read their arguments. */
#include <stdint.h>

#include "builtin.h"

const lu_value *builtin_argument(const lu_value *const *arguments, size_t count, size_t index) {
  return index < count ? arguments[index] : NULL;
}

const lu_value *builtin_item(const lu_value *value) {
  bool single = value->kind == LU_VALUE_LIST && value->as.list.count == 1;
  return single ? value->as.list.items[0] : value;
}

/** What a kind is called in messages. */
static const char *kind_name(lu_value_kind kind) {
  static const char *const names[] = {"null",
                                      "boolean",
                                      "number",
                                      "string",
                                      "date",
                                      "time",
                                      "date and time",
                                      "days and time duration",
                                      "years and months duration",
                                      "list",
                                      "context",
                                      "range",
                                      "function",
                                      "unknown"};
  return names[kind];
}

const lu_value *builtin_of_kind(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count, size_t index, lu_value_kind kind) {
  const lu_value *value = builtin_argument(arguments, count, index);
  if (value != NULL && kind != LU_VALUE_LIST) value = builtin_item(value);
  if (value != NULL && value->kind == kind) return value;
  feel_complain(evaluator, "argument %zu is %s, not a %s", index + 1,
                value == NULL ? "missing" : kind_name(value->kind), kind_name(kind));
  return NULL;
}

bool builtin_number(decimal *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                    size_t count, size_t index) {
  const lu_value *value = builtin_of_kind(evaluator, arguments, count, index, LU_VALUE_NUMBER);
  if (value != NULL) *out = value->as.number;
  return value != NULL;
}

bool builtin_integer(int64_t *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                     size_t count, size_t index) {
  decimal number;
  if (!builtin_number(&number, evaluator, arguments, count, index)) return false;
  if (decimal_to_integer(out, decimal_round(number, 0, DECIMAL_DOWN))) return true;
  feel_complain(evaluator, "argument %zu is too large", index + 1);
  return false;
}

bool builtin_list(feel_list *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                  size_t count, size_t index) {
  const lu_value *value = builtin_argument(arguments, count, index);
  if (value == NULL || value->kind == LU_VALUE_NULL) {
    feel_complain(evaluator, "argument %zu is %s, not a list", index + 1,
                  value == NULL ? "missing" : "null");
    return false;
  }
  if (value->kind == LU_VALUE_LIST) {
    *out = value->as.list;
    return true;
  }
  *out = (feel_list){1, &arguments[index]};
  return true;
}

bool builtin_items(feel_list *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                   size_t count) {
  if (count <= 1) return builtin_list(out, evaluator, arguments, count, 0);
  *out = (feel_list){count, arguments};
  return true;
}

const lu_value *builtin_unknown(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  feel_reasons reasons = feel_collect_reasons(evaluator->arena, arguments, count);
  return feel_unknown_value(evaluator->arena, reasons, NULL, 0);
}

const lu_value *builtin_unknown_boolean(feel_evaluator *evaluator, const lu_value *const *arguments,
                                        size_t count) {
  static const lu_value *const either[] = {&feel_true, &feel_false};
  feel_reasons reasons = feel_collect_reasons(evaluator->arena, arguments, count);
  return feel_unknown_value(evaluator->arena, reasons, either, 2);
}

const lu_value *builtin_truth(feel_evaluator *evaluator, feel_truth truth,
                              const lu_value *const *arguments, size_t count) {
  switch (truth) {
    case FEEL_YES:
      return &feel_true;
    case FEEL_NO:
      return &feel_false;
    case FEEL_MAYBE:
      return builtin_unknown_boolean(evaluator, arguments, count);
    case FEEL_NULL:
      break;
  }
  return &feel_null;
}

const lu_value *builtin_out_of_memory(feel_evaluator *evaluator) {
  lu_arena_alloc(evaluator->arena, SIZE_MAX); /* cannot succeed: marks the arena as failed */
  return &feel_null;
}

const lu_value *builtin_take_text(feel_evaluator *evaluator, lu_text *text) {
  const lu_value *string = text->failed
                               ? builtin_out_of_memory(evaluator)
                               : feel_string(evaluator->arena, lu_text_string(text), text->length);
  lu_text_free(text);
  return string;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Types: the built-in ones, whether values conform, and implicit conversions. */
#include <stdint.h>
#include <string.h>

#include "function.h"

/** Another name for the same type: as in DMN 1.1 models and XML Schema. */
typedef struct named_type {
  const char *name;
  feel_type type;
} named_type;

static const feel_type any_type = {.kind = FEEL_TYPE_ANY};

#define SIMPLE(text, value_kind)                       \
  {                                                    \
    (text), {                                          \
      .kind = FEEL_TYPE_SIMPLE, .simple = (value_kind) \
    }                                                  \
  }

static const named_type named_types[] = {
    {"Any", {.kind = FEEL_TYPE_ANY}},
    {"Null", {.kind = FEEL_TYPE_NULL}},
    {"list", {.kind = FEEL_TYPE_LIST, .element = &any_type}},
    {"context", {.kind = FEEL_TYPE_CONTEXT}},
    SIMPLE("number", LU_VALUE_NUMBER),
    SIMPLE("string", LU_VALUE_STRING),
    SIMPLE("boolean", LU_VALUE_BOOLEAN),
    SIMPLE("date", LU_VALUE_DATE),
    SIMPLE("time", LU_VALUE_TIME),
    SIMPLE("date and time", LU_VALUE_DATE_TIME),
    SIMPLE("dateTime", LU_VALUE_DATE_TIME),
    SIMPLE("days and time duration", LU_VALUE_DAYS_DURATION),
    SIMPLE("dayTimeDuration", LU_VALUE_DAYS_DURATION),
    SIMPLE("years and months duration", LU_VALUE_YEARS_DURATION),
    SIMPLE("yearMonthDuration", LU_VALUE_YEARS_DURATION),
};

const feel_type *feel_type_named(const char *name) {
  for (size_t i = 0; i < sizeof named_types / sizeof named_types[0]; i++) {
    if (strcmp(named_types[i].name, name) == 0) return &named_types[i].type;
  }
  return NULL;
}

static bool list_conforms(feel_evaluator *evaluator, const feel_list *list,
                          const feel_type *element) {
  for (size_t i = 0; i < list->count; i++) {
    if (!feel_conforms(evaluator, list->items[i], element)) return false;
  }
  return true;
}

/** A context may have more entries than the type asks for, but not less. */
static bool context_conforms(feel_evaluator *evaluator, const lu_value *value,
                             const feel_type *type) {
  for (size_t i = 0; i < type->field_count; i++) {
    const lu_value *entry = lu_value_entry(value, type->fields[i].name);
    if (entry == NULL || !feel_conforms(evaluator, entry, type->fields[i].type)) return false;
  }
  return true;
}

static bool range_conforms(feel_evaluator *evaluator, const feel_range *range,
                           const feel_type *element) {
  return (range->low == NULL || feel_conforms(evaluator, range->low, element)) &&
         (range->high == NULL || feel_conforms(evaluator, range->high, element));
}

static bool same_type(const feel_type *a, const feel_type *b) {
  bool any_a = a == NULL || a->kind == FEEL_TYPE_ANY;
  bool any_b = b == NULL || b->kind == FEEL_TYPE_ANY;
  if (a == b || any_a || any_b) return true;
  if (a->kind != b->kind) return false;
  if (a->kind == FEEL_TYPE_SIMPLE) return a->simple == b->simple;
  if (a->kind == FEEL_TYPE_LIST || a->kind == FEEL_TYPE_RANGE) {
    return same_type(a->element, b->element);
  }
  return true;
}

/** Parameters must agree in number and, where both sides say them, in type; the result too. */
static bool function_conforms(const feel_function *function, const feel_type *type) {
  if (function->kind == FEEL_BUILTIN) return true;
  if (function->parameter_count != type->field_count) return false;
  for (size_t i = 0; i < type->field_count; i++) {
    const feel_type *own = function->parameter_types == NULL ? NULL : function->parameter_types[i];
    if (!same_type(own, type->fields[i].type)) return false;
  }
  return same_type(function->result_type, type->element);
}

static bool has_shape(feel_evaluator *evaluator, const lu_value *value, const feel_type *type) {
  switch (type->kind) {
    case FEEL_TYPE_ANY:
      return true;
    case FEEL_TYPE_NULL:
      return false;
    case FEEL_TYPE_SIMPLE:
      return value->kind == type->simple;
    case FEEL_TYPE_LIST:
      return value->kind == LU_VALUE_LIST &&
             list_conforms(evaluator, &value->as.list, type->element);
    case FEEL_TYPE_CONTEXT:
      return value->kind == LU_VALUE_CONTEXT && context_conforms(evaluator, value, type);
    case FEEL_TYPE_RANGE:
      return value->kind == LU_VALUE_RANGE &&
             range_conforms(evaluator, &value->as.range, type->element);
    case FEEL_TYPE_FUNCTION:
      return value->kind == LU_VALUE_FUNCTION && function_conforms(value->as.function, type);
  }
  return false;
}

bool feel_conforms(feel_evaluator *evaluator, const lu_value *value, const feel_type *type) {
  if (type == NULL || value->kind == LU_VALUE_NULL || value->kind == LU_VALUE_UNKNOWN) return true;
  if (!has_shape(evaluator, value, type)) return false;
  if (type->allowed == NULL) return true;
  const lu_value *allowed = feel_test(evaluator, type->allowed, value, NULL);
  return lu_value_is_true(allowed) || allowed->kind == LU_VALUE_UNKNOWN;
}

/** Tries the implicit conversions; NULL if none leads to the type. */
static const lu_value *convert(feel_evaluator *evaluator, const lu_value *value,
                               const feel_type *type) {
  if (type->kind == FEEL_TYPE_LIST && value->kind != LU_VALUE_LIST) {
    const lu_value **items = lu_arena_array(evaluator->arena, 1, sizeof *items);
    if (items == NULL) return NULL;
    items[0] = value;
    const lu_value *list = feel_list_value(evaluator->arena, items, 1);
    return feel_conforms(evaluator, list, type) ? list : NULL;
  }
  if (value->kind == LU_VALUE_LIST && value->as.list.count == 1 && type->kind != FEEL_TYPE_LIST) {
    const lu_value *item = value->as.list.items[0];
    return feel_conforms(evaluator, item, type) ? item : NULL;
  }
  if (type->kind == FEEL_TYPE_SIMPLE && type->simple == LU_VALUE_DATE_TIME &&
      value->kind == LU_VALUE_DATE) {
    feel_time midnight = {.zone_kind = FEEL_ZONE_OFFSET}; /* midnight UTC, says DMN */
    const lu_value *moment = feel_date_time_value(evaluator->arena, value->as.date, midnight);
    return feel_conforms(evaluator, moment, type) ? moment : NULL;
  }
  return NULL;
}

const lu_value *feel_coerce(feel_evaluator *evaluator, const lu_value *value, const feel_type *type,
                            const char *what) {
  if (feel_conforms(evaluator, value, type)) return value;
  const lu_value *converted = convert(evaluator, value, type);
  if (converted != NULL) return converted;
  lu_text text = LU_TEXT_INIT;
  feel_print(value, &text, true);
  const char *constraint = type->allowed_text == NULL ? "" : type->allowed_text;
  const lu_value *null =
      feel_complain(evaluator, "%s: %.200s does not conform to its type%s%s", what,
                    lu_text_string(&text), *constraint == '\0' ? "" : ": ", constraint);
  if (text.failed) lu_arena_alloc(evaluator->arena, SIZE_MAX); /* marks the arena as failed */
  lu_text_free(&text);
  return null;
}

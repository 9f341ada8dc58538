/* SPDX-License-Identifier: Apache-2.0 */
/* Types: the built-in ones, whether values conform, and implicit conversions. */
#include <stdint.h>
#include <string.h>

#include "feel_eval.h"

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

/** The lesser of two: one that fails settles it, then one that is not known. */
static feel_truth both(feel_truth a, feel_truth b) {
  if (a == FEEL_NO || b == FEEL_NO) return FEEL_NO;
  return a == FEEL_YES ? b : a;
}

static feel_truth list_conforms(feel_evaluator *evaluator, const feel_list *list,
                                const feel_type *element) {
  feel_truth truth = FEEL_YES;
  for (size_t i = 0; i < list->count && truth != FEEL_NO; i++)
    truth = both(truth, feel_conforms(evaluator, list->items[i], element));
  return truth;
}

/** A context may have more entries than the type asks for, but not less. */
static feel_truth context_conforms(feel_evaluator *evaluator, const lu_value *value,
                                   const feel_type *type) {
  feel_truth truth = FEEL_YES;
  for (size_t i = 0; i < type->field_count && truth != FEEL_NO; i++) {
    const lu_value *entry = lu_value_entry(value, type->fields[i].name);
    if (entry == NULL) return FEEL_NO;
    truth = both(truth, feel_conforms(evaluator, entry, type->fields[i].type));
  }
  return truth;
}

static feel_truth range_conforms(feel_evaluator *evaluator, const feel_range *range,
                                 const feel_type *element) {
  feel_truth low = range->low == NULL ? FEEL_YES : feel_conforms(evaluator, range->low, element);
  if (range->high == NULL) return low;
  return both(low, feel_conforms(evaluator, range->high, element));
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

static feel_truth yes_if(bool truth) {
  return truth ? FEEL_YES : FEEL_NO;
}

static feel_truth has_shape(feel_evaluator *evaluator, const lu_value *value,
                            const feel_type *type) {
  switch (type->kind) {
    case FEEL_TYPE_ANY:
      return FEEL_YES;
    case FEEL_TYPE_NULL:
      return FEEL_NO;
    case FEEL_TYPE_SIMPLE:
      return yes_if(value->kind == type->simple);
    case FEEL_TYPE_LIST:
      if (value->kind != LU_VALUE_LIST) return FEEL_NO;
      return list_conforms(evaluator, &value->as.list, type->element);
    case FEEL_TYPE_CONTEXT:
      if (value->kind != LU_VALUE_CONTEXT) return FEEL_NO;
      return context_conforms(evaluator, value, type);
    case FEEL_TYPE_RANGE:
      if (value->kind != LU_VALUE_RANGE) return FEEL_NO;
      return range_conforms(evaluator, &value->as.range, type->element);
    case FEEL_TYPE_FUNCTION:
      return yes_if(value->kind == LU_VALUE_FUNCTION &&
                    function_conforms(value->as.function, type));
  }
  return FEEL_NO;
}

/** True if whatever conforms to one type, or is null, surely conforms to another. */
static bool type_implies(const feel_type *known, const feel_type *asked) {
  if (asked->allowed != NULL) return known == asked;
  if (known == asked || asked->kind == FEEL_TYPE_ANY) return true;
  return known != NULL && known->kind == FEEL_TYPE_SIMPLE && asked->kind == FEEL_TYPE_SIMPLE &&
         known->simple == asked->simple;
}

static feel_truth unknown_conforms(feel_evaluator *evaluator, const feel_unknown *unknown,
                                   const feel_type *type) {
  if (unknown->candidate_count == 0)
    return type_implies(unknown->type, type) ? FEEL_YES : FEEL_MAYBE;
  feel_truth first = feel_conforms(evaluator, unknown->candidates[0], type);
  for (size_t i = 1; i < unknown->candidate_count && first != FEEL_MAYBE; i++)
    if (feel_conforms(evaluator, unknown->candidates[i], type) != first) return FEEL_MAYBE;
  return first;
}

feel_truth feel_conforms(feel_evaluator *evaluator, const lu_value *value, const feel_type *type) {
  if (type == NULL || value->kind == LU_VALUE_NULL) return FEEL_YES;
  if (feel_is_unknown(value)) return unknown_conforms(evaluator, &value->as.unknown, type);
  feel_truth shape = has_shape(evaluator, value, type);
  if (type->allowed == NULL || shape == FEEL_NO) return shape;
  unsigned possible = feel_possible(feel_test(evaluator, type->allowed, value, NULL));
  if (possible == CAN_BE_TRUE) return shape;
  return possible & CAN_BE_TRUE ? FEEL_MAYBE : FEEL_NO;
}

/** What a value is that may conform: null, or something of the type. */
static const lu_value *unknown_of_type(feel_evaluator *evaluator, const lu_value *value,
                                       const feel_type *type) {
  const lu_value *any = feel_unknown_because(evaluator->arena, &value, 1);
  if (!feel_is_unknown(any)) return any; /* memory is short */
  lu_value *typed = lu_arena_alloc(evaluator->arena, sizeof *typed);
  if (typed == NULL) return &feel_null;
  *typed = *any;
  typed->as.unknown.type = type;
  return typed;
}

/** The value if it conforms; NULL if it does not; unknown if that is not known. */
static const lu_value *if_conforms(feel_evaluator *evaluator, const lu_value *value,
                                   const feel_type *type) {
  feel_truth truth = feel_conforms(evaluator, value, type);
  if (truth == FEEL_MAYBE) return unknown_of_type(evaluator, value, type);
  return truth == FEEL_YES ? value : NULL;
}

/** Tries the implicit conversions; NULL if none leads to the type. */
static const lu_value *convert(feel_evaluator *evaluator, const lu_value *value,
                               const feel_type *type) {
  if (type->kind == FEEL_TYPE_LIST && value->kind != LU_VALUE_LIST) {
    const lu_value **items = lu_arena_array(evaluator->arena, 1, sizeof *items);
    if (items == NULL) return NULL;
    items[0] = value;
    return if_conforms(evaluator, feel_list_value(evaluator->arena, items, 1), type);
  }
  if (value->kind == LU_VALUE_LIST && value->as.list.count == 1 && type->kind != FEEL_TYPE_LIST) {
    return if_conforms(evaluator, value->as.list.items[0], type);
  }
  if (type->kind == FEEL_TYPE_SIMPLE && type->simple == LU_VALUE_DATE_TIME &&
      value->kind == LU_VALUE_DATE) {
    feel_time midnight = {.zone_kind = FEEL_ZONE_OFFSET}; /* midnight UTC, says DMN */
    const lu_value *moment = feel_date_time_value(evaluator->arena, value->as.date, midnight);
    return if_conforms(evaluator, moment, type);
  }
  return NULL;
}

static const lu_value *refuse(feel_evaluator *evaluator, const lu_value *value,
                              const feel_type *type, const char *what) {
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

/** What a value is to be converted to, and its name for messages. */
typedef struct coercion {
  const feel_type *type;
  const char *what;
} coercion;

static const lu_value *lifted_coercion(feel_evaluator *evaluator, const void *how,
                                       const lu_value *const *arguments, size_t count) {
  const coercion *job = how;
  (void)count;
  return feel_coerce(evaluator, arguments[0], job->type, job->what);
}

/** Converts each candidate of an unknown value. */
static const lu_value *coerce_candidates(feel_evaluator *evaluator, const lu_value *value,
                                         const feel_type *type, const char *what) {
  coercion job = {type, what};
  size_t messages = evaluator->message_count;
  const lu_value *result = feel_lift(evaluator, lifted_coercion, &job, &value, 1);
  /* Complaints about some candidates are about what is only supposed. */
  if (result->kind != LU_VALUE_NULL && !evaluator->exhausted) evaluator->message_count = messages;
  return result;
}

const lu_value *feel_coerce(feel_evaluator *evaluator, const lu_value *value, const feel_type *type,
                            const char *what) {
  feel_truth truth = feel_conforms(evaluator, value, type);
  if (truth == FEEL_YES) return value;
  if (feel_is_unknown(value) && value->as.unknown.candidate_count > 0) {
    return coerce_candidates(evaluator, value, type, what);
  }
  if (truth == FEEL_MAYBE) return unknown_of_type(evaluator, value, type);
  const lu_value *converted = convert(evaluator, value, type);
  return converted != NULL ? converted : refuse(evaluator, value, type, what);
}

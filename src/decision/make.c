/* SPDX-License-Identifier: Apache-2.0 */
/* Values made by callers, in the memory of an evaluation. */
#include <string.h>

#include "evaluation.h"

/** The value, or NULL once memory ran short: a null value would be taken for an answer. */
static const lu_value *made(const lu_evaluation *evaluation, const lu_value *value) {
  return lu_arena_failed(evaluation->evaluator.arena) ? NULL : value;
}

const lu_value *lu_make_number(lu_evaluation *evaluation, double number) {
  if (number - number != 0) return &feel_null; /* FEEL knows no infinity */
  return made(evaluation, feel_number(evaluation->evaluator.arena, decimal_from_double(number)));
}

const lu_value *lu_make_decimal(lu_evaluation *evaluation, const char *text) {
  decimal number;
  if (!decimal_parse(&number, text, strlen(text))) return &feel_null;
  return made(evaluation, feel_number(evaluation->evaluator.arena, number));
}

const lu_value *lu_make_string(lu_evaluation *evaluation, const char *text) {
  return made(evaluation, feel_string_z(evaluation->evaluator.arena, text));
}

const lu_value *lu_make_boolean(lu_evaluation *evaluation, bool truth) {
  (void)evaluation;
  return feel_boolean(truth);
}

const lu_value *lu_make_date(lu_evaluation *evaluation, lu_date date) {
  if (!lu_date_whole(date)) return &feel_null;
  return made(evaluation, feel_date_value(evaluation->evaluator.arena,
                                          (feel_date){date.year, date.month, date.day}));
}

const lu_value *lu_make_list(lu_evaluation *evaluation, const lu_value *const *items,
                             size_t count) {
  lu_arena *arena = evaluation->evaluator.arena;
  const lu_value **copy = lu_arena_array(arena, count, sizeof *copy);
  if (copy == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++)
    copy[i] = items[i];
  return feel_list_value(arena, copy, count);
}

const lu_value *lu_make_json(lu_evaluation *evaluation, const json_t *json) {
  return made(evaluation, feel_from_json(evaluation->evaluator.arena, json));
}

const lu_value *lu_make_copy(lu_evaluation *evaluation, const lu_value *value) {
  return made(evaluation, feel_copy(evaluation->evaluator.arena, value));
}

const lu_value *lu_make_unknown(lu_evaluation *evaluation, const char *name,
                                const lu_value *const *candidates, size_t count) {
  lu_arena *arena = evaluation->evaluator.arena;
  const char **names = lu_arena_alloc(arena, sizeof *names);
  const lu_value **copy = lu_arena_array(arena, count, sizeof *copy);
  if (names == NULL || copy == NULL) return NULL;
  names[0] = lu_arena_strdup(arena, name);
  for (size_t i = 0; candidates != NULL && i < count; i++)
    copy[i] = candidates[i];
  return made(evaluation, feel_unknown_value(arena, (feel_reasons){1, names}, copy,
                                             candidates == NULL ? 0 : count));
}

const lu_value *lu_make_narrowed(lu_evaluation *evaluation, const lu_value *unknown,
                                 const lu_value *const *candidates, size_t count) {
  lu_arena *arena = evaluation->evaluator.arena;
  const lu_value **copy = lu_arena_array(arena, count, sizeof *copy);
  if (copy == NULL) return NULL;
  for (size_t i = 0; i < count; i++)
    copy[i] = candidates[i];
  return made(evaluation,
              feel_unknown_value(arena, feel_collect_reasons(arena, &unknown, 1), copy, count));
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "plan.h"

/* A treatment that was given, as the record tells; the same kind given twice is one. */
struct given {
  const char *kind;
  bool dated; /* a last day is known for each time that it was given */
  lu_date last;
};

static lu_date date_of(const json_t *treatment, const char *key) {
  lu_date date = LU_DATE_NONE;
  const json_t *entry = json_object_get(treatment, key);
  if (json_is_object(entry)) entry = json_object_get(entry, "value");
  const char *text = json_string_value(entry);
  if (text == NULL || lu_date_parse(&date, text, NULL) != LU_OK) return LU_DATE_NONE;
  return date;
}

/* Day of the last dose; without it, the end of the treatment. */
static lu_date last_day(const json_t *treatment) {
  lu_date date = date_of(treatment, "last");
  return date.known ? date : date_of(treatment, "stop");
}

static void note_given(struct given *list, size_t *count, const json_t *treatment) {
  const char *kind = json_string_value(json_object_get(treatment, "kind"));
  if (kind == NULL) return;
  lu_date last = last_day(treatment);
  for (size_t i = 0; i < *count; i++) {
    if (strcmp(list[i].kind, kind) != 0) continue;
    list[i].dated &= last.known;
    if (lu_date_last_day(last) > lu_date_last_day(list[i].last) && last.known) list[i].last = last;
    return;
  }
  list[(*count)++] = (struct given){kind, last.known, last};
}

static lu_status read_given(struct given **out, size_t *count, const lu_plan *plan,
                            lu_error *error) {
  size_t index;
  json_t *treatment;
  json_t *list = json_object_get(lu_case_json(lu_assessment_case(plan->assessment)), "treatments");
  *count = 0;
  *out = lu_arena_array(plan->arena, json_array_size(list) + 1, sizeof **out);
  if (*out == NULL) return lu_fail_memory(error);
  json_array_foreach(list, index, treatment) note_given(*out, count, treatment);
  return LU_OK;
}

/* ---- which pairs need looking at ------------------------------------------------------------ */

/* True if a column of that input can be true for the text: it is named in a cell, or a cell is
   open. Sorts out nearly all pairs without an evaluation. */
static bool is_named(const lu_guideline *guideline, size_t model, const char *input,
                     const char *code) {
  char quoted[130];
  snprintf(quoted, sizeof quoted, "\"%.120s\"", code);
  for (size_t i = 0; i < guideline->table_count; i++) {
    const rule_table *table = &guideline->tables[i];
    if (table->model != model) continue;
    for (size_t column = 0; column < lu_table_input_count(table->table); column++) {
      const char *expression = lu_table_input_text(table->table, column);
      for (size_t row = 0; strcmp(expression, input) == 0 && row < table->count; row++) {
        const char *entry = lu_table_input_entry(table->table, row, column);
        if (strcmp(entry, "-") == 0 || strncmp(entry, "not", 3) == 0 ||
            strstr(entry, quoted) != NULL)
          return true;
      }
    }
  }
  return false;
}

static gap_state state_of_gap(const lu_plan *plan, const struct rule *rule,
                              const struct given *given) {
  if (given == NULL) return GAP_PLANNED;
  int64_t gap = (int64_t)rule->gap_d, today = lu_date_first_day(plan->today);
  if (!given->dated || rule->gap_d <= 0) return GAP_NOT_PROVEN;
  if (today - lu_date_last_day(given->last) >= gap) return GAP_KEPT;
  return today - lu_date_first_day(given->last) < gap ? GAP_SHORT : GAP_NOT_PROVEN;
}

/* Makes room for one more; the list doubles in the arena. */
static lu_status grow(lu_plan *plan, lu_error *error) {
  size_t count = plan->conflict_count;
  if (count < 16 ? count != 0 : (count & (count - 1)) != 0) return LU_OK;
  struct conflict *list = lu_arena_array(plan->arena, count == 0 ? 16 : 2 * count, sizeof *list);
  if (list == NULL) return lu_fail_memory(error);
  if (count > 0) memcpy(list, plan->conflicts, count * sizeof *list);
  plan->conflicts = list;
  return LU_OK;
}

/* True for an option that is offered under a condition only. */
static bool is_conditional(const lu_plan *plan, const char *code) {
  const struct option_result *option = plan_option(plan, code);
  return option != NULL && option->place == PLACE_OPTION && option->winner->condition[0] != '\0';
}

static lu_status note_conflict(lu_plan *plan, const struct rule *rule, lu_outcome outcome,
                               const char *first, const struct given *given, const char *second,
                               lu_error *error) {
  lu_status status = grow(plan, error);
  if (status != LU_OK) return status;
  if (plan->conflicts == NULL) return lu_fail_memory(error);
  struct conflict *conflict = &plan->conflicts[plan->conflict_count++];
  *conflict =
      (struct conflict){.rule = rule,
                        .first = first,
                        .second = second,
                        .given = given != NULL,
                        .undecided = outcome == LU_UNDECIDED,
                        .conditional = is_conditional(plan, first) || is_conditional(plan, second),
                        .last = given == NULL ? LU_DATE_NONE : given->last,
                        .state = state_of_gap(plan, rule, given),
                        .earliest_day = INT64_MIN};
  if (given != NULL && given->dated && rule->gap_d > 0)
    conflict->earliest_day = lu_date_last_day(given->last) + (int64_t)rule->gap_d;
  return LU_OK;
}

static lu_status evaluate_pair(lu_plan *plan, size_t model, lu_evaluation *evaluation,
                               const char *first, const struct given *given, const char *second,
                               lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  lu_evaluation_reset(evaluation);
  lu_status status =
      lu_factset_bind(plan->facts, evaluation, guideline->models[model].model, error);
  if (status != LU_OK) return status;
  lu_evaluation_set_input(evaluation, "first", lu_make_string(evaluation, first));
  lu_evaluation_set_input(evaluation, "second", lu_make_string(evaluation, second));
  for (size_t i = 0; i < guideline->table_count; i++) {
    const rule_table *table = &guideline->tables[i];
    const lu_value *result;
    if (table->model != model) continue;
    if ((status = lu_evaluation_decide(&result, evaluation, table->decision, error)) != LU_OK)
      return status;
    const lu_table_trace *trace = lu_evaluation_trace(evaluation, table->decision);
    for (size_t row = 0; trace != NULL && row < table->count; row++) {
      lu_outcome outcome = lu_trace_rule(trace, row);
      if (outcome == LU_FAILS) continue;
      status = note_conflict(plan, &guideline->rules[table->first_rule + row], outcome, first,
                             given, second, error);
      if (status != LU_OK) return status;
    }
  }
  return LU_OK;
}

static bool is_planned(const struct option_result *option) {
  return option->place == PLACE_OPTION && option->winner->rank->use != USE_ASK;
}

/* All pairs of one model: what was given before each option, and each option before each. */
static lu_status evaluate_pairs(lu_plan *plan, size_t model, lu_evaluation *evaluation,
                                const struct given *given, size_t given_count, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < plan->option_count && status == LU_OK; i++) {
    const char *second = plan->options[i].code;
    if (!is_planned(&plan->options[i]) || !is_named(plan->guideline, model, "second", second))
      continue;
    for (size_t j = 0; j < given_count && status == LU_OK; j++)
      if (is_named(plan->guideline, model, "first", given[j].kind))
        status = evaluate_pair(plan, model, evaluation, given[j].kind, &given[j], second, error);
    for (size_t j = 0; j < plan->option_count && status == LU_OK; j++)
      if (is_planned(&plan->options[j]) &&
          is_named(plan->guideline, model, "first", plan->options[j].code))
        status = evaluate_pair(plan, model, evaluation, plan->options[j].code, NULL, second, error);
  }
  return status;
}

/* Worst first, then the order of the table. */
static void sort_conflicts(lu_plan *plan) {
  static const int order[] = {
      [GAP_SHORT] = 0, [GAP_NOT_PROVEN] = 1, [GAP_PLANNED] = 2, [GAP_KEPT] = 3};
  for (size_t i = 1; i < plan->conflict_count; i++) {
    struct conflict moving = plan->conflicts[i];
    size_t j = i;
    for (; j > 0; j--) {
      const struct conflict *before = &plan->conflicts[j - 1];
      int difference = order[moving.state] - order[before->state];
      if (difference > 0 || (difference == 0 && moving.rule >= before->rule)) break;
      plan->conflicts[j] = *before;
    }
    plan->conflicts[j] = moving;
  }
}

lu_status plan_conflicts(lu_plan *plan, lu_context *context, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  struct given *given;
  size_t given_count;
  lu_status status = read_given(&given, &given_count, plan, error);
  if (status != LU_OK) return status;
  for (size_t i = 0; i < guideline->model_count && status == LU_OK; i++) {
    lu_evaluation *evaluation = NULL;
    if (!guideline->models[i].conflicts) continue;
    status =
        lu_evaluation_new(&evaluation, guideline->models[i].model, LU_THREE_VALUED, context, error);
    if (status == LU_OK) status = evaluate_pairs(plan, i, evaluation, given, given_count, error);
    lu_evaluation_free(evaluation);
  }
  sort_conflicts(plan);
  return status;
}

lu_status plan_gap_rule(const struct rule **out, const lu_plan *plan, const char *first,
                        const char *second, lu_context *context, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  lu_plan scratch = *plan;
  lu_status status = LU_OK;
  *out = NULL;
  scratch.arena = lu_arena_new();
  scratch.conflicts = NULL;
  scratch.conflict_count = 0;
  if (scratch.arena == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < guideline->model_count && status == LU_OK; i++) {
    lu_evaluation *evaluation = NULL;
    if (!guideline->models[i].conflicts || !is_named(guideline, i, "first", first) ||
        !is_named(guideline, i, "second", second))
      continue;
    status =
        lu_evaluation_new(&evaluation, guideline->models[i].model, LU_THREE_VALUED, context, error);
    if (status == LU_OK)
      status = evaluate_pair(&scratch, i, evaluation, first, NULL, second, error);
    lu_evaluation_free(evaluation);
  }
  for (size_t i = 0; i < scratch.conflict_count; i++) {
    const struct conflict *conflict = &scratch.conflicts[i];
    if (!conflict->undecided && (*out == NULL || conflict->rule->gap_d > (*out)->gap_d))
      *out = conflict->rule;
  }
  lu_arena_free(scratch.arena);
  return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Undecided rules of policies of one hit: where the unknown inputs have few candidates, each
 * combination is tried, so that rules that exclude each other are not taken to fire together, and
 * the default is not offered where some rule fires in any case.
 */
#include "table_run.h"

/** Most combinations of candidates, and most combinations times undecided rules, that are tried. */
#define MAX_COMBINATIONS 64u
#define MAX_WORK 4096u

/** True if an undecided rule waits for a column. */
static bool column_matters(const table_run *run, size_t column) {
  for (size_t i = 0; i < run->hit_count; i++)
    if (!run->hits[i].sure &&
        run->trace->cells[run->hits[i].rule * run->table->input_count + column] == LU_UNDECIDED)
      return true;
  return false;
}

/** Candidates of a column that is to be tried; NULL if it is known, cannot be enumerated, or is a
 * copy. */
static const feel_unknown *tried_column(const table_run *run, size_t column) {
  const lu_value *value = run->trace->inputs[column];
  if (run->table->inputs[column].same_as != column) return NULL;
  if (value == NULL) return NULL; /* no cell asked for it */
  if (value->kind != LU_VALUE_UNKNOWN || value->as.unknown.candidate_count == 0) return NULL;
  for (size_t i = column; i < run->table->input_count; i++)
    if (run->table->inputs[i].same_as == column && column_matters(run, i))
      return &value->as.unknown;
  return NULL;
}

/** Lists the candidates of each column that is to be tried. @return number of combinations; 0 if
 * there are too many or none */
static size_t list_tried(const table_run *run, const feel_unknown **tried) {
  size_t combinations = 1;
  bool any = false;
  for (size_t i = 0; i < run->table->input_count; i++) {
    tried[i] = tried_column(run, i);
    if (tried[i] == NULL) continue;
    any = true;
    if (tried[i]->candidate_count > MAX_COMBINATIONS / combinations) return 0;
    combinations *= tried[i]->candidate_count;
  }
  return any && combinations * run->hit_count <= MAX_WORK ? combinations : 0;
}

/** Puts the inputs of one combination into `inputs`. */
static void choose_inputs(const table_run *run, const feel_unknown *const *tried,
                          size_t combination, const lu_value **inputs) {
  for (size_t i = 0; i < run->table->input_count; i++) {
    size_t same = run->table->inputs[i].same_as;
    inputs[i] = same < i ? inputs[same] : run->trace->inputs[i];
    if (tried[i] == NULL) continue;
    inputs[i] = tried[i]->candidates[combination % tried[i]->candidate_count];
    combination /= tried[i]->candidate_count;
  }
}

/** What becomes of an undecided rule for chosen inputs: only its undecided cells are tried again.
 */
static lu_outcome retry_rule(const table_run *run, size_t rule, const lu_value *const *inputs) {
  const lu_table *table = run->table;
  lu_outcome outcome = LU_FIRES;
  for (size_t i = 0; i < table->input_count; i++) {
    if (run->trace->cells[rule * table->input_count + i] != LU_UNDECIDED) continue;
    const lu_value *truth =
        feel_test(run->evaluator, table->rules[rule].tests[i], inputs[i], run->scope);
    if (!(feel_possible(truth) & CAN_BE_TRUE)) return LU_FAILS;
    if (truth->kind == LU_VALUE_UNKNOWN) outcome = LU_UNDECIDED;
  }
  return outcome;
}

/** The result for one combination. `hits` is room for as many as there are. */
static const lu_value *retry(const table_run *run, const lu_value *const *inputs, table_hit *hits) {
  table_run again = *run;
  again.hits = hits;
  again.hit_count = again.sure_count = 0;
  for (size_t i = 0; i < run->hit_count; i++) {
    lu_outcome outcome = run->hits[i].sure ? LU_FIRES : retry_rule(run, run->hits[i].rule, inputs);
    if (outcome == LU_FAILS) continue;
    hits[again.hit_count] = run->hits[i];
    hits[again.hit_count++].sure = outcome == LU_FIRES;
    if (outcome == LU_FIRES) again.sure_count++;
  }
  return table_single_hit(&again);
}

/** Reasons of all undecided rules. */
static feel_reasons undecided_reasons(const table_run *run) {
  lu_arena *arena = run->evaluator->arena;
  const lu_value **values = lu_arena_array(arena, run->hit_count, sizeof *values);
  size_t count = 0;
  if (values == NULL) return (feel_reasons){0, NULL};
  for (size_t i = 0; i < run->hit_count; i++)
    if (!run->hits[i].sure)
      values[count++] = feel_unknown_value(arena, run->trace->reasons[run->hits[i].rule], NULL, 0);
  return feel_collect_reasons(arena, values, count);
}

const lu_value *table_refined_hit(table_run *run) {
  lu_arena *arena = run->evaluator->arena;
  const feel_unknown **tried = lu_arena_array(arena, run->table->input_count, sizeof *tried);
  if (tried == NULL) return &feel_null;
  size_t combinations = list_tried(run, tried);
  if (combinations == 0) return table_single_hit(run);
  const lu_value **values = lu_arena_array(arena, combinations, sizeof *values);
  const lu_value **inputs = lu_arena_array(arena, run->table->input_count, sizeof *inputs);
  table_hit *hits = lu_arena_array(arena, run->hit_count, sizeof *hits);
  if (values == NULL || inputs == NULL || hits == NULL) return &feel_null;
  size_t messages = run->evaluator->message_count;
  for (size_t k = 0; k < combinations; k++) {
    choose_inputs(run, tried, k, inputs);
    values[k] = retry(run, inputs, hits);
  }
  run->evaluator->message_count = messages; /* complaints about what is only supposed */
  return unknown_between(arena, undecided_reasons(run), values, combinations);
}

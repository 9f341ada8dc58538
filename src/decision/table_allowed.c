/* SPDX-License-Identifier: Apache-2.0 */
/* Input values and output values of a table, checked for values that may be unknown. */
#include "table_run.h"

/** Do the tests pass? Only false is against them. */
static feel_truth passes(const table_run *run, const feel_expression *tests,
                         const lu_value *value) {
  unsigned possible = feel_possible(feel_test(run->evaluator, tests, value, run->scope));
  if (!(possible & CAN_BE_FALSE)) return FEEL_YES;
  return possible == CAN_BE_FALSE ? FEEL_NO : FEEL_MAYBE;
}

static feel_truth items_pass(const table_run *run, const feel_expression *tests,
                             const feel_list *list) {
  feel_truth truth = FEEL_YES;
  for (size_t i = 0; i < list->count && truth != FEEL_NO; i++) {
    feel_truth item = passes(run, tests, list->items[i]);
    if (item != FEEL_YES) truth = item;
  }
  return truth;
}

static feel_truth unknown_passes(const table_run *run, const feel_expression *tests,
                                 const feel_unknown *unknown) {
  if (unknown->candidate_count == 0) return FEEL_MAYBE;
  feel_truth first = table_allows(run, tests, unknown->candidates[0]);
  for (size_t i = 1; i < unknown->candidate_count && first != FEEL_MAYBE; i++)
    if (table_allows(run, tests, unknown->candidates[i]) != first) return FEEL_MAYBE;
  return first;
}

feel_truth table_allows(const table_run *run, const feel_expression *tests, const lu_value *value) {
  if (tests == NULL || value->kind == LU_VALUE_NULL) return FEEL_YES;
  if (feel_is_unknown(value)) return unknown_passes(run, tests, &value->as.unknown);
  feel_truth whole = passes(run, tests, value);
  if (whole == FEEL_YES || value->kind != LU_VALUE_LIST) return whole;
  feel_truth items = items_pass(run, tests, &value->as.list);
  return items == FEEL_NO ? whole : items;
}

const lu_value *table_only_allowed(const table_run *run, const feel_expression *tests,
                                   const lu_value *value, bool or_null) {
  lu_arena *arena = run->evaluator->arena;
  if (!feel_is_unknown(value)) return feel_unknown_because(arena, &value, 1);
  const feel_unknown *unknown = &value->as.unknown;
  const lu_value **left = lu_arena_array(arena, unknown->candidate_count + 1, sizeof *left);
  size_t count = 0;
  if (left == NULL) return &feel_null;
  for (size_t i = 0; i < unknown->candidate_count; i++)
    if (table_allows(run, tests, unknown->candidates[i]) == FEEL_YES)
      left[count++] = unknown->candidates[i];
  if (count == unknown->candidate_count || count == 0) return value;
  if (or_null) left[count++] = &feel_null;
  return feel_unknown_value(arena, unknown->reasons, left, count);
}

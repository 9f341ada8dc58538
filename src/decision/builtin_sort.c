/* SPDX-License-Identifier: Apache-2.0 */
/* sort(list[, precedes]): a stable merge sort, since the order may be a function of the model. */
#include "builtin.h"

/** What a sort needs to compare two items, and why it stopped. */
typedef struct sort_state {
  feel_evaluator *evaluator;
  const feel_function *precedes; /**< NULL: natural order */
  const lu_value *failure;       /**< NULL while all comparisons gave an answer */
} sort_state;

/** True if `b` must stand before `a`. On failure the order is kept. */
static bool must_swap(sort_state *sorting, const lu_value *a, const lu_value *b) {
  if (sorting->failure != NULL) return false;
  if (sorting->precedes == NULL) {
    int order;
    if (feel_compare(&order, b, a) == FEEL_YES) return order < 0;
    sorting->failure = feel_complain(sorting->evaluator, "sort(): the items cannot be compared");
    return false;
  }
  const lu_value *pair[2] = {b, a};
  const lu_value *answer = feel_call(sorting->evaluator, sorting->precedes, pair, 2);
  if (answer->kind == LU_VALUE_BOOLEAN) return answer->as.boolean;
  sorting->failure = answer->kind == LU_VALUE_UNKNOWN
                         ? builtin_unknown(sorting->evaluator, &answer, 1)
                         : feel_complain(sorting->evaluator, "sort(): the order gave no boolean");
  return false;
}

static void merge(sort_state *sorting, const lu_value **items, const lu_value **spare,
                  size_t middle, size_t count) {
  size_t left = 0, right = middle;
  for (size_t i = 0; i < count; i++) {
    bool take_right =
        right < count && (left == middle || must_swap(sorting, items[left], items[right]));
    spare[i] = take_right ? items[right++] : items[left++];
  }
  for (size_t i = 0; i < count; i++)
    items[i] = spare[i];
}

static void merge_sort(sort_state *sorting, const lu_value **items, const lu_value **spare,
                       size_t count) {
  if (count < 2 || sorting->failure != NULL) return;
  size_t middle = count / 2;
  merge_sort(sorting, items, spare, middle);
  merge_sort(sorting, items + middle, spare, count - middle);
  merge(sorting, items, spare, middle, count);
}

const lu_value *builtin_sort(feel_evaluator *evaluator, const lu_value *const *arguments,
                             size_t count) {
  feel_list list;
  sort_state sorting = {evaluator, NULL, NULL};
  const lu_value *precedes = builtin_argument(arguments, count, 1);
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  if (precedes != NULL) {
    precedes = builtin_of_kind(evaluator, arguments, count, 1, LU_VALUE_FUNCTION);
    if (precedes == NULL) return &feel_null;
    sorting.precedes = precedes->as.function;
    if (sorting.precedes->kind != FEEL_BUILTIN && sorting.precedes->parameter_count != 2) {
      return feel_complain(evaluator, "sort(): the order must take two arguments");
    }
  }
  const lu_value **items = lu_arena_array(evaluator->arena, list.count, sizeof *items);
  const lu_value **spare = lu_arena_array(evaluator->arena, list.count, sizeof *spare);
  if (items == NULL || spare == NULL) return &feel_null;
  for (size_t i = 0; i < list.count; i++)
    items[i] = list.items[i];
  merge_sort(&sorting, items, spare, list.count);
  if (sorting.failure != NULL) return sorting.failure;
  return feel_list_value(evaluator->arena, items, list.count);
}

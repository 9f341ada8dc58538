/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that ask what is in a list, and sets of values. */
#include "builtin.h"
#include "feel_eval.h"

/** Whether an item of the list equals a value. */
static feel_truth list_holds(const feel_list *list, const lu_value *element) {
  feel_truth truth = FEEL_NO;
  for (size_t i = 0; i < list->count; i++) {
    feel_truth equal = feel_equal(list->items[i], element);
    if (equal == FEEL_YES) return FEEL_YES;
    if (equal == FEEL_MAYBE) truth = FEEL_MAYBE;
  }
  return truth;
}

const lu_value *builtin_list_contains(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  feel_list list;
  const lu_value *element = builtin_argument(arguments, count, 1);
  if (element == NULL) element = &feel_null;
  const lu_value *first = builtin_argument(arguments, count, 0);
  if (first != NULL && first->kind == LU_VALUE_UNKNOWN) {
    return builtin_unknown(evaluator, arguments, count); /* candidates are gone through before */
  }
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  return builtin_truth(evaluator, list_holds(&list, element), arguments, count);
}

const lu_value *builtin_count(feel_evaluator *evaluator, const lu_value *const *arguments,
                              size_t count) {
  feel_list list;
  const lu_value *first = builtin_argument(arguments, count, 0);
  if (first != NULL && first->kind == LU_VALUE_UNKNOWN) {
    return builtin_unknown(evaluator, arguments, count);
  }
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  return feel_integer(evaluator->arena, (int64_t)list.count);
}

/** Folds items by `and` (all) or `or` (any); `decisive` is the value that settles the answer. */
static const lu_value *fold(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count, bool decisive) {
  feel_list list;
  if (count == 1 && arguments[0] != NULL && arguments[0]->kind == LU_VALUE_UNKNOWN) {
    return builtin_unknown(evaluator, arguments, count);
  }
  if (!builtin_items(&list, evaluator, arguments, count)) return &feel_null;
  const lu_value *result = feel_boolean(!decisive);
  bool odd = false; /* an item that is no boolean counts as null */
  for (size_t i = 0; i < list.count; i++) {
    const lu_value *item = list.items[i];
    if (item->kind == LU_VALUE_BOOLEAN && item->as.boolean == decisive) {
      return feel_boolean(decisive);
    }
    odd = odd || (item->kind != LU_VALUE_BOOLEAN && item->kind != LU_VALUE_NULL &&
                  item->kind != LU_VALUE_UNKNOWN);
    if (item->kind != LU_VALUE_BOOLEAN && item->kind != LU_VALUE_UNKNOWN) item = &feel_null;
    result = decisive ? feel_or(evaluator->arena, result, item)
                      : feel_and(evaluator->arena, result, item);
  }
  if (odd && result->kind == LU_VALUE_NULL) {
    return feel_complain(evaluator, "%s(): an item is not a boolean", decisive ? "any" : "all");
  }
  return result;
}

const lu_value *builtin_all(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  return fold(evaluator, arguments, count, false);
}

const lu_value *builtin_any(feel_evaluator *evaluator, const lu_value *const *arguments,
                            size_t count) {
  return fold(evaluator, arguments, count, true);
}

const lu_value *builtin_index_of(feel_evaluator *evaluator, const lu_value *const *arguments,
                                 size_t count) {
  feel_list list;
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  const lu_value *match = builtin_argument(arguments, count, 1);
  if (match == NULL) match = &feel_null;
  const lu_value **found = lu_arena_array(evaluator->arena, list.count, sizeof *found);
  if (found == NULL) return &feel_null;
  size_t filled = 0;
  for (size_t i = 0; i < list.count; i++) {
    if (feel_equal(list.items[i], match) != FEEL_YES) continue;
    found[filled++] = feel_integer(evaluator->arena, (int64_t)i + 1);
  }
  return feel_list_value(evaluator->arena, found, filled);
}

/** Puts the items of a list into `out` that are not there yet; counts steps, as this is quadratic.
 */
static size_t add_distinct(feel_evaluator *evaluator, const lu_value **out, size_t filled,
                           const feel_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    feel_list so_far = {filled, out};
    if (!feel_charge(evaluator, filled)) break;
    if (list_holds(&so_far, list->items[i]) != FEEL_YES) out[filled++] = list->items[i];
  }
  return filled;
}

const lu_value *builtin_distinct_values(feel_evaluator *evaluator, const lu_value *const *arguments,
                                        size_t count) {
  feel_list list;
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  const lu_value **out = lu_arena_array(evaluator->arena, list.count, sizeof *out);
  if (out == NULL) return &feel_null;
  return feel_list_value(evaluator->arena, out, add_distinct(evaluator, out, 0, &list));
}

const lu_value *builtin_union(feel_evaluator *evaluator, const lu_value *const *arguments,
                              size_t count) {
  size_t total = 0, filled = 0;
  feel_list list;
  for (size_t i = 0; i < count; i++) {
    if (!builtin_list(&list, evaluator, arguments, count, i)) return &feel_null;
    total += list.count;
  }
  const lu_value **out = lu_arena_array(evaluator->arena, total, sizeof *out);
  if (out == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    if (!builtin_list(&list, evaluator, arguments, count, i)) return &feel_null;
    filled = add_distinct(evaluator, out, filled, &list);
  }
  return feel_list_value(evaluator->arena, out, filled);
}

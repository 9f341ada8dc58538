/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that make a list out of lists. Items may be unknown; a list itself may not. */
#include "builtin.h"

/** True if the argument itself is unknown, so that nothing can be said of the result. */
static bool is_unknown(const lu_value *const *arguments, size_t count, size_t index) {
  const lu_value *value = builtin_argument(arguments, count, index);
  return value != NULL && value->kind == LU_VALUE_UNKNOWN;
}

/** A new array for a list; NULL when memory is short. */
static const lu_value **new_items(feel_evaluator *evaluator, size_t count) {
  return lu_arena_array(evaluator->arena, count, sizeof(const lu_value *));
}

static size_t put(const lu_value **out, size_t filled, const lu_value *const *items, size_t count) {
  for (size_t i = 0; i < count; i++)
    out[filled + i] = items[i];
  return filled + count;
}

/** Reads a position from 1 (or -1 from the end) as an index from 0. */
static bool read_position(size_t *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                          size_t count, size_t index, size_t length) {
  int64_t position, total = (int64_t)length;
  if (!builtin_integer(&position, evaluator, arguments, count, index)) return false;
  if (position == 0 || position > total || position < -total) {
    feel_complain(evaluator, "the position lies outside of the list");
    return false;
  }
  *out = (size_t)(position > 0 ? position - 1 : total + position);
  return true;
}

const lu_value *builtin_sublist(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  feel_list list;
  size_t first;
  if (is_unknown(arguments, count, 0) || is_unknown(arguments, count, 1) ||
      is_unknown(arguments, count, 2)) {
    return builtin_unknown(evaluator, arguments, count);
  }
  if (!builtin_list(&list, evaluator, arguments, count, 0) ||
      !read_position(&first, evaluator, arguments, count, 1, list.count)) {
    return &feel_null;
  }
  size_t length = list.count - first;
  if (builtin_argument(arguments, count, 2) != NULL) {
    int64_t wanted;
    if (!builtin_integer(&wanted, evaluator, arguments, count, 2)) return &feel_null;
    if (wanted < 0 || wanted > (int64_t)length) {
      return feel_complain(evaluator, "sublist(): the length lies outside of the list");
    }
    length = (size_t)wanted;
  }
  const lu_value **out = new_items(evaluator, length);
  if (out == NULL) return &feel_null;
  return feel_list_value(evaluator->arena, out, put(out, 0, list.items + first, length));
}

const lu_value *builtin_append(feel_evaluator *evaluator, const lu_value *const *arguments,
                               size_t count) {
  feel_list list;
  if (is_unknown(arguments, count, 0)) return builtin_unknown(evaluator, arguments, count);
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  const lu_value **out = new_items(evaluator, list.count + count - 1);
  if (out == NULL) return &feel_null;
  size_t filled = put(out, 0, list.items, list.count);
  filled = put(out, filled, arguments + 1, count - 1);
  return feel_list_value(evaluator->arena, out, filled);
}

const lu_value *builtin_concatenate(feel_evaluator *evaluator, const lu_value *const *arguments,
                                    size_t count) {
  feel_list list;
  size_t total = 0, filled = 0;
  for (size_t i = 0; i < count; i++) {
    if (is_unknown(arguments, count, i)) return builtin_unknown(evaluator, arguments, count);
    if (!builtin_list(&list, evaluator, arguments, count, i)) return &feel_null;
    total += list.count;
  }
  const lu_value **out = new_items(evaluator, total);
  if (out == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    if (!builtin_list(&list, evaluator, arguments, count, i)) return &feel_null;
    filled = put(out, filled, list.items, list.count);
  }
  return feel_list_value(evaluator->arena, out, filled);
}

const lu_value *builtin_insert_before(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  feel_list list;
  size_t position;
  const lu_value *item = builtin_argument(arguments, count, 2);
  if (is_unknown(arguments, count, 0) || is_unknown(arguments, count, 1)) {
    return builtin_unknown(evaluator, arguments, count);
  }
  if (item == NULL || !builtin_list(&list, evaluator, arguments, count, 0) ||
      !read_position(&position, evaluator, arguments, count, 1, list.count)) {
    return &feel_null;
  }
  const lu_value **out = new_items(evaluator, list.count + 1);
  if (out == NULL) return &feel_null;
  put(out, 0, list.items, position);
  out[position] = item;
  put(out, position + 1, list.items + position, list.count - position);
  return feel_list_value(evaluator->arena, out, list.count + 1);
}

const lu_value *builtin_remove(feel_evaluator *evaluator, const lu_value *const *arguments,
                               size_t count) {
  feel_list list;
  size_t position;
  if (is_unknown(arguments, count, 0) || is_unknown(arguments, count, 1)) {
    return builtin_unknown(evaluator, arguments, count);
  }
  if (!builtin_list(&list, evaluator, arguments, count, 0) ||
      !read_position(&position, evaluator, arguments, count, 1, list.count)) {
    return &feel_null;
  }
  const lu_value **out = new_items(evaluator, list.count - 1);
  if (out == NULL) return &feel_null;
  put(out, 0, list.items, position);
  put(out, position, list.items + position + 1, list.count - position - 1);
  return feel_list_value(evaluator->arena, out, list.count - 1);
}

const lu_value *builtin_reverse(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  feel_list list;
  if (is_unknown(arguments, count, 0)) return builtin_unknown(evaluator, arguments, count);
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  const lu_value **out = new_items(evaluator, list.count);
  if (out == NULL) return &feel_null;
  for (size_t i = 0; i < list.count; i++)
    out[i] = list.items[list.count - 1 - i];
  return feel_list_value(evaluator->arena, out, list.count);
}

/** Puts all items that are not lists into `out`, or only counts them if it is NULL. */
static size_t flatten(const feel_list *list, const lu_value **out, size_t filled) {
  for (size_t i = 0; i < list->count; i++) {
    if (list->items[i]->kind == LU_VALUE_LIST) {
      filled = flatten(&list->items[i]->as.list, out, filled);
    } else {
      if (out != NULL) out[filled] = list->items[i];
      filled++;
    }
  }
  return filled;
}

const lu_value *builtin_flatten(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  feel_list list;
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  size_t total = flatten(&list, NULL, 0);
  const lu_value **out = new_items(evaluator, total);
  if (out == NULL) return &feel_null;
  return feel_list_value(evaluator->arena, out, flatten(&list, out, 0));
}

/** list replace(list, match, newItem): items for which match(item, newItem) is true. */
static const lu_value *replace_matching(feel_evaluator *evaluator, const feel_list *list,
                                        const feel_function *match, const lu_value *item) {
  if (match->kind != FEEL_BUILTIN && match->parameter_count != 2) {
    return feel_complain(evaluator, "list replace(): the match function must take two arguments");
  }
  const lu_value **out = new_items(evaluator, list->count);
  if (out == NULL) return &feel_null;
  for (size_t i = 0; i < list->count; i++) {
    const lu_value *pair[2] = {list->items[i], item};
    const lu_value *matches = feel_call(evaluator, match, pair, 2);
    if (matches->kind == LU_VALUE_UNKNOWN) return builtin_unknown(evaluator, &matches, 1);
    if (matches->kind != LU_VALUE_BOOLEAN) {
      return feel_complain(evaluator, "list replace(): the match function gave no boolean");
    }
    out[i] = matches->as.boolean ? item : list->items[i];
  }
  return feel_list_value(evaluator->arena, out, list->count);
}

/** list replace(list, position, newItem) or list replace(list, match, newItem). */
const lu_value *builtin_list_replace(feel_evaluator *evaluator, const lu_value *const *arguments,
                                     size_t count) {
  feel_list list;
  size_t position;
  const lu_value *where = builtin_argument(arguments, count, 1);
  const lu_value *item = builtin_argument(arguments, count, 2);
  if (is_unknown(arguments, count, 0) || is_unknown(arguments, count, 1)) {
    return builtin_unknown(evaluator, arguments, count);
  }
  if (where == NULL || item == NULL || !builtin_list(&list, evaluator, arguments, count, 0)) {
    return &feel_null;
  }
  if (where->kind == LU_VALUE_FUNCTION) {
    return replace_matching(evaluator, &list, where->as.function, item);
  }
  if (!read_position(&position, evaluator, arguments, count, 1, list.count)) return &feel_null;
  const lu_value **out = new_items(evaluator, list.count);
  if (out == NULL) return &feel_null;
  put(out, 0, list.items, list.count);
  out[position] = item;
  return feel_list_value(evaluator->arena, out, list.count);
}

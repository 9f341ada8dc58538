/* SPDX-License-Identifier: Apache-2.0 */
/* Functions on contexts. Entries may be unknown; a context itself may not. */
#include <string.h>

#include "builtin.h"
#include "feel_eval.h"

static bool is_unknown(const lu_value *const *arguments, size_t count, size_t index) {
  const lu_value *value = builtin_argument(arguments, count, index);
  return value != NULL && value->kind == LU_VALUE_UNKNOWN;
}

/** The arguments themselves are unknown, not only what they hold. */
static bool any_unknown(const lu_value *const *arguments, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (is_unknown(arguments, count, i)) return true;
  }
  return false;
}

const lu_value *builtin_get_value(feel_evaluator *evaluator, const lu_value *const *arguments,
                                  size_t count) {
  if (any_unknown(arguments, count)) return builtin_unknown(evaluator, arguments, count);
  const lu_value *context = builtin_of_kind(evaluator, arguments, count, 0, LU_VALUE_CONTEXT);
  const lu_value *key = builtin_of_kind(evaluator, arguments, count, 1, LU_VALUE_STRING);
  if (context == NULL || key == NULL) return &feel_null;
  const lu_value *value = lu_value_entry(context, key->as.string.bytes);
  if (value != NULL) return value;
  return feel_complain(evaluator, "get value(): no entry \"%.100s\"", key->as.string.bytes);
}

const lu_value *builtin_get_entries(feel_evaluator *evaluator, const lu_value *const *arguments,
                                    size_t count) {
  if (any_unknown(arguments, count)) return builtin_unknown(evaluator, arguments, count);
  const lu_value *context = builtin_of_kind(evaluator, arguments, count, 0, LU_VALUE_CONTEXT);
  if (context == NULL) return &feel_null;
  size_t length = context->as.context.count;
  const lu_value **out = lu_arena_array(evaluator->arena, length, sizeof *out);
  if (out == NULL) return &feel_null;
  for (size_t i = 0; i < length; i++) {
    feel_entry *pair = lu_arena_array(evaluator->arena, 2, sizeof *pair);
    if (pair == NULL) return &feel_null;
    pair[0] =
        (feel_entry){"key", feel_string_z(evaluator->arena, context->as.context.entries[i].name)};
    pair[1] = (feel_entry){"value", context->as.context.entries[i].value};
    out[i] = feel_context_value(evaluator->arena, pair, 2);
  }
  return feel_list_value(evaluator->arena, out, length);
}

/** A context that is being built: as many entries as fit were allocated. */
typedef struct context_builder {
  feel_entry *entries;
  size_t count;
} context_builder;

/** Sets an entry: a name that is there already gets the new value in its place. */
static bool set_entry(context_builder *builder, const char *name, const lu_value *value) {
  for (size_t i = 0; i < builder->count; i++) {
    if (strcmp(builder->entries[i].name, name) == 0) {
      builder->entries[i].value = value;
      return false;
    }
  }
  builder->entries[builder->count++] = (feel_entry){name, value};
  return true;
}

const lu_value *builtin_context(feel_evaluator *evaluator, const lu_value *const *arguments,
                                size_t count) {
  feel_list list;
  if (any_unknown(arguments, count)) return builtin_unknown(evaluator, arguments, count);
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  context_builder result = {lu_arena_array(evaluator->arena, list.count, sizeof(feel_entry)), 0};
  if (result.entries == NULL) return &feel_null;
  for (size_t i = 0; i < list.count; i++) {
    const lu_value *entry = list.items[i];
    if (!feel_charge(evaluator, result.count)) return &feel_null; /* keys are compared in pairs */
    if (entry->kind == LU_VALUE_UNKNOWN) return builtin_unknown(evaluator, arguments, count);
    const lu_value *key = lu_value_entry(entry, "key"), *value = lu_value_entry(entry, "value");
    if (key != NULL && key->kind == LU_VALUE_UNKNOWN) {
      return builtin_unknown(evaluator, arguments, count);
    }
    if (key == NULL || key->kind != LU_VALUE_STRING || value == NULL) {
      return feel_complain(evaluator, "context(): entry %zu has no text as key, or no value",
                           i + 1);
    }
    if (!set_entry(&result, key->as.string.bytes, value)) {
      return feel_complain(evaluator, "context(): key \"%.100s\" twice", key->as.string.bytes);
    }
  }
  return feel_context_value(evaluator->arena, result.entries, result.count);
}

/** A copy of a context with one entry set. */
static const lu_value *put(feel_evaluator *evaluator, const lu_value *context, const char *key,
                           const lu_value *value) {
  const feel_context *old = &context->as.context;
  context_builder result = {lu_arena_array(evaluator->arena, old->count + 1, sizeof(feel_entry)),
                            0};
  if (result.entries == NULL) return &feel_null;
  for (size_t i = 0; i < old->count; i++)
    result.entries[result.count++] = old->entries[i];
  set_entry(&result, key, value);
  return feel_context_value(evaluator->arena, result.entries, result.count);
}

/** context put(context, key, value) */
const lu_value *builtin_context_put(feel_evaluator *evaluator, const lu_value *const *arguments,
                                    size_t count) {
  if (is_unknown(arguments, count, 0) || is_unknown(arguments, count, 1)) {
    return builtin_unknown(evaluator, arguments, count);
  }
  const lu_value *keys = builtin_argument(arguments, count, 1);
  if (keys != NULL && keys->kind == LU_VALUE_LIST) {
    return builtin_context_put_path(evaluator, arguments, count);
  }
  const lu_value *context = builtin_of_kind(evaluator, arguments, count, 0, LU_VALUE_CONTEXT);
  const lu_value *key = builtin_of_kind(evaluator, arguments, count, 1, LU_VALUE_STRING);
  const lu_value *value = builtin_argument(arguments, count, 2);
  if (context == NULL || key == NULL || value == NULL) return &feel_null;
  return put(evaluator, context, key->as.string.bytes, value);
}

/** Sets the value at the end of a path of keys; a missing or null context on the way is made. */
static const lu_value *put_path(feel_evaluator *evaluator, const lu_value *context,
                                const feel_list *keys, size_t from, const lu_value *value) {
  const lu_value *key = keys->items[from];
  if (context->kind != LU_VALUE_CONTEXT || key->kind != LU_VALUE_STRING) {
    return feel_complain(evaluator, "context put(): key %zu leads nowhere", from + 1);
  }
  if (from + 1 == keys->count) return put(evaluator, context, key->as.string.bytes, value);
  const lu_value *inner = lu_value_entry(context, key->as.string.bytes);
  if (inner == NULL || inner->kind == LU_VALUE_NULL) {
    inner = feel_context_value(evaluator->arena, NULL, 0);
  }
  const lu_value *changed = put_path(evaluator, inner, keys, from + 1, value);
  if (changed->kind != LU_VALUE_CONTEXT) return &feel_null;
  return put(evaluator, context, key->as.string.bytes, changed);
}

/** context put(context, keys, value) */
const lu_value *builtin_context_put_path(feel_evaluator *evaluator,
                                         const lu_value *const *arguments, size_t count) {
  feel_list keys;
  if (is_unknown(arguments, count, 0) || is_unknown(arguments, count, 1)) {
    return builtin_unknown(evaluator, arguments, count);
  }
  const lu_value *context = builtin_of_kind(evaluator, arguments, count, 0, LU_VALUE_CONTEXT);
  const lu_value *value = builtin_argument(arguments, count, 2);
  if (context == NULL || value == NULL || !builtin_list(&keys, evaluator, arguments, count, 1)) {
    return &feel_null;
  }
  if (keys.count == 0) return feel_complain(evaluator, "context put(): no keys");
  return put_path(evaluator, context, &keys, 0, value);
}

const lu_value *builtin_context_merge(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  feel_list list;
  size_t total = 0;
  if (any_unknown(arguments, count)) return builtin_unknown(evaluator, arguments, count);
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  for (size_t i = 0; i < list.count; i++) {
    if (list.items[i]->kind == LU_VALUE_UNKNOWN) {
      return builtin_unknown(evaluator, arguments, count);
    }
    if (list.items[i]->kind != LU_VALUE_CONTEXT) {
      return feel_complain(evaluator, "context merge(): item %zu is not a context", i + 1);
    }
    total += list.items[i]->as.context.count;
  }
  context_builder result = {lu_arena_array(evaluator->arena, total, sizeof(feel_entry)), 0};
  if (result.entries == NULL) return &feel_null;
  for (size_t i = 0; i < list.count; i++) {
    const feel_context *context = &list.items[i]->as.context;
    if (!feel_charge(evaluator, context->count * (result.count + 1))) return &feel_null;
    for (size_t j = 0; j < context->count; j++) {
      set_entry(&result, context->entries[j].name, context->entries[j].value);
    }
  }
  return feel_context_value(evaluator->arena, result.entries, result.count);
}

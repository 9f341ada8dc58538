/* SPDX-License-Identifier: Apache-2.0 */
/* Filters and fields: list[condition], list[index], value.field. */
#include "feel_eval.h"

#include <string.h>

/* ---- fields ---- */

static const lu_value *find_entry(const feel_context *context, const char *name) {
  for (size_t i = 0; i < context->count; i++) {
    const char *other = context->entries[i].name;
    if (other == name || strcmp(other, name) == 0) return context->entries[i].value;
  }
  return NULL;
}

static const lu_value *lifted_field(feel_evaluator *evaluator, const void *how,
                                    const lu_value *const *arguments, size_t count) {
  (void)count;
  return feel_field_of(evaluator, arguments[0], how);
}

/** The field of every item of a list. */
static const lu_value *project(feel_evaluator *evaluator, const feel_list *list, const char *name) {
  if (!feel_charge(evaluator, list->count)) return &feel_null;
  const lu_value **items = lu_arena_array(evaluator->arena, list->count, sizeof *items);
  if (items == NULL) return &feel_null;
  for (size_t i = 0; i < list->count; i++) {
    items[i] = feel_field_of(evaluator, list->items[i], name);
  }
  return feel_list_value(evaluator->arena, items, list->count);
}

const lu_value *feel_field_of(feel_evaluator *evaluator, const lu_value *value, const char *name) {
  const lu_value *field = NULL;
  switch (value->kind) {
    case LU_VALUE_CONTEXT:
      field = find_entry(&value->as.context, name);
      break;
    case LU_VALUE_LIST: {
      if (!feel_enter(evaluator)) return &feel_null;
      field = project(evaluator, &value->as.list, name);
      evaluator->depth--;
      break;
    }
    case LU_VALUE_UNKNOWN:
      return feel_lift(evaluator, lifted_field, name, &value, 1);
    default:
      field = feel_property(evaluator, value, name);
      break;
  }
  if (field == NULL) return feel_complain(evaluator, "there is no field '%s'", name);
  return field;
}

/* ---- filters ---- */

/** True if a condition can only yield truth, not an index. */
static bool is_condition(const feel_expression *node) {
  switch ((feel_node_kind)node->kind) {
    case NODE_COMPARE:
    case NODE_AND:
    case NODE_OR:
    case NODE_BETWEEN:
    case NODE_IN:
    case NODE_INSTANCE:
    case NODE_SOME:
    case NODE_EVERY:
      return true;
    default:
      return false;
  }
}

static const lu_value *pick(feel_evaluator *evaluator, const feel_list *list, decimal number) {
  int64_t index, count = (int64_t)list->count;
  if (!decimal_to_integer(&index, number) || index == 0 || index > count || index < -count) {
    return feel_complain(evaluator, "the index is not between 1 and %zu", list->count);
  }
  return list->items[index > 0 ? index - 1 : count + index];
}

static const lu_value *lifted_pick(feel_evaluator *evaluator, const void *how,
                                   const lu_value *const *arguments, size_t count) {
  (void)count;
  if (arguments[0]->kind == LU_VALUE_NUMBER) {
    return pick(evaluator, how, arguments[0]->as.number);
  }
  /* Candidates that are conditions would select items: leave that open. */
  return feel_unknown_because(evaluator->arena, arguments, 1);
}

/** The condition for one known item: `item`, and the entries of a context, are in scope. */
static const lu_value *test_known_item(feel_evaluator *evaluator, const feel_expression *condition,
                                       const lu_value *item, const feel_scope *scope) {
  feel_entry entry = {"item", item};
  feel_scope around = {scope, 1, &entry}, fields = {&around, 0, NULL};
  if (item->kind == LU_VALUE_CONTEXT) {
    fields.count = item->as.context.count;
    fields.entries = item->as.context.entries;
  }
  if (!(condition->flags & FLAG_FUNCTION)) return feel_evaluate(evaluator, condition, &fields);
  feel_entry *kept_entry = lu_arena_alloc(evaluator->arena, sizeof *kept_entry);
  feel_scope *kept = lu_arena_array(evaluator->arena, 2, sizeof *kept);
  if (kept_entry == NULL || kept == NULL) return &feel_null;
  *kept_entry = entry;
  kept[0] = (feel_scope){scope, 1, kept_entry};
  kept[1] = (feel_scope){&kept[0], fields.count, fields.entries};
  return feel_evaluate(evaluator, condition, &kept[1]);
}

typedef struct item_job {
  const feel_expression *condition;
  const feel_scope *scope;
} item_job;

static const lu_value *lifted_item(feel_evaluator *evaluator, const void *how,
                                   const lu_value *const *arguments, size_t count) {
  const item_job *job = how;
  (void)count;
  return test_known_item(evaluator, job->condition, arguments[0], job->scope);
}

/**
 * The condition for one item. An unknown one may be a context, whose entries may be what the
 * names in the condition mean: then nothing can be said.
 */
static const lu_value *test_item(feel_evaluator *evaluator, const feel_expression *condition,
                                 const lu_value *item, const feel_scope *scope) {
  if (!feel_is_unknown(item) || condition->kind == NODE_LITERAL) {
    return test_known_item(evaluator, condition, item, scope);
  }
  item_job job = {condition, scope};
  return feel_lift(evaluator, lifted_item, &job, &item, 1);
}

/** All items that fulfil the condition; unknown if that is not decided for one. */
static const lu_value *select_items(feel_evaluator *evaluator, const feel_list *list,
                                    const feel_expression *condition, const feel_scope *scope) {
  feel_values chosen = {0}, open = {0};
  for (size_t i = 0; i < list->count && feel_charge(evaluator, 1); i++) {
    const lu_value *truth = test_item(evaluator, condition, list->items[i], scope);
    unsigned possible = feel_possible(truth);
    bool added = true;
    if (possible == CAN_BE_TRUE) {
      added = feel_values_add(evaluator, &chosen, list->items[i]);
    } else if (possible & CAN_BE_TRUE) {
      added = feel_values_add(evaluator, &open, truth);
    }
    if (!added) return &feel_null;
  }
  if (open.count > 0) return feel_unknown_because(evaluator->arena, open.items, open.count);
  return feel_list_value(evaluator->arena, chosen.items, chosen.count);
}

/** Evaluates what may be an index, outside of the items; messages about names are left out. */
static const lu_value *try_index(feel_evaluator *evaluator, const feel_expression *condition,
                                 const feel_scope *scope) {
  size_t messages = evaluator->message_count;
  const lu_value *index = feel_evaluate(evaluator, condition, scope);
  if (index->kind != LU_VALUE_NUMBER && !evaluator->exhausted) {
    evaluator->message_count = messages;
  }
  return index;
}

/** True if an unknown may turn out to be a number, or any value at all. */
static bool may_be_index(const lu_value *value) {
  if (!feel_is_unknown(value)) return false;
  size_t count = value->as.unknown.candidate_count;
  for (size_t i = 0; i < count; i++) {
    lu_value_kind kind = value->as.unknown.candidates[i]->kind;
    if (kind == LU_VALUE_NUMBER || kind == LU_VALUE_UNKNOWN) return true;
  }
  return count == 0;
}

const lu_value *feel_eval_filter(feel_evaluator *evaluator, const feel_expression *node,
                                 const feel_scope *scope) {
  const feel_expression *condition = node->as.three.b;
  const lu_value *base = feel_evaluate(evaluator, node->as.three.a, scope);
  if (feel_is_unknown(base)) return feel_unknown_because(evaluator->arena, &base, 1);
  if (base->kind == LU_VALUE_NULL) return &feel_null;
  feel_list single = {1, &base};
  const feel_list *list = base->kind == LU_VALUE_LIST ? &base->as.list : &single;
  if (is_condition(condition)) return select_items(evaluator, list, condition, scope);
  const lu_value *index = try_index(evaluator, condition, scope);
  if (index->kind == LU_VALUE_NUMBER) return pick(evaluator, list, index->as.number);
  if (may_be_index(index)) return feel_lift(evaluator, lifted_pick, list, &index, 1);
  return select_items(evaluator, list, condition, scope);
}

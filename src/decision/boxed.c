/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluates boxed expressions. Scopes lie in the arena, because functions may keep them. */
#include "boxed.h"

#include "evaluation.h"

/** Evaluates an expression that may be missing. */
static const lu_value *evaluate_or_null(feel_evaluator *evaluator, const boxed *expression,
                                        const feel_scope *scope) {
  return expression == NULL ? &feel_null : boxed_evaluate(evaluator, expression, scope, NULL);
}

/** Evaluates an entry and coerces it to its type. */
static const lu_value *entry_value(feel_evaluator *evaluator, const boxed_entry *entry,
                                   const feel_scope *scope) {
  const lu_value *value = evaluate_or_null(evaluator, entry->value, scope);
  return coerce_if_typed(evaluator, value, entry->type,
                         entry->name == NULL ? "result" : entry->name);
}

static const lu_value *evaluate_context(feel_evaluator *evaluator, const boxed *expression,
                                        const feel_scope *outer) {
  feel_scope *scope = scope_new(evaluator, outer, expression->entry_count);
  if (scope == NULL) return &feel_null;
  for (size_t i = 0; i < expression->entry_count; i++) {
    const boxed_entry *entry = &expression->entries[i];
    const lu_value *value = entry_value(evaluator, entry, scope);
    if (entry->name == NULL) return value; /* the result entry */
    scope_add(scope, entry->name, value);
  }
  return feel_context_value(evaluator->arena, scope->entries, scope->count);
}

static const lu_value *evaluate_list(feel_evaluator *evaluator, const boxed *expression,
                                     const feel_scope *scope) {
  const lu_value **items = lu_arena_array(evaluator->arena, expression->entry_count, sizeof *items);
  if (items == NULL) return &feel_null;
  for (size_t i = 0; i < expression->entry_count; i++)
    items[i] = entry_value(evaluator, &expression->entries[i], scope);
  return feel_list_value(evaluator->arena, items, expression->entry_count);
}

/** A relation is a list of contexts, one per row. */
static const lu_value *evaluate_relation(feel_evaluator *evaluator, const boxed *expression,
                                         const feel_scope *scope) {
  size_t columns = expression->columns;
  size_t rows = columns == 0 ? 0 : expression->entry_count / columns;
  const lu_value **items = lu_arena_array(evaluator->arena, rows, sizeof *items);
  feel_entry *entries = lu_arena_array(evaluator->arena, expression->entry_count, sizeof *entries);
  if (items == NULL || entries == NULL) return &feel_null;
  for (size_t i = 0; i < expression->entry_count; i++) {
    entries[i].name = expression->entries[i].name;
    entries[i].value = entry_value(evaluator, &expression->entries[i], scope);
  }
  for (size_t r = 0; r < rows; r++)
    items[r] = feel_context_value(evaluator->arena, entries + r * columns, columns);
  return feel_list_value(evaluator->arena, items, rows);
}

static const lu_value *evaluate_invocation(feel_evaluator *evaluator, const boxed *expression,
                                           const feel_scope *scope) {
  const lu_value *called = evaluate_or_null(evaluator, expression->first, scope);
  if (called->kind == LU_VALUE_UNKNOWN) return called;
  if (called->kind != LU_VALUE_FUNCTION)
    return feel_complain(evaluator, "what is invoked is not a function");
  size_t count = expression->entry_count;
  const char **names = lu_arena_array(evaluator->arena, count, sizeof *names);
  const lu_value **values = lu_arena_array(evaluator->arena, count, sizeof *values);
  if (names == NULL || values == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    names[i] = expression->entries[i].name;
    values[i] = entry_value(evaluator, &expression->entries[i], scope);
  }
  if (count == 0) return feel_call(evaluator, called->as.function, values, 0);
  return feel_call_named(evaluator, called->as.function, names, values, count);
}

/* ---- functions ---- */

/** A function definition with the scope in which it stands. */
typedef struct closure {
  const boxed *definition;
  const feel_scope *scope;
} closure;

static const lu_value *call_closure(void *user, feel_evaluator *evaluator,
                                    const lu_value *const *arguments, size_t count) {
  const closure *called = user;
  const boxed *definition = called->definition;
  if (definition->foreign != NULL)
    return feel_complain(evaluator, "a function of kind %s is not run here", definition->foreign);
  if (evaluator->depth >= FEEL_MAX_DEPTH) {
    evaluator->exhausted = true;
    return &feel_null;
  }
  feel_scope *scope = scope_new(evaluator, called->scope, definition->parameter_count);
  if (scope == NULL) return &feel_null;
  for (size_t i = 0; i < definition->parameter_count; i++)
    scope_add(scope, definition->parameters[i],
              i < count && arguments[i] != NULL ? arguments[i] : &feel_null);
  evaluator->depth++;
  const lu_value *value = evaluate_or_null(evaluator, definition->first, scope);
  evaluator->depth--;
  return coerce_if_typed(evaluator, value, definition->type, "result of the function");
}

static const lu_value *make_function(feel_evaluator *evaluator, const boxed *expression,
                                     const feel_scope *scope) {
  feel_function *function = lu_arena_alloc(evaluator->arena, sizeof *function);
  closure *called = lu_arena_alloc(evaluator->arena, sizeof *called);
  if (function == NULL || called == NULL) return &feel_null;
  *called = (closure){expression, scope};
  function->kind = FEEL_MODEL;
  function->parameter_count = expression->parameter_count;
  function->parameters = expression->parameters;
  function->parameter_types = expression->parameter_types;
  function->call = call_closure;
  function->user = called;
  return feel_function_value(evaluator->arena, function);
}

/* ---- conditional, filter, iterations ---- */

static const lu_value *evaluate_conditional(feel_evaluator *evaluator, const boxed *expression,
                                            const feel_scope *scope) {
  const lu_value *condition = evaluate_or_null(evaluator, expression->first, scope);
  if (lu_value_is_true(condition)) return evaluate_or_null(evaluator, expression->second, scope);
  if (lu_value_is_false(condition)) return evaluate_or_null(evaluator, expression->third, scope);
  if (condition->kind != LU_VALUE_UNKNOWN)
    return feel_complain(evaluator, "the condition is neither true nor false");
  const lu_value *branches[] = {evaluate_or_null(evaluator, expression->second, scope),
                                evaluate_or_null(evaluator, expression->third, scope)};
  return unknown_between(evaluator->arena, condition->as.unknown.reasons, branches, 2);
}

/** A list to go through; NULL if the value is none (then *otherwise is the result). */
static const feel_list *list_of(feel_evaluator *evaluator, const boxed *expression,
                                const feel_scope *scope, const lu_value **otherwise) {
  const lu_value *value = evaluate_or_null(evaluator, expression->first, scope);
  if (value->kind == LU_VALUE_LIST) return &value->as.list;
  *otherwise = value->kind == LU_VALUE_UNKNOWN
                   ? feel_unknown_value(evaluator->arena, value->as.unknown.reasons, NULL, 0)
                   : feel_complain(evaluator, "what to go through is not a list");
  return NULL;
}

/** Evaluates the body of an iteration for one item. `partial`: results so far, or NULL. */
static const lu_value *item_value(feel_evaluator *evaluator, const boxed *expression,
                                  const feel_scope *outer, const lu_value *item,
                                  const lu_value *partial) {
  feel_scope *scope = scope_new(evaluator, outer, 2);
  if (scope == NULL) return &feel_null;
  scope_add(scope, expression->iterator, item);
  if (partial != NULL) scope_add(scope, "partial", partial);
  return evaluate_or_null(evaluator, expression->second, scope);
}

static const lu_value *evaluate_for(feel_evaluator *evaluator, const boxed *expression,
                                    const feel_scope *scope) {
  const lu_value *otherwise = &feel_null;
  const feel_list *list = list_of(evaluator, expression, scope, &otherwise);
  if (list == NULL) return otherwise;
  const lu_value **results = lu_arena_array(evaluator->arena, list->count, sizeof *results);
  if (results == NULL) return &feel_null;
  for (size_t i = 0; i < list->count && !evaluator->exhausted; i++) {
    const lu_value *partial = feel_list_value(evaluator->arena, results, i);
    results[i] = item_value(evaluator, expression, scope, list->items[i], partial);
  }
  if (evaluator->exhausted) return &feel_null;
  return feel_list_value(evaluator->arena, results, list->count);
}

/** some and every: all items are looked at, because one that is not boolean makes the result null.
 */
static const lu_value *evaluate_quantified(feel_evaluator *evaluator, const boxed *expression,
                                           const feel_scope *scope) {
  const lu_value *otherwise = &feel_null;
  const feel_list *list = list_of(evaluator, expression, scope, &otherwise);
  if (list == NULL) return otherwise;
  bool every = expression->kind == BOXED_EVERY;
  const lu_value *result = feel_boolean(every);
  for (size_t i = 0; i < list->count; i++) {
    const lu_value *truth = item_value(evaluator, expression, scope, list->items[i], NULL);
    if (truth->kind != LU_VALUE_BOOLEAN && truth->kind != LU_VALUE_UNKNOWN)
      return feel_complain(evaluator, "what items must satisfy is neither true nor false");
    result = every ? feel_and(evaluator->arena, result, truth)
                   : feel_or(evaluator->arena, result, truth);
  }
  return result;
}

/** The scope in which a filter's match is evaluated: the item, and its entries if it is a context.
 */
static const feel_scope *filter_scope(feel_evaluator *evaluator, const feel_scope *outer,
                                      const lu_value *item) {
  size_t count = item->kind == LU_VALUE_CONTEXT ? item->as.context.count : 0;
  feel_scope *scope = scope_new(evaluator, outer, count + 1);
  if (scope == NULL) return outer;
  for (size_t i = 0; i < count; i++)
    scope_add(scope, item->as.context.entries[i].name, item->as.context.entries[i].value);
  scope_add(scope, "item", item);
  return scope;
}

/** The item at a position from 1, or from -1 at the end; null beyond. */
static const lu_value *item_at(const feel_list *list, const lu_value *position) {
  int64_t index;
  if (!decimal_to_integer(&index, position->as.number) || index == 0) return &feel_null;
  if (index < 0) index += (int64_t)list->count + 1;
  return index < 1 || index > (int64_t)list->count ? &feel_null : list->items[index - 1];
}

static const lu_value *evaluate_filter(feel_evaluator *evaluator, const boxed *expression,
                                       const feel_scope *scope) {
  const lu_value *value = evaluate_or_null(evaluator, expression->first, scope);
  lu_arena *arena = evaluator->arena;
  if (value->kind == LU_VALUE_UNKNOWN)
    return feel_unknown_value(arena, value->as.unknown.reasons, NULL, 0);
  feel_list list = {1, &value};
  if (value->kind == LU_VALUE_LIST)
    list = value->as.list;
  else if (value->kind == LU_VALUE_NULL)
    list.count = 0;
  const lu_value **kept = lu_arena_array(arena, list.count, sizeof *kept);
  const lu_value **unknown = lu_arena_array(arena, list.count, sizeof *unknown);
  if (kept == NULL || unknown == NULL) return &feel_null;
  size_t kept_count = 0, unknown_count = 0;
  for (size_t i = 0; i < list.count; i++) {
    const feel_scope *inner = filter_scope(evaluator, scope, list.items[i]);
    const lu_value *match = evaluate_or_null(evaluator, expression->second, inner);
    if (match->kind == LU_VALUE_NUMBER) return item_at(&list, match);
    if (match->kind == LU_VALUE_UNKNOWN) unknown[unknown_count++] = match;
    if (lu_value_is_true(match)) kept[kept_count++] = list.items[i];
  }
  if (unknown_count > 0)
    return feel_unknown_value(arena, feel_collect_reasons(arena, unknown, unknown_count), NULL, 0);
  return feel_list_value(arena, kept, kept_count);
}

static const lu_value *evaluate_kind(feel_evaluator *evaluator, const boxed *expression,
                                     const feel_scope *scope, const lu_table_trace **trace) {
  switch (expression->kind) {
    case BOXED_LITERAL:
      return expression->feel == NULL ? &feel_null
                                      : feel_evaluate(evaluator, expression->feel, scope);
    case BOXED_TABLE:
      return table_evaluate(evaluator, expression->table, scope, trace);
    case BOXED_CONTEXT:
      return evaluate_context(evaluator, expression, scope);
    case BOXED_INVOCATION:
      return evaluate_invocation(evaluator, expression, scope);
    case BOXED_FUNCTION:
      return make_function(evaluator, expression, scope);
    case BOXED_RELATION:
      return evaluate_relation(evaluator, expression, scope);
    case BOXED_LIST:
      return evaluate_list(evaluator, expression, scope);
    case BOXED_CONDITIONAL:
      return evaluate_conditional(evaluator, expression, scope);
    case BOXED_FILTER:
      return evaluate_filter(evaluator, expression, scope);
    case BOXED_FOR:
      return evaluate_for(evaluator, expression, scope);
    case BOXED_SOME:
    case BOXED_EVERY:
      return evaluate_quantified(evaluator, expression, scope);
  }
  return &feel_null;
}

const lu_value *boxed_evaluate(feel_evaluator *evaluator, const boxed *expression,
                               const feel_scope *scope, const lu_table_trace **trace) {
  evaluator->steps++;
  if (evaluator->steps > FEEL_MAX_STEPS) evaluator->exhausted = true;
  if (evaluator->exhausted) return &feel_null;
  const lu_value *value = evaluate_kind(evaluator, expression, scope, trace);
  if (expression->kind == BOXED_FUNCTION) return value; /* its typeRef is that of the result */
  return coerce_if_typed(evaluator, value, expression->type, "expression");
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Walks the tree of an expression; counts work and depth so that no text can run away. */
#include "feel_eval.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/** More messages than anyone reads only cost memory. */
#define MAX_MESSAGES 200u
/** Largest value that an expression may yield: well below what would count as memory running short.
 */
#define MAX_SIZE (FEEL_MAX_SIZE / 2)
#define MAX_NESTING (FEEL_MAX_NESTING / 2)
/** How often the caller's wish to stop is looked at. */
#define CANCEL_PERIOD 4096u

const lu_value *feel_complain(feel_evaluator *evaluator, const char *format, ...) {
  if (evaluator->message_count >= MAX_MESSAGES) return &feel_null;
  char text[500];
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  if (length >= (int)sizeof text) { /* cut at the border of a character */
    size_t end = sizeof text - 1;
    while (end > 0 && ((unsigned char)text[end - 1] & 0xc0) == 0x80)
      end--;
    if (end > 0 && ((unsigned char)text[end - 1] & 0xc0) == 0xc0) end--;
    text[end] = '\0';
  }
  if (evaluator->message_count == evaluator->message_capacity) {
    size_t capacity = evaluator->message_capacity == 0 ? 8 : evaluator->message_capacity * 2;
    const char **messages = lu_arena_array(evaluator->arena, capacity, sizeof *messages);
    if (messages == NULL) return &feel_null;
    if (evaluator->message_count > 0) {
      memcpy(messages, evaluator->messages, evaluator->message_count * sizeof *messages);
    }
    evaluator->messages = messages;
    evaluator->message_capacity = capacity;
  }
  char *copy = lu_arena_strdup(evaluator->arena, text);
  if (copy != NULL) evaluator->messages[evaluator->message_count++] = copy;
  return &feel_null;
}

bool feel_charge(feel_evaluator *evaluator, uint64_t steps) {
  if (evaluator->exhausted) return false;
  uint64_t before = evaluator->steps;
  evaluator->steps += steps;
  if (evaluator->steps > FEEL_MAX_STEPS || steps > FEEL_MAX_STEPS) {
    evaluator->exhausted = true;
    feel_complain(evaluator, "the evaluation takes more than %u steps", FEEL_MAX_STEPS);
    return false;
  }
  if (before / CANCEL_PERIOD != evaluator->steps / CANCEL_PERIOD) {
    if (lu_arena_failed(evaluator->arena)) evaluator->exhausted = true;
    if (evaluator->context != NULL && lu_context_cancelled(evaluator->context)) {
      evaluator->exhausted = true;
    }
  }
  return !evaluator->exhausted;
}

bool feel_enter(feel_evaluator *evaluator) {
  if (!feel_charge(evaluator, 1)) return false;
  if (evaluator->depth >= FEEL_MAX_DEPTH) {
    evaluator->exhausted = true;
    feel_complain(evaluator, "the evaluation is nested more than %u levels deep", FEEL_MAX_DEPTH);
    return false;
  }
  evaluator->depth++;
  return true;
}

const lu_value *feel_lookup(const feel_scope *scope, const char *name, size_t hint) {
  for (; scope != NULL; scope = scope->outer) {
    const feel_entry *entries = scope->entries;
    size_t count = scope->count;
    if (hint < count && entries[hint].name == name) return entries[hint].value;
    for (size_t i = 0; i < count; i++) {
      const char *other = entries[i].name;
      if (other == name || (other[0] == name[0] && strcmp(other, name) == 0)) {
        return entries[i].value;
      }
    }
  }
  return NULL;
}

bool feel_values_add(feel_evaluator *evaluator, feel_values *values, const lu_value *value) {
  if (values->count == values->capacity) {
    size_t capacity = values->capacity == 0 ? 8 : values->capacity * 2;
    const lu_value **items = lu_arena_array(evaluator->arena, capacity, sizeof *items);
    if (items == NULL) return false;
    if (values->count > 0) memcpy(items, values->items, values->count * sizeof *items);
    values->items = items;
    values->capacity = capacity;
  }
  values->items[values->count++] = value;
  return true;
}

static const lu_value *eval_name(feel_evaluator *evaluator, const feel_expression *node,
                                 const feel_scope *scope) {
  const lu_value *value = feel_lookup(scope, node->as.name.name, node->as.name.hint);
  if (value != NULL) return value;
  if (node->as.name.builtin != NULL) return node->as.name.builtin;
  return feel_complain(evaluator, "there is no variable '%s'", node->as.name.name);
}

static const lu_value *eval_list(feel_evaluator *evaluator, const feel_expression *node,
                                 const feel_scope *scope) {
  size_t count = node->as.many.count;
  const lu_value **items = lu_arena_array(evaluator->arena, count, sizeof *items);
  if (items == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    items[i] = feel_evaluate(evaluator, node->as.many.items[i], scope);
  }
  return feel_list_value(evaluator->arena, items, count);
}

static const lu_value *eval_context(feel_evaluator *evaluator, const feel_expression *node,
                                    const feel_scope *scope) {
  size_t count = node->as.context.count;
  if (node->as.context.repeated) {
    return feel_complain(evaluator, "a context has two entries of the same name");
  }
  feel_entry *entries = lu_arena_array(evaluator->arena, count, sizeof *entries);
  feel_scope local = {scope, 0, entries}, *frame = &local;
  if (node->flags & FLAG_FUNCTION) { /* functions among the entries keep the frame */
    frame = lu_arena_alloc(evaluator->arena, sizeof *frame);
    if (frame != NULL) *frame = local;
  }
  if (entries == NULL || frame == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++) {
    entries[i].name = node->as.context.names[i];
    entries[i].value = feel_evaluate(evaluator, node->as.context.values[i], frame);
    frame->count = i + 1;
  }
  return feel_context_value(evaluator->arena, entries, count);
}

static const lu_value *eval_range(feel_evaluator *evaluator, const feel_expression *node,
                                  const feel_scope *scope) {
  const feel_expression *low = node->as.range.low, *high = node->as.range.high;
  feel_range range = {.form = node->as.range.form,
                      .low_closed = node->as.range.low_closed,
                      .high_closed = node->as.range.high_closed};
  if (low != NULL) range.low = feel_evaluate(evaluator, low, scope);
  if (high == low) {
    range.high = range.low;
  } else if (high != NULL) {
    range.high = feel_evaluate(evaluator, high, scope);
  }
  return feel_range_value(evaluator->arena, range);
}

static const lu_value *eval_function(feel_evaluator *evaluator, const feel_expression *node,
                                     const feel_scope *scope) {
  feel_function *function = lu_arena_alloc(evaluator->arena, sizeof *function);
  if (function == NULL) return &feel_null;
  *function = *node->as.function;
  function->closure = scope;
  return feel_function_value(evaluator->arena, function);
}

static const lu_value *eval_arithmetic(feel_evaluator *evaluator, const feel_expression *node,
                                       const feel_scope *scope) {
  const lu_value *result = feel_evaluate(evaluator, node->as.many.items[0], scope);
  for (size_t i = 1; i < node->as.many.count; i++) {
    const lu_value *operand = feel_evaluate(evaluator, node->as.many.items[i], scope);
    result = feel_arithmetic(evaluator, node->as.many.operators[i], result, operand);
  }
  return result;
}

/** and, or: stops at the operand that settles it. */
static const lu_value *eval_logic(feel_evaluator *evaluator, const feel_expression *node,
                                  const feel_scope *scope) {
  bool conjunction = node->kind == NODE_AND;
  const lu_value *settled = conjunction ? &feel_false : &feel_true;
  const lu_value *result = conjunction ? &feel_true : &feel_false;
  for (size_t i = 0; i < node->as.many.count; i++) {
    const lu_value *operand = feel_evaluate(evaluator, node->as.many.items[i], scope);
    result = conjunction ? feel_and(evaluator->arena, result, operand)
                         : feel_or(evaluator->arena, result, operand);
    if (result == settled) break;
  }
  return result;
}

static const lu_value *eval_if(feel_evaluator *evaluator, const feel_expression *node,
                               const feel_scope *scope) {
  const lu_value *condition = feel_evaluate(evaluator, node->as.three.a, scope);
  unsigned possible = feel_possible(condition);
  if (possible == CAN_BE_TRUE) return feel_evaluate(evaluator, node->as.three.b, scope);
  if (!(possible & CAN_BE_TRUE)) return feel_evaluate(evaluator, node->as.three.c, scope);
  const lu_value *yes = feel_evaluate(evaluator, node->as.three.b, scope);
  const lu_value *no = feel_evaluate(evaluator, node->as.three.c, scope);
  return feel_either(evaluator, condition, yes, no);
}

static const lu_value *eval_three(feel_evaluator *evaluator, const feel_expression *node,
                                  const feel_scope *scope) {
  const lu_value *a = feel_evaluate(evaluator, node->as.three.a, scope);
  switch ((feel_node_kind)node->kind) {
    case NODE_NEGATE:
      return feel_negate(evaluator, a);
    case NODE_COMPARE:
      return feel_comparison(evaluator, node->op, a,
                             feel_evaluate(evaluator, node->as.three.b, scope));
    case NODE_BETWEEN: {
      const lu_value *low = feel_evaluate(evaluator, node->as.three.b, scope);
      const lu_value *high = feel_evaluate(evaluator, node->as.three.c, scope);
      return feel_between(evaluator, a, low, high);
    }
    default:
      return feel_test(evaluator, node->as.three.b, a, scope);
  }
}

/** Evaluates a node that is neither a literal nor a name. */
static const lu_value *evaluate(feel_evaluator *evaluator, const feel_expression *node,
                                const feel_scope *scope) {
  switch ((feel_node_kind)node->kind) {
    case NODE_LITERAL:
      return node->as.value;
    case NODE_NAME:
      return eval_name(evaluator, node, scope);
    case NODE_LIST:
      return eval_list(evaluator, node, scope);
    case NODE_CONTEXT:
      return eval_context(evaluator, node, scope);
    case NODE_RANGE:
      return eval_range(evaluator, node, scope);
    case NODE_FUNCTION:
      return eval_function(evaluator, node, scope);
    case NODE_EXTERNAL:
      return feel_complain(evaluator, "functions outside of FEEL are not run");
    case NODE_AT:
      return feel_parse_at_literal(evaluator, node->as.text);
    case NODE_ARITHMETIC:
      return eval_arithmetic(evaluator, node, scope);
    case NODE_AND:
    case NODE_OR:
      return eval_logic(evaluator, node, scope);
    case NODE_NEGATE:
    case NODE_COMPARE:
    case NODE_BETWEEN:
    case NODE_IN:
      return eval_three(evaluator, node, scope);
    case NODE_INSTANCE:
      return feel_instance(evaluator, feel_evaluate(evaluator, node->as.instance.subject, scope),
                           node->as.instance.type);
    case NODE_IF:
      return eval_if(evaluator, node, scope);
    case NODE_FOR:
      return feel_eval_for(evaluator, node, scope);
    case NODE_SOME:
    case NODE_EVERY:
      return feel_eval_quantified(evaluator, node, scope);
    case NODE_FILTER:
      return feel_eval_filter(evaluator, node, scope);
    case NODE_PATH:
      return feel_field_of(evaluator, feel_evaluate(evaluator, node->as.path.base, scope),
                           node->as.path.name);
    case NODE_CALL:
      return feel_eval_call(evaluator, node, scope);
    case NODE_TESTS:
    case NODE_TEST: {
      const lu_value *input = feel_lookup(scope, feel_input_name, 0);
      return feel_test(evaluator, node, input == NULL ? &feel_null : input, scope);
    }
  }
  return &feel_null;
}

/** Stops an evaluation that makes a value near the bounds of value.h. */
static const lu_value *too_large(feel_evaluator *evaluator) {
  if (!evaluator->exhausted) feel_complain(evaluator, "a value is too large or nested too deeply");
  evaluator->exhausted = true;
  return &feel_null;
}

const lu_value *feel_evaluate(feel_evaluator *evaluator, const feel_expression *expression,
                              const feel_scope *scope) {
  if (expression->kind == NODE_LITERAL) return expression->as.value;
  if (expression->kind == NODE_NAME) return eval_name(evaluator, expression, scope);
  if (!feel_enter(evaluator)) return &feel_null;
  const lu_value *value = evaluate(evaluator, expression, scope);
  evaluator->depth--;
  if (value->size > MAX_SIZE || value->nesting > MAX_NESTING) return too_large(evaluator);
  return value;
}

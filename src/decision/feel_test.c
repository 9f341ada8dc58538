/* SPDX-License-Identifier: Apache-2.0 */
/* Unary tests on a value: input entries, allowed values, `in`. */
#include "feel_eval.h"

/** value op bound, where an absent bound is always kept. */
static const lu_value *test_bound(feel_evaluator *evaluator, feel_operator op,
                                  const lu_value *input, const lu_value *bound) {
  return bound == NULL ? &feel_true : feel_comparison(evaluator, op, input, bound);
}

/** Is the value within the range? */
static const lu_value *test_range(feel_evaluator *evaluator, const lu_value *input,
                                  const lu_value *value) {
  const feel_range *range = &value->as.range;
  if (input->kind == LU_VALUE_RANGE) return feel_comparison(evaluator, OP_EQUAL, input, value);
  if (range->form == FEEL_RANGE_IS) {
    return feel_comparison(evaluator, OP_EQUAL, input, range->low);
  }
  if (range->form == FEEL_RANGE_IS_NOT) {
    return feel_comparison(evaluator, OP_NOT_EQUAL, input, range->low);
  }
  const lu_value *above =
      test_bound(evaluator, range->low_closed ? OP_GREATER_EQUAL : OP_GREATER, input, range->low);
  const lu_value *below =
      test_bound(evaluator, range->high_closed ? OP_LESS_EQUAL : OP_LESS, input, range->high);
  return feel_and(evaluator->arena, above, below);
}

static const lu_value *test_value(feel_evaluator *evaluator, const lu_value *input,
                                  const lu_value *value);

/** An item of another kind is not the one looked for: null, or what may be null, counts as false.
 */
static const lu_value *null_is_false(feel_evaluator *evaluator, const lu_value *truth) {
  static const lu_value *const either[] = {&feel_true, &feel_false};
  unsigned possible = feel_possible(truth);
  if (!(possible & CAN_BE_NULL)) return truth;
  if (!(possible & CAN_BE_TRUE)) return &feel_false;
  return feel_unknown_value(evaluator->arena, truth->as.unknown.reasons, either, 2);
}

static const lu_value *lifted_item(feel_evaluator *evaluator, const void *how,
                                   const lu_value *const *arguments, size_t count);

/** Is the value this item of a list, or within it? */
static const lu_value *test_item(feel_evaluator *evaluator, const lu_value *input,
                                 const lu_value *item) {
  if (item->kind == LU_VALUE_RANGE) return test_range(evaluator, input, item);
  if (!feel_is_unknown(item)) {
    return null_is_false(evaluator, feel_comparison(evaluator, OP_EQUAL, input, item));
  }
  if (!feel_is_unknown(input)) return feel_lift(evaluator, lifted_item, input, &item, 1);
  const lu_value *both[] = {input, item};
  return feel_unknown_because(evaluator->arena, both, 2);
}

static const lu_value *lifted_item(feel_evaluator *evaluator, const void *how,
                                   const lu_value *const *arguments, size_t count) {
  (void)count;
  return test_item(evaluator, how, arguments[0]);
}

/** Is the value the list, or one of its items, or within one of its ranges? */
static const lu_value *test_list(feel_evaluator *evaluator, const lu_value *input,
                                 const lu_value *value) {
  const feel_list *list = &value->as.list;
  const lu_value *result = &feel_false;
  if (!feel_charge(evaluator, list->count)) return &feel_null;
  if (input->kind == LU_VALUE_LIST || feel_is_unknown(input)) { /* unknown may be a list, too */
    result = feel_comparison(evaluator, OP_EQUAL, input, value);
  }
  for (size_t i = 0; i < list->count && result != &feel_true; i++) {
    const lu_value *one = test_item(evaluator, input, list->items[i]);
    result = feel_or(evaluator->arena, result, one);
  }
  return result;
}

static const lu_value *lifted_value(feel_evaluator *evaluator, const void *how,
                                    const lu_value *const *arguments, size_t count) {
  (void)count;
  return test_value(evaluator, how, arguments[0]);
}

/** Does the value of a test expression match the input: equal, member, within? */
static const lu_value *test_value(feel_evaluator *evaluator, const lu_value *input,
                                  const lu_value *value) {
  switch (value->kind) {
    case LU_VALUE_RANGE:
      return test_range(evaluator, input, value);
    case LU_VALUE_LIST:
      return test_list(evaluator, input, value);
    case LU_VALUE_UNKNOWN:
      if (feel_is_unknown(input)) {
        const lu_value *both[] = {input, value};
        return feel_unknown_because(evaluator->arena, both, 2);
      }
      return feel_lift(evaluator, lifted_value, input, &value, 1);
    default:
      return feel_comparison(evaluator, OP_EQUAL, input, value);
  }
}

/** True if an expression tells a truth of its own, rather than a value to compare the input with.
 */
static bool is_statement(const feel_expression *node) {
  switch ((feel_node_kind)node->kind) {
    case NODE_LITERAL:
    case NODE_NAME:
    case NODE_PATH:
      return false;
    default:
      return true;
  }
}

/** True if a value is boolean whatever it turns out to be. */
static bool is_surely(const lu_value *value, bool boolean) {
  if (!feel_is_unknown(value)) return (value->kind == LU_VALUE_BOOLEAN) == boolean;
  size_t count = value->as.unknown.candidate_count;
  for (size_t i = 0; i < count; i++) {
    if ((value->as.unknown.candidates[i]->kind == LU_VALUE_BOOLEAN) != boolean) return false;
  }
  return count > 0;
}

/**
 * One test of an expression. With `?` in it a boolean is the answer. Without, a statement (x > 5)
 * on an input that is not boolean is the answer, too; everything else is what the input is
 * compared with.
 */
static const lu_value *test_expression(feel_evaluator *evaluator, const feel_expression *node,
                                       const lu_value *input, const feel_scope *scope) {
  const lu_value *value = feel_evaluate(evaluator, node, scope);
  if (node->flags & FLAG_INPUT) {
    if (value->kind == LU_VALUE_BOOLEAN || value->kind == LU_VALUE_NULL) return value;
    if (feel_is_unknown(value)) {
      if (is_surely(value, true)) return value;
      return feel_unknown_because(evaluator->arena, &value, 1);
    }
  } else if (is_statement(node) && !feel_is_unknown(input) && input->kind != LU_VALUE_BOOLEAN) {
    if (is_surely(value, true)) return value;
    if (feel_is_unknown(value) && !is_surely(value, false)) {
      return feel_unknown_because(evaluator->arena, &value, 1);
    }
  } else if (is_statement(node) && feel_is_unknown(input) && !is_surely(value, false)) {
    const lu_value *both[] = {input, value};
    return feel_unknown_because(evaluator->arena, both, 2);
  }
  return test_value(evaluator, input, value);
}

static const lu_value *test_one(feel_evaluator *evaluator, const feel_expression *node,
                                const lu_value *input, const feel_scope *scope) {
  if (node->kind != NODE_TEST) return test_expression(evaluator, node, input, scope);
  const lu_value *bound = feel_evaluate(evaluator, node->as.three.a, scope);
  return feel_comparison(evaluator, node->op, input, bound);
}

/** not: true and false change places; anything else is null. */
static const lu_value *negate(feel_evaluator *evaluator, const lu_value *truth) {
  if (truth->kind == LU_VALUE_BOOLEAN) return feel_boolean(!truth->as.boolean);
  if (!feel_is_unknown(truth)) return &feel_null;
  size_t count = truth->as.unknown.candidate_count;
  const lu_value **candidates = lu_arena_array(evaluator->arena, count, sizeof *candidates);
  if (count == 0 || candidates == NULL) return feel_unknown_because(evaluator->arena, &truth, 1);
  for (size_t i = 0; i < count; i++) {
    candidates[i] = negate(evaluator, truth->as.unknown.candidates[i]);
  }
  return feel_unknown_value(evaluator->arena, truth->as.unknown.reasons, candidates, count);
}

/** All tests, joined by `or`, for an input that is known or may be any value. */
static const lu_value *test_all(feel_evaluator *evaluator, const feel_expression *tests,
                                const lu_value *input, const feel_scope *scope) {
  if (tests->kind != NODE_TESTS) return test_one(evaluator, tests, input, scope);
  const lu_value *result = tests->as.many.count == 0 ? &feel_true : &feel_false;
  for (size_t i = 0; i < tests->as.many.count && result != &feel_true; i++) {
    const lu_value *one = test_one(evaluator, tests->as.many.items[i], input, scope);
    result = feel_or(evaluator->arena, result, one);
  }
  return tests->op ? negate(evaluator, result) : result;
}

/** Binds `?` and runs the tests. */
static const lu_value *bind_and_test(feel_evaluator *evaluator, const feel_expression *tests,
                                     const lu_value *input, const feel_scope *scope) {
  feel_entry entry = {feel_input_name, input};
  feel_scope frame = {scope, 1, &entry};
  if (!(tests->flags & FLAG_FUNCTION)) return test_all(evaluator, tests, input, &frame);
  feel_entry *kept_entry = lu_arena_alloc(evaluator->arena, sizeof *kept_entry);
  feel_scope *kept = lu_arena_alloc(evaluator->arena, sizeof *kept);
  if (kept_entry == NULL || kept == NULL) return &feel_null;
  *kept_entry = entry;
  *kept = (feel_scope){scope, 1, kept_entry};
  return test_all(evaluator, tests, input, kept);
}

/* ---- plain tests: literals alone ---- */

/** Is a number within a range of literals? @return false if that is not all there is to do */
static bool plain_range(bool *within, const feel_expression *node, decimal number) {
  const feel_expression *low = node->as.range.low, *high = node->as.range.high;
  if (node->as.range.form != FEEL_RANGE_INTERVAL || low == NULL || high == NULL) return false;
  if (low->kind != NODE_LITERAL || low->as.value->kind != LU_VALUE_NUMBER) return false;
  if (high->kind != NODE_LITERAL || high->as.value->kind != LU_VALUE_NUMBER) return false;
  if (decimal_compare(low->as.value->as.number, high->as.value->as.number) > 0) return false;
  int above = decimal_compare(number, low->as.value->as.number);
  int below = decimal_compare(number, high->as.value->as.number);
  *within = (node->as.range.low_closed ? above >= 0 : above > 0) &&
            (node->as.range.high_closed ? below <= 0 : below < 0);
  return true;
}

/** The same for a range that is a literal as a whole. */
static bool plain_interval(bool *within, const feel_range *range, decimal number) {
  if (range->form != FEEL_RANGE_INTERVAL || range->low == NULL || range->high == NULL) return false;
  if (range->low->kind != LU_VALUE_NUMBER || range->high->kind != LU_VALUE_NUMBER) return false;
  int above = decimal_compare(number, range->low->as.number);
  int below = decimal_compare(number, range->high->as.number);
  *within =
      (range->low_closed ? above >= 0 : above > 0) && (range->high_closed ? below <= 0 : below < 0);
  return true;
}

/** Does a number pass a comparison with a literal? @return false if that is not all there is to do
 */
static bool plain_comparison(bool *passes, const feel_expression *node, decimal number) {
  const feel_expression *bound = node->as.three.a;
  if (bound == NULL || bound->kind != NODE_LITERAL || bound->as.value->kind != LU_VALUE_NUMBER)
    return false;
  int order = decimal_compare(number, bound->as.value->as.number);
  switch ((feel_operator)node->op) {
    case OP_LESS:
      *passes = order < 0;
      return true;
    case OP_LESS_EQUAL:
      *passes = order <= 0;
      return true;
    case OP_GREATER:
      *passes = order > 0;
      return true;
    case OP_GREATER_EQUAL:
      *passes = order >= 0;
      return true;
    default:
      return false;
  }
}

/** One test of literals on a known input. @return false if that is not all there is to do */
static bool plain_one(bool *passes, const feel_expression *node, const lu_value *input) {
  if (node->kind == NODE_LITERAL && node->as.value->kind == input->kind) {
    *passes = feel_same(node->as.value, input);
    return true;
  }
  if (input->kind != LU_VALUE_NUMBER) return false;
  if (node->kind == NODE_LITERAL && node->as.value->kind == LU_VALUE_RANGE)
    return plain_interval(passes, &node->as.value->as.range, input->as.number);
  if (node->kind == NODE_RANGE) return plain_range(passes, node, input->as.number);
  return node->kind == NODE_TEST && plain_comparison(passes, node, input->as.number);
}

/**
 * Tests of literals alone on a text, number or truth: what most cells of tables are.
 * @return NULL if that is not all there is to do; the general way gives the same
 */
static const lu_value *plain_test(const feel_expression *tests, const lu_value *input) {
  const feel_expression *const *items = &tests;
  size_t count = 1;
  bool passes = false;
  if (input->kind != LU_VALUE_STRING && input->kind != LU_VALUE_NUMBER &&
      input->kind != LU_VALUE_BOOLEAN)
    return NULL;
  if (tests->kind == NODE_TESTS) {
    items = tests->as.many.items;
    count = tests->as.many.count;
  }
  for (size_t i = 0; i < count && !passes; i++)
    if (!plain_one(&passes, items[i], input)) return NULL;
  return feel_boolean(passes != (tests->kind == NODE_TESTS && tests->op));
}

/** The same for each candidate of an unknown input. */
static const lu_value *plain_unknown(feel_evaluator *evaluator, const feel_expression *tests,
                                     const feel_unknown *input) {
  static const lu_value *const either[2][2] = {{&feel_false, &feel_true},
                                               {&feel_true, &feel_false}};
  const lu_value *first = NULL;
  bool both = false;
  if (input->candidate_count > FEEL_MAX_COMBINATIONS) return NULL;
  for (size_t i = 0; i < input->candidate_count; i++) {
    const lu_value *truth = plain_test(tests, input->candidates[i]);
    if (truth == NULL) return NULL;
    if (first == NULL) first = truth;
    both = both || truth != first;
  }
  if (!both) return first;
  return feel_unknown_value(evaluator->arena, input->reasons, either[first == &feel_true], 2);
}

/* ---- all tests ---- */

typedef struct test_job {
  const feel_expression *tests;
  const feel_scope *scope;
} test_job;

static const lu_value *lifted_test(feel_evaluator *evaluator, const void *how,
                                   const lu_value *const *arguments, size_t count) {
  const test_job *job = how;
  (void)count;
  return bind_and_test(evaluator, job->tests, arguments[0], job->scope);
}

const lu_value *feel_test(feel_evaluator *evaluator, const feel_expression *tests,
                          const lu_value *input, const feel_scope *scope) {
  const lu_value *result;
  if (tests->kind == NODE_TESTS && tests->as.many.count == 0) return &feel_true;
  if (evaluator->general)
    result = NULL;
  else
    result = feel_is_unknown(input) ? plain_unknown(evaluator, tests, &input->as.unknown)
                                    : plain_test(tests, input);
  if (result != NULL) return result;
  if (!feel_enter(evaluator)) return &feel_null;
  if (feel_is_unknown(input) && input->as.unknown.candidate_count > 0) {
    test_job job = {tests, scope};
    result = feel_lift(evaluator, lifted_test, &job, &input, 1);
  } else {
    result = bind_and_test(evaluator, tests, input, scope);
  }
  evaluator->depth--;
  return result;
}

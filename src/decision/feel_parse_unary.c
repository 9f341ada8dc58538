/* SPDX-License-Identifier: Apache-2.0 */
/* Unary tests: input entries of tables, allowed values, and what stands right of `in`. */
#include "feel_parse.h"

/** One test: `< 5`, a range, or an expression. */
static const feel_expression *parse_test(feel_parser *parser) {
  feel_parse_space(parser);
  const char *end;
  feel_operator op = feel_comparison_at(parser->at, &end);
  if (op == OP_NONE) return feel_parse_expression(parser);
  parser->at = end;
  const feel_expression *bound = feel_parse_sum(parser);
  if (bound == NULL) return NULL;
  return feel_node_three(parser, NODE_TEST, op, bound, NULL, NULL);
}

static const feel_expression *make_tests(feel_parser *parser, const feel_vector *tests,
                                         bool negated) {
  const feel_expression *const *items = (const feel_expression *const *)tests->items;
  feel_expression *node = feel_node(parser, NODE_TESTS, items, tests->count);
  if (node == NULL) return NULL;
  node->op = negated;
  node->as.many.count = tests->count;
  node->as.many.items = items;
  return node;
}

/** Parses further tests behind `tests` and makes the node. */
static const feel_expression *parse_more(feel_parser *parser, feel_vector *tests, bool negated) {
  while (feel_parse_sign(parser, ",")) {
    const feel_expression *test = parse_test(parser);
    if (test == NULL || !feel_vector_add(tests, test, parser->arena)) return NULL;
  }
  return make_tests(parser, tests, negated);
}

const feel_expression *feel_parse_tests(feel_parser *parser, bool negated) {
  feel_vector tests = {0};
  const feel_expression *test = parse_test(parser);
  if (test == NULL || !feel_vector_add(&tests, test, parser->arena)) return NULL;
  return parse_more(parser, &tests, negated);
}

/** Behind `in (`: one or more tests, or a range that is open at its lower end. */
static const feel_expression *parse_in_parenthesis(feel_parser *parser) {
  feel_vector tests = {0};
  const feel_expression *first = parse_test(parser);
  if (first == NULL) return NULL;
  if (first->kind != NODE_TEST && feel_parse_sign(parser, "..")) {
    first = feel_parse_range_rest(parser, first, false);
    if (first == NULL || !feel_vector_add(&tests, first, parser->arena)) return NULL;
    return make_tests(parser, &tests, false);
  }
  if (!feel_vector_add(&tests, first, parser->arena)) return NULL;
  const feel_expression *node = parse_more(parser, &tests, false);
  return node != NULL && feel_parse_expect(parser, ")") ? node : NULL;
}

/** True if what stands in parentheses goes on, as in `x in (a)[1]` or `x in (a).b`. */
static bool goes_on(feel_parser *parser) {
  if (parser->status != LU_OK) return false;
  if (feel_parse_sees(parser, "[")) return !parser->range_end;
  return feel_parse_sees(parser, "(") ||
         (feel_parse_sees(parser, ".") && !feel_parse_sees(parser, ".."));
}

const feel_expression *feel_parse_in_tests(feel_parser *parser) {
  feel_parse_space(parser);
  const char *at = parser->at;
  if (feel_parse_sign(parser, "(")) {
    bool range_end = parser->range_end;
    parser->range_end = false;
    const feel_expression *in_parenthesis = parse_in_parenthesis(parser);
    parser->range_end = range_end;
    if (!goes_on(parser)) return in_parenthesis;
    parser->at = at;
  }
  feel_vector tests = {0};
  feel_parse_space(parser);
  const char *end;
  feel_operator op = feel_comparison_at(parser->at, &end);
  if (op != OP_NONE) parser->at = end;
  const feel_expression *test = feel_parse_sum(parser);
  if (test == NULL) return NULL;
  if (op != OP_NONE) test = feel_node_three(parser, NODE_TEST, op, test, NULL, NULL);
  if (test == NULL || !feel_vector_add(&tests, test, parser->arena)) return NULL;
  return make_tests(parser, &tests, false);
}

/** `not( tests )` as the whole text; NULL and back at the start if it is not that. */
static const feel_expression *parse_negated(feel_parser *parser) {
  feel_parser saved = *parser;
  lu_error *error = parser->error;
  parser->error = NULL;
  parser->at += 3;
  const feel_expression *tests = NULL;
  if (feel_parse_sign(parser, "(")) tests = feel_parse_tests(parser, true);
  if (tests != NULL && feel_parse_expect(parser, ")")) {
    feel_parse_space(parser);
    if (*parser->at == '\0' && parser->status == LU_OK) {
      parser->error = error;
      return tests;
    }
  }
  uint64_t work = parser->work;
  *parser = saved;
  parser->work = work;
  return NULL;
}

const feel_expression *feel_parse_unary(feel_parser *parser) {
  feel_parse_space(parser);
  feel_vector none = {0};
  if (*parser->at == '\0') return make_tests(parser, &none, false);
  if (*parser->at == '-' && *feel_skip_white(parser->at + 1) == '\0') {
    parser->at++;
    return make_tests(parser, &none, false);
  }
  if (feel_at_word(parser->at, "not")) {
    const feel_expression *negated = parse_negated(parser);
    if (negated != NULL) return negated;
  }
  return feel_parse_tests(parser, false);
}

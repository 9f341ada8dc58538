/* SPDX-License-Identifier: Apache-2.0 */
/* Operators, lowest precedence first, down to calls, filters and paths. */
#include "feel_parse.h"

#include <string.h>

typedef const feel_expression *parse_function(feel_parser *parser);

/** Operators of one chain, as bytes; grows in the arena. */
typedef struct chain {
  feel_vector items;
  unsigned char *operators;
  size_t capacity;
} chain;

static bool chain_add(feel_parser *parser, chain *joined, feel_operator op,
                      const feel_expression *item) {
  if (item == NULL) return false;
  if (joined->items.count == joined->capacity) {
    size_t capacity = joined->capacity == 0 ? 4 : joined->capacity * 2;
    unsigned char *operators = lu_arena_array(parser->arena, capacity, 1);
    if (operators == NULL) return false;
    if (joined->capacity > 0) memcpy(operators, joined->operators, joined->capacity);
    joined->operators = operators;
    joined->capacity = capacity;
  }
  joined->operators[joined->items.count] = (unsigned char)op;
  return feel_vector_add(&joined->items, item, parser->arena);
}

/** The operator at the parser's place if it is one of this level; steps over it. */
static feel_operator take_operator(feel_parser *parser, feel_node_kind level, bool power) {
  feel_parse_space(parser);
  const char *at = parser->at;
  if (level == NODE_AND) return feel_parse_word(parser, "and") ? OP_ADD : OP_NONE;
  if (level == NODE_OR) return feel_parse_word(parser, "or") ? OP_ADD : OP_NONE;
  if (power) return feel_parse_sign(parser, "**") ? OP_POWER : OP_NONE;
  feel_operator op = OP_NONE;
  if (*at == '+') op = OP_ADD;
  if (*at == '-') op = OP_SUBTRACT;
  if (*at == '*' && at[1] != '*') op = OP_MULTIPLY;
  if (*at == '/') op = OP_DIVIDE;
  return op;
}

/** Parses operands of one level joined by its operators `first`..`last`. */
static const feel_expression *parse_chain(feel_parser *parser, feel_node_kind kind,
                                          parse_function *operand, feel_operator first,
                                          feel_operator last) {
  const feel_expression *left = operand(parser);
  if (left == NULL) return NULL;
  chain joined = {0};
  for (;;) {
    feel_operator op = take_operator(parser, kind, first == OP_POWER);
    if (op < first || op > last || parser->status != LU_OK) break;
    if (kind == NODE_ARITHMETIC && op != OP_POWER) parser->at++;
    if (joined.items.count == 0 && !chain_add(parser, &joined, OP_NONE, left)) return NULL;
    if (!chain_add(parser, &joined, op, operand(parser))) return NULL;
  }
  if (joined.items.count == 0 || parser->status != LU_OK) return left;
  feel_expression *node = feel_node(
      parser, kind, (const feel_expression *const *)joined.items.items, joined.items.count);
  if (node == NULL) return NULL;
  node->as.many.count = joined.items.count;
  node->as.many.items = (const feel_expression *const *)joined.items.items;
  node->as.many.operators = joined.operators;
  return node;
}

static const feel_expression *parse_instance(feel_parser *parser) {
  const feel_expression *subject = feel_parse_postfix(parser);
  while (subject != NULL && feel_parse_word(parser, "instance")) {
    if (!feel_parse_expect_word(parser, "of")) return NULL;
    const feel_type *type = feel_parse_type(parser);
    if (type == NULL) return NULL;
    feel_expression *node = feel_node(parser, NODE_INSTANCE, &subject, 1);
    if (node == NULL) return NULL;
    node->as.instance.subject = subject;
    node->as.instance.type = type;
    subject = node;
  }
  return subject;
}

static const feel_expression *parse_negation(feel_parser *parser) {
  size_t signs = 0;
  while (feel_parse_sign(parser, "-"))
    signs++;
  const feel_expression *operand = parse_instance(parser);
  for (; operand != NULL && signs > 0; signs--) {
    operand = feel_node_three(parser, NODE_NEGATE, OP_NONE, operand, NULL, NULL);
  }
  return operand;
}

static const feel_expression *parse_power(feel_parser *parser) {
  return parse_chain(parser, NODE_ARITHMETIC, parse_negation, OP_POWER, OP_POWER);
}

static const feel_expression *parse_product(feel_parser *parser) {
  return parse_chain(parser, NODE_ARITHMETIC, parse_power, OP_MULTIPLY, OP_DIVIDE);
}

const feel_expression *feel_parse_sum(feel_parser *parser) {
  return parse_chain(parser, NODE_ARITHMETIC, parse_product, OP_ADD, OP_SUBTRACT);
}

static const feel_expression *parse_between(feel_parser *parser, const feel_expression *subject) {
  const feel_expression *low = feel_parse_sum(parser);
  if (low == NULL || !feel_parse_expect_word(parser, "and")) return NULL;
  const feel_expression *high = feel_parse_sum(parser);
  if (high == NULL) return NULL;
  return feel_node_three(parser, NODE_BETWEEN, OP_NONE, subject, low, high);
}

static const feel_expression *parse_comparison(feel_parser *parser) {
  const feel_expression *left = feel_parse_sum(parser);
  while (left != NULL && parser->status == LU_OK) {
    feel_parse_space(parser);
    const char *end;
    feel_operator op = feel_comparison_at(parser->at, &end);
    if (op != OP_NONE) {
      parser->at = end;
      const feel_expression *right = feel_parse_sum(parser);
      if (right == NULL) return NULL;
      left = feel_node_three(parser, NODE_COMPARE, op, left, right, NULL);
    } else if (feel_parse_word(parser, "between")) {
      left = parse_between(parser, left);
    } else if (feel_parse_word(parser, "in")) {
      const feel_expression *tests = feel_parse_in_tests(parser);
      if (tests == NULL) return NULL;
      left = feel_node_three(parser, NODE_IN, OP_NONE, left, tests, NULL);
    } else {
      break;
    }
  }
  return parser->status == LU_OK ? left : NULL;
}

static const feel_expression *parse_and(feel_parser *parser) {
  return parse_chain(parser, NODE_AND, parse_comparison, OP_ADD, OP_ADD);
}

const feel_expression *feel_parse_expression(feel_parser *parser) {
  if (parser->status != LU_OK) return NULL;
  if (parser->depth >= PARSE_MAX_DEPTH) {
    return feel_parse_refuse(parser, "the expression is nested too deeply");
  }
  parser->work += 16; /* some places are read twice: bounds how often within each other */
  if (parser->work > PARSE_MAX_WORK) {
    return feel_parse_refuse(parser, "the expression takes too much work to read");
  }
  parser->depth++;
  const feel_expression *tree = parse_chain(parser, NODE_OR, parse_and, OP_ADD, OP_ADD);
  parser->depth--;
  return parser->status == LU_OK ? tree : NULL;
}

/* ---- what follows an operand ---- */

/**
 * True if the `[` at the parser's place closes a range ("[1..10[") rather than opening a filter:
 * then nothing follows that could begin a condition.
 */
static bool bracket_closes(const feel_parser *parser) {
  const char *next = feel_skip_space(parser->at + 1);
  if (next == NULL || *next == '\0') return true;
  if (strchr("]),}.=!<>+*/:", *next) != NULL) return true;
  return feel_at_infix_word(next);
}

static const feel_expression *parse_filter(feel_parser *parser, const feel_expression *base) {
  bool range_end = parser->range_end;
  size_t locals = parser->local_count;
  parser->range_end = false;
  parser->filters++;
  const feel_expression *condition = NULL;
  if (feel_parse_bind(parser, "item", false)) condition = feel_parse_expression(parser);
  parser->filters--;
  parser->local_count = locals;
  parser->range_end = range_end;
  if (condition == NULL || !feel_parse_expect(parser, "]")) return NULL;
  return feel_node_three(parser, NODE_FILTER, OP_NONE, base, condition, NULL);
}

static const feel_expression *parse_path(feel_parser *parser, const feel_expression *base) {
  const char *name = feel_parse_member(parser);
  if (name == NULL) return NULL;
  feel_expression *node = feel_node(parser, NODE_PATH, &base, 1);
  if (node == NULL) return NULL;
  node->as.path.base = base;
  node->as.path.name = name;
  return node;
}

/** The name of a named argument with its colon; NULL if the argument has none. */
static const char *parse_argument_name(feel_parser *parser) {
  feel_parse_space(parser);
  const char *at = parser->at;
  if (!feel_is_word_start(*at)) return NULL;
  while (*at != '\0' && strchr("\"(){}[],<>=!@:", *at) == NULL)
    at++;
  if (*at != ':') return NULL;
  const char *name = feel_parse_new_name(parser, ":", false);
  if (name != NULL) feel_parse_expect(parser, ":");
  return name;
}

/** Parses arguments up to the closing parenthesis; all of them named, or none. */
static bool parse_arguments(feel_parser *parser, feel_vector *arguments, feel_vector *names) {
  if (feel_parse_sign(parser, ")")) return true;
  do {
    const char *name = parse_argument_name(parser);
    if (parser->status != LU_OK) return false;
    if ((name != NULL) != (names->count > 0) && arguments->count > 0) {
      feel_parse_refuse(parser, "either all arguments have names or none has");
      return false;
    }
    const feel_expression *argument = feel_parse_expression(parser);
    if (argument == NULL) return false;
    if (!feel_vector_add(arguments, argument, parser->arena)) return false;
    if (name != NULL && !feel_vector_add(names, name, parser->arena)) return false;
  } while (feel_parse_sign(parser, ","));
  return feel_parse_expect(parser, ")");
}

static const feel_expression *parse_call(feel_parser *parser, const feel_expression *callee) {
  feel_vector arguments = {0}, names = {0};
  bool range_end = parser->range_end;
  parser->range_end = false;
  bool parsed = parse_arguments(parser, &arguments, &names);
  parser->range_end = range_end;
  if (!parsed) return NULL;
  size_t count = arguments.count;
  if (!feel_vector_add(&arguments, callee, parser->arena)) return NULL; /* for flags and height */
  const feel_expression *const *items = (const feel_expression *const *)arguments.items;
  feel_expression *node = feel_node(parser, NODE_CALL, items, count + 1);
  if (node == NULL) return NULL;
  node->as.call.callee = callee;
  node->as.call.count = count;
  node->as.call.arguments = items;
  node->as.call.names = names.count > 0 ? (const char *const *)names.items : NULL;
  return node;
}

const feel_expression *feel_parse_postfix(feel_parser *parser) {
  const feel_expression *operand = feel_parse_primary(parser);
  while (operand != NULL && parser->status == LU_OK) {
    if (feel_parse_sees(parser, "[")) {
      if (parser->range_end && bracket_closes(parser)) break;
      parser->at++;
      operand = parse_filter(parser, operand);
    } else if (feel_parse_sees(parser, ".") && !feel_parse_sees(parser, "..")) {
      parser->at++;
      operand = parse_path(parser, operand);
    } else if (feel_parse_sign(parser, "(")) {
      operand = parse_call(parser, operand);
    } else {
      break;
    }
  }
  return parser->status == LU_OK ? operand : NULL;
}

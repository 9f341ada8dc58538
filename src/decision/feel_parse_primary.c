/* SPDX-License-Identifier: Apache-2.0 */
/* Operands: literals, lists, ranges, contexts, parentheses. */
#include "feel_parse.h"

#include <string.h>

/** An expression inside brackets: a `[` there never closes an outer range. */
static const feel_expression *parse_inside(feel_parser *parser) {
  bool range_end = parser->range_end;
  parser->range_end = false;
  const feel_expression *inside = feel_parse_expression(parser);
  parser->range_end = range_end;
  return inside;
}

bool feel_parse_range_close(feel_parser *parser, bool *closed) {
  if (parser->status != LU_OK) return false;
  *closed = feel_parse_sign(parser, "]");
  if (*closed || feel_parse_sign(parser, ")") || feel_parse_sign(parser, "[")) return true;
  feel_parse_fail(parser, "']', ')' or '[' at the end of the range");
  return false;
}

const feel_expression *feel_parse_range_rest(feel_parser *parser, const feel_expression *low,
                                             bool low_closed) {
  bool range_end = parser->range_end;
  parser->range_end = true;
  const feel_expression *high = feel_parse_expression(parser);
  parser->range_end = range_end;
  bool high_closed;
  if (high == NULL || !feel_parse_range_close(parser, &high_closed)) return NULL;
  return feel_node_range(parser, low, high, low_closed, high_closed, FEEL_RANGE_INTERVAL);
}

static const feel_expression *parse_list(feel_parser *parser) {
  feel_vector items = {0};
  if (feel_parse_sign(parser, "]")) return feel_node_many(parser, NODE_LIST, &items);
  do {
    const feel_expression *item = parse_inside(parser);
    if (item == NULL) return NULL;
    if (items.count == 0 && feel_parse_sign(parser, "..")) {
      return feel_parse_range_rest(parser, item, true);
    }
    if (!feel_vector_add(&items, item, parser->arena)) return NULL;
  } while (feel_parse_sign(parser, ","));
  if (!feel_parse_expect(parser, "]")) return NULL;
  return feel_node_many(parser, NODE_LIST, &items);
}

/** A range that begins with ']'. */
static const feel_expression *parse_open_range(feel_parser *parser) {
  const feel_expression *low = parse_inside(parser);
  if (low == NULL || !feel_parse_expect(parser, "..")) return NULL;
  return feel_parse_range_rest(parser, low, false);
}

/** The range (< 5), (= 5), ...; behind its operator. */
static const feel_expression *parse_half_range(feel_parser *parser, feel_operator op) {
  bool range_end = parser->range_end;
  parser->range_end = false;
  const feel_expression *bound = feel_parse_sum(parser);
  parser->range_end = range_end;
  if (bound == NULL || !feel_parse_expect(parser, ")")) return NULL;
  switch (op) {
    case OP_LESS:
      return feel_node_range(parser, NULL, bound, false, false, FEEL_RANGE_INTERVAL);
    case OP_LESS_EQUAL:
      return feel_node_range(parser, NULL, bound, false, true, FEEL_RANGE_INTERVAL);
    case OP_GREATER:
      return feel_node_range(parser, bound, NULL, false, false, FEEL_RANGE_INTERVAL);
    case OP_GREATER_EQUAL:
      return feel_node_range(parser, bound, NULL, true, false, FEEL_RANGE_INTERVAL);
    case OP_EQUAL:
      return feel_node_range(parser, bound, bound, true, true, FEEL_RANGE_IS);
    default:
      return feel_node_range(parser, bound, bound, true, true, FEEL_RANGE_IS_NOT);
  }
}

static const feel_expression *parse_parenthesis(feel_parser *parser) {
  const char *end;
  feel_parse_space(parser);
  feel_operator op = feel_comparison_at(parser->at, &end);
  if (op != OP_NONE) {
    parser->at = end;
    return parse_half_range(parser, op);
  }
  const feel_expression *inside = parse_inside(parser);
  if (inside == NULL) return NULL;
  if (feel_parse_sign(parser, "..")) return feel_parse_range_rest(parser, inside, false);
  return feel_parse_expect(parser, ")") ? inside : NULL;
}

/* ---- literals ---- */

static const feel_expression *parse_number(feel_parser *parser) {
  const char *end = feel_number_end(parser->at);
  decimal number;
  if (!decimal_parse(&number, parser->at, (size_t)(end - parser->at))) {
    return feel_parse_fail(parser, "a number of at most 34 digits and exponent 6144");
  }
  parser->at = end;
  return feel_node_literal(parser, feel_number(parser->arena, number));
}

static char *parse_string(feel_parser *parser, size_t *length) {
  const char *end;
  char *string = feel_read_string(parser->at, &end, length, parser->arena);
  if (string == NULL) {
    feel_parse_refuse(parser, "the string that begins here does not end");
    return NULL;
  }
  parser->at = end;
  return string;
}

/** @"..." becomes its value at once; one that is nothing temporal stays, to complain when used. */
static const feel_expression *parse_at_literal(feel_parser *parser) {
  size_t length;
  feel_parse_space(parser);
  if (*parser->at != '"') return feel_parse_fail(parser, "a quotation mark after '@'");
  char *text = parse_string(parser, &length);
  if (text == NULL) return NULL;
  feel_evaluator evaluator = {.arena = parser->arena};
  const lu_value *value = feel_parse_at_literal(&evaluator, text);
  if (value->kind != LU_VALUE_NULL) return feel_node_literal(parser, value);
  feel_expression *node = feel_node(parser, NODE_AT, NULL, 0);
  if (node != NULL) node->as.text = text;
  return node;
}

/** true, false, null unless a longer known name begins there. */
static const feel_expression *parse_constant(feel_parser *parser) {
  static const struct {
    const char *word;
    const lu_value *value;
  } constants[] = {{"true", &feel_true}, {"false", &feel_false}, {"null", &feel_null}};
  for (size_t i = 0; i < sizeof constants / sizeof constants[0]; i++) {
    size_t length = strlen(constants[i].word);
    if (!feel_at_word(parser->at, constants[i].word)) continue;
    if (feel_parse_known(parser) > length) return NULL;
    parser->at += length;
    return feel_node_literal(parser, constants[i].value);
  }
  return NULL;
}

/* ---- contexts ---- */

static const char *parse_key(feel_parser *parser) {
  feel_parse_space(parser);
  if (*parser->at == '"') {
    size_t length;
    return parse_string(parser, &length);
  }
  return feel_parse_new_name(parser, ":", false);
}

static bool repeats(const feel_vector *names) {
  const char *last = names->items[names->count - 1];
  for (size_t i = 0; i + 1 < names->count; i++) {
    if (strcmp(names->items[i], last) == 0) return true;
  }
  return false;
}

/** One `name: expression`. The name is known in what follows, and in its own function. */
static bool parse_entry(feel_parser *parser, feel_vector *names, feel_vector *values,
                        bool *repeated) {
  const char *name = parse_key(parser);
  if (name == NULL || !feel_parse_expect(parser, ":")) return false;
  if (!feel_vector_add(names, name, parser->arena)) return false;
  parser->work += names->count;
  if (parser->work > PARSE_MAX_WORK) {
    feel_parse_refuse(parser, "the expression holds too many names");
    return false;
  }
  if (repeats(names)) *repeated = true;
  size_t local = parser->local_count;
  if (!feel_vector_add(&parser->members, name, parser->arena)) return false;
  if (!feel_parse_bind(parser, name, true)) return false;
  const feel_expression *value = parse_inside(parser);
  if (value == NULL) return false;
  parser->locals[local].pending = false;
  return feel_vector_add(values, value, parser->arena);
}

static const feel_expression *parse_context(feel_parser *parser) {
  feel_vector names = {0}, values = {0};
  bool repeated = false;
  size_t locals = parser->local_count;
  if (!feel_parse_sign(parser, "}")) {
    do {
      if (!parse_entry(parser, &names, &values, &repeated)) return NULL;
    } while (feel_parse_sign(parser, ","));
    if (!feel_parse_expect(parser, "}")) return NULL;
  }
  parser->local_count = locals;
  const feel_expression *const *children = (const feel_expression *const *)values.items;
  feel_expression *node = feel_node(parser, NODE_CONTEXT, children, values.count);
  if (node == NULL) return NULL;
  node->as.context.count = values.count;
  node->as.context.names = (const char *const *)names.items;
  node->as.context.values = children;
  node->as.context.repeated = repeated;
  return node;
}

const feel_expression *feel_parse_primary(feel_parser *parser) {
  if (parser->status != LU_OK) return NULL;
  feel_parse_space(parser);
  const char *at = parser->at;
  if ((*at >= '0' && *at <= '9') || (*at == '.' && at[1] >= '0' && at[1] <= '9')) {
    return parse_number(parser);
  }
  if (*at == '"') {
    size_t length;
    char *string = parse_string(parser, &length);
    if (string == NULL) return NULL;
    return feel_node_literal(parser, feel_string(parser->arena, string, length));
  }
  if (feel_parse_sign(parser, "@")) return parse_at_literal(parser);
  if (feel_parse_sign(parser, "[")) return parse_list(parser);
  if (feel_parse_sign(parser, "]")) return parse_open_range(parser);
  if (feel_parse_sign(parser, "(")) return parse_parenthesis(parser);
  if (feel_parse_sign(parser, "{")) return parse_context(parser);
  const feel_expression *node = parse_constant(parser);
  if (node == NULL) node = feel_parse_block(parser);
  if (node != NULL || parser->status != LU_OK) return node;
  return feel_parse_reference(parser);
}

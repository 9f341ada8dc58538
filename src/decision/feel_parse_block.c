/* SPDX-License-Identifier: Apache-2.0 */
/* Expressions that begin with a word: if, for, some, every, function. */
#include "feel_parse.h"

#include <string.h>

/** True if this word begins a block here: no longer known name stands there. Steps over it. */
static bool begins(feel_parser *parser, const char *word) {
  if (!feel_at_word(parser->at, word)) return false;
  if (feel_parse_known(parser) > strlen(word)) return false;
  parser->at += strlen(word);
  return true;
}

static const feel_expression *parse_if(feel_parser *parser) {
  const feel_expression *condition = feel_parse_expression(parser);
  if (condition == NULL || !feel_parse_expect_word(parser, "then")) return NULL;
  const feel_expression *yes = feel_parse_expression(parser);
  if (yes == NULL || !feel_parse_expect_word(parser, "else")) return NULL;
  const feel_expression *no = feel_parse_expression(parser);
  if (no == NULL) return NULL;
  return feel_node_three(parser, NODE_IF, OP_NONE, condition, yes, no);
}

/** One iterator; its name is known from behind it on. */
static feel_iterator *parse_iterator(feel_parser *parser, feel_vector *children) {
  feel_iterator *iterator = lu_arena_alloc(parser->arena, sizeof *iterator);
  if (iterator == NULL) return NULL;
  iterator->name = feel_parse_new_name(parser, "", true);
  if (iterator->name == NULL || !feel_parse_expect_word(parser, "in")) return NULL;
  iterator->source = feel_parse_expression(parser);
  if (iterator->source == NULL) return NULL;
  if (!feel_vector_add(children, iterator->source, parser->arena)) return NULL;
  if (feel_parse_sign(parser, "..")) {
    iterator->high = feel_parse_expression(parser);
    if (iterator->high == NULL) return NULL;
    if (!feel_vector_add(children, iterator->high, parser->arena)) return NULL;
  }
  return feel_parse_bind(parser, iterator->name, false) ? iterator : NULL;
}

/** Parses the iterators; as one array, because iterators are evaluated as often as bodies. */
static const feel_iterator *parse_iterators(feel_parser *parser, feel_vector *children,
                                            size_t *count) {
  feel_vector found = {0};
  do {
    const feel_iterator *iterator = parse_iterator(parser, children);
    if (iterator == NULL || !feel_vector_add(&found, iterator, parser->arena)) return NULL;
    if (found.count > PARSE_MAX_DEPTH) {
      feel_parse_refuse(parser, "the loop has too many variables");
      return NULL;
    }
  } while (feel_parse_sign(parser, ","));
  feel_iterator *iterators = lu_arena_array(parser->arena, found.count, sizeof *iterators);
  if (iterators == NULL) return NULL;
  for (size_t i = 0; i < found.count; i++)
    iterators[i] = *(const feel_iterator *)found.items[i];
  *count = found.count;
  return iterators;
}

static const feel_expression *parse_loop(feel_parser *parser, feel_node_kind kind,
                                         const char *word) {
  size_t locals = parser->local_count, count = 0;
  feel_vector children = {0};
  const feel_iterator *iterators = parse_iterators(parser, &children, &count);
  if (iterators == NULL || !feel_parse_expect_word(parser, word)) return NULL;
  if (kind == NODE_FOR && !feel_parse_bind(parser, "partial", false)) return NULL;
  const feel_expression *body = feel_parse_expression(parser);
  parser->local_count = locals;
  if (body == NULL || !feel_vector_add(&children, body, parser->arena)) return NULL;
  feel_expression *node =
      feel_node(parser, kind, (const feel_expression *const *)children.items, children.count);
  if (node == NULL) return NULL;
  node->height = (unsigned short)(node->height + (count < 100 ? 0 : count));
  node->as.loop.count = count;
  node->as.loop.iterators = iterators;
  node->as.loop.body = body;
  return node;
}

/* ---- function ---- */

/** Parses `(a, b: number)`: names, and types where there are some. */
static bool parse_parameters(feel_parser *parser, feel_vector *names, feel_vector *types) {
  if (!feel_parse_expect(parser, "(")) return false;
  if (feel_parse_sign(parser, ")")) return true;
  do {
    const char *name = feel_parse_new_name(parser, ":,)", false);
    const feel_type *type = NULL;
    if (name == NULL) return false;
    if (feel_parse_sign(parser, ":")) {
      type = feel_parse_type(parser);
      if (type == NULL) return false;
    }
    if (!feel_vector_add(names, name, parser->arena)) return false;
    if (!feel_vector_add(types, type, parser->arena)) return false;
  } while (feel_parse_sign(parser, ","));
  return feel_parse_expect(parser, ")");
}

/** The body: an expression, or `external` with a mapping, which we read but never run. */
static const feel_expression *parse_body(feel_parser *parser, const feel_vector *names) {
  size_t locals = parser->local_count;
  bool external = feel_parse_word(parser, "external");
  for (size_t i = 0; i < names->count; i++) {
    if (!feel_parse_bind(parser, names->items[i], false)) return NULL;
  }
  const feel_expression *body = feel_parse_expression(parser);
  parser->local_count = locals;
  if (body == NULL || !external) return body;
  return feel_node(parser, NODE_EXTERNAL, NULL, 0);
}

static const feel_expression *parse_function(feel_parser *parser) {
  feel_vector names = {0}, types = {0};
  if (!parse_parameters(parser, &names, &types)) return NULL;
  const feel_expression *body = parse_body(parser, &names);
  if (body == NULL) return NULL;
  feel_function *function = lu_arena_alloc(parser->arena, sizeof *function);
  feel_expression *node = feel_node(parser, NODE_FUNCTION, &body, 1);
  if (function == NULL || node == NULL) return NULL;
  function->kind = FEEL_LAMBDA;
  function->parameter_count = names.count;
  function->parameters = (const char *const *)names.items;
  function->parameter_types = (const feel_type *const *)types.items;
  function->body = body;
  node->flags |= FLAG_FUNCTION;
  node->as.function = function;
  return node;
}

const feel_expression *feel_parse_block(feel_parser *parser) {
  if (begins(parser, "if")) return parse_if(parser);
  if (begins(parser, "for")) return parse_loop(parser, NODE_FOR, "return");
  if (begins(parser, "some")) return parse_loop(parser, NODE_SOME, "satisfies");
  if (begins(parser, "every")) return parse_loop(parser, NODE_EVERY, "satisfies");
  const char *at = parser->at;
  if (begins(parser, "function")) {
    if (feel_parse_sees(parser, "(")) return parse_function(parser);
    parser->at = at;
  }
  return NULL;
}

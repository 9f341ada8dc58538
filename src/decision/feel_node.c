/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes of the tree: making them, with literals computed at once, and finding free names. */
#include "feel_parse.h"

const char feel_input_name[] = "?";

feel_expression *feel_node(feel_parser *parser, feel_node_kind kind,
                           const feel_expression *const *children, size_t count) {
  if (parser->status != LU_OK) return NULL;
  unsigned height = 0, flags = 0;
  for (size_t i = 0; i < count; i++) {
    if (children[i] == NULL) continue;
    if (children[i]->height > height) height = children[i]->height;
    flags |= children[i]->flags;
  }
  if (height >= FEEL_MAX_HEIGHT) {
    feel_parse_refuse(parser, "the expression is nested too deeply");
    return NULL;
  }
  feel_expression *node = lu_arena_alloc(parser->arena, sizeof *node);
  if (node == NULL) {
    feel_parse_fail(parser, "");
    return NULL;
  }
  node->kind = (unsigned char)kind;
  node->height = (unsigned short)(height + 1);
  node->flags = (unsigned char)flags;
  return node;
}

const feel_expression *feel_node_literal(feel_parser *parser, const lu_value *value) {
  feel_expression *node = feel_node(parser, NODE_LITERAL, NULL, 0);
  if (node != NULL) node->as.value = value;
  return node;
}

const feel_expression *feel_node_three(feel_parser *parser, feel_node_kind kind, feel_operator op,
                                       const feel_expression *a, const feel_expression *b,
                                       const feel_expression *c) {
  if (parser->status != LU_OK) return NULL;
  if (kind == NODE_NEGATE && a->kind == NODE_LITERAL && a->as.value->kind == LU_VALUE_NUMBER) {
    decimal number = decimal_negate(a->as.value->as.number);
    return feel_node_literal(parser, feel_number(parser->arena, number));
  }
  const feel_expression *children[] = {a, b, c};
  feel_expression *node = feel_node(parser, kind, children, 3);
  if (node == NULL) return NULL;
  node->op = (unsigned char)op;
  node->as.three.a = a;
  node->as.three.b = b;
  node->as.three.c = c;
  /* Tests bind `?` themselves: only that of the tested operand belongs to the tests around. */
  if (kind == NODE_IN) {
    node->flags = (unsigned char)((node->flags & ~FLAG_INPUT) | (a->flags & FLAG_INPUT));
  }
  return node;
}

/** A list of literals as one literal; NULL if an item is not one. */
static const feel_expression *fold_list(feel_parser *parser, const feel_vector *items) {
  for (size_t i = 0; i < items->count; i++) {
    if (((const feel_expression *)items->items[i])->kind != NODE_LITERAL) return NULL;
  }
  const lu_value **values = lu_arena_array(parser->arena, items->count, sizeof *values);
  if (values == NULL) return NULL;
  for (size_t i = 0; i < items->count; i++) {
    values[i] = ((const feel_expression *)items->items[i])->as.value;
  }
  return feel_node_literal(parser, feel_list_value(parser->arena, values, items->count));
}

const feel_expression *feel_node_many(feel_parser *parser, feel_node_kind kind,
                                      const feel_vector *items) {
  if (parser->status != LU_OK) return NULL;
  if (kind == NODE_LIST) {
    const feel_expression *folded = fold_list(parser, items);
    if (folded != NULL) return folded;
  }
  const feel_expression *const *children = (const feel_expression *const *)items->items;
  feel_expression *node = feel_node(parser, kind, children, items->count);
  if (node == NULL) return NULL;
  node->as.many.count = items->count;
  node->as.many.items = children;
  return node;
}

const feel_expression *feel_node_range(feel_parser *parser, const feel_expression *low,
                                       const feel_expression *high, bool low_closed,
                                       bool high_closed, feel_range_form form) {
  if (parser->status != LU_OK) return NULL;
  if ((low == NULL || low->kind == NODE_LITERAL) && (high == NULL || high->kind == NODE_LITERAL)) {
    feel_range range = {.form = form, .low_closed = low_closed, .high_closed = high_closed};
    if (low != NULL) range.low = low->as.value;
    if (high != NULL) range.high = high->as.value;
    return feel_node_literal(parser, feel_range_value(parser->arena, range));
  }
  const feel_expression *children[] = {low, high};
  feel_expression *node = feel_node(parser, NODE_RANGE, children, 2);
  if (node == NULL) return NULL;
  node->as.range.low = low;
  node->as.range.high = high;
  node->as.range.low_closed = low_closed;
  node->as.range.high_closed = high_closed;
  node->as.range.form = form;
  return node;
}

/* ---- free names ---- */

typedef void visitor(void *user, const char *name);

static void visit_all(const feel_expression *const *items, size_t count, visitor *visit,
                      void *user) {
  for (size_t i = 0; i < count; i++)
    feel_free_names(items[i], visit, user);
}

static void visit_loop(const feel_expression *node, visitor *visit, void *user) {
  for (size_t i = 0; i < node->as.loop.count; i++) {
    feel_free_names(node->as.loop.iterators[i].source, visit, user);
    feel_free_names(node->as.loop.iterators[i].high, visit, user);
  }
  feel_free_names(node->as.loop.body, visit, user);
}

void feel_free_names(const feel_expression *node, visitor *visit, void *user) {
  if (node == NULL) return;
  switch ((feel_node_kind)node->kind) {
    case NODE_NAME:
      if (!node->as.name.local) visit(user, node->as.name.name);
      return;
    case NODE_LIST:
    case NODE_ARITHMETIC:
    case NODE_AND:
    case NODE_OR:
    case NODE_TESTS:
      visit_all(node->as.many.items, node->as.many.count, visit, user);
      return;
    case NODE_CONTEXT:
      visit_all(node->as.context.values, node->as.context.count, visit, user);
      return;
    case NODE_RANGE:
      feel_free_names(node->as.range.low, visit, user);
      if (node->as.range.high != node->as.range.low) {
        feel_free_names(node->as.range.high, visit, user);
      }
      return;
    case NODE_FUNCTION:
      feel_free_names(node->as.function->body, visit, user);
      return;
    case NODE_FOR:
    case NODE_SOME:
    case NODE_EVERY:
      visit_loop(node, visit, user);
      return;
    case NODE_PATH:
      feel_free_names(node->as.path.base, visit, user);
      return;
    case NODE_CALL:
      feel_free_names(node->as.call.callee, visit, user);
      visit_all(node->as.call.arguments, node->as.call.count, visit, user);
      return;
    case NODE_INSTANCE:
      feel_free_names(node->as.instance.subject, visit, user);
      return;
    case NODE_LITERAL:
    case NODE_AT:
    case NODE_EXTERNAL:
      return;
    case NODE_NEGATE:
    case NODE_COMPARE:
    case NODE_BETWEEN:
    case NODE_IN:
    case NODE_IF:
    case NODE_FILTER:
    case NODE_TEST:
      break;
  }
  feel_free_names(node->as.three.a, visit, user);
  feel_free_names(node->as.three.b, visit, user);
  feel_free_names(node->as.three.c, visit, user);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers at which alone a decision can change along a numeric input. */
#include <stdlib.h>
#include <string.h>

#include "boxed.h"
#include "feel_ast.h"

/** What is collected. */
typedef struct finder {
  const lu_model *model;
  const model_node *input;
  const model_node *node; /**< the one that is looked at */
  double *limits;         /**< rising */
  size_t count, room;
  bool mentioned; /**< the input was met where no cell is */
  bool *seen;     /**< per node */
} finder;

/** Keeps a number once, in rising order. @return false if there is no room */
static bool add_limit(finder *find, double limit) {
  size_t place = 0;
  while (place < find->count && find->limits[place] < limit)
    place++;
  if (place < find->count && find->limits[place] <= limit) return true;
  if (find->count == find->room) return false;
  memmove(&find->limits[place + 1], &find->limits[place],
          (find->count - place) * sizeof *find->limits);
  find->limits[place] = limit;
  find->count++;
  return true;
}

static bool add_number(finder *find, const lu_value *value) {
  return value->kind == LU_VALUE_NUMBER && add_limit(find, decimal_to_double(value->as.number));
}

/** Keeps the numbers of a literal: a number, or a range between numbers. */
static bool add_literal(finder *find, const feel_expression *node) {
  if (node == NULL || node->kind != NODE_LITERAL) return false;
  const lu_value *value = node->as.value;
  if (value->kind != LU_VALUE_RANGE) return add_number(find, value);
  return (value->as.range.low == NULL || add_number(find, value->as.range.low)) &&
         (value->as.range.high == NULL || add_number(find, value->as.range.high));
}

static bool add_test(finder *find, const feel_expression *node) {
  switch ((feel_node_kind)node->kind) {
    case NODE_LITERAL:
      return add_literal(find, node);
    case NODE_TEST:
      return add_literal(find, node->as.three.a);
    case NODE_RANGE:
      return (node->as.range.low == NULL || add_literal(find, node->as.range.low)) &&
             (node->as.range.high == NULL || add_literal(find, node->as.range.high));
    default:
      return false;
  }
}

/** Collects the numbers of a cell. @return false if it holds anything else */
static bool add_cell(finder *find, const feel_expression *tests) {
  if (tests == NULL) return true;
  if (tests->kind != NODE_TESTS) return add_test(find, tests);
  for (size_t i = 0; i < tests->as.many.count; i++)
    if (!add_test(find, tests->as.many.items[i])) return false;
  return true;
}

/** Notes whether a name leads to the input. */
static void visit_name(void *user, const char *name) {
  finder *find = user;
  size_t length = strlen(name);
  for (size_t i = 0; i < find->node->slot_count; i++) {
    const model_slot *slot = &find->node->slots[i];
    if (strncmp(slot->name, name, length) != 0 ||
        (slot->name[length] != '\0' && slot->name[length] != '.'))
      continue;
    find->mentioned |= slot->node == find->input;
    for (size_t k = 0; k < slot->member_count; k++)
      find->mentioned |= slot->members[k] == find->input;
  }
}

static bool mentions(finder *find, const feel_expression *expression) {
  find->mentioned = false;
  if (expression != NULL) feel_free_names(expression, visit_name, find);
  return find->mentioned;
}

/** Collects the limits of one column. @return false if it uses the input in another way */
static bool add_column(finder *find, const lu_table *table, size_t column) {
  const table_input *input = &table->inputs[column];
  bool whole = input->expression != NULL && input->expression->kind == NODE_NAME;
  if (!mentions(find, input->expression)) {
    for (size_t r = 0; r < table->rule_count; r++)
      if (mentions(find, table->rules[r].tests[column])) return false;
    return !mentions(find, input->allowed);
  }
  if (!whole || !add_cell(find, input->allowed)) return false;
  for (size_t r = 0; r < table->rule_count; r++)
    if (!add_cell(find, table->rules[r].tests[column])) return false;
  return true;
}

static bool add_table(finder *find, const lu_table *table) {
  for (size_t i = 0; i < table->input_count; i++)
    if (!add_column(find, table, i)) return false;
  for (size_t i = 0; i < table->output_count; i++) {
    if (mentions(find, table->outputs[i].otherwise)) return false;
    for (size_t r = 0; r < table->rule_count; r++)
      if (mentions(find, table->rules[r].outputs[i])) return false;
  }
  return true;
}

static bool depends(const finder *find, const model_node *node) {
  size_t number = find->input->input_number;
  if (node->kind == NODE_INPUT) return node == find->input;
  return node->depends == NULL || (node->depends[number / 64] >> number % 64 & 1u) != 0;
}

/** Collects the limits of a node and of all that it requires. @return false if it cannot be done */
static bool add_node(finder *find, const model_node *node) {
  if (find->seen[node->index] || !depends(find, node)) return true;
  find->seen[node->index] = true;
  if (node->kind == NODE_INPUT)
    return node->type == NULL || node->type->allowed == NULL || add_cell(find, node->type->allowed);
  if (node->kind != NODE_DECISION || node->logic == NULL) return false;
  find->node = node;
  if (node->logic->kind == BOXED_TABLE) {
    if (!add_table(find, node->logic->table)) return false;
  } else {
    find->mentioned = false;
    boxed_free_names(node->logic, visit_name, find);
    if (find->mentioned) return false;
  }
  for (size_t i = 0; i < node->requirement_count; i++)
    if (!add_node(find, node->requirements[i])) return false;
  return true;
}

size_t lu_model_limits(const lu_model *model, size_t decision, size_t input, double *limits,
                       size_t room) {
  if (decision >= model->own_decision_count || input >= model->own_input_count) return LU_NO_INDEX;
  finder find = {.model = model,
                 .input = model->own_inputs[input],
                 .limits = limits,
                 .room = room,
                 .seen = calloc(model->node_count + 1, sizeof(bool))};
  if (find.seen == NULL) return LU_NO_INDEX;
  bool found = add_node(&find, model->own_decisions[decision]);
  free(find.seen);
  return found ? find.count : LU_NO_INDEX;
}

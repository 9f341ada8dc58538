/* SPDX-License-Identifier: Apache-2.0 */
/* Compiles the expressions of all nodes, each in the scope of what it requires. */
#include <string.h>

#include "boxed.h"
#include "model.h"

/** Reads the body and parameters of a business knowledge model. */
static lu_status read_knowledge(const boxed_place *place, model_node *node, lu_error *error) {
  const xmlNode *element = xml_child(node->xml, "encapsulatedLogic");
  if (element == NULL) return LU_OK;
  boxed *function = lu_arena_alloc(place->model->arena, sizeof *function);
  if (function == NULL) return lu_fail_memory(error);
  lu_status status = boxed_read_function(function, place, element, error);
  node->parameter_count = function->parameter_count;
  node->parameters = function->parameters;
  node->parameter_types = function->parameter_types;
  node->foreign = function->foreign;
  node->logic = function->first;
  return status;
}

static lu_status read_node(lu_model *model, model_node *node, lu_error *error) {
  const char **list = lu_arena_array(model->arena, node->slot_count, sizeof *list);
  if (list == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < node->slot_count; i++)
    list[i] = node->slots[i].name;
  feel_names names = {.outer = &node->unit->names, .count = node->slot_count, .names = list};
  boxed_place place = {model, node, &names};
  if (node->type != NULL && node->type->kind == FEEL_TYPE_FUNCTION && node->kind == NODE_KNOWLEDGE)
    node->type = node->type->element; /* the variable is typed as the function, or as its result */
  if (node->kind == NODE_KNOWLEDGE) return read_knowledge(&place, node, error);
  if (node->kind != NODE_DECISION) return LU_OK;
  const xmlNode *element = boxed_find(node->xml);
  return element == NULL ? LU_OK : boxed_read(&node->logic, &place, element, error);
}

lu_status model_read_logic(lu_model *model, lu_error *error) {
  for (size_t i = 0; i < model->node_count; i++) {
    model_node *node = model->nodes[i];
    lu_error inner = LU_ERROR_INIT;
    lu_status status = read_node(model, node, &inner);
    if (status == LU_OK) continue;
    if (status == LU_OUT_OF_MEMORY) return lu_fail_memory(error);
    if (!model->lenient) return lu_fail(error, status, "%s", inner.message);
    node->logic = NULL;
    node->fault = lu_arena_strdup(model->arena, inner.message);
    if (node->fault == NULL) return lu_fail_memory(error);
  }
  return LU_OK;
}

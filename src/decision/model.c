/* SPDX-License-Identifier: Apache-2.0 */
/* Models: reading, freeing, and what they say of themselves. */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "boxed.h"
#include "lutetia/base/file.h"

/** Lists the inputs and decisions of the model itself. */
static lu_status list_own(lu_model *model, lu_error *error) {
  const model_unit *unit = model->units[0];
  model->own_inputs = lu_arena_array(model->arena, unit->node_count, sizeof *model->own_inputs);
  model->own_decisions =
      lu_arena_array(model->arena, unit->node_count, sizeof *model->own_decisions);
  if (lu_arena_failed(model->arena)) return lu_fail_memory(error);
  for (size_t i = 0; i < unit->node_count; i++) {
    model_node *node = unit->nodes[i];
    if (node->kind == NODE_INPUT) model->own_inputs[model->own_input_count++] = node;
    if (node->kind == NODE_DECISION) model->own_decisions[model->own_decision_count++] = node;
  }
  return LU_OK;
}

/** Frees the XML trees: nothing points into them once the model is read. */
static void drop_documents(lu_model *model) {
  for (size_t i = 0; i < model->unit_count; i++) {
    xmlFreeDoc(model->units[i]->document);
    model->units[i]->document = NULL;
    for (size_t k = 0; k < model->units[i]->type_count; k++)
      model->units[i]->types[k].xml = NULL;
  }
  for (size_t i = 0; i < model->node_count; i++)
    model->nodes[i]->xml = NULL;
  model->context = NULL;
}

static lu_status build(lu_model *model, const char *xml, size_t length, const char *name,
                       lu_error *error) {
  lu_status status = model_read_units(model, xml, length, name, error);
  if (status == LU_OK) status = list_own(model, error);
  if (status == LU_OK) status = model_read_types(model, error);
  if (status == LU_OK) status = model_read_graph(model, error);
  if (status == LU_OK) status = model_read_logic(model, error);
  if (status == LU_OK) status = model_read_candidates(model, error);
  if (status != LU_OK) return status;
  model_find_dependencies(model);
  return lu_arena_failed(model->arena) ? lu_fail_memory(error) : LU_OK;
}

/** Makes a model from bytes; `path` is NULL if it does not come from a file. */
static lu_status make_model(lu_model **out, const char *xml, size_t length, const char *name,
                            const char *path, bool lenient, lu_context *context, lu_error *error) {
  *out = NULL;
  lu_model *model = calloc(1, sizeof *model);
  if (model == NULL) return lu_fail_memory(error);
  model->lenient = lenient;
  model->context = context;
  model->path = path;
  model->arena = lu_arena_new();
  lu_status status =
      model->arena == NULL ? lu_fail_memory(error) : build(model, xml, length, name, error);
  drop_documents(model);
  model->path = NULL;
  if (status != LU_OK)
    lu_model_free(model);
  else
    *out = model;
  return status;
}

lu_status lu_model_read(lu_model **out, const char *path, bool lenient, lu_context *context,
                        lu_error *error) {
  char *bytes = NULL;
  size_t length = 0;
  *out = NULL;
  lu_status status = lu_file_read(&bytes, &length, path, XML_LIMIT, error);
  if (status == LU_OK) status = make_model(out, bytes, length, path, path, lenient, context, error);
  if (status == LU_OK) lu_sha256((*out)->hash, bytes, length);
  free(bytes);
  return status;
}

lu_status lu_model_read_buffer(lu_model **out, const char *xml, size_t length, const char *name,
                               bool lenient, lu_context *context, lu_error *error) {
  return make_model(out, xml, length, name, NULL, lenient, context, error);
}

void lu_model_free(lu_model *model) {
  if (model == NULL) return;
  lu_arena_free(model->arena);
  free(model);
}

const char *lu_model_name(const lu_model *model) {
  return model->units[0]->name;
}

const char *lu_model_hash(const lu_model *model) {
  return model->hash;
}

const char *lu_model_description(const lu_model *model) {
  return model->units[0]->description;
}

size_t lu_model_input_count(const lu_model *model) {
  return model->own_input_count;
}

const char *lu_model_input_name(const lu_model *model, size_t index) {
  return index < model->own_input_count ? model->own_inputs[index]->name : NULL;
}

const char *lu_model_input_type(const lu_model *model, size_t index) {
  return index < model->own_input_count ? model->own_inputs[index]->type_text : NULL;
}

size_t lu_model_decision_count(const lu_model *model) {
  return model->own_decision_count;
}

const char *lu_model_decision_name(const lu_model *model, size_t index) {
  return index < model->own_decision_count ? model->own_decisions[index]->name : NULL;
}

size_t lu_model_find_decision(const lu_model *model, const char *name) {
  for (size_t i = 0; i < model->own_decision_count; i++)
    if (strcmp(model->own_decisions[i]->name, name) == 0) return i;
  return LU_NO_INDEX;
}

const char *lu_model_decision_description(const lu_model *model, size_t decision) {
  return decision < model->own_decision_count ? model->own_decisions[decision]->description : "";
}

const lu_table *lu_model_table(const lu_model *model, size_t decision) {
  if (decision >= model->own_decision_count) return NULL;
  const boxed *logic = model->own_decisions[decision]->logic;
  return logic == NULL || logic->kind != BOXED_TABLE ? NULL : logic->table;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The requirements graph: links, scopes, cycles, and which inputs a decision can depend on. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "boxed.h"
#include "model.h"

/** What a node is called in messages. */
static const char *kind_name(const model_node *node) {
  switch (node->kind) {
    case NODE_INPUT:
      return "input data";
    case NODE_DECISION:
      return "decision";
    case NODE_KNOWLEDGE:
      return "business knowledge model";
    case NODE_SERVICE:
      return "decision service";
  }
  return "element";
}

lu_status boxed_fail(const boxed_place *place, int line, lu_error *error, const char *format, ...) {
  const model_node *node = place->node;
  char text[sizeof error->message / 2];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  return lu_fail(error, LU_BAD_INPUT, "%s:%d: %s \"%s\": %s", node->unit->file, line,
                 kind_name(node), node->name, text);
}

/** The unit that an href points into: "#id", "id" or "namespace#id". */
static const model_unit *href_unit(const model_unit *unit, const char *href, const char **id) {
  const char *hash = strrchr(href, '#');
  *id = hash == NULL ? href : hash + 1;
  size_t length = hash == NULL ? 0 : (size_t)(hash - href);
  if (length == 0) return unit;
  if (strlen(unit->namespace) == length && strncmp(href, unit->namespace, length) == 0) return unit;
  for (size_t i = 0; i < unit->import_count; i++) {
    const char *namespace = unit->imports[i].namespace;
    if (strlen(namespace) == length && strncmp(href, namespace, length) == 0)
      return unit->imports[i].unit;
  }
  return NULL;
}

/** Finds the node of an href; NULL if there is none. */
static const model_node *find_href(const model_unit *unit, const char *href) {
  const char *id;
  const model_unit *owner = href_unit(unit, href, &id);
  for (size_t i = 0; owner != NULL && i < owner->node_count; i++)
    if (owner->nodes[i]->id != NULL && strcmp(owner->nodes[i]->id, id) == 0) return owner->nodes[i];
  return NULL;
}

/** The node that an element such as requiredInput points to. NULL without failure only if lenient.
 */
static lu_status follow(const model_node **out, lu_model *model, const model_node *node,
                        const xmlNode *element, lu_error *error) {
  boxed_place place = {model, node, NULL};
  const char *href = xml_attribute(element, "href", model->arena);
  *out = NULL;
  if (lu_arena_failed(model->arena)) return lu_fail_memory(error);
  if (href != NULL) *out = find_href(node->unit, href);
  if (*out != NULL || model->lenient) return LU_OK;
  if (href == NULL)
    return boxed_fail(&place, xml_line(element), error, "this %s has no href",
                      (const char *)element->name);
  return boxed_fail(&place, xml_line(element), error, "%s points to \"%s\", which does not exist",
                    (const char *)element->name, href);
}

/** A growing list of nodes. */
typedef struct node_list {
  void **nodes;
  size_t count, capacity;
} node_list;

/** Appends what all child elements of one name point to. */
static lu_status follow_all(node_list *list, lu_model *model, const model_node *node,
                            const xmlNode *parent, const char *name, lu_error *error) {
  for (const xmlNode *element = xml_child(parent, name); element != NULL;
       element = xml_next(element)) {
    const model_node *target = NULL;
    lu_status status = follow(&target, model, node, element, error);
    if (status != LU_OK) return status;
    if (target != NULL &&
        !model_push(model->arena, &list->nodes, &list->count, &list->capacity, (void *)target))
      return lu_fail_memory(error);
  }
  return LU_OK;
}

/** Reads the requirements of a decision or of knowledge. */
static lu_status read_requirements(lu_model *model, model_node *node, lu_error *error) {
  node_list list = {NULL, 0, 0};
  lu_status status = LU_OK;
  for (const xmlNode *element = xml_first(node->xml); element != NULL && status == LU_OK;
       element = xml_after(element)) {
    if (xml_is(element, "informationRequirement")) {
      status = follow_all(&list, model, node, element, "requiredInput", error);
      if (status == LU_OK)
        status = follow_all(&list, model, node, element, "requiredDecision", error);
    } else if (xml_is(element, "knowledgeRequirement")) {
      status = follow_all(&list, model, node, element, "requiredKnowledge", error);
    }
  }
  node->requirements = (const model_node *const *)list.nodes;
  node->requirement_count = list.count;
  return status;
}

/** Reads a decision service: parameters are its input data, then its input decisions. */
static lu_status read_service(lu_model *model, model_node *node, lu_error *error) {
  node_list outputs = {NULL, 0, 0}, inputs = {NULL, 0, 0};
  lu_status status = follow_all(&outputs, model, node, node->xml, "outputDecision", error);
  if (status == LU_OK) status = follow_all(&inputs, model, node, node->xml, "inputData", error);
  if (status == LU_OK) status = follow_all(&inputs, model, node, node->xml, "inputDecision", error);
  if (status != LU_OK) return status;
  const char **names = lu_arena_array(model->arena, inputs.count, sizeof *names);
  const feel_type **types = lu_arena_array(model->arena, inputs.count, sizeof *types);
  if (names == NULL || types == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < inputs.count; i++) {
    const model_node *input = inputs.nodes[i];
    names[i] = input->variable;
    types[i] = input->type;
  }
  node->outputs = (const model_node *const *)outputs.nodes;
  node->output_count = outputs.count;
  node->service_inputs = (const model_node *const *)inputs.nodes;
  node->parameter_count = inputs.count;
  node->parameters = names;
  node->parameter_types = types;
  return LU_OK;
}

/* ---- scopes ---- */

/** The prefix under which a unit sees a node; NULL if it needs none. */
static const char *prefix_of(const model_unit *unit, const model_node *node) {
  if (node->unit == unit) return NULL;
  for (size_t i = 0; i < unit->import_count; i++)
    if (unit->imports[i].unit == node->unit)
      return *unit->imports[i].prefix == '\0' ? NULL : unit->imports[i].prefix;
  return NULL;
}

/** Adds a required node to the slots of a scope, unless it is there. */
static bool add_slot(lu_model *model, model_node *node, model_slot *slots,
                     const model_node *required) {
  const char *prefix = prefix_of(node->unit, required);
  const char *name = prefix == NULL ? required->variable : prefix;
  size_t at = 0;
  while (at < node->slot_count && strcmp(slots[at].name, name) != 0)
    at++;
  if (at == node->slot_count) {
    slots[at].name = name;
    slots[at].node = prefix == NULL ? required : NULL;
    node->slot_count++;
  }
  if (prefix == NULL) return true;
  const model_node **members = (const model_node **)slots[at].members;
  if (members == NULL) {
    members = lu_arena_array(model->arena, node->requirement_count, sizeof *members);
    if (members == NULL) return false;
    slots[at].members = members;
  }
  members[slots[at].member_count++] = required;
  return true;
}

/** Makes the scope of a node. Knowledge sees itself without being asked to: functions may recurse.
 */
static bool make_slots(lu_model *model, model_node *node) {
  model_slot *slots = lu_arena_array(model->arena, node->requirement_count + 1, sizeof *slots);
  if (slots == NULL) return false;
  node->slots = slots;
  for (size_t i = 0; i < node->requirement_count; i++)
    if (!add_slot(model, node, slots, node->requirements[i])) return false;
  return node->kind != NODE_KNOWLEDGE || add_slot(model, node, slots, node);
}

/* ---- cycles ---- */

/** How far the search for cycles has come with a node. */
enum { COLOR_NEW = 0, COLOR_OPEN, COLOR_DONE };

/** Walks the information requirements. Knowledge may call itself: that is bounded when it runs. */
static lu_status walk(lu_model *model, const model_node *node, unsigned char *colors,
                      unsigned depth, lu_error *error) {
  boxed_place place = {model, node, NULL};
  if (colors[node->index] == COLOR_DONE || node->kind != NODE_DECISION) return LU_OK;
  if (colors[node->index] == COLOR_OPEN)
    return boxed_fail(&place, node->line, error, "it requires itself, directly or through others");
  if (depth > MODEL_MAX_CHAIN)
    return boxed_fail(&place, node->line, error, "more than %u decisions stand in one chain",
                      MODEL_MAX_CHAIN);
  colors[node->index] = COLOR_OPEN;
  for (size_t i = 0; i < node->requirement_count; i++) {
    lu_status status = walk(model, node->requirements[i], colors, depth + 1, error);
    if (status != LU_OK) return status;
  }
  colors[node->index] = COLOR_DONE;
  return LU_OK;
}

/** Refuses a second node of the same id or, within one kind, of the same name. */
static lu_status check_doubles(lu_model *model, const model_unit *unit, lu_error *error) {
  for (size_t i = 0; i < unit->node_count && !model->lenient; i++) {
    const model_node *node = unit->nodes[i];
    boxed_place place = {model, node, NULL};
    for (size_t k = 0; k < i; k++) {
      const model_node *other = unit->nodes[k];
      if (node->id != NULL && other->id != NULL && strcmp(node->id, other->id) == 0)
        return boxed_fail(&place, node->line, error,
                          "its id \"%s\" is also that of \"%s\" (line %d)", node->id, other->name,
                          other->line);
      if (node->kind == other->kind && strcmp(node->name, other->name) == 0)
        return boxed_fail(&place, node->line, error, "another one of this name stands in line %d",
                          other->line);
    }
  }
  return LU_OK;
}

lu_status model_read_graph(lu_model *model, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < model->unit_count && status == LU_OK; i++)
    status = check_doubles(model, model->units[i], error);
  for (size_t i = 0; i < model->node_count && status == LU_OK; i++) {
    model_node *node = model->nodes[i];
    if (node->kind == NODE_SERVICE)
      status = read_service(model, node, error);
    else if (node->kind != NODE_INPUT)
      status = read_requirements(model, node, error);
    if (status == LU_OK && !make_slots(model, node)) status = lu_fail_memory(error);
  }
  unsigned char *colors = lu_arena_alloc(model->arena, model->node_count);
  if (colors == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < model->node_count && status == LU_OK; i++)
    status = walk(model, model->nodes[i], colors, 0, error);
  return status;
}

/* ---- dependencies ---- */

static size_t word_count(const lu_model *model) {
  return model->total_inputs / 64 + 1;
}

static void add_bits(const lu_model *model, uint64_t *to, const uint64_t *from) {
  for (size_t i = 0; from != NULL && i < word_count(model); i++)
    to[i] |= from[i];
}

/** Inputs of one node of a slot. */
static void add_node_bits(const lu_model *model, const model_node *node, uint64_t *bits) {
  if (node->kind == NODE_INPUT)
    bits[node->input_number / 64] |= UINT64_C(1) << node->input_number % 64;
  else
    add_bits(model, bits, node->depends);
}

/** Calls `meet` for each node that a name in the scope of a node leads to. */
static void follow_name(const model_node *node, const char *name,
                        void (*meet)(void *user, const model_node *target), void *user) {
  for (size_t i = 0; i < node->slot_count; i++) {
    const model_slot *slot = &node->slots[i];
    size_t length = strlen(slot->name);
    if (strncmp(slot->name, name, length) != 0 || (name[length] != '\0' && name[length] != '.'))
      continue;
    if (slot->node != NULL) meet(user, slot->node);
    for (size_t k = 0; k < slot->member_count; k++)
      meet(user, slot->members[k]);
  }
}

/** What the visitor of free names works on. */
typedef struct finder {
  const lu_model *model;
  const model_node *node;
} finder;

static void meet_node(void *user, const model_node *target) {
  finder *find = user;
  add_node_bits(find->model, target, find->node->depends);
}

static void visit_name(void *user, const char *name) {
  finder *find = user;
  follow_name(find->node, name, meet_node, find);
}

/** Finds what a node depends on, after what it requires. Chains are bounded by walk(). */
static void find_node(lu_model *model, model_node *node, unsigned depth) {
  if (node->depends_known || node->kind == NODE_INPUT || depth > 2 * MODEL_MAX_CHAIN) return;
  node->depends_known = true;
  node->depends = lu_arena_array(model->arena, word_count(model), sizeof *node->depends);
  if (node->depends == NULL) return;
  for (size_t i = 0; i < node->requirement_count; i++)
    find_node(model, (model_node *)node->requirements[i], depth + 1);
  for (size_t i = 0; i < node->output_count; i++)
    find_node(model, (model_node *)node->outputs[i], depth + 1);
  /* A service may read inputs that are none of its parameters. */
  for (size_t i = 0; i < node->output_count; i++)
    add_node_bits(model, node->outputs[i], node->depends);
  finder find = {model, node};
  if (node->logic != NULL) boxed_free_names(node->logic, visit_name, &find);
}

void model_find_dependencies(lu_model *model) {
  for (size_t i = 0; i < model->node_count; i++)
    find_node(model, model->nodes[i], 0);
}

bool lu_model_depends(const lu_model *model, size_t decision, size_t input) {
  if (decision >= model->own_decision_count || input >= model->own_input_count) return false;
  const uint64_t *bits = model->own_decisions[decision]->depends;
  size_t number = model->own_inputs[input]->input_number;
  return (bits[number / 64] >> number % 64 & 1u) != 0;
}

/** Looks for one input while free names are visited. */
typedef struct column_finder {
  const model_node *node;
  size_t number;
  bool found;
} column_finder;

static void meet_column_node(void *user, const model_node *target) {
  column_finder *find = user;
  if (target->kind == NODE_INPUT)
    find->found |= target->input_number == find->number;
  else if (target->depends != NULL)
    find->found |= (target->depends[find->number / 64] >> find->number % 64 & 1u) != 0;
}

static void visit_column_name(void *user, const char *name) {
  column_finder *find = user;
  follow_name(find->node, name, meet_column_node, find);
}

bool lu_table_column_depends(const lu_model *model, const lu_table *table, size_t column,
                             size_t input) {
  if (column >= table->input_count || input >= model->own_input_count) return false;
  if (table->inputs[column].expression == NULL) return false;
  column_finder find = {table->node, model->own_inputs[input]->input_number, false};
  feel_free_names(table->inputs[column].expression, visit_column_name, &find);
  return find.found;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the files of a model: the file itself and, by namespace, those that it imports. */
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/file.h"
#include "model.h"

/** Most files that one model may consist of. */
#define MAX_UNITS 200u
/** How much of a file is looked at to find its namespace. */
#define HEAD_SIZE ((size_t)65536)

bool model_push(lu_arena *arena, void ***array, size_t *count, size_t *capacity, void *item) {
  if (item == NULL) return false;
  if (*count == *capacity) {
    size_t wanted = *capacity == 0 ? 8 : *capacity * 2;
    void **grown = lu_arena_array(arena, wanted, sizeof *grown);
    if (grown == NULL) return false;
    if (*count > 0) memcpy(grown, *array, *count * sizeof *grown);
    *array = grown;
    *capacity = wanted;
  }
  (*array)[(*count)++] = item;
  return true;
}

/** Appends a node to its unit and to the model. */
static lu_status add_node(lu_model *model, model_unit *unit, node_kind kind, const xmlNode *element,
                          lu_error *error) {
  lu_arena *arena = model->arena;
  if (unit->node_count >= MODEL_MAX_NODES)
    return lu_fail(error, LU_BAD_INPUT, "%s:%d: the file holds more than %u decisions and inputs",
                   unit->file, xml_line(element), MODEL_MAX_NODES);
  model_node *node = lu_arena_alloc(arena, sizeof *node);
  if (node == NULL) return lu_fail_memory(error);
  node->kind = kind;
  node->unit = unit;
  node->index = model->node_count;
  node->xml = element;
  node->line = xml_line(element);
  node->id = xml_attribute(element, "id", arena);
  node->name = xml_tidy_name((char *)xml_attribute(element, "name", arena));
  const xmlNode *variable = xml_child(element, "variable");
  const xmlNode *description = xml_child(element, "description");
  node->description = description == NULL ? "" : xml_text(description, arena);
  node->type_text = "Any";
  if (variable != NULL) {
    node->variable = xml_tidy_name((char *)xml_attribute(variable, "name", arena));
    const char *type = xml_attribute(variable, "typeRef", arena);
    if (type != NULL && *type != '\0') node->type_text = type;
  }
  if (node->name == NULL || *node->name == '\0') node->name = node->variable;
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  if (node->name == NULL || *node->name == '\0')
    return lu_fail(error, LU_BAD_INPUT, "%s:%d: this %s has no name", unit->file, node->line,
                   (const char *)element->name);
  if (node->variable == NULL || *node->variable == '\0') node->variable = node->name;
  if (kind == NODE_INPUT) node->input_number = model->total_inputs++;
  if (!model_push(arena, (void ***)&unit->nodes, &unit->node_count, &unit->node_capacity, node) ||
      !model_push(arena, (void ***)&model->nodes, &model->node_count, &model->node_capacity, node))
    return lu_fail_memory(error);
  return LU_OK;
}

/** Makes nodes of all elements of the requirements graph, imports and item definitions apart. */
static lu_status list_nodes(lu_model *model, model_unit *unit, const xmlNode *root,
                            lu_error *error) {
  for (const xmlNode *element = xml_first(root); element != NULL; element = xml_after(element)) {
    node_kind kind;
    if (xml_is(element, "inputData"))
      kind = NODE_INPUT;
    else if (xml_is(element, "decision"))
      kind = NODE_DECISION;
    else if (xml_is(element, "businessKnowledgeModel"))
      kind = NODE_KNOWLEDGE;
    else if (xml_is(element, "decisionService"))
      kind = NODE_SERVICE;
    else
      continue;
    lu_status status = add_node(model, unit, kind, element, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/** Notes the item definitions; their types are made later, when all units are there. */
static lu_status list_types(lu_model *model, model_unit *unit, const xmlNode *root,
                            lu_error *error) {
  unit->type_count = 0;
  unit->types =
      lu_arena_array(model->arena, xml_count(root, "itemDefinition") + 1, sizeof *unit->types);
  if (unit->types == NULL) return lu_fail_memory(error);
  for (const xmlNode *element = xml_child(root, "itemDefinition"); element != NULL;
       element = xml_next(element)) {
    model_type *type = &unit->types[unit->type_count++];
    type->xml = element;
    type->name = xml_tidy_name((char *)xml_attribute(element, "name", model->arena));
    type->type = lu_arena_alloc(model->arena, sizeof *type->type);
    if (lu_arena_failed(model->arena)) return lu_fail_memory(error);
    if (type->name == NULL)
      return lu_fail(error, LU_BAD_INPUT, "%s:%d: this itemDefinition has no name", unit->file,
                     xml_line(element));
  }
  return LU_OK;
}

static lu_status list_imports(lu_model *model, model_unit *unit, const xmlNode *root,
                              lu_error *error) {
  unit->imports =
      lu_arena_array(model->arena, xml_count(root, "import") + 1, sizeof *unit->imports);
  if (unit->imports == NULL) return lu_fail_memory(error);
  for (const xmlNode *element = xml_child(root, "import"); element != NULL;
       element = xml_next(element)) {
    const char *type = xml_attribute(element, "importType", model->arena);
    if (type != NULL && strstr(type, "DMN") == NULL) continue; /* PMML, XSD: nothing to read */
    model_import *import = &unit->imports[unit->import_count++];
    import->prefix = xml_tidy_name((char *)xml_attribute(element, "name", model->arena));
    import->namespace = xml_attribute(element, "namespace", model->arena);
    if (lu_arena_failed(model->arena)) return lu_fail_memory(error);
    if (import->namespace == NULL)
      return lu_fail(error, LU_BAD_INPUT, "%s:%d: this import has no namespace", unit->file,
                     xml_line(element));
    if (import->prefix == NULL) import->prefix = "";
  }
  return LU_OK;
}

/** Text of an attribute, or `otherwise` where there is none. */
static const char *attribute_or(const xmlNode *element, const char *name, const char *otherwise,
                                lu_arena *arena) {
  const char *text = xml_attribute(element, name, arena);
  return text == NULL ? otherwise : text;
}

/** Parses one file into a new unit of the model. */
static lu_status add_unit(model_unit **out, lu_model *model, const char *xml, size_t length,
                          const char *file, lu_error *error) {
  lu_arena *arena = model->arena;
  model_unit *unit = lu_arena_alloc(arena, sizeof *unit);
  if (unit == NULL ||
      !model_push(arena, (void ***)&model->units, &model->unit_count, &model->unit_capacity, unit))
    return lu_fail_memory(error);
  unit->file = lu_arena_strdup(arena, file);
  if (unit->file == NULL) return lu_fail_memory(error);
  lu_status status = xml_parse(&unit->document, xml, length, unit->file, error);
  if (status != LU_OK) return status;
  const xmlNode *root = xmlDocGetRootElement(unit->document);
  if (!xml_is(root, "definitions") || root->ns == NULL ||
      strstr((const char *)root->ns->href, "DMN") == NULL)
    return lu_fail(error, LU_BAD_INPUT,
                   "%s:%d: the root element is \"%s\"; a DMN file has \"definitions\" in a DMN "
                   "namespace",
                   unit->file, xml_line(root), (const char *)root->name);
  unit->name = attribute_or(root, "name", "", arena);
  unit->namespace = attribute_or(root, "namespace", "", arena);
  const xmlNode *description = xml_child(root, "description");
  unit->description = description == NULL ? "" : xml_text(description, arena);
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  status = list_imports(model, unit, root, error);
  if (status == LU_OK) status = list_types(model, unit, root, error);
  if (status == LU_OK) status = list_nodes(model, unit, root, error);
  *out = unit;
  return status;
}

/** True if the start tag of the definitions element holds namespace="...". */
static bool head_has_namespace(const char *head, size_t length, const char *namespace) {
  size_t wanted = strlen(namespace);
  for (size_t i = 0; i + wanted + 12 <= length; i++) {
    if (head[i] != 'n' || memcmp(head + i, "namespace", 9) != 0) continue;
    size_t at = i + 9;
    while (at < length && (head[at] == ' ' || head[at] == '=' || head[at] == '\n'))
      at++;
    if (at + wanted + 2 > length || (head[at] != '"' && head[at] != '\'')) continue;
    if (memcmp(head + at + 1, namespace, wanted) == 0 && head[at + 1 + wanted] == head[at])
      return i > 0 && head[i - 1] != ':';
  }
  return false;
}

/** Cuts a file's head after the start tag of its root, so that imports are not taken for it. */
static size_t root_tag_end(const char *head, size_t length) {
  for (size_t i = 0; i + 11 < length; i++)
    if (memcmp(head + i, "definitions", 11) == 0 && i > 0 &&
        (head[i - 1] == '<' || head[i - 1] == ':')) {
      const char *end = memchr(head + i, '>', length - i);
      return end == NULL ? length : (size_t)(end - head);
    }
  return length;
}

/** Reads a file if it is the one with the namespace; *out stays NULL if it is another. */
static lu_status try_file(model_unit **out, lu_model *model, const char *path,
                          const char *namespace, lu_error *error) {
  char *bytes = malloc(HEAD_SIZE);
  if (bytes == NULL) return lu_fail_memory(error);
  size_t length = xml_read_head(bytes, HEAD_SIZE, path);
  bool found = head_has_namespace(bytes, root_tag_end(bytes, length), namespace);
  free(bytes);
  if (!found) return LU_OK;
  lu_status status = lu_file_read(&bytes, &length, path, XML_LIMIT, error);
  if (status == LU_OK) status = add_unit(out, model, bytes, length, path, error);
  free(bytes);
  return status;
}

/** Looks for a namespace among the .dmn files of the model's folder. */
static lu_status find_unit(model_unit **out, lu_model *model, const char *namespace,
                           lu_error *error) {
  *out = NULL;
  if (model->path == NULL) return LU_OK;
  const char *name = lu_path_name(model->path);
  char *folder = name == model->path
                     ? lu_arena_strdup(model->arena, ".")
                     : lu_arena_copy(model->arena, model->path, (size_t)(name - model->path));
  if (folder == NULL) return lu_fail_memory(error);
  lu_folder files;
  lu_status status = lu_folder_list(&files, folder, ".dmn", error);
  for (size_t i = 0; status == LU_OK && *out == NULL && i < files.count; i++) {
    char *path = lu_path_join(name == model->path ? "" : folder, files.names[i]);
    status = path == NULL ? lu_fail_memory(error) : try_file(out, model, path, namespace, error);
    free(path);
  }
  lu_folder_free(&files);
  return status;
}

/** Links one import to its unit, which is read now if it was not yet. */
static lu_status link_import(lu_model *model, const model_unit *unit, model_import *import,
                             lu_error *error) {
  for (size_t i = 0; i < model->unit_count; i++)
    if (strcmp(model->units[i]->namespace, import->namespace) == 0) {
      import->unit = model->units[i];
      return LU_OK;
    }
  if (model->unit_count >= MAX_UNITS)
    return lu_fail(error, LU_BAD_INPUT, "%s: more than %u files are imported", unit->file,
                   MAX_UNITS);
  model_unit *found = NULL;
  lu_status status = find_unit(&found, model, import->namespace, error);
  if (status != LU_OK) return status;
  import->unit = found;
  if (found == NULL && !model->lenient)
    return lu_fail(error, LU_BAD_INPUT,
                   "%s: the import \"%s\" has the namespace %s, which no .dmn file of the same "
                   "folder has",
                   unit->file, import->prefix, import->namespace);
  return LU_OK;
}

lu_status model_read_units(lu_model *model, const char *xml, size_t length, const char *name,
                           lu_error *error) {
  model_unit *unit = NULL;
  lu_status status = add_unit(&unit, model, xml, length, name, error);
  /* Units are appended while this runs: imports of imports come in turn. */
  for (size_t i = 0; status == LU_OK && i < model->unit_count; i++) {
    unit = model->units[i];
    for (size_t k = 0; status == LU_OK && k < unit->import_count; k++)
      status = link_import(model, unit, &unit->imports[k], error);
  }
  return status;
}

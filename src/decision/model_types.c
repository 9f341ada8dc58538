/* SPDX-License-Identifier: Apache-2.0 */
/* Item definitions: made into types of FEEL, in any order of definition. */
#include <string.h>

#include "model.h"

static lu_status fill_type(feel_type *out, lu_model *model, const model_unit *unit,
                           const xmlNode *element, unsigned depth, lu_error *error);
static lu_status resolve(const feel_type **out, lu_model *model, const model_unit *unit,
                         const char *name, int line, bool whole, unsigned depth, lu_error *error);

/** Makes the type of an item definition unless that was done. */
static lu_status finish_type(lu_model *model, const model_unit *unit, model_type *type,
                             unsigned depth, lu_error *error) {
  if (type->state == TYPE_DONE) return LU_OK;
  if (type->state == TYPE_OPEN || depth > MODEL_MAX_CHAIN)
    return lu_fail(error, LU_BAD_INPUT, "%s:%d: the itemDefinition \"%s\" is defined by itself",
                   unit->file, xml_line(type->xml), type->name);
  type->state = TYPE_OPEN;
  lu_status status = fill_type(type->type, model, unit, type->xml, depth + 1, error);
  type->state = TYPE_DONE;
  return status;
}

static model_type *find_type(const model_unit *unit, const char *name) {
  for (size_t i = 0; i < unit->type_count; i++)
    if (strcmp(unit->types[i].name, name) == 0) return &unit->types[i];
  return NULL;
}

/** Finds an item definition by name in a unit, or by prefix.name in one that it imports. */
static model_type *search_type(const model_unit **owner, const model_unit *unit, const char *name) {
  model_type *type = find_type(unit, name);
  *owner = unit;
  if (type != NULL) return type;
  for (size_t i = 0; i < unit->import_count; i++) {
    const model_import *import = &unit->imports[i];
    size_t length = strlen(import->prefix);
    if (import->unit == NULL) continue;
    *owner = import->unit;
    if (length == 0)
      type = find_type(import->unit, name);
    else if (strncmp(name, import->prefix, length) == 0 && name[length] == '.')
      type = find_type(import->unit, name + length + 1);
    if (type != NULL) return type;
  }
  return NULL;
}

/** A type by its name in FEEL, also as written by older editions ("feel:string"). */
static const feel_type *plain_type(const char *name) {
  if (strncmp(name, "feel:", 5) == 0) name += 5;
  if (strcmp(name, "dateTime") == 0) name = "date and time";
  if (strcmp(name, "dayTimeDuration") == 0) name = "days and time duration";
  if (strcmp(name, "yearMonthDuration") == 0) name = "years and months duration";
  return feel_type_named(name);
}

/**
 * Resolves a typeRef. `whole`: the type is copied by the caller, so it must be finished; else a
 * pointer is enough, and types may contain themselves.
 */
static lu_status resolve(const feel_type **out, lu_model *model, const model_unit *unit,
                         const char *name, int line, bool whole, unsigned depth, lu_error *error) {
  *out = NULL;
  if (name == NULL || *name == '\0' || strcmp(name, "Any") == 0) return LU_OK;
  const model_unit *owner;
  model_type *type = search_type(&owner, unit, name);
  const feel_type *plain = plain_type(name);
  if (type != NULL && (plain == NULL || type->state != TYPE_OPEN)) {
    *out = type->type;
    return whole ? finish_type(model, owner, type, depth, error) : LU_OK;
  }
  *out = plain;
  if (plain != NULL) return LU_OK;
  const char *colon = strchr(name, ':'); /* DMN 1.1 wrote qualified names */
  if (colon != NULL) return resolve(out, model, unit, colon + 1, line, whole, depth, error);
  if (model->lenient) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT, "%s:%d: there is no type \"%s\"", unit->file, line, name);
}

lu_status model_resolve_type(const feel_type **out, lu_model *model, const model_unit *unit,
                             const char *name, int line, lu_error *error) {
  return resolve(out, model, unit, name, line, false, 0, error);
}

/** Compiles allowedValues or typeConstraint into a type. */
static lu_status read_allowed(feel_type *type, lu_model *model, const model_unit *unit,
                              const xmlNode *element, lu_error *error) {
  const xmlNode *inner = xml_child(element, "text");
  const char *text = xml_text(inner == NULL ? element : inner, model->arena);
  if (text == NULL) return lu_fail_memory(error);
  if (*text == '\0') return LU_OK;
  lu_status status = feel_compile_unary(&type->allowed, text, &unit->names, model->arena, error);
  if (status == LU_OUT_OF_MEMORY) return status;
  if (status != LU_OK) {
    type->allowed = NULL;
    if (model->lenient) return LU_OK;
    return lu_error_prefix(error, "%s:%d: allowed values \"%s\": ", unit->file, xml_line(element),
                           text);
  }
  type->allowed_text = text;
  return LU_OK;
}

/** True if an attribute says yes. */
static bool says_true(const xmlNode *element, const char *name, lu_arena *arena) {
  const char *text = xml_attribute(element, name, arena);
  return text != NULL && (strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
}

/** Type of a typeRef element; Any where it says nothing. `whole` as for resolve(). */
static lu_status resolve_element(const feel_type **out, lu_model *model, const model_unit *unit,
                                 const xmlNode *reference, bool whole, unsigned depth,
                                 lu_error *error) {
  char *name = xml_tidy_name(xml_raw_text(reference, model->arena));
  if (name == NULL) return lu_fail_memory(error);
  lu_status status = resolve(out, model, unit, name, xml_line(reference), whole, depth, error);
  if (*out == NULL) *out = feel_type_named("Any");
  return status;
}

/** Makes the type of a component. A plain reference is kept as a pointer: types may hold
 * themselves. */
static lu_status fill_field(const feel_type **out, lu_model *model, const model_unit *unit,
                            const xmlNode *component, unsigned depth, lu_error *error) {
  const xmlNode *reference = xml_child(component, "typeRef");
  bool plain = reference != NULL && xml_child(component, "allowedValues") == NULL &&
               xml_child(component, "typeConstraint") == NULL &&
               xml_child(component, "itemComponent") == NULL &&
               !says_true(component, "isCollection", model->arena);
  if (plain) return resolve_element(out, model, unit, reference, false, depth, error);
  feel_type *type = lu_arena_alloc(model->arena, sizeof *type);
  if (type == NULL) return lu_fail_memory(error);
  *out = type;
  return fill_type(type, model, unit, component, depth, error);
}

/** Fills the fields of a context type. */
static lu_status fill_fields(feel_type *out, lu_model *model, const model_unit *unit,
                             const xmlNode *element, unsigned depth, lu_error *error) {
  size_t count = xml_count(element, "itemComponent");
  feel_field *fields = lu_arena_array(model->arena, count, sizeof *fields);
  if (fields == NULL) return lu_fail_memory(error);
  size_t used = 0;
  for (const xmlNode *component = xml_child(element, "itemComponent"); component != NULL;
       component = xml_next(component)) {
    feel_field *field = &fields[used++];
    field->name = xml_tidy_name((char *)xml_attribute(component, "name", model->arena));
    if (lu_arena_failed(model->arena)) return lu_fail_memory(error);
    if (field->name == NULL)
      return lu_fail(error, LU_BAD_INPUT, "%s:%d: this itemComponent has no name", unit->file,
                     xml_line(component));
    lu_status status = fill_field(&field->type, model, unit, component, depth + 1, error);
    if (status != LU_OK) return status;
  }
  out->kind = FEEL_TYPE_CONTEXT;
  out->field_count = count;
  out->fields = fields;
  return LU_OK;
}

/** Fills a function type. */
static lu_status fill_function(feel_type *out, lu_model *model, const model_unit *unit,
                               const xmlNode *element, lu_error *error) {
  size_t count = xml_count(element, "parameters");
  feel_field *fields = lu_arena_array(model->arena, count, sizeof *fields);
  if (fields == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  size_t used = 0;
  for (const xmlNode *parameter = xml_child(element, "parameters");
       parameter != NULL && status == LU_OK; parameter = xml_next(parameter)) {
    const char *type = xml_attribute(parameter, "typeRef", model->arena);
    status = resolve(&fields[used].type, model, unit, type, xml_line(parameter), false, 0, error);
    if (fields[used].type == NULL) fields[used].type = feel_type_named("Any");
    used++;
  }
  const char *result = xml_attribute(element, "outputTypeRef", model->arena);
  if (status == LU_OK)
    status = resolve(&out->element, model, unit, result, xml_line(element), false, 0, error);
  out->kind = FEEL_TYPE_FUNCTION;
  out->field_count = count;
  out->fields = fields;
  return status;
}

/** Puts what was filled in so far into a list of it. */
static lu_status wrap_in_list(feel_type *out, lu_model *model, lu_error *error) {
  feel_type *element = lu_arena_alloc(model->arena, sizeof *element);
  if (element == NULL) return lu_fail_memory(error);
  *element = *out;
  memset(out, 0, sizeof *out);
  out->kind = FEEL_TYPE_LIST;
  out->element = element;
  return LU_OK;
}

/** Fills a type from an itemDefinition or itemComponent. */
static lu_status fill_type(feel_type *out, lu_model *model, const model_unit *unit,
                           const xmlNode *element, unsigned depth, lu_error *error) {
  const xmlNode *reference = xml_child(element, "typeRef");
  const xmlNode *function = xml_child(element, "functionItem");
  const xmlNode *allowed = xml_child(element, "allowedValues");
  const xmlNode *constraint = xml_child(element, "typeConstraint");
  bool collection = says_true(element, "isCollection", model->arena);
  lu_status status = LU_OK;
  if (depth > MODEL_MAX_CHAIN)
    return lu_fail(error, LU_BAD_INPUT, "%s:%d: types are nested too deep", unit->file,
                   xml_line(element));
  if (xml_child(element, "itemComponent") != NULL) {
    status = fill_fields(out, model, unit, element, depth, error);
  } else if (function != NULL) {
    status = fill_function(out, model, unit, function, error);
  } else if (reference != NULL) {
    const feel_type *base = NULL;
    bool pointer = collection && allowed == NULL;
    status = resolve_element(&base, model, unit, reference, !pointer, depth, error);
    if (status == LU_OK && pointer) {
      out->kind = FEEL_TYPE_LIST;
      out->element = base;
      collection = false;
    } else if (status == LU_OK && base != NULL) {
      *out = *base;
    }
  }
  if (status == LU_OK && allowed != NULL) status = read_allowed(out, model, unit, allowed, error);
  if (status == LU_OK && collection) status = wrap_in_list(out, model, error);
  if (status == LU_OK && constraint != NULL)
    status = read_allowed(out, model, unit, constraint, error);
  return status;
}

/* ---- names of components, so that paths such as loan.monthly payment can be parsed ---- */

/** True for a name that FEEL would not take for one word. */
static bool needs_to_be_known(const char *name) {
  for (const char *c = name; *c != '\0'; c++)
    if (strchr(" +-*/.'", *c) != NULL) return true;
  return false;
}

/** Collects names of components below an element. Nesting is limited by the XML parser. */
static bool collect_components(lu_arena *arena, const xmlNode *element, void ***names,
                               size_t *count, size_t *capacity) {
  for (const xmlNode *component = xml_child(element, "itemComponent"); component != NULL;
       component = xml_next(component)) {
    char *name = xml_tidy_name((char *)xml_attribute(component, "name", arena));
    if (name != NULL && needs_to_be_known(name) && !model_push(arena, names, count, capacity, name))
      return false;
    if (!collect_components(arena, component, names, count, capacity)) return false;
  }
  return true;
}

/** Collects the names that a unit brings into every expression that sees it. */
static bool collect_unit(lu_arena *arena, const model_unit *unit, bool nodes, void ***names,
                         size_t *count, size_t *capacity) {
  for (size_t i = 0; i < unit->type_count; i++)
    if (!collect_components(arena, unit->types[i].xml, names, count, capacity)) return false;
  for (size_t i = 0; nodes && i < unit->node_count; i++)
    if (needs_to_be_known(unit->nodes[i]->variable) &&
        !model_push(arena, names, count, capacity, (void *)unit->nodes[i]->variable))
      return false;
  return true;
}

/** Lists the types that expressions of a unit may name. */
static bool list_named_types(lu_arena *arena, model_unit *unit) {
  size_t count = unit->type_count, used = 0;
  for (size_t i = 0; i < unit->import_count; i++)
    if (unit->imports[i].unit != NULL) count += unit->imports[i].unit->type_count;
  feel_field *fields = lu_arena_array(arena, count, sizeof *fields);
  if (fields == NULL) return false;
  for (size_t i = 0; i < unit->type_count; i++)
    fields[used++] = (feel_field){unit->types[i].name, unit->types[i].type};
  for (size_t i = 0; i < unit->import_count; i++) {
    const model_import *import = &unit->imports[i];
    for (size_t k = 0; import->unit != NULL && k < import->unit->type_count; k++) {
      const model_type *type = &import->unit->types[k];
      const char *name = *import->prefix == '\0'
                             ? type->name
                             : lu_arena_printf(arena, "%s.%s", import->prefix, type->name);
      if (name == NULL) return false;
      fields[used++] = (feel_field){name, type->type};
    }
  }
  unit->names.types = fields;
  unit->names.type_count = used;
  return true;
}

/** Makes the outermost level of names of a unit. */
static bool make_names(lu_model *model, model_unit *unit) {
  void **names = NULL;
  size_t count = 0, capacity = 0;
  if (!collect_unit(model->arena, unit, false, &names, &count, &capacity)) return false;
  for (size_t i = 0; i < unit->import_count; i++)
    if (unit->imports[i].unit != NULL &&
        !collect_unit(model->arena, unit->imports[i].unit, true, &names, &count, &capacity))
      return false;
  unit->names.count = count;
  unit->names.names = (const char *const *)names;
  return list_named_types(model->arena, unit);
}

lu_status model_read_types(lu_model *model, lu_error *error) {
  for (size_t i = 0; i < model->unit_count; i++)
    if (!make_names(model, model->units[i])) return lu_fail_memory(error);
  for (size_t i = 0; i < model->unit_count; i++) {
    model_unit *unit = model->units[i];
    for (size_t k = 0; k < unit->type_count; k++) {
      lu_status status = finish_type(model, unit, &unit->types[k], 0, error);
      if (status != LU_OK) return status;
    }
  }
  for (size_t i = 0; i < model->node_count; i++) {
    model_node *node = model->nodes[i];
    lu_status status =
        model_resolve_type(&node->type, model, node->unit, node->type_text, node->line, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/* ---- values that a type allows ---- */

size_t model_literals(const lu_value *const **out, lu_model *model, const char *text) {
  *out = NULL;
  char *list = lu_arena_printf(model->arena, "[%s]", text);
  const feel_expression *expression = NULL;
  if (list == NULL || feel_compile(&expression, list, NULL, model->arena, NULL) != LU_OK) return 0;
  feel_evaluator evaluator = {.arena = model->arena, .context = model->context};
  const lu_value *value = feel_evaluate(&evaluator, expression, NULL);
  if (value->kind != LU_VALUE_LIST || value->as.list.count == 0) return 0;
  for (size_t i = 0; i < value->as.list.count; i++)
    switch (value->as.list.items[i]->kind) {
      case LU_VALUE_BOOLEAN:
      case LU_VALUE_NUMBER:
      case LU_VALUE_STRING:
      case LU_VALUE_DATE:
        break;
      default:
        return 0;
    }
  *out = value->as.list.items;
  return value->as.list.count;
}

/** Candidates of an input that is not given. */
static void find_candidates(lu_model *model, model_node *node) {
  static const lu_value *const truths[] = {&feel_true, &feel_false};
  const feel_type *type = node->type;
  if (type == NULL || type->kind != FEEL_TYPE_SIMPLE) return;
  if (type->allowed != NULL) {
    node->candidate_count = model_literals(&node->candidates, model, type->allowed_text);
  } else if (type->simple == LU_VALUE_BOOLEAN) {
    node->candidate_count = 2;
    node->candidates = truths;
  }
}

/** The value of an input that is not given, in three-valued evaluation. */
static void make_open(lu_model *model, model_node *node) {
  feel_evaluator evaluator = {
      .arena = model->arena, .context = model->context, .three_valued = true};
  const char **names = lu_arena_alloc(model->arena, sizeof *names);
  if (names == NULL) return;
  names[0] = node->name;
  node->open = feel_unknown_value(model->arena, (feel_reasons){1, names}, node->candidates,
                                  node->candidate_count);
  if (node->type != NULL) node->open = feel_coerce(&evaluator, node->open, node->type, node->name);
}

lu_status model_read_candidates(lu_model *model, lu_error *error) {
  for (size_t i = 0; i < model->node_count; i++) {
    model_node *node = model->nodes[i];
    if (node->kind != NODE_INPUT) continue;
    find_candidates(model, node);
    make_open(model, node);
  }
  return lu_arena_failed(model->arena) ? lu_fail_memory(error) : LU_OK;
}

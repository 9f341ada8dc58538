/* SPDX-License-Identifier: Apache-2.0 */
/* Reads boxed expressions from XML. The XML parser bounds how deep they nest. */
#include <string.h>

#include "boxed.h"

static const struct {
  const char *element;
  boxed_kind kind;
} kinds[] = {
    {"literalExpression", BOXED_LITERAL},
    {"decisionTable", BOXED_TABLE},
    {"context", BOXED_CONTEXT},
    {"invocation", BOXED_INVOCATION},
    {"functionDefinition", BOXED_FUNCTION},
    {"relation", BOXED_RELATION},
    {"list", BOXED_LIST},
    {"conditional", BOXED_CONDITIONAL},
    {"filter", BOXED_FILTER},
    {"for", BOXED_FOR},
    {"some", BOXED_SOME},
    {"every", BOXED_EVERY},
};

bool boxed_is_expression(const xmlNode *element) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (xml_is(element, kinds[i].element)) return true;
  return false;
}

const xmlNode *boxed_find(const xmlNode *parent) {
  const xmlNode *element = xml_first(parent);
  while (element != NULL && !boxed_is_expression(element))
    element = xml_after(element);
  return element;
}

lu_status boxed_compile(const feel_expression **out, const boxed_place *place, const char *text,
                        bool unary, int line, const char *what, lu_error *error) {
  *out = NULL;
  if (text == NULL || *text == '\0') return LU_OK;
  lu_arena *arena = place->model->arena;
  lu_error inner = LU_ERROR_INIT;
  lu_status status = unary ? feel_compile_unary(out, text, place->names, arena, &inner)
                           : feel_compile(out, text, place->names, arena, &inner);
  if (status == LU_OK) return LU_OK;
  if (status == LU_OUT_OF_MEMORY) return lu_fail_memory(error);
  return boxed_fail(place, line, error, "%s: %s in `%.200s`", what, inner.message, text);
}

/** Type of the attribute typeRef of an element; NULL if there is none. */
static lu_status read_type(const feel_type **out, const boxed_place *place, const xmlNode *element,
                           lu_error *error) {
  char *name = xml_tidy_name((char *)xml_attribute(element, "typeRef", place->model->arena));
  return model_resolve_type(out, place->model, place->node->unit, name, xml_line(element), error);
}

/** Text of the child `text`, or of the element itself where that is missing. */
static char *inner_text(const xmlNode *element, lu_arena *arena) {
  const xmlNode *text = xml_child(element, "text");
  return xml_text(text == NULL ? element : text, arena);
}

static lu_status read_literal(boxed *out, const boxed_place *place, const xmlNode *element,
                              lu_error *error) {
  char *text = inner_text(element, place->model->arena);
  if (text == NULL) return lu_fail_memory(error);
  return boxed_compile(&out->feel, place, text, false, out->line, "literal expression", error);
}

/** Reads the expression that an element holds; *out is NULL if it holds none. */
static lu_status read_inner(const boxed **out, const boxed_place *place, const xmlNode *parent,
                            lu_error *error) {
  const xmlNode *element = parent == NULL ? NULL : boxed_find(parent);
  *out = NULL;
  return element == NULL ? LU_OK : boxed_read(out, place, element, error);
}

/** Reads one context entry; its names grow as entries come. */
static lu_status read_entry(boxed_entry *entry, const boxed_place *place, const xmlNode *element,
                            feel_names *names, const char **list, lu_error *error) {
  lu_arena *arena = place->model->arena;
  const xmlNode *variable = xml_child(element, "variable");
  boxed_place here = {place->model, place->node, names};
  if (variable != NULL) {
    entry->name = xml_tidy_name((char *)xml_attribute(variable, "name", arena));
    if (lu_arena_failed(arena)) return lu_fail_memory(error);
    if (entry->name == NULL)
      return boxed_fail(place, xml_line(variable), error, "a context entry's variable has no name");
    lu_status status = read_type(&entry->type, place, variable, error);
    if (status != LU_OK) return status;
    const xmlNode *value = boxed_find(element);
    /* A function may call itself, so it sees its own name. */
    bool function = value != NULL && xml_is(value, "functionDefinition");
    if (function) list[names->count++] = entry->name;
    status = read_inner(&entry->value, &here, element, error);
    if (!function) list[names->count++] = entry->name;
    return status;
  }
  return read_inner(&entry->value, &here, element, error);
}

static lu_status read_context(boxed *out, const boxed_place *place, const xmlNode *element,
                              lu_error *error) {
  lu_arena *arena = place->model->arena;
  out->entry_count = xml_count(element, "contextEntry");
  boxed_entry *entries = lu_arena_array(arena, out->entry_count, sizeof *entries);
  const char **list = lu_arena_array(arena, out->entry_count, sizeof *list);
  if (entries == NULL || list == NULL) return lu_fail_memory(error);
  out->entries = entries;
  feel_names names = {.outer = place->names, .names = list};
  for (const xmlNode *entry = xml_child(element, "contextEntry"); entry != NULL;
       entry = xml_next(entry)) {
    lu_status status = read_entry(entries++, place, entry, &names, list, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

static lu_status read_list(boxed *out, const boxed_place *place, const xmlNode *element,
                           lu_error *error) {
  size_t count = 0;
  for (const xmlNode *item = xml_first(element); item != NULL; item = xml_after(item))
    if (boxed_is_expression(item)) count++;
  boxed_entry *entries = lu_arena_array(place->model->arena, count, sizeof *entries);
  if (entries == NULL) return lu_fail_memory(error);
  out->entries = entries;
  out->entry_count = count;
  for (const xmlNode *item = xml_first(element); item != NULL; item = xml_after(item)) {
    if (!boxed_is_expression(item)) continue;
    lu_status status = boxed_read(&entries->value, place, item, error);
    if (status != LU_OK) return status;
    entries++;
  }
  return LU_OK;
}

/** Reads the cells of one row of a relation. */
static lu_status read_row(boxed_entry *cells, const boxed_entry *columns, size_t count,
                          const boxed_place *place, const xmlNode *row, lu_error *error) {
  size_t column = 0;
  for (const xmlNode *cell = xml_first(row); cell != NULL; cell = xml_after(cell)) {
    if (!boxed_is_expression(cell)) continue;
    if (column == count)
      return boxed_fail(place, xml_line(cell), error,
                        "a row of the relation has more than its %zu "
                        "columns",
                        count);
    lu_status status = boxed_read(&cells[column++].value, place, cell, error);
    if (status != LU_OK) return status;
  }
  if (column != count)
    return boxed_fail(place, xml_line(row), error,
                      "a row of the relation has %zu cells for %zu "
                      "columns",
                      column, count);
  for (size_t i = 0; i < count; i++) {
    cells[i].name = columns[i].name;
    cells[i].type = columns[i].type;
  }
  return LU_OK;
}

static lu_status read_relation(boxed *out, const boxed_place *place, const xmlNode *element,
                               lu_error *error) {
  lu_arena *arena = place->model->arena;
  size_t rows = xml_count(element, "row");
  out->columns = xml_count(element, "column");
  boxed_entry *columns = lu_arena_array(arena, out->columns, sizeof *columns);
  boxed_entry *entries = lu_arena_array(arena, rows * out->columns, sizeof *entries);
  if (columns == NULL || entries == NULL) return lu_fail_memory(error);
  size_t used = 0;
  lu_status status = LU_OK;
  for (const xmlNode *column = xml_child(element, "column"); column != NULL && status == LU_OK;
       column = xml_next(column)) {
    const char *name = xml_tidy_name((char *)xml_attribute(column, "name", arena));
    columns[used].name = name == NULL ? "" : name;
    status = read_type(&columns[used++].type, place, column, error);
  }
  out->entries = entries;
  out->entry_count = rows * out->columns;
  for (const xmlNode *row = xml_child(element, "row"); row != NULL && status == LU_OK;
       row = xml_next(row)) {
    status = read_row(entries, columns, out->columns, place, row, error);
    entries += out->columns;
  }
  return status;
}

static lu_status read_invocation(boxed *out, const boxed_place *place, const xmlNode *element,
                                 lu_error *error) {
  lu_arena *arena = place->model->arena;
  out->entry_count = xml_count(element, "binding");
  boxed_entry *entries = lu_arena_array(arena, out->entry_count, sizeof *entries);
  if (entries == NULL) return lu_fail_memory(error);
  out->entries = entries;
  lu_status status = read_inner(&out->first, place, element, error);
  for (const xmlNode *binding = xml_child(element, "binding"); binding != NULL && status == LU_OK;
       binding = xml_next(binding)) {
    const xmlNode *parameter = xml_child(binding, "parameter");
    if (parameter != NULL)
      entries->name = xml_tidy_name((char *)xml_attribute(parameter, "name", arena));
    if (entries->name == NULL)
      return lu_arena_failed(arena)
                 ? lu_fail_memory(error)
                 : boxed_fail(place, xml_line(binding), error, "a binding has no parameter name");
    status = read_type(&entries->type, place, parameter, error);
    if (status == LU_OK) status = read_inner(&entries->value, place, binding, error);
    entries++;
  }
  return status;
}

lu_status boxed_read_function(boxed *function, const boxed_place *place, const xmlNode *element,
                              lu_error *error) {
  lu_arena *arena = place->model->arena;
  size_t count = xml_count(element, "formalParameter");
  const char **names = lu_arena_array(arena, count, sizeof *names);
  const feel_type **types = lu_arena_array(arena, count, sizeof *types);
  const char *kind = xml_attribute(element, "kind", arena);
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  size_t used = 0;
  for (const xmlNode *parameter = xml_child(element, "formalParameter"); parameter != NULL;
       parameter = xml_next(parameter)) {
    names[used] = xml_tidy_name((char *)xml_attribute(parameter, "name", arena));
    if (names[used] == NULL)
      return lu_arena_failed(arena)
                 ? lu_fail_memory(error)
                 : boxed_fail(place, xml_line(parameter), error, "a formal parameter has no name");
    lu_status status = read_type(&types[used++], place, parameter, error);
    if (status != LU_OK) return status;
  }
  function->parameter_count = count;
  function->parameters = names;
  function->parameter_types = types;
  if (kind != NULL && *kind != '\0' && strcmp(kind, "FEEL") != 0 && strcmp(kind, "F") != 0) {
    function->foreign = kind;
    return LU_OK;
  }
  feel_names inner = {.outer = place->names, .count = count, .names = names};
  boxed_place here = {place->model, place->node, &inner};
  return read_inner(&function->first, &here, element, error);
}

/** Reads for, some, every: a list, and an expression that sees the iterator. */
static lu_status read_iteration(boxed *out, const boxed_place *place, const xmlNode *element,
                                lu_error *error) {
  lu_arena *arena = place->model->arena;
  out->iterator = xml_tidy_name((char *)xml_attribute(element, "iteratorVariable", arena));
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  if (out->iterator == NULL)
    return boxed_fail(place, out->line, error, "\"%s\" has no iteratorVariable",
                      (const char *)element->name);
  lu_status status = read_inner(&out->first, place, xml_child(element, "in"), error);
  if (status != LU_OK) return status;
  const char *list[] = {out->iterator, "partial"};
  bool loop = out->kind == BOXED_FOR;
  feel_names names = {.outer = place->names, .count = loop ? 2 : 1, .names = list};
  boxed_place here = {place->model, place->node, &names};
  return read_inner(&out->second, &here, xml_child(element, loop ? "return" : "satisfies"), error);
}

static lu_status read_filter(boxed *out, const boxed_place *place, const xmlNode *element,
                             lu_error *error) {
  lu_status status = read_inner(&out->first, place, xml_child(element, "in"), error);
  if (status != LU_OK) return status;
  const char *list[] = {"item"};
  feel_names names = {.outer = place->names, .count = 1, .names = list};
  boxed_place here = {place->model, place->node, &names};
  return read_inner(&out->second, &here, xml_child(element, "match"), error);
}

static lu_status read_conditional(boxed *out, const boxed_place *place, const xmlNode *element,
                                  lu_error *error) {
  lu_status status = read_inner(&out->first, place, xml_child(element, "if"), error);
  if (status == LU_OK) status = read_inner(&out->second, place, xml_child(element, "then"), error);
  if (status == LU_OK) status = read_inner(&out->third, place, xml_child(element, "else"), error);
  return status;
}

static lu_status read_kind(boxed *out, const boxed_place *place, const xmlNode *element,
                           lu_error *error) {
  switch (out->kind) {
    case BOXED_LITERAL:
      return read_literal(out, place, element, error);
    case BOXED_TABLE:
      return table_read(&out->table, place, element, error);
    case BOXED_CONTEXT:
      return read_context(out, place, element, error);
    case BOXED_INVOCATION:
      return read_invocation(out, place, element, error);
    case BOXED_FUNCTION:
      return boxed_read_function(out, place, element, error);
    case BOXED_RELATION:
      return read_relation(out, place, element, error);
    case BOXED_LIST:
      return read_list(out, place, element, error);
    case BOXED_CONDITIONAL:
      return read_conditional(out, place, element, error);
    case BOXED_FILTER:
      return read_filter(out, place, element, error);
    case BOXED_FOR:
    case BOXED_SOME:
    case BOXED_EVERY:
      return read_iteration(out, place, element, error);
  }
  return LU_OK;
}

lu_status boxed_read(const boxed **out, const boxed_place *place, const xmlNode *element,
                     lu_error *error) {
  boxed *expression = lu_arena_alloc(place->model->arena, sizeof *expression);
  if (expression == NULL) return lu_fail_memory(error);
  *out = expression;
  expression->line = xml_line(element);
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (xml_is(element, kinds[i].element)) expression->kind = kinds[i].kind;
  lu_status status = read_type(&expression->type, place, element, error);
  if (status == LU_OK) status = read_kind(expression, place, element, error);
  return status;
}

void boxed_free_names(const boxed *expression, void (*visit)(void *user, const char *name),
                      void *user) {
  if (expression == NULL) return;
  if (expression->feel != NULL) feel_free_names(expression->feel, visit, user);
  if (expression->table != NULL) table_free_names(expression->table, visit, user);
  for (size_t i = 0; i < expression->entry_count; i++)
    boxed_free_names(expression->entries[i].value, visit, user);
  boxed_free_names(expression->first, visit, user);
  boxed_free_names(expression->second, visit, user);
  boxed_free_names(expression->third, visit, user);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs from JSON and text: strings become dates and durations where the type says so. */
#include <string.h>

#include "evaluation.h"
#include "lutetia/decision/show.h"

static const lu_value *typed_value(lu_evaluation *evaluation, const json_t *json,
                                   const feel_type *type);

/** A string read as a temporal value; NULL if the type is none, or the text does not fit. */
static const lu_value *temporal_value(lu_evaluation *evaluation, const char *text,
                                      lu_value_kind kind) {
  lu_arena *arena = evaluation->evaluator.arena;
  feel_date date;
  feel_time time;
  switch (kind) {
    case LU_VALUE_DATE:
      return feel_parse_date(&date, text) ? feel_date_value(arena, date) : NULL;
    case LU_VALUE_TIME:
      return feel_parse_time(&time, text, arena) ? feel_time_value(arena, time) : NULL;
    case LU_VALUE_DATE_TIME:
      return feel_parse_date_time(&date, &time, text, arena)
                 ? feel_date_time_value(arena, date, time)
                 : NULL;
    case LU_VALUE_DAYS_DURATION:
    case LU_VALUE_YEARS_DURATION:
      return feel_parse_duration(text, arena);
    default:
      return NULL;
  }
}

static const lu_value *typed_list(lu_evaluation *evaluation, const json_t *json,
                                  const feel_type *type) {
  size_t count = json_array_size(json);
  const lu_value **items = lu_arena_array(evaluation->evaluator.arena, count, sizeof *items);
  if (items == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++)
    items[i] = typed_value(evaluation, json_array_get(json, i), type->element);
  return feel_list_value(evaluation->evaluator.arena, items, count);
}

/** Type of a field of a context type; NULL if it has none of that name. */
static const feel_type *field_type(const feel_type *type, const char *name) {
  for (size_t i = 0; i < type->field_count; i++)
    if (strcmp(type->fields[i].name, name) == 0) return type->fields[i].type;
  return NULL;
}

static const lu_value *typed_context(lu_evaluation *evaluation, const json_t *json,
                                     const feel_type *type) {
  lu_arena *arena = evaluation->evaluator.arena;
  feel_entry *entries = lu_arena_array(arena, json_object_size(json), sizeof *entries);
  if (entries == NULL) return &feel_null;
  size_t count = 0;
  void *object = (void *)json; /* jansson's iterators take no const; nothing is changed */
  for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at)) {
    const char *name = json_object_iter_key(at);
    entries[count].name = lu_arena_strdup(arena, name);
    if (entries[count].name == NULL) return &feel_null;
    entries[count++].value =
        typed_value(evaluation, json_object_iter_value(at), field_type(type, name));
  }
  return feel_context_value(arena, entries, count);
}

static const lu_value *typed_value(lu_evaluation *evaluation, const json_t *json,
                                   const feel_type *type) {
  if (type == NULL) return feel_from_json(evaluation->evaluator.arena, json);
  if (json_is_array(json) && type->kind == FEEL_TYPE_LIST)
    return typed_list(evaluation, json, type);
  if (json_is_object(json) && type->kind == FEEL_TYPE_CONTEXT)
    return typed_context(evaluation, json, type);
  if (json_is_string(json) && type->kind == FEEL_TYPE_SIMPLE) {
    const lu_value *value = temporal_value(evaluation, json_string_value(json), type->simple);
    if (value != NULL) return value;
  }
  return feel_from_json(evaluation->evaluator.arena, json);
}

/** The input of a name: of the model itself, or else of what it imports. */
static const model_node *find_input(const lu_model *model, const char *name) {
  for (size_t i = 0; model != NULL && i < model->node_count; i++)
    if (model->nodes[i]->kind == NODE_INPUT && strcmp(model->nodes[i]->name, name) == 0)
      return model->nodes[i];
  return NULL;
}

static lu_status no_such_input(const lu_model *model, const char *name, lu_error *error) {
  lu_text names = LU_TEXT_INIT;
  if (model == NULL)
    return lu_fail(error, LU_USAGE, "an evaluation without a model has no input \"%s\"", name);
  for (size_t i = 0; i < model->own_input_count; i++)
    lu_text_printf(&names, "%s%s", i == 0 ? "" : ", ", model->own_inputs[i]->name);
  lu_status status =
      lu_fail(error, LU_USAGE, "%s has no input \"%s\"; it has %s", model->units[0]->file, name,
              model->own_input_count == 0 ? "none" : lu_text_string(&names));
  lu_text_free(&names);
  return status;
}

lu_status lu_evaluation_set_json(lu_evaluation *evaluation, const char *name, const json_t *value,
                                 lu_error *error) {
  const model_node *input = find_input(evaluation->model, name);
  if (input == NULL) return no_such_input(evaluation->model, name, error);
  lu_evaluation_set_input(evaluation, name, typed_value(evaluation, value, input->type));
  return lu_arena_failed(evaluation->evaluator.arena) ? lu_fail_memory(error) : LU_OK;
}

/** Sets all members of a JSON object. */
static lu_status set_members(lu_evaluation *evaluation, const char *text, lu_error *error) {
  json_error_t fault;
  json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, &fault);
  if (!json_is_object(object)) {
    json_decref(object);
    return lu_fail(error, LU_USAGE, "the inputs \"%.200s\" are not a JSON object: %s", text,
                   fault.text);
  }
  lu_status status = LU_OK;
  for (void *at = json_object_iter(object); at != NULL && status == LU_OK;
       at = json_object_iter_next(object, at))
    status = lu_evaluation_set_json(evaluation, json_object_iter_key(at),
                                    json_object_iter_value(at), error);
  json_decref(object);
  return status;
}

/** JSON of the value of an assignment; a string if it is no JSON, or if the input wants a string.
 */
static json_t *assigned_json(const model_node *input, const char *text) {
  json_t *json = json_loads(text, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, NULL);
  bool wants_text = input->type != NULL && input->type->kind == FEEL_TYPE_SIMPLE &&
                    input->type->simple == LU_VALUE_STRING;
  if (json != NULL && (!wants_text || json_is_string(json) || json_is_null(json))) return json;
  json_decref(json);
  return json_string(text);
}

lu_status lu_evaluation_set_text(lu_evaluation *evaluation, const char *text, lu_error *error) {
  while (*text == ' ' || *text == '\n' || *text == '\t')
    text++;
  if (*text == '{') return set_members(evaluation, text, error);
  const char *equals = strchr(text, '=');
  if (equals == NULL)
    return lu_fail(error, LU_USAGE, "the input \"%s\" is neither name=value nor a JSON object",
                   text);
  char *name = lu_arena_copy(evaluation->evaluator.arena, text, (size_t)(equals - text));
  if (name == NULL) return lu_fail_memory(error);
  const model_node *input = find_input(evaluation->model, name);
  if (input == NULL) return no_such_input(evaluation->model, name, error);
  json_t *json = assigned_json(input, equals + 1);
  if (json == NULL) return lu_fail(error, LU_USAGE, "the value of \"%s\" is not valid UTF-8", name);
  lu_status status = lu_evaluation_set_json(evaluation, name, json, error);
  json_decref(json);
  return status;
}

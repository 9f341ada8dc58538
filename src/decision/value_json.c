/* SPDX-License-Identifier: Apache-2.0 */
/* Values to JSON and back. */
#include "function.h"
#include "value.h"

/** The largest integers that every reader of JSON keeps exact. */
#define EXACT_INTEGER 9007199254740992

static json_t *number_json(decimal number) {
  int64_t integer;
  if (decimal_to_integer(&integer, number) && integer <= EXACT_INTEGER &&
      integer >= -EXACT_INTEGER) {
    return json_integer(integer);
  }
  double real = decimal_to_double(number);
  /* Beyond the range of double JSON has no number: the text keeps the value. */
  if (real - real != 0) {
    char buffer[DECIMAL_TEXT_SIZE];
    decimal_format(buffer, sizeof buffer, number);
    return json_string(buffer);
  }
  return json_real(real);
}

/** JSON text of a value that has no JSON of its own: ISO text, range, function. */
static json_t *text_json(const lu_value *value) {
  lu_text text = LU_TEXT_INIT;
  feel_print(value, &text, false);
  json_t *json = text.failed ? NULL : json_string(lu_text_string(&text));
  lu_text_free(&text);
  return json;
}

static json_t *list_json(const lu_value *const *items, size_t count) {
  json_t *array = json_array();
  for (size_t i = 0; array != NULL && i < count; i++) {
    if (json_array_append_new(array, lu_value_json(items[i])) != 0) {
      json_decref(array);
      return NULL;
    }
  }
  return array;
}

static json_t *context_json(const feel_context *context) {
  json_t *object = json_object();
  for (size_t i = 0; object != NULL && i < context->count; i++) {
    const feel_entry *entry = &context->entries[i];
    if (json_object_set_new(object, entry->name, lu_value_json(entry->value)) != 0) {
      json_decref(object);
      return NULL;
    }
  }
  return object;
}

static json_t *unknown_json(const feel_unknown *unknown) {
  json_t *object = json_object();
  json_t *names = json_array();
  bool ok = object != NULL && names != NULL;
  for (size_t i = 0; ok && i < unknown->reasons.count; i++) {
    ok = json_array_append_new(names, json_string(unknown->reasons.names[i])) == 0;
  }
  if (ok && json_object_set(object, "unknown", names) == 0) {
    json_decref(names);
    return object;
  }
  json_decref(names);
  json_decref(object);
  return NULL;
}

json_t *lu_value_json(const lu_value *value) {
  switch (value->kind) {
    case LU_VALUE_NULL:
      return json_null();
    case LU_VALUE_BOOLEAN:
      return json_boolean(value->as.boolean);
    case LU_VALUE_NUMBER:
      return number_json(value->as.number);
    case LU_VALUE_STRING:
      return json_stringn(value->as.string.bytes, value->as.string.length);
    case LU_VALUE_LIST:
      return list_json(value->as.list.items, value->as.list.count);
    case LU_VALUE_CONTEXT:
      return context_json(&value->as.context);
    case LU_VALUE_UNKNOWN:
      return unknown_json(&value->as.unknown);
    default:
      return text_json(value);
  }
}

static const lu_value *list_from_json(lu_arena *arena, const json_t *json) {
  size_t count = json_array_size(json);
  const lu_value **items = lu_arena_array(arena, count, sizeof *items);
  if (items == NULL) return &feel_null;
  for (size_t i = 0; i < count; i++)
    items[i] = feel_from_json(arena, json_array_get(json, i));
  return feel_list_value(arena, items, count);
}

static const lu_value *context_from_json(lu_arena *arena, const json_t *json) {
  /* The iterator wants a pointer that it could change, but only reads through it here. */
  json_t *object = (json_t *)json;
  feel_entry *entries = lu_arena_array(arena, json_object_size(json), sizeof *entries);
  size_t count = 0;
  if (entries == NULL) return &feel_null;
  const char *key;
  json_t *value;
  json_object_foreach(object, key, value) {
    entries[count].name = lu_arena_strdup(arena, key);
    entries[count].value = feel_from_json(arena, value);
    if (entries[count].name == NULL) return &feel_null;
    count++;
  }
  return feel_context_value(arena, entries, count);
}

const lu_value *feel_from_json(lu_arena *arena, const json_t *json) {
  switch (json_typeof(json)) {
    case JSON_OBJECT:
      return context_from_json(arena, json);
    case JSON_ARRAY:
      return list_from_json(arena, json);
    case JSON_STRING:
      return feel_string(arena, json_string_value(json), json_string_length(json));
    case JSON_INTEGER:
      return feel_integer(arena, json_integer_value(json));
    case JSON_REAL:
      return feel_number(arena, decimal_from_double(json_real_value(json)));
    case JSON_TRUE:
      return &feel_true;
    case JSON_FALSE:
      return &feel_false;
    case JSON_NULL:
      return &feel_null;
  }
  return &feel_null;
}

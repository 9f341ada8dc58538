/* SPDX-License-Identifier: Apache-2.0 */
#include "tck_value.h"

#include <string.h>

#include "function.h"

/** The local part of the type that a value element names; NULL if it names none. */
static const char *type_name(const xmlNode *element, lu_arena *arena) {
  const char *type = xml_attribute(element, "type", arena);
  if (type == NULL) return NULL;
  const char *colon = strchr(type, ':');
  return colon == NULL ? type : colon + 1;
}

static bool is_nil(const xmlNode *element, lu_arena *arena) {
  const char *nil = xml_attribute(element, "nil", arena);
  return nil != NULL && (strcmp(nil, "true") == 0 || strcmp(nil, "1") == 0);
}

static const lu_value *read_number(const char *text, lu_arena *arena) {
  decimal number;
  return decimal_parse(&number, text, strlen(text)) ? feel_number(arena, number) : &feel_null;
}

static const lu_value *read_temporal(const char *type, const char *text, lu_arena *arena) {
  feel_date date;
  feel_time time;
  if (strcmp(type, "date") == 0)
    return feel_parse_date(&date, text) ? feel_date_value(arena, date) : &feel_null;
  if (strcmp(type, "time") == 0)
    return feel_parse_time(&time, text, arena) ? feel_time_value(arena, time) : &feel_null;
  if (strcmp(type, "dateTime") == 0)
    return feel_parse_date_time(&date, &time, text, arena) ? feel_date_time_value(arena, date, time)
                                                           : &feel_null;
  const lu_value *duration = feel_parse_duration(text, arena);
  return duration == NULL ? &feel_null : duration;
}

/** A value whose element does not say its type: what its text looks like. */
static const lu_value *guess_value(const char *text, const char *raw, lu_arena *arena) {
  decimal number;
  feel_date date;
  feel_time time;
  if (decimal_parse(&number, text, strlen(text))) return feel_number(arena, number);
  if (strcmp(text, "true") == 0) return &feel_true;
  if (strcmp(text, "false") == 0) return &feel_false;
  if (feel_parse_date(&date, text)) return feel_date_value(arena, date);
  if (feel_parse_date_time(&date, &time, text, arena))
    return feel_date_time_value(arena, date, time);
  return feel_string_z(arena, raw);
}

/** Reads a `value` element by its xsi:type. */
static const lu_value *read_simple(const xmlNode *element, lu_arena *arena) {
  if (is_nil(element, arena)) return &feel_null;
  const char *type = type_name(element, arena);
  char *raw = xml_raw_text(element, arena);
  char *text = xml_text(element, arena);
  if (raw == NULL || text == NULL) return &feel_null;
  if (type == NULL) return guess_value(text, raw, arena);
  if (strcmp(type, "string") == 0 || strcmp(type, "anyURI") == 0) return feel_string_z(arena, raw);
  if (strcmp(type, "boolean") == 0)
    return feel_boolean(strcmp(text, "true") == 0 || strcmp(text, "1") == 0);
  static const char *const temporal[] = {
      "date", "time", "dateTime", "duration", "dayTimeDuration", "yearMonthDuration"};
  for (size_t i = 0; i < sizeof temporal / sizeof *temporal; i++)
    if (strcmp(type, temporal[i]) == 0) return read_temporal(type, text, arena);
  return read_number(text, arena);
}

static const lu_value *read_list(const xmlNode *element, lu_arena *arena) {
  size_t count = xml_count(element, "item"), used = 0;
  const lu_value **items = lu_arena_array(arena, count, sizeof *items);
  if (items == NULL) return &feel_null;
  for (const xmlNode *item = xml_child(element, "item"); item != NULL; item = xml_next(item))
    items[used++] = tck_read_value(item, arena);
  return feel_list_value(arena, items, count);
}

static const lu_value *read_context(const xmlNode *element, lu_arena *arena) {
  size_t count = xml_count(element, "component"), used = 0;
  feel_entry *entries = lu_arena_array(arena, count, sizeof *entries);
  if (entries == NULL) return &feel_null;
  for (const xmlNode *component = xml_child(element, "component"); component != NULL;
       component = xml_next(component)) {
    const char *name = xml_tidy_name((char *)xml_attribute(component, "name", arena));
    entries[used].name = name == NULL ? "" : name;
    entries[used++].value = tck_read_value(component, arena);
  }
  return feel_context_value(arena, entries, count);
}

const lu_value *tck_read_value(const xmlNode *element, lu_arena *arena) {
  if (is_nil(element, arena)) return &feel_null;
  const xmlNode *value = xml_child(element, "value");
  const xmlNode *list = xml_child(element, "list");
  if (value != NULL) return read_simple(value, arena);
  if (list != NULL) return is_nil(list, arena) ? &feel_null : read_list(list, arena);
  if (xml_child(element, "component") != NULL) return read_context(element, arena);
  return &feel_null;
}

static bool same_number(decimal a, decimal b) {
  decimal tolerance;
  static const char text[] = "0.00000001";
  if (!decimal_parse(&tolerance, text, sizeof text - 1)) return false;
  return decimal_compare(decimal_abs(decimal_subtract(a, b)), tolerance) < 0;
}

bool tck_same(const lu_value *expected, const lu_value *actual) {
  if (expected->kind != actual->kind) return false;
  switch (expected->kind) {
    case LU_VALUE_NULL:
      return true;
    case LU_VALUE_NUMBER:
      return same_number(expected->as.number, actual->as.number);
    case LU_VALUE_LIST:
      if (expected->as.list.count != actual->as.list.count) return false;
      for (size_t i = 0; i < expected->as.list.count; i++)
        if (!tck_same(expected->as.list.items[i], actual->as.list.items[i])) return false;
      return true;
    case LU_VALUE_CONTEXT:
      if (expected->as.context.count != actual->as.context.count) return false;
      for (size_t i = 0; i < expected->as.context.count; i++) {
        const feel_entry *entry = &expected->as.context.entries[i];
        const lu_value *other = lu_value_entry(actual, entry->name);
        if (other == NULL || !tck_same(entry->value, other)) return false;
      }
      return true;
    default:
      return feel_equal(expected, actual) == FEEL_YES;
  }
}

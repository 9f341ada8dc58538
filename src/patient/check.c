/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void check_report(checker *c, lu_severity severity, const char *code, const char *pointer,
                  const char *effect, const char *format, ...) {
  char sentence[1000];
  char place[POSITION_POINTER_SIZE + 300];
  char full_code[80];
  va_list arguments;
  if (c->context == NULL) return; /* a trial whose outcome alone counts */
  va_start(arguments, format);
  vsnprintf(sentence, sizeof sentence, format, arguments);
  va_end(arguments);
  snprintf(full_code, sizeof full_code, "case.%s", code);
  snprintf(place, sizeof place, "%.250s:%d %s", c->file, position_line(c->lines, pointer),
           pointer[0] != '\0' ? pointer : "/");
  lu_context_find(c->context, full_code, severity, place, effect, "%s", sentence);
}

char *check_show(checker *c, char *buffer, const json_t *value) {
  char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
  if (text == NULL) c->memory = true;
  snprintf(buffer, CHECK_SHOW_SIZE, "%s", text != NULL ? text : "the value");
  if (strlen(buffer) + 1 == CHECK_SHOW_SIZE) {
    size_t cut = CHECK_SHOW_SIZE - 5;
    while (cut > 0 && ((unsigned char)buffer[cut] & 0xC0) == 0x80)
      cut--; /* never cut inside a character */
    memcpy(buffer + cut, "...", 4);
  }
  free(text);
  return buffer;
}

/** True for two keys that differ only in the unit at their end ("size_cm", "size_mm"). */
static bool other_unit(const char *wrong, const char *right) {
  const char *a = strrchr(wrong, '_');
  const char *b = strrchr(right, '_');
  lu_unit from;
  lu_unit to;
  if (a == NULL || b == NULL || a - wrong != b - right) return false;
  if (strncmp(wrong, right, (size_t)(a - wrong)) != 0) return false;
  return lu_unit_parse(&from, a + 1, NULL) == LU_OK && lu_unit_parse(&to, b + 1, NULL) == LU_OK &&
         lu_unit_same_dimension(&from, &to);
}

/** A key that differs from a wrong one in the unit alone; NULL if there is none. */
static const char *same_but_unit(const json_t *keys, const char *wrong) {
  const char *key;
  const json_t *node;
  json_object_foreach((json_t *)(uintptr_t)keys, key, node) if (other_unit(wrong, key)) return key;
  return NULL;
}

static void report_unknown_key(checker *c, const json_t *keys, const char *key, const json_t *value,
                               const char *pointer) {
  char shown[CHECK_SHOW_SIZE];
  const char *unit = strrchr(key, '_');
  const char *twin = same_but_unit(keys, key);
  const char *near = check_nearest_key(keys, key);
  if (twin != NULL)
    check_report(c, LU_SEVERE, "unknown-key", pointer, "The value is not read.",
                 "\"%.60s\" is not known here; write \"%s\": {\"value\": %s, \"unit\": \"%s\"}",
                 key, twin, check_show(c, shown, value), unit + 1);
  else if (near != NULL)
    check_report(c, LU_WARNING, "unknown-key", pointer, "The value is not read.",
                 "\"%.60s\" is not known here; did you mean \"%s\"?", key, near);
  else
    check_report(c, LU_WARNING, "unknown-key", pointer, "The value is not read.",
                 "\"%.60s\" is not known here", key);
}

static json_t *check_node(checker *c, const json_t *node, const json_t *value, const char *pointer);

/** Says that a key belongs to another kind of entry. false if it does. */
static bool check_kind(checker *c, const json_t *node, const json_t *kind, const char *key,
                       const char *pointer) {
  const json_t *kinds = json_object_get(node, "kinds");
  if (kinds == NULL || !json_is_string(kind)) return true;
  if (form_names(kinds, json_string_value(kind))) return true;
  check_report(c, LU_WARNING, "wrong-kind", pointer, "The value is not read.",
               "\"%s\" says nothing in an entry of kind \"%.40s\"", key, json_string_value(kind));
  return false;
}

/** Checks the members of an object. @return new reference */
static json_t *check_members(checker *c, const json_t *node, const json_t *value,
                             const char *pointer) {
  json_t *clean = json_object();
  const json_t *keys = json_object_get(node, "keys");
  const char *by = json_string_value(json_object_get(node, "by"));
  const json_t *kind = by != NULL ? json_object_get(value, by) : NULL;
  const char *key;
  const json_t *member;
  json_object_foreach((json_t *)(uintptr_t)value, key, member) {
    if (strncmp(key, "//", 2) == 0) continue; /* a remark */
    char child[POSITION_POINTER_SIZE];
    snprintf(child, sizeof child, "%s", pointer);
    position_append(child, sizeof child, key);
    const json_t *child_node = json_object_get(keys, key);
    if (child_node == NULL) {
      report_unknown_key(c, keys, key, member, child);
      continue;
    }
    if (!check_kind(c, child_node, kind, key, child)) continue;
    json_t *checked = check_node(c, child_node, member, child);
    if (checked != NULL && json_object_set_new(clean, key, checked) != 0) c->memory = true;
  }
  if (clean == NULL) c->memory = true;
  return clean;
}

/** Gives an entry of a list the name that it lacks, by its place ("sample 2"). */
static void name_entry(checker *c, const json_t *node, json_t *clean, size_t index,
                       const char *pointer) {
  const char *key;
  const json_t *child;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "keys"), key, child) {
    const char *word =
        json_string_value(json_object_get(json_object_get(child, "spec"), "automatic"));
    if (word == NULL || json_object_get(clean, key) != NULL) continue;
    char name[60];
    snprintf(name, sizeof name, "%.30s %zu", word, index + 1);
    json_t *value = json_pack("{s:s, s:s}", "v", name, "p", pointer);
    if (json_object_set_new(clean, key, value) != 0) c->memory = true;
    check_report(c, LU_NOTE, "automatic-name", pointer, "The entry is used.",
                 "\"%s\" is not stated; the entry is called \"%s\"", key, name);
  }
}

/** True if all keys that must be there are. */
static bool check_required(checker *c, const json_t *node, const json_t *clean, const json_t *raw,
                           const char *pointer) {
  bool complete = true;
  const char *key;
  const json_t *child;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "keys"), key, child) {
    if (!json_is_true(json_object_get(json_object_get(child, "spec"), "required"))) continue;
    if (json_object_get(clean, key) != NULL) continue;
    complete = false;
    if (json_object_get(raw, key) == NULL)
      check_report(c, LU_SEVERE, "missing-key", pointer,
                   pointer[0] != '\0' ? "The entry is not used." : "", "\"%s\" must be stated here",
                   key);
  }
  return complete;
}

/** What a value is, without saying it: where a whole section is wrong its text may name a person.
 */
static const char *form_of(const json_t *value) {
  switch (json_typeof(value)) {
    case JSON_OBJECT:
      return "an object {...}";
    case JSON_ARRAY:
      return "a list [...]";
    case JSON_STRING:
      return "a text";
    case JSON_INTEGER:
    case JSON_REAL:
      return "a number";
    default:
      return json_is_null(value) ? "null" : "true or false";
  }
}

static json_t *check_object(checker *c, const json_t *node, const json_t *value,
                            const char *pointer) {
  if (!json_is_object(value)) {
    check_report(c, LU_SEVERE, "type", pointer, "It is not read.",
                 "%s stands where an object {...} must stand", form_of(value));
    return NULL;
  }
  json_t *clean = check_members(c, node, value, pointer);
  if (clean != NULL) check_rules(c, clean, node, pointer);
  return clean;
}

/** Checks one entry of a list. @return new reference; null for one that cannot be used */
static json_t *check_item(checker *c, const json_t *node, const json_t *item, size_t index,
                          const char *pointer) {
  json_t *clean = check_object(c, node, item, pointer);
  if (clean != NULL) name_entry(c, node, clean, index, pointer);
  bool good = clean != NULL && check_required(c, node, clean, item, pointer) &&
              check_entry(c, clean, item, node, pointer);
  if (good && json_object_set_new(clean, "p", json_string(pointer)) != 0) c->memory = true;
  if (good) return clean;
  json_decref(clean);
  return json_null();
}

/** Longest list that is read; a patient has no more, and entries are compared in pairs. */
#define MAX_ENTRIES 5000

static json_t *check_list(checker *c, const json_t *node, const json_t *value,
                          const char *pointer) {
  if (!json_is_array(value)) {
    check_report(c, LU_SEVERE, "type", pointer, "It is not read.",
                 "%s stands where a list [...] must stand", form_of(value));
    return NULL;
  }
  if (json_array_size(value) > MAX_ENTRIES) {
    check_report(c, LU_SEVERE, "too-long", pointer, "It is not read.",
                 "a list of %zu entries; at most %d are read", json_array_size(value), MAX_ENTRIES);
    return NULL;
  }
  json_t *clean = json_array();
  size_t index;
  const json_t *item;
  json_array_foreach(value, index, item) {
    char child[POSITION_POINTER_SIZE];
    char number[32];
    snprintf(child, sizeof child, "%s", pointer);
    snprintf(number, sizeof number, "%zu", index);
    position_append(child, sizeof child, number);
    if (json_array_append_new(clean, check_item(c, node, item, index, child)) != 0)
      c->memory = true;
  }
  if (clean == NULL) c->memory = true;
  if (clean != NULL) check_across(c, clean, node, pointer);
  return clean;
}

static json_t *check_node(checker *c, const json_t *node, const json_t *value,
                          const char *pointer) {
  const char *kind = form_node(node);
  if (strcmp(kind, "value") == 0)
    return check_value(c, json_object_get(node, "spec"), value, pointer);
  if (json_is_null(value)) return NULL;
  if (strcmp(kind, "object") == 0) return check_object(c, node, value, pointer);
  if (strcmp(kind, "list") == 0) return check_list(c, node, value, pointer);
  return NULL; /* "free": results are read by those who wrote them */
}

/** The year of birth, for checking dates; 0 if it cannot be told. */
static int birth_year(const json_t *record, lu_date today) {
  const json_t *patient = json_object_get(record, "patient");
  const json_t *year = json_object_get(patient, "birth_year");
  const json_t *age = json_object_get(patient, "age_y");
  if (json_is_integer(year) && json_integer_value(year) >= 1900 &&
      json_integer_value(year) <= today.year)
    return (int)json_integer_value(year);
  if (year == NULL && json_is_number(age) && json_number_value(age) >= 0 &&
      json_number_value(age) <= 120)
    return today.year - (int)json_number_value(age) - 1;
  return 0;
}

lu_status check_record(json_t **out, checker *c, const json_t *record, const json_t *form,
                       lu_error *error) {
  *out = NULL;
  c->birth_year = birth_year(record, c->today);
  json_t *clean = check_object(c, form, record, "");
  if (clean == NULL || c->memory) {
    json_decref(clean);
    return lu_fail_memory(error);
  }
  check_required(c, form, clean, record, "");
  *out = clean;
  return LU_OK;
}

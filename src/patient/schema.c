/* SPDX-License-Identifier: Apache-2.0 */
/* The form of a record as JSON Schema 2020-12. */
#include "check.h"
#include "lutetia/patient.h"

#include <stdio.h>
#include <string.h>

/** What the writer holds. */
typedef struct writer {
  bool memory; /**< sticky: memory ran short */
} writer;

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

/** Sets a member; a NULL value counts as memory running short. */
static void set(writer *w, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new(object, key, value) != 0) w->memory = true;
}

static void append(writer *w, json_t *array, json_t *value) {
  if (json_array_append_new(array, value) != 0) w->memory = true;
}

/** The values of a choice as a list of texts; `unknown` adds what any value may be instead. */
static json_t *values_of(writer *w, const json_t *spec) {
  json_t *list = json_array();
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(spec, "values"), index, entry)
      append(w, list, json_incref(json_object_get(entry, "value")));
  return list;
}

static json_t *plain_number(writer *w, const json_t *spec) {
  bool integer = json_is_true(json_object_get(spec, "integer"));
  json_t *schema = json_pack("{s:s}", "type", integer ? "integer" : "number");
  json_t *low = json_object_get(spec, "minimum");
  json_t *high = json_object_get(spec, "maximum");
  if (low != NULL) set(w, schema, "minimum", json_incref(low));
  if (high != NULL) set(w, schema, "maximum", json_incref(high));
  return schema;
}

/** Schema of the bare value of a spec. */
static json_t *plain(writer *w, const json_t *spec) {
  const char *type = text_of(spec, "type");
  if (strcmp(type, "number") == 0) return plain_number(w, spec);
  if (strcmp(type, "boolean") == 0) return json_pack("{s:[s,s,b,b]}", "enum", "yes", "no", 1, 0);
  if (strcmp(type, "choice") == 0) return json_pack("{s:o}", "enum", values_of(w, spec));
  if (strcmp(type, "set") == 0)
    return json_pack("{s:s, s:b, s:{s:o}}", "type", "array", "uniqueItems", 1, "items", "enum",
                     values_of(w, spec));
  if (strcmp(type, "date") == 0) return json_pack("{s:s}", "$ref", "#/$defs/date");
  if (json_object_get(spec, "pattern") != NULL)
    return json_pack("{s:s, s:s}", "type", "string", "pattern", "^[A-Za-z0-9_-]{1,64}$");
  return json_pack("{s:s}", "type", "string");
}

/** A reference to one of the shared parts of the schema. */
static json_t *reference(const char *name) {
  char path[64];
  snprintf(path, sizeof path, "#/$defs/%s", name);
  return json_pack("{s:s}", "$ref", path);
}

/** A value in an object, with unit or date; the limits of a number hold in the fact's unit only. */
static json_t *stated_value(writer *w, const json_t *spec) {
  const char *type = text_of(spec, "type");
  if (strcmp(type, "number") == 0) return reference("stated_number");
  if (strcmp(type, "boolean") == 0) return reference("stated_boolean");
  return json_pack("{s:s, s:{s:{s:[o,o]}}}", "$ref", "#/$defs/stated", "properties", "value",
                   "anyOf", plain(w, spec), reference("open"));
}

/** Explains a value: label, unit, question, meanings. */
static void describe(writer *w, json_t *schema, const json_t *spec) {
  lu_text text = LU_TEXT_INIT;
  const char *unit = text_of(spec, "unit");
  lu_text_puts(&text, text_of(spec, "label"));
  if (unit[0] != '\0') lu_text_printf(&text, " in %s (or {\"value\": .., \"unit\": ..})", unit);
  if (text_of(spec, "question")[0] != '\0')
    lu_text_printf(&text, ". %s", text_of(spec, "question"));
  if (text_of(spec, "help")[0] != '\0') lu_text_printf(&text, " %s", text_of(spec, "help"));
  size_t index;
  const json_t *entry;
  json_array_foreach(json_object_get(spec, "values"), index, entry) {
    const char *label = text_of(entry, "label");
    if (label[0] == '\0' || json_array_size(json_object_get(spec, "values")) > 20) break;
    lu_text_printf(&text, "%s%s: %s", index == 0 ? " Values: " : "; ", text_of(entry, "value"),
                   label);
  }
  if (text.failed) w->memory = true;
  set(w, schema, "description", json_string(lu_text_string(&text)));
  lu_text_free(&text);
}

static json_t *value_schema(writer *w, const json_t *node) {
  const json_t *spec = json_object_get(node, "spec");
  bool required = json_is_true(json_object_get(spec, "required"));
  bool text = strcmp(text_of(spec, "type"), "text") == 0;
  json_t *schema;
  if (required) {
    schema = plain(w, spec);
  } else {
    schema = json_pack("{s:[o,o,o]}", "anyOf", plain(w, spec), stated_value(w, spec),
                       text ? json_pack("{s:s}", "type", "null") : reference("open"));
  }
  describe(w, schema, spec);
  return schema;
}

static json_t *node_schema(writer *w, const json_t *node);

/** {"if": kind is one of these, "then": these keys are not theirs} as a list of conditions. */
static void forbid_keys_of_others(writer *w, json_t *schema, const json_t *node) {
  const char *by = json_string_value(json_object_get(node, "by"));
  json_t *rules = json_array();
  const char *key;
  const json_t *child;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "keys"), key, child) {
    json_t *kinds = json_object_get(child, "kinds");
    if (by == NULL || kinds == NULL) continue;
    append(w, rules,
           json_pack("{s:{s:[s]}, s:{s:{s:{s:O}}}}", "if", "required", key, "then", "properties",
                     by, "enum", kinds));
  }
  if (json_array_size(rules) > 0)
    set(w, schema, "allOf", rules);
  else
    json_decref(rules);
}

static json_t *object_schema(writer *w, const json_t *node) {
  json_t *schema = json_pack("{s:s, s:b, s:{s:{}}, s:{}}", "type", "object", "additionalProperties",
                             0, "patternProperties", "^//", "properties");
  json_t *required = json_array();
  const char *key;
  const json_t *child;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "keys"), key, child) {
    set(w, json_object_get(schema, "properties"), key, node_schema(w, child));
    if (json_is_true(json_object_get(json_object_get(child, "spec"), "required")))
      append(w, required, json_string(key));
  }
  if (json_array_size(required) > 0)
    set(w, schema, "required", required);
  else
    json_decref(required);
  forbid_keys_of_others(w, schema, node);
  return schema;
}

static json_t *node_schema(writer *w, const json_t *node) {
  const char *kind = form_node(node);
  json_t *schema;
  if (strcmp(kind, "value") == 0) return value_schema(w, node);
  if (strcmp(kind, "object") == 0)
    schema = object_schema(w, node);
  else if (strcmp(kind, "list") == 0)
    schema = json_pack("{s:s, s:o}", "type", "array", "items", object_schema(w, node));
  else
    schema = json_pack("{s:s}", "type", "array");
  const char *label = text_of(node, "label");
  if (label[0] != '\0') set(w, schema, "description", json_string(label));
  return schema;
}

/** Sets a text with a line of its own at the head of the schema. */
static void set_text(writer *w, json_t *schema, const char *key, const char *text) {
  set(w, schema, key, json_string(text));
}

/** A value in an object of which "value" has this schema (stolen; NULL for any). */
static json_t *stated_part(json_t *value, bool number) {
  json_t *part = json_pack("{s:s, s:b, s:[s], s:{s:o, s:o, s:{s:s}}}", "type", "object",
                           "additionalProperties", 0, "required", "value", "properties", "value",
                           value != NULL ? value : json_object(), "date", reference("date"), "note",
                           "type", "string");
  if (!number || part == NULL) return part;
  json_t *more = json_pack("{s:{s:s}, s:{s:s, s:i}}", "unit", "type", "string", "sd", "type",
                           "number", "minimum", 0);
  if (json_object_update_missing(json_object_get(part, "properties"), more) != 0) {
    json_decref(part);
    part = NULL;
  }
  json_decref(more);
  return part;
}

/** The parts that many values share. */
static void define_parts(writer *w, json_t *schema) {
  json_t *parts = json_object();
  set(w, parts, "date",
      json_pack("{s:s, s:s, s:s}", "type", "string", "pattern",
                "^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$", "description",
                "A day, or as much of it as is known: 2026, 2026-11, 2026-11-24"));
  set(w, parts, "open",
      json_pack("{s:[s,s,n], s:s}", "enum", "unknown", "not_done", "description",
                "In place of any value: it is not known, or the test was not done"));
  set(w, parts, "stated", stated_part(NULL, false));
  set(w, parts, "stated_boolean",
      stated_part(json_pack("{s:[s,s,b,b,s,s]}", "enum", "yes", "no", 1, 0, "unknown", "not_done"),
                  false));
  set(w, parts, "stated_number",
      stated_part(json_pack("{s:[{s:s},o]}", "anyOf", "type", "number", reference("open")), true));
  set(w, schema, "$defs", parts);
}

lu_status lu_case_schema(json_t **out, const lu_dictionary *dictionary, lu_context *context,
                         lu_error *error) {
  *out = NULL;
  json_t *form = NULL;
  json_t *schema = json_object();
  writer w = {.memory = schema == NULL};
  lu_status status = form_make(&form, dictionary, context, error);
  if (status != LU_OK) {
    json_decref(schema);
    return status;
  }
  set_text(&w, schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
  set_text(&w, schema, "title", "Lutetia case");
  set_text(&w, schema, "description",
           "One patient's record. Generated from data/facts and data/record: do not edit. Absent "
           "means unknown, never no. For research and teaching only.");
  json_t *body = object_schema(&w, form);
  if (body == NULL || json_object_update_missing(schema, body) != 0) w.memory = true;
  json_decref(body);
  define_parts(&w, schema);
  json_decref(form);
  if (w.memory) {
    json_decref(schema);
    return lu_fail_memory(error);
  }
  *out = schema;
  return LU_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "form.h"

#include <stdlib.h>
#include <string.h>

#include "lutetia/facts/json.h"

/** Largest layout that is read. */
#define MAX_LAYOUT ((size_t)1 << 20)

/** What the maker holds. */
typedef struct maker {
  const lu_dictionary *dictionary;
  json_t *form;
  lu_error *error;
} maker;

const char *form_node(const json_t *node) {
  const char *kind = json_string_value(json_object_get(node, "node"));
  return kind != NULL ? kind : "";
}

const json_t *form_template(const json_t *form) {
  return json_object_get(form, "template");
}

const json_t *form_leading(const json_t *form) {
  return json_object_get(form, "leading_sample");
}

const json_t *form_response(const json_t *form) {
  return json_object_get(form, "response");
}

size_t form_record_count(const json_t *fact) {
  const json_t *record = json_object_get(fact, "record");
  return json_is_array(record) ? json_array_size(record) : record != NULL ? 1 : 0;
}

const json_t *form_record(const json_t *fact, size_t index) {
  const json_t *record = json_object_get(fact, "record");
  return json_is_array(record) ? json_array_get(record, index) : record;
}

bool form_names(const json_t *names, const char *text) {
  if (json_is_string(names)) return strcmp(json_string_value(names), text) == 0;
  size_t index;
  const json_t *name;
  json_array_foreach(names, index, name) {
    const char *string = json_string_value(name);
    if (string != NULL && strcmp(string, text) == 0) return true;
  }
  return false;
}

/** Adds an empty node of a kind under a key. @return borrowed; NULL when memory is short */
static json_t *add_node(json_t *keys, const char *key, const char *kind) {
  json_t *node = json_pack("{s:s, s:{}}", "node", kind, "keys");
  if (node == NULL || json_object_set_new(keys, key, node) != 0) return NULL;
  return node;
}

/** Adds a value node; `kinds` (may be NULL) says which entries of a list may have it. */
static lu_status add_value(const maker *m, json_t *keys, const char *key, json_t *spec,
                           json_t *kinds) {
  json_t *node = json_object_get(keys, key);
  if (node == NULL) {
    node = json_pack("{s:s, s:O}", "node", "value", "spec", spec);
    if (node == NULL || json_object_set_new(keys, key, node) != 0) return lu_fail_memory(m->error);
  }
  if (kinds == NULL || json_object_get(json_object_get(node, "spec"), "key") != NULL) return LU_OK;
  json_t *list = json_object_get(node, "kinds");
  if (list == NULL) {
    list = json_array();
    if (json_object_set_new(node, "kinds", list) != 0) return lu_fail_memory(m->error);
  }
  int failed =
      json_is_array(kinds) ? json_array_extend(list, kinds) : json_array_append(list, kinds);
  return failed != 0 ? lu_fail_memory(m->error) : LU_OK;
}

/** Adds a value at a path of keys ("krenning/score"), with the objects on the way. */
static lu_status add_path(const maker *m, json_t *keys, const char *path, json_t *spec,
                          json_t *kinds) {
  char *copy = strdup(path);
  if (copy == NULL) return lu_fail_memory(m->error);
  lu_status status = LU_OK;
  char *key = copy;
  for (char *slash = strchr(key, '/'); slash != NULL; slash = strchr(key, '/')) {
    *slash = '\0';
    json_t *node = json_object_get(keys, key);
    if (node == NULL) node = add_node(keys, key, "object");
    keys = json_object_get(node, "keys");
    if (keys == NULL) {
      status = lu_fail_memory(m->error);
      break;
    }
    key = slash + 1;
  }
  if (status == LU_OK) status = add_value(m, keys, key, spec, kinds);
  free(copy);
  return status;
}

static lu_status read_keys(const maker *m, json_t *keys, const json_t *list);

/** Copies the rules of a section from the layout to its node. */
static lu_status copy_rules(const maker *m, json_t *node, const json_t *section) {
  static const char *const rules[] = {"label",         "unique", "one_per",  "order",
                                      "not_more_than", "ratios", "by",       "source",
                                      "free",          "dated",  "measures", "example"};
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
    json_t *rule = json_object_get(section, rules[i]);
    if (rule != NULL && json_object_set(node, rules[i], rule) != 0) return lu_fail_memory(m->error);
  }
  return LU_OK;
}

static lu_status read_section(const maker *m, json_t *keys, const json_t *section) {
  const char *key = json_string_value(json_object_get(section, "key"));
  if (key == NULL) return lu_fail(m->error, LU_BAD_INPUT, "a section without key");
  bool list = json_is_true(json_object_get(section, "list"));
  bool is_free = json_is_true(json_object_get(section, "free"));
  json_t *node = add_node(keys, key, is_free ? "free" : list ? "list" : "object");
  if (node == NULL) return lu_fail_memory(m->error);
  lu_status status = copy_rules(m, node, section);
  if (status != LU_OK) return status;
  return read_keys(m, json_object_get(node, "keys"), json_object_get(section, "keys"));
}

/** Gives a choice of the layout the value set of a fact. */
static lu_status borrow_values(const maker *m, json_t *spec) {
  const char *fact = json_string_value(json_object_get(spec, "values_of"));
  if (fact == NULL) return LU_OK;
  size_t index = lu_dictionary_find(m->dictionary, fact);
  if (index == LU_NO_INDEX)
    return lu_fail(m->error, LU_BAD_INPUT, "values_of: there is no fact \"%s\"", fact);
  const json_t *json = lu_fact_json(lu_dictionary_at(m->dictionary, index));
  if (json_object_set(spec, "values", json_object_get(json, "values")) != 0)
    return lu_fail_memory(m->error);
  return LU_OK;
}

static lu_status read_keys(const maker *m, json_t *keys, const json_t *list) {
  size_t index;
  json_t *spec;
  json_array_foreach(list, index, spec) {
    const char *key = json_string_value(json_object_get(spec, "key"));
    lu_status status;
    if (json_is_true(json_object_get(spec, "list"))) {
      status = read_section(m, keys, spec);
    } else if (key == NULL) {
      return lu_fail(m->error, LU_BAD_INPUT, "a key without name");
    } else {
      status = borrow_values(m, spec);
      if (status == LU_OK) status = add_value(m, keys, key, spec, NULL);
    }
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/** The list section that entries of a kind of source ("lab", "imaging", ...) stand in. */
static json_t *section_of(const maker *m, const char *source) {
  const char *key;
  json_t *node;
  json_object_foreach(json_object_get(m->form, "keys"), key, node) {
    const char *own = json_string_value(json_object_get(node, "source"));
    if (own != NULL && strcmp(own, source) == 0) return node;
  }
  return NULL;
}

/** Adds the spec of the value of a kind of entry: that of the first fact that reads it plainly. */
static lu_status add_spec(const maker *m, const char *source, const char *kind, json_t *fact,
                          bool plain) {
  json_t *node = section_of(m, source);
  if (node == NULL)
    return lu_fail(m->error, LU_BAD_INPUT, "no section has the source \"%s\"", source);
  json_t *specs = json_object_get(node, "specs");
  if (specs == NULL) {
    specs = json_object();
    if (json_object_set_new(node, "specs", specs) != 0) return lu_fail_memory(m->error);
  }
  json_t *known = json_object_get(specs, kind);
  if (known != NULL && (json_object_size(known) > 0 || !plain)) return LU_OK;
  int failed =
      plain ? json_object_set(specs, kind, fact) : json_object_set_new(specs, kind, json_object());
  return failed != 0 ? lu_fail_memory(m->error) : LU_OK;
}

/** Adds a spec for each of the kinds that a record entry names. */
static lu_status add_specs(const maker *m, const char *source, const json_t *kinds, json_t *fact,
                           bool plain) {
  if (json_is_string(kinds)) return add_spec(m, source, json_string_value(kinds), fact, plain);
  size_t index;
  const json_t *kind;
  json_array_foreach(kinds, index, kind) {
    lu_status status = add_spec(m, source, json_string_value(kind), fact, plain);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/** Adds a questionnaire to the values of the key "instrument". */
static lu_status add_instrument(const maker *m, json_t *name) {
  json_t *keys = json_object_get(section_of(m, "quality_of_life"), "keys");
  json_t *spec = json_object_get(json_object_get(keys, "instrument"), "spec");
  if (spec == NULL) return lu_fail(m->error, LU_BAD_INPUT, "quality_of_life has no instrument");
  json_t *values = json_object_get(spec, "values");
  if (values == NULL) {
    values = json_array();
    if (json_object_set_new(spec, "values", values) != 0) return lu_fail_memory(m->error);
  }
  size_t index;
  const json_t *value;
  json_array_foreach(values, index,
                     value) if (json_equal(json_object_get(value, "value"), name)) return LU_OK;
  if (json_array_append_new(values, json_pack("{s:O}", "value", name)) != 0)
    return lu_fail_memory(m->error);
  return LU_OK;
}

/** Makes room in the form for one place where a fact is read from. */
static lu_status place_fact(const maker *m, json_t *fact, const json_t *record) {
  const char *at = json_string_value(json_object_get(record, "at"));
  const char *sample = json_string_value(json_object_get(record, "sample"));
  const char *field = json_string_value(json_object_get(record, "field"));
  json_t *imaging = json_object_get(record, "imaging");
  json_t *scale = json_object_get(record, "scale");
  bool plain = json_object_get(record, "as") == NULL;
  if (at != NULL && at[0] == '/')
    return add_path(m, json_object_get(m->form, "keys"), at + 1, fact, NULL);
  if (sample != NULL && plain)
    return add_path(m, json_object_get(section_of(m, "sample"), "keys"), sample, fact, NULL);
  if (imaging != NULL && field != NULL && plain)
    return add_path(m, json_object_get(section_of(m, "imaging"), "keys"), field, fact, imaging);
  if (json_object_get(record, "lab") != NULL)
    return add_specs(m, "lab", json_object_get(record, "lab"), fact, plain);
  if (json_object_get(record, "symptom") != NULL)
    return add_specs(m, "symptom", json_object_get(record, "symptom"), fact, plain);
  if (scale == NULL) return LU_OK;
  lu_status status = add_specs(m, "quality_of_life", scale, fact, plain);
  if (status != LU_OK) return status;
  return add_instrument(m, json_object_get(record, "quality_of_life"));
}

/** Makes the values of the key that tells entries apart: the kinds for which there is a spec. */
static lu_status list_kinds(const maker *m) {
  const char *key;
  json_t *node;
  json_object_foreach(json_object_get(m->form, "keys"), key, node) {
    json_t *specs = json_object_get(node, "specs");
    const char *by = json_string_value(json_object_get(node, "by"));
    if (specs == NULL || by == NULL) continue;
    json_t *spec = json_object_get(json_object_get(json_object_get(node, "keys"), by), "spec");
    json_t *values = json_array();
    if (values == NULL || json_object_set_new(spec, "values", values) != 0)
      return lu_fail_memory(m->error);
    const char *kind;
    json_t *fact;
    json_object_foreach(specs, kind, fact) {
      const char *label = json_string_value(json_object_get(fact, "label"));
      json_t *value = json_pack("{s:s, s:s}", "value", kind, "label", label != NULL ? label : kind);
      if (json_array_append_new(values, value) != 0) return lu_fail_memory(m->error);
    }
  }
  return LU_OK;
}

static lu_status fill(const maker *m, const json_t *layout) {
  lu_status status =
      read_keys(m, json_object_get(m->form, "keys"), json_object_get(layout, "keys"));
  size_t index;
  json_t *section;
  json_array_foreach(json_object_get(layout, "sections"), index, section) {
    if (status == LU_OK) status = read_section(m, json_object_get(m->form, "keys"), section);
  }
  for (size_t i = 0; i < lu_dictionary_count(m->dictionary) && status == LU_OK; i++) {
    /* The form only refers to the facts; jansson wants a plain pointer for that. */
    json_t *fact = (json_t *)(uintptr_t)lu_fact_json(lu_dictionary_at(m->dictionary, i));
    for (size_t k = 0; k < form_record_count(fact) && status == LU_OK; k++)
      status = place_fact(m, fact, form_record(fact, k));
  }
  return status == LU_OK ? list_kinds(m) : status;
}

lu_status form_make(json_t **out, const lu_dictionary *dictionary, lu_context *context,
                    lu_error *error) {
  *out = NULL;
  lu_text path = LU_TEXT_INIT;
  json_t *layout = NULL;
  lu_status status = LU_OK;
  maker m = {dictionary, json_pack("{s:s, s:{}}", "node", "object", "keys"), error};
  lu_text_printf(&path, "%s/record/layout.json", lu_context_data_path(context));
  if (m.form == NULL || path.failed) {
    status = lu_fail_memory(error);
    goto done;
  }
  status = lu_json_read(&layout, path.data, MAX_LAYOUT, error);
  if (status != LU_OK) goto done;
  static const char *const kept[] = {"leading_sample", "response", "template"};
  for (size_t i = 0; i < sizeof kept / sizeof kept[0] && status == LU_OK; i++) {
    json_t *part = json_object_get(layout, kept[i]);
    if (part != NULL && json_object_set(m.form, kept[i], part) != 0) status = lu_fail_memory(error);
  }
  if (status == LU_OK) status = fill(&m, layout);
  if (status == LU_BAD_INPUT) lu_error_prefix(error, "%s: ", path.data);
  if (status != LU_OK) goto done;
  *out = m.form;
  m.form = NULL;
done:
  json_decref(m.form);
  json_decref(layout);
  lu_text_free(&path);
  return status;
}

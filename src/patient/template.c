/* SPDX-License-Identifier: Apache-2.0 */
/* A starting record: every section with every key, all still unknown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "lutetia/patient.h"

/** What the writer holds. */
typedef struct writer {
  const char *site;
  bool memory; /**< sticky: memory ran short */
} writer;

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

static void set(writer *w, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new(object, key, value) != 0) w->memory = true;
}

/** True for a key that says something about this primary site. */
static bool concerns(const writer *w, const json_t *node) {
  const json_t *sites = json_object_get(json_object_get(node, "spec"), "sites");
  return sites == NULL || form_names(sites, w->site);
}

static json_t *fill_node(writer *w, const json_t *node);

/** An object with all its keys, its label first. */
static json_t *fill_object(writer *w, const json_t *node) {
  json_t *object = json_object();
  const char *label = text_of(node, "label");
  bool section = strcmp(form_node(node), "object") == 0;
  if (label[0] != '\0' && section) set(w, object, "//", json_string(label));
  const char *key;
  const json_t *child;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "keys"), key,
                      child) if (concerns(w, child)) set(w, object, key, fill_node(w, child));
  return object;
}

static json_t *fill_node(writer *w, const json_t *node) {
  const char *kind = form_node(node);
  if (strcmp(kind, "object") == 0) return fill_object(w, node);
  if (strcmp(kind, "value") != 0) return json_array();
  const json_t *spec = json_object_get(node, "spec");
  bool open =
      strcmp(text_of(spec, "type"), "date") != 0 && strcmp(text_of(spec, "type"), "text") != 0;
  return open ? json_string("unknown") : json_null();
}

/** The head: what the file is, and how it is filled in. */
static void put_head(writer *w, json_t *record) {
  set(w, record, "lutetia_case", json_integer(1));
  set(w, record, "id", json_string("new-case"));
  set(w, record, "note",
      json_string(
          "Replace \"unknown\" where something is known: numbers without quotes, \"yes\" or "
          "\"no\", or \"not_done\". Units stand in the names; another unit is stated as "
          "{\"value\": 1.7, \"unit\": \"cm\"}. Entries of lists are added as needed; "
          "docs/facts.md explains every name. Never put a name or number of a person here."));
}

/** All sections; an empty list of treatments would mean "none", so that one is left out. */
static void put_sections(writer *w, json_t *record, const json_t *form) {
  const char *key;
  const json_t *node;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(form, "keys"), key, node) {
    const char *kind = form_node(node);
    if (strcmp(kind, "object") == 0) set(w, record, key, fill_object(w, node));
    if (strcmp(kind, "list") != 0) continue;
    char remark[100];
    snprintf(remark, sizeof remark, "// %.80s", key);
    set(w, record, remark, json_string(text_of(node, "label")));
    if (strcmp(key, "treatments") != 0) set(w, record, key, json_array());
  }
  set(w, record, "drugs_complete", json_string("no"));
}

/** One entry per test, with the unit that the program counts in. */
static void put_labs(writer *w, json_t *record, const json_t *form) {
  const json_t *node = json_object_get(json_object_get(form, "keys"), "labs");
  const char *test;
  const json_t *spec;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "specs"), test, spec) {
    const char *unit = text_of(spec, "unit");
    json_t *entry = json_pack("{s:s, s:s, s:s, s:n, s:n, s:n}", "test", test, "value", "unknown",
                              "unit", unit, "date", "low", "high");
    if (unit[0] == '\0') json_object_del(entry, "unit");
    if (json_array_append_new(json_object_get(record, "labs"), entry) != 0) w->memory = true;
  }
}

/** An entry of a kind with all keys that it may have. */
static void put_entry(writer *w, json_t *record, const json_t *form, const char *section,
                      const char *by, const char *kind) {
  const json_t *node = json_object_get(json_object_get(form, "keys"), section);
  json_t *entry = json_object();
  const char *key;
  const json_t *child;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "keys"), key, child) {
    const json_t *kinds = json_object_get(child, "kinds");
    if (kinds != NULL && !form_names(kinds, kind)) continue;
    if (strcmp(key, by) == 0)
      set(w, entry, key, json_string(kind));
    else if (strcmp(form_node(child), "object") == 0 || kinds != NULL)
      set(w, entry, key, fill_node(w, child));
  }
  if (json_array_append_new(json_object_get(record, section), entry) != 0) w->memory = true;
}

/** One pathology sample and one entry per image whose findings are facts. */
static void put_entries(writer *w, json_t *record, const json_t *form) {
  static const char *const images[] = {"sstr_pet", "fdg_pet", "echocardiography"};
  for (size_t i = 0; i < sizeof images / sizeof images[0]; i++)
    put_entry(w, record, form, "imaging", "kind", images[i]);
  const json_t *samples = json_object_get(json_object_get(form, "keys"), "pathology");
  json_t *sample = fill_object(w, samples);
  set(w, sample, "id", json_string("sample-1"));
  set(w, sample, "note", json_null());
  if (json_array_append_new(json_object_get(record, "pathology"), sample) != 0) w->memory = true;
}

/** Refuses a site that the dictionary does not know. */
static lu_status check_site(const char *site, const lu_dictionary *dictionary, lu_error *error) {
  lu_text all = LU_TEXT_INIT;
  size_t index = lu_dictionary_find(dictionary, "site");
  const lu_fact *fact = index != LU_NO_INDEX ? lu_dictionary_at(dictionary, index) : NULL;
  size_t count = fact != NULL ? lu_fact_value_count(fact) : 0;
  bool known = false;
  for (size_t i = 0; i < count; i++) {
    known = known || strcmp(lu_fact_value(fact, i), site) == 0;
    lu_text_printf(&all, "%s%s", i > 0 ? ", " : "", lu_fact_value(fact, i));
  }
  lu_status status = LU_OK;
  if (all.failed)
    status = lu_fail_memory(error);
  else if (!known)
    status = lu_fail(error, LU_USAGE, "\"%.60s\" is no primary site; valid are %s", site,
                     lu_text_string(&all));
  lu_text_free(&all);
  return status;
}

lu_status lu_case_template(lu_text *out, const char *site, const lu_dictionary *dictionary,
                           lu_context *context, lu_error *error) {
  json_t *form = NULL;
  char *text = NULL;
  json_t *record = json_object();
  writer w = {.site = site, .memory = record == NULL};
  lu_status status = check_site(site, dictionary, error);
  if (status == LU_OK) status = form_make(&form, dictionary, context, error);
  if (status != LU_OK) goto done;
  put_head(&w, record);
  put_sections(&w, record, form);
  put_entries(&w, record, form);
  put_labs(&w, record, form);
  set(&w, json_object_get(record, "tumour"), "site", json_string(site));
  text = w.memory ? NULL : json_dumps(record, JSON_INDENT(2));
  if (text == NULL) {
    status = lu_fail_memory(error);
    goto done;
  }
  lu_text_puts(out, text);
  lu_text_puts(out, "\n");
  if (out->failed) status = lu_fail_memory(error);
done:
  free(text);
  json_decref(record);
  json_decref(form);
  return status;
}

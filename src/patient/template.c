/* SPDX-License-Identifier: Apache-2.0 */
/* A starting record: what matters for a site, or every key, all still unknown. */
#include "template.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "lutetia/patient.h"

/** What the writer holds. */
typedef struct writer {
  const char *site;
  const json_t *form; /**< borrowed */
  bool memory;        /**< sticky: memory ran short */
} writer;

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

static void set(writer *w, json_t *object, const char *key, json_t *value) {
  if (json_object_set_new(object, key, value) != 0) w->memory = true;
}

/** True if something with "sites" concerns this primary site. */
static bool concerns(const writer *w, const json_t *thing) {
  const json_t *sites = json_object_get(thing, "sites");
  return sites == NULL || form_names(sites, w->site);
}

/** Beside a key: what it is, and what may stand there. */
static void put_remark(writer *w, json_t *object, const char *key, const json_t *spec) {
  lu_text text = LU_TEXT_INIT;
  const char *type = text_of(spec, "type");
  const char *unit = text_of(spec, "unit");
  const json_t *values = json_object_get(spec, "values");
  size_t index;
  const json_t *entry;
  char name[120];
  snprintf(name, sizeof name, "// %.100s", key);
  lu_text_puts(&text, text_of(spec, "label"));
  if (unit[0] != '\0') lu_text_printf(&text, ", %s", unit);
  if (strcmp(type, "boolean") == 0) lu_text_puts(&text, ": yes | no");
  bool first = true;
  json_array_foreach(values, index, entry) {
    if (!concerns(w, entry)) continue;
    lu_text_printf(&text, "%s%s", first ? ": " : " | ", text_of(entry, "value"));
    first = false;
  }
  if (strcmp(type, "set") == 0) lu_text_puts(&text, "; a list of them, [] if none");
  if (text.failed) w->memory = true;
  set(w, object, name, json_string(lu_text_string(&text)));
  lu_text_free(&text);
}

/** A value that is not known yet. */
static json_t *open_value(const json_t *spec) {
  return strcmp(text_of(spec, "type"), "text") == 0 ? json_null() : json_string("unknown");
}

/** Puts a value at a path of keys ("ki67/percent"), with the objects on the way. */
static void put_path(writer *w, json_t *object, const json_t *node, const char *path,
                     const char *kind) {
  const char *slash = strchr(path, '/');
  char key[100];
  snprintf(key, sizeof key, "%.*s", slash != NULL ? (int)(slash - path) : 99, path);
  const json_t *child = json_object_get(json_object_get(node, "keys"), key);
  const json_t *spec = json_object_get(child, "spec");
  const json_t *kinds = json_object_get(child, "kinds");
  if (child == NULL || !concerns(w, spec)) return;
  if (kind != NULL && kinds != NULL && !form_names(kinds, kind)) return;
  if (slash != NULL) {
    if (json_object_get(object, key) == NULL) set(w, object, key, json_object());
    put_path(w, json_object_get(object, key), child, slash + 1, kind);
    if (json_object_size(json_object_get(object, key)) == 0) json_object_del(object, key);
  } else if (spec != NULL) {
    set(w, object, key, open_value(spec));
    put_remark(w, object, key, spec);
  }
}

/** Every key below a node, in the order of the form. */
static void put_all(writer *w, json_t *object, const json_t *node, const char *kind) {
  const char *key;
  const json_t *child;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "keys"), key, child) {
    const char *what = form_node(child);
    if (strcmp(what, "object") == 0) {
      json_t *inner = json_object();
      put_all(w, inner, child, kind);
      if (json_object_size(inner) > 0)
        set(w, object, key, inner);
      else
        json_decref(inner);
    } else if (strcmp(what, "value") == 0) {
      put_path(w, object, node, key, kind);
    } else if (strcmp(what, "list") == 0) {
      set(w, object, key, json_array());
    }
  }
}

/** The keys of a section, or of an entry of a kind, that `wanted` lists; all if it is NULL. */
static json_t *make_object(writer *w, const json_t *node, const json_t *wanted, const char *kind) {
  json_t *object = json_object();
  size_t index;
  const json_t *path;
  if (object == NULL) w->memory = true;
  if (kind == NULL && strcmp(form_node(node), "object") == 0 && text_of(node, "label")[0] != '\0')
    set(w, object, "//", json_string(text_of(node, "label")));
  if (wanted == NULL) put_all(w, object, node, kind);
  json_array_foreach(wanted, index, path) put_path(w, object, node, json_string_value(path), kind);
  return object;
}

/** An entry of imaging; what every image has is explained at the first alone. */
static json_t *make_image(writer *w, const json_t *node, const char *kind, const json_t *wanted,
                          bool first) {
  json_t *entry = make_object(w, node, wanted, kind);
  set(w, entry, "kind", json_string(kind));
  json_object_del(entry, "// kind");
  if (!first) json_object_del(entry, "// date");
  if (!first) json_object_del(entry, "// status");
  return entry;
}

/** An entry of labs, with the unit that the program counts in. */
static json_t *make_lab(writer *w, const json_t *node, const char *test) {
  const json_t *spec = json_object_get(json_object_get(node, "specs"), test);
  const char *unit = text_of(spec, "unit");
  json_t *entry = json_pack("{s:s, s:s, s:s, s:s, s:n, s:n}", "test", test, "value", "unknown",
                            "unit", unit, "date", "unknown", "low", "high");
  if (unit[0] == '\0') json_object_del(entry, "unit");
  if (entry == NULL) w->memory = true;
  return entry;
}

static json_t *make_sample(writer *w, const json_t *node, const json_t *wanted) {
  json_t *sample = make_object(w, node, wanted, NULL);
  set(w, sample, "id", json_string("sample-1"));
  return sample;
}

static void append(writer *w, json_t *list, json_t *entry) {
  if (json_array_append_new(list, entry) != 0) w->memory = true;
}

/** The entries of a list that its part of the template names; of each kind one if there is none. */
static json_t *make_list(writer *w, const char *key, const json_t *node, const json_t *part) {
  json_t *list = json_array();
  size_t index;
  const json_t *entry;
  const char *test;
  bool labs = strcmp(key, "labs") == 0;
  bool images = strcmp(key, "imaging") == 0;
  const json_t *kinds = json_object_get(
      json_object_get(json_object_get(json_object_get(node, "keys"), "kind"), "spec"), "values");
  if (strcmp(key, "pathology") == 0)
    append(w, list, make_sample(w, node, json_object_get(part, "keys")));
  json_array_foreach(json_object_get(part, "entries"), index, entry) {
    if (labs && concerns(w, entry)) append(w, list, make_lab(w, node, text_of(entry, "test")));
    if (images && concerns(w, entry))
      append(w, list,
             make_image(w, node, text_of(entry, "kind"), json_object_get(entry, "keys"),
                        json_array_size(list) == 0));
  }
  if (part == NULL && labs)
    json_object_foreach((json_t *)(uintptr_t)json_object_get(node, "specs"), test, entry)
        append(w, list, make_lab(w, node, test));
  if (part == NULL && images)
    json_array_foreach(kinds, index, entry)
        append(w, list, make_image(w, node, text_of(entry, "value"), NULL, index == 0));
  return list;
}

/** Beside a list that may be called complete ("drugs_complete"): that it is not, yet. */
static void put_complete(writer *w, json_t *record, const char *list) {
  char key[100];
  snprintf(key, sizeof key, "%.80s_complete", list);
  const json_t *complete = json_object_get(json_object_get(w->form, "keys"), key);
  if (complete == NULL) return;
  set(w, record, key, json_string("no"));
  put_remark(w, record, key, json_object_get(complete, "spec"));
}

/** A section with what its part of the template names; all of it if there is none. */
static void put_section(writer *w, json_t *record, const char *key, const json_t *part) {
  const json_t *node = json_object_get(json_object_get(w->form, "keys"), key);
  char remark[100];
  snprintf(remark, sizeof remark, "// %.80s", key);
  if (strcmp(form_node(node), "object") == 0) {
    set(w, record, key, make_object(w, node, json_object_get(part, "keys"), NULL));
    return;
  }
  if (strcmp(form_node(node), "list") != 0) return;
  bool open = strcmp(key, "treatments") == 0; /* an empty list would mean "none" */
  set(w, record, key, open ? json_null() : make_list(w, key, node, part));
  lu_text text = LU_TEXT_INIT;
  lu_text_puts(&text, text_of(node, "label"));
  if (open) lu_text_puts(&text, "; null while not known");
  if (json_object_get(node, "example") != NULL)
    lu_text_printf(&text, ". An entry: %s", text_of(node, "example"));
  if (text.failed) w->memory = true;
  set(w, record, remark, json_string(lu_text_string(&text)));
  lu_text_free(&text);
  put_complete(w, record, key);
}

/** The head: what the file is, and how it is filled in. */
static void put_head(writer *w, json_t *record, bool full) {
  set(w, record, "lutetia_case", json_integer(1));
  set(w, record, "id", json_string("new-case"));
  set(w, record, "note", json_null());
  set(w, record, "//",
      json_string(
          "Replace \"unknown\" where something is known: numbers without quotes, yes/no, or "
          "\"not_done\". The unit stands in the name; another one: {\"value\": 1.7, "
          "\"unit\": \"cm\"}. Never put a name or number of a person here."));
  set(w, record, "// more",
      json_string(full ? "docs/facts.md explains every name. What stays unknown may be deleted."
                       : "docs/facts.md explains every name; `lutetia new --full` writes all keys. "
                         "What stays unknown may be deleted."));
}

static void put_sections(writer *w, json_t *record, bool full) {
  size_t index;
  const json_t *part;
  const char *key;
  const json_t *node;
  json_array_foreach(json_object_get(form_template(w->form), "sections"), index, part)
      put_section(w, record, text_of(part, "key"), full ? NULL : part);
  if (!full) return;
  json_object_foreach((json_t *)(uintptr_t)json_object_get(w->form, "keys"), key,
                      node) if (json_object_get(record, key) == NULL)
      put_section(w, record, key, NULL);
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

lu_status lu_case_template(lu_text *out, const char *site, bool full,
                           const lu_dictionary *dictionary, lu_context *context, lu_error *error) {
  json_t *form = NULL;
  json_t *record = json_object();
  lu_status status = check_site(site, dictionary, error);
  if (status == LU_OK) status = form_make(&form, dictionary, context, error);
  if (status != LU_OK) goto done;
  writer w = {.site = site, .form = form, .memory = record == NULL};
  put_head(&w, record, full);
  put_sections(&w, record, full);
  json_t *tumour = json_object_get(record, "tumour");
  if (tumour != NULL) set(&w, tumour, "site", json_string(site));
  if (!w.memory) template_print(out, record);
  if (w.memory || out->failed) status = lu_fail_memory(error);
done:
  json_decref(record);
  json_decref(form);
  return status;
}

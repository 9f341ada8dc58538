/* SPDX-License-Identifier: Apache-2.0 */
/* Texts on emergencies that the syndromes of a patient may bring: data/assessment/emergencies.json.
 */
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"

/* Largest file of texts that is read. */
#define MAX_TEXTS ((size_t)1 << 20)

/** True if a known fact has one of the values of a list. */
static bool has_one(const lu_factset *facts, size_t fact, const json_t *values) {
  if (fact == LU_NO_INDEX || lu_factset_state(facts, fact) != LU_FACT_KNOWN) return false;
  const lu_value *value = lu_factset_value(facts, fact);
  const char *text = lu_value_string(value);
  size_t index;
  const json_t *wanted;
  json_array_foreach(values, index, wanted) {
    if (json_is_true(wanted) && lu_value_is_true(value)) return true;
    if (json_is_string(wanted) && text != NULL && strcmp(text, json_string_value(wanted)) == 0)
      return true;
  }
  return false;
}

/** Adds a fact that a text is shown for. */
static bool add_because(json_t *because, const lu_assessment *assessment, size_t fact) {
  lu_text text = LU_TEXT_INIT;
  const lu_fact *entry = lu_dictionary_at(assessment->dictionary, fact);
  assess_print(&text, assessment, assessment->facts, fact);
  bool fine = !text.failed &&
              json_array_append_new(
                  because, json_pack("{s:s, s:s, s:s}", "fact", lu_fact_name(entry), "label",
                                     lu_fact_label(entry), "text", lu_text_string(&text))) == 0;
  lu_text_free(&text);
  return fine;
}

/** Adds a text if one of its conditions holds. */
static bool add_text(json_t *list, const lu_assessment *assessment, const json_t *rule) {
  static const char *const kept[] = {"situation", "scheme", "source", "mark", "rules", "with"};
  json_t *because = json_array();
  bool fine = because != NULL;
  size_t index;
  const json_t *condition;
  json_array_foreach(json_object_get(rule, "any"), index, condition) {
    const char *name;
    const json_t *values;
    json_object_foreach((json_t *)(uintptr_t)condition, name, values) {
      size_t fact = lu_dictionary_find(assessment->dictionary, name);
      if (fine && has_one(assessment->facts, fact, values))
        fine = add_because(because, assessment, fact);
    }
  }
  if (!fine || json_array_size(because) == 0) {
    json_decref(because);
    return fine;
  }
  json_t *entry = json_pack("{s:o}", "because", because);
  fine = json_array_append_new(list, entry) == 0;
  for (size_t i = 0; fine && i < sizeof kept / sizeof kept[0]; i++) {
    json_t *value = json_object_get(rule, kept[i]);
    if (value != NULL) fine = json_object_set(entry, kept[i], value) == 0;
  }
  return fine;
}

lu_status lu_assessment_emergencies(json_t **out, const lu_assessment *assessment,
                                    lu_context *context, lu_error *error) {
  json_t *rules = NULL;
  *out = NULL;
  char *path = lu_path_join(lu_context_data_path(context), "assessment/emergencies.json");
  if (path == NULL) return lu_fail_memory(error);
  lu_status status = lu_file_exists(path) ? lu_json_read(&rules, path, MAX_TEXTS, error) : LU_OK;
  free(path);
  if (status != LU_OK) return status;
  const char *note = json_string_value(json_object_get(rules, "note"));
  json_t *list = json_array();
  json_t *document = json_pack("{s:s, s:o}", "note", note != NULL ? note : "", "texts", list);
  bool fine = document != NULL;
  size_t index;
  const json_t *rule;
  json_array_foreach(json_object_get(rules, "texts"), index, rule) {
    if (fine) fine = add_text(list, assessment, rule);
  }
  json_decref(rules);
  if (fine) {
    *out = document;
    return LU_OK;
  }
  json_decref(document);
  return lu_fail_memory(error);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Checks of data files that a JSON schema cannot make: what they refer to is there, units are
   units, days lie inside a cycle, every rule says where it comes from. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "formulary_inner.h"
#include "head.h"
#include "lutetia/facts/json.h"

static lu_status bad(const struct checked *checked, const char *pointer, const char *value,
                     const char *valid) {
  return lu_fail(checked->error, LU_BAD_INPUT, "%s: %s is \"%.80s\": %s", checked->name, pointer,
                 value, valid);
}

/* ---- every file -------------------------------------------------------------------------------
 */

static lu_status check_head(const struct checked *checked, const char *id) {
  static const char *const wanted[] = {"id", "label", "source", "licence", "version", "reviewed"};
  lu_date reviewed;
  for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
    if (therapy_text(checked->file, wanted[i])[0] == '\0')
      return lu_fail(checked->error, LU_BAD_INPUT, "%s: \"%s\" is missing: every file says it",
                     checked->name, wanted[i]);
  if (strcmp(therapy_text(checked->file, "id"), id) != 0)
    return bad(checked, "/id", therapy_text(checked->file, "id"), "it must be the file's name");
  const char *day = therapy_text(checked->file, "reviewed");
  if (lu_date_parse(&reviewed, day, NULL) != LU_OK || !lu_date_whole(reviewed))
    return bad(checked, "/reviewed", day, "a date such as 2026-11-24 is valid");
  return LU_OK;
}

static bool is_mark(const char *mark) {
  return strcmp(mark, "seen") == 0 || strcmp(mark, "memory") == 0 || strcmp(mark, "computed") == 0;
}

/* Walks through all objects of a file: marks are known, amounts have units. */
static lu_status check_values(const struct checked *checked, const json_t *value,
                              const char *pointer, int depth) {
  const char *key;
  json_t *member;
  size_t index;
  char below[200];
  lu_status status = LU_OK;
  if (depth > 32) return bad(checked, pointer, "", "at most 32 levels are valid");
  if (json_is_object(value)) {
    const char *unit = json_string_value(json_object_get(value, "unit"));
    const char *mark = json_string_value(json_object_get(value, "mark"));
    if (mark != NULL && !is_mark(mark))
      return bad(checked, pointer, mark, "the marks are seen, memory and computed");
    if (unit != NULL && unit[0] != '\0' && !formulary_is_unit(unit))
      return bad(checked, pointer, unit, "it is no unit that this program knows");
    json_object_foreach((json_t *)(uintptr_t)value, key, member) {
      snprintf(below, sizeof below, "%.120s/%.60s", pointer, key);
      status = check_values(checked, member, below, depth + 1);
      if (status != LU_OK) return status;
    }
  }
  json_array_foreach(value, index, member) {
    snprintf(below, sizeof below, "%.120s/%zu", pointer, index);
    status = check_values(checked, member, below, depth + 1);
    if (status != LU_OK) return status;
  }
  return status;
}

bool formulary_is_unit(const char *unit) {
  static const char *const counts[] = {"MU",      "IU",    "AUC",     "mOsm/L",
                                       "mOsm/kg", "drops", "capsule", "tablet"};
  lu_unit parsed;
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
    if (strcmp(counts[i], unit) == 0) return true;
  return lu_unit_parse(&parsed, unit, NULL) == LU_OK;
}

/* ---- references -------------------------------------------------------------------------------
 */

/* Every text of a list must be the id of an entry of a shared table. */
static lu_status check_listed(const struct checked *checked, const json_t *list,
                              const char *pointer, const char *table, const char *what) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *id = json_is_string(entry) ? json_string_value(entry) : "";
    if (formulary_shared_entry(checked->formulary, table, id) == NULL)
      return bad(checked, pointer, id, what);
  }
  return LU_OK;
}

static lu_status check_tests(const struct checked *checked) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(checked->file, "tests"), index, entry) {
    const char *test = therapy_text(entry, "test");
    if (strncmp(test, "fact:", 5) == 0) {
      if (lu_dictionary_find(checked->formulary->dictionary, test + 5) == LU_NO_INDEX)
        return bad(checked, "/tests", test, "there is no such fact");
    } else if (formulary_shared_entry(checked->formulary, "tests", test) == NULL)
      return bad(checked, "/tests", test, "data/drugs/shared/tests.json has no such test");
  }
  return LU_OK;
}

static lu_status check_drug(const struct checked *checked) {
  static const char *const unknown = "data/drugs/shared/classes.json has no such class";
  size_t index;
  json_t *entry;
  lu_status status = check_listed(checked, json_object_get(checked->file, "classes"), "/classes",
                                  "classes", unknown);
  if (status == LU_OK)
    status =
        check_listed(checked, json_object_get(json_object_get(checked->file, "allergy"), "classes"),
                     "/allergy/classes", "classes", unknown);
  json_array_foreach(json_object_get(checked->file, "interactions"), index, entry) {
    if (status == LU_OK)
      status = check_listed(checked, json_object_get(json_object_get(entry, "with"), "classes"),
                            "/interactions/with/classes", "classes", unknown);
  }
  return status == LU_OK ? check_tests(checked) : status;
}

/* ---- regimens ---------------------------------------------------------------------------------
 */

bool formulary_is_among(const char *text, const char *const *list) {
  for (; *list != NULL; list++)
    if (strcmp(*list, text) == 0) return true;
  return false;
}

static lu_status check_days(const struct checked *checked, const json_t *component, double cycle) {
  const json_t *days = json_object_get(component, "days");
  size_t index;
  json_t *day;
  json_array_foreach(days, index, day) {
    double value = json_number_value(day);
    if (value < 1 || (cycle > 0 && value > cycle))
      return bad(checked, "/components/days", therapy_text(component, "id"),
                 "days lie from 1 to the length of the cycle");
  }
  double to = json_number_value(json_object_get(days, "to"));
  double from = json_number_value(json_object_get(days, "from"));
  if (json_is_object(days) && json_object_get(days, "to") != NULL &&
      (from < 1 || to < from || (cycle > 0 && to > cycle)))
    return bad(checked, "/components/days", therapy_text(component, "id"),
               "days lie from 1 to the length of the cycle");
  return LU_OK;
}

static lu_status check_component(const struct checked *checked, const json_t *component,
                                 double cycle) {
  static const char *const bases[] = {"flat", "m2", "kg", "auc", NULL};
  const char *drug = therapy_text(component, "drug"), *basis = therapy_text(component, "basis");
  if (formulary_drug(checked->formulary, drug) == NULL)
    return bad(checked, "/components/drug", drug, "data/drugs has no such drug");
  if (!formulary_is_among(basis, bases))
    return bad(checked, "/components/basis", basis, "flat, m2, kg and auc are valid");
  if (!(json_number_value(json_object_get(component, "dose")) > 0))
    return bad(checked, "/components/dose", therapy_text(component, "id"),
               "a number above zero is valid");
  return check_days(checked, component, cycle);
}

static lu_status check_regimen(const struct checked *checked) {
  const json_t *cycle = json_object_get(json_object_get(checked->file, "cycle"), "days");
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  if (json_array_size(json_object_get(checked->file, "components")) == 0)
    return bad(checked, "/components", "", "a regimen has at least one");
  json_array_foreach(json_object_get(checked->file, "components"), index, entry) {
    if (status == LU_OK) status = check_component(checked, entry, json_number_value(cycle));
  }
  json_array_foreach(json_object_get(checked->file, "trials"), index, entry) {
    const char *trial = json_is_string(entry) ? json_string_value(entry) : "";
    if (status == LU_OK && formulary_trial(checked->formulary, trial) == NULL)
      status = bad(checked, "/trials", trial, "data/drugs/trials has no such trial");
  }
  return status == LU_OK ? check_tests(checked) : status;
}

/* ---- all of them ------------------------------------------------------------------------------
 */

static lu_status check_file(const struct checked *checked, shelf_kind kind, const char *id) {
  lu_status status = check_head(checked, id);
  if (status == LU_OK) status = check_values(checked, checked->file, "", 0);
  if (status == LU_OK && kind == SHELF_DRUGS) status = check_drug(checked);
  if (status == LU_OK && kind == SHELF_REGIMENS) status = check_regimen(checked);
  if (status == LU_OK && (kind == SHELF_DRUGS || kind == SHELF_REGIMENS))
    status = formulary_check_rules(checked);
  return status;
}

/* The kind of files that a "schema" is for; SHELF_COUNT for none. */
static shelf_kind kind_of(const json_t *file) {
  const char *schema = therapy_text(file, "schema");
  for (int kind = 0; kind < SHELF_COUNT; kind++)
    if (strncmp(schema, formulary_places[kind].schema, strlen(formulary_places[kind].schema)) == 0)
      return (shelf_kind)kind;
  return SHELF_COUNT;
}

lu_status formulary_check_bytes(const lu_formulary *formulary, const char *name, const char *bytes,
                                size_t length, lu_context *context, lu_error *error) {
  json_t *file = NULL;
  condition_set *conditions = NULL;
  lu_status status = lu_json_parse(&file, bytes, length, name, error);
  if (status != LU_OK) return status;
  const struct checked checked = {formulary, file, name, error};
  shelf_kind kind = kind_of(file);
  if (kind == SHELF_COUNT)
    status = bad(&checked, "/schema", therapy_text(file, "schema"),
                 "it names no form of data files of treatments");
  if (status == LU_OK) status = check_file(&checked, kind, therapy_text(file, "id"));
  if (status == LU_OK) {
    const json_t *const files[] = {file};
    const char *const names[] = {name};
    status = conditions_read(&conditions, files, names, 1, formulary->dictionary, context, error);
  }
  conditions_free(conditions);
  json_decref(file);
  return status;
}

lu_status formulary_check(const lu_formulary *formulary, lu_error *error) {
  lu_status status = LU_OK;
  for (int kind = 0; kind < SHELF_COUNT; kind++)
    for (size_t i = 0; i < formulary->shelves[kind].count && status == LU_OK; i++) {
      const shelf_files *shelf = &formulary->shelves[kind];
      const struct checked checked = {formulary, shelf->files[i], shelf->names[i], error};
      status = check_file(&checked, (shelf_kind)kind, shelf->ids[i]);
    }
  return status;
}

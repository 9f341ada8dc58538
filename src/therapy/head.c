/* SPDX-License-Identifier: Apache-2.0 */
#include "head.h"

#include <stdlib.h>
#include <string.h>

#include "lutetia/base/version.h"

#define NOTICE "Research and teaching only: not for patient care. A clinician and the label decide."

const char *therapy_text(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

double therapy_number(const json_t *object, const char *key) {
  return json_number_value(json_object_get(object, key));
}

bool therapy_lists(const json_t *text_or_list, const char *text) {
  size_t index;
  json_t *entry;
  if (json_is_string(text_or_list)) return strcmp(json_string_value(text_or_list), text) == 0;
  json_array_foreach(text_or_list, index, entry) {
    if (json_is_string(entry) && strcmp(json_string_value(entry), text) == 0) return true;
  }
  return false;
}

bool therapy_region(const lu_treatment_request *request, const json_t *rule) {
  const char *region = therapy_text(rule, "region");
  return region[0] == '\0' || request->region == NULL || strcmp(region, request->region) == 0;
}

const lu_date *therapy_moved_to(const lu_treatment_request *request, const char *event) {
  for (size_t i = 0; i < request->move_count; i++)
    if (strcmp(request->moves[i].event, event) == 0) return &request->moves[i].day;
  return NULL;
}

bool therapy_is_treatment(const json_t *option) {
  return strcmp(therapy_text(option, "section"), "treatment") == 0;
}

bool therapy_is_ban(const char *verdict) {
  return strcmp(verdict, "contraindicated") == 0 || strcmp(verdict, "not recommended") == 0;
}

static json_t *provenance(const lu_formulary *formulary, const lu_study *study,
                          lu_context *context) {
  return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:I}", "case_sha256",
                   lu_case_hash(lu_study_case(study)), "guideline",
                   lu_guideline_edition(lu_study_guideline(study)), "guideline_sha256",
                   lu_guideline_hash(lu_study_guideline(study)), "facts_sha256",
                   lu_dictionary_hash(lu_study_dictionary(study)), "assessment_sha256",
                   lu_assessment_hash(lu_study_assessment(study)), "formulary_sha256",
                   lu_formulary_hash(formulary), "program_version", lu_version(), "seed",
                   (json_int_t)lu_context_seed(context));
}

lu_status therapy_document(json_t **out, const char *key, const char *title,
                           const lu_formulary *formulary, const lu_study *study,
                           lu_context *context, lu_error *error) {
  char day[16];
  lu_date_format(day, lu_context_today(context));
  *out = json_pack("{s:i, s:s, s:s, s:s, s:s, s:[], s:o}", key, 1, "title", title, "notice", NOTICE,
                   "case", lu_case_id(lu_study_case(study)), "day", day, "events", "provenance",
                   provenance(formulary, study, context));
  return *out == NULL ? lu_fail_memory(error) : LU_OK;
}

lu_status therapy_copy(json_t *to, const json_t *from, const char *const *keys, lu_error *error) {
  for (size_t i = 0; keys[i] != NULL; i++) {
    json_t *value = json_object_get(from, keys[i]);
    if (value != NULL && json_object_set(to, keys[i], value) != 0) return lu_fail_memory(error);
  }
  return LU_OK;
}

static int compare_events(const void *left, const void *right) {
  const json_t *a = *(const json_t *const *)left, *b = *(const json_t *const *)right;
  int order = strcmp(therapy_text(a, "day"), therapy_text(b, "day"));
  return order != 0 ? order : strcmp(therapy_text(a, "id"), therapy_text(b, "id"));
}

lu_status therapy_sort_events(json_t *document, lu_error *error) {
  json_t *events = json_object_get(document, "events"), *sorted = json_array();
  size_t count = json_array_size(events);
  json_t **list = calloc(count + 1, sizeof *list);
  lu_status status = LU_OK;
  if (sorted == NULL || list == NULL) {
    status = lu_fail_memory(error);
  } else {
    for (size_t i = 0; i < count; i++)
      list[i] = json_array_get(events, i);
    qsort(list, count, sizeof *list, compare_events);
    for (size_t i = 0; i < count && status == LU_OK; i++)
      if (json_array_append(sorted, list[i]) != 0) status = lu_fail_memory(error);
  }
  if (status == LU_OK && json_object_set(document, "events", sorted) != 0)
    status = lu_fail_memory(error);
  json_decref(sorted);
  free(list);
  return status;
}

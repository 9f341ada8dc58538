/* SPDX-License-Identifier: Apache-2.0 */
/* A plan with all its parts, and everything about a case that a report is made from. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/file.h"
#include "lutetia/facts/json.h"
#include "lutetia/guideline.h"
#include "missing.h"

#define PLAIN "report/plain.json"

/* Verdicts of a document. */
#define DATA_MISSING "data missing"
#define OUTSIDE "outside validity"

/* Puts a part into a document; the part is stolen even where that fails. */
static lu_status put(json_t *document, const char *key, json_t *part, lu_status status,
                     lu_error *error) {
  if (status != LU_OK) {
    json_decref(part);
    return status;
  }
  return json_object_set_new(document, key, part) == 0 ? LU_OK : lu_fail_memory(error);
}

/* A plan is partial where a fact that nobody knows may change the first choice. */
static lu_status put_verdict(json_t *plan, const missing_facts *missing, lu_error *error) {
  if (lu_plan_verdict(missing->plan) != LU_OK) return LU_OK;
  for (size_t i = 0; i < missing->count; i++)
    if (missing->facts[i].first)
      return put(plan, "verdict", json_string(DATA_MISSING), LU_OK, error);
  return LU_OK;
}

lu_status lu_plan_document_verdict(const json_t *plan) {
  const char *verdict = json_string_value(json_object_get(plan, "verdict"));
  if (verdict != NULL && strcmp(verdict, DATA_MISSING) == 0) return LU_DATA_MISSING;
  return verdict != NULL && strcmp(verdict, OUTSIDE) == 0 ? LU_OUTSIDE_VALIDITY : LU_OK;
}

/* Missing facts and stability: both need the missing facts, which are found once. */
static lu_status add_robustness(json_t *plan, const lu_study *study, const lu_plan_parts *parts,
                                lu_context *context, lu_error *error) {
  missing_facts *missing = NULL;
  json_t *part = NULL;
  if (!parts->missing && parts->draws == 0) return LU_OK;
  lu_status status = missing_find(&missing, study, context, error);
  if (status == LU_OK && parts->missing) {
    status = missing_document(&part, missing, error);
    status = put(plan, "missing", part, status, error);
  }
  if (status == LU_OK) status = put_verdict(plan, missing, error);
  if (status == LU_OK && parts->draws > 0) {
    part = NULL;
    status = stability_document(&part, missing, parts->draws, context, error);
    status = put(plan, "stability", part, status, error);
  }
  missing_free(missing);
  return status;
}

static lu_status add_parts(json_t *plan, const lu_study *study, const lu_plan_parts *parts,
                           lu_context *context, lu_error *error) {
  json_t *part = NULL;
  lu_status status = add_robustness(plan, study, parts, context, error);
  if (status == LU_OK && parts->depth > 0) {
    part = NULL;
    status = lu_plan_next(&part, study, parts->depth, context, error);
    status = put(plan, "next", part, status, error);
  }
  if (status == LU_OK && parts->calendar != NULL) {
    part = NULL;
    status = lu_plan_calendar(&part, study, parts->calendar, context, error);
    status = put(plan, "calendar", part, status, error);
  }
  return status;
}

/* True if a text belongs to no option, or to one that is offered. */
static bool has_company(const lu_plan *plan, const json_t *text) {
  const json_t *with = json_object_get(text, "with");
  size_t index;
  const json_t *code;
  if (with == NULL) return true;
  json_array_foreach(with, index, code) {
    const struct option_result *option =
        json_is_string(code) ? plan_option(plan, json_string_value(code)) : NULL;
    if (option != NULL && option->place == PLACE_OPTION) return true;
  }
  return false;
}

/* Takes out what may come with treatments that are not offered. */
static void drop_lonely_texts(json_t *emergencies, const lu_plan *plan) {
  json_t *texts = json_object_get(emergencies, "texts");
  for (size_t i = json_array_size(texts); i > 0; i--)
    if (!has_company(plan, json_array_get(texts, i - 1))) json_array_remove(texts, i - 1);
}

lu_status lu_study_plan_document(json_t **out, const lu_study *study, const lu_plan_parts *parts,
                                 lu_context *context, lu_error *error) {
  *out = NULL;
  json_t *part = NULL;
  lu_status status = lu_plan_document(out, lu_study_plan(study), context, error);
  if (status == LU_OK) {
    status = lu_assessment_emergencies(&part, lu_study_assessment(study), context, error);
    drop_lonely_texts(part, lu_study_plan(study));
    status = put(*out, "emergency_texts", part, status, error);
  }
  if (status == LU_OK && parts != NULL) status = add_parts(*out, study, parts, context, error);
  if (status == LU_OK) return LU_OK;
  json_decref(*out);
  *out = NULL;
  return status;
}

/* The sentences of data/report/plain.json as a list. */
static lu_status plain_sentences(json_t **out, const lu_study *study, lu_context *context,
                                 lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  *out = json_array();
  lu_status status = *out == NULL ? lu_fail_memory(error)
                                  : lu_assessment_sentences(&text, lu_study_assessment(study),
                                                            PLAIN, context, error);
  const char *line = lu_text_string(&text);
  while (status == LU_OK && line[0] != '\0') {
    size_t length = 0;
    while (line[length] != '\0' && line[length] != '\n')
      length++;
    if (length > 0 && json_array_append_new(*out, json_stringn(line, length)) != 0)
      status = lu_fail_memory(error);
    line += length + (line[length] == '\n');
  }
  lu_text_free(&text);
  return status;
}

/* A member of the file of plain words: "options" (option code to sentence) or "words". */
static lu_status plain_member(json_t **out, const char *member, lu_context *context,
                              lu_error *error) {
  json_t *json = NULL;
  *out = NULL;
  char *path = lu_path_join(lu_context_data_path(context), PLAIN);
  lu_status status =
      path == NULL ? lu_fail_memory(error) : lu_json_read(&json, path, 1u << 20, error);
  if (status == LU_OK) {
    *out = json_object_get(json, member);
    if (*out != NULL)
      json_incref(*out);
    else
      status = lu_fail(error, LU_BAD_INPUT, "%s: member \"%s\" is missing", path, member);
  }
  free(path);
  json_decref(json);
  return status;
}

lu_status lu_study_dossier(json_t **out, const lu_study *study, const lu_plan_parts *parts,
                           lu_context *context, lu_error *error) {
  json_t *part = NULL;
  const lu_assessment *assessment = lu_study_assessment(study);
  *out = json_pack("{s:i}", "lutetia_dossier", 1);
  if (*out == NULL) return lu_fail_memory(error);
  lu_status status = lu_study_plan_document(&part, study, parts, context, error);
  status = put(*out, "plan", part, status, error);
  part = NULL;
  if (status == LU_OK) status = lu_assessment_document(&part, assessment, context, error);
  status = put(*out, "assessment", part, status, error);
  part = NULL;
  if (status == LU_OK) status = lu_growth_document(&part, assessment, context, error);
  status = put(*out, "growth", part, status, error);
  part = NULL;
  if (status == LU_OK) status = lu_assessment_panels(&part, assessment, context, error);
  status = put(*out, "panels", part, status, error);
  part = NULL;
  if (status == LU_OK) status = plain_sentences(&part, study, context, error);
  status = put(*out, "plain", part, status, error);
  part = NULL;
  if (status == LU_OK) status = plain_member(&part, "options", context, error);
  status = put(*out, "plain_options", part, status, error);
  part = NULL;
  if (status == LU_OK) status = plain_member(&part, "words", context, error);
  status = put(*out, "plain_words", part, status, error);
  const json_t *question = json_object_get(lu_case_json(lu_study_case(study)), "question");
  if (status == LU_OK && json_is_string(question) &&
      json_object_set_new(*out, "question", json_string(json_string_value(question))) != 0)
    status = lu_fail_memory(error);
  if (status == LU_OK) return LU_OK;
  json_decref(*out);
  *out = NULL;
  return status;
}

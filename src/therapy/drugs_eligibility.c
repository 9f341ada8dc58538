/* SPDX-License-Identifier: Apache-2.0 */
/* May a regimen be given to this patient? Rules of regimen and drugs, allergies, interactions,
   pregnancy, approval. */
#include <string.h>

#include "drugs_eligibility.h"
#include "head.h"

/* ---- rules ------------------------------------------------------------------------------------
 */

static bool is_effect(const json_t *rule, const char *effect) {
  return strcmp(therapy_text(rule, "effect"), effect) == 0;
}

/* What a rule's outcome means: the list that it belongs to, and what it does to the verdict. */
static const char *list_of(const json_t *rule, truth state) {
  bool required = is_effect(rule, "required");
  bool ban = is_effect(rule, "contraindicated") || is_effect(rule, "not_recommended");
  if (state == TRUTH_UNKNOWN) return ban || required ? "unknown" : NULL;
  if (required) return state == TRUTH_YES ? "met" : "reasons";
  if (state == TRUTH_NO) return NULL;
  if (ban) return "reasons";
  if (is_effect(rule, "inform")) return "inform";
  return "cautions";
}

lu_status eligibility_add(struct eligibility *work, const json_t *rule, json_t *said, truth state,
                          lu_error *error) {
  const char *list = list_of(rule, state);
  if (list == NULL) {
    json_decref(said);
    return LU_OK;
  }
  if (strcmp(list, "reasons") == 0 && is_effect(rule, "required")) {
    json_t *text = json_sprintf("Needed, and not so: %s", therapy_text(rule, "text"));
    if (json_object_set_new(said, "text", text) != 0) {
      json_decref(said);
      return lu_fail_memory(error);
    }
  }
  if (strcmp(list, "reasons") == 0) {
    if (is_effect(rule, "contraindicated"))
      work->contraindicated = true;
    else
      work->not_recommended = true;
  }
  if (strcmp(list, "unknown") == 0) work->unknown = true;
  if (strcmp(list, "cautions") == 0) work->caution = true;
  return sheet_push(work->out, list, said, error);
}

static lu_status check_rules(struct eligibility *work, const json_t *file, lu_error *error) {
  size_t index;
  json_t *rule;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(file, "rules"), index, rule) {
    json_t *said = NULL;
    truth state;
    if (status != LU_OK || !therapy_region(work->sheet->request, rule)) continue;
    status = view_rule(&said, &state, work->sheet->view, rule, error);
    if (status == LU_OK) status = eligibility_add(work, rule, said, state, error);
  }
  return status;
}

/* ---- approval ---------------------------------------------------------------------------------
 */

/* Labels are shown, and ban nothing: guidelines go beyond them. */
static lu_status check_approval(struct eligibility *work, const json_t *file, lu_error *error) {
  size_t index;
  json_t *rule;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(file, "approval"), index, rule) {
    json_t *said = NULL;
    truth state;
    if (status != LU_OK || !therapy_region(work->sheet->request, rule)) continue;
    status = view_rule(&said, &state, work->sheet->view, rule, error);
    if (status != LU_OK) continue;
    const char *place = !is_effect(rule, "off_label") ? "of the label"
                        : state == TRUTH_YES          ? "outside the label"
                        : state == TRUTH_NO           ? "inside the label"
                                                      : "not known whether inside the label";
    status = sheet_set(said, "place", json_string(place), error);
    if (status == LU_OK)
      status = sheet_push(work->out, "approval", said, error);
    else
      json_decref(said);
  }
  return status;
}

/* ---- allergy ----------------------------------------------------------------------------------
 */

static bool is_allergic(const drug_sheet *sheet, const json_t *drug, const char *substance) {
  const json_t *allergy = json_object_get(drug, "allergy");
  size_t index;
  json_t *entry;
  if (formulary_recognise(sheet->formulary, substance) == drug) return true;
  json_array_foreach(json_object_get(allergy, "names"), index, entry) {
    if (json_is_string(entry) && formulary_same_name(substance, json_string_value(entry)))
      return true;
  }
  json_array_foreach(json_object_get(allergy, "classes"), index, entry) {
    if (json_is_string(entry) &&
        formulary_in_class(sheet->formulary, substance, json_string_value(entry)))
      return true;
  }
  return false;
}

static lu_status add_allergy(struct eligibility *work, const json_t *drug, const json_t *entry,
                             lu_error *error) {
  const json_t *allergy = json_object_get(drug, "allergy");
  const char *reaction = therapy_text(entry, "reaction");
  json_t *rule =
      json_pack("{s:s, s:s, s:s, s:o, s:s, s:s}", "id", "allergy", "effect", "contraindicated",
                "state", "met", "text",
                json_sprintf("Allergy to %s is recorded%s%s: %s.", therapy_text(entry, "substance"),
                             reaction[0] != '\0' ? ", reaction: " : "", reaction,
                             therapy_text(drug, "label")),
                "source", therapy_text(allergy, "source"), "mark", therapy_text(allergy, "mark"));
  work->contraindicated = true;
  return sheet_push(work->out, "reasons", rule, error);
}

static lu_status check_allergies(struct eligibility *work, const json_t *drug, lu_error *error) {
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(work->sheet->record, "allergies"), index, entry) {
    if (status == LU_OK && is_allergic(work->sheet, drug, therapy_text(entry, "substance")))
      status = add_allergy(work, drug, entry, error);
  }
  return status;
}

static bool says_yes(const json_t *record, const char *key) {
  return json_is_true(json_object_get(record, key)) ||
         strcmp(therapy_text(record, key), "yes") == 0;
}

/* Without a word on allergies the question stays open; it does not hold the plan up. */
static lu_status ask_allergies(struct eligibility *work, lu_error *error) {
  if (says_yes(work->sheet->record, "allergies_complete")) return LU_OK;
  work->caution = true;
  return sheet_push(work->out, "cautions",
                    json_pack("{s:s, s:s, s:s}", "id", "allergies", "state", "unknown", "text",
                              "The record does not say that its list of allergies is complete: "
                              "ask for allergies."),
                    error);
}

/* ---- interactions -----------------------------------------------------------------------------
 */

static lu_status weigh_interactions(struct eligibility *work, lu_error *error) {
  static const char *const kept[] = {"id", "text", "source", "mark", "region", NULL};
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(work->sheet->out, "interactions"), index, entry) {
    const char *severity = therapy_text(entry, "severity");
    bool hard = strcmp(severity, "contraindicated") == 0, avoid = strcmp(severity, "avoid") == 0;
    if (status != LU_OK) return status;
    if (!hard && !avoid) {
      work->caution = true;
      continue;
    }
    json_t *rule = json_pack("{s:s, s:s}", "effect", hard ? "contraindicated" : "not_recommended",
                             "state", "met");
    status = rule == NULL ? lu_fail_memory(error) : therapy_copy(rule, entry, kept, error);
    if (status == LU_OK)
      status = eligibility_add(work, rule, rule, TRUTH_YES, error);
    else
      json_decref(rule);
  }
  return status;
}

/* ---- verdict ----------------------------------------------------------------------------------
 */

static const char *verdict_of(const struct eligibility *work) {
  if (work->contraindicated) return "contraindicated";
  if (work->not_recommended) return "not recommended";
  if (work->unknown) return "data missing";
  return work->caution ? "may be given with caution" : "may be given";
}

static lu_status check_drugs(struct eligibility *work, lu_error *error) {
  size_t index;
  json_t *component;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(work->sheet->regimen, "components"), index, component) {
    const json_t *drug = sheet_drug(work->sheet, component);
    if (status != LU_OK || !sheet_first_of_drug(work->sheet, index)) continue;
    status = check_rules(work, drug, error);
    if (status == LU_OK) status = check_approval(work, drug, error);
    if (status == LU_OK) status = check_allergies(work, drug, error);
    if (status == LU_OK) status = eligibility_pregnancy(work, drug, error);
  }
  return status;
}

lu_status sheet_eligibility(drug_sheet *sheet, lu_error *error) {
  static const char *const lists[] = {"reasons", "cautions", "unknown", "met", "approval"};
  struct eligibility work = {.sheet = sheet, .out = json_object()};
  lu_status status = sheet_set(sheet->out, "eligibility", work.out, error);
  for (size_t i = 0; i < sizeof lists / sizeof lists[0] && status == LU_OK; i++)
    status = sheet_set(work.out, lists[i], json_array(), error);
  if (status == LU_OK) status = check_rules(&work, sheet->regimen, error);
  if (status == LU_OK) status = check_approval(&work, sheet->regimen, error);
  if (status == LU_OK) status = check_drugs(&work, error);
  if (status == LU_OK) status = weigh_interactions(&work, error);
  if (status == LU_OK) status = ask_allergies(&work, error);
  if (status == LU_OK)
    status = sheet_set(work.out, "verdict", json_string(verdict_of(&work)), error);
  return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The trials of a regimen, and how like their patients this one is. */
#include <math.h>
#include <string.h>

#include "head.h"
#include "sheet.h"

static lu_status add_criteria(drug_sheet *sheet, json_t *alike, const json_t *trial,
                              lu_error *error) {
  size_t index;
  json_t *criterion;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(trial, "criteria"), index, criterion) {
    json_t *said = NULL;
    truth state;
    if (status != LU_OK) return status;
    status = view_rule(&said, &state, sheet->view, criterion, error);
    if (status != LU_OK) return status;
    /* an exclusion that is not met is what makes a patient alike */
    bool exclusion = strcmp(therapy_text(criterion, "kind"), "exclusion") == 0;
    const char *list = state == TRUTH_UNKNOWN              ? "unknown"
                       : (state == TRUTH_YES) != exclusion ? "met"
                                                           : "not_met";
    if (exclusion)
      status =
          sheet_set(said, "text", json_sprintf("not: %s", therapy_text(criterion, "text")), error);
    if (status == LU_OK)
      status = sheet_push(alike, list, said, error);
    else
      json_decref(said);
  }
  return status;
}

static lu_status add_trial(drug_sheet *sheet, const json_t *trial, lu_error *error) {
  static const char *const kept[] = {"label",   "registry", "doi",    "population", "arms",
                                     "results", "notes",    "source", "mark",       NULL};
  const char *comparator = therapy_text(trial, "comparator");
  const char *said = strcmp(comparator, "none") == 0 ? "none (one arm)" : comparator;
  json_t *alike = json_pack("{s:[], s:[], s:[]}", "met", "not_met", "unknown");
  json_t *entry = json_pack("{s:s, s:s, s:o}", "trial", therapy_text(trial, "id"), "comparator",
                            said, "alike", alike);
  lu_status status =
      entry == NULL ? lu_fail_memory(error) : therapy_copy(entry, trial, kept, error);
  if (status == LU_OK) status = add_criteria(sheet, alike, trial, error);
  if (status != LU_OK) {
    json_decref(entry);
    return status;
  }
  return sheet_push(sheet->out, "evidence", entry, error);
}

lu_status sheet_evidence(drug_sheet *sheet, lu_error *error) {
  size_t index;
  json_t *id;
  lu_status status = sheet_set(sheet->out, "evidence", json_array(), error);
  json_array_foreach(json_object_get(sheet->regimen, "trials"), index, id) {
    const json_t *trial =
        json_is_string(id) ? formulary_trial(sheet->formulary, json_string_value(id)) : NULL;
    if (status == LU_OK && trial != NULL) status = add_trial(sheet, trial, error);
  }
  return status;
}

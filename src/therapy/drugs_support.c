/* SPDX-License-Identifier: Apache-2.0 */
/* What goes with a regimen: hydration, antiemetics, enzymes … */
#include "head.h"
#include "sheet.h"

static lu_status take(drug_sheet *sheet, const json_t *file, lu_error *error) {
  size_t index;
  json_t *rule;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(file, "support"), index, rule) {
    json_t *said = NULL;
    truth state;
    if (status != LU_OK || !therapy_region(sheet->request, rule)) continue;
    status = view_rule(&said, &state, sheet->view, rule, error);
    if (status == LU_OK && state == TRUTH_YES)
      status = sheet_push(sheet->out, "support", said, error);
    else
      json_decref(said);
  }
  return status;
}

lu_status sheet_support(drug_sheet *sheet, lu_error *error) {
  size_t index;
  json_t *component;
  lu_status status = sheet_set(sheet->out, "support", json_array(), error);
  if (status == LU_OK) status = take(sheet, sheet->regimen, error);
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (status == LU_OK && sheet_first_of_drug(sheet, index))
      status = take(sheet, sheet_drug(sheet, component), error);
  }
  return status;
}

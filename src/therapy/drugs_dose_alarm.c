/* SPDX-License-Identifier: Apache-2.0 */
/* The alarm for too high a dose. It reads the drug's own file alone, and knows nothing of how the
   dose came about: a wrong regimen file cannot silence it. */
#include <math.h>
#include <string.h>

#include "drugs_dose.h"
#include "head.h"

/* ---- amounts ----------------------------------------------------------------------------------
 */

/* One administration of a component as it was rounded, in a unit; NAN if there is no dose. */
static double rounded_dose(const json_t *entry, const char *unit) {
  const json_t *rounded = json_object_get(entry, "rounded");
  if (!json_is_number(rounded)) return NAN;
  return sheet_convert(json_number_value(rounded), therapy_text(entry, "unit"), unit);
}

/* What one component adds to the amount of a day or a cycle. */
static double part_of(const dose_work *dose, const json_t *component, const json_t *entry,
                      const char *per) {
  double amount = rounded_dose(entry, dose->unit) * dose_times_per_day(component);
  if (strcmp(per, "day") == 0)
    return dose_share_day(dose->sheet, dose->component, component) ? amount : 0;
  return amount * dose_days_per_cycle(dose->sheet, component);
}

/* Amount of the drug on a day or in a cycle of this component, in all components that hold it. */
static double amount_of_all(const dose_work *dose, const char *per) {
  const json_t *list = json_object_get(json_object_get(dose->sheet->out, "dose"), "components");
  size_t index;
  json_t *entry;
  double sum = 0;
  json_array_foreach(list, index, entry) {
    const json_t *component = sheet_component(dose->sheet, therapy_text(entry, "component"));
    if (sheet_drug(dose->sheet, component) != dose->drug ||
        !dose_share_cycle(dose->component, component))
      continue;
    double part = part_of(dose, component, entry, per);
    if (!isnan(part)) sum += part;
  }
  return sum;
}

/* What was given of the drug so far. */
static double given_so_far(const dose_work *dose) {
  const json_t *given = json_object_get(dose->sheet->out, "given");
  size_t index;
  json_t *entry;
  double sum = 0;
  json_array_foreach(json_object_get(given, "cumulative"), index, entry) {
    if (strcmp(therapy_text(entry, "drug"), therapy_text(dose->drug, "id")) == 0)
      sum += sheet_convert(json_number_value(json_object_get(entry, "amount")),
                           therapy_text(entry, "unit"), dose->unit);
  }
  return sum;
}

/* The amount that a limit speaks of. */
static double amount_for(const dose_work *dose, const char *per) {
  if (strcmp(per, "dose") == 0) return rounded_dose(dose->out, dose->unit);
  if (strcmp(per, "lifetime") == 0) return given_so_far(dose) + amount_of_all(dose, "cycle");
  return amount_of_all(dose, per);
}

/* ---- limits -----------------------------------------------------------------------------------
 */

/* A limit in the unit of the dose; NAN where the size of the patient is not known. */
static double limit_for(const dose_work *dose, const json_t *limit) {
  const char *basis = therapy_text(limit, "basis");
  double value = sheet_convert(json_number_value(json_object_get(limit, "value")),
                               therapy_text(limit, "unit"), dose->unit);
  if (strcmp(basis, "m2") == 0) return value * sheet_fact(dose->sheet, "bsa_m2");
  if (strcmp(basis, "kg") == 0) return value * sheet_fact(dose->sheet, "weight_kg");
  return value;
}

static lu_status check_limit(lu_text *text, const dose_work *dose, const json_t *limit,
                             lu_error *error) {
  const char *unless = json_string_value(json_object_get(limit, "unless"));
  const char *per = therapy_text(limit, "per"), *unit = dose->unit;
  double amount = amount_for(dose, per), most = limit_for(dose, limit);
  truth spared = TRUTH_NO;
  lu_status status = LU_OK;
  if (unless != NULL) status = view_test(&spared, dose->sheet->view, unless, error);
  /* rounding to what can be dispensed may lie a little above a limit of the same dose */
  if (status != LU_OK || spared == TRUTH_YES || isnan(amount) ||
      amount <= most * (1 + dose_tolerance(dose)) * (1 + 1e-9))
    return status;
  const char *space = text->length > 0 ? " " : "", *label = therapy_text(dose->drug, "label");
  if (isnan(most))
    lu_text_printf(text,
                   "%s%s: no height or weight, so that the highest %s of %g %s per %s cannot be "
                   "checked (%s).",
                   space, label, strcmp(per, "dose") == 0 ? "dose" : "amount",
                   json_number_value(json_object_get(limit, "value")), therapy_text(limit, "unit"),
                   therapy_text(limit, "basis"), therapy_text(limit, "source"));
  else
    lu_text_printf(text, "%s%s: %.4g %s per %s are above the highest of %.4g %s (%s).", space,
                   label, amount, unit, per, most, unit, therapy_text(limit, "source"));
  return LU_OK;
}

lu_status dose_alarm(dose_work *dose, lu_error *error) {
  size_t index;
  json_t *limit;
  lu_text text = LU_TEXT_INIT;
  lu_status status = LU_OK;
  if (!json_is_number(json_object_get(dose->out, "rounded"))) return LU_OK;
  json_array_foreach(json_object_get(dose->drug, "maximum"), index, limit) {
    if (status == LU_OK) status = check_limit(&text, dose, limit, error);
  }
  if (status == LU_OK && text.failed) status = lu_fail_memory(error);
  if (status == LU_OK && text.length > 0)
    status = sheet_set(dose->out, "alarm", json_string(lu_text_string(&text)), error);
  lu_text_free(&text);
  return status;
}

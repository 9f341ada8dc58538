/* SPDX-License-Identifier: Apache-2.0 */
/* The dose of a regimen for the size of this patient: flat, by body surface, by weight, by
   clearance. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "drugs_dose.h"
#include "head.h"

/* ---- which dose -------------------------------------------------------------------------------
 */

/* Another start dose of the component that is met; notes those that are not known. @return
   borrowed; NULL for the usual one */
static lu_status find_choice(const json_t **out, dose_work *dose, lu_error *error) {
  size_t index;
  json_t *choice;
  lu_status status = LU_OK;
  *out = NULL;
  json_array_foreach(json_object_get(dose->sheet->regimen, "choices"), index, choice) {
    truth state;
    json_t *rule = NULL;
    if (!sheet_concerns(choice, dose->component) || !therapy_region(dose->sheet->request, choice))
      continue;
    status = view_rule(&rule, &state, dose->sheet->view, choice, error);
    if (status != LU_OK) return status;
    if (state == TRUTH_UNKNOWN)
      status = sheet_push(dose->out, "open", rule, error);
    else
      json_decref(rule);
    if (status != LU_OK) return status;
    if (state == TRUTH_YES) {
      *out = choice;
      return LU_OK;
    }
  }
  return LU_OK;
}

static const char *basis_unit(const char *basis) {
  return strcmp(basis, "m2") == 0 ? "/m2" : strcmp(basis, "kg") == 0 ? "/kg" : "";
}

/* ---- size -------------------------------------------------------------------------------------
 */

/* Standard deviation of a fact as it is known; 0 if none is. */
static double spread_of(const drug_sheet *sheet, const char *fact) {
  const lu_factset *facts = view_facts(sheet->view);
  size_t index = lu_dictionary_find(lu_factset_dictionary(facts), fact);
  const lu_fact_origin *origin = index == LU_NO_INDEX ? NULL : lu_factset_origin(facts, index);
  return origin == NULL ? 0 : origin->sd;
}

/* Number of a fact that the dose needs; notes it as missing where it is not known. */
static lu_status need(double *out, dose_work *dose, const char *fact, lu_error *error) {
  *out = sheet_fact(dose->sheet, fact);
  return isnan(*out) ? dose_missing(dose, fact, error) : LU_OK;
}

/* Body surface by the formula that the regimen names: height in cm, weight in kg. */
static double surface(bool mosteller, double height, double weight) {
  if (mosteller) return sqrt(height * weight / 3600); /* Mosteller 1987, N Engl J Med 317:1098 */
  return 0.007184 * pow(weight, 0.425) * pow(height, 0.725); /* DuBois 1916 */
}

static lu_status size_surface(dose_work *dose, lu_error *error) {
  bool mosteller = strcmp(therapy_text(dose->sheet->regimen, "body_surface"), "mosteller") == 0;
  const json_t *cap = json_object_get(dose->sheet->regimen, "cap_m2");
  double height = NAN, weight = NAN;
  char formula[120];
  lu_status status = need(&height, dose, "height_cm", error);
  if (status == LU_OK) status = need(&weight, dose, "weight_kg", error);
  dose->size = surface(mosteller, height, weight);
  if (status != LU_OK || isnan(dose->size)) return status;
  if (mosteller)
    snprintf(formula, sizeof formula, "square root of (%g cm x %g kg / 3600)", height, weight);
  else
    snprintf(formula, sizeof formula, "0.007184 x (%g kg)^0.425 x (%g cm)^0.725", weight, height);
  status = dose_step(dose, mosteller ? "Body surface (Mosteller)" : "Body surface (DuBois)",
                     formula, dose->size, "m2", NULL, error);
  dose->size_sd = spread_of(dose->sheet, mosteller ? "bsa_mosteller_m2" : "bsa_m2");
  if (status == LU_OK) status = dose_spread(dose, dose->size_sd, error);
  double limit = json_number_value(json_object_get(cap, "value"));
  if (status == LU_OK && limit > 0 && dose->size > limit) {
    dose->size = limit;
    dose->size_sd = 0;
    status = dose_step(dose, "Cap of the body surface", therapy_text(cap, "text"), limit, "m2", cap,
                       error);
  }
  return status;
}

/* "(140 - 60) x 82 kg / (72 x 1.07 mg/dL), an estimate" where these numbers give the clearance that
   is known: Cockcroft and Gault 1976, Nephron 16:31. */
static void put_cockcroft(char *text, size_t size, const drug_sheet *sheet, double clearance) {
  double age = sheet_fact(sheet, "age_y"), weight = sheet_fact(sheet, "weight_kg");
  double creatinine = sheet_fact(sheet, "creatinine_umol_l") / 88.42; /* to mg/dL */
  double men = (140 - age) * weight / (72 * creatinine), factor = clearance / men;
  bool woman = fabs(factor - 0.85) < 0.005;
  if (fabs(factor - 1) < 0.005 || woman)
    snprintf(text, size,
             "(140 - %g) x %g kg / (72 x %.3g mg/dL)%s; Cockcroft and Gault, an estimate", age,
             weight, creatinine, woman ? " x 0.85" : "");
  else
    snprintf(text, size, "Cockcroft and Gault, an estimate");
}

/* Calvert 1989, J Clin Oncol 7:1748: dose in mg = AUC x (GFR + 25); the component's "calvert" holds
   the addend and the cap of the clearance. */
static lu_status size_clearance(dose_work *dose, lu_error *error) {
  const json_t *rule = json_object_get(dose->component, "calvert");
  double measured = sheet_fact(dose->sheet, "crcl_measured_ml_min");
  double cap = json_number_value(json_object_get(rule, "cap_ml_min"));
  double add = json_number_value(json_object_get(rule, "add_ml_min"));
  double clearance = measured;
  char formula[120];
  lu_status status = LU_OK;
  if (isnan(clearance)) status = need(&clearance, dose, "crcl_ml_min", error);
  dose->size = NAN;
  if (status != LU_OK || isnan(clearance)) return status;
  put_cockcroft(formula, sizeof formula, dose->sheet, clearance);
  status = dose_step(dose, "Creatinine clearance", isnan(measured) ? formula : "measured",
                     clearance, "mL/min", NULL, error);
  dose->size_sd = spread_of(dose->sheet, isnan(measured) ? "crcl_ml_min" : "crcl_measured_ml_min");
  if (status == LU_OK) status = dose_spread(dose, dose->size_sd, error);
  if (status == LU_OK && cap > 0 && clearance > cap) {
    clearance = cap;
    dose->size_sd = 0; /* the cap is a number, not an estimate */
    status = dose_step(dose, "Clearance, capped", "no more than this enters the formula", cap,
                       "mL/min", rule, error);
  }
  dose->size = clearance + add;
  snprintf(formula, sizeof formula, "%.4g + %g", clearance, add);
  if (status == LU_OK)
    status = dose_step(dose, "Clearance with the share that is not renal", formula, dose->size,
                       "mL/min", rule, error);
  if (status == LU_OK)
    status = view_set_number(dose->sheet->view, "crcl_for_dose_ml_min", clearance, error);
  return status;
}

/* ---- base dose --------------------------------------------------------------------------------
 */

lu_status dose_base(dose_work *dose, lu_error *error) {
  const json_t *choice = NULL;
  const char *basis = therapy_text(dose->component, "basis");
  char unit[40], formula[120];
  lu_status status = find_choice(&choice, dose, error);
  if (status != LU_OK) return status;
  const json_t *amount = json_object_get(choice != NULL ? choice : dose->component, "dose");
  double per = json_number_value(amount);
  dose->unit = therapy_text(dose->component, "unit");
  bool area = strcmp(basis, "auc") == 0;
  snprintf(unit, sizeof unit, "%s%s", area ? "mg/mL min" : dose->unit, basis_unit(basis));
  status = dose_step(dose,
                     choice != NULL ? "Start dose"
                     : area         ? "Target area (AUC)"
                                    : "Dose of the regimen",
                     choice != NULL ? therapy_text(choice, "text") : "", per, unit,
                     choice != NULL ? choice : dose->component, error);
  dose->size = 1;
  if (status == LU_OK && strcmp(basis, "m2") == 0) status = size_surface(dose, error);
  if (status == LU_OK && strcmp(basis, "kg") == 0)
    status = need(&dose->size, dose, "weight_kg", error);
  if (status == LU_OK && area) status = size_clearance(dose, error);
  if (area) dose->unit = "mg";
  dose->value = per * dose->size;
  if (status != LU_OK || isnan(dose->value) || strcmp(basis, "flat") == 0) return status;
  snprintf(formula, sizeof formula, "%g %s x %.4g", per, unit, dose->size);
  status = dose_step(dose, "Full dose", formula, dose->value, dose->unit, NULL, error);
  return status == LU_OK ? dose_spread(dose, per * dose->size_sd, error) : status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* What changes a full dose: organ function, toxicity, interactions, ceilings. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "drugs_dose.h"
#include "head.h"

/* An amount in the unit of the dose; one per m2 or kg is that of this patient. */
static double amount_of(const dose_work *dose, const json_t *amount) {
  char unit[40];
  const char *said = therapy_text(amount, "unit"), *slash = strchr(said, '/');
  snprintf(unit, sizeof unit, "%.*s", (int)(slash != NULL ? slash - said : (long)strlen(said)),
           said);
  double value =
      sheet_convert(json_number_value(json_object_get(amount, "value")), unit, dose->unit);
  return slash != NULL ? value * dose->size : value;
}

/* The dose that lies some steps below this one in the drug's "levels". Beyond the last it is the
   lowest level, and `beyond` is set; NAN where the drug has no levels. */
static double steps_down(bool *beyond, const dose_work *dose, json_int_t steps) {
  const json_t *levels = json_object_get(dose->drug, "levels");
  size_t index;
  json_t *level;
  json_int_t passed = 0;
  double lowest = json_array_size(levels) > 0 ? dose->value : NAN;
  json_array_foreach(levels, index, level) {
    double value = amount_of(dose, level);
    if (!(value < lowest * (1 - 1e-9))) continue;
    lowest = value;
    if (++passed == steps) return value;
  }
  *beyond = true;
  return lowest;
}

/* What a change makes of a dose: {"times"}, {"to": {value, unit}}, {"plus": {value, unit}} or
   {"steps"} down the drug's "levels"; NAN where it says none. `beyond` is set where there are not
   so many levels. */
static double changed_to(bool *beyond, const dose_work *dose, const json_t *change) {
  const json_t *times = json_object_get(change, "times"), *to = json_object_get(change, "to");
  const json_t *plus = json_object_get(change, "plus"), *steps = json_object_get(change, "steps");
  if (json_is_number(times)) return dose->value * json_number_value(times);
  if (json_is_object(to)) return amount_of(dose, to);
  if (json_is_object(plus)) return dose->value + amount_of(dose, plus);
  return json_is_integer(steps) ? steps_down(beyond, dose, json_integer_value(steps)) : NAN;
}

static double changed(const dose_work *dose, const json_t *change) {
  bool beyond = false;
  return changed_to(&beyond, dose, change);
}

/* "50 mg/m2 x 2.001", "20 mg" */
static void put_amount(char *text, size_t size, const dose_work *dose, const json_t *amount) {
  const char *unit = therapy_text(amount, "unit");
  double value = fabs(json_number_value(json_object_get(amount, "value")));
  if (strchr(unit, '/') != NULL)
    snprintf(text, size, "%g %s x %.4g", value, unit, dose->size);
  else
    snprintf(text, size, "%g %s", value, unit);
}

/* How a change comes about: "400.2 mg - 50 mg/m2 x 2.001". */
static void describe(char *text, size_t size, const dose_work *dose, const json_t *change) {
  const json_t *times = json_object_get(change, "times"), *to = json_object_get(change, "to");
  const json_t *plus = json_object_get(change, "plus"), *steps = json_object_get(change, "steps");
  char amount[80];
  if (json_is_number(times)) {
    snprintf(text, size, "%.4g %s x %g", dose->value, dose->unit, json_number_value(times));
  } else if (json_is_object(plus)) {
    bool less = json_number_value(json_object_get(plus, "value")) < 0;
    put_amount(amount, sizeof amount, dose, plus);
    snprintf(text, size, "%.4g %s %c %s", dose->value, dose->unit, less ? '-' : '+', amount);
  } else if (json_is_object(to)) {
    put_amount(amount, sizeof amount, dose, to);
    snprintf(text, size, "%s in place of %.4g %s", amount, dose->value, dose->unit);
  } else
    snprintf(text, size, "%.4g %s, %d step%s down", dose->value, dose->unit,
             (int)json_integer_value(steps), json_integer_value(steps) == 1 ? "" : "s");
}

/* Applies the change of a rule as a step. */
static lu_status apply(dose_work *dose, const char *what, const json_t *rule, const json_t *change,
                       lu_error *error) {
  char formula[160];
  double value = changed(dose, change);
  if (isnan(value)) return LU_OK;
  describe(formula, sizeof formula, dose, change);
  lu_text said = LU_TEXT_INIT;
  lu_text_printf(&said, "%s: %s", what, therapy_text(rule, "text"));
  dose->value = value;
  lu_status status =
      said.failed ? lu_fail_memory(error)
                  : dose_step(dose, lu_text_string(&said), formula, value, dose->unit, rule, error);
  lu_text_free(&said);
  return status;
}

/* ---- organ function ---------------------------------------------------------------------------
 */

/* Finds the rule of a list that leaves the lowest dose; notes rules that are not known. */
static lu_status lowest(const json_t **best, double *best_value, dose_work *dose,
                        const json_t *list, lu_error *error) {
  size_t index;
  json_t *rule;
  json_array_foreach(list, index, rule) {
    truth state;
    json_t *said = NULL;
    if (!sheet_concerns(rule, dose->component) || !therapy_region(dose->sheet->request, rule))
      continue;
    lu_status status = view_rule(&said, &state, dose->sheet->view, rule, error);
    if (status == LU_OK && state == TRUTH_UNKNOWN)
      status = sheet_push(dose->out, "open", said, error);
    else
      json_decref(said);
    if (status != LU_OK) return status;
    double value = state == TRUTH_YES ? changed(dose, rule) : NAN;
    /* no organ that fails raises a dose */
    if (isnan(value) || value >= (*best != NULL ? *best_value : dose->value)) continue;
    *best = rule;
    *best_value = value;
  }
  return LU_OK;
}

static lu_status adjust_organs(dose_work *dose, lu_error *error) {
  const json_t *best = NULL;
  double value = 0;
  lu_status status = lowest(&best, &value, dose, json_object_get(dose->drug, "adjust"), error);
  if (status == LU_OK)
    status = lowest(&best, &value, dose, json_object_get(dose->sheet->regimen, "adjust"), error);
  return status == LU_OK && best != NULL ? apply(dose, "Adjusted", best, best, error) : status;
}

/* ---- toxicity and interactions ----------------------------------------------------------------
 */

/* Below its floor or its last level a dose is not lowered further: the rule says what then. */
static lu_status pass_floor(dose_work *dose, const json_t *factor, lu_error *error) {
  json_t *toxicity = json_object_get(dose->sheet->out, "toxicity"), *event;
  const char *otherwise = therapy_text(factor, "otherwise");
  size_t index;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(toxicity, "events"), index, event) {
    if (status == LU_OK && strcmp(therapy_text(event, "rule"), therapy_text(factor, "rule")) == 0)
      status = sheet_set(event, "action", json_string(otherwise), error);
  }
  bool graver =
      strcmp(otherwise, "stop") == 0 ||
      (strcmp(otherwise, "hold") == 0 && strcmp(therapy_text(toxicity, "action"), "stop") != 0);
  return status == LU_OK && graver ? sheet_set(toxicity, "action", json_string(otherwise), error)
                                   : status;
}

/* True if a change asks for less than the least dose that there is, and its rule says what then. */
static bool is_too_low(const dose_work *dose, const json_t *factor) {
  const json_t *least = json_object_get(factor, "floor");
  const char *otherwise = therapy_text(factor, "otherwise");
  bool beyond = false;
  double value = changed_to(&beyond, dose, factor);
  if (otherwise[0] == '\0' || strcmp(otherwise, "same") == 0) return false;
  return beyond || (json_is_object(least) && value < amount_of(dose, least) * (1 - 1e-9));
}

/* Of several changes that events ask for, the one that leaves the lowest dose. One that asks for
   less than the least dose goes before all. */
static lu_status adjust_toxicity(dose_work *dose, lu_error *error) {
  const json_t *factors = json_object_get(json_object_get(dose->sheet->out, "toxicity"), "factors");
  const json_t *best = NULL;
  double best_value = dose->value;
  size_t index;
  json_t *factor;
  json_array_foreach(json_object_get(factors, therapy_text(dose->component, "id")), index, factor) {
    if (is_too_low(dose, factor)) return pass_floor(dose, factor, error);
    double value = changed(dose, factor);
    if (isnan(value) || value >= best_value) continue;
    best = factor;
    best_value = value;
  }
  return best == NULL ? LU_OK : apply(dose, "Reduced for toxicity", best, best, error);
}

/* True if a fixed dose of an interaction would raise one that was lowered for another reason: only
   where it lies above the full dose is more meant. */
static bool would_undo(const dose_work *dose, const json_t *change) {
  double value = changed(dose, change);
  return json_object_get(change, "to") != NULL && value > dose->value && value <= dose->full;
}

/* Of several interactions the one that leaves the lowest dose: two inhibitors of one enzyme do not
   add up to twice the change that the label asks for. */
static lu_status adjust_interactions(dose_work *dose, lu_error *error) {
  const json_t *best = NULL;
  double best_value = INFINITY;
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(dose->sheet->out, "interactions"), index, entry) {
    const json_t *change = json_object_get(entry, "dose");
    if (change == NULL ||
        strcmp(therapy_text(entry, "drug_id"), therapy_text(dose->drug, "id")) != 0 ||
        would_undo(dose, change) || !(changed(dose, change) < best_value))
      continue;
    best = entry;
    best_value = changed(dose, change);
  }
  return best == NULL ? LU_OK
                      : apply(dose, "Interaction", best, json_object_get(best, "dose"), error);
}

/* ---- ceiling ----------------------------------------------------------------------------------
 */

static lu_status hold_ceiling(dose_work *dose, const json_t *ceiling, lu_error *error) {
  if (!json_is_object(ceiling)) return LU_OK;
  double times = json_number_value(json_object_get(dose->component, "times_per_day"));
  double limit = amount_of(dose, ceiling);
  bool of_dose = strcmp(therapy_text(dose->component, "per"), "day") != 0;
  /* a ceiling of the day and a dose of one administration, or the other way round */
  if (strcmp(therapy_text(ceiling, "per"), "day") == 0 && of_dose && times > 1) limit /= times;
  if (strcmp(therapy_text(ceiling, "per"), "day") != 0 && !of_dose && times > 1) limit *= times;
  if (isnan(limit)) return LU_OK;
  dose->limit = limit;
  if (dose->value <= limit) return LU_OK;
  dose->value = limit;
  return dose_step(dose, "Ceiling", therapy_text(ceiling, "text"), limit, dose->unit, ceiling,
                   error);
}

lu_status dose_adjust(dose_work *dose, lu_error *error) {
  if (isnan(dose->value)) return LU_OK;
  dose->full = dose->value;
  lu_status status = adjust_organs(dose, error);
  if (status == LU_OK) status = adjust_toxicity(dose, error);
  if (status == LU_OK) status = adjust_interactions(dose, error);
  if (status == LU_OK)
    status = hold_ceiling(dose, json_object_get(dose->component, "ceiling"), error);
  return status;
}

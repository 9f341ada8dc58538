/* SPDX-License-Identifier: Apache-2.0 */
#include "drugs_dose.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "drugs_given.h"
#include "head.h"

lu_status dose_step(dose_work *dose, const char *what, const char *formula, double value,
                    const char *unit, const json_t *source, lu_error *error) {
  static const char *const kept[] = {"source", "mark", NULL};
  json_t *step = json_pack("{s:s, s:s, s:f, s:s}", "what", what, "formula", formula, "value", value,
                           "unit", unit);
  lu_status status = step == NULL ? lu_fail_memory(error) : LU_OK;
  if (status == LU_OK && source != NULL) status = therapy_copy(step, source, kept, error);
  if (status != LU_OK) {
    json_decref(step);
    return status;
  }
  return sheet_push(dose->out, "steps", step, error);
}

lu_status dose_spread(dose_work *dose, double sd, lu_error *error) {
  json_t *steps = json_object_get(dose->out, "steps");
  json_t *last = json_array_get(steps, json_array_size(steps) - 1);
  return sd > 0 ? sheet_set(last, "sd", json_real(sd), error) : LU_OK;
}

lu_status dose_missing(dose_work *dose, const char *fact, lu_error *error) {
  const lu_dictionary *dictionary = formulary_dictionary(dose->sheet->formulary);
  size_t index = lu_dictionary_find(dictionary, fact);
  const char *label =
      index == LU_NO_INDEX ? fact : lu_fact_label(lu_dictionary_at(dictionary, index));
  dose->value = NAN;
  return sheet_push(dose->out, "missing", json_pack("{s:s, s:s}", "fact", fact, "label", label),
                    error);
}

/* ---- days of a component ------------------------------------------------------------------------
 */

int dose_cycle_days(const drug_sheet *sheet) {
  return (int)sheet_after(0, json_object_get(sheet->regimen, "cycle"), 1);
}

double dose_times_per_day(const json_t *component) {
  double times = json_number_value(json_object_get(component, "times_per_day"));
  return times > 0 ? times : 1;
}

bool dose_on_day(const drug_sheet *sheet, const json_t *component, int day) {
  const json_t *days = json_object_get(component, "days");
  const json_t *every = json_object_get(days, "every"), *to = json_object_get(days, "to");
  size_t index;
  json_t *one;
  int length = dose_cycle_days(sheet);
  if (day < 1 || (length > 0 && day > length)) return false;
  if (json_integer_value(every) > 0) return (day - 1) % (int)json_integer_value(every) == 0;
  if (to != NULL)
    return day >= json_integer_value(json_object_get(days, "from")) &&
           day <= json_integer_value(to);
  json_array_foreach(days, index, one) {
    if (json_integer_value(one) == day) return true;
  }
  return !json_is_array(days);
}

int dose_days_per_cycle(const drug_sheet *sheet, const json_t *component) {
  int length = dose_cycle_days(sheet), count = 0;
  for (int day = 1; day <= (length > 1 ? length : 1); day++)
    if (dose_on_day(sheet, component, day)) count++;
  return count;
}

bool dose_share_cycle(const json_t *a, const json_t *b) {
  const json_t *to_a = json_object_get(a, "to_cycle"), *to_b = json_object_get(b, "to_cycle");
  return !(json_is_integer(to_a) &&
           json_integer_value(to_a) < json_integer_value(json_object_get(b, "from_cycle"))) &&
         !(json_is_integer(to_b) &&
           json_integer_value(to_b) < json_integer_value(json_object_get(a, "from_cycle")));
}

bool dose_share_day(const drug_sheet *sheet, const json_t *a, const json_t *b) {
  int length = dose_cycle_days(sheet);
  for (int day = 1; day <= (length > 1 ? length : 1); day++)
    if (dose_on_day(sheet, a, day) && dose_on_day(sheet, b, day)) return true;
  return false;
}

/* ---- when -------------------------------------------------------------------------------------
 */

static void put_days(lu_text *out, const json_t *days) {
  size_t index, count = json_array_size(days);
  json_t *day;
  if (json_is_string(days)) {
    lu_text_puts(out, "every day");
  } else if (json_object_get(days, "to") != NULL) {
    lu_text_printf(out, "days %g to %g", json_number_value(json_object_get(days, "from")),
                   json_number_value(json_object_get(days, "to")));
  } else if (json_object_get(days, "every") != NULL) {
    lu_text_printf(out, "every %g days", json_number_value(json_object_get(days, "every")));
  } else if (count > 0) {
    lu_text_puts(out, count == 1 ? "day " : "days ");
    json_array_foreach(days, index, day)
        lu_text_printf(out, "%s%g", index == 0 ? "" : ", ", json_number_value(day));
  }
}

/* "days 1 to 14 of 28, twice a day, by mouth, within 30 minutes after a meal" */
static void put_when(lu_text *out, const drug_sheet *sheet, const json_t *component) {
  const json_t *cycle = json_object_get(json_object_get(sheet->regimen, "cycle"), "days");
  double times = json_number_value(json_object_get(component, "times_per_day"));
  const json_t *minutes = json_object_get(component, "infusion_min");
  const json_t *rate = json_object_get(component, "rate");
  const json_t *from = json_object_get(component, "from_cycle");
  const json_t *to = json_object_get(component, "to_cycle");
  json_int_t first = json_is_integer(from) ? json_integer_value(from) : 1;
  if (json_is_integer(to) && json_integer_value(to) == first)
    lu_text_printf(out, "cycle %d, ", (int)first);
  else if (json_is_integer(to))
    lu_text_printf(out, "cycles %d to %d, ", (int)first, (int)json_integer_value(to));
  else if (first > 1)
    lu_text_printf(out, "from cycle %d on, ", (int)first);
  put_days(out, json_object_get(component, "days"));
  if (json_number_value(cycle) > 1) lu_text_printf(out, " of %g", json_number_value(cycle));
  if (times > 1) lu_text_printf(out, ", %g times a day", times);
  lu_text_printf(out, ", %s", therapy_text(component, "route"));
  if (json_is_number(minutes)) lu_text_printf(out, " over %g min", json_number_value(minutes));
  if (json_is_object(rate))
    lu_text_printf(out, " at %g %s", json_number_value(json_object_get(rate, "value")),
                   therapy_text(rate, "unit"));
  if (therapy_text(component, "timing")[0] != '\0')
    lu_text_printf(out, ", %s", therapy_text(component, "timing"));
}

static lu_status set_when(const dose_work *dose, lu_error *error) {
  lu_text text = LU_TEXT_INIT;
  put_when(&text, dose->sheet, dose->component);
  lu_status status = text.failed
                         ? lu_fail_memory(error)
                         : sheet_set(dose->out, "when", json_string(lu_text_string(&text)), error);
  lu_text_free(&text);
  return status;
}

/* ---- one component ----------------------------------------------------------------------------
 */

/* A dose that was computed for a day is shared by the administrations of the day. */
static lu_status share_day(dose_work *dose, lu_error *error) {
  double times = json_number_value(json_object_get(dose->component, "times_per_day"));
  char formula[80];
  if (isnan(dose->value) || times <= 1 || strcmp(therapy_text(dose->component, "per"), "day") != 0)
    return LU_OK;
  snprintf(formula, sizeof formula, "%.4g %s / %g", dose->value, dose->unit, times);
  dose->value /= times;
  dose->limit /= times;
  return dose_step(dose, "One administration", formula, dose->value, dose->unit, NULL, error);
}

/* The full dose of one administration, before anything lowered it. */
static double full_of_one(const dose_work *dose) {
  bool of_day = strcmp(therapy_text(dose->component, "per"), "day") == 0;
  return of_day ? dose->full / dose_times_per_day(dose->component) : dose->full;
}

static lu_status make_dose(drug_sheet *sheet, json_t *list, const json_t *component,
                           lu_error *error) {
  dose_work dose = {.sheet = sheet,
                    .component = component,
                    .drug = sheet_drug(sheet, component),
                    .value = NAN,
                    .limit = INFINITY,
                    .unit = ""};
  double times = json_number_value(json_object_get(component, "times_per_day"));
  dose.out = json_pack("{s:s, s:s, s:s, s:f}", "component", therapy_text(component, "id"), "drug",
                       therapy_text(component, "drug"), "label", therapy_text(dose.drug, "label"),
                       "per_day", times > 0 ? times : 1.0);
  lu_status status = json_array_append_new(list, dose.out) == 0 ? LU_OK : lu_fail_memory(error);
  if (status == LU_OK) status = dose_base(&dose, error);
  if (status == LU_OK) status = dose_adjust(&dose, error);
  if (status == LU_OK && !isnan(dose.value))
    status = sheet_set(dose.out, "full", json_real(full_of_one(&dose)), error);
  if (status == LU_OK) status = share_day(&dose, error);
  if (status == LU_OK && !isnan(dose.value))
    status = sheet_set(dose.out, "dose", json_real(dose.value), error);
  if (status == LU_OK) status = sheet_set(dose.out, "unit", json_string(dose.unit), error);
  if (status == LU_OK) status = dose_round(&dose, error);
  return status == LU_OK ? set_when(&dose, error) : status;
}

/* True if a component is part of the next cycle or of one after it. */
static bool is_due(const drug_sheet *sheet, const json_t *component) {
  const json_t *to = json_object_get(component, "to_cycle");
  return !json_is_integer(to) || sheet->cycle <= json_integer_value(to);
}

/* The alarm, once all doses are there: a drug may be part of several components. */
static lu_status raise_alarms(drug_sheet *sheet, const json_t *list, lu_error *error) {
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(list, index, entry) {
    const json_t *component = sheet_component(sheet, therapy_text(entry, "component"));
    dose_work dose = {.sheet = sheet,
                      .component = component,
                      .drug = sheet_drug(sheet, component),
                      .out = entry,
                      .unit = therapy_text(entry, "unit")};
    if (status == LU_OK) status = dose_alarm(&dose, error);
  }
  return status;
}

static lu_status set_size(const drug_sheet *sheet, json_t *dose, lu_error *error) {
  static const char *const facts[] = {"height_cm", "weight_kg", "bsa_m2", "crcl_ml_min"};
  json_t *size = json_object();
  lu_status status = sheet_set(dose, "size", size, error);
  for (size_t i = 0; i < sizeof facts / sizeof facts[0] && status == LU_OK; i++) {
    double value = sheet_fact(sheet, facts[i]);
    if (!isnan(value)) status = sheet_set(size, facts[i], json_real(value), error);
  }
  return status;
}

/* Without a dose nothing can be given: the verdict says what is missing, unless it is a ban. */
static lu_status ask_for_missing(drug_sheet *sheet, const json_t *list, lu_error *error) {
  json_t *eligibility = json_object_get(sheet->out, "eligibility"), *entry;
  const char *verdict = therapy_text(eligibility, "verdict");
  bool banned = therapy_is_ban(verdict);
  size_t index;
  lu_status status = LU_OK;
  json_array_foreach(list, index, entry) {
    const json_t *fact = json_array_get(json_object_get(entry, "missing"), 0);
    if (fact == NULL || status != LU_OK) continue;
    json_t *rule = json_pack("{s:s, s:s, s:o}", "id", "dose", "state", "unknown", "text",
                             json_sprintf("Dose of %s: it needs %s.", therapy_text(entry, "label"),
                                          therapy_text(fact, "label")));
    status = sheet_push(eligibility, "unknown", rule, error);
    if (status == LU_OK && !banned)
      status = sheet_set(eligibility, "verdict", json_string("data missing"), error);
  }
  return status;
}

lu_status sheet_dose(drug_sheet *sheet, lu_error *error) {
  json_t *dose = json_object(), *list = json_array(), *component;
  size_t index;
  lu_status status = sheet_set(sheet->out, "dose", dose, error);
  if (status == LU_OK)
    status = sheet_set(dose, "components", list, error);
  else
    json_decref(list);
  if (status == LU_OK) status = set_size(sheet, dose, error);
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (status == LU_OK && is_due(sheet, component))
      status = make_dose(sheet, list, component, error);
  }
  if (status == LU_OK) status = ask_for_missing(sheet, list, error);
  if (status == LU_OK) status = raise_alarms(sheet, list, error);
  return status == LU_OK ? given_against_planned(sheet, error) : status;
}

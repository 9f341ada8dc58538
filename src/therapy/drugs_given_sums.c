/* SPDX-License-Identifier: Apache-2.0 */
/* What was given of a regimen in all, and against what was planned. */
#include "drugs_given.h"

#include <math.h>
#include <string.h>

#include "head.h"

int given_last_day(const drug_sheet *sheet) {
  int length = dose_cycle_days(sheet), last = 1;
  size_t index;
  json_t *component;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    for (int day = last; day <= length; day++)
      if (dose_on_day(sheet, component, day)) last = day;
  }
  return last;
}

/* ---- how many doses ---------------------------------------------------------------------------
 */

static bool same_text(const json_t *a, const json_t *b, const char *key) {
  return strcmp(therapy_text(a, key), therapy_text(b, key)) == 0;
}

/* Entries of the same component in the same cycle. */
static int entries_like(const json_t *given, const json_t *entry) {
  size_t index;
  json_t *other;
  int count = 0;
  json_array_foreach(json_object_get(given, "administrations"), index, other) {
    if (given_really(other) && same_text(entry, other, "component") &&
        json_equal(json_object_get(entry, "cycle"), json_object_get(other, "cycle")))
      count++;
  }
  return count;
}

double given_doses(const drug_sheet *sheet, const json_t *given, const json_t *entry) {
  const json_t *component = sheet_component(sheet, therapy_text(entry, "component"));
  int days = dose_days_per_cycle(sheet, component), entries = entries_like(given, entry);
  double times = dose_times_per_day(component);
  if (json_is_array(json_object_get(component, "days"))) return 1;
  if (entries > 1 || json_object_get(entry, "cycle") == NULL) return entries > days ? 1 : times;
  int64_t passed = lu_date_first_day(sheet->today) - sheet_day(entry, "date", SHEET_NO_DAY) + 1;
  return times * (double)(passed < days ? passed : days);
}

/* Amount of one dose of an entry; NAN where it is not recorded. */
static double amount_in(const json_t *entry, const char *unit) {
  const json_t *amount = json_object_get(entry, "amount");
  if (!given_really(entry) || !json_is_number(amount)) return NAN;
  return sheet_convert(json_number_value(amount), therapy_text(entry, "unit"), unit);
}

/** Doses of a component, summed. */
struct sum {
  const char *unit;
  double amount, doses;
  size_t entries;
};

/* @param course only what belongs to the course that goes on */
static struct sum sum_of(const drug_sheet *sheet, const json_t *given, const json_t *component,
                         bool course) {
  struct sum sum = {"", 0, 0, 0};
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(given, "administrations"), index, entry) {
    if (strcmp(therapy_text(entry, "component"), therapy_text(component, "id")) != 0 ||
        (course && json_object_get(entry, "planned") == NULL))
      continue;
    if (sum.unit[0] == '\0') sum.unit = therapy_text(entry, "unit");
    double value = amount_in(entry, sum.unit), doses = given_doses(sheet, given, entry);
    if (isnan(value)) continue;
    sum.amount += value * doses;
    sum.doses += doses;
    sum.entries++;
  }
  return sum;
}

static json_t *describe_sum(const json_t *drug, const struct sum *sum) {
  const char *label = therapy_text(drug, "label");
  if (sum->doses > (double)sum->entries)
    return json_sprintf(
        "%s so far: %.6g %s in %g doses; entries of the record that stand for a "
        "course of days are counted whole: an interruption is known only if it is recorded",
        label, sum->amount, sum->unit, sum->doses);
  return json_sprintf("%s so far: %.6g %s in %g dose%s", label, sum->amount, sum->unit, sum->doses,
                      sum->doses == 1 ? "" : "s");
}

lu_status given_sum(drug_sheet *sheet, json_t *given, const json_t *component, lu_error *error) {
  struct sum sum = sum_of(sheet, given, component, false);
  const json_t *drug = sheet_drug(sheet, component);
  if (sum.entries == 0) return LU_OK;
  return sheet_push(given, "cumulative",
                    json_pack("{s:o, s:s, s:s, s:f, s:s, s:I, s:f}", "text",
                              describe_sum(drug, &sum), "component", therapy_text(component, "id"),
                              "drug", therapy_text(drug, "id"), "amount", sum.amount, "unit",
                              sum.unit, "count", (json_int_t)sum.entries, "doses", sum.doses),
                    error);
}

/* ---- against what was planned -----------------------------------------------------------------
 */

/* The full dose of one administration of a component, and its unit. */
static double full_dose(const char **unit, const drug_sheet *sheet, const json_t *component) {
  const json_t *list = json_object_get(json_object_get(sheet->out, "dose"), "components"), *entry;
  size_t index;
  json_array_foreach(list, index, entry) {
    const json_t *full = json_object_get(entry, "full");
    if (strcmp(therapy_text(entry, "component"), therapy_text(component, "id")) != 0 ||
        !json_is_number(full))
      continue;
    *unit = therapy_text(entry, "unit");
    return json_number_value(full);
  }
  return NAN;
}

/* True for entries of the course that goes on: those have the number of a cycle that is given. */
static bool of_course(const drug_sheet *sheet, const json_t *entry) {
  const json_t *cycle = json_object_get(entry, "cycle");
  int64_t day = sheet_day(entry, "date", SHEET_NO_DAY);
  return json_is_integer(cycle) && sheet->first_cycle != SHEET_NO_DAY && day >= sheet->first_cycle;
}

/* True if another component gives the same drug on one of its days: which dose an entry is cannot
   be told for sure. */
static bool is_shared(const drug_sheet *sheet, const json_t *component) {
  size_t index;
  json_t *other;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, other) {
    if (other == component || sheet_drug(sheet, other) != sheet_drug(sheet, component)) continue;
    if (dose_share_cycle(component, other) && dose_share_day(sheet, component, other)) return true;
  }
  return false;
}

static lu_status set_planned(drug_sheet *sheet, json_t *given, const json_t *component,
                             lu_error *error) {
  const char *unit = "";
  double full = full_dose(&unit, sheet, component);
  size_t index;
  json_t *entry;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(given, "administrations"), index, entry) {
    double planned = sheet_convert(full, unit, therapy_text(entry, "unit"));
    if (status != LU_OK || isnan(planned) || !of_course(sheet, entry) ||
        strcmp(therapy_text(entry, "component"), therapy_text(component, "id")) != 0)
      continue;
    status = sheet_set(entry, "planned", json_real(planned), error);
  }
  return status;
}

/* Doses that were due in one cycle up to today. */
static double due_in(const drug_sheet *sheet, const json_t *component, int cycle) {
  int64_t today = lu_date_first_day(sheet->today);
  bool last = cycle == sheet->cycle - 1;
  double due = 0;
  for (int day = 1; day <= dose_cycle_days(sheet); day++)
    if (dose_on_day(sheet, component, day) && !(last && sheet->last_cycle + day - 1 > today))
      due += dose_times_per_day(component);
  return sheet_in_cycle(component, cycle) ? due : 0;
}

/* Doses that were due in all cycles of which something is recorded. */
static double due_doses(const drug_sheet *sheet, const json_t *given, const json_t *component) {
  double due = 0;
  for (int cycle = 1; cycle < sheet->cycle; cycle++) {
    size_t index;
    json_t *entry;
    bool recorded = false;
    json_array_foreach(json_object_get(given, "administrations"), index, entry) {
      recorded |=
          of_course(sheet, entry) && json_integer_value(json_object_get(entry, "cycle")) == cycle;
    }
    if (recorded) due += due_in(sheet, component, cycle);
  }
  return due;
}

static lu_status add_course(drug_sheet *sheet, json_t *given, const json_t *component,
                            lu_error *error) {
  struct sum sum = sum_of(sheet, given, component, true);
  const char *unit = "";
  double due = due_doses(sheet, given, component);
  double full = full_dose(&unit, sheet, component);
  full = sheet_convert(full, unit, sum.unit);
  if (sum.entries == 0 || isnan(full) || !(full * due > 0)) return LU_OK;
  double pct = 100 * sum.amount / (full * due);
  json_t *text = json_sprintf(
      "%s: %g of %g planned doses, %.0f %% of the planned amount (full doses of the regimen for "
      "today's height and weight)",
      therapy_text(sheet_drug(sheet, component), "label"), sum.doses, due, pct);
  return sheet_push(
      given, "courses",
      json_pack("{s:s, s:f, s:f, s:f, s:o}", "component", therapy_text(component, "id"), "given",
                sum.doses, "planned", due, "pct", pct, "text", text),
      error);
}

lu_status given_against_planned(drug_sheet *sheet, lu_error *error) {
  json_t *given = json_object_get(sheet->out, "given"), *component;
  size_t index;
  lu_status status = LU_OK;
  if (!json_is_true(json_object_get(given, "running"))) return LU_OK;
  json_array_foreach(json_object_get(sheet->regimen, "components"), index, component) {
    if (is_shared(sheet, component)) continue;
    if (status == LU_OK) status = set_planned(sheet, given, component, error);
    if (status == LU_OK) status = add_course(sheet, given, component, error);
  }
  return status;
}

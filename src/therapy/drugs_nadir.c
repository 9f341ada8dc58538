/* SPDX-License-Identifier: Apache-2.0 */
/* Lowest counts between two days: the given names "…_nadir…" and the facts that they follow. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "drugs_toxicity.h"
#include "head.h"

/* The fact behind a name: "anc_nadir_1e9_l" is the lowest "anc_1e9_l". @return NULL for other names
 */
static const lu_fact *fact_behind(const drug_sheet *sheet, const char *name) {
  char fact[80];
  const char *at = strstr(name, "_nadir");
  const lu_dictionary *dictionary = formulary_dictionary(sheet->formulary);
  if (at == NULL) return NULL;
  snprintf(fact, sizeof fact, "%.*s%s", (int)(at - name), name, at + strlen("_nadir"));
  size_t index = lu_dictionary_find(dictionary, fact);
  return index == LU_NO_INDEX ? NULL : lu_dictionary_at(dictionary, index);
}

/* A laboratory value in the unit of its fact; NAN where it cannot be told. */
static double in_unit(const json_t *entry, const lu_fact *fact) {
  const json_t *record = json_object_get(lu_fact_json(fact), "record");
  const json_t *value = json_object_get(entry, "value");
  const json_t *molar = json_object_get(record, "molar_mass_g_mol");
  const char *unit = therapy_text(entry, "unit");
  lu_unit from, to;
  double out;
  if (!json_is_number(value)) return NAN;
  if (unit[0] == '\0') return json_number_value(value);
  if (lu_unit_parse(&from, unit, NULL) != LU_OK ||
      lu_unit_parse(&to, lu_fact_unit(fact), NULL) != LU_OK)
    return NAN;
  lu_status status = json_is_number(molar)
                         ? lu_unit_convert_molar(&out, json_number_value(value), &from, &to,
                                                 json_number_value(molar), NULL)
                         : lu_unit_convert(&out, json_number_value(value), &from, &to, NULL);
  return status == LU_OK ? out : NAN;
}

/* Lowest value of a test after `since` up to `until`; NAN if there is none. */
static double lowest(const drug_sheet *sheet, const lu_fact *fact, int64_t since, int64_t until,
                     int64_t *day) {
  const char *test = therapy_text(json_object_get(lu_fact_json(fact), "record"), "lab");
  double least = NAN;
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(sheet->record, "labs"), index, entry) {
    int64_t at = sheet_day(entry, "date", SHEET_NO_DAY);
    if (strcmp(therapy_text(entry, "test"), test) != 0 || at == SHEET_NO_DAY || at <= since ||
        at > until)
      continue;
    double value = in_unit(entry, fact);
    if (isnan(value) || !(isnan(least) || value < least)) continue;
    least = value;
    *day = at;
  }
  return least;
}

lu_status toxicity_set_nadirs(drug_sheet *sheet, int64_t since, int64_t until, lu_error *error) {
  lu_status status = LU_OK;
  for (const given_name *given = conditions_given; given->name != NULL && status == LU_OK;
       given++) {
    const lu_fact *fact = fact_behind(sheet, given->name);
    int64_t day;
    if (fact != NULL)
      status =
          view_set_number(sheet->view, given->name, lowest(sheet, fact, since, until, &day), error);
  }
  return status;
}

int64_t toxicity_nadir_day(const drug_sheet *sheet, const char *condition, int64_t since,
                           int64_t until) {
  int64_t first = SHEET_NO_DAY;
  for (const given_name *given = conditions_given; given->name != NULL; given++) {
    const lu_fact *fact = fact_behind(sheet, given->name);
    int64_t day = SHEET_NO_DAY;
    if (fact == NULL || strstr(condition, given->name) == NULL) continue;
    lowest(sheet, fact, since, until, &day);
    if (day != SHEET_NO_DAY && (first == SHEET_NO_DAY || day < first)) first = day;
  }
  return first;
}

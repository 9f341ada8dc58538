/* SPDX-License-Identifier: Apache-2.0 */
/* Units of values: conversion to that of the fact, and what to say where a unit does not fit. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

static const char *text_of(const json_t *object, const char *key) {
  const char *text = json_string_value(json_object_get(object, key));
  return text != NULL ? text : "";
}

/** Looks for a unit among the conversions that no dimension gives ("mmol/mol" of HbA1c). */
static bool convert_specially(double *number, const char *unit, const json_t *spec) {
  for (size_t i = 0; i < form_record_count(spec); i++) {
    size_t index;
    const json_t *entry;
    json_array_foreach(json_object_get(form_record(spec, i), "also"), index, entry) {
      if (strcmp(text_of(entry, "unit"), unit) != 0) continue;
      *number = *number * json_number_value(json_object_get(entry, "factor")) +
                json_number_value(json_object_get(entry, "offset"));
      return true;
    }
  }
  return false;
}

/** Molar mass of what a spec measures; 0 if none is given. */
static double molar_mass(const json_t *spec) {
  for (size_t i = 0; i < form_record_count(spec); i++) {
    const json_t *mass = json_object_get(form_record(spec, i), "molar_mass_g_mol");
    if (mass != NULL) return json_number_value(mass);
  }
  return 0;
}

/** Converts without a word. A percentage is no other spelling of a plain number. */
static bool convert(double *number, const char *unit, const json_t *spec) {
  lu_unit from;
  lu_unit to;
  if (convert_specially(number, unit, spec)) return true;
  if (lu_unit_parse(&from, unit, NULL) != LU_OK ||
      lu_unit_parse(&to, text_of(spec, "unit"), NULL) != LU_OK)
    return false;
  if (to.text[0] == '\0' && !lu_unit_equivalent(&from, &to)) return false;
  double mass = molar_mass(spec);
  lu_status status = mass > 0 ? lu_unit_convert_molar(number, *number, &from, &to, mass, NULL)
                              : lu_unit_convert(number, *number, &from, &to, NULL);
  return status == LU_OK && isfinite(*number);
}

/** A unit that is spelled nearly so and fits; NULL if there is none. */
static const char *near_unit(const json_t *spec, const char *unit) {
  static const char *const usual[] = {
      "mm",     "cm",     "m",      "in",      "kg",    "g",    "lb",   "mmol/L", "umol/L",
      "nmol/L", "pmol/L", "g/L",    "g/dL",    "mg/dL", "mg/L", "ug/L", "ug/dL",  "ng/mL",
      "ng/L",   "pg/mL",  "10^9/L", "10*3/uL", "K/uL",  "1/uL", "U/L",  "ukat/L", "IU/mL",
      "mIU/L",  "mL/min", "umol/d", "mg/d",    "MBq",   "GBq",  "mSv",  "Gy",     "%",
      "mmHg",   "kPa",    "h",      "d",       "wk",    "mo",   "a",    "min",    "mEq/L"};
  const char *best = NULL;
  size_t best_distance = strlen(unit) / 3 + 1;
  for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++) {
    double one = 1;
    size_t distance = check_distance(usual[i], unit);
    if (distance > best_distance || !convert(&one, usual[i], spec)) continue;
    if (best != NULL && distance == best_distance) continue;
    best = usual[i];
    best_distance = distance;
  }
  return best;
}

/** What a spec wants, in words: "a concentration (such as mmol/L)". */
static const char *wanted_words(char *buffer, size_t size, const json_t *spec) {
  lu_unit unit;
  const char *wanted = text_of(spec, "unit");
  const char *kind = lu_unit_parse(&unit, wanted, NULL) == LU_OK ? lu_unit_kind(&unit) : NULL;
  snprintf(buffer, size, kind != NULL ? "%s (such as %s)" : "%.0s%s", kind != NULL ? kind : "",
           wanted);
  return buffer;
}

bool check_convert(checker *c, double *number, const char *unit, const json_t *spec,
                   const char *pointer) {
  static const char effect[] = "The value is not used.";
  double stated = *number;
  if (convert(number, unit, spec)) return true;
  *number = stated;
  char wanted[120];
  lu_unit from;
  const char *label = text_of(spec, "label");
  const char *words = wanted_words(wanted, sizeof wanted, spec);
  bool known = lu_unit_parse(&from, unit, NULL) == LU_OK;
  const char *near = known ? NULL : near_unit(spec, unit);
  const char *kind = known ? lu_unit_kind(&from) : NULL;
  if (text_of(spec, "unit")[0] == '\0')
    check_report(c, LU_SEVERE, "unit", pointer, effect, "%s has no unit, but \"%.40s\" is stated",
                 label, unit);
  else if (near != NULL)
    check_report(c, LU_SEVERE, "unit", pointer, effect,
                 "\"%.40s\" is no unit of %s; did you mean \"%s\"?", unit, label, near);
  else if (!known)
    check_report(c, LU_SEVERE, "unit", pointer, effect, "\"%.40s\" is no unit; %s is wanted for %s",
                 unit, words, label);
  else
    check_report(c, LU_SEVERE, "unit", pointer, effect, "\"%.40s\" is %s; %s is wanted for %s",
                 unit, kind != NULL ? kind : "another kind of unit", words, label);
  return false;
}

double check_in_unit(const json_t *spec, double number, const char *unit) {
  double zero = 0;
  double one = 1;
  if (unit[0] == '\0' || strcmp(unit, text_of(spec, "unit")) == 0) return number;
  if (!convert(&zero, unit, spec) || !convert(&one, unit, spec) || one == zero) return number;
  return (number - zero) / (one - zero);
}

const char *check_likely_unit(const json_t *spec, double raw, const char *stated, double low,
                              double high) {
  static const char *const usual[] = {"m", "cm", "mm", "in", "kg", "lb", "g"};
  size_t listed = json_array_size(json_object_get(spec, "units"));
  for (size_t i = 0; i < listed + sizeof usual / sizeof usual[0]; i++) {
    const char *unit = i < listed
                           ? json_string_value(json_array_get(json_object_get(spec, "units"), i))
                           : usual[i - listed];
    double number = raw;
    if (unit == NULL || strcmp(unit, stated) == 0 || !convert(&number, unit, spec)) continue;
    if (number >= low && number <= high) return unit;
  }
  return NULL;
}

char *check_measure(char *buffer, double number, const char *unit) {
  static const struct {
    const char *unit, *one, *many;
  } words[] = {{"a", "year", "years"}, {"mo", "month", "months"}, {"wk", "week", "weeks"},
               {"d", "day", "days"},   {"1/d", "a day", "a day"}, {"1/wk", "a week", "a week"}};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (strcmp(words[i].unit, unit) != 0) continue;
    snprintf(buffer, CHECK_MEASURE_SIZE, "%g %s", number,
             number == 1 ? words[i].one : words[i].many);
    return buffer;
  }
  bool power = unit[0] >= '0' && unit[0] <= '9' && strncmp(unit, "1/", 2) != 0;
  snprintf(buffer, CHECK_MEASURE_SIZE, "%g%s%.60s", number,
           unit[0] == '\0' ? ""
           : power         ? " x "
                           : " ",
           unit);
  return buffer;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "extract.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** The age: as stated, or from the year of birth (then known to one year). */
static void extract_age(const extractor *x, found *out) {
  double age;
  double year;
  bool stated = clean_number(x->clean, "patient/age_y", &age);
  bool born = clean_number(x->clean, "patient/birth_year", &year);
  const json_t *entry = clean_get(x->clean, "patient/age_y");
  const char *day = json_string_value(json_object_get(entry, "date"));
  lu_date at = x->today;
  if (day != NULL) lu_date_parse(&at, day, NULL);
  double by_year = born ? at.year - year : 0;
  if (stated && born && (age > by_year + 0.999 || age < by_year - 1)) {
    check_report(x->check, LU_SEVERE, "age", json_string_value(json_object_get(entry, "p")),
                 "Neither is used.", "an age of %g years does not go with the year of birth %g",
                 age, year);
    return;
  }
  if (!stated && !born) return;
  if (born && year > x->today.year) return; /* reported where it stands */
  out->what = FOUND_VALUE;
  if (stated) {
    out->value = json_real(age);
    out->entry = entry;
    return;
  }
  out->value = json_real(x->today.year - year);
  out->entry = clean_get(x->clean, "patient/birth_year");
  out->sd = 1 / sqrt(12.0); /* the birthday is not known */
  snprintf(out->note, sizeof out->note, "from the year of birth, up to one year less");
}

/** A year of birth that has not come yet is refused. */
static void check_birth_year(const extractor *x) {
  double year;
  if (!clean_number(x->clean, "patient/birth_year", &year) || year <= x->today.year) return;
  check_report(x->check, LU_SEVERE, "future", "/patient/birth_year", "The age stays unknown.",
               "the year of birth %g lies in the future", year);
}

/** Samples: how many have a Ki-67 index. */
static void extract_samples(const extractor *x, found *out) {
  const json_t *samples = json_object_get(x->clean, "pathology");
  size_t count = 0;
  size_t index;
  const json_t *sample;
  if (samples == NULL) return;
  json_array_foreach(samples, index, sample) {
    bool counted =
        clean_v(sample, "ki67/percent") != NULL || clean_v(sample, "ki67/counted") != NULL;
    if (counted) count++;
  }
  if (count == 0) return;
  out->what = FOUND_VALUE;
  out->value = json_real((double)count);
}

/** The list that a record entry speaks about, for facts that no single entry holds. */
static const char *list_of(const json_t *record) {
  static const struct {
    const char *key, *place;
  } lists[] = {{"treatments", "/treatments"},
               {"drugs", "/drugs"},
               {"toxicity", "/toxicities"},
               {"measurements", "/growth/measurements"},
               {"samples", "/pathology"}};
  for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
    if (json_object_get(record, lists[i].key) != NULL) return lists[i].place;
  return "";
}

/** Takes one place where a fact may stand. */
static void extract_one(const extractor *x, found *out, const json_t *record) {
  const char *at = json_string_value(json_object_get(record, "at"));
  if (at != NULL && at[0] == '/')
    found_take(out, x->clean, at + 1);
  else if (json_object_get(record, "sample") != NULL ||
           json_object_get(record, "sample_ratio") != NULL)
    extract_sample_field(x, out, record, x->leading);
  else if (json_object_get(record, "samples") != NULL)
    extract_samples(x, out);
  else if (json_object_get(record, "imaging") != NULL)
    extract_imaging(x, out, record);
  else if (json_object_get(record, "lab") != NULL)
    extract_lab(x, out, record);
  else if (json_object_get(record, "symptom") != NULL ||
           json_object_get(record, "quality_of_life") != NULL)
    extract_series(x, out, record);
  else if (json_object_get(record, "measurements") != NULL)
    extract_measurements(x, out, record);
  else if (json_object_get(record, "treatments") != NULL)
    extract_treatments(x, out, record);
  else if (json_object_get(record, "drugs") != NULL)
    extract_drugs(x, out, record);
  else if (json_object_get(record, "toxicity") != NULL)
    extract_toxicity(x, out, record);
  else if (json_object_get(record, "computed") != NULL)
    extract_age(x, out);
}

/** Sets a list-valued fact from a JSON list of texts. */
static lu_status set_list(extractor *x, size_t fact, const json_t *list,
                          const lu_fact_origin *origin) {
  size_t count = json_array_size(list);
  const char **values = calloc(count + 1, sizeof *values);
  if (values == NULL) return lu_fail_memory(x->error);
  for (size_t i = 0; i < count; i++)
    values[i] = json_string_value(json_array_get(list, i));
  lu_status status = lu_factset_set_list(x->set, fact, values, count, origin, x->error);
  free(values);
  return status;
}

/** Puts what was found into the set, unless it does not fit the fact (a sum out of range). */
static lu_status keep(extractor *x, size_t fact, const found *f) {
  const char *place = json_string_value(json_object_get(f->entry, "p"));
  if (place == NULL) place = f->list;
  const char *note = json_string_value(json_object_get(f->entry, "note"));
  lu_fact_origin origin = {
      .place = place,
      .line = place[0] != '\0' ? position_line(x->lines, place) : 0,
      .date = f->date,
      .sd = f->sd,
      .note = f->note[0] != '\0' ? f->note
              : note != NULL     ? note
                                 : "",
  };
  const json_t *spec = lu_fact_json(lu_dictionary_at(lu_factset_dictionary(x->set), fact));
  if (f->what == FOUND_NOT_DONE) return lu_factset_set_not_done(x->set, fact, &origin, x->error);
  if (json_is_number(f->value)) {
    double number = json_number_value(f->value);
    if (!check_limits(x->check, spec, number, origin.place)) return LU_OK;
    return lu_factset_set_number(x->set, fact, number, &origin, x->error);
  }
  if (json_is_boolean(f->value))
    return lu_factset_set_boolean(x->set, fact, json_is_true(f->value), &origin, x->error);
  if (json_is_array(f->value)) return set_list(x, fact, f->value, &origin);
  return lu_factset_set_text(x->set, fact, json_string_value(f->value), &origin, x->error);
}

/** Takes one fact from the first of its places that holds a value. */
static lu_status extract_fact(extractor *x, size_t fact, bool samples_only) {
  const json_t *json = lu_fact_json(lu_dictionary_at(lu_factset_dictionary(x->set), fact));
  found best = {.what = FOUND_NOTHING};
  for (size_t i = 0; i < form_record_count(json) && best.what != FOUND_VALUE; i++) {
    const json_t *record = form_record(json, i);
    bool sample = json_object_get(record, "sample") != NULL ||
                  json_object_get(record, "sample_ratio") != NULL;
    if (samples_only && !sample) return LU_OK;
    found f = {.what = FOUND_NOTHING};
    extract_one(x, &f, record);
    f.list = list_of(record);
    if (f.what == FOUND_VALUE && f.value == NULL) return lu_fail_memory(x->error);
    if (f.what > best.what) best = f;
  }
  if (samples_only) lu_factset_clear(x->set, fact);
  if (best.what == FOUND_NOTHING) return LU_OK;
  lu_status status = keep(x, fact, &best);
  json_decref(best.value);
  return status;
}

static lu_status extract(extractor *x, bool samples_only) {
  const lu_dictionary *dictionary = lu_factset_dictionary(x->set);
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++) {
    if (lu_fact_is_derived(lu_dictionary_at(dictionary, i))) continue;
    lu_status status = extract_fact(x, i, samples_only);
    if (status != LU_OK) return status;
  }
  return x->check->memory ? lu_fail_memory(x->error) : LU_OK;
}

lu_status extract_all(extractor *x) {
  check_birth_year(x);
  return extract(x, false);
}

lu_status extract_sample(extractor *x, size_t sample) {
  x->leading = sample;
  return extract(x, true);
}

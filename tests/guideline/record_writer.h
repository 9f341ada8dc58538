/* SPDX-License-Identifier: Apache-2.0 */
/* Writes facts into a record, so that reading it gives them back: for tests that make records. */
#ifndef TESTS_GUIDELINE_RECORD_WRITER_H
#define TESTS_GUIDELINE_RECORD_WRITER_H

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "lutetia/patient.h"

/* Day of what is written; the tests' today is later. */
#define WRITER_DAY "2026-11-20"

static inline const char *writer_text(const json_t *object, const char *name) {
  return json_string_value(json_object_get(object, name));
}

/* The name, or the first of several. */
static inline const char *writer_first(const json_t *names) {
  return json_string_value(json_is_array(names) ? json_array_get(names, 0) : names);
}

static inline bool writer_names(const json_t *names, const char *name) {
  if (name == NULL) return false;
  if (json_is_string(names)) return strcmp(json_string_value(names), name) == 0;
  for (size_t i = 0; i < json_array_size(names); i++)
    if (strcmp(json_string_value(json_array_get(names, i)), name) == 0) return true;
  return false;
}

/* A value as a record states it. */
static inline json_t *writer_value(const lu_value *value) {
  if (lu_value_get_kind(value) == LU_VALUE_BOOLEAN)
    return json_string(lu_value_is_true(value) ? "yes" : "no");
  if (lu_value_get_kind(value) == LU_VALUE_NUMBER) return json_real(lu_value_number(value));
  return lu_value_json(value);
}

/* Puts a value at a path "a/b/c" of an object; the value is stolen. */
static inline bool writer_put(json_t *object, const char *path, json_t *value) {
  const char *slash;
  while ((slash = strchr(path, '/')) != NULL) {
    char key[80];
    snprintf(key, sizeof key, "%.*s", (int)(slash - path), path);
    json_t *next = json_object_get(object, key);
    if (!json_is_object(next)) {
      next = json_object();
      json_object_set_new(object, key, next);
    }
    object = next;
    path = slash + 1;
  }
  return json_object_set_new(object, path, value) == 0;
}

static inline json_t *writer_list(json_t *record, const char *name) {
  json_t *list = json_object_get(record, name);
  if (json_is_array(list)) return list;
  list = json_array();
  json_object_set_new(record, name, list);
  return list;
}

/* Day some months before that of the tests. */
static inline json_t *writer_day_before(const lu_value *months) {
  lu_date day = {2026, 11, 24, true};
  char text[16];
  int64_t first = lu_date_first_day(day) - (int64_t)lround(lu_value_number(months) * 365.25 / 12);
  return json_string(lu_date_format(text, lu_date_from_day(first)));
}

static inline bool writer_sample(json_t *record, const json_t *place, const lu_value *value) {
  json_t *samples = writer_list(record, "pathology");
  const char *field = writer_text(place, "sample"), *as = writer_text(place, "as");
  if (field == NULL) return false;
  if (json_array_size(samples) == 0)
    json_array_append_new(samples,
                          json_pack("{ssssss}", "id", "s", "date", WRITER_DAY, "specimen", "core"));
  for (size_t i = 0; i < json_array_size(samples); i++) {
    json_t *sample = json_array_get(samples, i), *part = NULL;
    if (strncmp(field, "ki67/", 5) == 0) part = json_object_get(sample, "ki67");
    if (strncmp(field, "mitoses/", 8) == 0) part = json_object_get(sample, "mitoses");
    if (part != NULL) json_object_clear(part);
    writer_put(sample, field, as != NULL ? writer_day_before(value) : writer_value(value));
  }
  return true;
}

/* Unit in which a test is stated: that of the fact that is its plain value. */
static inline const char *writer_lab_unit(const lu_dictionary *dictionary, const char *test) {
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++) {
    const lu_fact *fact = lu_dictionary_at(dictionary, i);
    const json_t *place = json_object_get(lu_fact_json(fact), "record");
    if (writer_names(json_object_get(place, "lab"), test) && writer_text(place, "as") == NULL)
      return lu_fact_unit(fact);
  }
  return strcmp(test, "bilirubin") == 0 ? "umol/L" : "U/L";
}

static inline bool writer_lab(json_t *record, const json_t *place, const lu_dictionary *dictionary,
                              const lu_value *value) {
  json_t *labs = writer_list(record, "labs");
  const char *as = writer_text(place, "as"), *flag = writer_text(place, "flag");
  const json_t *names = json_object_get(place, "lab");
  json_t *entry = NULL;
  for (size_t i = 0; i < json_array_size(labs); i++)
    if (writer_names(names, writer_text(json_array_get(labs, i), "test")))
      entry = json_array_get(labs, i);
  if (entry == NULL) {
    entry = json_pack("{ssss}", "test", writer_first(names), "date", WRITER_DAY);
    json_array_append_new(labs, entry);
  }
  if (as == NULL) {
    json_object_del(entry, "high");
    json_object_del(entry, "low");
    writer_put(entry, "unit", json_string(writer_lab_unit(dictionary, writer_text(entry, "test"))));
    return writer_put(entry, "value", writer_value(value));
  }
  if (strcmp(as, "age_mo") == 0) return writer_put(entry, "date", writer_day_before(value));
  if (strcmp(as, "flag") == 0 && flag != NULL) return writer_put(entry, flag, writer_value(value));
  const json_t *stated = json_object_get(entry, "value");
  double limit = json_number_value(stated) / lu_value_number(value);
  if (strcmp(as, "x_uln") != 0 && strcmp(as, "x_lln") != 0) return false;
  if (!json_is_number(stated) || !isfinite(limit) || limit <= 0) {
    limit = 10;
    writer_put(entry, "value", json_real(10 * lu_value_number(value)));
    if (json_object_get(entry, "unit") == NULL)
      writer_put(entry, "unit",
                 json_string(writer_lab_unit(dictionary, writer_text(entry, "test"))));
  }
  return writer_put(entry, strcmp(as, "x_uln") == 0 ? "high" : "low", json_real(limit));
}

static inline bool writer_imaging(json_t *record, const json_t *place, const lu_value *value) {
  json_t *images = writer_list(record, "imaging");
  const json_t *names = json_object_get(place, "imaging");
  const char *as = writer_text(place, "as"), *field = writer_text(place, "field");
  json_t *entry = NULL;
  for (size_t i = json_array_size(images); i-- > 0;) {
    json_t *image = json_array_get(images, i);
    if (!writer_names(names, writer_text(image, "kind"))) continue;
    if (as != NULL && strcmp(as, "status") == 0)
      json_array_remove(images, i);
    else
      entry = image;
  }
  if (entry == NULL) {
    entry = json_pack("{ssss}", "kind", writer_first(names), "date", WRITER_DAY);
    json_array_append_new(images, entry);
  }
  if (as != NULL && strcmp(as, "status") == 0) {
    const char *state = lu_value_string(value);
    if (state == NULL || strcmp(state, "not_done") != 0) return true;
    json_object_del(entry, "date");
    return writer_put(entry, "status", json_string("not_done"));
  }
  if (as != NULL) return writer_put(entry, "date", writer_day_before(value));
  json_object_del(entry, "status");
  return field != NULL && writer_put(entry, field, writer_value(value));
}

static inline bool writer_symptom(json_t *record, const json_t *place, const lu_value *value) {
  json_t *list = writer_list(record, "symptoms");
  const char *name = writer_first(json_object_get(place, "symptom"));
  if (writer_text(place, "as") != NULL) return false;
  for (size_t i = json_array_size(list); i-- > 0;)
    if (writer_names(json_object_get(place, "symptom"),
                     writer_text(json_array_get(list, i), "what")))
      json_array_remove(list, i);
  return json_array_append_new(list, json_pack("{sssoss}", "what", name, "value",
                                               writer_value(value), "date", WRITER_DAY)) == 0;
}

/* The last treatment of a kind; a new one if there is none. */
static inline json_t *writer_treatment(json_t *record, const char *kind) {
  json_t *list = writer_list(record, "treatments");
  for (size_t i = json_array_size(list); i-- > 0;)
    if (writer_names(json_object_get(json_array_get(list, i), "kind"), kind))
      return json_array_get(list, i);
  json_t *entry = json_pack("{ssssss}", "kind", kind, "start", "2024-01-10", "stop", "2024-11-10");
  json_array_append_new(list, entry);
  return entry;
}

static inline bool writer_kinds(json_t *record, const lu_value *value, bool ongoing) {
  json_t *list = writer_list(record, "treatments");
  for (size_t i = json_array_size(list); i-- > 0;) {
    json_t *entry = json_array_get(list, i);
    bool wanted = false;
    for (size_t j = 0; j < lu_value_count(value); j++)
      wanted = wanted || writer_names(json_object_get(entry, "kind"),
                                      lu_value_string(lu_value_item(value, j)));
    if (!wanted && ongoing)
      json_object_set_new(entry, "stop", json_string(WRITER_DAY));
    else if (!wanted)
      json_array_remove(list, i);
  }
  for (size_t j = 0; j < lu_value_count(value); j++) {
    json_t *entry = writer_treatment(record, lu_value_string(lu_value_item(value, j)));
    if (ongoing) json_object_set_new(entry, "stop", json_null());
  }
  return true;
}

static inline bool writer_treatments(json_t *record, const json_t *place, const lu_value *value) {
  const char *what = writer_text(place, "treatments"), *field = writer_text(place, "field");
  const char *kind = writer_first(json_object_get(place, "kind"));
  if (what == NULL) return false;
  if (strcmp(what, "kinds") == 0 || strcmp(what, "ongoing") == 0)
    return writer_kinds(record, value, what[0] == 'o');
  if (kind == NULL) return false;
  if ((strcmp(what, "sum") == 0 || strcmp(what, "latest") == 0) && field != NULL)
    return writer_put(writer_treatment(record, kind), field, writer_value(value));
  if (strcmp(what, "is_ongoing") == 0)
    return writer_put(writer_treatment(record, kind), "stop",
                      lu_value_is_true(value) ? json_null() : json_string(WRITER_DAY));
  if (strcmp(what, "progressed") == 0)
    return writer_put(writer_treatment(record, kind), "progression_on",
                      lu_value_is_true(value) ? json_string("2024-10-10") : json_null());
  if (strcmp(what, "within_months") == 0 && lu_value_is_true(value))
    return writer_put(writer_treatment(record, kind), "stop", json_string(WRITER_DAY));
  if (strcmp(what, "months_to_progression") == 0) {
    lu_date day = {2018, 1, 10, true};
    char text[16];
    int64_t later = lu_date_first_day(day) + (int64_t)lround(lu_value_number(value) * 365.25 / 12);
    json_t *entry = writer_treatment(record, kind);
    json_object_set_new(entry, "start", json_string("2018-01-10"));
    json_object_set_new(entry, "stop", json_string("2018-01-20"));
    return writer_put(entry, "progression_on",
                      json_string(lu_date_format(text, lu_date_from_day(later))));
  }
  if (strcmp(what, "months_off_to_progression") == 0) {
    lu_date day = {2018, 1, 20, true};
    char text[16];
    int64_t later = lu_date_first_day(day) + (int64_t)lround(lu_value_number(value) * 365.25 / 12);
    json_t *entry = writer_treatment(record, kind);
    json_object_set_new(entry, "start", json_string("2018-01-10"));
    json_object_set_new(entry, "stop", json_string("2018-01-20"));
    return writer_put(entry, "progression_on",
                      json_string(lu_date_format(text, lu_date_from_day(later))));
  }
  if (strcmp(what, "months_on") == 0) {
    json_t *entry = writer_treatment(record, kind);
    json_object_set_new(entry, "stop", json_null());
    return writer_put(entry, "start", writer_day_before(value));
  }
  return false;
}

/* Writes the value of a fact at one place. @return false if that kind of place is not written */
static inline bool writer_place(json_t *record, const lu_dictionary *dictionary,
                                const json_t *place, const lu_value *value) {
  const char *at = writer_text(place, "at");
  if (at != NULL) return writer_put(record, at + 1, writer_value(value));
  if (json_object_get(place, "sample") != NULL) return writer_sample(record, place, value);
  if (json_object_get(place, "lab") != NULL) return writer_lab(record, place, dictionary, value);
  if (json_object_get(place, "imaging_ratio") != NULL) return false;
  if (json_object_get(place, "imaging") != NULL) return writer_imaging(record, place, value);
  if (json_object_get(place, "symptom") != NULL) return writer_symptom(record, place, value);
  if (json_object_get(place, "treatments") != NULL) return writer_treatments(record, place, value);
  if (json_object_get(place, "computed") != NULL)
    return writer_put(record, "patient/age_y", writer_value(value)) &&
           json_object_del(json_object_get(record, "patient"), "birth_year") <= 0;
  return false;
}

/* Writes a fact into a record, at the first of its places that can be written. */
static inline bool writer_fact(json_t *record, const lu_dictionary *dictionary, size_t fact,
                               const lu_value *value) {
  const json_t *places =
      json_object_get(lu_fact_json(lu_dictionary_at(dictionary, fact)), "record");
  if (json_is_object(places)) return writer_place(record, dictionary, places, value);
  for (size_t i = 0; i < json_array_size(places); i++)
    if (writer_place(record, dictionary, json_array_get(places, i), value)) return true;
  return false;
}

#endif

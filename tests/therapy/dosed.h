/* SPDX-License-Identifier: Apache-2.0 */
/* Plans of drugs for patients made up in a test: the formulary is read once. */
#ifndef TESTS_THERAPY_DOSED_H
#define TESTS_THERAPY_DOSED_H

#include "opened.h"

/** A patient; what is NULL or 0 stays out of the record. */
struct person {
  const char *sex;
  double height_cm, weight_kg; /* 0: not known */
  double creatinine;           /* 0: not known */
  const char *creatinine_unit; /* "mg/dL" */
  int birth_year;
  const char *more; /* further members of the record, with a comma in front */
};

/* A woman or man of 60 in 2026 whose body surface by DuBois is 1.8481 m2. */
#define SOMEBODY                                                                                   \
  {                                                                                                \
    .sex = "male", .height_cm = 175, .weight_kg = 70, .creatinine = 1, .creatinine_unit = "mg/dL", \
    .birth_year = 1966, .more = ""                                                                 \
  }

static inline void put_number(lu_text *out, const char *name, double value) {
  if (value > 0) lu_text_printf(out, ", \"%s\": %.15g", name, value);
}

/** Writes the record of a person. */
static inline void person_record(lu_text *out, const struct person *person) {
  lu_text_printf(out,
                 "{\"lutetia_case\": 1, \"id\": \"made-up\", \"patient\": {\"sex\": \"%s\", "
                 "\"birth_year\": %d, \"ecog\": 1",
                 person->sex, person->birth_year);
  put_number(out, "height_cm", person->height_cm);
  put_number(out, "weight_kg", person->weight_kg);
  lu_text_puts(out, "}, \"tumour\": {\"site\": \"pancreas\", \"primary_in_situ\": \"yes\"}");
  if (person->creatinine > 0)
    lu_text_printf(out,
                   ", \"labs\": [{\"test\": \"creatinine\", \"value\": %.15g, \"unit\": \"%s\", "
                   "\"date\": \"2026-11-23\"}]",
                   person->creatinine, person->creatinine_unit);
  lu_text_printf(out, "%s, \"results\": []}", person->more);
}

/** The drugs' plan of a regimen for a person on a day. @return new reference */
static inline json_t *plan_for(const char *test, const struct person *person, const char *day,
                               lu_treatment_request request) {
  lu_text record = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  json_t *plan = NULL;
  person_record(&record, person);
  assert_false(record.failed);
  struct opened opened = opened_case(test, lu_text_string(&record), day);
  request.today = true;
  expect_fine(lu_treatment_find("drugs")->plan(&plan, opened.formulary, opened.study, &request,
                                               opened.context, &error),
              &error);
  opened_close(&opened);
  lu_text_free(&record);
  return plan;
}

/** A dose component of a plan by id; fails the test if there is none. @return borrowed */
static inline const json_t *component_at(const json_t *plan, const char *id) {
  const json_t *list = opened_at(plan, "/sheet/dose/components"), *entry;
  size_t index;
  json_array_foreach(list, index, entry) {
    if (strcmp(opened_text(entry, "/component"), id) == 0) return entry;
  }
  fail_msg("there is no dose of %s", id);
  return NULL;
}

/** Value of a step by the beginning of its name; fails the test if there is none. */
static inline double step_at(const json_t *component, const char *what) {
  const json_t *list = opened_at(component, "/steps"), *entry;
  size_t index;
  json_array_foreach(list, index, entry) {
    if (strncmp(opened_text(entry, "/what"), what, strlen(what)) == 0)
      return opened_number(entry, "/value");
  }
  fail_msg("there is no step '%s'", what);
  return 0;
}

static inline bool has_step(const json_t *component, const char *what) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(component, "steps"), index, entry) {
    if (strncmp(opened_text(entry, "/what"), what, strlen(what)) == 0) return true;
  }
  return false;
}

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/* One patient of the small guideline, with everything known that it asks for, and parts left out.
 */
#ifndef TESTS_GUIDELINE_STUDY_H
#define TESTS_GUIDELINE_STUDY_H

#include "small.h"

/* What a record says; NULL leaves it out. */
struct patient {
  const char *sex, *pregnant, *bleeding, *ki67, *diabetes, *progression, *platelets;
};

static const struct patient usual = {
    "male", NULL, "no", "{\"percent\": 5}", "no", "stable", "\"value\": 200"};

static inline void put_member(lu_text *out, const char *name, const char *value, bool quoted) {
  if (value == NULL) return;
  lu_text_printf(out, "%s\"%s\": %s%s%s", out->data[out->length - 1] == '{' ? "" : ", ", name,
                 quoted ? "\"" : "", value, quoted ? "\"" : "");
}

/* Writes the record into the build folder and opens it. @return new */
static inline lu_study *open_patient(lu_context *context, struct patient patient) {
  lu_text text = LU_TEXT_INIT;
  lu_study *study = NULL;
  lu_error error = LU_ERROR_INIT;
  lu_study_options options = {.edition = "small/1"};
  char path[600];
  lu_text_puts(&text, "{\"lutetia_case\": 1, \"id\": \"test\", \"patient\": {");
  put_member(&text, "sex", patient.sex, true);
  put_member(&text, "pregnant", patient.pregnant, true);
  lu_text_puts(&text, "}, \"tumour\": {\"site\": \"pancreas\", \"function\": \"none\"");
  put_member(&text, "bleeding", patient.bleeding, true);
  lu_text_puts(&text,
               "}, \"pathology\": [{\"id\": \"p\", \"date\": \"2026-10-01\", "
               "\"differentiation\": \"well\"");
  put_member(&text, "ki67", patient.ki67, false);
  lu_text_puts(&text, "}], \"extent\": {\"m\": \"M0\"}, \"comorbidity\": {");
  put_member(&text, "diabetes", patient.diabetes, true);
  lu_text_puts(&text, "}, \"growth\": {");
  put_member(&text, "progression", patient.progression, true);
  lu_text_puts(&text, "}, \"labs\": [");
  if (patient.platelets != NULL)
    lu_text_printf(&text,
                   "{\"test\": \"platelets\", %s, \"unit\": \"10^9/L\", \"date\": \"2026-11-01\"}",
                   patient.platelets);
  lu_text_puts(&text, "], \"treatments\": []}");
  snprintf(path, sizeof path, "%s/robust-%d.json", LU_BUILD_DIR, (int)getpid());
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_int_equal(fwrite(text.data, 1, text.length, file), text.length);
  assert_int_equal(fclose(file), 0);
  lu_context_clear_findings(context);
  expect_ok(lu_study_open(&study, path, &options, context, &error), &error);
  unlink(path);
  lu_text_free(&text);
  return study;
}

/* Entry of a list by the text of a member; NULL if there is none. */
static inline json_t *find(const json_t *list, const char *key, const char *text) {
  size_t index;
  json_t *entry;
  json_array_foreach(list, index, entry) {
    const char *value = json_string_value(json_object_get(entry, key));
    if (value != NULL && strcmp(value, text) == 0) return entry;
  }
  return NULL;
}

static inline double number(const json_t *object, const char *key) {
  assert_true(json_is_number(json_object_get(object, key)));
  return json_number_value(json_object_get(object, key));
}

#endif

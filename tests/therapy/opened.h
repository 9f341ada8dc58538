/* SPDX-License-Identifier: Apache-2.0 */
/* A case made up in a test, studied, with the formulary of the project beside it. */
#ifndef TESTS_THERAPY_OPENED_H
#define TESTS_THERAPY_OPENED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above before it */
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "lutetia/therapy.h"

/** What a test of the room works on. */
struct opened {
  lu_context *context;
  lu_study *study;
  lu_formulary *formulary;
};

/* Fails the test with the sentence of an error. */
static inline void expect_fine(lu_status status, const lu_error *error) {
  if (status != LU_OK) fail_msg("%s", error->message);
}

/** Opens a case from text. @param name of the test, for the file @param day "2026-11-24" */
static inline struct opened opened_case(const char *name, const char *json, const char *day) {
  struct opened out = {NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  lu_date today;
  char path[400];
  snprintf(path, sizeof path, "%s/%s.json", LU_BUILD_DIR, name);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_true(fputs(json, file) >= 0);
  assert_int_equal(fclose(file), 0);
  expect_fine(lu_context_new(&out.context, &error), &error);
  expect_fine(lu_context_set_data_path(out.context, LU_SOURCE_DIR "/data", &error), &error);
  expect_fine(lu_date_parse(&today, day, &error), &error);
  lu_context_set_today(out.context, today);
  expect_fine(lu_study_open(&out.study, path, NULL, out.context, &error), &error);
  expect_fine(
      lu_formulary_read(&out.formulary, lu_study_dictionary(out.study), out.context, &error),
      &error);
  return out;
}

static inline void opened_close(struct opened *opened) {
  lu_formulary_free(opened->formulary);
  lu_study_free(opened->study);
  lu_context_free(opened->context);
}

/** Member by a path such as "/doses/kidney/cycles/0/absorbed_gy/median"; fails the test if there is
 * none. @return borrowed */
static inline const json_t *opened_at(const json_t *document, const char *path) {
  const json_t *at = document;
  for (const char *part = path; *part == '/' && at != NULL;) {
    char name[80];
    size_t length = strcspn(++part, "/"), index;
    snprintf(name, sizeof name, "%.*s", (int)length, part);
    at = json_is_array(at) && sscanf(name, "%zu", &index) == 1 ? json_array_get(at, index)
                                                               : json_object_get(at, name);
    part += length;
  }
  if (at == NULL) fail_msg("there is no %s", path);
  return at;
}

/** Text at a path. */
static inline const char *opened_text(const json_t *document, const char *path) {
  const char *text = json_string_value(opened_at(document, path));
  if (text == NULL) fail_msg("%s is no text", path);
  return text;
}

/** Number at a path. */
static inline double opened_number(const json_t *document, const char *path) {
  return json_number_value(opened_at(document, path));
}

#endif

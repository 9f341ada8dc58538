/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memory running short anywhere in an assessment: a failure is said, nothing leaks, and no answer
 * is given that differs from the undisturbed one. With one table file, so that most allocations
 * are those of the assessment itself.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "lutetia/base.h"
#include "lutetia/patient.h"

#define FOLDER LU_BUILD_DIR "/test-assess-memory"

static const char text_of_case[] =
    "{\"lutetia_case\":1,\"id\":\"x\",\"labs\":[{\"test\":\"platelets\",\"value\":180,\"unit\":"
    "\"10^9/"
    "L\",\"date\":\"2024-01-02\"}],\"tumour\":{\"site\":\"pancreas\",\"stated_grade\":\"G2\"},"
    "\"pathology\":["
    "{\"id\":\"a\",\"date\":\"2026-01-02\",\"differentiation\":\"well\",\"ki67\":{\"positive\":15,"
    "\"counted\":500}},"
    "{\"id\":\"b\",\"date\":\"2025-01-02\",\"differentiation\":\"well\",\"ki67\":{\"positive\":5,"
    "\"counted\":400},\"mitoses\":{\"count\":2,\"area_mm2\":10}}]}";

/** Puts one table file into a data folder of its own. */
static void make_folder(void) {
  static const char *const files[] = {"assessment/grade.dmn", "assessment/summary.json",
                                      "assessment/currency.json"};
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_folder_make(FOLDER "/assessment", &error), LU_OK);
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    char *bytes = NULL, *from = lu_path_join(LU_SOURCE_DIR "/data", files[i]),
         *to = lu_path_join(FOLDER, files[i]);
    size_t length = 0;
    assert_int_equal(lu_file_read(&bytes, &length, from, 0, &error), LU_OK);
    assert_int_equal(lu_file_write(to, bytes, length, &error), LU_OK);
    free(bytes);
    free(from);
    free(to);
  }
}

typedef struct ground {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_case *record;
} ground;

static ground prepare(void) {
  ground out = {NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_context_new(&out.context, &error), LU_OK);
  assert_int_equal(lu_context_set_data_path(out.context, LU_SOURCE_DIR "/data", &error), LU_OK);
  assert_int_equal(lu_dictionary_read(&out.dictionary, out.context, &error), LU_OK);
  if (lu_case_read_buffer(&out.record, text_of_case, strlen(text_of_case), "case.json",
                          out.dictionary, false, out.context, &error) != LU_OK)
    fail_msg("%s", error.message);
  assert_int_equal(lu_context_set_data_path(out.context, FOLDER, &error), LU_OK);
  return out;
}

/** Assesses and writes the document. @param out new; NULL unless the status is LU_OK */
static lu_status work(char **out, const ground *on, lu_error *error) {
  lu_assessment *assessment = NULL;
  json_t *document = NULL;
  *out = NULL;
  lu_status status = lu_assess(&assessment, on->record, NULL, on->context, error);
  if (status == LU_OK) status = lu_assessment_document(&document, assessment, on->context, error);
  if (status == LU_OK) {
    json_object_del(document, "findings"); /* a finding may be lost; the context says so */
    failing_malloc_countdown = 0; /* jansson loses bytes of a text when memory runs short */
    *out = json_dumps(document, JSON_SORT_KEYS);
    if (*out == NULL) status = LU_OUT_OF_MEMORY;
  }
  json_decref(document);
  lu_assessment_free(assessment);
  return status;
}

static void every_allocation_may_fail(void **state) {
  (void)state;
  if (!FAILING_MALLOC) skip();
  make_folder();
  ground on = prepare();
  lu_error error = LU_ERROR_INIT;
  char *wanted = NULL;
  if (work(&wanted, &on, &error) != LU_OK) fail_msg("%s", error.message);
  size_t tried = 0;
  for (size_t n = 1;; n += 1 + n / 500) {
    char *got = NULL;
    lu_context_clear_findings(on.context);
    failing_malloc_arm(n);
    lu_status status = work(&got, &on, &error);
    bool reached = failing_malloc_disarm();
    if (reached && status != LU_OK) assert_int_equal(status, LU_OUT_OF_MEMORY);
    if (status == LU_OK && strcmp(got, wanted) != 0) {
      fail_msg("allocation %zu fails, and the answer is another one", n);
    }
    free(got);
    if (!reached) break;
    tried++;
  }
  assert_true(tried > 100);
  free(wanted);
  lu_case_free(on.record);
  lu_dictionary_free(on.dictionary);
  lu_context_free(on.context);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(every_allocation_may_fail)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of writing a text fails in turn: the text is complete, or the call says so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "lutetia/report.h"

typedef lu_status report_function(lu_text *, const json_t *, const lu_report_style *, lu_error *);

static void fail_all(const char *name, report_function *report) {
  char path[600];
  lu_text expected = LU_TEXT_INIT;
  const lu_report_style style = {80, true, true};
  snprintf(path, sizeof path, LU_SOURCE_DIR "/tests/report/%s.json", name);
  json_t *document = json_load_file(path, 0, NULL);
  assert_non_null(document);
  assert_int_equal(report(&expected, document, &style, NULL), LU_OK);
  for (size_t n = 1;; n++) {
    lu_text text = LU_TEXT_INIT;
    lu_error error = LU_ERROR_INIT;
    failing_malloc_arm(n);
    lu_status status = report(&text, document, &style, &error);
    bool reached = failing_malloc_disarm();
    if (status != LU_OK) assert_int_equal(status, LU_OUT_OF_MEMORY);
    if (!reached) assert_int_equal(status, LU_OK);
    if (status == LU_OK) assert_string_equal(text.data, expected.data);
    lu_text_free(&text);
    if (!reached) break;
  }
  lu_text_free(&expected);
  json_decref(document);
}

static void plans(void **state) {
  (void)state;
  fail_all("plan-rich", lu_report_plan);
  fail_all("plan-open", lu_report_plan);
  fail_all("plan-empty", lu_report_plan);
}

static void growth(void **state) {
  (void)state;
  fail_all("growth-sample", lu_report_growth);
}

static void explanations(void **state) {
  (void)state;
  fail_all("explanation-option", lu_report_explanation);
  fail_all("explanation-rule", lu_report_explanation);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plans),
      cmocka_unit_test(growth),
      cmocka_unit_test(explanations),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The DMN Technology Compatibility Kit, in both modes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "lutetia/decision/tck.h"

/** Cases of level 3 that pass: all of them. */
#define LEVEL_3_PASSES 2861u

#define CASES LU_SHARED_DIR "/data/dmn-tck/TestCases/"

/** True if the kit is there; else says so. */
static bool have_kit(void) {
  struct stat about;
  if (stat(CASES "compliance-level-2", &about) == 0) return true;
  printf("skipped: the folder %s is missing\n", CASES);
  return false;
}

static void print_failure(void *user, const lu_tck_case *result) {
  (void)user;
  if (!result->passed)
    printf("%s#%s: %s\n", result->file + strlen(CASES), result->id, result->sentence);
}

/** Runs a folder in a context of its own. */
static lu_status run_kit(lu_tck_report *report, const char *folder, lu_evaluation_mode mode,
                         lu_tck_visitor *visit, void *user, lu_error *error) {
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, error), LU_OK);
  lu_status status = lu_tck_run(report, folder, mode, visit, user, context, error);
  lu_context_free(context);
  return status;
}

static void run_level(const char *folder, lu_tck_report *report) {
  lu_error error = LU_ERROR_INIT;
  if (run_kit(report, folder, LU_STANDARD, print_failure, NULL, &error) != LU_OK)
    fail_msg("%s", error.message);
  printf("%s: %zu passed, %zu failed\n", folder + strlen(CASES), report->passed, report->failed);
}

static void test_level_2(void **state) {
  (void)state;
  if (!have_kit()) skip();
  lu_tck_report report;
  run_level(CASES "compliance-level-2", &report);
  assert_int_equal(report.failed, 0);
  assert_true(report.passed >= 95);
}

static void test_level_3(void **state) {
  (void)state;
  if (!have_kit()) skip();
  lu_tck_report report;
  run_level(CASES "compliance-level-3", &report);
  assert_true(report.passed >= LEVEL_3_PASSES);
}

/** Results of a standard run, and how a second run compares with them. */
typedef struct comparison {
  char **results; /**< NULL where not all inputs were given */
  size_t count, capacity, at, differences;
} comparison;

static void keep_result(void *user, const lu_tck_case *result) {
  comparison *all = user;
  if (all->count == all->capacity) {
    all->capacity = all->capacity == 0 ? 1024 : 2 * all->capacity;
    all->results = realloc(all->results, all->capacity * sizeof *all->results);
    assert_non_null(all->results);
  }
  all->results[all->count++] = result->all_inputs ? strdup(result->results) : NULL;
}

static void compare_result(void *user, const lu_tck_case *result) {
  comparison *all = user;
  assert_true(all->at < all->count);
  const char *expected = all->results[all->at++];
  if (expected == NULL || strcmp(expected, result->results) == 0) return;
  all->differences++;
  printf("%s#%s: standard %s, three-valued %s\n", result->file + strlen(CASES), result->id,
         expected, result->results);
}

/** Where all inputs are given, both modes must agree. */
static void test_modes_agree(void **state) {
  (void)state;
  if (!have_kit()) skip();
  static const char *const folders[] = {CASES "compliance-level-2", CASES "compliance-level-3"};
  for (size_t i = 0; i < 2; i++) {
    comparison all = {NULL, 0, 0, 0, 0};
    lu_tck_report report;
    assert_int_equal(run_kit(&report, folders[i], LU_STANDARD, keep_result, &all, NULL), LU_OK);
    assert_int_equal(run_kit(&report, folders[i], LU_THREE_VALUED, compare_result, &all, NULL),
                     LU_OK);
    assert_int_equal(all.at, all.count);
    for (size_t k = 0; k < all.count; k++)
      free(all.results[k]);
    free(all.results);
    assert_int_equal(all.differences, 0);
  }
}

static void test_no_folder(void **state) {
  (void)state;
  lu_tck_report report;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(
      run_kit(&report, LU_SOURCE_DIR "/no-such-folder", LU_STANDARD, NULL, NULL, &error), LU_IO);
  assert_int_equal(report.passed + report.failed, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_level_2),
      cmocka_unit_test(test_level_3),
      cmocka_unit_test(test_modes_agree),
      cmocka_unit_test(test_no_folder),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of reading and evaluating models fails once: no crash, and never a wrong answer.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decision/model_help.h"
#include "failing_malloc.h"
#include "lutetia/decision/show.h"
#include "lutetia/decision/tck.h"

/** Reads a model and decides all, with one input given; the results as text. */
static lu_status work(const char *path, lu_evaluation_mode mode, lu_text *results,
                      lu_error *error) {
  lu_model *model = NULL;
  lu_evaluation *evaluation = NULL;
  lu_status status = lu_model_read(&model, path, false, NULL, error);
  if (status == LU_OK) status = lu_evaluation_new(&evaluation, model, mode, NULL, error);
  if (status == LU_OK && lu_model_input_count(model) > 0)
    lu_evaluation_set_input(evaluation, lu_model_input_name(model, 0),
                            lu_make_number(evaluation, 30));
  for (size_t i = 0; status == LU_OK && i < lu_model_decision_count(model); i++) {
    const lu_value *value = NULL;
    if (strcmp(lu_model_decision_name(model, i), "too deep") == 0) continue;
    status = lu_evaluation_decide(&value, evaluation, i, error);
    if (status == LU_OK) lu_evaluation_print(results, evaluation, i, value);
  }
  lu_evaluation_free(evaluation);
  lu_model_free(model);
  return status == LU_OK && results->failed ? lu_fail_memory(error) : status;
}

static void try_all(const char *name, lu_evaluation_mode mode) {
  char path[1024];
  lu_text expected = LU_TEXT_INIT;
  lu_error error = LU_ERROR_INIT;
  snprintf(path, sizeof path, LU_SOURCE_DIR "/tests/decision/models/%s", name);
  assert_int_equal(work(path, mode, &expected, &error), LU_OK);
  for (size_t n = 1;; n++) {
    lu_text results = LU_TEXT_INIT;
    failing_malloc_arm(n);
    lu_status status = work(path, mode, &results, &error);
    bool reached = failing_malloc_disarm();
    if (status == LU_OK)
      assert_string_equal(lu_text_string(&results), lu_text_string(&expected));
    else if (status != LU_OUT_OF_MEMORY)
      fail_msg("allocation %zu: %s", n, error.message);
    lu_text_free(&results);
    if (!reached) break;
  }
  lu_text_free(&expected);
}

static void test_models(void **state) {
  (void)state;
  if (!FAILING_MALLOC) skip();
  try_all("policies.dmn", LU_STANDARD);
  try_all("policies.dmn", LU_THREE_VALUED);
  try_all("boxed.dmn", LU_STANDARD);
  try_all("boxed.dmn", LU_THREE_VALUED);
  try_all("importer.dmn", LU_STANDARD);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_models)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}

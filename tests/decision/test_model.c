/* SPDX-License-Identifier: Apache-2.0 */
/* Models: boxed expressions, functions, services, imports, dependencies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decision/model_help.h"

static void test_boxed(void **state) {
  static const struct {
    const char *decision, *answer;
  } cases[] = {
      {"context", "{a: 4, b: 40}"},
      {"context result", "40"},
      {"invocation", "8"},
      {"local function", "9"},
      {"relation", "[{k: \"a\", v: 3}, {k: \"b\", v: 4}]"},
      {"list", "[3, 4]"},
      {"conditional", "\"positive\""},
      {"filter", "[5, 4]"},
      {"for", "[4, 8, 7]"},
      {"some", "true"},
      {"every", "false"},
      {"path", "1200"},
      {"factorial of n", "6"},
      {"foreign call", "null"},
      {"wrong type", "null"},
      {"singleton", "[3]"},
      {"no logic", "null"},
      {"on base", "301"},
      {"service call", "[4, 300]"},
  };
  (void)state;
  lu_model *model = read_model("boxed.dmn");
  for (int mode = 0; mode < 2; mode++) {
    lu_evaluation *evaluation = start(model, mode == 0 ? LU_STANDARD : LU_THREE_VALUED);
    lu_evaluation_set_input(evaluation, "n", lu_make_decimal(evaluation, "3"));
    const lu_value *items[] = {lu_make_number(evaluation, 1), lu_make_number(evaluation, 5),
                               lu_make_number(evaluation, 4)};
    lu_evaluation_set_input(evaluation, "xs", lu_make_list(evaluation, items, 3));
    json_t *loan = json_pack("{s:i,s:i}", "monthly payment", 100, "term", 12);
    lu_evaluation_set_input(evaluation, "loan", lu_make_json(evaluation, loan));
    json_decref(loan);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
      assert_value(decide(evaluation, model, cases[i].decision), cases[i].answer);
    lu_evaluation_free(evaluation);
  }
  lu_model_free(model);
}

static void test_boxed_unknown(void **state) {
  static const struct {
    const char *decision, *answer;
  } cases[] = {
      {"conditional", "n: \"positive\" | \"not positive\""},
      {"filter", "n"},
      {"some", "n: true | false | null"},
      {"path", "loan"},
      {"invocation", "n"},
  };
  (void)state;
  lu_model *model = read_model("boxed.dmn");
  lu_evaluation *evaluation = start(model, LU_THREE_VALUED);
  const lu_value *items[] = {lu_make_number(evaluation, 1)};
  lu_evaluation_set_input(evaluation, "xs", lu_make_list(evaluation, items, 1));
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char buffer[200];
    const lu_value *value = decide(evaluation, model, cases[i].decision);
    assert_string_equal(describe(buffer, sizeof buffer, value), cases[i].answer);
  }
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_endless(void **state) {
  (void)state;
  lu_model *model = read_model("boxed.dmn");
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  lu_error error = LU_ERROR_INIT;
  const lu_value *value = NULL;
  lu_evaluation_set_input(evaluation, "n", lu_make_number(evaluation, 1));
  assert_int_equal(
      lu_evaluation_decide(&value, evaluation, lu_model_find_decision(model, "too deep"), &error),
      LU_BAD_INPUT);
  assert_non_null(strstr(error.message, "was stopped"));
  assert_int_equal(lu_evaluation_decide(&value, evaluation, 1000, &error), LU_USAGE);
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_import(void **state) {
  (void)state;
  lu_model *model = read_model("importer.dmn");
  assert_int_equal(lu_model_input_count(model), 2);
  assert_int_equal(lu_model_decision_count(model), 1);
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  lu_evaluation_set_input(evaluation, "n", lu_make_number(evaluation, 7));
  lu_evaluation_set_input(evaluation, "grade", lu_make_string(evaluation, "low"));
  assert_true(lu_evaluation_set_input(evaluation, "risk", lu_make_string(evaluation, "high")));
  assert_value(decide(evaluation, model, "all"), "[21, 2, \"low\"]");
  lu_evaluation_set_input(evaluation, "grade", lu_make_string(evaluation, "other"));
  assert_value(decide(evaluation, model, "all"), "[21, 2, null]");
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_what_a_model_says(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  assert_string_equal(lu_model_name(model), "policies");
  assert_string_equal(lu_model_description(model), "One table per hit policy.");
  assert_int_equal(lu_model_input_count(model), 4);
  assert_string_equal(lu_model_input_name(model, 1), "sex");
  assert_string_equal(lu_model_input_type(model, 1), "tSex");
  assert_null(lu_model_input_name(model, 4));
  assert_null(lu_model_input_type(model, 4));
  size_t unique = lu_model_find_decision(model, "unique");
  assert_int_equal(unique, 0);
  assert_string_equal(lu_model_decision_name(model, unique), "unique");
  assert_string_equal(lu_model_decision_description(model, unique), "Each rule alone.");
  assert_null(lu_model_decision_name(model, lu_model_decision_count(model)));
  assert_true(lu_model_find_decision(model, "nothing") == LU_NO_INDEX);
  size_t follows = lu_model_find_decision(model, "follows");
  assert_true(lu_model_depends(model, follows, 0));
  assert_true(lu_model_depends(model, follows, 1));
  assert_false(lu_model_depends(model, follows, 2));
  /* Required, but not used. */
  size_t part = lu_model_find_decision(model, "uses part");
  assert_true(lu_model_depends(model, part, 0));
  assert_false(lu_model_depends(model, part, 1));
  assert_false(lu_model_depends(model, part, 2));
  assert_false(lu_model_depends(model, part, 100));
  lu_model_free(model);
}

static void test_values(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_THREE_VALUED);
  lu_evaluation *other = start(model, LU_THREE_VALUED);
  char buffer[100];
  assert_value(lu_make_number(evaluation, 0.1), "0.1");
  assert_value(lu_make_decimal(evaluation, "1.234567890123456789012345678901234"),
               "1.234567890123456789012345678901234");
  assert_value(lu_make_decimal(evaluation, "text"), "null");
  assert_value(lu_make_number(evaluation, 1e308 * 10), "null");
  assert_value(lu_make_date(evaluation, (lu_date){2026, 11, 0, true}), "null");
  assert_true(lu_value_is_true(lu_make_boolean(evaluation, true)));
  lu_date day = {2026, 11, 24, true};
  assert_int_equal(lu_value_get_kind(lu_make_date(evaluation, day)), LU_VALUE_DATE);
  const lu_value *candidates[] = {lu_make_number(evaluation, 1), lu_make_number(evaluation, 2)};
  const lu_value *unknown = lu_make_unknown(evaluation, "dose", candidates, 2);
  assert_string_equal(describe(buffer, sizeof buffer, unknown), "dose: 1 | 2");
  const lu_value *copy = lu_make_copy(other, unknown);
  lu_evaluation_free(evaluation);
  assert_string_equal(describe(buffer, sizeof buffer, copy), "dose: 1 | 2");
  assert_false(lu_evaluation_set_input(other, "no such input", copy));
  lu_evaluation_free(other);
  lu_model_free(model);
}

static void test_without_model(void **state) {
  (void)state;
  lu_evaluation *pool = start(NULL, LU_THREE_VALUED);
  lu_error error = LU_ERROR_INIT;
  const lu_value *value = lu_make_number(pool, 5);
  assert_value(lu_make_list(pool, &value, 1), "[5]");
  assert_false(lu_evaluation_set_input(pool, "age", value));
  assert_int_equal(lu_evaluation_decide(&value, pool, 0, &error), LU_USAGE);
  assert_null(lu_evaluation_trace(pool, 0));
  lu_evaluation_reset(pool);
  lu_evaluation_free(pool);
}

static void test_lenient(void **state) {
  (void)state;
  lu_model *model = NULL;
  lu_error error = LU_ERROR_INIT;
  static const char path[] = LU_SOURCE_DIR "/tests/decision/broken/expression.dmn";
  assert_int_equal(lu_model_read(&model, path, true, NULL, &error), LU_OK);
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  assert_value(decide(evaluation, model, "one"), "null");
  assert_int_equal(lu_evaluation_message_count(evaluation), 1);
  assert_non_null(strstr(lu_evaluation_message(evaluation, 0), "rule 2, input entry 1"));
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_boxed),
      cmocka_unit_test(test_boxed_unknown),
      cmocka_unit_test(test_endless),
      cmocka_unit_test(test_import),
      cmocka_unit_test(test_what_a_model_says),
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_lenient),
      cmocka_unit_test(test_without_model),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs from text and JSON; models and results as text and JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "decision/model_help.h"
#include "lutetia/decision/show.h"

static void set(lu_evaluation *evaluation, const char *text) {
  lu_error error = LU_ERROR_INIT;
  if (lu_evaluation_set_text(evaluation, text, &error) != LU_OK) fail_msg("%s", error.message);
}

static void test_inputs_from_text(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  set(evaluation, "age=70");
  set(evaluation, "sex=f");
  assert_value(decide(evaluation, model, "priority"), "\"B\"");
  set(evaluation, "{\"age\": 10, \"sex\": \"m\"}");
  assert_value(decide(evaluation, model, "priority"), "\"C\"");
  set(evaluation, "sex=\"f\"");
  assert_value(decide(evaluation, model, "first"), "\"B\"");
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_wrong_inputs(void **state) {
  static const struct {
    const char *text, *sentence;
  } cases[] = {
      {"height=3", "has no input \"height\"; it has age, sex, smoker, unused"},
      {"age", "the input \"age\" is neither name=value nor a JSON object"},
      {"{\"age\": ", "are not a JSON object"},
      {"{\"height\": 3}", "has no input \"height\""},
  };
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(lu_evaluation_set_text(evaluation, cases[i].text, &error), LU_USAGE);
    if (strstr(error.message, cases[i].sentence) == NULL) fail_msg("%s", error.message);
  }
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

/** A model whose inputs are temporal. */
static const char temporal[] =
    "<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"t\" "
    "namespace=\"t\">"
    "<itemDefinition name=\"tVisit\"><itemComponent name=\"day\"><typeRef>date</typeRef>"
    "</itemComponent></itemDefinition>"
    "<itemDefinition name=\"tDays\" isCollection=\"true\"><typeRef>date</typeRef></itemDefinition>"
    "<inputData id=\"a\" name=\"visit\"><variable name=\"visit\" typeRef=\"tVisit\"/></inputData>"
    "<inputData id=\"b\" name=\"days\"><variable name=\"days\" typeRef=\"tDays\"/></inputData>"
    "<inputData id=\"c\" name=\"wait\"><variable name=\"wait\" "
    "typeRef=\"days and time duration\"/></inputData>"
    "<decision id=\"d\" name=\"sum\"><variable name=\"sum\"/>"
    "<informationRequirement><requiredInput href=\"#a\"/></informationRequirement>"
    "<informationRequirement><requiredInput href=\"#b\"/></informationRequirement>"
    "<informationRequirement><requiredInput href=\"#c\"/></informationRequirement>"
    "<literalExpression><text>[visit.day + wait = date(\"2026-11-24\"), days[1].year]</text>"
    "</literalExpression></decision></definitions>";

static void test_temporal_inputs(void **state) {
  (void)state;
  lu_model *model = NULL;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(
      lu_model_read_buffer(&model, temporal, sizeof temporal - 1, "temporal", false, NULL, &error),
      LU_OK);
  lu_evaluation *evaluation = start(model, LU_STANDARD);
  set(evaluation, "visit={\"day\": \"2026-11-20\"}");
  set(evaluation, "wait=P4D");
  set(evaluation, "{\"days\": [\"2025-01-01\", \"2026-01-01\"]}");
  assert_value(decide(evaluation, model, "sum"), "[true, 2025]");
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_results(void **state) {
  (void)state;
  lu_model *model = read_model("policies.dmn");
  lu_evaluation *evaluation = start(model, LU_THREE_VALUED);
  set(evaluation, "age=30");
  size_t decision = lu_model_find_decision(model, "unique");
  const lu_value *value = decide(evaluation, model, "unique");
  lu_text text = LU_TEXT_INIT;
  lu_evaluation_print(&text, evaluation, decision, value);
  assert_string_equal(lu_text_string(&text),
                      "unique = unknown because of sex; it may be \"A\" or \"B\"\n"
                      "  rule 1 waits for sex\n"
                      "  rule 2 waits for sex\n");
  lu_text_free(&text);
  json_t *json = lu_evaluation_json(evaluation, decision, value);
  json_t *expected = json_loads(
      "{\"decision\": \"unique\", \"value\": {\"unknown\": [\"sex\"]}, \"candidates\": [\"A\", "
      "\"B\"], \"rules\": [{\"rule\": 1, \"outcome\": \"undecided\", \"cells\": [\"fires\", "
      "\"undecided\"], \"because_of\": [\"sex\"], \"outputs\": [\"A\"]}, {\"rule\": 2, "
      "\"outcome\": \"undecided\", \"cells\": [\"fires\", \"undecided\"], \"because_of\": "
      "[\"sex\"], \"outputs\": [\"B\"]}, {\"rule\": 3, \"outcome\": \"fails\", \"cells\": "
      "[\"fails\", \"fires\"], \"because_of\": [], \"outputs\": []}]}",
      0, NULL);
  assert_non_null(expected);
  assert_true(json_equal(json, expected));
  json_decref(expected);
  json_decref(json);
  lu_evaluation_free(evaluation);
  lu_model_free(model);
}

static void test_models(void **state) {
  (void)state;
  lu_model *model = read_model("library.dmn");
  lu_text text = LU_TEXT_INIT;
  lu_model_print(&text, model);
  assert_string_equal(lu_text_string(&text), "library (" LU_SOURCE_DIR
                                             "/tests/decision/models/library.dmn)\n"
                                             "  input     risk: tGrade\n"
                                             "  decision  shared (table, UNIQUE, 2 rules)\n");
  lu_text_free(&text);
  json_t *json = lu_model_json(model);
  assert_int_equal(json_array_size(json_object_get(json, "inputs")), 1);
  json_t *decision = json_array_get(json_object_get(json, "decisions"), 0);
  assert_string_equal(json_string_value(json_object_get(decision, "hit_policy")), "UNIQUE");
  assert_int_equal(json_integer_value(json_object_get(decision, "rules")), 2);
  json_decref(json);
  lu_model_free(model);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_inputs_from_text), cmocka_unit_test(test_wrong_inputs),
      cmocka_unit_test(test_temporal_inputs),  cmocka_unit_test(test_results),
      cmocka_unit_test(test_models),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

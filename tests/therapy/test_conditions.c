/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions of data files: what they mean for a patient, what is refused, what stands behind them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka wants the four above before it */
#include <cmocka.h>
#include <math.h>

#include "conditions.h"

/** Dictionary and a set of facts. */
struct patient {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_factset *facts;
};

static int start(void **state) {
  static struct patient patient;
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_context_new(&patient.context, &error), LU_OK);
  assert_int_equal(lu_context_set_data_path(patient.context, LU_SOURCE_DIR "/data", &error), LU_OK);
  lu_context_set_today(patient.context, (lu_date){2026, 11, 24, true});
  assert_int_equal(lu_dictionary_read(&patient.dictionary, patient.context, &error), LU_OK);
  assert_int_equal(lu_factset_new(&patient.facts, patient.dictionary, patient.context, &error),
                   LU_OK);
  *state = &patient;
  return 0;
}

static int stop(void **state) {
  struct patient *patient = *state;
  lu_factset_free(patient->facts);
  lu_dictionary_free(patient->dictionary);
  lu_context_free(patient->context);
  return 0;
}

static lu_status read_text(condition_set **out, const struct patient *patient, const char *json,
                           lu_error *error) {
  const char *name = "data/drugs/made-up.json";
  json_t *file = json_loads(json, 0, NULL);
  assert_non_null(file);
  const json_t *files[] = {file};
  lu_status status =
      conditions_read(out, files, &name, 1, patient->dictionary, patient->context, error);
  json_decref(file);
  return status;
}

static size_t fact(const struct patient *patient, const char *name) {
  size_t index = lu_dictionary_find(patient->dictionary, name);
  assert_int_not_equal(index, LU_NO_INDEX);
  return index;
}

#define PLATELETS "plt_1e9_l < 100"
#define BOTH "plt_1e9_l < 100 and anc_1e9_l < 1.5"
#define EITHER "plt_1e9_l < 100 or anc_1e9_l < 1.5"
#define SITE "site in (\"pancreas\", \"lung\")"
#define HAD "list contains(prior, \"PRRT\")"
#define LATE "delay_d > 112 and delayed_by_toxicity"
#define LIMIT "2 * delay_d"

static const char *const file =
    "{\"rules\": [{\"if\": \"" PLATELETS "\"}, {\"if\": \"" BOTH "\"}, {\"if\": \"" EITHER
    "\"}, {\"until\": \"site in (\\\"pancreas\\\", \\\"lung\\\")\"}, {\"unless\": \"list "
    "contains(prior, \\\"PRRT\\\")\"}, {\"if\": \"" LATE "\", \"number\": \"" LIMIT "\"}]}";

static truth test_of(case_view *view, const char *condition) {
  lu_error error = LU_ERROR_INIT;
  truth result;
  assert_int_equal(view_test(&result, view, condition, &error), LU_OK);
  return result;
}

static void test_unknown_is_carried_by_kleene_logic(void **state) {
  struct patient *patient = *state;
  lu_error error = LU_ERROR_INIT;
  condition_set *set = NULL;
  case_view *view = NULL;
  assert_int_equal(read_text(&set, patient, file, &error), LU_OK);
  assert_int_equal(
      lu_factset_set_number(patient->facts, fact(patient, "plt_1e9_l"), 80, NULL, &error), LU_OK);
  assert_int_equal(view_new(&view, set, patient->facts, patient->context, &error), LU_OK);
  assert_int_equal(test_of(view, PLATELETS), TRUTH_YES);
  assert_int_equal(test_of(view, BOTH), TRUTH_UNKNOWN);
  assert_int_equal(test_of(view, EITHER), TRUTH_YES);
  assert_int_equal(test_of(view, SITE), TRUTH_UNKNOWN);
  assert_int_equal(test_of(view, HAD), TRUTH_UNKNOWN);
  assert_int_equal(test_of(view, NULL), TRUTH_YES);
  view_free(view);
  assert_int_equal(
      lu_factset_set_number(patient->facts, fact(patient, "plt_1e9_l"), 120, NULL, &error), LU_OK);
  assert_int_equal(
      lu_factset_set_text(patient->facts, fact(patient, "site"), "pancreas", NULL, &error), LU_OK);
  assert_int_equal(view_new(&view, set, patient->facts, patient->context, &error), LU_OK);
  assert_int_equal(test_of(view, PLATELETS), TRUTH_NO);
  assert_int_equal(test_of(view, BOTH), TRUTH_NO);
  assert_int_equal(test_of(view, EITHER), TRUTH_UNKNOWN);
  assert_int_equal(test_of(view, SITE), TRUTH_YES);
  view_free(view);
  conditions_free(set);
}

static void test_given_names_come_and_go(void **state) {
  struct patient *patient = *state;
  lu_error error = LU_ERROR_INIT;
  condition_set *set = NULL;
  case_view *view = NULL;
  double number;
  assert_int_equal(read_text(&set, patient, file, &error), LU_OK);
  assert_int_equal(view_new(&view, set, patient->facts, patient->context, &error), LU_OK);
  assert_int_equal(test_of(view, LATE), TRUTH_UNKNOWN);
  assert_int_equal(view_set_number(view, "delay_d", 119, &error), LU_OK);
  assert_int_equal(test_of(view, LATE), TRUTH_UNKNOWN);
  assert_int_equal(view_set_truth(view, "delayed_by_toxicity", TRUTH_YES, &error), LU_OK);
  assert_int_equal(test_of(view, LATE), TRUTH_YES);
  assert_int_equal(view_number(&number, view, LIMIT, &error), LU_OK);
  assert_true(number == 238);
  assert_int_equal(view_set_number(view, "delay_d", 112, &error), LU_OK);
  assert_int_equal(test_of(view, LATE), TRUTH_NO);
  assert_int_equal(view_set_number(view, "delay_d", NAN, &error), LU_OK);
  assert_int_equal(test_of(view, LATE), TRUTH_UNKNOWN);
  assert_int_equal(view_number(&number, view, LIMIT, &error), LU_OK);
  assert_true(isnan(number));
  assert_int_equal(view_set_number(view, "no such name", 1, &error), LU_INTERNAL);
  view_free(view);
  conditions_free(set);
}

static void test_facts_stand_behind_a_condition(void **state) {
  struct patient *patient = *state;
  lu_error error = LU_ERROR_INIT;
  condition_set *set = NULL;
  case_view *view = NULL;
  json_t *because = NULL;
  const lu_fact_origin origin = {"/labs/0", 7, {2026, 11, 10, true}, 0, ""};
  assert_int_equal(read_text(&set, patient, file, &error), LU_OK);
  assert_int_equal(
      lu_factset_set_number(patient->facts, fact(patient, "plt_1e9_l"), 80, &origin, &error),
      LU_OK);
  assert_int_equal(view_new(&view, set, patient->facts, patient->context, &error), LU_OK);
  assert_int_equal(view_because(&because, view, BOTH, &error), LU_OK);
  assert_int_equal(json_array_size(because), 2);
  const json_t *first = json_array_get(because, 0);
  assert_string_equal(json_string_value(json_object_get(first, "fact")), "plt_1e9_l");
  assert_string_equal(json_string_value(json_object_get(first, "date")), "2026-11-10");
  assert_int_equal(json_integer_value(json_object_get(first, "age_d")), 14);
  assert_string_equal(json_string_value(json_object_get(json_array_get(because, 1), "state")),
                      "unknown");
  json_decref(because);
  view_free(view);
  conditions_free(set);
}

static void refused(const struct patient *patient, const char *json, const char *said) {
  lu_error error = LU_ERROR_INIT;
  condition_set *set = NULL;
  assert_int_equal(read_text(&set, patient, json, &error), LU_BAD_INPUT);
  assert_null(set);
  if (strstr(error.message, said) == NULL) fail_msg("\"%s\" does not say %s", error.message, said);
  assert_non_null(strstr(error.message, "data/drugs/made-up.json: /"));
}

static void test_what_cannot_be_decided_is_refused(void **state) {
  struct patient *patient = *state;
  refused(patient, "{\"rules\": [{\"if\": \"platelets < 3\"}]}", "/rules/0/if");
  refused(patient, "{\"rules\": [{\"if\": \"platelets < 3\"}]}",
          "\"platelets\", which is neither a fact");
  refused(patient, "{\"rules\": [{\"if\": \"site = \\\"toe\\\"\"}]}", "\"toe\", which is no value");
  refused(patient, "{\"rules\": [{\"if\": \"list contains(prior, \\\"prayer\\\")\"}]}", "no value");
  refused(patient, "{\"rules\": [{\"if\": \"plt_1e9_l < \"}]}", "is no FEEL expression");
  refused(patient, "{\"rules\": [{\"until\": \"site = \\\"lung\"}]}", "does not end");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_unknown_is_carried_by_kleene_logic, start, stop),
      cmocka_unit_test_setup_teardown(test_given_names_come_and_go, start, stop),
      cmocka_unit_test_setup_teardown(test_facts_stand_behind_a_condition, start, stop),
      cmocka_unit_test_setup_teardown(test_what_cannot_be_decided_is_refused, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

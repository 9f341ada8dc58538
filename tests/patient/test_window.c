/* SPDX-License-Identifier: Apache-2.0 */
/* The record as it stood on a day, and the days on which something was measured. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "failing_malloc.h"
#include "record_help.h"

#define DAY(y, m, d) ((lu_date){y, m, d, true})

/* Female, 60 years, 60 kg; creatinine 0.8 mg/dL in May, 1.2 in July, 1.6 in September. */
static const char course[] =
    "{\"lutetia_case\":1,\"id\":\"course\","
    "\"patient\":{\"sex\":\"female\",\"age_y\":60,\"weight_kg\":60},"
    "\"labs\":["
    "{\"test\":\"creatinine\",\"value\":1.6,\"unit\":\"mg/dL\",\"date\":\"2026-09-01\"},"
    "{\"test\":\"creatinine\",\"value\":0.8,\"unit\":\"mg/dL\",\"date\":\"2026-05-04\"},"
    "{\"test\":\"creatinine\",\"value\":1.2,\"unit\":\"mg/dL\",\"date\":\"2026-07-06\"},"
    "{\"test\":\"platelets\",\"value\":60,\"unit\":\"10^9/L\",\"date\":\"2026-07-06\"},"
    "{\"test\":\"platelets\",\"value\":130,\"unit\":\"10^9/L\",\"date\":\"2026-08-03\"},"
    "{\"test\":\"haemoglobin\",\"value\":11,\"unit\":\"g/dL\",\"date\":\"2026-07\"},"
    "{\"test\":\"albumin\",\"value\":38,\"unit\":\"g/L\"}],"
    "\"toxicities\":["
    "{\"what\":\"nausea\",\"grade\":2,\"date\":\"2026-07-20\"},"
    "{\"what\":\"nausea\",\"grade\":0,\"date\":\"2026-07-27\"}],"
    "\"pathology\":["
    "{\"id\":\"old\",\"date\":\"2026-04-01\",\"ki67\":{\"percent\":2}},"
    "{\"id\":\"new\",\"date\":\"2026-08-20\",\"ki67\":{\"percent\":12}}],"
    "\"imaging\":[{\"kind\":\"ct\",\"date\":\"2026-08-21\",\"status\":\"done\"}]}";

static int set_up(void **state) {
  record_set_up(state);
  assert_int_equal(record_read(*state, course), LU_OK);
  return 0;
}

/* Puts the window in place of the record: the original must not be needed any more. */
static void cut(record_fixture *f, lu_date since, lu_date until) {
  lu_error error = LU_ERROR_INIT;
  lu_case *window;
  size_t before = lu_context_finding_count(f->context);
  if (lu_case_window(&window, f->record, since, until, f->dictionary, f->context, &error) != LU_OK)
    fail_msg("%s", error.message);
  assert_int_equal(lu_context_finding_count(f->context), before);
  lu_case_free(f->record);
  f->record = window;
}

static lu_fact_state state_of(const record_fixture *f, const char *name) {
  return lu_factset_state(lu_case_facts(f->record), record_fact(f, name));
}

static void days_are_rising_and_each_once(void **state) {
  static const char *const expected[] = {"2026-05-04", "2026-07-06", "2026-07-20",
                                         "2026-07-27", "2026-08-03", "2026-09-01"};
  record_fixture *f = *state;
  lu_date *days;
  size_t count;
  char text[16];
  assert_int_equal(lu_case_days(&days, &count, f->record, LU_DATE_NONE, LU_DATE_NONE, NULL), LU_OK);
  assert_int_equal(count, 6);
  for (size_t i = 0; i < count; i++)
    assert_string_equal(lu_date_format(text, days[i]), expected[i]);
  free(days);
}

static void days_lie_after_the_first_and_up_to_the_last(void **state) {
  record_fixture *f = *state;
  lu_date *days;
  size_t count;
  assert_int_equal(lu_case_days(&days, &count, f->record, DAY(2026, 7, 6), DAY(2026, 7, 27), NULL),
                   LU_OK);
  assert_int_equal(count, 2);
  assert_int_equal(lu_date_first_day(days[0]), lu_days_from_civil(2026, 7, 20));
  assert_int_equal(lu_date_first_day(days[1]), lu_days_from_civil(2026, 7, 27));
  free(days);
  assert_int_equal(lu_case_days(&days, &count, f->record, DAY(2026, 9, 1), LU_DATE_NONE, NULL),
                   LU_OK);
  assert_int_equal(count, 0);
  free(days);
}

static void the_latest_value_is_that_of_the_day(void **state) {
  record_fixture *f = *state;
  record_prints(f, "plt_1e9_l", "130 × 10⁹/L");
  cut(f, LU_DATE_NONE, DAY(2026, 7, 31));
  record_prints(f, "plt_1e9_l", "60 × 10⁹/L");
  /* 1.2 mg/dL x 88.40 = 106.1 umol/L */
  assert_float_equal(record_number(f, "creatinine_umol_l"), 106.1, 0.1);
  record_prints(f, "ki67_pct", "2 %");
  assert_int_equal(state_of(f, "hb_g_dl"), LU_FACT_KNOWN);
  assert_int_equal(state_of(f, "albumin_g_l"), LU_FACT_KNOWN);
  cut(f, LU_DATE_NONE, DAY(2026, 5, 4));
  assert_int_equal(state_of(f, "plt_1e9_l"), LU_FACT_UNKNOWN);
  assert_int_equal(state_of(f, "hb_g_dl"), LU_FACT_UNKNOWN);
  assert_int_equal(state_of(f, "albumin_g_l"), LU_FACT_KNOWN);
}

static void before_the_beginning_nothing_is_known(void **state) {
  record_fixture *f = *state;
  cut(f, DAY(2026, 7, 5), DAY(2026, 7, 6));
  record_prints(f, "plt_1e9_l", "60 × 10⁹/L");
  assert_int_equal(state_of(f, "hb_g_dl"), LU_FACT_UNKNOWN); /* "2026-07": may be early */
  assert_int_equal(state_of(f, "albumin_g_l"), LU_FACT_UNKNOWN);
  record_prints(f, "ki67_pct", "2 %"); /* samples have no beginning */
  cut(f, DAY(2026, 7, 6), DAY(2026, 7, 6));
  assert_int_equal(state_of(f, "plt_1e9_l"), LU_FACT_UNKNOWN);
}

static void toxicity_is_that_of_the_days(void **state) {
  record_fixture *f = *state;
  record_prints(f, "tox_nausea", "0");
  cut(f, LU_DATE_NONE, DAY(2026, 7, 20));
  record_prints(f, "tox_nausea", "2");
  assert_int_equal(state_of(f, "tox_vomiting"), LU_FACT_UNKNOWN);
  cut(f, DAY(2026, 7, 20), DAY(2026, 7, 26));
  assert_int_equal(state_of(f, "tox_nausea"), LU_FACT_UNKNOWN);
}

static void what_is_left_out_of_a_complete_list_is_none(void **state) {
  record_fixture *f = *state;
  assert_int_equal(
      record_read(f,
                  "{\"lutetia_case\":1,\"id\":\"a\",\"toxicities_complete\":\"yes\","
                  "\"toxicities\":[{\"what\":\"nausea\",\"grade\":2,\"date\":\"2026-07-20\"}]}"),
      LU_OK);
  record_prints(f, "tox_nausea", "2");
  record_prints(f, "tox_vomiting", "0");
  cut(f, DAY(2026, 7, 20), DAY(2026, 7, 31));
  record_prints(f, "tox_nausea", "0");
}

static void places_and_lines_stay(void **state) {
  record_fixture *f = *state;
  cut(f, LU_DATE_NONE, DAY(2026, 7, 31));
  const lu_fact_origin *origin =
      lu_factset_origin(lu_case_facts(f->record), record_fact(f, "plt_1e9_l"));
  assert_string_equal(origin->place, "/labs/3/value");
  assert_int_equal(origin->line, 1);
  const json_t *labs = json_object_get(lu_case_json(f->record), "labs");
  assert_int_equal(json_array_size(labs), 7);
  assert_true(json_is_null(json_array_get(labs, 0)));
  assert_true(json_is_object(json_array_get(labs, 3)));
  assert_string_equal(lu_case_id(f->record), "course");
}

static double clearance_on(record_fixture *f, const lu_assessor *assessor, lu_date day) {
  lu_error error = LU_ERROR_INIT;
  lu_case *window;
  lu_assessment *assessment;
  size_t fact = record_fact(f, "crcl_ml_min");
  lu_context_set_today(f->context, day);
  assert_int_equal(
      lu_case_window(&window, f->record, LU_DATE_NONE, day, f->dictionary, f->context, &error),
      LU_OK);
  assert_int_equal(lu_assessor_assess(&assessment, assessor, window, f->context, &error), LU_OK);
  assert_int_equal(lu_factset_state(lu_assessment_facts(assessment), fact), LU_FACT_KNOWN);
  double clearance = lu_value_number(lu_factset_value(lu_assessment_facts(assessment), fact));
  lu_assessment_free(assessment);
  lu_case_free(window);
  return clearance;
}

static void clearance_is_that_of_the_day(void **state) {
  /* Cockcroft-Gault: (140 - 60) x 60 kg / (72 x creatinine) x 0.85 = 56.667 / creatinine */
  record_fixture *f = *state;
  lu_error error = LU_ERROR_INIT;
  lu_assessor *assessor;
  if (lu_assessor_read(&assessor, NULL, f->dictionary, f->context, &error) != LU_OK)
    fail_msg("%s", error.message);
  assert_float_equal(clearance_on(f, assessor, DAY(2026, 5, 4)), 70.83, 0.1);
  assert_float_equal(clearance_on(f, assessor, DAY(2026, 7, 6)), 47.22, 0.1);
  assert_float_equal(clearance_on(f, assessor, DAY(2026, 9, 1)), 35.42, 0.1);
  lu_assessor_free(assessor);
}

static void without_limits_it_is_the_record(void **state) {
  record_fixture *f = *state;
  lu_error error = LU_ERROR_INIT;
  lu_case *window;
  assert_int_equal(lu_case_window(&window, f->record, LU_DATE_NONE, LU_DATE_NONE, f->dictionary,
                                  f->context, &error),
                   LU_OK);
  assert_true(json_equal((json_t *)(uintptr_t)lu_case_json(window),
                         (json_t *)(uintptr_t)lu_case_json(f->record)));
  for (size_t i = 0; i < lu_dictionary_count(f->dictionary); i++) {
    lu_text a = LU_TEXT_INIT, b = LU_TEXT_INIT;
    lu_factset_print(lu_case_facts(f->record), i, &a);
    lu_factset_print(lu_case_facts(window), i, &b);
    assert_string_equal(lu_text_string(&a), lu_text_string(&b));
    lu_text_free(&a);
    lu_text_free(&b);
  }
  lu_case_free(window);
}

/* Memory running short anywhere: a failure is said, and no window differs from the whole one. */
static void every_allocation_may_fail(void **state) {
  record_fixture *f = *state;
  size_t tried = 0;
  if (!FAILING_MALLOC) skip();
  lu_error error = LU_ERROR_INIT;
  lu_case *wanted;
  assert_int_equal(lu_case_window(&wanted, f->record, DAY(2026, 7, 5), DAY(2026, 7, 20),
                                  f->dictionary, f->context, &error),
                   LU_OK);
  for (size_t n = 1;; n += 1 + n / 50) {
    lu_case *window = NULL;
    lu_date *days = NULL;
    size_t count = 0;
    failing_malloc_arm(n);
    lu_status status = lu_case_window(&window, f->record, DAY(2026, 7, 5), DAY(2026, 7, 20),
                                      f->dictionary, f->context, &error);
    if (status == LU_OK)
      status = lu_case_days(&days, &count, window, LU_DATE_NONE, LU_DATE_NONE, &error);
    bool reached = failing_malloc_disarm();
    if (status == LU_OK) {
      assert_int_equal(count, 2);
      assert_true(json_equal((json_t *)(uintptr_t)lu_case_json(window),
                             (json_t *)(uintptr_t)lu_case_json(wanted)));
      for (size_t i = 0; i < lu_dictionary_count(f->dictionary); i++)
        assert_int_equal(lu_factset_state(lu_case_facts(window), i),
                         lu_factset_state(lu_case_facts(wanted), i));
    } else
      assert_int_equal(status, LU_OUT_OF_MEMORY);
    free(days);
    lu_case_free(window);
    if (!reached) break;
    tried++;
  }
  assert_true(tried > 50);
  lu_case_free(wanted);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(days_are_rising_and_each_once, set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(days_lie_after_the_first_and_up_to_the_last, set_up,
                                      record_tear_down),
      cmocka_unit_test_setup_teardown(the_latest_value_is_that_of_the_day, set_up,
                                      record_tear_down),
      cmocka_unit_test_setup_teardown(before_the_beginning_nothing_is_known, set_up,
                                      record_tear_down),
      cmocka_unit_test_setup_teardown(places_and_lines_stay, set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(toxicity_is_that_of_the_days, set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(what_is_left_out_of_a_complete_list_is_none, set_up,
                                      record_tear_down),
      cmocka_unit_test_setup_teardown(clearance_is_that_of_the_day, set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(without_limits_it_is_the_record, set_up, record_tear_down),
      cmocka_unit_test_setup_teardown(every_allocation_may_fail, set_up, record_tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Stability of the choice: shares that are known exactly, and what keeps them from being told. */
#include <math.h>

#include "lutetia/base/statistics.h"
#include "study.h"

static int start(void **state) {
  *state = small_context("guideline-stability-data", true);
  return 0;
}

static int stop(void **state) {
  lu_context_free(*state);
  return 0;
}

static json_t *find_stability(lu_context *context, struct patient patient, size_t draws) {
  lu_error error = LU_ERROR_INIT;
  json_t *document = NULL;
  lu_study *study = open_patient(context, patient);
  expect_ok(lu_plan_stability(&document, study, draws, context, &error), &error);
  lu_study_free(study);
  return document;
}

static const json_t *option_of(const json_t *document, const char *code) {
  return find(json_object_get(document, "options"), "option", code);
}

/* Within four standard errors of what is exact; the interval is Wilson's. */
static void expect_share(const json_t *option, double exact, size_t draws) {
  lu_interval interval;
  double share = number(option, "share"), error = sqrt(exact * (1 - exact) / (double)draws);
  if (fabs(share - exact) > 4 * error + 1e-12) fail_msg("share %g, exact %g", share, exact);
  assert_int_equal(
      lu_wilson_interval(&interval, (uint64_t)lround(share * (double)draws), draws, 0.95, NULL),
      LU_OK);
  assert_true(fabs(number(option, "lower") - interval.lower) < 1e-12);
  assert_true(fabs(number(option, "upper") - interval.upper) < 1e-12);
}

/* alpha is preferred up to a Ki-67 index of 20 %; beyond, beta and gamma stand side by side. */
static void one_uncertain_count(void **state) {
  const size_t draws = 10000;
  struct patient patient = usual;
  patient.ki67 = "{\"positive\": 95, \"counted\": 500}";
  patient.platelets = "\"value\": 400"; /* far from any limit */
  json_t *document = find_stability(*state, patient, draws);
  double below = lu_beta_cdf(0.2, 95.5, 405.5);
  assert_false(json_is_true(json_object_get(document, "withheld")));
  expect_share(option_of(document, "alpha"), below, draws);
  expect_share(option_of(document, "beta"), 1 - below, draws);
  expect_share(option_of(document, "gamma"), 1 - below, draws);
  assert_true(number(option_of(document, "alpha"), "shared") <= 0);
  assert_true(number(option_of(document, "beta"), "shared") ==
              number(option_of(document, "beta"), "share"));
  assert_string_equal(json_string_value(json_object_get(document, "as_recorded")), "alpha");
  assert_int_equal(json_integer_value(json_object_get(document, "different_plans")), 2);
  /* which fact it is: the share of its values, to one place in a hundred */
  double turns = number(find(json_object_get(document, "drawn"), "fact", "ki67_pct"), "turns");
  assert_true(fabs(turns - (1 - below)) <= 0.01);
  turns = number(find(json_object_get(document, "drawn"), "fact", "plt_1e9_l"), "turns");
  assert_true(turns <= 0);
  json_decref(document);
}

/* A stated standard deviation is a normal error, cut at 0. */
static void one_stated_deviation(void **state) {
  const size_t draws = 10000;
  struct patient patient = usual;
  patient.ki67 = "{\"percent\": 19, \"sd\": 2}";
  patient.platelets = "\"value\": 400";
  json_t *document = find_stability(*state, patient, draws);
  expect_share(option_of(document, "alpha"), lu_normal_cdf(0.5), draws);
  json_decref(document);
}

/* What is preferred, and how often it becomes banned: the default error of platelets is 7.7 %. */
static void banned_share(void **state) {
  const size_t draws = 10000;
  struct patient patient = usual;
  patient.progression = "progressive";
  patient.platelets = "\"value\": 80";
  json_t *document = find_stability(*state, patient, draws);
  double exact = lu_normal_cdf((75 - 80) / (80 * 0.077));
  expect_share(find(json_object_get(document, "banned"), "option", "gated"), exact, draws);
  expect_share(option_of(document, "alpha"), 1, draws);
  assert_non_null(find(json_object_get(document, "drawn"), "fact", "plt_1e9_l"));
  json_decref(document);
}

static void nothing_uncertain(void **state) {
  struct patient patient = usual;
  patient.platelets = NULL; /* not known, and without weight for the first choice */
  json_t *document = find_stability(*state, patient, 50);
  assert_int_equal(json_array_size(json_object_get(document, "drawn")), 0);
  assert_true(number(option_of(document, "alpha"), "share") == 1.0);
  assert_int_equal(json_array_size(json_object_get(document, "options")), 1);
  assert_int_equal(json_integer_value(json_object_get(document, "different_plans")), 1);
  json_decref(document);
}

static void withheld(void **state) {
  struct patient patient = usual;
  patient.sex = "female";
  json_t *document = find_stability(*state, patient, 50);
  assert_true(json_is_true(json_object_get(document, "withheld")));
  assert_non_null(find(json_object_get(document, "because"), "fact", "pregnant"));
  assert_null(json_object_get(document, "options"));
  json_decref(document);
  patient.pregnant = "no";
  document = find_stability(*state, patient, 50);
  assert_false(json_is_true(json_object_get(document, "withheld")));
  json_decref(document);
}

/* Facts that only together put a treatment before the first one. */
static void withheld_by_several(void **state) {
  lu_error error = LU_ERROR_INIT;
  lu_context *context = *state;
  lu_study *study = NULL;
  json_t *document = NULL;
  assert_int_equal(lu_context_set_data_path(context, LU_SOURCE_DIR "/data", NULL), LU_OK);
  expect_ok(lu_study_open(&study, LU_SOURCE_DIR "/examples/vignettes/x-pregnant-midgut-echo.json",
                          NULL, context, &error),
            &error);
  expect_ok(lu_plan_stability(&document, study, 20, context, &error), &error);
  assert_int_equal(lu_plan_verdict(lu_study_plan(study)), LU_DATA_MISSING);
  assert_true(json_is_true(json_object_get(document, "withheld")));
  assert_true(json_array_size(json_object_get(document, "because")) > 1);
  assert_null(json_object_get(document, "options"));
  json_decref(document);
  lu_study_free(study);
}

/* An unknown fact that only adds a treatment of the same rank does not keep the shares back. */
static void not_withheld(void **state) {
  struct patient patient = usual;
  patient.progression = NULL;
  json_t *document = find_stability(*state, patient, 50);
  assert_false(json_is_true(json_object_get(document, "withheld")));
  json_decref(document);
}

static double alpha_share(lu_context *context, uint64_t seed, size_t draws) {
  struct patient patient = usual;
  patient.ki67 = "{\"positive\": 98, \"counted\": 500}";
  lu_context_set_seed(context, seed);
  json_t *document = find_stability(context, patient, draws);
  double share = number(option_of(document, "alpha"), "share");
  json_decref(document);
  return share;
}

/* Another seed gives another share, and nearly the same. */
static void other_seeds(void **state) {
  const size_t draws = 2000;
  double one = alpha_share(*state, 1, draws), other = alpha_share(*state, 2, draws);
  double error = sqrt(2 * one * (1 - one) / (double)draws);
  assert_true(one != other);
  assert_true(fabs(one - other) < 4.5 * error);
  assert_true(alpha_share(*state, 1, draws) == one);
}

/* Many cells and few: the tails of a small count go through other code. */
static void any_number_of_threads(void **state) {
  static const int threads[] = {1, 2, 3, 7};
  static const char *const counts[] = {"{\"positive\": 95, \"counted\": 500}",
                                       "{\"positive\": 4, \"counted\": 20}"};
  struct patient patient = usual;
  patient.platelets = "\"value\": 78";
  for (size_t k = 0; k < 2; k++) {
    char *first = NULL;
    patient.ki67 = counts[k];
    for (size_t i = 0; i < 4; i++) {
      assert_int_equal(lu_context_set_threads(*state, threads[i], NULL), LU_OK);
      json_t *document = find_stability(*state, patient, 500);
      char *text = json_dumps(document, JSON_SORT_KEYS);
      assert_non_null(option_of(document, "beta")); /* not every draw says the same */
      if (first != NULL) assert_string_equal(text, first);
      if (first == NULL)
        first = text;
      else
        free(text);
      json_decref(document);
    }
    free(first);
  }
}

static void no_draws_and_too_many(void **state) {
  lu_error error = LU_ERROR_INIT;
  json_t *document = NULL;
  lu_study *study = open_patient(*state, usual);
  assert_int_equal(lu_plan_stability(&document, study, 0, *state, &error), LU_USAGE);
  assert_null(document);
  assert_int_equal(lu_plan_stability(&document, study, LU_MAX_DRAWS + 1, *state, &error), LU_USAGE);
  assert_non_null(strstr(error.message, "1 to 1000000 are valid"));
  assert_null(document);
  lu_study_free(study);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(one_uncertain_count, start, stop),
      cmocka_unit_test_setup_teardown(one_stated_deviation, start, stop),
      cmocka_unit_test_setup_teardown(banned_share, start, stop),
      cmocka_unit_test_setup_teardown(nothing_uncertain, start, stop),
      cmocka_unit_test_setup_teardown(withheld, start, stop),
      cmocka_unit_test_setup_teardown(withheld_by_several, start, stop),
      cmocka_unit_test_setup_teardown(not_withheld, start, stop),
      cmocka_unit_test_setup_teardown(other_seeds, start, stop),
      cmocka_unit_test_setup_teardown(any_number_of_threads, start, stop),
      cmocka_unit_test_setup_teardown(no_draws_and_too_many, start, stop),
  };
  return cmocka_run_group_tests_name("stability", tests, NULL, NULL);
}

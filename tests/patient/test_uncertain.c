/* SPDX-License-Identifier: Apache-2.0 */
/* Facts that are known with an error: which they are, and how they are drawn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lutetia/base/file.h"
#include "lutetia/base/statistics.h"
#include "lutetia/patient.h"

typedef struct bench {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_case *record;
  lu_assessment *assessment;
  lu_uncertainty *uncertainty;
} bench;

static bench open_record(const char *json) {
  bench out = {NULL, NULL, NULL, NULL, NULL};
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_context_new(&out.context, &error), LU_OK);
  assert_int_equal(lu_context_set_data_path(out.context, LU_SOURCE_DIR "/data", &error), LU_OK);
  lu_context_set_today(out.context, (lu_date){2026, 11, 24, true});
  if (lu_dictionary_read(&out.dictionary, out.context, &error) != LU_OK ||
      lu_case_read_buffer(&out.record, json, strlen(json), "case.json", out.dictionary, false,
                          out.context, &error) != LU_OK ||
      lu_assess(&out.assessment, out.record, NULL, out.context, &error) != LU_OK ||
      lu_uncertainty_read(&out.uncertainty, lu_assessment_facts(out.assessment), out.context,
                          &error) != LU_OK)
    fail_msg("%s", error.message);
  return out;
}

static void end(bench *out) {
  lu_uncertainty_free(out->uncertainty);
  lu_assessment_free(out->assessment);
  lu_case_free(out->record);
  lu_dictionary_free(out->dictionary);
  lu_context_free(out->context);
}

static size_t fact_of(const bench *b, const char *name) {
  size_t fact = lu_dictionary_find(b->dictionary, name);
  if (fact == LU_NO_INDEX) fail_msg("no fact %s", name);
  return fact;
}

/* Index of an uncertain fact; LU_NO_INDEX if it is none. */
static size_t find(const bench *b, const char *name) {
  size_t fact = fact_of(b, name);
  for (size_t i = 0; i < lu_uncertainty_count(b->uncertainty); i++)
    if (lu_uncertainty_fact(b->uncertainty, i) == fact) return i;
  return LU_NO_INDEX;
}

static double number_of(const lu_factset *facts, size_t fact) {
  return lu_value_number(lu_factset_value(facts, fact));
}

/* Numbers of one fact in many draws. */
static double *draw_many(const bench *b, const char *name, uint64_t seed, size_t count) {
  lu_error error = LU_ERROR_INIT;
  lu_factset *facts = NULL;
  double *out = calloc(count, sizeof *out);
  assert_non_null(out);
  assert_int_equal(lu_factset_copy(&facts, lu_assessment_facts(b->assessment), b->context, &error),
                   LU_OK);
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(lu_uncertainty_draw(b->uncertainty, facts, seed, i, &error), LU_OK);
    out[i] = number_of(facts, fact_of(b, name));
  }
  lu_factset_free(facts);
  return out;
}

static int compare(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

/* Kolmogorov's distance between draws and what they are drawn from. */
static void expect_distribution(const bench *b, const char *name) {
  const size_t count = 4000;
  size_t index = find(b, name);
  assert_true(index != LU_NO_INDEX);
  double *draws = draw_many(b, name, 5, count), worst = 0;
  qsort(draws, count, sizeof *draws, compare);
  for (size_t i = 0; i < count; i++) {
    double at = lu_uncertainty_cdf(b->uncertainty, index, draws[i]);
    worst = fmax(worst, fmax(fabs(at - (double)i / (double)count),
                             fabs(at - (double)(i + 1) / (double)count)));
  }
  if (worst > 1.95 / sqrt((double)count)) /* one in a thousand */
    fail_msg("%s: distance %g", name, worst);
  free(draws);
}

#define LAB(test, value, unit)                                       \
  "{\"test\": \"" test "\", \"value\": " value ", \"unit\": \"" unit \
  "\", \"date\": "                                                   \
  "\"2026-11-01\""

static const char record[] =
    "{\"lutetia_case\": 1, \"id\": \"t\", \"patient\": {\"sex\": \"male\"}, \"tumour\": {\"site\": "
    "\"pancreas\", \"size_mm\": 2.5}, \"pathology\": [{\"id\": \"a\", \"specimen\": \"fna\", "
    "\"ki67\": {\"positive\": 15, \"counted\": 500}, \"mitoses\": {\"count\": 3, \"area_mm2\": "
    "5}}], \"labs\": [" LAB("creatinine", "90", "umol/L") ", \"high\": 104}, " LAB(
        "albumin", "41", "g/L") "}, " LAB("haemoglobin", "12", "g/dL") ", \"sd\": 0.5}]}";

static void which_and_how(void **state) {
  (void)state;
  static const struct {
    const char *fact, *distribution;
  } expected[] = {{"ki67_pct", "beta"},
                  {"mitoses_per_2mm2", "gamma"},
                  {"size_mm", "normal"},
                  {"creatinine_umol_l", "normal"}};
  bench b = open_record(record);
  for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
    size_t index = find(&b, expected[i].fact);
    if (index == LU_NO_INDEX) fail_msg("%s is not uncertain", expected[i].fact);
    const json_t *text = lu_uncertainty_json(b.uncertainty, index);
    assert_string_equal(json_string_value(json_object_get(text, "distribution")),
                        expected[i].distribution);
    assert_true(strlen(json_string_value(json_object_get(text, "source"))) > 10);
    assert_true(strlen(json_string_value(json_object_get(text, "mark"))) > 3);
    expect_distribution(&b, expected[i].fact);
  }
  assert_true(find(&b, "albumin_g_l") == LU_NO_INDEX); /* no error is known */
  assert_true(find(&b, "crcl_ml_min") == LU_NO_INDEX); /* derived */
  assert_true(find(&b, "ki67_sd_pct") == LU_NO_INDEX);
  end(&b);
}

/* What the distributions are, by their known quantiles. */
static void known_quantiles(void **state) {
  (void)state;
  bench b = open_record(record);
  double p = lu_uncertainty_cdf(b.uncertainty, find(&b, "size_mm"), 2.5 + 1.7);
  double below = lu_normal_cdf(-2.5 / 1.7); /* cut at 0 */
  assert_true(fabs(p - (lu_normal_cdf(1) - below) / (1 - below)) < 1e-12);
  p = lu_uncertainty_cdf(b.uncertainty, find(&b, "ki67_pct"), 3);
  assert_true(fabs(p - lu_beta_cdf(0.03, 15.5, 485.5)) < 1e-12);
  p = lu_uncertainty_cdf(b.uncertainty, find(&b, "mitoses_per_2mm2"), 2);
  assert_true(fabs(p - lu_gamma_cdf(5, 3.5)) < 1e-12);
  assert_true(isnan(lu_uncertainty_cdf(b.uncertainty, 1000, 1)));
  assert_true(lu_uncertainty_fact(b.uncertainty, 1000) == LU_NO_INDEX);
  assert_null(lu_uncertainty_json(b.uncertainty, 1000));
  end(&b);
}

/* A stated deviation goes before the default: 0.5 g/dL of haemoglobin, not 2.8 %. */
static void stated_goes_first(void **state) {
  (void)state;
  bench b = open_record(record);
  const json_t *text = lu_uncertainty_json(b.uncertainty, find(&b, "hb_g_dl"));
  assert_true(fabs(json_number_value(json_object_get(text, "sd")) - 0.5) < 1e-9);
  end(&b);
}

/* The multiple of the upper limit is the same measurement as the value. */
static void moves_together(void **state) {
  (void)state;
  bench b = open_record(record);
  const size_t count = 50;
  assert_true(find(&b, "creatinine_xuln") == LU_NO_INDEX);
  double *value = draw_many(&b, "creatinine_umol_l", 1, count);
  double *times = draw_many(&b, "creatinine_xuln", 1, count);
  double low = INFINITY, high = 0;
  for (size_t i = 0; i < count; i++) {
    assert_true(fabs(times[i] - value[i] / 104) < 1e-12 * value[i]);
    low = fmin(low, value[i]);
    high = fmax(high, value[i]);
  }
  assert_true(low < 88 && high > 92);
  free(value);
  free(times);
  const size_t *changes;
  size_t changed = lu_uncertainty_changes(b.uncertainty, &changes);
  assert_true(changed > lu_uncertainty_count(b.uncertainty));
  for (size_t i = 1; i < changed; i++)
    assert_true(changes[i - 1] < changes[i]);
  end(&b);
}

/* One fact alone, and what is of the same measurement. */
static void one_alone(void **state) {
  (void)state;
  bench b = open_record(record);
  lu_error error = LU_ERROR_INIT;
  lu_factset *facts = NULL;
  const size_t *changed;
  size_t count, index = find(&b, "creatinine_umol_l");
  assert_int_equal(lu_factset_copy(&facts, lu_assessment_facts(b.assessment), b.context, &error),
                   LU_OK);
  assert_int_equal(lu_uncertainty_set(b.uncertainty, index, 0.9, facts, &changed, &count, &error),
                   LU_OK);
  double number = number_of(facts, fact_of(&b, "creatinine_umol_l"));
  assert_true(fabs(number - lu_uncertainty_quantile(b.uncertainty, index, 0.9)) < 1e-9);
  assert_true(fabs(number_of(facts, fact_of(&b, "creatinine_xuln")) - number / 104) < 1e-9);
  assert_true(fabs(number_of(facts, fact_of(&b, "size_mm")) - 2.5) < 1e-12);
  assert_int_equal(count, 3); /* value, multiple of the limit, first value */
  for (size_t i = 1; i < count; i++)
    assert_true(changed[i - 1] < changed[i]);
  assert_int_equal(lu_uncertainty_set(b.uncertainty, index, 1, facts, &changed, &count, &error),
                   LU_USAGE);
  assert_int_equal(lu_uncertainty_set(b.uncertainty, 1000, 0.5, facts, &changed, &count, &error),
                   LU_USAGE);
  lu_factset_free(facts);
  end(&b);
}

/* A fact keeps its draws whatever else is uncertain, and no two facts share theirs. */
static void independent_of_others(void **state) {
  (void)state;
  const size_t count = 200;
  bench b = open_record(record);
  bench alone = open_record(
      "{\"lutetia_case\": 1, \"id\": \"t\", \"pathology\": [{\"id\": \"a\", \"specimen\": \"fna\", "
      "\"ki67\": {\"positive\": 15, \"counted\": 500}}]}");
  double *first = draw_many(&b, "ki67_pct", 9, count);
  double *second = draw_many(&alone, "ki67_pct", 9, count);
  double *other = draw_many(&b, "size_mm", 9, count);
  double *seed = draw_many(&b, "ki67_pct", 10, count);
  double correlation = 0;
  size_t same = 0;
  for (size_t i = 0; i < count; i++) {
    assert_true(first[i] >= second[i] && first[i] <= second[i]);
    double p = lu_uncertainty_cdf(b.uncertainty, find(&b, "ki67_pct"), first[i]);
    double q = lu_uncertainty_cdf(b.uncertainty, find(&b, "size_mm"), other[i]);
    correlation += 12 * (p - 0.5) * (q - 0.5) / (double)count;
    same += first[i] >= seed[i] && first[i] <= seed[i];
    assert_true(other[i] >= 0);
  }
  assert_true(fabs(correlation) < 4 / sqrt((double)count));
  assert_int_equal(same, 0);
  free(first);
  free(second);
  free(other);
  free(seed);
  end(&b);
  end(&alone);
}

/* What is not drawn is said where it matters. */
static void left_out(void **state) {
  (void)state;
  bench b = open_record(record);
  assert_true(json_array_size(lu_uncertainty_left_out(b.uncertainty)) >= 2);
  end(&b);
  b = open_record(
      "{\"lutetia_case\": 1, \"id\": \"t\", \"tumour\": {\"site\": \"small_intestine\"}, "
      "\"pathology\": [{\"id\": \"a\", \"specimen\": \"resection\", \"ki67\": {\"percent\": 2}}]}");
  assert_int_equal(json_array_size(lu_uncertainty_left_out(b.uncertainty)), 0);
  assert_int_equal(lu_uncertainty_count(b.uncertainty), 0);
  end(&b);
}

/* True if something is left out whose words hold a text. */
static bool leaves_out(const char *json, const char *words) {
  bench b = open_record(json);
  bool found = false;
  const json_t *list = lu_uncertainty_left_out(b.uncertainty);
  for (size_t i = 0; i < json_array_size(list); i++)
    found = found || strstr(json_string_value(json_object_get(json_array_get(list, i), "what")),
                            words) != NULL;
  end(&b);
  return found;
}

/* A diameter and a sum may hold one reading, of which two draws are made: that is said where both
   are known, and there alone. */
static void one_reading_twice(void **state) {
  (void)state;
  static const char sums[] =
      "\"growth\": {\"measurements\": [{\"date\": \"2026-05-01\", \"lesion\": \"a\", "
      "\"diameter_mm\": 30}, {\"date\": \"2026-11-01\", \"lesion\": \"a\", \"diameter_mm\": 38}]}";
  char both[700], sum[700];
  snprintf(both, sizeof both,
           "{\"lutetia_case\": 1, \"id\": \"t\", \"extent\": {\"liver_max_mm\": 38}, %s}", sums);
  snprintf(sum, sizeof sum, "{\"lutetia_case\": 1, \"id\": \"t\", %s}", sums);
  bench b = open_record(both);
  assert_true(find(&b, "liver_max_mm") != LU_NO_INDEX);
  assert_true(find(&b, "sum_last_mm") != LU_NO_INDEX);
  end(&b);
  assert_true(leaves_out(both, "one reading"));
  assert_false(leaves_out(sum, "one reading"));
  assert_false(leaves_out(
      "{\"lutetia_case\": 1, \"id\": \"t\", \"extent\": {\"liver_max_mm\": 38}}", "one reading"));
}

/* ---- bad files ------------------------------------------------------------------------------ */

static void expect_refused(const bench *b, const char *json, const char *words) {
  const char *folder = LU_BUILD_DIR "/uncertain-data";
  lu_error error = LU_ERROR_INIT;
  lu_uncertainty *uncertainty = NULL;
  char path[600];
  assert_int_equal(lu_folder_make(folder, NULL), LU_OK);
  snprintf(path, sizeof path, "%s/assessment", folder);
  assert_int_equal(lu_folder_make(path, NULL), LU_OK);
  snprintf(path, sizeof path, "%s/assessment/uncertainty.json", folder);
  FILE *file = fopen(path, "w");
  assert_non_null(file);
  assert_true(fputs(json, file) >= 0);
  assert_int_equal(fclose(file), 0);
  assert_int_equal(lu_context_set_data_path(b->context, folder, NULL), LU_OK);
  assert_int_equal(
      lu_uncertainty_read(&uncertainty, lu_assessment_facts(b->assessment), b->context, &error),
      LU_BAD_INPUT);
  assert_null(uncertainty);
  if (strstr(error.message, words) == NULL) fail_msg("%s", error.message);
  unlink(path);
}

static void bad_files(void **state) {
  (void)state;
  bench b = open_record(record);
  expect_refused(&b, "{", "uncertainty.json");
  expect_refused(&b, "{\"defaults\": [{\"facts\": [\"size_mm\"], \"sd\": 0}]}", "entry 1");
  expect_refused(&b,
                 "{\"defaults\": [{\"facts\": [\"siez_mm\"], \"sd\": 1, \"source\": \"s\", "
                 "\"mark\": \"seen\"}]}",
                 "siez_mm");
  /* without the file only what the record says is uncertain */
  lu_uncertainty *uncertainty = NULL;
  assert_int_equal(
      lu_uncertainty_read(&uncertainty, lu_assessment_facts(b.assessment), b.context, NULL), LU_OK);
  assert_int_equal(lu_uncertainty_count(uncertainty), 3);
  lu_uncertainty_free(uncertainty);
  end(&b);
}

/* A diameter is measured again on CT where CT measures it, and the tumour is still there. */
static void who_is_measured_again(void **state) {
  (void)state;
  static const struct {
    const char *tumour;
    bool drawn;
  } cases[] = {
      {"\"site\": \"pancreas\", \"size_mm\": 12", true},
      {"\"site\": \"pancreas\", \"size_mm\": 12, \"primary_in_situ\": \"yes\"", true},
      {"\"site\": \"pancreas\", \"size_mm\": 12, \"primary_in_situ\": \"no\"", false},
      {"\"site\": \"stomach\", \"size_mm\": 8", false},
      {"\"site\": \"stomach\", \"size_mm\": {\"value\": 8, \"sd\": 1}", true},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    char text[300];
    snprintf(text, sizeof text, "{\"lutetia_case\": 1, \"id\": \"d\", \"tumour\": {%s}}",
             cases[i].tumour);
    bench b = open_record(text);
    if ((find(&b, "size_mm") != LU_NO_INDEX) != cases[i].drawn) fail_msg("%s", text);
    end(&b);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(who_is_measured_again), cmocka_unit_test(which_and_how),
      cmocka_unit_test(known_quantiles),       cmocka_unit_test(stated_goes_first),
      cmocka_unit_test(moves_together),        cmocka_unit_test(one_alone),
      cmocka_unit_test(independent_of_others), cmocka_unit_test(left_out),
      cmocka_unit_test(one_reading_twice),     cmocka_unit_test(bad_files),
  };
  return cmocka_run_group_tests_name("uncertainty", tests, NULL, NULL);
}

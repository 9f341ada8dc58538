/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Probabilities of grades from counts: published intervals, closed forms, and an independent Monte
 * Carlo that draws beta and gamma numbers by Marsaglia and Tsang's method (ACM Trans Math Softw
 * 2000;26:363) and grades them by code written here.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lutetia/base.h"
#include "lutetia/base/file.h"
#include "lutetia/patient.h"

/** Document of a well differentiated tumour with counts, by the tables of a data folder; area 0:
 * mitoses not done. */
static json_t *document_by(const char *data, int k, int n, int count, int area) {
  char json[600], mitoses[80];
  lu_context *context = NULL;
  lu_dictionary *dictionary = NULL;
  lu_case *record = NULL;
  lu_assessment *assessment = NULL;
  json_t *document = NULL;
  lu_error error = LU_ERROR_INIT;
  snprintf(mitoses, sizeof mitoses, "{\"count\":%d,\"area_mm2\":%d}", count, area);
  if (area == 0) snprintf(mitoses, sizeof mitoses, "{\"per_2mm2\":\"not_done\"}");
  snprintf(
      json, sizeof json,
      "{\"lutetia_case\":1,\"id\":\"x\",\"tumour\":{\"site\":\"pancreas\"},\"pathology\":[{\"id\":"
      "\"a\",\"date\":\"2026-01-02\","
      "\"differentiation\":\"well\",\"ki67\":{\"positive\":%d,\"counted\":%d},\"mitoses\":%s}]}",
      k, n, mitoses);
  assert_int_equal(lu_context_new(&context, &error), LU_OK);
  assert_int_equal(lu_context_set_data_path(context, data, &error), LU_OK);
  assert_int_equal(lu_dictionary_read(&dictionary, context, &error), LU_OK);
  if (lu_case_read_buffer(&record, json, strlen(json), "case.json", dictionary, false, context,
                          &error) != LU_OK)
    fail_msg("%s", error.message);
  if (lu_assess(&assessment, record, NULL, context, &error) != LU_OK) fail_msg("%s", error.message);
  assert_int_equal(lu_assessment_document(&document, assessment, context, &error), LU_OK);
  lu_assessment_free(assessment);
  lu_case_free(record);
  lu_dictionary_free(dictionary);
  lu_context_free(context);
  return document;
}

static json_t *document_of(int k, int n, int count, int area) {
  return document_by(LU_SOURCE_DIR "/data", k, n, count, area);
}

static const json_t *grades_of(const json_t *document) {
  const json_t *first = json_array_get(json_object_get(document, "probabilities"), 0);
  assert_string_equal(json_string_value(json_object_get(first, "fact")), "grade");
  return first;
}

static double probability(const json_t *document, const char *value) {
  size_t index;
  json_t *entry;
  json_array_foreach(json_object_get(grades_of(document), "values"), index,
                     entry) if (strcmp(json_string_value(json_object_get(entry, "value")), value) ==
                                0) return json_number_value(json_object_get(entry, "probability"));
  return 0;
}

static void check_interval(int k, int n, int count, const char *ki67, const char *mitoses) {
  json_t *document = document_of(k, n, count, 10);
  const json_t *inputs = json_object_get(grades_of(document), "inputs");
  const char *const wanted[] = {ki67, mitoses};
  for (size_t i = 0; i < 2; i++) {
    char text[64];
    const json_t *interval = json_object_get(json_array_get(inputs, i), "interval_95");
    snprintf(text, sizeof text, "%.2f-%.2f", json_number_value(json_array_get(interval, 0)),
             json_number_value(json_array_get(interval, 1)));
    assert_string_equal(text, wanted[i]);
  }
  json_decref(document);
}

static void intervals_are_those_printed(void **state) {
  (void)state;
  check_interval(10, 500, 5, "1.09-3.64", "0.32-2.33");
  check_interval(15, 500, 9, "1.83-4.89", "0.82-3.42");
  check_interval(60, 2000, 10, "2.34-3.84", "0.96-3.68");
  check_interval(100, 500, 50, "16.73-23.73", "7.42-13.18");
  check_interval(400, 2000, 100, "18.31-21.81", "16.27-24.33");
}

/** Probability that a Ki-67 index (as a share) is below x. */
static double ki67_below(double x, int k, int n) {
  return lu_beta_cdf(x, k + 0.5, n - k + 0.5);
}

/** Probability that mitoses per 2 mm2 are fewer than x. */
static double mitoses_below(double x, int count, int area) {
  return lu_gamma_cdf(x / 2 * area, count + 0.5);
}

static void one_index_alone(void **state) {
  (void)state;
  static const int counts[][2] = {{10, 500}, {15, 500},  {100, 500},
                                  {0, 500},  {60, 2000}, {400, 2000}};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    int k = counts[i][0], n = counts[i][1];
    json_t *document = document_of(k, n, 0, 0);
    double low = ki67_below(0.03, k, n), high = ki67_below(0.2, k, n);
    assert_true(fabs(probability(document, "G1") - low) < 1e-9);
    assert_true(fabs(probability(document, "G2") - (high - low)) < 1e-9);
    assert_true(fabs(probability(document, "G3") - (1 - high)) < 1e-9);
    json_decref(document);
  }
}

static void the_higher_index_counts(void **state) {
  (void)state;
  static const int counts[][4] = {
      {10, 500, 5, 10}, {15, 500, 9, 10}, {100, 500, 50, 10}, {15, 500, 0, 2}, {100, 500, 100, 10}};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    int k = counts[i][0], n = counts[i][1], c = counts[i][2], area = counts[i][3];
    json_t *document = document_of(k, n, c, area);
    double g1 = ki67_below(0.03, k, n) * mitoses_below(2, c, area);
    double not_g3 = ki67_below(0.2, k, n) * mitoses_below(20, c, area);
    assert_true(fabs(probability(document, "G1") - g1) < 1e-8);
    assert_true(fabs(probability(document, "G3") - (1 - not_g3)) < 1e-8);
    assert_true(fabs(probability(document, "G2") - (not_g3 - g1)) < 1e-8);
    json_decref(document);
  }
}

static void places_are_found(void **state) {
  (void)state;
  json_t *document = document_of(15, 500, 9, 10);
  const json_t *inputs = json_object_get(grades_of(document), "inputs");
  const json_t *ki67 = json_object_get(json_array_get(inputs, 0), "changes_at");
  const json_t *mitoses = json_object_get(json_array_get(inputs, 1), "changes_at");
  assert_true(fabs(json_number_value(json_array_get(ki67, 0)) - 3) < 1e-9);
  assert_true(fabs(json_number_value(json_array_get(mitoses, 0)) - 2) < 1e-9);
  json_decref(document);
}

/** A gamma number of shape a >= 1/2, scale 1 (Marsaglia and Tsang; for a < 1 by the power of a
 * uniform). */
static double draw_gamma(lu_random *random, double a) {
  double boost = 1;
  if (a < 1) {
    boost = pow(lu_random_uniform(random), 1 / a);
    a += 1;
  }
  double d = a - 1.0 / 3, c = 1 / sqrt(9 * d);
  for (;;) {
    double x = lu_random_normal(random), v = 1 + c * x;
    if (v <= 0) continue;
    v = v * v * v;
    double u = lu_random_uniform(random);
    if (log(u) < 0.5 * x * x + d - d * v + d * log(v)) return boost * d * v;
  }
}

static void monte_carlo_agrees(void **state) {
  (void)state;
  enum { HISTORIES = 200000 };
  static const int counts[][4] = {
      {10, 500, 5, 10}, {15, 500, 9, 10}, {100, 500, 50, 10}, {95, 500, 95, 10}};
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    int k = counts[i][0], n = counts[i][1], c = counts[i][2], area = counts[i][3];
    long drawn[4] = {0};
    for (uint64_t history = 0; history < HISTORIES; history++) {
      lu_random random = lu_random_start(20261124 + i, history);
      double first = draw_gamma(&random, k + 0.5), second = draw_gamma(&random, n - k + 0.5);
      double ki67 = 100 * first / (first + second),
             mitoses = 2 * draw_gamma(&random, c + 0.5) / area;
      drawn[ki67 > 20 || mitoses > 20 ? 3 : ki67 >= 3 || mitoses >= 2 ? 2 : 1]++;
    }
    json_t *document = document_of(k, n, c, area);
    for (int grade = 1; grade <= 3; grade++) {
      char name[3] = {'G', (char)('0' + grade), '\0'};
      double p = probability(document, name), share = (double)drawn[grade] / HISTORIES;
      double sd = sqrt(fmax(p * (1 - p), 1.0 / HISTORIES) / HISTORIES);
      if (fabs(share - p) > 4 * sd)
        fail_msg("%s of %d/%d, %d/%d: exact %g, drawn %g", name, k, n, c, area, p, share);
    }
    json_decref(document);
  }
}

/** Links all that a folder holds into another, but what is called `without`. */
static void link_all(const char *from, const char *to, const char *without) {
  char source[1024], target[1024];
  struct dirent *entry;
  DIR *folder = opendir(from);
  assert_non_null(folder);
  while ((entry = readdir(folder)) != NULL) {
    if (entry->d_name[0] == '.' || strcmp(entry->d_name, without) == 0) continue;
    snprintf(source, sizeof source, "%s/%s", from, entry->d_name);
    snprintf(target, sizeof target, "%s/%s", to, entry->d_name);
    unlink(target);
    assert_int_equal(symlink(source, target), 0);
  }
  closedir(folder);
}

/** The table of grades with `ki67_pct` written as a sum, so that its cells do not tell any more
 * where the class changes. */
static void write_sums(const char *path) {
  static const char name[] = "<text>ki67_pct</text>";
  char *text = NULL;
  size_t length = 0, found = 0;
  lu_error error = LU_ERROR_INIT;
  FILE *out = fopen(path, "w");
  assert_non_null(out);
  assert_int_equal(
      lu_file_read(&text, &length, LU_SOURCE_DIR "/data/assessment/grade.dmn", 1 << 24, &error),
      LU_OK);
  for (const char *rest = text, *next; *rest != '\0'; rest = next) {
    const char *at = strstr(rest, name);
    next = at == NULL ? rest + strlen(rest) : at + strlen(name);
    fprintf(out, "%.*s%s", (int)((at == NULL ? next : at) - rest), rest,
            at == NULL ? "" : "<text>ki67_pct + 0</text>");
    found += at != NULL;
  }
  assert_true(found > 0);
  fclose(out);
  free(text);
}

/** Where the numbers in the cells tell nothing, scanning and bisection find the same. */
static void scanning_finds_the_same(void **state) {
  static const int counts[][4] = {{17, 640, 1, 10},  {15, 500, 4, 2},    {60, 2000, 5, 10},
                                  {110, 500, 19, 2}, {400, 2000, 40, 4}, {12, 500, 0, 0},
                                  {0, 500, 0, 10},   {499, 500, 3, 1}};
  char data[1024], assessment[1100], table[1200];
  (void)state;
  snprintf(data, sizeof data, "%s/scan-data", LU_BUILD_DIR);
  snprintf(assessment, sizeof assessment, "%s/assessment", data);
  snprintf(table, sizeof table, "%s/grade.dmn", assessment);
  mkdir(data, 0777);
  mkdir(assessment, 0777);
  link_all(LU_SOURCE_DIR "/data", data, "assessment");
  link_all(LU_SOURCE_DIR "/data/assessment", assessment, "grade.dmn");
  write_sums(table);
  for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
    const int *c = counts[i];
    json_t *grid = document_of(c[0], c[1], c[2], c[3]);
    json_t *scan = document_by(data, c[0], c[1], c[2], c[3]);
    const json_t *left = json_object_get(grades_of(grid), "inputs");
    for (size_t j = 0; j < json_array_size(left); j++)
      assert_true(json_equal(json_array_get(left, j),
                             json_array_get(json_object_get(grades_of(scan), "inputs"), j)));
    const json_t *values = json_object_get(grades_of(grid), "values");
    assert_int_equal(json_array_size(values),
                     json_array_size(json_object_get(grades_of(scan), "values")));
    for (size_t j = 0; j < json_array_size(values); j++) {
      const char *name = json_string_value(json_object_get(json_array_get(values, j), "value"));
      assert_true(fabs(probability(grid, name) - probability(scan, name)) < 1e-12);
    }
    json_decref(grid);
    json_decref(scan);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(intervals_are_those_printed), cmocka_unit_test(one_index_alone),
      cmocka_unit_test(the_higher_index_counts),     cmocka_unit_test(places_are_found),
      cmocka_unit_test(monte_carlo_agrees),          cmocka_unit_test(scanning_finds_the_same),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

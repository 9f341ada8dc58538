/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A brief evaluation leaves out rows and cells that cannot matter. It must give the outcome of
 * every row, with what it waits for, as the evaluation that looks at every cell: for all examples,
 * and for mixtures of them in which facts, the primary site too, are taken away at random.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lutetia/base/random.h"
#include "lutetia/guideline.h"

#define MAX_CASES 200
#define MAX_MODELS 64
#define MIXTURES 150

typedef struct world {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_assessor *assessor;
  size_t count, model_count;
  lu_factset *facts[MAX_CASES]; /**< of all examples, derived ones too */
  lu_model *models[MAX_MODELS];
} world;

static void expect_ok(lu_status status, const lu_error *error) {
  if (status != LU_OK) fail_msg("%s", error->message);
}

static void read_case(world *on, const char *path) {
  lu_error error = LU_ERROR_INIT;
  lu_case *record = NULL;
  lu_assessment *assessment = NULL;
  expect_ok(lu_case_read(&record, path, on->dictionary, false, on->context, &error), &error);
  expect_ok(lu_assessor_assess(&assessment, on->assessor, record, on->context, &error), &error);
  expect_ok(
      lu_factset_copy(&on->facts[on->count], lu_assessment_facts(assessment), on->context, &error),
      &error);
  on->count++;
  lu_assessment_free(assessment);
  lu_case_free(record);
}

static bool ends_with(const char *name, const char *end) {
  size_t length = strlen(name), tail = strlen(end);
  return length > tail && strcmp(name + length - tail, end) == 0;
}

/** Reads all files of a folder that end in a certain way. */
static void read_folder(world *on, const char *folder, const char *end) {
  lu_error error = LU_ERROR_INIT;
  char path[1024];
  struct dirent *entry;
  DIR *directory = opendir(folder);
  assert_non_null(directory);
  while ((entry = readdir(directory)) != NULL) {
    if (!ends_with(entry->d_name, end) || strstr(entry->d_name, "expected") != NULL) continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (strcmp(end, ".json") == 0 && on->count < MAX_CASES) read_case(on, path);
    if (strcmp(end, ".dmn") == 0 && on->model_count < MAX_MODELS)
      expect_ok(lu_model_read(&on->models[on->model_count++], path, false, on->context, &error),
                &error);
  }
  closedir(directory);
}

static int make_world(void **state) {
  lu_error error = LU_ERROR_INIT;
  world *on = calloc(1, sizeof *on);
  expect_ok(lu_context_new(&on->context, &error), &error);
  expect_ok(lu_context_set_data_path(on->context, LU_SOURCE_DIR "/data", &error), &error);
  lu_context_set_today(on->context, (lu_date){2026, 11, 24, true});
  expect_ok(lu_dictionary_read(&on->dictionary, on->context, &error), &error);
  expect_ok(lu_assessor_read(&on->assessor, NULL, on->dictionary, on->context, &error), &error);
  read_folder(on, LU_SOURCE_DIR "/examples", ".json");
  read_folder(on, LU_SOURCE_DIR "/examples/vignettes", ".json");
  read_folder(on, LU_SOURCE_DIR "/data/guideline/synthesis/2026.1", ".dmn");
  read_folder(on, LU_SOURCE_DIR "/data/assessment", ".dmn");
  assert_true(on->count > 20 && on->model_count > 20);
  *state = on;
  return 0;
}

static int end_world(void **state) {
  world *on = *state;
  for (size_t i = 0; i < on->count; i++)
    lu_factset_free(on->facts[i]);
  for (size_t i = 0; i < on->model_count; i++)
    lu_model_free(on->models[i]);
  lu_assessor_free(on->assessor);
  lu_dictionary_free(on->dictionary);
  lu_context_free(on->context);
  free(on);
  return 0;
}

/** Compares all rows of one table. @return undecided rows */
static size_t compare_rows(const lu_model *model, size_t decision, const lu_table_trace *brief,
                           const lu_table_trace *full) {
  const lu_table *table = lu_model_table(model, decision);
  size_t undecided = 0;
  for (size_t row = 0; row < lu_table_rule_count(table); row++) {
    const char *const *left = NULL, *const *right = NULL;
    if (lu_trace_rule(brief, row) != lu_trace_rule(full, row))
      fail_msg("%s, %s, row %zu: outcome %d instead of %d", lu_model_name(model),
               lu_model_decision_name(model, decision), row + 1, (int)lu_trace_rule(brief, row),
               (int)lu_trace_rule(full, row));
    if (lu_trace_rule(full, row) != LU_UNDECIDED) continue;
    size_t count = lu_trace_reasons(full, row, &right);
    assert_int_equal(lu_trace_reasons(brief, row, &left), count);
    for (size_t i = 0; i < count; i++)
      assert_string_equal(left[i], right[i]);
    undecided++;
  }
  return undecided;
}

/** Evaluates all tables in both ways. @return undecided rows */
static size_t compare_all(const world *on, const lu_factset *facts) {
  lu_error error = LU_ERROR_INIT;
  size_t undecided = 0;
  for (size_t m = 0; m < on->model_count; m++) {
    const lu_model *model = on->models[m];
    lu_evaluation *ways[2];
    for (int i = 0; i < 2; i++) {
      expect_ok(lu_evaluation_new(&ways[i], model, LU_THREE_VALUED, on->context, &error), &error);
      expect_ok(lu_factset_bind(facts, ways[i], model, &error), &error);
    }
    lu_evaluation_set_brief(ways[0], true);
    for (size_t d = 0; d < lu_model_decision_count(model); d++) {
      const lu_value *values[2];
      lu_text texts[2] = {LU_TEXT_INIT, LU_TEXT_INIT};
      if (lu_model_table(model, d) == NULL) continue;
      for (int i = 0; i < 2; i++) {
        expect_ok(lu_evaluation_decide(&values[i], ways[i], d, &error), &error);
        lu_value_print(values[i], &texts[i]);
      }
      assert_string_equal(lu_text_string(&texts[0]), lu_text_string(&texts[1]));
      lu_text_free(&texts[0]);
      lu_text_free(&texts[1]);
      const char *policy = lu_table_hit_policy(lu_model_table(model, d));
      if (strcmp(policy, "FIRST") == 0) continue; /* brief: not behind the first that fires */
      undecided +=
          compare_rows(model, d, lu_evaluation_trace(ways[0], d), lu_evaluation_trace(ways[1], d));
    }
    lu_evaluation_free(ways[0]);
    lu_evaluation_free(ways[1]);
  }
  return undecided;
}

static void examples_are_the_same(void **state) {
  const world *on = *state;
  size_t undecided = 0;
  for (size_t i = 0; i < on->count; i++)
    undecided += compare_all(on, on->facts[i]);
  assert_true(undecided > 100);
}

static void mixtures_are_the_same(void **state) {
  const world *on = *state;
  lu_error error = LU_ERROR_INIT;
  size_t facts = lu_dictionary_count(on->dictionary), without_site = 0;
  size_t site = lu_dictionary_find(on->dictionary, "site");
  for (uint64_t i = 0; i < MIXTURES; i++) {
    lu_factset *mixture = NULL;
    lu_random random = lu_random_start(20261124, i);
    expect_ok(lu_factset_new(&mixture, on->dictionary, on->context, &error), &error);
    double known = lu_random_uniform(&random);
    for (size_t fact = 0; fact < facts; fact++) {
      const lu_factset *from = on->facts[lu_random_below(&random, (uint32_t)on->count)];
      const lu_value *value = lu_factset_value(from, fact);
      if (value == NULL || lu_random_uniform(&random) > known) continue;
      expect_ok(lu_factset_set(mixture, fact, value, NULL, &error), &error);
    }
    without_site += lu_factset_state(mixture, site) != LU_FACT_KNOWN;
    compare_all(on, mixture);
    lu_factset_free(mixture);
  }
  assert_true(without_site > 10 && without_site < MIXTURES - 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(examples_are_the_same),
      cmocka_unit_test(mixtures_are_the_same),
  };
  return cmocka_run_group_tests(tests, make_world, end_world);
}

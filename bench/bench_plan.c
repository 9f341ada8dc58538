/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures planning.
 *
 *   bench_plan measure PROGRAM CASE   one JSON document: cold starts, warm plans, table evaluations
 *   bench_plan dump CASE              the tables and facts as JSON, for a peer to evaluate
 *
 * Times are medians of several rounds on one core; the machine is described by the caller.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lutetia/guideline.h"

#define MAX_MODELS 64
#define ROUNDS 15

extern char **environ;

/** Everything that is read once. */
struct bench {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_guideline *guideline;
  lu_case *record;
  lu_assessment *assessment;
  lu_model *models[MAX_MODELS];
  size_t model_count;
};

static double now_s(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int compare_doubles(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
  qsort(values, count, sizeof *values, compare_doubles);
  return values[count / 2];
}

/** Reads the DMN models that the manifest of the guideline names. */
static lu_status read_models(struct bench *bench, lu_error *error) {
  char path[4096];
  const char *edition = lu_guideline_edition(bench->guideline);
  snprintf(path, sizeof path, "%s/guideline/%s/manifest.json", lu_context_data_path(bench->context),
           edition);
  json_error_t json_error;
  json_t *manifest = json_load_file(path, 0, &json_error);
  if (manifest == NULL) return lu_fail(error, LU_BAD_INPUT, "%s: %s", path, json_error.text);
  size_t index;
  json_t *name;
  lu_status status = LU_OK;
  json_array_foreach(json_object_get(manifest, "tables"), index, name) {
    if (status != LU_OK || bench->model_count == MAX_MODELS) break;
    snprintf(path, sizeof path, "%s/guideline/%s/%s", lu_context_data_path(bench->context), edition,
             json_string_value(name));
    status = lu_model_read(&bench->models[bench->model_count], path, false, bench->context, error);
    if (status == LU_OK) bench->model_count++;
  }
  json_decref(manifest);
  return status;
}

static lu_status bench_read(struct bench *bench, const char *case_path, lu_error *error) {
  lu_status status = lu_context_new(&bench->context, error);
  if (status == LU_OK) status = lu_context_set_threads(bench->context, 1, error);
  if (status == LU_OK) lu_context_set_today(bench->context, (lu_date){2026, 11, 24, true});
  if (status == LU_OK) status = lu_dictionary_read(&bench->dictionary, bench->context, error);
  if (status == LU_OK)
    status = lu_guideline_read(&bench->guideline, NULL, bench->dictionary, bench->context, error);
  if (status == LU_OK)
    status =
        lu_case_read(&bench->record, case_path, bench->dictionary, false, bench->context, error);
  if (status == LU_OK)
    status = lu_assess(&bench->assessment, bench->record, NULL, bench->context, error);
  if (status == LU_OK) status = read_models(bench, error);
  return status;
}

/** Starts the program, waits for it, output to /dev/null. @return seconds; negative when it failed
 */
static double cold_start(const char *program, const char *case_path) {
  const char *arguments[] = {program, "plan", case_path, "--today", "2026-11-24", NULL};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t child;
  double start = now_s();
  int failed = posix_spawn(&child, program, &actions, NULL, (char *const *)arguments, environ);
  int wait_status = -1;
  if (failed == 0) waitpid(child, &wait_status, 0);
  double seconds = now_s() - start;
  posix_spawn_file_actions_destroy(&actions);
  return failed == 0 && WIFEXITED(wait_status) &&
                 (WEXITSTATUS(wait_status) == 0 || WEXITSTATUS(wait_status) == 4)
             ? seconds
             : -1;
}

/** One warm plan: from the record that was read to the finished document. */
static lu_status one_plan(struct bench *bench, lu_error *error) {
  lu_assessment *assessment = NULL;
  lu_plan *plan = NULL;
  json_t *document = NULL;
  lu_status status = lu_assess(&assessment, bench->record, NULL, bench->context, error);
  if (status == LU_OK)
    status = lu_plan_make(&plan, bench->guideline, assessment, bench->context, error);
  if (status == LU_OK) status = lu_plan_document(&document, plan, bench->context, error);
  json_decref(document);
  lu_plan_free(plan);
  lu_assessment_free(assessment);
  lu_context_clear_findings(bench->context);
  return status;
}

/** Evaluates every table of every model once, in standard DMN. */
static lu_status all_tables(struct bench *bench, lu_evaluation **evaluations, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t m = 0; m < bench->model_count && status == LU_OK; m++) {
    lu_evaluation_reset(evaluations[m]);
    status = lu_factset_bind(lu_assessment_facts(bench->assessment), evaluations[m],
                             bench->models[m], error);
    for (size_t d = 0; d < lu_model_decision_count(bench->models[m]) && status == LU_OK; d++) {
      const lu_value *value;
      status = lu_evaluation_decide(&value, evaluations[m], d, error);
    }
  }
  return status;
}

static lu_status measure_tables(double *median_s, struct bench *bench, lu_error *error) {
  lu_evaluation *evaluations[MAX_MODELS] = {NULL};
  double seconds[ROUNDS];
  lu_status status = LU_OK;
  for (size_t m = 0; m < bench->model_count && status == LU_OK; m++)
    status =
        lu_evaluation_new(&evaluations[m], bench->models[m], LU_STANDARD, bench->context, error);
  for (size_t round = 0; round < ROUNDS && status == LU_OK; round++) {
    double start = now_s();
    for (size_t i = 0; i < 20 && status == LU_OK; i++)
      status = all_tables(bench, evaluations, error);
    seconds[round] = (now_s() - start) / 20;
  }
  for (size_t m = 0; m < bench->model_count; m++)
    lu_evaluation_free(evaluations[m]);
  *median_s = median(seconds, ROUNDS);
  return status;
}

static lu_status measure(struct bench *bench, const char *program, const char *case_path,
                         lu_error *error) {
  double cold[ROUNDS], warm[ROUNDS], tables;
  for (size_t i = 0; i < ROUNDS; i++) {
    cold[i] = cold_start(program, case_path);
    if (cold[i] < 0) return lu_fail(error, LU_INTERNAL, "%s plan %s failed", program, case_path);
  }
  lu_status status = one_plan(bench, error);
  for (size_t round = 0; round < ROUNDS && status == LU_OK; round++) {
    double start = now_s();
    for (size_t i = 0; i < 20 && status == LU_OK; i++)
      status = one_plan(bench, error);
    warm[round] = (now_s() - start) / 20;
  }
  if (status == LU_OK) status = measure_tables(&tables, bench, error);
  if (status != LU_OK) return status;
  double warm_s = median(warm, ROUNDS);
  json_t *document =
      json_pack("{sfsfsfsfsi}", "cold_start_to_plan_ms", 1e3 * median(cold, ROUNDS), "warm_plan_ms",
                1e3 * warm_s, "warm_plans_per_s", 1 / warm_s, "all_tables_once_ms", 1e3 * tables,
                "models", (int)bench->model_count);
  if (document == NULL) return lu_fail_memory(error);
  json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(6));
  putchar('\n');
  json_decref(document);
  return LU_OK;
}

static json_t *dump_table(const lu_model *model, size_t decision, const lu_table *table) {
  json_t *inputs = json_array(), *rules = json_array();
  for (size_t c = 0; c < lu_table_input_count(table); c++)
    json_array_append_new(inputs, json_string(lu_table_input_text(table, c)));
  for (size_t r = 0; r < lu_table_rule_count(table); r++) {
    json_t *cells = json_array();
    for (size_t c = 0; c < lu_table_input_count(table); c++)
      json_array_append_new(cells, json_string(lu_table_input_entry(table, r, c)));
    json_array_append_new(rules, cells);
  }
  return json_pack("{sssoso}", "name", lu_model_decision_name(model, decision), "inputs", inputs,
                   "rules", rules);
}

/** Writes all tables, and all inputs with the values that the case gives them (null if none). */
static lu_status dump(struct bench *bench) {
  json_t *tables = json_array(), *facts = json_object();
  const lu_factset *set = lu_assessment_facts(bench->assessment);
  for (size_t m = 0; m < bench->model_count; m++) {
    const lu_model *model = bench->models[m];
    for (size_t d = 0; d < lu_model_decision_count(model); d++) {
      const lu_table *table = lu_model_table(model, d);
      if (table != NULL) json_array_append_new(tables, dump_table(model, d, table));
    }
    for (size_t i = 0; i < lu_model_input_count(model); i++) {
      const char *name = lu_model_input_name(model, i);
      size_t fact = lu_dictionary_find(bench->dictionary, name);
      const lu_value *value = fact == LU_NO_INDEX ? NULL : lu_factset_value(set, fact);
      bool known = value != NULL && lu_value_get_kind(value) != LU_VALUE_UNKNOWN;
      json_object_set_new(facts, name, known ? lu_value_json(value) : json_null());
    }
  }
  json_t *document = json_pack("{soso}", "tables", tables, "facts", facts);
  int failed = json_dumpf(document, stdout, JSON_COMPACT);
  json_decref(document);
  return failed == 0 ? LU_OK : LU_IO;
}

int main(int argc, char **argv) {
  bool measuring = argc == 4 && strcmp(argv[1], "measure") == 0;
  if (!measuring && !(argc == 3 && strcmp(argv[1], "dump") == 0)) {
    fputs("usage: bench_plan measure PROGRAM CASE | bench_plan dump CASE\n", stderr);
    return LU_USAGE;
  }
  struct bench bench = {0};
  lu_error error = LU_ERROR_INIT;
  const char *case_path = argv[argc - 1];
  lu_status status = bench_read(&bench, case_path, &error);
  if (status == LU_OK)
    status = measuring ? measure(&bench, argv[2], case_path, &error) : dump(&bench);
  if (status != LU_OK) fprintf(stderr, "bench_plan: %s\n", error.message);
  for (size_t m = 0; m < bench.model_count; m++)
    lu_model_free(bench.models[m]);
  lu_assessment_free(bench.assessment);
  lu_case_free(bench.record);
  lu_guideline_free(bench.guideline);
  lu_dictionary_free(bench.dictionary);
  lu_context_free(bench.context);
  return lu_status_exit_code(status);
}

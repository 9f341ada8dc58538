/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Measures planning over many cases on one core.
 *
 *   bench_cases CASE...   one JSON document: milliseconds for a case, split into stages
 *
 * Tables are read once. A plan is assessment, evaluation of all guideline tables, options,
 * questions and conflicts of a record that was read before; its document is counted apart. Each
 * number is the median over the rounds of the mean over the cases.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lutetia/guideline.h"

#define ROUNDS 9

enum stage { STAGE_READ, STAGE_ASSESS, STAGE_PLAN, STAGE_DOCUMENT, STAGE_DERIVE, STAGES };

/** Everything that is read once. */
struct bench {
  lu_context *context;
  lu_dictionary *dictionary;
  lu_assessor *assessor;
  lu_guideline *guideline;
  double tables_s; /**< reading of all tables */
};

/** Processor time: other programs on the machine do not count. */
static double now_s(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
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

static lu_status bench_read(struct bench *bench, lu_error *error) {
  lu_status status = lu_context_new(&bench->context, error);
  if (status == LU_OK) status = lu_context_set_threads(bench->context, 1, error);
  if (status != LU_OK) return status;
  lu_context_set_today(bench->context, (lu_date){2026, 11, 24, true});
  double start = now_s();
  status = lu_dictionary_read(&bench->dictionary, bench->context, error);
  if (status == LU_OK)
    status = lu_assessor_read(&bench->assessor, NULL, bench->dictionary, bench->context, error);
  if (status == LU_OK)
    status = lu_guideline_read(&bench->guideline, NULL, bench->dictionary, bench->context, error);
  bench->tables_s = now_s() - start;
  return status;
}

static void bench_free(struct bench *bench) {
  lu_guideline_free(bench->guideline);
  lu_assessor_free(bench->assessor);
  lu_dictionary_free(bench->dictionary);
  lu_context_free(bench->context);
}

/** Takes one case through all stages and adds the seconds of each. */
static lu_status run_case(double *seconds, struct bench *bench, const char *path, lu_error *error) {
  lu_case *record = NULL;
  lu_assessment *assessment = NULL;
  lu_plan *plan = NULL;
  json_t *document = NULL;
  lu_factset *facts = NULL;
  double at[STAGES + 1];
  at[STAGE_READ] = now_s();
  lu_status status = lu_case_read(&record, path, bench->dictionary, false, bench->context, error);
  at[STAGE_ASSESS] = now_s();
  if (status == LU_OK)
    status = lu_assessor_assess(&assessment, bench->assessor, record, bench->context, error);
  at[STAGE_PLAN] = now_s();
  if (status == LU_OK)
    status = lu_plan_make(&plan, bench->guideline, assessment, bench->context, error);
  at[STAGE_DOCUMENT] = now_s();
  if (status == LU_OK) status = lu_plan_document(&document, plan, bench->context, error);
  if (status == LU_OK)
    status = lu_factset_copy(&facts, lu_assessment_facts(assessment), bench->context, error);
  at[STAGE_DERIVE] = now_s();
  if (status == LU_OK) status = lu_assessor_derive(bench->assessor, facts, bench->context, error);
  at[STAGES] = now_s();
  for (int i = 0; i < STAGES && status == LU_OK; i++)
    seconds[i] += at[i + 1] - at[i];
  lu_factset_free(facts);
  json_decref(document);
  lu_plan_free(plan);
  lu_assessment_free(assessment);
  lu_case_free(record);
  lu_context_clear_findings(bench->context);
  return status;
}

static lu_status measure(double *means, struct bench *bench, char **paths, size_t count,
                         lu_error *error) {
  double rounds[STAGES][ROUNDS];
  for (size_t round = 0; round < ROUNDS; round++) {
    double seconds[STAGES] = {0};
    for (size_t i = 0; i < count; i++) {
      lu_status status = run_case(seconds, bench, paths[i], error);
      if (status != LU_OK) return lu_error_prefix(error, "%s: ", paths[i]);
    }
    for (int i = 0; i < STAGES; i++)
      rounds[i][round] = seconds[i] / (double)count;
  }
  for (int i = 0; i < STAGES; i++)
    means[i] = median(rounds[i], ROUNDS);
  return LU_OK;
}

int main(int argc, char **argv) {
  if (argc < 2) {
    fputs("usage: bench_cases CASE...\n", stderr);
    return LU_USAGE;
  }
  struct bench bench = {0};
  lu_error error = LU_ERROR_INIT;
  double means[STAGES] = {0};
  lu_status status = bench_read(&bench, &error);
  if (status == LU_OK) status = measure(means, &bench, argv + 1, (size_t)argc - 1, &error);
  if (status == LU_OK) {
    double plan_s = means[STAGE_ASSESS] + means[STAGE_PLAN];
    json_t *document =
        json_pack("{sisfsfsfsfsfsfsf}", "cases", argc - 1, "read_tables_ms", 1e3 * bench.tables_s,
                  "read_case_ms", 1e3 * means[STAGE_READ], "assess_ms", 1e3 * means[STAGE_ASSESS],
                  "plan_ms", 1e3 * means[STAGE_PLAN], "document_ms", 1e3 * means[STAGE_DOCUMENT],
                  "derive_ms", 1e3 * means[STAGE_DERIVE], "plans_per_s", 1 / plan_s);
    if (document != NULL) json_dumpf(document, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(4));
    putchar('\n');
    json_decref(document);
  } else
    fprintf(stderr, "bench_cases: %s\n", error.message);
  bench_free(&bench);
  return lu_status_exit_code(status);
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/parallel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lutetia/base/random.h"

static const int thread_counts[] = {1, 2, 7};
enum { THREAD_COUNTS = sizeof thread_counts / sizeof thread_counts[0], N = 5000 };

static lu_context *context_with(int threads) {
  lu_context *context = NULL;
  assert_int_equal(lu_context_new(&context, NULL), LU_OK);
  assert_int_equal(lu_context_set_threads(context, threads, NULL), LU_OK);
  return context;
}

struct job {
  double values[N];
  int workers[N];
  lu_context *context;
  size_t fail_from, cancel_at;
};

static lu_status body(void *user, size_t index, int worker, lu_error *error) {
  struct job *job = user;
  lu_random random = lu_random_start(lu_context_seed(job->context), index);
  job->values[index] += lu_random_normal(&random);
  job->workers[index] = worker;
  if (index == job->cancel_at) lu_context_cancel(job->context);
  if (index >= job->fail_from && index % 3 == 0)
    return lu_fail(error, LU_BAD_INPUT, "index %zu is bad", index);
  return LU_OK;
}

static void test_results_do_not_depend_on_threads(void **state) {
  (void)state;
  struct job *first = calloc(1, sizeof *first);
  for (int t = 0; t < THREAD_COUNTS; t++) {
    struct job *job = t == 0 ? first : calloc(1, sizeof *job);
    job->context = context_with(thread_counts[t]);
    job->fail_from = job->cancel_at = SIZE_MAX;
    assert_int_equal(lu_parallel_for(job->context, N, body, job, NULL), LU_OK);
    assert_memory_equal(job->values, first->values, sizeof job->values);
    for (int i = 0; i < N; i++) {
      assert_true(job->values[i] != 0);
      assert_in_range(job->workers[i], 0, thread_counts[t] - 1);
    }
    lu_context_free(job->context);
    if (job != first) free(job);
  }
  free(first);
}

static void test_lowest_failure_wins(void **state) {
  (void)state;
  for (int round = 0; round < 50; round++) {
    struct job *job = calloc(1, sizeof *job);
    job->context = context_with(thread_counts[round % THREAD_COUNTS]);
    job->fail_from = 1000;
    job->cancel_at = SIZE_MAX;
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(lu_parallel_for(job->context, N, body, job, &error), LU_BAD_INPUT);
    assert_string_equal(error.message, "index 1002 is bad");
    for (int i = 0; i < 1002; i++)
      assert_true(job->values[i] != 0);
    lu_context_free(job->context);
    free(job);
  }
}

static void test_cancel_stops(void **state) {
  (void)state;
  for (int t = 0; t < THREAD_COUNTS; t++) {
    struct job *job = calloc(1, sizeof *job);
    job->context = context_with(thread_counts[t]);
    job->fail_from = SIZE_MAX;
    job->cancel_at = 10;
    lu_error error = LU_ERROR_INIT;
    assert_int_equal(lu_parallel_for(job->context, N, body, job, &error), LU_INTERRUPTED);
    assert_int_equal(error.status, LU_INTERRUPTED);
    int left_out = 0;
    for (int i = 0; i < N; i++)
      left_out += job->values[i] == 0;
    assert_true(left_out > 0);
    lu_context_free(job->context);
    free(job);
  }
}

static lu_status silent_failure(void *user, size_t index, int worker, lu_error *error) {
  (void)user;
  (void)worker;
  (void)error;
  return index == 3 ? LU_IO : LU_OK;
}

static void test_failure_without_sentence_gets_one(void **state) {
  (void)state;
  lu_context *context = context_with(2);
  lu_error error = LU_ERROR_INIT;
  assert_int_equal(lu_parallel_for(context, 10, silent_failure, NULL, &error), LU_IO);
  assert_non_null(strstr(error.message, "step 3"));
  assert_int_equal(lu_parallel_for(context, 0, silent_failure, NULL, &error), LU_OK);
  lu_context_free(context);
}

static lu_status inner_loop(void *user, size_t index, int worker, lu_error *error) {
  (void)worker;
  struct job *jobs = user;
  return lu_parallel_for(jobs[index].context, N, body, &jobs[index], error);
}

static void test_loops_nest(void **state) {
  (void)state;
  enum { OUTER = 3 };
  struct job *jobs = calloc(OUTER, sizeof *jobs);
  lu_context *context = context_with(2);
  for (int i = 0; i < OUTER; i++) {
    jobs[i].context = context_with(2);
    jobs[i].fail_from = jobs[i].cancel_at = SIZE_MAX;
  }
  assert_int_equal(lu_parallel_for(context, OUTER, inner_loop, jobs, NULL), LU_OK);
  assert_memory_equal(jobs[0].values, jobs[2].values, sizeof jobs[0].values);
  for (int i = 0; i < OUTER; i++)
    lu_context_free(jobs[i].context);
  lu_context_free(context);
  free(jobs);
}

static void test_sum(void **state) {
  (void)state;
  const size_t sizes[] = {0, 1, 7, 4096, 4097, 100003};
  for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
    size_t count = sizes[s];
    double *values = malloc((count + 1) * sizeof *values);
    long double exact = 0;
    for (size_t i = 0; i < count; i++) {
      lu_random random = lu_random_start(11, i);
      values[i] = exp(10 * lu_random_normal(&random));
      exact += (long double)values[i];
    }
    double first = 0;
    for (int t = 0; t < THREAD_COUNTS; t++) {
      lu_context *context = context_with(thread_counts[t]);
      double sum = -1;
      assert_int_equal(lu_parallel_sum(&sum, context, values, count, NULL), LU_OK);
      if (t == 0) first = sum;
      assert_memory_equal(&sum, &first, sizeof sum);
      assert_true(fabsl((long double)sum - exact) <= 1e-14L * exact);
      lu_context_free(context);
    }
    free(values);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_results_do_not_depend_on_threads),
      cmocka_unit_test(test_lowest_failure_wins),
      cmocka_unit_test(test_cancel_stops),
      cmocka_unit_test(test_failure_without_sentence_gets_one),
      cmocka_unit_test(test_loops_nest),
      cmocka_unit_test(test_sum),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}

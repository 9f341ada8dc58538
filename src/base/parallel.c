/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/parallel.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#ifdef _OPENMP
#include <omp.h>
#elif defined LU_THREAD_LOOPS
#include <pthread.h>
#endif

/** Numbers that one step of lu_parallel_sum() adds up. */
#define BLOCK 4096u
/** Below this many the summation tree ends in a plain loop. */
#define LEAF 8u

/** What the threads of one loop share. */
struct loop {
  lu_context *context;
  lu_parallel_body *body;
  void *user;
  atomic_size_t lowest; /**< lowest index that failed; SIZE_MAX while none has */
  atomic_bool interrupted;
  lu_error first; /**< failure of `lowest` */
#ifdef LU_THREAD_LOOPS
  pthread_mutex_t lock; /**< of `first` */
  size_t count;
  atomic_size_t next; /**< first index that nobody has taken */
#endif
};

/** Keeps the failure with the lowest index. */
static void keep_failure(struct loop *loop, size_t index, const lu_error *failure) {
#ifdef LU_THREAD_LOOPS
  pthread_mutex_lock(&loop->lock);
#endif
#ifdef _OPENMP
#pragma omp critical
#endif
  {
    if (index < atomic_load(&loop->lowest)) {
      loop->first = *failure;
      atomic_store(&loop->lowest, index);
    }
  }
#ifdef LU_THREAD_LOOPS
  pthread_mutex_unlock(&loop->lock);
#endif
}

static void run_step(struct loop *loop, size_t index, int worker) {
  if (index > atomic_load_explicit(&loop->lowest, memory_order_relaxed)) return;
  if (lu_context_cancelled(loop->context)) {
    atomic_store(&loop->interrupted, true);
    return;
  }
  lu_error failure = LU_ERROR_INIT;
  lu_status status = loop->body(loop->user, index, worker, &failure);
  if (status == LU_OK) return;
  if (failure.status == LU_OK) lu_fail(&failure, status, "step %zu of a loop failed", index);
  keep_failure(loop, index, &failure);
}

/* ---- three ways to run the steps: OpenMP; plain threads, which ThreadSanitizer follows (it takes
   those of OpenMP for races); one after the other ---- */

#ifdef _OPENMP

static void run_steps(struct loop *loop, size_t count, int threads) {
  (void)threads; /* the pragma reads it; not every analyser does */
#pragma omp parallel num_threads(threads)
  {
    int worker = omp_get_thread_num();
#pragma omp for schedule(dynamic)
    for (size_t i = 0; i < count; i++)
      run_step(loop, i, worker);
  }
}

#elif defined LU_THREAD_LOOPS

struct crew {
  pthread_t thread;
  struct loop *loop;
  int worker;
};

static void *work(void *user) {
  const struct crew *self = user;
  size_t index;
  while ((index = atomic_fetch_add(&self->loop->next, 1)) < self->loop->count)
    run_step(self->loop, index, self->worker);
  return NULL;
}

static void run_steps(struct loop *loop, size_t count, int threads) {
  int started = 1;
  struct crew self = {.loop = loop, .worker = 0};
  struct crew *others = calloc((size_t)threads, sizeof *others);
  loop->count = count;
  atomic_init(&loop->next, 0);
  pthread_mutex_init(&loop->lock, NULL);
  for (; others != NULL && started < threads; started++) {
    others[started] = (struct crew){.loop = loop, .worker = started};
    if (pthread_create(&others[started].thread, NULL, work, &others[started]) != 0) break;
  }
  work(&self);
  for (int i = 1; i < started; i++)
    pthread_join(others[i].thread, NULL);
  pthread_mutex_destroy(&loop->lock);
  free(others);
}

#else

static void run_steps(struct loop *loop, size_t count, int threads) {
  (void)threads;
  for (size_t i = 0; i < count; i++)
    run_step(loop, i, 0);
}

#endif

lu_status lu_parallel_for(lu_context *context, size_t count, lu_parallel_body *body, void *user,
                          lu_error *error) {
  struct loop loop = {.context = context, .body = body, .user = user, .first = LU_ERROR_INIT};
  atomic_init(&loop.lowest, SIZE_MAX);
  atomic_init(&loop.interrupted, false);
  int threads = lu_context_threads(context);
  if ((size_t)threads > count) threads = count == 0 ? 1 : (int)count;
  run_steps(&loop, count, threads);
  if (atomic_load(&loop.lowest) != SIZE_MAX)
    return lu_fail(error, loop.first.status, "%s", loop.first.message);
  if (atomic_load(&loop.interrupted))
    return lu_fail(error, LU_INTERRUPTED, "the computation was interrupted");
  return LU_OK;
}

/** Pairwise sum: the tree depends on the count alone. */
static double tree_sum(const double *values, size_t count) {
  if (count <= LEAF) {
    double sum = 0;
    for (size_t i = 0; i < count; i++)
      sum += values[i];
    return sum;
  }
  size_t half = count / 2;
  return tree_sum(values, half) + tree_sum(values + half, count - half);
}

struct summation {
  const double *values;
  size_t count;
  double *sums;
};

static lu_status sum_block(void *user, size_t index, int worker, lu_error *error) {
  (void)worker;
  (void)error;
  struct summation *summation = user;
  size_t start = index * BLOCK;
  size_t rest = summation->count - start;
  summation->sums[index] = tree_sum(summation->values + start, rest < BLOCK ? rest : BLOCK);
  return LU_OK;
}

lu_status lu_parallel_sum(double *out, lu_context *context, const double *values, size_t count,
                          lu_error *error) {
  *out = 0;
  if (count <= BLOCK) {
    *out = tree_sum(values, count);
    return LU_OK;
  }
  size_t blocks = (count - 1) / BLOCK + 1;
  struct summation summation = {values, count, malloc(blocks * sizeof(double))};
  if (summation.sums == NULL) return lu_fail_memory(error);
  lu_status status = lu_parallel_for(context, blocks, sum_block, &summation, error);
  if (status == LU_OK) *out = tree_sum(summation.sums, blocks);
  free(summation.sums);
  return status;
}

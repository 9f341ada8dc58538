/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Parallel loops whose results do not depend on the number of threads.
 */
#ifndef LUTETIA_BASE_PARALLEL_H
#define LUTETIA_BASE_PARALLEL_H

#include <stddef.h>

#include "lutetia/base/context.h"
#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/**
 * One step of a loop. Writes only what belongs to its index (or is scratch space of its worker),
 * and uses of the context only what reads it.
 * @param user   as given to lu_parallel_for()
 * @param index  0 to count - 1
 * @param worker 0 to lu_context_threads() - 1; no two steps run at once with the same worker
 * @param error  filled on failure
 */
typedef lu_status lu_parallel_body(void *user, size_t index, int worker, lu_error *error);

/**
 * Runs body for every index from 0 to count - 1, in any order, on the threads of the context.
 * When steps fail, those above the lowest failing index may be left out; the failure with the
 * lowest index is the one that is returned, whatever the number of threads. Fails with
 * LU_INTERRUPTED when lu_context_cancel() left steps out. Inside another parallel loop it runs on
 * one thread.
 */
LU_API lu_status lu_parallel_for(lu_context *context, size_t count, lu_parallel_body *body,
                                 void *user, lu_error *error);

/**
 * Sum of numbers in a fixed tree, so that rounding is the same for any number of threads.
 * Fails with LU_OUT_OF_MEMORY or LU_INTERRUPTED.
 * @param out    the sum; 0 for no numbers
 * @param values `count` numbers
 */
LU_API lu_status lu_parallel_sum(double *out, lu_context *context, const double *values,
                                 size_t count, lu_error *error);

LU_END_DECLS

#endif

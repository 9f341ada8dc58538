/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Runs the test cases of the DMN Technology Compatibility Kit.
 */
#ifndef LUTETIA_DECISION_TCK_H
#define LUTETIA_DECISION_TCK_H

#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base.h"
#include "lutetia/decision.h"

LU_BEGIN_DECLS

/** What became of one test case. All texts are borrowed for the time of the call. */
typedef struct lu_tck_case {
  const char *file;     /**< path of the file with the test cases */
  const char *id;       /**< id of the case; "" if it has none */
  bool passed;          /**< all results are as expected */
  bool all_inputs;      /**< every input that the results can depend on was given */
  const char *results;  /**< the results as FEEL text, one per line */
  const char *sentence; /**< what differs; "" if it passed */
} lu_tck_case;

/** Receives each case in order of files and of cases in them. */
typedef void lu_tck_visitor(void *user, const lu_tck_case *result);

/** Counts of a run. */
typedef struct lu_tck_report {
  size_t files;  /**< files with test cases */
  size_t passed; /**< cases that passed */
  size_t failed; /**< cases that did not */
} lu_tck_report;

/**
 * Runs all test cases of a folder and its subfolders. Each `testCases` file names its model, a
 * file of the same folder. Numbers may differ by 1e-8, as in the kit's own runners; where an error
 * is expected the result must be null. A model or file that cannot be read fails its cases (a
 * file that is not XML counts as one failed case).
 * @param out    counts; always filled
 * @param folder path of the folder
 * @param mode   how inputs that were not given are understood; the kit expects LU_STANDARD
 * @param visit  may be NULL
 * Fails with LU_IO if the folder cannot be opened, LU_OUT_OF_MEMORY, LU_INTERRUPTED.
 */
LU_API lu_status lu_tck_run(lu_tck_report *out, const char *folder, lu_evaluation_mode mode,
                            lu_tck_visitor *visit, void *user, lu_context *context,
                            lu_error *error);

LU_END_DECLS

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * How a function says that it failed: a status, and one sentence for the person who must act.
 *
 * Every function that can fail returns a ::lu_status and takes a `lu_error *` as its last
 * argument (NULL is allowed). The sentence names the file, the field, the value and what would
 * be valid. Callers put context in front of it on the way up (lu_error_prefix()).
 */
#ifndef LUTETIA_BASE_ERROR_H
#define LUTETIA_BASE_ERROR_H

#include <stdarg.h>

#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** What became of a call. Each value but LU_OUT_OF_MEMORY (shown as internal, 1) is also the exit
 * code of the program. */
typedef enum lu_status {
  LU_OK = 0,               /**< done */
  LU_INTERNAL = 1,         /**< a fault of this program */
  LU_USAGE = 2,            /**< the command line, or an argument, is wrong */
  LU_BAD_INPUT = 3,        /**< a file or value that was read is wrong */
  LU_DATA_MISSING = 4,     /**< computed in part: clinical data are missing */
  LU_NOT_RECOMMENDED = 5,  /**< computed in full: the answer is "not recommended" */
  LU_NOT_CONVERGED = 6,    /**< an iteration did not converge */
  LU_IO = 7,               /**< a file could not be opened, read or written */
  LU_OUTSIDE_VALIDITY = 8, /**< computed, but outside the validity of the method */
  LU_OUT_OF_MEMORY = 9,    /**< an allocation failed */
  LU_INTERRUPTED = 130     /**< the caller asked to stop */
} lu_status;

/** A failure: its kind and one sentence. Lives where the caller puts it; never allocates. */
typedef struct lu_error {
  lu_status status;   /**< LU_OK while nothing failed */
  char message[1000]; /**< one sentence, UTF-8, NUL-terminated, without a trailing newline */
} lu_error;

/** Initial value of a lu_error. */
#define LU_ERROR_INIT \
  { LU_OK, "" }

/**
 * Fills an error and returns its status, so that `return lu_fail(error, LU_IO, ...)` works.
 * @param error  filled; may be NULL
 * @param status any value but LU_OK
 * @param format printf format of the sentence; over-long text is cut at a character border
 */
LU_API lu_status lu_fail(lu_error *error, lu_status status, const char *format, ...)
    LU_PRINTF(3, 4);

/** Reports a failed allocation; the same as lu_fail() with LU_OUT_OF_MEMORY and a fixed sentence.
 */
LU_API lu_status lu_fail_memory(lu_error *error);

/**
 * Puts context in front of the sentence: "case.json: " + "labs[2]: ...".
 * @return the status that stands in error (LU_INTERNAL if error is NULL)
 */
LU_API lu_status lu_error_prefix(lu_error *error, const char *format, ...) LU_PRINTF(2, 3);

/** The exit code of the program for a status: the value itself, LU_OUT_OF_MEMORY gives 1. */
LU_API int lu_status_exit_code(lu_status status);

LU_END_DECLS

#endif

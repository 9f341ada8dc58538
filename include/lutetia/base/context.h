/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * The context: everything that a computation may depend on besides its inputs.
 *
 * There is no other state in the library. One context belongs to one computation at a time;
 * different threads use different contexts.
 */
#ifndef LUTETIA_BASE_CONTEXT_H
#define LUTETIA_BASE_CONTEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lutetia/base/date.h"
#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** Threads, seed, today, data path, log, progress, cancel flag, findings; opaque. */
typedef struct lu_context lu_context;

/** How grave a finding is. */
typedef enum lu_severity {
  LU_NOTE,    /**< worth knowing, changes nothing */
  LU_WARNING, /**< the answer may be wrong or incomplete because of this */
  LU_SEVERE   /**< the answer must not be used until this is settled */
} lu_severity;

/** The word for a severity: "note", "warning" or "severe". @return borrowed, static */
LU_API const char *lu_severity_name(lu_severity severity);

/** Something noticed on the way that is not a failure. All texts are borrowed from the context. */
typedef struct lu_finding {
  const char *code;     /**< stable identifier, e.g. "case.m0-with-metastases" */
  lu_severity severity; /**< how grave */
  const char *place;    /**< file, line, JSON pointer: where it stands; "" if nowhere */
  const char *sentence; /**< what was noticed, one sentence */
  const char *effect;   /**< what it does to the answer, one sentence; "" if nothing */
} lu_finding;

/**
 * Makes a context with one thread per core, seed 1, today unset, and the data folder named by the
 * environment variable LUTETIA_DATA or, without it, that which belongs to the running program:
 * <prefix>/share/lutetia next to <prefix>/bin, the source tree, the place of installation.
 * @param out new; free with lu_context_free()
 */
LU_API lu_status lu_context_new(lu_context **out, lu_error *error);
/** Frees a context. NULL is allowed. */
LU_API void lu_context_free(lu_context *context);

/** Sets the number of threads, 1 or more. */
LU_API lu_status lu_context_set_threads(lu_context *context, int threads, lu_error *error);
/** Number of threads that a computation may use. */
LU_API int lu_context_threads(const lu_context *context);
/** Sets the seed of all random numbers. */
LU_API void lu_context_set_seed(lu_context *context, uint64_t seed);
/** The seed of all random numbers. */
LU_API uint64_t lu_context_seed(const lu_context *context);
/** Sets the day that counts as today. */
LU_API void lu_context_set_today(lu_context *context, lu_date today);
/** The day that counts as today; an unset one is taken at the first call from the environment
 * variable SOURCE_DATE_EPOCH or, without it, from the clock (UTC). */
LU_API lu_date lu_context_today(lu_context *context);
/** Sets the folder that holds facts/, assessment/, guideline/. Copied. */
LU_API lu_status lu_context_set_data_path(lu_context *context, const char *path, lu_error *error);
/** The data folder. @return borrowed */
LU_API const char *lu_context_data_path(const lu_context *context);

/** Receives log lines; `sentence` has no newline. */
typedef void lu_log_function(void *user, lu_severity severity, const char *sentence);
/** Sets who receives log lines; NULL for silence (the default). */
LU_API void lu_context_set_log(lu_context *context, lu_log_function *log, void *user);
/** Writes one log line. Never with anything that identifies a patient. */
LU_API void lu_log(lu_context *context, lu_severity severity, const char *format, ...)
    LU_PRINTF(3, 4);

/** Receives progress: `done` of `total` steps of `what`. Called from the thread that computes. */
typedef void lu_progress_function(void *user, const char *what, uint64_t done, uint64_t total);
/** Sets who receives progress; NULL for silence (the default). */
LU_API void lu_context_set_progress(lu_context *context, lu_progress_function *progress,
                                    void *user);
/** Reports progress. Cheap enough for inner loops that call it once per block. */
LU_API void lu_context_progress(lu_context *context, const char *what, uint64_t done,
                                uint64_t total);

/** Asks the computation to stop soon; safe from a signal handler and from any thread. */
LU_API void lu_context_cancel(lu_context *context);
/** True after lu_context_cancel(). */
LU_API bool lu_context_cancelled(const lu_context *context);

/**
 * Keeps a finding. All texts are copied; a second finding with the same code, place and sentence
 * is dropped. Beyond 1000 findings one more says that there were others, with their gravest
 * severity.
 */
LU_API void lu_context_find(lu_context *context, const char *code, lu_severity severity,
                            const char *place, const char *effect, const char *format, ...)
    LU_PRINTF(6, 7);
/** Number of findings so far. */
LU_API size_t lu_context_finding_count(const lu_context *context);
/** One finding, by index in order of arrival. @return borrowed until findings are cleared; NULL
 * beyond the end */
LU_API const lu_finding *lu_context_finding(const lu_context *context, size_t index);
/** Forgets all findings. */
LU_API void lu_context_clear_findings(lu_context *context);
/** True if memory ran short while a finding was kept: the list is then incomplete. */
LU_API bool lu_context_findings_incomplete(const lu_context *context);

LU_END_DECLS

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * A progress bar for terminals, as a receiver of lu_context_progress().
 */
#ifndef LUTETIA_BASE_PROGRESS_H
#define LUTETIA_BASE_PROGRESS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "lutetia/base/context.h"
#include "lutetia/base/error.h"
#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/**
 * Writes one line: name, bar, percent, rate, time left. What does not fit is left out: first the
 * bar, then the rate, then the end of the name. Depends on nothing but its arguments.
 * @param buffer    filled, NUL-terminated, without newline @param size its size, 1 or more
 * @param what      what is being done
 * @param done      steps done @param total steps in all; 0 if unknown
 * @param elapsed_s seconds since the first step
 * @param width     columns of the terminal
 * @return buffer
 */
LU_API char *lu_progress_render(char *buffer, size_t size, const char *what, uint64_t done,
                                uint64_t total, double elapsed_s, unsigned width);

/** A bar on one stream; opaque. */
typedef struct lu_progress_bar lu_progress_bar;

/**
 * Makes a bar. On a stream that is no terminal it stays silent.
 * Fails with LU_OUT_OF_MEMORY.
 * @param out    new; free with lu_progress_bar_free()
 * @param stream where to draw (stderr); borrowed, must outlive the bar
 */
LU_API lu_status lu_progress_bar_new(lu_progress_bar **out, FILE *stream, lu_error *error);
/** Wipes the bar from the terminal and frees it. NULL is allowed. */
LU_API void lu_progress_bar_free(lu_progress_bar *bar);
/**
 * Draws; a lu_progress_function, so that `lu_context_set_progress(context,
 * lu_progress_bar_update, bar)` works. Draws at most ten times a second, and at the last step.
 * @param bar a lu_progress_bar
 */
LU_API void lu_progress_bar_update(void *bar, const char *what, uint64_t done, uint64_t total);

LU_END_DECLS

#endif

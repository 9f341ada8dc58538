/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Arenas: many small objects, freed together.
 *
 * An arena never fails in the middle of an expression: when memory runs out it goes into a sticky
 * failed state, and who builds something in it asks lu_arena_failed() once, at the end.
 */
#ifndef LUTETIA_BASE_MEMORY_H
#define LUTETIA_BASE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** A pool of memory; opaque. Not thread-safe: one arena belongs to one thread. */
typedef struct lu_arena lu_arena;

/** Makes an empty arena. @return new; NULL when memory is short. Free with lu_arena_free(). */
LU_API lu_arena *lu_arena_new(void);
/** Frees an arena and all that was allocated in it. NULL is allowed. */
LU_API void lu_arena_free(lu_arena *arena);
/** Forgets all objects but keeps the memory for the next round; clears the failed state. */
LU_API void lu_arena_reset(lu_arena *arena);
/** Allocates `size` zeroed bytes, aligned for any type. @return borrowed; NULL when memory is short
 * (sticky). */
LU_API void *lu_arena_alloc(lu_arena *arena, size_t size);
/** Allocates `count * size` zeroed bytes; an overflow counts as memory running short. @return
 * borrowed or NULL. */
LU_API void *lu_arena_array(lu_arena *arena, size_t count, size_t size);
/** Copies `length` bytes of text and adds a NUL. @return borrowed or NULL. */
LU_API char *lu_arena_copy(lu_arena *arena, const char *text, size_t length);
/** Copies NUL-terminated text (NULL gives NULL). @return borrowed or NULL. */
LU_API char *lu_arena_strdup(lu_arena *arena, const char *text);
/** Prints into the arena. @return borrowed or NULL. */
LU_API char *lu_arena_printf(lu_arena *arena, const char *format, ...) LU_PRINTF(2, 3);
/** True once any allocation failed since the last reset. */
LU_API bool lu_arena_failed(const lu_arena *arena);

/** A point in an arena to which it can go back. Plain data; holds only while the arena lives. */
typedef struct lu_arena_mark {
  void *chunk; /**< inner: chunk in use */
  size_t used; /**< inner: bytes used in it */
} lu_arena_mark;

/** Remembers how full the arena is. */
LU_API lu_arena_mark lu_arena_tell(const lu_arena *arena);
/** Forgets all that was allocated after the mark; the failed state stays. */
LU_API void lu_arena_rewind(lu_arena *arena, lu_arena_mark mark);

LU_END_DECLS

#endif

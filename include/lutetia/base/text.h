/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Growing text: what reports, JSON-free outputs and messages are written into.
 */
#ifndef LUTETIA_BASE_TEXT_H
#define LUTETIA_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base/export.h"

LU_BEGIN_DECLS

/** A growing UTF-8 string on the heap. Start with LU_TEXT_INIT, end with lu_text_free(). */
typedef struct lu_text {
  char *data;      /**< NUL-terminated; NULL while empty */
  size_t length;   /**< bytes without the NUL */
  size_t capacity; /**< bytes allocated */
  bool failed;     /**< sticky: memory ran short, content is incomplete */
} lu_text;

/** Initial value of a lu_text. */
#define LU_TEXT_INIT \
  { NULL, 0, 0, false }

/** Appends `length` bytes. */
LU_API void lu_text_append(lu_text *text, const char *bytes, size_t length);
/** Appends NUL-terminated text. */
LU_API void lu_text_puts(lu_text *text, const char *string);
/** Appends printed text. */
LU_API void lu_text_printf(lu_text *text, const char *format, ...) LU_PRINTF(2, 3);
/** Appends `count` copies of a byte. */
LU_API void lu_text_fill(lu_text *text, char byte, size_t count);
/** The text as a C string, "" while empty. @return borrowed, valid until the next change. */
LU_API const char *lu_text_string(const lu_text *text);
/** Frees the memory and makes the text empty. */
LU_API void lu_text_free(lu_text *text);
/** Hands the string over to the caller, who frees it with free(). @return new; NULL if empty or
 * failed. */
LU_API char *lu_text_steal(lu_text *text);

LU_END_DECLS

#endif

/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/** Makes room for `extra` bytes and a NUL; false when memory is short. */
static bool reserve(lu_text *text, size_t extra) {
  if (text->failed) return false;
  if (extra >= SIZE_MAX / 2 - text->length) {
    text->failed = true;
    return false;
  }
  size_t needed = text->length + extra + 1;
  if (needed <= text->capacity) return true;
  size_t capacity = text->capacity < 128 ? 128 : text->capacity;
  while (capacity < needed)
    capacity *= 2;
  char *data = realloc(text->data, capacity);
  if (data == NULL) {
    text->failed = true;
    return false;
  }
  text->data = data;
  text->capacity = capacity;
  return true;
}

void lu_text_append(lu_text *text, const char *bytes, size_t length) {
  if (!reserve(text, length)) return;
  if (length > 0) memcpy(text->data + text->length, bytes, length);
  text->length += length;
  text->data[text->length] = '\0';
}

void lu_text_puts(lu_text *text, const char *string) {
  lu_text_append(text, string, strlen(string));
}

void lu_text_printf(lu_text *text, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  va_list again;
  va_copy(again, arguments);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  if (length >= 0 && reserve(text, (size_t)length)) {
    vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
    text->length += (size_t)length;
  }
  va_end(again);
}

void lu_text_fill(lu_text *text, char byte, size_t count) {
  if (!reserve(text, count)) return;
  memset(text->data + text->length, byte, count);
  text->length += count;
  text->data[text->length] = '\0';
}

const char *lu_text_string(const lu_text *text) {
  return text->data == NULL ? "" : text->data;
}

void lu_text_free(lu_text *text) {
  free(text->data);
  *text = (lu_text)LU_TEXT_INIT;
}

char *lu_text_steal(lu_text *text) {
  char *data = text->failed ? NULL : text->data;
  if (text->failed) free(text->data);
  *text = (lu_text)LU_TEXT_INIT;
  return data;
}

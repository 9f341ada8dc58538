/* SPDX-License-Identifier: Apache-2.0 */
#include "lutetia/base/error.h"

#include <stdio.h>
#include <string.h>

#include "utf8.h"

/**
 * Cuts `message`, which was printed to its end, back to the last whole UTF-8 character: a beginning
 * without its continuation goes, a whole character stays.
 */
static void cut_at_character(char *message, size_t length) {
  size_t start = length;
  while (start > 0 && ((unsigned char)message[start - 1] & 0xC0u) == 0x80u)
    start--;
  if (start == 0) return;
  unsigned char first = (unsigned char)message[start - 1];
  size_t needed = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (length - (start - 1) < needed) message[start - 1] = '\0';
}

lu_status lu_fail(lu_error *error, lu_status status, const char *format, ...) {
  if (error == NULL) return status;
  error->status = status;
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(error->message, sizeof error->message, format, arguments);
  va_end(arguments);
  if (length < 0) error->message[0] = '\0';
  if (length >= (int)sizeof error->message)
    cut_at_character(error->message, sizeof error->message - 1);
  utf8_repair(error->message);
  return status;
}

lu_status lu_fail_memory(lu_error *error) {
  return lu_fail(error, LU_OUT_OF_MEMORY, "memory ran short");
}

lu_status lu_error_prefix(lu_error *error, const char *format, ...) {
  if (error == NULL) return LU_INTERNAL;
  char inner[sizeof error->message];
  memcpy(inner, error->message, sizeof inner);
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(error->message, sizeof error->message, format, arguments);
  va_end(arguments);
  if (length < 0) length = 0;
  size_t used = (size_t)length < sizeof error->message ? (size_t)length : sizeof error->message - 1;
  int rest = snprintf(error->message + used, sizeof error->message - used, "%s", inner);
  if (rest >= (int)(sizeof error->message - used))
    cut_at_character(error->message, sizeof error->message - 1);
  utf8_repair(error->message);
  return error->status;
}

int lu_status_exit_code(lu_status status) {
  return status == LU_OUT_OF_MEMORY ? (int)LU_INTERNAL : (int)status;
}

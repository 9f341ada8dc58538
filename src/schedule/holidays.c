/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "inner.h"

static bool is_blank(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\r';
}

/* One line without its comment and the blanks around. */
static void trim(const char **start, size_t *length) {
  const char *hash = memchr(*start, '#', *length);
  if (hash != NULL) *length = (size_t)(hash - *start);
  while (*length > 0 && is_blank((*start)[*length - 1]))
    (*length)--;
  while (*length > 0 && is_blank(**start)) {
    (*start)++;
    (*length)--;
  }
}

static lu_status read_day(lu_date *out, const char *line, size_t length, size_t number,
                          const char *name, lu_error *error) {
  char text[24] = "";
  bool plain = length < sizeof text;
  for (size_t i = 0; plain && i < length; i++)
    plain = line[i] > ' ' && line[i] <= '~';
  if (!plain)
    return lu_fail(error, LU_BAD_INPUT,
                   "%s:%zu: the line is no day off: a date such as 2026-12-25 is valid", name,
                   number);
  memcpy(text, line, length);
  if (lu_date_parse(out, text, NULL) != LU_OK || !lu_date_whole(*out))
    return lu_fail(error, LU_BAD_INPUT,
                   "%s:%zu: \"%s\" is no day off: a date such as 2026-12-25 is valid", name, number,
                   text);
  return LU_OK;
}

lu_status lu_holidays_parse(lu_date **out, size_t *count, const char *text, size_t length,
                            const char *name, lu_error *error) {
  lu_status status = LU_OK;
  size_t capacity = 0, number = 1;
  *out = NULL;
  *count = 0;
  if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
    text += 3;
    length -= 3;
  }
  for (size_t at = 0; at < length && status == LU_OK; number++) {
    const char *line = text + at, *end = memchr(line, '\n', length - at);
    size_t size = end == NULL ? length - at : (size_t)(end - line);
    at += size + 1;
    trim(&line, &size);
    if (size == 0) continue;
    status = make_room((void **)out, &capacity, *count, sizeof **out, error);
    if (status == LU_OK) status = read_day(&(*out)[*count], line, size, number, name, error);
    if (status == LU_OK) (*count)++;
  }
  if (status != LU_OK) {
    free(*out);
    *out = NULL;
    *count = 0;
  }
  return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Functions on strings that need no patterns. Positions count characters, not bytes. */
#include <string.h>

#include "builtin.h"
#include "unicode_case.h"

/** True for a byte that goes on with a character of UTF-8. */
static bool continues(char byte) {
  return ((unsigned char)byte & 0xc0) == 0x80;
}

static size_t length_of(const char *bytes, size_t size) {
  size_t length = 0;
  for (size_t i = 0; i < size; i++)
    length += !continues(bytes[i]);
  return length;
}

/** Byte at which a character begins (0: the first); `size` beyond the end. */
static size_t offset_of(const char *bytes, size_t size, size_t character) {
  size_t i = 0;
  for (; i < size; i++) {
    if (continues(bytes[i])) continue;
    if (character == 0) break;
    character--;
  }
  return i;
}

static const lu_value *string_argument(feel_evaluator *evaluator, const lu_value *const *arguments,
                                       size_t count, size_t index) {
  return builtin_of_kind(evaluator, arguments, count, index, LU_VALUE_STRING);
}

const lu_value *builtin_substring(feel_evaluator *evaluator, const lu_value *const *arguments,
                                  size_t count) {
  int64_t start, length;
  const lu_value *string = string_argument(evaluator, arguments, count, 0);
  if (string == NULL || !builtin_integer(&start, evaluator, arguments, count, 1)) return &feel_null;
  const char *bytes = string->as.string.bytes;
  size_t size = string->as.string.length;
  int64_t total = (int64_t)length_of(bytes, size);
  if (start == 0 || start > total || start < -total) {
    return feel_complain(evaluator, "substring(): the start lies outside of the text");
  }
  int64_t first = start > 0 ? start - 1 : total + start;
  length = total - first;
  const lu_value *given = builtin_argument(arguments, count, 2);
  if (given != NULL) {
    int64_t wanted;
    if (!builtin_integer(&wanted, evaluator, arguments, count, 2)) return &feel_null;
    if (wanted < 1) return feel_complain(evaluator, "substring(): the length is less than 1");
    if (wanted < length) length = wanted;
  }
  size_t from = offset_of(bytes, size, (size_t)first);
  size_t span = offset_of(bytes + from, size - from, (size_t)length);
  return feel_string(evaluator->arena, bytes + from, span);
}

const lu_value *builtin_string_length(feel_evaluator *evaluator, const lu_value *const *arguments,
                                      size_t count) {
  const lu_value *string = string_argument(evaluator, arguments, count, 0);
  if (string == NULL) return &feel_null;
  size_t length = length_of(string->as.string.bytes, string->as.string.length);
  return feel_integer(evaluator->arena, (int64_t)length);
}

/* ---- upper and lower case ---------------------------------------------------------------- */

/** Reads one character of UTF-8; a byte that is none stands for itself. @return bytes read */
static size_t decode(uint32_t *out, const char *bytes, size_t size) {
  unsigned char first = (unsigned char)bytes[0];
  size_t extra = first < 0xc0 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  *out = first;
  if (extra == 0 || extra >= size) return 1;
  uint32_t point = first & (0x3fu >> extra);
  for (size_t i = 1; i <= extra; i++) {
    if (!continues(bytes[i])) return 1;
    point = point << 6 | ((unsigned char)bytes[i] & 0x3fu);
  }
  *out = point;
  return extra + 1;
}

static size_t encode(char *out, uint32_t point) {
  if (point < 0x80) {
    out[0] = (char)point;
    return 1;
  }
  size_t extra = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  for (size_t i = extra; i > 0; i--) {
    out[i] = (char)(0x80u | (point & 0x3fu));
    point >>= 6;
  }
  static const unsigned char lead[] = {0, 0xc0, 0xe0, 0xf0};
  out[0] = (char)(lead[extra] | point);
  return extra + 1;
}

static const lu_value *change_case(feel_evaluator *evaluator, const lu_value *string, bool upper) {
  const char *bytes = string->as.string.bytes;
  size_t size = string->as.string.length;
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < size;) {
    uint32_t letter;
    char buffer[4];
    size_t read = decode(&letter, bytes + i, size - i);
    if (read == 1 && letter >= 0x80) {
      lu_text_append(&text, bytes + i, 1); /* no UTF-8: kept as it is */
    } else {
      lu_text_append(&text, buffer, encode(buffer, unicode_case(letter, upper)));
    }
    i += read;
  }
  return builtin_take_text(evaluator, &text);
}

const lu_value *builtin_upper_case(feel_evaluator *evaluator, const lu_value *const *arguments,
                                   size_t count) {
  const lu_value *string = string_argument(evaluator, arguments, count, 0);
  return string == NULL ? &feel_null : change_case(evaluator, string, true);
}

const lu_value *builtin_lower_case(feel_evaluator *evaluator, const lu_value *const *arguments,
                                   size_t count) {
  const lu_value *string = string_argument(evaluator, arguments, count, 0);
  return string == NULL ? &feel_null : change_case(evaluator, string, false);
}

/* ---- search ------------------------------------------------------------------------------ */

/** Two strings and where the second begins in the first. */
typedef struct occurrence {
  const lu_value *string, *match;
  const char *found; /**< NULL if it does not occur */
} occurrence;

static const char *find(const lu_value *string, const lu_value *match) {
  const char *bytes = string->as.string.bytes;
  size_t size = string->as.string.length, wanted = match->as.string.length;
  for (size_t i = 0; i + wanted <= size; i++) {
    if (memcmp(bytes + i, match->as.string.bytes, wanted) == 0) return bytes + i;
  }
  return NULL;
}

static bool read_search(occurrence *out, feel_evaluator *evaluator,
                        const lu_value *const *arguments, size_t count) {
  out->string = string_argument(evaluator, arguments, count, 0);
  out->match = string_argument(evaluator, arguments, count, 1);
  if (out->string == NULL || out->match == NULL) return false;
  out->found = find(out->string, out->match);
  return true;
}

const lu_value *builtin_substring_before(feel_evaluator *evaluator,
                                         const lu_value *const *arguments, size_t count) {
  occurrence search;
  if (!read_search(&search, evaluator, arguments, count)) return &feel_null;
  const char *bytes = search.string->as.string.bytes;
  size_t length = search.found == NULL ? 0 : (size_t)(search.found - bytes);
  return feel_string(evaluator->arena, bytes, length);
}

const lu_value *builtin_substring_after(feel_evaluator *evaluator, const lu_value *const *arguments,
                                        size_t count) {
  occurrence search;
  if (!read_search(&search, evaluator, arguments, count)) return &feel_null;
  if (search.found == NULL) return feel_string(evaluator->arena, "", 0);
  const char *end = search.string->as.string.bytes + search.string->as.string.length;
  const char *from = search.found + search.match->as.string.length;
  return feel_string(evaluator->arena, from, (size_t)(end - from));
}

const lu_value *builtin_contains(feel_evaluator *evaluator, const lu_value *const *arguments,
                                 size_t count) {
  occurrence search;
  if (!read_search(&search, evaluator, arguments, count)) return &feel_null;
  return feel_boolean(search.found != NULL);
}

const lu_value *builtin_starts_with(feel_evaluator *evaluator, const lu_value *const *arguments,
                                    size_t count) {
  occurrence search;
  if (!read_search(&search, evaluator, arguments, count)) return &feel_null;
  return feel_boolean(search.found == search.string->as.string.bytes);
}

const lu_value *builtin_ends_with(feel_evaluator *evaluator, const lu_value *const *arguments,
                                  size_t count) {
  const lu_value *string = string_argument(evaluator, arguments, count, 0);
  const lu_value *match = string_argument(evaluator, arguments, count, 1);
  if (string == NULL || match == NULL) return &feel_null;
  size_t size = string->as.string.length, wanted = match->as.string.length;
  return feel_boolean(wanted <= size && memcmp(string->as.string.bytes + size - wanted,
                                               match->as.string.bytes, wanted) == 0);
}

/** string join(list[, delimiter]): null items are left out. */
const lu_value *builtin_string_join(feel_evaluator *evaluator, const lu_value *const *arguments,
                                    size_t count) {
  feel_list list;
  if (!builtin_list(&list, evaluator, arguments, count, 0)) return &feel_null;
  const lu_value *delimiter = builtin_argument(arguments, count, 1);
  if (delimiter != NULL && delimiter->kind != LU_VALUE_NULL) {
    delimiter = string_argument(evaluator, arguments, count, 1);
    if (delimiter == NULL) return &feel_null;
  } else {
    delimiter = NULL;
  }
  lu_text text = LU_TEXT_INIT;
  bool first = true;
  for (size_t i = 0; i < list.count; i++) {
    const lu_value *item = list.items[i];
    if (item->kind == LU_VALUE_NULL) continue;
    if (item->kind != LU_VALUE_STRING) {
      lu_text_free(&text);
      return feel_complain(evaluator, "string join(): item %zu is not a string", i + 1);
    }
    if (!first && delimiter != NULL) {
      lu_text_append(&text, delimiter->as.string.bytes, delimiter->as.string.length);
    }
    lu_text_append(&text, item->as.string.bytes, item->as.string.length);
    first = false;
  }
  return builtin_take_text(evaluator, &text);
}

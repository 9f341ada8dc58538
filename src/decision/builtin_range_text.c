/* SPDX-License-Identifier: Apache-2.0 */
/* range(from): a range from text such as "[18..21)" or "(..2012-12-31]". */
#include <string.h>

#include "builtin.h"

/** The two dots between the ends, outside of strings; NULL if there are none. */
static const char *find_dots(const char *text, const char *end) {
  bool quoted = false;
  for (const char *c = text; c + 1 < end; c++) {
    if (*c == '\\' && quoted) {
      c++;
    } else if (*c == '"') {
      quoted = !quoted;
    } else if (!quoted && c[0] == '.' && c[1] == '.') {
      return c;
    }
  }
  return NULL;
}

static bool is_blank(const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (strchr(" \t\r\n", text[i]) == NULL) return false;
  }
  return true;
}

/** Evaluates the text of one end, in which no variables are known. NULL end: open; false: no value.
 */
static bool read_end(const lu_value **out, feel_evaluator *evaluator, const char *text,
                     size_t length) {
  const feel_expression *expression;
  static const feel_names none = {.outer = NULL};
  static const feel_scope empty = {.outer = NULL};
  *out = NULL;
  if (is_blank(text, length)) return true;
  char *copy = lu_arena_copy(evaluator->arena, text, length);
  if (copy == NULL) return false;
  if (feel_compile(&expression, copy, &none, evaluator->arena, NULL) != LU_OK) return false;
  *out = feel_evaluate(evaluator, expression, &empty);
  int order;
  return feel_compare(&order, *out, *out) == FEEL_YES;
}

const lu_value *builtin_range(feel_evaluator *evaluator, const lu_value *const *arguments,
                              size_t count) {
  const lu_value *from = builtin_of_kind(evaluator, arguments, count, 0, LU_VALUE_STRING);
  if (from == NULL) return &feel_null;
  const char *text = from->as.string.bytes;
  size_t length = from->as.string.length;
  const char *end = text + length - 1, *dots = length < 4 ? NULL : find_dots(text + 1, end);
  feel_range range = {.form = FEEL_RANGE_INTERVAL};
  if (dots == NULL || strchr("[(]", text[0]) == NULL || strchr("])[", *end) == NULL ||
      !read_end(&range.low, evaluator, text + 1, (size_t)(dots - text - 1)) ||
      !read_end(&range.high, evaluator, dots + 2, (size_t)(end - dots - 2))) {
    return feel_complain(evaluator, "range(): \"%.100s\" is not a range", text);
  }
  range.low_closed = text[0] == '[';
  range.high_closed = *end == ']';
  int order = 0;
  bool open = range.low == NULL || range.high == NULL;
  if ((range.low == NULL && (range.low_closed || range.high == NULL)) ||
      (range.high == NULL && range.high_closed)) {
    return feel_complain(evaluator, "range(): a side without an end is written ( or )");
  }
  if (!open && (feel_compare(&order, range.low, range.high) != FEEL_YES || order > 0)) {
    return feel_complain(evaluator, "range(): the ends of \"%.100s\" are not in order", text);
  }
  return feel_range_value(evaluator->arena, range);
}

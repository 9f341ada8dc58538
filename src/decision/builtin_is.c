/* SPDX-License-Identifier: Apache-2.0 */
/* is(): the same value in the same domain, not only equal. */
#include <string.h>

#include "builtin.h"

/** Times are the same if they read the same: 20:00Z is not 21:00+01:00. */
static bool same_time(const feel_time *a, const feel_time *b) {
  if (a->hour != b->hour || a->minute != b->minute || a->second != b->second ||
      a->nanosecond != b->nanosecond || a->zone_kind != b->zone_kind) {
    return false;
  }
  if (a->zone_kind == FEEL_ZONE_OFFSET) return a->offset_s == b->offset_s;
  return a->zone_kind == FEEL_ZONE_NONE || strcmp(a->zone_name, b->zone_name) == 0;
}

static bool same_date(const feel_date *a, const feel_date *b) {
  return a->year == b->year && a->month == b->month && a->day == b->day;
}

static feel_truth same(const lu_value *a, const lu_value *b) {
  if (a->kind == LU_VALUE_UNKNOWN || b->kind == LU_VALUE_UNKNOWN) return FEEL_MAYBE;
  if (a->kind != b->kind) return FEEL_NO;
  if (a->kind == LU_VALUE_TIME) {
    return same_time(&a->as.time, &b->as.time) ? FEEL_YES : FEEL_NO;
  }
  if (a->kind == LU_VALUE_DATE_TIME) {
    bool equal = same_date(&a->as.date_time.date, &b->as.date_time.date) &&
                 same_time(&a->as.date_time.time, &b->as.date_time.time);
    return equal ? FEEL_YES : FEEL_NO;
  }
  return feel_equal(a, b);
}

/** is() of values that may be unknown: true or false only if all candidates say so. */
static feel_truth same_candidates(const lu_value *a, const lu_value *b) {
  if (a->kind != LU_VALUE_UNKNOWN) return same(a, b);
  feel_truth first = FEEL_MAYBE;
  for (size_t i = 0; i < a->as.unknown.candidate_count; i++) {
    feel_truth truth = same(a->as.unknown.candidates[i], b);
    if (i > 0 && truth != first) return FEEL_MAYBE;
    first = truth;
  }
  return first;
}

const lu_value *builtin_is(feel_evaluator *evaluator, const lu_value *const *arguments,
                           size_t count) {
  const lu_value *a = builtin_argument(arguments, count, 0);
  const lu_value *b = builtin_argument(arguments, count, 1);
  if (a == NULL && b == NULL) return feel_complain(evaluator, "is(): arguments missing");
  if (a == NULL) a = &feel_null;
  if (b == NULL) b = &feel_null;
  feel_truth truth = a->kind == LU_VALUE_UNKNOWN ? same_candidates(a, b) : same_candidates(b, a);
  return builtin_truth(evaluator, truth == FEEL_NULL ? FEEL_NO : truth, arguments, count);
}

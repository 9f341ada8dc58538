/* SPDX-License-Identifier: Apache-2.0 */
/* Equality and order of values. */
#include <string.h>

#include "function.h"
#include "value.h"

static feel_truth truth_of(bool yes) {
  return yes ? FEEL_YES : FEEL_NO;
}

/**
 * Goes on with a conjunction: `next` is the answer for one more part. A difference decides, also a
 * difference of kinds; an open question remains otherwise.
 */
static feel_truth conjoin(feel_truth so_far, feel_truth next) {
  if (so_far == FEEL_NO || next == FEEL_NO || next == FEEL_NULL) return FEEL_NO;
  return so_far == FEEL_MAYBE || next == FEEL_MAYBE ? FEEL_MAYBE : FEEL_YES;
}

static feel_truth equal_lists(const feel_list *a, const feel_list *b) {
  if (a->count != b->count) return FEEL_NO;
  feel_truth truth = FEEL_YES;
  for (size_t i = 0; i < a->count && truth != FEEL_NO; i++) {
    truth = conjoin(truth, feel_equal(a->items[i], b->items[i]));
  }
  return truth;
}

static const lu_value *find_entry(const feel_context *context, const char *name) {
  for (size_t i = 0; i < context->count; i++) {
    if (strcmp(context->entries[i].name, name) == 0) return context->entries[i].value;
  }
  return NULL;
}

static feel_truth equal_contexts(const feel_context *a, const feel_context *b) {
  if (a->count != b->count) return FEEL_NO;
  feel_truth truth = FEEL_YES;
  for (size_t i = 0; i < a->count && truth != FEEL_NO; i++) {
    const lu_value *other = find_entry(b, a->entries[i].name);
    if (other == NULL) return FEEL_NO;
    truth = conjoin(truth, feel_equal(a->entries[i].value, other));
  }
  return truth;
}

static feel_truth equal_ends(const lu_value *a, const lu_value *b) {
  if (a == NULL || b == NULL) return truth_of(a == b);
  return feel_equal(a, b);
}

static feel_truth equal_ranges(const feel_range *a, const feel_range *b) {
  if (a->form != b->form) return FEEL_NO;
  if (a->low_closed != b->low_closed || a->high_closed != b->high_closed) return FEEL_NO;
  return conjoin(equal_ends(a->low, b->low), equal_ends(a->high, b->high));
}

/** An unknown equals another value if every value that it may take does. */
static feel_truth equal_unknown(const feel_unknown *unknown, const lu_value *other) {
  if (unknown->candidate_count == 0) return FEEL_MAYBE;
  feel_truth first = feel_equal(unknown->candidates[0], other);
  for (size_t i = 1; i < unknown->candidate_count && first != FEEL_MAYBE; i++) {
    if (feel_equal(unknown->candidates[i], other) != first) return FEEL_MAYBE;
  }
  return first;
}

feel_truth feel_equal(const lu_value *a, const lu_value *b) {
  if (a->kind == LU_VALUE_UNKNOWN) return equal_unknown(&a->as.unknown, b);
  if (b->kind == LU_VALUE_UNKNOWN) return equal_unknown(&b->as.unknown, a);
  if (a->kind == LU_VALUE_NULL || b->kind == LU_VALUE_NULL) return truth_of(a->kind == b->kind);
  if (a->kind != b->kind) return FEEL_NULL;
  switch (a->kind) {
    case LU_VALUE_BOOLEAN:
      return truth_of(a->as.boolean == b->as.boolean);
    case LU_VALUE_NUMBER:
      return truth_of(decimal_compare(a->as.number, b->as.number) == 0);
    case LU_VALUE_STRING:
      return truth_of(a->as.string.length == b->as.string.length &&
                      memcmp(a->as.string.bytes, b->as.string.bytes, a->as.string.length) == 0);
    case LU_VALUE_LIST:
      return equal_lists(&a->as.list, &b->as.list);
    case LU_VALUE_CONTEXT:
      return equal_contexts(&a->as.context, &b->as.context);
    case LU_VALUE_RANGE:
      return equal_ranges(&a->as.range, &b->as.range);
    case LU_VALUE_FUNCTION:
      return truth_of(a->as.function == b->as.function);
    default: {
      int order;
      feel_truth comparable = feel_temporal_compare(&order, a, b);
      return comparable == FEEL_YES    ? truth_of(order == 0)
             : comparable == FEEL_NULL ? FEEL_NO
                                       : comparable;
    }
  }
}

/** Candidates of an unknown on one side; all must agree on the order. */
static feel_truth compare_unknown(int *order, const feel_unknown *unknown, const lu_value *other,
                                  bool swapped) {
  if (unknown->candidate_count == 0) return FEEL_MAYBE;
  feel_truth first = FEEL_MAYBE;
  for (size_t i = 0; i < unknown->candidate_count; i++) {
    int current = 0;
    feel_truth truth = feel_compare(&current, unknown->candidates[i], other);
    if (truth == FEEL_MAYBE) return FEEL_MAYBE;
    if (swapped) current = -current;
    if (i > 0 && (truth != first || (truth == FEEL_YES && current != *order))) return FEEL_MAYBE;
    first = truth;
    *order = current;
  }
  return first;
}

static int compare_strings(const lu_value *a, const lu_value *b) {
  size_t shorter =
      a->as.string.length < b->as.string.length ? a->as.string.length : b->as.string.length;
  int order = memcmp(a->as.string.bytes, b->as.string.bytes, shorter);
  if (order != 0) return order < 0 ? -1 : 1;
  return (a->as.string.length > b->as.string.length) - (a->as.string.length < b->as.string.length);
}

feel_truth feel_compare(int *order, const lu_value *a, const lu_value *b) {
  *order = 0;
  if (a->kind == LU_VALUE_UNKNOWN) return compare_unknown(order, &a->as.unknown, b, false);
  if (b->kind == LU_VALUE_UNKNOWN) return compare_unknown(order, &b->as.unknown, a, true);
  if (a->kind != b->kind) return FEEL_NULL;
  switch (a->kind) {
    case LU_VALUE_NUMBER:
      *order = decimal_compare(a->as.number, b->as.number);
      return FEEL_YES;
    case LU_VALUE_STRING:
      *order = compare_strings(a, b); /* byte order of UTF-8 is the order of code points */
      return FEEL_YES;
    case LU_VALUE_DATE:
    case LU_VALUE_TIME:
    case LU_VALUE_DATE_TIME:
    case LU_VALUE_DAYS_DURATION:
    case LU_VALUE_YEARS_DURATION:
      return feel_temporal_compare(order, a, b);
    default:
      return FEEL_NULL;
  }
}

/* SPDX-License-Identifier: Apache-2.0 */
/* How ranges and points lie to each other (DMN 1.5, 10.3.4.9). A point is a range of itself. */
#include "builtin.h"

/** Two ranges; what cannot be compared on the way makes the answer null. */
typedef struct range_pair {
  feel_range a, b;
  bool failed;
} range_pair;

/** Reads an argument as a range. */
static bool read_range(feel_range *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                       size_t count, size_t index, bool point_allowed) {
  const lu_value *value = builtin_argument(arguments, count, index);
  if (value != NULL) value = builtin_item(value);
  if (value == NULL || value->kind == LU_VALUE_NULL) {
    feel_complain(evaluator, "argument %zu is null, not a %s", index + 1,
                  point_allowed ? "point or range" : "range");
    return false;
  }
  if (value->kind == LU_VALUE_RANGE && value->as.range.form != FEEL_RANGE_IS_NOT) {
    *out = value->as.range;
    return true;
  }
  if (value->kind == LU_VALUE_RANGE || !point_allowed) {
    feel_complain(evaluator, "argument %zu is not a range with two ends", index + 1);
    return false;
  }
  *out = (feel_range){.low_closed = true, .high_closed = true, .low = value, .high = value};
  return true;
}

/** Which of the two arguments may be points. */
typedef enum range_points {
  RANGES_ONLY,
  FIRST_MAY_BE_POINT,
  SECOND_MAY_BE_POINT,
  BOTH_OR_NONE,
  ANY_POINTS
} range_points;

static bool is_range(const lu_value *const *arguments, size_t count, size_t index) {
  const lu_value *value = builtin_argument(arguments, count, index);
  return value != NULL && builtin_item(value)->kind == LU_VALUE_RANGE;
}

static bool read_pair(range_pair *out, feel_evaluator *evaluator, const lu_value *const *arguments,
                      size_t count, range_points points) {
  bool first = points == FIRST_MAY_BE_POINT || points == ANY_POINTS;
  bool second = points == SECOND_MAY_BE_POINT || points == ANY_POINTS;
  if (points == BOTH_OR_NONE) {
    first = !is_range(arguments, count, 1);
    second = !is_range(arguments, count, 0);
  }
  out->failed = false;
  return read_range(&out->a, evaluator, arguments, count, 0, first) &&
         read_range(&out->b, evaluator, arguments, count, 1, second);
}

/** Order of two ends; a missing low end lies before everything, a missing high end behind it. */
static int order(range_pair *pair, const lu_value *a, int infinity_a, const lu_value *b,
                 int infinity_b) {
  int result = 0;
  if (a == NULL || b == NULL) {
    int rank_a = a == NULL ? infinity_a : 0, rank_b = b == NULL ? infinity_b : 0;
    return (rank_a > rank_b) - (rank_a < rank_b);
  }
  if (feel_compare(&result, a, b) != FEEL_YES) pair->failed = true;
  return result;
}

static int order_lows(range_pair *p, const feel_range *a, const feel_range *b) {
  return order(p, a->low, -1, b->low, -1);
}

static int order_highs(range_pair *p, const feel_range *a, const feel_range *b) {
  return order(p, a->high, 1, b->high, 1);
}

static int order_high_low(range_pair *p, const feel_range *a, const feel_range *b) {
  return order(p, a->high, 1, b->low, -1);
}

/* The relations; the others are these with the arguments changed over. */

static bool before(range_pair *p, const feel_range *a, const feel_range *b) {
  int gap = order_high_low(p, a, b);
  return gap < 0 || (gap == 0 && (!a->high_closed || !b->low_closed));
}

static bool meets(range_pair *p, const feel_range *a, const feel_range *b) {
  return a->high_closed && b->low_closed && order_high_low(p, a, b) == 0;
}

static bool overlaps_before(range_pair *p, const feel_range *a, const feel_range *b) {
  int lows = order_lows(p, a, b), highs = order_highs(p, a, b), gap = order_high_low(p, a, b);
  return (lows < 0 || (lows == 0 && a->low_closed && !b->low_closed)) &&
         (gap > 0 || (gap == 0 && a->high_closed && b->low_closed)) &&
         (highs < 0 || (highs == 0 && (!a->high_closed || b->high_closed)));
}

static bool overlaps(range_pair *p, const feel_range *a, const feel_range *b) {
  int one = order_high_low(p, a, b), other = order_high_low(p, b, a);
  return (one > 0 || (one == 0 && a->high_closed && b->low_closed)) &&
         (other > 0 || (other == 0 && b->high_closed && a->low_closed));
}

static bool finishes(range_pair *p, const feel_range *a, const feel_range *b) {
  int lows = order_lows(p, a, b);
  return a->high_closed == b->high_closed && order_highs(p, a, b) == 0 &&
         (lows > 0 || (lows == 0 && (!a->low_closed || b->low_closed)));
}

static bool starts(range_pair *p, const feel_range *a, const feel_range *b) {
  int highs = order_highs(p, a, b);
  return a->low_closed == b->low_closed && order_lows(p, a, b) == 0 &&
         (highs < 0 || (highs == 0 && (!a->high_closed || b->high_closed)));
}

static bool includes(range_pair *p, const feel_range *a, const feel_range *b) {
  int lows = order_lows(p, a, b), highs = order_highs(p, a, b);
  return (lows < 0 || (lows == 0 && (a->low_closed || !b->low_closed))) &&
         (highs > 0 || (highs == 0 && (a->high_closed || !b->high_closed)));
}

static bool coincides(range_pair *p, const feel_range *a, const feel_range *b) {
  int lows = order_lows(p, a, b), highs = order_highs(p, a, b);
  return lows == 0 && highs == 0 && a->low_closed == b->low_closed &&
         a->high_closed == b->high_closed;
}

typedef bool range_relation(range_pair *p, const feel_range *a, const feel_range *b);

static const lu_value *relate(feel_evaluator *evaluator, const lu_value *const *arguments,
                              size_t count, range_points points, range_relation *relation,
                              bool swapped) {
  range_pair pair;
  if (!read_pair(&pair, evaluator, arguments, count, points)) return &feel_null;
  bool truth = swapped ? relation(&pair, &pair.b, &pair.a) : relation(&pair, &pair.a, &pair.b);
  if (pair.failed) return feel_complain(evaluator, "the ends of the ranges cannot be compared");
  return feel_boolean(truth);
}

#define RELATION(name, points, relation, swapped)                                             \
  const lu_value *builtin_##name(feel_evaluator *evaluator, const lu_value *const *arguments, \
                                 size_t count) {                                              \
    return relate(evaluator, arguments, count, points, relation, swapped);                    \
  }

RELATION(before, ANY_POINTS, before, false)
RELATION(after, ANY_POINTS, before, true)
RELATION(meets, RANGES_ONLY, meets, false)
RELATION(met_by, RANGES_ONLY, meets, true)
RELATION(overlaps, RANGES_ONLY, overlaps, false)
RELATION(overlaps_before, RANGES_ONLY, overlaps_before, false)
RELATION(overlaps_after, RANGES_ONLY, overlaps_before, true)
RELATION(finishes, FIRST_MAY_BE_POINT, finishes, false)
RELATION(finished_by, SECOND_MAY_BE_POINT, finishes, true)
RELATION(includes, SECOND_MAY_BE_POINT, includes, false)
RELATION(during, FIRST_MAY_BE_POINT, includes, true)
RELATION(starts, FIRST_MAY_BE_POINT, starts, false)
RELATION(started_by, SECOND_MAY_BE_POINT, starts, true)
RELATION(coincides, BOTH_OR_NONE, coincides, false)

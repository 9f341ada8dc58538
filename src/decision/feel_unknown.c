/* SPDX-License-Identifier: Apache-2.0 */
/* Unknown values: candidates, what a condition can be, and logic on them. */
#include "feel_eval.h"

#include <string.h>

const lu_value *feel_unknown_because(lu_arena *arena, const lu_value *const *values, size_t count) {
  return feel_unknown_value(arena, feel_collect_reasons(arena, values, count), NULL, 0);
}

/* ---- sameness ---- */

static bool same_time(const feel_time *a, const feel_time *b) {
  if (a->hour != b->hour || a->minute != b->minute || a->second != b->second) return false;
  if (a->nanosecond != b->nanosecond || a->zone_kind != b->zone_kind) return false;
  if (a->zone_kind == FEEL_ZONE_OFFSET) return a->offset_s == b->offset_s;
  if (a->zone_kind == FEEL_ZONE_NAMED) return strcmp(a->zone_name, b->zone_name) == 0;
  return true;
}

static bool same_date(const feel_date *a, const feel_date *b) {
  return a->year == b->year && a->month == b->month && a->day == b->day;
}

static bool same_list(const feel_list *a, const feel_list *b) {
  if (a->count != b->count) return false;
  for (size_t i = 0; i < a->count; i++) {
    if (!feel_same(a->items[i], b->items[i])) return false;
  }
  return true;
}

static bool same_context(const feel_context *a, const feel_context *b) {
  if (a->count != b->count) return false;
  for (size_t i = 0; i < a->count; i++) {
    if (strcmp(a->entries[i].name, b->entries[i].name) != 0) return false;
    if (!feel_same(a->entries[i].value, b->entries[i].value)) return false;
  }
  return true;
}

static bool same_bound(const lu_value *a, const lu_value *b) {
  if (a == NULL || b == NULL) return a == b;
  return feel_same(a, b);
}

static bool same_range(const feel_range *a, const feel_range *b) {
  return a->form == b->form && a->low_closed == b->low_closed && a->high_closed == b->high_closed &&
         same_bound(a->low, b->low) && same_bound(a->high, b->high);
}

bool feel_same(const lu_value *a, const lu_value *b) {
  if (a->kind != b->kind) return false;
  switch (a->kind) {
    case LU_VALUE_NULL:
      return true;
    case LU_VALUE_BOOLEAN:
      return a->as.boolean == b->as.boolean;
    case LU_VALUE_NUMBER:
      return decimal_compare(a->as.number, b->as.number) == 0;
    case LU_VALUE_STRING:
      return a->as.string.length == b->as.string.length &&
             memcmp(a->as.string.bytes, b->as.string.bytes, a->as.string.length) == 0;
    case LU_VALUE_DATE:
      return same_date(&a->as.date, &b->as.date);
    case LU_VALUE_TIME:
      return same_time(&a->as.time, &b->as.time);
    case LU_VALUE_DATE_TIME:
      return same_date(&a->as.date_time.date, &b->as.date_time.date) &&
             same_time(&a->as.date_time.time, &b->as.date_time.time);
    case LU_VALUE_DAYS_DURATION:
      return a->as.duration.seconds == b->as.duration.seconds &&
             a->as.duration.nanoseconds == b->as.duration.nanoseconds;
    case LU_VALUE_YEARS_DURATION:
      return a->as.months == b->as.months;
    case LU_VALUE_LIST:
      return same_list(&a->as.list, &b->as.list);
    case LU_VALUE_CONTEXT:
      return same_context(&a->as.context, &b->as.context);
    case LU_VALUE_RANGE:
      return same_range(&a->as.range, &b->as.range);
    case LU_VALUE_FUNCTION:
      return a->as.function == b->as.function;
    case LU_VALUE_UNKNOWN:
      return false;
  }
  return false;
}

bool lu_value_same(const lu_value *a, const lu_value *b) {
  if (a == b) return true;
  if (a->kind != LU_VALUE_UNKNOWN || b->kind != LU_VALUE_UNKNOWN) return feel_same(a, b);
  const feel_unknown *left = &a->as.unknown, *right = &b->as.unknown;
  if (left->reasons.count != right->reasons.count || left->type != right->type ||
      left->candidate_count != right->candidate_count)
    return false;
  for (size_t i = 0; i < left->reasons.count; i++)
    if (strcmp(left->reasons.names[i], right->reasons.names[i]) != 0) return false;
  for (size_t i = 0; i < left->candidate_count; i++)
    if (!lu_value_same(left->candidates[i], right->candidates[i])) return false;
  return true;
}

/* ---- sets of candidates ---- */

/** Results so far; `any` once nothing can be said. Unknown ones are to blame, too. */
typedef struct results {
  size_t count;
  bool any;
  const lu_value *items[FEEL_MAX_CANDIDATES];
  feel_values blamed;
} results;

static void add_result(feel_evaluator *evaluator, results *set, const lu_value *value) {
  if (set->any) return;
  bool unknown = feel_holds_unknown(value);
  if (unknown && !feel_values_add(evaluator, &set->blamed, value)) return;
  if (feel_is_unknown(value) && value->as.unknown.candidate_count > 0) {
    for (size_t i = 0; i < value->as.unknown.candidate_count; i++) {
      add_result(evaluator, set, value->as.unknown.candidates[i]);
    }
    return;
  }
  if (unknown || set->count == FEEL_MAX_CANDIDATES) {
    set->any = true;
    return;
  }
  for (size_t i = 0; i < set->count; i++) {
    if (feel_same(set->items[i], value)) return;
  }
  set->items[set->count++] = value;
}

/** The value that a set of results amounts to. */
static const lu_value *conclude(feel_evaluator *evaluator, results *set,
                                const lu_value *const *because, size_t count) {
  if (!set->any && set->count == 1) return set->items[0];
  for (size_t i = 0; i < count; i++) {
    if (!feel_values_add(evaluator, &set->blamed, because[i])) return &feel_null;
  }
  feel_reasons reasons =
      feel_collect_reasons(evaluator->arena, set->blamed.items, set->blamed.count);
  if (set->any || set->count == 0) return feel_unknown_value(evaluator->arena, reasons, NULL, 0);
  const lu_value **kept = lu_arena_array(evaluator->arena, set->count, sizeof *kept);
  if (kept == NULL) return &feel_null;
  memcpy(kept, set->items, set->count * sizeof *kept);
  return feel_unknown_value(evaluator->arena, reasons, kept, set->count);
}

/** True for an unknown argument that has candidates. */
static bool has_candidates(const lu_value *argument) {
  return argument != NULL && feel_is_unknown(argument) && argument->as.unknown.candidate_count > 0;
}

/** Number of combinations of candidates; 0 if there are too many. */
static size_t combinations(const lu_value *const *arguments, size_t count) {
  size_t product = 1;
  for (size_t i = 0; i < count; i++) {
    if (!has_candidates(arguments[i])) continue;
    size_t candidates = arguments[i]->as.unknown.candidate_count;
    if (candidates > FEEL_MAX_COMBINATIONS) return 0;
    product *= candidates;
    if (product > FEEL_MAX_COMBINATIONS) return 0;
  }
  return product;
}

/** True if one of the arguments may be any value. */
static bool one_is_open(const lu_value *const *arguments, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (arguments[i] == NULL || !feel_is_unknown(arguments[i])) continue;
    if (arguments[i]->as.unknown.candidate_count == 0) return true;
  }
  return false;
}

/** Arguments without the missing ones, whose reasons can be collected. */
static size_t given(const lu_value **out, const lu_value *const *arguments, size_t count) {
  size_t filled = 0;
  for (size_t i = 0; i < count; i++) {
    if (arguments[i] != NULL) out[filled++] = arguments[i];
  }
  return filled;
}

const lu_value *feel_lift(feel_evaluator *evaluator, feel_operation *operation, const void *how,
                          const lu_value *const *arguments, size_t count) {
  if (!one_is_open(arguments, count)) {
    return feel_lift_partly(evaluator, operation, how, arguments, count);
  }
  return feel_unknown_because(evaluator->arena, arguments, count);
}

const lu_value *feel_lift_partly(feel_evaluator *evaluator, feel_operation *operation,
                                 const void *how, const lu_value *const *arguments, size_t count) {
  const lu_value **chosen = lu_arena_array(evaluator->arena, 2 * count, sizeof *chosen);
  if (chosen == NULL) return &feel_null;
  const lu_value **because = chosen + count;
  size_t because_count = given(because, arguments, count);
  size_t total = combinations(arguments, count);
  results set = {.any = total == 0};
  if (!feel_charge(evaluator, total)) return &feel_null;
  if (!set.any && !feel_enter(evaluator)) return &feel_null;
  for (size_t round = 0; round < total && !set.any; round++) {
    size_t rest = round;
    for (size_t i = 0; i < count; i++) {
      chosen[i] = arguments[i];
      if (!has_candidates(arguments[i])) continue;
      size_t candidates = arguments[i]->as.unknown.candidate_count;
      chosen[i] = arguments[i]->as.unknown.candidates[rest % candidates];
      rest /= candidates;
    }
    add_result(evaluator, &set, operation(evaluator, how, chosen, count));
  }
  if (total != 0) evaluator->depth--;
  return conclude(evaluator, &set, because, because_count);
}

const lu_value *feel_either(feel_evaluator *evaluator, const lu_value *why, const lu_value *a,
                            const lu_value *b) {
  if (feel_same(a, b)) return a;
  results set = {.any = false};
  add_result(evaluator, &set, a);
  add_result(evaluator, &set, b);
  const lu_value *because[] = {why, a, b};
  return conclude(evaluator, &set, because, 3);
}

/* ---- logic ---- */

unsigned feel_possible(const lu_value *value) {
  if (value->kind == LU_VALUE_BOOLEAN) return value->as.boolean ? CAN_BE_TRUE : CAN_BE_FALSE;
  if (value->kind != LU_VALUE_UNKNOWN) return CAN_BE_NULL;
  size_t count = value->as.unknown.candidate_count;
  if (count == 0) return CAN_BE_TRUE | CAN_BE_FALSE | CAN_BE_NULL;
  unsigned possible = 0;
  for (size_t i = 0; i < count; i++)
    possible |= feel_possible(value->as.unknown.candidates[i]);
  return possible;
}

/** The value for a set of possible truths of a and b. */
static const lu_value *from_possible(lu_arena *arena, unsigned possible, const lu_value *a,
                                     const lu_value *b) {
  static const lu_value *const candidates[][3] = {
      [CAN_BE_TRUE | CAN_BE_FALSE] = {&feel_true, &feel_false},
      [CAN_BE_TRUE | CAN_BE_NULL] = {&feel_true, &feel_null},
      [CAN_BE_FALSE | CAN_BE_NULL] = {&feel_false, &feel_null},
      [CAN_BE_TRUE | CAN_BE_FALSE | CAN_BE_NULL] = {&feel_true, &feel_false, &feel_null}};
  if (possible == CAN_BE_TRUE) return &feel_true;
  if (possible == CAN_BE_FALSE) return &feel_false;
  if (possible == CAN_BE_NULL) return &feel_null;
  const lu_value *both[] = {a, b};
  feel_reasons reasons = feel_collect_reasons(arena, both, 2);
  size_t count = possible == 7 ? 3 : 2;
  return feel_unknown_value(arena, reasons, candidates[possible], count);
}

/*
 * null is a value of its own, between false and true: false and null = false, true and null =
 * null. Unknown is one of them that is not known yet: false and unknown = false; null and unknown
 * = unknown, because it is false if the unknown turns out false, and null otherwise.
 */
const lu_value *feel_and(lu_arena *arena, const lu_value *a, const lu_value *b) {
  unsigned left = feel_possible(a), right = feel_possible(b), possible = 0;
  if ((left | right) & CAN_BE_FALSE) possible |= CAN_BE_FALSE;
  if (left == CAN_BE_FALSE || right == CAN_BE_FALSE) return &feel_false;
  if (left & right & CAN_BE_TRUE) possible |= CAN_BE_TRUE;
  unsigned whole = CAN_BE_TRUE | CAN_BE_NULL;
  if (((left & CAN_BE_NULL) && (right & whole)) || ((right & CAN_BE_NULL) && (left & whole))) {
    possible |= CAN_BE_NULL;
  }
  return from_possible(arena, possible, a, b);
}

const lu_value *feel_or(lu_arena *arena, const lu_value *a, const lu_value *b) {
  unsigned left = feel_possible(a), right = feel_possible(b), possible = 0;
  if ((left | right) & CAN_BE_TRUE) possible |= CAN_BE_TRUE;
  if (left == CAN_BE_TRUE || right == CAN_BE_TRUE) return &feel_true;
  if (left & right & CAN_BE_FALSE) possible |= CAN_BE_FALSE;
  unsigned whole = CAN_BE_FALSE | CAN_BE_NULL;
  if (((left & CAN_BE_NULL) && (right & whole)) || ((right & CAN_BE_NULL) && (left & whole))) {
    possible |= CAN_BE_NULL;
  }
  return from_possible(arena, possible, a, b);
}

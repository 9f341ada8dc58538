/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: how values lie in memory, and their constructors.
 *
 * Values are immutable and live in an arena. No constructor returns NULL: when memory is short
 * it returns the null value and the arena stays in its failed state, which is asked for once,
 * at the end of an evaluation.
 */
#ifndef DECISION_VALUE_H
#define DECISION_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "decimal.h"
#include "lutetia/decision.h"

/** Civil date. Years may have up to nine digits and a sign (FEEL). */
typedef struct feel_date {
  int64_t year;
  uint8_t month, day;
} feel_date;

/** How a time says its offset from UTC. */
typedef enum feel_zone_kind { FEEL_ZONE_NONE, FEEL_ZONE_OFFSET, FEEL_ZONE_NAMED } feel_zone_kind;

/** Time of day with optional zone. */
typedef struct feel_time {
  uint8_t hour, minute, second;
  uint32_t nanosecond;
  feel_zone_kind zone_kind;
  int32_t offset_s;      /**< offset from UTC for FEEL_ZONE_OFFSET */
  const char *zone_name; /**< "Europe/Paris" for FEEL_ZONE_NAMED; borrowed from the arena */
} feel_time;

/** Days-and-time duration: signed seconds plus nanoseconds of the same sign. */
typedef struct feel_duration {
  int64_t seconds;
  int32_t nanoseconds;
} feel_duration;

struct feel_function; /* function.h */

/** Which inputs an unknown value is to be blamed on: sorted, unique, interned pointers compare by
 * strcmp. */
typedef struct feel_reasons {
  size_t count;
  const char *const *names;
} feel_reasons;

typedef struct feel_list {
  size_t count;
  const lu_value *const *items;
} feel_list;

typedef struct feel_entry {
  const char *name;
  const lu_value *value;
} feel_entry;

typedef struct feel_context {
  size_t count;
  const feel_entry *entries; /**< in order of definition */
} feel_context;

/** How a range was written: (= 5) and [5..5] hold the same values but are not equal. */
typedef enum feel_range_form {
  FEEL_RANGE_INTERVAL,
  FEEL_RANGE_IS,
  FEEL_RANGE_IS_NOT
} feel_range_form;

/**
 * A range such as [1..10), (> 5), or unary (no lower bound: low == NULL). (= x) and (!= x) have
 * low == high == x, closed, and their form. A bound that is the null value comes from (null..5).
 */
typedef struct feel_range {
  feel_range_form form; /**< FEEL_RANGE_INTERVAL (0) for all but (= x) and (!= x) */
  bool low_closed, high_closed;
  const lu_value *low, *high; /**< NULL: open-ended (from `< 5`, `> 5`) */
} feel_range;

typedef struct feel_unknown {
  feel_reasons reasons;
  size_t candidate_count; /**< 0: any value */
  const lu_value *const *candidates;
  /** What a value that may be any was converted to: it is null or conforms; NULL: nothing known. */
  const struct feel_type *type;
} feel_unknown;

/**
 * Bounds of one value. Items may be shared, so that a short text could make a list that no memory
 * would hold if written out; whatever walks a value is bounded by these.
 */
#define FEEL_MAX_SIZE 4000000u
#define FEEL_MAX_NESTING 500u

struct lu_value {
  lu_value_kind kind;
  unsigned size : 22; /**< values inside, each as often as it is reached; 16 bytes of text count as
                         one */
  unsigned nesting : 9;       /**< of values inside of values */
  unsigned holds_unknown : 1; /**< is unknown, or holds an unknown */
  union {
    bool boolean;
    decimal number;
    struct {
      const char *bytes; /**< NUL-terminated UTF-8 */
      size_t length;     /**< bytes */
    } string;
    feel_date date;
    feel_time time;
    struct {
      feel_date date;
      feel_time time;
    } date_time;
    feel_duration duration;
    int64_t months;
    feel_list list;
    feel_context context;
    feel_range range;
    const struct feel_function *function;
    feel_unknown unknown;
  } as;
};

extern const lu_value feel_null;
extern const lu_value feel_true;
extern const lu_value feel_false;

/*
 * Constructors: all return borrowed values of the arena, never NULL. A value beyond FEEL_MAX_SIZE
 * or FEEL_MAX_NESTING counts as memory running short. Items must be complete when they are given.
 */
const lu_value *feel_boolean(bool truth);
const lu_value *feel_number(lu_arena *arena, decimal number);
const lu_value *feel_integer(lu_arena *arena, int64_t integer);
const lu_value *feel_string(lu_arena *arena, const char *bytes, size_t length); /* copies */
const lu_value *feel_string_z(lu_arena *arena, const char *text);               /* copies */
const lu_value *feel_date_value(lu_arena *arena, feel_date date);
const lu_value *feel_time_value(lu_arena *arena, feel_time time);
const lu_value *feel_date_time_value(lu_arena *arena, feel_date date, feel_time time);
const lu_value *feel_duration_value(lu_arena *arena, feel_duration duration);
const lu_value *feel_months_value(lu_arena *arena, int64_t months);
const lu_value *feel_list_value(lu_arena *arena, const lu_value *const *items,
                                size_t count); /* keeps the array: it must live in the arena */
const lu_value *feel_context_value(lu_arena *arena, const feel_entry *entries,
                                   size_t count); /* keeps the array */
const lu_value *feel_range_value(lu_arena *arena, feel_range range);
const lu_value *feel_function_value(lu_arena *arena, const struct feel_function *function);
const lu_value *feel_unknown_value(lu_arena *arena, feel_reasons reasons,
                                   const lu_value *const *candidates, size_t count);

/** Union of the reasons of all unknown values among `values` (searched through lists and contexts
 * too). */
feel_reasons feel_collect_reasons(lu_arena *arena, const lu_value *const *values, size_t count);
/** True if a value is unknown or holds an unknown. */
bool feel_holds_unknown(const lu_value *value);

/** A value from JSON: objects become contexts, arrays lists, reals shortest decimals. */
const lu_value *feel_from_json(lu_arena *arena, const json_t *json);

/** Deep copy into another arena. Functions are shared, not copied. */
const lu_value *feel_copy(lu_arena *arena, const lu_value *value);

/** Results of comparisons in FEEL: true, false, null (not comparable), unknown. */
typedef enum feel_truth { FEEL_NO, FEEL_YES, FEEL_NULL, FEEL_MAYBE } feel_truth;

/** FEEL equality (DMN 1.5, table 53): different kinds give FEEL_NULL, null = null is FEEL_YES;
 * unknown operands give FEEL_MAYBE unless all candidates agree. */
feel_truth feel_equal(const lu_value *a, const lu_value *b);
/**
 * Order of two comparable values.
 * @param order set to -1, 0 or 1
 * @return FEEL_YES if comparable, FEEL_NULL if not, FEEL_MAYBE if one is unknown
 */
feel_truth feel_compare(int *order, const lu_value *a, const lu_value *b);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: parts of the evaluator.
 *
 * Unknown values meet every operation in one way: where all of them have candidates the
 * operation is done for each combination (feel_lift), otherwise the result is unknown. That
 * never claims more than is known, because it forgets at most that two unknowns are the same.
 */
#ifndef DECISION_FEEL_EVAL_H
#define DECISION_FEEL_EVAL_H

#include "feel_ast.h"

/* ---- limits (feel_eval.c) ---- */

/** Counts work; false once depth or steps have run out, or the caller wants to stop. */
bool feel_charge(feel_evaluator *evaluator, uint64_t steps);
/** Enters one level of recursion; false if there is none left. Leave with evaluator->depth--. */
bool feel_enter(feel_evaluator *evaluator);
/** Looks a name up; NULL if it is not in scope. */
const lu_value *feel_lookup(const feel_scope *scope, const char *name, size_t hint);

/* ---- unknown values (feel_unknown.c) ---- */

/** Most combinations of candidates that are tried. */
#define FEEL_MAX_COMBINATIONS 256u
/** Most candidates that a result keeps. */
#define FEEL_MAX_CANDIDATES 64u

static inline bool feel_is_unknown(const lu_value *value) {
  return value->kind == LU_VALUE_UNKNOWN;
}
/** An unknown value with the reasons of these, which may take any value. */
const lu_value *feel_unknown_because(lu_arena *arena, const lu_value *const *values, size_t count);
/** An operation on values that are known at their top. */
typedef const lu_value *feel_operation(feel_evaluator *evaluator, const void *how,
                                       const lu_value *const *arguments, size_t count);
/** Does an operation of which an argument is unknown, for all combinations of candidates. No
 * argument may be NULL. */
const lu_value *feel_lift(feel_evaluator *evaluator, feel_operation *operation, const void *how,
                          const lu_value *const *arguments, size_t count);
/** The same for an operation that takes unknowns: goes through candidates, and hands on what has
 * none. Arguments may be NULL. */
const lu_value *feel_lift_partly(feel_evaluator *evaluator, feel_operation *operation,
                                 const void *how, const lu_value *const *arguments, size_t count);
/** True if two values are the same in every respect; stricter than `=`. Unknowns never are. */
bool feel_same(const lu_value *a, const lu_value *b);
/** Which of true, false, anything else (null) a value can be: a set of bits. */
enum { CAN_BE_TRUE = 1, CAN_BE_FALSE = 2, CAN_BE_NULL = 4 };
unsigned feel_possible(const lu_value *value);
/** One of two values, it is not known which; `why` decides. */
const lu_value *feel_either(feel_evaluator *evaluator, const lu_value *why, const lu_value *a,
                            const lu_value *b);

/* ---- operators (feel_operator.c) ---- */

const lu_value *feel_arithmetic(feel_evaluator *evaluator, feel_operator op, const lu_value *a,
                                const lu_value *b);
const lu_value *feel_negate(feel_evaluator *evaluator, const lu_value *value);
/** a op b for the six comparisons. */
const lu_value *feel_comparison(feel_evaluator *evaluator, feel_operator op, const lu_value *a,
                                const lu_value *b);
const lu_value *feel_between(feel_evaluator *evaluator, const lu_value *value, const lu_value *low,
                             const lu_value *high);
const lu_value *feel_instance(feel_evaluator *evaluator, const lu_value *value,
                              const feel_type *type);

/* ---- the rest ---- */

/** for, some, every (feel_loop.c). */
const lu_value *feel_eval_for(feel_evaluator *evaluator, const feel_expression *node,
                              const feel_scope *scope);
const lu_value *feel_eval_quantified(feel_evaluator *evaluator, const feel_expression *node,
                                     const feel_scope *scope);
/** base[condition] (feel_filter.c). */
const lu_value *feel_eval_filter(feel_evaluator *evaluator, const feel_expression *node,
                                 const feel_scope *scope);
/** A field of a value: entry, projection of a list, property (feel_filter.c). */
const lu_value *feel_field_of(feel_evaluator *evaluator, const lu_value *value, const char *name);
/** callee(arguments) (feel_call.c). */
const lu_value *feel_eval_call(feel_evaluator *evaluator, const feel_expression *node,
                               const feel_scope *scope);
/** Growing list of values in the arena. */
typedef struct feel_values {
  size_t count, capacity;
  const lu_value **items;
} feel_values;
bool feel_values_add(feel_evaluator *evaluator, feel_values *values, const lu_value *value);

#endif

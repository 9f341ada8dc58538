/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a decision table while it is evaluated.
 */
#ifndef DECISION_TABLE_RUN_H
#define DECISION_TABLE_RUN_H

#include "evaluation.h"
#include "feel_eval.h"

/** A rule that fires or may fire. */
typedef struct table_hit {
  size_t rule;
  bool sure;
  const lu_value *value;
} table_hit;

/** A table while it is evaluated. */
typedef struct table_run {
  feel_evaluator *evaluator;
  const lu_table *table;
  const feel_scope *scope;
  lu_table_trace *trace;
  bool full;               /**< evaluate cells behind a failing one too */
  bool refused;            /**< an input is none of the input values */
  feel_values doubtful;    /**< inputs that may be none of the input values */
  const lu_value **truths; /**< of the different cells; NULL: not yet tested */
  unsigned char *fates;    /**< the same as outcomes; CELL_NEW: not yet tested */
  const lu_value **values; /**< of the different outputs; NULL: not yet evaluated */
  size_t hit_count, sure_count;
  table_hit *hits; /**< in order of rules */
} table_run;

/** Does a value, or each item of a list, pass the tests (table_allowed.c)? null passes. */
feel_truth table_allows(const table_run *run, const feel_expression *tests, const lu_value *value);
/**
 * An unknown value of which some candidates do not pass the tests: what is left if those are out,
 * with null in their place if `or_null`.
 */
const lu_value *table_only_allowed(const table_run *run, const feel_expression *tests,
                                   const lu_value *value, bool or_null);
/** Output of a rule as a whole: the value, or a context of several. */
const lu_value *table_whole_output(const table_run *run, const lu_value *const *outputs);
/** The result by hit policy (table_policy.c). */
const lu_value *table_apply_policy(table_run *run);
/** The result of a policy of one hit, for the hits as they stand. */
const lu_value *table_single_hit(table_run *run);
/**
 * The same when rules are undecided: looks at each combination of candidates of the unknown
 * inputs, so that only outputs that some combination gives are candidates (table_refine.c).
 */
const lu_value *table_refined_hit(table_run *run);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: one evaluation of a model, and how its expressions are evaluated.
 */
#ifndef DECISION_EVALUATION_H
#define DECISION_EVALUATION_H

#include "boxed.h"
#include "model.h"

/** What happened in one table. Arrays are rule by rule. */
struct lu_table_trace {
  const lu_table *table;
  const feel_scope *scope;
  unsigned char *rules;     /**< lu_outcome per rule */
  unsigned char *cells;     /**< lu_outcome per rule and input */
  const lu_value **inputs;  /**< per input */
  const lu_value **outputs; /**< per rule and output; NULL where the rule fails */
  feel_reasons *reasons;    /**< per rule */
};

/** Values of nodes: of the evaluation itself, or of one call of a decision service. */
typedef struct value_frame {
  const struct value_frame *outer; /**< NULL: the evaluation itself */
  const lu_value **values;         /**< per node; NULL: not yet known */
} value_frame;

struct lu_evaluation {
  feel_evaluator evaluator; /**< holds the arena */
  const lu_model *model;
  value_frame main;
  const lu_value **given;        /**< per node: value of an input as given, or NULL */
  const lu_value **functions;    /**< per node: knowledge and services as function values */
  const lu_table_trace **traces; /**< per node */
  bool decided;                  /**< something was evaluated since the last change of inputs */
};

/** Value of a node in a frame; evaluates it and what it requires unless that was done. Never NULL.
 */
const lu_value *evaluation_value(lu_evaluation *evaluation, value_frame *frame,
                                 const model_node *node);
/** Calls a decision service with arguments in order of its parameters (NULL: null). Never NULL. */
const lu_value *evaluation_call_service(lu_evaluation *evaluation, const model_node *service,
                                        const lu_value *const *arguments, size_t count);
/** Sets an input by node. */
void evaluation_give(lu_evaluation *evaluation, const model_node *input, const lu_value *value);
/** The status of what was evaluated: memory, limits, interruption. */
lu_status evaluation_status(lu_evaluation *evaluation, lu_error *error);

/** Evaluates a boxed expression. @param trace set to the trace if it is a table; may be NULL */
const lu_value *boxed_evaluate(feel_evaluator *evaluator, const boxed *expression,
                               const feel_scope *scope, const lu_table_trace **trace);
/** Evaluates a decision table. @param trace may be NULL: then a rule is left at its first failing
 * cell */
const lu_value *table_evaluate(feel_evaluator *evaluator, const lu_table *table,
                               const feel_scope *scope, const lu_table_trace **trace);
/** What becomes of one cell of a table that was evaluated (table_eval.c). */
lu_outcome table_cell(feel_evaluator *evaluator, const lu_table_trace *trace, size_t rule,
                      size_t column);
/** A scope with room for `count` entries, in the arena. NULL when memory is short. */
feel_scope *scope_new(feel_evaluator *evaluator, const feel_scope *outer, size_t count);
/** Adds an entry to a scope that has room. */
void scope_add(feel_scope *scope, const char *name, const lu_value *value);
/** Coerces to a type that may be NULL. */
const lu_value *coerce_if_typed(feel_evaluator *evaluator, const lu_value *value,
                                const feel_type *type, const char *what);

/**
 * The value that is one of several, because of unknown inputs: the value itself if all agree, else
 * unknown with the distinct values as candidates.
 */
const lu_value *unknown_between(lu_arena *arena, feel_reasons reasons,
                                const lu_value *const *values, size_t count);

#endif

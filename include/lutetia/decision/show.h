/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Models and evaluations for people and for other programs: tables as text, inputs from text and
 * JSON, results with their trace.
 */
#ifndef LUTETIA_DECISION_SHOW_H
#define LUTETIA_DECISION_SHOW_H

#include <jansson.h>

#include "lutetia/base.h"
#include "lutetia/decision.h"

LU_BEGIN_DECLS

/**
 * Draws the decision table of a decision as a grid of Unicode lines: the hit policy in the corner,
 * inputs, outputs behind a double line, annotations. Long cells are wrapped, so that the grid is
 * at most `width` columns wide unless it has so many columns that they would become too narrow to
 * read. Without a table nothing is written.
 * @param out text that is added to
 * @return false if the decision has no table; memory that runs short shows in out->failed
 */
LU_API bool lu_table_print(lu_text *out, const lu_model *model, size_t decision, int width);

/**
 * What a model holds: its inputs with types, its decisions with hit policy and number of rules.
 * @return new; NULL when memory is short
 */
LU_API json_t *lu_model_json(const lu_model *model);
/** The same as text, one line per input and decision. @param out text that is added to */
LU_API void lu_model_print(lu_text *out, const lu_model *model);

/**
 * Gives an input a value from JSON. Strings become dates, times or durations where the declared
 * type of the input says so.
 * Fails with LU_USAGE (no such input: the sentence lists those that there are).
 */
LU_API lu_status lu_evaluation_set_json(lu_evaluation *evaluation, const char *name,
                                        const json_t *value, lu_error *error);
/**
 * Gives inputs their values from text: either "name=value", where the value is JSON or else taken
 * as a string (`age=71`, `sex=f`, `day=2026-11-24`), or one JSON object of names and values.
 * Fails with LU_USAGE.
 */
LU_API lu_status lu_evaluation_set_text(lu_evaluation *evaluation, const char *text,
                                        lu_error *error);

/**
 * The value of a decision that was evaluated, with the trace of its table: what became of each
 * rule and cell, because of which inputs. @return new; NULL when memory is short
 */
LU_API json_t *lu_evaluation_json(const lu_evaluation *evaluation, size_t decision,
                                  const lu_value *value);
/** The same as text; of the table those rules that fire or are undecided. @param out text that is
 * added to */
LU_API void lu_evaluation_print(lu_text *out, const lu_evaluation *evaluation, size_t decision,
                                const lu_value *value);

LU_END_DECLS

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Decision models: DMN 1.2 to 1.5 with FEEL, compiled once and evaluated two ways.
 *
 * *Standard*: an input that was not given is null, as DMN says. *Three-valued*: an input that was
 * not given is **unknown**; unknown is carried through every operation by strong Kleene logic,
 * remembers which inputs are to blame, and where possible which values it still can take. Each
 * rule of each table then fires, fails, or is undecided because of some inputs
 * (docs/three-valued.md). Where every input is given both ways agree.
 *
 * This room knows no medicine.
 */
#ifndef LUTETIA_DECISION_H
#define LUTETIA_DECISION_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "lutetia/base.h"

LU_BEGIN_DECLS

/* ---- values ---------------------------------------------------------------------------- */

/** A FEEL value. Immutable; lives in the evaluation that made it. */
typedef struct lu_value lu_value;

/** The kinds of FEEL values. */
typedef enum lu_value_kind {
  LU_VALUE_NULL,
  LU_VALUE_BOOLEAN,
  LU_VALUE_NUMBER, /**< 34-digit decimal */
  LU_VALUE_STRING,
  LU_VALUE_DATE,
  LU_VALUE_TIME,
  LU_VALUE_DATE_TIME,
  LU_VALUE_DAYS_DURATION,  /**< days and time */
  LU_VALUE_YEARS_DURATION, /**< years and months */
  LU_VALUE_LIST,
  LU_VALUE_CONTEXT,
  LU_VALUE_RANGE,
  LU_VALUE_FUNCTION,
  LU_VALUE_UNKNOWN /**< only in three-valued evaluation */
} lu_value_kind;

/** The kind of a value. */
LU_API lu_value_kind lu_value_get_kind(const lu_value *value);
/** True for boolean true. */
LU_API bool lu_value_is_true(const lu_value *value);
/** True for boolean false. */
LU_API bool lu_value_is_false(const lu_value *value);
/** The number as double; NaN if the value is not a number. */
LU_API double lu_value_number(const lu_value *value);
/**
 * Reads the number literal of FEEL at the start of a text ("2.5", "-3", ".5"), with a point
 * whatever the locale of the process; in "2..5" it is 2.
 * @return what follows it; NULL, and `out` as it was, if there is none or it is beyond all numbers
 */
LU_API const char *lu_number_read(double *out, const char *text);
/** The text of a string, NUL-terminated; NULL if the value is not a string. @return borrowed */
LU_API const char *lu_value_string(const lu_value *value);
/** Number of items of a list or entries of a context; 0 for other kinds. */
LU_API size_t lu_value_count(const lu_value *value);
/** Item of a list. @return borrowed; NULL beyond the end */
LU_API const lu_value *lu_value_item(const lu_value *value, size_t index);
/** Entry of a context by name. @return borrowed; NULL if there is none */
LU_API const lu_value *lu_value_entry(const lu_value *value, const char *name);
/** Name of the entry at an index of a context. @return borrowed; NULL beyond the end */
LU_API const char *lu_value_entry_name(const lu_value *value, size_t index);
/** True if two values are the same in every respect: of unknown ones the names to blame and the
 * candidates, in their order. */
LU_API bool lu_value_same(const lu_value *a, const lu_value *b);
/** Writes a value as FEEL text ("G2", 4.5, [1, 2], unknown) to the end of `out`. */
LU_API void lu_value_print(const lu_value *value, lu_text *out);
/** The value as JSON: temporal values as ISO text, unknown as {"unknown": [names]}. @return new;
 * NULL when memory is short */
LU_API json_t *lu_value_json(const lu_value *value);

/* ---- models ---------------------------------------------------------------------------- */

/** A compiled DMN model with all that it imports. Immutable after reading: threads may share it. */
typedef struct lu_model lu_model;

/**
 * Reads and compiles a DMN file. Imports are looked for by namespace among the .dmn files of the
 * same folder. Fails with LU_IO, LU_BAD_INPUT (the sentence names file, line, element, text) or
 * LU_OUT_OF_MEMORY. An expression that does not parse is a failure of the whole model unless
 * `lenient`, when only the decision that holds it fails (evaluates to null with a message).
 */
LU_API lu_status lu_model_read(lu_model **out, const char *path, bool lenient, lu_context *context,
                               lu_error *error);
/** The same from memory; `name` stands for the file in messages. Imports are not resolved. */
LU_API lu_status lu_model_read_buffer(lu_model **out, const char *xml, size_t length,
                                      const char *name, bool lenient, lu_context *context,
                                      lu_error *error);
/** Frees a model. NULL is allowed. */
LU_API void lu_model_free(lu_model *model);
/** Name of the model (attribute of definitions). @return borrowed */
LU_API const char *lu_model_name(const lu_model *model);
/** SHA-256 of the file that the model was read from, without imports; "" if it was read from
 * memory.
 * @return borrowed */
LU_API const char *lu_model_hash(const lu_model *model);
/** Description of the model's definitions element; "" if none. @return borrowed */
LU_API const char *lu_model_description(const lu_model *model);

/** Number of input data of the model itself, without imports. */
LU_API size_t lu_model_input_count(const lu_model *model);
/** Name of an input. @return borrowed; NULL beyond the end */
LU_API const char *lu_model_input_name(const lu_model *model, size_t index);
/** Declared type (typeRef) of an input, "Any" if none. @return borrowed; NULL beyond the end */
LU_API const char *lu_model_input_type(const lu_model *model, size_t index);
/** Number of decisions of the model itself, without imports, in document order. */
LU_API size_t lu_model_decision_count(const lu_model *model);
/** Name of a decision. @return borrowed; NULL beyond the end */
LU_API const char *lu_model_decision_name(const lu_model *model, size_t index);
/** Index of a decision by name. @return LU_NO_INDEX if there is none */
LU_API size_t lu_model_find_decision(const lu_model *model, const char *name);
/** Description of a decision; "" if none. @return borrowed */
LU_API const char *lu_model_decision_description(const lu_model *model, size_t decision);
/** Tells whether the value of a decision can depend on an input (through the requirements graph).
 */
LU_API bool lu_model_depends(const lu_model *model, size_t decision, size_t input);

/** "No such index". */
#define LU_NO_INDEX ((size_t)-1)

/**
 * The numbers at which alone a decision can change along a numeric input: between two neighbours
 * its value is the same for every number, whatever the other inputs are.
 * @param limits filled with the numbers, rising; room for `room`
 * @return how many; LU_NO_INDEX if they are not known, because the input is used in other ways than
 *         in cells of literal numbers, or if there is no room
 */
LU_API size_t lu_model_limits(const lu_model *model, size_t decision, size_t input, double *limits,
                              size_t room);

/* ---- tables: what they say (for showing and checking) ----------------------------------- */

/** A decision table of a model: the logic of a decision. Opaque, borrowed from the model. */
typedef struct lu_table lu_table;
/** The decision table of a decision. @return borrowed; NULL if its logic is not a table */
LU_API const lu_table *lu_model_table(const lu_model *model, size_t decision);
/** Hit policy as in DMN: "UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT
 * ORDER"; with aggregator "COLLECT SUM" etc. @return borrowed */
LU_API const char *lu_table_hit_policy(const lu_table *table);
/** Number of input columns. */
LU_API size_t lu_table_input_count(const lu_table *table);
/** FEEL text of an input expression. @return borrowed; NULL beyond the end */
LU_API const char *lu_table_input_text(const lu_table *table, size_t column);
/** Label of an input column, or its expression where there is no label. @return borrowed */
LU_API const char *lu_table_input_label(const lu_table *table, size_t column);
/** Number of output columns. */
LU_API size_t lu_table_output_count(const lu_table *table);
/** Name of an output column ("" if single and unnamed). @return borrowed; NULL beyond the end */
LU_API const char *lu_table_output_name(const lu_table *table, size_t column);
/** Number of annotation columns. */
LU_API size_t lu_table_annotation_count(const lu_table *table);
/** Name of an annotation column. @return borrowed; NULL beyond the end */
LU_API const char *lu_table_annotation_name(const lu_table *table, size_t column);
/** Number of rules. */
LU_API size_t lu_table_rule_count(const lu_table *table);
/** Text of an input entry ("-" if empty). @return borrowed; NULL beyond the end */
LU_API const char *lu_table_input_entry(const lu_table *table, size_t rule, size_t column);
/** Text of an output entry. @return borrowed; NULL beyond the end */
LU_API const char *lu_table_output_entry(const lu_table *table, size_t rule, size_t column);
/** Text of an annotation entry ("" if absent). @return borrowed; NULL beyond the end */
LU_API const char *lu_table_annotation(const lu_table *table, size_t rule, size_t column);
/** Text of an annotation entry by column name; "" if there is no such column or entry. @return
 * borrowed */
LU_API const char *lu_table_annotation_named(const lu_table *table, size_t rule, const char *name);
/** Tells whether an input column can depend on an input of the model. */
LU_API bool lu_table_column_depends(const lu_model *model, const lu_table *table, size_t column,
                                    size_t input);

/* ---- evaluation ------------------------------------------------------------------------- */

/** How inputs that were not given are understood. */
typedef enum lu_evaluation_mode {
  LU_STANDARD,    /**< they are null: DMN to the letter */
  LU_THREE_VALUED /**< they are unknown */
} lu_evaluation_mode;

/** One evaluation of one model: inputs, results, trace. Belongs to one thread at a time. */
typedef struct lu_evaluation lu_evaluation;

/** Starts an evaluation. @param out new; free with lu_evaluation_free() @param model borrowed, must
 * outlive it; NULL for a place where values live, without inputs and decisions */
LU_API lu_status lu_evaluation_new(lu_evaluation **out, const lu_model *model,
                                   lu_evaluation_mode mode, lu_context *context, lu_error *error);
/** Frees an evaluation with all values that it made. NULL is allowed. */
LU_API void lu_evaluation_free(lu_evaluation *evaluation);
/** Forgets inputs, results and values; keeps the memory for the next round. */
LU_API void lu_evaluation_reset(lu_evaluation *evaluation);
/**
 * Leaves each rule of a table at its first failing cell, and a table of policy FIRST at the rule
 * that decides. Results are the same; of traces, cells that were not reached count as failing, and
 * inputs that no cell asked for have no value. Stays on until it is turned off.
 */
LU_API void lu_evaluation_set_brief(lu_evaluation *evaluation, bool brief);

/* All lu_make_...() return NULL when memory is short (as does each later one, until a reset), and
 * lu_evaluation_decide() then fails. An input that is set to NULL counts as not given. */

/** Makes a number from a double (shortest decimal that gives the same double). @return borrowed */
LU_API const lu_value *lu_make_number(lu_evaluation *evaluation, double number);
/** Makes a number from decimal text, all 34 digits kept. @return borrowed; null value if not a
 * number */
LU_API const lu_value *lu_make_decimal(lu_evaluation *evaluation, const char *text);
/** Makes a string (copied). @return borrowed */
LU_API const lu_value *lu_make_string(lu_evaluation *evaluation, const char *text);
/** Makes a boolean. @return borrowed */
LU_API const lu_value *lu_make_boolean(lu_evaluation *evaluation, bool truth);
/** Makes a date; a partial date gives null. @return borrowed */
LU_API const lu_value *lu_make_date(lu_evaluation *evaluation, lu_date date);
/** Makes a list of `count` values (pointers copied). @return borrowed */
LU_API const lu_value *lu_make_list(lu_evaluation *evaluation, const lu_value *const *items,
                                    size_t count);
/** Makes a value from JSON (objects become contexts, numbers decimals). @return borrowed */
LU_API const lu_value *lu_make_json(lu_evaluation *evaluation, const json_t *json);
/** Copies a value, with all that it holds, into another evaluation. @return borrowed */
LU_API const lu_value *lu_make_copy(lu_evaluation *evaluation, const lu_value *value);
/**
 * Makes an unknown value to blame on a name (usually an input), with the values that it still may
 * take: `candidates` may be NULL, which means any.
 */
LU_API const lu_value *lu_make_unknown(lu_evaluation *evaluation, const char *name,
                                       const lu_value *const *candidates, size_t count);
/** Makes an unknown value that is blamed on the same names as another one, with other candidates.
 * @return borrowed */
LU_API const lu_value *lu_make_narrowed(lu_evaluation *evaluation, const lu_value *unknown,
                                        const lu_value *const *candidates, size_t count);

/** Names that an unknown value is to be blamed on. @return count; names are borrowed, sorted */
LU_API size_t lu_unknown_reasons(const lu_value *value, const char *const **names);
/** Values that an unknown value still may take. @return count; 0 if any */
LU_API size_t lu_unknown_candidates(const lu_value *value, const lu_value *const **candidates);

/** Gives an input its value; an unknown name is ignored and returns false. */
LU_API bool lu_evaluation_set_input(lu_evaluation *evaluation, const char *name,
                                    const lu_value *value);
/**
 * Gives an input, by its index, another value after something was decided: only results that can
 * depend on it are forgotten, and all messages. An index beyond the end is ignored.
 * @param value borrowed until the next reset; NULL for "not given"
 */
LU_API void lu_evaluation_change_input(lu_evaluation *evaluation, size_t input,
                                       const lu_value *value);
/**
 * Evaluates a decision (by index), and before it all that it requires; each only once.
 * A FEEL error is null as DMN says, with a message (lu_evaluation_message()).
 * Fails with LU_OUT_OF_MEMORY, LU_INTERRUPTED, LU_BAD_INPUT (too deep, too long).
 * @param out borrowed until the evaluation is reset or freed
 */
LU_API lu_status lu_evaluation_decide(const lu_value **out, lu_evaluation *evaluation,
                                      size_t decision, lu_error *error);
/** Number of messages about FEEL errors (null results with a reason). */
LU_API size_t lu_evaluation_message_count(const lu_evaluation *evaluation);
/** One message. @return borrowed; NULL beyond the end */
LU_API const char *lu_evaluation_message(const lu_evaluation *evaluation, size_t index);

/* ---- trace ------------------------------------------------------------------------------ */

/** What became of a rule or of one of its cells. */
typedef enum lu_outcome {
  LU_FAILS,     /**< false for this input */
  LU_UNDECIDED, /**< unknown inputs decide */
  LU_FIRES      /**< true for this input */
} lu_outcome;

/** What happened in one table during the last evaluation. Borrowed from the evaluation. */
typedef struct lu_table_trace lu_table_trace;
/** Trace of the table of a decision that was evaluated. @return borrowed; NULL if it was not, or is
 * no table */
LU_API const lu_table_trace *lu_evaluation_trace(const lu_evaluation *evaluation, size_t decision);
/** What became of a rule. In both modes every rule is traced, unless the evaluation is brief. */
LU_API lu_outcome lu_trace_rule(const lu_table_trace *trace, size_t rule);
/** What became of a cell; cells behind the first failing one are evaluated too. */
LU_API lu_outcome lu_trace_cell(const lu_table_trace *trace, size_t rule, size_t column);
/**
 * The same for a table that was evaluated, whether or not the cell was reached (see
 * lu_evaluation_set_brief()): evaluates it if need be.
 * @return LU_FAILS for what there is not, or when memory is short
 */
LU_API lu_outcome lu_evaluation_cell(lu_evaluation *evaluation, size_t decision, size_t rule,
                                     size_t column);
/** Value of an input expression. @return borrowed; NULL if no cell asked for it */
LU_API const lu_value *lu_trace_input(const lu_table_trace *trace, size_t column);
/** Value of an output entry of a rule that fires or is undecided. @return borrowed; NULL for a rule
 * that fails */
LU_API const lu_value *lu_trace_output(const lu_table_trace *trace, size_t rule, size_t column);
/** Inputs that an undecided rule waits for. @return count; names are borrowed, sorted */
LU_API size_t lu_trace_reasons(const lu_table_trace *trace, size_t rule, const char *const **names);

LU_END_DECLS

#endif

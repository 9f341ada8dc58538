/* SPDX-License-Identifier: Apache-2.0 */
/* What happened in the tables of an evaluation. */
#include "evaluation.h"

const lu_table_trace *lu_evaluation_trace(const lu_evaluation *evaluation, size_t decision) {
  const lu_model *model = evaluation->model;
  if (model == NULL || decision >= model->own_decision_count) return NULL;
  return evaluation->traces[model->own_decisions[decision]->index];
}

lu_outcome lu_trace_rule(const lu_table_trace *trace, size_t rule) {
  return rule < trace->table->rule_count ? (lu_outcome)trace->rules[rule] : LU_FAILS;
}

lu_outcome lu_trace_cell(const lu_table_trace *trace, size_t rule, size_t column) {
  const lu_table *table = trace->table;
  if (rule >= table->rule_count || column >= table->input_count) return LU_FAILS;
  if (table->rules[rule].tests[column] == NULL) return LU_FIRES; /* "-" */
  return (lu_outcome)trace->cells[rule * table->input_count + column];
}

lu_outcome lu_evaluation_cell(lu_evaluation *evaluation, size_t decision, size_t rule,
                              size_t column) {
  const lu_table_trace *trace = lu_evaluation_trace(evaluation, decision);
  if (trace == NULL || rule >= trace->table->rule_count || column >= trace->table->input_count)
    return LU_FAILS;
  return table_cell(&evaluation->evaluator, trace, rule, column);
}

const lu_value *lu_trace_input(const lu_table_trace *trace, size_t column) {
  return column < trace->table->input_count ? trace->inputs[column] : NULL;
}

const lu_value *lu_trace_output(const lu_table_trace *trace, size_t rule, size_t column) {
  const lu_table *table = trace->table;
  if (rule >= table->rule_count || column >= table->output_count) return NULL;
  return trace->outputs[rule * table->output_count + column];
}

size_t lu_trace_reasons(const lu_table_trace *trace, size_t rule, const char *const **names) {
  if (rule >= trace->table->rule_count) {
    *names = NULL;
    return 0;
  }
  *names = trace->reasons[rule].names;
  return trace->reasons[rule].count;
}

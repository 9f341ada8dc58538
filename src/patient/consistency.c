/* SPDX-License-Identifier: Apache-2.0 */
#include "consistency.h"

#include <stdio.h>
#include <string.h>

/** What one pass over the table needs. */
typedef struct pass {
  checker *check;
  const lu_factset *facts;
  const lu_table *table;
  const lu_table_trace *trace;
} pass;

/** Text of an output column of a rule; "" if it has none. */
static const char *output(const pass *p, size_t rule, const char *name) {
  for (size_t i = 0; i < lu_table_output_count(p->table); i++) {
    if (strcmp(lu_table_output_name(p->table, i), name) != 0) continue;
    const lu_value *value = lu_trace_output(p->trace, rule, i);
    const char *text = value != NULL ? lu_value_string(value) : NULL;
    return text != NULL ? text : "";
  }
  return "";
}

/** Where the fact that a rule complains about stands in the record. */
static const char *place_of(const pass *p, const char *fact) {
  const lu_dictionary *dictionary = lu_factset_dictionary(p->facts);
  size_t index = lu_dictionary_find(dictionary, fact);
  if (index == LU_NO_INDEX) return "";
  const lu_fact_origin *origin = lu_factset_origin(p->facts, index);
  return origin != NULL ? origin->place : "";
}

static void report_rule(const pass *p, size_t rule) {
  const char *severity = output(p, rule, "severity");
  lu_severity grade = strcmp(severity, "severe") == 0    ? LU_SEVERE
                      : strcmp(severity, "warning") == 0 ? LU_WARNING
                                                         : LU_NOTE;
  check_report(p->check, grade, output(p, rule, "code"), place_of(p, output(p, rule, "fact")),
               output(p, rule, "effect"), "%s", output(p, rule, "sentence"));
}

/** Evaluates all tables of the model. */
static lu_status evaluate(checker *c, const lu_factset *facts, const lu_model *model,
                          lu_evaluation *evaluation, lu_error *error) {
  for (size_t decision = 0; decision < lu_model_decision_count(model); decision++) {
    const lu_value *value;
    lu_status status = lu_evaluation_decide(&value, evaluation, decision, error);
    if (status != LU_OK) return status;
    pass p = {c, facts, lu_model_table(model, decision), lu_evaluation_trace(evaluation, decision)};
    if (p.table == NULL || p.trace == NULL) continue;
    for (size_t rule = 0; rule < lu_table_rule_count(p.table); rule++)
      if (lu_trace_rule(p.trace, rule) == LU_FIRES) report_rule(&p, rule);
  }
  return LU_OK;
}

lu_status check_consistency(checker *c, const lu_factset *facts, lu_error *error) {
  lu_text path = LU_TEXT_INIT;
  lu_model *model = NULL;
  lu_evaluation *evaluation = NULL;
  lu_text_printf(&path, "%s/record/consistency.dmn", lu_context_data_path(c->context));
  lu_status status = LU_OK;
  if (path.failed) {
    status = lu_fail_memory(error);
    goto done;
  }
  status = lu_model_read(&model, path.data, false, c->context, error);
  if (status != LU_OK) goto done;
  status = lu_evaluation_new(&evaluation, model, LU_THREE_VALUED, c->context, error);
  if (status != LU_OK) goto done;
  status = lu_factset_bind(facts, evaluation, model, error);
  if (status != LU_OK) goto done;
  status = evaluate(c, facts, model, evaluation, error);
done:
  lu_evaluation_free(evaluation);
  lu_model_free(model);
  lu_text_free(&path);
  return status;
}

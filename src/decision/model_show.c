/* SPDX-License-Identifier: Apache-2.0 */
/* What models and evaluations hold, as text and JSON. */
#include <string.h>

#include "evaluation.h"
#include "lutetia/decision/show.h"

/* ---- models ---- */

static json_t *input_json(const lu_model *model, size_t index) {
  return json_pack("{s:s, s:s}", "name", lu_model_input_name(model, index), "type",
                   lu_model_input_type(model, index));
}

static json_t *decision_json(const lu_model *model, size_t index) {
  json_t *json = json_pack("{s:s}", "name", lu_model_decision_name(model, index));
  const lu_table *table = lu_model_table(model, index);
  const char *description = lu_model_decision_description(model, index);
  if (json == NULL) return NULL;
  if (*description != '\0') json_object_set_new(json, "description", json_string(description));
  if (table == NULL) return json;
  json_object_set_new(json, "hit_policy", json_string(lu_table_hit_policy(table)));
  json_object_set_new(json, "rules", json_integer((json_int_t)table->rule_count));
  return json;
}

json_t *lu_model_json(const lu_model *model) {
  json_t *inputs = json_array();
  json_t *decisions = json_array();
  for (size_t i = 0; i < lu_model_input_count(model); i++)
    json_array_append_new(inputs, input_json(model, i));
  for (size_t i = 0; i < lu_model_decision_count(model); i++)
    json_array_append_new(decisions, decision_json(model, i));
  return json_pack("{s:s, s:s, s:s, s:o, s:o}", "name", lu_model_name(model), "file",
                   model->units[0]->file, "description", lu_model_description(model), "inputs",
                   inputs, "decisions", decisions);
}

void lu_model_print(lu_text *out, const lu_model *model) {
  lu_text_printf(out, "%s (%s)\n", lu_model_name(model), model->units[0]->file);
  for (size_t i = 0; i < lu_model_input_count(model); i++)
    lu_text_printf(out, "  input     %s: %s\n", lu_model_input_name(model, i),
                   lu_model_input_type(model, i));
  for (size_t i = 0; i < lu_model_decision_count(model); i++) {
    const lu_table *table = lu_model_table(model, i);
    lu_text_printf(out, "  decision  %s", lu_model_decision_name(model, i));
    if (table != NULL)
      lu_text_printf(out, " (table, %s, %zu rule%s)", lu_table_hit_policy(table), table->rule_count,
                     table->rule_count == 1 ? "" : "s");
    lu_text_puts(out, "\n");
  }
}

/* ---- evaluations ---- */

static const char *outcome_name(lu_outcome outcome) {
  switch (outcome) {
    case LU_FAILS:
      return "fails";
    case LU_UNDECIDED:
      return "undecided";
    case LU_FIRES:
      return "fires";
  }
  return "";
}

static json_t *rule_json(const lu_table_trace *trace, size_t rule) {
  const char *const *names;
  json_t *cells = json_array();
  json_t *reasons = json_array();
  json_t *outputs = json_array();
  for (size_t i = 0; i < trace->table->input_count; i++)
    json_array_append_new(cells, json_string(outcome_name(lu_trace_cell(trace, rule, i))));
  size_t count = lu_trace_reasons(trace, rule, &names);
  for (size_t i = 0; i < count; i++)
    json_array_append_new(reasons, json_string(names[i]));
  for (size_t i = 0; i < trace->table->output_count; i++) {
    const lu_value *output = lu_trace_output(trace, rule, i);
    if (output != NULL) json_array_append_new(outputs, lu_value_json(output));
  }
  return json_pack("{s:I, s:s, s:o, s:o, s:o}", "rule", (json_int_t)rule + 1, "outcome",
                   outcome_name(lu_trace_rule(trace, rule)), "cells", cells, "because_of", reasons,
                   "outputs", outputs);
}

/** Candidates of an unknown value; an empty list if it can be anything. */
static json_t *candidates_json(const lu_value *value) {
  const lu_value *const *candidates;
  json_t *list = json_array();
  size_t count = lu_unknown_candidates(value, &candidates);
  for (size_t i = 0; i < count; i++)
    json_array_append_new(list, lu_value_json(candidates[i]));
  return list;
}

json_t *lu_evaluation_json(const lu_evaluation *evaluation, size_t decision,
                           const lu_value *value) {
  const lu_table_trace *trace = lu_evaluation_trace(evaluation, decision);
  json_t *json =
      json_pack("{s:s, s:o}", "decision", lu_model_decision_name(evaluation->model, decision),
                "value", lu_value_json(value));
  if (json == NULL) return NULL;
  if (lu_value_get_kind(value) == LU_VALUE_UNKNOWN)
    json_object_set_new(json, "candidates", candidates_json(value));
  if (trace == NULL) return json;
  json_t *rules = json_array();
  for (size_t r = 0; r < trace->table->rule_count; r++)
    json_array_append_new(rules, rule_json(trace, r));
  json_object_set_new(json, "rules", rules);
  return json;
}

/** Writes names as "a, b". */
static void print_names(lu_text *out, const char *const *names, size_t count) {
  for (size_t i = 0; i < count; i++)
    lu_text_printf(out, "%s%s", i == 0 ? "" : ", ", names[i]);
}

static void print_unknown(lu_text *out, const lu_value *value) {
  const char *const *names;
  const lu_value *const *candidates;
  size_t count = lu_unknown_reasons(value, &names);
  lu_text_puts(out, "unknown because of ");
  print_names(out, names, count);
  count = lu_unknown_candidates(value, &candidates);
  for (size_t i = 0; i < count; i++) {
    lu_text_puts(out, i == 0 ? "; it may be " : i + 1 == count ? " or " : ", ");
    lu_value_print(candidates[i], out);
  }
}

void lu_evaluation_print(lu_text *out, const lu_evaluation *evaluation, size_t decision,
                         const lu_value *value) {
  const lu_table_trace *trace = lu_evaluation_trace(evaluation, decision);
  lu_text_printf(out, "%s = ", lu_model_decision_name(evaluation->model, decision));
  if (lu_value_get_kind(value) == LU_VALUE_UNKNOWN)
    print_unknown(out, value);
  else
    lu_value_print(value, out);
  lu_text_puts(out, "\n");
  for (size_t r = 0; trace != NULL && r < trace->table->rule_count; r++) {
    const char *const *names;
    size_t count = lu_trace_reasons(trace, r, &names);
    lu_outcome outcome = lu_trace_rule(trace, r);
    if (outcome == LU_FAILS) continue;
    lu_text_printf(out, "  rule %zu %s", r + 1, outcome == LU_FIRES ? "fires" : "waits for ");
    print_names(out, names, count);
    lu_text_puts(out, "\n");
  }
}

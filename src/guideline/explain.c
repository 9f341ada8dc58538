/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "disagree.h"
#include "nearest.h"

/* Derived facts are followed down to stated ones; assessment tables stand at most this deep. */
#define MAX_DEPTH 16

/* A builder with what explanations need besides. */
struct explainer {
  struct builder builder; /* stands first */
  lu_context *context;
  lu_evaluation **full; /* per file: with all cells; NULL until needed */
};

/* One table that was evaluated, of the guideline or of the assessment. */
struct evaluated {
  const lu_model *model;
  size_t decision;
  const lu_table *table; /* NULL where the logic is no table */
  const lu_table_trace *trace;
};

static json_t *build_fact_tree(struct builder *builder, size_t fact, int depth);

static const char *cell_outcome(lu_outcome outcome) {
  return outcome == LU_FIRES ? "true" : outcome == LU_FAILS ? "false" : "unknown";
}

static const char *rule_outcome(lu_outcome outcome) {
  return outcome == LU_FIRES ? "fires" : outcome == LU_FAILS ? "fails" : "undecided";
}

static void put_value(struct builder *builder, json_t *object, const char *key,
                      const lu_value *value) {
  lu_text text = LU_TEXT_INIT;
  if (value != NULL && lu_value_get_kind(value) == LU_VALUE_NUMBER)
    lu_text_printf(&text, "%.6g", lu_value_number(value)); /* not all of the 34 digits */
  else if (value != NULL)
    lu_value_print(value, &text);
  builder->failed |= text.failed;
  build_text(builder, object, key, lu_text_string(&text));
  lu_text_free(&text);
}

/* Facts among the inputs that a column can depend on; all of the decision's for LU_NO_INDEX. */
static json_t *build_inputs(struct builder *builder, const struct evaluated *at, size_t column,
                            int depth) {
  const lu_dictionary *dictionary = builder->plan->guideline->dictionary;
  json_t *list = json_array();
  for (size_t i = 0; i < lu_model_input_count(at->model); i++) {
    size_t fact = lu_dictionary_find(dictionary, lu_model_input_name(at->model, i));
    bool depends = column == LU_NO_INDEX ? lu_model_depends(at->model, at->decision, i)
                                         : lu_table_column_depends(at->model, at->table, column, i);
    if (fact != LU_NO_INDEX && depends)
      build_push(builder, list, build_fact_tree(builder, fact, depth));
  }
  return list;
}

static json_t *build_cells(struct builder *builder, const struct evaluated *at, size_t row,
                           int depth) {
  json_t *list = json_array();
  for (size_t column = 0; column < lu_table_input_count(at->table); column++) {
    const char *entry = lu_table_input_entry(at->table, row, column);
    if (strcmp(entry, "-") == 0) continue;
    json_t *object = json_object();
    build_text(builder, object, "label", lu_table_input_label(at->table, column));
    build_text(builder, object, "expression", lu_table_input_text(at->table, column));
    build_text(builder, object, "test", entry);
    if (at->trace != NULL) {
      put_value(builder, object, "value", lu_trace_input(at->trace, column));
      build_text(builder, object, "outcome", cell_outcome(lu_trace_cell(at->trace, row, column)));
      build_put(builder, object, "facts", build_inputs(builder, at, column, depth));
    }
    build_push(builder, list, object);
  }
  return list;
}

/* ---- derived facts ------------------------------------------------------------------------- */

static void put_annotation(struct builder *builder, json_t *object, const struct evaluated *at,
                           size_t row, const char *column, const char *key) {
  const char *text = lu_table_annotation_named(at->table, row, column);
  if (text[0] != '\0') build_text(builder, object, key, text);
}

/* Rows of an assessment table that fire or are undecided, as far as they count: where the first
   that fires decides, what stands below it says nothing. */
static json_t *build_rows(struct builder *builder, const struct evaluated *at, int depth) {
  json_t *list = json_array();
  bool first_decides = strcmp(lu_table_hit_policy(at->table), "FIRST") == 0;
  for (size_t row = 0; row < lu_table_rule_count(at->table); row++) {
    lu_outcome outcome = lu_trace_rule(at->trace, row);
    if (outcome == LU_FAILS) continue;
    json_t *object = json_object(), *outputs = json_array();
    build_put(builder, object, "row", json_integer((json_int_t)row + 1));
    build_text(builder, object, "outcome", rule_outcome(outcome));
    for (size_t i = 0; i < lu_table_output_count(at->table); i++)
      build_push(builder, outputs, json_string(lu_table_output_entry(at->table, row, i)));
    build_put(builder, object, "outputs", outputs);
    put_annotation(builder, object, at, row, "Source", "source");
    put_annotation(builder, object, at, row, "Mark", "mark");
    put_annotation(builder, object, at, row, "Reason", "reason");
    build_put(builder, object, "cells", build_cells(builder, at, row, depth));
    build_push(builder, list, object);
    if (first_decides && outcome == LU_FIRES) break;
  }
  return list;
}

static json_t *build_derivation(struct builder *builder, const struct evaluated *at, int depth) {
  json_t *object = json_object();
  build_text(builder, object, "model", lu_model_name(at->model));
  build_text(builder, object, "table", lu_model_decision_name(at->model, at->decision));
  build_text(builder, object, "description",
             lu_model_decision_description(at->model, at->decision));
  if (at->table != NULL && at->trace != NULL)
    build_put(builder, object, "rows", build_rows(builder, at, depth));
  else
    build_put(builder, object, "facts", build_inputs(builder, at, LU_NO_INDEX, depth));
  return object;
}

static json_t *build_fact_tree(struct builder *builder, size_t fact, int depth) {
  const lu_model *model;
  const lu_evaluation *evaluation;
  size_t decision;
  json_t *object = build_fact(builder, fact);
  if (depth >= MAX_DEPTH ||
      !lu_assessment_trace(builder->plan->assessment, fact, &model, &decision, &evaluation))
    return object;
  struct evaluated at = {model, decision, lu_model_table(model, decision),
                         lu_evaluation_trace(evaluation, decision)};
  build_put(builder, object, "derived_by", build_derivation(builder, &at, depth + 1));
  return object;
}

/* ---- rules --------------------------------------------------------------------------------- */

static json_t *build_pairs(struct builder *builder, const struct rule *rule) {
  const lu_plan *plan = builder->plan;
  json_t *list = json_array();
  for (size_t i = 0; i < plan->conflict_count; i++)
    if (plan->conflicts[i].rule == rule)
      build_push(builder, list, build_conflict(builder, &plan->conflicts[i]));
  return list;
}

/* Trace of a table with all cells: that of the plan ends at the first failing one. */
static const lu_table_trace *full_trace(struct builder *builder, const rule_table *table) {
  const struct explainer *explainer = (const struct explainer *)builder;
  const lu_plan *plan = builder->plan;
  const rule_model *model = &plan->guideline->models[table->model];
  lu_evaluation **evaluation = &explainer->full[table->model];
  const lu_value *value;
  if (table->conflicts) return NULL;
  if (*evaluation == NULL) {
    if (lu_evaluation_new(evaluation, model->model, LU_THREE_VALUED, explainer->context, NULL) !=
        LU_OK) {
      builder->failed = true;
      return NULL;
    }
    lu_factset_lend(plan->facts, *evaluation, model->facts, lu_model_input_count(model->model));
  }
  if (lu_evaluation_decide(&value, *evaluation, table->decision, NULL) != LU_OK)
    builder->failed = true;
  return lu_evaluation_trace(*evaluation, table->decision);
}

static json_t *build_explained_rule(struct builder *builder, const struct rule *rule) {
  const lu_guideline *guideline = builder->plan->guideline;
  const rule_table *table = &guideline->tables[rule->table];
  const lu_model *model = guideline->models[table->model].model;
  struct evaluated at = {model, table->decision, table->table, full_trace(builder, table)};
  json_t *object = build_rule(builder, rule);
  build_text(builder, object, "file", guideline->models[table->model].file);
  build_put(builder, object, "row", json_integer((json_int_t)rule->row + 1));
  build_text(builder, object, "table_description",
             lu_model_decision_description(model, table->decision));
  build_put(builder, object, "cells", build_cells(builder, &at, rule->row, 0));
  build_put(builder, object, "changes",
            build_fact_names(builder, rule->changes, rule->change_count));
  build_put(builder, object, "ask", build_fact_names(builder, rule->ask, rule->ask_count));
  if (table->conflicts) build_put(builder, object, "pairs", build_pairs(builder, rule));
  json_t *disagreements = build_rule_disagreements(builder, rule);
  if (json_array_size(disagreements) > 0)
    build_put(builder, object, "disagreements", disagreements);
  else
    json_decref(disagreements);
  return object;
}

static json_t *build_named_rules(struct builder *builder, const char *name) {
  const lu_guideline *guideline = builder->plan->guideline;
  json_t *list = json_array();
  for (size_t i = 0; i < guideline->rule_count; i++)
    if (rule_is_named(&guideline->rules[i], name))
      build_push(builder, list, build_explained_rule(builder, &guideline->rules[i]));
  return list;
}

/* ---- options ------------------------------------------------------------------------------- */

/* All rules on an option: firing, undecided, failing; in each group by precedence, then table. */
static json_t *build_option_rules(struct builder *builder, const char *code) {
  static const lu_outcome order[] = {LU_FIRES, LU_UNDECIDED, LU_FAILS};
  const lu_guideline *guideline = builder->plan->guideline;
  json_t *list = json_array();
  for (size_t group = 0; group < 3; group++)
    for (double done = -INFINITY, next = INFINITY;; done = next, next = INFINITY) {
      for (size_t i = 0; i < guideline->rule_count; i++) {
        const struct rule *rule = &guideline->rules[i];
        double precedence = rule->rank->precedence;
        if (strcmp(rule->option, code) == 0 && precedence > done && precedence < next &&
            builder->plan->states[i].outcome == order[group])
          next = precedence;
      }
      for (size_t i = 0; i < guideline->rule_count; i++) {
        const struct rule *rule = &guideline->rules[i];
        if (strcmp(rule->option, code) == 0 && fabs(rule->rank->precedence - next) <= 0 &&
            builder->plan->states[i].outcome == order[group])
          build_push(builder, list, build_explained_rule(builder, rule));
      }
      if (!isfinite(next)) break;
    }
  return list;
}

static json_t *build_combination(struct builder *builder, const struct option_result *option) {
  static const char *const places[] = {"not offered", "offered", "possible", "banned"};
  json_t *object = json_object();
  build_text(builder, object, "option", option->code);
  build_text(builder, object, "label", option->label);
  build_text(builder, object, "place", places[option->place]);
  if (option->winner != NULL) {
    build_text(builder, object, "class", option->winner->rank->name);
    build_text(builder, object, "decided_by", option->winner->id);
  }
  build_put(builder, object, "firing", json_integer((json_int_t)option->fired_count));
  build_put(builder, object, "undecided", json_integer((json_int_t)option->undecided_count));
  return object;
}

/* ---- the document -------------------------------------------------------------------------- */

static lu_status fail_unknown(const lu_plan *plan, const char *name, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  struct nearest nearest = nearest_start(name);
  lu_text text = LU_TEXT_INIT;
  for (size_t i = 0; i < plan->option_count; i++)
    nearest_try(&nearest, plan->options[i].code);
  for (size_t i = 0; i < guideline->rule_count; i++)
    nearest_try(&nearest, guideline->rules[i].id);
  nearest_print(&nearest, &text);
  lu_fail(error, LU_USAGE, "\"%s\" is no rule and no option of %s; nearest: %s", name,
          guideline->name, lu_text_string(&text));
  lu_text_free(&text);
  return LU_USAGE;
}

/* The document. @param builder its sources are taken over */
static lu_status explain(json_t **out, struct builder *builder, const char *rule_or_option,
                         lu_error *error) {
  const lu_plan *plan = builder->plan;
  const struct option_result *option = plan_option(plan, rule_or_option);
  json_t *rules = option == NULL ? build_named_rules(builder, rule_or_option)
                                 : build_option_rules(builder, option->code);
  if (option == NULL && json_array_size(rules) == 0 && !builder->failed) {
    json_decref(rules);
    json_decref(builder->sources);
    return fail_unknown(plan, rule_or_option, error);
  }
  json_t *document = json_object();
  build_put(builder, document, "lutetia_explanation", json_integer(1));
  build_head(builder, document);
  build_text(builder, document, "kind", option == NULL ? "rule" : "option");
  build_text(builder, document, "name", rule_or_option);
  if (option != NULL)
    build_put(builder, document, "combination", build_combination(builder, option));
  build_put(builder, document, "rules", rules);
  build_put(builder, document, "sources", builder->sources);
  if (builder->failed) {
    json_decref(document);
    return lu_fail_memory(error);
  }
  *out = document;
  return LU_OK;
}

lu_status lu_plan_explain(json_t **out, const lu_plan *plan, const char *rule_or_option,
                          lu_context *context, lu_error *error) {
  size_t models = plan->guideline->model_count;
  *out = NULL;
  struct explainer made = {.builder = {.plan = plan}, .context = context};
  made.full = calloc(models + 1, sizeof(lu_evaluation *));
  if (made.full == NULL) return lu_fail_memory(error);
  made.builder.sources = json_object();
  lu_status status = explain(out, &made.builder, rule_or_option, error);
  for (size_t i = 0; i < models; i++)
    lu_evaluation_free(made.full[i]);
  free(made.full);
  return status;
}

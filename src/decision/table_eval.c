/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluates the cells of decision tables, in two or three values of truth (docs/three-valued.md).
 */
#include "table_run.h"

static lu_table_trace *new_trace(lu_arena *arena, const lu_table *table) {
  lu_table_trace *trace = lu_arena_alloc(arena, sizeof *trace);
  if (trace == NULL) return NULL;
  size_t rules = table->rule_count;
  trace->table = table;
  trace->rules = lu_arena_alloc(arena, rules);
  trace->cells = lu_arena_array(arena, rules * table->input_count, sizeof *trace->cells);
  trace->inputs = lu_arena_array(arena, table->input_count, sizeof *trace->inputs);
  trace->outputs = lu_arena_array(arena, rules * table->output_count, sizeof *trace->outputs);
  trace->reasons = lu_arena_array(arena, rules, sizeof *trace->reasons);
  return lu_arena_failed(arena) ? NULL : trace;
}

static void complain_of_value(const table_run *run, const char *what, const lu_value *value,
                              const char *allowed) {
  lu_text text = LU_TEXT_INIT;
  lu_value_print(value, &text);
  feel_complain(run->evaluator, "%s is %s; allowed is %s", what, lu_text_string(&text), allowed);
  lu_text_free(&text);
}

/** An input may be refused: the cells are for the values that are not. */
static void doubt_input(table_run *run, const feel_expression *allowed, const lu_value **value) {
  feel_values_add(run->evaluator, &run->doubtful, *value);
  if (feel_is_unknown(*value)) *value = table_only_allowed(run, allowed, *value, false);
}

/** Value of an input; evaluated when it is asked for first. */
static const lu_value *input_value(table_run *run, size_t column) {
  const table_input *input = &run->table->inputs[column];
  const lu_value **value = &run->trace->inputs[column];
  if (*value != NULL) return *value;
  if (input->same_as < column)
    *value = input_value(run, input->same_as);
  else if (input->expression == NULL)
    *value = &feel_null;
  else
    *value = feel_evaluate(run->evaluator, input->expression, run->scope);
  return *value;
}

/** Evaluates the inputs; where a brief trace will do, only those that may be refused. */
static void evaluate_inputs(table_run *run) {
  const lu_table *table = run->table;
  for (size_t i = 0; i < table->input_count; i++) {
    const table_input *input = &table->inputs[i];
    const lu_value **value = &run->trace->inputs[i];
    if (!run->full && input->allowed == NULL) continue;
    input_value(run, i);
    feel_truth allowed = table_allows(run, input->allowed, *value);
    if (allowed == FEEL_MAYBE) doubt_input(run, input->allowed, value);
    if (allowed != FEEL_NO) continue;
    run->refused = true;
    complain_of_value(run, input->text, *value, input->allowed_text);
  }
}

/** Of a cell that was not tested yet. Else an outcome and one. */
#define CELL_NEW 0

/** What becomes of a cell; equal cells are tested once. */
static lu_outcome test_cell(table_run *run, const table_cell_test *cell) {
  unsigned char *fate = &run->fates[cell->number];
  if (*fate != CELL_NEW && !run->evaluator->general) return (lu_outcome)(*fate - 1);
  const lu_value *truth =
      feel_test(run->evaluator, cell->tests, input_value(run, cell->column), run->scope);
  lu_outcome outcome = lu_value_is_true(truth) ? LU_FIRES : LU_FAILS;
  if (truth->kind == LU_VALUE_UNKNOWN && (feel_possible(truth) & CAN_BE_TRUE))
    outcome = LU_UNDECIDED;
  run->truths[cell->number] = truth;
  *fate = (unsigned char)(outcome + 1);
  return outcome;
}

/** True if a cell that was tested for another rule fails already. */
static bool surely_fails(const table_run *run, const table_rule *rule) {
  for (size_t k = 0; k < rule->filled_count; k++)
    if (run->fates[rule->filled[k].number] == LU_FAILS + 1) return true;
  return false;
}

/** Evaluates the cells of a rule and says what becomes of it. */
static lu_outcome evaluate_cells(table_run *run, size_t number, const lu_value **unknown) {
  const lu_table *table = run->table;
  const table_rule *rule = &table->rules[number];
  unsigned char *cells = run->trace->cells + number * table->input_count;
  size_t unknown_count = 0;
  bool fails = false;
  if (!run->full && surely_fails(run, rule)) return LU_FAILS;
  for (size_t k = 0; k < rule->filled_count && (run->full || !fails); k++) {
    const table_cell_test *cell = &rule->filled[k];
    lu_outcome outcome = test_cell(run, cell);
    cells[cell->column] = (unsigned char)outcome;
    if (outcome == LU_UNDECIDED) unknown[unknown_count++] = run->truths[cell->number];
    fails = fails || outcome == LU_FAILS;
  }
  if (fails) return LU_FAILS;
  if (unknown_count == 0) return LU_FIRES;
  run->trace->reasons[number] = feel_collect_reasons(run->evaluator->arena, unknown, unknown_count);
  return LU_UNDECIDED;
}

/** Value of one output cell. */
static const lu_value *evaluate_output(table_run *run, const feel_expression *expression,
                                       size_t column) {
  const table_output *output = &run->table->outputs[column];
  const lu_value *value = feel_evaluate(run->evaluator, expression, run->scope);
  feel_truth allowed = table_allows(run, output->allowed, value);
  if (allowed == FEEL_MAYBE) value = table_only_allowed(run, output->allowed, value, true);
  if (allowed == FEEL_NO) {
    complain_of_value(run, *output->name == '\0' ? "the output" : output->name, value,
                      output->allowed_text);
    return &feel_null;
  }
  if (run->table->output_count == 1) return value; /* the decision's own type says more */
  return coerce_if_typed(run->evaluator, value, output->type, output->name);
}

/** Values of the outputs of a rule; cells that are equal are evaluated once. */
static void evaluate_outputs(table_run *run, size_t number) {
  const table_rule *rule = &run->table->rules[number];
  const lu_value **outputs = run->trace->outputs + number * run->table->output_count;
  for (size_t i = 0; i < run->table->output_count; i++) {
    outputs[i] = &feel_null;
    if (rule->outputs[i] == NULL) continue;
    const lu_value **known = &run->values[rule->output_numbers[i]];
    if (*known == NULL) *known = evaluate_output(run, rule->outputs[i], i);
    outputs[i] = *known;
  }
}

static void evaluate_rules(table_run *run) {
  const lu_table *table = run->table;
  lu_arena *arena = run->evaluator->arena;
  const lu_value **unknown = lu_arena_array(arena, table->input_count, sizeof *unknown);
  run->hits = lu_arena_array(arena, table->rule_count, sizeof *run->hits);
  run->truths = lu_arena_array(arena, table->test_count, sizeof *run->truths);
  run->fates = lu_arena_alloc(arena, table->test_count + 1);
  run->values = lu_arena_array(arena, table->output_cell_count, sizeof *run->values);
  if (lu_arena_failed(arena)) return;
  for (size_t r = 0; r < table->rule_count; r++) {
    lu_outcome outcome = evaluate_cells(run, r, unknown);
    run->trace->rules[r] = (unsigned char)outcome;
    if (outcome == LU_FAILS) continue;
    evaluate_outputs(run, r);
    const lu_value **outputs = run->trace->outputs + r * table->output_count;
    if (table->policy == HIT_FIRST && run->sure_count > 0) continue; /* traced, but too late */
    run->hits[run->hit_count++] =
        (table_hit){r, outcome == LU_FIRES, table_whole_output(run, outputs)};
    if (outcome == LU_FIRES) run->sure_count++;
    if (outcome == LU_FIRES && table->policy == HIT_FIRST && !run->full) return;
  }
}

/** The result, or null if an input turns out to be none of the input values; no rule is sure. */
static const lu_value *with_doubt(table_run *run, const lu_value *value) {
  lu_arena *arena = run->evaluator->arena;
  const feel_values *doubtful = &run->doubtful;
  feel_reasons reasons = feel_collect_reasons(arena, doubtful->items, doubtful->count);
  const lu_value *why = feel_unknown_value(arena, reasons, NULL, 0);
  for (size_t r = 0; r < run->table->rule_count; r++) {
    if (run->trace->rules[r] == LU_FAILS) continue;
    const lu_value *two[] = {why, feel_unknown_value(arena, run->trace->reasons[r], NULL, 0)};
    run->trace->rules[r] = LU_UNDECIDED;
    run->trace->reasons[r] = feel_collect_reasons(arena, two, 2);
  }
  const lu_value *either[] = {value, &feel_null};
  return unknown_between(arena, reasons, either, 2);
}

const lu_value *table_evaluate(feel_evaluator *evaluator, const lu_table *table,
                               const feel_scope *scope, const lu_table_trace **trace) {
  table_run run = {.evaluator = evaluator,
                   .table = table,
                   .scope = scope,
                   .full = trace != NULL && !evaluator->brief};
  run.trace = new_trace(evaluator->arena, table);
  if (run.trace == NULL) return &feel_null;
  run.trace->scope = scope;
  evaluate_inputs(&run);
  evaluate_rules(&run);
  if (trace != NULL) *trace = run.trace;
  if (run.refused) return &feel_null;
  const lu_value *value = table_apply_policy(&run);
  return run.doubtful.count == 0 ? value : with_doubt(&run, value);
}

lu_outcome table_cell(feel_evaluator *evaluator, const lu_table_trace *trace, size_t rule,
                      size_t column) {
  const lu_table *table = trace->table;
  lu_outcome outcome = (lu_outcome)trace->cells[rule * table->input_count + column];
  const feel_expression *tests = table->rules[rule].tests[column];
  if (tests == NULL) return LU_FIRES;
  if (outcome != LU_FAILS) return outcome;
  table_run run = {.evaluator = evaluator,
                   .table = table,
                   .scope = trace->scope,
                   .trace = (lu_table_trace *)trace};
  const lu_value *truth = feel_test(evaluator, tests, input_value(&run, column), trace->scope);
  if (truth->kind == LU_VALUE_UNKNOWN && (feel_possible(truth) & CAN_BE_TRUE)) return LU_UNDECIDED;
  return lu_value_is_true(truth) ? LU_FIRES : LU_FAILS;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Evaluates decision tables, in two or three values of truth (docs/three-valued.md). */
#include <string.h>

#include "evaluation.h"

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
  bool full;    /**< evaluate cells behind a failing one too */
  bool refused; /**< an input is none of the input values */
  size_t hit_count, sure_count;
  table_hit *hits; /**< in order of rules */
} table_run;

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

/** True if a value, or each item of a list, passes the tests; null and unknown pass. */
static bool is_allowed(const table_run *run, const feel_expression *tests, const lu_value *value) {
  if (tests == NULL || value->kind == LU_VALUE_NULL || value->kind == LU_VALUE_UNKNOWN) return true;
  if (!lu_value_is_false(feel_test(run->evaluator, tests, value, run->scope))) return true;
  if (value->kind != LU_VALUE_LIST) return false;
  for (size_t i = 0; i < value->as.list.count; i++)
    if (lu_value_is_false(feel_test(run->evaluator, tests, value->as.list.items[i], run->scope)))
      return false;
  return true;
}

static void complain_of_value(const table_run *run, const char *what, const lu_value *value,
                              const char *allowed) {
  lu_text text = LU_TEXT_INIT;
  lu_value_print(value, &text);
  feel_complain(run->evaluator, "%s is %s; allowed is %s", what, lu_text_string(&text), allowed);
  lu_text_free(&text);
}

static void evaluate_inputs(table_run *run) {
  const lu_table *table = run->table;
  for (size_t i = 0; i < table->input_count; i++) {
    const table_input *input = &table->inputs[i];
    const lu_value **value = &run->trace->inputs[i];
    if (input->same_as < i)
      *value = run->trace->inputs[input->same_as];
    else if (input->expression == NULL)
      *value = &feel_null;
    else
      *value = feel_evaluate(run->evaluator, input->expression, run->scope);
    if (is_allowed(run, input->allowed, *value)) continue;
    run->refused = true;
    complain_of_value(run, input->text, *value, input->allowed_text);
  }
}

/** Evaluates the cells of a rule and says what becomes of it. */
static lu_outcome evaluate_cells(table_run *run, size_t number, const lu_value **unknown) {
  const lu_table *table = run->table;
  const table_rule *rule = &table->rules[number];
  unsigned char *cells = run->trace->cells + number * table->input_count;
  size_t unknown_count = 0;
  bool fails = false;
  for (size_t i = 0; i < table->input_count && (run->full || !fails); i++) {
    cells[i] = LU_FIRES;
    if (rule->tests[i] == NULL) continue;
    const lu_value *truth =
        feel_test(run->evaluator, rule->tests[i], run->trace->inputs[i], run->scope);
    if (truth->kind == LU_VALUE_UNKNOWN) {
      cells[i] = LU_UNDECIDED;
      unknown[unknown_count++] = truth;
    } else if (!lu_value_is_true(truth)) {
      cells[i] = LU_FAILS;
      fails = true;
    }
  }
  if (fails) return LU_FAILS;
  if (unknown_count == 0) return LU_FIRES;
  run->trace->reasons[number] = feel_collect_reasons(run->evaluator->arena, unknown, unknown_count);
  return LU_UNDECIDED;
}

/** Value of one output of a rule. */
static const lu_value *evaluate_output(table_run *run, size_t rule, size_t column) {
  const table_output *output = &run->table->outputs[column];
  const feel_expression *expression = run->table->rules[rule].outputs[column];
  if (expression == NULL) return &feel_null;
  const lu_value *value = feel_evaluate(run->evaluator, expression, run->scope);
  if (!is_allowed(run, output->allowed, value)) {
    complain_of_value(run, *output->name == '\0' ? "the output" : output->name, value,
                      output->allowed_text);
    return &feel_null;
  }
  if (run->table->output_count == 1) return value; /* the decision's own type says more */
  return coerce_if_typed(run->evaluator, value, output->type, output->name);
}

/** Output of a rule as a whole: the value, or a context of several. */
static const lu_value *whole_output(const table_run *run, const lu_value *const *outputs) {
  const lu_table *table = run->table;
  if (table->output_count == 1) return outputs[0];
  feel_entry *entries = lu_arena_array(run->evaluator->arena, table->output_count, sizeof *entries);
  if (entries == NULL) return &feel_null;
  for (size_t i = 0; i < table->output_count; i++)
    entries[i] = (feel_entry){table->outputs[i].name, outputs[i]};
  return feel_context_value(run->evaluator->arena, entries, table->output_count);
}

static void evaluate_rules(table_run *run) {
  const lu_table *table = run->table;
  lu_arena *arena = run->evaluator->arena;
  const lu_value **unknown = lu_arena_array(arena, table->input_count, sizeof *unknown);
  run->hits = lu_arena_array(arena, table->rule_count, sizeof *run->hits);
  if (unknown == NULL || run->hits == NULL) return;
  for (size_t r = 0; r < table->rule_count; r++) {
    lu_outcome outcome = evaluate_cells(run, r, unknown);
    run->trace->rules[r] = (unsigned char)outcome;
    if (outcome == LU_FAILS) continue;
    const lu_value **outputs = run->trace->outputs + r * table->output_count;
    for (size_t i = 0; i < table->output_count; i++)
      outputs[i] = evaluate_output(run, r, i);
    run->hits[run->hit_count++] = (table_hit){r, outcome == LU_FIRES, whole_output(run, outputs)};
    if (outcome == LU_FIRES) run->sure_count++;
    if (outcome == LU_FIRES && table->policy == HIT_FIRST && !run->full) return;
  }
}

/** The default output; NULL if there is none. */
static const lu_value *default_output(table_run *run) {
  const lu_table *table = run->table;
  if (!table->has_default) return NULL;
  const lu_value **outputs =
      lu_arena_array(run->evaluator->arena, table->output_count, sizeof *outputs);
  if (outputs == NULL) return &feel_null;
  for (size_t i = 0; i < table->output_count; i++) {
    const feel_expression *expression = table->outputs[i].otherwise;
    outputs[i] =
        expression == NULL ? &feel_null : feel_evaluate(run->evaluator, expression, run->scope);
  }
  return whole_output(run, outputs);
}

static const lu_value *default_or_null(table_run *run) {
  const lu_value *value = default_output(run);
  return value == NULL ? &feel_null : value;
}

/* ---- priority ---- */

/** Rank of an output among the output values: 0 is the highest priority. */
static size_t rank_of(const table_output *output, const lu_value *value) {
  size_t rank = 0;
  while (rank < output->order_count && feel_equal(output->order[rank], value) != FEEL_YES)
    rank++;
  return rank;
}

/** Negative if rule a has priority over rule b. */
static int compare_rules(const table_run *run, size_t a, size_t b) {
  size_t count = run->table->output_count;
  for (size_t i = 0; i < count; i++) {
    const table_output *output = &run->table->outputs[i];
    if (output->order_count == 0) continue;
    size_t rank_a = rank_of(output, run->trace->outputs[a * count + i]);
    size_t rank_b = rank_of(output, run->trace->outputs[b * count + i]);
    if (rank_a != rank_b) return rank_a < rank_b ? -1 : 1;
  }
  return 0;
}

/** Sorts the hits by priority, equal ones in order of rules. */
static void sort_hits(table_run *run) {
  for (size_t i = 1; i < run->hit_count; i++) {
    table_hit hit = run->hits[i];
    size_t at = i;
    while (at > 0 && compare_rules(run, hit.rule, run->hits[at - 1].rule) < 0) {
      run->hits[at] = run->hits[at - 1];
      at--;
    }
    run->hits[at] = hit;
  }
}

/* ---- hit policies ---- */

/** Numbers of the first two sure hits, for messages. */
static const lu_value *complain_of_two(const table_run *run, const char *policy) {
  size_t rules[2] = {0, 0}, found = 0;
  for (size_t i = 0; i < run->hit_count && found < 2; i++)
    if (run->hits[i].sure) rules[found++] = run->hits[i].rule + 1;
  return feel_complain(run->evaluator, "rules %zu and %zu both fire, against hit policy %s",
                       rules[0], rules[1], policy);
}

/** One of the first `count` hits, or `otherwise` (NULL: surely one of the hits). */
static const lu_value *one_of(table_run *run, size_t count, const lu_value *otherwise) {
  lu_arena *arena = run->evaluator->arena;
  const lu_value **values = lu_arena_array(arena, count + 1, sizeof *values);
  const lu_value **blamed = lu_arena_array(arena, count + 1, sizeof *blamed);
  if (values == NULL || blamed == NULL) return &feel_null;
  size_t blamed_count = 0;
  for (size_t i = 0; i < count; i++) {
    values[i] = run->hits[i].value;
    if (!run->hits[i].sure)
      blamed[blamed_count++] =
          feel_unknown_value(arena, run->trace->reasons[run->hits[i].rule], NULL, 0);
  }
  if (otherwise != NULL) values[count++] = otherwise;
  return unknown_between(arena, feel_collect_reasons(arena, blamed, blamed_count), values, count);
}

/** The first hit that is sure; the hit count if there is none. */
static size_t first_sure(const table_run *run) {
  size_t at = 0;
  while (at < run->hit_count && !run->hits[at].sure)
    at++;
  return at;
}

/** FIRST, and PRIORITY after sorting: hits before the first sure one may win. */
static const lu_value *leading_hit(table_run *run) {
  size_t sure = first_sure(run);
  if (sure == run->hit_count)
    return sure == 0 ? default_or_null(run) : one_of(run, sure, default_or_null(run));
  return sure == 0 ? run->hits[0].value : one_of(run, sure + 1, NULL);
}

/** PRIORITY. An unknown output has no rank yet, so that any hit may win. */
static const lu_value *priority_hit(table_run *run) {
  for (size_t i = 0; i < run->hit_count; i++)
    if (feel_holds_unknown(run->hits[i].value))
      return one_of(run, run->hit_count, run->sure_count > 0 ? NULL : default_or_null(run));
  sort_hits(run);
  return leading_hit(run);
}

static const lu_value *unique_hit(table_run *run) {
  if (run->sure_count > 1) return complain_of_two(run, "UNIQUE");
  size_t sure = first_sure(run);
  if (sure < run->hit_count) return run->hits[sure].value;
  return leading_hit(run);
}

/** True if two values surely differ. */
static bool differ(const lu_value *a, const lu_value *b) {
  feel_truth truth = feel_equal(a, b);
  return truth == FEEL_NO || truth == FEEL_NULL;
}

static const lu_value *any_hit(table_run *run) {
  size_t sure = first_sure(run);
  for (size_t i = sure + 1; i < run->hit_count; i++)
    if (run->hits[i].sure && differ(run->hits[sure].value, run->hits[i].value))
      return complain_of_two(run, "ANY, with different outputs");
  if (sure < run->hit_count) return run->hits[sure].value;
  return leading_hit(run);
}

/** The hits as a list; unknown if some are undecided. */
static const lu_value *list_hits(table_run *run) {
  lu_arena *arena = run->evaluator->arena;
  const lu_value **values = lu_arena_array(arena, run->hit_count, sizeof *values);
  if (values == NULL) return &feel_null;
  if (run->sure_count < run->hit_count) {
    size_t count = 0;
    for (size_t i = 0; i < run->hit_count; i++)
      if (!run->hits[i].sure)
        values[count++] =
            feel_unknown_value(arena, run->trace->reasons[run->hits[i].rule], NULL, 0);
    return feel_unknown_value(arena, feel_collect_reasons(arena, values, count), NULL, 0);
  }
  for (size_t i = 0; i < run->hit_count; i++)
    values[i] = run->hits[i].value;
  return feel_list_value(arena, values, run->hit_count);
}

/** All hits, aggregated by a function of FEEL if there is an aggregator. */
static const lu_value *collected_hits(table_run *run, const char *aggregator) {
  const lu_value *otherwise = run->hit_count == 0 ? default_output(run) : NULL;
  if (otherwise != NULL && (aggregator != NULL || otherwise->kind == LU_VALUE_LIST))
    return otherwise;
  const lu_value *list = list_hits(run);
  if (otherwise != NULL) {
    const lu_value **values = lu_arena_alloc(run->evaluator->arena, sizeof *values);
    if (values == NULL) return &feel_null;
    values[0] = otherwise;
    return feel_list_value(run->evaluator->arena, values, 1);
  }
  if (aggregator == NULL || list->kind != LU_VALUE_LIST) return list;
  if (run->hit_count == 0 && strcmp(aggregator, "count") != 0) return &feel_null;
  return feel_call_builtin(run->evaluator, aggregator, NULL, &list, 1);
}

static const lu_value *apply_policy(table_run *run) {
  switch (run->table->policy) {
    case HIT_UNIQUE:
      return unique_hit(run);
    case HIT_FIRST:
      return leading_hit(run);
    case HIT_PRIORITY:
      return priority_hit(run);
    case HIT_ANY:
      return any_hit(run);
    case HIT_COLLECT_SUM:
      return collected_hits(run, "sum");
    case HIT_COLLECT_MIN:
      return collected_hits(run, "min");
    case HIT_COLLECT_MAX:
      return collected_hits(run, "max");
    case HIT_COLLECT_COUNT:
      return collected_hits(run, "count");
    case HIT_OUTPUT_ORDER:
      sort_hits(run);
      return collected_hits(run, NULL);
    case HIT_COLLECT:
    case HIT_RULE_ORDER:
      return collected_hits(run, NULL);
  }
  return &feel_null;
}

const lu_value *table_evaluate(feel_evaluator *evaluator, const lu_table *table,
                               const feel_scope *scope, const lu_table_trace **trace) {
  table_run run = {.evaluator = evaluator, .table = table, .scope = scope, .full = trace != NULL};
  run.trace = new_trace(evaluator->arena, table);
  if (run.trace == NULL) return &feel_null;
  evaluate_inputs(&run);
  evaluate_rules(&run);
  if (trace != NULL) *trace = run.trace;
  return run.refused ? &feel_null : apply_policy(&run);
}

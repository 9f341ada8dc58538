/* SPDX-License-Identifier: Apache-2.0 */
/* Hit policies: what the rules that fire, or may fire, make of a decision table. */
#include <string.h>

#include "table_run.h"

const lu_value *table_whole_output(const table_run *run, const lu_value *const *outputs) {
  const lu_table *table = run->table;
  if (table->output_count == 1) return outputs[0];
  feel_entry *entries = lu_arena_array(run->evaluator->arena, table->output_count, sizeof *entries);
  if (entries == NULL) return &feel_null;
  for (size_t i = 0; i < table->output_count; i++)
    entries[i] = (feel_entry){table->outputs[i].name, outputs[i]};
  return feel_context_value(run->evaluator->arena, entries, table->output_count);
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
  return table_whole_output(run, outputs);
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

/** A value, or null because rules may fire against their policy; all rules in doubt are to blame.
 */
static const lu_value *or_null(const table_run *run, const lu_value *value) {
  lu_arena *arena = run->evaluator->arena;
  const lu_value **blamed = lu_arena_array(arena, 2 * run->hit_count, sizeof *blamed);
  if (blamed == NULL) return &feel_null;
  size_t count = 0;
  for (size_t i = 0; i < run->hit_count; i++) {
    blamed[count++] = run->hits[i].value;
    if (!run->hits[i].sure)
      blamed[count++] = feel_unknown_value(arena, run->trace->reasons[run->hits[i].rule], NULL, 0);
  }
  const lu_value *either[] = {value, &feel_null};
  return unknown_between(arena, feel_collect_reasons(arena, blamed, count), either, 2);
}

/** UNIQUE: each other rule that may fire as well would make it null. */
static const lu_value *unique_hit(table_run *run) {
  if (run->sure_count > 1) return complain_of_two(run, "UNIQUE");
  size_t sure = first_sure(run);
  const lu_value *value = sure < run->hit_count ? run->hits[sure].value : leading_hit(run);
  return run->hit_count > 1 ? or_null(run, value) : value;
}

/** Are two outputs equal? The same unknown value is. */
static feel_truth agree(const lu_value *a, const lu_value *b) {
  return a == b ? FEEL_YES : feel_equal(a, b);
}

/** True if two values surely differ. */
static bool differ(const lu_value *a, const lu_value *b) {
  feel_truth truth = agree(a, b);
  return truth == FEEL_NO || truth == FEEL_NULL;
}

/** ANY: each other rule that may fire with another output would make it null. */
static const lu_value *any_hit(table_run *run) {
  size_t sure = first_sure(run);
  bool all_agree = true;
  for (size_t i = 0; i < run->hit_count; i++) {
    const lu_value *first = run->hits[sure < run->hit_count ? sure : 0].value;
    if (sure < run->hit_count && run->hits[i].sure && differ(first, run->hits[i].value))
      return complain_of_two(run, "ANY, with different outputs");
    all_agree = all_agree && agree(first, run->hits[i].value) == FEEL_YES;
  }
  const lu_value *value = sure < run->hit_count ? run->hits[sure].value : leading_hit(run);
  return all_agree ? value : or_null(run, value);
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

const lu_value *table_single_hit(table_run *run) {
  switch (run->table->policy) {
    case HIT_FIRST:
      return leading_hit(run);
    case HIT_PRIORITY:
      return priority_hit(run);
    case HIT_ANY:
      return any_hit(run);
    default:
      return unique_hit(run);
  }
}

const lu_value *table_apply_policy(table_run *run) {
  switch (run->table->policy) {
    case HIT_UNIQUE:
    case HIT_FIRST:
    case HIT_PRIORITY:
    case HIT_ANY:
      return run->sure_count < run->hit_count ? table_refined_hit(run) : table_single_hit(run);
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

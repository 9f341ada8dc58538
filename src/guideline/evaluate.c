/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "plan.h"

/* Derived facts wait for each other at most this deep. */
#define MAX_DEPTH 16

const struct rule_state *plan_state(const lu_plan *plan, const struct rule *rule) {
  return &plan->states[rule - plan->guideline->rules];
}

bool plan_fact_open(const lu_factset *facts, size_t fact) {
  if (lu_factset_state(facts, fact) != LU_FACT_KNOWN) return true;
  const lu_value *value = lu_factset_value(facts, fact);
  return value == NULL || lu_value_get_kind(value) == LU_VALUE_UNKNOWN;
}

/* A FEEL error is a null, which fails a rule silently: say so. */
static void report_messages(const rule_model *model, const lu_evaluation *evaluation,
                            lu_context *context) {
  for (size_t i = 0; i < lu_evaluation_message_count(evaluation); i++)
    lu_context_find(context, "guideline.feel", LU_WARNING, model->file,
                    "Rules that use this value may be missing from the plan.", "%s",
                    lu_evaluation_message(evaluation, i));
}

static lu_status evaluate_model(lu_plan *plan, size_t index, lu_context *context, lu_error *error) {
  const rule_model *model = &plan->guideline->models[index];
  lu_status status = LU_OK;
  lu_factset_lend(plan->facts, plan->evaluations[index], model->facts,
                  lu_model_input_count(model->model));
  for (size_t i = 0; i < plan->guideline->table_count && status == LU_OK; i++) {
    const rule_table *table = &plan->guideline->tables[i];
    const lu_value *result;
    if (table->model != index) continue;
    status = lu_evaluation_decide(&result, plan->evaluations[index], table->decision, error);
    if (status != LU_OK) break;
    plan->traces[i] = lu_evaluation_trace(plan->evaluations[index], table->decision);
    if (plan->traces[i] == NULL)
      status = lu_fail(error, LU_INTERNAL, "table \"%s\" left no trace", table->title);
  }
  if (status != LU_OK) return lu_error_prefix(error, "%s: ", model->file);
  if (context != NULL) report_messages(model, plan->evaluations[index], context);
  return LU_OK;
}

/* ---- what a rule waits for ------------------------------------------------------------------ */

/* What a fact waits for: names of facts of which it was derived. @return 0 if it is to be asked for
   itself */
static size_t waits_for(const lu_plan *plan, size_t fact, const char *const **names) {
  const lu_value *value = lu_factset_value(plan->facts, fact);
  if (value == NULL || lu_value_get_kind(value) != LU_VALUE_UNKNOWN ||
      !lu_fact_is_derived(lu_dictionary_at(plan->guideline->dictionary, fact)))
    return 0;
  return lu_unknown_reasons(value, names);
}

static void mark_recorded(const lu_plan *plan, size_t fact, bool *marked, int depth) {
  const lu_dictionary *dictionary = plan->guideline->dictionary;
  const char *const *names = NULL;
  size_t count = depth < MAX_DEPTH ? waits_for(plan, fact, &names) : 0;
  bool found = false;
  for (size_t i = 0; i < count; i++) {
    size_t reason = lu_dictionary_find(dictionary, names[i]);
    if (reason == fact) continue;
    if (reason != LU_NO_INDEX) mark_recorded(plan, reason, marked, depth + 1);
    found = true;
  }
  if (!found) marked[fact] = true;
}

/* Lists what is marked. @return false when memory is short */
static bool list_marked(struct recorded *out, lu_arena *arena, const bool *marked, size_t facts) {
  size_t count = 0;
  for (size_t i = 0; i < facts; i++)
    count += marked[i];
  size_t *list = lu_arena_array(arena, count + 1, sizeof *list);
  if (list == NULL) return false;
  *out = (struct recorded){true, 0, list};
  for (size_t i = 0; i < facts; i++)
    if (marked[i]) list[out->count++] = i;
  return true;
}

const struct recorded *plan_recorded(lu_plan *plan, size_t fact) {
  size_t facts = lu_dictionary_count(plan->guideline->dictionary);
  if (plan->recorded == NULL)
    plan->recorded = lu_arena_array(plan->arena, facts + 1, sizeof *plan->recorded);
  if (plan->recorded == NULL) return NULL;
  struct recorded *out = &plan->recorded[fact];
  const char *const *names = NULL;
  if (out->known) return out;
  if (waits_for(plan, fact, &names) == 0) {
    size_t *itself = lu_arena_alloc(plan->arena, sizeof *itself);
    if (itself == NULL) return NULL;
    *itself = fact;
    *out = (struct recorded){true, 1, itself};
    return out;
  }
  bool *marked = lu_arena_array(plan->arena, facts + 1, sizeof *marked);
  if (marked == NULL) return NULL;
  mark_recorded(plan, fact, marked, 0);
  return list_marked(out, plan->arena, marked, facts) ? out : NULL;
}

/* Names of facts that were looked up: rules blame the same names again and again. */
struct known_names {
  struct {
    const char *name; /* this very pointer */
    size_t fact;
  } slots[256];
};

static size_t find_name(struct known_names *known, const lu_dictionary *dictionary,
                        const char *name) {
  size_t slot = ((uintptr_t)name >> 3) % (sizeof known->slots / sizeof known->slots[0]);
  if (known->slots[slot].name != name) {
    known->slots[slot].name = name;
    known->slots[slot].fact = lu_dictionary_find(dictionary, name);
  }
  return known->slots[slot].fact;
}

/* Replaces the names that a trace gives by the facts to ask for, in order of the dictionary.
   @param marks room for one bit for each fact, all clear before and after */
static lu_status resolve_reasons(lu_plan *plan, struct rule_state *state, uint64_t *marks,
                                 struct known_names *known, lu_error *error) {
  const lu_dictionary *dictionary = plan->guideline->dictionary;
  size_t words = lu_dictionary_count(dictionary) / 64 + 1, most = 0;
  for (size_t i = 0; i < state->reason_count; i++) {
    size_t fact = find_name(known, dictionary, state->reasons[i]);
    const struct recorded *behind = fact == LU_NO_INDEX ? NULL : plan_recorded(plan, fact);
    for (size_t j = 0; behind != NULL && j < behind->count; j++)
      marks[behind->facts[j] / 64] |= (uint64_t)1 << behind->facts[j] % 64;
    most += behind != NULL ? behind->count : 0;
  }
  const char **names = lu_arena_array(plan->arena, most + 1, sizeof *names);
  size_t *facts = lu_arena_array(plan->arena, most + 1, sizeof *facts);
  if (lu_arena_failed(plan->arena)) return lu_fail_memory(error);
  state->reason_count = 0;
  for (size_t word = 0; word < words; marks[word++] = 0)
    for (uint64_t left = marks[word]; left != 0; left &= left - 1) {
      size_t fact = 64 * word;
      for (uint64_t low = left & -left; low > 1; low >>= 1)
        fact++;
      facts[state->reason_count] = fact;
      names[state->reason_count++] = lu_fact_name(lu_dictionary_at(dictionary, fact));
    }
  state->reasons = names;
  state->reason_facts = facts;
  return LU_OK;
}

/* Replaces what undecided rules wait for by recorded facts. */
static lu_status resolve_all(lu_plan *plan, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  size_t words = lu_dictionary_count(guideline->dictionary) / 64 + 1;
  struct known_names known = {.slots = {{NULL, 0}}};
  uint64_t *marks = lu_arena_array(plan->arena, words, sizeof *marks);
  if (marks == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < guideline->rule_count; i++) {
    if (plan->states[i].outcome != LU_UNDECIDED) continue;
    lu_status status = resolve_reasons(plan, &plan->states[i], marks, &known, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/* Takes the outcome of each rule out of the traces. */
static void read_states(lu_plan *plan) {
  const lu_guideline *guideline = plan->guideline;
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const struct rule *rule = &guideline->rules[i];
    const lu_table_trace *trace = plan->traces[rule->table];
    struct rule_state *state = &plan->states[i];
    if (trace == NULL) continue;
    state->outcome = lu_trace_rule(trace, rule->row);
    if (state->outcome == LU_UNDECIDED)
      state->reason_count = lu_trace_reasons(trace, rule->row, &state->reasons);
  }
}

lu_status plan_outcomes(lu_plan *plan, lu_context *context, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  plan->traces = lu_arena_array(plan->arena, guideline->table_count + 1, sizeof *plan->traces);
  plan->states = lu_arena_array(plan->arena, guideline->rule_count + 1, sizeof *plan->states);
  if (lu_arena_failed(plan->arena)) return lu_fail_memory(error);
  for (size_t i = 0; i < guideline->model_count; i++) {
    if (guideline->models[i].conflicts) continue;
    lu_evaluation_reset(plan->evaluations[i]);
    lu_evaluation_set_brief(plan->evaluations[i], true);
    lu_status status = evaluate_model(plan, i, context, error);
    if (status != LU_OK) return status;
  }
  read_states(plan);
  return LU_OK;
}

lu_status plan_evaluate(lu_plan *plan, lu_context *context, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  plan->evaluations =
      lu_arena_array(plan->arena, guideline->model_count, sizeof *plan->evaluations);
  if (plan->evaluations == NULL) return lu_fail_memory(error);
  lu_status status = LU_OK;
  for (size_t i = 0; i < guideline->model_count && status == LU_OK; i++)
    if (!guideline->models[i].conflicts)
      status = lu_evaluation_new(&plan->evaluations[i], guideline->models[i].model, LU_THREE_VALUED,
                                 context, error);
  if (status == LU_OK) status = plan_outcomes(plan, context, error);
  if (status == LU_OK) status = resolve_all(plan, error);
  return status;
}

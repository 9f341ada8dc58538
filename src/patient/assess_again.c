/* SPDX-License-Identifier: Apache-2.0 */
/* Facts derived anew after some of them changed: "what if this fact were ...". */
#include <stdlib.h>
#include <string.h>

#include "assess.h"

/** A derivation with what is known to have changed. */
typedef struct again {
  assess_derivation on;
  bool *changed;               /**< per fact */
  lu_evaluation **evaluations; /**< per file; NULL until needed */
  const lu_value **given;      /**< per file and input, what the evaluation was given */
  size_t *first;               /**< per file, where its inputs stand in `given` */
} again;

static void free_again(again *run) {
  for (size_t i = 0; run->evaluations != NULL && i < run->on.assessor->model_count; i++)
    lu_evaluation_free(run->evaluations[i]);
  free(run->evaluations);
  free(run->given);
  free(run->first);
  free(run->changed);
}

/** Free with free_again(), after a failure too. */
static lu_status make_again(again *run, const lu_assessor *assessor, lu_factset *facts,
                            lu_context *context, lu_error *error) {
  size_t inputs = 0;
  *run = (again){.on = {assessor, facts, NULL, context, error}};
  run->first = calloc(assessor->model_count + 1, sizeof *run->first);
  for (size_t i = 0; run->first != NULL && i < assessor->model_count; i++) {
    run->first[i] = inputs;
    inputs += lu_model_input_count(assessor->models[i].model);
  }
  run->given = calloc(inputs + 1, sizeof *run->given);
  run->evaluations = calloc(assessor->model_count + 1, sizeof(lu_evaluation *));
  run->changed = calloc(lu_dictionary_count(assessor->dictionary) + 1, sizeof *run->changed);
  if (run->first != NULL && run->given != NULL && run->evaluations != NULL && run->changed != NULL)
    return LU_OK;
  return lu_fail_memory(error);
}

/** Gives the evaluation of a file the facts as they stand; what did not change is kept. */
static lu_status give(again *run, size_t model) {
  const assess_model *file = &run->on.assessor->models[model];
  lu_evaluation **evaluation = &run->evaluations[model];
  const lu_value **given = run->given + run->first[model];
  if (*evaluation == NULL) {
    lu_status status =
        lu_evaluation_new(evaluation, file->model, LU_THREE_VALUED, run->on.context, run->on.error);
    if (status != LU_OK) return status;
    lu_evaluation_set_brief(*evaluation, true);
  }
  for (size_t i = 0; i < lu_model_input_count(file->model); i++) {
    const lu_value *value = lu_factset_input(run->on.facts, file->facts[i]);
    if (value == given[i]) continue;
    given[i] = value;
    lu_evaluation_change_input(*evaluation, i, value);
  }
  return LU_OK;
}

/** True if a value is another one than before; either may be missing. */
static bool differs(const lu_value *before, const lu_value *after) {
  if (before == NULL || after == NULL) return before != after;
  return !lu_value_same(before, after);
}

static bool is_touched(const again *run, const assess_step *step) {
  if (step->fills != LU_NO_INDEX && run->changed[step->fills]) return true;
  for (size_t i = 0; i < step->need_count; i++)
    if (run->changed[step->needs[i]]) return true;
  return false;
}

/** Forgets a recorded fact that a step filled. */
static void forget_filled(again *run, const assess_step *step) {
  if (step->fills == LU_NO_INDEX) return;
  const lu_fact_origin *origin = lu_factset_origin(run->on.facts, step->fills);
  if (origin != NULL && strcmp(origin->place, step->place) == 0)
    lu_factset_clear(run->on.facts, step->fills);
}

/** Derives the fact of a step again and notes whether that changed it. */
static lu_status redo(again *run, const assess_step *step) {
  lu_factset *facts = run->on.facts;
  const lu_value *before = lu_factset_value(facts, step->fact), *value = NULL;
  const lu_value *filled = lu_factset_value(facts, step->fills);
  lu_factset_clear(facts, step->fact);
  forget_filled(run, step);
  lu_status status = LU_OK;
  if (!assess_is_elsewhere(run->on.assessor, step, facts)) {
    status = give(run, step->model);
    lu_evaluation *evaluation = run->evaluations[step->model];
    if (status == LU_OK)
      status = assess_decide(&value, evaluation, run->on.assessor, step, run->on.error);
    if (status == LU_OK) status = assess_take(&run->on, step, evaluation, value);
  }
  run->changed[step->fact] |= differs(before, lu_factset_value(facts, step->fact));
  if (step->fills != LU_NO_INDEX)
    run->changed[step->fills] |= differs(filled, lu_factset_value(facts, step->fills));
  return status;
}

/** Sets the facts that name what is not done and what is not stated. */
static lu_status redo_states(again *run) {
  static const char *const names[] = {"facts_not_done", "facts_not_stated"};
  size_t facts[2];
  const lu_value *before[2];
  for (int i = 0; i < 2; i++) {
    facts[i] = lu_dictionary_find(run->on.assessor->dictionary, names[i]);
    before[i] = lu_factset_value(run->on.facts, facts[i]);
  }
  lu_status status = assess_set_not_done(run->on.facts, run->on.error);
  for (int i = 0; i < 2 && status == LU_OK; i++)
    if (facts[i] != LU_NO_INDEX)
      run->changed[facts[i]] |= differs(before[i], lu_factset_value(run->on.facts, facts[i]));
  return status;
}

/** @param all true: derive everything, whatever changed */
static lu_status run_steps(again *run, bool all) {
  const lu_assessor *assessor = run->on.assessor;
  lu_status status = redo_states(run);
  for (size_t i = 0; i < assessor->step_count && status == LU_OK; i++)
    if (all || is_touched(run, &assessor->steps[i])) status = redo(run, &assessor->steps[i]);
  return status;
}

lu_status lu_assessor_derive(const lu_assessor *assessor, lu_factset *facts, lu_context *context,
                             lu_error *error) {
  again run;
  lu_status status = make_again(&run, assessor, facts, context, error);
  for (size_t i = 0; status == LU_OK && i < assessor->step_count; i++) {
    forget_filled(&run, &assessor->steps[i]);
    lu_factset_clear(facts, assessor->steps[i].fact);
  }
  if (status == LU_OK) status = run_steps(&run, true);
  free_again(&run);
  return status;
}

lu_status lu_assessor_rederive(const lu_assessor *assessor, lu_factset *facts,
                               const size_t *changed, size_t count, lu_context *context,
                               lu_error *error) {
  again run;
  lu_status status = make_again(&run, assessor, facts, context, error);
  for (size_t i = 0; status == LU_OK && i < count; i++)
    if (changed[i] < lu_dictionary_count(assessor->dictionary)) run.changed[changed[i]] = true;
  if (status == LU_OK) status = run_steps(&run, false);
  free_again(&run);
  return status;
}

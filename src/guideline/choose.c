/* SPDX-License-Identifier: Apache-2.0 */
#include "choose.h"

#include <stdlib.h>
#include <string.h>

struct chooser {
  lu_plan plan; /**< with an arena that is reset before each choice */
  lu_evaluation **evaluations;
  lu_evaluation *ranking;
  lu_context *context;
};

lu_status chooser_new(chooser **out, const lu_guideline *guideline, lu_context *context,
                      lu_error *error) {
  *out = NULL;
  chooser *made = calloc(1, sizeof *made);
  if (made == NULL) return lu_fail_memory(error);
  made->context = context;
  made->plan.guideline = guideline;
  made->plan.today = lu_context_today(context);
  made->plan.arena = lu_arena_new();
  made->evaluations = calloc(guideline->model_count + 1, sizeof(lu_evaluation *));
  lu_status status = made->plan.arena == NULL || made->evaluations == NULL
                         ? lu_fail_memory(error)
                         : lu_evaluation_new(&made->ranking, guideline->ranking.model, LU_STANDARD,
                                             context, error);
  for (size_t i = 0; i < guideline->model_count && status == LU_OK; i++)
    if (!guideline->models[i].conflicts)
      status = lu_evaluation_new(&made->evaluations[i], guideline->models[i].model, LU_THREE_VALUED,
                                 context, error);
  if (status != LU_OK) {
    chooser_free(made);
    return status;
  }
  *out = made;
  return LU_OK;
}

void chooser_free(chooser *made) {
  if (made == NULL) return;
  for (size_t i = 0; made->evaluations != NULL && i < made->plan.guideline->model_count; i++)
    lu_evaluation_free(made->evaluations[i]);
  lu_evaluation_free(made->ranking);
  free(made->evaluations);
  lu_arena_free(made->plan.arena);
  free(made);
}

lu_status plan_choose(const lu_plan **out, chooser *made, const lu_factset *facts,
                      lu_error *error) {
  lu_plan *plan = &made->plan;
  lu_arena_reset(plan->arena);
  plan->facts = facts;
  plan->evaluations = made->evaluations;
  plan->option_count = 0;
  plan->recorded = NULL;
  *out = plan;
  if (lu_context_cancelled(made->context))
    return lu_fail(error, LU_INTERRUPTED, "interrupted while choosing");
  lu_status status = plan_outcomes(plan, NULL, error);
  if (status == LU_OK) status = plan_combine(plan, made->ranking, error);
  return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include "plan.h"

#include <stdlib.h>
#include <string.h>

/* True if the primary site is known, and is none that the edition covers. An edition that lists no
   sites covers all. */
static bool is_outside(const lu_plan *plan) {
  size_t index;
  json_t *covered;
  json_t *sites = json_object_get(plan->guideline->manifest, "sites");
  size_t fact = lu_dictionary_find(plan->guideline->dictionary, "site");
  if (fact == LU_NO_INDEX || json_array_size(sites) == 0 || plan_fact_open(plan->facts, fact))
    return false;
  const char *site = lu_value_string(lu_factset_value(plan->facts, fact));
  if (site == NULL || strcmp(site, "unknown") == 0) return false;
  json_array_foreach(sites, index,
                     covered) if (json_is_string(covered) &&
                                  strcmp(json_string_value(covered), site) == 0) return false;
  return true;
}

static lu_status make_parts(lu_plan *plan, lu_context *context, lu_error *error) {
  lu_evaluation *ranking = NULL;
  lu_status status = plan_evaluate(plan, context, error);
  if (status == LU_OK)
    status =
        lu_evaluation_new(&ranking, plan->guideline->ranking.model, LU_STANDARD, context, error);
  if (status == LU_OK) status = plan_combine(plan, ranking, error);
  if (status == LU_OK) status = plan_ask(plan, ranking, error);
  if (status == LU_OK) status = plan_conflicts(plan, context, error);
  if (status == LU_OK)
    status =
        ranking_verdict(&plan->complete, &plan->guideline->ranking, ranking, &plan->counts, error);
  plan->outside = is_outside(plan);
  lu_evaluation_free(ranking);
  return status;
}

lu_status lu_plan_make(lu_plan **out, const lu_guideline *guideline,
                       const lu_assessment *assessment, lu_context *context, lu_error *error) {
  *out = NULL;
  lu_plan *plan = calloc(1, sizeof *plan);
  if (plan == NULL) return lu_fail_memory(error);
  plan->guideline = guideline;
  plan->assessment = assessment;
  plan->facts = lu_assessment_facts(assessment);
  plan->today = lu_context_today(context);
  plan->seed = lu_context_seed(context);
  plan->arena = lu_arena_new();
  lu_status status = plan->arena == NULL ? lu_fail_memory(error) : make_parts(plan, context, error);
  if (status != LU_OK) {
    lu_plan_free(plan);
    return status;
  }
  *out = plan;
  return LU_OK;
}

void lu_plan_free(lu_plan *plan) {
  if (plan == NULL) return;
  for (size_t i = 0; plan->evaluations != NULL && i < plan->guideline->model_count; i++)
    lu_evaluation_free(plan->evaluations[i]);
  lu_arena_free(plan->arena);
  free(plan);
}

lu_status lu_plan_verdict(const lu_plan *plan) {
  if (plan->outside) return LU_OUTSIDE_VALIDITY;
  return plan->complete ? LU_OK : LU_DATA_MISSING;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* The treatments that a plan offers first, planned for a report. */
#include <string.h>

#include "head.h"
#include "lutetia/therapy.h"

/* True for what a board would look at in detail: the first of the ranking, and what is as good. */
static bool is_leading(const json_t *option) {
  const json_t *rank = json_object_get(option, "rank");
  return json_is_integer(rank) && therapy_is_treatment(option) &&
         (json_integer_value(rank) == 1 || strcmp(therapy_text(option, "class"), "preferred") == 0);
}

/* The first leading option that a treatment answers. @return borrowed; NULL for none */
static const json_t *leading_option(const json_t *plan, const lu_treatment *treatment,
                                    const lu_formulary *formulary) {
  size_t index;
  json_t *option;
  json_array_foreach(json_object_get(plan, "options"), index, option) {
    if (is_leading(option) && treatment->answers(formulary, therapy_text(option, "option")))
      return option;
  }
  return NULL;
}

static lu_status add_treatment(json_t *list, const lu_treatment *treatment, const json_t *option,
                               const lu_formulary *formulary, const lu_study *study,
                               lu_context *context, lu_error *error) {
  const lu_treatment_request request = {.today = true, .residual_gbq = -1};
  json_t *plan = NULL, *sections = NULL;
  lu_status status = treatment->plan(&plan, formulary, study, &request, context, error);
  if (status == LU_OK) status = treatment->sections(&sections, plan, error);
  if (status == LU_OK) {
    json_t *entry =
        json_pack("{s:s, s:s, s:s, s:O, s:O}", "id", treatment->id, "title", treatment->title,
                  "option", therapy_text(option, "label"), "plan", plan, "sections", sections);
    if (json_array_append_new(list, entry) != 0) status = lu_fail_memory(error);
  }
  json_decref(sections);
  json_decref(plan);
  return status;
}

lu_status lu_treatment_dossier(json_t **out, const lu_formulary *formulary, const lu_study *study,
                               lu_context *context, lu_error *error) {
  json_t *plan = NULL, *list = json_array();
  lu_status status = lu_plan_document(&plan, lu_study_plan(study), context, error);
  *out = NULL;
  if (status == LU_OK && list == NULL) status = lu_fail_memory(error);
  for (size_t i = 0; lu_treatment_at(i) != NULL && status == LU_OK; i++) {
    const lu_treatment *treatment = lu_treatment_at(i);
    const json_t *option = leading_option(plan, treatment, formulary);
    if (option != NULL)
      status = add_treatment(list, treatment, option, formulary, study, context, error);
  }
  json_decref(plan);
  if (status == LU_OK)
    *out = list;
  else
    json_decref(list);
  return status;
}

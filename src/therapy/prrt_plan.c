/* SPDX-License-Identifier: Apache-2.0 */
/* The module of PRRT: gates, activity, expected doses, the course on the calendar. */
#include <string.h>

#include "head.h"
#include "prrt.h"
#include "treatment.h"

static bool prrt_answers(const lu_formulary *formulary, const char *option) {
  for (size_t i = 0; formulary_product_at(formulary, i) != NULL; i++) {
    const json_t *product = formulary_product(formulary, formulary_product_at(formulary, i));
    size_t index;
    json_t *code;
    json_array_foreach(json_object_get(product, "options"), index, code) {
      if (json_is_string(code) && strcmp(json_string_value(code), option) == 0) return true;
    }
  }
  return false;
}

static lu_status prrt_plan(json_t **out, const lu_formulary *formulary, const lu_study *study,
                           const lu_treatment_request *request, lu_context *context,
                           lu_error *error) {
  prrt_course course;
  *out = NULL;
  lu_status status = prrt_course_new(&course, "lutetia_prrt", "PRRT course", formulary, study,
                                     request, context, error);
  if (status == LU_OK) status = prrt_gates(&course, error);
  if (status == LU_OK) status = prrt_activity(&course, error);
  if (status == LU_OK) status = prrt_doses(&course, error);
  if (status == LU_OK) status = prrt_course_plan(&course, error);
  if (status == LU_OK) status = therapy_sort_events(course.out, error);
  if (status == LU_OK) *out = json_incref(course.out);
  prrt_course_end(&course);
  return status;
}

const lu_treatment treatment_prrt = {
    .id = "prrt",
    .title = "PRRT course",
    .answers = prrt_answers,
    .plan = prrt_plan,
    .sections = prrt_sections,
};

/* SPDX-License-Identifier: Apache-2.0 */
/* One case with all that it takes to plan it. */
#include <stdlib.h>

#include "lutetia/guideline.h"

struct lu_study {
  lu_dictionary *dictionary;
  lu_case *record;
  lu_assessor *assessor;
  lu_assessment *assessment;
  lu_guideline *guideline;
  lu_plan *plan;
};

static lu_status open_parts(lu_study *study, const char *path, const lu_study_options *options,
                            lu_context *context, lu_error *error) {
  lu_status status = lu_dictionary_read(&study->dictionary, context, error);
  if (status == LU_OK)
    status = lu_case_read(&study->record, path, study->dictionary, false, context, error);
  if (status == LU_OK)
    status =
        lu_assessor_read(&study->assessor, options->staging, study->dictionary, context, error);
  if (status == LU_OK)
    status = lu_assessor_assess(&study->assessment, study->assessor, study->record, context, error);
  if (status == LU_OK)
    status =
        lu_guideline_read(&study->guideline, options->edition, study->dictionary, context, error);
  if (status == LU_OK)
    status = lu_plan_make(&study->plan, study->guideline, study->assessment, context, error);
  return status;
}

lu_status lu_study_open(lu_study **out, const char *path, const lu_study_options *options,
                        lu_context *context, lu_error *error) {
  const lu_study_options defaults = {NULL, NULL};
  *out = NULL;
  lu_study *study = calloc(1, sizeof *study);
  if (study == NULL) return lu_fail_memory(error);
  lu_status status = open_parts(study, path, options != NULL ? options : &defaults, context, error);
  if (status != LU_OK) {
    lu_study_free(study);
    return status;
  }
  *out = study;
  return LU_OK;
}

void lu_study_free(lu_study *study) {
  if (study == NULL) return;
  lu_plan_free(study->plan);
  lu_guideline_free(study->guideline);
  lu_assessment_free(study->assessment);
  lu_assessor_free(study->assessor);
  lu_case_free(study->record);
  lu_dictionary_free(study->dictionary);
  free(study);
}

const lu_dictionary *lu_study_dictionary(const lu_study *study) {
  return study->dictionary;
}

const lu_case *lu_study_case(const lu_study *study) {
  return study->record;
}

const lu_assessor *lu_study_assessor(const lu_study *study) {
  return study->assessor;
}

const lu_assessment *lu_study_assessment(const lu_study *study) {
  return study->assessment;
}

const lu_guideline *lu_study_guideline(const lu_study *study) {
  return study->guideline;
}

const lu_plan *lu_study_plan(const lu_study *study) {
  return study->plan;
}

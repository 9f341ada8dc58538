/* SPDX-License-Identifier: Apache-2.0 */
/* Standard uncertainty of a derived number: first order, by central differences. */
#include <math.h>

#include "assess.h"

/** The decision with one input moved; NAN if it is no number there. */
static lu_status moved(double *out, const lu_assessment *assessment, const assess_step *step,
                       const char *input, double number, lu_context *context, lu_error *error) {
  const lu_model *model = assessment->models[step->model].model;
  lu_evaluation *evaluation = NULL;
  const lu_value *value = NULL;
  *out = NAN;
  lu_status status = lu_evaluation_new(&evaluation, model, LU_THREE_VALUED, context, error);
  if (status == LU_OK) status = lu_factset_bind(assessment->facts, evaluation, model, error);
  if (status == LU_OK) {
    lu_evaluation_set_input(evaluation, input, lu_make_number(evaluation, number));
    status = lu_evaluation_decide(&value, evaluation, step->decision, error);
  }
  if (status == LU_OK) *out = lu_value_number(value);
  lu_evaluation_free(evaluation);
  return status;
}

lu_status assess_spread(double *sd, const lu_assessment *assessment, const assess_step *step,
                        lu_context *context, lu_error *error) {
  *sd = 0;
  const lu_fact *fact = lu_dictionary_at(assessment->dictionary, step->fact);
  const lu_model *model = assessment->models[step->model].model;
  if (lu_fact_get_type(fact) != LU_FACT_NUMBER) return LU_OK;
  double variance = 0;
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    const char *name = lu_model_input_name(model, i);
    size_t input = lu_dictionary_find(assessment->dictionary, name);
    if (input == LU_NO_INDEX || !lu_model_depends(model, step->decision, i)) continue;
    double number = assess_number(assessment->facts, input);
    const lu_fact_origin *origin = lu_factset_origin(assessment->facts, input);
    if (isnan(number) || origin == NULL || !(origin->sd > 0)) continue;
    double above = NAN, below = NAN;
    lu_status status = moved(&above, assessment, step, name, number + origin->sd, context, error);
    if (status == LU_OK)
      status = moved(&below, assessment, step, name, number - origin->sd, context, error);
    if (status != LU_OK) return status;
    double half = (above - below) / 2;
    if (isfinite(half)) variance += half * half;
  }
  *sd = sqrt(variance);
  return LU_OK;
}

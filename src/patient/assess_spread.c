/* SPDX-License-Identifier: Apache-2.0 */
/* Standard uncertainty of a derived number: first order, by differences. */
#include <math.h>

#include "assess.h"

/** The decision with one input moved; NAN if it is no number there. */
static lu_status moved(double *out, const lu_assessment *assessment, const assess_step *step,
                       const char *input, double number, lu_context *context, lu_error *error) {
  const assess_model *file = &assessment->assessor->models[step->model];
  lu_evaluation *evaluation = NULL;
  const lu_value *value = NULL;
  *out = NAN;
  lu_status status = lu_evaluation_new(&evaluation, file->model, LU_THREE_VALUED, context, error);
  if (status == LU_OK) {
    lu_evaluation_set_brief(evaluation, true);
    lu_factset_lend(assessment->facts, evaluation, file->facts, lu_model_input_count(file->model));
    lu_evaluation_set_input(evaluation, input, lu_make_number(evaluation, number));
    status = lu_evaluation_decide(&value, evaluation, step->decision, error);
  }
  if (status == LU_OK) *out = lu_value_number(value);
  lu_evaluation_free(evaluation);
  return status;
}

/** Change of the decision for one standard deviation: half the central difference, or that to the
 * side where there is a value. @return NAN if there is none on either side */
static double change_of(double at, double below, double above) {
  if (isfinite(above) && isfinite(below)) return (above - below) / 2;
  return isfinite(above) ? above - at : at - below;
}

/** Says that an uncertain input could not be followed. */
static void find_open(const lu_assessment *assessment, size_t fact, size_t input,
                      lu_context *context) {
  const lu_fact_origin *origin = lu_factset_origin(assessment->facts, input);
  lu_context_find(context, "assess.spread-open", LU_NOTE, origin != NULL ? origin->place : "",
                  "Its standard deviation is too small.",
                  "%s has no value one standard deviation from the stated %s.",
                  lu_fact_label(lu_dictionary_at(assessment->dictionary, fact)),
                  lu_fact_label(lu_dictionary_at(assessment->dictionary, input)));
}

lu_status assess_spread(double *sd, const lu_assessment *assessment, const assess_step *step,
                        const lu_value *at, lu_context *context, lu_error *error) {
  *sd = 0;
  const lu_fact *fact = lu_dictionary_at(assessment->dictionary, step->fact);
  const lu_model *model = assessment->assessor->models[step->model].model;
  if (lu_fact_get_type(fact) != LU_FACT_NUMBER) return LU_OK;
  double variance = 0;
  for (size_t i = 0; i < lu_model_input_count(model); i++) {
    const char *name = lu_model_input_name(model, i);
    size_t input = assessment->assessor->models[step->model].facts[i];
    if (input == LU_NO_INDEX || !lu_model_depends(model, step->decision, i)) continue;
    double number = assess_number(assessment->facts, input);
    const lu_fact_origin *origin = lu_factset_origin(assessment->facts, input);
    if (isnan(number) || origin == NULL || !(origin->sd > 0)) continue;
    double above = NAN, below = NAN;
    lu_status status = moved(&above, assessment, step, name, number + origin->sd, context, error);
    if (status == LU_OK)
      status = moved(&below, assessment, step, name, number - origin->sd, context, error);
    if (status != LU_OK) return status;
    double change = change_of(lu_value_number(at), below, above);
    if (isfinite(change))
      variance += change * change;
    else
      find_open(assessment, step->fact, input, context);
  }
  *sd = sqrt(variance);
  return LU_OK;
}

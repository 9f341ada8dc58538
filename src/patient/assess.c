/* SPDX-License-Identifier: Apache-2.0 */
#include "assess.h"

#include <stdlib.h>
#include <string.h>

/** Sets the edition of the staging system: that of the call, that of the record, the newest. */
static lu_status set_edition(lu_assessment *assessment, const char *edition, lu_error *error) {
  size_t fact = lu_dictionary_find(assessment->dictionary, "staging_edition");
  if (fact == LU_NO_INDEX) return LU_OK;
  if (edition == NULL && lu_factset_state(assessment->facts, fact) == LU_FACT_KNOWN) return LU_OK;
  const lu_fact *entry = lu_dictionary_at(assessment->dictionary, fact);
  lu_fact_origin origin = {.place = "option", .note = "chosen by the caller"};
  if (edition == NULL) {
    size_t count = lu_fact_value_count(entry);
    if (count == 0) return LU_OK;
    edition = lu_fact_value(entry, count - 1);
    origin = (lu_fact_origin){.place = "default", .note = "the newest edition"};
  }
  lu_status status = lu_factset_set_text(assessment->facts, fact, edition, &origin, error);
  if (status != LU_BAD_INPUT) return status;
  lu_text known = LU_TEXT_INIT;
  for (size_t i = 0; i < lu_fact_value_count(entry); i++)
    lu_text_printf(&known, "%s%s", i == 0 ? "" : ", ", lu_fact_value(entry, i));
  status = lu_fail(error, LU_USAGE, "there is no staging edition \"%.40s\"; known are: %s", edition,
                   lu_text_string(&known));
  lu_text_free(&known);
  return status;
}

static lu_status assess_all(lu_assessment *assessment, lu_context *context, lu_error *error) {
  lu_status status =
      lu_factset_copy(&assessment->facts, lu_case_facts(assessment->record), context, error);
  if (status == LU_OK) status = set_edition(assessment, assessment->assessor->edition, error);
  if (status == LU_OK) status = assess_samples(assessment, context, error);
  if (status == LU_OK) status = assess_set_not_done(assessment->facts, error);
  if (status == LU_OK) status = assess_set_count_sd(assessment, error);
  if (status == LU_OK) status = assess_derive(assessment, context, error);
  if (status == LU_OK) status = assess_probabilities(assessment, context, error);
  if (status == LU_OK) status = assess_currency(assessment, context, error);
  return status;
}

lu_status lu_assessor_assess(lu_assessment **out, const lu_assessor *assessor,
                             const lu_case *record, lu_context *context, lu_error *error) {
  *out = NULL;
  lu_assessment *assessment = calloc(1, sizeof *assessment);
  if (assessment == NULL) return lu_fail_memory(error);
  assessment->assessor = assessor;
  assessment->record = record;
  assessment->dictionary = assessor->dictionary;
  assessment->leading = LU_NO_INDEX;
  assessment->arena = lu_arena_new();
  lu_status status =
      assessment->arena == NULL ? lu_fail_memory(error) : assess_all(assessment, context, error);
  if (status == LU_OK &&
      (lu_arena_failed(assessment->arena) || lu_context_findings_incomplete(context)))
    status = lu_fail_memory(error);
  if (status != LU_OK) {
    lu_assessment_free(assessment);
    return status;
  }
  *out = assessment;
  return LU_OK;
}

lu_status lu_assess(lu_assessment **out, const lu_case *record, const char *edition,
                    lu_context *context, lu_error *error) {
  lu_assessor *assessor = NULL;
  *out = NULL;
  lu_status status = lu_assessor_read(&assessor, edition,
                                      lu_factset_dictionary(lu_case_facts(record)), context, error);
  if (status == LU_OK) status = lu_assessor_assess(out, assessor, record, context, error);
  if (status == LU_OK && *out != NULL)
    (*out)->own = assessor;
  else
    lu_assessor_free(assessor);
  return status;
}

void lu_assessment_free(lu_assessment *assessment) {
  if (assessment == NULL) return;
  for (size_t i = 0; assessment->evaluations != NULL && i < assessment->assessor->step_count; i++)
    if (!assessment->shared[i]) lu_evaluation_free(assessment->evaluations[i]);
  for (size_t i = 0; i < assessment->sample_count; i++)
    lu_factset_free(assessment->samples[i].facts);
  lu_factset_free(assessment->facts);
  lu_arena_free(assessment->arena);
  lu_assessor_free(assessment->own);
  free(assessment);
}

const lu_case *lu_assessment_case(const lu_assessment *assessment) {
  return assessment->record;
}

const char *lu_assessment_hash(const lu_assessment *assessment) {
  return assessment->assessor->data_hash;
}

const lu_factset *lu_assessment_facts(const lu_assessment *assessment) {
  return assessment->facts;
}

bool lu_assessment_trace(const lu_assessment *assessment, size_t fact, const lu_model **model,
                         size_t *decision, const lu_evaluation **evaluation) {
  const assess_step *step = assess_find_step(assessment, fact);
  if (step == NULL) return false;
  const lu_assessor *assessor = assessment->assessor;
  const lu_evaluation *made = assessment->evaluations[step - assessor->steps];
  if (made == NULL) return false;
  *model = assessor->models[step->model].model;
  *decision = step->decision;
  *evaluation = made;
  return true;
}

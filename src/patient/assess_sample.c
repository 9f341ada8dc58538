/* SPDX-License-Identifier: Apache-2.0 */
/* Several tissue samples: each is graded for itself; the highest leads, the newest if tied. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"
#include "case.h"

/** Step whose dictionary entry ranks its values. @return NULL if there is none */
static const assess_step *ranked_step(const lu_assessment *assessment) {
  for (size_t i = 0; i < assessment->assessor->step_count; i++)
    if (assessment->assessor->steps[i].rank != NULL) return &assessment->assessor->steps[i];
  return NULL;
}

/** Place of a value in the order of "rank"; -1 if it has none. */
static long place_of(const json_t *rank, const lu_value *value) {
  const char *text = lu_value_string(value);
  for (size_t i = 0; text != NULL && i < json_array_size(rank); i++) {
    const char *name = json_string_value(json_array_get(rank, i));
    if (name != NULL && strcmp(name, text) == 0) return (long)i;
  }
  return -1;
}

/** The same for a value that may be open: the lowest and the highest that it still may be. Values
 * without a place in the order ("no neuroendocrine neoplasm") do not count. */
static void find_places(assess_sample *sample, const lu_assessment *assessment,
                        const assess_step *step, const lu_value *value) {
  const json_t *rank = step->rank;
  const lu_value *const *candidates = NULL;
  size_t count = lu_unknown_candidates(value, &candidates);
  sample->rank = sample->highest = sample->likely = count == 0 ? place_of(rank, value) : -1;
  for (size_t i = 0; i < count; i++) {
    long place = place_of(rank, candidates[i]);
    if (place >= 0 && (sample->rank < 0 || place < sample->rank)) sample->rank = place;
    if (place > sample->highest) sample->highest = place;
    if (place > sample->likely &&
        !assess_unlisted(assessment, step->fact, lu_value_string(candidates[i])))
      sample->likely = place;
  }
}

static lu_status grade_sample(assess_sample *sample, lu_assessment *assessment,
                              const assess_step *step, size_t index, lu_context *context,
                              lu_error *error) {
  lu_evaluation *evaluation = NULL;
  const lu_value *value = NULL;
  sample->rank = sample->highest = sample->likely = -1;
  lu_status status = lu_factset_copy(&sample->facts, assessment->facts, context, error);
  if (status == LU_OK && case_sample_count(assessment->record) > 1) /* else they are its facts */
    status = case_sample_facts(sample->facts, assessment->record, index, context, error);
  if (status == LU_OK) status = assess_set_not_done(sample->facts, error);
  if (status == LU_OK)
    status = assess_evaluate(&evaluation, &value, assessment->assessor, step, sample->facts,
                             context, error);
  if (status == LU_OK && lu_value_get_kind(value) != LU_VALUE_NULL)
    status = lu_factset_set(sample->facts, step->fact, value, NULL, error);
  if (status == LU_OK) {
    find_places(sample, assessment, step, value);
    sample->graded = lu_value_get_kind(value) == LU_VALUE_STRING;
  }
  lu_evaluation_free(evaluation);
  return status;
}

/** Day of a sample; far before any if it has none. */
static int64_t day_of(const lu_assessment *assessment, size_t sample) {
  const json_t *entry =
      json_array_get(json_object_get(lu_case_json(assessment->record), "pathology"), sample);
  const char *text = json_string_value(json_object_get(entry, "date"));
  lu_date date = LU_DATE_NONE;
  if (text == NULL || lu_date_parse(&date, text, NULL) != LU_OK) date = LU_DATE_NONE;
  return lu_date_first_day(date);
}

static size_t find_leader(const lu_assessment *assessment) {
  size_t leader = LU_NO_INDEX;
  for (size_t i = 0; i < assessment->sample_count; i++) {
    const assess_sample *sample = &assessment->samples[i];
    if (sample->rank < 0) continue;
    if (leader == LU_NO_INDEX || sample->rank > assessment->samples[leader].rank ||
        (sample->rank == assessment->samples[leader].rank &&
         day_of(assessment, i) >= day_of(assessment, leader)))
      leader = i;
  }
  return leader != LU_NO_INDEX ? leader : case_leading_sample(assessment->record);
}

/** True if no grade that one sample may have is open to the other. */
static bool apart(const assess_sample *a, const assess_sample *b) {
  if (a->rank < 0 || b->rank < 0) return false;
  return a->rank > b->highest || b->rank > a->highest;
}

/** Says whether samples differ in grade; nothing while fewer than two are graded and none of the
 * open ones is surely another. */
static lu_status set_differs(lu_assessment *assessment, lu_error *error) {
  size_t fact = lu_dictionary_find(assessment->dictionary, "ki67_site_differs");
  size_t graded = 0;
  bool differs = false;
  for (size_t i = 0; i < assessment->sample_count; i++) {
    graded += assessment->samples[i].graded;
    for (size_t j = 0; j < i; j++)
      differs = differs || apart(&assessment->samples[i], &assessment->samples[j]);
  }
  if (fact == LU_NO_INDEX || (graded < 2 && !differs)) return LU_OK;
  lu_fact_origin origin = {.place = "derived: program", .note = "grades of all samples compared"};
  return lu_factset_set_boolean(assessment->facts, fact, differs, &origin, error);
}

/** Tells of samples that are not graded and may turn out higher than the graded one that leads. */
static lu_status find_higher(lu_assessment *assessment, lu_context *context, lu_error *error) {
  size_t fact = lu_dictionary_find(assessment->dictionary, "sample_may_be_higher");
  if (fact == LU_NO_INDEX || assessment->leading == LU_NO_INDEX) return LU_OK;
  const assess_sample *leader = &assessment->samples[assessment->leading];
  bool higher = false;
  if (!leader->graded) return LU_OK; /* then the grade is open, which says as much */
  for (size_t i = 0; i < assessment->sample_count; i++) {
    const assess_sample *sample = &assessment->samples[i];
    bool known = !isnan(assess_number_named(sample->facts, "ki67_pct"));
    if (sample->graded || !known || sample->likely <= leader->rank) continue;
    higher = true;
    assess_find(assessment, fact, sample->facts, context);
  }
  lu_fact_origin origin = {.place = "derived: program", .note = "grades of all samples compared"};
  return lu_factset_set_boolean(assessment->facts, fact, higher, &origin, error);
}

lu_status assess_samples(lu_assessment *assessment, lu_context *context, lu_error *error) {
  const assess_step *step = ranked_step(assessment);
  size_t count = case_sample_count(assessment->record);
  if (step == NULL || count == 0) return LU_OK;
  assessment->samples = lu_arena_array(assessment->arena, count, sizeof *assessment->samples);
  if (assessment->samples == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    lu_status status = grade_sample(&assessment->samples[i], assessment, step, i, context, error);
    assessment->sample_count++; /* also after a failure, so that its facts are freed */
    if (status != LU_OK) return status;
  }
  assessment->leading = find_leader(assessment);
  lu_status status = set_differs(assessment, error);
  if (status == LU_OK) status = find_higher(assessment, context, error);
  if (status == LU_OK && assessment->leading != LU_NO_INDEX && count > 1)
    status = case_sample_facts(assessment->facts, assessment->record, assessment->leading, context,
                               error);
  return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* In which order the decisions of the tables must be taken. */
#include <string.h>

#include "assess.h"

const assess_step *assess_find_step(const lu_assessment *assessment, size_t fact) {
  const lu_assessor *assessor = assessment->assessor;
  if (fact >= lu_dictionary_count(assessor->dictionary)) return NULL;
  size_t step = assessor->step_of[fact];
  return step != LU_NO_INDEX ? &assessor->steps[step] : NULL;
}

/** Stem of the file that the dictionary names for a derived fact; NULL if it names none. */
static const char *file_of(const lu_dictionary *dictionary, size_t fact) {
  return json_string_value(json_object_get(assess_member(dictionary, fact, "record"), "derived"));
}

/** Collects the decisions that yield facts, in the order of files and decisions. */
static lu_status collect(lu_assessor *assessor, lu_error *error) {
  size_t most = 0;
  for (size_t i = 0; i < assessor->model_count; i++)
    most += lu_model_decision_count(assessor->models[i].model);
  assessor->steps = lu_arena_array(assessor->arena, most + 1, sizeof *assessor->steps);
  if (assessor->steps == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < assessor->model_count; i++) {
    const lu_model *model = assessor->models[i].model;
    for (size_t j = 0; j < lu_model_decision_count(model); j++) {
      const char *name = lu_model_decision_name(model, j);
      size_t fact = lu_dictionary_find(assessor->dictionary, name);
      if (fact == LU_NO_INDEX) continue; /* a step on the way inside of the file */
      const char *file = file_of(assessor->dictionary, fact);
      if (file == NULL || strcmp(file, assessor->models[i].stem) != 0)
        return lu_fail(error, LU_BAD_INPUT,
                       "%s.dmn: decision \"%s\" has the name of a fact that the dictionary does "
                       "not derive from this file",
                       assessor->models[i].stem, name);
      assessor->steps[assessor->step_count++] =
          (assess_step){.model = i, .decision = j, .fact = fact, .fills = LU_NO_INDEX};
    }
  }
  return LU_OK;
}

/** Finds the recorded fact that a step fills. */
static lu_status find_filled(assess_step *step, const lu_assessor *assessor, lu_error *error) {
  const lu_dictionary *dictionary = assessor->dictionary;
  const char *name = json_string_value(assess_member(dictionary, step->fact, "fills"));
  if (name == NULL) return LU_OK;
  step->fills = lu_dictionary_find(dictionary, name);
  if (step->fills != LU_NO_INDEX) return LU_OK;
  return lu_fail(error, LU_BAD_INPUT, "fact \"%s\": \"fills\" names \"%s\", which is no fact",
                 lu_fact_name(lu_dictionary_at(dictionary, step->fact)), name);
}

/** Finds the facts that may stand in for that of a step. */
static lu_status find_stand_ins(assess_step *step, const lu_assessor *assessor, lu_error *error) {
  const lu_dictionary *dictionary = assessor->dictionary;
  const json_t *names = assess_member(dictionary, step->fact, "otherwise");
  step->stand_in = lu_arena_array(assessor->arena, json_array_size(names) + 1, sizeof(size_t));
  if (step->stand_in == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < json_array_size(names); i++) {
    const char *name = json_string_value(json_array_get(names, i));
    size_t other = name != NULL ? lu_dictionary_find(dictionary, name) : LU_NO_INDEX;
    if (other == LU_NO_INDEX)
      return lu_fail(
          error, LU_BAD_INPUT, "fact \"%s\": \"otherwise\" names \"%s\", which is no fact",
          lu_fact_name(lu_dictionary_at(dictionary, step->fact)), name != NULL ? name : "?");
    step->stand_in[step->stand_in_count++] = other;
  }
  return LU_OK;
}

/** Lists the facts that a step looks at. */
static lu_status find_needs(assess_step *step, const lu_assessor *assessor, lu_error *error) {
  const assess_model *file = &assessor->models[step->model];
  size_t inputs = lu_model_input_count(file->model);
  step->needs =
      lu_arena_array(assessor->arena, inputs + step->stand_in_count + 1, sizeof *step->needs);
  if (step->needs == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < inputs; i++)
    if (file->facts[i] != LU_NO_INDEX && lu_model_depends(file->model, step->decision, i))
      step->needs[step->need_count++] = file->facts[i];
  for (size_t i = 0; i < step->stand_in_count; i++)
    step->needs[step->need_count++] = step->stand_in[i];
  if (step->site_count > 0) step->needs[step->need_count++] = assessor->site;
  return LU_OK;
}

/** Finds the numbers at which a decision changes along its uncertain inputs. */
static lu_status find_limits(assess_step *step, const lu_assessor *assessor, lu_error *error) {
  const json_t *entries = step->uncertain;
  const assess_model *file = &assessor->models[step->model];
  double limits[ASSESS_MAX_LIMITS];
  for (size_t i = 0; i < json_array_size(entries) && i < ASSESS_MAX_AXES; i++) {
    const char *name = json_string_value(json_object_get(json_array_get(entries, i), "fact"));
    size_t fact = name != NULL ? lu_dictionary_find(assessor->dictionary, name) : LU_NO_INDEX;
    size_t input = 0, inputs = lu_model_input_count(file->model);
    while (input < inputs && (fact == LU_NO_INDEX || file->facts[input] != fact))
      input++;
    size_t count = lu_model_limits(file->model, step->decision, input, limits, ASSESS_MAX_LIMITS);
    if (count == LU_NO_INDEX) continue;
    double *kept = lu_arena_array(assessor->arena, count + 1, sizeof *kept);
    if (kept == NULL) return lu_fail_memory(error);
    memcpy(kept, limits, count * sizeof *kept);
    step->limits[i] = kept;
    step->limit_counts[i] = count;
  }
  return LU_OK;
}

/** Takes apart what the dictionary says about the fact of each step. */
static lu_status describe(lu_assessor *assessor, lu_error *error) {
  assessor->site = lu_dictionary_find(assessor->dictionary, "site");
  for (size_t i = 0; i < assessor->step_count; i++) {
    assess_step *step = &assessor->steps[i];
    const assess_model *file = &assessor->models[step->model];
    step->place = lu_arena_printf(assessor->arena, "derived: %s %s", file->file,
                                  lu_model_decision_name(file->model, step->decision));
    step->uncertain = assess_member(assessor->dictionary, step->fact, "uncertain");
    step->rank = assess_member(assessor->dictionary, step->fact, "rank");
    step->finding = assess_member(assessor->dictionary, step->fact, "finding");
    step->equation = assess_member(assessor->dictionary, step->fact, "equation");
    lu_status status = step->place == NULL ? lu_fail_memory(error) : LU_OK;
    if (status == LU_OK) status = find_filled(step, assessor, error);
    if (status == LU_OK) status = find_stand_ins(step, assessor, error);
    if (status == LU_OK) status = assess_find_sites(step, assessor, error);
    if (status == LU_OK) status = find_needs(step, assessor, error);
    if (status == LU_OK) status = find_limits(step, assessor, error);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/** True if step `later` reads what step `earlier` yields, fills, or stands in for. */
static bool needs(const assess_step *later, const assess_step *earlier) {
  for (size_t i = 0; i < later->need_count; i++)
    if (later->needs[i] == earlier->fact || later->needs[i] == earlier->fills) return true;
  return false;
}

/** True if all that a step needs stands in front of it already. */
static bool is_ready(const lu_assessor *assessor, size_t placed, const assess_step *step) {
  for (size_t i = placed; i < assessor->step_count; i++)
    if (&assessor->steps[i] != step && needs(step, &assessor->steps[i])) return false;
  return true;
}

/** Notes which step derives each fact. */
static lu_status index_steps(lu_assessor *assessor, lu_error *error) {
  size_t facts = lu_dictionary_count(assessor->dictionary);
  assessor->step_of = lu_arena_array(assessor->arena, facts + 1, sizeof *assessor->step_of);
  if (assessor->step_of == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < facts; i++)
    assessor->step_of[i] = LU_NO_INDEX;
  for (size_t i = assessor->step_count; i-- > 0;) /* the first of several counts */
    assessor->step_of[assessor->steps[i].fact] = i;
  return LU_OK;
}

lu_status assess_order_steps(lu_assessor *assessor, lu_error *error) {
  lu_status status = collect(assessor, error);
  if (status == LU_OK) status = describe(assessor, error);
  if (status != LU_OK) return status;
  assess_step *steps = assessor->steps;
  for (size_t placed = 0; placed < assessor->step_count; placed++) {
    size_t next = placed;
    while (next < assessor->step_count && !is_ready(assessor, placed, &steps[next]))
      next++;
    if (next == assessor->step_count) {
      const lu_fact *fact = lu_dictionary_at(assessor->dictionary, steps[placed].fact);
      return lu_fail(error, LU_BAD_INPUT,
                     "the assessment tables go round in a circle through the fact \"%s\"",
                     lu_fact_name(fact));
    }
    assess_step step = steps[next];
    memmove(&steps[placed + 1], &steps[placed], (next - placed) * sizeof *steps);
    steps[placed] = step;
  }
  return index_steps(assessor, error);
}

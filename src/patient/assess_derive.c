/* SPDX-License-Identifier: Apache-2.0 */
/* One derived fact: evaluated, kept with its origin, with what stands in for it and what it fills.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess.h"

const json_t *assess_member(const lu_dictionary *dictionary, size_t fact, const char *name) {
  const lu_fact *entry = lu_dictionary_at(dictionary, fact);
  return entry != NULL ? json_object_get(lu_fact_json(entry), name) : NULL;
}

double assess_number(const lu_factset *facts, size_t fact) {
  if (lu_factset_state(facts, fact) != LU_FACT_KNOWN) return NAN;
  return lu_value_number(lu_factset_value(facts, fact));
}

double assess_number_named(const lu_factset *facts, const char *name) {
  if (name == NULL) return NAN;
  return assess_number(facts, lu_dictionary_find(lu_factset_dictionary(facts), name));
}

/** Sets a set-valued fact to the names among its values of facts that are in a state. */
static lu_status set_names(lu_factset *facts, const char *name, lu_fact_state state,
                           const char *note, lu_error *error) {
  const lu_dictionary *dictionary = lu_factset_dictionary(facts);
  size_t fact = lu_dictionary_find(dictionary, name);
  if (fact == LU_NO_INDEX) return LU_OK;
  const lu_fact *entry = lu_dictionary_at(dictionary, fact);
  size_t count = lu_fact_value_count(entry), found = 0;
  const char **names = calloc(count + 1, sizeof *names);
  if (names == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    size_t other = lu_dictionary_find(dictionary, lu_fact_value(entry, i));
    if (other != LU_NO_INDEX && lu_factset_state(facts, other) == state)
      names[found++] = lu_fact_value(entry, i);
  }
  lu_fact_origin origin = {.place = "derived: program", .note = note};
  lu_status status = lu_factset_set_list(facts, fact, names, found, &origin, error);
  free(names);
  return status;
}

lu_status assess_set_not_done(lu_factset *facts, lu_error *error) {
  lu_status status = set_names(facts, "facts_not_done", LU_FACT_NOT_DONE,
                               "from what the record calls not done", error);
  if (status == LU_OK)
    status = set_names(facts, "facts_not_stated", LU_FACT_UNKNOWN,
                       "from what the record does not speak of", error);
  return status;
}

lu_status assess_decide(const lu_value **value, lu_evaluation *evaluation,
                        const lu_assessor *assessor, const assess_step *step, lu_error *error) {
  const assess_model *file = &assessor->models[step->model];
  lu_status status = lu_evaluation_decide(value, evaluation, step->decision, error);
  if (status != LU_OK && error != NULL)
    lu_error_prefix(error, "%s, %s: ", file->file,
                    lu_model_decision_name(file->model, step->decision));
  return status;
}

lu_status assess_evaluate(lu_evaluation **evaluation, const lu_value **value,
                          const lu_assessor *assessor, const assess_step *step,
                          const lu_factset *facts, lu_context *context, lu_error *error) {
  const assess_model *file = &assessor->models[step->model];
  lu_status status = lu_evaluation_new(evaluation, file->model, LU_THREE_VALUED, context, error);
  if (status != LU_OK) return status;
  lu_evaluation_set_brief(*evaluation, true);
  lu_factset_lend(facts, *evaluation, file->facts, lu_model_input_count(file->model));
  return assess_decide(value, *evaluation, assessor, step, error);
}

/** Compares two values by what they print as: numbers, texts and booleans are told apart by it. */
static bool same_value(const lu_value *a, const lu_value *b, bool *failed) {
  lu_text first = LU_TEXT_INIT, second = LU_TEXT_INIT;
  lu_value_print(a, &first);
  lu_value_print(b, &second);
  bool same = strcmp(lu_text_string(&first), lu_text_string(&second)) == 0;
  *failed = *failed || first.failed || second.failed;
  lu_text_free(&first);
  lu_text_free(&second);
  return same;
}

/** True if an open value may still become `value`. */
static bool still_possible(const lu_value *open, const lu_value *value, bool *failed) {
  if (lu_value_get_kind(open) != LU_VALUE_UNKNOWN) return true;
  const lu_value *const *candidates = NULL;
  size_t count = lu_unknown_candidates(open, &candidates);
  if (count == 0) return true;
  for (size_t i = 0; i < count; i++)
    if (same_value(candidates[i], value, failed)) return true;
  return false;
}

/** Says that what stands in can not be, seeing what the tables leave open. */
static void find_impossible(const assess_derivation *on, size_t fact, size_t stated) {
  if (on->assessment == NULL) return;
  lu_text says = LU_TEXT_INIT;
  lu_factset_print(on->facts, stated, &says);
  const lu_fact_origin *origin = lu_factset_origin(on->facts, stated);
  lu_context_find(
      on->context, "assess.stated-impossible", LU_WARNING, origin != NULL ? origin->place : "",
      "The stated value is not used.", "%s is stated as %s, which the other facts do not allow.",
      lu_fact_label(lu_dictionary_at(on->assessor->dictionary, fact)), lu_text_string(&says));
  lu_text_free(&says);
}

/**
 * Lets the first known fact of "otherwise" stand in for an open one.
 * @param done true if one did
 */
static lu_status stand_in(bool *done, const assess_derivation *on, const assess_step *step,
                          const lu_value *open) {
  *done = false;
  for (size_t i = 0; i < step->stand_in_count; i++) {
    size_t other = step->stand_in[i];
    if (lu_factset_state(on->facts, other) != LU_FACT_KNOWN) continue;
    const lu_value *value = lu_factset_value(on->facts, other);
    bool failed = false, possible = still_possible(open, value, &failed);
    if (failed) return lu_fail_memory(on->error);
    if (!possible) {
      find_impossible(on, step->fact, other);
      continue;
    }
    lu_fact_origin origin = *lu_factset_origin(on->facts, other);
    lu_text note = LU_TEXT_INIT;
    lu_text_printf(&note, "from %s",
                   lu_fact_label(lu_dictionary_at(on->assessor->dictionary, other)));
    origin.note = lu_text_string(&note);
    lu_status status = note.failed
                           ? lu_fail_memory(on->error)
                           : lu_factset_set(on->facts, step->fact, value, &origin, on->error);
    lu_text_free(&note);
    *done = status == LU_OK;
    return status;
  }
  return LU_OK;
}

/** Says that a recorded fact is not what its parts give. */
static void find_difference(const assess_derivation *on, const assess_step *step) {
  lu_text says = LU_TEXT_INIT, follows = LU_TEXT_INIT;
  lu_factset_print(on->facts, step->fills, &says);
  lu_factset_print(on->facts, step->fact, &follows);
  const lu_fact_origin *origin = lu_factset_origin(on->facts, step->fills);
  lu_context_find(on->context, "assess.differs", LU_WARNING, origin != NULL ? origin->place : "",
                  "The stated value is used.", "%s is stated as %s, but its parts give %s.",
                  lu_fact_label(lu_dictionary_at(on->assessor->dictionary, step->fills)),
                  lu_text_string(&says), lu_text_string(&follows));
  lu_text_free(&says);
  lu_text_free(&follows);
}

/** Lets a derived fact fill the recorded one that the record left open, or compares the two. */
static lu_status fill(const assess_derivation *on, const assess_step *step, const lu_value *value) {
  if (step->fills == LU_NO_INDEX) return LU_OK;
  lu_fact_state state = lu_factset_state(on->facts, step->fills);
  if (state == LU_FACT_UNKNOWN)
    return lu_factset_set(on->facts, step->fills, value, lu_factset_origin(on->facts, step->fact),
                          on->error);
  if (state == LU_FACT_NOT_DONE || on->assessment == NULL) return LU_OK;
  bool failed = false, same = same_value(lu_factset_value(on->facts, step->fills), value, &failed);
  if (failed) return lu_fail_memory(on->error);
  if (!same) find_difference(on, step);
  return LU_OK;
}

/** Replaces each {fact} of a sentence by what a person calls its value. */
static void expand(lu_text *out, const lu_assessment *assessment, const lu_factset *facts,
                   const char *sentence) {
  while (*sentence != '\0') {
    const char *open = strchr(sentence, '{');
    const char *close = open != NULL ? strchr(open, '}') : NULL;
    if (close == NULL) break;
    lu_text_append(out, sentence, (size_t)(open - sentence));
    lu_text name = LU_TEXT_INIT;
    lu_text_append(&name, open + 1, (size_t)(close - open - 1));
    size_t fact = lu_dictionary_find(assessment->dictionary, lu_text_string(&name));
    if (fact != LU_NO_INDEX) assess_print(out, assessment, facts, fact);
    out->failed = out->failed || name.failed;
    lu_text_free(&name);
    sentence = close + 1;
  }
  lu_text_puts(out, sentence);
}

static const char *member_text(const json_t *object, const char *name) {
  const char *text = json_string_value(json_object_get(object, name));
  return text != NULL ? text : "";
}

void assess_find(const lu_assessment *assessment, size_t fact, const lu_factset *facts,
                 lu_context *context) {
  const json_t *finding = assess_member(assessment->dictionary, fact, "finding");
  size_t about = lu_dictionary_find(assessment->dictionary, member_text(finding, "place"));
  const lu_fact_origin *origin = about != LU_NO_INDEX ? lu_factset_origin(facts, about) : NULL;
  lu_text sentence = LU_TEXT_INIT;
  expand(&sentence, assessment, facts, member_text(finding, "sentence"));
  lu_context_find(context, member_text(finding, "code"),
                  assess_severity(member_text(finding, "severity")),
                  origin != NULL ? origin->place : "", member_text(finding, "effect"), "%s",
                  lu_text_string(&sentence));
  lu_text_free(&sentence);
}

lu_severity assess_severity(const char *word) {
  if (strcmp(word, "severe") == 0) return LU_SEVERE;
  return strcmp(word, "warning") == 0 ? LU_WARNING : LU_NOTE;
}

/** Keeps the finding that belongs to a value of a fact. */
static void find_if(const lu_assessment *assessment, const assess_step *step, const lu_value *value,
                    lu_context *context) {
  const json_t *when = json_object_get(step->finding, "when");
  if (when == NULL) return;
  if (json_is_true(when) ? !lu_value_is_true(value) : !lu_value_is_false(value)) return;
  assess_find(assessment, step->fact, assessment->facts, context);
}

/** Place of a value in the value set of a fact; behind the last if it is not there. */
static size_t place_in_set(const lu_fact *fact, const lu_value *value) {
  const char *text = lu_value_string(value);
  size_t count = lu_fact_value_count(fact), place = 0;
  while (place < count && (text == NULL || strcmp(lu_fact_value(fact, place), text) != 0))
    place++;
  return place;
}

/** Puts what an open value may be into the order of the value set, "no row fires" (null) last. */
static const lu_value *put_in_order(lu_evaluation *evaluation, const lu_fact *fact,
                                    const lu_value *open) {
  const lu_value *const *candidates = NULL;
  size_t count = lu_unknown_candidates(open, &candidates), kept = 0;
  if (count == 0) return open;
  const lu_value **rest = calloc(count, sizeof *rest);
  size_t *places = calloc(count, sizeof *places);
  const lu_value *out = NULL;
  if (rest == NULL || places == NULL) goto done;
  for (size_t i = 0; i < count; i++) { /* insertion keeps equal places in their order */
    size_t place = place_in_set(fact, candidates[i]), at = kept++;
    for (; at > 0 && places[at - 1] > place; at--) {
      places[at] = places[at - 1];
      rest[at] = rest[at - 1];
    }
    places[at] = place;
    rest[at] = candidates[i];
  }
  out = lu_make_narrowed(evaluation, open, rest, kept);
done:
  free(places);
  free(rest);
  return out;
}

/** Adds the error of a formula, which its inputs know nothing of. */
static double with_equation(const assess_step *step, const lu_value *value, double sd) {
  const json_t *percent = json_object_get(step->equation, "relative_sd_pct");
  if (!json_is_number(percent)) return sd;
  return hypot(sd, json_number_value(percent) / 100 * lu_value_number(value));
}

/** Keeps a value that the tables gave, with where it comes from and how sure it is. */
static lu_status keep(const assess_derivation *on, const assess_step *step, const lu_value *value,
                      double sd) {
  lu_fact_origin origin = {.place = step->place, .sd = sd, .note = "", .date = LU_DATE_NONE};
  return lu_factset_set(on->facts, step->fact, value, &origin, on->error);
}

/** Standard deviation of a derived number. */
static lu_status spread(double *sd, const assess_derivation *on, const assess_step *step,
                        const lu_value *value) {
  *sd = 0;
  if (on->assessment == NULL) return LU_OK;
  lu_status status = assess_spread(sd, on->assessment, step, value, on->context, on->error);
  *sd = with_equation(step, value, *sd);
  return status;
}

lu_status assess_take(const assess_derivation *on, const assess_step *step,
                      lu_evaluation *evaluation, const lu_value *value) {
  lu_value_kind kind = lu_value_get_kind(value);
  if (kind == LU_VALUE_UNKNOWN || kind == LU_VALUE_NULL) {
    bool stood_in = false;
    lu_status status = stand_in(&stood_in, on, step, value);
    if (status != LU_OK || stood_in || kind == LU_VALUE_NULL) return status;
    value = put_in_order(evaluation, lu_dictionary_at(on->assessor->dictionary, step->fact), value);
    return value == NULL ? lu_fail_memory(on->error) : keep(on, step, value, 0);
  }
  double sd = 0;
  lu_status status = spread(&sd, on, step, value);
  if (status == LU_OK) status = keep(on, step, value, sd);
  if (status == LU_OK) status = fill(on, step, value);
  if (status == LU_OK && on->assessment != NULL) find_if(on->assessment, step, value, on->context);
  return status;
}

/** The last step of the same file whose inputs are what they were then. @return LU_NO_INDEX if
 * there is none */
static size_t find_shared(const lu_assessment *assessment, const lu_value **const *given,
                          const assess_step *step) {
  const lu_assessor *assessor = assessment->assessor;
  const assess_model *file = &assessor->models[step->model];
  size_t last = (size_t)(step - assessor->steps);
  while (last-- > 0 &&
         (assessor->steps[last].model != step->model || assessment->evaluations[last] == NULL))
    ;
  if (last == LU_NO_INDEX || given[step->model] == NULL) return LU_NO_INDEX;
  for (size_t i = 0; i < lu_model_input_count(file->model); i++)
    if (lu_factset_input(assessment->facts, file->facts[i]) != given[step->model][i])
      return LU_NO_INDEX;
  return last;
}

/** Notes the inputs of a file as they stand. @param given [file][input] */
static lu_status note_inputs(const lu_value ***given, const lu_assessment *assessment, size_t model,
                             lu_error *error) {
  const assess_model *file = &assessment->assessor->models[model];
  size_t count = lu_model_input_count(file->model);
  if (given[model] == NULL)
    given[model] = lu_arena_array(assessment->arena, count + 1, sizeof **given);
  if (given[model] == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++)
    given[model][i] = lu_factset_input(assessment->facts, file->facts[i]);
  return LU_OK;
}

/** Derives the fact of one step. Steps of one file share an evaluation while nothing changes. */
static lu_status derive_step(const assess_derivation *on, lu_assessment *assessment,
                             const lu_value ***given, const assess_step *step) {
  size_t index = (size_t)(step - on->assessor->steps);
  lu_evaluation **evaluation = &assessment->evaluations[index];
  const lu_value *value = NULL;
  if (assess_is_elsewhere(on->assessor, step, on->facts)) return LU_OK;
  size_t shared = find_shared(assessment, given, step);
  lu_status status;
  if (shared != LU_NO_INDEX) {
    assessment->shared[index] = true;
    *evaluation = assessment->evaluations[shared];
    status = assess_decide(&value, *evaluation, on->assessor, step, on->error);
  } else {
    status =
        assess_evaluate(evaluation, &value, on->assessor, step, on->facts, on->context, on->error);
    if (status == LU_OK) status = note_inputs(given, assessment, step->model, on->error);
  }
  return status == LU_OK ? assess_take(on, step, *evaluation, value) : status;
}

lu_status assess_derive(lu_assessment *assessment, lu_context *context, lu_error *error) {
  const lu_assessor *assessor = assessment->assessor;
  const assess_derivation on = {assessor, assessment->facts, assessment, context, error};
  lu_arena *arena = assessment->arena;
  size_t steps = assessor->step_count + 1;
  const lu_value ***given = lu_arena_array(arena, assessor->model_count + 1, sizeof *given);
  assessment->shared = lu_arena_array(arena, steps, sizeof *assessment->shared);
  assessment->evaluations = lu_arena_array(arena, steps, sizeof *assessment->evaluations);
  if (lu_arena_failed(arena)) return lu_fail_memory(error);
  for (size_t i = 0; i < assessor->step_count; i++) {
    if (lu_context_cancelled(context))
      return lu_fail(error, LU_INTERRUPTED, "interrupted while assessing");
    lu_status status = derive_step(&on, assessment, given, &assessor->steps[i]);
    if (status != LU_OK) return status;
  }
  return LU_OK;
}

/* SPDX-License-Identifier: Apache-2.0 */
/* Which treatments get days: calendar.json, "choice". */
#include <math.h>
#include <string.h>

#include "calendar.h"
#include "nearest.h"

const char *calendar_kind(const struct calendar *calendar, const char *code) {
  return calendar_text(json_object_get(calendar->plan->guideline->options, code), "treatment");
}

const json_t *calendar_course(const struct calendar *calendar, const char *code, const char *kind) {
  const json_t *courses = json_object_get(calendar->rules, "courses");
  const json_t *course = json_object_get(courses, code);
  if (course == NULL && kind[0] != '\0') course = json_object_get(courses, kind);
  if (course == NULL && kind[0] != '\0') course = json_object_get(courses, "other");
  const char *same = calendar_text(course, "same_as");
  return same[0] == '\0' ? course : json_object_get(courses, same);
}

static bool is_candidate(const struct option_result *option) {
  return option->place == PLACE_OPTION && strcmp(option->section, "treatment") == 0 &&
         option->winner->rank->use != USE_ASK && option->winner->rank->use != USE_CHECK &&
         !option->emergency;
}

static bool has_class(const struct calendar *calendar, const struct option_result *option) {
  const json_t *classes = json_object_get(json_object_get(calendar->rules, "choice"), "classes");
  return calendar_lists(classes, option->winner->rank->name);
}

static bool has_intent(const struct option_result *option, const json_t *intents) {
  for (size_t i = 0; i < option->fired_count; i++)
    if (option->fired[i]->rank->use == USE_OFFER &&
        calendar_lists(intents, option->fired[i]->intent))
      return true;
  return false;
}

static bool is_companion(const struct calendar *calendar, const struct option_result *option) {
  return json_is_true(json_object_get(
      calendar_course(calendar, option->code, calendar_kind(calendar, option->code)), "companion"));
}

static bool is_chosen(const struct calendar *calendar, const char *code) {
  size_t index;
  json_t *entry;
  json_array_foreach(calendar->chosen, index, entry) {
    if (strcmp(calendar_text(entry, "option"), code) == 0) return true;
  }
  return false;
}

/* Says what was chosen and why, with the options that stand beside it. */
static void note_choice(struct calendar *calendar, const struct option_result *option,
                        const char *because) {
  json_t *ties = json_array();
  json_t *entry = json_pack("{s:s, s:s, s:s, s:s}", "option", option->code, "label", option->label,
                            "class", option->winner->rank->name, "because", because);
  for (size_t i = 0; i < calendar->plan->option_count; i++) {
    const struct option_result *other = &calendar->plan->options[i];
    if (other != option && is_candidate(other) && fabs(other->rank - option->rank) <= 0 &&
        !is_companion(calendar, other) &&
        json_array_append_new(
            ties, json_pack("{s:s, s:s}", "option", other->code, "label", other->label)) != 0)
      calendar->failed = true;
  }
  if (entry == NULL || json_object_set_new(entry, "beside", ties) != 0 ||
      (option->winner->condition[0] != '\0' &&
       json_object_set_new(entry, "condition", json_string(option->winner->condition)) != 0) ||
      json_array_append_new(calendar->chosen, entry) != 0)
    calendar->failed = true;
}

static lu_status take(struct calendar *calendar, const struct option_result *option,
                      const char *because, lu_error *error) {
  if (is_chosen(calendar, option->code)) return LU_OK;
  note_choice(calendar, option, because);
  return calendar_add_course(calendar, option, option->code, calendar_kind(calendar, option->code),
                             error);
}

/* First option of a group of intents that is no companion; a companion if there is no other. */
static const struct option_result *first_of(const struct calendar *calendar,
                                            const json_t *intents) {
  const struct option_result *companion = NULL;
  for (size_t i = 0; i < calendar->plan->option_count; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (!is_candidate(option) || !has_class(calendar, option) || !has_intent(option, intents))
      continue;
    if (!is_companion(calendar, option)) return option;
    if (companion == NULL) companion = option;
  }
  return companion;
}

static lu_status no_such_option(const struct calendar *calendar, const char *code,
                                lu_error *error) {
  struct nearest nearest = nearest_start(code);
  lu_text found = LU_TEXT_INIT;
  for (size_t i = 0; i < calendar->plan->option_count; i++)
    if (is_candidate(&calendar->plan->options[i]))
      nearest_try(&nearest, calendar->plan->options[i].code);
  nearest_print(&nearest, &found);
  lu_status status =
      lu_fail(error, LU_USAGE, "\"%.60s\" is no treatment that this plan offers%s%s", code,
              found.length == 0 ? "" : "; the nearest: ", lu_text_string(&found));
  lu_text_free(&found);
  return status;
}

/* The option that the user wants on days. */
static lu_status take_wanted(struct calendar *calendar, lu_error *error) {
  const char *code = calendar->options->option;
  for (size_t i = 0; i < calendar->plan->option_count; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (is_candidate(option) && strcmp(option->code, code) == 0)
      return take(calendar, option, "as asked for", error);
  }
  return no_such_option(calendar, code, error);
}

static lu_status take_groups(struct calendar *calendar, bool *taken, lu_error *error) {
  const json_t *groups = json_object_get(json_object_get(calendar->rules, "choice"), "intents");
  lu_status status = LU_OK;
  *taken = false;
  for (size_t i = 0; i < json_array_size(groups) && status == LU_OK; i++) {
    const json_t *intents = json_array_get(groups, i);
    const struct option_result *option = first_of(calendar, intents);
    if (option == NULL) continue;
    *taken = true;
    if (is_companion(calendar, option)) continue; /* joins below */
    status = take(calendar, option, "first choice", error);
  }
  for (size_t i = 0; i < calendar->plan->option_count && status == LU_OK && !*taken; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (!is_candidate(option)) continue;
    *taken = true;
    status = take(calendar, option, "nothing is preferred: the first that is offered", error);
  }
  return status;
}

/* Companions of the classes, one of each kind, and those that go on though no rule names them. */
static lu_status take_companions(struct calendar *calendar, lu_error *error) {
  lu_status status = LU_OK;
  const char *kind;
  json_t *course, *kinds = json_object();
  if (kinds == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < calendar->plan->option_count && status == LU_OK; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    const char *of = calendar_kind(calendar, option->code);
    if (!is_candidate(option) || !has_class(calendar, option) || !is_companion(calendar, option) ||
        json_object_get(kinds, of) != NULL || is_chosen(calendar, option->code))
      continue;
    if (json_object_set_new(kinds, of, json_true()) != 0) calendar->failed = true;
    bool alone = json_array_size(calendar->chosen) == 0;
    status = take(calendar, option, alone ? "first choice" : "joins the others", error);
  }
  json_object_foreach(json_object_get(calendar->rules, "courses"), kind, course) {
    if (status != LU_OK || !json_is_true(json_object_get(course, "companion")) ||
        json_object_get(kinds, kind) != NULL || !calendar_taken(calendar, kind))
      continue;
    calendar_note(calendar, "What is given now goes on until the board decides otherwise.");
    status = calendar_add_course(calendar, NULL, kind, kind, error);
  }
  json_decref(kinds);
  return status;
}

lu_status calendar_add_treatments(struct calendar *calendar, lu_error *error) {
  bool taken;
  bool wanted = calendar->options != NULL && calendar->options->option != NULL;
  lu_status status = wanted ? take_wanted(calendar, error) : take_groups(calendar, &taken, error);
  return status == LU_OK ? take_companions(calendar, error) : status;
}

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

static const json_t *course_of(const struct calendar *calendar,
                               const struct option_result *option) {
  return calendar_course(calendar, option->code, calendar_kind(calendar, option->code));
}

/* True for a drug that bridges or relieves: it begins at once, and waits for nobody. */
static bool begins_now(const struct calendar *calendar, const struct option_result *option) {
  const json_t *intents = json_object_get(course_of(calendar, option), "at_once");
  return intents != NULL && has_intent(option, intents);
}

/* True for a kind of treatment that an emergency of the plan leaves for later, though it would
   begin at once. */
static bool is_held_back(const struct calendar *calendar, const struct option_result *option) {
  const json_t *rules = json_object_get(calendar->rules, "emergencies");
  const char *code, *kind = calendar_kind(calendar, option->code);
  json_t *kinds;
  json_object_foreach(json_object_get(rules, "not_during"), code, kinds) {
    for (size_t i = 0; i < calendar->plan->option_count && calendar_lists(kinds, kind); i++)
      if (strcmp(calendar->plan->options[i].code, code) == 0 &&
          calendar_is_emergency(calendar, &calendar->plan->options[i]))
        return true;
  }
  return false;
}

static lu_status take(struct calendar *calendar, const struct option_result *option,
                      const char *because, lu_error *error) {
  if (is_chosen(calendar, option->code)) return LU_OK;
  struct pick pick = {option, option->emergency || begins_now(calendar, option)};
  if (calendar->held && (!pick.now || is_held_back(calendar, option))) {
    calendar_note(calendar, "No days yet for %s: the emergency goes first.", option->label);
    return LU_OK;
  }
  const char *profile = calendar_text(course_of(calendar, option), "planning");
  if (profile[0] != '\0') calendar->profile = profile;
  note_choice(calendar, option, because);
  if (calendar->picks == NULL)
    calendar->picks =
        lu_arena_array(calendar->arena, calendar->plan->option_count + 1, sizeof pick);
  if (calendar->picks == NULL) return lu_fail_memory(error);
  calendar->picks[calendar->pick_count++] = pick;
  return LU_OK;
}

/* First option of a group of intents that is no companion; a companion if there is no other. */
static const struct option_result *first_of(const struct calendar *calendar, const json_t *intents,
                                            const json_t *not_with) {
  const struct option_result *companion = NULL;
  for (size_t i = 0; i < calendar->plan->option_count; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (!is_candidate(option) || !has_class(calendar, option) || !has_intent(option, intents))
      continue;
    if (!is_companion(calendar, option) && not_with != NULL && has_intent(option, not_with))
      continue; /* stood among the first, and another was chosen */
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

/* Where nothing is preferred: the first that is offered; a companion only if nothing of its rank
   stands beside it. */
static const struct option_result *first_offered(const struct calendar *calendar) {
  const struct option_result *first = NULL;
  for (size_t i = 0; i < calendar->plan->option_count; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (!is_candidate(option)) continue;
    if (first == NULL) first = option;
    if (fabs(option->rank - first->rank) <= 0 && !is_companion(calendar, option)) return option;
  }
  return first;
}

/* A firing limit whose condition is that something comes first: no days before it holds. NULL for
   none. */
static const struct rule *what_comes_first(const struct calendar *calendar,
                                           const struct option_result *option) {
  const json_t *waits =
      json_object_get(json_object_get(calendar->rules, "choice"), "something_first");
  for (size_t i = 0; i < option->fired_count; i++) {
    const struct rule *rule = option->fired[i];
    char number[24] = "";
    const char *dot = strchr(rule->id, '.');
    if (dot != NULL && (size_t)(dot - rule->id) < sizeof number)
      memcpy(number, rule->id, (size_t)(dot - rule->id)); /* the rest is zero */
    if (rule->condition[0] != '\0' &&
        (calendar_lists(waits, rule->id) || calendar_lists(waits, number)))
      return rule;
  }
  return NULL;
}

static lu_status take_groups(struct calendar *calendar, bool *taken, lu_error *error) {
  const json_t *groups = json_object_get(json_object_get(calendar->rules, "choice"), "intents");
  lu_status status = LU_OK;
  *taken = false;
  for (size_t i = 0; i < json_array_size(groups) && status == LU_OK; i++) {
    const json_t *intents = json_array_get(groups, i);
    const json_t *before = calendar->pick_count > 0 ? json_array_get(groups, 0) : NULL;
    const struct option_result *option = first_of(calendar, intents, i > 0 ? before : NULL);
    if (option == NULL) continue;
    *taken = true;
    if (is_companion(calendar, option)) continue; /* joins below */
    status = take(calendar, option, "first choice", error);
  }
  const struct option_result *option = *taken ? NULL : first_offered(calendar);
  if (status != LU_OK || option == NULL) return status;
  *taken = true;
  bool given = is_companion(calendar, option) &&
               calendar_taken(calendar, calendar_kind(calendar, option->code));
  if (given) return LU_OK; /* goes on by itself */
  const struct rule *first = what_comes_first(calendar, option);
  if (first != NULL && !calendar->held) {
    calendar_note(calendar, "No days yet for %s: %s (%s). With --for %s it gets them all the same.",
                  option->label, first->condition, first->id, option->code);
    calendar->waits = true;
    return LU_OK;
  }
  return take(calendar, option, "nothing is preferred: the first that is offered", error);
}

/* Kinds that are chosen already: one drug of a kind is enough. */
static json_t *chosen_kinds(struct calendar *calendar) {
  json_t *kinds = json_object();
  for (size_t i = 0; i < calendar->pick_count; i++) {
    const struct option_result *option = calendar->picks[i].option;
    if (is_companion(calendar, option) &&
        json_object_set_new(kinds, calendar_kind(calendar, option->code), json_true()) != 0)
      calendar->failed = true;
  }
  return kinds;
}

/* Companions of the classes, one of each kind. */
static lu_status take_companions(struct calendar *calendar, lu_error *error) {
  lu_status status = LU_OK;
  json_t *kinds = chosen_kinds(calendar);
  if (kinds == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < calendar->plan->option_count && status == LU_OK; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    const char *of = calendar_kind(calendar, option->code);
    if (!is_candidate(option) || !has_class(calendar, option) || !is_companion(calendar, option) ||
        json_object_get(kinds, of) != NULL)
      continue;
    if (json_object_set_new(kinds, of, json_true()) != 0) calendar->failed = true;
    bool alone = json_array_size(calendar->chosen) == 0;
    status = take(calendar, option, alone ? "first choice" : "joins the others", error);
  }
  json_decref(kinds);
  return status;
}

/* Companions that are given now go on, though no rule names them. */
static lu_status go_on(struct calendar *calendar, lu_error *error) {
  lu_status status = LU_OK;
  const char *kind;
  json_t *course, *kinds = chosen_kinds(calendar);
  if (kinds == NULL) return lu_fail_memory(error);
  json_object_foreach(json_object_get(calendar->rules, "courses"), kind, course) {
    if (status != LU_OK || !json_is_true(json_object_get(course, "companion")) ||
        json_object_get(kinds, kind) != NULL || !calendar_taken(calendar, kind))
      continue;
    calendar_note(calendar, "What is given now goes on until the board decides otherwise.");
    status = calendar_add_course(calendar, NULL, kind, kind, false, error);
  }
  json_decref(kinds);
  return status;
}

/* Emergencies whose drug has a course begin it at once. */
static lu_status take_emergencies(struct calendar *calendar, lu_error *error) {
  lu_status status = LU_OK;
  for (size_t i = 0; i < calendar->plan->option_count && status == LU_OK; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    if (option->place == PLACE_OPTION && option->emergency &&
        !calendar_is_emergency(calendar, option) && option->winner->rank->use != USE_ASK &&
        option->winner->rank->use != USE_CHECK)
      status = take(calendar, option, "emergency", error);
  }
  return status;
}

lu_status calendar_choose(struct calendar *calendar, lu_error *error) {
  bool taken;
  bool wanted = calendar->options != NULL && calendar->options->option != NULL;
  const json_t *rules = json_object_get(calendar->rules, "emergencies");
  for (size_t i = 0; i < calendar->plan->option_count && !wanted; i++) {
    const struct option_result *option = &calendar->plan->options[i];
    calendar->held |= option->place == PLACE_OPTION && option->emergency &&
                      !calendar_lists(json_object_get(rules, "beside"), option->code);
  }
  lu_status status = take_emergencies(calendar, error);
  if (status == LU_OK)
    status = wanted ? take_wanted(calendar, error) : take_groups(calendar, &taken, error);
  return status == LU_OK ? take_companions(calendar, error) : status;
}

lu_status calendar_add_treatments(struct calendar *calendar, lu_error *error) {
  lu_status status = calendar->waits ? calendar_add_board(calendar, error) : LU_OK;
  for (size_t i = 0; i < calendar->pick_count && status == LU_OK; i++) {
    const struct option_result *option = calendar->picks[i].option;
    status =
        calendar_add_course(calendar, option, option->code, calendar_kind(calendar, option->code),
                            calendar->picks[i].now, error);
  }
  return status == LU_OK ? go_on(calendar, error) : status;
}

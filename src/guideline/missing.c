/* SPDX-License-Identifier: Apache-2.0 */
/* Missing facts by evaluation: the plan is made for each value that an unknown fact may take, all
   else as it is. What each result counts stands in missing.json of the edition. */
#include "missing.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* ---- which facts --------------------------------------------------------------------------- */

/** Marks what is asked for and what undecided rows wait for; derived facts cannot be asked for. */
static void mark_facts(bool *marked, const lu_plan *plan) {
  const lu_guideline *guideline = plan->guideline;
  for (size_t i = 0; i < plan->question_count; i++)
    marked[plan->questions[i].fact] = true;
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const struct rule_state *state = &plan->states[i];
    if (plan->traces[guideline->rules[i].table] == NULL || state->outcome != LU_UNDECIDED) continue;
    for (size_t j = 0; j < state->reason_count; j++) {
      size_t fact = lu_dictionary_find(guideline->dictionary, state->reasons[j]);
      if (fact != LU_NO_INDEX) marked[fact] = true;
    }
  }
  for (size_t i = 0; i < lu_dictionary_count(guideline->dictionary); i++)
    if (lu_fact_is_derived(lu_dictionary_at(guideline->dictionary, i)) ||
        !plan_fact_open(plan->facts, i))
      marked[i] = false;
}

static size_t question_of(const lu_plan *plan, size_t fact) {
  for (size_t i = 0; i < plan->question_count; i++)
    if (plan->questions[i].fact == fact) return i;
  return LU_NO_INDEX;
}

static lu_status list_values(missing_facts *made, const bool *marked, const seen *tables,
                             lu_error *error) {
  const lu_dictionary *dictionary = made->plan->guideline->dictionary;
  for (size_t i = 0; i < lu_dictionary_count(dictionary); i++) {
    if (!marked[i]) continue;
    missing_fact *fact = &made->facts[made->count++];
    *fact = (missing_fact){
        .fact = i, .first_trial = made->trials.count, .question = question_of(made->plan, i)};
    lu_status status = trials_add(&made->trials, dictionary, tables, i, error);
    if (status != LU_OK) return status;
    fact->trial_count = made->trials.count - fact->first_trial;
  }
  return LU_OK;
}

static lu_status find_facts(missing_facts *made, lu_error *error) {
  size_t facts = lu_dictionary_count(made->plan->guideline->dictionary);
  bool *marked = calloc(facts + 1, sizeof *marked);
  seen *tables = NULL;
  made->facts = calloc(facts + 1, sizeof *made->facts);
  lu_status status =
      marked == NULL || made->facts == NULL
          ? lu_fail_memory(error)
          : seen_everywhere(&tables, made->plan->guideline, made->plan->assessment, error);
  if (status == LU_OK && marked != NULL) {
    mark_facts(marked, made->plan);
    status = list_values(made, marked, tables, error);
  }
  seen_free(tables);
  free(marked);
  return status;
}

/* ---- what comes of each value -------------------------------------------------------------- */

static lu_status set_trial(void *user, size_t change, lu_factset *facts, const size_t **changed,
                           size_t *count, lu_error *error) {
  const missing_facts *made = user;
  *changed = &made->trials.list[change].fact;
  *count = 1;
  return trial_set(&made->trials.list[change], facts, error);
}

static lu_status try_values(missing_facts *made, lu_context *context, lu_error *error) {
  const outlook_request request = {made->study, made->trials.count, set_trial, made};
  lu_status status = outlooks_make(&made->outlooks, &request, context, error);
  if (status != LU_OK) return status;
  made->now.options = lu_arena_array(made->outlooks->arena, made->outlooks->option_count + 1,
                                     sizeof *made->now.options);
  if (made->now.options == NULL) return lu_fail_memory(error);
  outlook_of_plan(&made->now, made->outlooks, made->plan);
  return LU_OK;
}

/* ---- what that counts ----------------------------------------------------------------------- */

static double weight(const lu_plan *plan, const char *group, const char *name, double otherwise) {
  const json_t *value = json_object_get(json_object_get(plan->guideline->missing, group), name);
  return json_is_number(value) ? json_number_value(value) : otherwise;
}

double missing_worth(const missing_facts *made, const outlook_option *at) {
  return weight(made->plan, "worth", at->class_name, 0);
}

/** Divisor for the burden of a test. */
static double burden_of(const lu_plan *plan, size_t fact) {
  int burden = lu_fact_burden(lu_dictionary_at(plan->guideline->dictionary, fact));
  const json_t *list = json_object_get(plan->guideline->missing, "burden");
  const json_t *value = burden < 0 ? NULL : json_array_get(list, (size_t)burden);
  double divisor = json_is_number(value) ? json_number_value(value) : 1;
  return divisor > 0 ? divisor : 1;
}

/** What a section counts; an acute event is asked for elsewhere. */
static double section_of(const missing_facts *made, const outlook_option *at) {
  if (at->emergency) return weight(made->plan, "section", "emergency", 1);
  return at->section[0] == '\0' ? 0 : weight(made->plan, "section", at->section, 1);
}

/** What a place counts: a treatment far down the list decides little. */
static double place_of(const missing_facts *made, size_t before) {
  const json_t *list = json_object_get(made->plan->guideline->missing, "place");
  size_t count = json_array_size(list);
  const json_t *value =
      count == 0 ? NULL : json_array_get(list, before < count ? before : count - 1);
  return json_is_number(value) ? json_number_value(value) : 1;
}

static bool is_treatment(const outlook_option *at) {
  return strcmp(at->section, "treatment") == 0 && !at->emergency &&
         (at->place == PLACE_OPTION || at->place == PLACE_POSSIBLE);
}

/** Weight of one option whose worth differs between values; 0 if it does not. */
static double spread_of(missing_fact *fact, const missing_facts *made, size_t option) {
  double low = INFINITY, high = -INFINITY, section = 0;
  bool treatment = false;
  size_t before = SIZE_MAX;
  for (size_t i = 0; i < fact->trial_count; i++) {
    const outlook_option *at = &outlooks_at(made->outlooks, fact->first_trial + i)->options[option];
    double worth = missing_worth(made, at);
    if (is_treatment(at) && at->before < before) before = at->before;
    treatment = treatment || is_treatment(at);
    section = fmax(section, section_of(made, at));
    low = fmin(low, worth);
    high = fmax(high, worth);
  }
  if (!(high > low)) return 0;
  fact->separated++;
  fact->treatment = fact->treatment || treatment;
  return section * (treatment ? place_of(made, before) : 1) * (high - low);
}

/** True if something that comes first now would not, or something would where nothing does. */
static bool first_changes(const missing_facts *made, const outlook *then) {
  if (made->now.first_count == 0) return then->first_count > 0;
  for (size_t i = 0; i < made->outlooks->option_count; i++)
    if (made->now.options[i].first && !then->options[i].first) return true;
  return false;
}

/** True for a fact that a firing row asks for first, even if it changes nothing alone. */
static bool is_asked(const missing_facts *made, const missing_fact *fact) {
  return fact->question != LU_NO_INDEX && made->plan->questions[fact->question].asked;
}

/** True for a fact that a test is to answer which is offered, or would be unless it was done. */
static bool is_wanted(const missing_facts *made, const missing_fact *fact) {
  for (size_t i = 0; i < made->plan->option_count; i++) {
    const struct option_result *option = &made->plan->options[i];
    if (option->winner == NULL || option->section == NULL ||
        strcmp(option->section, "diagnosis") != 0)
      continue;
    if (option->place == PLACE_POSSIBLE &&
        plan_waits_for_test(made->plan, option->winner) == fact->fact)
      return true;
    if (option->place != PLACE_OPTION) continue;
    for (size_t j = 0; j < option->winner->ask_count; j++)
      if (option->winner->ask[j] == fact->fact) return true;
  }
  return false;
}

/** True for a fact that comes to light only once a treatment has been chosen, unless the situation
 * asks for it. */
static bool is_later(const missing_facts *made, const missing_fact *fact) {
  const lu_plan *plan = made->plan;
  const json_t *facts =
      json_object_get(json_object_get(plan->guideline->missing, "later"), "facts");
  const char *name = lu_fact_name(lu_dictionary_at(plan->guideline->dictionary, fact->fact));
  bool in_order = fact->question != LU_NO_INDEX && plan->questions[fact->question].turn != SIZE_MAX;
  size_t index;
  const json_t *entry;
  json_array_foreach(facts, index, entry) {
    if (json_is_string(entry) && strcmp(json_string_value(entry), name) == 0) return !in_order;
  }
  return false;
}

/** True if a known choice or yes/no fact has one of the values of a list. */
static bool has_one(const lu_factset *facts, size_t fact, const json_t *values) {
  if (fact == LU_NO_INDEX || lu_factset_state(facts, fact) != LU_FACT_KNOWN) return false;
  const char *text = lu_value_string(lu_factset_value(facts, fact));
  size_t index;
  const json_t *value;
  json_array_foreach(values, index, value) {
    if (text != NULL && json_is_string(value) && strcmp(text, json_string_value(value)) == 0)
      return true;
  }
  return false;
}

/** True if all facts of an object have one of their values. */
static bool all_hold(const lu_plan *plan, const json_t *where) {
  const char *name;
  json_t *values;
  json_object_foreach((json_t *)(uintptr_t)where, name, values) {
    if (!has_one(plan->facts, lu_dictionary_find(plan->guideline->dictionary, name), values))
      return false;
  }
  return true;
}

/** True for a fact that nobody asks for in this situation: it counts where it is recorded.
 * @param matters the fact may change a treatment */
static bool is_silent(const lu_plan *plan, size_t fact, bool matters) {
  const char *name = lu_fact_name(lu_dictionary_at(plan->guideline->dictionary, fact));
  size_t index, place;
  const json_t *entry, *listed;
  json_array_foreach(json_object_get(plan->guideline->missing, "silent"), index, entry) {
    if (matters && !json_is_true(json_object_get(entry, "even_first"))) continue;
    if (!all_hold(plan, json_object_get(entry, "where"))) continue;
    json_array_foreach(json_object_get(entry, "facts"), place, listed) {
      if (json_is_string(listed) && strcmp(json_string_value(listed), name) == 0) return true;
    }
  }
  return false;
}

static missing_level level_of(const missing_facts *made, const missing_fact *fact) {
  if (fact->first) return MISSING_FIRST;
  if (is_later(made, fact)) return MISSING_LATER;
  if (fact->treatment) return MISSING_TREATMENT;
  return is_wanted(made, fact) || is_asked(made, fact) ? MISSING_TEST : MISSING_OTHER;
}

static void weigh_fact(missing_fact *fact, const missing_facts *made) {
  double sum = 0;
  for (size_t i = 0; i < made->outlooks->option_count; i++)
    sum += spread_of(fact, made, i);
  for (size_t i = 0; i < fact->trial_count && !fact->first; i++)
    fact->first = first_changes(made, outlooks_at(made->outlooks, fact->first_trial + i));
  const json_t *bonus = json_object_get(made->plan->guideline->missing, "first_choice");
  if (fact->first) sum += json_is_number(bonus) ? json_number_value(bonus) : 0;
  fact->decisive = round(sum / burden_of(made->plan, fact->fact) * 1000) / 1000;
  fact->level = level_of(made, fact);
}

/** Most decisive first; equal ones as the questions stand, then as the dictionary does. */
static int compare_facts(const void *left, const void *right) {
  const missing_fact *a = left, *b = right;
  if (a->level != b->level) return a->level < b->level ? -1 : 1;
  if (a->decisive < b->decisive || a->decisive > b->decisive)
    return a->decisive > b->decisive ? -1 : 1;
  if (a->question != b->question) return a->question < b->question ? -1 : 1;
  return a->fact < b->fact ? -1 : a->fact > b->fact;
}

static void order_facts(missing_facts *made) {
  size_t kept = 0;
  for (size_t i = 0; i < made->count; i++) {
    missing_fact *fact = &made->facts[i];
    weigh_fact(fact, made);
    bool matters = fact->first || fact->treatment;
    bool asked = is_asked(made, fact);
    if (!asked &&
        ((fact->separated == 0 && !matters) || is_silent(made->plan, fact->fact, matters)))
      continue;
    made->facts[kept++] = *fact;
  }
  made->count = kept;
  qsort(made->facts, kept, sizeof *made->facts, compare_facts);
}

lu_status missing_find(missing_facts **out, const lu_study *study, lu_context *context,
                       lu_error *error) {
  *out = NULL;
  missing_facts *made = calloc(1, sizeof *made);
  if (made == NULL) return lu_fail_memory(error);
  made->study = study;
  made->plan = lu_study_plan(study);
  lu_status status = find_facts(made, error);
  if (status == LU_OK) status = try_values(made, context, error);
  if (status != LU_OK) {
    missing_free(made);
    return status;
  }
  order_facts(made);
  *out = made;
  return LU_OK;
}

void missing_free(missing_facts *made) {
  if (made == NULL) return;
  outlooks_free(made->outlooks);
  trials_free(&made->trials);
  free(made->facts);
  free(made);
}

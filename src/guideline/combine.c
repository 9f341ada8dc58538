/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan.h"

const struct option_result *plan_option(const lu_plan *plan, const char *code) {
  for (size_t i = 0; i < plan->option_count; i++)
    if (strcmp(plan->options[i].code, code) == 0) return &plan->options[i];
  return NULL;
}

bool plan_can_flip(const struct option_result *option, const struct rule *rule) {
  if (rule->rank->use == USE_ASK) return false;
  if (option->place == PLACE_POSSIBLE) return true;
  return option->place == PLACE_OPTION && rule->rank->precedence < option->winner->rank->precedence;
}

/* ---- which rules speak of an option -------------------------------------------------------- */

static lu_status collect_rules(lu_plan *plan, struct option_result *option, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  size_t fired = 0, undecided = 0;
  for (int pass = 0; pass < 2; pass++) {
    if (pass == 1) {
      option->fired = lu_arena_array(plan->arena, fired + 1, sizeof *option->fired);
      option->undecided = lu_arena_array(plan->arena, undecided + 1, sizeof *option->undecided);
      if (lu_arena_failed(plan->arena)) return lu_fail_memory(error);
    }
    fired = undecided = 0;
    for (size_t i = 0; i < guideline->rule_count; i++) {
      const struct rule *rule = &guideline->rules[i];
      lu_outcome outcome = plan->states[i].outcome;
      if (outcome == LU_FAILS || plan->traces[rule->table] == NULL ||
          strcmp(rule->option, option->code) != 0)
        continue;
      size_t *count = outcome == LU_FIRES ? &fired : &undecided;
      if (pass == 1) (outcome == LU_FIRES ? option->fired : option->undecided)[*count] = rule;
      (*count)++;
    }
  }
  option->fired_count = fired;
  option->undecided_count = undecided;
  return LU_OK;
}

/* ---- how they combine ---------------------------------------------------------------------- */

static lu_status rule_order(rank_order *out, const lu_plan *plan, lu_evaluation *ranking,
                            const struct option_result *option, const struct rule *rule,
                            lu_error *error) {
  return ranking_order(out, &plan->guideline->ranking, ranking, rule->rank->name, option->best,
                       rule->intent, option->group, rule->emergency, plan->arena, error);
}

/* Strength of the offer with the greatest weight: what the option would be without conditions. */
static const char *best_offer(const struct rule *const *rules, size_t count) {
  const struct rule *best = NULL;
  for (size_t i = 0; i < count; i++)
    if (rules[i]->rank->use == USE_OFFER &&
        (best == NULL || rules[i]->rank->weight > best->rank->weight))
      best = rules[i];
  return best == NULL ? "" : best->strength;
}

/* The rule of the list that decides: smallest precedence (all uses but ask) or, with
   `offers_only`, the offer that stands highest; equal ones: the first. */
static lu_status choose_winner(const lu_plan *plan, lu_evaluation *ranking,
                               struct option_result *option, const struct rule *const *rules,
                               size_t count, bool offers_only, lu_error *error) {
  option->winner = NULL;
  option->best = best_offer(rules, count);
  for (size_t i = 0; i < count; i++) {
    const struct rule *rule = rules[i];
    rank_order order = {"", 0}; /* bans are not ordered */
    if (rule->rank->use == USE_ASK || (offers_only && rule->rank->use != USE_OFFER)) continue;
    lu_status status =
        rule->rank->use == USE_BAN ? LU_OK : rule_order(&order, plan, ranking, option, rule, error);
    if (status != LU_OK) return status;
    double difference = option->winner == NULL || offers_only
                            ? 0
                            : rule->rank->precedence - option->winner->rank->precedence;
    if (option->winner == NULL || difference < 0 ||
        (fabs(difference) <= 0 && order.rank < option->rank)) {
      option->winner = rule;
      option->section = order.section;
      option->rank = order.rank;
    }
  }
  return LU_OK;
}

static bool any_use(const struct rule *const *rules, size_t count, rank_use use) {
  for (size_t i = 0; i < count; i++)
    if (rules[i]->rank->use == use) return true;
  return false;
}

static lu_status combine_option(const lu_plan *plan, lu_evaluation *ranking,
                                struct option_result *option, lu_error *error) {
  bool offered = any_use(option->fired, option->fired_count, USE_OFFER);
  bool possible = any_use(option->undecided, option->undecided_count, USE_OFFER);
  option->warned = any_use(option->fired, option->fired_count, USE_BAN) ||
                   any_use(option->fired, option->fired_count, USE_CHECK);
  for (size_t i = 0; i < option->fired_count; i++)
    option->emergency |= option->fired[i]->emergency;
  lu_status status =
      choose_winner(plan, ranking, option, option->fired, option->fired_count, false, error);
  if (status != LU_OK) return status;
  if (option->winner != NULL && option->winner->rank->use == USE_BAN)
    option->place = PLACE_BANNED;
  else if (offered)
    option->place = PLACE_OPTION;
  else if (possible) {
    option->place = PLACE_POSSIBLE;
    return choose_winner(plan, ranking, option, option->undecided, option->undecided_count, true,
                         error);
  } else if (option->warned)
    option->place = PLACE_BANNED; /* only a check: shown as such by its class */
  return LU_OK;
}

/* ---- order --------------------------------------------------------------------------------- */

static int section_number(const char *section) {
  static const char *const names[] = {"treatment", "diagnosis", "support", "follow_up"};
  for (int i = 0; section != NULL && i < 4; i++)
    if (strcmp(section, names[i]) == 0) return i;
  return 4;
}

static int compare_options(const void *left, const void *right) {
  const struct option_result *a = left, *b = right;
  if (a->place != b->place) return a->place < b->place ? -1 : 1;
  if (a->winner == NULL || b->winner == NULL) return strcmp(a->code, b->code);
  if (a->emergency != b->emergency) return a->emergency ? -1 : 1;
  int sections = section_number(a->section) - section_number(b->section);
  if (sections != 0) return sections;
  if (a->rank < b->rank || a->rank > b->rank) return a->rank < b->rank ? -1 : 1;
  return a->winner < b->winner ? -1 : a->winner > b->winner; /* order of the tables */
}

static void count_options(lu_plan *plan) {
  plan->counts = (rank_counts){0};
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *option = &plan->options[i];
    if (section_number(option->section) != 0) continue;
    plan->counts.undecided += option->place == PLACE_POSSIBLE;
    plan->counts.offered += option->place == PLACE_OPTION;
    plan->counts.preferred +=
        option->place == PLACE_OPTION && strcmp(option->winner->strength, "P") == 0;
  }
}

lu_status plan_combine(lu_plan *plan, lu_evaluation *ranking, lu_error *error) {
  const char *code;
  json_t *entry;
  json_t *codes = plan->guideline->options;
  plan->options = lu_arena_array(plan->arena, json_object_size(codes) + 1, sizeof *plan->options);
  if (plan->options == NULL) return lu_fail_memory(error);
  json_object_foreach(codes, code, entry) {
    struct option_result *option = &plan->options[plan->option_count];
    option->code = code;
    option->label = json_string_value(json_object_get(entry, "label"));
    option->group = json_string_value(json_object_get(entry, "group"));
    lu_status status = collect_rules(plan, option, error);
    if (status == LU_OK && option->fired_count + option->undecided_count > 0)
      status = combine_option(plan, ranking, option, error);
    if (status != LU_OK) return status;
    plan->option_count++;
  }
  qsort(plan->options, plan->option_count, sizeof *plan->options, compare_options);
  count_options(plan);
  return LU_OK;
}

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

const struct option_result *plan_option_of(const lu_plan *plan, const struct rule *rule) {
  return rule->option_index == LU_NO_INDEX ? NULL : plan->by_index[rule->option_index];
}

bool plan_can_flip(const struct option_result *option, const struct rule *rule) {
  if (rule->rank->use == USE_ASK) return false;
  if (option->place == PLACE_POSSIBLE) return true;
  return option->place == PLACE_OPTION && rule->rank->precedence < option->winner->rank->precedence;
}

/* ---- which rules speak of an option -------------------------------------------------------- */

static lu_status collect_rules(lu_plan *plan, struct option_result *option, lu_error *error) {
  const guideline_choice *choice = &plan->guideline->choices[option->index];
  size_t fired = 0, undecided = 0;
  for (size_t i = 0; i < choice->rule_count; i++) {
    lu_outcome outcome = plan_state(plan, choice->rules[i])->outcome;
    fired += outcome == LU_FIRES;
    undecided += outcome == LU_UNDECIDED;
  }
  option->fired = lu_arena_array(plan->arena, fired + 1, sizeof *option->fired);
  option->undecided = lu_arena_array(plan->arena, undecided + 1, sizeof *option->undecided);
  if (lu_arena_failed(plan->arena)) return lu_fail_memory(error);
  for (size_t i = 0; i < choice->rule_count && fired + undecided > 0; i++) {
    const struct rule *rule = choice->rules[i];
    lu_outcome outcome = plan_state(plan, rule)->outcome;
    if (outcome == LU_FIRES) option->fired[option->fired_count++] = rule;
    if (outcome == LU_UNDECIDED) option->undecided[option->undecided_count++] = rule;
  }
  return LU_OK;
}

/* ---- how they combine ---------------------------------------------------------------------- */

static lu_status rule_order(rank_order *out, const lu_plan *plan, lu_evaluation *ranking,
                            const struct option_result *option, const struct rule *rule,
                            lu_error *error) {
  const rank_order_key key = {rule->rank, option->best, rule->intent, option->group,
                              rule->emergency};
  return ranking_order(out, &plan->guideline->ranking, ranking, &key, plan->arena, error);
}

/* Class of the offer with the greatest weight: what the option would be without conditions. */
static const rank_class *best_offer(const struct rule *const *rules, size_t count) {
  const struct rule *best = NULL;
  for (size_t i = 0; i < count; i++)
    if (rules[i]->rank->use == USE_OFFER &&
        (best == NULL || rules[i]->rank->weight > best->rank->weight))
      best = rules[i];
  return best == NULL ? NULL : best->rank;
}

/* Among which rules one is chosen. */
typedef enum choice {
  CHOOSE_ANY,        /* all uses but ask: the smallest precedence */
  CHOOSE_OFFER,      /* offers: the one that stands highest */
  CHOOSE_CALM_OFFER, /* offers that are no emergencies */
} choice;

static bool may_win(const struct rule *rule, choice among) {
  if (among == CHOOSE_ANY) return rule->rank->use != USE_ASK;
  return rule->rank->use == USE_OFFER && (among == CHOOSE_OFFER || !rule->emergency);
}

/* The rule of the list that decides; of equal ones the first. */
static lu_status choose_winner(const lu_plan *plan, lu_evaluation *ranking,
                               struct option_result *option, const struct rule *const *rules,
                               size_t count, choice among, lu_error *error) {
  option->winner = NULL;
  option->best = best_offer(rules, count);
  for (size_t i = 0; i < count; i++) {
    const struct rule *rule = rules[i];
    rank_order order = {"", 0}; /* bans are not ordered */
    if (!may_win(rule, among)) continue;
    lu_status status =
        rule->rank->use == USE_BAN ? LU_OK : rule_order(&order, plan, ranking, option, rule, error);
    if (status != LU_OK) return status;
    double difference = option->winner == NULL || among != CHOOSE_ANY
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

/* What the option would be if nothing banned it. */
static lu_status find_wish(const lu_plan *plan, lu_evaluation *ranking,
                           struct option_result *option, lu_error *error) {
  struct option_result free_option = *option;
  lu_status status = choose_winner(plan, ranking, &free_option, option->fired, option->fired_count,
                                   CHOOSE_OFFER, error);
  option->wish = free_option.winner == NULL ? WISH_NONE : WISH_OFFERED;
  if (status == LU_OK && free_option.winner == NULL) {
    status = choose_winner(plan, ranking, &free_option, option->undecided, option->undecided_count,
                           CHOOSE_CALM_OFFER, error);
    if (free_option.winner != NULL) option->wish = WISH_POSSIBLE;
  }
  wish hidden;
  const struct rule *rule = plan_banned_offer(plan, option, &hidden);
  if (status == LU_OK && hidden > option->wish) {
    status = choose_winner(plan, ranking, &free_option, &rule, 1, CHOOSE_OFFER, error);
    option->wish = hidden;
  }
  option->wish_rank = option->wish == WISH_NONE ? 0 : free_option.rank;
  option->wish_section = option->wish == WISH_NONE ? "" : free_option.section;
  return status;
}

/* The fewest facts that can settle an undecided offer. */
static size_t shortest_wait(const lu_plan *plan, const struct option_result *option) {
  size_t shortest = SIZE_MAX;
  for (size_t i = 0; i < option->undecided_count; i++) {
    size_t count = plan_state(plan, option->undecided[i])->reason_count;
    if (option->undecided[i]->rank->use == USE_OFFER && count < shortest) shortest = count;
  }
  return shortest;
}

/* An option that only waits for facts: calm rules before emergencies, which are told elsewhere. */
static lu_status combine_possible(const lu_plan *plan, lu_evaluation *ranking,
                                  struct option_result *option, lu_error *error) {
  option->place = PLACE_POSSIBLE;
  option->wait_count = shortest_wait(plan, option);
  lu_status status = choose_winner(plan, ranking, option, option->undecided,
                                   option->undecided_count, CHOOSE_CALM_OFFER, error);
  if (status != LU_OK || option->winner != NULL) return status;
  option->only_emergency = true;
  return choose_winner(plan, ranking, option, option->undecided, option->undecided_count,
                       CHOOSE_OFFER, error);
}

static lu_status combine_option(const lu_plan *plan, lu_evaluation *ranking,
                                struct option_result *option, lu_error *error) {
  bool offered = any_use(option->fired, option->fired_count, USE_OFFER);
  bool possible = any_use(option->undecided, option->undecided_count, USE_OFFER);
  option->warned = any_use(option->fired, option->fired_count, USE_BAN) ||
                   any_use(option->fired, option->fired_count, USE_CHECK);
  for (size_t i = 0; i < option->fired_count; i++)
    option->emergency |= option->fired[i]->emergency;
  lu_status status = option->warned ? find_wish(plan, ranking, option, error) : LU_OK;
  if (status == LU_OK)
    status =
        choose_winner(plan, ranking, option, option->fired, option->fired_count, CHOOSE_ANY, error);
  if (status != LU_OK) return status;
  bool banned = option->winner != NULL && option->winner->rank->use == USE_BAN;
  if (!banned && offered)
    option->place = PLACE_OPTION;
  else if (!banned && possible)
    return combine_possible(plan, ranking, option, error);
  else if (banned || option->warned) /* a check alone is shown as such by its class */
    option->place = PLACE_BANNED;
  return LU_OK;
}

/* True if an option stands for itself, or one that it belongs to is offered. */
static bool has_company(const lu_plan *plan, const struct option_result *option) {
  const guideline_choice *own = &plan->guideline->choices[option->index];
  bool found = own->with_count == 0;
  for (size_t i = 0; i < own->with_count && !found; i++)
    found = plan->options[own->with[i]].place == PLACE_OPTION;
  return found;
}

/* How a treatment is given is told where it is offered, and nowhere else. The options still stand
   in the order of the guideline. */
static void drop_lonely(lu_plan *plan) {
  for (size_t i = 0; i < plan->option_count; i++) {
    struct option_result *option = &plan->options[i];
    bool shown = option->place == PLACE_OPTION || option->place == PLACE_POSSIBLE;
    if (shown && !has_company(plan, option)) option->place = PLACE_NOWHERE;
  }
}

/* ---- order --------------------------------------------------------------------------------- */

static int section_number(const char *section) {
  static const char *const names[] = {"treatment", "diagnosis", "support", "follow_up"};
  for (int i = 0; section != NULL && i < 4; i++)
    if (strcmp(section, names[i]) == 0) return i;
  return 4;
}

/* Options that are shown somewhere. */
static int compare_options(const void *left, const void *right) {
  const struct option_result *a = *(const struct option_result *const *)left;
  const struct option_result *b = *(const struct option_result *const *)right;
  if (a->place != b->place) return a->place < b->place ? -1 : 1;
  if (a->winner == NULL || b->winner == NULL) return strcmp(a->code, b->code);
  if (a->emergency != b->emergency) return a->emergency ? -1 : 1;
  int sections = section_number(a->section) - section_number(b->section);
  if (sections != 0) return sections;
  if (a->rank < b->rank || a->rank > b->rank) return a->rank < b->rank ? -1 : 1;
  if (a->place == PLACE_POSSIBLE && a->wait_count != b->wait_count)
    return a->wait_count < b->wait_count ? -1 : 1;
  return a->winner < b->winner ? -1 : a->winner > b->winner; /* order of the tables */
}

/* Puts the options into the order in which they are shown: first those that are nowhere, by their
   codes. */
static lu_status sort_options(lu_plan *plan, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  size_t count = plan->option_count, sorted = 0, shown = 0;
  struct option_result *options = lu_arena_array(plan->arena, count + 1, sizeof *options);
  struct option_result **rest = lu_arena_array(plan->arena, count + 1, sizeof *rest);
  if (options == NULL || rest == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    struct option_result *option = &plan->options[guideline->by_code[i]];
    if (option->place == PLACE_NOWHERE)
      options[sorted++] = *option;
    else
      rest[shown++] = option;
  }
  qsort(rest, shown, sizeof *rest, compare_options);
  for (size_t i = 0; i < shown; i++)
    options[sorted++] = *rest[i];
  plan->options = options;
  for (size_t i = 0; i < count; i++)
    plan->by_index[plan->options[i].index] = &plan->options[i];
  return LU_OK;
}

static bool has_open_stop(const struct option_result *option) {
  for (size_t i = 0; i < option->undecided_count; i++)
    if (option->undecided[i]->rank->hard && plan_can_flip(option, option->undecided[i]))
      return true;
  return false;
}

/* The rank of the first treatment that is offered; an emergency says nothing of the tumour. */
static double first_rank(const lu_plan *plan) {
  double first = INFINITY;
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *option = &plan->options[i];
    if (option->place == PLACE_OPTION && section_number(option->section) == 0 &&
        !option->emergency && option->rank < first)
      first = option->rank;
  }
  return first;
}

static void count_options(lu_plan *plan) {
  double first = first_rank(plan);
  plan->counts = (rank_counts){0};
  for (size_t i = 0; i < plan->option_count; i++) {
    const struct option_result *option = &plan->options[i];
    if (section_number(option->section) != 0 || option->only_emergency) continue;
    bool offered = option->place == PLACE_OPTION, possible = option->place == PLACE_POSSIBLE;
    bool preferred = offered && strcmp(option->winner->strength, "P") == 0;
    plan->counts.undecided += possible;
    plan->counts.rivals += possible && option->rank < first;
    plan->counts.offered += offered;
    plan->counts.preferred += preferred;
    plan->counts.firm += preferred && !has_open_stop(option);
  }
}

lu_status plan_combine(lu_plan *plan, lu_evaluation *ranking, lu_error *error) {
  const lu_guideline *guideline = plan->guideline;
  size_t count = guideline->choice_count;
  plan->options = lu_arena_array(plan->arena, count + 1, sizeof *plan->options);
  plan->by_index = lu_arena_array(plan->arena, count + 1, sizeof *plan->by_index);
  if (lu_arena_failed(plan->arena)) return lu_fail_memory(error);
  for (plan->option_count = 0; plan->option_count < count; plan->option_count++) {
    const guideline_choice *known = &guideline->choices[plan->option_count];
    struct option_result *option = &plan->options[plan->option_count];
    *option = (struct option_result){.index = plan->option_count,
                                     .code = known->code,
                                     .label = known->label,
                                     .group = known->group};
    lu_status status = collect_rules(plan, option, error);
    if (status == LU_OK && option->fired_count + option->undecided_count > 0)
      status = combine_option(plan, ranking, option, error);
    if (status != LU_OK) return status;
  }
  drop_lonely(plan);
  lu_status status = sort_options(plan, error);
  if (status == LU_OK) count_options(plan);
  return status;
}

/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "plan.h"

/* What a rule's column "Ask" adds when the rule does not fire, relative to its weight: it only
   breaks ties. */
#define HINT 0.01

/* Fact by fact: what speaks for asking. */
struct tally {
  lu_plan *plan;
  lu_evaluation *ranking; /* evaluates ranking.dmn */
  lu_error *error;
  lu_status status;           /* the first failure */
  struct question *facts;     /* one for each fact of the dictionary */
  struct asked_place *places; /* what the table "question" said so far, newest first */
};

/* What the table "question" says of rules that are alike. */
struct asked_place {
  struct asked_place *next;
  const rank_class *rank, *shown;
  const char *section;
  bool alone, emergency;
  rank_question place;
};

/* Makes room for one more entry of a list that grows at powers of two in the arena. @return the
   list; NULL if there is no memory */
static void *grow(struct tally *tally, const void *list, size_t count, size_t size) {
  if ((count & (count - 1)) != 0) return (void *)list;
  void *longer = lu_arena_array(tally->plan->arena, count == 0 ? 1 : 2 * count, size);
  if (longer == NULL && tally->status == LU_OK) tally->status = lu_fail_memory(tally->error);
  if (longer != NULL && count > 0) memcpy(longer, list, count * size);
  return longer;
}

static void note_rule(struct tally *tally, struct question *question, const struct rule *rule) {
  if (question->rule_count > 0 && question->rules[question->rule_count - 1] == rule) return;
  const struct rule **rules =
      grow(tally, question->rules, question->rule_count, sizeof *question->rules);
  if (rules == NULL) return;
  question->rules = rules;
  question->rules[question->rule_count++] = rule;
}

/* Options whose rules put a question into its tier. */
static void note_option(struct tally *tally, struct question *question,
                        const struct option_result *option) {
  for (size_t i = 0; i < question->affect_count; i++)
    if (question->affects[i] == option) return;
  const struct option_result **affects =
      grow(tally, question->affects, question->affect_count, sizeof *question->affects);
  if (affects == NULL) return;
  question->affects = affects;
  question->affects[question->affect_count++] = option;
}

/* Adds what a rule counts for a fact. Only rules of the best tier make up the score. */
static struct question *add_score(struct tally *tally, size_t fact, double score,
                                  const rank_question *place, const struct option_result *option,
                                  const struct rule *rule) {
  struct question *question = &tally->facts[fact];
  if (place->tier < question->tier) {
    question->tier = place->tier;
    question->because = place->because;
    question->rest += question->score;
    question->score = 0;
    question->affect_count = 0;
    question->affects = NULL;
  }
  *(place->tier > question->tier ? &question->rest : &question->score) += score;
  if (option != NULL && place->tier <= question->tier) note_option(tally, question, option);
  if (rule != NULL) note_rule(tally, question, rule);
  return question;
}

/* Asks the table "question" about rules that are alike. */
static rank_question ask_place(struct tally *tally, const struct asked_place *asked) {
  const rank_effect effect = {rank_use_name(asked->rank->use),
                              asked->rank->name,
                              asked->shown != NULL ? asked->shown->name : "",
                              asked->section,
                              asked->alone,
                              asked->emergency};
  rank_question place = {INFINITY, "", false};
  tally->status = ranking_question(&place, &tally->plan->guideline->ranking, tally->ranking,
                                   &effect, tally->plan->arena, tally->error);
  return place;
}

/* The tier of a rule for its facts; the last one if the table fails. */
static rank_question find_place(struct tally *tally, const struct rule *rule,
                                const struct option_result *option, bool alone) {
  const rank_question none = {INFINITY, "", false};
  struct asked_place wanted = {
      .rank = rule->rank, .section = "", .alone = alone, .emergency = rule->emergency};
  if (option != NULL && option->section != NULL) wanted.section = option->section;
  if (option != NULL && option->place == PLACE_OPTION) wanted.shown = option->winner->rank;
  if (tally->status != LU_OK) return none;
  for (const struct asked_place *known = tally->places; known != NULL; known = known->next)
    if (known->rank == wanted.rank && known->shown == wanted.shown &&
        known->alone == wanted.alone && known->emergency == wanted.emergency &&
        (known->section == wanted.section || strcmp(known->section, wanted.section) == 0))
      return known->place;
  struct asked_place *kept = lu_arena_alloc(tally->plan->arena, sizeof *kept);
  if (kept == NULL) {
    tally->status = lu_fail_memory(tally->error);
    return none;
  }
  *kept = wanted;
  kept->place = ask_place(tally, &wanted);
  kept->next = tally->places;
  tally->places = kept;
  return kept->place;
}

/* A row that waits for n facts counts 1/n for each. */
static void add_flips(struct tally *tally, const struct rule *rule,
                      const struct option_result *option) {
  const struct rule_state *state = plan_state(tally->plan, rule);
  rank_question place = find_place(tally, rule, option, state->reason_count == 1);
  for (size_t i = 0; i < state->reason_count; i++) {
    size_t fact = state->reason_facts[i];
    double share = 1.0 / (double)state->reason_count;
    add_score(tally, fact, share * rule->rank->weight, &place, option, rule)->flips += share;
  }
}

/* Where the fact at a position of the column "Ask" has its turn, when rows go in order. */
static size_t find_turn(const struct tally *tally, const struct rule *rule, size_t position) {
  size_t facts = lu_dictionary_count(tally->plan->guideline->dictionary);
  return (size_t)(rule - tally->plan->guideline->rules) * (facts + 1) + position;
}

/* Asks for an open fact; for a derived one, for what it waits for. */
static void ask_for(struct tally *tally, size_t position, double score, const struct rule *rule,
                    bool asked) {
  rank_question place = {INFINITY, "", false}; /* a hint puts a fact into no tier */
  size_t fact = rule->ask[position], turn = find_turn(tally, rule, position);
  const struct recorded *behind = plan_recorded(tally->plan, fact);
  if (behind == NULL) {
    if (tally->status == LU_OK) tally->status = lu_fail_memory(tally->error);
    return;
  }
  if (asked) place = find_place(tally, rule, NULL, false);
  for (size_t i = 0; i < behind->count; i++) {
    struct question *question = add_score(tally, behind->facts[i], score / (double)behind->count,
                                          &place, NULL, asked ? rule : NULL);
    question->asked |= asked;
    if (place.in_order && turn < question->turn) question->turn = turn;
  }
}

/* The column "Ask" of a rule: falls linearly along the list. */
static void add_asked(struct tally *tally, const struct rule *rule, double weight, bool asked) {
  for (size_t i = 0; i < rule->ask_count; i++) {
    if (!plan_fact_open(tally->plan->facts, rule->ask[i])) continue;
    double share = (double)(rule->ask_count - i) / (double)rule->ask_count;
    ask_for(tally, i, weight * share, rule, asked);
  }
}

static void tally_rules(struct tally *tally) {
  const lu_guideline *guideline = tally->plan->guideline;
  for (size_t i = 0; i < guideline->rule_count; i++) {
    const struct rule *rule = &guideline->rules[i];
    lu_outcome outcome = tally->plan->states[i].outcome;
    if (tally->plan->traces[rule->table] == NULL || outcome == LU_FAILS) continue;
    bool asks = rule->rank->use == USE_ASK;
    if (outcome == LU_FIRES) {
      add_asked(tally, rule, rule->rank->weight * (asks ? 1 : HINT), asks);
      continue;
    }
    const struct option_result *option = plan_option_of(tally->plan, rule);
    if (asks || option == NULL || !plan_can_flip(option, rule)) continue;
    add_flips(tally, rule, option);
    add_asked(tally, rule, rule->rank->weight * HINT, false);
  }
}

/* ---- order --------------------------------------------------------------------------------- */

/* Sorted by tier, then by turn where the tier goes in order, then by its score, then by what the
   fact does besides; equal ones: the lighter test first, then the order of the dictionary. */
static bool comes_before(const lu_dictionary *dictionary, const struct question *a,
                         const struct question *b) {
  const double same = 1e-9; /* sums of shares in another order differ by rounding */
  if (a->tier < b->tier || a->tier > b->tier) return a->tier < b->tier;
  if (a->turn != b->turn) return a->turn < b->turn;
  if (a->score > b->score + same || a->score < b->score - same) return a->score > b->score;
  if (a->rest > b->rest + same || a->rest < b->rest - same) return a->rest > b->rest;
  int left = lu_fact_burden(lu_dictionary_at(dictionary, a->fact));
  int right = lu_fact_burden(lu_dictionary_at(dictionary, b->fact));
  return left != right ? left < right : a->fact < b->fact;
}

static void sort_questions(lu_plan *plan) {
  /* Insertion keeps a strict order even though "same score" is not transitive. */
  for (size_t i = 1; i < plan->question_count; i++) {
    struct question moving = plan->questions[i];
    size_t j = i;
    for (; j > 0 && comes_before(plan->guideline->dictionary, &moving, &plan->questions[j - 1]);
         j--)
      plan->questions[j] = plan->questions[j - 1];
    plan->questions[j] = moving;
  }
}

lu_status plan_ask(lu_plan *plan, lu_evaluation *ranking, lu_error *error) {
  size_t count = lu_dictionary_count(plan->guideline->dictionary);
  struct tally tally = {.plan = plan, .ranking = ranking, .error = error, .status = LU_OK};
  tally.facts = lu_arena_array(plan->arena, count + 1, sizeof *tally.facts);
  if (tally.facts == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++) {
    tally.facts[i].fact = i;
    tally.facts[i].tier = INFINITY;
    tally.facts[i].turn = SIZE_MAX;
    tally.facts[i].because = "";
  }
  tally_rules(&tally);
  if (tally.status != LU_OK) return tally.status;
  plan->questions = tally.facts;
  for (size_t i = 0; i < count; i++) {
    if (tally.facts[i].score + tally.facts[i].rest <= 0) continue;
    plan->counts.asked += tally.facts[i].asked;
    plan->questions[plan->question_count++] = tally.facts[i];
  }
  sort_questions(plan);
  return LU_OK;
}

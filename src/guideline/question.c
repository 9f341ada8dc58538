/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "plan.h"

/* What a rule's column "Ask" adds when the rule does not fire, relative to its weight: it only
   breaks ties. */
#define HINT 0.01

/* Fact by fact: what speaks for asking. */
struct tally {
  lu_plan *plan;
  struct question *facts; /* one for each fact of the dictionary */
  bool *marked;           /* room for one mark for each fact */
  bool failed;
};

static void note_rule(struct tally *tally, struct question *question, const struct rule *rule) {
  if (question->rule_count > 0 && question->rules[question->rule_count - 1] == rule) return;
  size_t room = question->rule_count;
  if ((room & (room - 1)) == 0) { /* grow at powers of two */
    const struct rule **rules =
        lu_arena_array(tally->plan->arena, room == 0 ? 1 : 2 * room, sizeof *rules);
    if (rules == NULL) {
      tally->failed = true;
      return;
    }
    if (room > 0) memcpy(rules, question->rules, room * sizeof *rules);
    question->rules = rules;
  }
  question->rules[question->rule_count++] = rule;
}

static struct question *add_score(struct tally *tally, size_t fact, double score,
                                  const struct rule *rule) {
  struct question *question = &tally->facts[fact];
  question->score += score;
  if (rule != NULL) note_rule(tally, question, rule);
  return question;
}

/* A row that waits for n facts counts 1/n for each. */
static void add_flips(struct tally *tally, const struct rule *rule) {
  const struct rule_state *state = plan_state(tally->plan, rule);
  for (size_t i = 0; i < state->reason_count; i++) {
    size_t fact = lu_dictionary_find(tally->plan->guideline->dictionary, state->reasons[i]);
    if (fact == LU_NO_INDEX) continue;
    double share = 1.0 / (double)state->reason_count;
    add_score(tally, fact, share * rule->rank->weight, rule)->flips += share;
  }
}

/* Asks for an open fact; for a derived one, for what it waits for. */
static void ask_for(struct tally *tally, size_t fact, double score, const struct rule *rule,
                    bool asked) {
  const lu_dictionary *dictionary = tally->plan->guideline->dictionary;
  size_t facts = lu_dictionary_count(dictionary), count = 0;
  memset(tally->marked, 0, facts * sizeof *tally->marked);
  plan_mark_recorded(tally->plan, lu_fact_name(lu_dictionary_at(dictionary, fact)), tally->marked);
  for (size_t i = 0; i < facts; i++)
    count += tally->marked[i];
  for (size_t i = 0; i < facts; i++)
    if (tally->marked[i])
      add_score(tally, i, score / (double)count, asked ? rule : NULL)->asked |= asked;
}

/* The column "Ask" of a rule: falls linearly along the list. */
static void add_asked(struct tally *tally, const struct rule *rule, double weight, bool asked) {
  for (size_t i = 0; i < rule->ask_count; i++) {
    if (!plan_fact_open(tally->plan->facts, rule->ask[i])) continue;
    double share = (double)(rule->ask_count - i) / (double)rule->ask_count;
    ask_for(tally, rule->ask[i], weight * share, rule, asked);
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
    const struct option_result *option = plan_option(tally->plan, rule->option);
    if (asks || option == NULL || !plan_can_flip(option, rule)) continue;
    add_flips(tally, rule);
    add_asked(tally, rule, rule->rank->weight * HINT, false);
  }
}

/* ---- order --------------------------------------------------------------------------------- */

/* Sorted by score; equal ones: the lighter test first, then the order of the dictionary. */
static bool comes_before(const lu_dictionary *dictionary, const struct question *a,
                         const struct question *b) {
  const double same = 1e-9; /* sums of shares in another order differ by rounding */
  if (a->score > b->score + same || a->score < b->score - same) return a->score > b->score;
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

lu_status plan_ask(lu_plan *plan, lu_error *error) {
  size_t count = lu_dictionary_count(plan->guideline->dictionary);
  struct tally tally = {plan, lu_arena_array(plan->arena, count + 1, sizeof *tally.facts),
                        lu_arena_array(plan->arena, count + 1, sizeof *tally.marked), false};
  if (tally.facts == NULL || tally.marked == NULL) return lu_fail_memory(error);
  for (size_t i = 0; i < count; i++)
    tally.facts[i].fact = i;
  tally_rules(&tally);
  if (tally.failed) return lu_fail_memory(error);
  plan->questions = tally.facts;
  for (size_t i = 0; i < count; i++) {
    if (tally.facts[i].score <= 0) continue;
    plan->counts.asked += tally.facts[i].asked;
    plan->questions[plan->question_count++] = tally.facts[i];
  }
  sort_questions(plan);
  return LU_OK;
}

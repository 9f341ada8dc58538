/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: a plan after evaluation, before it becomes a document.
 */
#ifndef GUIDELINE_PLAN_H
#define GUIDELINE_PLAN_H

#include <stdint.h>

#include "edition.h"

/** What became of a rule. */
struct rule_state {
  lu_outcome outcome;
  const char *const *reasons; /**< recorded facts that an undecided rule waits for */
  const size_t *reason_facts; /**< their indices */
  size_t reason_count;
};

/** The recorded facts that stand behind a fact; see plan_recorded(). */
struct recorded {
  bool known;
  size_t count;
  const size_t *facts;
};

/** Where an option went. */
typedef enum placement {
  PLACE_NOWHERE,
  PLACE_OPTION,   /**< offered, perhaps with a check before */
  PLACE_POSSIBLE, /**< would be offered if some unknown facts were right */
  PLACE_BANNED
} placement;

/** How far rules other than bans want an option. */
typedef enum wish { WISH_NONE, WISH_POSSIBLE, WISH_OFFERED } wish;

/** All that the rules say of one option. */
struct option_result {
  size_t index; /**< in the order of options.json */
  const char *code, *label, *group;
  placement place;
  const struct rule
      *winner;            /**< decides the class; for a possible option its best undecided rule */
  const rank_class *best; /**< of the best offer among the rules that were looked at; or NULL */
  const char *section;
  double rank;
  bool emergency;
  bool only_emergency; /**< possible by emergency rules alone, which have a line of their own */
  wish wish;           /**< what it would be without bans */
  const char *wish_section;  /**< section of that offer; "" for WISH_NONE */
  double wish_rank;          /**< where it would stand then; 0 for WISH_NONE */
  bool warned;               /**< a firing rule bans it or wants a check */
  const struct rule **fired; /**< firing rules in table order */
  size_t fired_count;
  const struct rule **undecided; /**< undecided rules in table order */
  size_t undecided_count;
  size_t wait_count; /**< of a possible option: fewest facts that one of its rules waits for */
};

/** A fact to ask for. */
struct question {
  size_t fact;
  double tier;         /**< of the most decisive rule that waits for it: the order of questions */
  const char *because; /**< what that tier is called */
  size_t turn;         /**< of a tier that goes in order: smaller first; else SIZE_MAX */
  double score;        /**< weighted flips and requests of that tier: the order within it */
  double rest;         /**< the same of all other tiers */
  const struct option_result **affects; /**< options of the rules of that tier, each once */
  size_t affect_count;
  double flips; /**< results that it can flip; a row that waits for n facts counts 1/n */
  const struct rule **rules; /**< rows that wait for it or ask for it, in table order */
  size_t rule_count;
  bool asked; /**< a firing row asks for it first */
};

/** How a gap between two treatments stands. */
typedef enum gap_state {
  GAP_KEPT,
  GAP_SHORT,
  GAP_NOT_PROVEN, /**< a date is missing or not exact enough */
  GAP_PLANNED     /**< both treatments lie ahead */
} gap_state;

/** A pair of treatments that mind each other. */
struct conflict {
  const struct rule *rule;
  const char *first, *second;
  bool given;       /**< the first was given already */
  bool undecided;   /**< the row waits for facts */
  lu_date last;     /**< last day of the first, as far as known */
  bool conditional; /**< an option of the pair stands under a condition */
  gap_state state;
  int64_t earliest_day; /**< first day on which the gap is surely kept; INT64_MIN if not known */
};

struct lu_plan {
  lu_arena *arena;
  const lu_guideline *guideline;
  const lu_assessment *assessment;
  const lu_factset *facts;
  lu_date today;
  uint64_t seed;
  lu_evaluation **evaluations;   /**< one for each model; NULL for conflict models */
  const lu_table_trace **traces; /**< one for each table; NULL for conflict tables */
  struct rule_state *states;     /**< one for each rule */
  struct recorded *recorded;     /**< one for each fact, filled when asked for */
  struct option_result *options; /**< sorted as shown */
  size_t option_count;
  struct option_result **by_index; /**< the same by their index */
  struct question *questions;      /**< most decisive first */
  size_t question_count;
  struct conflict *conflicts;
  size_t conflict_count;
  rank_counts counts;
  bool complete;
  bool outside; /**< the primary site is none of those that the edition covers */
};

/** Evaluates all tables but those of conflicts: fills evaluations, traces, states. */
lu_status plan_evaluate(lu_plan *plan, lu_context *context, lu_error *error);
/**
 * The same with evaluations that were made before, without what undecided rules wait for.
 * @param context where FEEL errors are told; NULL to tell them nowhere
 */
lu_status plan_outcomes(lu_plan *plan, lu_context *context, lu_error *error);
/** Combines the rules of each option and sorts the options. `ranking` evaluates ranking.dmn. */
lu_status plan_combine(lu_plan *plan, lu_evaluation *ranking, lu_error *error);
/** Finds and sorts the facts to ask for. `ranking` evaluates ranking.dmn. */
lu_status plan_ask(lu_plan *plan, lu_evaluation *ranking, lu_error *error);
/** Finds conflicts between treatments given and options offered. */
lu_status plan_conflicts(lu_plan *plan, lu_context *context, lu_error *error);
/** The firing rule with the largest gap between a treatment and an option that follows it.
 * @param out borrowed from the guideline; NULL if there is none */
lu_status plan_gap_rule(const struct rule **out, const lu_plan *plan, const char *first,
                        const char *second, lu_context *context, lu_error *error);

/**
 * The offer of an option that fails for nothing but facts which a firing ban looks at too, and what
 * the option would be without them. @return borrowed; NULL if there is none
 */
const struct rule *plan_banned_offer(const lu_plan *plan, const struct option_result *option,
                                     wish *out);
/** State of a rule. */
const struct rule_state *plan_state(const lu_plan *plan, const struct rule *rule);
/**
 * The fact of a test that a rule wants done: the rule waits for nothing but whether the test was
 * done. @return LU_NO_INDEX if it waits for anything else
 */
size_t plan_waits_for_test(const lu_plan *plan, const struct rule *rule);
/** True if an undecided rule could change what its option is. */
bool plan_can_flip(const struct option_result *option, const struct rule *rule);
/** The option that a rule speaks of. @return borrowed; NULL for a rule of conflicts */
const struct option_result *plan_option_of(const lu_plan *plan, const struct rule *rule);
/** The option with a code. @return borrowed; NULL if no rule speaks of it */
const struct option_result *plan_option(const lu_plan *plan, const char *code);
/**
 * The recorded facts that stand behind a fact, in the order of the dictionary: a derived fact can
 * not be asked for, so that what it waits for takes its place.
 * @return borrowed; NULL when memory is short
 */
const struct recorded *plan_recorded(lu_plan *plan, size_t fact);
/** True if nothing certain is known of a fact: no value, or one that is unknown with reasons. */
bool plan_fact_open(const lu_factset *facts, size_t fact);
/** True unless an entry of an edition's file has an "if" that does not hold: one condition, or a
 * list of which one is enough; {"fact", "in": [values]}, {"fact", "above": number}, or {"all": [of
 * these]}. */
bool plan_entry_holds(const lu_plan *plan, const json_t *entry);

#endif

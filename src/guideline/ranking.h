/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what the guideline's own ranking tables (ranking.dmn) say about strengths,
 * order and verdict. Nothing of this is decided in C.
 */
#ifndef GUIDELINE_RANKING_H
#define GUIDELINE_RANKING_H

#include "lutetia/base.h"
#include "lutetia/decision.h"

/** What becomes of an option with a firing rule of some strength. */
typedef enum rank_use {
  USE_OFFER, /**< among the options */
  USE_CHECK, /**< among the options, but to be checked first */
  USE_BAN,   /**< must not be done */
  USE_ASK,   /**< only yields questions */
  USE_LIMIT  /**< puts a condition on an option that other rules offer; offers nothing itself */
} rank_use;

/** Row of the table "class" for one strength and mark. */
typedef struct rank_class {
  const char *strength, *mark;
  const char *name;  /**< class as people read it */
  double precedence; /**< within one option the smallest wins */
  rank_use use;
  bool hard;     /**< may be shown as a hard stop */
  double weight; /**< what one flip counts for the ranking of questions */
} rank_class;

#define RANK_MARKS 3

/** Where an option stands. */
typedef struct rank_order {
  const char *section;
  double rank;
} rank_order;

/** What the order of an option depends on. */
typedef struct rank_order_key {
  const rank_class *rank; /**< of the rule that decides */
  const rank_class *best; /**< of the best firing offer; NULL if there is none */
  const char *intent, *group;
  bool emergency;
} rank_order_key;

/** An order that was asked for. */
typedef struct rank_noted {
  rank_order_key key;
  rank_order order;
} rank_noted;

/** The ranking tables. */
typedef struct rank_tables {
  lu_model *model;
  size_t class_decision, order, verdict, near, question;
  rank_class *classes; /**< every strength that occurs, with every mark */
  size_t class_count;
  size_t class_room;
  rank_noted *noted; /**< orders asked for while reading, in slots by their hash */
  size_t noted_count, noted_room;
} rank_tables;

/** Reads ranking.dmn. */
lu_status ranking_read(rank_tables *out, const char *path, lu_context *context, lu_error *error);
/** Frees what is not in the arena. */
void ranking_free(rank_tables *ranking);
/**
 * Class of a strength and mark; evaluates the table once for each pair. Fails with LU_BAD_INPUT
 * if the table has no row for it, or lets an unverified rule be hard.
 */
lu_status ranking_class(const rank_class **out, rank_tables *ranking, const char *strength,
                        const char *mark, lu_arena *arena, lu_context *context, lu_error *error);

/** Name of a use as ranking.dmn writes it. */
const char *rank_use_name(rank_use use);

/** Asks the table "order", or takes what was noted of it while reading. @param arena where the
 * section lives if it was not noted */
lu_status ranking_order(rank_order *out, const rank_tables *ranking, lu_evaluation *evaluation,
                        const rank_order_key *key, lu_arena *arena, lu_error *error);
/** The same while reading: notes what the table says. @param arena that of the tables */
lu_status ranking_order_note(rank_order *out, rank_tables *ranking, lu_evaluation *evaluation,
                             const rank_order_key *key, lu_arena *arena, lu_error *error);

/** What an unknown fact may do to a plan. */
typedef struct rank_effect {
  const char *use;        /**< of the rule: "offer", "ban", "check", "limit", "ask" */
  const char *class_name; /**< of the rule */
  const char *shown;      /**< class of its option as it stands now; "" while it is not offered */
  const char *section;    /**< of its option; "" if it has none */
  bool alone;             /**< the rule waits for this fact alone */
  bool emergency;
} rank_effect;

/** Where a question stands. */
typedef struct rank_question {
  double tier;         /**< small first */
  const char *because; /**< heading of its tier; in the arena given */
  bool in_order;       /**< rows go in the order of the tables, facts in that of the column Ask */
} rank_question;

/** Asks the table "question". */
lu_status ranking_question(rank_question *out, const rank_tables *ranking,
                           lu_evaluation *evaluation, const rank_effect *effect, lu_arena *arena,
                           lu_error *error);

/** Counts that the verdict is made of. All but "asked" are treatments. */
typedef struct rank_counts {
  size_t preferred; /**< offered as preferred */
  size_t offered;   /**< offered */
  size_t undecided; /**< only wait for facts; emergencies do not count */
  size_t asked;     /**< unknown facts that firing rows ask for first */
  size_t firm;      /**< preferred ones that no open rule could stop hard */
  size_t rivals;    /**< undecided ones that would stand before all that is offered */
} rank_counts;

/** Asks the table "verdict": true for "complete". */
lu_status ranking_verdict(bool *complete, const rank_tables *ranking, lu_evaluation *evaluation,
                          const rank_counts *counts, lu_error *error);

/** Asks the table "near" for a number, a limit and its standard uncertainty (0: none stated). */
lu_status ranking_near(bool *near, const rank_tables *ranking, lu_evaluation *evaluation,
                       double value, double limit, double sd, lu_error *error);

#endif

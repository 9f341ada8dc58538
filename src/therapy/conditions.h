/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the conditions of the data files (FEEL, three-valued) and one patient's view
 * of them.
 *
 * A condition is a FEEL expression in a member "if", "until", "unless" or "number" of any object of
 * a data file. It speaks of facts of the dictionary by name, and of the names that
 * view_set_number() & co. give ("given" names, listed in conditions_given[]).
 */
#ifndef THERAPY_CONDITIONS_H
#define THERAPY_CONDITIONS_H

#include "lutetia/facts.h"

/** A name beside facts that a condition may use. */
typedef struct given_name {
  const char *name;  /**< NULL ends the list */
  const char *label; /**< for people */
  const char *unit;  /**< "" for none */
  const char *type;  /**< "number", "boolean" or "string" */
} given_name;

/** All such names. */
extern const given_name conditions_given[];

/** All conditions of all files, compiled once; immutable. */
typedef struct condition_set condition_set;

/**
 * Compiles every condition of some documents.
 * Fails with LU_BAD_INPUT: file, JSON pointer, the text, and what is wrong with it (syntax; a name
 * that is neither fact nor given; a value that the fact cannot have, as the lint of guideline
 * tables finds it).
 * @param out   new; free with conditions_free()
 * @param files `count` documents, borrowed while reading @param names of the files for messages
 */
lu_status conditions_read(condition_set **out, const json_t *const *files, const char *const *names,
                          size_t count, const lu_dictionary *dictionary, lu_context *context,
                          lu_error *error);
/** Frees conditions. NULL is allowed. */
void conditions_free(condition_set *conditions);

/** What became of a condition. */
typedef enum truth { TRUTH_NO, TRUTH_UNKNOWN, TRUTH_YES } truth;

/** Conditions seen with the facts of one patient on one day. */
typedef struct case_view case_view;

/** @param out new; free with view_free() @param facts borrowed, must outlive it and stay */
lu_status view_new(case_view **out, const condition_set *conditions, const lu_factset *facts,
                   lu_context *context, lu_error *error);
/** Frees a view. NULL is allowed. */
void view_free(case_view *view);
/** The facts. @return borrowed */
const lu_factset *view_facts(const case_view *view);
/** Gives a name its value; NAN makes it unknown. A name that is not in conditions_given[] fails
 * with LU_INTERNAL. */
lu_status view_set_number(case_view *view, const char *name, double number, lu_error *error);
/** The same for a truth value. */
lu_status view_set_truth(case_view *view, const char *name, truth value, lu_error *error);

/** Evaluates a condition by its text; NULL text is true. Null results (FEEL errors) are unknown. */
lu_status view_test(truth *out, case_view *view, const char *condition, lu_error *error);
/** Evaluates an expression that is a number; NAN if it is unknown. */
lu_status view_number(double *out, case_view *view, const char *expression, lu_error *error);
/**
 * The facts and given names that a condition looks at, as they stand: [{"fact", "label", "text",
 * "state" ("known", "not_done", "unknown"), "date", "age_d"}]; date and age (days up to the
 * context's day) only where known; given names have no date.
 * @param out new reference
 */
lu_status view_because(json_t **out, case_view *view, const char *condition, lu_error *error);
/**
 * A rule of a data file with what became of it: its members "id", "text", "region", "effect",
 * "source", "mark" (those that it has), "state" ("met", "not met", "unknown") and "because".
 * @param out new reference @param state may be NULL
 */
lu_status view_rule(json_t **out, truth *state, case_view *view, const json_t *rule,
                    lu_error *error);

#endif

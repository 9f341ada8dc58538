/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: the values that a fact may take, one from each kind that the tables can tell
 * apart.
 */
#ifndef GUIDELINE_TRIAL_H
#define GUIDELINE_TRIAL_H

#include "seen.h"

/** One value to try. */
typedef struct trial {
  size_t fact;
  const char *text; /**< of a choice or the only member of a set; NULL for none; borrowed */
  bool truth;       /**< of a yes/no fact */
  double number;
  bool point;                 /**< a limit itself; else a place between `low` and `high` */
  bool about_low, about_high; /**< the end is a place of a grid, no limit of a table */
  double low;                 /**< -INFINITY without a limit below */
  double high;                /**< INFINITY without a limit above */
} trial;

/** A list of values to try. */
typedef struct trials {
  trial *list;
  size_t count, room;
} trials;

/** Appends all values of a fact; nothing for a text or a date. */
lu_status trials_add(trials *out, const lu_dictionary *dictionary, const seen *tables, size_t fact,
                     lu_error *error);
/** Frees the list. */
void trials_free(trials *made);
/** Sets the fact of a trial. */
lu_status trial_set(const trial *one, lu_factset *facts, lu_error *error);
/** The value as JSON. @return new; NULL when memory is short */
json_t *trial_json(const trial *one, const lu_dictionary *dictionary);
/** Writes some values of one fact for a person ("yes", "G1, G2", "below 30 mL/min").
 * @param list trials of one fact @param chosen which of them, `count` marks */
void trial_print(lu_text *out, const lu_dictionary *dictionary, const trial *list,
                 const bool *chosen, size_t count);

#endif

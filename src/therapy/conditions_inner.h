/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what a set of conditions is.
 */
#ifndef THERAPY_CONDITIONS_INNER_H
#define THERAPY_CONDITIONS_INNER_H

#include "conditions.h"

/** Most facts and names that one condition may speak of. */
#define CONDITION_INPUTS 24

/** One condition. */
typedef struct condition {
  const char *text;
  const char *place; /**< file and pointer where it was met first */
  size_t input_count;
  size_t inputs[CONDITION_INPUTS]; /**< in set->inputs */
} condition;

/** A fact or given name that conditions speak of: one input of the model. */
typedef struct condition_input {
  const char *name;
  size_t fact;             /**< LU_NO_INDEX for a given name */
  const given_name *given; /**< NULL for a fact */
} condition_input;

struct condition_set {
  lu_arena *arena; /**< holds all but what follows */
  const lu_dictionary *dictionary;
  lu_model *model;       /**< decision i is condition i, input i is input i */
  json_t *numbers;       /**< text to number of a condition */
  json_t *input_numbers; /**< name to number of an input */
  size_t count, room;
  condition *list;
  size_t input_count, input_room;
  condition_input *inputs;
  const size_t *facts; /**< of each input, for lu_factset_lend() */
};

/** Number of an input by name; LU_NO_INDEX if there is none. */
size_t conditions_find_input(const condition_set *set, const char *name);
/** Compiles what was read. conditions_compile.c */
lu_status conditions_compile(condition_set *set, lu_context *context, lu_error *error);

#endif

/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: how an entry of the dictionary is kept.
 */
#ifndef FACTS_FACT_H
#define FACTS_FACT_H

#include "lutetia/facts.h"

struct lu_fact {
  json_t *json; /**< borrowed from the file that the dictionary keeps */
  const char *name, *label, *unit, *question, *test;
  lu_fact_type type;
  int burden;
  bool derived;
  const json_t *values; /**< array; NULL for other types */
};

/**
 * Reads one entry and checks all of it. Fails with LU_BAD_INPUT: the sentence names fact and field.
 * @param out filled with texts borrowed from `json`
 */
lu_status fact_read(lu_fact *out, json_t *json, lu_error *error);

#endif

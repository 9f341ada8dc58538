/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: which names come nearest to a mistyped one.
 */
#ifndef GUIDELINE_NEAREST_H
#define GUIDELINE_NEAREST_H

#include "lutetia/base.h"

#define NEAREST_MAX 3

/** The nearest names so far. */
struct nearest {
  const char *name;
  const char *found[NEAREST_MAX];
  size_t distance[NEAREST_MAX];
};

/** Starts a search. @param name borrowed */
struct nearest nearest_start(const char *name);
/** Offers a name, which is borrowed. */
void nearest_try(struct nearest *nearest, const char *candidate);
/** Writes what was found, separated by commas. */
void nearest_print(const struct nearest *nearest, lu_text *out);
/** Edits (insert, delete, replace, swap of neighbours) between two names, letter case aside; only
 * the first 63 bytes count. */
size_t nearest_distance(const char *a, const char *b);

#endif

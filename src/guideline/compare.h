/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: two plans of one case by two editions, and what their rules say otherwise.
 */
#ifndef GUIDELINE_COMPARE_H
#define GUIDELINE_COMPARE_H

#include "build.h"

/** Two plans that are compared; each builder has sources of its own. */
struct comparison {
  struct builder before, after;
};

/** Rules of an option that say something else in the other plan. @return new list */
json_t *compare_because(struct comparison *both, const char *code);
/**
 * Rules whose row differs, or that are decided otherwise, and that fire or are undecided in one of
 * the plans, but are not among the reasons of an option that stands otherwise.
 * @param options changed options, with their reasons
 * @return new list
 */
json_t *compare_elsewhere(struct comparison *both, const json_t *options);
/** Ids of rules that only one edition has, and of those whose row differs. @return new */
json_t *compare_rows(struct comparison *both);

#endif

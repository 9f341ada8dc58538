/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what the tables see of a fact. A table that compares a number with limits
 * only sees between which of them it lies; two sets of facts that all tables see alike have the
 * same plan.
 */
#ifndef GUIDELINE_SEEN_H
#define GUIDELINE_SEEN_H

#include "edition.h"

/** What some tables see; immutable after making. */
typedef struct seen seen;

/** What the tables of a guideline see. @param out new; free with seen_free() */
lu_status seen_guideline(seen **out, const lu_guideline *guideline, lu_error *error);
/** The same, and what the tables see that an assessment went through. */
lu_status seen_everywhere(seen **out, const lu_guideline *guideline,
                          const lu_assessment *assessment, lu_error *error);
/** Frees it. NULL is allowed. */
void seen_free(seen *made);

/** True if a table looks at a fact. */
bool seen_is_input(const seen *made, size_t fact);
/** True if something else than a comparison with limits is done with a fact. */
bool seen_is_exact(const seen *made, size_t fact);
/** Limits with which a number is compared, rising, each once. @param limits borrowed @return count
 */
size_t seen_limits(const seen *made, size_t fact, const double **limits);
/** Appends what all tables see of some facts: equal bytes, equal plan. */
void seen_print(const seen *made, const lu_factset *facts, lu_text *out);

#endif

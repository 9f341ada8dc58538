/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: entries of a record's "toxicities" as rules of drugs and of PRRT ask for
 * them.
 */
#ifndef THERAPY_TOXICITY_RECORD_H
#define THERAPY_TOXICITY_RECORD_H

#include "conditions.h"

/** True if an entry is of a term and grade that a rule lists. */
bool toxicity_fits(const json_t *entry, const json_t *rule);
/**
 * Has a toxicity come down to the grade that a rule waits for ("until_grade")? The latest entry
 * after a day says it; of several entries of one day the highest grade counts.
 * @param terms what the entry may be called: a text, or a list of texts
 * @return TRUTH_UNKNOWN without such an entry, or where the rule waits for no grade
 */
truth toxicity_settled(const json_t *record, const json_t *rule, const json_t *terms, int64_t since,
                       int64_t today);

#endif

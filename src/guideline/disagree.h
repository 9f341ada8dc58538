/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: topics on which sources disagree (disagreements.json of an edition). Both
 * sides are shown, never an average.
 */
#ifndef GUIDELINE_DISAGREE_H
#define GUIDELINE_DISAGREE_H

#include "build.h"

/** Reads disagreements.json; an edition may leave it out. Fails with LU_BAD_INPUT: topic, what. */
lu_status disagreements_read(lu_guideline *guideline, lu_error *error);

/** Disagreements whose rules fire in a plan, or are open for what it offers. @return new list */
json_t *build_disagreements(struct builder *builder);
/** Disagreements that name a rule. @return new list */
json_t *build_rule_disagreements(struct builder *builder, const struct rule *rule);

#endif

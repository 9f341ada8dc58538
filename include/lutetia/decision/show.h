/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Decision tables as text for people.
 */
#ifndef LUTETIA_DECISION_SHOW_H
#define LUTETIA_DECISION_SHOW_H

#include "lutetia/base.h"
#include "lutetia/decision.h"

LU_BEGIN_DECLS

/**
 * Draws the decision table of a decision as a grid of Unicode lines: the hit policy in the corner,
 * inputs, outputs behind a double line, annotations. Long cells are wrapped, so that the grid is
 * at most `width` columns wide unless it has so many columns that they would become too narrow to
 * read. Without a table nothing is written.
 * @param out text that is added to
 * @return false if the decision has no table; memory that runs short shows in out->failed
 */
LU_API bool lu_table_print(lu_text *out, const lu_model *model, size_t decision, int width);

LU_END_DECLS

#endif

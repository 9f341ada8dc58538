/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: what would be chosen for many sets of facts, one after the other: classes and
 * ranks as in a plan, without questions, conflicts and documents.
 */
#ifndef GUIDELINE_CHOOSE_H
#define GUIDELINE_CHOOSE_H

#include "plan.h"

/** Memory and evaluations for choosing again and again. Belongs to one thread at a time. */
typedef struct chooser chooser;

/** Makes a chooser. @param out new; free with chooser_free() @param guideline borrowed, must
 * outlive it @param context borrowed, must outlive it; of this thread */
lu_status chooser_new(chooser **out, const lu_guideline *guideline, lu_context *context,
                      lu_error *error);
/** Frees a chooser. NULL is allowed. */
void chooser_free(chooser *made);
/**
 * Chooses for some facts. Of what is made only `options` (place, winner, section, rank, wish,
 * fired, undecided; sorted as shown, but those that are only possible in the order of rank and
 * tables, whatever they wait for), `states[].outcome`, `traces` and `counts` may be looked at.
 * @param out   borrowed until the next call
 * @param facts all of them, derived ones too (lu_assessor_derive()); borrowed until the next call
 */
lu_status plan_choose(const lu_plan **out, chooser *made, const lu_factset *facts, lu_error *error);

#endif

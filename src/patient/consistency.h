/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: do the facts of a record go together? The rules stand in
 * data/record/consistency.dmn; they are medicine, this is only the way to them.
 */
#ifndef PATIENT_CONSISTENCY_H
#define PATIENT_CONSISTENCY_H

#include "check.h"

/** Evaluates the rules on the facts; each that fires becomes a finding. */
lu_status check_consistency(checker *c, const lu_factset *facts, lu_error *error);

#endif

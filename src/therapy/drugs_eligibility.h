/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: eligibility while it is worked out.
 */
#ifndef THERAPY_DRUGS_ELIGIBILITY_H
#define THERAPY_DRUGS_ELIGIBILITY_H

#include "sheet.h"

/** What was found so far. */
struct eligibility {
  drug_sheet *sheet;
  json_t *out; /**< sheet member "eligibility" */
  bool contraindicated, not_recommended, unknown, caution;
};

/** Files a rule that was evaluated where it belongs. @param said stolen */
lu_status eligibility_add(struct eligibility *work, const json_t *rule, json_t *said, truth state,
                          lu_error *error);
/** Pregnancy, breastfeeding and contraception of one drug. drugs_pregnancy.c */
lu_status eligibility_pregnancy(struct eligibility *work, const json_t *drug, lu_error *error);

#endif

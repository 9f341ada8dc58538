/* SPDX-License-Identifier: Apache-2.0 */
/**
 * @file
 * Inside of the room: toxicity and lowest counts of the cycles of a course.
 */
#ifndef THERAPY_DRUGS_TOXICITY_H
#define THERAPY_DRUGS_TOXICITY_H

#include "sheet.h"

/** Gives the names "…_nadir…" the lowest values after `since` up to `until`; unknown where there is
 * none. drugs_nadir.c */
lu_status toxicity_set_nadirs(drug_sheet *sheet, int64_t since, int64_t until, lu_error *error);
/** Day of the first of the lowest values that a condition speaks of; SHEET_NO_DAY if there is none.
 */
int64_t toxicity_nadir_day(const drug_sheet *sheet, const char *condition, int64_t since,
                           int64_t until);

#endif
